/*
 * What the files of _csv share.
 */
#ifndef SCRIPTS_MODULES_CSV_H
#define SCRIPTS_MODULES_CSV_H

#include "scripts/vm/vm.h"

#define CSV_FUNCTION(name)                                                     \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

enum { CSV_MINIMAL, CSV_ALL, CSV_NONNUMERIC, CSV_NONE, CSV_QUOTINGS };

#define CSV_NO_CHAR UINT32_MAX /* also the end of a line: no character */

struct csv_dialect {
    struct heap_node node;
    object *lineterminator;
    uint32_t delimiter, quotechar, escapechar; /* or CSV_NO_CHAR */
    int quoting;
    bool doublequote, skipinitialspace, strict;
};

extern const struct type_spec csv_dialect_spec, csv_reader_spec,
    csv_writer_spec;

static inline const struct csv_dialect *csv_dialect_of(const object *o)
{
    return (const struct csv_dialect *)o;
}

/* Raises _csv.Error; NULL. */
object *csv_raise(struct vm *vm, const char *text);
object *csv_error_class(struct vm *vm);
/* The dictionary of the registered dialects; borrowed, NULL: pending. */
object *csv_dialects(struct vm *vm);
/* A dialect like the one given (an object, a registered name or NULL) with
 * the keywords' changes: values behind the nargs positional arguments. */
object *csv_dialect_make(struct vm *vm, object *like, object *const *values,
                         object *kwnames);
/* reader(iterable, dialect, ...) and writer(file, dialect, ...). */
builtin_fn csv_reader_new, csv_writer_new;
/* The longest field that a reader takes. */
int64_t csv_field_limit(struct vm *vm);

#endif
