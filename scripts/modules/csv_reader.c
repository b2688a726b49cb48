/*
 * _csv.reader: records out of lines, by a machine that goes from state to
 * state with each character and with the end of each line.
 */
#include <stddef.h>

#include "scripts/modules/csv.h"
#include "scripts/modules/native.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define END CSV_NO_CHAR /* of a line */

enum state {
    RECORD_START,
    FIELD_START,
    ESCAPED,
    IN_FIELD,
    QUOTED,
    ESCAPED_IN_QUOTED,
    QUOTE_IN_QUOTED,
    AFTER_NEWLINE,
    AFTER_ESCAPED_NEWLINE,
};

struct reader {
    struct heap_node node;
    object *lines;   /* an iterator */
    object *dialect;
    object *line_num; /* int */
    bool reading;     /* in its next(): nobody else may */
};

/* The record that is being read. */
struct record {
    struct vm *vm;
    const struct csv_dialect *d;
    object *fields;
    struct str_builder field;
    int64_t limit;
    enum state state;
    bool numeric;
};

static struct reader *reader_of(object *o)
{
    return (struct reader *)o;
}

/* ---- fields -------------------------------------------------------------- */

static bool add(struct record *r, uint32_t c)
{
    if ((int64_t)r->field.length >= r->limit) {
        object *cls = csv_error_class(r->vm);
        if (cls)
            native_raise(r->vm, cls, "field larger than field limit (%lld)",
                         (long long)r->limit);
        return false;
    }
    str_builder_char(&r->field, c);
    return true;
}

static bool save(struct record *r)
{
    struct vm *vm = r->vm;
    object *text = str_builder_finish(&r->field);
    str_builder_init(&r->field, vm);
    if (text && r->numeric) {
        object *type = type_as_object(vm->types[TYPE_FLOAT]);
        object *number = vm_call1(vm, type, text);
        vm_release(vm, text);
        text = number;
        r->numeric = false;
    }
    return text && list_append_steal(vm, r->fields, text);
}

static bool is_newline(uint32_t c)
{
    return c == '\n' || c == '\r';
}

static bool is_quote(const struct record *r, uint32_t c)
{
    return c != END && c == r->d->quotechar && r->d->quoting != CSV_NONE;
}

static bool is_escape(const struct record *r, uint32_t c)
{
    return c != END && c == r->d->escapechar;
}

/* ---- states -------------------------------------------------------------- */

static bool go(struct record *r, enum state state)
{
    r->state = state;
    return true;
}

/* The field and with it the record are over. */
static bool end_record(struct record *r, uint32_t c)
{
    return save(r) && go(r, c == END ? RECORD_START : AFTER_NEWLINE);
}

static bool at_field_start(struct record *r, uint32_t c)
{
    if (is_newline(c) || c == END)
        return end_record(r, c);
    if (is_quote(r, c))
        return go(r, QUOTED);
    if (is_escape(r, c))
        return go(r, ESCAPED);
    if (c == ' ' && r->d->skipinitialspace)
        return true;
    if (c == r->d->delimiter)
        return save(r);
    r->numeric = r->d->quoting == CSV_NONNUMERIC;
    return add(r, c) && go(r, IN_FIELD);
}

static bool at_record_start(struct record *r, uint32_t c)
{
    if (c == END)
        return true;
    if (is_newline(c))
        return go(r, AFTER_NEWLINE);
    go(r, FIELD_START);
    return at_field_start(r, c);
}

static bool at_escaped(struct record *r, uint32_t c)
{
    if (is_newline(c))
        return add(r, c) && go(r, AFTER_ESCAPED_NEWLINE);
    return add(r, c == END ? '\n' : c) && go(r, IN_FIELD);
}

static bool in_field(struct record *r, uint32_t c)
{
    if (is_newline(c) || c == END)
        return end_record(r, c);
    if (is_escape(r, c))
        return go(r, ESCAPED);
    if (c == r->d->delimiter)
        return save(r) && go(r, FIELD_START);
    return add(r, c);
}

static bool after_escaped_newline(struct record *r, uint32_t c)
{
    return c == END || in_field(r, c);
}

static bool in_quoted(struct record *r, uint32_t c)
{
    if (c == END)
        return true;
    if (is_escape(r, c))
        return go(r, ESCAPED_IN_QUOTED);
    if (is_quote(r, c))
        return go(r, r->d->doublequote ? QUOTE_IN_QUOTED : IN_FIELD);
    return add(r, c);
}

static bool escaped_in_quoted(struct record *r, uint32_t c)
{
    return add(r, c == END ? '\n' : c) && go(r, QUOTED);
}

static bool after_quote(struct record *r, uint32_t c)
{
    if (is_quote(r, c))
        return add(r, c) && go(r, QUOTED);
    if (c == r->d->delimiter)
        return save(r) && go(r, FIELD_START);
    if (is_newline(c) || c == END)
        return end_record(r, c);
    if (!r->d->strict)
        return add(r, c) && go(r, IN_FIELD);
    object *cls = csv_error_class(r->vm);
    if (cls)
        native_raise(r->vm, cls, "'%c' expected after '%c'",
                     (int)r->d->delimiter, (int)r->d->quotechar);
    return false;
}

static bool after_newline(struct record *r, uint32_t c)
{
    if (is_newline(c))
        return true;
    if (c == END)
        return go(r, RECORD_START);
    csv_raise(r->vm, "new-line character seen in unquoted field - do you need "
                     "to open the file in universal-newline mode?");
    return false;
}

