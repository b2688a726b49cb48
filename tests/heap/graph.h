/*
 * A little user of the heap for tests: nodes with two references and a
 * number, leaves, weak references, and a log of what happened to them.
 */
#ifndef TESTS_HEAP_GRAPH_H
#define TESTS_HEAP_GRAPH_H

#include "../between.h"
#include "heap/heap.h"

enum { LOG_MAX = 4096 };

struct node {
    struct heap_node node;
    object *left, *right;
    int number;
};

struct leaf {
    object base;
    int number;
};

/* Owns an array of references, as a list does. */
struct row {
    struct heap_node node;
    object **items;
    uint32_t count, room;
};

struct graph {
    heap *h;
    struct heap_type node, final, leaf, row, weak;
    int log[LOG_MAX]; /* numbers of nodes: finalized, called back, destroyed */
    int logged;
    object *saved; /* a finalizer's place to bring self back to */
    bool resurrect;
};

/* A heap with the types above; the log notes destroyed nodes, finalized ones
 * plus 1000, weak references called back plus 2000. */
void graph_init(struct graph *g);

/* Checks that nothing is left, then frees the heap. */
void graph_done(struct graph *g);

/* left and right are stolen. */
object *graph_node(struct graph *g, int number, object *left, object *right);
object *graph_final(struct graph *g, int number, object *left, object *right);
object *graph_leaf(struct graph *g, int number);
object *graph_row(struct graph *g);
/* item is stolen; false: out of memory. */
bool graph_append(struct graph *g, object *row, object *item);
/* Without a callback for number 0. */
struct heap_weak *graph_weak(struct graph *g, object *target, int number);

struct heap_totals graph_totals(const struct graph *g);

/* A test between the file's own setup() and teardown(). */
#define HEAP_TEST(suite, name) TEST_BETWEEN(setup, teardown, suite, name)

#endif
