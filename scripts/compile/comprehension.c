/*
 * Comprehensions and generator expressions: a function of their own that gets
 * the outermost iterator.
 */
#include "scripts/compile/unit.h"

struct parts {
    struct ast_nodes clauses;
    const struct ast_node *element, *value; /* key and value of a dict */
    enum vm_opcode build, add;
    const char *name;
    const struct ast_node *at; /* what follows the filters is said to be here */
};

static struct parts parts_of(const struct ast_node *n)
{
    switch (n->kind) {
    case AST_ListComp:
        return (struct parts){n->as.list_comp.generators,
                              n->as.list_comp.elt, NULL, OP_BUILD_LIST,
                              OP_LIST_APPEND, "<listcomp>", n};
    case AST_SetComp:
        return (struct parts){n->as.set_comp.generators, n->as.set_comp.elt,
                              NULL, OP_BUILD_SET, OP_SET_ADD, "<setcomp>", n};
    case AST_DictComp:
        return (struct parts){n->as.dict_comp.generators,
                              n->as.dict_comp.key, n->as.dict_comp.value,
                              OP_BUILD_MAP, OP_MAP_ADD, "<dictcomp>", n};
    default:
        return (struct parts){n->as.generator_exp.generators,
                              n->as.generator_exp.elt, NULL, OP_NOP, OP_NOP,
                              "<genexpr>", n};
    }
}

static void element(struct compiler *c, const struct parts *p)
{
    struct operand o;
    int at = c->unit->depth;
    switch (p->add) {
    case OP_MAP_ADD:
        expr(c, p->element);
        expr(c, p->value);
        pop(c, 2);
        at_node(c, p->at);
        emit(c, OP_MAP_ADD, 0, 0, (unsigned)at, 0);
        break;
    case OP_NOP:
        expr(c, p->element);
        at_node(c, p->at);
        pop(c, 1);
        if (c->unit->scope->coroutine)
            emit(c, OP_ASYNC_GEN_WRAP, 0, (unsigned)at, 0, 0);
        emit(c, OP_YIELD, KIND_TEMP << KIND_B_SHIFT, (unsigned)at,
             (unsigned)at, 0);
        push(c);
        emit(c, OP_RESUME, 0, 1, 0, 0);
        pop(c, 1);
        emit(c, OP_POP, 0, (unsigned)at, 0, 0);
        break;
    default:
        o = operand(c, p->element);
        at_node(c, p->at);
        consume(c, o);
        emit(c, p->add, (unsigned)o.kind << KIND_B_SHIFT, 0, o.n, 0);
    }
}

static void clause(struct compiler *c, struct parts *p, int i);

/* The next clause, or the element behind the last one. */
static void inner(struct compiler *c, struct parts *p, int i)
{
    if (i + 1 < p->clauses.count)
        clause(c, p, i + 1);
    else
        element(c, p);
}

/* The iterator of clause i onto the stack. */
static void iterator(struct compiler *c, struct parts *p, int i)
{
    const struct ast_comprehension *k =
        &p->clauses.items[i]->as.comprehension;
    unsigned at = (unsigned)c->unit->depth;
    if (i == 0) {
        emit(c, OP_MOVE, KIND_LOCAL << KIND_B_SHIFT, at, 0, 0);
        push(c);
        return;
    }
    struct operand o = members(c, k->iter);
    at_node(c, p->at);
    consume(c, o);
    emit(c, k->is_async ? OP_GET_AITER : OP_GET_ITER,
         (unsigned)o.kind << KIND_B_SHIFT, at, o.n, 0);
    push(c);
}

static void filters(struct compiler *c, struct parts *p,
                    const struct ast_comprehension *k, int again)
{
    for (int i = 0; i < k->ifs.count; i++) {
        at_node(c, p->at);
        jump_if(c, k->ifs.items[i], false, again);
        p->at = jump_place(k->ifs.items[i], p->at);
    }
}

