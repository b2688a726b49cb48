/*
 * The functions of math that work on ints and on sums.
 */
#ifndef SCRIPTS_MODULES_MATH_INT_H
#define SCRIPTS_MODULES_MATH_INT_H

#include "scripts/vm/vm.h"

extern const struct method_def math_int_functions[];

#endif
