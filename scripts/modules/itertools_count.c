/*
 * itertools: count, islice, accumulate, zip_longest, compress.
 */
#include <stddef.h>

#include "scripts/modules/itertools.h"
#include "scripts/modules/native.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define NEW(name)                                                              \
    static object *name(struct vm *vm, struct type_object *type,               \
                        object *const *args, size_t nargs, object *kwnames)
#define LAYOUT(struct_, table)                                                 \
    {.size = sizeof(struct struct_), .flags = HEAP_CONTAINER,                  \
     .fields = table, .field_count = sizeof table / sizeof *table}

/* next() that holds the iterator while it runs. */
static object *advance(struct vm *vm, object *iterator)
{
    heap_retain(iterator);
    object *item = vm_next(vm, iterator);
    vm_release(vm, iterator);
    return item;
}

/* ---- count ------------------------------------------------------------- */

struct count {
    struct heap_node node;
    object *value, *step;
};

static const struct heap_field count_fields[] = {
    {"value", offsetof(struct count, value)},
    {"step", offsetof(struct count, step)},
};

static bool is_number(struct vm *vm, object *o)
{
    const struct type_slots *s = &vm_type_of(vm, o)->slots;
    return s->to_int || s->to_float || s->to_index ||
           type_is_subtype(vm_type_of(vm, o), vm->types[TYPE_COMPLEX]);
}

