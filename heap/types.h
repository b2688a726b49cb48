/*
 * What types say of themselves, with what the heap derives where they are
 * silent.
 */
#ifndef HEAP_TYPES_H
#define HEAP_TYPES_H

#include "heap/alloc.h"

/* From now on someone hears of the deaths of its instances, or no one does. */
void types_heard(struct heap_type_entry *entry, bool heard);

/* Calls visit for all that o, or the object whose annex it is, owns, its
 * type's owner last. */
void type_traverse(const heap *h, object *o, heap_visit_fn *visit, void *arg);

static inline const struct heap_items *items_of(const struct heap_type *type,
                                                const object *o)
{
    return (const void *)((const char *)o + type->items_at);
}

static inline __attribute__((always_inline)) void
items_traverse(const struct heap_items *items, heap_visit_fn *visit, void *arg)
{
    for (uint32_t i = items->count; i-- > 0;)
        if (items->first[i])
            visit(items->first[i], arg);
}

/* By the type's own functions. */
static inline __attribute__((always_inline)) void
own_traverse(const struct heap_type *type, object *o, heap_visit_fn *visit,
             void *arg)
{
    struct heap_items items = {0};
    if (type->items)
        items = type->items(o);
    for (uint32_t i = 0; items.first && i < items.count; i++)
        if (items.first[i])
            visit(items.first[i], arg);
    if (!items.first)
        type->traverse(o, visit, arg);
}

/* The same as type_traverse, for the collector's innermost loops, but that a
 * type's owner may be left to the caller: returns it, or NULL. */
static inline __attribute__((always_inline)) object *
type_traverse_fast(const heap *h, object *o, heap_visit_fn *visit, void *arg)
{
    const struct heap_type *type = entry_of(h, o)->type;
    if (heap_unlikely(type->field_count)) {
        type_traverse(h, o, visit, arg);
        return NULL;
    }
    if (type->items_at)
        items_traverse(items_of(type, o), visit, arg);
    else if (type->traverse)
        own_traverse(type, o, visit, arg);
    return type->owner;
}

/* Where a field is; offsets from the end count from the cell's. */
static inline object **type_field(const heap *h, object *o,
                                  const struct heap_field *f)
{
    size_t offset = f->offset;
    if (heap_unlikely(offset & HEAP_FIELD_FROM_END))
        offset = cell_size(h, o) - (offset & ~HEAP_FIELD_FROM_END);
    return (object **)(void *)((char *)o + offset);
}

static inline object *type_take_field(const heap *h, object *o,
                                      const struct heap_field *f)
{
    object **field = type_field(h, o, f), *taken = *field;
    *field = NULL;
    return taken;
}

/* Takes the next owned reference out of o; NULL when there is none. */
object *type_unlink_field(const heap *h, const struct heap_type *type,
                          object *o);
static inline object *type_unlink(heap *h, const struct heap_type *type,
                                  object *o)
{
    object *taken =
        type->field_count ? type_unlink_field(h, type, o) : NULL;
    if (!taken && type->unlink)
        taken = type->unlink(h, o);
    return taken;
}

/* The same of an object that nobody can reach any more, whose fields before
 * *field have been taken; that goes on. */
static inline object *type_unlink_next(heap *h, const struct heap_type *type,
                                       object *o, uint32_t *field)
{
    object *taken = NULL;
    while (!taken && *field < type->field_count)
        taken = type_take_field(h, o, &type->fields[(*field)++]);
    if (!taken && type->unlink)
        taken = type->unlink(h, o);
    return taken;
}

/* Drops what may form a cycle; o stays valid. */
void type_clear(heap *h, object *o);

#endif
