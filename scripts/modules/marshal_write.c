/*
 * marshal: values to bytes.
 *
 * From version 3 on an object that others hold too is marked when it is
 * written, and written as a reference the next time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/marshal.h"
#include "scripts/types/bytes.h"
#include "scripts/types/dict.h"
#include "scripts/types/float_methods.h"
#include "scripts/types/int_internal.h"
#include "scripts/types/list.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/c_stack.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct writer {
    struct vm *vm;
    unsigned char *bytes; /* malloc'ed */
    size_t length, room;
    object *places; /* dict: address -> number of what may be referred to */
    int version, depth;
    unsigned flag; /* or'ed to the next kind */
};

static bool write_value(struct writer *w, object *o);

/* ---- bytes --------------------------------------------------------------- */

static bool put_bytes(struct writer *w, const void *bytes, size_t n)
{
    if (w->room - w->length < n) {
        size_t room = 2 * w->room + n + 64;
        void *grown = realloc(w->bytes, room);
        if (!grown) {
            vm_raise_no_memory(w->vm);
            return false;
        }
        w->bytes = grown;
        w->room = room;
    }
    if (n)
        memcpy(w->bytes + w->length, bytes, n);
    w->length += n;
    return true;
}

static bool put_byte(struct writer *w, unsigned byte)
{
    unsigned char c = (unsigned char)byte;
    return put_bytes(w, &c, 1);
}

static bool put_kind(struct writer *w, enum marshal_kind kind)
{
    return put_byte(w, kind | w->flag);
}

static bool put_number(struct writer *w, uint64_t n, size_t bytes)
{
    unsigned char out[8];
    for (size_t k = 0; k < bytes; k++)
        out[k] = (unsigned char)(n >> 8 * k);
    return put_bytes(w, out, bytes);
}

static bool put_size(struct writer *w, size_t n)
{
    if (n <= INT32_MAX)
        return put_number(w, n, 4);
    vm_raise(w->vm, EXC_VALUE_ERROR, "unmarshallable object");
    return false;
}

static bool put_sized(struct writer *w, enum marshal_kind kind,
                      const void *bytes, size_t n)
{
    return put_kind(w, kind) && put_size(w, n) && put_bytes(w, bytes, n);
}

/* ---- numbers ------------------------------------------------------------- */

/* Bits from..from+14 of a magnitude. */
static unsigned digit_at(const struct int_view *v, size_t from)
{
    size_t limb = from / 64, shift = from % 64;
    uint64_t bits = v->limbs[limb] >> shift;
    if (shift > 64 - MARSHAL_DIGIT_BITS && limb + 1 < v->count)
        bits |= (uint64_t)v->limbs[limb + 1] << (64 - shift);
    return bits & ((1u << MARSHAL_DIGIT_BITS) - 1);
}

static bool write_long(struct writer *w, object *o)
{
    struct int_view v;
    size_t bits = int_bit_length(o);
    size_t digits = (bits + MARSHAL_DIGIT_BITS - 1) / MARSHAL_DIGIT_BITS;
    int_view(o, &v);
    if (digits > INT32_MAX) {
        vm_raise(w->vm, EXC_VALUE_ERROR, "unmarshallable object");
        return false;
    }
    int64_t size = v.negative ? -(int64_t)digits : (int64_t)digits;
    if (!put_kind(w, MARSHAL_LONG) || !put_number(w, (uint64_t)size, 4))
        return false;
    for (size_t k = 0; k < digits; k++)
        if (!put_number(w, digit_at(&v, k * MARSHAL_DIGIT_BITS), 2))
            return false;
    return true;
}

static bool write_int(struct writer *w, object *o)
{
    int64_t n;
    if (!int_fits_i64(o, &n) || n != (int32_t)n)
        return write_long(w, o);
    return put_kind(w, MARSHAL_INT) && put_number(w, (uint64_t)n, 4);
}

static bool put_double(struct writer *w, double value)
{
    char text[40];
    if (w->version > 1)
        return put_bytes(w, &value, sizeof value);
    size_t n = float_text(value, 'g', 17, false, false, text, sizeof text);
    return put_byte(w, (unsigned)n) && put_bytes(w, text, n);
}

