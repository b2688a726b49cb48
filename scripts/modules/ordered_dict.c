/*
 * collections.OrderedDict: what scripts call, and the type.
 *
 * A derived class that overrides setting, getting or finding items has that
 * called where CPython calls it: update, copy and setdefault, not pop.
 * Neighbours: ordered_order.c (the order), ordered_views.c, ordered_update.c.
 */
#include "scripts/modules/ordered_dict.h"

#include <stddef.h>
#include <string.h>

#include "scripts/modules/native.h"
#include "scripts/types/dict_views.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

static bool is_exact(struct vm *vm, object *o)
{
    return vm_type_of(vm, o) == native_type(vm, &ordered_dict_spec);
}

static bool is_ordered(struct vm *vm, object *o)
{
    return type_is_subtype(vm_type_of(vm, o),
                           native_type(vm, &ordered_dict_spec));
}

/* ---- slots -------------------------------------------------------------------- */

static bool assign_subscript(struct vm *vm, object *self, object *key,
                             object *value)
{
    object *old;
    if (value)
        return ordered_set(vm, self, key, value);
    int deleted = ordered_take(vm, self, key, &old);
    if (deleted == 0)
        vm_raise_object(vm, EXC_KEY_ERROR, key);
    vm_release_maybe(vm, old);
    return deleted == 1;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    if (nargs > 1) {
        vm_raise(vm, EXC_TYPE_ERROR, "expected at most 1 arguments, got %zu",
                 nargs);
        return false;
    }
    return ordered_update_all(vm, self, args, nargs, kwnames);
}

static object *iterate(struct vm *vm, object *self)
{
    return ordered_iterate(vm, self, DICT_OVER_KEYS, false);
}

/* The items in a list: our own, or what a derived class calls its items. */
static object *items_list(struct vm *vm, object *self)
{
    object *items =
        is_exact(vm, self)
            ? ordered_iterate(vm, self, DICT_OVER_ITEMS, false)
            : vm_call_method(vm, self, vm->name[NAME_items], NULL, 0);
    object *list = items ? vm_list_from(vm, items) : NULL;
    vm_release_maybe(vm, items);
    return list;
}

static object *repr(struct vm *vm, object *self)
{
    const char *name = type_name_of(vm, self), *dot = strrchr(name, '.');
    name = dot ? dot + 1 : name;
    if (dict_length(self) == 0)
        return str_format(vm, "%s()", name);
    int inside = repr_enter(vm, self);
    if (inside)
        return inside < 0 ? NULL : str_from(vm, "...");
    object *list = items_list(vm, self);
    object *r = list ? str_format(vm, "%s(%R)", name, list) : NULL;
    repr_leave(vm, self);
    vm_release_maybe(vm, list);
    return r;
}

/* Do two of as many keys have them in the same order? */
static int same_order(struct vm *vm, object *a, object *b)
{
    int same = 1;
    object *x = ordered_iterate(vm, a, DICT_OVER_KEYS, false);
    object *y = x ? ordered_iterate(vm, b, DICT_OVER_KEYS, false) : NULL;
    while (y && same == 1) {
        object *p = vm_next(vm, x), *q = p ? vm_next(vm, y) : NULL;
        same = q ? vm_equal(vm, p, q) : 2;
        vm_release_maybe(vm, p);
        vm_release_maybe(vm, q);
    }
    vm_release_maybe(vm, x);
    vm_release_maybe(vm, y);
    return vm_pending(vm) || same < 0 ? -1 : same != 0;
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) ||
        !(vm_type_of(vm, b)->flags & TYPE_DICT_SUBCLASS))
        return heap_retain(vm->not_implemented);
    object *r = vm->types[TYPE_DICT]->slots.compare(vm, a, b, COMPARE_EQ);
    if (!r)
        return NULL;
    int same = r == vm->true_;
    vm_release(vm, r);
    if (same && is_ordered(vm, b))
        same = same_order(vm, a, b);
    return same < 0 ? NULL : vm_bool(vm, (op == COMPARE_EQ) == same);
}

static object *or_(struct vm *vm, object *a, object *b)
{
    bool left = is_ordered(vm, a);
    object *other = left ? b : a;
    if (!(vm_type_of(vm, other)->flags & TYPE_DICT_SUBCLASS))
        return heap_retain(vm->not_implemented);
    object *type = type_as_object(vm_type_of(vm, left ? a : b));
    object *r = vm_call1(vm, type, a);
    if (r && !ordered_update_from(vm, r, b)) {
        vm_release(vm, r);
        return NULL;
    }
    return r;
}

