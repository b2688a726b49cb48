/*
 * Text as the screen's cells see it.  Every string of the session passes here
 * on its way to the terminal: what could move the cursor, hide or mislead
 * comes out as a visible escape, with the width the terminal will use.
 */
#ifndef TUI_GLYPH_H
#define TUI_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

enum { GLYPH_CHARS = 16 };

/* What one code point (with its combining marks) becomes on the screen. */
struct glyph {
    wchar_t chars[GLYPH_CHARS]; /* NUL-terminated */
    int count;                  /* of chars */
    int width;                  /* columns */
    bool escaped;               /* chars are an escape such as \x1b */
    size_t index;               /* which code point of the string */
};

struct glyph_reader {
    const char *at, *end;
    size_t index;
    int column;   /* where the next glyph stands, for tabs */
    bool unicode; /* the locale can show more than ASCII */
};

/* Whether the locale's character set is UTF-8. */
bool glyph_locale_is_unicode(void);

/* Starts reading `length` bytes, which must outlive the reader. */
void glyph_open(struct glyph_reader *reader, const char *bytes, size_t length);

/* The next glyph, or false at the end.  Never fails, whatever the bytes. */
bool glyph_next(struct glyph_reader *reader, struct glyph *glyph);

/* Columns the string takes on one row. */
int glyph_width(const char *string);

/* How many of the bytes fit `room` columns, one glyph at least; `words`: ends
 * behind a blank when there is one. */
size_t glyph_fitting(const char *bytes, size_t length, int room, bool words);

/* A new safe string in the locale's character set; newlines and tabs are
 * kept.  NULL only when memory runs out. */
char *glyph_safe_lines(const char *bytes, size_t length);

#endif
