#include "tests/heap/maze.h"

#include <criterion/criterion.h>
#include <stdlib.h>

TestSuite(graph);

Test(graph, numbers_every_object_in_address_order)
{
    struct maze m;
    uint32_t n = 0;
    maze_init(&m, 500, 1);
    maze_fill(&m, 3);
    heap_graph *graph = heap_graph_new(m.g.h, NULL);
    cr_assert_not_null(graph);
    cr_expect_eq(heap_graph_size(graph).objects, 500);
    for (object *o = heap_next(m.g.h, NULL); o; o = heap_next(m.g.h, o)) {
        cr_expect_eq(heap_graph_number(graph, o), ++n);
        cr_expect_eq(heap_graph_object(graph, n), o);
    }
    cr_expect_null(heap_graph_object(graph, HEAP_ROOT));
    cr_expect_null(heap_graph_object(graph, 501));
    heap_graph_free(graph);
    maze_done(&m);
}

Test(graph, knows_no_number_for_what_is_no_object)
{
    struct maze m;
    int elsewhere;
    maze_init(&m, 2, 1);
    maze_ready(&m);
    heap_graph *graph = heap_graph_new(m.g.h, NULL);
    object *first = heap_graph_object(graph, 1);
    cr_expect_eq(heap_graph_number(graph, (object *)(void *)&elsewhere),
                 HEAP_NOBODY);
    cr_expect_eq(heap_graph_number(graph, NULL), HEAP_NOBODY);
    cr_expect_eq(heap_graph_number(graph, first + 2), HEAP_NOBODY);
    heap_graph_free(graph);
    maze_done(&m);
}

static bool has(struct heap_numbers list, uint32_t number)
{
    for (size_t i = 0; i < list.count; i++)
        if (list.at[i] == number)
            return true;
    return false;
}

Test(graph, has_each_edge_both_ways)
{
    struct maze m;
    size_t in = 0;
    maze_init(&m, 300, 2);
    maze_fill(&m, 4);
    heap_graph *graph = heap_graph_new(m.g.h, NULL);
    cr_expect_eq(heap_graph_size(graph).edges, m.edge_count);
    for (size_t i = 0; i < m.edge_count; i++) {
        uint32_t from = maze_number(&m, graph, m.edges[i].from);
        uint32_t to = maze_number(&m, graph, m.edges[i].to);
        cr_expect(has(heap_graph_out(graph, from), to));
        cr_expect(has(heap_graph_in(graph, to), from));
    }
    for (uint32_t n = 1; n <= 300; n++)
        in += heap_graph_in(graph, n).count;
    cr_expect_eq(in, m.edge_count + 1, "and one from the test");
    heap_graph_free(graph);
    maze_done(&m);
}

Test(graph, accounts_for_every_reference)
{
    struct maze m;
    maze_init(&m, 300, 3);
    maze_fill(&m, 4);
    heap_retain(m.nodes[7]);
    heap_retain(m.nodes[7]);
    heap_graph *graph = heap_graph_new(m.g.h, NULL);
    cr_expect_eq(heap_graph_size(graph).unnamed, 2);
    for (uint32_t i = 0; i < m.count; i++) {
        uint32_t n = maze_number(&m, graph, i), named = 0;
        struct heap_numbers list = heap_graph_in(graph, n);
        for (size_t k = 0; k < list.count; k++)
            named += list.at[k] != HEAP_ROOT;
        cr_expect_eq(heap_graph_unnamed(graph, n), i == 7 ? 2 : i == 0 ? 1 : 0);
        cr_expect_eq(named + heap_graph_unnamed(graph, n),
                     heap_refs(m.nodes[i]));
    }
    heap_graph_free(graph);
    heap_release(m.g.h, m.nodes[7]);
    heap_release(m.g.h, m.nodes[7]);
    maze_done(&m);
}

Test(graph, of_an_empty_heap_is_empty)
{
    struct graph g;
    graph_init(&g);
    heap_graph *graph = heap_graph_new(g.h, NULL);
    cr_assert_not_null(graph);
    cr_expect_eq(heap_graph_size(graph).objects, 0);
    cr_expect_eq(heap_graph_size(graph).edges, 0);
    heap_graph_free(graph);
    graph_done(&g);
}

Test(graph, takes_no_more_memory_than_the_heap)
{
    struct maze m;
    maze_init(&m, 100000, 4);
    maze_fill(&m, 3);
    heap_graph *graph = heap_graph_new(m.g.h, NULL);
    cr_expect_lt(heap_graph_size(graph).bytes, graph_totals(&m.g).bytes);
    heap_graph_free(graph);
    maze_done(&m);
}

static bool cancel_later(void *arg, const char *phase, size_t done, size_t of)
{
    int *left = arg;
    cr_expect_not_null(phase);
    cr_expect_leq(done, of);
    return (*left)-- > 0;
}

/* Every question that the heap answers, cancelled at each chance. */
static bool ask_all(heap *h, const struct heap_progress *progress)
{
    struct heap_cycles cycles = {0};
    struct heap_dominators dominators = {0};
    struct heap_tallies tallies = {0};
    heap_graph *graph = heap_graph_new(h, progress);
    heap_paths *paths = graph ? heap_paths_new(graph, progress) : NULL;
    bool all = paths && heap_cycles_find(graph, paths, &cycles, progress) &&
               heap_dominators_find(graph, &dominators, progress) &&
               heap_tally(h, HEAP_BY_TYPE, NULL, NULL, &tallies, progress);
    free(tallies.list);
    heap_dominators_clear(&dominators);
    heap_cycles_clear(&cycles);
    heap_paths_free(paths);
    heap_graph_free(graph);
    return all;
}

Test(graph, can_be_cancelled_at_any_time)
{
    struct maze m;
    int chances;
    maze_init(&m, 70000, 5);
    maze_fill(&m, 2);
    for (chances = 0; chances < 100; chances++) {
        int left = chances;
        struct heap_progress progress = {cancel_later, &left};
        if (ask_all(m.g.h, &progress))
            break;
    }
    cr_expect_gt(chances, 8);
    cr_expect_lt(chances, 100);
    maze_done(&m);
}
