/*
 * Module objects.
 */
#include "scripts/types/module.h"
#include "scripts/modules/modules.h"

#include <stddef.h>
#include <stdlib.h>

#include "scripts/types/dict.h"
#include "scripts/types/instance.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"
#include "scripts/vm/import.h"
#include "scripts/vm/library_path.h"

static struct module_object *module_of(object *o)
{
    return (struct module_object *)o;
}

/* ---- making -------------------------------------------------------------------- */

static bool set_basics(struct vm *vm, object *dict, object *name, object *doc)
{
    return dict_set(vm, dict, vm->name[NAME_dunder_name], name) &&
           dict_set(vm, dict, vm->name[NAME_dunder_doc], doc) &&
           dict_set(vm, dict, vm->name[NAME_dunder_package], vm->none) &&
           dict_set(vm, dict, vm->name[NAME_dunder_loader], vm->none) &&
           dict_set(vm, dict, vm->name[NAME_dunder_spec], vm->none);
}

object *module_new_object(struct vm *vm, object *name)
{
    object *o = type_alloc(vm, vm->types[TYPE_MODULE], 0);
    if (!o)
        return NULL;
    object *dict = module_of(o)->dict = dict_new(vm);
    if (dict && set_basics(vm, dict, name, vm->none))
        return o;
    vm_release(vm, o);
    return NULL;
}

object *module_new(struct vm *vm, const char *name)
{
    object *text = str_intern(vm, name);
    object *o = text ? module_new_object(vm, text) : NULL;
    vm_release_maybe(vm, text);
    return o;
}

bool module_add_steal(struct vm *vm, object *module, const char *name,
                      object *value)
{
    bool ok = value && dict_set_c(vm, module_dict(module), name, value);
    vm_release_maybe(vm, value);
    return ok;
}

bool module_add_functions(struct vm *vm, object *module,
                          const struct method_def *functions)
{
    object *name = dict_get_str_peek(vm, module_dict(module),
                                     vm->name[NAME_dunder_name]);
    for (const struct method_def *f = functions; f->name; f++)
        if (!module_add_steal(vm, module, f->name,
                              builtin_new(vm, f, module, name)))
            return false;
    return true;
}

bool module_add_int(struct vm *vm, object *module, const char *name,
                    int64_t value)
{
    return module_add_steal(vm, module, name, int_new(vm, value));
}

bool module_add_str(struct vm *vm, object *module, const char *name,
                    const char *value)
{
    return module_add_steal(vm, module, name, str_from(vm, value));
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *o = type_alloc(vm, type, 0);
    if (o && !(module_of(o)->dict = dict_new(vm))) {
        vm_release(vm, o);
        return NULL;
    }
    return o;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    static const char *const names[] = {"name", "doc", NULL};
    static const struct arg_spec spec = {"module", names, 0, 2, 1};
    object *out[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return false;
    if (!(vm_type_of(vm, out[0])->flags & TYPE_STR_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "module() argument 'name' must be str, not %B", out[0]);
        return false;
    }
    return set_basics(vm, module_dict(self), out[0],
                      out[1] ? out[1] : vm->none);
}

/* ---- attributes ------------------------------------------------------------------- */

static bool is_builtin(struct vm *vm, object *name)
{
    char *text = str_dup_utf8(vm, name);
    bool ours = text && builtin_module_find(text);
    if (!text)
        vm_pending_clear(vm);
    free(text);
    return ours;
}

/* Whether __spec__._initializing is true. */
static bool spec_is_initializing(struct vm *vm, object *spec)
{
    object *flag = vm_getattr_str(vm, spec, "_initializing");
    int truth = flag ? vm_truth(vm, flag) : -1;
    if (truth < 0)
        vm_pending_clear(vm);
    vm_release_maybe(vm, flag);
    return truth > 0;
}

bool module_is_initializing(struct vm *vm, object *module)
{
    object *dict = module_dict(module);
    object *spec = dict_get_str_peek(vm, dict, vm->name[NAME_dunder_spec]);
    object *name = dict_get_str_peek(vm, dict, vm->name[NAME_dunder_name]);
    if (spec && spec != vm->none)
        return spec_is_initializing(vm, spec);
    return name && vm_is(name, TYPE_STR) && import_is_running(vm, name);
}

static object *raise_missing(struct vm *vm, object *self, object *name)
{
    object *title = dict_get_str_peek(vm, module_dict(self),
                                      vm->name[NAME_dunder_name]);
    if (!title || !vm_is(title, TYPE_STR))
        return vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                        "module has no attribute '%U'", name);
    if (module_is_initializing(vm, self))
        return vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                        "partially initialized module '%U' has no attribute "
                        "'%U' (most likely due to a circular import)",
                        title, name);
    return vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                    "module '%U' has no attribute '%U'", title, name);
}

