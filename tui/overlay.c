/*
 * Owns the text that lies over the panes: key help, an object's details, a
 * long answer.  Invariant: scrolling keys move it, every other key closes
 * it.  Neighbours: keys.c, queue.c.
 */
#include "tui/screen_internal.h"

#include <stdlib.h>
#include <string.h>

bool overlay_is_open(const struct screen *screen)
{
    return screen->overlay.text != NULL;
}

void overlay_show(struct screen *screen, const char *title, char *text)
{
    overlay_close(screen);
    screen->overlay.title = strdup(title);
    screen->overlay.text = text;
    screen->dirty = true;
}

void overlay_close(struct screen *screen)
{
    free(screen->overlay.title);
    free(screen->overlay.text);
    screen->overlay = (struct overlay){0};
    screen->dirty = true;
}

/* As high as the text needs, over what is above the status line. */
static struct rect place(const struct screen *screen, size_t lines)
{
    const struct layout *layout = &screen->layout;
    int height =
        layout->status_row > 0 ? layout->status_row : layout->prompt_row;
    struct rect rect = {0, 0, height, layout->cols};
    if (lines + 2 < (size_t)height) {
        rect.rows = (int)lines + 2;
        rect.y = (height - rect.rows) / 2;
    }
    return rect;
}

void overlay_draw(struct screen *screen)
{
    struct overlay *overlay = &screen->overlay;
    if (!overlay->text)
        return;
    size_t lines = draw_line_count(overlay->text);
    struct rect rect = place(screen, lines);
    const char *text = overlay->text;
    char title[160];

    snprintf(title, sizeof title, "%.100s (q closes)", overlay->title);
    draw_title(&screen->theme, &rect, title, true);
    /* The window is what moves here; there is no cursor to see. */
    overlay->list.rows = rect.rows - 2 > 0 ? rect.rows - 2 : 1;
    size_t shown = (size_t)overlay->list.rows;
    overlay->list.total = lines > shown ? lines - shown + 1 : 1;
    list_fit(&overlay->list, overlay->list.total, 1);
    for (size_t i = 0; i < overlay->list.cursor; i++)
        text += strcspn(text, "\n") + (text[strcspn(text, "\n")] == '\n');
    for (int row = 1; row < rect.rows; row++) {
        struct pen pen = pen_on(&screen->theme, &rect, row);
        size_t length = strcspn(text, "\n");
        bool inside = row < rect.rows - 1 || rect.rows == 2;
        pen_text(&pen, STYLE_PLAIN, " ");
        if (inside)
            pen_bytes(&pen, STYLE_PLAIN, text, length, 0);
        pen_fill(&pen, STYLE_PLAIN);
        text += length + (text[length] == '\n');
    }
    if (rect.rows > 2) {
        struct rect last = {rect.y + rect.rows - 1, rect.x, 1, rect.cols};
        bool more = overlay->list.cursor + 1 < overlay->list.total;
        draw_title(&screen->theme, &last, more ? "more below" : "end", false);
    }
}
