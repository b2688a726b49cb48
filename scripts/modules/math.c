/*
 * math: functions of floats.  Those of ints are math_int.c's.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "scripts/modules/math_int.h"
#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/float_methods.h"
#include "scripts/types/int_internal.h"
#include "scripts/types/module.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                       \
    static object *name(struct vm *vm, object *self, object *const *args,    \
                        size_t nargs, object *kwnames)
#define UNUSED_ARGS                                                          \
    (void)self;                                                              \
    (void)args;                                                              \
    (void)nargs;                                                             \
    (void)kwnames

/* ---- checked results ------------------------------------------------------- */

static object *domain_error(struct vm *vm)
{
    return vm_raise(vm, EXC_VALUE_ERROR, "math domain error");
}

static object *range_error(struct vm *vm)
{
    return vm_raise(vm, EXC_OVERFLOW_ERROR, "math range error");
}

/* The result for a finite argument must be finite: else it went beyond the
 * range, or the function has a pole there. */
static object *checked(struct vm *vm, double result, bool nan_in,
                       bool finite_in, bool overflows)
{
    if (isnan(result) && !nan_in)
        return domain_error(vm);
    if (isinf(result) && finite_in)
        return overflows ? range_error(vm) : domain_error(vm);
    return float_new(vm, result);
}

#define UNARY(name, call, overflows)                                         \
    FUNCTION(name)                                                           \
    {                                                                        \
        double x;                                                            \
        UNUSED_ARGS;                                                         \
        if (!float_as_double(vm, args[0], &x))                               \
            return NULL;                                                     \
        return checked(vm, call, isnan(x), isfinite(x), overflows);          \
    }

UNARY(acos_, acos(x), false)
UNARY(acosh_, acosh(x), false)
UNARY(asin_, asin(x), false)
UNARY(asinh_, asinh(x), false)
UNARY(atan_, atan(x), false)
UNARY(atanh_, atanh(x), false)
UNARY(cbrt_, cbrt(x), false)
UNARY(cos_, cos(x), false)
UNARY(cosh_, cosh(x), true)
UNARY(degrees, x *(180.0 / M_PI), true)
UNARY(erf_, erf(x), false)
UNARY(erfc_, erfc(x), false)
UNARY(exp_, exp(x), true)
UNARY(exp2_, exp2(x), true)
UNARY(expm1_, expm1(x), true)
UNARY(fabs_, fabs(x), false)
UNARY(log1p_, log1p(x), false)
UNARY(radians, x *(M_PI / 180.0), false)
UNARY(sin_, sin(x), false)
UNARY(sinh_, sinh(x), true)
UNARY(sqrt_, sqrt(x), false)
UNARY(tan_, tan(x), false)
UNARY(tanh_, tanh(x), false)
UNARY(gamma_, x == floor(x) && x <= 0 ? NAN : tgamma(x), true)
UNARY(lgamma_, lgamma(x), !(x <= 0 && x == floor(x)))

static bool two_numbers(struct vm *vm, const char *name, object *const *args,
                        size_t nargs, double *x, double *y)
{
    return args_between(vm, name, nargs, 2, 2) &&
           float_as_double(vm, args[0], x) && float_as_double(vm, args[1], y);
}

#define BINARY(name, word, call)                                             \
    FUNCTION(name)                                                           \
    {                                                                        \
        double x, y;                                                         \
        UNUSED_ARGS;                                                         \
        if (!two_numbers(vm, word, args, nargs, &x, &y))                     \
            return NULL;                                                     \
        return checked(vm, call, isnan(x) || isnan(y),                       \
                       isfinite(x) && isfinite(y), true);                    \
    }

BINARY(atan2_, "atan2", atan2(x, y))
BINARY(copysign_, "copysign", copysign(x, y))
BINARY(fmod_, "fmod", fmod(x, y))
BINARY(remainder_, "remainder", remainder(x, y))

FUNCTION(nextafter_)
{
    double x, y;
    UNUSED_ARGS;
    return two_numbers(vm, "nextafter", args, nargs, &x, &y)
               ? float_new(vm, nextafter(x, y))
               : NULL;
}

FUNCTION(pow_)
{
    double x, y;
    UNUSED_ARGS;
    if (!two_numbers(vm, "pow", args, nargs, &x, &y))
        return NULL;
    if (x == 0 && y < 0 && isfinite(y))
        return domain_error(vm);
    return checked(vm, pow(x, y), isnan(x) || isnan(y),
                   isfinite(x) && isfinite(y), true);
}

/* ---- tests ------------------------------------------------------------------- */

#define TEST(name, expression)                                               \
    FUNCTION(name)                                                           \
    {                                                                        \
        double x;                                                            \
        UNUSED_ARGS;                                                         \
        return float_as_double(vm, args[0], &x) ? vm_bool(vm, expression)    \
                                                : NULL;                      \
    }

