/*
 * Help, and the commands about commands.
 */
#include "scripts/debug/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SOURCE_DEPTH = 8 };

static void help_one(const struct command *command, struct debug_result *result)
{
    command_say(result, "%s %s", command->name, command->arguments);
    command_say(result, "  %s", command->help);
    if (*command->aliases)
        command_say(result, "  also: %s", command->aliases);
}

static void help_all(struct debug_result *result)
{
    for (size_t i = 0; i < command_count; i++)
        command_say(result, "%-11s %s", commands[i].name, commands[i].help);
    command_say(result, "A command may be shortened.  Any other line is "
                        "Python: an expression is shown and leaves no trace, "
                        "a statement is done; !LINE does either for real.");
}

void do_help(struct debug *d, const char *args, struct debug_result *result)
{
    int matches;
    (void)d;
    const struct command *command =
        *args ? command_find(args, strcspn(args, " \t"), &matches) : NULL;
    if (command)
        help_one(command, result);
    else if (*args)
        command_fail(result, "no command is called \"%s\"", args);
    else
        help_all(result);
}

void do_apropos(struct debug *d, const char *args, struct debug_result *result)
{
    (void)d;
    for (size_t i = 0; *args && i < command_count; i++)
        if (strcasestr(commands[i].help, args) ||
            strcasestr(commands[i].name, args) ||
            strcasestr(commands[i].arguments, args))
            command_say(result, "%-11s %s", commands[i].name, commands[i].help);
    if (!result->text)
        command_fail(result,
                     *args ? "no command's help holds \"%s\""
                           : "apropos wants a word%s",
                     args);
}

void do_echo(struct debug *d, const char *args, struct debug_result *result)
{
    (void)d;
    command_say(result, "%s", args);
}

void do_quit(struct debug *d, const char *args, struct debug_result *result)
{
    (void)d;
    (void)args;
    result->quit = true;
}

/* Commands after one that runs the script would come too early: the rest of
 * the file waits until the script stops again. */
static void wait_for_stop(struct debug *d)
{
    struct pollfd fds[DEBUG_POLL_MAX];
    int timeout;
    while (d->state == STATE_RUNNING && !d->reading) {
        int n = debug_poll_fds(d, fds, &timeout);
        poll(fds, (nfds_t)n, timeout < 0 || timeout > 50 ? 50 : timeout);
        debug_turn(d);
        if (d->sink.cancelled(d->sink.arg))
            debug_pause(d);
    }
}

static void run_file(struct debug *d, FILE *file, struct debug_result *result)
{
    char *line = NULL;
    size_t room = 0;
    while (!result->quit && !result->failed &&
           getline(&line, &room, file) >= 0) {
        struct debug_result one;
        if (line[strspn(line, " \t\r\n")] == 0)
            continue;
        wait_for_stop(d);
        debug_command(d, line, &one);
        if (one.text)
            command_say(result, "%s", one.text);
        result->quit = one.quit;
        result->resumed = one.resumed;
        result->failed = one.failed;
        free(one.text);
    }
    free(line);
}

void do_source(struct debug *d, const char *args, struct debug_result *result)
{
    if (!*args || d->source_depth >= SOURCE_DEPTH) {
        command_fail(result, *args ? "files of commands nest too deep"
                                   : "source wants a file of commands");
        return;
    }
    FILE *file = fopen(args, "re");
    if (!file) {
        command_fail(result, "%s cannot be read: %m", args);
        return;
    }
    d->source_depth++;
    run_file(d, file, result);
    d->source_depth--;
    fclose(file);
}