static void async_clause(struct compiler *c, struct parts *p, int i)
{
    const struct ast_comprehension *k =
        &p->clauses.items[i]->as.comprehension;
    int start = label_new(c), again = label_new(c), end = label_new(c);
    int outer = c->unit->handler;
    iterator(c, p, i);
    label_here(c, start);
    int guard = guard_new(c, end, false);
    c->unit->handler = guard;
    unsigned at = (unsigned)c->unit->depth;
    emit(c, OP_GET_ANEXT, 0, at, at - 1, 0);
    push(c);
    load_none(c);
    yield_from(c, 3);
    c->unit->handler = outer;
    struct flow before = flow_save(c);
    store(c, k->target, (struct operand){KIND_TEMP, (uint16_t)at});
    filters(c, p, k, again);
    inner(c, p, i);
    label_here(c, again);
    emit_jump(c, OP_JUMP_BACK, 0, 0, start);
    flow_restore(c, before);
    label_here(c, end);
    pop(c, 1);
    emit(c, OP_END_ASYNC_FOR, 0, at - 1, 0, 0);
}

static void clause(struct compiler *c, struct parts *p, int i)
{
    const struct ast_node *n = p->clauses.items[i];
    const struct ast_comprehension *k = &n->as.comprehension;
    if (k->is_async) {
        async_clause(c, p, i);
        return;
    }
    int start = label_new(c), again = label_new(c), end = label_new(c);
    iterator(c, p, i);
    unsigned it = top(c);
    label_here(c, start);
    emit_jump(c, OP_FOR_ITER, 0, it, end);
    push(c);
    struct flow before = flow_save(c);
    store(c, k->target, (struct operand){KIND_TEMP, (uint16_t)(it + 1)});
    filters(c, p, k, again);
    inner(c, p, i);
    emit_jump(c, OP_JUMP_BACK, 0, 0, start);
    if (k->ifs.count) {
        label_here(c, again);
        emit_jump(c, OP_JUMP_BACK_COLD, 0, 0, start);
    }
    flow_restore(c, before);
    label_here(c, end);
    pop(c, 1);
}

static object *body(struct compiler *c, const struct ast_node *n,
                    struct parts *p, struct scope *scope)
{
    unit_enter(c, scope, p->name, n->line);
    c->unit->argcount = 1;
    at_node(c, n);
    flow_set(c, local_number(c, arena_intern(c->arena, ".0", 2)), true);
    prologue(c);
    if (p->build != OP_NOP) {
        emit(c, p->build, 0, 0, 0, 0);
        push(c);
    }
    clause(c, p, 0);
    at_node(c, n);
    if (p->build == OP_NOP)
        load_none(c);
    pop(c, 1);
    emit(c, OP_RETURN, KIND_TEMP << KIND_A_SHIFT, 0, 0, 0);
    return unit_leave(c);
}

void comprehension(struct compiler *c, const struct ast_node *n)
{
    struct parts p = parts_of(n);
    struct scope *scope = scope_of(c->unit->scope, n);
    const struct ast_comprehension *first =
        &p.clauses.items[0]->as.comprehension;
    int base = c->unit->depth;
    bool async = scope->coroutine && p.build != OP_NOP;
    const struct scope *outer = c->unit->scope;
    bool allowed = top_level_await(c) ||
                   (outer->kind == SCOPE_COMPREHENSION
                       ? outer->coroutine
                       : outer->kind == SCOPE_FUNCTION &&
                             outer->node->kind == AST_AsyncFunctionDef);
    if (async && !allowed) {
        syntax_fail(c, n,
                    "asynchronous comprehension outside of an asynchronous "
                    "function");
        return;
    }
    object *code = body(c, n, &p, scope);
    at_node(c, n);
    make_function(c, scope, code, 0);
    struct operand o = members(c, first->iter);
    at_node(c, n);
    consume(c, o);
    emit(c, first->is_async ? OP_GET_AITER : OP_GET_ITER,
         (unsigned)o.kind << KIND_B_SHIFT, (unsigned)base + 1, o.n, 0);
    push(c);
    pop(c, 2);
    emit(c, OP_CALL, 0, (unsigned)base, 0, 0);
    push(c);
    if (async)
        await_top(c, 0);
}
