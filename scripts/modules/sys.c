/*
 * sys: the functions.  What sys holds at the start is in sys_values.c.
 *
 * Neighbours: vm/traceback.c prints exceptions, sys_streams.c has the standard
 * streams.
 */
#include <stdlib.h>

#include "scripts/modules/io.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/sys.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/traceback.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

/* ---- for the rest of the interpreter ------------------------------------- */

object *sys_get_peek(struct vm *vm, enum vm_name name)
{
    return vm->sys ? dict_get_str_peek(vm, vm->sys, vm->name[name]) : NULL;
}

/* file.write(text); false: pending. */
static bool write_to(struct vm *vm, object *file, object *text)
{
    object *r =
        vm_call_method(vm, file, vm->name[NAME_write], &text, 1);
    vm_release_maybe(vm, r);
    return r;
}

static void write_raw(struct vm *vm, object *text)
{
    size_t done = 0, size = str_to_utf8(text, NULL, 0);
    char *bytes = str_dup_utf8(vm, text);
    if (!bytes) {
        vm_pending_clear(vm);
        return;
    }
    while (done < size) {
        int64_t n = vm->host->write(vm->host->arg, 2, bytes + done,
                                    size - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    free(bytes);
}

void sys_write_stderr(struct vm *vm, object *text)
{
    object *file = sys_get_peek(vm, NAME_stderr);
    object *pending = vm_pending_take(vm);
    if (!file || file == vm->none) {
        write_raw(vm, text);
    } else {
        heap_retain(file);
        if (!write_to(vm, file, text)) {
            vm_pending_clear(vm);
            write_raw(vm, text);
        }
        vm_release(vm, file);
    }
    vm_pending_restore(vm, pending);
}

/* What cannot be asked whether it is closed is open. */
static bool is_closed(struct vm *vm, object *file)
{
    int closed = io_is_closed(vm, file);
    if (closed < 0)
        vm_pending_clear(vm);
    return closed > 0;
}

/* told: a failure is the user's to know. */
static bool flush_one(struct vm *vm, enum vm_name name, bool told)
{
    object *file = sys_get_peek(vm, name);
    if (!file || file == vm->none)
        return true;
    heap_retain(file);
    bool closed = is_closed(vm, file);
    object *r = closed ? NULL
                       : vm_call_method(vm, file, vm->name[NAME_flush], NULL,
                                        0);
    if (!r && !closed && told)
        vm_unraisable(vm, file);
    vm_pending_clear(vm);
    vm_release_maybe(vm, r);
    vm_release(vm, file);
    return r || closed;
}

bool sys_flush(struct vm *vm)
{
    object *pending = vm_pending_take(vm);
    bool ok = flush_one(vm, NAME_stdout, true);
    ok = flush_one(vm, NAME_stderr, false) && ok;
    vm_pending_restore(vm, pending);
    return ok;
}

static bool display_text(struct vm *vm, object *value)
{
    object *file = sys_get_peek(vm, NAME_stdout);
    if (!file || file == vm->none) {
        vm_raise(vm, EXC_RUNTIME_ERROR, "lost sys.stdout");
        return false;
    }
    heap_retain(file);
    object *text = vm_repr(vm, value);
    object *line = text ? str_format(vm, "%U\n", text) : NULL;
    bool ok = line && write_to(vm, file, line);
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, line);
    vm_release(vm, file);
    return ok;
}

bool sys_display(struct vm *vm, object *value)
{
    object *name = vm->name[NAME_underscore];
    if (value == vm->none)
        return true;
    return dict_set(vm, vm->builtins, name, vm->none) &&
           display_text(vm, value) &&
           dict_set(vm, vm->builtins, name, value);
}

/* ---- hooks --------------------------------------------------------------- */

FUNCTION(display_hook)
{
    (void)self, (void)nargs, (void)kwnames;
    return sys_display(vm, args[0]) ? vm_none(vm) : NULL;
}

FUNCTION(except_hook)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "excepthook", nargs, 3, 3))
        return NULL;
    if (vm_type_of(vm, args[1])->flags & TYPE_EXCEPTION_SUBCLASS)
        traceback_print(vm, args[1]);
    return vm_none(vm);
}

