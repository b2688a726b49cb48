/*
 * select: refuses to wait, since the host waits for one descriptor at a time.
 */
#include <limits.h>

#include "scripts/modules/modules.h"
#include "scripts/types/module.h"
#include "scripts/vm/error.h"

static object *select_(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                    "a script cannot wait for several files yet");
}

static const struct method_def functions[] = {
    {"select", select_, METHOD_ARGS,
     "select($module, rlist, wlist, xlist, timeout=None, /)\n--\n\n"
     "Not there yet."},
    {NULL, NULL, 0, NULL},
};

bool select_fill(struct vm *vm, object *module)
{
    object *error = type_as_object(vm->exceptions[EXC_OS_ERROR]);
    return module_add_functions(vm, module, functions) &&
           module_add_steal(vm, module, "error", heap_retain(error)) &&
           module_add_int(vm, module, "PIPE_BUF", PIPE_BUF);
}
