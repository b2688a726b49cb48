/*
 * Substituting type arguments for parameters.
 *
 * Which objects are parameters, and what takes their place, the objects say
 * themselves by attributes whose names begin with __typing_: they are written
 * in Python, in the module typing.  Classes are never asked.
 */
#include "scripts/types/generic_subst.h"

#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static bool is_class(struct vm *vm, object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS;
}

/* *found is new, or NULL when there is none. */
static bool ask(struct vm *vm, object *o, const char *name, object **found)
{
    object *text = str_intern(vm, name);
    bool ok = text && vm_lookup_attr(vm, o, text, found);
    vm_release_maybe(vm, text);
    if (!ok)
        *found = NULL;
    return ok;
}

static ptrdiff_t index_of(object *const *items, size_t n, const object *o)
{
    for (size_t i = 0; i < n; i++)
        if (items[i] == o)
            return (ptrdiff_t)i;
    return -1;
}

/* ---- the parameters ------------------------------------------------------- */

static bool add_distinct(struct vm *vm, object *list, object *o)
{
    return index_of(list_items(list), list_length(list), o) >= 0 ||
           list_append(vm, list, o);
}

/* The parameters of what has parameters itself. */
static bool add_inner(struct vm *vm, object *list, object *arg)
{
    object *inner;
    bool ok = ask(vm, arg, "__parameters__", &inner);
    if (inner && vm_is(inner, TYPE_TUPLE))
        for (size_t i = 0; ok && i < tuple_length(inner); i++)
            ok = add_distinct(vm, list, tuple_items(inner)[i]);
    vm_release_maybe(vm, inner);
    return ok;
}

static bool add_parameters(struct vm *vm, object *list, object *arg)
{
    object *subst;
    if (is_class(vm, arg))
        return true;
    if (!ask(vm, arg, "__typing_subst__", &subst))
        return false;
    bool ok = subst ? add_distinct(vm, list, arg) : add_inner(vm, list, arg);
    vm_release_maybe(vm, subst);
    return ok;
}

object *generic_parameters(struct vm *vm, object *args)
{
    object *list = list_new(vm, 0), *result = NULL;
    bool ok = list != NULL;
    for (size_t i = 0; ok && i < tuple_length(args); i++)
        ok = add_parameters(vm, list, tuple_items(args)[i]);
    if (ok)
        result = list_to_tuple(vm, list);
    vm_release_maybe(vm, list);
    return result;
}

/* ---- what is put in ------------------------------------------------------- */

static bool ends_open(struct vm *vm, object *tuple)
{
    size_t n = tuple_length(tuple);
    return n && tuple_items(tuple)[n - 1] == vm->ellipsis;
}

/* Appends item, or the arguments of an unpacked tuple[...]. */
static bool add_unpacked(struct vm *vm, object *list, object *item)
{
    object *parts = NULL;
    bool ok = is_class(vm, item) ||
              ask(vm, item, "__typing_unpacked_tuple_args__", &parts);
    if (ok && parts && vm_is(parts, TYPE_TUPLE) && !ends_open(vm, parts))
        ok = list_extend(vm, list, parts);
    else if (ok)
        ok = list_append(vm, list, item);
    vm_release_maybe(vm, parts);
    return ok;
}

static object *unpacked(struct vm *vm, object *item)
{
    object *list = list_new(vm, 0), *result = NULL;
    bool ok = list != NULL;
    if (ok && !vm_is(item, TYPE_TUPLE))
        ok = add_unpacked(vm, list, item);
    else
        for (size_t i = 0; ok && i < tuple_length(item); i++)
            ok = add_unpacked(vm, list, tuple_items(item)[i]);
    if (ok)
        result = list_to_tuple(vm, list);
    vm_release_maybe(vm, list);
    return result;
}

/* Lets each parameter arrange the items (stolen); a new tuple. */
static object *prepared_steal(struct vm *vm, object *self, object *parameters,
                              object *items)
{
    for (size_t i = 0; items && i < tuple_length(parameters); i++) {
        object *prepare, *next;
        bool ok = ask(vm, tuple_items(parameters)[i],
                      "__typing_prepare_subst__", &prepare);
        if (ok && (!prepare || prepare == vm->none)) {
            vm_release_maybe(vm, prepare);
            continue;
        }
        next = ok ? vm_call2(vm, prepare, self, items) : NULL;
        vm_release_maybe(vm, prepare);
        vm_release(vm, items);
        items = next;
        if (items && !vm_is(items, TYPE_TUPLE)) {
            items = tuple_pack(vm, 1, next);
            vm_release(vm, next);
        }
    }
    return items;
}

