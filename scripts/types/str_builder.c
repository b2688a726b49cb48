/*
 * Building strings piece by piece, and str_format: the formats of vm_raise.
 *
 * Invariant: data holds `length` code points of `width` bytes; a failure
 * (MemoryError pending) is remembered and reported by str_builder_finish.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/types/str_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

#define LONGEST ((size_t)1 << 34) /* bytes: beyond it, MemoryError */

void str_builder_init(struct str_builder *b, struct vm *vm)
{
    *b = (struct str_builder){.vm = vm, .width = 1};
}

void str_builder_done(struct str_builder *b)
{
    free(b->data);
    vm_release_maybe(b->vm, b->lone);
    b->data = NULL;
    b->lone = NULL;
    b->length = b->capacity = 0;
}

static void fail(struct str_builder *b)
{
    if (!b->failed && !vm_pending(b->vm))
        vm_raise_no_memory(b->vm);
    b->failed = true;
}

static uint32_t get(const struct str_builder *b, size_t i)
{
    uint16_t half;
    uint32_t point;
    if (b->width == 1)
        return ((unsigned char *)b->data)[i];
    if (b->width == 2) {
        memcpy(&half, (char *)b->data + 2 * i, 2);
        return half;
    }
    memcpy(&point, (char *)b->data + 4 * i, 4);
    return point;
}

static void put(void *data, int width, size_t i, uint32_t point)
{
    uint16_t half = (uint16_t)point;
    if (width == 1)
        ((unsigned char *)data)[i] = (unsigned char)point;
    else if (width == 2)
        memcpy((char *)data + 2 * i, &half, 2);
    else
        memcpy((char *)data + 4 * i, &point, 4);
}

static bool widen(struct str_builder *b, int width)
{
    size_t room = b->capacity ? b->capacity : 16;
    void *wider = malloc(room * (size_t)width);
    if (!wider)
        return false;
    for (size_t i = 0; i < b->length; i++)
        put(wider, width, i, get(b, i));
    free(b->data);
    b->data = wider;
    b->width = width;
    b->capacity = room;
    return true;
}

static bool grow(struct str_builder *b, size_t need)
{
    size_t room = b->capacity < 16 ? 32 : b->capacity * 2;
    room = room < need ? need : room;
    void *larger =
        room < LONGEST / 4 ? realloc(b->data, room * (size_t)b->width) : NULL;
    if (!larger)
        return false;
    b->data = larger;
    b->capacity = room;
    return true;
}

static void add_lone(struct str_builder *b);

/* Room for n more code points up to widest. */
static bool reserve(struct str_builder *b, size_t n, uint32_t widest)
{
    if (heap_unlikely(b->lone != NULL))
        add_lone(b);
    if (b->failed)
        return false;
    int width = str_width_of(widest);
    bool ok = b->capacity - b->length >= n || grow(b, b->length + n);
    if (ok && width > b->width)
        ok = widen(b, width);
    if (!ok)
        fail(b);
    else if (widest > b->widest)
        b->widest = widest;
    return ok;
}

void str_builder_char(struct str_builder *b, uint32_t point)
{
    if (reserve(b, 1, point))
        put(b->data, b->width, b->length++, point);
}

void str_builder_fill(struct str_builder *b, uint32_t point, size_t count)
{
    if (count && reserve(b, count, point))
        while (count-- > 0)
            put(b->data, b->width, b->length++, point);
}

static void add_ascii(struct str_builder *b, const char *text, size_t n)
{
    if (!n || !reserve(b, n, 127))
        return;
    if (b->width == 1) {
        memcpy((char *)b->data + b->length, text, n);
        b->length += n;
        return;
    }
    for (size_t i = 0; i < n; i++)
        put(b->data, b->width, b->length++, (unsigned char)text[i]);
}

void str_builder_ascii(struct str_builder *b, const char *text)
{
    add_ascii(b, text, strlen(text));
}

static size_t ascii_length(const char *text, size_t size)
{
    size_t n = 0;
    while (n < size && !((unsigned char)text[n] & 128))
        n++;
    return n;
}

void str_builder_utf8(struct str_builder *b, const char *utf8, size_t size)
{
    for (size_t i = 0; i < size;) {
        size_t n = ascii_length(utf8 + i, size - i);
        uint32_t point;
        add_ascii(b, utf8 + i, n);
        i += n;
        if (i < size) {
            i += str_decode_utf8(utf8 + i, size - i, &point);
            str_builder_char(b, point);
        }
    }
}

void str_builder_range(struct str_builder *b, const object *s, size_t from,
                       size_t to)
{
    const struct str_object *t = (const struct str_object *)s;
    if (from >= to || !reserve(b, to - from, str_widest(s, from, to)))
        return;
    if (b->width == (int)t->width) {
        memcpy((char *)b->data + b->length * t->width,
               t->data + from * t->width, (to - from) * t->width);
        b->length += to - from;
        return;
    }
    for (size_t i = from; i < to; i++)
        put(b->data, b->width, b->length++, str_at(s, i));
}

void str_builder_str(struct str_builder *b, const object *s)
{
    str_builder_range(b, s, 0, str_length(s));
}

void str_builder_whole(struct str_builder *b, object *s)
{
    if (b->length || b->lone || !str_length(s))
        str_builder_str(b, s);
    else
        b->lone = heap_retain(s);
}

/* It was not all. */
static void add_lone(struct str_builder *b)
{
    object *s = b->lone;
    b->lone = NULL;
    str_builder_str(b, s);
    vm_release(b->vm, s);
}

static object *fresh_character(struct str_builder *b)
{
    object *o = str_alloc(b->vm, b->vm->types[TYPE_STR], 1, b->widest);
    if (o)
        str_of(o)->data[0] = *(unsigned char *)b->data;
    return o;
}

