/*
 * The loop for a machine that a debugger looks at: loop.c once more, with
 * unit.h's other way to make numbers.
 */
#define LOOP_ATTACHED
#include "scripts/vm/loop.c"
