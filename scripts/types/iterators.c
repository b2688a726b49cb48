/*
 * Iterators over other iterables: sequence and callable iterators, enumerate,
 * reversed, zip, map, filter.
 */
#include "scripts/types/iterators.h"

#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define UNUSED_ARGS(args, nargs, kwnames)                                      \
    ((void)(args), (void)(nargs), (void)(kwnames))

/* One layout for those that hold up to three objects and a number. */
struct iterator {
    struct heap_node node;
    object *a, *b, *c;
    int64_t number;
};

static struct iterator *iterator_of(object *o)
{
    return (struct iterator *)o;
}

static object *make(struct vm *vm, struct type_object *type, object *a,
                    object *b, object *c)
{
    struct iterator *it = (struct iterator *)type_alloc(vm, type, 0);
    if (it) {
        it->a = a;
        it->b = b;
        it->c = c;
        return (object *)it;
    }
    vm_release_maybe(vm, a);
    vm_release_maybe(vm, b);
    vm_release_maybe(vm, c);
    return NULL;
}

static const struct heap_field fields[] = {
    {"iterator", offsetof(struct iterator, a)},
    {"function", offsetof(struct iterator, b)},
    {"result", offsetof(struct iterator, c)},
};

/* (made, args); args stolen, NULL (pending) passes through. */
static object *reduced_steal(struct vm *vm, object *made, object *args)
{
    object *both = args ? tuple_pack(vm, 2, made, args) : NULL;
    vm_release_maybe(vm, args);
    return both;
}

static object *type_of(struct vm *vm, object *self)
{
    return (object *)vm_type_of(vm, self);
}

#define ITERATOR_LAYOUT                                                        \
    {.size = sizeof(struct iterator),                                          \
     .flags = HEAP_CONTAINER,                                                  \
     .clear = sequence_no_clear,                                               \
     .fields = fields,                                                         \
     .field_count = 3}

/* ---- by __getitem__ ---------------------------------------------------------- */

object *sequence_iterator_new(struct vm *vm, object *sequence)
{
    return make(vm, vm->types[TYPE_SEQUENCE_ITERATOR], heap_retain(sequence),
                NULL, NULL);
}

static object *sequence_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    if (!it->a)
        return NULL;
    if (it->number == PTRDIFF_MAX)
        return vm_raise(vm, EXC_OVERFLOW_ERROR, "iter index too large");
    struct type_slots *slots = &vm_type_of(vm, it->a)->slots;
    object *index = slots->item ? NULL : int_new(vm, it->number);
    object *item = slots->item ? slots->item(vm, it->a, it->number)
                   : index     ? vm_getitem(vm, it->a, index)
                               : NULL;
    vm_release_maybe(vm, index);
    if (item) {
        it->number++;
        return item;
    }
    if (vm_pending_is(vm, EXC_INDEX_ERROR) ||
        vm_pending_is(vm, EXC_STOP_ITERATION)) {
        vm_pending_clear(vm);
        heap_store(vm->heap, &it->a, NULL);
    }
    return NULL;
}

static object *sequence_reduce(struct vm *vm, object *self,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    struct iterator *it = iterator_of(self);
    ptrdiff_t at = it->number;
    UNUSED_ARGS(args, nargs, kwnames);
    if (it->a)
        return iterator_reduced_steal(vm, "iter", heap_retain(it->a), &at);
    return iterator_reduced_steal(vm, "iter", heap_retain(vm->empty_tuple),
                                  NULL);
}

static object *sequence_set_state(struct vm *vm, object *self,
                                  object *const *args, size_t nargs,
                                  object *kwnames)
{
    struct iterator *it = iterator_of(self);
    ptrdiff_t at;
    (void)nargs;
    (void)kwnames;
    if (!iterator_state(vm, args[0], 0, PTRDIFF_MAX, &at))
        return NULL;
    if (it->a)
        it->number = at;
    return vm_none(vm);
}

static object *sequence_hint(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    struct iterator *it = iterator_of(self);
    ptrdiff_t n = 0;
    UNUSED_ARGS(args, nargs, kwnames);
    if (it->a && !vm_type_of(vm, it->a)->slots.length)
        return heap_retain(vm->not_implemented);
    if (it->a && (n = vm_length(vm, it->a)) < 0)
        return NULL;
    return int_new(vm, n > it->number ? n - it->number : 0);
}

