/*
 * Handlers that look: frames, scopes, variables, expressions, sources, the
 * screen.  Handles are plain arithmetic: a frame's id is its number from 1,
 * a scope's reference comes of its frame's, an object's of its ordinal.
 */
#include "scripts/dap/server.h"

#include "scripts/debug/text_safe.h"

#include <stdlib.h>
#include <string.h>

enum { ANSWER_MAX = 500, FIRST_OBJECT = 1000000, LAST_HANDLE = INT32_MAX };

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static int number_of(const json_t *object, const char *name)
{
    json_int_t n = json_integer_value(json_object_get(object, name));
    return n < 0 || n > LAST_HANDLE ? 0 : (int)n;
}

/* A page's size as asked for: 0 means all that we give at once. */
static int page_of(const json_t *arguments, const char *name)
{
    int n = number_of(arguments, name);
    return n == 0 || n > ANSWER_MAX ? ANSWER_MAX : n;
}

/* Numbers may be negative: twice the number, one more for those below 0. */
static json_int_t object_handle(int64_t number, int64_t children)
{
    int64_t code = number < 0 ? -2 * number + 1 : 2 * number;
    bool fits = number && code < LAST_HANDLE - FIRST_OBJECT;
    return fits && children ? FIRST_OBJECT + code : 0;
}

static int64_t handle_object(int handle)
{
    int code = handle - FIRST_OBJECT;
    return code & 1 ? -(code / 2) : code / 2;
}

/* ---- frames ------------------------------------------------------------ */

json_t *server_source(struct server *s, const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    (void)s;
    if (!path)
        return json_null();
    json_t *source =
        json_pack("{s:o}", "name", json_text_maybe(slash ? slash + 1 : path));
    char *whole = *path == '<' ? NULL : realpath(path, NULL);
    if (*path == '<')
        json_object_set_new(source, "sourceReference", json_integer(1));
    else
        json_object_set_new(source, "path",
                            json_text_maybe(whole ? whole : path));
    free(whole);
    return source;
}

json_t *handle_threads(struct server *s, const json_t *arguments, char **error)
{
    (void)s;
    (void)arguments;
    (void)error;
    return json_pack("{s:[{s:i, s:s}]}", "threads", "id", 1, "name", "main");
}

static json_t *show_frame(struct server *s, int64_t id, const char *name,
                          const char *path, int64_t line)
{
    return json_pack("{s:I, s:o, s:o, s:I, s:i}", "id", (json_int_t)id + 1,
                     "name", json_text_maybe(name), "source",
                     server_source(s, path), "line",
                     (json_int_t)line - s->lines_from_0, "column",
                     s->columns_from_0 ? 0 : 1);
}

/* Editors want a frame always, also when the script has ended. */
static json_t *last_frame(struct server *s)
{
    const struct view_screen *screen = debug_screen(s->debug);
    return show_frame(s, 0, debug_state(s->debug), screen->source.path,
                      screen->source.line);
}

json_t *handle_stack_trace(struct server *s, const json_t *arguments,
                           char **error)
{
    struct view_frames frames = {0};
    json_t *array = json_array();
    (void)error;
    debug_frames(s->debug, number_of(arguments, "startFrame"),
                 page_of(arguments, "levels"), &frames);
    for (size_t i = 0; i < frames.frames_count; i++) {
        const struct view_frame *f = &frames.frames[i];
        json_array_append_new(array,
                              show_frame(s, f->id, f->name, f->path, f->line));
    }
    if (frames.total == 0)
        json_array_append_new(array, last_frame(s));
    json_int_t total = frames.total ? frames.total : 1;
    record_clear(schema_frames(), &frames);
    return json_pack("{s:o, s:I}", "stackFrames", array, "totalFrames", total);
}

/* ---- variables --------------------------------------------------------- */

json_t *handle_scopes(struct server *s, const json_t *arguments, char **error)
{
    int frame = number_of(arguments, "frameId");
    (void)s;
    (void)error;
    if (frame < 1 || frame > FIRST_OBJECT / 2 - 1)
        frame = 1;
    return json_pack("{s:[{s:s, s:s, s:i, s:b}, {s:s, s:i, s:b}]}", "scopes",
                     "name", "Locals", "presentationHint", "locals",
                     "variablesReference", frame * 2, "expensive", 0, "name",
                     "Globals", "variablesReference", frame * 2 + 1,
                     "expensive", 1);
}

