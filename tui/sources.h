/*
 * Texts of source files that the session has sent, asked for once each.
 */
#ifndef TUI_SOURCES_H
#define TUI_SOURCES_H

#include <stdbool.h>
#include <stddef.h>

struct sources {
    struct sources_file {
        char *path;
        char *text; /* NULL: asked for, or not to be had */
        bool answered;
    } * files; /* in the order they were asked for */
    size_t count;
};

/* The text of a file, or NULL; *ask tells to send a request for it now.
 * Borrowed until the next call. */
const char *sources_find(struct sources *sources, const char *path, bool *ask);

/* The answer to the oldest request has come; NULL: there is no text. */
void sources_fill(struct sources *sources, const char *text);

/* Forgets everything. */
void sources_done(struct sources *sources);

#endif
