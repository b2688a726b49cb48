/*
 * _abc: the machinery behind abc.ABCMeta.
 *
 * Each abstract class has an _abc_data in its dict: sets of weak references to
 * the classes registered with it, and to those known to derive from it or not.
 * vm->abc_version grows with each registration; a negative cache of an older
 * version is void.
 */
#include <stddef.h>

#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/weakref.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

struct abc_data {
    struct heap_node node;
    object *registry, *cache, *negative; /* sets, or NULL while empty */
    uint64_t negative_version;
};

static const struct heap_field data_fields[] = {
    {"registry", offsetof(struct abc_data, registry)},
    {"cache", offsetof(struct abc_data, cache)},
    {"negative cache", offsetof(struct abc_data, negative)},
};

const struct type_spec abc_data_spec = {
    .name = "_abc._abc_data",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct abc_data),
               .flags = HEAP_CONTAINER,
               .fields = data_fields,
               .field_count = 3},
    .doc = "Internal state held by ABC machinery.",
};

/* ---- sets of weak references ------------------------------------------------------- */

static object *drop_dead(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    object *set = weakref_target_peek(self);
    (void)nargs, (void)kwnames;
    if (set && set_discard(vm, set, args[0]) < 0)
        return NULL;
    return vm_none(vm);
}

static const struct method_def drop_dead_def = {"_destroy", drop_dead,
                                                METHOD_ONE, NULL};

/* A reference to o that leaves the set when o goes. */
static object *leaving_ref(struct vm *vm, object *set, object *o)
{
    object *back = weakref_new(vm, set, NULL);
    object *callback = back ? builtin_new(vm, &drop_dead_def, back, NULL)
                            : NULL;
    object *ref = callback ? weakref_new(vm, o, callback) : NULL;
    vm_release_maybe(vm, back);
    vm_release_maybe(vm, callback);
    return ref;
}

static bool add_weakly(struct vm *vm, object **set, object *o)
{
    if (!*set && !(*set = set_new(vm)))
        return false;
    object *ref = leaving_ref(vm, *set, o);
    bool ok = ref && set_add(vm, *set, ref);
    vm_release_maybe(vm, ref);
    return ok;
}

/* 1, 0, -1 */
static int has_weakly(struct vm *vm, object *set, object *o)
{
    if (!set || set_length(set) == 0)
        return 0;
    object *ref = weakref_new(vm, o, NULL);
    if (!ref) {
        if (!vm_pending_is(vm, EXC_TYPE_ERROR))
            return -1;
        vm_pending_clear(vm);
        return 0;
    }
    int found = set_contains(vm, set, ref);
    vm_release(vm, ref);
    return found;
}

/* ---- making an abstract class ---------------------------------------------------------- */

static object *impl_name(struct vm *vm)
{
    return str_intern(vm, "_abc_impl");
}

/* The class's data, new. */
static struct abc_data *data_of(struct vm *vm, object *cls)
{
    object *data = vm_getattr_str(vm, cls, "_abc_impl");
    if (data && !vm_is(data, TYPE_ABC_DATA)) {
        vm_raise(vm, EXC_TYPE_ERROR, "_abc_impl is set to a wrong type");
        vm_release(vm, data);
        return NULL;
    }
    return (struct abc_data *)data;
}

static int is_abstract(struct vm *vm, object *value)
{
    object *flag;
    if (!vm_lookup_attr(vm, value, vm->name[NAME_dunder_isabstractmethod],
                        &flag))
        return -1;
    int truth = flag ? vm_truth(vm, flag) : 0;
    vm_release_maybe(vm, flag);
    return truth;
}

static bool own_abstracts(struct vm *vm, struct type_object *type,
                          object *names)
{
    size_t pos = 0;
    object *key, *value;
    object *copy = dict_copy(vm, type->dict);
    bool ok = copy;
    while (ok && dict_next(copy, &pos, &key, &value)) {
        int is = is_abstract(vm, value);
        ok = is >= 0 && (!is || set_add(vm, names, key));
    }
    vm_release_maybe(vm, copy);
    return ok;
}

/* Adds name if it is still abstract in cls. */
static bool inherit_name(struct vm *vm, object *cls, object *name,
                         object *names)
{
    object *value;
    if (!vm_lookup_attr(vm, cls, name, &value))
        return false;
    int is = value ? is_abstract(vm, value) : 0;
    vm_release_maybe(vm, value);
    return is >= 0 && (!is || set_add(vm, names, name));
}

