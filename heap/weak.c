/*
 * Owns the side table of weak references: open addressing by the target's
 * reference, one slot an object that has any (HEAP_WEAKLY), linear probing,
 * deletion by moving later ones up.  The table is an array of the heap.
 */
#include "heap/weak.h"

#include "heap/alloc.h"
#include "heap/events_internal.h"

enum { FIRST_ROOM = 16 };

static uint32_t home(const heap *h, uint32_t ref)
{
    return (uint32_t)(((uint64_t)ref * 0x9e3779b97f4a7c15u) >> 32) &
           (h->weak_room - 1);
}

static struct weak_slot *slot_of(const heap *h, uint32_t ref)
{
    uint32_t i = home(h, ref);
    while (h->weak[i].target && h->weak[i].target != ref)
        i = (i + 1) & (h->weak_room - 1);
    return &h->weak[i];
}

static bool grow(heap *h)
{
    uint32_t old_room = h->weak_room;
    uint32_t room = old_room ? old_room * 2 : FIRST_ROOM;
    struct weak_slot *old = h->weak;
    struct weak_slot *table = heap_array_new(h, room * sizeof *table);
    if (!table)
        return false;
    for (uint32_t i = 0; i < room; i++)
        table[i] = (struct weak_slot){0};
    h->weak = table;
    h->weak_room = room;
    for (uint32_t i = 0; i < old_room; i++)
        if (old[i].target)
            *slot_of(h, old[i].target) = old[i];
    heap_array_free(h, old, old_room * sizeof *old);
    return true;
}

static void drop_slot(heap *h, struct weak_slot *slot)
{
    uint32_t mask = h->weak_room - 1, hole = (uint32_t)(slot - h->weak);
    for (uint32_t i = (hole + 1) & mask; h->weak[i].target;
         i = (i + 1) & mask) {
        uint32_t from = home(h, h->weak[i].target);
        if (((i - from) & mask) >= ((i - hole) & mask)) {
            h->weak[hole] = h->weak[i];
            hole = i;
        }
    }
    h->weak[hole] = (struct weak_slot){0};
    h->weak_used--;
}

struct heap_weak *heap_weak_first(const heap *h, const object *target)
{
    if (!(target->word & HEAP_WEAKLY))
        return NULL;
    return slot_of(h, ref_of(h, target))->first;
}

/* A reference or proxy that is shared by all who ask for one. */
static bool is_basic(const heap *h, const struct heap_weak *w)
{
    return !w->callback && !(entry_of(h, &w->node.base)->flags & HEAP_SCRIPT);
}

static void insert(const heap *h, struct weak_slot *slot, struct heap_weak *w,
                   bool first)
{
    struct heap_weak *prev = NULL, *next = slot->first;
    while (!first && next && is_basic(h, next)) {
        prev = next;
        next = next->next;
    }
    w->prev = prev;
    w->next = next;
    if (next)
        next->prev = w;
    if (prev)
        prev->next = w;
    else
        slot->first = w;
}

bool heap_weak_link(heap *h, struct heap_weak *w, object *target, bool first)
{
    struct weak_slot *slot;
    if (!(target->word & HEAP_WEAKLY)) {
        if ((h->weak_used + 1) * 4 > h->weak_room * 3 && !grow(h))
            return false;
        slot = slot_of(h, ref_of(h, target));
        *slot = (struct weak_slot){.target = ref_of(h, target)};
        h->weak_used++;
        target->word |= HEAP_WEAKLY;
    }
    w->target = target;
    insert(h, slot_of(h, ref_of(h, target)), w, first);
    return true;
}

void heap_weak_unlink(heap *h, struct heap_weak *w)
{
    object *target = w->target;
    struct weak_slot *slot;
    if (!target)
        return;
    slot = slot_of(h, ref_of(h, target));
    if (w->next)
        w->next->prev = w->prev;
    if (w->prev)
        w->prev->next = w->next;
    else
        slot->first = w->next;
    w->target = NULL;
    w->next = w->prev = NULL;
    if (!slot->first) {
        drop_slot(h, slot);
        target->word &= ~(uint32_t)HEAP_WEAKLY;
    }
}

void weak_clear_one(heap *h, struct heap_weak *w)
{
    object *target = w->target;
    heap_weak_unlink(h, w);
    if (target && heard(h, HEAP_EVENT_BIT(WEAK_CLEAR)))
        events_tell(h, HEAP_EVENT_WEAK_CLEAR, target);
}

void weak_clear_silently(heap *h, object *target)
{
    struct heap_weak *w;
    while ((w = heap_weak_first(h, target)))
        weak_clear_one(h, w);
}

static void call(heap *h, struct heap_weak *w, object *callback)
{
    if (h->hooks.weak_callback)
        h->hooks.weak_callback(h->hooks.arg, w, callback);
}

/* Clears all that are left.  They are chained by `next`, in order and each
 * retained, with their callbacks in `prev`, where no script can see them. */
static struct heap_weak *clear_into_chain(heap *h, object *target)
{
    struct heap_weak *chain = NULL, **end = &chain, *w;
    while ((w = heap_weak_first(h, target))) {
        object *callback = w->callback;
        bool alive = heap_refs(&w->node.base) > 0;
        w->callback = NULL;
        if (alive)
            heap_retain(&w->node.base);
        weak_clear_one(h, w);
        if (!alive) {
            heap_release_maybe(h, callback);
            continue;
        }
        w->prev = (struct heap_weak *)(void *)callback;
        *end = w;
        end = &w->next;
    }
    *end = NULL;
    return chain;
}

static void call_chain(heap *h, struct heap_weak *chain)
{
    struct heap_weak *done = NULL, *w;
    while ((w = chain)) {
        object *callback = (object *)(void *)w->prev;
        chain = w->next;
        w->next = done;
        done = w;
        if (callback)
            call(h, w, callback);
    }
    while ((w = done)) { /* the last is released first */
        object *callback = (object *)(void *)w->prev;
        done = w->next;
        w->next = w->prev = NULL;
        heap_release_maybe(h, callback);
        heap_release(h, &w->node.base);
    }
}

static void clear_single(heap *h, struct heap_weak *w)
{
    object *callback = w->callback;
    bool alive = heap_refs(&w->node.base) > 0;
    w->callback = NULL;
    if (alive)
        heap_retain(&w->node.base); /* not during the call: it may look */
    weak_clear_one(h, w);
    if (alive) {
        alive = heap_refs(&w->node.base) > 1;
        heap_release(h, &w->node.base);
    }
    if (alive && callback)
        call(h, w, callback);
    heap_release_maybe(h, callback);
}

/* Clears all that are left, more than one, then calls back. */
static void clear_several(heap *h, object *target)
{
    const struct heap_type *gatherer = h->hooks.weak_gatherer;
    size_t size = 0;
    for (struct heap_weak *w = heap_weak_first(h, target); w; w = w->next)
        size += 2;
    if (gatherer && !heap_spare_take(h, gatherer, size))
        heap_gc_adjust(h, 1);
    call_chain(h, clear_into_chain(h, target));
    if (gatherer)
        heap_spare_put(h, gatherer, size);
}

void heap_weak_clear(heap *h, object *target)
{
    struct heap_weak *w = heap_weak_first(h, target);
    for (int i = 0; i < 2 && w && !w->callback; i++) {
        weak_clear_one(h, w);
        w = heap_weak_first(h, target);
    }
    if (!w)
        return;
    if (w->next)
        clear_several(h, target);
    else
        clear_single(h, w);
}
