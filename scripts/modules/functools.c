/*
 * _functools: partial, reduce, cmp_to_key.
 */
#include "scripts/modules/functools.h"

#include <stdlib.h>

#include <stddef.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict.h"
#include "scripts/types/module.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

/* ---- partial ------------------------------------------------------------- */

#define FEW_ARGUMENTS 16

struct partial {
    struct heap_node node;
    object *function, *args, *keywords; /* tuple, dict */
    object *dict;                       /* or NULL */
};

static const struct type_spec partial_spec;

static struct partial *partial_of(object *o)
{
    return (struct partial *)o;
}

/* Two tuples in one; b as an array. */
static object *join(struct vm *vm, object *a, object *const *b, size_t n)
{
    size_t m = a ? tuple_length(a) : 0;
    heap_retain_maybe(a); /* making the tuple may run a finalizer */
    object *all = tuple_new(vm, m + n);
    for (size_t k = 0; all && k < m + n; k++)
        tuple_items(all)[k] =
            heap_retain(k < m ? tuple_items(a)[k] : b[k - m]);
    vm_release_maybe(vm, a);
    return all;
}

/* A new dict of a's entries (a dict or NULL) and keyword arguments. */
static object *merge(struct vm *vm, object *a, object *const *values,
                     object *kwnames)
{
    heap_retain_maybe(a);
    object *all = a && dict_length(a) ? dict_copy(vm, a) : dict_new(vm);
    vm_release_maybe(vm, a);
    for (size_t k = 0; all && kwnames && k < tuple_length(kwnames); k++)
        if (!dict_set(vm, all, tuple_items(kwnames)[k], values[k]))
            heap_store(vm->heap, &all, NULL);
    return all;
}

static object *partial_new(struct vm *vm, struct type_object *type,
                           object *const *args, size_t nargs, object *kwnames)
{
    if (nargs < 1)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "type 'partial' takes at least one argument");
    if (!vm_callable(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "the first argument must be callable");
    struct partial *inner = NULL;
    if (native_is(vm, args[0], &partial_spec) && !partial_of(args[0])->dict)
        inner = partial_of(args[0]);
    object *o = type_alloc(vm, type, 0);
    if (!o)
        return NULL;
    struct partial *p = partial_of(o);
    p->function = heap_retain(inner ? inner->function : args[0]);
    p->args = join(vm, inner ? inner->args : NULL, args + 1, nargs - 1);
    p->keywords = p->args ? merge(vm, inner ? inner->keywords : NULL,
                                  args + nargs, kwnames)
                          : NULL;
    if (p->keywords)
        return o;
    vm_release(vm, o);
    return NULL;
}

/* With keywords of its own: as CPython, by a tuple and a dict. */
static object *call_merged(struct vm *vm, struct partial *p,
                           object *const *args, size_t nargs, object *kwnames)
{
    object *r = NULL, *all = join(vm, p->args, args, nargs);
    object *named =
        all ? merge(vm, p->keywords, args + nargs, kwnames) : NULL;
    if (named)
        r = vm_call_ex(vm, p->function, all, named);
    vm_release_maybe(vm, all);
    vm_release_maybe(vm, named);
    return r;
}

/* With all arguments, borrowed, in one array. */
static object *call_joined(struct vm *vm, struct partial *p,
                           object *const *args, size_t nargs, object *kwnames)
{
    size_t own = tuple_length(p->args);
    size_t given = nargs + (kwnames ? tuple_length(kwnames) : 0);
    object *few[FEW_ARGUMENTS], **all = few, *held = heap_retain(p->args), *r;
    if (own + given > FEW_ARGUMENTS &&
        !(all = malloc((own + given) * sizeof *all))) {
        vm_release(vm, held);
        return vm_raise_no_memory(vm);
    }
    for (size_t i = 0; i < own; i++)
        all[i] = tuple_items(held)[i];
    for (size_t i = 0; i < given; i++)
        all[own + i] = args[i];
    r = vm_call(vm, p->function, all, own + nargs, kwnames);
    if (all != few)
        free(all);
    vm_release(vm, held);
    return r;
}

