/*
 * Owns the size classes: cells on last-in first-out lists, new ones carved
 * from spans, wholly free spans given back now and then.  A cell's type index
 * is 0 from its free until its allocation is over.  Neighbours: span.c below,
 * object.c and array.c above.
 */
#include "heap/alloc.h"

#include "heap/attach.h"
#include "heap/events_internal.h"
#include "heap/quarantine.h"
#include "heap/span.h"

enum {
    PAGE = 4096,
    CARVE = 2048,   /* bytes of new cells made at a time */
    TRIM_SPANS = 4, /* free spans' worth of cells before a trim is tried */
};

RAW uint32_t cell_word(const void *p)
{
    return ((const object *)p)->word;
}

static RAW struct heap_cell *next_of(const struct heap_cell *p)
{
    return p->next;
}

static RAW void make_free(struct heap_cell *p, struct heap_cell *next)
{
    p->base.refs = 1;
    p->base.word = 0;
    p->next = next;
}

/* ---- classes ------------------------------------------------------------ */

static uint32_t class_size(unsigned class)
{
    if (class <= SMALL_STEP_MAX / 16)
        return class * 16;
    class -= SMALL_STEP_MAX / 16 + 1;
    return (SMALL_STEP_MAX << class / 4) / 4 * (5 + class % 4);
}

void alloc_init(heap *h)
{
    unsigned class = 1;
    for (unsigned i = 0; i < SIZE_CLASSES; i++) {
        uint32_t size = class_size(i);
        uint64_t trim = size ? TRIM_SPANS * (SPAN_SIZE / size) : 0;
        h->objects[i] = (struct heap_size_class){
            .size = size,
            .inverse = size ? (uint32_t)((UINT64_C(1) << 32) / size) + 1 : 0,
            .trim_at = trim,
        };
        h->arrays[i] = h->objects[i];
    }
    for (unsigned i = 1; i <= SMALL_MAX / 16; i++) {
        if (i * 16 > class_size(class))
            class ++;
        h->class_of[i] = (uint8_t) class;
    }
    h->class_of[0] = 1;
}

static void arm(struct heap_size_class *c, uint8_t why)
{
    struct heap_cell *cells = c->armed ? c->aside : c->free;
    c->armed = why;
    c->free = why ? NULL : cells;
    c->aside = why ? cells : NULL;
}

void alloc_arm(heap *h)
{
    const uint8_t fails = h->fail_at ? HEAP_ARMED_FAILS : 0,
                  births = h->attached ? HEAP_ARMED_BIRTHS : 0;
    for (unsigned i = 1; i < SIZE_CLASSES; i++) {
        bool heard = events_want_size(h, h->objects[i].size);
        arm(&h->objects[i],
            fails | births | (heard ? HEAP_ARMED_HEARD : 0));
        arm(&h->arrays[i], fails);
    }
}

static struct heap_cell **list_of(struct heap_size_class *c)
{
    return c->armed ? &c->aside : &c->free;
}

bool request_fails(heap *h)
{
    if (heap_likely(!h->fail_at) || --h->fail_at)
        return false;
    if (h->fails && !h->fails(h->fails_arg))
        return false;
    alloc_arm(h);
    return true;
}

void heap_fail_after(heap *h, uint64_t requests)
{
    h->fail_at = requests;
    alloc_arm(h);
}

void heap_fail_if(heap *h, bool (*fails)(void *arg), void *arg)
{
    h->fails = fails;
    h->fails_arg = arg;
}

uint64_t heap_fails_in(const heap *h)
{
    return h->fail_at;
}

/* ---- giving spans back --------------------------------------------------- */

/* Counts the free cells of each span; returns the list of spans that have
 * some, linked by `next`. */
static uint32_t count_free(heap *h, struct heap_size_class *c)
{
    uint32_t spans = 0;
    for (struct heap_cell *p = *list_of(c); p; p = next_of(p)) {
        struct span *s = &h->spans[span_of(h, p)];
        if (s->scratch++ == 0) {
            s->next = spans;
            spans = span_of(h, p);
        }
    }
    return spans;
}

static bool all_free(const struct span *s)
{
    return s->scratch * s->cell == s->used;
}

