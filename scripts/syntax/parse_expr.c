/*
 * Expressions from `lambda` and `if else` down to `**`. Binary operators are
 * read by precedence climbing, chains of prefix operators in a loop, so long
 * ones need no C stack.
 */
#include "scripts/syntax/parser.h"

/*
 * What nesting costs in the units of PARSER_MAX_DEPTH: about the rules of the
 * grammar that CPython goes through.
 */
enum { EXPRESSION_COST = 1, PREFIX_COST = 1 };

struct binary {
    signed char level; /* binds tighter the higher; 0: no binary operator */
    unsigned char op;
};

static struct binary binary_operator(int kind)
{
    static const struct binary table[TOKEN_COUNT] = {
        [TOKEN_VBAR] = {1, AST_BitOr},
        [TOKEN_CIRCUMFLEX] = {2, AST_BitXor},
        [TOKEN_AMPER] = {3, AST_BitAnd},
        [TOKEN_LEFTSHIFT] = {4, AST_LShift},
        [TOKEN_RIGHTSHIFT] = {4, AST_RShift},
        [TOKEN_PLUS] = {5, AST_Add},
        [TOKEN_MINUS] = {5, AST_Sub},
        [TOKEN_STAR] = {6, AST_Mult},
        [TOKEN_SLASH] = {6, AST_Div},
        [TOKEN_DOUBLESLASH] = {6, AST_FloorDiv},
        [TOKEN_PERCENT] = {6, AST_Mod},
        [TOKEN_AT] = {6, AST_MatMult},
    };
    return table[kind];
}

static struct ast_node *parse_factor(struct parser *p);

static struct ast_node *parse_await(struct parser *p)
{
    int start = p->pos;
    if (!parser_accept(p, TOKEN_AWAIT))
        return parse_primary(p);
    struct ast_node *value = parse_primary(p);
    if (value && !parser_since(p, 5, "Await expressions are"))
        return NULL;
    struct ast_node *node = value ? parser_node_at(p, AST_Await, start) : NULL;
    if (node)
        node->as.await.value = value;
    return node;
}

static struct ast_node *make_binary(struct parser *p, int start,
                                    struct ast_node *left, ast_operator op,
                                    struct ast_node *right)
{
    if (right && op == AST_MatMult &&
        !parser_since(p, 5, "The '@' operator is"))
        return NULL;
    struct ast_node *node = right ? parser_node_at(p, AST_BinOp, start) : NULL;
    if (node) {
        node->as.bin_op.left = left;
        node->as.bin_op.op = op;
        node->as.bin_op.right = right;
    }
    return node;
}

static struct ast_node *parse_power(struct parser *p)
{
    int start = p->pos;
    struct ast_node *base = parse_await(p);
    if (!base || !parser_accept(p, TOKEN_DOUBLESTAR))
        return base;
    if (!parser_enter(p, 2))
        return NULL;
    struct ast_node *exponent = parse_factor(p);
    parser_leave(p, 2);
    return make_binary(p, start, base, AST_Pow, exponent);
}

static int prefix_operator(int kind)
{
    switch (kind) {
    case TOKEN_PLUS:
        return AST_UAdd;
    case TOKEN_MINUS:
        return AST_USub;
    case TOKEN_TILDE:
        return AST_Invert;
    default:
        return -1;
    }
}

/* Wraps an operand in the prefix operators at the tokens first..last-1. */
static struct ast_node *wrap_prefixes(struct parser *p, int first, int last,
                                      struct ast_node *operand)
{
    for (int i = last - 1; operand && i >= first; i--) {
        struct ast_node *node = parser_node_at(p, AST_UnaryOp, i);
        if (!node)
            return NULL;
        int op = prefix_operator(p->tokens[i].kind);
        node->as.unary_op.op = op < 0 ? AST_Not : (ast_unaryop)op;
        node->as.unary_op.operand = operand;
        operand = node;
    }
    return operand;
}

