/*
 * Owns the numbers of spare objects, by type and size.  A spare object is not
 * in the heap: its cell went back when it died.  What it changes is the young
 * counter alone, which moves when CPython's does.  Neighbours: object.c takes
 * from here, destroy.c gives, collect.c clears.
 */
#include "heap/spares.h"

void heap_type_spares(heap *h, struct heap_type *type)
{
    if (h->gc.spares_used + type->spare_sizes > SPARES_MAX)
        return;
    type->spares = (uint16_t)h->gc.spares_used;
    for (uint32_t i = 0; i < type->spare_sizes; i++)
        h->gc.spares[h->gc.spares_used++].max = type->spare_max;
}

bool heap_spare_take(heap *h, const struct heap_type *type, size_t size)
{
    return spares_take(h, type, size);
}

void heap_spare_put(heap *h, const struct heap_type *type, size_t size)
{
    spares_put(h, type, size);
}

bool heap_spare_idle(const heap *h, const struct heap_type *type, size_t size)
{
    const struct heap_size_class *c =
        &h->objects[h->class_of[(type->size + 15) / 16]];
    bool ready = c->armed ? c->aside && c->armed == HEAP_ARMED_BIRTHS
                          : c->free != NULL;
    return size < type->spare_sizes &&
           h->gc.spares[type->spares + size].count && ready &&
           !h->front.watch_death && !h->types[type->index].heard;
}

/* The one slice that CPython keeps outlives a collection. */
static bool lasts(const struct spares *s)
{
    return s->max == 1;
}

void spares_clear(heap *h)
{
    for (uint32_t i = 0; i < h->gc.spares_used; i++) {
        struct spares *s = &h->gc.spares[i];
        if (lasts(s))
            continue;
        for (; s->count; s->count--)
            spares_count_release(h);
    }
}
