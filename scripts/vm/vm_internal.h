/*
 * Shared by the files of vm/ only.
 */
#ifndef SCRIPTS_VM_VM_INTERNAL_H
#define SCRIPTS_VM_VM_INTERNAL_H

#include "scripts/vm/vm.h"

/* HEAPSTEP_CENSUS: is what is left in the heap at the end to be told? */
bool vm_wants_census(const struct vm *vm);

/* Drops all that the vm holds in the heap; no script code can run from then
 * on. tell: names on standard error what is left for no good reason. */
void vm_teardown(struct vm *vm, bool tell);

#endif
