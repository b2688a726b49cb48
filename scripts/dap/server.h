/*
 * The server's state, shared by its loop, its events and its handlers.  Only
 * scripts/dap includes this.
 */
#ifndef DAP_SERVER_H
#define DAP_SERVER_H

#include "scripts/dap/framing.h"
#include "scripts/dap/json.h"
#include "scripts/debug/debug.h"

/* The end of an output that stops in the middle of a character. */
struct tail {
    char bytes[4];
    size_t length;
};

struct server {
    int in, out;
    struct framing framing;
    json_t *queue; /* requests read and not served yet */
    json_int_t seq;
    struct debug *debug;
    bool ended;        /* the client is gone or has disconnected */
    bool configured;   /* configurationDone has come */
    json_t *launching; /* the launch request that waits for it */
    bool stop_on_entry;
    bool resuming; /* a request that says so itself resumes the script */
    bool lines_from_0, columns_from_0;
    bool terminated;
    struct tail tails[2];
};

/*
 * Serves one request.  Returns the response's body, new; NULL means an empty
 * one.  On failure sets *error (new text) and returns NULL.
 */
typedef json_t *handler_fn(struct server *s, const json_t *arguments,
                           char **error);

#define REQUEST(name, handler, resumes) handler_fn handler;
#include "scripts/dap/requests.def"

/* Its response waits for configurationDone, so it is not in the table. */
handler_fn handle_launch;

/* ---- server.c ---------------------------------------------------------- */

/* Sends an event; steals body, which may be NULL. */
void server_event(struct server *s, const char *name, json_t *body);
/* Steals body. */
void server_respond(struct server *s, const json_t *request, json_t *body);
void server_refuse(struct server *s, const json_t *request, const char *error);
/* Reads what the client has sent, without waiting. */
void server_read(struct server *s);

/* ---- events.c ---------------------------------------------------------- */

extern const struct debug_sink server_sink;
/* Sends what is left of a character that never ended. */
void server_flush_tails(struct server *s);

/* ---- handlers ---------------------------------------------------------- */

/* A source as DAP describes it, new. */
json_t *server_source(struct server *s, const char *path);
/* Starts the script once both launch and configurationDone have come. */
void server_start_when_ready(struct server *s);

#endif
