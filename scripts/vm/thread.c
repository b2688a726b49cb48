/*
 * A line of execution: register chunks, frame records, limits.
 *
 * Registers are a stack cut into chunks that never move.  reg_top is the end
 * of the innermost frame's registers; a frame that did not fit lies at the
 * start of the next chunk, which is how popping it finds the chunk before.
 */
#include "scripts/vm/thread.h"

#include <stdlib.h>

#include "scripts/vm/c_stack.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/generator.h"
#include "scripts/vm/vm.h"

#define CHUNK_REGISTERS (32 * 1024)
#define RECOVERY_DEPTH 50

static struct reg_chunk *chunk_new(struct reg_chunk *prev, size_t count)
{
    struct reg_chunk *c = malloc(sizeof *c + count * sizeof(object *));
    if (!c)
        return NULL;
    c->prev = prev;
    c->next = NULL;
    c->count = count;
    if (prev)
        prev->next = c;
    return c;
}

static void chunk_enter(struct vm_thread *t, struct reg_chunk *c)
{
    t->chunk = c;
    t->reg_top = c->regs;
    t->reg_limit = c->regs + c->count;
}

struct vm_thread *vm_thread_new(struct vm *vm)
{
    struct vm_thread *t = calloc(1, sizeof *t);
    struct reg_chunk *c = chunk_new(NULL, CHUNK_REGISTERS);
    if (!t || !c) {
        free(t);
        free(c);
        return NULL;
    }
    t->vm = vm;
    chunk_enter(t, c);
    c_stack_find(t);
    return t;
}

void vm_thread_free(struct vm_thread *t)
{
    struct reg_chunk *c = t->chunk;
    while (c->next)
        c = c->next;
    while (c) {
        struct reg_chunk *prev = c->prev;
        free(c);
        c = prev;
    }
    while (t->free_frames) {
        struct vm_frame *f = t->free_frames;
        t->free_frames = f->back;
        free(f);
    }
    c_stack_free(t);
    free(t);
}

static bool recursion_error(struct vm_thread *t, const char *where)
{
    t->overflowed = true;
    vm_raise(t->vm, EXC_RECURSION_ERROR, "maximum recursion depth exceeded%s",
             where);
    t->overflowed = false;
    return false;
}

bool vm_enter(struct vm *vm, const char *where)
{
    struct vm_thread *t = vm->thread;
    const char *here = __builtin_frame_address(0);
    if (heap_unlikely(here < t->c_stack_end)) {
        if (here < t->c_stack_end - t->c_stack_reserve / 4 || !t->overflowed)
            return recursion_error(t, where);
    }
    if (heap_unlikely(t->depth >= vm->recursion_limit) &&
        (!t->overflowed || t->depth >= vm->recursion_limit + RECOVERY_DEPTH))
        return recursion_error(t, where);
    t->depth++;
    return true;
}

bool vm_has_stack(struct vm *vm)
{
    struct vm_thread *t = vm->thread;
    const char *here = __builtin_frame_address(0);
    if (heap_likely(here >= t->c_stack_end))
        return true;
    return recursion_error(t, "");
}

void vm_leave(struct vm *vm)
{
    vm->thread->depth--;
}

/* ---- frames ------------------------------------------------------------- */

static struct vm_frame *frame_record(struct vm_thread *t)
{
    struct vm_frame *f = t->free_frames;
    if (heap_likely(f != NULL)) {
        t->free_frames = f->back;
        return f;
    }
    return malloc(sizeof *f);
}

/* Room for count registers in a chunk behind the current one. */
static object **next_chunk(struct vm_thread *t, size_t count)
{
    struct reg_chunk *c = t->chunk->next;
    if (c && c->count < count) { /* only the last may be freed */
        while (c->next)
            c = c->next;
        while (c != t->chunk) {
            struct reg_chunk *prev = c->prev;
            free(c);
            c = prev;
        }
        t->chunk->next = NULL;
        c = NULL;
    }
    if (!c)
        c = chunk_new(t->chunk,
                      count > CHUNK_REGISTERS ? count : CHUNK_REGISTERS);
    if (!c)
        return NULL;
    chunk_enter(t, c);
    return c->regs;
}

struct vm_frame *vm_frame_push(struct vm *vm, struct code *code, object **regs)
{
    struct vm_thread *t = vm->thread;
    struct vm_frame *f = frame_record(t);
    object **top = t->reg_top;
    size_t count = code->register_count;
    if (heap_unlikely(!f)) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    if (!regs)
        regs = top;
    if (heap_unlikely((size_t)(t->reg_limit - regs) < count) &&
        !(regs = next_chunk(t, count))) {
        f->back = t->free_frames;
        t->free_frames = f;
        vm_raise_no_memory(vm);
        return NULL;
    }
    *f = (struct vm_frame){
        .back = t->frame,
        .vm = vm,
        .code = (struct code *)heap_retain(&code->base),
        .regs = regs,
        .caller_top = top,
        .pc = code->instrs,
        .id = ++vm->next_frame_id,
    };
    t->reg_top = regs + count;
    t->frame = f;
    return f;
}

void vm_frame_pop(struct vm *vm, struct vm_frame *frame)
{
    struct vm_thread *t = vm->thread;
    t->frame = frame->back;
    if (heap_unlikely(frame->caller_top < t->chunk->regs ||
                      frame->caller_top > t->reg_limit)) {
        chunk_enter(t, t->chunk->prev);
    }
    t->reg_top = frame->caller_top;
    frame->back = t->free_frames;
    t->free_frames = frame;
}

object *vm_handled_peek(const struct vm *vm)
{
    const struct vm_thread *t = vm->thread;
    object *handled = t->handled;
    const struct generator *g = t->generator;
    while (!handled && g) {
        handled = g->outer_handled;
        g = g->outer;
    }
    return handled;
}

uint32_t frame_instr(const struct vm_frame *frame)
{
    return (uint32_t)(frame->pc - frame->code->instrs);
}

int vm_frame_line(const struct vm_frame *frame)
{
    int line = frame->code->positions[frame_instr(frame)].line;
    return line > 0 ? line : 0;
}