static object *partial_call(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    struct partial *p = partial_of(self);
    object *function = heap_retain(p->function), *r;
    r = dict_length(p->keywords) ? call_merged(vm, p, args, nargs, kwnames)
                                 : call_joined(vm, p, args, nargs, kwnames);
    vm_release(vm, function);
    return r;
}

/* Appends ", NAME=REPR" or ", REPR"; false: pending. */
static bool add_argument(struct vm *vm, struct str_builder *b, object *name,
                         object *value)
{
    object *text = name ? str_format(vm, ", %S=%R", name, value)
                        : str_format(vm, ", %R", value);
    if (text)
        str_builder_str(b, text);
    vm_release_maybe(vm, text);
    return text;
}

static bool add_arguments(struct vm *vm, struct str_builder *b,
                          object *args, object *keywords)
{
    object *name, *value;
    size_t pos = 0;
    for (size_t k = 0; k < tuple_length(args); k++)
        if (!add_argument(vm, b, NULL, tuple_items(args)[k]))
            return false;
    while (dict_next(keywords, &pos, &name, &value)) {
        heap_retain(name);
        heap_retain(value);
        bool ok = add_argument(vm, b, name, value);
        vm_release(vm, name);
        vm_release(vm, value);
        if (!ok)
            return false;
    }
    return true;
}

static object *describe(struct vm *vm, object *self)
{
    struct partial *p = partial_of(self);
    struct str_builder b;
    str_builder_init(&b, vm);
    object *args = heap_retain(p->args);
    object *keywords = heap_retain(p->keywords);
    object *function = vm_repr(vm, p->function);
    str_builder_ascii(&b, type_name_of(vm, self));
    str_builder_char(&b, '(');
    if (function)
        str_builder_str(&b, function);
    bool ok = function && add_arguments(vm, &b, args, keywords);
    str_builder_char(&b, ')');
    vm_release_maybe(vm, function);
    vm_release(vm, args);
    vm_release(vm, keywords);
    if (ok)
        return str_builder_finish(&b);
    str_builder_done(&b);
    return NULL;
}

static object *partial_repr(struct vm *vm, object *self)
{
    int inside = repr_enter(vm, self);
    if (inside)
        return inside < 0 ? NULL : str_from(vm, "...");
    object *r = describe(vm, self);
    repr_leave(vm, self);
    return r;
}

METHOD(partial_reduce)
{
    struct partial *p = partial_of(self);
    UNUSED;
    object *first = tuple_pack(vm, 1, p->function);
    object *state = first ? tuple_pack(vm, 4, p->function, p->args,
                                       p->keywords,
                                       p->dict ? p->dict : vm->none)
                          : NULL;
    object *r = state ? tuple_pack(vm, 3,
                                   type_as_object(vm_type_of(vm, self)),
                                   first, state)
                      : NULL;
    vm_release_maybe(vm, first);
    vm_release_maybe(vm, state);
    return r;
}

static bool is_state(struct vm *vm, object *o)
{
    if (!(vm_type_of(vm, o)->flags & TYPE_TUPLE_SUBCLASS) ||
        tuple_length(o) != 4)
        return false;
    object **part = tuple_items(o);
    return vm_callable(vm, part[0]) &&
           (vm_type_of(vm, part[1])->flags & TYPE_TUPLE_SUBCLASS) &&
           (part[2] == vm->none ||
            (vm_type_of(vm, part[2])->flags & TYPE_DICT_SUBCLASS)) &&
           (part[3] == vm->none ||
            (vm_type_of(vm, part[3])->flags & TYPE_DICT_SUBCLASS));
}

