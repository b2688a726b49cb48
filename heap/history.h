/*
 * Questions about what a heap holds and held: tallies, snapshots and what
 * changed between two, which objects survived how many collections.
 * Included through heap/heap.h.  Progress and cancelling as in heap/graph.h.
 */
#ifndef HEAP_HISTORY_H
#define HEAP_HISTORY_H

#include "heap/graph.h"

/* ---- tallies ----------------------------------------------------------- */

struct heap_tally {
    uint32_t key; /* a type's index or an allocation site */
    size_t objects;
    uint64_t bytes;
};

struct heap_tallies {
    struct heap_tally *list; /* most bytes first; the caller frees it */
    size_t count;
};

enum heap_tally_by { HEAP_BY_TYPE, HEAP_BY_SITE };

/* Counts the live objects that `wanted` (NULL: all) lets pass. */
bool heap_tally(const struct heap *h, enum heap_tally_by by,
                bool (*wanted)(const object *o, void *arg), void *arg,
                struct heap_tallies *out, const struct heap_progress *progress);

/* The registered type with that index, borrowed; NULL: none. */
const struct heap_type *heap_type_at(const struct heap *h, uint32_t index);

/* ---- snapshots: attached heaps only ------------------------------------ */

typedef struct heap_snapshot heap_snapshot;

/* What is alive now, by ordinal; NULL too when the heap is not attached. */
heap_snapshot *heap_snapshot_new(const struct heap *h,
                                 const struct heap_progress *progress);
void heap_snapshot_free(heap_snapshot *s);
size_t heap_snapshot_objects(const heap_snapshot *s);
uint64_t heap_snapshot_bytes(const heap_snapshot *s);

/* One object that is in one of two snapshots only, or has another size. */
struct heap_change {
    uint64_t ordinal;
    const char *type;       /* borrowed from a snapshot */
    uint64_t before, after; /* bytes; 0: not there */
};

/* Calls emit for every change from a to b, by address. */
void heap_snapshot_compare(const heap_snapshot *a, const heap_snapshot *b,
                           void (*emit)(const struct heap_change *change,
                                        void *arg),
                           void *arg);

/* ---- survivals: attached heaps only ------------------------------------ */

typedef struct heap_survivals heap_survivals;

/* Notes every collection from now on; NULL: no memory.  To be freed before
 * the heap. */
heap_survivals *heap_survivals_new(struct heap *h);
void heap_survivals_free(heap_survivals *s);
size_t heap_survivals_collections(const heap_survivals *s);

/* How many of the collections noted looked at the object and left it: 0 for
 * objects the collector does not track. */
uint32_t heap_survived(heap_survivals *s, const object *o);

#endif
