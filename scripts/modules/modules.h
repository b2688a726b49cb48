/*
 * The modules written in C, by name.  A row a module in modules.def.
 */
#ifndef SCRIPTS_MODULES_MODULES_H
#define SCRIPTS_MODULES_MODULES_H

#include "scripts/vm/vm.h"

/* Fills a fresh module; false: exception pending. */
typedef bool module_fill_fn(struct vm *vm, object *module);

struct builtin_module {
    const char *name;
    module_fill_fn *fill;
};

/* The table, ended by a NULL name; builtins and sys are in it. */
extern const struct builtin_module builtin_modules[];

/* The row, or NULL. */
const struct builtin_module *builtin_module_find(const char *name);
/* A fresh module of that row; not yet in sys.modules. */
object *builtin_module_new(struct vm *vm, const struct builtin_module *row);

/*
 * Makes sys and builtins: vm->modules, vm->builtins, vm->sys.  Called by
 * vm_new once types are ready.
 */
bool modules_init(struct vm *vm) HEAP_MUST_CHECK;

/* next(), which the machine knows to resume generators in its loop. */
builtin_fn builtins_next;

/* sys.displayhook(value), for PRINT_EXPR. */
bool sys_display(struct vm *vm, object *value);
/* The attribute of sys, borrowed, or NULL. */
object *sys_get_peek(struct vm *vm, enum vm_name name);
/* Flushes sys.stdout and sys.stderr; false when stdout's failed. */
bool sys_flush(struct vm *vm);
/* Hands an exception nobody can get to the script's sys.unraisablehook, with
 * "Exception ignored MESSAGE" unless that is NULL; false: there is none of its
 * own. */
bool sys_unraisable(struct vm *vm, object *exception, const char *message,
                    object *where);
/* Writes text to sys.stderr, to fd 2 when that fails. */
void sys_write_stderr(struct vm *vm, object *text);

#endif