object *str_builder_finish(struct str_builder *b)
{
    object *o = NULL;
    if (b->failed) {
        str_builder_done(b);
        return NULL;
    }
    if (b->lone)
        o = heap_retain(b->lone);
    else if (b->fresh && b->length == 1 && b->width == 1)
        o = fresh_character(b);
    else if (b->width == 1)
        o = str_from_latin1(b->vm, b->data, b->length);
    else if (b->width == 4)
        o = str_from_ucs4(b->vm, b->data, b->length);
    else {
        o = str_alloc(b->vm, b->vm->types[TYPE_STR], b->length, b->widest);
        if (o)
            memcpy(str_of(o)->data, b->data, 2 * b->length);
    }
    str_builder_done(b);
    return o;
}

/* ---- formats ------------------------------------------------------------ */

/* A directive after '%': %.100s, %zd, %U ... */
struct directive {
    char length[3]; /* "", "l", "ll", "z" */
    long precision; /* -1: none */
    int width;
    bool zero;
    char code;
};

static const char *read_directive(const char *p, struct directive *d)
{
    *d = (struct directive){.precision = -1};
    if (*p == '0') {
        d->zero = true;
        p++;
    }
    while (*p >= '0' && *p <= '9')
        d->width = d->width * 10 + (*p++ - '0');
    if (*p == '.')
        d->precision = strtol(p + 1, (char **)&p, 10);
    for (int n = 0; (*p == 'l' || *p == 'z') && n < 2; n++)
        d->length[n] = *p++;
    d->code = *p;
    return *p ? p + 1 : p;
}

/* The widest integer that a directive asks for. */
#define TAKE_INTEGER(d, ap, signed_)                                         \
    ((d)->length[0] == 'z'                                                   \
         ? ((signed_) ? (long long)va_arg(ap, ptrdiff_t)                     \
                      : (long long)va_arg(ap, size_t))                       \
     : (d)->length[1] == 'l' ? va_arg(ap, long long)                         \
     : (d)->length[0] == 'l' ? (long long)va_arg(ap, long)                   \
     : (signed_)             ? (long long)va_arg(ap, int)                    \
                             : (long long)va_arg(ap, unsigned))

static void add_integer(struct str_builder *b, const struct directive *d,
                        long long value)
{
    char text[64];
    const char *format = d->code == 'x'   ? (d->zero ? "%0*llx" : "%*llx")
                         : d->code == 'u' ? (d->zero ? "%0*llu" : "%*llu")
                         : d->zero        ? "%0*lld"
                                          : "%*lld";
    snprintf(text, sizeof text, format, d->width > 40 ? 40 : d->width, value);
    str_builder_ascii(b, text);
}

static void add_pointer(struct str_builder *b, const void *pointer)
{
    char text[32];
    snprintf(text, sizeof text, "%p", pointer);
    str_builder_ascii(b, text);
}

/* A C string, cut at `precision` bytes but not within a code point. */
static void add_c_string(struct str_builder *b, const char *text,
                         long precision)
{
    size_t n = precision < 0 ? strlen(text)
                             : strnlen(text, (size_t)precision);
    while (n && text[n] && ((unsigned char)text[n] & 0xc0) == 0x80)
        n--;
    str_builder_utf8(b, text, n);
}

static void add_made(struct str_builder *b, object *text, long precision)
{
    if (!text) {
        b->failed = true;
        return;
    }
    size_t n = str_length(text);
    if (precision >= 0 && (size_t)precision < n)
        n = (size_t)precision;
    str_builder_range(b, text, 0, n);
    vm_release(b->vm, text);
}

static void add_object(struct str_builder *b, const struct directive *d,
                       object *o)
{
    struct vm *vm = b->vm;
    if (d->code == 'B' && o == vm->none)
        add_c_string(b, "None", d->precision);
    else if (d->code == 'T' || d->code == 'B')
        add_c_string(b, type_name_of(vm, o), d->precision);
    else
        add_made(b,
                 d->code == 'U'   ? heap_retain(o)
                 : d->code == 'S' ? vm_str(vm, o)
                 : d->code == 'A' ? vm_ascii(vm, o)
                                  : vm_repr(vm, o),
                 d->precision);
}

object *str_format_va(struct vm *vm, const char *format, va_list args)
{
    struct str_builder b;
    struct directive d;
    va_list ap;
    str_builder_init(&b, vm);
    va_copy(ap, args);
    while (*format && !b.failed) {
        size_t plain = strcspn(format, "%");
        str_builder_utf8(&b, format, plain);
        format += plain;
        if (!*format)
            break;
        format = read_directive(format + 1, &d);
        switch (d.code) {
        case 'd':
            add_integer(&b, &d, TAKE_INTEGER(&d, ap, true));
            break;
        case 'u':
        case 'x':
            add_integer(&b, &d, TAKE_INTEGER(&d, ap, false));
            break;
        case 'c':
            str_builder_char(&b, (uint32_t)va_arg(ap, int));
            break;
        case 's':
            add_c_string(&b, va_arg(ap, const char *), d.precision);
            break;
        case 'p':
            add_pointer(&b, va_arg(ap, void *));
            break;
        case 'U':
        case 'S':
        case 'R':
        case 'A':
        case 'T':
        case 'B':
            add_object(&b, &d, va_arg(ap, object *));
            break;
        default:
            str_builder_char(&b, '%');
        }
    }
    va_end(ap);
    return str_builder_finish(&b);
}

object *str_format(struct vm *vm, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    object *text = str_format_va(vm, format, args);
    va_end(args);
    return text;
}
