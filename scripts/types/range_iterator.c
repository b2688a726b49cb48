/*
 * The iterators of a range: one for numbers that fit 64 bits, which the loop
 * knows as well (vm/fast.h), and one that counts with ints of any size.
 */
#include "scripts/types/int.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/range.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

struct long_range_iterator {
    object base;
    object *index, *start, *step, *length;
};

static struct range_iterator *short_of(object *o)
{
    return (struct range_iterator *)o;
}

static struct long_range_iterator *long_of(object *o)
{
    return (struct long_range_iterator *)o;
}

/* ---- making -------------------------------------------------------------- */

static object *new_short(struct vm *vm, int64_t start, int64_t step,
                         int64_t count)
{
    struct range_iterator *it = (struct range_iterator *)heap_alloc(
        vm->heap, &vm->types[TYPE_RANGE_ITERATOR]->layout, 0);
    if (!it)
        return vm_raise_no_memory(vm);
    it->next = start;
    it->by = step;
    it->left = it->count = (uint64_t)count;
    return &it->base;
}

/* Steals start and step; NULL (pending) among them passes through. */
static object *new_long(struct vm *vm, object *start, object *step,
                        object *length)
{
    struct long_range_iterator *it =
        start && step ? (struct long_range_iterator *)type_alloc(
                            vm, vm->types[TYPE_LONG_RANGE_ITERATOR], 0)
                      : NULL;
    object *zero = it ? int_new(vm, 0) : NULL;
    if (!zero) {
        vm_release_maybe(vm, (object *)it);
        vm_release_maybe(vm, start);
        vm_release_maybe(vm, step);
        return NULL;
    }
    it->index = zero;
    it->start = start;
    it->step = step;
    it->length = heap_retain(length);
    return &it->base;
}

/* The numbers of a range, when 64 bits do for all of them and for the end one
 * step past the last. */
static bool fits(struct range_object *r, int64_t *start, int64_t *step,
                 int64_t *count)
{
    int64_t stop, past;
    return int_fits_i64(r->start, start) && int_fits_i64(r->step, step) &&
           int_fits_i64(r->stop, &stop) && int_fits_i64(r->length, count) &&
           (*count == 0 ||
            !__builtin_add_overflow(stop, *step > 0 ? *step - 1 : *step + 1,
                                    &past));
}

object *range_iterate(struct vm *vm, object *self)
{
    struct range_object *r = range_of(self);
    int64_t start, step, count;
    if (fits(r, &start, &step, &count))
        return new_short(vm, start, step, count);
    return new_long(vm, heap_retain(r->start), heap_retain(r->step),
                    r->length);
}

/* start + (length - 1) * step of ints of any size; new. */
static object *last_item(struct vm *vm, struct range_object *r)
{
    object *one = int_new(vm, 1);
    object *n = one ? vm_binary(vm, BINARY_SUB, r->length, one) : NULL;
    object *way = n ? vm_binary(vm, BINARY_MUL, n, r->step) : NULL;
    object *last = way ? vm_binary(vm, BINARY_ADD, r->start, way) : NULL;
    vm_release_maybe(vm, one);
    vm_release_maybe(vm, n);
    vm_release_maybe(vm, way);
    return last;
}

object *range_reversed(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    struct range_object *r = range_of(self);
    int64_t start, step, count, stop, before;
    (void)args;
    (void)nargs;
    (void)kwnames;
    if (int_fits_i64(r->start, &start) && int_fits_i64(r->step, &step) &&
        int_fits_i64(r->stop, &stop) && int_fits_i64(r->length, &count) &&
        step != INT64_MIN && !__builtin_sub_overflow(start, step, &before)) {
        uint64_t last = (uint64_t)before + (uint64_t)count * (uint64_t)step;
        return new_short(vm, (int64_t)last, -step, count);
    }
    object *last = last_item(vm, r);
    return new_long(vm, last, last ? vm_negative(vm, r->step) : NULL,
                    r->length);
}

/* ---- 64 bits --------------------------------------------------------------- */

static object *short_next(struct vm *vm, object *self)
{
    struct range_iterator *it = short_of(self);
    int64_t value = it->next;
    if (it->left == 0)
        return NULL;
    it->left--;
    it->next = (int64_t)((uint64_t)value + (uint64_t)it->by);
    return int_new(vm, value);
}

static object *short_hint(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return int_new(vm, (int64_t)short_of(self)->left);
}

/* Of the whole range and how far it has got. */
static object *short_reduce(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    struct range_iterator *it = short_of(self);
    ptrdiff_t done = (ptrdiff_t)(it->count - it->left);
    uint64_t by = (uint64_t)it->by;
    uint64_t start = (uint64_t)it->next - (uint64_t)done * by;
    (void)args;
    (void)nargs;
    (void)kwnames;
    object *range = range_from_steal(
        vm, int_new(vm, (int64_t)start),
        int_new(vm, (int64_t)(start + it->count * by)), int_new(vm, it->by));
    return iterator_reduced_steal(vm, "iter", range, &done);
}

