/*
 * set and frozenset: operators, methods, types.
 */
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/set.h"
#include "scripts/types/slots.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define UNUSED_ARGS(args, nargs, kwnames)                                      \
    ((void)(args), (void)(nargs), (void)(kwnames))
#define REQUIRE_SETS(vm, a, b)                                                 \
    if (!set_is_any(vm, a) || !set_is_any(vm, b))                              \
    return heap_retain((vm)->not_implemented)

struct set_iterator {
    struct heap_node node;
    object *set; /* NULL at the end */
    size_t pos, used, left;
};

static object *none_if(struct vm *vm, bool ok)
{
    return ok ? vm_none(vm) : NULL;
}

static struct type_object *plain_type(struct vm *vm, object *self)
{
    struct type_object *type = vm_type_of(vm, self);
    return type_is_subtype(type, vm->types[TYPE_FROZENSET])
               ? vm->types[TYPE_FROZENSET]
               : vm->types[TYPE_SET];
}

/* A set of iterable's items unless it is a set already; new. */
static object *as_set(struct vm *vm, object *iterable)
{
    if (set_is_any(vm, iterable))
        return heap_retain(iterable);
    return set_make(vm, vm->types[TYPE_SET], iterable);
}

/* What an unhashable set in a set stands for: a frozenset of its items. */
static object *as_key(struct vm *vm, object *key)
{
    if (!vm_pending_is(vm, EXC_TYPE_ERROR) ||
        !type_is_subtype(vm_type_of(vm, key), vm->types[TYPE_SET]))
        return NULL;
    vm_pending_clear(vm);
    return set_make(vm, vm->types[TYPE_FROZENSET], key);
}

/* ---- the algebra ---------------------------------------------------------------- */

static object *copy_plain(struct vm *vm, object *self)
{
    return set_make(vm, plain_type(vm, self), self);
}

static object *union_of(struct vm *vm, object *a, object *b)
{
    object *result = copy_plain(vm, a);
    if (result && !set_update(vm, result, b)) {
        vm_release(vm, result);
        return NULL;
    }
    return result;
}

/* Whether a set or dict has the item. */
static int has(struct vm *vm, object *other, object *item, int64_t hash)
{
    object *value;
    return vm_is(other, TYPE_DICT)
               ? dict_find_hashed(vm, other, item, hash, &value)
               : set_contains_hashed(vm, other, item, hash);
}

/* Adds to result what is in `walked` and in (or not in) `other`, a set or
 * dict. */
static bool select_items(struct vm *vm, object *result, object *walked,
                         object *other, bool wanted)
{
    size_t pos = 0;
    int64_t hash;
    object *item;
    bool ok = true;
    while (ok && set_next_hashed(vm, walked, &pos, &item, &hash)) {
        heap_retain(item);
        int in = has(vm, other, item, hash);
        ok = in >= 0 &&
             (in != wanted || set_add_hashed(vm, result, item, hash));
        vm_release(vm, item);
    }
    return ok;
}

static bool intersect_iterable(struct vm *vm, object *result, object *self,
                               object *iterable)
{
    object *item, *it = vm_iter(vm, iterable);
    bool ok = it != NULL;
    while (ok && (item = vm_next(vm, it))) {
        int in = set_contains(vm, self, item);
        ok = in >= 0 && (!in || set_add(vm, result, item));
        vm_release(vm, item);
    }
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm);
}

static object *intersection_of(struct vm *vm, object *a, object *b)
{
    if (a == b)
        return copy_plain(vm, a);
    object *result = set_make(vm, plain_type(vm, a), NULL);
    if (!result)
        return NULL;
    bool ok;
    if (!set_is_any(vm, b)) {
        ok = intersect_iterable(vm, result, a, b);
    } else {
        bool swap = set_length(b) > set_length(a);
        ok = select_items(vm, result, swap ? a : b, swap ? b : a, true);
    }
    if (ok)
        return result;
    vm_release(vm, result);
    return NULL;
}

static bool remove_items(struct vm *vm, object *self, object *other)
{
    size_t pos = 0;
    int64_t hash;
    object *item;
    bool ok = true;
    while (ok && set_next_hashed(vm, other, &pos, &item, &hash)) {
        heap_retain(item);
        ok = set_discard_hashed(vm, self, item, hash) >= 0;
        vm_release(vm, item);
    }
    return ok;
}