TEST(is_nan, isnan(x))
TEST(is_inf, isinf(x))
TEST(is_finite, isfinite(x))

FUNCTION(is_close)
{
    static const char *const names[] = {"a", "b", "rel_tol", "abs_tol", NULL};
    static const struct arg_spec spec = {"isclose", names, 0, 2, 2};
    object *in[4];
    double v[4] = {0, 0, 1e-9, 0.0};
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    for (int i = 0; i < 4; i++)
        if (in[i] && !float_as_double(vm, in[i], &v[i]))
            return NULL;
    if (v[2] < 0 || v[3] < 0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "tolerances must be non-negative");
    if (v[0] == v[1])
        return vm_bool(vm, true);
    if (isinf(v[0]) || isinf(v[1]))
        return vm_bool(vm, false);
    double apart = fabs(v[1] - v[0]);
    return vm_bool(vm, apart <= fabs(v[2] * v[1]) ||
                           apart <= fabs(v[2] * v[0]) || apart <= v[3]);
}

/* ---- parts of a float ------------------------------------------------------------ */

static object *pair(struct vm *vm, object *a, object *b)
{
    object *items[] = {a, b};
    if (a && b)
        return tuple_from_steal(vm, items, 2);
    vm_release_maybe(vm, a);
    vm_release_maybe(vm, b);
    return NULL;
}

FUNCTION(frexp_)
{
    double x, m;
    int exponent = 0;
    UNUSED_ARGS;
    if (!float_as_double(vm, args[0], &x))
        return NULL;
    m = isfinite(x) ? frexp(x, &exponent) : x;
    return pair(vm, float_new(vm, m), int_new(vm, exponent));
}

FUNCTION(modf_)
{
    double x, whole;
    UNUSED_ARGS;
    if (!float_as_double(vm, args[0], &x))
        return NULL;
    double rest = modf(x, &whole);
    return pair(vm, float_new(vm, rest), float_new(vm, whole));
}

FUNCTION(ldexp_)
{
    double x;
    ptrdiff_t by;
    UNUSED_ARGS;
    if (!args_between(vm, "ldexp", nargs, 2, 2) ||
        !float_as_double(vm, args[0], &x))
        return NULL;
    if (!(vm_type_of(vm, args[1])->flags & TYPE_INT_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "Expected an int as second argument to ldexp.");
    if (!vm_index_as_ssize(vm, args[1], &by, true))
        return NULL;
    int n = by > 100000 ? 100000 : by < -100000 ? -100000 : (int)by;
    double result = ldexp(x, n);
    return isinf(result) && isfinite(x) ? range_error(vm)
                                        : float_new(vm, result);
}

FUNCTION(ulp)
{
    double x;
    UNUSED_ARGS;
    if (!float_as_double(vm, args[0], &x))
        return NULL;
    x = fabs(x);
    if (!isfinite(x))
        return float_new(vm, x);
    double above = nextafter(x, INFINITY);
    return float_new(vm, isinf(above) ? x - nextafter(x, -INFINITY)
                                      : above - x);
}

/* ---- logarithms: ints may be beyond the range of double ---------------------------- */

/* fn of o's value; not NULL when it went well. */
static object *log_of(struct vm *vm, object *o, double (*fn)(double),
                      double *out)
{
    *out = 0;
    bool is_int = vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS;
    if (is_int && int_sign(o) <= 0)
        return domain_error(vm);
    if (!is_int || int_bit_length(o) < 1024) {
        double x;
        if (!float_as_double(vm, o, &x))
            return NULL;
        if (x <= 0)
            return domain_error(vm);
        *out = isinf(x) || isnan(x) ? x : fn(x);
        return vm->none;
    }
    struct int_view v;
    int exponent;
    int_view(o, &v);
    size_t n = v.count - 1;
    unsigned __int128 top =
        (unsigned __int128)v.limbs[n] << 64 | v.limbs[n - 1];
    double m = frexp((double)top, &exponent);
    *out = fn(m) + fn(2.0) * ((double)exponent + 64.0 * ((double)n - 1));
    return vm->none;
}

FUNCTION(log_)
{
    double x, base;
    UNUSED_ARGS;
    if (!args_between(vm, "log", nargs, 1, 2) ||
        !log_of(vm, args[0], log, &x))
        return NULL;
    if (nargs == 1)
        return float_new(vm, x);
    if (!log_of(vm, args[1], log, &base))
        return NULL;
    if (base == 0)
        return vm_raise(vm, EXC_ZERO_DIVISION_ERROR, "float division by zero");
    return float_new(vm, x / base);
}

FUNCTION(log2_)
{
    double x;
    UNUSED_ARGS;
    return log_of(vm, args[0], log2, &x) ? float_new(vm, x) : NULL;
}

FUNCTION(log10_)
{
    double x;
    UNUSED_ARGS;
    return log_of(vm, args[0], log10, &x) ? float_new(vm, x) : NULL;
}

/* ---- rounding -------------------------------------------------------------------------- */

/* By the dunder of that name, else of the float; NULL method: none. */
static object *by_method(struct vm *vm, object *o, enum vm_name name,
                         double (*fn)(double))
{
    bool unbound;
    double x;
    if (vm_is(o, TYPE_FLOAT))
        return int_new_double(vm, fn(((struct float_object *)o)->value));
    object *method = type_lookup_special(vm, o, vm->name[name], &unbound);
    if (method) {
        object *r = unbound ? vm_call1(vm, method, o) : vm_call0(vm, method);
        vm_release(vm, method);
        return r;
    }
    if (vm_pending(vm))
        return NULL;
    if (name == NAME_dunder_trunc)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "type %T doesn't define __trunc__ method", o);
    return float_as_double(vm, o, &x) ? int_new_double(vm, fn(x)) : NULL;
}

