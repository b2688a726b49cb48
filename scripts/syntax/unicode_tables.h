/*
 * The layout of the tables that unicode_gen.c writes and unicode*.c read.
 * A code point's record is found in two steps: its page of 2^UNICODE_SHIFT
 * code points, then its place in the page; equal pages are stored once.
 */
#ifndef SYNTAX_UNICODE_TABLES_H
#define SYNTAX_UNICODE_TABLES_H

#include <stddef.h>
#include <stdint.h>

enum { UNICODE_SHIFT = 7, UNICODE_POINTS = 0x110000 };

enum {
    UNICODE_PAGE = 1 << UNICODE_SHIFT,
    UNICODE_PAGES = UNICODE_POINTS >> UNICODE_SHIFT,
};

enum unicode_flag {
    UNICODE_LOWER = 1,
    UNICODE_UPPER = 2,
    UNICODE_XID_START = 4,
    UNICODE_XID_CONTINUE = 8,
    UNICODE_CASED = 16,
    UNICODE_CASE_IGNORABLE = 32,
    UNICODE_MIRRORED = 64,
    UNICODE_OLD = 128, /* in Unicode 3.2 */
};

/* What is known of a code point; equal records are stored once. */
struct unicode_record {
    uint8_t category, bidi, width, combining; /* indices; the class */
    uint8_t flags;
    int8_t decimal, digit;       /* -1: none */
    uint16_t numeric;            /* 1 + index into unicode_numerics */
    uint16_t special;            /* 1 + index into unicode_specials */
    int32_t lower, upper, title; /* to add for the simple maps */
};

/* The full case maps of a code point that has any; 0 ends each. */
struct unicode_special {
    uint32_t lower[4], upper[4], title[4], fold[4];
};

struct unicode_pair {
    uint32_t first, second, composed;
};

struct unicode_range {
    uint32_t first, last;
};

extern const char *const unicode_category_names[];
extern const char *const unicode_bidi_names[];
extern const char *const unicode_width_names[];
extern const char *const unicode_tag_names[]; /* of decompositions */

extern const struct unicode_record unicode_records[];
extern const uint16_t unicode_record_pages[UNICODE_PAGES];
extern const uint16_t unicode_record_index[];

extern const double unicode_numerics[];
extern const struct unicode_special unicode_specials[];

/*
 * Decompositions: 0, or an index into the data, where a tag and a count
 * (tag << 8 | count) stand before the code points.
 */
extern const uint16_t unicode_decomposition_pages[UNICODE_PAGES];
extern const uint16_t unicode_decomposition_index[];
extern const uint32_t unicode_decomposition_data[];

/* Pairs that compose, in order. */
extern const struct unicode_pair unicode_pairs[];
extern const size_t unicode_pair_count;

/* Names and aliases in order of the alphabet; names beyond those that are
 * made by a rule. */
struct unicode_name {
    uint32_t point, offset; /* of the text in unicode_name_text */
};
extern const struct unicode_name unicode_names[];
extern const size_t unicode_name_count;
extern const char unicode_name_text[];
/* Indices of the names (no aliases) in order of the code points. */
extern const uint16_t unicode_names_by_point[];
extern const size_t unicode_names_by_point_count;
/* Code points called "CJK UNIFIED IDEOGRAPH-" and their number. */
extern const struct unicode_range unicode_ideographs[];
extern const size_t unicode_ideograph_count;

#endif
