/*
 * _collections: what Counter and namedtuple need.
 */
#include <stddef.h>

#include "scripts/modules/collections.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* ---- _count_elements ----------------------------------------------------- */

/* Is the type's attribute of that name dict's own? */
static bool is_dicts(struct vm *vm, struct type_object *type, object *name)
{
    return type_lookup_peek(vm, type, name) ==
           type_lookup_peek(vm, vm->types[TYPE_DICT], name);
}

/* Adds one to key's count in a dict. */
static bool count_in_dict(struct vm *vm, object *dict, object *key)
{
    object *one = vm->small_ints[1 - SMALL_INT_MIN], *old;
    int found = dict_find(vm, dict, key, &old);
    if (found <= 0)
        return found == 0 && dict_set(vm, dict, key, one);
    heap_retain(old);
    object *next = vm_binary(vm, BINARY_ADD, old, one);
    vm_release(vm, old);
    bool ok = next && dict_set(vm, dict, key, next);
    vm_release_maybe(vm, next);
    return ok;
}

/* The same by mapping.get and mapping[key] = . */
static bool count_in_mapping(struct vm *vm, object *mapping, object *get,
                             object *key)
{
    object *one = vm->small_ints[1 - SMALL_INT_MIN];
    object *zero = vm->small_ints[0 - SMALL_INT_MIN];
    object *old = vm_call2(vm, get, key, zero);
    object *next = old ? vm_binary(vm, BINARY_ADD, old, one) : NULL;
    bool ok = next && vm_setitem(vm, mapping, key, next);
    vm_release_maybe(vm, old);
    vm_release_maybe(vm, next);
    return ok;
}

/* get NULL: mapping is as good as a dict. */
static bool count_all(struct vm *vm, object *mapping, object *get,
                      object *it)
{
    object *key;
    while ((key = vm_next(vm, it))) {
        bool ok = get ? count_in_mapping(vm, mapping, get, key)
                      : count_in_dict(vm, mapping, key);
        vm_release(vm, key);
        if (!ok)
            return false;
    }
    return !vm_pending(vm);
}

object *collections_count_elements(struct vm *vm, object *self,
                                   object *const *args, size_t nargs,
                                   object *kwnames)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "_count_elements", nargs, 2, 2))
        return NULL;
    struct type_object *type = vm_type_of(vm, args[0]);
    object *name = str_intern(vm, "get");
    bool plain = name && (type->flags & TYPE_DICT_SUBCLASS) &&
                 is_dicts(vm, type, name) &&
                 is_dicts(vm, type, vm->name[NAME_dunder_setitem]);
    object *it = name ? vm_iter(vm, args[1]) : NULL;
    object *get = it && !plain ? vm_getattr(vm, args[0], name) : NULL;
    bool ok = it && (plain || get) && count_all(vm, args[0], get, it);
    vm_release_maybe(vm, get);
    vm_release_maybe(vm, it);
    vm_release_maybe(vm, name);
    return ok ? vm_none(vm) : NULL;
}

/* ---- _tuplegetter -------------------------------------------------------- */

struct getter {
    struct heap_node node;
    object *doc;
    ptrdiff_t index;
};

static struct getter *getter_of(object *o)
{
    return (struct getter *)o;
}

static object *getter_new(struct vm *vm, struct type_object *type,
                          object *const *args, size_t nargs, object *kwnames)
{
    ptrdiff_t index;
    if (!args_no_keywords(vm, "_tuplegetter", kwnames) ||
        !args_between(vm, "_tuplegetter", nargs, 2, 2) ||
        !native_ssize(vm, args[0], &index))
        return NULL;
    object *o = type_alloc(vm, type, 0);
    if (o) {
        getter_of(o)->index = index;
        getter_of(o)->doc = heap_retain(args[1]);
    }
    return o;
}

static object *getter_get(struct vm *vm, object *self, object *instance,
                          object *type)
{
    ptrdiff_t index = getter_of(self)->index;
    (void)type;
    if (!instance)
        return heap_retain(self);
    if (!(vm_type_of(vm, instance)->flags & TYPE_TUPLE_SUBCLASS)) {
        if (instance == vm->none)
            return heap_retain(self);
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "descriptor for index '%zd' for tuple subclasses "
                        "doesn't apply to '%T' object",
                        index, instance);
    }
    if (index >= 0 && (size_t)index < tuple_length(instance))
        return heap_retain(tuple_items(instance)[index]);
    return vm_raise(vm, EXC_INDEX_ERROR, "tuple index out of range");
}

static bool getter_set(struct vm *vm, object *self, object *instance,
                       object *value)
{
    (void)self, (void)instance;
    vm_raise(vm, EXC_ATTRIBUTE_ERROR,
             value ? "can't set attribute" : "can't delete attribute");
    return false;
}

static object *getter_repr(struct vm *vm, object *self)
{
    return str_format(vm, "%s(%zd, %R)", "_tuplegetter",
                      getter_of(self)->index, getter_of(self)->doc);
}

static object *getter_reduce(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *index = int_new(vm, getter_of(self)->index);
    object *in = index ? tuple_pack(vm, 2, index, getter_of(self)->doc) : NULL;
    object *r = in ? tuple_pack(vm, 2, type_as_object(vm_type_of(vm, self)),
                                in)
                   : NULL;
    vm_release_maybe(vm, index);
    vm_release_maybe(vm, in);
    return r;
}

static const struct heap_field fields[] = {
    {"__doc__", offsetof(struct getter, doc)},
};

static const struct method_def methods[] = {
    {"__reduce__", getter_reduce, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct member_def members[] = {
    {"__doc__", MEMBER_OBJECT, offsetof(struct getter, doc), false, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

const struct type_spec tuplegetter_spec = {
    .name = "_collections._tuplegetter",
    .layout = {.size = sizeof(struct getter),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 1},
    .slots = {.new_ = getter_new,
              .repr = getter_repr,
              .descr_get = getter_get,
              .descr_set = getter_set},
    .methods = methods,
    .members = members,
};
