/*
 * What the tokenizer's own files share: reading characters and raising
 * errors. tokenizer.c reads lines, names and operators, tokenizer_number.c
 * numbers.
 */
#ifndef SYNTAX_TOKENIZER_INTERNAL_H
#define SYNTAX_TOKENIZER_INTERNAL_H

#include "scripts/syntax/token.h"

enum { END_OF_TEXT = -1 };

/* Moves on to the next line, which changes line and line_start. */
int tokenizer_next_line(struct tokenizer *t);

/* Takes the next byte; END_OF_TEXT at the end, again and again. */
static inline int take(struct tokenizer *t)
{
    if (t->cur < t->line_end)
        return (unsigned char)*t->cur++;
    return tokenizer_next_line(t);
}

/* Puts back the byte that was just taken. */
static inline void put_back(struct tokenizer *t, int c)
{
    if (c != END_OF_TEXT)
        t->cur--;
}

/* Sets an error that ends at the character before cur. Returns false. */
bool tokenizer_error(struct tokenizer *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for a range of columns on the current line, from 1. */
bool tokenizer_error_range(struct tokenizer *t, int col, int end_col,
                           const char *message);

/* Adds a DeprecationWarning about the current line. */
bool tokenizer_warn(struct tokenizer *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Reads a number, whose first character c was taken (after a '.', if dotted).
 * False: an error is set.
 */
bool tokenizer_number(struct tokenizer *t, int c, bool dotted);

static inline bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_hex_digit(int c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Whether a byte may start a name; the bytes of non-ASCII ones are verified
 * when the name is complete. */
static inline bool is_name_start(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c >= 128;
}

static inline bool is_name_char(int c)
{
    return is_name_start(c) || is_digit(c);
}

#endif
