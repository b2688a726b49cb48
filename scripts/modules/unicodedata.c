/*
 * unicodedata: the properties, names and normal forms of syntax/unicode.h.
 *
 * ucd_3_2_0 offers the same as functions of an object, to which characters
 * that are newer than Unicode 3.2 are unassigned; those that are older are
 * told as Unicode 14 has them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/syntax/unicode.h"
#include "scripts/types/bytes.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

static const struct type_spec ucd_spec;

/* ---- arguments ----------------------------------------------------------- */

/* Is c to be taken for unassigned? */
static bool is_too_new(const struct vm *vm, const object *self, uint32_t c)
{
    return native_is(vm, self, &ucd_spec) && !unicode_is_old(c);
}

/* A str of one character; which: " 1", or "" of the only argument. */
static bool character(struct vm *vm, const char *function, const char *which,
                      object *o, uint32_t *c)
{
    bool is_str = vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS;
    if (is_str && str_length(o) == 1) {
        *c = str_at(o, 0);
        return true;
    }
    vm_raise(vm, EXC_TYPE_ERROR,
             "%s() argument%s must be a unicode character, not %T", function,
             which, o);
    return false;
}

/* (chr, default=None) of decimal, digit, numeric and name. */
static bool with_default(struct vm *vm, const char *function,
                         object *const *args, size_t nargs, uint32_t *c)
{
    return args_between(vm, function, nargs, 1, 2) &&
           character(vm, function, " 1", args[0], c);
}

/* The default, else ValueError. */
static object *fall_back(struct vm *vm, object *const *args, size_t nargs,
                         const char *reason)
{
    return nargs > 1 ? heap_retain(args[1])
                     : vm_raise(vm, EXC_VALUE_ERROR, "%s", reason);
}

/* ---- properties ---------------------------------------------------------- */

FUNCTION(category)
{
    uint32_t c;
    (void)nargs, (void)kwnames;
    if (!character(vm, "category", "", args[0], &c))
        return NULL;
    return str_from(vm, is_too_new(vm, self, c) ? "Cn" : unicode_category(c));
}

FUNCTION(bidirectional)
{
    uint32_t c;
    (void)nargs, (void)kwnames;
    if (!character(vm, "bidirectional", "", args[0], &c))
        return NULL;
    return str_from(vm,
                    is_too_new(vm, self, c) ? "" : unicode_bidirectional(c));
}

FUNCTION(east_asian_width)
{
    uint32_t c;
    (void)nargs, (void)kwnames;
    if (!character(vm, "east_asian_width", "", args[0], &c))
        return NULL;
    return str_from(vm, is_too_new(vm, self, c) ? "N"
                                                : unicode_east_asian_width(c));
}

FUNCTION(combining)
{
    uint32_t c;
    (void)nargs, (void)kwnames;
    if (!character(vm, "combining", "", args[0], &c))
        return NULL;
    return int_new(vm, is_too_new(vm, self, c) ? 0 : unicode_combining(c));
}

FUNCTION(mirrored)
{
    uint32_t c;
    (void)nargs, (void)kwnames;
    if (!character(vm, "mirrored", "", args[0], &c))
        return NULL;
    return int_new(vm, !is_too_new(vm, self, c) && unicode_is_mirrored(c));
}

FUNCTION(decimal)
{
    uint32_t c;
    (void)kwnames;
    if (!with_default(vm, "decimal", args, nargs, &c))
        return NULL;
    int value = is_too_new(vm, self, c) ? -1 : unicode_decimal(c);
    return value >= 0 ? int_new(vm, value)
                      : fall_back(vm, args, nargs, "not a decimal");
}

FUNCTION(digit)
{
    uint32_t c;
    (void)self, (void)kwnames;
    if (!with_default(vm, "digit", args, nargs, &c))
        return NULL;
    int value = unicode_digit(c);
    return value >= 0 ? int_new(vm, value)
                      : fall_back(vm, args, nargs, "not a digit");
}

FUNCTION(numeric)
{
    uint32_t c;
    double value;
    (void)kwnames;
    if (!with_default(vm, "numeric", args, nargs, &c))
        return NULL;
    return !is_too_new(vm, self, c) && unicode_numeric(c, &value)
               ? float_new(vm, value)
               : fall_back(vm, args, nargs, "not a numeric character");
}

