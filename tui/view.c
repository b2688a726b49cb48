/*
 * Owns the parsing of the view.  Invariant: every string is set (perhaps
 * empty) and every count matches its array, so that no pane ever tests for
 * NULL.  What has the wrong type counts as left out.  Neighbours: session.c,
 * which keeps the newest view; the panes, which read it.
 */
#include "tui/view.h"

#include <stdlib.h>
#include <string.h>

static char *take_string(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return strdup(text ? text : "");
}

static long long take_number(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static size_t take_size(const json_t *object, const char *key)
{
    long long number = take_number(object, key);
    return number > 0 ? (size_t)number : 0;
}

static int take_int(const json_t *object, const char *key)
{
    long long number = take_number(object, key);
    return number > 0 && number < 1 << 30 ? (int)number : 0;
}

static bool take_bool(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

/* A zeroed array for the elements of a list, `*count` of them. */
static void *take_array(const json_t *list, size_t size, size_t *count)
{
    size_t n = json_array_size(list);
    *count = n < VIEW_MAX_ROWS ? n : VIEW_MAX_ROWS;
    void *array = *count ? calloc(*count, size) : NULL;
    if (!array)
        *count = 0;
    return array;
}

struct word {
    const char *name;
    int value;
};

static int find_word(const struct word *words, const char *name)
{
    while (name && words->name && strcmp(words->name, name) != 0)
        words++;
    return name ? words->value : 0;
}

static enum view_mark take_mark(const json_t *object)
{
    static const struct word marks[] = {
        {"new", VIEW_MARK_NEW},         {"rebound", VIEW_MARK_REBOUND},
        {"changed", VIEW_MARK_CHANGED}, {"refs", VIEW_MARK_REFS},
        {"freed", VIEW_MARK_FREED},     {NULL, VIEW_MARK_NONE}};
    return (enum view_mark)find_word(
        marks, json_string_value(json_object_get(object, "mark")));
}

static enum view_state take_state(const json_t *object)
{
    static const struct word states[] = {{"stopped", VIEW_STOPPED},
                                         {"running", VIEW_RUNNING},
                                         {"ended", VIEW_ENDED},
                                         {"dead", VIEW_DEAD},
                                         {NULL, VIEW_NONE}};
    return (enum view_state)find_word(
        states, json_string_value(json_object_get(object, "state")));
}

static struct view_value take_value(const json_t *object)
{
    struct view_value value = {.text = take_string(object, "value")};
    const json_t *marks = json_object_get(object, "marks");
    size_t n = json_array_size(marks);

    for (size_t i = 0; i < n && value.mark_count < VIEW_MAX_MARKS; i++) {
        const json_t *pair = json_array_get(marks, i);
        long long from = json_integer_value(json_array_get(pair, 0));
        long long to = json_integer_value(json_array_get(pair, 1));
        if (from >= 0 && to > from)
            value.marks[value.mark_count++] =
                (struct view_span){(size_t)from, (size_t)to};
    }
    return value;
}

static void parse_same(struct view_binding *binding, const json_t *list)
{
    size_t n = json_array_size(list);
    for (size_t i = 0; i < n && i < VIEW_MAX_SAME; i++) {
        const char *name = json_string_value(json_array_get(list, i));
        binding->same[i] = strdup(name ? name : "");
        binding->same_count = i + 1;
    }
}

/* Names of one object get one number, in the order they are shown. */
static void number_groups(struct view *view)
{
    int groups = 0;
    for (size_t i = 0; i < view->binding_count; i++) {
        struct view_binding *binding = &view->bindings[i];
        if (binding->same_count == 0 || binding->ordinal == 0)
            continue;
        for (size_t j = 0; j < i && !binding->group; j++)
            if (view->bindings[j].ordinal == binding->ordinal)
                binding->group = view->bindings[j].group;
        if (!binding->group)
            binding->group = ++groups;
    }
}

static void parse_bindings(struct view *view, const json_t *list)
{
    view->bindings =
        take_array(list, sizeof *view->bindings, &view->binding_count);
    for (size_t i = 0; i < view->binding_count; i++) {
        const json_t *item = json_array_get(list, i);
        struct view_binding *binding = &view->bindings[i];
        binding->name = take_string(item, "name");
        binding->scope = take_string(item, "scope");
        binding->type = take_string(item, "type");
        binding->note = take_string(item, "note");
        binding->value = take_value(item);
        binding->ordinal = take_number(item, "ordinal");
        binding->refs = take_number(item, "refs");
        binding->runtime = take_bool(item, "runtime");
        binding->mark = take_mark(item);
        parse_same(binding, json_object_get(item, "same"));
    }
    number_groups(view);
}

static void parse_heap(struct view_heap *heap, const json_t *object)
{
    const json_t *rows = json_object_get(object, "rows");
    heap->from = take_size(object, "from");
    heap->total = take_size(object, "total");
    heap->live = take_number(object, "live");
    heap->bytes = take_number(object, "bytes");
    heap->rows = take_array(rows, sizeof *heap->rows, &heap->row_count);
    for (size_t i = 0; i < heap->row_count; i++) {
        const json_t *item = json_array_get(rows, i);
        struct view_row *row = &heap->rows[i];
        row->type = take_string(item, "type");
        row->holders = take_string(item, "holders");
        row->note = take_string(item, "note");
        row->value = take_value(item);
        row->ordinal = take_number(item, "ordinal");
        row->refs = take_number(item, "refs");
        row->size = take_number(item, "size");
        row->generation = take_int(item, "generation");
        row->runtime = take_bool(item, "runtime");
        row->mark = take_mark(item);
    }
}

static void parse_source(struct view_source *source, const json_t *object)
{
    const json_t *lines = json_object_get(object, "lines");
    const json_t *marks = json_object_get(object, "breakpoints");
    source->path = take_string(object, "path");
    source->name = take_string(object, "name");
    source->line = take_int(object, "line");
    source->first = take_int(object, "first");
    source->lines =
        take_array(lines, sizeof *source->lines, &source->line_count);
    for (size_t i = 0; i < source->line_count; i++) {
        const char *text = json_string_value(json_array_get(lines, i));
        source->lines[i] = strdup(text ? text : "");
    }
    source->breakpoints = take_array(marks, sizeof *source->breakpoints,
                                     &source->breakpoint_count);
    for (size_t i = 0; i < source->breakpoint_count; i++) {
        const json_t *item = json_array_get(marks, i);
        const char *condition =
            json_string_value(json_object_get(item, "condition"));
        source->breakpoints[i] = (struct view_line_breakpoint){
            .line = take_int(item, "line"),
            .enabled = take_bool(item, "enabled"),
            .temporary = take_bool(item, "temporary"),
            .conditional = condition && condition[0],
        };
    }
}

static void parse_frames(struct view *view, const json_t *list)
{
    view->frames = take_array(list, sizeof *view->frames, &view->frame_count);
    for (size_t i = 0; i < view->frame_count; i++) {
        const json_t *item = json_array_get(list, i);
        view->frames[i].id = take_number(item, "id");
        view->frames[i].name = take_string(item, "name");
        view->frames[i].path = take_string(item, "path");
        view->frames[i].line = take_int(item, "line");
    }
}

static void parse_breakpoints(struct view *view, const json_t *list)
{
    view->breakpoints =
        take_array(list, sizeof *view->breakpoints, &view->breakpoint_count);
    for (size_t i = 0; i < view->breakpoint_count; i++) {
        const json_t *item = json_array_get(list, i);
        struct view_breakpoint *breakpoint = &view->breakpoints[i];
        breakpoint->id = take_number(item, "id");
        breakpoint->hits = take_number(item, "hits");
        breakpoint->kind = take_string(item, "kind");
        breakpoint->what = take_string(item, "what");
        breakpoint->condition = take_string(item, "condition");
        breakpoint->note = take_string(item, "note");
        breakpoint->enabled = take_bool(item, "enabled");
        breakpoint->temporary = take_bool(item, "temporary");
    }
}

struct view *view_new(const json_t *body)
{
    struct view *view = calloc(1, sizeof *view);
    if (!view)
        return NULL;
    view->stop = take_number(body, "stop");
    view->state = take_state(body);
    view->reason = take_string(body, "reason");
    view->story = take_string(body, "story");
    view->frame = take_number(body, "frame");
    parse_source(&view->source, json_object_get(body, "source"));
    parse_frames(view, json_object_get(body, "frames"));
    parse_bindings(view, json_object_get(body, "bindings"));
    parse_heap(&view->heap, json_object_get(body, "heap"));
    parse_breakpoints(view, json_object_get(body, "breakpoints"));
    return view;
}

static void free_binding(struct view_binding *binding)
{
    free(binding->name);
    free(binding->scope);
    free(binding->type);
    free(binding->note);
    free(binding->value.text);
    for (size_t i = 0; i < binding->same_count; i++)
        free(binding->same[i]);
}

static void free_row(struct view_row *row)
{
    free(row->type);
    free(row->holders);
    free(row->note);
    free(row->value.text);
}

static void free_source(struct view_source *source)
{
    for (size_t i = 0; i < source->line_count; i++)
        free(source->lines[i]);
    free(source->lines);
    free(source->breakpoints);
    free(source->path);
    free(source->name);
}

static void free_breakpoint(struct view_breakpoint *breakpoint)
{
    free(breakpoint->kind);
    free(breakpoint->what);
    free(breakpoint->condition);
    free(breakpoint->note);
}

void view_free(struct view *view)
{
    if (!view)
        return;
    for (size_t i = 0; i < view->binding_count; i++)
        free_binding(&view->bindings[i]);
    for (size_t i = 0; i < view->heap.row_count; i++)
        free_row(&view->heap.rows[i]);
    for (size_t i = 0; i < view->frame_count; i++) {
        free(view->frames[i].name);
        free(view->frames[i].path);
    }
    for (size_t i = 0; i < view->breakpoint_count; i++)
        free_breakpoint(&view->breakpoints[i]);
    free_source(&view->source);
    free(view->bindings);
    free(view->heap.rows);
    free(view->frames);
    free(view->breakpoints);
    free(view->reason);
    free(view->story);
    free(view);
}
