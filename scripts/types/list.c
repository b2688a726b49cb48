/*
 * list: storage, slots.  The methods scripts call are in list_methods.c, the
 * sort in list_sort.c.
 *
 * items has room for `capacity`, of which `length` are set.  Growth follows
 * CPython's formula, so that sys.getsizeof grows at the same appends.
 */
#include "scripts/types/list.h"

#include <string.h>

#include "scripts/types/int.h"
#include "scripts/types/list_internal.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static struct list_object *list_of(object *o)
{
    return (struct list_object *)o;
}

static bool is_list(struct vm *vm, const object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_LIST_SUBCLASS;
}

/* ---- storage -------------------------------------------------------------- */

/* Of a list that does not share. */
static bool set_capacity(struct vm *vm, struct list_object *l, size_t capacity)
{
    size_t bytes;
    if (capacity > UINT32_MAX ||
        __builtin_mul_overflow(capacity, sizeof(object *), &bytes))
        return vm_raise_no_memory(vm);
    if (capacity == 0) {
        if (l->items)
            heap_array_free(vm->heap, l->items,
                            l->capacity * sizeof(object *));
        l->items = NULL;
        l->capacity = 0;
        return true;
    }
    object **items =
        l->items ? heap_array_resize(vm->heap, l->items,
                                     l->capacity * sizeof(object *), bytes)
                 : heap_array_new(vm->heap, bytes);
    if (!items)
        return vm_raise_no_memory(vm);
    l->items = items;
    l->capacity = (uint32_t)capacity;
    return true;
}

/* CPython's over-allocation, from `old` to `length` items. */
static size_t capacity_for(size_t old, size_t length)
{
    size_t capacity = (length + (length >> 3) + 6) & ~(size_t)3;
    if (length > old && length - old > capacity - length)
        capacity = (length + 3) & ~(size_t)3;
    return length ? capacity : 0;
}

/* Sets the length; new places are garbage.  A list that gets shorter keeps its
 * array when there is no other. */
bool list_resize(struct vm *vm, object *self, size_t length)
{
    struct list_object *l = list_of(self);
    if (!list_own(vm, self))
        return false;
    heap_set_aux(self, heap_aux(self) | LIST_RESIZED);
    if (length <= l->capacity && length >= (l->capacity >> 1)) {
        l->length = (uint32_t)length;
        return true;
    }
    if (!set_capacity(vm, l, capacity_for(l->length, length))) {
        if (length > l->capacity)
            return false;
        vm_pending_clear(vm);
    }
    l->length = (uint32_t)length;
    return true;
}

object *list_new(struct vm *vm, size_t capacity)
{
    object *o = heap_alloc_spare(vm->heap, &vm->types[TYPE_LIST]->layout, 0, 0);
    if (!o)
        return vm_raise_no_memory(vm);
    if (capacity && !set_capacity(vm, list_of(o), capacity)) {
        vm_release(vm, o);
        return NULL;
    }
    heap_track(vm->heap, o);
    return o;
}

object *list_from_steal(struct vm *vm, object *const *items, size_t length)
{
    object *o = list_new(vm, length);
    if (o) {
        if (length)
            memcpy(list_items(o), items, length * sizeof(object *));
        list_of(o)->length = (uint32_t)length;
        return o;
    }
    for (size_t i = 0; i < length; i++)
        vm_release(vm, items[i]);
    return NULL;
}

bool list_append_steal(struct vm *vm, object *list, object *item)
{
    struct list_object *l = list_of(list);
    if (l->length < l->capacity && !heap_is_sharing(list, TYPE_LIST)) {
        l->items[l->length++] = item;
        return true;
    }
    size_t at = l->length;
    if (!list_resize(vm, list, at + 1)) {
        vm_release(vm, item);
        return false;
    }
    l->items[at] = item;
    return true;
}

bool list_append(struct vm *vm, object *list, object *item)
{
    return list_append_steal(vm, list, heap_retain(item));
}

