/*
 * Methods of float.
 */
#include "scripts/types/float_methods.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define UNUSED_ARGS                                                          \
    (void)args;                                                              \
    (void)nargs;                                                             \
    (void)kwnames

static double value_of(const object *o)
{
    return ((const struct float_object *)o)->value;
}

static object *plain(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    UNUSED_ARGS;
    return vm_is(self, TYPE_FLOAT) ? heap_retain(self)
                                   : float_new(vm, value_of(self));
}

static object *is_integer(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    double x = value_of(self);
    UNUSED_ARGS;
    return vm_bool(vm, isfinite(x) && floor(x) == x);
}

static object *trunc_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    UNUSED_ARGS;
    return int_new_double(vm, value_of(self));
}

static object *floor_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    UNUSED_ARGS;
    return int_new_double(vm, floor(value_of(self)));
}

static object *ceil_(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    UNUSED_ARGS;
    return int_new_double(vm, ceil(value_of(self)));
}

/* ---- round ------------------------------------------------------------------ */

/* Exactly: by the decimal text that printf rounds half to even. */
static object *round_digits(struct vm *vm, double x, ptrdiff_t digits)
{
    char text[400];
    double result;
    if (!isfinite(x) || digits > 323)
        return float_new(vm, x);
    if (digits < -308)
        return float_new(vm, copysign(0.0, x));
    if (digits >= 0) {
        char room[800];
        snprintf(room, sizeof room, "%.*f", (int)digits, x);
        result = strtod(room, NULL);
    } else {
        /* whole digits that stay: 1234.5 to -2 keeps "12" */
        snprintf(text, sizeof text, "%.0f", fabs(trunc(x)));
        ptrdiff_t keep = (ptrdiff_t)strlen(text) + digits;
        if (keep < 0)
            return float_new(vm, copysign(0.0, x));
        char room[64 + DBL_MANT_DIG];
        if (keep == 0) { /* is it beyond half of the next power? */
            snprintf(room, sizeof room, "5e%td", -digits - 1);
            double half = strtod(room, NULL);
            snprintf(room, sizeof room, "1e%td", -digits);
            result = fabs(x) > half ? strtod(room, NULL) : 0.0;
            result = copysign(result, x);
        } else {
            char wide[400];
            snprintf(wide, sizeof wide, "%.*e", (int)keep - 1, x);
            result = strtod(wide, NULL);
        }
    }
    if (isinf(result))
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "rounded value too large to represent");
    return float_new(vm, result);
}

static object *round_(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    ptrdiff_t digits;
    (void)kwnames;
    if (!args_between(vm, "__round__", nargs, 0, 1))
        return NULL;
    if (nargs == 0 || args[0] == vm->none)
        return int_new_double(vm, rint(value_of(self)));
    if (!vm_type_of(vm, args[0])->slots.to_index)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "'%T' object cannot be interpreted as an integer",
                        args[0]);
    if (!vm_index_as_ssize(vm, args[0], &digits, true))
        return NULL;
    return round_digits(vm, value_of(self), digits);
}

/* ---- ratio --------------------------------------------------------------------- */

static object *ratio(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    double x = value_of(self);
    int exponent;
    UNUSED_ARGS;
    if (isinf(x))
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "cannot convert Infinity to integer ratio");
    if (isnan(x))
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "cannot convert NaN to integer ratio");
    double m = frexp(x, &exponent);
    for (int i = 0; i < 300 && m != floor(m); i++) {
        m *= 2;
        exponent--;
    }
    object *top = int_new_double(vm, m), *one = int_new(vm, 1);
    object *by = int_new(vm, exponent < 0 ? -exponent : exponent);
    object *power =
        one && by ? vm_binary(vm, BINARY_LSHIFT, one, by) : NULL;
    object *scaled = exponent > 0 && power && top
                         ? vm_binary(vm, BINARY_MUL, top, power)
                         : heap_retain_maybe(top);
    object *below = exponent > 0 ? heap_retain_maybe(one)
                                 : heap_retain_maybe(power);
    object *result =
        scaled && below ? tuple_pack(vm, 2, scaled, below) : NULL;
    object *all[] = {top, one, by, power, scaled, below};
    for (size_t i = 0; i < 6; i++)
        vm_release_maybe(vm, all[i]);
    return result;
}