FUNCTION(ceil_)
{
    UNUSED_ARGS;
    return by_method(vm, args[0], NAME_dunder_ceil, ceil);
}

FUNCTION(floor_)
{
    UNUSED_ARGS;
    return by_method(vm, args[0], NAME_dunder_floor, floor);
}

FUNCTION(trunc_)
{
    UNUSED_ARGS;
    return by_method(vm, args[0], NAME_dunder_trunc, trunc);
}

/* ---- several numbers ------------------------------------------------------------------------ */

static double norm(const double *v, size_t n)
{
    double most = 0;
    bool nan = false;
    long double sum = 0;
    for (size_t i = 0; i < n; i++) {
        nan |= isnan(v[i]);
        most = fabs(v[i]) > most ? fabs(v[i]) : most;
    }
    if (isinf(most) || most == 0 || nan)
        return isinf(most) ? most : nan ? NAN : most;
    for (size_t i = 0; i < n; i++) {
        long double part = (long double)v[i] / most;
        sum += part * part;
    }
    return (double)(sqrtl(sum) * most);
}

/* The floats of items; malloc'ed, NULL: exception pending. */
static double *doubles(struct vm *vm, object *const *items, size_t n)
{
    double *v = malloc((n ? n : 1) * sizeof *v);
    if (!v)
        vm_raise_no_memory(vm);
    for (size_t i = 0; v && i < n; i++)
        if (!float_as_double(vm, items[i], &v[i])) {
            free(v);
            return NULL;
        }
    return v;
}

FUNCTION(hypot_)
{
    UNUSED_ARGS;
    double *v = doubles(vm, args, nargs);
    if (!v)
        return NULL;
    double size = norm(v, nargs);
    free(v);
    return float_new(vm, size);
}

FUNCTION(dist)
{
    UNUSED_ARGS;
    if (!args_between(vm, "dist", nargs, 2, 2))
        return NULL;
    object *p = vm_tuple_from(vm, args[0]);
    object *q = p ? vm_tuple_from(vm, args[1]) : NULL;
    double *v = NULL, *w = NULL;
    object *result = NULL;
    if (q && tuple_length(p) != tuple_length(q))
        vm_raise(vm, EXC_VALUE_ERROR,
                 "both points must have the same number of dimensions");
    else if (q && (v = doubles(vm, tuple_items(p), tuple_length(p))) &&
             (w = doubles(vm, tuple_items(q), tuple_length(q)))) {
        for (size_t i = 0; i < tuple_length(p); i++)
            v[i] -= w[i];
        result = float_new(vm, norm(v, tuple_length(p)));
    }
    free(v);
    free(w);
    vm_release_maybe(vm, p);
    vm_release_maybe(vm, q);
    return result;
}

