/*
 * Owns the ring of printed lines.  Invariant: bytes is the sum of the lines'
 * lengths and never stays above the limit, so a script that prints for ever
 * costs no more memory.  Neighbours: session.c fills it, pane_output.c shows
 * it.
 */
#include "tui/output.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 64, LINE_LIMIT = 1 << 16, LINE_COST = 64 };

void output_init(struct output *output, size_t limit)
{
    *output = (struct output){.limit = limit};
}

void output_done(struct output *output)
{
    for (size_t i = 0; i < output->count; i++)
        free(output->lines[(output->first + i) % output->capacity].text);
    free(output->lines);
    *output = (struct output){0};
}

const struct output_line *output_line(const struct output *output, size_t index)
{
    return &output->lines[(output->first + index) % output->capacity];
}

static struct output_line *last_line(struct output *output)
{
    if (output->count == 0)
        return NULL;
    size_t last = output->first + output->count - 1;
    return &output->lines[last % output->capacity];
}

static void drop_oldest(struct output *output)
{
    struct output_line *line = &output->lines[output->first];
    output->bytes -= line->length + LINE_COST;
    free(line->text);
    output->first = (output->first + 1) % output->capacity;
    output->count--;
    output->dropped++;
}

static bool grow(struct output *output)
{
    size_t capacity =
        output->capacity ? output->capacity * 2 : (size_t)FIRST_CAPACITY;
    struct output_line *lines = calloc(capacity, sizeof *lines);
    if (!lines)
        return false;
    for (size_t i = 0; i < output->count; i++)
        lines[i] = *output_line(output, i);
    free(output->lines);
    output->lines = lines;
    output->first = 0;
    output->capacity = capacity;
    return true;
}

/* The unfinished line of this kind, or a new one. */
static struct output_line *open_line(struct output *output,
                                     enum output_kind kind)
{
    struct output_line *line = last_line(output);
    if (line && !line->complete && line->kind == kind &&
        line->length < LINE_LIMIT)
        return line;
    if (line)
        line->complete = true;
    if (output->count == output->capacity && !grow(output))
        return NULL;
    output->count++;
    output->bytes += LINE_COST;
    line = last_line(output);
    *line = (struct output_line){.kind = kind};
    return line;
}

static bool append(struct output *output, enum output_kind kind,
                   const char *text, size_t length)
{
    struct output_line *line = open_line(output, kind);
    if (!line)
        return false;
    char *grown = realloc(line->text, line->length + length + 1);
    if (!grown)
        return false;
    memcpy(grown + line->length, text, length);
    line->text = grown;
    line->length += length;
    line->text[line->length] = 0;
    output->bytes += length;
    return true;
}

static void end_line(struct output *output)
{
    struct output_line *line = last_line(output);
    line->complete = true;
    if (line->length && line->text[line->length - 1] == '\r') {
        line->text[--line->length] = 0;
        output->bytes--;
    }
}

bool output_add(struct output *output, enum output_kind kind, const char *text,
                size_t length)
{
    bool added = true;
    while (length && added) {
        const char *newline = memchr(text, '\n', length);
        size_t piece = newline ? (size_t)(newline - text) : length;
        if (piece > LINE_LIMIT)
            piece = LINE_LIMIT;
        bool ends = piece < length && text[piece] == '\n';
        added = append(output, kind, text, piece);
        if (added && ends)
            end_line(output);
        text += piece + ends;
        length -= piece + ends;
        while (output->bytes > output->limit && output->count > 1)
            drop_oldest(output);
    }
    return added;
}
