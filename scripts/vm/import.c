/*
 * Import.  A module is one of the C table (top level only) or a file found
 * along sys.path, or along its package's __path__.  Names are imported from
 * the left; a module that fails to run leaves sys.modules again.
 */
#include "scripts/vm/import.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/warnings.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code_store.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"
#include "scripts/vm/library_path.h"

/* A module whose body runs, on the C stack of who imports it. */
struct import_running {
    object *name; /* borrowed */
    struct import_running *outer;
};

/* What a search found. */
struct found {
    object *path;    /* owned: of the .py file, NULL for a bare folder */
    object *folder;  /* owned: a package's, or NULL */
};

/* ---- errors ------------------------------------------------------------------------- */

/* Gives the pending ImportError its name and path (NULL: none). */
static object *name_error(struct vm *vm, object *name, object *path)
{
    struct import_error_object *e;
    if (!vm_pending_is(vm, EXC_IMPORT_ERROR))
        return NULL;
    e = (struct import_error_object *)vm->thread->pending;
    heap_store(vm->heap, &e->name, heap_retain(name));
    if (path)
        heap_store(vm->heap, &e->path, heap_retain(path));
    return NULL;
}

static object *not_found(struct vm *vm, object *name)
{
    vm_raise(vm, EXC_MODULE_NOT_FOUND_ERROR, "No module named %R", name);
    return name_error(vm, name, NULL);
}

/* ---- searching ------------------------------------------------------------------------ */

static uint32_t mode_of(struct vm *vm, object *path)
{
    struct host_stat st;
    char *text = str_dup_utf8(vm, path);
    int64_t n = -1;
    if (text)
        n = vm->host->stat(vm->host->arg, text, true, &st);
    else
        vm_pending_clear(vm);
    free(text);
    return n < 0 ? 0 : st.mode;
}

static bool is_file(struct vm *vm, object *path)
{
    return S_ISREG(mode_of(vm, path));
}

/* folder/tail suffix; an empty folder is the current one. */
static object *join(struct vm *vm, object *folder, object *tail,
                    const char *suffix)
{
    if (str_length(folder) == 0)
        return str_format(vm, "%U%s", tail, suffix);
    if (str_at(folder, str_length(folder) - 1) == '/')
        return str_format(vm, "%U%U%s", folder, tail, suffix);
    return str_format(vm, "%U/%U%s", folder, tail, suffix);
}

/* Looks in one folder: 1 found, 0 not there, -1 error.  A bare folder is
 * remembered as a namespace package, should nothing better come. */
static int search_folder(struct vm *vm, object *folder, object *tail,
                         struct found *out)
{
    object *package = join(vm, folder, tail, "");
    object *init = package ? join(vm, folder, tail, "/__init__.py") : NULL;
    object *file = init ? join(vm, folder, tail, ".py") : NULL;
    int result = file ? 0 : -1;
    bool is_folder = file && S_ISDIR(mode_of(vm, package));
    if (is_folder && is_file(vm, init)) {
        heap_store(vm->heap, &out->folder, heap_retain(package));
        out->path = heap_retain(init);
        result = 1;
    } else if (file && is_file(vm, file)) {
        heap_store(vm->heap, &out->folder, NULL);
        out->path = heap_retain(file);
        result = 1;
    } else if (is_folder && !out->folder) {
        out->folder = heap_retain(package);
    }
    vm_release_maybe(vm, package);
    vm_release_maybe(vm, init);
    vm_release_maybe(vm, file);
    return result;
}

static bool search(struct vm *vm, object *path, object *tail,
                   struct found *out)
{
    object *folders = vm_list_from(vm, path);
    int result = folders ? 0 : -1;
    *out = (struct found){0};
    for (size_t k = 0; result == 0 && k < list_length(folders); k++)
        if (vm_is(list_items(folders)[k], TYPE_STR))
            result = search_folder(vm, list_items(folders)[k], tail, out);
    vm_release_maybe(vm, folders);
    return result >= 0;
}

