/*
 * bytearray: bytes that change, in a heap array.
 *
 * Invariant: data is NULL exactly when capacity is 0; length <= capacity.
 */
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes_methods.h"
#include "scripts/types/codec.h"
#include "scripts/types/int.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define SHARE_LEAST 1024 /* shorter ones are copied as fast */
#define ITEM_RANGE "byte must be in range(0, 256)"

static struct bytearray_object *array_of(const object *o)
{
    return (struct bytearray_object *)(uintptr_t)o;
}

bool bytearray_check(struct vm *vm, const object *o)
{
    return vm_is(o, TYPE_BYTEARRAY) ||
           type_is_subtype(vm_type_of(vm, o), vm->types[TYPE_BYTEARRAY]);
}

/* ---- storage ----------------------------------------------------------------- */

/* Moves one that shares to this array; false: it is NULL. */
static bool move_to(heap *h, object *self, void *data)
{
    struct bytearray_object *b = array_of(self);
    struct heap_event event = {.kind = HEAP_EVENT_UNSHARE, .object = self};
    if (!data)
        return false;
    memcpy(data, b->data, b->length);
    heap_share_leave(h, self);
    b->data = data;
    heap_tell(h, &event);
    return true;
}

bool bytearray_make_own(struct vm *vm, object *self)
{
    heap *h = vm->heap;
    object *part;
    while ((part = heap_share_dependent(h, self)))
        if (!move_to(h, part, heap_array_new(h, array_of(part)->capacity)))
            return vm_raise_no_memory(vm);
    if (heap_is_shared(self) &&
        !move_to(h, self, heap_array_new(h, array_of(self)->capacity)))
        return vm_raise_no_memory(vm);
    return true;
}

/* Gives the empty `to` bytes of `from`; false: they are to be copied. */
static bool share(struct vm *vm, object *from, object *to, size_t at,
                  size_t length)
{
    struct bytearray_object *a = array_of(from), *b = array_of(to);
    struct heap_event event = {.kind = HEAP_EVENT_SHARE, .object = to};
    bool whole = length == a->length;
    if (length < SHARE_LEAST || length + 1 > a->capacity || b->data ||
        !vm_is(from, TYPE_BYTEARRAY) || !vm_is(to, TYPE_BYTEARRAY) ||
        !(whole ? heap_share(vm->heap, from, to)
                : heap_share_part(vm->heap, from, to)))
        return false;
    b->data = a->data + at;
    b->length = length;
    b->capacity = length + 1;
    heap_tell(vm->heap, &event);
    return true;
}

/* CPython's: room for one byte more, and some to grow when it grew a little. */
static size_t room_for(const struct bytearray_object *b, size_t size)
{
    if (size < b->capacity || size > b->capacity + (b->capacity >> 3))
        return size + 1;
    return size + (size >> 3) + (size < 9 ? 3 : 6);
}

/* BufferError while the bytes are exported. */
static bool may_resize(struct vm *vm, const struct bytearray_object *b)
{
    if (b->exports)
        vm_raise(vm, EXC_BUFFER_ERROR,
                 "Existing exports of data: object cannot be re-sized");
    return !b->exports;
}

static bool resize(struct vm *vm, struct bytearray_object *b, size_t size)
{
    if (size == b->length && b->exports)
        return true;
    if (!may_resize(vm, b) || !bytearray_own(vm, &b->base))
        return false;
    if (size == b->length ||
        (size < b->capacity && size >= b->capacity / 2)) {
        b->length = size;
        return true;
    }
    size_t room = room_for(b, size);
    void *data = size > PTRDIFF_MAX / 2 ? NULL
                 : b->data
                     ? heap_array_resize(vm->heap, b->data, b->capacity, room)
                     : heap_array_new(vm->heap, room);
    if (!data && size < b->capacity) { /* it stays where it is */
        b->length = size;
        return true;
    }
    if (!data)
        return vm_raise_no_memory(vm);
    b->data = data;
    b->capacity = room;
    b->length = size;
    return true;
}

static object *empty(struct vm *vm, struct type_object *type)
{
    object *o = type == vm->types[TYPE_BYTEARRAY]
                    ? heap_alloc(vm->heap, &type->layout, 0)
                    : type_alloc(vm, type, 0);
    if (!o && !vm_pending(vm))
        vm_raise_no_memory(vm);
    return o;
}

