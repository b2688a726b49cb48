/*
 * _ast: what no parser would have built, refused in CPython's words.
 *
 * Rules of single kinds, and for the kinds without one a walk over the fields.
 * It calls itself, so it counts.
 */
#include <string.h>

#include "scripts/modules/ast_module.h"
#include "scripts/types/tuple.h"
#include "scripts/types/set.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

/* AST_Load, AST_Store, AST_Del or ... */
enum { STAR_OK = AST_VALUE_COUNT }; /* of a pattern: a MatchStar may stand */

static bool check(struct vm *vm, const struct ast_node *n, int context);

static bool wrong(struct vm *vm, const char *message)
{
    vm_raise(vm, EXC_VALUE_ERROR, "%s", message);
    return false;
}

/* ---- names and constants ------------------------------------------------- */

static bool check_name(struct vm *vm, ast_identifier name)
{
    static const char *const forbidden[] = {"None", "True", "False"};
    for (int k = 0; name && k < 3; k++)
        if (strcmp(name, forbidden[k]) == 0) {
            vm_raise(vm, EXC_VALUE_ERROR,
                     "identifier field can't represent '%s' constant", name);
            return false;
        }
    return name || wrong(vm, "None disallowed in identifier list");
}

static bool check_names(struct vm *vm, struct ast_names names)
{
    for (int k = 0; k < names.count; k++)
        if (!check_name(vm, names.items[k]))
            return false;
    return true;
}

static bool check_capture(struct vm *vm, ast_identifier name)
{
    if (strcmp(name, "_") == 0)
        return wrong(vm, "can't capture name '_' in patterns");
    return check_name(vm, name);
}

static bool check_value(struct vm *vm, object *o);

static bool check_items(struct vm *vm, object *collection)
{
    object *it, *item;
    if (!vm_enter(vm, " during compilation"))
        return false;
    bool ok = (it = vm_iter(vm, collection));
    while (ok && (item = vm_next(vm, it))) {
        ok = check_value(vm, item);
        vm_release(vm, item);
    }
    vm_release_maybe(vm, it);
    vm_leave(vm);
    return ok && !vm_pending(vm);
}

static bool check_value(struct vm *vm, object *o)
{
    if (o == vm->none || o == vm->ellipsis || vm_is(o, TYPE_INT) ||
        vm_is(o, TYPE_BOOL) || vm_is(o, TYPE_FLOAT) ||
        vm_is(o, TYPE_COMPLEX) || vm_is(o, TYPE_STR) || vm_is(o, TYPE_BYTES))
        return true;
    if (vm_is(o, TYPE_TUPLE) || vm_is(o, TYPE_FROZENSET))
        return check_items(vm, o);
    vm_raise(vm, EXC_TYPE_ERROR, "got an invalid type in Constant: %s",
             type_name_of(vm, o));
    return false;
}

/* ---- lists --------------------------------------------------------------- */

static bool check_all(struct vm *vm, struct ast_nodes nodes, int context,
                      const char *none)
{
    for (int k = 0; k < nodes.count; k++) {
        if (!nodes.items[k] && none)
            return wrong(vm, none);
        if (nodes.items[k] && !check(vm, nodes.items[k], context))
            return false;
    }
    return true;
}

#define NO_NONE "None disallowed in expression list"

static bool statements(struct vm *vm, struct ast_nodes body)
{
    return check_all(vm, body, AST_Load, "None disallowed in statement list");
}

static bool exprs(struct vm *vm, struct ast_nodes nodes, int context)
{
    return check_all(vm, nodes, context, NO_NONE);
}

static bool one(struct vm *vm, const struct ast_node *n, int context)
{
    return !n || check(vm, n, context);
}

static bool some(struct vm *vm, int count, const char *what, const char *owner)
{
    if (!count)
        vm_raise(vm, EXC_VALUE_ERROR, "empty %s on %s", what, owner);
    return count;
}

static bool body_of(struct vm *vm, const struct ast_node *n,
                    struct ast_nodes body)
{
    return some(vm, body.count, "body", ast_kinds[n->kind].name) &&
           statements(vm, body);
}

static bool targets_of(struct vm *vm, const struct ast_node *n,
                       struct ast_nodes targets, int context)
{
    return some(vm, targets.count, "targets", ast_kinds[n->kind].name) &&
           exprs(vm, targets, context);
}

/* ---- positions ----------------------------------------------------------- */

