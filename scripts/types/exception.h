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

struct group_object { /* BaseExceptionGroup */
    struct exception_object base;
    object *message, *exceptions; /* str, tuple */
};

object *exception_new(struct vm *vm, enum exception_id id, object *args);
/* The part of e (a group or not) that matches a class, a tuple of classes or
 * a predicate, and the rest; both new or NULL.  False: pending. */
bool exception_group_split(struct vm *vm, object *e, object *condition,
                           object **match, object **rest);
static inline struct exception_object *exception_of(object *o)
{
    return (struct exception_object *)o;
}

#endif
