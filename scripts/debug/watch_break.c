/*
 * Watches: a name, attribute, item or other plain expression that changes, and
 * the count of an object.  While one is armed every instruction is looked at,
 * by looking alone: no script code runs.  A watch that names a local belongs
 * to its frame and ends with it.  The stop comes right behind the instruction
 * that made the change, which is told by its line.
 */
#include "scripts/debug/breakpoints.h"
#include "scripts/debug/engine_internal.h"

#include "scripts/types/float.h"

#include <stdlib.h>
#include <string.h>

enum { VALUE_MOST = 120 };

static bool is_watch(const struct engine_break *b)
{
    return break_is(b, "watch") || break_is(b, "refs");
}

bool watch_break_any(const struct engine *e)
{
    return break_any(e, "watch") || break_any(e, "refs");
}

void watch_break_forget(struct engine_break *b)
{
    observer_free(b->observer);
    free(b->last_text);
    b->observer = NULL;
    b->last_text = NULL;
}

/* ---- what it is worth now ----------------------------------------------- */

static struct vm_frame *frame_of(struct engine *e, uint64_t id)
{
    struct vm_frame *f = engine_frame(e, 0);
    while (f && f->id != id)
        f = frame_caller(f);
    return f;
}

/* It is found again where it was last, while it has that number. */
static object *find_counted(struct engine *e, struct engine_break *b)
{
    if (!b->counted || !heap_is_object(e->vm->heap, b->counted) ||
        number_of(e, b->counted) != b->spec.object)
        b->counted = number_find(e, b->spec.object);
    return b->counted;
}

static struct watched look_count(struct engine *e, struct engine_break *b)
{
    object *o = find_counted(e, b);
    if (!o)
        return (struct watched){WATCHED_NOTHING, 0, NULL};
    return (struct watched){WATCHED_NUMBER, heap_refs(o), NULL};
}

/* The names of a module can be seen from any frame of it; while another
 * module runs, nothing is said of them. */
static bool look(struct engine *e, struct engine_break *b, struct watched *now)
{
    struct vm_frame *frame = frame_of(e, b->frame);
    if (break_is(b, "refs"))
        *now = look_count(e, b);
    else if (b->observer && frame)
        *now = observer_look(e, b->observer, frame, NULL);
    else
        return false;
    return true;
}

static char *describe(struct engine *e, const struct watched *w)
{
    char *text = NULL;
    if (w->kind == WATCHED_OBJECT)
        return show_value(e, w->object, VALUE_MOST);
    if (w->kind == WATCHED_REAL) {
        char digits[40];
        double real;
        memcpy(&real, &w->number, sizeof real);
        size_t n = float_text(real, 'r', 0, true, false, digits,
                              sizeof digits - 1);
        digits[n] = 0;
        record_text(&text, digits);
    } else if (w->kind == WATCHED_NUMBER)
        record_textf(&text, "%lld", (long long)w->number);
    else
        record_text(&text, "nothing");
    return text;
}

static void remember(struct engine *e, struct engine_break *b,
                     const struct watched *now)
{
    b->last = *now;
    b->last.object = NULL;
    free(b->last_text);
    b->last_text = describe(e, now);
}

/* ---- setting ------------------------------------------------------------ */

/* The frame whose names the expression is about: the one that was selected
 * when it is set; of the module where the name is none of its locals. */
static void choose_frame(struct engine *e, struct engine_break *b)
{
    struct vm_frame *frame = engine_frame(e, b->spec.depth);
    b->frame = frame ? frame->id : 0;
    struct vm_frame *outermost = frame;
    for (struct vm_frame *f = frame; f; f = frame_caller(f))
        outermost = f;
    if (!outermost || !b->observer)
        return;
    struct watched there = observer_look(e, b->observer, outermost, NULL);
    struct watched here = observer_look(e, b->observer, frame, NULL);
    if (there.kind == here.kind && there.number == here.number &&
        there.object == here.object)
        b->frame = outermost->id;
}

void watch_break_inherit(struct engine *e, struct engine_break *b)
{
    for (size_t i = 0; i < e->break_count; i++) {
        struct engine_break *old = &e->breaks[i];
        if (old->spec.id != b->spec.id || !is_watch(old))
            continue;
        b->observer = old->observer;
        b->last = old->last;
        b->last_text = old->last_text;
        b->frame = old->frame;
        old->observer = NULL;
        old->last_text = NULL;
    }
}

void watch_break_prepare(struct engine *e, struct engine_break *b)
{
    struct watched now;
    if (!is_watch(b) || b->last_text || !engine_frame(e, 0))
        return;
    if (break_is(b, "watch") && b->spec.expression)
        b->observer = observer_new(b->spec.expression);
    choose_frame(e, b);
    e->watched_line = vm_frame_line(engine_frame(e, 0));
    if (look(e, b, &now))
        remember(e, b, &now);
    else
        record_text(&b->note, "this cannot be watched: it is no plain "
                              "expression");
}

/* ---- stopping ----------------------------------------------------------- */

static void say_line(struct engine *e, struct view_stop *stop)
{
    char *line = NULL;
    if (e->watched_line &&
        record_textf(&line, "changed by line %d", e->watched_line))
        record_texts_add(&stop->details, &stop->details_count, line);
    free(line);
}