static void found_done(struct vm *vm, struct found *found)
{
    vm_release_maybe(vm, found->path);
    vm_release_maybe(vm, found->folder);
}

/* ---- loading --------------------------------------------------------------------------- */

/* Runs a module's file in its dict. */
static bool run_file(struct vm *vm, object *module, object *path)
{
    object *code = code_of_file(vm, path, path);
    object *dict = heap_retain(module_dict(module)), *result = NULL;
    if (code && import_machinery_for(vm, code))
        result = vm_run_code(vm, code, dict, dict, NULL);
    vm_release_maybe(vm, result);
    vm_release_maybe(vm, code);
    vm_release(vm, dict);
    return result != NULL;
}

/* dict[name] = value, which is stolen. */
static bool set_steal(struct vm *vm, object *dict, const char *name,
                      object *value)
{
    bool ok = value && dict_set_c(vm, dict, name, value);
    vm_release_maybe(vm, value);
    return ok;
}

static bool set_package(struct vm *vm, object *dict, object *name,
                        const struct found *found)
{
    ptrdiff_t dot = -1;
    if (found->folder) {
        object *list = list_new(vm, 1);
        if (!list || !list_append(vm, list, found->folder)) {
            vm_release_maybe(vm, list);
            return false;
        }
        return set_steal(vm, dict, "__path__", list) &&
               dict_set_c(vm, dict, "__package__", name);
    }
    for (size_t k = str_length(name); dot < 0 && k-- > 0;)
        if (str_at(name, k) == '.')
            dot = (ptrdiff_t)k;
    return set_steal(vm, dict, "__package__",
                     str_slice(vm, name, 0, dot < 0 ? 0 : (size_t)dot));
}

static bool set_place(struct vm *vm, object *module, object *name,
                      const struct found *found)
{
    object *dict = module_dict(module);
    object *builtins = dict_get_c_peek(vm, vm->modules, "builtins");
    if (!set_package(vm, dict, name, found) ||
        !dict_set(vm, dict, vm->name[NAME_dunder_file], found->path))
        return false;
    return !builtins || dict_set(vm, dict, vm->name[NAME_dunder_builtins],
                                 module_dict(builtins));
}

/* Removes a module that failed, keeping its error. */
static void forget(struct vm *vm, object *name)
{
    object *pending = vm_pending_take(vm);
    if (dict_delete(vm, vm->modules, name) < 0)
        vm_pending_clear(vm);
    vm_pending_restore(vm, pending);
}

/* What sys.modules has under name after it has run; new. */
static object *loaded(struct vm *vm, object *name)
{
    object *module;
    int there = dict_find(vm, vm->modules, name, &module);
    if (there > 0)
        return heap_retain(module);
    if (there == 0)
        vm_raise_object(vm, EXC_KEY_ERROR, name);
    return NULL;
}

/* spec._initializing = False, where the machinery came meanwhile. */
static bool mark_loaded(struct vm *vm, object *module)
{
    object *spec = dict_get_str_peek(vm, module_dict(module),
                                     vm->name[NAME_dunder_spec]);
    object *flag;
    bool ok;
    if (!vm->importlib_ready || !spec || spec == vm->none)
        return true;
    flag = str_intern(vm, "_initializing");
    heap_retain(spec);
    ok = flag && vm_setattr(vm, spec, flag, vm->false_);
    vm_release(vm, spec);
    vm_release_maybe(vm, flag);
    return ok;
}

object *import_innermost(const struct vm *vm)
{
    return vm->importing ? vm->importing->name : NULL;
}

bool import_is_running(struct vm *vm, const object *name)
{
    for (const struct import_running *r = vm->importing; r; r = r->outer)
        if (str_equal(r->name, name))
            return true;
    return false;
}

