/*
 * int to text and back, in bases 2 to 36.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/types/int_internal.h"
#include "scripts/types/str_internal.h"
#include "scripts/vm/error.h"

#define MOST_SHOWN 4300 /* digits that int_text writes out */
#define LONGEST_UNLIMITED 640 /* digits that are never too many */

/* ---- to text ------------------------------------------------------------------- */

static const char *prefix_of(int base)
{
    return base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "";
}

/* The digits that end at `end`; returns where they begin. */
static char *put_digits(char *end, uint64_t rest, int base)
{
    do {
        *--end = "0123456789abcdefghijklmnopqrstuvwxyz"[rest % (uint64_t)base];
        rest /= (uint64_t)base;
    } while (rest);
    return end;
}

/* The same in base 10, two digits a division by a constant. */
static char *put_decimal(char *end, uint64_t rest)
{
    for (; rest >= 10; rest /= 100) {
        uint64_t two = rest % 100;
        *--end = (char)('0' + two % 10);
        *--end = (char)('0' + two / 10);
        if (rest < 100)
            return end;
    }
    *--end = (char)('0' + rest);
    return end;
}

static object *small_to_str(struct vm *vm, int64_t value, int base,
                            const char *prefix)
{
    char text[80];
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    char *at = base == 10 ? put_decimal(text + sizeof text, rest)
                          : put_digits(text + sizeof text, rest, base);
    at -= strlen(prefix);
    memcpy(at, prefix, strlen(prefix));
    if (value < 0)
        *--at = '-';
    size_t n = (size_t)(text + sizeof text - at);
    /* str(1) is a string of its own, unlike chr(49) */
    object *o = str_alloc(vm, vm->types[TYPE_STR], n, 127);
    if (o)
        memcpy(str_of(o)->data, at, n);
    return o;
}

static bool too_many_digits(struct vm *vm, size_t digits)
{
    return vm->int_max_str_digits > 0 && digits > LONGEST_UNLIMITED &&
           digits > (size_t)vm->int_max_str_digits;
}

static object *refuse_digits(struct vm *vm)
{
    return vm_raise(vm, EXC_VALUE_ERROR,
                    "Exceeds the limit (%d digits) for integer string "
                    "conversion; use sys.set_int_max_str_digits() to "
                    "increase the limit",
                    vm->int_max_str_digits);
}

/* mpn_get_str destroys its argument, hence the copy in w. */
static object *big_to_str(struct vm *vm, const struct int_view *v, int base,
                          const char *prefix)
{
    struct int_work w;
    size_t lead = strlen(prefix) + v->negative;
    size_t room =
        lead + mpn_sizeinbase(v->limbs, (mp_size_t)v->count, base) + 2;
    if (base == 10 && too_many_digits(vm, room - lead - 3))
        return refuse_digits(vm);
    if (!int_work_init(vm, &w, v->count))
        return NULL;
    memcpy(w.limbs, v->limbs, v->count * sizeof(mp_limb_t));
    object *result = NULL;
    unsigned char *text = heap_array_new(vm->heap, room);
    if (text) {
        size_t n = mpn_get_str(text + lead, base, w.limbs,
                               (mp_size_t)v->count);
        size_t skip = 0;
        while (skip + 1 < n && text[lead + skip] == 0)
            skip++;
        memmove(text + lead, text + lead + skip, n - skip);
        n -= skip;
        for (size_t i = lead; i < lead + n; i++)
            text[i] = (unsigned char)"0123456789abcdefghijklmnopqrstuvwxyz"
                [text[i]];
        memcpy(text + v->negative, prefix, strlen(prefix));
        if (v->negative)
            text[0] = '-';
        result = base == 10 && too_many_digits(vm, n)
                     ? refuse_digits(vm)
                     : str_new(vm, (char *)text, lead + n);
        heap_array_free(vm->heap, text, room);
    } else {
        vm_raise_no_memory(vm);
    }
    int_work_done(vm, &w);
    return result;
}

object *int_to_str(struct vm *vm, const object *o, int base, bool prefix)
{
    struct int_view v;
    int64_t value;
    const char *lead = prefix ? prefix_of(base) : "";
    if (int_fits_i64(o, &value))
        return small_to_str(vm, value, base, lead);
    int_view(o, &v);
    return big_to_str(vm, &v, base, lead);
}

static size_t copy_out(const char *text, size_t n, char *buffer, size_t size)
{
    size_t fits = n < size ? n : size;
    if (fits)
        memcpy(buffer, text, fits);
    return n;
}

/* Limbs and digits of a described number's limit are small enough for one
 * transient buffer. */
