/*
 * What str methods ask of a code point.
 */
#ifndef SCRIPTS_TYPES_CHARS_H
#define SCRIPTS_TYPES_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool char_is_printable(uint32_t c);
bool char_is_space(uint32_t c);
bool char_is_line_break(uint32_t c);
bool char_is_alpha(uint32_t c);
bool char_is_decimal(uint32_t c);
bool char_is_digit(uint32_t c);
bool char_is_numeric(uint32_t c);
bool char_is_upper(uint32_t c);
bool char_is_lower(uint32_t c);
bool char_is_title(uint32_t c);
bool char_is_cased(uint32_t c);
bool char_is_case_ignorable(uint32_t c);
bool char_is_id_start(uint32_t c);
bool char_is_id_continue(uint32_t c);
int char_decimal(uint32_t c); /* 0..9, -1 none */

/* The full mappings: 1 to 3 code points into out; their number. */
size_t char_to_lower(uint32_t c, uint32_t out[3]);
size_t char_to_upper(uint32_t c, uint32_t out[3]);
size_t char_to_title(uint32_t c, uint32_t out[3]);
size_t char_fold(uint32_t c, uint32_t out[3]);

#endif
