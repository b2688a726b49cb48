/*
 * Statements that fit on one line: assignments, expressions, imports, del,
 * return, raise and their kin.
 */
#include "scripts/syntax/parser.h"

#include <string.h>

static struct ast_node *expression_statement(struct parser *p, int start,
                                             struct ast_node *value)
{
    struct ast_node *node = parser_node_at(p, AST_Expr, start);
    if (node)
        node->as.expr_stmt.value = value;
    return node;
}

/* `target: annotation [= value]`, at the colon. */
static struct ast_node *annotation(struct parser *p, int start,
                                   struct ast_node *target)
{
    bool simple =
        p->tokens[start].kind == TOKEN_NAME && target->kind == AST_Name;
    if (!parse_make_single_target(target))
        return NULL;
    p->pos++;
    struct ast_node *type = parse_expression(p), *value = NULL;
    if (!type)
        return NULL;
    if (parser_accept(p, TOKEN_EQUAL) && !(value = parse_value(p)))
        return NULL;
    if (!parser_since(p, 6, target->kind == AST_Name
                                ? "Variable annotation syntax is"
                                : "Variable annotations syntax is"))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_AnnAssign, start);
    if (node) {
        node->as.ann_assign.target = target;
        node->as.ann_assign.annotation = type;
        node->as.ann_assign.value = value;
        node->as.ann_assign.simple = simple;
    }
    return node;
}

/* `a = b = value`, at the first `=`. */
static struct ast_node *assignment(struct parser *p, int start,
                                   struct ast_node *value)
{
    int mark = parser_mark(p);
    while (parser_accept(p, TOKEN_EQUAL)) {
        if (!parse_make_target(value, AST_Store) || !parser_push(p, value))
            return NULL;
        value = parse_value(p);
        if (!value)
            return NULL;
    }
    const char *comment;
    if (!parser_type_comment(p, &comment))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_Assign, start);
    if (!node || !parser_take(p, mark, &node->as.assign.targets))
        return NULL;
    node->as.assign.value = value;
    node->as.assign.type_comment = comment;
    return node;
}

static int augmented_operator(int kind)
{
    static const unsigned char table[TOKEN_COUNT] = {
        [TOKEN_PLUSEQUAL] = AST_Add,
        [TOKEN_MINEQUAL] = AST_Sub,
        [TOKEN_STAREQUAL] = AST_Mult,
        [TOKEN_ATEQUAL] = AST_MatMult,
        [TOKEN_SLASHEQUAL] = AST_Div,
        [TOKEN_PERCENTEQUAL] = AST_Mod,
        [TOKEN_AMPEREQUAL] = AST_BitAnd,
        [TOKEN_VBAREQUAL] = AST_BitOr,
        [TOKEN_CIRCUMFLEXEQUAL] = AST_BitXor,
        [TOKEN_LEFTSHIFTEQUAL] = AST_LShift,
        [TOKEN_RIGHTSHIFTEQUAL] = AST_RShift,
        [TOKEN_DOUBLESTAREQUAL] = AST_Pow,
        [TOKEN_DOUBLESLASHEQUAL] = AST_FloorDiv,
    };
    return table[kind] ? table[kind] : -1;
}

/* `target += value`, behind the operator. */
static struct ast_node *augmented(struct parser *p, int start,
                                  struct ast_node *target, int op)
{
    if (!parse_make_single_target(target))
        return NULL;
    struct ast_node *value = parse_value(p);
    struct ast_node *node =
        value ? parser_node_at(p, AST_AugAssign, start) : NULL;
    if (node) {
        node->as.aug_assign.target = target;
        node->as.aug_assign.op = (ast_operator)op;
        node->as.aug_assign.value = value;
    }
    return node;
}

/* A statement that starts with an expression. */
static struct ast_node *parse_expression_first(struct parser *p)
{
    int start = p->pos;
    struct ast_node *first = parse_star_expressions(p);
    if (!first)
        return NULL;
    int kind = parser_kind(p), op = augmented_operator(kind);
    if (kind == TOKEN_EQUAL)
        return assignment(p, start, first);
    if (kind == TOKEN_COLON)
        return annotation(p, start, first);
    if (op >= 0) {
        p->pos++;
        if (op == AST_MatMult && !parser_since(p, 5, "The '@' operator is"))
            return NULL;
        return augmented(p, start, first, op);
    }
    return expression_statement(p, start, first);
}

static bool at_statement_end(struct parser *p)
{
    return parser_at(p, TOKEN_NEWLINE) || parser_at(p, TOKEN_SEMI);
}

