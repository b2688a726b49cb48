/*
 * The changed part of a value.
 */
#include "scripts/debug/difference.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static void expect(const char *old, const char *new, long from, long to)
{
    struct view_pair *pairs = NULL;
    size_t count = 0;
    difference_find(old, new, &pairs, &count);
    cr_assert_eq(count, from < to, "%s -> %s", old, new);
    if (count) {
        cr_expect_eq(pairs[0].from, from, "%s -> %s: %ld", old, new,
                     (long)pairs[0].from);
        cr_expect_eq(pairs[0].to, to, "%s -> %s: %ld", old, new,
                     (long)pairs[0].to);
    }
    free(pairs);
}

Test(difference, an_item_that_changed_is_whole)
{
    expect("[1, 2, 3]", "[55, 2, 3]", 1, 3);
    expect("[15, 2]", "[155, 2]", 1, 4);
    expect("[1, 2, 3]", "[1, 2, 4]", 7, 8);
}

Test(difference, an_item_that_was_added_is_marked_without_its_comma)
{
    expect("[1, 2]", "[1, 2, 3]", 7, 8);
    expect("[]", "[1]", 1, 2);
}

Test(difference, what_was_taken_away_leaves_no_mark)
{
    expect("[1, 2]", "[1]", 0, 0);
    expect("same", "same", 0, 0);
}

Test(difference, places_are_counted_in_code_points)
{
    expect("['\xc3\xa4', 1]", "['\xc3\xa4', 2]", 6, 7);
}
