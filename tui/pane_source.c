/*
 * Owns the source pane: which file, which lines, the current line and the
 * breakpoints beside it.  Invariant: a stop brings its line into view, and
 * scrolling stays until the next stop.  Neighbours: session_source for lines
 * the view does not hold.
 */
#include "tui/screen_internal.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONTEXT = 3 };

/* Reads the lines of a file in turn, from whichever holder has them. */
struct lines {
    const struct view_source *view; /* NULL: `text` is read */
    const char *text;
    size_t next; /* 0-based line */
};

static const struct view_source *view_of(const struct screen *screen)
{
    return &session_view(screen->session)->source;
}

static bool shows_view(const struct screen *screen)
{
    return screen->source.path &&
           strcmp(screen->source.path, view_of(screen)->path) == 0;
}

static const char *full_text(struct screen *screen)
{
    if (!screen->source.path || !screen->source.path[0])
        return NULL;
    return session_source(screen->session, screen->source.path);
}

/* Whether the view holds every line that is shown; while the pane has the
 * keys, whether it holds all there are. */
static bool view_suffices(const struct screen *screen)
{
    const struct view_source *view = view_of(screen);
    const struct list *list = &screen->source.list;
    size_t last = (size_t)view->first + view->line_count;
    bool at_end = view->line_count <
                  (size_t)(view->line - view->first + 1 + screen->wants.after);
    if (!shows_view(screen) || view->first < 1)
        return false;
    if (screen->source.browsed && (view->first > 1 || !at_end))
        return false;
    return list->top + 1 >= (size_t)view->first &&
           (list->top + (size_t)list->rows < last || at_end);
}

static size_t total_lines(struct screen *screen)
{
    const struct view_source *view = view_of(screen);
    const char *text = view_suffices(screen) ? NULL : full_text(screen);
    if (text)
        return draw_line_count(text);
    if (!shows_view(screen) || view->first < 1)
        return 0;
    return (size_t)view->first - 1 + view->line_count;
}

static struct lines open_lines(struct screen *screen, size_t from)
{
    struct lines lines = {.next = from};
    lines.text = view_suffices(screen) ? NULL : full_text(screen);
    if (!lines.text && shows_view(screen))
        lines.view = view_of(screen);
    for (size_t i = 0; lines.text && i < from; i++) {
        const char *end = strchr(lines.text, '\n');
        lines.text = end ? end + 1 : lines.text + strlen(lines.text);
    }
    return lines;
}

static const char *next_line(struct lines *lines, size_t *length)
{
    size_t line = lines->next++;
    const char *text = "";
    *length = 0;
    if (lines->view) {
        size_t first = lines->view->first > 0 ? (size_t)lines->view->first : 1;
        if (line + 1 < first || line + 1 - first >= lines->view->line_count)
            return text;
        text = lines->view->lines[line + 1 - first];
        *length = strlen(text);
    } else if (lines->text) {
        text = lines->text;
        *length = strcspn(text, "\n");
        lines->text += *length + (text[*length] == '\n');
    }
    return text;
}

/* ---- following the script ---- */

static void show_line(struct screen *screen, int line)
{
    struct source_pane *source = &screen->source;
    struct list *list = &source->list;
    size_t row = line > 0 ? (size_t)line - 1 : 0;
    size_t rows = list->rows > 0 ? (size_t)list->rows : 1;
    size_t margin = rows > 2 * CONTEXT ? CONTEXT : 0;

    list->cursor = row;
    if (row < list->top + margin || row + margin >= list->top + rows)
        list->top = row > rows / 3 ? row - rows / 3 : 0;
    source->left = 0;
}

static void follow_view(struct screen *screen)
{
    const struct view *view = session_view(screen->session);
    struct source_pane *source = &screen->source;
    bool same_file = shows_view(screen);

    if (!view->source.path[0] && !view->source.line_count)
        return;
    if (source->path && source->stop == view->stop &&
        source->line == view->source.line)
        return;
    source->stop = view->stop;
    source->line = view->source.line;
    source->browsed = false;
    source->wanted_line = 0;
    if (!same_file) {
        free(source->path);
        source->path = strdup(view->source.path);
        source->list.top = 0;
    }
    show_line(screen, view->source.line);
}

/* ---- drawing ---- */

static const struct view_line_breakpoint *
breakpoint_on(const struct screen *screen, int line)
{
    const struct view_source *view = view_of(screen);
    for (size_t i = 0; shows_view(screen) && i < view->breakpoint_count; i++)
        if (view->breakpoints[i].line == line)
            return &view->breakpoints[i];
    return NULL;
}

static void draw_mark(struct pen *pen, const struct view_line_breakpoint *mark)
{
    const char *sign = " ";
    if (mark && !mark->enabled)
        sign = theme_sign(pen->theme, "○", "o");
    else if (mark && mark->conditional)
        sign = "?";
    else if (mark)
        sign = mark->temporary ? "t" : theme_sign(pen->theme, "●", "B");
    pen_text(pen, mark ? STYLE_BREAK : STYLE_PLAIN, sign);
}

static void draw_row(struct screen *screen, struct pen *pen, int line,
                     struct lines *lines)
{
    size_t length;
    bool current = shows_view(screen) && line == view_of(screen)->line;
    const char *text = next_line(lines, &length);

