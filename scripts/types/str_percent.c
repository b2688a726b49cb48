/*
 * template % values, for str and bytes alike: the template is read through
 * code points, and the pieces go to a string builder.
 */
#include "scripts/types/str_percent.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/types/bytes_internal.h"
#include "scripts/types/float.h"
#include "scripts/types/float_methods.h"
#include "scripts/types/int.h"
#include "scripts/types/int_methods.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

enum flag { LEFT = 1, SIGN = 2, BLANK = 4, ALTERNATE = 8, ZERO = 16 };

struct directive {
    unsigned flags;
    ptrdiff_t width, precision; /* -1: none */
    uint32_t code;
};

struct percent {
    struct vm *vm;
    percent_char_fn *char_at;
    const void *template;
    size_t at, end;
    bool bytes;
    object *values; /* borrowed */
    object *mapping; /* values when names may be used, else NULL */
    size_t used, count;
    bool tuple, keyed;
    object *keyed_value; /* owned; used once */
    bool keyed_used;
    struct str_builder out;
};

static uint32_t char_at(const struct percent *p, size_t i)
{
    return p->char_at(p->template, i);
}

/* ---- arguments ------------------------------------------------------------ */

/* The next value, borrowed. */
static object *next_value(struct percent *p)
{
    if (p->keyed_value && !p->keyed_used) {
        p->keyed_used = true;
        return p->keyed_value;
    }
    if (!p->keyed && (p->tuple ? p->used < p->count : p->used == 0)) {
        object *o = p->tuple ? tuple_items(p->values)[p->used] : p->values;
        p->used++;
        return o;
    }
    return vm_raise(p->vm, EXC_TYPE_ERROR,
                    "not enough arguments for format string");
}

static object *key_between(struct percent *p, size_t from, size_t to)
{
    struct str_builder b;
    str_builder_init(&b, p->vm);
    for (size_t i = from; i < to; i++)
        str_builder_char(&b, char_at(p, i));
    object *key = str_builder_finish(&b);
    if (!p->bytes || !key)
        return key;
    object *bytes = bytes_new(p->vm, str_of(key)->data, str_length(key));
    vm_release(p->vm, key);
    return bytes;
}

/* %(name): looks it up in the mapping. */
static bool take_key(struct percent *p)
{
    struct vm *vm = p->vm;
    int depth = 1;
    if (!p->mapping) {
        vm_raise(vm, EXC_TYPE_ERROR, "format requires a mapping");
        return false;
    }
    size_t from = ++p->at;
    for (; p->at < p->end && depth > 0; p->at++)
        depth += (char_at(p, p->at) == '(') - (char_at(p, p->at) == ')');
    if (depth > 0) {
        vm_raise(vm, EXC_VALUE_ERROR, "incomplete format key");
        return false;
    }
    object *key = key_between(p, from, p->at - 1);
    if (!key)
        return false;
    heap_store(vm->heap, &p->keyed_value, NULL);
    p->keyed_used = false;
    p->keyed_value = vm_getitem(vm, p->mapping, key);
    vm_release(vm, key);
    p->keyed = true;
    return p->keyed_value != NULL;
}

static void take_flags(struct percent *p, struct directive *d)
{
    static const char letters[] = "-+ #0";
    for (; p->at < p->end; p->at++) {
        uint32_t c = char_at(p, p->at);
        const char *found = c && c < 128 ? strchr(letters, (int)c) : NULL;
        if (!found)
            return;
        d->flags |= 1u << (found - letters);
    }
}

