/*
 * itertools: product, permutations, combinations.
 *
 * One layout serves them: the pool (of product: a tuple of pools), places in
 * it, and the last result, whose tuple is filled anew when nobody else has it.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/itertools.h"
#include "scripts/modules/native.h"
#include "scripts/types/int.h"
#include "scripts/types/sequence.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define NEW(name)                                                              \
    static object *name(struct vm *vm, struct type_object *type,               \
                        object *const *args, size_t nargs, object *kwnames)

struct combiner {
    struct heap_node node;
    object *pool, *result; /* result: NULL before the first */
    size_t *places;        /* malloc'ed: of each item of a result, then */
    size_t r, n;           /* permutations: how often each may still turn */
    bool stopped;
};

static struct combiner *combiner_of(object *o)
{
    return (struct combiner *)o;
}

/* pool is stolen, also on failure; room: places. */
static object *make_steal(struct vm *vm, struct type_object *type,
                          object *pool, size_t r, size_t room)
{
    object *o = type_alloc(vm, type, 0);
    if (!o) {
        vm_release(vm, pool);
        return NULL;
    }
    struct combiner *c = combiner_of(o);
    c->pool = pool;
    c->r = r;
    c->n = tuple_length(pool);
    if (room <= PTRDIFF_MAX / sizeof *c->places)
        c->places = calloc(room + 1, sizeof *c->places);
    if (c->places)
        return o;
    vm_raise_no_memory(vm);
    vm_release(vm, o);
    return NULL;
}

static void destroy(heap *h, object *self)
{
    (void)h;
    free(combiner_of(self)->places);
}

static object *stop(struct combiner *c)
{
    c->stopped = true;
    return NULL;
}

/* The item that goes to place k of a result. */
static object *chosen(const struct combiner *c, size_t k, bool of_product)
{
    object *pool = of_product ? tuple_items(c->pool)[k] : c->pool;
    return tuple_items(pool)[c->places[k]];
}

/* The first result: all places as they are. */
static object *first(struct vm *vm, struct combiner *c, bool of_product)
{
    object *result = tuple_new(vm, c->r);
    if (!result)
        return NULL;
    for (size_t k = 0; k < c->r; k++)
        tuple_items(result)[k] = heap_retain(chosen(c, k, of_product));
    heap_store(vm->heap, &c->result, heap_retain(result));
    return result;
}

/* The next result, which differs from place `from` on. */
static object *next_result(struct vm *vm, struct combiner *c, size_t from,
                           bool of_product)
{
    if (heap_refs(c->result) > 1 && c->r > 0) {
        object *last = heap_retain(c->result);
        object *copy = tuple_from(vm, tuple_items(last), c->r);
        vm_release(vm, last);
        if (!copy)
            return NULL;
        heap_store(vm->heap, &c->result, copy);
    }
    if (c->r > 0 && !heap_is_tracked(c->result))
        heap_track(vm->heap, c->result);
    object *result = heap_retain(c->result);
    for (size_t k = from; k < c->r; k++)
        heap_store(vm->heap, &tuple_items(result)[k],
                   heap_retain(chosen(c, k, of_product)));
    return result;
}

static const struct heap_field fields[] = {
    {"pool", offsetof(struct combiner, pool)},
    {"result", offsetof(struct combiner, result)},
};

#define COMBINER_SPEC(id, text)                                                \
    const struct type_spec itertools_##id##_spec = {                           \
        .name = "itertools." #id,                                              \
        .flags = TYPE_BASE,                                                    \
        .layout = {.size = sizeof(struct combiner),                            \
                   .flags = HEAP_CONTAINER,                                    \
                   .fields = fields,                                           \
                   .field_count = 2,                                           \
                   .clear = sequence_no_clear,                                 \
                   .destroy = destroy},                                        \
        .slots = {.iter = sequence_self, .next = id##_next, .new_ = id##_new}, \
        .methods = id##_methods,                                               \
        .doc = text,                                                           \
    };

/* ---- states --------------------------------------------------------------- */

/* n places as a tuple of ints. */
static object *told(struct vm *vm, const size_t *places, size_t n)
{
    object *tuple = tuple_new(vm, n);
    for (size_t k = 0; tuple && k < n; k++) {
        tuple_items(tuple)[k] = int_new(vm, (int64_t)places[k]);
        if (!tuple_items(tuple)[k])
            heap_store(vm->heap, &tuple, NULL);
    }
    return tuple;
}

static bool is_told(struct vm *vm, object *tuple, size_t n)
{
    if (vm_is(tuple, TYPE_TUPLE) && tuple_length(tuple) == n)
        return true;
    vm_raise(vm, EXC_VALUE_ERROR, "invalid arguments");
    return false;
}

