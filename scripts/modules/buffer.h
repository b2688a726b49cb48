/*
 * The bytes of what modules take for bytes-like: bytes, bytearray, memoryview,
 * array.array.
 */
#ifndef SCRIPTS_MODULES_BUFFER_H
#define SCRIPTS_MODULES_BUFFER_H

#include "scripts/vm/vm.h"

struct buffer {
    const unsigned char *data; /* never NULL */
    size_t size;
    object *owner; /* owned: keeps data in place; may be a copy */
};

/* Has o a buffer?  No script code. */
bool buffer_check(struct vm *vm, object *o);
/* The bytes of o.  They may change or move when a script runs, unless frozen
 * was asked for: then a mutable object is copied.  False: TypeError "a
 * bytes-like object is required, not 'T'". */
bool buffer_get(struct vm *vm, object *o, bool frozen, struct buffer *out);
void buffer_done(struct vm *vm, struct buffer *b);
/* Overwrites size bytes of a writable o from offset on, which its buffer must
 * have; false: pending. */
bool buffer_write(struct vm *vm, object *o, size_t offset, const void *data,
                  size_t size);
/* Is o bytearray, array.array or a memoryview that can be written? */
int buffer_writable(struct vm *vm, object *o);

#endif