static json_t *show_variable(const struct view_variable *v)
{
    return json_pack("{s:o, s:o, s:o, s:I, s:I}", "name",
                     json_text_maybe(v->name), "value",
                     json_text_maybe(v->value ? v->value : ""), "type",
                     json_text_maybe(v->type), "variablesReference",
                     object_handle(v->object, v->children),
                     v->indexed ? "indexedVariables" : "namedVariables",
                     (json_int_t)v->children);
}

json_t *handle_variables(struct server *s, const json_t *arguments,
                         char **error)
{
    struct view_variables found = {0};
    int handle = number_of(arguments, "variablesReference");
    struct view_question q = {.from = number_of(arguments, "start"),
                              .count = page_of(arguments, "count")};
    if (handle >= FIRST_OBJECT) {
        q.what = "object";
        q.object = handle_object(handle);
    } else {
        q.what = handle & 1 ? "globals" : "locals";
        q.frame = handle / 2 - 1;
    }
    if (!debug_variables(s->debug, &q, &found)) {
        record_text(error, "the script does not wait");
        return NULL;
    }
    json_t *array = json_array();
    for (size_t i = 0; i < found.variables_count; i++)
        json_array_append_new(array, show_variable(&found.variables[i]));
    record_clear(schema_variables(), &found);
    return json_pack("{s:o}", "variables", array);
}

/* ---- expressions ------------------------------------------------------- */

static json_t *evaluate_command(struct server *s, const char *line)
{
    struct debug_result result;
    debug_command(s->debug, line, &result);
    json_t *body = json_pack("{s:o, s:i}", "result",
                             json_text_maybe(result.text ? result.text : ""),
                             "variablesReference", 0);
    json_t *extra = json_object();
    if (result.quit)
        json_object_set_new(extra, "quit", json_true());
    if (result.resumed)
        json_object_set_new(extra, "resumed", json_true());
    json_object_set_new(body, "heapstep", extra);
    free(result.text);
    return body;
}

static json_t *evaluate_expression(struct server *s, const char *expression,
                                   int frame, char **error)
{
    struct view_answer answer = {0};
    json_t *body = NULL;
    if (!debug_evaluate(s->debug, expression, frame, &answer))
        record_text(error, "the script does not wait");
    else if (!answer.ok)
        record_text(error, answer.text ? answer.text : "it failed");
    else
        body =
            json_pack("{s:o, s:o, s:I}", "result",
                      json_text_maybe(answer.text ? answer.text : ""), "type",
                      json_text_maybe(answer.type), "variablesReference",
                      object_handle(answer.object, answer.children));
    record_clear(schema_answer(), &answer);
    return body;
}

json_t *handle_evaluate(struct server *s, const json_t *arguments, char **error)
{
    const char *line = text_of(arguments, "expression");
    const char *context = text_of(arguments, "context");
    int frame = number_of(arguments, "frameId");
    if (!line) {
        record_text(error, "evaluate wants an expression");
        return NULL;
    }
    if (context && strcmp(context, "repl") == 0)
        return evaluate_command(s, line);
    return evaluate_expression(s, line, frame ? frame - 1 : 0, error);
}

/* Bytes of the first n characters. */
static size_t bytes_of(const char *text, int n)
{
    size_t at = 0;
    while (n-- > 0 && text[at])
        do
            at++;
        while (((unsigned char)text[at] & 0xc0) == 0x80);
    return at;
}

