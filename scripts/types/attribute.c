/*
 * The default attribute lookups: data descriptors of the type, then the
 * instance's own, then the rest of the type.
 */
#include "scripts/types/instance.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/type.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* found is stolen. */
static object *bind(struct vm *vm, object *found, object *o)
{
    struct type_object *t = vm_type_of(vm, found);
    if (!t->slots.descr_get)
        return found;
    object *r = t->slots.descr_get(vm, found, o,
                                   type_as_object(vm_type_of(vm, o)));
    vm_release(vm, found);
    return r;
}

/* Has it the say over assignments? */
static bool is_data(struct vm *vm, const object *found)
{
    return vm_type_of(vm, found)->slots.descr_set;
}

/* Does it come before what the instance has? */
static bool comes_first(struct vm *vm, const object *found)
{
    return vm_type_of(vm, found)->slots.descr_get && is_data(vm, found);
}

object *vm_generic_find(struct vm *vm, object *o, object *name)
{
    object *found = type_lookup_peek(vm, vm_type_of(vm, o), name);
    heap_retain_maybe(found);
    if (found && comes_first(vm, found))
        return bind(vm, found, o);
    object *own = instance_get_peek(vm, o, name);
    heap_retain_maybe(own);
    if (own || !instance_get_slowly(vm, o, name, &own) || own) {
        vm_release_maybe(vm, found);
        return own;
    }
    return found ? bind(vm, found, o) : NULL;
}

object *vm_generic_method(struct vm *vm, object *o, object *name)
{
    struct type_object *type = vm_type_of(vm, o);
    object *method;
    if (type->slots.get_attr != vm_generic_getattr)
        return NULL;
    method = type_lookup_peek(vm, type, name);
    if (!method || !(vm_type_of(vm, method)->flags & TYPE_METHOD_LIKE))
        return NULL;
    heap_retain(method);
    if (instance_get_peek(vm, o, name) || vm_pending(vm)) {
        vm_release(vm, method);
        return NULL;
    }
    return method;
}

object *vm_generic_getattr(struct vm *vm, object *o, object *name)
{
    object *found = vm_generic_find(vm, o, name);
    if (found || vm_pending(vm))
        return found;
    vm_raise(vm, EXC_ATTRIBUTE_ERROR, "'%T' object has no attribute '%U'", o,
             name);
    vm_note_attribute_error(vm, o, name);
    return NULL;
}

/* No place for it, or nothing there to delete. */
static void raise_unset(struct vm *vm, object *o, object *name,
                        bool read_only)
{
    if (vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS)
        vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                 "type object '%s' has no attribute '%U'",
                 type_name(type_object_of(o)), name);
    else
        vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                 read_only ? "'%T' object attribute '%U' is read-only"
                           : "'%T' object has no attribute '%U'",
                 o, name);
}

static bool store(struct vm *vm, object *o, object *name, object *value,
                  bool on_type)
{
    if (value && instance_set(vm, o, name, value))
        return true;
    int gone = value ? 0 : instance_delete(vm, o, name);
    if (gone == 0 && !vm_pending(vm))
        raise_unset(vm, o, name, on_type && !instance_has_dict(vm, o));
    return gone > 0;
}

bool vm_generic_setattr(struct vm *vm, object *o, object *name, object *value)
{
    object *found = type_lookup_peek(vm, vm_type_of(vm, o), name);
    if (!found || !is_data(vm, found))
        return store(vm, o, name, value, found);
    heap_retain(found);
    bool ok = vm_type_of(vm, found)->slots.descr_set(vm, found, o, value);
    vm_release(vm, found);
    return ok;
}

object *vm_dir(struct vm *vm, object *o)
{
    bool unbound;
    object *method =
        type_lookup_special(vm, o, vm->name[NAME_dunder_dir], &unbound);
    if (!method)
        return vm_pending(vm) ? NULL
                              : vm_raise(vm, EXC_TYPE_ERROR,
                                         "object does not provide __dir__");
    object *names = vm_call(vm, method, &o, unbound, NULL);
    vm_release(vm, method);
    object *list = names ? vm_list_from(vm, names) : NULL;
    vm_release_maybe(vm, names);
    if (!list || list_sort(vm, list, NULL, false))
        return list;
    vm_release(vm, list);
    return NULL;
}
