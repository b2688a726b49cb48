/* Where panes stand, on screens of every size. */
#include "tui/layout.h"

#include <criterion/criterion.h>

static const struct layout_wishes usual = {
    .focus = SLOT_SOURCE, .top_percent = 50, .left_percent = 50};

static bool overlap(const struct rect *a, const struct rect *b)
{
    return a->y < b->y + b->rows && b->y < a->y + a->rows &&
           a->x < b->x + b->cols && b->x < a->x + a->cols;
}

static void check(int rows, int cols, const struct layout_wishes *wishes)
{
    struct layout layout;
    layout_compute(&layout, rows, cols, wishes);
    cr_assert_eq(layout.prompt_row, rows - 1);
    for (int i = 0; i < SLOT_COUNT; i++) {
        const struct rect *rect = &layout.slots[i];
        if (!rect->rows)
            continue;
        cr_assert(rect->x >= 0 && rect->y >= 0 && rect->cols > 0);
        cr_assert(rect->x + rect->cols <= cols);
        cr_assert(rect->y + rect->rows <= rows - 1, "%d x %d", rows, cols);
        for (int k = 0; k < i; k++)
            cr_assert(!layout.slots[k].rows || !overlap(rect, &layout.slots[k]),
                      "%d x %d", rows, cols);
    }
}

Test(layout, no_pane_leaves_the_screen_or_meets_another)
{
    for (int rows = 1; rows < 70; rows++)
        for (int cols = 1; cols < 220; cols += cols < 90 ? 1 : 7)
            for (int focus = 0; focus < SLOT_COUNT; focus++)
                for (int percent = 10; percent <= 90; percent += 40) {
                    struct layout_wishes wishes = {.focus =
                                                       (enum layout_slot)focus,
                                                   .top_percent = percent,
                                                   .left_percent = percent};
                    check(rows, cols, &wishes);
                    wishes.maximised = true;
                    check(rows, cols, &wishes);
                }
}

Test(layout, an_ordinary_terminal_shows_all_four)
{
    struct layout layout;
    layout_compute(&layout, 24, 80, &usual);
    for (int i = 0; i < SLOT_COUNT; i++)
        cr_assert(layout.slots[i].rows >= 8);
    cr_assert(layout.story_row > 0 && layout.status_row == 22);
}

Test(layout, the_pane_with_the_keys_is_always_shown)
{
    for (int focus = 0; focus < SLOT_COUNT; focus++) {
        struct layout_wishes wishes = usual;
        struct layout layout;
        wishes.focus = (enum layout_slot)focus;
        for (int rows = 2; rows < 40; rows++) {
            layout_compute(&layout, rows, 30, &wishes);
            cr_assert(layout.slots[focus].rows > 0);
        }
    }
}

Test(layout, a_place_names_its_pane)
{
    struct layout layout;
    layout_compute(&layout, 24, 80, &usual);
    cr_assert_eq(layout_slot_at(&layout, 0, 0), SLOT_SOURCE);
    cr_assert_eq(layout_slot_at(&layout, 0, 79), SLOT_NAMES);
    cr_assert_eq(layout_slot_at(&layout, 20, 0), SLOT_HEAP);
    cr_assert_eq(layout_slot_at(&layout, 20, 79), SLOT_OUTPUT);
    cr_assert_eq(layout_slot_at(&layout, 23, 0), SLOT_COUNT);
}