static bool remove_all(struct vm *vm, object *self, object *iterable)
{
    object *item, *it;
    if (self == iterable) {
        set_clear(vm, self);
        return true;
    }
    if (set_is_any(vm, iterable))
        return remove_items(vm, self, iterable);
    it = vm_iter(vm, iterable);
    bool ok = it != NULL;
    while (ok && (item = vm_next(vm, it))) {
        ok = set_discard(vm, self, item) >= 0;
        vm_release(vm, item);
    }
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm);
}

static object *copy_and_remove(struct vm *vm, object *a, object *b)
{
    object *result = copy_plain(vm, a);
    if (result && !remove_all(vm, result, b)) {
        vm_release(vm, result);
        return NULL;
    }
    return result;
}

static object *difference_of(struct vm *vm, object *a, object *b)
{
    bool any = set_is_any(vm, b);
    if (!any && !vm_is(b, TYPE_DICT))
        return copy_and_remove(vm, a, b);
    size_t n = any ? set_length(b) : dict_length(b);
    if (set_length(a) >> 2 > n)
        return copy_and_remove(vm, a, b);
    object *result = set_make(vm, plain_type(vm, a), NULL);
    if (result && select_items(vm, result, a, b, false))
        return result;
    vm_release_maybe(vm, result);
    return NULL;
}

static bool toggle(struct vm *vm, object *self, object *item, int64_t hash)
{
    heap_retain(item);
    int removed = set_discard_hashed(vm, self, item, hash);
    bool ok = removed > 0 ||
              (removed == 0 && set_add_hashed(vm, self, item, hash));
    vm_release(vm, item);
    return ok;
}

static bool toggle_keys(struct vm *vm, object *self, object *dict)
{
    size_t pos = 0;
    int64_t hash;
    object *key, *value;
    while (dict_next_hashed(dict, &pos, &key, &value, &hash))
        if (!toggle(vm, self, key, hash))
            return false;
    return true;
}

/* Toggles each item of an iterable in self. */
static bool toggle_all(struct vm *vm, object *self, object *iterable)
{
    size_t pos = 0;
    int64_t hash;
    object *item, *other;
    if (self == iterable) {
        set_clear(vm, self);
        return true;
    }
    if (vm_is(iterable, TYPE_DICT))
        return toggle_keys(vm, self, iterable);
    if (!(other = as_set(vm, iterable)))
        return false;
    bool ok = true;
    while (ok && set_next_hashed(vm, other, &pos, &item, &hash))
        ok = toggle(vm, self, item, hash);
    vm_release(vm, other);
    return ok;
}

static object *symmetric_difference_of(struct vm *vm, object *a, object *b)
{
    object *result = set_make(vm, plain_type(vm, a), b);
    if (result && !toggle_all(vm, result, a)) {
        vm_release(vm, result);
        return NULL;
    }
    return result;
}

/* Swaps in the items of `made` (stolen, may be NULL). */
static bool become(struct vm *vm, object *self, object *made)
{
    if (!made)
        return false;
    set_clear(vm, self);
    bool ok = set_update(vm, self, made);
    vm_release(vm, made);
    return ok;
}

/* ---- operators -------------------------------------------------------------------- */

static object *or_(struct vm *vm, object *a, object *b)
{
    REQUIRE_SETS(vm, a, b);
    return union_of(vm, a, b);
}

static object *and_(struct vm *vm, object *a, object *b)
{
    REQUIRE_SETS(vm, a, b);
    return intersection_of(vm, a, b);
}

static object *subtract(struct vm *vm, object *a, object *b)
{
    REQUIRE_SETS(vm, a, b);
    return difference_of(vm, a, b);
}

static object *xor_(struct vm *vm, object *a, object *b)
{
    REQUIRE_SETS(vm, a, b);
    return symmetric_difference_of(vm, a, b);
}

static object *inplace_or(struct vm *vm, object *a, object *b)
{
    REQUIRE_SETS(vm, a, b);
    return set_update(vm, a, b) ? heap_retain(a) : NULL;
}

static object *inplace_and(struct vm *vm, object *a, object *b)
{
    REQUIRE_SETS(vm, a, b);
    return become(vm, a, intersection_of(vm, a, b)) ? heap_retain(a) : NULL;
}

