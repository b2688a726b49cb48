/*
 * _tracemalloc, as it is before it has been started.
 *
 * Starting it is refused: what it would tell, the debugger tells of every
 * object without having been asked beforehand.
 */
#include "scripts/modules/modules.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

FUNCTION(start)
{
    UNUSED;
    return vm_raise(vm, EXC_RUNTIME_ERROR,
                    "tracemalloc cannot be started in heapstep: its debugger "
                    "shows where each object was made, by `info object` and "
                    "`top site`");
}

FUNCTION(is_tracing)
{
    UNUSED;
    return vm_bool(vm, false);
}

FUNCTION(nothing)
{
    UNUSED;
    return vm_none(vm);
}

FUNCTION(no_bytes)
{
    UNUSED;
    return int_new(vm, 0);
}

FUNCTION(one_frame)
{
    UNUSED;
    return int_new(vm, 1);
}

FUNCTION(traced_memory)
{
    UNUSED;
    object *zero = int_new(vm, 0);
    object *pair = zero ? tuple_pack(vm, 2, zero, zero) : NULL;
    vm_release_maybe(vm, zero);
    return pair;
}

FUNCTION(no_traces)
{
    UNUSED;
    return list_new(vm, 0);
}

static const struct method_def functions[] = {
    {"start", start, METHOD_ARGS, "start($module, nframe=1, /)\n--\n\nRefused."},
    {"stop", nothing, METHOD_NOARGS, "stop($module, /)\n--\n\nNothing to stop."},
    {"is_tracing", is_tracing, METHOD_NOARGS,
     "is_tracing($module, /)\n--\n\nFalse."},
    {"clear_traces", nothing, METHOD_NOARGS,
     "clear_traces($module, /)\n--\n\nThere are none."},
    {"reset_peak", nothing, METHOD_NOARGS,
     "reset_peak($module, /)\n--\n\nThere is none."},
    {"get_traceback_limit", one_frame, METHOD_NOARGS,
     "get_traceback_limit($module, /)\n--\n\nFrames kept of a trace."},
    {"get_traced_memory", traced_memory, METHOD_NOARGS,
     "get_traced_memory($module, /)\n--\n\nBytes now and at most."},
    {"get_tracemalloc_memory", no_bytes, METHOD_NOARGS,
     "get_tracemalloc_memory($module, /)\n--\n\nBytes of the traces."},
    {"_get_traces", no_traces, METHOD_NOARGS,
     "_get_traces($module, /)\n--\n\nAll of them."},
    {"_get_object_traceback", nothing, METHOD_ONE,
     "_get_object_traceback($module, obj, /)\n--\n\nWhere obj was made."},
    {NULL, NULL, 0, NULL},
};

bool tracemalloc_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions);
}
