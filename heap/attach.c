/*
 * Owns the side range: for each span room for an ordinal and a site a cell,
 * touched only as far as the span has cells.  Nothing of it exists while no
 * debugger is attached.
 */
#include "heap/attach.h"

#include "heap/alloc.h"

enum { SIDE_SIZE = SPAN_SIZE / 16 * 12 }; /* bytes of side room a span */

static uint32_t cell_index(const heap *h, uint32_t span, const void *p)
{
    const struct span *s = &h->spans[span];
    uint32_t offset = (uint32_t)((const char *)p - span_start(h, span));
    return s->big ? 0 : offset / s->cell;
}

static uint64_t *ordinals_of(const heap *h, uint32_t span)
{
    size_t at = (size_t)(span - h->first_span) * SIDE_SIZE;
    return (uint64_t *)(void *)(h->side.base + at);
}

/* Behind the ordinals of as many cells as the span has. */
static uint32_t *sites_of(const heap *h, uint32_t span)
{
    const struct span *s = &h->spans[span];
    uint32_t cells = s->big ? 1 : SPAN_SIZE / s->cell;
    return (uint32_t *)(void *)(ordinals_of(h, span) + cells);
}

static bool has_side(const heap *h, uint32_t span)
{
    return (size_t)(span - h->first_span + 1) * SIDE_SIZE <= h->side.committed;
}

static bool make_side(heap *h, uint32_t span)
{
    return range_commit(&h->side,
                        (size_t)(span - h->first_span + 1) * SIDE_SIZE);
}

static void give(heap *h, object *o, uint32_t site)
{
    uint32_t span = span_of(h, o), i = cell_index(h, span, o);
    struct span *s = &h->spans[span];
    uint64_t ordinal = h->next_ordinal++;
    if (!make_side(h, span)) /* no memory: it goes without */
        return;
    ordinals_of(h, span)[i] = ordinal;
    sites_of(h, span)[i] = site;
    s->low = ordinal < s->low ? ordinal : s->low;
    s->high = ordinal > s->high ? ordinal : s->high;
}

void attach_born(heap *h, object *o)
{
    uint32_t site = 0;
    if (h->sites && h->hooks.site)
        site = h->hooks.site(h->hooks.arg);
    give(h, o, site);
}

bool heap_attach(heap *h, bool sites)
{
    size_t spans = h->end_span - h->first_span;
    h->sites = sites;
    if (h->attached)
        return true;
    if ((h->fail_at && request_fails(h)) ||
        !range_reserve_anywhere(&h->side, spans * SIDE_SIZE))
        return false;
    if (!make_side(h, h->next_span)) {
        range_release(&h->side);
        return false;
    }
    h->attached = true;
    for (uint32_t i = h->first_span; i < h->next_span; i++) {
        h->spans[i].low = UINT64_MAX;
        h->spans[i].high = 0;
    }
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o))
        give(h, o, 0);
    alloc_arm(h);
    return true;
}

void heap_detach(heap *h)
{
    if (!h->attached)
        return;
    range_release(&h->side);
    h->attached = h->sites = false;
    h->next_ordinal = 1;
    alloc_arm(h);
}

uint64_t heap_ordinal(const heap *h, const object *o)
{
    uint32_t span = span_of(h, o);
    if (!h->attached || !has_side(h, span))
        return 0;
    return ordinals_of(h, span)[cell_index(h, span, o)];
}

uint32_t heap_site(const heap *h, const object *o)
{
    uint32_t span = span_of(h, o);
    if (!h->attached || !has_side(h, span))
        return 0;
    return sites_of(h, span)[cell_index(h, span, o)];
}

static object *find_in(const heap *h, uint32_t span, uint64_t ordinal)
{
    const struct span *s = &h->spans[span];
    uint32_t cells = s->big ? 1 : s->used / s->cell;
    const uint64_t *ordinals = ordinals_of(h, span);
    for (uint32_t i = 0; i < cells; i++) {
        char *p = span_start(h, span) + (size_t)i * s->cell;
        if (ordinals[i] == ordinal && cell_word(p) >> HEAP_TYPE_SHIFT)
            return (object *)(void *)p;
    }
    return NULL;
}

object *heap_by_ordinal(const heap *h, uint64_t ordinal)
{
    object *found = NULL;
    if (!h->attached || !ordinal)
        return NULL;
    for (uint32_t i = h->first_span; i < h->next_span && !found;) {
        const struct span *s = &h->spans[i];
        bool objects = s->kind == SPAN_OBJECTS || s->kind == SPAN_BIG_OBJECT;
        if (objects && has_side(h, i) && ordinal >= s->low &&
            ordinal <= s->high)
            found = find_in(h, i, ordinal);
        i += s->run;
    }
    return found;
}

uint64_t heap_next_ordinal(const heap *h)
{
    return h->next_ordinal;
}
