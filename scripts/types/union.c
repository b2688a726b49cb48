/*
 * types.UnionType: int | str.
 */
#include "scripts/types/union.h"

#include "scripts/types/generic_subst.h"
#include "scripts/types/sequence.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

struct union_object {
    struct heap_node node;
    object *args;       /* tuple of distinct members */
    object *parameters; /* of these, NULL: not asked for yet */
};

static object *members_of(object *o)
{
    return ((struct union_object *)o)->args;
}

object *union_members_peek(object *o)
{
    return vm_is(o, TYPE_UNION) ? members_of(o) : NULL;
}

static bool is_alias(struct vm *vm, const object *o)
{
    return type_is_subtype(vm_type_of(vm, o), vm->types[TYPE_GENERIC_ALIAS]);
}

static bool may_join(struct vm *vm, object *o)
{
    return o == vm->none || vm_is(o, TYPE_UNION) ||
           is_alias(vm, o) ||
           (vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS);
}

/* Puts o behind the n distinct members; returns how many there are, -1. */
static ptrdiff_t add_one(struct vm *vm, object **members, ptrdiff_t n,
                         object *o)
{
    if (o == vm->none)
        o = (object *)vm->types[TYPE_NONE];
    for (ptrdiff_t i = 0; i < n; i++) {
        int same = is_alias(vm, members[i]) && is_alias(vm, o)
                       ? vm_equal(vm, members[i], o)
                       : members[i] == o;
        if (same)
            return same < 0 ? -1 : n;
    }
    members[n] = heap_retain(o);
    return n + 1;
}

static ptrdiff_t add_all(struct vm *vm, object **members, ptrdiff_t n,
                         object *o)
{
    if (!vm_is(o, TYPE_UNION))
        return add_one(vm, members, n, o);
    for (size_t i = 0; n >= 0 && i < tuple_length(members_of(o)); i++)
        n = add_one(vm, members, n, tuple_items(members_of(o))[i]);
    return n;
}

static size_t member_count(object *o)
{
    return vm_is(o, TYPE_UNION) ? tuple_length(members_of(o)) : 1;
}

/* A tuple of the distinct ones among n members. */
static object *shortened(struct vm *vm, object *members, size_t n)
{
    return n == tuple_length(members)
               ? heap_retain(members)
               : tuple_from(vm, tuple_items(members), n);
}

/* The union of n > 0 members, or the only one. */
static object *union_of(struct vm *vm, object *members, size_t n)
{
    struct union_object *u;
    object *args;
    if (n == 1)
        return heap_retain(tuple_items(members)[0]);
    if (!(args = shortened(vm, members, n)))
        return NULL;
    u = (struct union_object *)type_alloc(vm, vm->types[TYPE_UNION], 0);
    if (u)
        u->args = args;
    else
        vm_release(vm, args);
    return (object *)u;
}

object *union_of_types(struct vm *vm, object *a, object *b)
{
    object *members, *result = NULL;
    ptrdiff_t n = 0;
    if (!may_join(vm, a) || !may_join(vm, b))
        return heap_retain(vm->not_implemented);
    members = tuple_new(vm, member_count(a) + member_count(b));
    if (!members)
        return NULL;
    n = add_all(vm, tuple_items(members), n, a);
    if (n >= 0)
        n = add_all(vm, tuple_items(members), n, b);
    if (n > 0)
        result = union_of(vm, members, (size_t)n);
    vm_release(vm, members);
    return result;
}

static object *repr(struct vm *vm, object *self)
{
    object *shown = tuple_from(vm, tuple_items(members_of(self)),
                               tuple_length(members_of(self)));
    for (size_t i = 0; shown && i < tuple_length(shown); i++)
        if (tuple_items(shown)[i] == (object *)vm->types[TYPE_NONE])
            heap_store(vm->heap, &tuple_items(shown)[i], vm_none(vm));
    object *text = shown ? type_displays(vm, shown, " | ") : NULL;
    vm_release_maybe(vm, shown);
    return text;
}

static object *as_frozenset(struct vm *vm, object *self)
{
    return set_make(vm, vm->types[TYPE_FROZENSET], members_of(self));
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    if (!vm_is(a, TYPE_UNION) || !vm_is(b, TYPE_UNION) ||
        (op != COMPARE_EQ && op != COMPARE_NE))
        return heap_retain(vm->not_implemented);
    object *x = as_frozenset(vm, a), *y = x ? as_frozenset(vm, b) : NULL;
    object *result = y ? vm_compare(vm, x, y, op) : NULL;
    vm_release_maybe(vm, x);
    vm_release_maybe(vm, y);
    return result;
}

static bool hash(struct vm *vm, object *self, int64_t *out)
{
    object *set = as_frozenset(vm, self);
    bool ok = set && vm_hash(vm, set, out);
    vm_release_maybe(vm, set);
    return ok;
}

/* Found when they are asked for; borrowed. */
static object *parameters_peek(struct vm *vm, object *self)
{
    struct union_object *u = (struct union_object *)self;
    if (!u->parameters) {
        object *found = generic_parameters(vm, u->args);
        if (found)
            heap_store(vm->heap, &u->parameters, found);
    }
    return u->parameters;
}

static object *get_parameters(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return heap_retain_maybe(parameters_peek(vm, self));
}

static object *get_item(struct vm *vm, object *self, object *item)
{
    object *parameters = parameters_peek(vm, self);
    object *args = parameters ? generic_substitute(vm, self, members_of(self),
                                                   parameters, item)
                              : NULL;
    object *joined = NULL;
    if (args && tuple_length(args))
        joined = heap_retain(tuple_items(args)[0]);
    else if (args)
        vm_raise(vm, EXC_TYPE_ERROR, "%R cannot be empty", self);
    for (size_t i = 1; joined && i < tuple_length(args); i++) {
        object *next =
            vm_binary(vm, BINARY_OR, joined, tuple_items(args)[i]);
        vm_release(vm, joined);
        joined = next;
    }
    vm_release_maybe(vm, args);
    return joined;
}

/* __module__ is the type's, as of any instance of a built-in type. */
static object *get_attr(struct vm *vm, object *self, object *name)
{
    if (vm_is(name, TYPE_STR) && str_equal_ascii(name, "__module__"))
        return vm_getattr(vm, type_as_object(vm_type_of(vm, self)), name);
    return vm_generic_getattr(vm, self, name);
}

static const struct getset_def getsets[] = {
    {"__parameters__", get_parameters, NULL,
     "Type variables in the types.UnionType.", NULL},
    {0},
};

static const struct member_def members[] = {
    {"__args__", MEMBER_OBJECT, offsetof(struct union_object, args), true,
     NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct heap_field fields[] = {
    {"args", offsetof(struct union_object, args)},
    {"parameters", offsetof(struct union_object, parameters)},
};

const struct type_spec union_spec = {
    .name = "types.UnionType",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct union_object),
               .flags = HEAP_CONTAINER,
               .clear = sequence_no_clear,
               .fields = fields,
               .field_count = 2},
    .slots = {.binary = {[BINARY_OR] = union_of_types},
              .subscript = get_item,
              .get_attr = get_attr,
              .compare = compare,
              .hash = hash,
              .repr = repr},
    .getsets = getsets,
    .members = members,
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
};