/* ---- hexadecimal ------------------------------------------------------------------ */

static object *hex(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    char text[48];
    int exponent;
    double x = value_of(self);
    UNUSED_ARGS;
    if (!isfinite(x))
        return vm_repr(vm, self);
    const char *sign = signbit(x) ? "-" : "";
    if (x == 0) {
        snprintf(text, sizeof text, "%s0x0.0p+0", sign);
        return str_from(vm, text);
    }
    double m = frexp(fabs(x), &exponent);
    int shift = 1 - (exponent < DBL_MIN_EXP ? DBL_MIN_EXP - exponent : 0);
    if (shift > 1)
        shift = 1;
    m = ldexp(m, shift);
    exponent -= shift;
    int lead = (int)m;
    uint64_t rest = (uint64_t)ldexp(m - lead, 52);
    snprintf(text, sizeof text, "%s0x%d.%013llxp%+d", sign, lead,
             (unsigned long long)rest, exponent);
    return str_from(vm, text);
}

/* What fromhex() reads: the first bits, a sign that more are behind them. */
struct hex_float {
    uint64_t bits;
    bool more;
    int64_t exponent; /* value = bits * 2 ** exponent */
};

#define EXPONENT_LIMIT 100000000

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c | 32) : NULL;
    return at && isxdigit((unsigned char)c) ? (int)(at - digits) : -1;
}

/* Digits up to the first other character; counts them in *count. */
static const char *hex_digits(const char *p, struct hex_float *h, int shift,
                              size_t *count)
{
    for (int digit; (digit = hex_digit(*p)) >= 0; p++, ++*count) {
        if (h->bits >> 59) {
            h->more |= digit != 0;
            h->exponent += 4;
        } else {
            h->bits = h->bits << 4 | (unsigned)digit;
        }
        h->exponent -= shift;
    }
    return p;
}

static const char *hex_exponent(const char *p, struct hex_float *h)
{
    bool down = *p == '-';
    int64_t n = 0;
    if (*p == '+' || *p == '-')
        p++;
    if (!isdigit((unsigned char)*p))
        return NULL;
    for (; isdigit((unsigned char)*p); p++)
        if (n < EXPONENT_LIMIT)
            n = n * 10 + (*p - '0');
    h->exponent += down ? -n : n;
    return p;
}

/* Rounds half to even to the bits a double has there; infinity beyond. */
static double round_hex(const struct hex_float *h)
{
    uint64_t bits = h->bits;
    int64_t exponent = h->exponent;
    if (!bits)
        return 0;
    int length = 64 - __builtin_clzll(bits);
    if (exponent + length > DBL_MAX_EXP)
        return INFINITY;
    if (exponent + length < DBL_MIN_EXP - DBL_MANT_DIG)
        return 0;
    int64_t lowest = exponent + length - DBL_MANT_DIG;
    if (lowest < DBL_MIN_EXP - DBL_MANT_DIG)
        lowest = DBL_MIN_EXP - DBL_MANT_DIG;
    int drop = (int)(lowest - exponent);
    if (drop > 0) {
        uint64_t half = (uint64_t)1 << (drop - 1), rest = bits & (2 * half - 1);
        bits = drop < 64 ? bits >> drop : 0;
        if (rest > half || (rest == half && (h->more || bits & 1)))
            bits++;
        exponent = lowest;
    }
    return ldexp((double)bits, (int)exponent);
}

/* What stands between the spaces, or NULL. */
static const char *parse_hex(const char *p, double *out)
{
    static const char *const words[] = {"infinity", "inf", "nan"};
    struct hex_float h = {0, false, 0};
    bool negative = *p == '-';
    size_t count = 0;
    if (*p == '+' || *p == '-')
        p++;
    for (size_t i = 0; i < 3; i++)
        if (!strncasecmp(p, words[i], strlen(words[i]))) {
            *out = copysign(i < 2 ? INFINITY : NAN, negative ? -1 : 1);
            return p + strlen(words[i]);
        }
    if (p[0] == '0' && (p[1] | 32) == 'x')
        p += 2;
    p = hex_digits(p, &h, 0, &count);
    if (*p == '.')
        p = hex_digits(p + 1, &h, 4, &count);
    if (count && (*p | 32) == 'p')
        p = hex_exponent(p + 1, &h);
    if (!count || !p)
        return NULL;
    *out = copysign(round_hex(&h), negative ? -1 : 1);
    return p;
}

