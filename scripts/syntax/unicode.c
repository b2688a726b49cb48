/*
 * Questions about single code points, answered from the generated tables;
 * and UTF-8. Normal forms are in unicode_normal.c, names in unicode_name.c.
 */
#include "scripts/syntax/unicode.h"

#include "scripts/syntax/unicode_tables.h"

#include <string.h>

static const struct unicode_record *record(uint32_t c)
{
    if (c >= UNICODE_POINTS)
        c = UNICODE_POINTS - 1; /* a noncharacter: unassigned */
    size_t page = unicode_record_pages[c >> UNICODE_SHIFT];
    size_t place = page << UNICODE_SHIFT | (c & (UNICODE_PAGE - 1));
    return &unicode_records[unicode_record_index[place]];
}

/* The bytes that follow a first byte, and the least code point for them. */
static int sequence(unsigned char lead, uint32_t *least)
{
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    if (lead < 0xe0)
        return *least = 0x80, 2;
    if (lead < 0xf0)
        return *least = 0x800, 3;
    return *least = 0x10000, 4;
}

int unicode_decode(const char *text, size_t length, uint32_t *c)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t least = 0;
    if (!length)
        return 0;
    if (bytes[0] < 0x80)
        return *c = bytes[0], 1;
    int count = sequence(bytes[0], &least);
    if (!count || (size_t)count > length)
        return 0;
    uint32_t value = bytes[0] & (0xffu >> (count + 1));
    for (int i = 1; i < count; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (bytes[i] & 0x3f);
    }
    if (value < least || value >= UNICODE_POINTS)
        return 0;
    *c = value;
    return count;
}

int unicode_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    int count = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (int i = count - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)((0xf00u >> count) | c);
    return count;
}

int unicode_find_invalid(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        uint32_t c = 0;
        int count = (unsigned char)text[at] < 0x80
                        ? 1
                        : unicode_decode(text + at, length - at, &c);
        if (!count || (c >= 0xd800 && c < 0xe000))
            return (int)at;
        at += (size_t)count;
    }
    return -1;
}

const char *unicode_category(uint32_t c)
{
    return unicode_category_names[record(c)->category];
}

const char *unicode_bidirectional(uint32_t c)
{
    return unicode_bidi_names[record(c)->bidi];
}

const char *unicode_east_asian_width(uint32_t c)
{
    const struct unicode_record *r = record(c);
    /* Python 3.11 says F of what is unassigned. */
    return r->category ? unicode_width_names[r->width] : "F";
}

int unicode_combining(uint32_t c)
{
    return record(c)->combining;
}

bool unicode_is_mirrored(uint32_t c)
{
    return record(c)->flags & UNICODE_MIRRORED;
}

bool unicode_is_old(uint32_t c)
{
    return record(c)->flags & UNICODE_OLD;
}

bool unicode_is_identifier_start(uint32_t c)
{
    return c == '_' || (record(c)->flags & UNICODE_XID_START);
}

bool unicode_is_identifier_part(uint32_t c)
{
    return record(c)->flags & UNICODE_XID_CONTINUE;
}

bool unicode_is_printable(uint32_t c)
{
    const char *category = unicode_category(c);
    return c == ' ' || (category[0] != 'C' && category[0] != 'Z');
}

bool unicode_is_alpha(uint32_t c)
{
    return unicode_category(c)[0] == 'L';
}

bool unicode_is_lower(uint32_t c)
{
    return record(c)->flags & UNICODE_LOWER;
}

bool unicode_is_upper(uint32_t c)
{
    return record(c)->flags & UNICODE_UPPER;
}

bool unicode_is_title(uint32_t c)
{
    return strcmp(unicode_category(c), "Lt") == 0;
}

bool unicode_is_space(uint32_t c)
{
    const char *bidi = unicode_bidirectional(c);
    return strcmp(bidi, "WS") == 0 || strcmp(bidi, "B") == 0 ||
           strcmp(bidi, "S") == 0 || strcmp(unicode_category(c), "Zs") == 0;
}

bool unicode_is_linebreak(uint32_t c)
{
    return (c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 ||
           c == 0x2028 || c == 0x2029;
}

bool unicode_is_cased(uint32_t c)
{
    return record(c)->flags & UNICODE_CASED;
}

bool unicode_is_case_ignorable(uint32_t c)
{
    return record(c)->flags & UNICODE_CASE_IGNORABLE;
}

int unicode_decimal(uint32_t c)
{
    return record(c)->decimal;
}

int unicode_digit(uint32_t c)
{
    return record(c)->digit;
}

bool unicode_numeric(uint32_t c, double *value)
{
    int index = record(c)->numeric;
    if (index)
        *value = unicode_numerics[index - 1];
    return index != 0;
}

int unicode_width(uint32_t c)
{
    if (c >= ' ' && c < 0x7f)
        return 1;
    const struct unicode_record *r = record(c);
    const char *category = unicode_category_names[r->category];
    const char *width = unicode_width_names[r->width];
    if (category[0] == 'C' && category[1] == 'c')
        return c ? -1 : 0;
    if (category[0] == 'M' && category[1] != 'c')
        return 0;
    if (category[0] == 'C' && category[1] == 'f')
        return c == 0xad ? 1 : 0;
    if (c >= 0x1160 && c <= 0x11ff)
        return 0; /* Hangul vowels and finals join the initial */
    return width[0] == 'W' || (width[0] == 'F' && !width[1]) ? 2 : 1;
}

uint32_t unicode_to_lower(uint32_t c)
{
    return c + (uint32_t)record(c)->lower;
}

uint32_t unicode_to_upper(uint32_t c)
{
    return c + (uint32_t)record(c)->upper;
}

uint32_t unicode_to_title(uint32_t c)
{
    return c + (uint32_t)record(c)->title;
}

/* Copies a full map; 0 if there is none. */
static int copy_full(const uint32_t from[4], uint32_t out[3])
{
    int count = 0;
    while (count < 3 && from[count]) {
        out[count] = from[count];
        count++;
    }
    return count;
}

static const struct unicode_special *special(uint32_t c)
{
    static const struct unicode_special none;
    int index = record(c)->special;
    return index ? &unicode_specials[index - 1] : &none;
}

int unicode_lower_full(uint32_t c, uint32_t out[3])
{
    int count = copy_full(special(c)->lower, out);
    return count ? count : (out[0] = unicode_to_lower(c), 1);
}

int unicode_upper_full(uint32_t c, uint32_t out[3])
{
    int count = copy_full(special(c)->upper, out);
    return count ? count : (out[0] = unicode_to_upper(c), 1);
}

int unicode_title_full(uint32_t c, uint32_t out[3])
{
    int count = copy_full(special(c)->title, out);
    return count ? count : (out[0] = unicode_to_title(c), 1);
}

int unicode_fold_full(uint32_t c, uint32_t out[3])
{
    int count = copy_full(special(c)->fold, out);
    return count ? count : unicode_lower_full(c, out);
}