/* self[from:to] = data, which is not self's own. */
static bool splice(struct vm *vm, struct bytearray_object *b, size_t from,
                   size_t to, const unsigned char *data, size_t size)
{
    size_t old = b->length, tail = old - to;
    if ((size != to - from && !may_resize(vm, b)) ||
        !bytearray_own(vm, &b->base))
        return false;
    if (size > to - from && !resize(vm, b, old - (to - from) + size))
        return false;
    if (tail && size != to - from)
        memmove(b->data + from + size, b->data + to, tail);
    if (size)
        memcpy(b->data + from, data, size);
    return size >= to - from || resize(vm, b, from + size + tail);
}

object *bytearray_new(struct vm *vm, const void *data, size_t size)
{
    object *o = empty(vm, vm->types[TYPE_BYTEARRAY]);
    if (o && !splice(vm, array_of(o), 0, 0, data, size))
        heap_store(vm->heap, &o, NULL);
    return o;
}

static object *part(struct vm *vm, object *self, size_t at, size_t length)
{
    object *o = empty(vm, vm->types[TYPE_BYTEARRAY]);
    struct bytearray_object *b = array_of(self);
    if (o && length && !share(vm, self, o, at, length) &&
        !splice(vm, array_of(o), 0, 0, b->data + at, length))
        heap_store(vm->heap, &o, NULL);
    return o;
}

static void destroy(heap *h, object *self)
{
    struct bytearray_object *b = array_of(self);
    object *other;
    if (heap_is_sharing(self, TYPE_BYTEARRAY))
        while ((other = heap_share_dependent(h, self)))
            if (!move_to(h, other,
                         heap_share_room(h, array_of(other)->capacity)))
                break; /* no memory at all: the array is never freed */
    if (heap_is_sharing(self, TYPE_BYTEARRAY))
        heap_share_leave(h, self);
    else if (b->data)
        heap_array_free(h, b->data, b->capacity);
}

static size_t extra(const object *self)
{
    return array_of(self)->capacity;
}

/* ---- sequence ------------------------------------------------------------------- */

static ptrdiff_t length(struct vm *vm, object *self)
{
    (void)vm;
    return (ptrdiff_t)array_of(self)->length;
}

static object *item(struct vm *vm, object *self, ptrdiff_t i)
{
    if (i < 0 || (size_t)i >= array_of(self)->length)
        return vm_raise(vm, EXC_INDEX_ERROR, "bytearray index out of range");
    return int_new(vm, array_of(self)->data[i]);
}

static object *subscript(struct vm *vm, object *self, object *key)
{
    ptrdiff_t i;
    struct slice_range r;
    struct bytearray_object *b = array_of(self);
    if (!vm_is(key, TYPE_SLICE)) {
        if (!sequence_index(vm, "bytearray", key, b->length, &i))
            return NULL;
        return item(vm, self, i);
    }
    if (!sequence_slice(vm, key, b->length, &r))
        return NULL;
    if (r.step == 1)
        return part(vm, self, (size_t)r.start, r.count);
    object *o = empty(vm, vm->types[TYPE_BYTEARRAY]);
    if (!o || !resize(vm, array_of(o), r.count)) {
        vm_release_maybe(vm, o);
        return NULL;
    }
    ptrdiff_t at = r.start;
    for (size_t k = 0; k < r.count; k++, at += r.step)
        array_of(o)->data[k] = b->data[at];
    return o;
}

static bool assign_item(struct vm *vm, object *self, ptrdiff_t i,
                        object *value)
{
    unsigned char byte;
    struct bytearray_object *b = array_of(self);
    if (i >= 0 && (size_t)i < b->length) {
        if (!value)
            return splice(vm, b, (size_t)i, (size_t)i + 1, NULL, 0);
        if (!byte_value(vm, value, ITEM_RANGE, &byte))
            return false;
        if ((size_t)i < b->length) {
            if (!bytearray_own(vm, self))
                return false;
            b->data[i] = byte;
            return true;
        }
    }
    vm_raise(vm, EXC_INDEX_ERROR, "bytearray index out of range");
    return false;
}

