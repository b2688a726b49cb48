/*
 * Text encodings: UTF-8, UTF-16, UTF-32, ASCII and Latin-1, with the error
 * handlers that CPython registers.
 */
#include "scripts/types/codec.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/types/bytes_internal.h"
#include "scripts/types/int.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/modules/codecs.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/syntax/unicode.h"
#include "scripts/vm/error.h"

enum handler {
    STRICT,
    IGNORE,
    REPLACE,
    BACKSLASH,
    XML_REFERENCE,
    NAME_REPLACE,
    SURROGATE_ESCAPE,
    SURROGATE_PASS,
    UNKNOWN_HANDLER
};

static const char *const handler_names[] = {
    "strict",      "ignore",          "replace",       "backslashreplace",
    "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass",
};

/* How errors are handled: a known way, or a callable of the script's. */
struct how {
    enum handler handler;
    object *callback; /* owned, with UNKNOWN_HANDLER */
};

struct codec {
    const char *name; /* as errors name it */
    bool (*decode)(struct vm *vm, const struct codec *c, object *bytes,
                   const struct how *h, struct str_builder *out);
    bool (*encode)(struct vm *vm, const struct codec *c, object *text,
                   const struct how *h, struct byte_buffer *out);
    int unit; /* bytes a unit of UTF-16 and UTF-32 */
    int order; /* -1 little, 1 big, 0 by mark */
    uint32_t limit; /* one-byte encodings: first code point beyond */
};

static const struct codec utf16_le, utf16_be, utf32_le, utf32_be;

/* ---- errors --------------------------------------------------------------- */

static enum handler handler_of(object *errors)
{
    if (!errors)
        return STRICT;
    for (int i = 0; i < UNKNOWN_HANDLER; i++)
        if (str_equal_ascii(errors, handler_names[i]))
            return (enum handler)i;
    return UNKNOWN_HANDLER;
}

static bool raise_codec(struct vm *vm, enum exception_id id, const char *name,
                        object *o, size_t start, size_t end,
                        const char *reason)
{
    object *args[] = {
        str_from(vm, name), heap_retain(o), int_new(vm, (int64_t)start),
        int_new(vm, (int64_t)end), str_from(vm, reason),
    };
    bool ok = args[0] && args[2] && args[3] && args[4];
    object *e = ok ? vm_call(vm, type_as_object(vm->exceptions[id]), args, 5,
                             NULL)
                   : NULL;
    if (e)
        vm_raise_steal(vm, e);
    for (size_t i = 0; i < 5; i++)
        vm_release_maybe(vm, args[i]);
    return false;
}

static bool decode_error(struct vm *vm, const struct codec *c, object *bytes,
                         size_t start, size_t end, const char *reason)
{
    const unsigned char *data;
    size_t n;
    if (vm_is(bytes, TYPE_BYTES))
        return raise_codec(vm, EXC_UNICODE_DECODE_ERROR, c->name, bytes,
                           start, end, reason);
    if (!bytes_view(vm, bytes, &data, &n))
        return false;
    object *copy = bytes_new(vm, data, n);
    if (copy) {
        raise_codec(vm, EXC_UNICODE_DECODE_ERROR, c->name, copy, start, end,
                    reason);
        vm_release(vm, copy);
    }
    return false;
}

/* Has the script's handler deal with the pending error: its (replacement,
 * place to go on); the replacement is new.  NULL: pending. */
