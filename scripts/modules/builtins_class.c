/*
 * __build_class__: what a class statement calls.
 */
#include "scripts/modules/builtins_internal.h"
#include "scripts/types/dict.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"

struct building {
    object *function, *name; /* borrowed */
    object *bases;           /* owned tuple, __mro_entries__ applied */
    object *original;        /* borrowed-like tuple as written, owned */
    object *meta;            /* owned */
    object *keywords;        /* owned dict or NULL, without metaclass */
    object *namespace;       /* owned mapping */
};

/* ---- bases --------------------------------------------------------------------- */

/* Appends base, or what its __mro_entries__ gives for it. */
static bool add_base(struct vm *vm, object *list, object *base, object *all)
{
    object *method;
    if (vm_type_of(vm, base)->flags & TYPE_TYPE_SUBCLASS)
        return list_append(vm, list, base);
    if (!vm_lookup_attr(vm, base, vm->name[NAME_dunder_mro_entries], &method))
        return false;
    if (!method)
        return list_append(vm, list, base);
    object *entries = vm_call1(vm, method, all);
    vm_release(vm, method);
    bool ok = entries && vm_is(entries, TYPE_TUPLE);
    if (entries && !ok)
        vm_raise(vm, EXC_TYPE_ERROR, "__mro_entries__ must return a tuple");
    ok = ok && list_extend(vm, list, entries);
    vm_release_maybe(vm, entries);
    return ok;
}

static bool all_classes(struct vm *vm, object *bases)
{
    for (size_t i = 0; i < tuple_length(bases); i++)
        if (!(vm_type_of(vm, tuple_items(bases)[i])->flags &
              TYPE_TYPE_SUBCLASS))
            return false;
    return true;
}

/* The bases with __mro_entries__ applied; all itself when that changes
 * nothing. */
static object *update_bases(struct vm *vm, object *all)
{
    if (all_classes(vm, all))
        return heap_retain(all);
    object *list = list_new(vm, tuple_length(all));
    bool ok = list != NULL, same = true;
    for (size_t i = 0; ok && i < tuple_length(all); i++)
        ok = add_base(vm, list, tuple_items(all)[i], all);
    if (ok) {
        same = list_length(list) == tuple_length(all);
        for (size_t i = 0; same && i < tuple_length(all); i++)
            same = list_items(list)[i] == tuple_items(all)[i];
    }
    object *result = !ok    ? NULL
                     : same ? heap_retain(all)
                            : list_to_tuple(vm, list);
    vm_release_maybe(vm, list);
    return result;
}

/* ---- metaclass ------------------------------------------------------------------- */

/* Keyword arguments as a dict without `metaclass`, which is taken out. */
static bool take_keywords(struct vm *vm, struct building *b,
                          object *const *values, object *kwnames)
{
    if (!kwnames || tuple_length(kwnames) == 0)
        return true;
    b->keywords = dict_new(vm);
    for (size_t i = 0; b->keywords && i < tuple_length(kwnames); i++)
        if (!dict_set(vm, b->keywords, tuple_items(kwnames)[i], values[i]))
            return false;
    if (!b->keywords)
        return false;
    return dict_pop(vm, b->keywords, vm->name[NAME_metaclass], &b->meta) >= 0;
}

/* The most derived of the metaclass and the types of the bases. */
static bool choose_metaclass(struct vm *vm, struct building *b)
{
    if (!b->meta) {
        object *type = type_as_object(vm->types[TYPE_TYPE]);
        if (tuple_length(b->bases))
            type = type_as_object(
                vm_type_of(vm, tuple_items(b->bases)[0]));
        b->meta = heap_retain(type);
    }
    if (!(vm_type_of(vm, b->meta)->flags & TYPE_TYPE_SUBCLASS))
        return true;
    struct type_object *winner = type_object_of(b->meta);
    for (size_t i = 0; i < tuple_length(b->bases); i++) {
        struct type_object *other = vm_type_of(vm, tuple_items(b->bases)[i]);
        if (type_is_subtype(winner, other))
            continue;
        if (!type_is_subtype(other, winner)) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "metaclass conflict: the metaclass of a derived class "
                     "must be a (non-strict) subclass of the metaclasses of "
                     "all its bases");
            return false;
        }
        winner = other;
    }
    heap_store(vm->heap, &b->meta, heap_retain(type_as_object(winner)));
    return true;
}

