/*
 * A client of the Debug Adapter Protocol: frames messages on a stream, gives
 * each response to the request that waits for it, and hands out the events.
 * Never blocks; its owner polls and calls client_service.
 */
#ifndef TUI_CLIENT_H
#define TUI_CLIENT_H

#include <jansson.h>
#include <poll.h>
#include <stdbool.h>

typedef struct client client;

/* What came back: `body` is borrowed, may be NULL; `message` says what went
 * wrong when `success` is false, and is never NULL then. */
struct client_response {
    bool success;
    const char *message;
    const json_t *body;
};

typedef void client_answer(void *context,
                           const struct client_response *response);

struct client_handlers {
    /* An event; `body` is borrowed and may be NULL. */
    void (*event)(void *context, const char *name, const json_t *body);
    /* The stream has ended or broken; told once.  `why` is borrowed. */
    void (*closed)(void *context, const char *why);
    void *context;
};

/* A new client on a non-blocking stream, which stays its owner's. */
client *client_new(int stream, const struct client_handlers *handlers);

/* Frees it.  Requests still waiting get an answer without success. */
void client_free(client *client);

/* Queues a request.  `arguments` is stolen, NULL for none.  `answer` may be
 * NULL; it is called from client_service with `data`.  False when the
 * stream has ended or memory ran out. */
bool client_request(client *client, const char *command, json_t *arguments,
                    client_answer *answer, void *data);

/* The events to poll the stream for. */
short client_wants(const client *client);

/* Reads, writes and dispatches what is ready. */
void client_service(client *client);

/* Whether the stream is still good. */
bool client_is_open(const client *client);

#endif
