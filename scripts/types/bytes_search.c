/*
 * Methods of bytes and bytearray that look for bytes and take them apart.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/types/bytes_methods.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str_methods_internal.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* ---- buffers ---------------------------------------------------------------- */

bool byte_buffer_add(struct vm *vm, struct byte_buffer *b, const void *data,
                     size_t size)
{
    if (b->capacity - b->length < size) {
        size_t room = b->capacity < 32 ? 64 : b->capacity * 2;
        room = room < b->length + size ? b->length + size : room;
        unsigned char *larger = realloc(b->data, room);
        if (!larger) {
            vm_raise_no_memory(vm);
            return false;
        }
        b->data = larger;
        b->capacity = room;
    }
    if (size)
        memcpy(b->data + b->length, data, size);
    b->length += size;
    return true;
}

void byte_buffer_done(struct byte_buffer *b)
{
    free(b->data);
    *b = (struct byte_buffer){0};
}

struct view view_of(const object *self, struct vm *vm)
{
    struct view v = {(const unsigned char *)"", 0};
    bytes_view(vm, (object *)(uintptr_t)self, &v.data, &v.size);
    return v;
}

object *bytes_same(struct vm *vm, object *self, const unsigned char *data,
                   size_t size)
{
    return bytearray_check(vm, self) ? bytearray_new(vm, data, size)
                                     : bytes_new(vm, data, size);
}

object *bytes_part(struct vm *vm, object *self, size_t from, size_t to)
{
    struct view v = view_of(self, vm);
    if (from == 0 && to == v.size && vm_is(self, TYPE_BYTES))
        return heap_retain(self);
    return bytes_same(vm, self, v.data + from, to - from);
}

object *bytes_finish(struct vm *vm, object *self, struct byte_buffer *b,
                     bool ok)
{
    object *o = ok ? bytes_same(vm, self,
                                b->data ? b->data
                                        : (const unsigned char *)"",
                                b->length)
                   : NULL;
    byte_buffer_done(b);
    return o;
}

/* ---- finding -------------------------------------------------------------------- */

ptrdiff_t bytes_find(struct view s, struct view sub, size_t from, size_t to)
{
    if (from > to || sub.size > to - from)
        return -1;
    const unsigned char *at =
        sub.size ? memmem(s.data + from, to - from, sub.data, sub.size)
                 : s.data + from;
    return at ? at - s.data : -1;
}

ptrdiff_t bytes_find_last(struct view s, struct view sub, size_t from,
                          size_t to)
{
    if (from > to || sub.size > to - from)
        return -1;
    for (size_t at = to - sub.size + 1; at-- > from;)
        if (memcmp(s.data + at, sub.data, sub.size) == 0)
            return (ptrdiff_t)at;
    return -1;
}

/* The bytes, or the one byte an int stands for. */
static bool needle(struct vm *vm, object *o, unsigned char *byte,
                   struct view *out)
{
    if (!buffer_check(vm, o) && vm_type_of(vm, o)->slots.to_index) {
        if (!byte_value(vm, o, "byte must be in range(0, 256)", byte))
            return false;
        *out = (struct view){byte, 1};
        return true;
    }
    if (!buffer_check(vm, o)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "argument should be integer or bytes-like object, not '%T'",
                 o);
        return false;
    }
    *out = view_of(o, vm);
    return true;
}

static bool search_args(struct vm *vm, const char *name, object *self,
                        object *const *args, size_t nargs,
                        unsigned char *byte, struct view *sub, size_t *from,
                        size_t *to)
{
    if (nargs < 1 || nargs > 3) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s() takes at %s %d argument%s (%zu given)", name,
                 nargs < 1 ? "least" : "most", nargs < 1 ? 1 : 3,
                 nargs < 1 ? "" : "s", nargs);
        return false;
    }
    return str_search_bounds(vm, args, nargs, view_of(self, vm).size, from,
                             to) &&
           needle(vm, args[0], byte, sub);
}

