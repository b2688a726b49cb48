/*
 * _signal: which function handles which signal, sending them, timers.  The
 * handlers themselves are with vm/signals.c, which calls them.
 */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/modules/posix.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/struct_sequence.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/signals.h"
#include "scripts/vm/threads.h"

#define FUNCTION POSIX_FUNCTION
#define UNUSED POSIX_UNUSED

enum { DEFAULT = 0, IGNORE = 1 }; /* SIG_DFL, SIG_IGN */

static const char wakeup_key, error_key;

static int64_t ask(struct vm *vm, enum host_signal_op op, int64_t a, int64_t b,
                   struct host_signal *s)
{
    return vm->host->signal(vm->host->arg, op, a, b, s);
}

/* None once the handlers of what has come have run, the error of r < 0. */
static object *done(struct vm *vm, int64_t r)
{
    if (r < 0)
        return posix_error(vm, r, NULL, NULL);
    return signals_run(vm) ? vm_none(vm) : NULL;
}

static bool read_number(struct vm *vm, object *o, int *number)
{
    if (!posix_int(vm, o, number))
        return false;
    if (*number >= 1 && *number < SIGNALS_END)
        return true;
    vm_raise(vm, EXC_VALUE_ERROR, "signal number out of range");
    return false;
}

/* ---- handlers ---- */

/* What handles a signal: a function, SIG_DFL, SIG_IGN or None; new. */
static object *handler_now(struct vm *vm, int number)
{
    object **handler = signals_handler(vm, number);
    int64_t how = handler ? ask(vm, HOST_SIGNAL_HOW, number, 0, NULL) : -1;
    if (!handler)
        return NULL;
    if (*handler)
        return heap_retain(*handler);
    return how == DEFAULT || how == IGNORE ? int_new(vm, how) : vm_none(vm);
}

/* DEFAULT, IGNORE, 2 for a function; -1: TypeError. */
static int kind_of(struct vm *vm, object *handler)
{
    int64_t n;
    if (vm_is(handler, TYPE_INT) && int_fits_i64(handler, &n) &&
        (n == DEFAULT || n == IGNORE))
        return (int)n;
    if (vm_callable(vm, handler))
        return 2;
    if (vm_type_of(vm, handler)->flags & TYPE_INT_SUBCLASS &&
        int_fits_i64(handler, &n) && (n == DEFAULT || n == IGNORE))
        return (int)n;
    vm_raise(vm, EXC_TYPE_ERROR,
             "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a "
             "callable object");
    return -1;
}

static bool in_main_thread(struct vm *vm, const char *function)
{
    bool main = threads_is_main(vm);
    if (!main)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "%s only works in main thread of the main interpreter",
                 function);
    return main;
}

FUNCTION(signal_)
{
    static const enum host_signal_op ops[] = {
        HOST_SIGNAL_DEFAULT, HOST_SIGNAL_IGNORE, HOST_SIGNAL_CATCH};
    int number;
    (void)self, (void)kwnames;
    if (!args_between(vm, "signal", nargs, 2, 2) ||
        !posix_int(vm, args[0], &number))
        return NULL;
    if (!in_main_thread(vm, "signal"))
        return NULL;
    int kind = kind_of(vm, args[1]);
    if (kind < 0 || !read_number(vm, args[0], &number))
        return NULL;
    object *old = signals_run(vm) ? handler_now(vm, number) : NULL;
    int64_t r = old ? ask(vm, ops[kind], number, 0, NULL) : 0;
    if (r < 0)
        posix_error(vm, r, NULL, NULL);
    object **place = old && r >= 0 ? signals_handler(vm, number) : NULL;
    if (place)
        heap_store(vm->heap, place, heap_retain(args[1]));
    else if (old)
        heap_store(vm->heap, &old, NULL);
    return old;
}

FUNCTION(getsignal)
{
    int number;
    (void)self, (void)nargs, (void)kwnames;
    return read_number(vm, args[0], &number) ? handler_now(vm, number) : NULL;
}

