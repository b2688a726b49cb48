#include "tests/heap/graph.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct graph g;

static void setup(void)
{
    graph_init(&g);
    cr_assert(heap_attach(g.h, false));
}

static void teardown(void)
{
    graph_done(&g);
}

/* ---- tallies ----------------------------------------------------------- */

static bool is_odd(const object *o, void *arg)
{
    (void)arg;
    return ((const struct leaf *)(const void *)o)->number % 2;
}

HEAP_TEST(history, tallies_objects_and_bytes_by_type)
{
    struct heap_tallies t;
    object *row = graph_row(&g);
    for (int i = 0; i < 600; i++)
        graph_append(&g, row, graph_leaf(&g, i));
    cr_assert(heap_tally(g.h, HEAP_BY_TYPE, NULL, NULL, &t, NULL));
    cr_assert_eq(t.count, 2);
    cr_expect_eq(t.list[0].key, g.leaf.index);
    cr_expect_eq(t.list[0].objects, 600);
    cr_expect_eq(t.list[0].bytes, 9600);
    cr_expect_eq(t.list[1].objects, 1);
    cr_expect_eq(heap_type_at(g.h, t.list[1].key), &g.row);
    cr_expect_null(heap_type_at(g.h, 0));
    free(t.list);
    heap_release(g.h, row);
}

HEAP_TEST(history, tallies_only_what_is_wanted)
{
    struct heap_tallies t;
    object *leaves[10];
    for (int i = 0; i < 10; i++)
        leaves[i] = graph_leaf(&g, i);
    cr_assert(heap_tally(g.h, HEAP_BY_SITE, is_odd, NULL, &t, NULL));
    cr_assert_eq(t.count, 1);
    cr_expect_eq(t.list[0].objects, 5);
    free(t.list);
    for (int i = 0; i < 10; i++)
        heap_release(g.h, leaves[i]);
}

static uint32_t site;

static uint32_t site_here(void *arg)
{
    (void)arg;
    return site;
}

HEAP_TEST(history, tallies_by_site)
{
    enum { SITES = 1000 };
    struct heap_hooks hooks = {.place = site_here};
    struct heap_tallies t;
    object *row;
    heap_detach(g.h);
    heap_set_hooks(g.h, &hooks);
    cr_assert(heap_attach(g.h, true));
    site = 1;
    row = graph_row(&g);
    for (uint32_t i = 0; i < 3 * SITES; i++) {
        site = 1 + i % SITES;
        graph_append(&g, row, graph_leaf(&g, 0));
    }
    cr_assert(heap_tally(g.h, HEAP_BY_SITE, NULL, NULL, &t, NULL));
    cr_expect_eq(t.count, SITES);
    cr_expect_eq(t.list[0].objects, 4, "the row is of the first site too");
    for (size_t i = 1; i < t.count; i++)
        cr_expect_eq(t.list[i].objects, 3);
    free(t.list);
    heap_release(g.h, row);
}

/* ---- snapshots --------------------------------------------------------- */

struct changes {
    int born, gone, resized;
    int64_t bytes;
    uint64_t ordinals;
};

static void note(const struct heap_change *change, void *arg)
{
    struct changes *c = arg;
    c->born += change->before == 0;
    c->gone += change->after == 0;
    c->resized += change->before && change->after;
    c->bytes += (int64_t)change->after - (int64_t)change->before;
    c->ordinals += change->ordinal;
}

static struct changes compare(const heap_snapshot *a, const heap_snapshot *b)
{
    struct changes c = {0};
    heap_snapshot_compare(a, b, note, &c);
    return c;
}

