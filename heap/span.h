/*
 * Runs of spans: granted, given back, purged.
 */
#ifndef HEAP_SPAN_H
#define HEAP_SPAN_H

#include "heap/heap_internal.h"

/* A run of `count` spans, or 0 without memory.  Its first span's kind and
 * cell are the caller's to set; no page of it need be zero. */
uint32_t span_grant(heap *h, uint32_t count);

/* Takes a run back and joins it with its free neighbours. */
void span_return(heap *h, uint32_t span, uint32_t count);

/* Lengthens a run in place by spans behind it; false when they are taken. */
bool span_extend(heap *h, uint32_t span, uint32_t count, uint32_t more);

#endif
