/*
 * _struct: formats, and items to and from bytes.
 *
 * Standard formats have fixed sizes and no gaps; native ones are the
 * machine's, each item where the machine wants it.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/native.h"
#include "scripts/modules/struct.h"
#include "scripts/types/bytes.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/item_format.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

object *struct_error(struct vm *vm)
{
    static const char key;
    return native_exception(vm, &key, "struct", "error", EXC_EXCEPTION);
}

static bool fail(struct vm *vm, const char *text)
{
    native_raise(vm, struct_error(vm), "%s", text);
    return false;
}

/* ---- formats ------------------------------------------------------------- */

/* Bytes of one item; 0: no such code. */
static size_t code_size(char code, enum struct_order order)
{
    if (strchr("xsp", code))
        return 1;
    if (code == 'e')
        return 2;
    if (order != STRUCT_NATIVE && strchr("nNP", code))
        return 0;
    if (order != STRUCT_NATIVE && (code == 'l' || code == 'L'))
        return 4;
    return item_size(code);
}

struct parser {
    struct vm *vm;
    const char *at, *end;
    struct struct_format *f;
    size_t capacity;
};

/* A repeat count, 1 if there is none; false: pending. */
static bool read_count(struct parser *p, size_t *count)
{
    *count = 1;
    if (*p->at < '0' || *p->at > '9')
        return true;
    *count = 0;
    while (p->at < p->end && *p->at >= '0' && *p->at <= '9') {
        size_t digit = (size_t)(*p->at++ - '0');
        if (*count > ((size_t)PTRDIFF_MAX - digit) / 10)
            return fail(p->vm, "total struct size too long");
        *count = *count * 10 + digit;
    }
    return p->at < p->end ||
           fail(p->vm, "repeat count given without format specifier");
}

static bool add_run(struct parser *p, const struct struct_run *run)
{
    if (p->f->run_count == p->capacity) {
        size_t room = p->capacity ? 2 * p->capacity : 4;
        struct struct_run *more =
            realloc(p->f->runs, room * sizeof *more);
        if (!more) {
            vm_raise_no_memory(p->vm);
            return false;
        }
        p->f->runs = more;
        p->capacity = room;
    }
    p->f->runs[p->f->run_count++] = *run;
    return true;
}

/* Where the next item of that size may be. */
static bool align(struct parser *p, char code, size_t size)
{
    size_t over = p->f->size % size;
    if (p->f->order != STRUCT_NATIVE || strchr("xspcbB?", code) || !over)
        return true;
    return !__builtin_add_overflow(p->f->size, size - over, &p->f->size);
}

static bool read_run(struct parser *p)
{
    struct struct_format *f = p->f;
    size_t count, bytes;
    if (!read_count(p, &count))
        return false;
    char code = *p->at++;
    if (!code)
        return fail(p->vm, "embedded null character");
    size_t size = code_size(code, f->order);
    if (!size)
        return fail(p->vm, "bad char in struct format");
    bool text = code == 's' || code == 'p';
    if (!align(p, code, size) ||
        __builtin_mul_overflow(count, size, &bytes) ||
        f->size > (size_t)PTRDIFF_MAX || bytes > PTRDIFF_MAX - f->size)
        return fail(p->vm, "total struct size too long");
    struct struct_run run = {code, (unsigned char)size, f->size,
                             text ? 1 : count, text ? count : size};
    f->size += bytes;
    f->items += code == 'x' ? 0 : (ptrdiff_t)run.count;
    return code == 'x' || run.count == 0 || add_run(p, &run);
}

