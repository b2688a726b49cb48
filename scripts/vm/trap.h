/*
 * The joint between the loop and a debugger.  With nothing armed the loop
 * pays nothing: breakpoints are patched instructions, stepping is a second
 * dispatch table, and an asynchronous wish sets vm->poll, which back-edges
 * and calls test anyway.
 */
#ifndef SCRIPTS_VM_TRAP_H
#define SCRIPTS_VM_TRAP_H

#include <stdbool.h>
#include <stdint.h>

#include "heap/heap.h"

struct vm;
struct vm_frame;
struct code;

enum { VM_WATCH_MOST = 32 };

/* Words that are to be watched: before each instruction they are compared with
 * what they were. */
struct vm_watch {
    uint32_t count;
    uint32_t place; /* of the last instruction before which they were so */
    struct vm_word {
        const void *at;
        uint64_t was;
    } words[VM_WATCH_MOST];
};

/* Every callback runs at a safe point: frame->pc is the instruction about to
 * run (or, for raised, the one that failed), all registers are consistent.
 * It may look at everything, run scripts, block in its own loop.  Returning
 * false means it left an exception pending, which is then raised there. */
struct vm_trap {
    void *arg;
    /* Before each instruction while stepping is on. */
    bool (*instruction)(void *arg, struct vm_frame *frame);
    /* At a patched instruction, before the original runs. */
    bool (*breakpoint)(void *arg, struct vm_frame *frame);
    /* vm->poll was set; the loop has cleared it. */
    bool (*poll)(void *arg, struct vm_frame *frame);
    /* An exception is about to unwind; `caught`: some frame has a handler
     * that covers it (a finally or with block counts). */
    void (*raised)(void *arg, struct vm_frame *frame, object *exception,
                   bool caught);
    /* A frame was pushed (before its first instruction) / is about to go
     * (result borrowed, NULL when unwinding).  Only while stepping is on. */
    void (*entered)(void *arg, struct vm_frame *frame);
    void (*leaving)(void *arg, struct vm_frame *frame, object *result);
    /* breakpoint() / sys.breakpointhook in a debugged script. */
    bool (*breakpoint_call)(void *arg, struct vm_frame *frame);
    /* A code object was made (module or function compiled). */
    void (*code_made)(void *arg, struct code *code);
    bool stepping; /* read by the loop at polls; set by vm_trap_step */
    /* While not stepping: `instruction` is called only before those where a
     * word has changed; or NULL. */
    struct vm_watch *watch;
};

/* Switches the dispatch table; takes effect at the next instruction when
 * called from a trap, at the next poll otherwise. */
void vm_trap_step(struct vm *vm, bool on);

/* Borrowed for as long as it is watched; NULL ends that.  In force as
 * vm_trap_step() is. */
void vm_trap_watch(struct vm *vm, struct vm_watch *watch);

/* Async-signal-safe: makes the loop call trap.poll soon. */
void vm_trap_request(struct vm *vm);

/* Patches / restores one instruction. */
bool vm_break_set(struct vm *vm, struct code *code, uint32_t instr);
void vm_break_clear(struct vm *vm, struct code *code, uint32_t instr);

/* The file name (borrowed) and line of an allocation site; false: unknown. */
bool vm_site(struct vm *vm, uint32_t site, object **filename, int *line);

/* The first instruction of `line` or of the next line of code that has one;
 * -1 none.  *found gets the line. */
int code_line_to_instr(const struct code *code, int line, int *found);

#endif
