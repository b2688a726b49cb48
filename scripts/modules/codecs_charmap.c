/*
 * _codecs: encodings by a table, as the stock one-byte encodings have it.
 *
 * A decoding table is a str of 256 characters or any mapping of bytes to
 * characters; an encoding table is a mapping of characters to bytes.
 */
#include "scripts/modules/buffer.h"
#include "scripts/modules/codecs.h"
#include "scripts/types/bytes_internal.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

/* mapping[key]; *out NULL when it is not there or None. */
static bool ask(struct vm *vm, object *mapping, int64_t key, object **out)
{
    object *k = int_new(vm, key);
    *out = k ? vm_getitem(vm, mapping, k) : NULL;
    vm_release_maybe(vm, k);
    if (!*out && vm_pending_is(vm, EXC_LOOKUP_ERROR))
        vm_pending_clear(vm);
    if (*out == vm->none)
        heap_store(vm->heap, out, NULL);
    return !vm_pending(vm);
}

/* The error of [start, end) to the handler; its text, and where to go on. */
static object *handle(struct vm *vm, enum exception_id id, object *whole,
                      object *errors, size_t start, size_t end, size_t *place)
{
    object *args[] = {
        str_from(vm, "charmap"), heap_retain(whole), int_new_u64(vm, start),
        int_new_u64(vm, end), str_from(vm, "character maps to <undefined>")};
    bool ok = args[0] && args[2] && args[3] && args[4];
    object *e = ok ? vm_call(vm, type_as_object(vm->exceptions[id]), args, 5,
                             NULL)
                   : NULL;
    for (size_t i = 0; i < 5; i++)
        vm_release_maybe(vm, args[i]);
    object *handler = e ? codecs_handler(vm, errors) : NULL;
    object *answer = handler ? vm_call1(vm, handler, e) : NULL, *r = NULL;
    ptrdiff_t at;
    ok = answer && vm_is(answer, TYPE_TUPLE) && tuple_length(answer) == 2;
    object *text = ok ? tuple_items(answer)[0] : NULL;
    ok = ok && (str_check(vm, text) || (id == EXC_UNICODE_ENCODE_ERROR &&
                                        bytes_check(vm, text)));
    if (ok && vm_index_as_ssize(vm, tuple_items(answer)[1], &at, true)) {
        r = heap_retain(tuple_items(answer)[0]);
        *place = at < 0 ? end : (size_t)at;
    } else if (answer && !vm_pending(vm)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 id == EXC_UNICODE_DECODE_ERROR
                     ? "decoding error handler must return (str, int) tuple"
                     : "encoding error handler must return (str/bytes, int) "
                       "tuple");
    }
    vm_release_maybe(vm, answer);
    vm_release_maybe(vm, handler);
    vm_release_maybe(vm, e);
    return r;
}

/* ---- decoding ---- */

/* What a byte means: 1 and *out a new str, 0 undefined, -1 pending. */
static int meaning(struct vm *vm, object *table, unsigned char byte,
                   object **out)
{
    int64_t point;
    *out = NULL;
    if (table == vm->none) {
        *out = heap_retain(vm->latin1[byte]);
    } else if (str_check(vm, table)) {
        uint32_t c =
            byte < str_length(table) ? str_at(table, byte) : 0xfffe;
        *out = c == 0xfffe ? NULL : str_from_char(vm, c);
    } else {
        object *value;
        if (!ask(vm, table, byte, &value))
            return -1;
        if (!value || str_check(vm, value)) {
            *out = value;
            return value != NULL;
        }
        bool number = vm_type_of(vm, value)->flags & TYPE_INT_SUBCLASS;
        bool fits = number && int_fits_i64(value, &point) && point >= 0 &&
                    point <= 0x10ffff;
        vm_release(vm, value);
        if (!fits)
            vm_raise(vm, EXC_TYPE_ERROR,
                     number ? "character mapping must be in range(0x110000)"
                            : "character mapping must return integer, None or "
                              "str");
        else if (point != 0xfffe)
            *out = str_from_char(vm, (uint32_t)point);
    }
    return vm_pending(vm) ? -1 : *out != NULL;
}

static bool decode_all(struct vm *vm, object *bytes, object *errors,
                       object *table, struct str_builder *out)
{
    size_t size = ((struct bytes_object *)bytes)->length;
    for (size_t i = 0; i < size;) {
        object *text;
        int known = meaning(vm, table,
                            bytes_data(bytes)[i], &text);
        size_t next = i + 1;
        if (known == 0)
            text = handle(vm, EXC_UNICODE_DECODE_ERROR, bytes, errors, i,
                          i + 1, &next);
        if (known < 0 || !text)
            return false;
        str_builder_str(out, text);
        vm_release(vm, text);
        i = next;
    }
    return true;
}

