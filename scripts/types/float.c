/*
 * float: making, arithmetic, comparison.  Methods are float_methods.c's, text
 * float_text.c's.
 */
#include "scripts/modules/warnings.h"
#include "scripts/types/float.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/types/bytes.h"
#include "scripts/types/bytes_internal.h"
#include "scripts/types/float_methods.h"
#include "scripts/types/float_text.h"
#include "scripts/types/int_internal.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define HASH_BITS 61
#define HASH_MODULUS (((uint64_t)1 << HASH_BITS) - 1)

static double value_of(const object *o)
{
    return ((const struct float_object *)o)->value;
}

static object *alloc(struct vm *vm, struct type_object *type, double value)
{
    object *o = type == vm->types[TYPE_FLOAT]
                    ? heap_alloc(vm->heap, &type->layout, 0)
                    : type_alloc(vm, type, 0);
    if (!o)
        return vm_pending(vm) ? NULL : vm_raise_no_memory(vm);
    ((struct float_object *)o)->value = value;
    return o;
}

object *float_new(struct vm *vm, double value)
{
    return alloc(vm, vm->types[TYPE_FLOAT], value);
}

bool float_check(struct vm *vm, const object *o)
{
    return vm_is(o, TYPE_FLOAT) ||
           type_is_subtype(vm_type_of(vm, o), vm->types[TYPE_FLOAT]);
}

static bool int_check(struct vm *vm, const object *o)
{
    return vm_is(o, TYPE_INT) ||
           (vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS);
}

/* By __float__, else __index__; *out. */
static bool by_slots(struct vm *vm, object *o, double *out)
{
    struct type_object *type = vm_type_of(vm, o);
    object *made = NULL;
    bool ok = false;
    if (type->slots.to_float) {
        made = type->slots.to_float(vm, o);
        if (made && !float_check(vm, made))
            vm_raise(vm, EXC_TYPE_ERROR,
                     "%T.__float__ returned non-float (type %T)", o, made);
        else if (made) {
            *out = value_of(made);
            ok = vm_is(made, TYPE_FLOAT) ||
                 warnings_subclass_steal(
                     vm,
                     str_format(vm,
                                "%T.__float__ returned non-float (type %T)",
                                o, made),
                     "float");
        }
    } else if (type->slots.to_index) {
        made = vm_index(vm, o);
        ok = made && int_as_double(vm, made, out);
    } else {
        vm_raise(vm, EXC_TYPE_ERROR, "must be real number, not %T", o);
    }
    vm_release_maybe(vm, made);
    return ok;
}

bool float_as_double(struct vm *vm, object *o, double *out)
{
    if (float_check(vm, o)) {
        *out = value_of(o);
        return true;
    }
    if (int_check(vm, o) && vm_is(o, TYPE_INT))
        return int_as_double(vm, o, out);
    return by_slots(vm, o, out);
}

/* ---- arithmetic ------------------------------------------------------------ */

/* 1: both are numbers here; 0: not implemented; -1: error */
static int operand(struct vm *vm, object *o, double *out)
{
    if (float_check(vm, o)) {
        *out = value_of(o);
        return 1;
    }
    if (int_check(vm, o))
        return int_as_double(vm, o, out) ? 1 : -1;
    return 0;
}

#define OPERANDS(vm, a, b, x, y)                                             \
    double x, y;                                                             \
    int got = operand(vm, a, &x);                                            \
    if (got > 0)                                                             \
        got = operand(vm, b, &y);                                            \
    if (got <= 0)                                                            \
    return got < 0 ? NULL : heap_retain((vm)->not_implemented)

static object *add(struct vm *vm, object *a, object *b)
{
    OPERANDS(vm, a, b, x, y);
    return float_new(vm, x + y);
}

static object *subtract(struct vm *vm, object *a, object *b)
{
    OPERANDS(vm, a, b, x, y);
    return float_new(vm, x - y);
}

static object *multiply(struct vm *vm, object *a, object *b)
{
    OPERANDS(vm, a, b, x, y);
    return float_new(vm, x * y);
}

static object *divide(struct vm *vm, object *a, object *b)
{
    OPERANDS(vm, a, b, x, y);
    if (y == 0)
        return vm_raise(vm, EXC_ZERO_DIVISION_ERROR, "float division by zero");
    return float_new(vm, x / y);
}

/* Remainder with the sign of y. */
static double floor_modulo(double x, double y)
{
    double m = fmod(x, y);
    if (m == 0)
        return copysign(0.0, y);
    return (y < 0) != (m < 0) ? m + y : m;
}

