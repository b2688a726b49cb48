/*
 * slice objects.
 */
#include "scripts/types/int_internal.h"
#include "scripts/types/range.h"
#include "scripts/types/slots.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static struct slice_object *slice_of(object *o)
{
    return (struct slice_object *)o;
}

object *slice_new(struct vm *vm, object *start, object *stop, object *step)
{
    struct slice_object *s = (struct slice_object *)heap_alloc_spare(
        vm->heap, &vm->types[TYPE_SLICE]->layout, 0, 0);
    if (!s)
        return vm_raise_no_memory(vm);
    s->start = heap_retain(start ? start : vm->none);
    s->stop = heap_retain(stop ? stop : vm->none);
    s->step = heap_retain(step ? step : vm->none);
    heap_track(vm->heap, &s->node.base);
    return (object *)s;
}

/* None gives fallback. */
static bool bound(struct vm *vm, object *o, ptrdiff_t fallback, ptrdiff_t *out)
{
    *out = fallback;
    if (o == vm->none)
        return true;
    if (int_is_plain(o)) {
        *out = (ptrdiff_t)((struct int_object *)o)->value;
        return true;
    }
    if (!vm_type_of(vm, o)->slots.to_index) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "slice indices must be integers or None or have an "
                 "__index__ method");
        return false;
    }
    return vm_index_as_ssize(vm, o, out, true);
}

bool slice_unpack(struct vm *vm, object *slice, ptrdiff_t *start,
                  ptrdiff_t *stop, ptrdiff_t *step)
{
    struct slice_object *s = slice_of(slice);
    if (!bound(vm, s->step, 1, step))
        return false;
    if (*step == 0) {
        vm_raise(vm, EXC_VALUE_ERROR, "slice step cannot be zero");
        return false;
    }
    if (*step < -PTRDIFF_MAX)
        *step = -PTRDIFF_MAX;
    return bound(vm, s->start, *step < 0 ? PTRDIFF_MAX : 0, start) &&
           bound(vm, s->stop, *step < 0 ? PTRDIFF_MIN : PTRDIFF_MAX, stop);
}

static ptrdiff_t fit(ptrdiff_t i, ptrdiff_t length, ptrdiff_t step)
{
    if (i < 0) {
        i += length;
        return i < 0 ? (step < 0 ? -1 : 0) : i;
    }
    return i >= length ? (step < 0 ? length - 1 : length) : i;
}

void slice_adjust(size_t length, struct slice_range *r)
{
    r->start = fit(r->start, (ptrdiff_t)length, r->step);
    r->stop = fit(r->stop, (ptrdiff_t)length, r->step);
    r->count = 0;
    if (r->step < 0 && r->stop < r->start)
        r->count = (size_t)((r->start - r->stop - 1) / -r->step + 1);
    else if (r->step > 0 && r->start < r->stop)
        r->count = (size_t)((r->stop - r->start - 1) / r->step + 1);
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)type;
    if (!args_no_keywords(vm, "slice", kwnames) ||
        !args_between(vm, "slice", nargs, 1, 3))
        return NULL;
    if (nargs == 1)
        return slice_new(vm, NULL, args[0], NULL);
    return slice_new(vm, args[0], args[1], nargs == 3 ? args[2] : NULL);
}

static object *repr(struct vm *vm, object *self)
{
    struct slice_object *s = slice_of(self);
    return str_format(vm, "slice(%R, %R, %R)", s->start, s->stop, s->step);
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    if (!vm_is(a, TYPE_SLICE) || !vm_is(b, TYPE_SLICE))
        return heap_retain(vm->not_implemented);
    if (a == b)
        return vm_bool(vm, op == COMPARE_EQ || op == COMPARE_LE ||
                               op == COMPARE_GE);
    struct slice_object *x = slice_of(a), *y = slice_of(b);
    object *left = tuple_pack(vm, 3, x->start, x->stop, x->step);
    object *right = left ? tuple_pack(vm, 3, y->start, y->stop, y->step)
                         : NULL;
    object *result = right ? vm_compare(vm, left, right, op) : NULL;
    vm_release_maybe(vm, left);
    vm_release_maybe(vm, right);
    return result;
}

/* A bound as an int of any size, new; NULL for None or, pending, an error. */
static object *big_bound(struct vm *vm, object *o)
{
    if (o == vm->none)
        return NULL;
    if (vm_type_of(vm, o)->slots.to_index)
        return vm_index(vm, o);
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "slice indices must be integers or None or have an "
                    "__index__ method");
}

/* Where a slice of ints of any size begins and ends. */
struct big_range {
    object *length; /* borrowed */
    object *step, *lower, *upper; /* owned */
};