static struct ast_node *parse_factor(struct parser *p)
{
    int first = p->pos;
    while (prefix_operator(parser_kind(p)) >= 0)
        p->pos++;
    int last = p->pos;
    if (first == last)
        return parse_power(p);
    if (!parser_enter(p, last - first))
        return NULL;
    struct ast_node *operand = parse_power(p);
    parser_leave(p, last - first);
    return wrap_prefixes(p, first, last, operand);
}

/* Operators that bind at least as tight as level. */
static struct ast_node *parse_binary(struct parser *p, int level)
{
    int start = p->pos;
    struct ast_node *left = parse_factor(p);
    while (left) {
        struct binary operation = binary_operator(parser_kind(p));
        if (!operation.level || operation.level < level)
            break;
        p->pos++;
        left = make_binary(p, start, left, (ast_operator)operation.op,
                           parse_binary(p, operation.level + 1));
    }
    return left;
}

struct ast_node *parse_bitwise_or(struct parser *p)
{
    return parse_binary(p, 1);
}

/* Takes a comparison operator; -1 if there is none. */
static int comparison_operator(struct parser *p)
{
    static const struct {
        unsigned char kind, op;
    } table[] = {
        {TOKEN_EQEQUAL, AST_Eq},       {TOKEN_LESS, AST_Lt},
        {TOKEN_LESSEQUAL, AST_LtE},    {TOKEN_GREATER, AST_Gt},
        {TOKEN_GREATEREQUAL, AST_GtE}, {TOKEN_IN, AST_In},
    };
    int kind = parser_kind(p);
    bool flufl = p->flags & SYNTAX_FLUFL;
    if (kind == (flufl ? TOKEN_LESSGREATER : TOKEN_NOTEQUAL))
        return p->pos++, AST_NotEq;
    if (kind == TOKEN_IS) {
        p->pos++;
        return parser_accept(p, TOKEN_NOT) ? AST_IsNot : AST_Is;
    }
    if (kind == TOKEN_NOT && parser_peek(p, 1)->kind == TOKEN_IN)
        return p->pos += 2, AST_NotIn;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (kind == table[i].kind)
            return p->pos++, table[i].op;
    return -1;
}

/* More of `a < b < c`, behind the first operation. */
static struct ast_node *parse_comparisons(struct parser *p, int start,
                                          struct ast_node *left, int op)
{
    ast_cmpop *ops = NULL;
    int count = 0, room = 0, mark = parser_mark(p);
    for (; op >= 0; op = comparison_operator(p)) {
        if (count == room) {
            int more = room ? room * 2 : 2;
            ast_cmpop *grown =
                arena_alloc(p->arena, (size_t)more * sizeof *grown);
            if (!grown)
                return parser_no_memory(p);
            for (int i = 0; i < count; i++)
                grown[i] = ops[i];
            ops = grown;
            room = more;
        }
        ops[count++] = (ast_cmpop)op;
        struct ast_node *right = parse_bitwise_or(p);
        if (!right || !parser_push(p, right))
            return NULL;
    }
    struct ast_node *node = parser_node_at(p, AST_Compare, start);
    if (!node || !parser_take(p, mark, &node->as.compare.comparators))
        return NULL;
    node->as.compare.left = left;
    node->as.compare.ops = (struct ast_cmpops){ops, count};
    return node;
}

static struct ast_node *parse_comparison(struct parser *p)
{
    int start = p->pos;
    struct ast_node *left = parse_bitwise_or(p);
    if (!left)
        return NULL;
    int op = comparison_operator(p);
    return op < 0 ? left : parse_comparisons(p, start, left, op);
}

static struct ast_node *parse_inversion(struct parser *p)
{
    int first = p->pos;
    while (parser_accept(p, TOKEN_NOT))
        ;
    int last = p->pos;
    if (first == last)
        return parse_comparison(p);
    if (!parser_enter(p, last - first))
        return NULL;
    struct ast_node *operand = parse_comparison(p);
    parser_leave(p, last - first);
    return wrap_prefixes(p, first, last, operand);
}

