/*
 * _csv: dialects, their register, and the module.
 *
 * Neighbours: csv_reader.c, csv_writer.c.
 */
#include "scripts/modules/csv.h"

#include <limits.h>
#include <stddef.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION CSV_FUNCTION

static const char error_key, dialects_key, limit_key;

object *csv_error_class(struct vm *vm)
{
    return native_exception(vm, &error_key, "_csv", "Error", EXC_EXCEPTION);
}

object *csv_raise(struct vm *vm, const char *text)
{
    object *cls = csv_error_class(vm);
    return cls ? native_raise(vm, cls, "%s", text) : NULL;
}

object *csv_dialects(struct vm *vm)
{
    object **slot = native_slot(vm, &dialects_key);
    if (slot && !*slot)
        *slot = dict_new(vm);
    return slot ? *slot : NULL;
}

static bool is_str(struct vm *vm, object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS;
}

/* ---- fields -------------------------------------------------------------- */

enum field {
    DIALECT,
    DELIMITER,
    DOUBLEQUOTE,
    ESCAPECHAR,
    LINETERMINATOR,
    QUOTECHAR,
    QUOTING,
    SKIPINITIALSPACE,
    STRICT,
    FIELDS
};

static const char *const field_names[] = {
    "dialect",        "delimiter", "doublequote", "escapechar",
    "lineterminator", "quotechar", "quoting",     "skipinitialspace",
    "strict",         NULL};

/* A character, or none; NULL leaves what is there. */
static bool read_char(struct vm *vm, enum field field, object *value,
                      bool may_be_none, uint32_t *out)
{
    if (!value)
        return true;
    *out = CSV_NO_CHAR;
    if (may_be_none && value == vm->none)
        return true;
    if (!is_str(vm, value))
        vm_raise(vm, EXC_TYPE_ERROR, "\"%s\" must be string%s, not %T",
                 field_names[field], may_be_none ? " or None" : "", value);
    else if (str_length(value) != 1)
        vm_raise(vm, EXC_TYPE_ERROR, "\"%s\" must be a 1-character string",
                 field_names[field]);
    else
        *out = str_at(value, 0);
    return !vm_pending(vm);
}

static bool read_bool(struct vm *vm, object *value, bool *out)
{
    int truth = value ? vm_truth(vm, value) : *out;
    *out = truth > 0;
    return truth >= 0;
}

static bool read_terminator(struct vm *vm, object *value,
                            struct csv_dialect *d)
{
    if (!value)
        return (d->lineterminator = str_from(vm, "\r\n"));
    if (value == vm->none)
        return true;
    if (is_str(vm, value)) {
        d->lineterminator = heap_retain(value);
        return true;
    }
    vm_raise(vm, EXC_TYPE_ERROR, "\"%s\" must be a string",
             field_names[LINETERMINATOR]);
    return false;
}

static bool read_quoting(struct vm *vm, object *value, int *out)
{
    int64_t n;
    if (!value)
        return true;
    if (!vm_is(value, TYPE_INT)) {
        vm_raise(vm, EXC_TYPE_ERROR, "\"%s\" must be an integer",
                 field_names[QUOTING]);
        return false;
    }
    if (!int_fits_i64(value, &n) || n > INT_MAX || n < INT_MIN) {
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "Python int too large to convert to C int");
        return false;
    }
    *out = (int)n;
    return true;
}

static bool is_sound(struct vm *vm, const struct csv_dialect *d)
{
    const char *wrong =
        d->quoting < 0 || d->quoting >= CSV_QUOTINGS ? "bad \"quoting\" value"
        : d->delimiter == CSV_NO_CHAR
            ? "\"delimiter\" must be a 1-character string"
        : d->quoting != CSV_NONE && d->quotechar == CSV_NO_CHAR
            ? "quotechar must be set if quoting enabled"
        : !d->lineterminator ? "lineterminator must be set"
                             : NULL;
    if (wrong)
        vm_raise(vm, EXC_TYPE_ERROR, "%s", wrong);
    return !wrong;
}

static bool fill(struct vm *vm, struct csv_dialect *d, object *const *in)
{
    d->delimiter = ',';
    d->quotechar = '"';
    d->escapechar = CSV_NO_CHAR;
    d->doublequote = true;
    if (!read_char(vm, DELIMITER, in[DELIMITER], false, &d->delimiter) ||
        !read_bool(vm, in[DOUBLEQUOTE], &d->doublequote) ||
        !read_char(vm, ESCAPECHAR, in[ESCAPECHAR], true, &d->escapechar) ||
        !read_terminator(vm, in[LINETERMINATOR], d) ||
        !read_char(vm, QUOTECHAR, in[QUOTECHAR], true, &d->quotechar) ||
        !read_quoting(vm, in[QUOTING], &d->quoting) ||
        !read_bool(vm, in[SKIPINITIALSPACE], &d->skipinitialspace) ||
        !read_bool(vm, in[STRICT], &d->strict))
        return false;
    if (in[QUOTECHAR] == vm->none && !in[QUOTING])
        d->quoting = CSV_NONE;
    return is_sound(vm, d);
}