static bool delete_steps(struct vm *vm, struct bytearray_object *b,
                         struct slice_range r)
{
    size_t to = 0;
    if (!may_resize(vm, b) || !bytearray_own(vm, &b->base))
        return false;
    for (size_t i = 0; i < b->length; i++) {
        ptrdiff_t d = (ptrdiff_t)i - r.start;
        bool gone = r.count && d % r.step == 0 && d / r.step >= 0 &&
                    (size_t)(d / r.step) < r.count;
        if (!gone)
            b->data[to++] = b->data[i];
    }
    return resize(vm, b, to);
}

static bool assign_steps(struct vm *vm, struct bytearray_object *b,
                         struct slice_range r, struct view v)
{
    if (!v.size)
        return delete_steps(vm, b, r);
    if (v.size != r.count) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "attempt to assign bytes of size %zu to extended slice of "
                 "size %zu",
                 v.size, r.count);
        return false;
    }
    if (!bytearray_own(vm, &b->base))
        return false;
    ptrdiff_t at = r.start;
    for (size_t i = 0; i < r.count; i++, at += r.step)
        b->data[at] = v.data[i];
    return true;
}

static bool assign_slice(struct vm *vm, object *self, object *key,
                         object *value)
{
    struct slice_range r;
    struct bytearray_object *b = array_of(self);
    object *made = NULL;
    if (value && (!bytes_like(vm, value) || value == self)) {
        if ((vm_type_of(vm, value)->slots.to_index ||
             vm_type_of(vm, value)->flags & TYPE_STR_SUBCLASS) &&
            !bytes_like(vm, value)) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "can assign only bytes, buffers, or iterables of ints in "
                     "range(0, 256)");
            return false;
        }
        if (!(made = bytes_from(vm, value, ITEM_RANGE)))
            return false;
        value = made;
    }
    bool ok = sequence_slice(vm, key, b->length, &r);
    if (ok && r.step == 1) {
        struct view v = {NULL, 0};
        if (value)
            v = view_of(value, vm);
        ok = splice(vm, b, (size_t)r.start, (size_t)r.start + r.count, v.data,
                    v.size);
    } else if (ok) {
        ok = value ? assign_steps(vm, b, r, view_of(value, vm))
                   : delete_steps(vm, b, r);
    }
    vm_release_maybe(vm, made);
    return ok;
}

static bool assign_subscript(struct vm *vm, object *self, object *key,
                             object *value)
{
    ptrdiff_t i;
    if (vm_is(key, TYPE_SLICE))
        return assign_slice(vm, self, key, value);
    return sequence_index(vm, "bytearray", key, array_of(self)->length, &i) &&
           assign_item(vm, self, i, value);
}

static object *concat(struct vm *vm, object *a, object *b)
{
    if (!buffer_check(vm, b))
        return vm_raise(vm, EXC_TYPE_ERROR, "can't concat %T to %T", b, a);
    struct view x = view_of(a, vm), y = view_of(b, vm);
    object *o = bytearray_new(vm, x.data, x.size);
    if (o && !splice(vm, array_of(o), x.size, x.size, y.data, y.size))
        heap_store(vm->heap, &o, NULL);
    return o;
}

/* Appends; data may be self's own. */
static bool append_view(struct vm *vm, object *self, object *from)
{
    struct bytearray_object *b = array_of(self);
    size_t n = b->length, size = view_of(from, vm).size;
    if (!resize(vm, b, n + size))
        return false;
    struct view v = view_of(from, vm);
    if (size)
        memcpy(b->data + n, v.data, size);
    return true;
}

static object *inplace_concat(struct vm *vm, object *self, object *other)
{
    if (!buffer_check(vm, other))
        return vm_raise(vm, EXC_TYPE_ERROR, "can't concat %T to %T", other,
                        self);
    if (self == other && array_of(self)->length) /* who is read stays */
        return vm_raise(vm, EXC_BUFFER_ERROR,
                        "Existing exports of data: object cannot be re-sized");
    return append_view(vm, self, other) ? heap_retain(self) : NULL;
}

static bool repeat_into(struct vm *vm, struct bytearray_object *b,
                        const unsigned char *data, size_t n, ptrdiff_t count)
{
    size_t all, times = count < 0 ? 0 : (size_t)count;
    if (__builtin_mul_overflow(n, times, &all) || all > PTRDIFF_MAX) {
        vm_raise_no_memory(vm);
        return false;
    }
    if (!resize(vm, b, all))
        return false;
    if (!data)
        data = b->data;
    for (size_t i = 0; i < times && n; i++)
        if (b->data + i * n != data)
            memcpy(b->data + i * n, data, n);
    return true;
}

