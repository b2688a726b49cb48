/*
 * The index of the object graph, shared by the files that answer from it.
 */
#ifndef HEAP_GRAPH_INTERNAL_H
#define HEAP_GRAPH_INTERNAL_H

#include "heap/heap_internal.h"

#include <stdlib.h>

struct heap_graph {
    const heap *h;
    uint32_t objects;

    /* Number of an address: a bit for each unit that begins an object, and
     * for each word of bits the objects before it. */
    uint64_t *begins;
    uint32_t *before;
    size_t words;
    uint32_t base; /* the unit of the first bit */

    uint32_t *units; /* by number, HEAP_ROOT unused */

    /* Edges of number n stand at [first[n], first[n + 1]). */
    uint32_t *out_first, *in_first;
    uint32_t *out, *in;
    size_t edges;

    uint32_t *unnamed; /* ascending */
    size_t unnamed_count;
};

/* One of the steps between two questions whether to go on. */
enum { PROGRESS_EVERY = 1 << 16 };

static inline bool goes_on(const struct heap_progress *progress,
                           const char *phase, size_t done, size_t of)
{
    return done % PROGRESS_EVERY || !progress || !progress->go_on ||
           progress->go_on(progress->arg, phase, done, of);
}

/* Numbers under way: what recursion would have on the C stack. */
struct numbers {
    uint32_t *at;
    size_t count, room;
};

static inline bool numbers_push(struct numbers *s, uint32_t number)
{
    if (s->count == s->room) {
        size_t room = s->room ? s->room * 2 : 1024;
        uint32_t *at = realloc(s->at, room * sizeof *at);
        if (!at)
            return false;
        s->at = at;
        s->room = room;
    }
    s->at[s->count++] = number;
    return true;
}

/* The edges of the root: those with a name, then the others. */
static inline uint32_t root_edge(const struct heap_graph *g, size_t i)
{
    struct heap_numbers named = heap_graph_out(g, HEAP_ROOT);
    return i < named.count ? named.at[i] : g->unnamed[i - named.count];
}

static inline size_t root_edges(const struct heap_graph *g)
{
    return heap_graph_out(g, HEAP_ROOT).count + g->unnamed_count;
}

#endif
