/*
 * OrderedDict.update: from a mapping, from pairs, from keywords, each item
 * set as a script would set it, so that derived classes see it.
 */
#include "scripts/modules/ordered_dict.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static bool too_few(struct vm *vm, size_t n)
{
    if (!vm_pending(vm))
        vm_raise(vm, EXC_VALUE_ERROR, "need more than %zu value%s to unpack",
                 n, n == 1 ? "" : "s");
    return false;
}

/* The two values that it gives; those got are new, also on failure. */
static bool two_of(struct vm *vm, object *it, object *out[2])
{
    for (size_t n = 0; n < 2; n++)
        if (!(out[n] = vm_next(vm, it)))
            return too_few(vm, n);
    object *third = vm_next(vm, it);
    if (third) {
        vm_raise(vm, EXC_VALUE_ERROR, "too many values to unpack (expected 2)");
        vm_release(vm, third);
        return false;
    }
    return !vm_pending(vm);
}

static bool add_pair(struct vm *vm, object *self, object *pair)
{
    object *of[2] = {NULL, NULL}, *it = vm_iter(vm, pair);
    bool ok = it && two_of(vm, it, of) && vm_setitem(vm, self, of[0], of[1]);
    vm_release_maybe(vm, of[0]);
    vm_release_maybe(vm, of[1]);
    vm_release_maybe(vm, it);
    return ok;
}

static bool add_pairs(struct vm *vm, object *self, object *pairs)
{
    object *pair, *it = vm_iter(vm, pairs);
    bool ok = it;
    while (ok && (pair = vm_next(vm, it))) {
        ok = add_pair(vm, self, pair);
        vm_release(vm, pair);
    }
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm);
}

static bool add_key(struct vm *vm, object *self, object *other, object *key)
{
    object *value = vm_getitem(vm, other, key);
    bool ok = value && vm_setitem(vm, self, key, value);
    vm_release_maybe(vm, value);
    return ok;
}

/* method: other's keys, stolen. */
static bool add_keys(struct vm *vm, object *self, object *other, object *method)
{
    object *key, *keys = vm_call0(vm, method);
    vm_release(vm, method);
    object *it = keys ? vm_iter(vm, keys) : NULL;
    bool ok = it;
    vm_release_maybe(vm, keys);
    while (ok && (key = vm_next(vm, it))) {
        ok = add_key(vm, self, other, key);
        vm_release(vm, key);
    }
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm);
}

/* method: items of other, stolen. */
static bool add_items(struct vm *vm, object *self, object *method)
{
    object *items = vm_call0(vm, method);
    vm_release(vm, method);
    bool ok = items && add_pairs(vm, self, items);
    vm_release_maybe(vm, items);
    return ok;
}

/* The items of a plain dict as a list, as they are now. */
static bool add_dict(struct vm *vm, object *self, object *dict)
{
    size_t pos = 0;
    object *key, *value, *list = list_new(vm, dict_length(dict));
    bool ok = list;
    while (ok && dict_next(dict, &pos, &key, &value)) {
        object *pair = tuple_pack(vm, 2, key, value);
        ok = pair && list_append(vm, list, pair);
        vm_release_maybe(vm, pair);
    }
    ok = ok && add_pairs(vm, self, list);
    vm_release_maybe(vm, list);
    return ok;
}

bool ordered_update_from(struct vm *vm, object *self, object *other)
{
    object *method;
    if (vm_is(other, TYPE_DICT))
        return add_dict(vm, self, other);
    if (!vm_lookup_attr(vm, other, vm->name[NAME_keys], &method))
        return false;
    if (method)
        return add_keys(vm, self, other, method);
    if (!vm_lookup_attr(vm, other, vm->name[NAME_items], &method))
        return false;
    return method ? add_items(vm, self, method) : add_pairs(vm, self, other);
}

bool ordered_update_all(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    if (nargs && !ordered_update_from(vm, self, args[0]))
        return false;
    for (size_t i = 0; kwnames && i < tuple_length(kwnames); i++)
        if (!vm_setitem(vm, self, tuple_items(kwnames)[i], args[nargs + i]))
            return false;
    return true;
}
