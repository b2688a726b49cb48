/*
 * Doubles to text and back: what float_digits.c cannot do quickly is done with
 * the C library here.  The shortest text that reads back is found by
 * trying 15, 16 and 17 digits: 15 always survive a round trip through a
 * normal double, so a shorter text shows as trailing zeros.
 */
#include "scripts/types/float_text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scripts/types/float.h"
#include "scripts/types/float_digits.h"

/* Digits of value in n-digit scientific notation. */
static void round_digits(double value, int n, struct float_digits *d)
{
    char text[40];
    snprintf(text, sizeof text, "%.*e", n - 1, value);
    char *mark = strchr(text, 'e');
    d->point = atoi(mark + 1) + 1;
    d->count = 0;
    for (char *p = text; p < mark; p++)
        if (*p != '.')
            d->digits[d->count++] = *p;
    while (d->count > 1 && d->digits[d->count - 1] == '0')
        d->count--;
    d->digits[d->count] = 0;
}

static bool reads_back(double value, const struct float_digits *d)
{
    char text[48];
    snprintf(text, sizeof text, "%se%d", d->digits, d->point - d->count);
    return strtod(text, NULL) == value;
}

/* The next n-digit number above: d has at most n digits. */
static void bump(struct float_digits *d, int n)
{
    while (d->count < n)
        d->digits[d->count++] = '0';
    int i = n - 1;
    while (i >= 0 && d->digits[i] == '9')
        d->digits[i--] = '0';
    if (i < 0) {
        d->digits[0] = '1';
        d->point++;
    } else {
        d->digits[i]++;
    }
    d->digits[d->count] = 0;
}

void float_shortest(double value, struct float_digits *d)
{
    int exponent;
    value = fabs(value);
    if (float_digits_shortest(value, d))
        return;
    /* below a power of two doubles are nearer than above it: the n-digit
     * number next above may read back though the nearest does not */
    bool lopsided = frexp(value, &exponent) == 0.5;
    bool subnormal = value != 0 && exponent < -1020;
    for (int n = subnormal ? 1 : 15; n <= 17; n++) {
        round_digits(value, n, d);
        if (n == 17 || reads_back(value, d))
            return;
        if (lopsided) {
            bump(d, n);
            if (reads_back(value, d))
                return;
        }
    }
}

/* ---- layout --------------------------------------------------------------- */

struct sink {
    char *buffer;
    size_t size, length;
};

static void put(struct sink *s, char c)
{
    if (s->length < s->size)
        s->buffer[s->length] = c;
    s->length++;
}

static void put_text(struct sink *s, const char *text)
{
    while (*text)
        put(s, *text++);
}

static void put_plain(struct sink *s, const struct float_digits *d)
{
    int i = 0;
    if (d->point <= 0) {
        put_text(s, "0.");
        for (int zeros = d->point; zeros < 0; zeros++)
            put(s, '0');
    }
    for (; i < d->count; i++) {
        if (i == d->point && d->point > 0)
            put(s, '.');
        put(s, d->digits[i]);
    }
    for (; i < d->point; i++)
        put(s, '0');
}

static void put_scientific(struct sink *s, const struct float_digits *d)
{
    char text[16];
    put(s, d->digits[0]);
    if (d->count > 1)
        put(s, '.');
    for (int i = 1; i < d->count; i++)
        put(s, d->digits[i]);
    snprintf(text, sizeof text, "e%c%02d", d->point < 1 ? '-' : '+',
             abs(d->point - 1));
    put_text(s, text);
}

/* 'r': as repr without the ".0" of whole numbers; the caller adds it. */
static void put_shortest(struct sink *s, double value, bool alternate)
{
    struct float_digits d;
    float_shortest(value, &d);
    bool plain = value == 0 || (d.point > -4 && d.point <= 16);
    if (value == 0)
        d = (struct float_digits){.digits = "0", .count = 1, .point = 1};
    if (!plain) {
        put_scientific(s, &d);
        return;
    }
    put_plain(s, &d);
    if (alternate && d.count <= d.point)
        put_text(s, ".0");
}

/*
 * %#g as %#e or %#f: glibc drops the zeros of a number that rounding carries
 * to the next power of ten.
 */
static void split_general(double value, char *code, int *precision)
{
    char text[64 + 800];
    int digits = *precision > 0 ? *precision : 1;
    int shown = digits > 780 ? 780 : digits;
    snprintf(text, sizeof text, "%.*e", shown - 1, value);
    int exponent = atoi(strchr(text, 'e') + 1);
    bool plain = exponent >= -4 && exponent < digits;
    *precision = plain ? digits - 1 - exponent : digits - 1;
    *code = (char)(*code - 'g' + (plain ? 'f' : 'e'));
    *code = *code < 'E' ? 'E' : *code;
}

/* %.*f of an ordinary number; false: not one. */
static bool put_fixed(struct sink *s, double value, int precision)
{
    char text[48];
    uint64_t n;
    int at = sizeof text;
    if (!float_digits_fixed(value, precision, &n))
        return false;
    for (int i = 0; i <= precision || n; i++) {
        if (i == precision && i)
            text[--at] = '.';
        text[--at] = (char)('0' + n % 10);
        n /= 10;
    }
    while (at < (int)sizeof text)
        put(s, text[at++]);
    return true;
}

