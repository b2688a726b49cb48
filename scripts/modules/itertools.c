/*
 * itertools: iterators made of iterators.
 *
 * One layout serves them all.  The iterator asked is held while it runs,
 * since what it calls may exhaust and so drop it.
 */
#include "scripts/modules/itertools.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct iterator {
    struct heap_node node;
    object *source, *other, *saved; /* any may be NULL */
    int64_t number;
};

static const struct heap_field fields[] = {
    {"iterator", offsetof(struct iterator, source)},
    {"other", offsetof(struct iterator, other)},
    {"saved", offsetof(struct iterator, saved)},
};

#define ITERATOR_LAYOUT                                                        \
    {.size = sizeof(struct iterator),                                          \
     .flags = HEAP_CONTAINER,                                                  \
     .clear = sequence_no_clear,                                               \
     .fields = fields,                                                         \
     .field_count = 3}

static struct iterator *iterator_of(object *o)
{
    return (struct iterator *)o;
}

/* Takes the references, also on failure. */
static object *make_steal(struct vm *vm, struct type_object *type,
                          object *source, object *other)
{
    struct iterator *it = (struct iterator *)type_alloc(vm, type, 0);
    if (it) {
        it->source = source;
        it->other = other;
        return (object *)it;
    }
    vm_release_maybe(vm, source);
    vm_release_maybe(vm, other);
    return NULL;
}

static object *advance(struct vm *vm, object *iterator)
{
    heap_retain(iterator);
    object *item = vm_next(vm, iterator);
    vm_release(vm, iterator);
    return item;
}

/* Is predicate(item) true?  -1: exception pending. */
static int test(struct vm *vm, object *predicate, object *item)
{
    object *answer = vm_call1(vm, predicate, item);
    int truth = answer ? vm_truth(vm, answer) : -1;
    vm_release_maybe(vm, answer);
    return truth;
}

/* A script's subclass may have keywords for its __init__. */
bool itertools_keywords_fit(struct vm *vm, const struct type_object *type,
                            const char *name, object *kwnames)
{
    return type->slots.init != vm->types[TYPE_OBJECT]->slots.init ||
           args_no_keywords(vm, name, kwnames);
}

/* ---- states ------------------------------------------------------------ */

object *itertools_reduced_steal(struct vm *vm, object *self, object *args,
                                object *state)
{
    object *type = type_as_object(vm_type_of(vm, self)), *result = NULL;
    if (args && !vm_pending(vm))
        result = state ? tuple_pack(vm, 3, type, args, state)
                       : tuple_pack(vm, 2, type, args);
    vm_release_maybe(vm, args);
    vm_release_maybe(vm, state);
    return result;
}

bool itertools_is_state(struct vm *vm, object *state, size_t least,
                        size_t most)
{
    if (!vm_is(state, TYPE_TUPLE)) {
        vm_raise(vm, EXC_TYPE_ERROR, "state is not a tuple");
        return false;
    }
    return args_between(vm, "function", tuple_length(state), least, most);
}

bool itertools_is_iterator(struct vm *vm, const object *o)
{
    return vm_type_of(vm, o)->slots.next != NULL;
}

/* ---- chain ------------------------------------------------------------- */

static object *chain_new(struct vm *vm, struct type_object *type,
                         object *const *args, size_t nargs, object *kwnames)
{
    if (!itertools_keywords_fit(vm, type, "chain", kwnames))
        return NULL;
    object *all = tuple_from(vm, args, nargs);
    object *source = all ? vm_iter(vm, all) : NULL;
    vm_release_maybe(vm, all);
    return source ? make_steal(vm, type, source, NULL) : NULL;
}

static object *chain_from_iterable(struct vm *vm, object *self,
                                   object *const *args, size_t nargs,
                                   object *kwnames)
{
    (void)nargs, (void)kwnames;
    object *source = vm_iter(vm, args[0]);
    return source ? make_steal(vm, type_object_of(self), source, NULL) : NULL;
}

