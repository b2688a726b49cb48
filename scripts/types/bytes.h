/*
 * bytes and bytearray.
 */
#ifndef SCRIPTS_TYPES_BYTES_H
#define SCRIPTS_TYPES_BYTES_H

#include "scripts/vm/vm.h"

enum bytes_aux { BYTES_WITHIN, BYTES_APART };

struct bytes_object {
    object base;
    int64_t hash; /* -1: not computed yet */
    uint64_t length;
    unsigned char within[];
};

/* A long one (BYTES_APART) has its bytes in a heap array, of which slices of
 * most of it are owners too.  The array never moves, so that a pointer to the
 * bytes is good for as long as one of the owners is held. */
struct bytes_array {
    uint64_t owners, size;
    unsigned char data[];
};

struct long_bytes {
    object base; /* as in struct bytes_object */
    int64_t hash;
    uint64_t length;
    unsigned char *from; /* in the array */
    struct bytes_array *array;
};

static inline unsigned char *bytes_data(const object *o)
{
    return heap_aux(o) == BYTES_APART
               ? ((const struct long_bytes *)(const void *)o)->from
               : ((struct bytes_object *)(uintptr_t)o)->within;
}

struct bytearray_object {
    object base;
    unsigned char *data; /* heap array, or NULL */
    size_t length, capacity;
    size_t exports; /* views that hold it to its length */
};

/* A copy of a long bytearray shares its array until one of the two is about to
 * change (heap/share.h): before a write in place, bytearray_own, and only then
 * look where the bytes are.  False: no memory. */
bool bytearray_make_own(struct vm *vm, object *self);
static inline HEAP_MUST_CHECK bool bytearray_own(struct vm *vm, object *self)
{
    return heap_likely(!heap_is_sharing(self, TYPE_BYTEARRAY)) ||
           bytearray_make_own(vm, self);
}

object *bytes_new(struct vm *vm, const void *data, size_t size);
/* A new bytes to be filled; data zero.  size must not be 0;
 * one byte that a script could take for the shared one is bytes_new's. */
object *bytes_alloc(struct vm *vm, struct type_object *type, size_t size);
object *bytearray_new(struct vm *vm, const void *data, size_t size);

/* bytes / bytearray or derived from it? */
bool bytes_check(struct vm *vm, const object *o);
bool bytearray_check(struct vm *vm, const object *o);
bool bytes_like(struct vm *vm, const object *o);
/* The same of a memoryview in one piece; false: pending. */
bool memoryview_bytes(struct vm *vm, object *o, const unsigned char **data,
                      size_t *size);
/* data and size of a bytes or bytearray, of an array or of a memoryview in one
 * piece; borrowed until it changes.  False:
 * TypeError "a bytes-like object is required, not 'T'". */
bool bytes_view(struct vm *vm, object *o, const unsigned char **data,
                size_t *size);

#endif