static double floor_quotient(double x, double y, double *modulo)
{
    double m = fmod(x, y), q = (x - m) / y;
    if (m == 0) {
        m = copysign(0.0, y);
    } else if ((y < 0) != (m < 0)) {
        m += y;
        q -= 1.0;
    }
    *modulo = m;
    if (q == 0)
        return copysign(0.0, x / y);
    double whole = floor(q);
    return q - whole > 0.5 ? whole + 1.0 : whole;
}

static object *modulo(struct vm *vm, object *a, object *b)
{
    OPERANDS(vm, a, b, x, y);
    if (y == 0)
        return vm_raise(vm, EXC_ZERO_DIVISION_ERROR, "float modulo");
    return float_new(vm, floor_modulo(x, y));
}

static object *floor_divide(struct vm *vm, object *a, object *b)
{
    double rest;
    OPERANDS(vm, a, b, x, y);
    if (y == 0)
        return vm_raise(vm, EXC_ZERO_DIVISION_ERROR,
                        "float floor division by zero");
    return float_new(vm, floor_quotient(x, y, &rest));
}

static object *divmod_(struct vm *vm, object *a, object *b)
{
    double rest;
    OPERANDS(vm, a, b, x, y);
    if (y == 0)
        return vm_raise(vm, EXC_ZERO_DIVISION_ERROR, "float divmod()");
    double whole = floor_quotient(x, y, &rest);
    object *pair[2] = {float_new(vm, whole), float_new(vm, rest)};
    if (pair[0] && pair[1])
        return tuple_from_steal(vm, pair, 2);
    vm_release_maybe(vm, pair[0]);
    vm_release_maybe(vm, pair[1]);
    return NULL;
}

static object *power(struct vm *vm, object *a, object *b, object *modulus)
{
    if (modulus && modulus != vm->none)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "pow() 3rd argument not allowed unless all arguments "
                        "are integers");
    OPERANDS(vm, a, b, x, y);
    if (x == 0 && y < 0 && isfinite(y))
        return vm_raise(vm, EXC_ZERO_DIVISION_ERROR,
                        "0.0 cannot be raised to a negative power");
    if (isfinite(x) && isfinite(y) && x < 0 && y != floor(y))
        return complex_power(vm, x, y);
    double result = pow(x, y);
    if (isfinite(x) && isfinite(y) && isinf(result)) {
        object *args[] = {int_new(vm, 34),
                          str_from(vm, "Numerical result out of range")};
        object *pair = args[0] && args[1] ? tuple_from(vm, args, 2) : NULL;
        if (pair)
            vm_raise_object(vm, EXC_OVERFLOW_ERROR, pair);
        vm_release_maybe(vm, pair);
        vm_release_maybe(vm, args[0]);
        vm_release_maybe(vm, args[1]);
        return NULL;
    }
    return float_new(vm, result);
}

static object *negative(struct vm *vm, object *o)
{
    return float_new(vm, -value_of(o));
}

static object *absolute(struct vm *vm, object *o)
{
    return float_new(vm, fabs(value_of(o)));
}

static object *exact(struct vm *vm, object *o)
{
    return vm_is(o, TYPE_FLOAT) ? heap_retain(o) : float_new(vm, value_of(o));
}

static object *to_int(struct vm *vm, object *o)
{
    return int_new_double(vm, value_of(o));
}

static int truth(struct vm *vm, object *o)
{
    (void)vm;
    return value_of(o) != 0;
}

/* ---- hash and comparison ------------------------------------------------------ */

/* The value modulo 2**61 - 1, as equal ints hash. */
int64_t float_hash_of(const object *o, double value)
{
    int exponent;
    uint64_t x = 0;
    if (isinf(value))
        return value > 0 ? 314159 : -314159;
    if (isnan(value)) {
        uint64_t at = (uint64_t)(uintptr_t)o;
        int64_t h = (int64_t)(at >> 4 | at << 60);
        return h == -1 ? -2 : h;
    }
    double m = frexp(fabs(value), &exponent);
    while (m != 0) {
        x = ((x << 28) & HASH_MODULUS) | x >> (HASH_BITS - 28);
        m *= 268435456.0; /* 2**28 */
        exponent -= 28;
        uint64_t y = (uint64_t)m;
        m -= (double)y;
        x += y;
        if (x >= HASH_MODULUS)
            x -= HASH_MODULUS;
    }
    exponent = exponent >= 0 ? exponent % HASH_BITS
                             : HASH_BITS - 1 - ((-1 - exponent) % HASH_BITS);
    x = ((x << exponent) & HASH_MODULUS) | x >> (HASH_BITS - exponent);
    int64_t h = value < 0 ? -(int64_t)x : (int64_t)x;
    return h == -1 ? -2 : h;
}

