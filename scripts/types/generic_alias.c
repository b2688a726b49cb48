/*
 * types.GenericAlias (list[int]) and types.UnionType (int | str).
 *
 * An alias forwards attributes to its origin, apart from its own; calling it
 * calls the origin.
 */
#include "scripts/types/list.h"
#include "scripts/types/range.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/union.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct alias {
    struct heap_node node;
    object *origin, *args, *parameters;
};

static struct alias *alias_of(object *o)
{
    return (struct alias *)o;
}

/* Anything that is parameterized later has __typing_subst__, as TypeVar has;
 * the distinct ones among args, in order. */
static object *parameters_of(struct vm *vm, object *args)
{
    object *found = list_new(vm, 0), *subst;
    object *name = found ? str_intern(vm, "__typing_subst__") : NULL;
    bool ok = name != NULL;
    for (size_t i = 0; ok && i < tuple_length(args); i++) {
        object *arg = tuple_items(args)[i];
        if (vm_type_of(vm, arg)->flags & TYPE_TYPE_SUBCLASS)
            continue;
        ok = vm_lookup_attr(vm, arg, name, &subst);
        if (ok && subst) {
            vm_release(vm, subst);
            int there = vm_contains(vm, found, arg);
            ok = there >= 0 && (there || list_append(vm, found, arg));
        }
    }
    object *result = ok ? list_to_tuple(vm, found) : NULL;
    vm_release_maybe(vm, found);
    vm_release_maybe(vm, name);
    return result;
}

object *generic_alias_new(struct vm *vm, object *origin, object *args)
{
    object *tuple = vm_is(args, TYPE_TUPLE) ? heap_retain(args)
                                            : tuple_pack(vm, 1, args);
    object *parameters = tuple ? parameters_of(vm, tuple) : NULL;
    struct alias *a =
        parameters ? (struct alias *)type_alloc(
                         vm, vm->types[TYPE_GENERIC_ALIAS], 0)
                   : NULL;
    if (a) {
        a->origin = heap_retain(origin);
        a->args = tuple;
        a->parameters = parameters;
        return (object *)a;
    }
    vm_release_maybe(vm, tuple);
    vm_release_maybe(vm, parameters);
    return NULL;
}

static object *alias_type_new(struct vm *vm, struct type_object *type,
                              object *const *args, size_t nargs,
                              object *kwnames)
{
    (void)type;
    if (!args_no_keywords(vm, "GenericAlias", kwnames) ||
        !args_between(vm, "GenericAlias", nargs, 2, 2))
        return NULL;
    return generic_alias_new(vm, args[0], args[1]);
}

/* ---- repr -------------------------------------------------------------------- */

/* "int", "module.Class", "...", or the repr of what is no class. */
object *type_display(struct vm *vm, object *o)
{
    if (o == vm->ellipsis)
        return str_from(vm, "...");
    object *name = NULL, *module = NULL, *text = NULL;
    if (vm_is(o, TYPE_GENERIC_ALIAS) ||
        !vm_lookup_attr(vm, o, vm->name[NAME_dunder_qualname], &name) ||
        (name &&
         !vm_lookup_attr(vm, o, vm->name[NAME_dunder_module], &module)))
        text = vm_pending(vm) ? NULL : vm_repr(vm, o);
    else if (!module || module == vm->none)
        text = vm_repr(vm, o);
    else if (vm_is(module, TYPE_STR) && str_equal_ascii(module, "builtins"))
        text = vm_str(vm, name);
    else
        text = str_format(vm, "%S.%S", module, name);
    vm_release_maybe(vm, module);
    vm_release_maybe(vm, name);
    return text;
}

/* The displays of items, joined; new. */
object *type_displays(struct vm *vm, object *items, const char *between)
{
    object *texts = list_new(vm, tuple_length(items)), *result = NULL;
    object *gap = texts ? str_from(vm, between) : NULL;
    bool ok = gap != NULL;
    for (size_t i = 0; ok && i < tuple_length(items); i++) {
        object *text = type_display(vm, tuple_items(items)[i]);
        ok = text && list_append_steal(vm, texts, text);
    }
    if (ok)
        result = str_join(vm, gap, texts);
    vm_release_maybe(vm, gap);
    vm_release_maybe(vm, texts);
    return result;
}

static object *repr(struct vm *vm, object *self)
{
    struct alias *a = alias_of(self);
    object *origin = type_display(vm, a->origin);
    object *args = origin ? type_displays(vm, a->args, ", ") : NULL;
    object *text =
        !args ? NULL
              : str_format(vm, tuple_length(a->args) ? "%U[%U]" : "%U[()]",
                           origin, args);
    vm_release_maybe(vm, origin);
    vm_release_maybe(vm, args);
    return text;
}