typedef ptrdiff_t find_fn(struct view s, struct view sub, size_t from,
                          size_t to);

static object *found(struct vm *vm, const char *name, find_fn *find,
                     bool must, object *self, object *const *args,
                     size_t nargs)
{
    size_t from, to;
    unsigned char byte;
    struct view sub;
    if (!search_args(vm, name, self, args, nargs, &byte, &sub, &from, &to))
        return NULL;
    ptrdiff_t at = find(view_of(self, vm), sub, from, to);
    if (at < 0 && must)
        return vm_raise(vm, EXC_VALUE_ERROR, "subsection not found");
    return int_new(vm, at);
}

#define FINDER(function, name, how, must)                                    \
    object *function(struct vm *vm, object *self, object *const *args,       \
                     size_t nargs, object *kwnames)                          \
    {                                                                        \
        (void)kwnames;                                                       \
        return found(vm, name, how, must, self, args, nargs);                \
    }

FINDER(bytes_m_find, "find", bytes_find, false)
FINDER(bytes_m_rfind, "rfind", bytes_find_last, false)
FINDER(bytes_m_index, "index", bytes_find, true)
FINDER(bytes_m_rindex, "rindex", bytes_find_last, true)

object *bytes_m_count(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    size_t from, to, count = 0;
    unsigned char byte;
    struct view sub;
    ptrdiff_t at;
    (void)kwnames;
    if (!search_args(vm, "count", self, args, nargs, &byte, &sub, &from, &to))
        return NULL;
    if (from > to)
        return int_new(vm, 0);
    if (sub.size == 0)
        return int_new(vm, (int64_t)(to - from + 1));
    for (; (at = bytes_find(view_of(self, vm), sub, from, to)) >= 0; count++)
        from = (size_t)at + sub.size;
    return int_new(vm, (int64_t)count);
}

static bool tail_matches(struct view s, struct view sub, size_t from,
                         size_t to, bool end)
{
    if (from > to || sub.size > to - from)
        return false;
    return memcmp(s.data + (end ? to - sub.size : from), sub.data,
                  sub.size) == 0;
}

static object *with(struct vm *vm, const char *name, bool end, object *self,
                    object *const *args, size_t nargs)
{
    size_t from, to;
    struct view s = view_of(self, vm);
    if (nargs < 1 || nargs > 3)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s() takes at %s %d argument%s (%zu given)", name,
                        nargs < 1 ? "least" : "most", nargs < 1 ? 1 : 3,
                        nargs < 1 ? "" : "s", nargs);
    if (!str_search_bounds(vm, args, nargs, s.size, &from, &to))
        return NULL;
    if (buffer_check(vm, args[0]))
        return vm_bool(vm, tail_matches(view_of(self, vm),
                                        view_of(args[0], vm), from, to, end));
    if (!(vm_type_of(vm, args[0])->flags & TYPE_TUPLE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s first arg must be bytes or a tuple of bytes, not "
                        "%T",
                        name, args[0]);
    for (size_t i = 0; i < tuple_length(args[0]); i++) {
        object *o = tuple_items(args[0])[i];
        if (!buffer_check(vm, o))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "a bytes-like object is required, not '%T'", o);
        if (tail_matches(view_of(self, vm), view_of(o, vm), from, to, end))
            return vm_bool(vm, true);
    }
    return vm_bool(vm, false);
}

object *bytes_m_startswith(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    (void)kwnames;
    return with(vm, "startswith", false, self, args, nargs);
}

object *bytes_m_endswith(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    (void)kwnames;
    return with(vm, "endswith", true, self, args, nargs);
}

/* ---- replacing and parts ---------------------------------------------------------- */

static bool is_like(struct vm *vm, object *o)
{
    const unsigned char *data;
    size_t size;
    return bytes_view(vm, o, &data, &size);
}

