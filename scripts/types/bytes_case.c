/*
 * Case, kind and width of bytes and bytearray: ASCII alone counts.
 */
#include <string.h>

#include "scripts/types/bytes_methods.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static bool upper(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool lower(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}

static bool alpha(unsigned char c)
{
    return upper(c) || lower(c);
}

static bool digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool alnum(unsigned char c)
{
    return alpha(c) || digit(c);
}

static bool space(unsigned char c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

static bool ascii(unsigned char c)
{
    return c < 128;
}

static bool all_are(struct view v, bool (*kind)(unsigned char), bool empty)
{
    for (size_t i = 0; i < v.size; i++)
        if (!kind(v.data[i]))
            return false;
    return v.size ? true : empty;
}

static bool all_cased(struct view v, bool (*kind)(unsigned char),
                      bool (*other)(unsigned char))
{
    bool any = false;
    for (size_t i = 0; i < v.size; i++) {
        if (other(v.data[i]))
            return false;
        any |= kind(v.data[i]);
    }
    return any;
}

static bool titled(struct view v)
{
    bool any = false, after = false;
    for (size_t i = 0; i < v.size; i++) {
        unsigned char c = v.data[i];
        if ((upper(c) && after) || (lower(c) && !after))
            return false;
        after = alpha(c);
        any |= after;
    }
    return any;
}

#define TEST(function, expression)                                           \
    object *function(struct vm *vm, object *self, object *const *args,       \
                     size_t nargs, object *kwnames)                          \
    {                                                                        \
        struct view v = view_of(self, vm);                                   \
        (void)args;                                                          \
        (void)nargs;                                                         \
        (void)kwnames;                                                       \
        return vm_bool(vm, expression);                                      \
    }

TEST(bytes_m_isalpha, all_are(v, alpha, false))
TEST(bytes_m_isdigit, all_are(v, digit, false))
TEST(bytes_m_isspace, all_are(v, space, false))
TEST(bytes_m_isalnum, all_are(v, alnum, false))
TEST(bytes_m_isascii, all_are(v, ascii, true))
TEST(bytes_m_isupper, all_cased(v, upper, lower))
TEST(bytes_m_islower, all_cased(v, lower, upper))
TEST(bytes_m_istitle, titled(v))

/* ---- changing case -------------------------------------------------------- */

typedef unsigned char map_fn(unsigned char c, bool after_letter);

static unsigned char to_upper(unsigned char c, bool after)
{
    (void)after;
    return lower(c) ? (unsigned char)(c - 32) : c;
}

static unsigned char to_lower(unsigned char c, bool after)
{
    (void)after;
    return upper(c) ? (unsigned char)(c + 32) : c;
}

static unsigned char to_title(unsigned char c, bool after)
{
    return after ? to_lower(c, after) : to_upper(c, after);
}

static unsigned char swap(unsigned char c, bool after)
{
    return upper(c) ? to_lower(c, after) : to_upper(c, after);
}

static object *mapped(struct vm *vm, object *self, map_fn *map,
                      bool only_first)
{
    struct byte_buffer b = {0};
    struct view v = view_of(self, vm);
    bool ok = true;
    for (size_t i = 0; ok && i < v.size; i++) {
        bool after = only_first ? i > 0 : i > 0 && alpha(v.data[i - 1]);
        unsigned char c = map(v.data[i], after);
        ok = byte_buffer_add(vm, &b, &c, 1);
    }
    return bytes_finish(vm, self, &b, ok);
}

#define CHANGE(function, map, only_first)                                    \
    object *function(struct vm *vm, object *self, object *const *args,       \
                     size_t nargs, object *kwnames)                          \
    {                                                                        \
        (void)args;                                                          \
        (void)nargs;                                                         \
        (void)kwnames;                                                       \
        return mapped(vm, self, map, only_first);                            \
    }

CHANGE(bytes_m_upper, to_upper, false)
CHANGE(bytes_m_lower, to_lower, false)
CHANGE(bytes_m_title, to_title, false)
CHANGE(bytes_m_capitalize, to_title, true)
CHANGE(bytes_m_swapcase, swap, false)

/* ---- width ------------------------------------------------------------------ */

static bool fill(struct vm *vm, struct byte_buffer *b, unsigned char c,
                 size_t count)
{
    bool ok = true;
    while (ok && count-- > 0)
        ok = byte_buffer_add(vm, b, &c, 1);
    return ok;
}

static object *padded(struct vm *vm, object *self, size_t left, size_t right,
                      unsigned char c)
{
    struct byte_buffer b = {0};
    struct view v = view_of(self, vm);
    bool ok = fill(vm, &b, c, left) &&
              byte_buffer_add(vm, &b, v.data, v.size) &&
              fill(vm, &b, c, right);
    return bytes_finish(vm, self, &b, ok);
}

static bool pad_args(struct vm *vm, const char *name, object *self,
                     object *const *args, size_t nargs, size_t *pad,
                     unsigned char *c)
{
    ptrdiff_t width;
    *c = ' ';
    if (!args_between(vm, name, nargs, 1, 2) ||
        !vm_ssize_argument(vm, args[0], &width))
        return false;
    if (nargs == 2) {
        if (!bytes_like(vm, args[1]) || view_of(args[1], vm).size != 1) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "%s() argument 2 must be a byte string of length 1, not "
                     "%T",
                     name, args[1]);
            return false;
        }
        *c = view_of(args[1], vm).data[0];
    }
    ptrdiff_t size = (ptrdiff_t)view_of(self, vm).size;
    *pad = width > size ? (size_t)(width - size) : 0;
    return true;
}

