#include "tests/heap/graph.h"

#include <criterion/criterion.h>

static struct graph g;

static void setup(void)
{
    graph_init(&g);
    heap_gc_enable(g.h, true);
}

static void teardown(void)
{
    graph_done(&g);
}

static int count(int generation)
{
    int counts[HEAP_GENERATIONS];
    heap_gc_counts(g.h, counts);
    return counts[generation];
}

static size_t collections(int generation)
{
    struct heap_gc_stats stats;
    heap_gc_stats(g.h, generation, &stats);
    return stats.collections;
}

HEAP_TEST(generations, containers_are_counted_leaves_are_not)
{
    object *a = graph_node(&g, 1, NULL, NULL), *b = graph_leaf(&g, 2);
    cr_expect_eq(count(0), 1);
    heap_release(g.h, a);
    cr_expect_eq(count(0), 0);
    heap_release(g.h, b);
    heap_gc_adjust(g.h, 5);
    cr_expect_eq(count(0), 5);
}

/* As with CPython's free lists. */
HEAP_TEST(generations, a_spare_object_is_neither_allocated_nor_released)
{
    object *a, *b;
    g.node.spare_sizes = 1;
    g.node.spare_max = 1;
    heap_type_spares(g.h, &g.node);
    a = heap_alloc_spare(g.h, &g.node, 0, 0);
    b = heap_alloc_spare(g.h, &g.node, 0, 0);
    cr_expect_eq(count(0), 2);
    heap_release(g.h, a);
    cr_expect_eq(count(0), 2, "kept");
    heap_release(g.h, b);
    cr_expect_eq(count(0), 1, "one more than are kept");
    a = heap_alloc_spare(g.h, &g.node, 0, 0);
    cr_expect_eq(count(0), 1, "taken");
    heap_release(g.h, a);
}

/* The allocation that goes over the threshold collects, and is young after. */
HEAP_TEST(generations, the_seven_hundred_and_first_allocation_collects)
{
    object *list = NULL;
    for (int i = 0; i < 700; i++)
        list = graph_node(&g, i, list, NULL);
    cr_expect_eq(collections(0), 0);
    list = graph_node(&g, 700, list, NULL);
    cr_expect_eq(collections(0), 1);
    cr_expect_eq(count(0), 0);
    cr_expect_eq(count(1), 1);
    cr_expect_eq(heap_generation(g.h, list), 0);
    cr_expect_eq(heap_generation(g.h, ((struct node *)(void *)list)->left), 1);
    heap_release(g.h, list);
}

HEAP_TEST(generations, older_ones_are_due_after_eleven_younger_collections)
{
    object *list = NULL;
    for (int i = 0; i < 701 * 12; i++)
        list = graph_node(&g, i, list, NULL);
    cr_expect_eq(collections(0), 11);
    cr_expect_eq(collections(1), 1);
    heap_release(g.h, list);
}

HEAP_TEST(generations, a_full_collection_waits_for_a_quarter_of_new_objects)
{
    object *list = NULL;
    static const int often[] = {1, 1, 1};
    for (int i = 0; i < 1000; i++)
        list = graph_node(&g, i, list, NULL);
    heap_collect(g.h, 2);
    heap_gc_set_thresholds(g.h, often);
    for (int i = 0; i < 200; i++)
        list = graph_node(&g, i, list, NULL);
    cr_expect_eq(collections(2), 1);
    for (int i = 0; i < 200; i++)
        list = graph_node(&g, i, list, NULL);
    cr_expect_gt(collections(2), 1);
    heap_release(g.h, list);
}

HEAP_TEST(generations, nothing_happens_when_disabled_or_threshold_zero)
{
    static const int never[] = {0, 10, 10};
    object *list = NULL;
    heap_gc_enable(g.h, false);
    for (int i = 0; i < 2000; i++)
        list = graph_node(&g, i, list, NULL);
    heap_gc_enable(g.h, true);
    heap_gc_set_thresholds(g.h, never);
    for (int i = 0; i < 2000; i++)
        list = graph_node(&g, i, list, NULL);
    cr_expect_eq(collections(0) + collections(1) + collections(2), 0);
    heap_release(g.h, list);
}

static bool is_busy(void *arg)
{
    (void)arg;
    return true;
}

HEAP_TEST(generations, nothing_happens_while_an_error_is_pending)
{
    struct heap_hooks hooks = {.busy = is_busy};
    object *list = NULL;
    heap_set_hooks(g.h, &hooks);
    for (int i = 0; i < 2000; i++)
        list = graph_node(&g, i, list, NULL);
    cr_expect_eq(collections(0), 0);
    heap_release(g.h, list);
}

static size_t nested_result = 99;

static void nest(void *arg, int generation)
{
    (void)arg;
    (void)generation;
    nested_result = heap_collect(g.h, 2);
}

HEAP_TEST(generations, a_collection_inside_one_does_nothing)
{
    struct heap_hooks hooks = {.collect_start = nest};
    heap_set_hooks(g.h, &hooks);
    heap_collect(g.h, 1);
    cr_expect_eq(nested_result, 0);
    cr_expect_eq(collections(1), 1);
    cr_expect_eq(collections(2), 0);
}

HEAP_TEST(generations, frozen_objects_are_left_alone)
{
    object *a = graph_node(&g, 1, NULL, NULL);
    ((struct node *)(void *)a)->left = a;
    heap_gc_freeze(g.h);
    cr_expect_eq(heap_gc_frozen(g.h), 1);
    cr_expect_eq(heap_generation(g.h, a), HEAP_PERMANENT);
    cr_expect_eq(heap_collect(g.h, 2), 0);
    heap_gc_unfreeze(g.h);
    cr_expect_eq(heap_gc_frozen(g.h), 0);
    cr_expect_eq(heap_collect(g.h, 2), 1);
}

HEAP_TEST(generations, stress_collects_at_every_allocation)
{
    object *a;
    heap_gc_stress(g.h, true);
    a = graph_node(&g, 1, NULL, NULL);
    a = graph_node(&g, 2, a, NULL);
    cr_expect_eq(collections(2), 2);
    heap_release(g.h, a);
}
