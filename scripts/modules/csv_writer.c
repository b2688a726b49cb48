/*
 * _csv.writer: records written as lines, fields quoted where they need it.
 */
#include <stddef.h>

#include "scripts/modules/csv.h"
#include "scripts/modules/native.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct writer {
    struct heap_node node;
    object *write; /* the file's method */
    object *dialect;
};

/* The line that is being made. */
struct line {
    struct vm *vm;
    const struct csv_dialect *d;
    struct str_builder out;
    size_t fields;
    bool special[128]; /* of the ASCII characters */
};

static struct writer *writer_of(object *o)
{
    return (struct writer *)o;
}

/* ---- fields -------------------------------------------------------------- */

static bool contains(const object *text, uint32_t c)
{
    for (size_t i = 0; i < str_length(text); i++)
        if (str_at(text, i) == c)
            return true;
    return false;
}

static bool is_special(const struct csv_dialect *d, uint32_t c)
{
    return c == d->delimiter || c == d->escapechar || c == d->quotechar ||
           contains(d->lineterminator, c);
}

static void note_special(struct line *l)
{
    for (uint32_t c = 0; c < 128; c++)
        l->special[c] = is_special(l->d, c);
}

/* Is the field written as it is?  One with other characters than ASCII is
 * looked at more closely. */
static bool is_plain(const struct line *l, const object *field)
{
    const struct str_object *s = (const struct str_object *)field;
    if (!s->ascii)
        return false;
    for (size_t i = 0; i < s->length; i++)
        if (l->special[s->data[i]])
            return false;
    return true;
}

/* What a special character gets before it, CSV_NO_CHAR if nothing: *quoted
 * becomes true where quotes around the field do. */
static uint32_t prefix(const struct csv_dialect *d, uint32_t c, bool *escape,
                       bool *quoted)
{
    bool is_quote = c == d->quotechar;
    *escape = d->quoting == CSV_NONE || (is_quote && !d->doublequote) ||
              (!is_quote && c == d->escapechar);
    if (*escape)
        return d->escapechar;
    *quoted = true;
    return is_quote ? c : CSV_NO_CHAR;
}

/* The field with what it needs inside, without quotes around it. */
static bool escaped(struct line *l, object *field, struct str_builder *b,
                    bool *quoted)
{
    for (size_t i = 0; i < str_length(field); i++) {
        bool escape = false;
        uint32_t c = str_at(field, i), before = CSV_NO_CHAR;
        if (is_special(l->d, c))
            before = prefix(l->d, c, &escape, quoted);
        if (escape && before == CSV_NO_CHAR) {
            csv_raise(l->vm, "need to escape, but no escapechar set");
            return false;
        }
        if (before != CSV_NO_CHAR)
            str_builder_char(b, before);
        str_builder_char(b, c);
    }
    return true;
}

static void append_text(struct line *l, const object *text, bool quoted)
{
    if (l->fields++)
        str_builder_char(&l->out, l->d->delimiter);
    if (quoted)
        str_builder_char(&l->out, l->d->quotechar);
    str_builder_str(&l->out, text);
    if (quoted)
        str_builder_char(&l->out, l->d->quotechar);
}

/* Appends a field; NULL is an empty one. */
static bool append(struct line *l, object *field, bool quoted)
{
    struct str_builder b;
    if (!field)
        field = l->vm->empty_str;
    if (is_plain(l, field)) {
        append_text(l, field, quoted);
        return true;
    }
    str_builder_init(&b, l->vm);
    bool ok = escaped(l, field, &b, &quoted);
    object *text = ok ? str_builder_finish(&b) : NULL;
    if (!ok)
        str_builder_done(&b);
    if (text)
        append_text(l, text, quoted);
    vm_release_maybe(l->vm, text);
    return text;
}

static bool is_number(struct vm *vm, object *o)
{
    const struct type_slots *s = &vm_type_of(vm, o)->slots;
    return s->to_int || s->to_float || s->to_index ||
           type_is_subtype(vm_type_of(vm, o), vm->types[TYPE_COMPLEX]);
}

static bool append_any(struct line *l, object *field)
{
    struct vm *vm = l->vm;
    bool quoted = l->d->quoting == CSV_ALL ||
                  (l->d->quoting == CSV_NONNUMERIC && !is_number(vm, field));
    if (field == vm->none)
        return append(l, NULL, quoted);
    object *text = vm_type_of(vm, field)->flags & TYPE_STR_SUBCLASS
                       ? heap_retain(field)
                       : vm_str(vm, field);
    bool ok = text && append(l, text, quoted);
    vm_release_maybe(vm, text);
    return ok;
}

