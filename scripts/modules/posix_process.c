/*
 * posix: the process: its surroundings, identities, signals, chance.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scripts/modules/native.h"
#include "scripts/modules/posix.h"
#include "scripts/types/bytes.h"
#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/struct_sequence.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/signals.h"

#define FUNCTION POSIX_FUNCTION

static int64_t ask(struct vm *vm, enum host_process_op op, int64_t a,
                   int64_t b)
{
    return vm->host->process(vm->host->arg, op, a, b);
}

static object *number(struct vm *vm, int64_t n)
{
    return n < 0 ? posix_error(vm, n, NULL, NULL) : int_new(vm, n);
}

/* ---- identities ---- */

FUNCTION(getpid_)
{
    POSIX_UNUSED;
    return number(vm, vm->host->getpid(vm->host->arg));
}

#define ASKED(name, op)                                                        \
    FUNCTION(name)                                                             \
    {                                                                          \
        POSIX_UNUSED;                                                          \
        return number(vm, ask(vm, op, 0, 0));                                  \
    }
ASKED(getppid_, HOST_PARENT)
ASKED(getuid_, HOST_UID)
ASKED(geteuid_, HOST_EUID)
ASKED(getgid_, HOST_GID)
ASKED(getegid_, HOST_EGID)
ASKED(getpgrp_, HOST_GROUP)

FUNCTION(cpu_count)
{
    POSIX_UNUSED;
    int64_t n = ask(vm, HOST_CPU_COUNT, 0, 0);
    return n < 1 ? vm_none(vm) : int_new(vm, n);
}

static object *about_process(struct vm *vm, const char *name,
                             enum host_process_op op, object *const *args,
                             size_t nargs)
{
    int pid;
    return args_between(vm, name, nargs, 1, 1) && posix_int(vm, args[0], &pid)
               ? number(vm, ask(vm, op, pid, 0))
               : NULL;
}

FUNCTION(getsid_)
{
    (void)self, (void)kwnames;
    return about_process(vm, "getsid", HOST_SESSION, args, nargs);
}

FUNCTION(getpgid_)
{
    (void)self, (void)kwnames;
    return about_process(vm, "getpgid", HOST_GROUP, args, nargs);
}

FUNCTION(umask_)
{
    int mask;
    (void)self, (void)kwnames;
    return args_between(vm, "umask", nargs, 1, 1) &&
                   posix_int(vm, args[0], &mask)
               ? number(vm, ask(vm, HOST_UMASK, mask, 0))
               : NULL;
}

FUNCTION(kill_)
{
    int pid, signal;
    (void)self, (void)kwnames;
    if (!args_between(vm, "kill", nargs, 2, 2) ||
        !posix_int(vm, args[0], &pid) || !posix_int(vm, args[1], &signal))
        return NULL;
    object *r = posix_done(vm, ask(vm, HOST_KILL, pid, signal), NULL);
    if (r && !signals_run(vm)) /* it may have been for itself */
        heap_store(vm->heap, &r, NULL);
    return r;
}

/* ---- surroundings ---- */

static bool add_variable(struct vm *vm, object *dict, const char *text)
{
    const char *equals = strchr(text + (*text != 0), '=');
    if (!equals)
        return true;
    object *name = bytes_new(vm, text, (size_t)(equals - text));
    object *value =
        name ? bytes_new(vm, equals + 1, strlen(equals + 1)) : NULL;
    bool ok = value && dict_set(vm, dict, name, value);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, value);
    return ok;
}

/* Every NAME=value of the host, malloc'ed; *size bytes. */
static char *variables(struct vm *vm, size_t *size)
{
    size_t room = 8192;
    for (;;) {
        char *text = malloc(room);
        int64_t n =
            text ? vm->host->environment(vm->host->arg, text, room) : -ENOMEM;
        if (n >= 0 && (size_t)n <= room) {
            *size = (size_t)n;
            return text;
        }
        free(text);
        if (n < 0) {
            vm_raise_os(vm, n, NULL);
            return NULL;
        }
        room = (size_t)n;
    }
}

static object *environment(struct vm *vm)
{
    size_t size;
    char *text = variables(vm, &size);
    object *dict = text ? dict_new(vm) : NULL;
    for (size_t i = 0; dict && i < size; i += strlen(text + i) + 1)
        if (!add_variable(vm, dict, text + i))
            heap_store(vm->heap, &dict, NULL);
    free(text);
    return dict;
}

