/*
 * Assignment: targets of every form, in-place operators, annotations, del.
 */
#include "scripts/compile/unit.h"
#include "scripts/types/str.h"

static unsigned kind_a(struct operand o)
{
    return (unsigned)o.kind << KIND_A_SHIFT;
}

/* ---- storing ------------------------------------------------------------------------ */

static void store_attribute(struct compiler *c, const struct ast_node *n,
                            struct operand value)
{
    struct operand to = operand(c, n->as.attribute.value);
    at_attribute(c, n, n);
    unsigned name = name_number(c, mangle(c, n->as.attribute.attr));
    consume(c, to);
    consume(c, value);
    emit(c, OP_STORE_ATTR, kind_a(value) | (unsigned)to.kind << KIND_B_SHIFT,
         value.n, to.n, name);
}

static void store_item(struct compiler *c, const struct ast_node *n,
                       struct operand value)
{
    struct operand in, key;
    two_operands(c, n->as.subscript.value, n->as.subscript.slice, &in, &key);
    at_node(c, n);
    consume(c, key);
    consume(c, in);
    consume(c, value);
    emit(c, OP_STORE_ITEM, kinds(value, in, key), value.n, in.n, key.n);
}

/* Where the starred target is, or -1. */
static int starred_place(struct compiler *c, const struct ast_node *n,
                         struct ast_nodes targets)
{
    int place = -1;
    for (int i = 0; i < targets.count; i++) {
        if (targets.items[i]->kind != AST_Starred)
            continue;
        if (place >= 0)
            syntax_fail(c, n,
                        "multiple starred expressions in assignment");
        place = i;
    }
    if (place >= 256)
        syntax_fail(c, n,
                    "too many expressions in star-unpacking assignment");
    return place;
}

/* The value, on the stack, into several targets. */
static void unpack(struct compiler *c, const struct ast_node *target,
                   struct ast_nodes targets, struct operand value)
{
    int starred = starred_place(c, target, targets), n = targets.count;
    unsigned base = value.n;
    pop(c, 1);
    if (starred < 0)
        emit(c, OP_UNPACK_SEQUENCE, 0, base, (unsigned)n, 0);
    else
        emit(c, OP_UNPACK_EX, 0, base, (unsigned)starred,
             (unsigned)(n - starred - 1));
    for (int i = 0; i < n; i++)
        push(c);
    for (int i = 0; i < n; i++) {
        const struct ast_node *to = targets.items[i];
        store(c, to->kind == AST_Starred ? to->as.starred.value : to,
              (struct operand){KIND_TEMP, top(c)});
    }
}

/* A source that stays where it is goes onto the stack. */
static struct operand on_stack(struct compiler *c, struct operand o)
{
    if (o.kind == KIND_TEMP)
        return o;
    emit(c, OP_MOVE, (unsigned)o.kind << KIND_B_SHIFT,
         (unsigned)c->unit->depth, o.n, 0);
    return (struct operand){KIND_TEMP, push(c)};
}

static bool waits(struct compiler *c, const struct ast_node *target)
{
    if (target->kind == AST_Name)
        return true;
    if (target->kind == AST_Attribute)
        return simple(c, target->as.attribute.value);
    return target->kind == AST_Subscript &&
           simple(c, target->as.subscript.value) &&
           simple(c, target->as.subscript.slice);
}

void store(struct compiler *c, const struct ast_node *target,
           struct operand value)
{
    struct position outer = c->unit->at;
    at_node(c, target);
    if (!waits(c, target))
        value = value.kind == KIND_CONST && (target->kind == AST_Attribute ||
                                             target->kind == AST_Subscript)
                    ? value
                    : on_stack(c, value);
    switch (target->kind) {
    case AST_Name:
        store_name(c, target->as.name.id, value);
        break;
    case AST_Attribute:
        store_attribute(c, target, value);
        break;
    case AST_Subscript:
        store_item(c, target, value);
        break;
    case AST_Tuple:
        unpack(c, target, target->as.tuple.elts, value);
        break;
    case AST_List:
        unpack(c, target, target->as.list.elts, value);
        break;
    case AST_Starred:
        syntax_fail(c, target,
                    "starred assignment target must be in a list or tuple");
        break;
    default:
        syntax_fail(c, target, "cannot assign to this");
    }
    c->unit->at = outer;
}

/* The plain local that a target is, or -1. */
static int local_target(struct compiler *c, const struct ast_node *target)
{
    uint16_t n;
    if (target->kind != AST_Name)
        return -1;
    return place_of(c, target->as.name.id, &n) == AT_LOCAL ? n : -1;
}