static void put_printf(struct sink *s, double value, char code, int precision,
                       bool alternate)
{
    char format[8] = "%#.*g", *at = format + 1;
    if (alternate && (code | 32) == 'g')
        split_general(value, &code, &precision);
    if (alternate)
        at++;
    memcpy(at, ".*", 2);
    at[2] = code;
    at[3] = 0;
    size_t left = s->length < s->size ? s->size - s->length : 0;
    char spare[1];
    char *into = left ? s->buffer + s->length : spare;
    int n = snprintf(into, left ? left : 1, format, precision, value);
    s->length += n > 0 ? (size_t)n : 0;
}

size_t float_text(double value, char code, int precision, bool alternate,
                  bool sign, char *buffer, size_t size)
{
    struct sink s = {buffer, size, 0};
    bool upper = code == 'E' || code == 'F' || code == 'G';
    if (isnan(value)) {
        put_text(&s, sign ? "+" : "");
        put_text(&s, upper ? "NAN" : "nan");
        return s.length;
    }
    if (signbit(value))
        put(&s, '-');
    else if (sign)
        put(&s, '+');
    value = fabs(value);
    if (isinf(value))
        put_text(&s, upper ? "INF" : "inf");
    else if (code == 'r')
        put_shortest(&s, value, alternate);
    else if (alternate || (code | 32) != 'f' ||
             !put_fixed(&s, value, precision))
        put_printf(&s, value, code, precision, alternate);
    return s.length;
}

/* ---- reading ---------------------------------------------------------------- */

static bool word_is(const char *text, size_t n, const char *word)
{
    return n == strlen(word) && strncasecmp(text, word, n) == 0;
}

static bool special_word(const char *text, size_t n, double *out)
{
    bool negative = n && *text == '-';
    if (n && (*text == '-' || *text == '+')) {
        text++;
        n--;
    }
    if (word_is(text, n, "inf") || word_is(text, n, "infinity"))
        *out = negative ? -INFINITY : INFINITY;
    else if (word_is(text, n, "nan"))
        *out = negative ? -NAN : NAN;
    else
        return false;
    return true;
}

static size_t copy_digits(const char *text, size_t n, char *to, size_t *length)
{
    size_t i = 0;
    for (; i < n; i++) {
        if (isdigit((unsigned char)text[i]))
            to[(*length)++] = text[i];
        else if (text[i] != '_' || i == 0 || i + 1 >= n ||
                 !isdigit((unsigned char)text[i - 1]) ||
                 !isdigit((unsigned char)text[i + 1]))
            break;
    }
    return i;
}

/* Copies a decimal literal without underscores; returns what it took, 0 when
 * there is none. */
static size_t copy_literal(const char *text, size_t n, char *to)
{
    size_t i = 0, length = 0, digits = 0;
    if (i < n && (text[i] == '+' || text[i] == '-'))
        to[length++] = text[i++];
    size_t whole = copy_digits(text + i, n - i, to, &length);
    i += whole;
    if (i < n && text[i] == '.') {
        to[length++] = text[i++];
        digits = copy_digits(text + i, n - i, to, &length);
        i += digits;
    }
    if (whole + digits == 0)
        return 0;
    if (i < n && (text[i] == 'e' || text[i] == 'E')) {
        size_t mark = i, before = length;
        to[length++] = text[i++];
        if (i < n && (text[i] == '+' || text[i] == '-'))
            to[length++] = text[i++];
        size_t exponent = copy_digits(text + i, n - i, to, &length);
        i += exponent;
        if (!exponent) {
            i = mark;
            length = before;
        }
    }
    to[length] = 0;
    return i;
}

/* A copied literal of few digits; false: the C library reads it. */
static bool read_quickly(const char *text, double *out)
{
    uint64_t n = 0;
    int power = 0, digits = 0;
    bool negative = *text == '-', behind = false;
    text += *text == '-' || *text == '+';
    for (; isdigit((unsigned char)*text) || *text == '.'; text++) {
        if (*text == '.') {
            behind = true;
            continue;
        }
        n = n * 10 + (uint64_t)(*text - '0');
        power -= behind;
        if (++digits > 18)
            return false;
    }
    if (*text || !float_from_digits(n, power, out))
        return false;
    if (negative)
        *out = -*out;
    return true;
}

size_t float_scan(const char *text, size_t n, double *out)
{
    static const char *const words[] = {"infinity", "inf", "nan"};
    char small[128];
    char *copy = n < sizeof small ? small : malloc(n + 1);
    size_t used = copy ? copy_literal(text, n, copy) : 0;
    if (used && !read_quickly(copy, out))
        *out = strtod(copy, NULL);
    if (copy != small)
        free(copy);
    size_t sign = n && (*text == '-' || *text == '+');
    for (size_t i = 0; !used && i < 3; i++) {
        size_t k = sign + strlen(words[i]);
        if (k <= n && special_word(text, k, out))
            used = k;
    }
    return used;
}

bool float_parse(const char *text, size_t n, double *out)
{
    while (n && isspace((unsigned char)*text))
        text++, n--;
    while (n && isspace((unsigned char)text[n - 1]))
        n--;
    return n && float_scan(text, n, out) == n;
}
