/*
 * Statements with blocks: if, while, for, try, with, match, def, class, their
 * async forms and decorators.
 */
#include "scripts/syntax/parser.h"

/* `: block` */
static bool parse_suite(struct parser *p, struct ast_nodes *body)
{
    return parser_accept(p, TOKEN_COLON) && parse_block(p, body);
}

/* The same with a type comment behind the colon. */
static bool parse_typed_suite(struct parser *p, struct ast_nodes *body,
                              const char **comment)
{
    return parser_accept(p, TOKEN_COLON) && parser_type_comment(p, comment) &&
           parse_block(p, body);
}

/* That of a function may be on a line of its own. */
static bool parse_function_suite(struct parser *p, struct ast_nodes *body,
                                 const char **comment)
{
    if (!parser_accept(p, TOKEN_COLON))
        return false;
    if (parser_at(p, TOKEN_NEWLINE) &&
        parser_peek(p, 1)->kind == TOKEN_TYPE_COMMENT &&
        parser_peek(p, 2)->kind == TOKEN_NEWLINE &&
        parser_peek(p, 3)->kind == TOKEN_INDENT)
        p->pos++;
    else if (parser_at(p, TOKEN_TYPE_COMMENT) &&
             parser_peek(p, 1)->kind == TOKEN_NEWLINE &&
             parser_peek(p, 2)->kind == TOKEN_TYPE_COMMENT)
        return false;
    return parser_type_comment(p, comment) && parse_block(p, body);
}

/* `else: block`, or nothing. */
static bool parse_else(struct parser *p, struct ast_nodes *orelse)
{
    *orelse = (struct ast_nodes){NULL, 0};
    return !parser_accept(p, TOKEN_ELSE) || parse_suite(p, orelse);
}

static bool single(struct parser *p, struct ast_node *node,
                   struct ast_nodes *nodes)
{
    int mark = parser_mark(p);
    return node && parser_push(p, node) && parser_take(p, mark, nodes);
}

static struct ast_node *parse_if(struct parser *p);

/* elif, else or nothing. */
static bool parse_if_rest(struct parser *p, struct ast_nodes *orelse)
{
    if (!parser_at(p, TOKEN_ELIF))
        return parse_else(p, orelse);
    if (!parser_enter(p, 1))
        return false;
    struct ast_node *node = parse_if(p);
    parser_leave(p, 1);
    return single(p, node, orelse);
}

/* At `if` or `elif`. */
static struct ast_node *parse_if(struct parser *p)
{
    int start = p->pos++;
    struct ast_nodes body, orelse;
    struct ast_node *test = parse_named_expression(p);
    if (!test || !parse_suite(p, &body) || !parse_if_rest(p, &orelse))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_If, start);
    if (node) {
        node->as.if_stmt.test = test;
        node->as.if_stmt.body = body;
        node->as.if_stmt.orelse = orelse;
    }
    return node;
}

static struct ast_node *parse_while(struct parser *p)
{
    int start = p->pos++;
    struct ast_nodes body, orelse;
    struct ast_node *test = parse_named_expression(p);
    if (!test || !parse_suite(p, &body) || !parse_else(p, &orelse))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_While, start);
    if (node) {
        node->as.while_stmt.test = test;
        node->as.while_stmt.body = body;
        node->as.while_stmt.orelse = orelse;
    }
    return node;
}

/* At `for`; start is the token of `async`, if there is one. */
static struct ast_node *parse_for(struct parser *p, int start)
{
    enum ast_kind kind = start == p->pos ? AST_For : AST_AsyncFor;
    struct ast_nodes body, orelse;
    p->pos++;
    struct ast_node *target = parse_for_targets(p);
    if (!target || !parser_accept(p, TOKEN_IN))
        return NULL;
    struct ast_node *iter = parse_star_expressions(p);
    const char *comment;
    if (!iter || !parse_typed_suite(p, &body, &comment) ||
        !parse_else(p, &orelse))
        return NULL;
    if (kind == AST_AsyncFor && !parser_since(p, 5, "Async for loops are"))
        return NULL;
    struct ast_node *node = parser_node_at(p, kind, start);
    if (node) {
        node->as.for_stmt.target = target;
        node->as.for_stmt.iter = iter;
        node->as.for_stmt.body = body;
        node->as.for_stmt.orelse = orelse;
        node->as.for_stmt.type_comment = comment;
    }
    return node;
}