FUNCTION(siginterrupt_)
{
    int number, flag;
    (void)self, (void)kwnames;
    if (!args_between(vm, "siginterrupt", nargs, 2, 2) ||
        !read_number(vm, args[0], &number) || !posix_int(vm, args[1], &flag))
        return NULL;
    int64_t r = ask(vm, HOST_SIGNAL_RESTART, number, !flag, NULL);
    return r < 0 ? posix_error(vm, r, NULL, NULL) : vm_none(vm);
}

/* A descriptor that is told, or -1; false: pending. */
static bool check_wakeup(struct vm *vm, int fd)
{
    struct host_stat stat;
    if (fd == -1)
        return true;
    int64_t r = vm->host->fstat(vm->host->arg, fd, &stat);
    int64_t flags =
        r < 0 ? r : vm->host->descriptor(vm->host->arg, HOST_GET_FLAGS, fd, 0);
    if (r >= 0 && flags >= 0 && flags & 04000)
        return true;
    if (r == -EBADF)
        vm_raise(vm, EXC_VALUE_ERROR, "invalid fd");
    else if (flags < 0)
        posix_error(vm, flags, NULL, NULL);
    else
        vm_raise(vm, EXC_VALUE_ERROR, "the fd %d must be in non-blocking mode",
                 fd);
    return false;
}

FUNCTION(set_wakeup_fd)
{
    static const char *const names[] = {"fd", "warn_on_full_buffer", NULL};
    static const struct arg_spec spec = {"set_wakeup_fd", names, 1, 1, 1};
    object *out[2];
    int fd;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_int(vm, out[0], &fd) || !in_main_thread(vm, "set_wakeup_fd") ||
        !check_wakeup(vm, fd))
        return NULL;
    object **slot = native_slot(vm, &wakeup_key), *now = int_new(vm, fd);
    int64_t r = slot && now ? ask(vm, HOST_SIGNAL_WAKEUP, fd, 0, NULL) : 0;
    if (!slot || !now || r < 0) {
        vm_release_maybe(vm, now);
        return slot && now ? posix_error(vm, r, NULL, NULL) : NULL;
    }
    object *old = *slot;
    *slot = now;
    return old ? old : int_new(vm, -1);
}

/* ---- sending ---- */

FUNCTION(raise_signal)
{
    int number;
    (void)self, (void)nargs, (void)kwnames;
    return posix_int(vm, args[0], &number)
               ? done(vm, ask(vm, HOST_SIGNAL_RAISE, number, 0, NULL))
               : NULL;
}

/* The one thread there is can be sent something. */
FUNCTION(pthread_kill_)
{
    int number;
    int64_t thread;
    (void)self, (void)kwnames;
    if (!args_between(vm, "pthread_kill", nargs, 2, 2) ||
        !posix_int64(vm, args[0], &thread) ||
        !posix_int(vm, args[1], &number))
        return NULL;
    return done(vm, number ? ask(vm, HOST_SIGNAL_RAISE, number, 0, NULL) : 0);
}

FUNCTION(pause_)
{
    UNUSED;
    int64_t r = ask(vm, HOST_SIGNAL_PAUSE, 0, 0, NULL);
    return done(vm, r == -EINTR ? 0 : r);
}

FUNCTION(strsignal_)
{
    int number;
    (void)self, (void)nargs, (void)kwnames;
    if (!read_number(vm, args[0], &number))
        return NULL;
    const char *text = strsignal(number);
    return text && !strstr(text, "Unknown signal") ? str_from(vm, text)
                                                   : vm_none(vm);
}

/* ---- timers ---- */

FUNCTION(alarm_)
{
    int seconds;
    (void)self, (void)nargs, (void)kwnames;
    if (!posix_int(vm, args[0], &seconds))
        return NULL;
    int64_t r =
        vm->host->process(vm->host->arg, HOST_ALARM, (unsigned)seconds, 0);
    return r < 0 ? posix_error(vm, r, NULL, NULL) : int_new(vm, r);
}

static object *timer_error(struct vm *vm, int64_t r)
{
    object *cls = native_exception(vm, &error_key, "signal", "itimer_error",
                                   EXC_OS_ERROR);
    object *code = int_new(vm, -r), *text = str_from(vm, strerror((int)-r));
    object *e = cls && code && text ? vm_call2(vm, cls, code, text) : NULL;
    vm_release_maybe(vm, code);
    vm_release_maybe(vm, text);
    if (e)
        vm_raise_steal(vm, e);
    return NULL;
}

