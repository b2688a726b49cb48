/*
 * sys.unraisablehook: exceptions that nobody can get, from finalizers and
 * callbacks.
 */
#include "scripts/modules/modules.h"
#include "scripts/modules/sys.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/struct_sequence.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"
#include "scripts/vm/traceback.h"

enum { EXC_TYPE, EXC_VALUE, EXC_TRACEBACK, MESSAGE, WHERE, FIELDS };

static object *hook(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    (void)self, (void)nargs, (void)kwnames;
    object *a = args[0];
    if (!(vm_type_of(vm, a)->flags & TYPE_TUPLE_SUBCLASS) ||
        tuple_length(a) != FIELDS)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "sys.unraisablehook argument type must be "
                        "UnraisableHookArgs");
    object *e = tuple_items(a)[EXC_VALUE];
    if (vm_type_of(vm, e)->flags & TYPE_EXCEPTION_SUBCLASS)
        traceback_unraisable(vm, e, tuple_items(a)[WHERE],
                             "Exception ignored in");
    return vm_none(vm);
}

static const struct method_def hook_def = {
    "unraisablehook", hook, METHOD_ONE,
    "unraisablehook($module, unraisable, /)\n--\n\n"
    "Handle an unraisable exception."};

bool sys_add_unraisable(struct vm *vm, object *module)
{
    static const char *const names[] = {"exc_type", "exc_value",
                                        "exc_traceback", "err_msg", "object",
                                        NULL};
    struct type_object *type =
        struct_sequence_type(vm, "UnraisableHookArgs", names);
    object *name = dict_get_str_peek(vm, module_dict(module),
                                     vm->name[NAME_dunder_name]);
    return type &&
           module_add_steal(vm, module, "UnraisableHookArgs",
                            type_as_object(type)) &&
           module_add_steal(vm, module, hook_def.name,
                            builtin_new(vm, &hook_def, module, name));
}

static object *arguments(struct vm *vm, object *exception, const char *message,
                         object *where)
{
    object *type = dict_get_c_peek(vm, vm->sys, "UnraisableHookArgs");
    object *traceback = exception_of(exception)->traceback;
    object *items[FIELDS] = {
        [EXC_TYPE] = type_as_object(vm_type_of(vm, exception)),
        [EXC_VALUE] = exception,
        [EXC_TRACEBACK] = traceback ? traceback : vm->none,
        [MESSAGE] = message ? str_format(vm, "Exception ignored %s", message)
                            : heap_retain(vm->none),
        [WHERE] = where ? where : vm->none,
    };
    if (!type || !(vm_type_of(vm, type)->flags & TYPE_TYPE_SUBCLASS))
        goto failed;
    if (!items[MESSAGE])
        return NULL;
    for (int i = 0; i < FIELDS; i++)
        if (i != MESSAGE)
            heap_retain(items[i]);
    return struct_sequence_new_steal(vm, type_object_of(type), items, FIELDS);
failed:
    vm_release_maybe(vm, items[MESSAGE]);
    return NULL;
}

bool sys_unraisable(struct vm *vm, object *exception, const char *message,
                    object *where)
{
    object *fn =
        vm->sys ? sys_get_peek(vm, NAME_unraisablehook) : NULL;
    if (!fn || fn == vm->none ||
        (vm_is(fn, TYPE_BUILTIN_FUNCTION) && builtin_of(fn)->def == &hook_def))
        return false;
    heap_retain(fn);
    object *args = arguments(vm, exception, message, where);
    object *r = args ? vm_call1(vm, fn, args) : NULL;
    if (!r) {
        object *error = vm_pending_take(vm);
        if (error)
            traceback_unraisable(vm, error, fn,
                                 "Exception ignored in sys.unraisablehook");
        vm_release_maybe(vm, error);
    }
    vm_release_maybe(vm, r);
    vm_release_maybe(vm, args);
    vm_release(vm, fn);
    return true;
}
