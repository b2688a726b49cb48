/*
 * Targets: a target is read as an expression and then made one, which sets
 * the contexts and refuses what cannot be assigned to.
 */
#include "scripts/syntax/parser.h"

static bool make_targets(struct ast_nodes nodes, ast_expr_context context)
{
    for (int i = 0; i < nodes.count; i++)
        if (!parse_make_target(nodes.items[i], context))
            return false;
    return true;
}

static bool make_starred_target(struct ast_node *node, ast_expr_context context)
{
    struct ast_node *value = node->as.starred.value;
    if (context == AST_Del || value->kind == AST_Starred)
        return false;
    node->as.starred.ctx = context;
    return parse_make_target(value, context);
}

bool parse_make_target(struct ast_node *node, ast_expr_context context)
{
    switch (node->kind) {
    case AST_Name:
        node->as.name.ctx = context;
        return true;
    case AST_Attribute:
        node->as.attribute.ctx = context;
        return true;
    case AST_Subscript:
        node->as.subscript.ctx = context;
        return true;
    case AST_Starred:
        return make_starred_target(node, context);
    case AST_List:
        node->as.list.ctx = context;
        return make_targets(node->as.list.elts, context);
    case AST_Tuple:
        node->as.tuple.ctx = context;
        return make_targets(node->as.tuple.elts, context);
    default:
        return false;
    }
}

bool parse_make_single_target(struct ast_node *node)
{
    bool single = node->kind == AST_Name || node->kind == AST_Attribute ||
                  node->kind == AST_Subscript;
    return single && parse_make_target(node, AST_Store);
}

struct ast_node *parse_star_target(struct parser *p)
{
    int start = p->pos;
    bool star = parser_accept(p, TOKEN_STAR);
    struct ast_node *node = parse_primary(p);
    if (!node || !parse_make_target(node, AST_Store))
        return NULL;
    if (!star)
        return node;
    struct ast_node *starred = parser_node_at(p, AST_Starred, start);
    if (starred) {
        starred->as.starred.value = node;
        starred->as.starred.ctx = AST_Store;
    }
    return starred;
}

struct ast_node *parse_for_targets(struct parser *p)
{
    int start = p->pos;
    struct ast_node *first = parse_star_target(p);
    if (!first || !parser_at(p, TOKEN_COMMA))
        return first;
    int mark = parser_mark(p);
    bool ok = parser_push(p, first);
    while (ok && parser_accept(p, TOKEN_COMMA) && !parser_at(p, TOKEN_IN)) {
        struct ast_node *next = parse_star_target(p);
        ok = next && parser_push(p, next);
    }
    struct ast_node *node = ok ? parser_node_at(p, AST_Tuple, start) : NULL;
    if (!node || !parser_take(p, mark, &node->as.tuple.elts))
        return NULL;
    node->as.tuple.ctx = AST_Store;
    return node;
}

bool parse_del_targets(struct parser *p, struct ast_nodes *targets)
{
    int mark = parser_mark(p);
    do {
        struct ast_node *target = parse_primary(p);
        if (!target || !parse_make_target(target, AST_Del) ||
            !parser_push(p, target))
            return false;
    } while (parser_accept(p, TOKEN_COMMA) && !parser_at(p, TOKEN_NEWLINE) &&
             !parser_at(p, TOKEN_SEMI));
    return parser_take(p, mark, targets);
}