static bool check_place(struct vm *vm, const struct ast_node *n)
{
    if (!ast_kinds[n->kind].placed)
        return true;
    if (n->line > n->end_line)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "AST node line range (%d, %d) is not valid", n->line,
                 n->end_line);
    else if ((n->line < 0 && n->end_line != n->line) ||
             (n->col < 0 && n->col != n->end_col))
        vm_raise(vm, EXC_VALUE_ERROR,
                 "AST node column range (%d, %d) for line range (%d, %d) is "
                 "not valid",
                 n->col, n->end_col, n->line, n->end_line);
    else if (n->line == n->end_line && n->col > n->end_col)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "line %d, column %d-%d is not a valid range", n->line, n->col,
                 n->end_col);
    else
        return true;
    return false;
}

/* ---- expressions --------------------------------------------------------- */

static const char *context_name(int context)
{
    return ast_values[context].name;
}

static bool check_context(struct vm *vm, const struct ast_node *n, int context)
{
    int actual = n->kind == AST_Attribute   ? (int)n->as.attribute.ctx
                 : n->kind == AST_Subscript ? (int)n->as.subscript.ctx
                 : n->kind == AST_Starred   ? (int)n->as.starred.ctx
                 : n->kind == AST_Name      ? (int)n->as.name.ctx
                 : n->kind == AST_List      ? (int)n->as.list.ctx
                 : n->kind == AST_Tuple     ? (int)n->as.tuple.ctx
                                            : -1;
    if (n->kind == AST_Name && !check_name(vm, n->as.name.id))
        return false;
    if (actual == context || (actual < 0 && context == AST_Load))
        return true;
    if (actual < 0)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "expression which can't be assigned to in %s context",
                 context_name(context));
    else
        vm_raise(vm, EXC_VALUE_ERROR,
                 "expression must have %s context but has %s instead",
                 context_name(context), context_name(actual));
    return false;
}

static bool check_dict(struct vm *vm, const struct ast_dict *d)
{
    if (d->keys.count != d->values.count)
        return wrong(vm, "Dict doesn't have the same number of keys as "
                         "values");
    return check_all(vm, d->keys, AST_Load, NULL) &&
           exprs(vm, d->values, AST_Load);
}

static bool check_compare(struct vm *vm, const struct ast_compare *k)
{
    if (!k->comparators.count)
        return wrong(vm, "Compare with no comparators");
    if (k->comparators.count != k->ops.count)
        return wrong(vm, "Compare has a different number of comparators and "
                         "operands");
    return exprs(vm, k->comparators, AST_Load) && check(vm, k->left, AST_Load);
}

static bool check_comprehension(struct vm *vm, struct ast_nodes generators,
                                const struct ast_node *a,
                                const struct ast_node *b)
{
    if (!generators.count)
        return wrong(vm, "comprehension with no generators");
    return exprs(vm, generators, AST_Load) && check(vm, a, AST_Load) &&
           one(vm, b, AST_Load);
}

static bool check_arguments(struct vm *vm, const struct ast_arguments *a)
{
    if (!exprs(vm, a->posonlyargs, AST_Load) ||
        !exprs(vm, a->args, AST_Load) || !one(vm, a->vararg, AST_Load) ||
        !exprs(vm, a->kwonlyargs, AST_Load) || !one(vm, a->kwarg, AST_Load))
        return false;
    if (a->defaults.count > a->posonlyargs.count + a->args.count)
        return wrong(vm, "more positional defaults than args on arguments");
    if (a->kw_defaults.count != a->kwonlyargs.count)
        return wrong(vm, "length of kwonlyargs is not the same as "
                         "kw_defaults on arguments");
    return exprs(vm, a->defaults, AST_Load) &&
           check_all(vm, a->kw_defaults, AST_Load, NULL);
}

static bool check_fields(struct vm *vm, const struct ast_node *n, int context);

