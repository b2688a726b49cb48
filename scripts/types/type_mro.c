/*
 * The order in which bases are searched (C3), and who derives from whom.
 *
 * subclasses is a dict from a type's address to a weak reference, so that a
 * base does not keep its subclasses alive.
 */
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/types/type_plan.h"
#include "scripts/types/weakref.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* ---- C3 ------------------------------------------------------------------- */

struct merge {
    object **lists; /* tuples, borrowed */
    size_t *heads;
    size_t count;
};

static bool in_a_tail(const struct merge *m, const object *candidate)
{
    for (size_t i = 0; i < m->count; i++)
        for (size_t j = m->heads[i] + 1; j < tuple_length(m->lists[i]); j++)
            if (tuple_items(m->lists[i])[j] == candidate)
                return true;
    return false;
}

/* The next of the order, borrowed; NULL: done, or inconsistent (*left). */
static object *next_good(const struct merge *m, bool *left)
{
    *left = false;
    for (size_t i = 0; i < m->count; i++) {
        if (m->heads[i] >= tuple_length(m->lists[i]))
            continue;
        *left = true;
        object *candidate = tuple_items(m->lists[i])[m->heads[i]];
        if (!in_a_tail(m, candidate))
            return candidate;
    }
    return NULL;
}

static void raise_conflict(struct vm *vm, const struct merge *m)
{
    struct str_builder b;
    bool first = true;
    object *seen = dict_new(vm);
    str_builder_init(&b, vm);
    for (size_t i = 0; seen && i < m->count; i++) {
        object *o = m->heads[i] < tuple_length(m->lists[i])
                        ? tuple_items(m->lists[i])[m->heads[i]]
                        : NULL;
        object *name = o ? type_object_of(o)->name : NULL;
        if (!name || dict_get_str_peek(vm, seen, name))
            continue;
        str_builder_ascii(&b, first ? "" : ", ");
        str_builder_str(&b, name);
        first = false;
        if (!dict_set(vm, seen, name, vm->none))
            break;
    }
    vm_release_maybe(vm, seen);
    object *names = str_builder_finish(&b);
    if (names)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "Cannot create a consistent method resolution\n"
                 "order (MRO) for bases %U",
                 names);
    vm_release_maybe(vm, names);
}

static bool merge_into(struct vm *vm, struct merge *m, object *result)
{
    bool left;
    object *good;
    while ((good = next_good(m, &left))) {
        if (!list_append(vm, result, good))
            return false;
        for (size_t i = 0; i < m->count; i++)
            if (m->heads[i] < tuple_length(m->lists[i]) &&
                tuple_items(m->lists[i])[m->heads[i]] == good)
                m->heads[i]++;
    }
    if (left)
        raise_conflict(vm, m);
    return !left;
}

/* The mro of a class with one base. */
static object *mro_below(struct vm *vm, struct type_object *type, object *above)
{
    size_t n = tuple_length(above);
    object *mro = tuple_new(vm, n + 1);
    if (!mro)
        return NULL;
    tuple_items(mro)[0] = heap_retain(type_as_object(type));
    for (size_t i = 0; i < n; i++)
        tuple_items(mro)[i + 1] = heap_retain(tuple_items(above)[i]);
    return mro;
}

/* A tuple: type, then the merged mros of its bases and the bases. */
static object *c3(struct vm *vm, struct type_object *type)
{
    size_t n = tuple_length(type->bases);
    object *lists[64];
    size_t heads[64] = {0};
    if (n >= 64)
        return vm_raise(vm, EXC_TYPE_ERROR, "too many bases");
    for (size_t i = 0; i < n; i++) {
        lists[i] = type_object_of(tuple_items(type->bases)[i])->mro;
        if (!lists[i])
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "Cannot extend an incomplete type '%s'",
                            type_name(type_object_of(
                                tuple_items(type->bases)[i])));
    }
    if (n == 1)
        return mro_below(vm, type, lists[0]);
    lists[n] = type->bases;
    struct merge m = {lists, heads, n + 1};
    object *result = list_new(vm, 0), *mro = NULL;
    if (result && list_append(vm, result, type_as_object(type)) &&
        merge_into(vm, &m, result))
        mro = list_to_tuple(vm, result);
    vm_release_maybe(vm, result);
    return mro;
}

