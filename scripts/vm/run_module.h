/*
 * Programs that the library's runpy finds.
 */
#ifndef SCRIPTS_VM_RUN_MODULE_H
#define SCRIPTS_VM_RUN_MODULE_H

#include "scripts/vm/vm.h"

/* The code of a module, or (NULL) of the __main__ in sys.path's first folder or
 * archive, with its place set in dict and, of a module, in sys.argv; new. */
object *run_module_find(struct vm *vm, const char *module, object *dict);

#endif