static bool microseconds(struct vm *vm, object *o, int64_t *us)
{
    double seconds;
    *us = 0;
    if (!o)
        return true;
    if (!float_as_double(vm, o, &seconds))
        return false;
    if (isnan(seconds) || fabs(seconds) > 9e9) {
        vm_raise(vm, isnan(seconds) ? EXC_VALUE_ERROR : EXC_OVERFLOW_ERROR,
                 isnan(seconds)
                     ? "Invalid value NaN (not a number)"
                     : "timestamp out of range for platform time_t");
        return false;
    }
    *us = (int64_t)ceil(seconds * 1e6);
    return true;
}

static object *told_timer(struct vm *vm, const struct host_signal *s)
{
    object *value = float_new(vm, (double)s->value_us / 1e6);
    object *interval = float_new(vm, (double)s->interval_us / 1e6);
    object *r = value && interval ? tuple_pack(vm, 2, value, interval) : NULL;
    vm_release_maybe(vm, value);
    vm_release_maybe(vm, interval);
    return r;
}

FUNCTION(setitimer_)
{
    struct host_signal s = {0};
    int which;
    (void)self, (void)kwnames;
    if (!args_between(vm, "setitimer", nargs, 2, 3) ||
        !posix_int(vm, args[0], &which) ||
        !microseconds(vm, args[1], &s.value_us) ||
        !microseconds(vm, nargs > 2 ? args[2] : NULL, &s.interval_us))
        return NULL;
    int64_t r = ask(vm, HOST_SIGNAL_TIMER, which, true, &s);
    return r < 0 ? timer_error(vm, r) : told_timer(vm, &s);
}

FUNCTION(getitimer_)
{
    struct host_signal s = {0};
    int which;
    (void)self, (void)nargs, (void)kwnames;
    if (!posix_int(vm, args[0], &which))
        return NULL;
    int64_t r = ask(vm, HOST_SIGNAL_TIMER, which, false, &s);
    return r < 0 ? timer_error(vm, r) : told_timer(vm, &s);
}

/* ---- sets ---- */

static bool read_set(struct vm *vm, object *iterable, uint64_t *set)
{
    object *it = vm_iter(vm, iterable), *o;
    *set = 0;
    while (it && (o = vm_next(vm, it))) {
        int64_t n;
        bool ok = posix_int64(vm, o, &n);
        vm_release(vm, o);
        if (!ok && vm_pending_is(vm, EXC_OVERFLOW_ERROR)) {
            vm_pending_clear(vm);
            ok = true;
            n = -1;
        }
        if (ok && (n < 1 || n >= SIGNALS_END))
            vm_raise(vm, EXC_VALUE_ERROR,
                     "signal number %lld out of range [1; %d]", (long long)n,
                     SIGNALS_END - 1);
        if (vm_pending(vm))
            break;
        *set |= UINT64_C(1) << (n - 1);
    }
    vm_release_maybe(vm, it);
    return it && !vm_pending(vm);
}

static object *told_set(struct vm *vm, uint64_t bits)
{
    object *set = set_new(vm);
    for (int i = 1; set && i < SIGNALS_END; i++) {
        if (!(bits >> (i - 1) & 1))
            continue;
        object *n = int_new(vm, i);
        if (!n || !set_add(vm, set, n))
            heap_store(vm->heap, &set, NULL);
        vm_release_maybe(vm, n);
    }
    return set;
}

FUNCTION(pthread_sigmask_)
{
    struct host_signal s = {0};
    int how;
    (void)self, (void)kwnames;
    if (!args_between(vm, "pthread_sigmask", nargs, 2, 2) ||
        !posix_int(vm, args[0], &how) || !read_set(vm, args[1], &s.set))
        return NULL;
    int64_t r = ask(vm, HOST_SIGNAL_MASK, how, 0, &s);
    if (r < 0)
        return posix_error(vm, r, NULL, NULL);
    return signals_run(vm) ? told_set(vm, s.set) : NULL;
}

FUNCTION(sigpending_)
{
    struct host_signal s = {0};
    UNUSED;
    int64_t r = ask(vm, HOST_SIGNAL_PENDING, 0, 0, &s);
    return r < 0 ? posix_error(vm, r, NULL, NULL) : told_set(vm, s.set);
}

