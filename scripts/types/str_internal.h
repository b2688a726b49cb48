/*
 * Shared by the files of str.
 */
#ifndef SCRIPTS_TYPES_STR_INTERNAL_H
#define SCRIPTS_TYPES_STR_INTERNAL_H

#include "scripts/types/str.h"

static inline struct str_object *str_of(object *o)
{
    return (struct str_object *)o;
}

/* A string to be filled; widest is its largest code point. */
object *str_alloc(struct vm *vm, struct type_object *type, size_t length,
                  uint32_t widest);
object *str_from_latin1(struct vm *vm, const unsigned char *text,
                        size_t length);
int str_width_of(uint32_t widest); /* 1, 2, 4 */
/* An upper bound (127 for ASCII) of the code points in [from, to). */
uint32_t str_widest(const object *o, size_t from, size_t to);
void str_copy_in(object *o, size_t at, const object *a, size_t from,
                 size_t to);
/* One code point of well formed UTF-8; bytes taken (at least 1). */
size_t str_decode_utf8(const char *utf8, size_t left, uint32_t *point);
size_t str_encode_utf8(uint32_t point, char out[4]);

/* s[from..to) */
void str_builder_range(struct str_builder *b, const object *s, size_t from,
                       size_t to);
void str_builder_fill(struct str_builder *b, uint32_t point, size_t count);

/* SipHash-1-3 of data. */
uint64_t hash_keyed(uint64_t k0, uint64_t k1, const void *data, size_t size);
/* SipHash-1-3 with the vm's key; never -1; 0 for no bytes. */
int64_t hash_bytes(struct vm *vm, const void *data, size_t size);

#endif