HEAP_TEST(history, compares_two_snapshots)
{
    object *row = graph_row(&g), *old = graph_leaf(&g, 1);
    object *kept = graph_leaf(&g, 2), *new;
    uint64_t ordinal = heap_ordinal(g.h, old);
    heap_snapshot *a = heap_snapshot_new(g.h, NULL);
    heap_release(g.h, old);
    new = graph_leaf(&g, 3);
    ordinal += heap_ordinal(g.h, new) + heap_ordinal(g.h, row);
    graph_append(&g, row, heap_retain(kept));
    heap_snapshot *b = heap_snapshot_new(g.h, NULL);
    struct changes c = compare(a, b);
    cr_expect_eq(c.born, 1);
    cr_expect_eq(c.gone, 1);
    cr_expect_eq(c.resized, 1);
    cr_expect_eq(c.ordinals, ordinal);
    cr_expect_eq(c.bytes, 3 * (int64_t)sizeof(object *));
    cr_expect_eq(heap_snapshot_objects(a), 3);
    cr_expect_eq(heap_snapshot_bytes(b) - heap_snapshot_bytes(a),
                 (uint64_t)c.bytes);
    heap_snapshot_free(a);
    heap_snapshot_free(b);
    heap_release(g.h, new);
    heap_release(g.h, kept);
    heap_release(g.h, row);
}

HEAP_TEST(history, finds_no_change_where_there_is_none)
{
    object *o = graph_node(&g, 1, graph_leaf(&g, 2), NULL);
    heap_snapshot *a = heap_snapshot_new(g.h, NULL);
    heap_snapshot *b = heap_snapshot_new(g.h, NULL);
    struct changes c = compare(a, b);
    cr_expect_eq(c.born + c.gone + c.resized, 0);
    heap_snapshot_free(a);
    heap_snapshot_free(b);
    heap_release(g.h, o);
}

HEAP_TEST(history, takes_no_snapshot_without_ordinals)
{
    heap_detach(g.h);
    cr_expect_null(heap_snapshot_new(g.h, NULL));
}

/* ---- survivals --------------------------------------------------------- */

HEAP_TEST(history, counts_the_collections_an_object_survived)
{
    heap_survivals *s = heap_survivals_new(g.h);
    object *a = graph_node(&g, 1, NULL, NULL), *b, *leaf = graph_leaf(&g, 3);
    cr_expect_eq(heap_survived(s, a), 0);
    heap_collect(g.h, 0);
    cr_expect_eq(heap_survived(s, a), 1);
    b = graph_node(&g, 2, NULL, NULL);
    heap_collect(g.h, 0); /* a is in generation 1 by now */
    cr_expect_eq(heap_survived(s, a), 1);
    cr_expect_eq(heap_survived(s, b), 1);
    heap_collect(g.h, 1);
    heap_collect(g.h, 2);
    heap_collect(g.h, 1); /* both are in generation 2 */
    cr_expect_eq(heap_survived(s, a), 3);
    cr_expect_eq(heap_survived(s, b), 3);
    cr_expect_eq(heap_survived(s, leaf), 0);
    cr_expect_eq(heap_survivals_collections(s), 5);
    heap_survivals_free(s);
    heap_release(g.h, a);
    heap_release(g.h, b);
    heap_release(g.h, leaf);
}

/* Against a count kept by hand, over many collections. */
HEAP_TEST(history, agrees_with_a_count_kept_by_hand)
{
    enum { NODES = 60 };
    heap_survivals *s = heap_survivals_new(g.h);
    object *nodes[NODES];
    int generation[NODES] = {0};
    uint32_t looks[NODES] = {0};
    for (int i = 0; i < NODES; i++) {
        int collected = i * 7 % 11 % 3;
        nodes[i] = graph_node(&g, i, NULL, NULL);
        heap_collect(g.h, collected);
        for (int k = 0; k <= i; k++) {
            if (generation[k] > collected)
                continue;
            looks[k]++;
            generation[k] = collected < 2 ? collected + 1 : 2;
        }
    }
    for (int i = 0; i < NODES; i++) {
        cr_expect_eq(heap_survived(s, nodes[i]), looks[i]);
        heap_release(g.h, nodes[i]);
    }
    heap_survivals_free(s);
}
