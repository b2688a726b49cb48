/*
 * types.GenericAlias: list[int].
 *
 * An alias forwards attributes to its origin, apart from its own; calling it
 * calls the origin. An alias unpacked (*tuple[int]) is another, starred.
 */
#include "scripts/types/dict.h"
#include "scripts/types/generic_subst.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/list.h"
#include "scripts/types/range.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/union.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct alias {
    struct heap_node node;
    object *origin, *args;
    object *parameters; /* NULL: not asked for yet */
    bool starred;       /* *alias */
};

static struct alias *alias_of(object *o)
{
    return (struct alias *)o;
}

static bool is_alias(struct vm *vm, const object *o)
{
    return type_is_subtype(vm_type_of(vm, o), vm->types[TYPE_GENERIC_ALIAS]);
}

static object *make(struct vm *vm, struct type_object *type, object *origin,
                    object *args)
{
    object *tuple = vm_is(args, TYPE_TUPLE) ? heap_retain(args)
                                            : tuple_pack(vm, 1, args);
    struct alias *a =
        tuple ? (struct alias *)type_alloc(vm, type, 0) : NULL;
    if (a) {
        a->origin = heap_retain(origin);
        a->args = tuple;
        return (object *)a;
    }
    vm_release_maybe(vm, tuple);
    return NULL;
}

object *generic_alias_new(struct vm *vm, object *origin, object *args)
{
    return make(vm, vm->types[TYPE_GENERIC_ALIAS], origin, args);
}

static object *alias_type_new(struct vm *vm, struct type_object *type,
                              object *const *args, size_t nargs,
                              object *kwnames)
{
    if (!args_no_keywords(vm, "GenericAlias", kwnames) ||
        !args_between(vm, "GenericAlias", nargs, 2, 2))
        return NULL;
    return make(vm, type, args[0], args[1]);
}

/* ---- parameters ------------------------------------------------------------ */

/* Found when they are asked for; borrowed. */
static object *parameters_peek(struct vm *vm, object *self)
{
    struct alias *a = alias_of(self);
    if (!a->parameters) {
        object *found = generic_parameters(vm, a->args);
        if (found)
            heap_store(vm->heap, &a->parameters, found);
    }
    return a->parameters;
}

static object *get_parameters(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return heap_retain_maybe(parameters_peek(vm, self));
}

static object *get_unpacked_args(struct vm *vm, object *self,
                                 const void *data)
{
    struct alias *a = alias_of(self);
    bool several = a->starred &&
                   a->origin == type_as_object(vm->types[TYPE_TUPLE]);
    (void)data;
    return heap_retain(several ? a->args : vm->none);
}

static object *get_item(struct vm *vm, object *self, object *item)
{
    struct alias *a = alias_of(self);
    object *parameters = parameters_peek(vm, self), *result = NULL;
    object *args = parameters ? generic_substitute(vm, self, a->args,
                                                   parameters, item)
                              : NULL;
    if (args)
        result = generic_alias_new(vm, a->origin, args);
    if (result)
        alias_of(result)->starred = a->starred;
    vm_release_maybe(vm, args);
    return result;
}

/* ---- repr -------------------------------------------------------------------- */

/* Has o the attribute?  -1: pending. */
static int has(struct vm *vm, object *o, const char *attribute)
{
    object *name = str_intern(vm, attribute), *value = NULL;
    bool ok = name && vm_lookup_attr(vm, o, name, &value);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, value);
    return ok ? value != NULL : -1;
}

/* An alias, of this type or written in Python?  -1: pending. */
static int looks_parameterized(struct vm *vm, object *o)
{
    int yes = has(vm, o, "__origin__");
    return yes > 0 ? has(vm, o, "__args__") : yes;
}

/* module.Class without a module that needs no telling. */
static object *class_display(struct vm *vm, object *o)
{
    object *name = NULL, *module = NULL, *text = NULL;
    if (!vm_lookup_attr(vm, o, vm->name[NAME_dunder_qualname], &name) ||
        (name &&
         !vm_lookup_attr(vm, o, vm->name[NAME_dunder_module], &module)))
        text = NULL;
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

/* "int", "module.Class", "...", or the repr of what is no class. */
object *type_display(struct vm *vm, object *o)
{
    if (o == vm->ellipsis)
        return str_from(vm, "...");
    int alias = looks_parameterized(vm, o);
    if (alias < 0)
        return NULL;
    return alias ? vm_repr(vm, o) : class_display(vm, o);
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
              : str_format(vm,
                           tuple_length(a->args) ? "%s%U[%U]" : "%s%U[()]",
                           a->starred ? "*" : "", origin, args);
    vm_release_maybe(vm, origin);
    vm_release_maybe(vm, args);
    return text;
}

/* ---- unpacking ------------------------------------------------------------- */

struct alias_iterator {
    struct heap_node node;
    object *alias; /* NULL at the end */
};

static object *iterate(struct vm *vm, object *self)
{
    struct alias_iterator *it = (struct alias_iterator *)type_alloc(
        vm, vm->types[TYPE_GENERIC_ALIAS_ITERATOR], 0);
    if (it)
        it->alias = heap_retain(self);
    return (object *)it;
}

/* Gives the alias once, with a star. */
static object *unpack(struct vm *vm, object *self)
{
    struct alias_iterator *it = (struct alias_iterator *)self;
    struct alias *a = it->alias ? alias_of(it->alias) : NULL;
    object *starred = a ? generic_alias_new(vm, a->origin, a->args) : NULL;
    if (starred) {
        alias_of(starred)->starred = true;
        heap_store(vm->heap, &it->alias, NULL);
    }
    return starred;
}

static object *iterator_reduce(struct vm *vm, object *self,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    struct alias_iterator *it = (struct alias_iterator *)self;
    (void)args, (void)nargs, (void)kwnames;
    return iterator_reduced_steal(
        vm, "iter", heap_retain(it->alias ? it->alias : vm->empty_tuple),
        NULL);
}

static const struct method_def iterator_methods[] = {
    {"__reduce__", iterator_reduce, METHOD_NOARGS, NULL},
    {0},
};

static const struct heap_field iterator_fields[] = {
    {"alias", offsetof(struct alias_iterator, alias)},
};

const struct type_spec generic_alias_iterator_spec = {
    .name = "generic_alias_iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct alias_iterator),
               .flags = HEAP_CONTAINER,
               .fields = iterator_fields,
               .field_count = 1},
    .slots = {.iter = sequence_self, .next = unpack},
    .methods = iterator_methods,
};

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

