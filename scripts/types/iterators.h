/*
 * Iterators made for what has no iterator of its own.
 */
#ifndef SCRIPTS_TYPES_ITERATORS_H
#define SCRIPTS_TYPES_ITERATORS_H

#include "scripts/vm/vm.h"

/* Over anything with __getitem__, until IndexError. */
object *sequence_iterator_new(struct vm *vm, object *sequence);
/* function() until it equals sentinel. */
object *callable_iterator_new(struct vm *vm, object *function,
                              object *sentinel);

#endif