/* ---- exceptions and exit ------------------------------------------------- */

FUNCTION(exit_)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "exit", nargs, 0, 1))
        return NULL;
    if (nargs && !vm_is(args[0], TYPE_TUPLE) && args[0] != vm->none)
        return vm_raise_object(vm, EXC_SYSTEM_EXIT, args[0]);
    object *all = nargs && vm_is(args[0], TYPE_TUPLE) ? args[0]
                                                      : vm->empty_tuple;
    object *e = exception_new(vm, EXC_SYSTEM_EXIT, all);
    if (e)
        vm_raise_steal(vm, e);
    return NULL;
}

FUNCTION(exception)
{
    object *e = vm_handled_peek(vm);
    UNUSED;
    return heap_retain(e ? e : vm->none);
}

FUNCTION(exc_info)
{
    object *e = vm_handled_peek(vm);
    UNUSED;
    if (!e)
        return tuple_pack(vm, 3, vm->none, vm->none, vm->none);
    object *traceback = exception_of(e)->traceback;
    return tuple_pack(vm, 3, type_as_object(vm_type_of(vm, e)), e,
                      traceback ? traceback : vm->none);
}

/* ---- objects ------------------------------------------------------------- */

FUNCTION(get_ref_count)
{
    (void)self, (void)nargs, (void)kwnames;
    return int_new(vm, heap_refs_told(vm->heap, args[0]));
}

/* type(o).__sizeof__(o), or NULL. */
static object *size_by_method(struct vm *vm, object *o)
{
    bool unbound;
    object *method =
        type_lookup_special(vm, o, vm->name[NAME_dunder_sizeof], &unbound);
    if (!method)
        return vm_pending(vm)
                   ? NULL
                   : vm_raise(vm, EXC_TYPE_ERROR,
                              "Type %T doesn't define __sizeof__", o);
    object *size = vm_call(vm, method, &o, unbound, NULL);
    vm_release(vm, method);
    if (size && !(vm_type_of(vm, size)->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR, "an integer is required");
        vm_release(vm, size);
        return NULL;
    }
    if (size && int_sign(size) < 0) {
        vm_raise(vm, EXC_VALUE_ERROR, "__sizeof__() should return >= 0");
        vm_release(vm, size);
        return NULL;
    }
    return size;
}

FUNCTION(get_size_of)
{
    static const char *const names[] = {"object", "default", NULL};
    static const struct arg_spec spec = {"getsizeof", names, 0, 2, 1};
    object *out[2];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return NULL;
    object *size = size_by_method(vm, out[0]);
    if (size || !out[1] || !vm_pending_is(vm, EXC_TYPE_ERROR))
        return size;
    vm_pending_clear(vm);
    return heap_retain(out[1]);
}

FUNCTION(intern)
{
    (void)self, (void)nargs, (void)kwnames;
    if (!vm_is(args[0], TYPE_STR)) {
        bool sub = vm_type_of(vm, args[0])->flags & TYPE_STR_SUBCLASS;
        return vm_raise(vm, EXC_TYPE_ERROR,
                        sub ? "can't intern %T"
                            : "intern() argument must be str, not %B",
                        args[0]);
    }
    object *s = heap_retain(args[0]);
    str_intern_in_place(vm, &s);
    return s;
}

FUNCTION(get_allocated_blocks)
{
    struct heap_totals totals;
    UNUSED;
    heap_totals(vm->heap, &totals);
    return int_new_u64(vm, totals.objects + totals.arrays);
}

/* ---- frames and limits --------------------------------------------------- */

