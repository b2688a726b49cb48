/*
 * time: clocks and sleep, all through the host.  Neighbours: time_calendar.c.
 */
#include <errno.h>
#include <math.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/time.h"
#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/signals.h"
#include "scripts/vm/threads.h"

bool time_read_clock(struct vm *vm, enum host_clock which, int64_t *ns)
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
        return time_read_clock(vm, HOST_CLOCK_##which, &ns)                         \
                   ? float_new(vm, (double)ns * 1e-9)                          \
                   : NULL;                                                     \
    }                                                                          \
    static object *name##_ns(struct vm *vm, object *self, object *const *args, \
                             size_t nargs, object *kwnames)                    \
    {                                                                          \
        int64_t ns;                                                            \
        (void)self, (void)args, (void)nargs, (void)kwnames;                    \
        return time_read_clock(vm, HOST_CLOCK_##which, &ns) ? int_new(vm, ns)       \
                                                       : NULL;                 \
    }
CLOCK(wall, REALTIME)
CLOCK(monotonic, MONOTONIC)
CLOCK(process, PROCESS)
CLOCK(thread, THREAD)

static object *sleep_beside_others(struct vm *vm, int64_t end)
{
    enum threads_waited waited;
    do
        waited = threads_wait(vm, NULL, end);
    while (waited == WAIT_WOKEN);
    return waited == WAIT_RAISED ? NULL : vm_none(vm);
}

/* Sleeps on when a signal came whose handler does not raise. */
static object *sleep_until(struct vm *vm, int64_t ns)
{
    int64_t now, end;
    if (!time_read_clock(vm, HOST_CLOCK_MONOTONIC, &now))
        return NULL;
    if (threads_count(vm))
        return sleep_beside_others(vm, now + ns);
    for (end = now + ns;; ns = end - now) {
        int64_t r = vm->host->sleep(vm->host->arg, ns);
        if (r == -EINTR && !signals_poll(vm))
            return NULL;
        if (r != -EINTR)
            return r < 0 ? vm_raise_os(vm, r, NULL) : vm_none(vm);
        if (!time_read_clock(vm, HOST_CLOCK_MONOTONIC, &now))
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

/* ---- clocks by number and name ------------------------------------------- */

static const struct clock_row {
    const char *constant;
    int number;
    enum host_clock which;
} clock_rows[] = {
    {"CLOCK_REALTIME", 0, HOST_CLOCK_REALTIME},
    {"CLOCK_MONOTONIC", 1, HOST_CLOCK_MONOTONIC},
    {"CLOCK_PROCESS_CPUTIME_ID", 2, HOST_CLOCK_PROCESS},
    {"CLOCK_THREAD_CPUTIME_ID", 3, HOST_CLOCK_THREAD},
};
enum { CLOCKS = sizeof clock_rows / sizeof *clock_rows };

static const struct clock_row *clock_numbered(struct vm *vm, object *o)
{
    int64_t number;
    object *index = vm_index(vm, o);
    bool ok = index && int_as_i64(vm, index, &number);
    vm_release_maybe(vm, index);
    for (size_t k = 0; ok && k < CLOCKS; k++)
        if (clock_rows[k].number == number)
            return &clock_rows[k];
    if (ok)
        vm_raise_os(vm, -EINVAL, NULL);
    return NULL;
}

TIME_FUNCTION(clock_gettime_)
{
    int64_t ns;
    TIME_UNUSED;
    const struct clock_row *row = clock_numbered(vm, args[0]);
    return row && time_read_clock(vm, row->which, &ns)
               ? float_new(vm, (double)ns * 1e-9)
               : NULL;
}

TIME_FUNCTION(clock_gettime_ns)
{
    int64_t ns;
    TIME_UNUSED;
    const struct clock_row *row = clock_numbered(vm, args[0]);
    return row && time_read_clock(vm, row->which, &ns) ? int_new(vm, ns)
                                                       : NULL;
}

TIME_FUNCTION(clock_getres_)
{
    TIME_UNUSED;
    return clock_numbered(vm, args[0]) ? float_new(vm, 1e-9) : NULL;
}

static bool describe(struct vm *vm, object *dict, const struct clock_row *row)
{
    object *text = str_format(vm, "clock_gettime(%s)", row->constant);
    object *resolution = float_new(vm, 1e-9);
    bool wall = row->which == HOST_CLOCK_REALTIME;
    bool ok =
        text && resolution && dict_set_c(vm, dict, "implementation", text) &&
        dict_set_c(vm, dict, "monotonic", wall ? vm->false_ : vm->true_) &&
        dict_set_c(vm, dict, "adjustable", wall ? vm->true_ : vm->false_) &&
        dict_set_c(vm, dict, "resolution", resolution);
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, resolution);
    return ok;
}

TIME_FUNCTION(get_clock_info)
{
    static const struct {
        const char *name;
        int row;
    } clocks[] = {{"time", 0},         {"monotonic", 1},   {"perf_counter", 1},
                  {"process_time", 2}, {"thread_time", 3}, {NULL, 0}};
    TIME_UNUSED;
    if (!(vm_type_of(vm, args[0])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "get_clock_info() argument 1 must be str, not %T",
                        args[0]);
    size_t k = 0;
    while (clocks[k].name && !str_equal_ascii(args[0], clocks[k].name))
        k++;
    if (!clocks[k].name)
        return vm_raise(vm, EXC_VALUE_ERROR, "unknown clock");
    object *dict = dict_new(vm);
    object *r = dict && describe(vm, dict, &clock_rows[clocks[k].row])
                    ? namespace_new(vm, dict)
                    : NULL;
    vm_release_maybe(vm, dict);
    return r;
}

static const struct method_def functions[] = {
    {"clock_gettime", clock_gettime_, METHOD_ONE,
     "clock_gettime(clk_id) -> float\n\nThe time of a clock."},
    {"clock_gettime_ns", clock_gettime_ns, METHOD_ONE,
     "clock_gettime_ns(clk_id) -> int\n\nThe time of a clock as nanoseconds."},
    {"clock_getres", clock_getres_, METHOD_ONE,
     "clock_getres(clk_id) -> floating point number\n\n"
     "The resolution of a clock."},
    {"get_clock_info", get_clock_info, METHOD_ONE,
     "get_clock_info(name: str) -> dict\n\nWhat is known of a clock."},
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
    struct type_object *type = time_tuple_type(vm);
    bool ok = type && module_add_functions(vm, module, functions) &&
              module_add_functions(vm, module, time_calendar_functions) &&
              module_add_steal(vm, module, "struct_time",
                               heap_retain(type_as_object(type))) &&
              module_add_int(vm, module, "_STRUCT_TM_ITEMS", 11) &&
              time_add_zone(vm, module);
    for (size_t k = 0; ok && k < CLOCKS; k++)
        ok = module_add_int(vm, module, clock_rows[k].constant,
                            clock_rows[k].number);
    return ok;
}
