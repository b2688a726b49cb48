/*
 * Iteration over anything, and questions about types.
 */
#include "scripts/types/iterators.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/union.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

object *vm_iter(struct vm *vm, object *o)
{
    struct type_slots *slots = &vm_type_of(vm, o)->slots;
    if (slots->iter) {
        object *it = slots->iter(vm, o);
        if (!it || vm_type_of(vm, it)->slots.next)
            return it;
        vm_raise(vm, EXC_TYPE_ERROR, "iter() returned non-iterator of type "
                                     "'%T'",
                 it);
        vm_release(vm, it);
        return NULL;
    }
    bool sequence =
        slots->item && !(vm_type_of(vm, o)->flags & TYPE_DICT_SUBCLASS);
    if (sequence)
        return sequence_iterator_new(vm, o);
    return vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not iterable", o);
}

object *vm_next_raw(struct vm *vm, object *iterator)
{
    unary_fn *next = vm_type_of(vm, iterator)->slots.next;
    if (heap_likely(next != NULL))
        return next(vm, iterator);
    return vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not iterable",
                    iterator);
}

object *vm_next(struct vm *vm, object *iterator)
{
    object *item = vm_next_raw(vm, iterator);
    if (!item && vm_pending(vm) && vm_pending_is(vm, EXC_STOP_ITERATION))
        vm_pending_clear(vm);
    return item;
}

object *vm_list_from(struct vm *vm, object *iterable)
{
    object *list = list_new(vm, 0);
    if (list && !list_extend(vm, list, iterable)) {
        vm_release(vm, list);
        return NULL;
    }
    return list;
}

/* A list that the collector's counter is not to show. */
static object *gather(struct vm *vm, object *iterable, bool *counted)
{
    const struct heap_type *type = &vm->types[TYPE_LIST]->layout;
    *counted = !heap_spare_take(vm->heap, type, 0);
    if (!*counted)
        heap_spare_put(vm->heap, type, 0);
    return vm_list_from(vm, iterable);
}

static void drop_gathered(struct vm *vm, object *list, bool counted)
{
    vm_release(vm, list);
    if (counted && heap_spare_take(vm->heap, &vm->types[TYPE_LIST]->layout, 0))
        heap_gc_adjust(vm->heap, -1);
}

/* CPython makes a tuple of the size that the iterable tells first, and gives
 * it its size at the end. */
static void count_guess(struct vm *vm, size_t guess, size_t length)
{
    const struct heap_type *type = &vm->types[TYPE_TUPLE]->layout;
    bool kept = guess < TUPLE_SPARES && heap_spare_take(vm->heap, type, guess);
    if (!kept && guess)
        heap_gc_adjust(vm->heap, 1);
    if (length && length < TUPLE_SPARES)
        heap_spare_put(vm->heap, type, length);
    else if (length)
        heap_gc_adjust(vm->heap, -1);
    else if (guess)
        heap_spare_put(vm->heap, type, guess);
}

object *vm_tuple_from(struct vm *vm, object *iterable)
{
    bool counted;
    if (vm_is(iterable, TYPE_TUPLE))
        return heap_retain(iterable);
    if (vm_is(iterable, TYPE_LIST))
        return list_to_tuple(vm, iterable);
    /* A script's own __len__ is called once only, by the gathering. */
    bool script = vm_type_of(vm, iterable)->layout.flags & HEAP_SCRIPT;
    ptrdiff_t guess = script ? 0 : vm_length_hint(vm, iterable, 10);
    object *list = guess < 0 ? NULL : gather(vm, iterable, &counted);
    if (!list)
        return NULL;
    if (!script && (size_t)guess != list_length(list))
        count_guess(vm, (size_t)guess, list_length(list));
    object *tuple = list_to_tuple(vm, list);
    drop_gathered(vm, list, counted);
    return tuple;
}

bool vm_callable(struct vm *vm, object *o)
{
    return vm_type_of(vm, o)->slots.call != NULL;
}

/* ---- classes -------------------------------------------------------------------- */

static bool is_type(struct vm *vm, const object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS;
}

/* cls.__bases__ if it is a tuple; NULL with nothing pending otherwise. */
static object *bases_of(struct vm *vm, object *cls)
{
    object *bases;
    if (!vm_lookup_attr(vm, cls, vm->name[NAME_dunder_bases], &bases))
        return NULL;
    if (bases && !(vm_type_of(vm, bases)->flags & TYPE_TUPLE_SUBCLASS)) {
        vm_release(vm, bases);
        return NULL;
    }
    return bases;
}

static bool class_like(struct vm *vm, object *cls, const char *refusal)
{
    object *bases = bases_of(vm, cls);
    if (!bases && !vm_pending(vm))
        vm_raise(vm, EXC_TYPE_ERROR, refusal);
    vm_release_maybe(vm, bases);
    return bases != NULL;
}

