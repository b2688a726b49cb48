/*
 * What an instruction does before and after a callee that runs in the loop:
 * a table row a kind.  Here the generators; then_call.c has the calls.
 */
#include "scripts/vm/then.h"

#include "scripts/modules/modules.h"
#include "scripts/types/descriptor.h"
#include "scripts/vm/generator.h"

/* ---- generators ------------------------------------------------------------ */

struct vm_frame *then_for_iter(struct vm *vm, struct vm_frame *f,
                               const struct instr *i)
{
    object *iterator = f->regs[i->a];
    struct vm_frame *callee =
        generator_push(vm, generator_of(iterator), vm->none);
    if (callee)
        callee->then = THEN_FOR_ITER;
    return callee;
}

static enum then_go after_for_iter(struct vm *vm, struct vm_frame *f,
                                   const struct instr *i, object *result,
                                   bool ended)
{
    if (!result)
        return GO_ERROR; /* the iterator is among the live temporaries */
    if (!ended) {
        f->regs[i->a + 1] = result;
        return GO_NEXT;
    }
    vm_release(vm, result);
    vm_release(vm, f->regs[i->a]);
    return GO_JUMP;
}

struct vm_frame *then_send(struct vm *vm, struct vm_frame *f,
                           const struct instr *i)
{
    object **r = f->regs + i->a;
    struct vm_frame *callee;
    if (!vm_is(r[0], TYPE_GENERATOR) && !vm_is(r[0], TYPE_COROUTINE))
        return NULL;
    callee = generator_push(vm, generator_of(r[0]), r[1]);
    if (callee)
        callee->then = THEN_SEND;
    else if (vm_pending(vm))
        vm_release(vm, r[1]);
    return callee;
}

static enum then_go after_send(struct vm *vm, struct vm_frame *f,
                               const struct instr *i, object *result,
                               bool ended)
{
    object **r = f->regs + i->a;
    vm_release(vm, r[1]);
    if (!result)
        return GO_ERROR;
    if (!ended) {
        r[1] = result;
        return GO_NEXT;
    }
    vm_release(vm, r[0]);
    r[0] = result;
    return GO_JUMP;
}

/* The generator that a call of next() or send() resumes, and with what; NULL:
 * it is another call. */
static struct generator *resumed_by(struct vm *vm, object **r, size_t n,
                                    object **value)
{
    object *self = r[1] ? r[1] : n ? r[2] : NULL;
    *value = vm->none;
    if (!self ||
        !(vm_is(self, TYPE_GENERATOR) || vm_is(self, TYPE_COROUTINE)))
        return NULL;
    if (!r[1] && vm_is(r[0], TYPE_BUILTIN_FUNCTION))
        return builtin_of(r[0])->def->fn == builtins_next && n <= 2 &&
                       vm_is(self, TYPE_GENERATOR)
                   ? generator_of(self)
                   : NULL;
    if (!r[1] || n != 1 || !vm_is(r[0], TYPE_METHOD_DESCRIPTOR) ||
        descriptor_of(r[0])->method->fn != generator_send_method)
        return NULL;
    *value = r[2];
    return generator_of(self);
}

/* Gives back what the call holds: callable first, as the C path does. */
static void end_call(struct vm *vm, object **r, size_t n)
{
    vm_leave(vm);
    vm_release(vm, r[0]);
    vm_release_maybe(vm, r[1]);
    for (size_t k = 0; k < n; k++)
        vm_release(vm, r[2 + k]);
}

struct vm_frame *then_next(struct vm *vm, struct vm_frame *f,
                           const struct instr *i)
{
    object **r = f->regs + i->a, *value;
    struct generator *g = resumed_by(vm, r, i->b, &value);
    struct vm_frame *callee;
    if (!g)
        return NULL;
    if (!vm_enter(vm, " while calling a Python object")) {
        vm_pending_clear(vm); /* the C path says it */
        return NULL;
    }
    callee = generator_push(vm, g, value);
    if (callee)
        callee->then = THEN_NEXT;
    else if (vm_pending(vm))
        end_call(vm, r, i->b);
    else
        vm_leave(vm);
    return callee;
}

static enum then_go after_next(struct vm *vm, struct vm_frame *f,
                               const struct instr *i, object *result,
                               bool ended)
{
    object **r = f->regs + i->a;
    if (result && ended && !r[1] && i->b == 2) { /* next(g, default) */
        vm_release(vm, result);
        result = heap_retain(r[3]);
    } else if (result && ended) {
        generator_raise_stop(vm, result);
        vm_release(vm, result);
        result = NULL;
    }
    end_call(vm, r, i->b);
    r[0] = result;
    return result ? GO_NEXT : GO_ERROR;
}

/* ---- all of them ----------------------------------------------------------- */

static enum then_go after_call(struct vm *vm, struct vm_frame *f,
                               const struct instr *i, object *result,
                               bool ended)
{
    (void)vm, (void)ended;
    f->regs[i->a] = result;
    return result ? GO_NEXT : GO_ERROR;
}

enum then_go then_go_on(struct vm *vm, struct vm_frame *f,
                        const struct instr *i, enum frame_then then,
                        object *result, bool ended)
{
    static then_fn *const rows[] = {
        [THEN_STORE] = after_call, [THEN_FOR_ITER] = after_for_iter,
        [THEN_SEND] = after_send,  [THEN_NEXT] = after_next,
        [THEN_NEW] = then_new,     [THEN_INIT] = then_init,
        [THEN_OBJECT] = then_object, [THEN_CALL_EX] = then_spread,
    };
    return rows[then](vm, f, i, result, ended);
}