static bool run_module(struct vm *vm, object *module, object *name,
                       object *path)
{
    struct import_running running = {name, vm->importing};
    vm->importing = &running;
    bool ok = run_file(vm, module, path);
    vm->importing = running.outer;
    return ok && mark_loaded(vm, module);
}

static object *load_file(struct vm *vm, object *name,
                         const struct found *found)
{
    object *module = module_new_object(vm, name);
    bool ok = module && set_place(vm, module, name, found) &&
              dict_set(vm, vm->modules, name, module);
    if (ok && !run_module(vm, module, name, found->path)) {
        forget(vm, name);
        ok = false;
    }
    vm_release_maybe(vm, module);
    return ok ? loaded(vm, name) : NULL;
}

static object *load_builtin(struct vm *vm, object *name,
                            const struct builtin_module *row)
{
    object *module = builtin_module_new(vm, row);
    if (module && !dict_set(vm, vm->modules, name, module)) {
        vm_release(vm, module);
        module = NULL;
    }
    return module;
}

static const struct builtin_module *builtin_row(struct vm *vm, object *name)
{
    char *text = str_dup_utf8(vm, name);
    const struct builtin_module *row = text ? builtin_module_find(text) : NULL;
    free(text);
    return row;
}

/* Loads what needs more than a .py file: the machinery itself, a package
 * without __init__.py, what comes from an archive. */
static object *load_by_machinery(struct vm *vm, object *name)
{
    object *module;
    if (!import_machinery(vm))
        return NULL;
    if (dict_find(vm, vm->modules, name, &module) > 0)
        return heap_retain(module);
    return import_by_machinery(vm, name);
}

/* Is one of the places to look in a file, such as an archive? */
static bool has_archive(struct vm *vm, object *path)
{
    if (!vm_is(path, TYPE_LIST))
        return true;
    for (size_t k = 0; k < list_length(path); k++) {
        object *entry = list_items(path)[k];
        if (vm_is(entry, TYPE_STR) && str_length(entry) && is_file(vm, entry))
            return true;
    }
    return false;
}

/* The places to look in for a module at the top, borrowed, or NULL. */
static object *top_path(struct vm *vm)
{
    object *path = vm->sys ? dict_get_c_peek(vm, vm->sys, "path") : NULL;
    return path == vm->none ? NULL : path;
}

/* Finds and loads a module that is not in sys.modules. */
static object *load(struct vm *vm, object *name, object *tail, object *path)
{
    const struct builtin_module *row = path ? NULL : builtin_row(vm, name);
    struct found found;
    object *module;
    if (vm_pending(vm))
        return NULL;
    if (row)
        return load_builtin(vm, name, row);
    if (!path && frozen_find(name))
        return load_by_machinery(vm, name);
    path = path ? path : top_path(vm);
    if (!path)
        return not_found(vm, name);
    if (!search(vm, path, tail, &found))
        return NULL;
    int again = found.path || found.folder ? 0 : library_run_pth(vm);
    if (again)
        module = again < 0 ? NULL : load_by_machinery(vm, name);
    else if (found.path)
        module = load_file(vm, name, &found);
    else if (found.folder || has_archive(vm, path))
        module = load_by_machinery(vm, name);
    else
        module = not_found(vm, name);
    found_done(vm, &found);
    return module;
}

/* ---- full names ------------------------------------------------------------------------- */

/* Index of the last dot, or -1. */
static ptrdiff_t last_dot(object *name)
{
    for (size_t k = str_length(name); k-- > 0;)
        if (str_at(name, k) == '.')
            return (ptrdiff_t)k;
    return -1;
}

/* parent.__path__ (new) for importing name from it. */
static object *parent_path(struct vm *vm, object *parent, object *parent_name,
                           object *name)
{
    object *path;
    if (!vm_lookup_attr(vm, parent, vm->name[NAME_dunder_path], &path))
        return NULL;
    if (path)
        return path;
    vm_raise(vm, EXC_MODULE_NOT_FOUND_ERROR,
             "No module named %R; %R is not a package", name, parent_name);
    return name_error(vm, name, NULL);
}

