#include "tests/heap/maze.h"

#include <criterion/criterion.h>
#include <stdlib.h>

TestSuite(components);

struct asked {
    heap_graph *graph;
    heap_paths *paths;
    struct heap_cycles cycles;
};

static void ask(struct asked *a, const struct maze *m)
{
    a->graph = heap_graph_new(m->g.h, NULL);
    a->paths = heap_paths_new(a->graph, NULL);
    cr_assert(heap_cycles_find(a->graph, a->paths, &a->cycles, NULL));
}

static void answered(struct asked *a)
{
    heap_cycles_clear(&a->cycles);
    heap_paths_free(a->paths);
    heap_graph_free(a->graph);
}

/* By number: 1 + the cycle that the object is a member of. */
static size_t *memberships(const struct asked *a, uint32_t count)
{
    size_t *of = calloc(count + 1, sizeof *of);
    for (size_t i = 0; i < a->cycles.count; i++) {
        struct heap_numbers members = heap_cycle_members(&a->cycles, i);
        cr_expect_eq(members.count, a->cycles.list[i].members);
        for (size_t k = 0; k < members.count; k++) {
            cr_expect_eq(of[members.at[k]], 0);
            of[members.at[k]] = i + 1;
        }
    }
    return of;
}

static size_t slow_outside(const struct maze *m, const struct asked *a,
                           const size_t *of, size_t cycle)
{
    size_t outside = of[maze_number(m, a->graph, 0)] == cycle + 1;
    for (size_t i = 0; i < m->edge_count; i++) {
        size_t from = of[maze_number(m, a->graph, m->edges[i].from)];
        size_t to = of[maze_number(m, a->graph, m->edges[i].to)];
        outside += to == cycle + 1 && from != to;
    }
    return outside;
}

static void compare(const struct maze *m, const struct asked *a)
{
    size_t *of = memberships(a, m->count);
    unsigned char **reach = calloc(m->count, sizeof *reach);
    for (uint32_t i = 0; i < m->count; i++)
        reach[i] = maze_reach(m, i, UINT32_MAX);
    for (uint32_t i = 0; i < m->count; i++)
        for (uint32_t k = 0; k < m->count; k++) {
            size_t x = of[maze_number(m, a->graph, i)];
            size_t y = of[maze_number(m, a->graph, k)];
            if (i != k)
                cr_assert_eq(x && x == y, reach[i][k] && reach[k][i]);
        }
    for (size_t i = 0; i < a->cycles.count; i++)
        cr_expect_eq(a->cycles.list[i].outside, slow_outside(m, a, of, i));
    for (uint32_t i = 0; i < m->count; i++)
        free(reach[i]);
    free(reach);
    free(of);
}

Test(components, are_those_that_reach_one_another)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct maze m;
        struct asked a;
        maze_init(&m, 60, seed);
        for (uint32_t i = 0; i < 70; i++)
            maze_edge(&m, maze_random(&m, 60), maze_random(&m, 60));
        for (uint32_t i = 1; i < 60; i++)
            maze_edge(&m, 0, i);
        maze_ready(&m);
        ask(&a, &m);
        compare(&m, &a);
        answered(&a);
        maze_done(&m);
    }
}

Test(components, of_one_member_refer_to_themselves)
{
    struct maze m;
    struct asked a;
    maze_init(&m, 3, 1);
    maze_edge(&m, 0, 1);
    maze_edge(&m, 1, 1);
    maze_edge(&m, 1, 2);
    maze_ready(&m);
    ask(&a, &m);
    cr_assert_eq(a.cycles.count, 1);
    cr_expect_eq(a.cycles.list[0].members, 1);
    cr_expect_eq(a.cycles.list[0].first, maze_number(&m, a.graph, 1));
    cr_expect_eq(a.cycles.list[0].outside, 1);
    cr_expect(a.cycles.list[0].alive);
    cr_expect_eq(a.cycles.list[0].bytes, heap_total_size(m.g.h, m.nodes[1]));
    answered(&a);
    maze_done(&m);
}

Test(components, know_when_they_are_garbage)
{
    struct maze m;
    struct asked a;
    maze_init(&m, 5, 1);
    maze_edge(&m, 1, 2);
    maze_edge(&m, 2, 1);
    maze_edge(&m, 2, 3);
    maze_edge(&m, 3, 4);
    maze_edge(&m, 4, 3);
    maze_ready(&m);
    ask(&a, &m);
    cr_expect_eq(a.cycles.count, 2);
    cr_expect_not(a.cycles.list[0].alive);
    cr_expect_not(a.cycles.list[1].alive);
    cr_expect_eq(a.cycles.list[0].outside + a.cycles.list[1].outside, 1);
    answered(&a);
    maze_done(&m);
}

/* Rings of 1 to 9 nodes, each holding the next: a million objects. */
Test(components, of_a_million_objects)
{
    enum { COUNT = 1000000 };
    struct maze m;
    struct asked a;
    uint32_t at = 0, rings = 0;
    uint64_t members = 0;
    maze_init(&m, COUNT, 7);
    while (at < COUNT) {
        uint32_t size = 1 + maze_random(&m, 9);
        size = size > COUNT - at ? COUNT - at : size;
        for (uint32_t i = 0; i < size; i++)
            maze_edge(&m, at + i, at + (i + 1) % size);
        if (at)
            maze_edge(&m, at - 1, at);
        at += size;
        rings++;
    }
    maze_ready(&m);
    ask(&a, &m);
    cr_expect_eq(a.cycles.count, rings);
    for (size_t i = 0; i < a.cycles.count; i++) {
        members += a.cycles.list[i].members;
        cr_assert_eq(a.cycles.list[i].outside, 1);
        cr_assert_leq(a.cycles.list[i].members, 9);
    }
    cr_expect_eq(members, COUNT);
    answered(&a);
    maze_done(&m);
}
