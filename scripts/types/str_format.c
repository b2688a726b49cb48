/*
 * str.format and format_map: templates with replacement fields.
 *
 * A field is {name[.attr|[key]]* [!conversion] [:spec]}, the spec may hold
 * fields again, once.
 */
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods_internal.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

enum numbering { NOT_YET, AUTOMATIC, MANUAL };

struct formatter {
    struct vm *vm;
    object *const *args;
    size_t nargs;
    object *kwnames; /* names of the values behind args, or NULL */
    object *mapping; /* format_map: instead of names */
    enum numbering numbering;
    size_t next;
};

/* A part of a template. */
struct piece {
    object *text;
    size_t at, end;
};

/* The text up to the next brace; p->at is behind its first character. */
static void add_literal(struct piece *p, struct str_builder *out)
{
    size_t from = p->at - 1;
    while (p->at < p->end && str_at(p->text, p->at) != '{' &&
           str_at(p->text, p->at) != '}')
        p->at++;
    if (from == 0 && p->at == str_length(p->text))
        str_builder_whole(out, p->text);
    else
        str_builder_range(out, p->text, from, p->at);
}

static bool format_into(struct formatter *f, struct piece p,
                        struct str_builder *out, int depth);

static bool complain(struct formatter *f, const char *text)
{
    vm_raise(f->vm, EXC_VALUE_ERROR, "%s", text);
    return false;
}

/* ---- field names ------------------------------------------------------------- */

/* All digits: a number; -1 not one, -2 too large (pending). */
static ptrdiff_t number_in(struct formatter *f, struct piece p)
{
    ptrdiff_t value = 0;
    if (p.at >= p.end)
        return -1;
    for (size_t i = p.at; i < p.end; i++) {
        uint32_t c = str_at(p.text, i);
        if (c < '0' || c > '9')
            return -1;
        if (value > (PTRDIFF_MAX - 9) / 10) {
            complain(f, "Too many decimal digits in format string");
            return -2;
        }
        value = value * 10 + (ptrdiff_t)(c - '0');
    }
    return value;
}

static bool set_numbering(struct formatter *f, enum numbering wanted)
{
    if (f->numbering == NOT_YET)
        f->numbering = wanted;
    if (f->numbering == wanted)
        return true;
    return complain(f, wanted == MANUAL
                           ? "cannot switch from automatic field numbering to "
                             "manual field specification"
                           : "cannot switch from manual field specification "
                             "to automatic field numbering");
}

static object *positional(struct formatter *f, ptrdiff_t index)
{
    if (f->mapping)
        return vm_raise(f->vm, EXC_VALUE_ERROR,
                        "Format string contains positional fields");
    if ((size_t)index >= f->nargs)
        return vm_raise(f->vm, EXC_INDEX_ERROR,
                        "Replacement index %zd out of range for positional "
                        "args tuple",
                        index);
    return heap_retain(f->args[index]);
}

static object *named(struct formatter *f, object *name)
{
    if (f->mapping)
        return vm_getitem(f->vm, f->mapping, name);
    for (size_t i = 0; f->kwnames && i < tuple_length(f->kwnames); i++)
        if (str_equal(tuple_items(f->kwnames)[i], name))
            return heap_retain(f->args[f->nargs + i]);
    return vm_raise_object(f->vm, EXC_KEY_ERROR, name);
}

static object *first_value(struct formatter *f, struct piece name)
{
    ptrdiff_t index = number_in(f, name);
    if (index == -2)
        return NULL;
    if (name.at == name.end) {
        if (!set_numbering(f, AUTOMATIC))
            return NULL;
        return positional(f, (ptrdiff_t)f->next++);
    }
    if (index >= 0)
        return set_numbering(f, MANUAL) ? positional(f, index) : NULL;
    object *key = str_slice(f->vm, name.text, name.at, name.end);
    object *value = key ? named(f, key) : NULL;
    vm_release_maybe(f->vm, key);
    return value;
}

static object *attribute(struct formatter *f, object *o, struct piece name)
{
    if (name.at == name.end) {
        complain(f, "Empty attribute in format string");
        return NULL;
    }
    object *key = str_slice(f->vm, name.text, name.at, name.end);
    object *value = key ? vm_getattr(f->vm, o, key) : NULL;
    vm_release_maybe(f->vm, key);
    return value;
}

