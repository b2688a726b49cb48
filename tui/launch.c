/*
 * Owns the translation from the front end's structs to the protocol's
 * objects.  Invariant: a field that was not given is not sent.  Neighbours:
 * session.c sends what is made here; scripts/dap/README.md names the fields.
 */
#include "tui/launch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A path or an argument may hold any bytes; JSON holds UTF-8 only. */
static json_t *string_of(const char *text)
{
    json_t *string = json_string(text);
    return string ? string : json_string("?");
}

static void set_text(json_t *object, const char *key, const char *text)
{
    if (text)
        json_object_set_new(object, key, string_of(text));
}

static json_t *script_arguments(const struct options *options)
{
    json_t *list = json_array();
    for (int i = 0; i < options->arg_count; i++)
        json_array_append_new(list, string_of(options->args[i]));
    return list;
}

static void set_local(json_t *arguments, const struct options *options)
{
    char *cwd = getcwd(NULL, 0);
    struct stat input;
    char path[64];

    set_text(arguments, "cwd", cwd);
    free(cwd);
    /* A file is opened by the session itself, at our place in it. */
    snprintf(path, sizeof path, "/proc/%ld/fd/0", (long)getpid());
    if (!options->stdin_path && !options->tty &&
        options->mode == OPTIONS_SCREEN && fstat(STDIN_FILENO, &input) == 0 &&
        S_ISREG(input.st_mode))
        set_text(arguments, "stdin", path);
}

json_t *launch_arguments(const struct options *options)
{
    json_t *arguments = json_object();
    set_text(arguments, "program", options->program);
    set_text(arguments, "module", options->module);
    set_text(arguments, "code", options->code);
    set_text(arguments, "stdin", options->stdin_path);
    set_text(arguments, "stdout", options->stdout_path);
    set_text(arguments, "tty", options->tty);
    json_object_set_new(arguments, "args", script_arguments(options));
    json_object_set_new(arguments, "stdinIsTty",
                        json_boolean(isatty(STDIN_FILENO)));
    json_object_set_new(arguments, "stopOnEntry", json_true());
    if (options->heap_limit)
        json_object_set_new(arguments, "heapLimit",
                            json_integer(options->heap_limit));
    if (!options->host)
        set_local(arguments, options);
    return arguments;
}

static json_t *filter_of(const char *text)
{
    json_t *string = text[0] ? json_string(text) : NULL;
    return string ? string : json_null();
}

json_t *launch_subscription(const struct session_wants *wants)
{
    json_t *heap = json_null();
    if (wants->heap_count)
        heap = json_pack("{s:I, s:I, s:s, s:b, s:o, s:o, s:b, s:b}", "from",
                         (json_int_t)wants->heap_from, "count",
                         (json_int_t)wants->heap_count, "sort", wants->sort,
                         "descending", wants->descending, "type",
                         filter_of(wants->type), "text", filter_of(wants->text),
                         "live", 0, "runtime", wants->runtime);
    return json_pack("{s:{s:I}, s:o, s:{s:i, s:i}}", "bindings", "count",
                     (json_int_t)wants->bindings, "heap", heap, "source",
                     "before", wants->before, "after", wants->after);
}

static void append_command(json_t *list, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void append_command(json_t *list, const char *format, ...)
{
    char *line;
    va_list values;
    va_start(values, format);
    int n = vasprintf(&line, format, values);
    va_end(values);
    if (n < 0)
        return;
    json_array_append_new(list, string_of(line));
    free(line);
}

/* A breakpoint's place as the command language takes it. */
static const char *place_of(const struct view_breakpoint *breakpoint)
{
    static const char word[] = "function ";
    const char *what = breakpoint->what;
    bool named = strcmp(breakpoint->kind, "function") == 0 &&
                 strncmp(what, word, sizeof word - 1) == 0;
    return named ? what + sizeof word - 1 : what;
}

json_t *launch_break_commands(const struct view *view)
{
    json_t *list = json_array();
    for (size_t i = 0; i < view->breakpoint_count; i++) {
        const struct view_breakpoint *breakpoint = &view->breakpoints[i];
        append_command(
            list, "%s %s%s%s", breakpoint->temporary ? "tbreak" : "break",
            place_of(breakpoint), breakpoint->condition[0] ? " if " : "",
            breakpoint->condition);
        if (!breakpoint->enabled)
            append_command(list, "disable %zu", i + 1);
    }
    return list;
}