static object *call_handler(struct vm *vm, const struct how *h, size_t size,
                            bool decoding, size_t *place)
{
    object *error = vm_pending_take(vm), *r = NULL;
    object *answer = vm_call1(vm, h->callback, error);
    ptrdiff_t at;
    bool ok = answer && vm_is(answer, TYPE_TUPLE) && tuple_length(answer) == 2;
    object *text = ok ? tuple_items(answer)[0] : NULL;
    ok = ok && (str_check(vm, text) || (!decoding && bytes_check(vm, text))) &&
         vm_type_of(vm, tuple_items(answer)[1])->slots.to_index;
    if (answer && !ok)
        vm_raise(vm, EXC_TYPE_ERROR,
                 decoding ? "decoding error handler must return (str, int) "
                            "tuple"
                          : "encoding error handler must return (str/bytes, "
                            "int) tuple");
    if (ok && vm_ssize_argument(vm, tuple_items(answer)[1], &at)) {
        *place = (size_t)(at < 0 ? at + (ptrdiff_t)size : at);
        if (*place > size)
            vm_raise(vm, EXC_INDEX_ERROR,
                     "position %zd from error handler out of bounds", at);
        else
            r = heap_retain(text);
    }
    vm_release_maybe(vm, answer);
    vm_release_maybe(vm, error);
    return r;
}

static bool ask_decode(struct vm *vm, const struct codec *c, object *bytes,
                       size_t size, size_t start, size_t *end,
                       const char *reason, const struct how *h,
                       struct str_builder *out)
{
    decode_error(vm, c, bytes, start, *end, reason);
    object *text = call_handler(vm, h, size, true, end);
    if (!text)
        return false;
    str_builder_str(out, text);
    vm_release(vm, text);
    return true;
}

/* Handles the bad bytes [start, *end), which may move *end; false: exception
 * pending. */
static bool bad_bytes(struct vm *vm, const struct codec *c, object *bytes,
                      const unsigned char *data, size_t size, size_t start,
                      size_t *goes_on, const char *reason, const struct how *h,
                      struct str_builder *out)
{
    char text[8];
    size_t end = *goes_on;
    switch (h->handler) {
    case IGNORE:
        return true;
    case REPLACE:
        str_builder_char(out, 0xfffd);
        return true;
    case BACKSLASH:
        for (size_t i = start; i < end; i++) {
            snprintf(text, sizeof text, "\\x%02x", data[i]);
            str_builder_ascii(out, text);
        }
        return true;
    case SURROGATE_ESCAPE:
        for (size_t i = start; i < end; i++) {
            if (data[i] < 128)
                return decode_error(vm, c, bytes, start, end, reason);
            str_builder_char(out, 0xdc00u + data[i]);
        }
        return true;
    case UNKNOWN_HANDLER:
        return ask_decode(vm, c, bytes, size, start, goes_on, reason, h, out);
    default:
        return decode_error(vm, c, bytes, start, end, reason);
    }
}

static bool add(struct vm *vm, struct byte_buffer *out, const char *text)
{
    return byte_buffer_add(vm, out, text, strlen(text));
}

static bool add_escape(struct vm *vm, struct byte_buffer *out, uint32_t c,
                       const struct how *h)
{
    char text[16], name[UNICODE_MAX_NAME];
    if (h->handler == NAME_REPLACE && unicode_name(c, name) > 0)
        return add(vm, out, "\\N{") && add(vm, out, name) &&
               add(vm, out, "}");
    snprintf(text, sizeof text,
             h->handler == XML_REFERENCE ? "&#%u;"
             : c < 0x100        ? "\\x%02x"
             : c < 0x10000      ? "\\u%04x"
                                : "\\U%08x",
             (unsigned)c);
    return add(vm, out, text);
}

/* The bytes that stand for a replacement; false: pending. */
static bool add_replacement(struct vm *vm, const struct codec *c,
                            object *replacement, struct byte_buffer *out)
{
    static const struct how strict = {STRICT, NULL};
    const unsigned char *data;
    size_t size;
    if (str_check(vm, replacement))
        return c->encode(vm, c, replacement, &strict, out);
    return bytes_view(vm, replacement, &data, &size) &&
           byte_buffer_add(vm, out, data, size);
}

static bool ask_encode(struct vm *vm, const struct codec *c, object *text,
                       size_t start, size_t *end, const char *reason,
                       const struct how *h, struct byte_buffer *out)
{
    raise_codec(vm, EXC_UNICODE_ENCODE_ERROR, c->name, text, start, *end,
                reason);
    object *replacement =
        call_handler(vm, h, str_length(text), false, end);
    if (!replacement)
        return false;
    bool ok = add_replacement(vm, c, replacement, out);
    if (!ok && vm_pending_is(vm, EXC_UNICODE_ENCODE_ERROR)) {
        vm_pending_clear(vm);
        raise_codec(vm, EXC_UNICODE_ENCODE_ERROR, c->name, text, start, *end,
                    reason);
    }
    vm_release(vm, replacement);
    return ok;
}

