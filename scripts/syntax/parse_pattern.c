/*
 * The patterns of match statements.
 */
#include "scripts/syntax/parser.h"

/* What nesting costs: the rules of the grammar on the way. */
enum { PATTERN_COST = 8 };

static struct ast_node *parse_pattern(struct parser *p);

static bool is_wildcard(struct parser *p)
{
    return parser_at_word(p, "_");
}

/* A name that captures: no dot, call or `=` may follow; not `_`. */
static ast_identifier parse_capture_name(struct parser *p)
{
    if (!parser_at(p, TOKEN_NAME) || is_wildcard(p))
        return NULL;
    int next = parser_peek(p, 1)->kind;
    if (next == TOKEN_DOT || next == TOKEN_LPAR || next == TOKEN_EQUAL)
        return NULL;
    return parser_name(p);
}

static struct ast_node *make_as(struct parser *p, int start,
                                struct ast_node *pattern, ast_identifier name)
{
    struct ast_node *node = parser_node_at(p, AST_MatchAs, start);
    if (node) {
        node->as.match_as.pattern = pattern;
        node->as.match_as.name = name;
    }
    return node;
}

static struct ast_node *make_value(struct parser *p, int start,
                                   struct ast_node *value)
{
    struct ast_node *node =
        value ? parser_node_at(p, AST_MatchValue, start) : NULL;
    if (node)
        node->as.match_value.value = value;
    return node;
}

static bool is_imaginary(const struct ast_node *node)
{
    if (node->kind == AST_UnaryOp)
        node = node->as.unary_op.operand;
    return node->as.constant.value.kind == AST_IMAGINARY;
}

static struct ast_node *parse_signed_number(struct parser *p)
{
    int start = p->pos;
    bool minus = parser_accept(p, TOKEN_MINUS);
    struct ast_node *number =
        parser_at(p, TOKEN_NUMBER) ? parse_number(p) : NULL;
    if (!number || !minus)
        return number;
    struct ast_node *node = parser_node_at(p, AST_UnaryOp, start);
    if (node) {
        node->as.unary_op.op = AST_USub;
        node->as.unary_op.operand = number;
    }
    return node;
}

/* Behind the real part of a complex number, at the operator. */
static struct ast_node *parse_complex(struct parser *p, int start,
                                      struct ast_node *real)
{
    ast_operator op = parser_at(p, TOKEN_PLUS) ? AST_Add : AST_Sub;
    p->pos++;
    if (is_imaginary(real))
        return parser_error_node(p, real,
                                 "real number required in complex literal");
    struct ast_node *imaginary =
        parser_at(p, TOKEN_NUMBER) ? parse_number(p) : NULL;
    if (!imaginary)
        return NULL;
    if (!is_imaginary(imaginary))
        return parser_error_node(
            p, imaginary, "imaginary number required in complex literal");
    struct ast_node *node = parser_node_at(p, AST_BinOp, start);
    if (node) {
        node->as.bin_op.left = real;
        node->as.bin_op.op = op;
        node->as.bin_op.right = imaginary;
    }
    return node;
}

/* A number as an expression: signed, perhaps complex. */
static struct ast_node *parse_number_value(struct parser *p)
{
    int start = p->pos;
    struct ast_node *node = parse_signed_number(p);
    if (node && (parser_at(p, TOKEN_PLUS) || parser_at(p, TOKEN_MINUS)))
        return parse_complex(p, start, node);
    return node;
}

/* `a` or `a.b.c` as an expression. */
static struct ast_node *parse_name_or_attribute(struct parser *p)
{
    int start = p->pos;
    ast_identifier id = parser_name(p);
    struct ast_node *node = id ? parser_node_at(p, AST_Name, start) : NULL;
    if (!node)
        return NULL;
    node->as.name.id = id;
    while (parser_accept(p, TOKEN_DOT)) {
        ast_identifier name = parser_name(p);
        struct ast_node *outer =
            name ? parser_node_at(p, AST_Attribute, start) : NULL;
        if (!outer)
            return NULL;
        outer->as.attribute.value = node;
        outer->as.attribute.attr = name;
        node = outer;
    }
    return node;
}

