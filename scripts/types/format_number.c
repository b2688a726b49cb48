/*
 * format() of numbers and text, on top of format_spec.c.
 */
#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/types/float.h"
#include "scripts/types/float_methods.h"
#include "scripts/types/format_spec.h"
#include "scripts/types/int.h"
#include "scripts/types/int_methods.h"
#include "scripts/types/str_methods.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

static const char *sign_text(const struct format_spec *f, bool negative)
{
    return negative       ? "-"
           : f->sign == '+' ? "+"
           : f->sign == ' ' ? " "
                            : "";
}

/* ---- text ------------------------------------------------------------------- */

object *format_str(struct vm *vm, object *o, object *spec)
{
    struct format_spec f;
    struct str_builder b;
    if (str_length(spec) == 0)
        return vm_is(o, TYPE_STR) ? heap_retain(o) : vm_str(vm, o);
    if (!format_parse(vm, o, spec, 's', '<', &f))
        return NULL;
    if (f.type != 's')
        return format_bad_type(vm, f.type, o);
    const char *refused = NULL;
    if (f.sign == ' ')
        refused = "Space not allowed in string format specifier";
    else if (f.sign)
        refused = "Sign not allowed in string format specifier";
    else if (f.positive_zero)
        refused = "Negative zero coercion (z) not allowed in string format "
                  "specifier";
    else if (f.alternate)
        refused = "Alternate form (#) not allowed in string format specifier";
    else if (f.align == '=')
        refused = "'=' alignment not allowed in string format specifier";
    if (refused)
        return vm_raise(vm, EXC_VALUE_ERROR, "%s", refused);
    size_t n = str_length(o);
    if (f.precision >= 0 && (size_t)f.precision < n)
        n = (size_t)f.precision;
    if (f.width <= (ptrdiff_t)n)
        return n == str_length(o) ? heap_retain(o) : str_slice(vm, o, 0, n);
    str_builder_init(&b, vm);
    format_padded(&b, &f, o, n);
    return str_builder_finish(&b);
}

/* ---- int ----------------------------------------------------------------------- */

static object *format_char(struct vm *vm, object *o, struct format_spec *f)
{
    int64_t value;
    if (f->sign)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "Sign not allowed with integer format specifier 'c'");
    if (f->alternate)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "Alternate form (#) not allowed with integer format "
                        "specifier 'c'");
    if (!int_as_i64(vm, o, &value))
        return NULL;
    if (value < 0 || value > 0x10ffff)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "%%c arg not in range(0x110000)");
    object *text = str_from_char(vm, (uint32_t)value);
    struct str_builder b;
    if (!text)
        return NULL;
    str_builder_init(&b, vm);
    format_padded(&b, f, text, 1);
    vm_release(vm, text);
    return str_builder_finish(&b);
}

static object *format_digits(struct vm *vm, object *o, struct format_spec *f)
{
    int base = f->type == 'b' ? 2 : f->type == 'o' ? 8
               : f->type == 'x' || f->type == 'X' ? 16 : 10;
    object *text = int_to_str(vm, o, base, false);
    char *digits = text ? str_dup_utf8(vm, text) : NULL;
    vm_release_maybe(vm, text);
    if (!digits)
        return NULL;
    bool negative = *digits == '-';
    for (char *p = digits; f->type == 'X' && *p; p++)
        *p = (char)toupper((unsigned char)*p);
    const char *prefix = !f->alternate  ? ""
                         : base == 2    ? "0b"
                         : base == 8    ? "0o"
                         : f->type == 'x' ? "0x"
                         : f->type == 'X' ? "0X"
                                          : "";
    struct number_text n = {.sign = sign_text(f, negative),
                            .prefix = prefix,
                            .digits = digits + negative,
                            .digit_count = strlen(digits) - negative,
                            .rest = ""};
    struct str_builder b;
    str_builder_init(&b, vm);
    format_number(&b, f, &n);
    free(digits);
    return str_builder_finish(&b);
}

static object *format_double(struct vm *vm, double value,
                             struct format_spec *f);

object *format_int(struct vm *vm, object *o, object *spec)
{
    struct format_spec f;
    double value;
    if (str_length(spec) == 0)
        return vm_is(o, TYPE_INT) ? int_to_str(vm, o, 10, false)
                                  : vm_str(vm, o);
    if (!format_parse(vm, o, spec, 'd', '>', &f))
        return NULL;
    if (f.type && f.type < 128 && strchr("eEfFgG%", (int)f.type))
        return int_as_double(vm, o, &value) ? format_double(vm, value, &f)
                                            : NULL;
    if (!f.type || f.type >= 128 || !strchr("bcdoxXn", (int)f.type))
        return format_bad_type(vm, f.type, o);
    if (f.precision >= 0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "Precision not allowed in integer format specifier");
    if (f.positive_zero)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "Negative zero coercion (z) not allowed in integer "
                        "format specifier");
    return f.type == 'c' ? format_char(vm, o, &f) : format_digits(vm, o, &f);
}

/* ---- float ------------------------------------------------------------------------ */

/* value's text, malloc'ed; %g of fewer digits than its whole part needs goes
 * to the exponent one earlier when ".0" is to be seen. */
