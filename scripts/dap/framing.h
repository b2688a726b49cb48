/*
 * Messages on a byte stream: "Content-Length: N", an empty line, N bytes.
 */
#ifndef DAP_FRAMING_H
#define DAP_FRAMING_H

#include <stdbool.h>
#include <stddef.h>

struct framing {
    char *in, *out;
    size_t in_length, in_room, out_length, out_room;
    bool failed; /* the stream is no such stream, or memory was short */
};

void framing_done(struct framing *f);

/* Takes bytes that were read. */
void framing_feed(struct framing *f, const char *bytes, size_t length);

/*
 * The next whole body: *start and *length within f->in, valid until
 * framing_drop.  False: none is whole yet, or the stream failed.
 */
bool framing_next(struct framing *f, size_t *start, size_t *length);
void framing_drop(struct framing *f, size_t start, size_t length);

/* Appends a framed body to what is to be written. */
void framing_put(struct framing *f, const char *body, size_t length);
/* The first n bytes of it have been written. */
void framing_sent(struct framing *f, size_t n);

#endif
