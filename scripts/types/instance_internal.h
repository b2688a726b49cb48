/*
 * Between shape.c and instance.c.
 */
#ifndef SCRIPTS_TYPES_INSTANCE_INTERNAL_H
#define SCRIPTS_TYPES_INSTANCE_INTERNAL_H

#include "scripts/types/instance.h"

/* shape with `name` (interned) added; NULL: MemoryError pending. */
struct shape *shape_step(struct vm *vm, struct shape *shape, object *name);

#endif