static const struct method_def sequence_methods[] = {
    {"__length_hint__", sequence_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    ITERATOR_REDUCE(sequence_reduce),
    ITERATOR_SET_STATE(sequence_set_state),
    {NULL, NULL, 0, NULL},
};

const struct type_spec sequence_iterator_spec = {
    .name = "iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = ITERATOR_LAYOUT,
    .slots = {.iter = sequence_self, .next = sequence_next},
    .methods = sequence_methods,
};

/* ---- iter(function, sentinel) --------------------------------------------------- */

object *callable_iterator_new(struct vm *vm, object *function,
                              object *sentinel)
{
    return make(vm, vm->types[TYPE_CALLABLE_ITERATOR], heap_retain(function),
                heap_retain(sentinel), NULL);
}

static void exhaust(struct vm *vm, struct iterator *it)
{
    heap_store(vm->heap, &it->a, NULL);
    heap_store(vm->heap, &it->b, NULL);
}

static object *callable_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    if (!it->a)
        return NULL;
    object *item = vm_call0(vm, it->a);
    if (!item) {
        if (vm_pending_is(vm, EXC_STOP_ITERATION)) {
            vm_pending_clear(vm);
            exhaust(vm, it);
        }
        return NULL;
    }
    int end = it->b ? vm_equal(vm, it->b, item) : 1;
    if (end == 0)
        return item;
    vm_release(vm, item);
    if (end > 0)
        exhaust(vm, it);
    return NULL;
}

static object *callable_reduce(struct vm *vm, object *self,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    struct iterator *it = iterator_of(self);
    UNUSED_ARGS(args, nargs, kwnames);
    if (!it->a || !it->b)
        return iterator_reduced_steal(vm, "iter", heap_retain(vm->empty_tuple),
                                      NULL);
    object *iter = dict_get_c_peek(vm, vm->builtins, "iter");
    object *both = iter ? tuple_pack(vm, 2, it->a, it->b) : NULL;
    if (!iter)
        vm_raise(vm, EXC_ATTRIBUTE_ERROR, "iter");
    return reduced_steal(vm, iter, both);
}

static const struct method_def callable_methods[] = {
    ITERATOR_REDUCE(callable_reduce),
    {NULL, NULL, 0, NULL},
};

const struct type_spec callable_iterator_spec = {
    .name = "callable_iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = ITERATOR_LAYOUT,
    .slots = {.iter = sequence_self, .next = callable_next},
    .methods = callable_methods,
};

/* ---- enumerate -------------------------------------------------------------------- */

static object *enumerate_new(struct vm *vm, struct type_object *type,
                             object *const *args, size_t nargs,
                             object *kwnames)
{
    static const char *const names[] = {"iterable", "start", NULL};
    static const struct arg_spec spec = {"enumerate", names, 0, 2, 1};
    object *bound[2], *start;
    if (nargs == 0 && !kwnames)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "enumerate() missing required argument 'iterable'");
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound))
        return NULL;
    start = bound[1] ? vm_index(vm, bound[1]) : int_new(vm, 0);
    object *it = start ? vm_iter(vm, bound[0]) : NULL;
    object *pair = it ? tuple_pack(vm, 2, vm->none, vm->none) : NULL;
    if (pair)
        return make(vm, type, it, start, pair);
    vm_release_maybe(vm, start);
    vm_release_maybe(vm, it);
    return NULL;
}

/* A pair of stolen items, in the tuple made beforehand if only we hold it. */
static object *pair_of(struct vm *vm, object *reusable, object *a, object *b)
{
    object *both[] = {a, b};
    if (heap_refs(reusable) != 1)
        return tuple_from_steal(vm, both, 2);
    object **items = tuple_items(heap_retain(reusable));
    object *old[] = {items[0], items[1]};
    items[0] = a;
    items[1] = b;
    vm_release(vm, old[0]);
    vm_release(vm, old[1]);
    if (!heap_is_tracked(reusable))
        heap_track(vm->heap, reusable);
    return reusable;
}

static object *one_more(struct vm *vm, object *number)
{
    object *one, *sum;
    if (int_is_plain(number) &&
        ((struct int_object *)number)->value < INT64_MAX)
        return int_make(vm, ((struct int_object *)number)->value + 1);
    one = int_new(vm, 1);
    sum = one ? vm_binary(vm, BINARY_ADD, number, one) : NULL;
    vm_release_maybe(vm, one);
    return sum;
}

static object *enumerate_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    object *item = vm_next(vm, it->a);
    if (!item)
        return NULL;
    object *after = one_more(vm, it->b);
    if (!after) {
        vm_release(vm, item);
        return NULL;
    }
    object *index = it->b;
    it->b = after;
    return pair_of(vm, it->c, index, item);
}