static object *element(struct formatter *f, object *o, struct piece name)
{
    ptrdiff_t index = number_in(f, name);
    if (index == -2)
        return NULL;
    if (name.at == name.end) {
        complain(f, "Empty attribute in format string");
        return NULL;
    }
    object *key = index >= 0 ? int_new(f->vm, index)
                             : str_slice(f->vm, name.text, name.at, name.end);
    object *value = key ? vm_getitem(f->vm, o, key) : NULL;
    vm_release_maybe(f->vm, key);
    return value;
}

static size_t find_char(struct piece p, const char *set)
{
    while (p.at < p.end) {
        uint32_t c = str_at(p.text, p.at);
        if (c && c < 128 && strchr(set, (int)c))
            break;
        p.at++;
    }
    return p.at;
}

/* One .attr or [key] at p->at, applied to value (stolen). */
static object *step(struct formatter *f, struct piece *p, object *value)
{
    object *next = NULL;
    uint32_t c = str_at(p->text, p->at++);
    struct piece name = *p;
    if (c == '.') {
        name.end = find_char(*p, ".[");
        next = attribute(f, value, name);
        p->at = name.end;
    } else if (c == '[') {
        name.end = find_char(*p, "]");
        if (name.end >= p->end) {
            complain(f, "Missing ']' in format string");
        } else {
            next = element(f, value, name);
            p->at = name.end + 1;
        }
    } else {
        complain(f, "Only '.' or '[' may follow ']' in format field "
                    "specifier");
    }
    vm_release(f->vm, value);
    return next;
}

static object *field_value(struct formatter *f, struct piece p)
{
    struct piece first = p;
    first.end = find_char(p, ".[");
    object *value = first_value(f, first);
    p.at = first.end;
    while (value && p.at < p.end)
        value = step(f, &p, value);
    return value;
}

/* ---- fields ---------------------------------------------------------------------- */

static object *converted(struct formatter *f, object *value, uint32_t how)
{
    object *made = NULL;
    if (how == 0)
        return value;
    if (how == 'r')
        made = vm_repr(f->vm, value);
    else if (how == 's')
        made = vm_str(f->vm, value);
    else if (how == 'a')
        made = vm_ascii(f->vm, value);
    else if (how > 32 && how < 127)
        vm_raise(f->vm, EXC_VALUE_ERROR,
                 "Unknown conversion specifier %c", (int)how);
    else
        vm_raise(f->vm, EXC_VALUE_ERROR,
                 "Unknown conversion specifier \\x%x", (unsigned)how);
    vm_release(f->vm, value);
    return made;
}

static object *spec_text(struct formatter *f, struct piece spec, bool nested,
                         int depth)
{
    struct str_builder b;
    if (!nested)
        return str_slice(f->vm, spec.text, spec.at, spec.end);
    str_builder_init(&b, f->vm);
    if (format_into(f, spec, &b, depth - 1))
        return str_builder_finish(&b);
    str_builder_done(&b);
    return NULL;
}

struct field {
    struct piece name, spec;
    uint32_t conversion;
    bool nested, last;
};

static bool render(struct formatter *f, const struct field *d,
                   struct str_builder *out, int depth)
{
    struct vm *vm = f->vm;
    object *value = field_value(f, d->name);
    if (value)
        value = converted(f, value, d->conversion);
    if (!value)
        return false;
    object *spec = spec_text(f, d->spec, d->nested, depth);
    object *text = spec ? vm_format(vm, value, spec) : NULL;
    bool written = vm_is(value, TYPE_INT) || vm_is(value, TYPE_FLOAT) ||
                   vm_is(value, TYPE_COMPLEX); /* digit by digit */
    vm_release_maybe(vm, spec);
    vm_release(vm, value);
    if (!text)
        return false;
    if (d->last && !written)
        str_builder_whole(out, text);
    else
        str_builder_str(out, text);
    vm_release(vm, text);
    return true;
}

/* The end of the field name at p: where '!', ':' or '}' stands outside of
 * brackets. */
