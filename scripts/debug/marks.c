/*
 * What the last step changed in the rows on screen: a mark a row, the changed
 * part of its value, and a tombstone where a row has gone.
 */
#include "scripts/debug/difference.h"
#include "scripts/debug/engine_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- marks ------------------------------------------------------------- */

static void mark_row(char **mark, const char *old_value, const char *new_value,
                     int64_t old_refs, int64_t new_refs,
                     struct view_pair **pairs, size_t *count)
{
    if (strcmp(old_value, new_value) != 0) {
        record_text(mark, "changed");
        difference_find(old_value, new_value, pairs, count);
    } else if (old_refs != new_refs) {
        record_text(mark, "refs");
    }
}

/* ---- tombstones -------------------------------------------------------- */

/* Where and why an object ended, as far as the step was watched. */
static char *epitaph(struct engine *e, int64_t ordinal)
{
    char *note = NULL;
    const struct death *d = recorder_find(e, ordinal);
    if (d)
        record_textf(&note, "freed: %s, line %d", d->cause, d->line);
    else
        record_text(&note, "freed");
    return note;
}

/* The row that is at index `at` afterwards is all zero. */
static void *insert_row(void *list, size_t *count, size_t size, size_t at)
{
    char *added = record_list_add(list, count, size);
    if (!added)
        return NULL;
    char *items;
    memcpy(&items, list, sizeof items);
    if (at > *count - 1)
        at = *count - 1;
    memmove(items + (at + 1) * size, items + at * size,
            (*count - 1 - at) * size);
    memset(items + at * size, 0, size);
    return items + at * size;
}

static bool is_tombstone(const char *mark)
{
    return mark && strcmp(mark, "freed") == 0;
}

static bool lives(const struct engine *e, int64_t ordinal)
{
    return number_find(e, ordinal) != NULL;
}

/* ---- bindings ---------------------------------------------------------- */

static struct view_binding *find_binding(struct view_screen *screen,
                                         const struct view_binding *like)
{
    for (size_t i = 0; i < screen->bindings_count; i++) {
        struct view_binding *row = &screen->bindings[i];
        if (!is_tombstone(row->mark) && strcmp(row->name, like->name) == 0)
            return row;
    }
    return NULL;
}

static void mark_binding(struct engine *e, struct view_binding *row)
{
    const struct view_binding *old = find_binding(&e->before, row);
    if (!old)
        record_text(&row->mark, "new");
    else if (old->ordinal != row->ordinal) {
        record_text(&row->mark, "rebound");
        difference_find(old->value, row->value, &row->marks, &row->marks_count);
    } else
        mark_row(&row->mark, old->value, row->value, old->refs, row->refs,
                 &row->marks, &row->marks_count);
}

static void bury_binding(struct engine *e, struct view_screen *screen,
                         size_t at, const struct view_binding *old)
{
    struct view_binding copy = {0};
    if (!record_copy(schema_binding(), &copy, old))
        return;
    record_text(&copy.mark, "freed");
    free(copy.marks);
    copy.marks = NULL;
    copy.marks_count = 0;
    free(copy.note);
    copy.note = NULL;
    if (lives(e, old->ordinal))
        record_text(&copy.note, "unbound; the object lives on");
    else
        copy.note = epitaph(e, old->ordinal);
    struct view_binding *row =
        insert_row(&screen->bindings, &screen->bindings_count, sizeof *row, at);
    if (row)
        *row = copy;
    else
        record_clear(schema_binding(), &copy);
}

void marks_bindings(struct engine *e, struct view_screen *screen)
{
    for (size_t i = 0; i < screen->bindings_count; i++)
        mark_binding(e, &screen->bindings[i]);
    for (size_t i = 0; i < e->before.bindings_count; i++) {
        const struct view_binding *old = &e->before.bindings[i];
        if (!is_tombstone(old->mark) && !find_binding(screen, old))
            bury_binding(e, screen, i, old);
    }
}

/* ---- heap rows --------------------------------------------------------- */

static const struct view_heap_row *find_row(const struct view_heap *heap,
                                            int64_t ordinal)
{
    for (size_t i = 0; i < heap->rows_count; i++)
        if (heap->rows[i].ordinal == ordinal)
            return &heap->rows[i];
    return NULL;
}

static void mark_heap_row(struct engine *e, struct view_heap_row *row)
{
    const struct view_heap_row *old = find_row(&e->before.heap, row->ordinal);
    const struct remembered *known = memory_find(e->memory, row->ordinal);
    if (old && !is_tombstone(old->mark))
        mark_row(&row->mark, old->value, row->value, old->refs, row->refs,
                 &row->marks, &row->marks_count);
    else if (known && known->refs != row->refs)
        record_text(&row->mark, "refs");
    else if (row->ordinal >= e->step_first)
        record_text(&row->mark, "new");
}

static void bury_row(struct engine *e, struct view_heap *heap, size_t at,
                     const struct view_heap_row *old)
{
    struct view_heap_row copy = {0};
    if (!record_copy(schema_heap_row(), &copy, old))
        return;
    record_text(&copy.mark, "freed");
    record_text(&copy.holders, "");
    copy.refs = 0;
    free(copy.marks);
    copy.marks = NULL;
    copy.marks_count = 0;
    free(copy.note);
    copy.note = epitaph(e, old->ordinal);
    struct view_heap_row *row =
        insert_row(&heap->rows, &heap->rows_count, sizeof *row, at);
    if (row)
        *row = copy;
    else
        record_clear(schema_heap_row(), &copy);
}

void marks_heap(struct engine *e, bool tombstones, struct view_heap *heap)
{
    const struct view_heap *before = &e->before.heap;
    for (size_t i = 0; i < heap->rows_count; i++)
        mark_heap_row(e, &heap->rows[i]);
    if (!tombstones || before->from != heap->from || !before->sort ||
        !heap->sort || strcmp(before->sort, heap->sort) != 0)
        return;
    for (size_t i = 0; i < before->rows_count && heap->rows_count < 500; i++)
        if (!is_tombstone(before->rows[i].mark) &&
            !lives(e, before->rows[i].ordinal))
            bury_row(e, heap, i, &before->rows[i]);
}
