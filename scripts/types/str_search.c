/*
 * str methods that look for text: find, count, replace, startswith,
 * partition, removeprefix and their kin.
 */
#include <stdint.h>
#include <string.h>

#include "scripts/types/int.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods_internal.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* ---- arguments ------------------------------------------------------------- */

bool str_search_bounds(struct vm *vm, object *const *args, size_t nargs,
                       size_t length, size_t *from, size_t *to)
{
    ptrdiff_t bounds[2] = {0, PTRDIFF_MAX};
    for (size_t i = 1; i < 3 && i < nargs; i++) {
        if (args[i] == vm->none)
            continue;
        if (!vm_type_of(vm, args[i])->slots.to_index) {
            vm_raise(vm, EXC_TYPE_ERROR, "slice indices must be integers or "
                                         "None or have an __index__ method");
            return false;
        }
        if (!vm_index_as_ssize(vm, args[i], &bounds[i - 1], true))
            return false;
    }
    bool beyond = bounds[0] > (ptrdiff_t)length;
    sequence_clip(length, &bounds[0], &bounds[1]);
    *from = beyond ? SIZE_MAX : (size_t)bounds[0];
    *to = (size_t)bounds[1];
    return true;
}

static bool search_args(struct vm *vm, const char *name, object *self,
                        object *const *args, size_t nargs, size_t *from,
                        size_t *to)
{
    if (nargs < 1 || nargs > 3) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s() takes at %s %d argument%s (%zu given)", name,
                 nargs < 1 ? "least" : "most", nargs < 1 ? 1 : 3,
                 nargs < 1 ? "" : "s", nargs);
        return false;
    }
    if (!str_search_bounds(vm, args, nargs, str_length(self), from, to))
        return false;
    if (str_check(vm, args[0]))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "must be str, not %T", args[0]);
    return false;
}

bool str_argument(struct vm *vm, const char *function, const char *which,
                  object *o)
{
    if (str_check(vm, o))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "%s() argument%s must be str, not %B",
             function, which, o);
    return false;
}

static bool matches_at(const object *s, const object *sub, size_t at)
{
    for (size_t i = 0; i < str_length(sub); i++)
        if (str_at(s, at + i) != str_at(sub, i))
            return false;
    return true;
}

ptrdiff_t str_find_last(const object *s, const object *sub, size_t from,
                        size_t to)
{
    size_t n = str_length(sub);
    if (from > to || n > to - from)
        return -1;
    for (size_t at = to - n + 1; at-- > from;)
        if (matches_at(s, sub, at))
            return (ptrdiff_t)at;
    return -1;
}

/* ---- find ------------------------------------------------------------------- */

typedef ptrdiff_t find_fn(const object *s, const object *sub, size_t from,
                          size_t to);

static object *found(struct vm *vm, const char *name, find_fn *find,
                     bool must, object *self, object *const *args,
                     size_t nargs)
{
    size_t from, to;
    if (!search_args(vm, name, self, args, nargs, &from, &to))
        return NULL;
    ptrdiff_t at = find(self, args[0], from, to);
    if (at < 0 && must)
        return vm_raise(vm, EXC_VALUE_ERROR, "substring not found");
    return int_new(vm, at);
}

#define FINDER(function, name, how, must)                                    \
    object *function(struct vm *vm, object *self, object *const *args,       \
                     size_t nargs, object *kwnames)                          \
    {                                                                        \
        (void)kwnames;                                                       \
        return found(vm, name, how, must, self, args, nargs);                \
    }

FINDER(str_m_find, "find", str_find, false)
FINDER(str_m_rfind, "rfind", str_find_last, false)
FINDER(str_m_index, "index", str_find, true)
FINDER(str_m_rindex, "rindex", str_find_last, true)

