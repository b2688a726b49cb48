/*
 * int: construction from anything, methods, attributes.
 */
#include "scripts/modules/warnings.h"
#include "scripts/types/int_methods.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/types/bytes.h"
#include "scripts/types/bytes_internal.h"
#include "scripts/types/float.h"
#include "scripts/types/int_internal.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define UNUSED_ARGS(args, nargs, kwnames)                                      \
    ((void)(args), (void)(nargs), (void)(kwnames))

object *int_pair(struct vm *vm, object *a, object *b)
{
    object *pair[] = {a, b};
    if (a && b)
        return tuple_from_steal(vm, pair, 2);
    vm_release_maybe(vm, a);
    vm_release_maybe(vm, b);
    return NULL;
}

/* ---- int(x, base) ------------------------------------------------------------------- */

static object *parse_str(struct vm *vm, object *o, int base)
{
    object *digits = str_decimal(vm, o), *result = NULL;
    char *text = digits ? str_dup_utf8(vm, digits) : NULL;
    if (text)
        result = int_parse(vm, text, str_to_utf8(digits, NULL, 0), base, o);
    vm_release_maybe(vm, digits);
    free(text);
    return result;
}

/* NULL with nothing pending where o is no text. */
static object *parse_text(struct vm *vm, object *o, int base, bool any_buffer)
{
    const unsigned char *data;
    size_t size;
    if (vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS)
        return parse_str(vm, o, base);
    if (!bytes_like(vm, o) && (!any_buffer || !buffer_check(vm, o)))
        return NULL;
    object *bytes = bytes_from(vm, o, ""), *result = NULL;
    if (bytes && bytes_view(vm, bytes, &data, &size))
        result = int_parse(vm, (const char *)data, size, base, bytes);
    vm_release_maybe(vm, bytes);
    return result;
}

/* What __int__, __index__ or __trunc__ gave must be an int; steals it. */
static object *checked(struct vm *vm, object *result, const char *method)
{
    if (!result || vm_is(result, TYPE_INT))
        return result;
    if (!(vm_type_of(vm, result)->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR, "%s returned non-int (type %T)", method,
                 result);
        vm_release(vm, result);
        return NULL;
    }
    object *plain = NULL;
    if (warnings_subclass_steal(
            vm, str_format(vm, "%s returned non-int (type %T)", method, result),
            "int"))
        plain = int_exact(vm, result);
    vm_release(vm, result);
    return plain;
}

static object *from_trunc(struct vm *vm, object *o, bool *found)
{
    bool unbound;
    object *method =
        type_lookup_special(vm, o, vm->name[NAME_dunder_trunc], &unbound);
    *found = method != NULL;
    if (!method)
        return NULL;
    object *part = NULL;
    if (warnings_deprecated_steal(
            vm, str_from(vm, "The delegation of int() to __trunc__ is "
                             "deprecated.")))
        part = unbound ? vm_call1(vm, method, o) : vm_call0(vm, method);
    vm_release(vm, method);
    if (!part || vm_is(part, TYPE_INT))
        return part;
    if (vm_type_of(vm, part)->flags & TYPE_INT_SUBCLASS) {
        object *plain = int_exact(vm, part);
        vm_release(vm, part);
        return plain;
    }
    if (!vm_type_of(vm, part)->slots.to_index) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__trunc__ returned non-Integral (type %T)", part);
        vm_release(vm, part);
        return NULL;
    }
    object *result = vm_index(vm, part);
    vm_release(vm, part);
    return checked(vm, result, "__index__");
}

object *vm_int(struct vm *vm, object *o)
{
    struct type_slots *slots = &vm_type_of(vm, o)->slots;
    bool found;
    if (vm_is(o, TYPE_INT))
        return heap_retain(o);
    if (slots->to_int)
        return checked(vm, slots->to_int(vm, o), "__int__");
    if (slots->to_index)
        return checked(vm, vm_index(vm, o), "__index__");
    object *result = from_trunc(vm, o, &found);
    if (found || vm_pending(vm))
        return result;
    result = parse_text(vm, o, 10, true);
    if (!result && !vm_pending(vm))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "int() argument must be a string, a bytes-like object or a "
                 "real number, not '%T'",
                 o);
    return result;
}

