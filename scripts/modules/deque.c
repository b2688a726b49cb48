/*
 * collections.deque: a double-ended queue in one ring of items.
 *
 * `first` is the place of item 0; `state` changes with every change, so that
 * an iterator notices.  Items are released only after the ring is whole.
 */
#include <stddef.h>
#include <string.h>

#include "scripts/modules/collections.h"
#include "scripts/types/int.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

struct deque {
    struct heap_node node;
    object **ring; /* heap array of `room`, a power of two, or NULL */
    size_t room, first, length;
    ptrdiff_t limit; /* -1: none */
    size_t state;
};

static struct deque *deque_of(object *o)
{
    return (struct deque *)o;
}

static object **place(struct deque *d, size_t i)
{
    return &d->ring[(d->first + i) & (d->room - 1)];
}

static bool grow(struct vm *vm, struct deque *d)
{
    size_t room = d->room ? d->room * 2 : 8;
    object **ring = heap_array_new(vm->heap, room * sizeof *ring);
    if (!ring)
        return vm_raise_no_memory(vm);
    for (size_t i = 0; i < d->length; i++)
        ring[i] = *place(d, i);
    if (d->ring)
        heap_array_free(vm->heap, d->ring, d->room * sizeof *ring);
    d->ring = ring;
    d->room = room;
    d->first = 0;
    return true;
}

/* The item at an end, now the caller's; the deque is not empty. */
static object *take(struct deque *d, bool left)
{
    object *item = *place(d, left ? 0 : d->length - 1);
    d->first += left;
    d->length--;
    d->state++;
    return item;
}

/* item is stolen. */
static bool push(struct vm *vm, struct deque *d, object *item, bool left)
{
    if (d->length == d->room && !grow(vm, d)) {
        vm_release(vm, item);
        return false;
    }
    d->first -= left;
    d->length++;
    *place(d, left ? 0 : d->length - 1) = item;
    d->state++;
    if (d->limit >= 0 && d->length > (size_t)d->limit)
        vm_release(vm, take(d, !left));
    return true;
}

static bool extend_by(struct vm *vm, object *self, object *iterable, bool left)
{
    object *item;
    object *source = iterable == self ? vm_list_from(vm, iterable)
                                      : heap_retain(iterable);
    object *it = source ? vm_iter(vm, source) : NULL;
    vm_release_maybe(vm, source);
    bool ok = it;
    while (ok && (item = vm_next(vm, it)))
        ok = push(vm, deque_of(self), item, left);
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm);
}

static void empty(struct vm *vm, struct deque *d)
{
    object **ring = d->ring;
    size_t room = d->room, first = d->first, n = d->length;
    d->ring = NULL;
    d->room = d->first = d->length = 0;
    d->state++;
    for (size_t i = 0; i < n; i++)
        vm_release(vm, ring[(first + i) & (room - 1)]);
    if (ring)
        heap_array_free(vm->heap, ring, room * sizeof *ring);
}

/* ---- making -------------------------------------------------------------------- */

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *o = type_alloc(vm, type, 0);
    if (o)
        deque_of(o)->limit = -1;
    return o;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    static const char *const names[] = {"iterable", "maxlen", NULL};
    static const struct arg_spec spec = {"deque", names, 0, 2, 0};
    object *out[2];
    ptrdiff_t limit = -1;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return false;
    if (out[1] && out[1] != vm->none) {
        if (!vm_ssize_argument(vm, out[1], &limit))
            return false;
        if (limit < 0) {
            vm_raise(vm, EXC_VALUE_ERROR, "maxlen must be non-negative");
            return false;
        }
    }
    deque_of(self)->limit = limit;
    empty(vm, deque_of(self));
    return !out[0] || extend_by(vm, self, out[0], false);
}

static object *copy_of(struct vm *vm, object *self)
{
    struct deque *d = deque_of(self);
    object *limit = d->limit < 0 ? vm_none(vm) : int_new(vm, d->limit);
    object *r = limit ? vm_call2(vm, type_as_object(vm_type_of(vm, self)),
                                 self, limit)
                      : NULL;
    vm_release_maybe(vm, limit);
    return r;
}

/* ---- methods --------------------------------------------------------------------- */

METHOD(append)
{
    (void)nargs, (void)kwnames;
    return push(vm, deque_of(self), heap_retain(args[0]), false) ? vm_none(vm)
                                                                 : NULL;
}

METHOD(append_left)
{
    (void)nargs, (void)kwnames;
    return push(vm, deque_of(self), heap_retain(args[0]), true) ? vm_none(vm)
                                                                : NULL;
}