/* What cannot be encoded: [start, *goes_on), which a handler may move. */
static bool bad_points(struct vm *vm, const struct codec *c, object *text,
                       size_t start, size_t *goes_on, const char *reason,
                       const struct how *h, struct byte_buffer *out)
{
    size_t end = *goes_on;
    if (h->handler == UNKNOWN_HANDLER)
        return ask_encode(vm, c, text, start, goes_on, reason, h, out);
    for (size_t i = start; i < end; i++) {
        uint32_t point = str_at(text, i);
        unsigned char byte = (unsigned char)(point - 0xdc00u);
        bool ok = h->handler == IGNORE;
        if (h->handler == REPLACE)
            ok = add(vm, out, "?");
        else if (h->handler == BACKSLASH || h->handler == XML_REFERENCE ||
                 h->handler == NAME_REPLACE)
            ok = add_escape(vm, out, point, h);
        else if (h->handler == SURROGATE_ESCAPE && point >= 0xdc80 &&
                 point <= 0xdcff)
            ok = byte_buffer_add(vm, out, &byte, 1);
        else if (!ok)
            raise_codec(vm, EXC_UNICODE_ENCODE_ERROR, c->name, text, i, end,
                        reason);
        if (!ok)
            return false;
    }
    return true;
}

/* ---- UTF-8 -------------------------------------------------------------------- */

/* Length of the good sequence at data, or 0 with the length of the bad part
 * and the reason. */
static size_t utf8_sequence(const unsigned char *p, size_t left, size_t *bad,
                            const char **reason)
{
    size_t n = p[0] < 0x80                     ? 1
               : p[0] >= 0xc2 && p[0] <= 0xdf ? 2
               : (p[0] & 0xf0) == 0xe0        ? 3
               : p[0] >= 0xf0 && p[0] <= 0xf4 ? 4
                                              : 0;
    *bad = 1;
    *reason = "invalid start byte";
    if (n <= 1)
        return n;
    unsigned char low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
    for (size_t i = 1; i < n; i++) {
        *bad = i;
        if (i >= left) {
            *reason = "unexpected end of data";
            return 0;
        }
        *reason = "invalid continuation byte";
        if (p[i] < (i == 1 ? low : 0x80) || p[i] > (i == 1 ? high : 0xbf))
            return 0;
    }
    return n;
}

size_t codec_utf8_valid(const unsigned char *data, size_t size)
{
    size_t i = 0, bad;
    const char *reason;
    while (i < size) {
        size_t n = utf8_sequence(data + i, size - i, &bad, &reason);
        if (!n)
            break;
        i += n;
    }
    return i;
}

static bool is_encoded_surrogate(const unsigned char *p, size_t left)
{
    return left >= 3 && p[0] == 0xed && p[1] >= 0xa0 && p[1] <= 0xbf &&
           p[2] >= 0x80 && p[2] <= 0xbf;
}

static bool utf8_decode(struct vm *vm, const struct codec *c, object *bytes,
                        const struct how *h, struct str_builder *out)
{
    const unsigned char *data;
    const char *reason;
    size_t size, bad;
    if (!bytes_view(vm, bytes, &data, &size))
        return false;
    for (size_t i = 0; i < size && !out->failed;) {
        size_t good = codec_utf8_valid(data + i, size - i);
        str_builder_utf8(out, (const char *)data + i, good);
        i += good;
        if (i >= size)
            break;
        if (h->handler == SURROGATE_PASS && is_encoded_surrogate(data + i, size - i)) {
            str_builder_utf8(out, (const char *)data + i, 3);
            i += 3;
            continue;
        }
        utf8_sequence(data + i, size - i, &bad, &reason);
        size_t end = i + bad;
        if (!bad_bytes(vm, c, bytes, data, size, i, &end, reason, h, out))
            return false;
        i = end;
    }
    return true;
}

