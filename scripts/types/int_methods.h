/*
 * Between int.c and int_methods.c, int_text.c.
 */
#ifndef SCRIPTS_TYPES_INT_METHODS_H
#define SCRIPTS_TYPES_INT_METHODS_H

#include "scripts/types/int.h"

extern const struct method_def int_methods[];
extern const struct getset_def int_getsets[];

object *int_type_new(struct vm *vm, struct type_object *type,
                     object *const *args, size_t nargs, object *kwnames);
object *bool_type_new(struct vm *vm, struct type_object *type,
                      object *const *args, size_t nargs, object *kwnames);
/* A derived class's instance with the value of o. */
object *int_subclass_instance(struct vm *vm, struct type_object *type,
                              object *o);
/* An exact int of the same value. */
object *int_exact(struct vm *vm, object *o);
object *int_negative(struct vm *vm, object *o);
/* (a, b), both stolen. */
object *int_pair(struct vm *vm, object *a, object *b);

#endif
