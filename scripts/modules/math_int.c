/*
 * math: functions of ints, and exact sums and products.
 */
#include "scripts/modules/math_int.h"

#include <math.h>
#include <stdlib.h>

#include "scripts/types/float.h"
#include "scripts/types/int_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                       \
    static object *name(struct vm *vm, object *self, object *const *args,    \
                        size_t nargs, object *kwnames)

/* a op b, with a stolen; NULL passes on. */
static object *step(struct vm *vm, enum vm_binary op, object *a, object *b)
{
    object *result = a && b ? vm_binary(vm, op, a, b) : NULL;
    vm_release_maybe(vm, a);
    return result;
}

/* The same with a small number. */
static object *step_i(struct vm *vm, enum vm_binary op, object *a, int64_t b)
{
    object *o = a ? int_new(vm, b) : NULL;
    object *result = step(vm, op, a, o);
    vm_release_maybe(vm, o);
    return result;
}

/* ---- gcd, lcm ----------------------------------------------------------------- */

static object *absolute(struct vm *vm, object *o)
{
    object *result = !o                ? NULL
                     : int_sign(o) < 0 ? vm_negative(vm, o)
                                       : heap_retain(o);
    vm_release_maybe(vm, o);
    return result;
}

/* Of two ints, both stolen. */
static object *gcd_of(struct vm *vm, object *a, object *b)
{
    while (a && b && int_sign(b) != 0) {
        object *rest = vm_binary(vm, BINARY_MOD, a, b);
        vm_release(vm, a);
        a = b;
        b = rest;
    }
    if (!b) {
        vm_release_maybe(vm, a);
        return NULL;
    }
    vm_release(vm, b);
    return absolute(vm, a);
}

FUNCTION(gcd)
{
    (void)self;
    (void)kwnames;
    object *result = int_new(vm, 0);
    for (size_t i = 0; result && i < nargs; i++) {
        object *o = vm_index(vm, args[i]);
        if (!o) {
            vm_release(vm, result);
            return NULL;
        }
        result = gcd_of(vm, result, o);
    }
    return result;
}

static object *lcm_of(struct vm *vm, object *a, object *b)
{
    if (int_sign(a) == 0 || int_sign(b) == 0)
        return int_new(vm, 0);
    object *g = gcd_of(vm, heap_retain(a), heap_retain(b));
    object *part = g ? vm_binary(vm, BINARY_FLOORDIV, a, g) : NULL;
    vm_release_maybe(vm, g);
    return absolute(vm, step(vm, BINARY_MUL, part, b));
}

FUNCTION(lcm)
{
    (void)self;
    (void)kwnames;
    object *result = int_new(vm, 1);
    for (size_t i = 0; result && i < nargs; i++) {
        object *o = vm_index(vm, args[i]);
        object *next = o ? lcm_of(vm, result, o) : NULL;
        vm_release_maybe(vm, o);
        vm_release(vm, result);
        result = next;
    }
    return result;
}

/* ---- factorial, comb, perm ------------------------------------------------------ */

/* from * (from + 1) * ... * to, by halves. */
static object *product_range(struct vm *vm, int64_t from, int64_t to)
{
    if (from > to)
        return int_new(vm, 1);
    if (to - from < 4) {
        object *result = int_new(vm, from);
        for (int64_t i = from + 1; i <= to; i++)
            result = step_i(vm, BINARY_MUL, result, i);
        return result;
    }
    int64_t middle = from + (to - from) / 2;
    object *right = product_range(vm, middle + 1, to);
    object *left = right ? product_range(vm, from, middle) : NULL;
    object *result = step(vm, BINARY_MUL, left, right);
    vm_release_maybe(vm, right);
    return result;
}

FUNCTION(factorial)
{
    int64_t n;
    (void)self;
    (void)nargs;
    (void)kwnames;
    object *o = vm_index(vm, args[0]);
    if (!o)
        return NULL;
    bool fits = int_fits_i64(o, &n);
    int sign = int_sign(o);
    vm_release(vm, o);
    if (sign < 0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "factorial() not defined for negative values");
    if (!fits)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "factorial() argument should not exceed %lld",
                        (long long)INT64_MAX);
    return product_range(vm, 2, n);
}

/* Two non-negative int arguments; *k may be left out (= n). */
static bool n_and_k(struct vm *vm, object *const *args, size_t nargs,
                    object **n, object **k)
{
    *n = vm_index(vm, args[0]);
    *k = *n && nargs > 1 ? vm_index(vm, args[1]) : heap_retain_maybe(*n);
    if (*n && *k && int_sign(*n) >= 0 && int_sign(*k) >= 0)
        return true;
    if (*n && *k)
        vm_raise(vm, EXC_VALUE_ERROR, "%s must be a non-negative integer",
                 int_sign(*n) < 0 ? "n" : "k");
    vm_release_maybe(vm, *n);
    vm_release_maybe(vm, *k);
    return false;
}

