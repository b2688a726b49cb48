/*
 * Comparisons, not/and/or, conditional expressions, and tests that jump.
 */
#include "scripts/compile/expr.h"
#include "scripts/compile/unit.h"
#include "scripts/types/set.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

static const enum vm_opcode compare_ops[] = {
    [AST_Eq] = OP_EQ, [AST_NotEq] = OP_NE,     [AST_Lt] = OP_LT,
    [AST_LtE] = OP_LE, [AST_Gt] = OP_GT,       [AST_GtE] = OP_GE,
    [AST_Is] = OP_IS, [AST_IsNot] = OP_IS_NOT, [AST_In] = OP_IN,
    [AST_NotIn] = OP_NOT_IN,
};

/* `not a in b` is `a not in b`, `not a is b` is `a is not b`. */
static enum vm_opcode negated(const struct ast_node *test)
{
    if (test->kind != AST_Compare || test->as.compare.ops.count != 1)
        return OP_NOP;
    switch (test->as.compare.ops.items[0]) {
    case AST_Is:
        return OP_IS_NOT;
    case AST_IsNot:
        return OP_IS;
    case AST_In:
        return OP_NOT_IN;
    case AST_NotIn:
        return OP_IN;
    default:
        return OP_NOP;
    }
}

static bool container_simple(struct compiler *c, const struct ast_node *n)
{
    return n->kind == AST_List || n->kind == AST_Set ? false : simple(c, n);
}

static void compare_one(struct compiler *c, const struct ast_node *left,
                        ast_cmpop op, const struct ast_node *right, int local,
                        enum vm_opcode code, const struct ast_node *n)
{
    bool in = op == AST_In || op == AST_NotIn;
    struct operand a = operand(c, left);
    if (in ? !container_simple(c, right) : !simple(c, right))
        a = settle(c, a);
    struct operand b = in ? members(c, right) : operand(c, right);
    at_node(c, n);
    two_to(c, local, code, a, b);
}

/* a < b < c: b is kept while a < b is tested. */
static void compare_chain(struct compiler *c, const struct ast_node *n)
{
    const struct ast_compare *k = &n->as.compare;
    int cleanup = label_new(c), end = label_new(c), last = k->ops.count - 1;
    expr(c, k->left);
    for (int i = 0; i < last; i++) {
        expr(c, k->comparators.items[i]);
        at_node(c, n);
        unsigned base = (unsigned)c->unit->depth - 2; /* left, right */
        /* SWAP; COPY 2: right, left, right */
        emit(c, OP_SWAP, 0, base, base + 1, 0);
        emit(c, OP_COPY, 0, base + 2, base, 0);
        push(c);
        pop(c, 2);
        emit(c, compare_ops[k->ops.items[i]],
             KIND_TEMP << KIND_B_SHIFT | KIND_TEMP << KIND_C_SHIFT, base + 1,
             base + 1, base + 2);
        emit_jump(c, OP_JUMP_IF_FALSE_OR_POP, 0, base + 1, cleanup);
    }
    expr(c, k->comparators.items[last]);
    at_node(c, n);
    struct operand b = {KIND_TEMP, top(c)};
    struct operand a = {KIND_TEMP, (uint16_t)(b.n - 1)};
    two_to(c, ON_STACK, compare_ops[k->ops.items[last]], a, b);
    emit_jump(c, OP_JUMP, 0, 0, end);
    label_here(c, cleanup);
    /* result on top of the kept operand: drop that */
    push(c);
    unsigned kept = (unsigned)c->unit->depth - 2;
    emit(c, OP_SWAP, 0, kept, kept + 1, 0);
    pop(c, 1);
    emit(c, OP_POP, 0, kept + 1, 0, 0);
    label_here(c, end);
}

void compare_expr(struct compiler *c, const struct ast_node *n, int local)
{
    const struct ast_compare *k = &n->as.compare;
    check_compare(c, n);
    if (k->ops.count == 1) {
        compare_one(c, k->left, k->ops.items[0], k->comparators.items[0],
                    local, compare_ops[k->ops.items[0]], n);
        return;
    }
    compare_chain(c, n);
    deliver(c, local);
}

void unary_expr(struct compiler *c, const struct ast_node *n, int local)
{
    static const enum vm_opcode ops[] = {[AST_Invert] = OP_INVERT,
                                         [AST_Not] = OP_NOT,
                                         [AST_UAdd] = OP_POSITIVE,
                                         [AST_USub] = OP_NEGATIVE};
    const struct ast_node *inner = n->as.unary_op.operand;
    enum vm_opcode other =
        n->as.unary_op.op == AST_Not ? negated(inner) : OP_NOP;
    if (other != OP_NOP) {
        compare_one(c, inner->as.compare.left,
                    inner->as.compare.ops.items[0],
                    inner->as.compare.comparators.items[0], local, other,
                    inner);
        return;
    }
    struct operand o = operand(c, inner);
    at_node(c, n);
    consume(c, o);
    emit_to(c, local, ops[n->as.unary_op.op],
            kinds(none_operand, o, none_operand), o.n, 0);
}

