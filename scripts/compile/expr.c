/*
 * Expressions.
 *
 * A value is either on the stack of temporaries or stays where it is (a local,
 * a constant) until the instruction that uses it: that is allowed only when
 * nothing a script can see comes between (see scripts/vm/README.md).
 */
#include <string.h>

#include "scripts/compile/unit.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

#define BIG_DISPLAY 30 /* more items than this are not built at once */

static const struct operand none_operand = {0, 0};

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

static const enum vm_opcode compare_ops[] = {
    [AST_Eq] = OP_EQ, [AST_NotEq] = OP_NE,     [AST_Lt] = OP_LT,
    [AST_LtE] = OP_LE, [AST_Gt] = OP_GT,       [AST_GtE] = OP_GE,
    [AST_Is] = OP_IS, [AST_IsNot] = OP_IS_NOT, [AST_In] = OP_IN,
    [AST_NotIn] = OP_NOT_IN,
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
static void emit_to(struct compiler *c, int local, enum vm_opcode op,
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
static void deliver(struct compiler *c, int local)
{
    if (local == ON_STACK)
        return;
    uint16_t from = top(c);
    pop(c, 1);
    emit(c, OP_MOVE, INTO_LOCAL | KIND_TEMP << KIND_B_SHIFT, (unsigned)local,
         from, 0);
    flow_set(c, local, true);
}

static bool any_starred(struct ast_nodes elts)
{
    for (int i = 0; i < elts.count; i++)
        if (elts.items[i]->kind == AST_Starred)
            return true;
    return false;
}

/* ---- operators ------------------------------------------------------------------------ */

static void two_to(struct compiler *c, int local, enum vm_opcode op,
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

/* The right side of `in`: a list or set display of constants is one itself. */
static struct operand container(struct compiler *c, const struct ast_node *n)
{
    struct vm *vm = c->vm;
    bool list = n->kind == AST_List, set = n->kind == AST_Set;
    struct ast_nodes elts = list  ? n->as.list.elts
                            : set ? n->as.set.elts
                                  : (struct ast_nodes){NULL, 0};
    bool constant = list || set;
    for (int i = 0; constant && i < elts.count; i++)
        constant = elts.items[i]->kind != AST_Starred &&
                   fold(c, elts.items[i]) != NULL;
    if (!constant)
        return operand(c, n);
    object *o = tuple_new(vm, (size_t)elts.count);
    for (int i = 0; o && i < elts.count; i++)
        tuple_items(o)[i] = heap_retain(fold(c, elts.items[i]));
    if (o && set) {
        object *frozen = set_make(vm, vm->types[TYPE_FROZENSET], o);
        vm_release(vm, o);
        o = frozen;
        if (!o) { /* an unhashable item: the set itself will say so */
            vm_pending_clear(vm);
            return operand(c, n);
        }
    }
    struct operand result = {KIND_CONST, const_number(c, o)};
    vm_release_maybe(vm, o);
    return result;
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
    struct operand b = in ? container(c, right) : operand(c, right);
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

static void compare(struct compiler *c, const struct ast_node *n, int local)
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

static void unary(struct compiler *c, const struct ast_node *n, int local)
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

static void bool_op(struct compiler *c, const struct ast_node *n)
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

static void if_exp(struct compiler *c, const struct ast_node *n)
{
    int other = label_new(c), end = label_new(c);
    object *test = fold(c, n->as.if_exp.test);
    if (test) { /* the other branch is not compiled at all */
        expr(c, vm_truth(c->vm, test) > 0 ? n->as.if_exp.body
                                          : n->as.if_exp.orelse);
        return;
    }
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
    struct operand o = operand(c, test);
    at_node(c, test);
    consume(c, o);
    emit_jump(c, when ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE,
              (unsigned)o.kind << KIND_A_SHIFT, o.n, label);
}

/* ---- attributes, items --------------------------------------------------------------------- */

static void attribute(struct compiler *c, const struct ast_node *n, int local)
{
    struct operand o = operand(c, n->as.attribute.value);
    at_node(c, n);
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

/* ---- displays ----------------------------------------------------------------------------------- */

/* The constant tuple of all items when each is one; new or NULL. */
static object *all_constant(struct compiler *c, struct ast_nodes elts)
{
    for (int i = 0; i < elts.count; i++)
        if (elts.items[i]->kind == AST_Starred || !fold(c, elts.items[i]))
            return NULL;
    object *t = tuple_new(c->vm, (size_t)elts.count);
    for (int i = 0; t && i < elts.count; i++)
        tuple_items(t)[i] = heap_retain(fold(c, elts.items[i]));
    return t;
}

/* One item or *items into the list or set at `base`. */
static void add_item(struct compiler *c, int base, const struct ast_node *n,
                     bool set)
{
    bool many = n->kind == AST_Starred;
    struct operand o = operand(c, many ? n->as.starred.value : n);
    consume(c, o);
    emit(c,
         set ? (many ? OP_SET_UPDATE : OP_SET_ADD)
             : (many ? OP_LIST_EXTEND : OP_LIST_APPEND),
         kinds(none_operand, o, none_operand), (unsigned)base, o.n, 0);
}

/* A list, tuple or set display; build says which. */
void sequence(struct compiler *c, struct ast_nodes elts, bool tuple,
              enum vm_opcode build)
{
    bool set = build == OP_BUILD_SET;
    int base = c->unit->depth, i = 0;
    object *constant =
        elts.count > 2 && !tuple ? all_constant(c, elts) : NULL;
    if (!any_starred(elts) && elts.count <= BIG_DISPLAY && !constant) {
        for (; i < elts.count; i++)
            expr(c, elts.items[i]);
        pop(c, elts.count);
        emit(c, build, 0, (unsigned)base, (unsigned)elts.count, 0);
        push(c);
        return;
    }
    int before = 0; /* plain items in front of the first starred one */
    if (!constant && elts.count <= BIG_DISPLAY)
        while (elts.items[before]->kind != AST_Starred)
            before++;
    for (; i < before; i++)
        expr(c, elts.items[i]);
    pop(c, before);
    emit(c, set ? OP_BUILD_SET : OP_BUILD_LIST, 0, (unsigned)base,
         (unsigned)before, 0);
    push(c);
    if (constant) {
        if (set) {
            object *frozen =
                set_make(c->vm, c->vm->types[TYPE_FROZENSET], constant);
            vm_release(c->vm, constant);
            constant = frozen;
            if (!frozen)
                c->failed = true;
        }
        emit(c, set ? OP_SET_UPDATE : OP_LIST_EXTEND,
             KIND_CONST << KIND_B_SHIFT, (unsigned)base,
             constant ? const_number(c, constant) : 0, 0);
        vm_release_maybe(c->vm, constant);
        return;
    }
    for (; i < elts.count; i++)
        add_item(c, base, elts.items[i], set);
    if (tuple)
        emit(c, OP_LIST_TO_TUPLE, 0, (unsigned)base, 0, 0);
}

/* Items [from, to) as one dict on top. */
static void dict_part(struct compiler *c, const struct ast_dict *d, int from,
                      int to)
{
    int base = c->unit->depth, n = to - from;
    object *keys = n > 1 ? tuple_new(c->vm, (size_t)n) : NULL;
    bool constant = n > 1;
    for (int i = from; constant && i < to; i++)
        constant = fold(c, d->keys.items[i]) != NULL;
    for (int i = from; i < to; i++) {
        if (!constant)
            expr(c, d->keys.items[i]);
        else if (keys)
            tuple_items(keys)[i - from] =
                heap_retain(fold(c, d->keys.items[i]));
        expr(c, d->values.items[i]);
    }
    pop(c, constant ? n : 2 * n);
    if (constant && keys)
        emit(c, OP_BUILD_CONST_KEY_MAP, 0, (unsigned)base, (unsigned)n,
             const_number(c, keys));
    else
        emit(c, OP_BUILD_MAP, 0, (unsigned)base, (unsigned)n, 0);
    push(c);
    vm_release_maybe(c->vm, keys);
}

/* Merges the dict on top into the one below it, if there is one. */
static void merge_part(struct compiler *c, bool *have)
{
    if (*have) {
        uint16_t part = top(c);
        pop(c, 1);
        emit(c, OP_DICT_UPDATE, KIND_TEMP << KIND_B_SHIFT,
             (unsigned)c->unit->depth - 1, part, 0);
    }
    *have = true;
}

static void dict(struct compiler *c, const struct ast_node *n)
{
    const struct ast_dict *d = &n->as.dict;
    bool have = false;
    int from = 0;
    for (int i = 0; i < d->values.count; i++) {
        bool unpack = !d->keys.items[i];
        if (from < i && (unpack || i - from == 15)) {
            dict_part(c, d, from, i);
            merge_part(c, &have);
            from = i;
        }
        if (!unpack)
            continue;
        if (!have) {
            emit(c, OP_BUILD_MAP, 0, (unsigned)c->unit->depth, 0, 0);
            push(c);
            have = true;
        }
        expr(c, d->values.items[i]);
        merge_part(c, &have);
        from = i + 1;
    }
    at_node(c, n);
    if (from < d->values.count || !have) {
        dict_part(c, d, from, d->values.count);
        merge_part(c, &have);
    }
}

/* ---- f-strings ------------------------------------------------------------------------------------- */

static void formatted_value(struct compiler *c, const struct ast_node *n)
{
    const struct ast_formatted_value *f = &n->as.formatted_value;
    unsigned how = f->conversion == 's'   ? FORMAT_STR
                   : f->conversion == 'r' ? FORMAT_REPR
                   : f->conversion == 'a' ? FORMAT_ASCII
                                          : FORMAT_NONE;
    expr(c, f->value);
    uint16_t value = top(c);
    if (f->format_spec) {
        expr(c, f->format_spec);
        pop(c, 1);
        how |= FORMAT_SPEC;
    }
    at_node(c, n);
    pop(c, 1);
    emit(c, OP_FORMAT_VALUE, KIND_TEMP << KIND_B_SHIFT, value, value, how);
    push(c);
}

static void joined_str(struct compiler *c, const struct ast_node *n)
{
    struct ast_nodes parts = n->as.joined_str.values;
    int base = c->unit->depth;
    if (parts.count == 0) {
        load_const(c, c->vm->empty_str);
        return;
    }
    if (parts.count > BIG_DISPLAY) { /* "".join([...]) */
        load_const(c, c->vm->empty_str);
        uint16_t name =
            name_number(c, arena_intern(c->arena, "join", 4));
        pop(c, 1);
        emit(c, OP_LOAD_METHOD, KIND_TEMP << KIND_B_SHIFT, (unsigned)base,
             (unsigned)base, name);
        push(c);
        push(c);
        emit(c, OP_BUILD_LIST, 0, (unsigned)c->unit->depth, 0, 0);
        push(c);
        for (int i = 0; i < parts.count; i++)
            add_item(c, base + 2, parts.items[i], false);
        pop(c, 3);
        emit(c, OP_CALL, 0, (unsigned)base, 1, 0);
        push(c);
        return;
    }
    for (int i = 0; i < parts.count; i++)
        expr(c, parts.items[i]);
    at_node(c, n);
    if (parts.count == 1 && parts.items[0]->kind == AST_FormattedValue)
        return;
    pop(c, parts.count);
    emit(c, OP_BUILD_STRING, 0, (unsigned)base, (unsigned)parts.count, 0);
    push(c);
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
    if (!scope_is_function(s))
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
        unary(c, n, local);
        return true;
    case AST_Compare:
        compare(c, n, local);
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
        bool_op(c, n);
        break;
    case AST_NamedExpr:
        named_expr(c, n);
        break;
    case AST_Lambda:
        lambda_expr(c, n);
        break;
    case AST_IfExp:
        if_exp(c, n);
        break;
    case AST_Dict:
        dict(c, n);
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
        formatted_value(c, n);
        break;
    case AST_JoinedStr:
        joined_str(c, n);
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
    if (++c->depth > 2900) {
        vm_raise(c->vm, EXC_RECURSION_ERROR,
                 "maximum recursion depth exceeded during compilation");
        c->failed = true;
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
