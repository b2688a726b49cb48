/*
 * A reserved range of address space, usable up to a mark that only rises.
 */
#ifndef HEAP_RANGE_H
#define HEAP_RANGE_H

#include <stdbool.h>
#include <stddef.h>

struct range {
    char *base;
    size_t size, committed;
};

/* Reserves `size` bytes at the first free one of the fixed bases, so that
 * addresses repeat from run to run.  False: none is free. */
bool range_reserve(struct range *r, size_t size);

/* Reserves `size` bytes wherever there is room. */
bool range_reserve_anywhere(struct range *r, size_t size);

/* Makes the first `upto` bytes usable (zero when never used).  Rounds up. */
bool range_commit(struct range *r, size_t upto);

/* Gives whole pages back to the system; they read as zero afterwards. */
void range_forget(char *start, size_t size);

void range_release(struct range *r);

#endif
