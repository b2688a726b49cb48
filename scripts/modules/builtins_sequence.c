/*
 * Built-in functions that go through an iterable.
 */
#include "scripts/modules/builtins_internal.h"
#include "scripts/types/exception.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/iterators.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/async.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/gather.h"

#define UNUSED (void)self, (void)nargs, (void)kwnames

/* Does any item's truth equal `wanted`? 1, 0, -1 */
static int find_truth(struct vm *vm, object *iterable, int wanted)
{
    object *item, *it = vm_iter(vm, iterable);
    int found = 0;
    if (!it)
        return -1;
    while (found == 0 && (item = vm_next(vm, it))) {
        int truth = vm_truth(vm, item);
        vm_release(vm, item);
        found = truth < 0 ? -1 : truth == wanted;
    }
    vm_release(vm, it);
    return vm_pending(vm) ? -1 : found;
}

static object *all_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED;
    int found = find_truth(vm, args[0], 0);
    return found < 0 ? NULL : vm_bool(vm, !found);
}

static object *any_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED;
    int found = find_truth(vm, args[0], 1);
    return found < 0 ? NULL : vm_bool(vm, found);
}

static object *iter_(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    UNUSED;
    if (!args_between(vm, "iter", nargs, 1, 2))
        return NULL;
    if (nargs == 1)
        return vm_iter(vm, args[0]);
    if (!vm_callable(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR, "iter(v, w): v must be callable");
    return callable_iterator_new(vm, args[0], args[1]);
}

object *builtins_next(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    UNUSED;
    if (!args_between(vm, "next", nargs, 1, 2))
        return NULL;
    unary_fn *next = vm_type_of(vm, args[0])->slots.next;
    if (!next)
        return vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not an iterator",
                        args[0]);
    object *item = next(vm, args[0]);
    if (item)
        return item;
    if (nargs == 2) {
        if (vm_pending(vm) && !vm_pending_is(vm, EXC_STOP_ITERATION))
            return NULL;
        vm_pending_clear(vm);
        return heap_retain(args[1]);
    }
    if (!vm_pending(vm)) {
        object *stop =
            exception_new(vm, EXC_STOP_ITERATION, vm->empty_tuple);
        if (stop)
            vm_raise_steal(vm, stop);
    }
    return NULL;
}

static object *aiter_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    UNUSED;
    unary_fn *aiter = vm_type_of(vm, args[0])->slots.aiter;
    object *made = aiter ? aiter(vm, args[0]) : NULL;
    if (made && !vm_type_of(vm, made)->slots.anext) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "aiter() returned not an async iterator of type '%T'", made);
        heap_store(vm->heap, &made, NULL);
    }
    if (aiter)
        return made;
    return vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not an async iterable",
                    args[0]);
}

static object *anext_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    UNUSED;
    if (!args_between(vm, "anext", nargs, 1, 2))
        return NULL;
    unary_fn *anext = vm_type_of(vm, args[0])->slots.anext;
    object *next = anext ? anext(vm, args[0]) : NULL;
    if (next && nargs == 2) {
        object *made = anext_with_default(vm, next, args[1]);
        vm_release(vm, next);
        return made;
    }
    if (anext)
        return next;
    return vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not an async iterator",
                    args[0]);
}

/* ---- sorted, min, max ---------------------------------------------------- */

static object *sorted_(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    static const char *const names[] = {"", "key", "reverse", NULL};
    /* list.sort() gets the keywords, and says so when one is wrong */
    static const struct arg_spec sort = {"sort", names, 1, 1, 1};
    object *bound[3];
    ptrdiff_t backwards = 0;
    (void)self;
    if (nargs != 1)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "sorted expected 1 argument, got %zu", nargs);
    if (!args_bind_bare(vm, &sort, args, nargs, kwnames, bound))
        return NULL;
    object *list = vm_list_from(vm, bound[0]);
    object *key = bound[1] == vm->none ? NULL : bound[1];
    if (list && kwnames)
        gather_names(vm, &list_sort_spec, 2); /* list.sort() parses them */
    bool ok = list && (!bound[2] || vm_index_as_ssize(vm, bound[2], &backwards,
                                                      false));
    if (ok && list_sort(vm, list, key, backwards != 0))
        return list;
    vm_release_maybe(vm, list);
    return NULL;
}

