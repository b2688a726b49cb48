/*
 * dict: what scripts call, and the type.
 */
#include "scripts/types/dict_table.h"
#include "scripts/types/dict_views.h"
#include "scripts/types/int.h"
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

static bool is_dict(struct vm *vm, const object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_DICT_SUBCLASS;
}

/* ---- slots ---------------------------------------------------------------- */

static ptrdiff_t length_slot(struct vm *vm, object *self)
{
    (void)vm;
    return (ptrdiff_t)dict_length(self);
}

/* A derived class may say what a missing key stands for. */
static object *missing(struct vm *vm, object *self, object *key)
{
    bool unbound;
    object *method =
        vm_is(self, TYPE_DICT)
            ? NULL
            : type_lookup_special(vm, self, vm->name[NAME_dunder_missing],
                                  &unbound);
    if (!method)
        return vm_pending(vm) ? NULL
                              : vm_raise_object(vm, EXC_KEY_ERROR, key);
    object *result = unbound ? vm_call2(vm, method, self, key)
                             : vm_call1(vm, method, key);
    vm_release(vm, method);
    return result;
}

static object *subscript(struct vm *vm, object *self, object *key)
{
    object *value;
    int found = dict_find(vm, self, key, &value);
    if (found < 0)
        return NULL;
    return found ? heap_retain(value) : missing(vm, self, key);
}

static bool assign_subscript(struct vm *vm, object *self, object *key,
                             object *value)
{
    if (value)
        return dict_set(vm, self, key, value);
    int deleted = dict_delete(vm, self, key);
    if (deleted == 0)
        vm_raise_object(vm, EXC_KEY_ERROR, key);
    return deleted == 1;
}

static int contains(struct vm *vm, object *self, object *key)
{
    object *value;
    return dict_find(vm, self, key, &value);
}

/* Same keys with equal values. */
static int equal(struct vm *vm, object *a, object *b)
{
    size_t pos = 0;
    object *key, *value, *other;
    int same = dict_length(a) == dict_length(b);
    while (same == 1 && dict_next(a, &pos, &key, &value)) {
        heap_retain(key);
        heap_retain(value);
        same = dict_find(vm, b, key, &other);
        if (same == 1) {
            heap_retain(other);
            same = vm_equal(vm, value, other);
            vm_release(vm, other);
        }
        vm_release(vm, key);
        vm_release(vm, value);
    }
    return same;
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    if (!is_dict(vm, a) || !is_dict(vm, b) ||
        (op != COMPARE_EQ && op != COMPARE_NE))
        return heap_retain(vm->not_implemented);
    int same = equal(vm, a, b);
    return same < 0 ? NULL : vm_bool(vm, (op == COMPARE_EQ) == same);
}

static bool add_repr(struct vm *vm, struct str_builder *b, object *o)
{
    object *text = vm_repr(vm, o);
    if (!text)
        return false;
    str_builder_str(b, text);
    vm_release(vm, text);
    return true;
}

static bool repr_items(struct vm *vm, object *self, struct str_builder *b)
{
    size_t pos = 0;
    object *key, *value;
    bool ok = true;
    for (bool first = true; ok && dict_next(self, &pos, &key, &value);
         first = false) {
        heap_retain(key);
        heap_retain(value);
        if (!first)
            str_builder_ascii(b, ", ");
        ok = add_repr(vm, b, key);
        str_builder_ascii(b, ": ");
        ok = ok && add_repr(vm, b, value);
        vm_release(vm, key);
        vm_release(vm, value);
    }
    return ok;
}

static object *repr(struct vm *vm, object *self)
{
    if (dict_length(self) == 0)
        return str_from(vm, "{}");
    int inside = repr_enter(vm, self);
    if (inside)
        return inside < 0 ? NULL : str_from(vm, "{...}");
    struct str_builder b;
    str_builder_init(&b, vm);
    str_builder_char(&b, '{');
    bool ok = repr_items(vm, self, &b);
    str_builder_char(&b, '}');
    repr_leave(vm, self);
    if (ok)
        return str_builder_finish(&b);
    str_builder_done(&b);
    return NULL;
}

