/*
 * A heap's life: its range laid out, its tables placed in front of the spans.
 */
#include "heap/heap.h"

#include <stddef.h>

#include "heap/alloc.h"
#include "heap/list.h"
#include "heap/share_internal.h"

#define GIB ((size_t)1 << 30)

static size_t round_to_span(size_t n)
{
    return (n + SPAN_SIZE - 1) & ~(size_t)(SPAN_SIZE - 1);
}

static const size_t sizes[] = {64 * GIB, 16 * GIB, 4 * GIB, GIB, GIB / 4};

/* The tables at the front: struct heap, types, spans. */
static heap *lay_out(struct range *range)
{
    size_t types = round_to_span(sizeof(heap));
    size_t type_bytes = ((size_t)HEAP_TYPE_MAX + 1) * sizeof(struct heap_type_entry);
    size_t spans = types + round_to_span(type_bytes);
    size_t span_count = range->size >> SPAN_SHIFT;
    size_t front = spans + round_to_span(span_count * sizeof(struct span));
    heap *h = (heap *)(void *)range->base;
    if (front >= range->size || !range_commit(range, front))
        return NULL;
    unpoison(range->base, front);
    h->range = *range;
    h->types = (struct heap_type_entry *)(void *)(range->base + types);
    h->types[0].type = &annex_type;
    h->spans = (struct span *)(void *)(range->base + spans);
    h->first_span = h->next_span = (uint32_t)(front >> SPAN_SHIFT);
    h->end_span = (uint32_t)span_count;
    return h;
}

static heap *reserve(void)
{
    struct range range;
    heap *h = NULL;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes && !h; i++) {
        if (!range_reserve(&range, sizes[i]))
            continue;
        h = lay_out(&range);
        if (!h)
            range_release(&range);
    }
    return h;
}

heap *heap_new(const struct heap_options *options)
{
    static const int thresholds[HEAP_GENERATIONS] = {700, 10, 10};
    heap *h = reserve();
    if (!h)
        return NULL;
    for (int i = 0; i < LISTS; i++)
        list_init(h, &h->lists[i]);
    alloc_init(h);
    heap_gc_set_thresholds(h, thresholds);
    heap_gc_enable(h, true);
    h->least_heard = SIZE_MAX;
    heap_set_limit(h, options ? options->limit : 0);
    heap_set_quarantine(h, QUARANTINE);
    h->front.next_ordinal = 1;
    if (options && options->attached && !heap_attach(h, true)) {
        heap_free(h);
        return NULL;
    }
    return h;
}

void heap_free(heap *h)
{
    struct range range;
    if (!h)
        return;
    range = h->range;
    heap_detach(h);
    share_free_all(h);
    range_release(&range);
}

void heap_set_limit(heap *h, size_t bytes)
{
    h->limit = bytes ? bytes : h->range.size;
}

void heap_set_hooks(heap *h, const struct heap_hooks *hooks)
{
    h->hooks = *hooks;
}
