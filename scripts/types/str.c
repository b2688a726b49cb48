/*
 * str: making, reading, comparing, hashing.  Interning is str_intern.c's, the
 * builder and str_format str_builder.c's, methods str_methods*.c's.
 *
 * Invariants: width is the smallest that holds every code point (ascii says
 * all are below 128); the empty string and every string of one code point
 * below 256 are the vm's shared ones.
 */
#include "scripts/types/str.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

/* ---- code points ----------------------------------------------------------------- */

uint32_t str_at(const object *o, size_t i)
{
    const struct str_object *s = str_of((object *)(uintptr_t)o);
    switch (s->width) {
    case 1:
        return s->data[i];
    case 2: {
        uint16_t point;
        memcpy(&point, s->data + 2 * i, 2);
        return point;
    }
    default: {
        uint32_t point;
        memcpy(&point, s->data + 4 * i, 4);
        return point;
    }
    }
}

static void put(struct str_object *s, size_t i, uint32_t point)
{
    uint16_t half = (uint16_t)point;
    if (s->width == 1)
        s->data[i] = (unsigned char)point;
    else if (s->width == 2)
        memcpy(s->data + 2 * i, &half, 2);
    else
        memcpy(s->data + 4 * i, &point, 4);
}

int str_width_of(uint32_t widest)
{
    return widest < 256 ? 1 : widest < 65536 ? 2 : 4;
}

size_t str_decode_utf8(const char *utf8, size_t left, uint32_t *point)
{
    const unsigned char *p = (const unsigned char *)utf8;
    size_t n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    if (n > left)
        n = left;
    static const unsigned char lead[] = {0x7f, 0x7f, 0x1f, 0x0f, 0x07};
    *point = p[0] & lead[n];
    for (size_t i = 1; i < n; i++)
        *point = *point << 6 | (p[i] & 0x3f);
    return n;
}

size_t str_encode_utf8(uint32_t point, char out[4])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t n = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; point >>= 6)
        out[i] = (char)(0x80 | (point & 0x3f));
    static const unsigned char mark[] = {0, 0, 0xc0, 0xe0, 0xf0};
    out[0] = (char)(mark[n] | point);
    return n;
}

/* ---- making ---------------------------------------------------------------------- */

object *str_alloc(struct vm *vm, struct type_object *type, size_t length,
                  uint32_t widest)
{
    size_t bytes, width = (size_t)str_width_of(widest);
    if (length >= (size_t)1 << 47 ||
        __builtin_mul_overflow(length, width, &bytes))
        return vm_raise_no_memory(vm);
    struct str_object *s =
        (struct str_object *)(type == vm->types[TYPE_STR]
                                  ? heap_alloc(vm->heap, &type->layout, bytes)
                                  : type_alloc(vm, type, bytes));
    if (!s)
        return vm_pending(vm) ? NULL : vm_raise_no_memory(vm);
    s->hash = -1;
    s->length = length & (((uint64_t)1 << 48) - 1);
    s->width = width & 15;
    s->ascii = widest < 128;
    return &s->base;
}

/* The shared string for that text, retained, or NULL. */
static object *shared(struct vm *vm, size_t length, uint32_t first)
{
    object *o = length == 0                  ? vm->empty_str
                : length == 1 && first < 256 ? vm->latin1[first]
                                             : NULL;
    return heap_retain_maybe(o);
}

object *str_new(struct vm *vm, const char *utf8, size_t size)
{
    uint32_t widest = 0, point = 0;
    size_t length = 0;
    for (size_t i = 0; i < size; length++) {
        i += str_decode_utf8(utf8 + i, size - i, &point);
        widest = point > widest ? point : widest;
    }
    object *o = shared(vm, length, point);
    if (o)
        return o;
    o = str_alloc(vm, vm->types[TYPE_STR], length, widest);
    if (!o)
        return NULL;
    if (widest < 128) {
        if (size)
            memcpy(str_of(o)->data, utf8, size);
        return o;
    }
    for (size_t i = 0, k = 0; i < size; k++) {
        i += str_decode_utf8(utf8 + i, size - i, &point);
        put(str_of(o), k, point);
    }
    return o;
}

object *str_from(struct vm *vm, const char *utf8)
{
    return str_new(vm, utf8, strlen(utf8));
}

object *str_from_ucs4(struct vm *vm, const uint32_t *points, size_t length)
{
    uint32_t widest = 0;
    for (size_t i = 0; i < length; i++)
        widest = points[i] > widest ? points[i] : widest;
    object *o = shared(vm, length, length ? points[0] : 0);
    if (!o)
        o = str_alloc(vm, vm->types[TYPE_STR], length, widest);
    else
        return o;
    for (size_t i = 0; o && i < length; i++)
        put(str_of(o), i, points[i]);
    return o;
}

