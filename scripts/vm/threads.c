/*
 * Owns the list of a vm's threads and decides whose turn it is.
 *
 * Invariant: exactly one is RUNNING, `current`, and vm->thread is its line.
 * One that ends is freed by the next to run, since it stands on its own stack.
 */
#include "scripts/vm/threads.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "scripts/vm/c_stack.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/host.h"
#include "scripts/vm/signals.h"

/* What is taken for the time between two polls. */
enum { POLLS_A_MICROSECOND = 4 };

#define LONG_SLEEP ((int64_t)3600 * 1000000000)

enum thread_state { READY, RUNNING, WAITING };

struct script_thread {
    struct script_thread *next; /* in order of their making */
    struct vm *vm;
    struct vm_thread *line;
    struct c_stack *stack;
    uint64_t ident;
    enum thread_state state;
    uint64_t turn; /* when it became what it is: the smallest goes first */
    const void *channel;
    int64_t deadline;                 /* -1: none */
    bool waits;                       /* in threads_wait(), */
    bool woken, timed_out;            /* no longer, and why */
    bool interrupted;                 /* main: signals are to be looked at */
    object *callable, *args, *kwargs; /* owned until it ends */
    threads_end_fn *at_end;
    object *end_object;
    struct import_running *importing; /* the vm's, while it does not run */
    struct repr_mark *repr_marks;
};

struct threads {
    struct script_thread *first, *current, *ended;
    uint64_t turns, idents;
    size_t count;
    int polls;
    bool stopped;
};

static int polls_a_turn(const struct vm *vm)
{
    uint64_t most = (INT_MAX - 1) / POLLS_A_MICROSECOND;
    uint64_t interval = vm->switch_interval < most ? vm->switch_interval : most;
    return 1 + (int)(interval * POLLS_A_MICROSECOND);
}

static struct threads *threads_of(struct vm *vm)
{
    struct threads *ts = vm->threads;
    struct script_thread *main;
    if (ts)
        return ts;
    ts = calloc(1, sizeof *ts);
    main = calloc(1, sizeof *main);
    if (!ts || !main || !(main->stack = c_stack_of_process())) {
        free(ts);
        free(main);
        return NULL;
    }
    main->vm = vm;
    main->line = vm->thread;
    main->ident = ts->idents = 1;
    main->state = RUNNING;
    main->deadline = -1;
    ts->first = ts->current = main;
    ts->count = 1;
    ts->polls = polls_a_turn(vm);
    return vm->threads = ts;
}

uint64_t threads_ident(struct vm *vm)
{
    return vm->threads ? vm->threads->current->ident : 1;
}

bool threads_is_main(const struct vm *vm)
{
    return !vm->threads || vm->threads->current == vm->threads->first;
}

size_t threads_count(const struct vm *vm)
{
    return vm->threads ? vm->threads->count - 1 : 0;
}

const struct vm_thread *threads_next(const struct vm *vm,
                                     const struct vm_thread *after)
{
    const struct script_thread *t = vm->threads ? vm->threads->first : NULL;
    if (!t)
        return after ? NULL : vm->thread;
    while (after && t && t->line != after)
        t = t->next;
    if (after && t)
        t = t->next;
    return t ? t->line : NULL;
}

void threads_tell(const struct vm *vm, const struct vm_thread *line,
                  struct threads_about *about)
{
    const struct script_thread *t = vm->threads ? vm->threads->first : NULL;
    *about = (struct threads_about){.ident = 1, .runs = true};
    while (t && t->line != line)
        t = t->next;
    if (t)
        *about = (struct threads_about){t->ident, t->state == RUNNING,
                                        t->state == WAITING};
}

/* ---- whose turn it is ---------------------------------------------------- */

static int64_t now(struct vm *vm)
{
    int64_t ns = 0;
    vm->host->clock(vm->host->arg, HOST_CLOCK_MONOTONIC, &ns);
    return ns;
}

static void make_ready(struct threads *ts, struct script_thread *t)
{
    t->state = READY;
    t->turn = ++ts->turns;
}

/* The next to wake by the clock, or NULL. */
static struct script_thread *first_deadline(const struct threads *ts)
{
    struct script_thread *first = NULL;
    for (struct script_thread *t = ts->first; t; t = t->next)
        if (t->state == WAITING && t->deadline >= 0 &&
            (!first || t->deadline < first->deadline))
            first = t;
    return first;
}

