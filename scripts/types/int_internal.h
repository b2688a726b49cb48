/*
 * Shared by int.c, int_big.c, int_text.c and float.c: magnitudes.
 */
#ifndef SCRIPTS_TYPES_INT_INTERNAL_H
#define SCRIPTS_TYPES_INT_INTERNAL_H

#include <gmp.h>

#include "scripts/types/int.h"

struct int_big { /* INT_BIG */
    object base;
    int64_t size; /* limbs, negative for a negative number */
    mp_limb_t limbs[];
};

/* A number to read: sign and limbs, least first, none on top zero. */
struct int_view {
    const mp_limb_t *limbs;
    size_t count; /* 0: zero */
    bool negative;
    mp_limb_t one; /* storage for a small number */
};

void int_view(const object *o, struct int_view *v);

/* A number under construction: limbs in a heap array. */
struct int_work {
    mp_limb_t *limbs;
    size_t count, capacity;
};

/* Room for n limbs (at least one); false: MemoryError. */
bool int_work_init(struct vm *vm, struct int_work *w, size_t n);
void int_work_done(struct vm *vm, struct int_work *w);
/* The int with that magnitude and sign; releases w. */
object *int_work_finish(struct vm *vm, struct int_work *w, bool negative);

/* Signed operations on any ints; NULL: MemoryError, ZeroDivisionError... */
object *int_big_add(struct vm *vm, const object *a, const object *b,
                    bool subtract);
object *int_big_mul(struct vm *vm, const object *a, const object *b);
/* Floor division; either result may be NULL when not wanted. */
bool int_big_divmod(struct vm *vm, const object *a, const object *b,
                    object **quotient, object **remainder);
object *int_big_shift_left(struct vm *vm, const object *a, size_t bits);
object *int_big_shift_right(struct vm *vm, const object *a, size_t bits);
object *int_big_bitwise(struct vm *vm, enum vm_binary op, const object *a,
                        const object *b);
object *int_pow(struct vm *vm, object *base, object *exponent,
                object *modulus);
int int_order(const object *a, const object *b);
size_t int_bit_length(const object *o);
/* a / b correctly rounded; false with an exception pending. */
bool int_true_divide(struct vm *vm, const object *a, const object *b,
                     double *out);

#endif