static bool is_surrogate(uint32_t c)
{
    return c >= 0xd800 && c <= 0xdfff;
}

static bool utf8_encode(struct vm *vm, const struct codec *c, object *text,
                        const struct how *h, struct byte_buffer *out)
{
    char bytes[4];
    for (size_t i = 0; i < str_length(text);) {
        uint32_t point = str_at(text, i);
        if (!is_surrogate(point) || h->handler == SURROGATE_PASS) {
            if (!byte_buffer_add(vm, out, bytes,
                                 str_encode_utf8(point, bytes)))
                return false;
            i++;
            continue;
        }
        size_t end = i + 1;
        while (end < str_length(text) && is_surrogate(str_at(text, end)))
            end++;
        if (!bad_points(vm, c, text, i, &end, "surrogates not allowed", h,
                        out))
            return false;
        i = end;
    }
    return true;
}

/* ---- one byte a code point ------------------------------------------------------ */

static bool byte_decode(struct vm *vm, const struct codec *c, object *bytes,
                        const struct how *h, struct str_builder *out)
{
    const unsigned char *data;
    size_t size;
    if (!bytes_view(vm, bytes, &data, &size))
        return false;
    for (size_t i = 0, end; i < size && !out->failed; i = end) {
        end = i + 1;
        if (data[i] < c->limit)
            str_builder_char(out, data[i]);
        else if (!bad_bytes(vm, c, bytes, data, size, i, &end,
                            "ordinal not in range(128)", h, out))
            return false;
    }
    return true;
}

static bool byte_encode(struct vm *vm, const struct codec *c, object *text,
                        const struct how *h, struct byte_buffer *out)
{
    const char *reason = c->limit == 128 ? "ordinal not in range(128)"
                                         : "ordinal not in range(256)";
    for (size_t i = 0; i < str_length(text);) {
        unsigned char byte = (unsigned char)str_at(text, i);
        size_t end = i;
        while (end < str_length(text) && str_at(text, end) >= c->limit)
            end++;
        if (end == i) {
            if (!byte_buffer_add(vm, out, &byte, 1))
                return false;
            i++;
        } else if (!bad_points(vm, c, text, i, &end, reason, h, out)) {
            return false;
        } else {
            i = end;
        }
    }
    return true;
}

/* ---- UTF-16 and UTF-32 ------------------------------------------------------------- */

static uint32_t load_unit(const unsigned char *p, int unit, bool big)
{
    uint32_t value = 0;
    for (int i = 0; i < unit; i++)
        value |= (uint32_t)p[i] << (8 * (big ? unit - 1 - i : i));
    return value;
}

static bool store_unit(struct vm *vm, struct byte_buffer *out, uint32_t value,
                       int unit, bool big)
{
    unsigned char bytes[4];
    for (int i = 0; i < unit; i++)
        bytes[i] = (unsigned char)(value >> (8 * (big ? unit - 1 - i : i)));
    return byte_buffer_add(vm, out, bytes, (size_t)unit);
}

/* The byte order, by the mark when there is one (it is skipped). */
static bool big_endian(const struct codec *c, const unsigned char *data,
                       size_t size, size_t *skip)
{
    *skip = 0;
    if (c->order || size < (size_t)c->unit)
        return c->order > 0;
    bool little = load_unit(data, c->unit, false) == 0xfeff;
    bool big = load_unit(data, c->unit, true) == 0xfeff;
    *skip = little || big ? (size_t)c->unit : 0;
    return big;
}

