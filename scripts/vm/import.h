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
/* The file that `-m name` runs (new) and its package (new). */
object *import_find_main(struct vm *vm, const char *name, object **package);
/* Reads a whole file into *bytes (malloc'ed); false: OSError pending. */
bool source_read(struct vm *vm, object *path, char **bytes, size_t *size);
bool source_read_fd(struct vm *vm, int fd, char **bytes, size_t *size);
/* Compiles and runs source in a module's dict; path names the file. */
bool import_run_source(struct vm *vm, object *module, object *path,
                       const char *bytes, size_t size);

#endif
