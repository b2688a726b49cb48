/*
 * The session's state, shared by session.c (the engine's life and the
 * messages), host_serve.c (the outside), screen.c (what front ends see) and
 * the commands.  Only scripts/debug includes this.
 */
#ifndef DEBUG_SESSION_INTERNAL_H
#define DEBUG_SESSION_INTERNAL_H

#include "scripts/debug/breakpoints.h"
#include "scripts/debug/channel.h"
#include "scripts/debug/debug.h"
#include "scripts/debug/source.h"

#include <sys/types.h>

enum state {
    STATE_NONE,   /* nothing launched */
    STATE_LOADED, /* compiled, not begun */
    STATE_RUNNING,
    STATE_STOPPED,
    STATE_ENDED, /* it has finalized; its last heap can be looked at */
    STATE_DEAD   /* the engine is gone */
};

/* The script's standard input: what was typed and not read yet. */
struct input_queue {
    char *at;
    size_t length, room;
    bool eof;
};

struct display {
    int id;
    char *expression;
};

struct host_side; /* host_serve.c */

struct debug {
    struct debug_sink sink;
    enum state state;

    struct channel engine;
    pid_t pid; /* 0: none */
    uint32_t last_id;
    struct message awaited; /* its id and kind, then the answer */
    bool progressed;        /* the engine has told that it is at work on it */
    bool answered;
    bool stop_pending;
    struct view_stop stop; /* the last one, or the pending one */
    int64_t stop_number;

    struct view_launch launch;
    bool stop_on_entry, launched, begun;
    char *input_path, *output_path, *tty_path;
    struct host_side *host;
    struct input_queue input;
    uint32_t reading; /* the host call that waits for input; 0: none */
    bool input_told;

    struct breakpoints breaks;
    bool pass_uncaught;
    struct source_cache sources;

    struct view_screen_query query;
    int before, after; /* source lines around the current one */
    struct view_screen screen;
    int frame; /* selected */

    struct display *displays;
    size_t display_count;
    int last_display;
    char *last_line; /* the command that an empty line repeats */
    char *list_path;
    long list_next;
    int source_depth;
    int64_t collecting; /* the breakpoint whose commands are typed; 0: none */
};

/* ---- session.c --------------------------------------------------------- */

/*
 * Sends a message and waits for its answer, serving the engine meanwhile;
 * `answer` is all zero before.  False: no engine, or it does not answer.
 */
bool session_ask(struct debug *d, enum message_kind kind, const void *record,
                 enum message_kind answer_kind, void *answer);
/* The same for the many questions whose answer is a text. */
bool session_question(struct debug *d, const struct view_question *q,
                      struct view_answer *answer);
bool session_send(struct debug *d, enum message_kind kind, uint32_t id,
                  const void *record);
/* Waits as session_ask does; false when the engine is not stopped. */
bool session_waits(const struct debug *d);
void session_send_breaks(struct debug *d);
/* Tells the sink of a change: "new", "changed" or "removed". */
void debug_tell_break(struct debug *d, const char *reason,
                      const struct breakpoint *b);
/* Sends a resume message and marks the script as running. */
bool session_resume(struct debug *d, const struct view_resume *resume);
/* Why the script cannot be resumed or asked: borrowed. */
const char *session_refusal(const struct debug *d);

/* ---- engine_process.c -------------------------------------------------- */

/* Forks an engine; false with errno set. */
bool engine_spawn(struct debug *d);
/* Waits for it: the signal that ended it, 0 for none, -1 when it had to be
 * ended here. */
int engine_reap(struct debug *d);

/* ---- host_serve.c ------------------------------------------------------ */

/* Opens what the launch names; false: *error (new) says what failed. */
bool host_serve_open(struct debug *d, char **error);
void host_serve_close(struct debug *d);
void host_serve_call(struct debug *d, uint32_t id,
                     const struct view_host_call *call);
/* Something was typed: answers a waiting read. */
void host_serve_input(struct debug *d);
/* A descriptor whose input a waiting read needs; -1: none. */
int host_serve_fd(const struct debug *d);
void host_serve_ready(struct debug *d);
/* When a sleeping script is due, in ms; -1: none sleeps. */
int host_serve_timeout(const struct debug *d);
void host_serve_interrupt(struct debug *d);

/* ---- screen.c ---------------------------------------------------------- */

/* Asks the engine anew; screen_refresh tells the sink besides. */
void screen_fetch(struct debug *d);
void screen_refresh(struct debug *d);
/* The engine is gone: what was seen stays, its state changes. */
void screen_state(struct debug *d);
/* What the line mode prints for the last stop: new. */
char *screen_stop_text(struct debug *d);

#endif
