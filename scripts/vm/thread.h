/*
 * One line of execution: its frames, registers, exceptions and limits.
 */
#ifndef SCRIPTS_VM_THREAD_H
#define SCRIPTS_VM_THREAD_H

#include "heap/heap.h"

struct vm;
struct code;
struct instr;

/*
 * A running or suspended frame.  Not a heap object; `object` is its frame
 * object once someone asked for one (it then keeps the frame's registers
 * alive after the frame has ended).
 */
struct vm_frame {
    struct vm_frame *back;      /* caller, NULL at the bottom */
    struct vm *vm;
    struct code *code;          /* owned */
    object *func;               /* owned, NULL for a bare code object */
    object *globals, *builtins; /* borrowed from func, else owned (bare) */
    object *locals; /* owned mapping of a class or module body, or NULL */
    object **regs;                  /* the code's register_count of them */
    object **caller_top;            /* the thread's reg_top before it */
    const struct instr *pc;         /* the instruction under way */
    struct frame_object *object;    /* owned, or NULL */
    struct generator *generator;    /* whose frame this is, or NULL */
    uint64_t id;                    /* never reused: the debugger's handle */
    uint16_t result;                /* caller's register for the result */
    uint8_t entry;                  /* returning leaves the C loop */
    uint8_t kind;                   /* enum frame_kind */
    uint8_t then; /* what the caller does with the result: enum frame_then */
};

struct c_segment;

/* A piece of the register stack. */
struct reg_chunk {
    struct reg_chunk *prev, *next;
    size_t count;
    object *regs[];
};

struct vm_thread {
    struct vm *vm;
    struct vm_frame *frame; /* innermost, NULL when none runs */
    object *pending;        /* exception being raised, owned, or NULL */
    bool args_uncounted;    /* its args are not in the young counter yet */
    object *handled;        /* what the innermost generator or, outside any,
                               the script handles; owned, or NULL */
    struct generator *generator; /* innermost that runs, or NULL */
    object *asyncgen_firstiter, *asyncgen_finalizer; /* sys's hooks, or NULL */
    int depth;              /* recursion depth as CPython counts it */
    const char *c_stack_end; /* C code must not go below this */
    size_t c_stack_reserve;  /* bytes left below it */
    struct c_segment *c_segment; /* of C stack, not in use now; or NULL */
    struct reg_chunk *chunk; /* registers, linked, never moved */
    object **reg_top, **reg_limit;
    struct vm_frame *free_frames;
    struct vm_frame *stopped; /* about to run its instruction; or NULL */
    bool overflowed; /* a RecursionError is being handled */
};

struct vm_thread *vm_thread_new(struct vm *vm);
void vm_thread_free(struct vm_thread *t);

/*
 * Brackets C code that may re-enter scripts.  False: RecursionError (" while
 * calling a Python object" = where) or C stack nearly used up.
 */
bool vm_enter(struct vm *vm, const char *where) HEAP_MUST_CHECK;
void vm_leave(struct vm *vm);
/* Is there C stack left, for C code that calls itself and counts no depth?
 * False: RecursionError. */
bool vm_has_stack(struct vm *vm) HEAP_MUST_CHECK;

/*
 * Pushes a frame for code: registers from `regs` when the chunk has room there
 * (and they are its top), else fresh ones.  Its registers are not initialized.
 * Retains code; owns nothing else yet.  NULL: MemoryError.
 */
struct vm_frame *vm_frame_push(struct vm *vm, struct code *code,
                               object **regs) HEAP_MUST_CHECK;
/* Takes the innermost frame, cleared, off the thread. */
void vm_frame_pop(struct vm *vm, struct vm_frame *frame);
/* sys.exception(): the exception being handled, borrowed or NULL. */
object *vm_handled_peek(const struct vm *vm);

/* The line the frame is at (1-based), 0 unknown. */
int vm_frame_line(const struct vm_frame *frame);

/* How many registers of the frame are live now: locals always, temporaries
 * up to the depth at pc, and at a stop those its instruction will consume. */
size_t vm_frame_live_registers(const struct vm_frame *frame);

#endif