/* `a and b and c`, or the same with `or`. */
static struct ast_node *parse_bool(struct parser *p, enum token_kind kind,
                                   ast_boolop op,
                                   struct ast_node *operand(struct parser *))
{
    int start = p->pos;
    struct ast_node *first = operand(p);
    if (!first || !parser_at(p, kind))
        return first;
    int mark = parser_mark(p);
    bool ok = parser_push(p, first);
    while (ok && parser_accept(p, kind)) {
        struct ast_node *next = operand(p);
        ok = next && parser_push(p, next);
    }
    struct ast_node *node = ok ? parser_node_at(p, AST_BoolOp, start) : NULL;
    if (!node || !parser_take(p, mark, &node->as.bool_op.values))
        return NULL;
    node->as.bool_op.op = op;
    return node;
}

static struct ast_node *parse_conjunction(struct parser *p)
{
    return parse_bool(p, TOKEN_AND, AST_And, parse_inversion);
}

struct ast_node *parse_disjunction(struct parser *p)
{
    return parse_bool(p, TOKEN_OR, AST_Or, parse_conjunction);
}

static struct ast_node *parse_lambda(struct parser *p)
{
    int start = p->pos++;
    struct ast_node *params = parse_params(p, true);
    if (!params || !parser_accept(p, TOKEN_COLON))
        return NULL;
    struct ast_node *body = parse_expression(p);
    struct ast_node *node = body ? parser_node_at(p, AST_Lambda, start) : NULL;
    if (node) {
        node->as.lambda.args = params;
        node->as.lambda.body = body;
    }
    return node;
}

/* Behind `body if`. */
static struct ast_node *parse_conditional(struct parser *p, int start,
                                          struct ast_node *body)
{
    struct ast_node *test = parse_disjunction(p);
    if (!test || !parser_accept(p, TOKEN_ELSE))
        return NULL;
    struct ast_node *orelse = parse_expression(p);
    struct ast_node *node = orelse ? parser_node_at(p, AST_IfExp, start) : NULL;
    if (node) {
        node->as.if_exp.test = test;
        node->as.if_exp.body = body;
        node->as.if_exp.orelse = orelse;
    }
    return node;
}

struct ast_node *parse_expression(struct parser *p)
{
    struct ast_node *node;
    int start = p->pos;
    if (!parser_enter(p, EXPRESSION_COST))
        return NULL;
    if (parser_at(p, TOKEN_LAMBDA)) {
        bool shallow = parser_enter(p, EXPRESSION_COST);
        node = shallow ? parse_lambda(p) : NULL;
        parser_leave(p, EXPRESSION_COST);
    } else {
        node = parse_disjunction(p);
        if (node && parser_accept(p, TOKEN_IF))
            node = parse_conditional(p, start, node);
    }
    parser_leave(p, EXPRESSION_COST);
    return node;
}

struct ast_node *parse_named_expression(struct parser *p)
{
    if (!parser_at(p, TOKEN_NAME) ||
        parser_peek(p, 1)->kind != TOKEN_COLONEQUAL)
        return parse_expression(p);
    int start = p->pos;
    struct ast_node *target = parse_primary(p);
    if (!target || !parser_accept(p, TOKEN_COLONEQUAL))
        return NULL;
    target->as.name.ctx = AST_Store;
    struct ast_node *value = parse_expression(p);
    if (value && !parser_since(p, 8, "Assignment expressions are"))
        return NULL;
    struct ast_node *node =
        value ? parser_node_at(p, AST_NamedExpr, start) : NULL;
    if (node) {
        node->as.named_expr.target = target;
        node->as.named_expr.value = value;
    }
    return node;
}

