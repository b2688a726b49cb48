/*
 * str methods of width: center, ljust, rjust, zfill, expandtabs.
 */
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static object *padded(struct vm *vm, object *s, size_t left, size_t right,
                      uint32_t fill)
{
    struct str_builder b;
    str_builder_init(&b, vm);
    str_builder_fill(&b, fill, left);
    str_builder_str(&b, s);
    str_builder_fill(&b, fill, right);
    return str_builder_finish(&b);
}

/* The padding wanted; false: exception pending. */
static bool pad_args(struct vm *vm, const char *name, object *self,
                     object *const *args, size_t nargs, size_t *pad,
                     uint32_t *fill)
{
    ptrdiff_t width;
    *fill = ' ';
    if (!args_between(vm, name, nargs, 1, 2) ||
        !vm_ssize_argument(vm, args[0], &width))
        return false;
    if (nargs == 2) {
        if (!str_check(vm, args[1])) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "The fill character must be a unicode character, not %T",
                     args[1]);
            return false;
        }
        if (str_length(args[1]) != 1) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "The fill character must be exactly one character long");
            return false;
        }
        *fill = str_at(args[1], 0);
    }
    ptrdiff_t length = (ptrdiff_t)str_length(self);
    *pad = width > length ? (size_t)(width - length) : 0;
    return true;
}

object *str_m_center(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    size_t pad;
    uint32_t fill;
    (void)kwnames;
    if (!pad_args(vm, "center", self, args, nargs, &pad, &fill))
        return NULL;
    if (pad == 0)
        return str_exact(vm, self);
    size_t width = pad + str_length(self);
    size_t left = pad / 2 + (pad & width & 1);
    return padded(vm, self, left, pad - left, fill);
}

object *str_m_ljust(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    size_t pad;
    uint32_t fill;
    (void)kwnames;
    if (!pad_args(vm, "ljust", self, args, nargs, &pad, &fill))
        return NULL;
    return pad ? padded(vm, self, 0, pad, fill) : str_exact(vm, self);
}

object *str_m_rjust(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    size_t pad;
    uint32_t fill;
    (void)kwnames;
    if (!pad_args(vm, "rjust", self, args, nargs, &pad, &fill))
        return NULL;
    return pad ? padded(vm, self, pad, 0, fill) : str_exact(vm, self);
}

object *str_m_zfill(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    ptrdiff_t width;
    struct str_builder b;
    (void)nargs;
    (void)kwnames;
    if (!vm_ssize_argument(vm, args[0], &width))
        return NULL;
    size_t n = str_length(self);
    if (width <= (ptrdiff_t)n)
        return str_exact(vm, self);
    size_t sign = n && (str_at(self, 0) == '+' || str_at(self, 0) == '-');
    str_builder_init(&b, vm);
    str_builder_range(&b, self, 0, sign);
    str_builder_fill(&b, '0', (size_t)width - n);
    str_builder_range(&b, self, sign, n);
    return str_builder_finish(&b);
}

object *str_m_expandtabs(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    static const char *const names[] = {"tabsize", NULL};
    static const struct arg_spec spec = {"expandtabs", names, 0, 1, 0};
    object *in[1];
    struct str_builder b;
    ptrdiff_t size = 8, column = 0;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[0] && !vm_int_argument(vm, in[0], &size)))
        return NULL;
    if (vm_is(self, TYPE_STR) &&
        str_find(self, vm->latin1['\t'], 0, str_length(self)) < 0)
        return heap_retain(self);
    str_builder_init(&b, vm);
    for (size_t i = 0; i < str_length(self) && !b.failed; i++) {
        uint32_t c = str_at(self, i);
        if (c == '\t') {
            ptrdiff_t n = size > 0 ? size - column % size : 0;
            str_builder_fill(&b, ' ', (size_t)n);
            column += n;
            continue;
        }
        str_builder_char(&b, c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
    return str_builder_finish(&b);
}