/* By __bases__, for what is no type. */
static int derives(struct vm *vm, object *derived, object *cls)
{
    if (derived == cls)
        return 1;
    object *bases = bases_of(vm, derived);
    if (!bases)
        return vm_pending(vm) ? -1 : 0;
    int found = vm_enter(vm, " in __subclasscheck__") ? 0 : -1;
    bool entered = found == 0;
    for (size_t i = 0; found == 0 && i < tuple_length(bases); i++)
        found = derives(vm, tuple_items(bases)[i], cls);
    if (entered)
        vm_leave(vm);
    vm_release(vm, bases);
    return found;
}

int vm_real_is_subclass(struct vm *vm, object *derived, object *cls)
{
    if (is_type(vm, cls) && is_type(vm, derived))
        return type_is_subtype(type_object_of(derived), type_object_of(cls));
    if (!class_like(vm, derived, "issubclass() arg 1 must be a class") ||
        !class_like(vm, cls,
                    "issubclass() arg 2 must be a class, a tuple of classes, "
                    "or a union"))
        return -1;
    return derives(vm, derived, cls);
}

/* Is o.__class__ what type(o) is, without a look? */
static bool claims_nothing(struct vm *vm, object *o)
{
    object *name = vm->name[NAME_dunder_class];
    struct type_object *type = vm_type_of(vm, o);
    return type->slots.get_attr == vm_generic_getattr &&
           type_lookup_peek(vm, type, name) ==
               type_lookup_peek(vm, vm->types[TYPE_OBJECT], name);
}

int vm_real_is_instance(struct vm *vm, object *o, object *cls)
{
    object *claimed;
    if (is_type(vm, cls) &&
        type_is_subtype(vm_type_of(vm, o), type_object_of(cls)))
        return 1;
    if (!is_type(vm, cls) &&
        !class_like(vm, cls,
                    "isinstance() arg 2 must be a type, a tuple of types, or "
                    "a union"))
        return -1;
    if (is_type(vm, cls) && claims_nothing(vm, o))
        return 0;
    if (!vm_lookup_attr(vm, o, vm->name[NAME_dunder_class], &claimed))
        return -1;
    int is = 0;
    if (claimed && claimed != type_as_object(vm_type_of(vm, o)))
        is = !is_type(vm, cls) ? derives(vm, claimed, cls)
             : is_type(vm, claimed)
                 ? type_is_subtype(type_object_of(claimed),
                                   type_object_of(cls))
                 : 0;
    vm_release_maybe(vm, claimed);
    return is;
}

/* The check a metaclass defines, applied to cls and o; 1, 0, -1. */
static int by_method(struct vm *vm, object *method, bool unbound, object *cls,
                     object *o)
{
    object *verdict = unbound ? vm_call2(vm, method, cls, o)
                              : vm_call1(vm, method, o);
    vm_release(vm, method);
    int truth = verdict ? vm_truth(vm, verdict) : -1;
    vm_release_maybe(vm, verdict);
    return truth;
}

typedef int check_fn(struct vm *vm, object *o, object *cls);

static int any_of(struct vm *vm, object *o, object *classes, check_fn *check)
{
    int is = vm_enter(vm, " in __instancecheck__") ? 0 : -1;
    bool entered = is == 0;
    for (size_t i = 0; is == 0 && i < tuple_length(classes); i++)
        is = check(vm, o, tuple_items(classes)[i]);
    if (entered)
        vm_leave(vm);
    return is;
}

static int check_by(struct vm *vm, object *o, object *cls, enum vm_name name,
                    check_fn *plain, check_fn *self)
{
    bool unbound;
    if (vm_is(cls, TYPE_TYPE))
        return plain(vm, o, cls);
    if (vm_is(cls, TYPE_UNION))
        cls = union_members_peek(cls);
    if (vm_type_of(vm, cls)->flags & TYPE_TUPLE_SUBCLASS)
        return any_of(vm, o, cls, self);
    object *method = type_lookup_special(vm, cls, vm->name[name], &unbound);
    if (method)
        return by_method(vm, method, unbound, cls, o);
    return vm_pending(vm) ? -1 : plain(vm, o, cls);
}

int vm_is_instance(struct vm *vm, object *o, object *cls)
{
    if (type_as_object(vm_type_of(vm, o)) == cls)
        return 1;
    return check_by(vm, o, cls, NAME_dunder_instancecheck,
                    vm_real_is_instance, vm_is_instance);
}

int vm_is_subclass(struct vm *vm, object *type, object *cls)
{
    if (vm_is(cls, TYPE_TYPE) && type == cls)
        return 1;
    return check_by(vm, type, cls, NAME_dunder_subclasscheck,
                    vm_real_is_subclass, vm_is_subclass);
}
