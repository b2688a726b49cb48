/*
 * Functions, lambdas, classes.
 */
#include <string.h>

#include "scripts/compile/unit.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"

/* ---- units ---------------------------------------------------------------------- */

void prologue(struct compiler *c)
{
    struct unit *u = c->unit;
    if (u->free_count)
        emit(c, OP_COPY_FREE_VARS, 0, (unsigned)u->free_count, 0, 0);
    for (int i = 0; i < u->cell_count; i++)
        emit(c, OP_MAKE_CELL, 0, (unsigned)(i | CELL_BIT), 0, 0);
    if (u->scope->generator || u->scope->coroutine)
        emit(c, OP_RETURN_GENERATOR, 0, 0, 0, 0);
    emit(c, OP_RESUME, 0, 0, 0, 0);
}

/* The first free variable behind `last` in the alphabet, or NULL. */
static ast_identifier next_free(const struct scope *scope,
                                ast_identifier last)
{
    ast_identifier next = NULL;
    for (int i = 0; i < scope->symbol_count; i++) {
        const struct symbol *s = &scope->symbols[i];
        if (s->place != PLACE_FREE && !s->free_in_class)
            continue;
        if (strcmp(s->name, last) > 0 && (!next || strcmp(s->name, next) < 0))
            next = s->name;
    }
    return next;
}

/* The cells of scope's free variables, as it numbers them, in a tuple. */
static void closure(struct compiler *c, struct scope *scope)
{
    int base = c->unit->depth, n = 0;
    ast_identifier name = "";
    for (; (name = next_free(scope, name)); n++) {
        emit(c, OP_LOAD_CLOSURE, 0, (unsigned)c->unit->depth,
             cell_number(c, name), 0);
        push(c);
    }
    pop(c, n);
    emit(c, OP_BUILD_TUPLE, 0, (unsigned)base, (unsigned)n, 0);
    push(c);
}

static bool has_free(const struct scope *s)
{
    for (int i = 0; i < s->symbol_count; i++)
        if (s->symbols[i].place == PLACE_FREE || s->symbols[i].free_in_class)
            return true;
    return false;
}

void make_function(struct compiler *c, struct scope *scope, object *code,
                   unsigned bits)
{
    int extra = __builtin_popcount(bits);
    if (has_free(scope)) {
        closure(c, scope);
        bits |= MAKE_CLOSURE;
        extra++;
    }
    if (code)
        load_const(c, code);
    else
        push(c);
    vm_release_maybe(c->vm, code);
    pop(c, extra + 1);
    emit(c, OP_MAKE_FUNCTION, 0, (unsigned)c->unit->depth, bits, 0);
    push(c);
}

/* ---- parameters -------------------------------------------------------------------- */

static void declare(struct compiler *c, const struct ast_node *arg)
{
    if (arg)
        flow_set(c, local_number(c, mangle(c, arg->as.arg.arg)), true);
}

static void declare_all(struct compiler *c, struct ast_nodes args)
{
    for (int i = 0; i < args.count; i++)
        declare(c, args.items[i]);
}

static void parameters(struct compiler *c, const struct ast_node *args)
{
    const struct ast_arguments *a = &args->as.arguments;
    struct unit *u = c->unit;
    declare_all(c, a->posonlyargs);
    declare_all(c, a->args);
    declare_all(c, a->kwonlyargs);
    declare(c, a->vararg);
    declare(c, a->kwarg);
    u->posonly = (uint32_t)a->posonlyargs.count;
    u->argcount = (uint32_t)(a->posonlyargs.count + a->args.count);
    u->kwonly = (uint32_t)a->kwonlyargs.count;
}

/* Defaults onto the stack; the bits that say what is there. */
static unsigned defaults(struct compiler *c, const struct ast_node *args)
{
    const struct ast_arguments *a = &args->as.arguments;
    unsigned bits = 0;
    if (a->defaults.count) {
        sequence(c, a->defaults, true, OP_BUILD_TUPLE);
        bits |= MAKE_DEFAULTS;
    }
    int base = c->unit->depth, n = 0;
    for (int i = 0; i < a->kw_defaults.count; i++) {
        if (!a->kw_defaults.items[i])
            continue;
        object *name = name_object(
            c, mangle(c, a->kwonlyargs.items[i]->as.arg.arg));
        load_const(c, name);
        vm_release_maybe(c->vm, name);
        expr(c, a->kw_defaults.items[i]);
        n++;
    }
    if (n) {
        pop(c, 2 * n);
        emit(c, OP_BUILD_MAP, 0, (unsigned)base, (unsigned)n, 0);
        push(c);
        bits |= MAKE_KWDEFAULTS;
    }
    return bits;
}

