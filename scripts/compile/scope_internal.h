/*
 * Between scope.c and scope_walk.c.
 */
#ifndef SCRIPTS_COMPILE_SCOPE_INTERNAL_H
#define SCRIPTS_COMPILE_SCOPE_INTERNAL_H

#include "scripts/compile/scope.h"

/* The name's row, made when there is none; NULL: memory. */
struct symbol *scope_add(struct arena *arena, struct scope *s,
                         ast_identifier name);
/* A scope hung below outer; NULL: memory. */
struct scope *scope_new(struct arena *arena, struct scope *outer,
                        enum scope_kind kind, ast_identifier name,
                        const struct ast_node *node);
/* First pass: the scopes of a tree with the uses of every name. */
struct scope *scope_walk(struct arena *arena, const struct ast_node *tree,
                         bool annotations_are_text,
                         struct scope_error *error);

#endif
