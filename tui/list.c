/*
 * Owns the arithmetic of cursors.  Invariant: when there are rows, the cursor
 * is on one and within the window.  Neighbours: every pane.
 */
#include "tui/list.h"

static size_t window(const struct list *list)
{
    return list->rows > 0 ? (size_t)list->rows : 1;
}

static void follow_cursor(struct list *list)
{
    size_t rows = window(list);
    size_t last_top = list->total > rows ? list->total - rows : 0;
    if (list->total && list->cursor >= list->total)
        list->cursor = list->total - 1;
    if (!list->total)
        list->cursor = 0;
    if (list->top > last_top)
        list->top = last_top;
    if (list->cursor < list->top)
        list->top = list->cursor;
    if (list->cursor >= list->top + rows)
        list->top = list->cursor - rows + 1;
}

void list_fit(struct list *list, size_t total, int rows)
{
    list->total = total;
    list->rows = rows;
    follow_cursor(list);
}

void list_select(struct list *list, size_t row)
{
    list->cursor = row;
    follow_cursor(list);
}

static size_t up(size_t from, size_t by)
{
    return from > by ? from - by : 0;
}

void list_move(struct list *list, enum move move)
{
    size_t rows = window(list), half = rows / 2 + 1;
    size_t page = rows > 1 ? rows - 1 : 1;
    size_t last = list->total ? list->total - 1 : 0;
    size_t cursor = list->cursor;
    const size_t places[] = {
        [MOVE_UP] = up(cursor, 1),
        [MOVE_DOWN] = cursor + 1,
        [MOVE_PAGE_UP] = up(cursor, page),
        [MOVE_PAGE_DOWN] = cursor + page,
        [MOVE_HALF_UP] = up(cursor, half),
        [MOVE_HALF_DOWN] = cursor + half,
        [MOVE_FIRST] = 0,
        [MOVE_LAST] = last,
        [MOVE_LEFT] = cursor,
        [MOVE_RIGHT] = cursor,
    };
    list_select(list, places[move]);
}