/* ---- the type ------------------------------------------------------------ */

static object *registered(struct vm *vm, object *name)
{
    object *found, *all = csv_dialects(vm);
    int there = all ? dict_find(vm, all, name, &found) : -1;
    if (there > 0)
        return heap_retain(found);
    return there < 0 ? NULL : csv_raise(vm, "unknown dialect");
}

/* The fields that were not given are like's attributes, where it has them. */
static bool complete(struct vm *vm, object *like, object **in)
{
    for (int k = DELIMITER; k < FIELDS; k++) {
        if (!in[k] && like) {
            in[k] = vm_getattr_str(vm, like, field_names[k]);
            if (!in[k])
                vm_pending_clear(vm);
        } else {
            heap_retain_maybe(in[k]);
        }
    }
    return true;
}

static object *make_like(struct vm *vm, struct type_object *type, object *like,
                         object **in)
{
    bool any = false;
    for (int k = DELIMITER; k < FIELDS; k++)
        any = any || in[k];
    if (!any && like && native_is(vm, like, &csv_dialect_spec))
        return heap_retain(like);
    object *o = type_alloc(vm, type, 0);
    if (!o)
        return NULL;
    complete(vm, like, in);
    if (!fill(vm, (struct csv_dialect *)o, in))
        heap_store(vm->heap, &o, NULL);
    for (int k = DELIMITER; k < FIELDS; k++)
        vm_release_maybe(vm, in[k]);
    return o;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const struct arg_spec spec = {"", field_names, 0, FIELDS, 0};
    object *in[FIELDS];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    object *like = in[DIALECT] && is_str(vm, in[DIALECT])
                       ? registered(vm, in[DIALECT])
                       : heap_retain_maybe(in[DIALECT]);
    object *o = vm_pending(vm) ? NULL : make_like(vm, type, like, in);
    vm_release_maybe(vm, like);
    return o;
}

object *csv_dialect_make(struct vm *vm, object *like, object *const *values,
                         object *kwnames)
{
    object *all[FIELDS + 1] = {like};
    size_t given = like ? 1 : 0, names = kwnames ? tuple_length(kwnames) : 0;
    struct type_object *type = native_type(vm, &csv_dialect_spec);
    if (!type)
        return NULL;
    if (names > FIELDS)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "function takes at most %d keyword arguments "
                        "(%zu given)", (int)FIELDS, names);
    for (size_t k = 0; k < names; k++)
        all[given + k] = values[k];
    return vm_call(vm, type_as_object(type), all, given, kwnames);
}

static object *char_or_none(struct vm *vm, uint32_t c)
{
    return c == CSV_NO_CHAR ? vm_none(vm) : str_from_char(vm, c);
}

#define CHARACTER(name)                                                        \
    static object *get_##name(struct vm *vm, object *self, const void *data)   \
    {                                                                          \
        (void)data;                                                            \
        return char_or_none(vm, csv_dialect_of(self)->name);                   \
    }
CHARACTER(delimiter)
CHARACTER(quotechar)
CHARACTER(escapechar)

static object *get_quoting(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new(vm, csv_dialect_of(self)->quoting);
}

static object *get_terminator(struct vm *vm, object *self, const void *data)
{
    (void)data;
    object *text = csv_dialect_of(self)->lineterminator;
    return text ? heap_retain(text) : vm_none(vm);
}

