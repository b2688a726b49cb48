/*
 * _thread: locks, identities, starting.  Whose turn it is, is decided in
 * vm/threads.c; a thread that finds a lock held waits there for the lock's
 * address to be called out.
 */
#include <math.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/modules/time.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type.h"
#include "scripts/types/weakref.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/threads.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

struct lock {
    struct heap_node node;
    size_t held;    /* how often, for an RLock */
    uint64_t owner; /* of an RLock that is held: the thread's number */
};

#define FOR_EVER (-1)
#define TIMEOUT_MOST 9223372036.0 /* seconds */

static struct lock *lock_of(object *o)
{
    return (struct lock *)o;
}

/* ---- waiting --------------------------------------------------------------------- */

/* Of a float or an int; false: pending. */
static bool read_seconds(struct vm *vm, object *o, double *seconds)
{
    object *number;
    bool ok;
    if (vm_type_of(vm, o) == vm->types[TYPE_FLOAT])
        return float_as_double(vm, o, seconds);
    number = vm_index(vm, o);
    ok = number && float_as_double(vm, number, seconds);
    vm_release_maybe(vm, number);
    return ok;
}

/* When to give up: 0 at once, FOR_EVER, else a time; false: pending. */
static bool read_timeout(struct vm *vm, object *timeout, bool blocking,
                         int64_t *deadline)
{
    double seconds = -1;
    if (timeout && !read_seconds(vm, timeout, &seconds))
        return false;
    if (!blocking && seconds != -1) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "can't specify a timeout for a non-blocking call");
        return false;
    }
    if (seconds < 0 && seconds != -1) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "timeout value must be positive");
        return false;
    }
    if (isnan(seconds) || seconds > TIMEOUT_MOST) {
        vm_raise(vm, isnan(seconds) ? EXC_VALUE_ERROR : EXC_OVERFLOW_ERROR,
                 isnan(seconds) ? "Invalid value NaN (not a number)"
                                : "timestamp too large to convert to C "
                                  "_PyTime_t");
        return false;
    }
    *deadline = blocking ? FOR_EVER : 0;
    if (!blocking || seconds < 0)
        return true;
    int64_t now;
    if (!time_read_clock(vm, HOST_CLOCK_MONOTONIC, &now))
        return false;
    *deadline = seconds == 0 ? 0 : now + (int64_t)ceil(seconds * 1e9);
    return true;
}

/* blocking=True, timeout=-1; false: pending. */
static bool read_wait(struct vm *vm, object *const *args, size_t nargs,
                      object *kwnames, int64_t *deadline)
{
    static const char *const names[] = {"blocking", "timeout", NULL};
    static const struct arg_spec spec = {"acquire", names, 0, 2, 0};
    object *out[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return false;
    int blocking = out[0] ? vm_truth(vm, out[0]) : 1;
    return blocking >= 0 && read_timeout(vm, out[1], blocking, deadline);
}

/* Waits until nobody holds it: 1, 0 when the time is up, -1: pending. */
static int wait_for(struct vm *vm, object *lock, int64_t deadline)
{
    enum threads_waited waited = WAIT_WOKEN;
    while (lock_of(lock)->held && deadline && waited == WAIT_WOKEN)
        waited = threads_wait(vm, lock, deadline);
    return waited == WAIT_RAISED ? -1 : !lock_of(lock)->held;
}

/* ---- locks ----------------------------------------------------------------------- */

FUNCTION(acquire)
{
    int64_t deadline;
    if (!read_wait(vm, args, nargs, kwnames, &deadline))
        return NULL;
    int got = wait_for(vm, self, deadline);
    if (got > 0)
        lock_of(self)->held = 1;
    return got < 0 ? NULL : vm_bool(vm, got);
}

static void let_go(struct vm *vm, object *self)
{
    lock_of(self)->held = 0;
    lock_of(self)->owner = 0;
    threads_wake(vm, self);
}

FUNCTION(release)
{
    UNUSED;
    if (!lock_of(self)->held)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "release unlocked lock");
    let_go(vm, self);
    return vm_none(vm);
}

FUNCTION(leave)
{
    (void)args;
    return release(vm, self, NULL, nargs, kwnames);
}

/* In a process that was forked: nobody holds it. */
FUNCTION(begin_anew)
{
    UNUSED;
    lock_of(self)->held = 0;
    lock_of(self)->owner = 0;
    return vm_none(vm);
}

/* ---- RLocks ---------------------------------------------------------------------- */

static bool is_mine(struct vm *vm, object *self)
{
    return lock_of(self)->held && lock_of(self)->owner == threads_ident(vm);
}

FUNCTION(acquire_again)
{
    int64_t deadline;
    if (!read_wait(vm, args, nargs, kwnames, &deadline))
        return NULL;
    if (is_mine(vm, self)) {
        lock_of(self)->held++;
        return vm_bool(vm, true);
    }
    int got = wait_for(vm, self, deadline);
    if (got > 0) {
        lock_of(self)->held = 1;
        lock_of(self)->owner = threads_ident(vm);
    }
    return got < 0 ? NULL : vm_bool(vm, got);
}

