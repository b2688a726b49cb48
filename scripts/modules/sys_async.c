/*
 * sys: the hooks for asynchronous generators, each thread's own, and how much
 * coroutines remember of where they were made.
 *
 * Neighbour: vm/async.c calls the hooks, from struct vm_thread.
 */
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/modules/sys.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/struct_sequence.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/thread.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

/* ---- where coroutines are made ------------------------------------------- */

FUNCTION(get_origin_depth)
{
    UNUSED;
    return int_new(vm, vm->origin_depth);
}

FUNCTION(set_origin_depth)
{
    static const char *const names[] = {"depth", NULL};
    static const struct arg_spec spec = {
        "set_coroutine_origin_tracking_depth", names, 0, 1, 1};
    object *out[1];
    ptrdiff_t depth;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !vm_index_as_ssize(vm, out[0], &depth, true))
        return NULL;
    if (depth > INT32_MAX)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "Python int too large to convert to C int");
    if (depth < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "depth must be >= 0");
    vm->origin_depth = (int)depth;
    return vm_none(vm);
}

/* ---- hooks of asynchronous generators ------------------------------------ */

static const char *const hook_names[] = {"firstiter", "finalizer", NULL};

/* What module state knows the type by. */
static const char hooks_type[] = "asyncgen_hooks";

FUNCTION(get_hooks)
{
    const struct vm_thread *t = vm->thread;
    object **slot = native_slot(vm, hooks_type);
    object *items[] = {t->asyncgen_firstiter, t->asyncgen_finalizer};
    UNUSED;
    if (!slot)
        return NULL;
    for (int k = 0; k < 2; k++)
        items[k] = heap_retain(items[k] ? items[k] : vm->none);
    return struct_sequence_new_steal(vm, type_object_of(*slot), items, 2);
}

/* Sets one hook if it is given, to none by None; false: pending. */
static bool set_hook(struct vm *vm, object **hook, object *value,
                     const char *name)
{
    if (value && value != vm->none && !vm_callable(vm, value)) {
        vm_raise(vm, EXC_TYPE_ERROR, "callable %s expected, got %T", name,
                 value);
        return false;
    }
    if (value)
        heap_store(vm->heap, hook,
                   value == vm->none ? NULL : heap_retain(value));
    return true;
}

FUNCTION(set_hooks)
{
    static const struct arg_spec spec = {NULL, hook_names, 0, 2, 0};
    struct vm_thread *t = vm->thread;
    object *out[2];
    (void)self;
    return args_bind(vm, &spec, args, nargs, kwnames, out) &&
                   set_hook(vm, &t->asyncgen_finalizer, out[1],
                            hook_names[1]) &&
                   set_hook(vm, &t->asyncgen_firstiter, out[0], hook_names[0])
               ? vm_none(vm)
               : NULL;
}

/* ---- the table ------------------------------------------------------------ */

static const struct method_def functions[] = {
    {"get_coroutine_origin_tracking_depth", get_origin_depth, METHOD_NOARGS,
     "get_coroutine_origin_tracking_depth($module, /)\n--\n\n"
     "How many frames a coroutine keeps of where it was made."},
    {"set_coroutine_origin_tracking_depth", set_origin_depth,
     METHOD_KEYWORDS,
     "set_coroutine_origin_tracking_depth($module, /, depth)\n--\n\n"
     "Lets coroutines keep so many frames of where they are made."},
    {"get_asyncgen_hooks", get_hooks, METHOD_NOARGS,
     "get_asyncgen_hooks($module, /)\n--\n\n"
     "What is called with asynchronous generators, firstiter and finalizer."},
    {"set_asyncgen_hooks", set_hooks, METHOD_KEYWORDS,
     "set_asyncgen_hooks(* [, firstiter] [, finalizer])\n\n"
     "Sets what is called with an asynchronous generator when it is first\n"
     "asked for an item, and when it dies unfinished."},
    {NULL, NULL, 0, NULL},
};

bool sys_add_async(struct vm *vm, object *module)
{
    struct type_object *type =
        struct_sequence_type(vm, "asyncgen_hooks", hook_names);
    object **slot = type ? native_slot(vm, hooks_type) : NULL;
    if (!slot) {
        if (type)
            vm_release(vm, type_as_object(type));
        return false;
    }
    heap_store(vm->heap, slot, type_as_object(type));
    return module_add_functions(vm, module, functions);
}
