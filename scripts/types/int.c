/*
 * int and bool: making, slots.  Numbers of 64 bits are worked on here, larger
 * ones by int_big.c; text is int_text.c's, methods are int_methods.c's.
 *
 * Invariant: a value that fits 64 bits is INT_SMALL, and an exact int in
 * -5..256 is the vm's cached object.
 */
#include "scripts/types/int.h"

#include <math.h>
#include <string.h>

#include "scripts/types/float.h"
#include "scripts/types/int_internal.h"
#include "scripts/types/int_methods.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

#define HASH_BITS 61
#define HASH_MODULUS (((uint64_t)1 << HASH_BITS) - 1)

/* ---- making -------------------------------------------------------------------- */

object *int_new(struct vm *vm, int64_t value)
{
    if (value >= SMALL_INT_MIN && value <= SMALL_INT_MAX &&
        vm->small_ints[value - SMALL_INT_MIN])
        return heap_retain(vm->small_ints[value - SMALL_INT_MIN]);
    struct int_object *o = (struct int_object *)heap_alloc(
        vm->heap, &vm->types[TYPE_INT]->layout, 0);
    if (!o)
        return vm_raise_no_memory(vm);
    o->value = value;
    return &o->base;
}

object *int_new_u64(struct vm *vm, uint64_t value)
{
    struct int_work w;
    if (value <= INT64_MAX)
        return int_new(vm, (int64_t)value);
    if (!int_work_init(vm, &w, 1))
        return NULL;
    w.limbs[0] = value;
    return int_work_finish(vm, &w, false);
}

object *int_new_double(struct vm *vm, double value)
{
    int exponent;
    struct int_work w;
    if (isinf(value))
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "cannot convert float infinity to integer");
    if (isnan(value))
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "cannot convert float NaN to integer");
    if (value > -9e18 && value < 9e18)
        return int_new(vm, (int64_t)value);
    double fraction = frexp(fabs(value), &exponent);
    uint64_t bits = (uint64_t)ldexp(fraction, 53);
    size_t shift = (size_t)exponent - 53;
    if (!int_work_init(vm, &w, shift / 64 + 2))
        return NULL;
    w.limbs[shift / 64] = bits << (shift % 64);
    if (shift % 64)
        w.limbs[shift / 64 + 1] = bits >> (64 - shift % 64);
    return int_work_finish(vm, &w, value < 0);
}

/* An exact int of the same value as an int of a derived class. */
static object *exact(struct vm *vm, object *o)
{
    struct int_view v;
    struct int_work w;
    if (vm_is(o, TYPE_INT))
        return heap_retain(o);
    int_view(o, &v);
    if (!int_work_init(vm, &w, v.count))
        return NULL;
    if (v.count)
        memcpy(w.limbs, v.limbs, v.count * sizeof(mp_limb_t));
    return int_work_finish(vm, &w, v.negative);
}

/* An instance of a derived class with the value of o. */
object *int_subclass_instance(struct vm *vm, struct type_object *type,
                              object *o)
{
    struct int_view v;
    int_view(o, &v);
    if (int_is_small(o)) {
        object *made = type_alloc(vm, type, 0);
        if (made)
            ((struct int_object *)made)->value =
                ((struct int_object *)o)->value;
        return made;
    }
    struct int_big *b = (struct int_big *)type_alloc(
        vm, type, v.count * sizeof(mp_limb_t));
    if (!b)
        return NULL;
    heap_set_aux(&b->base, INT_BIG);
    b->size = v.negative ? -(int64_t)v.count : (int64_t)v.count;
    memcpy(b->limbs, v.limbs, v.count * sizeof(mp_limb_t));
    return &b->base;
}

/* ---- reading -------------------------------------------------------------------- */

bool int_fits_i64(const object *o, int64_t *out)
{
    if (!int_is_small(o))
        return false;
    *out = ((const struct int_object *)o)->value;
    return true;
}

bool int_fits_ssize(const object *o, ptrdiff_t *out)
{
    int64_t value;
    if (!int_fits_i64(o, &value))
        return false;
    *out = (ptrdiff_t)value;
    return true;
}

bool int_as_i64(struct vm *vm, const object *o, int64_t *out)
{
    if (int_fits_i64(o, out))
        return true;
    vm_raise(vm, EXC_OVERFLOW_ERROR, "Python int too large to convert to C "
                                     "long");
    return false;
}

