/*
 * Owns what reaches curses' screen.  Invariant: every character comes from
 * glyph.c or from our own signs, and nothing is written outside the pen's
 * stretch.  Neighbours: the panes.
 */
#include "tui/draw.h"

#include "tui/glyph.h"

#include <curses.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- styles ---- */

struct look {
    unsigned long plain; /* attributes with or without colours */
    short colour;        /* -1: the terminal's own */
};

static const struct look looks[STYLE_COUNT] = {
    [STYLE_PLAIN] = {A_NORMAL, -1},
    [STYLE_DIM] = {A_DIM, -1},
    [STYLE_BOLD] = {A_BOLD, -1},
    [STYLE_TITLE] = {A_NORMAL, -1},
    [STYLE_FOCUS] = {A_BOLD | A_REVERSE, -1},
    [STYLE_CURRENT] = {A_BOLD, COLOR_GREEN},
    [STYLE_BREAK] = {A_BOLD, COLOR_RED},
    [STYLE_CHANGED] = {A_BOLD, COLOR_YELLOW},
    [STYLE_NEW] = {A_BOLD, COLOR_GREEN},
    [STYLE_FREED] = {A_DIM, COLOR_RED},
    [STYLE_ERROR] = {A_BOLD, COLOR_RED},
    [STYLE_STATUS] = {A_REVERSE, -1},
    [STYLE_STORY] = {A_BOLD, COLOR_CYAN},
    [STYLE_CONSOLE] = {A_NORMAL, COLOR_CYAN},
    [STYLE_GROUP1] = {A_BOLD, COLOR_CYAN},
    [STYLE_GROUP2] = {A_BOLD, COLOR_MAGENTA},
    [STYLE_GROUP3] = {A_BOLD, COLOR_GREEN},
    [STYLE_GROUP4] = {A_BOLD, COLOR_YELLOW},
    [STYLE_GROUP5] = {A_BOLD, COLOR_BLUE},
    [STYLE_GROUP6] = {A_BOLD, COLOR_RED},
};

static bool wants_colours(void)
{
    const char *no = getenv("NO_COLOR");
    if (no && *no)
        return false;
    return has_colors() && start_color() == OK && use_default_colors() == OK &&
           COLOR_PAIRS > COLOR_WHITE + 1;
}

void theme_init(struct theme *theme)
{
    bool colours = wants_colours();
    theme->unicode = glyph_locale_is_unicode();
    for (short c = 0; colours && c <= COLOR_WHITE; c++)
        init_pair((short)(c + 1), c, -1);
    for (int i = 0; i < STYLE_COUNT; i++) {
        theme->attributes[i] = looks[i].plain;
        if (colours && looks[i].colour >= 0)
            theme->attributes[i] |= COLOR_PAIR(looks[i].colour + 1);
    }
}

const char *theme_sign(const struct theme *theme, const char *unicode,
                       const char *ascii)
{
    return theme->unicode ? unicode : ascii;
}

/* ---- the pen ---- */

struct pen pen_on(const struct theme *theme, const struct rect *rect, int row)
{
    return (struct pen){theme, rect->y + row, rect->x, rect->x + rect->cols,
                        false};
}

static void use(const struct pen *pen, enum style style)
{
    attr_t attributes = (attr_t)pen->theme->attributes[style];
    attrset((int)(pen->selected ? attributes | A_REVERSE : attributes));
}

/* Writes what fits of a glyph; the rest of a cut wide one is blank. */
static void put(struct pen *pen, const struct glyph *glyph)
{
    int room = pen->end - pen->x;
    if (glyph->width <= room) {
        mvaddnwstr(pen->y, pen->x, glyph->chars, glyph->count);
        pen->x += glyph->width;
    } else if (room > 0) {
        if (glyph->escaped)
            mvaddnwstr(pen->y, pen->x, glyph->chars, room);
        else
            mvaddch(pen->y, pen->x, ' ');
        pen->x = pen->end;
    }
}

void pen_bytes(struct pen *pen, enum style style, const char *bytes,
               size_t length, int skip)
{
    struct glyph_reader reader;
    struct glyph glyph;
    glyph_open(&reader, bytes, length);
    while (pen->x < pen->end && glyph_next(&reader, &glyph)) {
        if (reader.column <= skip)
            continue;
        use(pen, glyph.escaped ? STYLE_DIM : style);
        put(pen, &glyph);
    }
}

void pen_text(struct pen *pen, enum style style, const char *text)
{
    pen_bytes(pen, style, text, strlen(text), 0);
}

void pen_print(struct pen *pen, enum style style, const char *format, ...)
{
    char text[512];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    pen_text(pen, style, text);
}

static void blank_to(struct pen *pen, enum style style, int x)
{
    use(pen, style);
    if (x > pen->end)
        x = pen->end;
    if (pen->x < x)
        mvhline(pen->y, pen->x, ' ', x - pen->x);
    if (pen->x < x)
        pen->x = x;
}

