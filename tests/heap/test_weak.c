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

static void release_weak(struct heap_weak *w)
{
    heap_release(g.h, &w->node.base);
}

HEAP_TEST(weak, knows_its_target_until_it_dies)
{
    object *o = graph_node(&g, 1, NULL, NULL);
    struct heap_weak *w = graph_weak(&g, o, 0);
    cr_expect_eq(w->target, o);
    cr_expect_eq(heap_refs(o), 1);
    heap_release(g.h, o);
    cr_expect_null(w->target);
    release_weak(w);
}

HEAP_TEST(weak, a_dead_reference_leaves_no_trace)
{
    object *o = graph_node(&g, 1, NULL, NULL);
    release_weak(graph_weak(&g, o, 7));
    cr_expect_null(heap_weak_first(g.h, o));
    heap_release(g.h, o);
    cr_expect_eq(g.log[0], 1);
    cr_expect_eq(g.logged, 1);
}

HEAP_TEST(weak, callbacks_run_newest_first_after_the_finalizer)
{
    object *o = graph_final(&g, 1, NULL, NULL);
    struct heap_weak *w[4];
    static const int expected[] = {1001, 2003, 2002, 2001, 1};
    for (int i = 0; i < 4; i++)
        w[i] = graph_weak(&g, o, i);
    cr_expect_eq(heap_weak_first(g.h, o), w[0]);
    cr_expect_eq(w[0]->next, w[3]);
    heap_release(g.h, o);
    cr_assert_eq(g.logged, 5);
    for (int i = 0; i < 5; i++)
        cr_expect_eq(g.log[i], expected[i]);
    for (int i = 0; i < 4; i++) {
        cr_expect_eq(heap_refs(&w[i]->node.base), 1);
        release_weak(w[i]);
    }
}

HEAP_TEST(weak, a_type_may_clear_them_before_its_finalizer)
{
    object *o;
    struct heap_weak *w;
    g.final.flags |= HEAP_WEAK_FIRST;
    o = graph_final(&g, 1, NULL, NULL);
    w = graph_weak(&g, o, 5);
    heap_release(g.h, o);
    cr_expect_eq(g.log[0], 2005);
    cr_expect_eq(g.log[1], 1001);
    release_weak(w);
}

HEAP_TEST(weak, many_targets_keep_their_own)
{
    enum { MANY = 5000 };
    static object *o[MANY];
    static struct heap_weak *w[MANY];
    for (int i = 0; i < MANY; i++) {
        o[i] = graph_node(&g, i, NULL, NULL);
        w[i] = graph_weak(&g, o[i], 0);
    }
    for (int i = 0; i < MANY; i += 3)
        heap_release(g.h, o[i]);
    for (int i = 0; i < MANY; i++) {
        cr_assert_eq(w[i]->target, i % 3 ? o[i] : NULL);
        if (i % 3)
            cr_assert_eq(heap_weak_first(g.h, o[i]), w[i]);
    }
    for (int i = 0; i < MANY; i++) {
        if (i % 3)
            heap_release(g.h, o[i]);
        release_weak(w[i]);
    }
}

HEAP_TEST(weak, the_collector_calls_those_outside_the_garbage)
{
    object *o = graph_final(&g, 1, NULL, NULL);
    struct heap_weak *outside = graph_weak(&g, o, 5);
    struct heap_weak *inside = graph_weak(&g, o, 6);
    ((struct node *)(void *)o)->left = o;
    ((struct node *)(void *)o)->right = &inside->node.base;
    cr_expect_eq(heap_collect(g.h, 2), 2);
    cr_expect_eq(g.log[0], 2005);
    cr_expect_eq(g.log[1], 1001);
    cr_expect_eq(g.log[2], 1);
    cr_expect_eq(heap_generation(g.h, &outside->node.base), 2);
    release_weak(outside);
}