FUNCTION(release_once)
{
    UNUSED;
    if (!is_mine(vm, self))
        return vm_raise(vm, EXC_RUNTIME_ERROR, "cannot release un-acquired lock");
    if (--lock_of(self)->held == 0)
        let_go(vm, self);
    return vm_none(vm);
}

FUNCTION(leave_once)
{
    (void)args;
    return release_once(vm, self, NULL, nargs, kwnames);
}

/* For a condition: lets go however often it is held; (times, owner). */
FUNCTION(release_save)
{
    UNUSED;
    struct lock *l = lock_of(self);
    if (!l->held)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "cannot release un-acquired lock");
    object *times = int_new(vm, (int64_t)l->held);
    object *owner = times ? int_new(vm, (int64_t)l->owner) : NULL;
    object *state = owner ? tuple_pack(vm, 2, times, owner) : NULL;
    vm_release_maybe(vm, times);
    vm_release_maybe(vm, owner);
    if (state)
        let_go(vm, self);
    return state;
}

FUNCTION(acquire_restore)
{
    (void)nargs, (void)kwnames;
    int64_t times, owner;
    if (!vm_is(args[0], TYPE_TUPLE) || tuple_length(args[0]) != 2)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "_acquire_restore() argument 1 must be a tuple of 2");
    if (!int_as_i64(vm, tuple_items(args[0])[0], &times) ||
        !int_as_i64(vm, tuple_items(args[0])[1], &owner) ||
        wait_for(vm, self, FOR_EVER) < 0)
        return NULL;
    lock_of(self)->held = (size_t)times;
    lock_of(self)->owner = (uint64_t)owner;
    return vm_none(vm);
}

FUNCTION(locked)
{
    UNUSED;
    return vm_bool(vm, lock_of(self)->held);
}