FUNCTION(charmap_decode)
{
    struct str_builder out;
    struct buffer b;
    object *errors, *text = NULL;
    (void)self, (void)kwnames;
    if (!codecs_arguments(vm, "charmap_decode", args, nargs, 3, &errors) ||
        !buffer_get(vm, args[0], true, &b))
        return NULL;
    object *table = nargs > 2 ? args[2] : vm->none;
    object *bytes = bytes_new(vm, b.data, b.size);
    size_t size = b.size;
    buffer_done(vm, &b);
    str_builder_init(&out, vm);
    if (bytes && decode_all(vm, bytes, errors, table, &out))
        text = str_builder_finish(&out);
    else
        str_builder_done(&out);
    vm_release_maybe(vm, bytes);
    return codecs_pair_steal(vm, text, size);
}

/* ---- encoding ---- */

/* Adds what a character is in the table: 1, 0 undefined, -1 pending. */
static int add_character(struct vm *vm, object *table, uint32_t c,
                         struct byte_buffer *out)
{
    unsigned char byte = (unsigned char)c;
    object *value;
    int64_t number;
    if (table == vm->none)
        return c < 256 ? (byte_buffer_add(vm, out, &byte, 1) ? 1 : -1) : 0;
    if (!ask(vm, table, c, &value))
        return -1;
    if (!value)
        return 0;
    int r = -1;
    if (bytes_check(vm, value)) {
        struct bytes_object *b = (struct bytes_object *)value;
        r = byte_buffer_add(vm, out, bytes_data(&b->base), b->length) ? 1 : -1;
    } else if (!(vm_type_of(vm, value)->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "character mapping must return integer, bytes or None, not %T",
                 value);
    } else if (!int_fits_i64(value, &number) || number < 0 || number > 255) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "character mapping must be in range(256)");
    } else {
        byte = (unsigned char)number;
        r = byte_buffer_add(vm, out, &byte, 1) ? 1 : -1;
    }
    vm_release(vm, value);
    return r;
}

/* The replacement goes through the table itself. */
static bool add_replacement(struct vm *vm, object *text, object *errors,
                            object *table, size_t from, size_t to,
                            size_t *place, struct byte_buffer *out)
{
    object *r = handle(vm, EXC_UNICODE_ENCODE_ERROR, text, errors, from, to,
                       place);
    bool ok = r;
    if (ok && bytes_check(vm, r)) {
        struct bytes_object *b = (struct bytes_object *)r;
        ok = byte_buffer_add(vm, out, bytes_data(&b->base), b->length);
    } else if (ok && str_check(vm, r)) {
        for (size_t i = 0; ok && i < str_length(r); i++) {
            int known = add_character(vm, table, str_at(r, i), out);
            ok = known > 0;
            if (known == 0)
                vm_release_maybe(vm, handle(vm, EXC_UNICODE_ENCODE_ERROR, text,
                                            NULL, from, to, place));
        }
    }
    vm_release_maybe(vm, r);
    return ok;
}

/* Undefined characters that stand together are one error. */
static bool encode_all(struct vm *vm, object *text, object *errors,
                       object *table, struct byte_buffer *out)
{
    for (size_t i = 0; i < str_length(text);) {
        int known = add_character(vm, table, str_at(text, i), out);
        if (known < 0)
            return false;
        size_t end = i + 1;
        while (known == 0 && end < str_length(text)) {
            struct byte_buffer tried = {0};
            int next = add_character(vm, table, str_at(text, end), &tried);
            byte_buffer_done(&tried);
            if (next < 0)
                return false;
            if (next)
                break;
            end++;
        }
        if (known == 0 &&
            !add_replacement(vm, text, errors, table, i, end, &end, out))
            return false;
        i = end;
    }
    return true;
}

FUNCTION(charmap_encode)
{
    struct byte_buffer out = {0};
    object *errors, *r = NULL;
    (void)self, (void)kwnames;
    if (!codecs_arguments(vm, "charmap_encode", args, nargs, 3, &errors))
        return NULL;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "charmap_encode() argument 1 must be str, not %B",
                        args[0]);
    if (encode_all(vm, args[0], errors, nargs > 2 ? args[2] : vm->none, &out))
        r = bytes_new(vm, out.data ? out.data : (unsigned char *)"",
                      out.length);
    byte_buffer_done(&out);
    return codecs_pair_steal(vm, r, str_length(args[0]));
}

/* The encoding table of a decoding table: a dict of what it undoes. */
FUNCTION(charmap_build)
{
    (void)self, (void)nargs, (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "charmap_build() argument must be str, not %B",
                        args[0]);
    object *dict = dict_new(vm);
    for (size_t i = 0; dict && i < str_length(args[0]) && i < 256; i++) {
        uint32_t c = str_at(args[0], i);
        object *key = int_new(vm, c), *value = int_new(vm, (int64_t)i);
        if (c != 0xfffe && !(key && value && dict_set(vm, dict, key, value)))
            heap_store(vm->heap, &dict, NULL);
        vm_release_maybe(vm, key);
        vm_release_maybe(vm, value);
    }
    return dict;
}

const struct method_def codecs_charmaps[] = {
    {"charmap_encode", charmap_encode, METHOD_ARGS, NULL},
    {"charmap_decode", charmap_decode, METHOD_ARGS, NULL},
    {"charmap_build", charmap_build, METHOD_ONE, NULL},
    {NULL, NULL, 0, NULL},
};
