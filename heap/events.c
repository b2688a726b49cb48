/*
 * Owns the listeners: a fixed table, so that listening needs no memory.  Only
 * listeners that were there before an event are told of it.
 */
#include "heap/events_internal.h"

#include <stddef.h>

#include "heap/alloc.h"
#include "heap/types.h"

static const char *const names[] = {
#define HEAP_EVENT(id, name, doc) name,
#include "heap/events.def"
#undef HEAP_EVENT
};

enum {
    DEATHS = HEAP_EVENT_BIT(FREE) | HEAP_EVENT_BIT(ZERO),
    UNSURE = 1 << 30, /* in a type's `heard`: it was not asked about yet */
};

const char *heap_event_name(enum heap_event_kind kind)
{
    return names[kind];
}

/* ---- which types are heard of ------------------------------------------- */

static bool wants_type(const struct heap_listener *l,
                       const struct heap_type *type)
{
    const struct heap_filter *f = &l->filter;
    return f->type ? f->type == type : f->wants && f->wants(type, l->arg);
}

static bool is_by_type(const struct heap_filter *f)
{
    return (f->type || f->wants) && !f->object;
}

static void know_type(heap *h, struct heap_type_entry *entry)
{
    const struct heap_type *type = entry->type;
    entry->heard = 0;
    for (uint32_t i = 0; i < h->listener_end; i++) {
        const struct heap_listener *l = &h->listeners[i];
        if (l->serial && is_by_type(&l->filter) && wants_type(l, type))
            entry->heard |= l->filter.kinds;
    }
    types_heard(entry, entry->heard & DEATHS);
    /* Objects of a unit are freed in place by what knows no types. */
    if (type->size <= sizeof(struct heap_cell))
        h->unit_deaths |= entry->heard & DEATHS;
    h->front.watch_death |= h->unit_deaths;
    if (entry->heard & HEAP_EVENT_BIT(ALLOC) && type->size < h->least_heard)
        h->least_heard = type->size;
}

/* Whom its name and its bases matter to is asked when they are in place. */
void events_type_changes(heap *h, struct heap_type_entry *entry)
{
    if (!h->by_type)
        return;
    know_type(h, entry);
    if (h->by_wish) {
        entry->heard |= h->by_wish | UNSURE;
        types_heard(entry, true);
        if (entry->type->size < h->least_heard)
            h->least_heard = entry->type->size;
    }
    alloc_arm(h);
}

bool events_heard_of(heap *h, const object *o, uint32_t bits)
{
    struct heap_type_entry *entry = entry_of(h, o);
    if (entry->heard & UNSURE)
        know_type(h, entry);
    return entry->heard & bits ||
           (o->word & HEAP_WATCHED && h->listened & bits);
}

static void know_types(heap *h)
{
    h->unit_deaths = 0;
    h->least_heard = SIZE_MAX;
    for (uint32_t i = 1; i <= h->types_used; i++)
        if (h->types[i].type)
            know_type(h, &h->types[i]);
}

/* The listener with that filter has come or gone. */
static void rearm(heap *h, const struct heap_filter *changed)
{
    h->listened = h->open = h->by_wish = 0;
    h->by_type = false;
    for (uint32_t i = 0; i < h->listener_end; i++) {
        const struct heap_filter *f = &h->listeners[i].filter;
        if (!h->listeners[i].serial)
            continue;
        h->listened |= f->kinds;
        h->by_type |= is_by_type(f);
        if (is_by_type(f) && f->wants)
            h->by_wish |= f->kinds;
        else if (!is_by_type(f) && !f->object)
            h->open |= f->kinds;
    }
    if (is_by_type(changed))
        know_types(h);
    h->front.watch_death = (h->open & DEATHS) | h->unit_deaths;
    alloc_arm(h);
}

/* ---- listening ------------------------------------------------------------ */

heap_listener *heap_listen(heap *h, const struct heap_filter *filter,
                           heap_event_fn *fn, void *arg)
{
    uint32_t i = 0;
    while (i < LISTENERS_MAX && h->listeners[i].serial)
        i++;
    if (i == LISTENERS_MAX || (h->fail_at && request_fails(h)))
        return NULL;
    h->listeners[i] = (struct heap_listener){
        .filter = *filter,
        .fn = fn,
        .arg = arg,
        .serial = ++h->listener_serial,
    };
    if (i >= h->listener_end)
        h->listener_end = i + 1;
    if (filter->object)
        ((object *)at_ref(h, ref_of(h, filter->object)))->word |= HEAP_WATCHED;
    rearm(h, filter);
    return &h->listeners[i];
}

void heap_unlisten(heap *h, heap_listener *l)
{
    l->serial = 0;
    while (h->listener_end && !h->listeners[h->listener_end - 1].serial)
        h->listener_end--;
    rearm(h, &l->filter);
}

void events_forget(heap *h, const object *o)
{
    for (uint32_t i = 0; i < h->listener_end; i++)
        if (h->listeners[i].filter.object == o) {
            h->listeners[i].filter.kinds = 0;
            rearm(h, &h->listeners[i].filter);
        }
}

bool heap_listened(const heap *h, enum heap_event_kind kind)
{
    return h->listened >> kind & 1;
}

bool events_want_size(const heap *h, size_t size)
{
    for (uint32_t i = 0; i < h->listener_end; i++) {
        const struct heap_listener *l = &h->listeners[i];
        const struct heap_filter *f = &l->filter;
        if (l->serial && !is_by_type(f) && f->kinds & HEAP_EVENT_BIT(ALLOC) &&
            size >= f->min_size && (!f->max_size || size <= f->max_size))
            return true;
    }
    return size >= h->least_heard;
}

static bool matches(const struct heap_listener *l, const struct heap_event *e)
{
    const struct heap_filter *f = &l->filter;
    return f->kinds >> e->kind & 1 &&
           ((!f->type && !f->wants) || (e->type && wants_type(l, e->type))) &&
           e->size >= f->min_size && (!f->max_size || e->size <= f->max_size) &&
           (!f->site || f->site == e->site) &&
           (!f->object || f->object == e->object) &&
           (!f->generation || f->generation == e->generation + 1);
}

void heap_tell(heap *h, const struct heap_event *event)
{
    uint64_t newest = h->listener_serial;
    if (!heap_listened(h, event->kind))
        return;
    for (uint32_t i = 0; i < h->listener_end; i++) {
        struct heap_listener *l = &h->listeners[i];
        if (l->serial && l->serial <= newest && matches(l, event))
            l->fn(event, l->arg);
    }
}

void events_tell_from(heap *h, enum heap_event_kind kind, object *o,
                      object *parent)
{
    struct heap_event event = {
        .kind = kind,
        .object = o,
        .parent = parent,
        .type = heap_type_of(h, o),
        .size = heap_total_size(h, o),
        .ordinal = heap_ordinal(h, o),
        .site = heap_site(h, o),
        .generation = -1,
    };
    heap_tell(h, &event);
}

void events_tell(heap *h, enum heap_event_kind kind, object *o)
{
    events_tell_from(h, kind, o, NULL);
}
