/*
 * marshal: bytes to values.  Nothing about the bytes is trusted: sizes are not
 * believed until as many bytes have come.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/marshal.h"
#include "scripts/types/bytes.h"
#include "scripts/types/codec.h"
#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/float_text.h"
#include "scripts/types/int_internal.h"
#include "scripts/types/list.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/c_stack.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* Items to make room for before any of them has come. */
enum { BELIEVED = 1 << 16 };

struct reader {
    struct vm *vm;
    const unsigned char *at, *end; /* of what is there */
    object *file;                  /* NULL: that is all */
    object *piece;                 /* owned: what the file gave last */
    object *refs; /* list of what may be referred to; None: not whole yet */
    int depth;
};

/* NULL with nothing pending: the mark of the end of a dict. */
static object *read_value(struct reader *r);

/* ---- bytes --------------------------------------------------------------- */

static object *bad(struct reader *r, const char *what)
{
    return vm_raise(r->vm, EXC_VALUE_ERROR, "bad marshal data (%s)", what);
}

/* Has file.read(n) give the next n bytes. */
static bool fetch(struct reader *r, size_t n)
{
    struct vm *vm = r->vm;
    object *count = int_new(vm, (int64_t)n);
    object *name = count ? str_intern(vm, "read") : NULL;
    object *bytes =
        name ? vm_call_method(vm, r->file, name, &count, 1) : NULL;
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, count);
    if (!bytes)
        return false;
    heap_store(vm->heap, &r->piece, bytes);
    if (!bytes_check(vm, bytes)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "file.read() returned not bytes but %T", bytes);
        return false;
    }
    const struct bytes_object *b = (const struct bytes_object *)bytes;
    r->at = bytes_data(bytes);
    r->end = r->at + b->length;
    return true;
}

/* The next n bytes, good until the next call; NULL: pending. */
static const unsigned char *next_bytes(struct reader *r, size_t n)
{
    if (r->file && n && !fetch(r, n))
        return NULL;
    if ((size_t)(r->end - r->at) < n) {
        vm_raise(r->vm, EXC_EOF_ERROR, "marshal data too short");
        return NULL;
    }
    r->at += n;
    return r->at - n;
}

static bool take_byte(struct reader *r, unsigned *out)
{
    const unsigned char *p = next_bytes(r, 1);
    *out = p ? *p : 0;
    return p;
}

static bool take_i32(struct reader *r, int64_t *out)
{
    const unsigned char *p = next_bytes(r, 4);
    uint32_t n = 0;
    for (int k = 0; p && k < 4; k++)
        n |= (uint32_t)p[k] << 8 * k;
    *out = (int32_t)n;
    return p;
}

/* How many bytes or values follow, of which each takes a byte at least. */
static bool take_size(struct reader *r, const char *what, bool values,
                      size_t *out)
{
    int64_t n;
    if (!take_i32(r, &n))
        return false;
    if (n < 0)
        return bad(r, what);
    *out = (size_t)n;
    if (r->file || (size_t)(r->end - r->at) >= *out)
        return true;
    vm_raise(r->vm, EXC_EOF_ERROR,
             values ? "EOF read where object expected"
                    : "marshal data too short");
    return false;
}

/* ---- numbers ------------------------------------------------------------- */

static object *read_i64(struct reader *r)
{
    const unsigned char *p = next_bytes(r, 8);
    int64_t n;
    if (!p)
        return NULL;
    memcpy(&n, p, sizeof n);
    return int_new(r->vm, n);
}

static object *read_int(struct reader *r)
{
    int64_t n;
    return take_i32(r, &n) ? int_new(r->vm, n) : NULL;
}

/* The digits into limbs, which are zero; false: pending. */
static bool read_digits(struct reader *r, mp_limb_t *limbs, size_t digits)
{
    const unsigned char *p = next_bytes(r, 2 * digits);
    unsigned digit = 1;
    for (size_t k = 0; p && k < digits; k++) {
        size_t bit = k * MARSHAL_DIGIT_BITS, shift = bit % 64;
        digit = p[2 * k] | (unsigned)p[2 * k + 1] << 8;
        if (digit >> MARSHAL_DIGIT_BITS)
            return bad(r, "digit out of range in long");
        limbs[bit / 64] |= (mp_limb_t)digit << shift;
        if (shift > 64 - MARSHAL_DIGIT_BITS)
            limbs[bit / 64 + 1] |= (mp_limb_t)digit >> (64 - shift);
    }
    if (p && digit == 0)
        return bad(r, "unnormalized long data");
    return p;
}