static object *pop_end(struct vm *vm, object *self, bool left)
{
    if (deque_of(self)->length)
        return take(deque_of(self), left);
    return vm_raise(vm, EXC_INDEX_ERROR, "pop from an empty deque");
}

METHOD(pop)
{
    UNUSED;
    return pop_end(vm, self, false);
}

METHOD(pop_left)
{
    UNUSED;
    return pop_end(vm, self, true);
}

METHOD(extend)
{
    (void)nargs, (void)kwnames;
    return extend_by(vm, self, args[0], false) ? vm_none(vm) : NULL;
}

METHOD(extend_left)
{
    (void)nargs, (void)kwnames;
    return extend_by(vm, self, args[0], true) ? vm_none(vm) : NULL;
}

METHOD(clear)
{
    UNUSED;
    empty(vm, deque_of(self));
    return vm_none(vm);
}

METHOD(copy)
{
    UNUSED;
    return copy_of(vm, self);
}

METHOD(rotate)
{
    struct deque *d = deque_of(self);
    ptrdiff_t n = 1, length = (ptrdiff_t)d->length;
    (void)kwnames;
    if (!args_between(vm, "rotate", nargs, 0, 1) ||
        (nargs && !vm_index_as_ssize(vm, args[0], &n, true)))
        return NULL;
    if (length < 2)
        return vm_none(vm);
    n %= length;
    for (n += n < 0 ? length : 0; n > 0; n--)
        if (!push(vm, d, take(d, false), true))
            return NULL;
    return vm_none(vm);
}

METHOD(reverse)
{
    struct deque *d = deque_of(self);
    UNUSED;
    for (size_t i = 0; i < d->length / 2; i++) {
        object **a = place(d, i), **b = place(d, d->length - 1 - i);
        object *kept = *a;
        *a = *b;
        *b = kept;
    }
    return vm_none(vm);
}

/* The first place of an equal item from `from` on; -1 none, -2 pending. */
static ptrdiff_t find(struct vm *vm, object *self, object *wanted, size_t from,
                      size_t to, const char *changed)
{
    struct deque *d = deque_of(self);
    size_t state = d->state;
    for (size_t i = from; i < d->length && i < to; i++) {
        object *item = heap_retain(*place(d, i));
        int same = vm_equal(vm, item, wanted);
        vm_release(vm, item);
        if (same < 0)
            return -2;
        if (d->state != state) {
            vm_raise(vm, changed ? EXC_INDEX_ERROR : EXC_RUNTIME_ERROR,
                     changed ? changed : "deque mutated during iteration");
            return -2;
        }
        if (same)
            return (ptrdiff_t)i;
    }
    return -1;
}

METHOD(count)
{
    int64_t n = 0;
    (void)nargs, (void)kwnames;
    for (ptrdiff_t i = -1;; n++) {
        i = find(vm, self, args[0], (size_t)(i + 1), SIZE_MAX, NULL);
        if (i == -2)
            return NULL;
        if (i < 0)
            return int_new(vm, n);
    }
}

METHOD(index_)
{
    struct deque *d = deque_of(self);
    ptrdiff_t from = 0, to = (ptrdiff_t)d->length;
    (void)kwnames;
    if (!args_between(vm, "index", nargs, 1, 3) ||
        (nargs > 1 && !sequence_bound(vm, args[1], &from)) ||
        (nargs > 2 && !sequence_bound(vm, args[2], &to)))
        return NULL;
    sequence_clip(d->length, &from, &to);
    ptrdiff_t at = find(vm, self, args[0], (size_t)from, (size_t)to, NULL);
    if (at >= 0)
        return int_new(vm, at);
    return at == -2 ? NULL
                    : vm_raise(vm, EXC_VALUE_ERROR, "%R is not in deque",
                               args[0]);
}

static object *delete_at(struct deque *d, size_t i)
{
    object *item = *place(d, i);
    for (; i + 1 < d->length; i++)
        *place(d, i) = *place(d, i + 1);
    d->length--;
    d->state++;
    return item;
}

METHOD(remove_)
{
    (void)nargs, (void)kwnames;
    ptrdiff_t at = find(vm, self, args[0], 0, SIZE_MAX,
                        "deque mutated during remove().");
    if (at == -2)
        return NULL;
    if (at < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "deque.remove(x): x not in deque");
    vm_release(vm, delete_at(deque_of(self), (size_t)at));
    return vm_none(vm);
}

