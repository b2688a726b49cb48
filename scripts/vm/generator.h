/*
 * Generators, coroutines and asynchronous generators.
 */
#ifndef SCRIPTS_VM_GENERATOR_H
#define SCRIPTS_VM_GENERATOR_H

#include "scripts/vm/thread.h"
#include "scripts/vm/vm.h"

enum generator_state {
    GENERATOR_CREATED,
    GENERATOR_SUSPENDED,
    GENERATOR_RUNNING,
    GENERATOR_ENDED,
};

/* Types GENERATOR, COROUTINE and ASYNC_GENERATOR. */
struct generator {
    struct heap_node node;
    struct vm_frame frame; /* regs point behind this struct */
    object *code;          /* gi_code, kept after the end */
    object *name, *qualname;
    object *handled;         /* its own while it waits, or NULL */
    struct generator *outer; /* the generator that runs it, while it runs */
    object *outer_handled;   /* what its resumer handles, while it runs */
    uint8_t state;           /* enum generator_state */
    bool closed, running_async, hooked;
    object *finalizer, *origin; /* or NULL */
    object *regs[];
};

static inline struct generator *generator_of(object *o)
{
    return (struct generator *)o;
}

/* Links one that is to run in as the innermost of the thread. */
static inline void generator_enter(struct vm_thread *t, struct generator *g)
{
    g->frame.back = t->frame;
    g->outer = t->generator;
    g->outer_handled = t->handled;
    t->frame = &g->frame;
    t->generator = g;
    t->handled = g->handled;
    g->handled = NULL;
    g->state = GENERATOR_RUNNING;
}

/* It keeps what it handles, and its resumer has its own back. */
static inline void generator_leave(struct vm_thread *t, struct generator *g)
{
    g->handled = t->handled;
    t->handled = g->outer_handled;
    g->outer_handled = NULL;
    t->generator = g->outer;
    g->outer = NULL;
}

enum send_result { SEND_ERROR = -1, SEND_RETURN, SEND_NEXT };

/* Takes over the frame, which has not run yet, with its registers. */
object *generator_new(struct vm *vm, struct vm_frame *frame);
/* Resumes with value (borrowed; NULL with an exception pending raises it).
 * *result is new. */
enum send_result generator_send(struct vm *vm, struct generator *gen,
                                object *value, object **result);
/*
 * Makes the generator's frame the innermost, for the loop to run from behind
 * its pc with value (borrowed).  NULL with nothing pending: it cannot be
 * resumed so, generator_send says why; otherwise the recursion is too deep
 * and the generator has ended.
 */
struct vm_frame *generator_push(struct vm *vm, struct generator *gen,
                                object *value);
/* After such a frame has yielded, or been left: takes it off the thread. */
void generator_pop(struct vm *vm, struct generator *gen);
/* An exception that leaves it: StopIteration becomes RuntimeError. */
void generator_guard(struct vm *vm, const struct generator *gen);
/* The same for any iterator: next() for None, send() otherwise. */
enum send_result vm_send(struct vm *vm, object *iterator, object *value,
                         object **result);
/* Its frame has returned or failed: releases what the frame owns. */
void generator_ended(struct vm *vm, struct generator *gen);
/* What the generator waits for in yield from or await; borrowed or NULL. */
object *generator_delegate(const struct generator *gen);
/* After next() gave NULL: 1 and the value of a StopIteration (or None when
 * nothing is pending), 0 when another exception is pending. */
bool generator_stop_value(struct vm *vm, object **value);
/* Raises StopIteration(value), also for a tuple or an exception value. */
void generator_raise_stop(struct vm *vm, object *value);
/* generator.send */
builtin_fn generator_send_method;
object *coroutine_awaitable(struct vm *vm, object *o); /* GET_AWAITABLE */

#endif