static object *or_(struct vm *vm, object *a, object *b)
{
    if (!is_dict(vm, a) || !is_dict(vm, b))
        return heap_retain(vm->not_implemented);
    object *result = dict_copy(vm, a);
    if (result && !dict_merge(vm, result, b, 1)) {
        vm_release(vm, result);
        return NULL;
    }
    return result;
}

/* ---- construction and update ------------------------------------------------ */

/* Item i of the argument must be a pair. */
static bool merge_pair(struct vm *vm, object *self, object *item, size_t i)
{
    bool ready = vm_is(item, TYPE_LIST) || vm_is(item, TYPE_TUPLE);
    object *pair = ready ? heap_retain(item) : vm_list_from(vm, item);
    object *key, *value;
    size_t length;
    if (!pair) {
        if (vm_pending_is(vm, EXC_TYPE_ERROR)) {
            vm_pending_clear(vm);
            vm_raise(vm, EXC_TYPE_ERROR,
                     "cannot convert dictionary update sequence element #%zu "
                     "to a sequence",
                     i);
        }
        return false;
    }
    bool tuple = vm_is(pair, TYPE_TUPLE);
    length = tuple ? tuple_length(pair) : list_length(pair);
    bool ok = length == 2;
    if (!ok)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "dictionary update sequence element #%zu has length %zu; 2 "
                 "is required",
                 i, length);
    if (ok) {
        object **items = tuple ? tuple_items(pair) : list_items(pair);
        key = heap_retain(items[0]);
        value = heap_retain(items[1]);
        ok = dict_set(vm, self, key, value);
        vm_release(vm, key);
        vm_release(vm, value);
    }
    vm_release(vm, pair);
    return ok;
}

static bool merge_pairs(struct vm *vm, object *self, object *iterable)
{
    object *item, *it = vm_iter(vm, iterable);
    bool ok = it != NULL;
    for (size_t i = 0; ok && (item = vm_next(vm, it)); i++) {
        ok = merge_pair(vm, self, item, i);
        vm_release(vm, item);
    }
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm);
}

static bool merge_argument(struct vm *vm, object *self, object *from)
{
    object *keys;
    if (vm_is(from, TYPE_DICT))
        return dict_merge(vm, self, from, 1);
    if (!vm_lookup_attr(vm, from, vm->name[NAME_keys], &keys))
        return false;
    if (!keys)
        return merge_pairs(vm, self, from);
    vm_release(vm, keys);
    return dict_merge(vm, self, from, 1);
}

static bool update_from(struct vm *vm, const char *name, object *self,
                        object *const *args, size_t nargs, object *kwnames)
{
    if (!args_between(vm, name, nargs, 0, 1) ||
        (nargs && !merge_argument(vm, self, args[0])))
        return false;
    for (size_t i = 0; kwnames && i < tuple_length(kwnames); i++)
        if (!dict_set(vm, self, tuple_items(kwnames)[i], args[nargs + i]))
            return false;
    return true;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    object *self = type_alloc(vm, type, 0);
    if (self && vm_is(self, TYPE_DICT))
        heap_untrack(vm->heap, self);
    return self;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    return update_from(vm, "dict", self, args, nargs, kwnames);
}

static object *inplace_or(struct vm *vm, object *self, object *other)
{
    return merge_argument(vm, self, other) ? heap_retain(self) : NULL;
}

/* ---- methods ------------------------------------------------------------------- */

static object *update(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    return update_from(vm, "update", self, args, nargs, kwnames) ? vm_none(vm)
                                                                 : NULL;
}

static object *get(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    object *value;
    (void)kwnames;
    if (!args_between(vm, "get", nargs, 1, 2))
        return NULL;
    int found = dict_find(vm, self, args[0], &value);
    if (found < 0)
        return NULL;
    return heap_retain(found ? value : nargs == 2 ? args[1] : vm->none);
}

