/*
 * The first pass over a tree: which block does what with which name.
 *
 * The order of visiting is CPython's, since its errors about a name used
 * before its global statement depend on it.
 */
#include <stdio.h>
#include <string.h>

#include "scripts/compile/scope_internal.h"

#define DEEPEST 3000 /* nested nodes */

struct walk {
    struct arena *arena;
    struct scope *scope;
    struct scope_error *error;
    int depth;
    bool failed;
    bool in_iterable; /* of a comprehension: no := there */
    bool annotations_are_text;
    const struct scope *annotation; /* that of the one under way, or NULL */
};

static void node(struct walk *w, const struct ast_node *n);

static void fail_at(struct walk *w, const struct ast_node *where,
                    const char *message)
{
    if (w->failed)
        return;
    w->failed = true;
    *w->error = (struct scope_error){message, where->line, where->col,
                                     where->end_line, where->end_col};
}

static void fail_name(struct walk *w, const struct ast_node *where,
                      const char *format, ast_identifier name)
{
    size_t size = strlen(format) + strlen(name) + 1;
    char *message = arena_alloc(w->arena, size);
    if (message)
        snprintf(message, size, format, name);
    fail_at(w, where, message);
}

static void nodes(struct walk *w, struct ast_nodes list)
{
    for (int i = 0; i < list.count; i++)
        node(w, list.items[i]);
}

static struct symbol *use_in(struct walk *w, struct scope *s,
                             ast_identifier name, unsigned uses)
{
    name = scope_mangle(w->arena, s->private_, name);
    struct symbol *symbol = name ? scope_add(w->arena, s, name) : NULL;
    if (symbol)
        symbol->uses |= uses;
    else
        w->failed = true;
    return symbol;
}

static struct symbol *use(struct walk *w, ast_identifier name, unsigned uses)
{
    return use_in(w, w->scope, name, uses);
}

static void check_debug(struct walk *w, const struct ast_node *where,
                        ast_identifier name, bool deleting)
{
    if (strcmp(name, "__debug__") == 0)
        fail_at(w, where,
                deleting ? "cannot delete __debug__"
                         : "cannot assign to __debug__");
}

static void bind(struct walk *w, const struct ast_node *where,
                 ast_identifier name)
{
    check_debug(w, where, name, false);
    struct symbol *symbol = use(w, name, USE_BOUND);
    if (symbol)
        symbol->uses &= ~(unsigned)USE_IMPORTED;
}

/* A global statement may still follow an import of its name. */
static void bind_import(struct walk *w, const struct ast_node *where,
                        ast_identifier name)
{
    check_debug(w, where, name, false);
    struct symbol *symbol = use(w, name, 0);
    if (symbol)
        symbol->uses |= symbol->uses & USE_BOUND ? 0u
                                                 : USE_BOUND | USE_IMPORTED;
}

/* ---- blocks ---------------------------------------------------------------------- */

static struct scope *enter(struct walk *w, enum scope_kind kind,
                           const char *name, const struct ast_node *n)
{
    struct scope *s = scope_new(w->arena, w->scope, kind, name, n);
    if (s)
        w->scope = s;
    else
        w->failed = true;
    return s;
}

static void leave(struct walk *w)
{
    if (w->scope->outer)
        w->scope = w->scope->outer;
}

static void parameter(struct walk *w, const struct ast_node *arg)
{
    if (!arg)
        return;
    ast_identifier name = arg->as.arg.arg;
    ast_identifier mangled =
        scope_mangle(w->arena, w->scope->private_, name);
    check_debug(w, w->scope->node, name, false);
    struct symbol *known = mangled ? scope_find(w->scope, mangled) : NULL;
    if (known && (known->uses & USE_PARAMETER))
        fail_name(w, arg, "duplicate argument '%s' in function definition",
                  name);
    use(w, name, USE_BOUND | USE_PARAMETER);
}

static void parameters(struct walk *w, const struct ast_node *args)
{
    const struct ast_arguments *a = &args->as.arguments;
    for (int i = 0; i < a->posonlyargs.count; i++)
        parameter(w, a->posonlyargs.items[i]);
    for (int i = 0; i < a->args.count; i++)
        parameter(w, a->args.items[i]);
    for (int i = 0; i < a->kwonlyargs.count; i++)
        parameter(w, a->kwonlyargs.items[i]);
    parameter(w, a->vararg);
    parameter(w, a->kwarg);
    w->scope->varargs = a->vararg != NULL;
    w->scope->varkeywords = a->kwarg != NULL;
}