/* Takes the cells of the spans that are to go off the list. */
static void unlist(heap *h, struct heap_size_class *c)
{
    struct heap_cell **list = list_of(c), *kept = NULL, *next;
    for (struct heap_cell *p = *list; p; p = next) {
        next = next_of(p);
        if (h->spans[span_of(h, p)].scratch == UINT16_MAX)
            continue;
        if (kept)
            make_free(kept, p);
        else
            *list = p;
        kept = p;
    }
    if (kept)
        make_free(kept, NULL);
    else
        *list = NULL;
}

/* Gives wholly free spans back, but for `keep` of them. */
static void trim(heap *h, struct heap_size_class *c, uint32_t keep)
{
    uint32_t spans = count_free(h, c), gone = 0, next;
    for (uint32_t i = spans; i; i = h->spans[i].next) {
        struct span *s = &h->spans[i];
        bool unused = all_free(s) && i != c->span;
        s->scratch = unused && !keep ? UINT16_MAX : 0;
        gone += unused && !keep;
        keep -= unused && keep;
    }
    if (gone)
        unlist(h, c);
    for (uint32_t i = spans; i; i = next) {
        next = h->spans[i].next;
        if (h->spans[i].scratch == UINT16_MAX) {
            h->spans[i].scratch = 0;
            c->cells -= SPAN_SIZE / c->size;
            h->granted -= SPAN_SIZE;
            span_return(h, i, 1);
        }
    }
}

/* At every so many frees: is a good part of the class free?  While garbage is
 * deleted it will be more and more: once, when that is over, will do. */
static void consider_trim(heap *h, struct heap_size_class *c)
{
    if (h->gc.deleting) {
        c->trim_at = UINT64_MAX;
        return;
    }
    uint64_t per_span = SPAN_SIZE / c->size;
    uint64_t unused = c->cells - (c->allocated - c->freed);
    if (unused > TRIM_SPANS * per_span && unused > c->cells / 4)
        trim(h, c, 1 + (uint32_t)(c->cells / per_span / 8));
    unused = c->cells - (c->allocated - c->freed);
    c->trim_at = c->freed + TRIM_SPANS * per_span + unused;
}

void alloc_trim_late(heap *h)
{
    for (unsigned i = 1; i < SIZE_CLASSES; i++) {
        if (h->objects[i].trim_at == UINT64_MAX)
            consider_trim(h, &h->objects[i]);
        if (h->arrays[i].trim_at == UINT64_MAX)
            consider_trim(h, &h->arrays[i]);
    }
}

void heap_trim_units(heap *h)
{
    consider_trim(h, heap_units(h));
}

static void trim_all(heap *h)
{
    quarantine_limit(h, 0);
    for (unsigned i = 1; i < SIZE_CLASSES; i++) {
        trim(h, &h->objects[i], 0);
        trim(h, &h->arrays[i], 0);
    }
    quarantine_limit(h, h->quarantine_max);
}

/* ---- new cells ------------------------------------------------------------
 */

static bool within_limit(heap *h, size_t more)
{
    if (more <= h->limit && h->granted <= h->limit - more)
        return true;
    trim_all(h);
    return more <= h->limit && h->granted <= h->limit - more;
}

/* Attached: is there room for the births of what a run of spans will hold?
 * Otherwise it goes back. */
static bool reached(heap *h, uint32_t span, uint32_t count)
{
    bool ok = attach_reach(h, span);
    if (!ok)
        span_return(h, span, count);
    return ok;
}

static bool new_span(heap *h, struct heap_size_class *c, bool array)
{
    uint32_t span = within_limit(h, SPAN_SIZE) ? span_grant(h, 1) : 0;
    if (!span || (!array && !reached(h, span, 1)))
        return false;
    h->spans[span] = (struct span){
        .kind = array ? SPAN_ARRAYS : SPAN_OBJECTS,
        .class = (uint8_t)(c - (array ? h->arrays : h->objects)),
        .cell = c->size,
        .run = 1,
        .low = h->front.next_ordinal,
    };
    h->granted += SPAN_SIZE;
    c->cells += SPAN_SIZE / c->size;
    c->span = span;
    return true;
}

