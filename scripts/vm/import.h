/*
 * Import: modules written in C, then .py files along sys.path.
 */
#ifndef SCRIPTS_VM_IMPORT_H
#define SCRIPTS_VM_IMPORT_H

#include "scripts/vm/vm.h"

/* What an import statement in frame does: calls builtins.__import__. */
object *import_statement(struct vm *vm, struct vm_frame *frame, object *name,
                         object *fromlist, object *level);
/* __import__(name, globals, ..., fromlist, level). */
object *import_level(struct vm *vm, object *name, object *globals,
                     object *fromlist, int level);
/* The module with that full name, importing it if need be. */
object *import_module(struct vm *vm, object *name);
object *import_from(struct vm *vm, object *module, object *name);
bool import_star(struct vm *vm, object *module, object *locals);

/* The library's machinery, loaded if it is not yet; false: pending. */
bool import_machinery(struct vm *vm);
/* The same where a module's code reads its __spec__ or __loader__. */
bool import_machinery_for(struct vm *vm, object *code);
/* Imports a module that is not in sys.modules through it. */
object *import_by_machinery(struct vm *vm, object *name);
/* repr(module), once the machinery is loaded. */
object *import_module_repr(struct vm *vm, object *module);
/* Takes the machinery's own frames out of the pending exception's traceback,
 * all of them from an ImportError. */
void import_trim_traceback(struct vm *vm);
/* The name of the module whose body runs for its import, borrowed, or NULL. */
object *import_innermost(const struct vm *vm);
/* Does the body of that module still run, found without the machinery? */
bool import_is_running(struct vm *vm, const object *name);

/* Modules compiled from the library's files under names of their own. */
struct frozen_module {
    const char *name, *origin; /* "zipimport", the module whose file it is */
};
/* Ended by a NULL name; the machinery's two come first. */
extern const struct frozen_module frozen_modules[];
/* The row, or NULL. */
const struct frozen_module *frozen_find(const object *name);
/* The code, compiled anew; new. */
object *frozen_code(struct vm *vm, const struct frozen_module *module);

/* Reads a whole file into *bytes (malloc'ed); false: OSError pending. */
bool source_read(struct vm *vm, object *path, char **bytes, size_t *size);
bool source_read_fd(struct vm *vm, int fd, char **bytes, size_t *size);

#endif