/* An annotation that becomes text is looked through for errors alone, in a
 * scope that is then off the tree again. */
static void text_annotation(struct walk *w, const struct ast_node *n)
{
    struct scope *outer = w->scope, *last = outer->last_child;
    const struct scope *around = w->annotation;
    if (!(w->annotation = enter(w, SCOPE_FUNCTION, "_annotation", n)))
        return;
    node(w, n);
    leave(w);
    w->annotation = around;
    outer->last_child = last;
    *(last ? &last->sibling : &outer->first_child) = NULL;
}

static void annotation(struct walk *w, const struct ast_node *n)
{
    if (n && w->annotations_are_text)
        text_annotation(w, n);
    else if (n)
        node(w, n);
}

/* What an annotation must not hold where it becomes text. */
static void check_annotation(struct walk *w, const struct ast_node *n)
{
    if (w->annotation && w->scope == w->annotation)
        fail_name(w, n, "'%s expression' can not be used within an annotation",
                  n->kind == AST_NamedExpr ? "named"
                  : n->kind == AST_Await   ? "await"
                                           : "yield");
}

static void annotations_of(struct walk *w, struct ast_nodes args)
{
    for (int i = 0; i < args.count; i++)
        annotation(w, args.items[i]->as.arg.annotation);
}

static void parameter_annotations(struct walk *w, const struct ast_node *args,
                                  const struct ast_node *returns)
{
    const struct ast_arguments *a = &args->as.arguments;
    annotations_of(w, a->posonlyargs);
    annotations_of(w, a->args);
    if (a->vararg)
        annotation(w, a->vararg->as.arg.annotation);
    if (a->kwarg)
        annotation(w, a->kwarg->as.arg.annotation);
    annotations_of(w, a->kwonlyargs);
    annotation(w, returns);
}

static void defaults(struct walk *w, const struct ast_node *args)
{
    const struct ast_arguments *a = &args->as.arguments;
    nodes(w, a->defaults);
    for (int i = 0; i < a->kw_defaults.count; i++)
        if (a->kw_defaults.items[i])
            node(w, a->kw_defaults.items[i]);
}

static void function(struct walk *w, const struct ast_node *n)
{
    const struct ast_function_def *f = &n->as.function_def;
    bind(w, n, f->name);
    defaults(w, f->args);
    parameter_annotations(w, f->args, f->returns);
    nodes(w, f->decorator_list);
    struct scope *s = enter(w, SCOPE_FUNCTION, f->name, n);
    if (!s)
        return;
    s->coroutine = n->kind == AST_AsyncFunctionDef;
    parameters(w, f->args);
    nodes(w, f->body);
    leave(w);
}

static void lambda(struct walk *w, const struct ast_node *n)
{
    defaults(w, n->as.lambda.args);
    if (!enter(w, SCOPE_LAMBDA, "<lambda>", n))
        return;
    parameters(w, n->as.lambda.args);
    node(w, n->as.lambda.body);
    leave(w);
}

/* The names that the call or class `where` gives values to. */
static void keyword_names(struct walk *w, const struct ast_node *where,
                          struct ast_nodes keywords)
{
    for (int i = 0; i < keywords.count; i++)
        if (keywords.items[i]->as.keyword.arg)
            check_debug(w, where, keywords.items[i]->as.keyword.arg, false);
}

static void class_(struct walk *w, const struct ast_node *n)
{
    const struct ast_class_def *c = &n->as.class_def;
    bind(w, n, c->name);
    keyword_names(w, n, c->keywords);
    nodes(w, c->bases);
    nodes(w, c->keywords);
    nodes(w, c->decorator_list);
    struct scope *s = enter(w, SCOPE_CLASS, c->name, n);
    if (!s)
        return;
    s->private_ = c->name;
    nodes(w, c->body);
    leave(w);
}

/* ---- comprehensions ----------------------------------------------------------------- */

static void clause(struct walk *w, const struct ast_node *n, bool first)
{
    const struct ast_comprehension *c = &n->as.comprehension;
    node(w, c->target);
    if (!first) {
        bool outer = w->in_iterable;
        w->in_iterable = true;
        node(w, c->iter);
        w->in_iterable = outer;
    }
    nodes(w, c->ifs);
    if (c->is_async)
        w->scope->coroutine = true;
}

