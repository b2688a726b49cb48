/*
 * How errors and warnings are put into a report: shared by the tokenizer, the
 * parser and the string reader, which know positions in bytes; reports count
 * characters.
 */
#ifndef SYNTAX_REPORT_H
#define SYNTAX_REPORT_H

#include "scripts/syntax/parse.h"

#include <stdarg.h>

/* A place in bytes, from 1; the end may be 0 or -1, which say "unknown". */
struct place {
    int line, col, end_line, end_col;
};

/* Formats into the arena; NULL when memory is short. */
char *report_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *report_vformat(struct arena *arena, const char *format, va_list values);

/* The characters in length bytes of UTF-8. */
int report_count_chars(const char *bytes, size_t length);

/*
 * The start of a line, counted from 1, of a text; the last line if there are
 * fewer. *length, unless NULL, is that of the line with its newline.
 */
const char *report_find_line(const char *text, const char *end, int line,
                             size_t *length);

/*
 * Appends a warning about a line; as_error has its message. False: memory is
 * short.
 */
bool report_warning(struct arena *arena, struct syntax_report *report,
                    enum syntax_warning_kind kind,
                    const struct syntax_error *as_error, int line);

/* The message for text with a byte at `bad` that is not UTF-8. */
char *report_bad_utf8(struct arena *arena, const char *text, size_t length,
                      size_t bad);

/* Sets the error "out of memory". */
void report_no_memory(struct syntax_report *report);

#endif