static object *inplace_subtract(struct vm *vm, object *a, object *b)
{
    REQUIRE_SETS(vm, a, b);
    return remove_all(vm, a, b) ? heap_retain(a) : NULL;
}

static object *inplace_xor(struct vm *vm, object *a, object *b)
{
    REQUIRE_SETS(vm, a, b);
    return toggle_all(vm, a, b) ? heap_retain(a) : NULL;
}

/* Is every item of a in b? */
static int is_subset(struct vm *vm, object *a, object *b)
{
    size_t pos = 0;
    object *item;
    int64_t hash;
    int in = set_length(a) <= set_length(b);
    while (in == 1 && set_next_hashed(vm, a, &pos, &item, &hash)) {
        heap_retain(item);
        in = set_contains_hashed(vm, b, item, hash);
        vm_release(vm, item);
    }
    return in;
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    REQUIRE_SETS(vm, a, b);
    size_t n = set_length(a), m = set_length(b);
    int result;
    switch (op) {
    case COMPARE_EQ:
    case COMPARE_NE:
        result = n == m ? is_subset(vm, a, b) : 0;
        if (result >= 0 && op == COMPARE_NE)
            result = !result;
        break;
    case COMPARE_LT:
    case COMPARE_LE:
        result = op == COMPARE_LT && n >= m ? 0 : is_subset(vm, a, b);
        break;
    default:
        result = op == COMPARE_GT && n <= m ? 0 : is_subset(vm, b, a);
    }
    return result < 0 ? NULL : vm_bool(vm, result);
}

static ptrdiff_t length_slot(struct vm *vm, object *self)
{
    (void)vm;
    return (ptrdiff_t)set_length(self);
}

static int contains(struct vm *vm, object *self, object *key)
{
    int in = set_contains(vm, self, key);
    object *frozen = in < 0 ? as_key(vm, key) : NULL;
    if (frozen) {
        in = set_contains(vm, self, frozen);
        vm_release(vm, frozen);
    }
    return in;
}

static object *repr(struct vm *vm, object *self)
{
    bool plain = vm_is(self, TYPE_SET);
    int inside = repr_enter(vm, self);
    if (inside)
        return inside < 0 ? NULL : str_format(vm, "%T(...)", self);
    object *text = NULL, *list = NULL;
    if (set_length(self) == 0)
        text = str_format(vm, "%T()", self);
    else
        list = vm_list_from(vm, self);
    object *items = list ? vm_repr(vm, list) : NULL;
    object *middle =
        items ? str_slice(vm, items, 1, str_length(items) - 1) : NULL;
    if (middle)
        text = plain ? str_format(vm, "{%U}", middle)
                     : str_format(vm, "%T({%U})", self, middle);
    vm_release_maybe(vm, middle);
    vm_release_maybe(vm, items);
    vm_release_maybe(vm, list);
    repr_leave(vm, self);
    return text;
}

/* Independent of order: CPython's mixing of the items' hashes. */
static bool frozen_hash(struct vm *vm, object *self, int64_t *out)
{
    struct frozenset_object *f = (struct frozenset_object *)self;
    size_t pos = 0;
    object *item;
    uint64_t h = 0;
    while (f->hash == 0 && set_next(self, &pos, &item)) {
        int64_t one;
        if (!vm_hash(vm, item, &one))
            return false;
        uint64_t u = (uint64_t)one;
        h ^= ((u ^ 89869747u) ^ (u << 16)) * 3644798167u;
    }
    if (f->hash == 0) {
        h ^= (set_length(self) + 1) * 1927868237u;
        h ^= (h >> 11) ^ (h >> 25);
        h = h * 69069u + 907133923u;
        f->hash = h == UINT64_MAX ? 590923713 : (int64_t)h;
    }
    *out = f->hash;
    return true;
}

/* ---- methods ------------------------------------------------------------------------ */

static object *add(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return none_if(vm, set_add(vm, self, args[0]));
}

/* 1, 0, -1; a set as argument means the frozenset of its items. */
static int discard_key(struct vm *vm, object *self, object *key)
{
    int removed = set_discard(vm, self, key);
    object *frozen = removed < 0 ? as_key(vm, key) : NULL;
    if (frozen) {
        removed = set_discard(vm, self, frozen);
        vm_release(vm, frozen);
    }
    return removed;
}

