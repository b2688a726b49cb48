/*
 * _string: the parts of format templates, for string.Formatter.
 */
#include <stddef.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/chars.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

struct cursor {
    struct heap_node node;
    object *text;
    size_t at;
};

/* A part of the text. */
struct span {
    size_t from, to;
};

struct field {
    bool present;
    struct span name, spec;
    uint32_t conversion; /* 0: none */
};

static struct cursor *cursor_of(object *o)
{
    return (struct cursor *)o;
}

static bool complain(struct vm *vm, const char *text)
{
    vm_raise(vm, EXC_VALUE_ERROR, "%s", text);
    return false;
}

static object *cursor_new(struct vm *vm, const struct type_spec *spec,
                          object *text, size_t at)
{
    struct type_object *type = native_type(vm, spec);
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (o) {
        cursor_of(o)->text = heap_retain(text);
        cursor_of(o)->at = at;
    }
    return o;
}

static bool more(const struct cursor *c)
{
    return c->at < str_length(c->text);
}

static uint32_t take(struct cursor *c)
{
    return str_at(c->text, c->at++);
}

/* ---- templates ----------------------------------------------------------- */

/* Up to the end of the field name; the character behind it, 0 at the end. */
static bool read_name(struct vm *vm, struct cursor *c, struct field *f,
                      uint32_t *stop)
{
    f->name.from = c->at;
    *stop = 0;
    while (more(c)) {
        uint32_t ch = take(c);
        if (ch == '{')
            return complain(vm, "unexpected '{' in field name");
        if (ch == '[')
            while (more(c) && str_at(c->text, c->at) != ']')
                c->at++;
        if (ch == '}' || ch == ':' || ch == '!') {
            *stop = ch;
            break;
        }
    }
    f->name.to = *stop ? c->at - 1 : c->at;
    return true;
}

/* The spec, which may hold fields, and the closing brace. */
static bool read_spec(struct vm *vm, struct cursor *c, struct field *f)
{
    int depth = 1;
    f->spec.from = c->at;
    while (more(c)) {
        uint32_t ch = take(c);
        depth += (ch == '{') - (ch == '}');
        if (depth == 0) {
            f->spec.to = c->at - 1;
            return true;
        }
    }
    return complain(vm, "unmatched '{' in format spec");
}

static bool read_field(struct vm *vm, struct cursor *c, struct field *f)
{
    uint32_t stop;
    f->present = true;
    if (!read_name(vm, c, f, &stop))
        return false;
    if (stop == '}')
        return true;
    if (!stop)
        return complain(vm, "expected '}' before end of string");
    if (stop == '!') {
        if (!more(c))
            return complain(vm, "end of string while looking for conversion "
                                "specifier");
        f->conversion = take(c);
        uint32_t next = more(c) ? take(c) : ':';
        if (next == '}')
            return true;
        if (next != ':')
            return complain(vm, "expected ':' after conversion specifier");
    }
    return read_spec(vm, c, f);
}

/* Plain text up to a field or an escaped brace, and the field. */
static bool read_piece(struct vm *vm, struct cursor *c, struct span *literal,
                       struct field *f)
{
    uint32_t ch = 0;
    *f = (struct field){0};
    literal->from = c->at;
    while (more(c)) {
        ch = take(c);
        if (ch == '{' || ch == '}')
            break;
        ch = 0;
    }
    literal->to = c->at;
    bool doubled = ch && more(c) && str_at(c->text, c->at) == ch;
    if (ch == '}' && !doubled)
        return complain(vm, "Single '}' encountered in format string");
    if (ch == '{' && !more(c))
        return complain(vm, "Single '{' encountered in format string");
    if (doubled)
        c->at++;
    if (!ch || doubled)
        return true;
    literal->to--;
    return read_field(vm, c, f);
}

static object *part(struct vm *vm, const struct cursor *c, struct span s)
{
    return str_slice(vm, c->text, s.from, s.to);
}

static object *next_piece(struct vm *vm, object *self)
{
    struct cursor *c = cursor_of(self);
    struct span literal;
    struct field f;
    object *items[4];
    if (!more(c) || !read_piece(vm, c, &literal, &f))
        return NULL;
    items[0] = part(vm, c, literal);
    items[1] = f.present ? part(vm, c, f.name) : vm_none(vm);
    items[2] = f.present ? part(vm, c, f.spec) : vm_none(vm);
    items[3] = f.conversion ? str_from_char(vm, f.conversion) : vm_none(vm);
    bool ok = items[0] && items[1] && items[2] && items[3];
    object *r = ok ? tuple_from(vm, items, 4) : NULL;
    for (int k = 0; k < 4; k++)
        vm_release_maybe(vm, items[k]);
    return r;
}