static object *from_base(struct vm *vm, object *text, object *base_object)
{
    ptrdiff_t base;
    if (!vm_index_as_ssize(vm, base_object, &base, true))
        return NULL;
    if ((base != 0 && base < 2) || base > 36)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "int() base must be >= 2 and <= 36, or 0");
    object *result = parse_text(vm, text, (int)base, false);
    if (!result && !vm_pending(vm))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "int() can't convert non-string with explicit base");
    return result;
}

object *int_type_new(struct vm *vm, struct type_object *type,
                     object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"", "base", NULL};
    static const struct arg_spec spec = {"int", names, 1, 2, 0};
    object *bound[2], *value;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound))
        return NULL;
    if (!bound[0] && bound[1])
        return vm_raise(vm, EXC_TYPE_ERROR, "int() missing string argument");
    if (!bound[0])
        value = int_new(vm, 0);
    else
        value = bound[1] ? from_base(vm, bound[0], bound[1])
                         : vm_int(vm, bound[0]);
    if (!value || type == vm->types[TYPE_INT])
        return value;
    object *instance = int_subclass_instance(vm, type, value);
    vm_release(vm, value);
    return instance;
}

object *bool_type_new(struct vm *vm, struct type_object *type,
                      object *const *args, size_t nargs, object *kwnames)
{
    (void)type;
    if (!args_no_keywords(vm, "bool", kwnames) ||
        !args_between(vm, "bool", nargs, 0, 1))
        return NULL;
    int truth = nargs ? vm_truth(vm, args[0]) : 0;
    return truth < 0 ? NULL : vm_bool(vm, truth);
}

/* ---- methods ---------------------------------------------------------------------------- */

static object *self_method(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return int_exact(vm, self);
}

static object *bit_length(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return int_new(vm, (int64_t)int_bit_length(self));
}

static object *bit_count(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    struct int_view v;
    UNUSED_ARGS(args, nargs, kwnames);
    int_view(self, &v);
    return int_new(vm, v.count ? (int64_t)mpn_popcount(v.limbs,
                                                       (mp_size_t)v.count)
                               : 0);
}

static object *as_integer_ratio(struct vm *vm, object *self,
                                object *const *args, size_t nargs,
                                object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    object *n = int_exact(vm, self);
    return int_pair(vm, n, n ? int_new(vm, 1) : NULL);
}

static object *getnewargs(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    object *n = int_exact(vm, self);
    object *result = n ? tuple_pack(vm, 1, n) : NULL;
    vm_release_maybe(vm, n);
    return result;
}

static object *size_of(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    UNUSED_ARGS(args, nargs, kwnames);
    return int_new(vm, (int64_t)heap_total_size(vm->heap, self));
}

/* To the nearest multiple of 10 ** -digits, half to even. */
static object *round_to(struct vm *vm, object *self, object *digits)
{
    object *ten = int_new(vm, 10), *positive = int_negative(vm, digits);
    object *unit = ten && positive ? int_pow(vm, ten, positive, NULL) : NULL;
    object *q = NULL, *r = NULL, *twice = NULL, *result = NULL;
    if (unit && int_big_divmod(vm, self, unit, &q, &r))
        twice = int_big_shift_left(vm, r, 1);
    if (twice) {
        struct int_view v;
        int_view(q, &v);
        bool odd = v.count && (v.limbs[0] & 1);
        int order = int_order(twice, unit);
        object *down = int_big_add(vm, self, r, true);
        result = down && (order > 0 || (order == 0 && odd))
                     ? int_big_add(vm, down, unit, false)
                     : heap_retain_maybe(down);
        vm_release_maybe(vm, down);
    }
    vm_release_maybe(vm, ten);
    vm_release_maybe(vm, positive);
    vm_release_maybe(vm, unit);
    vm_release_maybe(vm, q);
    vm_release_maybe(vm, r);
    vm_release_maybe(vm, twice);
    return result;
}

