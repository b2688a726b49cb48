/*
 * Copies that share their array until one of them changes.  Included through
 * heap/heap.h.
 *
 * Objects of a HEAP_SHARES type keep their items in an array.  A copy may take
 * the array of what it copies, items uncounted: each item is then held once
 * by the array, which has two owners or more, and no script can tell but by
 * memory and speed.  Who is about to change its array makes its own first.
 */
#ifndef HEAP_SHARE_H
#define HEAP_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/object.h"

/* This bit of aux is set in an object while it shares its array. */
#define HEAP_SHARED (8u << HEAP_AUX_SHIFT)

/* Of a HEAP_SHARES type only. */
static inline bool heap_is_shared(const object *o)
{
    return o->word & HEAP_SHARED;
}

/* Of any: is o of exactly this HEAP_SHARES type, and does it share? */
static inline bool heap_is_sharing(const object *o, uint32_t type)
{
    return o->word >> (HEAP_TYPE_SHIFT - 1) == (type << 1 | 1);
}

/*
 * copy, of a HEAP_SHARES type that keeps its array as from does, and still
 * without one, becomes an owner of from's; the caller then copies the fields
 * that find it.  False, with nothing
 * changed: no memory, or sharing is off, or somebody listens to counts; the
 * caller then copies the items.
 */
HEAP_MUST_CHECK bool heap_share(struct heap *h, object *from, object *copy);

/*
 * The same for a copy of some of the items, which stay where they are in the
 * array: copy owns a part.  An array needs an owner of the whole: see
 * heap_share_dependent.
 */
HEAP_MUST_CHECK bool heap_share_part(struct heap *h, object *from,
                                     object *copy);

/*
 * An owner of a part of the array of which o, which shares, is the only owner
 * of the whole; or NULL.  Such a one must have an array of its own before o
 * changes or dies: ask until there is none.
 */
object *heap_share_dependent(const struct heap *h, const object *o);

/* An array for it though the heap be over its limit, since a death cannot
 * fail; NULL: not even so. */
void *heap_share_room(struct heap *h, size_t size);

/*
 * o, which shares, is an owner no longer: the array and the items' counts are
 * the others'.  When one owner is left it has the array to itself.
 */
void heap_share_leave(struct heap *h, object *o);

/* Owners of o's array and of parts of it, o included; 1: it does not share. */
size_t heap_share_owners(const struct heap *h, const object *o);

/* Calls fn for each other owner of o's array, borrowed; fn shares nothing. */
void heap_share_each(const struct heap *h, const object *o,
                     void (*fn)(object *owner, void *arg), void *arg);

/* Whether copies made from now on may share; at first they may. */
void heap_set_sharing(struct heap *h, bool on);
bool heap_sharing(const struct heap *h);

/*
 * o's count as if every owner of a shared array held its items by itself: the
 * count to show.  Constant time but for the first question after a copy, which
 * looks through the new array, and for one step an array that holds o.
 */
uint32_t heap_refs_told(const struct heap *h, const object *o);

#endif
