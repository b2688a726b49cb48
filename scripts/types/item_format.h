/*
 * Single items in the machine's own form, by the format characters that
 * memoryview, array and struct share.
 */
#ifndef SCRIPTS_TYPES_ITEM_FORMAT_H
#define SCRIPTS_TYPES_ITEM_FORMAT_H

#include "scripts/vm/vm.h"

/* Bytes of an item; 0: no such format ("cbB?hHiIlLqQnNfdP" there are). */
size_t item_size(char format);
/* The item at p, which need not be aligned. */
object *item_read(struct vm *vm, char format, const void *p);
/* Stores value at p; TypeError and ValueError in memoryview's words. */
bool item_write(struct vm *vm, char format, void *p, object *value);
/* The low bits of an int that fits size bytes, signed or not; no exception. */
bool item_bits(struct vm *vm, const object *o, size_t size, bool is_signed,
               uint64_t *bits);

#endif
