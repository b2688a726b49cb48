/*
 * What objects consisted of before a step: their counts and their parts,
 * bounded, so that afterwards the change can be told.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/str.h"

#include <stdlib.h>
#include <string.h>

enum { OBJECTS_MOST = 200, PARTS_MOST = 200, TEXT_MOST = 60 };

struct memory *memory_new(struct engine *e)
{
    struct memory *m = calloc(1, sizeof *m);
    struct vm_frame *frame = engine_frame(e, 0);
    if (!m || !frame)
        return m;
    m->frame = frame->id;
    m->depth = engine_depth(e);
    m->function = show_str(frame->code->name, 100);
    return m;
}

void memory_free(struct memory *m)
{
    for (size_t i = 0; m && i < m->count; i++) {
        struct remembered *r = &m->objects[i];
        for (size_t k = 0; k < r->part_count; k++) {
            free(r->parts[k].label);
            free(r->parts[k].text);
        }
        free(r->parts);
        free(r->name);
    }
    if (m) {
        free(m->objects);
        free(m->function);
    }
    free(m);
}

const struct remembered *memory_find(const struct memory *m, int64_t ordinal)
{
    for (size_t i = 0; m && i < m->count; i++)
        if (m->objects[i].ordinal == ordinal)
            return &m->objects[i];
    return NULL;
}

struct remembering {
    struct engine *e;
    struct remembered *object;
};

static void add_part(const struct heap_edge *edge, void *arg)
{
    struct remembering *r = arg;
    struct text label, text;
    if (edge->kind == HEAP_EDGE_TYPE || edge->kind == HEAP_EDGE_KEY ||
        !edge->referent)
        return;
    if (r->object->part_count >= PARTS_MOST) {
        r->object->whole = false;
        return;
    }
    struct part *part = record_list_add(&r->object->parts,
                                        &r->object->part_count, sizeof *part);
    if (!part)
        return;
    text_begin(&label, TEXT_MOST);
    holders_put_edge(r->e, &label, edge);
    text_begin(&text, TEXT_MOST);
    /* An instance's own parts are its own story. */
    bool instance = heap_type_index(edge->referent) >= TYPE_COUNT;
    show_put(r->e, &text, edge->referent, instance ? 3 : 2);
    part->label = text_finish(&label);
    part->text = text_finish(&text);
    part->ordinal = number_of(r->e, edge->referent);
}

/* Modules, functions and classes change in ways that are no news. */
static bool worth_it(const object *o)
{
    uint32_t type = heap_type_index(o);
    return type >= TYPE_COUNT || type == TYPE_LIST || type == TYPE_DICT ||
           type == TYPE_TUPLE || type == TYPE_SET;
}

void memory_add(struct engine *e, struct memory *m, int64_t ordinal)
{
    object *o = number_find(e, ordinal);
    if (!o || m->count >= OBJECTS_MOST || memory_find(m, ordinal))
        return;
    struct remembered *new =
        record_list_add(&m->objects, &m->count, sizeof *new);
    if (!new)
        return;
    struct remembering r = {e, new};
    struct text name;
    text_begin(&name, TEXT_MOST);
    show_name(e, &name, o);
    new->name = text_finish(&name);
    new->ordinal = ordinal;
    new->whole = true;
    runtime_refs(e, o, &new->refs);
    if (worth_it(o))
        heap_edges(e->vm->heap, o, add_part, &r);
}