static void read_order(struct parser *p)
{
    p->f->order = STRUCT_NATIVE;
    if (p->at == p->end)
        return;
    switch (*p->at) {
    case '<':
    case '=':
        p->f->order = STRUCT_LITTLE;
        break;
    case '>':
    case '!':
        p->f->order = STRUCT_BIG;
        break;
    case '@':
        break;
    default:
        return;
    }
    p->at++;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool parse(struct parser *p)
{
    struct struct_format *f = p->f;
    free(f->runs);
    f->runs = NULL;
    f->run_count = f->size = 0;
    f->items = 0;
    read_order(p);
    while (p->at < p->end) {
        if (is_blank(*p->at))
            p->at++;
        else if (!read_run(p))
            return false;
    }
    return true;
}

bool struct_parse(struct vm *vm, struct struct_format *f, object *text)
{
    struct parser p = {.vm = vm, .f = f};
    const unsigned char *data;
    size_t size;
    char *copy;
    if (bytes_check(vm, text)) {
        if (!bytes_view(vm, text, &data, &size))
            return false;
        p.at = (const char *)data;
        p.end = p.at + size;
        return parse(&p);
    }
    if (!(copy = str_dup_utf8(vm, text)))
        return false;
    p.at = copy;
    p.end = copy + str_to_utf8(text, NULL, 0);
    bool ok = parse(&p);
    free(copy);
    return ok;
}

/* ---- packing ------------------------------------------------------------- */

/* Stores the low bytes in the format's order. */
static void store(enum struct_order order, unsigned char *to, uint64_t bits,
                  size_t size)
{
    for (size_t k = 0; k < size; k++)
        to[order == STRUCT_BIG ? size - 1 - k : k] =
            (unsigned char)(bits >> 8 * k);
}

static bool is_signed(char code)
{
    return strchr("bhilqn", code);
}

/* The words for bytes, and for shorts that are written as the machine's. */
static const char *short_words(const struct struct_format *f, char code)
{
    switch (code) {
    case 'b':
        return "byte format requires -128 <= number <= 127";
    case 'B':
        return "ubyte format requires 0 <= number <= 255";
    case 'h':
        return f->order == STRUCT_BIG
                   ? NULL
                   : "short format requires -32768 <= number <= 32767";
    case 'H':
        return f->order == STRUCT_BIG
                   ? NULL
                   : "ushort format requires 0 <= number <= 65535";
    default:
        return NULL;
    }
}

/* An int that the item's size cannot hold. */
static bool out_of_range(struct vm *vm, const struct struct_format *f,
                         const struct struct_run *run, const object *n)
{
    const char *words = short_words(f, run->code);
    bool is_long = is_signed(run->code) || words;
    int64_t small;
    uint64_t bits;
    if (run->code == 'P' || (f->order == STRUCT_BIG && run->size == 8))
        return fail(vm, "int too large to convert");
    if (is_long ? !int_fits_i64(n, &small)
                : !item_bits(vm, n, 8, false, &bits))
        return fail(vm, "argument out of range");
    if (words)
        return fail(vm, words);
    int64_t most = INT64_MAX >> (64 - 8 * run->size);
    if (!is_signed(run->code))
        most = 2 * most + 1;
    native_raise(vm, struct_error(vm),
                 "'%c' format requires %lld <= number <= %lld", run->code,
                 is_signed(run->code) ? (long long)(-most - 1) : 0LL,
                 (long long)most);
    return false;
}

static bool pack_int(struct vm *vm, const struct struct_format *f,
                     const struct struct_run *run, object *value,
                     uint64_t *bits)
{
    if (!vm_type_of(vm, value)->slots.to_index)
        return fail(vm, "required argument is not an integer");
    object *n = vm_index(vm, value);
    if (!n)
        return false;
    bool negative = run->code == 'P' && int_sign(n) < 0;
    bool ok = item_bits(vm, n, run->size, negative || is_signed(run->code),
                        bits);
    if (!ok)
        out_of_range(vm, f, run, n);
    vm_release(vm, n);
    return ok;
}

/* The 16 bits of a half-precision number, rounded to even; false: too large. */
static bool half_bits(double d, uint64_t *bits)
{
    uint64_t sign = signbit(d) ? 0x8000 : 0;
    int exponent;
    if (isnan(d) || isinf(d) || d == 0) {
        *bits = sign | (isnan(d) ? 0x7e00 : isinf(d) ? 0x7c00 : 0);
        return true;
    }
    double f = frexp(fabs(d), &exponent); /* 0.5 <= f < 1 */
    if (exponent > 16)
        return false;
    if (exponent < -13) { /* subnormal */
        *bits = sign | (uint64_t)nearbyint(ldexp(f, exponent + 24));
        return true;
    }
    uint64_t fraction = (uint64_t)nearbyint(ldexp(f, 11)) - 1024;
    *bits = sign | (((uint64_t)(exponent + 14) << 10) + fraction);
    return (*bits & 0x7fff) < 0x7c00;
}

static bool too_large(struct vm *vm, char code)
{
    vm_raise(vm, EXC_OVERFLOW_ERROR,
             "float too large to pack with %c format", code);
    return false;
}

static bool pack_float(struct vm *vm, const struct struct_format *f,
                       char code, object *value, uint64_t *bits)
{
    double d;
    if (!float_as_double(vm, value, &d)) {
        vm_pending_clear(vm);
        return fail(vm, "required argument is not a float");
    }
    if (code == 'e')
        return half_bits(d, bits) || too_large(vm, code);
    if (code == 'd') {
        memcpy(bits, &d, sizeof d);
        return true;
    }
    float single = (float)d;
    uint32_t word;
    if (f->order != STRUCT_NATIVE && isinf(single) && !isinf(d))
        return too_large(vm, code);
    memcpy(&word, &single, sizeof word);
    *bits = word;
    return true;
}

/* s and p: a text cut or filled up with zeros; p says its length first. */
static bool pack_text(struct vm *vm, const struct struct_run *run,
                      object *value, unsigned char *to)
{
    const unsigned char *data;
    size_t size, room = run->length;
    if (!bytes_like(vm, value)) {
        native_raise(vm, struct_error(vm),
                     "argument for '%c' must be a bytes object", run->code);
        return false;
    }
    if (!bytes_view(vm, value, &data, &size))
        return false;
    if (run->code == 'p' && room > 0) {
        room--;
        if (size > room)
            size = room;
        *to++ = (unsigned char)(size > 255 ? 255 : size);
    }
    if (size > room)
        size = room;
    if (size)
        memcpy(to, data, size);
    return true;
}

static bool pack_char(struct vm *vm, object *value, uint64_t *bits)
{
    const unsigned char *data;
    size_t size;
    if (!bytes_check(vm, value) || !bytes_view(vm, value, &data, &size) ||
        size != 1)
        return fail(vm, "char format requires a bytes object of length 1");
    *bits = *data;
    return true;
}

static bool pack_item(struct vm *vm, const struct struct_format *f,
                      const struct struct_run *run, object *value,
                      unsigned char *to)
{
    uint64_t bits;
    bool ok;
    int truth;
    switch (run->code) {
    case 's':
    case 'p':
        return pack_text(vm, run, value, to);
    case 'c':
        ok = pack_char(vm, value, &bits);
        break;
    case '?':
        truth = vm_truth(vm, value);
        ok = truth >= 0;
        bits = truth > 0;
        break;
    case 'e':
    case 'f':
    case 'd':
        ok = pack_float(vm, f, run->code, value, &bits);
        break;
    default:
        ok = pack_int(vm, f, run, value, &bits);
    }
    if (ok)
        store(f->order, to, bits, run->size);
    return ok;
}

bool struct_pack(struct vm *vm, struct struct_format *f,
                 object *const *values, unsigned char *to)
{
    bool ok = true;
    f->busy++; /* converting a value may run a script */
    for (size_t r = 0; ok && r < f->run_count; r++) {
        const struct struct_run *run = &f->runs[r];
        for (size_t k = 0; ok && k < run->count; k++)
            ok = pack_item(vm, f, run, *values++,
                           to + run->offset + k * run->length);
    }
    f->busy--;
    return ok;
}

/* ---- unpacking ----------------------------------------------------------- */

static uint64_t load(enum struct_order order, const unsigned char *from,
                     size_t size)
{
    uint64_t bits = 0;
    for (size_t k = size; k-- > 0;)
        bits = bits << 8 | from[order == STRUCT_BIG ? size - 1 - k : k];
    return bits;
}

static double half_value(uint64_t bits)
{
    int exponent = (int)(bits >> 10 & 31);
    double fraction = (double)(bits & 1023), d;
    if (exponent == 31)
        d = fraction != 0 ? (double)NAN : (double)INFINITY;
    else if (exponent == 0)
        d = ldexp(fraction, -24);
    else
        d = ldexp(fraction + 1024, exponent - 25);
    return bits & 0x8000 ? -d : d;
}

static object *unpack_float(struct vm *vm, char code, uint64_t bits)
{
    double d;
    float f;
    uint32_t word = (uint32_t)bits;
    if (code == 'e')
        return float_new(vm, half_value(bits));
    if (code == 'd') {
        memcpy(&d, &bits, sizeof d);
        return float_new(vm, d);
    }
    memcpy(&f, &word, sizeof f);
    return float_new(vm, (double)f);
}

static object *unpack_text(struct vm *vm, const struct struct_run *run,
                           const unsigned char *from)
{
    size_t size = run->length;
    if (run->code == 's')
        return bytes_new(vm, from, size);
    if (size == 0)
        return vm_raise(vm, EXC_SYSTEM_ERROR,
                        "Negative size passed to PyBytes_FromStringAndSize");
    return bytes_new(vm, from + 1, *from < size ? *from : size - 1);
}

static object *unpack_item(struct vm *vm, const struct struct_format *f,
                           const struct struct_run *run,
                           const unsigned char *from)
{
    unsigned unused = 64 - 8u * run->size;
    uint64_t bits;
    if (run->code == 's' || run->code == 'p')
        return unpack_text(vm, run, from);
    bits = load(f->order, from, run->size);
    switch (run->code) {
    case 'c':
        return bytes_new(vm, from, 1);
    case '?':
        return vm_bool(vm, bits);
    case 'e':
    case 'f':
    case 'd':
        return unpack_float(vm, run->code, bits);
    default:
        if (is_signed(run->code))
            return int_new(vm, (int64_t)(bits << unused) >> unused);
        return int_new_u64(vm, bits);
    }
}

static object *unpack_all(struct vm *vm, const struct struct_format *f,
                          const unsigned char *from)
{
    object *all = tuple_new(vm, (size_t)f->items);
    size_t n = 0;
    for (size_t r = 0; all && r < f->run_count; r++) {
        const struct struct_run *run = &f->runs[r];
        for (size_t k = 0; all && k < run->count; k++) {
            object *item =
                unpack_item(vm, f, run, from + run->offset + k * run->length);
            tuple_items(all)[n++] = item;
            if (!item)
                heap_store(vm->heap, &all, NULL);
        }
    }
    return all;
}

/* The bytes are copied first: making the tuple may run a finalizer, which may
 * change the buffer they are in. */
object *struct_unpack(struct vm *vm, struct struct_format *f,
                      const unsigned char *bytes)
{
    unsigned char few[64], *from = f->size <= sizeof few ? few
                                                         : malloc(f->size);
    if (!from)
        return vm_raise_no_memory(vm);
    memcpy(from, bytes, f->size);
    f->busy++;
    object *all = unpack_all(vm, f, from);
    f->busy--;
    if (from != few)
        free(from);
    return all;
}
