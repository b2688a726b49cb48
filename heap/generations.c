/*
 * When collections happen and what is told of them: thresholds, counts,
 * statistics, freezing.  The algorithm is in collect.c.
 */
#include <limits.h>

#include "heap/alloc.h"
#include "heap/collect.h"
#include "heap/events_internal.h"
#include "heap/list.h"

/* The young counter is compared with one number only. */
static void set_young_limit(heap *h)
{
    int threshold = h->gc.thresholds[0];
    if (h->gc.stress)
        h->gc.young_limit = -1;
    else if (h->gc.enabled && threshold)
        h->gc.young_limit = threshold;
    else
        h->gc.young_limit = INT_MAX;
}

static size_t collect(heap *h, int generation)
{
    struct heap_gc_stats *stats = &h->gc.stats[generation];
    struct heap_event event = {
        .kind = HEAP_EVENT_GC_START,
        .generation = generation,
    };
    struct collected result;
    if (h->hooks.collect_start)
        h->hooks.collect_start(h->hooks.arg, generation);
    heap_tell(h, &event);
    result = collect_generation(h, generation);
    stats->collections++;
    stats->collected += result.freed;
    event.kind = HEAP_EVENT_GC_STOP;
    event.collected = result.freed;
    event.unreachable = result.unreachable;
    heap_tell(h, &event);
    if (h->hooks.collect_stop)
        h->hooks.collect_stop(h->hooks.arg, generation, result.freed, 0);
    return result.freed;
}

size_t heap_collect(heap *h, int generation)
{
    size_t found;
    if (h->gc.collecting)
        return 0;
    h->gc.collecting = true;
    found = collect(h, generation);
    h->gc.collecting = false;
    return found;
}

/* The oldest generation whose count is over its threshold, or -1.  A full
 * collection waits until a quarter as many objects as lived through the last
 * one are new in the oldest generation. */
static int due(const heap *h)
{
    const struct collector *gc = &h->gc;
    for (int i = HEAP_GENERATIONS - 1; i >= 0; i--) {
        if (gc->counts[i] <= gc->thresholds[i])
            continue;
        if (i == HEAP_GENERATIONS - 1 &&
            gc->long_lived_pending < gc->long_lived_total / 4)
            continue;
        return i;
    }
    return -1;
}

void collect_by_count(heap *h)
{
    int generation;
    if (h->gc.collecting || (h->hooks.busy && h->hooks.busy(h->hooks.arg)))
        return;
    generation = h->gc.stress ? HEAP_GENERATIONS - 1 : due(h);
    if (generation >= 0)
        heap_collect(h, generation);
}

void heap_gc_enable(heap *h, bool on)
{
    h->gc.enabled = on;
    set_young_limit(h);
}

bool heap_gc_enabled(const heap *h)
{
    return h->gc.enabled;
}

void heap_gc_stress(heap *h, bool on)
{
    h->gc.stress = on;
    set_young_limit(h);
}

void heap_gc_thresholds(const heap *h, int out[HEAP_GENERATIONS])
{
    for (int i = 0; i < HEAP_GENERATIONS; i++)
        out[i] = h->gc.thresholds[i];
}

void heap_gc_set_thresholds(heap *h, const int in[HEAP_GENERATIONS])
{
    for (int i = 0; i < HEAP_GENERATIONS; i++)
        h->gc.thresholds[i] = in[i];
    set_young_limit(h);
}

void heap_gc_counts(const heap *h, int out[HEAP_GENERATIONS])
{
    for (int i = 0; i < HEAP_GENERATIONS; i++)
        out[i] = h->gc.counts[i];
}

void heap_gc_stats(const heap *h, int generation, struct heap_gc_stats *out)
{
    *out = h->gc.stats[generation];
}

void heap_gc_adjust(heap *h, int by)
{
    h->gc.counts[0] += by;
    if (h->gc.counts[0] < 0)
        h->gc.counts[0] = 0;
}

static void move_all(heap *h, int from, int to)
{
    struct heap_node *list = &h->lists[from];
    for (uint32_t i = list->next; i != ref_of(h, list); i = node_at(h, i)->next)
        set_generation(&node_at(h, i)->base, (uint32_t)to);
    list_merge(h, list, &h->lists[to]);
}

void heap_gc_resume(heap *h, const int counts[HEAP_GENERATIONS],
                    const struct heap_gc_stats stats[HEAP_GENERATIONS])
{
    move_all(h, 0, 1);
    for (int i = 0; i < HEAP_GENERATIONS; i++) {
        h->gc.counts[i] = counts[i];
        h->gc.stats[i] = stats[i];
    }
}

void heap_gc_freeze(heap *h)
{
    for (int i = 0; i < HEAP_GENERATIONS; i++) {
        move_all(h, i, LIST_PERMANENT);
        h->gc.counts[i] = 0;
    }
}

void heap_gc_unfreeze(heap *h)
{
    move_all(h, LIST_PERMANENT, HEAP_GENERATIONS - 1);
}

size_t heap_gc_frozen(const heap *h)
{
    return list_size(h, &h->lists[LIST_PERMANENT]);
}

void heap_gc_set_debug(heap *h, unsigned flags,
                       void (*garbage)(void *arg, object *o, bool collectable),
                       void *arg)
{
    h->gc.debug = flags;
    h->gc.garbage = garbage;
    h->gc.garbage_arg = arg;
}

unsigned heap_gc_debug(const heap *h)
{
    return h->gc.debug;
}
