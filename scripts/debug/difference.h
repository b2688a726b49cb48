/*
 * The part of a new text that is not as in the old one.
 */
#ifndef DEBUG_DIFFERENCE_H
#define DEBUG_DIFFERENCE_H

#include "scripts/debug/record.h"

/*
 * Appends the range of `new`, in code points, that differs from `old`, whole
 * items rather than digits; nothing when only something was taken away.
 */
void difference_find(const char *old, const char *new, struct view_pair **pairs,
                     size_t *count);

#endif
