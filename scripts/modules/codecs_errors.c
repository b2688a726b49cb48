/*
 * The error handlers that are registered from the start, as functions of an
 * exception: each gives (replacement, place to go on).  types/codec.c knows
 * the same ways by name and does not come here.
 */
#include <stdio.h>

#include "scripts/modules/codecs.h"
#include "scripts/syntax/unicode.h"
#include "scripts/types/bytes.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/function.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)nargs, (void)kwnames

enum kind { ENCODE, DECODE, TRANSLATE };

/* What a Unicode error says; `text` is owned. */
struct trouble {
    object *text;
    size_t start, end, length;
    enum kind kind;
};

static bool is_a(struct vm *vm, object *e, enum exception_id id)
{
    return type_is_subtype(vm_type_of(vm, e), vm->exceptions[id]);
}

static bool number(struct vm *vm, object *e, const char *name, size_t *out)
{
    object *o = vm_getattr_str(vm, e, name);
    ptrdiff_t n = 0;
    bool ok = o && vm_index_as_ssize(vm, o, &n, true);
    vm_release_maybe(vm, o);
    *out = n < 0 ? 0 : (size_t)n;
    return ok;
}

static bool wrong_exception(struct vm *vm, object *e)
{
    vm_raise(vm, EXC_TYPE_ERROR,
             "don't know how to handle %T in error callback", e);
    return false;
}

static bool read_trouble(struct vm *vm, object *e, struct trouble *t)
{
    *t = (struct trouble){.kind = ENCODE};
    if (is_a(vm, e, EXC_UNICODE_DECODE_ERROR))
        t->kind = DECODE;
    else if (is_a(vm, e, EXC_UNICODE_TRANSLATE_ERROR))
        t->kind = TRANSLATE;
    else if (!is_a(vm, e, EXC_UNICODE_ENCODE_ERROR))
        return wrong_exception(vm, e);
    if (!number(vm, e, "start", &t->start) || !number(vm, e, "end", &t->end))
        return false;
    t->text = vm_getattr_str(vm, e, "object");
    bool right = t->text && (t->kind == DECODE ? bytes_check(vm, t->text)
                                               : str_check(vm, t->text));
    if (!right) {
        if (t->text)
            vm_raise(vm, EXC_TYPE_ERROR, "object attribute must be %s",
                     t->kind == DECODE ? "bytes" : "unicode");
        heap_store(vm->heap, &t->text, NULL);
        return false;
    }
    t->length = t->kind == DECODE
                    ? (size_t)((struct bytes_object *)t->text)->length
                    : str_length(t->text);
    t->end = t->end > t->length ? t->length : t->end;
    t->start = t->start > t->end ? t->end : t->start;
    return true;
}

/* (text, end); text is stolen, t done with. */
static object *answer(struct vm *vm, struct trouble *t, object *text)
{
    heap_store(vm->heap, &t->text, NULL);
    return codecs_pair_steal(vm, text, t->end);
}

static object *raise_again(struct vm *vm, struct trouble *t, object *e)
{
    heap_store(vm->heap, &t->text, NULL);
    vm_raise_steal(vm, heap_retain(e));
    return NULL;
}

static uint32_t unit_at(const struct trouble *t, size_t i)
{
    return t->kind == DECODE ? bytes_data(t->text)[i]
                             : str_at(t->text, i);
}

FUNCTION(strict)
{
    UNUSED;
    if (vm_type_of(vm, args[0])->flags & TYPE_EXCEPTION_SUBCLASS)
        vm_raise_steal(vm, heap_retain(args[0]));
    else
        vm_raise(vm, EXC_TYPE_ERROR, "codec must pass exception instance");
    return NULL;
}

FUNCTION(ignore)
{
    struct trouble t;
    UNUSED;
    return read_trouble(vm, args[0], &t)
               ? answer(vm, &t, heap_retain(vm->empty_str))
               : NULL;
}

FUNCTION(replace)
{
    struct str_builder b;
    struct trouble t;
    UNUSED;
    if (!read_trouble(vm, args[0], &t))
        return NULL;
    str_builder_init(&b, vm);
    if (t.kind == DECODE)
        str_builder_char(&b, 0xfffd);
    for (size_t i = t.start; t.kind != DECODE && i < t.end; i++)
        str_builder_char(&b, t.kind == ENCODE ? '?' : 0xfffd);
    return answer(vm, &t, str_builder_finish(&b));
}

FUNCTION(xml_reference)
{
    struct str_builder b;
    struct trouble t;
    char text[16];
    UNUSED;
    if (!is_a(vm, args[0], EXC_UNICODE_ENCODE_ERROR))
        return wrong_exception(vm, args[0]) ? NULL : NULL;
    if (!read_trouble(vm, args[0], &t))
        return NULL;
    str_builder_init(&b, vm);
    for (size_t i = t.start; i < t.end; i++) {
        snprintf(text, sizeof text, "&#%u;", (unsigned)unit_at(&t, i));
        str_builder_ascii(&b, text);
    }
    return answer(vm, &t, str_builder_finish(&b));
}

