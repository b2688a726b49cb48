/*
 * Framing of the protocol's messages.  Invariant: lengths are bytes, and no
 * header makes us read beyond what was fed or allocate more than MESSAGE_MAX.
 */
#include "scripts/dap/framing.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MESSAGE_MAX = 32 << 20, HEADER_MAX = 4096 };

void framing_done(struct framing *f)
{
    free(f->in);
    free(f->out);
    memset(f, 0, sizeof *f);
}

static bool append(char **at, size_t *used, size_t *room, const char *bytes,
                   size_t length)
{
    if (*room - *used < length) {
        size_t bigger = (*used + length) * 2;
        char *grown = realloc(*at, bigger);
        if (!grown)
            return false;
        *at = grown;
        *room = bigger;
    }
    if (length)
        memcpy(*at + *used, bytes, length);
    *used += length;
    return true;
}

void framing_feed(struct framing *f, const char *bytes, size_t length)
{
    if (!append(&f->in, &f->in_length, &f->in_room, bytes, length))
        f->failed = true;
}

/* The value of Content-Length among the header lines; -1: none or bad. */
static long content_length(const char *header, size_t length)
{
    static const char name[] = "content-length:";
    const char *end = header + length;
    while (header < end) {
        const char *next = memchr(header, '\n', (size_t)(end - header));
        next = next ? next + 1 : end;
        if ((size_t)(next - header) > sizeof name &&
            strncasecmp(header, name, sizeof name - 1) == 0) {
            char digits[12] = "";
            const char *at = header + sizeof name - 1;
            while (at < next && *at == ' ')
                at++;
            for (int i = 0; at < next && isdigit((unsigned char)*at) && i < 10;)
                digits[i++] = *at++;
            return digits[0] ? atol(digits) : -1;
        }
        header = next;
    }
    return -1;
}

bool framing_next(struct framing *f, size_t *start, size_t *length)
{
    if (f->failed || f->in_length == 0)
        return false;
    const char *gap = memmem(f->in, f->in_length, "\r\n\r\n", 4);
    if (!gap) {
        f->failed = f->in_length > HEADER_MAX;
        return false;
    }
    size_t header = (size_t)(gap - f->in) + 2;
    long n = header > HEADER_MAX ? -1 : content_length(f->in, header);
    if (n < 0 || n > MESSAGE_MAX) {
        f->failed = true;
        return false;
    }
    *start = header + 2;
    *length = (size_t)n;
    return f->in_length - *start >= *length;
}

void framing_drop(struct framing *f, size_t start, size_t length)
{
    size_t gone = start + length;
    f->in_length -= gone;
    memmove(f->in, f->in + gone, f->in_length);
}

void framing_put(struct framing *f, const char *body, size_t length)
{
    char header[64];
    int n =
        snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", length);
    if (!append(&f->out, &f->out_length, &f->out_room, header, (size_t)n) ||
        !append(&f->out, &f->out_length, &f->out_room, body, length))
        f->failed = true;
}

void framing_sent(struct framing *f, size_t n)
{
    f->out_length -= n;
    memmove(f->out, f->out + n, f->out_length);
}
