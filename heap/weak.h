/*
 * The side table from objects to their weak references.
 */
#ifndef HEAP_WEAK_H
#define HEAP_WEAK_H

#include "heap/heap_internal.h"

/* Clears w and keeps its callback; tells of it. */
void weak_clear_one(heap *h, struct heap_weak *w);

/* Clears all weak references of target without calling anything. */
void weak_clear_silently(heap *h, object *target);

#endif
