/*
 * What the script and the debugger have printed: lines, each of one kind,
 * bounded in bytes.  The oldest lines go first and are counted.
 */
#ifndef TUI_OUTPUT_H
#define TUI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

enum output_kind {
    OUTPUT_STDOUT,  /* the script's */
    OUTPUT_STDERR,  /* the script's */
    OUTPUT_CONSOLE, /* the debugger's */
    OUTPUT_COMMAND, /* a command, as it was typed */
};

struct output_line {
    enum output_kind kind;
    char *text;    /* raw: make it safe before it is drawn */
    size_t length; /* bytes; may hold NULs */
    bool complete; /* its newline has come */
};

struct output {
    struct output_line *lines; /* a ring of `capacity` */
    size_t first, count, capacity;
    size_t bytes, limit;
    size_t dropped; /* lines gone for good */
};

enum { OUTPUT_LIMIT = 8 << 20 };

/* Starts an empty output that keeps at most `limit` bytes of text. */
void output_init(struct output *output, size_t limit);

/* Frees the text. */
void output_done(struct output *output);

/* Appends a piece of text; false when memory ran out and it was dropped. */
bool output_add(struct output *output, enum output_kind kind, const char *text,
                size_t length);

/* Line `index` of `count`, the oldest kept being 0; borrowed. */
const struct output_line *output_line(const struct output *output,
                                      size_t index);

#endif
