/*
 * The screen: what every front end shows after a stop, put together from the
 * engine's answer, the source files and the breakpoints.  Invariant: when no
 * engine answers, what was seen last stays.
 */
#include "scripts/debug/session_internal.h"
#include "scripts/debug/text_safe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MOST = 500, STORY_NAMES = 50 };

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* ---- source ------------------------------------------------------------ */

static void mark_breaks(struct debug *d, struct view_source *view,
                        const char *path)
{
    for (size_t i = 0; i < d->breaks.count; i++) {
        const struct breakpoint *b = &d->breaks.at[i];
        const char *where = b->state.path ? b->state.path : b->spec.path;
        if (strcmp(b->spec.kind, "line") != 0 || !where ||
            strcmp(base_name(where), base_name(path)) != 0)
            continue;
        struct view_line_break *mark = RECORD_ADD(view, breakpoints);
        if (!mark)
            return;
        mark->line = b->state.line;
        mark->enabled = b->spec.enabled;
        mark->temporary = b->spec.temporary;
        record_text(&mark->condition, b->spec.condition);
    }
}

static void show_lines(struct view_source *view, const struct source *source,
                       long first, long last)
{
    size_t length;
    view->first = first;
    for (long n = first; n <= last; n++) {
        const char *line = source_line(source, n, &length);
        char *safe =
            line ? text_safe_new(line, length, LINE_MOST, TEXT_TABS) : NULL;
        if (!safe || !record_texts_add(&view->lines, &view->lines_count, safe))
            last = 0;
        free(safe);
    }
}

static void show_source(struct debug *d, const char *path, long line)
{
    struct view_source *view = &d->screen.source;
    const struct source *source = source_get(&d->sources, path);
    record_clear(schema_source(), view);
    if (!path)
        return;
    record_text(&view->path, path);
    record_text(&view->name, base_name(path));
    view->line = line;
    mark_breaks(d, view, path);
    long first = line - d->before > 1 ? line - d->before : 1;
    if (source)
        show_lines(view, source, first, line + d->after);
}

/* Where the selected frame is; before the first stop the script itself. */
static void show_place(struct debug *d)
{
    struct view_screen *s = &d->screen;
    const char *script = d->launch.code ? "<string>" : d->launch.program;
    if ((size_t)d->frame < s->frames_count)
        show_source(d, s->frames[d->frame].path, s->frames[d->frame].line);
    else if (d->stop.path)
        show_source(d, d->stop.path, d->stop.line);
    else if (script)
        show_source(d, script, 0);
}

/* ---- the whole --------------------------------------------------------- */

static void show_state(struct debug *d)
{
    struct view_screen *s = &d->screen;
    struct view_screen empty = {0};
    s->stop = d->stop_number;
    s->frame = d->frame;
    record_text(&s->state, debug_state(d));
    record_text(&s->reason, d->stop.reason ? d->stop.reason : "");
    if (!s->story)
        record_text(&s->story, "");
    for (size_t i = 0; i < s->breakpoints_count; i++)
        record_clear(schema_breakpoint(), &s->breakpoints[i]);
    free(s->breakpoints);
    s->breakpoints = empty.breakpoints;
    s->breakpoints_count = 0;
    breakpoints_rows(&d->breaks, s);
}

/* The story is told of names also where fewer are to be shown. */
static bool ask_engine(struct debug *d, struct view_screen *screen)
{
    struct view_screen_query query = d->query;
    query.frame = d->frame;
    if (query.bindings < STORY_NAMES)
        query.bindings = STORY_NAMES;
    if (!session_waits(d) ||
        !session_ask(d, MESSAGE_ASK_SCREEN, &query, MESSAGE_SCREEN, screen))
        return false;
    while (screen->bindings_count > (size_t)d->query.bindings)
        record_clear(schema_binding(),
                     &screen->bindings[--screen->bindings_count]);
    return true;
}

void screen_fetch(struct debug *d)
{
    struct view_screen screen = {0};
    if (ask_engine(d, &screen)) {
        record_clear(schema_screen(), &d->screen);
        d->screen = screen;
        show_place(d);
    } else if (!d->screen.source.path) {
        show_place(d);
    }
    show_state(d);
}

void screen_refresh(struct debug *d)
{
    screen_fetch(d);
    d->sink.screen(d->sink.arg, &d->screen);
}

void screen_state(struct debug *d)
{
    show_state(d);
    d->sink.screen(d->sink.arg, &d->screen);
}

void debug_subscribe(struct debug *d, const struct view_screen_query *q,
                     int before, int after)
{
    struct view_screen_query copy = {0};
    if (!record_copy(schema_screen_query(), &copy, q))
        return;
    record_clear(schema_screen_query(), &d->query);
    d->query = copy;
    d->before = before < 0 ? 0 : before > 250 ? 250 : before;
    d->after = after < 0 ? 0 : after > 250 ? 250 : after;
    if (d->state == STATE_RUNNING)
        show_state(d);
    else
        screen_fetch(d);
}

const struct view_screen_query *debug_subscription(const struct debug *d,
                                                   int *before, int *after)
{
    *before = d->before;
    *after = d->after;
    return &d->query;
}

const struct view_screen *debug_screen(struct debug *d)
{
    show_state(d);
    return &d->screen;
}

const char *debug_source(struct debug *d, const char *path, size_t *length)
{
    const struct source *source = source_get(&d->sources, path);
    *length = source ? source->length : 0;
    return source ? source->text : NULL;
}

void debug_sources(struct debug *d, struct view_words *paths)
{
    for (struct source *s = d->sources.first; s; s = s->next)
        record_texts_add(&paths->words, &paths->words_count, s->path);
}

/* ---- what the line mode prints ----------------------------------------- */

static void print_place(FILE *out, struct debug *d)
{
    size_t length;
    const struct view_stop *stop = &d->stop;
    const struct source *source = source_get(&d->sources, stop->path);
    const char *line =
        source ? source_line(source, (long)stop->line, &length) : NULL;
    if (!line) {
        if (stop->path)
            fprintf(out, "%s:%lld\n", base_name(stop->path),
                    (long long)stop->line);
        return;
    }
    char *safe = text_safe_new(line, length, LINE_MOST, TEXT_TABS);
    fprintf(out, "%lld\t%s\n", (long long)stop->line, safe ? safe : "");
    free(safe);
}

static void print_displays(FILE *out, struct debug *d)
{
    for (size_t i = 0; i < d->display_count; i++) {
        struct view_answer answer = {0};
        struct view_question q = {.what = "print",
                                  .text = d->displays[i].expression};
        bool ok = session_question(d, &q, &answer);
        fprintf(out, "%d: %s = %s\n", d->displays[i].id,
                d->displays[i].expression,
                ok && answer.text ? answer.text : "?");
        record_clear(schema_answer(), &answer);
    }
}

char *screen_stop_text(struct debug *d)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    if (d->stop.text && *d->stop.text)
        fprintf(out, "%s\n", d->stop.text);
    for (size_t i = 0; i < d->stop.details_count; i++)
        fprintf(out, "%s\n", d->stop.details[i]);
    if (d->screen.story && *d->screen.story)
        fprintf(out, "%s\n", d->screen.story);
    if (d->state == STATE_STOPPED)
        print_place(out, d);
    print_displays(out, d);
    fclose(out);
    if (text && size && text[size - 1] == '\n')
        text[size - 1] = 0;
    return text;
}