/* Place k of a state, brought within low and high. */
static bool read_place(struct vm *vm, object *tuple, size_t k, size_t low,
                       size_t high, size_t *out)
{
    ptrdiff_t n;
    if (!native_ssize(vm, tuple_items(tuple)[k], &n))
        return false;
    *out = n < (ptrdiff_t)low ? low : (size_t)n > high ? high : (size_t)n;
    return true;
}

/* The result of the places a state has told becomes the last one. */
static object *resume(struct vm *vm, struct combiner *c, bool of_product)
{
    object *result = first(vm, c, of_product);
    vm_release_maybe(vm, result);
    return result ? vm_none(vm) : NULL;
}

/* (pool, r); nothing is left of no pool. */
static object *pool_and_r(struct vm *vm, struct combiner *c)
{
    bool none = c->stopped && c->result;
    object *r = int_new(vm, (int64_t)c->r);
    object *both =
        r ? tuple_pack(vm, 2, none ? vm->empty_tuple : c->pool, r) : NULL;
    vm_release_maybe(vm, r);
    return both;
}

ITERTOOLS_METHOD(choice_reduce)
{
    struct combiner *c = combiner_of(self);
    (void)args, (void)nargs, (void)kwnames;
    return itertools_reduced_steal(vm, self, pool_and_r(vm, c),
                                   c->result && !c->stopped
                                       ? told(vm, c->places, c->r)
                                       : NULL);
}

/* ---- product ------------------------------------------------------------- */

/* repeat=1; false: pending. */
static bool read_repeat(struct vm *vm, object *const *values, object *kwnames,
                        size_t *repeat)
{
    static const char *const names[] = {"repeat", NULL};
    static const struct arg_spec spec = {"product", names, 0, 0, 0};
    object *in;
    ptrdiff_t n = 1;
    if (!args_bind(vm, &spec, values, 0, kwnames, &in) ||
        (in && !native_ssize(vm, in, &n)))
        return false;
    if (n < 0)
        vm_raise(vm, EXC_VALUE_ERROR, "repeat argument cannot be negative");
    *repeat = (size_t)n;
    return n >= 0;
}

/* A tuple of the pools, all of them `repeat` times. */
static object *read_pools(struct vm *vm, object *const *args, size_t nargs,
                          size_t repeat)
{
    size_t total;
    if (__builtin_mul_overflow(nargs, repeat, &total) ||
        total > PTRDIFF_MAX / sizeof(size_t))
        return vm_raise(vm, EXC_OVERFLOW_ERROR, "repeat argument too large");
    object *pools = tuple_new(vm, total);
    for (size_t k = 0; pools && k < total; k++) {
        object *pool = k < nargs ? vm_tuple_from(vm, args[k])
                                 : heap_retain(tuple_items(pools)[k - nargs]);
        tuple_items(pools)[k] = pool;
        if (!pool)
            heap_store(vm->heap, &pools, NULL);
    }
    return pools;
}

NEW(product_new)
{
    size_t repeat;
    if (!read_repeat(vm, args + nargs, kwnames, &repeat))
        return NULL;
    object *pools = read_pools(vm, args, repeat ? nargs : 0, repeat);
    size_t r = pools ? tuple_length(pools) : 0;
    object *o = pools ? make_steal(vm, type, pools, r, r) : NULL;
    for (size_t k = 0; o && k < r; k++)
        if (tuple_length(tuple_items(pools)[k]) == 0)
            combiner_of(o)->stopped = true;
    return o;
}

static object *product_next(struct vm *vm, object *self)
{
    struct combiner *c = combiner_of(self);
    size_t k = c->r;
    if (c->stopped)
        return NULL;
    if (!c->result)
        return first(vm, c, true);
    while (k > 0) {
        k--;
        if (++c->places[k] < tuple_length(tuple_items(c->pool)[k]))
            return next_result(vm, c, k, true);
        c->places[k] = 0;
    }
    return stop(c);
}

ITERTOOLS_METHOD(product_reduce)
{
    struct combiner *c = combiner_of(self);
    (void)args, (void)nargs, (void)kwnames;
    object *pools = c->stopped ? tuple_pack(vm, 1, vm->empty_tuple)
                               : heap_retain(c->pool);
    return itertools_reduced_steal(vm, self, pools,
                                   c->result && !c->stopped
                                       ? told(vm, c->places, c->r)
                                       : NULL);
}

