#include "tests/heap/graph.h"

#include <criterion/criterion.h>

#include <string.h>

static struct graph g;
static struct heap_event seen[64];
static int seen_count;

static void setup(void)
{
    graph_init(&g);
    heap_set_quarantine(g.h, 0);
}

static void teardown(void)
{
    graph_done(&g);
}

static void look(const struct heap_event *event, void *arg)
{
    (void)arg;
    if (seen_count < 64)
        seen[seen_count++] = *event;
}

static heap_listener *listen_to(uint32_t kinds)
{
    struct heap_filter filter = {.kinds = kinds};
    return heap_listen(g.h, &filter, look, NULL);
}

HEAP_TEST(events, an_allocation_is_told_with_the_fields_still_zero)
{
    heap_listener *l = listen_to(HEAP_EVENT_BIT(ALLOC));
    object *o = graph_leaf(&g, 5);
    cr_assert_eq(seen_count, 1);
    cr_expect_eq(seen[0].object, o);
    cr_expect_eq(seen[0].type, &g.leaf);
    cr_expect_eq(seen[0].size, 16);
    heap_unlisten(g.h, l);
    heap_release(g.h, graph_leaf(&g, 6));
    cr_expect_eq(seen_count, 1);
    heap_release(g.h, o);
}

HEAP_TEST(events, listening_does_not_change_which_cell_is_next)
{
    object *o = graph_leaf(&g, 1), *p;
    heap_listener *l;
    heap_release(g.h, o);
    l = listen_to(HEAP_EVENT_BIT(ALLOC));
    p = graph_leaf(&g, 2);
    cr_expect_eq(p, o);
    heap_release(g.h, p);
    heap_unlisten(g.h, l);
    p = graph_leaf(&g, 3);
    cr_expect_eq(p, o);
    heap_release(g.h, p);
}

static object *left_seen;

static void look_inside(const struct heap_event *event, void *arg)
{
    look(event, arg);
    left_seen = ((struct node *)(void *)event->object)->left;
    heap_release(g.h, heap_retain(event->object));
}

HEAP_TEST(events, a_death_is_told_at_zero_and_before_it_is_freed)
{
    struct heap_filter filter = {
        .kinds = HEAP_EVENT_BIT(ZERO) | HEAP_EVENT_BIT(FREE) |
                 HEAP_EVENT_BIT(FINALIZE),
        .type = &g.final,
    };
    heap_listener *l = heap_listen(g.h, &filter, look_inside, NULL);
    object *child = graph_leaf(&g, 2);
    heap_release(g.h, graph_final(&g, 1, child, NULL));
    cr_assert_eq(seen_count, 3);
    cr_expect_eq(seen[0].kind, HEAP_EVENT_ZERO);
    cr_expect_eq(seen[1].kind, HEAP_EVENT_FINALIZE);
    cr_expect_eq(seen[2].kind, HEAP_EVENT_FREE);
    cr_expect_eq(left_seen, child);
    heap_unlisten(g.h, l);
}

HEAP_TEST(events, a_nested_death_names_the_one_that_let_go)
{
    heap_listener *l = listen_to(HEAP_EVENT_BIT(FREE));
    object *child = graph_leaf(&g, 2), *o = graph_node(&g, 1, child, NULL);
    heap_release(g.h, o);
    cr_assert_eq(seen_count, 2);
    cr_expect_null(seen[0].parent);
    cr_expect_eq(seen[1].object, child);
    cr_expect_eq(seen[1].parent, o);
    heap_unlisten(g.h, l);
}

HEAP_TEST(events, filters_by_size)
{
    struct heap_filter filter = {
        .kinds = HEAP_EVENT_BIT(ALLOC), .min_size = 600, .max_size = 1000};
    heap_listener *l = heap_listen(g.h, &filter, look, NULL);
    for (size_t extra = 0; extra < 2000; extra += 400)
        heap_release(g.h, heap_alloc(g.h, &g.leaf, extra));
    cr_expect_eq(seen_count, 1);
    cr_expect_eq(seen[0].size, 896);
    heap_unlisten(g.h, l);
}

static bool is_node(const struct heap_type *type, void *arg)
{
    (void)arg;
    return type == &g.node;
}

HEAP_TEST(events, asks_once_which_types_are_wanted)
{
    struct heap_filter filter = {
        .kinds = HEAP_EVENT_BIT(ALLOC) | HEAP_EVENT_BIT(FREE),
        .wants = is_node,
    };
    heap_listener *l = heap_listen(g.h, &filter, look, NULL);
    heap_release(g.h, graph_leaf(&g, 1));
    cr_expect_eq(seen_count, 0);
    heap_release(g.h, graph_node(&g, 1, graph_leaf(&g, 2), NULL));
    cr_assert_eq(seen_count, 2);
    cr_expect_eq(seen[0].kind, HEAP_EVENT_ALLOC);
    cr_expect_eq(seen[1].kind, HEAP_EVENT_FREE);
    heap_unlisten(g.h, l);
    heap_release(g.h, graph_node(&g, 1, NULL, NULL));
    cr_expect_eq(seen_count, 2);
}

static bool is_called_late(const struct heap_type *type, void *arg)
{
    (void)arg;
    return type->name && strcmp(type->name, "late") == 0;
}