static struct ast_node *parse_starred(struct parser *p)
{
    int start = p->pos++;
    struct ast_node *value = parse_bitwise_or(p);
    struct ast_node *node =
        value ? parser_node_at(p, AST_Starred, start) : NULL;
    if (node) {
        node->as.starred.value = value;
        node->as.starred.ctx = AST_Load;
    }
    return node;
}

struct ast_node *parse_star_named(struct parser *p)
{
    return parser_at(p, TOKEN_STAR) ? parse_starred(p)
                                    : parse_named_expression(p);
}

static struct ast_node *parse_star_expression(struct parser *p)
{
    return parser_at(p, TOKEN_STAR) ? parse_starred(p) : parse_expression(p);
}

bool parse_starts_expression(struct parser *p)
{
    static const bool starts[TOKEN_COUNT] = {
        [TOKEN_NAME] = true,     [TOKEN_NUMBER] = true, [TOKEN_STRING] = true,
        [TOKEN_LPAR] = true,     [TOKEN_LSQB] = true,   [TOKEN_LBRACE] = true,
        [TOKEN_PLUS] = true,     [TOKEN_MINUS] = true,  [TOKEN_TILDE] = true,
        [TOKEN_NOT] = true,      [TOKEN_LAMBDA] = true, [TOKEN_AWAIT] = true,
        [TOKEN_NONE] = true,     [TOKEN_TRUE] = true,   [TOKEN_FALSE] = true,
        [TOKEN_ELLIPSIS] = true,
    };
    return starts[parser_kind(p)];
}

static bool starts_item(struct parser *p, bool stars)
{
    return parse_starts_expression(p) || (stars && parser_at(p, TOKEN_STAR));
}

/* `a, b,` behind the first item, at the comma. */
static struct ast_node *parse_bare_tuple(struct parser *p, int start,
                                         struct ast_node *first, bool stars)
{
    int mark = parser_mark(p);
    bool ok = parser_push(p, first);
    while (ok && parser_accept(p, TOKEN_COMMA) && starts_item(p, stars)) {
        struct ast_node *next =
            stars ? parse_star_expression(p) : parse_expression(p);
        ok = next && parser_push(p, next);
    }
    struct ast_node *node = ok ? parser_node_at(p, AST_Tuple, start) : NULL;
    if (!node || !parser_take(p, mark, &node->as.tuple.elts))
        return NULL;
    node->as.tuple.ctx = AST_Load;
    return node;
}

struct ast_node *parse_star_expressions(struct parser *p)
{
    int start = p->pos;
    struct ast_node *first = parse_star_expression(p);
    return first && parser_at(p, TOKEN_COMMA)
               ? parse_bare_tuple(p, start, first, true)
               : first;
}

struct ast_node *parse_expressions(struct parser *p)
{
    int start = p->pos;
    struct ast_node *first = parse_expression(p);
    return first && parser_at(p, TOKEN_COMMA)
               ? parse_bare_tuple(p, start, first, false)
               : first;
}

static struct ast_node *parse_yield_from(struct parser *p, int start)
{
    struct ast_node *value = parse_expression(p);
    struct ast_node *node =
        value ? parser_node_at(p, AST_YieldFrom, start) : NULL;
    if (node)
        node->as.yield_from.value = value;
    return node;
}

struct ast_node *parse_yield(struct parser *p)
{
    int start = p->pos++;
    if (parser_accept(p, TOKEN_FROM))
        return parse_yield_from(p, start);
    struct ast_node *value = NULL;
    if (starts_item(p, true)) {
        value = parse_star_expressions(p);
        if (!value)
            return NULL;
    }
    struct ast_node *node = parser_node_at(p, AST_Yield, start);
    if (node)
        node->as.yield.value = value;
    return node;
}

struct ast_node *parse_value(struct parser *p)
{
    return parser_at(p, TOKEN_YIELD) ? parse_yield(p)
                                     : parse_star_expressions(p);
}