METHOD(partial_set_state)
{
    struct partial *p = partial_of(self);
    UNUSED;
    if (!is_state(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR, "invalid partial state");
    object **part = tuple_items(args[0]);
    object *positional = vm_is(part[1], TYPE_TUPLE)
                             ? heap_retain(part[1])
                             : vm_tuple_from(vm, part[1]);
    object *keywords = NULL;
    if (positional && part[2] == vm->none)
        keywords = dict_new(vm);
    else if (positional)
        keywords = vm_is(part[2], TYPE_DICT) ? heap_retain(part[2])
                                             : dict_copy(vm, part[2]);
    if (!keywords) {
        vm_release_maybe(vm, positional);
        return NULL;
    }
    object *dict = part[3] == vm->none ? NULL : heap_retain(part[3]);
    heap_store(vm->heap, &p->function, heap_retain(part[0]));
    heap_store(vm->heap, &p->args, positional);
    heap_store(vm->heap, &p->keywords, keywords);
    heap_store(vm->heap, &p->dict, dict);
    return vm_none(vm);
}

static object *get_dict(struct vm *vm, object *self, const void *data)
{
    return instance_dict_getset.get(vm, self, data);
}

static bool set_dict(struct vm *vm, object *self, object *value,
                     const void *data)
{
    if (!value) {
        vm_raise(vm, EXC_TYPE_ERROR, "cannot delete __dict__");
        return false;
    }
    return instance_dict_getset.set(vm, self, value, data);
}

static const struct heap_field partial_fields[] = {
    {"func", offsetof(struct partial, function)},
    {"args", offsetof(struct partial, args)},
    {"keywords", offsetof(struct partial, keywords)},
    {"__dict__", offsetof(struct partial, dict)},
};

static const struct method_def partial_methods[] = {
    {"__reduce__", partial_reduce, METHOD_NOARGS, NULL},
    {"__setstate__", partial_set_state, METHOD_ONE, NULL},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

static const struct member_def partial_members[] = {
    {"func", MEMBER_OBJECT, offsetof(struct partial, function), true,
     "function object to use in future partial calls"},
    {"args", MEMBER_OBJECT, offsetof(struct partial, args), true,
     "tuple of arguments to future partial calls"},
    {"keywords", MEMBER_OBJECT, offsetof(struct partial, keywords), true,
     "dictionary of keyword arguments to future partial calls"},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct getset_def dict_getsets[] = {
    {"__dict__", get_dict, set_dict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct type_spec partial_spec = {
    .name = "functools.partial",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct partial),
               .flags = HEAP_CONTAINER,
               .fields = partial_fields,
               .field_count = 4},
    .dict_offset = offsetof(struct partial, dict),
    .weakly = true,
    .slots = {.new_ = partial_new,
              .call = partial_call,
              .repr = partial_repr,
              .get_attr = vm_generic_getattr,
              .set_attr = vm_generic_setattr},
    .methods = partial_methods,
    .members = partial_members,
    .getsets = dict_getsets,
    .doc = "partial(func, *args, **keywords) - new function with partial "
           "application\n    of the given arguments and keywords.\n",
};

/* ---- cmp_to_key ---------------------------------------------------------- */

struct key {
    struct heap_node node;
    object *compare, *value; /* value: NULL in the maker of keys */
};

static const struct type_spec key_spec;

static struct key *key_of(object *o)
{
    return (struct key *)o;
}

/* A key of value, or with NULL a maker of keys. */
static object *key_new(struct vm *vm, object *compare, object *value)
{
    struct type_object *type = native_type(vm, &key_spec);
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (o) {
        key_of(o)->compare = heap_retain(compare);
        key_of(o)->value = heap_retain_maybe(value);
    }
    return o;
}

static object *key_call(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    static const char *const names[] = {"obj", NULL};
    static const struct arg_spec spec = {"K", names, 0, 1, 0};
    object *value;
    if (!args_bind(vm, &spec, args, nargs, kwnames, &value))
        return NULL;
    if (!value)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "K() missing required argument 'obj' (pos 1)");
    return key_new(vm, key_of(self)->compare, value);
}

static object *key_compare(struct vm *vm, object *self, object *other,
                           enum vm_compare op)
{
    if (!native_is(vm, other, &key_spec))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "other argument must be K instance");
    object *x = key_of(self)->value, *y = key_of(other)->value;
    if (!x || !y)
        return vm_raise(vm, EXC_ATTRIBUTE_ERROR, "object");
    object *compare = heap_retain(key_of(self)->compare);
    heap_retain(x);
    heap_retain(y);
    object *order = vm_call2(vm, compare, x, y);
    vm_release(vm, x);
    vm_release(vm, y);
    object *r = order ? vm_compare(vm, order,
                                   vm->small_ints[0 - SMALL_INT_MIN], op)
                      : NULL;
    vm_release_maybe(vm, order);
    vm_release(vm, compare);
    return r;
}

static const struct heap_field key_fields[] = {
    {"cmp", offsetof(struct key, compare)},
    {"obj", offsetof(struct key, value)},
};

static const struct member_def key_members[] = {
    {"obj", MEMBER_OBJECT, offsetof(struct key, value), false,
     "Value wrapped by a key function."},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct type_spec key_spec = {
    .name = "functools.KeyWrapper",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct key),
               .flags = HEAP_CONTAINER,
               .fields = key_fields,
               .field_count = 2},
    .slots = {.call = key_call,
              .compare = key_compare,
              .get_attr = vm_generic_getattr},
    .members = key_members,
};

