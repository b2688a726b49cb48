/*
 * _codecs: text and bytes written with backslashes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/codecs.h"
#include "scripts/syntax/unicode.h"
#include "scripts/types/bytes_internal.h"
#include "scripts/types/codec.h"
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

/* ---- encoding ---- */

/* Bytes of the escape of one point; raw leaves what Latin-1 has. */
static int escape(uint32_t c, bool raw, char *out, size_t size)
{
    if (raw)
        return c < 0x100     ? (out[0] = (char)c, 1)
               : c < 0x10000 ? snprintf(out, size, "\\u%04x", (unsigned)c)
                             : snprintf(out, size, "\\U%08x", (unsigned)c);
    if (c == '\t' || c == '\n' || c == '\r' || c == '\\')
        return snprintf(out, size, "\\%c",
                        c == '\t'   ? 't'
                        : c == '\n' ? 'n'
                        : c == '\r' ? 'r'
                                    : '\\');
    if (c >= 0x20 && c < 0x7f)
        return (out[0] = (char)c, 1);
    return snprintf(out, size,
                    c < 0x100     ? "\\x%02x"
                    : c < 0x10000 ? "\\u%04x"
                                  : "\\U%08x",
                    (unsigned)c);
}

static object *encode(struct vm *vm, const char *name, object *const *args,
                      size_t nargs, bool raw)
{
    struct byte_buffer out = {0};
    object *errors, *r = NULL;
    char text[16];
    bool ok = true;
    if (!codecs_arguments(vm, name, args, nargs, 2, &errors))
        return NULL;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s() argument 1 must be str, not %B", name, args[0]);
    for (size_t i = 0; ok && i < str_length(args[0]); i++) {
        int n = escape(str_at(args[0], i), raw, text, sizeof text);
        ok = byte_buffer_add(vm, &out, text, (size_t)n);
    }
    if (ok)
        r = bytes_new(vm, out.data ? out.data : (unsigned char *)"",
                      out.length);
    byte_buffer_done(&out);
    return codecs_pair_steal(vm, r, str_length(args[0]));
}

FUNCTION(unicode_escape_encode)
{
    (void)self, (void)kwnames;
    return encode(vm, "unicode_escape_encode", args, nargs, false);
}

FUNCTION(raw_unicode_escape_encode)
{
    (void)self, (void)kwnames;
    return encode(vm, "raw_unicode_escape_encode", args, nargs, true);
}

FUNCTION(escape_encode)
{
    struct str_builder b;
    object *errors;
    (void)self, (void)kwnames;
    if (!codecs_arguments(vm, "escape_encode", args, nargs, 2, &errors))
        return NULL;
    if (!vm_is(args[0], TYPE_BYTES))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "escape_encode() argument 1 must be bytes, not %B",
                        args[0]);
    struct bytes_object *bytes = (struct bytes_object *)args[0];
    size_t n = bytes->length;
    str_builder_init(&b, vm);
    bytes_add_repr(&b, bytes_data(args[0]), n, true);
    object *text = str_builder_finish(&b);
    size_t size = text ? str_length(text) : 0;
    object *inner = text ? str_slice(vm, text, 2, size - 1) : NULL;
    object *r = inner ? codec_encode(vm, inner, NULL, NULL) : NULL;
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, inner);
    return codecs_pair_steal(vm, r, n);
}

/* ---- decoding ---- */

/* What is read: the data, the place, how it began. */
struct reading {
    struct vm *vm;
    const char *name;
    struct buffer data;
    object *errors; /* or NULL */
    size_t at;
    bool raw, final, stop; /* stop: the rest is to come */
};

static int digit(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* UnicodeDecodeError(name, data, from, to, reason); new. */
static object *error_of(struct reading *r, size_t from, size_t to,
                        const char *reason)
{
    struct vm *vm = r->vm;
    object *args[] = {
        str_from(vm, r->name), bytes_new(vm, r->data.data, r->data.size),
        int_new_u64(vm, from), int_new_u64(vm, to), str_from(vm, reason),
    };
    object *type = type_as_object(vm->exceptions[EXC_UNICODE_DECODE_ERROR]);
    bool ok = args[0] && args[1] && args[2] && args[3] && args[4];
    object *e = ok ? vm_call(vm, type, args, 5, NULL) : NULL;
    for (size_t i = 0; i < 5; i++)
        vm_release_maybe(vm, args[i]);
    return e;
}

/* What the handler puts for [from, to), added; it says where to go on. */
static bool bad(struct reading *r, size_t from, size_t to, const char *reason,
                struct str_builder *out)
{
    struct vm *vm = r->vm;
    ptrdiff_t place;
    object *handler = codecs_handler(vm, r->errors);
    object *e = handler ? error_of(r, from, to, reason) : NULL;
    object *answer = e ? vm_call1(vm, handler, e) : NULL;
    bool ok = answer && vm_is(answer, TYPE_TUPLE) &&
              tuple_length(answer) == 2 &&
              str_check(vm, tuple_items(answer)[0]);
    if (answer && !ok)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "decoding error handler must return (str, int) tuple");
    ok = ok &&
         vm_index_as_ssize(vm, tuple_items(answer)[1], &place, true);
    if (ok) {
        str_builder_str(out, tuple_items(answer)[0]);
        place += place < 0 ? (ptrdiff_t)r->data.size : 0;
        if (place < 0 || (size_t)place > r->data.size) {
            vm_raise(vm, EXC_INDEX_ERROR,
                     "position %zd from error handler out of bounds", place);
            ok = false;
        }
        r->at = (size_t)place;
    }
    vm_release_maybe(vm, answer);
    vm_release_maybe(vm, e);
    vm_release_maybe(vm, handler);
    return ok;
}

