/*
 * Commands that look: values, objects, frames, source.  The engine answers
 * with ready text; what the session knows itself is put together here.
 */
#include "scripts/debug/command.h"

#include "scripts/debug/text_safe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- values ------------------------------------------------------------ */

static void ask_about(struct debug *d, const char *what, const char *args,
                      struct debug_result *result)
{
    if (*args)
        command_ask(d, what, args, result);
    else
        command_fail(result, "%s of what?  An expression is missing", what);
}

void do_print(struct debug *d, const char *args, struct debug_result *result)
{
    if (*args == '/' && args[1]) {
        char what[] = "print/?";
        what[6] = args[1];
        ask_about(d, what, skip_spaces(args + 2), result);
    } else {
        ask_about(d, "print", args, result);
    }
}

void do_pp(struct debug *d, const char *args, struct debug_result *result)
{
    ask_about(d, "pp", args, result);
}

void do_whatis(struct debug *d, const char *args, struct debug_result *result)
{
    ask_about(d, "whatis", args, result);
}

/* "set var x = 1", "set x = 1", "!x = 1" */
void do_set(struct debug *d, const char *args, struct debug_result *result)
{
    if (*args == '!')
        args = skip_spaces(args + 1);
    else if (strncmp(args, "var ", 4) == 0)
        args = skip_spaces(args + 4);
    if (!session_waits(d))
        command_fail(result, "%s", session_refusal(d));
    else if (!*args)
        command_fail(result, "set wants an assignment: set var NAME = EXPR");
    else
        command_ask(d, "exec", args, result);
    screen_refresh(d);
}

/* ---- displays ---------------------------------------------------------- */

static void show_display(struct debug *d, const struct display *display,
                         struct debug_result *result)
{
    struct debug_result value = {0};
    command_ask(d, "print", display->expression, &value);
    command_say(result, "%d: %s = %s", display->id, display->expression,
                value.text ? value.text : "?");
    free(value.text);
}

static void list_displays(struct debug *d, struct debug_result *result)
{
    if (d->display_count == 0)
        command_say(result, "nothing is displayed");
    for (size_t i = 0; i < d->display_count; i++)
        if (session_waits(d))
            show_display(d, &d->displays[i], result);
        else
            command_say(result, "%d: %s", d->displays[i].id,
                        d->displays[i].expression);
}

void do_display(struct debug *d, const char *args, struct debug_result *result)
{
    if (!*args) {
        list_displays(d, result);
        return;
    }
    struct display *new =
        record_list_add(&d->displays, &d->display_count, sizeof *new);
    if (!new)
        return;
    new->id = ++d->last_display;
    new->expression = strdup(args);
    if (session_waits(d))
        show_display(d, new, result);
}

static bool remove_display(struct debug *d, long id)
{
    for (size_t i = 0; i < d->display_count; i++) {
        if (id && d->displays[i].id != id)
            continue;
        free(d->displays[i].expression);
        memmove(&d->displays[i], &d->displays[i + 1],
                (d->display_count - i - 1) * sizeof *d->displays);
        d->display_count--;
        return true;
    }
    return false;
}

void do_undisplay(struct debug *d, const char *args,
                  struct debug_result *result)
{
    long id;
    if (!*args)
        while (remove_display(d, 0))
            ;
    while (command_number(&args, &id))
        if (!remove_display(d, id))
            command_fail(result, "there is no display %ld", id);
    if (*args)
        command_fail(result, "\"%s\" is no number of a display", args);
}

/* ---- frames ------------------------------------------------------------ */

static const char *base_name(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    return slash ? slash + 1 : path ? path : "?";
}

static void say_frame(struct debug *d, const struct view_frame *frame,
                      struct debug_result *result)
{
    command_say(result, "%s#%-2lld %s at %s:%lld",
                frame->id == d->frame ? "> " : "  ", (long long)frame->id,
                frame->name, base_name(frame->path), (long long)frame->line);
}

void do_backtrace(struct debug *d, const char *args,
                  struct debug_result *result)
{
    struct view_frames frames = {0};
    long count = 50;
    if (*args && !command_count_of(args, &count, result))
        return;
    if (!debug_frames(d, 0, (int)(count > 500 ? 500 : count), &frames))
        command_fail(result, "the engine does not answer");
    for (size_t i = 0; i < frames.frames_count; i++)
        say_frame(d, &frames.frames[i], result);
    if (frames.total > (int64_t)frames.frames_count)
        command_say(result, "(%lld more)",
                    (long long)frames.total - (long long)frames.frames_count);
    else if (frames.total == 0 && !result->failed)
        command_say(result, "no frame: the script has ended");
    record_clear(schema_frames(), &frames);
}

