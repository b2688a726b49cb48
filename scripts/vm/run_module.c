/*
 * Programs that the library's runpy finds: a module (-m), or the __main__ of a
 * folder or an archive.  runpy only looks; what it would run is handed back.
 */
#include "scripts/vm/run_module.h"

#include "scripts/types/dict.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

/* runpy.name(args...); new. */
static object *call(struct vm *vm, object *runpy, const char *name,
                    object *const *args, size_t count)
{
    object *function = vm_getattr_str(vm, runpy, name);
    object *result =
        function ? vm_call(vm, function, args, count, NULL) : NULL;
    vm_release_maybe(vm, function);
    return result;
}

/* Where the pending exception is runpy's own, the program ends with its
 * words. */
static void report(struct vm *vm, object *error)
{
    object *e = vm_pending_take(vm), *text = NULL, *name;
    if (!e || !vm_exception_matches(vm, e, error)) {
        vm_pending_restore(vm, e);
        return;
    }
    name = dict_get_c_peek(vm, vm->sys, "executable");
    text = name ? str_format(vm, "%S: %S", name, e) : vm_str(vm, e);
    vm_release(vm, e);
    if (text)
        vm_raise_object(vm, EXC_SYSTEM_EXIT, text);
    vm_release_maybe(vm, text);
}

/* (name, spec, code) of the module, or of the __main__ on sys.path. */
static object *find(struct vm *vm, const char *module)
{
    object *title = str_intern(vm, "runpy");
    object *runpy = title ? import_module(vm, title) : NULL;
    object *error = runpy ? vm_getattr_str(vm, runpy, "_Error") : NULL;
    object *name = error ? str_from(vm, module ? module : "") : NULL;
    object *args[] = {name, error}, *row = NULL;
    if (name)
        row = module ? call(vm, runpy, "_get_module_details", args, 2)
                     : call(vm, runpy, "_get_main_module_details", args + 1, 1);
    if (!row && error)
        report(vm, error);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, error);
    vm_release_maybe(vm, runpy);
    vm_release_maybe(vm, title);
    return row;
}

/* dict[name] = spec.attribute */
static bool set_from(struct vm *vm, object *dict, const char *name,
                     object *spec, const char *attribute)
{
    object *value = vm_getattr_str(vm, spec, attribute);
    bool ok = value && dict_set_c(vm, dict, name, value);
    vm_release_maybe(vm, value);
    return ok;
}

/* What a module that is run knows of itself. */
static bool set_globals(struct vm *vm, object *dict, object *spec)
{
    return set_from(vm, dict, "__file__", spec, "origin") &&
           set_from(vm, dict, "__cached__", spec, "cached") &&
           dict_set_c(vm, dict, "__doc__", vm->none) &&
           set_from(vm, dict, "__loader__", spec, "loader") &&
           set_from(vm, dict, "__package__", spec, "parent") &&
           dict_set_c(vm, dict, "__spec__", spec);
}

/* sys.argv[0] = spec.origin */
static bool set_first_argument(struct vm *vm, object *spec)
{
    object *argv = dict_get_str_peek(vm, vm->sys, vm->name[NAME_argv]);
    object *origin = vm_getattr_str(vm, spec, "origin");
    bool ok = origin;
    if (ok && argv && vm_is(argv, TYPE_LIST) && list_length(argv))
        heap_store(vm->heap, &list_items(argv)[0], heap_retain(origin));
    vm_release_maybe(vm, origin);
    return ok;
}

object *run_module_find(struct vm *vm, const char *module, object *dict)
{
    object *row = find(vm, module), *code = NULL;
    if (!row)
        return NULL;
    if (!vm_is(row, TYPE_TUPLE) || tuple_length(row) != 3 ||
        !vm_is(tuple_items(row)[2], TYPE_CODE)) {
        vm_raise(vm, EXC_TYPE_ERROR, "runpy found no code object");
    } else {
        object *spec = tuple_items(row)[1];
        if (set_globals(vm, dict, spec) &&
            (!module || set_first_argument(vm, spec)))
            code = heap_retain(tuple_items(row)[2]);
    }
    vm_release(vm, row);
    return code;
}