static void wake_by_clock(struct vm *vm, struct threads *ts)
{
    struct script_thread *t = first_deadline(ts);
    int64_t time = t ? now(vm) : 0;
    for (; t && t->deadline <= time; t = first_deadline(ts)) {
        t->timed_out = true;
        make_ready(ts, t);
    }
}

static struct script_thread *first_ready(const struct threads *ts)
{
    struct script_thread *first = NULL;
    if (ts->stopped)
        return ts->first->state == READY ? ts->first : NULL;
    for (struct script_thread *t = ts->first; t; t = t->next)
        if (t->state == READY && (!first || t->turn < first->turn))
            first = t;
    return first;
}

/* Keeps the loop polling while it may soon be another's turn. */
static void keep_polling(struct vm *vm, struct threads *ts)
{
    if (ts->count > 1 && !ts->stopped && (first_ready(ts) || first_deadline(ts)))
        vm->poll = 1;
}

/* Who goes on; sleeps until there is someone. */
static struct script_thread *choose(struct vm *vm, struct threads *ts)
{
    for (;;) {
        struct script_thread *t;
        wake_by_clock(vm, ts);
        if ((t = first_ready(ts)))
            return t;
        t = first_deadline(ts);
        int64_t ns = t ? t->deadline - now(vm) : LONG_SLEEP;
        if (ns > 0 &&
            vm->host->sleep(vm->host->arg, ns) == -EINTR)
            threads_interrupt_main(vm);
    }
}

void threads_interrupt_main(struct vm *vm)
{
    struct threads *ts = vm->threads;
    ts->first->interrupted = true;
    if (ts->first->state == WAITING)
        make_ready(ts, ts->first);
}

/* ---- switching ----------------------------------------------------------- */

static void free_ended(struct threads *ts)
{
    struct script_thread *t = ts->ended;
    ts->ended = NULL;
    if (!t)
        return;
    vm_thread_free(t->line);
    c_stack_delete(t->stack);
    free(t);
}

/* `to` is the one that runs; its stack is still to be entered. */
static void install(struct vm *vm, struct script_thread *to)
{
    struct threads *ts = vm->threads;
    struct script_thread *from = ts->current;
    from->importing = vm->importing;
    from->repr_marks = vm->repr_marks;
    vm->importing = to->importing;
    vm->repr_marks = to->repr_marks;
    vm->thread = to->line;
    to->state = RUNNING;
    ts->current = to;
    ts->polls = polls_a_turn(vm);
    vm->poll = 1; /* what another was told may be for this one */
}

/* The current one is READY or WAITING; comes back when it is RUNNING. */
static void give_way(struct vm *vm)
{
    struct threads *ts = vm->threads;
    struct script_thread *me = ts->current, *to = choose(vm, ts);
    install(vm, to);
    if (to == me)
        return;
    c_stack_switch(me->stack, to->stack);
    free_ended(ts);
}

/* False: a handler left an exception. */
static bool look_at_signals(struct vm *vm, struct script_thread *me)
{
    if (!me->interrupted)
        return true;
    me->interrupted = false;
    vm->poll = 1;
    return signals_poll(vm);
}

enum threads_waited threads_wait(struct vm *vm, const void *what,
                                 int64_t deadline)
{
    struct threads *ts = threads_of(vm);
    struct script_thread *me;
    if (!ts) {
        vm_raise_no_memory(vm);
        return WAIT_RAISED;
    }
    me = ts->current;
    me->channel = what;
    me->deadline = deadline;
    me->woken = me->timed_out = false;
    me->turn = ++ts->turns;
    me->waits = true;
    me->state = WAITING;
    give_way(vm);
    me->waits = false;
    if (!look_at_signals(vm, me))
        return WAIT_RAISED;
    keep_polling(vm, ts);
    return me->timed_out && !me->woken ? WAIT_TIMED_OUT : WAIT_WOKEN;
}

void threads_wake(struct vm *vm, const void *what)
{
    struct threads *ts = vm->threads;
    struct script_thread *first = NULL;
    for (struct script_thread *t = ts ? ts->first : NULL; t; t = t->next)
        if (t->waits && !t->woken && t->channel == what &&
            (!first || t->turn < first->turn))
            first = t;
    if (!first)
        return;
    first->woken = true;
    if (first->state == WAITING)
        make_ready(ts, first);
    keep_polling(vm, ts);
}

