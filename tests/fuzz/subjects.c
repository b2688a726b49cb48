#include "tests/fuzz/subjects.h"

#include <stdlib.h>

bool subject_dead[THINGS_MOST + 1];
bool subject_resurrects[THINGS_MOST + 1];

static void leaf_destroy(heap *h, object *self)
{
    (void)h;
    subject_dead[((struct leaf *)(void *)self)->id] = true;
}

static void pair_destroy(heap *h, object *self)
{
    const struct pair *p = (const struct pair *)(const void *)self;
    if (heap_type_of(h, self)->flags & HEAP_ANNEX &&
        (p->node.next != ANNEXED_MARK || p->node.prev != ANNEXED_MARK))
        abort();
    subject_dead[p->id] = true;
}

static void pair_finalize(heap *h, object *self)
{
    (void)h;
    if (subject_resurrects[((struct pair *)(void *)self)->id])
        heap_retain(self);
}

static void row_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    struct row *row = (struct row *)(void *)self;
    for (uint32_t i = 0; i < row->count; i++)
        visit(row->items[i], arg);
}

/* The array was and stays the other owners'. */
void row_leave_array(heap *h, struct row *row)
{
    heap_share_leave(h, &row->node.base);
    row->items = NULL;
    row->count = row->room = 0;
}

static object *row_unlink(heap *h, object *self)
{
    struct row *row = (struct row *)(void *)self;
    if (heap_is_shared(self))
        row_leave_array(h, row);
    if (row->count)
        return row->items[--row->count];
    if (row->items)
        heap_array_free(h, row->items, row->room * sizeof *row->items);
    row->items = NULL;
    row->room = 0;
    return NULL;
}

static void row_destroy(heap *h, object *self)
{
    (void)h;
    subject_dead[((struct row *)(void *)self)->id] = true;
}

static size_t row_extra(const object *self)
{
    return ((const struct row *)(const void *)self)->room * sizeof(object *);
}

static void weak_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    struct weak *w = (struct weak *)(void *)self;
    if (w->weak.callback)
        visit(w->weak.callback, arg);
}

static object *weak_unlink(heap *h, object *self)
{
    struct weak *w = (struct weak *)(void *)self;
    object *callback = w->weak.callback;
    heap_weak_unlink(h, &w->weak);
    w->weak.callback = NULL;
    return callback;
}

static void weak_destroy(heap *h, object *self)
{
    (void)h;
    subject_dead[((struct weak *)(void *)self)->id] = true;
}

static const struct heap_field pair_fields[] = {
    {"left", offsetof(struct pair, left)},
    {"right", offsetof(struct pair, right)},
};

const struct heap_type subject_types[KINDS] = {
    [LEAF] = {.name = "leaf",
              .size = sizeof(struct leaf),
              .destroy = leaf_destroy},
    [PAIR] = {.name = "pair",
              .size = sizeof(struct pair),
              .flags = HEAP_CONTAINER | HEAP_TRASHCAN,
              .fields = pair_fields,
              .field_count = 2,
              .destroy = pair_destroy},
    [FINAL] = {.name = "final",
               .size = sizeof(struct pair),
               .flags = HEAP_CONTAINER | HEAP_FINALIZES,
               .fields = pair_fields,
               .field_count = 2,
               .finalize = pair_finalize,
               .destroy = pair_destroy},
    [ROW] = {.name = "row",
             .size = sizeof(struct row),
             .flags = HEAP_CONTAINER | HEAP_SHARES,
             .traverse = row_traverse,
             .unlink = row_unlink,
             .destroy = row_destroy,
             .extra = row_extra},
    [WEAK] = {.name = "weak",
              .size = sizeof(struct weak),
              .flags = HEAP_CONTAINER | HEAP_WEAKREF,
              .traverse = weak_traverse,
              .unlink = weak_unlink,
              .destroy = weak_destroy},
    [ANNEXED] = {.name = "annexed",
                 .size = sizeof(struct pair),
                 .flags = HEAP_CONTAINER | HEAP_TRASHCAN | HEAP_ANNEX,
                 .fields = pair_fields,
                 .field_count = 2,
                 .destroy = pair_destroy},
    [ANNEXED_FINAL] = {.name = "annexed final",
                       .size = sizeof(struct pair),
                       .flags = HEAP_CONTAINER | HEAP_FINALIZES | HEAP_ANNEX,
                       .fields = pair_fields,
                       .field_count = 2,
                       .finalize = pair_finalize,
                       .destroy = pair_destroy},
};
