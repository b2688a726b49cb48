#include "tests/heap/maze.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(referrers);

struct holders {
    int count, roots;
    const char *last;
    size_t index;
};

static void note(object *from, const struct heap_edge *edge, void *arg)
{
    struct holders *h = arg;
    h->count++;
    h->roots += from == NULL;
    h->last = edge->name;
    h->index = edge->index;
}

Test(referrers, are_told_with_the_name_of_the_field)
{
    struct graph g;
    struct holders holders = {0};
    graph_init(&g);
    object *leaf = graph_leaf(&g, 1);
    object *node = graph_node(&g, 2, NULL, leaf);
    heap_graph *graph = heap_graph_new(g.h, NULL);
    heap_graph_holders(graph, heap_graph_number(graph, leaf), note, &holders);
    cr_expect_eq(holders.count, 1);
    cr_expect_str_eq(holders.last, "right");
    heap_graph_free(graph);
    heap_release(g.h, node);
    graph_done(&g);
}

Test(referrers, are_told_once_for_each_reference)
{
    struct graph g;
    struct holders holders = {0};
    graph_init(&g);
    object *leaf = graph_leaf(&g, 1), *row = graph_row(&g);
    for (int i = 0; i < 5; i++)
        graph_append(&g, row, heap_retain(leaf));
    heap_graph *graph = heap_graph_new(g.h, NULL);
    heap_graph_holders(graph, heap_graph_number(graph, leaf), note, &holders);
    cr_expect_eq(holders.count, 5);
    cr_expect_eq(holders.index, 4);
    cr_expect_eq(heap_graph_unnamed(graph, heap_graph_number(graph, leaf)), 1);
    heap_graph_free(graph);
    heap_release(g.h, leaf);
    heap_release(g.h, row);
    graph_done(&g);
}

static object *rooted;

static void tell_roots(void *arg, heap_edge_fn *emit, void *emit_arg)
{
    struct heap_edge edge = {
        .kind = HEAP_EDGE_ROOT, .name = "global", .referent = rooted};
    (void)arg;
    emit(&edge, emit_arg);
}

Test(referrers, include_the_roots_with_a_name)
{
    struct graph g;
    struct holders holders = {0};
    struct heap_hooks hooks = {.roots = tell_roots};
    graph_init(&g);
    heap_set_hooks(g.h, &hooks);
    rooted = graph_leaf(&g, 1);
    heap_graph *graph = heap_graph_new(g.h, NULL);
    uint32_t n = heap_graph_number(graph, rooted);
    heap_graph_holders(graph, n, note, &holders);
    cr_expect_eq(holders.count, 1);
    cr_expect_eq(holders.roots, 1);
    cr_expect_str_eq(holders.last, "global");
    cr_expect_eq(heap_graph_unnamed(graph, n), 0);
    cr_expect_not(heap_graph_between(graph, n, n, note, &holders));
    heap_graph_free(graph);
    heap_release(g.h, rooted);
    graph_done(&g);
}