static size_t big_text(const struct int_view *v, char *buffer, size_t size)
{
    size_t digits = mpn_sizeinbase(v->limbs, (mp_size_t)v->count, 10);
    char text[64];
    unsigned char *room = NULL;
    mp_limb_t *copy = NULL;
    if (digits <= MOST_SHOWN) {
        copy = malloc(v->count * sizeof(mp_limb_t));
        room = malloc(digits + 3);
    }
    size_t n = 0, at = 0;
    if (!copy || !room) {
        n = (size_t)snprintf(text, sizeof text, "<int of about %zu digits>",
                             digits);
        n = copy_out(text, n, buffer, size);
    } else {
        memcpy(copy, v->limbs, v->count * sizeof(mp_limb_t));
        n = mpn_get_str(room + 1, 10, copy, (mp_size_t)v->count) + 1;
        for (size_t i = 1; i < n; i++)
            room[i] = (unsigned char)(room[i] + '0');
        while (at + 2 < n && room[at + 1] == '0')
            at++;
        room[at] = '-';
        at += !v->negative;
        n = copy_out((char *)room + at, n - at, buffer, size);
    }
    free(copy);
    free(room);
    return n;
}

size_t int_text(const object *o, char *buffer, size_t size)
{
    struct int_view v;
    int64_t value;
    char text[32];
    if (int_fits_i64(o, &value)) {
        int n = snprintf(text, sizeof text, "%lld", (long long)value);
        return copy_out(text, (size_t)n, buffer, size);
    }
    int_view(o, &v);
    return big_text(&v, buffer, size);
}

/* ---- from text -------------------------------------------------------------------- */

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What is left of a literal: digits without sign, prefix and space. */
struct literal {
    const char *text, *end;
    int base;
    bool negative;
};

/* 0x, 0o or 0b, where base allows it; an underscore may follow. */
static bool take_prefix(struct literal *l)
{
    const char *p = l->text;
    int base = 0;
    if (l->end - p > 1 && p[0] == '0') {
        char c = p[1] | 32;
        base = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
    }
    if (base && (l->base == 0 || l->base == base)) {
        l->base = base;
        l->text = p + 2;
        if (l->text < l->end && *l->text == '_')
            l->text++;
        return true;
    }
    if (l->base != 0)
        return true;
    l->base = 10;
    if (l->end > p && p[0] == '0') { /* 0, 00, 0_0: but not 01 */
        for (; p < l->end; p++)
            if (*p != '0' && *p != '_')
                return false;
    }
    return true;
}

static bool take_frame(struct literal *l)
{
    while (l->text < l->end && is_space(*l->text))
        l->text++;
    while (l->end > l->text && is_space(l->end[-1]))
        l->end--;
    if (l->text < l->end && (*l->text == '-' || *l->text == '+'))
        l->negative = *l->text++ == '-';
    return take_prefix(l);
}

/* Copies the digits' values; -1 when there is anything else. */
static ptrdiff_t take_digits(const struct literal *l, unsigned char *digits)
{
    ptrdiff_t n = 0;
    bool after_digit = false;
    for (const char *p = l->text; p < l->end; p++) {
        if (*p == '_' && after_digit) {
            after_digit = false;
            continue;
        }
        int digit = digit_of(*p);
        if (digit >= l->base)
            return -1;
        digits[n++] = (unsigned char)digit;
        after_digit = true;
    }
    return after_digit ? n : -1;
}

static object *from_digits(struct vm *vm, const unsigned char *digits,
                           size_t n, int base, bool negative)
{
    struct int_work w;
    uint64_t value = 0;
    if (n <= 11) {
        for (size_t i = 0; i < n; i++)
            value = value * (uint64_t)base + digits[i];
        return int_new(vm, negative ? -(int64_t)value : (int64_t)value);
    }
    size_t skip = 0; /* mpn_set_str wants no leading zero */
    while (skip + 1 < n && digits[skip] == 0)
        skip++;
    /* 6 bits hold a digit of any base up to 36 */
    if (!int_work_init(vm, &w, (n - skip) * 6 / 64 + 2))
        return NULL;
    w.count = (size_t)mpn_set_str(w.limbs, digits + skip, n - skip, base);
    return int_work_finish(vm, &w, negative);
}

object *int_parse(struct vm *vm, const char *text, size_t length, int base,
                  object *shown)
{
    struct literal l = {text, text + length, base, false};
    object *result = NULL;
    unsigned char *digits = malloc(length + 1);
    if (!digits)
        return vm_raise_no_memory(vm);
    ptrdiff_t n = take_frame(&l) ? take_digits(&l, digits) : -1;
    if (n < 0)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "invalid literal for int() with base %d: %.200R", base,
                 shown);
    else if ((l.base & (l.base - 1)) && too_many_digits(vm, (size_t)n))
        vm_raise(vm, EXC_VALUE_ERROR,
                 "Exceeds the limit (%d digits) for integer string "
                 "conversion: value has %zd digits; use "
                 "sys.set_int_max_str_digits() to increase the limit",
                 vm->int_max_str_digits, n);
    else
        result = from_digits(vm, digits, (size_t)n, l.base, l.negative);
    free(digits);
    return result;
}