NEW(count_new)
{
    static const char *const names[] = {"start", "step", NULL};
    static const struct arg_spec spec = {"count", names, 0, 2, 0};
    object *out[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return NULL;
    object *start = out[0] ? out[0] : vm->small_ints[0 - SMALL_INT_MIN];
    object *step = out[1] ? out[1] : vm->small_ints[1 - SMALL_INT_MIN];
    if (!is_number(vm, start) || !is_number(vm, step))
        return vm_raise(vm, EXC_TYPE_ERROR, "a number is required");
    object *o = type_alloc(vm, type, 0);
    if (o) {
        ((struct count *)o)->value = heap_retain(start);
        ((struct count *)o)->step = heap_retain(step);
    }
    return o;
}

static object *count_next(struct vm *vm, object *self)
{
    struct count *c = (struct count *)self;
    object *now = heap_retain(c->value);
    object *next = vm_binary(vm, BINARY_ADD, now, c->step);
    if (!next) {
        vm_release(vm, now);
        return NULL;
    }
    heap_store(vm->heap, &c->value, next);
    return now;
}

static object *count_repr(struct vm *vm, object *self)
{
    struct count *c = (struct count *)self;
    int64_t step;
    if (vm_is(c->step, TYPE_INT) && int_fits_i64(c->step, &step) && step == 1)
        return str_format(vm, "count(%R)", c->value);
    return str_format(vm, "count(%R, %R)", c->value, c->step);
}

ITERTOOLS_METHOD(count_reduce)
{
    struct count *c = (struct count *)self;
    int64_t value, step;
    (void)args, (void)nargs, (void)kwnames;
    bool plain = vm_is(c->value, TYPE_INT) && vm_is(c->step, TYPE_INT) &&
                 int_fits_i64(c->value, &value) && value < INT64_MAX &&
                 int_fits_i64(c->step, &step) && step == 1;
    return itertools_reduced_steal(vm, self,
                                   plain
                                       ? tuple_pack(vm, 1, c->value)
                                       : tuple_pack(vm, 2, c->value, c->step),
                                   NULL);
}

static const struct method_def count_methods[] = {
    ITERTOOLS_REDUCE(count_reduce),
    {0},
};

const struct type_spec itertools_count_spec = {
    .name = "itertools.count",
    .flags = TYPE_BASE,
    .layout = LAYOUT(count, count_fields),
    .slots = {.repr = count_repr,
              .iter = sequence_self,
              .next = count_next,
              .new_ = count_new},
    .methods = count_methods,
    .doc = "count(start=0, step=1)\n--\n\n"
           "Return a count object whose .__next__() method returns "
           "consecutive values.",
};

/* ---- islice ------------------------------------------------------------ */

struct islice {
    struct heap_node node;
    object *source; /* NULL at the end */
    ptrdiff_t next, stop, step, seen; /* stop -1: none */
};

static const struct heap_field islice_fields[] = {
    {"iterator", offsetof(struct islice, source)},
};

/* None gives the fallback; false: pending. */
static bool limit(struct vm *vm, object *o, ptrdiff_t fallback, bool is_stop,
                  ptrdiff_t *out)
{
    *out = fallback;
    if (!o || o == vm->none)
        return true;
    if (vm_type_of(vm, o)->slots.to_index &&
        vm_ssize_argument(vm, o, out) && *out >= 0)
        return true;
    vm_pending_clear(vm);
    vm_raise(vm, EXC_VALUE_ERROR,
             is_stop ? "Stop argument for islice() must be None or an "
                       "integer: 0 <= x <= sys.maxsize."
                     : "Indices for islice() must be None or an integer: 0 "
                       "<= x <= sys.maxsize.");
    return false;
}

static bool read_step(struct vm *vm, object *o, ptrdiff_t *out)
{
    *out = 1;
    if (!o || o == vm->none)
        return true;
    if (vm_type_of(vm, o)->slots.to_index &&
        vm_ssize_argument(vm, o, out) && *out >= 1)
        return true;
    vm_pending_clear(vm);
    vm_raise(vm, EXC_VALUE_ERROR,
             "Step for islice() must be a positive integer or None.");
    return false;
}

NEW(islice_new)
{
    ptrdiff_t start = 0, stop, step = 1;
    bool all = nargs > 2;
    if (!itertools_keywords_fit(vm, type, "islice", kwnames) ||
        !args_between(vm, "islice", nargs, 2, 4) ||
        (all && !limit(vm, args[1], 0, false, &start)) ||
        !limit(vm, args[all ? 2 : 1], -1, !all, &stop) ||
        !read_step(vm, nargs > 3 ? args[3] : NULL, &step))
        return NULL;
    object *source = vm_iter(vm, args[0]);
    object *o = source ? type_alloc(vm, type, 0) : NULL;
    if (!o) {
        vm_release_maybe(vm, source);
        return NULL;
    }
    struct islice *s = (struct islice *)o;
    s->source = source;
    s->next = start;
    s->stop = stop;
    s->step = step;
    return o;
}

/* Drops items until `to` are seen; false: the end, or an error. */
static bool skip(struct vm *vm, struct islice *s, ptrdiff_t to)
{
    while (s->source && s->seen < to) {
        object *item = advance(vm, s->source);
        if (!item)
            return false;
        vm_release(vm, item);
        s->seen++;
    }
    return s->source;
}

static object *islice_next(struct vm *vm, object *self)
{
    struct islice *s = (struct islice *)self;
    object *item = NULL;
    if (!s->source)
        return NULL;
    bool open = skip(vm, s, s->next);
    if (open && (s->stop < 0 || s->seen < s->stop))
        item = advance(vm, s->source);
    if (!item) {
        heap_store(vm->heap, &s->source, NULL);
        return NULL;
    }
    s->seen++;
    if (__builtin_add_overflow(s->next, s->step, &s->next))
        s->next = s->stop < 0 ? PTRDIFF_MAX : s->stop;
    if (s->stop >= 0 && s->next > s->stop)
        s->next = s->stop;
    return item;
}

/* (iterator, next, stop or None, step), new. */
static object *islice_arguments(struct vm *vm, const struct islice *s)
{
    object *next = int_new(vm, s->next), *step = int_new(vm, s->step);
    object *stop = s->stop < 0 ? vm_none(vm) : int_new(vm, s->stop);
    object *all = next && stop && step
                      ? tuple_pack(vm, 4, s->source, next, stop, step)
                      : NULL;
    vm_release_maybe(vm, next);
    vm_release_maybe(vm, stop);
    vm_release_maybe(vm, step);
    return all;
}

/* At the end: nothing of an iterator over nothing. */
static object *islice_nothing(struct vm *vm)
{
    object *list = list_new(vm, 0), *all = NULL;
    object *source = list ? vm_iter(vm, list) : NULL;
    if (source)
        all = tuple_pack(vm, 2, source, vm->small_ints[0 - SMALL_INT_MIN]);
    vm_release_maybe(vm, source);
    vm_release_maybe(vm, list);
    return all;
}

ITERTOOLS_METHOD(islice_reduce)
{
    struct islice *s = (struct islice *)self;
    (void)args, (void)nargs, (void)kwnames;
    return itertools_reduced_steal(
        vm, self, s->source ? islice_arguments(vm, s) : islice_nothing(vm),
        int_new(vm, s->source ? s->seen : 0));
}

ITERTOOLS_METHOD(islice_set_state)
{
    ptrdiff_t seen;
    (void)nargs, (void)kwnames;
    if (!native_ssize(vm, args[0], &seen))
        return NULL;
    ((struct islice *)self)->seen = seen < 0 ? 0 : seen;
    return vm_none(vm);
}

static const struct method_def islice_methods[] = {
    ITERTOOLS_REDUCE(islice_reduce),
    ITERTOOLS_SET_STATE(islice_set_state),
    {0},
};

const struct type_spec itertools_islice_spec = {
    .name = "itertools.islice",
    .flags = TYPE_BASE,
    .layout = LAYOUT(islice, islice_fields),
    .slots = {.iter = sequence_self, .next = islice_next, .new_ = islice_new},
    .methods = islice_methods,
    .doc = "islice(iterable, stop) --> islice object\n"
           "islice(iterable, start, stop[, step]) --> islice object",
};

/* ---- accumulate -------------------------------------------------------- */

struct accumulate {
    struct heap_node node;
    object *total, *source, *function, *initial;
};

static const struct heap_field accumulate_fields[] = {
    {"function", offsetof(struct accumulate, function)},
    {"total", offsetof(struct accumulate, total)},
    {"iterator", offsetof(struct accumulate, source)},
    {"initial", offsetof(struct accumulate, initial)},
};

NEW(accumulate_new)
{
    static const char *const names[] = {"iterable", "func", "initial", NULL};
    static const struct arg_spec spec = {"accumulate", names, 0, 2, 1};
    object *out[3];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return NULL;
    object *source = vm_iter(vm, out[0]);
    object *o = source ? type_alloc(vm, type, 0) : NULL;
    if (!o) {
        vm_release_maybe(vm, source);
        return NULL;
    }
    struct accumulate *a = (struct accumulate *)o;
    a->source = source;
    a->function = out[1] == vm->none ? NULL : heap_retain_maybe(out[1]);
    a->initial = out[2] == vm->none ? NULL : heap_retain_maybe(out[2]);
    return o;
}

static object *accumulate_next(struct vm *vm, object *self)
{
    struct accumulate *a = (struct accumulate *)self;
    if (a->initial) {
        object *first = a->initial;
        a->initial = NULL;
        heap_store(vm->heap, &a->total, heap_retain(first));
        return first;
    }
    object *item = advance(vm, a->source);
    if (!item)
        return NULL;
    if (!a->total) {
        a->total = heap_retain(item);
        return item;
    }
    object *total = heap_retain(a->total);
    object *r = a->function ? vm_call2(vm, a->function, total, item)
                            : vm_binary(vm, BINARY_ADD, total, item);
    vm_release(vm, total);
    vm_release(vm, item);
    if (r)
        heap_store(vm->heap, &a->total, heap_retain(r));
    return r;
}

/* What goes through it beginning with `first`: chain((first,), source), new. */
static object *led_by(struct vm *vm, object *first, object *source)
{
    struct type_object *chain = native_type(vm, &itertools_chain_spec);
    object *one = chain ? tuple_pack(vm, 1, first) : NULL;
    object *both =
        one ? vm_call2(vm, type_as_object(chain), one, source) : NULL;
    vm_release_maybe(vm, one);
    return both;
}

static object *accumulate_arguments(struct vm *vm, struct accumulate *a,
                                    object *first)
{
    object *source = first ? led_by(vm, first, a->source)
                           : heap_retain(a->source);
    object *all = source ? tuple_pack(vm, 2, source,
                                      a->function ? a->function : vm->none)
                         : NULL;
    vm_release_maybe(vm, source);
    return all;
}

/* A total of None cannot be told from none: islice(another, 1, None). */
static object *accumulate_sliced(struct vm *vm, struct accumulate *a,
                                 object *self)
{
    struct type_object *islice = native_type(vm, &itertools_islice_spec);
    object *with = islice ? accumulate_arguments(vm, a, vm->none) : NULL;
    object *another =
        with ? vm_call_ex(vm, type_as_object(vm_type_of(vm, self)), with, NULL)
             : NULL;
    object *all = another ? tuple_pack(vm, 3, another,
                                       vm->small_ints[1 - SMALL_INT_MIN],
                                       vm->none)
                          : NULL;
    object *result =
        all ? tuple_pack(vm, 2, type_as_object(islice), all) : NULL;
    vm_release_maybe(vm, all);
    vm_release_maybe(vm, another);
    vm_release_maybe(vm, with);
    return result;
}

ITERTOOLS_METHOD(accumulate_reduce)
{
    struct accumulate *a = (struct accumulate *)self;
    (void)args, (void)nargs, (void)kwnames;
    if (a->initial)
        return itertools_reduced_steal(
            vm, self, accumulate_arguments(vm, a, a->initial), vm_none(vm));
    if (a->total == vm->none)
        return accumulate_sliced(vm, a, self);
    return itertools_reduced_steal(
        vm, self, accumulate_arguments(vm, a, NULL),
        heap_retain(a->total ? a->total : vm->none));
}

ITERTOOLS_METHOD(accumulate_set_state)
{
    struct accumulate *a = (struct accumulate *)self;
    (void)nargs, (void)kwnames;
    heap_store(vm->heap, &a->total, heap_retain(args[0]));
    return vm_none(vm);
}

static const struct method_def accumulate_methods[] = {
    ITERTOOLS_REDUCE(accumulate_reduce),
    ITERTOOLS_SET_STATE(accumulate_set_state),
    {0},
};

const struct type_spec itertools_accumulate_spec = {
    .name = "itertools.accumulate",
    .flags = TYPE_BASE,
    .layout = LAYOUT(accumulate, accumulate_fields),
    .slots = {.iter = sequence_self,
              .next = accumulate_next,
              .new_ = accumulate_new},
    .methods = accumulate_methods,
    .doc = "accumulate(iterable, func=None, *, initial=None)\n--\n\n"
           "Return series of accumulated sums (or other binary function "
           "results).",
};

/* ---- zip_longest -------------------------------------------------------- */

struct zip_longest {
    struct heap_node node;
    object *sources; /* tuple of iterators, None for one that is used up */
    object *fill;
    size_t active;
};

static const struct heap_field zip_longest_fields[] = {
    {"iterators", offsetof(struct zip_longest, sources)},
    {"fillvalue", offsetof(struct zip_longest, fill)},
};

/* The one keyword there is; NULL: pending. */
static object *fill_value(struct vm *vm, object *const *args, size_t nargs,
                          object *kwnames)
{
    size_t n = kwnames ? tuple_length(kwnames) : 0;
    if (n == 0)
        return vm->none;
    if (n == 1 && str_equal_ascii(tuple_items(kwnames)[0], "fillvalue"))
        return args[nargs];
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "zip_longest() got an unexpected keyword argument");
}