/* ---- slots ----------------------------------------------------------------------- */

static object *call(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    struct alias *a = alias_of(self);
    object *made = vm_call(vm, a->origin, args, nargs, kwnames);
    object *name = made ? str_intern(vm, "__orig_class__") : NULL;
    if (name && !vm_setattr(vm, made, name, self)) {
        if (vm_pending_is(vm, EXC_ATTRIBUTE_ERROR) ||
            vm_pending_is(vm, EXC_TYPE_ERROR))
            vm_pending_clear(vm);
        else
            heap_store(vm->heap, &made, NULL);
    }
    vm_release_maybe(vm, name);
    return made;
}

static bool own_attribute(object *name)
{
    static const char *const own[] = {
        "__class__",    "__bases__",         "__origin__",
        "__args__",     "__parameters__",    "__mro_entries__",
        "__copy__",     "__deepcopy__",      "__reduce__",
        "__reduce_ex__", "__unpacked__",     "__typing_unpacked_tuple_args__"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (str_equal_ascii(name, own[i]))
            return true;
    return false;
}

static bool dunder(object *name)
{
    size_t n = str_length(name);
    return n > 4 && str_at(name, 0) == '_' && str_at(name, 1) == '_';
}

static object *get_attr(struct vm *vm, object *self, object *name)
{
    if (vm_is(name, TYPE_STR) && !own_attribute(name) &&
        (!dunder(name) || str_equal_ascii(name, "__name__") ||
         str_equal_ascii(name, "__qualname__") ||
         str_equal_ascii(name, "__module__") ||
         str_equal_ascii(name, "__doc__") ||
         str_equal_ascii(name, "__init__") ||
         str_equal_ascii(name, "__dict__")))
        return vm_getattr(vm, alias_of(self)->origin, name);
    return vm_generic_getattr(vm, self, name);
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    if (!vm_is(a, TYPE_GENERIC_ALIAS) || !vm_is(b, TYPE_GENERIC_ALIAS) ||
        (op != COMPARE_EQ && op != COMPARE_NE))
        return heap_retain(vm->not_implemented);
    int same = vm_equal(vm, alias_of(a)->origin, alias_of(b)->origin);
    if (same == 1)
        same = vm_equal(vm, alias_of(a)->args, alias_of(b)->args);
    return same < 0 ? NULL : vm_bool(vm, (op == COMPARE_EQ) == same);
}

static bool hash(struct vm *vm, object *self, int64_t *out)
{
    int64_t x, y;
    if (!vm_hash(vm, alias_of(self)->origin, &x) ||
        !vm_hash(vm, alias_of(self)->args, &y))
        return false;
    *out = x ^ y;
    if (*out == -1)
        *out = -2;
    return true;
}

static object *or_(struct vm *vm, object *a, object *b)
{
    return union_of_types(vm, a, b);
}

static object *mro_entries(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return tuple_pack(vm, 1, alias_of(self)->origin);
}

static object *no_check(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    (void)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "isinstance() argument 2 cannot be a parameterized "
                    "generic");
}

static object *no_subclass_check(struct vm *vm, object *self,
                                 object *const *args, size_t nargs,
                                 object *kwnames)
{
    (void)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "issubclass() argument 2 cannot be a parameterized "
                    "generic");
}

static const struct method_def methods[] = {
    {"__mro_entries__", mro_entries, METHOD_ONE, NULL},
    {"__instancecheck__", no_check, METHOD_ONE, NULL},
    {"__subclasscheck__", no_subclass_check, METHOD_ONE, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct member_def members[] = {
    {"__origin__", MEMBER_OBJECT, offsetof(struct alias, origin), true, NULL},
    {"__args__", MEMBER_OBJECT, offsetof(struct alias, args), true, NULL},
    {"__parameters__", MEMBER_OBJECT, offsetof(struct alias, parameters), true,
     NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct heap_field fields[] = {
    {"origin", offsetof(struct alias, origin)},
    {"args", offsetof(struct alias, args)},
    {"parameters", offsetof(struct alias, parameters)},
};

const struct type_spec generic_alias_spec = {
    .name = "types.GenericAlias",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct alias),
               .flags = HEAP_CONTAINER,
               .clear = sequence_no_clear,
               .fields = fields,
               .field_count = 3},
    .weakly = true,
    .slots = {.binary = {[BINARY_OR] = or_},
              .call = call,
              .get_attr = get_attr,
              .compare = compare,
              .hash = hash,
              .repr = repr,
              .new_ = alias_type_new},
    .methods = methods,
    .members = members,
    .doc = "Represent a PEP 585 generic type",
};
