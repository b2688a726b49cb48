/*
 * The heap as a library: a family tree of one type of our own is built, lost
 * in a cycle, asked about, and collected, while a listener looks on.  Prints
 * what happens, as TAP.
 */
#include <stdio.h>

#include "heap/heap.h"

struct person {
    struct heap_node node;
    object *parent, *child;
    const char *name;
};

static const struct heap_field person_fields[] = {
    {"parent", offsetof(struct person, parent)},
    {"child", offsetof(struct person, child)},
};

static struct heap_type person_type = {
    .name = "person",
    .size = sizeof(struct person),
    .flags = HEAP_CONTAINER | HEAP_TRASHCAN,
    .fields = person_fields,
    .field_count = 2,
};

static int checks;

static void check(int condition, const char *what)
{
    printf("%sok %d - %s\n", condition ? "" : "not ", ++checks, what);
}

static const char *name_of(const object *o)
{
    return ((const struct person *)(const void *)o)->name;
}

static struct person *person_new(heap *h, const char *name)
{
    object *o = heap_alloc(h, &person_type, 0);
    struct person *p = (struct person *)(void *)o;
    if (!p)
        return NULL;
    p->name = name;
    heap_track(h, o);
    return p;
}

static void show_event(const struct heap_event *event, void *arg)
{
    ++*(int *)arg;
    printf("# %s", heap_event_name(event->kind));
    if (event->object)
        printf(": %s, #%d", name_of(event->object), (int)event->ordinal);
    printf("\n");
}

static void show_referrer(object *from, const struct heap_edge *edge, void *arg)
{
    ++*(int *)arg;
    printf("# %s.%s is %s\n", name_of(from), edge->name,
           name_of(edge->referent));
}

/* Shows the steps from the root to o, last one first; how many there are. */
static int show_why(const heap_graph *g, const heap_paths *p, const object *o)
{
    uint32_t n = heap_graph_number(g, o), before;
    int steps = 0, names = 0;
    for (; n != HEAP_ROOT; n = before, steps++) {
        before = heap_paths_before(p, n);
        if (before == HEAP_NOBODY)
            return 0;
        printf("# %s is alive:\n", name_of(heap_graph_object(g, n)));
        if (!heap_graph_between(g, before, n, show_referrer, &names))
            printf("# the program holds it\n");
    }
    return steps;
}

/* Why is o alive?  The number of steps from the program to it. */
static int why(heap *h, const object *o)
{
    int steps = 0;
    heap_graph *g = heap_graph_new(h, NULL);
    heap_paths *p = g ? heap_paths_new(g, NULL) : NULL;
    if (p)
        steps = show_why(g, p, o);
    heap_paths_free(p);
    heap_graph_free(g);
    return steps;
}

/* The cycles that nothing leads to. */
static size_t lost_cycles(heap *h)
{
    struct heap_cycles cycles = {0};
    size_t lost = 0;
    heap_graph *g = heap_graph_new(h, NULL);
    heap_paths *p = g ? heap_paths_new(g, NULL) : NULL;
    if (p && heap_cycles_find(g, p, &cycles, NULL))
        for (size_t i = 0; i < cycles.count; i++)
            lost += !cycles.list[i].alive;
    heap_cycles_clear(&cycles);
    heap_paths_free(p);
    heap_graph_free(g);
    return lost;
}

/* parent and child refer to each other; we hold the parent. */
static object *make_a_family(heap *h)
{
    struct person *parent = person_new(h, "Ada");
    struct person *child = person_new(h, "Byron");
    if (!parent || !child)
        return NULL;
    child->parent = heap_retain(&parent->node.base);
    parent->child = heap_retain(&child->node.base);
    heap_release(h, &child->node.base);
    return &parent->node.base;
}

int main(void)
{
    struct heap_options options = {.attached = true};
    struct heap_filter deaths = {
        .kinds = HEAP_EVENT_BIT(GC_FOUND) | HEAP_EVENT_BIT(FREE),
    };
    int events = 0, referrers = 0;
    struct heap_totals totals;
    heap *h = heap_new(&options);
    object *ada;
    if (!h)
        return 1;
    printf("1..8\n");
    heap_type_add(h, &person_type);
    ada = make_a_family(h);
    if (!ada)
        return 1;
    check(ada == heap_by_ordinal(h, 1), "the parent was made first");
    check(why(h, heap_by_ordinal(h, 2)) == 2 && lost_cycles(h) == 0,
          "the child is alive since we hold the parent");
    heap_release(h, ada);
    heap_totals(h, &totals);
    check(totals.objects == 2, "the lost family is still there");
    check(why(h, ada) == 0 && lost_cycles(h) == 1, "as a cycle, for no reason");
    heap_referrers(h, ada, show_referrer, &referrers);
    check(referrers == 1, "one refers to the parent");
    check(heap_listen(h, &deaths, show_event, &events) != NULL,
          "a listener looks on");
    check(heap_collect(h, 2) == 2 && events == 3, "the collector frees both");
    heap_totals(h, &totals);
    check(totals.objects == 0 && totals.bytes == 0, "nothing is left");
    heap_free(h);
    return 0;
}
