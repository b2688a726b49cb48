/*
 * The format mini-language: parsing, grouping and padding.
 */
#include "scripts/types/format_spec.h"

#include <string.h>

#include "scripts/types/chars.h"
#include "scripts/types/str_internal.h"
#include "scripts/vm/error.h"

/* ---- parsing -------------------------------------------------------------- */

struct cursor {
    object *spec;
    size_t at, end;
};

static uint32_t peek(const struct cursor *c, size_t ahead)
{
    return c->at + ahead < c->end ? str_at(c->spec, c->at + ahead) : 0;
}

static bool accept(struct cursor *c, uint32_t point)
{
    if (c->at >= c->end || str_at(c->spec, c->at) != point)
        return false;
    c->at++;
    return true;
}

static bool is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

static bool number(struct vm *vm, struct cursor *c, ptrdiff_t *out)
{
    int digit;
    *out = -1;
    while (c->at < c->end &&
           (digit = char_decimal(str_at(c->spec, c->at))) >= 0) {
        ptrdiff_t before = *out < 0 ? 0 : *out;
        if (before > (PTRDIFF_MAX - digit) / 10) {
            vm_raise(vm, EXC_VALUE_ERROR,
                     "Too many decimal digits in format string");
            return false;
        }
        *out = before * 10 + digit;
        c->at++;
    }
    return true;
}

static void fill_and_align(struct cursor *c, struct format_spec *f,
                           bool *filled, bool *aligned)
{
    *filled = c->end - c->at >= 2 && is_align(peek(c, 1));
    *aligned = *filled || is_align(peek(c, 0));
    if (*filled)
        f->fill = str_at(c->spec, c->at++);
    if (*aligned)
        f->align = str_at(c->spec, c->at++);
}

static bool grouping(struct vm *vm, struct cursor *c, struct format_spec *f)
{
    if (accept(c, ','))
        f->grouping = ',';
    if (accept(c, '_')) {
        if (f->grouping) {
            vm_raise(vm, EXC_VALUE_ERROR,
                     "Cannot specify both ',' and '_'.");
            return false;
        }
        f->grouping = '_';
    }
    if (f->grouping == '_' && peek(c, 0) == ',') {
        vm_raise(vm, EXC_VALUE_ERROR, "Cannot specify both ',' and '_'.");
        return false;
    }
    return true;
}

static void sign_and_flags(struct cursor *c, struct format_spec *f,
                           uint32_t align, bool filled, bool aligned)
{
    uint32_t sign = peek(c, 0);
    if (sign == '+' || sign == '-' || sign == ' ') {
        f->sign = sign;
        c->at++;
    }
    f->positive_zero = accept(c, 'z');
    f->alternate = accept(c, '#');
    if (!filled && accept(c, '0')) {
        f->fill = '0';
        if (!aligned && align == '>')
            f->align = '=';
    }
}

/* Does that type go with the grouping asked for? */
static bool groups(struct vm *vm, const struct format_spec *f)
{
    static const char both[] = "defgEG%F";
    if (!f->grouping || f->type == 0 ||
        (f->type < 128 && strchr(both, (int)f->type)) ||
        (f->grouping == '_' && f->type < 128 &&
         strchr("boxX", (int)f->type)))
        return true;
    if (f->type > 32 && f->type < 128)
        vm_raise(vm, EXC_VALUE_ERROR, "Cannot specify '%c' with '%c'.",
                 (int)f->grouping, (int)f->type);
    else
        vm_raise(vm, EXC_VALUE_ERROR, "Cannot specify '%c' with '\\x%x'.",
                 (int)f->grouping, (unsigned)f->type);
    return false;
}

bool format_parse(struct vm *vm, object *o, object *spec, uint32_t type,
                  uint32_t align, struct format_spec *f)
{
    struct cursor c = {spec, 0, str_length(spec)};
    bool filled, aligned;
    *f = (struct format_spec){.fill = ' ', .align = align, .type = type,
                              .width = -1, .precision = -1};
    fill_and_align(&c, f, &filled, &aligned);
    sign_and_flags(&c, f, align, filled, aligned);
    if (!number(vm, &c, &f->width) || !grouping(vm, &c, f))
        return false;
    if (accept(&c, '.')) {
        if (!number(vm, &c, &f->precision))
            return false;
        if (f->precision < 0) {
            vm_raise(vm, EXC_VALUE_ERROR,
                     "Format specifier missing precision");
            return false;
        }
    }
    if (c.end - c.at > 1) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "Invalid format specifier '%U' for object of type '%T'",
                 spec, o);
        return false;
    }
    if (c.at < c.end)
        f->type = str_at(spec, c.at);
    return groups(vm, f);
}