int int_sign(const object *o)
{
    struct int_view v;
    int_view(o, &v);
    return v.count == 0 ? 0 : v.negative ? -1 : 1;
}

/* Top 64 bits of a magnitude, its lowest bit sticky, and their exponent. */
static uint64_t top_bits(const struct int_view *v, size_t *shift)
{
    size_t bits = mpn_sizeinbase(v->limbs, (mp_size_t)v->count, 2);
    *shift = bits > 64 ? bits - 64 : 0;
    size_t limb = *shift / 64, offset = *shift % 64;
    uint64_t top = v->limbs[limb] >> offset;
    if (offset && limb + 1 < v->count)
        top |= v->limbs[limb + 1] << (64 - offset);
    bool lost = offset && (v->limbs[limb] << (64 - offset)) != 0;
    for (size_t i = 0; i < limb && !lost; i++)
        lost = v->limbs[i] != 0;
    return top | lost;
}

/* 64 bits with a sticky last one, rounded half to even to 53. */
static double round_bits(uint64_t bits)
{
    int extra = bits >> 53 ? 11 - __builtin_clzll(bits) : 0;
    if (extra <= 0)
        return (double)bits;
    uint64_t half = (uint64_t)1 << (extra - 1), rest = bits & (2 * half - 1);
    uint64_t kept = bits >> extra;
    kept += rest > half || (rest == half && (kept & 1));
    return ldexp((double)kept, extra);
}

bool int_as_double(struct vm *vm, const object *o, double *out)
{
    struct int_view v;
    size_t shift;
    if (int_is_plain(o)) {
        *out = (double)((const struct int_object *)o)->value;
        return true;
    }
    int_view(o, &v);
    *out = 0;
    if (v.count == 0)
        return true;
    double top = round_bits(top_bits(&v, &shift));
    double value = shift > 1100 ? INFINITY : ldexp(top, (int)shift);
    if (isinf(value)) {
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "int too large to convert to float");
        return false;
    }
    *out = v.negative ? -value : value;
    return true;
}

/*
 * a / b correctly rounded: the quotient is taken with at least 55 significant
 * bits and a sticky one, then rounded once (ldexp rounds again only where the
 * result is subnormal, for which fewer bits are taken).
 */
bool int_true_divide(struct vm *vm, const object *a, const object *b,
                     double *out)
{
    if (int_sign(b) == 0) {
        vm_raise(vm, EXC_ZERO_DIVISION_ERROR, "division by zero");
        return false;
    }
    int64_t x, y;
    const int64_t exact_limit = (int64_t)1 << 53;
    if (int_fits_i64(a, &x) && int_fits_i64(b, &y) && x >= -exact_limit &&
        x <= exact_limit && y >= -exact_limit && y <= exact_limit) {
        *out = (double)x / (double)y;
        return true;
    }
    bool negative = (int_sign(a) < 0) != (int_sign(b) < 0);
    *out = negative ? -0.0 : 0.0;
    if (int_sign(a) == 0)
        return true;
    ptrdiff_t difference = (ptrdiff_t)int_bit_length(a) -
                           (ptrdiff_t)int_bit_length(b);
    if (difference > 1026) {
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "integer division result too large for a float");
        return false;
    }
    if (difference < -1080) {
        *out = negative ? -0.0 : 0.0;
        return true;
    }
    /* shift so that the quotient has 55 or 56 bits, fewer when subnormal */
    ptrdiff_t shift = 55 - difference;
    if (shift > 1074 + 2)
        shift = 1074 + 2;
    object *zero = int_new(vm, 0), *n = NULL, *d = NULL, *q = NULL, *r = NULL;
    if (zero) {
        n = int_sign(a) < 0 ? int_big_add(vm, zero, a, true)
                            : int_big_add(vm, zero, a, false);
        d = int_sign(b) < 0 ? int_big_add(vm, zero, b, true)
                            : int_big_add(vm, zero, b, false);
    }
    if (n && d && shift > 0)
        heap_store(vm->heap, &n, int_big_shift_left(vm, n, (size_t)shift));
    if (n && d && shift < 0)
        heap_store(vm->heap, &d, int_big_shift_left(vm, d, (size_t)-shift));
    bool ok = n && d && int_big_divmod(vm, n, d, &q, &r);
    if (ok) {
        struct int_view v;
        int_view(q, &v);
        uint64_t bits = v.count ? v.limbs[0] : 0;
        bits |= int_sign(r) != 0;
        /* two spare low bits in the subnormal range: round there by hand */
        double value;
        if (shift == 1074 + 2) {
            uint64_t kept = bits >> 2, rest = bits & 3;
            kept += rest > 2 || (rest == 2 && (kept & 1));
            value = ldexp((double)kept, -1074);
        } else {
            value = ldexp(round_bits(bits), (int)-shift);
        }
        if (isinf(value)) {
            vm_raise(vm, EXC_OVERFLOW_ERROR,
                     "integer division result too large for a float");
            ok = false;
        }
        *out = negative ? -value : value;
    }
    vm_release_maybe(vm, zero);
    vm_release_maybe(vm, n);
    vm_release_maybe(vm, d);
    vm_release_maybe(vm, q);
    vm_release_maybe(vm, r);
    return ok;
}

