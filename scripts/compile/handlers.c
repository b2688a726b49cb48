/*
 * try, try with except*, with: the blocks that have an exception handler.
 *
 * A handler begins with the exception in the temporary behind those its guard
 * keeps (one further when the guard asks for lasti).  PUSH_EXC_INFO makes it
 * two: what was handled before, and the exception.
 */
#include "scripts/compile/unit.h"

/* ---- helpers ----------------------------------------------------------------------- */

static struct operand temporary(uint16_t n)
{
    return (struct operand){KIND_TEMP, n};
}

static void emit_pop(struct compiler *c)
{
    pop(c, 1);
    emit(c, OP_POP, 0, (unsigned)c->unit->depth, 0, 0);
}

/* Where a handler begins: the depth it finds, the exception pushed. */
static void begin_handler(struct compiler *c, int label, int guard)
{
    struct unit *u = c->unit;
    label_here(c, label);
    if (guard < 0 || guard >= u->guard_count)
        return;
    u->depth = u->guards[guard].depth;
    push(c);
    if (u->guards[guard].lasti)
        push(c);
}

/* The exception on top becomes: handled before, exception. */
static void push_exc_info(struct compiler *c)
{
    struct unit *u = c->unit;
    emit(c, OP_PUSH_EXC_INFO, 0, top(c), 0, 0)->depth = (uint16_t)top(c);
    (void)u;
    push(c);
}

static void pop_except(struct compiler *c)
{
    pop(c, 1);
    emit(c, OP_POP_EXCEPT, 0, (unsigned)c->unit->depth, 0, 0);
}

/* Raises what is on top again; lasti: the temporary that has it, or -1. */
static void reraise(struct compiler *c, int lasti)
{
    pop(c, 1);
    emit(c, OP_RERAISE, 0, (unsigned)c->unit->depth, (unsigned)(lasti + 1),
         0);
    flow_dead(c);
}

void cleanup_here(struct compiler *c, int label, int depth)
{
    struct unit *u = c->unit;
    label_here(c, label);
    u->depth = depth + 2; /* lasti and the exception */
    emit(c, OP_COPY, 0, push(c), (unsigned)depth - 1, 0)->depth--;
    pop_except(c);
    reraise(c, depth);
}

static int enter_guard(struct compiler *c, int label, bool lasti)
{
    int guard = guard_new(c, label, lasti);
    c->unit->handler = guard;
    return guard;
}

static void jump(struct compiler *c, int label)
{
    emit_jump(c, OP_JUMP, 0, 0, label);
}

/* The state of the locals where several paths meet. */
struct meeting {
    struct flow flow;
};

static void meet_first(struct compiler *c, struct meeting *m)
{
    m->flow = flow_save(c);
}

static void meet_again(struct compiler *c, struct meeting *m)
{
    flow_meet(c, m->flow);
    m->flow = flow_save(c);
}

/* ---- except ------------------------------------------------------------------------- */

/* The body of a handler whose exception has a name or was dropped. */
static void handler_body(struct compiler *c,
                         const struct ast_except_handler *h, int outside)
{
    struct unit *u = c->unit;
    int inside = u->handler, ended = label_new(c), guard;
    struct block b = {.name = h->name};
    if (!h->name) {
        block_push(c, &b, BLOCK_HANDLER_NAME);
        b.handler = outside;
        statements(c, h->body);
        block_pop(c, &b);
        u->handler = outside;
        pop_except(c);
        return;
    }
    guard = enter_guard(c, ended, true);
    block_push(c, &b, BLOCK_HANDLER_NAME);
    b.handler = outside;
    statements(c, h->body);
    block_pop(c, &b);
    u->handler = outside;
    pop_except(c);
    forget_name(c, h->name);
    struct flow after = flow_save(c);
    int skip = label_new(c), depth = u->depth;
    jump(c, skip);
    u->handler = inside;
    begin_handler(c, ended, guard);
    forget_name(c, h->name);
    reraise(c, top(c) - 1);
    u->handler = outside;
    u->depth = depth;
    label_here(c, skip);
    flow_restore(c, after);
}

