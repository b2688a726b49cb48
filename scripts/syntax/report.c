/*
 * Errors and warnings as plain data: formatting, and the way from bytes to
 * characters.
 */
#include "scripts/syntax/report.h"

#include <stdio.h>
#include <string.h>

char *report_vformat(struct arena *arena, const char *format, va_list values)
{
    va_list again;
    va_copy(again, values);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return NULL;
    char *text = arena_alloc(arena, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, values);
    return text;
}

char *report_format(struct arena *arena, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    char *text = report_vformat(arena, format, values);
    va_end(values);
    return text;
}

int report_count_chars(const char *bytes, size_t length)
{
    int count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    return count;
}

const char *report_find_line(const char *text, const char *end, int line,
                             size_t *length)
{
    const char *start = text, *next = text;
    for (int i = 0; i < line && next < end; i++) {
        const char *newline = memchr(next, '\n', (size_t)(end - next));
        start = next;
        next = newline ? newline + 1 : end;
    }
    if (length)
        *length = (size_t)(next - start);
    return start;
}

bool report_warning(struct arena *arena, struct syntax_report *report,
                    enum syntax_warning_kind kind,
                    const struct syntax_error *as_error, int line)
{
    struct syntax_warning *warning = arena_alloc(arena, sizeof *warning);
    if (!warning)
        return false;
    warning->kind = kind;
    warning->message = as_error->message;
    warning->line = line;
    warning->as_error = *as_error;
    if (report->last_warning)
        report->last_warning->next = warning;
    else
        report->warnings = warning;
    report->last_warning = warning;
    return true;
}

/* The bytes that a UTF-8 sequence with this first byte has, 0 if none has. */
static int sequence_length(unsigned char lead)
{
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef)
        return 3;
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/* Whether a second byte may follow a first. */
static bool second_fits(unsigned char lead, unsigned char second)
{
    unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high;
}

char *report_bad_utf8(struct arena *arena, const char *text, size_t length,
                      size_t bad)
{
    const unsigned char *bytes = (const unsigned char *)text + bad;
    size_t left = length - bad;
    int need = sequence_length(*bytes), good = 1;
    if (need && left > 1 && second_fits(bytes[0], bytes[1]))
        for (good = 2;
             good < need && (size_t)good < left && (bytes[good] & 0xc0) == 0x80;
             good++)
            ;
    const char *reason = !need                  ? "invalid start byte"
                         : (size_t)good == left ? "unexpected end of data"
                                                : "invalid continuation byte";
    if (good == 1)
        return report_format(arena,
                             "(unicode error) 'utf-8' codec can't decode "
                             "byte 0x%02x in position %zu: %s",
                             *bytes, bad, reason);
    return report_format(arena,
                         "(unicode error) 'utf-8' codec can't decode bytes "
                         "in position %zu-%zu: %s",
                         bad, bad + (size_t)good - 1, reason);
}

void report_no_memory(struct syntax_report *report)
{
    report->error = (struct syntax_error){
        .kind = SYNTAX_MEMORY_ERROR, .message = "", .no_position = true};
}