static bool base_abstracts(struct vm *vm, object *cls, object *base,
                           object *names)
{
    object *found, *name;
    if (!vm_lookup_attr(vm, base, vm->name[NAME_dunder_abstractmethods],
                        &found))
        return false;
    object *it = found ? vm_iter(vm, found) : NULL;
    bool ok = !found || it;
    vm_release_maybe(vm, found);
    while (it && ok && (name = vm_next(vm, it))) {
        ok = inherit_name(vm, cls, name, names);
        vm_release(vm, name);
    }
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm);
}

static bool set_abstracts(struct vm *vm, object *cls)
{
    struct type_object *type = type_object_of(cls);
    object *names = set_new(vm);
    bool ok = names && own_abstracts(vm, type, names);
    for (size_t i = 0; ok && i < tuple_length(type->bases); i++)
        ok = base_abstracts(vm, cls, tuple_items(type->bases)[i], names);
    object *frozen =
        ok ? set_make(vm, vm->types[TYPE_FROZENSET], names) : NULL;
    ok = frozen &&
         vm_setattr(vm, cls, vm->name[NAME_dunder_abstractmethods], frozen);
    vm_release_maybe(vm, frozen);
    vm_release_maybe(vm, names);
    return ok;
}

/* __abc_tpflags__ says that instances match as sequences or mappings. */
static bool take_pattern_flags(struct vm *vm, object *cls)
{
    enum { SEQUENCE_BIT = 1 << 5, MAPPING_BIT = 1 << 6 };
    struct type_object *type = type_object_of(cls);
    object *value, *name = str_intern(vm, "__abc_tpflags__");
    int64_t bits = 0;
    int found = name ? dict_pop(vm, type->dict, name, &value) : -1;
    vm_release_maybe(vm, name);
    if (found <= 0)
        return found == 0;
    if (vm_is(value, TYPE_INT))
        int_fits_i64(value, &bits);
    vm_release(vm, value);
    if ((bits & SEQUENCE_BIT) && (bits & MAPPING_BIT)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and "
                 "Py_TPFLAGS_MAPPING");
        return false;
    }
    type->flags |= bits & SEQUENCE_BIT ? TYPE_SEQUENCE : 0;
    type->flags |= bits & MAPPING_BIT ? TYPE_MAPPING : 0;
    type_changed(vm, type);
    return true;
}

FUNCTION(abc_init)
{
    (void)self, (void)nargs, (void)kwnames;
    object *cls = args[0];
    if (!(vm_type_of(vm, cls)->flags & TYPE_TYPE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR, "_abc_init() needs a class");
    if (!set_abstracts(vm, cls))
        return NULL;
    object *data = type_alloc(vm, vm->types[TYPE_ABC_DATA], 0);
    object *name = data ? impl_name(vm) : NULL;
    if (data)
        ((struct abc_data *)data)->negative_version = vm->abc_version;
    bool ok = name && vm_setattr(vm, cls, name, data) &&
              take_pattern_flags(vm, cls);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, data);
    return ok ? vm_none(vm) : NULL;
}

/* ---- registering ---------------------------------------------------------------------------- */

/* Subclasses of a sequence match as sequences too. */
static bool pass_flags(struct vm *vm, struct type_object *type, unsigned flags)
{
    if (!vm_enter(vm, ""))
        return false;
    bool ok = true;
    object *below = NULL;
    if ((type->flags & flags) != flags && !(type->flags & TYPE_IMMUTABLE)) {
        type->flags &= ~(unsigned)(TYPE_SEQUENCE | TYPE_MAPPING);
        type->flags |= flags;
        below = vm_call_method(vm, type_as_object(type),
                               vm->name[NAME_dunder_subclasses], NULL, 0);
        ok = below;
    }
    for (size_t i = 0; ok && below && i < list_length(below); i++)
        ok = pass_flags(vm, type_object_of(list_items(below)[i]), flags);
    vm_release_maybe(vm, below);
    vm_leave(vm);
    return ok;
}

static object *do_register(struct vm *vm, object *cls, object *sub)
{
    int is = vm_is_subclass(vm, cls, sub);
    if (is < 0)
        return NULL;
    if (is)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "Refusing to create an inheritance cycle");
    struct abc_data *data = data_of(vm, cls);
    bool ok = data && add_weakly(vm, &data->registry, sub);
    vm_release_maybe(vm, (object *)data);
    if (!ok)
        return NULL;
    vm->abc_version++;
    unsigned flags =
        type_object_of(cls)->flags & (TYPE_SEQUENCE | TYPE_MAPPING);
    if (flags && !pass_flags(vm, type_object_of(sub), flags))
        return NULL;
    return heap_retain(sub);
}