json_t *handle_completions(struct server *s, const json_t *arguments,
                           char **error)
{
    struct view_words words = {0};
    size_t start = 0;
    const char *text = text_of(arguments, "text");
    int column = number_of(arguments, "column") - !s->columns_from_0;
    if (!text) {
        record_text(error, "completions wants a text");
        return NULL;
    }
    size_t end = bytes_of(text, column);
    debug_complete(s->debug, text, end, &start, &words);
    char *before = strndup(text, start), *typed = strndup(text, end);
    size_t from = before ? text_length(before) : 0;
    size_t length = typed ? text_length(typed) - from : 0;
    free(before);
    free(typed);
    json_t *array = json_array();
    for (size_t i = 0; i < words.words_count && i < ANSWER_MAX; i++)
        json_array_append_new(
            array, json_pack("{s:o, s:I, s:I}", "label",
                             json_text_maybe(words.words[i]), "start",
                             (json_int_t)from + !s->columns_from_0, "length",
                             (json_int_t)length));
    record_clear(schema_words(), &words);
    return json_pack("{s:o}", "targets", array);
}

json_t *handle_exception_info(struct server *s, const json_t *arguments,
                              char **error)
{
    const struct view_stop *stop = debug_last_stop(s->debug);
    (void)arguments;
    if (!stop->exception) {
        record_text(error, "the script is not stopped by an exception");
        return NULL;
    }
    return json_pack("{s:o, s:o, s:s}", "exceptionId",
                     json_text_maybe(stop->exception), "description",
                     json_text_maybe(stop->exception_text), "breakMode",
                     "unhandled");
}

/* ---- sources ----------------------------------------------------------- */

json_t *handle_source(struct server *s, const json_t *arguments, char **error)
{
    size_t length;
    const char *path = text_of(json_object_get(arguments, "source"), "path");
    const char *text =
        debug_source(s->debug, path ? path : "<string>", &length);
    if (!text) {
        record_text(error, "there is no such source");
        return NULL;
    }
    return json_pack("{s:o, s:s}", "content", json_text(text, length),
                     "mimeType", "text/x-python");
}

json_t *handle_loaded_sources(struct server *s, const json_t *arguments,
                              char **error)
{
    struct view_words paths = {0};
    json_t *array = json_array();
    (void)arguments;
    (void)error;
    debug_sources(s->debug, &paths);
    for (size_t i = 0; i < paths.words_count; i++)
        json_array_append_new(array, server_source(s, paths.words[i]));
    record_clear(schema_words(), &paths);
    return json_pack("{s:o}", "sources", array);
}

/* ---- the screen -------------------------------------------------------- */

static void bound(int64_t *n)
{
    *n = *n < 0 ? 0 : *n > ANSWER_MAX ? ANSWER_MAX : *n;
}

static void read_heap_query(const json_t *from, struct view_heap_query *q)
{
    json_to_record(from, schema_heap_query(), q);
    bound(&q->count);
    if (q->from < 0)
        q->from = 0;
}

json_t *handle_subscribe(struct server *s, const json_t *arguments,
                         char **error)
{
    int before, after;
    struct view_screen_query q = {0};
    (void)error;
    record_copy(schema_screen_query(), &q,
                debug_subscription(s->debug, &before, &after));
    const json_t *bindings = json_object_get(arguments, "bindings");
    const json_t *heap = json_object_get(arguments, "heap");
    const json_t *source = json_object_get(arguments, "source");
    if (bindings)
        q.bindings = json_integer_value(json_object_get(bindings, "count"));
    bound(&q.bindings);
    if (heap)
        q.heap_wanted = json_is_object(heap);
    if (json_is_object(heap)) {
        read_heap_query(heap, &q.heap);
    }
    if (source) {
        before = number_of(source, "before");
        after = number_of(source, "after");
    }
    debug_subscribe(s->debug, &q, before, after);
    record_clear(schema_screen_query(), &q);
    return json_record(schema_screen(), debug_screen(s->debug));
}

json_t *handle_heap_page(struct server *s, const json_t *arguments,
                         char **error)
{
    struct view_heap_query q = {.count = 100};
    struct view_heap heap = {0};
    json_t *body = NULL;
    read_heap_query(arguments, &q);
    if (debug_heap_page(s->debug, &q, &heap))
        body = json_record(schema_heap(), &heap);
    else
        record_text(error, "there is no heap to look at");
    record_clear(schema_heap_query(), &q);
    record_clear(schema_heap(), &heap);
    return body;
}
