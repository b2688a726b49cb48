/*
 * The loop: dispatch, the hot instructions in place, calls and returns,
 * unwinding.  Everything else is a body of its own in ops_*.c.
 *
 * frame->pc is stored at every instruction, so whatever looks at the thread
 * from outside sees where it is.  The dispatch table is read through the vm
 * at every instruction: that is how a debugger gets in between, and all that
 * it costs.
 */
#include "scripts/vm/loop.h"

#include <string.h>

#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/c_stack.h"
#include "scripts/vm/cache.h"
#include "scripts/vm/call.h"
#include "scripts/vm/fast_call.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/gather.h"
#include "scripts/vm/generator.h"
#include "scripts/vm/signals.h"
#include "scripts/vm/threads.h"
#include "scripts/vm/then.h"
#include "scripts/vm/unwind.h"

/* ---- helpers of instructions --------------------------------------------- */

/* The truth of a source, consumed: 1, 0, -1. */
static inline int test(struct vm *vm, struct vm_frame *f,
                       const struct instr *i)
{
    object *o = source(f, i, OPERAND_A, i->a);
    int truth;
    if (heap_likely(o == vm->true_ || o == vm->false_)) {
        truth = o == vm->true_;
        consume(vm, i, OPERAND_A, o);
        return truth;
    }
    truth = plain_truth(vm, o);
    if (heap_likely(truth >= 0)) {
        consume(vm, i, OPERAND_A, o);
        return truth;
    }
    o = take(f, i, OPERAND_A, i->a);
    truth = vm_truth(vm, o);
    vm_release(vm, o);
    return truth;
}

typedef bool trap_fn(void *arg, struct vm_frame *frame);

/* Are all of them as they were?  What they are part of may be freed, but not
 * given back. */
static RAW bool words_hold(const struct vm_watch *watch)
{
    uint64_t changed = 0, now;
    for (uint32_t k = 0; k < watch->count; k++) {
        memcpy(&now, watch->words[k].at, sizeof now);
        changed |= now ^ watch->words[k].was;
    }
    return !changed;
}

/* Stops in front of the frame's instruction; false: the trap raised. */
static bool stop(struct vm *vm, struct vm_frame *f, trap_fn *fn)
{
    struct vm_frame *outer = vm->thread->stopped;
    bool ok;
    if (!fn)
        return true;
    vm->thread->stopped = f;
    ok = fn(vm->trap.arg, f);
    vm->thread->stopped = outer;
    return ok;
}

/* Tells a debugger that wants to know; false: it raised something. */
static bool polled(struct vm *vm, struct vm_frame *f)
{
    vm->poll = 0;
    vm->dispatch = due_table(vm);
    return stop(vm, f, vm->trap.poll) &&
           (!vm->signals || signals_run(vm)) &&
           (!vm->threads || threads_tick(vm));
}

static void tell_entered(struct vm *vm, struct vm_frame *f)
{
    if (vm->trap.stepping && vm->trap.entered)
        vm->trap.entered(vm->trap.arg, f);
}

static void tell_leaving(struct vm *vm, struct vm_frame *f, object *result)
{
    if (vm->trap.stepping && vm->trap.leaving)
        vm->trap.leaving(vm->trap.arg, f, result);
}

/* The frame has ended or is about to unwind: releases what it owns. */
static void leave_frame(struct vm *vm, struct vm_frame *f)
{
    if (f->generator)
        generator_ended(vm, f->generator);
    else if (heap_unlikely(!leave_fast(vm, f)))
        call_leave(vm, f);
}

/* A method object's function and self into R[a], R[a + 1]. */
static void open_method(struct vm *vm, object **r)
{
    object *method = r[0];
    r[0] = heap_retain(method_of(method)->func);
    r[1] = heap_retain(method_of(method)->self);
    vm_release(vm, method);
}

/* A call of anything but a script function, in CPython's order of releases. */
static bool call_object(struct vm *vm, struct vm_frame *f,
                        const struct instr *i, object *names)
{
    object **r = f->regs + i->a;
    object *callable = r[0], **args = r + (r[1] ? 1 : 2);
    size_t n = i->b + (r[1] != NULL);
    size_t named = names ? tuple_length(names) : 0;
    object *result = vm_call(vm, callable, args, n - named, names);
    vm_release(vm, callable);
    for (size_t k = 0; k < n; k++)
        vm_release(vm, args[k]);
    r[0] = result;
    return result != NULL;
}

/* The same of a C function that takes these arguments. */
static bool call_c(struct vm *vm, const struct method_def *def, object *self,
                   object **r, size_t n)
{
    object *result = NULL;
    size_t gathered = def->kind & METHOD_TUPLE ? n : 0;
    if (heap_likely(vm_enter(vm, " while calling a Python object"))) {
        if (gathered)
            gather_begin(vm, n, 0);
        result = def->fn(vm, self, r + 2, n, NULL);
        if (gathered)
            gather_end(vm, n, 0);
        vm_leave(vm);
    }
    vm_release(vm, r[0]);
    if (r[1])
        vm_release(vm, r[1]);
    for (size_t k = 0; k < n; k++)
        vm_release(vm, r[2 + k]);
    r[0] = result;
    return result != NULL;
}