static bool feed(struct record *r, uint32_t c)
{
    static bool (*const machine[])(struct record *r, uint32_t c) = {
        [RECORD_START] = at_record_start,
        [FIELD_START] = at_field_start,
        [ESCAPED] = at_escaped,
        [IN_FIELD] = in_field,
        [QUOTED] = in_quoted,
        [ESCAPED_IN_QUOTED] = escaped_in_quoted,
        [QUOTE_IN_QUOTED] = after_quote,
        [AFTER_NEWLINE] = after_newline,
        [AFTER_ESCAPED_NEWLINE] = after_escaped_newline,
    };
    return machine[r->state](r, c);
}

/* ---- records ------------------------------------------------------------- */

/* How many characters from i on are taken as they are in this state. */
static size_t ordinary(const struct record *r, const object *line, size_t i)
{
    size_t start = i, length = str_length(line);
    if (r->state != IN_FIELD && r->state != QUOTED)
        return 0;
    for (; i < length; i++) {
        uint32_t c = str_at(line, i);
        if (c == r->d->delimiter || c == r->d->quotechar ||
            c == r->d->escapechar || is_newline(c))
            break;
    }
    return i - start;
}

static bool feed_line(struct record *r, object *line)
{
    size_t length = str_length(line);
    for (size_t i = 0; i < length;) {
        size_t n = ordinary(r, line, i);
        int64_t room = r->limit - (int64_t)r->field.length;
        if (room >= 0 && n > (size_t)room)
            n = (size_t)room; /* the next one fails */
        bool run = n > 1;
        if (run)
            str_builder_range(&r->field, line, i, i + n);
        else if (!feed(r, str_at(line, i)))
            return false;
        i += run ? n : 1;
    }
    return feed(r, END);
}

static bool count_line(struct vm *vm, struct reader *self)
{
    int64_t n = 0;
    int_fits_i64(self->line_num, &n);
    object *more = int_new(vm, n + 1);
    if (more)
        heap_store(vm->heap, &self->line_num, more);
    return more;
}

/* The lines ended: is there a record in what was read?  1, 0, -1. */
static int at_end(struct record *r)
{
    if (vm_pending(r->vm))
        return -1;
    if (!r->field.length && r->state != QUOTED)
        return 0;
    if (!r->d->strict)
        return save(r) ? 1 : -1;
    csv_raise(r->vm, "unexpected end of data");
    return -1;
}

/* 1: a record is there, 0: no more, -1: pending. */
static int read_record(struct reader *self, struct record *r)
{
    struct vm *vm = r->vm;
    do {
        object *line = vm_next(vm, self->lines);
        if (!line)
            return at_end(r);
        bool is_str = vm_type_of(vm, line)->flags & TYPE_STR_SUBCLASS;
        object *cls = is_str ? NULL : csv_error_class(vm);
        if (cls)
            native_raise(vm, cls,
                         "iterator should return strings, not %T (the file "
                         "should be opened in text mode)",
                         line);
        bool ok = is_str && count_line(vm, self) && feed_line(r, line);
        vm_release(vm, line);
        if (!ok)
            return -1;
    } while (r->state != RECORD_START);
    return 1;
}

static object *next(struct vm *vm, object *o)
{
    struct reader *self = reader_of(o);
    if (self->reading)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "the reader is reading a record already");
    struct record r = {.vm = vm,
                       .d = csv_dialect_of(self->dialect),
                       .fields = list_new(vm, 0),
                       .limit = csv_field_limit(vm)};
    if (!r.fields)
        return NULL;
    str_builder_init(&r.field, vm);
    self->reading = true;
    int there = read_record(self, &r);
    self->reading = false;
    str_builder_done(&r.field);
    if (there == 1)
        return r.fields;
    vm_release(vm, r.fields);
    return NULL;
}

/* ---- the type ------------------------------------------------------------ */

object *csv_reader_new(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    struct type_object *type = native_type(vm, &csv_reader_spec);
    (void)self;
    if (!type || !args_between(vm, "", nargs, 1, 2))
        return NULL;
    object *lines = vm_iter(vm, args[0]);
    object *dialect = lines ? csv_dialect_make(vm, nargs > 1 ? args[1] : NULL,
                                               args + nargs, kwnames)
                            : NULL;
    object *o = dialect ? type_alloc(vm, type, 0) : NULL;
    if (!o) {
        vm_release_maybe(vm, lines);
        vm_release_maybe(vm, dialect);
        return NULL;
    }
    reader_of(o)->lines = lines;
    reader_of(o)->dialect = dialect;
    reader_of(o)->line_num = heap_retain(vm->small_ints[0 - SMALL_INT_MIN]);
    return o;
}

static const struct heap_field fields[] = {
    {"input_iter", offsetof(struct reader, lines)},
    {"dialect", offsetof(struct reader, dialect)},
    {"line_num", offsetof(struct reader, line_num)},
};

static const struct member_def members[] = {
    {"dialect", MEMBER_OBJECT, offsetof(struct reader, dialect), true, NULL},
    {"line_num", MEMBER_OBJECT, offsetof(struct reader, line_num), true, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

const struct type_spec csv_reader_spec = {
    .name = "_csv.reader",
    .flags = TYPE_BASE | TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct reader),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = sizeof fields / sizeof *fields},
    .slots = {.iter = sequence_self, .next = next},
    .members = members,
    .doc = "CSV reader\n\nAn iterator over the records of lines of text.",
};
