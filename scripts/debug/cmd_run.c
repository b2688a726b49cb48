/*
 * Commands that run the script.  A handler checks its arguments, sends one
 * resume message and returns; the stop comes later as an event.
 */
#include "scripts/debug/command.h"

#include <stdlib.h>
#include <string.h>

static void resume(struct debug *d, const struct view_resume *what,
                   struct debug_result *result)
{
    if (d->state != STATE_STOPPED)
        command_fail(result, "%s", session_refusal(d));
    else if (session_resume(d, what))
        result->resumed = true;
    else
        command_fail(result, "the engine does not answer");
}

static void resume_count(struct debug *d, const char *how, const char *args,
                         struct debug_result *result)
{
    long count;
    if (!command_count_of(args, &count, result))
        return;
    struct view_resume what = {
        .how = (char *)how, .count = count, .frame = d->frame};
    resume(d, &what, result);
}

/* New arguments for the script replace the old ones. */
static void take_arguments(struct debug *d, const char *args)
{
    struct view_launch *launch = &d->launch;
    for (size_t i = 0; i < launch->args_count; i++)
        free(launch->args[i]);
    free(launch->args);
    launch->args = NULL;
    launch->args_count = 0;
    char *copy = strdup(args), *rest = NULL;
    for (char *word = copy ? strtok_r(copy, " \t", &rest) : NULL; word;
         word = strtok_r(NULL, " \t", &rest))
        record_texts_add(&launch->args, &launch->args_count, word);
    free(copy);
}

void do_run(struct debug *d, const char *args, struct debug_result *result)
{
    char *error = NULL;
    if (*args)
        take_arguments(d, args);
    if (debug_restart(d, &error))
        result->resumed = true;
    else
        command_fail(result, "%s", error ? error : "it cannot be started");
    free(error);
}

void do_step(struct debug *d, const char *args, struct debug_result *result)
{
    resume_count(d, "step", args, result);
}

void do_next(struct debug *d, const char *args, struct debug_result *result)
{
    resume_count(d, "next", args, result);
}

void do_stepi(struct debug *d, const char *args, struct debug_result *result)
{
    resume_count(d, "stepi", args, result);
}

void do_stepheap(struct debug *d, const char *args, struct debug_result *result)
{
    struct view_resume what = {.how = (char *)"stepheap",
                               .count = 1,
                               .frame = d->frame,
                               .path = (char *)(uintptr_t)args};
    if (*args && strcmp(args, "alloc") != 0 && strcmp(args, "free") != 0)
        command_fail(result, "stepheap stops at any event, or at alloc or free "
                             "alone");
    else
        resume(d, &what, result);
}

void do_finish(struct debug *d, const char *args, struct debug_result *result)
{
    resume_count(d, "finish", args, result);
}

/* The condition of stopping once more at the breakpoint stopped at. */
static void ignore_current(struct debug *d, long count)
{
    struct breakpoint *b = breakpoints_find(&d->breaks, d->stop.breakpoint);
    if (!b || count < 2)
        return;
    b->spec.ignore = count - 1;
    session_send_breaks(d);
}

void do_continue(struct debug *d, const char *args, struct debug_result *result)
{
    long count;
    if (!command_count_of(args, &count, result))
        return;
    if (count > 1 && !d->stop.breakpoint) {
        command_fail(result, "the script is not stopped at a breakpoint: "
                             "continue without a number");
        return;
    }
    ignore_current(d, count);
    resume_count(d, "continue", "", result);
}

/* A place and nothing behind it. */
static bool lone_place(struct debug *d, const char *args,
                       struct location *location, struct debug_result *result)
{
    const char *rest;
    if (!command_location(d, args, location, &rest, result))
        return false;
    if (*rest)
        command_fail(result, "nothing may follow a place, but \"%s\" does",
                     rest);
    return !*rest;
}

void do_until(struct debug *d, const char *args, struct debug_result *result)
{
    struct location location = {0};
    if (!*args) {
        resume_count(d, "until", "", result);
        return;
    }
    if (lone_place(d, args, &location, result)) {
        struct view_resume what = {.how = (char *)"until",
                                   .count = 1,
                                   .frame = d->frame,
                                   .line = location.line};
        resume(d, &what, result);
    }
    location_clear(&location);
}

/* A breakpoint of its own kind that the next stop takes away. */
void do_advance(struct debug *d, const char *args, struct debug_result *result)
{
    struct location location = {0};
    struct view_break_spec spec = {.enabled = true, .temporary = true};
    if (!*args) {
        command_fail(result, "advance wants a place: LINE, FILE:LINE or a "
                             "function");
        return;
    }
    if (lone_place(d, args, &location, result)) {
        record_text(&spec.kind, location.function ? "function" : "line");
        record_text(&spec.path, location.path);
        record_text(&spec.function, location.function);
        spec.line = location.line;
        breakpoints_add(&d->breaks, &spec, BREAK_BY_ADVANCE);
        session_send_breaks(d);
        resume_count(d, "continue", "", result);
    }
    location_clear(&location);
}

void do_interrupt(struct debug *d, const char *args,
                  struct debug_result *result)
{
    (void)args;
    if (d->state == STATE_RUNNING)
        debug_pause(d);
    else
        command_fail(result, "the script is not running");
}

void do_kill(struct debug *d, const char *args, struct debug_result *result)
{
    (void)args;
    if (!d->pid) {
        command_fail(result, "%s", session_refusal(d));
        return;
    }
    debug_kill(d);
    command_say(result, "the script was ended");
}

void do_jump(struct debug *d, const char *args, struct debug_result *result)
{
    (void)d;
    (void)args;
    command_fail(result, "a script cannot be made to jump yet");
}