/* meta(name, bases, x, **keywords) or meta.__prepare__(name, bases, ...). */
static object *call_meta(struct vm *vm, struct building *b, object *callable,
                         object *third)
{
    object *args[] = {b->name, b->bases, third}, *tuple, *result;
    size_t n = third ? 3 : 2;
    if (!b->keywords)
        return vm_call(vm, callable, args, n, NULL);
    tuple = tuple_from(vm, args, n);
    result = tuple ? vm_call_ex(vm, callable, tuple, b->keywords) : NULL;
    vm_release_maybe(vm, tuple);
    return result;
}

static bool prepare(struct vm *vm, struct building *b)
{
    object *method;
    if (!vm_lookup_attr(vm, b->meta, vm->name[NAME_dunder_prepare], &method))
        return false;
    if (!method) {
        b->namespace = dict_new(vm);
        return b->namespace != NULL;
    }
    b->namespace = call_meta(vm, b, method, NULL);
    vm_release(vm, method);
    if (!b->namespace)
        return false;
    if (vm_type_of(vm, b->namespace)->slots.subscript)
        return true;
    bool type = vm_type_of(vm, b->meta)->flags & TYPE_TYPE_SUBCLASS;
    vm_raise(vm, EXC_TYPE_ERROR,
             "%s.__prepare__() must return a mapping, not %T",
             type ? type_name(type_object_of(b->meta)) : "<metaclass>",
             b->namespace);
    return false;
}

/* ---- the class --------------------------------------------------------------------- */

/* The body's __class__ cell must now hold the class. */
static bool check_cell(struct vm *vm, struct building *b, object *class,
                       object *cell)
{
    if (!vm_is(cell, TYPE_CELL) ||
        !(vm_type_of(vm, class)->flags & TYPE_TYPE_SUBCLASS))
        return true;
    object *held = cell_of(cell)->value;
    if (held == class)
        return true;
    if (held)
        vm_raise(vm, EXC_TYPE_ERROR, "__class__ set to %R defining %R as %R",
                 held, b->name, class);
    else
        vm_raise(vm, EXC_RUNTIME_ERROR,
                 "__class__ not set defining %R as %R. Was __classcell__ "
                 "propagated to type.__new__?",
                 b->name, class);
    return false;
}

static object *make_class(struct vm *vm, struct building *b)
{
    object *cell = vm_run_body(vm, b->function, b->namespace);
    if (!cell)
        return NULL;
    bool ok = true;
    if (b->bases != b->original) {
        object *name = str_intern(vm, "__orig_bases__");
        ok = name && vm_setitem(vm, b->namespace, name, b->original);
        vm_release_maybe(vm, name);
    }
    object *class = ok ? call_meta(vm, b, b->meta, b->namespace) : NULL;
    if (class && !check_cell(vm, b, class, cell)) {
        vm_release(vm, class);
        class = NULL;
    }
    vm_release(vm, cell);
    return class;
}

static object *build_class(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    (void)self;
    if (nargs < 2)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__build_class__: not enough arguments");
    if (!vm_is(args[0], TYPE_FUNCTION))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__build_class__: func must be a function");
    if (!(vm_type_of(vm, args[1])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__build_class__: name is not a string");
    struct building b = {.function = args[0], .name = args[1]};
    object *class = NULL;
    b.original = tuple_from(vm, args + 2, nargs - 2);
    if (b.original)
        b.bases = update_bases(vm, b.original);
    if (b.bases && take_keywords(vm, &b, args + nargs, kwnames) &&
        choose_metaclass(vm, &b) && prepare(vm, &b))
        class = make_class(vm, &b);
    vm_release_maybe(vm, b.bases);
    vm_release_maybe(vm, b.namespace);
    vm_release_maybe(vm, b.meta);
    vm_release_maybe(vm, b.keywords);
    vm_release_maybe(vm, b.original);
    return class;
}

const struct method_def builtins_class[] = {
    {"__build_class__", build_class, METHOD_KEYWORDS,
     "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class"
     "\n\nInternal helper function used by the class statement."},
    {NULL, NULL, 0, NULL},
};
