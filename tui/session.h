/*
 * One debugging session as a front end sees it: started here or through ssh,
 * asked by commands, told in views, stops and output.  All a front end knows
 * of the script is here.  Never blocks.
 */
#ifndef TUI_SESSION_H
#define TUI_SESSION_H

#include "tui/options.h"
#include "tui/output.h"
#include "tui/view.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct session session;

enum session_state {
    SESSION_STARTING, /* not launched yet */
    SESSION_STOPPED,  /* the script waits for a command */
    SESSION_RUNNING,
    SESSION_ENDED,  /* the script is over, its heap may be looked at */
    SESSION_DEAD,   /* the engine died; the session lives */
    SESSION_FAILED, /* the launch was refused */
    SESSION_LOST,   /* the session itself is gone */
};

/* What a front end wants to be told; any may be NULL. */
struct session_listener {
    /* Anything a screen shows may differ now. */
    void (*changed)(void *context);
    /* The script stopped; both are borrowed, text may be several lines. */
    void (*stopped)(void *context, const char *reason, const char *text);
    /* Something was printed; it is in the output already. */
    void (*printed)(void *context, enum output_kind kind, const char *text,
                    size_t length);
    void *context;
};

/* The answer to a command. */
struct session_reply {
    bool ok;          /* false: text says what was wrong */
    const char *text; /* borrowed, never NULL */
    bool quit;        /* the command ends the session */
    bool resumed;     /* the script runs now */
};

typedef void session_answer(void *data, const struct session_reply *reply);

/* What the screen shows, and so what the views must hold. */
struct session_wants {
    size_t bindings;
    size_t heap_from, heap_count; /* heap_count 0: no heap */
    const char *sort;
    bool descending;
    bool runtime;            /* the interpreter's own objects as well */
    char type[64], text[64]; /* filters; empty: none */
    int before, after;       /* lines of source around the current one */
};

enum { SESSION_POLL_FDS = 3, SESSION_COMPLETIONS = 200 };

/* A new session for these options, which must outlive it; not started. */
session *session_new(const struct options *options,
                     const struct session_listener *listener);

/* Ends the session process too. */
void session_free(session *session);

/* Starts the process, again if one was there; the breakpoints of the last
 * view are set again.  False with `*error` new. */
bool session_start(session *session, char **error);

/* Fills `fds` (SESSION_POLL_FDS of them) and returns how many. */
int session_poll_fds(session *session, struct pollfd *fds);

/* Takes and sends what is ready; calls the listener and the answers. */
void session_service(session *session);

enum session_state session_state(const session *session);

/* Why the session failed, died or was lost; borrowed, never NULL. */
const char *session_trouble(const session *session);

/* The newest view; borrowed until session_service runs; never NULL. */
const struct view *session_view(const session *session);

/* What was printed; borrowed for the session's life. */
struct output *session_output(session *session);

/* Whether the script waits for a line of input from the user. */
bool session_wants_input(const session *session);

/* Sends one line of the command language.  False when no one listens. */
bool session_command(session *session, const char *line, session_answer *answer,
                     void *data);

/* Asks the script to stop where it is. */
void session_pause(session *session);

/* Gives the script text to read; NULL is the end of its input. */
void session_send_input(session *session, const char *text);

/* Says what the next views must hold. */
void session_subscribe(session *session, const struct session_wants *wants);

/* The whole text of a source file once it has come; NULL until then (it is
 * asked for, and listener.changed tells).  Borrowed. */
const char *session_source(session *session, const char *path);

/* Asks what could stand at `cursor` (a count of code points) of a command.
 * `take` is called once for each word, then once with NULL. */
struct session_completion {
    const char *text;  /* replaces [start, start + length) */
    const char *label; /* for a list */
    size_t start, length;
};
typedef void session_take(void *data, const struct session_completion *word);
bool session_complete(session *session, const char *text, size_t cursor,
                      session_take *take, void *data);

#endif
