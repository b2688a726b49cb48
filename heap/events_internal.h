/*
 * The heap's own side of events: what to look for, and telling.
 */
#ifndef HEAP_EVENTS_INTERNAL_H
#define HEAP_EVENTS_INTERNAL_H

#include "heap/heap_internal.h"

/* Does a listener want to hear of allocations of cells of this size? */
bool events_want_size(const heap *h, size_t size);

/* Tells of an object, filling in what is known of it. */
void events_tell(heap *h, enum heap_event_kind kind, object *o);

/* The same; parent is the dying container that let go of it, or NULL. */
void events_tell_from(heap *h, enum heap_event_kind kind, object *o,
                      object *parent);

/* The object with HEAP_WATCHED is gone: filters that name it match no more. */
void events_forget(heap *h, const object *o);

/* A type has come, or what it says of itself has changed. */
void events_type_changes(heap *h, struct heap_type_entry *entry);

/* Has o a type that someone asks for, or does someone ask for it? */
bool events_heard_of(heap *h, const object *o, uint32_t bits);

static inline bool heard(const heap *h, uint32_t bits)
{
    return heap_unlikely(h->listened & bits);
}

/* Is someone to be told of this object? */
static inline bool heard_of(heap *h, const object *o, uint32_t bits)
{
    return heap_unlikely(h->listened & bits) &&
           (h->open & bits || events_heard_of(h, o, bits));
}

#endif
