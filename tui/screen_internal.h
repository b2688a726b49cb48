/*
 * What the parts of the screen share: one struct that everything hangs from.
 * Keys and events change it and set `dirty`; screen_draw alone draws.
 */
#ifndef TUI_SCREEN_INTERNAL_H
#define TUI_SCREEN_INTERNAL_H

#include "tui/draw.h"
#include "tui/editor.h"
#include "tui/layout.h"
#include "tui/list.h"
#include "tui/options.h"
#include "tui/session.h"
#include "tui/term.h"

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

enum pane_id {
    PANE_SOURCE,
    PANE_NAMES,
    PANE_STACK,
    PANE_HEAP,
    PANE_BREAKS,
    PANE_OUTPUT,
    PANE_COUNT,
};

struct screen;

/* What a pane can do.  `body` is its rectangle without the title. */
struct pane_ops {
    const char *name;
    enum layout_slot slot;
    void (*title)(struct screen *screen, char *text, size_t size);
    void (*draw)(struct screen *screen, const struct rect *body);
    void (*move)(struct screen *screen, enum move move);
    void (*click)(struct screen *screen, int row);
    void (*follow)(struct screen *screen); /* Enter */
};

extern const struct pane_ops pane_source, pane_names, pane_stack, pane_heap,
    pane_breaks, pane_output;

/* The ops of a pane, and the pane that has the keys. */
const struct pane_ops *pane_ops_of(enum pane_id pane);
enum pane_id pane_focused(const struct screen *screen);
/* Whether it is this pane, and not the prompt. */
bool pane_has_keys(const struct screen *screen, enum pane_id pane);

struct source_pane {
    char *path;     /* the file shown; NULL before the first stop */
    long long stop; /* the stop it followed last */
    int line;       /* and where that was */
    struct list list;
    int left;
    bool browsed;       /* moved in since the last stop */
    size_t wanted_line; /* to go to once the text has come; 0: none */
    char search[128];
};

struct output_pane {
    size_t back; /* lines scrolled back from the end */
    int rows;
    bool script_only;
};

struct overlay {
    char *title, *text; /* NULL: none */
    struct list list;
    int left;
};

enum purpose {
    PURPOSE_COMMAND,
    PURPOSE_INPUT, /* a line for the script */
    PURPOSE_FILTER,
    PURPOSE_SEARCH,
    PURPOSE_GOTO,
};

enum { PROMPT_KEYS = 64 };

struct prompt {
    editor *editor;
    enum purpose purpose;
    bool commands_wanted; /* though the script waits for input */
    bool pasting;
    wchar_t keys[PROMPT_KEYS]; /* on their way to the editor */
    size_t key_count;
};

/* Commands that wait for the script to stop. */
struct queue {
    struct queued {
        struct queued *next;
        bool typed; /* at the prompt, not by a key */
        char line[];
    } * first, **last;
    bool in_flight;
    bool running; /* as last seen */
    long long running_since; /* milliseconds */
};

struct screen {
    const struct options *options;
    session *session;
    struct terminal terminal;
    struct theme theme;
    struct layout layout;
    struct layout_wishes wishes;
    enum pane_id active[SLOT_COUNT];
    bool at_prompt; /* the prompt has the keys, not a pane */
    bool dirty, quit, confirming;
    int exit_status;
    char *message; /* shown instead of the story; NULL: none */
    bool message_is_error;
    long long message_stop; /* the stop it belongs to */
    struct session_wants wants;
    struct source_pane source;
    struct list names, heap, stack, breaks;
    long long names_stop; /* whose changes were brought into sight */
    struct output_pane output;
    struct overlay overlay;
    struct prompt prompt;
    struct queue queue;
    int cursor_y, cursor_x; /* where the terminal's cursor belongs */
    long long drawn_at;     /* milliseconds */
    bool urgent;            /* a key was handled since */
};

/* ---- screen.c ---- */

/* Shows a line in place of the story until the next stop. */
void screen_say(struct screen *screen, bool error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Gives a pane the keys. */
void screen_focus(struct screen *screen, enum pane_id pane);
void screen_leave(struct screen *screen, int status);
/* Begins another session after the last one was lost. */
void screen_start_again(struct screen *screen);
/* Asks whether to leave; the next key answers. */
void screen_ask_quit(struct screen *screen);
void screen_resize(struct screen *screen);
/* One turn of the loop: a key if there is one, else draw and wait. */
void screen_next_turn(struct screen *screen);
/* Where the panes stand now. */
void screen_lay_out(struct screen *screen);

/* ---- screen_draw.c ---- */

void screen_draw(struct screen *screen);

/* ---- queue.c ---- */

/* Runs a line of the command language when the script can take it. */
void queue_command(struct screen *screen, const char *line, bool typed);
void queue_commandf(struct screen *screen, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same at once, its answer shown over the panes. */
void queue_look(struct screen *screen, const char *title, const char *line);
/* Sends what may be sent; returns milliseconds to wait, or -1. */
int queue_pump(struct screen *screen);
void queue_clear(struct screen *screen);

/* ---- keys.c ---- */

/* Handles a key; true when the prompt's editor has characters to take. */
bool keys_handle(struct screen *screen, wint_t key, bool function);
/* A new text: the keys of a pane and those of everywhere. */
char *keys_help(enum pane_id pane);

/* ---- prompt.c ---- */

bool prompt_open(struct screen *screen);
void prompt_close(struct screen *screen);
/* Reads and handles lines until the screen is left. */
void prompt_loop(struct screen *screen);
/* A key for the editor; false when it is not the editor's. */
bool prompt_key(struct screen *screen, wint_t key, bool function);
/* Begins a line with a purpose. */
void prompt_ask(struct screen *screen, enum purpose purpose);
void prompt_draw(struct screen *screen);
enum purpose prompt_purpose(const struct screen *screen);

/* ---- overlay.c ---- */

/* Shows a text over the panes; `text` is stolen. */
void overlay_show(struct screen *screen, const char *title, char *text);
void overlay_close(struct screen *screen);
void overlay_draw(struct screen *screen);
bool overlay_is_open(const struct screen *screen);

/* ---- the panes' own doings, named by keys ---- */

void source_toggle_breakpoint(struct screen *screen);
void source_run_to_cursor(struct screen *screen);
void source_to_current(struct screen *screen);
void source_go_to(struct screen *screen, int line);
void source_search(struct screen *screen, const char *text, int direction);
void heap_sort(struct screen *screen, const char *column);
void heap_toggle_runtime(struct screen *screen);
void heap_filter_type(struct screen *screen);
void heap_filter_text(struct screen *screen, const char *text);
void output_toggle_script(struct screen *screen);
/* The object under the cursor of names or heap, or 0. */
long long object_at_cursor(const struct screen *screen);
const char *value_at_cursor(const struct screen *screen);

#endif