static object *read_long(struct reader *r)
{
    struct int_work w;
    int64_t n;
    if (!take_i32(r, &n))
        return NULL;
    if (n == INT32_MIN)
        return bad(r, "long size out of range");
    size_t digits = (size_t)(n < 0 ? -n : n);
    if (n == 0)
        return int_new(r->vm, 0);
    if (!r->file && (size_t)(r->end - r->at) / 2 < digits)
        return vm_raise(r->vm, EXC_EOF_ERROR, "marshal data too short");
    size_t limbs = digits * MARSHAL_DIGIT_BITS / 64 + 2;
    if (!int_work_init(r->vm, &w, limbs))
        return NULL;
    memset(w.limbs, 0, limbs * sizeof *w.limbs);
    if (!read_digits(r, w.limbs, digits)) {
        int_work_done(r->vm, &w);
        return NULL;
    }
    w.count = limbs;
    while (w.count && !w.limbs[w.count - 1])
        w.count--;
    return int_work_finish(r->vm, &w, n < 0);
}

static bool take_double(struct reader *r, bool binary, double *out)
{
    unsigned n = 8;
    const unsigned char *p;
    if ((!binary && !take_byte(r, &n)) || !(p = next_bytes(r, n)))
        return false;
    if (binary) {
        memcpy(out, p, sizeof *out);
        return true;
    }
    if (float_parse((const char *)p, n, out))
        return true;
    object *text = str_from(r->vm, "");
    vm_release_maybe(r->vm, text);
    if (text)
        vm_raise(r->vm, EXC_VALUE_ERROR, "could not convert string to float");
    return false;
}

static object *read_float(struct reader *r, bool binary)
{
    double value;
    return take_double(r, binary, &value) ? float_new(r->vm, value) : NULL;
}

static object *read_complex(struct reader *r, bool binary)
{
    double real, imaginary;
    return take_double(r, binary, &real) && take_double(r, binary, &imaginary)
               ? complex_new(r->vm, real, imaginary)
               : NULL;
}

/* ---- text ---------------------------------------------------------------- */

static object *read_bytes(struct reader *r)
{
    size_t n;
    const unsigned char *p =
        take_size(r, "bytes object size out of range", false, &n) ? next_bytes(r, n)
                                                              : NULL;
    return p ? bytes_new(r->vm, p, n) : NULL;
}

/* UTF-8 in which surrogates may stand. */
static object *decode(struct reader *r, const unsigned char *p, size_t n)
{
    struct vm *vm = r->vm;
    object *bytes = bytes_new(vm, p, n);
    object *errors = bytes ? str_intern(vm, "surrogatepass") : NULL;
    object *text = errors ? codec_decode(vm, bytes, NULL, errors) : NULL;
    vm_release_maybe(vm, errors);
    vm_release_maybe(vm, bytes);
    return text;
}

/* ASCII text is Latin-1 to those who write something else. */
static object *decode_latin1(struct reader *r, const unsigned char *p,
                             size_t n)
{
    struct str_builder b;
    str_builder_init(&b, r->vm);
    for (size_t k = 0; k < n; k++)
        str_builder_char(&b, p[k]);
    return str_builder_finish(&b);
}

static object *interned(struct reader *r, object *text)
{
    if (text)
        str_intern_in_place(r->vm, &text);
    return text;
}

static object *read_unicode(struct reader *r)
{
    size_t n;
    const unsigned char *p =
        take_size(r, "string size out of range", false, &n) ? next_bytes(r, n) : NULL;
    return p ? decode(r, p, n) : NULL;
}

static object *read_ascii(struct reader *r, bool is_short)
{
    unsigned byte = 0;
    size_t n = 0;
    if (is_short ? !take_byte(r, &byte)
                 : !take_size(r, "string size out of range", false, &n))
        return NULL;
    n = is_short ? byte : n;
    const unsigned char *p = next_bytes(r, n);
    return p ? decode_latin1(r, p, n) : NULL;
}

/* ---- containers ---------------------------------------------------------- */

/* A value inside a container, which must be one. */
static object *read_item(struct reader *r, const char *container)
{
    object *o = read_value(r);
    if (!o && !vm_pending(r->vm))
        vm_raise(r->vm, EXC_TYPE_ERROR,
                 "NULL object in marshal data for %s", container);
    return o;
}

