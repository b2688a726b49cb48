/*
 * % formatting, shared by str and bytes.
 */
#ifndef SCRIPTS_TYPES_STR_PERCENT_H
#define SCRIPTS_TYPES_STR_PERCENT_H

#include "scripts/types/str.h"

typedef uint32_t percent_char_fn(const void *template, size_t index);

/* The result as a str; of bytes it holds code points below 256. */
object *percent_format(struct vm *vm, percent_char_fn *at,
                       const void *template, size_t length, bool bytes,
                       object *values);
/* bytes: %c %s %b %r %a. */
bool percent_bytes_piece(struct vm *vm, struct str_builder *out,
                         uint32_t code, ptrdiff_t width, ptrdiff_t precision,
                         bool left, object *o);

#endif
