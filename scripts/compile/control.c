/*
 * Branches and loops, and what break, continue and return undo on their way
 * out of the blocks they leave.
 */
#include "scripts/compile/unit.h"

/* ---- helpers ------------------------------------------------------------------------- */

static void emit_pop(struct compiler *c)
{
    pop(c, 1);
    emit(c, OP_POP, 0, (unsigned)c->unit->depth, 0, 0);
}

static void jump(struct compiler *c, enum vm_opcode op, int label)
{
    emit_jump(c, op, 0, 0, label);
}

/* Emits something for the line, where nothing else may be. */
static void mark_line(struct compiler *c, const struct ast_node *n)
{
    at_node(c, n);
    emit(c, OP_NOP, 0, 0, 0, 0);
}

enum { MOST_NESTED = 20 };

void nest(struct compiler *c)
{
    if (c->unit->nested++ >= MOST_NESTED)
        syntax_fail_here(c, "too many statically nested blocks");
}

void unnest(struct compiler *c)
{
    c->unit->nested--;
}

void block_push(struct compiler *c, struct block *b, enum block_kind kind)
{
    nest(c);
    b->kind = kind;
    b->outer = c->unit->blocks;
    b->handler = c->unit->handler;
    c->unit->blocks = b;
}

void block_pop(struct compiler *c, struct block *b)
{
    c->unit->blocks = b->outer;
    unnest(c);
}

/* ---- awaiting ------------------------------------------------------------------------- */

void yield_from(struct compiler *c, unsigned resume)
{
    struct unit *u = c->unit;
    int again = label_new(c), end = label_new(c);
    unsigned value = top(c), receiver = value - 1;
    label_here(c, again);
    pop(c, 1);
    emit_jump(c, OP_SEND, 0, receiver, end);
    emit(c, OP_YIELD, KIND_TEMP << KIND_B_SHIFT, value, value, 0);
    push(c);
    emit(c, OP_RESUME, 0, resume, 0, 0);
    jump(c, OP_JUMP, again);
    label_here(c, end);
    u->depth = (int)value;
}

void await_top(struct compiler *c, unsigned where)
{
    unsigned at = top(c);
    pop(c, 1);
    emit(c, OP_GET_AWAITABLE, KIND_TEMP << KIND_B_SHIFT, at, at, where);
    push(c);
    load_none(c);
    yield_from(c, 3);
}

void call_exit_with_nones(struct compiler *c, bool async)
{
    unsigned base = top(c);
    emit(c, OP_PUSH_NULL, 0, base + 1, 0, 0);
    push(c);
    for (int i = 0; i < 3; i++)
        load_none(c);
    pop(c, 5);
    emit(c, OP_CALL, 0, base, 3, 0);
    push(c);
    if (async)
        await_top(c, 2);
}

/* ---- leaving blocks --------------------------------------------------------------------- */

/* Is a value on top to be kept over what is popped below it? */
static void pop_below(struct compiler *c, bool keep)
{
    unsigned t = top(c);
    if (keep)
        emit(c, OP_SWAP, 0, t, t - 1, 0);
    emit_pop(c);
}

static void pop_except_below(struct compiler *c, bool keep)
{
    unsigned t = top(c);
    if (keep)
        emit(c, OP_SWAP, 0, t, t - 1, 0);
    pop(c, 1);
    emit(c, OP_POP_EXCEPT, 0, (unsigned)c->unit->depth, 0, 0);
}

static void leave_finally(struct compiler *c, const struct block *b, bool keep)
{
    struct block value = {0};
    if (keep)
        block_push(c, &value, BLOCK_VALUE);
    statements(c, b->finally);
    if (keep)
        block_pop(c, &value);
}

static void leave_with(struct compiler *c, const struct block *b, bool keep)
{
    unsigned t = top(c);
    at_node(c, b->node);
    if (keep)
        emit(c, OP_SWAP, 0, t, t - 1, 0);
    call_exit_with_nones(c, b->kind == BLOCK_ASYNC_WITH);
    emit_pop(c);
}

