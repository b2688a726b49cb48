/*
 * Owns the front end with panes: its life, its loop, which pane has the keys.
 * Invariant: keys and events only change state; when none is left to handle,
 * the screen is drawn once.  Neighbours: prompt.c runs the loop, screen_draw.c
 * draws, session.c is what is shown.
 */
#include "tui/screen.h"

#include "tui/clock.h"
#include "tui/glyph.h"
#include "tui/screen_internal.h"

#define NCURSES_NOMACROS
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FRAME_MS = 100,
    BINDINGS = 200,
    FIRST_ROWS = 24, /* asked for before the screen's size is known */
    VIEW_STEP_MS = 100,
    VIEW_STEPS = 10,
};

static const struct pane_ops *const panes[PANE_COUNT] = {
    [PANE_SOURCE] = &pane_source, [PANE_NAMES] = &pane_names,
    [PANE_STACK] = &pane_stack,   [PANE_HEAP] = &pane_heap,
    [PANE_BREAKS] = &pane_breaks, [PANE_OUTPUT] = &pane_output,
};

const struct pane_ops *pane_ops_of(enum pane_id pane)
{
    return panes[pane];
}

enum pane_id pane_focused(const struct screen *screen)
{
    return screen->active[screen->wishes.focus];
}

bool pane_has_keys(const struct screen *screen, enum pane_id pane)
{
    return !screen->at_prompt && pane_focused(screen) == pane;
}

void screen_focus(struct screen *screen, enum pane_id pane)
{
    enum layout_slot slot = panes[pane]->slot;
    screen->active[slot] = pane;
    screen->wishes.focus = slot;
    screen->at_prompt = false;
    screen->dirty = true;
}

void screen_say(struct screen *screen, bool error, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    free(screen->message);
    if (vasprintf(&screen->message, format, values) < 0)
        screen->message = NULL;
    va_end(values);
    screen->message_is_error = error;
    screen->message_stop = session_view(screen->session)->stop;
    screen->dirty = true;
}

void screen_leave(struct screen *screen, int status)
{
    screen->quit = true;
    screen->exit_status = status;
}

void screen_ask_quit(struct screen *screen)
{
    enum session_state state = session_state(screen->session);
    if (state == SESSION_LOST || state == SESSION_FAILED) {
        screen_leave(screen, 0);
        return;
    }
    screen->confirming = true;
    screen_say(screen, false, "Quit and end the script? y or n");
}

/* ---- size ---- */

void screen_lay_out(struct screen *screen)
{
    int rows, cols;
    getmaxyx(stdscr, rows, cols);
    layout_compute(&screen->layout, rows, cols, &screen->wishes);
}

void screen_resize(struct screen *screen)
{
    term_adopt_size(&screen->terminal);
    screen->dirty = true;
}

static void subscribe(struct screen *screen)
{
    struct session_wants *wants = &screen->wants;
    const struct rect *heap = &screen->layout.slots[SLOT_HEAP];
    const struct rect *source = &screen->layout.slots[SLOT_SOURCE];
    /* As many again, so that new ones are there before they are asked for. */
    if (heap->rows > 2)
        wants->heap_count = 2 * ((size_t)heap->rows - 2);
    if (wants->heap_count > VIEW_MAX_ROWS)
        wants->heap_count = VIEW_MAX_ROWS;
    if (source->rows > 1)
        wants->before = wants->after = source->rows - 1;
    wants->heap_from = screen->heap.top;
    wants->bindings = BINDINGS;
    session_subscribe(screen->session, wants);
}

/* ---- the loop ---- */

static void handle_signal(struct screen *screen, int number)
{
    switch (number) {
    case SIGWINCH:
        screen_resize(screen);
        break;
    case SIGTERM:
    case SIGHUP:
        screen_leave(screen, 128 + number);
        break;
    case SIGINT:
        keys_handle(screen, 'c' & 0x1f, false);
        break;
    case SIGTSTP:
        keys_handle(screen, 'z' & 0x1f, false);
        break;
    default:
        screen->dirty = true;
    }
}

static void handle_signals(struct screen *screen)
{
    unsigned char number;
    while (read(screen->terminal.signals, &number, 1) == 1)
        handle_signal(screen, number);
}

/* While the script runs, output may come faster than eyes can follow. */
static int time_to_draw(struct screen *screen)
{
    long long waited = clock_ms() - screen->drawn_at;
    bool calm = session_state(screen->session) != SESSION_RUNNING;
    if (calm || screen->urgent || waited >= FRAME_MS || waited < 0)
        return 0;
    return (int)(FRAME_MS - waited);
}

static int draw_if_due(struct screen *screen)
{
    if (!screen->dirty)
        return -1;
    int wait = time_to_draw(screen);
    if (wait > 0)
        return wait;
    screen_lay_out(screen);
    screen_draw(screen);
    subscribe(screen);
    screen->drawn_at = clock_ms();
    screen->urgent = false;
    return screen->dirty ? 0 : -1;
}

static int sooner(int a, int b)
{
    if (a < 0 || b < 0)
        return a < 0 ? b : a;
    return a < b ? a : b;
}

static void wait_for_more(struct screen *screen)
{
    enum { OWN = 2 };
    struct pollfd fds[OWN + SESSION_POLL_FDS];
    int wait = queue_pump(screen);
    wait = sooner(wait, draw_if_due(screen));
    if (screen->quit)
        return;
    int count = session_poll_fds(screen->session, fds + OWN);
    fds[0] = (struct pollfd){fileno(screen->terminal.in), POLLIN, 0};
    fds[1] = (struct pollfd){screen->terminal.signals, POLLIN, 0};
    if (poll(fds, (nfds_t)(OWN + count), wait) < 0 && errno != EINTR)
        screen_leave(screen, 1);
    if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL))
        screen_leave(screen, 128 + SIGHUP);
    handle_signals(screen);
    session_service(screen->session);
}

