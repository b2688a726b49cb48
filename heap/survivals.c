/*
 * How many collections an object has been through.  Nothing is kept with the
 * object: a log has each collection's generation and the ordinal that the
 * next object would get, and from those follows what befell an object of a
 * given ordinal, since whatever survives moves up a generation.
 */
#include "heap/graph_internal.h"

#include "heap/history.h"

struct collection {
    uint64_t ordinal; /* objects from here on came later */
    int generation;
    uint32_t looks[HEAP_GENERATIONS]; /* from here on, at an object that is
                                         in that generation now */
};

struct heap_survivals {
    heap *h;
    heap_listener *listener;
    struct collection *log;
    size_t count, room, summed; /* summed: the count when looks were made */
};

static void note_collection(const struct heap_event *event, void *arg)
{
    heap_survivals *s = arg;
    if (s->count == s->room) {
        size_t room = s->room ? s->room * 2 : 64;
        struct collection *log = realloc(s->log, room * sizeof *log);
        if (!log) /* no memory: this one is not counted */
            return;
        s->log = log;
        s->room = room;
    }
    s->log[s->count++] = (struct collection){.ordinal = heap_next_ordinal(s->h),
                                             .generation = event->generation};
}

heap_survivals *heap_survivals_new(heap *h)
{
    struct heap_filter filter = {.kinds = HEAP_EVENT_BIT(GC_START)};
    heap_survivals *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->h = h;
    s->listener = heap_listen(h, &filter, note_collection, s);
    if (s->listener)
        return s;
    free(s);
    return NULL;
}

void heap_survivals_free(heap_survivals *s)
{
    if (!s)
        return;
    heap_unlisten(s->h, s->listener);
    free(s->log);
    free(s);
}

size_t heap_survivals_collections(const heap_survivals *s)
{
    return s->count;
}

static uint32_t later(const heap_survivals *s, size_t i, int generation)
{
    return i < s->count ? s->log[i].looks[generation] : 0;
}

/* From the last collection back to the first. */
static void sum_up(heap_survivals *s)
{
    for (size_t i = s->count; i-- > 0;) {
        struct collection *c = &s->log[i];
        for (int g = 0; g < HEAP_GENERATIONS; g++) {
            int next = c->generation + 1;
            if (next >= HEAP_GENERATIONS)
                next = HEAP_GENERATIONS - 1;
            c->looks[g] = g <= c->generation ? 1 + later(s, i + 1, next)
                                             : later(s, i + 1, g);
        }
    }
    s->summed = s->count;
}

/* The first collection that began when the object was there. */
static size_t first_after(const heap_survivals *s, uint64_t ordinal)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->log[middle].ordinal <= ordinal)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t heap_survived(heap_survivals *s, const object *o)
{
    uint64_t ordinal = heap_ordinal(s->h, o);
    if (!ordinal || !heap_is_tracked(o))
        return 0;
    if (s->summed != s->count)
        sum_up(s);
    return later(s, first_after(s, ordinal), 0);
}