/* Makes the next iterable's iterator the active one. */
static bool chain_open(struct vm *vm, struct iterator *it)
{
    object *iterable = advance(vm, it->source);
    object *active = iterable ? vm_iter(vm, iterable) : NULL;
    vm_release_maybe(vm, iterable);
    heap_store(vm->heap, active ? &it->other : &it->source, active);
    return active;
}

static object *chain_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    while (it->source) {
        if (!it->other && !chain_open(vm, it))
            return NULL;
        object *item = advance(vm, it->other);
        if (item || vm_pending(vm))
            return item;
        heap_store(vm->heap, &it->other, NULL);
    }
    return NULL;
}

ITERTOOLS_METHOD(chain_reduce)
{
    struct iterator *it = iterator_of(self);
    object *state = NULL;
    (void)args, (void)nargs, (void)kwnames;
    if (it->source)
        state = it->other ? tuple_pack(vm, 2, it->source, it->other)
                          : tuple_pack(vm, 1, it->source);
    return itertools_reduced_steal(vm, self, tuple_new(vm, 0), state);
}

ITERTOOLS_METHOD(chain_set_state)
{
    struct iterator *it = iterator_of(self);
    (void)nargs, (void)kwnames;
    if (!itertools_is_state(vm, args[0], 1, 2))
        return NULL;
    object **parts = tuple_items(args[0]);
    object *active = tuple_length(args[0]) > 1 ? parts[1] : NULL;
    if (!itertools_is_iterator(vm, parts[0]) ||
        (active && !itertools_is_iterator(vm, active)))
        return vm_raise(vm, EXC_TYPE_ERROR, "Arguments must be iterators.");
    heap_store(vm->heap, &it->source, heap_retain(parts[0]));
    heap_store(vm->heap, &it->other, heap_retain_maybe(active));
    return vm_none(vm);
}

static const struct method_def chain_methods[] = {
    ITERTOOLS_REDUCE(chain_reduce),
    ITERTOOLS_SET_STATE(chain_set_state),
    {"from_iterable", chain_from_iterable, METHOD_ONE | METHOD_CLASS,
     "from_iterable($type, iterable, /)\n--\n\n"
     "A chain of the iterables that one iterable gives."},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

const struct type_spec itertools_chain_spec = {
    .name = "itertools.chain",
    .flags = TYPE_BASE,
    .layout = ITERATOR_LAYOUT,
    .slots = {.iter = sequence_self, .next = chain_next, .new_ = chain_new},
    .methods = chain_methods,
    .doc = "chain(*iterables) --> chain object\n\n"
           "The items of each iterable, one iterable after the other.",
};

/* ---- repeat ------------------------------------------------------------ */

static object *repeat_new(struct vm *vm, struct type_object *type,
                          object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"object", "times", NULL};
    static const struct arg_spec spec = {"repeat", names, 0, 2, 1};
    object *bound[2];
    ptrdiff_t times = -1;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound) ||
        (bound[1] && !vm_ssize_argument(vm, bound[1], &times)))
        return NULL;
    object *self = make_steal(vm, type, heap_retain(bound[0]), NULL);
    if (self)
        iterator_of(self)->number = bound[1] && times < 0 ? 0 : times;
    return self;
}

static object *repeat_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    (void)vm;
    if (it->number == 0)
        return NULL;
    it->number -= it->number > 0;
    return heap_retain(it->source);
}

static object *repeat_repr(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    if (it->number < 0)
        return str_format(vm, "repeat(%R)", it->source);
    return str_format(vm, "repeat(%R, %zd)", it->source,
                      (ptrdiff_t)it->number);
}

static object *repeat_hint(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    int64_t left = iterator_of(self)->number;
    return left >= 0 ? int_new(vm, left)
                     : vm_raise(vm, EXC_TYPE_ERROR, "len() of unsized object");
}

