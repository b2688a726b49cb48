/* Random operations against a model that knows every count and edge. */
#include "tests/heap/graph.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { SLOTS = 200, STEPS = 60000 };

static struct graph g;
static object *held[SLOTS]; /* the model: one reference each */

static void setup(void)
{
    graph_init(&g);
}

static void teardown(void)
{
    graph_done(&g);
}

static object *make_any(unsigned kind)
{
    switch (kind % 5) {
    case 0:
        return graph_leaf(&g, 0);
    case 1:
        return graph_row(&g);
    case 2:
        return heap_alloc(g.h, &g.leaf, (size_t)kind % 40000);
    default:
        return graph_node(&g, 0, NULL, NULL);
    }
}

static void link_any(object *from, object *to, unsigned how)
{
    if (heap_type_of(g.h, from) == &g.row) {
        cr_assert(graph_append(&g, from, heap_retain(to)));
    } else if (heap_type_of(g.h, from) == &g.node) {
        struct node *n = (struct node *)(void *)from;
        heap_store(g.h, how & 1 ? &n->left : &n->right, heap_retain(to));
    }
}

static uint32_t inner[1 << 20];
static object *all[1 << 20];

static void count_in(object *referent, void *arg)
{
    size_t low = 0, high = *(size_t *)arg;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (all[middle] <= referent)
            low = middle;
        else
            high = middle;
    }
    cr_assert_eq(all[low], referent);
    inner[low]++;
}

/* Each count is what edges and slots add up to. */
static void check_counts(void)
{
    size_t count = 0;
    for (object *o = heap_next(g.h, NULL); o; o = heap_next(g.h, o)) {
        inner[count] = 0;
        all[count++] = o;
    }
    for (size_t i = 0; i < count; i++)
        heap_referents(g.h, all[i], count_in, &count);
    for (int i = 0; i < SLOTS; i++)
        if (held[i])
            count_in(held[i], &count);
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(heap_refs(all[i]), inner[i]);
}

static void step(void)
{
    unsigned r = (unsigned)rand(), a = r / 7 % SLOTS, b = r / 1400 % SLOTS;
    if (!held[a])
        held[a] = make_any(r);
    else if (r % 7 < 4 && held[b])
        link_any(held[a], held[b], r);
    else {
        heap_release(g.h, held[a]);
        held[a] = NULL;
    }
}

static void run(unsigned seed)
{
    srand(seed);
    for (int i = 0; i < STEPS; i++) {
        step();
        if (i % 5000 == 0)
            check_counts();
        if (i % 1111 == 0)
            heap_collect(g.h, i % 3);
    }
    for (int i = 0; i < SLOTS; i++)
        heap_release_maybe(g.h, held[i]);
    heap_collect(g.h, 2);
    cr_expect_eq(graph_totals(&g).objects, 0);
}

HEAP_TEST(random, counts_agree_with_a_model)
{
    run(1);
}

HEAP_TEST(random, counts_agree_while_attached_and_collecting_by_itself)
{
    heap_gc_enable(g.h, true);
    heap_attach(g.h, true);
    run(2);
}
