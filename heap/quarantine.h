/*
 * Under the address sanitizer freed cells wait here before they are used
 * again, so that a late access finds them poisoned.
 */
#ifndef HEAP_QUARANTINE_H
#define HEAP_QUARANTINE_H

#include "heap/heap_internal.h"

/* Takes a poisoned free cell; lets the oldest go while there are too many. */
void quarantine_put(heap *h, struct heap_cell *p, size_t size);

/* Lets cells go until at most `bytes` wait. */
void quarantine_limit(heap *h, size_t bytes);

#endif