static bool write_float(struct writer *w, object *o)
{
    return put_kind(w, w->version > 1 ? MARSHAL_BINARY_FLOAT : MARSHAL_FLOAT) &&
           put_double(w, ((struct float_object *)o)->value);
}

static bool write_complex(struct writer *w, object *o)
{
    const struct complex_object *c = (const struct complex_object *)o;
    return put_kind(w, w->version > 1 ? MARSHAL_BINARY_COMPLEX
                                      : MARSHAL_COMPLEX) &&
           put_double(w, c->real) && put_double(w, c->imaginary);
}

/* ---- text ---------------------------------------------------------------- */

static bool write_ascii(struct writer *w, const struct str_object *s)
{
    if (s->length > 255)
        return put_sized(w, s->interned ? MARSHAL_ASCII_INTERNED : MARSHAL_ASCII,
                         s->data, s->length);
    return put_kind(w, s->interned ? MARSHAL_SHORT_ASCII_INTERNED
                                   : MARSHAL_SHORT_ASCII) &&
           put_byte(w, (unsigned)s->length) && put_bytes(w, s->data, s->length);
}

static bool write_str(struct writer *w, object *o)
{
    const struct str_object *s = (const struct str_object *)o;
    if (w->version >= 4 && s->ascii)
        return write_ascii(w, s);
    char *text = str_dup_utf8(w->vm, o);
    bool ok = text && put_sized(w, w->version >= 3 && s->interned
                                       ? MARSHAL_INTERNED
                                       : MARSHAL_UNICODE,
                                text, str_to_utf8(o, NULL, 0));
    free(text);
    return ok;
}

static bool write_bytes(struct writer *w, object *o)
{
    struct buffer b;
    if (!buffer_get(w->vm, o, false, &b))
        return false;
    bool ok = put_sized(w, MARSHAL_BYTES, b.data, b.size);
    buffer_done(w->vm, &b);
    return ok;
}

/* ---- containers ---------------------------------------------------------- */

static bool write_tuple(struct writer *w, object *o)
{
    size_t n = tuple_length(o);
    bool ok = w->version >= 4 && n < 256
                  ? put_kind(w, MARSHAL_SMALL_TUPLE) &&
                        put_byte(w, (unsigned)n)
                  : put_kind(w, MARSHAL_TUPLE) && put_size(w, n);
    for (size_t k = 0; ok && k < n; k++)
        ok = write_value(w, tuple_items(o)[k]);
    return ok;
}

/* Nothing here runs a script, so that no list changes meanwhile. */
static bool write_list(struct writer *w, object *o)
{
    size_t n = list_length(o);
    bool ok = put_kind(w, MARSHAL_LIST) && put_size(w, n);
    for (size_t k = 0; ok && k < n; k++)
        ok = write_value(w, list_items(o)[k]);
    return ok;
}

static bool write_dict(struct writer *w, object *o)
{
    object *key, *value;
    size_t at = 0;
    bool ok = put_kind(w, MARSHAL_DICT);
    while (ok && dict_next(o, &at, &key, &value))
        ok = write_value(w, key) && write_value(w, value);
    return ok && put_byte(w, MARSHAL_NULL);
}

/* [(bytes, item), ...] in the order of the bytes; new. */
static object *sorted_items(struct writer *w, object *set)
{
    struct vm *vm = w->vm;
    object *rows = list_new(vm, set_length(set)), *item;
    size_t at = 0;
    while (rows && set_next(set, &at, &item)) {
        object *bytes = marshal_write(vm, item, w->version);
        object *row = bytes ? tuple_pack(vm, 2, bytes, item) : NULL;
        vm_release_maybe(vm, bytes);
        if (!row || !list_append_steal(vm, rows, row))
            heap_store(vm->heap, &rows, NULL);
    }
    object *name = rows ? str_intern(vm, "sort") : NULL;
    object *r = name ? vm_call_method(vm, rows, name, NULL, 0) : NULL;
    if (!r && rows)
        heap_store(vm->heap, &rows, NULL);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, r);
    return rows;
}

