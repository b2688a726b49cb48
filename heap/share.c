/*
 * Owns the arrays with several owners: who they are, from the first copy to
 * the last but one that leaves.
 *
 * The table finds an owner's array by the owner's address (open addressing,
 * linear probing, deletion by moving later ones up).  Invariant: an object is
 * in it exactly while HEAP_SHARED is set in its word; an array has an owner of
 * the whole, and another owner, of the whole or of a part.  Nothing here lies in the heap's range, so that asking
 * moves no address.  Neighbours: share_count.c tells the items' counts.
 */
#include "heap/share_internal.h"

#include <stdlib.h>
#include <string.h>

#include "heap/events_internal.h"
#include "heap/list.h"

enum { FIRST_ROOM = 16 };

/* ---- the table of owners ------------------------------------------------- */

static uint32_t home(const struct sharing *all, uint32_t ref)
{
    return (uint32_t)(((uint64_t)ref * 0x9e3779b97f4a7c15u) >> 32) &
           (all->slot_room - 1);
}

static struct share_slot *slot_of(const struct sharing *all, uint32_t ref)
{
    uint32_t i = home(all, ref);
    while (all->slots[i].owner && all->slots[i].owner != ref)
        i = (i + 1) & (all->slot_room - 1);
    return &all->slots[i];
}

/* Room for two more owners, so that neither can fail. */
static bool grow_slots(struct sharing *all)
{
    uint32_t old_room = all->slot_room;
    uint32_t room = old_room ? old_room * 2 : FIRST_ROOM;
    struct share_slot *old = all->slots;
    if (((uint64_t)all->slot_used + 2) * 4 <= (uint64_t)old_room * 3)
        return true;
    struct share_slot *slots = room ? calloc(room, sizeof *slots) : NULL;
    if (!slots)
        return false;
    all->slots = slots;
    all->slot_room = room;
    for (uint32_t i = 0; i < old_room; i++)
        if (old[i].owner)
            *slot_of(all, old[i].owner) = old[i];
    free(old);
    return true;
}

static void drop_slot(struct sharing *all, struct share_slot *slot)
{
    uint32_t mask = all->slot_room - 1, hole = (uint32_t)(slot - all->slots);
    for (uint32_t i = (hole + 1) & mask; all->slots[i].owner;
         i = (i + 1) & mask) {
        uint32_t from = home(all, all->slots[i].owner);
        if (((i - from) & mask) >= ((i - hole) & mask)) {
            all->slots[hole] = all->slots[i];
            hole = i;
        }
    }
    all->slots[hole] = (struct share_slot){0};
    all->slot_used--;
}

uint32_t share_of(const heap *h, const object *o)
{
    return slot_of(h->sharing, ref_of(h, o))->share;
}

/* ---- shares -------------------------------------------------------------- */

void share_unlink(struct sharing *all, uint32_t number)
{
    struct share *s = &all->shares[number];
    all->shares[s->prev].next = s->next;
    all->shares[s->next].prev = s->prev;
}

void share_link(struct sharing *all, uint32_t number)
{
    struct share *s = &all->shares[number], *head = &all->shares[0];
    s->prev = 0;
    s->next = head->next;
    all->shares[head->next].prev = number;
    head->next = number;
}

void share_reuse(struct sharing *all, uint32_t number)
{
    all->shares[number].next = all->unused;
    all->unused = number;
}

/* Room for a whole and a part. */
static bool grow_shares(struct sharing *all)
{
    uint32_t room = all->share_room ? all->share_room * 2 : FIRST_ROOM;
    if (all->share_count + 2 <= all->share_room)
        return true;
    struct share *shares =
        room ? realloc(all->shares, room * sizeof *shares) : NULL;
    if (!shares)
        return false;
    all->shares = shares;
    all->share_room = room;
    if (!all->share_count)
        shares[all->share_count++] = (struct share){0};
    return true;
}

/* grow_shares has made room. */
static uint32_t new_share(struct sharing *all)
{
    uint32_t number = all->unused;
    if (number)
        all->unused = all->shares[number].next;
    else
        number = all->share_count++;
    all->shares[number] = (struct share){0};
    share_link(all, number);
    all->live++;
    return number;
}

