/*
 * The debug core as front ends see it: commands in, events out, queries into
 * plain records.  It runs no script code itself: a forked engine does, and
 * when that dies the core says so and stays.  scripts/dap is the one caller.
 *
 * Not for several threads.  Nothing here prints or exits; the caller owns
 * the loop and gives the core its turns (debug_poll_fds, debug_turn).
 */
#ifndef DEBUG_DEBUG_H
#define DEBUG_DEBUG_H

#include "scripts/debug/record.h"

#include <poll.h>

struct debug;

enum debug_category { DEBUG_STDOUT, DEBUG_STDERR, DEBUG_CONSOLE };

/* What the core tells; everything is borrowed for the call. */
struct debug_sink {
    void *arg;
    void (*stopped)(void *arg, const struct view_stop *stop, const char *text);
    void (*continued)(void *arg);
    void (*screen)(void *arg, const struct view_screen *screen);
    void (*output)(void *arg, enum debug_category category, const char *bytes,
                   size_t length);
    void (*input)(void *arg, bool wanted);
    void (*engine)(void *arg, bool alive, const char *text, int signal);
    void (*exited)(void *arg, int status);
    void (*breakpoint)(void *arg, const char *reason,
                       const struct view_breakpoint *state);
    /* Whether so much output waits that the script should pause. */
    bool (*congested)(void *arg);
    /* While the core waits for its engine: whether the user gave up. */
    bool (*cancelled)(void *arg);
};

/* Where the script's standard streams go when not to the sink. */
struct debug_streams {
    const char *input, *output, *tty; /* paths or NULL */
};

/* A session without a script; NULL out of memory.  The sink is copied. */
struct debug *debug_new(const struct debug_sink *sink);
/* Ends the engine too. */
void debug_free(struct debug *debug);

/* ---- turns ------------------------------------------------------------- */

enum { DEBUG_POLL_MAX = 4 };

/* Fills what to poll for, at most DEBUG_POLL_MAX; returns how many.
 * *timeout is in milliseconds or -1. */
int debug_poll_fds(struct debug *debug, struct pollfd *fds, int *timeout);
/* After the poll: does what is due. */
void debug_turn(struct debug *debug);

/* ---- life -------------------------------------------------------------- */

/*
 * Starts an engine with this script, stopped before its first line is
 * reached.  False: *error (new) says why; a syntax error has been written to
 * the script's stderr besides, as the interpreter would.
 */
bool debug_launch(struct debug *debug, const struct view_launch *launch,
                  const struct debug_streams *streams, char **error);
/* Lets it run: to its first line, or on without a stop. */
void debug_start(struct debug *debug, bool stop_on_entry);
/* A fresh engine with the same script and breakpoints. */
bool debug_restart(struct debug *debug, char **error);
void debug_kill(struct debug *debug);

bool debug_is_launched(const struct debug *debug);
bool debug_is_stopped(const struct debug *debug);
bool debug_is_alive(const struct debug *debug);
const char *debug_state(const struct debug *debug);

/* ---- running ----------------------------------------------------------- */

/* how: continue, step, next, finish, until; count of them.  False: the
 * script does not wait, *error says what it does instead. */
bool debug_resume(struct debug *debug, const char *how, int count,
                  char **error);
void debug_pause(struct debug *debug);
/* KeyboardInterrupt in the script. */
void debug_interrupt(struct debug *debug);
/* A piece of standard input; length 0 is its end. */
void debug_input(struct debug *debug, const char *bytes, size_t length);

/* ---- commands ---------------------------------------------------------- */

struct debug_result {
    char *text; /* owned by the caller; lines, no newline at the end */
    bool quit, resumed, failed;
};

/* One line of the command language. */
void debug_command(struct debug *debug, const char *line,
                   struct debug_result *result);
/* Completions of the word that ends at `column` bytes; *start is where the
 * word begins. */
void debug_complete(struct debug *debug, const char *text, size_t column,
                    size_t *start, struct view_words *words);

/* ---- breakpoints for an editor ----------------------------------------- */

/* Replaces the line breakpoints of one file by count specs (each with
 * that path); fills `states` with one row each. */
bool debug_set_lines(struct debug *debug, const char *path,
                     const struct view_break_spec *specs, size_t count,
                     struct view_break_states *states);
/* The same for all function breakpoints. */
bool debug_set_functions(struct debug *debug,
                         const struct view_break_spec *specs, size_t count,
                         struct view_break_states *states);
void debug_stop_on_exceptions(struct debug *debug, bool uncaught);

/* ---- questions --------------------------------------------------------- */

/* What the front end shows; a copy is taken and the screen told anew. */
void debug_subscribe(struct debug *debug, const struct view_screen_query *q,
                     int before, int after);
const struct view_screen_query *debug_subscription(const struct debug *debug,
                                                   int *before, int *after);
/* The screen as last told. */
const struct view_screen *debug_screen(struct debug *debug);

/* Each fills an all-zero record, the caller clears it; false: the engine
 * does not answer. */
bool debug_heap_page(struct debug *debug, const struct view_heap_query *q,
                     struct view_heap *heap);
bool debug_frames(struct debug *debug, int from, int count,
                  struct view_frames *frames);
/* what: "locals", "globals" of a frame, or "object" with its number. */
bool debug_variables(struct debug *debug, const struct view_question *q,
                     struct view_variables *variables);
bool debug_evaluate(struct debug *debug, const char *expression, int frame,
                    struct view_answer *answer);
const struct view_stop *debug_last_stop(const struct debug *debug);
/* The file's text as the session read it; NULL when it cannot. */
const char *debug_source(struct debug *debug, const char *path, size_t *length);
/* Paths of the sources seen so far. */
void debug_sources(struct debug *debug, struct view_words *paths);

#endif
