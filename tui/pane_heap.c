/*
 * Owns the heap pane: a window over all objects, sorted and filtered by the
 * session, of which only the rows in sight are ever asked for.  Invariant: a
 * row that has not come yet shows as such.  Neighbours: screen.c subscribes
 * with screen->wants, which this file keeps.
 */
#include "tui/screen_internal.h"

#include "tui/glyph.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { WIDE = 70, HOLDERS_FROM = 84 };

struct columns {
    int ordinal, type, refs, size, generation, holders;
};

static const struct view_heap *heap_of(const struct screen *screen)
{
    return &session_view(screen->session)->heap;
}

static struct columns measure(int width)
{
    struct columns columns = {.ordinal = 5, .type = 7, .refs = 4, .size = 4};
    if (width >= WIDE) {
        columns.ordinal = 7;
        columns.type = 12;
        columns.refs = 7;
        columns.size = 7;
        columns.generation = 3;
    }
    if (width >= HOLDERS_FROM)
        columns.holders = width / 4;
    return columns;
}

static const struct view_row *row_at(const struct screen *screen, size_t index)
{
    const struct view_heap *heap = heap_of(screen);
    if (index < heap->from || index - heap->from >= heap->row_count)
        return NULL;
    return &heap->rows[index - heap->from];
}

static void draw_refs(struct pen *pen, const struct view_row *row, int width)
{
    char text[32], padded[64];
    enum style style =
        row->mark == VIEW_MARK_REFS ? STYLE_CHANGED : STYLE_PLAIN;
    snprintf(text, sizeof text, row->runtime ? "%+lld" : "%lld", row->refs);
    snprintf(padded, sizeof padded, "%*s", width, text);
    pen_field(pen, style, padded, width);
}

static void draw_row(struct pen *pen, const struct view_row *row,
                     const struct columns *columns)
{
    bool freed = row->mark == VIEW_MARK_FREED;
    enum style style = freed ? STYLE_FREED : STYLE_PLAIN;
    char ordinal[32];

    pen_mark(pen, row->mark);
    snprintf(ordinal, sizeof ordinal, "#%lld", row->ordinal);
    pen_field(pen, style, ordinal, columns->ordinal);
    pen_field(pen, style, row->type, columns->type);
    draw_refs(pen, row, columns->refs);
    pen_number(pen, style, row->size, columns->size);
    if (columns->generation)
        pen_number(pen, style, row->generation, columns->generation);
    if (freed) {
        pen_text(pen, style, row->note);
        return;
    }
    int room = pen->end - pen->x - columns->holders;
    int value_end = pen->x + room;
    pen_value(pen, style, &row->value, room - 1);
    while (columns->holders && pen->x < value_end)
        pen_text(pen, STYLE_PLAIN, " ");
    if (columns->holders)
        pen_text(pen, STYLE_DIM, row->holders);
}

static void head_field(struct pen *pen, const char *name, int width, bool right)
{
    char text[64];
    snprintf(text, sizeof text, "%*s", right ? width : -width, name);
    pen_field(pen, STYLE_DIM, text, width);
}

static void draw_head(struct screen *screen, const struct rect *body,
                      const struct columns *columns)
{
    struct pen pen = pen_on(&screen->theme, body, 0);
    pen_text(&pen, STYLE_DIM, " ");
    head_field(&pen, "#", columns->ordinal, false);
    head_field(&pen, "type", columns->type, false);
    head_field(&pen, "refs", columns->refs, true);
    head_field(&pen, "size", columns->size, true);
    if (columns->generation)
        head_field(&pen, "gen", columns->generation, true);
    head_field(&pen, "value", pen.end - pen.x - columns->holders - 1, false);
    if (columns->holders)
        pen_text(&pen, STYLE_DIM, "held by");
    pen_fill(&pen, STYLE_DIM);
}

/* New objects come last; while nobody moves here, they stay in sight. */
static void follow_new_rows(struct screen *screen, int rows)
{
    struct list *list = &screen->heap;
    const struct session_wants *wants = &screen->wants;
    size_t before = list->total, total = heap_of(screen)->total;
    bool in_order = strcmp(wants->sort, "ordinal") == 0 && !wants->descending;

    list_fit(list, total, rows);
    if (total > before && in_order && !pane_has_keys(screen, PANE_HEAP))
        list_select(list, total - 1);
}