/* '*' : the number comes from the values. */
static bool take_star(struct percent *p, ptrdiff_t *out, const char *too_big)
{
    object *o = next_value(p);
    int64_t value;
    if (!o)
        return false;
    if (!(vm_type_of(p->vm, o)->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(p->vm, EXC_TYPE_ERROR, "* wants int");
        return false;
    }
    if (!int_as_i64(p->vm, o, &value))
        return false;
    if (value > INT_MAX || value < -(int64_t)INT_MAX) {
        vm_raise(p->vm, EXC_OVERFLOW_ERROR, "%s", too_big);
        return false;
    }
    *out = (ptrdiff_t)value;
    return true;
}

static bool take_number(struct percent *p, ptrdiff_t *out, ptrdiff_t most,
                        const char *too_big)
{
    for (; p->at < p->end; p->at++) {
        uint32_t c = char_at(p, p->at);
        if (c < '0' || c > '9')
            return true;
        if (*out > (most - 9) / 10) {
            vm_raise(p->vm, EXC_VALUE_ERROR, "%s", too_big);
            return false;
        }
        *out = *out * 10 + (ptrdiff_t)(c - '0');
    }
    return true;
}

static bool take_width(struct percent *p, struct directive *d)
{
    if (p->at < p->end && char_at(p, p->at) == '*') {
        p->at++;
        if (!take_star(p, &d->width, "Python int too large to convert to C "
                                     "int"))
            return false;
        if (d->width < 0) {
            d->flags |= LEFT;
            d->width = -d->width;
        }
        return true;
    }
    d->width = 0;
    return take_number(p, &d->width, PTRDIFF_MAX, "width too big");
}

static bool take_precision(struct percent *p, struct directive *d)
{
    if (p->at >= p->end || char_at(p, p->at) != '.')
        return true;
    d->precision = 0;
    p->at++;
    if (p->at < p->end && char_at(p, p->at) == '*') {
        p->at++;
        if (!take_star(p, &d->precision, "Python int too large to convert to "
                                         "C int"))
            return false;
        d->precision = d->precision < 0 ? 0 : d->precision;
        return true;
    }
    return take_number(p, &d->precision, INT_MAX,
                       p->bytes ? "prec too big" : "precision too big");
}

static bool take_directive(struct percent *p, struct directive *d)
{
    *d = (struct directive){.width = -1, .precision = -1};
    heap_store(p->vm->heap, &p->keyed_value, NULL);
    if (p->at < p->end && char_at(p, p->at) == '(' && !take_key(p))
        return false;
    take_flags(p, d);
    if (!take_width(p, d) || !take_precision(p, d))
        return false;
    if (p->at < p->end && strchr("hlL", (int)(char_at(p, p->at) & 0x7f)) &&
        char_at(p, p->at) < 128 && char_at(p, p->at))
        p->at++;
    if (p->at >= p->end) {
        vm_raise(p->vm, EXC_VALUE_ERROR, "incomplete format");
        return false;
    }
    d->code = char_at(p, p->at++);
    return true;
}

/* ---- output --------------------------------------------------------------- */

/* sign, then digits; zeros between them when asked for. */
static void add_numeric(struct percent *p, const struct directive *d,
                        const char *sign, const char *prefix,
                        const char *digits)
{
    struct str_builder *b = &p->out;
    size_t length = strlen(sign) + strlen(prefix) + strlen(digits);
    size_t pad = d->width > 0 && (size_t)d->width > length
                     ? (size_t)d->width - length
                     : 0;
    bool zeros = (d->flags & ZERO) && !(d->flags & LEFT);
    if (!zeros && !(d->flags & LEFT))
        str_builder_fill(b, ' ', pad);
    str_builder_ascii(b, sign);
    str_builder_ascii(b, prefix);
    if (zeros)
        str_builder_fill(b, '0', pad);
    str_builder_ascii(b, digits);
    if (d->flags & LEFT)
        str_builder_fill(b, ' ', pad);
}

static void add_text(struct percent *p, const struct directive *d,
                     object *text, ptrdiff_t precision)
{
    size_t n = str_length(text);
    if (precision >= 0 && (size_t)precision < n)
        n = (size_t)precision;
    size_t pad =
        d->width > 0 && (size_t)d->width > n ? (size_t)d->width - n : 0;
    bool all = n == str_length(text) && p->at >= p->end;
    if (all && !pad && d->code != 'c') {
        str_builder_whole(&p->out, text); /* the result may be text itself */
        return;
    }
    if (!(d->flags & LEFT))
        str_builder_fill(&p->out, ' ', pad);
    str_builder_range(&p->out, text, 0, n);
    if (d->flags & LEFT)
        str_builder_fill(&p->out, ' ', pad);
}

static const char *sign_of(const struct directive *d, bool negative)
{
    return negative               ? "-"
           : d->flags & SIGN      ? "+"
           : d->flags & BLANK     ? " "
                                  : "";
}

static bool refuse(struct percent *p, object *o, const char *what,
                   const struct directive *d)
{
    vm_raise(p->vm, EXC_TYPE_ERROR, "%%%c format: %s is required, not %T",
             (int)d->code, what, o);
    return false;
}

/* The int that o stands for, new. */
static object *as_int(struct percent *p, object *o, const struct directive *d)
{
    struct vm *vm = p->vm;
    const struct type_object *type = vm_type_of(vm, o);
    bool hex = d->code == 'x' || d->code == 'X' || d->code == 'o';
    if (type->flags & TYPE_INT_SUBCLASS)
        return heap_retain(o);
    object *made = NULL;
    bool number = type->slots.to_index || type->slots.to_int ||
                  type->slots.to_float;
    if (number && (hex || !vm_is(o, TYPE_COMPLEX))) {
        if (hex && type->slots.to_index)
            made = vm_index(vm, o);
        else if (!hex)
            made = vm_int(vm, o);
        if (made || (vm_pending(vm) && !vm_pending_is(vm, EXC_TYPE_ERROR)))
            return made;
        vm_pending_clear(vm);
    }
    refuse(p, o, hex ? "an integer" : "a real number", d);
    return NULL;
}

/* A plain int in decimal digits without a precision. */
static void add_plain(struct percent *p, const struct directive *d, int64_t n)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
    digits[--at] = 0;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    add_numeric(p, d, sign_of(d, n < 0), "", digits + at);
}

