/*
 * cmath: functions of complex numbers.
 *
 * Finite arguments go through formulas that neither overflow on the way nor
 * lose digits near branch points; the C library knows what infinities and
 * NaNs give.
 */
#include <complex.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#undef I

#include "scripts/modules/modules.h"
#include "scripts/types/float.h"
#include "scripts/types/float_methods.h"
#include "scripts/types/module.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

typedef double complex number;

enum trouble { FINE, DOMAIN, RANGE };

#define LARGE (DBL_MAX / 4)
#define LOG_2 0.69314718055994530942
#define LOG_10 2.3025850929940456840
#define EULER 2.7182818284590452354
#define HALF_PI 1.5707963267948966192

/* A complex number is its two parts in memory. */
static number make(double real, double imaginary)
{
    number z;
    double *parts = (double *)&z;
    parts[0] = real;
    parts[1] = imaginary;
    return z;
}

/* Times the imaginary unit, and divided by it. */
static number times_i(number z)
{
    return make(-cimag(z), creal(z));
}

static number over_i(number z)
{
    return make(cimag(z), -creal(z));
}

static bool is_finite(number z)
{
    return isfinite(creal(z)) && isfinite(cimag(z));
}

static bool is_large(number z, double bound)
{
    return fabs(creal(z)) > bound || fabs(cimag(z)) > bound;
}

static bool is_tiny(number z)
{
    return fabs(creal(z)) < DBL_MIN && fabs(cimag(z)) < DBL_MIN;
}

/* |z| / 2, which does not overflow. */
static double half_length(number z)
{
    return hypot(creal(z) / 2, cimag(z) / 2);
}

/* The result unless it went beyond the range. */
static enum trouble bounded(number z)
{
    return isinf(creal(z)) || isinf(cimag(z)) ? RANGE : FINE;
}

/* ---- roots and logarithms ------------------------------------------------ */

static number root(number z)
{
    double x = fabs(creal(z)), y = fabs(cimag(z)), big;
    if (x == 0 && y == 0)
        return make(0, cimag(z));
    if (is_tiny(z)) { /* scaled, so that the length has all its digits */
        x = ldexp(x, 53);
        big = ldexp(sqrt(x + hypot(x, ldexp(y, 53))), -27);
    } else {
        x /= 8;
        big = 2 * sqrt(x + hypot(x, y / 8));
    }
    double small = y / (2 * big);
    return creal(z) >= 0 ? make(big, copysign(small, cimag(z)))
                         : make(small, copysign(big, cimag(z)));
}

static enum trouble f_sqrt(number z, number *out)
{
    *out = is_finite(z) ? root(z) : csqrt(z);
    return FINE;
}

/* The logarithm of the length of z, which is not zero. */
static double log_length(number z)
{
    double x = fabs(creal(z)), y = fabs(cimag(z));
    if (is_large(z, LARGE))
        return log(half_length(z)) + LOG_2;
    if (is_tiny(z))
        return log(hypot(ldexp(x, DBL_MANT_DIG), ldexp(y, DBL_MANT_DIG))) -
               DBL_MANT_DIG * LOG_2;
    double length = hypot(x, y), most = x > y ? x : y, least = x > y ? y : x;
    if (0.71 <= length && length <= 1.73)
        return log1p((most - 1) * (most + 1) + least * least) / 2;
    return log(length);
}

static enum trouble f_log(number z, number *out)
{
    double angle = atan2(cimag(z), creal(z));
    bool zero = creal(z) == 0 && cimag(z) == 0;
    if (!is_finite(z))
        *out = clog(z);
    else
        *out = make(zero ? -INFINITY : log_length(z), angle);
    return zero ? DOMAIN : FINE;
}

static enum trouble f_log10(number z, number *out)
{
    enum trouble t = f_log(z, out);
    *out = make(creal(*out) / LOG_10, cimag(*out) / LOG_10);
    return t;
}

/* ---- exponentials -------------------------------------------------------- */

