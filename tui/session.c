/*
 * Owns the state of one session: the child process, the newest view, what was
 * printed, what is wanted next.  Invariant: the state changes only by what
 * the session says or by the loss of its stream.  Neighbours: client.c below;
 * launch.c makes the arguments of a launch; the panes and cli.c above.
 */
#include "tui/session.h"

#include "tui/client.h"
#include "tui/endpoint.h"
#include "tui/feed.h"
#include "tui/launch.h"
#include "tui/sources.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct session {
    const struct options *options;
    struct session_listener listener;
    struct endpoint endpoint;
    client *client;
    enum session_state state;
    char *trouble;
    struct view *view;
    struct output output;
    struct sources sources;
    struct feed feed;
    bool input_wanted;
    bool subscribed;
    json_t *subscription; /* sent again to a session that replaces this one */
    json_t *old_breakpoints; /* commands that set them again */
};

/* ---- telling the front end ---- */

static void changed(session *session)
{
    if (session->listener.changed)
        session->listener.changed(session->listener.context);
}

static void print(session *session, enum output_kind kind, const char *text,
                  size_t length)
{
    output_add(&session->output, kind, text, length);
    if (session->listener.printed)
        session->listener.printed(session->listener.context, kind, text,
                                  length);
    changed(session);
}

static void print_line(session *session, const char *text)
{
    print(session, OUTPUT_CONSOLE, text, strlen(text));
    print(session, OUTPUT_CONSOLE, "\n", 1);
}

static void set_trouble(session *session, const char *text)
{
    free(session->trouble);
    session->trouble = strdup(text ? text : "");
}

static void set_view(session *session, const json_t *body)
{
    static const enum session_state states[] = {
        [VIEW_NONE] = SESSION_STARTING,   [VIEW_STOPPED] = SESSION_STOPPED,
        [VIEW_RUNNING] = SESSION_RUNNING, [VIEW_ENDED] = SESSION_ENDED,
        [VIEW_DEAD] = SESSION_DEAD,
    };
    struct view *view = json_is_object(body) ? view_new(body) : NULL;
    if (!view)
        return;
    view_free(session->view);
    session->view = view;
    if (view->state != VIEW_NONE && session->state != SESSION_FAILED)
        session->state = states[view->state];
    changed(session);
}

/* ---- events ---- */

static void on_output(session *session, const json_t *body)
{
    json_t *text = json_object_get(body, "output");
    const char *category = json_string_value(json_object_get(body, "category"));
    enum output_kind kind = OUTPUT_CONSOLE;
    if (category && strcmp(category, "stdout") == 0)
        kind = OUTPUT_STDOUT;
    else if (category && strcmp(category, "stderr") == 0)
        kind = OUTPUT_STDERR;
    if (json_is_string(text))
        print(session, kind, json_string_value(text), json_string_length(text));
}

static void on_stopped(session *session, const json_t *body)
{
    const char *reason = json_string_value(json_object_get(body, "reason"));
    const char *text = json_string_value(json_object_get(body, "text"));
    if (session->state != SESSION_FAILED)
        session->state = SESSION_STOPPED;
    if (session->listener.stopped)
        session->listener.stopped(session->listener.context,
                                  reason ? reason : "", text ? text : "");
    changed(session);
}

static void on_continued(session *session, const json_t *body)
{
    (void)body;
    session->state = SESSION_RUNNING;
    changed(session);
}

static void on_input(session *session, const json_t *body)
{
    session->input_wanted = json_is_true(json_object_get(body, "wanted"));
    changed(session);
}

static void on_engine(session *session, const json_t *body)
{
    const char *state = json_string_value(json_object_get(body, "state"));
    const char *text = json_string_value(json_object_get(body, "text"));
    bool dead = state && strcmp(state, "dead") == 0;
    if (dead) {
        session->state = SESSION_DEAD;
        session->input_wanted = false;
        set_trouble(session, text);
    }
    if (dead && text && text[0])
        print_line(session, text);
    changed(session);
}

static void on_initialized(session *session, const json_t *body)
{
    (void)body;
    client_request(session->client, "configurationDone", NULL, NULL, NULL);
}

static const struct {
    const char *name;
    void (*handle)(session *session, const json_t *body);
} events[] = {
    {"output", on_output},          {"stopped", on_stopped},
    {"continued", on_continued},    {"initialized", on_initialized},
    {"heapstep/view", set_view},    {"heapstep/input", on_input},
    {"heapstep/engine", on_engine},
};

static void handle_event(void *context, const char *name, const json_t *body)
{
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        if (strcmp(name, events[i].name) == 0)
            events[i].handle(context, body);
}

/* ---- start ---- */

static void remember_breakpoints(session *session)
{
    json_t *commands = launch_break_commands(session->view);
    if (json_array_size(commands)) {
        json_decref(session->old_breakpoints);
        session->old_breakpoints = commands;
    } else {
        json_decref(commands);
    }
}

