/*
 * Waiting for descriptors through the host.
 *
 * With other threads alive no call of the host waits: it looks, and the others
 * go on for a moment before it looks again.
 */
#include <errno.h>
#include <math.h>

#include "scripts/modules/posix.h"
#include "scripts/modules/ready.h"
#include "scripts/types/float.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/signals.h"
#include "scripts/vm/threads.h"

enum { MILLISECOND = 1000000, LOOK_AGAIN = 200000 };

bool ready_descriptor(struct vm *vm, object *o, int *fd)
{
    object *number = NULL, *method = NULL;
    if (vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS) {
        number = heap_retain(o);
    } else {
        method = vm_getattr_str(vm, o, "fileno");
        if (!method && !vm_pending_is(vm, EXC_ATTRIBUTE_ERROR))
            return false;
        vm_pending_clear(vm);
        number = method ? vm_call0(vm, method) : NULL;
        vm_release_maybe(vm, method);
        if (method && !number)
            return false;
    }
    if (!number || !(vm_type_of(vm, number)->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 number ? "fileno() returned a non-integer"
                        : "argument must be an int, or have a fileno() "
                          "method.");
        vm_release_maybe(vm, number);
        return false;
    }
    bool ok = posix_int(vm, number, fd);
    vm_release(vm, number);
    if (ok && *fd < 0)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "file descriptor cannot be a negative integer (%d)", *fd);
    return ok && *fd >= 0;
}

static int64_t now_ns(struct vm *vm)
{
    int64_t ns = 0;
    vm->host->clock(vm->host->arg, HOST_CLOCK_MONOTONIC, &ns);
    return ns;
}

int64_t ready_deadline(struct vm *vm, int64_t ns)
{
    int64_t deadline;
    if (ns < 0)
        return -1;
    return __builtin_add_overflow(now_ns(vm), ns, &deadline) ? INT64_MAX
                                                             : deadline;
}

static bool has_sockets(struct vm *vm)
{
    if (!vm->host->socket)
        vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                 "a script that is debugged cannot use sockets or wait for "
                 "several files");
    return vm->host->socket;
}

int64_t ready_call(struct vm *vm, enum host_socket_op op, int fd,
                   struct host_socket *s)
{
    int64_t n = -EINTR;
    if (!has_sockets(vm))
        return n;
    do
        n = vm->host->socket(vm->host->arg, op, fd, s);
    while (n == -EINTR && signals_poll(vm));
    return n;
}

int64_t ready_wait(struct vm *vm, enum host_socket_op op, int fd,
                   struct host_polled *items, size_t count, int64_t deadline)
{
    struct host_socket s = {.out = items, .out_size = count * sizeof *items};
    if (!has_sockets(vm))
        return -EINTR;
    for (;;) {
        int64_t now = now_ns(vm);
        int64_t left = deadline < 0      ? INT64_MAX
                       : now >= deadline ? 0
                                         : deadline - now;
        bool alone = !threads_count(vm);
        s.a = !alone                ? 0
              : left == INT64_MAX   ? -1
                                    : left / MILLISECOND +
                                          (left % MILLISECOND != 0);
        int64_t n = vm->host->socket(vm->host->arg, op, fd, &s);
        if (n == -EINTR && !signals_poll(vm))
            return n;
        if ((n < 0 && n != -EINTR) || n > 0 || (n == 0 && left == 0))
            return n;
        if (!alone &&
            threads_wait(vm, NULL,
                         now + (left < LOOK_AGAIN ? left : LOOK_AGAIN)) ==
                WAIT_RAISED)
            return -EINTR;
    }
}

bool ready_timeout(struct vm *vm, object *o, double scale, int64_t *ns)
{
    double number;
    *ns = -1;
    if (!o || o == vm->none)
        return true;
    if (!float_as_double(vm, o, &number))
        return false;
    if (isnan(number)) {
        vm_raise(vm, EXC_VALUE_ERROR, "Invalid value NaN (not a number)");
        return false;
    }
    number *= scale;
    if (number > 9.2e18 || number < -9.2e18) {
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "timestamp too large to convert to C _PyTime_t");
        return false;
    }
    *ns = number < 0 ? -2 : (int64_t)ceil(number);
    return true;
}