ITERTOOLS_METHOD(repeat_reduce)
{
    struct iterator *it = iterator_of(self);
    (void)args, (void)nargs, (void)kwnames;
    if (it->number < 0)
        return itertools_reduced_steal(vm, self, tuple_pack(vm, 1, it->source),
                                       NULL);
    object *left = int_new(vm, it->number);
    object *with = left ? tuple_pack(vm, 2, it->source, left) : NULL;
    vm_release_maybe(vm, left);
    return itertools_reduced_steal(vm, self, with, NULL);
}

static const struct method_def repeat_methods[] = {
    ITERTOOLS_REDUCE(repeat_reduce),
    {"__length_hint__", repeat_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    {NULL, NULL, 0, NULL},
};

static const struct type_spec repeat_spec = {
    .name = "itertools.repeat",
    .flags = TYPE_BASE,
    .layout = ITERATOR_LAYOUT,
    .slots = {.iter = sequence_self,
              .next = repeat_next,
              .repr = repeat_repr,
              .new_ = repeat_new},
    .methods = repeat_methods,
    .doc = "repeat(object [,times]) -> object, times times or for ever",
};

/* ---- starmap, takewhile, dropwhile, filterfalse ------------------------ */

/* self is made of (function, iterable). */
static object *pair_new(struct vm *vm, struct type_object *type,
                        const char *name, object *const *args, size_t nargs,
                        object *kwnames)
{
    if (!itertools_keywords_fit(vm, type, name, kwnames) ||
        !args_between(vm, name, nargs, 2, 2))
        return NULL;
    object *source = vm_iter(vm, args[1]);
    return source ? make_steal(vm, type, source, heap_retain(args[0])) : NULL;
}

#define PAIR_NEW(name)                                                         \
    static object *name##_new(struct vm *vm, struct type_object *type,         \
                              object *const *args, size_t nargs,               \
                              object *kwnames)                                 \
    {                                                                          \
        return pair_new(vm, type, #name, args, nargs, kwnames);                \
    }
PAIR_NEW(starmap)
PAIR_NEW(takewhile)
PAIR_NEW(dropwhile)
PAIR_NEW(filterfalse)

static object *starmap_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    object *args = advance(vm, it->source);
    if (args && !vm_is(args, TYPE_TUPLE)) {
        object *tuple = vm_tuple_from(vm, args);
        vm_release(vm, args);
        args = tuple;
    }
    object *result = args ? vm_call_ex(vm, it->other, args, NULL) : NULL;
    vm_release_maybe(vm, args);
    return result;
}

static object *takewhile_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    object *item = it->number ? NULL : advance(vm, it->source);
    int yes = item ? test(vm, it->other, item) : 0;
    if (yes > 0)
        return item;
    if (item && yes == 0)
        it->number = 1;
    vm_release_maybe(vm, item);
    return NULL;
}

static object *dropwhile_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    object *item;
    while ((item = advance(vm, it->source))) {
        int yes = it->number ? 0 : test(vm, it->other, item);
        if (yes == 0) {
            it->number = 1;
            return item;
        }
        vm_release(vm, item);
        if (yes < 0)
            return NULL;
    }
    return NULL;
}

static object *filterfalse_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    object *item;
    bool plain = it->other == vm->none ||
                 it->other == type_as_object(vm->types[TYPE_BOOL]);
    while ((item = advance(vm, it->source))) {
        int yes = plain ? vm_truth(vm, item) : test(vm, it->other, item);
        if (yes == 0)
            return item;
        vm_release(vm, item);
        if (yes < 0)
            return NULL;
    }
    return NULL;
}

/* (function, iterator), as the type is called. */
ITERTOOLS_METHOD(pair_reduce)
{
    struct iterator *it = iterator_of(self);
    (void)args, (void)nargs, (void)kwnames;
    return itertools_reduced_steal(
        vm, self, tuple_pack(vm, 2, it->other, it->source), NULL);
}