static void handle_closed(void *context, const char *why)
{
    session *session = context;
    if (session->state == SESSION_FAILED)
        return;
    remember_breakpoints(session);
    session->state = SESSION_LOST;
    session->input_wanted = false;
    set_trouble(session, why);
    changed(session);
}

static void handle_launched(void *data, const struct client_response *response)
{
    session *session = data;
    if (!response->success) {
        session->state = SESSION_FAILED;
        set_trouble(session, response->message);
        changed(session);
        return;
    }
    size_t n = json_array_size(session->old_breakpoints);
    for (size_t i = 0; i < n; i++) {
        json_t *line = json_array_get(session->old_breakpoints, i);
        session_command(session, json_string_value(line), NULL, NULL);
    }
}

static void handle_initialize(void *data,
                              const struct client_response *response)
{
    session *session = data;
    if (!response->success) {
        handle_launched(data, response);
        return;
    }
    client_request(session->client, "launch",
                   launch_arguments(session->options), handle_launched,
                   session);
    if (session->subscription)
        client_request(session->client, "heapstep/subscribe",
                       json_incref(session->subscription), NULL, NULL);
}

session *session_new(const struct options *options,
                     const struct session_listener *listener)
{
    session *session = calloc(1, sizeof *session);
    if (!session)
        return NULL;
    session->options = options;
    session->listener = *listener;
    session->endpoint = (struct endpoint){.stream = -1, .diagnostics = -1};
    session->view = view_new(NULL);
    session->trouble = strdup("");
    output_init(&session->output, OUTPUT_LIMIT);
    feed_init(&session->feed, options);
    return session;
}

static void disconnect(session *session)
{
    client_free(session->client);
    session->client = NULL;
    endpoint_close(&session->endpoint);
}

void session_free(session *session)
{
    if (!session)
        return;
    disconnect(session);
    view_free(session->view);
    output_done(&session->output);
    sources_done(&session->sources);
    feed_done(&session->feed);
    json_decref(session->subscription);
    json_decref(session->old_breakpoints);
    free(session->trouble);
    free(session);
}

bool session_start(session *session, char **error)
{
    struct endpoint_target target = {session->options->host,
                                     session->options->remote_command};
    struct client_handlers handlers = {handle_event, handle_closed, session};

    disconnect(session);
    sources_done(&session->sources);
    session->state = SESSION_STARTING;
    if (!endpoint_open(&session->endpoint, &target, error)) {
        session->state = SESSION_LOST;
        set_trouble(session, *error);
        return false;
    }
    session->client = client_new(session->endpoint.stream, &handlers);
    return session->client &&
           client_request(session->client, "initialize",
                          json_pack("{s:s, s:s, s:b, s:b, s:s}", "clientID",
                                    "heapstep", "adapterID", "heapstep",
                                    "linesStartAt1", 1, "columnsStartAt1", 1,
                                    "pathFormat", "path"),
                          handle_initialize, session);
}

/* ---- turns ---- */

int session_poll_fds(session *session, struct pollfd *fds)
{
    int n = 0;
    if (session->client && client_is_open(session->client))
        fds[n++] = (struct pollfd){session->endpoint.stream,
                                   client_wants(session->client), 0};
    if (session->endpoint.diagnostics >= 0)
        fds[n++] = (struct pollfd){session->endpoint.diagnostics, POLLIN, 0};
    if (session->input_wanted && feed_is_open(&session->feed))
        fds[n++] = (struct pollfd){session->feed.fd, POLLIN, 0};
    return n;
}

