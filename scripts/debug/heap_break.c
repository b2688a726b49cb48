/*
 * Stops at events of the heap, and the recorder of what a step frees.
 * Invariant: listeners are armed only for what is asked for, so that a script
 * without such breakpoints runs at full speed.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/str.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FOUND_MOST = 30, CAUSE_MOST = 200 };

/* ---- describing -------------------------------------------------------- */

char *engine_site(struct engine *e, uint32_t site, int *line)
{
    object *filename;
    if (!site || !vm_site(e->vm, site, &filename, line))
        return NULL;
    return show_str(filename, 4000);
}

static void fill_site(struct engine *e, const object *o, struct view_site *site)
{
    int line = 0;
    site->path = engine_site(e, heap_site(e->vm->heap, o), &line);
    site->line = line;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void stop_at_object(struct engine *e, struct engine_break *b, object *o,
                    const char *event, char *cause_steal)
{
    struct view_stop stop = {0};
    struct text name;
    record_text(&stop.reason, "breakpoint");
    stop_here(e, &stop);
    stop_at_break(e, b, &stop);
    text_begin(&name, 200);
    show_name(e, &name, o);
    char *object_name = text_finish(&name);
    char *value = show_value(e, o, 200);
    stop.object = number_of(e, o);
    stop.cause = cause_steal;
    fill_site(e, o, &stop.site);
    record_textf(&stop.text, "Breakpoint %lld: %s %s, %s",
                 (long long)b->spec.id, object_name ? object_name : "?", event,
                 value ? value : "?");
    char *line = NULL;
    if (stop.site.path &&
        record_textf(&line, "made at %s:%lld", base_name(stop.site.path),
                     (long long)stop.site.line))
        record_texts_add(&stop.details, &stop.details_count, line);
    if (cause_steal && record_textf(&line, "because %s", cause_steal))
        record_texts_add(&stop.details, &stop.details_count, line);
    free(line);
    free(object_name);
    free(value);
    e->subject = o;
    engine_stop(e, &stop);
    e->subject = NULL;
}

/* ---- objects made ------------------------------------------------------ */

static void on_alloc(const struct heap_event *event, void *arg)
{
    struct engine *e = arg;
    struct vm_frame *frame = engine_frame(e, 0);
    if (e->evaluating || e->stopped || e->no_stops || !frame)
        return;
    struct young *young =
        record_list_add(&e->young, &e->young_count, sizeof *young);
    if (!young)
        return;
    *young = (struct young){event->object, (int64_t)event->ordinal, frame->id};
    /* It is ready when its instruction is over. */
    vm_trap_step(e->vm, true);
}

static void stop_for_new(struct engine *e, object *o)
{
    for (size_t i = 0; i < e->break_count; i++) {
        struct engine_break *b = &e->breaks[i];
        if (break_is(b, "alloc") && break_wants_new(e, b, o) &&
            break_hit(e, b, o)) {
            stop_at_object(e, b, o, "was made", NULL);
            return;
        }
    }
}

void heap_break_ready(struct engine *e, struct vm_frame *frame)
{
    size_t i = 0;
    if (e->young_count == 0)
        return;
    while (i < e->young_count) {
        struct young young = e->young[i];
        /* Callers' frames have lower ids than those they called. */
        if (frame->id > young.frame) {
            i++;
            continue;
        }
        memmove(&e->young[i], &e->young[i + 1],
                (--e->young_count - i) * sizeof *e->young);
        if (heap_is_object(e->vm->heap, young.object) &&
            heap_ordinal(e->vm->heap, young.object) == (uint64_t)young.ordinal)
            stop_for_new(e, young.object);
    }
    if (e->young_count == 0)
        stepping_arm(e);
}

/* ---- objects freed ----------------------------------------------------- */

static char *cause_now(struct engine *e, const struct heap_event *event)
{
    struct text t;
    if (!event->parent)
        return cause_of_death(e, event->object);
    text_begin(&t, CAUSE_MOST);
    show_name(e, &t, event->parent);
    text_add(&t, ", which held it, was freed");
    return text_finish(&t);
}

static void record_death(struct engine *e, const struct heap_event *event,
                         const char *cause)
{
    struct recorder *r = &e->recorder;
    struct vm_frame *frame = engine_frame(e, 0);
    r->frees++;
    if (r->death_count >= DEATHS_MAX)
        return;
    struct death *d = record_list_add(&r->deaths, &r->death_count, sizeof *d);
    if (!d)
        return;
    d->ordinal = number_of_event(e, event);
    d->type = strdup(show_type(e, event->object));
    d->cause = strdup(cause ? cause : "");
    d->line = frame ? vm_frame_line(frame) : 0;
}

enum { NAMED = 1, OF_TYPE = 2 }; /* breakpoints about one object, about many */

/* The breakpoint to stop at, among these. */
static struct engine_break *free_hit(struct engine *e, object *o, int among)
{
    for (size_t i = 0; i < e->break_count; i++) {
        struct engine_break *b = &e->breaks[i];
        if (break_is(b, "free") && among & (b->spec.object ? NAMED : OF_TYPE) &&
            break_wants_object(e, b, o) && break_hit(e, b, o))
            return b;
    }
    return NULL;
}

/* Stops if it is one to stop at; the step that comes then has freed it. */
static void stop_at_free(const struct heap_event *event, struct engine *e,
                         int among)
{
    struct engine_break *hit =
        e->evaluating || e->stopped ? NULL : free_hit(e, event->object, among);
    if (!hit)
        return;
    char *cause = cause_now(e, event);
    stop_at_object(e, hit, event->object, "is about to be freed",
                   cause ? strdup(cause) : NULL);
    record_death(e, event, cause);
    free(cause);
}

static void on_free_named(const struct heap_event *event, void *arg)
{
    stop_at_free(event, arg, NAMED);
}

static void on_free_typed(const struct heap_event *event, void *arg)
{
    stop_at_free(event, arg, OF_TYPE);
}

/* While stepping every death is recorded. */
static void on_free(const struct heap_event *event, void *arg)
{
    struct engine *e = arg;
    bool recording = e->recorder.death_count < DEATHS_MAX;
    if (e->evaluating || e->stopped || !(recording || break_any(e, "free")))
        return;
    struct engine_break *hit = free_hit(e, event->object, NAMED | OF_TYPE);
    char *cause = recording || hit ? cause_now(e, event) : NULL;
    if (hit)
        stop_at_object(e, hit, event->object, "is about to be freed",
                       cause ? strdup(cause) : NULL);
    record_death(e, event, cause);
    free(cause);
}

/* ---- collections ------------------------------------------------------- */

static void note_found(object *o, void *arg)
{
    struct engine *e = arg;
    struct text t;
    e->found_total++;
    if (e->found_count >= FOUND_MOST)
        return;
    text_begin(&t, 160);
    show_name(e, &t, o);
    text_add(&t, "  ");
    show_put(e, &t, o, 2);
    char *line = text_finish(&t);
    if (line)
        record_texts_add(&e->found, &e->found_count, line);
    free(line);
}

static void forget_found(struct engine *e)
{
    for (size_t i = 0; i < e->found_count; i++)
        free(e->found[i]);
    free(e->found);
    e->found = NULL;
    e->found_count = e->found_total = 0;
}

static void stop_at_collection(struct engine *e, struct engine_break *b,
                               const struct heap_event *event, const char *what)
{
    struct view_stop stop = {0};
    record_text(&stop.reason, "breakpoint");
    stop_here(e, &stop);
    stop_at_break(e, b, &stop);
    record_textf(&stop.text, "Breakpoint %lld: collection of generation %d %s",
                 (long long)b->spec.id, event->generation, what);
    char *line = NULL;
    if (event->kind != HEAP_EVENT_GC_START &&
        record_textf(&line, "found %zu unreachable objects",
                     e->found_total ? e->found_total : event->collected))
        record_texts_add(&stop.details, &stop.details_count, line);
    free(line);
    for (size_t i = 0; i < e->found_count; i++)
        record_texts_add(&stop.details, &stop.details_count, e->found[i]);
    engine_stop(e, &stop);
}

static const char *gc_phase(const struct heap_event *event, bool found)
{
    if (event->kind == HEAP_EVENT_GC_START)
        return "start";
    if (event->kind == HEAP_EVENT_GC_STOP)
        return found ? "stop" : "any";
    return "found";
}

/* Without a phase a breakpoint stops where there is most to see: with the
 * garbage found and whole, at the end when there is none. */
static bool wants_phase(const struct engine_break *b, const char *phase)
{
    if (b->spec.phase)
        return strcmp(b->spec.phase, phase) == 0 ||
               (strcmp(phase, "any") == 0 &&
                strcmp(b->spec.phase, "stop") == 0);
    return strcmp(phase, "found") == 0 || strcmp(phase, "any") == 0;
}

/* "if found > K": of no interest at its start. */
static bool found_enough(const struct engine *e, const struct engine_break *b,
                         const struct heap_event *event)
{
    size_t found = e->found_total ? e->found_total : event->collected;
    return b->spec.least <= 0 || (event->kind != HEAP_EVENT_GC_START &&
                                  found >= (size_t)b->spec.least);
}

static void on_collection(const struct heap_event *event, void *arg)
{
    static const char *const words[] = {"starts", "has found garbage",
                                        "has ended"};
    struct engine *e = arg;
    if (e->evaluating || e->stopped)
        return;
    if (event->kind == HEAP_EVENT_GC_START)
        forget_found(e);
    else if (event->kind == HEAP_EVENT_GC_FOUND && e->found_total == 0)
        heap_gc_unreachable(e->vm->heap, note_found, e);
    if (event->kind == HEAP_EVENT_GC_FOUND && e->found_total == 0)
        return;
    const char *phase = gc_phase(event, e->found_total > 0);
    for (size_t i = 0; i < e->break_count; i++) {
        struct engine_break *b = &e->breaks[i];
        bool generation =
            b->spec.generation < 0 || b->spec.generation == event->generation;
        if (!break_is(b, "gc") || !generation || !wants_phase(b, phase) ||
            !found_enough(e, b, event) || !break_hit(e, b, NULL))
            continue;
        stop_at_collection(e, b, event,
                           words[event->kind == HEAP_EVENT_GC_START   ? 0
                                 : event->kind == HEAP_EVENT_GC_FOUND ? 1
                                                                      : 2]);
        return;
    }
}

/* ---- arming ------------------------------------------------------------ */

static void listen_for(struct engine *e, const struct heap_filter *filter,
                       heap_event_fn *fn)
{
    heap_listener *l = e->listener_count < LISTENERS
                           ? heap_listen(e->vm->heap, filter, fn, e)
                           : NULL;
    if (l)
        e->listeners[e->listener_count++] = l;
}

static void listen(struct engine *e, uint32_t kinds, heap_event_fn *fn)
{
    listen_for(e, &(struct heap_filter){.kinds = kinds}, fn);
}

/* Does a breakpoint of the kind want objects of the type? */
static bool any_wants_type(const struct engine *e, const char *kind,
                           const struct heap_type *type)
{
    for (size_t i = 0; i < e->break_count; i++) {
        const struct engine_break *b = &e->breaks[i];
        if (break_is(b, kind) && b->spec.enabled && !b->spec.object &&
            (!b->spec.type ||
             (type->name && break_wants_type(b, type_of_layout(type)))))
            return true;
    }
    return false;
}

static bool wants_births(const struct heap_type *type, void *arg)
{
    return any_wants_type(arg, "alloc", type);
}

static bool wants_deaths(const struct heap_type *type, void *arg)
{
    return any_wants_type(arg, "free", type);
}

/* Does a `break free #7` name an object that is not there yet? */
static bool awaits_object(const struct engine *e)
{
    for (size_t i = 0; i < e->break_count; i++)
        if (break_is(&e->breaks[i], "free") && e->breaks[i].spec.enabled &&
            e->breaks[i].spec.object >= number_next(e))
            return true;
    return false;
}

/* Its name may be of any type: they are told by number. */
static void listen_for_objects(struct engine *e)
{
    for (size_t i = 0; i < e->break_count; i++) {
        const struct engine_break *b = &e->breaks[i];
        if (!break_is(b, "free") || !b->spec.enabled || !b->spec.object)
            continue;
        struct heap_filter filter = {.kinds = HEAP_EVENT_BIT(FREE),
                                     .object = number_find(e, b->spec.object)};
        if (filter.object)
            listen_for(e, &filter, on_free_named);
    }
}

static void listen_for_deaths(struct engine *e)
{
    struct heap_filter filter = {.kinds = HEAP_EVENT_BIT(FREE)};
    bool all = (e->begun && e->step.how != HOW_CONTINUE) || awaits_object(e);
    if (all || !break_any(e, "free")) {
        if (all)
            listen_for(e, &filter, on_free);
        return;
    }
    filter.wants = wants_deaths;
    listen_for(e, &filter, on_free_typed);
    listen_for_objects(e);
}

/* What the instruction that makes an object calls: when that frame goes, the
 * instruction is over.  Of several the innermost goes first. */
bool heap_break_words(struct engine *e, struct vm_watch *words)
{
    uint64_t innermost = 0;
    const struct vm_frame *f = e->vm->thread->frame;
    for (size_t i = 0; i < e->young_count; i++)
        if (e->young[i].frame > innermost)
            innermost = e->young[i].frame;
    if (!e->young_count)
        return true;
    while (f && f->back && f->back->id != innermost)
        f = f->back;
    if (!f || !f->back)
        return false;
    watch_note(words, &f->back);
    return true;
}

void heap_break_arm(struct engine *e)
{
    const uint32_t gc = HEAP_EVENT_BIT(GC_START) | HEAP_EVENT_BIT(GC_FOUND) |
                        HEAP_EVENT_BIT(GC_STOP);
    if (!e->vm)
        return;
    e->watching = watch_break_any(e);
    e->sizing = break_any(e, "heap");
    while (e->listener_count)
        heap_unlisten(e->vm->heap, e->listeners[--e->listener_count]);
    struct heap_filter births = {.kinds = HEAP_EVENT_BIT(ALLOC),
                                 .wants = wants_births};
    if (break_any(e, "alloc"))
        listen_for(e, &births, on_alloc);
    listen_for_deaths(e);
    if (break_any(e, "gc"))
        listen(e, gc, on_collection);
    if (event_step_kinds(e))
        listen(e, event_step_kinds(e), event_step_tell);
    if (event_break_kinds(e))
        listen(e, event_break_kinds(e), event_break_tell);
}

/* ---- the recorder ------------------------------------------------------ */

void recorder_begin(struct engine *e)
{
    struct recorder *r = &e->recorder;
    for (size_t i = 0; i < r->death_count; i++) {
        free(r->deaths[i].type);
        free(r->deaths[i].cause);
    }
    free(r->deaths);
    r->deaths = NULL;
    r->death_count = 0;
    r->frees = 0;
}

const struct death *recorder_find(const struct engine *e, int64_t ordinal)
{
    for (size_t i = 0; i < e->recorder.death_count; i++)
        if (e->recorder.deaths[i].ordinal == ordinal)
            return &e->recorder.deaths[i];
    return NULL;
}
