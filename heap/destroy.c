/*
 * Death: finalizer, weak references, what it owned, the cell, in CPython's
 * order and without C recursion.  Objects being taken apart form a stack,
 * linked through `next` (objects that do not begin with it: through their
 * count).  Releases of HEAP_TRASHCAN types nest at most TRASH_DEPTH deep, as
 * in CPython: deeper ones wait in h->later, last in first out, until the
 * outermost has ended.
 */
#include <assert.h>
#include <stddef.h>

#include "heap/alloc.h"
#include "heap/events_internal.h"
#include "heap/list.h"
#include "heap/spares.h"
#include "heap/types.h"
#include "heap/weak.h"

enum { TRASH_DEPTH = 50 };

/* Held for the call, so that a listener's pairs of retain and release leave
 * it alone. */
static void tell_held(heap *h, enum heap_event_kind kind, object *o,
                      object *parent)
{
    o->refs = 1;
    events_tell_from(h, kind, o, parent);
    assert(o->refs == 1 && "a listener kept a dying object");
    o->refs = 0;
}

/* Runs the finalizer; false when it brought the object back. */
static bool finalize(heap *h, const struct heap_type *type, object *o)
{
    bool container = type->flags & HEAP_CONTAINER;
    if (container && o->word & HEAP_FINALIZED)
        return true;
    o->refs = 1;
    if (container)
        heap_track(h, o);
    if (heard(h, HEAP_EVENT_BIT(FINALIZE)))
        events_tell(h, HEAP_EVENT_FINALIZE, o);
    type->finalize(h, o);
    if (container)
        o->word |= HEAP_FINALIZED;
    if (--o->refs > 0) {
        if (heard(h, HEAP_EVENT_BIT(RESURRECT)))
            events_tell(h, HEAP_EVENT_RESURRECT, o);
        return false;
    }
    heap_untrack(h, o);
    return true;
}

/* All that may run script code.  False when the object lives on. */
static bool last_rites(heap *h, const struct heap_type *type, object *o,
                       object *parent)
{
    if (type->flags & HEAP_WEAK_FIRST && o->word & HEAP_WEAKLY)
        heap_weak_clear(h, o);
    if (type->flags & HEAP_FINALIZES && !finalize(h, type, o))
        return false;
    if (o->word & HEAP_WEAKLY) {
        heap_weak_clear(h, o);
        weak_clear_silently(h, o); /* made by callbacks */
    }
    if (heard_of(h, o, HEAP_EVENT_BIT(FREE)))
        tell_held(h, HEAP_EVENT_FREE, o, parent);
    return true;
}

/* Do its links follow its header? */
static inline bool is_node(uint32_t flags)
{
    return (flags & (HEAP_CONTAINER | HEAP_ANNEX)) == HEAP_CONTAINER;
}

static void push(heap *h, uint32_t *stack, object *o)
{
    if (is_node(entry_of(h, o)->flags)) {
        ((struct heap_node *)o)->next = *stack;
        spares_measure(h, o);
    } else {
        o->refs = *stack;
    }
    *stack = ref_of(h, o);
}

/* Starts the death of an object whose count is zero: puts it on the stack,
 * unless it is to wait or lives on. */
static void begin(heap *h, uint32_t *stack, object *o, object *parent)
{
    const struct heap_type *type = entry_of(h, o)->type;
    heap_untrack(h, o);
    if (type->flags & HEAP_TRASHCAN) {
        if (h->trash_depth >= TRASH_DEPTH) {
            links_of(h, o)->next = h->later;
            h->later = ref_of(h, o);
            return;
        }
        h->trash_depth++;
    }
    if (last_rites(h, type, o, parent))
        push(h, stack, o);
    else if (type->flags & HEAP_TRASHCAN)
        h->trash_depth--;
}

/* Takes a reference out of the object on top; its count reads zero. */
static object *unlink_one(heap *h, const struct heap_type *type, object *o)
{
    uint32_t below = o->refs;
    object *taken;
    o->refs = 0;
    taken = type_unlink(h, type, o);
    o->refs = below;
    return taken;
}

static object *drop(object *o)
{
    return o && o->refs != UINT32_MAX && --o->refs == 0 ? o : NULL;
}

static inline void free_cell(heap *h, const struct heap_type *type, object *o)
{
    if (type->destroy)
        type->destroy(h, o);
    if (heap_unlikely(o->word & HEAP_WATCHED))
        events_forget(h, o);
    if (type->flags & HEAP_CONTAINER)
        spares_count_death(h, type, o);
    cell_free(h, o);
}

/* Frees the object on top; returns its class if that dies of it. */
static inline object *end(heap *h, uint32_t *stack, object *o)
{
    const struct heap_type *type = entry_of(h, o)->type;
    object *owner = type->owner;
    *stack =
        is_node(type->flags) ? ((struct heap_node *)o)->next : o->refs;
    o->refs = 0;
    if (type->flags & HEAP_TRASHCAN)
        h->trash_depth--;
    free_cell(h, type, o);
    return drop(owner);
}

