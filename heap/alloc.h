/*
 * Cells: the pieces of spans that hold one object or one array each.
 */
#ifndef HEAP_ALLOC_H
#define HEAP_ALLOC_H

#include "heap/heap_internal.h"

void alloc_init(heap *h);

/* Empties the fast lists of the classes whose next allocation must be looked
 * at, and fills those of all others again. */
void alloc_arm(heap *h);

/* Gives back what a deletion of garbage has left free. */
void alloc_trim_late(heap *h);

/* A cell of at least `size` bytes, its header's word 0; NULL over the limit or
 * when this request is the one to fail.  Its bytes are not zeroed. */
void *cell_make(heap *h, bool array, size_t size);
void cell_free(heap *h, void *p);

size_t cell_size(const heap *h, const void *p);

/* True when the request being made is the one that was asked to fail. */
bool request_fails(heap *h);

/* Puts a cell on its free list at once, past any quarantine. */
void cell_put(heap *h, struct heap_cell *p);

/* The word of a cell that may be free. */
uint32_t cell_word(const void *p);

#endif