static object *round_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)kwnames;
    if (!args_between(vm, "__round__", nargs, 0, 1))
        return NULL;
    object *digits = nargs ? vm_index(vm, args[0]) : NULL;
    if (nargs && !digits)
        return NULL;
    object *result = !digits || int_sign(digits) >= 0
                         ? int_exact(vm, self)
                         : round_to(vm, self, digits);
    vm_release_maybe(vm, digits);
    return result;
}

/* True for "big"; false with ValueError pending when neither. */
static bool byte_order(struct vm *vm, const char *function, object *o,
                       bool *big)
{
    if (o && !str_check(vm, o)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s() argument 'byteorder' must be str, not %B", function,
                 o);
        return false;
    }
    *big = !o || str_equal_ascii(o, "big");
    if (*big || str_equal_ascii(o, "little"))
        return true;
    vm_raise(vm, EXC_VALUE_ERROR,
             "byteorder must be either 'little' or 'big'");
    return false;
}

/* Two's complement bytes, least first; false when it does not fit. */
static bool fill_bytes(const object *self, unsigned char *out, size_t size,
                       bool is_signed)
{
    struct int_view v;
    int_view(self, &v);
    unsigned carry = 1;
    bool lost = false;
    for (size_t i = 0; i < v.count * 8 || i < size; i++) {
        mp_limb_t limb = i / 8 < v.count ? v.limbs[i / 8] : 0;
        unsigned byte = limb >> (i % 8 * 8) & 255;
        if (v.negative) {
            byte = (~byte & 255) + carry;
            carry = byte >> 8;
            byte &= 255;
        }
        if (i < size)
            out[i] = (unsigned char)byte;
        else
            lost = lost || byte != (v.negative ? 255u : 0u);
    }
    bool top = size && (out[size - 1] & 128);
    return !lost && (!is_signed || !size || top == v.negative);
}

static object *to_bytes(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    static const char *const names[] = {"length", "byteorder", "signed", NULL};
    static const struct arg_spec spec = {"to_bytes", names, 0, 2, 0};
    object *bound[3];
    ptrdiff_t length = 1;
    bool big;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound) ||
        (bound[0] && !vm_ssize_argument(vm, bound[0], &length)) ||
        !byte_order(vm, "to_bytes", bound[1], &big))
        return NULL;
    int is_signed = bound[2] ? vm_truth(vm, bound[2]) : 0;
    if (is_signed < 0)
        return NULL;
    if (length < 0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "length argument must be non-negative");
    if (!is_signed && int_sign(self) < 0)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "can't convert negative int to unsigned");
    unsigned char *data = malloc((size_t)length + 1);
    if (!data)
        return vm_raise_no_memory(vm);
    object *result = NULL;
    if (!fill_bytes(self, data, (size_t)length, is_signed)) {
        vm_raise(vm, EXC_OVERFLOW_ERROR, "int too big to convert");
    } else {
        for (ptrdiff_t i = 0, j = length - 1; big && i < j; i++, j--) {
            unsigned char c = data[i];
            data[i] = data[j];
            data[j] = c;
        }
        result = bytes_new(vm, data, (size_t)length);
    }
    free(data);
    return result;
}

static object *number_from(struct vm *vm, const unsigned char *data,
                           size_t size, bool big, bool is_signed)
{
    struct int_work w;
    unsigned top = size ? data[big ? 0 : size - 1] : 0;
    bool negative = is_signed && (top & 128);
    if (!int_work_init(vm, &w, size / 8 + 1))
        return NULL;
    for (size_t i = 0; i < w.count * 8; i++) {
        mp_limb_t byte = i >= size ? (negative ? 255 : 0)
                                   : data[big ? size - 1 - i : i];
        w.limbs[i / 8] |= byte << (i % 8 * 8);
    }
    if (negative)
        mpn_neg(w.limbs, w.limbs, (mp_size_t)w.count);
    return int_work_finish(vm, &w, negative);
}