static object *repeat(struct vm *vm, object *self, ptrdiff_t count)
{
    struct view v = view_of(self, vm);
    object *o = empty(vm, vm->types[TYPE_BYTEARRAY]);
    if (o && !repeat_into(vm, array_of(o), v.data, v.size, count))
        heap_store(vm->heap, &o, NULL);
    return o;
}

static object *inplace_repeat(struct vm *vm, object *self, ptrdiff_t count)
{
    struct bytearray_object *b = array_of(self);
    return repeat_into(vm, b, NULL, b->length, count) ? heap_retain(self)
                                                      : NULL;
}

static object *repr(struct vm *vm, object *self)
{
    struct str_builder b;
    struct view v = view_of(self, vm);
    str_builder_init(&b, vm);
    str_builder_utf8(&b, type_name_of(vm, self),
                     strlen(type_name_of(vm, self)));
    str_builder_char(&b, '(');
    bytes_add_repr(&b, v.data, v.size, true);
    str_builder_char(&b, ')');
    return str_builder_finish(&b);
}

static object *modulo(struct vm *vm, object *a, object *b)
{
    if (!bytearray_check(vm, a))
        return heap_retain(vm->not_implemented);
    return bytes_percent(vm, a, b);
}

/* ---- construction ----------------------------------------------------------------- */

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return empty(vm, type);
}

/* What bytearray(x) is to hold, as bytes. */
static object *content(struct vm *vm, object *x)
{
    const struct type_slots *slots = &vm_type_of(vm, x)->slots;
    ptrdiff_t n;
    if (slots->to_index && !buffer_check(vm, x) && !str_check(vm, x)) {
        if (!vm_repeat_count(vm, x, &n)) {
            if (!vm_pending_is(vm, EXC_TYPE_ERROR))
                return NULL;
            vm_pending_clear(vm);
        } else if (n < 0) {
            return vm_raise(vm, EXC_VALUE_ERROR, "negative count");
        }
    } else if (!slots->to_index && !slots->iter && !slots->item &&
               !buffer_check(vm, x)) {
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "cannot convert '%T' object to bytearray", x);
    }
    return bytes_from(vm, x, ITEM_RANGE);
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    static const char *const names[] = {"source", "encoding", "errors", NULL};
    static const struct arg_spec spec = {"bytearray", names, 0, 3, 0};
    object *in[3], *made;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return false;
    if (!resize(vm, array_of(self), 0))
        return false;
    int text = bytes_text_arguments(vm, "bytearray", in, &made);
    if (text < 0)
        return false;
    if (!text) {
        if (!in[0])
            return true;
        made = vm_is(in[0], TYPE_BYTEARRAY)
                   ? heap_retain(in[0])
                   : content(vm, in[0]);
    }
    if (made && vm_is(made, TYPE_BYTEARRAY) &&
        share(vm, made, self, 0, array_of(made)->length)) {
        vm_release(vm, made);
        return true;
    }
    struct view v;
    bool ok = made && bytes_view(vm, made, &v.data, &v.size) &&
              splice(vm, array_of(self), 0, 0, v.data, v.size);
    vm_release_maybe(vm, made);
    return ok;
}

/* ---- methods -------------------------------------------------------------------------- */

static object *append(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    unsigned char byte;
    (void)nargs;
    (void)kwnames;
    if (!byte_value(vm, args[0], ITEM_RANGE, &byte))
        return NULL;
    struct bytearray_object *b = array_of(self);
    return splice(vm, b, b->length, b->length, &byte, 1) ? vm_none(vm) : NULL;
}

static object *extend(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (buffer_check(vm, args[0]))
        return append_view(vm, self, args[0]) ? vm_none(vm) : NULL;
    if (!vm_type_of(vm, args[0])->slots.iter &&
        !vm_type_of(vm, args[0])->slots.item)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "can't extend bytearray with %T", args[0]);
    object *made = bytes_from_items(vm, args[0], ITEM_RANGE);
    bool ok = made && append_view(vm, self, made);
    vm_release_maybe(vm, made);
    return ok ? vm_none(vm) : NULL;
}