static void except_clause(struct compiler *c, const struct ast_node *n,
                          int outside, int end, struct meeting *m)
{
    const struct ast_except_handler *h = &n->as.except_handler;
    struct unit *u = c->unit;
    int inside = u->handler, depth = u->depth, next = label_new(c);
    struct flow start = flow_save(c);
    at_node(c, n);
    if (h->type) {
        struct operand type = operand(c, h->type);
        at_node(c, n);
        consume(c, type);
        uint16_t yes = (uint16_t)u->depth;
        emit(c, OP_CHECK_EXC_MATCH,
             kinds((struct operand){0}, (struct operand){0}, type), yes,
             (unsigned)depth - 1, type.n);
        emit_jump(c, OP_JUMP_IF_FALSE, KIND_TEMP << KIND_A_SHIFT, yes, next);
    }
    if (h->name) {
        struct operand exception = temporary(top(c));
        store_name(c, h->name, exception);
    } else {
        emit_pop(c);
    }
    handler_body(c, h, outside);
    jump(c, end);
    meet_again(c, m);
    label_here(c, next);
    flow_restore(c, start);
    u->handler = inside;
    u->depth = depth;
}

static void try_except(struct compiler *c, const struct ast_try_stmt *t)
{
    struct unit *u = c->unit;
    int outside = u->handler, depth = u->depth;
    int except = label_new(c), cleanup = label_new(c), end = label_new(c);
    struct flow start = flow_save(c);
    struct meeting m;
    int guard = enter_guard(c, except, false);
    nest(c);
    statements(c, t->body);
    unnest(c);
    u->handler = outside;
    statements(c, t->orelse);
    jump(c, end);
    meet_first(c, &m);
    flow_restore(c, start);
    begin_handler(c, except, guard);
    enter_guard(c, cleanup, true);
    push_exc_info(c);
    nest(c);
    for (int i = 0; i < t->handlers.count; i++)
        except_clause(c, t->handlers.items[i], outside, end, &m);
    unnest(c);
    at_node(c, t->handlers.items[t->handlers.count - 1]);
    u->last_line = u->at.line; /* no line of its own begins here */
    reraise(c, -1);
    u->handler = outside;
    cleanup_here(c, cleanup, depth + 1);
    label_here(c, end);
    u->depth = depth;
    flow_restore(c, m.flow);
}

/* ---- finally ------------------------------------------------------------------------- */

static void try_body(struct compiler *c, const struct ast_node *n)
{
    const struct ast_try_stmt *t = &n->as.try_stmt;
    if (t->handlers.count == 0)
        statements(c, t->body);
    else if (n->kind == AST_TryStar)
        try_star_stmt(c, n);
    else
        try_except(c, t);
}

static void try_finally(struct compiler *c, const struct ast_node *n)
{
    const struct ast_try_stmt *t = &n->as.try_stmt;
    struct unit *u = c->unit;
    int outside = u->handler, depth = u->depth;
    int failed = label_new(c), cleanup = label_new(c), end = label_new(c);
    struct flow start = flow_save(c), after;
    struct block b = {.finally = t->finalbody};
    int guard = enter_guard(c, failed, false);
    block_push(c, &b, BLOCK_TRY_FINALLY);
    b.handler = outside;
    try_body(c, n);
    block_pop(c, &b);
    u->handler = outside;
    statements(c, t->finalbody);
    jump(c, end);
    after = flow_save(c);
    flow_restore(c, start);
    begin_handler(c, failed, guard);
    b = (struct block){0};
    block_push(c, &b, BLOCK_FINALLY_END);
    b.handler = outside;
    enter_guard(c, cleanup, true);
    push_exc_info(c);
    statements(c, t->finalbody);
    block_pop(c, &b);
    reraise(c, -1);
    u->handler = outside;
    cleanup_here(c, cleanup, depth + 1);
    label_here(c, end);
    u->depth = depth;
    flow_restore(c, after);
}

/* A bare except catches all: nothing can come behind it. */
static void check_order(struct compiler *c, const struct ast_try_stmt *t)
{
    for (int i = 0; i + 1 < t->handlers.count; i++)
        if (!t->handlers.items[i]->as.except_handler.type)
            syntax_fail(c, t->handlers.items[i],
                        "default 'except:' must be last");
}

void try_stmt(struct compiler *c, const struct ast_node *n)
{
    check_order(c, &n->as.try_stmt);
    at_node(c, n);
    emit(c, OP_NOP, 0, 0, 0, 0);
    if (n->as.try_stmt.finalbody.count > 0)
        try_finally(c, n);
    else
        try_body(c, n);
}

