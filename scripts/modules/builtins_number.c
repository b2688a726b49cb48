/*
 * Built-in functions about numbers and characters.
 */
#include "scripts/modules/builtins_internal.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define UNUSED (void)self, (void)nargs, (void)kwnames

static object *abs_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED;
    return vm_absolute(vm, args[0]);
}

static object *in_base(struct vm *vm, object *o, int base)
{
    object *n = vm_index(vm, o);
    object *text = n ? int_to_str(vm, n, base, true) : NULL;
    vm_release_maybe(vm, n);
    return text;
}

static object *bin_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED;
    return in_base(vm, args[0], 2);
}

static object *oct_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED;
    return in_base(vm, args[0], 8);
}

static object *hex_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    UNUSED;
    return in_base(vm, args[0], 16);
}

static object *chr_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    int64_t point;
    UNUSED;
    object *n = vm_index(vm, args[0]);
    if (!n)
        return NULL;
    bool fits = int_fits_i64(n, &point) && point >= INT32_MIN &&
                point <= INT32_MAX;
    vm_release(vm, n);
    if (!fits)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "Python int too large to convert to C int");
    if (point < 0 || point > 0x10ffff)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "chr() arg not in range(0x110000)");
    return str_from_char(vm, (uint32_t)point);
}

static object *ord_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    const unsigned char *data;
    size_t n;
    UNUSED;
    if (vm_type_of(vm, args[0])->flags & TYPE_STR_SUBCLASS) {
        n = str_length(args[0]);
        if (n == 1)
            return int_new(vm, str_at(args[0], 0));
    } else if (bytes_view(vm, args[0], &data, &n)) {
        if (n == 1)
            return int_new(vm, data[0]);
    } else {
        vm_pending_clear(vm);
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "ord() expected string of length 1, but %T found",
                        args[0]);
    }
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "ord() expected a character, but string of length %zu "
                    "found",
                    n);
}

static object *divmod_(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    UNUSED;
    if (!args_between(vm, "divmod", nargs, 2, 2))
        return NULL;
    return vm_binary(vm, BINARY_DIVMOD, args[0], args[1]);
}

static object *pow_(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    static const char *const names[] = {"base", "exp", "mod", NULL};
    static const struct arg_spec spec = {"pow", names, 0, 3, 2};
    object *bound[3];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound))
        return NULL;
    return vm_power(vm, bound[0], bound[1], bound[2]);
}

static object *round_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    static const char *const names[] = {"number", "ndigits", NULL};
    static const struct arg_spec spec = {"round", names, 0, 2, 1};
    object *bound[2];
    bool unbound;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound))
        return NULL;
    object *method = type_lookup_special(
        vm, bound[0], vm->name[NAME_dunder_round], &unbound);
    if (!method)
        return vm_pending(vm)
                   ? NULL
                   : vm_raise(vm, EXC_TYPE_ERROR,
                              "type %T doesn't define __round__ method",
                              bound[0]);
    bool digits = bound[1] && bound[1] != vm->none;
    object *both[] = {bound[0], bound[1]};
    object *result = vm_call(vm, method, both + !unbound,
                             (size_t)unbound + digits, NULL);
    vm_release(vm, method);
    return result;
}

const struct method_def builtins_number[] = {
    {"abs", abs_, METHOD_ONE, "abs($module, x, /)\n--\n\nIts absolute value."},
    {"bin", bin_, METHOD_ONE,
     "bin($module, number, /)\n--\n\nIn binary, with 0b."},
    {"chr", chr_, METHOD_ONE,
     "chr($module, i, /)\n--\n\nThe character with that number."},
    {"divmod", divmod_, METHOD_ARGS,
     "divmod($module, x, y, /)\n--\n\nThe pair (x//y, x%y)."},
    {"hex", hex_, METHOD_ONE,
     "hex($module, number, /)\n--\n\nIn hexadecimal, with 0x."},
    {"oct", oct_, METHOD_ONE,
     "oct($module, number, /)\n--\n\nIn octal, with 0o."},
    {"ord", ord_, METHOD_ONE,
     "ord($module, c, /)\n--\n\nThe number of a character."},
    {"pow", pow_, METHOD_KEYWORDS,
     "pow($module, /, base, exp, mod=None)\n--\n\n"
     "base**exp, or base**exp % mod."},
    {"round", round_, METHOD_KEYWORDS,
     "round($module, /, number, ndigits=None)\n--\n\n"
     "Rounded to ndigits behind the point; without, to an int."},
    {NULL, NULL, 0, NULL},
};
