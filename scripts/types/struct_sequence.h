/*
 * Tuples with named items, as sys.version_info.
 */
#ifndef SCRIPTS_TYPES_STRUCT_SEQUENCE_H
#define SCRIPTS_TYPES_STRUCT_SEQUENCE_H

#include "scripts/vm/vm.h"

#define STRUCT_FIELDS_MAX 24

/* A new type, which lives as long as its instances.  `names` ends with NULL;
 * name and names must be static. */
struct type_object *struct_sequence_type(struct vm *vm, const char *name,
                                         const char *const *names);
/* The new_ slot of such a type that scripts may call. */
object *struct_sequence_make(struct vm *vm, struct type_object *type,
                             object *const *args, size_t nargs,
                             object *kwnames);
/* An instance; takes the references of items, which may be NULL (pending). */
object *struct_sequence_new_steal(struct vm *vm, struct type_object *type,
                                  object *const *items, size_t count);

#endif
