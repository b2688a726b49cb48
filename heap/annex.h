/*
 * Containers whose type is derived from one without links: an instance of a
 * script's subclass of int, say.  Its fixed part is that of its base, so its
 * links cannot follow its header.  They have the last unit of its cell, the
 * annex: a node of type index 0 that stands for it in the collector's lists,
 * with the distance to it in place of a count.
 *
 * Objects of these types carry generation 3 themselves, tracked or not; their
 * generation and whether they are being collected is in the annex.
 */
#ifndef HEAP_ANNEX_H
#define HEAP_ANNEX_H

#include "heap/alloc.h"

static inline bool has_annex(const heap *h, const object *o)
{
    return entry_of(h, o)->flags & HEAP_ANNEX;
}

/* The bits that an object of the type has from its birth on. */
static inline uint32_t annex_bits(const struct heap_type *type)
{
    return type->flags & HEAP_ANNEX ? HEAP_GENERATION : 0;
}

/* May o, by its bits, be tracked through an annex?  Or it is frozen. */
static inline bool may_have_annex(const object *o)
{
    const uint32_t bits = HEAP_TRACKED | HEAP_GENERATION;
    return (o->word & bits) == bits;
}

static inline struct heap_node *annex_of(const heap *h, const object *o)
{
    uintptr_t end = (uintptr_t)o + cell_size(h, o);
    return (struct heap_node *)(end - sizeof(struct heap_node));
}

/* The links of a container. */
static inline struct heap_node *links_of(const heap *h, object *o)
{
    return has_annex(h, o) ? annex_of(h, o) : (struct heap_node *)o;
}

static inline bool is_annex(const struct heap_node *n)
{
    return !heap_type_index(&n->base);
}

/* The object that a node in a list stands for. */
static inline object *member_of(struct heap_node *n)
{
    uintptr_t distance = is_annex(n) ? (uintptr_t)n->base.refs << UNIT_SHIFT : 0;
    return (object *)((uintptr_t)n - distance);
}

/* What the collector must know of annexes as objects. */
extern const struct heap_type annex_type;

/* heap_track() and heap_untrack() of an object that has one. */
void annex_track(heap *h, object *o);
void annex_untrack(heap *h, object *o);

#endif