/* The two that the C library keeps for itself are none. */
FUNCTION(valid_signals)
{
    UNUSED;
    return told_set(vm, ~(UINT64_C(3) << 31));
}

/* Waits for one of the set: its number, 0 when the time is up, -1: pending. */
static int64_t wait_for(struct vm *vm, object *signals, int64_t ns,
                        struct host_signal *s)
{
    int64_t r, end = 0, now = 0;
    if (!read_set(vm, signals, &s->set))
        return -1;
    vm->host->clock(vm->host->arg, HOST_CLOCK_MONOTONIC, &now);
    end = now + (ns < 0 ? 0 : ns);
    for (;;) {
        r = ask(vm, HOST_SIGNAL_WAIT, ns < 0 ? -1 : end - now, 0, s);
        if (r != -EINTR || !signals_run(vm))
            break;
        vm->host->clock(vm->host->arg, HOST_CLOCK_MONOTONIC, &now);
        now = now > end ? end : now;
    }
    if (r >= 0 || vm_pending(vm))
        return vm_pending(vm) ? -1 : r;
    if (r == -EAGAIN)
        return 0;
    posix_error(vm, r, NULL, NULL);
    return -1;
}

FUNCTION(sigwait_)
{
    struct host_signal s;
    (void)self, (void)nargs, (void)kwnames;
    int64_t n = wait_for(vm, args[0], -1, &s);
    return n < 0 ? NULL : int_new(vm, n);
}

static const char *const info_names[] = {"si_signo", "si_code", "si_errno",
                                         "si_pid",   "si_uid",  "si_status",
                                         "si_band",  NULL};

static struct type_object *info_type(struct vm *vm)
{
    object **slot = native_slot(vm, info_names);
    if (!slot || *slot)
        return slot ? type_object_of(*slot) : NULL;
    struct type_object *type =
        struct_sequence_type(vm, "signal.struct_siginfo", info_names);
    if (!type)
        return NULL;
    type->slots.new_ = struct_sequence_make;
    slot = native_slot(vm, info_names);
    if (slot)
        *slot = type_as_object(type);
    return slot ? type : NULL;
}

static object *told_info(struct vm *vm, const struct host_signal *s)
{
    struct type_object *type = info_type(vm);
    object *items[7];
    if (!type)
        return NULL;
    for (int i = 0; i < 7; i++)
        items[i] = int_new(vm, s->info[i]);
    return struct_sequence_new_steal(vm, type, items, 7);
}

FUNCTION(sigwaitinfo_)
{
    struct host_signal s;
    (void)self, (void)nargs, (void)kwnames;
    int64_t n = wait_for(vm, args[0], -1, &s);
    return n < 0 ? NULL : told_info(vm, &s);
}

FUNCTION(sigtimedwait_)
{
    struct host_signal s;
    int64_t us;
    (void)self, (void)kwnames;
    if (!args_between(vm, "sigtimedwait", nargs, 2, 2) ||
        !microseconds(vm, args[1], &us))
        return NULL;
    if (us < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "timeout must be non-negative");
    int64_t n = wait_for(vm, args[0], us * 1000, &s);
    return n < 0 ? NULL : n == 0 ? vm_none(vm) : told_info(vm, &s);
}

/* ---- the module ---- */

