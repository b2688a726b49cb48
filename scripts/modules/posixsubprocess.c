/*
 * _posixsubprocess: refuses what subprocess is made of, so that programs that
 * only import it run.
 */
#include "scripts/modules/modules.h"
#include "scripts/types/module.h"
#include "scripts/vm/error.h"

static object *fork_exec(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                    "a script cannot start processes yet");
}

static const struct method_def functions[] = {
    {"fork_exec", fork_exec, METHOD_ARGS, "Not there yet."},
    {NULL, NULL, 0, NULL},
};

bool posixsubprocess_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions);
}
