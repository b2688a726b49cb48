/*
 * What hot instructions do in place when the operands are of the common exact
 * types.  Inside the loop only.
 */
#ifndef SCRIPTS_VM_FAST_H
#define SCRIPTS_VM_FAST_H

#include "scripts/types/descriptor.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/range.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/loop.h"

/* ---- numbers -------------------------------------------------------------- */

static inline bool both_small(const object *a, const object *b)
{
    return vm_is(a, TYPE_INT) && vm_is(b, TYPE_INT) && int_is_small(a) &&
           int_is_small(b);
}

static inline int64_t small(const object *o)
{
    return ((const struct int_object *)o)->value;
}

static inline double real(const object *o)
{
    return ((const struct float_object *)o)->value;
}

static inline bool both_float(const object *a, const object *b)
{
    return vm_is(a, TYPE_FLOAT) && vm_is(b, TYPE_FLOAT);
}

/* Can a % b and a // b be C's?  Both are then what Python says. */
static inline bool divides_plainly(const object *a, const object *b)
{
    return both_small(a, b) && small(a) >= 0 && small(b) > 0;
}

/* Item n of an exact list or tuple, borrowed; NULL: the usual way. */
static inline object *item_peek(object *o, const object *n)
{
    object **items;
    uint64_t length;
    if (!vm_is(n, TYPE_INT) || !int_is_small(n))
        return NULL;
    if (vm_is(o, TYPE_LIST)) {
        items = list_items(o);
        length = list_length(o);
    } else if (vm_is(o, TYPE_TUPLE)) {
        items = tuple_items(o);
        length = tuple_length(o);
    } else {
        return NULL;
    }
    return (uint64_t)small(n) < length ? items[small(n)] : NULL;
}

/* 1 or 0 for what a comparison says of two numbers. */
#define ORDER(op, x, y)                                                        \
    ((op) == OP_LT   ? (x) < (y)                                               \
     : (op) == OP_LE ? (x) <= (y)                                              \
     : (op) == OP_EQ ? (x) == (y)                                              \
     : (op) == OP_NE ? (x) != (y)                                              \
     : (op) == OP_GT ? (x) > (y)                                               \
                     : (x) >= (y))

/* Consumes a source that is a number of one unit. */
static inline void consume_number(struct vm *vm, const struct instr *i,
                                  enum operand which, object *o)
{
    if (kind_of(i, which) == KIND_TEMP)
        heap_release_unit(vm->heap, o);
}

static inline bool is_number(const object *o)
{
    return vm_is(o, TYPE_FLOAT) || (vm_is(o, TYPE_INT) && int_is_small(o));
}

/* vm_release() of what often is a number. */
static inline void release_number(struct vm *vm, object *o)
{
    if (heap_likely(is_number(o)))
        heap_release_unit(vm->heap, o);
    else
        vm_release(vm, o);
}

/* put() where a number often was. */
static inline void put_number(struct vm *vm, struct vm_frame *f,
                              const struct instr *i, object *value)
{
    object *old = f->regs[i->a];
    f->regs[i->a] = value;
    if (i->flags & INTO_LOCAL && old)
        release_number(vm, old);
}

/* ---- iteration ------------------------------------------------------------ */

/* The next item of a range or a list; NULL: the usual way says. */
static inline object *next_fast(struct vm *vm, object *iterator)
{
    if (vm_is(iterator, TYPE_RANGE_ITERATOR)) {
        struct range_iterator *it = (struct range_iterator *)iterator;
        int64_t value = it->next;
        if (heap_unlikely(it->left == 0 || it->big_next))
            return NULL;
        it->left--;
        it->next = (int64_t)((uint64_t)value + (uint64_t)it->by);
        return int_make(vm, value);
    }
    if (vm_is(iterator, TYPE_LIST_ITERATOR)) {
        struct list_iterator *it = (struct list_iterator *)iterator;
        if (heap_unlikely(!it->list ||
                          (size_t)it->next >= list_length(it->list)))
            return NULL;
        return heap_retain(list_items(it->list)[it->next++]);
    }
    return NULL;
}

/* ---- calls of scripts ------------------------------------------------------ */

/*
 * call_push() in place of a function that takes just these n arguments: func
 * and args are stolen.  NULL: call_push() does it.
 */
static inline struct vm_frame *push_fast(struct vm *vm, object *func,
                                         object **args, size_t n)
{
    struct vm_thread *t = vm->thread;
    struct function_object *function = function_of(func);
    struct code *code = function->code;
    struct vm_frame *f = t->free_frames;
    if (heap_unlikely(code->argcount != n || code->kwonly || !f ||
                      code->flags & (CODE_VARARGS | CODE_VARKEYWORDS) ||
                      (size_t)(t->reg_limit - args) < code->register_count ||
                      t->depth >= vm->recursion_limit))
        return NULL;
    t->free_frames = f->back;
    t->depth++;
    *f = (struct vm_frame){
        .back = t->frame,
        .vm = vm,
        .code = (struct code *)heap_retain(&code->base),
        .func = func,
        .globals = function->globals,
        .builtins = function->builtins,
        .regs = args,
        .caller_top = t->reg_top,
        .pc = code->instrs,
        .id = ++vm->next_frame_id,
    };
    for (size_t k = n; k < code->localsplus_count; k++)
        args[k] = NULL;
    t->reg_top = args + code->register_count;
    t->frame = f;
    return f;
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

/* ---- calls of C functions ------------------------------------------------- */

/* What a plain call of r[0] with n arguments calls, if that is a C function
 * that takes them as they are; NULL: the usual way says. */
static inline const struct method_def *c_function(struct vm *vm, object **r,
                                                  size_t n, object **self)
{
    const struct method_def *def;
    if (r[1]) {
        if (!vm_is(r[0], TYPE_METHOD_DESCRIPTOR) ||
            descriptor_of(r[0])->type != vm_type_of(vm, r[1]))
            return NULL;
        def = descriptor_of(r[0])->method;
        *self = r[1];
    } else {
        if (!vm_is(r[0], TYPE_BUILTIN_FUNCTION))
            return NULL;
        def = builtin_of(r[0])->def;
        *self = builtin_of(r[0])->self;
    }
    return builtin_fits(def, n, NULL) ? def : NULL;
}

#endif
