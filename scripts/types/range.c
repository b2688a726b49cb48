/*
 * range; its iterators are in range_iterator.c.
 *
 * The four numbers are int objects of any size; arithmetic that fits 64 bits
 * is done there, the rest through the int type.
 */
#include "scripts/types/range.h"

#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* ---- arithmetic on int objects ------------------------------------------------ */

/* a op b; releases neither; NULL in gives NULL out. */
static object *calc(struct vm *vm, enum vm_binary op, object *a, object *b)
{
    return a && b ? vm_binary(vm, op, a, b) : NULL;
}

/* The same, releasing a. */
static object *calc_into(struct vm *vm, enum vm_binary op, object *a,
                         object *b)
{
    object *result = calc(vm, op, a, b);
    vm_release_maybe(vm, a);
    return result;
}

static bool count_small(object *start, object *stop, object *step,
                        uint64_t *count)
{
    int64_t from, to, by;
    if (!int_fits_i64(start, &from) || !int_fits_i64(stop, &to) ||
        !int_fits_i64(step, &by))
        return false;
    uint64_t distance = by > 0 ? (uint64_t)to - (uint64_t)from
                               : (uint64_t)from - (uint64_t)to;
    uint64_t stride = by > 0 ? (uint64_t)by : -(uint64_t)by;
    bool empty = by > 0 ? from >= to : from <= to;
    *count = empty ? 0 : (distance - 1) / stride + 1;
    return true;
}

/* (high - low - 1) // stride + 1, or 0 */
static object *count_items(struct vm *vm, object *start, object *stop,
                           object *step)
{
    uint64_t count;
    if (count_small(start, stop, step, &count))
        return int_new_u64(vm, count);
    bool up = int_sign(step) > 0;
    object *low = up ? start : stop, *high = up ? stop : start;
    object *one = int_new(vm, 1);
    object *distance = calc(vm, BINARY_SUB, high, low);
    object *stride = up ? heap_retain(step) : vm_negative(vm, step);
    object *n = NULL;
    if (distance && int_sign(distance) <= 0)
        n = int_new(vm, 0);
    else if (distance && stride && one)
        n = calc_into(vm, BINARY_ADD,
                      calc_into(vm, BINARY_FLOORDIV,
                                calc(vm, BINARY_SUB, distance, one), stride),
                      one);
    vm_release_maybe(vm, distance);
    vm_release_maybe(vm, stride);
    vm_release_maybe(vm, one);
    return n;
}

/* start + i * step; i borrowed */
static object *item_at(struct vm *vm, struct range_object *r, object *i)
{
    int64_t from, by, index, product, sum;
    if (int_fits_i64(r->start, &from) && int_fits_i64(r->step, &by) &&
        int_fits_i64(i, &index) &&
        !__builtin_mul_overflow(index, by, &product) &&
        !__builtin_add_overflow(from, product, &sum))
        return int_new(vm, sum);
    return calc_into(vm, BINARY_ADD, calc(vm, BINARY_MUL, i, r->step),
                     r->start);
}

/* ---- making ---------------------------------------------------------------------- */

object *range_from_steal(struct vm *vm, object *start, object *stop,
                         object *step)
{
    object *length =
        start && stop && step ? count_items(vm, start, stop, step) : NULL;
    struct range_object *r =
        length ? (struct range_object *)type_alloc(
                     vm, vm->types[TYPE_RANGE], 0)
               : NULL;
    if (!r) {
        vm_release_maybe(vm, start);
        vm_release_maybe(vm, stop);
        vm_release_maybe(vm, step);
        vm_release_maybe(vm, length);
        return NULL;
    }
    r->start = start;
    r->stop = stop;
    r->step = step;
    r->length = length;
    return (object *)r;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)type;
    if (!args_no_keywords(vm, "range", kwnames) ||
        !args_between(vm, "range", nargs, 1, 3))
        return NULL;
    object *start = nargs > 1 ? vm_index(vm, args[0]) : int_new(vm, 0);
    object *stop = start ? vm_index(vm, args[nargs > 1]) : NULL;
    object *step =
        !stop ? NULL : nargs == 3 ? vm_index(vm, args[2]) : int_new(vm, 1);
    if (step && int_sign(step) == 0) {
        vm_release(vm, step);
        step = NULL;
        vm_raise(vm, EXC_VALUE_ERROR, "range() arg 3 must not be zero");
    }
    return range_from_steal(vm, start, stop, step);
}

/* ---- slots -------------------------------------------------------------------------- */

