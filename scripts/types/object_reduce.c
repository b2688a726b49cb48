/*
 * object.__reduce_ex__ and __getstate__: how copy and pickle take an instance
 * apart.  Protocols below 2 are left to copyreg, a module of the library.
 */
#include "scripts/types/dict.h"
#include "scripts/types/instance.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

/* A dict of the __slots__ that are set, or NULL with or without error. */
static object *slot_state(struct vm *vm, object *self)
{
    struct type_object *type = vm_type_of(vm, self);
    object *state = dict_new(vm);
    bool ok = state;
    for (size_t i = 0; ok && i < tuple_length(type->mro); i++) {
        object *names =
            type_object_of(tuple_items(type->mro)[i])->slot_names;
        for (size_t j = 0; ok && names && j < tuple_length(names); j++) {
            object *value, *name = tuple_items(names)[j];
            ok = vm_lookup_attr(vm, self, name, &value) &&
                 (!value || dict_set(vm, state, name, value));
            vm_release_maybe(vm, value);
        }
    }
    if (ok && dict_length(state))
        return state;
    vm_release_maybe(vm, state);
    return NULL;
}

object *object_getstate(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *dict = vm->none;
    if (instance_has_dict(vm, self)) {
        if (!(dict = instance_dict_peek(vm, self)))
            return NULL;
        dict = dict_length(dict) ? dict : vm->none;
    }
    heap_retain(dict);
    object *slots = slot_state(vm, self);
    object *r = NULL;
    if (slots)
        r = tuple_pack(vm, 2, dict, slots);
    else if (!vm_pending(vm))
        r = heap_retain(dict);
    vm_release(vm, dict);
    vm_release_maybe(vm, slots);
    return r;
}

/* copyreg.NAME */
static object *copyreg(struct vm *vm, const char *name)
{
    object *key = str_intern(vm, "copyreg");
    object *module = key ? import_module(vm, key) : NULL;
    vm_release_maybe(vm, key);
    object *fn = module ? vm_getattr_str(vm, module, name) : NULL;
    vm_release_maybe(vm, module);
    return fn;
}

static object *old_protocol(struct vm *vm, object *self, object *protocol)
{
    object *fn = copyreg(vm, "_reduce_ex");
    object *r = fn ? vm_call2(vm, fn, self, protocol) : NULL;
    vm_release_maybe(vm, fn);
    return r;
}

/* (type, *__getnewargs__()) */
static object *new_arguments(struct vm *vm, object *self)
{
    object *get, *more = NULL;
    object *type = type_as_object(vm_type_of(vm, self));
    object *name = str_intern(vm, "__getnewargs__");
    if (!name || !vm_lookup_attr(vm, self, name, &get))
        get = NULL;
    vm_release_maybe(vm, name);
    if (vm_pending(vm))
        return NULL;
    if (get) {
        more = vm_call0(vm, get);
        vm_release(vm, get);
        if (!more || !vm_is(more, TYPE_TUPLE)) {
            if (more)
                vm_raise(vm, EXC_TYPE_ERROR,
                         "__getnewargs__ should return a tuple, not '%T'",
                         more);
            vm_release_maybe(vm, more);
            return NULL;
        }
    }
    size_t n = more ? tuple_length(more) : 0;
    object *all = tuple_new(vm, n + 1);
    if (all) {
        tuple_items(all)[0] = heap_retain(type);
        for (size_t i = 0; i < n; i++)
            tuple_items(all)[i + 1] = heap_retain(tuple_items(more)[i]);
    }
    vm_release_maybe(vm, more);
    return all;
}

static object *items_of(struct vm *vm, object *self, unsigned flag)
{
    if (!(vm_type_of(vm, self)->flags & flag))
        return vm_none(vm);
    if (flag == TYPE_LIST_SUBCLASS)
        return vm_iter(vm, self);
    object *items =
        vm_call_method(vm, self, vm->name[NAME_items], NULL, 0);
    object *it = items ? vm_iter(vm, items) : NULL;
    vm_release_maybe(vm, items);
    return it;
}

/* Is there more in an instance than its attributes can tell? */
static bool is_opaque(struct vm *vm, object *self, bool has_arguments)
{
    struct type_object *t = vm_type_of(vm, self);
    if (has_arguments || (t->flags & (TYPE_LIST_SUBCLASS | TYPE_DICT_SUBCLASS)))
        return false;
    while (t->layout.flags & HEAP_SCRIPT)
        t = t->base;
    return t != vm->types[TYPE_OBJECT];
}

static object *refuse(struct vm *vm, object *self)
{
    return vm_raise(vm, EXC_TYPE_ERROR, "cannot pickle '%T' object", self);
}

/* Has its class a __getstate__ that is not object's? */
static bool tells_state(struct vm *vm, object *self)
{
    object *name = vm->name[NAME_dunder_getstate];
    return type_lookup_peek(vm, vm_type_of(vm, self), name) !=
           type_lookup_peek(vm, vm->types[TYPE_OBJECT], name);
}

static bool may_reduce(struct vm *vm, object *self, bool has_arguments)
{
    if (!is_opaque(vm, self, has_arguments) || tells_state(vm, self))
        return true;
    refuse(vm, self);
    return false;
}

object *object_reduce(struct vm *vm, object *self, object *protocol)
{
    int64_t number;
    if (!int_as_i64(vm, protocol, &number))
        return NULL;
    if (number < 2)
        return old_protocol(vm, self, protocol);
    if (!vm_type_of(vm, self)->slots.new_)
        return refuse(vm, self);
    object *parts[5] = {copyreg(vm, "__newobj__")};
    object *r = NULL;
    if (parts[0] && (parts[1] = new_arguments(vm, self)) &&
        may_reduce(vm, self, tuple_length(parts[1]) > 1) &&
        (parts[2] = vm_call_method(vm, self,
                                   vm->name[NAME_dunder_getstate], NULL,
                                   0)) &&
        (parts[3] = items_of(vm, self, TYPE_LIST_SUBCLASS)) &&
        (parts[4] = items_of(vm, self, TYPE_DICT_SUBCLASS)))
        r = tuple_from(vm, parts, 5);
    for (int i = 0; i < 5; i++)
        vm_release_maybe(vm, parts[i]);
    return r;
}
