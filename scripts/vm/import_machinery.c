/*
 * The library's import machinery (importlib/_bootstrap.py and
 * _bootstrap_external.py), which is loaded when a script first looks at it:
 * imports importlib, asks a module for its __spec__ or __loader__, or sys for
 * its finders.  From then on every import goes through it.
 *
 * Before that import.c finds the same files by itself and modules have None
 * for __spec__ and __loader__; loading makes up for it.
 */
#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/import.h"

/* ---- calling it ---------------------------------------------------------- */

/* A global of the module _frozen_importlib, borrowed; NULL: pending. */
static object *global(struct vm *vm, const char *name)
{
    object *o = dict_get_c_peek(vm, module_dict(vm->importlib), name);
    if (!o)
        vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                 "module 'importlib._bootstrap' has no attribute '%s'", name);
    return o;
}

/* Calls it with up to two arguments, NULL: absent. */
static object *call(struct vm *vm, const char *name, object *a, object *b)
{
    object *function = global(vm, name), *args[] = {a, b};
    if (!function)
        return NULL;
    heap_retain(function);
    object *result =
        vm_call(vm, function, args, (size_t)(a != NULL) + (b != NULL), NULL);
    vm_release(vm, function);
    return result;
}

static bool done(struct vm *vm, object *result)
{
    vm_release_maybe(vm, result);
    return result;
}

object *import_by_machinery(struct vm *vm, object *name)
{
    object *hook =
        dict_get_str_peek(vm, vm->builtins, vm->name[NAME_dunder_import]);
    return call(vm, "_find_and_load", name, hook ? hook : vm->none);
}

object *import_module_repr(struct vm *vm, object *module)
{
    return call(vm, "_module_repr", module, NULL);
}

/* ---- tracebacks ---------------------------------------------------------- */

static bool in_machinery(const struct traceback_object *t)
{
    const object *file = t->frame->frame->code->filename;
    return str_equal_ascii(file, "<frozen importlib._bootstrap>") ||
           str_equal_ascii(file, "<frozen importlib._bootstrap_external>");
}

static bool asks_removal(const struct traceback_object *t)
{
    return str_equal_ascii(t->frame->frame->code->name,
                           "_call_with_frames_removed");
}

/* *link = the next one of *link. */
static void unlink_one(struct vm *vm, struct traceback_object **link)
{
    struct traceback_object *gone = *link;
    *link = gone->next;
    gone->next = NULL;
    vm_release(vm, (object *)gone);
}

void import_trim_traceback(struct vm *vm)
{
    object *e = vm->importlib ? vm_pending_take(vm) : NULL;
    if (!e)
        return;
    vm_pending_restore(vm, e);
    bool always = vm_pending_is(vm, EXC_IMPORT_ERROR);
    struct traceback_object **link = (struct traceback_object **)(void *)
        &exception_of(e)->traceback;
    struct traceback_object **outer = NULL; /* where a run of them begins */
    while (*link) {
        struct traceback_object *t = *link;
        if (!in_machinery(t)) {
            outer = NULL;
            link = &t->next;
            continue;
        }
        outer = outer ? outer : link;
        if (!always && !asks_removal(t)) {
            link = &t->next;
            continue;
        }
        while (*outer != t)
            unlink_one(vm, outer);
        unlink_one(vm, outer);
        link = outer;
    }
}

/* ---- making up for what was imported before ------------------------------ */

static bool set_place(struct vm *vm, object *module, object *spec,
                      object *loader)
{
    object *dict = module_dict(module);
    return loader && (!spec || dict_set(vm, dict, vm->name[NAME_dunder_spec],
                                        spec)) &&
           dict_set(vm, dict, vm->name[NAME_dunder_loader], loader);
}

/* external.name(a, b), of the module _frozen_importlib_external. */
static object *call_external(struct vm *vm, const char *name, object *a,
                             object *b)
{
    object *external = global(vm, "_bootstrap_external");
    object *function =
        external ? vm_getattr_str(vm, external, name) : NULL;
    object *result = function ? vm_call2(vm, function, a, b) : NULL;
    vm_release_maybe(vm, function);
    return result;
}

static bool complete_file(struct vm *vm, object *name, object *module,
                          object *file)
{
    object *spec = call_external(vm, "spec_from_file_location", name, file);
    object *loader =
        spec ? vm_getattr_str(vm, spec, "loader") : NULL;
    bool ok = spec && spec != vm->none && set_place(vm, module, spec, loader);
    if (ok && import_is_running(vm, name)) {
        object *flag = str_intern(vm, "_initializing");
        ok = flag && vm_setattr(vm, spec, flag, vm->true_);
        vm_release_maybe(vm, flag);
    }
    ok = ok || (spec == vm->none);
    vm_release_maybe(vm, loader);
    vm_release_maybe(vm, spec);
    return ok;
}

/* __main__ has a loader, and a spec only if it was run by -m. */
static bool complete_main(struct vm *vm, object *name, object *module,
                          object *file)
{
    object *loader;
    if (file)
        loader = call_external(vm, "SourceFileLoader", name, file);
    else
        loader = heap_retain_maybe(global(vm, "BuiltinImporter"));
    bool ok = loader && set_place(vm, module, NULL, loader);
    vm_release_maybe(vm, loader);
    return ok;
}