static struct ast_node *parse_return(struct parser *p)
{
    int start = p->pos++;
    struct ast_node *value = NULL;
    if (!at_statement_end(p) && !(value = parse_star_expressions(p)))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_Return, start);
    if (node)
        node->as.return_stmt.value = value;
    return node;
}

static struct ast_node *parse_raise(struct parser *p)
{
    int start = p->pos++;
    struct ast_node *exc = NULL, *cause = NULL;
    if (!at_statement_end(p)) {
        exc = parse_expression(p);
        if (!exc)
            return NULL;
        if (parser_accept(p, TOKEN_FROM) && !(cause = parse_expression(p)))
            return NULL;
    }
    struct ast_node *node = parser_node_at(p, AST_Raise, start);
    if (node) {
        node->as.raise_stmt.exc = exc;
        node->as.raise_stmt.cause = cause;
    }
    return node;
}

static struct ast_node *parse_assert(struct parser *p)
{
    int start = p->pos++;
    struct ast_node *test = parse_expression(p), *message = NULL;
    if (!test)
        return NULL;
    if (parser_accept(p, TOKEN_COMMA) && !(message = parse_expression(p)))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_Assert, start);
    if (node) {
        node->as.assert_stmt.test = test;
        node->as.assert_stmt.msg = message;
    }
    return node;
}

static struct ast_node *parse_del(struct parser *p)
{
    int start = p->pos++;
    struct ast_nodes targets;
    if (!parse_del_targets(p, &targets) || !at_statement_end(p))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_Delete, start);
    if (node)
        node->as.delete_stmt.targets = targets;
    return node;
}

/* A statement that is one keyword. */
static struct ast_node *parse_plain(struct parser *p, enum ast_kind kind)
{
    p->pos++;
    return parser_node_at(p, kind, p->pos - 1);
}

static struct ast_node *parse_pass(struct parser *p)
{
    return parse_plain(p, AST_Pass);
}

static struct ast_node *parse_break(struct parser *p)
{
    return parse_plain(p, AST_Break);
}

static struct ast_node *parse_continue(struct parser *p)
{
    return parse_plain(p, AST_Continue);
}

/* The names of global and nonlocal. */
static struct ast_node *parse_names(struct parser *p, enum ast_kind kind)
{
    int start = p->pos++, first = p->pos;
    do {
        if (!parser_accept(p, TOKEN_NAME))
            return NULL;
    } while (parser_accept(p, TOKEN_COMMA));
    struct ast_node *node = parser_node_at(p, kind, start);
    int count = (p->pos - first + 1) / 2;
    ast_identifier *names =
        arena_alloc(p->arena, (size_t)count * sizeof *names);
    if (!node || !names)
        return parser_no_memory(p);
    for (int i = 0; i < count; i++) {
        names[i] = parser_identifier(p, &p->tokens[first + 2 * i]);
        if (!names[i])
            return NULL;
    }
    node->as.global_stmt.names = (struct ast_names){names, count};
    return node;
}

static struct ast_node *parse_global(struct parser *p)
{
    return parse_names(p, AST_Global);
}

static struct ast_node *parse_nonlocal(struct parser *p)
{
    return parse_names(p, AST_Nonlocal);
}

/* The names at the tokens first, first + 2, ... < pos, joined by dots. */
static ast_identifier join_dotted(struct parser *p, int first)
{
    if (p->pos - first == 1)
        return parser_identifier(p, &p->tokens[first]);
    size_t length = 0;
    for (int i = first; i < p->pos; i += 2) {
        ast_identifier part = parser_identifier(p, &p->tokens[i]);
        if (!part)
            return NULL;
        length += strlen(part) + 1;
    }
    char *joined = arena_alloc(p->arena, length), *at = joined;
    if (!joined)
        return parser_no_memory(p);
    for (int i = first; i < p->pos; i += 2) {
        ast_identifier part = parser_identifier(p, &p->tokens[i]);
        size_t part_length = strlen(part);
        memcpy(at, part, part_length);
        at += part_length;
        *at++ = '.';
    }
    ast_identifier name = arena_intern(p->arena, joined, length - 1);
    return name ? name : parser_no_memory(p);
}

/* `a.b.c` */
static ast_identifier parse_dotted_name(struct parser *p)
{
    int first = p->pos;
    if (!parser_accept(p, TOKEN_NAME))
        return NULL;
    while (parser_at(p, TOKEN_DOT)) {
        if (parser_peek(p, 1)->kind != TOKEN_NAME)
            return NULL;
        p->pos += 2;
    }
    return join_dotted(p, first);
}

