/*
 * Graphs for questions: rows that refer to one another as the test says, and
 * answers found the slow way, by trying.  Node 0 is the one that the test
 * itself holds; all others live by what refers to them.
 */
#ifndef TESTS_HEAP_MAZE_H
#define TESTS_HEAP_MAZE_H

#include "tests/heap/graph.h"

struct maze {
    struct graph g;
    uint32_t count;
    object **nodes;
    struct maze_edge {
        uint32_t from, to;
    } * edges;
    size_t edge_count, edge_room;
    uint64_t seed;
};

/* `count` nodes without an edge, all held by the test for now. */
void maze_init(struct maze *m, uint32_t count, uint64_t seed);
void maze_edge(struct maze *m, uint32_t from, uint32_t to);
/* Lets go of all nodes but the first. */
void maze_ready(struct maze *m);
void maze_done(struct maze *m);

/* Below `below`, the same for the same seed. */
uint32_t maze_random(struct maze *m, uint32_t below);

/* Random edges, `per_node` a node on average, node 0 reaching all: maze_ready
 * included, and nothing is lost by it. */
void maze_fill(struct maze *m, uint32_t per_node);

/* What can be reached from a node when `without` is taken away (UINT32_MAX:
 * nothing): a new array of a byte a node. */
unsigned char *maze_reach(const struct maze *m, uint32_t from,
                          uint32_t without);

uint32_t maze_number(const struct maze *m, const heap_graph *graph,
                     uint32_t node);

#endif
