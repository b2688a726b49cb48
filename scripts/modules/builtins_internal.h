/*
 * The functions of the builtins module, by file.
 */
#ifndef SCRIPTS_MODULES_BUILTINS_INTERNAL_H
#define SCRIPTS_MODULES_BUILTINS_INTERNAL_H

#include "scripts/vm/vm.h"

/* Tables of methods, each ended by a row without a name. */
extern const struct method_def builtins_class[];
extern const struct method_def builtins_code[];
extern const struct method_def builtins_io[];
extern const struct method_def builtins_number[];
extern const struct method_def builtins_object[];
extern const struct method_def builtins_sequence[];

/* ---- builtins_compile.c ---- */

/* Source of a str or bytes-like object. */
struct source {
    char *owned; /* malloc'ed, or NULL */
    const char *bytes;
    size_t size;
    unsigned flags; /* of enum compile_flags */
};

bool builtins_source(struct vm *vm, object *o, const char *function,
                     const char *what, struct source *s);
/* The flags of the code that calls: annotations from __future__. */
unsigned builtins_inherited(struct vm *vm);
builtin_fn builtins_compile;

#endif
