/*
 * Between the files that compile expressions: expr.c, condition.c, display.c.
 *
 * local: the local a result goes to, or ON_STACK for a temporary.
 */
#ifndef SCRIPTS_COMPILE_EXPR_H
#define SCRIPTS_COMPILE_EXPR_H

#include "scripts/compile/unit.h"

#define BIG_DISPLAY 30 /* more items than this are not built at once */

static const struct operand none_operand = {0, 0};

/* ---- expr.c ---- */
bool any_starred(struct ast_nodes elts);
/* An instruction whose result goes to the local or a temporary. */
void emit_to(struct compiler *c, int local, enum vm_opcode op, unsigned flags,
             unsigned b, unsigned n);
/* Moves what is on top to the local, if there is one. */
void deliver(struct compiler *c, int local);
/* op with two operands. */
void two_to(struct compiler *c, int local, enum vm_opcode op,
            struct operand a, struct operand b);

/* ---- condition.c ---- */
void compare_expr(struct compiler *c, const struct ast_node *n, int local);
void unary_expr(struct compiler *c, const struct ast_node *n, int local);
void bool_expr(struct compiler *c, const struct ast_node *n);
void if_expr(struct compiler *c, const struct ast_node *n);

/* ---- display.c ---- */
void dict_expr(struct compiler *c, const struct ast_node *n);
void formatted_expr(struct compiler *c, const struct ast_node *n);
void joined_expr(struct compiler *c, const struct ast_node *n);

#endif