/* ---- slots -------------------------------------------------------------------------- */

static bool is_int(struct vm *vm, const object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS;
}

#define REQUIRE_INTS(vm, a, b)                                                 \
    if (!is_int(vm, a) || !is_int(vm, b))                                      \
    return heap_retain((vm)->not_implemented)

static bool both_small(const object *a, const object *b, int64_t *x,
                       int64_t *y)
{
    return int_fits_i64(a, x) && int_fits_i64(b, y);
}

static object *add(struct vm *vm, object *a, object *b)
{
    int64_t x, y, sum;
    REQUIRE_INTS(vm, a, b);
    if (both_small(a, b, &x, &y) && !__builtin_add_overflow(x, y, &sum))
        return int_new(vm, sum);
    return int_big_add(vm, a, b, false);
}

static object *subtract(struct vm *vm, object *a, object *b)
{
    int64_t x, y, difference;
    REQUIRE_INTS(vm, a, b);
    if (both_small(a, b, &x, &y) &&
        !__builtin_sub_overflow(x, y, &difference))
        return int_new(vm, difference);
    return int_big_add(vm, a, b, true);
}

static object *multiply(struct vm *vm, object *a, object *b)
{
    int64_t x, y, product;
    REQUIRE_INTS(vm, a, b);
    if (both_small(a, b, &x, &y) && !__builtin_mul_overflow(x, y, &product))
        return int_new(vm, product);
    return int_big_mul(vm, a, b);
}

static object *true_divide(struct vm *vm, object *a, object *b)
{
    double value;
    REQUIRE_INTS(vm, a, b);
    return int_true_divide(vm, a, b, &value) ? float_new(vm, value) : NULL;
}

/* Both fit and the quotient does too. */
static bool small_division(const object *a, const object *b, int64_t *x,
                           int64_t *y)
{
    return both_small(a, b, x, y) && *y != 0 &&
           !(*y == -1 && *x == INT64_MIN);
}

static object *floor_divide(struct vm *vm, object *a, object *b)
{
    int64_t x, y;
    object *q = NULL;
    REQUIRE_INTS(vm, a, b);
    if (small_division(a, b, &x, &y))
        return int_new(vm, x / y - (x % y != 0 && (x < 0) != (y < 0)));
    return int_big_divmod(vm, a, b, &q, NULL) ? q : NULL;
}

static object *modulo(struct vm *vm, object *a, object *b)
{
    int64_t x, y;
    object *r = NULL;
    REQUIRE_INTS(vm, a, b);
    if (small_division(a, b, &x, &y)) {
        int64_t rest = x % y;
        return int_new(vm, rest && (rest < 0) != (y < 0) ? rest + y : rest);
    }
    if (int_sign(b) == 0)
        return vm_raise(vm, EXC_ZERO_DIVISION_ERROR,
                        "integer modulo by zero");
    return int_big_divmod(vm, a, b, NULL, &r) ? r : NULL;
}

static object *divmod_(struct vm *vm, object *a, object *b)
{
    object *q, *r;
    int64_t x, y;
    REQUIRE_INTS(vm, a, b);
    if (small_division(a, b, &x, &y)) {
        int64_t whole = x / y, rest = x % y;
        bool below = rest && (rest < 0) != (y < 0);
        return int_pair(vm, int_new(vm, whole - below),
                        int_new(vm, below ? rest + y : rest));
    }
    if (!int_big_divmod(vm, a, b, &q, &r))
        return NULL;
    return int_pair(vm, q, r);
}