static void leave_block(struct compiler *c, const struct block *b, bool keep)
{
    switch (b->kind) {
    case BLOCK_WHILE:
    case BLOCK_HANDLER:
        break;
    case BLOCK_FOR:
    case BLOCK_VALUE:
        pop_below(c, keep);
        break;
    case BLOCK_TRY_FINALLY:
        c->unit->handler = b->handler;
        leave_finally(c, b, keep);
        break;
    case BLOCK_FINALLY_END:
        pop_below(c, keep);
        c->unit->handler = b->handler;
        pop_except_below(c, keep);
        break;
    case BLOCK_WITH:
    case BLOCK_ASYNC_WITH:
        c->unit->handler = b->handler;
        leave_with(c, b, keep);
        break;
    case BLOCK_HANDLER_NAME:
        c->unit->handler = b->handler;
        pop_except_below(c, keep);
        if (b->name)
            forget_name(c, b->name);
        break;
    }
}

/* Undoes blocks up to a loop (or all, with loop NULL); false: no loop. */
static bool leave_blocks(struct compiler *c, const struct ast_node *n,
                         bool keep, struct block **loop)
{
    struct unit *u = c->unit;
    struct block *b;
    while ((b = u->blocks) && !c->failed) {
        if (loop && (b->kind == BLOCK_WHILE || b->kind == BLOCK_FOR)) {
            *loop = b;
            return true;
        }
        if (b->kind == BLOCK_HANDLER) {
            syntax_fail(c, n,
                        "'break', 'continue' and 'return' cannot appear in an "
                        "except* block");
            return false;
        }
        u->blocks = b->outer;
        leave_block(c, b, keep);
    }
    return false;
}

/* What leaving changes of the unit, though the code behind is not left. */
struct kept {
    struct block *blocks;
    int handler, depth;
};

static struct kept keep_unit(const struct unit *u)
{
    return (struct kept){u->blocks, u->handler, u->depth};
}

static void restore_unit(struct unit *u, struct kept k)
{
    u->blocks = k.blocks;
    u->handler = k.handler;
    u->depth = k.depth;
}

void break_stmt(struct compiler *c, const struct ast_node *n)
{
    struct kept k = keep_unit(c->unit);
    struct block *loop;
    mark_line(c, n);
    if (leave_blocks(c, n, false, &loop)) {
        leave_block(c, loop, false);
        jump(c, OP_JUMP, loop->leave);
        flow_dead(c);
    } else if (!c->failed) {
        syntax_fail(c, n, "'break' outside loop");
    }
    restore_unit(c->unit, k);
}

void continue_stmt(struct compiler *c, const struct ast_node *n)
{
    struct kept k = keep_unit(c->unit);
    struct block *loop;
    mark_line(c, n);
    if (leave_blocks(c, n, false, &loop)) {
        jump(c, OP_JUMP_BACK, loop->again);
        flow_dead(c);
    } else if (!c->failed) {
        syntax_fail(c, n, "'continue' not properly in loop");
    }
    restore_unit(c->unit, k);
}

/* Does leaving all blocks run anything? */
static bool leaves_something(const struct unit *u)
{
    const struct block *b;
    for (b = u->blocks; b; b = b->outer)
        if (b->kind != BLOCK_WHILE)
            return true;
    return false;
}

/* The value, with the blocks left, as an operand. */
static struct operand leave_with_value(struct compiler *c,
                                       const struct ast_node *n)
{
    const struct ast_node *value = n->as.return_stmt.value;
    object *constant = value ? fold(c, value) : c->vm->none;
    bool something = leaves_something(c->unit);
    struct operand result = {KIND_CONST, 0};
    if (constant) {
        if (value && something)
            mark_line(c, value);
        if (!value || value->line != n->line)
            mark_line(c, n);
        leave_blocks(c, value && value->line == n->line ? value : n, false,
                     NULL);
        result.n = const_number(c, constant);
    } else if (!something) {
        result = operand(c, value);
    } else {
        expr(c, value);
        if (value->line != n->line)
            mark_line(c, n);
        leave_blocks(c, n, true, NULL);
        result = (struct operand){KIND_TEMP, top(c)};
    }
    return result;
}

void return_stmt(struct compiler *c, const struct ast_node *n)
{
    struct unit *u = c->unit;
    struct kept k = keep_unit(u);
    at_node(c, n);
    if (!scope_is_function(u->scope)) {
        syntax_fail(c, n, "'return' outside function");
        return;
    }
    if (n->as.return_stmt.value && u->scope->coroutine &&
        u->scope->generator) {
        syntax_fail(c, n, "'return' with value in async generator");
        return;
    }
    return_value(c, leave_with_value(c, n));
    restore_unit(u, k);
}

/* ---- if and while ------------------------------------------------------------------------ */

