/*
 * types.UnionType: int | str.
 */
#include "scripts/types/union.h"

#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

struct union_object {
    struct heap_node node;
    object *args; /* tuple of distinct members */
};

static object *members_of(object *o)
{
    return ((struct union_object *)o)->args;
}

static bool may_join(struct vm *vm, object *o)
{
    return o == vm->none || vm_is(o, TYPE_UNION) ||
           vm_is(o, TYPE_GENERIC_ALIAS) ||
           (vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS);
}

static bool add_one(struct vm *vm, object *list, object *o)
{
    if (o == vm->none)
        o = (object *)vm->types[TYPE_NONE];
    for (size_t i = 0; i < list_length(list); i++) {
        int same = vm_equal(vm, list_items(list)[i], o);
        if (same)
            return same > 0;
    }
    return list_append(vm, list, o);
}

static bool add_all(struct vm *vm, object *list, object *o)
{
    if (!vm_is(o, TYPE_UNION))
        return add_one(vm, list, o);
    for (size_t i = 0; i < tuple_length(members_of(o)); i++)
        if (!add_one(vm, list, tuple_items(members_of(o))[i]))
            return false;
    return true;
}

object *union_of_types(struct vm *vm, object *a, object *b)
{
    if (!may_join(vm, a) || !may_join(vm, b))
        return heap_retain(vm->not_implemented);
    object *result = NULL, *list = list_new(vm, 2);
    if (list && add_all(vm, list, a) && add_all(vm, list, b)) {
        struct union_object *u = NULL;
        if (list_length(list) == 1)
            result = heap_retain(list_items(list)[0]);
        else if ((u = (struct union_object *)type_alloc(
                      vm, vm->types[TYPE_UNION], 0)))
            u->args = list_to_tuple(vm, list);
        if (u && u->args)
            result = (object *)u;
        else if (u)
            vm_release(vm, (object *)u);
    }
    vm_release_maybe(vm, list);
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

typedef int check_fn(struct vm *vm, object *o, object *cls);

static object *check_members(struct vm *vm, object *self, object *o,
                             check_fn *check)
{
    for (size_t i = 0; i < tuple_length(members_of(self)); i++) {
        int is = check(vm, o, tuple_items(members_of(self))[i]);
        if (is)
            return is < 0 ? NULL : vm_bool(vm, true);
    }
    return vm_bool(vm, false);
}

static object *instance_check(struct vm *vm, object *self,
                              object *const *args, size_t nargs,
                              object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return check_members(vm, self, args[0], vm_is_instance);
}

static object *subclass_check(struct vm *vm, object *self,
                              object *const *args, size_t nargs,
                              object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (!(vm_type_of(vm, args[0])->flags & TYPE_TYPE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "issubclass() arg 1 must be a class");
    return check_members(vm, self, args[0], vm_is_subclass);
}

static const struct method_def methods[] = {
    {"__instancecheck__", instance_check, METHOD_ONE, NULL},
    {"__subclasscheck__", subclass_check, METHOD_ONE, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct member_def members[] = {
    {"__args__", MEMBER_OBJECT, offsetof(struct union_object, args), true,
     NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct heap_field fields[] = {
    {"args", offsetof(struct union_object, args)},
};

const struct type_spec union_spec = {
    .name = "types.UnionType",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct union_object),
               .flags = HEAP_CONTAINER,
               .clear = sequence_no_clear,
               .fields = fields,
               .field_count = 1},
    .slots = {.binary = {[BINARY_OR] = union_of_types},
              .compare = compare,
              .hash = hash,
              .repr = repr},
    .methods = methods,
    .members = members,
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
};