static void say_change(const struct engine_break *b, const char *old,
                       char **text)
{
    if (break_is(b, "refs"))
        record_textf(text,
                     "Breakpoint %lld: the count of #%lld went from %s "
                     "to %s",
                     (long long)b->spec.id, (long long)b->spec.object, old,
                     b->last_text);
    else
        record_textf(text, "Watch %lld: %s was %s, is %s",
                     (long long)b->spec.id, b->spec.expression, old,
                     b->last_text);
}

/* The first change makes the stop, the others of the same instruction are
 * told with it. */
static void add_change(struct engine *e, struct engine_break *b,
                       const char *old, struct view_stop *stop)
{
    char *text = NULL;
    if (stop->reason) {
        say_change(b, old, &text);
        record_texts_add(&stop->details, &stop->details_count, text);
        free(text);
        return;
    }
    record_text(&stop->reason, "breakpoint");
    stop_here(e, stop);
    stop_at_break(e, b, stop);
    say_change(b, old, &stop->text);
    say_line(e, stop);
}

static void stop_at_end(struct engine *e, struct engine_break *b)
{
    struct view_stop stop = {0};
    record_text(&stop.reason, "breakpoint");
    stop_here(e, &stop);
    stop_at_break(e, b, &stop);
    record_textf(&stop.text,
                 "Watch %lld ends: the function that %s belongs "
                 "to has returned",
                 (long long)b->spec.id, b->spec.expression);
    stop.hits = STOP_LAST;
    engine_stop(e, &stop);
}

static bool any_change(int64_t from, int64_t to, int64_t least)
{
    (void)least;
    return from != to;
}

static bool rises(int64_t from, int64_t to, int64_t least)
{
    (void)least;
    return to > from;
}

static bool falls(int64_t from, int64_t to, int64_t least)
{
    (void)least;
    return to < from;
}

static bool reaches(int64_t from, int64_t to, int64_t least)
{
    return to == least && from != to;
}

static const struct {
    const char *phase;
    bool (*wanted)(int64_t from, int64_t to, int64_t least);
} count_tests[] = {{"rises", rises}, {"falls", falls}, {"==", reaches}};

static bool wants_change(const struct engine_break *b,
                         const struct watched *from, const struct watched *to)
{
    bool (*wanted)(int64_t, int64_t, int64_t) = any_change;
    for (size_t i = 0; b->spec.phase && i < 3; i++)
        if (strcmp(count_tests[i].phase, b->spec.phase) == 0)
            wanted = count_tests[i].wanted;
    return from->kind != to->kind ||
           wanted(from->number, to->number, b->spec.least);
}

static void look_one(struct engine *e, struct engine_break *b,
                     struct view_stop *stop)
{
    struct watched now, before = b->last;
    if (!look(e, b, &now) ||
        (now.kind == before.kind && now.number == before.number))
        return;
    char *old = b->last_text;
    b->last_text = NULL;
    remember(e, b, &now);
    if (wants_change(b, &before, &now) && break_hit(e, b, NULL))
        add_change(e, b, old ? old : "nothing", stop);
    free(old);
}

/* A watch whose frame has gone: stops, once. */
static void look_for_end(struct engine *e)
{
    for (size_t i = 0; i < e->break_count; i++) {
        struct engine_break *b = &e->breaks[i];
        if (!b->observer || !b->last_text || !b->spec.enabled ||
            frame_of(e, b->frame))
            continue;
        stop_at_end(e, b);
        return;
    }
}

/* ---- sleeping ----------------------------------------------------------- */

/* Adds what the breakpoint depends on; false: that is not known. */
static bool add_words(struct engine *e, struct engine_break *b,
                      struct vm_watch *w)
{
    if (break_is(b, "refs")) {
        object *o = find_counted(e, b);
        if (o) {
            watch_note(w, o);
            watch_note(w, heap_birth_peek(e->vm->heap, o));
        }
        return o || b->spec.object < number_next(e); /* it is dead */
    }
    struct vm_frame *frame = frame_of(e, b->frame);
    if (!frame || !b->observer)
        return false;
    watch_note(w, &frame->id);
    watch_note(w, &frame->back);
    observer_look(e, b->observer, frame, w);
    return true;
}

bool watch_break_words(struct engine *e, struct vm_watch *words)
{
    bool known = true;
    for (size_t i = 0; known && i < e->break_count; i++) {
        struct engine_break *b = &e->breaks[i];
        if (is_watch(b) && b->spec.enabled)
            known = b->last_text && add_words(e, b, words);
    }
    return known;
}

void watch_break_look(struct engine *e, struct vm_frame *frame)
{
    struct view_stop stop = {0};
    if (!e->watching)
        return;
    for (size_t i = 0; i < e->break_count; i++) {
        struct engine_break *b = &e->breaks[i];
        if (!is_watch(b) || !b->spec.enabled)
            continue;
        if (!b->last_text)
            watch_break_prepare(e, b);
        look_one(e, b, &stop);
    }
    e->watched_line = vm_frame_line(frame);
    if (stop.reason)
        engine_stop(e, &stop);
    else
        look_for_end(e);
}
