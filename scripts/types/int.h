/*
 * int: 16 bytes while the value fits 64 bits (aux INT_SMALL), else limbs.
 */
#ifndef SCRIPTS_TYPES_INT_H
#define SCRIPTS_TYPES_INT_H

#include "scripts/vm/unit.h"

enum int_aux { INT_SMALL = 0, INT_BIG = 1 };

struct int_object {
    object base;
    int64_t value; /* INT_SMALL */
};

/* -5..256 are the vm's cached ones. */
object *int_new(struct vm *vm, int64_t value);
object *int_new_u64(struct vm *vm, uint64_t value);
object *int_new_double(struct vm *vm, double value);
/* Digits of text in base 2..36 (underscores allowed), or base 0 by prefix;
 * ValueError with CPython's text, which shows `shown` (borrowed). */
object *int_parse(struct vm *vm, const char *text, size_t length, int base,
                  object *shown);
/* o is an int (or subclass).  False: OverflowError. */
bool int_as_i64(struct vm *vm, const object *o, int64_t *out);
bool int_as_double(struct vm *vm, const object *o, double *out);
/* No exception: false when it does not fit. */
bool int_fits_i64(const object *o, int64_t *out);
bool int_fits_ssize(const object *o, ptrdiff_t *out);
int int_sign(const object *o); /* -1, 0, 1 */
object *int_to_str(struct vm *vm, const object *o, int base, bool prefix);

/* Decimal digits without a heap object: writes at most size bytes and returns
 * the length needed; a number of very many digits is only described. */
size_t int_text(const object *o, char *buffer, size_t size);

/* int(o) without a base: __int__, __index__, __trunc__, text. */
object *vm_int(struct vm *vm, object *o);

/* int_new() where that is quickly done; NULL, with nothing raised: it is not. */
static inline object *int_make_quickly(struct vm *vm, int64_t value)
{
    uint64_t cached = (uint64_t)value - (uint64_t)(int64_t)SMALL_INT_MIN;
    object *o;
    if (cached <= SMALL_INT_MAX - SMALL_INT_MIN && vm->small_ints[cached])
        return heap_retain(vm->small_ints[cached]);
    o = vm_unit_new(vm, TYPE_INT);
    if (heap_likely(o != NULL))
        ((struct int_object *)o)->value = value;
    return o;
}

/* int_new() inline: every loop over numbers makes them. */
static inline object *int_make(struct vm *vm, int64_t value)
{
    object *o = int_make_quickly(vm, value);
    return heap_likely(o != NULL) ? o : int_new(vm, value);
}

static inline bool int_is_small(const object *o)
{
    return heap_aux(o) == INT_SMALL;
}

/* An exact int of 64 bits? */
static inline bool int_is_plain(const object *o)
{
    return heap_is_formed(o, TYPE_INT, INT_SMALL);
}

/* hash() of a plain int: modulo the prime 2**61 - 1, never -1. */
static inline int64_t int_plain_hash(const object *o)
{
    int64_t hash = ((const struct int_object *)o)->value %
                   (((int64_t)1 << 61) - 1);
    return hash == -1 ? -2 : hash;
}

/* == of two plain ints; -1: they are not. */
static inline int int_same_plain(const object *a, const object *b)
{
    return int_is_plain(a) && int_is_plain(b)
               ? ((const struct int_object *)a)->value ==
                     ((const struct int_object *)b)->value
               : -1;
}

#endif
