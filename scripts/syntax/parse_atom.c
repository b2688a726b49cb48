/*
 * Atoms and what is attached to them: names, literals, displays and
 * comprehensions; calls with their arguments, subscripts and attributes.
 */
#include "scripts/syntax/parser.h"

/* What nesting in brackets costs: about the rules of the grammar. */
enum { BRACKET_COST = 27 };

struct ast_node *parse_constant(struct parser *p, enum ast_literal_kind kind)
{
    int start = p->pos++;
    struct ast_node *node = parser_node_at(p, AST_Constant, start);
    if (node)
        node->as.constant.value.kind = kind;
    return node;
}

static struct ast_node *parse_name(struct parser *p)
{
    int start = p->pos;
    ast_identifier id = parser_name(p);
    struct ast_node *node = id ? parser_node_at(p, AST_Name, start) : NULL;
    if (node) {
        node->as.name.id = id;
        node->as.name.ctx = AST_Load;
    }
    return node;
}

/* One `[async] for targets in iter if ...`. */
static struct ast_node *parse_comprehension(struct parser *p)
{
    bool async = parser_accept(p, TOKEN_ASYNC);
    if (!parser_accept(p, TOKEN_FOR))
        return NULL;
    struct ast_node *target = parse_for_targets(p);
    if (!target || !parser_accept(p, TOKEN_IN))
        return NULL;
    struct ast_node *iter = parse_disjunction(p);
    bool ok = iter != NULL;
    int mark = parser_mark(p);
    while (ok && parser_accept(p, TOKEN_IF)) {
        struct ast_node *test = parse_disjunction(p);
        ok = test && parser_push(p, test);
    }
    if (ok && async && !parser_since(p, 6, "Async comprehensions are"))
        return NULL;
    struct ast_node *node = ok ? parser_node(p, AST_comprehension, 0, 0) : NULL;
    if (!node || !parser_take(p, mark, &node->as.comprehension.ifs))
        return NULL;
    node->as.comprehension.target = target;
    node->as.comprehension.iter = iter;
    node->as.comprehension.is_async = async;
    return node;
}

static bool at_for(struct parser *p)
{
    return parser_at(p, TOKEN_FOR) || parser_at(p, TOKEN_ASYNC);
}

bool parse_for_if(struct parser *p, struct ast_nodes *generators)
{
    int mark = parser_mark(p);
    do {
        struct ast_node *node = parse_comprehension(p);
        if (!node || !parser_push(p, node))
            return false;
    } while (at_for(p));
    return parser_take(p, mark, generators);
}

/*
 * Behind the element of a comprehension whose bracket opened at start: the
 * clauses and the closing bracket.
 */
static struct ast_node *finish_comprehension(struct parser *p, int start,
                                             enum ast_kind kind,
                                             struct ast_node *element,
                                             enum token_kind closing)
{
    struct ast_nodes generators;
    if (element->kind == AST_Starred || !parse_for_if(p, &generators) ||
        !parser_accept(p, closing))
        return NULL;
    struct ast_node *node = parser_node_at(p, kind, start);
    if (node) {
        /* The three kinds have the same fields. */
        node->as.list_comp.elt = element;
        node->as.list_comp.generators = generators;
    }
    return node;
}

/* `, b, *c` up to a closing bracket, which is not taken; all is pushed. */
static bool push_items(struct parser *p, struct ast_node *first,
                       enum token_kind closing)
{
    if (!parser_push(p, first))
        return false;
    while (parser_accept(p, TOKEN_COMMA) && !parser_at(p, closing)) {
        struct ast_node *next = parse_star_named(p);
        if (!next || !parser_push(p, next))
            return false;
    }
    return parser_at(p, closing);
}

static struct ast_node *finish_list(struct parser *p, int start,
                                    struct ast_node *first)
{
    int mark = parser_mark(p);
    if ((first && !push_items(p, first, TOKEN_RSQB)) ||
        !parser_accept(p, TOKEN_RSQB))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_List, start);
    if (!node || !parser_take(p, mark, &node->as.list.elts))
        return NULL;
    node->as.list.ctx = AST_Load;
    return node;
}

static struct ast_node *parse_list(struct parser *p)
{
    int start = p->pos++;
    if (parser_at(p, TOKEN_RSQB))
        return finish_list(p, start, NULL);
    struct ast_node *first = parse_star_named(p);
    if (!first)
        return NULL;
    if (at_for(p))
        return finish_comprehension(p, start, AST_ListComp, first, TOKEN_RSQB);
    return finish_list(p, start, first);
}

static struct ast_node *finish_tuple(struct parser *p, int start,
                                     struct ast_node *first)
{
    int mark = parser_mark(p);
    if ((first && !push_items(p, first, TOKEN_RPAR)) ||
        !parser_accept(p, TOKEN_RPAR))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_Tuple, start);
    if (!node || !parser_take(p, mark, &node->as.tuple.elts))
        return NULL;
    node->as.tuple.ctx = AST_Load;
    return node;
}