/* a, b = b, a without the tuple; false when it is no such thing. */
static bool swap(struct compiler *c, const struct ast_node *target,
                 const struct ast_node *value)
{
    if (target->kind != AST_Tuple || value->kind != AST_Tuple)
        return false;
    struct ast_nodes to = target->as.tuple.elts, from = value->as.tuple.elts;
    if (to.count != from.count || to.count < 2 || to.count > 3 ||
        fold(c, value))
        return false;
    for (int i = 0; i < to.count; i++)
        if (to.items[i]->kind == AST_Starred ||
            from.items[i]->kind == AST_Starred)
            return false;
    unsigned base = (unsigned)c->unit->depth;
    for (int i = 0; i < from.count; i++)
        expr(c, from.items[i]);
    at_node(c, value);
    emit(c, OP_SWAP, 0, base, base + (unsigned)from.count - 1, 0);
    for (int i = 0; i < to.count; i++)
        store(c, to.items[i], (struct operand){KIND_TEMP, top(c)});
    return true;
}

void assign_stmt(struct compiler *c, const struct ast_node *n)
{
    struct ast_nodes targets = n->as.assign.targets;
    const struct ast_node *value = n->as.assign.value;
    if (targets.count == 1) {
        if (swap(c, targets.items[0], value))
            return;
        int local = simple(c, value) ? -1 : local_target(c, targets.items[0]);
        if (local >= 0) {
            expr_into(c, value, local);
            return;
        }
        store(c, targets.items[0], operand(c, value));
        return;
    }
    expr(c, value);
    for (int i = 0; i < targets.count; i++) {
        unsigned from = top(c);
        if (i + 1 < targets.count) {
            emit(c, OP_COPY, 0, from + 1, from, 0);
            push(c);
        }
        store(c, targets.items[i], (struct operand){KIND_TEMP, top(c)});
    }
}

/* ---- in place --------------------------------------------------------------------------- */

static void aug_name(struct compiler *c, const struct ast_node *n)
{
    const struct ast_aug_assign *a = &n->as.aug_assign;
    struct operand left, right;
    enum vm_opcode op = inplace_ops[a->op];
    two_operands(c, a->target, a->value, &left, &right);
    at_node(c, n);
    consume(c, right);
    consume(c, left);
    struct operand none = {0, 0};
    int local = local_target(c, a->target);
    unsigned flags = kinds(none, left, right);
    if (local >= 0) {
        emit(c, op, flags | INTO_LOCAL, (unsigned)local, left.n, right.n);
        flow_set(c, local, true);
        return;
    }
    emit(c, op, flags, (unsigned)c->unit->depth, left.n, right.n);
    uint16_t result = push(c);
    store_name(c, a->target->as.name.id, (struct operand){KIND_TEMP, result});
}

/* value `op` with the old value on top; the result is on top. */
static void aug_value(struct compiler *c, const struct ast_node *n)
{
    uint16_t old = top(c);
    struct operand right = operand(c, n->as.aug_assign.value);
    at_node(c, n);
    consume(c, right);
    pop(c, 1);
    emit(c, inplace_ops[n->as.aug_assign.op],
         KIND_TEMP << KIND_B_SHIFT | (unsigned)right.kind << KIND_C_SHIFT,
         old, old, right.n);
    push(c);
}

static void aug_attribute(struct compiler *c, const struct ast_node *n)
{
    const struct ast_node *target = n->as.aug_assign.target;
    expr(c, target->as.attribute.value);
    at_attribute(c, target, target);
    unsigned at = top(c);
    unsigned name = name_number(c, mangle(c, target->as.attribute.attr));
    emit(c, OP_COPY, 0, at + 1, at, 0);
    emit(c, OP_LOAD_ATTR, KIND_TEMP << KIND_B_SHIFT, at + 1, at + 1, name);
    push(c);
    aug_value(c, n);
    at_attribute(c, target, target);
    pop(c, 2);
    emit(c, OP_STORE_ATTR,
         KIND_TEMP << KIND_A_SHIFT | KIND_TEMP << KIND_B_SHIFT, at + 1, at,
         name);
}

static void aug_item(struct compiler *c, const struct ast_node *n)
{
    const struct ast_node *target = n->as.aug_assign.target;
    expr(c, target->as.subscript.value);
    expr(c, target->as.subscript.slice);
    at_node(c, target);
    unsigned at = (unsigned)c->unit->depth - 2;
    emit(c, OP_COPY, 0, at + 2, at, 0);
    push(c);
    emit(c, OP_COPY, 0, at + 3, at + 1, 0);
    push(c);
    pop(c, 2);
    emit(c, OP_LOAD_ITEM,
         KIND_TEMP << KIND_B_SHIFT | KIND_TEMP << KIND_C_SHIFT, at + 2,
         at + 2, at + 3);
    push(c);
    aug_value(c, n);
    at_node(c, target);
    struct operand temp = {KIND_TEMP, 0};
    pop(c, 3);
    emit(c, OP_STORE_ITEM, kinds(temp, temp, temp), at + 2, at, at + 1);
}

