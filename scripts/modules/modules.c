/*
 * The table of modules written in C, and the two that every program has.
 */
#include "scripts/modules/modules.h"

#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/module.h"

#define MODULE(name, fill) module_fill_fn fill;
#include "scripts/modules/modules.def"
#undef MODULE

const struct builtin_module builtin_modules[] = {
#define MODULE(name, fill) {name, fill},
#include "scripts/modules/modules.def"
#undef MODULE
    {NULL, NULL},
};

const struct builtin_module *builtin_module_find(const char *name)
{
    for (const struct builtin_module *m = builtin_modules; m->name; m++)
        if (strcmp(m->name, name) == 0)
            return m;
    return NULL;
}

object *builtin_module_new(struct vm *vm, const struct builtin_module *row)
{
    object *module = module_new(vm, row->name);
    if (module && row->fill(vm, module))
        return module;
    vm_release_maybe(vm, module);
    return NULL;
}

/* The module in sys.modules; its dict in *dict, one reference each. */
static bool add(struct vm *vm, const char *name, object **dict)
{
    const struct builtin_module *row = builtin_module_find(name);
    object *module = module_new(vm, name);
    if (!module)
        return false;
    *dict = heap_retain(module_dict(module));
    bool ok = dict_set_c(vm, vm->modules, name, module) &&
              row->fill(vm, module);
    vm_release(vm, module);
    return ok;
}

bool modules_init(struct vm *vm)
{
    vm->modules = dict_new(vm);
    return vm->modules && add(vm, "builtins", &vm->builtins) &&
           add(vm, "sys", &vm->sys);
}
