/* What text looks like on the screen, whatever its bytes. */
#include "tui/glyph.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static void use_utf8(void)
{
    cr_assert(setlocale(LC_ALL, "C.UTF-8"));
}

static void use_c(void)
{
    cr_assert(setlocale(LC_ALL, "C"));
}

static void shows(const char *bytes, const char *expected)
{
    char *safe = glyph_safe_lines(bytes, strlen(bytes));
    cr_assert_str_eq(safe, expected);
    free(safe);
}

Test(glyph, controls_are_escapes, .init = use_utf8)
{
    shows("a\x1b[31mb\x07", "a\\x1b[31mb\\x07");
    shows("\xc2\x9b", "\\x9b");
    shows("\x7f\b\r.", "\\x7f\\x08\\x0d.");
}

Test(glyph, what_hides_or_turns_text_is_an_escape, .init = use_utf8)
{
    shows("\xe2\x80\xae", "\\u202e");
    shows("\xe2\x80\x8b\xef\xbb\xbf", "\\u200b\\ufeff");
    shows("\xf3\xa0\x81\x81", "\\U000e0041");
}

Test(glyph, bytes_that_are_no_text_are_escapes, .init = use_utf8)
{
    shows("\xff\xc3", "\\xff\\xc3");
    shows("\xed\xa0\x80", "\\ud800");
    shows("\xe2\x80", "\\xe2\\x80");
}

Test(glyph, lines_and_tabs_stay_and_crlf_is_a_line, .init = use_utf8)
{
    shows("a\tb\r\nc\n", "a\tb\nc\n");
}

Test(glyph, letters_of_the_world_stay, .init = use_utf8)
{
    shows("h\xc3\xa9llo \xe6\xbc\xa2", "h\xc3\xa9llo \xe6\xbc\xa2");
}

Test(glyph, no_more_than_two_marks_share_a_cell, .init = use_utf8)
{
    shows("e\xcc\x81\xcc\x81\xcc\x81", "e\xcc\x81\xcc\x81\\u0301");
    shows("\xcc\x81", "\\u0301");
}

Test(glyph, without_utf8_all_is_ascii, .init = use_c)
{
    shows("h\xc3\xa9 \xe6\xbc\xa2", "h\\xe9 \\u6f22");
}

Test(glyph, widths_are_those_of_the_terminal, .init = use_utf8)
{
    cr_assert_eq(glyph_width("abc"), 3);
    cr_assert_eq(glyph_width("\xe6\xbc\xa2"), 2);
    cr_assert_eq(glyph_width("e\xcc\x81"), 1);
    cr_assert_eq(glyph_width("\x1b"), 4);
    cr_assert_eq(glyph_width("a\tb"), 9);
}

Test(glyph, an_index_counts_code_points, .init = use_utf8)
{
    struct glyph_reader reader;
    struct glyph glyph;
    const char text[] = "e\xcc\x81\x1b"
                        "b";
    glyph_open(&reader, text, sizeof text - 1);
    cr_assert(glyph_next(&reader, &glyph));
    cr_assert_eq(glyph.index, 0);
    cr_assert(glyph_next(&reader, &glyph));
    cr_assert_eq(glyph.index, 2);
    cr_assert(glyph.escaped);
    cr_assert(glyph_next(&reader, &glyph));
    cr_assert_eq(glyph.index, 3);
    cr_assert_not(glyph_next(&reader, &glyph));
}
