/*
 * Arrays with several owners: who they are, what an item's count is told to
 * be, and that collections find what they would find without sharing.
 */
#include "tests/heap/graph.h"

#include <criterion/criterion.h>
#include <string.h>

static struct graph g;

static void setup(void)
{
    graph_init(&g);
    g.row.flags |= HEAP_SHARES;
    heap_type_changed(g.h, &g.row);
}

static void teardown(void)
{
    graph_done(&g);
}

static struct row *row_of(object *o)
{
    return (struct row *)(void *)o;
}

static object *filled(object *item, int times)
{
    object *o = graph_row(&g);
    for (int i = 0; i < times; i++)
        cr_assert(graph_append(&g, o, heap_retain(item)));
    return o;
}

static object *copied(object *from)
{
    object *copy = graph_row(&g);
    cr_assert(heap_share(g.h, from, copy));
    row_of(copy)->items = row_of(from)->items;
    row_of(copy)->count = row_of(from)->count;
    row_of(copy)->room = row_of(from)->room;
    return copy;
}

/* What a type does before a write. */
static void make_own(object *o)
{
    struct row *row = row_of(o);
    size_t bytes = row->room * sizeof *row->items;
    object **items = heap_array_new(g.h, bytes);
    memcpy(items, row->items, bytes);
    for (uint32_t i = 0; i < row->count; i++)
        heap_retain(items[i]);
    heap_share_leave(g.h, o);
    row->items = items;
}

HEAP_TEST(share, a_copy_counts_no_item_but_every_owner_is_told)
{
    object *item = graph_node(&g, 1, NULL, NULL);
    object *row = filled(item, 10), *copy = copied(row), *third = copied(copy);
    cr_expect_eq(heap_refs(item), 11);
    cr_expect_eq(heap_refs_told(g.h, item), 31);
    cr_expect_eq(heap_share_owners(g.h, row), 3);
    heap_release(g.h, copy);
    cr_expect_eq(heap_refs_told(g.h, item), 21);
    heap_release(g.h, row);
    cr_expect_eq(heap_share_owners(g.h, third), 1);
    cr_expect_eq(heap_refs_told(g.h, item), 11);
    heap_release(g.h, third);
    cr_expect_eq(heap_refs_told(g.h, item), 1);
    heap_release(g.h, item);
}

HEAP_TEST(share, who_writes_takes_a_copy_along)
{
    object *item = graph_node(&g, 1, NULL, NULL);
    object *row = filled(item, 4), *copy = copied(row);
    make_own(copy);
    cr_expect_not(heap_is_shared(row));
    cr_expect_not(heap_is_shared(copy));
    cr_expect_eq(heap_refs(item), 9);
    heap_release(g.h, row);
    cr_expect_eq(heap_refs(item), 5);
    heap_release(g.h, copy);
    heap_release(g.h, item);
}

HEAP_TEST(share, questions_between_changes_stay_right)
{
    object *one = graph_node(&g, 1, NULL, NULL);
    object *two = graph_node(&g, 2, NULL, NULL);
    object *rows[40];
    uint32_t told = 1;
    for (int i = 0; i < 40; i += 2) {
        rows[i] = filled(i % 4 ? one : two, 3);
        cr_assert(graph_append(&g, rows[i], heap_retain(one)));
        rows[i + 1] = copied(rows[i]);
        told += 2 * (i % 4 ? 4 : 1);
        cr_expect_eq(heap_refs_told(g.h, one), told);
    }
    for (int i = 0; i < 40; i++) {
        told -= i / 2 % 2 ? 4 : 1;
        heap_release(g.h, rows[i]);
        cr_expect_eq(heap_refs_told(g.h, one), told);
    }
    heap_release(g.h, one);
    heap_release(g.h, two);
}

HEAP_TEST(share, counts_as_told_do_not_overflow)
{
    object *item = graph_node(&g, 1, NULL, NULL);
    object *row = filled(item, 2), *copy = copied(row);
    uint32_t refs = item->refs;
    item->refs = UINT32_MAX - 1;
    cr_expect_eq(heap_refs_told(g.h, item), UINT32_MAX);
    item->refs = refs;
    heap_release(g.h, row);
    heap_release(g.h, copy);
    heap_release(g.h, item);
}

HEAP_TEST(share, a_cycle_through_two_owners_is_garbage)
{
    object *node = graph_node(&g, 1, NULL, NULL);
    object *row = filled(node, 5), *copy = copied(row);
    ((struct node *)(void *)node)->left = row;   /* stolen */
    ((struct node *)(void *)node)->right = copy; /* stolen */
    cr_expect_eq(heap_collect(g.h, 0), 0);
    heap_release(g.h, node);
    cr_expect_eq(heap_collect(g.h, 2), 3);
}

HEAP_TEST(share, an_owner_outside_keeps_the_items)
{
    object *node = graph_node(&g, 1, NULL, NULL);
    object *row = filled(node, 5), *copy = copied(row);
    ((struct node *)(void *)node)->left = row; /* stolen */
    heap_release(g.h, node);
    cr_expect_eq(heap_collect(g.h, 2), 0);
    cr_expect_eq(heap_refs_told(g.h, node), 10);
    heap_release(g.h, copy);
    cr_expect_eq(heap_collect(g.h, 2), 2);
}

HEAP_TEST(share, an_old_owner_keeps_young_items)
{
    object *node = graph_node(&g, 1, NULL, NULL);
    object *row = filled(node, 5);
    heap_collect(g.h, 2);
    object *copy = copied(row);
    ((struct node *)(void *)node)->left = copy; /* stolen */
    heap_release(g.h, node);
    cr_expect_eq(heap_collect(g.h, 0), 0);
    heap_release(g.h, row);
    cr_expect_eq(heap_collect(g.h, 2), 2);
}

static void count_owner(object *owner, void *arg)
{
    cr_expect(heap_is_shared(owner));
    ++*(int *)arg;
}

HEAP_TEST(share, the_other_owners_can_be_asked_for)
{
    int others = 0;
    object *item = graph_node(&g, 1, NULL, NULL);
    object *row = filled(item, 2), *copy = copied(row), *third = copied(row);
    heap_share_each(g.h, copy, count_owner, &others);
    cr_expect_eq(others, 2);
    heap_release(g.h, row);
    heap_release(g.h, third);
    heap_share_each(g.h, copy, count_owner, &others);
    cr_expect_eq(others, 2);
    heap_release(g.h, copy);
    heap_release(g.h, item);
}

HEAP_TEST(share, nothing_is_shared_when_it_is_off)
{
    object *item = graph_node(&g, 1, NULL, NULL);
    object *row = filled(item, 2), *copy = graph_row(&g);
    heap_set_sharing(g.h, false);
    cr_expect_not(heap_sharing(g.h));
    cr_expect_not(heap_share(g.h, row, copy));
    cr_expect_eq(heap_share_owners(g.h, row), 1);
    heap_release(g.h, copy);
    heap_release(g.h, row);
    heap_release(g.h, item);
}

static void hear(const struct heap_event *event, void *arg)
{
    (void)event;
    (void)arg;
}

HEAP_TEST(share, nothing_is_shared_while_counts_are_listened_to)
{
    struct heap_filter filter = {.kinds = HEAP_EVENT_BIT(RETAIN)};
    object *row = graph_row(&g), *copy = graph_row(&g);
    heap_listener *l = heap_listen(g.h, &filter, hear, NULL);
    cr_expect_not(heap_share(g.h, row, copy));
    heap_unlisten(g.h, l);
    cr_expect(heap_share(g.h, row, copy));
    heap_release(g.h, copy);
    heap_release(g.h, row);
}