bool list_insert(struct vm *vm, object *list, size_t index, object *item)
{
    struct list_object *l = list_of(list);
    size_t n = l->length;
    if (!list_resize(vm, list, n + 1))
        return false;
    memmove(l->items + index + 1, l->items + index,
            (n - index) * sizeof(object *));
    l->items[index] = heap_retain(item);
    return true;
}

/* CPython's room in a list that is filled at once. */
static size_t even(size_t length)
{
    return (length + 1) & ~(size_t)1;
}

static bool extend_array(struct vm *vm, object *list, object *source)
{
    bool tuple = vm_is(source, TYPE_TUPLE);
    size_t n = list_length(list);
    size_t m = tuple ? tuple_length(source) : list_length(source);
    if (m == 0)
        return true;
    bool fresh = !list_of(list)->items;
    if (!tuple && fresh && list_share(vm, source, list, even(m)))
        return true;
    if (fresh && !set_capacity(vm, list_of(list), even(m)))
        return false;
    if (!list_resize(vm, list, n + m))
        return false;
    object **from = tuple ? tuple_items(source) : list_items(source);
    for (size_t i = 0; i < m; i++)
        list_items(list)[n + i] = heap_retain(from[i]);
    return true;
}

/* Room ahead, as far as the iterable can tell; the length stays. */
static bool reserve(struct vm *vm, object *list, ptrdiff_t more)
{
    struct list_object *l = list_of(list);
    size_t n = l->length;
    if (more <= 0 || (size_t)more > PTRDIFF_MAX - n) /* CPython: it lies */
        return true;
    if (n + (size_t)more <= l->capacity)
        return true;
    if ((size_t)more > UINT32_MAX - n)
        return vm_raise_no_memory(vm);
    if (n == 0 && l->capacity == 0)
        return set_capacity(vm, l, even((size_t)more));
    if (!list_resize(vm, list, n + (size_t)more))
        return false;
    l->length = (uint32_t)n;
    return true;
}

bool list_extend(struct vm *vm, object *list, object *iterable)
{
    if (vm_is(iterable, TYPE_LIST) || vm_is(iterable, TYPE_TUPLE))
        return extend_array(vm, list, iterable);
    object *item, *it = vm_iter(vm, iterable);
    if (!it)
        return false;
    ptrdiff_t hint = vm_length_hint(vm, iterable, 8);
    bool ok = hint >= 0 && reserve(vm, list, hint);
    while (ok && (item = vm_next(vm, it)))
        ok = list_append_steal(vm, list, item);
    vm_release(vm, it);
    ok = ok && !vm_pending(vm);
    struct list_object *l = list_of(list);
    if (ok && l->length < l->capacity)
        ok = list_resize(vm, list, l->length);
    return ok;
}

object *list_slice(struct vm *vm, object *list, size_t from, size_t to)
{
    object *copy = list_new(vm, 0);
    size_t n = list_length(list); /* a collection may have changed it */
    if (to > n)
        to = n;
    if (!copy || from >= to)
        return copy;
    if (to - from == n ? list_share(vm, list, copy, n)
                       : list_share_part(vm, list, copy, from, to - from))
        return copy;
    if (!set_capacity(vm, list_of(copy), to - from)) {
        vm_release(vm, copy);
        return NULL;
    }
    for (size_t i = from; i < to; i++)
        list_items(copy)[i - from] = heap_retain(list_items(list)[i]);
    list_of(copy)->length = (uint32_t)(to - from);
    return copy;
}

object *list_to_tuple(struct vm *vm, object *list)
{
    return tuple_from(vm, list_items(list), list_length(list));
}

void list_detach(object *self, struct list_object *out)
{
    struct list_object *l = list_of(self);
    out->items = l->items;
    out->length = l->length;
    out->capacity = l->capacity;
    l->items = NULL;
    l->length = l->capacity = 0;
}

static void release_detached(heap *h, struct list_object *l)
{
    for (size_t i = l->length; i-- > 0;)
        heap_release_maybe(h, l->items[i]);
    if (l->items)
        heap_array_free(h, l->items, l->capacity * sizeof(object *));
}

