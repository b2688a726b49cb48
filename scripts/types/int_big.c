/*
 * Arithmetic on ints of any size, on GMP's mpn layer.
 *
 * Numbers are sign and magnitude; bitwise operations see two's complement.
 * Results that fit 64 bits become small ints again (int_work_finish).
 */
#include <string.h>

#include "scripts/types/int_internal.h"
#include "scripts/vm/error.h"

#define LIMB_BITS 64

/* ---- views and work ------------------------------------------------------------ */

void int_view(const object *o, struct int_view *v)
{
    if (int_is_small(o)) {
        int64_t value = ((const struct int_object *)o)->value;
        v->negative = value < 0;
        v->one = value < 0 ? -(uint64_t)value : (uint64_t)value;
        v->count = value != 0;
        v->limbs = &v->one;
        return;
    }
    const struct int_big *b = (const struct int_big *)o;
    v->negative = b->size < 0;
    v->count = (size_t)(b->size < 0 ? -b->size : b->size);
    v->limbs = b->limbs;
}

bool int_work_init(struct vm *vm, struct int_work *w, size_t n)
{
    w->capacity = n ? n : 1;
    w->count = n;
    w->limbs = NULL;
    if (n < ((size_t)1 << 40))
        w->limbs = heap_array_new(vm->heap, w->capacity * sizeof(mp_limb_t));
    if (!w->limbs)
        return vm_raise_no_memory(vm);
    memset(w->limbs, 0, w->capacity * sizeof(mp_limb_t));
    return true;
}

void int_work_done(struct vm *vm, struct int_work *w)
{
    if (w->limbs)
        heap_array_free(vm->heap, w->limbs, w->capacity * sizeof(mp_limb_t));
    w->limbs = NULL;
}

static object *new_big(struct vm *vm, const mp_limb_t *limbs, size_t n,
                       bool negative)
{
    struct int_big *b = (struct int_big *)heap_alloc(
        vm->heap, &vm->types[TYPE_INT]->layout, n * sizeof(mp_limb_t));
    if (!b)
        return vm_raise_no_memory(vm);
    heap_set_aux(&b->base, INT_BIG);
    b->size = negative ? -(int64_t)n : (int64_t)n;
    memcpy(b->limbs, limbs, n * sizeof(mp_limb_t));
    return &b->base;
}

static bool fits_small(const mp_limb_t *limbs, size_t n, bool negative,
                       int64_t *out)
{
    if (n > 1)
        return false;
    uint64_t magnitude = n ? limbs[0] : 0;
    if (magnitude > (uint64_t)INT64_MAX + negative)
        return false;
    *out = negative ? (int64_t)-magnitude : (int64_t)magnitude;
    return true;
}

object *int_work_finish(struct vm *vm, struct int_work *w, bool negative)
{
    int64_t small;
    while (w->count > 0 && w->limbs[w->count - 1] == 0)
        w->count--;
    object *o = fits_small(w->limbs, w->count, negative, &small)
                    ? int_new(vm, small)
                    : new_big(vm, w->limbs, w->count, negative);
    int_work_done(vm, w);
    return o;
}

/* ---- order ------------------------------------------------------------------------ */

static int order_magnitude(const struct int_view *a, const struct int_view *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    return a->count ? mpn_cmp(a->limbs, b->limbs, (mp_size_t)a->count) : 0;
}

int int_order(const object *a, const object *b)
{
    struct int_view x, y;
    int_view(a, &x);
    int_view(b, &y);
    if (x.negative != y.negative)
        return x.negative ? -1 : 1;
    int order = order_magnitude(&x, &y);
    return x.negative ? -order : order;
}

size_t int_bit_length(const object *o)
{
    struct int_view v;
    int_view(o, &v);
    return v.count ? mpn_sizeinbase(v.limbs, (mp_size_t)v.count, 2) : 0;
}

/* ---- sums and products --------------------------------------------------------------- */