ITERTOOLS_METHOD(product_set_state)
{
    struct combiner *c = combiner_of(self);
    (void)nargs, (void)kwnames;
    if (!is_told(vm, args[0], c->r))
        return NULL;
    for (size_t k = 0; k < c->r; k++) {
        size_t n = tuple_length(tuple_items(c->pool)[k]);
        if (n == 0) {
            c->stopped = true;
            return vm_none(vm);
        }
        if (!read_place(vm, args[0], k, 0, n - 1, &c->places[k]))
            return NULL;
    }
    return resume(vm, c, true);
}

static const struct method_def product_methods[] = {
    ITERTOOLS_REDUCE(product_reduce),
    ITERTOOLS_SET_STATE(product_set_state),
    {0},
};

COMBINER_SPEC(product, "product(*iterables, repeat=1) --> product object\n\n"
                       "Every choice of one item from each iterable.")

/* ---- combinations -------------------------------------------------------- */

static bool check_length(struct vm *vm, ptrdiff_t r)
{
    if (r < 0)
        vm_raise(vm, EXC_VALUE_ERROR, "r must be non-negative");
    return r >= 0;
}

/* Of (iterable, r); the places still all 0. */
static object *combination_new(struct vm *vm, struct type_object *type,
                               const char *name, object *const *args,
                               size_t nargs, object *kwnames)
{
    static const char *const names[] = {"iterable", "r", NULL};
    struct arg_spec spec = {name, names, 0, 2, 2};
    object *in[2];
    ptrdiff_t r;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        !native_ssize(vm, in[1], &r))
        return NULL;
    object *pool = vm_tuple_from(vm, in[0]);
    if (pool && !check_length(vm, r)) {
        vm_release(vm, pool);
        return NULL;
    }
    return pool ? make_steal(vm, type, pool, (size_t)r, (size_t)r) : NULL;
}

NEW(combinations_new)
{
    object *o =
        combination_new(vm, type, "combinations", args, nargs, kwnames);
    if (!o)
        return NULL;
    struct combiner *c = combiner_of(o);
    for (size_t k = 0; k < c->r; k++)
        c->places[k] = k;
    c->stopped = c->r > c->n;
    return o;
}

static object *combinations_next(struct vm *vm, object *self)
{
    struct combiner *c = combiner_of(self);
    size_t k = c->r;
    if (c->stopped)
        return NULL;
    if (!c->result)
        return first(vm, c, false);
    while (k > 0 && c->places[k - 1] == k - 1 + c->n - c->r)
        k--;
    if (k == 0)
        return stop(c);
    c->places[--k]++;
    for (size_t j = k + 1; j < c->r; j++)
        c->places[j] = c->places[j - 1] + 1;
    return next_result(vm, c, k, false);
}

ITERTOOLS_METHOD(combinations_set_state)
{
    struct combiner *c = combiner_of(self);
    (void)nargs, (void)kwnames;
    if (!is_told(vm, args[0], c->r))
        return NULL;
    if (c->r > c->n)
        return vm_none(vm);
    for (size_t k = 0; k < c->r; k++)
        if (!read_place(vm, args[0], k, 0, k + c->n - c->r, &c->places[k]))
            return NULL;
    return resume(vm, c, false);
}

static const struct method_def combinations_methods[] = {
    ITERTOOLS_REDUCE(choice_reduce),
    ITERTOOLS_SET_STATE(combinations_set_state),
    {0},
};

COMBINER_SPEC(combinations,
              "combinations(iterable, r)\n--\n\n"
              "Every choice of r items in their order, none twice.")

NEW(combinations_with_replacement_new)
{
    object *o = combination_new(vm, type, "combinations_with_replacement",
                                args, nargs, kwnames);
    if (o)
        combiner_of(o)->stopped = combiner_of(o)->n == 0 && combiner_of(o)->r;
    return o;
}

static object *combinations_with_replacement_next(struct vm *vm, object *self)
{
    struct combiner *c = combiner_of(self);
    size_t k = c->r;
    if (c->stopped)
        return NULL;
    if (!c->result)
        return first(vm, c, false);
    while (k > 0 && c->places[k - 1] == c->n - 1)
        k--;
    if (k == 0)
        return stop(c);
    size_t place = c->places[--k] + 1;
    for (size_t j = k; j < c->r; j++)
        c->places[j] = place;
    return next_result(vm, c, k, false);
}

ITERTOOLS_METHOD(replacement_set_state)
{
    struct combiner *c = combiner_of(self);
    (void)nargs, (void)kwnames;
    if (!is_told(vm, args[0], c->r))
        return NULL;
    if (c->n == 0 && c->r)
        return vm_none(vm);
    for (size_t k = 0; k < c->r; k++)
        if (!read_place(vm, args[0], k, 0, c->n - 1, &c->places[k]))
            return NULL;
    return resume(vm, c, false);
}

