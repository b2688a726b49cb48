/*
 * From a failing instruction to its handler.
 */
#ifndef SCRIPTS_VM_UNWIND_H
#define SCRIPTS_VM_UNWIND_H

#include "scripts/vm/code.h"
#include "scripts/vm/vm.h"

/* Adds the frame's place to the pending exception's traceback and tells a
 * debugger. */
void unwind_traceback(struct vm *vm, struct vm_frame *f);
/*
 * Releases the temporaries of the frame down to the depth of the handler that
 * covers pc and gives it the pending exception; its first instruction.  NULL:
 * none, all temporaries are released.
 */
const struct instr *unwind_frame(struct vm *vm, struct vm_frame *f,
                                 const struct instr *pc);
/* Clears a pending StopIteration; false: another is pending. */
bool unwind_swallow_stop(struct vm *vm);

#endif
