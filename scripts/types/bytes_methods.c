/*
 * decode, hex, fromhex, translate, % of bytes, and bytes's method table.
 */
#include "scripts/types/bytes_methods.h"

#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/types/codec.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/str_percent.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

object *bytes_m_decode(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    static const char *const names[] = {"encoding", "errors", NULL};
    static const struct arg_spec spec = {"decode", names, 0, 2, 0};
    object *in[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    for (int i = 0; i < 2; i++)
        if (in[i] && !str_check(vm, in[i]))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "decode() argument '%s' must be str, not %B",
                            names[i], in[i]);
    return codec_decode(vm, self, in[0], in[1]);
}

/* ---- hexadecimal --------------------------------------------------------------- */

enum { NO_SEPARATOR = -2 };

/* One ASCII character as separator; -1: error. */
static int separator(struct vm *vm, object *o)
{
    uint32_t c;
    if (!o)
        return NO_SEPARATOR;
    if (str_check(vm, o) && str_length(o) == 1)
        c = str_at(o, 0);
    else if (bytes_like(vm, o) && view_of(o, vm).size == 1)
        c = view_of(o, vm).data[0];
    else {
        bool kind = str_check(vm, o) || bytes_like(vm, o);
        ptrdiff_t length = kind ? 0 : vm_length(vm, o);
        if (length < 0)
            return -1;
        kind = kind || length != 1;
        vm_raise(vm, kind ? EXC_VALUE_ERROR : EXC_TYPE_ERROR,
                 kind ? "sep must be length 1." : "sep must be str or bytes.");
        return -1;
    }
    if (c < 128)
        return (int)c;
    vm_raise(vm, EXC_VALUE_ERROR, "sep must be ASCII.");
    return -1;
}

object *bytes_m_hex(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    static const char *const names[] = {"sep", "bytes_per_sep", NULL};
    static const struct arg_spec spec = {"hex", names, 0, 2, 0};
    static const char digits[] = "0123456789abcdef";
    object *in[2];
    ptrdiff_t every = 1;
    struct str_builder b;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[1] && !vm_int_argument(vm, in[1], &every)))
        return NULL;
    int sep = separator(vm, in[0]);
    if (sep == -1)
        return NULL;
    struct view v = view_of(self, vm);
    size_t group = every < 0 ? -(size_t)every : (size_t)every;
    str_builder_init(&b, vm);
    for (size_t i = 0; i < v.size && !b.failed; i++) {
        size_t place = every < 0 ? i : v.size - i;
        if (sep >= 0 && group && i && place % group == 0)
            str_builder_char(&b, (uint32_t)sep);
        str_builder_char(&b, (unsigned char)digits[v.data[i] >> 4]);
        str_builder_char(&b, (unsigned char)digits[v.data[i] & 15]);
    }
    return str_builder_finish(&b);
}

static int hex_digit(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? (int)c - 'a' + 10 : -1;
}

static bool read_hex(struct vm *vm, object *text, struct byte_buffer *b)
{
    size_t n = str_length(text);
    for (size_t i = 0; i < n;) {
        uint32_t c = str_at(text, i);
        if (c == ' ' || (c >= 9 && c <= 13)) {
            i++;
            continue;
        }
        int high = hex_digit(c);
        int low = high >= 0 && i + 1 < n ? hex_digit(str_at(text, i + 1)) : -1;
        if (low < 0) {
            vm_raise(vm, EXC_VALUE_ERROR,
                     "non-hexadecimal number found in fromhex() arg at "
                     "position %zu",
                     high < 0 ? i : i + 1);
            return false;
        }
        unsigned char byte = (unsigned char)(high << 4 | low);
        if (!byte_buffer_add(vm, b, &byte, 1))
            return false;
        i += 2;
    }
    return true;
}

object *bytes_m_fromhex(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    struct byte_buffer b = {0};
    object *made = NULL;
    (void)nargs;
    (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "fromhex() argument must be str, not %B", args[0]);
    bool array = type_is_subtype(type_object_of(self),
                                 vm->types[TYPE_BYTEARRAY]);
    if (read_hex(vm, args[0], &b))
        made = array ? bytearray_new(vm, b.data, b.length)
                     : bytes_new(vm, b.data, b.length);
    byte_buffer_done(&b);
    if (!made || self == type_as_object(vm->types[array ? TYPE_BYTEARRAY
                                                        : TYPE_BYTES]))
        return made;
    object *result = vm_call1(vm, self, made);
    vm_release(vm, made);
    return result;
}

/* ---- translate ------------------------------------------------------------------- */

object *bytes_m_translate(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    static const char *const names[] = {"", "delete", NULL};
    static const struct arg_spec spec = {"translate", names, 1, 2, 1};
    object *in[2];
    struct view table = {NULL, 0}, gone = {NULL, 0};
    struct byte_buffer b = {0};
    bool ok = true;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    if (in[0] != vm->none &&
        !bytes_view(vm, in[0], &table.data, &table.size))
        return NULL;
    if (in[0] != vm->none && table.size != 256)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "translation table must be 256 characters long");
    if (in[1] && !bytes_view(vm, in[1], &gone.data, &gone.size))
        return NULL;
    struct view v = view_of(self, vm);
    for (size_t i = 0; ok && i < v.size; i++) {
        unsigned char c = v.data[i];
        if (gone.size && memchr(gone.data, c, gone.size))
            continue;
        c = table.size ? table.data[c] : c;
        ok = byte_buffer_add(vm, &b, &c, 1);
    }
    return bytes_finish(vm, self, &b, ok);
}