/* ---- except* -------------------------------------------------------------------------- */

/* Registers, from the depth of the try on: handled before, the original, the
 * list of what is to be raised, the rest, the match. */
struct star {
    int depth, outside, list;
};

/* Raised inside an except*: the exception goes to the list. */
static void star_failed(struct compiler *c, const struct star *s,
                        const struct ast_except_handler *h, int label,
                        int guard)
{
    begin_handler(c, label, guard);
    if (h->name)
        forget_name(c, h->name);
    pop(c, 1);
    emit(c, OP_LIST_APPEND, KIND_TEMP << KIND_B_SHIFT, (unsigned)s->list,
         (unsigned)c->unit->depth, 0);
    emit_pop(c);
}

static void star_body(struct compiler *c, const struct star *s,
                      const struct ast_except_handler *h, int next)
{
    struct unit *u = c->unit;
    int inside = u->handler, failed = label_new(c), guard;
    struct block b = {.name = h->name};
    struct flow start, after;
    if (h->name)
        store_name(c, h->name, temporary(top(c)));
    else
        emit_pop(c);
    start = flow_save(c);
    guard = enter_guard(c, failed, true);
    block_push(c, &b, BLOCK_HANDLER_NAME);
    b.handler = s->outside;
    statements(c, h->body);
    block_pop(c, &b);
    u->handler = inside;
    if (h->name)
        forget_name(c, h->name);
    jump(c, next);
    after = flow_save(c);
    flow_restore(c, start);
    star_failed(c, s, h, failed, guard);
    flow_meet(c, after);
}

static void star_clause(struct compiler *c, const struct star *s,
                        const struct ast_node *n)
{
    const struct ast_except_handler *h = &n->as.except_handler;
    struct unit *u = c->unit;
    int next = label_new(c), none = label_new(c), with_rest = u->depth;
    struct flow start = flow_save(c);
    at_node(c, n);
    if (h->type) {
        expr(c, h->type);
        at_node(c, n);
        pop(c, 2);
        emit(c, OP_CHECK_EG_MATCH, 0, (unsigned)u->depth, 0, 0);
        push(c);
        push(c);
        emit(c, OP_COPY, 0, (unsigned)u->depth, top(c), 0);
        emit_jump(c, OP_JUMP_IF_NONE, KIND_TEMP << KIND_A_SHIFT,
                  (unsigned)u->depth, none);
    }
    star_body(c, s, h, next);
    jump(c, next);
    flow_meet(c, start);
    label_here(c, none);
    u->depth = with_rest + 1;
    emit_pop(c);
    label_here(c, next);
    u->depth = with_rest;
}

/* The list and the original become what is raised, if anything is. */
static void star_finish(struct compiler *c, const struct star *s, int end)
{
    struct unit *u = c->unit;
    int again = label_new(c);
    pop(c, 1);
    emit(c, OP_LIST_APPEND, KIND_TEMP << KIND_B_SHIFT, (unsigned)s->list,
         (unsigned)u->depth, 0);
    pop(c, 2);
    emit(c, OP_PREP_RERAISE_STAR, 0, (unsigned)u->depth, 0, 0);
    push(c);
    emit(c, OP_COPY, 0, (unsigned)u->depth, top(c), 0);
    emit_jump(c, OP_JUMP_IF_NOT_NONE, KIND_TEMP << KIND_A_SHIFT,
              (unsigned)u->depth, again);
    emit_pop(c);
    u->handler = s->outside;
    pop_except(c);
    jump(c, end);
    label_here(c, again);
    u->depth = s->depth + 2;
    emit(c, OP_SWAP, 0, (unsigned)s->depth, (unsigned)s->depth + 1, 0);
    pop_except(c);
    reraise(c, -1);
}

static void star_handlers(struct compiler *c, const struct ast_try_stmt *t,
                          const struct star *s)
{
    emit(c, OP_BUILD_LIST, 0, (unsigned)c->unit->depth, 0, 0);
    push(c);
    emit(c, OP_COPY, 0, (unsigned)c->unit->depth, (unsigned)s->list - 1, 0);
    push(c);
    for (int i = 0; i < t->handlers.count; i++)
        star_clause(c, s, t->handlers.items[i]);
}

