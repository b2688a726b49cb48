/*
 * Inside the printing of exceptions.
 */
#ifndef SCRIPTS_VM_TRACEBACK_H
#define SCRIPTS_VM_TRACEBACK_H

#include "scripts/types/str.h"
#include "scripts/vm/vm.h"

/* One exception and what hangs on it, being printed. */
struct printer {
    struct vm *vm;
    struct str_builder out;
    object *file; /* borrowed: whose text `bytes` is */
    char *bytes;  /* malloc'ed, or NULL */
    size_t size;
    int depth; /* of exception groups */
    bool need_close;
    object *seen; /* list of the exceptions printed, or NULL */
};

/* Columns of a line, in characters. */
struct markers {
    int start, end;
    int left, right; /* the operator or subscript inside; -1: none */
};

/* What the top level prints of an exception, new. */
object *traceback_text(struct vm *vm, object *exception);
/* The same, to sys.stderr: sys.excepthook's body. */
void traceback_print(struct vm *vm, object *exception);
/* Prints an exception nobody can get: "TITLE: WHERE", then its traceback. */
void traceback_unraisable(struct vm *vm, object *exception, object *where,
                          const char *title);
/* Finds the operator of the expression in bytes from..to of line. */
void markers_find_anchors(const char *line, int from, int to,
                          struct markers *m);
/* The name that was probably meant, new, or NULL with nothing pending. */
object *suggest_name(struct vm *vm, object *exception);

#endif
