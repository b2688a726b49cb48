/*
 * The breakpoint list.  Invariant: numbers rise along the list and are never
 * used twice in a session.  Neighbours: cmd_break.c edits it, session.c
 * sends it.
 */
#include "scripts/debug/breakpoints.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void clear_one(struct breakpoint *b)
{
    record_clear(schema_break_spec(), &b->spec);
    record_clear(schema_break_state(), &b->state);
}

void breakpoints_clear(struct breakpoints *list)
{
    for (size_t i = 0; i < list->count; i++)
        clear_one(&list->at[i]);
    free(list->at);
    list->at = NULL;
    list->count = 0;
}

struct breakpoint *breakpoints_add(struct breakpoints *list,
                                   struct view_break_spec *spec,
                                   enum break_owner owner)
{
    struct breakpoint *b = record_list_add(&list->at, &list->count, sizeof *b);
    if (!b) {
        record_clear(schema_break_spec(), spec);
        return NULL;
    }
    b->spec = *spec;
    memset(spec, 0, sizeof *spec);
    if (!b->spec.id)
        b->spec.id = ++list->last_id;
    b->state.id = b->spec.id;
    b->state.line = b->spec.line;
    b->owner = owner;
    return b;
}

struct breakpoint *breakpoints_find(struct breakpoints *list, int64_t id)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i].spec.id == id)
            return &list->at[i];
    return NULL;
}

void breakpoints_delete(struct breakpoints *list, struct breakpoint *b)
{
    size_t i = (size_t)(b - list->at);
    clear_one(b);
    memmove(b, b + 1, (list->count - i - 1) * sizeof *b);
    list->count--;
}

void breakpoints_update(struct breakpoints *list,
                        const struct view_break_states *states)
{
    for (size_t i = 0; i < states->breaks_count; i++) {
        const struct view_break_state *new = &states->breaks[i];
        struct breakpoint *b = breakpoints_find(list, new->id);
        if (!b)
            continue;
        record_clear(schema_break_state(), &b->state);
        record_copy(schema_break_state(), &b->state, new);
        b->spec.ignore = new->ignore;
    }
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int print_line(const struct breakpoint *b, char **text)
{
    const char *path = b->state.path ? b->state.path : b->spec.path;
    return asprintf(text, "%s:%lld", path ? base_name(path) : "?",
                    (long long)(b->state.line ? b->state.line : b->spec.line));
}

static int print_heap(const struct view_break_spec *spec, char **text)
{
    char object[32] = "";
    if (spec->object)
        snprintf(object, sizeof object, " #%lld", (long long)spec->object);
    if (strcmp(spec->kind, "gc") == 0 && spec->generation >= 0)
        snprintf(object, sizeof object, " %lld", (long long)spec->generation);
    return asprintf(text, "%s%s%s%s%s", spec->kind, spec->phase ? " " : "",
                    spec->phase ? spec->phase : "", spec->type ? " " : "",
                    spec->type ? spec->type : object);
}

char *breakpoint_what(const struct breakpoint *b)
{
    char *text = NULL;
    const struct view_break_spec *spec = &b->spec;
    int n = strcmp(spec->kind, "line") == 0 ? print_line(b, &text)
            : strcmp(spec->kind, "function") == 0
                ? asprintf(&text, "function %s", spec->function)
                : print_heap(spec, &text);
    return n < 0 ? NULL : text;
}

bool breakpoint_row(const struct breakpoint *b, struct view_breakpoint *row)
{
    row->id = b->spec.id;
    row->enabled = b->spec.enabled;
    row->temporary = b->spec.temporary;
    row->hits = b->state.hits;
    row->what = breakpoint_what(b);
    bool ok = row->what && record_text(&row->kind, b->spec.kind) &&
              record_text(&row->condition, b->spec.condition) &&
              record_text(&row->note, b->state.note);
    if (ok && b->spec.ignore > 0)
        ok = record_textf(&row->note, "ignored %lld more times",
                          (long long)b->spec.ignore);
    return ok;
}

bool breakpoints_rows(const struct breakpoints *list,
                      struct view_screen *screen)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->at[i].owner == BREAK_BY_ADVANCE)
            continue;
        struct view_breakpoint *row = RECORD_ADD(screen, breakpoints);
        if (!row || !breakpoint_row(&list->at[i], row))
            return false;
    }
    return true;
}

bool breakpoints_set(const struct breakpoints *list, struct view_break_set *set)
{
    set->breaks = calloc(list->count ? list->count : 1, sizeof *set->breaks);
    if (!set->breaks)
        return false;
    set->breaks_count = list->count;
    for (size_t i = 0; i < list->count; i++)
        set->breaks[i] = list->at[i].spec;
    return true;
}