bool threads_tick(struct vm *vm)
{
    struct threads *ts = vm->threads;
    struct script_thread *me = ts->current;
    if (ts->count > 1 && !ts->stopped && --ts->polls > 0) {
        vm->poll = 1;
        return look_at_signals(vm, me);
    }
    if (ts->count > 1 && !ts->stopped) {
        ts->polls = polls_a_turn(vm);
        wake_by_clock(vm, ts);
        if (first_ready(ts)) {
            make_ready(ts, me);
            give_way(vm);
        }
    }
    keep_polling(vm, ts);
    return look_at_signals(vm, me);
}

/* ---- beginning and end --------------------------------------------------- */

static void unlink_thread(struct threads *ts, const struct script_thread *t)
{
    struct script_thread **at = &ts->first;
    while (*at != t)
        at = &(*at)->next;
    *at = t->next;
    ts->count--;
}

static void call(struct vm *vm, struct script_thread *t)
{
    object *r = vm_call_ex(vm, t->callable, t->args, t->kwargs);
    if (!r && vm_pending_is(vm, EXC_SYSTEM_EXIT))
        vm_pending_clear(vm);
    else if (!r)
        vm_unraisable_in(vm, "in thread started by", t->callable);
    vm_release_maybe(vm, r);
    heap_store(vm->heap, &t->callable, NULL);
    heap_store(vm->heap, &t->args, NULL);
    heap_store(vm->heap, &t->kwargs, NULL);
}

/* On the thread's own stack. */
static void run_thread(void *arg)
{
    struct script_thread *me = arg, *next;
    struct vm *vm = me->vm;
    struct threads *ts = vm->threads;
    free_ended(ts);
    call(vm, me);
    heap_store(vm->heap, &me->line->handled, NULL);
    heap_store(vm->heap, &me->line->asyncgen_firstiter, NULL);
    heap_store(vm->heap, &me->line->asyncgen_finalizer, NULL);
    if (me->at_end)
        me->at_end(vm, me->end_object);
    me->state = WAITING; /* for ever */
    me->channel = NULL;
    me->deadline = -1;
    unlink_thread(ts, me);
    next = choose(vm, ts);
    install(vm, next);
    ts->ended = me;
    c_stack_leave(me->stack, next->stack);
}

uint64_t threads_start(struct vm *vm, object *callable, object *args,
                       object *kwargs)
{
    struct threads *ts = threads_of(vm);
    struct script_thread *t = ts ? calloc(1, sizeof *t) : NULL, **last;
    if (!t || ts->stopped || !(t->line = vm_thread_new(vm))) {
        free(t);
        return 0;
    }
    if (!(t->stack = c_stack_new(run_thread, t, t->line))) {
        vm_thread_free(t->line);
        free(t);
        return 0;
    }
    t->vm = vm;
    t->deadline = -1;
    t->ident = ++ts->idents;
    t->callable = heap_retain(callable);
    t->args = heap_retain(args);
    t->kwargs = heap_retain_maybe(kwargs);
    for (last = &ts->first; *last; last = &(*last)->next)
        ;
    *last = t;
    ts->count++;
    make_ready(ts, t);
    keep_polling(vm, ts);
    return t->ident;
}

bool threads_at_end(struct vm *vm, threads_end_fn *fn, object *stolen)
{
    struct threads *ts = threads_of(vm);
    if (!ts) {
        vm_release(vm, stolen);
        vm_raise_no_memory(vm);
        return false;
    }
    heap_store(vm->heap, &ts->current->end_object, stolen);
    ts->current->at_end = fn;
    return true;
}

void threads_stop(struct vm *vm)
{
    struct threads *ts = vm->threads;
    if (!ts)
        return;
    ts->stopped = true;
    heap_store(vm->heap, &ts->first->end_object, NULL);
}

/* With the frames that have not ended. */
static void free_line(struct vm_thread *line)
{
    while (line->frame) {
        struct vm_frame *f = line->frame;
        line->frame = f->back;
        if (!f->generator)
            free(f);
    }
    vm_thread_free(line);
}

size_t threads_free(struct vm *vm)
{
    struct threads *ts = vm->threads;
    size_t left = threads_count(vm);
    if (!ts)
        return 0;
    free_ended(ts);
    while (ts->first) {
        struct script_thread *t = ts->first;
        ts->first = t->next;
        if (t->line != vm->thread)
            free_line(t->line);
        c_stack_delete(t->stack);
        free(t);
    }
    free(ts);
    vm->threads = NULL;
    return left;
}
