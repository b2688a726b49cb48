/*
 * The other end of the protocol: a session process of our own, or one that
 * ssh starts on another machine.  Either is a stream and a child.
 */
#ifndef TUI_ENDPOINT_H
#define TUI_ENDPOINT_H

#include <stdbool.h>
#include <sys/types.h>

struct endpoint_target {
    const char *host;           /* NULL: this machine */
    const char *remote_command; /* NULL: "heapstep dap" */
};

struct endpoint {
    int stream;      /* both ways, non-blocking */
    int diagnostics; /* what the child writes to stderr, non-blocking */
    pid_t child;
};

/* Starts the process.  False with `*error` a new message when it cannot. */
bool endpoint_open(struct endpoint *endpoint,
                   const struct endpoint_target *target, char **error);

/* Closes the stream, which ends the process, and waits for it a moment.
 * Returns its wait status, or -1 when it lives on or was waited for. */
int endpoint_close(struct endpoint *endpoint);

#endif
