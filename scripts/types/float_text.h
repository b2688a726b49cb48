/*
 * Doubles as digits: shared by float, complex and formatting.  No vm.
 */
#ifndef SCRIPTS_TYPES_FLOAT_TEXT_H
#define SCRIPTS_TYPES_FLOAT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* 0.DIGITS * 10**point, no zeros at the end. */
struct float_digits {
    char digits[24];
    int count, point;
};

/* The fewest digits that read back as |value|, which is finite. */
void float_shortest(double value, struct float_digits *d);

/* Reads a float literal, inf or nan at the start of text; bytes taken. */
size_t float_scan(const char *text, size_t n, double *out);
/* All of text, space around allowed. */
bool float_parse(const char *text, size_t n, double *out);

#endif