static object *set_default(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    object *value;
    (void)kwnames;
    if (!args_between(vm, "setdefault", nargs, 1, 2) ||
        !dict_set_default(vm, self, args[0], nargs == 2 ? args[1] : vm->none,
                          &value))
        return NULL;
    return heap_retain(value);
}

static object *pop(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    object *value;
    (void)kwnames;
    if (!args_between(vm, "pop", nargs, 1, 2))
        return NULL;
    int found = dict_pop(vm, self, args[0], &value);
    if (found < 0)
        return NULL;
    if (found)
        return value;
    return nargs == 2 ? heap_retain(args[1])
                      : vm_raise_object(vm, EXC_KEY_ERROR, args[0]);
}

static object *popitem(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    object *key, *value, *pair = tuple_pack(vm, 2, vm->none, vm->none);
    UNUSED_ARGS(args, nargs, kwnames);
    if (!pair || !dict_pop_last(vm, self, &key, &value)) {
        vm_release_maybe(vm, pair);
        return vm_pending(vm) ? NULL
                              : vm_raise(vm, EXC_KEY_ERROR,
                                         "popitem(): dictionary is empty");
    }
    heap_store(vm->heap, &tuple_items(pair)[0], key);
    heap_store(vm->heap, &tuple_items(pair)[1], value);
    return pair;
}

static object *clear(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    dict_clear(vm, self);
    return vm_none(vm);
}

static object *copy(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return dict_copy(vm, self);
}

static object *fill_keys(struct vm *vm, object *into, object *it,
                         object *value)
{
    object *key;
    bool ok = true;
    while (ok && (key = vm_next(vm, it))) {
        ok = vm_is(into, TYPE_DICT) ? dict_set(vm, into, key, value)
                                    : vm_setitem(vm, into, key, value);
        vm_release(vm, key);
    }
    if (ok && !vm_pending(vm))
        return into;
    vm_release(vm, into);
    return NULL;
}

/* For a plain dict, with the hashes that a set or dict knows; 1 done, 0 the
 * iterable is neither, -1 failed. */
static int fill_known(struct vm *vm, object *into, object *from, object *value)
{
    size_t pos = 0;
    int64_t hash;
    object *key, *ignored;
    bool dict = vm_is(from, TYPE_DICT), ok = true;
    if (!vm_is(into, TYPE_DICT) || dict_length(into) ||
        !(dict || vm_is(from, TYPE_SET) || vm_is(from, TYPE_FROZENSET)))
        return 0;
    while (ok && (dict ? dict_next_hashed(from, &pos, &key, &ignored, &hash)
                       : set_next_hashed(vm, from, &pos, &key, &hash)))
        ok = dict_set_hashed(vm, into, key, value, hash);
    return ok ? 1 : -1;
}

static object *fromkeys(struct vm *vm, object *type, object *const *args,
                        size_t nargs, object *kwnames)
{
    (void)kwnames;
    if (!args_between(vm, "fromkeys", nargs, 1, 2))
        return NULL;
    object *value = nargs == 2 ? args[1] : vm->none;
    object *into = vm_call0(vm, type);
    int done = into ? fill_known(vm, into, args[0], value) : -1;
    if (done > 0)
        return into;
    object *it = done == 0 ? vm_iter(vm, args[0]) : NULL;
    if (!it) {
        vm_release_maybe(vm, into);
        return NULL;
    }
    object *result =
        fill_keys(vm, into, it, value);
    vm_release(vm, it);
    return result;
}

static object *contains_method(struct vm *vm, object *self,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    int found = contains(vm, self, args[0]);
    return found < 0 ? NULL : vm_bool(vm, found);
}

static object *getitem_method(struct vm *vm, object *self,
                              object *const *args, size_t nargs,
                              object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return subscript(vm, self, args[0]);
}

static object *size_of(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return int_new(vm, (int64_t)heap_total_size(vm->heap, self));
}

