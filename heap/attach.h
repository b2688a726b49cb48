/*
 * Ordinals and the places of allocations, beside the objects.
 */
#ifndef HEAP_ATTACH_H
#define HEAP_ATTACH_H

#include "heap/heap_internal.h"

/* Makes room for the births of a span and all before it; false: no memory. */
bool attach_reach(heap *h, uint32_t span);

/* Attached: gives a new object its ordinal and asks for its place.  The other
 * is for one in a cell of class c, and quicker. */
void attach_born(heap *h, object *o);
void attach_born_small(heap *h, const struct heap_size_class *c, object *o);

#endif
