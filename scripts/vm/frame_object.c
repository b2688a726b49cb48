/*
 * The types frame and traceback, and a frame's names as a mapping.
 */
#include <limits.h>
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/function.h"
#include "scripts/vm/generator.h"
#include "scripts/vm/generator_internal.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static struct frame_object *frame_of(object *o)
{
    return (struct frame_object *)o;
}

/* ---- names of a frame ---------------------------------------------------------------- */

/* The cell in register k, or NULL when it holds the value itself. */
static struct cell_object *cell_at(const struct vm_frame *f, uint32_t k)
{
    object *o = f->regs[k];
    return o && f->code->localsplus_kinds[k] & (LOCAL_CELL | LOCAL_FREE) &&
                   vm_is(o, TYPE_CELL)
               ? cell_of(o)
               : NULL;
}

static object *value_at(const struct vm_frame *f, uint32_t k)
{
    struct cell_object *cell = cell_at(f, k);
    return cell ? cell->value : f->regs[k];
}

/* A class body does not show the cells it only passes on. */
static bool is_shown(const struct code *code, uint32_t k)
{
    return !(code->localsplus_kinds[k] & LOCAL_FREE) ||
           code->flags & CODE_OPTIMIZED;
}

static bool fill_locals(struct vm *vm, struct vm_frame *f, object *dict)
{
    const struct code *code = f->code;
    for (uint32_t k = 0; code && f->regs && k < code->localsplus_count; k++) {
        object *name = code->localsplus_names[k], *value = value_at(f, k);
        if (!is_shown(code, k))
            continue;
        if (value ? !dict_set(vm, dict, name, value)
                  : dict_delete(vm, dict, name) < 0)
            return false;
    }
    return true;
}

object *frame_locals(struct vm *vm, struct vm_frame *frame)
{
    bool body = frame->code && !(frame->code->flags & CODE_OPTIMIZED);
    if (!frame->locals && !(frame->locals = dict_new(vm)))
        return NULL;
    if (!body && !fill_locals(vm, frame, frame->locals))
        return NULL;
    return heap_retain(frame->locals);
}

bool frame_store_locals(struct vm *vm, struct vm_frame *frame, object *mapping)
{
    const struct code *code = frame->code;
    if (!(code->flags & CODE_OPTIMIZED))
        return true;
    for (uint32_t k = 0; k < code->localsplus_count; k++) {
        struct cell_object *cell = cell_at(frame, k);
        object *value = NULL;
        if (dict_find(vm, mapping, code->localsplus_names[k], &value) < 0)
            return false;
        heap_store(vm->heap, cell ? &cell->value : &frame->regs[k],
                   heap_retain_maybe(value));
    }
    return true;
}

/* ---- frame: attributes ------------------------------------------------------------------ */

static object *get_back(struct vm *vm, object *self, const void *data)
{
    struct frame_object *o = frame_of(self);
    (void)data;
    if (o->back)
        return heap_retain(&o->back->node.base);
    if (o->frame->back)
        return frame_object_get(vm, o->frame->back);
    return vm_none(vm);
}

static object *get_code(struct vm *vm, object *self, const void *data)
{
    struct code *code = frame_of(self)->frame->code;
    (void)data;
    return heap_retain(code ? &code->base : vm->none);
}

static object *get_globals(struct vm *vm, object *self, const void *data)
{
    object *func = frame_of(self)->frame->func;
    (void)data;
    return heap_retain(func ? function_of(func)->globals : vm->none);
}

static object *get_builtins(struct vm *vm, object *self, const void *data)
{
    object *func = frame_of(self)->frame->func;
    (void)data;
    return heap_retain(func ? function_of(func)->builtins : vm->builtins);
}

static object *get_locals(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return frame_locals(vm, frame_of(self)->frame);
}

static object *get_line(struct vm *vm, object *self, const void *data)
{
    struct vm_frame *f = frame_of(self)->frame;
    int line = f->code ? vm_frame_line(f) : 0;
    (void)data;
    return line ? int_new(vm, line) : vm_none(vm);
}

static object *get_lasti(struct vm *vm, object *self, const void *data)
{
    struct vm_frame *f = frame_of(self)->frame;
    (void)data;
    return int_new(vm, f->code ? 2 * (int64_t)frame_instr(f) : -1);
}

static object *get_trace(struct vm *vm, object *self, const void *data)
{
    object *trace = frame_of(self)->trace;
    (void)data;
    return heap_retain(trace ? trace : vm->none);
}

static bool set_trace(struct vm *vm, object *self, object *value,
                      const void *data)
{
    (void)data;
    if (value == vm->none)
        value = NULL;
    heap_store(vm->heap, &frame_of(self)->trace, heap_retain_maybe(value));
    return true;
}

/* Drops the locals of a frame that has ended. */
static void drop_locals(struct vm *vm, struct vm_frame *f)
{
    for (uint32_t k = 0; f->code && k < f->code->localsplus_count; k++)
        heap_store(vm->heap, &f->regs[k], NULL);
}

