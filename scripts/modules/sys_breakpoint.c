/*
 * sys.breakpointhook: what breakpoint() does until a script sets another hook.
 *
 * An attached debugger stops.  Without one, PYTHONBREAKPOINT names what is
 * called: MODULE.NAME, NAME of builtins, 0 for nothing; unset it is
 * pdb.set_trace.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/sys.h"
#include "scripts/modules/warnings.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/type.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

/* The attribute of the module whose dotted name is [path, dot), new; NULL
 * with nothing pending: there is none. */
static object *find_hook(struct vm *vm, const char *path, size_t length,
                         const char *name)
{
    char *text = strndup(path, length);
    object *dotted = text ? str_from(vm, text) : vm_raise_no_memory(vm);
    free(text);
    object *module = dotted ? import_module(vm, dotted) : NULL;
    object *attribute = module ? str_from(vm, name) : NULL;
    object *hook = attribute ? vm_getattr(vm, module, attribute) : NULL;
    if (!hook && vm_pending_is(vm, module ? EXC_ATTRIBUTE_ERROR
                                          : EXC_IMPORT_ERROR))
        vm_pending_clear(vm);
    vm_release_maybe(vm, dotted);
    vm_release_maybe(vm, module);
    vm_release_maybe(vm, attribute);
    return hook;
}

static object *named_hook(struct vm *vm, const char *name)
{
    static const char builtins[] = "builtins";
    const char *dot = strrchr(name, '.');
    if (dot == name)
        return NULL;
    return dot ? find_hook(vm, name, (size_t)(dot - name), dot + 1)
               : find_hook(vm, builtins, sizeof builtins - 1, name);
}

static object *warn_of(struct vm *vm, const char *name)
{
    object *category = type_as_object(vm->exceptions[EXC_RUNTIME_WARNING]);
    object *message = str_format(
        vm, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"", name);
    bool ok = message && warnings_warn(vm, category, message, 1, NULL);
    vm_release_maybe(vm, message);
    return ok ? vm_none(vm) : NULL;
}

static object *call_named(struct vm *vm, const char *name, object *const *args,
                          size_t nargs, object *kwnames)
{
    if (!strcmp(name, "0"))
        return vm_none(vm);
    object *hook = named_hook(vm, name);
    if (!hook)
        return vm_pending(vm) ? NULL : warn_of(vm, name);
    object *result = vm_call(vm, hook, args, nargs, kwnames);
    vm_release(vm, hook);
    return result;
}

object *sys_breakpoint_hook(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    (void)self;
    if (vm->trap.breakpoint_call)
        return vm->trap.breakpoint_call(vm->trap.arg, vm->thread->frame)
                   ? vm_none(vm)
                   : NULL;
    char *name = vm->options.settings.ignore_environment
                     ? NULL
                     : vm_environment(vm, "PYTHONBREAKPOINT");
    object *result = call_named(vm, name && *name ? name : "pdb.set_trace",
                                args, nargs, kwnames);
    free(name);
    return result;
}