static const char *const own[] = {
    "__class__",       "__origin__",
    "__args__",        "__unpacked__",  "__parameters__",
    "__typing_unpacked_tuple_args__",   "__mro_entries__",
    "__reduce_ex__",   "__reduce__",    "__copy__",
    "__deepcopy__"};

static bool own_attribute(object *name)
{
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (str_equal_ascii(name, own[i]))
            return true;
    return false;
}

static object *get_attr(struct vm *vm, object *self, object *name)
{
    if (vm_is(name, TYPE_STR) && !own_attribute(name))
        return vm_getattr(vm, alias_of(self)->origin, name);
    return vm_generic_getattr(vm, self, name);
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    if (!is_alias(vm, a) || !is_alias(vm, b) ||
        (op != COMPARE_EQ && op != COMPARE_NE))
        return heap_retain(vm->not_implemented);
    int same = alias_of(a)->starred == alias_of(b)->starred;
    if (same)
        same = vm_equal(vm, alias_of(a)->origin, alias_of(b)->origin);
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

/* The origin's, and an alias's own. */
static object *dir(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *names = vm_dir(vm, alias_of(self)->origin);
    bool ok = names != NULL;
    for (size_t i = 0; ok && i < sizeof own / sizeof *own; i++) {
        object *name = str_intern(vm, own[i]);
        int there = name ? vm_contains(vm, names, name) : -1;
        ok = there >= 0 && (there || list_append(vm, names, name));
        vm_release_maybe(vm, name);
    }
    if (!ok && names)
        heap_store(vm->heap, &names, NULL);
    return names;
}

/* (type, (origin, args)); of a starred one (next, (iterator,)). */
static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    struct alias *a = alias_of(self);
    (void)args, (void)nargs, (void)kwnames;
    object *made = type_as_object(vm_type_of(vm, self)), *of = NULL;
    if (a->starred) {
        object *plain = generic_alias_new(vm, a->origin, a->args);
        object *iterator = plain ? iterate(vm, plain) : NULL;
        if (iterator)
            of = tuple_pack(vm, 1, iterator);
        vm_release_maybe(vm, iterator);
        vm_release_maybe(vm, plain);
        made = dict_get_c_peek(vm, vm->builtins, "next");
    } else {
        of = tuple_pack(vm, 2, a->origin, a->args);
    }
    object *pair = of && made ? tuple_pack(vm, 2, made, of) : NULL;
    vm_release_maybe(vm, of);
    return made ? pair : vm_raise(vm, EXC_ATTRIBUTE_ERROR, "next");
}

static const struct method_def methods[] = {
    {"__mro_entries__", mro_entries, METHOD_ONE, NULL},
    {"__dir__", dir, METHOD_NOARGS, NULL},
    {"__reduce__", reduce, METHOD_NOARGS, NULL},
    {"__instancecheck__", no_check, METHOD_ONE, NULL},
    {"__subclasscheck__", no_subclass_check, METHOD_ONE, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct member_def members[] = {
    {"__origin__", MEMBER_OBJECT, offsetof(struct alias, origin), true, NULL},
    {"__args__", MEMBER_OBJECT, offsetof(struct alias, args), true, NULL},
    {"__unpacked__", MEMBER_BOOL, offsetof(struct alias, starred), true,
     NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct getset_def getsets[] = {
    {"__parameters__", get_parameters, NULL,
     "Type variables in the GenericAlias.", NULL},
    {"__typing_unpacked_tuple_args__", get_unpacked_args, NULL, NULL, NULL},
    {0},
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
              .subscript = get_item,
              .iter = iterate,
              .call = call,
              .get_attr = get_attr,
              .compare = compare,
              .hash = hash,
              .repr = repr,
              .new_ = alias_type_new},
    .methods = methods,
    .getsets = getsets,
    .members = members,
    .doc = "Represent a PEP 585 generic type",
};
