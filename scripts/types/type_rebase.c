/*
 * Assigning __bases__: the mros of the type and of all below it follow, or
 * none does. A metaclass's mro() may come back here; the last assignment to
 * finish then leaves the hierarchy alone.
 */
#include <string.h>

#include "scripts/types/list.h"
#include "scripts/types/slots.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/types/type_plan.h"
#include "scripts/vm/error.h"
#include "scripts/vm/thread.h"

/* Along base alone: mros may be old while a hierarchy changes. */
static bool derives_by_base(const struct type_object *type,
                            const struct type_object *from)
{
    while (type && type != from)
        type = type->base;
    return type != NULL;
}

static bool may_have_bases(struct vm *vm, struct type_object *type,
                           object *bases)
{
    for (size_t i = 0; i < tuple_length(bases); i++) {
        object *o = tuple_items(bases)[i];
        if (!(vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS)) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "%s.__bases__ must be tuple of classes, not '%T'",
                     type_name(type), o);
            return false;
        }
        if (type_is_subtype(type_object_of(o), type) ||
            derives_by_base(type_object_of(o), type)) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "a __bases__ item causes an inheritance cycle");
            return false;
        }
    }
    return true;
}

/* ---- layouts ------------------------------------------------------------- */

/* Do instances of both lie in memory alike? */
static bool same_layout(const struct type_object *a,
                        const struct type_object *b)
{
    if (a->layout.size != b->layout.size ||
        a->dict_offset != b->dict_offset || a->weakly != b->weakly ||
        (a->flags & TYPE_HAS_SHAPE) != (b->flags & TYPE_HAS_SHAPE) ||
        a->layout.traverse != b->layout.traverse ||
        a->layout.unlink != b->layout.unlink ||
        a->layout.field_count != b->layout.field_count)
        return false;
    for (uint32_t i = 0; i < a->layout.field_count; i++)
        if (a->layout.fields[i].offset != b->layout.fields[i].offset ||
            strcmp(a->layout.fields[i].name, b->layout.fields[i].name))
            return false;
    return true;
}

/* Such a dict CPython never takes for that of another class. */
static bool ends_in_dict(const struct type_object *type)
{
    const unsigned items =
        TYPE_INT_SUBCLASS | TYPE_BYTES_SUBCLASS | TYPE_TUPLE_SUBCLASS;
    return type->flags & items && type->dict_offset;
}

/* Does type lay out its instances just as its base does? */
static bool adds_nothing(const struct type_object *type)
{
    const struct type_object *base = type->base;
    return base && type->slot_count == base->slot_count &&
           !((type->layout.flags ^ base->layout.flags) & HEAP_CONTAINER) &&
           same_layout(type, base);
}

static const struct type_object *plainest(const struct type_object *type)
{
    while (adds_nothing(type))
        type = type->base;
    return type;
}

bool type_compatible(struct vm *vm, const struct type_object *old,
                     const struct type_object *new, const char *attribute)
{
    const struct type_object *a = plainest(old), *b = plainest(new);
    if ((old->layout.flags ^ new->layout.flags) & HEAP_CONTAINER) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s assignment: '%s' deallocator differs from '%s'",
                 attribute, type_name(new), type_name(old));
        return false;
    }
    if (a == b ||
        (a->base == b->base && same_layout(a, b) && !ends_in_dict(a)))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR,
             "%s assignment: '%s' object layout differs from '%s'", attribute,
             type_name(new), type_name(old));
    return false;
}

/* ---- mros ---------------------------------------------------------------- */

/* Remembers type with the mro it had and the one it has now. */
static bool remember(struct vm *vm, object *changes, struct type_object *type,
                     object *old)
{
    object *row = tuple_pack(vm, 3, type_as_object(type),
                             old ? old : vm->none, type->mro);
    return row && list_append_steal(vm, changes, row);
}

/* New mros from type down; false: an exception is pending. */
static bool change_mros(struct vm *vm, struct type_object *type,
                        object *changes)
{
    object *old, *below;
    enum type_mro_change change;
    bool ok;
    if (!vm_enter(vm, ""))
        return false;
    old = heap_retain_maybe(type->mro);
    change = type_set_mro(vm, type);
    ok = change == MRO_SET && remember(vm, changes, type, old);
    vm_release_maybe(vm, old);
    below = ok ? type_subclasses(vm, type) : NULL;
    for (size_t i = 0; below && ok && i < list_length(below); i++)
        ok = change_mros(vm, type_object_of(list_items(below)[i]), changes);
    ok = ok && below;
    vm_release_maybe(vm, below);
    vm_leave(vm);
    return ok || change == MRO_OVERTAKEN;
}

/* Gives back the mros that nobody has replaced since. */
static void restore_mros(struct vm *vm, object *changes)
{
    for (size_t i = 0; i < list_length(changes); i++) {
        object **row = tuple_items(list_items(changes)[i]);
        struct type_object *type = type_object_of(row[0]);
        if (type->mro != row[2])
            continue;
        heap_store(vm->heap, &type->mro,
                   row[1] == vm->none ? NULL : heap_retain(row[1]));
        type_changed(vm, type);
    }
}

static void resolve_below(struct vm *vm, object *changes)
{
    for (size_t i = 0; i < list_length(changes); i++) {
        object **row = tuple_items(list_items(changes)[i]);
        struct type_object *type = type_object_of(row[0]);
        slots_resolve(vm, type);
        heap_type_changed(vm->heap, &type->layout);
    }
}

/* The bases and base of a type, owned. */
struct ancestry {
    object *bases;
    struct type_object *base;
};

/* Gives type what a has, and a what type had. */
static void exchange(struct type_object *type, struct ancestry *a)
{
    struct ancestry had = {type->bases, type->base};
    type->bases = a->bases;
    type->base = a->base;
    *a = had;
}

/* Moves type from the subclasses of its old bases to those of the new. */
static bool relink(struct vm *vm, struct type_object *type,
                   struct ancestry *old)
{
    exchange(type, old);
    type_unlink_bases(vm, type);
    exchange(type, old);
    return type_link_bases(vm, type);
}

bool type_rebase(struct vm *vm, struct type_object *type, object *bases)
{
    struct type_object *base;
    struct ancestry other;
    object *changes;
    bool ok;
    if (!may_have_bases(vm, type, bases) ||
        !(base = type_best_base(vm, bases)) ||
        !type_compatible(vm, type->base, base, "__bases__") ||
        !(changes = list_new(vm, 0)))
        return false;
    other.bases = heap_retain(bases);
    other.base = type_object_of(heap_retain(type_as_object(base)));
    exchange(type, &other);
    ok = change_mros(vm, type, changes);
    if (ok && type->bases == bases) {
        ok = relink(vm, type, &other);
        resolve_below(vm, changes);
    } else if (!ok) {
        object *error = vm_pending_take(vm);
        restore_mros(vm, changes);
        if (type->bases == bases)
            exchange(type, &other);
        vm_pending_restore(vm, error);
    }
    vm_release(vm, changes);
    vm_release(vm, other.bases);
    vm_release(vm, type_as_object(other.base));
    return ok;
}
