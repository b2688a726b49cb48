/*
 * _typing: the one function that typing leaves to C.
 */
#include "scripts/modules/modules.h"
#include "scripts/types/module.h"

static object *identity(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    (void)vm, (void)self, (void)nargs, (void)kwnames;
    return heap_retain(args[0]);
}

bool typing_fill(struct vm *vm, object *module)
{
    static const struct method_def functions[] = {
        {"_idfunc", identity, METHOD_ONE, NULL},
        {0},
    };
    return module_add_functions(vm, module, functions);
}
