/*
 * Statements: the table of them, and the plain ones.
 */
#include <string.h>

#include "scripts/compile/unit.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/error.h"

void return_value(struct compiler *c, struct operand value)
{
    consume(c, value);
    emit(c, OP_RETURN, (unsigned)value.kind << KIND_A_SHIFT, value.n, 0, 0);
    flow_dead(c);
}

static void expr_stmt(struct compiler *c, const struct ast_node *n)
{
    const struct ast_node *value = n->as.expr_stmt.value;
    if (c->unit->interactive && !c->unit->outer) {
        expr(c, value);
        at_node(c, n);
        uint16_t at = top(c);
        pop(c, 1);
        emit(c, OP_PRINT_EXPR, 0, at, 0, 0);
        return;
    }
    if (value->kind == AST_Constant) { /* a line to stop at, no more */
        emit(c, OP_NOP, 0, 0, 0, 0);
        return;
    }
    expr(c, value);
    at_node(c, value);
    uint16_t at = top(c);
    pop(c, 1);
    emit(c, OP_POP, 0, at, 0, 0);
}

static void delete_stmt(struct compiler *c, const struct ast_node *n)
{
    for (int i = 0; i < n->as.delete_stmt.targets.count; i++)
        delete_target(c, n->as.delete_stmt.targets.items[i]);
}

static void raise_stmt(struct compiler *c, const struct ast_node *n)
{
    int base = c->unit->depth, count = 0;
    if (n->as.raise_stmt.exc) {
        expr(c, n->as.raise_stmt.exc);
        count = 1;
        if (n->as.raise_stmt.cause) {
            expr(c, n->as.raise_stmt.cause);
            count = 2;
        }
    }
    at_node(c, n);
    pop(c, count);
    emit(c, OP_RAISE, 0, (unsigned)base, (unsigned)count, 0);
    flow_dead(c);
}

static void assert_stmt(struct compiler *c, const struct ast_node *n)
{
    const struct ast_assert_stmt *a = &n->as.assert_stmt;
    check_assert(c, n);
    if (c->optimize)
        return;
    int end = label_new(c), base = c->unit->depth;
    at_node(c, n);
    jump_if(c, a->test, true, end);
    struct flow before = flow_save(c);
    n = jump_place(a->test, n);
    at_node(c, n);
    emit(c, OP_LOAD_ASSERTION_ERROR, 0, (unsigned)base, 0, 0);
    push(c);
    if (a->msg) {
        emit(c, OP_PUSH_NULL, 0, (unsigned)base + 1, 0, 0);
        push(c);
        expr(c, a->msg);
        at_node(c, n);
        pop(c, 3);
        emit(c, OP_CALL, 0, (unsigned)base, 1, 0);
        push(c);
    }
    pop(c, 1);
    emit(c, OP_RAISE, 0, (unsigned)base, 1, 0);
    flow_restore(c, before);
    label_here(c, end);
}

/* ---- import --------------------------------------------------------------------------- */

/* level and fromlist, then IMPORT_NAME: the module is on top. */
static void import_name(struct compiler *c, int level, object *fromlist,
                        ast_identifier name)
{
    object *n = int_new(c->vm, level);
    int base = c->unit->depth;
    load_const(c, n);
    vm_release_maybe(c->vm, n);
    load_const(c, fromlist);
    pop(c, 2);
    emit(c, OP_IMPORT_NAME, 0, (unsigned)base, name_number(c, name), 0);
    push(c);
}

/* import a.b.c as d: d is a.b.c, fetched part by part. */
static void import_dotted(struct compiler *c, const struct ast_alias *a)
{
    const char *dot = strchr(a->name, '.');
    while (dot) {
        const char *part = dot + 1;
        dot = strchr(part, '.');
        size_t size = dot ? (size_t)(dot - part) : strlen(part);
        unsigned module = top(c);
        uint16_t name = name_number(c, arena_intern(c->arena, part, size));
        emit(c, OP_IMPORT_FROM, 0, module + 1, module, name);
        push(c);
        emit(c, OP_SWAP, 0, module, module + 1, 0);
        pop(c, 1);
        emit(c, OP_POP, 0, module + 1, 0, 0);
    }
    store_name(c, a->asname, (struct operand){KIND_TEMP, top(c)});
}

