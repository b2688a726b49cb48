/* Cursors stay on rows and windows stay around cursors. */
#include "tui/list.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(list, moves_never_leave_the_rows)
{
    struct list list = {0};
    unsigned state = 7;
    for (int i = 0; i < 20000; i++) {
        state = state * 1103515245 + 12345;
        unsigned what = state >> 16;
        if (what % 7 == 0)
            list_fit(&list, what % 50, (int)(what % 13));
        else
            list_move(&list, (enum move)(what % (MOVE_RIGHT + 1)));
        cr_assert(list.cursor < list.total || list.cursor == 0);
        cr_assert(list.top <= list.cursor);
        cr_assert(list.cursor <
                  list.top + (list.rows > 0 ? (size_t)list.rows : 1));
    }
}

Test(list, a_page_keeps_one_row_in_sight)
{
    struct list list = {0};
    list_fit(&list, 100, 10);
    list_move(&list, MOVE_PAGE_DOWN);
    cr_assert_eq(list.cursor, 9);
    list_move(&list, MOVE_LAST);
    cr_assert_eq(list.cursor, 99);
    cr_assert_eq(list.top, 90);
    list_move(&list, MOVE_FIRST);
    cr_assert_eq(list.top, 0);
}