static const struct method_def functions[] = {
    {"acos", acos_, METHOD_ONE, "acos($module, x, /)\n--\n\nArc cosine."},
    {"acosh", acosh_, METHOD_ONE, "acosh($module, x, /)\n--\n\n"},
    {"asin", asin_, METHOD_ONE, "asin($module, x, /)\n--\n\nArc sine."},
    {"asinh", asinh_, METHOD_ONE, "asinh($module, x, /)\n--\n\n"},
    {"atan", atan_, METHOD_ONE, "atan($module, x, /)\n--\n\nArc tangent."},
    {"atan2", atan2_, METHOD_ARGS, "atan2($module, y, x, /)\n--\n\n"},
    {"atanh", atanh_, METHOD_ONE, "atanh($module, x, /)\n--\n\n"},
    {"cbrt", cbrt_, METHOD_ONE, "cbrt($module, x, /)\n--\n\nCube root."},
    {"ceil", ceil_, METHOD_ONE, "ceil($module, x, /)\n--\n\nRounded up."},
    {"copysign", copysign_, METHOD_ARGS, "copysign($module, x, y, /)\n--\n\n"},
    {"cos", cos_, METHOD_ONE, "cos($module, x, /)\n--\n\nCosine."},
    {"cosh", cosh_, METHOD_ONE, "cosh($module, x, /)\n--\n\n"},
    {"degrees", degrees, METHOD_ONE, "degrees($module, x, /)\n--\n\n"},
    {"dist", dist, METHOD_ARGS, "dist($module, p, q, /)\n--\n\nDistance."},
    {"erf", erf_, METHOD_ONE, "erf($module, x, /)\n--\n\n"},
    {"erfc", erfc_, METHOD_ONE, "erfc($module, x, /)\n--\n\n"},
    {"exp", exp_, METHOD_ONE, "exp($module, x, /)\n--\n\ne to the x."},
    {"exp2", exp2_, METHOD_ONE, "exp2($module, x, /)\n--\n\n2 to the x."},
    {"expm1", expm1_, METHOD_ONE, "expm1($module, x, /)\n--\n\n"},
    {"fabs", fabs_, METHOD_ONE, "fabs($module, x, /)\n--\n\n"},
    {"floor", floor_, METHOD_ONE, "floor($module, x, /)\n--\n\n"},
    {"fmod", fmod_, METHOD_ARGS, "fmod($module, x, y, /)\n--\n\n"},
    {"frexp", frexp_, METHOD_ONE, "frexp($module, x, /)\n--\n\n"},
    {"gamma", gamma_, METHOD_ONE, "gamma($module, x, /)\n--\n\n"},
    {"hypot", hypot_, METHOD_ARGS, "hypot(*coordinates) -> value"},
    {"isclose", is_close, METHOD_KEYWORDS,
     "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\n"},
    {"isfinite", is_finite, METHOD_ONE, "isfinite($module, x, /)\n--\n\n"},
    {"isinf", is_inf, METHOD_ONE, "isinf($module, x, /)\n--\n\n"},
    {"isnan", is_nan, METHOD_ONE, "isnan($module, x, /)\n--\n\n"},
    {"ldexp", ldexp_, METHOD_ARGS, "ldexp($module, x, i, /)\n--\n\n"},
    {"lgamma", lgamma_, METHOD_ONE, "lgamma($module, x, /)\n--\n\n"},
    {"log", log_, METHOD_ARGS | METHOD_TUPLE, "log(x, [base=math.e])"},
    {"log10", log10_, METHOD_ONE, "log10($module, x, /)\n--\n\n"},
    {"log1p", log1p_, METHOD_ONE, "log1p($module, x, /)\n--\n\n"},
    {"log2", log2_, METHOD_ONE, "log2($module, x, /)\n--\n\n"},
    {"modf", modf_, METHOD_ONE, "modf($module, x, /)\n--\n\n"},
    {"nextafter", nextafter_, METHOD_ARGS,
     "nextafter($module, x, y, /)\n--\n\n"},
    {"pow", pow_, METHOD_ARGS, "pow($module, x, y, /)\n--\n\n"},
    {"radians", radians, METHOD_ONE, "radians($module, x, /)\n--\n\n"},
    {"remainder", remainder_, METHOD_ARGS,
     "remainder($module, x, y, /)\n--\n\n"},
    {"sin", sin_, METHOD_ONE, "sin($module, x, /)\n--\n\nSine."},
    {"sinh", sinh_, METHOD_ONE, "sinh($module, x, /)\n--\n\n"},
    {"sqrt", sqrt_, METHOD_ONE, "sqrt($module, x, /)\n--\n\nSquare root."},
    {"tan", tan_, METHOD_ONE, "tan($module, x, /)\n--\n\nTangent."},
    {"tanh", tanh_, METHOD_ONE, "tanh($module, x, /)\n--\n\n"},
    {"trunc", trunc_, METHOD_ONE, "trunc($module, x, /)\n--\n\n"},
    {"ulp", ulp, METHOD_ONE, "ulp($module, x, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

bool math_fill(struct vm *vm, object *module)
{
    static const struct {
        const char *name;
        double value;
    } constants[] = {{"pi", M_PI},
                     {"e", M_E},
                     {"tau", 2 * M_PI},
                     {"inf", INFINITY},
                     {"nan", NAN}};
    bool ok = module_add_functions(vm, module, functions) &&
              module_add_functions(vm, module, math_int_functions);
    for (size_t i = 0; ok && i < sizeof constants / sizeof *constants; i++) {
        ok = module_add_steal(vm, module, constants[i].name,
                              float_new(vm, constants[i].value));
    }
    return ok;
}
