/*
 * What source files were compiled to, kept from run to run in the user's cache
 * folder.
 */
#ifndef SCRIPTS_VM_CODE_STORE_H
#define SCRIPTS_VM_CODE_STORE_H

#include "scripts/vm/vm.h"

struct code_store;

/*
 * The code of a module's source file, which tracebacks are to call `title`;
 * new.  It is compiled unless this very program did that before and the file's
 * time and size are what they were.  What cannot be stored, or has been
 * damaged, makes no difference.  The collector's counters are the same either
 * way.  NULL: SyntaxError, OSError and the like pending.
 */
object *code_of_file(struct vm *vm, object *path, object *title);

void code_store_done(struct vm *vm);

#endif