/* name, value onto the stack; 1, or 0 without an annotation. */
static int annotation(struct compiler *c, ast_identifier name,
                      const struct ast_node *value)
{
    if (!value)
        return 0;
    object *text = name_object(c, mangle(c, name));
    load_const(c, text);
    vm_release_maybe(c->vm, text);
    if (value->kind == AST_Starred &&
        !(c->flags & COMPILE_FUTURE_ANNOTATIONS)) { /* *args: *Ts */
        expr(c, value->as.starred.value);
        uint16_t at = top(c);
        pop(c, 1);
        emit(c, OP_UNPACK_SEQUENCE, 0, at, 1, 0);
        push(c);
    } else {
        annotation_value(c, value);
    }
    return 1;
}

static int annotations_of(struct compiler *c, struct ast_nodes args)
{
    int n = 0;
    for (int i = 0; i < args.count; i++)
        n += annotation(c, args.items[i]->as.arg.arg,
                        args.items[i]->as.arg.annotation);
    return n;
}

static unsigned annotations(struct compiler *c, const struct ast_node *args,
                            const struct ast_node *returns)
{
    const struct ast_arguments *a = &args->as.arguments;
    int base = c->unit->depth;
    int n = annotations_of(c, a->args);
    n += annotations_of(c, a->posonlyargs);
    if (a->vararg)
        n += annotation(c, a->vararg->as.arg.arg,
                        a->vararg->as.arg.annotation);
    n += annotations_of(c, a->kwonlyargs);
    if (a->kwarg)
        n += annotation(c, a->kwarg->as.arg.arg,
                        a->kwarg->as.arg.annotation);
    n += annotation(c, arena_intern(c->arena, "return", 6), returns);
    if (!n)
        return 0;
    pop(c, 2 * n);
    emit(c, OP_BUILD_TUPLE, 0, (unsigned)base, (unsigned)(2 * n), 0);
    push(c);
    return MAKE_ANNOTATIONS;
}

/* ---- decorators ---------------------------------------------------------------------- */

/* Each with its NULL, outermost lowest. */
static void decorators(struct compiler *c, struct ast_nodes list)
{
    for (int i = 0; i < list.count; i++) {
        expr(c, list.items[i]);
        emit(c, OP_PUSH_NULL, 0, (unsigned)c->unit->depth, 0, 0);
        push(c);
    }
}

static void apply_decorators(struct compiler *c, struct ast_nodes list)
{
    for (int i = list.count; i-- > 0;) {
        at_node(c, list.items[i]);
        pop(c, 3);
        emit(c, OP_CALL, 0, (unsigned)c->unit->depth, 1, 0);
        push(c);
    }
}

/* ---- def -------------------------------------------------------------------------------- */

/* The docstring of a body, or NULL. */
static const struct ast_node *docstring(struct ast_nodes body)
{
    if (body.count == 0 || body.items[0]->kind != AST_Expr)
        return NULL;
    const struct ast_node *value = body.items[0]->as.expr_stmt.value;
    return value->kind == AST_Constant &&
                   value->as.constant.value.kind == AST_STR
               ? value
               : NULL;
}

static void implicit_return(struct compiler *c)
{
    struct operand none = {KIND_CONST, const_number(c, c->vm->none)};
    return_value(c, none);
}

static object *function_code(struct compiler *c, const struct ast_node *n,
                             struct scope *scope, int first_line)
{
    const struct ast_function_def *f = &n->as.function_def;
    const struct ast_node *doc = docstring(f->body);
    unit_enter(c, scope, f->name, first_line);
    bool kept = doc && c->optimize < 2;
    object *text = kept ? fold(c, doc) : c->vm->none;
    const_number(c, text);
    parameters(c, f->args);
    prologue(c);
    struct ast_nodes body = f->body;
    if (kept) {
        body.items++;
        body.count--;
    }
    statements(c, body);
    if (!c->unit->flow.all)
        implicit_return(c);
    return unit_leave(c);
}

void function_def(struct compiler *c, const struct ast_node *n)
{
    const struct ast_function_def *f = &n->as.function_def;
    struct scope *scope = scope_of(c->unit->scope, n);
    int first_line =
        f->decorator_list.count ? f->decorator_list.items[0]->line : n->line;
    decorators(c, f->decorator_list);
    at_node(c, n);
    unsigned bits = defaults(c, f->args);
    bits |= annotations(c, f->args, f->returns);
    object *code = function_code(c, n, scope, first_line);
    at_node(c, n);
    make_function(c, scope, code, bits);
    apply_decorators(c, f->decorator_list);
    at_node(c, n);
    store_name(c, f->name, (struct operand){KIND_TEMP, top(c)});
}

