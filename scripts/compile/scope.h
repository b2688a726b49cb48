/*
 * Scopes: for every name of a program, where it lives.
 *
 * Built in two passes as CPython's symtable: first what each block does with
 * each name, then, from the outside in, what that makes of it.
 */
#ifndef SCRIPTS_COMPILE_SCOPE_H
#define SCRIPTS_COMPILE_SCOPE_H

#include "scripts/syntax/arena.h"
#include "scripts/syntax/ast.h"

enum scope_kind {
    SCOPE_MODULE,
    SCOPE_CLASS,
    SCOPE_FUNCTION,
    SCOPE_LAMBDA,
    SCOPE_COMPREHENSION, /* list, set, dict or generator */
};

enum symbol_use {
    USE_READ = 1,
    USE_BOUND = 2, /* assigned, imported, defined, parameter */
    USE_PARAMETER = 4,
    USE_GLOBAL = 8,    /* named in a global statement */
    USE_NONLOCAL = 16,
    USE_DELETED = 32,  /* may become unset again */
    USE_ANNOTATED = 64,
    USE_IMPORTED = 256, /* bound by imports alone */
    USE_ITERATED = 128, /* target of a comprehension */
};

enum symbol_place {
    PLACE_UNKNOWN,
    PLACE_LOCAL,
    PLACE_CELL, /* local that inner scopes use */
    PLACE_FREE, /* in a cell of an outer scope */
    PLACE_GLOBAL, /* by a global statement, or in module scope */
    PLACE_IMPLICIT, /* global, then built in */
};

struct symbol {
    ast_identifier name; /* mangled */
    unsigned uses;
    enum symbol_place place;
    bool free_in_class; /* a class that binds it and passes it on */
    const struct ast_node *where; /* of the first global or nonlocal */
};

struct scope {
    enum scope_kind kind;
    ast_identifier name;
    const struct ast_node *node; /* what it is the scope of */
    struct scope *outer, *first_child, *last_child, *sibling;
    ast_identifier private_; /* the class for mangling, or NULL */
    struct symbol *symbols;
    int symbol_count, symbol_room;
    int *table; /* of symbol numbers + 1, by name's address */
    int table_room;
    bool generator, coroutine, async_generator, returns_value;
    bool varargs, varkeywords, nested;
    bool needs_class_cell; /* a class whose methods use __class__ */
    bool has_annotations;
    bool is_generator_expression;
};

/* What is wrong with a program, at a place. */
struct scope_error {
    const char *message; /* NULL: memory is short */
    int line, col, end_line, end_col;
};

/* The scope of a whole tree, or NULL with *error filled in.  Annotations that
 * become text (`from __future__`) use no names. */
struct scope *scope_build(struct arena *arena, const struct ast_node *tree,
                          bool annotations_are_text,
                          struct scope_error *error);

/* The scope that belongs to a function, class, lambda or comprehension. */
struct scope *scope_of(struct scope *outer, const struct ast_node *node);

/* NULL when the scope does not know the (mangled) name. */
struct symbol *scope_find(const struct scope *s, ast_identifier name);

/* __name inside class C becomes _C__name; NULL: memory. */
ast_identifier scope_mangle(struct arena *arena, ast_identifier private_,
                            ast_identifier name);

static inline bool scope_is_function(const struct scope *s)
{
    return s->kind >= SCOPE_FUNCTION;
}

#endif
