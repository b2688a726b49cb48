/*
 * Code objects as values; the slots and the method of their type.
 */
#ifndef SCRIPTS_VM_CODE_VALUE_H
#define SCRIPTS_VM_CODE_VALUE_H

#include "scripts/vm/call.h"

object *code_compare(struct vm *vm, object *self, object *other,
                     enum vm_compare op);
bool code_hash(struct vm *vm, object *self, int64_t *out);
/* replace(**parts): a new code object; ValueError for a part that the
 * instructions do not allow to change. */
builtin_fn code_replace;

#endif