FUNCTION(decomposition)
{
    uint32_t c, out[18];
    const char *tag = NULL;
    char text[18 * 7 + 32];
    int n = 0;
    (void)nargs, (void)kwnames;
    if (!character(vm, "decomposition", "", args[0], &c))
        return NULL;
    int count = is_too_new(vm, self, c) ? 0 : unicode_decomposition(c, out, &tag);
    text[0] = '\0';
    if (count && tag)
        n = snprintf(text, sizeof text, "%s", tag);
    for (int k = 0; k < count; k++)
        n += snprintf(text + n, sizeof text - (size_t)n, "%s%04X",
                      n ? " " : "", (unsigned)out[k]);
    return str_from(vm, text);
}

/* ---- names --------------------------------------------------------------- */

FUNCTION(name)
{
    uint32_t c;
    char text[UNICODE_MAX_NAME];
    (void)kwnames;
    if (!with_default(vm, "name", args, nargs, &c))
        return NULL;
    return !is_too_new(vm, self, c) && unicode_name(c, text) > 0
               ? str_from(vm, text)
               : fall_back(vm, args, nargs, "no such name");
}

/* The text of a name, str or bytes-like, malloc'ed. */
static char *name_text(struct vm *vm, object *o, size_t *size)
{
    const unsigned char *data;
    if (vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS) {
        *size = str_to_utf8(o, NULL, 0);
        return str_dup_utf8(vm, o);
    }
    if (!bytes_view(vm, o, &data, size))
        return NULL;
    char *text = malloc(*size + 1);
    if (!text) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    memcpy(text, data, *size);
    text[*size] = '\0';
    return text;
}

FUNCTION(lookup)
{
    uint32_t c = 0;
    size_t size;
    (void)nargs, (void)kwnames;
    char *text = name_text(vm, args[0], &size);
    if (!text)
        return NULL;
    bool found = unicode_lookup(text, size, &c) && !is_too_new(vm, self, c);
    if (!found && size >= UNICODE_MAX_NAME)
        vm_raise(vm, EXC_KEY_ERROR, "name too long");
    else if (!found)
        vm_raise(vm, EXC_KEY_ERROR, "undefined character name '%s'", text);
    free(text);
    return found ? str_from_char(vm, c) : NULL;
}

/* ---- normal forms -------------------------------------------------------- */

static bool form_of(struct vm *vm, const object *o, enum unicode_form *out)
{
    static const struct {
        const char *name;
        enum unicode_form form;
    } forms[] = {{"NFC", UNICODE_NFC},
                 {"NFD", UNICODE_NFD},
                 {"NFKC", UNICODE_NFKC},
                 {"NFKD", UNICODE_NFKD}};
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        if (str_equal_ascii(o, forms[k].name)) {
            *out = forms[k].form;
            return true;
        }
    vm_raise(vm, EXC_VALUE_ERROR, "invalid normalization form");
    return false;
}

static bool texts(struct vm *vm, const char *function, object *const *args,
                  size_t nargs)
{
    if (!args_between(vm, function, nargs, 2, 2))
        return false;
    for (size_t k = 0; k < 2; k++)
        if (!(vm_type_of(vm, args[k])->flags & TYPE_STR_SUBCLASS)) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "%s() argument %zu must be str, not %B", function, k + 1,
                     args[k]);
            return false;
        }
    return true;
}

/* The code points of s, malloc'ed. */
static uint32_t *points_of(struct vm *vm, const object *s)
{
    size_t n = str_length(s);
    uint32_t *points = malloc((n + 1) * sizeof *points);
    if (!points)
        vm_raise_no_memory(vm);
    for (size_t k = 0; points && k < n; k++)
        points[k] = str_at(s, k);
    return points;
}

/* Normalizes the pieces between characters that are too new; for others that
 * is the whole. */
static bool normalize_pieces(struct vm *vm, const object *self,
                             enum unicode_form form, const uint32_t *points,
                             size_t count, struct str_builder *out)
{
    for (size_t k = 0, end; k < count; k = end) {
        for (end = k; end < count && !is_too_new(vm, self, points[end]);)
            end++;
        size_t n = 0;
        uint32_t *piece =
            unicode_normalize_points(form, points + k, end - k, &n);
        if (!piece) {
            vm_raise_no_memory(vm);
            return false;
        }
        for (size_t i = 0; i < n; i++)
            str_builder_char(out, piece[i]);
        free(piece);
        for (; end < count && is_too_new(vm, self, points[end]); end++)
            str_builder_char(out, points[end]);
    }
    return true;
}