/* The rules of an expression, or of a part of one. */
static bool check_expr(struct vm *vm, const struct ast_node *n, int context)
{
    switch (n->kind) {
    case AST_BoolOp:
        if (n->as.bool_op.values.count < 2)
            return wrong(vm, "BoolOp with less than 2 values");
        return exprs(vm, n->as.bool_op.values, AST_Load);
    case AST_Dict:
        return check_dict(vm, &n->as.dict);
    case AST_ListComp:
    case AST_SetComp:
    case AST_GeneratorExp:
        return check_comprehension(vm, n->as.list_comp.generators,
                                   n->as.list_comp.elt, NULL);
    case AST_DictComp:
        return check_comprehension(vm, n->as.dict_comp.generators,
                                   n->as.dict_comp.key, n->as.dict_comp.value);
    case AST_Compare:
        return check_compare(vm, &n->as.compare);
    case AST_Constant:
        return check_value(vm, n->as.constant.value.object);
    case AST_Subscript:
        return check(vm, n->as.subscript.slice, AST_Load) &&
               check(vm, n->as.subscript.value, AST_Load);
    case AST_NamedExpr:
        return check(vm, n->as.named_expr.value, AST_Load);
    case AST_Starred:
    case AST_List:
    case AST_Tuple:
        return check_fields(vm, n, context);
    case AST_comprehension:
        return check(vm, n->as.comprehension.target, AST_Store) &&
               check(vm, n->as.comprehension.iter, AST_Load) &&
               exprs(vm, n->as.comprehension.ifs, AST_Load);
    case AST_arguments:
        return check_arguments(vm, &n->as.arguments);
    default:
        return check_fields(vm, n, AST_Load);
    }
}

/* ---- patterns ------------------------------------------------------------ */

static bool is_number(const struct ast_node *n, bool real, bool imaginary)
{
    if (n->kind != AST_Constant)
        return false;
    enum ast_literal_kind kind = n->as.constant.value.kind;
    return (real && (kind == AST_INT || kind == AST_FLOAT)) ||
           (imaginary && kind == AST_IMAGINARY);
}

static bool is_negative(const struct ast_node *n, bool imaginary)
{
    return n->kind == AST_UnaryOp && n->as.unary_op.op == AST_USub &&
           is_number(n->as.unary_op.operand, true, imaginary);
}

static bool is_complex(const struct ast_node *n)
{
    const struct ast_bin_op *b = &n->as.bin_op;
    return n->kind == AST_BinOp && (b->op == AST_Add || b->op == AST_Sub) &&
           (is_number(b->left, true, false) || is_negative(b->left, false)) &&
           is_number(b->right, false, true);
}

static bool check_literal(struct vm *vm, const struct ast_node *n)
{
    if (!check(vm, n, AST_Load))
        return false;
    if (n->kind == AST_Constant) {
        enum ast_literal_kind kind = n->as.constant.value.kind;
        return (kind >= AST_INT && kind <= AST_BYTES) ||
               wrong(vm, "unexpected constant inside of a literal pattern");
    }
    return n->kind == AST_Attribute || n->kind == AST_JoinedStr ||
           is_negative(n, true) || is_complex(n) ||
           wrong(vm, "patterns may only match literals and attribute lookups");
}

static bool check_patterns(struct vm *vm, struct ast_nodes patterns,
                           int context)
{
    return check_all(vm, patterns, context, "None disallowed in pattern list");
}

static bool check_mapping(struct vm *vm, const struct ast_match_mapping *m)
{
    if (m->keys.count != m->patterns.count)
        return wrong(vm, "MatchMapping doesn't have the same number of keys "
                         "as patterns");
    if (m->rest && !check_capture(vm, m->rest))
        return false;
    for (int k = 0; k < m->keys.count; k++) {
        const struct ast_node *key = m->keys.items[k];
        if (!key)
            return wrong(vm, NO_NONE);
        if ((key->kind != AST_Constant ||
             key->as.constant.value.kind > AST_TRUE) &&
            !check_literal(vm, key))
            return false;
    }
    return check_patterns(vm, m->patterns, AST_Load);
}

static bool check_class(struct vm *vm, const struct ast_match_class *m)
{
    if (m->kwd_attrs.count != m->kwd_patterns.count)
        return wrong(vm, "MatchClass doesn't have the same number of keyword "
                         "attributes as patterns");
    if (!check(vm, m->cls, AST_Load))
        return false;
    const struct ast_node *cls = m->cls;
    while (cls->kind == AST_Attribute)
        cls = cls->as.attribute.value;
    if (cls->kind != AST_Name)
        return wrong(vm, "MatchClass cls field can only contain Name or "
                         "Attribute nodes.");
    return check_names(vm, m->kwd_attrs) &&
           check_patterns(vm, m->patterns, AST_Load) &&
           check_patterns(vm, m->kwd_patterns, AST_Load);
}