static void show_frame(struct debug *d, struct debug_result *result)
{
    size_t length;
    struct view_frames frames = {0};
    if (debug_frames(d, d->frame, 1, &frames) && frames.frames_count) {
        struct view_frame *frame = &frames.frames[0];
        say_frame(d, frame, result);
        const struct source *source = source_get(&d->sources, frame->path);
        const char *line =
            source ? source_line(source, (long)frame->line, &length) : NULL;
        char *safe = line ? text_safe_new(line, length, 500, TEXT_TABS) : NULL;
        if (safe)
            command_say(result, "%lld\t%s", (long long)frame->line, safe);
        free(safe);
    }
    record_clear(schema_frames(), &frames);
}

static void select_frame(struct debug *d, long frame,
                         struct debug_result *result)
{
    struct view_frames frames = {0};
    if (!debug_frames(d, 0, 1, &frames)) {
        command_fail(result, "the engine does not answer");
        return;
    }
    if (frame < 0 && d->frame == 0)
        command_fail(result, "this is the innermost frame");
    else if (frame >= frames.total && d->frame + 1 >= frames.total)
        command_fail(result, "this is the outermost frame");
    else {
        long last = (long)frames.total - 1;
        d->frame = (int)(frame < 0 ? 0 : frame > last ? last : frame);
        d->list_next = 0;
        show_frame(d, result);
        screen_refresh(d);
    }
    record_clear(schema_frames(), &frames);
}

void do_up(struct debug *d, const char *args, struct debug_result *result)
{
    long count;
    if (command_count_of(args, &count, result))
        select_frame(d, d->frame + count, result);
}

void do_down(struct debug *d, const char *args, struct debug_result *result)
{
    long count;
    if (command_count_of(args, &count, result))
        select_frame(d, d->frame - count, result);
}

void do_frame(struct debug *d, const char *args, struct debug_result *result)
{
    long number;
    struct view_frames frames = {0};
    if (!*args) {
        show_frame(d, result);
    } else if (!command_number(&args, &number) || *args) {
        command_fail(result, "a frame has a number: see backtrace");
    } else if (debug_frames(d, 0, 1, &frames) && number >= frames.total) {
        command_fail(result, "there is no frame %ld: see backtrace", number);
    } else {
        d->frame = (int)number;
        d->list_next = 0;
        show_frame(d, result);
        screen_refresh(d);
    }
    record_clear(schema_frames(), &frames);
}

void do_args(struct debug *d, const char *args, struct debug_result *result)
{
    command_ask(d, "args", args, result);
}

/* ---- source ------------------------------------------------------------ */

static bool has_break(const struct debug *d, const char *path, long line)
{
    for (size_t i = 0; i < d->breaks.count; i++) {
        const struct breakpoint *b = &d->breaks.at[i];
        const char *where = b->state.path ? b->state.path : b->spec.path;
        if (strcmp(b->spec.kind, "line") == 0 && b->state.line == line &&
            where && strcmp(base_name(where), base_name(path)) == 0)
            return true;
    }
    return false;
}

static void say_lines(struct debug *d, const char *path, long first, long last,
                      struct debug_result *result)
{
    size_t length;
    const struct source *source = source_get(&d->sources, path);
    if (!source) {
        command_fail(result, "there is no source of %s", path);
        return;
    }
    if (first > (long)source->line_count)
        command_fail(result, "%s ends at line %zu", base_name(path),
                     source->line_count);
    for (long n = first < 1 ? 1 : first; n <= last; n++) {
        const char *line = source_line(source, n, &length);
        char *safe = line ? text_safe_new(line, length, 500, TEXT_TABS) : NULL;
        if (!safe)
            break;
        command_say(result, "%4ld %s%s\t%s", n,
                    has_break(d, path, n) ? "B" : " ",
                    n == d->screen.source.line && d->screen.source.path &&
                            strcmp(path, d->screen.source.path) == 0
                        ? "->"
                        : "  ",
                    safe);
        free(safe);
    }
    record_text(&d->list_path, path);
    d->list_next = last + 1;
}

static const char *shown_path(const struct debug *d)
{
    if (d->screen.source.path)
        return d->screen.source.path;
    return d->launch.code ? "<string>" : d->launch.program;
}

static void list_around(struct debug *d, const char *path, long line,
                        struct debug_result *result)
{
    say_lines(d, path, line - 5, line < 6 ? 11 : line + 5, result);
}

