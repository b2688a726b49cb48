/*
 * The quick ways between doubles and digits, for ordinary ones.  No vm.  Each
 * gives the exact result or false: then nothing is said.
 */
#ifndef SCRIPTS_TYPES_FLOAT_DIGITS_H
#define SCRIPTS_TYPES_FLOAT_DIGITS_H

#include <stdint.h>

#include "scripts/types/float_text.h"

/* float_shortest() of a value over zero. */
bool float_digits_shortest(double value, struct float_digits *d);
/* A value over zero times 10**precision as a whole number, half to even. */
bool float_digits_fixed(double value, int precision, uint64_t *out);
/* The double nearest to digits * 10**power. */
bool float_from_digits(uint64_t digits, int power, double *out);

#endif
