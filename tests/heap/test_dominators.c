#include "tests/heap/maze.h"

#include <criterion/criterion.h>
#include <stdlib.h>

TestSuite(dominators);

struct asked {
    heap_graph *graph;
    struct heap_dominators d;
};

static void ask(struct asked *a, const struct maze *m)
{
    a->graph = heap_graph_new(m->g.h, NULL);
    cr_assert_not_null(a->graph);
    cr_assert(heap_dominators_find(a->graph, &a->d, NULL));
}

static void answered(struct asked *a)
{
    heap_dominators_clear(&a->d);
    heap_graph_free(a->graph);
}

/* Whether `above` comes before n on the way up the tree, or is n. */
static bool is_above(const struct asked *a, uint32_t above, uint32_t n)
{
    while (n != above && n != HEAP_ROOT)
        n = a->d.above[n];
    return n == above;
}

/* What v keeps alive is what cannot be reached without it. */
static void compare(const struct maze *m, const struct asked *a, uint32_t v)
{
    unsigned char *whole = maze_reach(m, 0, UINT32_MAX);
    unsigned char *rest = maze_reach(m, 0, v);
    uint32_t number = maze_number(m, a->graph, v), held = 0;
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < m->count; i++) {
        uint32_t n = maze_number(m, a->graph, i);
        if (!whole[i]) {
            cr_assert_eq(a->d.above[n], HEAP_NOBODY);
            continue;
        }
        cr_assert_eq(is_above(a, number, n), !rest[i]);
        if (rest[i])
            continue;
        bytes += heap_total_size(m->g.h, m->nodes[i]);
        held++;
    }
    if (whole[v]) {
        cr_assert_eq(a->d.retained[number], bytes);
        cr_assert_eq(a->d.held[number], held);
    }
    free(whole);
    free(rest);
}

Test(dominators, are_those_without_which_there_is_no_way)
{
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct maze m;
        struct asked a;
        maze_init(&m, 40, seed);
        maze_fill(&m, 1 + seed % 4);
        ask(&a, &m);
        for (uint32_t v = 0; v < m.count; v++)
            compare(&m, &a, v);
        answered(&a);
        maze_done(&m);
    }
}

Test(dominators, do_not_hold_what_is_lost)
{
    struct maze m;
    struct asked a;
    maze_init(&m, 6, 1);
    maze_edge(&m, 0, 1);
    maze_edge(&m, 2, 3);
    maze_edge(&m, 3, 2);
    maze_edge(&m, 3, 1);
    maze_edge(&m, 4, 5);
    maze_edge(&m, 5, 4);
    maze_ready(&m);
    ask(&a, &m);
    for (uint32_t v = 0; v < 2; v++)
        compare(&m, &a, v);
    answered(&a);
    maze_done(&m);
}

/* A ladder with rungs both ways and all rungs tied to the top: slow for
 * methods that walk up chains. */
Test(dominators, of_a_ladder)
{
    enum { RUNGS = 100000 };
    struct maze m;
    struct asked a;
    maze_init(&m, 2 * RUNGS, 1);
    for (uint32_t i = 0; i + 1 < RUNGS; i++) {
        maze_edge(&m, i, i + 1);
        maze_edge(&m, RUNGS + i + 1, RUNGS + i);
        maze_edge(&m, i, RUNGS + i);
        maze_edge(&m, RUNGS + i, i + 1);
    }
    maze_edge(&m, RUNGS - 1, 2 * RUNGS - 1);
    maze_ready(&m);
    ask(&a, &m);
    for (uint32_t i = 1; i < RUNGS; i++) {
        uint32_t n = maze_number(&m, a.graph, i);
        cr_assert_eq(a.d.above[n], maze_number(&m, a.graph, i - 1));
    }
    answered(&a);
    maze_done(&m);
}

/*
 * A tree of a million nodes in preorder, then edges that change nothing: from
 * anywhere below a node's parent to that node.
 */
struct tree {
    uint32_t *parent, *size;
};

static void plant(struct maze *m, struct tree *t)
{
    t->parent = calloc(m->count, sizeof *t->parent);
    t->size = calloc(m->count, sizeof *t->size);
    for (uint32_t i = 1; i < m->count; i++) {
        uint32_t up = maze_random(m, 3), parent = i - 1;
        while (up-- && parent)
            parent = t->parent[parent];
        t->parent[i] = parent;
        maze_edge(m, parent, i);
    }
    for (uint32_t i = m->count; i-- > 0;) {
        t->size[i]++;
        if (i)
            t->size[t->parent[i]] += t->size[i];
    }
    for (uint32_t k = 0; k < m->count; k++) {
        uint32_t to = 1 + maze_random(m, m->count - 1);
        uint32_t parent = t->parent[to];
        maze_edge(m, parent + maze_random(m, t->size[parent]), to);
    }
    maze_ready(m);
}

Test(dominators, of_a_million_objects)
{
    struct maze m;
    struct asked a;
    struct tree t;
    maze_init(&m, 1000000, 11);
    plant(&m, &t);
    ask(&a, &m);
    for (uint32_t i = 1; i < m.count; i++) {
        uint32_t n = maze_number(&m, a.graph, i);
        cr_assert_eq(a.d.above[n], maze_number(&m, a.graph, t.parent[i]));
        cr_assert_eq(a.d.held[n], t.size[i]);
    }
    answered(&a);
    free(t.parent);
    free(t.size);
    maze_done(&m);
}