static ptrdiff_t length_slot(struct vm *vm, object *self)
{
    ptrdiff_t n;
    if (int_fits_ssize(range_of(self)->length, &n))
        return n;
    vm_raise(vm, EXC_OVERFLOW_ERROR,
             "Python int too large to convert to C ssize_t");
    return -1;
}

static int truth(struct vm *vm, object *self)
{
    (void)vm;
    return int_sign(range_of(self)->length) != 0;
}

static int in_bounds(struct vm *vm, object *i, object *length)
{
    return int_sign(i) < 0 ? 0 : vm_compare_bool(vm, i, length, COMPARE_LT);
}

static object *item_by_object(struct vm *vm, object *self, object *key)
{
    struct range_object *r = range_of(self);
    object *i = vm_index(vm, key), *result = NULL;
    if (i && int_sign(i) < 0)
        i = calc_into(vm, BINARY_ADD, i, r->length);
    if (!i)
        return NULL;
    int inside = in_bounds(vm, i, r->length);
    if (inside > 0)
        result = item_at(vm, r, i);
    else if (inside == 0)
        vm_raise(vm, EXC_INDEX_ERROR, "range object index out of range");
    vm_release(vm, i);
    return result;
}

static object *item(struct vm *vm, object *self, ptrdiff_t index)
{
    object *i = int_new(vm, index);
    object *result = i ? item_by_object(vm, self, i) : NULL;
    vm_release_maybe(vm, i);
    return result;
}

static object *slice(struct vm *vm, object *self, object *key)
{
    struct range_object *r = range_of(self);
    object *places = slice_indices(vm, key, r->length);
    if (!places)
        return NULL;
    object **n = tuple_items(places);
    object *step = calc(vm, BINARY_MUL, n[2], r->step);
    object *start = step ? item_at(vm, r, n[0]) : NULL;
    object *stop = start ? item_at(vm, r, n[1]) : NULL;
    vm_release(vm, places);
    return range_from_steal(vm, start, stop, step);
}

static object *subscript(struct vm *vm, object *self, object *key)
{
    if (vm_is(key, TYPE_SLICE))
        return slice(vm, self, key);
    if (vm_type_of(vm, key)->slots.to_index)
        return item_by_object(vm, self, key);
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "range indices must be integers or slices, not %T", key);
}

/* Where a true int is in the range, as an int, or NULL (nothing pending). */
static object *place_of(struct vm *vm, struct range_object *r, object *value)
{
    bool up = int_sign(r->step) > 0;
    int first = vm_compare_bool(vm, up ? r->start : value,
                                up ? value : r->start, COMPARE_LE);
    int last = vm_compare_bool(vm, up ? value : r->stop, up ? r->stop : value,
                               COMPARE_LT);
    if (first < 0 || last < 0 || !first || !last)
        return NULL;
    object *distance = calc(vm, BINARY_SUB, value, r->start);
    object *rest = calc(vm, BINARY_MOD, distance, r->step);
    object *place = NULL;
    if (rest && int_sign(rest) == 0)
        place = calc(vm, BINARY_FLOORDIV, distance, r->step);
    vm_release_maybe(vm, distance);
    vm_release_maybe(vm, rest);
    return place;
}

static bool plain_int(const object *o)
{
    return vm_is(o, TYPE_INT) || vm_is(o, TYPE_BOOL);
}

/* Counts equal items or stops at the first: for values of other types. */
static ptrdiff_t search(struct vm *vm, object *self, object *value, bool all)
{
    object *o, *it = vm_iter(vm, self);
    ptrdiff_t at = 0, found = all ? 0 : -1;
    if (!it)
        return -2;
    for (; (o = vm_next(vm, it)); at++) {
        int same = vm_equal(vm, o, value);
        vm_release(vm, o);
        if (same < 0)
            break;
        if (same && all)
            found++;
        if (same && !all) {
            found = at;
            break;
        }
    }
    vm_release(vm, it);
    return vm_pending(vm) ? -2 : found;
}

static int contains(struct vm *vm, object *self, object *value)
{
    if (!plain_int(value)) {
        ptrdiff_t at = search(vm, self, value, false);
        return at == -2 ? -1 : at >= 0;
    }
    object *place = place_of(vm, range_of(self), value);
    vm_release_maybe(vm, place);
    return place ? 1 : vm_pending(vm) ? -1 : 0;
}