void aug_assign_stmt(struct compiler *c, const struct ast_node *n)
{
    switch (n->as.aug_assign.target->kind) {
    case AST_Name:
        aug_name(c, n);
        break;
    case AST_Attribute:
        aug_attribute(c, n);
        break;
    default:
        aug_item(c, n);
    }
}

/* ---- annotations --------------------------------------------------------------------------- */

void annotation_value(struct compiler *c, const struct ast_node *n)
{
    if (!(c->flags & COMPILE_FUTURE_ANNOTATIONS)) {
        expr(c, n);
        return;
    }
    object *text = annotation_text(c, n);
    load_const(c, text);
    vm_release_maybe(c->vm, text);
}

/* __annotations__[name] = annotation, in modules and classes. */
static void record_annotation(struct compiler *c, const struct ast_node *n)
{
    const struct ast_ann_assign *a = &n->as.ann_assign;
    unsigned at = (unsigned)c->unit->depth;
    annotation_value(c, a->annotation);
    ast_identifier where = arena_intern(c->arena, "__annotations__", 15);
    emit(c, OP_LOAD_NAME, 0, at + 1, name_number(c, where), 0);
    push(c);
    object *name = name_object(c, mangle(c, a->target->as.name.id));
    struct operand key = {KIND_CONST, const_number(c, name)};
    vm_release_maybe(c->vm, name);
    pop(c, 2);
    struct operand temp = {KIND_TEMP, 0};
    emit(c, OP_STORE_ITEM, kinds(temp, temp, key), at, at + 1, key.n);
}

/* Evaluated for its effects and errors only. */
static void evaluate(struct compiler *c, const struct ast_node *n)
{
    if (!n)
        return;
    expr(c, n);
    uint16_t at = top(c);
    pop(c, 1);
    emit(c, OP_POP, 0, at, 0, 0);
}

void ann_assign_stmt(struct compiler *c, const struct ast_node *n)
{
    const struct ast_ann_assign *a = &n->as.ann_assign;
    bool recorded = !scope_is_function(c->unit->scope);
    if (a->value)
        store(c, a->target, operand(c, a->value));
    at_node(c, n);
    if (a->target->kind == AST_Name) {
        if (a->simple && recorded)
            record_annotation(c, n);
        else if (recorded && !(c->flags & COMPILE_FUTURE_ANNOTATIONS))
            evaluate(c, a->annotation);
        return;
    }
    if (!a->value && a->target->kind == AST_Attribute)
        evaluate(c, a->target->as.attribute.value);
    if (!a->value && a->target->kind == AST_Subscript) {
        evaluate(c, a->target->as.subscript.value);
        evaluate(c, a->target->as.subscript.slice);
    }
    if (recorded && !(c->flags & COMPILE_FUTURE_ANNOTATIONS))
        evaluate(c, a->annotation);
}

/* ---- del -------------------------------------------------------------------------------------- */

static void delete_all(struct compiler *c, struct ast_nodes targets)
{
    for (int i = 0; i < targets.count; i++)
        delete_target(c, targets.items[i]);
}

void delete_target(struct compiler *c, const struct ast_node *n)
{
    struct position outer = c->unit->at;
    struct operand a, b;
    at_node(c, n);
    switch (n->kind) {
    case AST_Name:
        delete_name(c, n->as.name.id);
        break;
    case AST_Attribute:
        a = operand(c, n->as.attribute.value);
        at_attribute(c, n, n);
        consume(c, a);
        emit(c, OP_DELETE_ATTR, kind_a(a), a.n, 0,
             name_number(c, mangle(c, n->as.attribute.attr)));
        break;
    case AST_Subscript:
        two_operands(c, n->as.subscript.value, n->as.subscript.slice, &a, &b);
        at_node(c, n);
        consume(c, b);
        consume(c, a);
        emit(c, OP_DELETE_ITEM,
             (unsigned)a.kind << KIND_B_SHIFT |
                 (unsigned)b.kind << KIND_C_SHIFT,
             0, a.n, b.n);
        break;
    case AST_Tuple:
        delete_all(c, n->as.tuple.elts);
        break;
    case AST_List:
        delete_all(c, n->as.list.elts);
        break;
    default:
        syntax_fail(c, n, "cannot delete this");
    }
    c->unit->at = outer;
}