static void clear_list(heap *h, object *self)
{
    struct list_object old;
    if (heap_is_sharing(self, TYPE_LIST))
        list_leave_array(h, self);
    list_detach(self, &old);
    release_detached(h, &old);
}

void list_clear(struct vm *vm, object *self)
{
    clear_list(vm->heap, self);
}

/* ---- assigning slices -------------------------------------------------------- */

/* A fresh list or tuple of the iterable's items, or itself. */
static object *as_sequence(struct vm *vm, object *iterable, object *self)
{
    if (iterable == self)
        return list_slice(vm, self, 0, list_length(self));
    if (is_list(vm, iterable) || vm_is(iterable, TYPE_TUPLE))
        return heap_retain(iterable);
    object *list = vm_list_from(vm, iterable);
    if (!list && vm_pending_is(vm, EXC_TYPE_ERROR) &&
        !vm_type_of(vm, iterable)->slots.iter) {
        vm_pending_clear(vm);
        vm_raise(vm, EXC_TYPE_ERROR, "can only assign an iterable");
    }
    return list;
}

static object **sequence_items(object *o)
{
    return vm_is(o, TYPE_TUPLE) ? tuple_items(o) : list_items(o);
}

static size_t sequence_length(object *o)
{
    return vm_is(o, TYPE_TUPLE) ? tuple_length(o) : list_length(o);
}

/* Moves the dropped items aside; they are released at the very end. */
static bool splice(struct vm *vm, object *self, size_t from, size_t to,
                   object **items, size_t count)
{
    struct list_object *l = list_of(self);
    size_t dropped = to - from, n = l->length;
    object **aside = NULL;
    if (!list_own(vm, self))
        return false;
    if (dropped &&
        !(aside = heap_array_new(vm->heap, dropped * sizeof *aside)))
        return vm_raise_no_memory(vm);
    if (dropped)
        memcpy(aside, l->items + from, dropped * sizeof *aside);
    if (count > dropped && !list_resize(vm, self, n + count - dropped)) {
        heap_array_free(vm->heap, aside, dropped * sizeof *aside);
        return false;
    }
    if (n > to)
        memmove(l->items + from + count, l->items + to,
                (n - to) * sizeof(object *));
    for (size_t i = 0; i < count; i++)
        l->items[from + i] = heap_retain(items[i]);
    bool ok = count >= dropped || list_resize(vm, self, n + count - dropped);
    for (size_t i = dropped; i-- > 0;)
        vm_release(vm, aside[i]);
    if (aside)
        heap_array_free(vm->heap, aside, dropped * sizeof *aside);
    return ok;
}

bool list_set_slice(struct vm *vm, object *list, size_t from, size_t to,
                    object *iterable)
{
    object *source = NULL;
    if (iterable && !(source = as_sequence(vm, iterable, list)))
        return false;
    size_t n = list_length(list); /* iterating may have changed it */
    from = from > n ? n : from;
    to = to > n ? n : to < from ? from : to;
    size_t count = source ? sequence_length(source) : 0;
    bool ok;
    if (n + count == to - from) {
        list_clear(vm, list);
        ok = true;
    } else {
        ok = splice(vm, list, from, to, source ? sequence_items(source) : NULL,
                    count);
    }
    vm_release_maybe(vm, source);
    return ok;
}

/* del l[a:b:c], c != 1 */
static bool delete_extended(struct vm *vm, object *self, struct slice_range r)
{
    struct list_object *l = list_of(self);
    if (r.count == 0)
        return true;
    if (!list_own(vm, self))
        return false;
    if (r.step < 0) {
        r.start += (ptrdiff_t)(r.count - 1) * r.step;
        r.step = -r.step;
    }
    object **aside = heap_array_new(vm->heap, r.count * sizeof *aside);
    if (!aside)
        return vm_raise_no_memory(vm);
    size_t to = (size_t)r.start, taken = 0;
    for (size_t i = to; i < l->length; i++) {
        if (taken < r.count &&
            i == (size_t)r.start + taken * (size_t)r.step)
            aside[taken++] = l->items[i];
        else
            l->items[to++] = l->items[i];
    }
    bool ok = list_resize(vm, self, to);
    for (size_t i = 0; i < taken; i++)
        vm_release(vm, aside[i]);
    heap_array_free(vm->heap, aside, r.count * sizeof *aside);
    return ok;
}