FUNCTION(putenv_)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "putenv", nargs, 2, 2))
        return NULL;
    char *name = posix_text(vm, args[0]);
    char *value = name ? posix_text(vm, args[1]) : NULL;
    object *r = NULL;
    if (value && (!*name || strchr(name, '=')))
        vm_raise(vm, EXC_VALUE_ERROR, "illegal environment variable name");
    else if (value)
        r = posix_done(vm, posix_op(vm, HOST_SET_ENV, name, value, 0, 0),
                       NULL);
    free(name);
    free(value);
    return r;
}

FUNCTION(unsetenv_)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "unsetenv", nargs, 1, 1))
        return NULL;
    char *name = posix_text(vm, args[0]);
    if (!name)
        return NULL;
    object *r = posix_done(
        vm, posix_op(vm, HOST_UNSET_ENV, name, NULL, 0, 0), NULL);
    free(name);
    return r;
}

/* ---- chance, errors ---- */

static object *random_bytes(struct vm *vm, int64_t size)
{
    if (size < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "negative argument not allowed");
    unsigned char *bytes = malloc((size_t)size + 1);
    if (!bytes)
        return vm_raise_no_memory(vm);
    object *r = NULL;
    for (int64_t done = 0; !vm_pending(vm) && done < size;) {
        size_t piece = size - done > 65536 ? 65536 : (size_t)(size - done);
        int64_t n = vm->host->random(vm->host->arg, bytes + done, piece);
        if (n < 0 && n != -EINTR)
            posix_error(vm, n, NULL, NULL);
        done += n > 0 ? n : 0;
    }
    if (!vm_pending(vm))
        r = bytes_new(vm, bytes, (size_t)size);
    free(bytes);
    return r;
}

FUNCTION(urandom_)
{
    int64_t size;
    (void)self, (void)kwnames;
    return args_between(vm, "urandom", nargs, 1, 1) &&
                   posix_int64(vm, args[0], &size)
               ? random_bytes(vm, size)
               : NULL;
}

FUNCTION(getrandom_)
{
    static const char *const names[] = {"size", "flags", NULL};
    static const struct arg_spec spec = {"getrandom", names, 0, 2, 1};
    object *out[2];
    int64_t size;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_int64(vm, out[0], &size))
        return NULL;
    return size < 0 ? posix_error(vm, -EINVAL, NULL, NULL)
                    : random_bytes(vm, size);
}

FUNCTION(strerror_)
{
    int number_;
    (void)self, (void)kwnames;
    return args_between(vm, "strerror", nargs, 1, 1) &&
                   posix_int(vm, args[0], &number_)
               ? str_from(vm, strerror(number_))
               : NULL;
}

/* There are no other processes to be had: the engine of a debugger may not
 * divide, and a script is to run alike in both. */
FUNCTION(fork_)
{
    POSIX_UNUSED;
    return vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                    "a script cannot start processes yet");
}

/* ---- what became of a child ---- */

#define STATUS(name, expression, make)                                         \
    FUNCTION(name)                                                             \
    {                                                                          \
        static const char *const names[] = {"status", NULL};                   \
        static const struct arg_spec spec = {#name, names, 0, 1, 1};           \
        object *out[1];                                                        \
        int status;                                                            \
        (void)self;                                                            \
        if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||                \
            !posix_int(vm, out[0], &status))                                   \
            return NULL;                                                       \
        return make(vm, expression(status));                                   \
    }
STATUS(exited, WIFEXITED, vm_bool)
STATUS(signaled, WIFSIGNALED, vm_bool)
STATUS(stopped, WIFSTOPPED, vm_bool)
STATUS(exit_status, WEXITSTATUS, int_new)
STATUS(term_signal, WTERMSIG, int_new)
STATUS(stop_signal, WSTOPSIG, int_new)

/* (process, status) of a child; where none can be started there is none. */
static object *reap(struct vm *vm, int process, int options)
{
    int64_t n;
    if (!vm->host->reap)
        return vm_raise_os(vm, -ECHILD, NULL);
    do
        n = vm->host->reap(vm->host->arg, process, options);
    while (n == -EINTR && signals_poll(vm));
    if (n < 0)
        return vm_pending(vm) ? NULL : vm_raise_os(vm, n, NULL);
    object *id = int_new(vm, n >> 16), *status = int_new(vm, n & 0xffff);
    object *both = id && status ? tuple_pack(vm, 2, id, status) : NULL;
    vm_release_maybe(vm, id);
    vm_release_maybe(vm, status);
    return both;
}

