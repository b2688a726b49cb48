/*
 * Built-in functions about any object: attributes, classes, namespaces.
 */
#include "scripts/modules/builtins_internal.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"

#define UNUSED (void)self, (void)nargs, (void)kwnames

static object *truth_object(struct vm *vm, int truth)
{
    return truth < 0 ? NULL : vm_bool(vm, truth);
}

static object *is_instance(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    UNUSED;
    if (!args_between(vm, "isinstance", nargs, 2, 2))
        return NULL;
    return truth_object(vm, vm_is_instance(vm, args[0], args[1]));
}

static object *is_subclass(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    UNUSED;
    if (!args_between(vm, "issubclass", nargs, 2, 2))
        return NULL;
    return truth_object(vm, vm_is_subclass(vm, args[0], args[1]));
}

static object *callable(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    UNUSED;
    return vm_bool(vm, vm_callable(vm, args[0]));
}

/* ---- attributes ---------------------------------------------------------- */

static object *getattr_(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    object *found;
    UNUSED;
    if (!args_between(vm, "getattr", nargs, 2, 3) ||
        !vm_is_attribute_name(vm, args[1]))
        return NULL;
    if (nargs == 2)
        return vm_getattr(vm, args[0], args[1]);
    if (!vm_lookup_attr(vm, args[0], args[1], &found))
        return NULL;
    return found ? found : heap_retain(args[2]);
}

static object *setattr_(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    UNUSED;
    if (!args_between(vm, "setattr", nargs, 3, 3))
        return NULL;
    return vm_setattr(vm, args[0], args[1], args[2]) ? vm_none(vm) : NULL;
}

static object *delattr_(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    UNUSED;
    if (!args_between(vm, "delattr", nargs, 2, 2))
        return NULL;
    return vm_delattr(vm, args[0], args[1]) ? vm_none(vm) : NULL;
}

static object *hasattr_(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    object *found;
    UNUSED;
    if (!args_between(vm, "hasattr", nargs, 2, 2) ||
        !vm_is_attribute_name(vm, args[1]) ||
        !vm_lookup_attr(vm, args[0], args[1], &found))
        return NULL;
    vm_release_maybe(vm, found);
    return vm_bool(vm, found != NULL);
}

/* ---- identity, hash, text ------------------------------------------------ */

static object *id_(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    UNUSED;
    return int_new(vm, (int64_t)(intptr_t)args[0]);
}

static object *hash_(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    int64_t hash;
    UNUSED;
    return vm_hash(vm, args[0], &hash) ? int_new(vm, hash) : NULL;
}

static object *repr_(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    UNUSED;
    return vm_repr(vm, args[0]);
}

static object *ascii_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    UNUSED;
    return vm_ascii(vm, args[0]);
}

static object *format_(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    UNUSED;
    if (!args_between(vm, "format", nargs, 1, 2))
        return NULL;
    if (nargs == 2 && !(vm_type_of(vm, args[1])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "format() argument 2 must be str, not %B", args[1]);
    return vm_format(vm, args[0], nargs == 2 ? args[1] : NULL);
}

static object *len_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED;
    ptrdiff_t n = vm_length(vm, args[0]);
    return n < 0 ? NULL : int_new(vm, n);
}

/* ---- namespaces ---------------------------------------------------------- */

static object *globals_(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    UNUSED;
    (void)args;
    return heap_retain(vm->thread->frame ? vm->thread->frame->globals
                                         : vm->none);
}

static object *locals_(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    UNUSED;
    (void)args;
    return vm->thread->frame ? frame_locals(vm, vm->thread->frame)
                             : vm_none(vm);
}

static object *vars_(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    object *dict;
    UNUSED;
    if (!args_between(vm, "vars", nargs, 0, 1))
        return NULL;
    if (nargs == 0)
        return locals_(vm, NULL, NULL, 0, NULL);
    if (!vm_lookup_attr(vm, args[0], vm->name[NAME_dunder_dict], &dict))
        return NULL;
    if (!dict)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "vars() argument must have __dict__ attribute");
    return dict;
}

static object *sorted_keys(struct vm *vm, object *mapping)
{
    object *keys =
        vm_is(mapping, TYPE_DICT)
            ? dict_keys_list(vm, mapping)
            : vm_call_method(vm, mapping, vm->name[NAME_keys], NULL, 0);
    object *list = keys ? vm_list_from(vm, keys) : NULL;
    vm_release_maybe(vm, keys);
    if (list && !list_sort(vm, list, NULL, false)) {
        vm_release(vm, list);
        return NULL;
    }
    return list;
}

static object *dir_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED;
    if (!args_between(vm, "dir", nargs, 0, 1))
        return NULL;
    if (nargs)
        return vm_dir(vm, args[0]);
    object *names = locals_(vm, NULL, NULL, 0, NULL);
    object *list = names ? sorted_keys(vm, names) : NULL;
    vm_release_maybe(vm, names);
    return list;
}

const struct method_def builtins_object[] = {
    {"ascii", ascii_, METHOD_ONE,
     "ascii($module, obj, /)\n--\n\nrepr() with all but ASCII escaped."},
    {"callable", callable, METHOD_ONE,
     "callable($module, obj, /)\n--\n\nCan it be called?"},
    {"delattr", delattr_, METHOD_ARGS,
     "delattr($module, obj, name, /)\n--\n\ndel obj.name"},
    {"dir", dir_, METHOD_ARGS | METHOD_TUPLE,
     "dir([object]) -> list of strings\n\n"
     "The names in scope, or those that an object has."},
    {"format", format_, METHOD_ARGS,
     "format($module, value, format_spec='', /)\n--\n\n"
     "value.__format__(format_spec)"},
    {"getattr", getattr_, METHOD_ARGS,
     "getattr(object, name[, default]) -> value\n\n"
     "object.name, or default when there is none."},
    {"globals", globals_, METHOD_NOARGS,
     "globals($module, /)\n--\n\nThe dictionary of global names."},
    {"hasattr", hasattr_, METHOD_ARGS,
     "hasattr($module, obj, name, /)\n--\n\nIs there an obj.name?"},
    {"hash", hash_, METHOD_ONE,
     "hash($module, obj, /)\n--\n\nThe hash of obj, equal for equals."},
    {"id", id_, METHOD_ONE,
     "id($module, obj, /)\n--\n\nA number no other living object has."},
    {"isinstance", is_instance, METHOD_ARGS,
     "isinstance($module, obj, class_or_tuple, /)\n--\n\n"
     "Is obj an instance of the class or one of them?"},
    {"issubclass", is_subclass, METHOD_ARGS,
     "issubclass($module, cls, class_or_tuple, /)\n--\n\n"
     "Does cls derive from the class or one of them?"},
    {"len", len_, METHOD_ONE,
     "len($module, obj, /)\n--\n\nHow many items it has."},
    {"locals", locals_, METHOD_NOARGS,
     "locals($module, /)\n--\n\nA dictionary of the local names."},
    {"repr", repr_, METHOD_ONE,
     "repr($module, obj, /)\n--\n\nHow obj would be written."},
    {"setattr", setattr_, METHOD_ARGS,
     "setattr($module, obj, name, value, /)\n--\n\nobj.name = value"},
    {"vars", vars_, METHOD_ARGS | METHOD_TUPLE,
     "vars([object]) -> dictionary\n\nobject.__dict__, or locals()."},
    {NULL, NULL, 0, NULL},
};
