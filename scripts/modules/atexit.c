/*
 * atexit: what is to run when the program ends.
 *
 * The callbacks are a list of (function, args, kwargs), kept where no script
 * sees it; vm_finalize runs them through _run_exitfuncs.
 */
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/traceback.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

static const char slot_key;

/* The list of callbacks, borrowed; NULL: pending. */
static object *callbacks(struct vm *vm)
{
    object **slot = native_slot(vm, &slot_key);
    if (slot && !*slot)
        *slot = list_new(vm, 0);
    return slot ? *slot : NULL;
}

/* A new dict of keyword arguments, or a new None. */
static object *keywords(struct vm *vm, object *const *values, object *names)
{
    if (!names || tuple_length(names) == 0)
        return vm_none(vm);
    object *dict = dict_new(vm);
    for (size_t k = 0; dict && k < tuple_length(names); k++)
        if (!dict_set(vm, dict, tuple_items(names)[k], values[k]))
            heap_store(vm->heap, &dict, NULL);
    return dict;
}

FUNCTION(register_)
{
    (void)self;
    if (nargs == 0)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "register() takes at least 1 argument (0 given)");
    if (!vm_callable(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "the first argument must be callable");
    object *list = callbacks(vm);
    object *rest = list ? tuple_from(vm, args + 1, nargs - 1) : NULL;
    object *named = rest ? keywords(vm, args + nargs, kwnames) : NULL;
    object *row = named ? tuple_pack(vm, 3, args[0], rest, named) : NULL;
    vm_release_maybe(vm, rest);
    vm_release_maybe(vm, named);
    if (!row || !list_append_steal(vm, list, row))
        return NULL;
    return heap_retain(args[0]);
}

/* Tells of a callback's error; the others still run. */
static void report(struct vm *vm, object *function)
{
    object *e = vm_pending_take(vm);
    if (e && !sys_unraisable(vm, e, NULL, function))
        traceback_unraisable(vm, e, function,
                             "Exception ignored in atexit callback");
    vm_release_maybe(vm, e);
}

static bool clear(struct vm *vm)
{
    object *list = callbacks(vm);
    return list &&
           list_set_slice(vm, list, 0, list_length(list), NULL);
}

/* The callback at place k, None once taken back; new. */
static object *callback_at(object *list, size_t k)
{
    return heap_retain(list_items(list)[k]);
}

static void call_one(struct vm *vm, object *row)
{
    if (row == vm->none)
        return;
    object **part = tuple_items(row);
    object *r = vm_call_ex(vm, part[0], part[1],
                           part[2] == vm->none ? NULL : part[2]);
    if (!r)
        report(vm, part[0]);
    vm_release_maybe(vm, r);
}

/* What is registered meanwhile is not run. */
FUNCTION(run)
{
    object *list = callbacks(vm);
    UNUSED;
    if (!list)
        return NULL;
    for (size_t k = list_length(list); k-- > 0;) {
        if (k >= list_length(list))
            continue;
        object *row = callback_at(list, k);
        call_one(vm, row);
        vm_release(vm, row);
    }
    return clear(vm) ? vm_none(vm) : NULL;
}

FUNCTION(clear_)
{
    UNUSED;
    return clear(vm) ? vm_none(vm) : NULL;
}

/* Its place stays, with None in it. */
FUNCTION(unregister)
{
    object *list = callbacks(vm);
    UNUSED;
    for (size_t k = 0; list && k < list_length(list); k++) {
        object *row = callback_at(list, k);
        int same = row == vm->none
                       ? 0
                       : vm_compare_bool(vm, tuple_items(row)[0], args[0],
                                         COMPARE_EQ);
        if (same > 0 && k < list_length(list))
            heap_store(vm->heap, &list_items(list)[k], vm_none(vm));
        vm_release(vm, row);
        if (same < 0)
            return NULL;
    }
    return list ? vm_none(vm) : NULL;
}

FUNCTION(count)
{
    object *list = callbacks(vm);
    UNUSED;
    return list ? int_new_u64(vm, list_length(list)) : NULL;
}

static const struct method_def functions[] = {
    {"register", register_, METHOD_KEYWORDS | METHOD_TUPLE,
     "register(func, *args, **kwargs) -> func\n\n"
     "Have a function called when the program ends."},
    {"_clear", clear_, METHOD_NOARGS,
     "_clear() -> None\n\nForget all functions registered."},
    {"unregister", unregister, METHOD_ONE,
     "unregister(func) -> None\n\nForget a function registered."},
    {"_run_exitfuncs", run, METHOD_NOARGS,
     "_run_exitfuncs() -> None\n\nRun all functions registered."},
    {"_ncallbacks", count, METHOD_NOARGS,
     "_ncallbacks() -> int\n\nThe number of functions registered."},
    {NULL, NULL, 0, NULL},
};

bool atexit_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions);
}