METHOD(insert)
{
    struct deque *d = deque_of(self);
    ptrdiff_t i, n = (ptrdiff_t)d->length;
    (void)kwnames;
    if (!args_between(vm, "insert", nargs, 2, 2) ||
        !vm_index_as_ssize(vm, args[0], &i, true))
        return NULL;
    if (d->limit >= 0 && n >= d->limit)
        return vm_raise(vm, EXC_INDEX_ERROR, "deque already at its maximum size");
    i += i < 0 ? n : 0;
    i = i < 0 ? 0 : i > n ? n : i;
    if (!push(vm, d, heap_retain(args[1]), false))
        return NULL;
    for (ptrdiff_t k = n; k > i; k--)
        *place(d, (size_t)k) = *place(d, (size_t)k - 1);
    *place(d, (size_t)i) = args[1];
    return vm_none(vm);
}

METHOD(reduce)
{
    struct deque *d = deque_of(self);
    UNUSED;
    object *limit = d->limit < 0 ? vm_none(vm) : int_new(vm, d->limit);
    object *arguments =
        !limit ? NULL
        : d->limit < 0
            ? tuple_new(vm, 0)
            : tuple_pack(vm, 2, vm->empty_tuple, limit);
    object *it = arguments ? vm_iter(vm, self) : NULL;
    object *state =
        it ? vm_call_method(vm, self, vm->name[NAME_dunder_getstate], NULL, 0)
           : NULL;
    object *r = state ? tuple_pack(vm, 4,
                                   type_as_object(vm_type_of(vm, self)),
                                   arguments, state, it)
                      : NULL;
    vm_release_maybe(vm, limit);
    vm_release_maybe(vm, arguments);
    vm_release_maybe(vm, it);
    vm_release_maybe(vm, state);
    return r;
}

/* ---- slots --------------------------------------------------------------------------- */

static ptrdiff_t length(struct vm *vm, object *self)
{
    (void)vm;
    return (ptrdiff_t)deque_of(self)->length;
}

static bool in_range(struct vm *vm, const struct deque *d, ptrdiff_t i)
{
    if (i >= 0 && (size_t)i < d->length)
        return true;
    vm_raise(vm, EXC_INDEX_ERROR, "deque index out of range");
    return false;
}

static object *item(struct vm *vm, object *self, ptrdiff_t i)
{
    struct deque *d = deque_of(self);
    return in_range(vm, d, i) ? heap_retain(*place(d, (size_t)i)) : NULL;
}

static bool assign_item(struct vm *vm, object *self, ptrdiff_t i,
                        object *value)
{
    struct deque *d = deque_of(self);
    if (!in_range(vm, d, i))
        return false;
    if (value)
        heap_store(vm->heap, place(d, (size_t)i), heap_retain(value));
    else
        vm_release(vm, delete_at(d, (size_t)i));
    return true;
}

static int contains(struct vm *vm, object *self, object *wanted)
{
    ptrdiff_t at = find(vm, self, wanted, 0, SIZE_MAX, NULL);
    return at == -2 ? -1 : at >= 0;
}

static object *concat(struct vm *vm, object *a, object *b)
{
    if (!type_is_subtype(vm_type_of(vm, b), vm_type_of(vm, a)) &&
        vm_type_of(vm, b)->layout.unlink != vm_type_of(vm, a)->layout.unlink)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "can only concatenate deque (not \"%T\") to deque", b);
    object *r = copy_of(vm, a);
    if (r && !extend_by(vm, r, b, false)) {
        vm_release(vm, r);
        return NULL;
    }
    return r;
}

static object *inplace_concat(struct vm *vm, object *a, object *b)
{
    return extend_by(vm, a, b, false) ? heap_retain(a) : NULL;
}

static object *repeat(struct vm *vm, object *self, ptrdiff_t n)
{
    object *once = vm_list_from(vm, self), *r = copy_of(vm, self);
    bool ok = once && r;
    if (ok && n <= 0)
        empty(vm, deque_of(r));
    for (ptrdiff_t i = 1; ok && i < n; i++)
        ok = extend_by(vm, r, once, false);
    vm_release_maybe(vm, once);
    if (ok)
        return r;
    vm_release_maybe(vm, r);
    return NULL;
}

static object *compare(struct vm *vm, object *a, object *b,
                       enum vm_compare op)
{
    if (vm_type_of(vm, b)->layout.unlink != vm_type_of(vm, a)->layout.unlink)
        return heap_retain(vm->not_implemented);
    object *x = vm_list_from(vm, a), *y = x ? vm_list_from(vm, b) : NULL;
    object *r = y ? vm_compare(vm, x, y, op) : NULL;
    vm_release_maybe(vm, x);
    vm_release_maybe(vm, y);
    return r;
}

