/*
 * types.SimpleNamespace: attributes in a dict, and a repr that shows them.
 */
#include <stddef.h>
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/module.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

struct namespace_object {
    struct heap_node node;
    object *dict;
};

static struct namespace_object *namespace_of(object *o)
{
    return (struct namespace_object *)o;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *o = type_alloc(vm, type, 0);
    if (o && !(namespace_of(o)->dict = dict_new(vm))) {
        vm_release(vm, o);
        return NULL;
    }
    return o;
}

object *namespace_new(struct vm *vm, object *dict)
{
    object *o = make(vm, vm->types[TYPE_NAMESPACE], NULL, 0, NULL);
    if (o && dict && !dict_merge(vm, namespace_of(o)->dict, dict, 1)) {
        vm_release(vm, o);
        return NULL;
    }
    return o;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    if (nargs) {
        vm_raise(vm, EXC_TYPE_ERROR, "no positional arguments expected");
        return false;
    }
    for (size_t i = 0; kwnames && i < tuple_length(kwnames); i++)
        if (!dict_set(vm, namespace_of(self)->dict, tuple_items(kwnames)[i],
                      args[i]))
            return false;
    return true;
}

static bool add_pair(struct vm *vm, struct str_builder *b, object *key,
                     object *value)
{
    heap_retain(key);
    heap_retain(value);
    object *text = vm_is(key, TYPE_STR) && str_length(key)
                       ? str_format(vm, "%U=%R", key, value)
                       : NULL;
    vm_release(vm, key);
    vm_release(vm, value);
    if (text)
        str_builder_str(b, text);
    vm_release_maybe(vm, text);
    return !vm_pending(vm);
}

static object *repr(struct vm *vm, object *self)
{
    struct str_builder b;
    size_t pos = 0;
    object *key, *value;
    bool ok = true;
    const char *name = vm_is(self, TYPE_NAMESPACE) ? "namespace"
                                                   : type_name_of(vm, self);
    int inside = repr_enter(vm, self);
    if (inside)
        return inside < 0 ? NULL : str_format(vm, "%s(...)", name);
    str_builder_init(&b, vm);
    str_builder_utf8(&b, name, strlen(name));
    str_builder_ascii(&b, "(");
    while (ok && dict_next(namespace_of(self)->dict, &pos, &key, &value)) {
        if (pos > 1)
            str_builder_ascii(&b, ", ");
        ok = add_pair(vm, &b, key, value);
    }
    repr_leave(vm, self);
    str_builder_ascii(&b, ")");
    if (ok)
        return str_builder_finish(&b);
    str_builder_done(&b);
    return NULL;
}

static object *compare(struct vm *vm, object *a, object *b,
                       enum vm_compare op)
{
    struct type_object *type = vm->types[TYPE_NAMESPACE];
    if (!type_is_subtype(vm_type_of(vm, a), type) ||
        !type_is_subtype(vm_type_of(vm, b), type))
        return heap_retain(vm->not_implemented);
    return vm_compare(vm, namespace_of(a)->dict, namespace_of(b)->dict, op);
}

static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return tuple_pack(vm, 3, type_as_object(vm_type_of(vm, self)),
                      vm->empty_tuple, namespace_of(self)->dict);
}

static const struct method_def methods[] = {
    {"__reduce__", reduce, METHOD_NOARGS, "Return state information for pickling"},
    {NULL, NULL, 0, NULL},
};

static const struct heap_field fields[] = {
    {"__dict__", offsetof(struct namespace_object, dict)},
};

static const struct member_def members[] = {
    {"__dict__", MEMBER_OBJECT, offsetof(struct namespace_object, dict), true,
     NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

const struct type_spec namespace_spec = {
    .name = "types.SimpleNamespace",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct namespace_object),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 1},
    .dict_offset = offsetof(struct namespace_object, dict),
    .slots = {.repr = repr, .compare = compare, .new_ = make, .init = init},
    .methods = methods,
    .members = members,
    .doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)",
};