void if_stmt(struct compiler *c, const struct ast_node *n)
{
    const struct ast_if_stmt *s = &n->as.if_stmt;
    int next = label_new(c), end = label_new(c);
    struct flow before;
    at_node(c, n);
    jump_if(c, s->test, false, next);
    before = flow_save(c);
    statements(c, s->body);
    if (s->orelse.count > 0) {
        struct flow after = flow_save(c);
        jump(c, OP_JUMP, end);
        flow_restore(c, before);
        label_here(c, next);
        statements(c, s->orelse);
        flow_meet(c, after);
    } else {
        label_here(c, next);
        flow_meet(c, before);
    }
    label_here(c, end);
}

void while_stmt(struct compiler *c, const struct ast_node *n)
{
    const struct ast_while_stmt *s = &n->as.while_stmt;
    int again = label_new(c), orelse = label_new(c), end = label_new(c);
    struct block b = {.leave = end, .again = again};
    struct flow start = flow_save(c), before;
    bool tested; /* not `while True` */
    size_t at;
    block_push(c, &b, BLOCK_WHILE);
    label_here(c, again);
    at_node(c, n);
    at = c->unit->item_count;
    jump_if(c, s->test, false, orelse);
    tested = c->unit->item_count > at;
    before = flow_save(c);
    statements(c, s->body);
    jump(c, tested ? OP_JUMP_BACK_COLD : OP_JUMP_BACK, again);
    block_pop(c, &b);
    flow_restore(c, before);
    label_here(c, orelse);
    statements(c, s->orelse);
    label_here(c, end);
    flow_restore(c, start);
}

/* ---- for ----------------------------------------------------------------------------------- */

void for_stmt(struct compiler *c, const struct ast_node *n)
{
    const struct ast_for_stmt *s = &n->as.for_stmt;
    struct unit *u = c->unit;
    int again = label_new(c), orelse = label_new(c), end = label_new(c);
    struct block b = {.leave = end, .again = again};
    struct flow start, after;
    struct operand o;
    unsigned it;
    at_node(c, n);
    o = members(c, s->iter);
    at_node(c, n);
    consume(c, o);
    it = (unsigned)u->depth;
    emit(c, OP_GET_ITER, (unsigned)o.kind << KIND_B_SHIFT, it, o.n, 0);
    push(c);
    start = flow_save(c);
    after = flow_save(c);
    block_push(c, &b, BLOCK_FOR);
    label_here(c, again);
    emit_jump(c, OP_FOR_ITER, 0, it, orelse);
    push(c);
    store(c, s->target, (struct operand){KIND_TEMP, (uint16_t)(it + 1)});
    statements(c, s->body);
    jump(c, OP_JUMP_BACK, again);
    block_pop(c, &b);
    label_here(c, orelse);
    u->depth = (int)it;
    flow_restore(c, start);
    statements(c, s->orelse);
    label_here(c, end);
    flow_restore(c, after);
}

void async_for_stmt(struct compiler *c, const struct ast_node *n)
{
    const struct ast_for_stmt *s = &n->as.for_stmt;
    struct unit *u = c->unit;
    int again = label_new(c), ended = label_new(c), end = label_new(c);
    int outside = u->handler;
    struct block b = {.leave = end, .again = again};
    struct flow start, after;
    unsigned it;
    if (!may_await(c))
        syntax_fail(c, n, "'async for' outside async function");
    at_node(c, n);
    expr(c, s->iter);
    it = top(c);
    at_node(c, n);
    pop(c, 1);
    emit(c, OP_GET_AITER, KIND_TEMP << KIND_B_SHIFT, it, it, 0);
    push(c);
    start = flow_save(c);
    after = flow_save(c);
    block_push(c, &b, BLOCK_FOR);
    label_here(c, again);
    u->handler = guard_new(c, ended, false);
    emit(c, OP_GET_ANEXT, 0, it + 1, it, 0);
    push(c);
    load_none(c);
    yield_from(c, 3);
    u->handler = outside;
    store(c, s->target, (struct operand){KIND_TEMP, (uint16_t)(it + 1)});
    statements(c, s->body);
    jump(c, OP_JUMP_BACK, again);
    block_pop(c, &b);
    label_here(c, ended);
    u->depth = (int)it;
    at_node(c, s->iter);
    emit(c, OP_END_ASYNC_FOR, 0, it, 0, 0);
    flow_restore(c, start);
    statements(c, s->orelse);
    label_here(c, end);
    flow_restore(c, after);
}
