/*
 * Source text to syntax tree: the whole grammar of Python 3.11. On a source
 * it refuses, the parser says what CPython 3.11 says, at the same place.
 * No input makes it crash, run away or overflow the C stack.
 */
#ifndef SYNTAX_PARSE_H
#define SYNTAX_PARSE_H

#include "scripts/syntax/arena.h"
#include "scripts/syntax/ast.h"

#include <stdbool.h>
#include <stddef.h>

enum syntax_mode {
    SYNTAX_EXEC,   /* a file: AST_Module */
    SYNTAX_EVAL,   /* one expression: AST_Expression */
    SYNTAX_SINGLE, /* one statement typed at a prompt: AST_Interactive */
    SYNTAX_FUNC_TYPE, /* a function's type comment: AST_FunctionType */
};

enum syntax_flag {
    /* The bytes are UTF-8 that came from a str: no cookie, no BOM is read. */
    SYNTAX_FROM_STR = 1,
    /* A source that only lacks its end gives "incomplete input". */
    SYNTAX_ALLOW_INCOMPLETE = 2,
    /* No DEDENT is made up at the end of the source (see `codeop`). */
    SYNTAX_NO_IMPLIED_DEDENT = 4,
    /* `<>` is the inequality, as barry_as_FLUFL demands. */
    SYNTAX_FLUFL = 8,
    /* `# type: ...` is part of the tree, or where it must not be an error. */
    SYNTAX_TYPE_COMMENTS = 16,
};

struct syntax_source {
    const char *bytes; /* borrowed; need not end with a NUL or a newline */
    size_t length;
    enum syntax_mode mode;
    unsigned flags; /* of enum syntax_flag */
    size_t max_digits; /* of a decimal integer; 0: any */
    int feature_version; /* of Python 3: newer syntax is an error; 0: none is */
};

enum syntax_error_kind {
    SYNTAX_ERROR,
    SYNTAX_INDENTATION_ERROR,
    SYNTAX_TAB_ERROR,
    SYNTAX_VALUE_ERROR,    /* the source holds a NUL byte */
    SYNTAX_MEMORY_ERROR,   /* memory is short, or nesting too deep */
    SYNTAX_OVERFLOW_ERROR, /* an int literal beyond any memory */
};

/*
 * The attributes of a SyntaxError. The strings live in the arena. Columns are
 * those of SyntaxError.offset and end_offset: characters, counted from 1;
 * 0 and -1 occur, as in CPython.
 */
struct syntax_error {
    enum syntax_error_kind kind;
    const char *message;
    int line, col, end_line, end_col;
    const char *text; /* the line, in UTF-8, or NULL */
    bool bare_args;   /* the attributes are not among the args */
    bool no_position; /* no attribute but the message is set */
    bool at_start;    /* about the encoding: line 0, offset -1, no more */
};

enum syntax_warning_kind { SYNTAX_DEPRECATION_WARNING, SYNTAX_SYNTAX_WARNING };

/* A warning, in the order in which CPython would issue them. */
struct syntax_warning {
    enum syntax_warning_kind kind;
    const char *message;
    int line;
    /* What the SyntaxError says if the filters turn the warning into one. */
    struct syntax_error as_error;
    struct syntax_warning *next;
};

struct syntax_report {
    struct syntax_error error; /* meaningful after a failure only */
    struct syntax_warning *warnings, *last_warning;
};

/*
 * Parses a source. True: *tree is the root, owned by the arena. False: the
 * report says why. Either way the warnings are filled in. The report's
 * strings live in the arena; the source is not needed afterwards.
 */
bool syntax_parse(struct arena *arena, const struct syntax_source *source,
                  struct ast_node **tree, struct syntax_report *report);

#endif
