/*
 * Owns the sizes of panes.  Invariant: rectangles lie within the screen and
 * never overlap, and the prompt is always there.  Neighbours: screen.c asks,
 * the panes draw inside.
 */
#include "tui/layout.h"

enum {
    FOUR_COLS = 70, /* narrower: panes stand one above another */
    FOUR_ROWS = 12,
    TWO_ROWS = 10,
    PANE_ROWS = 4,
    PANE_COLS = 20,
    STATUS_FROM = 4,
    STORY_FROM = 6,
    LONG_STORY_FROM = 20, /* rows from which it has two of them */
};

static int clamp(int value, int low, int high)
{
    if (value > high)
        value = high;
    return value < low ? low : value;
}

static void place_four(struct layout *layout, int height,
                       const struct layout_wishes *wishes)
{
    int story = layout->story_rows;
    int top = clamp(height * wishes->top_percent / 100, PANE_ROWS,
                    height - PANE_ROWS);
    int left = clamp(layout->cols * wishes->left_percent / 100, PANE_COLS,
                     layout->cols - PANE_COLS - 1);
    int right = layout->cols - left - 1;
    int below = top + story;

    if (story)
        layout->story_row = top;
    layout->separator = left;
    layout->slots[SLOT_SOURCE] = (struct rect){0, 0, top, left};
    layout->slots[SLOT_NAMES] = (struct rect){0, left + 1, top, right};
    layout->slots[SLOT_HEAP] = (struct rect){below, 0, height - top, left};
    layout->slots[SLOT_OUTPUT] =
        (struct rect){below, left + 1, height - top, right};
}

static void place_two(struct layout *layout, int height, enum layout_slot focus)
{
    enum layout_slot lower = focus == SLOT_SOURCE ? SLOT_NAMES : focus;
    int top = height / 2;
    layout->slots[SLOT_SOURCE] = (struct rect){0, 0, top, layout->cols};
    layout->slots[lower] = (struct rect){top, 0, height - top, layout->cols};
}

void layout_compute(struct layout *layout, int rows, int cols,
                    const struct layout_wishes *wishes)
{
    *layout = (struct layout){.rows = rows,
                              .cols = cols,
                              .story_row = -1,
                              .status_row = -1,
                              .prompt_row = rows - 1,
                              .separator = -1};
    int height = rows - 1;
    if (rows >= STATUS_FROM)
        layout->status_row = --height;
    if (rows >= STORY_FROM) {
        layout->story_rows = rows >= LONG_STORY_FROM ? 2 : 1;
        layout->story_row = height -= layout->story_rows;
    }
    if (height < 1)
        return;
    if (wishes->maximised)
        layout->slots[wishes->focus] = (struct rect){0, 0, height, cols};
    else if (cols >= FOUR_COLS && height >= FOUR_ROWS)
        place_four(layout, height, wishes);
    else if (height >= TWO_ROWS)
        place_two(layout, height, wishes->focus);
    else
        layout->slots[wishes->focus] = (struct rect){0, 0, height, cols};
}

static bool holds(const struct rect *rect, int y, int x)
{
    return y >= rect->y && y < rect->y + rect->rows && x >= rect->x &&
           x < rect->x + rect->cols;
}

enum layout_slot layout_slot_at(const struct layout *layout, int y, int x)
{
    int slot = 0;
    while (slot < SLOT_COUNT && !holds(&layout->slots[slot], y, x))
        slot++;
    return (enum layout_slot)slot;
}
