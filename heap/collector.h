/*
 * The cycle collector's controls: generations, thresholds, statistics.
 * Included through heap/heap.h.  Semantics are those of CPython 3.11's gc.
 */
#ifndef HEAP_COLLECTOR_H
#define HEAP_COLLECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/object.h"

#define HEAP_GENERATIONS 3
#define HEAP_PERMANENT 3 /* heap_each_tracked: the frozen ones */

struct heap_gc_stats {
    size_t collections, collected, uncollectable;
};

/* Collects generations 0..generation; returns the number of unreachable
 * objects found (collected plus uncollectable), as gc.collect() does; 0 when a
 * collection is under way already. */
size_t heap_collect(struct heap *h, int generation);

void heap_gc_enable(struct heap *h, bool on);
bool heap_gc_enabled(const struct heap *h);
void heap_gc_thresholds(const struct heap *h, int out[HEAP_GENERATIONS]);
void heap_gc_set_thresholds(struct heap *h, const int in[HEAP_GENERATIONS]);
void heap_gc_counts(const struct heap *h, int out[HEAP_GENERATIONS]);
/* As if the collector had run before: everything tracked so far is of the
 * second generation, counts and stats are those given. */
void heap_gc_resume(struct heap *h, const int counts[HEAP_GENERATIONS],
                    const struct heap_gc_stats stats[HEAP_GENERATIONS]);
void heap_gc_stats(const struct heap *h, int generation,
                   struct heap_gc_stats *out);
/* Adds to the young counter: CPython counted what we allocate otherwise. */
void heap_gc_adjust(struct heap *h, int by);
void heap_gc_freeze(struct heap *h);
void heap_gc_unfreeze(struct heap *h);
size_t heap_gc_frozen(const struct heap *h);

/* gc.set_debug's flags, with CPython's values. */
enum heap_gc_debug {
    HEAP_GC_STATS = 1,
    HEAP_GC_COLLECTABLE = 2,
    HEAP_GC_UNCOLLECTABLE = 4,
    HEAP_GC_SAVEALL = 32,
};
/* With SAVEALL, `garbage` gets each unreachable object, borrowed. */
void heap_gc_set_debug(struct heap *h, unsigned flags,
                       void (*garbage)(void *arg, object *o, bool collectable),
                       void *arg);
unsigned heap_gc_debug(const struct heap *h);

/* While a GC_FOUND listener runs: calls fn for each unreachable object. */
void heap_gc_unreachable(struct heap *h, void (*fn)(object *o, void *arg),
                         void *arg);

/* Collects at every container allocation: for stress tests. */
void heap_gc_stress(struct heap *h, bool on);

#endif
