/*
 * Every request for memory that a question makes fails in turn: the answer
 * is then that there is none, and nothing leaks.  Linked with malloc, calloc
 * and realloc wrapped.  TAP.
 */
#include "heap/heap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- requests ---------------------------------------------------------- */

static unsigned long requests, fail_at; /* 0: none fails */

static bool fails(void)
{
    return ++requests == fail_at;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

/* ---- what is asked about ----------------------------------------------- */

struct node {
    struct heap_node node;
    object *left, *right;
};

static const struct heap_field fields[] = {
    {"left", offsetof(struct node, left)},
    {"right", offsetof(struct node, right)},
};

static struct heap_type node_type = {
    .name = "node",
    .size = sizeof(struct node),
    .flags = HEAP_CONTAINER | HEAP_TRASHCAN,
    .fields = fields,
    .field_count = 2,
};

/* A chain of `count` with a loop on each: the last node, new. */
static object *build(heap *h, int count)
{
    object *last = NULL;
    for (int i = 0; i < count; i++) {
        object *o = heap_alloc(h, &node_type, 0);
        struct node *n = (struct node *)(void *)o;
        if (!n)
            abort();
        n->left = last;
        n->right = heap_retain(o);
        heap_track(h, o);
        last = o;
    }
    return last;
}

/* ---- questions --------------------------------------------------------- */

static bool ask_graph(heap *h)
{
    struct heap_cycles cycles = {0};
    struct heap_dominators dominators = {0};
    heap_graph *g = heap_graph_new(h, NULL);
    heap_paths *p = g ? heap_paths_new(g, NULL) : NULL;
    bool all = p && heap_cycles_find(g, p, &cycles, NULL) &&
               heap_dominators_find(g, &dominators, NULL);
    heap_dominators_clear(&dominators);
    heap_cycles_clear(&cycles);
    heap_paths_free(p);
    heap_graph_free(g);
    return all;
}

static bool ask_tally(heap *h)
{
    struct heap_tallies tallies;
    bool all = heap_tally(h, HEAP_BY_TYPE, NULL, NULL, &tallies, NULL);
    free(tallies.list);
    return all;
}

static bool ask_snapshot(heap *h)
{
    heap_snapshot *s = heap_snapshot_new(h, NULL);
    heap_snapshot_free(s);
    return s != NULL;
}

static bool ask_survivals(heap *h)
{
    heap_survivals *s = heap_survivals_new(h);
    if (s)
        heap_collect(h, 0);
    bool all = s && heap_survivals_collections(s) == 1;
    heap_survivals_free(s);
    return all;
}

static const struct {
    const char *name;
    bool (*ask)(heap *h);
} questions[] = {
    {"paths, cycles, dominators", ask_graph},
    {"tally", ask_tally},
    {"snapshot", ask_snapshot},
    {"survivals", ask_survivals},
};

/* How many requests failed before the question was answered. */
static unsigned long fail_each(heap *h, bool (*ask)(heap *h), bool *ok)
{
    unsigned long n = 1;
    for (;; n++) {
        requests = 0;
        fail_at = n;
        bool answered = ask(h);
        bool failed = requests >= n;
        fail_at = 0;
        if (!failed)
            return *ok = answered, n - 1;
    }
}

int main(void)
{
    struct heap_options options = {.attached = true};
    heap *h = heap_new(&options);
    size_t count = sizeof questions / sizeof *questions;
    if (!h)
        return 1;
    heap_type_add(h, &node_type);
    object *last = build(h, 3000);
    printf("1..%zu\n", count);
    for (size_t i = 0; i < count; i++) {
        bool ok;
        unsigned long failed = fail_each(h, questions[i].ask, &ok);
        printf("%sok %zu - %s: each of %lu requests for memory may fail\n",
               ok && failed ? "" : "not ", i + 1, questions[i].name, failed);
    }
    heap_release(h, last);
    heap_collect(h, 2);
    heap_free(h);
    return 0;
}