static const char *skip_spaces(const char *p)
{
    while (isspace((unsigned char)*p))
        p++;
    return p;
}

/* The number that text is; false: pending. */
static bool read_hex(struct vm *vm, const char *text, size_t size, double *out)
{
    const char *start = skip_spaces(text), *p = parse_hex(start, out);
    if (!p || skip_spaces(p) != text + size) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "invalid hexadecimal floating-point string");
        return false;
    }
    if (isinf(*out) && !strpbrk(start, "nN")) {
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "hexadecimal value too large to represent as a float");
        return false;
    }
    return true;
}

static object *fromhex(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    double x;
    (void)nargs;
    (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "bad argument type for built-in operation");
    char *text = str_dup_utf8(vm, args[0]);
    if (!text)
        return NULL;
    bool ok = read_hex(vm, text, str_to_utf8(args[0], NULL, 0), &x);
    free(text);
    object *made = ok ? float_new(vm, x) : NULL;
    if (!made || self == type_as_object(vm->types[TYPE_FLOAT]))
        return made;
    object *result = vm_call1(vm, self, made);
    vm_release(vm, made);
    return result;
}

/* ---- table ----------------------------------------------------------------------------- */

static object *format(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__format__() argument must be str, not %B", args[0]);
    return format_float(vm, self, args[0]);
}

static object *getnewargs(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    UNUSED_ARGS;
    object *copy = float_new(vm, value_of(self));
    return copy ? tuple_from_steal(vm, &copy, 1) : NULL;
}

static object *getformat(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    (void)self;
    (void)nargs;
    (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__getformat__() argument must be str, not %T",
                        args[0]);
    if ((str_equal_ascii(args[0], "double") ||
                                   str_equal_ascii(args[0], "float")))
        return str_from(vm, "IEEE, little-endian");
    return vm_raise(vm, EXC_VALUE_ERROR, "__getformat__() argument 1 must be "
                                         "'double' or 'float'");
}

static object *get_real(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return plain(vm, self, NULL, 0, NULL);
}

static object *get_imag(struct vm *vm, object *self, const void *data)
{
    (void)self;
    (void)data;
    return float_new(vm, 0.0);
}

const struct method_def float_methods[] = {
    {"conjugate", plain, METHOD_NOARGS,
     "conjugate($self, /)\n--\n\nThe number itself."},
    {"__trunc__", trunc_, METHOD_NOARGS,
     "__trunc__($self, /)\n--\n\nThe whole part, towards zero."},
    {"__floor__", floor_, METHOD_NOARGS,
     "__floor__($self, /)\n--\n\nThe greatest int not above."},
    {"__ceil__", ceil_, METHOD_NOARGS,
     "__ceil__($self, /)\n--\n\nThe least int not below."},
    {"__round__", round_, METHOD_ARGS,
     "__round__($self, ndigits=None, /)\n--\n\nRounded half to even."},
    {"as_integer_ratio", ratio, METHOD_NOARGS,
     "as_integer_ratio($self, /)\n--\n\nTwo ints whose quotient it is."},
    {"fromhex", fromhex, METHOD_ONE | METHOD_CLASS,
     "fromhex($type, string, /)\n--\n\nFrom hexadecimal text."},
    {"hex", hex, METHOD_NOARGS, "hex($self, /)\n--\n\nHexadecimal text."},
    {"is_integer", is_integer, METHOD_NOARGS,
     "is_integer($self, /)\n--\n\nIs it a whole number?"},
    {"__getnewargs__", getnewargs, METHOD_NOARGS, NULL},
    {"__getformat__", getformat, METHOD_ONE | METHOD_CLASS,
     "__getformat__($type, typestr, /)\n--\n\nFor Python's own tests."},
    {"__format__", format, METHOD_ONE,
     "__format__($self, format_spec, /)\n--\n\nText in a format."},
    {NULL, NULL, 0, NULL},
};

const struct getset_def float_getsets[] = {
    {"real", get_real, NULL, "the real part of a complex number", NULL},
    {"imag", get_imag, NULL, "the imaginary part of a complex number", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
