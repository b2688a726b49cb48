#include "tests/heap/graph.h"

#include <criterion/criterion.h>
#include <string.h>

static struct graph g;

static void setup(void)
{
    graph_init(&g);
}

static void teardown(void)
{
    graph_done(&g);
}

HEAP_TEST(walk, meets_every_live_object_once_in_address_order)
{
    object *row = graph_row(&g), *last = NULL;
    size_t count = 0;
    for (int i = 0; i < 3000; i++)
        graph_append(&g, row, heap_alloc(g.h, &g.leaf, (size_t)i * 13));
    for (int i = 0; i < 1000; i++)
        heap_release(g.h, graph_leaf(&g, i));
    for (object *o = heap_next(g.h, NULL); o; o = heap_next(g.h, o)) {
        cr_assert_gt(o, last);
        cr_assert(heap_is_object(g.h, o));
        last = o;
        count++;
    }
    cr_expect_eq(count, 3001);
    cr_expect_eq(graph_totals(&g).objects, 3001);
    heap_release(g.h, row);
}

HEAP_TEST(walk, tells_objects_from_other_addresses)
{
    object *o = graph_node(&g, 1, NULL, NULL), *freed = graph_leaf(&g, 2);
    void *array = heap_array_new(g.h, 64);
    heap_release(g.h, freed);
    cr_expect(heap_is_object(g.h, o));
    cr_expect_not(heap_is_object(g.h, freed));
    cr_expect_not(heap_is_object(g.h, (char *)o + 16));
    cr_expect_not(heap_is_object(g.h, (char *)o + 1));
    cr_expect_not(heap_is_object(g.h, (char *)o + 65536 * 4));
    cr_expect_not(heap_is_object(g.h, array));
    cr_expect_not(heap_is_object(g.h, NULL));
    cr_expect_not(heap_is_object(g.h, g.h));
    cr_expect_not(heap_is_object(g.h, (void *)UINTPTR_MAX));
    heap_array_free(g.h, array, 64);
    heap_release(g.h, o);
}

static int found;
static object *found_from;
static const char *found_name;

static void note_referrer(object *from, const struct heap_edge *edge, void *arg)
{
    (void)arg;
    found++;
    found_from = from;
    found_name = edge->name;
}

static object *rooted;

static void tell_roots(void *arg, heap_edge_fn *emit, void *emit_arg)
{
    struct heap_edge edge = {
        .kind = HEAP_EDGE_ROOT, .name = "global", .referent = rooted};
    (void)arg;
    emit(&edge, emit_arg);
}

HEAP_TEST(walk, finds_who_refers_by_which_field)
{
    object *leaf = graph_leaf(&g, 1);
    object *o = graph_node(&g, 2, NULL, leaf);
    heap_referrers(g.h, leaf, note_referrer, NULL);
    cr_expect_eq(found, 1);
    cr_expect_eq(found_from, o);
    cr_expect_str_eq(found_name, "right");
    heap_release(g.h, o);
}

HEAP_TEST(walk, finds_roots_among_the_referrers)
{
    struct heap_hooks hooks = {.roots = tell_roots};
    heap_set_hooks(g.h, &hooks);
    rooted = graph_leaf(&g, 1);
    heap_referrers(g.h, rooted, note_referrer, NULL);
    cr_expect_eq(found, 1);
    cr_expect_null(found_from);
    cr_expect_str_eq(found_name, "global");
    heap_release(g.h, rooted);
}

static void count_visit(object *referent, void *arg)
{
    (void)referent;
    ++*(int *)arg;
}

static void count_edge(const struct heap_edge *edge, void *arg)
{
    cr_expect_eq(edge->kind, HEAP_EDGE_ITEM);
    cr_expect_eq(edge->index, *(size_t *)arg);
    ++*(size_t *)arg;
}

HEAP_TEST(walk, derives_edges_from_traverse)
{
    object *row = graph_row(&g);
    int visits = 0;
    size_t edges = 0;
    for (int i = 0; i < 4; i++)
        graph_append(&g, row, graph_leaf(&g, i));
    heap_referents(g.h, row, count_visit, &visits);
    heap_edges(g.h, row, count_edge, &edges);
    cr_expect_eq(visits, 4);
    cr_expect_eq(edges, 4);
    cr_expect_eq(heap_total_size(g.h, row), 32 + 6 * sizeof(object *));
    heap_release(g.h, row);
}

static bool collect_numbers(object *o, void *arg)
{
    int **next = arg;
    *(*next)++ = ((struct node *)(void *)o)->number;
    return true;
}

HEAP_TEST(walk, gives_a_generation_in_order)
{
    object *a = graph_node(&g, 1, NULL, NULL);
    object *b = graph_node(&g, 2, a, NULL);
    object *c = graph_node(&g, 3, b, NULL);
    int numbers[3] = {0}, *next = numbers;
    heap_untrack(g.h, b);
    heap_track(g.h, b);
    cr_expect(heap_each_tracked(g.h, 0, collect_numbers, &next));
    cr_expect_eq(numbers[0], 1);
    cr_expect_eq(numbers[1], 3);
    cr_expect_eq(numbers[2], 2);
    heap_release(g.h, c);
}
