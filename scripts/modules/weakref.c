/*
 * _weakref: weak references by function.
 */
#include "scripts/types/weakref.h"

#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static object *proxy(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "proxy", nargs, 1, 2))
        return NULL;
    return weakref_proxy_new(vm, args[0], nargs > 1 ? args[1] : NULL);
}

static object *count(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    int64_t n = 0;
    (void)self, (void)nargs, (void)kwnames;
    for (struct heap_weak *w = heap_weak_first(vm->heap, args[0]); w;
         w = w->next)
        n++;
    return int_new(vm, n);
}

static object *all(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    (void)self, (void)nargs, (void)kwnames;
    object *list = list_new(vm, 0);
    struct heap_weak *w = list ? heap_weak_first(vm->heap, args[0]) : NULL;
    for (; w; w = w->next)
        if (heap_refs(&w->node.base) && !list_append(vm, list, &w->node.base)) {
            vm_release(vm, list);
            return NULL;
        }
    return list;
}

/* Deletes dict[key] if it is a reference whose target is gone. */
static object *remove_dead(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    object *ref;
    (void)self, (void)kwnames;
    if (!args_between(vm, "_remove_dead_weakref", nargs, 2, 2))
        return NULL;
    if (!(vm_type_of(vm, args[0])->flags & TYPE_DICT_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "_remove_dead_weakref() argument 1 must be dict, not "
                        "%T",
                        args[0]);
    int found = dict_find(vm, args[0], args[1], &ref);
    if (found < 0)
        return NULL;
    bool dead = found && type_is_subtype(vm_type_of(vm, ref),
                                         vm->types[TYPE_WEAKREF]) &&
                !weakref_target_peek(ref);
    if (dead && dict_delete(vm, args[0], args[1]) < 0)
        return NULL;
    return vm_none(vm);
}

static const struct method_def functions[] = {
    {"getweakrefcount", count, METHOD_ONE,
     "getweakrefcount($module, object, /)\n--\n\n"
     "Return the number of weak references to 'object'."},
    {"getweakrefs", all, METHOD_ONE,
     "getweakrefs($module, object, /)\n--\n\n"
     "Return a list of all weak reference objects pointing to 'object'."},
    {"_remove_dead_weakref", remove_dead, METHOD_ARGS,
     "_remove_dead_weakref($module, dct, key, /)\n--\n\n"
     "Atomically remove key from dict if it points to a dead weakref."},
    {"proxy", proxy, METHOD_ARGS,
     "proxy($module, object, callback=None, /)\n--\n\n"
     "Create a proxy object that weakly references 'object'.\n\n"
     "'callback', if given, is called with a reference to the\n"
     "proxy when 'object' is about to be finalized."},
    {NULL, NULL, 0, NULL},
};

bool weakref_module_fill(struct vm *vm, object *module)
{
    static const struct {
        const char *name;
        enum type_id id;
    } types[] = {
        {"ref", TYPE_WEAKREF},
        {"ReferenceType", TYPE_WEAKREF},
        {"ProxyType", TYPE_WEAKPROXY},
        {"CallableProxyType", TYPE_WEAKPROXY_CALLABLE},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!module_add_steal(
                vm, module, types[i].name,
                heap_retain(type_as_object(vm->types[types[i].id]))))
            return false;
    return module_add_functions(vm, module, functions);
}