/* n * (n - 1) * ... of count factors, divided by count! when asked. */
static object *falling(struct vm *vm, object *n, int64_t count, bool divide)
{
    object *result = int_new(vm, 1);
    for (int64_t i = 0; result && i < count; i++) {
        object *factor = step_i(vm, BINARY_SUB, heap_retain(n), i);
        result = step(vm, BINARY_MUL, result, factor);
        vm_release_maybe(vm, factor);
        if (divide)
            result = step_i(vm, BINARY_FLOORDIV, result, i + 1);
    }
    return result;
}

static object *permute(struct vm *vm, object *n, object *k)
{
    int64_t count;
    int more = vm_compare_bool(vm, k, n, COMPARE_GT);
    if (more)
        return more < 0 ? NULL : int_new(vm, 0);
    if (!int_fits_i64(k, &count))
        return vm_raise(vm, EXC_OVERFLOW_ERROR, "k must not exceed %lld",
                        (long long)INT64_MAX);
    return falling(vm, n, count, false);
}

/* As many ways to take k as to leave k: the smaller number is counted. */
static object *choose(struct vm *vm, object *n, object *k)
{
    int64_t count;
    object *result = NULL, *rest = vm_binary(vm, BINARY_SUB, n, k);
    object *zero = vm->small_ints[0 - SMALL_INT_MIN];
    int none = rest ? vm_compare_bool(vm, rest, zero, COMPARE_LT) : -1;
    int fewer = none ? none : vm_compare_bool(vm, rest, k, COMPARE_LT);
    if (none > 0)
        result = int_new(vm, 0);
    else if (fewer >= 0 && int_fits_i64(fewer ? rest : k, &count))
        result = falling(vm, n, count, true);
    else if (fewer >= 0)
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "min(n - k, k) must not exceed %lld", (long long)INT64_MAX);
    vm_release_maybe(vm, rest);
    return result;
}

FUNCTION(comb)
{
    object *n, *k;
    (void)self;
    (void)kwnames;
    if (!args_between(vm, "comb", nargs, 2, 2) ||
        !n_and_k(vm, args, nargs, &n, &k))
        return NULL;
    object *result = choose(vm, n, k);
    vm_release(vm, n);
    vm_release(vm, k);
    return result;
}

FUNCTION(perm)
{
    object *n, *k;
    (void)self;
    (void)kwnames;
    if (!args_between(vm, "perm", nargs, 1, 2))
        return NULL;
    if (nargs == 2 && args[1] == vm->none)
        nargs = 1;
    if (!n_and_k(vm, args, nargs, &n, &k))
        return NULL;
    object *result = permute(vm, n, k);
    vm_release(vm, n);
    vm_release(vm, k);
    return result;
}

/* ---- isqrt ------------------------------------------------------------------------- */

static int64_t small_root(int64_t n)
{
    int64_t root = (int64_t)sqrtl((long double)n);
    while (root > 0 && (__int128)root * root > n)
        root--;
    while ((__int128)(root + 1) * (root + 1) <= n)
        root++;
    return root;
}

/* Newton's method from above; n is positive. */
static object *big_root(struct vm *vm, object *n)
{
    object *x = step_i(vm, BINARY_LSHIFT, int_new(vm, 1),
                       (int64_t)(int_bit_length(n) / 2 + 1));
    while (x) {
        object *q = vm_binary(vm, BINARY_FLOORDIV, n, x);
        object *sum = q ? vm_binary(vm, BINARY_ADD, x, q) : NULL;
        object *next = step_i(vm, BINARY_RSHIFT, sum, 1);
        vm_release_maybe(vm, q);
        int less = next ? vm_compare_bool(vm, next, x, COMPARE_LT) : -1;
        if (less <= 0) {
            vm_release_maybe(vm, next);
            if (less == 0)
                return x;
            vm_release(vm, x);
            return NULL;
        }
        vm_release(vm, x);
        x = next;
    }
    return NULL;
}

FUNCTION(isqrt)
{
    int64_t n;
    (void)self;
    (void)nargs;
    (void)kwnames;
    object *o = vm_index(vm, args[0]), *result;
    if (!o)
        return NULL;
    if (int_sign(o) < 0)
        result = vm_raise(vm, EXC_VALUE_ERROR,
                          "isqrt() argument must be nonnegative");
    else
        result = int_fits_i64(o, &n) ? int_new(vm, small_root(n))
                                     : big_root(vm, o);
    vm_release(vm, o);
    return result;
}

