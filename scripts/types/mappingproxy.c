/*
 * mappingproxy: a read-only view of a mapping, such as a class's __dict__.
 */
#include <stddef.h>

#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct proxy {
    struct heap_node node;
    object *mapping;
};

static object *behind(object *o)
{
    return ((struct proxy *)o)->mapping;
}

object *mappingproxy_new(struct vm *vm, object *mapping)
{
    object *o = type_alloc(vm, vm->types[TYPE_MAPPINGPROXY], 0);
    if (o)
        ((struct proxy *)o)->mapping = heap_retain(mapping);
    return o;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"mapping", NULL};
    static const struct arg_spec spec = {"mappingproxy", names, 0, 1, 1};
    object *mapping;
    (void)type;
    if (!args_bind(vm, &spec, args, nargs, kwnames, &mapping))
        return NULL;
    struct type_object *t = vm_type_of(vm, mapping);
    if (t->slots.subscript && !(t->flags & (TYPE_LIST_SUBCLASS |
                                            TYPE_TUPLE_SUBCLASS)))
        return mappingproxy_new(vm, mapping);
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "mappingproxy() argument must be a mapping, not %T",
                    mapping);
}

static ptrdiff_t length(struct vm *vm, object *self)
{
    return vm_length(vm, behind(self));
}

static object *subscript(struct vm *vm, object *self, object *key)
{
    return vm_getitem(vm, behind(self), key);
}

static int contains(struct vm *vm, object *self, object *key)
{
    return vm_contains(vm, behind(self), key);
}

static object *iter(struct vm *vm, object *self)
{
    return vm_iter(vm, behind(self));
}

static object *str(struct vm *vm, object *self)
{
    return vm_str(vm, behind(self));
}

static object *repr(struct vm *vm, object *self)
{
    return str_format(vm, "mappingproxy(%R)", behind(self));
}

static bool hash(struct vm *vm, object *self, int64_t *out)
{
    return vm_hash(vm, behind(self), out);
}

static object *compare(struct vm *vm, object *a, object *b,
                       enum vm_compare op)
{
    return vm_compare(vm, behind(a), b, op);
}

static object *merged(struct vm *vm, object *a, object *b)
{
    if (vm_is(a, TYPE_MAPPINGPROXY))
        a = behind(a);
    if (vm_is(b, TYPE_MAPPINGPROXY))
        b = behind(b);
    return vm_binary(vm, BINARY_OR, a, b);
}

static object *refuse_inplace(struct vm *vm, object *a, object *b)
{
    (void)b;
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "'|=' is not supported by %T; use '|' instead", a);
}

/* A method of the mapping behind, called by name. */
static object *forward(struct vm *vm, object *self, const char *name,
                       object *const *args, size_t nargs)
{
    object *key = str_intern(vm, name);
    object *r =
        key ? vm_call_method(vm, behind(self), key, args, nargs) : NULL;
    vm_release_maybe(vm, key);
    return r;
}

#define FORWARD(name)                                                          \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)                         \
    {                                                                          \
        (void)kwnames;                                                         \
        return forward(vm, self, #name, args, nargs);                          \
    }
FORWARD(keys)
FORWARD(values)
FORWARD(items)
FORWARD(copy)
FORWARD(__reversed__)

static object *get(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    (void)kwnames;
    if (!args_between(vm, "get", nargs, 1, 2))
        return NULL;
    object *both[] = {args[0], nargs > 1 ? args[1] : vm->none};
    return forward(vm, self, "get", both, 2);
}

static const struct method_def methods[] = {
    {"get", get, METHOD_ARGS,
     "Return the value for key if key is in the mapping, else default."},
    {"keys", keys, METHOD_NOARGS,
     "D.keys() -> a set-like object providing a view on D's keys"},
    {"values", values, METHOD_NOARGS,
     "D.values() -> an object providing a view on D's values"},
    {"items", items, METHOD_NOARGS,
     "D.items() -> a set-like object providing a view on D's items"},
    {"copy", copy, METHOD_NOARGS, "D.copy() -> a shallow copy of D"},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {"__reversed__", __reversed__, METHOD_NOARGS, "D.__reversed__() -> "
                                                  "reverse iterator"},
    {NULL, NULL, 0, NULL},
};

static const struct heap_field fields[] = {
    {"mapping", offsetof(struct proxy, mapping)},
};

const struct type_spec mappingproxy_spec = {
    .name = "mappingproxy",
    .flags = TYPE_MAPPING,
    .layout = {.size = sizeof(struct proxy),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 1},
    .slots = {.binary = {[BINARY_OR] = merged},
              .inplace = {[BINARY_OR] = refuse_inplace},
              .length = length,
              .subscript = subscript,
              .contains = contains,
              .hash = hash,
              .compare = compare,
              .repr = repr,
              .str = str,
              .iter = iter,
              .new_ = make},
    .methods = methods,
};