FUNCTION(abc_register)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "_abc_register", nargs, 2, 2))
        return NULL;
    if (!(vm_type_of(vm, args[1])->flags & TYPE_TYPE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR, "Can only register classes");
    int is = vm_is_subclass(vm, args[1], args[0]);
    if (is)
        return is < 0 ? NULL : heap_retain(args[1]);
    return do_register(vm, args[0], args[1]);
}

/* ---- asking ------------------------------------------------------------------------------------ */

/* 1 and 0 are answers, 2 goes on. */
static int ask_caches(struct vm *vm, struct abc_data *data, object *sub)
{
    int found = has_weakly(vm, data->cache, sub);
    if (found)
        return found;
    if (data->negative_version < vm->abc_version) {
        if (data->negative)
            set_clear(vm, data->negative);
        data->negative_version = vm->abc_version;
        return 2;
    }
    found = has_weakly(vm, data->negative, sub);
    return found < 0 ? -1 : found ? 0 : 2;
}

static int ask_hook(struct vm *vm, object *cls, object *sub)
{
    object *r = vm_call_method(vm, cls, vm->name[NAME_dunder_subclasshook],
                               &sub, 1);
    if (!r)
        return -1;
    int answer = r == vm->true_             ? 1
                 : r == vm->false_          ? 0
                 : r == vm->not_implemented ? 2
                                            : -1;
    vm_release(vm, r);
    if (answer < 0)
        vm_raise(vm, EXC_ASSERTION_ERROR,
                 "__subclasshook__ must return either False, True, or "
                 "NotImplemented");
    return answer;
}

static int ask_registry(struct vm *vm, struct abc_data *data, object *sub)
{
    object *refs = data->registry ? vm_list_from(vm, data->registry) : NULL;
    int answer = data->registry && !refs ? -1 : 2;
    for (size_t i = 0; answer == 2 && refs && i < list_length(refs); i++) {
        object *cls = weakref_target_peek(list_items(refs)[i]);
        if (!cls)
            continue;
        heap_retain(cls);
        int is = vm_is_subclass(vm, sub, cls);
        vm_release(vm, cls);
        answer = is < 0 ? -1 : is ? 1 : 2;
    }
    vm_release_maybe(vm, refs);
    return answer;
}

static int ask_below(struct vm *vm, object *cls, object *sub)
{
    object *below = vm_call_method(
        vm, cls, vm->name[NAME_dunder_subclasses], NULL, 0);
    int answer = below ? 2 : -1;
    if (below && !vm_is(below, TYPE_LIST)) {
        vm_raise(vm, EXC_TYPE_ERROR, "__subclasses__() must return a list");
        answer = -1;
    }
    for (size_t i = 0; answer == 2 && i < list_length(below); i++) {
        object *c = heap_retain(list_items(below)[i]);
        int is = vm_is_subclass(vm, sub, c);
        vm_release(vm, c);
        answer = is < 0 ? -1 : is ? 1 : 2;
    }
    vm_release_maybe(vm, below);
    return answer;
}

static int ask_all(struct vm *vm, struct abc_data *data, object *cls,
                   object *sub)
{
    int answer = ask_hook(vm, cls, sub);
    if (answer == 2 &&
        type_is_subtype(type_object_of(sub), type_object_of(cls)))
        answer = 1;
    if (answer == 2)
        answer = ask_registry(vm, data, sub);
    if (answer == 2)
        answer = ask_below(vm, cls, sub);
    if (answer < 0)
        return -1;
    object **set = answer == 1 ? &data->cache : &data->negative;
    return add_weakly(vm, set, sub) ? answer == 1 : -1;
}

FUNCTION(subclass_check)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "_abc_subclasscheck", nargs, 2, 2))
        return NULL;
    if (!(vm_type_of(vm, args[1])->flags & TYPE_TYPE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "issubclass() arg 1 must be a class");
    struct abc_data *data = data_of(vm, args[0]);
    int answer = data ? ask_caches(vm, data, args[1]) : -1;
    if (answer == 2)
        answer = ask_all(vm, data, args[0], args[1]);
    vm_release_maybe(vm, (object *)data);
    return answer < 0 ? NULL : vm_bool(vm, answer);
}