/* The same of a conversion. */
static bool call_conversion(struct vm *vm, const struct code *code,
                            unary_fn *convert, object **r)
{
    object *result = NULL;
    bool gathers = convert == vm_int || (convert == vm_str &&
                                         code->warmth < CODE_WARM);
    if (heap_likely(vm_enter(vm, " while calling a Python object"))) {
        gather_begin(vm, gathers, 0);
        result = convert(vm, r[2]);
        gather_end(vm, gathers, 0);
        vm_leave(vm);
    }
    vm_release(vm, r[0]);
    vm_release(vm, r[2]);
    r[0] = result;
    return result != NULL;
}

/* Does the instruction behind i consume what i puts in a temporary by a jump,
 * in the same breath? */
static inline bool branches_next(const struct vm *vm,
                                 const void *const *running,
                                 const struct instr *i)
{
    const struct instr *next = i + 1;
    return (next->op == OP_JUMP_IF_FALSE || next->op == OP_JUMP_IF_TRUE) &&
           next->a == i->a && kind_of(next, OPERAND_A) == KIND_TEMP &&
           !(i->flags & INTO_LOCAL) && heap_likely(vm->dispatch == running);
}

/* ---- the loop -------------------------------------------------------------- */

#define DISPATCH()                                                             \
    do {                                                                       \
        f->pc = pc;                                                            \
        goto *vm->dispatch[pc->op];                                            \
    } while (0)
#define NEXT()                                                                 \
    do {                                                                       \
        pc++;                                                                  \
        DISPATCH();                                                            \
    } while (0)
#define JUMP()                                                                 \
    do {                                                                       \
        pc += 1 + pc->d;                                                       \
        DISPATCH();                                                            \
    } while (0)
#define POLL()                                                                 \
    do {                                                                       \
        if (heap_unlikely(vm->poll) && !polled(vm, f))                         \
            goto error;                                                        \
    } while (0)

#define WARM()                                                                 \
    do {                                                                       \
        if (heap_unlikely(f->code->warmth < CODE_WARM))                        \
            f->code->warmth++;                                                 \
    } while (0)

/* An instruction whose body, or slow path, is a function. */
#define CALL_BODY(name)                                                        \
    do {                                                                       \
        if (heap_likely(op_##name(vm, f, pc)))                                 \
            NEXT();                                                            \
        goto error;                                                            \
    } while (0)
#define BODY(name)                                                             \
    do_##name : CALL_BODY(name)

/* int fast path by an overflow builtin, float by the operator itself. */
#define ARITHMETIC(name, overflow, operator)                                   \
    do_##name : {                                                              \
        object *x = source(f, pc, OPERAND_B, pc->b);                           \
        object *y = source(f, pc, OPERAND_C, pc->c), *z;                       \
        int64_t n;                                                             \
        if (both_small(x, y) && !overflow(small(x), small(y), &n))             \
            z = int_make(vm, n);                                               \
        else if (both_float(x, y))                                             \
            z = float_make(vm, real(x) operator real(y));                      \
        else if (mixed_reals(x, y))                                            \
            z = float_make(vm, as_real(x) operator as_real(y));                \
        else                                                                   \
            CALL_BODY(name);                                                   \
        consume_number(vm, pc, OPERAND_B, x);                                  \
        consume_number(vm, pc, OPERAND_C, y);                                  \
        if (heap_unlikely(!z))                                                 \
            goto error;                                                        \
        put_number(vm, f, pc, z);                                              \
        NEXT();                                                                \
    }

/* What an int operator cannot fail at, or only where `fits` says no. */
#define INTEGER(name, fits, operator)                                          \
    do_##name : {                                                              \
        object *x = source(f, pc, OPERAND_B, pc->b);                           \
        object *y = source(f, pc, OPERAND_C, pc->c), *z;                       \
        if (heap_unlikely(!fits(x, y)))                                        \
            CALL_BODY(name);                                                   \
        z = int_make(vm, small(x) operator small(y));                          \
        consume_number(vm, pc, OPERAND_B, x);                                  \
        consume_number(vm, pc, OPERAND_C, y);                                  \
        if (heap_unlikely(!z))                                                 \
            goto error;                                                        \
        put_number(vm, f, pc, z);                                              \
        NEXT();                                                                \
    }

