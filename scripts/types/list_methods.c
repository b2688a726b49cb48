/*
 * list: the methods scripts call, and its iterators.
 */
#include "scripts/modules/native.h"
#include "scripts/types/int.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/list_internal.h"
#include "scripts/types/sequence.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define UNUSED(x) (void)(x)

/* ---- methods --------------------------------------------------------------- */

object *list_append_method(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    UNUSED(nargs);
    UNUSED(kwnames);
    return list_append(vm, self, args[0]) ? vm_none(vm) : NULL;
}

static object *extend(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    UNUSED(nargs);
    UNUSED(kwnames);
    return list_extend(vm, self, args[0]) ? vm_none(vm) : NULL;
}

static object *insert(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    ptrdiff_t at, end = 0;
    UNUSED(kwnames);
    if (!args_between(vm, "insert", nargs, 2, 2) ||
        !native_ssize(vm, args[0], &at))
        return NULL;
    sequence_clip(list_length(self), &at, &end);
    return list_insert(vm, self, (size_t)at, args[1]) ? vm_none(vm) : NULL;
}

static object *pop(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    ptrdiff_t at = -1, n = (ptrdiff_t)list_length(self);
    UNUSED(kwnames);
    if (!args_between(vm, "pop", nargs, 0, 1) ||
        (nargs && !native_ssize(vm, args[0], &at)))
        return NULL;
    n = (ptrdiff_t)list_length(self);
    if (n == 0)
        return vm_raise(vm, EXC_INDEX_ERROR, "pop from empty list");
    if (at < 0)
        at += n;
    if (at < 0 || at >= n)
        return vm_raise(vm, EXC_INDEX_ERROR, "pop index out of range");
    if (!list_own(vm, self))
        return NULL;
    object **items = list_items(self);
    object *taken = items[at];
    for (ptrdiff_t i = at; i + 1 < n; i++)
        items[i] = items[i + 1];
    list_resize(vm, self, (size_t)n - 1);
    return taken;
}

static object *clear(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    UNUSED(args);
    UNUSED(nargs);
    UNUSED(kwnames);
    list_clear(vm, self);
    return vm_none(vm);
}

static object *copy(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED(args);
    UNUSED(nargs);
    UNUSED(kwnames);
    return list_slice(vm, self, 0, list_length(self));
}

static object *reverse(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    UNUSED(args);
    UNUSED(nargs);
    UNUSED(kwnames);
    if (!list_own(vm, self))
        return NULL;
    object **items = list_items(self);
    for (size_t i = 0, j = list_length(self); i + 1 < j; i++) {
        object *o = items[--j];
        items[j] = items[i];
        items[i] = o;
    }
    return vm_none(vm);
}

static object *remove_(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    UNUSED(nargs);
    UNUSED(kwnames);
    for (size_t i = 0; i < list_length(self); i++) {
        int same = list_item_equals(vm, self, i, args[0]);
        if (same < 0)
            return NULL;
        if (same)
            return list_set_slice(vm, self, i, i + 1, NULL) ? vm_none(vm)
                                                            : NULL;
    }
    return vm_raise(vm, EXC_VALUE_ERROR, "list.remove(x): x not in list");
}

static object *index_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    ptrdiff_t from = 0, to = PTRDIFF_MAX;
    UNUSED(kwnames);
    if (!args_between(vm, "index", nargs, 1, 3) ||
        (nargs > 1 && !sequence_bound(vm, args[1], &from)) ||
        (nargs > 2 && !sequence_bound(vm, args[2], &to)))
        return NULL;
    sequence_clip(list_length(self), &from, &to);
    for (ptrdiff_t i = from; i < to && (size_t)i < list_length(self); i++) {
        int same = list_item_equals(vm, self, (size_t)i, args[0]);
        if (same)
            return same < 0 ? NULL : int_new(vm, i);
    }
    return vm_raise(vm, EXC_VALUE_ERROR, "%R is not in list", args[0]);
}

static object *count(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    int64_t n = 0;
    UNUSED(nargs);
    UNUSED(kwnames);
    for (size_t i = 0; i < list_length(self); i++) {
        int same = list_item_equals(vm, self, i, args[0]);
        if (same < 0)
            return NULL;
        n += same;
    }
    return int_new(vm, n);
}

static const char *const sort_names[] = {"key", "reverse", NULL};
const struct arg_spec list_sort_spec = {"sort", sort_names, 0, 0, 0};

static object *sort(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    object *bound[2];
    ptrdiff_t backwards = 0;
    if (!args_bind(vm, &list_sort_spec, args, nargs, kwnames, bound))
        return NULL;
    if (bound[1] && !vm_int_argument(vm, bound[1], &backwards))
        return NULL;
    object *key = bound[0] == vm->none ? NULL : bound[0];
    return list_sort(vm, self, key, backwards != 0) ? vm_none(vm) : NULL;
}

static object *size_of(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    UNUSED(args);
    UNUSED(nargs);
    UNUSED(kwnames);
    return int_new(vm, (int64_t)heap_total_size(vm->heap, self));
}

static object *new_iterator(struct vm *vm, object *self, enum type_id type,
                            ptrdiff_t next)
{
    struct list_iterator *it =
        (struct list_iterator *)type_alloc(vm, vm->types[type], 0);
    if (!it)
        return NULL;
    it->list = heap_retain(self);
    it->next = next;
    return (object *)it;
}

object *list_iterate(struct vm *vm, object *self)
{
    return new_iterator(vm, self, TYPE_LIST_ITERATOR, 0);
}

static object *reversed(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    UNUSED(args);
    UNUSED(nargs);
    UNUSED(kwnames);
    return new_iterator(vm, self, TYPE_LIST_REVERSE_ITERATOR,
                        (ptrdiff_t)list_length(self) - 1);
}