struct extreme {
    const char *name;
    enum vm_compare op; /* a better item compares so with the best one */
    object *key;        /* or NULL */
    object *item, *value; /* best so far, owned */
};

/* Steals item; false: error. */
static bool consider(struct vm *vm, struct extreme *e, object *item)
{
    object *value =
        e->key ? vm_call1(vm, e->key, item) : heap_retain(item);
    int better = !value    ? -1
                 : e->item ? vm_compare_bool(vm, value, e->value, e->op)
                           : 1;
    if (better > 0) {
        heap_store(vm->heap, &e->value, value);
        heap_store(vm->heap, &e->item, item);
        return true;
    }
    vm_release_maybe(vm, value);
    vm_release(vm, item);
    return better == 0;
}

static bool search(struct vm *vm, struct extreme *e, object *iterable)
{
    object *item, *it = vm_iter(vm, iterable);
    bool ok = it != NULL;
    while (ok && (item = vm_next(vm, it)))
        ok = consider(vm, e, item);
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm);
}

/* key= and default= among the keywords. */
static bool extreme_keywords(struct vm *vm, struct extreme *e,
                             object *const *values, object *kwnames,
                             object **fallback)
{
    for (size_t i = 0; kwnames && i < tuple_length(kwnames); i++) {
        object *name = tuple_items(kwnames)[i];
        if (str_equal_ascii(name, "key")) {
            e->key = values[i] == vm->none ? NULL : values[i];
        } else if (str_equal_ascii(name, "default")) {
            *fallback = values[i];
        } else {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "'%U' is an invalid keyword argument for %s()", name,
                     e->name);
            return false;
        }
    }
    return true;
}

static object *extreme_of(struct vm *vm, const char *name, enum vm_compare op,
                          object *const *args, size_t nargs, object *kwnames)
{
    struct extreme e = {.name = name, .op = op};
    object *fallback = NULL;
    if (nargs == 0)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s expected at least 1 argument, got 0", name);
    if (!extreme_keywords(vm, &e, args + nargs, kwnames, &fallback))
        return NULL;
    if (nargs > 1 && fallback)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "Cannot specify a default for %s() with multiple "
                        "positional arguments",
                        name);
    /* CPython gathers the arguments in a tuple and looks through that */
    size_t one = nargs == 1, named = kwnames ? tuple_length(kwnames) : 0;
    gather_begin(vm, one, named);
    object *many = one ? heap_retain(args[0]) : tuple_from(vm, args, nargs);
    bool ok = many && search(vm, &e, many);
    vm_release_maybe(vm, many);
    gather_end(vm, one, named);
    vm_release_maybe(vm, e.value);
    if (!ok) {
        vm_release_maybe(vm, e.item);
        return NULL;
    }
    if (e.item)
        return e.item;
    if (fallback)
        return heap_retain(fallback);
    return vm_raise(vm, EXC_VALUE_ERROR, "%s() arg is an empty sequence",
                    name);
}

static object *min_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    (void)self;
    return extreme_of(vm, "min", COMPARE_LT, args, nargs, kwnames);
}

static object *max_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    (void)self;
    return extreme_of(vm, "max", COMPARE_GT, args, nargs, kwnames);
}

/* ---- sum ----------------------------------------------------------------- */

static bool summable(struct vm *vm, object *start)
{
    unsigned flags = vm_type_of(vm, start)->flags;
    const char *what = NULL;
    if (flags & TYPE_STR_SUBCLASS)
        what = "strings [use ''.join(seq) instead]";
    else if (flags & TYPE_BYTES_SUBCLASS)
        what = "bytes [use b''.join(seq) instead]";
    else if (vm_is(start, TYPE_BYTEARRAY))
        what = "bytearray [use b''.join(seq) instead]";
    if (what)
        vm_raise(vm, EXC_TYPE_ERROR, "sum() can't sum %s", what);
    return !what;
}

/* What an item of a sum of whole numbers adds, if that is quickly said. */
static bool whole_part(const struct vm *vm, const object *item, int64_t *n)
{
    bool plain = int_is_plain(item);
    *n = plain ? ((const struct int_object *)item)->value : item == vm->true_;
    return plain || item == vm->true_ || item == vm->false_;
}

