/*
 * What is parameterized: the parameters among the arguments of an alias or a
 * union, and others put in their places.
 */
#ifndef SCRIPTS_TYPES_GENERIC_SUBST_H
#define SCRIPTS_TYPES_GENERIC_SUBST_H

#include "scripts/vm/vm.h"

/* The distinct parameters among args (a tuple), in order; a new tuple. */
object *generic_parameters(struct vm *vm, object *args);
/* args (a tuple) with item, or the items of that tuple, for the parameters;
 * self is what errors name and what __typing_prepare_subst__ gets. */
object *generic_substitute(struct vm *vm, object *self, object *args,
                           object *parameters, object *item);

#endif
