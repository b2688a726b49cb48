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

/*
 * The C stack of a thread, which begins with run(arg) when it is first switched
 * to; run() never returns.  Notes its bounds in t.  NULL: no memory.
 */
struct c_stack *c_stack_new(void (*run)(void *arg), void *arg,
                            struct vm_thread *t);
/* The one that the process began with. */
struct c_stack *c_stack_of_process(void);
/* Not the one in use. */
void c_stack_delete(struct c_stack *s);
/* Goes on on another; comes back when someone switches to `from`. */
void c_stack_switch(struct c_stack *from, struct c_stack *to);
/* Never comes back. */
_Noreturn void c_stack_leave(struct c_stack *from, struct c_stack *to);

/* Should the loop, entered anew, go on on a fresh segment? */
static inline bool c_stack_short(const struct vm_thread *t)
{
    const char *here = __builtin_frame_address(0);
    return here < t->c_stack_end + t->c_stack_reserve;
}

#endif
