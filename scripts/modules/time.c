/*
 * time: clocks and sleep, all through the host.
 */
#include <errno.h>
#include <math.h>

#include "scripts/modules/modules.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/signals.h"

static bool read_clock(struct vm *vm, enum host_clock which, int64_t *ns)
{
    int64_t r = vm->host->clock(vm->host->arg, which, ns);
    if (r < 0)
        vm_raise_os(vm, r, NULL);
    return r >= 0;
}

#define CLOCK(name, which)                                                     \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)                         \
    {                                                                          \
        int64_t ns;                                                            \
        (void)self, (void)args, (void)nargs, (void)kwnames;                    \
        return read_clock(vm, HOST_CLOCK_##which, &ns)                         \
                   ? float_new(vm, (double)ns * 1e-9)                          \
                   : NULL;                                                     \
    }                                                                          \
    static object *name##_ns(struct vm *vm, object *self, object *const *args, \
                             size_t nargs, object *kwnames)                    \
    {                                                                          \
        int64_t ns;                                                            \
        (void)self, (void)args, (void)nargs, (void)kwnames;                    \
        return read_clock(vm, HOST_CLOCK_##which, &ns) ? int_new(vm, ns)       \
                                                       : NULL;                 \
    }
CLOCK(wall, REALTIME)
CLOCK(monotonic, MONOTONIC)
CLOCK(process, PROCESS)
CLOCK(thread, THREAD)

/* Sleeps on when a signal came whose handler does not raise. */
static object *sleep_until(struct vm *vm, int64_t ns)
{
    int64_t now, end;
    if (!read_clock(vm, HOST_CLOCK_MONOTONIC, &now))
        return NULL;
    for (end = now + ns;; ns = end - now) {
        int64_t r = vm->host->sleep(vm->host->arg, ns);
        if (r == -EINTR && !signals_poll(vm))
            return NULL;
        if (r != -EINTR)
            return r < 0 ? vm_raise_os(vm, r, NULL) : vm_none(vm);
        if (!read_clock(vm, HOST_CLOCK_MONOTONIC, &now))
            return NULL;
        if (now >= end)
            return vm_none(vm);
    }
}

static object *sleep_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    double seconds;
    (void)self, (void)nargs, (void)kwnames;
    if (!float_as_double(vm, args[0], &seconds))
        return NULL;
    if (isnan(seconds))
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "Invalid value NaN (not a number)");
    if (seconds < 0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "sleep length must be non-negative");
    if (seconds > 9e9)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "timestamp too large to convert to C _PyTime_t");
    return sleep_until(vm, (int64_t)(seconds * 1e9));
}

static const struct method_def functions[] = {
    {"time", wall, METHOD_NOARGS,
     "time() -> floating point number\n\n"
     "Return the current time in seconds since the Epoch."},
    {"time_ns", wall_ns, METHOD_NOARGS,
     "time_ns() -> int\n\nReturn the current time in nanoseconds since the "
     "Epoch."},
    {"monotonic", monotonic, METHOD_NOARGS,
     "monotonic() -> float\n\nMonotonic clock, cannot go backward."},
    {"monotonic_ns", monotonic_ns, METHOD_NOARGS,
     "monotonic_ns() -> int\n\nMonotonic clock, cannot go backward, as "
     "nanoseconds."},
    {"perf_counter", monotonic, METHOD_NOARGS,
     "perf_counter() -> float\n\nPerformance counter for benchmarking."},
    {"perf_counter_ns", monotonic_ns, METHOD_NOARGS,
     "perf_counter_ns() -> int\n\n"
     "Performance counter for benchmarking as nanoseconds."},
    {"process_time", process, METHOD_NOARGS,
     "process_time() -> float\n\nProcess time for profiling."},
    {"process_time_ns", process_ns, METHOD_NOARGS,
     "process_time_ns() -> int\n\nProcess time for profiling as nanoseconds."},
    {"thread_time", thread, METHOD_NOARGS,
     "thread_time() -> float\n\nThread time for profiling."},
    {"thread_time_ns", thread_ns, METHOD_NOARGS,
     "thread_time_ns() -> int\n\nThread time for profiling as nanoseconds."},
    {"sleep", sleep_, METHOD_ONE,
     "sleep(seconds)\n\nDelay execution for a given number of seconds."},
    {NULL, NULL, 0, NULL},
};

bool time_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions);
}