static object *from_bytes(struct vm *vm, object *type, object *const *args,
                          size_t nargs, object *kwnames)
{
    static const char *const names[] = {"bytes", "byteorder", "signed", NULL};
    static const struct arg_spec spec = {"from_bytes", names, 0, 2, 1};
    object *bound[3];
    const unsigned char *data;
    size_t size;
    bool big;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound) ||
        !byte_order(vm, "from_bytes", bound[1], &big))
        return NULL;
    int is_signed = bound[2] ? vm_truth(vm, bound[2]) : 0;
    if (is_signed < 0)
        return NULL;
    object *bytes = bytes_of_object(vm, bound[0]);
    object *value = bytes && bytes_view(vm, bytes, &data, &size)
                        ? number_from(vm, data, size, big, is_signed)
                        : NULL;
    vm_release_maybe(vm, bytes);
    if (!value || type == (object *)vm->types[TYPE_INT])
        return value;
    object *instance = vm_call1(vm, type, value);
    vm_release(vm, value);
    return instance;
}

static object *format(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__format__() argument must be str, not %B", args[0]);
    return format_int(vm, self, args[0]);
}

const struct method_def int_methods[] = {
    {"conjugate", self_method, METHOD_NOARGS, "Self, the conjugate of an int."},
    {"bit_length", bit_length, METHOD_NOARGS,
     "bit_length($self, /)\n--\n\nBits needed to write it in binary."},
    {"bit_count", bit_count, METHOD_NOARGS,
     "bit_count($self, /)\n--\n\nOnes in the binary form of its magnitude."},
    {"to_bytes", to_bytes, METHOD_KEYWORDS,
     "to_bytes($self, /, length=1, byteorder='big', *, signed=False)\n--\n\n"
     "The bytes that stand for it."},
    {"from_bytes", from_bytes, METHOD_KEYWORDS | METHOD_CLASS,
     "from_bytes($type, /, bytes, byteorder='big', *, signed=False)\n--\n\n"
     "The int that the bytes stand for."},
    {"as_integer_ratio", as_integer_ratio, METHOD_NOARGS,
     "as_integer_ratio($self, /)\n--\n\nThe pair (self, 1)."},
    {"__trunc__", self_method, METHOD_NOARGS, "Itself."},
    {"__floor__", self_method, METHOD_NOARGS, "Itself."},
    {"__ceil__", self_method, METHOD_NOARGS, "Itself."},
    {"__round__", round_, METHOD_ARGS,
     "Rounded to ndigits behind the point, half to even; an int."},
    {"__getnewargs__", getnewargs, METHOD_NOARGS,
     "__getnewargs__($self, /)\n--\n\n"},
    {"__format__", format, METHOD_ONE,
     "__format__($self, format_spec, /)\n--\n\n"},
    {"__sizeof__", size_of, METHOD_NOARGS,
     "__sizeof__($self, /)\n--\n\nBytes of memory it takes."},
    {NULL, NULL, 0, NULL},
};

static object *get_self(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_exact(vm, self);
}

static object *get_number(struct vm *vm, object *self, const void *data)
{
    (void)self;
    return int_new(vm, *(const int *)data);
}

static const int zero = 0, one = 1;

const struct getset_def int_getsets[] = {
    {"real", get_self, NULL, "the real part of a complex number", NULL},
    {"imag", get_number, NULL, "the imaginary part of a complex number",
     &zero},
    {"numerator", get_self, NULL,
     "the numerator of a rational number in lowest terms", NULL},
    {"denominator", get_number, NULL,
     "the denominator of a rational number in lowest terms", &one},
    {NULL, NULL, NULL, NULL, NULL},
};
