/*
 * A line editor with history and completion (libedit), drawn by libedit on
 * the terminal or, hidden, by someone else from editor_peek.
 */
#ifndef TUI_EDITOR_H
#define TUI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

typedef struct editor editor;

struct editor_hooks {
    /* The next character: 1 with `*c` set, 0 at the end, -1 to give up. */
    int (*read)(void *context, wchar_t *c);
    /* Tab was typed; may call editor_replace. */
    void (*complete)(void *context);
    /* What stands before the line; unused when hidden. */
    const char *(*prompt)(void *context);
    void *context;
};

/* A new editor with the history of earlier sessions; NULL when it cannot
 * have a terminal.  `hidden`: on a private terminal, drawing nothing. */
editor *editor_new(const struct editor_hooks *hooks, bool hidden);

/* Saves the history and frees it. */
void editor_free(editor *editor);

/* Reads one line, without its newline; borrowed until the next call; NULL at
 * the end of input or when the read hook gave up. */
const char *editor_read_line(editor *editor);

/* The line as it stands: borrowed, in the locale's wide characters. */
struct editor_text {
    const wchar_t *chars; /* may hold a second line while searching */
    size_t length, cursor;
};
struct editor_text editor_peek(editor *editor);

/* The same as a new UTF-8 string; NULL when memory runs out. */
char *editor_text(editor *editor);

/* Replaces `length` characters from `start` (the cursor ends behind). */
void editor_replace(editor *editor, size_t start, size_t length,
                    const char *text);

/* Empties the line. */
void editor_clear(editor *editor);

/* Takes the terminal again after a stop, at its size of now. */
void editor_resume(editor *editor);

/* Draws prompt and line anew (not when hidden). */
void editor_redraw(editor *editor);

/* Puts a line into the history, unless it repeats the last one. */
void editor_remember(editor *editor, const char *line);

/* Whether vi's keys were chosen in ~/.editrc. */
bool editor_is_vi(editor *editor);

#endif
