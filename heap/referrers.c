/*
 * Names of edges, asked for when they are wanted: the index knows which
 * objects refer to which, and the types say by what.
 */
#include "heap/graph_internal.h"

#include "heap/types.h"

struct naming {
    const object *to;
    object *from;
    heap_holder_fn *emit;
    void *arg;
    size_t found;
};

static void name_edge(const struct heap_edge *edge, void *arg)
{
    struct naming *n = arg;
    if (edge->referent != n->to)
        return;
    n->found++;
    n->emit(n->from, edge, n->arg);
}

bool heap_graph_between(const heap_graph *g, uint32_t from, uint32_t to,
                        heap_holder_fn *emit, void *arg)
{
    const struct heap_hooks *hooks = &g->h->hooks;
    struct naming n = {.to = heap_graph_object(g, to),
                       .from = heap_graph_object(g, from),
                       .emit = emit,
                       .arg = arg};
    if (!n.to)
        return false;
    if (n.from)
        heap_edges(g->h, n.from, name_edge, &n);
    else if (hooks->roots)
        hooks->roots(hooks->arg, name_edge, &n);
    return n.found > 0;
}

void heap_graph_holders(const heap_graph *g, uint32_t number,
                        heap_holder_fn *emit, void *arg)
{
    struct heap_numbers in = heap_graph_in(g, number);
    for (size_t i = 0; i < in.count; i++)
        if (i == 0 || in.at[i] != in.at[i - 1])
            heap_graph_between(g, in.at[i], number, emit, arg);
}
