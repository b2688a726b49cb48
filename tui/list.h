/*
 * A cursor and a window over numbered rows: how every pane moves.
 */
#ifndef TUI_LIST_H
#define TUI_LIST_H

#include <stddef.h>

enum move {
    MOVE_UP,
    MOVE_DOWN,
    MOVE_PAGE_UP,
    MOVE_PAGE_DOWN,
    MOVE_HALF_UP,
    MOVE_HALF_DOWN,
    MOVE_FIRST,
    MOVE_LAST,
    MOVE_LEFT,
    MOVE_RIGHT,
};

struct list {
    size_t top, cursor, total;
    int rows; /* shown at once */
};

/* Adopts a number of rows and a height; cursor and window stay inside. */
void list_fit(struct list *list, size_t total, int rows);

/* Moves the cursor; the window follows. */
void list_move(struct list *list, enum move move);

/* Puts the cursor on a row. */
void list_select(struct list *list, size_t row);

#endif
