/*
 * _collections: defaultdict, and the module with deque.
 */
#include "scripts/modules/collections.h"

#include <stddef.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/modules/ordered_dict.h"
#include "scripts/types/dict.h"
#include "scripts/types/dict_table.h"
#include "scripts/types/module.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct defaultdict {
    struct dict_object dict;
    object *factory; /* or NULL */
};

static struct defaultdict *default_of(object *o)
{
    return (struct defaultdict *)o;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    object *factory = nargs ? args[0] : vm->none;
    if (factory != vm->none && !vm_callable(vm, factory)) {
        vm_raise(vm, EXC_TYPE_ERROR, "first argument must be callable or None");
        return false;
    }
    heap_store(vm->heap, &default_of(self)->factory,
               factory == vm->none ? NULL : heap_retain(factory));
    return vm->types[TYPE_DICT]->slots.init(
        vm, self, nargs ? args + 1 : args, nargs ? nargs - 1 : 0, kwnames);
}

static object *missing(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    object *factory = default_of(self)->factory;
    (void)nargs, (void)kwnames;
    if (!factory)
        return vm_raise_object(vm, EXC_KEY_ERROR, args[0]);
    heap_retain(factory);
    object *value = vm_call0(vm, factory);
    vm_release(vm, factory);
    if (value && !vm_setitem(vm, self, args[0], value)) {
        vm_release(vm, value);
        return NULL;
    }
    return value;
}

static object *copy(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    object *factory = default_of(self)->factory;
    (void)args, (void)nargs, (void)kwnames;
    return vm_call2(vm, type_as_object(vm_type_of(vm, self)),
                    factory ? factory : vm->none, self);
}

static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    object *factory = default_of(self)->factory;
    (void)args, (void)nargs, (void)kwnames;
    object *arguments = factory ? tuple_pack(vm, 1, factory) : tuple_new(vm, 0);
    object *items =
        arguments
            ? vm_call_method(vm, self, vm->name[NAME_items], NULL, 0)
            : NULL;
    object *it = items ? vm_iter(vm, items) : NULL;
    object *r = it ? tuple_pack(vm, 5, type_as_object(vm_type_of(vm, self)),
                                arguments, vm->none, vm->none, it)
                   : NULL;
    vm_release_maybe(vm, arguments);
    vm_release_maybe(vm, items);
    vm_release_maybe(vm, it);
    return r;
}

static object *factory_repr(struct vm *vm, object *self)
{
    object *factory = default_of(self)->factory;
    if (!factory)
        return str_from(vm, "None");
    int inside = repr_enter(vm, factory);
    if (inside)
        return inside < 0 ? NULL : str_from(vm, "...");
    object *r = vm_repr(vm, factory);
    repr_leave(vm, factory);
    return r;
}

static object *repr(struct vm *vm, object *self)
{
    struct type_object *type = vm_type_of(vm, self);
    object *items = vm->types[TYPE_DICT]->slots.repr(vm, self);
    object *factory = items ? factory_repr(vm, self) : NULL;
    object *r = factory
                    ? str_format(vm, "%U(%U, %U)", type->name, factory, items)
                    : NULL;
    vm_release_maybe(vm, items);
    vm_release_maybe(vm, factory);
    return r;
}

static const struct heap_field fields[] = {
    {"default_factory", offsetof(struct defaultdict, factory)},
};

static const struct member_def members[] = {
    {"default_factory", MEMBER_OBJECT, offsetof(struct defaultdict, factory),
     false, "Factory for default value called by __missing__()."},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct method_def methods[] = {
    {"__missing__", missing, METHOD_ONE,
     "__missing__(key) # Called by __getitem__ for missing key"},
    {"copy", copy, METHOD_NOARGS, "D.copy() -> a shallow copy of D."},
    {"__copy__", copy, METHOD_NOARGS, "D.copy() -> a shallow copy of D."},
    {"__reduce__", reduce, METHOD_NOARGS, "Return state information."},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

const struct type_spec defaultdict_spec = {
    .name = "collections.defaultdict",
    .base = TYPE_DICT,
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct defaultdict),
               .flags = HEAP_CONTAINER | HEAP_TRASHCAN,
               .fields = fields,
               .field_count = 1,
               .traverse = dict_traverse,
               .unlink = dict_unlink,
               .clear = dict_break_cycles,
               .edges = dict_edges,
               .extra = dict_extra},
    .weakly = true,
    .slots = {.repr = repr, .init = init},
    .methods = methods,
    .members = members,
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default "
           "factory",
};

bool collections_fill(struct vm *vm, object *module)
{
    static const struct {
        const char *name;
        enum type_id id;
    } types[] = {
        {"deque", TYPE_DEQUE},
        {"_deque_iterator", TYPE_DEQUE_ITERATOR},
        {"_deque_reverse_iterator", TYPE_DEQUE_REVERSE_ITERATOR},
        {"defaultdict", TYPE_DEFAULTDICT},
    };
    static const struct method_def functions[] = {
        {"_count_elements", collections_count_elements, METHOD_ARGS,
         "_count_elements($module, mapping, iterable, /)\n--\n\n"
         "Count the items of an iterable in a mapping."},
        {NULL, NULL, 0, NULL},
    };
    static const struct type_spec *const specs[] = {
        &tuplegetter_spec, &ordered_dict_spec, NULL};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!module_add_steal(
                vm, module, types[i].name,
                heap_retain(type_as_object(vm->types[types[i].id]))))
            return false;
    return module_add_functions(vm, module, functions) &&
           native_add_types(vm, module, specs);
}