object *bytes_m_center(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    size_t pad;
    unsigned char c;
    (void)kwnames;
    if (!pad_args(vm, "center", self, args, nargs, &pad, &c))
        return NULL;
    size_t left = pad / 2 + (pad & (pad + view_of(self, vm).size) & 1);
    return padded(vm, self, left, pad - left, c);
}

object *bytes_m_ljust(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    size_t pad;
    unsigned char c;
    (void)kwnames;
    return pad_args(vm, "ljust", self, args, nargs, &pad, &c)
               ? padded(vm, self, 0, pad, c)
               : NULL;
}

object *bytes_m_rjust(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    size_t pad;
    unsigned char c;
    (void)kwnames;
    return pad_args(vm, "rjust", self, args, nargs, &pad, &c)
               ? padded(vm, self, pad, 0, c)
               : NULL;
}

object *bytes_m_zfill(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    ptrdiff_t width;
    struct byte_buffer b = {0};
    (void)nargs;
    (void)kwnames;
    if (!vm_ssize_argument(vm, args[0], &width))
        return NULL;
    struct view v = view_of(self, vm);
    if (width <= (ptrdiff_t)v.size)
        return bytes_part(vm, self, 0, v.size);
    size_t sign = v.size && (v.data[0] == '+' || v.data[0] == '-');
    bool ok = byte_buffer_add(vm, &b, v.data, sign) &&
              fill(vm, &b, '0', (size_t)width - v.size) &&
              byte_buffer_add(vm, &b, v.data + sign, v.size - sign);
    return bytes_finish(vm, self, &b, ok);
}

object *bytes_m_expandtabs(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    static const char *const names[] = {"tabsize", NULL};
    static const struct arg_spec spec = {"expandtabs", names, 0, 1, 0};
    object *in[1];
    struct byte_buffer b = {0};
    ptrdiff_t size = 8, column = 0;
    bool ok = true;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[0] && !vm_int_argument(vm, in[0], &size)))
        return NULL;
    struct view v = view_of(self, vm);
    for (size_t i = 0; ok && i < v.size; i++) {
        unsigned char c = v.data[i];
        if (c == '\t') {
            ptrdiff_t n = size > 0 ? size - column % size : 0;
            ok = fill(vm, &b, ' ', (size_t)n);
            column += n;
            continue;
        }
        ok = byte_buffer_add(vm, &b, &c, 1);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
    return bytes_finish(vm, self, &b, ok);
}