/* l[a:b:c] = iterable, c != 1 */
static bool assign_extended(struct vm *vm, object *self, object *slice,
                            object *value)
{
    struct slice_range r;
    if (!vm_type_of(vm, value)->slots.iter && !is_list(vm, value) &&
        !vm_type_of(vm, value)->slots.item) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "must assign iterable to extended slice");
        return false;
    }
    object *source = as_sequence(vm, value, self);
    if (!source)
        return false;
    bool ok = sequence_slice(vm, slice, list_length(self), &r);
    if (ok && sequence_length(source) != r.count) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "attempt to assign sequence of size %zu to extended slice "
                 "of size %zu",
                 sequence_length(source), r.count);
        ok = false;
    }
    object **old = NULL;
    ok = ok && list_own(vm, self);
    if (ok && r.count &&
        !(old = heap_array_new(vm->heap, r.count * sizeof *old)))
        ok = vm_raise_no_memory(vm);
    for (size_t i = 0; ok && i < r.count; i++) {
        object **place = &list_items(self)[r.start + (ptrdiff_t)i * r.step];
        old[i] = *place;
        *place = heap_retain(sequence_items(source)[i]);
    }
    for (size_t i = 0; ok && i < r.count; i++)
        vm_release(vm, old[i]);
    if (old)
        heap_array_free(vm->heap, old, r.count * sizeof *old);
    vm_release(vm, source);
    return ok;
}

static bool assign_slice(struct vm *vm, object *self, object *slice,
                         object *value)
{
    struct slice_range r;
    if (!sequence_slice(vm, slice, list_length(self), &r))
        return false;
    if (r.step == 1)
        return list_set_slice(vm, self, (size_t)r.start,
                              (size_t)r.start + r.count, value);
    return value ? assign_extended(vm, self, slice, value)
                 : delete_extended(vm, self, r);
}

/* ---- slots ----------------------------------------------------------------------- */

static ptrdiff_t length_slot(struct vm *vm, object *self)
{
    (void)vm;
    return (ptrdiff_t)list_length(self);
}

static object *item(struct vm *vm, object *self, ptrdiff_t i)
{
    if (i < 0 || (size_t)i >= list_length(self))
        return vm_raise(vm, EXC_INDEX_ERROR, "list index out of range");
    return heap_retain(list_items(self)[i]);
}

static bool assign_item(struct vm *vm, object *self, ptrdiff_t i,
                        object *value)
{
    if (i < 0 || (size_t)i >= list_length(self)) {
        vm_raise(vm, EXC_INDEX_ERROR, "list assignment index out of range");
        return false;
    }
    if (!value)
        return list_set_slice(vm, self, (size_t)i, (size_t)i + 1, NULL);
    if (!list_own(vm, self))
        return false;
    heap_store(vm->heap, &list_items(self)[i], heap_retain(value));
    return true;
}

/* Drops the steps that lead behind `length`. */
static void clip_steps(struct slice_range *r, size_t length)
{
    ptrdiff_t n = (ptrdiff_t)length;
    while (r->count && r->start >= n) {
        r->start += r->step;
        r->count = r->step < 0 ? r->count - 1 : 0;
    }
    while (r->count && r->start + (ptrdiff_t)(r->count - 1) * r->step >= n)
        r->count--;
}