static object *repr(struct vm *vm, object *self)
{
    struct deque *d = deque_of(self);
    const char *name = type_name_of(vm, self);
    const char *dot = strrchr(name, '.');
    name = dot ? dot + 1 : name;
    int inside = repr_enter(vm, self);
    if (inside)
        return inside < 0 ? NULL : str_from(vm, "[...]");
    object *list = vm_list_from(vm, self), *r = NULL;
    if (list && d->limit >= 0)
        r = str_format(vm, "%s(%R, maxlen=%zd)", name, list, d->limit);
    else if (list)
        r = str_format(vm, "%s(%R)", name, list);
    repr_leave(vm, self);
    vm_release_maybe(vm, list);
    return r;
}

/* ---- iterators ------------------------------------------------------------------------- */

struct deque_iterator {
    struct heap_node node;
    object *deque;
    size_t done, left, state;
};

static const struct heap_field iterator_fields[] = {
    {"deque", offsetof(struct deque_iterator, deque)},
};

static object *iterate(struct vm *vm, object *self, bool back)
{
    struct deque_iterator *it = (struct deque_iterator *)type_alloc(
        vm,
        vm->types[back ? TYPE_DEQUE_REVERSE_ITERATOR : TYPE_DEQUE_ITERATOR],
        0);
    if (!it)
        return NULL;
    it->deque = heap_retain(self);
    it->left = deque_of(self)->length;
    it->state = deque_of(self)->state;
    return &it->node.base;
}

static object *iter(struct vm *vm, object *self)
{
    return iterate(vm, self, false);
}

METHOD(reversed)
{
    UNUSED;
    return iterate(vm, self, true);
}

static object *iterator_next(struct vm *vm, object *self)
{
    struct deque_iterator *it = (struct deque_iterator *)self;
    struct deque *d = deque_of(it->deque);
    if (it->left == 0)
        return NULL;
    if (it->state != d->state) {
        it->left = 0;
        return vm_raise(vm, EXC_RUNTIME_ERROR, "deque mutated during iteration");
    }
    it->left--;
    size_t i = it->done++;
    bool back = vm_is(self, TYPE_DEQUE_REVERSE_ITERATOR);
    return heap_retain(*place(d, back ? d->length - 1 - i : i));
}

/* TYPE(deque, skipped=0): what __reduce__ tells. */
static object *iterator_new(struct vm *vm, struct type_object *type,
                            object *const *args, size_t nargs, object *kwnames)
{
    ptrdiff_t skip = 0;
    (void)kwnames;
    if (nargs < 1 || nargs > 2)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "function takes at %s (%zu given)",
                        nargs ? "most 2 arguments" : "least 1 argument",
                        nargs);
    if (!type_is_subtype(vm_type_of(vm, args[0]), vm->types[TYPE_DEQUE]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "argument 1 must be collections.deque, not %T",
                        args[0]);
    if (nargs == 2 && !vm_ssize_argument(vm, args[1], &skip))
        return NULL;
    object *self =
        iterate(vm, args[0], type == vm->types[TYPE_DEQUE_REVERSE_ITERATOR]);
    struct deque_iterator *it = (struct deque_iterator *)self;
    if (it && skip > 0) {
        it->done = (size_t)skip < it->left ? (size_t)skip : it->left;
        it->left -= it->done;
    }
    return self;
}

METHOD(iterator_reduce)
{
    UNUSED;
    struct deque_iterator *it = (struct deque_iterator *)self;
    object *done = int_new_u64(vm, deque_of(it->deque)->length - it->left);
    object *from = done ? tuple_pack(vm, 2, it->deque, done) : NULL;
    object *both =
        from ? tuple_pack(vm, 2, (object *)vm_type_of(vm, self), from) : NULL;
    vm_release_maybe(vm, done);
    vm_release_maybe(vm, from);
    return both;
}

METHOD(length_hint)
{
    UNUSED;
    return int_new_u64(vm, ((struct deque_iterator *)self)->left);
}

static const struct method_def iterator_methods[] = {
    {"__length_hint__", length_hint, METHOD_NOARGS, NULL},
    ITERATOR_REDUCE(iterator_reduce),
    {NULL, NULL, 0, NULL},
};

#define ITERATOR_SPEC(words)                                                   \
    {                                                                          \
        .name = words,                                                         \
        .layout = {.size = sizeof(struct deque_iterator),                      \
                   .flags = HEAP_CONTAINER,                                    \
                   .fields = iterator_fields,                                  \
                   .field_count = 1},                                          \
        .slots = {.iter = sequence_self,                                       \
                  .next = iterator_next,                                       \
                  .new_ = iterator_new},                                       \
        .methods = iterator_methods,                                           \
    }

