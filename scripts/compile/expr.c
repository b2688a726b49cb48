/*
 * Expressions.
 *
 * A value is either on the stack of temporaries or stays where it is (a local,
 * a constant) until the instruction that uses it: that is allowed only when
 * nothing a script can see comes between (see scripts/vm/README.md).
 */
#include <string.h>

#include "scripts/compile/expr.h"
#include "scripts/compile/unit.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

const enum vm_opcode binary_ops[] = {
    [AST_Add] = OP_ADD,         [AST_Sub] = OP_SUB,
    [AST_Mult] = OP_MUL,        [AST_MatMult] = OP_MATMUL,
    [AST_Div] = OP_TRUEDIV,     [AST_Mod] = OP_MOD,
    [AST_Pow] = OP_POW,         [AST_LShift] = OP_LSHIFT,
    [AST_RShift] = OP_RSHIFT,   [AST_BitOr] = OP_OR,
    [AST_BitXor] = OP_XOR,      [AST_BitAnd] = OP_AND,
    [AST_FloorDiv] = OP_FLOORDIV,
};

const enum vm_opcode inplace_ops[] = {
    [AST_Add] = OP_IADD,       [AST_Sub] = OP_ISUB,
    [AST_Mult] = OP_IMUL,      [AST_MatMult] = OP_IMATMUL,
    [AST_Div] = OP_ITRUEDIV,   [AST_Mod] = OP_IMOD,
    [AST_Pow] = OP_IPOW,       [AST_LShift] = OP_ILSHIFT,
    [AST_RShift] = OP_IRSHIFT, [AST_BitOr] = OP_IOR,
    [AST_BitXor] = OP_IXOR,    [AST_BitAnd] = OP_IAND,
    [AST_FloorDiv] = OP_IFLOORDIV,
};

/* ---- operands -------------------------------------------------------------------- */

/* The local that a name is, or -1. */
static int local_of(struct compiler *c, const struct ast_node *n)
{
    uint16_t number;
    if (n->kind != AST_Name || !scope_is_function(c->unit->scope))
        return -1;
    const struct symbol *s =
        scope_find(c->unit->scope, mangle(c, n->as.name.id));
    if (!s || s->place != PLACE_LOCAL)
        return -1;
    return place_of(c, n->as.name.id, &number) == AT_LOCAL ? number : -1;
}

bool simple(struct compiler *c, const struct ast_node *n)
{
    return fold(c, n) || local_of(c, n) >= 0;
}

struct operand operand(struct compiler *c, const struct ast_node *n)
{
    object *value = fold(c, n);
    if (value)
        return (struct operand){KIND_CONST, const_number(c, value)};
    int local = local_of(c, n);
    if (local < 0) {
        expr(c, n);
        return (struct operand){KIND_TEMP, top(c)};
    }
    if (!flow_known(c, local)) {
        struct position at = c->unit->at;
        at_node(c, n);
        emit(c, OP_CHECK_LOCAL, 0, (unsigned)local, 0, 0);
        flow_set(c, local, true);
        c->unit->at = at;
    }
    return (struct operand){KIND_LOCAL, (uint16_t)local};
}

struct operand settle(struct compiler *c, struct operand o)
{
    if (o.kind != KIND_LOCAL)
        return o;
    emit(c, OP_MOVE, KIND_LOCAL << KIND_B_SHIFT, (unsigned)c->unit->depth,
         o.n, 0);
    return (struct operand){KIND_TEMP, push(c)};
}

void two_operands(struct compiler *c, const struct ast_node *left,
                  const struct ast_node *right, struct operand *a,
                  struct operand *b)
{
    *a = operand(c, left);
    if (!simple(c, right))
        *a = settle(c, *a);
    *b = operand(c, right);
}

/* ---- results ------------------------------------------------------------------------ */

/* Emits an operation whose destination is a local or, ON_STACK, pushed. */
void emit_to(struct compiler *c, int local, enum vm_opcode op,
             unsigned flags, unsigned b, unsigned n)
{
    if (local == ON_STACK) {
        emit(c, op, flags, (unsigned)c->unit->depth, b, n);
        push(c);
        return;
    }
    emit(c, op, flags | INTO_LOCAL, (unsigned)local, b, n);
    flow_set(c, local, true);
}

/* What is on top goes where it was wanted. */
void deliver(struct compiler *c, int local)
{
    if (local == ON_STACK)
        return;
    uint16_t from = top(c);
    pop(c, 1);
    emit(c, OP_MOVE, INTO_LOCAL | KIND_TEMP << KIND_B_SHIFT, (unsigned)local,
         from, 0);
    flow_set(c, local, true);
}

bool any_starred(struct ast_nodes elts)
{
    for (int i = 0; i < elts.count; i++)
        if (elts.items[i]->kind == AST_Starred)
            return true;
    return false;
}

/* ---- operators ------------------------------------------------------------------------ */

void two_to(struct compiler *c, int local, enum vm_opcode op,
            struct operand a, struct operand b)
{
    consume(c, b);
    consume(c, a);
    emit_to(c, local, op, kinds(none_operand, a, b), a.n, b.n);
}