static object *enumerate_reduce(struct vm *vm, object *self,
                                object *const *args, size_t nargs,
                                object *kwnames)
{
    struct iterator *it = iterator_of(self);
    UNUSED_ARGS(args, nargs, kwnames);
    return reduced_steal(vm, type_of(vm, self),
                         tuple_pack(vm, 2, it->a, it->b));
}

static const struct method_def alias_methods[] = {
    ITERATOR_REDUCE(enumerate_reduce),
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

const struct type_spec enumerate_spec = {
    .name = "enumerate",
    .flags = TYPE_VECTORCALL | TYPE_BASE,
    .layout = ITERATOR_LAYOUT,
    .slots = {.iter = sequence_self,
              .next = enumerate_next,
              .new_ = enumerate_new},
    .methods = alias_methods,
    .doc = "enumerate(iterable, start=0)\n--\n\n"
           "Pairs of a number, counted from start, and an item.",
};

/* ---- reversed ------------------------------------------------------------------------ */

static object *reversed_new(struct vm *vm, struct type_object *type,
                            object *const *args, size_t nargs, object *kwnames)
{
    bool unbound;
    if (!args_no_keywords(vm, "reversed", kwnames) ||
        !args_between(vm, "reversed", nargs, 1, 1))
        return NULL;
    object *method = type_lookup_special(
        vm, args[0], vm->name[NAME_dunder_reversed], &unbound);
    if (!method && vm_pending(vm))
        return NULL;
    if (method && method != vm->none) {
        object *it = unbound ? vm_call1(vm, method, args[0])
                             : vm_call0(vm, method);
        vm_release(vm, method);
        return it;
    }
    struct type_slots *slots = &vm_type_of(vm, args[0])->slots;
    bool sequence = slots->item &&
                    !(vm_type_of(vm, args[0])->flags & TYPE_DICT_SUBCLASS);
    if (method || !sequence) {
        vm_release_maybe(vm, method);
        return vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not reversible",
                        args[0]);
    }
    ptrdiff_t n = vm_length(vm, args[0]);
    if (n < 0)
        return NULL;
    object *self = make(vm, type, heap_retain(args[0]), NULL, NULL);
    if (self)
        iterator_of(self)->number = n - 1;
    return self;
}

static object *reversed_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    if (it->number >= 0 && it->a) {
        object *item = vm_type_of(vm, it->a)->slots.item(vm, it->a,
                                                         it->number);
        if (item) {
            it->number--;
            return item;
        }
        if (vm_pending_is(vm, EXC_INDEX_ERROR) ||
            vm_pending_is(vm, EXC_STOP_ITERATION))
            vm_pending_clear(vm);
    }
    it->number = -1;
    heap_store(vm->heap, &it->a, NULL);
    return NULL;
}

static object *reversed_hint(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    struct iterator *it = iterator_of(self);
    UNUSED_ARGS(args, nargs, kwnames);
    ptrdiff_t n = it->a ? vm_length(vm, it->a) : 0;
    if (n < 0)
        return NULL;
    return int_new(vm, n < it->number + 1 ? 0 : it->number + 1);
}

static object *reversed_reduce(struct vm *vm, object *self,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    struct iterator *it = iterator_of(self);
    UNUSED_ARGS(args, nargs, kwnames);
    object *over = tuple_pack(vm, 1, it->a ? it->a : vm->empty_tuple);
    if (!it->a)
        return reduced_steal(vm, type_of(vm, self), over);
    object *at = over ? int_new(vm, it->number) : NULL;
    object *result =
        at ? tuple_pack(vm, 3, type_of(vm, self), over, at) : NULL;
    vm_release_maybe(vm, over);
    vm_release_maybe(vm, at);
    return result;
}

static object *reversed_set_state(struct vm *vm, object *self,
                                  object *const *args, size_t nargs,
                                  object *kwnames)
{
    struct iterator *it = iterator_of(self);
    ptrdiff_t at, n;
    (void)nargs;
    (void)kwnames;
    if (!iterator_state(vm, args[0], -1, PTRDIFF_MAX, &at))
        return NULL;
    if (it->a) {
        if ((n = vm_length(vm, it->a)) < 0)
            return NULL;
        it->number = at < n ? at : n - 1;
    }
    return vm_none(vm);
}