static const struct method_def combinations_with_replacement_methods[] = {
    ITERTOOLS_REDUCE(choice_reduce),
    ITERTOOLS_SET_STATE(replacement_set_state),
    {0},
};

COMBINER_SPEC(combinations_with_replacement,
              "combinations_with_replacement(iterable, r)\n--\n\n"
              "Every choice of r items in their order, any number of times.")

/* ---- permutations -------------------------------------------------------- */

/* Places are those of the pool; behind them, how far each turn is. */
NEW(permutations_new)
{
    static const char *const names[] = {"iterable", "r", NULL};
    static const struct arg_spec spec = {"permutations", names, 0, 2, 1};
    object *in[2];
    ptrdiff_t r;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    object *pool = vm_tuple_from(vm, in[0]);
    if (!pool)
        return NULL;
    size_t n = tuple_length(pool);
    r = (ptrdiff_t)n;
    bool given = in[1] && in[1] != vm->none;
    bool ok = !given || (vm_type_of(vm, in[1])->flags & TYPE_INT_SUBCLASS);
    if (!ok)
        vm_raise(vm, EXC_TYPE_ERROR, "Expected int as r");
    if (!ok || (given && !native_ssize(vm, in[1], &r)) ||
        !check_length(vm, r)) {
        vm_release(vm, pool);
        return NULL;
    }
    size_t turns = (size_t)r > n ? 0 : (size_t)r;
    object *o = make_steal(vm, type, pool, (size_t)r, n + turns);
    if (!o)
        return NULL;
    struct combiner *c = combiner_of(o);
    c->stopped = (size_t)r > n;
    for (size_t k = 0; k < n; k++)
        c->places[k] = k;
    for (size_t k = 0; k < turns; k++)
        c->places[n + k] = n - k;
    return o;
}

/* Puts places[k] behind all that follow it. */
static void rotate(struct combiner *c, size_t k)
{
    size_t place = c->places[k];
    memmove(&c->places[k], &c->places[k + 1],
            (c->n - k - 1) * sizeof *c->places);
    c->places[c->n - 1] = place;
}

static object *permutations_next(struct vm *vm, object *self)
{
    struct combiner *c = combiner_of(self);
    size_t *turns = c->places + c->n, k = c->r;
    if (c->stopped)
        return NULL;
    if (!c->result)
        return first(vm, c, false);
    while (k > 0) {
        k--;
        if (--turns[k] == 0) {
            rotate(c, k);
            turns[k] = c->n - k;
            continue;
        }
        size_t other = c->n - turns[k], place = c->places[k];
        c->places[k] = c->places[other];
        c->places[other] = place;
        return next_result(vm, c, k, false);
    }
    return stop(c);
}

/* (places, turns) */
static object *permutations_told(struct vm *vm, struct combiner *c)
{
    object *places = told(vm, c->places, c->n);
    object *turns = places ? told(vm, c->places + c->n, c->r) : NULL;
    object *both = turns ? tuple_pack(vm, 2, places, turns) : NULL;
    vm_release_maybe(vm, places);
    vm_release_maybe(vm, turns);
    return both;
}

ITERTOOLS_METHOD(permutations_reduce)
{
    struct combiner *c = combiner_of(self);
    (void)args, (void)nargs, (void)kwnames;
    return itertools_reduced_steal(
        vm, self, pool_and_r(vm, c),
        c->result && !c->stopped ? permutations_told(vm, c) : NULL);
}

ITERTOOLS_METHOD(permutations_set_state)
{
    struct combiner *c = combiner_of(self);
    (void)nargs, (void)kwnames;
    if (!itertools_is_state(vm, args[0], 2, 2) ||
        !is_told(vm, tuple_items(args[0])[0], c->n) ||
        !is_told(vm, tuple_items(args[0])[1], c->r))
        return NULL;
    if (c->r > c->n)
        return vm_none(vm);
    for (size_t k = 0; k < c->n; k++)
        if (!read_place(vm, tuple_items(args[0])[0], k, 0, c->n - 1,
                        &c->places[k]))
            return NULL;
    for (size_t k = 0; k < c->r; k++)
        if (!read_place(vm, tuple_items(args[0])[1], k, 1, c->n - k,
                        &c->places[c->n + k]))
            return NULL;
    return resume(vm, c, false);
}

static const struct method_def permutations_methods[] = {
    ITERTOOLS_REDUCE(permutations_reduce),
    ITERTOOLS_SET_STATE(permutations_set_state),
    {0},
};

COMBINER_SPEC(permutations, "permutations(iterable, r=None)\n--\n\n"
                            "Every choice of r items in every order.")
