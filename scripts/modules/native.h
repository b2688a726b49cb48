/*
 * What modules written in C share: types that exist from the first time a
 * module asks for them.
 *
 * Such a type has no fixed index.  The vm remembers it by its spec, so that C
 * code finds it whatever the script does to the module.
 */
#ifndef SCRIPTS_MODULES_NATIVE_H
#define SCRIPTS_MODULES_NATIVE_H

#include "scripts/vm/vm.h"

/* The type of spec, made at the first call; borrowed.  NULL: pending. */
struct type_object *native_type(struct vm *vm, const struct type_spec *spec);
/* The same with a base that has no fixed index. */
struct type_object *native_type_based(struct vm *vm,
                                      const struct type_spec *spec,
                                      const struct type_spec *base);
/* Is o of that type or of a script's class derived from it? */
bool native_is(const struct vm *vm, const object *o,
               const struct type_spec *spec);
/* Adds each type to the module by the last part of its name; NULL ends. */
bool native_add_types(struct vm *vm, object *module,
                      const struct type_spec *const *specs);
/* A place for one object that a module keeps where no script sees it, by an
 * address of the module's choice; empty at first.  NULL: pending. */
object **native_slot(struct vm *vm, const void *key);
/* The exception class module.name derived from base, made at the first call;
 * borrowed.  NULL: pending. */
object *native_exception(struct vm *vm, const void *key, const char *module,
                         const char *name, enum exception_id base);
/* Raises such a class with a text as vm_raise makes it; NULL. */
object *native_raise(struct vm *vm, object *cls, const char *format, ...);
/* A Py_ssize_t argument: an index, else OverflowError; false: pending. */
bool native_ssize(struct vm *vm, object *o, ptrdiff_t *out);
/* Releases types and slots, when the vm is freed. */
void native_done(struct vm *vm);

#endif