static double log_large(void)
{
    return log(LARGE);
}

static enum trouble f_exp(number z, number *out)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z)) {
        *out = cexp(z);
        return isinf(y) && (isfinite(x) || x > 0) ? DOMAIN : FINE;
    }
    bool high = x > log_large();
    double length = exp(high ? x - 1 : x);
    *out = high ? make(length * cos(y) * EULER, length * sin(y) * EULER)
                : make(length * cos(y), length * sin(y));
    return bounded(*out);
}

/* Of a hyperbolic function: is an infinite imaginary part an error? */
static enum trouble turning(number z)
{
    return isinf(cimag(z)) && !isnan(creal(z)) ? DOMAIN : FINE;
}

/* Where cosh and sinh of x would overflow, those of a bit less, and by what to
 * multiply then. */
static double reduced(double *x)
{
    if (fabs(*x) <= log_large())
        return 0;
    *x -= copysign(1, *x);
    return EULER;
}

static enum trouble f_cosh(number z, number *out)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z)) {
        *out = ccosh(z);
        return turning(z);
    }
    double factor = reduced(&x);
    *out = factor ? make(cos(y) * cosh(x) * factor, sin(y) * sinh(x) * factor)
                  : make(cos(y) * cosh(x), sin(y) * sinh(x));
    return bounded(*out);
}

static enum trouble f_sinh(number z, number *out)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z)) {
        *out = csinh(z);
        return turning(z);
    }
    double factor = reduced(&x);
    *out = factor ? make(cos(y) * sinh(x) * factor, sin(y) * cosh(x) * factor)
                  : make(cos(y) * sinh(x), sin(y) * cosh(x));
    return bounded(*out);
}

static enum trouble f_tanh(number z, number *out)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z)) {
        *out = x == 0 && isnan(y) ? make(NAN, NAN) : ctanh(z);
        return isinf(y) && isfinite(x) ? DOMAIN : FINE;
    }
    if (fabs(x) > log_large()) {
        *out = make(copysign(1, x), 4 * sin(y) * cos(y) * exp(-2 * fabs(x)));
        return FINE;
    }
    double tx = tanh(x), ty = tan(y), inverse = 1 / cosh(x), both = tx * ty;
    double below = 1 + both * both;
    *out = make(tx * (1 + ty * ty) / below,
                ((ty / below) * inverse) * inverse);
    return FINE;
}

/* ---- inverse functions --------------------------------------------------- */

/* log |2z| of a large z. */
static double log_double(number z)
{
    return log(half_length(z)) + LOG_2 * 2;
}

static enum trouble f_acos(number z, number *out)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z)) {
        *out = cacos(z);
    } else if (is_large(z, LARGE)) {
        double length = log_double(z);
        *out = make(atan2(fabs(y), x),
                    x < 0 ? -copysign(length, y) : copysign(length, -y));
    } else {
        number a = root(make(1 - x, -y)), b = root(make(1 + x, y));
        *out = make(2 * atan2(creal(a), creal(b)),
                    asinh(creal(b) * cimag(a) - cimag(b) * creal(a)));
    }
    return FINE;
}

static enum trouble f_acosh(number z, number *out)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z)) {
        *out = x == 0 && isnan(y) ? make(NAN, NAN) : cacosh(z);
    } else if (is_large(z, LARGE)) {
        *out = make(log_double(z), atan2(y, x));
    } else {
        number a = root(make(x - 1, y)), b = root(make(x + 1, y));
        *out = make(asinh(creal(a) * creal(b) + cimag(a) * cimag(b)),
                    2 * atan2(cimag(a), creal(b)));
    }
    return FINE;
}

static enum trouble f_asinh(number z, number *out)
{
    double x = creal(z), y = cimag(z);
    if (!is_finite(z)) {
        *out = casinh(z);
    } else if (is_large(z, LARGE)) {
        double length = log_double(z);
        *out = make(y >= 0 ? copysign(length, x) : -copysign(length, -x),
                    atan2(y, fabs(x)));
    } else {
        number a = root(make(1 + y, -x)), b = root(make(1 - y, x));
        *out = make(asinh(creal(a) * cimag(b) - creal(b) * cimag(a)),
                    atan2(y, creal(a) * creal(b) - cimag(a) * cimag(b)));
    }
    return FINE;
}

