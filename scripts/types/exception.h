/*
 * Exceptions: the common fields; special layouts are exception.c's.
 */
#ifndef SCRIPTS_TYPES_EXCEPTION_H
#define SCRIPTS_TYPES_EXCEPTION_H

#include "scripts/vm/vm.h"

struct exception_object {
    struct heap_node node;
    object *dict;      /* or NULL */
    object *args;      /* tuple */
    object *notes;     /* or NULL */
    object *traceback; /* or NULL */
    object *context, *cause;
    bool suppress_context;
};

struct syntax_error_object {
    struct exception_object base;
    object *msg, *filename, *lineno, *offset, *text, *end_lineno, *end_offset,
        *print_file_and_line;
};

struct os_error_object {
    struct exception_object base;
    object *errno_, *strerror, *filename, *filename2, *winerror;
    ptrdiff_t written;
};

struct value_exception_object { /* StopIteration, SystemExit */
    struct exception_object base;
    object *value;
};

struct attribute_error_object { /* also NameError: name alone */
    struct exception_object base;
    object *obj, *name;
};

struct import_error_object {
    struct exception_object base;
    object *msg, *name, *path;
};

object *exception_new(struct vm *vm, enum exception_id id, object *args);
static inline struct exception_object *exception_of(object *o)
{
    return (struct exception_object *)o;
}

#endif