/* a to the n-th, as far as 64 bits hold it. */
static bool small_power(int64_t a, int64_t n, int64_t *out)
{
    if (n < 0)
        return false;
    for (*out = 1;; n >>= 1) {
        if (n & 1 && __builtin_mul_overflow(*out, a, out))
            return false;
        if (n <= 1)
            return true;
        if (__builtin_mul_overflow(a, a, &a))
            return false;
    }
}

static object *power(struct vm *vm, object *a, object *b, object *m)
{
    int64_t small;
    if (int_is_plain(a) && int_is_plain(b) && (!m || m == vm->none) &&
        small_power(((struct int_object *)a)->value,
                    ((struct int_object *)b)->value, &small))
        return int_new(vm, small);
    if (!is_int(vm, a) || !is_int(vm, b) ||
        (m && m != vm->none && !is_int(vm, m)))
        return heap_retain(vm->not_implemented);
    if (m == vm->none)
        m = NULL;
    if (int_sign(b) >= 0 || m)
        return int_pow(vm, a, b, m);
    double x, y;
    if (!int_as_double(vm, a, &x) || !int_as_double(vm, b, &y))
        return NULL;
    if (x == 0)
        return vm_raise(vm, EXC_ZERO_DIVISION_ERROR,
                        "0.0 cannot be raised to a negative power");
    return float_new(vm, pow(x, y));
}

/* The count of a shift: 1 fits, 0 huge, -1 error (negative). */
static int shift_count(struct vm *vm, const object *b, size_t *bits)
{
    int64_t n;
    if (int_sign(b) < 0) {
        vm_raise(vm, EXC_VALUE_ERROR, "negative shift count");
        return -1;
    }
    if (!int_fits_i64(b, &n) || n > ((int64_t)1 << 45))
        return 0;
    *bits = (size_t)n;
    return 1;
}

static object *shift_left(struct vm *vm, object *a, object *b)
{
    size_t bits;
    int64_t x;
    REQUIRE_INTS(vm, a, b);
    int fits = shift_count(vm, b, &bits);
    if (fits < 0)
        return NULL;
    if (int_sign(a) == 0)
        return int_new(vm, 0);
    if (!fits)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "too many digits in integer");
    if (int_fits_i64(a, &x) && bits < 62 && x < ((int64_t)1 << (62 - bits)) &&
        x > -((int64_t)1 << (62 - bits)))
        return int_new(vm, x * ((int64_t)1 << bits));
    return int_big_shift_left(vm, a, bits);
}

static object *shift_right(struct vm *vm, object *a, object *b)
{
    size_t bits;
    int64_t x;
    REQUIRE_INTS(vm, a, b);
    int fits = shift_count(vm, b, &bits);
    if (fits < 0)
        return NULL;
    if (!fits)
        return int_new(vm, int_sign(a) < 0 ? -1 : 0);
    if (int_fits_i64(a, &x))
        return int_new(vm, x >> (bits > 63 ? 63 : bits));
    return int_big_shift_right(vm, a, bits);
}

/* bool op bool stays bool. */
static object *bitwise(struct vm *vm, enum vm_binary op, object *a, object *b)
{
    int64_t x, y;
    REQUIRE_INTS(vm, a, b);
    if (!both_small(a, b, &x, &y))
        return int_big_bitwise(vm, op, a, b);
    int64_t r = op == BINARY_AND ? x & y : op == BINARY_OR ? x | y : x ^ y;
    if (vm_is(a, TYPE_BOOL) && vm_is(b, TYPE_BOOL))
        return vm_bool(vm, r != 0);
    return int_new(vm, r);
}

static object *and_(struct vm *vm, object *a, object *b)
{
    return bitwise(vm, BINARY_AND, a, b);
}

static object *or_(struct vm *vm, object *a, object *b)
{
    return bitwise(vm, BINARY_OR, a, b);
}

static object *xor_(struct vm *vm, object *a, object *b)
{
    return bitwise(vm, BINARY_XOR, a, b);
}

