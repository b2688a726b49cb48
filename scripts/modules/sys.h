/*
 * Between sys.c, sys_values.c and sys_streams.c.
 */
#ifndef SCRIPTS_MODULES_SYS_H
#define SCRIPTS_MODULES_SYS_H

#include "scripts/vm/vm.h"

/* version, path, flags, ...: everything that is not a function. */
bool sys_add_values(struct vm *vm, object *module);
/* stdin, stdout, stderr, and the originals with underscores. */
bool sys_add_streams(struct vm *vm, object *module);
/* unraisablehook and the type of its argument. */
bool sys_add_unraisable(struct vm *vm, object *module);
/* The hooks of asynchronous generators. */
bool sys_add_async(struct vm *vm, object *module);
/* sys.breakpointhook, a function of a table. */
object *sys_breakpoint_hook(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames);
/* __displayhook__ and so on. */
bool sys_add_hooks(struct vm *vm, object *module);

#endif