static bool at_literal(struct parser *p)
{
    int kind = parser_kind(p);
    return kind == TOKEN_NUMBER || kind == TOKEN_MINUS || kind == TOKEN_STRING;
}

static struct ast_node *parse_literal_value(struct parser *p)
{
    return parser_at(p, TOKEN_STRING) ? parse_strings(p)
                                      : parse_number_value(p);
}

/* None, True and False; -1 if the next token is none of them. */
static int singleton(struct parser *p)
{
    switch (parser_kind(p)) {
    case TOKEN_NONE:
        return AST_NONE;
    case TOKEN_TRUE:
        return AST_TRUE;
    case TOKEN_FALSE:
        return AST_FALSE;
    default:
        return -1;
    }
}

static struct ast_node *parse_singleton(struct parser *p)
{
    int kind = singleton(p), start = p->pos++;
    struct ast_node *node = parser_node_at(p, AST_MatchSingleton, start);
    if (node)
        node->as.match_singleton.value.kind = (enum ast_literal_kind)kind;
    return node;
}

/* `*name` or `*_`, or a pattern. */
static struct ast_node *parse_star_pattern(struct parser *p)
{
    int start = p->pos;
    ast_identifier name = NULL;
    if (!parser_accept(p, TOKEN_STAR))
        return parse_pattern(p);
    if (is_wildcard(p))
        p->pos++;
    else if (!(name = parse_capture_name(p)))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_MatchStar, start);
    if (node)
        node->as.match_star.name = name;
    return node;
}

static bool at_pattern(struct parser *p)
{
    int kind = parser_kind(p);
    return at_literal(p) || singleton(p) >= 0 || kind == TOKEN_NAME ||
           kind == TOKEN_LPAR || kind == TOKEN_LSQB || kind == TOKEN_LBRACE ||
           kind == TOKEN_STAR;
}

/* Items behind the first, which is pushed already, with their commas. */
static bool push_patterns(struct parser *p)
{
    while (parser_accept(p, TOKEN_COMMA) && at_pattern(p)) {
        struct ast_node *next = parse_star_pattern(p);
        if (!next || !parser_push(p, next))
            return false;
    }
    return true;
}

static struct ast_node *make_sequence(struct parser *p, int start, int mark)
{
    struct ast_node *node = parser_node_at(p, AST_MatchSequence, start);
    if (!node || !parser_take(p, mark, &node->as.match_sequence.patterns))
        return NULL;
    return node;
}

static struct ast_node *parse_bracket_pattern(struct parser *p)
{
    int start = p->pos++, mark = parser_mark(p);
    if (!parser_at(p, TOKEN_RSQB)) {
        struct ast_node *first = parse_star_pattern(p);
        if (!first || !parser_push(p, first) || !push_patterns(p))
            return NULL;
    }
    return parser_accept(p, TOKEN_RSQB) ? make_sequence(p, start, mark) : NULL;
}

/* A sequence in parentheses, or one pattern. */
static struct ast_node *parse_parenthesis_pattern(struct parser *p)
{
    int start = p->pos++, mark = parser_mark(p);
    if (parser_accept(p, TOKEN_RPAR))
        return make_sequence(p, start, mark);
    bool star = parser_at(p, TOKEN_STAR);
    struct ast_node *first = parse_star_pattern(p);
    if (!first)
        return NULL;
    if (!parser_at(p, TOKEN_COMMA))
        return !star && parser_accept(p, TOKEN_RPAR) ? first : NULL;
    if (!parser_push(p, first) || !push_patterns(p) ||
        !parser_accept(p, TOKEN_RPAR))
        return NULL;
    return make_sequence(p, start, mark);
}

