/*
 * _json: strings, read and written, and the module.
 *
 * A string without escapes is a slice of the text that it stands in.
 * Neighbours: json_scanner.c, json_encoder.c.
 */
#include "scripts/modules/json.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

object *json_raise(struct vm *vm, const char *message, object *text,
                   ptrdiff_t at)
{
    object *name = str_intern(vm, "json.decoder");
    object *module = name ? import_module(vm, name) : NULL;
    object *cls =
        module ? vm_getattr_str(vm, module, "JSONDecodeError") : NULL;
    object *args[3] = {cls ? str_from(vm, message) : NULL, text,
                       cls ? int_new(vm, at) : NULL};
    object *e =
        args[0] && args[2] ? vm_call(vm, cls, args, 3, NULL) : NULL;
    if (e)
        vm_raise_steal(vm, e);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, module);
    vm_release_maybe(vm, cls);
    vm_release_maybe(vm, args[0]);
    vm_release_maybe(vm, args[2]);
    return NULL;
}

static bool is_str(struct vm *vm, object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS;
}

/* ---- reading ------------------------------------------------------------- */

static bool in_range(uint32_t c, uint32_t from, uint32_t count)
{
    return c - from < count;
}

/* The next quote, backslash or control character; the length: none. */
static ptrdiff_t find_special(object *text, ptrdiff_t at, bool strict)
{
    ptrdiff_t length = (ptrdiff_t)str_length(text);
    const struct str_object *s = str_of(text);
    const unsigned char *narrow = s->width == 1 ? s->data : NULL;
    for (; at < length; at++) {
        uint32_t c = narrow ? narrow[at] : str_at(text, (size_t)at);
        if (c == '"' || c == '\\' || (c < ' ' && strict))
            break;
    }
    return at;
}

/* Four hexadecimal digits; -1: they are not. */
static int32_t read_hex(object *text, ptrdiff_t at)
{
    uint32_t value = 0;
    for (ptrdiff_t end = at + 4; at < end; at++) {
        uint32_t c = str_at(text, (size_t)at), lower = c | 0x20;
        if (in_range(c, '0', 10))
            value = value << 4 | (c - '0');
        else if (in_range(lower, 'a', 6) && c < 0x80)
            value = value << 4 | (lower - 'a' + 10);
        else
            return -1;
    }
    return (int32_t)value;
}

static bool bad_unicode(struct vm *vm, object *text, ptrdiff_t at)
{
    json_raise(vm, "Invalid \\uXXXX escape", text, at);
    return false;
}

/* The digits behind \u, and a second half where the first asks for one. */
static bool read_unicode(struct vm *vm, object *text, ptrdiff_t *at,
                         uint32_t *out)
{
    ptrdiff_t length = (ptrdiff_t)str_length(text), digits = *at;
    if (digits + 4 >= length)
        return bad_unicode(vm, text, digits - 1);
    int32_t first = read_hex(text, digits), second;
    if (first < 0)
        return bad_unicode(vm, text, digits - 1);
    *out = (uint32_t)first;
    *at = digits += 4;
    if (!in_range(*out, 0xd800, 0x400) || digits + 6 >= length ||
        str_at(text, (size_t)digits) != '\\' ||
        str_at(text, (size_t)digits + 1) != 'u')
        return true;
    second = read_hex(text, digits + 2);
    if (second < 0)
        return bad_unicode(vm, text, digits + 1);
    if (in_range((uint32_t)second, 0xdc00, 0x400)) {
        *out = 0x10000 + ((*out - 0xd800) << 10) + ((uint32_t)second - 0xdc00);
        *at = digits + 6;
    }
    return true;
}

/* What stands behind a backslash. */
static bool read_escape(struct vm *vm, object *text, ptrdiff_t *at,
                        uint32_t *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    uint32_t c = str_at(text, (size_t)*at);
    ++*at;
    if (c == 'u')
        return read_unicode(vm, text, at, out);
    for (size_t k = 0; from[k]; k++)
        if (c == (unsigned char)from[k]) {
            *out = (unsigned char)to[k];
            return true;
        }
    json_raise(vm, "Invalid \\escape", text, *at - 2);
    return false;
}

/* Goes on to the closing quote, all into the builder; begin: the opening. */
static bool read_parts(struct vm *vm, object *text, ptrdiff_t *at, bool strict,
                       struct str_builder *b)
{
    ptrdiff_t length = (ptrdiff_t)str_length(text), begin = *at - 1;
    for (;;) {
        uint32_t c;
        ptrdiff_t next = find_special(text, *at, strict);
        c = next < length ? str_at(text, (size_t)next) : 0;
        if (next < length && c != '"' && c != '\\') {
            json_raise(vm, "Invalid control character at", text, next);
            return false;
        }
        if (next >= length || (c == '\\' && next + 1 == length)) {
            json_raise(vm, "Unterminated string starting at", text, begin);
            return false;
        }
        str_builder_range(b, text, (size_t)*at, (size_t)next);
        *at = next + 1;
        if (c == '"')
            return true;
        if (!read_escape(vm, text, at, &c))
            return false;
        str_builder_char(b, c);
    }
}

