/*
 * Sources in encodings that the parser leaves to the codecs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/compile/compile.h"
#include "scripts/syntax/source.h"
#include "scripts/types/bytes.h"
#include "scripts/types/codec.h"
#include "scripts/types/exception.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

/* SyntaxError(message, (filename, 0, -1, None)); message is stolen. */
static void fail_at_start(struct vm *vm, object *filename, object *message)
{
    object *details = details_at_start(vm, filename);
    object *args = details && message ? tuple_pack(vm, 2, message, details)
                                      : NULL;
    if (args)
        vm_raise_steal(vm, exception_new(vm, EXC_SYNTAX_ERROR, args));
    vm_release_maybe(vm, args);
    vm_release_maybe(vm, details);
    vm_release_maybe(vm, message);
}

/* Turns what the codec said, if it was about the text, into a SyntaxError. */
static void turn_error(struct vm *vm, const struct compile_request *r,
                       object *name)
{
    bool unknown = vm_pending_is(vm, EXC_LOOKUP_ERROR);
    if (!unknown && !vm_pending_is(vm, EXC_VALUE_ERROR))
        return;
    object *error = vm_pending_take(vm);
    object *said = vm_str(vm, error);
    bool no_text = said && str_length(said) > 7 && str_at(said, 0) == '\'';
    if (r->flags & COMPILE_FROM_FILE)
        vm_raise(vm, EXC_SYNTAX_ERROR, "encoding problem: %U", name);
    else if (said && unknown && !no_text)
        fail_at_start(vm, r->filename,
                      str_format(vm, "unknown encoding: %U", name));
    else if (said)
        fail_at_start(vm, r->filename, heap_retain(said));
    vm_release_maybe(vm, said);
    vm_release(vm, error);
}

/* The text of all the bytes but a mark before them; new. */
static object *decoded(struct vm *vm, const struct compile_request *r,
                       object *name)
{
    object *bytes = bytes_new(vm, r->bytes, r->size);
    object *text = bytes ? codec_decode(vm, bytes, name, NULL) : NULL;
    vm_release_maybe(vm, bytes);
    if (!text)
        turn_error(vm, r, name);
    return text;
}

/* Where the first byte is that is no UTF-8; size: there is none; -1: pending. */
static ptrdiff_t first_wrong(struct vm *vm, const char *bytes, size_t size)
{
    ptrdiff_t at = (ptrdiff_t)size;
    size_t plain = 0;
    while (plain < size && !(bytes[plain] & 0x80))
        plain++;
    if (plain == size)
        return at;
    object *o = bytes_new(vm, bytes, size);
    object *text = o ? codec_decode(vm, o, NULL, NULL) : NULL;
    vm_release_maybe(vm, o);
    if (!text && !vm_pending_is(vm, EXC_UNICODE_DECODE_ERROR))
        return -1;
    if (!text) {
        object *e = vm_pending_take(vm);
        object *start = vm_getattr_str(vm, e, "start");
        if (!start || !vm_ssize_argument(vm, start, &at))
            at = -1;
        vm_release_maybe(vm, start);
        vm_release(vm, e);
    }
    vm_release_maybe(vm, text);
    return at;
}

/* A script that says nothing of its encoding has to be UTF-8. */
static bool check_utf8(struct vm *vm, const struct compile_request *r)
{
    ptrdiff_t at = first_wrong(vm, r->bytes, r->size);
    int line = 1;
    if (at < 0 || (size_t)at == r->size)
        return at >= 0;
    for (ptrdiff_t i = 0; i < at; i++)
        line += r->bytes[i] == '\n';
    char hex[8];
    snprintf(hex, sizeof hex, "\\x%02x", (unsigned char)r->bytes[at]);
    vm_raise(vm, EXC_SYNTAX_ERROR,
             "Non-UTF-8 code starting with '%s' in file %U on line %d, but no "
             "encoding declared; see https://peps.python.org/pep-0263/ for "
             "details",
             hex, r->filename, line);
    return false;
}

bool compile_decode(struct vm *vm, struct compile_request *r, char **text)
{
    const char *declared;
    size_t length;
    *text = NULL;
    if (!r->bytes || r->flags & COMPILE_FROM_STR)
        return true;
    size_t mark =
        r->size >= 3 && memcmp(r->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    enum syntax_encoding e = syntax_find_encoding(
        r->bytes + mark, r->size - mark, &declared, &length);
    if (r->flags & COMPILE_FROM_FILE && !mark && !declared)
        return check_utf8(vm, r);
    if (mark || (e != SYNTAX_UNKNOWN && e != SYNTAX_ASCII))
        return true;
    object *name = str_new(vm, declared, length);
    object *s = name ? decoded(vm, r, name) : NULL;
    vm_release_maybe(vm, name);
    if (!s)
        return false;
    *text = str_dup_utf8(vm, s);
    if (*text) {
        r->bytes = *text;
        r->size = str_to_utf8(s, NULL, 0);
        r->flags |= COMPILE_DECODED;
    }
    vm_release(vm, s);
    return *text;
}