FUNCTION(waitpid_)
{
    int process, options;
    (void)self, (void)kwnames;
    if (!args_between(vm, "waitpid", nargs, 2, 2) ||
        !posix_int(vm, args[0], &process) || !posix_int(vm, args[1], &options))
        return NULL;
    return reap(vm, process, options);
}

FUNCTION(wait_)
{
    POSIX_UNUSED;
    return reap(vm, -1, 0);
}

FUNCTION(to_exit_code)
{
    static const char *const names[] = {"status", NULL};
    static const struct arg_spec spec = {"waitstatus_to_exitcode", names, 0, 1,
                                         1};
    object *out[1];
    int status;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_int(vm, out[0], &status))
        return NULL;
    if (WIFEXITED(status))
        return int_new(vm, WEXITSTATUS(status));
    if (WIFSIGNALED(status) && WTERMSIG(status) > 0)
        return int_new(vm, -WTERMSIG(status));
    if (WIFSTOPPED(status))
        return vm_raise(vm, EXC_VALUE_ERROR, "process stopped by delivery of "
                        "signal %d", WSTOPSIG(status));
    return vm_raise(vm, EXC_VALUE_ERROR, "invalid wait status: %d", status);
}

/* ---- terminal, times ---- */

static const char *const size_names[] = {"columns", "lines", NULL};
static const char *const times_names[] = {"user", "system", "children_user",
                                          "children_system", "elapsed", NULL};

/* A type of named items, made once by the address of its names; borrowed. */
static struct type_object *named_type(struct vm *vm, const char *name,
                                      const char *const *names)
{
    object **slot = native_slot(vm, names);
    if (slot && !*slot) {
        struct type_object *type = struct_sequence_type(vm, name, names);
        slot = native_slot(vm, names);
        if (type)
            type->slots.new_ = struct_sequence_make;
        if (type && slot)
            *slot = type_as_object(type);
    }
    return slot && *slot ? type_object_of(*slot) : NULL;
}

FUNCTION(terminal_size)
{
    int fd = 1;
    (void)self, (void)kwnames;
    if (!args_between(vm, "get_terminal_size", nargs, 0, 1) ||
        (nargs && !posix_int(vm, args[0], &fd)))
        return NULL;
    int64_t n = vm->host->terminal_size(vm->host->arg, fd);
    if (n < 0)
        return posix_error(vm, n, NULL, NULL);
    object *items[] = {int_new(vm, n >> 16), int_new(vm, n & 0xffff)};
    return struct_sequence_new_steal(
        vm, named_type(vm, "os.terminal_size", size_names), items, 2);
}

FUNCTION(times_)
{
    int64_t used = 0, now = 0;
    POSIX_UNUSED;
    vm->host->clock(vm->host->arg, HOST_CLOCK_PROCESS, &used);
    vm->host->clock(vm->host->arg, HOST_CLOCK_MONOTONIC, &now);
    object *items[] = {float_new(vm, (double)(used / 10000000) / 100),
                       float_new(vm, 0), float_new(vm, 0), float_new(vm, 0),
                       float_new(vm, (double)(now / 10000000) / 100)};
    return struct_sequence_new_steal(
        vm, named_type(vm, "posix.times_result", times_names), items, 5);
}

/* Nothing forks, so nothing is ever called. */
FUNCTION(register_at_fork)
{
    static const char *const names[] = {"before", "after_in_child",
                                        "after_in_parent", NULL};
    static const struct arg_spec spec = {"register_at_fork", names, 0, 0, 0};
    object *in[3];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    if (!in[0] && !in[1] && !in[2])
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "At least one argument is required.");
    for (int k = 0; k < 3; k++)
        if (in[k] && !vm_callable(vm, in[k]))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "'%s' must be callable, not %T", names[k], in[k]);
    return vm_none(vm);
}

