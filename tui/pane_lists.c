/*
 * Owns the two panes that are plain lists: the stack of frames and the
 * breakpoints.  Invariant: Enter does to a row what its command would do.
 */
#include "tui/screen_internal.h"

#include <stdio.h>
#include <string.h>

static const struct view *view_of(const struct screen *screen)
{
    return session_view(screen->session);
}

/* Draws a list, a row at a time. */
static void draw_list(struct screen *screen, const struct rect *body,
                      enum pane_id pane, struct list *list,
                      void (*draw_row)(struct screen *, struct pen *, size_t))
{
    bool focused = pane_has_keys(screen, pane);
    for (int y = 0; y < body->rows; y++) {
        struct pen pen = pen_on(&screen->theme, body, y);
        size_t index = list->top + (size_t)y;
        pen.selected = focused && index == list->cursor;
        if (index < list->total)
            draw_row(screen, &pen, index);
        pen_fill(&pen, STYLE_PLAIN);
    }
}

/* ---- stack ---- */

static void draw_frame(struct screen *screen, struct pen *pen, size_t index)
{
    const struct view *view = view_of(screen);
    const struct view_frame *frame = &view->frames[index];
    bool selected = frame->id == view->frame;
    pen_text(pen, STYLE_CURRENT,
             selected ? theme_sign(pen->theme, "▶", ">") : " ");
    pen_print(pen, STYLE_DIM, "%2zu ", index);
    pen_text(pen, selected ? STYLE_BOLD : STYLE_PLAIN, frame->name);
    pen_print(pen, STYLE_DIM, "  %s:%d", draw_base_name(frame->path),
              frame->line);
}

static void draw_stack(struct screen *screen, const struct rect *body)
{
    list_fit(&screen->stack, view_of(screen)->frame_count, body->rows);
    draw_list(screen, body, PANE_STACK, &screen->stack, draw_frame);
}

static void title_stack(struct screen *screen, char *text, size_t size)
{
    size_t count = view_of(screen)->frame_count;
    snprintf(text, size, "Stack, %zu frame%s", count, count == 1 ? "" : "s");
}

static void move_stack(struct screen *screen, enum move move)
{
    list_move(&screen->stack, move);
}

static void click_stack(struct screen *screen, int row)
{
    list_select(&screen->stack, screen->stack.top + (size_t)row);
}

static void follow_stack(struct screen *screen)
{
    queue_commandf(screen, "frame %zu", screen->stack.cursor);
}

const struct pane_ops pane_stack = {
    .name = "stack",
    .slot = SLOT_NAMES,
    .title = title_stack,
    .draw = draw_stack,
    .move = move_stack,
    .click = click_stack,
    .follow = follow_stack,
};

/* ---- breakpoints ---- */

static void draw_breakpoint(struct screen *screen, struct pen *pen,
                            size_t index)
{
    const struct view_breakpoint *row = &view_of(screen)->breakpoints[index];
    enum style style = row->enabled ? STYLE_PLAIN : STYLE_DIM;
    pen_print(pen, style, "%2lld %s ", row->id, row->enabled ? "on " : "off");
    if (strncmp(row->what, row->kind, strlen(row->kind)) != 0 &&
        strcmp(row->kind, "line") != 0)
        pen_print(pen, style, "%s ", row->kind);
    pen_text(pen, style, row->what);
    if (row->condition[0])
        pen_print(pen, style, " if %s", row->condition);
    if (row->temporary)
        pen_text(pen, STYLE_DIM, " once");
    if (row->hits)
        pen_print(pen, STYLE_DIM, " hit %lld time%s", row->hits,
                  row->hits == 1 ? "" : "s");
    if (row->note[0])
        pen_print(pen, STYLE_DIM, " (%s)", row->note);
}

static void draw_breaks(struct screen *screen, const struct rect *body)
{
    list_fit(&screen->breaks, view_of(screen)->breakpoint_count, body->rows);
    draw_list(screen, body, PANE_BREAKS, &screen->breaks, draw_breakpoint);
    if (screen->breaks.total == 0 && body->rows > 0) {
        struct pen pen = pen_on(&screen->theme, body, 0);
        pen_text(&pen, STYLE_DIM, " none; try: break 12, break free list");
    }
}

static void title_breaks(struct screen *screen, char *text, size_t size)
{
    (void)screen;
    snprintf(text, size, "Breakpoints");
}

static void move_breaks(struct screen *screen, enum move move)
{
    list_move(&screen->breaks, move);
}

static void click_breaks(struct screen *screen, int row)
{
    list_select(&screen->breaks, screen->breaks.top + (size_t)row);
}

static void follow_breaks(struct screen *screen)
{
    const struct view *view = view_of(screen);
    size_t row = screen->breaks.cursor;
    if (row < view->breakpoint_count)
        queue_commandf(screen, "%s %lld",
                       view->breakpoints[row].enabled ? "disable" : "enable",
                       view->breakpoints[row].id);
}

const struct pane_ops pane_breaks = {
    .name = "breakpoints",
    .slot = SLOT_HEAP,
    .title = title_breaks,
    .draw = draw_breaks,
    .move = move_breaks,
    .click = click_breaks,
    .follow = follow_breaks,
};