static const struct method_def reversed_methods[] = {
    ITERATOR_REDUCE(reversed_reduce),
    ITERATOR_SET_STATE(reversed_set_state),
    {"__length_hint__", reversed_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    {NULL, NULL, 0, NULL},
};

const struct type_spec reversed_spec = {
    .name = "reversed",
    .flags = TYPE_VECTORCALL | TYPE_BASE,
    .layout = ITERATOR_LAYOUT,
    .slots = {.iter = sequence_self,
              .next = reversed_next,
              .new_ = reversed_new},
    .methods = reversed_methods,
    .doc = "reversed(sequence, /)\n--\n\nIts items from the last on.",
};

/* ---- zip, map ---------------------------------------------------------------------------- */

/* A tuple of iterators over args; "zip argument #2 must support iteration". */
static object *iterators_of(struct vm *vm, const char *name,
                            object *const *args, size_t nargs)
{
    object *all = tuple_new(vm, nargs);
    for (size_t i = 0; all && i < nargs; i++) {
        tuple_items(all)[i] = vm_iter(vm, args[i]);
        if (tuple_items(all)[i])
            continue;
        if (name && vm_pending_is(vm, EXC_TYPE_ERROR) &&
            !vm_type_of(vm, args[i])->slots.iter) {
            vm_pending_clear(vm);
            vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not iterable",
                     args[i]);
        }
        vm_release(vm, all);
        return NULL;
    }
    return all;
}

static object *zip_new(struct vm *vm, struct type_object *type,
                       object *const *args, size_t nargs, object *kwnames)
{
    int strict = 0;
    if (kwnames && tuple_length(kwnames)) {
        if (tuple_length(kwnames) != 1 ||
            !str_equal_ascii(tuple_items(kwnames)[0], "strict"))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "%R is an invalid keyword argument for zip()",
                            tuple_items(kwnames)[0]);
        if ((strict = vm_truth(vm, args[nargs])) < 0)
            return NULL;
    }
    object *all = iterators_of(vm, "zip", args, nargs);
    object *result = all ? tuple_new(vm, nargs) : NULL;
    if (!result) {
        vm_release_maybe(vm, all);
        return NULL;
    }
    for (size_t i = 0; i < nargs; i++)
        tuple_items(result)[i] = vm_none(vm);
    object *self = make(vm, type, all, NULL, result);
    if (self)
        iterator_of(self)->number = strict;
    return self;
}

/* zip(strict=True): iterator i ended first; are the others at their end? */
static object *check_lengths(struct vm *vm, object *all, size_t i)
{
    if (vm_pending(vm))
        return NULL;
    size_t n = tuple_length(all);
    const char *plural = i == 1 ? " " : "s 1-";
    if (i)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "zip() argument %zu is shorter than argument%s%zu",
                        i + 1, plural, i);
    for (size_t k = 1; k < n; k++) {
        object *item = vm_next(vm, tuple_items(all)[k]);
        if (item) {
            vm_release(vm, item);
            plural = k == 1 ? " " : "s 1-";
            return vm_raise(vm, EXC_VALUE_ERROR,
                            "zip() argument %zu is longer than argument%s%zu",
                            k + 1, plural, k);
        }
        if (vm_pending(vm))
            return NULL;
    }
    return NULL;
}

/* The tuple for the next round: the old one if only zip holds it. */
static object *round_tuple(struct vm *vm, struct iterator *it)
{
    if (heap_refs(it->c) == 1)
        return heap_retain(it->c);
    return tuple_new(vm, tuple_length(it->a));
}

static object *zip_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    size_t n = tuple_length(it->a);
    object *round = n ? round_tuple(vm, it) : NULL;
    for (size_t i = 0; round && i < n; i++) {
        object *item = vm_next(vm, tuple_items(it->a)[i]);
        if (!item) {
            vm_release(vm, round);
            return it->number ? check_lengths(vm, it->a, i) : NULL;
        }
        heap_store(vm->heap, &tuple_items(round)[i], item);
    }
    if (round && !heap_is_tracked(round))
        heap_track(vm->heap, round);
    return round;
}

static object *zip_reduce(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    struct iterator *it = iterator_of(self);
    UNUSED_ARGS(args, nargs, kwnames);
    if (it->number)
        return tuple_pack(vm, 3, type_of(vm, self), it->a, vm->true_);
    return tuple_pack(vm, 2, type_of(vm, self), it->a);
}

static object *zip_set_state(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    int strict = vm_truth(vm, args[0]);
    (void)nargs;
    (void)kwnames;
    if (strict < 0)
        return NULL;
    iterator_of(self)->number = strict;
    return vm_none(vm);
}

static const struct method_def zip_methods[] = {
    ITERATOR_REDUCE(zip_reduce),
    ITERATOR_SET_STATE(zip_set_state),
    {NULL, NULL, 0, NULL},
};