/* One code point at data; bytes taken, or 0 with the bad part and reason. */
static size_t wide_point(const struct codec *c, const unsigned char *p,
                         size_t left, bool big, uint32_t *point, size_t *bad,
                         const char **reason)
{
    size_t unit = (size_t)c->unit;
    *bad = left < unit ? left : unit;
    *reason = "truncated data";
    if (left < unit)
        return 0;
    *point = load_unit(p, c->unit, big);
    if (unit == 4) {
        *reason = *point > 0x10ffff ? "code point not in range(0x110000)"
                                    : "code point in surrogate code point "
                                      "range(0xd800, 0xe000)";
        return *point > 0x10ffff || is_surrogate(*point) ? 0 : 4;
    }
    if (!is_surrogate(*point))
        return 2;
    *reason = "illegal encoding";
    if (*point >= 0xdc00)
        return 0;
    *reason = "unexpected end of data";
    if (left < 4) {
        *bad = left;
        return 0;
    }
    *reason = "illegal UTF-16 surrogate";
    uint32_t second = load_unit(p + 2, 2, big);
    if (second < 0xdc00 || second > 0xdfff)
        return 0;
    *point = 0x10000 + ((*point - 0xd800) << 10) + (second - 0xdc00);
    return 4;
}

static bool wide_decode(struct vm *vm, const struct codec *c, object *bytes,
                        const struct how *h, struct str_builder *out)
{
    const unsigned char *data;
    const char *reason;
    size_t size, bad, i;
    uint32_t point = 0;
    if (!bytes_view(vm, bytes, &data, &size))
        return false;
    bool big = big_endian(c, data, size, &i);
    c = c->unit == 2 ? (big ? &utf16_be : &utf16_le)
                     : (big ? &utf32_be : &utf32_le);
    while (i < size && !out->failed) {
        size_t n =
            wide_point(c, data + i, size - i, big, &point, &bad, &reason);
        bool passes = !n && h->handler == SURROGATE_PASS &&
                      bad == (size_t)c->unit && is_surrogate(point);
        if (n || passes)
            str_builder_char(out, point);
        size_t end = i + (n ? n : bad);
        if (!n && !passes &&
            !bad_bytes(vm, c, bytes, data, size, i, &end, reason, h, out))
            return false;
        i = end;
    }
    return true;
}

static bool wide_encode(struct vm *vm, const struct codec *c, object *text,
                        const struct how *h, struct byte_buffer *out)
{
    bool big = c->order > 0;
    if (c->order == 0 && !store_unit(vm, out, 0xfeff, c->unit, false))
        return false;
    for (size_t i = 0, end; i < str_length(text); i = end) {
        uint32_t point = str_at(text, i);
        bool ok;
        end = i + 1;
        if (is_surrogate(point) && h->handler != SURROGATE_PASS)
            ok = bad_points(vm, c, text, i, &end, "surrogates not allowed", h,
                            out);
        else if (point < 0x10000 || c->unit == 4)
            ok = store_unit(vm, out, point, c->unit, big);
        else
            ok = store_unit(vm, out, 0xd800 + ((point - 0x10000) >> 10), 2,
                            big) &&
                 store_unit(vm, out, 0xdc00 + (point & 0x3ff), 2, big);
        if (!ok)
            return false;
    }
    return true;
}

/* ---- lookup -------------------------------------------------------------------------- */

static const struct codec utf8 = {"utf-8", utf8_decode, utf8_encode, 1, 0, 0};
static const struct codec ascii = {"ascii", byte_decode, byte_encode, 1, 0,
                                   128};
static const struct codec latin1 = {"latin-1", byte_decode, byte_encode, 1, 0,
                                    256};
static const struct codec utf16 = {"utf-16", wide_decode, wide_encode, 2, 0,
                                   0};
static const struct codec utf16_le = {"utf-16-le", wide_decode, wide_encode,
                                      2, -1, 0};
static const struct codec utf16_be = {"utf-16-be", wide_decode, wide_encode,
                                      2, 1, 0};
static const struct codec utf32 = {"utf-32", wide_decode, wide_encode, 4, 0,
                                   0};
static const struct codec utf32_le = {"utf-32-le", wide_decode, wide_encode,
                                      4, -1, 0};
static const struct codec utf32_be = {"utf-32-be", wide_decode, wide_encode,
                                      4, 1, 0};