static object *clear_method(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    struct frame_object *o = frame_of(self);
    (void)args, (void)nargs, (void)kwnames;
    if (o->frame == &o->ended) {
        if (o->ended.regs)
            drop_locals(vm, &o->ended);
        return vm_none(vm);
    }
    if (!o->frame->generator ||
        o->frame->generator->state == GENERATOR_RUNNING)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "cannot clear an executing frame");
    generator_finalize(vm->heap, &o->frame->generator->node.base);
    return vm_none(vm);
}

static const struct getset_def frame_getsets[] = {
    {"f_back", get_back, NULL, NULL, NULL},
    {"f_code", get_code, NULL, NULL, NULL},
    {"f_globals", get_globals, NULL, NULL, NULL},
    {"f_builtins", get_builtins, NULL, NULL, NULL},
    {"f_locals", get_locals, NULL, NULL, NULL},
    {"f_lineno", get_line, NULL, NULL, NULL},
    {"f_lasti", get_lasti, NULL, NULL, NULL},
    {"f_trace", get_trace, set_trace, NULL, NULL},
    {0},
};

static const struct method_def frame_methods[] = {
    {"clear", clear_method, METHOD_NOARGS,
     "F.clear(): clear most references held by the frame"},
    {0},
};

static void frame_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    struct frame_object *o = frame_of(self);
    if (o->frame == &o->ended)
        frame_visit(&o->ended, visit, arg);
    if (o->back)
        visit(&o->back->node.base, arg);
    if (o->trace)
        visit(o->trace, arg);
}

static void frame_object_edges(object *self, heap_edge_fn *emit, void *arg)
{
    struct frame_object *o = frame_of(self);
    struct heap_edge e = {.kind = HEAP_EDGE_FIELD};
    if (o->frame == &o->ended)
        frame_edges(&o->ended, emit, arg);
    e.name = "back";
    if ((e.referent = (object *)o->back))
        emit(&e, arg);
    e.name = "trace";
    if ((e.referent = o->trace))
        emit(&e, arg);
}

static void free_registers(heap *h, struct vm_frame *f, size_t n)
{
    if (!f->regs)
        return;
    heap_array_free(h, f->regs, (n ? n : 1) * sizeof *f->regs);
    f->regs = NULL;
}

static object *frame_object_unlink(heap *h, object *self)
{
    struct frame_object *o = frame_of(self);
    struct vm_frame *f = &o->ended;
    object *found = NULL;
    if (o->frame == f && f->code) {
        struct code *code = f->code;
        found = frame_unlink(f);
        if (!f->code) /* the last that it owned */
            free_registers(h, f, code->localsplus_count);
    }
    if (!found && (found = (object *)o->back))
        o->back = NULL;
    if (!found && (found = o->trace))
        o->trace = NULL;
    return found;
}

/* Breaks a cycle through the locals; code and function stay. */
static void frame_object_clear(heap *h, object *self)
{
    struct frame_object *o = frame_of(self);
    heap_store(h, &o->trace, NULL);
    if (o->frame != &o->ended || !o->ended.code || !o->ended.regs)
        return;
    for (uint32_t k = 0; k < o->ended.code->localsplus_count; k++)
        heap_store(h, &o->ended.regs[k], NULL);
}

static object *frame_repr(struct vm *vm, object *self)
{
    struct vm_frame *f = frame_of(self)->frame;
    if (!f->code)
        return str_format(vm, "<frame at %p>", (void *)self);
    return str_format(vm, "<frame at %p, file %R, line %d, code %U>",
                      (void *)self, f->code->filename, vm_frame_line(f),
                      f->code->name);
}

const struct type_spec frame_spec = {
    .name = "frame",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct frame_object),
               .flags = HEAP_CONTAINER | HEAP_TRASHCAN,
               .traverse = frame_traverse,
               .unlink = frame_object_unlink,
               .clear = frame_object_clear,
               .edges = frame_object_edges},
    .slots = {.repr = frame_repr},
    .methods = frame_methods,
    .getsets = frame_getsets,
};

/* ---- traceback --------------------------------------------------------------------------- */

static struct traceback_object *traceback_of(object *o)
{
    return (struct traceback_object *)o;
}

object *traceback_new(struct vm *vm, object *next, object *frame,
                      uint32_t instr, int line)
{
    const struct heap_type *type = &vm->types[TYPE_TRACEBACK]->layout;
    struct traceback_object *o =
        (struct traceback_object *)heap_alloc(vm->heap, type, 0);
    if (!o)
        return vm_raise_no_memory(vm);
    o->next = (struct traceback_object *)heap_retain_maybe(next);
    o->frame = (struct frame_object *)heap_retain(frame);
    o->last = 2 * instr;
    o->line = line;
    heap_track(vm->heap, &o->node.base);
    return &o->node.base;
}

