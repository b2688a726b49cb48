/*
 * Unwinding: the handler table, tracebacks, what temporaries are released.
 *
 * handlers are in order of nesting, innermost first, so the first row that
 * covers an instruction is its handler.
 */
#include "scripts/vm/unwind.h"

#include "scripts/types/int.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"

static const struct handler *handler_at(const struct code *code, uint32_t at)
{
    for (uint32_t k = 0; k < code->handler_count; k++) {
        const struct handler *h = &code->handlers[k];
        if (at >= h->start && at < h->end)
            return h;
    }
    return NULL;
}

/* Does any frame up to the entry of the script handle what is pending? */
static bool is_caught(const struct vm *vm)
{
    const struct vm_frame *f = vm->thread->frame;
    for (; f; f = f->back)
        if (f->code && handler_at(f->code, frame_instr(f)))
            return true;
    return false;
}

void unwind_traceback(struct vm *vm, struct vm_frame *f)
{
    struct vm_thread *t = vm->thread;
    object *exception = t->pending;
    if (t->args_uncounted)
        vm_pending_count(vm);
    if (!vm_traceback_here(vm, exception, f) || !vm->trap.raised)
        return;
    t->pending = NULL;
    vm->trap.raised(vm->trap.arg, f, exception, is_caught(vm));
    vm_release_maybe(vm, t->pending);
    t->pending = exception;
}

/* Releases temporaries above `depth`, the topmost first. */
static void pop_to(struct vm *vm, struct vm_frame *f, size_t from,
                   size_t depth)
{
    struct vm_thread *t = vm->thread;
    object **base = f->regs + f->code->localsplus_count;
    object *pending = t->pending;
    t->pending = NULL; /* what is released may run scripts */
    while (from > depth)
        vm_release_maybe(vm, base[--from]);
    vm_release_maybe(vm, t->pending);
    t->pending = pending;
}

static object *lasti_new(struct vm *vm, struct vm_frame *f)
{
    struct vm_thread *t = vm->thread;
    object *pending = t->pending, *lasti;
    t->pending = NULL;
    lasti = int_new(vm, frame_instr(f));
    if (!lasti) { /* out of memory: the place is lost, not the exception */
        vm_pending_clear(vm);
        lasti = int_new(vm, 0);
    }
    t->pending = pending;
    return lasti;
}

const struct instr *unwind_frame(struct vm *vm, struct vm_frame *f,
                                 const struct instr *pc)
{
    const struct code *code = f->code;
    uint32_t at = (uint32_t)(pc - code->instrs);
    const struct handler *h = handler_at(code, at);
    object **r;
    if (!h) {
        pop_to(vm, f, code->depth[at], 0);
        return NULL;
    }
    pop_to(vm, f, code->depth[at], h->depth);
    r = f->regs + code->localsplus_count + h->depth;
    if (h->lasti)
        *r++ = lasti_new(vm, f);
    *r = vm_pending_take(vm);
    return code->instrs + h->target;
}

bool unwind_swallow_stop(struct vm *vm)
{
    if (!vm_pending_is(vm, EXC_STOP_ITERATION))
        return false;
    vm_pending_clear(vm);
    return true;
}
