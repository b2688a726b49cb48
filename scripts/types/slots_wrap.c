/*
 * Wrappers: x.__add__(y) of a built-in type calls its slot.  `wrapped` is the
 * slot's function as it was where the wrapper was made; each wrapper knows
 * its true type.  Neighbours: descriptor.c has the objects around them.
 */
#include "scripts/types/slots_wrap.h"

#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

typedef void any_fn(void);
typedef ptrdiff_t length_fn(struct vm *, object *);
typedef int truth_fn(struct vm *, object *);
typedef int contains_fn(struct vm *, object *, object *);
typedef bool hash_fn(struct vm *, object *, int64_t *);
typedef object *index_fn(struct vm *, object *, ptrdiff_t);
typedef bool set3_fn(struct vm *, object *, object *, object *);
typedef bool set_index_fn(struct vm *, object *, ptrdiff_t, object *);
typedef object *compare_fn(struct vm *, object *, object *, enum vm_compare);
typedef void finalize_fn(struct vm *, object *);
typedef bool init_fn(struct vm *, object *, object *const *, size_t, object *);

#define WRAPPER(name)                                                          \
    object *name(struct vm *vm, object *self, object *const *args,             \
                 size_t nargs, any_fn *wrapped, const struct slot_row *row)

static bool expect(struct vm *vm, size_t nargs, size_t wanted)
{
    if (nargs == wanted)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "expected %zu argument%s, got %zu", wanted,
             wanted == 1 ? "" : "s", nargs);
    return false;
}

/* The same for slots of three arguments: CPython's text begins with a space
 * where the function's name would be. */
static bool expect_unnamed(struct vm *vm, size_t nargs, size_t wanted)
{
    if (nargs == wanted)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, " expected %zu argument%s, got %zu", wanted,
             wanted == 1 ? "" : "s", nargs);
    return false;
}

static object *none_if(struct vm *vm, bool ok)
{
    return ok ? vm_none(vm) : NULL;
}

WRAPPER(wrap_unary)
{
    (void)args, (void)row;
    return expect(vm, nargs, 0) ? ((unary_fn *)wrapped)(vm, self) : NULL;
}

WRAPPER(wrap_binary_left)
{
    (void)row;
    if (!expect(vm, nargs, 1))
        return NULL;
    return ((binary_fn *)wrapped)(vm, self, args[0]);
}

WRAPPER(wrap_binary_right)
{
    (void)row;
    if (!expect(vm, nargs, 1))
        return NULL;
    return ((binary_fn *)wrapped)(vm, args[0], self);
}

static bool expect_power(struct vm *vm, size_t nargs)
{
    if (nargs == 1 || nargs == 2)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR,
             " expected at %s %d argument%s, got %zu",
             nargs ? "most" : "least", nargs ? 2 : 1, nargs ? "s" : "", nargs);
    return false;
}

WRAPPER(wrap_power)
{
    (void)row;
    if (!expect_power(vm, nargs))
        return NULL;
    return ((ternary_fn *)wrapped)(vm, self, args[0],
                                   nargs == 2 ? args[1] : vm->none);
}

WRAPPER(wrap_power_right)
{
    (void)row;
    if (!expect_power(vm, nargs))
        return NULL;
    return ((ternary_fn *)wrapped)(vm, args[0], self,
                                   nargs == 2 ? args[1] : vm->none);
}

WRAPPER(wrap_compare)
{
    if (!expect(vm, nargs, 1))
        return NULL;
    return ((compare_fn *)wrapped)(vm, self, args[0],
                                   (enum vm_compare)row->op);
}

WRAPPER(wrap_truth)
{
    (void)args, (void)row;
    int truth = expect(vm, nargs, 0) ? ((truth_fn *)wrapped)(vm, self) : -1;
    return truth < 0 ? NULL : vm_bool(vm, truth);
}

WRAPPER(wrap_length)
{
    (void)args, (void)row;
    ptrdiff_t n = expect(vm, nargs, 0) ? ((length_fn *)wrapped)(vm, self) : -1;
    return n < 0 ? NULL : int_new(vm, n);
}

WRAPPER(wrap_hash)
{
    (void)args, (void)row;
    int64_t hash;
    if (!expect(vm, nargs, 0) || !((hash_fn *)wrapped)(vm, self, &hash))
        return NULL;
    return int_new(vm, hash);
}

WRAPPER(wrap_contains)
{
    (void)row;
    int found = expect(vm, nargs, 1)
                    ? ((contains_fn *)wrapped)(vm, self, args[0])
                    : -1;
    return found < 0 ? NULL : vm_bool(vm, found);
}

/* A sequence index: negative ones count from the end. */
static bool index_of(struct vm *vm, object *self, object *arg, ptrdiff_t *out)
{
    if (!vm_index_as_ssize(vm, arg, out, false))
        return false;
    length_fn *length = vm_type_of(vm, self)->slots.length;
    if (*out >= 0 || !length)
        return true;
    ptrdiff_t n = length(vm, self);
    *out += n;
    return n >= 0;
}

WRAPPER(wrap_item)
{
    (void)row;
    ptrdiff_t i;
    if (!expect(vm, nargs, 1) || !index_of(vm, self, args[0], &i))
        return NULL;
    return ((index_fn *)wrapped)(vm, self, i);
}

WRAPPER(wrap_repeat)
{
    (void)row;
    ptrdiff_t n;
    if (!expect_unnamed(vm, nargs, 1) || !vm_repeat_count(vm, args[0], &n))
        return NULL;
    return ((index_fn *)wrapped)(vm, self, n);
}

