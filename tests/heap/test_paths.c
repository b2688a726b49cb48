#include "tests/heap/maze.h"

#include <criterion/criterion.h>
#include <stdlib.h>

TestSuite(paths);

/* Lengths by trying every edge until nothing gets shorter. */
static uint32_t *slow_lengths(const struct maze *m)
{
    uint32_t *length = calloc(m->count, sizeof *length);
    length[0] = 1;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < m->edge_count; i++) {
            uint32_t way = length[m->edges[i].from] + 1;
            uint32_t *to = &length[m->edges[i].to];
            if (way > 1 && (!*to || *to > way)) {
                *to = way;
                more = true;
            }
        }
    }
    return length;
}

static bool is_edge(const heap_graph *graph, uint32_t from, uint32_t to)
{
    struct heap_numbers in = heap_graph_in(graph, to);
    for (size_t i = 0; i < in.count; i++)
        if (in.at[i] == from)
            return true;
    return false;
}

Test(paths, are_as_short_as_can_be)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct maze m;
        maze_init(&m, 50 + (uint32_t)seed * 10, seed);
        maze_fill(&m, 2);
        heap_graph *graph = heap_graph_new(m.g.h, NULL);
        heap_paths *paths = heap_paths_new(graph, NULL);
        uint32_t *lengths = slow_lengths(&m);
        for (uint32_t i = 0; i < m.count; i++) {
            uint32_t n = maze_number(&m, graph, i);
            cr_expect_eq(heap_paths_length(paths, n), lengths[i]);
            cr_expect(is_edge(graph, heap_paths_before(paths, n), n));
        }
        free(lengths);
        heap_paths_free(paths);
        heap_graph_free(graph);
        maze_done(&m);
    }
}

Test(paths, lead_to_nothing_that_is_lost)
{
    struct maze m;
    maze_init(&m, 4, 1);
    maze_edge(&m, 0, 1);
    maze_edge(&m, 2, 3);
    maze_edge(&m, 3, 2);
    maze_ready(&m);
    heap_graph *graph = heap_graph_new(m.g.h, NULL);
    heap_paths *paths = heap_paths_new(graph, NULL);
    cr_expect_eq(heap_paths_length(paths, maze_number(&m, graph, 1)), 2);
    cr_expect_eq(heap_paths_length(paths, maze_number(&m, graph, 2)), 0);
    cr_expect_eq(heap_paths_before(paths, maze_number(&m, graph, 3)),
                 HEAP_NOBODY);
    cr_expect_eq(heap_paths_before(paths, HEAP_NOBODY), HEAP_NOBODY);
    heap_paths_free(paths);
    heap_graph_free(graph);
    maze_done(&m);
}

static struct maze named;

static void name_the_first(void *arg, heap_edge_fn *emit, void *emit_arg)
{
    struct heap_edge edge = {
        .kind = HEAP_EDGE_ROOT, .name = "first", .referent = named.nodes[0]};
    (void)arg;
    emit(&edge, emit_arg);
}

Test(paths, prefer_roots_with_a_name)
{
    struct heap_hooks hooks = {.roots = name_the_first};
    maze_init(&named, 4, 1);
    for (uint32_t i = 0; i < 2; i++)
        maze_edge(&named, i, i + 1);
    maze_ready(&named);
    heap_set_hooks(named.g.h, &hooks);
    heap_retain(named.nodes[2]);
    heap_graph *graph = heap_graph_new(named.g.h, NULL);
    heap_paths *paths = heap_paths_new(graph, NULL);
    uint32_t n = maze_number(&named, graph, 2);
    cr_expect_eq(heap_paths_length(paths, n), 3);
    cr_expect_eq(heap_graph_unnamed(graph, n), 1);
    heap_paths_free(paths);
    heap_graph_free(graph);
    heap_release(named.g.h, named.nodes[2]);
    maze_done(&named);
}