static object *remove_(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    int removed = discard_key(vm, self, args[0]);
    if (removed == 0)
        vm_raise_object(vm, EXC_KEY_ERROR, args[0]);
    return none_if(vm, removed == 1);
}

static object *discard(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return none_if(vm, discard_key(vm, self, args[0]) >= 0);
}

static object *pop(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    object *item = set_pop(vm, self);
    if (!item && !vm_pending(vm))
        vm_raise(vm, EXC_KEY_ERROR, "pop from an empty set");
    return item;
}

static object *clear(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    set_clear(vm, self);
    return vm_none(vm);
}

static object *copy(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return vm_is(self, TYPE_FROZENSET)
               ? heap_retain(self)
               : copy_plain(vm, self);
}

static object *update(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)kwnames;
    for (size_t i = 0; i < nargs; i++)
        if (!set_update(vm, self, args[i]))
            return NULL;
    return vm_none(vm);
}

typedef object *combine_fn(struct vm *vm, object *a, object *b);

/* a with each argument in turn; with none a copy. */
static object *fold(struct vm *vm, object *self, object *const *args,
                    size_t nargs, combine_fn *combine)
{
    object *result = nargs ? heap_retain(self) : copy_plain(vm, self);
    for (size_t i = 0; result && i < nargs; i++) {
        object *next = combine(vm, result, args[i]);
        vm_release(vm, result);
        result = next;
    }
    return result;
}

static object *union_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)kwnames;
    object *result = copy_plain(vm, self);
    for (size_t i = 0; result && i < nargs; i++)
        if (!set_update(vm, result, args[i])) {
            vm_release(vm, result);
            return NULL;
        }
    return result;
}

static object *intersection(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    (void)kwnames;
    return fold(vm, self, args, nargs, intersection_of);
}

static object *difference(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)kwnames;
    return fold(vm, self, args, nargs, difference_of);
}

static object *symmetric_difference(struct vm *vm, object *self,
                                    object *const *args, size_t nargs,
                                    object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return symmetric_difference_of(vm, self, args[0]);
}

static object *intersection_update(struct vm *vm, object *self,
                                   object *const *args, size_t nargs,
                                   object *kwnames)
{
    (void)kwnames;
    return none_if(
        vm, become(vm, self, fold(vm, self, args, nargs, intersection_of)));
}

static object *difference_update(struct vm *vm, object *self,
                                 object *const *args, size_t nargs,
                                 object *kwnames)
{
    (void)kwnames;
    for (size_t i = 0; i < nargs; i++)
        if (!remove_all(vm, self, args[i]))
            return NULL;
    return vm_none(vm);
}

static object *symmetric_difference_update(struct vm *vm, object *self,
                                           object *const *args, size_t nargs,
                                           object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return none_if(vm, toggle_all(vm, self, args[0]));
}

static object *issubset(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    object *other = as_set(vm, args[0]);
    int in = other ? is_subset(vm, self, other) : -1;
    vm_release_maybe(vm, other);
    return in < 0 ? NULL : vm_bool(vm, in);
}

static object *issuperset(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    object *other = as_set(vm, args[0]);
    int in = other ? is_subset(vm, other, self) : -1;
    vm_release_maybe(vm, other);
    return in < 0 ? NULL : vm_bool(vm, in);
}

static object *isdisjoint(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    object *common = intersection_of(vm, self, args[0]);
    bool none = common && set_length(common) == 0;
    vm_release_maybe(vm, common);
    return common ? vm_bool(vm, none) : NULL;
}

static object *contains_method(struct vm *vm, object *self,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    int in = contains(vm, self, args[0]);
    return in < 0 ? NULL : vm_bool(vm, in);
}

static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    object *list = vm_list_from(vm, self), *result = NULL;
    object *values = list ? tuple_pack(vm, 1, list) : NULL;
    object *state =
        values ? vm_call_method(vm, self, vm->name[NAME_dunder_getstate], NULL,
                                0)
               : NULL;
    if (state)
        result = tuple_pack(vm, 3, type_as_object(vm_type_of(vm, self)),
                            values, state);
    vm_release_maybe(vm, list);
    vm_release_maybe(vm, values);
    vm_release_maybe(vm, state);
    return result;
}

