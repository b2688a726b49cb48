/*
 * The headers of objects and the inline accessors of their counts and bits.
 * Included through heap/heap.h.  Nothing outside heap/ touches the fields.
 */
#ifndef HEAP_OBJECT_H
#define HEAP_OBJECT_H

#include <stdbool.h>
#include <stdint.h>

/* A check build makes a borrowed parameter const, so that the compiler
 * refuses to steal, return or release it. */
#ifdef HEAP_CHECK_OWNERSHIP
#define HEAP_BORROWED const
#else
#define HEAP_BORROWED
#endif

#define HEAP_MUST_CHECK __attribute__((warn_unused_result))
#define heap_likely(x) __builtin_expect(!!(x), 1)
#define heap_unlikely(x) __builtin_expect(!!(x), 0)

struct heap;

/*
 * word: type index (20 bits) | aux (4 bits) | bits (8).  aux belongs to the
 * type (a tuple's short length, an int's size class).  A free cell has type
 * index 0.
 */
typedef struct heap_object {
    uint32_t refs;
    uint32_t word;
} object;

/* Containers add their links in a generation's list: addresses in units of
 * 16 bytes from the heap's base. */
struct heap_node {
    object base;
    uint32_t next, prev;
};

#define HEAP_TYPE_MAX ((1u << 20) - 1)

enum heap_bits {
    HEAP_TRACKED = 1 << 0,
    HEAP_GENERATION = 3 << 1, /* 0, 1, 2; 3: frozen */
    HEAP_COLLECTING = 1 << 3, /* in the set being collected */
    HEAP_FINALIZED = 1 << 4,
    HEAP_WEAKLY = 1 << 5,  /* has weak references, in the side table */
    HEAP_WATCHED = 1 << 6, /* an event filter names this object */
    HEAP_MARK = 1 << 7,    /* scratch of the walk under way */
};
#define HEAP_AUX_SHIFT 8
#define HEAP_TYPE_SHIFT 12

static inline uint32_t heap_type_index(const object *o)
{
    return o->word >> HEAP_TYPE_SHIFT;
}

static inline uint32_t heap_aux(const object *o)
{
    return (o->word >> HEAP_AUX_SHIFT) & 15;
}

/* Are both of the type with that index?  And with that aux?  Tested at once. */
static inline bool heap_both_typed(const object *a, const object *b,
                                   uint32_t type)
{
    uint32_t want = type << HEAP_TYPE_SHIFT;
    return ((a->word ^ want) | (b->word ^ want)) >> HEAP_TYPE_SHIFT == 0;
}

static inline bool heap_both_formed(const object *a, const object *b,
                                    uint32_t type, uint32_t aux)
{
    uint32_t want = type << HEAP_TYPE_SHIFT | aux << HEAP_AUX_SHIFT;
    return ((a->word ^ want) | (b->word ^ want)) >> HEAP_AUX_SHIFT == 0;
}

/* Is o of that type, with that aux? */
static inline bool heap_is_formed(const object *o, uint32_t type, uint32_t aux)
{
    return o->word >> HEAP_AUX_SHIFT ==
           (type << (HEAP_TYPE_SHIFT - HEAP_AUX_SHIFT) | aux);
}

static inline void heap_set_aux(object *o, uint32_t aux)
{
    o->word = (o->word & ~(15u << HEAP_AUX_SHIFT)) | aux << HEAP_AUX_SHIFT;
}

static inline uint32_t heap_refs(const object *o)
{
    return o->refs;
}

static inline bool heap_is_tracked(const object *o)
{
    return o->word & HEAP_TRACKED;
}

void heap_destroy(struct heap *h, object *o);

/* Counts saturate at UINT32_MAX and then stay. */
static inline object *heap_retain(object *o)
{
    uint32_t n;
    o->refs = __builtin_add_overflow(o->refs, 1u, &n) ? UINT32_MAX : n;
    return o;
}

/* Steals the reference; destroys o, running any finalizer, at zero. */
static inline void heap_release(struct heap *h, object *o)
{
    uint32_t n = o->refs - 1;
    if (heap_unlikely(n == UINT32_MAX - 1))
        return;
    o->refs = n;
    if (n == 0)
        heap_destroy(h, o);
}

static inline object *heap_retain_maybe(object *o)
{
    return o ? heap_retain(o) : o;
}

static inline void heap_release_maybe(struct heap *h, object *o)
{
    if (o)
        heap_release(h, o);
}

/* Stores a stolen reference in an owning field, then releases the old one. */
static inline void heap_store(struct heap *h, object **field, object *stolen)
{
    object *old = *field;
    *field = stolen;
    heap_release_maybe(h, old);
}

#endif
