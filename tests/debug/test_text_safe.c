/*
 * Safe text: what may be drawn passes, all else becomes a visible escape.
 */
#include "scripts/debug/text_safe.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void expect(const char *bytes, size_t length, unsigned flags,
                   const char *safe)
{
    char out[256];
    size_t n = text_safe(out, sizeof out, bytes, length, flags);
    cr_expect_str_eq(out, safe, "%s is not %s", out, safe);
    cr_expect_eq(n, strlen(out));
}

#define EXPECT(text, safe) expect(text, sizeof text - 1, 0, safe)

Test(text_safe, plain_text_passes)
{
    EXPECT("abc", "abc");
    EXPECT("gr\xc3\xbc\xc3\x9f \xe6\xbc\xa2\xe5\xad\x97",
           "gr\xc3\xbc\xc3\x9f \xe6\xbc\xa2\xe5\xad\x97");
}

Test(text_safe, controls_become_escapes)
{
    EXPECT("\x1b[31m", "\\x1b[31m");
    EXPECT("a\rb\nc\td", "a\\rb\\nc\\td");
    EXPECT("\x7f", "\\x7f");
    EXPECT("\0", "\\x00");
    EXPECT("\xc2\x9b", "\\x9b");
}

Test(text_safe, newlines_and_tabs_pass_when_asked_for)
{
    expect("a\nb\tc", 5, TEXT_NEWLINES | TEXT_TABS, "a\nb\tc");
}

Test(text_safe, what_turns_the_direction_or_is_invisible_is_shown)
{
    EXPECT("\xe2\x80\xae", "\\u202e");
    EXPECT("\xe2\x81\xa6", "\\u2066");
    EXPECT("\xe2\x80\x8b", "\\u200b");
    EXPECT("\xef\xbb\xbf", "\\ufeff");
    EXPECT("\xe2\x80\xa8", "\\u2028");
    EXPECT("\xee\x80\x80", "\\ue000");
    EXPECT("\xf3\xa0\x81\x81", "\\U000e0041");
}

Test(text_safe, bytes_that_are_no_utf8_are_shown)
{
    EXPECT("\xff\xc3", "\\xff\\xc3");
    EXPECT("\xc0\x80", "\\xc0\\x80");
    EXPECT("\xed\xa0\x80", "\\ud800");
    EXPECT("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");
}

Test(text_safe, marks_follow_a_character_and_are_at_most_two)
{
    EXPECT("e\xcc\x81", "e\xcc\x81");
    EXPECT("\xcc\x81", "\\u0301");
    EXPECT("e\xcc\x81\xcc\x82\xcc\x83", "e\xcc\x81\xcc\x82\\u0303");
    EXPECT("\n\xcc\x81", "\\n\\u0301");
}

Test(text_safe, a_cut_is_between_characters)
{
    char out[6];
    cr_expect_eq(text_safe(out, sizeof out, "abc\xc3\xa4\xc3\xa4", 7, 0), 5);
    cr_expect_str_eq(out, "abc\xc3\xa4");
    cr_expect_eq(text_safe(out, 3, "\x1b", 1, 0), 0);
    cr_expect_str_eq(out, "");
}

Test(text_safe, a_long_text_ends_in_dots)
{
    char *text = text_safe_new("abcdefgh", 8, 4, 0);
    cr_expect_str_eq(text, "abcd...");
    free(text);
}

Test(text_safe, no_input_leaves_anything_that_must_not_pass)
{
    unsigned seed = 3;
    for (int round = 0; round < 20000; round++) {
        char in[24], out[256];
        size_t n = (size_t)rand_r(&seed) % sizeof in;
        for (size_t i = 0; i < n; i++)
            in[i] = (char)rand_r(&seed);
        size_t m = text_safe(out, sizeof out, in, n, 0);
        for (size_t at = 0; at < m;) {
            uint32_t code = 0;
            size_t step = text_decode(out + at, m - at, &code);
            cr_assert(step && (text_drawable(code) || text_combining(code)));
            at += step;
        }
    }
}
