/*
 * Commands about breakpoints: they edit the session's list and send it to
 * the engine, which says where each has come to lie.
 */
#include "scripts/debug/command.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- places ------------------------------------------------------------ */

void location_clear(struct location *location)
{
    free(location->path);
    free(location->function);
    memset(location, 0, sizeof *location);
}

/* The file that a line alone is meant in. */
static const char *current_path(const struct debug *d)
{
    if ((size_t)d->frame < d->screen.frames_count)
        return d->screen.frames[d->frame].path;
    if (d->stop.path)
        return d->stop.path;
    return d->launch.code ? "<string>" : d->launch.program;
}

static bool all_digits(const char *at, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isdigit((unsigned char)at[i]))
            return false;
    return length > 0;
}

static bool read_line(const char *digits, long *line,
                      struct debug_result *result)
{
    *line = strtol(digits, NULL, 10);
    if (*line > 0 && *line < INT32_MAX)
        return true;
    command_fail(result, "lines are counted from 1");
    return false;
}

bool command_is_name(const char *at, size_t length)
{
    bool letters = false;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)at[i];
        if (!isalnum(c) && c != '_' && c != '.' && c < 0x80)
            return false;
        letters |= !isdigit(c) && c != '.';
    }
    return letters;
}

bool command_location(struct debug *d, const char *args,
                      struct location *location, const char **rest,
                      struct debug_result *result)
{
    size_t length = strcspn(args, " \t,");
    const char *colon = memrchr(args, ':', length);
    *rest = skip_spaces(args + length);
    if (colon && all_digits(colon + 1, length - (size_t)(colon - args) - 1)) {
        location->path = strndup(args, (size_t)(colon - args));
        return read_line(colon + 1, &location->line, result);
    }
    if (all_digits(args, length)) {
        const char *path = current_path(d);
        if (!path) {
            command_fail(result, "no file is current: say FILE:%s", args);
            return false;
        }
        location->path = strdup(path);
        return read_line(args, &location->line, result);
    }
    if (command_is_name(args, length)) {
        location->function = strndup(args, length);
        return true;
    }
    command_fail(result,
                 "\"%.*s\" is no place: say LINE, FILE:LINE or a function",
                 (int)length, args);
    return false;
}

/* ---- break ------------------------------------------------------------- */

/* "if EXPR" or pdb's ", EXPR"; false: something else is there. */
bool break_take_condition(const char *rest, struct view_break_spec *spec,
                          struct debug_result *result)
{
    if (*rest == 0)
        return true;
    if (*rest == ',')
        rest = skip_spaces(rest + 1);
    else if (strncmp(rest, "if", 2) == 0 && !isalnum((unsigned char)rest[2]))
        rest = skip_spaces(rest + 2);
    else {
        command_fail(result,
                     "after the place comes nothing or \"if EXPR\", "
                     "not \"%s\"",
                     rest);
        return false;
    }
    if (*rest)
        return record_text(&spec->condition, rest);
    command_fail(result, "the condition is missing");
    return false;
}

const char *word_end(const char *at)
{
    return at + strcspn(at, " \t");
}

bool is_word(const char *at, const char *word)
{
    size_t n = strlen(word);
    return strncmp(at, word, n) == 0 && (at[n] == 0 || at[n] == ' ');
}

bool break_take_type(const char **at, struct view_break_spec *spec)
{
    if (**at == 0 || is_word(*at, "if"))
        return true;
    const char *end = word_end(*at);
    size_t length = (size_t)(end - *at);
    spec->subclasses = length > 1 && (*at)[length - 1] == '+';
    free(spec->type);
    spec->type = strndup(*at, length - spec->subclasses);
    *at = skip_spaces(end);
    return spec->type != NULL;
}

/* An object: "#7", or an expression that has it now. */
bool break_take_object(struct debug *d, const char *text,
                       struct view_break_spec *spec,
                       struct debug_result *result)
{
    struct view_answer answer = {0};
    struct view_question q = {
        .what = "which", .text = (char *)text, .frame = d->frame};
    bool ok = session_question(d, &q, &answer) && answer.ok;
    if (ok)
        spec->object = answer.object;
    else
        command_fail(result, "%s",
                     answer.text ? answer.text : session_refusal(d));
    record_clear(schema_answer(), &answer);
    return ok;
}