static void drop_share(struct sharing *all, uint32_t number)
{
    struct share *s = &all->shares[number];
    s->first = 0;
    s->owners = 0;
    all->live--;
    if (s->indexed) {
        share_index_forget(all, number);
    } else {
        share_unlink(all, number);
        share_reuse(all, number);
    }
}

/* ---- owners -------------------------------------------------------------- */

/* o enters the ring of the share's owners. */
static void join(heap *h, uint32_t number, object *o)
{
    struct sharing *all = h->sharing;
    struct share *s = &all->shares[number];
    uint32_t ref = ref_of(h, o);
    struct share_slot *slot = slot_of(all, ref);
    *slot = (struct share_slot){ref, number, ref, ref};
    if (s->first) {
        struct share_slot *first = slot_of(all, s->first);
        slot->next = first->next;
        slot->prev = s->first;
        slot_of(all, slot->next)->prev = ref;
        first->next = ref;
    }
    s->first = ref;
    s->owners++;
    all->slot_used++;
    o->word |= HEAP_SHARED;
}

static void add_part(heap *h, uint32_t whole, object *o)
{
    struct sharing *all = h->sharing;
    uint32_t number = new_share(all);
    struct share *s = &all->shares[number], *w = &all->shares[whole];
    s->whole = whole;
    s->next_part = w->parts;
    if (w->parts)
        all->shares[w->parts].prev_part = number;
    w->parts = number;
    w->part_count++;
    join(h, number, o);
}

static void drop_part(struct sharing *all, uint32_t number)
{
    struct share *s = &all->shares[number], *w = &all->shares[s->whole];
    if (s->prev_part)
        all->shares[s->prev_part].next_part = s->next_part;
    else
        w->parts = s->next_part;
    if (s->next_part)
        all->shares[s->next_part].prev_part = s->prev_part;
    w->part_count--;
    drop_share(all, number);
}

static void leave(heap *h, object *o)
{
    struct sharing *all = h->sharing;
    struct share_slot *slot = slot_of(all, ref_of(h, o));
    struct share *s = &all->shares[slot->share];
    slot_of(all, slot->prev)->next = slot->next;
    slot_of(all, slot->next)->prev = slot->prev;
    s->owners--;
    s->first = s->owners ? slot->next : 0;
    o->word &= ~HEAP_SHARED;
    drop_slot(all, slot);
}

static bool make_room(heap *h)
{
    if (!h->sharing && !(h->sharing = calloc(1, sizeof *h->sharing)))
        return false;
    return grow_shares(h->sharing) && grow_slots(h->sharing);
}

static bool may_share(heap *h)
{
    uint32_t counts = HEAP_EVENT_BIT(RETAIN) | HEAP_EVENT_BIT(RELEASE);
    return !h->eager && !heard(h, counts) && make_room(h);
}

/* The array that o owns or owns a part of. */
static uint32_t whole_of(const heap *h, const object *o)
{
    uint32_t number = share_of(h, o);
    uint32_t whole = h->sharing->shares[number].whole;
    return whole ? whole : number;
}

bool heap_share(heap *h, object *from, object *copy)
{
    if (!may_share(h))
        return false;
    if (!heap_is_shared(from))
        join(h, new_share(h->sharing), from);
    uint32_t number = share_of(h, from), whole = whole_of(h, from);
    if (number == whole)
        join(h, whole, copy);
    else
        add_part(h, whole, copy);
    return true;
}

bool heap_share_part(heap *h, object *from, object *copy)
{
    if (!may_share(h))
        return false;
    if (!heap_is_shared(from))
        join(h, new_share(h->sharing), from);
    add_part(h, whole_of(h, from), copy);
    return true;
}

void heap_share_leave(heap *h, object *o)
{
    uint32_t number = share_of(h, o), whole = whole_of(h, o);
    leave(h, o);
    if (number != whole)
        drop_part(h->sharing, number);
    const struct share *s = &h->sharing->shares[whole];
    if (s->owners > 1 || s->parts)
        return;
    if (s->owners)
        leave(h, at_ref(h, s->first));
    drop_share(h->sharing, whole);
}

object *heap_share_dependent(const heap *h, const object *o)
{
    const struct sharing *all = h->sharing;
    const struct share *s = &all->shares[share_of(h, o)];
    if (!heap_is_shared(o) || s->whole || s->owners > 1 || !s->parts)
        return NULL;
    return at_ref(h, all->shares[s->parts].first);
}