FUNCTION(backslash)
{
    struct str_builder b;
    struct trouble t;
    char text[16];
    UNUSED;
    if (!read_trouble(vm, args[0], &t))
        return NULL;
    str_builder_init(&b, vm);
    for (size_t i = t.start; i < t.end; i++) {
        uint32_t c = unit_at(&t, i);
        snprintf(text, sizeof text,
                 c < 0x100     ? "\\x%02x"
                 : c < 0x10000 ? "\\u%04x"
                               : "\\U%08x",
                 (unsigned)c);
        str_builder_ascii(&b, text);
    }
    return answer(vm, &t, str_builder_finish(&b));
}

FUNCTION(name_replace)
{
    struct str_builder b;
    struct trouble t;
    char text[16], name[UNICODE_MAX_NAME];
    UNUSED;
    if (!is_a(vm, args[0], EXC_UNICODE_ENCODE_ERROR))
        return wrong_exception(vm, args[0]) ? NULL : NULL;
    if (!read_trouble(vm, args[0], &t))
        return NULL;
    str_builder_init(&b, vm);
    for (size_t i = t.start; i < t.end; i++) {
        uint32_t c = unit_at(&t, i);
        bool named = unicode_name(c, name) > 0;
        snprintf(text, sizeof text,
                 named         ? "\\N{"
                 : c < 0x100   ? "\\x%02x"
                 : c < 0x10000 ? "\\u%04x"
                               : "\\U%08x",
                 (unsigned)c);
        str_builder_ascii(&b, text);
        if (named) {
            str_builder_ascii(&b, name);
            str_builder_char(&b, '}');
        }
    }
    return answer(vm, &t, str_builder_finish(&b));
}

/* Surrogates that stand for bytes become those bytes; new bytes or NULL. */
static object *escaped_bytes(struct vm *vm, const struct trouble *t)
{
    unsigned char bytes[256];
    size_t n = 0;
    for (size_t i = t->start; i < t->end && n < sizeof bytes; i++) {
        uint32_t c = str_at(t->text, i);
        if (c < 0xdc80 || c > 0xdcff)
            return NULL;
        bytes[n++] = (unsigned char)(c - 0xdc00);
    }
    return bytes_new(vm, bytes, n);
}

FUNCTION(surrogate_escape)
{
    struct trouble t;
    UNUSED;
    if (!read_trouble(vm, args[0], &t))
        return NULL;
    if (t.kind == ENCODE && t.end - t.start > 256)
        t.end = t.start + 256;
    object *r = t.kind == ENCODE ? escaped_bytes(vm, &t) : NULL;
    if (t.kind == DECODE) {
        uint32_t points[4];
        size_t n = 0;
        while (n < 4 && t.start + n < t.end && unit_at(&t, t.start + n) >= 128)
            points[n] = 0xdc00 + unit_at(&t, t.start + n), n++;
        t.end = t.start + n;
        r = n ? str_from_ucs4(vm, points, n) : NULL;
    }
    if (!r && !vm_pending(vm))
        return raise_again(vm, &t, args[0]);
    return answer(vm, &t, r);
}

FUNCTION(surrogate_pass)
{
    struct trouble t;
    UNUSED;
    if (!read_trouble(vm, args[0], &t))
        return NULL;
    return raise_again(vm, &t, args[0]);
}

static const struct method_def functions[] = {
    {"strict_errors", strict, METHOD_ONE,
     "Implements the 'strict' error handling, which raises the error."},
    {"ignore_errors", ignore, METHOD_ONE,
     "Implements the 'ignore' error handling, which leaves out."},
    {"replace_errors", replace, METHOD_ONE,
     "Implements the 'replace' error handling, which puts a mark."},
    {"xmlcharrefreplace_errors", xml_reference, METHOD_ONE,
     "Implements the 'xmlcharrefreplace' error handling."},
    {"backslashreplace_errors", backslash, METHOD_ONE,
     "Implements the 'backslashreplace' error handling."},
    {"namereplace_errors", name_replace, METHOD_ONE,
     "Implements the 'namereplace' error handling."},
    {"surrogateescape", surrogate_escape, METHOD_ONE, NULL},
    {"surrogatepass", surrogate_pass, METHOD_ONE, NULL},
};

object *codecs_errors(struct vm *vm)
{
    static const char *const names[] = {
        "strict",      "ignore",          "replace",
        "xmlcharrefreplace", "backslashreplace", "namereplace",
        "surrogateescape", "surrogatepass",
    };
    object *dict = dict_new(vm);
    for (size_t i = 0; dict && i < sizeof names / sizeof *names; i++) {
        object *f = builtin_new(vm, &functions[i], NULL, NULL);
        if (!f || !dict_set_c(vm, dict, names[i], f))
            heap_store(vm->heap, &dict, NULL);
        vm_release_maybe(vm, f);
    }
    return dict;
}