/* ---- fsum, prod ----------------------------------------------------------------------- */

/* Partial sums that do not overlap, least first (Shewchuk). */
struct partials {
    double *parts;
    size_t count, room;
    double special;  /* sum of the infinite and nan ones */
    double infinite; /* of the infinite ones */
    bool any_special;
};

static bool partials_add(struct vm *vm, struct partials *p, double x)
{
    size_t kept = 0;
    if (!isfinite(x)) {
        p->special += x;
        p->infinite += isinf(x) ? x : 0;
        p->any_special = true;
        return true;
    }
    for (size_t i = 0; i < p->count; i++) {
        volatile double y = p->parts[i], high, low;
        if (fabs(x) < fabs(y)) {
            double t = x;
            x = y;
            y = t;
        }
        high = x + y;
        low = y - (high - x);
        if (low != 0)
            p->parts[kept++] = low;
        x = high;
    }
    if (!isfinite(x)) {
        vm_raise(vm, EXC_OVERFLOW_ERROR, "intermediate overflow in fsum");
        return false;
    }
    p->count = kept;
    if (p->count == p->room) {
        size_t room = p->room * 2 + 8;
        double *more = realloc(p->parts, room * sizeof *more);
        if (!more) {
            vm_raise_no_memory(vm);
            return false;
        }
        p->parts = more;
        p->room = room;
    }
    p->parts[p->count++] = x;
    return true;
}

/* Rounded once, half to even even when the half is spread. */
static double partials_sum(const struct partials *p)
{
    size_t n = p->count;
    volatile double high = 0, low = 0, x, y;
    if (n == 0)
        return 0;
    high = p->parts[--n];
    while (n > 0) {
        x = high;
        y = p->parts[--n];
        high = x + y;
        low = y - (high - x);
        if (low != 0)
            break;
    }
    if (n > 0 && ((low < 0 && p->parts[n - 1] < 0) ||
                  (low > 0 && p->parts[n - 1] > 0))) {
        y = low * 2;
        x = high + y;
        if (y == x - high)
            high = x;
    }
    return high;
}

FUNCTION(fsum)
{
    struct partials p = {0};
    object *o, *iterator = vm_iter(vm, args[0]);
    bool ok = true;
    double x;
    (void)self;
    (void)nargs;
    (void)kwnames;
    if (!iterator)
        return NULL;
    while (ok && (o = vm_next(vm, iterator))) {
        ok = float_as_double(vm, o, &x) && partials_add(vm, &p, x);
        vm_release(vm, o);
    }
    vm_release(vm, iterator);
    double sum = p.any_special ? p.special : partials_sum(&p);
    free(p.parts);
    if (!ok || vm_pending(vm))
        return NULL;
    if (isnan(p.infinite))
        return vm_raise(vm, EXC_VALUE_ERROR, "-inf + inf in fsum");
    return float_new(vm, sum);
}

FUNCTION(prod)
{
    static const char *const names[] = {"", "start", NULL};
    static const struct arg_spec spec = {"prod", names, 1, 1, 1};
    object *in[2], *o;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    object *iterator = vm_iter(vm, in[0]);
    if (!iterator)
        return NULL;
    object *result = in[1] ? heap_retain(in[1]) : int_new(vm, 1);
    while (result && (o = vm_next(vm, iterator))) {
        result = step(vm, BINARY_MUL, result, o);
        vm_release(vm, o);
    }
    vm_release(vm, iterator);
    if (result && vm_pending(vm))
        heap_store(vm->heap, &result, NULL);
    return result;
}

const struct method_def math_int_functions[] = {
    {"comb", comb, METHOD_ARGS, "comb($module, n, k, /)\n--\n\n"},
    {"factorial", factorial, METHOD_ONE, "factorial($module, x, /)\n--\n\n"},
    {"fsum", fsum, METHOD_ONE, "fsum($module, seq, /)\n--\n\nExact sum."},
    {"gcd", gcd, METHOD_ARGS, "gcd($module, *integers)\n--\n\n"},
    {"isqrt", isqrt, METHOD_ONE, "isqrt($module, n, /)\n--\n\n"},
    {"lcm", lcm, METHOD_ARGS, "lcm($module, *integers)\n--\n\n"},
    {"perm", perm, METHOD_ARGS, "perm($module, n, k=None, /)\n--\n\n"},
    {"prod", prod, METHOD_KEYWORDS,
     "prod($module, iterable, /, *, start=1)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};
