/*
 * bytes and bytearray.
 */
#ifndef SCRIPTS_TYPES_BYTES_H
#define SCRIPTS_TYPES_BYTES_H

#include "scripts/vm/vm.h"

struct bytes_object {
    object base;
    int64_t hash; /* -1: not computed yet */
    uint64_t length;
    unsigned char data[];
};

object *bytes_new(struct vm *vm, const void *data, size_t size);
/* data and size of a bytes or bytearray; borrowed until it changes. */
bool bytes_view(struct vm *vm, object *o, const unsigned char **data,
                size_t *size);

#endif
