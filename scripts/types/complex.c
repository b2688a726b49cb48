/*
 * complex: a pair of doubles.
 */
#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/warnings.h"
#include "scripts/types/float.h"
#include "scripts/types/float_methods.h"
#include "scripts/types/float_text.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct pair {
    double re, im;
};

static struct pair value_of(const object *o)
{
    const struct complex_object *c = (const struct complex_object *)o;
    return (struct pair){c->real, c->imaginary};
}

static object *alloc(struct vm *vm, struct type_object *type, struct pair v)
{
    object *o = type == vm->types[TYPE_COMPLEX]
                    ? heap_alloc(vm->heap, &type->layout, 0)
                    : type_alloc(vm, type, 0);
    if (!o)
        return vm_pending(vm) ? NULL : vm_raise_no_memory(vm);
    ((struct complex_object *)o)->real = v.re;
    ((struct complex_object *)o)->imaginary = v.im;
    return o;
}

object *complex_new(struct vm *vm, double real, double imaginary)
{
    return alloc(vm, vm->types[TYPE_COMPLEX], (struct pair){real, imaginary});
}

static object *made(struct vm *vm, struct pair v)
{
    return alloc(vm, vm->types[TYPE_COMPLEX], v);
}

static bool complex_check(struct vm *vm, const object *o)
{
    return vm_is(o, TYPE_COMPLEX) ||
           type_is_subtype(vm_type_of(vm, o), vm->types[TYPE_COMPLEX]);
}

/* ---- arithmetic ----------------------------------------------------------- */

/* 1 a number, 0 not implemented, -1 error */
static int operand(struct vm *vm, object *o, struct pair *out)
{
    out->im = 0;
    if (complex_check(vm, o)) {
        *out = value_of(o);
        return 1;
    }
    if (float_check(vm, o)) {
        out->re = ((struct float_object *)o)->value;
        return 1;
    }
    if (vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS)
        return int_as_double(vm, o, &out->re) ? 1 : -1;
    return 0;
}

#define OPERANDS(vm, a, b, x, y)                                             \
    struct pair x, y;                                                        \
    int got = operand(vm, a, &x);                                            \
    if (got > 0)                                                             \
        got = operand(vm, b, &y);                                            \
    if (got <= 0)                                                            \
    return got < 0 ? NULL : heap_retain((vm)->not_implemented)

static object *add(struct vm *vm, object *a, object *b)
{
    OPERANDS(vm, a, b, x, y);
    return complex_new(vm, x.re + y.re, x.im + y.im);
}

static object *subtract(struct vm *vm, object *a, object *b)
{
    OPERANDS(vm, a, b, x, y);
    return complex_new(vm, x.re - y.re, x.im - y.im);
}

static struct pair product(struct pair x, struct pair y)
{
    return (struct pair){x.re * y.re - x.im * y.im,
                         x.re * y.im + x.im * y.re};
}

static object *multiply(struct vm *vm, object *a, object *b)
{
    OPERANDS(vm, a, b, x, y);
    return made(vm, product(x, y));
}

/* Smith's method; false: y is zero. */
static bool quotient(struct pair x, struct pair y, struct pair *out)
{
    double re = fabs(y.re), im = fabs(y.im);
    if (re >= im) {
        if (re == 0)
            return false;
        double ratio = y.im / y.re, below = y.re + y.im * ratio;
        out->re = (x.re + x.im * ratio) / below;
        out->im = (x.im - x.re * ratio) / below;
    } else if (im >= re) {
        double ratio = y.re / y.im, below = y.re * ratio + y.im;
        out->re = (x.re * ratio + x.im) / below;
        out->im = (x.im * ratio - x.re) / below;
    } else {
        out->re = out->im = NAN;
    }
    return true;
}

static object *divide(struct vm *vm, object *a, object *b)
{
    struct pair result;
    OPERANDS(vm, a, b, x, y);
    if (!quotient(x, y, &result))
        return vm_raise(vm, EXC_ZERO_DIVISION_ERROR,
                        "complex division by zero");
    return made(vm, result);
}

/* x ** y in polar form; false: zero to a negative or complex power, or an
 * endless angle, of which the C library says EDOM. */
