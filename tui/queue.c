/*
 * Owns the way of commands to the session: one at a time, in the order they
 * were given.  Invariant: what is typed ahead of a step runs after it, and
 * keys pressed while the script runs for long are dropped, with a word.
 * Neighbours: keys.c and prompt.c put in, session.c sends.
 */
#include "tui/clock.h"
#include "tui/screen_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 300 };

static const char *const quit_words[] = {"quit", "q", "exit", NULL};

struct sent {
    struct screen *screen;
    bool typed;
    char line[];
};

static bool is_running(const struct screen *screen)
{
    return session_state(screen->session) == SESSION_RUNNING;
}

void queue_clear(struct screen *screen)
{
    while (screen->queue.first) {
        struct queued *item = screen->queue.first;
        screen->queue.first = item->next;
        free(item);
    }
    screen->queue.last = &screen->queue.first;
}

/* ---- answers ---- */

static void print(struct screen *screen, enum output_kind kind,
                  const char *text)
{
    struct output *output = session_output(screen->session);
    output_add(output, kind, text, strlen(text));
    output_add(output, kind, "\n", 1);
    screen->output.back = 0;
}

static void show_answer(struct screen *screen, const struct sent *sent,
                        const struct session_reply *reply)
{
    if (!reply->text[0])
        return;
    if (sent->typed) {
        char echo[512];
        snprintf(echo, sizeof echo, "> %s", sent->line);
        print(screen, OUTPUT_COMMAND, echo);
        print(screen, OUTPUT_CONSOLE, reply->text);
        if (draw_line_count(reply->text) + 1 > (size_t)screen->output.rows)
            overlay_show(screen, sent->line, strdup(reply->text));
    }
    if (draw_line_count(reply->text) == 1)
        screen_say(screen, !reply->ok, "%s", reply->text);
    else if (!sent->typed)
        overlay_show(screen, sent->line, strdup(reply->text));
}

static void take_answer(void *data, const struct session_reply *reply)
{
    struct sent *sent = data;
    struct screen *screen = sent->screen;
    screen->queue.in_flight = false;
    screen->dirty = true;
    if (reply->resumed)
        screen->queue.running = false; /* it runs anew */
    show_answer(screen, sent, reply);
    if (!reply->ok)
        queue_clear(screen);
    if (reply->quit)
        screen_leave(screen, 0);
    free(sent);
}

/* ---- sending ---- */

static bool words_match(const char *line, const char *const *words)
{
    size_t n = strcspn(line, " \t");
    for (; *words; words++)
        if (strlen(*words) == n && strncmp(line, *words, n) == 0)
            return true;
    return false;
}

/* What can be done when no session listens. */
static void run_alone(struct screen *screen, const char *line)
{
    static const char *const starts[] = {"run", "r", "start", "restart", NULL};
    if (words_match(line, quit_words))
        screen_leave(screen, 0);
    else if (words_match(line, starts))
        screen_start_again(screen);
    else
        screen_say(screen, true,
                   "the session is gone: run starts a new one, quit leaves");
}

static bool no_session(const struct screen *screen)
{
    enum session_state state = session_state(screen->session);
    return state == SESSION_LOST || state == SESSION_FAILED;
}

static void send_now(struct screen *screen, const char *line, bool typed)
{
    size_t size = strlen(line) + 1;
    struct sent *sent = malloc(sizeof *sent + size);
    if (no_session(screen)) {
        free(sent);
        run_alone(screen, line);
        return;
    }
    if (!sent)
        return;
    sent->screen = screen;
    sent->typed = typed;
    memcpy(sent->line, line, size);
    screen->queue.in_flight = true;
    if (session_command(screen->session, line, take_answer, sent))
        return;
    screen->queue.in_flight = false;
    free(sent);
    screen_say(screen, true, "the session does not listen");
}

void queue_command(struct screen *screen, const char *line, bool typed)
{
    size_t size = strlen(line) + 1;
    if (typed && screen->queue.in_flight && words_match(line, quit_words)) {
        screen_ask_quit(screen); /* the session may never answer */
        return;
    }
    struct queued *item = malloc(sizeof *item + size);
    if (!item)
        return;
    item->next = NULL;
    item->typed = typed;
    memcpy(item->line, line, size);
    *screen->queue.last = item;
    screen->queue.last = &item->next;
}

void queue_commandf(struct screen *screen, const char *format, ...)
{
    char line[8192];
    va_list values;
    va_start(values, format);
    vsnprintf(line, sizeof line, format, values);
    va_end(values);
    queue_command(screen, line, false);
}

/* Whatever made it run, patience begins now. */
static void note_running(struct screen *screen)
{
    bool running = is_running(screen);
    if (running && !screen->queue.running)
        screen->queue.running_since = clock_ms();
    screen->queue.running = running;
}

int queue_pump(struct screen *screen)
{
    struct queue *queue = &screen->queue;
    note_running(screen);
    while (queue->first && !queue->in_flight && !screen->quit) {
        if (session_state(screen->session) == SESSION_STARTING)
            return -1; /* its first stop wakes us */
        struct queued *item = queue->first;
        long long waited = clock_ms() - queue->running_since;
        bool waits = is_running(screen);
        if (waits && !session_wants_input(screen->session) &&
            waited < PATIENCE_MS)
            return (int)(PATIENCE_MS - waited);
        queue->first = item->next;
        if (!queue->first)
            queue->last = &queue->first;
        if (waits && !item->typed)
            screen_say(screen, true, "the script runs; Ctrl-C pauses it");
        else
            send_now(screen, item->line, item->typed);
        free(item);
    }
    return -1;
}

/* ---- looking ---- */

struct look {
    struct screen *screen;
    char *title;
};

static void take_look(void *data, const struct session_reply *reply)
{
    struct look *look = data;
    if (reply->ok && reply->text[0])
        overlay_show(look->screen, look->title, strdup(reply->text));
    else
        screen_say(look->screen, !reply->ok, "%s",
                   reply->text[0] ? reply->text : "nothing to show");
    free(look->title);
    free(look);
}

void queue_look(struct screen *screen, const char *title, const char *line)
{
    struct look *look = malloc(sizeof *look);
    if (!look)
        return;
    *look = (struct look){screen, strdup(title)};
    if (session_command(screen->session, line, take_look, look))
        return;
    free(look->title);
    free(look);
    screen_say(screen, true, "the session does not listen");
}
