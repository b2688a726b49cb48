/*
 * What a vm needs of numbers and text before its types are complete.
 */
#ifndef SCRIPTS_TYPES_TEXT_H
#define SCRIPTS_TYPES_TEXT_H

#include "scripts/vm/vm.h"

/*
 * Between types_begin and types_init: makes true_, false_, small_ints,
 * empty_str, latin1, empty_bytes, bytes1, the intern table and vm->name.
 */
bool text_init(struct vm *vm) HEAP_MUST_CHECK;
/* Releases them; strings may still be alive afterwards. */
void text_done(struct vm *vm);

#endif
