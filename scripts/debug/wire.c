/*
 * Encoding and decoding of records.  Owns no state.  Invariant: decoding
 * reads no byte beyond the end and allocates no more than a small multiple
 * of what it was given.  Neighbours: record.h, channel.c.
 */
#include "scripts/debug/wire.h"

#include <stdlib.h>
#include <string.h>

static const uint32_t absent = UINT32_MAX;

/* ---- out --------------------------------------------------------------- */

void wire_put(struct wire_out *out, const void *bytes, size_t count)
{
    if (out->failed || count == 0)
        return;
    if (out->room - out->length < count) {
        size_t room = (out->length + count) * 2 + 64;
        char *grown = realloc(out->at, room);
        if (!grown) {
            out->failed = true;
            return;
        }
        out->at = grown;
        out->room = room;
    }
    memcpy(out->at + out->length, bytes, count);
    out->length += count;
}

static void put_u32(struct wire_out *out, uint32_t value)
{
    wire_put(out, &value, sizeof value);
}

static void put_text(struct wire_out *out, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    put_u32(out, text ? (uint32_t)length : absent);
    wire_put(out, text, length);
}

static void put_record(struct wire_out *out, const struct schema *schema,
                       const char *record);

static void put_items(struct wire_out *out, const struct field *field,
                      const char *record)
{
    const char *items = *(char *const *)(record + field->offset);
    size_t count;
    memcpy(&count, record + field->count_offset, sizeof count);
    put_u32(out, (uint32_t)count);
    if (field->kind == FIELD_PAIRS) {
        wire_put(out, items, count * sizeof(struct view_pair));
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (field->kind == FIELD_TEXTS)
            put_text(out, ((char *const *)items)[i]);
        else
            put_record(out, field->of(), items + i * field->of()->size);
    }
}

static void put_field(struct wire_out *out, const struct field *field,
                      const char *record)
{
    const char *at = record + field->offset;
    char kind = (char)field->kind;
    wire_put(out, &kind, 1);
    switch (field->kind) {
    case FIELD_NUM:
        wire_put(out, at, sizeof(int64_t));
        break;
    case FIELD_FLAG:
        wire_put(out, at, 1);
        break;
    case FIELD_TEXT:
        put_text(out, *(char *const *)at);
        break;
    case FIELD_BYTES:
        put_u32(out, (uint32_t)((const struct view_bytes *)at)->length);
        wire_put(out, ((const struct view_bytes *)at)->at,
                 ((const struct view_bytes *)at)->length);
        break;
    case FIELD_ONE:
        put_record(out, field->of(), at);
        break;
    default:
        put_items(out, field, record);
    }
}

static void put_record(struct wire_out *out, const struct schema *schema,
                       const char *record)
{
    for (size_t i = 0; i < schema->field_count; i++)
        put_field(out, &schema->fields[i], record);
}

bool wire_encode(struct wire_out *out, const struct schema *schema,
                 const void *record)
{
    put_record(out, schema, record);
    return !out->failed;
}

/* ---- in ---------------------------------------------------------------- */

struct in {
    const char *at, *end;
};

static bool take(struct in *in, void *to, size_t count)
{
    if ((size_t)(in->end - in->at) < count)
        return false;
    memcpy(to, in->at, count);
    in->at += count;
    return true;
}

/* Bytes with a NUL behind them, new. */
static char *take_copy(struct in *in, size_t length)
{
    if ((size_t)(in->end - in->at) < length)
        return NULL;
    char *copy = malloc(length + 1);
    if (!copy)
        return NULL;
    memcpy(copy, in->at, length);
    copy[length] = 0;
    in->at += length;
    return copy;
}

static bool take_text(struct in *in, char **text)
{
    uint32_t length;
    if (!take(in, &length, sizeof length))
        return false;
    if (length == absent)
        return true;
    *text = take_copy(in, length);
    if (*text && memchr(*text, 0, length)) {
        free(*text);
        *text = NULL;
    }
    return *text != NULL;
}

static bool take_bytes(struct in *in, struct view_bytes *bytes)
{
    uint32_t length;
    if (!take(in, &length, sizeof length))
        return false;
    bytes->at = take_copy(in, length);
    bytes->length = bytes->at ? length : 0;
    return bytes->at != NULL;
}

static bool take_record(struct in *in, const struct schema *schema,
                        char *record);

static size_t item_size(const struct field *field)
{
    if (field->kind == FIELD_PAIRS)
        return sizeof(struct view_pair);
    return field->kind == FIELD_TEXTS ? sizeof(char *) : field->of()->size;
}

static bool take_item(struct in *in, const struct field *field, void *item)
{
    if (field->kind == FIELD_PAIRS)
        return take(in, item, sizeof(struct view_pair));
    if (field->kind == FIELD_TEXTS) {
        char **text = item;
        return take_text(in, text) && *text;
    }
    return take_record(in, field->of(), item);
}

static bool take_items(struct in *in, const struct field *field, char *record)
{
    uint32_t count;
    /* An item takes at least one byte, so a count beyond that is a lie. */
    if (!take(in, &count, sizeof count) || count > (size_t)(in->end - in->at))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        void *item = record_list_add(record + field->offset,
                                     (size_t *)(record + field->count_offset),
                                     item_size(field));
        if (!item || !take_item(in, field, item))
            return false;
    }
    return true;
}

static bool take_flag(struct in *in, bool *flag)
{
    unsigned char byte;
    if (!take(in, &byte, 1) || byte > 1)
        return false;
    *flag = byte;
    return true;
}

static bool take_field(struct in *in, const struct field *field, char *record)
{
    char *at = record + field->offset;
    unsigned char kind;
    if (!take(in, &kind, 1) || kind != field->kind)
        return false;
    switch (field->kind) {
    case FIELD_NUM:
        return take(in, at, sizeof(int64_t));
    case FIELD_FLAG:
        return take_flag(in, (bool *)at);
    case FIELD_TEXT:
        return take_text(in, (char **)at);
    case FIELD_BYTES:
        return take_bytes(in, (struct view_bytes *)at);
    case FIELD_ONE:
        return take_record(in, field->of(), at);
    default:
        return take_items(in, field, record);
    }
}

static bool take_record(struct in *in, const struct schema *schema,
                        char *record)
{
    for (size_t i = 0; i < schema->field_count; i++)
        if (!take_field(in, &schema->fields[i], record))
            return false;
    return true;
}

bool wire_decode(const char *bytes, size_t length, const struct schema *schema,
                 void *record)
{
    struct in in = {"", ""};
    if (length)
        in = (struct in){bytes, bytes + length};
    if (take_record(&in, schema, record) && in.at == in.end)
        return true;
    record_clear(schema, record);
    return false;
}