/* The same, and whether the predicate has been heard. */
ITERTOOLS_METHOD(while_reduce)
{
    struct iterator *it = iterator_of(self);
    (void)args, (void)nargs, (void)kwnames;
    return itertools_reduced_steal(
        vm, self, tuple_pack(vm, 2, it->other, it->source),
        int_new(vm, it->number));
}

ITERTOOLS_METHOD(while_set_state)
{
    int yes = vm_truth(vm, args[0]);
    (void)nargs, (void)kwnames;
    if (yes < 0)
        return NULL;
    iterator_of(self)->number = yes;
    return vm_none(vm);
}

static const struct method_def starmap_methods[] = {
    ITERTOOLS_REDUCE(pair_reduce),
    {0},
};
#define filterfalse_methods starmap_methods
static const struct method_def takewhile_methods[] = {
    ITERTOOLS_REDUCE(while_reduce),
    ITERTOOLS_SET_STATE(while_set_state),
    {0},
};
#define dropwhile_methods takewhile_methods

#define PAIR_SPEC(id, text)                                                    \
    static const struct type_spec id##_spec = {                                \
        .name = "itertools." #id,                                              \
        .flags = TYPE_BASE,                                                    \
        .layout = ITERATOR_LAYOUT,                                             \
        .slots = {.iter = sequence_self, .next = id##_next, .new_ = id##_new}, \
        .methods = id##_methods,                                               \
        .doc = text,                                                           \
    };
PAIR_SPEC(starmap, "starmap(function, iterable) --> starmap object\n\n"
                   "function(*item) for each item.")
PAIR_SPEC(takewhile, "takewhile(predicate, iterable) --> takewhile object\n\n"
                     "Items up to the first that the predicate refuses.")
PAIR_SPEC(dropwhile, "dropwhile(predicate, iterable) --> dropwhile object\n\n"
                     "Items from the first that the predicate refuses on.")
PAIR_SPEC(filterfalse, "filterfalse(function, iterable) --> filterfalse "
                       "object\n\nItems that the function refuses.")

/* ---- cycle, pairwise ---------------------------------------------------- */

static object *single_new(struct vm *vm, struct type_object *type,
                          const char *name, object *const *args, size_t nargs,
                          object *kwnames)
{
    if (!itertools_keywords_fit(vm, type, name, kwnames) ||
        !args_between(vm, name, nargs, 1, 1))
        return NULL;
    object *source = vm_iter(vm, args[0]);
    return source ? make_steal(vm, type, source, NULL) : NULL;
}

static object *cycle_new(struct vm *vm, struct type_object *type,
                         object *const *args, size_t nargs, object *kwnames)
{
    object *self = single_new(vm, type, "cycle", args, nargs, kwnames);
    object *saved = self ? list_new(vm, 0) : NULL;
    if (saved)
        iterator_of(self)->saved = saved;
    else if (self)
        vm_release(vm, self);
    return saved ? self : NULL;
}

/* number: while there is a source, whether all is saved already; then the
 * place in what is saved. */
static object *cycle_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    if (it->source) {
        object *item = advance(vm, it->source);
        if (item && !it->number && !list_append(vm, it->saved, item)) {
            vm_release(vm, item);
            return NULL;
        }
        if (item || vm_pending(vm))
            return item;
        it->number = 0;
        heap_store(vm->heap, &it->source, NULL);
    }
    size_t length = list_length(it->saved);
    if (length == 0)
        return NULL;
    if ((size_t)it->number >= length) /* a script has it too, and shortened it */
        it->number = 0;
    object *item = heap_retain(list_items(it->saved)[it->number]);
    it->number = (it->number + 1) % (int64_t)length;
    return item;
}

/* An iterator over what is left of this round, new. */
static object *cycle_rest(struct vm *vm, struct iterator *it)
{
    if (it->source)
        return heap_retain(it->source);
    object *rest = vm_iter(vm, it->saved);
    if (rest)
        ((struct list_iterator *)rest)->next = it->number;
    return rest;
}

