/*
 * Heap events: who listens to what.  Included through heap/heap.h.
 *
 * With no listener an event costs nothing measurable: the fast paths of
 * allocation look only at a free list, which an armed listener leaves empty.
 */
#ifndef HEAP_EVENTS_H
#define HEAP_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/object.h"

enum heap_event_kind {
#define HEAP_EVENT(id, name, doc) HEAP_EVENT_##id,
#include "heap/events.def"
#undef HEAP_EVENT
    HEAP_EVENT_COUNT
};
#define HEAP_EVENT_BIT(id) (1u << HEAP_EVENT_##id)

struct heap_type;

/* Borrowed for the call.  Fields that say nothing of the event are zero. */
struct heap_event {
    enum heap_event_kind kind;
    object *object;
    object *parent; /* FREE, ZERO: the dying object that let go of it, if any */
    const struct heap_type *type;
    size_t size;        /* bytes: cell and owned arrays */
    uint64_t ordinal;   /* attached only */
    uint32_t site;      /* where o was allocated; attached only */
    int generation;     /* collections; -1 otherwise */
    size_t collected;   /* collection stop */
    size_t unreachable; /* collection stop, and start of the killing */
};

/*
 * What a listener wants; zero fields match everything.  Tested before any
 * call is made.
 */
struct heap_filter {
    uint32_t kinds; /* HEAP_EVENT_BITs */
    const struct heap_type *type;
    /* Types of which it wants to hear, asked when it begins to listen and when
     * a type comes or changes; arg is the listener's.  NULL: of all. */
    bool (*wants)(const struct heap_type *type, void *arg);
    size_t min_size, max_size;
    uint32_t site;
    const object *object; /* this one only, while it lives */
    int generation;       /* 1 + generation; 0: any */
};

/*
 * Called at the event, heap whole: an object about to be freed still has its
 * contents, and is held by the heap for the call (retain and release pairs
 * are harmless, a net retain resurrects it only from a finalizer, never from
 * here).  The listener may allocate, release, walk, and run scripts.
 */
typedef void heap_event_fn(const struct heap_event *event, void *arg);
typedef struct heap_listener heap_listener;

/* A listener until heap_unlisten; NULL out of memory. */
heap_listener *heap_listen(struct heap *h, const struct heap_filter *filter,
                           heap_event_fn *fn, void *arg);
void heap_unlisten(struct heap *h, heap_listener *l);

/* Told by the interpreter, since only it knows. */
void heap_tell(struct heap *h, const struct heap_event *event);
bool heap_listened(const struct heap *h, enum heap_event_kind kind);

const char *heap_event_name(enum heap_event_kind kind);

#endif
