/*
 * Owns the decision which characters may reach the terminal as they are.
 * Invariant: a glyph's width is what wcwidth says of its characters, so the
 * cursor always is where the panes believe it is.  Neighbours: draw.c and
 * cli.c, the only ways out; text_safe.h, whose tables it reads.
 */
#include "tui/glyph.h"

#include "scripts/debug/text_safe.h"

#include <langinfo.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MARKS_PER_CELL = 2, TAB_STOP = 8, NOT_UTF8 = 0x110000 };

bool glyph_locale_is_unicode(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

void glyph_open(struct glyph_reader *reader, const char *bytes, size_t length)
{
    *reader = (struct glyph_reader){.at = bytes,
                                    .end = bytes + length,
                                    .unicode = glyph_locale_is_unicode()};
}

/* Decodes one code point without moving; NOT_UTF8 stands for a bad byte. */
static uint32_t peek_code_point(const struct glyph_reader *reader, size_t *n)
{
    uint32_t code = NOT_UTF8;
    *n = text_decode(reader->at, (size_t)(reader->end - reader->at), &code);
    if (*n)
        return code;
    *n = 1;
    return NOT_UTF8;
}

static void set_ascii(struct glyph *glyph, const char *string)
{
    size_t length = strlen(string);
    int n = length < GLYPH_CHARS ? (int)length : GLYPH_CHARS - 1;
    for (int i = 0; i < n; i++)
        glyph->chars[i] = (wchar_t)(unsigned char)string[i];
    glyph->chars[n] = 0;
    glyph->count = glyph->width = n;
}

static void set_escape(struct glyph *glyph, uint32_t code, unsigned char byte)
{
    char escape[GLYPH_CHARS];
    const char *format = code > 0xffff ? "\\U%08x" : "\\u%04x";
    if (code == NOT_UTF8 || code < 0x100)
        snprintf(escape, sizeof escape, "\\x%02x",
                 code == NOT_UTF8 ? byte : (unsigned)code);
    else
        snprintf(escape, sizeof escape, format, (unsigned)code);
    set_ascii(glyph, escape);
    glyph->escaped = true;
}

/* Columns of a code point, 0 for a mark, -1 when it needs an escape. */
static int width_of(const struct glyph_reader *reader, uint32_t code)
{
    if (code >= 0x20 && code < 0x7f)
        return 1;
    if (code == NOT_UTF8 || !reader->unicode || !text_drawable(code))
        return -1;
    return wcwidth((wchar_t)code);
}

/* Takes the combining marks that follow a base, no more than fit a cell. */
static void take_marks(struct glyph_reader *reader, struct glyph *glyph)
{
    for (int i = 0; i < MARKS_PER_CELL && reader->at < reader->end; i++) {
        size_t length;
        uint32_t code = peek_code_point(reader, &length);
        if (width_of(reader, code) != 0)
            return;
        glyph->chars[glyph->count++] = (wchar_t)code;
        glyph->chars[glyph->count] = 0;
        reader->at += length;
        reader->index++;
    }
}

bool glyph_next(struct glyph_reader *reader, struct glyph *glyph)
{
    if (reader->at >= reader->end)
        return false;
    size_t length;
    unsigned char byte = (unsigned char)*reader->at;
    uint32_t code = peek_code_point(reader, &length);
    int width = width_of(reader, code);

    *glyph = (struct glyph){.index = reader->index++};
    reader->at += length;
    if (code == '\t') {
        int blanks = TAB_STOP - reader->column % TAB_STOP;
        set_ascii(glyph, &"        "[TAB_STOP - blanks]);
    } else if (width > 0) {
        glyph->chars[0] = (wchar_t)code;
        glyph->count = 1;
        glyph->width = width;
        take_marks(reader, glyph);
    } else {
        set_escape(glyph, code, byte);
    }
    reader->column += glyph->width;
    return true;
}

int glyph_width(const char *string)
{
    struct glyph_reader reader;
    struct glyph glyph;
    int width = 0;

    glyph_open(&reader, string, strlen(string));
    while (glyph_next(&reader, &glyph))
        width += glyph.width;
    return width;
}

size_t glyph_fitting(const char *bytes, size_t length, int room, bool words)
{
    struct glyph_reader reader;
    struct glyph glyph;
    size_t fits = 0, blank = 0;

    glyph_open(&reader, bytes, length);
    while (glyph_next(&reader, &glyph)) {
        if (reader.column > room && fits > 0)
            return words && blank ? blank : fits;
        fits = (size_t)(reader.at - bytes);
        if (glyph.chars[0] == L' ')
            blank = fits;
    }
    return length;
}

static void put_glyph(FILE *out, const struct glyph *glyph)
{
    char bytes[MB_LEN_MAX];
    mbstate_t state = {0};
    for (int i = 0; i < glyph->count; i++) {
        size_t n = wcrtomb(bytes, glyph->chars[i], &state);
        if (n != (size_t)-1)
            fwrite(bytes, 1, n, out);
    }
}

char *glyph_safe_lines(const char *bytes, size_t length)
{
    char *result = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&result, &size);
    if (!out)
        return NULL;

    struct glyph_reader reader;
    struct glyph glyph;
    glyph_open(&reader, bytes, length);
    while (reader.at < reader.end) {
        if (*reader.at == '\n' || *reader.at == '\t') {
            fputc(*reader.at++, out);
            reader.index++;
        } else if (*reader.at == '\r' && reader.at + 1 < reader.end &&
                   reader.at[1] == '\n') {
            reader.at++;
        } else if (glyph_next(&reader, &glyph)) {
            put_glyph(out, &glyph);
        }
    }
    if (fclose(out) == 0)
        return result;
    free(result);
    return NULL;
}
