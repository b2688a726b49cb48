/*
 * What the debug core tells, as events.  Invariant: an output event never
 * splits a character.
 */
#include "scripts/dap/server.h"

#include "scripts/debug/text_safe.h"

#include <string.h>

enum { CONGESTED = 1 << 20 };

static json_t *heap_part(const struct view_stop *stop)
{
    return json_pack(
        "{s:I, s:{s:o, s:I}, s:o}", "object", (json_int_t)stop->object, "site",
        "path", json_text_maybe(stop->site.path), "line",
        (json_int_t)stop->site.line, "cause", json_text_maybe(stop->cause));
}

static void on_stopped(void *arg, const struct view_stop *stop,
                       const char *text)
{
    struct server *s = arg;
    server_flush_tails(s);
    json_t *body =
        json_pack("{s:s, s:o, s:i, s:b, s:o}", "reason",
                  stop->reason ? stop->reason : "pause", "description",
                  json_text_maybe(stop->text ? stop->text : ""), "threadId", 1,
                  "allThreadsStopped", 1, "text", json_text_maybe(text));
    if (stop->breakpoint)
        json_object_set_new(body, "hitBreakpointIds",
                            json_pack("[I]", (json_int_t)stop->breakpoint));
    if (stop->object || stop->cause)
        json_object_set_new(body, "heapstep", heap_part(stop));
    server_event(s, "stopped", body);
}

static void on_continued(void *arg)
{
    struct server *s = arg;
    if (!s->resuming)
        server_event(
            s, "continued",
            json_pack("{s:i, s:b}", "threadId", 1, "allThreadsContinued", 1));
}

static void on_screen(void *arg, const struct view_screen *screen)
{
    server_event(arg, "heapstep/view", json_record(schema_screen(), screen));
}

/* ---- output ------------------------------------------------------------ */

static void send_output(struct server *s, enum debug_category category,
                        const char *bytes, size_t length)
{
    static const char *const names[] = {"stdout", "stderr", "console"};
    if (length)
        server_event(s, "output",
                     json_pack("{s:s, s:o}", "category", names[category],
                               "output", json_text(bytes, length)));
}

/* How many bytes at the end begin a character that is not whole. */
static size_t unfinished(const char *bytes, size_t length)
{
    for (size_t n = 1; n <= 3 && n <= length; n++) {
        unsigned char c = (unsigned char)bytes[length - n];
        if (c >= 0xc2 && c < 0xf5)
            return n < (c < 0xe0 ? 2u : c < 0xf0 ? 3u : 4u) ? n : 0;
        if (c < 0x80 || c >= 0xc0)
            return 0;
    }
    return 0;
}

void server_flush_tails(struct server *s)
{
    for (int i = 0; i < 2; i++) {
        send_output(s, (enum debug_category)i, s->tails[i].bytes,
                    s->tails[i].length);
        s->tails[i].length = 0;
    }
}

static void on_output(void *arg, enum debug_category category,
                      const char *bytes, size_t length)
{
    struct server *s = arg;
    if (category > DEBUG_STDERR) {
        send_output(s, category, bytes, length);
        return;
    }
    struct tail *tail = &s->tails[category];
    char joined[8 + 4];
    /* Finish the character that the last output began. */
    while (tail->length && length) {
        tail->bytes[tail->length++] = *bytes++;
        length--;
        if (unfinished(tail->bytes, tail->length) != tail->length) {
            memcpy(joined, tail->bytes, tail->length);
            send_output(s, category, joined, tail->length);
            tail->length = 0;
        }
    }
    size_t left = unfinished(bytes, length);
    send_output(s, category, bytes, length - left);
    if (left) {
        memcpy(tail->bytes, bytes + length - left, left);
        tail->length = left;
    }
}

/* ---- the rest ---------------------------------------------------------- */

static void on_input(void *arg, bool wanted)
{
    struct server *s = arg;
    if (wanted)
        server_flush_tails(s);
    server_event(s, "heapstep/input", json_pack("{s:b}", "wanted", wanted));
}

static void on_engine(void *arg, bool alive, const char *text, int signal)
{
    server_event(arg, "heapstep/engine",
                 json_pack("{s:s, s:o, s:i}", "state", alive ? "alive" : "dead",
                           "text", json_text_maybe(text), "signal", signal));
}

static void on_exited(void *arg, int status)
{
    server_flush_tails(arg);
    server_event(arg, "exited", json_pack("{s:i}", "exitCode", status));
}

static void on_breakpoint(void *arg, const char *reason,
                          const struct view_breakpoint *b)
{
    server_event(arg, "breakpoint",
                 json_pack("{s:s, s:{s:I, s:b, s:o}}", "reason", reason,
                           "breakpoint", "id", (json_int_t)b->id, "verified", 1,
                           "message", json_text_maybe(b->what)));
}

static bool on_congested(void *arg)
{
    struct server *s = arg;
    return s->framing.out_length > CONGESTED;
}

static bool gives_up(const json_t *message)
{
    static const char *const words[] = {"pause", "cancel", "disconnect",
                                        "terminate", "heapstep/interrupt"};
    const char *name = json_string_value(json_object_get(message, "command"));
    for (size_t i = 0; name && i < sizeof words / sizeof *words; i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    return false;
}

static bool on_cancelled(void *arg)
{
    struct server *s = arg;
    server_read(s);
    for (size_t i = 0; i < json_array_size(s->queue); i++)
        if (gives_up(json_array_get(s->queue, i)))
            return true;
    return s->ended;
}

const struct debug_sink server_sink = {
    .stopped = on_stopped,
    .continued = on_continued,
    .screen = on_screen,
    .output = on_output,
    .input = on_input,
    .engine = on_engine,
    .exited = on_exited,
    .breakpoint = on_breakpoint,
    .congested = on_congested,
    .cancelled = on_cancelled,
};
