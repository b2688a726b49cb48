/*
 * tuple.
 *
 * The length of a short tuple is in the header's aux bits; a longer one keeps
 * it in its first word.  A tuple whose items cannot be in a cycle is untracked
 * by the collector, as in CPython.
 */
#include "scripts/types/tuple.h"

#include <stdarg.h>
#include <string.h>

#include "scripts/types/int.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* ---- making ------------------------------------------------------------- */

enum { TUPLE_NO_SPARE = TUPLE_SPARES + 1 };

static size_t spare_of_length(size_t length)
{
    return length < TUPLE_SPARES ? length : TUPLE_NO_SPARE;
}

static object *tuple_alloc(struct vm *vm, struct type_object *type,
                           size_t length)
{
    bool is_long = length >= TUPLE_LONG;
    size_t words = length + is_long;
    size_t bytes = words * sizeof(object *);
    object *o = type == vm->types[TYPE_TUPLE]
                    ? heap_alloc_spare(vm->heap, &type->layout, bytes,
                                       spare_of_length(length))
                    : type_alloc(vm, type, bytes);
    if (!o)
        return vm_raise_no_memory(vm);
    heap_set_aux(o, is_long ? TUPLE_LONG : (uint32_t)length);
    if (is_long)
        ((struct tuple_object *)o)->items[0] = (object *)(uintptr_t)length;
    return o;
}

object *tuple_new(struct vm *vm, size_t length)
{
    if (length == 0 && vm->empty_tuple)
        return heap_retain(vm->empty_tuple);
    object *o = tuple_alloc(vm, vm->types[TYPE_TUPLE], length);
    if (o)
        heap_track(vm->heap, o);
    return o;
}

object *tuple_from(struct vm *vm, object *const *items, size_t length)
{
    for (size_t i = 0; i < length; i++)
        heap_retain(items[i]);
    return tuple_from_steal(vm, items, length);
}

object *tuple_from_steal(struct vm *vm, object *const *items, size_t length)
{
    object *o = tuple_new(vm, length);
    if (o) {
        if (length)
            memcpy(tuple_items(o), items, length * sizeof(object *));
        return o;
    }
    for (size_t i = 0; i < length; i++)
        vm_release(vm, items[i]);
    return NULL;
}

object *tuple_pack(struct vm *vm, size_t n, ...)
{
    va_list ap;
    object *o = tuple_new(vm, n);
    va_start(ap, n);
    for (size_t i = 0; o && i < n; i++)
        tuple_items(o)[i] = heap_retain(va_arg(ap, object *));
    va_end(ap);
    return o;
}

/* tuple(iterable) for a class derived from tuple. */
static object *new_subtype(struct vm *vm, struct type_object *type,
                           object *source)
{
    object *plain = vm_tuple_from(vm, source);
    if (!plain)
        return NULL;
    size_t n = tuple_length(plain);
    object *o = tuple_alloc(vm, type, n);
    for (size_t i = 0; o && i < n; i++)
        tuple_items(o)[i] = heap_retain(tuple_items(plain)[i]);
    vm_release(vm, plain);
    if (o)
        heap_track(vm->heap, o);
    return o;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    bool exact = type == vm->types[TYPE_TUPLE];
    if (!type_no_keywords(vm, type, TYPE_TUPLE, kwnames))
        return NULL;
    if (!args_between(vm, "tuple", nargs, 0, 1))
        return NULL;
    object *source = nargs ? args[0] : vm->empty_tuple;
    return exact ? vm_tuple_from(vm, source) : new_subtype(vm, type, source);
}

/* ---- slots ---------------------------------------------------------------- */

static ptrdiff_t length_slot(struct vm *vm, object *self)
{
    (void)vm;
    return (ptrdiff_t)tuple_length(self);
}

static object *item(struct vm *vm, object *self, ptrdiff_t i)
{
    if (i < 0 || (size_t)i >= tuple_length(self))
        return vm_raise(vm, EXC_INDEX_ERROR, "tuple index out of range");
    return heap_retain(tuple_items(self)[i]);
}

static object *slice(struct vm *vm, object *self, object *key)
{
    struct slice_range r;
    if (!sequence_slice(vm, key, tuple_length(self), &r))
        return NULL;
    if (r.count == tuple_length(self) && r.step == 1 &&
        vm_is(self, TYPE_TUPLE))
        return heap_retain(self);
    object *o = tuple_new(vm, r.count);
    for (size_t i = 0; o && i < r.count; i++)
        tuple_items(o)[i] = heap_retain(
            tuple_items(self)[r.start + (ptrdiff_t)i * r.step]);
    return o;
}

static object *subscript(struct vm *vm, object *self, object *key)
{
    if (vm_is(key, TYPE_SLICE))
        return slice(vm, self, key);
    ptrdiff_t i;
    if (!sequence_index(vm, "tuple", key, tuple_length(self), &i))
        return NULL;
    return item(vm, self, i);
}

