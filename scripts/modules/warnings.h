/*
 * Warnings: filtered, counted and shown as the module warnings has them.
 *
 * That module, once imported, owns the filters and the way of showing;
 * before, what _warnings begins with holds.
 */
#ifndef SCRIPTS_MODULES_WARNINGS_H
#define SCRIPTS_MODULES_WARNINGS_H

#include "scripts/vm/vm.h"

/* A warning about a place; what may be NULL is absent. */
struct warning {
    object *category; /* a class, or NULL: of message */
    object *message;  /* text or an instance of Warning */
    object *file;     /* str */
    int64_t line;
    object *module;      /* its name; NULL: made from the file's */
    object *registry;    /* a dict or None */
    object *source_line; /* str */
    object *source;      /* what was forgotten, for its traceback */
};

/* False: pending, which may be the warning itself. */
bool warnings_explicit(struct vm *vm, const struct warning *w);
/* The same about the script's own line, `level` callers up from 1. */
bool warnings_warn(struct vm *vm, object *category, object *message,
                   ptrdiff_t level, object *source);
/* A DeprecationWarning of the running script (message is stolen; NULL: an
 * exception is pending, which passes through). */
bool warnings_deprecated_steal(struct vm *vm, object *message);
/* The same of a special method whose result is of a subclass of `base`;
 * message (stolen) says what it returned. */
bool warnings_subclass_steal(struct vm *vm, object *message,
                             const char *base);
/* A coroutine dies that nobody ever awaited; false: pending. */
bool warnings_unawaited(struct vm *vm, object *coroutine, object *qualname);

/* ---- between warnings.c and warnings_filter.c ---- */

enum warning_state { WARNING_FILTERS, WARNING_DEFAULT, WARNING_ONCE };

/* What the module starts with, borrowed; NULL: pending. */
object *warnings_state(struct vm *vm, enum warning_state which);
/* warnings.NAME; *out new, or NULL when there is none.  False: pending. */
bool warnings_attribute(struct vm *vm, const char *name, bool import,
                        object **out);
/* The action for it, borrowed from *row (new, NULL: the default one). */
object *warnings_action(struct vm *vm, const struct warning *w, object *text,
                        object *module, object **row);
/* Has key been warned about?  Marks it with `mark`.  1, 0, -1. */
int warnings_seen(struct vm *vm, object *registry, object *key, bool mark);
void warnings_filters_mutated(struct vm *vm);

#endif