static void read_diagnostics(session *session)
{
    char text[4096];
    int fd = session->endpoint.diagnostics;
    ssize_t n;
    while (fd >= 0 && (n = read(fd, text, sizeof text)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return;
        print(session, OUTPUT_CONSOLE, text, (size_t)n);
    }
    if (fd >= 0)
        close(fd);
    session->endpoint.diagnostics = -1;
}

/* Says in words how the process of a lost session ended. */
static void explain_loss(session *session)
{
    char text[256];
    int status = endpoint_close(&session->endpoint);
    if (status == -1)
        return;
    if (WIFSIGNALED(status))
        snprintf(text, sizeof text, "the session was killed: %s",
                 strsignal(WTERMSIG(status)));
    else
        snprintf(text, sizeof text, "the session has ended (status %d)",
                 WEXITSTATUS(status));
    set_trouble(session, text);
    changed(session);
}

void session_service(session *session)
{
    struct pollfd input = {session->feed.fd, POLLIN, 0};
    if (session->input_wanted && feed_is_open(&session->feed) &&
        poll(&input, 1, 0) > 0)
        feed_move(&session->feed, session);
    if (session->client)
        client_service(session->client);
    read_diagnostics(session);
    if (session->client && !client_is_open(session->client) &&
        session->endpoint.child > 0)
        explain_loss(session);
}

enum session_state session_state(const session *session)
{
    return session->state;
}

const char *session_trouble(const session *session)
{
    return session->trouble ? session->trouble : "";
}

const struct view *session_view(const session *session)
{
    return session->view;
}

struct output *session_output(session *session)
{
    return &session->output;
}

bool session_wants_input(const session *session)
{
    return session->input_wanted && !feed_is_open(&session->feed);
}

/* ---- asking ---- */

struct asked {
    session *session;
    session_answer *answer;
    void *data;
};

static void handle_reply(void *data, const struct client_response *response)
{
    struct asked *asked = data;
    const json_t *extra = json_object_get(response->body, "heapstep");
    const char *text = response->message;
    if (response->success)
        text = json_string_value(json_object_get(response->body, "result"));
    struct session_reply reply = {
        .ok = response->success,
        .text = text ? text : "",
        .quit = json_is_true(json_object_get(extra, "quit")),
        .resumed = json_is_true(json_object_get(extra, "resumed")),
    };
    if (reply.resumed) {
        asked->session->state = SESSION_RUNNING;
        changed(asked->session);
    }
    if (asked->answer)
        asked->answer(asked->data, &reply);
    free(asked);
}

bool session_command(session *session, const char *line, session_answer *answer,
                     void *data)
{
    struct asked *asked = malloc(sizeof *asked);
    json_t *arguments =
        json_pack("{s:s, s:s, s:I}", "expression", line, "context", "repl",
                  "frameId", (json_int_t)session->view->frame);
    if (!asked || !arguments || !session->client) {
        free(asked);
        json_decref(arguments);
        return false;
    }
    *asked = (struct asked){session, answer, data};
    if (client_request(session->client, "evaluate", arguments, handle_reply,
                       asked))
        return true;
    free(asked);
    return false;
}

void session_pause(session *session)
{
    if (session->client)
        client_request(session->client, "pause",
                       json_pack("{s:i}", "threadId", 1), NULL, NULL);
}

void session_send_input(session *session, const char *text)
{
    json_t *arguments =
        text ? json_pack("{s:s}", "text", text) : json_pack("{s:b}", "eof", 1);
    if (session->client && arguments)
        client_request(session->client, "heapstep/input", arguments, NULL,
                       NULL);
    else
        json_decref(arguments);
    session->input_wanted = false;
}

static void handle_subscribed(void *data,
                              const struct client_response *response)
{
    if (response->success)
        set_view(data, response->body);
}

void session_subscribe(session *session, const struct session_wants *wants)
{
    json_t *arguments = launch_subscription(wants);
    if (!arguments || json_equal(arguments, session->subscription)) {
        json_decref(arguments);
        return;
    }
    json_decref(session->subscription);
    session->subscription = arguments;
    if (session->client)
        client_request(session->client, "heapstep/subscribe",
                       json_incref(arguments), handle_subscribed, session);
}

static void handle_source(void *data, const struct client_response *response)
{
    session *session = data;
    const char *text =
        json_string_value(json_object_get(response->body, "content"));
    sources_fill(&session->sources, response->success ? text : NULL);
    changed(session);
}

const char *session_source(session *session, const char *path)
{
    bool ask = false;
    const char *text = sources_find(&session->sources, path, &ask);
    if (ask && session->client)
        client_request(session->client, "source",
                       json_pack("{s:{s:s}, s:i}", "source", "path", path,
                                 "sourceReference", 0),
                       handle_source, session);
    return text;
}

/* ---- completion ---- */

struct completing {
    session_take *take;
    void *data;
    size_t cursor;
};

static void take_target(const struct completing *asked, const json_t *item)
{
    const char *label = json_string_value(json_object_get(item, "label"));
    const char *text = json_string_value(json_object_get(item, "text"));
    json_t *start = json_object_get(item, "start");
    long long at = json_integer_value(start) - 1;
    long long length = json_integer_value(json_object_get(item, "length"));
    if (!label)
        return;
    if (!json_is_integer(start) || at < 0)
        at = (long long)asked->cursor;
    struct session_completion word = {text ? text : label, label, (size_t)at,
                                      length > 0 ? (size_t)length : 0};
    asked->take(asked->data, &word);
}

static void handle_completions(void *data,
                               const struct client_response *response)
{
    struct completing *asked = data;
    const json_t *targets = json_object_get(response->body, "targets");
    size_t n = json_array_size(targets);
    for (size_t i = 0; i < n && i < SESSION_COMPLETIONS; i++)
        take_target(asked, json_array_get(targets, i));
    asked->take(asked->data, NULL);
    free(asked);
}

bool session_complete(session *session, const char *text, size_t cursor,
                      session_take *take, void *data)
{
    struct completing *asked = malloc(sizeof *asked);
    json_t *arguments = json_pack("{s:s, s:I, s:I}", "text", text, "column",
                                  (json_int_t)cursor + 1, "frameId",
                                  (json_int_t)session->view->frame);
    if (!asked || !arguments || !session->client) {
        free(asked);
        json_decref(arguments);
        return false;
    }
    *asked = (struct completing){take, data, cursor};
    if (client_request(session->client, "completions", arguments,
                       handle_completions, asked))
        return true;
    free(asked);
    return false;
}
