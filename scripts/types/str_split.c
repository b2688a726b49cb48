/*
 * str methods that take text apart and join it: split, splitlines, strip,
 * join.
 */
#include "scripts/types/bytes_internal.h"
#include "scripts/types/chars.h"
#include "scripts/types/list.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods_internal.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static bool add_piece(struct vm *vm, object *list, object *s, size_t from,
                      size_t to)
{
    object *piece = str_slice(vm, s, from, to);
    return piece && list_append_steal(vm, list, piece);
}

static inline bool is_space(uint32_t c)
{
    return (c <= ' ' || c > 127) && char_is_space(c);
}

static size_t skip(const object *o, size_t at, bool space)
{
    const struct str_object *s = (const struct str_object *)o;
    if (s->width == 1)
        while (at < s->length && is_space(s->data[at]) == space)
            at++;
    else
        while (at < s->length && is_space(str_at(o, at)) == space)
            at++;
    return at;
}

static size_t skip_back(const object *s, size_t at, bool space)
{
    while (at > 0 && char_is_space(str_at(s, at - 1)) == space)
        at--;
    return at;
}

/* ---- split --------------------------------------------------------------- */

static bool split_space(struct vm *vm, object *list, object *s, size_t most)
{
    size_t at = skip(s, 0, true);
    for (; at < str_length(s) && most > 0; most--) {
        size_t end = skip(s, at, false);
        if (!add_piece(vm, list, s, at, end))
            return false;
        at = skip(s, end, true);
    }
    return at >= str_length(s) ||
           add_piece(vm, list, s, at, str_length(s));
}

static bool split_text(struct vm *vm, object *list, object *s,
                       object *separator, size_t most)
{
    size_t from = 0, n = str_length(separator);
    ptrdiff_t at;
    for (; most > 0; most--) {
        at = str_find(s, separator, from, str_length(s));
        if (at < 0)
            break;
        if (!add_piece(vm, list, s, from, (size_t)at))
            return false;
        from = (size_t)at + n;
    }
    return add_piece(vm, list, s, from, str_length(s));
}

static bool rsplit_space(struct vm *vm, object *list, object *s, size_t most)
{
    size_t end = skip_back(s, str_length(s), true);
    for (; end > 0 && most > 0; most--) {
        size_t at = skip_back(s, end, false);
        if (!add_piece(vm, list, s, at, end))
            return false;
        end = skip_back(s, at, true);
    }
    return end == 0 || add_piece(vm, list, s, 0, end);
}

static bool rsplit_text(struct vm *vm, object *list, object *s,
                        object *separator, size_t most)
{
    size_t end = str_length(s), n = str_length(separator);
    for (; most > 0; most--) {
        ptrdiff_t at = str_find_last(s, separator, 0, end);
        if (at < 0)
            break;
        if (!add_piece(vm, list, s, (size_t)at + n, end))
            return false;
        end = (size_t)at;
    }
    return add_piece(vm, list, s, 0, end);
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
    ptrdiff_t most = -1;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[1] && !vm_ssize_argument(vm, in[1], &most)))
        return NULL;
    object *separator = in[0] == vm->none ? NULL : in[0];
    if (separator && !str_check(vm, separator))
        return vm_raise(vm, EXC_TYPE_ERROR, "must be str or None, not %T",
                        separator);
    if (separator && str_length(separator) == 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "empty separator");
    object *list = list_new(vm, 0);
    if (!list)
        return NULL;
    size_t count = most < 0 ? SIZE_MAX : (size_t)most;
    bool ok = right ? (separator ? rsplit_text(vm, list, self, separator, count)
                                 : rsplit_space(vm, list, self, count))
                    : (separator ? split_text(vm, list, self, separator, count)
                                 : split_space(vm, list, self, count));
    if (!ok) {
        vm_release(vm, list);
        return NULL;
    }
    if (right)
        reverse(list);
    return list;
}

object *str_m_split(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    return split(vm, "split", false, self, args, nargs, kwnames);
}

object *str_m_rsplit(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    return split(vm, "rsplit", true, self, args, nargs, kwnames);
}

object *str_m_splitlines(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    static const char *const names[] = {"keepends", NULL};
    static const struct arg_spec spec = {"splitlines", names, 0, 1, 0};
    object *in[1];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    int keep = bytes_keep_ends(vm, in[0]);
    object *list = keep < 0 ? NULL : list_new(vm, 0);
    size_t n = str_length(self);
    for (size_t at = 0; list && at < n;) {
        size_t end = at;
        while (end < n && !char_is_line_break(str_at(self, end)))
            end++;
        size_t next = end + (end < n);
        if (next < n && str_at(self, end) == '\r' && str_at(self, next) == '\n')
            next++;
        if (!add_piece(vm, list, self, at, keep ? next : end)) {
            vm_release(vm, list);
            return NULL;
        }
        at = next;
    }
    return list;
}

/* ---- strip ------------------------------------------------------------------- */

static bool strips(const object *chars, uint32_t c)
{
    if (!chars)
        return char_is_space(c);
    for (size_t i = 0; i < str_length(chars); i++)
        if (str_at(chars, i) == c)
            return true;
    return false;
}

static object *strip(struct vm *vm, const char *name, bool left, bool right,
                     object *self, object *const *args, size_t nargs)
{
    size_t from = 0, to = str_length(self);
    if (!args_between(vm, name, nargs, 0, 1))
        return NULL;
    object *chars = nargs && args[0] != vm->none ? args[0] : NULL;
    if (chars && !str_check(vm, chars))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s arg must be None or str", name);
    while (left && from < to && strips(chars, str_at(self, from)))
        from++;
    while (right && to > from && strips(chars, str_at(self, to - 1)))
        to--;
    return str_slice(vm, self, from, to);
}

object *str_m_strip(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    (void)kwnames;
    return strip(vm, "strip", true, true, self, args, nargs);
}

object *str_m_lstrip(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    (void)kwnames;
    return strip(vm, "lstrip", true, false, self, args, nargs);
}

object *str_m_rstrip(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    (void)kwnames;
    return strip(vm, "rstrip", false, true, self, args, nargs);
}

/* ---- join ---------------------------------------------------------------------- */

static bool all_str(struct vm *vm, object *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!str_check(vm, items[i])) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "sequence item %zu: expected str instance, %T found", i,
                     items[i]);
            return false;
        }
    return true;
}

object *str_join(struct vm *vm, object *separator, object *iterable)
{
    bool list = vm_type_of(vm, iterable)->flags & TYPE_LIST_SUBCLASS;
    bool tuple = vm_type_of(vm, iterable)->flags & TYPE_TUPLE_SUBCLASS;
    const struct type_slots *slots = &vm_type_of(vm, iterable)->slots;
    if (!list && !tuple && !slots->iter && !slots->item && !slots->subscript)
        return vm_raise(vm, EXC_TYPE_ERROR, "can only join an iterable");
    object *all = list || tuple ? heap_retain(iterable)
                                : vm_list_from(vm, iterable);
    if (!all)
        return NULL;
    object **items = tuple ? tuple_items(all) : list_items(all);
    size_t count = tuple ? tuple_length(all) : list_length(all);
    object *result = all_str(vm, items, count)
                         ? str_join_array(vm, separator, items, count)
                         : NULL;
    vm_release(vm, all);
    return result;
}

object *str_m_join(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return str_join(vm, self, args[0]);
}