FUNCTION(get_frame)
{
    ptrdiff_t depth = 0;
    (void)self, (void)kwnames;
    if (!args_between(vm, "_getframe", nargs, 0, 1) ||
        (nargs && !vm_int_argument(vm, args[0], &depth)))
        return NULL;
    if (depth > INT32_MAX)
        depth = INT32_MAX;
    struct vm_frame *frame = frame_up(vm, depth < 0 ? 0 : (int)depth);
    if (frame)
        return frame_object_get(vm, frame);
    return vm_raise(vm, EXC_VALUE_ERROR, "call stack is not deep enough");
}

FUNCTION(get_recursion_limit)
{
    UNUSED;
    return int_new(vm, vm->recursion_limit);
}

FUNCTION(set_recursion_limit)
{
    ptrdiff_t limit;
    (void)self, (void)nargs, (void)kwnames;
    if (!vm_int_argument(vm, args[0], &limit))
        return NULL;
    if (limit > INT32_MAX)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "Python int too large to convert to C int");
    if (limit < 1)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "recursion limit must be greater or equal than 1");
    if (vm->thread->depth >= limit)
        return vm_raise(vm, EXC_RECURSION_ERROR,
                        "cannot set the recursion limit to %d at the "
                        "recursion depth %d: the limit is too low",
                        (int)limit, vm->thread->depth);
    vm->recursion_limit = (int)limit;
    return vm_none(vm);
}

FUNCTION(get_int_max_str_digits)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return int_new(vm, vm->int_max_str_digits);
}

FUNCTION(set_int_max_str_digits)
{
    static const char *const names[] = {"maxdigits", NULL};
    static const struct arg_spec spec = {"set_int_max_str_digits", names, 0,
                                         1, 1};
    object *bound[1];
    ptrdiff_t digits;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound) ||
        !vm_int_argument(vm, bound[0], &digits))
        return NULL;
    if (digits != (int)digits)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "Python int too large to convert to C int");
    if (digits != 0 && digits < 640)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "maxdigits must be 0 or larger than 640");
    vm->int_max_str_digits = (int)digits;
    return vm_none(vm);
}

#define LONGEST_TURN ((uint64_t)1 << 62) /* microseconds */

FUNCTION(get_switch_interval)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return float_new(vm, 1e-6 * (double)vm->switch_interval);
}

FUNCTION(set_switch_interval)
{
    double seconds;
    (void)self, (void)nargs, (void)kwnames;
    if (!float_as_double(vm, args[0], &seconds))
        return NULL;
    if (seconds <= 0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "switch interval must be strictly positive");
    double microseconds = 1e6 * seconds;
    vm->switch_interval =
        microseconds < LONGEST_TURN ? (uint64_t)microseconds : LONGEST_TURN;
    return vm_none(vm);
}

/* Tracing by scripts is not there: None is all one can set. */
FUNCTION(set_no_trace)
{
    (void)self, (void)nargs, (void)kwnames;
    if (args[0] == vm->none)
        return vm_none(vm);
    return vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                    "tracing and profiling functions are not supported");
}

FUNCTION(get_none)
{
    UNUSED;
    return vm_none(vm);
}

FUNCTION(get_false)
{
    UNUSED;
    return vm_bool(vm, false);
}

FUNCTION(get_utf8)
{
    UNUSED;
    return str_intern(vm, "utf-8");
}

FUNCTION(get_surrogate_escape)
{
    UNUSED;
    return str_intern(vm, "surrogateescape");
}

FUNCTION(audit)
{
    UNUSED;
    return vm_none(vm);
}