static object *inplace_or(struct vm *vm, object *self, object *other)
{
    return ordered_update_from(vm, self, other) ? heap_retain(self) : NULL;
}

/* ---- methods ------------------------------------------------------------------- */

static bool bind(struct vm *vm, const char *name, const char *const *names,
                 object *const *args, size_t nargs, object *kwnames,
                 object **out)
{
    size_t count = names[1] ? 2 : 1;
    bool optional = count == 1;
    struct arg_spec spec = {name, names, 0, count, !optional};
    return args_bind(vm, &spec, args, nargs, kwnames, out);
}

static const char *const key_default[] = {"key", "default", NULL};

METHOD(fromkeys)
{
    static const char *const names[] = {"iterable", "value", NULL};
    object *out[2], *key;
    if (!bind(vm, "fromkeys", names, args, nargs, kwnames, out))
        return NULL;
    object *into = vm_call0(vm, self);
    object *it = into ? vm_iter(vm, out[0]) : NULL;
    bool ok = it;
    while (ok && (key = vm_next(vm, it))) {
        ok = vm_setitem(vm, into, key, out[1] ? out[1] : vm->none);
        vm_release(vm, key);
    }
    vm_release_maybe(vm, it);
    if (ok && !vm_pending(vm))
        return into;
    vm_release_maybe(vm, into);
    return NULL;
}

METHOD(update)
{
    if (nargs > 1)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "update() takes at most 1 positional argument "
                        "(%zu given)",
                        nargs);
    return ordered_update_all(vm, self, args, nargs, kwnames) ? vm_none(vm)
                                                              : NULL;
}

METHOD(set_default)
{
    object *out[2], *value;
    if (!bind(vm, "setdefault", key_default, args, nargs, kwnames, out))
        return NULL;
    bool exact = is_exact(vm, self);
    int found = exact ? dict_find(vm, self, out[0], &value)
                      : vm_contains(vm, self, out[0]);
    if (found < 0)
        return NULL;
    if (found)
        return exact ? heap_retain(value) : vm_getitem(vm, self, out[0]);
    value = out[1] ? out[1] : vm->none;
    bool ok = exact ? ordered_set(vm, self, out[0], value)
                    : vm_setitem(vm, self, out[0], value);
    return ok ? heap_retain(value) : NULL;
}

METHOD(pop)
{
    object *out[2], *value;
    if (!bind(vm, "pop", key_default, args, nargs, kwnames, out))
        return NULL;
    int found = ordered_take(vm, self, out[0], &value);
    if (found)
        return found < 0 ? NULL : value;
    return out[1] ? heap_retain(out[1])
                  : vm_raise_object(vm, EXC_KEY_ERROR, out[0]);
}

METHOD(popitem)
{
    static const char *const names[] = {"last", NULL};
    object *last, *value, *pair = NULL;
    uint32_t place;
    if (!bind(vm, "popitem", names, args, nargs, kwnames, &last))
        return NULL;
    int truth = last ? vm_truth(vm, last) : 1;
    if (truth < 0 || !ordered_end(vm, self, truth, &place))
        return NULL;
    if (!place)
        return vm_raise(vm, EXC_KEY_ERROR, "dictionary is empty");
    object *key = heap_retain(*ordered_entry(ordered_of(self), place));
    int found = ordered_take(vm, self, key, &value);
    if (found == 0)
        vm_raise_object(vm, EXC_KEY_ERROR, key);
    if (found == 1)
        pair = tuple_pack(vm, 2, key, value);
    vm_release(vm, key);
    vm_release_maybe(vm, value);
    return pair;
}

METHOD(move_to_end)
{
    static const char *const names[] = {"key", "last", NULL};
    object *out[2];
    uint32_t place = 0;
    if (!bind(vm, "move_to_end", names, args, nargs, kwnames, out))
        return NULL;
    int last = out[1] ? vm_truth(vm, out[1]) : 1;
    int found = last < 0 ? -1
                : dict_length(self) ? ordered_find(vm, self, out[0], &place)
                                    : 0;
    if (found == 0)
        vm_raise_object(vm, EXC_KEY_ERROR, out[0]);
    if (found != 1)
        return NULL;
    ordered_move(ordered_of(self), place, last);
    return vm_none(vm);
}

METHOD(clear)
{
    UNUSED;
    ordered_clear(vm->heap, self);
    return vm_none(vm);
}