/* `except [*] [type [as name]]: block` */
static struct ast_node *parse_except(struct parser *p, bool star)
{
    int start = p->pos++;
    struct ast_node *type = NULL;
    ast_identifier name = NULL;
    struct ast_nodes body;
    if (parser_accept(p, TOKEN_STAR) != star)
        return NULL;
    if (star || !parser_at(p, TOKEN_COLON)) {
        type = parse_expression(p);
        if (!type)
            return NULL;
        if (parser_accept(p, TOKEN_AS) && !(name = parser_name(p)))
            return NULL;
    }
    if (!parse_suite(p, &body))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_ExceptHandler, start);
    if (node) {
        node->as.except_handler.type = type;
        node->as.except_handler.name = name;
        node->as.except_handler.body = body;
    }
    return node;
}

static bool parse_handlers(struct parser *p, bool star,
                           struct ast_nodes *handlers)
{
    int mark = parser_mark(p);
    while (parser_at(p, TOKEN_EXCEPT)) {
        struct ast_node *handler = parse_except(p, star);
        if (!handler || !parser_push(p, handler))
            return false;
    }
    return parser_take(p, mark, handlers);
}

static struct ast_node *parse_try(struct parser *p)
{
    int start = p->pos++;
    struct ast_nodes body, handlers, orelse = {0}, finalbody = {0};
    if (!parse_suite(p, &body))
        return NULL;
    bool star =
        parser_at(p, TOKEN_EXCEPT) && parser_peek(p, 1)->kind == TOKEN_STAR;
    if (!parse_handlers(p, star, &handlers) ||
        (handlers.count && !parse_else(p, &orelse)))
        return NULL;
    if (parser_accept(p, TOKEN_FINALLY) && !parse_suite(p, &finalbody))
        return NULL;
    if (!handlers.count && !finalbody.count)
        return NULL;
    if (star && !parser_since(p, 11, "Exception groups are"))
        return NULL;
    struct ast_node *node =
        parser_node_at(p, star ? AST_TryStar : AST_Try, start);
    if (node) {
        node->as.try_stmt.body = body;
        node->as.try_stmt.handlers = handlers;
        node->as.try_stmt.orelse = orelse;
        node->as.try_stmt.finalbody = finalbody;
    }
    return node;
}

/* `expression [as target]` */
static struct ast_node *parse_with_item(struct parser *p)
{
    struct ast_node *context = parse_expression(p), *target = NULL;
    if (!context)
        return NULL;
    if (parser_accept(p, TOKEN_AS)) {
        target = parse_star_target(p);
        if (!target)
            return NULL;
    }
    struct ast_node *node = parser_node(p, AST_withitem, 0, 0);
    if (node) {
        node->as.withitem.context_expr = context;
        node->as.withitem.optional_vars = target;
    }
    return node;
}

/* `(a as b, c):` with all items in parentheses. */
static bool parse_parenthesized_items(struct parser *p)
{
    p->pos++;
    do {
        struct ast_node *item = parse_with_item(p);
        if (!item || !parser_push(p, item))
            return false;
    } while (parser_accept(p, TOKEN_COMMA) && !parser_at(p, TOKEN_RPAR));
    return parser_accept(p, TOKEN_RPAR) && parser_at(p, TOKEN_COLON);
}

static bool parse_plain_items(struct parser *p)
{
    do {
        struct ast_node *item = parse_with_item(p);
        if (!item || !parser_push(p, item))
            return false;
    } while (parser_accept(p, TOKEN_COMMA));
    return true;
}

/*
 * What stands in parentheses may be the items or the first item's beginning:
 * only what follows tells, so the first is tried and undone.
 */
static bool parse_with_items(struct parser *p, bool *enclosed)
{
    *enclosed = false;
    int start = p->pos, mark = parser_mark(p), depth = p->depth;
    if (parser_at(p, TOKEN_LPAR)) {
        if (parse_parenthesized_items(p) &&
            parser_peek(p, 1)->kind != TOKEN_TYPE_COMMENT)
            return *enclosed = true;
        if (p->error_set)
            return false;
        p->pos = start;
        p->stack_count = mark;
        p->depth = depth;
    }
    return parse_plain_items(p);
}