object *format_bad_type(struct vm *vm, uint32_t type, object *o)
{
    return type > 32 && type < 128
               ? vm_raise(vm, EXC_VALUE_ERROR,
                          "Unknown format code '%c' for object of type '%T'",
                          (int)type, o)
               : vm_raise(vm, EXC_VALUE_ERROR,
                          "Unknown format code '\\x%x' for object of type "
                          "'%T'",
                          (unsigned)type, o);
}

/* ---- padding ---------------------------------------------------------------- */

static void padding(const struct format_spec *f, size_t length, size_t *left,
                    size_t *inner, size_t *right)
{
    size_t all = f->width > 0 && (size_t)f->width > length
                     ? (size_t)f->width - length
                     : 0;
    *left = f->align == '>' ? all : f->align == '^' ? all / 2 : 0;
    *inner = f->align == '=' ? all : 0;
    *right = all - *left - *inner;
}

void format_padded(struct str_builder *b, const struct format_spec *f,
                   const object *text, size_t length)
{
    size_t left, inner, right;
    padding(f, length, &left, &inner, &right);
    str_builder_fill(b, f->fill, left + inner);
    for (size_t i = 0; i < length; i++)
        str_builder_char(b, str_at(text, i));
    str_builder_fill(b, f->fill, right);
}

/* Digits in groups, with zeros in front up to min_width characters. */
struct grouped {
    size_t first; /* characters of the leftmost group */
    size_t count; /* full groups behind it */
    size_t length;
};

static struct grouped group(size_t digits, size_t min_width, size_t size)
{
    struct grouped g = {0, 0, 0};
    if (size == 0) {
        g.first = g.length = digits > min_width ? digits : min_width;
        return g;
    }
    for (;;) {
        size_t most = digits > min_width ? digits : min_width;
        size_t n = most < 1 ? 1 : most < size ? most : size;
        digits -= n < digits ? n : digits;
        min_width -= n < min_width ? n : min_width;
        g.length += n;
        g.first = n;
        if (digits == 0 && min_width == 0)
            return g;
        min_width -= min_width > 0;
        g.count++;
        g.length++;
    }
}

static void add_grouped(struct str_builder *b, const struct number_text *n,
                        const struct grouped *g, size_t size, uint32_t mark)
{
    size_t all = g->first + g->count * size; /* without separators */
    size_t zeros = all > n->digit_count ? all - n->digit_count : 0;
    for (size_t i = 0; i < all; i++) {
        if (size && i >= g->first && (i - g->first) % size == 0)
            str_builder_char(b, mark);
        str_builder_char(
            b, i < zeros ? '0' : (unsigned char)n->digits[i - zeros]);
    }
}

void format_number(struct str_builder *b, const struct format_spec *f,
                   const struct number_text *n)
{
    size_t left, inner, right;
    size_t size = !f->grouping ? 0 : f->type < 128 && f->type &&
                          strchr("boxX", (int)f->type)
                      ? 4
                      : 3;
    size_t fixed = strlen(n->sign) + strlen(n->prefix) + n->rest_length;
    bool zeros = f->fill == '0' && f->align == '=';
    size_t min_width = zeros && f->width > 0 && (size_t)f->width > fixed
                           ? (size_t)f->width - fixed
                           : 0;
    struct grouped g = {0, 0, 0};
    if (n->digit_count)
        g = group(n->digit_count, min_width, size);
    padding(f, fixed + g.length, &left, &inner, &right);
    str_builder_fill(b, f->fill, left);
    str_builder_ascii(b, n->sign);
    str_builder_ascii(b, n->prefix);
    str_builder_fill(b, f->fill, inner);
    add_grouped(b, n, &g, size, f->grouping);
    str_builder_utf8(b, n->rest, n->rest_length);
    str_builder_fill(b, f->fill, right);
}