static object *getitem(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    UNUSED(kwnames);
    (void)nargs;
    return list_subscript(vm, self, args[0]);
}

const struct method_def list_methods[] = {
    {"__getitem__", getitem, METHOD_ONE,
     "x.__getitem__(y) <==> x[y]"},
    {"__reversed__", reversed, METHOD_NOARGS,
     "__reversed__($self, /)\n--\n\nAn iterator from the end."},
    {"__sizeof__", size_of, METHOD_NOARGS,
     "__sizeof__($self, /)\n--\n\nBytes of memory it takes."},
    {"clear", clear, METHOD_NOARGS,
     "clear($self, /)\n--\n\nLeave no item."},
    {"copy", copy, METHOD_NOARGS, "copy($self, /)\n--\n\nA shallow copy."},
    {"append", list_append_method, METHOD_ONE,
     "append($self, object, /)\n--\n\nPut object at the end."},
    {"insert", insert, METHOD_ARGS,
     "insert($self, index, object, /)\n--\n\nPut object before index."},
    {"extend", extend, METHOD_ONE,
     "extend($self, iterable, /)\n--\n\nPut its items at the end."},
    {"pop", pop, METHOD_ARGS,
     "pop($self, index=-1, /)\n--\n\nTake the item at index out.\n\n"
     "IndexError when there is none."},
    {"remove", remove_, METHOD_ONE,
     "remove($self, value, /)\n--\n\nTake the first equal item out.\n\n"
     "ValueError when there is none."},
    {"index", index_, METHOD_ARGS,
     "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\n"
     "First place where value is.\n\nValueError when there is none."},
    {"count", count, METHOD_ONE,
     "count($self, value, /)\n--\n\nHow many items are equal to value."},
    {"reverse", reverse, METHOD_NOARGS,
     "reverse($self, /)\n--\n\nReverse in place."},
    {"sort", sort, METHOD_KEYWORDS,
     "sort($self, /, *, key=None, reverse=False)\n--\n\n"
     "Sort in place, stable."},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

/* ---- iterators ----------------------------------------------------------------- */

static object *next_item(struct vm *vm, object *self)
{
    struct list_iterator *it = (struct list_iterator *)self;
    if (!it->list)
        return NULL;
    if ((size_t)it->next < list_length(it->list))
        return heap_retain(list_items(it->list)[it->next++]);
    heap_store(vm->heap, &it->list, NULL);
    return NULL;
}

static object *previous_item(struct vm *vm, object *self)
{
    struct list_iterator *it = (struct list_iterator *)self;
    if (!it->list)
        return NULL;
    if (it->next >= 0 && (size_t)it->next < list_length(it->list))
        return heap_retain(list_items(it->list)[it->next--]);
    it->next = -1;
    heap_store(vm->heap, &it->list, NULL);
    return NULL;
}

static object *length_hint(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    struct list_iterator *it = (struct list_iterator *)self;
    UNUSED(args);
    UNUSED(nargs);
    UNUSED(kwnames);
    ptrdiff_t left = 0;
    if (it->list)
        left = vm_is(self, TYPE_LIST_ITERATOR)
                   ? (ptrdiff_t)list_length(it->list) - it->next
                   : it->next + 1;
    return int_new(vm, left < 0 ? 0 : left);
}

static object *reverse_reduce(struct vm *vm, object *self, object *const *args,
                              size_t nargs, object *kwnames)
{
    struct list_iterator *it = (struct list_iterator *)self;
    UNUSED(args);
    UNUSED(nargs);
    UNUSED(kwnames);
    if (!it->list)
        return iterator_reduced_steal(vm, "iter", list_new(vm, 0), NULL);
    return iterator_reduced_steal(vm, "reversed", heap_retain(it->list),
                                  &it->next);
}

static object *reverse_set_state(struct vm *vm, object *self,
                                 object *const *args, size_t nargs,
                                 object *kwnames)
{
    struct list_iterator *it = (struct list_iterator *)self;
    ptrdiff_t n;
    UNUSED(nargs);
    UNUSED(kwnames);
    if (!iterator_state(vm, args[0], -1, PTRDIFF_MAX, &n))
        return NULL;
    if (it->list) {
        ptrdiff_t last = (ptrdiff_t)list_length(it->list) - 1;
        it->next = n < last ? n : last;
    }
    return vm_none(vm);
}

static const struct method_def iterator_methods[] = {
    {"__length_hint__", length_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    ITERATOR_REDUCE(iterator_place_reduce),
    ITERATOR_SET_STATE(iterator_place_set_state),
    {NULL, NULL, 0, NULL},
};

static const struct method_def reverse_methods[] = {
    {"__length_hint__", length_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    ITERATOR_REDUCE(reverse_reduce),
    ITERATOR_SET_STATE(reverse_set_state),
    {NULL, NULL, 0, NULL},
};

static const struct heap_field iterator_fields[] = {
    {"list", offsetof(struct list_iterator, list)},
};

const struct type_spec list_iterator_spec = {
    .name = "list_iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct list_iterator),
               .flags = HEAP_CONTAINER,
               .clear = sequence_no_clear,
               .fields = iterator_fields,
               .field_count = 1},
    .slots = {.iter = sequence_self, .next = next_item},
    .methods = iterator_methods,
};

const struct type_spec list_reverse_iterator_spec = {
    .name = "list_reverseiterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct list_iterator),
               .flags = HEAP_CONTAINER,
               .clear = sequence_no_clear,
               .fields = iterator_fields,
               .field_count = 1},
    .slots = {.iter = sequence_self, .next = previous_item},
    .methods = reverse_methods,
};