static object *add_magnitudes(struct vm *vm, const struct int_view *a,
                              const struct int_view *b, bool negative)
{
    struct int_work w;
    if (a->count < b->count) {
        const struct int_view *swap = a;
        a = b;
        b = swap;
    }
    if (!int_work_init(vm, &w, a->count + 1))
        return NULL;
    memcpy(w.limbs, a->limbs, a->count * sizeof(mp_limb_t));
    if (b->count)
        w.limbs[a->count] =
            mpn_add(w.limbs, a->limbs, (mp_size_t)a->count, b->limbs,
                    (mp_size_t)b->count);
    return int_work_finish(vm, &w, negative);
}

static object *subtract_magnitudes(struct vm *vm, const struct int_view *a,
                                   const struct int_view *b, bool negative)
{
    struct int_work w;
    int order = order_magnitude(a, b);
    if (order == 0)
        return int_new(vm, 0);
    if (order < 0) {
        const struct int_view *swap = a;
        a = b;
        b = swap;
        negative = !negative;
    }
    if (!int_work_init(vm, &w, a->count))
        return NULL;
    memcpy(w.limbs, a->limbs, a->count * sizeof(mp_limb_t));
    if (b->count)
        mpn_sub(w.limbs, a->limbs, (mp_size_t)a->count, b->limbs,
                (mp_size_t)b->count);
    return int_work_finish(vm, &w, negative);
}

object *int_big_add(struct vm *vm, const object *a, const object *b,
                    bool subtract)
{
    struct int_view x, y;
    int_view(a, &x);
    int_view(b, &y);
    bool y_negative = y.negative != subtract;
    return x.negative == y_negative ? add_magnitudes(vm, &x, &y, x.negative)
                                    : subtract_magnitudes(vm, &x, &y,
                                                          x.negative);
}

object *int_big_mul(struct vm *vm, const object *a, const object *b)
{
    struct int_view x, y;
    struct int_work w;
    int_view(a, &x);
    int_view(b, &y);
    if (x.count == 0 || y.count == 0)
        return int_new(vm, 0);
    if (!int_work_init(vm, &w, x.count + y.count))
        return NULL;
    if (x.count >= y.count)
        mpn_mul(w.limbs, x.limbs, (mp_size_t)x.count, y.limbs,
                (mp_size_t)y.count);
    else
        mpn_mul(w.limbs, y.limbs, (mp_size_t)y.count, x.limbs,
                (mp_size_t)x.count);
    return int_work_finish(vm, &w, x.negative != y.negative);
}

/* ---- division ------------------------------------------------------------------------- */

/* Truncated division of magnitudes, x at least as long as y. */
static bool divide(struct vm *vm, const struct int_view *x,
                   const struct int_view *y, struct int_work *q,
                   struct int_work *r)
{
    size_t n = x->count >= y->count ? x->count - y->count + 1 : 1;
    if (!int_work_init(vm, q, n))
        return false;
    if (!int_work_init(vm, r, y->count)) {
        int_work_done(vm, q);
        return false;
    }
    if (x->count >= y->count)
        mpn_tdiv_qr(q->limbs, r->limbs, 0, x->limbs, (mp_size_t)x->count,
                    y->limbs, (mp_size_t)y->count);
    else if (x->count)
        memcpy(r->limbs, x->limbs, x->count * sizeof(mp_limb_t));
    return true;
}

static bool is_zero(const struct int_work *w)
{
    return w->count == 0 || mpn_zero_p(w->limbs, (mp_size_t)w->count);
}

/* Towards minus infinity: q + 1 and y - r when the signs differ. */
static bool floor_fix(struct vm *vm, const struct int_view *y,
                      struct int_work *q, struct int_work *r)
{
    struct int_work wider;
    if (!int_work_init(vm, &wider, q->count + 1))
        return false;
    wider.limbs[q->count] =
        mpn_add_1(wider.limbs, q->limbs, (mp_size_t)q->count, 1);
    int_work_done(vm, q);
    *q = wider;
    mpn_sub_n(r->limbs, y->limbs, r->limbs, (mp_size_t)y->count);
    return true;
}

