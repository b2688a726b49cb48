/*
 * Unicode 14.0, the version of Python 3.11: properties of code points, case
 * maps, normal forms, names. The tables are made by unicode_gen.c at build
 * time. All functions are pure; any uint32_t may be asked about, those beyond
 * U+10FFFF are unassigned.
 */
#ifndef SYNTAX_UNICODE_H
#define SYNTAX_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- UTF-8, where lone surrogates are encoded like any code point --- */

/* The bytes that the code point at text takes, which *c is; 0 if invalid.
 * A surrogate is valid. */
int unicode_decode(const char *text, size_t length, uint32_t *c);

/* Writes one to four bytes and returns how many. */
int unicode_encode(uint32_t c, char out[4]);

/* The offset of the first byte that is not strict UTF-8, -1 if all is. */
int unicode_find_invalid(const char *text, size_t length);

/* --- properties --- */

/* Two letters, "Lu", "Cn" for what is unassigned. */
const char *unicode_category(uint32_t c);
/* "L", "AN", ...; "" for what is unassigned. */
const char *unicode_bidirectional(uint32_t c);
/* "N", "W", "F", "H", "A" or "Na". */
const char *unicode_east_asian_width(uint32_t c);
/* The canonical combining class, 0 to 254. */
int unicode_combining(uint32_t c);
bool unicode_is_mirrored(uint32_t c);
bool unicode_is_old(uint32_t c); /* it was assigned in Unicode 3.2 */

bool unicode_is_identifier_start(uint32_t c); /* XID_Start or `_` */
bool unicode_is_identifier_part(uint32_t c);  /* XID_Continue */
bool unicode_is_printable(uint32_t c);        /* what repr() shows as is */
bool unicode_is_alpha(uint32_t c);
bool unicode_is_lower(uint32_t c);
bool unicode_is_upper(uint32_t c);
bool unicode_is_title(uint32_t c);
bool unicode_is_space(uint32_t c);     /* str.isspace, str.split */
bool unicode_is_linebreak(uint32_t c); /* str.splitlines */
bool unicode_is_cased(uint32_t c);
bool unicode_is_case_ignorable(uint32_t c);

/* The value of a decimal digit, or of a digit of any kind; -1 for others. */
int unicode_decimal(uint32_t c);
int unicode_digit(uint32_t c);
/* Whether c has a numeric value, which *value is. */
bool unicode_numeric(uint32_t c, double *value);

/* Columns that c takes on a terminal: 0, 1 or 2; -1 for a control. */
int unicode_width(uint32_t c);

/* --- case --- */

/* The simple maps: one code point to one. */
uint32_t unicode_to_lower(uint32_t c);
uint32_t unicode_to_upper(uint32_t c);
uint32_t unicode_to_title(uint32_t c);

/* The full maps: writes one to three code points and returns how many. */
int unicode_lower_full(uint32_t c, uint32_t out[3]);
int unicode_upper_full(uint32_t c, uint32_t out[3]);
int unicode_title_full(uint32_t c, uint32_t out[3]);
int unicode_fold_full(uint32_t c, uint32_t out[3]);

/* --- normal forms --- */

enum unicode_form { UNICODE_NFC, UNICODE_NFD, UNICODE_NFKC, UNICODE_NFKD };

/*
 * The normal form of UTF-8, malloc'ed, with a NUL behind its *out_length
 * bytes. NULL when memory is short. Lone surrogates stay as they are.
 */
char *unicode_normalize(enum unicode_form form, const char *text, size_t length,
                        size_t *out_length);

/* The same for code points. */
uint32_t *unicode_normalize_points(enum unicode_form form,
                                   const uint32_t *points, size_t count,
                                   size_t *out_count);

/*
 * The decomposition that the database gives a code point: writes up to 18
 * code points and returns how many, 0 if none. *tag is "<compat>" and its
 * like, or NULL for a canonical one.
 */
int unicode_decomposition(uint32_t c, uint32_t out[18], const char **tag);

/* --- names --- */

/*
 * The code point of a name or an alias, in any case, as `\N{name}` takes it.
 */
bool unicode_lookup(const char *name, size_t length, uint32_t *c);

enum { UNICODE_MAX_NAME = 256 };

/* Writes the name of a code point and returns its length, 0 if it has none. */
int unicode_name(uint32_t c, char out[UNICODE_MAX_NAME]);

#endif
