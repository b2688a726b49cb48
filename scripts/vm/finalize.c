/*
 * The end of a program, step by step as CPython 3.11 does it: atexit, a
 * collection, modules in their order, sys and builtins last.
 */
#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/signals.h"
#include "scripts/vm/threads.h"

/* Errors of finalizing are nobody's. */
static void set_quietly(struct vm *vm, object *dict, const char *name,
                        object *value)
{
    if (!dict_set_c(vm, dict, name, value))
        vm_pending_clear(vm);
}

/* Until all threads but daemons have ended. */
static void wait_for_threads(struct vm *vm)
{
    object *module = dict_get_c_peek(vm, vm->modules, "threading"), *shutdown;
    if (!module)
        return;
    shutdown = vm_getattr_str(vm, module, "_shutdown");
    if (shutdown) {
        vm_release_maybe(vm, vm_call0(vm, shutdown));
        vm_release(vm, shutdown);
    }
    if (vm_pending(vm))
        vm_unraisable(vm, module);
}

static void run_atexit(struct vm *vm)
{
    object *module = dict_get_c_peek(vm, vm->modules, "atexit"), *run;
    if (!module || !vm_is(module, TYPE_MODULE))
        return;
    run = vm_getattr_str(vm, module, "_run_exitfuncs");
    if (run) {
        vm_release_maybe(vm, vm_call0(vm, run));
        vm_release(vm, run);
    }
    if (vm_pending(vm))
        vm_unraisable(vm, NULL);
}

static void delete_special(struct vm *vm)
{
    static const char *const deletes[] = {
        "path",           "argv",        "ps1",
        "ps2",            "last_type",   "last_value",
        "last_traceback", "path_hooks",  "path_importer_cache",
        "meta_path",
    };
    static const char *const files[][2] = {{"stdin", "__stdin__"},
                                           {"stdout", "__stdout__"},
                                           {"stderr", "__stderr__"}};
    set_quietly(vm, vm->builtins, "_", vm->none);
    for (size_t k = 0; k < sizeof deletes / sizeof *deletes; k++)
        set_quietly(vm, vm->sys, deletes[k], vm->none);
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        object *file = dict_get_c_peek(vm, vm->sys, files[k][1]);
        set_quietly(vm, vm->sys, files[k][0], file ? file : vm->none);
    }
}

/* Calls weakref.ref(o), without its help when that is not there. */
static object *weak_to(struct vm *vm, object *o)
{
    object *ref = vm_call1(vm, type_as_object(vm->types[TYPE_WEAKREF]), o);
    if (!ref)
        vm_pending_clear(vm);
    return ref;
}

/* Takes the modules out of sys.modules; a list of weak references to them. */
static object *remove_modules(struct vm *vm)
{
    object *weak = list_new(vm, 0), *names = dict_keys_list(vm, vm->modules);
    for (size_t k = 0; weak && names && k < list_length(names); k++) {
        object *name = list_items(names)[k], *module, *ref;
        if (dict_find(vm, vm->modules, name, &module) <= 0 ||
            !vm_is(module, TYPE_MODULE))
            continue;
        ref = weak_to(vm, module);
        if (!ref || !list_append_steal(vm, weak, ref))
            vm_pending_clear(vm);
        if (!dict_set(vm, vm->modules, name, vm->none))
            vm_pending_clear(vm);
    }
    vm_release_maybe(vm, names);
    vm_pending_clear(vm);
    return weak;
}

/* Sets every name to None: those with one leading underscore first, then all
 * but __builtins__. */
static void clear_dict(struct vm *vm, object *dict)
{
    for (int pass = 0; pass < 2; pass++) {
        object *names = dict_keys_list(vm, dict);
        for (size_t k = 0; names && k < list_length(names); k++) {
            object *name = list_items(names)[k], *value;
            bool single;
            if (!vm_is(name, TYPE_STR) ||
                dict_find(vm, dict, name, &value) <= 0 || value == vm->none)
                continue;
            single = str_length(name) > 0 && str_at(name, 0) == '_' &&
                     !(str_length(name) > 1 && str_at(name, 1) == '_');
            if (pass == 0 ? !single
                          : str_equal_ascii(name, "__builtins__"))
                continue;
            if (!dict_set(vm, dict, name, vm->none))
                vm_pending_clear(vm);
        }
        vm_release_maybe(vm, names);
        vm_pending_clear(vm);
    }
}

/* The modules that others still hold, the last imported first. */
static void clear_survivors(struct vm *vm, object *weak)
{
    for (size_t k = weak ? list_length(weak) : 0; k-- > 0;) {
        object *module = vm_call0(vm, list_items(weak)[k]);
        if (!module)
            vm_pending_clear(vm);
        else if (vm_is(module, TYPE_MODULE) &&
                 module_dict(module) != vm->sys &&
                 module_dict(module) != vm->builtins)
            clear_dict(vm, module_dict(module));
        vm_release_maybe(vm, module);
    }
}

static void collect(struct vm *vm)
{
    heap_collect(vm->heap, HEAP_GENERATIONS - 1);
}

bool vm_finalize(struct vm *vm)
{
    object *kept, *weak;
    bool flushed;
    wait_for_threads(vm);
    run_atexit(vm);
    threads_stop(vm);
    flushed = sys_flush(vm);
    signals_done(vm);
    if (heap_gc_enabled(vm->heap))
        collect(vm);
    kept = dict_copy(vm, vm->builtins);
    delete_special(vm);
    weak = remove_modules(vm);
    dict_clear(vm, vm->modules);
    collect(vm);
    clear_survivors(vm, weak);
    vm_release_maybe(vm, weak);
    clear_dict(vm, vm->sys);
    clear_dict(vm, vm->builtins);
    vm_release_maybe(vm, kept);
    flushed = sys_flush(vm) && flushed;
    vm_pending_clear(vm);
    return flushed;
}