bool int_big_divmod(struct vm *vm, const object *a, const object *b,
                    object **quotient, object **remainder)
{
    struct int_view x, y;
    struct int_work q, r;
    int_view(a, &x);
    int_view(b, &y);
    if (y.count == 0) {
        vm_raise(vm, EXC_ZERO_DIVISION_ERROR,
                 "integer division or modulo by zero");
        return false;
    }
    if (!divide(vm, &x, &y, &q, &r))
        return false;
    bool differ = x.negative != y.negative;
    if (differ && !is_zero(&r) && !floor_fix(vm, &y, &q, &r)) {
        int_work_done(vm, &q);
        int_work_done(vm, &r);
        return false;
    }
    object *whole = int_work_finish(vm, &q, differ);
    object *rest = int_work_finish(vm, &r, y.negative);
    bool ok = whole && rest;
    if (ok && quotient)
        *quotient = heap_retain(whole);
    if (ok && remainder)
        *remainder = heap_retain(rest);
    vm_release_maybe(vm, whole);
    vm_release_maybe(vm, rest);
    return ok;
}

/* ---- shifts ------------------------------------------------------------------------------ */

object *int_big_shift_left(struct vm *vm, const object *a, size_t bits)
{
    struct int_view x;
    struct int_work w;
    size_t limbs = bits / LIMB_BITS;
    int_view(a, &x);
    if (x.count == 0)
        return int_new(vm, 0);
    if (!int_work_init(vm, &w, x.count + limbs + 1))
        return NULL;
    if (bits % LIMB_BITS)
        w.limbs[x.count + limbs] =
            mpn_lshift(w.limbs + limbs, x.limbs, (mp_size_t)x.count,
                       bits % LIMB_BITS);
    else
        memcpy(w.limbs + limbs, x.limbs, x.count * sizeof(mp_limb_t));
    return int_work_finish(vm, &w, x.negative);
}

object *int_big_shift_right(struct vm *vm, const object *a, size_t bits)
{
    struct int_view x;
    struct int_work w;
    size_t limbs = bits / LIMB_BITS;
    int_view(a, &x);
    if (limbs >= x.count)
        return int_new(vm, x.negative ? -1 : 0);
    size_t n = x.count - limbs;
    if (!int_work_init(vm, &w, n + 1))
        return NULL;
    mp_limb_t lost = limbs ? !mpn_zero_p(x.limbs, (mp_size_t)limbs) : 0;
    if (bits % LIMB_BITS)
        lost |= mpn_rshift(w.limbs, x.limbs + limbs, (mp_size_t)n,
                           bits % LIMB_BITS);
    else
        memcpy(w.limbs, x.limbs + limbs, n * sizeof(mp_limb_t));
    if (x.negative && lost)
        w.limbs[n] = mpn_add_1(w.limbs, w.limbs, (mp_size_t)n, 1);
    return int_work_finish(vm, &w, x.negative);
}

/* ---- bitwise -------------------------------------------------------------------------------- */

/* Limb i of the two's complement; *carry starts as 1 for a negative one. */
static mp_limb_t complement_limb(const struct int_view *v, size_t i,
                                 mp_limb_t *carry)
{
    mp_limb_t limb = i < v->count ? v->limbs[i] : 0;
    if (!v->negative)
        return limb;
    limb = ~limb + *carry;
    *carry = *carry && limb == 0;
    return limb;
}

static mp_limb_t combine(enum vm_binary op, mp_limb_t a, mp_limb_t b)
{
    return op == BINARY_AND ? a & b : op == BINARY_OR ? a | b : a ^ b;
}

object *int_big_bitwise(struct vm *vm, enum vm_binary op, const object *a,
                        const object *b)
{
    struct int_view x, y;
    struct int_work w;
    int_view(a, &x);
    int_view(b, &y);
    size_t n = (x.count > y.count ? x.count : y.count) + 1;
    if (!int_work_init(vm, &w, n))
        return NULL;
    mp_limb_t carry_x = 1, carry_y = 1;
    for (size_t i = 0; i < n; i++) {
        mp_limb_t left = complement_limb(&x, i, &carry_x);
        w.limbs[i] = combine(op, left, complement_limb(&y, i, &carry_y));
    }
    bool negative = w.limbs[n - 1] >> (LIMB_BITS - 1);
    if (negative)
        mpn_neg(w.limbs, w.limbs, (mp_size_t)n);
    return int_work_finish(vm, &w, negative);
}

