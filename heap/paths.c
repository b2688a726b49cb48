/*
 * Why objects are alive: a tree of shortest paths from the root, made by one
 * search in breadth.  Roots with a name are searched from first; only what
 * they do not reach gets a path from those that nothing accounts for.
 */
#include "heap/graph_internal.h"

#include <stdlib.h>

struct heap_paths {
    uint32_t objects;
    uint32_t *before; /* by number */
};

struct search {
    const heap_graph *g;
    uint32_t *before;
    uint32_t *queue;
    size_t head, tail;
};

static void reach(struct search *s, uint32_t from, uint32_t to)
{
    if (s->before[to] != HEAP_NOBODY)
        return;
    s->before[to] = from;
    s->queue[s->tail++] = to;
}

static bool spread(struct search *s, const struct heap_progress *progress)
{
    while (s->head < s->tail) {
        uint32_t n = s->queue[s->head++];
        struct heap_numbers out = heap_graph_out(s->g, n);
        for (size_t i = 0; i < out.count; i++)
            reach(s, n, out.at[i]);
        if (!goes_on(progress, "paths", s->head, s->g->objects))
            return false;
    }
    return true;
}

static bool search(struct search *s, const struct heap_progress *progress)
{
    struct heap_numbers roots = heap_graph_out(s->g, HEAP_ROOT);
    for (size_t i = 0; i < roots.count; i++)
        reach(s, HEAP_ROOT, roots.at[i]);
    if (!spread(s, progress))
        return false;
    for (size_t i = 0; i < s->g->unnamed_count; i++)
        reach(s, HEAP_ROOT, s->g->unnamed[i]);
    return spread(s, progress);
}

heap_paths *heap_paths_new(const heap_graph *g,
                           const struct heap_progress *progress)
{
    size_t count = (size_t)g->objects + 1;
    heap_paths *p = malloc(sizeof *p);
    struct search s = {.g = g};
    bool done = false;
    s.before = malloc(count * sizeof *s.before);
    s.queue = malloc(count * sizeof *s.queue);
    if (p && s.before && s.queue) {
        for (size_t i = 0; i < count; i++)
            s.before[i] = HEAP_NOBODY;
        *p = (struct heap_paths){g->objects, s.before};
        done = search(&s, progress);
    }
    free(s.queue);
    if (done)
        return p;
    free(s.before);
    free(p);
    return NULL;
}

void heap_paths_free(heap_paths *p)
{
    if (p)
        free(p->before);
    free(p);
}

uint32_t heap_paths_before(const heap_paths *p, uint32_t number)
{
    return number > p->objects ? HEAP_NOBODY : p->before[number];
}

uint32_t heap_paths_length(const heap_paths *p, uint32_t number)
{
    uint32_t length = 0;
    if (heap_paths_before(p, number) == HEAP_NOBODY)
        return 0;
    for (; number != HEAP_ROOT; number = p->before[number])
        length++;
    return length;
}
