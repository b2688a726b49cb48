/*
 * Source text to code object: parse, scopes, code.
 */
#include "scripts/compile/compile.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/compile/unit.h"
#include "scripts/types/dict.h"
#include "scripts/types/str.h"
#include "scripts/vm/error.h"

/* Flags that the parser does not know. */
#define OWN_FLAGS                                                              \
    (COMPILE_FUTURE_ANNOTATIONS | COMPILE_TOP_LEVEL_AWAIT |                    \
     COMPILE_FROM_FILE | COMPILE_DECODED)

/* ---- from __future__ ---------------------------------------------------------------- */

static const char *const features[] = {
    "nested_scopes",  "generators",       "division",
    "absolute_import", "with_statement",  "print_function",
    "unicode_literals", "barry_as_FLUFL", "generator_stop",
    "annotations",
};

static void feature(struct compiler *c, const struct ast_node *n,
                    const struct ast_node *alias)
{
    const char *name = alias->as.alias.name;
    if (strcmp(name, "annotations") == 0)
        c->flags |= COMPILE_FUTURE_ANNOTATIONS;
    if (strcmp(name, "braces") == 0)
        syntax_fail_start(c, n, "not a chance");
    for (size_t i = 0; i < sizeof features / sizeof *features; i++)
        if (strcmp(name, features[i]) == 0)
            return;
    syntax_fail_start(c, n, "future feature %s is not defined", name);
}

static bool is_future(const struct ast_node *n)
{
    return n->kind == AST_ImportFrom && n->as.import_from.module &&
           strcmp(n->as.import_from.module, "__future__") == 0;
}

static bool is_docstring(const struct ast_node *n)
{
    return n->kind == AST_Expr &&
           n->as.expr_stmt.value->kind == AST_Constant &&
           n->as.expr_stmt.value->as.constant.value.kind == AST_STR;
}

static void futures(struct compiler *c, struct ast_nodes body)
{
    bool allowed = true;
    for (int i = 0; i < body.count && !c->failed; i++) {
        const struct ast_node *n = body.items[i];
        if (!is_future(n)) {
            allowed = allowed && i == 0 && is_docstring(n);
            continue;
        }
        if (!allowed && i > 0) {
            syntax_fail(c, n,
                        "from __future__ imports must occur at the beginning "
                        "of the file");
            return;
        }
        allowed = true;
        c->last_future = n->line;
        for (int k = 0; k < n->as.import_from.names.count; k++)
            feature(c, n, n->as.import_from.names.items[k]);
    }
}

/* ---- the whole ---------------------------------------------------------------------------- */

static void module_body(struct compiler *c, const struct ast_node *tree)
{
    switch (tree->kind) {
    case AST_Module:
        body_statements(c, tree->as.module.body);
        break;
    case AST_Interactive:
        c->unit->interactive = true;
        if (c->unit->scope->has_annotations)
            emit(c, OP_SETUP_ANNOTATIONS, 0, 0, 0, 0);
        statements(c, tree->as.interactive.body);
        break;
    default:
        return_value(c, operand(c, tree->as.expression.body));
        return;
    }
    if (!c->unit->flow.all) {
        struct operand none = {KIND_CONST, const_number(c, c->vm->none)};
        return_value(c, none);
    }
}

static object *generate(struct compiler *c, struct scope *scope,
                        const struct ast_node *tree)
{
    unit_enter(c, scope, "<module>", 1);
    if (c->failed) {
        if (c->unit)
            unit_leave(c);
        return NULL;
    }
    c->unit->at.line = 0;
    prologue(c);
    c->unit->at.line = 1;
    c->unit->last_line = 0;
    module_body(c, tree);
    return unit_leave(c);
}

static void raise_scope_error(struct compiler *c,
                              const struct scope_error *error)
{
    struct ast_node where = {.line = error->line,
                             .col = error->col,
                             .end_line = error->end_line,
                             .end_col = error->end_col};
    if (!error->message)
        out_of_memory(c);
    else if (strcmp(error->message, "too deep") == 0)
        vm_raise(c->vm, EXC_RECURSION_ERROR,
                 "maximum recursion depth exceeded during compilation");
    else {
        c->in_scopes = true;
        syntax_fail(c, &where, "%s", error->message);
    }
}

static object *code_of(struct compiler *c, const struct ast_node *tree)
{
    struct scope_error error;
    if (tree->kind == AST_Module)
        futures(c, tree->as.module.body);
    if (c->failed)
        return NULL;
    struct scope *scope = scope_build(
        c->arena, tree, c->flags & COMPILE_FUTURE_ANNOTATIONS, &error);
    if (!scope) {
        raise_scope_error(c, &error);
        return NULL;
    }
    c->merged = dict_new(c->vm);
    object *code = c->merged ? generate(c, scope, tree) : NULL;
    vm_release_maybe(c->vm, c->merged);
    fold_done(c);
    names_done(c);
    return code;
}

static struct compiler compiler_for(struct vm *vm, struct arena *arena,
                                    const struct compile_request *r)
{
    return (struct compiler){.vm = vm,
                             .arena = arena,
                             .filename = r->filename,
                             .bytes = r->bytes,
                             .size = r->size,
                             .on_disk = !(r->flags & COMPILE_FROM_STR),
                             .optimize = r->optimize,
                             .flags = r->flags & OWN_FLAGS};
}

static unsigned source_flags(const struct compile_request *r)
{
    unsigned flags = r->flags & ~(unsigned)OWN_FLAGS;
    return r->flags & COMPILE_DECODED ? flags | SYNTAX_FROM_STR : flags;
}

const struct ast_node *compile_parse(struct vm *vm, struct arena *arena,
                                     const struct compile_request *r)
{
    struct syntax_source source = {r->bytes,
                                   r->size,
                                   r->mode,
                                   source_flags(r),
                                   (size_t)vm->int_max_str_digits,
                                   r->feature_version};
    struct syntax_report report = {0};
    struct ast_node *tree;
    struct compiler c = compiler_for(vm, arena, r);
    bool parsed = syntax_parse(arena, &source, &tree, &report);
    syntax_warn_of_text(&c, &report);
    if (!parsed && !c.failed)
        syntax_raise(vm, r->filename, &report.error);
    return parsed && !c.failed ? tree : NULL;
}

object *compile_tree(struct vm *vm, struct arena *arena,
                     const struct ast_node *tree,
                     const struct compile_request *r)
{
    struct compiler c = compiler_for(vm, arena, r);
    return code_of(&c, tree);
}

object *compile_request(struct vm *vm, const struct compile_request *r)
{
    struct compile_request decoded = *r;
    struct arena arena;
    char *text;
    if (!compile_decode(vm, &decoded, &text))
        return NULL;
    arena_init(&arena);
    const struct ast_node *tree = compile_parse(vm, &arena, &decoded);
    object *code = tree ? compile_tree(vm, &arena, tree, &decoded) : NULL;
    arena_done(&arena);
    free(text);
    return code;
}

object *compile_source(struct vm *vm, const char *bytes, size_t size,
                       object *filename, enum syntax_mode mode,
                       unsigned flags)
{
    struct compile_request r = {bytes, size, filename, mode, flags,
                                vm->options.settings.optimize, 0};
    return compile_request(vm, &r);
}