/* ---- powers ----------------------------------------------------------------------------------- */

/* *o = *o * by, or that modulo m when m is not NULL; releases the old one. */
static bool multiply_into(struct vm *vm, object **o, const object *by,
                          const object *m)
{
    object *product = int_big_mul(vm, *o, by), *rest = NULL;
    if (product && m) {
        if (!int_big_divmod(vm, product, m, NULL, &rest))
            rest = NULL;
        vm_release(vm, product);
        product = rest;
    }
    if (!product)
        return false;
    heap_store(vm->heap, o, product);
    return true;
}

static bool bit_at(const struct int_view *v, size_t i)
{
    return v->limbs[i / LIMB_BITS] >> (i % LIMB_BITS) & 1;
}

/* base ** exponent for exponent >= 0, left to right binary. */
static object *power(struct vm *vm, object *base, const object *exponent,
                     const object *m)
{
    struct int_view e;
    int_view(exponent, &e);
    object *result = int_new(vm, 1);
    for (size_t i = int_bit_length(exponent); result && i-- > 0;)
        if (!multiply_into(vm, &result, result, m) ||
            (bit_at(&e, i) && !multiply_into(vm, &result, base, m))) {
            vm_release(vm, result);
            return NULL;
        }
    return result;
}

/* The x with a * x == 1 modulo m > 0, extended Euclid; NULL: none. */
static object *invert_modulo(struct vm *vm, object *a, object *m)
{
    object *r0 = heap_retain(m), *r1 = NULL, *q = NULL, *r2 = NULL;
    object *x0 = int_new(vm, 0), *x1 = int_new(vm, 1);
    int64_t gcd;
    bool ok = x0 && x1 && int_big_divmod(vm, a, m, NULL, &r1);
    while (ok && int_sign(r1) != 0) {
        ok = int_big_divmod(vm, r0, r1, &q, &r2);
        object *product = ok ? int_big_mul(vm, q, x1) : NULL;
        object *x2 = product ? int_big_add(vm, x0, product, true) : NULL;
        vm_release_maybe(vm, product);
        if (ok)
            vm_release(vm, q);
        ok = x2 != NULL;
        if (!ok)
            break;
        heap_store(vm->heap, &r0, r1);
        r1 = r2;
        heap_store(vm->heap, &x0, x1);
        x1 = x2;
    }
    object *result = NULL;
    if (ok && int_fits_i64(r0, &gcd) && gcd == 1)
        result = heap_retain(x0);
    else if (ok)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "base is not invertible for the given modulus");
    vm_release_maybe(vm, r0);
    vm_release_maybe(vm, r1);
    vm_release_maybe(vm, x0);
    vm_release_maybe(vm, x1);
    return result;
}

object *int_pow(struct vm *vm, object *base, object *exponent,
                object *modulus)
{
    object *result = NULL, *m = NULL, *b = heap_retain(base), *e;
    if (modulus && int_sign(modulus) == 0) {
        vm_release(vm, b);
        return vm_raise(vm, EXC_VALUE_ERROR, "pow() 3rd argument cannot be 0");
    }
    e = heap_retain(exponent);
    bool ok = true;
    if (modulus) {
        object *zero = int_new(vm, 0);
        m = !zero ? NULL
            : int_sign(modulus) < 0 ? int_big_add(vm, zero, modulus, true)
                                    : heap_retain(modulus);
        ok = m != NULL;
        if (ok && int_sign(e) < 0) {
            heap_store(vm->heap, &b, invert_modulo(vm, b, m));
            heap_store(vm->heap, &e, int_big_add(vm, zero, e, true));
            ok = b && e;
        }
        vm_release_maybe(vm, zero);
    }
    if (ok)
        result = power(vm, b, e, m);
    if (result && modulus) { /* 1 % 1, and the sign of the modulus */
        object *rest = NULL;
        if (!int_big_divmod(vm, result, modulus, NULL, &rest))
            rest = NULL;
        heap_store(vm->heap, &result, rest);
    }
    vm_release_maybe(vm, b);
    vm_release_maybe(vm, e);
    vm_release_maybe(vm, m);
    return result;
}