NEW(zip_longest_new)
{
    object *fill = fill_value(vm, args, nargs, kwnames);
    object *sources = fill ? tuple_new(vm, nargs) : NULL;
    bool ok = sources;
    for (size_t i = 0; ok && i < nargs; i++)
        ok = (tuple_items(sources)[i] = vm_iter(vm, args[i])) != NULL;
    object *o = ok ? type_alloc(vm, type, 0) : NULL;
    if (!o) {
        vm_release_maybe(vm, sources);
        return NULL;
    }
    struct zip_longest *z = (struct zip_longest *)o;
    z->sources = sources;
    z->fill = heap_retain(fill);
    z->active = nargs;
    return o;
}

/* The item of one column, new; NULL: pending, or all are used up. */
static object *column(struct vm *vm, struct zip_longest *z, size_t i)
{
    object **source = &tuple_items(z->sources)[i];
    if (*source == vm->none)
        return heap_retain(z->fill);
    object *item = advance(vm, *source);
    if (item)
        return item;
    if (vm_pending(vm) || --z->active == 0) {
        z->active = 0;
        return NULL;
    }
    heap_store(vm->heap, source, vm_none(vm));
    return heap_retain(z->fill);
}

static object *zip_longest_next(struct vm *vm, object *self)
{
    struct zip_longest *z = (struct zip_longest *)self;
    size_t n = tuple_length(z->sources);
    object *row = z->active ? tuple_new(vm, n) : NULL;
    for (size_t i = 0; row && i < n; i++) {
        object *item = column(vm, z, i);
        if (!item) {
            vm_release(vm, row);
            return NULL;
        }
        tuple_items(row)[i] = item;
    }
    return row;
}

