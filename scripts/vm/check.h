/*
 * `heapstep check`: whether a program leaves garbage in cycles behind.
 */
#ifndef SCRIPTS_VM_CHECK_H
#define SCRIPTS_VM_CHECK_H

#include <stdbool.h>

struct vm;
struct check;

/* Notes from now on what collections find; NULL: no memory.  The vm is
 * attached, so that objects know their lines. */
struct check *check_begin(struct vm *vm);
/* Collects once more and tells on standard error what was found in all, by
 * type and line; false: something was, or could not be noted.  Frees c, which
 * may be NULL. */
bool check_end(struct vm *vm, struct check *c);

#endif
