/*
 * Where modules are looked for, and the other things that the library's module
 * site does to a program at its start.
 */
#ifndef SCRIPTS_VM_LIBRARY_PATH_H
#define SCRIPTS_VM_LIBRARY_PATH_H

#include "scripts/vm/vm.h"

/* sys.path before the script's own folder comes in front; a new list. */
object *library_path(struct vm *vm);
/* Runs what is to run before the program: -W, a usercustomize.  False:
 * pending. */
bool library_begin(struct vm *vm);
/* A name that site adds to builtins (exit, help...), once it is asked for:
 * borrowed, or NULL with nothing pending when it is another. */
object *library_builtin(struct vm *vm, object *name);
/* Does code in files *.pth wait that may know where a module is, and is it
 * the script that looks?  Then the module site is imported, which runs it.
 * 1 done, 0 nothing to do, -1 pending. */
int library_run_pth(struct vm *vm);

#endif
