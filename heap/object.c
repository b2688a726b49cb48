/*
 * Making objects: the fast path takes the head of a free list, and whatever
 * must be looked at (an armed event, ordinals, a failing request) has left
 * that list empty.
 */
#include "heap/object.h"

#include <string.h>

#include "heap/alloc.h"
#include "heap/attach.h"
#include "heap/collect.h"
#include "heap/events_internal.h"
#include "heap/list.h"
#include "heap/spares.h"

/* Cells are whole units; most are a few of them. */
static inline void zero(void *cell, size_t size)
{
    typedef uint64_t unit __attribute__((vector_size(16), may_alias));
    unit *p = cell, none = {0, 0};
    if (HEAP_POISONS || size > 64) {
        memset(cell, 0, size);
        return;
    }
    p[0] = none;
    if (size > 16)
        p[1] = none;
    if (size > 32)
        p[2] = none;
    if (size > 48)
        p[3] = none;
}

static inline object *fill(const struct heap_type *type, void *cell,
                           size_t size)
{
    object *o = cell;
    if (size > 64 && type->flags & HEAP_RAW_TAIL)
        size = type->size;
    zero(cell, size);
    o->word = type->index << HEAP_TYPE_SHIFT | annex_bits(type);
    o->refs = 1;
    if (type->owner)
        heap_retain(type->owner);
    return o;
}

/* Under the address sanitizer: what of a cell may be touched. */
static size_t visible_size(const heap *h, const struct heap_type *type,
                           const void *cell, size_t size)
{
    if (type->flags & HEAP_ANNEX)
        return cell_size(h, cell);
    for (uint32_t i = 0; i < type->field_count; i++)
        if (type->fields[i].offset & HEAP_FIELD_FROM_END)
            return cell_size(h, cell);
    return size;
}

/* The cell is nobody's yet during the collection: it looks free. */
static void count_container(heap *h)
{
    if (heap_unlikely(++h->gc.counts[0] > h->gc.young_limit))
        collect_by_count(h);
}

static __attribute__((noinline)) object *
make_looked_at(heap *h, const struct heap_type *type, size_t size, bool counted)
{
    object *o;
    void *cell = cell_make(h, false, size);
    if (!cell)
        return NULL;
    if (counted)
        count_container(h);
    if (HEAP_POISONS) {
        size = visible_size(h, type, cell, size);
        unpoison(cell, size);
    } else {
        size = cell_size(h, cell);
    }
    o = fill(type, cell, size);
    if (h->attached)
        attach_born(h, o);
    if (heard_of(h, o, HEAP_EVENT_BIT(ALLOC)))
        events_tell(h, HEAP_EVENT_ALLOC, o);
    return o;
}

/* As in make(), where the class is armed because a debugger is attached. */
static __attribute__((noinline)) object *
make_slowly(heap *h, const struct heap_type *type, size_t size, bool counted)
{
    struct heap_size_class *c;
    struct heap_cell *cell;
    object *o;
    if (HEAP_POISONS || size > SMALL_MAX)
        return make_looked_at(h, type, size, counted);
    c = &h->objects[h->class_of[(size + 15) / 16]];
    cell = c->aside;
    if (!cell || !(c->armed & HEAP_ARMED_BIRTHS) ||
        c->armed & HEAP_ARMED_FAILS)
        return make_looked_at(h, type, size, counted);
    c->aside = cell->next;
    c->allocated++;
    if (counted)
        count_container(h);
    o = fill(type, cell, c->size);
    attach_born_small(h, c, o);
    if (heap_unlikely(c->armed & HEAP_ARMED_HEARD) &&
        heard_of(h, o, HEAP_EVENT_BIT(ALLOC)))
        events_tell(h, HEAP_EVENT_ALLOC, o);
    return o;
}

static inline object *make(heap *h, const struct heap_type *type, size_t extra,
                           bool counted)
{
    size_t size = type->size + extra;
    struct heap_size_class *c;
    struct heap_cell *cell;
    if (heap_unlikely(size > SMALL_MAX || extra > SMALL_MAX))
        return extra > h->range.size ? NULL
                                     : make_slowly(h, type, size, counted);
    c = &h->objects[h->class_of[(size + 15) / 16]];
    cell = c->free;
    if (HEAP_POISONS || heap_unlikely(!cell))
        return make_slowly(h, type, size, counted);
    c->free = cell->next;
    c->allocated++;
    if (counted)
        count_container(h);
    return fill(type, cell, c->size);
}

object *heap_alloc(heap *h, const struct heap_type *type, size_t extra)
{
    return make(h, type, extra, type->flags & HEAP_CONTAINER);
}

object *heap_alloc_spare(heap *h, const struct heap_type *type, size_t extra,
                         size_t size)
{
    return make(h, type, extra, !spares_take(h, type, size));
}

void heap_shadow_new(heap *h, const struct heap_type *type, size_t size)
{
    if (!spares_take(h, type, size))
        count_container(h);
}

size_t heap_object_size(const heap *h, const object *o)
{
    return cell_size(h, o);
}

bool heap_extend(heap *h, object *o, size_t size)
{
    const uint32_t births =
        HEAP_EVENT_BIT(ALLOC) | HEAP_EVENT_BIT(FREE) | HEAP_EVENT_BIT(ZERO);
    if (heard_of(h, o, births) || h->fail_at ||
        o->word & (HEAP_WATCHED | HEAP_WEAKLY) || cell_size(h, o) < size)
        return false;
    if (HEAP_POISONS)
        unpoison(o, size);
    if (h->attached)
        attach_born(h, o);
    return true;
}

void heap_track(heap *h, object *o)
{
    if (o->word & HEAP_TRACKED)
        return;
    if (heap_unlikely(o->word & HEAP_GENERATION)) {
        annex_track(h, o);
        return;
    }
    set_generation(o, 0);
    o->word |= HEAP_TRACKED;
    list_append(h, &h->lists[0], (struct heap_node *)o);
}

void heap_untrack(heap *h, object *o)
{
    list_untrack(h, o);
}