static bool general_power(struct pair x, struct pair y, struct pair *out)
{
    if (y.re == 0 && y.im == 0) {
        *out = (struct pair){1, 0};
        return true;
    }
    if (x.re == 0 && x.im == 0) {
        *out = (struct pair){0, 0};
        return y.im == 0 && y.re >= 0;
    }
    double size = hypot(x.re, x.im), length = pow(size, y.re);
    double angle = atan2(x.im, x.re), phase = angle * y.re;
    if (y.im != 0) {
        length /= exp(angle * y.im);
        phase += y.im * log(size);
    }
    *out = (struct pair){length * cos(phase), length * sin(phase)};
    return !isinf(phase);
}

static struct pair unsigned_power(struct pair x, long n)
{
    struct pair result = {1, 0}, p = x;
    for (long mask = 1; mask > 0 && n >= mask; mask <<= 1) {
        if (n & mask)
            result = product(result, p);
        p = product(p, p);
    }
    return result;
}

static bool small_power(struct pair x, long n, struct pair *out)
{
    if (n > 0) {
        *out = unsigned_power(x, n);
        return true;
    }
    if (n == 0) {
        *out = (struct pair){1, 0};
        return true;
    }
    return quotient((struct pair){1, 0}, unsigned_power(x, -n), out);
}

static object *power_of(struct vm *vm, struct pair x, struct pair y)
{
    struct pair result;
    bool ok = y.im == 0 && y.re == floor(y.re) && fabs(y.re) <= 100
                  ? small_power(x, (long)y.re, &result)
                  : general_power(x, y, &result);
    if (!ok)
        return vm_raise(vm, EXC_ZERO_DIVISION_ERROR,
                        "0.0 to a negative or complex power");
    if (isinf(result.re) || isinf(result.im))
        return vm_raise(vm, EXC_OVERFLOW_ERROR, "complex exponentiation");
    return made(vm, result);
}

object *complex_power(struct vm *vm, double x, double y)
{
    return power_of(vm, (struct pair){x, 0}, (struct pair){y, 0});
}

static object *power(struct vm *vm, object *a, object *b, object *modulus)
{
    OPERANDS(vm, a, b, x, y);
    if (modulus && modulus != vm->none)
        return vm_raise(vm, EXC_VALUE_ERROR, "complex modulo");
    return power_of(vm, x, y);
}

static object *negative(struct vm *vm, object *o)
{
    struct pair v = value_of(o);
    return complex_new(vm, -v.re, -v.im);
}

static object *positive(struct vm *vm, object *o)
{
    return vm_is(o, TYPE_COMPLEX) ? heap_retain(o) : made(vm, value_of(o));
}

static object *absolute(struct vm *vm, object *o)
{
    struct pair v = value_of(o);
    double size = hypot(v.re, v.im);
    if (isinf(size) && isfinite(v.re) && isfinite(v.im))
        return vm_raise(vm, EXC_OVERFLOW_ERROR, "absolute value too large");
    return float_new(vm, size);
}

static int truth(struct vm *vm, object *o)
{
    struct pair v = value_of(o);
    (void)vm;
    return v.re != 0 || v.im != 0;
}

static bool hash(struct vm *vm, object *o, int64_t *out)
{
    struct pair v = value_of(o);
    (void)vm;
    uint64_t h = (uint64_t)float_hash_of(o, v.re) +
                 1000003u * (uint64_t)float_hash_of(o, v.im);
    *out = (int64_t)h == -1 ? -2 : (int64_t)h;
    return true;
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    struct pair x = value_of(a), y;
    if (op != COMPARE_EQ && op != COMPARE_NE)
        return heap_retain(vm->not_implemented);
    if (complex_check(vm, b)) {
        y = value_of(b);
    } else if (x.im != 0 && operand(vm, vm->false_, &y) == 0) {
        return NULL;
    } else if (float_check(vm, b) ||
               (vm_type_of(vm, b)->flags & TYPE_INT_SUBCLASS)) {
        object *real = x.im == 0 ? float_new(vm, x.re) : NULL;
        if (x.im != 0)
            return vm_bool(vm, op == COMPARE_NE);
        object *result = real ? vm_compare(vm, real, b, op) : NULL;
        vm_release_maybe(vm, real);
        return result;
    } else {
        return heap_retain(vm->not_implemented);
    }
    return vm_bool(vm, (x.re == y.re && x.im == y.im) == (op == COMPARE_EQ));
}

/* ---- text -------------------------------------------------------------------- */

