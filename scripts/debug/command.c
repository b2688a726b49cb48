/*
 * One line of the command language: which command it names, or that it is
 * Python.  Invariant: commands.def is the only list of commands.
 * Neighbours: the cmd_*.c files hold the handlers, complete.c completes.
 */
#include "scripts/debug/command.h"

#include "scripts/debug/text_safe.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMAND(handler, name, aliases, arguments, completion, flags, help)    \
    {name, aliases, arguments, completion, flags, help, do_##handler},
const struct command commands[] = {
#include "scripts/debug/commands.def"
};

const size_t command_count = sizeof commands / sizeof *commands;

/* ---- answers ----------------------------------------------------------- */

static void append(struct debug_result *result, const char *format,
                   va_list args)
{
    char *line, *text = NULL;
    if (vasprintf(&line, format, args) < 0)
        return;
    const char *before = result->text ? result->text : "";
    if (asprintf(&text, "%s%s%s", before, result->text ? "\n" : "", line) >=
        0) {
        free(result->text);
        result->text = text;
    }
    free(line);
}

void command_say(struct debug_result *result, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    append(result, format, args);
    va_end(args);
}

void command_fail(struct debug_result *result, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    append(result, format, args);
    va_end(args);
    result->failed = true;
}

static void show_answer(const struct view_answer *answer,
                        struct debug_result *result)
{
    if (answer->output && *answer->output)
        command_say(result, "%s", answer->output);
    if (!answer->ok)
        command_fail(result, "%s", answer->text ? answer->text : "it failed");
    else if (answer->text)
        command_say(result, "%s", answer->text);
}

void command_ask(struct debug *d, const char *what, const char *text,
                 struct debug_result *result)
{
    struct view_answer answer = {0};
    struct view_question q = {
        .what = (char *)what, .text = (char *)text, .frame = d->frame};
    if (!d->pid)
        command_fail(result, "%s", session_refusal(d));
    else if (!session_question(d, &q, &answer))
        command_fail(result, "the engine does not answer");
    else
        show_answer(&answer, result);
    record_clear(schema_answer(), &answer);
}

/* ---- words ------------------------------------------------------------- */

const char *skip_spaces(const char *at)
{
    while (*at == ' ' || *at == '\t')
        at++;
    return at;
}

bool command_number(const char **at, long *number)
{
    char *end;
    const char *from = skip_spaces(*at);
    if (!isdigit((unsigned char)*from))
        return false;
    *number = strtol(from, &end, 10);
    *at = skip_spaces(end);
    return true;
}

bool command_count_of(const char *args, long *count,
                      struct debug_result *result)
{
    const char *at = args;
    *count = 1;
    if (*args == 0)
        return true;
    if (command_number(&at, count) && *at == 0 && *count > 0)
        return true;
    command_fail(result, "\"%s\" is no count; a number from 1 was expected",
                 args);
    return false;
}

static bool has_word(const char *list, const char *word, size_t length)
{
    for (const char *at = list; *at; at = skip_spaces(at)) {
        size_t n = strcspn(at, " ");
        if (n == length && strncmp(at, word, n) == 0)
            return true;
        at += n;
    }
    return false;
}

const struct command *command_find(const char *word, size_t length,
                                   int *matches)
{
    const struct command *found = NULL;
    *matches = 0;
    for (size_t i = 0; i < command_count; i++)
        if (has_word(commands[i].name, word, length) ||
            has_word(commands[i].aliases, word, length))
            return &commands[i];
    for (size_t i = 0; i < command_count; i++) {
        if (strncmp(commands[i].name, word, length) != 0)
            continue;
        found = &commands[i];
        *matches += 1;
    }
    return *matches == 1 ? found : NULL;
}

static void fail_ambiguous(const char *word, size_t length,
                           struct debug_result *result)
{
    char names[256] = "";
    for (size_t i = 0; i < command_count; i++) {
        size_t n = strlen(names);
        if (strncmp(commands[i].name, word, length) == 0)
            snprintf(names + n, sizeof names - n, "%s%s", n ? ", " : "",
                     commands[i].name);
    }
    command_fail(result, "\"%.*s\" is short for several commands: %s",
                 (int)length, word, names);
}

/* ---- Python ------------------------------------------------------------ */

/* What Python allows behind a name and no command begins with. */
static bool continues_python(const struct command *command, const char *rest)
{
    if (*rest == '=')
        return true;
    bool path = command->completion == COMPLETE_LOCATION && *rest == '/';
    if (path && rest[1] != ' ' && rest[1] != '=')
        return false;
    if (command->completion == COMPLETE_EXPRESSION ||
        command->completion == COMPLETE_FILE || command->run == do_list ||
        command->run == do_echo)
        return strlen(rest) > 2 && strchr("+-*/%|&^", *rest) && rest[1] == '=';
    return *rest && strchr("+-*/%|&^<>.,([{", *rest) != NULL;
}

static void run_python(struct debug *d, const char *line,
                       struct debug_result *result)
{
    command_ask(d, "python", line, result);
    if (!result->failed)
        screen_refresh(d);
}

static void run_unknown(struct debug *d, const char *line, size_t word,
                        int matches, struct debug_result *result)
{
    bool bare = word && line[word] == 0;
    if (matches > 1 && (bare || !session_waits(d))) {
        struct debug_result python = {0};
        if (session_waits(d))
            run_python(d, line, &python);
        if (session_waits(d) && !python.failed) {
            *result = python;
            return;
        }
        free(python.text);
        fail_ambiguous(line, word, result);
    } else if (session_waits(d)) {
        run_python(d, line, result);
        if (result->failed && bare)
            command_say(result, "(and no command is called \"%s\": see help)",
                        line);
    } else {
        command_fail(result,
                     "no command is called \"%.*s\" (see help), and no "
                     "expression can be evaluated: %s",
                     (int)(word ? word : strlen(line)), line,
                     session_refusal(d));
    }
}

/* ---- a line ------------------------------------------------------------ */

static void run_command(struct debug *d, const struct command *command,
                        const char *args, struct debug_result *result)
{
    if (command->flags & NEEDS_STOP && !session_waits(d)) {
        command_fail(result, "%s", session_refusal(d));
        return;
    }
    command->run(d, args, result);
}

static size_t letters(const char *at)
{
    size_t n = 0;
    while (isalpha((unsigned char)at[n]) || at[n] == '_')
        n++;
    return n;
}

/* The length of the word that the line begins with; "why-same" is one, being
 * a command's name, "a-b" is not. */
static size_t word_length(const char *line)
{
    int matches;
    size_t word = letters(line), longest = word, more;
    while (line[word] == '-' && (more = letters(line + word + 1))) {
        word += 1 + more;
        if (command_find(line, word, &matches))
            longest = word;
    }
    return longest;
}

static void run_word(struct debug *d, const char *line,
                     struct debug_result *result)
{
    int matches = 0;
    size_t word = word_length(line);
    const struct command *command =
        word ? command_find(line, word, &matches) : NULL;
    char next = line[word];
    bool format = next == '/' && command && command->run == do_print;
    const char *args = skip_spaces(line + word);
    if (!command || (next && next != ' ' && next != '\t' && !format) ||
        (!format && continues_python(command, args)))
        run_unknown(d, line, word, matches, result);
    else
        run_command(d, command, args, result);
    free(d->last_line);
    d->last_line = command && command->flags & REPEATS ? strdup(line) : NULL;
}

/* What a line of the language begins with besides words. */
static void run_line(struct debug *d, const char *line,
                     struct debug_result *result)
{
    /* Fingers that know vi type a colon before a command. */
    while (*line == ':')
        line = skip_spaces(line + 1);
    if (*line == '!')
        do_set(d, line, result);
    else if (*line == '#' &&
             isdigit((unsigned char)line[line[1] == '-' ? 2 : 1]))
        command_ask(d, "object", line, result);
    else if (*line != '#')
        run_word(d, line, result);
}

static char *trimmed(const char *line)
{
    line = skip_spaces(line);
    size_t n = strlen(line);
    while (n && strchr(" \t\r\n", line[n - 1]))
        n--;
    return strndup(line, n);
}

void debug_command(struct debug *d, const char *line,
                   struct debug_result *result)
{
    memset(result, 0, sizeof *result);
    char *copy = trimmed(line);
    char *again = d->last_line ? strdup(d->last_line) : NULL;
    if (copy && d->collecting)
        commands_take_line(d, copy);
    else if (copy && *copy)
        run_line(d, copy, result);
    else if (copy && again && !d->collecting)
        run_line(d, again, result);
    free(copy);
    free(again);
}