object *list_subscript(struct vm *vm, object *self, object *key)
{
    struct slice_range r;
    ptrdiff_t i;
    if (!vm_is(key, TYPE_SLICE)) {
        if (!sequence_index(vm, "list", key, list_length(self), &i))
            return NULL;
        return item(vm, self, i);
    }
    if (!sequence_slice(vm, key, list_length(self), &r))
        return NULL;
    if (r.step == 1)
        return list_slice(vm, self, (size_t)r.start,
                          (size_t)r.start + r.count);
    object *copy = list_new(vm, r.count);
    if (copy && r.count) /* a collection may have changed self */
        clip_steps(&r, list_length(self));
    for (size_t k = 0; copy && k < r.count; k++)
        list_items(copy)[k] = heap_retain(
            list_items(self)[r.start + (ptrdiff_t)k * r.step]);
    if (copy)
        list_of(copy)->length = (uint32_t)r.count;
    return copy;
}

static bool assign_subscript(struct vm *vm, object *self, object *key,
                             object *value)
{
    ptrdiff_t i;
    if (vm_is(key, TYPE_SLICE))
        return assign_slice(vm, self, key, value);
    if (!sequence_index(vm, "list", key, list_length(self), &i))
        return false;
    return assign_item(vm, self, i, value);
}

/* The item is held while __eq__ may change the list. */
int list_item_equals(struct vm *vm, object *self, size_t i, object *value)
{
    object *o = heap_retain(list_items(self)[i]);
    int same = vm_equal(vm, o, value);
    vm_release(vm, o);
    return same;
}

static int contains(struct vm *vm, object *self, object *value)
{
    for (size_t i = 0; i < list_length(self); i++) {
        int same = list_item_equals(vm, self, i, value);
        if (same)
            return same;
    }
    return 0;
}

static object *concat(struct vm *vm, object *a, object *b)
{
    if (!is_list(vm, b))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "can only concatenate list (not \"%T\") to list", b);
    object *o = list_new(vm, 0);
    size_t n = list_length(a), m = list_length(b);
    if (!o || !set_capacity(vm, list_of(o), n + m)) {
        vm_release_maybe(vm, o);
        return NULL;
    }
    for (size_t i = 0; i < n + m; i++)
        list_items(o)[i] = heap_retain(i < n ? list_items(a)[i]
                                             : list_items(b)[i - n]);
    list_of(o)->length = (uint32_t)(n + m);
    return o;
}

static object *repeat(struct vm *vm, object *self, ptrdiff_t count)
{
    size_t n = list_length(self), total;
    if (__builtin_mul_overflow(n, count < 0 ? 0 : (size_t)count, &total) ||
        total > UINT32_MAX)
        return vm_raise_no_memory(vm);
    object *o = list_new(vm, total);
    n = list_length(self) < n ? list_length(self) : n;
    total = n ? total : 0;
    for (size_t i = 0; o && i < total; i++)
        list_items(o)[i] = heap_retain(list_items(self)[i % n]);
    if (o)
        list_of(o)->length = (uint32_t)total;
    return o;
}

static object *inplace_concat(struct vm *vm, object *self, object *other)
{
    return list_extend(vm, self, other) ? heap_retain(self) : NULL;
}

static object *inplace_repeat(struct vm *vm, object *self, ptrdiff_t count)
{
    size_t n = list_length(self), total;
    if (count <= 0) {
        list_clear(vm, self);
        return heap_retain(self);
    }
    if (__builtin_mul_overflow(n, (size_t)count, &total) || total > UINT32_MAX)
        return vm_raise_no_memory(vm);
    if (!list_resize(vm, self, total))
        return NULL;
    for (size_t i = n; i < total; i++)
        list_items(self)[i] = heap_retain(list_items(self)[i - n]);
    return heap_retain(self);
}