/* Adds the items as long as they and their sum are plain; returns the first
 * that cannot be added so (new), NULL at the end or for an exception. */
static object *add_whole(struct vm *vm, object *it, int64_t *total)
{
    object *item;
    int64_t n, next;
    while ((item = vm_next(vm, it)) && whole_part(vm, item, &n) &&
           !__builtin_add_overflow(*total, n, &next)) {
        *total = next;
        vm_release(vm, item);
    }
    return item;
}

/* The same of floats, among them ints that are plain. */
static object *add_reals(struct vm *vm, object *it, double *total)
{
    object *item;
    while ((item = vm_next(vm, it)) &&
           (vm_is(item, TYPE_FLOAT) || int_is_plain(item))) {
        *total += vm_is(item, TYPE_FLOAT)
                      ? ((struct float_object *)item)->value
                      : (double)((struct int_object *)item)->value;
        vm_release(vm, item);
    }
    return item;
}

/* Replaces the total (owned) by its sum with the items as far as numbers go
 * without objects; returns the item that is to be added next, as those do. */
static object *add_plainly(struct vm *vm, object *it, object **total)
{
    object *item, *sum;
    if (int_is_plain(*total)) {
        int64_t n = ((struct int_object *)*total)->value;
        item = add_whole(vm, it, &n);
        sum = int_new(vm, n);
    } else if (vm_is(*total, TYPE_FLOAT)) {
        double real = ((struct float_object *)*total)->value;
        item = add_reals(vm, it, &real);
        sum = float_new(vm, real);
    } else {
        return vm_next(vm, it);
    }
    if (!sum) {
        vm_release_maybe(vm, item);
        return NULL;
    }
    heap_store(vm->heap, total, sum);
    return item;
}

static object *sum_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    static const char *const names[] = {"", "start", NULL};
    static const struct arg_spec spec = {"sum", names, 1, 2, 1};
    object *bound[2], *item;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound))
        return NULL;
    object *it = vm_iter(vm, bound[0]);
    if (!it)
        return NULL;
    object *total = bound[1] ? heap_retain(bound[1]) : int_new(vm, 0);
    bool ok = total && (!bound[1] || summable(vm, bound[1]));
    while (ok && (item = add_plainly(vm, it, &total))) {
        object *next = vm_binary(vm, BINARY_ADD, total, item);
        vm_release(vm, item);
        ok = next != NULL;
        if (ok)
            heap_store(vm->heap, &total, next);
    }
    vm_release(vm, it);
    if (ok && !vm_pending(vm))
        return total;
    vm_release_maybe(vm, total);
    return NULL;
}

const struct method_def builtins_sequence[] = {
    {"aiter", aiter_, METHOD_ONE,
     "aiter($module, async_iterable, /)\n--\n\nIts async iterator."},
    {"all", all_, METHOD_ONE,
     "all($module, iterable, /)\n--\n\nIs every item true?"},
    {"anext", anext_, METHOD_ARGS,
     "anext($module, aiterator, default=<unrepresentable>, /)\n--\n\n"
     "An awaitable of its next item, or of the default."},
    {"any", any_, METHOD_ONE,
     "any($module, iterable, /)\n--\n\nIs any item true?"},
    {"iter", iter_, METHOD_ARGS,
     "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\n"
     "What goes through the items, or calls until the sentinel comes."},
    {"max", max_, METHOD_KEYWORDS,
     "max(iterable, *[, default=obj, key=func]) -> value\n"
     "max(arg1, arg2, *args, *[, key=func]) -> value\n\nThe biggest item."},
    {"min", min_, METHOD_KEYWORDS,
     "min(iterable, *[, default=obj, key=func]) -> value\n"
     "min(arg1, arg2, *args, *[, key=func]) -> value\n\nThe smallest item."},
    {"next", builtins_next, METHOD_ARGS,
     "next(iterator[, default])\n\nIts next item, or default at the end."},
    {"sorted", sorted_, METHOD_KEYWORDS,
     "sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\n"
     "A new list of the items in order."},
    {"sum", sum_, METHOD_KEYWORDS,
     "sum($module, iterable, /, start=0)\n--\n\nstart plus all items."},
    {NULL, NULL, 0, NULL},
};
