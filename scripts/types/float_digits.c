/*
 * Digits of ordinary doubles and back, by whole numbers of 128 bits: every
 * step is exact.  What is out of their range is refused, and float_text.c
 * goes the long way, to the same result.
 */
#include "scripts/types/float_digits.h"

#include <stdint.h>
#include <string.h>

typedef unsigned __int128 wide;

#define MOST_DIGITS 17        /* any double is told by that many */
#define FRACTION_BITS 53
#define EXACT_POWER 22        /* the last power of ten that is a double */

static wide power_of_ten(int n)
{
    static const uint64_t powers[] = {
        1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
        1000000000, 10000000000, 100000000000, 1000000000000,
        10000000000000, 100000000000000, 1000000000000000,
        10000000000000000, 100000000000000000, 1000000000000000000};
    return n <= 18 ? powers[n] : (wide)powers[18] * powers[n - 18];
}

/* value, over zero and normal, as fraction * 2**exponent; the fraction uses all
 * its bits. */
static uint64_t open_double(double value, int *exponent)
{
    uint64_t bits, top = (uint64_t)1 << (FRACTION_BITS - 1);
    memcpy(&bits, &value, sizeof bits);
    *exponent = (int)(bits / top) - 1023 - (FRACTION_BITS - 1);
    return bits % top + top;
}

/* Is n / 2**shift, of which `whole` is the floor, to be rounded up? */
static bool rounds_up(wide n, int shift, uint64_t whole)
{
    wide twice = (n - ((wide)whole << shift)) * 2, one = (wide)1 << shift;
    return twice > one || (twice == one && whole & 1);
}

/* ---- the fewest digits ---------------------------------------------------- */

/* Whole numbers around a value: what reads back as it, both ends included,
 * and the value itself, with what has been cut from it. */
struct span {
    uint64_t low, high, value;
    unsigned cut; /* the last digit cut */
    bool more;    /* and something behind that */
};

/* Cuts the last digit of all; false: then nothing reads back. */
static bool cut_digit(struct span *s)
{
    uint64_t low = (s->low + 9) / 10, high = s->high / 10;
    if (low > high)
        return false;
    s->more |= s->cut != 0;
    s->cut = (unsigned)(s->value % 10);
    s->value /= 10;
    s->low = low;
    s->high = high;
    return true;
}

static uint64_t nearest(const struct span *s)
{
    bool up = s->cut > 5 || (s->cut == 5 && (s->more || s->value & 1));
    uint64_t n = s->value + up;
    return n < s->low ? s->low : n > s->high ? s->high : n;
}

static void write_digits(uint64_t n, struct float_digits *d)
{
    char text[24];
    int at = sizeof text;
    for (; n; n /= 10)
        text[--at] = (char)('0' + n % 10);
    d->count = 0;
    while (at < (int)sizeof text)
        d->digits[d->count++] = text[at++];
    d->digits[d->count] = 0;
}

/* The numbers of 17 digits around quarters / 2**shift, the value times a
 * power of ten; unit is that power in the same measure. */
static struct span span_of(wide quarters, wide unit, int shift, bool lopsided,
                           bool inclusive)
{
    wide mask = ((wide)1 << shift) - 1;
    wide low = quarters - (lopsided ? unit : 2 * unit);
    wide high = quarters + 2 * unit;
    return (struct span){
        .low = (uint64_t)(low >> shift) + (low & mask || !inclusive),
        .high = (uint64_t)(high >> shift) - (!(high & mask) && !inclusive),
        .value = (uint64_t)(quarters >> shift),
        .more = (quarters & mask) != 0,
    };
}

bool float_digits_shortest(double value, struct float_digits *d)
{
    int exponent, scale, cuts = 0;
    if (!(value >= 1e-4 && value < 1e16))
        return false;
    uint64_t fraction = open_double(value, &exponent);
    bool lopsided = fraction == (uint64_t)1 << (FRACTION_BITS - 1);
    /* 1233 / 4096: the logarithm of two, a little less */
    scale = MOST_DIGITS - 1 -
            (((exponent + FRACTION_BITS - 1) * 1233) >> 12);
    int shift = 2 - exponent;
    if ((wide)fraction * 4 * power_of_ten(scale) >> shift >=
        power_of_ten(MOST_DIGITS))
        scale--;
    wide unit = power_of_ten(scale), quarters = unit * fraction * 4;
    struct span s =
        span_of(quarters, unit, shift, lopsided, !(fraction & 1));
    while (cut_digit(&s))
        cuts++;
    uint64_t n = nearest(&s);
    if (!cuts) /* all 17: no digit says how to round */
        n = s.value + rounds_up(quarters, shift, s.value);
    write_digits(n, d);
    d->point = d->count + cuts - scale;
    return true;
}

/* ---- a given number of them ------------------------------------------------ */

bool float_digits_fixed(double value, int precision, uint64_t *out)
{
    int exponent;
    if (!(value >= 1e-15 && value < 1e15) || precision > EXACT_POWER)
        return false;
    uint64_t fraction = open_double(value, &exponent);
    wide scaled = fraction * power_of_ten(precision);
    if (exponent >= 0 || scaled >> -exponent >= UINT64_MAX)
        return false;
    *out = (uint64_t)(scaled >> -exponent);
    *out += rounds_up(scaled, -exponent, *out);
    return true;
}

/* ---- back -------------------------------------------------------------------- */

bool float_from_digits(uint64_t digits, int power, double *out)
{
    static const double powers[] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
        1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (digits > (uint64_t)1 << FRACTION_BITS || power > EXACT_POWER ||
        power < -EXACT_POWER)
        return false;
    *out = power < 0 ? (double)digits / powers[-power]
                     : (double)digits * powers[power];
    return true;
}
