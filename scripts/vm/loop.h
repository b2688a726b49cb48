/*
 * The loop, and what the bodies of instructions share.  Inside vm/ only.
 *
 * A body gets the frame and the instruction; it consumes its TEMP sources
 * also when it fails, and returns false with an exception pending.
 */
#ifndef SCRIPTS_VM_LOOP_H
#define SCRIPTS_VM_LOOP_H

#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"
#include "scripts/vm/vm.h"

enum frame_start {
    START_HERE,  /* at frame->pc */
    START_NEXT,  /* behind frame->pc */
    START_ERROR, /* raise what is pending at frame->pc */
};

/* Runs the innermost frame until it returns, yields or fails (NULL). */
object *vm_execute(struct vm *vm, struct vm_frame *frame,
                   enum frame_start start);
/* The same, compiled for a machine that a debugger is attached to. */
object *vm_execute_attached(struct vm *vm, struct vm_frame *frame,
                            enum frame_start start);

/*
 * Pushes the frame of a call and enters it (recursion depth, `entry` unset).
 * func and the n args (positional, then one per name in kwnames) are stolen,
 * also on failure.  in_place: args lie at the top of the innermost frame's
 * registers and may become the new frame's.
 */
struct vm_frame *call_push(struct vm *vm, object *func, object **args,
                           size_t n, object *kwnames, bool in_place);
/* The call slot of script functions. */
builtin_fn function_call;
/* Binds args (stolen) to the parameters; regs get them, the rest NULL. */
bool bind_arguments(struct vm *vm, struct function_object *func,
                    object **args, size_t n, object *kwnames, object **regs);
/* The dict's keys as a tuple (new), its values retained in `values`.  NULL: a
 * key is no string, or MemoryError. */
object *call_spread_keywords(struct vm *vm, object *kwargs, object **values);
/* Clears a frame and takes it off the thread, leaving its depth. */
void call_leave(struct vm *vm, struct vm_frame *frame);

/* The dispatch table that is due. */
static inline const void *const *due_table(const struct vm *vm)
{
    return vm->dispatches[vm->trap.stepping ? DISPATCH_STEPPING
                          : vm->trap.watch  ? DISPATCH_WATCHING
                                            : DISPATCH_RUNNING];
}

typedef bool op_fn(struct vm *vm, struct vm_frame *f, const struct instr *i);

#define OP(name, format, doc) op_fn op_##name;
#include "scripts/vm/opcodes.def"
#undef OP

/* ---- operands ------------------------------------------------------------ */

enum operand { OPERAND_A = KIND_A_SHIFT, OPERAND_B = KIND_B_SHIFT,
               OPERAND_C = KIND_C_SHIFT };

static inline int kind_of(const struct instr *i, enum operand which)
{
    return i->flags >> which & 3;
}

/* The object of a source operand, whoever owns it. */
static inline object *source(const struct vm_frame *f, const struct instr *i,
                             enum operand which, uint16_t n)
{
    return kind_of(i, which) == KIND_CONST ? f->code->consts[n] : f->regs[n];
}

/* The same as an owned reference: a temporary is moved out. */
static inline object *take(const struct vm_frame *f, const struct instr *i,
                           enum operand which, uint16_t n)
{
    object *o = source(f, i, which, n);
    if (kind_of(i, which) != KIND_TEMP)
        heap_retain(o);
    return o;
}

/* Consumes a source that was read in place. */
static inline void consume(struct vm *vm, const struct instr *i,
                           enum operand which, object *o)
{
    if (kind_of(i, which) == KIND_TEMP)
        heap_release(vm->heap, o);
}

/* Stores an owned reference in destination a. */
static inline void put(struct vm *vm, struct vm_frame *f,
                       const struct instr *i, object *value)
{
    if (i->flags & INTO_LOCAL)
        heap_store(vm->heap, &f->regs[i->a], value);
    else
        f->regs[i->a] = value;
}

/* The same for a result that may be NULL: false then. */
static inline bool put_result(struct vm *vm, struct vm_frame *f,
                              const struct instr *i, object *value)
{
    if (!value)
        return false;
    put(vm, f, i, value);
    return true;
}

/* The op of an instruction, also where a breakpoint stands in for it. */
static inline enum vm_opcode instr_op(const struct code *code,
                                      const struct instr *i)
{
    return i->op == OP_BREAK ? code->aside[i - code->instrs].op : i->op;
}

#endif