void screen_next_turn(struct screen *screen)
{
    wint_t key;
    int kind = term_read_key(&screen->terminal, &key);
    if (kind < 0) {
        wait_for_more(screen);
        return;
    }
    screen->urgent = true;
    if (kind == 1 && key == KEY_RESIZE)
        screen_resize(screen);
    else
        keys_handle(screen, key, kind == 1);
}

/* ---- the session's news ---- */

static void on_changed(void *context)
{
    struct screen *screen = context;
    screen->dirty = true;
}

/* Where a plain step stopped is seen anyway; the other stops have more to
 * say: which object, made where, freed by what. */
static void on_stopped(void *context, const char *reason, const char *text)
{
    static const char *const plain[] = {"step", "entry", "pause", "goto"};
    struct screen *screen = context;
    struct output *output = session_output(screen->session);
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (strcmp(reason, plain[i]) == 0)
            return;
    if (!text[0])
        return;
    output_add(output, OUTPUT_CONSOLE, text, strlen(text));
    if (text[strlen(text) - 1] != '\n')
        output_add(output, OUTPUT_CONSOLE, "\n", 1);
}

static void on_printed(void *context, enum output_kind kind, const char *text,
                       size_t length)
{
    struct screen *screen = context;
    (void)kind;
    if (screen->terminal.active)
        return;
    char *safe = glyph_safe_lines(text, length);
    if (safe)
        fputs(safe, stderr);
    free(safe);
}

/* ---- life ---- */

/* The first view follows the first stop at once, or not at all. */
static bool is_starting(const struct screen *screen)
{
    enum session_state state = session_state(screen->session);
    return state == SESSION_STARTING ||
           (state == SESSION_STOPPED &&
            session_view(screen->session)->state == VIEW_NONE);
}

/* Waits, on the plain terminal, until the script stands at its first line:
 * ssh may ask for a password, and a launch may fail. */
static bool wait_for_start(struct screen *screen)
{
    char *error = NULL;
    int patience = VIEW_STEPS;
    subscribe(screen);
    bool started = session_start(screen->session, &error);
    while (started && is_starting(screen) && patience > 0) {
        struct pollfd fds[SESSION_POLL_FDS];
        int count = session_poll_fds(screen->session, fds);
        bool launched = session_state(screen->session) != SESSION_STARTING;
        if (poll(fds, (nfds_t)count, launched ? VIEW_STEP_MS : -1) == 0)
            patience--;
        session_service(screen->session);
    }
    free(error);
    enum session_state state = session_state(screen->session);
    return started && state != SESSION_FAILED && state != SESSION_LOST;
}

static void print_trouble(const struct screen *screen)
{
    const char *trouble = session_trouble(screen->session);
    char *safe = glyph_safe_lines(trouble, strlen(trouble));
    fprintf(stderr, "heapstep: %s\n", safe ? safe : "out of memory");
    free(safe);
}

void screen_start_again(struct screen *screen)
{
    char *error = NULL;
    bool started;
    if (screen->options->host) {
        term_leave(&screen->terminal);
        started = wait_for_start(screen);
        term_return(&screen->terminal);
    } else {
        started = session_start(screen->session, &error);
        free(error);
    }
    if (started)
        screen_say(screen, false, "a new session begins");
    else
        screen_say(screen, true, "%s", session_trouble(screen->session));
}

static void init(struct screen *screen, const struct options *options)
{
    *screen = (struct screen){
        .options = options,
        .wishes = {.focus = SLOT_SOURCE, .top_percent = 50, .left_percent = 46},
        .active = {PANE_SOURCE, PANE_NAMES, PANE_HEAP, PANE_OUTPUT},
        .at_prompt = true,
        .dirty = true,
        .wants = {.sort = "ordinal",
                  .heap_count = FIRST_ROWS,
                  .before = FIRST_ROWS,
                  .after = FIRST_ROWS},
    };
    screen->queue.last = &screen->queue.first;
}

static int run(struct screen *screen)
{
    char *error = NULL;
    if (!wait_for_start(screen)) {
        print_trouble(screen);
        return 1;
    }
    if (!prompt_open(screen)) {
        fputs("heapstep: the line editor cannot start\n", stderr);
        return 1;
    }
    if (!term_open(&screen->terminal, !screen->options->no_mouse, &error)) {
        fprintf(stderr, "heapstep: %s\n", error ? error : "out of memory");
        free(error);
        return 1;
    }
    theme_init(&screen->theme);
    screen_say(screen, false,
               "Welcome. Type next or press F10 for the next line; F1 shows "
               "the keys");
    prompt_loop(screen);
    term_close(&screen->terminal);
    return screen->exit_status;
}

int screen_main(const struct options *options)
{
    struct screen *screen = malloc(sizeof *screen);
    if (!screen)
        return 1;
    init(screen, options);
    struct session_listener listener = {.changed = on_changed,
                                        .stopped = on_stopped,
                                        .printed = on_printed,
                                        .context = screen};
    screen->session = session_new(options, &listener);
    int status = screen->session ? run(screen) : 1;
    session_free(screen->session);
    prompt_close(screen);
    queue_clear(screen);
    overlay_close(screen);
    free(screen->message);
    free(screen->source.path);
    free(screen);
    return status;
}