/* Ranges are compared as the sequences they stand for. */
static int same_sequence(struct vm *vm, struct range_object *a,
                         struct range_object *b)
{
    int same = vm_equal(vm, a->length, b->length);
    if (same <= 0 || int_sign(a->length) == 0)
        return same;
    same = vm_equal(vm, a->start, b->start);
    if (same <= 0)
        return same;
    int64_t one;
    if (int_fits_i64(a->length, &one) && one == 1)
        return 1;
    return vm_equal(vm, a->step, b->step);
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    if (!vm_is(a, TYPE_RANGE) || !vm_is(b, TYPE_RANGE) ||
        (op != COMPARE_EQ && op != COMPARE_NE))
        return heap_retain(vm->not_implemented);
    int same = a == b ? 1 : same_sequence(vm, range_of(a), range_of(b));
    return same < 0 ? NULL : vm_bool(vm, (op == COMPARE_EQ) == same);
}

static bool hash(struct vm *vm, object *self, int64_t *out)
{
    struct range_object *r = range_of(self);
    int64_t one = 0;
    bool many = !int_fits_i64(r->length, &one) || one > 1;
    object *t = tuple_pack(vm, 3, r->length,
                           int_sign(r->length) ? r->start : vm->none,
                           many ? r->step : vm->none);
    bool ok = t && vm_hash(vm, t, out);
    vm_release_maybe(vm, t);
    return ok;
}

static object *repr(struct vm *vm, object *self)
{
    struct range_object *r = range_of(self);
    int64_t by;
    if (int_fits_i64(r->step, &by) && by == 1)
        return str_format(vm, "range(%R, %R)", r->start, r->stop);
    return str_format(vm, "range(%R, %R, %R)", r->start, r->stop, r->step);
}

/* ---- methods -------------------------------------------------------------------------- */

static object *count(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (plain_int(args[0])) {
        int inside = contains(vm, self, args[0]);
        return inside < 0 ? NULL : int_new(vm, inside);
    }
    ptrdiff_t n = search(vm, self, args[0], true);
    return n == -2 ? NULL : int_new(vm, n);
}

static object *index_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (plain_int(args[0])) {
        object *place = place_of(vm, range_of(self), args[0]);
        if (place || vm_pending(vm))
            return place;
    } else {
        ptrdiff_t at = search(vm, self, args[0], false);
        if (at != -1)
            return at == -2 ? NULL : int_new(vm, at);
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "sequence.index(x): x not in sequence");
    }
    return vm_raise(vm, EXC_VALUE_ERROR, "%R is not in range", args[0]);
}

static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    struct range_object *r = range_of(self);
    (void)args;
    (void)nargs;
    (void)kwnames;
    object *values = tuple_pack(vm, 3, r->start, r->stop, r->step);
    object *result =
        values ? tuple_pack(vm, 2, (object *)vm->types[TYPE_RANGE], values)
               : NULL;
    vm_release_maybe(vm, values);
    return result;
}

static const struct method_def methods[] = {
    {"__reversed__", range_reversed, METHOD_NOARGS, "Return a reverse iterator."},
    {"__reduce__", reduce, METHOD_NOARGS, NULL},
    {"count", count, METHOD_ONE,
     "rangeobject.count(value) -> integer -- how many times value occurs"},
    {"index", index_, METHOD_ONE,
     "rangeobject.index(value) -> integer -- place of value.\n"
     "ValueError when there is none."},
    {NULL, NULL, 0, NULL},
};

static const struct member_def members[] = {
    {"start", MEMBER_OBJECT, offsetof(struct range_object, start), true, NULL},
    {"stop", MEMBER_OBJECT, offsetof(struct range_object, stop), true, NULL},
    {"step", MEMBER_OBJECT, offsetof(struct range_object, step), true, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct heap_field fields[] = {
    {"start", offsetof(struct range_object, start)},
    {"stop", offsetof(struct range_object, stop)},
    {"step", offsetof(struct range_object, step)},
    {"length", offsetof(struct range_object, length)},
};

/* Its numbers cannot form a cycle: as in CPython, it is no concern of the
 * collector. */
const struct type_spec range_spec = {
    .name = "range",
    .flags = TYPE_VECTORCALL | TYPE_SEQUENCE,
    .layout = {.size = sizeof(struct range_object),
               .fields = fields,
               .field_count = 4},
    .slots = {.length = length_slot,
              .truth = truth,
              .item = item,
              .subscript = subscript,
              .contains = contains,
              .compare = compare,
              .hash = hash,
              .repr = repr,
              .iter = range_iterate,
              .new_ = new_},
    .methods = methods,
    .members = members,
    .doc = "range(stop) -> range object\n"
           "range(start, stop[, step]) -> range object\n\n"
           "The numbers from start up to, not including, stop.",
};