/* Imports the part behind the last dot, once the parent is there. */
static object *import_child(struct vm *vm, object *name, size_t dot)
{
    object *parent_name = str_slice(vm, name, 0, dot), *parent = NULL;
    object *tail = str_slice(vm, name, dot + 1, str_length(name));
    object *path = NULL, *module = NULL, *there;
    if (!parent_name || !tail || !(parent = import_module(vm, parent_name)))
        goto out;
    if (dict_find(vm, vm->modules, name, &there) > 0) {
        module = heap_retain(there);
        goto out;
    }
    path = parent_path(vm, parent, parent_name, name);
    if (path)
        module = load(vm, name, tail, path);
    if (module && !vm_setattr(vm, parent, tail, module)) {
        vm_release(vm, module);
        module = NULL;
    }
out:
    vm_release_maybe(vm, path);
    vm_release_maybe(vm, parent);
    vm_release_maybe(vm, parent_name);
    vm_release_maybe(vm, tail);
    return module;
}

object *import_module(struct vm *vm, object *name)
{
    object *module;
    int there = dict_find(vm, vm->modules, name, &module);
    ptrdiff_t dot;
    if (there < 0)
        return NULL;
    if (there && module == vm->none && !vm->importlib_ready) {
        vm_raise(vm, EXC_MODULE_NOT_FOUND_ERROR,
                 "import of %U halted; None in sys.modules", name);
        return name_error(vm, name, NULL);
    }
    if (there && module != vm->none)
        return heap_retain(module);
    if (vm->importlib_ready)
        return import_by_machinery(vm, name);
    if (!vm_enter(vm, " while importing"))
        return NULL;
    dot = last_dot(name);
    module = dot < 0 ? load(vm, name, name, NULL)
                     : import_child(vm, name, (size_t)dot);
    vm_leave(vm);
    return module;
}

/* ---- relative names ------------------------------------------------------------------------ */

static bool warn_import(struct vm *vm, const char *text)
{
    object *category = type_as_object(vm->exceptions[EXC_IMPORT_WARNING]);
    object *message = str_from(vm, text);
    bool ok = message && warnings_warn(vm, category, message, 1, NULL);
    vm_release_maybe(vm, message);
    return ok;
}

/* The package is the one it is told to be; new. */
static object *package_given(struct vm *vm, object *package, object *spec)
{
    if (!str_check(vm, package))
        return vm_raise(vm, EXC_TYPE_ERROR, "package must be a string");
    if (spec) {
        object *name = str_intern(vm, "parent");
        object *parent = name ? vm_getattr(vm, spec, name) : NULL;
        vm_release_maybe(vm, name);
        int same = parent ? vm_equal(vm, package, parent) : -1;
        vm_release_maybe(vm, parent);
        if (same < 0 ||
            (!same && !warn_import(vm, "__package__ != __spec__.parent")))
            return NULL;
    }
    return heap_retain(package);
}

static object *package_of_spec(struct vm *vm, object *spec)
{
    object *name = str_intern(vm, "parent");
    object *parent = name ? vm_getattr(vm, spec, name) : NULL;
    vm_release_maybe(vm, name);
    if (!parent || str_check(vm, parent))
        return parent;
    vm_release(vm, parent);
    return vm_raise(vm, EXC_TYPE_ERROR, "__spec__.parent must be a string");
}

static object *package_by_name(struct vm *vm, object *globals)
{
    if (!warn_import(vm, "can't resolve package from __spec__ or "
                         "__package__, falling back on __name__ and "
                         "__path__"))
        return NULL;
    object *name = dict_get_c_peek(vm, globals, "__name__");
    if (!name)
        return vm_raise(vm, EXC_KEY_ERROR, "'__name__' not in globals");
    if (!str_check(vm, name))
        return vm_raise(vm, EXC_TYPE_ERROR, "__name__ must be a string");
    if (dict_get_c_peek(vm, globals, "__path__"))
        return heap_retain(name);
    ptrdiff_t dot = last_dot(name);
    return str_slice(vm, name, 0, dot < 0 ? 0 : (size_t)dot);
}

