/*
 * Owns the framing of the protocol and the table of requests that wait for
 * their answers.  Invariant: nothing the other end sends can do more than
 * close the stream with a reason.  Neighbours: endpoint.c made the stream,
 * session.c gives the messages their meaning.
 */
#include "tui/client.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    READ_SIZE = 1 << 16,
    HEADER_LIMIT = 4096,
    MESSAGE_LIMIT = 64 << 20,
    READS_AT_ONCE = 16,
};

struct buffer {
    char *bytes;
    size_t length, capacity;
};

struct waiting {
    struct waiting *next;
    long long seq;
    client_answer *answer;
    void *data;
};

struct client {
    int stream;
    bool open;
    long long seq;
    struct buffer in, out;
    struct waiting *waiting;
    struct client_handlers handlers;
};

static bool reserve(struct buffer *buffer, size_t extra)
{
    size_t needed = buffer->length + extra;
    if (needed <= buffer->capacity)
        return true;
    size_t capacity = buffer->capacity ? buffer->capacity : READ_SIZE;
    while (capacity < needed)
        capacity *= 2;
    char *bytes = realloc(buffer->bytes, capacity);
    if (!bytes)
        return false;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

static void drop_front(struct buffer *buffer, size_t count)
{
    memmove(buffer->bytes, buffer->bytes + count, buffer->length - count);
    buffer->length -= count;
}

/* Tells everyone who waits that no answer will come. */
static void fail_waiting(client *client)
{
    struct client_response none = {.message = "the session has ended"};
    while (client->waiting) {
        struct waiting *waiting = client->waiting;
        client->waiting = waiting->next;
        if (waiting->answer)
            waiting->answer(waiting->data, &none);
        free(waiting);
    }
}

client *client_new(int stream, const struct client_handlers *handlers)
{
    client *client = calloc(1, sizeof *client);
    if (client) {
        client->stream = stream;
        client->open = true;
        client->handlers = *handlers;
    }
    return client;
}

void client_free(client *client)
{
    if (!client)
        return;
    client->open = false;
    fail_waiting(client);
    free(client->in.bytes);
    free(client->out.bytes);
    free(client);
}

bool client_is_open(const client *client)
{
    return client->open;
}

static void close_stream(client *client, const char *why)
{
    if (!client->open)
        return;
    client->open = false;
    client->handlers.closed(client->handlers.context, why);
    fail_waiting(client);
}

short client_wants(const client *client)
{
    if (!client->open)
        return 0;
    return client->out.length ? POLLIN | POLLOUT : POLLIN;
}

static bool queue_message(client *client, const json_t *message)
{
    char *text = json_dumps(message, JSON_COMPACT);
    if (!text)
        return false;
    size_t length = strlen(text);
    char header[64];
    int n =
        snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", length);
    bool queued = reserve(&client->out, (size_t)n + length);
    if (queued) {
        char *end = client->out.bytes + client->out.length;
        memcpy(end, header, (size_t)n);
        memcpy(end + n, text, length);
        client->out.length += (size_t)n + length;
    }
    free(text);
    return queued;
}

bool client_request(client *client, const char *command, json_t *arguments,
                    client_answer *answer, void *data)
{
    struct waiting *waiting = malloc(sizeof *waiting);
    json_t *message = json_pack("{s:I, s:s, s:s, s:o*}", "seq",
                                (json_int_t)++client->seq, "type", "request",
                                "command", command, "arguments", arguments);
    bool queued =
        waiting && message && client->open && queue_message(client, message);
    json_decref(message);
    if (!queued) {
        free(waiting);
        return false;
    }
    *waiting = (struct waiting){client->waiting, client->seq, answer, data};
    client->waiting = waiting;
    return true;
}

/* Unlinks and returns the request with this number, or NULL. */
static struct waiting *take_waiting(client *client, long long seq)
{
    for (struct waiting **link = &client->waiting; *link;
         link = &(*link)->next) {
        struct waiting *waiting = *link;
        if (waiting->seq == seq) {
            *link = waiting->next;
            return waiting;
        }
    }
    return NULL;
}

/* DAP gives the words for the user in body.error.format, else in message. */
static const char *error_text(const json_t *message)
{
    const json_t *body = json_object_get(message, "body");
    const json_t *error = json_object_get(body, "error");
    const char *text = json_string_value(json_object_get(error, "format"));
    if (!text)
        text = json_string_value(json_object_get(message, "message"));
    return text ? text : "the session refused, and gave no reason";
}

static void dispatch_response(client *client, const json_t *message)
{
    json_t *seq = json_object_get(message, "request_seq");
    struct waiting *waiting = take_waiting(client, json_integer_value(seq));
    if (!waiting)
        return;
    struct client_response response = {
        .success = json_is_true(json_object_get(message, "success")),
        .body = json_object_get(message, "body"),
    };
    if (!response.success)
        response.message = error_text(message);
    if (waiting->answer)
        waiting->answer(waiting->data, &response);
    free(waiting);
}

static void dispatch(client *client, const json_t *message)
{
    const char *type = json_string_value(json_object_get(message, "type"));
    const char *event = json_string_value(json_object_get(message, "event"));
    if (type && strcmp(type, "response") == 0)
        dispatch_response(client, message);
    else if (type && strcmp(type, "event") == 0 && event)
        client->handlers.event(client->handlers.context, event,
                               json_object_get(message, "body"));
}

/* The length a header announces, or -1.  Other fields are skipped. */
static long long content_length(const char *header, size_t length)
{
    static const char name[] = "Content-Length:";
    const char *end = header + length;
    while (header < end) {
        if (strncasecmp(header, name, sizeof name - 1) == 0) {
            char *stop;
            long long n = strtoll(header + sizeof name - 1, &stop, 10);
            return *stop == '\r' && n >= 0 ? n : -1;
        }
        const char *line = memchr(header, '\n', (size_t)(end - header));
        header = line ? line + 1 : end;
    }
    return -1;
}

/* Takes one whole message from what has come; false when there is none. */
static bool take_message(client *client)
{
    struct buffer *in = &client->in;
    char *end = in->length ? memmem(in->bytes, in->length, "\r\n\r\n", 4) : 0;
    if (!end) {
        if (in->length > HEADER_LIMIT)
            close_stream(client, "the session does not speak the protocol");
        return false;
    }
    size_t header = (size_t)(end - in->bytes);
    long long length = content_length(in->bytes, header + 2);
    if (length < 0 || length > MESSAGE_LIMIT) {
        close_stream(client, "the session does not speak the protocol");
        return false;
    }
    size_t total = header + 4 + (size_t)length;
    if (in->length < total)
        return false;
    json_t *message = json_loadb(end + 4, (size_t)length, JSON_ALLOW_NUL, NULL);
    drop_front(in, total);
    if (json_is_object(message))
        dispatch(client, message);
    else
        close_stream(client, "the session sent a broken message");
    json_decref(message);
    return client->open;
}

static void flush_out(client *client)
{
    while (client->open && client->out.length) {
        ssize_t n = send(client->stream, client->out.bytes, client->out.length,
                         MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            if (errno != EAGAIN)
                client->out.length = 0; /* reading tells the end and why */
            return;
        }
        drop_front(&client->out, (size_t)n);
    }
}

/* Reads once; false when nothing more is there for now. */
static bool read_some(client *client)
{
    if (!reserve(&client->in, READ_SIZE)) {
        close_stream(client, "out of memory");
        return false;
    }
    ssize_t n =
        read(client->stream, client->in.bytes + client->in.length, READ_SIZE);
    if (n > 0) {
        client->in.length += (size_t)n;
        return true;
    }
    if (n == 0)
        close_stream(client, "the session has ended");
    else if (errno != EAGAIN && errno != EINTR)
        close_stream(client, strerror(errno));
    return false;
}

void client_service(client *client)
{
    flush_out(client);
    for (int i = 0; client->open && i < READS_AT_ONCE; i++) {
        bool more = read_some(client);
        while (take_message(client))
            ;
        if (!more)
            break;
    }
    flush_out(client);
}
