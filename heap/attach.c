/*
 * Owns the side range: for each span room for a birth a cell, an ordinal and a
 * place, touched only as far as the span has cells.  Nothing of it exists
 * while no debugger is attached; then every span of objects has its part.
 */
#include "heap/attach.h"

#include "heap/alloc.h"

enum {
    SPAN_UNITS = SPAN_SIZE >> UNIT_SHIFT,
    SIDE_SIZE = SPAN_UNITS * sizeof(struct heap_birth),
};

static struct heap_birth *births_of(const heap *h, uint32_t span)
{
    return h->front.births + (size_t)(span - h->first_span) * SPAN_UNITS;
}

static struct heap_birth *birth_of(const heap *h, const void *p)
{
    uint32_t span = span_of(h, p);
    const struct span *s = &h->spans[span];
    uint32_t offset = (uint32_t)((const char *)p - span_start(h, span));
    return births_of(h, span) + (s->big ? 0 : offset / s->cell);
}

static uint64_t ordinal_of(const struct heap_birth *birth)
{
    return birth->ordinal[0] | (uint64_t)birth->ordinal[1] << 32;
}

bool attach_reach(heap *h, uint32_t span)
{
    return !h->attached ||
           range_commit(&h->side,
                        (size_t)(span - h->first_span + 1) * SIDE_SIZE);
}

static inline void note(heap *h, struct heap_birth *birth, uint32_t span,
                        uint32_t place)
{
    uint64_t ordinal = h->front.next_ordinal++;
    birth->ordinal[0] = (uint32_t)ordinal;
    birth->ordinal[1] = (uint32_t)(ordinal >> 32);
    birth->place = place;
    h->spans[span].high = ordinal;
}

static uint32_t place_now(const heap *h)
{
    return h->sites && h->hooks.place ? h->hooks.place(h->hooks.arg) : 0;
}

void attach_born(heap *h, object *o)
{
    note(h, birth_of(h, o), span_of(h, o), place_now(h));
}

/* The remainder of the division is always 0, so that rounding the inverse up
 * does no harm. */
void attach_born_small(heap *h, const struct heap_size_class *c, object *o)
{
    uint32_t span = span_of(h, o);
    uint64_t offset = (uintptr_t)o & (SPAN_SIZE - 1);
    note(h, births_of(h, span) + (offset * c->inverse >> 32), span,
         place_now(h));
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
    h->attached = true;
    if (!attach_reach(h, h->next_span)) {
        heap_detach(h);
        return false;
    }
    h->front.births = (struct heap_birth *)(void *)h->side.base;
    h->front.first_cell = span_start(h, h->first_span);
    h->front.latest = &h->spans[h->first_span].high;
    for (uint32_t i = h->first_span; i < h->next_span; i++)
        h->spans[i].low = h->spans[i].high = 0;
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o))
        note(h, birth_of(h, o), span_of(h, o), 0);
    alloc_arm(h);
    return true;
}

void heap_detach(heap *h)
{
    if (!h->attached)
        return;
    range_release(&h->side);
    h->attached = h->sites = false;
    h->front.next_ordinal = 1;
    alloc_arm(h);
}

uint64_t heap_ordinal(const heap *h, const object *o)
{
    return h->attached ? ordinal_of(birth_of(h, o)) : 0;
}

uint32_t heap_site(const heap *h, const object *o)
{
    uint32_t place = h->attached ? birth_of(h, o)->place : 0;
    return place && h->hooks.site ? h->hooks.site(h->hooks.arg, place) : place;
}

const struct heap_birth *heap_birth_peek(const heap *h, const object *o)
{
    return birth_of(h, o);
}

static object *find_in(const heap *h, uint32_t span, uint64_t ordinal)
{
    const struct span *s = &h->spans[span];
    uint32_t cells = s->big ? 1 : s->used / s->cell;
    const struct heap_birth *births = births_of(h, span);
    for (uint32_t i = 0; i < cells; i++) {
        char *p = span_start(h, span) + (size_t)i * s->cell;
        if (ordinal_of(&births[i]) == ordinal &&
            cell_word(p) >> HEAP_TYPE_SHIFT)
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
        if (objects && ordinal >= s->low && ordinal <= s->high)
            found = find_in(h, i, ordinal);
        i += s->run;
    }
    return found;
}

uint64_t heap_next_ordinal(const heap *h)
{
    return h->front.next_ordinal;
}