/* globals[name], new; NULL: not there, or None. */
static object *global_of(struct vm *vm, object *globals, const char *name)
{
    object *value = dict_get_c_peek(vm, globals, name);
    return value && value != vm->none ? heap_retain(value) : NULL;
}

/* The package that a relative import in globals starts from; new. */
static object *package_of(struct vm *vm, object *globals)
{
    if (!globals)
        return vm_raise(vm, EXC_KEY_ERROR, "'__name__' not in globals");
    if (!(vm_type_of(vm, globals)->flags & TYPE_DICT_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR, "globals must be a dict");
    object *package = global_of(vm, globals, "__package__");
    object *spec = global_of(vm, globals, "__spec__");
    object *found = package ? package_given(vm, package, spec)
                    : spec  ? package_of_spec(vm, spec)
                            : package_by_name(vm, globals);
    vm_release_maybe(vm, package);
    vm_release_maybe(vm, spec);
    return found;
}

/* How much of the package is left, level - 1 folders up; -1: pending. */
static ptrdiff_t climb(struct vm *vm, object *package, int level)
{
    size_t length = str_length(package);
    if (length == 0) {
        vm_raise(vm, EXC_IMPORT_ERROR,
                 "attempted relative import with no known parent package");
        return -1;
    }
    for (int up = 1; up < level; up++) {
        do
            length--;
        while (length > 0 && str_at(package, length) != '.');
        if (str_at(package, length) != '.') {
            vm_raise(vm, EXC_IMPORT_ERROR,
                     "attempted relative import beyond top-level package");
            return -1;
        }
    }
    return (ptrdiff_t)length;
}

static object *resolve(struct vm *vm, object *name, object *globals, int level)
{
    object *package = package_of(vm, globals), *base, *full;
    ptrdiff_t length = package ? climb(vm, package, level) : -1;
    base = length < 0 ? NULL : str_slice(vm, package, 0, (size_t)length);
    vm_release_maybe(vm, package);
    if (!base || str_length(name) == 0)
        return base;
    full = str_format(vm, "%U.%U", base, name);
    vm_release(vm, base);
    return full;
}

/* ---- __import__ ------------------------------------------------------------------------------ */

/* Is the pending error that there is no module of that name, and that not
 * because sys.modules says so? */
static bool is_missing(struct vm *vm, object *name)
{
    object *there;
    if (!vm_pending_is(vm, EXC_MODULE_NOT_FOUND_ERROR))
        return false;
    const struct import_error_object *e =
        (struct import_error_object *)vm->thread->pending;
    if (!e->name || !vm_is(e->name, TYPE_STR) || !str_equal(e->name, name))
        return false;
    there = dict_get_str_peek(vm, vm->modules, name);
    return there != vm->none;
}

/* Imports what a from-list names and the package lacks. */
static bool import_listed(struct vm *vm, object *module, object *full,
                          object *fromlist, bool nested)
{
    object *names = vm_list_from(vm, fromlist);
    bool ok = names != NULL;
    for (size_t k = 0; ok && k < list_length(names); k++) {
        object *name = list_items(names)[k], *there = NULL, *child;
        if (!vm_is(name, TYPE_STR)) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "Item in ``from list'' must be str, not %T", name);
            ok = false;
        } else if (str_equal_ascii(name, "*")) {
            ok = nested || vm_lookup_attr(vm, module,
                                          vm->name[NAME_dunder_all], &there);
            if (ok && there)
                ok = import_listed(vm, module, full, there, true);
        } else if ((ok = vm_lookup_attr(vm, module, name, &there)) && !there) {
            child = str_format(vm, "%U.%U", full, name);
            there = child ? import_module(vm, child) : NULL;
            if (child && !there && is_missing(vm, child))
                vm_pending_clear(vm);
            ok = !vm_pending(vm);
            vm_release_maybe(vm, child);
        }
        vm_release_maybe(vm, there);
    }
    vm_release_maybe(vm, names);
    return ok;
}