static object *insert(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    ptrdiff_t at, end = PTRDIFF_MAX;
    unsigned char byte;
    (void)kwnames;
    if (!args_between(vm, "insert", nargs, 2, 2) ||
        !native_ssize(vm, args[0], &at) ||
        !byte_value(vm, args[1], ITEM_RANGE, &byte))
        return NULL;
    struct bytearray_object *b = array_of(self);
    sequence_clip(b->length, &at, &end);
    return splice(vm, b, (size_t)at, (size_t)at, &byte, 1) ? vm_none(vm)
                                                           : NULL;
}

static object *pop(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    ptrdiff_t at = -1;
    (void)kwnames;
    if (!args_between(vm, "pop", nargs, 0, 1) ||
        (nargs && !native_ssize(vm, args[0], &at)))
        return NULL;
    struct bytearray_object *b = array_of(self);
    if (b->length == 0)
        return vm_raise(vm, EXC_INDEX_ERROR, "pop from empty bytearray");
    if (at < 0)
        at += (ptrdiff_t)b->length;
    if (at < 0 || (size_t)at >= b->length)
        return vm_raise(vm, EXC_INDEX_ERROR, "pop index out of range");
    unsigned char byte = b->data[at];
    return splice(vm, b, (size_t)at, (size_t)at + 1, NULL, 0)
               ? int_new(vm, byte)
               : NULL;
}

static object *remove_(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    unsigned char byte;
    (void)nargs;
    (void)kwnames;
    if (!byte_value(vm, args[0], ITEM_RANGE, &byte))
        return NULL;
    struct bytearray_object *b = array_of(self);
    unsigned char *at = b->length ? memchr(b->data, byte, b->length) : NULL;
    if (!at)
        return vm_raise(vm, EXC_VALUE_ERROR, "value not found in bytearray");
    size_t i = (size_t)(at - b->data);
    return splice(vm, b, i, i + 1, NULL, 0) ? vm_none(vm) : NULL;
}

static object *clear(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return resize(vm, array_of(self), 0) ? vm_none(vm) : NULL;
}

static object *copy(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return part(vm, self, 0, array_of(self)->length);
}

static object *reverse(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    struct bytearray_object *b = array_of(self);
    (void)args;
    (void)nargs;
    (void)kwnames;
    if (!bytearray_own(vm, self))
        return NULL;
    for (size_t i = 0; i < b->length / 2; i++) {
        unsigned char c = b->data[i];
        b->data[i] = b->data[b->length - 1 - i];
        b->data[b->length - 1 - i] = c;
    }
    return vm_none(vm);
}

/* (type, (bytes,), state); protocols that know no bytes: (text, encoding). */
static object *reduce(struct vm *vm, object *self, ptrdiff_t protocol)
{
    struct bytearray_object *b = array_of(self);
    object *name = str_intern(vm, "__getstate__"), *args = NULL, *data = NULL;
    object *state = name ? vm_call_method(vm, self, name, NULL, 0) : NULL;
    object *latin = str_from(vm, "latin-1"), *result = NULL;
    if (state && latin && b->length == 0)
        args = tuple_pack(vm, 0);
    else if (state && latin && (data = bytes_new(vm, b->data, b->length)))
        args = protocol >= 3 ? tuple_pack(vm, 1, data) : NULL;
    if (data && !args && !vm_pending(vm)) {
        heap_store(vm->heap, &data, codec_decode(vm, data, latin, NULL));
        args = data ? tuple_pack(vm, 2, data, latin) : NULL;
    }
    if (args)
        result = tuple_pack(vm, 3, type_as_object(vm_type_of(vm, self)), args,
                            state);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, state);
    vm_release_maybe(vm, latin);
    vm_release_maybe(vm, data);
    vm_release_maybe(vm, args);
    return result;
}

static object *reduce_plain(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return reduce(vm, self, 2);
}

static object *reduce_ex(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    ptrdiff_t protocol = 0;
    (void)kwnames;
    if (!args_between(vm, "__reduce_ex__", nargs, 0, 1) ||
        (nargs && !vm_int_argument(vm, args[0], &protocol)))
        return NULL;
    return reduce(vm, self, protocol);
}

static object *alloc(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return int_new(vm, (int64_t)array_of(self)->capacity);
}