/* a / b of numbers that doubles hold. */
#define DIVISION(name)                                                         \
    do_##name : {                                                              \
        object *x = source(f, pc, OPERAND_B, pc->b);                           \
        object *y = source(f, pc, OPERAND_C, pc->c), *z;                       \
        if (heap_unlikely(!divides_as_reals(x, y)))                            \
            CALL_BODY(name);                                                   \
        z = float_make(vm, as_real(x) / as_real(y));                           \
        consume_number(vm, pc, OPERAND_B, x);                                  \
        consume_number(vm, pc, OPERAND_C, y);                                  \
        if (heap_unlikely(!z))                                                 \
            goto error;                                                        \
        put_number(vm, f, pc, z);                                              \
        NEXT();                                                                \
    }

/* Puts a truth where it belongs, or jumps where the next instruction would
 * with it: nobody else reads it, and no one stops between the two. */
#define ANSWER(yes)                                                            \
    do {                                                                       \
        if (branches_next(vm, running, pc)) {                                  \
            pc++;                                                              \
            if ((yes) == (pc->op == OP_JUMP_IF_TRUE))                          \
                JUMP();                                                        \
            NEXT();                                                            \
        }                                                                      \
        put(vm, f, pc, vm_bool(vm, yes));                                      \
        NEXT();                                                                \
    } while (0)