static bool write_set(struct writer *w, object *o)
{
    bool ok = put_kind(w, vm_is(o, TYPE_SET) ? MARSHAL_SET : MARSHAL_FROZENSET) &&
              put_size(w, set_length(o));
    object *rows = ok ? sorted_items(w, o) : NULL;
    ok = rows;
    for (size_t k = 0; ok && k < list_length(rows); k++)
        ok = write_value(w, tuple_items(list_items(rows)[k])[1]);
    vm_release_maybe(w->vm, rows);
    return ok;
}

/* ---- all ----------------------------------------------------------------- */

static const struct {
    enum type_id type;
    bool (*write)(struct writer *w, object *o);
} rows[] = {
    {TYPE_INT, write_int},     {TYPE_FLOAT, write_float},
    {TYPE_STR, write_str},     {TYPE_BYTES, write_bytes},
    {TYPE_TUPLE, write_tuple}, {TYPE_LIST, write_list},
    {TYPE_DICT, write_dict},   {TYPE_COMPLEX, write_complex},
    {TYPE_SET, write_set},     {TYPE_FROZENSET, write_set},
};

/* Objects of which there is one: no one refers to them. */
static bool write_single(struct writer *w, object *o, bool *done)
{
    struct vm *vm = w->vm;
    const struct {
        const object *o;
        enum marshal_kind kind;
    } singles[] = {
        {vm->none, MARSHAL_NONE},
        {type_as_object(vm->exceptions[EXC_STOP_ITERATION]),
         MARSHAL_STOP_ITERATION},
        {vm->ellipsis, MARSHAL_ELLIPSIS},
        {vm->false_, MARSHAL_FALSE},
        {vm->true_, MARSHAL_TRUE},
    };
    for (size_t k = 0; k < sizeof singles / sizeof *singles; k++)
        if ((*done = o == singles[k].o))
            return put_byte(w, singles[k].kind);
    return true;
}

/* Writes a reference to what was written before, or sets the flag of what may
 * be referred to. */
static bool write_reference(struct writer *w, object *o, bool *done)
{
    struct vm *vm = w->vm;
    object *key, *number;
    int64_t n = 0;
    w->flag = 0;
    if (w->version < 3 || heap_refs_told(vm->heap, o) == 1)
        return true;
    if (!(key = int_new(vm, (int64_t)(uintptr_t)o)))
        return false;
    int there = dict_find(vm, w->places, key, &number);
    *done = there > 0;
    bool ok = there >= 0;
    if (there > 0) {
        int_fits_i64(number, &n);
        ok = put_byte(w, MARSHAL_REF) && put_size(w, (size_t)n);
    } else if (ok) {
        number = int_new(vm, (int64_t)dict_length(w->places));
        ok = number && dict_set(vm, w->places, key, number);
        vm_release_maybe(vm, number);
        w->flag = MARSHAL_FLAG_REF;
    }
    vm_release(vm, key);
    return ok;
}

static bool write_by_type(struct writer *w, object *o)
{
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (vm_is(o, rows[k].type))
            return rows[k].write(w, o);
    if (buffer_check(w->vm, o))
        return write_bytes(w, o);
    vm_raise(w->vm, EXC_VALUE_ERROR, "unmarshallable object");
    return false;
}

static bool write_value(struct writer *w, object *o)
{
    bool done = false;
    if (!write_single(w, o, &done) || done)
        return done && !vm_pending(w->vm);
    if (w->depth >= MARSHAL_DEPTH || c_stack_short(w->vm->thread)) {
        vm_raise(w->vm, EXC_VALUE_ERROR,
                 "object too deeply nested to marshal");
        return false;
    }
    w->depth++;
    bool ok = write_reference(w, o, &done) && (done || write_by_type(w, o));
    w->depth--;
    return ok;
}

object *marshal_write(struct vm *vm, object *value, int version)
{
    struct writer w = {.vm = vm, .version = version};
    object *bytes = NULL;
    if ((w.places = dict_new(vm)) && write_value(&w, value))
        bytes = bytes_new(vm, w.bytes, w.length);
    vm_release_maybe(vm, w.places);
    free(w.bytes);
    return bytes;
}