void try_star_stmt(struct compiler *c, const struct ast_node *n)
{
    const struct ast_try_stmt *t = &n->as.try_stmt;
    struct unit *u = c->unit;
    struct star s = {.depth = u->depth, .outside = u->handler,
                     .list = u->depth + 2};
    int except = label_new(c), cleanup = label_new(c), end = label_new(c);
    struct flow start = flow_save(c);
    struct meeting m;
    struct block b = {0};
    int guard = enter_guard(c, except, false);
    statements(c, t->body);
    u->handler = s.outside;
    statements(c, t->orelse);
    jump(c, end);
    meet_first(c, &m);
    flow_restore(c, start);
    begin_handler(c, except, guard);
    enter_guard(c, cleanup, true);
    push_exc_info(c);
    block_push(c, &b, BLOCK_HANDLER);
    star_handlers(c, t, &s);
    block_pop(c, &b);
    meet_again(c, &m);
    star_finish(c, &s, end);
    u->handler = s.outside;
    cleanup_here(c, cleanup, s.depth + 1);
    label_here(c, end);
    u->depth = s.depth;
    flow_restore(c, m.flow);
}

/* ---- with ------------------------------------------------------------------------------ */

/* The exit method is asked about the exception; true swallows it. */
static void with_failed(struct compiler *c, const struct ast_node *n,
                        int guard, int label, bool async)
{
    struct unit *u = c->unit;
    int outside = u->handler, cleanup = label_new(c), quiet = label_new(c);
    int exit = u->guards[guard].depth - 1;
    struct flow swallowed = flow_save(c);
    at_node(c, n);
    begin_handler(c, label, guard); /* exit, lasti, exception */
    enter_guard(c, cleanup, true);
    push_exc_info(c);
    emit(c, OP_WITH_EXCEPT_START, 0, (unsigned)u->depth, (unsigned)exit, 0);
    push(c);
    if (async)
        await_top(c, 2);
    pop(c, 1);
    emit_jump(c, OP_JUMP_IF_TRUE, KIND_TEMP << KIND_A_SHIFT,
              (unsigned)u->depth, quiet);
    reraise(c, exit + 1);
    u->depth = exit + 4;
    label_here(c, quiet);
    emit_pop(c);
    u->handler = outside;
    pop_except(c);
    emit_pop(c); /* lasti */
    emit_pop(c); /* the exit method */
    int skip = label_new(c);
    jump(c, skip);
    cleanup_here(c, cleanup, exit + 3);
    label_here(c, skip);
    u->depth = exit;
    flow_restore(c, swallowed);
}

static void with_body(struct compiler *c, const struct ast_node *n, int item,
                      bool async)
{
    const struct ast_with_stmt *w = &n->as.with_stmt;
    const struct ast_node *as =
        w->items.items[item]->as.withitem.optional_vars;
    if (as)
        store(c, as, temporary(top(c)));
    else
        emit_pop(c);
    if (item + 1 < w->items.count)
        with_stmt(c, n, item + 1, async);
    else
        statements(c, w->body);
}

void with_stmt(struct compiler *c, const struct ast_node *n, int item,
               bool async)
{
    const struct ast_node *context =
        n->as.with_stmt.items.items[item]->as.withitem.context_expr;
    struct unit *u = c->unit;
    int outside = u->handler, failed = label_new(c), end = label_new(c);
    struct block b = {.node = n};
    struct flow start, after;
    if (async && !may_await(c))
        syntax_fail(c, n, "'async with' outside async function");
    expr(c, context);
    at_node(c, n);
    emit(c, async ? OP_BEFORE_ASYNC_WITH : OP_BEFORE_WITH, 0, top(c), 0, 0)
        ->depth--;
    push(c);
    if (async)
        await_top(c, 1);
    u->depth--; /* the guard keeps the exit method alone */
    int guard = enter_guard(c, failed, true);
    u->depth++;
    start = flow_save(c);
    block_push(c, &b, async ? BLOCK_ASYNC_WITH : BLOCK_WITH);
    b.handler = outside;
    with_body(c, n, item, async);
    block_pop(c, &b);
    u->handler = outside;
    at_node(c, n);
    call_exit_with_nones(c, async);
    emit_pop(c);
    jump(c, end);
    after = flow_save(c);
    flow_restore(c, start);
    if (guard >= 0)
        with_failed(c, n, guard, failed, async);
    label_here(c, end);
    flow_meet(c, after);
}