static bool check_bases_differ(struct vm *vm, object *bases)
{
    for (size_t i = 0; i < tuple_length(bases); i++)
        for (size_t j = i + 1; j < tuple_length(bases); j++)
            if (tuple_items(bases)[i] == tuple_items(bases)[j]) {
                vm_raise(vm, EXC_TYPE_ERROR, "duplicate base class %s",
                         type_name(type_object_of(tuple_items(bases)[i])));
                return false;
            }
    return true;
}

static object *mro_by_default(struct vm *vm, struct type_object *type)
{
    return check_bases_differ(vm, type->bases) ? c3(vm, type) : NULL;
}

object *type_mro_method(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *mro = mro_by_default(vm, type_object_of(self));
    object *list = mro ? vm_list_from(vm, mro) : NULL;
    vm_release_maybe(vm, mro);
    return list;
}

/* May o stand in type's mro? */
static bool may_inherit(struct vm *vm, struct type_object *type, object *o)
{
    if (!(vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS))
        vm_raise(vm, EXC_TYPE_ERROR, "mro() returned a non-class ('%T')", o);
    else if (!type_is_subtype(type_solid_base(type),
                              type_solid_base(type_object_of(o))))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "mro() returned base with unsuitable layout ('%s')",
                 type_name(type_object_of(o)));
    else
        return true;
    return false;
}

/* Of a metaclass with an mro() of its own. */
static object *mro_by_method(struct vm *vm, struct type_object *type)
{
    object *result = vm_call_method(vm, type_as_object(type),
                                    vm->name[NAME_mro], NULL, 0);
    object *mro = result ? vm_tuple_from(vm, result) : NULL;
    vm_release_maybe(vm, result);
    for (size_t i = 0; mro && i < tuple_length(mro); i++)
        if (!may_inherit(vm, type, tuple_items(mro)[i])) {
            vm_release(vm, mro);
            return NULL;
        }
    return mro;
}

enum type_mro_change type_set_mro(struct vm *vm, struct type_object *type)
{
    object *self = type_as_object(type), *old = heap_retain_maybe(type->mro);
    bool plain = vm_is(self, TYPE_TYPE);
    object *mro = plain ? mro_by_default(vm, type) : mro_by_method(vm, type);
    enum type_mro_change change = !mro                ? MRO_FAILED
                                  : type->mro != old ? MRO_OVERTAKEN
                                                      : MRO_SET;
    if (change == MRO_SET) {
        heap_store(vm->heap, &type->mro, heap_retain(mro));
        type_changed(vm, type);
    }
    vm_release_maybe(vm, mro);
    vm_release_maybe(vm, old);
    return change;
}

/* ---- subclasses ------------------------------------------------------------- */

static object *key_of(struct vm *vm, const struct type_object *type)
{
    return int_new_u64(vm, (uintptr_t)type);
}

static bool add_subclass(struct vm *vm, struct type_object *base,
                         struct type_object *type)
{
    if (!base->subclasses && !(base->subclasses = dict_new(vm)))
        return false;
    object *key = key_of(vm, type);
    object *ref = key ? weakref_new(vm, type_as_object(type), NULL) : NULL;
    bool ok = ref && dict_set(vm, base->subclasses, key, ref);
    vm_release_maybe(vm, key);
    vm_release_maybe(vm, ref);
    return ok;
}

bool type_link_bases(struct vm *vm, struct type_object *type)
{
    for (size_t i = 0; i < tuple_length(type->bases); i++)
        if (!add_subclass(vm, type_object_of(tuple_items(type->bases)[i]),
                          type))
            return false;
    return true;
}

static void unlink_bases(struct vm *vm, struct type_object *type)
{
    object *key = key_of(vm, type);
    for (size_t i = 0; key && i < tuple_length(type->bases); i++) {
        struct type_object *b =
            type_object_of(tuple_items(type->bases)[i]);
        if (b->subclasses)
            dict_delete(vm, b->subclasses, key);
    }
    vm_release_maybe(vm, key); /* NULL: a dead reference stays */
}

void type_unlink_bases(struct vm *vm, struct type_object *type)
{
    if (!type->bases)
        return;
    object *pending = vm_pending_take(vm);
    unlink_bases(vm, type);
    vm_pending_clear(vm);
    vm_pending_restore(vm, pending);
}

object *type_subclasses(struct vm *vm, struct type_object *type)
{
    size_t pos = 0;
    object *key, *ref;
    object *list = list_new(vm, 0);
    while (list && type->subclasses &&
           dict_next(type->subclasses, &pos, &key, &ref)) {
        object *t = weakref_target_peek(ref);
        if (t && !list_append(vm, list, t)) {
            vm_release(vm, list);
            return NULL;
        }
    }
    return list;
}