const struct method_def posix_process_functions[] = {
    {"getpid", getpid_, METHOD_NOARGS,
     "getpid($module, /)\n--\n\nThe number of this process."},
    {"getppid", getppid_, METHOD_NOARGS,
     "getppid($module, /)\n--\n\nThe number of the parent."},
    {"getuid", getuid_, METHOD_NOARGS, "getuid($module, /)\n--\n\nThe user."},
    {"geteuid", geteuid_, METHOD_NOARGS,
     "geteuid($module, /)\n--\n\nThe effective user."},
    {"getgid", getgid_, METHOD_NOARGS, "getgid($module, /)\n--\n\nThe group."},
    {"getegid", getegid_, METHOD_NOARGS,
     "getegid($module, /)\n--\n\nThe effective group."},
    {"getpgrp", getpgrp_, METHOD_NOARGS,
     "getpgrp($module, /)\n--\n\nThe group of processes."},
    {"getpgid", getpgid_, METHOD_ARGS,
     "getpgid($module, /, pid)\n--\n\nThe group of a process."},
    {"getsid", getsid_, METHOD_ARGS,
     "getsid($module, pid, /)\n--\n\nThe session of a process."},
    {"cpu_count", cpu_count, METHOD_NOARGS,
     "cpu_count($module, /)\n--\n\nHow many processors there are."},
    {"umask", umask_, METHOD_ARGS,
     "umask($module, mask, /)\n--\n\nSets the mask, tells the old one."},
    {"kill", kill_, METHOD_ARGS,
     "kill($module, pid, signal, /)\n--\n\nSends a signal."},
    {"putenv", putenv_, METHOD_ARGS,
     "putenv($module, name, value, /)\n--\n\nSets a variable."},
    {"unsetenv", unsetenv_, METHOD_ARGS,
     "unsetenv($module, name, /)\n--\n\nRemoves a variable."},
    {"urandom", urandom_, METHOD_ARGS,
     "urandom($module, size, /)\n--\n\nBytes by chance."},
    {"getrandom", getrandom_, METHOD_KEYWORDS,
     "getrandom($module, /, size, flags=0)\n--\n\nBytes by chance."},
    {"strerror", strerror_, METHOD_ARGS,
     "strerror($module, code, /)\n--\n\nWhat an error number means."},
    {"fork", fork_, METHOD_NOARGS,
     "fork($module, /)\n--\n\nNot there yet."},
    {"register_at_fork", register_at_fork, METHOD_KEYWORDS,
     "register_at_fork($module, /, *, before=<unrepresentable>,\n"
     "                 after_in_child=<unrepresentable>,\n"
     "                 after_in_parent=<unrepresentable>)\n--\n\n"
     "Have functions called around a fork."},
    {"waitpid", waitpid_, METHOD_ARGS,
     "waitpid($module, pid, options, /)\n--\n\n"
     "How a child ended: there is none."},
    {"wait", wait_, METHOD_NOARGS,
     "wait($module, /)\n--\n\nHow a child ended: there is none."},
    {"waitstatus_to_exitcode", to_exit_code, METHOD_KEYWORDS,
     "waitstatus_to_exitcode($module, /, status)\n--\n\n"
     "The exit code of a process that ended so."},
    {"WIFEXITED", exited, METHOD_KEYWORDS,
     "WIFEXITED($module, /, status)\n--\n\nDid it exit?"},
    {"WIFSIGNALED", signaled, METHOD_KEYWORDS,
     "WIFSIGNALED($module, /, status)\n--\n\nDid a signal end it?"},
    {"WIFSTOPPED", stopped, METHOD_KEYWORDS,
     "WIFSTOPPED($module, /, status)\n--\n\nIs it stopped?"},
    {"WEXITSTATUS", exit_status, METHOD_KEYWORDS,
     "WEXITSTATUS($module, /, status)\n--\n\nIts exit status."},
    {"WTERMSIG", term_signal, METHOD_KEYWORDS,
     "WTERMSIG($module, /, status)\n--\n\nThe signal that ended it."},
    {"WSTOPSIG", stop_signal, METHOD_KEYWORDS,
     "WSTOPSIG($module, /, status)\n--\n\nThe signal that stopped it."},
    {"get_terminal_size", terminal_size, METHOD_ARGS,
     "get_terminal_size($module, fd=1, /)\n--\n\n"
     "Columns and lines of a terminal."},
    {"times", times_, METHOD_NOARGS,
     "times($module, /)\n--\n\nProcessor time used."},
    {NULL, NULL, 0, NULL},
};

static bool add_type(struct vm *vm, object *module, const char *attribute,
                     const char *name, const char *const *names)
{
    struct type_object *type = named_type(vm, name, names);
    return module_add_steal(vm, module, attribute,
                            type ? heap_retain(type_as_object(type)) : NULL);
}

bool posix_process_fill(struct vm *vm, object *module)
{
    return add_type(vm, module, "terminal_size", "os.terminal_size",
                    size_names) &&
           add_type(vm, module, "times_result", "posix.times_result",
                    times_names) &&
           module_add_steal(vm, module, "environ", environment(vm));
}