/* A tuple, a generator, or an expression in parentheses. */
static struct ast_node *parse_parenthesis(struct parser *p)
{
    int start = p->pos++;
    struct ast_node *first;
    if (parser_at(p, TOKEN_RPAR))
        return finish_tuple(p, start, NULL);
    if (parser_at(p, TOKEN_YIELD)) {
        first = parse_yield(p);
        return first && parser_accept(p, TOKEN_RPAR) ? first : NULL;
    }
    bool star = parser_at(p, TOKEN_STAR);
    first = parse_star_named(p);
    if (!first)
        return NULL;
    if (parser_at(p, TOKEN_COMMA))
        return finish_tuple(p, start, first);
    if (at_for(p))
        return finish_comprehension(p, start, AST_GeneratorExp, first,
                                    TOKEN_RPAR);
    return !star && parser_accept(p, TOKEN_RPAR) ? first : NULL;
}

/* `key: value` or `**value`; key and value are pushed. */
static bool push_item(struct parser *p)
{
    struct ast_node *key = NULL, *value;
    if (parser_accept(p, TOKEN_DOUBLESTAR)) {
        value = parse_bitwise_or(p);
    } else {
        key = parse_expression(p);
        if (!key || !parser_accept(p, TOKEN_COLON))
            return false;
        value = parse_expression(p);
    }
    return value && parser_push(p, key) && parser_push(p, value);
}

/* Takes off keys and values, which alternate since the mark. */
static bool take_items(struct parser *p, int mark, struct ast_node *dict)
{
    struct ast_nodes both, *keys = &dict->as.dict.keys;
    if (!parser_take(p, mark, &both))
        return false;
    for (int side = 0; side < 2; side++) {
        for (int i = side; i < both.count; i += 2)
            if (!parser_push(p, both.items[i]))
                return false;
        if (!parser_take(p, mark, side ? &dict->as.dict.values : keys))
            return false;
    }
    return true;
}

static struct ast_node *finish_dict_comp(struct parser *p, int start, int mark)
{
    struct ast_node *key = p->stack[mark], *value = p->stack[mark + 1];
    struct ast_nodes generators;
    p->stack_count = mark;
    if (!key || !parse_for_if(p, &generators) ||
        !parser_accept(p, TOKEN_RBRACE))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_DictComp, start);
    if (node) {
        node->as.dict_comp.key = key;
        node->as.dict_comp.value = value;
        node->as.dict_comp.generators = generators;
    }
    return node;
}

/* The rest of a dict of which mark holds the first key and value, if any. */
static struct ast_node *finish_dict(struct parser *p, int start, int mark)
{
    while (parser_accept(p, TOKEN_COMMA) && !parser_at(p, TOKEN_RBRACE))
        if (!push_item(p))
            return NULL;
    if (!parser_accept(p, TOKEN_RBRACE))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_Dict, start);
    return node && take_items(p, mark, node) ? node : NULL;
}

/* Whether a set begins here, unless a colon follows the first element. */
static bool surely_set(struct parser *p)
{
    return parser_at(p, TOKEN_STAR) ||
           (parser_at(p, TOKEN_NAME) &&
            parser_peek(p, 1)->kind == TOKEN_COLONEQUAL);
}

/* A set whose first element was read already. */
static struct ast_node *continue_set(struct parser *p, int start,
                                     struct ast_node *first)
{
    int mark = parser_mark(p);
    if (at_for(p))
        return finish_comprehension(p, start, AST_SetComp, first, TOKEN_RBRACE);
    if (!push_items(p, first, TOKEN_RBRACE) || !parser_accept(p, TOKEN_RBRACE))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_Set, start);
    if (!node || !parser_take(p, mark, &node->as.set.elts))
        return NULL;
    return node;
}

static struct ast_node *parse_brace(struct parser *p)
{
    int start = p->pos++, mark = parser_mark(p);
    if (parser_at(p, TOKEN_RBRACE))
        return finish_dict(p, start, mark);
    if (surely_set(p)) {
        struct ast_node *first = parse_star_named(p);
        return first ? continue_set(p, start, first) : NULL;
    }
    if (parser_at(p, TOKEN_DOUBLESTAR))
        return push_item(p) ? finish_dict(p, start, mark) : NULL;
    struct ast_node *first = parse_expression(p);
    if (!first || !parser_accept(p, TOKEN_COLON))
        return first ? continue_set(p, start, first) : NULL;
    struct ast_node *value = parse_expression(p);
    if (!value || !parser_push(p, first) || !parser_push(p, value))
        return NULL;
    return at_for(p) ? finish_dict_comp(p, start, mark)
                     : finish_dict(p, start, mark);
}