static bool complete(struct vm *vm, object *name, object *module)
{
    object *dict = vm_is(module, TYPE_MODULE) ? module_dict(module) : NULL;
    object *loader, *file;
    if (!dict || !vm_is(name, TYPE_STR))
        return true;
    loader = dict_get_str_peek(vm, dict, vm->name[NAME_dunder_loader]);
    file = dict_get_str_peek(vm, dict, vm->name[NAME_dunder_file]);
    if (loader != vm->none)
        return true;
    if (str_equal_ascii(name, "__main__"))
        return complete_main(vm, name, module, file);
    return !file || complete_file(vm, name, module, file);
}

/* What vm->modules had when the machinery came. */
static bool complete_all(struct vm *vm)
{
    object *modules = dict_copy(vm, vm->modules), *name, *module;
    size_t at = 0;
    bool ok = modules;
    while (ok && dict_next(modules, &at, &name, &module))
        ok = complete(vm, name, module);
    vm_release_maybe(vm, modules);
    return ok;
}

/* Reads the code a global or an attribute that the machinery fills? */
static bool reads_place(const struct vm *vm, const struct code *code)
{
    for (uint32_t k = 0; k < code->instr_count; k++) {
        const struct instr *i = &code->instrs[k];
        bool attribute = i->op == OP_LOAD_ATTR;
        if (!attribute && i->op != OP_LOAD_NAME && i->op != OP_LOAD_GLOBAL)
            continue;
        const object *name = code->names[attribute ? i->c : i->b];
        if (name == vm->name[NAME_dunder_spec] ||
            name == vm->name[NAME_dunder_loader])
            return true;
    }
    for (uint32_t k = 0; k < code->const_count; k++)
        if (vm_is(code->consts[k], TYPE_CODE) &&
            reads_place(vm, (const struct code *)code->consts[k]))
            return true;
    return false;
}

bool import_machinery_for(struct vm *vm, object *code)
{
    return vm->importlib || !vm->options.stdlib ||
           !reads_place(vm, (const struct code *)code) ||
           import_machinery(vm);
}

/* ---- loading ------------------------------------------------------------- */

/* Runs importlib/_bootstrap.py as the module _frozen_importlib. */
static bool run_bootstrap(struct vm *vm)
{
    const struct frozen_module *m = &frozen_modules[0];
    object *module = module_new(vm, m->name), *origin, *code;
    bool ok;
    if (!module)
        return false;
    vm->importlib = module;
    origin = str_from(vm, m->origin);
    code = origin ? frozen_code(vm, m) : NULL;
    ok = code && dict_set_c(vm, vm->modules, m->name, module) &&
         dict_set_c(vm, module_dict(module), "__origname__", origin) &&
         dict_set(vm, module_dict(module), vm->name[NAME_dunder_builtins],
                  vm->builtins) &&
         done(vm, vm_run_code(vm, code, module_dict(module),
                              module_dict(module), NULL));
    vm_release_maybe(vm, origin);
    vm_release_maybe(vm, code);
    return ok;
}

static bool install(struct vm *vm)
{
    object *title = str_intern(vm, "_imp");
    object *imp = title ? import_module(vm, title) : NULL;
    object *sys = dict_get_c_peek(vm, vm->modules, "sys");
    bool ok = imp && sys && done(vm, call(vm, "_install", sys, imp));
    if (imp && !sys)
        vm_raise(vm, EXC_RUNTIME_ERROR, "lost sys");
    vm_release_maybe(vm, imp);
    vm_release_maybe(vm, title);
    return ok;
}

/* sys.path_hooks[0] = zipimport.zipimporter */
static bool add_zip_importer(struct vm *vm)
{
    object *title = str_intern(vm, "zipimport");
    object *module = title ? import_module(vm, title) : NULL;
    object *hook = module ? vm_getattr_str(vm, module, "zipimporter") : NULL;
    object *hooks = dict_get_c_peek(vm, vm->sys, "path_hooks");
    bool ok = hook && (!hooks || !vm_is(hooks, TYPE_LIST) ||
                       list_insert(vm, hooks, 0, hook));
    vm_release_maybe(vm, hook);
    vm_release_maybe(vm, module);
    vm_release_maybe(vm, title);
    return ok;
}

static bool load(struct vm *vm)
{
    if (!run_bootstrap(vm) || !install(vm))
        return false;
    vm->importlib_ready = true;
    return done(vm, call(vm, "_install_external_importers", NULL, NULL)) &&
           add_zip_importer(vm) && complete_all(vm);
}

/* Back to where the next one who asks may try again. */
static void undo(struct vm *vm)
{
    static const char *const lists[] = {"meta_path", "path_hooks"};
    object *pending = vm_pending_take(vm);
    vm->importlib_ready = false;
    for (int k = 0; k < 2; k++) {
        object *list = dict_get_c_peek(vm, vm->sys, lists[k]);
        if (list && vm_is(list, TYPE_LIST))
            list_set_slice(vm, list, 0, list_length(list), NULL);
    }
    for (const struct frozen_module *m = frozen_modules; m->name; m++) {
        object *name = str_intern(vm, m->name);
        if (name && dict_delete(vm, vm->modules, name) < 0)
            vm_pending_clear(vm);
        vm_release_maybe(vm, name);
    }
    heap_store(vm->heap, &vm->importlib, NULL);
    vm_pending_clear(vm);
    vm_pending_restore(vm, pending);
}

bool import_machinery(struct vm *vm)
{
    if (vm->importlib)
        return true;
    object *pending = vm_pending_take(vm);
    bool ok = load(vm);
    if (!ok)
        undo(vm);
    else if (pending)
        vm_pending_restore(vm, pending);
    if (!ok)
        vm_release_maybe(vm, pending);
    return ok;
}
