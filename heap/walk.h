/*
 * Walking the heap: every object, its edges, totals, ordinals and sites.
 * Included through heap/heap.h.  No walk recurses on the C stack.
 */
#ifndef HEAP_WALK_H
#define HEAP_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/object.h"

struct heap_type;
struct heap_edge;

/* The object behind `after` in address order, the first for NULL; NULL at the
 * end.  Borrowed. */
object *heap_next(const struct heap *h, const object *after);

/* Calls fn for the tracked objects of one generation in list order
 * (HEAP_PERMANENT: the frozen); stops when fn returns false. */
bool heap_each_tracked(const struct heap *h, int generation,
                       bool (*fn)(object *o, void *arg), void *arg);

int heap_generation(const struct heap *h, const object *o); /* -1 untracked, 3 frozen */

const struct heap_type *heap_type_of(const struct heap *h, const object *o);

/* Calls visit / emit for everything o owns a reference to. */
void heap_referents(const struct heap *h, object *o,
                    void (*visit)(object *referent, void *arg), void *arg);
void heap_edges(const struct heap *h, object *o,
                void (*emit)(const struct heap_edge *edge, void *arg),
                void *arg);

/* Calls emit for each edge of any object to target; from is the holder. */
void heap_referrers(const struct heap *h, const object *target,
                    void (*emit)(object *from, const struct heap_edge *edge,
                                 void *arg),
                    void *arg);

/* Bytes: the cell and the arrays it owns. */
size_t heap_total_size(const struct heap *h, const object *o);

struct heap_totals {
    size_t objects, bytes; /* live, arrays included in bytes */
    size_t arrays, array_bytes;
    size_t reserved, committed;  /* address space; memory from the system */
    uint64_t allocations, frees; /* ever, attached or not */
};
void heap_totals(const struct heap *h, struct heap_totals *out);

/* ---- attached: ordinals and allocation sites ---------------------------- */

/* Gives every live object an ordinal (address order for those already there)
 * and every later one the next.  False: out of memory. */
bool heap_attach(struct heap *h, bool sites);
void heap_detach(struct heap *h);
uint64_t heap_ordinal(const struct heap *h, const object *o); /* 0: none */
uint32_t heap_site(const struct heap *h, const object *o);
/* What is kept of o beside it, changed when its cell is another object's. */
const struct heap_birth *heap_birth_peek(const struct heap *h,
                                         const object *o);
/* The live object with that ordinal, borrowed, or NULL. */
object *heap_by_ordinal(const struct heap *h, uint64_t ordinal);
/* The ordinal that the next object will get. */
uint64_t heap_next_ordinal(const struct heap *h);

/* True if p is a live object of this heap: for untrusted addresses. */
bool heap_is_object(const struct heap *h, const void *p);

#endif