/* ---- records ------------------------------------------------------------- */

static bool append_record(struct line *l, object *fields)
{
    struct vm *vm = l->vm;
    object *field, *it = fields;
    bool ok = true;
    while (ok && (field = vm_next(vm, it))) {
        ok = append_any(l, field);
        vm_release(vm, field);
    }
    if (!ok || vm_pending(vm))
        return false;
    if (!l->fields || l->out.length)
        return true;
    if (l->d->quoting == CSV_NONE) {
        csv_raise(vm, "single empty field record must be quoted");
        return false;
    }
    l->fields = 0;
    return append(l, NULL, true);
}

static object *iterate(struct vm *vm, object *record)
{
    object *it = vm_iter(vm, record);
    object *cls = it || !vm_pending_is(vm, EXC_TYPE_ERROR)
                      ? NULL
                      : csv_error_class(vm);
    if (cls) {
        vm_pending_clear(vm);
        native_raise(vm, cls, "iterable expected, not %T", record);
    }
    return it;
}

static struct line begin(struct vm *vm, object *self)
{
    struct line l = {.vm = vm, .d = csv_dialect_of(writer_of(self)->dialect)};
    note_special(&l);
    return l;
}

static object *write_record(struct line *l, object *self, object *record)
{
    struct vm *vm = l->vm;
    object *fields = iterate(vm, record);
    if (!fields)
        return NULL;
    l->fields = 0;
    str_builder_init(&l->out, vm);
    bool ok = append_record(l, fields);
    vm_release(vm, fields);
    if (!ok) {
        str_builder_done(&l->out);
        return NULL;
    }
    str_builder_str(&l->out, l->d->lineterminator);
    object *text = str_builder_finish(&l->out);
    object *r = text ? vm_call1(vm, writer_of(self)->write, text) : NULL;
    vm_release_maybe(vm, text);
    return r;
}

CSV_FUNCTION(writerow)
{
    (void)nargs, (void)kwnames;
    struct line l = begin(vm, self);
    return write_record(&l, self, args[0]);
}

CSV_FUNCTION(writerows)
{
    object *record, *it = vm_iter(vm, args[0]);
    struct line l = begin(vm, self);
    bool ok = it;
    (void)nargs, (void)kwnames;
    while (ok && (record = vm_next(vm, it))) {
        object *r = write_record(&l, self, record);
        vm_release(vm, record);
        vm_release_maybe(vm, r);
        ok = r;
    }
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm) ? vm_none(vm) : NULL;
}

/* ---- the type ------------------------------------------------------------ */

object *csv_writer_new(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    struct type_object *type = native_type(vm, &csv_writer_spec);
    (void)self;
    if (!type || !args_between(vm, "", nargs, 1, 2))
        return NULL;
    object *write = NULL, *name = str_intern(vm, "write");
    bool ok = name && vm_lookup_attr(vm, args[0], name, &write);
    vm_release_maybe(vm, name);
    if (ok && (!write || !vm_callable(vm, write)))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "argument 1 must have a \"write\" method");
    object *dialect =
        vm_pending(vm) ? NULL
                       : csv_dialect_make(vm, nargs > 1 ? args[1] : NULL,
                                          args + nargs, kwnames);
    object *o = dialect ? type_alloc(vm, type, 0) : NULL;
    if (!o) {
        vm_release_maybe(vm, write);
        vm_release_maybe(vm, dialect);
        return NULL;
    }
    writer_of(o)->write = write;
    writer_of(o)->dialect = dialect;
    return o;
}

static const struct heap_field fields[] = {
    {"write", offsetof(struct writer, write)},
    {"dialect", offsetof(struct writer, dialect)},
};

static const struct member_def members[] = {
    {"dialect", MEMBER_OBJECT, offsetof(struct writer, dialect), true, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct method_def methods[] = {
    {"writerow", writerow, METHOD_ONE,
     "writerow(iterable)\n\nWrite the fields of a record."},
    {"writerows", writerows, METHOD_ONE,
     "writerows(iterable of iterables)\n\nWrite several records."},
    {NULL, NULL, 0, NULL},
};

const struct type_spec csv_writer_spec = {
    .name = "_csv.writer",
    .flags = TYPE_BASE | TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct writer),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = sizeof fields / sizeof *fields},
    .methods = methods,
    .members = members,
    .doc = "CSV writer\n\nWrites records to a file, by its method write().",
};