object *str_from_latin1(struct vm *vm, const unsigned char *text,
                        size_t length)
{
    uint32_t all = 0;
    for (size_t i = 0; i < length; i++)
        all |= text[i];
    object *o = shared(vm, length, length ? text[0] : 0);
    if (o)
        return o;
    o = str_alloc(vm, vm->types[TYPE_STR], length, all);
    if (o && length)
        memcpy(str_of(o)->data, text, length);
    return o;
}

object *str_from_char(struct vm *vm, uint32_t point)
{
    return str_from_ucs4(vm, &point, 1);
}

/* Copies a[from..to) behind `at` code points of o, which is wide enough. */
void str_copy_in(object *o, size_t at, const object *a, size_t from, size_t to)
{
    struct str_object *s = str_of(o);
    const struct str_object *t = (const struct str_object *)a;
    if (from == to)
        return;
    if (s->width == t->width) {
        memcpy(s->data + at * s->width, t->data + from * t->width,
               (to - from) * s->width);
        return;
    }
    for (size_t i = from; i < to; i++)
        put(s, at + i - from, str_at(a, i));
}

uint32_t str_widest(const object *o, size_t from, size_t to)
{
    const struct str_object *s = (const struct str_object *)o;
    uint32_t widest = 0;
    if (s->ascii)
        return 127;
    for (size_t i = from; i < to; i++) {
        uint32_t point = str_at(o, i);
        widest = point > widest ? point : widest;
    }
    return widest;
}

/* A code point of the kind that decides how s is kept. */
static uint32_t kind_point(const object *o)
{
    const struct str_object *s = (const struct str_object *)o;
    return s->ascii ? 127 : s->width == 1 ? 255 : s->width == 2 ? 0xffff
                                                                : 0x10ffff;
}

/* a + b, neither empty, with room for `room` more code points. */
static object *joined(struct vm *vm, object *a, object *b, size_t room)
{
    size_t n = str_length(a), m = str_length(b);
    uint32_t x = kind_point(a), y = kind_point(b);
    object *o =
        str_alloc(vm, vm->types[TYPE_STR], n + m + room, x > y ? x : y);
    if (!o)
        return NULL;
    str_of(o)->length = (n + m) & (((uint64_t)1 << 48) - 1);
    str_copy_in(o, 0, a, 0, n);
    str_copy_in(o, n, b, 0, m);
    return o;
}

object *str_concat(struct vm *vm, object *a, object *b)
{
    if (str_length(a) == 0 && vm_is(b, TYPE_STR))
        return heap_retain(b);
    if (str_length(b) == 0 && vm_is(a, TYPE_STR))
        return heap_retain(a);
    return joined(vm, a, b, 0);
}

/* Puts b behind a in a's own cell, if that is all of a's business. */
static bool append_in_place(struct vm *vm, object *a, const object *b)
{
    struct str_object *s = str_of(a);
    const struct str_object *t = (const struct str_object *)b;
    size_t length = s->length + t->length;
    if (t->width > s->width || (s->ascii && !t->ascii) ||
        !heap_extend(vm->heap, a, sizeof *s + length * s->width))
        return false;
    str_copy_in(a, s->length, b, 0, t->length);
    s->length = length & (((uint64_t)1 << 48) - 1);
    s->hash = -1;
    return true;
}

object *str_append(struct vm *vm, object *a, object *b, bool again)
{
    size_t room = again && !vm->options.attached
                      ? (str_length(a) + str_length(b)) / 8
                      : 0;
    object *sum;
    bool sole = heap_refs(a) == 1 && !str_of(a)->interned &&
                str_length(a) && str_length(b);
    if (!sole)
        sum = str_concat(vm, a, b);
    else if (append_in_place(vm, a, b))
        return a;
    else
        sum = joined(vm, a, b, room);
    if (sum)
        vm_release(vm, a);
    return sum;
}

object *str_slice(struct vm *vm, object *s, size_t from, size_t to)
{
    if (from == 0 && to == str_length(s))
        return str_exact(vm, s);
    return str_exact_range(vm, s, from, to);
}

object *str_exact_range(struct vm *vm, object *s, size_t from, size_t to)
{
    if (from >= to)
        return heap_retain(vm->empty_str);
    object *o = shared(vm, to - from, str_at(s, from));
    if (o)
        return o;
    o = str_alloc(vm, vm->types[TYPE_STR], to - from,
                  str_widest(s, from, to));
    if (o)
        str_copy_in(o, 0, s, from, to);
    return o;
}

/* ---- reading --------------------------------------------------------------------- */