static object *size_of(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return int_new(vm, (int64_t)heap_total_size(vm->heap, self));
}

#define COMMON_METHODS                                                         \
    {"copy", copy, METHOD_NOARGS, "Return a shallow copy of a set."},          \
        {"difference", difference, METHOD_ARGS | METHOD_TUPLE,                 \
         "What is in this set and in none of the others."},                    \
        {"intersection", intersection, METHOD_ARGS | METHOD_TUPLE,             \
         "What is in this set and in all the others."},                        \
        {"isdisjoint", isdisjoint, METHOD_ONE,                                 \
         "Do the two have nothing in common?"},                                \
        {"issubset", issubset, METHOD_ONE,                                     \
         "Does the other contain all of this set?"},                           \
        {"issuperset", issuperset, METHOD_ONE,                                 \
         "Does this set contain all of the other?"},                           \
        {"symmetric_difference", symmetric_difference, METHOD_ONE,             \
         "What is in just one of the two."},                                   \
        {"union", union_, METHOD_ARGS | METHOD_TUPLE,                          \
         "What is in any of them."},                                           \
        {"__contains__", contains_method, METHOD_ONE,                          \
         "x.__contains__(y) <==> y in x."},                                    \
        {"__reduce__", reduce, METHOD_NOARGS,                                  \
         "Return state information for pickling."},                            \
        {"__sizeof__", size_of, METHOD_NOARGS,                                 \
         "S.__sizeof__() -> size of S in memory, in bytes"},                   \
        {"__class_getitem__", sequence_class_getitem,                          \
         METHOD_ONE | METHOD_CLASS, "See PEP 585"}

static const struct method_def set_methods[] = {
    {"add", add, METHOD_ONE, "Put an item in; no effect if it is there."},
    {"clear", clear, METHOD_NOARGS, "Take all items out."},
    {"discard", discard, METHOD_ONE, "Take an item out if it is there."},
    {"difference_update", difference_update, METHOD_ARGS | METHOD_TUPLE,
     "Take out what is in any of the others."},
    {"intersection_update", intersection_update, METHOD_ARGS | METHOD_TUPLE,
     "Keep what is in all the others too."},
    {"pop", pop, METHOD_NOARGS, "Take any one item out. KeyError when empty."},
    {"remove", remove_, METHOD_ONE,
     "Take an item out. KeyError if it is not there."},
    {"symmetric_difference_update", symmetric_difference_update, METHOD_ONE,
     "Keep what is in just one of the two."},
    {"update", update, METHOD_ARGS | METHOD_TUPLE,
     "Put in what is in any of the others."},
    COMMON_METHODS,
    {NULL, NULL, 0, NULL},
};

static const struct method_def frozenset_methods[] = {
    COMMON_METHODS,
    {NULL, NULL, 0, NULL},
};

/* ---- making --------------------------------------------------------------------------- */

static object *set_type_new(struct vm *vm, struct type_object *type,
                            object *const *args, size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return set_make(vm, type, NULL);
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    if (!args_no_keywords(vm, "set", kwnames))
        return false;
    if (!args_between(vm, "set", nargs, 0, 1))
        return false;
    set_clear(vm, self);
    return nargs == 0 || set_update(vm, self, args[0]);
}

static object *frozenset_type_new(struct vm *vm, struct type_object *type,
                                  object *const *args, size_t nargs,
                                  object *kwnames)
{
    bool exact = type == vm->types[TYPE_FROZENSET];
    if (!type_no_keywords(vm, type, TYPE_FROZENSET, kwnames))
        return NULL;
    if (!args_between(vm, "frozenset", nargs, 0, 1))
        return NULL;
    if (exact && nargs && vm_is(args[0], TYPE_FROZENSET))
        return heap_retain(args[0]);
    return set_make(vm, type, nargs ? args[0] : NULL);
}

static object *iterate(struct vm *vm, object *self)
{
    struct set_iterator *it = (struct set_iterator *)type_alloc(
        vm, vm->types[TYPE_SET_ITERATOR], 0);
    if (!it)
        return NULL;
    it->set = heap_retain(self);
    it->used = it->left = set_length(self);
    return (object *)it;
}