FUNCTION(is_owned)
{
    UNUSED;
    return vm_bool(vm, is_mine(vm, self));
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

static object *lock_repr(struct vm *vm, object *self)
{
    return str_format(vm, "<%s %T object at %p>",
                      lock_of(self)->held ? "locked" : "unlocked", self,
                      (void *)self);
}

static object *rlock_repr(struct vm *vm, object *self)
{
    size_t held = lock_of(self)->held;
    return str_format(vm, "<%s %T object owner=%zu count=%zu at %p>",
                      held ? "locked" : "unlocked", self,
                      (size_t)lock_of(self)->owner, held, (void *)self);
}

static const struct method_def lock_methods[] = {
    {"acquire", acquire, METHOD_KEYWORDS | METHOD_TUPLE,
     "acquire(blocking=True, timeout=-1) -> bool\n\nLock the lock."},
    {"release", release, METHOD_NOARGS, "release()\n\nRelease the lock."},
    {"locked", locked, METHOD_NOARGS, "locked() -> bool"},
    {"acquire_lock", acquire, METHOD_KEYWORDS | METHOD_TUPLE, NULL},
    {"release_lock", release, METHOD_NOARGS, NULL},
    {"locked_lock", locked, METHOD_NOARGS, NULL},
    {"_at_fork_reinit", begin_anew, METHOD_NOARGS, NULL},
    {"__enter__", acquire, METHOD_KEYWORDS | METHOD_TUPLE, NULL},
    {"__exit__", leave, METHOD_ARGS | METHOD_TUPLE, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct method_def rlock_methods[] = {
    {"acquire", acquire_again, METHOD_KEYWORDS | METHOD_TUPLE,
     "acquire(blocking=True) -> bool\n\nLock the lock."},
    {"release", release_once, METHOD_NOARGS, "release()\n\nRelease the lock."},
    {"_is_owned", is_owned, METHOD_NOARGS, NULL},
    {"_release_save", release_save, METHOD_NOARGS, NULL},
    {"_acquire_restore", acquire_restore, METHOD_ONE, NULL},
    {"_at_fork_reinit", begin_anew, METHOD_NOARGS, NULL},
    {"__enter__", acquire_again, METHOD_KEYWORDS | METHOD_TUPLE, NULL},
    {"__exit__", leave_once, METHOD_ARGS | METHOD_TUPLE, NULL},
    {NULL, NULL, 0, NULL},
};

#define LOCK_LAYOUT {.size = sizeof(struct lock), .flags = HEAP_CONTAINER}

static const struct type_spec lock_spec = {
    .name = "_thread.lock",
    .layout = LOCK_LAYOUT,
    .weakly = true,
    .slots = {.repr = lock_repr, .new_ = make},
    .methods = lock_methods,
};

static const struct type_spec rlock_spec = {
    .name = "_thread.RLock",
    .flags = TYPE_BASE,
    .layout = LOCK_LAYOUT,
    .weakly = true,
    .slots = {.repr = rlock_repr, .new_ = make},
    .methods = rlock_methods,
};

/* ---- the module --------------------------------------------------------------- */

FUNCTION(get_ident)
{
    UNUSED;
    return int_new(vm, (int64_t)threads_ident(vm));
}

FUNCTION(count)
{
    UNUSED;
    return int_new(vm, (int64_t)threads_count(vm));
}

FUNCTION(allocate_lock)
{
    UNUSED;
    object *type = dict_get_c_peek(vm, module_dict(self), "LockType");
    if (!type)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "lost _thread.LockType");
    return vm_call0(vm, type);
}

/* Lets go of the lock of a thread that has ended, if someone still has it. */
static void end_sentinel(struct vm *vm, object *reference)
{
    object *lock = weakref_target_peek(reference);
    if (lock && lock_of(lock)->held)
        let_go(vm, lock);
    vm_release(vm, reference);
}

FUNCTION(set_sentinel)
{
    object *lock = allocate_lock(vm, self, args, nargs, kwnames);
    object *reference = lock ? weakref_new(vm, lock, NULL) : NULL;
    if (reference && threads_at_end(vm, end_sentinel, reference))
        return lock;
    vm_release_maybe(vm, lock);
    return NULL;
}

/* The size is remembered for threads that never start. */
FUNCTION(stack_size)
{
    static const char size_key;
    ptrdiff_t size = 0;
    (void)self, (void)kwnames;
    object **slot = native_slot(vm, &size_key);
    if (!slot || !args_between(vm, "stack_size", nargs, 0, 1) ||
        (nargs && !native_ssize(vm, args[0], &size)))
        return NULL;
    if (size < 0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "size must be 0 or a positive value");
    if (size > 0 && size < 32768)
        return vm_raise(vm, EXC_VALUE_ERROR, "size not valid: %zd bytes",
                        size);
    object *old = *slot ? heap_retain(*slot) : int_new(vm, 0);
    object *new = old && nargs ? int_new(vm, size) : NULL;
    if (new)
        heap_store(vm->heap, native_slot(vm, &size_key), new);
    return old;
}

FUNCTION(exit_)
{
    UNUSED;
    object *e = exception_new(vm, EXC_SYSTEM_EXIT, vm->empty_tuple);
    if (e)
        vm_raise_steal(vm, e);
    return NULL;
}

FUNCTION(start)
{
    (void)self, (void)kwnames;
    object *names = nargs == 3 ? args[2] : NULL;
    if (!args_between(vm, "start_new_thread", nargs, 2, 3))
        return NULL;
    if (!vm_callable(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR, "first arg must be callable");
    if (!(vm_type_of(vm, args[1])->flags & TYPE_TUPLE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR, "2nd arg must be a tuple");
    if (names && !(vm_type_of(vm, names)->flags & TYPE_DICT_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "optional 3rd arg must be a dictionary");
    uint64_t ident = threads_start(vm, args[0], args[1], names);
    if (!ident)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "can't start new thread");
    return int_new(vm, (int64_t)ident);
}

static const struct method_def functions[] = {
    {"get_ident", get_ident, METHOD_NOARGS, "get_ident() -> integer"},
    {"get_native_id", get_ident, METHOD_NOARGS, "get_native_id() -> integer"},
    {"_count", count, METHOD_NOARGS, "_count() -> integer"},
    {"allocate_lock", allocate_lock, METHOD_NOARGS,
     "allocate_lock() -> lock object"},
    {"allocate", allocate_lock, METHOD_NOARGS, "allocate() -> lock object"},
    {"_set_sentinel", set_sentinel, METHOD_NOARGS,
     "_set_sentinel() -> lock\n\nA lock for the end of this thread."},
    {"stack_size", stack_size, METHOD_ARGS,
     "stack_size([size]) -> size\n\nThe stack size of new threads."},
    {"exit", exit_, METHOD_NOARGS, "exit()"},
    {"exit_thread", exit_, METHOD_NOARGS, "exit_thread()"},
    {"start_new_thread", start, METHOD_ARGS | METHOD_TUPLE,
     "start_new_thread(function, args[, kwargs])"},
    {"start_new", start, METHOD_ARGS | METHOD_TUPLE,
     "start_new(function, args[, kwargs])"},
    {NULL, NULL, 0, NULL},
};

static bool add_type(struct vm *vm, object *module, const char *name,
                     const struct type_spec *spec)
{
    struct type_object *type = type_from_spec(vm, spec);
    return module_add_steal(vm, module, name,
                            type ? type_as_object(type) : NULL);
}

bool thread_fill(struct vm *vm, object *module)
{
    object *error = type_as_object(vm->exceptions[EXC_RUNTIME_ERROR]);
    return add_type(vm, module, "LockType", &lock_spec) &&
           add_type(vm, module, "RLock", &rlock_spec) &&
           module_add_steal(vm, module, "error", heap_retain(error)) &&
           module_add_int(vm, module, "TIMEOUT_MAX", 9223372036) &&
           module_add_functions(vm, module, functions);
}