ITERTOOLS_METHOD(zip_longest_reduce)
{
    struct zip_longest *z = (struct zip_longest *)self;
    (void)args, (void)nargs, (void)kwnames;
    object *sources =
        tuple_from(vm, tuple_items(z->sources), tuple_length(z->sources));
    for (size_t i = 0; sources && i < tuple_length(sources); i++)
        if (tuple_items(sources)[i] == vm->none)
            heap_store(vm->heap, &tuple_items(sources)[i],
                       heap_retain(vm->empty_tuple));
    return itertools_reduced_steal(vm, self, sources, heap_retain(z->fill));
}

ITERTOOLS_METHOD(zip_longest_set_state)
{
    struct zip_longest *z = (struct zip_longest *)self;
    (void)nargs, (void)kwnames;
    heap_store(vm->heap, &z->fill, heap_retain(args[0]));
    return vm_none(vm);
}

static const struct method_def zip_longest_methods[] = {
    ITERTOOLS_REDUCE(zip_longest_reduce),
    ITERTOOLS_SET_STATE(zip_longest_set_state),
    {0},
};

const struct type_spec itertools_zip_longest_spec = {
    .name = "itertools.zip_longest",
    .flags = TYPE_BASE,
    .layout = LAYOUT(zip_longest, zip_longest_fields),
    .slots = {.iter = sequence_self,
              .next = zip_longest_next,
              .new_ = zip_longest_new},
    .methods = zip_longest_methods,
    .doc = "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> "
           "zip_longest object",
};