/* n values as a list, which is `list` where that is given (borrowed). */
static object *read_items(struct reader *r, object *list, size_t n,
                          const char *container)
{
    list = list ? heap_retain(list) : list_new(r->vm, 0);
    for (size_t k = 0; list && k < n; k++) {
        object *item = read_item(r, container);
        if (!item || !list_append_steal(r->vm, list, item))
            heap_store(r->vm->heap, &list, NULL);
    }
    return list;
}

/* A place among what may be referred to; -1: not wanted, -2: pending. */
static ptrdiff_t reserve(struct reader *r, bool wanted)
{
    if (!wanted)
        return -1;
    return list_append(r->vm, r->refs, r->vm->none)
               ? (ptrdiff_t)list_length(r->refs) - 1
               : -2;
}

static object *register_at(struct reader *r, object *o, ptrdiff_t place)
{
    if (o && place >= 0)
        heap_store(r->vm->heap, &list_items(r->refs)[place], heap_retain(o));
    return o;
}

/* A fresh container, known before its items are; NULL: pending. */
static object *known(struct reader *r, object *o, bool flag)
{
    ptrdiff_t place = o ? reserve(r, flag) : -1;
    if (place == -2) {
        vm_release(r->vm, o);
        return NULL;
    }
    return register_at(r, o, place);
}

/* A tuple that what is inside may refer to: it is full of None at first. */
static object *read_open_tuple(struct reader *r, size_t n)
{
    object *tuple = tuple_new(r->vm, n);
    for (size_t k = 0; tuple && k < n; k++)
        tuple_items(tuple)[k] = vm_none(r->vm);
    tuple = known(r, tuple, true);
    for (size_t k = 0; tuple && k < n; k++) {
        object *item = read_item(r, "tuple");
        if (item)
            heap_store(r->vm->heap, &tuple_items(tuple)[k], item);
        else
            heap_store(r->vm->heap, &tuple, NULL);
    }
    return tuple;
}

/* One whose size is not believed. */
static object *read_grown_tuple(struct reader *r, size_t n, bool flag)
{
    ptrdiff_t place = reserve(r, flag);
    object *list = place == -2 ? NULL : read_items(r, NULL, n, "tuple");
    object *o = list ? vm_tuple_from(r->vm, list) : NULL;
    vm_release_maybe(r->vm, list);
    return register_at(r, o, place);
}

static object *read_tuple(struct reader *r, bool small, bool flag)
{
    unsigned byte = 0;
    size_t n = 0;
    if (small ? !take_byte(r, &byte)
              : !take_size(r, "tuple size out of range", true, &n))
        return NULL;
    n = small ? byte : n;
    return flag && n > 0 && n < BELIEVED ? read_open_tuple(r, n)
                                         : read_grown_tuple(r, n, flag);
}

static object *read_list(struct reader *r, bool flag)
{
    size_t n;
    if (!take_size(r, "list size out of range", true, &n))
        return NULL;
    object *list = known(r, list_new(r->vm, 0), flag);
    object *filled = list ? read_items(r, list, n, "list") : NULL;
    vm_release_maybe(r->vm, list);
    return filled;
}

static object *read_dict(struct reader *r, bool flag)
{
    struct vm *vm = r->vm;
    object *dict = known(r, dict_new(vm), flag), *key;
    while (dict && (key = read_value(r))) {
        object *value = read_value(r);
        bool ok = value ? dict_set(vm, dict, key, value) : false;
        vm_release(vm, key);
        vm_release_maybe(vm, value);
        if (!ok) /* the end may also come in place of a value */
            break;
    }
    if (dict && vm_pending(vm))
        heap_store(vm->heap, &dict, NULL);
    return dict;
}

static bool add_items(struct reader *r, object *set, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        object *item = read_item(r, "set");
        bool ok = item && set_add(r->vm, set, item);
        vm_release_maybe(r->vm, item);
        if (!ok)
            return false;
    }
    return true;
}

static object *read_set(struct reader *r, bool flag)
{
    size_t n;
    if (!take_size(r, "set size out of range", true, &n))
        return NULL;
    object *set = known(r, set_new(r->vm), flag);
    if (set && !add_items(r, set, n))
        heap_store(r->vm->heap, &set, NULL);
    return set;
}

static object *read_frozenset(struct reader *r, bool flag)
{
    struct vm *vm = r->vm;
    size_t n;
    if (!take_size(r, "set size out of range", true, &n))
        return NULL;
    ptrdiff_t place = reserve(r, flag);
    object *list = place == -2 ? NULL : read_items(r, NULL, n, "set");
    object *o = list ? vm_call1(vm, type_as_object(vm->types[TYPE_FROZENSET]),
                                list)
                     : NULL;
    vm_release_maybe(vm, list);
    return register_at(r, o, place);
}

