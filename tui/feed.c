/*
 * Owns the way of standard input to the script.  Invariant: nothing is read
 * before the script wants it, and what is sent is UTF-8.  Neighbours:
 * session.c; the line mode reads its commands itself and has no feed.
 */
#include "tui/feed.h"

#include "scripts/debug/text_safe.h"
#include "tui/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 16384 };

void feed_init(struct feed *feed, const struct options *options)
{
    bool ours = options->mode == OPTIONS_SCREEN && !options->stdin_path &&
                !options->tty && !isatty(STDIN_FILENO);
    *feed = (struct feed){.fd = ours ? STDIN_FILENO : -1};
}

void feed_done(struct feed *feed)
{
    feed->fd = -1;
}

bool feed_is_open(const struct feed *feed)
{
    return feed->fd >= 0;
}

/* Bytes at the end that begin a character whose rest is still to come. */
static size_t cut_length(const char *bytes, size_t length)
{
    for (size_t n = 1; n <= 3 && n <= length; n++) {
        unsigned char c = (unsigned char)bytes[length - n];
        if (c >= 0xc0)
            return n < (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : 2u) ? n : 0;
        if (c < 0x80)
            return 0;
    }
    return 0;
}

/* Copies the text, with U+FFFD for what is not UTF-8. */
static char *valid_copy(const char *bytes, size_t length)
{
    char *copy = malloc(length * 3 + 1), *end = copy;
    for (size_t i = 0; copy && i < length;) {
        uint32_t code = 0;
        size_t n = text_decode(bytes + i, length - i, &code);
        bool good = n && code && (code < 0xd800 || code > 0xdfff);
        memcpy(end, good ? bytes + i : "\xef\xbf\xbd", good ? n : 3);
        end += good ? n : 3;
        i += n ? n : 1;
    }
    if (copy)
        *end = 0;
    return copy;
}

static void send_bytes(struct session *session, const char *bytes,
                       size_t length)
{
    char *text = valid_copy(bytes, length);
    if (text)
        session_send_input(session, text);
    free(text);
}

void feed_move(struct feed *feed, struct session *session)
{
    char bytes[PIECE + sizeof feed->tail];
    memcpy(bytes, feed->tail, feed->tail_length);
    ssize_t n = read(feed->fd, bytes + feed->tail_length, PIECE);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    size_t length = feed->tail_length + (n > 0 ? (size_t)n : 0);
    feed->tail_length = 0;
    if (n <= 0) {
        feed->fd = -1;
        if (length)
            send_bytes(session, bytes, length);
        session_send_input(session, NULL);
        return;
    }
    feed->tail_length = cut_length(bytes, length);
    memcpy(feed->tail, bytes + length - feed->tail_length, feed->tail_length);
    if (length > feed->tail_length)
        send_bytes(session, bytes, length - feed->tail_length);
}
