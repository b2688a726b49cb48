/*
 * array: items from and to objects, with CPython's words for what a typecode
 * cannot hold.
 */
#include <string.h>

#include "scripts/modules/array.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/item_format.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

object *array_get(struct vm *vm, object *self, size_t index)
{
    struct array_object *a = array_of(self);
    const unsigned char *item = a->items + index * a->size;
    uint32_t c;
    if (a->code != 'u')
        return item_read(vm, a->code, item);
    memcpy(&c, item, sizeof c);
    if (c <= 0x10ffff)
        return str_from_char(vm, c);
    return vm_raise(vm, EXC_VALUE_ERROR,
                    "character U+%x is not in range [U+0000; U+10ffff]", c);
}

static bool overflow(struct vm *vm, const char *text)
{
    vm_raise(vm, EXC_OVERFLOW_ERROR, "%s", text);
    return false;
}

/* The bounds of a typecode and the words for missing them. */
struct bounds {
    char code;
    int64_t least, most;
    const char *below, *above;
};

static const struct bounds *bounds_of(char code)
{
    static const struct bounds all[] = {
        {'b', INT8_MIN, INT8_MAX, "signed char is less than minimum",
         "signed char is greater than maximum"},
        {'B', 0, UINT8_MAX, "unsigned byte integer is less than minimum",
         "unsigned byte integer is greater than maximum"},
        {'h', INT16_MIN, INT16_MAX,
         "signed short integer is less than minimum",
         "signed short integer is greater than maximum"},
        {'H', 0, UINT16_MAX, "unsigned short is less than minimum",
         "unsigned short is greater than maximum"},
        {'i', INT32_MIN, INT32_MAX, "signed integer is less than minimum",
         "signed integer is greater than maximum"},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (all[k].code == code)
            return &all[k];
    return NULL;
}

static bool in_bounds(struct vm *vm, const struct bounds *b, int64_t n)
{
    return n < b->least  ? overflow(vm, b->below)
           : n > b->most ? overflow(vm, b->above)
                         : true;
}

/* Some are first read as a wider kind. */
static bool convert_bounded(struct vm *vm, char code, object *n, void *bytes)
{
    char first = code == 'b' ? 'h' : code == 'H' ? 'i' : code;
    int64_t value;
    if (!int_fits_i64(n, &value))
        return overflow(vm, "Python int too large to convert to C long");
    if (!in_bounds(vm, bounds_of(first), value) ||
        !in_bounds(vm, bounds_of(code), value))
        return false;
    memcpy(bytes, &value, array_code_size((uint32_t)code));
    return true;
}

static bool too_wide(struct vm *vm, char code, object *n)
{
    if (code == 'l')
        return overflow(vm, "Python int too large to convert to C long");
    if (code == 'q')
        return overflow(vm, "int too big to convert");
    if (int_sign(n) < 0)
        return overflow(vm, code == 'Q'
                                ? "can't convert negative int to unsigned"
                                : "can't convert negative value to unsigned "
                                  "int");
    return overflow(vm, code == 'Q'
                            ? "int too big to convert"
                            : "Python int too large to convert to C unsigned "
                              "long");
}

/* I, l, L, q, Q */
static bool convert_wide(struct vm *vm, char code, object *n, void *bytes)
{
    char format = code == 'I' ? 'L' : code;
    uint64_t bits;
    if (!item_write(vm, format, &bits, n)) {
        vm_pending_clear(vm);
        return too_wide(vm, code, n);
    }
    if (code == 'I' && bits > UINT32_MAX)
        return overflow(vm, "unsigned int is greater than maximum");
    memcpy(bytes, &bits, array_code_size((uint32_t)code));
    return true;
}

static bool convert_char(struct vm *vm, object *value, void *bytes)
{
    if (!(vm_type_of(vm, value)->flags & TYPE_STR_SUBCLASS) ||
        str_length(value) != 1) {
        vm_raise(vm, EXC_TYPE_ERROR, "array item must be unicode character");
        return false;
    }
    uint32_t c = str_at(value, 0);
    memcpy(bytes, &c, sizeof c);
    return true;
}

static bool convert_float(struct vm *vm, char code, object *value, void *bytes)
{
    double d;
    if (!float_as_double(vm, value, &d))
        return false;
    float f = (float)d;
    memcpy(bytes, code == 'f' ? (void *)&f : (void *)&d, code == 'f' ? 4 : 8);
    return true;
}

bool array_convert(struct vm *vm, char code, object *value, void *bytes)
{
    if (code == 'u')
        return convert_char(vm, value, bytes);
    if (code == 'f' || code == 'd')
        return convert_float(vm, code, value, bytes);
    object *n = vm_index(vm, value);
    if (!n)
        return false;
    bool ok = bounds_of(code) ? convert_bounded(vm, code, n, bytes)
                              : convert_wide(vm, code, n, bytes);
    vm_release(vm, n);
    return ok;
}

bool array_append(struct vm *vm, object *self, object *value)
{
    unsigned char bytes[8];
    return array_convert(vm, array_of(self)->code, value, bytes) &&
           array_insert_bytes(vm, self, array_of(self)->length, bytes, 1);
}