HEAP_TEST(events, a_type_may_come_later_and_get_its_name_later_still)
{
    struct heap_filter filter = {
        .kinds = HEAP_EVENT_BIT(FREE),
        .wants = is_called_late,
    };
    struct heap_type late = {.name = "?", .size = 32}, other = late;
    heap_listener *l = heap_listen(g.h, &filter, look, NULL);
    cr_assert(heap_type_add(g.h, &late));
    cr_assert(heap_type_add(g.h, &other));
    late.name = "late";
    heap_release(g.h, heap_alloc(g.h, &other, 0));
    cr_expect_eq(seen_count, 0);
    heap_release(g.h, heap_alloc(g.h, &late, 0));
    cr_expect_eq(seen_count, 1);
    heap_release(g.h, heap_alloc(g.h, &other, 0));
    heap_release(g.h, heap_alloc(g.h, &late, 0));
    cr_expect_eq(seen_count, 2);
    heap_unlisten(g.h, l);
    heap_type_remove(g.h, &late);
    heap_type_remove(g.h, &other);
}

HEAP_TEST(events, a_filter_on_an_object_ends_with_it)
{
    object *o = graph_leaf(&g, 1), *again;
    struct heap_filter filter = {.kinds = HEAP_EVENT_BIT(FREE), .object = o};
    heap_listener *l = heap_listen(g.h, &filter, look, NULL);
    heap_release(g.h, graph_leaf(&g, 2));
    cr_expect_eq(seen_count, 0);
    heap_release(g.h, o);
    cr_expect_eq(seen_count, 1);
    again = graph_leaf(&g, 3);
    cr_expect_eq(again, o);
    heap_release(g.h, again);
    cr_expect_eq(seen_count, 1);
    heap_unlisten(g.h, l);
}

static heap_listener *self;

static void allocate_and_leave(const struct heap_event *event, void *arg)
{
    look(event, arg);
    heap_unlisten(g.h, self);
    heap_release(g.h, graph_leaf(&g, 9));
}

HEAP_TEST(events, a_listener_may_allocate_and_unlisten_itself)
{
    struct heap_filter filter = {.kinds = HEAP_EVENT_BIT(ALLOC)};
    self = heap_listen(g.h, &filter, allocate_and_leave, NULL);
    heap_release(g.h, graph_leaf(&g, 1));
    heap_release(g.h, graph_leaf(&g, 2));
    cr_expect_eq(seen_count, 1);
}

static void count_one(object *o, void *arg)
{
    (void)o;
    ++*(int *)arg;
}

static void enumerate(const struct heap_event *event, void *arg)
{
    look(event, arg);
    heap_gc_unreachable(g.h, count_one, arg);
}

HEAP_TEST(events, a_collection_tells_what_it_found_before_it_frees)
{
    struct heap_filter found = {.kinds = HEAP_EVENT_BIT(GC_FOUND)};
    int unreachable = 0;
    heap_listener *a = heap_listen(g.h, &found, enumerate, &unreachable);
    heap_listener *b =
        listen_to(HEAP_EVENT_BIT(GC_START) | HEAP_EVENT_BIT(UNREACHABLE) |
                  HEAP_EVENT_BIT(FREE) | HEAP_EVENT_BIT(GC_STOP));
    static const enum heap_event_kind order[] = {
        HEAP_EVENT_GC_START, HEAP_EVENT_GC_FOUND, HEAP_EVENT_UNREACHABLE,
        HEAP_EVENT_FREE,     HEAP_EVENT_GC_STOP,
    };
    object *o = graph_node(&g, 1, NULL, NULL);
    ((struct node *)(void *)o)->left = o;
    heap_collect(g.h, 1);
    cr_assert_eq(seen_count, 5);
    for (int i = 0; i < 5; i++)
        cr_expect_eq(seen[i].kind, order[i]);
    cr_expect_eq(unreachable, 1);
    cr_expect_eq(seen[1].unreachable, 1);
    cr_expect_eq(seen[4].collected, 1);
    cr_expect_eq(seen[4].generation, 1);
    heap_unlisten(g.h, a);
    heap_unlisten(g.h, b);
}

HEAP_TEST(events, the_heaps_user_tells_its_own)
{
    object *o = graph_leaf(&g, 1);
    struct heap_event bind = {.kind = HEAP_EVENT_BIND, .object = o};
    heap_listener *l;
    heap_tell(g.h, &bind);
    l = listen_to(HEAP_EVENT_BIT(BIND));
    cr_expect(heap_listened(g.h, HEAP_EVENT_BIND));
    heap_tell(g.h, &bind);
    cr_expect_eq(seen_count, 1);
    heap_unlisten(g.h, l);
    cr_expect_not(heap_listened(g.h, HEAP_EVENT_BIND));
    cr_expect_str_eq(heap_event_name(HEAP_EVENT_GC_FOUND), "gc-found");
    heap_release(g.h, o);
}

HEAP_TEST(events, there_is_an_end_to_listeners)
{
    heap_listener *l[300];
    int count = 0;
    while (count < 300 && (l[count] = listen_to(HEAP_EVENT_BIT(SHARE))))
        count++;
    cr_expect_eq(count, 256);
    while (count > 0)
        heap_unlisten(g.h, l[--count]);
}