static object *short_set_state(struct vm *vm, object *self,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    struct range_iterator *it = short_of(self);
    uint64_t done = it->count - it->left, place;
    object *index = vm_index(vm, args[0]);
    int64_t n;
    (void)nargs;
    (void)kwnames;
    if (!index)
        return NULL;
    bool fits = int_as_i64(vm, index, &n);
    vm_release(vm, index);
    if (!fits)
        return NULL;
    place = n < 0 ? 0 : (uint64_t)n < it->count ? (uint64_t)n : it->count;
    it->next = (int64_t)((uint64_t)it->next + (place - done) *
                                                  (uint64_t)it->by);
    it->left = it->count - place;
    return vm_none(vm);
}

static const struct method_def short_methods[] = {
    {"__length_hint__", short_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    ITERATOR_REDUCE(short_reduce),
    ITERATOR_SET_STATE(short_set_state),
    {NULL, NULL, 0, NULL},
};

const struct type_spec range_iterator_spec = {
    .name = "range_iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct range_iterator)},
    .slots = {.iter = sequence_self, .next = short_next},
    .methods = short_methods,
};

/* ---- any size -------------------------------------------------------------- */

/* start + index * step; new. */
static object *long_item(struct vm *vm, struct long_range_iterator *it,
                         object *index)
{
    object *way = vm_binary(vm, BINARY_MUL, index, it->step);
    object *item = way ? vm_binary(vm, BINARY_ADD, it->start, way) : NULL;
    vm_release_maybe(vm, way);
    return item;
}

static object *long_next(struct vm *vm, object *self)
{
    struct long_range_iterator *it = long_of(self);
    /* __setstate__ takes an index of any type. */
    if (vm_compare_bool(vm, it->index, it->length, COMPARE_LT) <= 0)
        return NULL;
    object *one = int_new(vm, 1);
    object *after = one ? vm_binary(vm, BINARY_ADD, it->index, one) : NULL;
    object *item = after ? long_item(vm, it, it->index) : NULL;
    vm_release_maybe(vm, one);
    if (item)
        heap_store(vm->heap, &it->index, after);
    else
        vm_release_maybe(vm, after);
    return item;
}

static object *long_hint(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    struct long_range_iterator *it = long_of(self);
    (void)args;
    (void)nargs;
    (void)kwnames;
    return vm_binary(vm, BINARY_SUB, it->length, it->index);
}

static object *long_reduce(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    struct long_range_iterator *it = long_of(self);
    object *stop = long_item(vm, it, it->length), *range, *reduced, *result;
    (void)args;
    (void)nargs;
    (void)kwnames;
    if (!stop)
        return NULL;
    range = range_from_steal(vm, heap_retain(it->start), stop,
                             heap_retain(it->step));
    reduced = iterator_reduced_steal(vm, "iter", range, NULL);
    if (!reduced)
        return NULL;
    result = tuple_pack(vm, 3, tuple_items(reduced)[0],
                        tuple_items(reduced)[1], it->index);
    vm_release(vm, reduced);
    return result;
}

static object *long_set_state(struct vm *vm, object *self, object *const *args,
                              size_t nargs, object *kwnames)
{
    struct long_range_iterator *it = long_of(self);
    object *index = args[0], *zero = int_new(vm, 0);
    (void)nargs;
    (void)kwnames;
    int below = zero ? vm_compare_bool(vm, index, zero, COMPARE_LT) : -1;
    int above = below < 0 ? -1
                          : vm_compare_bool(vm, index, it->length, COMPARE_GT);
    if (above >= 0)
        heap_store(vm->heap, &it->index,
                   heap_retain(below   ? zero
                               : above ? it->length
                                       : index));
    vm_release_maybe(vm, zero);
    return above < 0 ? NULL : vm_none(vm);
}

static const struct method_def long_methods[] = {
    {"__length_hint__", long_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    ITERATOR_REDUCE(long_reduce),
    ITERATOR_SET_STATE(long_set_state),
    {NULL, NULL, 0, NULL},
};

static const struct heap_field long_fields[] = {
    {"index", offsetof(struct long_range_iterator, index)},
    {"start", offsetof(struct long_range_iterator, start)},
    {"step", offsetof(struct long_range_iterator, step)},
    {"length", offsetof(struct long_range_iterator, length)},
};

const struct type_spec long_range_iterator_spec = {
    .name = "longrange_iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct long_range_iterator),
               .fields = long_fields,
               .field_count = 4},
    .slots = {.iter = sequence_self, .next = long_next},
    .methods = long_methods,
};