static bool hash(struct vm *vm, object *o, int64_t *out)
{
    (void)vm;
    *out = float_hash_of(o, value_of(o));
    return true;
}

static bool ordered(double x, double y, enum vm_compare op)
{
    bool results[] = {x < y, x <= y, x == y, x != y, x > y, x >= y};
    return results[op];
}

/* Exactly, however large the int is. */
static int order_with_int(struct vm *vm, double x, object *i, double *y)
{
    int64_t small;
    *y = 0;
    if (!isfinite(x))
        return 0;
    if (int_fits_i64(i, &small) && small >= -((int64_t)1 << 53) &&
        small <= (int64_t)1 << 53) {
        *y = (double)small;
        return 0;
    }
    object *whole = int_new_double(vm, trunc(x));
    if (!whole)
        return -1;
    int order = int_order(whole, i);
    vm_release(vm, whole);
    /* stands for the int: its place relative to x is all that matters */
    *y = order < 0 ? INFINITY : order > 0 ? -INFINITY : trunc(x);
    return 0;
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    double x = value_of(a), y;
    if (float_check(vm, b))
        y = value_of(b);
    else if (!int_check(vm, b))
        return heap_retain(vm->not_implemented);
    else if (order_with_int(vm, x, b, &y) < 0)
        return NULL;
    return vm_bool(vm, ordered(x, y, op));
}

/* ---- construction --------------------------------------------------------------- */

static object *repr(struct vm *vm, object *o)
{
    char text[40];
    size_t n = float_text(value_of(o), 'r', 0, true, false, text, sizeof text);
    return str_new(vm, text, n);
}

static bool from_str(struct vm *vm, object *o, double *out)
{
    object *plain = str_decimal(vm, o);
    char *text = plain ? str_dup_utf8(vm, plain) : NULL;
    bool ok = text && float_parse(text, str_to_utf8(plain, NULL, 0), out);
    if (text && !ok)
        vm_raise(vm, EXC_VALUE_ERROR, "could not convert string to float: %R",
                 o);
    free(text);
    vm_release_maybe(vm, plain);
    return ok;
}

static bool from_bytes(struct vm *vm, object *o, double *out)
{
    const unsigned char *data;
    size_t n;
    object *bytes = bytes_from(vm, o, "");
    if (!bytes || !bytes_view(vm, bytes, &data, &n))
        return false;
    bool ok = float_parse((const char *)data, n, out);
    vm_release(vm, bytes);
    if (!ok)
        vm_raise(vm, EXC_VALUE_ERROR, "could not convert string to float: %R",
                 o);
    return ok;
}

static bool from_object(struct vm *vm, object *o, double *out)
{
    struct type_object *type = vm_type_of(vm, o);
    if (float_check(vm, o) && !type->slots.to_float) {
        *out = value_of(o);
        return true;
    }
    if (type->slots.to_float || type->slots.to_index)
        return by_slots(vm, o, out);
    if (str_check(vm, o))
        return from_str(vm, o, out);
    if (bytes_like(vm, o) || buffer_check(vm, o))
        return from_bytes(vm, o, out);
    vm_raise(vm, EXC_TYPE_ERROR,
             "float() argument must be a string or a real number, not '%T'",
             o);
    return false;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    double value = 0;
    if (!type_no_keywords(vm, type, TYPE_FLOAT, kwnames) ||
        !args_between(vm, "float", nargs, 0, 1))
        return NULL;
    if (nargs == 1 && type == vm->types[TYPE_FLOAT] &&
        vm_is(args[0], TYPE_FLOAT))
        return heap_retain(args[0]);
    if (nargs == 1 && !from_object(vm, args[0], &value))
        return NULL;
    return alloc(vm, type, value);
}

const struct type_spec float_spec = {
    .name = "float",
    .flags = TYPE_VECTORCALL | TYPE_BASE | TYPE_SELF_MATCH,
    .layout = {.size = sizeof(struct float_object)},
    .slots = {.binary = {[BINARY_ADD] = add,
                         [BINARY_SUB] = subtract,
                         [BINARY_MUL] = multiply,
                         [BINARY_TRUEDIV] = divide,
                         [BINARY_FLOORDIV] = floor_divide,
                         [BINARY_MOD] = modulo,
                         [BINARY_DIVMOD] = divmod_},
              .power = power,
              .negative = negative,
              .positive = exact,
              .absolute = absolute,
              .to_int = to_int,
              .to_float = exact,
              .truth = truth,
              .hash = hash,
              .compare = compare,
              .repr = repr,
              .new_ = new_},
    .methods = float_methods,
    .getsets = float_getsets,
    .doc = "Convert a string or number to a floating point number, if "
           "possible.",
};