static object *repr(struct vm *vm, object *o)
{
    struct pair v = value_of(o);
    char text[96];
    size_t n = 0;
    bool real = v.re != 0 || signbit(v.re);
    if (real) {
        text[n++] = '(';
        n += float_text(v.re, 'r', 0, false, false, text + n, 40);
    }
    n += float_text(v.im, 'r', 0, false, real, text + n, 40);
    text[n++] = 'j';
    if (real)
        text[n++] = ')';
    return str_new(vm, text, n);
}

static const char *skip_space(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r') ||
                       (*p >= 28 && *p <= 31)))
        p++;
    return p;
}

/* [+-]?j stands for one. */
static bool lone_j(const char *p, const char *end, size_t *used, double *value)
{
    size_t sign = p < end && (*p == '+' || *p == '-');
    if (p + sign >= end || (p[sign] | 32) != 'j')
        return false;
    *value = sign && *p == '-' ? -1.0 : 1.0;
    *used = sign;
    return true;
}

/* <number>, <number>j, <number><signed number>j. */
static bool parse_parts(const char **at, const char *end, struct pair *out)
{
    const char *p = *at;
    double first = 0, second = 0;
    size_t used = float_scan(p, (size_t)(end - p), &first);
    *out = (struct pair){0, 0};
    if (!used && !lone_j(p, end, &used, &first))
        return false;
    p += used;
    if (p < end && (*p | 32) == 'j') {
        out->im = first;
        *at = p + 1;
        return true;
    }
    out->re = first;
    if (p < end && (*p == '+' || *p == '-')) {
        used = float_scan(p, (size_t)(end - p), &second);
        if (!used && !lone_j(p, end, &used, &second))
            return false;
        p += used;
        if (p >= end || (*p | 32) != 'j')
            return false;
        out->im = second;
        p++;
    }
    *at = p;
    return true;
}

static bool parse_text(const char *p, const char *end, struct pair *out)
{
    p = skip_space(p, end);
    bool bracket = p < end && *p == '(';
    if (bracket)
        p = skip_space(p + 1, end);
    if (!parse_parts(&p, end, out))
        return false;
    p = skip_space(p, end);
    if (bracket) {
        if (p >= end || *p != ')')
            return false;
        p = skip_space(p + 1, end);
    }
    return p == end;
}

/* An underscore that does not stand between two digits. */
static bool has_odd_underscore(const char *text)
{
    for (const char *p = strchr(text, '_'); p; p = strchr(p + 1, '_'))
        if (p == text || !isdigit((unsigned char)p[-1]) ||
            !isdigit((unsigned char)p[1]))
            return true;
    return false;
}

static bool from_str(struct vm *vm, object *o, struct pair *out)
{
    object *plain = str_decimal(vm, o);
    char *text = plain ? str_dup_utf8(vm, plain) : NULL;
    bool ok = text &&
              parse_text(text, text + str_to_utf8(plain, NULL, 0), out);
    if (text && !ok && has_odd_underscore(text))
        vm_raise(vm, EXC_VALUE_ERROR,
                 "could not convert string to complex: %R", o);
    else if (text && !ok)
        vm_raise(vm, EXC_VALUE_ERROR, "complex() arg is a malformed string");
    free(text);
    vm_release_maybe(vm, plain);
    return ok;
}

/* ---- construction ---------------------------------------------------------------- */

/* o.__complex__() when there is one; *found says. */
static bool by_method(struct vm *vm, object *o, object **found)
{
    bool unbound;
    *found = NULL;
    if (vm_is(o, TYPE_COMPLEX) || vm_is(o, TYPE_FLOAT) || vm_is(o, TYPE_INT))
        return true;
    object *method =
        type_lookup_special(vm, o, vm->name[NAME_dunder_complex], &unbound);
    if (!method)
        return !vm_pending(vm);
    *found = unbound ? vm_call1(vm, method, o) : vm_call0(vm, method);
    vm_release(vm, method);
    if (*found && !complex_check(vm, *found)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__complex__ returned non-complex (type %T)", *found);
        heap_store(vm->heap, found, NULL);
    } else if (*found && !vm_is(*found, TYPE_COMPLEX) &&
               !warnings_subclass_steal(
                   vm,
                   str_format(vm,
                              "__complex__ returned non-complex (type %T)",
                              *found),
                   "complex")) {
        heap_store(vm->heap, found, NULL);
    }
    return *found != NULL;
}