/* Fetches a waiting object when the outermost death has ended, or the last
 * one that waited. */
static object *next_waiting(heap *h)
{
    object *o;
    if (h->trash_depth > (h->trash_chain ? 1 : 0))
        return NULL;
    if (!h->later) {
        if (h->trash_chain)
            h->trash_depth--;
        h->trash_chain = false;
        return NULL;
    }
    if (!h->trash_chain)
        h->trash_depth++;
    h->trash_chain = true;
    o = at_ref(h, h->later);
    h->later = links_of(h, o)->next;
    return o;
}

/* The end of most objects: no one looks on, nothing hangs from it. */
static inline bool dies_simply(const heap *h, const object *o)
{
    return !(h->front.watch_death | (o->word & entry_of(h, o)->rites));
}

/* Works on the object on top, the parent, until another's count falls to
 * zero; its class may be the last to do so, when the parent is gone. */
static object *take_apart(heap *h, uint32_t *stack, object **parent)
{
    object *o = at_ref(h, *stack), *taken, *dead = NULL;
    const struct heap_type_entry *entry = entry_of(h, o);
    if (entry->children)
        while (!dead && (taken = unlink_one(h, entry->type, o))) {
            dead = drop(taken);
            if (dead && dies_simply(h, dead)) {
                cell_free(h, dead);
                dead = NULL;
            }
        }
    *parent = dead ? o : NULL;
    if (!dead)
        dead = end(h, stack, o);
    return dead;
}

static void announce(heap *h, object *o, object *parent)
{
    if (heard_of(h, o, HEAP_EVENT_BIT(ZERO)))
        tell_held(h, HEAP_EVENT_ZERO, o, parent);
}

/* Destroys what is on the stack, and all that dies of it. */
static void run(heap *h, uint32_t *stack)
{
    object *o, *parent;
    for (;;) {
        parent = NULL;
        if (*stack && (o = take_apart(h, stack, &parent)))
            announce(h, o, parent);
        else
            o = next_waiting(h);
        if (o)
            begin(h, stack, o, parent);
        else if (!*stack)
            return;
    }
}

/* Destroys o and all that dies of it. */
static __attribute__((noinline)) void destroy_all(heap *h, object *o)
{
    uint32_t stack = 0;
    if (heap_unlikely(!heap_type_index(o))) {
        assert(!"an object was released after it was freed");
        return;
    }
    announce(h, o, NULL);
    begin(h, &stack, o, NULL);
    run(h, &stack);
}

/* May a container be taken apart with no rites, no one looking on? */
static inline bool dies_quietly(const heap *h, const object *o)
{
    const struct heap_type_entry *entry = entry_of(h, o);
    return !(h->front.watch_death | (o->word & (HEAP_WEAKLY | HEAP_WATCHED)) |
             (entry->flags & (HEAP_FINALIZES | HEAP_HEARD)) | h->later) &&
           is_node(entry->flags) &&
           !(entry->flags & HEAP_TRASHCAN && h->trash_depth >= TRASH_DEPTH);
}

/* begin() of what dies quietly. */
static inline void begin_quietly(heap *h, uint32_t *stack, object *o)
{
    list_untrack(h, o);
    h->trash_depth += (entry_of(h, o)->flags & HEAP_TRASHCAN) != 0;
    ((struct heap_node *)o)->next = *stack;
    spares_measure(h, o);
    *stack = ref_of(h, o);
}

/* Takes references out of o until one was the last of an object with
 * references of its own, or rites; NULL: o has none left. */
static inline object *next_dead(heap *h, object *o)
{
    const struct heap_type *type = entry_of(h, o)->type;
    object *taken;
    uint32_t field = 0;
    while ((taken = type_unlink_next(h, type, o, &field))) {
        if (!drop(taken))
            continue;
        if (!dies_simply(h, taken))
            return taken;
        cell_free(h, taken);
    }
    return NULL;
}

/* run() in fewer steps, for as long as all that dies does so quietly; o
 * does. */
static void destroy_quietly(heap *h, object *o)
{
    object *dead = o, *parent = NULL;
    uint32_t stack = 0;
    while (dead ? dies_quietly(h, dead) : stack) {
        if (dead)
            begin_quietly(h, &stack, dead);
        parent = at_ref(h, stack);
        dead = next_dead(h, parent);
        if (!dead) {
            dead = end(h, &stack, parent);
            parent = NULL;
        }
    }
    if (dead) {
        begin(h, &stack, dead, parent);
        run(h, &stack);
    }
}

void heap_destroy(heap *h, object *o)
{
    if (dies_simply(h, o) && heap_likely(heap_type_index(o))) {
        o->refs = 0;
        cell_free(h, o);
    } else if (!h->trash_depth && dies_quietly(h, o)) {
        destroy_quietly(h, o);
    } else {
        destroy_all(h, o);
    }
}