/* First place where a and b differ, or the shorter length; -1 error. */
static ptrdiff_t first_difference(struct vm *vm, object *a, object *b)
{
    size_t i;
    for (i = 0; i < list_length(a) && i < list_length(b); i++) {
        if (list_items(a)[i] == list_items(b)[i])
            continue;
        object *right = heap_retain(list_items(b)[i]);
        int same = list_item_equals(vm, a, i, right);
        vm_release(vm, right);
        if (same < 0)
            return -1;
        if (!same)
            break;
    }
    return (ptrdiff_t)i;
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    bool equality = op == COMPARE_EQ || op == COMPARE_NE;
    if (!is_list(vm, a) || !is_list(vm, b))
        return heap_retain(vm->not_implemented);
    if (equality && list_length(a) != list_length(b))
        return vm_bool(vm, op == COMPARE_NE);
    ptrdiff_t i = first_difference(vm, a, b);
    if (i < 0)
        return NULL;
    size_t n = list_length(a), m = list_length(b);
    if ((size_t)i >= n || (size_t)i >= m)
        return vm_bool(vm, sequence_order(n, m, op));
    if (equality)
        return vm_bool(vm, op == COMPARE_NE);
    object *x = heap_retain(list_items(a)[i]);
    object *y = heap_retain(list_items(b)[i]);
    object *result = vm_compare(vm, x, y, op);
    vm_release(vm, x);
    vm_release(vm, y);
    return result;
}

static object *repr(struct vm *vm, object *self)
{
    if (list_length(self) == 0)
        return str_from(vm, "[]");
    return sequence_repr(vm, self, '[', ']');
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    if ((vm_is(self, TYPE_LIST) ||
         vm_type_of(vm, self)->slots.new_ == vm->types[TYPE_LIST]->slots.new_) &&
        !args_no_keywords(vm, "list", kwnames))
        return false;
    if (!args_between(vm, "list", nargs, 0, 1))
        return false;
    if (list_items(self))
        list_clear(vm, self);
    return nargs == 0 || list_extend(vm, self, args[0]);
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return type_alloc(vm, type, 0);
}

/* ---- what the heap asks ------------------------------------------------------------ */

static void traverse(object *self, heap_visit_fn *visit, void *arg)
{
    for (size_t i = list_length(self); i-- > 0;)
        if (list_items(self)[i])
            visit(list_items(self)[i], arg);
}

static object *unlink_(heap *h, object *self)
{
    struct list_object *l = list_of(self);
    if (heap_is_sharing(self, TYPE_LIST))
        list_leave_array(h, self);
    while (l->length > 0) {
        object *last = l->items[--l->length];
        if (last && !heap_drop_shared(last))
            return last;
    }
    if (l->items)
        heap_array_free(h, l->items, l->capacity * sizeof(object *));
    l->items = NULL;
    return NULL;
}

static void edges(object *self, heap_edge_fn *emit, void *arg)
{
    for (size_t i = 0; i < list_length(self); i++) {
        struct heap_edge edge = {.kind = HEAP_EDGE_ITEM,
                                 .index = i,
                                 .referent = list_items(self)[i]};
        if (edge.referent)
            emit(&edge, arg);
    }
}

static size_t extra(const object *self)
{
    return ((const struct list_object *)self)->capacity * sizeof(object *);
}

const struct type_spec list_spec = {
    .name = "list",
    .flags = TYPE_VECTORCALL | TYPE_BASE | TYPE_SEQUENCE | TYPE_LIST_SUBCLASS |
             TYPE_SELF_MATCH,
    .layout = {.size = sizeof(struct list_object),
               .flags = HEAP_CONTAINER | HEAP_TRASHCAN | HEAP_SHARES,
               .traverse = traverse,
               .items_at = offsetof(struct list_object, items),
               .unlink = unlink_,
               .clear = clear_list,
               .edges = edges,
               .extra = extra,
               .spare_sizes = 1,
               .spare_max = 80},
    .slots = {.length = length_slot,
              .item = item,
              .assign_item = assign_item,
              .subscript = list_subscript,
              .assign_subscript = assign_subscript,
              .contains = contains,
              .concat = concat,
              .repeat = repeat,
              .inplace_concat = inplace_concat,
              .inplace_repeat = inplace_repeat,
              .compare = compare,
              .repr = repr,
              .iter = list_iterate,
              .init = init,
              .new_ = new_},
    .methods = list_methods,
    .doc = "Mutable sequence.\n\n"
           "With no argument an empty list; otherwise the items of an\n"
           "iterable.",
};