/* What is there from the moment the import machinery is loaded. */
static bool is_of_machinery(struct vm *vm, object *self, object *name)
{
    static const enum vm_name of_any[] = {NAME_dunder_spec,
                                          NAME_dunder_loader};
    static const enum vm_name of_sys[] = {NAME_meta_path, NAME_path_hooks,
                                          NAME_path_importer_cache};
    for (size_t k = 0; k < sizeof of_any / sizeof *of_any; k++)
        if (str_equal(name, vm->name[of_any[k]]))
            return true;
    if (module_dict(self) != vm->sys)
        return false;
    for (size_t k = 0; k < sizeof of_sys / sizeof *of_sys; k++)
        if (str_equal(name, vm->name[of_sys[k]]))
            return true;
    return false;
}

static object *get_attr(struct vm *vm, object *self, object *name)
{
    if (!vm->importlib && vm->options.stdlib &&
        is_of_machinery(vm, self, name) && !import_machinery(vm))
        return NULL;
    object *found = vm_generic_getattr(vm, self, name);
    if (found || !vm_pending_is(vm, EXC_ATTRIBUTE_ERROR))
        return found;
    vm_pending_clear(vm);
    if (module_dict(self) == vm->builtins &&
        (found = library_builtin(vm, name)))
        return heap_retain(found);
    if (vm_pending(vm))
        return NULL;
    object *hook = dict_get_str_peek(vm, module_dict(self),
                                     vm->name[NAME_dunder_getattr]);
    if (!hook)
        return raise_missing(vm, self, name);
    heap_retain(hook);
    found = vm_call1(vm, hook, name);
    vm_release(vm, hook);
    return found;
}

/* The machinery words it, once it is there. */
static object *repr(struct vm *vm, object *self)
{
    if (vm->importlib_ready)
        return import_module_repr(vm, self);
    object *dict = module_dict(self);
    object *name =
        dict_get_str_peek(vm, dict, vm->name[NAME_dunder_name]);
    object *file =
        dict_get_str_peek(vm, dict, vm->name[NAME_dunder_file]);
    if (!name)
        name = vm->none;
    if (file)
        return str_format(vm, "<module %R from %R>", name, file);
    bool ours = vm_is(name, TYPE_STR) && is_builtin(vm, name);
    return str_format(vm, ours ? "<module %R (built-in)>" : "<module %R>",
                      name);
}

static object *dir(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *dict = vm_getattr(vm, self, vm->name[NAME_dunder_dict]);
    object *hook = NULL, *names = NULL;
    if (dict && (vm_type_of(vm, dict)->flags & TYPE_DICT_SUBCLASS)) {
        hook = dict_get_str_peek(vm, dict, vm->name[NAME_dunder_dir]);
        names = hook ? vm_call0(vm, hook) : dict_keys_list(vm, dict);
    } else if (dict) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "<module>.__dict__ is not a dictionary");
    }
    vm_release_maybe(vm, dict);
    return names;
}

static object *get_annotations(struct vm *vm, object *self, const void *data)
{
    object *name = vm->name[NAME_dunder_annotations];
    object *found = dict_get_str_peek(vm, module_dict(self), name);
    (void)data;
    if (found)
        return heap_retain(found);
    object *fresh = dict_new(vm);
    if (fresh && !dict_set(vm, module_dict(self), name, fresh)) {
        vm_release(vm, fresh);
        return NULL;
    }
    return fresh;
}

static bool set_annotations(struct vm *vm, object *self, object *value,
                            const void *data)
{
    object *name = vm->name[NAME_dunder_annotations];
    (void)data;
    if (value)
        return dict_set(vm, module_dict(self), name, value);
    int gone = dict_delete(vm, module_dict(self), name);
    if (gone == 0)
        vm_raise_object(vm, EXC_ATTRIBUTE_ERROR, name);
    return gone > 0;
}

static const struct heap_field fields[] = {
    {"__dict__", offsetof(struct module_object, dict)},
};

static const struct member_def members[] = {
    {"__dict__", MEMBER_OBJECT, offsetof(struct module_object, dict), true,
     NULL},
    {0},
};

static const struct getset_def getsets[] = {
    {"__annotations__", get_annotations, set_annotations, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct method_def methods[] = {
    {"__dir__", dir, METHOD_NOARGS,
     "__dir__() -> list\nspecialized dir() implementation"},
    {NULL, NULL, 0, NULL},
};

const struct type_spec module_spec = {
    .name = "module",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct module_object),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 1},
    .dict_offset = offsetof(struct module_object, dict),
    .weakly = true,
    .slots = {.repr = repr,
              .get_attr = get_attr,
              .set_attr = vm_generic_setattr,
              .new_ = make,
              .init = init},
    .methods = methods,
    .getsets = getsets,
    .members = members,
    .doc = "module(name, doc=None)\n--\n\n"
           "Create a module object.\n\n"
           "The name must be a string; the optional doc argument can have any "
           "type.",
};
