/*
 * float and the text of doubles.
 */
#ifndef SCRIPTS_TYPES_FLOAT_H
#define SCRIPTS_TYPES_FLOAT_H

#include "scripts/vm/unit.h"

struct float_object {
    object base;
    double value;
};

object *float_new(struct vm *vm, double value);
/* float_new() inline. */
static inline object *float_make(struct vm *vm, double value)
{
    object *o = vm_unit_new(vm, TYPE_FLOAT);
    if (heap_unlikely(!o))
        return float_new(vm, value);
    ((struct float_object *)o)->value = value;
    return o;
}

/* Of a float, int or object with __float__ / __index__. */
bool float_as_double(struct vm *vm, object *o, double *out);
/* Shortest text that reads back ('r'), or as format code 'e' 'f' 'g' 'G' ...
 * with precision; writes at most size bytes, returns the length needed. */
size_t float_text(double value, char code, int precision, bool alternate,
                  bool sign, char *buffer, size_t size);
object *complex_new(struct vm *vm, double real, double imaginary);

#endif
