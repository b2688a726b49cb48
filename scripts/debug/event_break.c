/*
 * Stops at what happens to objects besides their birth and death: finalizers,
 * resurrection, weak references, shared arrays, garbage found; at the size of
 * the heap; and at exceptions raised.  The kinds are one table.  Listeners
 * are armed by heap_break.c for the kinds that are wanted only.
 */
#include "scripts/debug/engine_internal.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *kind;
    enum heap_event_kind event;
    const char *words;
} kinds[] = {
    {"finalize", HEAP_EVENT_FINALIZE, "is about to be finalized"},
    {"resurrect", HEAP_EVENT_RESURRECT, "was brought back by its finalizer"},
    {"weakref-clear", HEAP_EVENT_WEAK_CLEAR,
     "dies: a weak reference to it is cleared"},
    {"share", HEAP_EVENT_SHARE, "shares its array with a copy"},
    {"unshare", HEAP_EVENT_UNSHARE, "changes: it gets an array of its own"},
    {"unreachable", HEAP_EVENT_UNREACHABLE,
     "was found to be garbage: only dead objects refer to it"},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

uint32_t event_break_kinds(const struct engine *e)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < KINDS; i++)
        if (break_any(e, kinds[i].kind))
            bits |= 1u << kinds[i].event;
    return bits;
}

static size_t find_kind(enum heap_event_kind event)
{
    size_t i = 0;
    while (i + 1 < KINDS && kinds[i].event != event)
        i++;
    return i;
}

void event_break_tell(const struct heap_event *event, void *arg)
{
    struct engine *e = arg;
    size_t kind = find_kind(event->kind);
    object *o = event->object;
    if (e->evaluating || e->stopped || e->no_stops || !o || !engine_frame(e, 0))
        return;
    for (size_t i = 0; i < e->break_count; i++) {
        struct engine_break *b = &e->breaks[i];
        if (break_is(b, kinds[kind].kind) && break_wants_object(e, b, o) &&
            break_hit(e, b, o)) {
            stop_at_object(e, b, o, kinds[kind].words, NULL);
            return;
        }
    }
}

/* ---- the next event ----------------------------------------------------- */

uint32_t event_step_kinds(const struct engine *e)
{
    static const uint32_t alloc = HEAP_EVENT_BIT(ALLOC),
                          released = HEAP_EVENT_BIT(FREE);
    const char *only = e->resume.path;
    if (e->step.how != HOW_HEAP)
        return 0;
    if (only && strcmp(only, "alloc") == 0)
        return alloc;
    return only && strcmp(only, "free") == 0 ? released : alloc | released;
}

/* The first is told at the next instruction, when what was made is filled. */
void event_step_tell(const struct heap_event *event, void *arg)
{
    struct engine *e = arg;
    struct text t;
    if (e->evaluating || e->stopped || e->no_stops || e->step.heap_event ||
        !engine_frame(e, 0))
        return;
    text_begin(&t, 200);
    show_name(e, &t, event->object);
    text_add(&t, event->kind == HEAP_EVENT_ALLOC ? " was made" : " was freed");
    if (event->kind == HEAP_EVENT_FREE && event->parent) {
        text_add(&t, ", let go of by ");
        show_name(e, &t, event->parent);
    }
    e->step.heap_event = text_finish(&t);
}

/* ---- the size of the heap ----------------------------------------------- */

static void stop_at_size(struct engine *e, struct engine_break *b, size_t bytes)
{
    struct view_stop stop = {0};
    record_text(&stop.reason, "breakpoint");
    stop_here(e, &stop);
    stop_at_break(e, b, &stop);
    record_textf(&stop.text,
                 "Breakpoint %lld: the heap has passed %lld bytes, now %zu",
                 (long long)b->spec.id, (long long)b->spec.least, bytes);
    engine_stop(e, &stop);
}

void event_break_heap_size(struct engine *e)
{
    struct heap_totals totals;
    if (!e->sizing)
        return;
    heap_totals(e->vm->heap, &totals);
    for (size_t i = 0; i < e->break_count; i++) {
        struct engine_break *b = &e->breaks[i];
        if (!break_is(b, "heap"))
            continue;
        bool above = (int64_t)totals.bytes > b->spec.least;
        bool passed = above && !b->above;
        b->above = above;
        if (passed && break_hit(e, b, NULL)) {
            stop_at_size(e, b, totals.bytes);
            return;
        }
    }
}

/* ---- exceptions --------------------------------------------------------- */

static bool wants_exception(struct engine *e, const struct engine_break *b,
                            object *exception)
{
    return break_is(b, "raise") &&
           break_wants_type(b, vm_type_of(e->vm, exception));
}

static void stop_at_raise(struct engine *e, struct engine_break *b,
                          object *exception)
{
    struct view_stop stop = {0};
    char *raised = NULL;
    record_text(&stop.reason, "exception");
    describe_exception(e, exception, &stop);
    record_text(&raised, stop.text);
    stop_here(e, &stop);
    stop_at_break(e, b, &stop);
    record_textf(&stop.text, "Breakpoint %lld: raised %s",
                 (long long)b->spec.id, raised ? raised : "?");
    free(raised);
    engine_stop(e, &stop);
}

bool event_break_raised(struct engine *e, object *exception)
{
    for (size_t i = 0; i < e->break_count; i++) {
        struct engine_break *b = &e->breaks[i];
        if (wants_exception(e, b, exception) && break_hit(e, b, exception)) {
            stop_at_raise(e, b, exception);
            return true;
        }
    }
    return false;
}