static int contains(struct vm *vm, object *self, object *value)
{
    for (size_t i = 0; i < tuple_length(self); i++) {
        int same = vm_equal(vm, tuple_items(self)[i], value);
        if (same)
            return same;
    }
    return 0;
}

static object *concat(struct vm *vm, object *a, object *b)
{
    if (!(vm_type_of(vm, b)->flags & TYPE_TUPLE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "can only concatenate tuple (not \"%T\") to tuple", b);
    size_t n = tuple_length(a), m = tuple_length(b);
    if (n == 0 && vm_is(b, TYPE_TUPLE))
        return heap_retain(b);
    if (m == 0 && vm_is(a, TYPE_TUPLE))
        return heap_retain(a);
    object *o = tuple_new(vm, n + m);
    for (size_t i = 0; o && i < n + m; i++)
        tuple_items(o)[i] = heap_retain(i < n ? tuple_items(a)[i]
                                              : tuple_items(b)[i - n]);
    return o;
}

static object *repeat(struct vm *vm, object *self, ptrdiff_t count)
{
    size_t n = tuple_length(self), total;
    if (count < 0)
        count = 0;
    if ((n == 0 || count == 1) && vm_is(self, TYPE_TUPLE))
        return heap_retain(self);
    if (__builtin_mul_overflow(n, (size_t)count, &total) ||
        total > PTRDIFF_MAX / sizeof(object *))
        return vm_raise_no_memory(vm);
    object *o = tuple_new(vm, total);
    for (size_t i = 0; o && i < total; i++)
        tuple_items(o)[i] = heap_retain(tuple_items(self)[i % n]);
    return o;
}

static uint64_t rotate_left(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

/* xxHash as CPython 3.8 and later use it for tuples. */
static bool hash(struct vm *vm, object *self, int64_t *out)
{
    const uint64_t prime1 = 11400714785074694791u,
                   prime2 = 14029467366897019727u,
                   prime5 = 2870177450012600261u;
    size_t n = tuple_length(self);
    uint64_t acc = prime5;
    if (!vm_has_stack(vm))
        return false;
    for (size_t i = 0; i < n; i++) {
        int64_t lane;
        if (!vm_hash(vm, tuple_items(self)[i], &lane))
            return false;
        acc += (uint64_t)lane * prime2;
        acc = rotate_left(acc, 31) * prime1;
    }
    acc += n ^ (prime5 ^ 3527539u);
    *out = acc == UINT64_MAX ? 1546275796 : (int64_t)acc;
    return true;
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    if (!(vm_type_of(vm, b)->flags & TYPE_TUPLE_SUBCLASS) ||
        !(vm_type_of(vm, a)->flags & TYPE_TUPLE_SUBCLASS))
        return heap_retain(vm->not_implemented);
    size_t n = tuple_length(a), m = tuple_length(b), i;
    for (i = 0; i < n && i < m; i++) {
        int same = vm_equal(vm, tuple_items(a)[i], tuple_items(b)[i]);
        if (same < 0)
            return NULL;
        if (!same)
            break;
    }
    if (i >= n || i >= m)
        return vm_bool(vm, sequence_order(n, m, op));
    if (op == COMPARE_EQ || op == COMPARE_NE)
        return vm_bool(vm, op == COMPARE_NE);
    return vm_compare(vm, tuple_items(a)[i], tuple_items(b)[i], op);
}

static object *repr(struct vm *vm, object *self)
{
    if (tuple_length(self) == 0)
        return str_from(vm, "()");
    return sequence_repr(vm, self, '(', ')');
}

static object *iterate(struct vm *vm, object *self)
{
    struct tuple_iterator *it = (struct tuple_iterator *)type_alloc(
        vm, vm->types[TYPE_TUPLE_ITERATOR], 0);
    if (!it)
        return NULL;
    it->tuple = heap_retain(self);
    return (object *)it;
}

/* ---- methods --------------------------------------------------------------- */

static object *index_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    ptrdiff_t from = 0, to = PTRDIFF_MAX;
    (void)kwnames;
    if (!args_between(vm, "index", nargs, 1, 3) ||
        (nargs > 1 && !sequence_bound(vm, args[1], &from)) ||
        (nargs > 2 && !sequence_bound(vm, args[2], &to)))
        return NULL;
    sequence_clip(tuple_length(self), &from, &to);
    for (ptrdiff_t i = from; i < to; i++) {
        int same = vm_equal(vm, tuple_items(self)[i], args[0]);
        if (same)
            return same < 0 ? NULL : int_new(vm, i);
    }
    return vm_raise(vm, EXC_VALUE_ERROR, "tuple.index(x): x not in tuple");
}

static object *count(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    int64_t n = 0;
    (void)nargs;
    (void)kwnames;
    for (size_t i = 0; i < tuple_length(self); i++) {
        int same = vm_equal(vm, tuple_items(self)[i], args[0]);
        if (same < 0)
            return NULL;
        n += same;
    }
    return int_new(vm, n);
}

static object *getnewargs(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    object *copy = tuple_from(vm, tuple_items(self), tuple_length(self));
    object *result = copy ? tuple_pack(vm, 1, copy) : NULL;
    vm_release_maybe(vm, copy);
    return result;
}

/* ---- what the heap asks ------------------------------------------------------ */

static void traverse(object *self, heap_visit_fn *visit, void *arg)
{
    object **items = tuple_items(self);
    for (size_t i = tuple_length(self); i-- > 0;)
        if (items[i])
            visit(items[i], arg);
}

static size_t spare_size(const object *self)
{
    size_t n = tuple_length(self);
    return n ? n : TUPLE_NO_SPARE;
}

static object *unlink_(heap *h, object *self)
{
    object **items = tuple_items(self);
    size_t n = tuple_length(self);
    (void)h;
    while (n > 0) {
        object *last = items[--n];
        if (heap_aux(self) == TUPLE_LONG)
            items[-1] = (object *)(uintptr_t)n;
        else
            heap_set_aux(self, (uint32_t)n);
        if (last && !heap_drop_shared(last))
            return last;
    }
    return NULL;
}

static void edges(object *self, heap_edge_fn *emit, void *arg)
{
    for (size_t i = 0; i < tuple_length(self); i++) {
        struct heap_edge edge = {.kind = HEAP_EDGE_ITEM,
                                 .index = i,
                                 .referent = tuple_items(self)[i]};
        if (edge.referent)
            emit(&edge, arg);
    }
}

static bool untrack(const heap *h, object *self)
{
    for (size_t i = 0; i < tuple_length(self); i++) {
        object *o = tuple_items(self)[i];
        if (!o)
            return false;
        if (!(heap_type_of(h, o)->flags & HEAP_CONTAINER))
            continue;
        if ((!vm_is(o, TYPE_TUPLE) && !vm_is(o, TYPE_TYPE)) ||
            heap_is_tracked(o))
            return false;
    }
    return true;
}

static const struct method_def methods[] = {
    {"__getnewargs__", getnewargs, METHOD_NOARGS, NULL},
    {"index", index_, METHOD_ARGS,
     "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\n"
     "First place where value is.\n\n"
     "ValueError when there is none."},
    {"count", count, METHOD_ONE,
     "count($self, value, /)\n--\n\nHow many times value occurs."},
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

const struct type_spec tuple_spec = {
    .name = "tuple",
    .flags = TYPE_VECTORCALL | TYPE_BASE | TYPE_SEQUENCE | TYPE_TUPLE_SUBCLASS |
             TYPE_SELF_MATCH,
    .layout = {.size = sizeof(struct tuple_object),
               .flags = HEAP_CONTAINER | HEAP_TRASHCAN,
               .traverse = traverse,
               .unlink = unlink_,
               .clear = sequence_no_clear,
               .edges = edges,
               .spare_sizes = TUPLE_SPARES + 1,
               .spare_max = 2000,
               .spare_size = spare_size,
               .untrack = untrack},
    .slots = {.length = length_slot,
              .item = item,
              .subscript = subscript,
              .contains = contains,
              .concat = concat,
              .repeat = repeat,
              .hash = hash,
              .compare = compare,
              .repr = repr,
              .iter = iterate,
              .new_ = new_},
    .methods = methods,
    .doc = "Immutable sequence.\n\n"
           "With no argument an empty tuple; otherwise the items of an\n"
           "iterable. A tuple given is returned itself.",
};

/* ---- iterator ------------------------------------------------------------------ */

static object *next_item(struct vm *vm, object *self)
{
    struct tuple_iterator *it = (struct tuple_iterator *)self;
    if (!it->tuple)
        return NULL;
    if (it->next < tuple_length(it->tuple))
        return heap_retain(tuple_items(it->tuple)[it->next++]);
    heap_store(vm->heap, &it->tuple, NULL);
    return NULL;
}

static object *length_hint(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    struct tuple_iterator *it = (struct tuple_iterator *)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    size_t left = it->tuple ? tuple_length(it->tuple) - it->next : 0;
    return int_new(vm, (int64_t)left);
}

static const struct method_def iterator_methods[] = {
    {"__length_hint__", length_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    ITERATOR_REDUCE(iterator_place_reduce),
    ITERATOR_SET_STATE(iterator_place_set_state),
    {NULL, NULL, 0, NULL},
};

static const struct heap_field iterator_fields[] = {
    {"tuple", offsetof(struct tuple_iterator, tuple)},
};

const struct type_spec tuple_iterator_spec = {
    .name = "tuple_iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct tuple_iterator),
               .flags = HEAP_CONTAINER,
               .clear = sequence_no_clear,
               .fields = iterator_fields,
               .field_count = 1},
    .slots = {.iter = sequence_self, .next = next_item},
    .methods = iterator_methods,
};