static bool add_int(struct percent *p, const struct directive *d, object *o)
{
    bool decimal = d->code == 'd' || d->code == 'i' || d->code == 'u';
    if (decimal && d->precision < 0 && int_is_plain(o)) {
        add_plain(p, d, ((struct int_object *)o)->value);
        return true;
    }
    bool upper = d->code == 'X';
    int base = d->code == 'o' ? 8 : d->code == 'x' || upper ? 16 : 10;
    object *value = as_int(p, o, d);
    object *text = value ? int_to_str(p->vm, value, base, false) : NULL;
    char *digits = text ? str_dup_utf8(p->vm, text) : NULL;
    vm_release_maybe(p->vm, value);
    vm_release_maybe(p->vm, text);
    if (!digits)
        return false;
    bool negative = *digits == '-';
    size_t n = strlen(digits) - negative;
    size_t zeros = d->precision > (ptrdiff_t)n ? (size_t)d->precision - n : 0;
    char *all = malloc(zeros + n + 1);
    if (!all) {
        free(digits);
        vm_raise_no_memory(p->vm);
        return false;
    }
    memset(all, '0', zeros);
    memcpy(all + zeros, digits + negative, n + 1);
    for (char *q = all; upper && *q; q++)
        *q = *q >= 'a' && *q <= 'f' ? (char)(*q - 32) : *q;
    const char *prefix = !(d->flags & ALTERNATE) || base == 10 ? ""
                         : base == 8                           ? "0o"
                         : upper                               ? "0X"
                                                               : "0x";
    add_numeric(p, d, sign_of(d, negative), prefix, all);
    free(all);
    free(digits);
    return true;
}

static bool add_float(struct percent *p, const struct directive *d, object *o)
{
    double value;
    if (!float_check(p->vm, o) && !vm_type_of(p->vm, o)->slots.to_float &&
        !vm_type_of(p->vm, o)->slots.to_index) {
        vm_raise(p->vm, EXC_TYPE_ERROR,
                 p->bytes ? "float argument required, not %T"
                          : "must be real number, not %T",
                 o);
        return false;
    }
    if (!float_as_double(p->vm, o, &value))
        return false;
    int precision = d->precision < 0 ? 6 : (int)d->precision;
    size_t room = (size_t)precision + 400;
    char *text = malloc(room);
    if (!text) {
        vm_raise_no_memory(p->vm);
        return false;
    }
    size_t n = float_text(value, (char)d->code, precision,
                          d->flags & ALTERNATE, false, text, room - 1);
    text[n] = 0;
    bool negative = *text == '-';
    add_numeric(p, d, sign_of(d, negative), "", text + negative);
    free(text);
    return true;
}

static bool add_char(struct percent *p, const struct directive *d, object *o)
{
    struct vm *vm = p->vm;
    ptrdiff_t value;
    object *text = NULL;
    if (str_check(vm, o) && str_length(o) == 1) {
        text = heap_retain(o);
    } else if (!str_check(vm, o) && vm_type_of(vm, o)->slots.to_index) {
        if (!vm_index_as_ssize(vm, o, &value, true))
            return false;
        if (value < 0 || value > 0x10ffff) {
            vm_raise(vm, EXC_OVERFLOW_ERROR, "%%c arg not in range(0x110000)");
            return false;
        }
        text = str_from_char(vm, (uint32_t)value);
    } else {
        vm_raise(vm, EXC_TYPE_ERROR, "%%c requires int or char");
    }
    if (!text)
        return false;
    add_text(p, d, text, -1);
    vm_release(vm, text);
    return true;
}

