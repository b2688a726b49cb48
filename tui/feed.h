/*
 * The script's standard input when it comes from this program's own: a pipe
 * or a file, read only when the script asks.
 */
#ifndef TUI_FEED_H
#define TUI_FEED_H

#include "tui/options.h"

#include <stdbool.h>
#include <stddef.h>

struct session;

struct feed {
    int fd;       /* -1: none, or at its end */
    char tail[4]; /* the beginning of a character cut in two */
    size_t tail_length;
};

/* Takes standard input if it is the script's. */
void feed_init(struct feed *feed, const struct options *options);

/* Forgets it. */
void feed_done(struct feed *feed);

/* Whether there may be more to read. */
bool feed_is_open(const struct feed *feed);

/* Reads a piece, which must be ready, and gives it to the session. */
void feed_move(struct feed *feed, struct session *session);

#endif
