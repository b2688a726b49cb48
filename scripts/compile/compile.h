/*
 * Source text to code objects.
 */
#ifndef SCRIPTS_COMPILE_COMPILE_H
#define SCRIPTS_COMPILE_COMPILE_H

#include "scripts/syntax/parse.h"
#include "scripts/vm/vm.h"

enum compile_flags {
    COMPILE_FROM_STR = SYNTAX_FROM_STR, /* the bytes are UTF-8 of a str */
    COMPILE_FUTURE_ANNOTATIONS = 1 << 16,
};

/*
 * A new code object for a module (SYNTAX_EXEC), an expression (SYNTAX_EVAL) or
 * a statement whose value is displayed (SYNTAX_SINGLE).  filename is a str.
 * NULL: SyntaxError (or one derived from it), with CPython's fields, pending.
 */
object *compile_source(struct vm *vm, const char *bytes, size_t size,
                       object *filename, enum syntax_mode mode,
                       unsigned flags);

#endif
