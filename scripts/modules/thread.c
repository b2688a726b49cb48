/*
 * _thread, for programs that never start one: locks and identities.
 *
 * There is one line of execution, so a lock that is held stays held: waiting
 * for it would be for ever, and is refused.
 */
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/type.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

struct lock {
    struct heap_node node;
    size_t held;
};

static struct lock *lock_of(object *o)
{
    return (struct lock *)o;
}

/* blocking=True, timeout=-1; false: pending. */
static bool read_wait(struct vm *vm, object *const *args, size_t nargs,
                      object *kwnames, bool *for_ever)
{
    static const char *const names[] = {"blocking", "timeout", NULL};
    static const struct arg_spec spec = {"acquire", names, 0, 2, 0};
    object *out[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return false;
    int blocking = out[0] ? vm_truth(vm, out[0]) : 1;
    *for_ever = blocking && !out[1];
    return blocking >= 0;
}

FUNCTION(acquire)
{
    bool for_ever;
    if (!read_wait(vm, args, nargs, kwnames, &for_ever))
        return NULL;
    if (lock_of(self)->held) {
        if (!for_ever)
            return vm_bool(vm, false);
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "the lock is held and nobody else could release it");
    }
    lock_of(self)->held = 1;
    return vm_bool(vm, true);
}

FUNCTION(acquire_again)
{
    bool for_ever;
    if (!read_wait(vm, args, nargs, kwnames, &for_ever))
        return NULL;
    lock_of(self)->held++;
    return vm_bool(vm, true);
}

FUNCTION(release)
{
    UNUSED;
    if (!lock_of(self)->held)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "release unlocked lock");
    lock_of(self)->held = 0;
    return vm_none(vm);
}

FUNCTION(release_once)
{
    UNUSED;
    if (!lock_of(self)->held)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "cannot release un-acquired lock");
    lock_of(self)->held--;
    return vm_none(vm);
}

FUNCTION(leave)
{
    (void)args;
    return release(vm, self, NULL, nargs, kwnames);
}

FUNCTION(leave_once)
{
    (void)args;
    return release_once(vm, self, NULL, nargs, kwnames);
}

FUNCTION(locked)
{
    UNUSED;
    return vm_bool(vm, lock_of(self)->held);
}

FUNCTION(is_owned)
{
    UNUSED;
    return vm_bool(vm, lock_of(self)->held);
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
    return str_format(vm, "<%s %T object owner=%d count=%zu at %p>",
                      held ? "locked" : "unlocked", self, held ? 1 : 0, held,
                      (void *)self);
}

static const struct method_def lock_methods[] = {
    {"acquire", acquire, METHOD_KEYWORDS | METHOD_TUPLE,
     "acquire(blocking=True, timeout=-1) -> bool\n\nLock the lock."},
    {"release", release, METHOD_NOARGS, "release()\n\nRelease the lock."},
    {"locked", locked, METHOD_NOARGS, "locked() -> bool"},
    {"__enter__", acquire, METHOD_KEYWORDS | METHOD_TUPLE, NULL},
    {"__exit__", leave, METHOD_ARGS | METHOD_TUPLE, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct method_def rlock_methods[] = {
    {"acquire", acquire_again, METHOD_KEYWORDS | METHOD_TUPLE,
     "acquire(blocking=True) -> bool\n\nLock the lock."},
    {"release", release_once, METHOD_NOARGS, "release()\n\nRelease the lock."},
    {"_is_owned", is_owned, METHOD_NOARGS, NULL},
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
    return int_new(vm, 1);
}

FUNCTION(count)
{
    UNUSED;
    return int_new(vm, 0);
}

FUNCTION(allocate_lock)
{
    UNUSED;
    object *type = dict_get_c_peek(vm, module_dict(self), "LockType");
    if (!type)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "lost _thread.LockType");
    return vm_call0(vm, type);
}

/* The lock that the end of this line of execution would release. */
FUNCTION(set_sentinel)
{
    return allocate_lock(vm, self, args, nargs, kwnames);
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
    UNUSED;
    return vm_raise(vm, EXC_RUNTIME_ERROR, "can't start new thread");
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