object *int_negative(struct vm *vm, object *o)
{
    int64_t x;
    if (int_fits_i64(o, &x) && x != INT64_MIN)
        return int_new(vm, -x);
    object *zero = int_new(vm, 0);
    object *result = zero ? int_big_add(vm, zero, o, true) : NULL;
    vm_release_maybe(vm, zero);
    return result;
}

static object *absolute(struct vm *vm, object *o)
{
    return int_sign(o) < 0 ? int_negative(vm, o) : exact(vm, o);
}

static object *invert(struct vm *vm, object *o)
{
    int64_t x;
    if (int_fits_i64(o, &x))
        return int_new(vm, ~x);
    object *minus = int_negative(vm, o), *one = int_new(vm, 1);
    object *result = minus && one ? int_big_add(vm, minus, one, true) : NULL;
    vm_release_maybe(vm, minus);
    vm_release_maybe(vm, one);
    return result;
}

object *int_exact(struct vm *vm, object *o)
{
    return exact(vm, o);
}

static object *to_float(struct vm *vm, object *o)
{
    double value;
    return int_as_double(vm, o, &value) ? float_new(vm, value) : NULL;
}

static int truth(struct vm *vm, object *o)
{
    (void)vm;
    return int_sign(o) != 0;
}

/* The value modulo 2**61 - 1, as all numbers hash in CPython. */
static bool hash(struct vm *vm, object *o, int64_t *out)
{
    struct int_view v;
    uint64_t h = 0;
    (void)vm;
    int_view(o, &v);
    for (size_t i = v.count; i-- > 0;) {
        unsigned __int128 wide =
            (unsigned __int128)h << 64 | v.limbs[i];
        h = (uint64_t)(wide % HASH_MODULUS);
    }
    int64_t signed_hash = v.negative ? -(int64_t)h : (int64_t)h;
    *out = signed_hash == -1 ? -2 : signed_hash;
    return true;
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    REQUIRE_INTS(vm, a, b);
    int order = int_order(a, b);
    bool results[] = {order < 0,  order <= 0, order == 0,
                      order != 0, order > 0,  order >= 0};
    return vm_bool(vm, results[op]);
}

static object *repr(struct vm *vm, object *o)
{
    return int_to_str(vm, o, 10, false);
}


const struct type_spec int_spec = {
    .name = "int",
    .flags = TYPE_BASE | TYPE_INT_SUBCLASS | TYPE_SELF_MATCH,
    .layout = {.size = sizeof(struct int_object)},
    .slots = {.binary = {[BINARY_ADD] = add,
                         [BINARY_SUB] = subtract,
                         [BINARY_MUL] = multiply,
                         [BINARY_TRUEDIV] = true_divide,
                         [BINARY_FLOORDIV] = floor_divide,
                         [BINARY_MOD] = modulo,
                         [BINARY_LSHIFT] = shift_left,
                         [BINARY_RSHIFT] = shift_right,
                         [BINARY_AND] = and_,
                         [BINARY_OR] = or_,
                         [BINARY_XOR] = xor_,
                         [BINARY_DIVMOD] = divmod_},
              .power = power,
              .negative = int_negative,
              .positive = int_exact,
              .invert = invert,
              .absolute = absolute,
              .to_int = int_exact,
              .to_float = to_float,
              .to_index = int_exact,
              .truth = truth,
              .hash = hash,
              .compare = compare,
              .repr = repr,
              .new_ = int_type_new},
    .methods = int_methods,
    .getsets = int_getsets,
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
           "A whole number of any size from a number or a text.",
};

/* ---- bool ------------------------------------------------------------------------------ */

static object *bool_repr(struct vm *vm, object *o)
{
    return str_intern(vm, o == vm->true_ ? "True" : "False");
}

const struct type_spec bool_spec = {
    .name = "bool",
    .base = TYPE_INT,
    .flags = TYPE_VECTORCALL | TYPE_INT_SUBCLASS | TYPE_SELF_MATCH,
    .layout = {.size = sizeof(struct int_object)},
    .slots = {.binary = {[BINARY_AND] = and_,
                         [BINARY_OR] = or_,
                         [BINARY_XOR] = xor_},
              .repr = bool_repr,
              .new_ = bool_type_new},
    .doc = "bool(x) -> bool\n\n"
           "True or False, whichever x is when tested. There are no others.",
};