void lambda_expr(struct compiler *c, const struct ast_node *n)
{
    struct scope *scope = scope_of(c->unit->scope, n);
    unsigned bits = defaults(c, n->as.lambda.args);
    unit_enter(c, scope, "<lambda>", n->line);
    const_number(c, c->vm->none);
    at_node(c, n);
    parameters(c, n->as.lambda.args);
    prologue(c);
    struct operand value = operand(c, n->as.lambda.body);
    at_node(c, n->as.lambda.body);
    return_value(c, value);
    object *code = unit_leave(c);
    at_node(c, n);
    make_function(c, scope, code, bits);
}

/* ---- class --------------------------------------------------------------------------------- */

static void store_text(struct compiler *c, const char *name, object *value)
{
    struct operand o = {KIND_CONST, const_number(c, value)};
    uint16_t number =
        name_number(c, arena_intern(c->arena, name, strlen(name)));
    emit(c, OP_STORE_NAME, KIND_CONST << KIND_A_SHIFT, o.n, number, 0);
}

static void class_preamble(struct compiler *c)
{
    unsigned at = (unsigned)c->unit->depth;
    ast_identifier module = arena_intern(c->arena, "__name__", 8);
    ast_identifier name = arena_intern(c->arena, "__module__", 10);
    emit(c, OP_LOAD_NAME, 0, at, name_number(c, module), 0);
    push(c);
    pop(c, 1);
    emit(c, OP_STORE_NAME, KIND_TEMP << KIND_A_SHIFT, at,
         name_number(c, name), 0);
    store_text(c, "__qualname__", c->unit->qualname);
}

/* What a class body returns: its __class__ cell, kept as __classcell__. */
static void class_result(struct compiler *c)
{
    c->unit->at.line = -1;
    if (!c->unit->scope->needs_class_cell) {
        implicit_return(c);
        return;
    }
    unsigned at = (unsigned)c->unit->depth;
    ast_identifier name = arena_intern(c->arena, "__class__", 9);
    ast_identifier cell = arena_intern(c->arena, "__classcell__", 13);
    emit(c, OP_LOAD_CLOSURE, 0, at, cell_number(c, name), 0);
    push(c);
    emit(c, OP_COPY, 0, at + 1, at, 0);
    push(c);
    pop(c, 1);
    emit(c, OP_STORE_NAME, KIND_TEMP << KIND_A_SHIFT, at + 1,
         name_number(c, cell), 0);
    return_value(c, (struct operand){KIND_TEMP, (uint16_t)at});
}

void body_statements(struct compiler *c, struct ast_nodes body)
{
    if (c->unit->scope->has_annotations)
        emit(c, OP_SETUP_ANNOTATIONS, 0, 0, 0, 0);
    const struct ast_node *doc = docstring(body);
    if (doc && c->optimize < 2) {
        at_node(c, body.items[0]);
        store_text(c, "__doc__", fold(c, doc));
        body.items++;
        body.count--;
    }
    statements(c, body);
}

static object *class_code(struct compiler *c, const struct ast_node *n,
                          struct scope *scope, int first_line)
{
    unit_enter(c, scope, n->as.class_def.name, first_line);
    prologue(c);
    class_preamble(c);
    body_statements(c, n->as.class_def.body);
    class_result(c);
    return unit_leave(c);
}

void class_def(struct compiler *c, const struct ast_node *n)
{
    const struct ast_class_def *k = &n->as.class_def;
    struct scope *scope = scope_of(c->unit->scope, n);
    int first_line =
        k->decorator_list.count ? k->decorator_list.items[0]->line : n->line;
    decorators(c, k->decorator_list);
    at_node(c, n);
    object *code = class_code(c, n, scope, first_line);
    at_node(c, n);
    int base = c->unit->depth;
    emit(c, OP_LOAD_BUILD_CLASS, 0, (unsigned)base, 0, 0);
    push(c);
    emit(c, OP_PUSH_NULL, 0, (unsigned)base + 1, 0, 0);
    push(c);
    make_function(c, scope, code, 0);
    object *name = name_object(c, k->name);
    load_const(c, name);
    vm_release_maybe(c->vm, name);
    call_with(c, base, 2, k->bases, k->keywords);
    apply_decorators(c, k->decorator_list);
    at_node(c, n);
    store_name(c, k->name, (struct operand){KIND_TEMP, top(c)});
}
