/*
 * How long questions take over a heap of N objects (5 million when nothing is
 * said): lists of three references, in a random graph of which a part is far
 * from the root.  Prints a line a question.
 */
#include "heap/heap.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct node {
    struct heap_node node;
    object *a, *b, *c;
};

static const struct heap_field fields[] = {
    {"a", offsetof(struct node, a)},
    {"b", offsetof(struct node, b)},
    {"c", offsetof(struct node, c)},
};

static struct heap_type node_type = {
    .name = "node",
    .size = sizeof(struct node),
    .flags = HEAP_CONTAINER | HEAP_TRASHCAN,
    .fields = fields,
    .field_count = 3,
};

static uint64_t seed = 1;

static size_t below(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 20) % n;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double since;

static void lap(const char *what)
{
    double t = now();
    printf("%-12s %8.0f ms\n", what, (t - since) * 1000);
    fflush(stdout);
    since = now();
}

static struct node *node_at(object **nodes, size_t i)
{
    return (struct node *)(void *)nodes[i];
}

/* Every node hangs from one before it, some in long chains. */
static object **build(heap *h, size_t count)
{
    object **nodes = malloc(count * sizeof *nodes);
    for (size_t i = 0; nodes && i < count; i++) {
        struct node *n, *up;
        nodes[i] = heap_alloc(h, &node_type, 0);
        if (!nodes[i])
            exit(1);
        n = node_at(nodes, i);
        n->b = heap_retain(nodes[below(i + 1)]);
        n->c = heap_retain(nodes[below(i + 1)]);
        heap_track(h, nodes[i]);
        if (i == 0)
            continue;
        up = node_at(nodes, i % 4 ? i - 1 : below(i));
        heap_store(h, &up->a, nodes[i]);
    }
    return nodes;
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 5000000;
    struct heap_cycles cycles;
    struct heap_dominators dominators;
    struct heap_tallies tallies;
    heap *h = heap_new(NULL);
    if (!h || !count)
        return 1;
    heap_type_add(h, &node_type);
    heap_gc_enable(h, false);
    since = now();
    build(h, count);
    lap("building");
    heap_tally(h, HEAP_BY_TYPE, NULL, NULL, &tallies, NULL);
    lap("by type");
    heap_graph *g = heap_graph_new(h, NULL);
    lap("index");
    heap_paths *p = heap_paths_new(g, NULL);
    lap("paths");
    printf("%u steps to the last object\n",
           heap_paths_length(p, heap_graph_size(g).objects));
    lap("why");
    heap_cycles_find(g, p, &cycles, NULL);
    lap("cycles");
    printf("%zu cycles\n", cycles.count);
    heap_dominators_find(g, &dominators, NULL);
    lap("dominators");
    printf("%zu bytes of index, %llu bytes of objects\n",
           heap_graph_size(g).bytes, (unsigned long long)tallies.list->bytes);
    return 0;
}