/* Makes some more free cells, in address order. */
static bool carve(heap *h, struct heap_size_class *c, bool array)
{
    struct span *s = &h->spans[c->span];
    struct heap_cell *list = NULL;
    uint32_t count = CARVE > c->size ? CARVE / c->size : 1, left;
    if (!c->span || s->used + c->size > SPAN_SIZE) {
        if (!new_span(h, c, array))
            return false;
        if (*list_of(c)) /* a trim has turned some up */
            return true;
        s = &h->spans[c->span];
    }
    left = (SPAN_SIZE - s->used) / c->size;
    if (count > left)
        count = left;
    for (uint32_t i = count; i-- > 0;) {
        char *p = span_start(h, c->span) + s->used + (size_t)i * c->size;
        make_free((struct heap_cell *)(void *)p, list);
        list = (struct heap_cell *)(void *)p;
    }
    s->used += count * c->size;
    *list_of(c) = list;
    return true;
}

static void *new_big(heap *h, bool array, size_t size)
{
    size_t pages = (size + PAGE - 1) / PAGE;
    uint32_t count = (uint32_t)((size + SPAN_SIZE - 1) >> SPAN_SHIFT), span;
    struct heap_size_class *c = array ? &h->big_arrays : &h->big_objects;
    if (size > h->range.size || !within_limit(h, pages * PAGE))
        return NULL;
    span = span_grant(h, count);
    if (!span || (!array && !reached(h, span, count)))
        return NULL;
    h->spans[span] = (struct span){
        .kind = array ? SPAN_BIG_ARRAY : SPAN_BIG_OBJECT,
        .run = count,
        .big = (uint32_t)pages,
        .low = h->front.next_ordinal,
    };
    h->granted += pages * PAGE;
    c->allocated++;
    unpoison(span_start(h, span), sizeof(struct heap_cell));
    make_free((struct heap_cell *)(void *)span_start(h, span), NULL);
    return span_start(h, span);
}

void *cell_make(heap *h, bool array, size_t size)
{
    struct heap_size_class *c;
    struct heap_cell *p;
    if (request_fails(h))
        return NULL;
    if (size > SMALL_MAX)
        return new_big(h, array, size);
    c = &(array ? h->arrays : h->objects)[h->class_of[(size + 15) / 16]];
    if (!*list_of(c) && !carve(h, c, array) && !*list_of(c))
        return NULL;
    p = *list_of(c);
    unpoison(p, sizeof *p);
    *list_of(c) = p->next;
    c->allocated++;
    return p;
}

/* ---- freeing ---------------------------------------------------------------
 */

size_t cell_size(const heap *h, const void *p)
{
    const struct span *s = &h->spans[span_of(h, p)];
    return s->big ? (size_t)s->big * PAGE : s->cell;
}

static struct heap_size_class *class_of_span(heap *h, const struct span *s)
{
    return &(s->kind == SPAN_ARRAYS ? h->arrays : h->objects)[s->class];
}

void cell_put(heap *h, struct heap_cell *p)
{
    struct heap_cell **list = list_of(class_of_span(h, &h->spans[span_of(h, p)]));
    make_free(p, *list);
    *list = p;
}

static void free_big(heap *h, uint32_t span)
{
    struct span *s = &h->spans[span];
    (s->kind == SPAN_BIG_ARRAY ? &h->big_arrays : &h->big_objects)->freed++;
    h->granted -= (size_t)s->big * PAGE;
    s->big = 0;
    span_return(h, span, s->run);
}

void cell_free(heap *h, void *p)
{
    uint32_t span = span_of(h, p);
    struct span *s = &h->spans[span];
    struct heap_size_class *c = class_of_span(h, s);
    struct heap_cell *cell = p;
    if (heap_unlikely(s->big)) {
        free_big(h, span);
        return;
    }
    if (HEAP_POISONS) {
        make_free(cell, NULL);
        poison(p, s->cell);
        quarantine_put(h, cell, s->cell);
    } else {
        struct heap_cell **list = list_of(c);
        make_free(cell, *list);
        *list = cell;
    }
    if (heap_unlikely(++c->freed >= c->trim_at))
        consider_trim(h, c);
}
