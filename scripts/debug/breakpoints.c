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

/* "list+" or "#7", and how big. */
static void print_subject(FILE *out, const struct view_break_spec *spec)
{
    if (spec->object)
        fprintf(out, " #%lld", (long long)spec->object);
    else if (spec->type)
        fprintf(out, " %s%s", spec->type, spec->subclasses ? "+" : "");
}

static void print_phase(FILE *out, const struct view_break_spec *spec)
{
    if (spec->phase)
        fprintf(out, " %s", spec->phase);
    if (spec->phase && strcmp(spec->phase, "==") == 0)
        fprintf(out, " %lld", (long long)spec->least);
}

static void print_alloc(FILE *out, const struct view_break_spec *spec)
{
    print_subject(out, spec);
    if (spec->least || spec->most)
        fprintf(out, " size %lld", (long long)spec->least);
    if (spec->most)
        fprintf(out, "-%lld", (long long)spec->most);
    if (spec->line && spec->path)
        fprintf(out, " at %s:%lld", base_name(spec->path),
                (long long)spec->line);
}

static void print_gc(FILE *out, const struct view_break_spec *spec)
{
    print_phase(out, spec);
    if (spec->generation >= 0)
        fprintf(out, " %lld", (long long)spec->generation);
    if (spec->least > 0)
        fprintf(out, " if found > %lld", (long long)spec->least - 1);
}

static void print_heap(FILE *out, const struct view_break_spec *spec)
{
    fprintf(out, " > %lld", (long long)spec->least);
}

static void print_refs(FILE *out, const struct view_break_spec *spec)
{
    print_subject(out, spec);
    print_phase(out, spec);
}

static void print_watch(FILE *out, const struct view_break_spec *spec)
{
    fprintf(out, " %s", spec->expression);
}

static void print_function(FILE *out, const struct view_break_spec *spec)
{
    fprintf(out, " %s", spec->function);
}

static const struct {
    const char *kind;
    void (*print)(FILE *out, const struct view_break_spec *spec);
} printers[] = {
    {"function", print_function},
    {"alloc", print_alloc},
    {"gc", print_gc},
    {"heap", print_heap},
    {"refs", print_refs},
    {"watch", print_watch},
};

static void print_what(FILE *out, const struct view_break_spec *spec)
{
    fputs(spec->kind, out);
    for (size_t i = 0; i < sizeof printers / sizeof *printers; i++)
        if (strcmp(printers[i].kind, spec->kind) == 0) {
            printers[i].print(out, spec);
            return;
        }
    print_subject(out, spec);
}

char *breakpoint_what(const struct breakpoint *b)
{
    char *text = NULL;
    size_t size;
    if (strcmp(b->spec.kind, "line") == 0)
        return print_line(b, &text) < 0 ? NULL : text;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    print_what(out, &b->spec);
    fclose(out);
    return text;
}

/* What else the breakpoint was told. */
static bool row_notes(const struct view_break_spec *spec,
                      struct view_breakpoint *row)
{
    if (spec->log)
        return record_textf(&row->note, "says \"%s\"", spec->log);
    if (spec->hit)
        return record_textf(&row->note, "stops at hits %s", spec->hit);
    if (spec->ignore > 0)
        return record_textf(&row->note, "ignored %lld more times",
                            (long long)spec->ignore);
    if (spec->commands_count)
        return record_textf(&row->note, "does %zu commands",
                            spec->commands_count);
    return true;
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
    return ok && row_notes(&b->spec, row);
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