static struct ast_node *parse_with(struct parser *p, int start)
{
    enum ast_kind kind = start == p->pos ? AST_With : AST_AsyncWith;
    int mark = parser_mark(p);
    struct ast_nodes items, body;
    const char *comment;
    bool enclosed;
    p->pos++;
    if (!parse_with_items(p, &enclosed) || !parser_take(p, mark, &items) ||
        !parse_typed_suite(p, &body, &comment))
        return NULL;
    if (enclosed &&
        !parser_since(p, 9, "Parenthesized context managers are"))
        return NULL;
    if (kind == AST_AsyncWith &&
        !parser_since(p, 5, "Async with statements are"))
        return NULL;
    struct ast_node *node = parser_node_at(p, kind, start);
    if (node) {
        node->as.with_stmt.items = items;
        node->as.with_stmt.body = body;
        node->as.with_stmt.type_comment = comment;
    }
    return node;
}

/* At `def`; start is the token of `async`, if there is one. */
static struct ast_node *parse_def(struct parser *p, int start,
                                  struct ast_nodes decorators)
{
    enum ast_kind kind =
        start == p->pos ? AST_FunctionDef : AST_AsyncFunctionDef;
    struct ast_node *params, *returns = NULL;
    struct ast_nodes body;
    p->pos++;
    ast_identifier name = parser_name(p);
    if (!name || !parser_accept(p, TOKEN_LPAR) ||
        !(params = parse_params(p, false)) || !parser_accept(p, TOKEN_RPAR))
        return NULL;
    if (parser_accept(p, TOKEN_RARROW) && !(returns = parse_expression(p)))
        return NULL;
    const char *comment;
    if (!parse_function_suite(p, &body, &comment) ||
        (kind == AST_AsyncFunctionDef &&
         !parser_since(p, 5, "Async functions are")))
        return NULL;
    struct ast_node *node = parser_node_at(p, kind, start);
    if (node) {
        node->as.function_def.type_comment = comment;
        node->as.function_def.name = name;
        node->as.function_def.args = params;
        node->as.function_def.body = body;
        node->as.function_def.decorator_list = decorators;
        node->as.function_def.returns = returns;
    }
    return node;
}

static struct ast_node *parse_class(struct parser *p,
                                    struct ast_nodes decorators)
{
    int start = p->pos++;
    struct ast_nodes bases = {0}, keywords = {0}, body;
    ast_identifier name = parser_name(p);
    if (!name)
        return NULL;
    if (parser_accept(p, TOKEN_LPAR) &&
        (!parse_arguments(p, &bases, &keywords) ||
         !parser_accept(p, TOKEN_RPAR)))
        return NULL;
    if (!parse_suite(p, &body))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_ClassDef, start);
    if (node) {
        node->as.class_def.name = name;
        node->as.class_def.bases = bases;
        node->as.class_def.keywords = keywords;
        node->as.class_def.body = body;
        node->as.class_def.decorator_list = decorators;
    }
    return node;
}

/* `async` and what may follow it, and the same without. */
static struct ast_node *parse_async(struct parser *p,
                                    struct ast_nodes decorators)
{
    int start = p->pos++;
    switch (parser_kind(p)) {
    case TOKEN_DEF:
        return parse_def(p, start, decorators);
    case TOKEN_WITH:
        return decorators.count ? NULL : parse_with(p, start);
    case TOKEN_FOR:
        return decorators.count ? NULL : parse_for(p, start);
    default:
        return NULL;
    }
}

static struct ast_node *parse_decorated(struct parser *p)
{
    struct ast_nodes decorators;
    int mark = parser_mark(p);
    while (parser_accept(p, TOKEN_AT)) {
        struct ast_node *decorator = parse_named_expression(p);
        if (!decorator || !parser_push(p, decorator) ||
            !parser_accept(p, TOKEN_NEWLINE))
            return NULL;
    }
    if (!parser_take(p, mark, &decorators))
        return NULL;
    switch (parser_kind(p)) {
    case TOKEN_DEF:
        return parse_def(p, p->pos, decorators);
    case TOKEN_CLASS:
        return parse_class(p, decorators);
    case TOKEN_ASYNC:
        return parse_async(p, decorators);
    default:
        return NULL;
    }
}