/* atanh near its pole at 1. */
static enum trouble near_pole(double y, number *out)
{
    double away = fabs(y);
    if (away == 0) {
        *out = make(INFINITY, y);
        return DOMAIN;
    }
    *out = make(-log(sqrt(away) / sqrt(hypot(away, 2))),
                copysign(atan2(2, -away) / 2, y));
    return FINE;
}

static enum trouble f_atanh(number z, number *out)
{
    double x = creal(z), y = cimag(z), away = fabs(y);
    if (!is_finite(z)) {
        *out = catanh(z);
        return FINE;
    }
    if (signbit(x)) {
        enum trouble t = f_atanh(make(-x, -y), out);
        *out = make(-creal(*out), -cimag(*out));
        return t;
    }
    if (x == 1 && away < sqrt(DBL_MIN))
        return near_pole(y, out);
    if (is_large(z, sqrt(LARGE))) {
        double half = half_length(z);
        *out = make(x / 4 / half / half, -copysign(HALF_PI, -y));
    } else {
        *out = make(log1p(4 * x / ((1 - x) * (1 - x) + away * away)) / 4,
                    -atan2(-2 * y, (1 - x) * (1 + x) - away * away) / 2);
    }
    return FINE;
}

/* ---- circular functions: the hyperbolic ones, turned --------------------- */

static enum trouble f_cos(number z, number *out)
{
    return f_cosh(times_i(z), out);
}

#define TURNED(name, hyperbolic)                                               \
    static enum trouble name(number z, number *out)                            \
    {                                                                          \
        enum trouble t = hyperbolic(times_i(z), out);                          \
        *out = over_i(*out);                                                   \
        return t;                                                              \
    }
TURNED(f_sin, f_sinh)
TURNED(f_tan, f_tanh)
TURNED(f_asin, f_asinh)
TURNED(f_atan, f_atanh)

/* ---- what scripts call --------------------------------------------------- */

static bool read_number(struct vm *vm, object *o, number *out)
{
    if (vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS) {
        vm_raise(vm, EXC_TYPE_ERROR, "must be real number, not str");
        return false;
    }
    object *type = type_as_object(vm->types[TYPE_COMPLEX]);
    object *z = vm_is(o, TYPE_COMPLEX) ? heap_retain(o) : vm_call1(vm, type, o);
    if (!z) {
        if (vm_pending_is(vm, EXC_TYPE_ERROR) &&
            !vm_type_of(vm, o)->slots.to_float &&
            !vm_type_of(vm, o)->slots.to_index)
            vm_raise(vm, EXC_TYPE_ERROR, "must be real number, not %T", o);
        return false;
    }
    const struct complex_object *c = (const struct complex_object *)z;
    *out = make(c->real, c->imaginary);
    vm_release(vm, z);
    return true;
}

static bool is_fine(struct vm *vm, enum trouble t)
{
    if (t == DOMAIN)
        vm_raise(vm, EXC_VALUE_ERROR, "math domain error");
    else if (t == RANGE)
        vm_raise(vm, EXC_OVERFLOW_ERROR, "math range error");
    return t == FINE;
}

static object *apply(struct vm *vm, object *o,
                     enum trouble (*function)(number z, number *out))
{
    number z, result;
    return read_number(vm, o, &z) && is_fine(vm, function(z, &result))
               ? complex_new(vm, creal(result), cimag(result))
               : NULL;
}