/* What a copy is to have for the key. */
static bool copy_key(struct vm *vm, object *self, object *copy, object *key)
{
    object *value = vm_getitem(vm, self, key);
    bool ok = value && vm_setitem(vm, copy, key, value);
    vm_release_maybe(vm, value);
    return ok;
}

METHOD(copy)
{
    UNUSED;
    object *key, *copy = vm_call0(vm, type_as_object(vm_type_of(vm, self)));
    object *it = copy ? iterate(vm, self) : NULL;
    bool ok = it;
    while (ok && (key = vm_next(vm, it))) {
        ok = copy_key(vm, self, copy, key);
        vm_release(vm, key);
    }
    vm_release_maybe(vm, it);
    if (ok && !vm_pending(vm))
        return copy;
    vm_release_maybe(vm, copy);
    return NULL;
}

METHOD(reduce)
{
    UNUSED;
    object *state =
        vm_call_method(vm, self, vm->name[NAME_dunder_getstate], NULL, 0);
    object *items =
        state ? vm_call_method(vm, self, vm->name[NAME_items], NULL, 0) : NULL;
    object *it = items ? vm_iter(vm, items) : NULL;
    object *r = it ? tuple_pack(vm, 5, type_as_object(vm_type_of(vm, self)),
                                vm->empty_tuple, state, vm->none, it)
                   : NULL;
    vm_release_maybe(vm, state);
    vm_release_maybe(vm, items);
    vm_release_maybe(vm, it);
    return r;
}

METHOD(size_of)
{
    UNUSED;
    return int_new(vm, (int64_t)heap_total_size(vm->heap, self));
}

static object *get_dict(struct vm *vm, object *self, const void *data)
{
    return instance_dict_getset.get(vm, self, data);
}

static const struct heap_field fields[] = {
    {"__dict__", offsetof(struct ordered_dict, attributes)},
};

static const struct getset_def getsets[] = {
    {"__dict__", get_dict, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct method_def methods[] = {
    {"fromkeys", fromkeys, METHOD_KEYWORDS | METHOD_CLASS,
     "fromkeys($type, /, iterable, value=None)\n--\n\n"
     "An ordered dictionary of these keys, all with that value."},
    {"setdefault", set_default, METHOD_KEYWORDS,
     "setdefault($self, /, key, default=None)\n--\n\n"
     "The value of key, which becomes default if it had none."},
    {"pop", pop, METHOD_KEYWORDS,
     "pop($self, /, key, default=<unrepresentable>)\n--\n\n"
     "Remove key and return its value.\n\nWithout it default, or KeyError."},
    {"popitem", popitem, METHOD_KEYWORDS,
     "popitem($self, /, last=True)\n--\n\n"
     "Take the last pair out, or else the first."},
    {"move_to_end", move_to_end, METHOD_KEYWORDS,
     "move_to_end($self, /, key, last=True)\n--\n\n"
     "Make an item that is there the last one, or else the first.\n\n"
     "KeyError when it is not there."},
    {"keys", ordered_keys, METHOD_NOARGS, NULL},
    {"values", ordered_values, METHOD_NOARGS, NULL},
    {"items", ordered_items, METHOD_NOARGS, NULL},
    {"update", update, METHOD_KEYWORDS, NULL},
    {"clear", clear, METHOD_NOARGS,
     "od.clear() -> None.  Take all items out of od."},
    {"copy", copy, METHOD_NOARGS, "od.copy() -> a shallow copy of od"},
    {"__reversed__", ordered_reversed, METHOD_NOARGS,
     "od.__reversed__() <==> reversed(od)"},
    {"__reduce__", reduce, METHOD_NOARGS,
     "Return state information for pickling"},
    {"__sizeof__", size_of, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

const struct type_spec ordered_dict_spec = {
    .name = "collections.OrderedDict",
    .base = TYPE_DICT,
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct ordered_dict),
               .flags = HEAP_CONTAINER | HEAP_TRASHCAN,
               .fields = fields,
               .field_count = 1,
               .traverse = ordered_traverse,
               .unlink = ordered_unlink,
               .clear = ordered_clear,
               .edges = ordered_edges,
               .extra = ordered_extra},
    .dict_offset = offsetof(struct ordered_dict, attributes),
    .weakly = true,
    .slots = {.binary = {[BINARY_OR] = or_},
              .inplace = {[BINARY_OR] = inplace_or},
              .assign_subscript = assign_subscript,
              .compare = compare,
              .repr = repr,
              .iter = iterate,
              .init = init},
    .methods = methods,
    .getsets = getsets,
    .doc = "Dictionary that remembers insertion order",
};