static bool scan_name(struct formatter *f, struct piece *p, uint32_t *stop)
{
    bool bracket = false;
    *stop = 0;
    for (; p->at < p->end; p->at++) {
        uint32_t c = str_at(p->text, p->at);
        if (bracket) {
            bracket = c != ']';
        } else if (c == '{') {
            return complain(f, "unexpected '{' in field name");
        } else if (c == '[') {
            bracket = true;
        } else if (c == '}' || c == ':' || c == '!') {
            *stop = c;
            return true;
        }
    }
    return complain(f, "expected '}' before end of string");
}

static bool scan_conversion(struct formatter *f, struct piece *p,
                            struct field *d, uint32_t *stop)
{
    if (p->at >= p->end)
        return complain(f, "end of string while looking for conversion "
                           "specifier");
    d->conversion = str_at(p->text, p->at++);
    if (p->at >= p->end)
        return complain(f, "unmatched '{' in format spec");
    *stop = str_at(p->text, p->at++);
    if (*stop != ':' && *stop != '}')
        return complain(f, "expected ':' after conversion specifier");
    return true;
}

/* To the brace that closes the field; at stands behind it. */
static bool scan_spec(struct formatter *f, struct piece *p, struct field *d)
{
    int open = 1;
    d->spec.at = p->at;
    for (; p->at < p->end; p->at++) {
        uint32_t c = str_at(p->text, p->at);
        if (c == '{') {
            d->nested = true;
            open++;
        } else if (c == '}' && --open == 0) {
            d->spec.end = p->at++;
            return true;
        }
    }
    return complain(f, "unmatched '{' in format spec");
}

/* p->at is behind the opening brace. */
static bool format_field(struct formatter *f, struct piece *p,
                         struct str_builder *out, int depth)
{
    uint32_t stop;
    struct field d = {.name = *p, .spec = *p};
    if (p->at >= p->end)
        return complain(f, "Single '{' encountered in format string");
    if (!scan_name(f, p, &stop))
        return false;
    d.name.end = p->at++;
    if (stop == '!' && !scan_conversion(f, p, &d, &stop))
        return false;
    d.spec.at = d.spec.end = p->at;
    if (stop == ':' && !scan_spec(f, p, &d))
        return false;
    d.last = p->at == p->end;
    return render(f, &d, out, depth);
}

static bool format_into(struct formatter *f, struct piece p,
                        struct str_builder *out, int depth)
{
    if (depth < 0)
        return complain(f, "Max string recursion exceeded");
    while (p.at < p.end && !out->failed) {
        uint32_t c = str_at(p.text, p.at++);
        bool twice = p.at < p.end && str_at(p.text, p.at) == c;
        if ((c == '{' || c == '}') && twice) {
            str_builder_char(out, c);
            p.at++;
        } else if (c == '}') {
            return complain(f, "Single '}' encountered in format string");
        } else if (c == '{') {
            if (!format_field(f, &p, out, depth))
                return false;
        } else {
            add_literal(&p, out);
        }
    }
    return true;
}

static object *run(struct formatter *f, object *self)
{
    struct str_builder b;
    struct piece all = {self, 0, str_length(self)};
    str_builder_init(&b, f->vm);
    if (format_into(f, all, &b, 1))
        return str_builder_finish(&b);
    str_builder_done(&b);
    return NULL;
}

/* A template with nothing in it is its own result. */
static bool has_fields(const object *text)
{
    for (size_t i = 0; i < str_length(text); i++)
        if (str_at(text, i) == '{' || str_at(text, i) == '}')
            return true;
    return false;
}

object *str_m_format(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    if (vm_is(self, TYPE_STR) && !has_fields(self))
        return heap_retain(self);
    struct formatter f = {
        .vm = vm, .args = args, .nargs = nargs, .kwnames = kwnames};
    return run(&f, self);
}

object *str_m_format_map(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    struct formatter f = {.vm = vm, .mapping = args[0]};
    (void)nargs;
    (void)kwnames;
    return run(&f, self);
}

object *str_m_dunder_format(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__format__() argument must be str, not %B", args[0]);
    return format_str(vm, self, args[0]);
}