#define SET_LAYOUT(type)                                                       \
    {.size = sizeof(type),                                                     \
     .flags = HEAP_CONTAINER | HEAP_TRASHCAN | HEAP_SHARES,                    \
     .traverse = set_traverse,                                                 \
     .unlink = set_unlink,                                                     \
     .clear = set_break_cycles,                                                \
     .edges = set_edges,                                                       \
     .extra = set_extra}

const struct type_spec set_spec = {
    .name = "set",
    .flags = TYPE_VECTORCALL | TYPE_BASE | TYPE_SELF_MATCH,
    .layout = SET_LAYOUT(struct set_object),
    .weakly = true,
    .slots = {.binary = {[BINARY_SUB] = subtract,
                         [BINARY_AND] = and_,
                         [BINARY_OR] = or_,
                         [BINARY_XOR] = xor_},
              .inplace = {[BINARY_SUB] = inplace_subtract,
                          [BINARY_AND] = inplace_and,
                          [BINARY_OR] = inplace_or,
                          [BINARY_XOR] = inplace_xor},
              .length = length_slot,
              .contains = contains,
              .hash = slot_unhashable,
              .compare = compare,
              .repr = repr,
              .iter = iterate,
              .init = init,
              .new_ = set_type_new},
    .methods = set_methods,
    .doc = "set() -> new empty set object\n"
           "set(iterable) -> new set object\n\n"
           "Unordered items, each once.",
};

const struct type_spec frozenset_spec = {
    .name = "frozenset",
    .flags = TYPE_VECTORCALL | TYPE_BASE | TYPE_SELF_MATCH,
    .layout = SET_LAYOUT(struct frozenset_object),
    .weakly = true,
    .slots = {.binary = {[BINARY_SUB] = subtract,
                         [BINARY_AND] = and_,
                         [BINARY_OR] = or_,
                         [BINARY_XOR] = xor_},
              .length = length_slot,
              .contains = contains,
              .hash = frozen_hash,
              .compare = compare,
              .repr = repr,
              .iter = iterate,
              .new_ = frozenset_type_new},
    .methods = frozenset_methods,
    .doc = "frozenset() -> empty frozenset object\n"
           "frozenset(iterable) -> frozenset object\n\n"
           "Unordered items, each once, that cannot change.",
};

/* ---- iterator ---------------------------------------------------------------------------- */

static object *next_item(struct vm *vm, object *self)
{
    struct set_iterator *it = (struct set_iterator *)self;
    object *item;
    if (!it->set)
        return NULL;
    if (it->used != set_length(it->set)) {
        it->used = SIZE_MAX; /* stays broken */
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "Set changed size during iteration");
    }
    if (set_next(it->set, &it->pos, &item)) {
        it->left--;
        return heap_retain(item);
    }
    heap_store(vm->heap, &it->set, NULL);
    return NULL;
}

static object *length_hint(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    struct set_iterator *it = (struct set_iterator *)self;
    UNUSED_ARGS(args, nargs, kwnames);
    bool valid = it->set && it->used == set_length(it->set);
    return int_new(vm, valid ? (int64_t)it->left : 0);
}

/* iter(LIST) of what is left; the iterator itself stays where it is. */
static object *iterator_reduce(struct vm *vm, object *self,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    struct set_iterator rest = *(struct set_iterator *)self;
    object *list = list_new(vm, 0), *item;
    UNUSED_ARGS(args, nargs, kwnames);
    if (rest.set)
        heap_retain(rest.set);
    while (list && (item = next_item(vm, (object *)&rest)))
        if (!list_append_steal(vm, list, item))
            break;
    vm_release_maybe(vm, rest.set);
    if (!vm_pending(vm))
        return iterator_reduced_steal(vm, "iter", list, NULL);
    vm_release_maybe(vm, list);
    return NULL;
}

static const struct method_def iterator_methods[] = {
    {"__length_hint__", length_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    ITERATOR_REDUCE(iterator_reduce),
    {NULL, NULL, 0, NULL},
};

static const struct heap_field iterator_fields[] = {
    {"set", offsetof(struct set_iterator, set)},
};

const struct type_spec set_iterator_spec = {
    .name = "set_iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct set_iterator),
               .flags = HEAP_CONTAINER,
               .clear = sequence_no_clear,
               .fields = iterator_fields,
               .field_count = 1},
    .slots = {.iter = sequence_self, .next = next_item},
    .methods = iterator_methods,
};
