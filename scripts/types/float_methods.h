/*
 * Between float.c, float_methods.c and complex.c.
 */
#ifndef SCRIPTS_TYPES_FLOAT_METHODS_H
#define SCRIPTS_TYPES_FLOAT_METHODS_H

#include "scripts/types/float.h"

struct complex_object {
    object base;
    double real, imaginary;
};

extern const struct method_def float_methods[];
extern const struct getset_def float_getsets[];

bool float_check(struct vm *vm, const object *o);
/* o is hashed by address when value is nan. */
int64_t float_hash_of(const object *o, double value);
/* x ** y as complex numbers. */
object *complex_power(struct vm *vm, double x, double y);

#endif