static void list_place(struct debug *d, const char *args,
                       struct debug_result *result)
{
    struct location location = {0};
    const char *rest;
    long last = 0;
    if (!command_location(d, args, &location, &rest, result))
        return;
    if (location.function)
        command_ask(d, "where", location.function, result);
    else if (*rest == ',' && command_number((rest++, &rest), &last))
        say_lines(d, location.path, location.line,
                  last < location.line ? location.line + last : last, result);
    else
        list_around(d, location.path, location.line, result);
    location_clear(&location);
}

void do_list(struct debug *d, const char *args, struct debug_result *result)
{
    const char *path = shown_path(d);
    if (!path)
        command_fail(result, "%s", session_refusal(d));
    else if (strcmp(args, ".") == 0)
        list_around(d, path, (long)d->screen.source.line, result);
    else if (*args)
        list_place(d, args, result);
    else if (d->list_next && d->list_path)
        say_lines(d, strdupa(d->list_path), d->list_next, d->list_next + 10,
                  result);
    else
        list_around(d, path, (long)d->screen.source.line, result);
}

void do_longlist(struct debug *d, const char *args, struct debug_result *result)
{
    const char *path = shown_path(d);
    (void)args;
    if (path)
        say_lines(d, path, 1, 2000, result);
    else
        command_fail(result, "%s", session_refusal(d));
}

/* ---- info -------------------------------------------------------------- */

static void info_break(struct debug *d, const char *args,
                       struct debug_result *result)
{
    (void)args;
    if (d->breaks.count == 0)
        command_say(result, "there are no breakpoints");
    for (size_t i = 0; i < d->breaks.count; i++) {
        struct view_breakpoint row = {0};
        if (breakpoint_row(&d->breaks.at[i], &row))
            command_say(result, "%lld  %s%s%s%s%s, hit %lld times%s%s",
                        (long long)row.id, row.what,
                        row.condition ? " if " : "",
                        row.condition ? row.condition : "",
                        row.enabled ? "" : ", disabled",
                        row.temporary ? ", once" : "", (long long)row.hits,
                        row.note ? ", " : "", row.note ? row.note : "");
        record_clear(schema_breakpoint(), &row);
    }
}

static void info_frame(struct debug *d, const char *args,
                       struct debug_result *result)
{
    (void)args;
    if (session_waits(d))
        show_frame(d, result);
    else
        command_fail(result, "%s", session_refusal(d));
}

static void info_line(struct debug *d, const char *args,
                      struct debug_result *result)
{
    (void)args;
    if (d->screen.source.path)
        command_say(result, "line %lld of %s", (long long)d->screen.source.line,
                    d->screen.source.path);
    else
        command_fail(result, "%s", session_refusal(d));
}

static void info_source(struct debug *d, const char *args,
                        struct debug_result *result)
{
    (void)args;
    const char *path = shown_path(d);
    if (path)
        command_say(result, "%s", path);
    else
        command_fail(result, "%s", session_refusal(d));
}

static void info_display(struct debug *d, const char *args,
                         struct debug_result *result)
{
    (void)args;
    list_displays(d, result);
}

/* A subject without a function here is a question to the engine. */
static const struct {
    const char *name;
    command_fn *show;
} subjects[] = {
    {"breakpoints", info_break},
    {"locals", NULL},
    {"globals", NULL},
    {"args", NULL},
    {"frame", info_frame},
    {"heap", NULL},
    {"gc", NULL},
    {"types", NULL},
    {"cycles", NULL},
    {"object", NULL},
    {"line", info_line},
    {"source", info_source},
    {"display", info_display},
};

const char *const info_subjects[] = {
    "breakpoints", "locals", "globals", "args", "frame",  "heap",    "gc",
    "types",       "cycles", "object",  "line", "source", "display", NULL};

void do_info(struct debug *d, const char *args, struct debug_result *result)
{
    size_t length = strcspn(args, " \t");
    const char *rest = skip_spaces(args + length);
    for (size_t i = 0; length && i < sizeof subjects / sizeof *subjects; i++) {
        if (strncmp(subjects[i].name, args, length) != 0)
            continue;
        if (subjects[i].show)
            subjects[i].show(d, rest, result);
        else
            command_ask(d, subjects[i].name, rest, result);
        return;
    }
    command_fail(result, "info about what?  break, locals, globals, args, "
                         "frame, line, source, display, heap, gc, types, "
                         "cycles or object #N");
}
