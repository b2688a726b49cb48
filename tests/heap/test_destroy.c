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

static void expect_log(const int *expected, int count)
{
    cr_assert_eq(g.logged, count, "%d entries", g.logged);
    for (int i = 0; i < count; i++)
        cr_expect_eq(g.log[i], expected[i], "entry %d is %d", i, g.log[i]);
}

#define EXPECT_LOG(...)                                                        \
    expect_log((const int[]){__VA_ARGS__},                                     \
               sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

HEAP_TEST(destroy, goes_depth_first_and_frees_the_holder_last)
{
    object *left = graph_node(&g, 2, graph_node(&g, 3, NULL, NULL), NULL);
    heap_release(g.h, graph_node(&g, 1, left, graph_node(&g, 4, NULL, NULL)));
    EXPECT_LOG(3, 2, 4, 1);
}

HEAP_TEST(destroy, leaves_what_others_hold)
{
    object *shared = graph_node(&g, 2, NULL, NULL);
    heap_release(g.h, graph_node(&g, 1, heap_retain(shared), NULL));
    EXPECT_LOG(1);
    cr_expect_eq(heap_refs(shared), 1);
    heap_release(g.h, shared);
}

HEAP_TEST(destroy, finalizes_before_it_lets_go)
{
    object *child = graph_final(&g, 2, NULL, NULL);
    heap_release(g.h, graph_final(&g, 1, child, NULL));
    EXPECT_LOG(1001, 1002, 2, 1);
}

HEAP_TEST(destroy, a_finalizer_brings_back_once)
{
    object *o = graph_final(&g, 1, graph_node(&g, 2, NULL, NULL), NULL);
    g.resurrect = true;
    heap_release(g.h, o);
    cr_expect_eq(g.saved, o);
    cr_expect_eq(heap_refs(o), 1);
    cr_expect_eq(heap_generation(g.h, o), 0);
    EXPECT_LOG(1001);
    heap_release(g.h, g.saved);
    EXPECT_LOG(1001, 2, 1);
}

HEAP_TEST(destroy, a_million_deep_needs_no_stack)
{
    object *o = NULL;
    for (int i = 0; i < 1000000; i++)
        o = graph_node(&g, 0, o, NULL);
    heap_release(g.h, o);
    cr_expect_eq(graph_totals(&g).objects, 0);
}

/* Fifty nest; the rest waits until the outermost is gone, fifty at a time. */
HEAP_TEST(destroy, defers_what_nests_deeper_than_fifty)
{
    object *o = NULL;
    for (int i = 120; i > 0; i--)
        o = graph_node(&g, i, o, NULL);
    heap_release(g.h, o);
    cr_assert_eq(g.logged, 120);
    cr_expect_eq(g.log[0], 50);
    cr_expect_eq(g.log[49], 1);
    cr_expect_eq(g.log[50], 99);
    cr_expect_eq(g.log[98], 51);
    cr_expect_eq(g.log[99], 120);
    cr_expect_eq(g.log[119], 100);
}

HEAP_TEST(destroy, types_without_the_limit_nest_at_any_depth)
{
    object *o = graph_leaf(&g, 1);
    for (int i = 0; i < 100000; i++) {
        object *row = graph_row(&g);
        graph_append(&g, row, o);
        o = row;
    }
    heap_release(g.h, o);
    cr_expect_eq(graph_totals(&g).objects, 0);
}

HEAP_TEST(destroy, frees_the_references_of_objects_that_are_no_containers)
{
    static const struct heap_field fields[] = {{"value", 16}};
    struct heap_type box = {
        .name = "box", .size = 24, .fields = fields, .field_count = 1};
    object *o = graph_node(&g, 1, NULL, NULL);
    heap_type_add(g.h, &box);
    for (int i = 0; i < 100000; i++) {
        object *b = heap_alloc(g.h, &box, 0);
        *(object **)(void *)((char *)b + 16) = o;
        o = b;
    }
    heap_release(g.h, o);
    EXPECT_LOG(1);
}

HEAP_TEST(destroy, store_replaces_before_it_releases)
{
    object *field = graph_final(&g, 1, NULL, NULL);
    heap_store(g.h, &field, graph_leaf(&g, 2));
    EXPECT_LOG(1001, 1);
    cr_expect_eq(((struct leaf *)(void *)field)->number, 2);
    heap_release(g.h, field);
}
