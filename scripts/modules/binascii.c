/*
 * binascii: hexadecimal, check sums, the module.  Other encodings are
 * binascii_text.c's and binascii_qp.c's.
 */
#include "scripts/modules/binascii.h"

#include <stdlib.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

static object *error_class(struct vm *vm)
{
    static const char key;
    return native_exception(vm, &key, "binascii", "Error", EXC_VALUE_ERROR);
}

object *binascii_fail(struct vm *vm, const char *text)
{
    return native_raise(vm, error_class(vm), "%s", text);
}

object *binascii_fail_number(struct vm *vm, const char *format, size_t n)
{
    return native_raise(vm, error_class(vm), format, n);
}

bool binascii_text(struct vm *vm, object *o, struct buffer *out)
{
    const struct str_object *s = (const struct str_object *)o;
    if (!(vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS)) {
        if (buffer_check(vm, o))
            return buffer_get(vm, o, false, out);
        vm_raise(vm, EXC_TYPE_ERROR,
                 "argument should be bytes, buffer or ASCII string, not '%T'",
                 o);
        return false;
    }
    if (!s->ascii) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "string argument should contain only ASCII characters");
        return false;
    }
    *out = (struct buffer){s->data, s->length, heap_retain(o)};
    return true;
}

bool binascii_bytes(struct vm *vm, object *o, struct buffer *out)
{
    if (buffer_check(vm, o))
        return buffer_get(vm, o, false, out);
    vm_raise(vm, EXC_TYPE_ERROR, "a bytes-like object is required, not '%T'",
             o);
    return false;
}

/* ---- hexadecimal --------------------------------------------------------- */

/* bytes.hex does the work, with its words for a bad separator. */
static object *to_hex(struct vm *vm, const char *title, object *const *args,
                      size_t nargs, object *kwnames)
{
    static const char *const names[] = {"data", "sep", "bytes_per_sep", NULL};
    struct arg_spec spec = {title, names, 0, 3, 1};
    struct buffer b;
    object *in[3];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        !binascii_bytes(vm, in[0], &b))
        return NULL;
    object *bytes = bytes_new(vm, b.data, b.size);
    object *name = bytes ? str_intern(vm, "hex") : NULL;
    object *text =
        name ? vm_call_method(vm, bytes, name, in + 1,
                              in[1] ? in[2] ? 2 : 1 : 0)
             : NULL;
    buffer_done(vm, &b);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, bytes);
    object *r = NULL;
    if (text)
        r = bytes_new(vm, ((struct str_object *)text)->data, str_length(text));
    vm_release_maybe(vm, text);
    return r;
}

FUNCTION(b2a_hex)
{
    (void)self;
    return to_hex(vm, "b2a_hex", args, nargs, kwnames);
}

FUNCTION(hexlify)
{
    (void)self;
    return to_hex(vm, "hexlify", args, nargs, kwnames);
}

static int hex_digit(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static object *decode_hex(struct vm *vm, const struct buffer *b)
{
    if (b->size % 2)
        return binascii_fail(vm, "Odd-length string");
    unsigned char *out = malloc(b->size / 2 + 1);
    if (!out)
        return vm_raise_no_memory(vm);
    object *r = NULL;
    size_t k = 0;
    for (; k < b->size; k += 2) {
        int high = hex_digit(b->data[k]), low = hex_digit(b->data[k + 1]);
        if (high < 0 || low < 0)
            break;
        out[k / 2] = (unsigned char)(high << 4 | low);
    }
    if (k == b->size)
        r = bytes_new(vm, out, k / 2);
    else
        binascii_fail(vm, "Non-hexadecimal digit found");
    free(out);
    return r;
}

FUNCTION(unhexlify)
{
    struct buffer b;
    (void)self, (void)nargs, (void)kwnames;
    if (!binascii_text(vm, args[0], &b))
        return NULL;
    object *r = decode_hex(vm, &b);
    buffer_done(vm, &b);
    return r;
}

/* ---- check sums ---------------------------------------------------------- */

/* The low 32 bits of an int argument; false: pending. */
static bool read_word(struct vm *vm, object *o, uint32_t *out)
{
    object *n = vm_index(vm, o), *mask = n ? int_new(vm, UINT32_MAX) : NULL;
    object *low = mask ? vm_binary(vm, BINARY_AND, n, mask) : NULL;
    int64_t word;
    bool ok = low && int_fits_i64(low, &word);
    if (ok)
        *out = (uint32_t)word;
    vm_release_maybe(vm, n);
    vm_release_maybe(vm, mask);
    vm_release_maybe(vm, low);
    return ok;
}

FUNCTION(crc32)
{
    struct buffer b;
    uint32_t crc = 0;
    (void)self, (void)kwnames;
    if (!args_between(vm, "crc32", nargs, 1, 2) ||
        (nargs > 1 && !read_word(vm, args[1], &crc)) ||
        !binascii_bytes(vm, args[0], &b))
        return NULL;
    crc = ~crc;
    for (size_t k = 0; k < b.size; k++) {
        crc ^= b.data[k];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    buffer_done(vm, &b);
    return int_new(vm, (uint32_t)~crc);
}

FUNCTION(crc_hqx)
{
    struct buffer b;
    uint32_t crc;
    (void)self, (void)kwnames;
    if (!args_between(vm, "crc_hqx", nargs, 2, 2) ||
        !read_word(vm, args[1], &crc) || !binascii_bytes(vm, args[0], &b))
        return NULL;
    crc &= 0xffff;
    for (size_t k = 0; k < b.size; k++) {
        crc ^= (uint32_t)b.data[k] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021u : 0)) & 0xffff;
    }
    buffer_done(vm, &b);
    return int_new(vm, crc);
}

static const struct method_def functions[] = {
    {"b2a_hex", b2a_hex, METHOD_KEYWORDS,
     "b2a_hex($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)\n"
     "--\n\nHexadecimal representation of binary data."},
    {"hexlify", hexlify, METHOD_KEYWORDS,
     "hexlify($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)\n"
     "--\n\nHexadecimal representation of binary data."},
    {"a2b_hex", unhexlify, METHOD_ONE, "a2b_hex($module, hexstr, /)\n--\n\n"},
    {"unhexlify", unhexlify, METHOD_ONE,
     "unhexlify($module, hexstr, /)\n--\n\n"},
    {"crc32", crc32, METHOD_ARGS, "crc32($module, data, crc=0, /)\n--\n\n"},
    {"crc_hqx", crc_hqx, METHOD_ARGS,
     "crc_hqx($module, data, crc, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

bool binascii_fill(struct vm *vm, object *module)
{
    static const char incomplete_key;
    object *error = error_class(vm);
    object *incomplete =
        error ? native_exception(vm, &incomplete_key, "binascii",
                                 "Incomplete", EXC_EXCEPTION)
              : NULL;
    return incomplete &&
           module_add_functions(vm, module, binascii_text_functions) &&
           module_add_functions(vm, module, binascii_qp_functions) &&
           module_add_functions(vm, module, functions) &&
           module_add_steal(vm, module, "Error", heap_retain(error)) &&
           module_add_steal(vm, module, "Incomplete",
                            heap_retain(incomplete));
}