size_t str_to_utf8(const object *s, char *buffer, size_t size)
{
    size_t n = 0;
    char bytes[4];
    const struct str_object *t = (const struct str_object *)s;
    if (t->ascii) {
        size_t fits = t->length < size ? t->length : size;
        if (fits)
            memcpy(buffer, t->data, fits);
        return t->length;
    }
    for (size_t i = 0; i < t->length; i++) {
        size_t k = str_encode_utf8(str_at(s, i), bytes);
        if (n + k <= size)
            memcpy(buffer + n, bytes, k);
        n += k;
    }
    return n;
}

char *str_dup_utf8(struct vm *vm, const object *s)
{
    size_t n = str_to_utf8(s, NULL, 0);
    char *text = malloc(n + 1);
    if (!text) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    str_to_utf8(s, text, n);
    text[n] = 0;
    return text;
}

bool str_equal(const object *a, const object *b)
{
    const struct str_object *s = (const struct str_object *)a;
    const struct str_object *t = (const struct str_object *)b;
    if (s == t)
        return true;
    return s->length == t->length && s->width == t->width &&
           memcmp(s->data, t->data, s->length * s->width) == 0;
}

bool str_equal_ascii(const object *a, const char *text)
{
    const struct str_object *s = (const struct str_object *)a;
    size_t n = strlen(text);
    return s->ascii && s->length == n && memcmp(s->data, text, n) == 0;
}

int str_order(const object *a, const object *b)
{
    const struct str_object *s = (const struct str_object *)a;
    const struct str_object *t = (const struct str_object *)b;
    size_t n = s->length < t->length ? s->length : t->length;
    if (s->width == 1 && t->width == 1) {
        int order = n ? memcmp(s->data, t->data, n) : 0;
        if (order)
            return order < 0 ? -1 : 1;
    } else {
        for (size_t i = 0; i < n; i++) {
            uint32_t x = str_at(a, i), y = str_at(b, i);
            if (x != y)
                return x < y ? -1 : 1;
        }
    }
    return s->length == t->length ? 0 : s->length < t->length ? -1 : 1;
}

int64_t str_hash(struct vm *vm, object *o)
{
    struct str_object *s = str_of(o);
    if (s->hash == -1)
        s->hash = hash_bytes(vm, s->data, s->length * s->width);
    return s->hash;
}

/* memmem() that is quick at what most searches are: short ones. */
static const unsigned char *find_bytes(const unsigned char *s, size_t n,
                                       const unsigned char *sub, size_t m)
{
    const unsigned char *last = s + (n - m), *at = s;
    for (int tries = 0; tries < 8; tries++) {
        at = memchr(at, sub[0], (size_t)(last - at) + 1);
        if (!at || m == 1 || memcmp(at + 1, sub + 1, m - 1) == 0)
            return at;
        if (at++ == last)
            return NULL;
    }
    return memmem(at, (size_t)(last - at) + m, sub, m);
}

/* First place of sub at or behind from, ending at or before to; -1. */
ptrdiff_t str_find(const object *s, const object *sub, size_t from, size_t to)
{
    const struct str_object *t = (const struct str_object *)s;
    const struct str_object *u = (const struct str_object *)sub;
    size_t m = u->length;
    if (to > t->length)
        to = t->length;
    if (from > to || m > to - from)
        return -1;
    if (m == 0)
        return (ptrdiff_t)from;
    if (t->width == 1 && u->width == 1) {
        const unsigned char *at =
            find_bytes(t->data + from, to - from, u->data, m);
        return at ? at - t->data : -1;
    }
    if (u->width > t->width)
        return -1;
    for (size_t i = from; i + m <= to; i++) {
        size_t k = 0;
        while (k < m && str_at(s, i + k) == str_at(sub, k))
            k++;
        if (k == m)
            return (ptrdiff_t)i;
    }
    return -1;
}

/* ---- joining ----------------------------------------------------------------------- */

object *str_join_array(struct vm *vm, object *separator,
                       object *const *strings, size_t count)
{
    size_t gap = str_length(separator), length = 0;
    uint32_t widest = count > 1 ? str_widest(separator, 0, gap) : 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = str_length(strings[i]);
        uint32_t w = str_widest(strings[i], 0, n);
        widest = w > widest ? w : widest;
        length += n + (i ? gap : 0);
    }
    if (length == 0)
        return heap_retain(vm->empty_str);
    if (count == 1 && vm_is(strings[0], TYPE_STR))
        return heap_retain(strings[0]);
    object *o = str_alloc(vm, vm->types[TYPE_STR], length, widest);
    for (size_t i = 0, at = 0; o && i < count; i++) {
        if (i) {
            str_copy_in(o, at, separator, 0, gap);
            at += gap;
        }
        size_t n = str_length(strings[i]);
        str_copy_in(o, at, strings[i], 0, n);
        at += n;
    }
    return o;
}
