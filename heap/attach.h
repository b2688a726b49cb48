/*
 * Ordinals and allocation sites, beside the objects.
 */
#ifndef HEAP_ATTACH_H
#define HEAP_ATTACH_H

#include "heap/heap_internal.h"

/* Gives a new object its ordinal and asks for its site. */
void attach_born(heap *h, object *o);

#endif
