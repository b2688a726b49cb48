/*
 * The objects that CPython keeps on free lists, which its collector's young
 * counter shows: here only their numbers.  Functions for scripts/ are in
 * heap.h.
 */
#ifndef HEAP_SPARES_H
#define HEAP_SPARES_H

#include "heap/heap_internal.h"

/* Notes the size of a container that is to be taken apart, in `prev`. */
void spares_measure(const heap *h, object *o);

/* A container is freed: it becomes a spare one, or is counted. */
void spares_count_death(heap *h, const struct heap_type *type, const object *o);

/* A full collection frees the spare objects. */
void spares_clear(heap *h);

#endif
