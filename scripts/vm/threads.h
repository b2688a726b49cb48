/*
 * Threads of scripts, on one schedule: one runs at a time, and who is next
 * depends on nothing but the script (and on clocks, where it asks for time).
 *
 * A thread goes on until it waits, ends or has passed many polls; then the one
 * that has been ready longest goes on.  Each has a struct vm_thread and a C
 * stack; vm->thread is the one that runs.  Nothing here exists until it is
 * first needed, and a program of one thread pays nothing.
 */
#ifndef SCRIPTS_VM_THREADS_H
#define SCRIPTS_VM_THREADS_H

#include "scripts/vm/vm.h"

/* The number of the thread that runs; the main one's is 1. */
uint64_t threads_ident(struct vm *vm);
bool threads_is_main(const struct vm *vm);
/* How many live besides the main one. */
size_t threads_count(const struct vm *vm);

/* A thread that calls callable(*args, **kwargs), ready but not yet running;
 * kwargs may be NULL.  Its number; 0: no memory, nothing is pending. */
uint64_t threads_start(struct vm *vm, object *callable, object *args,
                       object *kwargs);

/* Calls fn with the object (stolen) at the end of the thread that runs. */
typedef void threads_end_fn(struct vm *vm, object *o);
bool threads_at_end(struct vm *vm, threads_end_fn *fn, object *stolen);

enum threads_waited { WAIT_RAISED = -1, WAIT_TIMED_OUT, WAIT_WOKEN };

/*
 * Lets others go on until someone wakes a waiter of that address (NULL: nobody
 * can) or the time has come, in ns of the monotonic clock (-1: never).  May be
 * WAIT_WOKEN for nothing, when a signal came.
 * WAIT_RAISED: a signal's handler left an exception.
 */
enum threads_waited threads_wait(struct vm *vm, const void *what,
                                 int64_t deadline);
/* Makes the one that has waited longest ready. */
void threads_wake(struct vm *vm, const void *what);

/* At a poll: perhaps it is another's turn.  False: an exception is pending. */
bool threads_tick(struct vm *vm);
/* A signal has come, which is for the main thread. */
void threads_interrupt_main(struct vm *vm);

/* From now on only the main thread runs; the others are left where they are. */
void threads_stop(struct vm *vm);
/* Frees all but the main thread; their frames are given up as they stand.
 * Returns how many there were. */
size_t threads_free(struct vm *vm);

/* What is to be told of one of them. */
struct threads_about {
    uint64_t ident;
    bool runs, waits; /* neither: it is ready, and another's turn */
};
void threads_tell(const struct vm *vm, const struct vm_thread *line,
                  struct threads_about *about);

/* The threads one after another, the first for NULL; NULL at the end. */
const struct vm_thread *threads_next(const struct vm *vm,
                                     const struct vm_thread *after);

#endif