const struct method_def bytearray_methods[] = {
    {"__alloc__", alloc, METHOD_NOARGS,
     "B.__alloc__() -> int\n\nThe bytes it has room for."},
    {"__reduce__", reduce_plain, METHOD_NOARGS,
     "__reduce__($self, /)\n--\n\nWhat a copy is made of."},
    {"__reduce_ex__", reduce_ex, METHOD_ARGS,
     "__reduce_ex__($self, proto=0, /)\n--\n\nWhat a copy is made of."},
    {"append", append, METHOD_ONE,
     "append($self, item, /)\n--\n\nOne more byte at the end."},
    {"clear", clear, METHOD_NOARGS, "clear($self, /)\n--\n\nEmpties it."},
    {"copy", copy, METHOD_NOARGS, "copy($self, /)\n--\n\nA copy."},
    {"extend", extend, METHOD_ONE,
     "extend($self, iterable_of_ints, /)\n--\n\nMore bytes at the end."},
    {"insert", insert, METHOD_ARGS,
     "insert($self, index, item, /)\n--\n\nOne more byte before index."},
    {"pop", pop, METHOD_ARGS,
     "pop($self, index=-1, /)\n--\n\nTakes one byte out."},
    {"remove", remove_, METHOD_ONE,
     "remove($self, value, /)\n--\n\nTakes the first such byte out."},
    {"reverse", reverse, METHOD_NOARGS,
     "reverse($self, /)\n--\n\nTurns the order round."},
    BYTES_SHARED_METHODS,
    {NULL, NULL, 0, NULL},
};

/* ---- iterator ---------------------------------------------------------------------------- */

struct bytearray_iterator {
    struct heap_node node;
    object *array; /* NULL at the end */
    size_t next;
};

static object *iterate(struct vm *vm, object *self)
{
    struct bytearray_iterator *it = (struct bytearray_iterator *)heap_alloc(
        vm->heap, &vm->types[TYPE_BYTEARRAY_ITERATOR]->layout, 0);
    if (!it)
        return vm_raise_no_memory(vm);
    it->array = heap_retain(self);
    heap_track(vm->heap, &it->node.base);
    return &it->node.base;
}

static object *next_byte(struct vm *vm, object *self)
{
    struct bytearray_iterator *it = (struct bytearray_iterator *)self;
    if (!it->array)
        return NULL;
    if (it->next < array_of(it->array)->length)
        return int_new(vm, array_of(it->array)->data[it->next++]);
    heap_store(vm->heap, &it->array, NULL);
    return NULL;
}

static object *length_hint(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    struct bytearray_iterator *it = (struct bytearray_iterator *)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    size_t all = it->array ? array_of(it->array)->length : 0;
    return int_new(vm, all > it->next ? (int64_t)(all - it->next) : 0);
}

static const struct method_def iterator_methods[] = {
    {"__length_hint__", length_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    ITERATOR_REDUCE(iterator_place_reduce),
    ITERATOR_SET_STATE(iterator_place_set_state),
    {NULL, NULL, 0, NULL},
};

static const struct heap_field iterator_fields[] = {
    {"array", offsetof(struct bytearray_iterator, array)},
};

const struct type_spec bytearray_iterator_spec = {
    .name = "bytearray_iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct bytearray_iterator),
               .flags = HEAP_CONTAINER,
               .fields = iterator_fields,
               .field_count = 1},
    .slots = {.iter = sequence_self, .next = next_byte},
    .methods = iterator_methods,
};

const struct type_spec bytearray_spec = {
    .name = "bytearray",
    .flags = TYPE_BASE | TYPE_SELF_MATCH,
    .layout = {.size = sizeof(struct bytearray_object),
               .flags = HEAP_SHARES,
               .destroy = destroy,
               .extra = extra},
    .slots = {.binary = {[BINARY_MOD] = modulo},
              .length = length,
              .subscript = subscript,
              .assign_subscript = assign_subscript,
              .item = item,
              .assign_item = assign_item,
              .contains = bytes_contains,
              .concat = concat,
              .inplace_concat = inplace_concat,
              .repeat = repeat,
              .inplace_repeat = inplace_repeat,
              .compare = bytes_compare,
              .repr = repr,
              .str = repr,
              .iter = iterate,
              .new_ = new_,
              .init = init},
    .methods = bytearray_methods,
    .doc = "bytearray(iterable_of_ints) -> bytearray\n"
           "bytearray(string, encoding[, errors]) -> bytearray\n"
           "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n"
           "bytearray(int) -> bytes array of size given by the parameter "
           "initialized with null bytes\n"
           "bytearray() -> empty bytes array",
};
