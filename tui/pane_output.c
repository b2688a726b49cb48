/*
 * Owns the output pane: what the script printed, what the debugger answered.
 * Invariant: whose line it is stands in its first column: nothing for
 * standard output, ! for standard error, : for the debugger.  Neighbours:
 * output.c keeps the lines.
 */
#include "tui/screen_internal.h"

#include "tui/glyph.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *sign;
    enum style style;
} kinds[] = {
    [OUTPUT_STDOUT] = {" ", STYLE_PLAIN},
    [OUTPUT_STDERR] = {"!", STYLE_ERROR},
    [OUTPUT_CONSOLE] = {":", STYLE_CONSOLE},
    [OUTPUT_COMMAND] = {":", STYLE_BOLD},
};

static bool is_shown(const struct screen *screen,
                     const struct output_line *line)
{
    return !screen->output.script_only || line->kind == OUTPUT_STDOUT ||
           line->kind == OUTPUT_STDERR;
}

/* How much of a line stands on its first row: the debugger's own text is
 * broken between words. */
static size_t row_length(const struct output_line *line, size_t from, int width)
{
    bool words = line->kind == OUTPUT_CONSOLE;
    return glyph_fitting(line->text + from, line->length - from,
                         width < 1 ? 1 : width, words);
}

/* Rows that a line takes when it is wrapped at `width` columns. */
static int rows_of(const struct output_line *line, int width)
{
    int rows = 0;
    for (size_t at = 0; at < line->length; rows++)
        at += row_length(line, at, width);
    return rows ? rows : 1;
}

/* Draws a wrapped line whose first row would be `y`; rows outside the body
 * are left out. */
static void draw_line(struct screen *screen, const struct rect *body,
                      const struct output_line *line, int y)
{
    enum style style = kinds[line->kind].style;
    for (size_t at = 0; at < line->length && y < body->rows; y++) {
        size_t length = row_length(line, at, body->cols - 1);
        if (y >= 0) {
            struct pen pen = pen_on(&screen->theme, body, y);
            pen_text(&pen, style, kinds[line->kind].sign);
            pen_bytes(&pen, style, line->text + at, length, 0);
        }
        at += length;
    }
}

static void blank(struct screen *screen, const struct rect *body)
{
    for (int row = 0; row < body->rows; row++) {
        struct pen pen = pen_on(&screen->theme, body, row);
        pen_fill(&pen, STYLE_PLAIN);
    }
}

static void draw(struct screen *screen, const struct rect *body)
{
    struct output *output = session_output(screen->session);
    struct output_pane *pane = &screen->output;
    int y = body->rows;

    pane->rows = body->rows;
    if (output->count && pane->back >= output->count)
        pane->back = output->count - 1;
    blank(screen, body);
    size_t index = output->count - (output->count ? pane->back : 0);
    while (y > 0 && index-- > 0) {
        const struct output_line *line = output_line(output, index);
        if (!is_shown(screen, line))
            continue;
        y -= rows_of(line, body->cols - 1);
        draw_line(screen, body, line, y);
    }
    if (y <= 0)
        return;
    /* Little text stands at the top. */
    blank(screen, body);
    y = 0;
    for (index = 0; index + pane->back < output->count; index++) {
        const struct output_line *line = output_line(output, index);
        if (!is_shown(screen, line))
            continue;
        draw_line(screen, body, line, y);
        y += rows_of(line, body->cols - 1);
    }
}

static void title(struct screen *screen, char *text, size_t size)
{
    struct output *output = session_output(screen->session);
    const char *name = screen->output.script_only
                           ? "Output of the script, o goes back"
                           : "Output";
    if (screen->output.back)
        snprintf(text, size, "%s, %zu lines back", name, screen->output.back);
    else if (output->dropped)
        snprintf(text, size, "%s, %zu oldest lines dropped", name,
                 output->dropped);
    else
        snprintf(text, size, "%s", name);
}

static void move(struct screen *screen, enum move move)
{
    struct output *output = session_output(screen->session);
    struct list list = {.total = output->count, .rows = screen->output.rows};
    size_t last = output->count ? output->count - 1 : 0;
    size_t back = screen->output.back;
    list.cursor = last > back ? last - back : 0;
    list_move(&list, move);
    screen->output.back = last - list.cursor;
}

void output_toggle_script(struct screen *screen)
{
    struct output_pane *pane = &screen->output;
    pane->script_only = !pane->script_only;
    pane->back = 0;
    screen->wishes.maximised = pane->script_only;
    screen_focus(screen, PANE_OUTPUT);
}

const struct pane_ops pane_output = {
    .name = "output",
    .slot = SLOT_OUTPUT,
    .title = title,
    .draw = draw,
    .move = move,
};
