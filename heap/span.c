/*
 * Owns the free runs of spans: binned by the power of two of their length,
 * joined with their neighbours through marks at both ends.  Runs freed lately
 * stay resident until more than an eighth of the heap is such memory.
 */
#include "heap/span.h"

enum { DIRTY_KEEP = 64 }; /* spans kept resident at least */

static unsigned bin_of(uint32_t length)
{
    return 31 - (unsigned)__builtin_clz(length);
}

static void bin_put(heap *h, uint32_t span, uint32_t length, uint32_t dirty)
{
    struct span *first = &h->spans[span], *last = first + length - 1;
    uint32_t *bin = &h->bins[bin_of(length)];
    last->kind = first->kind = SPAN_FREE;
    last->run = first->run = length;
    first->dirty = dirty;
    first->prev = 0;
    first->next = *bin;
    if (*bin)
        h->spans[*bin].prev = span;
    *bin = span;
}

static void bin_take(heap *h, uint32_t span)
{
    struct span *s = &h->spans[span];
    if (s->prev)
        h->spans[s->prev].next = s->next;
    else
        h->bins[bin_of(s->run)] = s->next;
    if (s->next)
        h->spans[s->next].prev = s->prev;
    s[s->run - 1].kind = s->kind = SPAN_NONE;
}

/* Cuts the first `count` spans off a free run; the rest goes back and is
 * taken for as resident as it can be. */
static uint32_t cut(heap *h, uint32_t span, uint32_t count)
{
    struct span *s = &h->spans[span];
    uint32_t rest = s->run - count;
    uint32_t dirty = s->dirty < rest ? s->dirty : rest;
    bin_take(h, span);
    h->dirty -= s->dirty - dirty;
    if (rest)
        bin_put(h, span + count, rest, dirty);
    return span;
}

static uint32_t find_free(heap *h, uint32_t count)
{
    for (unsigned bin = bin_of(count); bin < RUN_BINS; bin++)
        for (uint32_t s = h->bins[bin]; s; s = h->spans[s].next)
            if (h->spans[s].run >= count)
                return s;
    return 0;
}

/* Spans nobody has had yet. */
static uint32_t take_fresh(heap *h, uint32_t count)
{
    uint32_t span = h->next_span;
    if (count > h->end_span - span)
        return 0;
    if (!range_commit(&h->range, (size_t)(span + count) << SPAN_SHIFT))
        return 0;
    h->next_span += count;
    return span;
}

uint32_t span_grant(heap *h, uint32_t count)
{
    uint32_t span = find_free(h, count);
    if (span)
        span = cut(h, span, count);
    else
        span = take_fresh(h, count);
    if (span)
        poison(span_start(h, span), (size_t)count << SPAN_SHIFT);
    return span;
}

static void purge(heap *h)
{
    for (unsigned bin = 0; bin < RUN_BINS; bin++)
        for (uint32_t s = h->bins[bin]; s; s = h->spans[s].next)
            if (h->spans[s].dirty) {
                range_forget(span_start(h, s),
                             (size_t)h->spans[s].run << SPAN_SHIFT);
                h->spans[s].dirty = 0;
            }
    h->dirty = 0;
}

void span_return(heap *h, uint32_t span, uint32_t count)
{
    struct span *s = &h->spans[span];
    uint32_t dirty = count;
    poison(span_start(h, span), (size_t)count << SPAN_SHIFT);
    s[count - 1].kind = s->kind = SPAN_NONE;
    h->dirty += count;
    if (span + count < h->next_span && s[count].kind == SPAN_FREE) {
        dirty += s[count].dirty;
        bin_take(h, span + count);
        count += s[count].run;
    }
    if (span > h->first_span && s[-1].kind == SPAN_FREE) {
        span -= s[-1].run;
        dirty += h->spans[span].dirty;
        count += h->spans[span].run;
        bin_take(h, span);
    }
    bin_put(h, span, count, dirty);
    if (h->dirty > DIRTY_KEEP && h->dirty > (h->granted >> SPAN_SHIFT) / 8)
        purge(h);
}

bool span_extend(heap *h, uint32_t span, uint32_t count, uint32_t more)
{
    uint32_t behind = span + count;
    if (behind < h->next_span) {
        if (h->spans[behind].kind != SPAN_FREE || h->spans[behind].run < more)
            return false;
        cut(h, behind, more);
    } else if (!take_fresh(h, more)) {
        return false;
    }
    poison(span_start(h, behind), (size_t)more << SPAN_SHIFT);
    return true;
}