WRAPPER(wrap_set_item)
{
    (void)row;
    return none_if(vm, expect_unnamed(vm, nargs, 2) &&
                           ((set3_fn *)wrapped)(vm, self, args[0], args[1]));
}

WRAPPER(wrap_delete_item)
{
    (void)row;
    return none_if(vm, expect(vm, nargs, 1) &&
                           ((set3_fn *)wrapped)(vm, self, args[0], NULL));
}

WRAPPER(wrap_set_index)
{
    (void)row;
    ptrdiff_t i;
    return none_if(vm,
                   expect_unnamed(vm, nargs, 2) && index_of(vm, self, args[0], &i) &&
                       ((set_index_fn *)wrapped)(vm, self, i, args[1]));
}

WRAPPER(wrap_delete_index)
{
    (void)row;
    ptrdiff_t i;
    return none_if(vm,
                   expect(vm, nargs, 1) && index_of(vm, self, args[0], &i) &&
                       ((set_index_fn *)wrapped)(vm, self, i, NULL));
}

WRAPPER(wrap_next)
{
    (void)args, (void)row;
    object *r = expect(vm, nargs, 0) ? ((unary_fn *)wrapped)(vm, self) : NULL;
    if (!r && !vm_pending(vm))
        vm_raise_steal(vm,
                       exception_new(vm, EXC_STOP_ITERATION, vm->empty_tuple));
    return r;
}

WRAPPER(wrap_get_attr)
{
    (void)row;
    if (!expect(vm, nargs, 1) || !vm_is_attribute_name(vm, args[0]))
        return NULL;
    return ((binary_fn *)wrapped)(vm, self, args[0]);
}

/* Refuses object.__setattr__(int, ...): a type's own setattr was passed. */
static bool may_set(struct vm *vm, object *self, any_fn *wrapped,
                    const char *what)
{
    struct type_object *type = vm_type_of(vm, self), *base = type;
    while (base && (base->layout.flags & HEAP_SCRIPT))
        base = base->base;
    while (base && (any_fn *)base->slots.set_attr != wrapped) {
        if (base->slots.set_attr !=
            (base->base ? base->base->slots.set_attr : NULL)) {
            vm_raise(vm, EXC_TYPE_ERROR, "can't apply this %s to %s object",
                     what, type_name(type));
            return false;
        }
        base = base->base;
    }
    return true;
}

WRAPPER(wrap_set_attr)
{
    (void)row;
    return none_if(vm, expect_unnamed(vm, nargs, 2) &&
                           vm_is_attribute_name(vm, args[0]) &&
                           may_set(vm, self, wrapped, "__setattr__") &&
                           ((set3_fn *)wrapped)(vm, self, args[0], args[1]));
}

WRAPPER(wrap_delete_attr)
{
    (void)row;
    return none_if(vm, expect(vm, nargs, 1) &&
                           vm_is_attribute_name(vm, args[0]) &&
                           may_set(vm, self, wrapped, "__delattr__") &&
                           ((set3_fn *)wrapped)(vm, self, args[0], NULL));
}

WRAPPER(wrap_get)
{
    (void)row;
    object *instance = nargs > 0 && args[0] != vm->none ? args[0] : NULL;
    object *type = nargs > 1 && args[1] != vm->none ? args[1] : NULL;
    if (nargs < 1 || nargs > 2) {
        vm_raise(vm, EXC_TYPE_ERROR, " expected at %s %d argument%s, got %zu",
                 nargs ? "most" : "least", nargs ? 2 : 1, nargs ? "s" : "",
                 nargs);
        return NULL;
    }
    if (!instance && !type)
        return vm_raise(vm, EXC_TYPE_ERROR, "__get__(None, None) is invalid");
    return ((ternary_fn *)wrapped)(vm, self, instance, type);
}

WRAPPER(wrap_set)
{
    (void)row;
    return none_if(vm, expect_unnamed(vm, nargs, 2) &&
                           ((set3_fn *)wrapped)(vm, self, args[0], args[1]));
}

WRAPPER(wrap_delete)
{
    (void)row;
    return none_if(vm, expect(vm, nargs, 1) &&
                           ((set3_fn *)wrapped)(vm, self, args[0], NULL));
}

WRAPPER(wrap_finalize)
{
    (void)args, (void)row;
    if (!expect(vm, nargs, 0))
        return NULL;
    ((finalize_fn *)wrapped)(vm, self);
    return vm_none(vm);
}

WRAPPER(wrap_call)
{
    (void)row;
    return ((builtin_fn *)wrapped)(vm, self, args, nargs, NULL);
}

WRAPPER(wrap_init)
{
    (void)row;
    return none_if(vm, ((init_fn *)wrapped)(vm, self, args, nargs, NULL));
}

object *slot_wrap_call(struct vm *vm, const struct slot_row *row,
                       object *self, object *const *args, size_t nargs,
                       object *kwnames, any_fn *wrapped)
{
    if (!kwnames || vm_length(vm, kwnames) == 0)
        return row->wrap(vm, self, args, nargs, wrapped, row);
    if (row->wrap == wrap_call)
        return ((builtin_fn *)wrapped)(vm, self, args, nargs, kwnames);
    if (row->wrap == wrap_init)
        return none_if(vm,
                       ((init_fn *)wrapped)(vm, self, args, nargs, kwnames));
    return vm_raise(vm, EXC_TYPE_ERROR, "wrapper %U() takes no keyword arguments",
                    vm->name[row->name]);
}
