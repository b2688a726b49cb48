/*
 * More C stack for a thread whose C code and scripts call each other deeply.
 */
#ifndef SCRIPTS_VM_C_STACK_H
#define SCRIPTS_VM_C_STACK_H

#include "scripts/vm/loop.h"

/* Notes what is left of the C stack that runs now. */
void c_stack_find(struct vm_thread *t);

/* execute() on a fresh segment; on this one when there is no memory. */
typedef object *c_stack_fn(struct vm *vm, struct vm_frame *frame,
                           enum frame_start start);
object *c_stack_extend(struct vm *vm, c_stack_fn *execute,
                       struct vm_frame *frame, enum frame_start start);

/* Frees the segment kept for the next time. */
void c_stack_free(struct vm_thread *t);

/* Should the loop, entered anew, go on on a fresh segment? */
static inline bool c_stack_short(const struct vm_thread *t)
{
    const char *here = __builtin_frame_address(0);
    return here < t->c_stack_end + t->c_stack_reserve;
}

#endif
