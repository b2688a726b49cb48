/*
 * Unicode: a few code points of each kind, and the normal forms.
 */
#include "scripts/syntax/unicode.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

Test(unicode, knows_the_properties_of_code_points)
{
    cr_expect_str_eq(unicode_category('a'), "Ll");
    cr_expect_str_eq(unicode_category(0x378), "Cn");
    cr_expect_str_eq(unicode_category(0xffffffff), "Cn");
    cr_expect_str_eq(unicode_bidirectional(0x5d0), "R");
    cr_expect_eq(unicode_combining(0x301), 230);
    cr_expect(unicode_is_space(0xa0));
    cr_expect_not(unicode_is_printable(0xa0));
    cr_expect(unicode_is_identifier_start(0xe9));
    cr_expect_not(unicode_is_identifier_start('1'));
    cr_expect_eq(unicode_decimal(0x663), 3);
    cr_expect_eq(unicode_width(0x4e00), 2);
    cr_expect_eq(unicode_width(0x301), 0);
}

Test(unicode, leaves_out_what_is_newer_than_14)
{
    cr_expect_str_eq(unicode_category(0x1fae8), "Cn");
    cr_expect_str_eq(unicode_category(0x1fae7), "So");
}

Test(unicode, maps_cases_to_one_or_more)
{
    uint32_t out[3];
    cr_expect_eq(unicode_to_upper(0xe9), 0xc9);
    cr_expect_eq(unicode_upper_full(0xdf, out), 2);
    cr_expect(out[0] == 'S' && out[1] == 'S');
    cr_expect_eq(unicode_fold_full(0x13a0, out), 1);
    cr_expect_eq(out[0], 0x13a0);
}

static void expect_form(enum unicode_form form, const char *from,
                        const char *to)
{
    size_t length;
    char *got = unicode_normalize(form, from, strlen(from), &length);
    cr_assert_not_null(got);
    cr_expect_str_eq(got, to);
    free(got);
}

Test(unicode, normalizes)
{
    expect_form(UNICODE_NFD, "\xc3\xa9", "e\xcc\x81");
    expect_form(UNICODE_NFC, "e\xcc\x81", "\xc3\xa9");
    expect_form(UNICODE_NFKC, "\xef\xac\x81", "fi");
    expect_form(UNICODE_NFC, "\xef\xac\x81", "\xef\xac\x81");
    expect_form(UNICODE_NFC, "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8",
                "\xea\xb0\x81");
    expect_form(UNICODE_NFD, "a\xcc\x81\xcc\xa3", "a\xcc\xa3\xcc\x81");
}

Test(unicode, finds_names_both_ways)
{
    char name[UNICODE_MAX_NAME];
    uint32_t c;
    cr_assert(unicode_lookup("greek small letter alpha", 24, &c));
    cr_expect_eq(c, 0x3b1);
    cr_assert(unicode_lookup("LINE FEED", 9, &c));
    cr_expect_eq(c, '\n');
    cr_assert(unicode_lookup("HANGUL SYLLABLE GAG", 19, &c));
    cr_expect_eq(c, 0xac01);
    cr_expect_not(unicode_lookup("CJK UNIFIED IDEOGRAPH-0041", 26, &c));
    unicode_name(0x4e00, name);
    cr_expect_str_eq(name, "CJK UNIFIED IDEOGRAPH-4E00");
    cr_expect_eq(unicode_name('\n', name), 0);
}