static void draw(struct screen *screen, const struct rect *body)
{
    struct list *list = &screen->heap;
    struct columns columns = measure(body->cols);
    bool focused = pane_has_keys(screen, PANE_HEAP);

    draw_head(screen, body, &columns);
    follow_new_rows(screen, body->rows - 1);
    for (int y = 1; y < body->rows; y++) {
        struct pen pen = pen_on(&screen->theme, body, y);
        size_t index = list->top + (size_t)y - 1;
        const struct view_row *row = row_at(screen, index);
        pen.selected = focused && index == list->cursor;
        if (row)
            draw_row(&pen, row, &columns);
        else if (index < list->total)
            pen_text(&pen, STYLE_DIM, theme_sign(pen.theme, " …", " ..."));
        else if (index == 0)
            pen_text(&pen, STYLE_DIM, " no objects to show");
        pen_fill(&pen, STYLE_PLAIN);
    }
}

/* Appends to a text of `size` bytes, as far as there is room. */
static void append(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void append(char *text, size_t size, const char *format, ...)
{
    size_t used = strlen(text);
    va_list values;
    va_start(values, format);
    vsnprintf(text + used, size - used, format, values);
    va_end(values);
}

/* What matters most comes first: a narrow pane shows the beginning. */
static void title(struct screen *screen, char *text, size_t size)
{
    const struct view_heap *heap = heap_of(screen);
    const struct session_wants *wants = &screen->wants;
    snprintf(text, size, "Heap %lld live", heap->live);
    if (wants->runtime)
        append(text, size, " with the interpreter's");
    if (wants->type[0])
        append(text, size, ", only type %s", wants->type);
    if (wants->text[0])
        append(text, size, ", only %s", wants->text);
    if (strcmp(wants->sort, "ordinal") != 0 || wants->descending)
        append(text, size, ", by %s%s", wants->sort,
               wants->descending ? " down" : "");
    append(text, size, ", %lld bytes", heap->bytes);
}

static void move(struct screen *screen, enum move move)
{
    list_move(&screen->heap, move);
}

static void click(struct screen *screen, int row)
{
    if (row > 0)
        list_select(&screen->heap, screen->heap.top + (size_t)row - 1);
}

static void follow(struct screen *screen)
{
    pane_names.follow(screen);
}

void heap_sort(struct screen *screen, const char *column)
{
    struct session_wants *wants = &screen->wants;
    bool same = strcmp(wants->sort, column) == 0;
    wants->descending = same ? !wants->descending : false;
    wants->sort = column;
    list_select(&screen->heap, 0);
}

void heap_toggle_runtime(struct screen *screen)
{
    screen->wants.runtime = !screen->wants.runtime;
    list_select(&screen->heap, 0);
}

void heap_filter_type(struct screen *screen)
{
    struct session_wants *wants = &screen->wants;
    const struct view_row *row = row_at(screen, screen->heap.cursor);
    if (wants->type[0])
        wants->type[0] = 0;
    else if (row)
        snprintf(wants->type, sizeof wants->type, "%s", row->type);
    list_select(&screen->heap, 0);
}

void heap_filter_text(struct screen *screen, const char *text)
{
    snprintf(screen->wants.text, sizeof screen->wants.text, "%s", text);
    list_select(&screen->heap, 0);
}

static const struct view_binding *binding_at_cursor(const struct screen *screen)
{
    const struct view *view = session_view(screen->session);
    size_t row = screen->names.cursor;
    return row < view->binding_count ? &view->bindings[row] : NULL;
}

long long object_at_cursor(const struct screen *screen)
{
    const struct view_row *row = row_at(screen, screen->heap.cursor);
    const struct view_binding *binding = binding_at_cursor(screen);
    if (pane_focused(screen) == PANE_HEAP)
        return row ? row->ordinal : 0;
    return binding ? binding->ordinal : 0;
}

const char *value_at_cursor(const struct screen *screen)
{
    const struct view_row *row = row_at(screen, screen->heap.cursor);
    const struct view_binding *binding = binding_at_cursor(screen);
    if (pane_focused(screen) == PANE_HEAP)
        return row ? row->value.text : NULL;
    return binding ? binding->value.text : NULL;
}

const struct pane_ops pane_heap = {
    .name = "heap",
    .slot = SLOT_HEAP,
    .title = title,
    .draw = draw,
    .move = move,
    .click = click,
    .follow = follow,
};
