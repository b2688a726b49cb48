/*
 * Calls of a script's functions and classes in place: the ordinary ones, with
 * their arguments one by one; generators that are resumed with None.  Inside
 * the loop only.
 */
#ifndef SCRIPTS_VM_FAST_CALL_H
#define SCRIPTS_VM_FAST_CALL_H

#include "scripts/types/type.h"
#include "scripts/vm/cache.h"
#include "scripts/vm/fast.h"
#include "scripts/vm/gather.h"
#include "scripts/vm/generator.h"
#include "scripts/vm/then.h"

/* ---- functions ---------------------------------------------------------------- */

/* Can a frame of code begin at regs with just these n arguments? */
static inline bool goes_fast(const struct vm *vm, const struct code *code,
                             object **regs, size_t n)
{
    const struct vm_thread *t = vm->thread;
    return code->argcount == n && !code->kwonly && t->free_frames &&
           !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS)) &&
           (size_t)(t->reg_limit - regs) >= code->register_count;
}

/* The frame of func (stolen), whose n arguments are in regs. */
static inline struct vm_frame *begin_fast(struct vm *vm, object *func,
                                          object **regs, size_t n)
{
    struct vm_thread *t = vm->thread;
    struct function_object *function = function_of(func);
    struct code *code = function->code;
    struct vm_frame *f = t->free_frames;
    t->free_frames = f->back;
    t->depth++;
    *f = (struct vm_frame){
        .back = t->frame,
        .vm = vm,
        .code = (struct code *)heap_retain(&code->base),
        .func = func,
        .globals = function->globals,
        .builtins = function->builtins,
        .regs = regs,
        .caller_top = t->reg_top,
        .pc = code->instrs,
        .id = ++vm->next_frame_id,
    };
    for (size_t k = n; k < code->localsplus_count; k++)
        regs[k] = NULL;
    t->reg_top = regs + code->register_count;
    t->frame = f;
    return f;
}

/*
 * call_push() in place of a function that takes just these n arguments: func
 * and args are stolen.  NULL: call_push() does it.
 */
static inline struct vm_frame *push_fast(struct vm *vm, object *func,
                                         object **args, size_t n)
{
    struct function_object *function = function_of(func);
    if (heap_unlikely(!goes_fast(vm, function->code, args, n) ||
                      !function->globals || /* cleared: call_push() says it */
                      vm->thread->depth >= vm->recursion_limit))
        return NULL;
    return begin_fast(vm, func, args, n);
}

/* The same where the arguments lie apart from the thread's registers. */
static inline struct vm_frame *push_apart(struct vm *vm, object *func,
                                          object *const *args, size_t n)
{
    struct vm_thread *t = vm->thread;
    object **regs = t->reg_top;
    if (heap_unlikely(!goes_fast(vm, function_of(func)->code, regs, n) ||
                      !function_of(func)->globals || t->depth >= vm->recursion_limit))
        return NULL;
    for (size_t k = 0; k < n; k++)
        regs[k] = args[k];
    return begin_fast(vm, func, regs, n);
}

/*
 * call_leave() of a frame that nobody has an object of, while nothing is
 * pending; false: call_leave() goes on with what is left.
 */
static inline bool leave_fast(struct vm *vm, struct vm_frame *f)
{
    struct vm_thread *t = vm->thread;
    struct code *code = f->code;
    object *func = f->func;
    if (heap_unlikely(!func || f->object || f->locals || t->pending ||
                      f->caller_top < t->chunk->regs ||
                      f->caller_top > t->reg_limit))
        return false;
    for (size_t k = 0, n = code->localsplus_count; k < n; k++) {
        object *o = f->regs[k];
        f->regs[k] = NULL;
        if (o)
            release_number(vm, o);
    }
    if (heap_unlikely(f->object || t->pending))
        return false; /* a finalizer has looked */
    if (heap_likely(heap_drop_shared(func)))
        f->func = NULL;
    else
        return false;
    vm_release(vm, &code->base);
    t->depth--;
    t->frame = f->back;
    t->reg_top = f->caller_top;
    f->back = t->free_frames;
    t->free_frames = f;
    return true;
}

/* ---- classes ------------------------------------------------------------------ */

/* Arguments of a class call: the tuple that CPython gathers holds each. */
static inline void hold_twice(object *o)
{
    heap_retain(o);
    heap_retain(o);
}

/*
 * then_class() of a class that makes plain instances with a script's __init__,
 * which the cache remembers.  NULL as there.
 */
static inline struct vm_frame *push_init_fast(struct vm *vm,
                                              struct vm_frame *f,
                                              const struct instr *i)
{
    struct vm_thread *t = vm->thread;
    object **r = f->regs + i->a, **regs, *self;
    const struct attr_cache *c = cache_of(f->code, i);
    struct type_object *type = type_object_of(r[0]);
    size_t n = i->b;
    struct vm_frame *callee;
    if (!c || c->version != type->version || !c->version ||
        c->shape != (uintptr_t)type || r[1])
        return NULL;
    if (!goes_fast(vm, function_of(c->found)->code, t->reg_top, n + 1) ||
        t->depth + 1 >= vm->recursion_limit)
        return NULL;
    gather_begin(vm, n, 0);
    self = type_alloc(vm, type, 0);
    if (heap_unlikely(
            !self || c->version != type->version ||
            !goes_fast(vm, function_of(c->found)->code, t->reg_top, n + 1))) {
        gather_end(vm, n, 0);
        return then_made(vm, f, i, self);
    }
    regs = t->reg_top;
    r[1] = regs[0] = self;
    heap_retain(self);
    for (size_t k = 0; k < n; k++) {
        regs[k + 1] = r[k + 2];
        hold_twice(r[k + 2]);
    }
    t->depth++;
    callee = begin_fast(vm, heap_retain(c->found), regs, n + 1);
    callee->then = THEN_INIT;
    return callee;
}

/* then_init() of a call without keywords that gave None. */
static inline void end_init_fast(struct vm *vm, struct vm_frame *f,
                                 const struct instr *i)
{
    object **r = f->regs + i->a, *type = r[0];
    size_t n = i->b;
    for (size_t k = 0; k < n; k++)
        heap_drop_shared(r[k + 2]);
    gather_end(vm, n, 0);
    vm->thread->depth--;
    r[0] = r[1];
    vm_release(vm, type);
    for (size_t k = 0; k < n; k++)
        release_number(vm, r[k + 2]);
}

/* ---- generators --------------------------------------------------------------- */

/* generator_push() of one that waits at a yield, which gives it None.  NULL:
 * generator_push() says why not. */
static inline struct vm_frame *resume_fast(struct vm *vm, object *o,
                                           enum frame_then then)
{
    struct generator *g = generator_of(o);
    struct vm_thread *t = vm->thread;
    struct vm_frame *f = &g->frame;
    if (g->state != GENERATOR_SUSPENDED || t->depth >= vm->recursion_limit)
        return NULL;
    t->depth++;
    heap_retain(o);
    generator_enter(t, g);
    put(vm, f, f->pc, heap_retain(vm->none));
    f->entry = false;
    f->then = then;
    return f;
}

/* generator_pop() of one that has yielded. */
static inline void pause_fast(struct vm *vm, struct generator *g)
{
    struct vm_thread *t = vm->thread;
    t->frame = g->frame.back;
    g->frame.back = NULL;
    generator_leave(t, g);
    g->state = GENERATOR_SUSPENDED;
    t->depth--;
    vm_release(vm, &g->node.base);
}

#endif
