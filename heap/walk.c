/*
 * Walks: every live object by address, those that refer to one, totals.
 * Nothing is allocated and no walk recurses.
 */
#include "heap/heap_internal.h"

#include "heap/annex.h"
#include "heap/list.h"

static bool holds_objects(const struct span *s)
{
    return s->kind == SPAN_OBJECTS || s->kind == SPAN_BIG_OBJECT;
}

/* The first live cell of a span at or behind an offset. */
static object *live_from(const heap *h, uint32_t span, size_t offset)
{
    const struct span *s = &h->spans[span];
    char *start = span_start(h, span);
    if (s->kind == SPAN_BIG_OBJECT)
        return offset || !(cell_word(start) >> HEAP_TYPE_SHIFT)
                   ? NULL
                   : (object *)(void *)start;
    for (; offset < s->used; offset += s->cell)
        if (cell_word(start + offset) >> HEAP_TYPE_SHIFT)
            return (object *)(void *)(start + offset);
    return NULL;
}

object *heap_next(const heap *h, const object *after)
{
    uint32_t span = after ? span_of(h, after) : h->first_span;
    size_t offset = 0;
    if (after)
        offset = (size_t)((const char *)after - span_start(h, span)) +
                 cell_size(h, after);
    while (span < h->next_span) {
        const struct span *s = &h->spans[span];
        object *o = holds_objects(s) ? live_from(h, span, offset) : NULL;
        if (o)
            return o;
        span += s->run;
        offset = 0;
    }
    return NULL;
}

bool heap_is_object(const heap *h, const void *p)
{
    uintptr_t offset = (uintptr_t)p - (uintptr_t)h;
    uint32_t span, in_span = offset % SPAN_SIZE;
    const struct span *s;
    if (offset >> SPAN_SHIFT < h->first_span ||
        offset >> SPAN_SHIFT >= h->next_span)
        return false;
    span = (uint32_t)(offset >> SPAN_SHIFT);
    s = &h->spans[span];
    if (s->kind == SPAN_BIG_OBJECT)
        return in_span == 0 && cell_word(p) >> HEAP_TYPE_SHIFT;
    return s->kind == SPAN_OBJECTS && in_span < s->used &&
           in_span % s->cell == 0 && cell_word(p) >> HEAP_TYPE_SHIFT;
}

int heap_generation(const heap *h, const object *o)
{
    if (!(o->word & HEAP_TRACKED))
        return -1;
    if (may_have_annex(o) && has_annex(h, o))
        o = &annex_of(h, o)->base;
    return (int)((o->word & HEAP_GENERATION) >> 1);
}

bool heap_each_tracked(const heap *h, int generation,
                       bool (*fn)(object *o, void *arg), void *arg)
{
    const struct heap_node *list = &h->lists[generation];
    uint32_t end = ref_of(h, list), next;
    for (uint32_t i = list->next; i != end; i = next) {
        struct heap_node *n = node_at(h, i);
        next = n->next;
        if (!fn(member_of(n), arg))
            return false;
    }
    return true;
}

struct search {
    const object *target;
    object *from;
    void (*emit)(object *from, const struct heap_edge *edge, void *arg);
    void *arg;
};

static void match_edge(const struct heap_edge *edge, void *arg)
{
    struct search *s = arg;
    if (edge->referent == s->target)
        s->emit(s->from, edge, s->arg);
}

void heap_referrers(const heap *h, const object *target,
                    void (*emit)(object *from, const struct heap_edge *edge,
                                 void *arg),
                    void *arg)
{
    struct search search = {.target = target, .emit = emit, .arg = arg};
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o)) {
        search.from = o;
        heap_edges(h, o, match_edge, &search);
    }
    search.from = NULL;
    if (h->hooks.roots)
        h->hooks.roots(h->hooks.arg, match_edge, &search);
}

size_t heap_total_size(const heap *h, const object *o)
{
    const struct heap_type *type = heap_type_of(h, o);
    return cell_size(h, o) + (type->extra ? type->extra(o) : 0);
}

static void add_class(struct heap_totals *t, const struct heap_size_class *c)
{
    t->objects += c->allocated - c->freed;
    t->bytes += (c->allocated - c->freed) * c->size;
    t->allocations += c->allocated;
    t->frees += c->freed;
}

static void add_big(const heap *h, struct heap_totals *t)
{
    add_class(t, &h->big_objects);
    if (h->big_objects.allocated == h->big_objects.freed)
        return;
    for (uint32_t i = h->first_span; i < h->next_span; i += h->spans[i].run)
        if (h->spans[i].kind == SPAN_BIG_OBJECT)
            t->bytes += cell_size(h, span_start(h, i));
}

static size_t live_of(const struct heap_size_class *c)
{
    return c->allocated - c->freed;
}

void heap_totals(const heap *h, struct heap_totals *out)
{
    *out = (struct heap_totals){
        .arrays = live_of(&h->big_arrays),
        .array_bytes = h->array_bytes,
        .reserved = h->range.size,
        .committed = h->granted,
    };
    for (unsigned i = 1; i < SIZE_CLASSES; i++) {
        add_class(out, &h->objects[i]);
        out->arrays += live_of(&h->arrays[i]);
    }
    add_big(h, out);
    out->bytes += out->array_bytes;
    if (h->weak) { /* the heap's own table */
        out->arrays--;
        out->array_bytes -= cell_size(h, h->weak);
        out->bytes -= cell_size(h, h->weak);
    }
}