/* o within r's limits, counted from the end when negative; new. */
static object *big_limit(struct vm *vm, const struct big_range *r, object *o,
                         object *missing)
{
    object *i = big_bound(vm, o);
    if (!i)
        return vm_pending(vm) ? NULL : heap_retain(missing);
    if (int_sign(i) < 0) {
        object *sum = int_big_add(vm, i, r->length, false);
        vm_release(vm, i);
        if (!(i = sum))
            return NULL;
    }
    object *limit = int_order(i, r->lower) < 0   ? r->lower
                    : int_order(i, r->upper) > 0 ? r->upper
                                                 : NULL;
    if (limit)
        heap_store(vm->heap, &i, heap_retain(limit));
    return i;
}

static bool big_limits(struct vm *vm, const struct slice_object *s,
                       struct big_range *r)
{
    r->step = big_bound(vm, s->step);
    if (!r->step && !vm_pending(vm))
        r->step = int_new(vm, 1);
    if (r->step && int_sign(r->step) == 0)
        vm_raise(vm, EXC_VALUE_ERROR, "slice step cannot be zero");
    if (vm_pending(vm))
        return false;
    bool down = int_sign(r->step) < 0;
    r->lower = int_new(vm, down ? -1 : 0);
    r->upper = !r->lower ? NULL
               : down    ? int_big_add(vm, r->length, r->lower, false)
                         : heap_retain(r->length);
    return r->upper;
}

static object *big_indices(struct vm *vm, const struct slice_object *s,
                           struct big_range *r)
{
    if (int_sign(r->length) < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "length should not be negative");
    if (!big_limits(vm, s, r))
        return NULL;
    bool down = int_sign(r->step) < 0;
    object *n[3] = {NULL};
    n[0] = big_limit(vm, r, s->start, down ? r->upper : r->lower);
    n[1] = n[0] ? big_limit(vm, r, s->stop, down ? r->lower : r->upper) : NULL;
    n[2] = heap_retain(r->step);
    if (n[1])
        return tuple_from_steal(vm, n, 3);
    vm_release_maybe(vm, n[0]);
    vm_release(vm, n[2]);
    return NULL;
}

object *slice_indices(struct vm *vm, object *slice, object *length)
{
    struct big_range r = {length, NULL, NULL, NULL};
    object *result = big_indices(vm, slice_of(slice), &r);
    vm_release_maybe(vm, r.step);
    vm_release_maybe(vm, r.lower);
    vm_release_maybe(vm, r.upper);
    return result;
}

static object *indices(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    object *length = vm_index(vm, args[0]);
    (void)nargs;
    (void)kwnames;
    object *result = length ? slice_indices(vm, self, length) : NULL;
    vm_release_maybe(vm, length);
    return result;
}

static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    struct slice_object *s = slice_of(self);
    (void)args;
    (void)nargs;
    (void)kwnames;
    object *values = tuple_pack(vm, 3, s->start, s->stop, s->step);
    object *result =
        values ? tuple_pack(vm, 2, (object *)vm->types[TYPE_SLICE], values)
               : NULL;
    vm_release_maybe(vm, values);
    return result;
}

static const struct method_def methods[] = {
    {"indices", indices, METHOD_ONE,
     "S.indices(len) -> (start, stop, stride)\n\n"
     "The numbers S stands for in a sequence of that length."},
    {"__reduce__", reduce, METHOD_NOARGS, "Return state for pickling."},
    {NULL, NULL, 0, NULL},
};

static const struct member_def members[] = {
    {"start", MEMBER_OBJECT, offsetof(struct slice_object, start), true, NULL},
    {"stop", MEMBER_OBJECT, offsetof(struct slice_object, stop), true, NULL},
    {"step", MEMBER_OBJECT, offsetof(struct slice_object, step), true, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

/* In the order in which CPython releases them. */
static const struct heap_field fields[] = {
    {"step", offsetof(struct slice_object, step)},
    {"start", offsetof(struct slice_object, start)},
    {"stop", offsetof(struct slice_object, stop)},
};

const struct type_spec slice_spec = {
    .name = "slice",
    .layout = {.size = sizeof(struct slice_object),
               .flags = HEAP_CONTAINER,
               .clear = sequence_no_clear,
               .fields = fields,
               .field_count = 3,
               .spare_sizes = 1,
               .spare_max = 1},
    .slots = {.new_ = new_,
              .repr = repr,
              .compare = compare,
              .hash = slot_unhashable},
    .methods = methods,
    .members = members,
    .doc = "slice(stop)\nslice(start, stop[, step])\n\n"
           "What a[start:stop:step] passes as its subscript.",
};