static struct ast_node *parse_atom(struct parser *p)
{
    switch (parser_kind(p)) {
    case TOKEN_NAME:
        return parse_name(p);
    case TOKEN_NUMBER:
        return parse_number(p);
    case TOKEN_STRING:
        return parse_strings(p);
    case TOKEN_NONE:
        return parse_constant(p, AST_NONE);
    case TOKEN_TRUE:
        return parse_constant(p, AST_TRUE);
    case TOKEN_FALSE:
        return parse_constant(p, AST_FALSE);
    case TOKEN_ELLIPSIS:
        return parse_constant(p, AST_ELLIPSIS);
    case TOKEN_LPAR:
        return parse_parenthesis(p);
    case TOKEN_LSQB:
        return parse_list(p);
    case TOKEN_LBRACE:
        return parse_brace(p);
    default:
        return NULL;
    }
}

static struct ast_node *parse_attribute(struct parser *p, int start,
                                        struct ast_node *value)
{
    p->pos++;
    ast_identifier name = parser_name(p);
    struct ast_node *node =
        name ? parser_node_at(p, AST_Attribute, start) : NULL;
    if (node) {
        node->as.attribute.value = value;
        node->as.attribute.attr = name;
        node->as.attribute.ctx = AST_Load;
    }
    return node;
}

/* `[lower]:[upper][:[step]]`, at the first colon. */
static struct ast_node *finish_slice(struct parser *p, int start,
                                     struct ast_node *lower)
{
    struct ast_node *upper = NULL, *step = NULL;
    p->pos++;
    if (parse_starts_expression(p) && !(upper = parse_expression(p)))
        return NULL;
    if (parser_accept(p, TOKEN_COLON) && parse_starts_expression(p) &&
        !(step = parse_expression(p)))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_Slice, start);
    if (node) {
        node->as.slice.lower = lower;
        node->as.slice.upper = upper;
        node->as.slice.step = step;
    }
    return node;
}

/* `*a` as calls and subscripts take it: any expression behind the star. */
static struct ast_node *parse_starred_argument(struct parser *p)
{
    int start = p->pos++;
    struct ast_node *value = parse_expression(p);
    struct ast_node *node =
        value ? parser_node_at(p, AST_Starred, start) : NULL;
    if (node) {
        node->as.starred.value = value;
        node->as.starred.ctx = AST_Load;
    }
    return node;
}

/* A slice, an index or a starred index. */
static struct ast_node *parse_slice(struct parser *p)
{
    int start = p->pos;
    if (parser_at(p, TOKEN_STAR))
        return parse_starred_argument(p);
    if (parser_at(p, TOKEN_COLON))
        return finish_slice(p, start, NULL);
    struct ast_node *first = parse_named_expression(p);
    bool plain = first && p->tokens[start + 1].kind != TOKEN_COLONEQUAL;
    return plain && parser_at(p, TOKEN_COLON) ? finish_slice(p, start, first)
                                              : first;
}

/* What stands in the brackets of a subscript. */
static struct ast_node *parse_slices(struct parser *p)
{
    int start = p->pos, mark = parser_mark(p);
    struct ast_node *first = parse_slice(p);
    if (!first || (!parser_at(p, TOKEN_COMMA) && first->kind != AST_Starred))
        return first;
    bool ok = parser_push(p, first);
    while (ok && parser_accept(p, TOKEN_COMMA) && !parser_at(p, TOKEN_RSQB)) {
        struct ast_node *next = parse_slice(p);
        ok = next && parser_push(p, next);
    }
    struct ast_node *node = ok ? parser_node_at(p, AST_Tuple, start) : NULL;
    if (!node || !parser_take(p, mark, &node->as.tuple.elts))
        return NULL;
    node->as.tuple.ctx = AST_Load;
    return node;
}

static struct ast_node *parse_subscript(struct parser *p, int start,
                                        struct ast_node *value)
{
    p->pos++;
    struct ast_node *slice = parse_slices(p);
    if (!slice || !parser_accept(p, TOKEN_RSQB))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_Subscript, start);
    if (node) {
        node->as.subscript.value = value;
        node->as.subscript.slice = slice;
        node->as.subscript.ctx = AST_Load;
    }
    return node;
}

/* `name=value` or `**value`. */
static struct ast_node *parse_keyword(struct parser *p)
{
    int start = p->pos;
    ast_identifier name = NULL;
    if (!parser_accept(p, TOKEN_DOUBLESTAR)) {
        name = parser_name(p);
        if (!name || !parser_accept(p, TOKEN_EQUAL))
            return NULL;
    }
    struct ast_node *value = parse_expression(p);
    struct ast_node *node =
        value ? parser_node_at(p, AST_keyword, start) : NULL;
    if (node) {
        node->as.keyword.arg = name;
        node->as.keyword.value = value;
    }
    return node;
}

