/*
 * What can be stopped at besides places, one reader a kind, and the commands
 * that say what a breakpoint does when it is hit: count, log, run commands.
 * Neighbours: cmd_break.c reads places and edits by number.
 */
#include "scripts/debug/command.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers and words -------------------------------------------------- */

/* "64", "64K", "1M" at *at, which moves past it; false: none there. */
static bool take_size(const char **at, int64_t *size)
{
    static const char units[] = "KMG";
    char *end;
    if (!isdigit((unsigned char)**at))
        return false;
    unsigned long long n = strtoull(*at, &end, 10);
    const char *unit =
        *end ? strchr(units, toupper((unsigned char)*end)) : NULL;
    int shift = unit ? 10 * (int)(unit - units + 1) : 0;
    if (n > (unsigned long long)INT64_MAX >> shift)
        return false;
    *size = (int64_t)(n << shift);
    *at = skip_spaces(unit ? end + 1 : end);
    return true;
}

static bool take_word(const char **at, const char *word)
{
    if (!is_word(*at, word))
        return false;
    *at = skip_spaces(*at + strlen(word));
    return true;
}

/* ---- objects ------------------------------------------------------------ */

static bool looks_like_type(struct debug *d, const char *what)
{
    size_t length = strlen(what);
    if (what[length - 1] == '+')
        return true;
    return command_is_name(what, length) && break_names_type(d, what);
}

/* A type or an object, then a condition. */
static bool read_subject(struct debug *d, const char *args,
                         struct view_break_spec *spec,
                         struct debug_result *result)
{
    const char *condition = is_word(args, "if") ? args : strstr(args, " if ");
    size_t length = condition ? (size_t)(condition - args) : strlen(args);
    char *what = strndup(args, length);
    const char *type = what;
    bool ok = what != NULL;
    if (ok && *what && looks_like_type(d, what))
        ok = break_take_type(&type, spec);
    else if (ok && *what)
        ok = break_take_object(d, what, spec, result);
    free(what);
    return ok && break_take_condition(condition ? skip_spaces(condition) : "",
                                      spec, result);
}

static bool take_range(const char **at, struct view_break_spec *spec,
                       struct debug_result *result)
{
    bool ok = take_size(at, &spec->least);
    if (ok && **at == '-') {
        *at = skip_spaces(*at + 1);
        ok = take_size(at, &spec->most);
    }
    if (!ok)
        command_fail(result, "size wants MIN or MIN-MAX: 64, 1K-4K");
    return ok;
}

static bool take_site(struct debug *d, const char **at,
                      struct view_break_spec *spec, struct debug_result *result)
{
    struct location location = {0};
    bool ok = command_location(d, *at, &location, at, result);
    if (ok && location.function) {
        command_fail(result, "the place of an allocation is LINE or FILE:LINE");
        ok = false;
    }
    record_text(&spec->path, location.path);
    spec->line = location.line;
    location_clear(&location);
    return ok;
}

static bool is_option(const char *at)
{
    return is_word(at, "size") || is_word(at, "at");
}

static bool read_alloc(struct debug *d, const char *args,
                       struct view_break_spec *spec,
                       struct debug_result *result)
{
    bool ok = is_option(args) || break_take_type(&args, spec);
    while (ok && is_option(args))
        ok = take_word(&args, "size")
                 ? take_range(&args, spec, result)
                 : take_word(&args, "at") && take_site(d, &args, spec, result);
    return ok && break_take_condition(args, spec, result);
}

static bool read_raise(struct debug *d, const char *args,
                       struct view_break_spec *spec,
                       struct debug_result *result)
{
    (void)d;
    return break_take_type(&args, spec) &&
           break_take_condition(args, spec, result);
}

/* ---- counts ------------------------------------------------------------- */

static const char *const phases[] = {" rises", " falls", " ==", " to zero"};

/* Where the object ends and what its count shall do begins. */
static const char *find_phase(const char *args, size_t *which)
{
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        const char *at = strstr(args, phases[i]);
        *which = i;
        if (at)
            return at;
    }
    return NULL;
}