static struct ast_node *parse_key(struct parser *p)
{
    int kind = singleton(p);
    if (kind >= 0)
        return parse_constant(p, (enum ast_literal_kind)kind);
    if (at_literal(p))
        return parse_literal_value(p);
    struct ast_node *node = parse_name_or_attribute(p);
    return node && node->kind == AST_Attribute ? node : NULL;
}

/* `key: pattern`; the pattern is pushed, the key returned. */
static struct ast_node *parse_mapping_item(struct parser *p)
{
    struct ast_node *key = parse_key(p);
    if (!key || !parser_accept(p, TOKEN_COLON))
        return NULL;
    struct ast_node *pattern = parse_pattern(p);
    return pattern && parser_push(p, key) && parser_push(p, pattern) ? key
                                                                     : NULL;
}

/* Splits what alternates on the stack since the mark into two lists. */
static bool take_pairs(struct parser *p, int mark, struct ast_nodes *first,
                       struct ast_nodes *second)
{
    struct ast_nodes both;
    if (!parser_take(p, mark, &both))
        return false;
    for (int side = 0; side < 2; side++) {
        for (int i = side; i < both.count; i += 2)
            if (!parser_push(p, both.items[i]))
                return false;
        if (!parser_take(p, mark, side ? second : first))
            return false;
    }
    return true;
}

static struct ast_node *parse_mapping(struct parser *p)
{
    int start = p->pos++, mark = parser_mark(p);
    ast_identifier rest = NULL;
    while (!rest && !parser_at(p, TOKEN_RBRACE)) {
        if (parser_accept(p, TOKEN_DOUBLESTAR)) {
            rest = parse_capture_name(p);
            if (!rest)
                return NULL;
        } else if (!parse_mapping_item(p)) {
            return NULL;
        }
        if (!parser_accept(p, TOKEN_COMMA))
            break;
    }
    if (!parser_accept(p, TOKEN_RBRACE))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_MatchMapping, start);
    if (!node || !take_pairs(p, mark, &node->as.match_mapping.keys,
                             &node->as.match_mapping.patterns))
        return NULL;
    node->as.match_mapping.rest = rest;
    return node;
}

/* `name=pattern`; both are pushed. */
static bool push_keyword_pattern(struct parser *p)
{
    int start = p->pos;
    ast_identifier id = parser_name(p);
    struct ast_node *name = id ? parser_node_at(p, AST_Name, start) : NULL;
    if (!name || !parser_accept(p, TOKEN_EQUAL))
        return false;
    name->as.name.id = id;
    struct ast_node *pattern = parse_pattern(p);
    return pattern && parser_push(p, name) && parser_push(p, pattern);
}

/* Takes off the pairs that push_keyword_pattern left since the mark. */
static bool take_keywords(struct parser *p, int mark,
                          struct ast_match_class *result)
{
    struct ast_nodes nodes;
    if (!take_pairs(p, mark, &nodes, &result->kwd_patterns))
        return false;
    ast_identifier *names =
        arena_alloc(p->arena, ((size_t)nodes.count + 1) * sizeof *names);
    if (!names)
        return parser_no_memory(p), false;
    for (int i = 0; i < nodes.count; i++)
        names[i] = nodes.items[i]->as.name.id;
    result->kwd_attrs =
        (struct ast_names){nodes.count ? names : NULL, nodes.count};
    return true;
}

static bool at_keyword_pattern(struct parser *p)
{
    return parser_at(p, TOKEN_NAME) && parser_peek(p, 1)->kind == TOKEN_EQUAL;
}