METHOD(cmp_to_key)
{
    static const char *const names[] = {"mycmp", NULL};
    static const struct arg_spec spec = {"cmp_to_key", names, 0, 1, 1};
    object *compare;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, &compare))
        return NULL;
    return key_new(vm, compare, NULL);
}

/* ---- reduce -------------------------------------------------------------- */

/* Folds all items into result, which is stolen; NULL: none. */
static object *fold(struct vm *vm, object *function, object *it,
                    object *result)
{
    object *item;
    while ((item = vm_next(vm, it))) {
        if (result) {
            object *folded = vm_call2(vm, function, result, item);
            vm_release(vm, result);
            vm_release(vm, item);
            item = folded;
        }
        result = item;
        if (!result)
            return NULL;
    }
    if (vm_pending(vm) && result)
        heap_store(vm->heap, &result, NULL);
    return result;
}

METHOD(reduce)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "reduce", nargs, 2, 3))
        return NULL;
    object *it = vm_iter(vm, args[1]);
    if (!it) {
        if (vm_pending_is(vm, EXC_TYPE_ERROR)) {
            vm_pending_clear(vm);
            vm_raise(vm, EXC_TYPE_ERROR,
                     "reduce() arg 2 must support iteration");
        }
        return NULL;
    }
    object *r =
        fold(vm, args[0], it, nargs > 2 ? heap_retain(args[2]) : NULL);
    vm_release(vm, it);
    if (!r && !vm_pending(vm))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "reduce() of empty iterable with no initial value");
    return r;
}

static const struct method_def functions[] = {
    {"reduce", reduce, METHOD_ARGS | METHOD_TUPLE,
     "reduce(function, iterable[, initial]) -> value\n\n"
     "Fold the items into one, from left to right."},
    {"cmp_to_key", cmp_to_key, METHOD_KEYWORDS | METHOD_TUPLE,
     "cmp_to_key($module, /, mycmp)\n--\n\n"
     "Convert a cmp= function into a key= function."},
    {NULL, NULL, 0, NULL},
};

bool functools_fill(struct vm *vm, object *module)
{
    static const struct type_spec *const specs[] = {
        &partial_spec, &functools_cache_spec, NULL};
    return module_add_functions(vm, module, functions) &&
           native_add_types(vm, module, specs);
}
