/*
 * Owns the index from items to the shared arrays that hold them, so that an
 * item's count as told needs no search.  It is made at the first question, and
 * a later one adds only the arrays shared since: a shared array never changes.
 * Records of arrays that are gone stay until they are the half; then the index
 * is made anew.  Without memory for it the arrays are looked through.
 */
#include <stdlib.h>

#include "heap/share_internal.h"

enum { FIRST_BUCKETS = 1 << 10 };

static uint32_t bucket_of(const struct share_index *x, uint32_t item)
{
    return (uint32_t)(((uint64_t)item * 0x9e3779b97f4a7c15u) >> 32) &
           (x->bucket_count - 1);
}

/* ---- adding -------------------------------------------------------------- */

static bool grow_buckets(struct share_index *x)
{
    uint32_t count = x->bucket_count ? x->bucket_count * 2 : FIRST_BUCKETS;
    if (x->used < x->bucket_count)
        return true;
    uint32_t *buckets = count ? calloc(count, sizeof *buckets) : NULL;
    if (!buckets)
        return false;
    free(x->buckets);
    x->buckets = buckets;
    x->bucket_count = count;
    for (uint32_t i = 1; i < x->used; i++) { /* the newest first, as before */
        uint32_t *head = &buckets[bucket_of(x, x->records[i].item)];
        x->records[i].next = *head;
        *head = i;
    }
    return true;
}

static bool grow_records(struct share_index *x)
{
    uint32_t room = x->room ? x->room * 2 : FIRST_BUCKETS;
    if (x->used < x->room)
        return true;
    struct share_record *records =
        room ? realloc(x->records, room * sizeof *records) : NULL;
    if (!records)
        return false;
    x->records = records;
    x->room = room;
    if (!x->used)
        x->used = 1;
    return true;
}

struct adding {
    const heap *h;
    struct share_index *index;
    uint32_t share, records;
    bool failed;
};

/* The array's own record of the item, if any, is the item's newest. */
static struct share_record *find_newest(const struct adding *a, uint32_t item)
{
    const struct share_index *x = a->index;
    uint32_t i = x->bucket_count ? x->buckets[bucket_of(x, item)] : 0;
    while (i && x->records[i].item != item)
        i = x->records[i].next;
    return i && x->records[i].share == a->share ? &x->records[i] : NULL;
}

static void add_item(object *item, void *arg)
{
    struct adding *a = arg;
    struct share_index *x = a->index;
    uint32_t ref = ref_of(a->h, item);
    struct share_record *known = find_newest(a, ref);
    if (known) {
        known->times++;
        return;
    }
    if (a->failed || !grow_records(x) || !grow_buckets(x)) {
        a->failed = true;
        return;
    }
    uint32_t *head = &x->buckets[bucket_of(x, ref)];
    x->records[x->used] = (struct share_record){ref, a->share, 1, *head};
    *head = x->used++;
    a->records++;
}

void share_index_free(struct sharing *all)
{
    free(all->index.buckets);
    free(all->index.records);
    all->index = (struct share_index){0};
}

/* All live shares become unknown to the index. */
static void start_anew(struct sharing *all)
{
    share_index_free(all);
    for (uint32_t i = 1; i < all->share_count; i++) {
        struct share *s = &all->shares[i];
        if (!s->indexed)
            continue;
        s->indexed = false;
        if (s->first)
            share_link(all, i);
        else
            share_reuse(all, i);
    }
}

/* False: out of memory, the index is gone. */
static bool bring_up_to_date(const heap *h)
{
    struct sharing *all = h->sharing;
    uint32_t number;
    while ((number = all->shares[0].next)) {
        struct adding adding = {.h = h, .index = &all->index, .share = number};
        share_unlink(all, number);
        all->shares[number].indexed = true;
        if (all->shares[number].first)
            share_items(h, &all->shares[number], add_item, &adding);
        all->shares[number].records = adding.records;
        if (adding.failed) {
            start_anew(all);
            return false;
        }
    }
    return true;
}

void share_index_forget(struct sharing *all, uint32_t number)
{
    struct share_index *x = &all->index;
    x->stale += all->shares[number].records;
    if (x->stale >= x->used / 2)
        start_anew(all);
}

/* ---- asking -------------------------------------------------------------- */

static uint64_t extra_by_index(const heap *h, uint32_t item)
{
    const struct sharing *all = h->sharing;
    const struct share_index *x = &all->index;
    uint64_t extra = 0;
    for (uint32_t i = x->used ? x->buckets[bucket_of(x, item)] : 0; i;
         i = x->records[i].next) {
        const struct share_record *r = &x->records[i];
        const struct share *s = &all->shares[r->share];
        if (r->item == item)
            extra += (uint64_t)r->times * share_extra(s);
    }
    return extra;
}

struct counting {
    const object *item;
    uint64_t times;
};

static void count_item(object *item, void *arg)
{
    struct counting *c = arg;
    c->times += item == c->item;
}

static uint64_t extra_by_search(const heap *h, const object *o)
{
    const struct sharing *all = h->sharing;
    uint64_t extra = 0;
    for (uint32_t i = 1; i < all->share_count; i++) {
        const struct share *s = &all->shares[i];
        struct counting counting = {.item = o};
        if (!s->first)
            continue;
        share_items(h, s, count_item, &counting);
        extra += counting.times * share_extra(s);
    }
    return extra;
}

uint32_t heap_refs_told(const heap *h, const object *o)
{
    uint64_t refs = heap_refs(o);
    if (!h->sharing || !h->sharing->live)
        return (uint32_t)refs;
    refs += bring_up_to_date(h) ? extra_by_index(h, ref_of(h, o))
                                : extra_by_search(h, o);
    return refs < UINT32_MAX ? (uint32_t)refs : UINT32_MAX;
}