/* 's', 'r' or 'a' when the text at p is that plain conversion, else 0. */
static char plain_conversion(const char *p, const char *end)
{
    return p + 1 < end && *p == '%' && strchr("sra", p[1]) && p[1] ? p[1] : 0;
}

/* Can "..." % (a, b) be built like an f-string? */
static bool plain_format(const struct ast_bin_op *b)
{
    if (b->op != AST_Mod || b->left->kind != AST_Constant ||
        b->left->as.constant.value.kind != AST_STR ||
        b->right->kind != AST_Tuple || any_starred(b->right->as.tuple.elts))
        return false;
    const struct ast_literal *l = &b->left->as.constant.value;
    const char *p = l->text, *end = p + l->length;
    int wanted = 0;
    while (p < end) {
        bool percent = *p == '%' && p + 1 < end && p[1] == '%';
        char how = plain_conversion(p, end);
        if (*p == '%' && !percent && !how)
            return false;
        wanted += how != 0;
        p += 1 + (percent || how);
    }
    return wanted == b->right->as.tuple.elts.count && wanted > 0 &&
           wanted <= BIG_DISPLAY / 2;
}

/* The text of [p, end), %% made one, as a constant on top. */
static void format_piece(struct compiler *c, const char *p, const char *end)
{
    char *text = arena_alloc(c->arena, (size_t)(end - p) + 1);
    size_t n = 0;
    if (!text) {
        out_of_memory(c);
        return;
    }
    for (; p < end; p++) {
        text[n++] = *p;
        p += *p == '%';
    }
    struct ast_literal l = {.kind = AST_STR, .text = text, .length = n};
    object *value = literal_value(c, &l);
    load_const(c, value);
    vm_release_maybe(c->vm, value);
}

/* '%s and %r' % (a, b) without the tuple, as CPython compiles it. */
static void format_percent(struct compiler *c, const struct ast_node *n)
{
    const struct ast_literal *l = &n->as.bin_op.left->as.constant.value;
    struct ast_nodes values = n->as.bin_op.right->as.tuple.elts;
    const char *from = l->text, *end = from + l->length, *p = from;
    int base = c->unit->depth, parts = 0, next = 0;
    while (p < end) {
        char how = plain_conversion(p, end);
        if (!how) {
            p += *p == '%' ? 2 : 1;
            continue;
        }
        if (p > from) {
            format_piece(c, from, p);
            parts++;
        }
        expr(c, values.items[next++]);
        at_node(c, n);
        uint16_t at = top(c);
        pop(c, 1);
        emit(c, OP_FORMAT_VALUE, KIND_TEMP << KIND_B_SHIFT, at, at,
             how == 's'   ? FORMAT_STR
             : how == 'r' ? FORMAT_REPR
                          : FORMAT_ASCII);
        push(c);
        parts++;
        from = p += 2;
    }
    if (end > from) {
        format_piece(c, from, end);
        parts++;
    }
    if (parts == 1)
        return;
    pop(c, parts);
    emit(c, OP_BUILD_STRING, 0, (unsigned)base, (unsigned)parts, 0);
    push(c);
}

static void binary(struct compiler *c, const struct ast_node *n, int local)
{
    struct operand a, b;
    if (plain_format(&n->as.bin_op)) {
        format_percent(c, n);
        deliver(c, local);
        return;
    }
    two_operands(c, n->as.bin_op.left, n->as.bin_op.right, &a, &b);
    at_node(c, n);
    two_to(c, local, binary_ops[n->as.bin_op.op], a, b);
}

/* ---- attributes, items --------------------------------------------------------------------- */

static void attribute(struct compiler *c, const struct ast_node *n, int local)
{
    struct operand o = operand(c, n->as.attribute.value);
    at_attribute(c, n, n);
    unsigned name = name_number(c, mangle(c, n->as.attribute.attr));
    consume(c, o);
    emit_to(c, local, OP_LOAD_ATTR, kinds(none_operand, o, none_operand), o.n,
            name);
}

static void slice(struct compiler *c, const struct ast_node *n)
{
    const struct ast_slice *s = &n->as.slice;
    const struct ast_node *parts[] = {s->lower, s->upper, s->step};
    int count = s->step ? 3 : 2;
    int base = c->unit->depth;
    for (int i = 0; i < count; i++) {
        if (parts[i])
            expr(c, parts[i]);
        else
            load_none(c);
    }
    at_node(c, n);
    pop(c, count);
    emit(c, OP_BUILD_SLICE, 0, (unsigned)base, (unsigned)count, 0);
    push(c);
}

static void subscript(struct compiler *c, const struct ast_node *n, int local)
{
    struct operand a, b;
    check_subscript(c, n);
    two_operands(c, n->as.subscript.value, n->as.subscript.slice, &a, &b);
    at_node(c, n);
    two_to(c, local, OP_LOAD_ITEM, a, b);
}

/* ---- names, walrus, yields ---------------------------------------------------------------------------- */