    draw_mark(pen, breakpoint_on(screen, line));
    pen_text(pen, current ? STYLE_CURRENT : STYLE_PLAIN,
             current ? theme_sign(&screen->theme, "▶", ">") : " ");
    pen_print(pen, current ? STYLE_CURRENT : STYLE_DIM, "%3d ", line);
    pen_bytes(pen, current ? STYLE_BOLD : STYLE_PLAIN, text, length,
              screen->source.left);
}

/* A far line was asked for before the text had come. */
static void go_where_wanted(struct screen *screen)
{
    struct source_pane *source = &screen->source;
    if (!source->wanted_line || !full_text(screen))
        return;
    size_t row = source->wanted_line - 1;
    size_t total = source->list.total;
    source->wanted_line = 0;
    show_line(screen, (int)(row < total ? row : total - 1) + 1);
    list_fit(&source->list, total, source->list.rows);
}

static void draw(struct screen *screen, const struct rect *body)
{
    struct list *list = &screen->source.list;
    list->rows = body->rows;
    follow_view(screen);
    list_fit(list, total_lines(screen), body->rows);
    go_where_wanted(screen);
    struct lines lines = open_lines(screen, list->top);
    bool focused = pane_has_keys(screen, PANE_SOURCE);

    for (int row = 0; row < body->rows; row++) {
        struct pen pen = pen_on(&screen->theme, body, row);
        size_t line = list->top + (size_t)row;
        pen.selected = focused && line == list->cursor;
        if (line < list->total)
            draw_row(screen, &pen, (int)line + 1, &lines);
        else if (row == 0)
            pen_text(&pen, STYLE_DIM, "no source to show");
        pen_fill(&pen, STYLE_PLAIN);
    }
}

static void title(struct screen *screen, char *text, size_t size)
{
    const char *path = screen->source.path ? screen->source.path : "";
    snprintf(text, size, "Source %s", draw_base_name(path));
}

/* ---- keys ---- */

static void move(struct screen *screen, enum move move)
{
    struct source_pane *source = &screen->source;
    source->browsed = true;
    if (move == MOVE_LAST && !view_suffices(screen) && !full_text(screen))
        source->wanted_line = INT_MAX;
    if (move == MOVE_LEFT)
        source->left = source->left > 8 ? source->left - 8 : 0;
    else if (move == MOVE_RIGHT)
        source->left += 8;
    else
        list_move(&source->list, move);
}

static void click(struct screen *screen, int row)
{
    list_select(&screen->source.list, screen->source.list.top + (size_t)row);
}

/* The cursor's line as the commands name it. */
static void name_place(const struct screen *screen, char *text, size_t size)
{
    size_t line = screen->source.list.cursor + 1;
    if (shows_view(screen))
        snprintf(text, size, "%zu", line);
    else
        snprintf(text, size, "%s:%zu",
                 screen->source.path ? screen->source.path : "", line);
}

void source_toggle_breakpoint(struct screen *screen)
{
    char place[4200];
    bool set = breakpoint_on(screen, (int)screen->source.list.cursor + 1);
    name_place(screen, place, sizeof place);
    queue_commandf(screen, "%s %s", set ? "clear" : "break", place);
}

static void toggle(struct screen *screen)
{
    source_toggle_breakpoint(screen);
}

void source_run_to_cursor(struct screen *screen)
{
    char place[4200];
    name_place(screen, place, sizeof place);
    queue_commandf(screen, "advance %s", place);
}

void source_to_current(struct screen *screen)
{
    screen->source.stop = -1;
    screen->source.line = -1;
}

void source_go_to(struct screen *screen, int line)
{
    screen->source.browsed = true;
    screen->source.wanted_line = line > 0 ? (size_t)line : 1;
    if (view_suffices(screen) || full_text(screen))
        screen->source.wanted_line = 0;
    show_line(screen, line);
}

static bool line_holds(const char *text, size_t length, const char *wanted)
{
    return memmem(text, length, wanted, strlen(wanted)) != NULL;
}

/* Finds the nearest line before or behind the cursor, round the end. */
static size_t find_line(struct screen *screen, int direction)
{
    struct list *list = &screen->source.list;
    struct lines lines = open_lines(screen, 0);
    size_t before = list->total, after = list->total, length;
    size_t first = list->total, last = list->total;

    for (size_t line = 0; line < list->total; line++) {
        const char *text = next_line(&lines, &length);
        if (!line_holds(text, length, screen->source.search))
            continue;
        first = first == list->total ? line : first;
        last = line;
        before = line < list->cursor ? line : before;
        if (line > list->cursor && after == list->total)
            after = line;
    }
    if (direction > 0)
        return after < list->total ? after : first;
    return before < list->total ? before : last;
}

void source_search(struct screen *screen, const char *text, int direction)
{
    struct source_pane *source = &screen->source;
    if (text && text[0])
        snprintf(source->search, sizeof source->search, "%s", text);
    if (!source->search[0])
        return;
    size_t line = find_line(screen, direction);
    if (line < source->list.total)
        show_line(screen, (int)line + 1);
    else
        screen_say(screen, true, "'%s' is not in this file", source->search);
}

const struct pane_ops pane_source = {
    .name = "source",
    .slot = SLOT_SOURCE,
    .title = title,
    .draw = draw,
    .move = move,
    .click = click,
    .follow = toggle,
};
