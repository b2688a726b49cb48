/*
 * Calls that stay in the loop although more than a result in a register comes
 * of them: generators, classes, calls with a spread.  Inside vm/ only.
 *
 * The caller's instruction is still under way while its callee runs: what the
 * instruction consumes stays in its registers, owned, and goes when the callee
 * has ended.
 */
#ifndef SCRIPTS_VM_THEN_H
#define SCRIPTS_VM_THEN_H

#include "scripts/vm/loop.h"

enum frame_then {
    THEN_STORE, /* the result in the caller's register: nothing else */
    THEN_FOR_ITER,
    THEN_SEND,
    THEN_NEXT,
    THEN_NEW,     /* a class call's __new__: __init__ comes next */
    THEN_INIT,    /* a class call's __init__ */
    THEN_OBJECT,  /* an instance's __call__ */
    THEN_CALL_EX, /* a function's call with a spread */
};

/* Where the caller goes on; GO_ENTER: in the frame that was pushed. */
enum then_go { GO_NEXT, GO_JUMP, GO_ERROR, GO_ENTER };

/*
 * f's instruction i goes on with what its callee gave (stolen), NULL when an
 * exception is pending.  ended: returned, not yielded.
 */
enum then_go then_go_on(struct vm *vm, struct vm_frame *f,
                        const struct instr *i, enum frame_then then,
                        object *result, bool ended);

typedef enum then_go then_fn(struct vm *vm, struct vm_frame *f,
                             const struct instr *i, object *result,
                             bool ended);
/* The rows of then_call.c. */
then_fn then_new, then_init, then_object, then_spread;

/*
 * Each pushes the frame of a callee, to be run in the loop.  NULL: nothing was
 * done when nothing is pending, and the instruction takes its usual way;
 * otherwise all the instruction consumes is released and it has failed.
 */
struct vm_frame *then_for_iter(struct vm *vm, struct vm_frame *f,
                               const struct instr *i);
struct vm_frame *then_send(struct vm *vm, struct vm_frame *f,
                           const struct instr *i);
struct vm_frame *then_class(struct vm *vm, struct vm_frame *f,
                            const struct instr *i, object *names);
/* The same from where its instance is there (stolen); NULL is a MemoryError
 * that is pending. */
struct vm_frame *then_made(struct vm *vm, struct vm_frame *f,
                           const struct instr *i, object *self);
/* A call of an object whose class has a script's __call__. */
struct vm_frame *then_call_object(struct vm *vm, struct vm_frame *f,
                                  const struct instr *i, object *names);
/* next(generator), generator.send(value) */
struct vm_frame *then_next(struct vm *vm, struct vm_frame *f,
                           const struct instr *i);
struct vm_frame *then_call_ex(struct vm *vm, struct vm_frame *f,
                              const struct instr *i);

#endif