bool vm_traceback_here(struct vm *vm, object *exception,
                       struct vm_frame *frame)
{
    struct exception_object *e = exception_of(exception);
    object *o = frame_object_get(vm, frame), *traceback;
    if (!o)
        return false;
    traceback = traceback_new(vm, e->traceback, o, frame_instr(frame),
                              vm_frame_line(frame));
    vm_release(vm, o);
    if (!traceback)
        return false;
    heap_store(vm->heap, &e->traceback, traceback);
    return true;
}

static bool small_number(struct vm *vm, object *o, int *out)
{
    object *index = vm_index(vm, o);
    int64_t n = 0;
    bool ok = index && int_fits_i64(index, &n) && n >= INT_MIN && n <= INT_MAX;
    if (index && !ok)
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "Python int too large to convert to C int");
    vm_release_maybe(vm, index);
    *out = (int)n;
    return ok;
}

/* traceback(tb_next, tb_frame, tb_lasti, tb_lineno) */
static object *tb_make(struct vm *vm, struct type_object *type,
                       object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"tb_next", "tb_frame", "tb_lasti",
                                        "tb_lineno", NULL};
    static const struct arg_spec spec = {"TracebackType", names, 0, 4, 4};
    object *bound[4];
    int last, line;
    (void)type;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound))
        return NULL;
    if (bound[0] != vm->none && !vm_is(bound[0], TYPE_TRACEBACK))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "expected traceback object or None, got '%T'",
                        bound[0]);
    if (!vm_is(bound[1], TYPE_FRAME))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "TracebackType() argument 'tb_frame' must be frame, "
                        "not %B",
                        bound[1]);
    if (!small_number(vm, bound[2], &last) ||
        !small_number(vm, bound[3], &line))
        return NULL;
    object *o = traceback_new(vm, bound[0] == vm->none ? NULL : bound[0],
                              bound[1], 0, line);
    if (o)
        traceback_of(o)->last = (uint32_t)last;
    return o;
}

static object *tb_line(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new(vm, traceback_of(self)->line);
}

static object *tb_lasti(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new(vm, (int32_t)traceback_of(self)->last);
}

static object *tb_next(struct vm *vm, object *self, const void *data)
{
    object *next = (object *)traceback_of(self)->next;
    (void)data;
    return heap_retain(next ? next : vm->none);
}

static bool tb_set_next(struct vm *vm, object *self, object *value,
                        const void *data)
{
    struct traceback_object *o = traceback_of(self), *at;
    object *next = value == vm->none ? NULL : value, *old;
    (void)data;
    if (!value || (next && !vm_is(next, TYPE_TRACEBACK))) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 value ? "expected traceback object, got '%T'"
                       : "can't delete tb_next attribute",
                 value);
        return false;
    }
    for (at = (struct traceback_object *)next; at; at = at->next)
        if (at == o) {
            vm_raise(vm, EXC_VALUE_ERROR, "traceback loop detected");
            return false;
        }
    old = (object *)o->next;
    o->next = (struct traceback_object *)heap_retain_maybe(next);
    vm_release_maybe(vm, old);
    return true;
}

static object *tb_dir(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    static const char *const names[] = {"tb_frame", "tb_next", "tb_lasti",
                                        "tb_lineno"};
    object *list = list_new(vm, 0);
    (void)self, (void)args, (void)nargs, (void)kwnames;
    for (size_t i = 0; list && i < COUNT(names); i++) {
        object *name = str_intern(vm, names[i]);
        if (!name || !list_append(vm, list, name))
            heap_store(vm->heap, &list, NULL);
        vm_release_maybe(vm, name);
    }
    return list;
}

static const struct method_def traceback_methods[] = {
    {"__dir__", tb_dir, METHOD_NOARGS, NULL},
    {0},
};

static const struct getset_def traceback_getsets[] = {
    {"tb_lineno", tb_line, NULL, NULL, NULL},
    {"tb_lasti", tb_lasti, NULL, NULL, NULL},
    {"tb_next", tb_next, tb_set_next, NULL, NULL},
    {0},
};

static const struct member_def traceback_members[] = {
    {"tb_frame", MEMBER_OBJECT, offsetof(struct traceback_object, frame),
     true, NULL},
    {0},
};

static const struct heap_field traceback_fields[] = {
    {"tb_next", offsetof(struct traceback_object, next)},
    {"tb_frame", offsetof(struct traceback_object, frame)},
};

const struct type_spec traceback_spec = {
    .name = "traceback",
    .layout = {.size = sizeof(struct traceback_object),
               .flags = HEAP_CONTAINER | HEAP_TRASHCAN,
               .fields = traceback_fields,
               .field_count = COUNT(traceback_fields)},
    .slots = {.new_ = tb_make},
    .methods = traceback_methods,
    .getsets = traceback_getsets,
    .members = traceback_members,
};