/* The normal form of s, which is s itself where that is one. */
static object *normal(struct vm *vm, const object *self,
                      enum unicode_form form, object *s)
{
    struct str_builder b;
    if (((const struct str_object *)s)->ascii)
        return heap_retain(s);
    uint32_t *points = points_of(vm, s);
    if (!points)
        return NULL;
    str_builder_init(&b, vm);
    bool ok = normalize_pieces(vm, self, form, points, str_length(s), &b);
    free(points);
    if (!ok) {
        str_builder_done(&b);
        return NULL;
    }
    object *result = str_builder_finish(&b);
    if (result && str_equal(result, s))
        heap_store(vm->heap, &result, heap_retain(s));
    return result;
}

FUNCTION(normalize)
{
    enum unicode_form form;
    (void)kwnames;
    if (!texts(vm, "normalize", args, nargs) || !form_of(vm, args[0], &form))
        return NULL;
    return normal(vm, self, form, args[1]);
}

FUNCTION(is_normalized)
{
    enum unicode_form form;
    (void)kwnames;
    if (!texts(vm, "is_normalized", args, nargs) ||
        !form_of(vm, args[0], &form))
        return NULL;
    object *s = normal(vm, self, form, args[1]);
    object *result = s ? vm_bool(vm, str_equal(s, args[1])) : NULL;
    vm_release_maybe(vm, s);
    return result;
}

/* ---- the module ---------------------------------------------------------- */

static const struct method_def functions[] = {
    {"category", category, METHOD_ONE,
     "category($self, chr, /)\n--\n\nThe general category of a character."},
    {"bidirectional", bidirectional, METHOD_ONE,
     "bidirectional($self, chr, /)\n--\n\n"
     "The class that orders text of both directions."},
    {"combining", combining, METHOD_ONE,
     "combining($self, chr, /)\n--\n\nThe canonical combining class."},
    {"mirrored", mirrored, METHOD_ONE,
     "mirrored($self, chr, /)\n--\n\n"
     "1 for what is mirrored in text from right to left."},
    {"east_asian_width", east_asian_width, METHOD_ONE,
     "east_asian_width($self, chr, /)\n--\n\nThe East Asian width."},
    {"decimal", decimal, METHOD_ARGS,
     "decimal($self, chr, default=<unrepresentable>, /)\n--\n\n"
     "The value of a decimal digit."},
    {"digit", digit, METHOD_ARGS,
     "digit($self, chr, default=<unrepresentable>, /)\n--\n\n"
     "The value of a digit of any kind."},
    {"numeric", numeric, METHOD_ARGS,
     "numeric($self, chr, default=<unrepresentable>, /)\n--\n\n"
     "The numeric value, a float."},
    {"decomposition", decomposition, METHOD_ONE,
     "decomposition($self, chr, /)\n--\n\n"
     "What a character decomposes to, in words of the database."},
    {"name", name, METHOD_ARGS,
     "name($self, chr, default=<unrepresentable>, /)\n--\n\n"
     "The name of a character."},
    {"lookup", lookup, METHOD_ONE,
     "lookup($self, name, /)\n--\n\nThe character of a name."},
    {"normalize", normalize, METHOD_ARGS,
     "normalize($self, form, unistr, /)\n--\n\n"
     "The normal form NFC, NFD, NFKC or NFKD of a text."},
    {"is_normalized", is_normalized, METHOD_ARGS,
     "is_normalized($self, form, unistr, /)\n--\n\n"
     "Is the text in that normal form?"},
    {NULL, NULL, 0, NULL},
};

static object *old_version(struct vm *vm, object *self, const void *data)
{
    (void)self, (void)data;
    return str_from(vm, "3.2.0");
}

static const struct getset_def getsets[] = {
    {"unidata_version", old_version, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct type_spec ucd_spec = {
    .name = "unicodedata.UCD",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(object)},
    .methods = functions,
    .getsets = getsets,
};

bool unicodedata_fill(struct vm *vm, object *module)
{
    static const struct type_spec *const specs[] = {&ucd_spec, NULL};
    struct type_object *type = native_type(vm, &ucd_spec);
    return type && native_add_types(vm, module, specs) &&
           module_add_functions(vm, module, functions) &&
           module_add_str(vm, module, "unidata_version", "14.0.0") &&
           module_add_steal(vm, module, "ucd_3_2_0", type_alloc(vm, type, 0));
}