/* ---- compress ------------------------------------------------------------ */

struct compress {
    struct heap_node node;
    object *data, *selectors;
};

static const struct heap_field compress_fields[] = {
    {"data", offsetof(struct compress, data)},
    {"selectors", offsetof(struct compress, selectors)},
};

NEW(compress_new)
{
    static const char *const names[] = {"data", "selectors", NULL};
    static const struct arg_spec spec = {"compress", names, 0, 2, 2};
    object *out[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return NULL;
    object *data = vm_iter(vm, out[0]);
    object *selectors = data ? vm_iter(vm, out[1]) : NULL;
    object *o = selectors ? type_alloc(vm, type, 0) : NULL;
    if (!o) {
        vm_release_maybe(vm, data);
        vm_release_maybe(vm, selectors);
        return NULL;
    }
    ((struct compress *)o)->data = data;
    ((struct compress *)o)->selectors = selectors;
    return o;
}

static object *compress_next(struct vm *vm, object *self)
{
    struct compress *c = (struct compress *)self;
    for (;;) {
        object *item = advance(vm, c->data);
        object *selector = item ? advance(vm, c->selectors) : NULL;
        int wanted = selector ? vm_truth(vm, selector) : -1;
        vm_release_maybe(vm, selector);
        if (wanted > 0)
            return item;
        vm_release_maybe(vm, item);
        if (wanted < 0)
            return NULL;
    }
}

ITERTOOLS_METHOD(compress_reduce)
{
    struct compress *c = (struct compress *)self;
    (void)args, (void)nargs, (void)kwnames;
    return itertools_reduced_steal(
        vm, self, tuple_pack(vm, 2, c->data, c->selectors), NULL);
}

static const struct method_def compress_methods[] = {
    ITERTOOLS_REDUCE(compress_reduce),
    {0},
};

const struct type_spec itertools_compress_spec = {
    .name = "itertools.compress",
    .flags = TYPE_BASE,
    .layout = LAYOUT(compress, compress_fields),
    .slots = {.iter = sequence_self,
              .next = compress_next,
              .new_ = compress_new},
    .methods = compress_methods,
    .doc = "compress(data, selectors)\n--\n\n"
           "Return data elements corresponding to true selector elements.",
};