#define APPLY(name)                                                            \
    FUNCTION(name##_)                                                          \
    {                                                                          \
        UNUSED;                                                                \
        return apply(vm, args[0], f_##name);                                   \
    }
APPLY(acos)
APPLY(acosh)
APPLY(asin)
APPLY(asinh)
APPLY(atan)
APPLY(atanh)
APPLY(cos)
APPLY(cosh)
APPLY(exp)
APPLY(log10)
APPLY(sin)
APPLY(sinh)
APPLY(sqrt)
APPLY(tan)
APPLY(tanh)

/* log(z) / log(base), as complex numbers are divided; zero is no error. */
static object *log_to_base(struct vm *vm, object *o, object *base)
{
    number z, log_z;
    if (!read_number(vm, o, &z))
        return NULL;
    f_log(z, &log_z);
    object *above = complex_new(vm, creal(log_z), cimag(log_z));
    object *below = above ? apply(vm, base, f_log) : NULL;
    object *r = below ? vm_binary(vm, BINARY_TRUEDIV, above, below) : NULL;
    vm_release_maybe(vm, above);
    vm_release_maybe(vm, below);
    if (!r && vm_pending_is(vm, EXC_ZERO_DIVISION_ERROR))
        return vm_raise(vm, EXC_VALUE_ERROR, "math domain error");
    return r;
}

FUNCTION(log_)
{
    UNUSED;
    if (!args_between(vm, "log", nargs, 1, 2))
        return NULL;
    return nargs > 1 ? log_to_base(vm, args[0], args[1])
                     : apply(vm, args[0], f_log);
}

static double angle_of(number z)
{
    return atan2(cimag(z), creal(z));
}

FUNCTION(phase)
{
    number z;
    UNUSED;
    if (!read_number(vm, args[0], &z))
        return NULL;
    errno = 0; /* an angle that is too small is an error, as in CPython */
    double angle = angle_of(z);
    return is_fine(vm, errno ? RANGE : FINE) ? float_new(vm, angle) : NULL;
}

FUNCTION(polar)
{
    number z;
    UNUSED;
    if (!read_number(vm, args[0], &z))
        return NULL;
    double length = hypot(creal(z), cimag(z));
    if (!is_fine(vm, is_finite(z) && isinf(length) ? RANGE : FINE))
        return NULL;
    object *a = float_new(vm, length), *b = float_new(vm, angle_of(z));
    object *pair = a && b ? tuple_pack(vm, 2, a, b) : NULL;
    vm_release_maybe(vm, a);
    vm_release_maybe(vm, b);
    return pair;
}

/* The point at a length and angle one of which is not finite. */
static number special_point(double r, double phi)
{
    if (phi == 0)
        return make(r, isnan(r) ? fabs(phi) : copysign(1, r) * phi);
    if (isinf(r) && isfinite(phi))
        return make(copysign(r, cos(phi) * copysign(1, r)),
                    copysign(r, sin(phi) * copysign(1, r)));
    if (isinf(r))
        return make(isinf(phi) ? -r * -1 : INFINITY, NAN);
    return r == 0 ? make(0, 0) : make(NAN, NAN);
}

FUNCTION(rect)
{
    double r, phi;
    UNUSED;
    if (!args_between(vm, "rect", nargs, 2, 2) ||
        !float_as_double(vm, args[0], &r) ||
        !float_as_double(vm, args[1], &phi))
        return NULL;
    bool finite = isfinite(r) && isfinite(phi);
    if (!finite && !is_fine(vm, r != 0 && !isnan(r) && isinf(phi) ? DOMAIN
                                                                  : FINE))
        return NULL;
    number z = !finite    ? special_point(r, phi)
               : phi == 0 ? make(r, r * phi)
                          : make(r * cos(phi), r * sin(phi));
    return complex_new(vm, creal(z), cimag(z));
}

#define TEST(name, expression)                                                 \
    FUNCTION(name)                                                             \
    {                                                                          \
        number z;                                                              \
        UNUSED;                                                                \
        return read_number(vm, args[0], &z) ? vm_bool(vm, expression) : NULL;  \
    }
TEST(isfinite_, is_finite(z))
TEST(isnan_, isnan(creal(z)) || isnan(cimag(z)))
TEST(isinf_, isinf(creal(z)) || isinf(cimag(z)))

static bool are_close(number a, number b, double relative, double absolute)
{
    if (creal(a) == creal(b) && cimag(a) == cimag(b))
        return true;
    if (isinf(creal(a)) || isinf(cimag(a)) || isinf(creal(b)) ||
        isinf(cimag(b)))
        return false;
    double apart = hypot(creal(a) - creal(b), cimag(a) - cimag(b));
    return apart <= relative * hypot(creal(b), cimag(b)) ||
           apart <= relative * hypot(creal(a), cimag(a)) || apart <= absolute;
}

FUNCTION(isclose)
{
    static const char *const names[] = {"a", "b", "rel_tol", "abs_tol", NULL};
    static const struct arg_spec spec = {"isclose", names, 0, 2, 2};
    object *in[4];
    number a, b;
    double relative = 1e-9, absolute = 0;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        !read_number(vm, in[0], &a) || !read_number(vm, in[1], &b) ||
        (in[2] && !float_as_double(vm, in[2], &relative)) ||
        (in[3] && !float_as_double(vm, in[3], &absolute)))
        return NULL;
    if (relative < 0 || absolute < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "tolerances must be non-negative");
    return vm_bool(vm, are_close(a, b, relative, absolute));
}

/* ---- the module ---------------------------------------------------------- */

#define ROW(name, text)                                                        \
    {#name, name##_, METHOD_ONE, #name "($module, z, /)\n--\n\n" text}
static const struct method_def functions[] = {
    ROW(acos, "The arc cosine of z."),
    ROW(acosh, "The inverse hyperbolic cosine of z."),
    ROW(asin, "The arc sine of z."),
    ROW(asinh, "The inverse hyperbolic sine of z."),
    ROW(atan, "The arc tangent of z."),
    ROW(atanh, "The inverse hyperbolic tangent of z."),
    ROW(cos, "The cosine of z."),
    ROW(cosh, "The hyperbolic cosine of z."),
    ROW(exp, "e to the power of z."),
    ROW(log10, "The logarithm of z to base 10."),
    ROW(sin, "The sine of z."),
    ROW(sinh, "The hyperbolic sine of z."),
    ROW(sqrt, "The square root of z."),
    ROW(tan, "The tangent of z."),
    ROW(tanh, "The hyperbolic tangent of z."),
    ROW(isfinite, "Are both parts finite?"),
    ROW(isinf, "Is a part infinite?"),
    ROW(isnan, "Is a part not a number?"),
    {"log", log_, METHOD_ARGS,
     "log($module, z, base=<unrepresentable>, /)\n--\n\n"
     "The logarithm of z to a base, by default e."},
    {"phase", phase, METHOD_ONE,
     "phase($module, z, /)\n--\n\nThe angle of z."},
    {"polar", polar, METHOD_ONE,
     "polar($module, z, /)\n--\n\nThe length and angle of z."},
    {"rect", rect, METHOD_ARGS,
     "rect($module, r, phi, /)\n--\n\nThe number of that length and angle."},
    {"isclose", isclose, METHOD_KEYWORDS,
     "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\n"
     "Are two numbers close to each other?"},
    {NULL, NULL, 0, NULL},
};

static bool add(struct vm *vm, object *module, const char *name, double real,
                double imaginary, bool is_complex)
{
    return module_add_steal(vm, module, name,
                            is_complex ? complex_new(vm, real, imaginary)
                                       : float_new(vm, real));
}

bool cmath_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions) &&
           add(vm, module, "pi", HALF_PI * 2, 0, false) &&
           add(vm, module, "e", EULER, 0, false) &&
           add(vm, module, "tau", HALF_PI * 4, 0, false) &&
           add(vm, module, "inf", INFINITY, 0, false) &&
           add(vm, module, "infj", 0, INFINITY, true) &&
           add(vm, module, "nan", NAN, 0, false) &&
           add(vm, module, "nanj", 0, NAN, true);
}
