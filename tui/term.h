/*
 * The terminal's life: opened for curses, given back whatever happens, told
 * about its size.  Only term.c, draw.c and screen.c touch curses' terminal.
 */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include <stdbool.h>
#include <stdio.h>
#include <wchar.h>

/* Key codes of our own, beyond those of curses. */
enum term_key {
    TERM_KEY_PASTE_BEGIN = 0x1000,
    TERM_KEY_PASTE_END,
};

struct terminal {
    FILE *in, *out;
    void *screen; /* curses' SCREEN */
    void *keys;   /* the window keys are read from */
    int signals;  /* readable when a signal has come: its number as a byte */
    bool mouse, paste;
    bool active; /* ours now, not the shell's */
};

/* Why there can be no panes here, as a new sentence, or NULL when there can:
 * no terminal, or one that curses does not know. */
char *term_refusal(void);

/* Opens the terminal and starts curses; false with `*error` new. */
bool term_open(struct terminal *term, bool mouse, char **error);

/* Gives the terminal back as it was. */
void term_close(struct terminal *term);

/* Stops this program as ^Z does, and takes the terminal again after. */
void term_suspend(struct terminal *term);

/* Gives the terminal back for a while, and takes it again. */
void term_leave(struct terminal *term);
void term_return(struct terminal *term);

/* Tells curses the terminal's size of now. */
void term_adopt_size(struct terminal *term);

/* The next key without waiting: -1 when there is none, else 0 or, for a
 * function key, 1, with `*key` set. */
int term_read_key(struct terminal *term, wint_t *key);

#endif