static void import_stmt(struct compiler *c, const struct ast_node *n)
{
    struct ast_nodes names = n->as.import_stmt.names;
    for (int i = 0; i < names.count; i++) {
        const struct ast_alias *a = &names.items[i]->as.alias;
        import_name(c, 0, c->vm->none, a->name);
        if (a->asname) {
            import_dotted(c, a);
            continue;
        }
        const char *dot = strchr(a->name, '.');
        size_t size = dot ? (size_t)(dot - a->name) : strlen(a->name);
        ast_identifier first = arena_intern(c->arena, a->name, size);
        store_name(c, first, (struct operand){KIND_TEMP, top(c)});
    }
}

static bool is_star(struct ast_nodes names)
{
    return names.count == 1 &&
           strcmp(names.items[0]->as.alias.name, "*") == 0;
}

static void import_from(struct compiler *c, const struct ast_node *n)
{
    const struct ast_import_from *f = &n->as.import_from;
    if (f->module && strcmp(f->module, "__future__") == 0 &&
        n->line > c->last_future)
        syntax_fail(c, n,
                    "from __future__ imports must occur at the beginning of "
                    "the file");
    object *list = tuple_new(c->vm, (size_t)f->names.count);
    for (int i = 0; list && i < f->names.count; i++) {
        object *name = name_object(c, f->names.items[i]->as.alias.name);
        tuple_items(list)[i] = name ? name : vm_none(c->vm);
    }
    if (!list)
        c->failed = true;
    ast_identifier module =
        f->module ? f->module : arena_intern(c->arena, "", 0);
    import_name(c, f->level, list, module);
    vm_release_maybe(c->vm, list);
    unsigned at = top(c);
    if (is_star(f->names)) {
        pop(c, 1);
        emit(c, OP_IMPORT_STAR, 0, at, 0, 0);
        return;
    }
    for (int i = 0; i < f->names.count; i++) {
        const struct ast_alias *a = &f->names.items[i]->as.alias;
        emit(c, OP_IMPORT_FROM, 0, at + 1, at, name_number(c, a->name));
        push(c);
        store_name(c, a->asname ? a->asname : a->name,
                   (struct operand){KIND_TEMP, top(c)});
    }
    pop(c, 1);
    emit(c, OP_POP, 0, at, 0, 0);
}

/* ---- the table ---------------------------------------------------------------------------- */

static void pass_stmt(struct compiler *c, const struct ast_node *n)
{
    (void)n;
    emit(c, OP_NOP, 0, 0, 0, 0);
}

static void no_code(struct compiler *c, const struct ast_node *n)
{
    (void)c;
    (void)n;
}

static void plain_with(struct compiler *c, const struct ast_node *n)
{
    with_stmt(c, n, 0, false);
}

static void async_with(struct compiler *c, const struct ast_node *n)
{
    with_stmt(c, n, 0, true);
}

typedef void statement_fn(struct compiler *c, const struct ast_node *n);

static statement_fn *const table[AST_KIND_COUNT] = {
    [AST_FunctionDef] = function_def,
    [AST_AsyncFunctionDef] = function_def,
    [AST_ClassDef] = class_def,
    [AST_Return] = return_stmt,
    [AST_Delete] = delete_stmt,
    [AST_Assign] = assign_stmt,
    [AST_AugAssign] = aug_assign_stmt,
    [AST_AnnAssign] = ann_assign_stmt,
    [AST_For] = for_stmt,
    [AST_AsyncFor] = async_for_stmt,
    [AST_While] = while_stmt,
    [AST_If] = if_stmt,
    [AST_With] = plain_with,
    [AST_AsyncWith] = async_with,
    [AST_Match] = match_stmt,
    [AST_Raise] = raise_stmt,
    [AST_Try] = try_stmt,
    [AST_TryStar] = try_stmt,
    [AST_Assert] = assert_stmt,
    [AST_Import] = import_stmt,
    [AST_ImportFrom] = import_from,
    [AST_Global] = no_code,
    [AST_Nonlocal] = no_code,
    [AST_Expr] = expr_stmt,
    [AST_Pass] = pass_stmt,
    [AST_Break] = break_stmt,
    [AST_Continue] = continue_stmt,
};

void statement(struct compiler *c, const struct ast_node *n)
{
    if (c->failed)
        return;
    if (++c->depth > 2900 || !vm_has_stack(c->vm)) {
        too_deep(c);
    } else if (table[n->kind]) {
        at_node(c, n);
        table[n->kind](c, n);
    } else {
        syntax_fail(c, n, "unexpected statement");
    }
    c->depth--;
}

void statements(struct compiler *c, struct ast_nodes list)
{
    for (int i = 0; i < list.count; i++)
        statement(c, list.items[i]);
}
