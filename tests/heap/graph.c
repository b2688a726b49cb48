#include "tests/heap/graph.h"

#include <criterion/criterion.h>
#include <string.h>

/* A type's callbacks get no argument of ours, and each test is a process. */
static struct graph *current;

static void note(int number)
{
    if (current->logged < LOG_MAX)
        current->log[current->logged++] = number;
}

static void node_destroy(heap *h, object *self)
{
    (void)h;
    note(((struct node *)(void *)self)->number);
}

static void node_finalize(heap *h, object *self)
{
    (void)h;
    note(1000 + ((struct node *)(void *)self)->number);
    if (current->resurrect)
        current->saved = heap_retain(self);
}

static void row_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    struct row *row = (struct row *)(void *)self;
    for (uint32_t i = 0; i < row->count; i++)
        visit(row->items[i], arg);
}

static object *row_unlink(heap *h, object *self)
{
    struct row *row = (struct row *)(void *)self;
    if (heap_is_shared(self)) {
        heap_share_leave(h, self);
        row->count = 0;
        row->items = NULL;
    }
    if (row->count)
        return row->items[--row->count];
    heap_array_free(h, row->items, row->room * sizeof *row->items);
    row->items = NULL;
    return NULL;
}

static size_t row_extra(const object *self)
{
    return ((const struct row *)(const void *)self)->room * sizeof(object *);
}

static object *weak_unlink(heap *h, object *self)
{
    struct heap_weak *w = (struct heap_weak *)(void *)self;
    object *callback = w->callback;
    heap_weak_unlink(h, w);
    w->callback = NULL;
    return callback;
}

static void weak_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    struct heap_weak *w = (struct heap_weak *)(void *)self;
    if (w->callback)
        visit(w->callback, arg);
}

static void called_back(void *arg, struct heap_weak *w, object *callback)
{
    (void)arg;
    cr_assert_null(w->target);
    note(2000 + ((struct leaf *)(void *)callback)->number);
}

static const struct heap_field node_fields[] = {
    {"left", offsetof(struct node, left)},
    {"right", offsetof(struct node, right)},
};

void graph_init(struct graph *g)
{
    struct heap_hooks hooks = {.weak_callback = called_back};
    *g = (struct graph){.h = heap_new(NULL)};
    current = g;
    g->node = (struct heap_type){
        .name = "node",
        .size = sizeof(struct node),
        .flags = HEAP_CONTAINER | HEAP_TRASHCAN,
        .fields = node_fields,
        .field_count = 2,
        .destroy = node_destroy,
    };
    g->final = g->node;
    g->final.name = "final";
    g->final.flags |= HEAP_FINALIZES;
    g->final.finalize = node_finalize;
    g->leaf = (struct heap_type){.name = "leaf", .size = sizeof(struct leaf)};
    g->row = (struct heap_type){
        .name = "row",
        .size = sizeof(struct row),
        .flags = HEAP_CONTAINER,
        .traverse = row_traverse,
        .unlink = row_unlink,
        .extra = row_extra,
    };
    g->weak = (struct heap_type){
        .name = "weak",
        .size = sizeof(struct heap_weak),
        .flags = HEAP_CONTAINER | HEAP_WEAKREF,
        .traverse = weak_traverse,
        .unlink = weak_unlink,
    };
    cr_assert_not_null(g->h);
    heap_type_add(g->h, &g->node);
    heap_type_add(g->h, &g->final);
    heap_type_add(g->h, &g->leaf);
    heap_type_add(g->h, &g->row);
    heap_type_add(g->h, &g->weak);
    heap_set_hooks(g->h, &hooks);
    heap_gc_enable(g->h, false);
}

void graph_done(struct graph *g)
{
    struct heap_totals t = graph_totals(g);
    cr_expect_eq(t.objects, 0, "%zu objects are left", t.objects);
    cr_expect_eq(t.arrays, 0, "%zu arrays are left", t.arrays);
    cr_expect_eq(t.bytes, 0, "%zu bytes are left", t.bytes);
    cr_expect_eq(t.allocations, t.frees);
    heap_free(g->h);
}

static object *make(struct graph *g, const struct heap_type *type, int number,
                    object *left, object *right)
{
    struct node *n = (struct node *)(void *)heap_alloc(g->h, type, 0);
    if (!n) {
        heap_release_maybe(g->h, left);
        heap_release_maybe(g->h, right);
        return NULL;
    }
    n->number = number;
    n->left = left;
    n->right = right;
    heap_track(g->h, &n->node.base);
    return &n->node.base;
}

object *graph_node(struct graph *g, int number, object *left, object *right)
{
    return make(g, &g->node, number, left, right);
}

object *graph_final(struct graph *g, int number, object *left, object *right)
{
    return make(g, &g->final, number, left, right);
}

object *graph_leaf(struct graph *g, int number)
{
    struct leaf *leaf = (struct leaf *)(void *)heap_alloc(g->h, &g->leaf, 0);
    if (leaf)
        leaf->number = number;
    return (object *)leaf;
}

object *graph_row(struct graph *g)
{
    object *row = heap_alloc(g->h, &g->row, 0);
    if (row)
        heap_track(g->h, row);
    return row;
}

static bool reserve(struct graph *g, struct row *row)
{
    uint32_t room = row->room ? row->room * 2 : 3;
    object **items;
    if (row->count < row->room)
        return true;
    items = heap_array_resize(g->h, row->items, row->room * sizeof *items,
                              room * sizeof *items);
    if (!items)
        return false;
    row->items = items;
    row->room = room;
    return true;
}

bool graph_append(struct graph *g, object *o, object *item)
{
    struct row *row = (struct row *)(void *)o;
    if (!item || !reserve(g, row)) {
        heap_release_maybe(g->h, item);
        return false;
    }
    row->items[row->count++] = item;
    return true;
}

struct heap_weak *graph_weak(struct graph *g, object *target, int number)
{
    struct heap_weak *w =
        (struct heap_weak *)(void *)heap_alloc(g->h, &g->weak, 0);
    if (!w)
        return NULL;
    heap_track(g->h, &w->node.base);
    w->callback = number ? graph_leaf(g, number) : NULL;
    if ((number && !w->callback) || !heap_weak_link(g->h, w, target, !number)) {
        heap_release(g->h, &w->node.base);
        return NULL;
    }
    return w;
}

struct heap_totals graph_totals(const struct graph *g)
{
    struct heap_totals t;
    heap_totals(g->h, &t);
    return t;
}
