/*
 * _imp: what the library's import machinery asks of the interpreter.
 *
 * Built-in modules are those of modules.def, frozen ones those of vm/frozen.c;
 * extension modules (.so) cannot be loaded, so there is no suffix for them.
 */
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

/* ---- the import lock ----------------------------------------------------- */

/* The lock, made at the first call; borrowed. */
static object *import_lock(struct vm *vm)
{
    static const char key;
    object **slot = native_slot(vm, &key);
    if (!slot || *slot)
        return slot ? *slot : NULL;
    object *name = str_intern(vm, "_thread");
    object *module = name ? import_module(vm, name) : NULL;
    object *type = module ? vm_getattr_str(vm, module, "RLock") : NULL;
    object *lock = type ? vm_call0(vm, type) : NULL;
    vm_release_maybe(vm, type);
    vm_release_maybe(vm, module);
    vm_release_maybe(vm, name);
    slot = lock ? native_slot(vm, &key) : NULL;
    if (slot)
        *slot = lock;
    else
        vm_release_maybe(vm, lock);
    return slot ? lock : NULL;
}

static object *call_lock(struct vm *vm, const char *method)
{
    object *lock = import_lock(vm);
    object *name = lock ? str_intern(vm, method) : NULL;
    object *r = name ? vm_call_method(vm, lock, name, NULL, 0) : NULL;
    vm_release_maybe(vm, name);
    return r;
}

FUNCTION(acquire_lock)
{
    UNUSED;
    object *r = call_lock(vm, "acquire");
    vm_release_maybe(vm, r);
    return r ? vm_none(vm) : NULL;
}

FUNCTION(release_lock)
{
    UNUSED;
    object *r = call_lock(vm, "release");
    if (!r && vm_pending_is(vm, EXC_RUNTIME_ERROR)) {
        vm_pending_clear(vm);
        return vm_raise(vm, EXC_RUNTIME_ERROR, "not holding the import lock");
    }
    return r;
}

FUNCTION(lock_held)
{
    UNUSED;
    return call_lock(vm, "_is_owned");
}

/* ---- built-in modules ---------------------------------------------------- */

/* The row of a name; NULL: none, or pending. */
static const struct builtin_module *row_of(struct vm *vm, object *name)
{
    if (!(vm_type_of(vm, name)->flags & TYPE_STR_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "is_builtin() argument must be str, not %B", name);
        return NULL;
    }
    for (const struct builtin_module *m = builtin_modules; m->name; m++)
        if (str_equal_ascii(name, m->name))
            return m;
    return NULL;
}

/* There is one of it as long as the vm lives. */
static bool is_unique(const struct builtin_module *row)
{
    return strcmp(row->name, "sys") == 0 || strcmp(row->name, "builtins") == 0;
}

FUNCTION(is_builtin)
{
    (void)self, (void)nargs, (void)kwnames;
    const struct builtin_module *row = row_of(vm, args[0]);
    if (vm_pending(vm))
        return NULL;
    return int_new(vm, row ? is_unique(row) ? -1 : 1 : 0);
}

FUNCTION(create_builtin)
{
    (void)self, (void)nargs, (void)kwnames;
    object *name = vm_getattr_str(vm, args[0], "name"), *there, *module;
    const struct builtin_module *row = name ? row_of(vm, name) : NULL;
    if (vm_pending(vm)) {
        vm_release_maybe(vm, name);
        return NULL;
    }
    there = dict_get_str_peek(vm, vm->modules, name);
    if (!row)
        module = vm_none(vm);
    else if (there && is_unique(row))
        module = heap_retain(there);
    else
        module = builtin_module_new(vm, row);
    vm_release(vm, name);
    return module;
}

/* create_builtin has filled it. */
FUNCTION(exec_builtin)
{
    UNUSED;
    return int_new(vm, 0);
}

/* ---- frozen modules ------------------------------------------------------ */

static const struct frozen_module *frozen_argument(struct vm *vm, object *name)
{
    if (vm_type_of(vm, name)->flags & TYPE_STR_SUBCLASS)
        return frozen_find(name);
    vm_raise(vm, EXC_TYPE_ERROR, "is_frozen() argument must be str, not %B",
             name);
    return NULL;
}

static object *no_such_frozen(struct vm *vm, object *name)
{
    if (vm_pending(vm))
        return NULL;
    vm_raise(vm, EXC_IMPORT_ERROR, "No such frozen object named %R", name);
    struct import_error_object *e =
        (struct import_error_object *)vm->thread->pending;
    heap_store(vm->heap, &e->name, heap_retain(name));
    return NULL;
}

FUNCTION(is_frozen)
{
    (void)self, (void)nargs, (void)kwnames;
    const struct frozen_module *m = frozen_argument(vm, args[0]);
    return vm_pending(vm) ? NULL : vm_bool(vm, m);
}

FUNCTION(is_frozen_package)
{
    (void)self, (void)nargs, (void)kwnames;
    return frozen_argument(vm, args[0]) ? vm_bool(vm, false)
                                        : no_such_frozen(vm, args[0]);
}

/* (data, is_package, origin); there is never data to be had. */
FUNCTION(find_frozen)
{
    static const char *const names[] = {"", "withdata", NULL};
    static const struct arg_spec spec = {"find_frozen", names, 1, 1, 1};
    object *in[2];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    const struct frozen_module *m = frozen_argument(vm, in[0]);
    if (!m)
        return vm_pending(vm) ? NULL : vm_none(vm);
    object *origin = str_from(vm, m->origin);
    object *row = origin ? tuple_pack(vm, 3, vm->none, vm->false_, origin)
                         : NULL;
    vm_release_maybe(vm, origin);
    return row;
}