static bool take_phase(const char *at, size_t which,
                       struct view_break_spec *spec,
                       struct debug_result *result)
{
    at = skip_spaces(at + strlen(phases[which]));
    if (which == 3)
        return record_text(&spec->kind, "free") &&
               break_take_condition(at, spec, result);
    if (which == 2 && !take_size(&at, &spec->least)) {
        command_fail(result, "== wants a count");
        return false;
    }
    return record_text(&spec->phase, phases[which] + 1) &&
           break_take_condition(at, spec, result);
}

static bool read_refs(struct debug *d, const char *args,
                      struct view_break_spec *spec, struct debug_result *result)
{
    size_t which;
    const char *at = find_phase(args, &which);
    char *what = strndup(args, at ? (size_t)(at - args) : strlen(args));
    bool ok = what && *what && break_take_object(d, what, spec, result);
    if (what && !*what)
        command_fail(result, "the count of what?  break refs #N");
    free(what);
    return ok && (!at || take_phase(at, which, spec, result));
}

/* ---- the heap and its collections --------------------------------------- */

static bool read_heap(struct debug *d, const char *args,
                      struct view_break_spec *spec, struct debug_result *result)
{
    (void)d;
    if (*args == '>')
        args = skip_spaces(args + 1);
    if (take_size(&args, &spec->least))
        return break_take_condition(args, spec, result);
    command_fail(result, "break heap wants a size: break heap > 64M");
    return false;
}

static bool take_found(const char **at, struct view_break_spec *spec)
{
    const char *rest = *at;
    if (!take_word(&rest, "if") || !take_word(&rest, "found") || *rest != '>')
        return false;
    rest = skip_spaces(rest + 1);
    if (!take_size(&rest, &spec->least))
        return false;
    spec->least++;
    *at = rest;
    return true;
}

static bool read_gc(struct debug *d, const char *args,
                    struct view_break_spec *spec, struct debug_result *result)
{
    long generation;
    (void)d;
    spec->generation = -1;
    if (is_word(args, "start") || is_word(args, "stop")) {
        const char *end = word_end(args);
        spec->phase = strndup(args, (size_t)(end - args));
        args = skip_spaces(end);
    }
    take_word(&args, "gen");
    if (command_number(&args, &generation)) {
        spec->generation = generation;
        if (generation > 2) {
            command_fail(result, "generations are 0, 1 and 2");
            return false;
        }
    }
    take_found(&args, spec);
    return break_take_condition(args, spec, result);
}

/* ---- the kinds ---------------------------------------------------------- */

static const struct stop_kind kinds[] = {
    {"alloc", read_alloc},
    {"free", read_subject},
    {"gc", read_gc},
    {"refs", read_refs},
    {"raise", read_raise},
    {"heap", read_heap},
    {"finalize", read_subject},
    {"resurrect", read_subject},
    {"share", read_subject},
    {"unshare", read_subject},
    {"weakref-clear", read_subject},
    {"unreachable", read_subject},
};

const struct stop_kind *stop_kind_find(const char *args)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (is_word(args, kinds[i].word))
            return &kinds[i];
    return NULL;
}

void do_watch(struct debug *d, const char *args, struct debug_result *result)
{
    struct view_break_spec spec = {.enabled = true, .depth = d->frame};
    if (!*args) {
        command_fail(result, "watch what?  A name, x.attribute or x[key]");
        return;
    }
    if (record_text(&spec.kind, "watch") && record_text(&spec.expression, args))
        break_add(d, &spec, result);
}

/* ---- what a hit does ---------------------------------------------------- */

void do_hits(struct debug *d, const char *args, struct debug_result *result)
{
    struct breakpoint *b = command_break(d, &args, result);
    const char *number = args + strspn(args, "<>=% ");
    if (!b)
        return;
    if (*args && !isdigit((unsigned char)*number)) {
        command_fail(result,
                     "a hit condition is like \"3\", \">= 3\", \"== 3\" "
                     "or \"%% 3\"");
        return;
    }
    record_text(&b->spec.hit, *args ? args : NULL);
    command_say(result, "Breakpoint %lld stops at %s%s", (long long)b->spec.id,
                *args ? "hits " : "every hit", *args ? args : "");
    session_send_breaks(d);
    screen_refresh(d);
}

