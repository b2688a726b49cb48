/*
 * What a pattern's code asks of a character: categories, sets, cases.
 *
 * There are no locales but C: beyond ASCII nothing has a case or is a letter
 * for them.
 */
#include "scripts/modules/sre.h"
#include "scripts/types/chars.h"

static bool ascii_digit(uint32_t c)
{
    return c - '0' < 10;
}

static bool ascii_space(uint32_t c)
{
    return c == ' ' || c - '\t' < 5;
}

static bool ascii_word(uint32_t c)
{
    return ascii_digit(c) || (c | 32) - 'a' < 26 || c == '_';
}

static bool line_feed(uint32_t c)
{
    return c == '\n';
}

static bool unicode_digit(uint32_t c)
{
    return c < 128 ? ascii_digit(c) : char_is_decimal(c);
}

static bool unicode_space(uint32_t c)
{
    return c < 128 ? ascii_space(c) || c - 28 < 4 : char_is_space(c);
}

static bool unicode_word(uint32_t c)
{
    if (c < 128)
        return ascii_word(c);
    return char_is_alpha(c) || char_is_decimal(c) || char_is_digit(c) ||
           char_is_numeric(c);
}

/* Of each ASCII character a bit per pair of categories, as below. */
static const uint16_t ascii_kinds[128] = {
    0x000, 0x000, 0x000, 0x000, 0x000, 0x000, 0x000, 0x000,
    0x000, 0x042, 0x14a, 0x142, 0x142, 0x142, 0x000, 0x000,
    0x000, 0x000, 0x000, 0x000, 0x000, 0x000, 0x000, 0x000,
    0x000, 0x000, 0x000, 0x000, 0x140, 0x140, 0x140, 0x040,
    0x042, 0x000, 0x000, 0x000, 0x000, 0x000, 0x000, 0x000,
    0x000, 0x000, 0x000, 0x000, 0x000, 0x000, 0x000, 0x000,
    0x0b5, 0x0b5, 0x0b5, 0x0b5, 0x0b5, 0x0b5, 0x0b5, 0x0b5,
    0x0b5, 0x0b5, 0x000, 0x000, 0x000, 0x000, 0x000, 0x000,
    0x000, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094,
    0x094, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094,
    0x094, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094,
    0x094, 0x094, 0x094, 0x000, 0x000, 0x000, 0x000, 0x094,
    0x000, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094,
    0x094, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094,
    0x094, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094, 0x094,
    0x094, 0x094, 0x094, 0x000, 0x000, 0x000, 0x000, 0x000,
};

static bool (*const tests[])(uint32_t c) = {
    ascii_digit,   ascii_space,   ascii_word,   line_feed,         ascii_word,
    unicode_digit, unicode_space, unicode_word, char_is_line_break};

bool sre_is_category(uint32_t category, uint32_t c)
{
    bool yes = c < 128 ? ascii_kinds[c] >> category / 2 & 1
                       : tests[category / 2](c);
    return yes != (category & 1);
}

/* ---- sets ---------------------------------------------------------------- */

static bool has_bit(const uint32_t *bits, uint32_t c)
{
    return bits[c / 32] >> (c & 31) & 1;
}

/* Blocks of 256 characters, by number; the numbers are bytes of 64 words. */
static bool in_big_set(const uint32_t *set, uint32_t c)
{
    const unsigned char *numbers = (const unsigned char *)(set + 1);
    if (c >= 65536)
        return false;
    return has_bit(set + 65 + numbers[c >> 8] * 8, c & 255);
}

static bool in_range(const uint32_t *set, uint32_t c)
{
    return set[0] <= c && c <= set[1];
}

bool sre_in_set(const uint32_t *set, uint32_t c)
{
    bool yes = true;
    for (;;) {
        switch (*set++) {
        case SRE_FAILURE:
            return !yes;
        case SRE_NEGATE:
            yes = !yes;
            break;
        case SRE_LITERAL:
            if (c == *set++)
                return yes;
            break;
        case SRE_CATEGORY:
            if (sre_is_category(*set++, c))
                return yes;
            break;
        case SRE_CHARSET:
            if (c < 256 && has_bit(set, c))
                return yes;
            set += 8;
            break;
        case SRE_RANGE:
            if (in_range(set, c))
                return yes;
            set += 2;
            break;
        case SRE_RANGE_UNI_IGNORE:
            if (in_range(set, c) || in_range(set, sre_upper_unicode(c)))
                return yes;
            set += 2;
            break;
        case SRE_BIGCHARSET:
            if (in_big_set(set, c))
                return yes;
            set += 65 + *set * 8;
            break;
        default:
            return false;
        }
    }
}

/* ---- cases --------------------------------------------------------------- */

uint32_t sre_lower_ascii(uint32_t c)
{
    return c - 'A' < 26 ? c + 32 : c;
}

static uint32_t upper_ascii(uint32_t c)
{
    return c - 'a' < 26 ? c - 32 : c;
}

uint32_t sre_lower_unicode(uint32_t c)
{
    uint32_t out[3];
    if (c < 128 || c > 0x10ffff)
        return sre_lower_ascii(c);
    char_to_lower(c, out);
    return out[0];
}

uint32_t sre_upper_unicode(uint32_t c)
{
    uint32_t out[3];
    if (c < 128 || c > 0x10ffff)
        return upper_ascii(c);
    char_to_upper(c, out);
    return out[0];
}

bool sre_equal_locale(uint32_t literal, uint32_t c)
{
    return c == literal || sre_lower_ascii(c) == literal ||
           upper_ascii(c) == literal;
}

bool sre_in_set_locale(const uint32_t *set, uint32_t c)
{
    return sre_in_set(set, sre_lower_ascii(c)) ||
           (upper_ascii(c) != sre_lower_ascii(c) &&
            sre_in_set(set, upper_ascii(c)));
}
