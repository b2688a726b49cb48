/*
 * The server's loop: bytes in, requests to their handlers, responses and
 * events out.  Invariant: every request gets exactly one response, and it
 * goes out before any event that the request leads to later.
 * Neighbours: requests.def lists the handlers, events.c sends what the debug
 * core tells.
 */
#include "scripts/dap/server.h"

#include "scripts/dap/dap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- out --------------------------------------------------------------- */

static void flush(struct server *s)
{
    struct framing *f = &s->framing;
    while (f->out_length) {
        ssize_t n = write(s->out, f->out, f->out_length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            s->ended |= errno != EAGAIN && errno != EWOULDBLOCK;
            return;
        }
        framing_sent(f, (size_t)n);
    }
}

static void send_message(struct server *s, json_t *message)
{
    json_object_set_new(message, "seq", json_integer(++s->seq));
    char *text = json_dumps(message, JSON_COMPACT);
    if (text) {
        framing_put(&s->framing, text, strlen(text));
        flush(s);
    }
    free(text);
    json_decref(message);
}

void server_event(struct server *s, const char *name, json_t *body)
{
    json_t *message = json_pack("{s:s, s:s}", "type", "event", "event", name);
    if (body)
        json_object_set_new(message, "body", body);
    send_message(s, message);
}

static json_t *response_to(const json_t *request, bool success)
{
    return json_pack("{s:s, s:O?, s:O?, s:b}", "type", "response",
                     "request_seq", json_object_get(request, "seq"), "command",
                     json_object_get(request, "command"), "success", success);
}

void server_respond(struct server *s, const json_t *request, json_t *body)
{
    json_t *message = response_to(request, true);
    if (body)
        json_object_set_new(message, "body", body);
    send_message(s, message);
}

void server_refuse(struct server *s, const json_t *request, const char *error)
{
    json_t *message = response_to(request, false);
    json_t *text = json_text(error, strlen(error));
    json_object_set(message, "message", text);
    json_object_set_new(message, "body",
                        json_pack("{s:{s:i, s:o, s:b}}", "error", "id", 1,
                                  "format", text, "showUser", 1));
    send_message(s, message);
}

/* ---- requests ---------------------------------------------------------- */

static const struct request {
    const char *name;
    handler_fn *handle;
    bool resumes;
} requests[] = {
#define REQUEST(name, handler, resumes) {name, handler, resumes},
#include "scripts/dap/requests.def"
};

static const struct request *find_request(const char *name)
{
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        if (strcmp(requests[i].name, name) == 0)
            return &requests[i];
    return NULL;
}

/* launch is answered when the configuration is done too. */
static void launch(struct server *s, const json_t *message)
{
    char *error = NULL;
    if (s->launching)
        record_text(&error, "a launch is under way already");
    else
        json_decref(
            handle_launch(s, json_object_get(message, "arguments"), &error));
    if (error) {
        server_refuse(s, message, error);
        free(error);
        return;
    }
    s->launching = json_incref((json_t *)message);
    server_start_when_ready(s);
}

static void serve_request(struct server *s, const json_t *message,
                          const struct request *request)
{
    char *error = NULL;
    s->resuming = request->resumes;
    json_t *body =
        request->handle(s, json_object_get(message, "arguments"), &error);
    s->resuming = false;
    if (error) {
        server_refuse(s, message, error);
        json_decref(body);
    } else {
        server_respond(s, message, body);
    }
    free(error);
}

static void serve(struct server *s, const json_t *message)
{
    const char *type = json_string_value(json_object_get(message, "type"));
    const char *name = json_string_value(json_object_get(message, "command"));
    if (!type || strcmp(type, "request") != 0 || !name)
        return;
    const struct request *request = find_request(name);
    if (strcmp(name, "launch") == 0)
        launch(s, message);
    else if (request)
        serve_request(s, message, request);
    else
        server_refuse(s, message, "this adapter knows no such request");
    if (strcmp(name, "initialize") == 0)
        server_event(s, "initialized", NULL);
    server_start_when_ready(s);
}

/* ---- in ---------------------------------------------------------------- */

static void parse(struct server *s)
{
    size_t start, length;
    while (framing_next(&s->framing, &start, &length)) {
        json_error_t error;
        json_t *message =
            json_loadb(s->framing.in + start, length, JSON_ALLOW_NUL, &error);
        framing_drop(&s->framing, start, length);
        if (json_is_object(message))
            json_array_append(s->queue, message);
        json_decref(message);
    }
    s->ended |= s->framing.failed;
}

void server_read(struct server *s)
{
    char bytes[16384];
    struct pollfd fd = {s->in, POLLIN, 0};
    while (!s->ended && poll(&fd, 1, 0) > 0) {
        ssize_t n = read(s->in, bytes, sizeof bytes);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            break;
        if (n <= 0)
            s->ended = true;
        else
            framing_feed(&s->framing, bytes, (size_t)n);
    }
    parse(s);
}

static void serve_queue(struct server *s)
{
    while (json_array_size(s->queue) && !s->terminated) {
        json_t *message = json_incref(json_array_get(s->queue, 0));
        json_array_remove(s->queue, 0);
        serve(s, message);
        json_decref(message);
    }
}

/* ---- the loop ---------------------------------------------------------- */

static void wait_for_work(struct server *s)
{
    struct pollfd fds[2 + DEBUG_POLL_MAX];
    int timeout;
    int n = debug_poll_fds(s->debug, fds + 2, &timeout);
    fds[0] = (struct pollfd){s->in, POLLIN, 0};
    fds[1] = (struct pollfd){s->framing.out_length ? s->out : -1, POLLOUT, 0};
    /* What was read while the engine was waited for is not served yet. */
    if (json_array_size(s->queue))
        timeout = 0;
    poll(fds, (nfds_t)(2 + n), timeout);
}

static int serve_until_end(struct server *s)
{
    while (!s->ended && !s->terminated) {
        wait_for_work(s);
        flush(s);
        server_read(s);
        serve_queue(s);
        debug_turn(s->debug);
    }
    return s->framing.failed ? 1 : 0;
}

/* A copy of the stream's descriptor that nothing else writes to. */
static int claim_output(int fd)
{
    int own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (own >= 0 && null >= 0 && fd == STDOUT_FILENO)
        dup2(null, STDOUT_FILENO);
    if (null >= 0)
        close(null);
    return own;
}

static void last_words(struct server *s)
{
    struct pollfd fd = {s->out, POLLOUT, 0};
    if (s->debug && !s->ended)
        server_event(s, "terminated", NULL);
    while (s->framing.out_length && !s->ended && poll(&fd, 1, 2000) > 0)
        flush(s);
}

int dap_serve(int in_fd, int out_fd)
{
    struct server s = {.in = in_fd, .out = claim_output(out_fd)};
    struct debug_sink sink = server_sink;
    sink.arg = &s;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    s.queue = json_array();
    s.debug = debug_new(&sink);
    if (s.out < 0 || !s.queue || !s.debug)
        return 1;
    int flags = fcntl(s.out, F_GETFL);
    fcntl(s.out, F_SETFL, flags | O_NONBLOCK);
    int status = serve_until_end(&s);
    last_words(&s);
    fcntl(s.out, F_SETFL, flags);
    debug_free(s.debug);
    json_decref(s.queue);
    json_decref(s.launching);
    framing_done(&s.framing);
    close(s.out);
    return status;
}
