/*
 * The number literals of the tokenizer: only their form is checked here, the
 * parser makes values of them.
 */
#include "scripts/syntax/tokenizer_internal.h"

#include <string.h>

/* Whether the text at cur is the rest of a word. */
static bool looking_at(const struct tokenizer *t, const char *word)
{
    size_t length = strlen(word), left = (size_t)(t->line_end - t->cur);
    return left >= length && memcmp(t->cur, word, length) == 0 &&
           (left == length || !is_name_char((unsigned char)t->cur[length]));
}

/* Whether c and what follows begin a keyword that may follow a number. */
static bool keyword_follows(const struct tokenizer *t, int c)
{
    static const char *const words[] = {"and", "else", "for", "not", "or"};
    int next = t->cur < t->line_end ? *t->cur : 0;
    if (c == 'i')
        return next == 'f' || next == 'n' || next == 's';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (c == words[i][0] && looking_at(t, words[i] + 1))
            return true;
    return false;
}

/*
 * Refuses a number that runs into a name; c was taken behind the number. A
 * keyword there is allowed, with a warning.
 */
static bool check_number_end(struct tokenizer *t, int c, const char *kind)
{
    if (keyword_follows(t, c)) {
        put_back(t, c);
        bool ok = tokenizer_warn(t, "invalid %s literal", kind);
        take(t);
        return ok;
    }
    if (!is_name_char(c))
        return true;
    put_back(t, c);
    return tokenizer_error(t, "invalid %s literal", kind);
}

/*
 * Takes digits and single underscores between them; one digit was taken.
 * *next is the character taken behind them.
 */
static bool decimal_digits(struct tokenizer *t, int *next)
{
    int c;
    for (;;) {
        do
            c = take(t);
        while (is_digit(c));
        if (c != '_')
            break;
        c = take(t);
        if (!is_digit(c)) {
            put_back(t, c);
            return tokenizer_error(t, "invalid decimal literal");
        }
    }
    *next = c;
    return true;
}

static bool finish(struct tokenizer *t, int c, const char *kind)
{
    if (!check_number_end(t, c, kind))
        return false;
    put_back(t, c);
    return true;
}

/* Behind the digits: an imaginary unit, or the end. */
static bool imaginary_or_end(struct tokenizer *t, int c)
{
    if (c == 'j' || c == 'J')
        return finish(t, take(t), "imaginary");
    return finish(t, c, "decimal");
}

/* An `e` was taken; if no exponent follows, the number ends before it. */
static bool exponent(struct tokenizer *t, int e)
{
    int c = take(t);
    if (c == '+' || c == '-') {
        c = take(t);
        if (!is_digit(c)) {
            put_back(t, c);
            return tokenizer_error(t, "invalid decimal literal");
        }
    } else if (!is_digit(c)) {
        put_back(t, c);
        return finish(t, e, "decimal");
    }
    return decimal_digits(t, &c) && imaginary_or_end(t, c);
}

/* The '.' was taken, and c behind it. */
static bool fraction(struct tokenizer *t, int c)
{
    if (is_digit(c) && !decimal_digits(t, &c))
        return false;
    return c == 'e' || c == 'E' ? exponent(t, c) : imaginary_or_end(t, c);
}

static bool decimal_rest(struct tokenizer *t, int c)
{
    if (c == '.')
        return fraction(t, take(t));
    return c == 'e' || c == 'E' ? exponent(t, c) : imaginary_or_end(t, c);
}

struct radix {
    int base;
    const char *name;
};

static bool in_radix(const struct radix *radix, int c)
{
    if (radix->base == 16)
        return is_hex_digit(c);
    return c >= '0' && c < '0' + radix->base;
}

static bool radix_digit_error(struct tokenizer *t, int c,
                              const struct radix *radix)
{
    if (is_digit(c))
        return tokenizer_error(t, "invalid digit '%c' in %s literal", c,
                               radix->name);
    put_back(t, c);
    return tokenizer_error(t, "invalid %s literal", radix->name);
}

/* The prefix was taken. */
static bool radix_number(struct tokenizer *t, const struct radix *radix)
{
    int c = take(t);
    do {
        if (c == '_')
            c = take(t);
        if (!in_radix(radix, c))
            return radix_digit_error(t, c, radix);
        do
            c = take(t);
        while (in_radix(radix, c));
    } while (c == '_');
    if (is_digit(c))
        return radix_digit_error(t, c, radix);
    return finish(t, c, radix->name);
}

/* Takes zeros and single underscores; *next is taken behind them. */
static bool zeros(struct tokenizer *t, int *next)
{
    int c = *next;
    for (;;) {
        if (c == '_') {
            c = take(t);
            if (!is_digit(c)) {
                put_back(t, c);
                return tokenizer_error(t, "invalid decimal literal");
            }
        }
        if (c != '0')
            break;
        c = take(t);
    }
    *next = c;
    return true;
}

/* A 0 was taken, and c behind it, which is no prefix. */
static bool zero_number(struct tokenizer *t, int c)
{
    if (!zeros(t, &c))
        return false;
    if (!is_digit(c))
        return decimal_rest(t, c);
    const char *zeros_end = t->cur;
    if (!decimal_digits(t, &c))
        return false;
    if (c == '.' || c == 'e' || c == 'E' || c == 'j' || c == 'J')
        return decimal_rest(t, c);
    put_back(t, c);
    return tokenizer_error_range(
        t, (int)(t->token_start + 1 - t->line_start),
        (int)(zeros_end - t->line_start),
        "leading zeros in decimal integer literals are not permitted; use "
        "an 0o prefix for octal integers");
}

bool tokenizer_number(struct tokenizer *t, int c, bool dotted)
{
    static const struct radix hexadecimal = {16, "hexadecimal"},
                              octal = {8, "octal"}, binary = {2, "binary"};
    if (dotted)
        return fraction(t, c);
    if (c != '0')
        return decimal_digits(t, &c) && decimal_rest(t, c);
    c = take(t);
    if (c == 'x' || c == 'X')
        return radix_number(t, &hexadecimal);
    if (c == 'o' || c == 'O')
        return radix_number(t, &octal);
    if (c == 'b' || c == 'B')
        return radix_number(t, &binary);
    return zero_number(t, c);
}
