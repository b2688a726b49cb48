/*
 * Counts and bytes by type and by allocation site, in one walk and an open
 * hash table of the keys met.
 */
#include "heap/graph_internal.h"

#include "heap/history.h"

struct table {
    struct heap_tally *slots; /* objects 0: free */
    size_t room, used;        /* room: a power of two */
};

static struct heap_tally *slot_of(const struct table *t, uint32_t key)
{
    size_t i = key * (size_t)0x9e3779b1u & (t->room - 1);
    while (t->slots[i].objects && t->slots[i].key != key)
        i = (i + 1) & (t->room - 1);
    return &t->slots[i];
}

static bool grow(struct table *t)
{
    struct table new = {.room = t->room ? t->room * 2 : 256, .used = t->used};
    new.slots = calloc(new.room, sizeof *new.slots);
    if (!new.slots)
        return false;
    for (size_t i = 0; i < t->room; i++)
        if (t->slots[i].objects)
            *slot_of(&new, t->slots[i].key) = t->slots[i];
    free(t->slots);
    *t = new;
    return true;
}

static bool add(struct table *t, uint32_t key, size_t bytes)
{
    struct heap_tally *slot;
    if (t->used * 2 >= t->room && !grow(t))
        return false;
    slot = slot_of(t, key);
    t->used += slot->objects == 0;
    slot->key = key;
    slot->objects++;
    slot->bytes += bytes;
    return true;
}

static int by_bytes(const void *a, const void *b)
{
    const struct heap_tally *x = a, *y = b;
    if (x->bytes != y->bytes)
        return x->bytes < y->bytes ? 1 : -1;
    return (x->key > y->key) - (x->key < y->key);
}

/* The table becomes the list. */
static void hand_over(struct table *t, struct heap_tallies *out)
{
    size_t count = 0;
    for (size_t i = 0; i < t->room; i++)
        if (t->slots[i].objects)
            t->slots[count++] = t->slots[i];
    if (count)
        qsort(t->slots, count, sizeof *t->slots, by_bytes);
    *out = (struct heap_tallies){t->slots, count};
}

bool heap_tally(const heap *h, enum heap_tally_by by,
                bool (*wanted)(const object *o, void *arg), void *arg,
                struct heap_tallies *out, const struct heap_progress *progress)
{
    struct table t = {0};
    struct heap_totals totals;
    size_t done = 0;
    *out = (struct heap_tallies){0};
    heap_totals(h, &totals);
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o)) {
        bool ok = goes_on(progress, "objects", ++done, totals.objects);
        if (ok && (!wanted || wanted(o, arg)))
            ok = add(&t,
                     by == HEAP_BY_TYPE ? heap_type_index(o) : heap_site(h, o),
                     heap_total_size(h, o));
        if (!ok) {
            free(t.slots);
            return false;
        }
    }
    hand_over(&t, out);
    return true;
}

const struct heap_type *heap_type_at(const heap *h, uint32_t index)
{
    return index && index <= h->types_used ? h->types[index].type : NULL;
}