static char *plain_text(double value, char code, int precision,
                        bool alternate, bool dot_zero)
{
    size_t room = (size_t)(precision > 0 ? precision : 0) + 400;
    char *text = malloc(room);
    if (!text)
        return NULL;
    if (code == 'g' && dot_zero && !alternate && isfinite(value)) {
        int p = precision ? precision : 1;
        size_t n = float_text(value, 'e', p - 1, false, false, text, room - 1);
        text[n] = 0;
        int exponent = atoi(strchr(text, 'e') + 1);
        if (exponent == p - 1) {
            char *mark = strchr(text, 'e'), *end = mark;
            while (memchr(text, '.', (size_t)(end - text)) &&
                   (end[-1] == '0' || end[-1] == '.'))
                if (*--end == '.')
                    break;
            memmove(end, mark, strlen(mark) + 1);
            return text;
        }
    }
    size_t n = float_text(value, code, precision, alternate && code != 'r',
                          false, text, room - 3);
    text[n] = 0;
    if (dot_zero && isfinite(value) && !strpbrk(text, ".e"))
        strcpy(text + n, ".0");
    char *mark = code == 'r' && alternate ? strchr(text, 'e') : NULL;
    if (mark && !strchr(text, '.')) {
        memmove(mark + 1, mark, strlen(mark) + 1);
        *mark = '.';
    } else if (code == 'r' && alternate && isfinite(value) &&
               !strchr(text, '.')) {
        strcat(text, ".");
    }
    return text;
}

/* value's text for that spec without sign and padding; *negative. */
static char *double_text(struct vm *vm, double value, struct format_spec *f,
                         bool *negative)
{
    uint32_t type = f->type;
    bool dot_zero = type == 0, percent = type == '%';
    int precision = 6;
    if (f->precision > INT_MAX) {
        vm_raise(vm, EXC_VALUE_ERROR, "precision too big");
        return NULL;
    }
    if (f->precision >= 0)
        precision = (int)f->precision;
    char code = type == 0     ? (f->precision >= 0 ? 'g' : 'r')
                : type == 'n' ? 'g'
                : percent     ? 'f'
                              : (char)type;
    if (percent)
        value *= 100;
    char *text = plain_text(value, code, precision, f->alternate, dot_zero);
    if (!text) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    if (percent)
        strcat(text, "%");
    *negative = *text == '-';
    if (*negative) {
        memmove(text, text + 1, strlen(text));
        if (f->positive_zero && !strpbrk(text, "123456789") &&
            isdigit((unsigned char)*text))
            *negative = false;
    }
    return text;
}

static void add_double(struct str_builder *b, const struct format_spec *f,
                       const char *text, bool negative)
{
    size_t whole = strspn(text, "0123456789");
    struct number_text n = {.sign = sign_text(f, negative),
                            .prefix = "",
                            .digits = text,
                            .digit_count = whole,
                            .rest = text + whole,
                            .rest_length = strlen(text + whole)};
    format_number(b, f, &n);
}

static object *format_double(struct vm *vm, double value,
                             struct format_spec *f)
{
    bool negative;
    struct str_builder b;
    char *text = double_text(vm, value, f, &negative);
    if (!text)
        return NULL;
    str_builder_init(&b, vm);
    add_double(&b, f, text, negative);
    free(text);
    return str_builder_finish(&b);
}

object *format_float(struct vm *vm, object *o, object *spec)
{
    struct format_spec f;
    if (str_length(spec) == 0)
        return vm_str(vm, o);
    if (!format_parse(vm, o, spec, 0, '>', &f))
        return NULL;
    if (f.type >= 128 || (f.type && !strchr("eEfFgGn%", (int)f.type)))
        return format_bad_type(vm, f.type, o);
    return format_double(vm, ((struct float_object *)o)->value, &f);
}

/* ---- complex -------------------------------------------------------------------------- */

/* One part, without width. */
static bool add_part(struct str_builder *b, double value,
                     struct format_spec f, bool signed_)
{
    bool negative, shortest = f.type == 0;
    if (shortest) /* as repr does, without ".0" */
        f.type = f.precision >= 0 ? 'g' : 'r';
    if (signed_)
        f.sign = '+';
    f.width = -1;
    f.align = '>';
    char *text = double_text(b->vm, value, &f, &negative);
    if (!text)
        return false;
    if (shortest)
        f.type = 0;
    add_double(b, &f, text, negative);
    free(text);
    return true;
}

static object *complex_text(struct vm *vm, const struct complex_object *c,
                            const struct format_spec *f)
{
    struct str_builder b;
    bool skip = f->type == 0 && c->real == 0 && !signbit(c->real);
    bool brackets = f->type == 0 && !skip;
    str_builder_init(&b, vm);
    if (brackets)
        str_builder_char(&b, '(');
    if ((!skip && !add_part(&b, c->real, *f, false)) ||
        !add_part(&b, c->imaginary, *f, !skip)) {
        str_builder_done(&b);
        return NULL;
    }
    str_builder_ascii(&b, brackets ? "j)" : "j");
    return str_builder_finish(&b);
}

object *format_complex(struct vm *vm, object *o, object *spec)
{
    struct format_spec f;
    struct str_builder b;
    if (str_length(spec) == 0)
        return vm_str(vm, o);
    if (!format_parse(vm, o, spec, 0, '>', &f))
        return NULL;
    if (f.type >= 128 || (f.type && !strchr("eEfFgGn", (int)f.type)))
        return format_bad_type(vm, f.type, o);
    if (f.fill == '0')
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "Zero padding is not allowed in complex format "
                        "specifier");
    if (f.align == '=')
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "'=' alignment flag is not allowed in complex format "
                        "specifier");
    object *text = complex_text(vm, (struct complex_object *)o, &f);
    if (!text)
        return NULL;
    str_builder_init(&b, vm);
    format_padded(&b, &f, text, str_length(text));
    vm_release(vm, text);
    return str_builder_finish(&b);
}