/* ---- all ----------------------------------------------------------------- */

static object *read_reference(struct reader *r)
{
    int64_t n;
    if (!take_i32(r, &n))
        return NULL;
    if (n < 0 || (uint64_t)n >= list_length(r->refs) ||
        list_items(r->refs)[n] == r->vm->none)
        return bad(r, "invalid reference");
    return heap_retain(list_items(r->refs)[n]);
}

/* What holds no other value. */
static object *read_plain(struct reader *r, unsigned kind)
{
    struct vm *vm = r->vm;
    switch (kind) {
    case MARSHAL_INT: return read_int(r);
    case MARSHAL_INT64: return read_i64(r);
    case MARSHAL_LONG: return read_long(r);
    case MARSHAL_FLOAT: return read_float(r, false);
    case MARSHAL_BINARY_FLOAT: return read_float(r, true);
    case MARSHAL_COMPLEX: return read_complex(r, false);
    case MARSHAL_BINARY_COMPLEX: return read_complex(r, true);
    case MARSHAL_BYTES: return read_bytes(r);
    case MARSHAL_UNICODE: return read_unicode(r);
    case MARSHAL_INTERNED: return interned(r, read_unicode(r));
    case MARSHAL_ASCII: return read_ascii(r, false);
    case MARSHAL_ASCII_INTERNED: return interned(r, read_ascii(r, false));
    case MARSHAL_SHORT_ASCII: return read_ascii(r, true);
    case MARSHAL_SHORT_ASCII_INTERNED: return interned(r, read_ascii(r, true));
    case MARSHAL_CODE:
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "code objects cannot be read from bytes");
    default: return bad(r, "unknown type code");
    }
}

static object *read_kind(struct reader *r, unsigned kind, bool flag)
{
    struct vm *vm = r->vm;
    switch (kind) {
    case MARSHAL_NULL: return NULL;
    case MARSHAL_NONE: return vm_none(vm);
    case MARSHAL_FALSE: return vm_bool(vm, false);
    case MARSHAL_TRUE: return vm_bool(vm, true);
    case MARSHAL_ELLIPSIS: return heap_retain(vm->ellipsis);
    case MARSHAL_STOP_ITERATION:
        return heap_retain(
            type_as_object(vm->exceptions[EXC_STOP_ITERATION]));
    case MARSHAL_REF: return read_reference(r);
    case MARSHAL_TUPLE: return read_tuple(r, false, flag);
    case MARSHAL_SMALL_TUPLE: return read_tuple(r, true, flag);
    case MARSHAL_LIST: return read_list(r, flag);
    case MARSHAL_DICT: return read_dict(r, flag);
    case MARSHAL_SET: return read_set(r, flag);
    case MARSHAL_FROZENSET: return read_frozenset(r, flag);
    default: return known(r, read_plain(r, kind), flag);
    }
}

static object *read_value(struct reader *r)
{
    unsigned kind;
    if (!take_byte(r, &kind)) {
        if (!vm_pending_is(r->vm, EXC_EOF_ERROR))
            return NULL;
        vm_pending_clear(r->vm);
        return vm_raise(r->vm, EXC_EOF_ERROR,
                        "EOF read where object expected");
    }
    if (r->depth >= MARSHAL_DEPTH || c_stack_short(r->vm->thread))
        return vm_raise(r->vm, EXC_VALUE_ERROR, "recursion limit exceeded");
    r->depth++;
    object *o = read_kind(r, kind & ~(unsigned)MARSHAL_FLAG_REF,
                          kind & MARSHAL_FLAG_REF);
    r->depth--;
    return o;
}

static object *run(struct reader *r)
{
    object *value = NULL;
    if ((r->refs = list_new(r->vm, 0)))
        value = read_item(r, "object");
    vm_release_maybe(r->vm, r->refs);
    vm_release_maybe(r->vm, r->piece);
    return value;
}

object *marshal_read(struct vm *vm, const unsigned char *data, size_t size)
{
    struct reader r = {.vm = vm, .at = data, .end = data + size};
    return run(&r);
}

object *marshal_read_file(struct vm *vm, object *file)
{
    static const unsigned char none[1];
    struct reader r = {.vm = vm, .at = none, .end = none, .file = file};
    return run(&r);
}
