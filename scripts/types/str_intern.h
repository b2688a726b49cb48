/*
 * The table of interned strings; str_intern() itself is in str.h.
 */
#ifndef SCRIPTS_TYPES_STR_INTERN_H
#define SCRIPTS_TYPES_STR_INTERN_H

#include "scripts/vm/vm.h"

/* Makes vm->interned; false: out of memory. */
bool str_intern_begin(struct vm *vm) HEAP_MUST_CHECK;
/* Frees it; strings still alive simply stay. */
void str_intern_done(struct vm *vm);
/* destroy callback of str: takes it out of the table. */
void str_forget(heap *h, object *self);

#endif