object *bytes_m_maketrans(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    unsigned char table[256];
    struct view from, to;
    (void)self;
    (void)kwnames;
    if (!args_between(vm, "maketrans", nargs, 2, 2) ||
        !bytes_view(vm, args[0], &from.data, &from.size) ||
        !bytes_view(vm, args[1], &to.data, &to.size))
        return NULL;
    if (from.size != to.size)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "maketrans arguments must have same length");
    for (int i = 0; i < 256; i++)
        table[i] = (unsigned char)i;
    for (size_t i = 0; i < from.size; i++)
        table[from.data[i]] = to.data[i];
    return bytes_new(vm, table, 256);
}

/* ---- % ------------------------------------------------------------------------------ */

static uint32_t byte_at(const void *template, size_t i)
{
    return ((const struct view *)template)->data[i];
}

static object *to_bytes(struct vm *vm, object *self, object *text)
{
    struct byte_buffer b = {0};
    bool ok = true;
    if (!text)
        return NULL;
    for (size_t i = 0; ok && i < str_length(text); i++) {
        unsigned char c = (unsigned char)str_at(text, i);
        ok = byte_buffer_add(vm, &b, &c, 1);
    }
    vm_release(vm, text);
    return bytes_finish(vm, self, &b, ok);
}

object *bytes_percent(struct vm *vm, object *format, object *values)
{
    struct view v = view_of(format, vm);
    return to_bytes(vm, format, percent_format(vm, byte_at, &v, v.size, true,
                                               values));
}

static void add_padded(struct str_builder *out, struct view v,
                       ptrdiff_t width, bool left)
{
    size_t pad =
        width > 0 && (size_t)width > v.size ? (size_t)width - v.size : 0;
    if (!left)
        str_builder_fill(out, ' ', pad);
    for (size_t i = 0; i < v.size; i++)
        str_builder_char(out, v.data[i]);
    if (left)
        str_builder_fill(out, ' ', pad);
}

/* %b and %s: bytes-like, or what __bytes__ gives; new. */
static object *as_bytes(struct vm *vm, object *o)
{
    bool unbound;
    if (bytes_like(vm, o))
        return heap_retain(o);
    object *method =
        type_lookup_special(vm, o, vm->name[NAME_dunder_bytes], &unbound);
    if (!method && !vm_pending(vm) && buffer_check(vm, o))
        return bytes_from(vm, o, "");
    if (!method)
        return vm_pending(vm)
                   ? NULL
                   : vm_raise(vm, EXC_TYPE_ERROR,
                              "%%b requires a bytes-like object, or an "
                              "object that implements __bytes__, not '%T'",
                              o);
    object *made = unbound ? vm_call1(vm, method, o) : vm_call0(vm, method);
    vm_release(vm, method);
    if (made && !bytes_check(vm, made)) {
        vm_raise(vm, EXC_TYPE_ERROR, "__bytes__ returned non-bytes (type %T)",
                 made);
        heap_store(vm->heap, &made, NULL);
    }
    return made;
}

static bool one_byte(struct vm *vm, object *o, unsigned char *out)
{
    ptrdiff_t value;
    if (bytes_like(vm, o) && view_of(o, vm).size == 1) {
        *out = view_of(o, vm).data[0];
        return true;
    }
    if (vm_type_of(vm, o)->slots.to_index) {
        if (!vm_index_as_ssize(vm, o, &value, true))
            return false;
        *out = (unsigned char)value;
        if (value >= 0 && value < 256)
            return true;
        vm_raise(vm, EXC_OVERFLOW_ERROR, "%%c arg not in range(256)");
        return false;
    }
    vm_raise(vm, EXC_TYPE_ERROR,
             "%%c requires an integer in range(256) or a single byte");
    return false;
}

bool percent_bytes_piece(struct vm *vm, struct str_builder *out,
                         uint32_t code, ptrdiff_t width, ptrdiff_t precision,
                         bool left, object *o)
{
    unsigned char byte;
    struct view v = {&byte, 1};
    object *made = NULL;
    if (code == 'c') {
        if (!one_byte(vm, o, &byte))
            return false;
    } else if (code == 's' || code == 'b') {
        if (!(made = as_bytes(vm, o)))
            return false;
        v = view_of(made, vm);
    } else {
        if (!(made = vm_ascii(vm, o)))
            return false;
        v = (struct view){str_of(made)->data, str_length(made)};
    }
    if (code != 'c' && precision >= 0 && (size_t)precision < v.size)
        v.size = (size_t)precision;
    add_padded(out, v, width, left);
    vm_release_maybe(vm, made);
    return true;
}

/* ---- bytes alone ------------------------------------------------------------------------ */

static object *getnewargs(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    struct view v = view_of(self, vm);
    (void)args;
    (void)nargs;
    (void)kwnames;
    object *copy = bytes_new(vm, v.data, v.size);
    return copy ? tuple_from_steal(vm, &copy, 1) : NULL;
}

static object *dunder_bytes(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    struct view v = view_of(self, vm);
    (void)args;
    (void)nargs;
    (void)kwnames;
    return vm_is(self, TYPE_BYTES) ? heap_retain(self)
                                   : bytes_new(vm, v.data, v.size);
}

const struct method_def bytes_methods[] = {
    {"__getnewargs__", getnewargs, METHOD_NOARGS, NULL},
    {"__bytes__", dunder_bytes, METHOD_NOARGS,
     "__bytes__($self, /)\n--\n\nConvert this value to exact type bytes."},
    BYTES_SHARED_METHODS,
    {NULL, NULL, 0, NULL},
};
