/*
 * Handlers for the life of a session and for running the script.
 */
#include "scripts/dap/server.h"

#include <stdlib.h>
#include <string.h>

/* ---- start ------------------------------------------------------------- */

static bool flag_or(const json_t *object, const char *name, bool otherwise)
{
    const json_t *value = json_object_get(object, name);
    return json_is_boolean(value) ? json_boolean_value(value) : otherwise;
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

json_t *handle_initialize(struct server *s, const json_t *arguments,
                          char **error)
{
    (void)error;
    s->lines_from_0 = !flag_or(arguments, "linesStartAt1", true);
    s->columns_from_0 = !flag_or(arguments, "columnsStartAt1", true);
    return json_pack(
        "{s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b,"
        " s:[{s:s, s:s, s:b}]}",
        "supportsConfigurationDoneRequest", 1, "supportsFunctionBreakpoints", 1,
        "supportsConditionalBreakpoints", 1,
        "supportsHitConditionalBreakpoints", 1, "supportsEvaluateForHovers", 1,
        "supportsCompletionsRequest", 1, "supportsRestartRequest", 1,
        "supportsExceptionInfoRequest", 1, "supportTerminateDebuggee", 1,
        "supportsTerminateRequest", 1, "supportsLoadedSourcesRequest", 1,
        "supportsCancelRequest", 1, "supportsDelayedStackTraceLoading", 1,
        "exceptionBreakpointFilters", "filter", "uncaught", "label",
        "Uncaught exceptions", "default", 1);
}

static bool read_environment(const json_t *env, struct view_launch *launch)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)env, name, value)
    {
        struct view_setting *set = RECORD_ADD(launch, env);
        if (!set || !record_text(&set->name, name) ||
            !record_text(&set->value, json_string_value(value)))
            return false;
    }
    return true;
}

static bool read_launch(const json_t *arguments, struct view_launch *launch,
                        char **error)
{
    bool ok = json_to_record(arguments, schema_launch(), launch) &&
              read_environment(json_object_get(arguments, "env"), launch);
    const json_t *limit = json_object_get(arguments, "heapLimit");
    launch->heap_limit = json_integer_value(limit);
    launch->no_debug = flag_or(arguments, "noDebug", false);
    int given = !!launch->program + !!launch->module + !!launch->code;
    if (!ok)
        record_text(error, "out of memory");
    else if (given != 1)
        record_text(error, "launch wants one of program, module and code");
    else if (limit && !(json_is_integer(limit) && launch->heap_limit >= 0))
        record_text(error, "heapLimit is a number of bytes");
    return !*error;
}

json_t *handle_launch(struct server *s, const json_t *arguments, char **error)
{
    struct view_launch launch = {0};
    struct debug_streams streams = {.input = text_of(arguments, "stdin"),
                                    .output = text_of(arguments, "stdout"),
                                    .tty = text_of(arguments, "tty")};
    s->stop_on_entry = flag_or(arguments, "stopOnEntry", true) &&
                       !flag_or(arguments, "noDebug", false);
    if (read_launch(arguments, &launch, error) &&
        !debug_launch(s->debug, &launch, &streams, error) && !*error)
        record_text(error, "the script cannot be launched");
    record_clear(schema_launch(), &launch);
    server_flush_tails(s);
    return NULL;
}

void server_start_when_ready(struct server *s)
{
    if (!s->launching || !s->configured)
        return;
    json_t *request = s->launching;
    s->launching = NULL;
    server_respond(s, request, NULL);
    json_decref(request);
    server_event(s, "process",
                 json_pack("{s:s, s:s, s:b}", "name", "script", "startMethod",
                           "launch", "isLocalProcess", 1));
    s->resuming = true;
    debug_start(s->debug, s->stop_on_entry);
    s->resuming = false;
}

json_t *handle_configuration_done(struct server *s, const json_t *arguments,
                                  char **error)
{
    (void)arguments;
    (void)error;
    s->configured = true;
    return NULL;
}

json_t *handle_restart(struct server *s, const json_t *arguments, char **error)
{
    (void)arguments;
    if (!debug_restart(s->debug, error) && !*error)
        record_text(error, "the script cannot be started again");
    return NULL;
}

/* ---- the end ----------------------------------------------------------- */

json_t *handle_disconnect(struct server *s, const json_t *arguments,
                          char **error)
{
    (void)arguments;
    (void)error;
    s->terminated = true;
    return NULL;
}

json_t *handle_terminate(struct server *s, const json_t *arguments,
                         char **error)
{
    (void)arguments;
    (void)error;
    debug_kill(s->debug);
    return NULL;
}

/* The evaluation under way, if any, saw this coming: see on_cancelled. */
json_t *handle_cancel(struct server *s, const json_t *arguments, char **error)
{
    (void)s;
    (void)arguments;
    (void)error;
    return NULL;
}

/* ---- running ----------------------------------------------------------- */

static json_t *resume(struct server *s, const char *how, char **error)
{
    debug_resume(s->debug, how, 1, error);
    return NULL;
}

json_t *handle_continue(struct server *s, const json_t *arguments, char **error)
{
    (void)arguments;
    resume(s, "continue", error);
    return json_pack("{s:b}", "allThreadsContinued", 1);
}

json_t *handle_next(struct server *s, const json_t *arguments, char **error)
{
    (void)arguments;
    return resume(s, "next", error);
}

json_t *handle_step_in(struct server *s, const json_t *arguments, char **error)
{
    (void)arguments;
    return resume(s, "step", error);
}

json_t *handle_step_out(struct server *s, const json_t *arguments, char **error)
{
    (void)arguments;
    return resume(s, "finish", error);
}

json_t *handle_pause(struct server *s, const json_t *arguments, char **error)
{
    (void)arguments;
    (void)error;
    debug_pause(s->debug);
    return NULL;
}

json_t *handle_interrupt(struct server *s, const json_t *arguments,
                         char **error)
{
    (void)arguments;
    (void)error;
    debug_interrupt(s->debug);
    return NULL;
}

json_t *handle_input(struct server *s, const json_t *arguments, char **error)
{
    const json_t *text = json_object_get(arguments, "text");
    if (json_string_length(text))
        debug_input(s->debug, json_string_value(text),
                    json_string_length(text));
    else if (json_is_true(json_object_get(arguments, "eof")))
        debug_input(s->debug, "", 0);
    else if (!text)
        record_text(error, "heapstep/input wants text or eof");
    return NULL;
}