#define COMPARE(name)                                                          \
    do_##name : {                                                              \
        object *x = source(f, pc, OPERAND_B, pc->b);                           \
        object *y = source(f, pc, OPERAND_C, pc->c);                           \
        bool yes;                                                              \
        if (both_small(x, y))                                                  \
            yes = ORDER(OP_##name, small(x), small(y));                        \
        else if (both_float(x, y))                                             \
            yes = ORDER(OP_##name, real(x), real(y));                          \
        else if (mixed_reals(x, y))                                            \
            yes = ORDER(OP_##name, as_real(x), as_real(y));                    \
        else                                                                   \
            goto texts_##name;                                                 \
        consume_number(vm, pc, OPERAND_B, x);                                  \
        consume_number(vm, pc, OPERAND_C, y);                                  \
        ANSWER(yes);                                                           \
    texts_##name:                                                              \
        if (!compares_texts(vm, x, y))                                         \
            CALL_BODY(name);                                                   \
        yes = OP_##name == OP_EQ   ? str_equal(x, y)                           \
              : OP_##name == OP_NE ? !str_equal(x, y)                          \
                                   : ORDER(OP_##name, str_order(x, y), 0);     \
        consume(vm, pc, OPERAND_B, x);                                         \
        consume(vm, pc, OPERAND_C, y);                                         \
        ANSWER(yes);                                                           \
    }

/* The instructions that are a function, but for what is done in place;
 * comparisons stay, whose general way looks at the limit of recursion. */
#define GENERAL_BODIES(X)                                                      \
    X(ADD) X(SUB) X(MUL) X(IADD) X(ISUB) X(IMUL) X(AND) X(OR) X(XOR) X(IAND)   \
    X(IOR) X(IXOR) X(MOD) X(IMOD) X(FLOORDIV) X(IFLOORDIV) X(TRUEDIV)          \
    X(ITRUEDIV) X(IN) X(NOT_IN)                                                \
    X(LOAD_ATTR) X(LOAD_METHOD) X(STORE_ATTR) X(LOAD_GLOBAL) X(LOAD_NAME)      \
    X(STORE_NAME) X(COPY_FREE_VARS) X(LOAD_ITEM) X(STORE_ITEM) X(BUILD_SLICE)  \
    X(NEGATIVE) X(LIST_APPEND) X(UNPACK_SEQUENCE)

static op_fn *const general_bodies[OP_COUNT] = {
#define GENERAL(name) [OP_##name] = op_##name,
    GENERAL_BODIES(GENERAL)
#undef GENERAL
};

static object *execute(struct vm *vm, struct vm_frame *f,
                       enum frame_start start)
{
    static const void *const running[OP_COUNT] = {
#define OP(name, format, doc) [OP_##name] = &&do_##name,
#include "scripts/vm/opcodes.def"
#undef OP
    };
    /* the same without what is done in place: HEAPSTEP_SPECIALIZE=never */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
    static const void *const general[OP_COUNT] = {
#define OP(name, format, doc) [OP_##name] = &&do_##name,
#include "scripts/vm/opcodes.def"
#undef OP
#define GENERAL(name) [OP_##name] = &&general_body,
        GENERAL_BODIES(GENERAL)
#undef GENERAL
        [OP_CALL] = &&general_call,
        [OP_FOR_ITER] = &&general_for_iter,
    };
#pragma GCC diagnostic pop
    static const void *const stepping[OP_COUNT] = {
        [0 ... OP_COUNT - 1] = &&step,
    };
    static const void *const watching[OP_COUNT] = {
        [0 ... OP_COUNT - 1] = &&watch,
    };
    const struct instr *pc = f->pc;
    object *result;

    vm->dispatches[DISPATCH_RUNNING] =
        vm->specialize == SPECIALIZE_NEVER ? general : running;
    vm->dispatches[DISPATCH_STEPPING] = stepping;
    vm->dispatches[DISPATCH_WATCHING] = watching;
    vm->dispatch = due_table(vm);
    f->entry = true;
    if (start == START_ERROR)
        goto error;
    tell_entered(vm, f);
    pc += start == START_NEXT;
    DISPATCH();

watch:
    if (heap_likely(words_hold(vm->trap.watch))) {
        vm->trap.watch->place =
            f->code->places + (uint32_t)(pc - f->code->instrs);
        goto *vm->dispatches[DISPATCH_RUNNING][pc->op];
    }
step:
    if (!stop(vm, f, vm->trap.instruction))
        goto error;
    goto *vm->dispatches[DISPATCH_RUNNING][pc->op];

do_BREAK:
    if (!stop(vm, f, vm->trap.breakpoint))
        goto error;
    goto *vm->dispatches[DISPATCH_RUNNING][instr_op(f->code, pc)];

do_NOP:
    NEXT();

do_RESUME:
    WARM();
    POLL();
    NEXT();

    /* moves */

do_MOVE:
    put_number(vm, f, pc, take(f, pc, OPERAND_B, pc->b));
    NEXT();

do_LOAD_CONST:
    f->regs[pc->a] = heap_retain(f->code->consts[pc->d]);
    NEXT();

do_CHECK_LOCAL:
    if (heap_likely(f->regs[pc->a] != NULL))
        NEXT();
    CALL_BODY(CHECK_LOCAL);

do_COPY:
    f->regs[pc->a] = heap_retain(f->regs[pc->b]);
    NEXT();

do_TRANSFER:
    f->regs[pc->a] = f->regs[pc->b];
    NEXT();

do_POP:
    vm_release_maybe(vm, f->regs[pc->a]);
    NEXT();

do_PUSH_NULL:
    f->regs[pc->a] = NULL;
    NEXT();

do_LOAD_CELL: {
    object *value = cell_of(f->regs[pc->b])->value;
    if (heap_unlikely(!value))
        CALL_BODY(LOAD_CELL);
    f->regs[pc->a] = heap_retain(value);
    NEXT();
}

    /* operators */

    ARITHMETIC(ADD, __builtin_add_overflow, +)
    ARITHMETIC(SUB, __builtin_sub_overflow, -)
    ARITHMETIC(MUL, __builtin_mul_overflow, *)
    ARITHMETIC(IADD, __builtin_add_overflow, +)
    ARITHMETIC(ISUB, __builtin_sub_overflow, -)
    ARITHMETIC(IMUL, __builtin_mul_overflow, *)
    INTEGER(AND, both_small, &)
    INTEGER(OR, both_small, |)
    INTEGER(XOR, both_small, ^)
    INTEGER(IAND, both_small, &)
    INTEGER(IOR, both_small, |)
    INTEGER(IXOR, both_small, ^)
    INTEGER(MOD, divides_plainly, %)
    INTEGER(IMOD, divides_plainly, %)
    INTEGER(FLOORDIV, divides_plainly, /)
    INTEGER(IFLOORDIV, divides_plainly, /)
    DIVISION(TRUEDIV)
    DIVISION(ITRUEDIV)
    COMPARE(LT)
    COMPARE(LE)
    COMPARE(EQ)
    COMPARE(NE)
    COMPARE(GT)
    COMPARE(GE)

do_IS:
do_IS_NOT: {
    object *x = source(f, pc, OPERAND_B, pc->b);
    object *y = source(f, pc, OPERAND_C, pc->c);
    bool yes = (x == y) == (instr_op(f->code, pc) == OP_IS);
    consume(vm, pc, OPERAND_B, x);
    consume(vm, pc, OPERAND_C, y);
    ANSWER(yes);
}

do_IN:
do_NOT_IN: {
    object *x = source(f, pc, OPERAND_B, pc->b);
    object *y = source(f, pc, OPERAND_C, pc->c);
    bool wanted = instr_op(f->code, pc) == OP_IN;
    int truth = plain_contains(vm, y, x);
    if (truth < 0) {
        if (heap_likely(wanted ? op_IN(vm, f, pc) : op_NOT_IN(vm, f, pc)))
            NEXT();
        goto error;
    }
    consume(vm, pc, OPERAND_B, x);
    consume(vm, pc, OPERAND_C, y);
    ANSWER(truth == wanted);
}

    /* jumps */

do_JUMP_BACK:
    WARM();
do_JUMP_BACK_COLD:
    POLL();
do_JUMP:
    JUMP();

do_JUMP_IF_FALSE: {
    int truth = test(vm, f, pc);
    if (heap_unlikely(truth < 0))
        goto error;
    if (truth)
        NEXT();
    JUMP();
}

do_JUMP_IF_TRUE: {
    int truth = test(vm, f, pc);
    if (heap_unlikely(truth < 0))
        goto error;
    if (!truth)
        NEXT();
    JUMP();
}

do_JUMP_IF_NONE:
do_JUMP_IF_NOT_NONE: {
    object *o = source(f, pc, OPERAND_A, pc->a);
    bool none = o == vm->none;
    consume(vm, pc, OPERAND_A, o);
    if (none == (instr_op(f->code, pc) == OP_JUMP_IF_NONE))
        JUMP();
    NEXT();
}

do_JUMP_IF_FALSE_OR_POP:
do_JUMP_IF_TRUE_OR_POP: {
    object *o = f->regs[pc->a];
    int truth = o == vm->true_    ? 1
                : o == vm->false_ ? 0
                                  : vm_truth(vm, o);
    if (truth == (instr_op(f->code, pc) == OP_JUMP_IF_TRUE_OR_POP))
        JUMP();
    vm_release(vm, o);
    if (heap_unlikely(truth < 0))
        goto error;
    NEXT();
}

    /* calls */

do_CALL: {
    object **r = f->regs + pc->a;
    object *names = pc->c ? f->code->consts[pc->c - 1] : NULL;
    struct vm_frame *callee;
    POLL();
    if (!r[1] && vm_is(r[0], TYPE_METHOD))
        open_method(vm, r);
    if (!vm_is(r[0], TYPE_FUNCTION)) {
        object *self;
        const struct method_def *def =
            names ? NULL : c_function(vm, r, pc->b, &self);
        if (def && def->fn != builtins_next &&
            def->fn != generator_send_method) {
            if (def->fn == list_append_method && append_fast(vm, r))
                NEXT();
            if (heap_likely(call_c(vm, def, self, r, pc->b)))
                NEXT();
            goto error;
        }
        if (vm_is(r[0], TYPE_TYPE)) {
            unary_fn *convert = pc->b == 1 && !names && !r[1]
                                    ? conversion(vm, r[0])
                                    : NULL;
            if (convert) {
                if (heap_likely(call_conversion(vm, f->code, convert, r)))
                    NEXT();
                goto error;
            }
            if ((callee = push_init_fast(vm, f, pc)) ||
                (!vm_pending(vm) && (callee = then_class(vm, f, pc, names))))
                goto enter;
        } else if (!names && (callee = then_next(vm, f, pc))) {
            f = callee;
            goto resumed;
        } else if (heap_likely(!vm_pending(vm)) &&
                   (callee = then_call_object(vm, f, pc, names))) {
            goto enter;
        }
        if (heap_unlikely(vm_pending(vm)))
            goto error;
        if (heap_likely(call_object(vm, f, pc, names)))
            NEXT();
        goto error;
    }
    callee = names ? NULL
             : f->generator
                 ? push_apart(vm, r[0], r + (r[1] ? 1 : 2),
                              pc->b + (r[1] != NULL))
                 : push_fast(vm, r[0], r + (r[1] ? 1 : 2),
                             pc->b + (r[1] != NULL));
    if (!callee)
        callee = call_push(vm, r[0], r + (r[1] ? 1 : 2),
                           pc->b + (r[1] != NULL), names, !f->generator);
    if (heap_unlikely(!callee))
        goto error;
    callee->result = pc->a;
enter:
    f = callee;
    goto entered;
}

    /* the same with nothing done in place */
general_body:
    if (general_bodies[instr_op(f->code, pc)](vm, f, pc))
        NEXT();
    goto error;

general_call: {
    object **r = f->regs + pc->a;
    object *names = pc->c ? f->code->consts[pc->c - 1] : NULL;
    struct vm_frame *callee = NULL;
    POLL();
    if (!r[1] && vm_is(r[0], TYPE_METHOD))
        open_method(vm, r);
    if (vm_is(r[0], TYPE_FUNCTION)) {
        callee = call_push(vm, r[0], r + (r[1] ? 1 : 2),
                           pc->b + (r[1] != NULL), names, !f->generator);
        if (!callee)
            goto error;
        callee->result = pc->a;
    } else if (vm_is(r[0], TYPE_TYPE)) {
        unary_fn *convert = pc->b == 1 && !names && !r[1]
                                ? conversion(vm, r[0])
                                : NULL;
        if (convert) { /* it gathers as CPython does, see there */
            if (call_conversion(vm, f->code, convert, r))
                NEXT();
            goto error;
        }
        callee = then_class(vm, f, pc, names);
    } else if (!names && (callee = then_next(vm, f, pc))) {
        f = callee;
        goto resumed;
    } else if (!vm_pending(vm)) {
        callee = then_call_object(vm, f, pc, names);
    }
    if (callee) {
        f = callee;
        goto entered;
    }
    if (!vm_pending(vm) && call_object(vm, f, pc, names))
        NEXT();
    goto error;
}

do_CALL_EX: {
    struct vm_frame *callee = then_call_ex(vm, f, pc);
    if (!callee) {
        if (vm_pending(vm))
            goto error;
        CALL_BODY(CALL_EX);
    }
    f = callee;
}

entered:
    pc = f->pc;
    tell_entered(vm, f);
    DISPATCH();

do_RETURN:
    result = take(f, pc, OPERAND_A, pc->a);
    goto leave;

do_RETURN_GENERATOR:
    result = generator_new(vm, f);
    if (!result)
        goto error;
    goto leave;

do_YIELD:
    result = take(f, pc, OPERAND_B, pc->b);
    tell_leaving(vm, f, result);
    if (f->entry)
        return result;
    {
        struct generator *paused = f->generator;
        enum frame_then then = f->then;
        f = f->back;
        pc = f->pc;
        pause_fast(vm, paused);
        if (heap_likely(then == THEN_FOR_ITER)) {
            f->regs[pc->a + 1] = result;
            NEXT();
        }
        if (heap_likely(then_go_on(vm, f, pc, then, result, false) ==
                        GO_NEXT))
            NEXT();
        goto error;
    }

do_FOR_ITER: {
    object *item = next_fast(vm, f->regs[pc->a]);
    if (heap_likely(item != NULL)) {
        f->regs[pc->a + 1] = item;
        NEXT();
    }
}

general_for_iter: {
    object *iterator = f->regs[pc->a], *item;
    if (vm_is(iterator, TYPE_GENERATOR)) {
        struct vm_frame *callee =
            vm->specialize == SPECIALIZE_NEVER
                ? NULL
                : resume_fast(vm, iterator, THEN_FOR_ITER);
        if (heap_unlikely(!callee))
            callee = then_for_iter(vm, f, pc);
        if (heap_likely(callee != NULL)) {
            f = callee;
            goto resumed;
        }
        if (vm_pending(vm))
            goto error;
    }
    item = vm_next_raw(vm, iterator);
    if (heap_likely(item != NULL)) {
        f->regs[pc->a + 1] = item;
        NEXT();
    }
    if (heap_unlikely(vm_pending(vm)) && !unwind_swallow_stop(vm))
        goto error; /* the iterator is among the live temporaries */
    vm_release(vm, iterator);
    JUMP();
}

resumed:
    tell_entered(vm, f);
    pc = f->pc + 1;
    DISPATCH();

do_SEND: {
    object **r = f->regs + pc->a, *value = r[1];
    struct vm_frame *callee = then_send(vm, f, pc);
    enum send_result sent;
    if (callee) {
        f = callee;
        goto resumed;
    }
    if (vm_pending(vm))
        goto error;
    sent = vm_send(vm, r[0], value, &result);
    if (heap_unlikely(sent == SEND_ERROR)) {
        vm_release(vm, value);
        goto error;
    }
    vm_release(vm, value);
    r[1] = result;
    if (sent == SEND_NEXT)
        NEXT();
    vm_release(vm, r[0]);
    r[0] = result;
    JUMP();
}

do_LOAD_ATTR: {
    object *o = source(f, pc, OPERAND_B, pc->b), *value;
    const struct attr_cache *c = cache_for(vm, f->code, pc, o);
    object **place = cached_value(vm, c, o);
    if (heap_unlikely(!place || !*place))
        CALL_BODY(LOAD_ATTR);
    value = heap_retain(*place);
    consume(vm, pc, OPERAND_B, o);
    put(vm, f, pc, value);
    NEXT();
}

do_LOAD_METHOD: {
    object *o = source(f, pc, OPERAND_B, pc->b), **r = f->regs + pc->a;
    const struct attr_cache *c = cache_for(vm, f->code, pc, o);
    if (heap_unlikely(!cache_has_method(vm, c, o)))
        CALL_BODY(LOAD_METHOD);
    o = take(f, pc, OPERAND_B, pc->b);
    r[0] = heap_retain(c->found);
    r[1] = o;
    NEXT();
}

do_STORE_ATTR: {
    object *o = source(f, pc, OPERAND_B, pc->b), *value, **place;
    const struct attr_cache *c = cache_for(vm, f->code, pc, o);
    if ((place = cached_field(vm, c, o))) {
        value = take(f, pc, OPERAND_A, pc->a);
        heap_store(vm->heap, place, value);
        consume(vm, pc, OPERAND_B, o);
        NEXT();
    }
    if (heap_unlikely(!cache_hits(vm, c, o) ||
                      (c->kind == CACHE_ADD && c->index >= heap_aux(o))))
        CALL_BODY(STORE_ATTR);
    value = take(f, pc, OPERAND_A, pc->a);
    if (c->kind == CACHE_ADD) {
        ((struct instance *)o)->values[c->index] = value;
        ((struct instance *)o)->shape = (uintptr_t)c->next;
    } else {
        place =
            instance_place(o, (const struct shape *)c->shape, c->index);
        heap_store(vm->heap, place, value);
    }
    consume(vm, pc, OPERAND_B, o);
    NEXT();
}

do_RERAISE:
    if (pc->b)
        f->pc = f->code->instrs + small(f->regs[pc->b - 1]);
    vm_pending_restore(vm, f->regs[pc->a]);
    goto unwind;

do_END_ASYNC_FOR:
    if (op_END_ASYNC_FOR(vm, f, pc))
        NEXT();
    goto unwind;

    BODY(DELETE_LOCAL);
    BODY(CLEAR_LOCAL);
    BODY(SWAP);
do_LOAD_GLOBAL: {
    object *value = cached_global(f, pc);
    if (heap_unlikely(!value))
        CALL_BODY(LOAD_GLOBAL);
    f->regs[pc->a] = heap_retain(value);
    NEXT();
}

do_LOAD_NAME: {
    object *value =
        f->locals == f->globals ? cached_global(f, pc) : NULL;
    if (heap_unlikely(!value))
        CALL_BODY(LOAD_NAME);
    f->regs[pc->a] = heap_retain(value);
    NEXT();
}

do_STORE_NAME: {
    object **place = f->locals == f->globals ? cached_place(f, pc) : NULL;
    object *value;
    if (heap_unlikely(!place))
        CALL_BODY(STORE_NAME);
    value = *place;
    *place = take(f, pc, OPERAND_A, pc->a);
    release_number(vm, value);
    NEXT();
}

    BODY(DELETE_NAME);
    BODY(STORE_GLOBAL);
    BODY(DELETE_GLOBAL);
    BODY(MAKE_CELL);
do_COPY_FREE_VARS: {
    object *closure = function_of(f->func)->closure;
    object **to = f->regs + f->code->localsplus_count - pc->a;
    if (heap_unlikely(!closure || tuple_length(closure) != pc->a))
        CALL_BODY(COPY_FREE_VARS);
    for (size_t k = 0, n = pc->a; k < n; k++)
        to[k] = heap_retain(tuple_items(closure)[k]);
    NEXT();
}

    BODY(LOAD_CLOSURE);
    BODY(LOAD_CLASS_CELL);
    BODY(STORE_CELL);
    BODY(DELETE_CELL);
    BODY(DELETE_ATTR);
do_LOAD_ITEM: {
    object *o = source(f, pc, OPERAND_B, pc->b);
    object *n = source(f, pc, OPERAND_C, pc->c);
    object *item = item_peek(vm, o, n);
    if (!item)
        CALL_BODY(LOAD_ITEM);
    heap_retain(item);
    consume(vm, pc, OPERAND_B, o);
    consume(vm, pc, OPERAND_C, n);
    put(vm, f, pc, item);
    NEXT();
}

do_STORE_ITEM: {
    object *o = source(f, pc, OPERAND_B, pc->b);
    object *n = source(f, pc, OPERAND_C, pc->c), *value;
    object **place = list_place(o, n);
    if (!place) {
        unsigned char *byte;
        value = source(f, pc, OPERAND_A, pc->a);
        byte = byte_place(o, n, value);
        if (!byte)
            CALL_BODY(STORE_ITEM);
        *byte = (unsigned char)small(value);
        consume_number(vm, pc, OPERAND_A, value);
        consume(vm, pc, OPERAND_B, o);
        consume(vm, pc, OPERAND_C, n);
        NEXT();
    }
    value = *place;
    *place = take(f, pc, OPERAND_A, pc->a);
    release_number(vm, value);
    consume(vm, pc, OPERAND_B, o);
    consume(vm, pc, OPERAND_C, n);
    NEXT();
}

    BODY(DELETE_ITEM);
do_BUILD_SLICE: {
    object **part = f->regs + pc->a, *text, *piece;
    size_t length;
    if (vm->dispatch != running || !slices_text(vm, f, pc))
        CALL_BODY(BUILD_SLICE);
#ifdef LOOP_ATTACHED
    heap_skip_ordinal(vm->heap);
#endif
    f->pc = ++pc;
    text = source(f, pc, OPERAND_B, pc->b);
    length = str_length(text);
    piece = str_slice(vm, text, slice_bound(vm, part[0], length, 0),
                      slice_bound(vm, part[1], length, length));
    vm_release(vm, part[0]);
    vm_release(vm, part[1]);
    consume(vm, pc, OPERAND_B, text);
    if (heap_unlikely(!piece))
        goto error;
    put(vm, f, pc, piece);
    NEXT();
}

    BODY(MATMUL);
    BODY(POW);
    BODY(LSHIFT);
    BODY(RSHIFT);
    BODY(IMATMUL);
    BODY(IPOW);
    BODY(ILSHIFT);
    BODY(IRSHIFT);
    BODY(NOT);
do_NEGATIVE: {
    object *x = source(f, pc, OPERAND_B, pc->b), *z;
    if (vm_is(x, TYPE_FLOAT))
        z = float_make(vm, -real(x));
    else if (is_exact_real(x))
        z = int_make(vm, -small(x));
    else
        CALL_BODY(NEGATIVE);
    consume_number(vm, pc, OPERAND_B, x);
    if (heap_unlikely(!z))
        goto error;
    put_number(vm, f, pc, z);
    NEXT();
}

    BODY(POSITIVE);
    BODY(INVERT);
    BODY(MAKE_FUNCTION);
    BODY(LOAD_BUILD_CLASS);
    BODY(LOAD_ASSERTION_ERROR);
    BODY(BUILD_TUPLE);
    BODY(BUILD_LIST);
    BODY(BUILD_SET);
    BODY(BUILD_MAP);
    BODY(BUILD_CONST_KEY_MAP);
    BODY(BUILD_STRING);
do_LIST_APPEND: {
    struct list_object *list = (struct list_object *)f->regs[pc->a];
    if (heap_unlikely(list->length == list->capacity ||
                      heap_is_sharing(&list->node.base, TYPE_LIST)))
        CALL_BODY(LIST_APPEND);
    list->items[list->length++] = take(f, pc, OPERAND_B, pc->b);
    NEXT();
}

    BODY(SET_ADD);
    BODY(MAP_ADD);
    BODY(LIST_EXTEND);
    BODY(SET_UPDATE);
    BODY(DICT_UPDATE);
    BODY(DICT_MERGE);
    BODY(LIST_TO_TUPLE);
    BODY(FORMAT_VALUE);
do_UNPACK_SEQUENCE: {
    object **r = f->regs + pc->a, *tuple = r[0];
    size_t n = pc->b;
    if (heap_unlikely(!vm_is(tuple, TYPE_TUPLE) || tuple_length(tuple) != n))
        CALL_BODY(UNPACK_SEQUENCE);
    for (size_t k = 0; k < n; k++)
        r[n - 1 - k] = heap_retain(tuple_items(tuple)[k]);
    vm_release(vm, tuple);
    NEXT();
}

    BODY(UNPACK_EX);
    BODY(GET_ITER);
    BODY(GET_YIELD_FROM_ITER);
    BODY(GET_AWAITABLE);
    BODY(GET_AITER);
    BODY(GET_ANEXT);
    BODY(ASYNC_GEN_WRAP);
    BODY(PUSH_EXC_INFO);
    BODY(POP_EXCEPT);
    BODY(CHECK_EXC_MATCH);
    BODY(CHECK_EG_MATCH);
    BODY(PREP_RERAISE_STAR);
    BODY(BEFORE_WITH);
    BODY(BEFORE_ASYNC_WITH);
    BODY(WITH_EXCEPT_START);
    BODY(IMPORT_NAME);
    BODY(IMPORT_FROM);
    BODY(IMPORT_STAR);
    BODY(SETUP_ANNOTATIONS);
    BODY(PRINT_EXPR);
    BODY(MATCH_MAPPING);
    BODY(MATCH_SEQUENCE);
    BODY(MATCH_KEYS);
    BODY(MATCH_CLASS);
    BODY(GET_LEN);

do_RAISE:
    if (op_RAISE(vm, f, pc))
        goto unwind; /* a bare raise: the traceback is whole */
    goto error;

error:
    unwind_traceback(vm, f);
unwind:
    while (!(pc = unwind_frame(vm, f, pc))) {
        bool entry = f->entry;
        struct vm_frame *back = f->back;
        struct generator *left = f->generator;
        enum frame_then then = f->then;
        tell_leaving(vm, f, NULL);
        leave_frame(vm, f);
        if (entry)
            return NULL;
        f = back;
        pc = f->pc;
        if (left) {
            generator_guard(vm, left);
            generator_pop(vm, left);
        }
        if (then != THEN_STORE)
            then_go_on(vm, f, pc, then, NULL, true);
        unwind_traceback(vm, f);
    }
    DISPATCH();

leave: {
    struct vm_frame *back = f->back;
    struct generator *left = f->generator;
    enum frame_then then = f->then;
    uint16_t to = f->result;
    bool entry = f->entry;
    tell_leaving(vm, f, result);
    leave_frame(vm, f);
    if (entry)
        return result;
    f = back;
    pc = f->pc;
    if (heap_likely(then == THEN_STORE)) {
        f->regs[to] = result;
        NEXT();
    }
    if (then == THEN_INIT && result == vm->none && !pc->c) {
        vm_release(vm, result);
        end_init_fast(vm, f, pc);
        NEXT();
    }
    if (left)
        generator_pop(vm, left);
    switch (then_go_on(vm, f, pc, then, result, true)) {
    case GO_NEXT:
        NEXT();
    case GO_JUMP:
        JUMP();
    case GO_ENTER:
        f = vm->thread->frame;
        goto entered;
    default:
        goto error;
    }
}
}

#ifdef LOOP_ATTACHED
object *vm_execute_attached(struct vm *vm, struct vm_frame *f,
                            enum frame_start start)
{
#else
object *vm_execute(struct vm *vm, struct vm_frame *f, enum frame_start start)
{
    if (heap_unlikely(vm->options.attached))
        return vm_execute_attached(vm, f, start);
#endif
    if (heap_unlikely(c_stack_short(vm->thread)))
        return c_stack_extend(vm, execute, f, start);
    return execute(vm, f, start);
}