object *json_read_string(struct vm *vm, object *text, ptrdiff_t *at,
                         bool strict)
{
    struct str_builder b;
    if (*at < 0 || (size_t)*at > str_length(text))
        return vm_raise(vm, EXC_VALUE_ERROR, "end is out of bounds");
    ptrdiff_t next = find_special(text, *at, strict), from = *at;
    if ((size_t)next < str_length(text) && str_at(text, (size_t)next) == '"') {
        *at = next + 1;
        return str_slice(vm, text, (size_t)from, (size_t)next);
    }
    str_builder_init(&b, vm);
    if (read_parts(vm, text, at, strict, &b))
        return str_builder_finish(&b);
    str_builder_done(&b);
    return NULL;
}

JSON_FUNCTION(scanstring)
{
    ptrdiff_t at;
    (void)self, (void)kwnames;
    if (nargs < 2 || nargs > 3)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "scanstring() takes at %s %d arguments (%zu given)",
                        nargs < 2 ? "least" : "most", nargs < 2 ? 2 : 3,
                        nargs);
    int strict = 1;
    if (!native_ssize(vm, args[1], &at) ||
        (nargs > 2 && (strict = vm_truth(vm, args[2])) < 0))
        return NULL;
    if (!is_str(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "first argument must be a string, not %T", args[0]);
    object *string = json_read_string(vm, args[0], &at, strict);
    object *end = string ? int_new(vm, at) : NULL;
    object *pair = end ? tuple_new(vm, 2) : NULL;
    if (!pair) {
        vm_release_maybe(vm, string);
        vm_release_maybe(vm, end);
        return NULL;
    }
    tuple_items(pair)[0] = string;
    tuple_items(pair)[1] = end;
    return pair;
}

/* ---- writing ------------------------------------------------------------- */

static bool is_plain(uint32_t c, bool ascii)
{
    return c >= ' ' && c != '"' && c != '\\' && (!ascii || c < 0x7f);
}

static void add_unit(struct str_builder *b, uint32_t unit)
{
    static const char digits[] = "0123456789abcdef";
    char text[] = "\\u0000";
    for (int k = 5; k > 1; k--, unit >>= 4)
        text[k] = digits[unit & 15];
    str_builder_ascii(b, text);
}

static void add_escape(struct str_builder *b, uint32_t c)
{
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    for (size_t k = 0; from[k]; k++)
        if (c == (unsigned char)from[k]) {
            str_builder_char(b, '\\');
            str_builder_char(b, (unsigned char)to[k]);
            return;
        }
    if (c >= 0x10000) {
        add_unit(b, 0xd800 + ((c - 0x10000) >> 10));
        c = 0xdc00 + (c & 0x3ff);
    }
    add_unit(b, c);
}

object *json_quote(struct vm *vm, object *text, bool ascii)
{
    struct str_builder b;
    size_t length = str_length(text), from = 0;
    str_builder_init(&b, vm);
    str_builder_char(&b, '"');
    for (size_t at = 0; at < length; at++) {
        uint32_t c = str_at(text, at);
        if (is_plain(c, ascii))
            continue;
        str_builder_range(&b, text, from, at);
        add_escape(&b, c);
        from = at + 1;
    }
    str_builder_range(&b, text, from, length);
    str_builder_char(&b, '"');
    return str_builder_finish(&b);
}

static object *encode(struct vm *vm, object *o, bool ascii)
{
    if (is_str(vm, o))
        return json_quote(vm, o, ascii);
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "first argument must be a string, not %T", o);
}

object *json_encode_plain(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)self, (void)nargs, (void)kwnames;
    return encode(vm, args[0], false);
}

object *json_encode_ascii(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)self, (void)nargs, (void)kwnames;
    return encode(vm, args[0], true);
}

static const struct method_def functions[] = {
    {"encode_basestring_ascii", json_encode_ascii, METHOD_ONE,
     "encode_basestring_ascii(string) -> string\n\n"
     "The string as JSON, all ASCII."},
    {"encode_basestring", json_encode_plain, METHOD_ONE,
     "encode_basestring(string) -> string\n\nThe string as JSON."},
    {"scanstring", scanstring, METHOD_ARGS,
     "scanstring(string, end, strict=True) -> (string, end)\n\n"
     "Read the string of JSON that begins at end, behind its quote, and\n"
     "tell the place behind the closing one.  Unless strict, control\n"
     "characters may stand in it."},
    {NULL, NULL, 0, NULL},
};

bool json_fill(struct vm *vm, object *module)
{
    struct type_object *scanner = native_type(vm, &json_scanner_spec);
    struct type_object *encoder =
        scanner ? native_type(vm, &json_encoder_spec) : NULL;
    return encoder && module_add_functions(vm, module, functions) &&
           module_add_steal(vm, module, "make_scanner",
                            heap_retain(type_as_object(scanner))) &&
           module_add_steal(vm, module, "make_encoder",
                            heap_retain(type_as_object(encoder)));
}