static bool check_as(struct vm *vm, const struct ast_match_as *m)
{
    if (m->name && !check_capture(vm, m->name))
        return false;
    if (m->pattern && !m->name)
        return wrong(vm, "MatchAs must specify a target name if a pattern is "
                         "given");
    return one(vm, m->pattern, AST_Load);
}

static bool check_pattern(struct vm *vm, const struct ast_node *n, int context)
{
    switch (n->kind) {
    case AST_MatchValue:
        return check_literal(vm, n->as.match_value.value);
    case AST_MatchSingleton:
        return n->as.match_singleton.value.kind <= AST_TRUE ||
               wrong(vm, "MatchSingleton can only contain True, False and "
                         "None");
    case AST_MatchSequence:
        return check_patterns(vm, n->as.match_sequence.patterns, STAR_OK);
    case AST_MatchMapping:
        return check_mapping(vm, &n->as.match_mapping);
    case AST_MatchClass:
        return check_class(vm, &n->as.match_class);
    case AST_MatchStar:
        if (context != STAR_OK)
            return wrong(vm, "can't use MatchStar here");
        return !n->as.match_star.name ||
               check_capture(vm, n->as.match_star.name);
    case AST_MatchAs:
        return check_as(vm, &n->as.match_as);
    default:
        if (n->as.match_or.patterns.count < 2)
            return wrong(vm, "MatchOr requires at least 2 patterns");
        return check_patterns(vm, n->as.match_or.patterns, AST_Load);
    }
}

/* ---- statements ---------------------------------------------------------- */

static bool check_function(struct vm *vm, const struct ast_node *n)
{
    const struct ast_function_def *f = &n->as.function_def;
    return body_of(vm, n, f->body) && check(vm, f->args, AST_Load) &&
           exprs(vm, f->decorator_list, AST_Load) &&
           one(vm, f->returns, AST_Load);
}

static bool check_class_def(struct vm *vm, const struct ast_node *n)
{
    const struct ast_class_def *k = &n->as.class_def;
    return body_of(vm, n, k->body) && exprs(vm, k->bases, AST_Load) &&
           exprs(vm, k->keywords, AST_Load) &&
           exprs(vm, k->decorator_list, AST_Load);
}

static bool check_annotated(struct vm *vm, const struct ast_ann_assign *a)
{
    if (a->target->kind != AST_Name && a->simple) {
        vm_raise(vm, EXC_TYPE_ERROR, "AnnAssign with simple non-Name target");
        return false;
    }
    return check(vm, a->target, AST_Store) && one(vm, a->value, AST_Load) &&
           check(vm, a->annotation, AST_Load);
}

static bool check_for(struct vm *vm, const struct ast_node *n)
{
    const struct ast_for_stmt *f = &n->as.for_stmt;
    return check(vm, f->target, AST_Store) && check(vm, f->iter, AST_Load) &&
           body_of(vm, n, f->body) && statements(vm, f->orelse);
}

static bool check_with(struct vm *vm, const struct ast_node *n)
{
    const struct ast_with_stmt *w = &n->as.with_stmt;
    return some(vm, w->items.count, "items", ast_kinds[n->kind].name) &&
           exprs(vm, w->items, AST_Load) && body_of(vm, n, w->body);
}

static bool check_try(struct vm *vm, const struct ast_node *n)
{
    const struct ast_try_stmt *t = &n->as.try_stmt;
    const char *name = ast_kinds[n->kind].name;
    if (!body_of(vm, n, t->body))
        return false;
    if (!t->handlers.count && !t->finalbody.count)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "%s has neither except handlers nor finalbody", name);
    else if (!t->handlers.count && t->orelse.count)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "%s has orelse but no except handlers", name);
    else
        return exprs(vm, t->handlers, AST_Load) &&
               statements(vm, t->finalbody) && statements(vm, t->orelse);
    return false;
}