static void comprehension(struct walk *w, const struct ast_node *n,
                          const char *name, struct ast_nodes clauses,
                          const struct ast_node *element,
                          const struct ast_node *value)
{
    static const char *const iterable = ".0";
    bool outer = w->in_iterable;
    const struct ast_comprehension *c =
        &clauses.items[0]->as.comprehension;
    w->in_iterable = true;
    node(w, c->iter);
    w->in_iterable = outer;
    struct scope *s = enter(w, SCOPE_COMPREHENSION, name, n);
    if (!s)
        return;
    bool generator = n->kind == AST_GeneratorExp;
    s->is_generator_expression = generator;
    use(w, arena_intern(w->arena, iterable, 2), USE_BOUND | USE_PARAMETER);
    for (int i = 0; i < clauses.count; i++)
        clause(w, clauses.items[i], i == 0);
    if (value)
        node(w, value);
    node(w, element);
    s->generator = generator;
    bool async = s->coroutine && !generator;
    leave(w);
    w->in_iterable = outer;
    if (async)
        w->scope->coroutine = true;
}

/* x := v binds in the nearest scope that is no comprehension. */
static void walrus_target(struct walk *w, const struct ast_node *n)
{
    const struct ast_node *target = n->as.named_expr.target;
    ast_identifier name = target->as.name.id;
    struct scope *s = w->scope;
    if (w->in_iterable)
        fail_at(w, n,
                "assignment expression cannot be used in a comprehension "
                "iterable expression");
    if (s->kind != SCOPE_COMPREHENSION) {
        node(w, target);
        return;
    }
    check_debug(w, target, name, false);
    for (; s->kind == SCOPE_COMPREHENSION; s = s->outer) {
        const struct symbol *known = scope_find(s, name);
        if (known && (known->uses & USE_ITERATED))
            fail_name(w, target,
                      "assignment expression cannot rebind comprehension "
                      "iteration variable '%s'",
                      name);
    }
    if (s->kind == SCOPE_CLASS) {
        fail_at(w, target,
                "assignment expression within a comprehension cannot be used "
                "in a class body");
        return;
    }
    const struct symbol *known = scope_find(s, name);
    bool global = s->kind == SCOPE_MODULE ||
                  (known && (known->uses & USE_GLOBAL));
    use_in(w, s, name,
           known && (known->uses & USE_NONLOCAL) ? USE_NONLOCAL : USE_BOUND);
    for (struct scope *o = w->scope; o != s; o = o->outer) {
        struct symbol *symbol =
            use_in(w, o, name, global ? USE_GLOBAL : USE_NONLOCAL);
        if (symbol)
            symbol->where = target;
    }
}

/* ---- statements about names ------------------------------------------------------------- */

static void declare(struct walk *w, const struct ast_node *n, unsigned what)
{
    const struct ast_names *names = &n->as.global_stmt.names;
    bool global = what == USE_GLOBAL;
    for (int i = 0; i < names->count; i++) {
        ast_identifier name = names->items[i];
        ast_identifier mangled =
            scope_mangle(w->arena, w->scope->private_, name);
        const struct symbol *known =
            mangled ? scope_find(w->scope, mangled) : NULL;
        unsigned uses = known ? known->uses : 0;
        if (uses & USE_PARAMETER)
            fail_name(w, n,
                      global ? "name '%s' is parameter and global"
                             : "name '%s' is parameter and nonlocal",
                      name);
        else if (global ? uses & USE_NONLOCAL : uses & USE_GLOBAL)
            fail_name(w, known->where ? known->where : n,
                      "name '%s' is nonlocal and global", name);
        else if (uses & USE_ANNOTATED)
            fail_name(w, n,
                      global ? "annotated name '%s' can't be global"
                             : "annotated name '%s' can't be nonlocal",
                      name);
        else if ((uses & USE_BOUND) && !(uses & USE_IMPORTED))
            fail_name(w, n,
                      global ? "name '%s' is assigned to before global "
                               "declaration"
                             : "name '%s' is assigned to before nonlocal "
                               "declaration",
                      name);
        else if (uses & USE_READ)
            fail_name(w, n,
                      global ? "name '%s' is used prior to global declaration"
                             : "name '%s' is used prior to nonlocal "
                               "declaration",
                      name);
        struct symbol *symbol = use(w, name, what);
        if (symbol && !symbol->where)
            symbol->where = n;
    }
}