static const struct method_def functions[] = {
    {"default_int_handler", signals_default_int, METHOD_ARGS,
     "default_int_handler($module, signalnum, frame, /)\n--\n\n"
     "The default handler for SIGINT installed by Python.\n\n"
     "It raises KeyboardInterrupt."},
    {"alarm", alarm_, METHOD_ONE, "alarm($module, seconds, /)\n--\n\n"},
    {"setitimer", setitimer_, METHOD_ARGS,
     "setitimer($module, which, seconds, interval=0.0, /)\n--\n\n"},
    {"getitimer", getitimer_, METHOD_ONE,
     "getitimer($module, which, /)\n--\n\n"},
    {"signal", signal_, METHOD_ARGS,
     "signal($module, signalnum, handler, /)\n--\n\n"},
    {"raise_signal", raise_signal, METHOD_ONE,
     "raise_signal($module, signalnum, /)\n--\n\n"},
    {"strsignal", strsignal_, METHOD_ONE,
     "strsignal($module, signalnum, /)\n--\n\n"},
    {"getsignal", getsignal, METHOD_ONE,
     "getsignal($module, signalnum, /)\n--\n\n"},
    {"set_wakeup_fd", set_wakeup_fd, METHOD_KEYWORDS,
     "set_wakeup_fd(fd, *, warn_on_full_buffer=True) -> fd"},
    {"siginterrupt", siginterrupt_, METHOD_ARGS,
     "siginterrupt($module, signalnum, flag, /)\n--\n\n"},
    {"pause", pause_, METHOD_NOARGS, "pause($module, /)\n--\n\n"},
    {"pthread_kill", pthread_kill_, METHOD_ARGS,
     "pthread_kill($module, thread_id, signalnum, /)\n--\n\n"},
    {"pthread_sigmask", pthread_sigmask_, METHOD_ARGS,
     "pthread_sigmask($module, how, mask, /)\n--\n\n"},
    {"sigpending", sigpending_, METHOD_NOARGS,
     "sigpending($module, /)\n--\n\n"},
    {"sigwait", sigwait_, METHOD_ONE, "sigwait($module, sigset, /)\n--\n\n"},
    {"sigwaitinfo", sigwaitinfo_, METHOD_ONE,
     "sigwaitinfo($module, sigset, /)\n--\n\n"},
    {"sigtimedwait", sigtimedwait_, METHOD_ARGS,
     "sigtimedwait($module, sigset, timeout, /)\n--\n\n"},
    {"valid_signals", valid_signals, METHOD_NOARGS,
     "valid_signals($module, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

#define N(name) {#name, name}

static const struct {
    const char *name;
    int number;
} numbers[] = {
    {"NSIG", SIGNALS_END}, {"SIG_DFL", DEFAULT}, {"SIG_IGN", IGNORE},
    N(SIG_BLOCK), N(SIG_UNBLOCK), N(SIG_SETMASK),
    N(SIGHUP), N(SIGINT), N(SIGQUIT), N(SIGILL), N(SIGTRAP), N(SIGIOT),
    N(SIGABRT), N(SIGFPE), N(SIGKILL), N(SIGBUS), N(SIGSEGV), N(SIGSYS),
    N(SIGPIPE), N(SIGALRM), N(SIGTERM), N(SIGUSR1), N(SIGUSR2), N(SIGCLD),
    N(SIGCHLD), N(SIGPWR), N(SIGIO), N(SIGURG), N(SIGWINCH), N(SIGPOLL),
    N(SIGSTOP), N(SIGTSTP), N(SIGCONT), N(SIGTTIN), N(SIGTTOU),
    N(SIGVTALRM), N(SIGPROF), N(SIGXCPU), N(SIGXFSZ), N(SIGSTKFLT),
    N(ITIMER_REAL), N(ITIMER_VIRTUAL), N(ITIMER_PROF),
};

/* What the program began with, told as the script's own function. */
static bool take_over_int(struct vm *vm, object *module)
{
    object **place = signals_handler(vm, SIGINT);
    if (!place || *place || ask(vm, HOST_SIGNAL_HOW, SIGINT, 0, NULL) != 2)
        return place;
    object *handler = vm_getattr_str(vm, module, "default_int_handler");
    if (handler)
        heap_store(vm->heap, signals_handler(vm, SIGINT), handler);
    return handler;
}

bool signal_fill(struct vm *vm, object *module)
{
    object *error = native_exception(vm, &error_key, "signal", "itimer_error",
                                     EXC_OS_ERROR);
    struct type_object *info = info_type(vm);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!module_add_int(vm, module, numbers[i].name, numbers[i].number))
            return false;
    return error && info && module_add_functions(vm, module, functions) &&
           module_add_int(vm, module, "SIGRTMIN", SIGRTMIN) &&
           module_add_int(vm, module, "SIGRTMAX", SIGRTMAX) &&
           module_add_steal(vm, module, "ItimerError", heap_retain(error)) &&
           module_add_steal(vm, module, "struct_siginfo",
                            heap_retain(type_as_object(info))) &&
           take_over_int(vm, module);
}