void *heap_share_room(heap *h, size_t size)
{
    uint64_t fail_at = h->fail_at;
    size_t limit = h->limit;
    void *array;
    h->fail_at = 0;
    h->limit = h->range.size;
    array = heap_array_new(h, size);
    h->limit = limit;
    h->fail_at = fail_at;
    return array;
}

static bool shares(const heap *h, const object *o)
{
    return entry_of(h, o)->flags & HEAP_SHARES && heap_is_shared(o);
}

size_t heap_share_owners(const heap *h, const object *o)
{
    if (!shares(h, o))
        return 1;
    const struct share *s = &h->sharing->shares[whole_of(h, o)];
    return (size_t)s->owners + s->part_count;
}

void heap_share_each(const heap *h, const object *o,
                     void (*fn)(object *owner, void *arg), void *arg)
{
    const struct sharing *all = h->sharing;
    if (!shares(h, o))
        return;
    const struct share *s = &all->shares[whole_of(h, o)];
    uint32_t owner = s->first;
    for (uint32_t i = 0; i < s->owners; i++) {
        if (at_ref(h, owner) != o)
            fn(at_ref(h, owner), arg);
        owner = slot_of(all, owner)->next;
    }
    for (uint32_t i = s->parts; i; i = all->shares[i].next_part)
        if (at_ref(h, all->shares[i].first) != o)
            fn(at_ref(h, all->shares[i].first), arg);
}

void heap_set_sharing(heap *h, bool on)
{
    h->eager = !on;
}

bool heap_sharing(const heap *h)
{
    return !h->eager;
}

void share_items(const heap *h, const struct share *s, heap_visit_fn *visit,
                 void *arg)
{
    object *owner = at_ref(h, s->first);
    const struct heap_type *type = heap_type_of(h, owner);
    if (type->traverse)
        type->traverse(owner, visit, arg);
}

/* ---- for the collector --------------------------------------------------- */

struct adding {
    const heap *h;
    void (*add)(const heap *h, object *item, uint32_t extra);
    uint32_t extra;
};

static void add_item(object *item, void *arg)
{
    const struct adding *a = arg;
    a->add(a->h, item, a->extra);
}

static void add_items(const heap *h, const struct share *s, uint32_t extra,
                      void (*add)(const heap *h, object *item, uint32_t extra))
{
    struct adding adding = {h, add, extra};
    if (extra)
        share_items(h, s, add_item, &adding);
}

/* Of an array some of whose owners are in the set.  While one outside owns it
 * all, parts outside need not be looked at. */
static void add_extra_of(const heap *h, struct share *s,
                         void (*add)(const heap *h, object *item, uint32_t extra))
{
    const struct sharing *all = h->sharing;
    bool outside = s->collecting < s->owners;
    add_items(h, s, outside ? s->collecting : s->owners - 1, add);
    for (uint32_t i = outside ? 0 : s->parts; i; i = all->shares[i].next_part) {
        const object *owner = at_ref(h, all->shares[i].first);
        if (!(owner->word & HEAP_COLLECTING))
            add_items(h, &all->shares[i], 1, add);
    }
    s->collecting = 0;
}

void share_each_extra(heap *h, const struct heap_node *list,
                      void (*add)(const heap *h, object *item, uint32_t extra))
{
    struct sharing *all = h->sharing;
    uint32_t end = ref_of(h, list);
    if (!all || !all->live)
        return;
    for (uint32_t i = list->next; i != end; i = node_at(h, i)->next) {
        const object *o = &node_at(h, i)->base;
        if (!shares(h, o))
            continue;
        struct share *s = &all->shares[share_of(h, o)];
        if (s->whole)
            add_items(h, s, 1, add);
        else
            s->collecting++;
    }
    for (uint32_t i = 1; i < all->share_count; i++)
        if (all->shares[i].collecting)
            add_extra_of(h, &all->shares[i], add);
}

void share_free_all(heap *h)
{
    if (!h->sharing)
        return;
    share_index_free(h->sharing);
    free(h->sharing->shares);
    free(h->sharing->slots);
    free(h->sharing);
    h->sharing = NULL;
}