static bool at_keyword(struct parser *p)
{
    return parser_at(p, TOKEN_DOUBLESTAR) ||
           (parser_at(p, TOKEN_NAME) && parser_peek(p, 1)->kind == TOKEN_EQUAL);
}

/*
 * Arguments come in this order: positional and `*a`; then `name=` and `*a`;
 * then, from the first `**a` on, `name=` and `**a`.
 */
struct arguments {
    bool keyword, double_star; /* one was seen */
};

static struct ast_node *parse_argument(struct parser *p, struct arguments *s)
{
    if (at_keyword(p)) {
        s->keyword = true;
        s->double_star |= parser_at(p, TOKEN_DOUBLESTAR);
        return parse_keyword(p);
    }
    if (parser_at(p, TOKEN_STAR))
        return s->double_star ? NULL : parse_starred_argument(p);
    return s->keyword ? NULL : parse_named_expression(p);
}

/* Sorts what was pushed since the mark by kind. */
static bool split_arguments(struct parser *p, int mark, struct ast_nodes *args,
                            struct ast_nodes *keywords)
{
    struct ast_nodes all;
    if (!parser_take(p, mark, &all))
        return false;
    for (int keyword = 0; keyword < 2; keyword++) {
        for (int i = 0; i < all.count; i++)
            if ((all.items[i]->kind == AST_keyword) == keyword &&
                !parser_push(p, all.items[i]))
                return false;
        if (!parser_take(p, mark, keyword ? keywords : args))
            return false;
    }
    return true;
}

/* All up to the `)`; first, unless NULL, was read already. */
static bool finish_arguments(struct parser *p, struct ast_node *first,
                             struct ast_nodes *args, struct ast_nodes *keywords)
{
    struct arguments state = {false, false};
    int mark = parser_mark(p);
    while (first || !parser_at(p, TOKEN_RPAR)) {
        struct ast_node *argument = first ? first : parse_argument(p, &state);
        first = NULL;
        if (!argument || !parser_push(p, argument))
            return false;
        if (!parser_accept(p, TOKEN_COMMA) && !parser_at(p, TOKEN_RPAR))
            return false;
    }
    return split_arguments(p, mark, args, keywords);
}

bool parse_arguments(struct parser *p, struct ast_nodes *args,
                     struct ast_nodes *keywords)
{
    return finish_arguments(p, NULL, args, keywords);
}

/* `f(x for x in y)`: the call's parentheses are the generator's too. */
static bool parse_sole_generator(struct parser *p, int start,
                                 struct ast_node *element,
                                 struct ast_nodes *args)
{
    int mark = parser_mark(p);
    struct ast_node *node =
        finish_comprehension(p, start, AST_GeneratorExp, element, TOKEN_RPAR);
    return node && parser_push(p, node) && parser_take(p, mark, args);
}

/* The arguments behind a `(`, with the `)`. */
static bool parse_call_arguments(struct parser *p, struct ast_nodes *args,
                                 struct ast_nodes *keywords)
{
    int start = p->pos++;
    struct ast_node *first = NULL;
    *args = *keywords = (struct ast_nodes){NULL, 0};
    if (parser_accept(p, TOKEN_RPAR))
        return true;
    if (!at_keyword(p) && !parser_at(p, TOKEN_STAR)) {
        first = parse_named_expression(p);
        if (!first)
            return false;
        if (at_for(p))
            return parse_sole_generator(p, start, first, args);
    }
    return finish_arguments(p, first, args, keywords) &&
           parser_accept(p, TOKEN_RPAR);
}

static struct ast_node *parse_call(struct parser *p, int start,
                                   struct ast_node *func)
{
    struct ast_nodes args, keywords;
    if (!parse_call_arguments(p, &args, &keywords))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_Call, start);
    if (node) {
        node->as.call.func = func;
        node->as.call.args = args;
        node->as.call.keywords = keywords;
    }
    return node;
}

/* One attachment to a primary; *more is false if there is none. */
static struct ast_node *parse_trailer(struct parser *p, int start,
                                      struct ast_node *node, bool *more)
{
    switch (parser_kind(p)) {
    case TOKEN_DOT:
        return parse_attribute(p, start, node);
    case TOKEN_LPAR:
        return parse_call(p, start, node);
    case TOKEN_LSQB:
        return parse_subscript(p, start, node);
    default:
        *more = false;
        return node;
    }
}

struct ast_node *parse_primary(struct parser *p)
{
    bool more = true;
    int start = p->pos;
    if (!parser_enter(p, BRACKET_COST))
        return NULL;
    struct ast_node *node = parse_atom(p);
    while (node && more)
        node = parse_trailer(p, start, node, &more);
    parser_leave(p, BRACKET_COST);
    return node;
}
