/* Every request for memory fails in turn: nothing crashes, nothing leaks. */
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

static void ignore(const struct heap_event *event, void *arg)
{
    (void)event;
    (void)arg;
}

/* Uses all that may ask for memory; true when all of it was given. */
static bool use_everything(void)
{
    struct heap_filter filter = {.kinds = HEAP_EVENT_BIT(FREE)};
    heap_listener *l = heap_listen(g.h, &filter, ignore, NULL);
    bool attached = heap_attach(g.h, true), all = l && attached;
    object *row = graph_row(&g), *target = graph_node(&g, 1, NULL, NULL);
    struct heap_weak *w = target ? graph_weak(&g, target, 3) : NULL;
    all = row && target && w && all;
    for (int i = 0; i < 8 && row; i++)
        all = graph_append(&g, row, graph_leaf(&g, i)) && all;
    if (w)
        heap_release(g.h, &w->node.base);
    heap_release_maybe(g.h, target);
    heap_release_maybe(g.h, row);
    heap_detach(g.h);
    if (l)
        heap_unlisten(g.h, l);
    return all;
}

HEAP_TEST(oom, every_request_may_fail)
{
    uint64_t n = 1;
    bool all;
    do {
        heap_fail_after(g.h, n++);
        all = use_everything();
        heap_fail_after(g.h, 0);
        cr_assert_eq(graph_totals(&g).objects, 0, "request %d", (int)n);
    } while (!all);
    cr_expect_gt(n, 15);
}

struct asked {
    int times, yes_at;
};

static bool fails_then(void *arg)
{
    struct asked *a = arg;
    heap_fail_after(g.h, 2);
    return ++a->times == a->yes_at;
}

HEAP_TEST(oom, who_is_asked_may_let_a_request_go_on)
{
    struct asked a = {0, 2};
    object *made[4];
    heap_fail_if(g.h, fails_then, &a);
    heap_fail_after(g.h, 1);
    for (int i = 0; i < 4; i++)
        made[i] = graph_leaf(&g, i);
    heap_fail_after(g.h, 0);
    heap_fail_if(g.h, NULL, NULL);
    cr_expect_eq(a.times, 2);
    for (int i = 0; i < 4; i++) {
        cr_expect_eq(made[i] == NULL, i == 2);
        heap_release_maybe(g.h, made[i]);
    }
}
