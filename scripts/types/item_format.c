/*
 * Items of memory by format character: one row a format.
 */
#include "scripts/types/item_format.h"

#include <string.h>

#include "scripts/types/bytes.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

enum item_kind { BYTE, BOOLEAN, SIGNED, UNSIGNED, FLOATING };

static const struct item_row {
    char format;
    unsigned char size;
    enum item_kind kind;
} rows[] = {
    {'B', 1, UNSIGNED}, {'b', 1, SIGNED},   {'c', 1, BYTE},
    {'?', 1, BOOLEAN},  {'h', 2, SIGNED},   {'H', 2, UNSIGNED},
    {'i', 4, SIGNED},   {'I', 4, UNSIGNED}, {'l', 8, SIGNED},
    {'L', 8, UNSIGNED}, {'q', 8, SIGNED},   {'Q', 8, UNSIGNED},
    {'n', 8, SIGNED},   {'N', 8, UNSIGNED}, {'P', 8, UNSIGNED},
    {'f', 4, FLOATING}, {'d', 8, FLOATING},
};

static const struct item_row *row_of(char format)
{
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (rows[k].format == format)
            return &rows[k];
    return NULL;
}

size_t item_size(char format)
{
    const struct item_row *row = row_of(format);
    return row ? row->size : 0;
}

static uint64_t read_bits(const void *p, size_t size)
{
    uint64_t bits = 0;
    memcpy(&bits, p, size); /* the machine is little-endian */
    return bits;
}

static int64_t sign_extend(uint64_t bits, size_t size)
{
    unsigned unused = 64 - 8 * (unsigned)size;
    return (int64_t)(bits << unused) >> unused;
}

static double read_float(const void *p, size_t size)
{
    double d;
    float f;
    if (size == sizeof f) {
        memcpy(&f, p, sizeof f);
        return (double)f;
    }
    memcpy(&d, p, sizeof d);
    return d;
}

object *item_read(struct vm *vm, char format, const void *p)
{
    const struct item_row *row = row_of(format);
    uint64_t bits = read_bits(p, row->size);
    switch (row->kind) {
    case BYTE:
        return bytes_new(vm, p, 1);
    case BOOLEAN:
        return vm_bool(vm, bits);
    case SIGNED:
        return int_new(vm, sign_extend(bits, row->size));
    case UNSIGNED:
        return int_new_u64(vm, bits);
    default:
        return float_new(vm, read_float(p, row->size));
    }
}

/* ---- writing ------------------------------------------------------------- */

static bool bad_type(struct vm *vm, char format)
{
    vm_pending_clear(vm);
    vm_raise(vm, EXC_TYPE_ERROR, "memoryview: invalid type for format '%c'",
             format);
    return false;
}

static bool bad_value(struct vm *vm, char format)
{
    vm_pending_clear(vm);
    vm_raise(vm, EXC_VALUE_ERROR, "memoryview: invalid value for format '%c'",
             format);
    return false;
}

/* Of 2**63 <= o < 2**64. */
static bool upper_half(struct vm *vm, const object *o, uint64_t *bits)
{
    int64_t n;
    object *half = int_new_u64(vm, (uint64_t)1 << 63);
    object *rest =
        half ? vm_binary(vm, BINARY_SUB, (object *)(uintptr_t)o, half) : NULL;
    bool ok = rest && int_fits_i64(rest, &n) && n >= 0;
    if (ok)
        *bits = (uint64_t)n | (uint64_t)1 << 63;
    vm_release_maybe(vm, half);
    vm_release_maybe(vm, rest);
    return ok;
}

bool item_bits(struct vm *vm, const object *o, size_t size, bool is_signed,
               uint64_t *bits)
{
    unsigned width = 8 * (unsigned)size;
    int64_t n;
    if (!int_fits_i64(o, &n))
        return !is_signed && width == 64 && int_sign(o) > 0 &&
               upper_half(vm, o, bits);
    *bits = (uint64_t)n;
    if (!is_signed)
        return n >= 0 && (width == 64 || n < (int64_t)1 << width);
    return width == 64 || (n >= -((int64_t)1 << (width - 1)) &&
                           n < (int64_t)1 << (width - 1));
}

static bool write_int(struct vm *vm, const struct item_row *row, void *p,
                      object *value)
{
    uint64_t bits;
    if (!vm_type_of(vm, value)->slots.to_index)
        return bad_type(vm, row->format);
    object *n = vm_index(vm, value);
    if (!n)
        return vm_pending_is(vm, EXC_TYPE_ERROR) ? bad_type(vm, row->format)
                                                 : false;
    bool ok = item_bits(vm, n, row->size, row->kind == SIGNED, &bits);
    vm_release(vm, n);
    if (!ok)
        return bad_value(vm, row->format);
    memcpy(p, &bits, row->size);
    return true;
}

static bool write_float(struct vm *vm, const struct item_row *row, void *p,
                        object *value)
{
    double d;
    if (!float_as_double(vm, value, &d))
        return vm_pending_is(vm, EXC_TYPE_ERROR) ? bad_type(vm, row->format)
                                                 : false;
    float f = (float)d;
    memcpy(p, row->size == 4 ? (void *)&f : (void *)&d, row->size);
    return true;
}

static bool write_byte(struct vm *vm, const struct item_row *row, void *p,
                       object *value)
{
    const unsigned char *data;
    size_t size;
    if (!bytes_check(vm, value))
        return bad_type(vm, row->format);
    if (!bytes_view(vm, value, &data, &size))
        return false;
    if (size != 1)
        return bad_value(vm, row->format);
    *(unsigned char *)p = *data;
    return true;
}

bool item_write(struct vm *vm, char format, void *p, object *value)
{
    const struct item_row *row = row_of(format);
    int truth;
    switch (row->kind) {
    case BYTE:
        return write_byte(vm, row, p, value);
    case BOOLEAN:
        truth = vm_truth(vm, value);
        if (truth >= 0)
            *(unsigned char *)p = truth > 0;
        return truth >= 0;
    case FLOATING:
        return write_float(vm, row, p, value);
    default:
        return write_int(vm, row, p, value);
    }
}
