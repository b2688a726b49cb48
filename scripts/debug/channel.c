/*
 * Framing of messages on the engine's socket: length, kind, number, payload.
 * Invariant: garbage marks the channel broken and nothing else happens.
 * Neighbours: wire.c for payloads; session and engine at the two ends.
 */
#include "scripts/debug/channel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct head {
    uint32_t length, kind, id;
};

enum { MESSAGE_MAX = 64 << 20, READ_SIZE = 64 << 10 };

#define MESSAGE(id, record, doc) schema_##record,
static const struct schema *(*const schemas[])(void) = {
#include "scripts/debug/messages.def"
};

const struct schema *message_schema(enum message_kind kind)
{
    return schemas[kind]();
}

void message_clear(struct message *message)
{
    if (message->record)
        record_clear(message_schema(message->kind), message->record);
    free(message->record);
    memset(message, 0, sizeof *message);
}

void channel_init(struct channel *channel, int fd)
{
    memset(channel, 0, sizeof *channel);
    channel->fd = fd;
}

void channel_done(struct channel *channel)
{
    if (channel->fd >= 0)
        close(channel->fd);
    free(channel->in.at);
    free(channel->out.at);
    channel_init(channel, -1);
}

bool channel_flush(struct channel *channel)
{
    struct wire_out *out = &channel->out;
    while (!channel->broken && channel->out_sent < out->length) {
        ssize_t n = send(channel->fd, out->at + channel->out_sent,
                         out->length - channel->out_sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return true;
        if (n < 0)
            channel->broken = true;
        else
            channel->out_sent += (size_t)n;
    }
    out->length = channel->out_sent = 0;
    return false;
}

bool channel_send(struct channel *channel, enum message_kind kind, uint32_t id,
                  const void *record)
{
    struct wire_out *out = &channel->out;
    struct head head = {0, kind, id};
    size_t start = out->length;
    wire_put(out, &head, sizeof head);
    wire_encode(out, message_schema(kind), record);
    if (channel->broken || out->failed) {
        channel->broken = true;
        return false;
    }
    head.length = (uint32_t)(out->length - start - sizeof head);
    memcpy(out->at + start, &head, sizeof head);
    channel_flush(channel);
    return !channel->broken;
}

/* Drops what was read and makes room for more. */
static bool make_room(struct channel *channel)
{
    struct wire_out *in = &channel->in;
    in->length -= channel->in_read;
    if (channel->in_read && in->length)
        memmove(in->at, in->at + channel->in_read, in->length);
    channel->in_read = 0;
    if (in->room - in->length >= READ_SIZE)
        return true;
    char *grown = realloc(in->at, in->length * 2 + READ_SIZE);
    if (!grown)
        return false;
    in->at = grown;
    in->room = in->length * 2 + READ_SIZE;
    return true;
}

bool channel_fill(struct channel *channel)
{
    struct wire_out *in = &channel->in;
    if (channel->broken || !make_room(channel)) {
        channel->broken = true;
        return false;
    }
    ssize_t n = recv(channel->fd, in->at + in->length, READ_SIZE, 0);
    if (n > 0)
        in->length += (size_t)n;
    else if (n == 0 || (errno != EINTR && errno != EAGAIN))
        channel->broken = true;
    return !channel->broken;
}

static bool sound(const struct head *head)
{
    return head->kind < MESSAGE_COUNT && head->length <= MESSAGE_MAX;
}

static bool decode(struct message *message, const struct head *head,
                   const char *payload)
{
    const struct schema *schema = message_schema(head->kind);
    message->kind = head->kind;
    message->id = head->id;
    message->record = calloc(1, schema->size);
    if (message->record &&
        wire_decode(payload, head->length, schema, message->record))
        return true;
    message_clear(message);
    return false;
}

bool channel_next(struct channel *channel, struct message *message)
{
    struct head head;
    size_t here = channel->in.length - channel->in_read;
    if (channel->broken || here < sizeof head)
        return false;
    const char *at = channel->in.at + channel->in_read;
    memcpy(&head, at, sizeof head);
    if (sound(&head) && here - sizeof head < head.length)
        return false;
    if (!sound(&head) || !decode(message, &head, at + sizeof head)) {
        channel->broken = true;
        return false;
    }
    channel->in_read += sizeof head + head.length;
    return true;
}

bool channel_wait(struct channel *channel, struct message *message)
{
    while (!channel_next(channel, message))
        if (!channel_fill(channel))
            return false;
    return true;
}