/* A word that is a name of a type and of no variable is the type. */
bool break_names_type(struct debug *d, const char *text)
{
    struct view_answer answer = {0};
    struct view_question q = {
        .what = "istype", .text = (char *)text, .frame = d->frame};
    if (!d->pid)
        return true;
    bool yes = session_question(d, &q, &answer) && answer.ok;
    record_clear(schema_answer(), &answer);
    return yes;
}

static bool spec_place(struct debug *d, const char *args,
                       struct view_break_spec *spec,
                       struct debug_result *result)
{
    struct location location = {0};
    const char *rest = args;
    bool here = *args == 0 || is_word(args, "if");
    if (here && !d->stop.path) {
        command_fail(result, "no line is current: say LINE, FILE:LINE or a "
                             "function");
        return false;
    }
    if (here) {
        location.path = strdup(current_path(d));
        location.line = (long)d->screen.source.line;
    } else if (!command_location(d, args, &location, &rest, result)) {
        location_clear(&location);
        return false;
    }
    record_text(&spec->kind, location.function ? "function" : "line");
    record_text(&spec->path, location.path);
    record_text(&spec->function, location.function);
    spec->line = location.line;
    location_clear(&location);
    return break_take_condition(rest, spec, result);
}

static bool read_spec(struct debug *d, const char *args,
                      struct view_break_spec *spec, struct debug_result *result)
{
    const struct stop_kind *kind = stop_kind_find(args);
    if (!kind)
        return spec_place(d, args, spec, result);
    record_text(&spec->kind, kind->word);
    return kind->read(d, skip_spaces(word_end(args)), spec, result);
}

static void tell_added(struct debug *d, int64_t id, int64_t asked_line,
                       struct debug_result *result)
{
    struct breakpoint *b = breakpoints_find(&d->breaks, id);
    char *what = b ? breakpoint_what(b) : NULL;
    if (!what)
        return;
    command_say(result, "%s %lld at %s%s%s",
                b->spec.temporary ? "Temporary breakpoint" : "Breakpoint",
                (long long)id, what, b->spec.condition ? " if " : "",
                b->spec.condition ? b->spec.condition : "");
    if (asked_line && b->state.line != asked_line)
        command_say(result, "line %lld holds no code: moved to line %lld",
                    (long long)asked_line, (long long)b->state.line);
    if (b->state.note)
        command_say(result, "%s", b->state.note);
    free(what);
}

void break_add(struct debug *d, struct view_break_spec *spec,
               struct debug_result *result)
{
    int64_t line = spec->line;
    struct breakpoint *b = breakpoints_add(&d->breaks, spec, BREAK_BY_COMMAND);
    if (!b) {
        command_fail(result, "out of memory");
        return;
    }
    int64_t id = b->spec.id;
    session_send_breaks(d);
    tell_added(d, id, line, result);
    debug_tell_break(d, "new", breakpoints_find(&d->breaks, id));
    screen_refresh(d);
}

static void add_break(struct debug *d, const char *args, bool temporary,
                      struct debug_result *result)
{
    struct view_break_spec spec = {.enabled = true, .temporary = temporary};
    if (read_spec(d, args, &spec, result))
        break_add(d, &spec, result);
    else
        record_clear(schema_break_spec(), &spec);
}

void do_break(struct debug *d, const char *args, struct debug_result *result)
{
    add_break(d, args, false, result);
}

void do_tbreak(struct debug *d, const char *args, struct debug_result *result)
{
    add_break(d, args, true, result);
}

/* ---- by number --------------------------------------------------------- */

/* A number, or "$" for the newest. */
static bool break_number(const struct debug *d, const char **at, long *number)
{
    if (**at != '$')
        return command_number(at, number);
    *number = (long)d->breaks.last_id;
    *at = skip_spaces(*at + 1);
    return true;
}

typedef void change_fn(struct debug *d, struct breakpoint *b);

static void enable(struct debug *d, struct breakpoint *b)
{
    (void)d;
    b->spec.enabled = true;
}

static void disable(struct debug *d, struct breakpoint *b)
{
    (void)d;
    b->spec.enabled = false;
}

static void delete (struct debug *d, struct breakpoint *b)
{
    debug_tell_break(d, "removed", b);
    breakpoints_delete(&d->breaks, b);
}

static void changed(struct debug *d)
{
    session_send_breaks(d);
    screen_refresh(d);
}

static void change_all(struct debug *d, change_fn *change)
{
    for (size_t i = d->breaks.count; i-- > 0;)
        change(d, &d->breaks.at[i]);
}

