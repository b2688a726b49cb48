/*
 * What was alive at a moment, and what changed between two moments.  Objects
 * do not move, so two snapshots are compared in one pass by address; an
 * ordinal says whether the same object stands there.
 */
#include "heap/graph_internal.h"

#include "heap/history.h"

#include <string.h>

struct entry {
    uint64_t ordinal, bytes;
    uint32_t unit, type;
};

struct heap_snapshot {
    struct entry *entries; /* by address */
    size_t count;
    uint64_t bytes;
    char **names; /* of types, by index: NULL where none is needed */
    size_t names_count;
};

static bool note(heap_snapshot *s, const heap *h, const object *o)
{
    uint32_t type = heap_type_index(o);
    if (type >= s->names_count)
        return false;
    if (!s->names[type])
        s->names[type] = strdup(heap_type_of(h, o)->name);
    if (!s->names[type])
        return false;
    s->entries[s->count] = (struct entry){.ordinal = heap_ordinal(h, o),
                                          .bytes = heap_total_size(h, o),
                                          .unit = ref_of(h, o),
                                          .type = type};
    s->bytes += s->entries[s->count++].bytes;
    return true;
}

static bool fill(heap_snapshot *s, const heap *h,
                 const struct heap_progress *progress)
{
    struct heap_totals totals;
    heap_totals(h, &totals);
    s->names_count = h->types_used + 1;
    s->names = calloc(s->names_count, sizeof *s->names);
    s->entries = malloc((totals.objects + 1) * sizeof *s->entries);
    if (!s->names || !s->entries)
        return false;
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o))
        if (s->count >= totals.objects || !note(s, h, o) ||
            !goes_on(progress, "objects", s->count, totals.objects))
            return false;
    return true;
}

heap_snapshot *heap_snapshot_new(const heap *h,
                                 const struct heap_progress *progress)
{
    heap_snapshot *s = h->attached ? calloc(1, sizeof *s) : NULL;
    if (s && fill(s, h, progress))
        return s;
    heap_snapshot_free(s);
    return NULL;
}

void heap_snapshot_free(heap_snapshot *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->names_count && s->names; i++)
        free(s->names[i]);
    free(s->names);
    free(s->entries);
    free(s);
}

size_t heap_snapshot_objects(const heap_snapshot *s)
{
    return s->count;
}

uint64_t heap_snapshot_bytes(const heap_snapshot *s)
{
    return s->bytes;
}

/* ---- comparing --------------------------------------------------------- */

/* Of one object: a and b are its entries, NULL where it is not. */
static bool tell(const heap_snapshot *s, const struct entry *a,
                 const struct entry *b, struct heap_change *change)
{
    const struct entry *any = a ? a : b;
    *change = (struct heap_change){.ordinal = any->ordinal,
                                   .type = s->names[any->type],
                                   .before = a ? a->bytes : 0,
                                   .after = b ? b->bytes : 0};
    return change->before != change->after;
}

void heap_snapshot_compare(const heap_snapshot *a, const heap_snapshot *b,
                           void (*emit)(const struct heap_change *change,
                                        void *arg),
                           void *arg)
{
    const struct entry *x = a->entries, *x_end = x + a->count;
    const struct entry *y = b->entries, *y_end = y + b->count;
    struct heap_change change;
    while (x < x_end || y < y_end) {
        bool left = x < x_end && (y == y_end || x->unit <= y->unit);
        bool right = y < y_end && (x == x_end || y->unit <= x->unit);
        bool same = left && right && x->ordinal == y->ordinal;
        if (same && tell(b, x, y, &change))
            emit(&change, arg);
        if (left && !same && tell(a, x, NULL, &change))
            emit(&change, arg);
        if (right && !same && tell(b, NULL, y, &change))
            emit(&change, arg);
        x += left;
        y += right;
    }
}
