/*
 * split, splitlines, strip and join of bytes and bytearray.
 */
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/types/bytes_methods.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static bool is_space(unsigned char c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

static bool add_piece(struct vm *vm, object *list, object *self, size_t from,
                      size_t to)
{
    object *piece = bytes_part(vm, self, from, to);
    return piece && list_append_steal(vm, list, piece);
}

/* ---- split ------------------------------------------------------------------- */

static bool split_space(struct vm *vm, object *list, object *self,
                        struct view s, size_t most)
{
    size_t at = 0, end;
    while (at < s.size && is_space(s.data[at]))
        at++;
    for (; at < s.size && most > 0; most--) {
        for (end = at; end < s.size && !is_space(s.data[end]);)
            end++;
        if (!add_piece(vm, list, self, at, end))
            return false;
        for (at = end; at < s.size && is_space(s.data[at]);)
            at++;
    }
    return at >= s.size || add_piece(vm, list, self, at, s.size);
}

static bool rsplit_space(struct vm *vm, object *list, object *self,
                         struct view s, size_t most)
{
    size_t end = s.size, at;
    while (end > 0 && is_space(s.data[end - 1]))
        end--;
    for (; end > 0 && most > 0; most--) {
        for (at = end; at > 0 && !is_space(s.data[at - 1]);)
            at--;
        if (!add_piece(vm, list, self, at, end))
            return false;
        for (end = at; end > 0 && is_space(s.data[end - 1]);)
            end--;
    }
    return end == 0 || add_piece(vm, list, self, 0, end);
}

static bool split_by(struct vm *vm, object *list, object *self, struct view s,
                     struct view sep, size_t most)
{
    size_t from = 0;
    ptrdiff_t at;
    for (; most > 0 && (at = bytes_find(s, sep, from, s.size)) >= 0; most--) {
        if (!add_piece(vm, list, self, from, (size_t)at))
            return false;
        from = (size_t)at + sep.size;
    }
    return add_piece(vm, list, self, from, s.size);
}

static bool rsplit_by(struct vm *vm, object *list, object *self,
                      struct view s, struct view sep, size_t most)
{
    size_t end = s.size;
    ptrdiff_t at;
    for (; most > 0 && (at = bytes_find_last(s, sep, 0, end)) >= 0; most--) {
        if (!add_piece(vm, list, self, (size_t)at + sep.size, end))
            return false;
        end = (size_t)at;
    }
    return add_piece(vm, list, self, 0, end);
}

static void reverse(object *list)
{
    object **items = list_items(list);
    for (size_t i = 0, n = list_length(list); i < n / 2; i++) {
        object *o = items[i];
        items[i] = items[n - 1 - i];
        items[n - 1 - i] = o;
    }
}

static object *split(struct vm *vm, const char *name, bool right, object *self,
                     object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"sep", "maxsplit", NULL};
    struct arg_spec spec = {name, names, 0, 2, 0};
    object *in[2];
    struct view sep = {NULL, 0};
    ptrdiff_t most = -1;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[1] && !vm_ssize_argument(vm, in[1], &most)))
        return NULL;
    bool space = !in[0] || in[0] == vm->none;
    if (!space && !bytes_view(vm, in[0], &sep.data, &sep.size))
        return NULL;
    if (!space && sep.size == 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "empty separator");
    object *list = list_new(vm, 0);
    if (!list)
        return NULL;
    struct view s = view_of(self, vm);
    size_t n = most < 0 ? SIZE_MAX : (size_t)most;
    bool ok = space ? (right ? rsplit_space(vm, list, self, s, n)
                             : split_space(vm, list, self, s, n))
                    : (right ? rsplit_by(vm, list, self, s, sep, n)
                             : split_by(vm, list, self, s, sep, n));
    if (!ok) {
        vm_release(vm, list);
        return NULL;
    }
    if (right)
        reverse(list);
    return list;
}

object *bytes_m_split(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    return split(vm, "split", false, self, args, nargs, kwnames);
}

object *bytes_m_rsplit(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    return split(vm, "rsplit", true, self, args, nargs, kwnames);
}