static void import_name(struct walk *w, const struct ast_node *n)
{
    const struct ast_alias *a = &n->as.alias;
    if (a->asname) {
        bind_import(w, n, a->asname);
        return;
    }
    if (strcmp(a->name, "*") == 0) {
        if (w->scope->kind != SCOPE_MODULE)
            fail_at(w, n, "import * only allowed at module level");
        return;
    }
    const char *dot = strchr(a->name, '.');
    size_t size = dot ? (size_t)(dot - a->name) : strlen(a->name);
    ast_identifier top = arena_intern(w->arena, a->name, size);
    if (top)
        bind_import(w, n, top);
}

static void annotated(struct walk *w, const struct ast_node *n)
{
    const struct ast_ann_assign *a = &n->as.ann_assign;
    if (a->target->kind == AST_Name) {
        ast_identifier name = scope_mangle(w->arena, w->scope->private_,
                                           a->target->as.name.id);
        const struct symbol *known = name ? scope_find(w->scope, name) : NULL;
        unsigned declared =
            known ? known->uses & (USE_GLOBAL | USE_NONLOCAL) : 0;
        if (declared && w->scope->kind != SCOPE_MODULE && a->simple)
            fail_name(w, n,
                      declared & USE_GLOBAL
                          ? "annotated name '%s' can't be global"
                          : "annotated name '%s' can't be nonlocal",
                      a->target->as.name.id);
        check_debug(w, a->target, a->target->as.name.id, false);
        unsigned uses = USE_BOUND;
        if (a->simple)
            uses |= USE_ANNOTATED;
        if (a->simple || a->value)
            use(w, a->target->as.name.id, uses);
        w->scope->has_annotations =
            w->scope->has_annotations || a->simple;
    } else {
        node(w, a->target);
    }
    annotation(w, a->annotation);
    if (a->value)
        node(w, a->value);
}

/* A variable of a comprehension; := may not have named it before. */
static void iterated(struct walk *w, const struct ast_node *n)
{
    ast_identifier name = n->as.name.id;
    const struct symbol *known = scope_find(w->scope, name);
    if (known && (known->uses & (USE_GLOBAL | USE_NONLOCAL)))
        fail_name(w, n,
                  "comprehension inner loop cannot rebind assignment "
                  "expression target '%s'",
                  name);
    bind(w, n, name);
    use(w, name, USE_ITERATED);
}

static void name(struct walk *w, const struct ast_node *n)
{
    const struct ast_name *name = &n->as.name;
    switch (name->ctx) {
    case AST_Store:
        if (w->scope->kind == SCOPE_COMPREHENSION)
            iterated(w, n);
        else
            bind(w, n, name->id);
        break;
    case AST_Del:
        check_debug(w, n, name->id, true);
        use(w, name->id, USE_BOUND | USE_DELETED);
        break;
    default:
        use(w, name->id, USE_READ);
        if (scope_is_function(w->scope) && strcmp(name->id, "super") == 0)
            use(w, arena_intern(w->arena, "__class__", 9), USE_READ);
    }
}

/* ---- yields ----------------------------------------------------------------------------------- */

static void yields(struct walk *w, const struct ast_node *n)
{
    struct scope *s = w->scope;
    if (s->kind == SCOPE_COMPREHENSION)
        fail_name(w, n, "'yield' inside %s",
                  s->is_generator_expression
                      ? "generator expression"
                  : s->node->kind == AST_ListComp ? "list comprehension"
                  : s->node->kind == AST_SetComp  ? "set comprehension"
                                                  : "dict comprehension");
    if (scope_is_function(s)) /* elsewhere the generator of code refuses it */
        s->generator = true;
}

/* ---- the rest, by the tables of the tree --------------------------------------------------------- */

static void field(struct walk *w, const struct ast_node *n,
                  const struct ast_field_info *f)
{
    const char *at = (const char *)n + f->offset;
    if (!ast_is_node_type(f->type_id))
        return;
    if (f->arity == AST_FIELD_SEQ) {
        const struct ast_nodes *list = (const struct ast_nodes *)at;
        for (int i = 0; i < list->count; i++)
            if (list->items[i])
                node(w, list->items[i]);
        return;
    }
    struct ast_node *child = *(struct ast_node *const *)at;
    if (child)
        node(w, child);
}

