/*
 * Owns the table of types and derives traverse, unlink and edges from a
 * type's field table where it gives none.  Freed indices are linked through
 * their entries' flags.
 */
#include "heap/types.h"

#include "heap/annex.h"
#include "heap/events_internal.h"

/* The bits of an instance's word any of which means that more happens at its
 * death than that the cell is freed. */
static uint32_t rites_of(const struct heap_type *type)
{
    const uint32_t all = HEAP_TYPE_MAX << HEAP_TYPE_SHIFT;
    uint32_t rites = HEAP_WEAKLY | HEAP_WATCHED;
    if (type->flags & (HEAP_CONTAINER | HEAP_FINALIZES | HEAP_SCRIPT) ||
        type->unlink || type->field_count || type->owner)
        return all;
    if (type->destroy)
        return type->flags & HEAP_DESTROY_BY_AUX ? rites | 15 << HEAP_AUX_SHIFT
                                                 : all;
    return rites;
}

uint32_t heap_type_add(heap *h, struct heap_type *type)
{
    uint32_t i = h->types_free;
    if (i)
        h->types_free = h->types[i].flags;
    else if (h->types_used < HEAP_TYPE_MAX)
        i = ++h->types_used;
    else
        return 0;
    h->types[i] = (struct heap_type_entry){
        .type = type,
        .flags = type->flags,
        .children = type->unlink || type->field_count,
        .rites = rites_of(type),
    };
    type->index = i;
    events_type_changes(h, &h->types[i]);
    return i;
}

void heap_type_changed(heap *h, struct heap_type *type)
{
    h->types[type->index].flags = type->flags;
    h->types[type->index].rites = rites_of(type);
    events_type_changes(h, &h->types[type->index]);
}

void types_heard(struct heap_type_entry *entry, bool heard)
{
    const uint32_t all = HEAP_TYPE_MAX << HEAP_TYPE_SHIFT;
    entry->rites = heard ? all : rites_of(entry->type);
    entry->flags = entry->type->flags | (heard ? HEAP_HEARD : 0);
}

void heap_type_remove(heap *h, struct heap_type *type)
{
    uint32_t i = type->index;
    h->types[i] = (struct heap_type_entry){.flags = h->types_free};
    h->types_free = i;
    type->index = 0;
}

const struct heap_type_entry *heap_type_table(const heap *h)
{
    return h->types;
}

const struct heap_type *heap_type_of(const heap *h, const object *o)
{
    return entry_of(h, o)->type;
}

void type_traverse(const heap *h, object *o, heap_visit_fn *visit, void *arg)
{
    const struct heap_type *type;
    o = member_of((struct heap_node *)o);
    type = heap_type_of(h, o);
    for (uint32_t i = 0; i < type->field_count; i++) {
        object *referent = *type_field(h, o, &type->fields[i]);
        if (referent)
            visit(referent, arg);
    }
    if (type->traverse)
        type->traverse(o, visit, arg);
    if (type->owner)
        visit(type->owner, arg);
}

void heap_referents(const heap *h, object *o, heap_visit_fn *visit, void *arg)
{
    type_traverse(h, o, visit, arg);
}

object *type_unlink_field(const heap *h, const struct heap_type *type,
                          object *o)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        object *taken = type_take_field(h, o, &type->fields[i]);
        if (taken)
            return taken;
    }
    return NULL;
}

void type_clear(heap *h, object *o)
{
    const struct heap_type *type = heap_type_of(h, o);
    object *taken;
    while ((taken = type_unlink_field(h, type, o)))
        heap_release(h, taken);
    if (type->clear)
        type->clear(h, o);
    else if (type->unlink)
        while ((taken = type->unlink(h, o)))
            heap_release(h, taken);
}

static void field_edges(const heap *h, object *o, heap_edge_fn *emit, void *arg)
{
    const struct heap_type *type = heap_type_of(h, o);
    for (uint32_t i = 0; i < type->field_count; i++) {
        struct heap_edge edge = {
            .kind = HEAP_EDGE_FIELD,
            .name = type->fields[i].name,
            .index = i,
            .referent = *type_field(h, o, &type->fields[i]),
        };
        if (edge.referent)
            emit(&edge, arg);
    }
}

struct numbering {
    heap_edge_fn *emit;
    void *arg;
    size_t index;
};

static void number(object *referent, void *arg)
{
    struct numbering *n = arg;
    struct heap_edge edge = {
        .kind = HEAP_EDGE_ITEM,
        .index = n->index++,
        .referent = referent,
    };
    n->emit(&edge, n->arg);
}

void heap_edges(const heap *h, object *o, heap_edge_fn *emit, void *arg)
{
    const struct heap_type *type = heap_type_of(h, o);
    struct numbering numbering = {.emit = emit, .arg = arg};
    struct heap_edge owner = {
        .kind = HEAP_EDGE_TYPE,
        .name = "class",
        .referent = type->owner,
    };
    field_edges(h, o, emit, arg);
    if (type->edges)
        type->edges(o, emit, arg);
    else if (type->traverse)
        type->traverse(o, number, &numbering);
    if (owner.referent)
        emit(&owner, arg);
}