/* What `import a.b.c` binds: the module of the first part. */
static object *first_part(struct vm *vm, object *name, object *full,
                          object *module, int level)
{
    size_t n = 0, cut;
    object *head, *found;
    while (n < str_length(name) && str_at(name, n) != '.')
        n++;
    if (n == str_length(name))
        return heap_retain(module);
    cut = level ? str_length(full) - (str_length(name) - n) : n;
    head = str_slice(vm, full, 0, cut);
    found = head ? import_module(vm, head) : NULL;
    vm_release_maybe(vm, head);
    return found;
}

object *import_level(struct vm *vm, object *name, object *globals,
                     object *fromlist, int level)
{
    object *full, *module, *path = NULL, *result;
    int listed = fromlist ? vm_truth(vm, fromlist) : 0;
    if (listed < 0)
        return NULL;
    if (!str_check(vm, name))
        return vm_raise(vm, EXC_TYPE_ERROR, "module name must be a string");
    if (level < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "level must be >= 0");
    if (level == 0 && str_length(name) == 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "Empty module name");
    full = level ? resolve(vm, name, globals, level) : heap_retain(name);
    module = full ? import_module(vm, full) : NULL;
    result = NULL;
    if (module && !listed) {
        result = level && str_length(name) == 0
                     ? heap_retain(module)
                     : first_part(vm, name, full, module, level);
    } else if (module &&
               vm_lookup_attr(vm, module, vm->name[NAME_dunder_path],
                              &path) &&
               (!path || import_listed(vm, module, full, fromlist, false))) {
        result = heap_retain(module);
    }
    if (!result)
        import_trim_traceback(vm);
    vm_release_maybe(vm, path);
    vm_release_maybe(vm, module);
    vm_release_maybe(vm, full);
    return result;
}

/* ---- instructions ------------------------------------------------------------------------------ */

static bool is_our_import(const object *f)
{
    return vm_is(f, TYPE_BUILTIN_FUNCTION) &&
           strcmp(((const struct builtin_function *)f)->def->name,
                  "__import__") == 0;
}

object *import_statement(struct vm *vm, struct vm_frame *frame, object *name,
                         object *fromlist, object *level)
{
    object *hook = dict_get_str_peek(vm, frame->builtins,
                                     vm->name[NAME_dunder_import]);
    object *locals = frame->locals ? frame->locals : vm->none;
    object *args[] = {name, frame->globals, locals, fromlist, level};
    int64_t n = 0;
    if (!hook)
        return vm_raise(vm, EXC_IMPORT_ERROR, "__import__ not found");
    if (!is_our_import(hook))
        return vm_call(vm, hook, args, 5, NULL);
    int_fits_i64(level, &n);
    return import_level(vm, name, frame->globals, fromlist, (int)n);
}

/* Where the module comes from, in "cannot import name". */
static object *cannot_import(struct vm *vm, object *module, object *name)
{
    object *dict = vm_is(module, TYPE_MODULE) ? module_dict(module) : NULL;
    object *from = dict ? dict_get_c_peek(vm, dict, "__name__") : NULL;
    object *file = dict ? dict_get_c_peek(vm, dict, "__file__") : NULL;
    if (from && file && module_is_initializing(vm, module))
        vm_raise(vm, EXC_IMPORT_ERROR,
                 "cannot import name %R from partially initialized module %R "
                 "(most likely due to a circular import) (%S)",
                 name, from, file);
    else if (from && file)
        vm_raise(vm, EXC_IMPORT_ERROR, "cannot import name %R from %R (%S)",
                 name, from, file);
    else if (from)
        vm_raise(vm, EXC_IMPORT_ERROR,
                 "cannot import name %R from %R (unknown location)", name,
                 from);
    else
        vm_raise(vm, EXC_IMPORT_ERROR,
                 "cannot import name %R from '<unknown module name>' "
                 "(unknown location)",
                 name);
    return name_error(vm, from ? from : vm->none, file);
}

