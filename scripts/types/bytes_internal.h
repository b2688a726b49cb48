/*
 * Between the files of bytes and bytearray.
 */
#ifndef SCRIPTS_TYPES_BYTES_INTERNAL_H
#define SCRIPTS_TYPES_BYTES_INTERNAL_H

#include "scripts/types/bytes.h"
#include "scripts/types/str.h"

/* Bytes under construction, in a malloc'ed buffer. */
struct byte_buffer {
    unsigned char *data;
    size_t length, capacity;
};
/* False: MemoryError pending. */
bool byte_buffer_add(struct vm *vm, struct byte_buffer *b, const void *data,
                     size_t size);
void byte_buffer_done(struct byte_buffer *b);

extern const struct method_def bytes_methods[];
extern const struct method_def bytearray_methods[];

/* Slots that both types share. */
object *bytes_compare(struct vm *vm, object *a, object *b, enum vm_compare op);
int bytes_contains(struct vm *vm, object *self, object *item);
object *bytes_percent(struct vm *vm, object *format, object *values);
/* b'...'; escape_single: ' gets a backslash whatever the quotes are. */
void bytes_add_repr(struct str_builder *b, const unsigned char *data,
                    size_t n, bool escape_single);

/* bytes(x) without an encoding and without __bytes__; the ValueError for an
 * item beyond a byte has range_words. */
object *bytes_from(struct vm *vm, object *x, const char *range_words);
/* The bytes of anything that has some; numbers and text have none. */
object *bytes_of_object(struct vm *vm, object *x);
/* The flag of splitlines, an int or NULL; -1: pending. */
int bytes_keep_ends(struct vm *vm, object *o);
/* The bytes that an iterable's ints are. */
object *bytes_from_items(struct vm *vm, object *iterable,
                         const char *range_words);
int bytes_text_arguments(struct vm *vm, const char *function,
                         object *const in[3], object **out);
bool byte_value(struct vm *vm, object *o, const char *range_words,
                unsigned char *out);

#endif