FUNCTION(get_frozen_object)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "get_frozen_object", nargs, 1, 2))
        return NULL;
    const struct frozen_module *m = frozen_argument(vm, args[0]);
    return m ? frozen_code(vm, m) : no_such_frozen(vm, args[0]);
}

FUNCTION(frozen_module_names)
{
    UNUSED;
    object *list = list_new(vm, 0);
    for (const struct frozen_module *m = frozen_modules; list && m->name;
         m++) {
        object *name = str_from(vm, m->name);
        if (!name || !list_append_steal(vm, list, name))
            heap_store(vm->heap, &list, NULL);
    }
    return list;
}

/* ---- the rest ------------------------------------------------------------ */

FUNCTION(extension_suffixes)
{
    UNUSED;
    return list_new(vm, 0);
}

/* Renames the file of a code object and of those inside that have the same. */
static void rename_file(struct vm *vm, struct code *code, object *from,
                        object *to)
{
    if (!str_equal(code->filename, from))
        return;
    heap_store(vm->heap, &code->filename, heap_retain(to));
    for (uint32_t k = 0; k < code->const_count; k++)
        if (vm_is(code->consts[k], TYPE_CODE))
            rename_file(vm, (struct code *)code->consts[k], from, to);
}

FUNCTION(fix_co_filename)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "_fix_co_filename", nargs, 2, 2))
        return NULL;
    if (!vm_is(args[0], TYPE_CODE))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "_fix_co_filename() argument 1 must be code, not %B",
                        args[0]);
    if (!vm_is(args[1], TYPE_STR))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "_fix_co_filename() argument 2 must be str, not %B",
                        args[1]);
    object *from = heap_retain(((struct code *)args[0])->filename);
    rename_file(vm, (struct code *)args[0], from, args[1]);
    vm_release(vm, from);
    return vm_none(vm);
}

FUNCTION(source_hash)
{
    static const char *const names[] = {"key", "source", NULL};
    static const struct arg_spec spec = {"source_hash", names, 0, 2, 2};
    object *in[2];
    int64_t key;
    struct buffer b;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    object *n = vm_index(vm, in[0]);
    bool ok = n && int_as_i64(vm, n, &key);
    vm_release_maybe(vm, n);
    if (!ok || !buffer_get(vm, in[1], false, &b))
        return NULL;
    uint64_t hash = hash_keyed((uint64_t)key, 0, b.data, b.size);
    buffer_done(vm, &b);
    return bytes_new(vm, &hash, sizeof hash);
}

FUNCTION(override_frozen)
{
    UNUSED;
    return vm_none(vm);
}

static const struct method_def functions[] = {
    {"acquire_lock", acquire_lock, METHOD_NOARGS,
     "acquire_lock($module, /)\n--\n\n"
     "Takes the lock that is held while modules are imported."},
    {"release_lock", release_lock, METHOD_NOARGS,
     "release_lock($module, /)\n--\n\nGives that lock back."},
    {"lock_held", lock_held, METHOD_NOARGS,
     "lock_held($module, /)\n--\n\nDoes someone import now?"},
    {"extension_suffixes", extension_suffixes, METHOD_NOARGS,
     "extension_suffixes($module, /)\n--\n\n"
     "Endings of the files of extension modules."},
    {"is_builtin", is_builtin, METHOD_ONE,
     "is_builtin($module, name, /)\n--\n\n"
     "Is there a built-in module of that name?"},
    {"create_builtin", create_builtin, METHOD_ONE,
     "create_builtin($module, spec, /)\n--\n\nMakes a built-in module."},
    {"exec_builtin", exec_builtin, METHOD_ONE,
     "exec_builtin($module, mod, /)\n--\n\nFills a built-in module."},
    {"is_frozen", is_frozen, METHOD_ONE,
     "is_frozen($module, name, /)\n--\n\n"
     "Is there a frozen module of that name?"},
    {"is_frozen_package", is_frozen_package, METHOD_ONE,
     "is_frozen_package($module, name, /)\n--\n\n"
     "Is the frozen module of that name a package?"},
    {"find_frozen", find_frozen, METHOD_KEYWORDS,
     "find_frozen($module, name, /, *, withdata=False)\n--\n\n"
     "What is known of a frozen module; None: there is none."},
    {"get_frozen_object", get_frozen_object, METHOD_ARGS,
     "get_frozen_object($module, name, data=None, /)\n--\n\n"
     "The code of a frozen module."},
    {"_frozen_module_names", frozen_module_names, METHOD_NOARGS,
     "_frozen_module_names($module, /)\n--\n\nThe frozen modules."},
    {"_override_frozen_modules_for_tests", override_frozen, METHOD_ONE,
     "_override_frozen_modules_for_tests($module, override, /)\n--\n\n"
     "Changes nothing: what is frozen cannot be done without."},
    {"_fix_co_filename", fix_co_filename, METHOD_ARGS,
     "_fix_co_filename($module, code, path, /)\n--\n\n"
     "Renames the file that code comes from."},
    {"source_hash", source_hash, METHOD_KEYWORDS,
     "source_hash($module, /, key, source)\n--\n\n"
     "The hash of a source that compiled files name it by."},
    {NULL, NULL, 0, NULL},
};

bool imp_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions) &&
           module_add_str(vm, module, "check_hash_based_pycs", "default");
}