static const struct {
    const char *alias;
    const struct codec *codec;
} aliases[] = {
    {"utf-8", &utf8},         {"utf8", &utf8},
    {"u8", &utf8},            {"cp65001", &utf8},
    {"ascii", &ascii},        {"us-ascii", &ascii},
    {"646", &ascii},          {"latin-1", &latin1},
    {"latin1", &latin1},      {"iso-8859-1", &latin1},
    {"iso8859-1", &latin1},   {"8859", &latin1},
    {"l1", &latin1},          {"latin", &latin1},
    {"utf-16", &utf16},       {"utf16", &utf16},
    {"u16", &utf16},          {"utf-16-le", &utf16_le},
    {"utf-16le", &utf16_le},  {"utf-16-be", &utf16_be},
    {"utf-16be", &utf16_be},  {"utf-32", &utf32},
    {"utf32", &utf32},        {"u32", &utf32},
    {"utf-32-le", &utf32_le}, {"utf-32le", &utf32_le},
    {"utf-32-be", &utf32_be}, {"utf-32be", &utf32_be},
};

/* The codec that is here, or NULL (nothing pending). */
static const struct codec *codec_of(object *encoding)
{
    char name[32];
    if (!encoding)
        return &utf8;
    size_t n = str_to_utf8(encoding, name, sizeof name - 1);
    if (n >= sizeof name)
        return NULL;
    name[n] = 0;
    for (size_t i = 0; i < n; i++)
        name[i] = name[i] == '_' || name[i] == ' '
                      ? '-'
                      : (char)tolower((unsigned char)name[i]);
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (!strcmp(aliases[i].alias, name))
            return aliases[i].codec;
    return NULL;
}

bool codec_is_here(object *encoding)
{
    return codec_of(encoding) != NULL;
}

bool codec_is_plain(object *encoding)
{
    const struct codec *c = codec_of(encoding);
    return c && c->unit == 1;
}

/* A name that no built-in way goes by is looked up when it is needed, which
 * is when the strict way has failed. */
static bool find_handler(struct vm *vm, object *errors, struct how *h)
{
    *h = (struct how){handler_of(errors), NULL};
    if (h->handler != UNKNOWN_HANDLER)
        return true;
    h->callback = codecs_handler(vm, errors);
    return h->callback;
}

static bool is_decode_error(struct vm *vm)
{
    return vm_pending_is(vm, EXC_UNICODE_DECODE_ERROR);
}

static object *decode_by(struct vm *vm, const struct codec *c, object *bytes,
                         const struct how *h)
{
    struct str_builder out;
    str_builder_init(&out, vm);
    if (c->decode(vm, c, bytes, h, &out))
        return str_builder_finish(&out);
    str_builder_done(&out);
    return NULL;
}

static object *decode_here(struct vm *vm, const struct codec *c, object *bytes,
                           object *errors)
{
    static const struct how strict = {STRICT, NULL};
    struct how h;
    if (handler_of(errors) == UNKNOWN_HANDLER) {
        object *text = decode_by(vm, c, bytes, &strict);
        if (text || !is_decode_error(vm))
            return text;
        vm_pending_clear(vm);
    }
    if (!find_handler(vm, errors, &h))
        return NULL;
    object *text = decode_by(vm, c, bytes, &h);
    vm_release_maybe(vm, h.callback);
    return text;
}

/* In development mode names are looked up that nothing may come to need. */
static bool names_exist(struct vm *vm, object *encoding, object *errors)
{
    if (!vm->options.settings.dev_mode)
        return true;
    object *codec = NULL, *handler = NULL;
    if (!codec_is_here(encoding) && !(codec = codecs_lookup(vm, encoding)))
        return false;
    vm_release_maybe(vm, codec);
    if (handler_of(errors) == UNKNOWN_HANDLER &&
        !(handler = codecs_handler(vm, errors)))
        return false;
    vm_release_maybe(vm, handler);
    return true;
}

object *codec_decode(struct vm *vm, object *bytes, object *encoding,
                     object *errors)
{
    const struct codec *c = codec_of(encoding);
    if (!names_exist(vm, encoding, errors))
        return NULL;
    return c ? decode_here(vm, c, bytes, errors)
             : codecs_text(vm, bytes, encoding, errors, false);
}