const struct type_spec deque_iterator_spec =
    ITERATOR_SPEC("_collections._deque_iterator");
const struct type_spec deque_reverse_iterator_spec =
    ITERATOR_SPEC("_collections._deque_reverse_iterator");

/* ---- what the heap asks -------------------------------------------------------------------- */

static void traverse(object *self, heap_visit_fn *visit, void *arg)
{
    struct deque *d = deque_of(self);
    for (size_t i = 0; i < d->length; i++)
        visit(*place(d, i), arg);
}

static object *unlink_one(heap *h, object *self)
{
    struct deque *d = deque_of(self);
    if (d->length)
        return take(d, true);
    if (d->ring)
        heap_array_free(h, d->ring, d->room * sizeof *d->ring);
    d->ring = NULL;
    d->room = 0;
    return NULL;
}

static void edges(object *self, heap_edge_fn *emit, void *arg)
{
    struct deque *d = deque_of(self);
    for (size_t i = 0; i < d->length; i++) {
        struct heap_edge edge = {.kind = HEAP_EDGE_ITEM,
                                 .index = i,
                                 .referent = *place(d, i)};
        emit(&edge, arg);
    }
}

static size_t extra(const object *self)
{
    return ((const struct deque *)self)->room * sizeof(object *);
}

static object *get_limit(struct vm *vm, object *self, const void *data)
{
    ptrdiff_t limit = deque_of(self)->limit;
    (void)data;
    return limit < 0 ? vm_none(vm) : int_new(vm, limit);
}

static const struct getset_def getsets[] = {
    {"maxlen", get_limit, NULL, "maximum size of a deque or None if unbounded",
     NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct method_def methods[] = {
    {"append", append, METHOD_ONE,
     "Add an element to the right side of the deque."},
    {"appendleft", append_left, METHOD_ONE,
     "Add an element to the left side of the deque."},
    {"pop", pop, METHOD_NOARGS, "Remove and return the rightmost element."},
    {"popleft", pop_left, METHOD_NOARGS,
     "Remove and return the leftmost element."},
    {"extend", extend, METHOD_ONE,
     "Extend the right side of the deque with elements from the iterable"},
    {"extendleft", extend_left, METHOD_ONE,
     "Extend the left side of the deque with elements from the iterable"},
    {"clear", clear, METHOD_NOARGS, "Remove all elements from the deque."},
    {"copy", copy, METHOD_NOARGS, "Return a shallow copy of a deque."},
    {"__copy__", copy, METHOD_NOARGS, "Return a shallow copy of a deque."},
    {"count", count, METHOD_ONE,
     "D.count(value) -- return number of occurrences of value"},
    {"index", index_, METHOD_ARGS,
     "D.index(value, [start, [stop]]) -- return first index of value."},
    {"insert", insert, METHOD_ARGS,
     "D.insert(index, object) -- insert object before index"},
    {"remove", remove_, METHOD_ONE,
     "D.remove(value) -- remove first occurrence of value."},
    {"reverse", reverse, METHOD_NOARGS, "D.reverse() -- reverse *IN PLACE*"},
    {"rotate", rotate, METHOD_ARGS,
     "Rotate the deque n steps to the right (default n=1)."},
    {"__reversed__", reversed, METHOD_NOARGS,
     "D.__reversed__() -- return a reverse iterator over the deque"},
    {"__reduce__", reduce, METHOD_NOARGS, "Return state information."},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

const struct type_spec deque_spec = {
    .name = "collections.deque",
    .flags = TYPE_BASE | TYPE_SEQUENCE,
    .layout = {.size = sizeof(struct deque),
               .flags = HEAP_CONTAINER | HEAP_TRASHCAN,
               .traverse = traverse,
               .unlink = unlink_one,
               .edges = edges,
               .extra = extra},
    .weakly = true,
    .slots = {.repr = repr,
              .compare = compare,
              .length = length,
              .item = item,
              .assign_item = assign_item,
              .contains = contains,
              .concat = concat,
              .inplace_concat = inplace_concat,
              .repeat = repeat,
              .iter = iter,
              .new_ = make,
              .init = init},
    .methods = methods,
    .getsets = getsets,
    .doc = "deque([iterable[, maxlen]]) --> deque object\n\n"
           "A list-like sequence optimized for data accesses near its "
           "endpoints.",
};