/* `pattern, ..., name=pattern, ...` behind the `(`, with the `)`. */
static bool parse_class_arguments(struct parser *p,
                                  struct ast_match_class *result)
{
    int mark = parser_mark(p);
    bool more = !parser_at(p, TOKEN_RPAR);
    while (more && !at_keyword_pattern(p)) {
        struct ast_node *pattern = parse_pattern(p);
        if (!pattern || !parser_push(p, pattern))
            return false;
        more = parser_accept(p, TOKEN_COMMA) && !parser_at(p, TOKEN_RPAR);
    }
    if (!parser_take(p, mark, &result->patterns))
        return false;
    while (more) {
        if (!push_keyword_pattern(p))
            return false;
        more = parser_accept(p, TOKEN_COMMA) && !parser_at(p, TOKEN_RPAR);
    }
    return take_keywords(p, mark, result) && parser_accept(p, TOKEN_RPAR);
}

static struct ast_node *parse_class_pattern(struct parser *p, int start,
                                            struct ast_node *cls)
{
    struct ast_match_class result = {.cls = cls};
    if (!parse_class_arguments(p, &result))
        return NULL;
    struct ast_node *node = parser_node_at(p, AST_MatchClass, start);
    if (node)
        node->as.match_class = result;
    return node;
}

/* A capture, the wildcard, a dotted value or a class. */
static struct ast_node *parse_name_pattern(struct parser *p)
{
    int start = p->pos, next = parser_peek(p, 1)->kind;
    if ((next != TOKEN_DOT && next != TOKEN_LPAR) || is_wildcard(p)) {
        ast_identifier name = NULL;
        if (is_wildcard(p))
            p->pos++;
        else if (!(name = parse_capture_name(p)))
            return NULL;
        return make_as(p, start, NULL, name);
    }
    struct ast_node *value = parse_name_or_attribute(p);
    if (!value)
        return NULL;
    if (parser_accept(p, TOKEN_LPAR))
        return parse_class_pattern(p, start, value);
    return parser_at(p, TOKEN_EQUAL) ? NULL : make_value(p, start, value);
}

static struct ast_node *parse_closed(struct parser *p)
{
    int start = p->pos;
    if (singleton(p) >= 0)
        return parse_singleton(p);
    if (at_literal(p))
        return make_value(p, start, parse_literal_value(p));
    switch (parser_kind(p)) {
    case TOKEN_NAME:
        return parse_name_pattern(p);
    case TOKEN_LPAR:
        return parse_parenthesis_pattern(p);
    case TOKEN_LSQB:
        return parse_bracket_pattern(p);
    case TOKEN_LBRACE:
        return parse_mapping(p);
    default:
        return NULL;
    }
}

/* `a | b | c` */
static struct ast_node *parse_alternatives(struct parser *p)
{
    int start = p->pos, mark = parser_mark(p);
    struct ast_node *first = parse_closed(p);
    if (!first || !parser_at(p, TOKEN_VBAR))
        return first;
    bool ok = parser_push(p, first);
    while (ok && parser_accept(p, TOKEN_VBAR)) {
        struct ast_node *next = parse_closed(p);
        ok = next && parser_push(p, next);
    }
    struct ast_node *node = ok ? parser_node_at(p, AST_MatchOr, start) : NULL;
    if (!node || !parser_take(p, mark, &node->as.match_or.patterns))
        return NULL;
    return node;
}

/* A pattern with its `as name`. */
static struct ast_node *parse_pattern(struct parser *p)
{
    int start = p->pos;
    if (!parser_enter(p, PATTERN_COST))
        return NULL;
    struct ast_node *node = parse_alternatives(p);
    parser_leave(p, PATTERN_COST);
    if (!node || !parser_accept(p, TOKEN_AS))
        return node;
    ast_identifier name = parse_capture_name(p);
    return name ? make_as(p, start, node, name) : NULL;
}

struct ast_node *parse_case_pattern(struct parser *p)
{
    int start = p->pos, mark = parser_mark(p);
    bool star = parser_at(p, TOKEN_STAR);
    struct ast_node *first = parse_star_pattern(p);
    if (!first || !parser_at(p, TOKEN_COMMA))
        return star ? NULL : first;
    if (!parser_push(p, first) || !push_patterns(p))
        return NULL;
    return make_sequence(p, start, mark);
}