static struct ast_node *parse_case(struct parser *p)
{
    p->pos++;
    struct ast_node *pattern = parse_case_pattern(p), *guard = NULL;
    struct ast_nodes body;
    if (!pattern)
        return NULL;
    if (parser_accept(p, TOKEN_IF) && !(guard = parse_named_expression(p)))
        return NULL;
    if (!parse_suite(p, &body))
        return NULL;
    struct ast_node *node = parser_node(p, AST_match_case, 0, 0);
    if (node) {
        node->as.match_case.pattern = pattern;
        node->as.match_case.guard = guard;
        node->as.match_case.body = body;
    }
    return node;
}

/* What is matched: a tuple needs no parentheses. */
static struct ast_node *parse_subject(struct parser *p)
{
    int start = p->pos, mark = parser_mark(p);
    bool star = parser_at(p, TOKEN_STAR);
    struct ast_node *first = parse_star_named(p);
    if (!first || !parser_at(p, TOKEN_COMMA))
        return star ? NULL : first;
    bool ok = parser_push(p, first);
    while (ok && parser_accept(p, TOKEN_COMMA) && !parser_at(p, TOKEN_COLON)) {
        struct ast_node *next = parse_star_named(p);
        ok = next && parser_push(p, next);
    }
    struct ast_node *node = ok ? parser_node_at(p, AST_Tuple, start) : NULL;
    if (!node || !parser_take(p, mark, &node->as.tuple.elts))
        return NULL;
    node->as.tuple.ctx = AST_Load;
    return node;
}

static bool parse_cases(struct parser *p, struct ast_nodes *cases)
{
    int mark = parser_mark(p);
    do {
        struct ast_node *node =
            parser_at_word(p, "case") ? parse_case(p) : NULL;
        if (!node || !parser_push(p, node))
            return false;
    } while (!parser_accept(p, TOKEN_DEDENT));
    return parser_take(p, mark, cases);
}

/*
 * `match` is a keyword only if a subject, a colon and the end of the line
 * follow. If not, all is undone, and *is_match is false.
 */
static struct ast_node *parse_match(struct parser *p, bool *is_match)
{
    int start = p->pos++, mark = parser_mark(p), depth = p->depth;
    struct ast_node *subject = NULL;
    struct ast_nodes cases;
    if (parse_starts_expression(p) || parser_at(p, TOKEN_STAR))
        subject = parse_subject(p);
    *is_match = subject && parser_at(p, TOKEN_COLON) &&
                parser_peek(p, 1)->kind == TOKEN_NEWLINE;
    if (!*is_match) {
        p->pos = start;
        p->stack_count = mark;
        p->depth = depth;
        *is_match = p->error_set;
        return NULL;
    }
    p->pos += 2;
    if (!parser_accept(p, TOKEN_INDENT) || !parse_cases(p, &cases) ||
        !parser_since(p, 10, "Pattern matching is"))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_Match, start);
    if (node) {
        node->as.match_stmt.subject = subject;
        node->as.match_stmt.cases = cases;
    }
    return node;
}

bool parse_compound(struct parser *p, struct ast_node **node)
{
    static const struct ast_nodes none = {NULL, 0};
    bool is_match;
    switch (parser_kind(p)) {
    case TOKEN_IF:
        return *node = parse_if(p), true;
    case TOKEN_WHILE:
        return *node = parse_while(p), true;
    case TOKEN_FOR:
        return *node = parse_for(p, p->pos), true;
    case TOKEN_TRY:
        return *node = parse_try(p), true;
    case TOKEN_WITH:
        return *node = parse_with(p, p->pos), true;
    case TOKEN_DEF:
        return *node = parse_def(p, p->pos, none), true;
    case TOKEN_CLASS:
        return *node = parse_class(p, none), true;
    case TOKEN_ASYNC:
        return *node = parse_async(p, none), true;
    case TOKEN_AT:
        return *node = parse_decorated(p), true;
    case TOKEN_NAME:
        if (!parser_at_word(p, "match"))
            return false;
        *node = parse_match(p, &is_match);
        return is_match;
    default:
        return false;
    }
}