/* \x, \u, \U: the letter is at r->at. */
static bool hexadecimal(struct reading *r, size_t from, struct str_builder *out)
{
    unsigned char letter = r->data.data[r->at];
    size_t count = letter == 'x' ? 2 : letter == 'u' ? 4 : 8, n = 0;
    const char *reason = letter == 'x'   ? "truncated \\xXX escape"
                         : letter == 'u' ? "truncated \\uXXXX escape"
                                         : "truncated \\UXXXXXXXX escape";
    uint32_t value = 0;
    for (r->at++; n < count && r->at < r->data.size; n++, r->at++) {
        int d = digit(r->data.data[r->at]);
        if (d < 0)
            break;
        value = value << 4 | (uint32_t)d;
    }
    if (n < count && r->at >= r->data.size && !r->final) {
        r->at = from;
        r->stop = true;
        return true;
    }
    if (n < count)
        return bad(r, from, r->at, reason, out);
    if (value > 0x10ffff)
        return bad(r, from, r->at, "illegal Unicode character", out);
    str_builder_char(out, value);
    return true;
}

static bool octal(struct reading *r, struct str_builder *out)
{
    uint32_t value = 0;
    for (int n = 0; n < 3 && r->at < r->data.size; n++, r->at++) {
        unsigned char c = r->data.data[r->at];
        if (c < '0' || c > '7')
            break;
        value = value << 3 | (uint32_t)(c - '0');
    }
    str_builder_char(out, value);
    return true;
}

/* {NAME} behind \N, the place of the N. */
static bool named(struct reading *r, size_t from, struct str_builder *out)
{
    const unsigned char *data = r->data.data, *end;
    size_t name = r->at + 2, size = r->data.size;
    uint32_t c;
    if (r->at + 1 < size && data[r->at + 1] == '{') {
        end = memchr(data + name, '}', size - name);
        size_t stop = end ? (size_t)(end - data) : size;
        if (!end && !r->final) {
            r->at = from;
            r->stop = true;
            return true;
        }
        if (end && stop > name) {
            r->at = stop + 1;
            if (!unicode_lookup((const char *)data + name, stop - name, &c))
                return bad(r, from, r->at, "unknown Unicode character name",
                           out);
            str_builder_char(out, c);
            return true;
        }
        r->at = end ? stop + 1 : size;
    } else {
        r->at++;
    }
    return bad(r, from, r->at, "malformed \\N character escape", out);
}

/* What follows a backslash; from is its place. */
static bool escaped(struct reading *r, size_t from, struct str_builder *out)
{
    static const char letters[] = "\\\\''\"\"a\ab\bt\tn\nr\rf\fv\v";
    if (r->at >= r->data.size) {
        if (r->final)
            return bad(r, from, r->at, "\\ at end of string", out);
        r->at = from;
        r->stop = true;
        return true;
    }
    unsigned char c = r->data.data[r->at];
    if (c == 'x' || c == 'u' || c == 'U')
        return hexadecimal(r, from, out);
    if (c >= '0' && c <= '7')
        return octal(r, out);
    if (c == 'N')
        return named(r, from, out);
    r->at++;
    for (const char *p = letters; *p; p += 2)
        if ((unsigned char)*p == c) {
            str_builder_char(out, (unsigned char)p[1]);
            return true;
        }
    if (c != '\n') {
        str_builder_char(out, '\\');
        str_builder_char(out, c);
    }
    return true;
}

/* Raw text knows \u and \U only. */
static bool is_escape(const struct reading *r)
{
    if (!r->raw)
        return true;
    if (r->at + 1 >= r->data.size)
        return !r->final;
    return r->data.data[r->at + 1] == 'u' || r->data.data[r->at + 1] == 'U';
}

static object *read_text(struct reading *r)
{
    struct str_builder out;
    bool ok = true;
    str_builder_init(&out, r->vm);
    while (ok && !r->stop && r->at < r->data.size) {
        unsigned char c = r->data.data[r->at];
        if (c == '\\' && is_escape(r)) {
            size_t from = r->at++;
            ok = escaped(r, from, &out);
        } else {
            str_builder_char(&out, c);
            r->at++;
        }
    }
    if (ok)
        return str_builder_finish(&out);
    str_builder_done(&out);
    return NULL;
}