void pen_fill(struct pen *pen, enum style style)
{
    blank_to(pen, style, pen->end);
}

void pen_field(struct pen *pen, enum style style, const char *text, int width)
{
    int end = pen->end, stop = pen->x + width;
    bool cut = glyph_width(text) > width;
    pen->end = stop < end ? stop : end;
    if (cut && width > 1 && stop <= end)
        pen->end--;
    pen_text(pen, style, text);
    pen->end = end;
    if (cut && width > 1)
        pen_text(pen, STYLE_DIM, theme_sign(pen->theme, "…", "~"));
    blank_to(pen, STYLE_PLAIN, stop + 1);
}

void pen_number(struct pen *pen, enum style style, long long number, int width)
{
    char text[32];
    snprintf(text, sizeof text, "%*lld", width, number);
    pen_field(pen, style, text, width);
}

/* ---- values ---- */

static bool starts_mark(const struct view_value *value, size_t index)
{
    for (size_t i = 0; i < value->mark_count; i++)
        if (value->marks[i].from == index)
            return true;
    return false;
}

static bool ends_mark(const struct view_value *value, size_t index)
{
    for (size_t i = 0; i < value->mark_count; i++)
        if (value->marks[i].to == index)
            return true;
    return false;
}

static bool is_marked(const struct view_value *value, size_t index)
{
    for (size_t i = 0; i < value->mark_count; i++)
        if (index >= value->marks[i].from && index < value->marks[i].to)
            return true;
    return false;
}

/* How many code points to leave out so that the first change is seen. */
static size_t first_shown(const struct view_value *value, int width)
{
    enum { CONTEXT = 6 };
    if (value->mark_count == 0 || width < 3 * CONTEXT)
        return 0;
    size_t from = value->marks[0].from, to = value->marks[0].to;
    if (to + 4 <= (size_t)width)
        return 0;
    return from > CONTEXT ? from - CONTEXT : 0;
}

void pen_value(struct pen *pen, enum style style,
               const struct view_value *value, int width)
{
    const struct theme *theme = pen->theme;
    const char *more = theme_sign(theme, "…", "~");
    int end = pen->end;
    struct glyph_reader reader;
    struct glyph glyph;
    size_t first = first_shown(value, width);
    bool open = false;

    if (pen->x + width < pen->end)
        pen->end = pen->x + width;
    if (first)
        pen_text(pen, STYLE_DIM, more);
    glyph_open(&reader, value->text, strlen(value->text));
    while (pen->x < pen->end && glyph_next(&reader, &glyph)) {
        if (glyph.index < first)
            continue;
        if (starts_mark(value, glyph.index))
            pen_text(pen, STYLE_CHANGED, theme_sign(theme, "«", ">"));
        open = is_marked(value, glyph.index);
        use(pen, open ? STYLE_CHANGED : glyph.escaped ? STYLE_DIM : style);
        put(pen, &glyph);
        if (open && ends_mark(value, reader.index))
            pen_text(pen, STYLE_CHANGED, theme_sign(theme, "»", "<"));
    }
    if (reader.at < reader.end && width > 1) {
        pen->x = pen->end - 1;
        pen_text(pen, STYLE_DIM, more);
    }
    pen->end = end;
}

void pen_mark(struct pen *pen, enum view_mark mark)
{
    static const struct {
        const char *sign;
        enum style style;
    } signs[] = {
        [VIEW_MARK_NONE] = {" ", STYLE_PLAIN},
        [VIEW_MARK_NEW] = {"+", STYLE_NEW},
        [VIEW_MARK_REBOUND] = {">", STYLE_CHANGED},
        [VIEW_MARK_CHANGED] = {"*", STYLE_CHANGED},
        [VIEW_MARK_REFS] = {"~", STYLE_CHANGED},
        [VIEW_MARK_FREED] = {"x", STYLE_FREED},
    };
    pen_text(pen, signs[mark].style, signs[mark].sign);
}

const char *draw_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

size_t draw_line_count(const char *text)
{
    size_t count = 0;
    for (; *text; count++) {
        const char *end = strchr(text, '\n');
        if (!end)
            return count + 1;
        text = end + 1;
    }
    return count;
}

void draw_title(const struct theme *theme, const struct rect *rect,
                const char *title, bool focus)
{
    const char *line = theme_sign(theme, "─", "-");
    struct pen pen = pen_on(theme, rect, 0);
    if (rect->rows < 1)
        return;
    pen_text(&pen, STYLE_DIM, line);
    pen_print(&pen, focus ? STYLE_FOCUS : STYLE_TITLE, " %s ", title);
    while (pen.x < pen.end)
        pen_text(&pen, STYLE_DIM, line);
}
