#include "tests/heap/graph.h"

#include <criterion/criterion.h>

static struct graph g;

static void setup(void)
{
    graph_init(&g);
}

static void teardown(void)
{
    graph_done(&g);
}

/* A ring of `count` nodes, numbered from `number`; nobody else holds them. */
static object *lose_ring(int number, int count, bool final)
{
    object *first = final ? graph_final(&g, number, NULL, NULL)
                          : graph_node(&g, number, NULL, NULL);
    object *last = first;
    for (int i = 1; i < count; i++)
        last = final ? graph_final(&g, number + i, last, NULL)
                     : graph_node(&g, number + i, last, NULL);
    ((struct node *)(void *)first)->left = last;
    return first;
}

HEAP_TEST(collect, finds_a_ring)
{
    lose_ring(1, 3, false);
    cr_expect_eq(graph_totals(&g).objects, 3);
    cr_expect_eq(heap_collect(g.h, 2), 3);
}

HEAP_TEST(collect, finds_a_node_that_holds_itself)
{
    lose_ring(1, 1, false);
    cr_expect_eq(heap_collect(g.h, 0), 1);
}

HEAP_TEST(collect, frees_what_hangs_from_garbage_but_counts_tracked_ones_only)
{
    struct node *n = (struct node *)(void *)lose_ring(1, 1, false);
    n->right = graph_leaf(&g, 2);
    cr_expect_eq(heap_collect(g.h, 2), 1);
}

HEAP_TEST(collect, keeps_a_ring_that_is_held)
{
    object *ring = heap_retain(lose_ring(1, 5, false));
    cr_expect_eq(heap_collect(g.h, 2), 0);
    cr_expect_eq(graph_totals(&g).objects, 5);
    heap_release(g.h, ring);
    cr_expect_eq(heap_collect(g.h, 2), 5);
}

HEAP_TEST(collect, keeps_what_a_held_object_reaches_late)
{
    object *far = lose_ring(1, 3, false);
    object *holder = graph_node(&g, 9, NULL, NULL);
    ((struct node *)(void *)holder)->left = heap_retain(far);
    cr_expect_eq(heap_collect(g.h, 2), 0);
    heap_release(g.h, holder);
    cr_expect_eq(heap_collect(g.h, 2), 3);
}

HEAP_TEST(collect, survivors_grow_old_in_order)
{
    object *a = graph_node(&g, 1, NULL, NULL);
    cr_expect_eq(heap_generation(g.h, a), 0);
    for (int i = 0; i < 3; i++) {
        heap_collect(g.h, i);
        cr_expect_eq(heap_generation(g.h, a), i == 0 ? 1 : 2);
    }
    heap_untrack(g.h, a);
    cr_expect_eq(heap_generation(g.h, a), -1);
    heap_release(g.h, a);
}

HEAP_TEST(collect, a_young_collection_misses_old_garbage)
{
    object *ring = heap_retain(lose_ring(1, 2, false));
    heap_collect(g.h, 2);
    heap_release(g.h, ring);
    cr_expect_eq(heap_collect(g.h, 0), 0);
    cr_expect_eq(heap_collect(g.h, 1), 0);
    cr_expect_eq(heap_collect(g.h, 2), 2);
}

HEAP_TEST(collect, finalizes_all_in_order_before_it_frees_any)
{
    lose_ring(1, 3, true);
    cr_expect_eq(heap_collect(g.h, 2), 3);
    cr_assert_eq(g.logged, 6);
    cr_expect_eq(g.log[0], 1001);
    cr_expect_eq(g.log[1], 1002);
    cr_expect_eq(g.log[2], 1003);
    cr_expect_lt(g.log[3], 1000);
}

HEAP_TEST(collect, a_finalizer_brings_the_whole_ring_back)
{
    lose_ring(1, 3, true);
    g.resurrect = true;
    cr_expect_eq(heap_collect(g.h, 2), 0);
    cr_expect_eq(graph_totals(&g).objects, 3);
    for (int i = 0; i < 3; i++) /* one reference from each finalizer's call */
        cr_expect_eq(g.log[i], 1001 + i);
    cr_expect_eq(heap_generation(g.h, g.saved), 2);
    for (object *o = heap_next(g.h, NULL); o; o = heap_next(g.h, o))
        heap_release(g.h, o);
    cr_expect_eq(heap_collect(g.h, 2), 3);
}

HEAP_TEST(collect, a_million_deep_needs_no_stack)
{
    lose_ring(1, 1000000, false);
    cr_expect_eq(heap_collect(g.h, 2), 1000000);
}

HEAP_TEST(collect, a_ring_through_an_array_goes)
{
    object *row = graph_row(&g);
    for (int i = 0; i < 10; i++)
        graph_append(&g, row, graph_node(&g, i, heap_retain(row), NULL));
    heap_release(g.h, row);
    cr_expect_eq(heap_collect(g.h, 2), 11);
}

HEAP_TEST(collect, an_object_keeps_the_class_alive_and_both_go_together)
{
    struct heap_type script = g.node;
    object *class = graph_node(&g, 1, NULL, NULL), *o;
    script.owner = class;
    heap_type_add(g.h, &script);
    o = heap_alloc(g.h, &script, 0);
    heap_track(g.h, o);
    ((struct node *)(void *)class)->left = o; /* class -> o -> class */
    heap_release(g.h, class);
    cr_expect_eq(heap_collect(g.h, 2), 2);
}

static int garbage_seen;

static void keep(void *arg, object *o, bool collectable)
{
    (void)arg;
    cr_expect(collectable);
    heap_retain(o);
    garbage_seen++;
}

HEAP_TEST(collect, saveall_hands_garbage_over)
{
    object *ring = lose_ring(1, 2, false);
    heap_gc_set_debug(g.h, HEAP_GC_SAVEALL, keep, NULL);
    cr_expect_eq(heap_collect(g.h, 2), 2);
    cr_expect_eq(garbage_seen, 2);
    cr_expect_eq(heap_refs(ring), 2);
    heap_gc_set_debug(g.h, 0, NULL, NULL);
    for (object *o = heap_next(g.h, NULL); o; o = heap_next(g.h, o))
        heap_release(g.h, o);
    cr_expect_eq(heap_collect(g.h, 2), 2);
}

static bool drop_all(const heap *h, object *self)
{
    (void)h;
    (void)self;
    return true;
}

HEAP_TEST(collect, a_type_may_untrack_its_survivors)
{
    object *a = graph_node(&g, 1, NULL, NULL);
    g.node.untrack = drop_all;
    g.node.untrack_full = true;
    heap_collect(g.h, 1);
    cr_expect_eq(heap_generation(g.h, a), 2);
    heap_collect(g.h, 2);
    cr_expect_eq(heap_generation(g.h, a), -1);
    heap_release(g.h, a);
}