void bool_expr(struct compiler *c, const struct ast_node *n)
{
    const struct ast_bool_op *b = &n->as.bool_op;
    int end = label_new(c);
    enum vm_opcode jump =
        b->op == AST_And ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    expr(c, b->values.items[0]);
    for (int i = 1; i < b->values.count; i++) {
        uint16_t value = top(c);
        pop(c, 1);
        emit_jump(c, jump, 0, value, end);
        struct flow before = flow_save(c);
        expr(c, b->values.items[i]);
        flow_restore(c, before);
    }
    label_here(c, end);
}

void if_expr(struct compiler *c, const struct ast_node *n)
{
    int other = label_new(c), end = label_new(c);
    object *test = fold(c, n->as.if_exp.test);
    if (test) { /* the other branch is not compiled at all */
        expr(c, vm_truth(c->vm, test) > 0 ? n->as.if_exp.body
                                          : n->as.if_exp.orelse);
        return;
    }
    at_node(c, n);
    jump_if(c, n->as.if_exp.test, false, other);
    struct flow before = flow_save(c);
    expr(c, n->as.if_exp.body);
    emit_jump(c, OP_JUMP, 0, 0, end);
    pop(c, 1);
    flow_restore(c, before);
    label_here(c, other);
    before = flow_save(c);
    expr(c, n->as.if_exp.orelse);
    flow_restore(c, before);
    label_here(c, end);
}

/* ---- tests ----------------------------------------------------------------------------- */

static void jump_if_any(struct compiler *c, const struct ast_node *test,
                        bool when, int label)
{
    const struct ast_bool_op *b = &test->as.bool_op;
    bool short_circuit = b->op == AST_Or;
    int last = b->values.count - 1;
    int skip = short_circuit == when ? label : label_new(c);
    struct flow before = {NULL, 0, false};
    for (int i = 0; i < last; i++) {
        jump_if(c, b->values.items[i], short_circuit, skip);
        if (i == 0)
            before = flow_save(c);
    }
    jump_if(c, b->values.items[last], when, label);
    flow_meet(c, before);
    if (skip != label)
        label_here(c, skip);
}

static void jump_if_chain(struct compiler *c, const struct ast_node *test,
                          bool when, int label)
{
    compare_chain(c, test);
    uint16_t value = top(c);
    pop(c, 1);
    emit_jump(c, when ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE,
              KIND_TEMP << KIND_A_SHIFT, value, label);
}

static void jump_if_exp(struct compiler *c, const struct ast_node *test,
                        bool when, int label)
{
    int other = label_new(c), end = label_new(c);
    jump_if(c, test->as.if_exp.test, false, other);
    struct flow before = flow_save(c);
    jump_if(c, test->as.if_exp.body, when, label);
    emit_jump(c, OP_JUMP, 0, 0, end);
    flow_restore(c, before);
    label_here(c, other);
    before = flow_save(c);
    jump_if(c, test->as.if_exp.orelse, when, label);
    flow_restore(c, before);
    label_here(c, end);
}

/* A truth test counts as the place that the jump is for, CPython's way; only a
 * comparison has a place of its own, which is then that of what follows. */
static void jump_if_plain(struct compiler *c, const struct ast_node *test,
                          bool when, int label)
{
    struct position outer = c->unit->at;
    struct operand o = operand(c, test);
    if (test->kind == AST_Compare) {
        at_node(c, test);
    } else if (o.kind != KIND_TEMP && test->line != outer.line) {
        at_node(c, test); /* the line is one to stop at */
        emit(c, OP_NOP, 0, 0, 0, 0);
    }
    if (test->kind != AST_Compare)
        c->unit->at = outer;
    consume(c, o);
    emit_jump(c, when ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE,
              (unsigned)o.kind << KIND_A_SHIFT, o.n, label);
}

void jump_if(struct compiler *c, const struct ast_node *test, bool when,
             int label)
{
    if (!fold(c, test)) {
        switch (test->kind) {
        case AST_UnaryOp:
            if (test->as.unary_op.op == AST_Not) {
                jump_if(c, test->as.unary_op.operand, !when, label);
                return;
            }
            break;
        case AST_BoolOp:
            jump_if_any(c, test, when, label);
            return;
        case AST_IfExp:
            jump_if_exp(c, test, when, label);
            return;
        case AST_Compare:
            if (test->as.compare.ops.count > 1) {
                check_compare(c, test);
                jump_if_chain(c, test, when, label);
                return;
            }
            break;
        default:
            break;
        }
    }
    jump_if_plain(c, test, when, label);
}

/* CPython says of what comes behind such jumps that it is where the comparison
 * is that was compiled last. */
const struct ast_node *jump_place(const struct ast_node *test,
                                  const struct ast_node *otherwise)
{
    switch (test->kind) {
    case AST_UnaryOp:
        return test->as.unary_op.op == AST_Not
                   ? jump_place(test->as.unary_op.operand, otherwise)
                   : otherwise;
    case AST_BoolOp:
        for (int i = 0; i < test->as.bool_op.values.count; i++)
            otherwise =
                jump_place(test->as.bool_op.values.items[i], otherwise);
        return otherwise;
    case AST_IfExp:
        otherwise = jump_place(test->as.if_exp.test, otherwise);
        otherwise = jump_place(test->as.if_exp.body, otherwise);
        return jump_place(test->as.if_exp.orelse, otherwise);
    case AST_Compare:
        return test;
    default:
        return otherwise;
    }
}
