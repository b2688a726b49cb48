/*
 * Owns the listeners: a fixed table, so that listening needs no memory.  Only
 * listeners that were there before an event are told of it.
 */
#include "heap/events_internal.h"

#include <stddef.h>

#include "heap/alloc.h"

static const char *const names[] = {
#define HEAP_EVENT(id, name, doc) name,
#include "heap/events.def"
#undef HEAP_EVENT
};

enum {
    DEATHS = HEAP_EVENT_BIT(FREE) | HEAP_EVENT_BIT(ZERO),
};

const char *heap_event_name(enum heap_event_kind kind)
{
    return names[kind];
}

static void rearm(heap *h)
{
    h->listened = 0;
    for (uint32_t i = 0; i < h->listener_end; i++)
        if (h->listeners[i].serial)
            h->listened |= h->listeners[i].filter.kinds;
    h->front.watch_death = h->listened & DEATHS;
    alloc_arm(h);
}

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
    rearm(h);
    return &h->listeners[i];
}

void heap_unlisten(heap *h, heap_listener *l)
{
    l->serial = 0;
    while (h->listener_end && !h->listeners[h->listener_end - 1].serial)
        h->listener_end--;
    rearm(h);
}

void events_forget(heap *h, const object *o)
{
    for (uint32_t i = 0; i < h->listener_end; i++)
        if (h->listeners[i].filter.object == o)
            h->listeners[i].filter.kinds = 0;
    rearm(h);
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
        if (l->serial && f->kinds & HEAP_EVENT_BIT(ALLOC) &&
            size >= f->min_size && (!f->max_size || size <= f->max_size))
            return true;
    }
    return false;
}

static bool matches(const struct heap_filter *f, const struct heap_event *e)
{
    return f->kinds >> e->kind & 1 && (!f->type || f->type == e->type) &&
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
        if (l->serial && l->serial <= newest && matches(&l->filter, event))
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