/* Quotes around the whole text are none of it. */
static void set_log(struct breakpoint *b, const char *text)
{
    size_t n = strlen(text);
    bool quoted = n > 1 && text[0] == '"' && text[n - 1] == '"';
    char *copy = strndup(text + quoted, n - 2 * quoted);
    record_text(&b->spec.log, copy && *copy ? copy : NULL);
    free(copy);
}

void do_log(struct debug *d, const char *args, struct debug_result *result)
{
    struct breakpoint *b = command_break(d, &args, result);
    if (!b)
        return;
    set_log(b, args);
    command_say(result,
                b->spec.log ? "Breakpoint %lld will say it and not stop"
                            : "Breakpoint %lld now stops",
                (long long)b->spec.id);
    session_send_breaks(d);
    screen_refresh(d);
}

static void forget_commands(struct breakpoint *b)
{
    for (size_t i = 0; i < b->spec.commands_count; i++)
        free(b->spec.commands[i]);
    free(b->spec.commands);
    b->spec.commands = NULL;
    b->spec.commands_count = 0;
}

void do_commands(struct debug *d, const char *args, struct debug_result *result)
{
    struct breakpoint *b =
        *args ? command_break(d, &args, result)
              : breakpoints_find(&d->breaks, d->breaks.last_id);
    if (!b) {
        if (!result->failed)
            command_fail(result, "there are no breakpoints");
        return;
    }
    forget_commands(b);
    d->collecting = b->spec.id;
    command_say(result,
                "The lines up to \"end\" are done when breakpoint "
                "%lld stops.",
                (long long)b->spec.id);
}

bool commands_take_line(struct debug *d, const char *line)
{
    struct breakpoint *b = breakpoints_find(&d->breaks, d->collecting);
    if (!b || strcmp(line, "end") == 0)
        d->collecting = 0;
    else if (*line)
        record_texts_add(&b->spec.commands, &b->spec.commands_count, line);
    if (!d->collecting)
        session_send_breaks(d);
    return true;
}

/* ---- between sessions --------------------------------------------------- */

/* The number that it will have in the next session is not known: commands
 * about it come right behind it and mean the newest. */
static void save_one(FILE *out, const struct breakpoint *b)
{
    const struct view_break_spec *spec = &b->spec;
    char *what = breakpoint_what(b);
    if (!what)
        return;
    if (strcmp(spec->kind, "line") == 0)
        fprintf(out, "break %s:%lld", spec->path, (long long)spec->line);
    else if (strcmp(spec->kind, "function") == 0)
        fprintf(out, "break %s", spec->function);
    else
        fprintf(out, "break %s", what);
    if (spec->condition)
        fprintf(out, " if %s", spec->condition);
    fputs("\n", out);
    if (spec->hit)
        fprintf(out, "hits $ %s\n", spec->hit);
    if (spec->log)
        fprintf(out, "log $ %s\n", spec->log);
    if (!spec->enabled)
        fputs("disable $\n", out);
    if (spec->commands_count)
        fputs("commands $\n", out);
    for (size_t i = 0; i < spec->commands_count; i++)
        fprintf(out, "%s\n", spec->commands[i]);
    if (spec->commands_count)
        fputs("end\n", out);
    free(what);
}

/* Objects have other numbers in another run, and a watch its frame. */
static bool can_be_saved(const struct breakpoint *b)
{
    return !b->spec.object && !b->spec.expression && !b->spec.temporary &&
           b->owner == BREAK_BY_COMMAND;
}

void do_save(struct debug *d, const char *args, struct debug_result *result)
{
    size_t saved = 0;
    FILE *out = *args ? fopen(args, "we") : NULL;
    if (!out) {
        command_fail(result,
                     *args ? "%s cannot be written: %m" : "save wants a file%s",
                     args);
        return;
    }
    for (size_t i = 0; i < d->breaks.count; i++)
        if (can_be_saved(&d->breaks.at[i])) {
            save_one(out, &d->breaks.at[i]);
            saved++;
        }
    if (fclose(out) != 0)
        command_fail(result, "%s cannot be written: %m", args);
    else
        command_say(result, "%zu breakpoints written to %s", saved, args);
}
