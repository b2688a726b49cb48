/*
 * Paths as sys.path and tracebacks have them: absolute, links followed.
 */
#ifndef SCRIPTS_VM_PATH_H
#define SCRIPTS_VM_PATH_H

#include "scripts/vm/vm.h"

/*
 * The path with the current folder in front where it is relative, otherwise
 * as typed. A new str, or NULL with the error pending.
 */
object *path_absolute(struct vm *vm, const char *path);

/*
 * The folder that a script's path leads to: absolute, every symbolic link
 * followed, "." and ".." resolved. A new str, or NULL with the error pending.
 */
object *path_script_folder(struct vm *vm, const char *path);

#endif