/* ---- field names --------------------------------------------------------- */

/* The number that all of s is, or the text itself; new. */
static object *number_or_text(struct vm *vm, object *text, struct span s)
{
    ptrdiff_t value = 0;
    for (size_t k = s.from; k < s.to; k++) {
        int digit = char_decimal(str_at(text, k));
        if (digit < 0)
            return str_slice(vm, text, s.from, s.to);
        if (value > (PTRDIFF_MAX - digit) / 10)
            return vm_raise(vm, EXC_VALUE_ERROR,
                            "Too many decimal digits in format string");
        value = value * 10 + digit;
    }
    return s.from == s.to ? heap_retain(vm->empty_str) : int_new(vm, value);
}

/* Where an attribute's name, begun at `at`, ends. */
static size_t name_end(const object *text, size_t at)
{
    while (at < str_length(text) && str_at(text, at) != '.' &&
           str_at(text, at) != '[')
        at++;
    return at;
}

/* The next ".name" or "[key]". */
static bool read_access(struct vm *vm, struct cursor *c, bool *attribute,
                        struct span *s)
{
    uint32_t ch = take(c);
    s->from = c->at;
    *attribute = ch == '.';
    if (ch == '.') {
        s->to = c->at = name_end(c->text, c->at);
    } else if (ch == '[') {
        while (more(c) && str_at(c->text, c->at) != ']')
            c->at++;
        if (!more(c))
            return complain(vm, "Missing ']' in format string");
        s->to = c->at++;
    } else {
        return complain(vm, "Only '.' or '[' may follow ']' in format field "
                            "specifier");
    }
    return s->from < s->to ||
           complain(vm, "Empty attribute in format string");
}

static object *next_access(struct vm *vm, object *self)
{
    struct cursor *c = cursor_of(self);
    struct span s;
    bool attribute;
    if (!more(c) || !read_access(vm, c, &attribute, &s))
        return NULL;
    object *name = attribute ? part(vm, c, s) : number_or_text(vm, c->text, s);
    object *kind = attribute ? vm->true_ : vm->false_;
    object *pair = name ? tuple_pack(vm, 2, kind, name) : NULL;
    vm_release_maybe(vm, name);
    return pair;
}

/* ---- the types ----------------------------------------------------------- */

static const struct heap_field fields[] = {
    {"text", offsetof(struct cursor, text)},
};

#define CURSOR_SPEC(id, title, step)                                           \
    static const struct type_spec id = {                                       \
        .name = title,                                                         \
        .flags = TYPE_DISALLOW_NEW,                                            \
        .layout = {.size = sizeof(struct cursor),                              \
                   .flags = HEAP_CONTAINER,                                    \
                   .fields = fields,                                           \
                   .field_count = 1},                                          \
        .slots = {.iter = sequence_self, .next = step},                        \
    };
CURSOR_SPEC(pieces_spec, "formatteriterator", next_piece)
CURSOR_SPEC(accesses_spec, "fieldnameiterator", next_access)

static bool is_text(struct vm *vm, object *o)
{
    if (vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "expected str, got %T", o);
    return false;
}

FUNCTION(formatter_parser)
{
    (void)self, (void)nargs, (void)kwnames;
    if (!is_text(vm, args[0]))
        return NULL;
    return cursor_new(vm, &pieces_spec, args[0], 0);
}

FUNCTION(formatter_field_name_split)
{
    object *text = args[0];
    (void)self, (void)nargs, (void)kwnames;
    if (!is_text(vm, text))
        return NULL;
    size_t end = name_end(text, 0);
    object *first = number_or_text(vm, text, (struct span){0, end});
    object *rest = first ? cursor_new(vm, &accesses_spec, text, end) : NULL;
    object *pair = rest ? tuple_pack(vm, 2, first, rest) : NULL;
    vm_release_maybe(vm, first);
    vm_release_maybe(vm, rest);
    return pair;
}

static const struct method_def functions[] = {
    {"formatter_field_name_split", formatter_field_name_split, METHOD_ONE,
     "split the argument as a field name"},
    {"formatter_parser", formatter_parser, METHOD_ONE,
     "parse the argument as a format string"},
    {NULL, NULL, 0, NULL},
};

bool string_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions);
}