static object *encode_by(struct vm *vm, const struct codec *c, object *text,
                         const struct how *h)
{
    struct byte_buffer out = {0};
    object *bytes = NULL;
    if (c->encode(vm, c, text, h, &out))
        bytes = bytes_new(vm, out.data, out.length);
    byte_buffer_done(&out);
    return bytes;
}

static object *encode_here(struct vm *vm, const struct codec *c, object *text,
                           object *errors)
{
    static const struct how strict = {STRICT, NULL};
    struct how h;
    if (str_of(text)->ascii && c->unit == 1)
        return bytes_new(vm, str_of(text)->data, str_of(text)->length);
    if (handler_of(errors) == UNKNOWN_HANDLER) {
        object *bytes = encode_by(vm, c, text, &strict);
        if (bytes || !vm_pending_is(vm, EXC_UNICODE_ENCODE_ERROR))
            return bytes;
        vm_pending_clear(vm);
    }
    if (!find_handler(vm, errors, &h))
        return NULL;
    object *bytes = encode_by(vm, c, text, &h);
    vm_release_maybe(vm, h.callback);
    return bytes;
}

object *codec_encode(struct vm *vm, object *text, object *encoding,
                     object *errors)
{
    const struct codec *c = codec_of(encoding);
    if (!names_exist(vm, encoding, errors))
        return NULL;
    return c ? encode_here(vm, c, text, errors)
             : codecs_text(vm, text, encoding, errors, true);
}

/* ---- in parts ------------------------------------------------------------------ */

/* Bytes at the end that begin something whose rest may still come. */
static size_t unfinished(const struct codec *c, const unsigned char *data,
                         size_t size)
{
    const char *reason;
    size_t bad, unit = (size_t)c->unit, rest = size % unit;
    uint32_t last = 0;
    if (c == &utf8) {
        for (size_t n = 1; n <= 3 && n <= size; n++) {
            const unsigned char *p = data + size - n;
            if (*p < 0x80)
                return 0;
            if (*p >= 0xc0)
                return !utf8_sequence(p, n, &bad, &reason) && bad == n &&
                               *reason == 'u'
                           ? n
                           : 0;
        }
        return 0;
    }
    if (unit != 2 || size < 2)
        return rest;
    last = load_unit(data + size - rest - 2, 2, c->order > 0);
    return last >= 0xd800 && last < 0xdc00 ? rest + 2 : rest;
}

/* The codec that is meant once the first bytes are there; *skip of them are
 * the mark. */
static const struct codec *with_order(const struct codec *c,
                                      const unsigned char *data, size_t size,
                                      size_t *skip)
{
    *skip = 0;
    if (c->unit == 1 || c->order || size < (size_t)c->unit)
        return c;
    bool big = big_endian(c, data, size, skip);
    return c->unit == 2 ? (big ? &utf16_be : &utf16_le)
                        : (big ? &utf32_be : &utf32_le);
}

object *codec_decode_part(struct vm *vm, object *bytes, object *encoding,
                          object *errors, bool final, int *order,
                          size_t *consumed)
{
    const unsigned char *data;
    size_t size, skip;
    const struct codec *c = codec_of(encoding);
    if (!c || !bytes_view(vm, bytes, &data, &size))
        return NULL;
    if (!c->order && *order && c->unit > 1)
        c = c->unit == 2 ? (*order > 0 ? &utf16_be : &utf16_le)
                         : (*order > 0 ? &utf32_be : &utf32_le);
    const struct codec *ordered = with_order(c, data, size, &skip);
    if (c->unit > 1 && size >= (size_t)c->unit)
        *order = ordered->order;
    size_t rest = final ? 0 : unfinished(ordered, data, size);
    *consumed = size - rest;
    if (!rest)
        return decode_here(vm, c, bytes, errors);
    object *whole = bytes_new(vm, data, size - rest);
    object *text = whole ? decode_here(vm, c, whole, errors) : NULL;
    vm_release_maybe(vm, whole);
    return text;
}