/* The value of a part: *complex says whether it had an imaginary one. */
static bool part(struct vm *vm, object *o, const char *which,
                 struct pair *out, bool *is_complex)
{
    object *found = NULL;
    if (!strcmp(which, "first") && !by_method(vm, o, &found))
        return false;
    if (found)
        o = found;
    *is_complex = complex_check(vm, o);
    out->im = 0;
    bool ok = true;
    const struct type_slots *slots = &vm_type_of(vm, o)->slots;
    if (*is_complex)
        *out = value_of(o);
    else if (slots->to_float || slots->to_index)
        ok = float_as_double(vm, o, &out->re);
    else {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "complex() %s argument must be a%s number, not '%T'", which,
                 which[0] == 'f' ? " string or a" : "", o);
        ok = false;
    }
    vm_release_maybe(vm, found);
    return ok;
}

static object *from_parts(struct vm *vm, struct type_object *type,
                          object *first, object *second)
{
    struct pair x = {0, 0}, y = {0, 0};
    bool x_complex = false, y_complex = false;
    if (first && !part(vm, first, "first", &x, &x_complex))
        return NULL;
    if (second && !part(vm, second, "second", &y, &y_complex))
        return NULL;
    if (y_complex)
        x.re -= y.im;
    if (second)
        x.im = x_complex ? x.im + y.re : y.re;
    return alloc(vm, type, x);
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"real", "imag", NULL};
    static const struct arg_spec spec = {"complex", names, 0, 2, 0};
    object *in[2];
    struct pair v = {0, 0};
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    if (in[0] && !in[1] && vm_is(in[0], TYPE_COMPLEX) &&
        type == vm->types[TYPE_COMPLEX])
        return heap_retain(in[0]);
    if (in[0] && str_check(vm, in[0])) {
        if (in[1])
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "complex() can't take second arg if first is a "
                            "string");
        return from_str(vm, in[0], &v) ? alloc(vm, type, v) : NULL;
    }
    if (in[1] && str_check(vm, in[1]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "complex() second arg can't be a string");
    return from_parts(vm, type, in[0], in[1]);
}

/* ---- methods ------------------------------------------------------------------------ */

static object *conjugate(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    struct pair v = value_of(self);
    (void)args;
    (void)nargs;
    (void)kwnames;
    return complex_new(vm, v.re, -v.im);
}

static object *to_complex(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return positive(vm, self);
}

static object *getnewargs(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    struct pair v = value_of(self);
    (void)args;
    (void)nargs;
    (void)kwnames;
    object *re = float_new(vm, v.re), *im = float_new(vm, v.im);
    object *result = re && im ? tuple_pack(vm, 2, re, im) : NULL;
    vm_release_maybe(vm, re);
    vm_release_maybe(vm, im);
    return result;
}

static object *format(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__format__() argument must be str, not %B", args[0]);
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__format__() argument must be str, not %B", args[0]);
    return format_complex(vm, self, args[0]);
}

static const struct method_def methods[] = {
    {"conjugate", conjugate, METHOD_NOARGS,
     "conjugate($self, /)\n--\n\nThe complex conjugate."},
    {"__complex__", to_complex, METHOD_NOARGS,
     "__complex__($self, /)\n--\n\nConvert this value to exact type complex."},
    {"__format__", format, METHOD_ONE,
     "__format__($self, format_spec, /)\n--\n\nText in a format."},
    {"__getnewargs__", getnewargs, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct member_def members[] = {
    {"real", MEMBER_DOUBLE, offsetof(struct complex_object, real), true,
     "the real part of a complex number"},
    {"imag", MEMBER_DOUBLE, offsetof(struct complex_object, imaginary), true,
     "the imaginary part of a complex number"},
    {NULL, 0, 0, false, NULL},
};

const struct type_spec complex_spec = {
    .name = "complex",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct complex_object)},
    .slots = {.binary = {[BINARY_ADD] = add,
                         [BINARY_SUB] = subtract,
                         [BINARY_MUL] = multiply,
                         [BINARY_TRUEDIV] = divide},
              .power = power,
              .negative = negative,
              .positive = positive,
              .absolute = absolute,
              .truth = truth,
              .hash = hash,
              .compare = compare,
              .repr = repr,
              .new_ = new_},
    .methods = methods,
    .members = members,
    .doc = "Create a complex number from a real part and an optional "
           "imaginary part.",
};