static object *decode(struct vm *vm, const char *function, const char *name,
                      object *const *args, size_t nargs, bool raw)
{
    struct reading r = {.vm = vm, .name = name, .raw = raw, .final = true};
    int final = 1;
    if (!codecs_arguments(vm, function, args, nargs, 3, &r.errors) ||
        (nargs > 2 && (final = vm_truth(vm, args[2])) < 0))
        return NULL;
    object *source = str_check(vm, args[0])
                         ? codec_encode(vm, args[0], NULL, NULL)
                         : heap_retain(args[0]);
    r.final = final;
    bool ok = source && buffer_get(vm, source, true, &r.data);
    vm_release_maybe(vm, source);
    if (!ok)
        return NULL;
    object *text = read_text(&r);
    buffer_done(vm, &r.data);
    return codecs_pair_steal(vm, text, r.at);
}

FUNCTION(unicode_escape_decode)
{
    (void)self, (void)kwnames;
    return decode(vm, "unicode_escape_decode", "unicodeescape", args, nargs,
                  false);
}

FUNCTION(raw_unicode_escape_decode)
{
    (void)self, (void)kwnames;
    return decode(vm, "raw_unicode_escape_decode", "rawunicodeescape", args,
                  nargs, true);
}

/* ---- bytes ---- */

/* One escape of bytes at data[*at], behind the backslash; -2: leave both,
 * -1: nothing, -3: \x without its digits. */
static int byte_escape(const unsigned char *data, size_t size, size_t *at)
{
    static const char letters[] = "\\\\''\"\"a\ab\bt\tn\nr\rf\fv\v";
    unsigned char c = data[(*at)++];
    for (const char *p = letters; *p; p += 2)
        if ((unsigned char)*p == c)
            return p[1];
    if (c == '\n')
        return -1;
    if (c >= '0' && c <= '7') {
        int value = c - '0';
        for (int n = 0; n < 2 && *at < size && (data[*at] & 0xf8) == '0'; n++)
            value = value * 8 + data[(*at)++] - '0';
        return value & 0xff;
    }
    if (c != 'x')
        return -2;
    if (*at + 1 < size && digit(data[*at]) >= 0 && digit(data[*at + 1]) >= 0) {
        *at += 2;
        return digit(data[*at - 2]) * 16 + digit(data[*at - 1]);
    }
    return -3;
}

static bool add_byte(struct vm *vm, struct byte_buffer *out, int c)
{
    unsigned char byte = (unsigned char)c;
    return byte_buffer_add(vm, out, &byte, 1);
}

static bool read_bytes(struct vm *vm, const struct buffer *b,
                       struct byte_buffer *out)
{
    for (size_t i = 0; i < b->size;) {
        size_t from = i;
        int c = b->data[i++];
        if (c == '\\' && i >= b->size) {
            vm_raise(vm, EXC_VALUE_ERROR, "Trailing \\ in string");
            return false;
        }
        if (c == '\\')
            c = byte_escape(b->data, b->size, &i);
        if (c == -3) {
            vm_raise(vm, EXC_VALUE_ERROR,
                     "invalid \\x escape at position %zu", from);
            return false;
        }
        if (c == -2 && (!add_byte(vm, out, '\\') ||
                        !add_byte(vm, out, b->data[i - 1])))
            return false;
        if (c >= 0 && !add_byte(vm, out, c))
            return false;
    }
    return true;
}

FUNCTION(escape_decode)
{
    struct byte_buffer out = {0};
    struct buffer b;
    object *errors, *r = NULL;
    (void)self, (void)kwnames;
    if (!codecs_arguments(vm, "escape_decode", args, nargs, 2, &errors))
        return NULL;
    object *source = str_check(vm, args[0])
                         ? codec_encode(vm, args[0], NULL, NULL)
                         : heap_retain(args[0]);
    bool ok = source && buffer_get(vm, source, true, &b);
    vm_release_maybe(vm, source);
    if (!ok)
        return NULL;
    if (read_bytes(vm, &b, &out))
        r = bytes_new(vm, out.data ? out.data : b.data, out.length);
    size_t size = b.size;
    byte_buffer_done(&out);
    buffer_done(vm, &b);
    return codecs_pair_steal(vm, r, size);
}

const struct method_def codecs_escapes[] = {
    {"unicode_escape_encode", unicode_escape_encode, METHOD_ARGS, NULL},
    {"unicode_escape_decode", unicode_escape_decode, METHOD_ARGS, NULL},
    {"raw_unicode_escape_encode", raw_unicode_escape_encode, METHOD_ARGS,
     NULL},
    {"raw_unicode_escape_decode", raw_unicode_escape_decode, METHOD_ARGS,
     NULL},
    {"escape_encode", escape_encode, METHOD_ARGS, NULL},
    {"escape_decode", escape_decode, METHOD_ARGS, NULL},
    {NULL, NULL, 0, NULL},
};
