#include "tests/heap/maze.h"

#include <criterion/criterion.h>
#include <stdlib.h>

void maze_init(struct maze *m, uint32_t count, uint64_t seed)
{
    *m = (struct maze){.count = count, .seed = seed};
    graph_init(&m->g);
    m->nodes = malloc(count * sizeof *m->nodes);
    cr_assert_not_null(m->nodes);
    for (uint32_t i = 0; i < count; i++)
        m->nodes[i] = graph_row(&m->g);
}

void maze_edge(struct maze *m, uint32_t from, uint32_t to)
{
    if (m->edge_count == m->edge_room) {
        m->edge_room = m->edge_room ? m->edge_room * 2 : 1024;
        m->edges = realloc(m->edges, m->edge_room * sizeof *m->edges);
        cr_assert_not_null(m->edges);
    }
    m->edges[m->edge_count++] = (struct maze_edge){from, to};
    cr_assert(graph_append(&m->g, m->nodes[from], heap_retain(m->nodes[to])));
}

void maze_ready(struct maze *m)
{
    for (uint32_t i = 1; i < m->count; i++)
        heap_release(m->g.h, m->nodes[i]);
}

void maze_done(struct maze *m)
{
    heap_release(m->g.h, m->nodes[0]);
    heap_collect(m->g.h, 2);
    graph_done(&m->g);
    free(m->nodes);
    free(m->edges);
}

uint32_t maze_random(struct maze *m, uint32_t below)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((m->seed >> 33) % below);
}

void maze_fill(struct maze *m, uint32_t per_node)
{
    for (uint32_t i = 1; i < m->count; i++)
        maze_edge(m, maze_random(m, i), i);
    for (uint32_t i = 0; i < m->count * (per_node - 1); i++)
        maze_edge(m, maze_random(m, m->count), maze_random(m, m->count));
    maze_ready(m);
}

unsigned char *maze_reach(const struct maze *m, uint32_t from, uint32_t without)
{
    unsigned char *reached = calloc(m->count, 1);
    bool more = from != without;
    cr_assert_not_null(reached);
    if (more)
        reached[from] = 1;
    while (more) {
        more = false;
        for (size_t i = 0; i < m->edge_count; i++) {
            const struct maze_edge *e = &m->edges[i];
            if (!reached[e->from] || reached[e->to] || e->to == without)
                continue;
            reached[e->to] = 1;
            more = true;
        }
    }
    return reached;
}

uint32_t maze_number(const struct maze *m, const heap_graph *graph,
                     uint32_t node)
{
    return heap_graph_number(graph, m->nodes[node]);
}
