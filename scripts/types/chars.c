/*
 * What str methods ask of a code point, from the Unicode tables; ASCII is
 * answered at once, being nearly all there is.
 */
#include "scripts/types/chars.h"

#include "scripts/syntax/unicode.h"

static bool ascii_upper(uint32_t c)
{
    return c - 'A' < 26;
}

static bool ascii_lower(uint32_t c)
{
    return c - 'a' < 26;
}

bool char_is_printable(uint32_t c)
{
    return c < 128 ? c >= ' ' && c < 127 : unicode_is_printable(c);
}

bool char_is_space(uint32_t c)
{
    return c < 128 ? (c >= 9 && c <= 13) || (c >= 28 && c <= 32)
                   : unicode_is_space(c);
}

bool char_is_line_break(uint32_t c)
{
    return c < 128 ? (c >= 10 && c <= 13) || (c >= 28 && c <= 30)
                   : unicode_is_linebreak(c);
}

bool char_is_alpha(uint32_t c)
{
    return c < 128 ? ascii_upper(c) || ascii_lower(c) : unicode_is_alpha(c);
}

int char_decimal(uint32_t c)
{
    if (c < 128)
        return c - '0' < 10 ? (int)(c - '0') : -1;
    return unicode_decimal(c);
}

bool char_is_decimal(uint32_t c)
{
    return char_decimal(c) >= 0;
}

bool char_is_digit(uint32_t c)
{
    return unicode_digit(c) >= 0;
}

bool char_is_numeric(uint32_t c)
{
    double value;
    return unicode_numeric(c, &value);
}

bool char_is_upper(uint32_t c)
{
    return c < 128 ? ascii_upper(c) : unicode_is_upper(c);
}

bool char_is_lower(uint32_t c)
{
    return c < 128 ? ascii_lower(c) : unicode_is_lower(c);
}

bool char_is_title(uint32_t c)
{
    return c >= 128 && unicode_is_title(c);
}

bool char_is_cased(uint32_t c)
{
    return c < 128 ? char_is_alpha(c) : unicode_is_cased(c);
}

bool char_is_case_ignorable(uint32_t c)
{
    return unicode_is_case_ignorable(c);
}

bool char_is_id_start(uint32_t c)
{
    return c < 128 ? c == '_' || char_is_alpha(c)
                   : unicode_is_identifier_start(c);
}

bool char_is_id_continue(uint32_t c)
{
    return c < 128 ? c == '_' || char_is_alpha(c) || c - '0' < 10
                   : unicode_is_identifier_part(c);
}

size_t char_to_lower(uint32_t c, uint32_t out[3])
{
    if (c >= 128)
        return (size_t)unicode_lower_full(c, out);
    out[0] = ascii_upper(c) ? c + 32 : c;
    return 1;
}

size_t char_to_upper(uint32_t c, uint32_t out[3])
{
    if (c >= 128)
        return (size_t)unicode_upper_full(c, out);
    out[0] = ascii_lower(c) ? c - 32 : c;
    return 1;
}

size_t char_to_title(uint32_t c, uint32_t out[3])
{
    if (c >= 128)
        return (size_t)unicode_title_full(c, out);
    out[0] = ascii_lower(c) ? c - 32 : c;
    return 1;
}

size_t char_fold(uint32_t c, uint32_t out[3])
{
    if (c >= 128)
        return (size_t)unicode_fold_full(c, out);
    return char_to_lower(c, out);
}