ITERTOOLS_METHOD(cycle_reduce)
{
    struct iterator *it = iterator_of(self);
    (void)args, (void)nargs, (void)kwnames;
    object *rest = cycle_rest(vm, it);
    object *with = rest ? tuple_pack(vm, 1, rest) : NULL;
    bool again = !it->source || it->number;
    vm_release_maybe(vm, rest);
    return itertools_reduced_steal(
        vm, self, with,
        tuple_pack(vm, 2, it->saved, again ? vm->true_ : vm->false_));
}

ITERTOOLS_METHOD(cycle_set_state)
{
    struct iterator *it = iterator_of(self);
    int64_t again;
    (void)nargs, (void)kwnames;
    if (!itertools_is_state(vm, args[0], 2, 2))
        return NULL;
    object **parts = tuple_items(args[0]);
    if (!(vm_type_of(vm, parts[0])->flags & TYPE_LIST_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR, "argument 1 must be list, not %T",
                        parts[0]);
    if (!(vm_type_of(vm, parts[1])->flags & TYPE_INT_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "'%T' object cannot be interpreted as an integer",
                        parts[1]);
    if (!int_as_i64(vm, parts[1], &again))
        return NULL;
    it->number = it->source ? again != 0 : 0;
    heap_store(vm->heap, &it->saved, heap_retain(parts[0]));
    return vm_none(vm);
}

static const struct method_def cycle_methods[] = {
    ITERTOOLS_REDUCE(cycle_reduce),
    ITERTOOLS_SET_STATE(cycle_set_state),
    {0},
};
#define pairwise_methods NULL

static object *pairwise_new(struct vm *vm, struct type_object *type,
                            object *const *args, size_t nargs,
                            object *kwnames)
{
    return single_new(vm, type, "pairwise", args, nargs, kwnames);
}

static object *pairwise_next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    if (it->source && !it->other)
        heap_store(vm->heap, &it->other, advance(vm, it->source));
    object *old = heap_retain_maybe(it->other);
    object *item = old && it->source ? advance(vm, it->source) : NULL;
    object *pair = item ? tuple_pack(vm, 2, old, item) : NULL;
    vm_release_maybe(vm, old);
    heap_store(vm->heap, &it->other, item);
    if (!item)
        heap_store(vm->heap, &it->source, NULL);
    return pair;
}

PAIR_SPEC(cycle, "cycle(iterable) --> cycle object\n\n"
                 "The items over and over again.")
PAIR_SPEC(pairwise, "pairwise(iterable) --> pairwise object\n\n"
                    "Each item with the one that follows it.")

/* ---- the module -------------------------------------------------------- */

bool itertools_fill(struct vm *vm, object *module)
{
    static const struct type_spec *const specs[] = {
        &itertools_chain_spec,
        &repeat_spec,
        &starmap_spec,
        &takewhile_spec,
        &dropwhile_spec,
        &filterfalse_spec,
        &cycle_spec,
        &pairwise_spec,
        &itertools_count_spec,
        &itertools_islice_spec,
        &itertools_accumulate_spec,
        &itertools_zip_longest_spec,
        &itertools_compress_spec,
        &itertools_product_spec,
        &itertools_permutations_spec,
        &itertools_combinations_spec,
        &itertools_combinations_with_replacement_spec,
        &itertools_groupby_spec,
        &itertools_grouper_spec,
        &itertools_tee_spec,
        &itertools_tee_block_spec,
        NULL,
    };
    static const struct method_def functions[] = {
        {"tee", itertools_tee, METHOD_ARGS,
         "tee($module, iterable, n=2, /)\n--\n\n"
         "Returns a tuple of n independent iterators."},
        {NULL, NULL, 0, NULL},
    };
    return native_add_types(vm, module, specs) &&
           module_add_functions(vm, module, functions);
}