static bool add_object(struct percent *p, const struct directive *d,
                       object *o)
{
    struct vm *vm = p->vm;
    object *text = d->code == 's'   ? vm_str(vm, o)
                   : d->code == 'r' ? vm_repr(vm, o)
                                    : vm_ascii(vm, o);
    if (!text)
        return false;
    add_text(p, d, text, d->precision);
    vm_release(vm, text);
    return true;
}

static bool bad_code(struct percent *p, const struct directive *d)
{
    if (p->bytes)
        vm_raise(p->vm, EXC_VALUE_ERROR,
                 "unsupported format character '%c' (0x%x) at index %zu",
                 (int)d->code, (unsigned)d->code, p->at - 1);
    else
        vm_raise(p->vm, EXC_VALUE_ERROR,
                 "unsupported format character '%c' (0x%x) at index %zu",
                 d->code > 31 && d->code < 128 ? (int)d->code : '?',
                 (unsigned)d->code, p->at - 1);
    return false;
}

static bool add_directive(struct percent *p, struct directive *d)
{
    object *o = next_value(p);
    if (!o)
        return false;
    uint32_t c = d->code;
    if (c == 0 || c >= 128)
        return bad_code(p, d);
    if (p->bytes && c == 'i')
        d->code = 'd';
    if (strchr("diuoxX", (int)c))
        return add_int(p, d, o);
    if (strchr("eEfFgG", (int)c))
        return add_float(p, d, o);
    if (p->bytes && strchr("csbra", (int)c))
        return percent_bytes_piece(p->vm, &p->out, d->code, d->width,
                                   d->precision, d->flags & LEFT, o);
    if (c == 'c')
        return add_char(p, d, o);
    return strchr("sra", (int)c) ? add_object(p, d, o) : bad_code(p, d);
}

/* ---- the whole --------------------------------------------------------------- */

static bool is_mapping(struct vm *vm, object *o)
{
    const struct type_object *type = vm_type_of(vm, o);
    return type->slots.subscript && !(type->flags & TYPE_TUPLE_SUBCLASS) &&
           !(type->flags & TYPE_STR_SUBCLASS);
}

static bool run(struct percent *p)
{
    struct directive d;
    while (p->at < p->end && !p->out.failed) {
        uint32_t c = char_at(p, p->at++);
        bool doubled = c == '%' && p->at < p->end && char_at(p, p->at) == '%';
        p->at += doubled;
        if (c != '%' || doubled)
            str_builder_char(&p->out, c);
        else if (!take_directive(p, &d) || !add_directive(p, &d))
            return false;
    }
    if (!p->mapping || !p->keyed) {
        bool left = p->tuple ? p->used < p->count
                             : p->used == 0 && !p->mapping;
        if (left) {
            vm_raise(p->vm, EXC_TYPE_ERROR,
                     "not all arguments converted during %s formatting",
                     p->bytes ? "bytes" : "string");
            return false;
        }
    }
    return true;
}

object *percent_format(struct vm *vm, percent_char_fn *at,
                       const void *template, size_t length, bool bytes,
                       object *values)
{
    struct percent p = {.vm = vm, .char_at = at, .template = template,
                        .end = length, .bytes = bytes, .values = values};
    p.tuple = vm_type_of(vm, values)->flags & TYPE_TUPLE_SUBCLASS;
    p.count = p.tuple ? tuple_length(values) : 1;
    if (is_mapping(vm, values) && !(bytes && bytes_like(vm, values)))
        p.mapping = values;
    str_builder_init(&p.out, vm);
    bool ok = run(&p);
    vm_release_maybe(vm, p.keyed_value);
    if (ok)
        return str_builder_finish(&p.out);
    str_builder_done(&p.out);
    return NULL;
}

static uint32_t str_char(const void *template, size_t i)
{
    return str_at(template, i);
}

/* A format with nothing in it is its own result. */
static object *unchanged_steal(struct vm *vm, object *r, object *format)
{
    if (!vm_is(format, TYPE_STR) || !str_equal(r, format))
        return r;
    for (size_t i = 0; i < str_length(format); i++)
        if (str_at(format, i) == '%')
            return r;
    vm_release(vm, r);
    return heap_retain(format);
}

object *str_percent(struct vm *vm, object *format, object *values)
{
    /* '%s' % text is the text itself, as CPython's writer has it */
    if (vm_is(values, TYPE_STR) && str_equal_ascii(format, "%s"))
        return heap_retain(values);
    object *r = percent_format(vm, str_char, format, str_length(format), false,
                               values);
    return r ? unchanged_steal(vm, r, format) : NULL;
}
