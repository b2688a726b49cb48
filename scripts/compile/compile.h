/*
 * Source text, or a syntax tree, to code objects.
 */
#ifndef SCRIPTS_COMPILE_COMPILE_H
#define SCRIPTS_COMPILE_COMPILE_H

#include "scripts/syntax/parse.h"
#include "scripts/vm/vm.h"

/* Beside the enum syntax_flag ones. */
enum compile_flags {
    COMPILE_FROM_STR = SYNTAX_FROM_STR, /* the bytes are UTF-8 of a str */
    COMPILE_FUTURE_ANNOTATIONS = 1 << 16,
    COMPILE_TOP_LEVEL_AWAIT = 1 << 17, /* the module may be a coroutine */
    COMPILE_FROM_FILE = 1 << 18, /* the script itself, read from its file */
    COMPILE_DECODED = 1 << 19,   /* the bytes were made UTF-8 meanwhile */
};

struct compile_request {
    const char *bytes; /* the source; NULL: there is none, but a tree */
    size_t size;
    object *filename; /* a str */
    enum syntax_mode mode;
    unsigned flags;
    int optimize;      /* 1: without asserts, 2: and without docstrings */
    int feature_version; /* of Python 3 to read as; 0: this one */
};

/*
 * A new code object for a module (SYNTAX_EXEC), an expression (SYNTAX_EVAL) or
 * a statement whose value is displayed (SYNTAX_SINGLE).  filename is a str.
 * NULL: SyntaxError (or one derived from it), with CPython's fields, pending.
 */
object *compile_source(struct vm *vm, const char *bytes, size_t size,
                       object *filename, enum syntax_mode mode,
                       unsigned flags);
object *compile_request(struct vm *vm, const struct compile_request *r);
/*
 * Where the source says that it is in an encoding which is not the parser's
 * own, r gets it as UTF-8, in *text, malloc'ed; NULL: it needs none of that.
 * False: SyntaxError and the like pending.
 */
bool compile_decode(struct vm *vm, struct compile_request *r, char **text);
/* The same in two steps, the first of which gives a tree in an arena.  NULL:
 * pending. */
const struct ast_node *compile_parse(struct vm *vm, struct arena *arena,
                                     const struct compile_request *r);
object *compile_tree(struct vm *vm, struct arena *arena,
                     const struct ast_node *tree,
                     const struct compile_request *r);

void syntax_raise(struct vm *vm, object *filename,
                  const struct syntax_error *error);

/* What a SyntaxError about a source's encoding has beside its message; new. */
object *details_at_start(struct vm *vm, object *filename);

/* The object of a literal; new, a string not interned. */
object *compile_literal(struct vm *vm, const struct ast_literal *literal);

#endif
