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

/* ---- the state ------------------------------------------------------------ */

/* The names of the slots of a class and its bases: a list or None, new. */
static object *slot_names(struct vm *vm, struct type_object *type)
{
    object *names = dict_get_c_peek(vm, type->dict, "__slotnames__"), *fn;
    if (!(type->layout.flags & HEAP_SCRIPT))
        return vm_none(vm);
    if (names) {
        heap_retain(names);
    } else if ((fn = copyreg(vm, "_slotnames"))) {
        names = vm_call1(vm, fn, type_as_object(type));
        vm_release(vm, fn);
    }
    if (names && names != vm->none && !vm_is(names, TYPE_LIST)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s.__slotnames__ should be a list or None, not %T",
                 type_name(type), names);
        heap_store(vm->heap, &names, NULL);
    }
    return names;
}

/* Puts the value of a slot that is set into state. */
static bool add_slot(struct vm *vm, object *self, object *name, object *state)
{
    object *value;
    bool ok = vm_lookup_attr(vm, self, name, &value) &&
              (!value || dict_set(vm, state, name, value));
    vm_release_maybe(vm, value);
    return ok;
}

/* A dict of the slots that are set, new; NULL: pending. */
static object *slot_state(struct vm *vm, object *self)
{
    object *names = slot_names(vm, vm_type_of(vm, self));
    object *state = names ? dict_new(vm) : NULL;
    size_t n = names && names != vm->none ? list_length(names) : 0;
    bool ok = state != NULL;
    for (size_t i = 0; ok && i < n; i++) {
        object *name = heap_retain(list_items(names)[i]);
        ok = add_slot(vm, self, name, state);
        vm_release(vm, name);
        if (ok && list_length(names) != n) {
            vm_raise(vm, EXC_RUNTIME_ERROR,
                     "__slotsname__ changed size during iteration");
            ok = false;
        }
    }
    if (!ok && state)
        heap_store(vm->heap, &state, NULL);
    vm_release_maybe(vm, names);
    return state;
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
    object *slots = slot_state(vm, self), *r = NULL;
    if (slots)
        r = dict_length(slots) ? tuple_pack(vm, 2, dict, slots)
                               : heap_retain(dict);
    vm_release(vm, dict);
    vm_release_maybe(vm, slots);
    return r;
}

static object *old_protocol(struct vm *vm, object *self, object *protocol)
{
    object *fn = copyreg(vm, "_reduce_ex");
    object *r = fn ? vm_call2(vm, fn, self, protocol) : NULL;
    vm_release_maybe(vm, fn);
    return r;
}

/* ---- the arguments of __new__ ---------------------------------------------- */

/* What a special method of the type returns; NULL with nothing pending: there
 * is no such method. */
static object *ask_type(struct vm *vm, object *self, const char *name)
{
    bool unbound;
    object *text = str_intern(vm, name), *answer = NULL;
    object *method =
        text ? type_lookup_special(vm, self, text, &unbound) : NULL;
    if (method)
        answer = unbound ? vm_call1(vm, method, self) : vm_call0(vm, method);
    vm_release_maybe(vm, method);
    vm_release_maybe(vm, text);
    return answer;
}

/* Is o a tuple (or dict)?  False: TypeError that begins with `what`. */
static bool is_kind(struct vm *vm, object *o, unsigned flag, const char *what)
{
    if (vm_type_of(vm, o)->flags & flag)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "%s a %s, not '%T'", what,
             flag == TYPE_DICT_SUBCLASS ? "dict" : "tuple", o);
    return false;
}

static bool is_pair(struct vm *vm, object *o)
{
    if (!is_kind(vm, o, TYPE_TUPLE_SUBCLASS,
                 "__getnewargs_ex__ should return"))
        return false;
    if (tuple_length(o) != 2) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "__getnewargs_ex__ should return a tuple of length 2, not "
                 "%zu",
                 tuple_length(o));
        return false;
    }
    return is_kind(vm, tuple_items(o)[0], TYPE_TUPLE_SUBCLASS,
                   "first item of the tuple returned by __getnewargs_ex__ "
                   "must be") &&
           is_kind(vm, tuple_items(o)[1], TYPE_DICT_SUBCLASS,
                   "second item of the tuple returned by __getnewargs_ex__ "
                   "must be");
}

/* *args and *names are new or NULL when the type tells none. */
static bool new_arguments(struct vm *vm, object *self, object **args,
                          object **names)
{
    *args = *names = NULL;
    object *pair = ask_type(vm, self, "__getnewargs_ex__");
    if (pair) {
        bool ok = is_pair(vm, pair);
        if (ok) {
            *args = heap_retain(tuple_items(pair)[0]);
            *names = heap_retain(tuple_items(pair)[1]);
        }
        vm_release(vm, pair);
        return ok;
    }
    if (!vm_pending(vm))
        *args = ask_type(vm, self, "__getnewargs__");
    if (*args && !is_kind(vm, *args, TYPE_TUPLE_SUBCLASS,
                          "__getnewargs__ should return"))
        heap_store(vm->heap, args, NULL);
    return !vm_pending(vm);
}

/* (type, *args) */
static object *plain_arguments(struct vm *vm, object *self, object *args)
{
    size_t n = args ? tuple_length(args) : 0;
    object *all = tuple_new(vm, n + 1);
    if (!all)
        return NULL;
    tuple_items(all)[0] = heap_retain(type_as_object(vm_type_of(vm, self)));
    for (size_t i = 0; i < n; i++)
        tuple_items(all)[i + 1] = heap_retain(tuple_items(args)[i]);
    return all;
}

/* What makes the instance anew, and what it is called with. */
static bool maker(struct vm *vm, object *self, object *args, object *names,
                  object **parts)
{
    bool named = names && dict_length(names);
    parts[0] = copyreg(vm, named ? "__newobj_ex__" : "__newobj__");
    if (parts[0])
        parts[1] = named ? tuple_pack(vm, 3,
                                      type_as_object(vm_type_of(vm, self)),
                                      args, names)
                         : plain_arguments(vm, self, args);
    return parts[1] != NULL;
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
    object *parts[5] = {NULL}, *args, *names, *r = NULL;
    if (new_arguments(vm, self, &args, &names) &&
        maker(vm, self, args, names, parts) &&
        may_reduce(vm, self, args != NULL) &&
        (parts[2] = vm_call_method(vm, self,
                                   vm->name[NAME_dunder_getstate], NULL,
                                   0)) &&
        (parts[3] = items_of(vm, self, TYPE_LIST_SUBCLASS)) &&
        (parts[4] = items_of(vm, self, TYPE_DICT_SUBCLASS)))
        r = tuple_from(vm, parts, 5);
    vm_release_maybe(vm, args);
    vm_release_maybe(vm, names);
    for (int i = 0; i < 5; i++)
        vm_release_maybe(vm, parts[i]);
    return r;
}