int bytes_keep_ends(struct vm *vm, object *o)
{
    ptrdiff_t n = 0;
    object *i = o ? vm_index(vm, o) : NULL;
    if (!o)
        return 0;
    bool fits = i && int_fits_ssize(i, &n) && n == (int)n;
    if (i && !fits)
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "Python int too large to convert to C int");
    vm_release_maybe(vm, i);
    return fits ? n != 0 : -1;
}

object *bytes_m_splitlines(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    static const char *const names[] = {"keepends", NULL};
    static const struct arg_spec spec = {"splitlines", names, 0, 1, 0};
    object *in[1];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    int keep = bytes_keep_ends(vm, in[0]);
    object *list = keep < 0 ? NULL : list_new(vm, 0);
    struct view s = view_of(self, vm);
    for (size_t at = 0; list && at < s.size;) {
        size_t end = at;
        while (end < s.size && s.data[end] != '\n' && s.data[end] != '\r')
            end++;
        size_t next = end + (end < s.size);
        if (next < s.size && s.data[end] == '\r' && s.data[next] == '\n')
            next++;
        if (!add_piece(vm, list, self, at, keep ? next : end)) {
            vm_release(vm, list);
            return NULL;
        }
        at = next;
    }
    return list;
}

/* ---- strip --------------------------------------------------------------------- */

static bool strips(bool space, struct view set, unsigned char c)
{
    return space ? is_space(c)
                 : set.size && memchr(set.data, c, set.size) != NULL;
}

static object *strip(struct vm *vm, const char *name, bool left, bool right,
                     object *self, object *const *args, size_t nargs)
{
    struct view set = {NULL, 0};
    if (!args_between(vm, name, nargs, 0, 1))
        return NULL;
    bool space = !nargs || args[0] == vm->none;
    if (!space && !bytes_view(vm, args[0], &set.data, &set.size))
        return NULL;
    struct view s = view_of(self, vm);
    size_t from = 0, to = s.size;
    while (left && from < to && strips(space, set, s.data[from]))
        from++;
    while (right && to > from && strips(space, set, s.data[to - 1]))
        to--;
    return bytes_part(vm, self, from, to);
}

object *bytes_m_strip(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)kwnames;
    return strip(vm, "strip", true, true, self, args, nargs);
}

object *bytes_m_lstrip(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    (void)kwnames;
    return strip(vm, "lstrip", true, false, self, args, nargs);
}

object *bytes_m_rstrip(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    (void)kwnames;
    return strip(vm, "rstrip", false, true, self, args, nargs);
}

/* ---- join ------------------------------------------------------------------------ */

static bool add_items(struct vm *vm, struct byte_buffer *b, struct view sep,
                      object *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!buffer_check(vm, items[i])) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "sequence item %zu: expected a bytes-like object, %T "
                     "found",
                     i, items[i]);
            return false;
        }
        struct view v = view_of(items[i], vm);
        if ((i && !byte_buffer_add(vm, b, sep.data, sep.size)) ||
            !byte_buffer_add(vm, b, v.data, v.size))
            return false;
    }
    return true;
}

object *bytes_m_join(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    struct byte_buffer b = {0};
    const struct type_slots *slots = &vm_type_of(vm, args[0])->slots;
    (void)nargs;
    (void)kwnames;
    if (!slots->iter && !slots->item && !slots->subscript)
        return vm_raise(vm, EXC_TYPE_ERROR, "can only join an iterable");
    object *all = vm_tuple_from(vm, args[0]);
    if (!all)
        return NULL;
    size_t n = tuple_length(all);
    if (n == 1 && vm_is(self, TYPE_BYTES) &&
        vm_is(tuple_items(all)[0], TYPE_BYTES)) {
        object *only = heap_retain(tuple_items(all)[0]);
        vm_release(vm, all);
        return only;
    }
    bool ok = add_items(vm, &b, view_of(self, vm), tuple_items(all), n);
    vm_release(vm, all);
    return bytes_finish(vm, self, &b, ok);
}
