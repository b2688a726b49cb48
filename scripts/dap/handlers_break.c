/*
 * Handlers for an editor's breakpoints.
 */
#include "scripts/dap/server.h"

#include <stdlib.h>
#include <string.h>

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* A number alone means from that hit on. */
static bool read_hits(const json_t *from, struct view_break_spec *spec)
{
    const char *hits = text_of(from, "hitCondition");
    while (hits && *hits == ' ')
        hits++;
    return !hits || !*hits || record_text(&spec->hit, hits);
}

static const char *filled(const char *text)
{
    return text && *text ? text : NULL;
}

static bool read_spec(struct server *s, const json_t *from, const char *kind,
                      const char *path, struct view_break_spec *spec)
{
    spec->enabled = true;
    spec->line =
        json_integer_value(json_object_get(from, "line")) + s->lines_from_0;
    return read_hits(from, spec) &&
           record_text(&spec->log, filled(text_of(from, "logMessage"))) &&
           record_text(&spec->kind, kind) && record_text(&spec->path, path) &&
           record_text(&spec->function, text_of(from, "name")) &&
           record_text(&spec->condition, filled(text_of(from, "condition")));
}

static json_t *show_states(struct server *s,
                           const struct view_break_states *states)
{
    json_t *array = json_array();
    for (size_t i = 0; i < states->breaks_count; i++) {
        const struct view_break_state *b = &states->breaks[i];
        json_t *one = json_pack("{s:I, s:b, s:I}", "id", (json_int_t)b->id,
                                "verified", b->verified, "line",
                                (json_int_t)b->line - s->lines_from_0);
        if (b->note)
            json_object_set_new(one, "message", json_text_maybe(b->note));
        if (b->path)
            json_object_set_new(one, "source", server_source(s, b->path));
        json_array_append_new(array, one);
    }
    return json_pack("{s:o}", "breakpoints", array);
}

/* Reads the specs of a request; new, *count of them. */
static struct view_break_spec *read_specs(struct server *s, const json_t *list,
                                          const char *kind, const char *path,
                                          size_t *count)
{
    *count = json_array_size(list);
    struct view_break_spec *specs = calloc(*count ? *count : 1, sizeof *specs);
    for (size_t i = 0; specs && i < *count; i++)
        read_spec(s, json_array_get(list, i), kind, path, &specs[i]);
    return specs;
}

static void free_specs(struct view_break_spec *specs, size_t count)
{
    for (size_t i = 0; specs && i < count; i++)
        record_clear(schema_break_spec(), &specs[i]);
    free(specs);
}

json_t *handle_set_breakpoints(struct server *s, const json_t *arguments,
                               char **error)
{
    struct view_break_states states = {0};
    size_t count;
    const char *path = text_of(json_object_get(arguments, "source"), "path");
    if (!path)
        path = text_of(json_object_get(arguments, "source"), "name");
    if (!path) {
        record_text(error, "setBreakpoints wants a source with a path");
        return NULL;
    }
    struct view_break_spec *specs = read_specs(
        s, json_object_get(arguments, "breakpoints"), "line", path, &count);
    bool ok = specs && debug_set_lines(s->debug, path, specs, count, &states);
    json_t *body = ok ? show_states(s, &states) : NULL;
    if (!ok)
        record_text(error, "out of memory");
    record_clear(schema_break_states(), &states);
    free_specs(specs, count);
    return body;
}

json_t *handle_set_functions(struct server *s, const json_t *arguments,
                             char **error)
{
    struct view_break_states states = {0};
    size_t count;
    struct view_break_spec *specs = read_specs(
        s, json_object_get(arguments, "breakpoints"), "function", NULL, &count);
    bool ok = specs && debug_set_functions(s->debug, specs, count, &states);
    json_t *body = ok ? show_states(s, &states) : NULL;
    if (!ok)
        record_text(error, "out of memory");
    record_clear(schema_break_states(), &states);
    free_specs(specs, count);
    return body;
}

json_t *handle_set_exceptions(struct server *s, const json_t *arguments,
                              char **error)
{
    bool uncaught = false;
    const json_t *filters = json_object_get(arguments, "filters");
    (void)error;
    for (size_t i = 0; i < json_array_size(filters); i++) {
        const char *name = json_string_value(json_array_get(filters, i));
        uncaught |= name && strcmp(name, "uncaught") == 0;
    }
    debug_stop_on_exceptions(s->debug, uncaught);
    return NULL;
}