static const struct getset_def getsets[] = {
    {"delimiter", get_delimiter, NULL, NULL, NULL},
    {"escapechar", get_escapechar, NULL, NULL, NULL},
    {"lineterminator", get_terminator, NULL, NULL, NULL},
    {"quotechar", get_quotechar, NULL, NULL, NULL},
    {"quoting", get_quoting, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define MEMBER(name)                                                           \
    {#name, MEMBER_BOOL, offsetof(struct csv_dialect, name), true, NULL}
static const struct member_def members[] = {
    MEMBER(skipinitialspace),
    MEMBER(doublequote),
    MEMBER(strict),
    {NULL, MEMBER_BOOL, 0, false, NULL},
};

static const struct heap_field fields[] = {
    {"lineterminator", offsetof(struct csv_dialect, lineterminator)},
};

const struct type_spec csv_dialect_spec = {
    .name = "_csv.Dialect",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct csv_dialect),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 1},
    .slots = {.new_ = make},
    .members = members,
    .getsets = getsets,
    .doc = "CSV dialect\n\nHow records are written: what divides and quotes "
           "their fields.",
};

/* ---- the module ---------------------------------------------------------- */

FUNCTION(register_dialect)
{
    (void)self;
    object *all = csv_dialects(vm);
    if (!all || !args_between(vm, "", nargs, 1, 2))
        return NULL;
    if (!is_str(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR, "dialect name must be a string");
    object *dialect = csv_dialect_make(vm, nargs > 1 ? args[1] : NULL,
                                       args + nargs, kwnames);
    bool ok = dialect && dict_set(vm, all, args[0], dialect);
    vm_release_maybe(vm, dialect);
    return ok ? vm_none(vm) : NULL;
}

static object *read_name(struct vm *vm, const char *function,
                         object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"name", NULL};
    const struct arg_spec spec = {function, names, 0, 1, 1};
    object *name;
    return args_bind(vm, &spec, args, nargs, kwnames, &name) ? name : NULL;
}

FUNCTION(unregister_dialect)
{
    object *all = csv_dialects(vm);
    object *name =
        read_name(vm, "unregister_dialect", args, nargs, kwnames);
    (void)self;
    int gone = all && name ? dict_delete(vm, all, name) : -1;
    if (gone > 0)
        return vm_none(vm);
    return gone < 0 ? NULL : csv_raise(vm, "unknown dialect");
}

FUNCTION(get_dialect)
{
    object *name = read_name(vm, "get_dialect", args, nargs, kwnames);
    (void)self;
    return name ? registered(vm, name) : NULL;
}

FUNCTION(list_dialects)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    object *all = csv_dialects(vm);
    return all ? dict_keys_list(vm, all) : NULL;
}

int64_t csv_field_limit(struct vm *vm)
{
    int64_t limit = 128 * 1024;
    object **slot = native_slot(vm, &limit_key);
    if (slot && *slot)
        int_fits_i64(*slot, &limit);
    return limit;
}

FUNCTION(field_size_limit)
{
    static const char *const names[] = {"new_limit", NULL};
    static const struct arg_spec spec = {"field_size_limit", names, 0, 1, 0};
    object *given;
    int64_t limit;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, &given))
        return NULL;
    object *old = int_new(vm, csv_field_limit(vm));
    object **slot = native_slot(vm, &limit_key);
    if (!old || !slot || !given)
        return old;
    if (!vm_is(given, TYPE_INT))
        vm_raise(vm, EXC_TYPE_ERROR, "limit must be an integer");
    else if (!int_fits_i64(given, &limit))
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "Python int too large to convert to C long");
    else
        heap_store(vm->heap, slot, heap_retain(given));
    if (vm_pending(vm))
        heap_store(vm->heap, &old, NULL);
    return old;
}

static const struct method_def functions[] = {
    {"reader", csv_reader_new, METHOD_KEYWORDS, NULL},
    {"writer", csv_writer_new, METHOD_KEYWORDS, NULL},
    {"list_dialects", list_dialects, METHOD_NOARGS,
     "list_dialects($module, /)\n--\n\nA list of the names of dialects."},
    {"register_dialect", register_dialect, METHOD_KEYWORDS, NULL},
    {"unregister_dialect", unregister_dialect, METHOD_KEYWORDS,
     "unregister_dialect($module, /, name)\n--\n\nForget a dialect."},
    {"get_dialect", get_dialect, METHOD_KEYWORDS,
     "get_dialect($module, /, name)\n--\n\nThe dialect of that name."},
    {"field_size_limit", field_size_limit, METHOD_KEYWORDS,
     "field_size_limit($module, /, new_limit=<unrepresentable>)\n--\n\n"
     "The longest field that is read; it may be set."},
    {NULL, NULL, 0, NULL},
};

static bool add_types(struct vm *vm, object *module)
{
    static const struct {
        const char *name;
        const struct type_spec *spec;
    } rows[] = {{"Dialect", &csv_dialect_spec},
                {"Reader", &csv_reader_spec},
                {"Writer", &csv_writer_spec}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct type_object *type = native_type(vm, rows[k].spec);
        if (!type || !module_add_steal(vm, module, rows[k].name,
                                       heap_retain(type_as_object(type))))
            return false;
    }
    return true;
}

bool csv_fill(struct vm *vm, object *module)
{
    object *error = csv_error_class(vm), *all = csv_dialects(vm);
    return error && all && module_add_functions(vm, module, functions) &&
           add_types(vm, module) &&
           module_add_steal(vm, module, "Error", heap_retain(error)) &&
           module_add_steal(vm, module, "_dialects", heap_retain(all)) &&
           module_add_str(vm, module, "__version__", "1.0") &&
           module_add_int(vm, module, "QUOTE_MINIMAL", CSV_MINIMAL) &&
           module_add_int(vm, module, "QUOTE_ALL", CSV_ALL) &&
           module_add_int(vm, module, "QUOTE_NONNUMERIC", CSV_NONNUMERIC) &&
           module_add_int(vm, module, "QUOTE_NONE", CSV_NONE);
}
