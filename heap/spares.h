/*
 * The objects that CPython keeps on free lists, which its collector's young
 * counter shows: here only their numbers.  Functions for scripts/ are in
 * heap.h.
 */
#ifndef HEAP_SPARES_H
#define HEAP_SPARES_H

#include "heap/heap_internal.h"

/* Notes the size of a container that is to be taken apart, in `prev`. */
static inline void spares_measure(const heap *h, object *o)
{
    const struct heap_type *type = entry_of(h, o)->type;
    size_t size;
    if (heap_likely(!type->spare_size || !type->spare_sizes))
        return;
    size = type->spare_size(o);
    ((struct heap_node *)o)->prev = size < UINT32_MAX ? (uint32_t)size : 0;
}

/* The same as heap_spare_take. */
static inline bool spares_take(heap *h, const struct heap_type *type,
                               size_t size)
{
    struct spares *s;
    if (heap_unlikely(size >= type->spare_sizes))
        return false;
    s = &h->gc.spares[type->spares + size];
    if (!s->count)
        return false;
    s->count--;
    return true;
}

static inline void spares_count_release(heap *h)
{
    if (h->gc.counts[0] > 0)
        h->gc.counts[0]--;
}

/* A dead object becomes a spare one, or its release is counted. */
static inline void spares_put(heap *h, const struct heap_type *type,
                              size_t size)
{
    if (size < type->spare_sizes) {
        struct spares *s = &h->gc.spares[type->spares + size];
        if (s->count < s->max) {
            s->count++;
            return;
        }
    }
    spares_count_release(h);
}

/* A container is freed. */
static inline void spares_count_death(heap *h, const struct heap_type *type,
                                      const object *o)
{
    spares_put(h, type,
               type->spare_size ? ((const struct heap_node *)o)->prev : 0);
}

/* A full collection frees the spare objects. */
void spares_clear(heap *h);

#endif
