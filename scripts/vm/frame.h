/*
 * Frame objects and traceback objects.
 */
#ifndef SCRIPTS_VM_FRAME_H
#define SCRIPTS_VM_FRAME_H

#include "scripts/vm/code.h"
#include "scripts/vm/thread.h"
#include "scripts/vm/vm.h"

enum frame_kind { FRAME_PLAIN, FRAME_ENDED };

/*
 * What a script sees of a frame.  While the frame runs or waits, `frame` is
 * the machine's own record and the object owns nothing of it; when it ends,
 * what is left of it moves to `ended`.
 */
struct frame_object {
    struct heap_node node;
    struct vm_frame *frame;    /* never NULL */
    struct frame_object *back; /* owned, once ended; or NULL */
    object *trace;             /* f_trace, or NULL */
    struct vm_frame ended;     /* regs: a heap array of the locals */
};

struct traceback_object {
    struct heap_node node;
    struct traceback_object *next; /* owned, or NULL */
    struct frame_object *frame;    /* owned */
    uint32_t last;                 /* twice the index of the instruction */
    int line;
};

/* The frame's object, made when there is none yet; new. */
object *frame_object_get(struct vm *vm, struct vm_frame *frame);
/* The frame `depth` callers up; NULL when there are not so many. */
struct vm_frame *frame_up(const struct vm *vm, int depth);
/*
 * The names of a frame as a mapping: its own for a module or class body, else
 * the frame's one dict, brought up to date with locals and cells.  New.
 */
object *frame_locals(struct vm *vm, struct vm_frame *frame);
/* Gives the frame's locals and cells the values in mapping; names that are
 * missing there are unset. */
bool frame_store_locals(struct vm *vm, struct vm_frame *frame,
                        object *mapping);
object *traceback_new(struct vm *vm, object *next, object *frame,
                      uint32_t instr, int line);
/* Index of the instruction the frame is at. */
uint32_t frame_instr(const struct vm_frame *frame);
/*
 * The frame is about to go: keeps its locals for its frame object when others
 * hold that, otherwise releases everything it owns, in CPython's order.
 */
void frame_clear(struct vm *vm, struct vm_frame *frame);
/* Calls visit for what the frame owns. */
void frame_visit(struct vm_frame *frame, heap_visit_fn *visit, void *arg);
/* Takes one owned reference out of a frame that no longer runs; NULL: none. */
object *frame_unlink(struct vm_frame *frame);
/* The same of a frame that waits and will never go on: its temporaries first;
 * the locals go to its object when others hold that. */
object *frame_unlink_waiting(struct vm_frame *frame);
/* Names what the frame owns. */
void frame_edges(struct vm_frame *frame, heap_edge_fn *emit, void *arg);

#endif
