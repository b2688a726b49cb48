#include "tests/heap/graph.h"

#include <criterion/criterion.h>

/* Objects as an int has them, with two references at their end. */
struct number {
    object base;
    uint64_t value;
    object *left, *right;
};

static const struct heap_field fields[] = {
    {"left", offsetof(struct number, left)},
    {"right", offsetof(struct number, right)},
};

static struct graph g;
static struct heap_type type;
static uint64_t destroyed;

static void destroy(heap *h, object *o)
{
    (void)h;
    destroyed += ((struct number *)(void *)o)->value;
}

static void setup(void)
{
    graph_init(&g);
    destroyed = 0;
    type = (struct heap_type){
        .name = "number",
        .size = sizeof(struct number),
        .flags = HEAP_CONTAINER | HEAP_TRASHCAN | HEAP_ANNEX,
        .fields = fields,
        .field_count = 2,
        .destroy = destroy,
    };
    heap_type_add(g.h, &type);
}

static void teardown(void)
{
    graph_done(&g);
}

static struct number *number_of(object *o)
{
    return (struct number *)(void *)o;
}

/* Steals left. */
static object *make(uint64_t value, object *left)
{
    object *o = heap_alloc(g.h, &type, sizeof(struct heap_node));
    number_of(o)->value = value;
    number_of(o)->left = left;
    heap_track(g.h, o);
    return o;
}

static object *make_held_by_itself(uint64_t value)
{
    object *o = make(value, NULL);
    number_of(o)->right = heap_retain(o);
    return o;
}

HEAP_TEST(annex, is_collected_with_its_cycle)
{
    object *node = graph_node(&g, 1, NULL, NULL);
    object *o = make(40, heap_retain(node));
    ((struct node *)(void *)node)->left = heap_retain(o);
    cr_expect_eq(heap_collect(g.h, 2), 0);
    heap_release(g.h, node);
    cr_expect_eq(heap_collect(g.h, 2), 0);
    heap_release(g.h, o);
    cr_expect_eq(heap_collect(g.h, 2), 2);
    cr_expect_eq(destroyed, 40);
    cr_expect_eq(g.logged, 1);
}

HEAP_TEST(annex, keeps_what_it_reaches)
{
    object *o = make(2, make_held_by_itself(3));
    heap_release(g.h, number_of(number_of(o)->left)->right);
    number_of(number_of(o)->left)->right = graph_node(&g, 1, NULL, NULL);
    cr_expect_eq(heap_collect(g.h, 2), 0);
    heap_release(g.h, o);
    cr_expect_eq(destroyed, 5);
    cr_expect_eq(g.logged, 1);
}

HEAP_TEST(annex, ages_and_is_frozen)
{
    object *o = make_held_by_itself(9);
    cr_expect_eq(heap_generation(g.h, o), 0);
    heap_collect(g.h, 0);
    cr_expect_eq(heap_generation(g.h, o), 1);
    heap_gc_freeze(g.h);
    cr_expect_eq(heap_generation(g.h, o), HEAP_PERMANENT);
    heap_release(g.h, o);
    cr_expect_eq(heap_collect(g.h, 2), 0);
    heap_gc_unfreeze(g.h);
    cr_expect_eq(heap_generation(g.h, o), 2);
    cr_expect_eq(heap_collect(g.h, 1), 0);
    cr_expect_eq(heap_collect(g.h, 2), 1);
}

HEAP_TEST(annex, counts_as_an_allocation)
{
    int before[HEAP_GENERATIONS], after[HEAP_GENERATIONS];
    heap_gc_counts(g.h, before);
    object *o = make(1, NULL);
    heap_gc_counts(g.h, after);
    cr_expect_eq(after[0], before[0] + 1);
    cr_expect(heap_is_tracked(o));
    heap_release(g.h, o);
    heap_gc_counts(g.h, after);
    cr_expect_eq(after[0], before[0]);
}

static bool find(object *o, void *arg)
{
    return o != arg;
}

HEAP_TEST(annex, is_listed_as_the_object)
{
    object *o = make(1, NULL);
    cr_expect_not(heap_each_tracked(g.h, 0, find, o));
    heap_untrack(g.h, o);
    cr_expect(heap_each_tracked(g.h, 0, find, o));
    cr_expect_eq(heap_generation(g.h, o), -1);
    heap_release(g.h, o);
}

HEAP_TEST(annex, dies_in_a_long_chain)
{
    object *o = NULL;
    for (int i = 0; i < 100000; i++)
        o = make(1, o);
    heap_release(g.h, o);
    cr_expect_eq(destroyed, 100000);
}