size_t str_count_in(const object *s, const object *sub, size_t from,
                    size_t to, size_t most)
{
    size_t n = str_length(sub), count = 0;
    if (from > to)
        return 0;
    if (n == 0)
        return to - from + 1 < most ? to - from + 1 : most;
    for (ptrdiff_t at; count < most && (at = str_find(s, sub, from, to)) >= 0;
         count++)
        from = (size_t)at + n;
    return count;
}

object *str_m_count(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    size_t from, to;
    (void)kwnames;
    if (!search_args(vm, "count", self, args, nargs, &from, &to))
        return NULL;
    return int_new(
        vm, (int64_t)str_count_in(self, args[0], from, to, SIZE_MAX));
}

/* ---- startswith, endswith ------------------------------------------------------ */

static bool tail_matches(const object *s, const object *sub, size_t from,
                         size_t to, bool end)
{
    size_t n = str_length(sub);
    if (from > to || n > to - from)
        return false;
    return matches_at(s, sub, end ? to - n : from);
}

static object *with(struct vm *vm, const char *name, bool end, object *self,
                    object *const *args, size_t nargs)
{
    size_t from, to;
    if (nargs < 1 || nargs > 3)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s() takes at %s %d argument%s (%zu given)", name,
                        nargs < 1 ? "least" : "most", nargs < 1 ? 1 : 3,
                        nargs < 1 ? "" : "s", nargs);
    if (!str_search_bounds(vm, args, nargs, str_length(self), &from, &to))
        return NULL;
    if (str_check(vm, args[0]))
        return vm_bool(vm, tail_matches(self, args[0], from, to, end));
    if (!(vm_type_of(vm, args[0])->flags & TYPE_TUPLE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s first arg must be str or a tuple of str, not %T",
                        name, args[0]);
    for (size_t i = 0; i < tuple_length(args[0]); i++) {
        object *o = tuple_items(args[0])[i];
        if (!str_check(vm, o))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "tuple for %s must only contain str, not %T",
                            name, o);
        if (tail_matches(self, o, from, to, end))
            return vm_bool(vm, true);
    }
    return vm_bool(vm, false);
}

object *str_m_startswith(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    (void)kwnames;
    return with(vm, "startswith", false, self, args, nargs);
}

object *str_m_endswith(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    (void)kwnames;
    return with(vm, "endswith", true, self, args, nargs);
}

/* ---- replace ---------------------------------------------------------------------- */

/* new between all code points, and at both ends. */
static void interleave(struct str_builder *b, const object *s,
                       const object *new, size_t most)
{
    size_t i = 0, n = str_length(s);
    for (; most > 0 && i <= n; most--) {
        str_builder_str(b, new);
        if (i < n)
            str_builder_char(b, str_at(s, i));
        i++;
    }
    str_builder_range(b, s, i, n);
}

static unsigned char *add_bytes(unsigned char *to, const unsigned char *from,
                                size_t n)
{
    memcpy(to, from, n);
    return to + n;
}

/* str_replace() of text of one byte a character, where old is found. */
static object *replace_bytes(struct vm *vm, object *s, object *old,
                             object *new, size_t most)
{
    size_t n = str_length(s), m = str_length(old), k = str_length(new);
    size_t count = str_count_in(s, old, 0, n, most), grown, from = 0;
    uint32_t widest = str_widest(s, 0, n), other = str_widest(new, 0, k);
    unsigned char *to;
    object *o;
    if (__builtin_mul_overflow(count, k, &grown) || grown > PTRDIFF_MAX)
        return vm_raise_no_memory(vm);
    if (n - count * m + grown == 0)
        return heap_retain(vm->empty_str);
    o = str_alloc(vm, vm->types[TYPE_STR], n - count * m + grown,
                  widest > other ? widest : other);
    if (!o)
        return NULL;
    to = str_of(o)->data;
    while (count-- > 0) {
        size_t at = (size_t)str_find(s, old, from, n);
        to = add_bytes(to, str_of(s)->data + from, at - from);
        to = add_bytes(to, str_of(new)->data, k);
        from = at + m;
    }
    add_bytes(to, str_of(s)->data + from, n - from);
    if (!str_of(o)->ascii) /* what was not may be gone */
        str_of(o)->ascii = str_widest(o, 0, str_length(o)) < 128;
    return o;
}

