/*
 * What parse_string.c and parse_fstring.c share: the value of adjacent string
 * literals while it is put together.
 */
#ifndef SYNTAX_STRINGS_H
#define SYNTAX_STRINGS_H

#include "scripts/syntax/parser.h"

/* Bytes that grow. */
struct string_buffer {
    char *bytes; /* malloc'ed, or NULL */
    size_t length, room;
};

struct strings {
    struct parser *p;
    int first, last, token;       /* indices: first, last and present token */
    struct string_buffer pending; /* text not yet made a node */
    bool formatted;               /* an f-string was among them */
    bool raw;                     /* the present one has an r */
    /* Lines were counted up to here, in the token counted_token. */
    const char *counted, *line_start;
    int counted_token, lines;
};

/* Appends bytes. False: memory is short, and the error is set. */
bool strings_add(struct strings *s, const char *bytes, size_t length);

/* Decodes the escapes of a str literal's text and appends it. */
bool strings_add_decoded(struct strings *s, const char *text, size_t length);

/* Makes a node of the pending text, if any, and pushes it. */
bool strings_flush(struct strings *s);

/* Like strings_flush, for a node placed from one token to another. */
bool strings_flush_at(struct strings *s, int first, int last);

/* Warns that `\c` is no escape. */
bool strings_warn_escape(struct strings *s, const char *c);

/* Reads the text of an f-string; what it holds is pushed and appended. */
bool strings_add_formatted(struct strings *s, const char *text, size_t length);

/* A node from one token to another. */
struct ast_node *strings_node(struct strings *s, enum ast_kind kind, int first,
                              int last);

#endif