/* cls.__subclasscheck__(sub) */
static object *ask_class(struct vm *vm, object *cls, object *sub)
{
    return vm_call_method(vm, cls, vm->name[NAME_dunder_subclasscheck], &sub,
                          1);
}

static object *check_instance(struct vm *vm, struct abc_data *data,
                              object *cls, object *claimed, object *type)
{
    int known = has_weakly(vm, data->cache, claimed);
    if (known)
        return known < 0 ? NULL : vm_bool(vm, true);
    if (claimed == type) {
        known = data->negative_version == vm->abc_version
                    ? has_weakly(vm, data->negative, claimed)
                    : 0;
        if (known)
            return known < 0 ? NULL : vm_bool(vm, false);
        return ask_class(vm, cls, claimed);
    }
    object *r = ask_class(vm, cls, claimed);
    int truth = r ? vm_truth(vm, r) : -1;
    if (truth)
        return truth < 0 ? (vm_release_maybe(vm, r), NULL) : r;
    vm_release(vm, r);
    return ask_class(vm, cls, type);
}

FUNCTION(instance_check)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "_abc_instancecheck", nargs, 2, 2))
        return NULL;
    struct abc_data *data = data_of(vm, args[0]);
    object *claimed =
        data ? vm_getattr(vm, args[1], vm->name[NAME_dunder_class]) : NULL;
    object *type = type_as_object(vm_type_of(vm, args[1]));
    object *r = claimed
                    ? check_instance(vm, data, args[0], claimed, type)
                    : NULL;
    vm_release_maybe(vm, claimed);
    vm_release_maybe(vm, (object *)data);
    return r;
}

/* ---- housekeeping ------------------------------------------------------------------------------- */

FUNCTION(get_token)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return int_new_u64(vm, vm->abc_version);
}

static object *set_or_empty(struct vm *vm, object *set)
{
    return set ? set_make(vm, vm->types[TYPE_SET], set) : set_new(vm);
}

FUNCTION(get_dump)
{
    (void)self, (void)nargs, (void)kwnames;
    struct abc_data *data = data_of(vm, args[0]);
    if (!data)
        return NULL;
    object *items[] = {set_or_empty(vm, data->registry),
                       set_or_empty(vm, data->cache),
                       set_or_empty(vm, data->negative),
                       int_new_u64(vm, data->negative_version)};
    object *r = items[0] && items[1] && items[2] && items[3]
                    ? tuple_from(vm, items, 4)
                    : NULL;
    for (int i = 0; i < 4; i++)
        vm_release_maybe(vm, items[i]);
    vm_release(vm, (object *)data);
    return r;
}

static object *reset(struct vm *vm, object *cls, bool registry)
{
    struct abc_data *data = data_of(vm, cls);
    if (!data)
        return NULL;
    object *sets[] = {registry ? data->registry : data->cache,
                      registry ? NULL : data->negative};
    for (int i = 0; i < 2; i++)
        if (sets[i])
            set_clear(vm, sets[i]);
    vm_release(vm, (object *)data);
    return vm_none(vm);
}

FUNCTION(reset_registry)
{
    (void)self, (void)nargs, (void)kwnames;
    return reset(vm, args[0], true);
}

FUNCTION(reset_caches)
{
    (void)self, (void)nargs, (void)kwnames;
    return reset(vm, args[0], false);
}

static const struct method_def functions[] = {
    {"get_cache_token", get_token, METHOD_NOARGS,
     "get_cache_token($module, /)\n--\n\nReturns the current ABC cache "
     "token."},
    {"_abc_init", abc_init, METHOD_ONE,
     "_abc_init($module, self, /)\n--\n\nInternal ABC helper for class "
     "set-up."},
    {"_abc_register", abc_register, METHOD_ARGS,
     "_abc_register($module, self, subclass, /)\n--\n\nInternal ABC helper "
     "for subclass registration."},
    {"_abc_instancecheck", instance_check, METHOD_ARGS,
     "_abc_instancecheck($module, self, instance, /)\n--\n\nInternal ABC "
     "helper for instance checks."},
    {"_abc_subclasscheck", subclass_check, METHOD_ARGS,
     "_abc_subclasscheck($module, self, subclass, /)\n--\n\nInternal ABC "
     "helper for subclass checks."},
    {"_get_dump", get_dump, METHOD_ONE, NULL},
    {"_reset_registry", reset_registry, METHOD_ONE, NULL},
    {"_reset_caches", reset_caches, METHOD_ONE, NULL},
    {NULL, NULL, 0, NULL},
};

bool abc_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions);
}
