/*
 * Signals: which function of the script handles which, and calling it at a
 * poll of the loop, never in the middle of an instruction.  The host notes
 * what comes; nothing here runs in a signal handler.
 */
#include "scripts/vm/signals.h"

#include <signal.h>
#include <stdlib.h>

#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/threads.h"

struct signals {
    object *handlers[SIGNALS_END]; /* owned or NULL */
    bool used; /* the host notes signals for this vm */
};

static struct signals *signals_of(struct vm *vm)
{
    if (!vm->signals)
        vm->signals = calloc(1, sizeof *vm->signals);
    if (!vm->signals)
        vm_raise_no_memory(vm);
    return vm->signals;
}

object **signals_handler(struct vm *vm, int number)
{
    struct signals *s = signals_of(vm);
    if (s && !s->used) {
        s->used = true;
        vm->host->signal_flag(vm->host->arg, &vm->poll);
    }
    return s ? &s->handlers[number] : NULL;
}

static int64_t ask(struct vm *vm, enum host_signal_op op, int64_t number)
{
    return vm->host->signal(vm->host->arg, op, number, 0, NULL);
}

object *signals_default_int(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    (void)self, (void)args, (void)kwnames;
    if (!args_between(vm, "default_int_handler", nargs, 2, 2))
        return NULL;
    object *e = exception_new(vm, EXC_KEYBOARD_INTERRUPT, vm->empty_tuple);
    if (e)
        vm_raise_steal(vm, e);
    return NULL;
}

bool signals_begin(struct vm *vm)
{
    struct signals *s = signals_of(vm);
    if (!s || !signals_handler(vm, SIGINT))
        return false;
    ask(vm, HOST_SIGNAL_IGNORE, SIGPIPE);
    ask(vm, HOST_SIGNAL_IGNORE, SIGXFSZ);
    if (ask(vm, HOST_SIGNAL_HOW, SIGINT) != 0)
        return true;
    return ask(vm, HOST_SIGNAL_CATCH, SIGINT) >= 0;
}

void signals_done(struct vm *vm)
{
    struct signals *s = vm->signals;
    if (!s)
        return;
    if (s->used)
        vm->host->signal_flag(vm->host->arg, NULL);
    vm->signals = NULL;
    for (int i = 1; i < SIGNALS_END; i++) {
        if (s->handlers[i] && ask(vm, HOST_SIGNAL_HOW, i) == 2)
            ask(vm, HOST_SIGNAL_DEFAULT, i);
        vm_release_maybe(vm, s->handlers[i]);
    }
    free(s);
}

static bool interrupt(struct vm *vm)
{
    object *e = exception_new(vm, EXC_KEYBOARD_INTERRUPT, vm->empty_tuple);
    if (e)
        vm_raise_steal(vm, e);
    return false;
}

/* handler(number, frame) */
static bool handle(struct vm *vm, int number)
{
    object *handler = vm->signals->handlers[number];
    if (!handler)
        return number == SIGINT ? interrupt(vm) : true;
    if (vm_is(handler, TYPE_NONE) || vm_is(handler, TYPE_INT))
        return true; /* set anew since it came */
    struct vm_frame *f = vm->thread->frame;
    object *args[2] = {int_new(vm, number),
                       f ? frame_object_get(vm, f) : vm_none(vm)};
    heap_retain(handler);
    object *r = args[0] && args[1] ? vm_call(vm, handler, args, 2, NULL)
                                   : NULL;
    vm_release(vm, handler);
    vm_release_maybe(vm, args[0]);
    vm_release_maybe(vm, args[1]);
    vm_release_maybe(vm, r);
    return r;
}

bool signals_run(struct vm *vm)
{
    int64_t number;
    if (!vm->signals || !vm->signals->used)
        return true;
    if (!threads_is_main(vm)) {
        if (ask(vm, HOST_SIGNAL_CAME, 0) > 0)
            threads_interrupt_main(vm);
        return true;
    }
    while ((number = ask(vm, HOST_SIGNAL_TAKE, 0)) > 0)
        if (!handle(vm, (int)number)) {
            vm->poll = 1; /* there may be more */
            return false;
        }
    return true;
}

bool signals_poll(struct vm *vm)
{
    if (!vm->poll)
        return true;
    vm->poll = 0;
    return (!vm->trap.poll ||
            vm->trap.poll(vm->trap.arg, vm->thread->frame)) &&
           signals_run(vm);
}