static void named_expr(struct compiler *c, const struct ast_node *n)
{
    expr(c, n->as.named_expr.value);
    at_node(c, n);
    unsigned value = top(c);
    emit(c, OP_COPY, 0, value + 1, value, 0);
    push(c);
    store_name(c, n->as.named_expr.target->as.name.id,
               (struct operand){KIND_TEMP, (uint16_t)(value + 1)});
}

static void yield(struct compiler *c, const struct ast_node *n)
{
    const struct ast_node *value = n->as.yield.value;
    if (!scope_is_function(c->unit->scope))
        syntax_fail(c, n, "'yield' outside function");
    if (value)
        expr(c, value);
    else
        load_none(c);
    at_node(c, n);
    uint16_t at = top(c);
    if (c->unit->scope->coroutine)
        emit(c, OP_ASYNC_GEN_WRAP, 0, at, 0, 0);
    pop(c, 1);
    emit(c, OP_YIELD, KIND_TEMP << KIND_B_SHIFT, at, at, 0);
    push(c);
    emit(c, OP_RESUME, 0, 1, 0, 0);
}

static void yield_from_expr(struct compiler *c, const struct ast_node *n)
{
    if (!scope_is_function(c->unit->scope))
        syntax_fail(c, n, "'yield' outside function");
    else if (c->unit->scope->coroutine)
        syntax_fail(c, n, "'yield from' inside async function");
    expr(c, n->as.yield_from.value);
    at_node(c, n);
    uint16_t at = top(c);
    pop(c, 1);
    emit(c, OP_GET_YIELD_FROM_ITER, KIND_TEMP << KIND_B_SHIFT, at, at, 0);
    push(c);
    load_none(c);
    yield_from(c, 2);
}

static void await(struct compiler *c, const struct ast_node *n)
{
    const struct scope *s = c->unit->scope;
    if (top_level_await(c))
        ;
    else if (!scope_is_function(s))
        syntax_fail(c, n, "'await' outside function");
    else if (!s->coroutine && s->kind != SCOPE_COMPREHENSION)
        syntax_fail(c, n, "'await' outside async function");
    expr(c, n->as.await.value);
    at_node(c, n);
    await_top(c, 0);
}

/* ---- the table --------------------------------------------------------------------------------------------- */

/* Those that can put their value into a local at once. */
static bool direct(struct compiler *c, const struct ast_node *n, int local)
{
    switch (n->kind) {
    case AST_BinOp:
        binary(c, n, local);
        return true;
    case AST_UnaryOp:
        unary_expr(c, n, local);
        return true;
    case AST_Compare:
        compare_expr(c, n, local);
        return true;
    case AST_Attribute:
        attribute(c, n, local);
        return true;
    case AST_Subscript:
        subscript(c, n, local);
        return true;
    default:
        return false;
    }
}

static void by_kind(struct compiler *c, const struct ast_node *n)
{
    switch (n->kind) {
    case AST_Name:
        load_name(c, n->as.name.id);
        break;
    case AST_BoolOp:
        bool_expr(c, n);
        break;
    case AST_NamedExpr:
        named_expr(c, n);
        break;
    case AST_Lambda:
        lambda_expr(c, n);
        break;
    case AST_IfExp:
        if_expr(c, n);
        break;
    case AST_Dict:
        dict_expr(c, n);
        break;
    case AST_Set:
        sequence(c, n->as.set.elts, false, OP_BUILD_SET);
        break;
    case AST_List:
        sequence(c, n->as.list.elts, false, OP_BUILD_LIST);
        break;
    case AST_Tuple:
        sequence(c, n->as.tuple.elts, true, OP_BUILD_TUPLE);
        break;
    case AST_ListComp:
    case AST_SetComp:
    case AST_DictComp:
    case AST_GeneratorExp:
        comprehension(c, n);
        break;
    case AST_Await:
        await(c, n);
        break;
    case AST_Yield:
        yield(c, n);
        break;
    case AST_YieldFrom:
        yield_from_expr(c, n);
        break;
    case AST_Call:
        call_expr(c, n);
        break;
    case AST_FormattedValue:
        formatted_expr(c, n);
        break;
    case AST_JoinedStr:
        joined_expr(c, n);
        break;
    case AST_Slice:
        slice(c, n);
        break;
    case AST_Starred:
        syntax_fail(c, n, "can't use starred expression here");
        break;
    default:
        syntax_fail(c, n, "unexpected expression");
    }
}

void expr_into(struct compiler *c, const struct ast_node *n, int local)
{
    struct position outer = c->unit->at;
    object *value;
    if (c->failed)
        return;
    if (++c->depth > 2900 || !vm_has_stack(c->vm)) {
        too_deep(c);
    } else if ((value = fold(c, n))) {
        at_node(c, n);
        uint16_t number = const_number(c, value);
        if (local == ON_STACK)
            load_const(c, value);
        else
            emit_to(c, local, OP_MOVE, KIND_CONST << KIND_B_SHIFT, number, 0);
    } else {
        at_node(c, n);
        if (!direct(c, n, local)) {
            by_kind(c, n);
            deliver(c, local);
        }
    }
    c->depth--;
    c->unit->at = outer;
}

void expr(struct compiler *c, const struct ast_node *n)
{
    expr_into(c, n, ON_STACK);
}
