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

static uint32_t here(void *arg)
{
    return *(uint32_t *)arg;
}

HEAP_TEST(attach, gives_ordinals_in_order_of_allocation)
{
    object *a, *b;
    cr_assert(heap_attach(g.h, true));
    cr_expect_eq(heap_next_ordinal(g.h), 1);
    a = graph_leaf(&g, 1);
    b = graph_node(&g, 2, NULL, NULL);
    cr_expect_eq(heap_ordinal(g.h, a), 1);
    cr_expect_eq(heap_ordinal(g.h, b), 2);
    cr_expect_eq(heap_by_ordinal(g.h, 2), b);
    heap_release(g.h, b);
    cr_expect_null(heap_by_ordinal(g.h, 2));
    cr_expect_null(heap_by_ordinal(g.h, 3));
    cr_expect_null(heap_by_ordinal(g.h, 0));
    b = graph_node(&g, 3, NULL, NULL);
    cr_expect_eq(heap_ordinal(g.h, b), 3);
    heap_release(g.h, a);
    heap_release(g.h, b);
}

HEAP_TEST(attach, asks_where_the_script_is)
{
    uint32_t site = 41;
    struct heap_hooks hooks = {.arg = &site, .place = here};
    object *a;
    heap_set_hooks(g.h, &hooks);
    heap_attach(g.h, true);
    a = graph_leaf(&g, 1);
    cr_expect_eq(heap_site(g.h, a), 41);
    heap_release(g.h, a);
}

static uint32_t line_of(void *arg, uint32_t place)
{
    (void)arg;
    return place / 10;
}

HEAP_TEST(attach, makes_a_site_of_the_place_when_asked)
{
    uint32_t place = 41;
    struct heap_hooks hooks = {.arg = &place, .place = here, .site = line_of};
    object *a, *big;
    heap_set_hooks(g.h, &hooks);
    heap_attach(g.h, true);
    a = graph_leaf(&g, 1);
    place = 127;
    big = heap_alloc(g.h, &g.leaf, 1000000);
    cr_expect_eq(heap_site(g.h, a), 4);
    cr_expect_eq(heap_site(g.h, big), 12);
    heap_release(g.h, a);
    heap_release(g.h, big);
}

HEAP_TEST(attach, numbers_what_is_made_inline_like_all_others)
{
    object *kept[5000];
    heap_release(g.h, graph_leaf(&g, 0)); /* a free cell to begin with */
    heap_attach(g.h, true);
    for (size_t i = 0; i < 5000; i++) {
        kept[i] = heap_alloc_unit_attached(g.h, g.leaf.index, (uint32_t)i + 1);
        if (!kept[i])
            kept[i] = heap_alloc(g.h, &g.leaf, 0);
        else
            cr_assert_eq(heap_site(g.h, kept[i]), i + 1);
        cr_assert_eq(heap_ordinal(g.h, kept[i]), i + 1);
    }
    for (size_t i = 0; i < 5000; i += 100)
        cr_assert_eq(heap_by_ordinal(g.h, i + 1), kept[i]);
    for (size_t i = 0; i < 5000; i++)
        heap_release_unit_attached(g.h, kept[i]);
    cr_expect_null(heap_by_ordinal(g.h, 4000));
}

HEAP_TEST(attach, numbers_what_is_there_already_by_address)
{
    object *row = graph_row(&g);
    uint64_t last = 0;
    for (int i = 0; i < 20000; i++)
        graph_append(&g, row, heap_alloc(g.h, &g.leaf, (size_t)i % 900));
    cr_expect_eq(heap_ordinal(g.h, row), 0);
    heap_attach(g.h, false);
    for (object *o = heap_next(g.h, NULL); o; o = heap_next(g.h, o)) {
        cr_assert_eq(heap_ordinal(g.h, o), last + 1);
        last++;
    }
    cr_expect_eq(last, 20001);
    for (uint64_t i = 1; i <= last; i += 500)
        cr_assert_eq(heap_ordinal(g.h, heap_by_ordinal(g.h, i)), i);
    heap_detach(g.h);
    cr_expect_eq(heap_ordinal(g.h, row), 0);
    heap_release(g.h, row);
}

HEAP_TEST(attach, does_not_change_addresses)
{
    object *a, *b;
    heap_set_quarantine(g.h, 0);
    a = graph_leaf(&g, 1);
    heap_release(g.h, a);
    heap_attach(g.h, true);
    b = graph_leaf(&g, 1);
    cr_expect_eq(a, b);
    heap_release(g.h, b);
}

HEAP_TEST(attach, a_big_object_has_an_ordinal_too)
{
    object *big;
    heap_attach(g.h, true);
    big = heap_alloc(g.h, &g.leaf, 1000000);
    cr_expect_eq(heap_ordinal(g.h, big), 1);
    cr_expect_eq(heap_by_ordinal(g.h, 1), big);
    heap_release(g.h, big);
    cr_expect_null(heap_by_ordinal(g.h, 1));
}
