/*
 * What frames own, and frame objects.
 *
 * A frame record that has ended while its object is still wanted is copied
 * into the object (`ended`); the object then owns what was left of it.
 */
#include "scripts/vm/frame.h"

#include <string.h>

#include "scripts/types/str.h"
#include "scripts/vm/error.h"

struct vm_frame *frame_up(const struct vm *vm, int depth)
{
    struct vm_frame *f = vm->thread->frame;
    while (f && depth-- > 0)
        f = f->back;
    return f;
}

object *frame_object_get(struct vm *vm, struct vm_frame *frame)
{
    struct frame_object *o = frame->object;
    if (!o) {
        const struct heap_type *type = &vm->types[TYPE_FRAME]->layout;
        o = (struct frame_object *)heap_alloc(vm->heap, type, 0);
        if (!o)
            return vm_raise_no_memory(vm);
        if (frame->object) { /* a finalizer asked for it meanwhile */
            vm_release(vm, &o->node.base);
            return heap_retain(&frame->object->node.base);
        }
        o->frame = frame;
        frame->object = o;
        heap_track(vm->heap, &o->node.base);
    }
    return heap_retain(&o->node.base);
}

/* ---- the end of a frame --------------------------------------------------- */

static object *take_field(object **field)
{
    object *o = *field;
    *field = NULL;
    return o;
}

object *frame_unlink(struct vm_frame *frame)
{
    object *o;
    if (frame->regs) {
        size_t n = frame->code ? frame->code->localsplus_count : 0;
        for (size_t k = 0; k < n; k++)
            if (frame->regs[k])
                return take_field(&frame->regs[k]);
    }
    if ((o = take_field(&frame->locals)))
        return o;
    if ((o = take_field(&frame->func)))
        return o;
    o = (object *)frame->code;
    frame->code = NULL;
    return o;
}

/* Moves what is left of a frame into its object, which others hold. */
static bool move_to_object(struct vm *vm, struct vm_frame *frame)
{
    struct frame_object *o = frame->object;
    size_t n = frame->code->localsplus_count;
    object **regs = heap_array_new(vm->heap, (n ? n : 1) * sizeof *regs);
    if (!regs)
        return false;
    /* A collection may come: the frame is whole while scripts can see it.  A
     * generator's forgets who resumed it. */
    bool called = frame->back && !frame->generator;
    object *back = called ? frame_object_get(vm, frame->back) : NULL;
    memcpy(regs, frame->regs, n * sizeof *regs);
    o->ended = *frame;
    o->ended.regs = regs;
    o->ended.object = NULL;
    o->ended.back = NULL;
    o->ended.generator = NULL;
    o->ended.kind = FRAME_ENDED;
    o->frame = &o->ended;
    frame->object = NULL;
    frame->func = frame->locals = NULL;
    frame->code = NULL;
    o->back = (struct frame_object *)back;
    vm_release(vm, &o->node.base);
    return true;
}

static void release_all(struct vm *vm, struct vm_frame *frame)
{
    size_t n = frame->code->localsplus_count;
    struct code *code = frame->code;
    for (size_t k = 0; k < n; k++) {
        object *o = frame->regs[k];
        frame->regs[k] = NULL;
        vm_release_maybe(vm, o);
    }
    heap_store(vm->heap, &frame->locals, NULL);
    heap_store(vm->heap, &frame->func, NULL);
    frame->code = NULL;
    vm_release(vm, &code->base);
}

/* Someone asked for the object of a frame whose contents are gone. */
static void orphan(struct vm *vm, struct frame_object *o, struct code *code)
{
    o->ended = (struct vm_frame){.vm = vm, .code = code};
    heap_retain(&code->base);
    o->ended.pc = o->frame->pc;
    o->ended.kind = FRAME_ENDED;
    o->frame = &o->ended;
    vm_release(vm, &o->node.base);
}

void frame_clear(struct vm *vm, struct vm_frame *frame)
{
    struct vm_thread *t = vm->thread;
    object *pending = t->pending;
    struct code *code = frame->code;
    t->pending = NULL; /* releases may run scripts */
    if (frame->object && heap_refs(&frame->object->node.base) > 1 &&
        move_to_object(vm, frame)) {
        vm_release_maybe(vm, t->pending); /* no frame object of the caller */
        t->pending = pending;
        return;
    }
    if (frame->object) {
        struct frame_object *o = frame->object;
        frame->object = NULL;
        o->ended = (struct vm_frame){.vm = vm};
        o->frame = &o->ended;
        vm_release(vm, &o->node.base);
    }
    heap_retain(&code->base);
    release_all(vm, frame);
    if (frame->object)
        orphan(vm, frame->object, code);
    vm_release(vm, &code->base);
    vm_release_maybe(vm, t->pending);
    t->pending = pending;
}

/* ---- walking --------------------------------------------------------------- */

static size_t live(const struct vm_frame *f)
{
    if (!f->code || !f->regs)
        return 0;
    if (f->kind == FRAME_ENDED)
        return f->code->localsplus_count;
    return vm_frame_live_registers(f);
}

object *frame_unlink_waiting(struct vm_frame *frame)
{
    size_t locals = frame->code ? frame->code->localsplus_count : 0;
    struct frame_object *o = frame->object;
    for (size_t k = live(frame); k-- > locals;)
        if (frame->regs[k])
            return take_field(&frame->regs[k]);
    if (o && heap_refs(&o->node.base) > 1 &&
        move_to_object(frame->vm, frame))
        return NULL;
    if (o) {
        frame->object = NULL;
        o->ended = (struct vm_frame){.vm = frame->vm, .kind = FRAME_ENDED};
        o->frame = &o->ended;
        return &o->node.base;
    }
    return frame_unlink(frame);
}

void frame_visit(struct vm_frame *frame, heap_visit_fn *visit, void *arg)
{
    size_t n = live(frame);
    for (size_t k = 0; k < n; k++)
        if (frame->regs[k])
            visit(frame->regs[k], arg);
    if (frame->locals)
        visit(frame->locals, arg);
    if (frame->func)
        visit(frame->func, arg);
    if (frame->code)
        visit(&frame->code->base, arg);
}

static void edge(heap_edge_fn *emit, void *arg, const char *name, object *to)
{
    struct heap_edge e = {.kind = HEAP_EDGE_FIELD, .name = name,
                          .referent = to};
    if (to)
        emit(&e, arg);
}

void frame_edges(struct vm_frame *frame, heap_edge_fn *emit, void *arg)
{
    size_t n = live(frame), named;
    char name[64];
    if (n) {
        named = frame->code->localsplus_count;
        for (size_t k = 0; k < n; k++) {
            struct heap_edge e = {.kind = HEAP_EDGE_LOCAL, .name = name,
                                  .index = k, .referent = frame->regs[k]};
            if (!e.referent)
                continue;
            name[0] = '\0';
            if (k < named) {
                object *text = frame->code->localsplus_names[k];
                size_t size = str_to_utf8(text, name, sizeof name - 1);
                name[size < sizeof name ? size : sizeof name - 1] = '\0';
            }
            emit(&e, arg);
        }
    }
    edge(emit, arg, "locals", frame->locals);
    edge(emit, arg, "function", frame->func);
    edge(emit, arg, "code", (object *)frame->code);
}