static bool check_stmt(struct vm *vm, const struct ast_node *n)
{
    const char *name = ast_kinds[n->kind].name;
    switch (n->kind) {
    case AST_FunctionDef:
    case AST_AsyncFunctionDef:
        return check_function(vm, n);
    case AST_ClassDef:
        return check_class_def(vm, n);
    case AST_Delete:
        return targets_of(vm, n, n->as.delete_stmt.targets, AST_Del);
    case AST_Assign:
        return targets_of(vm, n, n->as.assign.targets, AST_Store) &&
               check(vm, n->as.assign.value, AST_Load);
    case AST_AugAssign:
        return check(vm, n->as.aug_assign.target, AST_Store) &&
               check(vm, n->as.aug_assign.value, AST_Load);
    case AST_AnnAssign:
        return check_annotated(vm, &n->as.ann_assign);
    case AST_For:
    case AST_AsyncFor:
        return check_for(vm, n);
    case AST_While:
        return check(vm, n->as.while_stmt.test, AST_Load) &&
               body_of(vm, n, n->as.while_stmt.body) &&
               statements(vm, n->as.while_stmt.orelse);
    case AST_If:
        return check(vm, n->as.if_stmt.test, AST_Load) &&
               body_of(vm, n, n->as.if_stmt.body) &&
               statements(vm, n->as.if_stmt.orelse);
    case AST_With:
    case AST_AsyncWith:
        return check_with(vm, n);
    case AST_Match:
        return check(vm, n->as.match_stmt.subject, AST_Load) &&
               some(vm, n->as.match_stmt.cases.count, "cases", name) &&
               exprs(vm, n->as.match_stmt.cases, AST_Load);
    case AST_Raise:
        if (n->as.raise_stmt.cause && !n->as.raise_stmt.exc)
            return wrong(vm, "Raise with cause but no exception");
        return check_fields(vm, n, AST_Load);
    case AST_Try:
    case AST_TryStar:
        return check_try(vm, n);
    case AST_Import:
        return some(vm, n->as.import_stmt.names.count, "names", name);
    case AST_ImportFrom:
        if (n->as.import_from.level < 0)
            return wrong(vm, "Negative ImportFrom level");
        return some(vm, n->as.import_from.names.count, "names", name);
    case AST_Global:
    case AST_Nonlocal:
        return some(vm, n->as.global_stmt.names.count, "names", name) &&
               check_names(vm, n->as.global_stmt.names);
    default:
        return check_fields(vm, n, AST_Load);
    }
}

/* Parts of statements. */
static bool check_part(struct vm *vm, const struct ast_node *n, int context)
{
    switch (n->kind) {
    case AST_withitem:
        return check(vm, n->as.withitem.context_expr, AST_Load) &&
               one(vm, n->as.withitem.optional_vars, AST_Store);
    case AST_match_case:
        return check(vm, n->as.match_case.pattern, AST_Load) &&
               one(vm, n->as.match_case.guard, AST_Load) &&
               body_of(vm, n, n->as.match_case.body);
    case AST_ExceptHandler:
        return one(vm, n->as.except_handler.type, AST_Load) &&
               body_of(vm, n, n->as.except_handler.body);
    case AST_Module:
        return statements(vm, n->as.module.body);
    case AST_Interactive:
        return statements(vm, n->as.interactive.body);
    case AST_Expression:
        return check(vm, n->as.expression.body, AST_Load);
    default:
        return check_expr(vm, n, context);
    }
}

/* ---- any node ------------------------------------------------------------ */

/* Every node in the fields of n, in their order. */
static bool check_fields(struct vm *vm, const struct ast_node *n, int context)
{
    for (const struct ast_field_info *f = ast_fields(n->kind); f->name; f++) {
        const void *at = (const char *)n + f->offset;
        if (!ast_is_node_type(f->type_id))
            continue;
        bool ok = f->arity == AST_FIELD_SEQ
                      ? exprs(vm, *(const struct ast_nodes *)at, context)
                      : one(vm, *(struct ast_node *const *)at, context);
        if (!ok)
            return false;
    }
    return true;
}

static bool check_here(struct vm *vm, const struct ast_node *n, int context)
{
    if (!check_place(vm, n))
        return false;
    switch (ast_kinds[n->kind].group_id) {
    case AST_TYPE_stmt:
        return check_stmt(vm, n);
    case AST_TYPE_pattern:
        return check_pattern(vm, n, context);
    case AST_TYPE_expr:
        return check_context(vm, n, context) && check_expr(vm, n, context);
    default:
        return check_part(vm, n, context);
    }
}

static bool check(struct vm *vm, const struct ast_node *n, int context)
{
    if (!vm_enter(vm, " during compilation"))
        return false;
    bool ok = check_here(vm, n, context);
    vm_leave(vm);
    return ok;
}

bool ast_validate(struct vm *vm, const struct ast_node *tree)
{
    return check(vm, tree, AST_Load);
}