static bool count_fits(struct vm *vm, object *self, object *parameters,
                       object *items)
{
    size_t want = tuple_length(parameters), given = tuple_length(items);
    if (want == given)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR,
             "Too %s arguments for %R; actual %zu, expected %zu",
             given > want ? "many" : "few", self, given, want);
    return false;
}

/* ---- putting in ----------------------------------------------------------- */

/* The argument for one parameter of an inner alias, appended. */
static bool add_inner_argument(struct vm *vm, object *list, object *inner,
                               object *parameters, object *items)
{
    ptrdiff_t at = index_of(tuple_items(parameters), tuple_length(parameters),
                            inner);
    if (at < 0)
        return list_append(vm, list, inner);
    object *item = tuple_items(items)[at];
    if (vm_type_of(vm, inner)->slots.iter && vm_is(item, TYPE_TUPLE))
        return list_extend(vm, list, item);
    return list_append(vm, list, item);
}

/* arg[...] with the items for its parameters, or arg itself. */
static object *inner_substituted(struct vm *vm, object *arg,
                                 object *parameters, object *items)
{
    object *inner, *result = NULL;
    if (!ask(vm, arg, "__parameters__", &inner))
        return NULL;
    if (!inner || !vm_is(inner, TYPE_TUPLE) || tuple_length(inner) == 0) {
        vm_release_maybe(vm, inner);
        return heap_retain(arg);
    }
    object *list = list_new(vm, 0);
    bool ok = list != NULL;
    for (size_t i = 0; ok && i < tuple_length(inner); i++)
        ok = add_inner_argument(vm, list, tuple_items(inner)[i], parameters,
                                items);
    object *key = ok ? list_to_tuple(vm, list) : NULL;
    if (key)
        result = vm_getitem(vm, arg, key);
    vm_release_maybe(vm, key);
    vm_release_maybe(vm, list);
    vm_release(vm, inner);
    return result;
}

/* What stands for arg afterwards; new. */
static object *substituted(struct vm *vm, object *arg, object *parameters,
                           object *items)
{
    object *subst, *result = NULL;
    if (is_class(vm, arg))
        return heap_retain(arg);
    if (!ask(vm, arg, "__typing_subst__", &subst))
        return NULL;
    if (!subst)
        return inner_substituted(vm, arg, parameters, items);
    ptrdiff_t at = index_of(tuple_items(parameters), tuple_length(parameters),
                            arg);
    if (at >= 0)
        result = vm_call1(vm, subst, tuple_items(items)[at]);
    else
        vm_raise(vm, EXC_TYPE_ERROR, "%R is no parameter", arg);
    vm_release(vm, subst);
    return result;
}

/* Is arg *Ts, which several arguments may take the place of?  -1: pending. */
static int is_several(struct vm *vm, object *arg)
{
    object *answer = NULL;
    if (is_class(vm, arg))
        return 0;
    if (!ask(vm, arg, "__typing_is_unpacked_typevartuple__", &answer))
        return -1;
    int yes = answer ? vm_truth(vm, answer) : 0;
    vm_release_maybe(vm, answer);
    return yes;
}

static bool add_substituted(struct vm *vm, object *list, object *arg,
                            object *parameters, object *items)
{
    int several = is_several(vm, arg);
    object *put = several < 0 ? NULL
                              : substituted(vm, arg, parameters, items);
    bool ok = put != NULL;
    if (ok && several && vm_is(put, TYPE_TUPLE))
        ok = list_extend(vm, list, put);
    else if (ok)
        ok = list_append(vm, list, put);
    vm_release_maybe(vm, put);
    return ok;
}

object *generic_substitute(struct vm *vm, object *self, object *args,
                           object *parameters, object *item)
{
    if (tuple_length(parameters) == 0)
        return vm_raise(vm, EXC_TYPE_ERROR, "%R is not a generic class", self);
    object *items =
        prepared_steal(vm, self, parameters, unpacked(vm, item));
    object *list = items && count_fits(vm, self, parameters, items)
                       ? list_new(vm, tuple_length(args))
                       : NULL;
    bool ok = list != NULL;
    for (size_t i = 0; ok && i < tuple_length(args); i++)
        ok = add_substituted(vm, list, tuple_items(args)[i], parameters,
                             items);
    object *result = ok ? list_to_tuple(vm, list) : NULL;
    vm_release_maybe(vm, list);
    vm_release_maybe(vm, items);
    return result;
}