const struct type_spec zip_spec = {
    .name = "zip",
    .flags = TYPE_BASE,
    .layout = ITERATOR_LAYOUT,
    .slots = {.iter = sequence_self, .next = zip_next, .new_ = zip_new},
    .methods = zip_methods,
    .doc = "zip(*iterables, strict=False)\n\n"
           "Tuples of the first items, of the second items, and so on.",
};

static object *map_new(struct vm *vm, struct type_object *type,
                       object *const *args, size_t nargs, object *kwnames)
{
    if (!type_no_keywords(vm, type, TYPE_MAP, kwnames))
        return NULL;
    if (nargs < 2)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "map() must have at least two arguments.");
    object *all = iterators_of(vm, NULL, args + 1, nargs - 1);
    return all ? make(vm, type, all, heap_retain(args[0]), NULL) : NULL;
}

#define MANY 8 /* iterables of a map that need no allocation */

static object *map_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    size_t n = tuple_length(it->a), taken = 0;
    object *few[MANY], **items = few, *result = NULL;
    if (n > MANY && !(items = heap_array_new(vm->heap, n * sizeof *items)))
        return vm_raise_no_memory(vm);
    while (taken < n &&
           (items[taken] = vm_next(vm, tuple_items(it->a)[taken])))
        taken++;
    if (taken == n)
        result = vm_call(vm, it->b, items, n, NULL);
    for (size_t i = 0; i < taken; i++)
        vm_release(vm, items[i]);
    if (items != few)
        heap_array_free(vm->heap, items, n * sizeof *items);
    return result;
}

static object *map_reduce(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    struct iterator *it = iterator_of(self);
    UNUSED_ARGS(args, nargs, kwnames);
    size_t n = tuple_length(it->a);
    object *all = tuple_new(vm, n + 1);
    if (!all)
        return NULL;
    tuple_items(all)[0] = heap_retain(it->b);
    for (size_t i = 0; i < n; i++)
        tuple_items(all)[i + 1] = heap_retain(tuple_items(it->a)[i]);
    return reduced_steal(vm, type_of(vm, self), all);
}

static const struct method_def map_methods[] = {
    ITERATOR_REDUCE(map_reduce),
    {NULL, NULL, 0, NULL},
};

const struct type_spec map_spec = {
    .name = "map",
    .flags = TYPE_VECTORCALL | TYPE_BASE,
    .layout = ITERATOR_LAYOUT,
    .slots = {.iter = sequence_self, .next = map_next, .new_ = map_new},
    .methods = map_methods,
    .doc = "map(func, *iterables)\n\n"
           "What func gives for the first items, the second ones, and so on.",
};

/* ---- filter --------------------------------------------------------------------------------- */

static object *filter_new(struct vm *vm, struct type_object *type,
                          object *const *args, size_t nargs, object *kwnames)
{
    if (!type_no_keywords(vm, type, TYPE_FILTER, kwnames) ||
        !args_between(vm, "filter", nargs, 2, 2))
        return NULL;
    object *it = vm_iter(vm, args[1]);
    return it ? make(vm, type, it, heap_retain(args[0]), NULL) : NULL;
}

static int passes(struct vm *vm, object *function, object *item)
{
    if (function == vm->none || function == (object *)vm->types[TYPE_BOOL])
        return vm_truth(vm, item);
    object *verdict = vm_call1(vm, function, item);
    int truth = verdict ? vm_truth(vm, verdict) : -1;
    vm_release_maybe(vm, verdict);
    return truth;
}

static object *filter_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    object *item;
    while ((item = vm_next(vm, it->a))) {
        int good = passes(vm, it->b, item);
        if (good > 0)
            return item;
        vm_release(vm, item);
        if (good < 0)
            return NULL;
    }
    return NULL;
}

static object *filter_reduce(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    struct iterator *it = iterator_of(self);
    UNUSED_ARGS(args, nargs, kwnames);
    return reduced_steal(vm, type_of(vm, self),
                         tuple_pack(vm, 2, it->b, it->a));
}

static const struct method_def filter_methods[] = {
    ITERATOR_REDUCE(filter_reduce),
    {NULL, NULL, 0, NULL},
};

const struct type_spec filter_spec = {
    .name = "filter",
    .flags = TYPE_VECTORCALL | TYPE_BASE,
    .layout = ITERATOR_LAYOUT,
    .slots = {.iter = sequence_self, .next = filter_next, .new_ = filter_new},
    .methods = filter_methods,
    .doc = "filter(function or None, iterable)\n\n"
           "The items for which function(item) is true, or that are true.",
};
