/*
 * The cycle collector, as the rest of the heap sees it.
 */
#ifndef HEAP_COLLECT_H
#define HEAP_COLLECT_H

#include "heap/heap_internal.h"

/* The young counter has passed young_limit: collects what is due, if it may. */
void collect_by_count(heap *h);

/* What a collection did. */
struct collected {
    size_t unreachable, freed;
};

/* Collects one generation and those younger, without telling any hook. */
struct collected collect_generation(heap *h, int generation);

#endif
