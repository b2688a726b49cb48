/*
 * The format mini-language: [[fill]align][sign][z][#][0][width][,_][.p][type]
 */
#ifndef SCRIPTS_TYPES_FORMAT_SPEC_H
#define SCRIPTS_TYPES_FORMAT_SPEC_H

#include "scripts/types/str.h"

struct format_spec {
    uint32_t fill, align, sign, type; /* sign 0: none given */
    uint32_t grouping;                /* 0, ',' or '_' */
    bool alternate, positive_zero;
    ptrdiff_t width, precision; /* -1: not given */
};

/* Parses spec with default type and alignment; ValueError as CPython's. */
bool format_parse(struct vm *vm, object *o, object *spec, uint32_t type,
                  uint32_t align, struct format_spec *out);
object *format_bad_type(struct vm *vm, uint32_t type, object *o);

/* A number's text in parts, ASCII. */
struct number_text {
    const char *sign;   /* "", "+", "-", " " */
    const char *prefix; /* "0x" */
    const char *digits;
    size_t digit_count;
    const char *rest; /* ".5e+10%" */
    size_t rest_length;
};
/* Adds it, grouped and padded to width. */
void format_number(struct str_builder *b, const struct format_spec *f,
                   const struct number_text *n);
/* Adds text[0..length) padded. */
void format_padded(struct str_builder *b, const struct format_spec *f,
                   const object *text, size_t length);

#endif
