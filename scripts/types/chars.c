/*
 * Kinds of code points and case, exact for Latin-1; beyond it by ranges of
 * scripts.
 */
#include "scripts/types/chars.h"

#include <string.h>

struct range {
    uint32_t first, last;
};

static bool within(const struct range *r, uint32_t c)
{
    for (; r->last; r++)
        if (c >= r->first && c <= r->last)
            return true;
    return false;
}

static bool ascii_upper(uint32_t c)
{
    return c >= 'A' && c <= 'Z';
}

static bool ascii_lower(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

bool char_is_printable(uint32_t c)
{
    static const struct range not_printable[] = {
        {0, 0x1f},        {0x7f, 0xa0},       {0xad, 0xad},
        {0x600, 0x605},   {0x61c, 0x61c},     {0x6dd, 0x6dd},
        {0x70f, 0x70f},   {0x1680, 0x1680},   {0x180e, 0x180e},
        {0x2000, 0x200f}, {0x2028, 0x202f},   {0x205f, 0x206f},
        {0x3000, 0x3000}, {0xd800, 0xf8ff},   {0xfeff, 0xfeff},
        {0xfff0, 0xfffb}, {0xfffe, 0xffff},   {0xe0000, 0xe00ff},
        {0xe01f0, 0x10ffff}, {0, 0},
    };
    return !within(not_printable, c);
}

bool char_is_space(uint32_t c)
{
    static const struct range spaces[] = {
        {9, 13},          {28, 32},         {0x85, 0x85},
        {0xa0, 0xa0},     {0x1680, 0x1680}, {0x2000, 0x200a},
        {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f},
        {0x3000, 0x3000}, {0, 0},
    };
    return within(spaces, c);
}

bool char_is_line_break(uint32_t c)
{
    return (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c == 0x85 ||
           c == 0x2028 || c == 0x2029;
}

static bool latin1_letter(uint32_t c)
{
    return ascii_upper(c) || ascii_lower(c) || c == 0xaa || c == 0xb5 ||
           c == 0xba || (c >= 0xc0 && c <= 0xff && c != 0xd7 && c != 0xf7);
}

/* Letters of scripts beyond Latin-1. */
static const struct range letters[] = {
    {0x100, 0x2c1},     {0x370, 0x373},     {0x376, 0x377},
    {0x37b, 0x37d},     {0x386, 0x386},     {0x388, 0x3ff},
    {0x400, 0x481},     {0x48a, 0x52f},     {0x531, 0x556},
    {0x561, 0x587},     {0x5d0, 0x5ea},     {0x620, 0x64a},
    {0x671, 0x6d3},     {0x904, 0x939},     {0xe01, 0xe30},
    {0x10a0, 0x10fa},   {0x1100, 0x1248},   {0x1e00, 0x1fbc},
    {0x2c00, 0x2ce4},   {0x3041, 0x3096},   {0x30a1, 0x30fa},
    {0x3105, 0x312f},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
    {0xa000, 0xa48c},   {0xac00, 0xd7a3},   {0xf900, 0xfa6d},
    {0xff21, 0xff3a},   {0xff41, 0xff5a},   {0x10400, 0x1044f},
    {0x1d400, 0x1d7cb}, {0x20000, 0x2a6df}, {0, 0},
};

bool char_is_alpha(uint32_t c)
{
    return c < 256 ? latin1_letter(c) : within(letters, c);
}

int char_decimal(uint32_t c)
{
    static const uint32_t zeros[] = {'0',    0x660,  0x6f0,  0x966, 0x9e6,
                                     0xa66,  0xae6,  0xb66,  0xbe6, 0xc66,
                                     0xce6,  0xd66,  0xe50,  0xed0, 0xf20,
                                     0x1040, 0x17e0, 0x1810, 0xff10};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (c >= zeros[i] && c <= zeros[i] + 9)
            return (int)(c - zeros[i]);
    return -1;
}

bool char_is_decimal(uint32_t c)
{
    return char_decimal(c) >= 0;
}

bool char_is_digit(uint32_t c)
{
    return char_is_decimal(c) || c == 0xb2 || c == 0xb3 || c == 0xb9 ||
           c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ||
           (c >= 0x2080 && c <= 0x2089) || (c >= 0x2460 && c <= 0x2468);
}

bool char_is_numeric(uint32_t c)
{
    return char_is_digit(c) || (c >= 0xbc && c <= 0xbe) ||
           (c >= 0x2150 && c <= 0x2189) || (c >= 0x2460 && c <= 0x249b) ||
           c == 0x3007 || (c >= 0x3021 && c <= 0x3029) || c == 0x4e00 ||
           c == 0x4e8c || c == 0x4e09;
}

/* ---- case --------------------------------------------------------------- */

/* Pairs of neighbours: even upper, odd lower, or the other way round. */
static const struct range even_upper[] = {
    {0x100, 0x12f},   {0x132, 0x137},   {0x14a, 0x177},  {0x1de, 0x1ef},
    {0x1f8, 0x21f},   {0x222, 0x233},   {0x246, 0x24f},  {0x370, 0x373},
    {0x3d8, 0x3ef},   {0x460, 0x481},   {0x48a, 0x4bf},  {0x4d0, 0x52f},
    {0x1e00, 0x1e95}, {0x1ea0, 0x1eff}, {0, 0},
};
static const struct range odd_upper[] = {
    {0x139, 0x148}, {0x179, 0x17e}, {0x1cd, 0x1dc}, {0x4c1, 0x4ce}, {0, 0},
};

/* Whole alphabets at a distance: upper first..last, lower `by` further. */
static const struct {
    uint32_t first, last, by;
} alphabets[] = {
    {'A', 'Z', 32},           {0xc0, 0xd6, 32},       {0xd8, 0xde, 32},
    {0x391, 0x3a1, 32},       {0x3a3, 0x3ab, 32},     {0x410, 0x42f, 32},
    {0x400, 0x40f, 80},       {0x531, 0x556, 48},     {0x388, 0x38a, 37},
    {0x386, 0x386, 38},       {0x38c, 0x38c, 64},     {0x38e, 0x38f, 63},
    {0x2c00, 0x2c2f, 48},     {0xff21, 0xff3a, 32},   {0x10400, 0x10427, 40},
    {0x2160, 0x216f, 16},     {0x24b6, 0x24cf, 26},
};
#define ALPHABETS (sizeof alphabets / sizeof *alphabets)

static uint32_t simple_lower(uint32_t c)
{
    for (size_t i = 0; i < ALPHABETS; i++)
        if (c >= alphabets[i].first && c <= alphabets[i].last)
            return c + alphabets[i].by;
    if ((within(even_upper, c) && !(c & 1)) || (within(odd_upper, c) && c & 1))
        return c + 1;
    return c == 0x178 ? 0xff : c == 0x1e9e ? 0xdf : c;
}

static uint32_t simple_upper(uint32_t c)
{
    if (c == 0xb5)
        return 0x39c;
    if (c == 0xff)
        return 0x178;
    if (c == 0x3c2)
        return 0x3a3;
    if (c == 0x131)
        return 'I';
    if (c == 0x17f)
        return 'S';
    for (size_t i = 0; i < ALPHABETS; i++)
        if (c >= alphabets[i].first + alphabets[i].by &&
            c <= alphabets[i].last + alphabets[i].by)
            return c - alphabets[i].by;
    if ((within(even_upper, c) && c & 1) || (within(odd_upper, c) && !(c & 1)))
        return c - 1;
    return c;
}

bool char_is_upper(uint32_t c)
{
    return simple_lower(c) != c;
}

bool char_is_lower(uint32_t c)
{
    return simple_upper(c) != c || c == 0xdf || c == 0xaa || c == 0xba;
}

bool char_is_title(uint32_t c)
{
    return c == 0x1c5 || c == 0x1c8 || c == 0x1cb || c == 0x1f2;
}

bool char_is_cased(uint32_t c)
{
    return char_is_upper(c) || char_is_lower(c) || char_is_title(c);
}

bool char_is_case_ignorable(uint32_t c)
{
    return c == '\'' || c == '.' || c == ':' || c == '^' || c == '`' ||
           c == 0xa8 || c == 0xad || c == 0xaf || c == 0xb4 || c == 0xb7 ||
           c == 0xb8 || (c >= 0x2b0 && c <= 0x36f) || c == 0x2019;
}

bool char_is_id_start(uint32_t c)
{
    return c == '_' || char_is_alpha(c);
}

bool char_is_id_continue(uint32_t c)
{
    return char_is_id_start(c) || char_is_decimal(c) || c == 0xb7 ||
           (c >= 0x300 && c <= 0x36f);
}

size_t char_to_lower(uint32_t c, uint32_t out[3])
{
    out[0] = simple_lower(c);
    if (c != 0x130)
        return 1;
    out[0] = 'i';
    out[1] = 0x307;
    return 2;
}

/* ss, ligatures: what one small letter becomes in capitals. */
static size_t several(uint32_t c, uint32_t out[3], const char *sharp_s)
{
    if (c != 0xdf)
        return 0;
    out[0] = (unsigned char)sharp_s[0];
    out[1] = (unsigned char)sharp_s[1];
    return 2;
}

size_t char_to_upper(uint32_t c, uint32_t out[3])
{
    size_t n = several(c, out, "SS");
    if (n)
        return n;
    out[0] = simple_upper(c);
    return 1;
}

size_t char_to_title(uint32_t c, uint32_t out[3])
{
    size_t n = several(c, out, "Ss");
    if (n)
        return n;
    out[0] = simple_upper(c);
    return 1;
}

size_t char_fold(uint32_t c, uint32_t out[3])
{
    size_t n = several(c == 0x1e9e ? 0xdf : c, out, "ss");
    if (n)
        return n;
    if (c == 0xb5)
        c = 0x3bc;
    if (c == 0x3c2)
        c = 0x3c3;
    if (c == 0x17f)
        c = 's';
    return char_to_lower(c, out);
}