static void fields(struct walk *w, const struct ast_node *n)
{
    for (const struct ast_field_info *f = ast_fields(n->kind); f->name; f++)
        field(w, n, f);
}

static void named_pattern(struct walk *w, const struct ast_node *n,
                          ast_identifier name)
{
    if (name)
        bind(w, n, name);
}

static void by_kind(struct walk *w, const struct ast_node *n)
{
    switch (n->kind) {
    case AST_FunctionDef:
    case AST_AsyncFunctionDef:
        function(w, n);
        break;
    case AST_ClassDef:
        class_(w, n);
        break;
    case AST_Lambda:
        lambda(w, n);
        break;
    case AST_ListComp:
        comprehension(w, n, "<listcomp>", n->as.list_comp.generators,
                      n->as.list_comp.elt, NULL);
        break;
    case AST_SetComp:
        comprehension(w, n, "<setcomp>", n->as.set_comp.generators,
                      n->as.set_comp.elt, NULL);
        break;
    case AST_DictComp:
        comprehension(w, n, "<dictcomp>", n->as.dict_comp.generators,
                      n->as.dict_comp.key, n->as.dict_comp.value);
        break;
    case AST_GeneratorExp:
        comprehension(w, n, "<genexpr>", n->as.generator_exp.generators,
                      n->as.generator_exp.elt, NULL);
        break;
    case AST_NamedExpr:
        check_annotation(w, n);
        walrus_target(w, n);
        node(w, n->as.named_expr.value);
        break;
    case AST_Name:
        name(w, n);
        break;
    case AST_Global:
        declare(w, n, USE_GLOBAL);
        break;
    case AST_Nonlocal:
        declare(w, n, USE_NONLOCAL);
        break;
    case AST_alias:
        import_name(w, n);
        break;
    case AST_AnnAssign:
        annotated(w, n);
        break;
    case AST_ExceptHandler:
        if (n->as.except_handler.type)
            node(w, n->as.except_handler.type);
        if (n->as.except_handler.name) {
            bind(w, n, n->as.except_handler.name);
            use(w, n->as.except_handler.name, USE_DELETED);
        }
        nodes(w, n->as.except_handler.body);
        break;
    case AST_Yield:
    case AST_YieldFrom:
        check_annotation(w, n);
        fields(w, n);
        yields(w, n);
        break;
    case AST_Await:
    case AST_AsyncFor:
    case AST_AsyncWith:
        if (n->kind == AST_Await)
            check_annotation(w, n);
        fields(w, n);
        if (w->scope->kind == SCOPE_MODULE ||
            w->scope->kind == SCOPE_COMPREHENSION)
            w->scope->coroutine = true;
        break;
    case AST_Attribute:
        if (n->as.attribute.ctx != AST_Load)
            check_debug(w, n, n->as.attribute.attr,
                        n->as.attribute.ctx == AST_Del);
        fields(w, n);
        break;
    case AST_Call:
        keyword_names(w, n, n->as.call.keywords);
        fields(w, n);
        break;
    case AST_Return:
        fields(w, n);
        w->scope->returns_value |= n->as.return_stmt.value != NULL;
        break;
    case AST_MatchStar:
        named_pattern(w, n, n->as.match_star.name);
        break;
    case AST_MatchAs:
        fields(w, n);
        named_pattern(w, n->as.match_as.pattern ? n->as.match_as.pattern : n,
                      n->as.match_as.name);
        break;
    case AST_MatchMapping:
        fields(w, n);
        named_pattern(w, n, n->as.match_mapping.rest);
        break;
    default:
        fields(w, n);
    }
}

static void node(struct walk *w, const struct ast_node *n)
{
    if (w->failed)
        return;
    if (++w->depth > DEEPEST)
        fail_at(w, n, "too deep");
    else if (n->kind == AST_Assign) {
        nodes(w, n->as.assign.targets);
        node(w, n->as.assign.value);
    } else
        by_kind(w, n);
    w->depth--;
}

struct scope *scope_walk(struct arena *arena, const struct ast_node *tree,
                         bool annotations_are_text,
                         struct scope_error *error)
{
    struct walk w = {.arena = arena,
                     .error = error,
                     .annotations_are_text = annotations_are_text};
    struct scope *top = enter(&w, SCOPE_MODULE, "<module>", tree);
    if (top)
        node(&w, tree);
    return w.failed ? NULL : top;
}
