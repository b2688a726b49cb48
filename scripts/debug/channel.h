/*
 * The socket between session and engine: whole messages in and out.
 *
 * The session's end never blocks: what the engine does not read yet waits in
 * the channel.  The engine's end blocks, since it has nobody else to talk to.
 */
#ifndef DEBUG_CHANNEL_H
#define DEBUG_CHANNEL_H

#include "scripts/debug/wire.h"

#define MESSAGE(id, record, doc) MESSAGE_##id,
enum message_kind {
#include "scripts/debug/messages.def"
    MESSAGE_COUNT
};

struct channel {
    int fd;      /* owned; -1 when closed */
    bool broken; /* the peer is gone, or sent what is no message */
    struct wire_out in, out;
    size_t in_read, out_sent; /* how far in and out are used up */
};

/* Its payload is decoded; clear it with message_clear. */
struct message {
    enum message_kind kind;
    uint32_t id;
    void *record; /* owned; of the kind's schema */
};

const struct schema *message_schema(enum message_kind kind);
void message_clear(struct message *message);

void channel_init(struct channel *channel, int fd);
void channel_done(struct channel *channel); /* closes the descriptor */

/* Queues a message and sends what the socket takes.  False: broken. */
bool channel_send(struct channel *channel, enum message_kind kind, uint32_t id,
                  const void *record);

/* Sends more of what is queued; true while something is left. */
bool channel_flush(struct channel *channel);

/* Reads what the socket has, at most once.  False: broken or at its end. */
bool channel_fill(struct channel *channel);

/*
 * The next whole message that was read, into the all-zero `message`.  False:
 * none is whole yet, or the channel is broken.
 */
bool channel_next(struct channel *channel, struct message *message);

/* Waits for a message at a blocking end.  False: broken. */
bool channel_wait(struct channel *channel, struct message *message);

#endif
