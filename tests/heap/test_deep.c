/* Structures a million deep, on a C stack of 256 KiB: nothing recurses. */
#include "tests/heap/graph.h"

#include <criterion/criterion.h>
#include <pthread.h>

enum { DEPTH = 1000000, STACK = 256 * 1024 };

static struct graph g;

static void setup(void)
{
    graph_init(&g);
}

static void teardown(void)
{
    graph_done(&g);
}

/* ---- on a small stack -------------------------------------------------- */

static void *call(void *arg)
{
    void (**work)(void) = arg;
    (*work)();
    return NULL;
}

static void on_small_stack(void (*work)(void))
{
    pthread_attr_t attributes;
    pthread_t thread;
    cr_assert_eq(pthread_attr_init(&attributes), 0);
    cr_assert_eq(pthread_attr_setstacksize(&attributes, STACK), 0);
    cr_assert_eq(pthread_create(&thread, &attributes, call, &work), 0);
    cr_assert_eq(pthread_join(thread, NULL), 0);
    pthread_attr_destroy(&attributes);
}

/* ---- what is deep ------------------------------------------------------ */

static object *top, *bottom;

static void make_chain(object *(*make)(struct graph *g, int number,
                                       object *left, object *right))
{
    top = bottom = make(&g, 0, NULL, NULL);
    for (int i = 1; i < DEPTH; i++)
        top = make(&g, i, top, NULL);
    cr_assert_not_null(top);
}

static void make_rows(void)
{
    top = bottom = graph_row(&g);
    for (int i = 1; i < DEPTH; i++) {
        object *row = graph_row(&g);
        cr_assert(graph_append(&g, row, top));
        top = row;
    }
}

static void let_go(void)
{
    heap_release(g.h, top);
}

static void collect(void)
{
    cr_expect_eq(heap_collect(g.h, 2), DEPTH);
}

static void close_ring(void)
{
    struct node *last = (struct node *)(void *)bottom;
    heap_store(g.h, &last->right, heap_retain(top));
}

/* ---- tests ------------------------------------------------------------- */

HEAP_TEST(deep, chain_is_freed)
{
    make_chain(graph_node);
    on_small_stack(let_go);
    cr_expect_eq(graph_totals(&g).objects, 0);
}

HEAP_TEST(deep, chain_with_finalizers_is_freed)
{
    make_chain(graph_final);
    on_small_stack(let_go);
    cr_expect_eq(graph_totals(&g).objects, 0);
}

HEAP_TEST(deep, rows_are_freed)
{
    make_rows();
    on_small_stack(let_go);
    cr_expect_eq(graph_totals(&g).objects, 0);
}

HEAP_TEST(deep, ring_is_collected)
{
    make_chain(graph_node);
    close_ring();
    let_go();
    cr_expect_eq(graph_totals(&g).objects, DEPTH);
    on_small_stack(collect);
    cr_expect_eq(graph_totals(&g).objects, 0);
}

HEAP_TEST(deep, ring_with_finalizers_is_collected)
{
    make_chain(graph_final);
    close_ring();
    let_go();
    on_small_stack(collect);
    cr_expect_eq(graph_totals(&g).objects, 0);
}

static void survive(void)
{
    cr_expect_eq(heap_collect(g.h, 2), 0);
}

HEAP_TEST(deep, chain_survives_a_collection)
{
    make_chain(graph_node);
    on_small_stack(survive);
    cr_expect_eq(graph_totals(&g).objects, DEPTH);
    let_go();
}

static void ask(void)
{
    struct heap_cycles cycles;
    struct heap_dominators d;
    heap_graph *graph = heap_graph_new(g.h, NULL);
    heap_paths *paths = heap_paths_new(graph, NULL);
    uint32_t n = heap_graph_number(graph, bottom);
    cr_assert(heap_cycles_find(graph, paths, &cycles, NULL));
    cr_assert(heap_dominators_find(graph, &d, NULL));
    cr_expect_eq(heap_paths_length(paths, n), DEPTH);
    cr_expect_eq(cycles.count, 1);
    cr_expect_eq(cycles.list[0].members, DEPTH);
    cr_expect_eq(d.held[heap_graph_number(graph, top)], DEPTH);
    cr_expect_eq(d.held[n], 1);
    heap_dominators_clear(&d);
    heap_cycles_clear(&cycles);
    heap_paths_free(paths);
    heap_graph_free(graph);
}

HEAP_TEST(deep, ring_can_be_asked_about)
{
    make_chain(graph_node);
    close_ring();
    on_small_stack(ask);
    let_go();
    heap_collect(g.h, 2);
}
