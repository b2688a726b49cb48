/*
 * Commands that ask about the whole heap: why an object is alive, which
 * cycles there are, what keeps what alive, what changed.  The engine answers
 * with ready text.
 */
#include "scripts/debug/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A question that needs an object or a name. */
static void ask_with(struct debug *d, const char *what, const char *args,
                     struct debug_result *result)
{
    if (*args)
        command_ask(d, what, args, result);
    else
        command_fail(result, "%s of what?  See help %s", what, what);
}

void do_refs(struct debug *d, const char *args, struct debug_result *result)
{
    ask_with(d, "refs", args, result);
}

void do_referents(struct debug *d, const char *args,
                  struct debug_result *result)
{
    ask_with(d, "referents", args, result);
}

void do_why(struct debug *d, const char *args, struct debug_result *result)
{
    ask_with(d, "why", args, result);
}

void do_cycles(struct debug *d, const char *args, struct debug_result *result)
{
    command_ask(d, "cycles", args, result);
}

void do_dominators(struct debug *d, const char *args,
                   struct debug_result *result)
{
    command_ask(d, "dominators", args, result);
}

void do_top(struct debug *d, const char *args, struct debug_result *result)
{
    command_ask(d, "top", args, result);
}

void do_snapshot(struct debug *d, const char *args, struct debug_result *result)
{
    command_ask(d, "snapshot", args, result);
}

void do_sql(struct debug *d, const char *args, struct debug_result *result)
{
    command_ask(d, "sql", args, result);
}

/* The engine may be anywhere: the path is made absolute here. */
void do_export(struct debug *d, const char *args, struct debug_result *result)
{
    char line[8192];
    size_t format = strcspn(args, " \t");
    const char *path = skip_spaces(args + format);
    char *folder = *path == '/' ? NULL : getcwd(NULL, 0);
    if (!*path)
        command_fail(result, "export dot, folded or heapsnapshot, then FILE");
    else if (snprintf(line, sizeof line, "%.*s %s%s%s", (int)format, args,
                      folder ? folder : "", folder ? "/" : "",
                      path) >= (int)sizeof line)
        command_fail(result, "the path is too long");
    else
        command_ask(d, "export", line, result);
    free(folder);
}

void do_threads(struct debug *d, const char *args, struct debug_result *result)
{
    command_ask(d, "threads", args, result);
}

void do_leaks(struct debug *d, const char *args, struct debug_result *result)
{
    command_ask(d, "leaks", args, result);
}

void do_diff(struct debug *d, const char *args, struct debug_result *result)
{
    ask_with(d, "diff", args, result);
}

void do_survivors(struct debug *d, const char *args,
                  struct debug_result *result)
{
    command_ask(d, "survivors", args, result);
}

static void tell_sharing(struct debug *d, struct debug_result *result)
{
    command_say(result, d->launch.eager_copies
                            ? "copy-on-write is off: copies share nothing"
                            : "copy-on-write is on: copies of big containers "
                              "share their array");
}

/* Kept for the next run; told to the script that is there, if it waits. */
void do_sharing(struct debug *d, const char *args, struct debug_result *result)
{
    bool off = strcmp(args, "off") == 0;
    if (*args && !off && strcmp(args, "on") != 0) {
        command_fail(result, "copy-on-write is on or off");
        return;
    }
    if (*args && d->pid && !session_waits(d)) {
        command_fail(result, "%s", session_refusal(d));
        return;
    }
    if (*args && d->pid)
        command_ask(d, "copy-on-write", args, result);
    if (*args)
        d->launch.eager_copies = off;
    tell_sharing(d, result);
}

void do_same(struct debug *d, const char *args, struct debug_result *result)
{
    ask_with(d, "same", args, result);
}
