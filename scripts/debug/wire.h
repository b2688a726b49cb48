/*
 * Records as bytes: the private format between session and engine.
 *
 * Every field is a kind byte and its payload, in the order of the schema;
 * both ends are the same program, so a byte out of place means a broken or
 * hostile peer and ends the decoding with false, never with a crash.
 */
#ifndef DEBUG_WIRE_H
#define DEBUG_WIRE_H

#include "scripts/debug/record.h"

/* Bytes under construction; all zero to begin with, free(at) at the end. */
struct wire_out {
    char *at;
    size_t length, room;
    bool failed; /* memory was short; nothing was added since */
};

void wire_put(struct wire_out *out, const void *bytes, size_t count);

/* Appends a record.  False: out of memory. */
bool wire_encode(struct wire_out *out, const struct schema *schema,
                 const void *record);

/*
 * Fills the all-zero record from exactly `length` bytes.  False: they are no
 * such record, or memory is short; the record is all zero again then.
 */
bool wire_decode(const char *bytes, size_t length, const struct schema *schema,
                 void *record);

#endif
