/*
 * Owns the drawing of the whole screen: the only place that refreshes it.
 * Invariant: it changes no state but the panes' windows, and is called only
 * when something is dirty, so a quiet screen sends nothing.  Neighbours: the
 * panes draw their own rectangles.
 */
#include "tui/screen_internal.h"

#include "tui/glyph.h"

#define NCURSES_NOMACROS
#include <curses.h>
#include <stdio.h>
#include <string.h>

static void draw_pane(struct screen *screen, enum layout_slot slot)
{
    struct rect rect = screen->layout.slots[slot];
    const struct pane_ops *ops = pane_ops_of(screen->active[slot]);
    bool focus = !screen->at_prompt && screen->wishes.focus == slot;
    char title[256];
    if (rect.rows < 1)
        return;
    ops->title(screen, title, sizeof title);
    draw_title(&screen->theme, &rect, title, focus);
    rect.y++;
    rect.rows--;
    if (rect.rows > 0)
        ops->draw(screen, &rect);
}

static void draw_separator(struct screen *screen)
{
    const struct layout *layout = &screen->layout;
    const char *line = theme_sign(&screen->theme, "│", "|");
    int bottom =
        layout->status_row >= 0 ? layout->status_row : layout->prompt_row;
    for (int y = 0; layout->separator >= 0 && y < bottom; y++) {
        struct rect cell = {y, layout->separator, 1, 1};
        struct pen pen = pen_on(&screen->theme, &cell, 0);
        if (y < layout->story_row ||
            y >= layout->story_row + layout->story_rows)
            pen_text(&pen, STYLE_DIM, line);
    }
}

static void draw_story_text(struct screen *screen, enum style style,
                            const char *lead, const char *text)
{
    const struct layout *layout = &screen->layout;
    struct rect rows = {layout->story_row, 0, layout->story_rows, layout->cols};
    for (int row = 0; row < rows.rows; row++) {
        struct pen pen = pen_on(&screen->theme, &rows, row);
        bool last = row == rows.rows - 1;
        pen_text(&pen, style == STYLE_ERROR ? style : STYLE_DIM,
                 row ? "  " : lead);
        size_t n = strlen(text);
        if (!last)
            n = glyph_fitting(text, n, pen.end - pen.x, true);
        pen_bytes(&pen, style, text, n, 0);
        pen_fill(&pen, STYLE_PLAIN);
        text += n;
    }
}

static void draw_story(struct screen *screen)
{
    const struct view *view = session_view(screen->session);
    bool said = screen->message &&
                (screen->confirming || screen->message_stop == view->stop);
    bool error = said && screen->message_is_error;
    const char *lead = theme_sign(&screen->theme, "» ", "> ");
    if (screen->layout.story_row >= 0)
        draw_story_text(screen, error ? STYLE_ERROR : STYLE_STORY,
                        error ? "! " : lead,
                        said ? screen->message : view->story);
}

/* The state in words, with what to do when the script cannot go on. */
static void state_text(struct screen *screen, char *text, size_t size)
{
    const struct view *view = session_view(screen->session);
    const char *trouble = session_trouble(screen->session);
    switch (session_state(screen->session)) {
    case SESSION_STARTING:
        snprintf(text, size, "starting");
        break;
    case SESSION_STOPPED:
        if (strcmp(view->reason, "end") == 0) {
            snprintf(text, size, "at the script's end; continue finishes it");
            break;
        }
        snprintf(text, size, "stopped%s%s%s", view->reason[0] ? " (" : "",
                 view->reason, view->reason[0] ? ")" : "");
        break;
    case SESSION_RUNNING:
        snprintf(text, size, "%s",
                 session_wants_input(screen->session)
                     ? "the script waits for a line of input"
                     : "running, Ctrl-C pauses");
        break;
    case SESSION_ENDED:
        snprintf(text, size, "ended; run starts again");
        break;
    case SESSION_DEAD:
        snprintf(text, size, "engine died; run starts again");
        break;
    case SESSION_FAILED:
    case SESSION_LOST:
        snprintf(text, size, "session lost: %.120s; run starts a new one",
                 trouble);
        break;
    }
}

static const char *hints(const struct screen *screen)
{
    if (screen->confirming)
        return "y quits, n stays";
    if (screen->at_prompt && screen->prompt.purpose != PURPOSE_COMMAND)
        return "Enter takes it  Esc cancels";
    if (screen->at_prompt && prompt_purpose(screen) == PURPOSE_INPUT)
        return "Enter sends  Ctrl-D ends input  Ctrl-X command";
    if (screen->at_prompt)
        return "F10 next F11 step F5 run F1 keys Tab panes";
    return "n next s step c run ? keys Tab pane Esc prompt";
}

static void draw_status(struct screen *screen)
{
    const struct view_source *source = &session_view(screen->session)->source;
    struct rect row = {screen->layout.status_row, 0, 1, screen->layout.cols};
    struct pen pen = pen_on(&screen->theme, &row, 0);
    char state[256];
    const char *hint = hints(screen);

    if (row.y < 0)
        return;
    state_text(screen, state, sizeof state);
    pen_print(&pen, STYLE_STATUS, " %s", state);
    if (source->line)
        pen_print(&pen, STYLE_STATUS, "  %s:%d", draw_base_name(source->path),
                  source->line);
    int room = pen.end - pen.x - 2;
    if ((int)strlen(hint) > room)
        hint = "F1 keys";
    int hint_at = pen.end - (int)strlen(hint) - 1;
    bool fits = (int)strlen(hint) <= room;
    pen_fill(&pen, STYLE_STATUS);
    pen.x = hint_at;
    if (fits)
        pen_text(&pen, STYLE_STATUS, hint);
}

static void place_cursor(struct screen *screen)
{
    bool shown = screen->at_prompt && !overlay_is_open(screen);
    curs_set(shown ? 1 : 0);
    int x = screen->cursor_x;
    if (x >= screen->layout.cols)
        x = screen->layout.cols - 1;
    move(screen->cursor_y, x);
}

void screen_draw(struct screen *screen)
{
    screen->dirty = false;
    erase();
    for (int slot = 0; slot < SLOT_COUNT; slot++)
        draw_pane(screen, (enum layout_slot)slot);
    draw_separator(screen);
    draw_story(screen);
    draw_status(screen);
    prompt_draw(screen);
    overlay_draw(screen);
    place_cursor(screen);
    refresh();
}
