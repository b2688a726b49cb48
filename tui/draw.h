/*
 * Drawing on curses' screen: styles that never mean anything by colour alone,
 * and a pen that writes safe text on one row and stops at its end.
 */
#ifndef TUI_DRAW_H
#define TUI_DRAW_H

#include "tui/layout.h"
#include "tui/view.h"

#include <stdbool.h>
#include <stddef.h>

enum style {
    STYLE_PLAIN,
    STYLE_DIM,
    STYLE_BOLD,
    STYLE_TITLE,
    STYLE_FOCUS,   /* the title of the pane that has the keys */
    STYLE_CURRENT, /* the line that runs next */
    STYLE_BREAK,
    STYLE_CHANGED,
    STYLE_NEW,
    STYLE_FREED,
    STYLE_ERROR,
    STYLE_STATUS,
    STYLE_STORY,
    STYLE_CONSOLE,
    STYLE_GROUP1, /* names of one object; six styles in turn */
    STYLE_GROUP2,
    STYLE_GROUP3,
    STYLE_GROUP4,
    STYLE_GROUP5,
    STYLE_GROUP6,
    STYLE_COUNT,
};

struct theme {
    bool unicode;
    unsigned long attributes[STYLE_COUNT];
};

/* Chooses attributes for the terminal; after curses has started. */
void theme_init(struct theme *theme);

/* One of two spellings: for UTF-8, for ASCII. */
const char *theme_sign(const struct theme *theme, const char *unicode,
                       const char *ascii);

/* Writes from (y, x) up to, not including, column `end`. */
struct pen {
    const struct theme *theme;
    int y, x, end;
    bool selected; /* the row is the cursor's: drawn reversed */
};

/* A pen for row `row` of a rectangle. */
struct pen pen_on(const struct theme *theme, const struct rect *rect, int row);

/* Writes text, made safe; skips its first `skip` columns. */
void pen_text(struct pen *pen, enum style style, const char *text);
void pen_bytes(struct pen *pen, enum style style, const char *bytes,
               size_t length, int skip);

/* Writes a formatted text. */
void pen_print(struct pen *pen, enum style style, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Writes text in a column of `width`, and one blank after it. */
void pen_field(struct pen *pen, enum style style, const char *text, int width);
void pen_number(struct pen *pen, enum style style, long long number, int width);

/* Writes a value with its changed parts between marks, in at most `width`
 * columns; begins late when the first change would not be seen. */
void pen_value(struct pen *pen, enum style style,
               const struct view_value *value, int width);

/* Writes the sign of what the last step did, one column. */
void pen_mark(struct pen *pen, enum view_mark mark);

/* Blanks the rest of the row. */
void pen_fill(struct pen *pen, enum style style);

/* The last part of a path. */
const char *draw_base_name(const char *path);

/* How many lines a text has; a newline at its end begins no other. */
size_t draw_line_count(const char *text);

/* Draws a rectangle's title row. */
void draw_title(const struct theme *theme, const struct rect *rect,
                const char *title, bool focus);

#endif