object *str_replace(struct vm *vm, object *s, object *old, object *new,
                    size_t most)
{
    struct str_builder b;
    size_t n = str_length(old), from = 0;
    ptrdiff_t at = most ? str_find(s, old, 0, str_length(s)) : -1;
    if (at < 0 || old == new)
        return str_exact(vm, s);
    str_builder_init(&b, vm);
    b.fresh = true;
    if (n == 0) {
        interleave(&b, s, new, most);
        return str_builder_finish(&b);
    }
    if (str_of(s)->width == 1 && str_of(new)->width == 1)
        return replace_bytes(vm, s, old, new, most);
    for (; at >= 0 && most > 0 && !b.failed; most--) {
        str_builder_range(&b, s, from, (size_t)at);
        str_builder_str(&b, new);
        from = (size_t)at + n;
        at = str_find(s, old, from, str_length(s));
    }
    str_builder_range(&b, s, from, str_length(s));
    return str_builder_finish(&b);
}

object *str_m_replace(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    ptrdiff_t most = -1;
    (void)kwnames;
    if (!args_between(vm, "replace", nargs, 2, 3) ||
        !str_argument(vm, "replace", " 1", args[0]) ||
        !str_argument(vm, "replace", " 2", args[1]) ||
        (nargs == 3 && !vm_ssize_argument(vm, args[2], &most)))
        return NULL;
    return str_replace(vm, self, args[0], args[1],
                       most < 0 ? SIZE_MAX : (size_t)most);
}

/* ---- prefixes and parts -------------------------------------------------------------- */

object *str_m_removeprefix(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    size_t n = str_length(self);
    (void)nargs;
    (void)kwnames;
    if (!str_argument(vm, "removeprefix", "", args[0]))
        return NULL;
    return tail_matches(self, args[0], 0, n, false)
               ? str_slice(vm, self, str_length(args[0]), n)
               : str_exact(vm, self);
}

object *str_m_removesuffix(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    size_t n = str_length(self);
    (void)nargs;
    (void)kwnames;
    if (!str_argument(vm, "removesuffix", "", args[0]))
        return NULL;
    return tail_matches(self, args[0], 0, n, true)
               ? str_slice(vm, self, 0, n - str_length(args[0]))
               : str_exact(vm, self);
}

/* (a, b, c), all stolen, any may be NULL with an exception pending. */
static object *triple(struct vm *vm, object *a, object *b, object *c)
{
    object *items[] = {a, b, c};
    if (a && b && c)
        return tuple_from_steal(vm, items, 3);
    for (int i = 0; i < 3; i++)
        vm_release_maybe(vm, items[i]);
    return NULL;
}

static object *parted(struct vm *vm, object *self, object *separator,
                      bool last)
{
    size_t n = str_length(self);
    if (!str_check(vm, separator))
        return vm_raise(vm, EXC_TYPE_ERROR, "must be str, not %T", separator);
    if (str_length(separator) == 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "empty separator");
    ptrdiff_t at = last ? str_find_last(self, separator, 0, n)
                        : str_find(self, separator, 0, n);
    if (at < 0) {
        object *whole = str_exact(vm, self);
        object *e1 = heap_retain(vm->empty_str);
        object *e2 = heap_retain(vm->empty_str);
        return last ? triple(vm, e1, e2, whole) : triple(vm, whole, e1, e2);
    }
    return triple(vm, str_slice(vm, self, 0, (size_t)at),
                  heap_retain(separator),
                  str_slice(vm, self, (size_t)at + str_length(separator), n));
}

object *str_m_partition(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return parted(vm, self, args[0], false);
}

object *str_m_rpartition(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return parted(vm, self, args[0], true);
}
