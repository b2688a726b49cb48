/*
 * The parts of a heap, shared by the files of heap/ and by nobody else.
 *
 * A heap is one reserved address range: struct heap itself comes first, then
 * the table of types, then the table of spans, then the spans.  Addresses of
 * objects are told in units of 16 bytes from the base, which is h.
 */
#ifndef HEAP_INTERNAL_H
#define HEAP_INTERNAL_H

#include "heap/heap.h"
#include "heap/poison.h"
#include "heap/range.h"

enum {
    UNIT_SHIFT = 4,
    SPAN_SHIFT = 16,
    SPAN_SIZE = 1 << SPAN_SHIFT,
    SMALL_STEP_MAX = 512, /* classes 16 bytes apart up to here */
    SMALL_MAX = 16384,    /* then four to a doubling up to here */
    SIZE_CLASSES = SMALL_STEP_MAX / 16 + 20 + 1,
    RUN_BINS = 24,
    LISTENERS_MAX = 256,
    SPARES_MAX = 32,
};

enum span_kind {
    SPAN_NONE, /* never granted, or the tables at the front */
    SPAN_FREE, /* first or last of a free run */
    SPAN_OBJECTS,
    SPAN_ARRAYS,
    SPAN_BIG_OBJECT,
    SPAN_BIG_ARRAY,
};

/* Describes a span, or the run of spans that it begins. */
struct span {
    uint8_t kind, class;
    uint16_t scratch;   /* trimming: free cells seen */
    uint32_t cell;      /* bytes a cell */
    uint32_t used;      /* bytes handed out at least once */
    uint32_t run;       /* spans; at both ends of a free run */
    uint32_t next;      /* in a bin, or in the trimmer's list */
    uint32_t prev;      /* in a bin */
    uint32_t dirty;     /* of a free run: spans that may be resident */
    uint32_t big;       /* pages of a big cell */
    /* Attached: the next ordinal when it was granted, the latest given. */
    uint64_t low, high;
};

enum gc_list { /* the first four are the generations and the frozen */
               LIST_PERMANENT = HEAP_PERMANENT,
               LIST_UNREACHABLE,
               LIST_FINAL,
               LIST_SEEN,
               LIST_CALLBACKS,
               LISTS
};

/* Dead objects that CPython would keep for the next of their size. */
struct spares {
    uint16_t count, max;
};

struct collector {
    int counts[HEAP_GENERATIONS];
    int thresholds[HEAP_GENERATIONS];
    int young_limit; /* thresholds[0] when collecting by itself, or INT_MAX */
    bool enabled, collecting, stress;
    bool deleting; /* garbage */
    unsigned debug;
    void (*garbage)(void *arg, object *o, bool collectable);
    void *garbage_arg;
    size_t long_lived_pending, long_lived_total;
    struct heap_gc_stats stats[HEAP_GENERATIONS];
    struct spares spares[SPARES_MAX];
    uint32_t spares_used;
};

struct heap_listener {
    struct heap_filter filter;
    heap_event_fn *fn;
    void *arg;
    uint64_t serial; /* 0: the place is free */
};

struct weak_slot {
    uint32_t target; /* 0: empty */
    uint32_t deleted;
    struct heap_weak *first;
};

struct heap {
    struct heap_front front; /* first: what heap/quick.h looks at */
    struct heap_size_class objects[SIZE_CLASSES]; /* just behind it */
    struct heap_size_class arrays[SIZE_CLASSES];
    struct heap_size_class big_objects, big_arrays; /* the counters only */

    /* Heads of the collector's lists: 16-byte cells like any node. */
    struct heap_node lists[LISTS] __attribute__((aligned(16)));
    struct collector gc;

    struct range range;
    struct heap_type_entry *types;
    uint32_t types_used, types_free;
    struct span *spans;
    uint32_t first_span, next_span, end_span;
    uint32_t bins[RUN_BINS];
    uint32_t dirty;        /* resident spans in free runs */
    size_t granted, limit; /* bytes in spans */
    size_t array_bytes;
    uint8_t class_of[SMALL_MAX / 16 + 1];

    uint64_t fail_at; /* requests until one fails; 0: none does */
    bool (*fails)(void *arg); /* does it then?  NULL: yes */
    void *fails_arg;

    /* destroy */
    uint32_t later; /* trashcan's deferred objects */
    int trash_depth;
    bool trash_chain;

    struct weak_slot *weak;
    uint32_t weak_room, weak_used;

    struct sharing *sharing; /* NULL until a copy shares its array */
    bool eager;              /* no copy does */

    struct heap_hooks hooks;

    struct heap_listener listeners[LISTENERS_MAX];
    uint32_t listened; /* kinds with a listener */
    uint32_t open;     /* of which some ask for no type and no object */
    uint32_t by_wish;  /* of which some are asked what types they want */
    bool by_type;      /* some ask for a type */
    uint32_t unit_deaths; /* of objects of a unit, heard of by type */
    size_t least_heard; /* size of the smallest type heard of at birth */
    uint32_t listener_end;
    uint64_t listener_serial;

    struct range side; /* ordinals and places */
    bool attached, sites;

    struct heap_cell *quarantine, *quarantine_end;
    size_t quarantine_bytes, quarantine_max;
};

_Static_assert(sizeof(struct heap_node) == 16, "a node is one unit");
_Static_assert(offsetof(struct heap, objects) == sizeof(struct heap_front),
               "quick.h finds the classes behind the front");
_Static_assert(sizeof(struct span) == HEAP_SPAN_STRIDE &&
                   SPAN_SIZE >> UNIT_SHIFT == 1 << HEAP_SPAN_UNITS_SHIFT,
               "quick.h knows spans");
_Static_assert(SPAN_SIZE / 16 <= UINT16_MAX, "cells of a span");

static inline uint32_t ref_of(const heap *h, const void *p)
{
    return (uint32_t)(((uintptr_t)p - (uintptr_t)h) >> UNIT_SHIFT);
}

static inline void *at_ref(const heap *h, uint32_t ref)
{
    return (char *)(uintptr_t)h + ((size_t)ref << UNIT_SHIFT);
}

static inline uint32_t span_of(const heap *h, const void *p)
{
    return (uint32_t)(((uintptr_t)p - (uintptr_t)h) >> SPAN_SHIFT);
}

static inline char *span_start(const heap *h, uint32_t span)
{
    return (char *)(uintptr_t)h + ((size_t)span << SPAN_SHIFT);
}

static inline struct heap_type_entry *entry_of(const heap *h, const object *o)
{
    return &h->types[heap_type_index(o)];
}

static inline bool is_container(const heap *h, const object *o)
{
    return entry_of(h, o)->flags & HEAP_CONTAINER;
}

#endif