static const struct method_def functions[] = {
    {"displayhook", display_hook, METHOD_ONE,
     "displayhook($module, object, /)\n--\n\n"
     "Print an object to sys.stdout and also save it in builtins._"},
    {"excepthook", except_hook, METHOD_ARGS,
     "excepthook($module, exctype, value, traceback, /)\n--\n\n"
     "Handle an exception by displaying it with a traceback on sys.stderr."},
    {"breakpointhook", sys_breakpoint_hook, METHOD_KEYWORDS,
     "breakpointhook(*args, **kws)\n\n"
     "This hook function is called by built-in breakpoint().\n"},
    {"exit", exit_, METHOD_ARGS,
     "exit($module, status=None, /)\n--\n\n"
     "Exit the interpreter by raising SystemExit(status)."},
    {"exception", exception, METHOD_NOARGS,
     "exception($module, /)\n--\n\nReturn the current exception."},
    {"exc_info", exc_info, METHOD_NOARGS,
     "exc_info($module, /)\n--\n\n"
     "Return current exception information: (type, value, traceback)."},
    {"getrefcount", get_ref_count, METHOD_ONE,
     "getrefcount($module, object, /)\n--\n\n"
     "Return the reference count of object."},
    {"getsizeof", get_size_of, METHOD_KEYWORDS | METHOD_TUPLE,
     "getsizeof(object [, default]) -> int\n\n"
     "Return the size of object in bytes."},
    {"intern", intern, METHOD_ONE,
     "intern($module, string, /)\n--\n\n``Intern'' the given string."},
    {"getallocatedblocks", get_allocated_blocks, METHOD_NOARGS,
     "getallocatedblocks($module, /)\n--\n\n"
     "Return the number of memory blocks currently allocated."},
    {"_getframe", get_frame, METHOD_ARGS,
     "_getframe($module, depth=0, /)\n--\n\n"
     "Return a frame object from the call stack."},
    {"getrecursionlimit", get_recursion_limit, METHOD_NOARGS,
     "getrecursionlimit($module, /)\n--\n\n"
     "Return the current value of the recursion limit."},
    {"setrecursionlimit", set_recursion_limit, METHOD_ONE,
     "setrecursionlimit($module, limit, /)\n--\n\n"
     "Set the maximum depth of the interpreter stack to n."},
    {"get_int_max_str_digits", get_int_max_str_digits, METHOD_NOARGS,
     "get_int_max_str_digits($module, /)\n--\n\n"
     "The most digits an int is written or read with in base 10; 0: any."},
    {"getswitchinterval", get_switch_interval, METHOD_NOARGS,
     "getswitchinterval($module, /)\n--\n\n"
     "The seconds after which it is another thread's turn."},
    {"setswitchinterval", set_switch_interval, METHOD_ONE,
     "setswitchinterval($module, interval, /)\n--\n\n"
     "Sets the seconds after which it is another thread's turn."},
    {"set_int_max_str_digits", set_int_max_str_digits, METHOD_KEYWORDS,
     "set_int_max_str_digits($module, /, maxdigits)\n--\n\n"
     "Sets the most digits for conversions between int and decimal text."},
    {"settrace", set_no_trace, METHOD_ONE, "settrace(function)"},
    {"setprofile", set_no_trace, METHOD_ONE, "setprofile(function)"},
    {"gettrace", get_none, METHOD_NOARGS, "gettrace($module, /)\n--\n\n"},
    {"getprofile", get_none, METHOD_NOARGS, "getprofile($module, /)\n--\n\n"},
    {"is_finalizing", get_false, METHOD_NOARGS,
     "is_finalizing($module, /)\n--\n\n"
     "Return True if Python is exiting."},
    {"getdefaultencoding", get_utf8, METHOD_NOARGS,
     "getdefaultencoding($module, /)\n--\n\n"
     "Return the current default encoding."},
    {"getfilesystemencoding", get_utf8, METHOD_NOARGS,
     "getfilesystemencoding($module, /)\n--\n\n"
     "Return the encoding used to convert file names."},
    {"getfilesystemencodeerrors", get_surrogate_escape, METHOD_NOARGS,
     "getfilesystemencodeerrors($module, /)\n--\n\n"
     "Return the error mode used for file names."},
    {"audit", audit, METHOD_ARGS, "audit(event, *args)"},
    {NULL, NULL, 0, NULL},
};

bool sys_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions) &&
           sys_add_async(vm, module) && sys_add_unraisable(vm, module) &&
           sys_add_hooks(vm, module) &&
           sys_add_values(vm, module) && sys_add_streams(vm, module);
}