/* What was read as a name, perhaps with `as other`. */
static bool push_alias(struct parser *p, int start, ast_identifier name)
{
    ast_identifier other = NULL;
    if (!name)
        return false;
    if (parser_accept(p, TOKEN_AS) && !(other = parser_name(p)))
        return false;
    struct ast_node *node = parser_node_at(p, AST_alias, start);
    if (!node)
        return false;
    node->as.alias.name = name;
    node->as.alias.asname = other;
    return parser_push(p, node);
}

static struct ast_node *parse_import(struct parser *p)
{
    int start = p->pos++, mark = parser_mark(p);
    do {
        int first = p->pos;
        if (!push_alias(p, first, parse_dotted_name(p)))
            return NULL;
    } while (parser_accept(p, TOKEN_COMMA));
    struct ast_node *node = parser_node_at(p, AST_Import, start);
    if (!node || !parser_take(p, mark, &node->as.import_stmt.names))
        return NULL;
    return node;
}

static bool push_star_alias(struct parser *p)
{
    int start = p->pos++;
    struct ast_node *node = parser_node_at(p, AST_alias, start);
    ast_identifier name = arena_intern(p->arena, "*", 1);
    if (!node || !name)
        return parser_no_memory(p), false;
    node->as.alias.name = name;
    return parser_push(p, node);
}

/* What follows `import` in a `from` statement; the aliases are pushed. */
static bool parse_imported_names(struct parser *p)
{
    if (parser_at(p, TOKEN_STAR))
        return push_star_alias(p);
    bool parenthesized = parser_accept(p, TOKEN_LPAR);
    do {
        int first = p->pos;
        if (parenthesized && parser_at(p, TOKEN_RPAR) &&
            p->tokens[p->pos - 1].kind == TOKEN_COMMA)
            break;
        if (!push_alias(p, first, parser_name(p)))
            return false;
    } while (parser_accept(p, TOKEN_COMMA));
    return !parenthesized || parser_accept(p, TOKEN_RPAR);
}

/* The dots before the module, `...` counting three. */
static int parse_import_level(struct parser *p)
{
    int level = 0;
    for (;; p->pos++) {
        if (parser_at(p, TOKEN_DOT))
            level += 1;
        else if (parser_at(p, TOKEN_ELLIPSIS))
            level += 3;
        else
            return level;
    }
}

static struct ast_node *parse_from(struct parser *p)
{
    int start = p->pos++, mark = parser_mark(p);
    int level = parse_import_level(p);
    ast_identifier module = NULL;
    if (parser_at(p, TOKEN_NAME) && !(module = parse_dotted_name(p)))
        return NULL;
    if ((!module && !level) || !parser_accept(p, TOKEN_IMPORT) ||
        !parse_imported_names(p))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_ImportFrom, start);
    if (!node || !parser_take(p, mark, &node->as.import_from.names))
        return NULL;
    node->as.import_from.module = module;
    node->as.import_from.level = level;
    return node;
}

static struct ast_node *parse_yield_statement(struct parser *p)
{
    int start = p->pos;
    struct ast_node *value = parse_yield(p);
    return value ? expression_statement(p, start, value) : NULL;
}

static struct ast_node *parse_simple_statement(struct parser *p)
{
    static struct ast_node *(*const table[TOKEN_COUNT])(struct parser *) = {
        [TOKEN_RETURN] = parse_return,
        [TOKEN_IMPORT] = parse_import,
        [TOKEN_FROM] = parse_from,
        [TOKEN_RAISE] = parse_raise,
        [TOKEN_PASS] = parse_pass,
        [TOKEN_DEL] = parse_del,
        [TOKEN_YIELD] = parse_yield_statement,
        [TOKEN_ASSERT] = parse_assert,
        [TOKEN_BREAK] = parse_break,
        [TOKEN_CONTINUE] = parse_continue,
        [TOKEN_GLOBAL] = parse_global,
        [TOKEN_NONLOCAL] = parse_nonlocal,
    };
    struct ast_node *(*rule)(struct parser *) = table[parser_kind(p)];
    return rule ? rule(p) : parse_expression_first(p);
}

bool parse_simple_statements(struct parser *p)
{
    do {
        struct ast_node *node = parse_simple_statement(p);
        if (!node || !parser_push(p, node))
            return false;
    } while (parser_accept(p, TOKEN_SEMI) && !parser_at(p, TOKEN_NEWLINE));
    return parser_accept(p, TOKEN_NEWLINE);
}
