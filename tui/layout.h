/*
 * Where the panes stand: pure arithmetic from the size of the screen.
 */
#ifndef TUI_LAYOUT_H
#define TUI_LAYOUT_H

#include <stdbool.h>

/* The four places for panes, two above and two below the story line. */
enum layout_slot {
    SLOT_SOURCE,
    SLOT_NAMES,
    SLOT_HEAP,
    SLOT_OUTPUT,
    SLOT_COUNT,
};

/* A part of the screen; rows 0: not shown. */
struct rect {
    int y, x, rows, cols;
};

struct layout_wishes {
    enum layout_slot focus;
    bool maximised;                /* the focus alone */
    int top_percent, left_percent; /* of the four */
};

struct layout {
    int rows, cols;
    struct rect slots[SLOT_COUNT]; /* the title is the first row */
    int story_row, status_row;     /* -1: not shown */
    int story_rows;
    int prompt_row;
    int separator; /* column between left and right, -1: none */
};

/* Fills `layout` for a screen of any size, 1 by 1 included. */
void layout_compute(struct layout *layout, int rows, int cols,
                    const struct layout_wishes *wishes);

/* The slot at a place of the screen, or SLOT_COUNT. */
enum layout_slot layout_slot_at(const struct layout *layout, int y, int x);

#endif