object *import_from(struct vm *vm, object *module, object *name)
{
    object *value, *full, *from;
    if (!vm_lookup_attr(vm, module, name, &value) || value)
        return value;
    if (vm_is(module, TYPE_MODULE) &&
        (from = dict_get_c_peek(vm, module_dict(module), "__name__")) &&
        vm_is(from, TYPE_STR)) {
        full = str_format(vm, "%U.%U", from, name);
        if (!full)
            return NULL;
        value = NULL;
        dict_find(vm, vm->modules, full, &value);
        vm_release(vm, full);
        if (value)
            return heap_retain(value);
    }
    return cannot_import(vm, module, name);
}

/* Item k of __all__ or of the keys, new; NULL with nothing pending behind the
 * last. */
static object *star_item(struct vm *vm, object *all, ptrdiff_t k)
{
    const struct type_object *type = vm_type_of(vm, all);
    object *item;
    if (!type->slots.item || type->flags & TYPE_DICT_SUBCLASS)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        type->slots.subscript
                            ? "'%T' object is not a sequence"
                            : "'%T' object does not support indexing",
                        all);
    item = type->slots.item(vm, all, k);
    if (!item && vm_pending_is(vm, EXC_INDEX_ERROR))
        vm_pending_clear(vm);
    return item;
}

static bool refuse_item(struct vm *vm, object *module, object *item,
                        bool listed)
{
    object *name = vm_getattr(vm, module, vm->name[NAME_dunder_name]);
    if (name && !(vm_type_of(vm, name)->flags & TYPE_STR_SUBCLASS))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "module __name__ must be a string, not %T", name);
    else if (name)
        vm_raise(vm, EXC_TYPE_ERROR, "%s in %S.%s must be str, not %T",
                 listed ? "Item" : "Key", name,
                 listed ? "__all__" : "__dict__", item);
    vm_release_maybe(vm, name);
    return false;
}

/* One name of a star import; listed: by __all__. */
static bool star_name(struct vm *vm, object *module, object *locals,
                      object *name, bool listed)
{
    object *value;
    bool ok;
    if (!(vm_type_of(vm, name)->flags & TYPE_STR_SUBCLASS))
        return refuse_item(vm, module, name, listed);
    if (!listed && str_length(name) > 0 && str_at(name, 0) == '_')
        return true;
    value = vm_getattr(vm, module, name);
    ok = value && vm_setitem(vm, locals, name, value);
    vm_release_maybe(vm, value);
    return ok;
}

/* What a star import goes through, new: __all__, or the names there are. */
static object *star_names(struct vm *vm, object *module, bool *listed)
{
    object *all, *dict;
    if (!vm_lookup_attr(vm, module, vm->name[NAME_dunder_all], &all))
        return NULL;
    *listed = all != NULL;
    if (all)
        return all;
    if (!vm_lookup_attr(vm, module, vm->name[NAME_dunder_dict], &dict))
        return NULL;
    if (!dict)
        return vm_raise(vm, EXC_IMPORT_ERROR,
                        "from-import-* object has no __dict__ and no "
                        "__all__");
    all = vm_list_from(vm, dict);
    vm_release(vm, dict);
    return all;
}

bool import_star(struct vm *vm, object *module, object *locals)
{
    bool listed, ok = true;
    object *names = star_names(vm, module, &listed), *name;
    for (ptrdiff_t k = 0; names && ok; k++) {
        if (!(name = star_item(vm, names, k)))
            break;
        ok = star_name(vm, module, locals, name, listed);
        vm_release(vm, name);
    }
    ok = ok && names && !vm_pending(vm);
    vm_release_maybe(vm, names);
    return ok;
}