static bool interleave(struct vm *vm, struct byte_buffer *b, struct view s,
                       struct view new, size_t most)
{
    size_t i = 0;
    for (; most > 0 && i <= s.size; most--, i++)
        if (!byte_buffer_add(vm, b, new.data, new.size) ||
            (i < s.size && !byte_buffer_add(vm, b, s.data + i, 1)))
            return false;
    return i >= s.size || byte_buffer_add(vm, b, s.data + i, s.size - i);
}

static bool replace(struct vm *vm, struct byte_buffer *b, struct view s,
                    struct view old, struct view new, size_t most)
{
    size_t from = 0;
    ptrdiff_t at;
    if (old.size == 0)
        return interleave(vm, b, s, new, most);
    for (; most > 0 && (at = bytes_find(s, old, from, s.size)) >= 0; most--) {
        if (!byte_buffer_add(vm, b, s.data + from, (size_t)at - from) ||
            !byte_buffer_add(vm, b, new.data, new.size))
            return false;
        from = (size_t)at + old.size;
    }
    return byte_buffer_add(vm, b, s.data + from, s.size - from);
}

object *bytes_m_replace(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    ptrdiff_t most = -1;
    struct byte_buffer b = {0};
    (void)kwnames;
    if (!args_between(vm, "replace", nargs, 2, 3) || !is_like(vm, args[0]) ||
        !is_like(vm, args[1]) ||
        (nargs == 3 && !vm_ssize_argument(vm, args[2], &most)))
        return NULL;
    struct view s = view_of(self, vm), old = view_of(args[0], vm);
    if (most == 0 || bytes_find(s, old, 0, s.size) < 0)
        return bytes_part(vm, self, 0, s.size);
    bool ok = replace(vm, &b, s, old, view_of(args[1], vm),
                      most < 0 ? SIZE_MAX : (size_t)most);
    return bytes_finish(vm, self, &b, ok);
}

static object *without(struct vm *vm, object *self, object *o, bool end)
{
    if (!is_like(vm, o))
        return NULL;
    struct view s = view_of(self, vm), sub = view_of(o, vm);
    if (!tail_matches(s, sub, 0, s.size, end))
        return bytes_part(vm, self, 0, s.size);
    return end ? bytes_part(vm, self, 0, s.size - sub.size)
               : bytes_part(vm, self, sub.size, s.size);
}

object *bytes_m_removeprefix(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return without(vm, self, args[0], false);
}

object *bytes_m_removesuffix(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return without(vm, self, args[0], true);
}

static object *triple(struct vm *vm, object *a, object *b, object *c)
{
    object *items[] = {a, b, c};
    if (a && b && c)
        return tuple_from_steal(vm, items, 3);
    for (int i = 0; i < 3; i++)
        vm_release_maybe(vm, items[i]);
    return NULL;
}

static object *parted(struct vm *vm, object *self, object *o, bool last)
{
    if (!is_like(vm, o))
        return NULL;
    struct view s = view_of(self, vm), sub = view_of(o, vm);
    if (sub.size == 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "empty separator");
    ptrdiff_t at = last ? bytes_find_last(s, sub, 0, s.size)
                        : bytes_find(s, sub, 0, s.size);
    if (at >= 0)
        return triple(vm, bytes_part(vm, self, 0, (size_t)at),
                      bytes_check(vm, self)
                          ? heap_retain(o)
                          : bytes_same(vm, self, sub.data, sub.size),
                      bytes_part(vm, self, (size_t)at + sub.size, s.size));
    object *whole = bytes_part(vm, self, 0, s.size);
    object *e1 = bytes_same(vm, self, s.data, 0);
    object *e2 = bytes_same(vm, self, s.data, 0);
    return last ? triple(vm, e1, e2, whole) : triple(vm, whole, e1, e2);
}

object *bytes_m_partition(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return parted(vm, self, args[0], false);
}

object *bytes_m_rpartition(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return parted(vm, self, args[0], true);
}