static void change_numbered(struct debug *d, const char *args,
                            change_fn *change, struct debug_result *result)
{
    long number;
    while (break_number(d, &args, &number)) {
        struct breakpoint *b = breakpoints_find(&d->breaks, number);
        if (b)
            change(d, b);
        else
            command_fail(result, "there is no breakpoint %ld", number);
    }
    if (*args)
        command_fail(result, "\"%s\" is no number of a breakpoint", args);
}

static void change_breaks(struct debug *d, const char *args, change_fn *change,
                          struct debug_result *result)
{
    if (d->breaks.count == 0)
        command_fail(result, "there are no breakpoints");
    else if (*args)
        change_numbered(d, args, change, result);
    else
        change_all(d, change);
    changed(d);
}

void do_enable(struct debug *d, const char *args, struct debug_result *result)
{
    change_breaks(d, args, enable, result);
}

void do_disable(struct debug *d, const char *args, struct debug_result *result)
{
    change_breaks(d, args, disable, result);
}

void do_delete(struct debug *d, const char *args, struct debug_result *result)
{
    /* "del x" is Python's statement. */
    if (*args && !isdigit((unsigned char)*args)) {
        char line[512];
        snprintf(line, sizeof line, "del %s", args);
        command_ask(d, "python", line, result);
        screen_refresh(d);
    } else {
        change_breaks(d, args, delete, result);
    }
}

void do_d(struct debug *d, const char *args, struct debug_result *result)
{
    if (*args)
        do_delete(d, args, result);
    else if (session_waits(d))
        do_down(d, args, result);
    else
        command_fail(result, "%s", session_refusal(d));
}

static bool lies_at(const struct breakpoint *b, const struct location *location)
{
    if (location->function)
        return b->spec.function &&
               strcmp(b->spec.function, location->function) == 0;
    return strcmp(b->spec.kind, "line") == 0 &&
           (b->spec.line == location->line || b->state.line == location->line);
}

static void clear_at(struct debug *d, const struct location *location,
                     struct debug_result *result)
{
    size_t before = d->breaks.count;
    for (size_t i = before; i-- > 0;) {
        struct breakpoint *b = &d->breaks.at[i];
        if (!lies_at(b, location))
            continue;
        command_say(result, "Deleted breakpoint %lld", (long long)b->spec.id);
        delete (d, b);
    }
    if (d->breaks.count == before)
        command_fail(result, "there is no breakpoint there");
    changed(d);
}

void do_clear(struct debug *d, const char *args, struct debug_result *result)
{
    struct location location = {0};
    const char *rest = args;
    long number;
    /* pdb's "clear N": a number that is a breakpoint's. */
    if (command_number(&rest, &number) && *rest == 0 &&
        breakpoints_find(&d->breaks, number)) {
        change_breaks(d, args, delete, result);
        return;
    }
    if (*args == 0 && d->screen.source.path) {
        location.path = strdup(d->screen.source.path);
        location.line = (long)d->screen.source.line;
    } else if (!command_location(d, args, &location, &rest, result)) {
        return;
    }
    clear_at(d, &location, result);
    location_clear(&location);
}

struct breakpoint *command_break(struct debug *d, const char **args,
                                 struct debug_result *result)
{
    long number;
    struct breakpoint *b = NULL;
    if (!break_number(d, args, &number))
        command_fail(result, "which breakpoint?  Its number comes first");
    else if (!(b = breakpoints_find(&d->breaks, number)))
        command_fail(result, "there is no breakpoint %ld", number);
    return b;
}

void do_condition(struct debug *d, const char *args,
                  struct debug_result *result)
{
    struct breakpoint *b = command_break(d, &args, result);
    if (!b)
        return;
    record_text(&b->spec.condition, *args ? args : NULL);
    if (!*args)
        command_say(result, "Breakpoint %lld now stops always",
                    (long long)b->spec.id);
    changed(d);
}

void do_ignore(struct debug *d, const char *args, struct debug_result *result)
{
    long count;
    struct breakpoint *b = command_break(d, &args, result);
    if (!b)
        return;
    if (!command_number(&args, &count) || *args) {
        command_fail(result, "how often?  A count comes second");
        return;
    }
    b->spec.ignore = count;
    command_say(result, "Breakpoint %lld will be passed %ld times",
                (long long)b->spec.id, count);
    changed(d);
}
