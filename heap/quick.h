/*
 * Making and freeing objects of one unit, 16 bytes, inline: ints, floats.
 * Included through heap/heap.h.
 *
 * Both take the way out that heap_alloc() and heap_destroy() take when nobody
 * looks on; whoever wants to has emptied the list or armed the class, and then
 * those two are called.
 */
#ifndef HEAP_QUICK_H
#define HEAP_QUICK_H

#include "heap/object.h"
#include "heap/poison.h"

/* A free cell; its type index is 0, and its count 1 so that a release too
 * many is noticed. */
struct heap_cell {
    object base;
    struct heap_cell *next;
};

/* Cells of one size, of objects or of arrays. */
struct heap_size_class {
    struct heap_cell *free;  /* what the fast path takes from */
    struct heap_cell *aside; /* instead of free while the class is armed */
    uint8_t armed;           /* enum heap_armed bits */
    uint32_t size, inverse; /* 2**32 / size, rounded up */
    uint32_t span; /* the one being bumped, 0: none */
    uint64_t allocated, freed, trim_at;
    uint64_t cells; /* ever bumped in spans still owned */
};

/* Why the fast list of a class is empty, and its cells lie aside. */
enum heap_armed {
    HEAP_ARMED_BIRTHS = 1, /* attached: each is numbered */
    HEAP_ARMED_HEARD = 2,  /* someone listens */
    HEAP_ARMED_FAILS = 4,  /* a request is to fail */
};

/* What is kept of an object beside it while a debugger is attached: its
 * ordinal, low half first, and the place in the script that made it. */
struct heap_birth {
    uint32_t ordinal[2];
    uint32_t place;
};

/* What every heap begins with; its classes follow, class 1 has one unit. */
struct heap_front {
    uint64_t watch_death; /* events that dying objects must look for */
    uint64_t next_ordinal;
    /* Attached only.  Each span has room for as many births as it has units;
     * those of its cells lie side by side. */
    char *first_cell;
    struct heap_birth *births; /* of first_cell's span and all behind it */
    uint64_t *latest;          /* ordinal of a span, HEAP_SPAN_STRIDE apart */
};
#define HEAP_SPAN_STRIDE 48
#define HEAP_SPAN_UNITS_SHIFT 12

static inline struct heap_size_class *heap_units(struct heap *h)
{
    struct heap_front *front = (struct heap_front *)(void *)h;
    return (struct heap_size_class *)(void *)(front + 1) + 1;
}

/* Gives free spans of cells of one unit back when there are many. */
void heap_trim_units(struct heap *h);

/*
 * A new object of one unit, of the type with that index, which has no owner
 * and is no container.  Its eight bytes behind the header are to be set.
 * NULL: use heap_alloc().
 */
static inline object *heap_alloc_unit(struct heap *h, uint32_t type)
{
    struct heap_size_class *c = heap_units(h);
    struct heap_cell *cell = c->free;
    if (HEAP_POISONS || heap_unlikely(!cell))
        return NULL;
    c->free = cell->next;
    c->allocated++;
    cell->base.word = type << HEAP_TYPE_SHIFT;
    return &cell->base;
}

/* Numbers a new object of one unit. */
static inline void heap_unit_born(struct heap_front *front, object *o,
                                  uint32_t place)
{
    size_t unit = (size_t)((char *)o - front->first_cell) >> 4;
    struct heap_birth *birth = &front->births[unit];
    uint64_t ordinal = front->next_ordinal++;
    char *latest = (char *)front->latest +
                   (unit >> HEAP_SPAN_UNITS_SHIFT) * HEAP_SPAN_STRIDE;
    birth->ordinal[0] = (uint32_t)ordinal;
    birth->ordinal[1] = (uint32_t)(ordinal >> 32);
    birth->place = place;
    *(uint64_t *)(void *)latest = ordinal;
}

/* An object that the script would have made was left out: its ordinal too. */
static inline void heap_skip_ordinal(struct heap *h)
{
    ((struct heap_front *)(void *)h)->next_ordinal++;
}

/* heap_alloc_unit() while attached; place: where the script is. */
static inline object *heap_alloc_unit_attached(struct heap *h, uint32_t type,
                                               uint32_t place)
{
    struct heap_size_class *c = heap_units(h);
    struct heap_cell *cell = c->aside;
    if (HEAP_POISONS || heap_unlikely(!cell || c->armed != HEAP_ARMED_BIRTHS))
        return NULL;
    c->aside = cell->next;
    c->allocated++;
    cell->base.word = type << HEAP_TYPE_SHIFT;
    heap_unit_born((struct heap_front *)(void *)h, &cell->base, place);
    return &cell->base;
}

/* Releases an object of one unit, whose type has nothing to do at its end. */
static inline void heap_release_unit(struct heap *h, object *o)
{
    struct heap_size_class *c = heap_units(h);
    struct heap_cell *cell = (struct heap_cell *)(void *)o;
    if (HEAP_POISONS || heap_likely(o->refs != 1) || c->armed ||
        ((struct heap_front *)(void *)h)->watch_death ||
        o->word & (HEAP_WEAKLY | HEAP_WATCHED)) {
        heap_release(h, o);
        return;
    }
    o->word = 0; /* its count is 1, as free cells have it */
    cell->next = c->free;
    c->free = cell;
    if (heap_unlikely(++c->freed >= c->trim_at))
        heap_trim_units(h);
}

/* The same while attached. */
static inline void heap_release_unit_attached(struct heap *h, object *o)
{
    struct heap_size_class *c = heap_units(h);
    struct heap_cell *cell = (struct heap_cell *)(void *)o;
    if (HEAP_POISONS || heap_likely(o->refs != 1) ||
        ((struct heap_front *)(void *)h)->watch_death ||
        o->word & (HEAP_WEAKLY | HEAP_WATCHED)) {
        heap_release(h, o);
        return;
    }
    o->word = 0; /* its count is 1, as free cells have it */
    cell->next = c->aside;
    c->aside = cell;
    if (heap_unlikely(++c->freed >= c->trim_at))
        heap_trim_units(h);
}

/* For a type's unlink: gives back a reference that is not o's last.  False:
 * it is, and still the caller's, who hands it to the heap. */
static inline bool heap_drop_shared(object *o)
{
    if (o->refs == 1)
        return false;
    if (heap_likely(o->refs != UINT32_MAX))
        o->refs--;
    return true;
}

#endif