static object *keys(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return dict_view_new(vm, self, TYPE_DICT_KEYS);
}

static object *values(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return dict_view_new(vm, self, TYPE_DICT_VALUES);
}

static object *items(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return dict_view_new(vm, self, TYPE_DICT_ITEMS);
}

static object *iterate(struct vm *vm, object *self)
{
    return dict_iterator_new(vm, self, DICT_OVER_KEYS, false);
}

static object *reversed(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return dict_iterator_new(vm, self, DICT_OVER_KEYS, true);
}

static const struct method_def methods[] = {
    {"__contains__", contains_method, METHOD_ONE,
     "__contains__($self, key, /)\n--\n\nIs key in the dictionary?"},
    {"__getitem__", getitem_method, METHOD_ONE,
     "x.__getitem__(y) <==> x[y]"},
    {"__sizeof__", size_of, METHOD_NOARGS,
     "D.__sizeof__() -> size of D in memory, in bytes"},
    {"get", get, METHOD_ARGS,
     "get($self, key, default=None, /)\n--\n\n"
     "The value of key, or default."},
    {"setdefault", set_default, METHOD_ARGS,
     "setdefault($self, key, default=None, /)\n--\n\n"
     "The value of key, which becomes default if it had none."},
    {"pop", pop, METHOD_ARGS,
     "D.pop(k[,d]) -> v, remove key and return its value.\n\n"
     "Without it d, or KeyError."},
    {"popitem", popitem, METHOD_NOARGS,
     "popitem($self, /)\n--\n\n"
     "Take the pair that was put in last out.\n\nKeyError when empty."},
    {"keys", keys, METHOD_NOARGS, "D.keys() -> a view of D's keys"},
    {"items", items, METHOD_NOARGS, "D.items() -> a view of D's items"},
    {"values", values, METHOD_NOARGS, "D.values() -> a view of D's values"},
    {"update", update, METHOD_KEYWORDS | METHOD_TUPLE,
     "D.update([E, ]**F) -> None.  Put E's and F's items into D."},
    {"fromkeys", fromkeys, METHOD_ARGS | METHOD_CLASS,
     "fromkeys($type, iterable, value=None, /)\n--\n\n"
     "A dictionary of these keys, all with that value."},
    {"clear", clear, METHOD_NOARGS,
     "D.clear() -> None.  Take all items out of D."},
    {"copy", copy, METHOD_NOARGS, "D.copy() -> a shallow copy of D"},
    {"__reversed__", reversed, METHOD_NOARGS,
     "__reversed__($self, /)\n--\n\nAn iterator over the keys from the end."},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

const struct type_spec dict_spec = {
    .name = "dict",
    .flags = TYPE_VECTORCALL | TYPE_BASE | TYPE_MAPPING | TYPE_DICT_SUBCLASS |
             TYPE_SELF_MATCH,
    .layout = {.size = sizeof(struct dict_object),
               .flags = HEAP_CONTAINER | HEAP_TRASHCAN | HEAP_SHARES,
               .spare_sizes = 1,
               .spare_max = 80,
               .traverse = dict_traverse,
               .unlink = dict_unlink,
               .clear = dict_break_cycles,
               .edges = dict_edges,
               .extra = dict_extra,
               .untrack = dict_untrack,
               .untrack_full = true},
    .slots = {.binary = {[BINARY_OR] = or_},
              .inplace = {[BINARY_OR] = inplace_or},
              .length = length_slot,
              .subscript = subscript,
              .assign_subscript = assign_subscript,
              .contains = contains,
              .compare = compare,
              .hash = slot_unhashable,
              .repr = repr,
              .iter = iterate,
              .init = init,
              .new_ = new_},
    .methods = methods,
    .doc = "dict() -> new empty dictionary\n"
           "dict(mapping) -> new dictionary with the mapping's items\n"
           "dict(iterable) -> new dictionary of the iterable's pairs\n"
           "dict(**kwargs) -> new dictionary of the names and values",
};
