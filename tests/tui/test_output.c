/* What was printed, kept in lines and in bounds. */
#include "tui/output.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void add(struct output *output, enum output_kind kind, const char *text)
{
    cr_assert(output_add(output, kind, text, strlen(text)));
}

Test(output, pieces_of_a_line_become_one_line)
{
    struct output output;
    output_init(&output, 1000);
    add(&output, OUTPUT_STDOUT, "ab");
    add(&output, OUTPUT_STDOUT, "cd\nef");
    cr_assert_eq(output.count, 2);
    cr_assert_str_eq(output_line(&output, 0)->text, "abcd");
    cr_assert_str_eq(output_line(&output, 1)->text, "ef");
    output_done(&output);
}

Test(output, another_kind_begins_another_line)
{
    struct output output;
    output_init(&output, 1000);
    add(&output, OUTPUT_STDOUT, "out");
    add(&output, OUTPUT_STDERR, "err\n");
    add(&output, OUTPUT_STDOUT, "more\n");
    cr_assert_eq(output.count, 3);
    cr_assert_eq(output_line(&output, 1)->kind, OUTPUT_STDERR);
    output_done(&output);
}

Test(output, the_oldest_lines_go_when_it_is_full)
{
    struct output output;
    char line[64];
    output_init(&output, 10000);
    for (int i = 0; i < 5000; i++) {
        snprintf(line, sizeof line, "line %d\n", i);
        add(&output, OUTPUT_STDOUT, line);
        cr_assert_leq(output.bytes, 10000);
    }
    cr_assert_eq(output.dropped + output.count, 5000);
    cr_assert_str_eq(output_line(&output, output.count - 1)->text, "line 4999");
    output_done(&output);
}

Test(output, a_line_without_end_is_cut)
{
    struct output output;
    static char piece[70000];
    output_init(&output, 1 << 20);
    memset(piece, 'x', sizeof piece);
    for (int i = 0; i < 100; i++)
        cr_assert(output_add(&output, OUTPUT_STDOUT, piece, sizeof piece));
    cr_assert_leq(output.bytes, 1 << 20);
    cr_assert(output.count > 1);
    output_done(&output);
}

Test(output, empty_lines_and_nuls_are_kept)
{
    struct output output;
    output_init(&output, 1000);
    cr_assert(output_add(&output, OUTPUT_STDOUT, "\n\na\0b\n", 6));
    cr_assert_eq(output.count, 3);
    cr_assert_eq(output_line(&output, 2)->length, 3);
    output_done(&output);
}
