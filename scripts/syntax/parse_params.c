/*
 * The parameters of functions and lambdas: positional-only before `/`,
 * keyword-only behind `*`, defaults, annotations.
 */
#include "scripts/syntax/parser.h"

struct params {
    struct parser *p;
    bool lambda;
    struct ast_node *result; /* an AST_arguments, filled in as we go */
    int mark;                /* of the plain parameters not yet placed */
    bool slash, star;        /* these were seen */
    struct ast_node *last;   /* the parameter just read, or NULL */
    bool defaulted;          /* a plain parameter had a default */
    struct ast_node **defaults;
    int default_count, default_room;
};

static bool at_end(const struct params *s)
{
    return parser_at(s->p, s->lambda ? TOKEN_COLON : TOKEN_RPAR);
}

/* A list of expressions that grows beside the stack of parameters. */
static bool add_default(struct params *s, struct ast_node *value)
{
    if (s->default_count == s->default_room) {
        int room = s->default_room ? s->default_room * 2 : 4;
        struct ast_node **grown =
            arena_alloc(s->p->arena, (size_t)room * sizeof *grown);
        if (!grown)
            return parser_no_memory(s->p), false;
        for (int i = 0; i < s->default_count; i++)
            grown[i] = s->defaults[i];
        s->defaults = grown;
        s->default_room = room;
    }
    s->defaults[s->default_count++] = value;
    return true;
}

static struct ast_nodes take_defaults(struct params *s)
{
    struct ast_nodes nodes = {s->defaults, s->default_count};
    s->defaults = NULL;
    s->default_count = s->default_room = 0;
    return nodes;
}

static struct ast_node *parse_star_annotation(struct parser *p)
{
    if (!parser_at(p, TOKEN_STAR))
        return parse_expression(p);
    struct ast_node *starred = parse_star_named(p);
    return starred;
}

/* A name with its annotation; `starred` annotations follow `*args` only. */
static struct ast_node *parse_param(struct params *s, bool starred)
{
    struct parser *p = s->p;
    int start = p->pos;
    struct ast_node *type = NULL;
    ast_identifier name = parser_name(p);
    if (!name)
        return NULL;
    if (!s->lambda && parser_accept(p, TOKEN_COLON)) {
        type = starred ? parse_star_annotation(p) : parse_expression(p);
        if (!type)
            return NULL;
    }
    struct ast_node *node = parser_node_at(p, AST_arg, start);
    if (node) {
        node->as.arg.arg = name;
        node->as.arg.annotation = type;
    }
    return node;
}

/* A type comment stands behind a parameter and its comma. */
static bool read_comment(struct params *s, struct ast_node *param)
{
    return s->lambda ||
           parser_type_comment(s->p, &param->as.arg.type_comment);
}

/* `/`: what was read so far is positional-only. */
static bool parse_slash(struct params *s)
{
    struct ast_arguments *result = &s->result->as.arguments;
    if (s->slash || s->star || parser_mark(s->p) == s->mark)
        return false;
    s->slash = true;
    s->p->pos++;
    return parser_take(s->p, s->mark, &result->posonlyargs);
}

/* Ends the list of plain parameters and their defaults. */
static bool place_plain(struct params *s)
{
    struct ast_arguments *result = &s->result->as.arguments;
    result->defaults = take_defaults(s);
    return parser_take(s->p, s->mark, &result->args);
}

/* `*`, `*args`: what follows is keyword-only. */
static bool parse_star(struct params *s)
{
    if (s->star || !place_plain(s))
        return false;
    s->star = true;
    s->p->pos++;
    if (parser_at(s->p, TOKEN_COMMA))
        return parser_peek(s->p, 1)->kind == TOKEN_NAME;
    s->result->as.arguments.vararg = s->last = parse_param(s, true);
    return s->result->as.arguments.vararg != NULL;
}

/* `**kwargs`, which must be the last. */
static bool parse_double_star(struct params *s)
{
    s->p->pos++;
    s->result->as.arguments.kwarg = parse_param(s, false);
    if (!s->result->as.arguments.kwarg)
        return false;
    parser_accept(s->p, TOKEN_COMMA);
    return read_comment(s, s->result->as.arguments.kwarg) && at_end(s);
}

static bool parse_plain_param(struct params *s)
{
    struct ast_node *param = parse_param(s, false), *value = NULL;
    s->last = param;
    if (!param || !parser_push(s->p, param))
        return false;
    if (parser_accept(s->p, TOKEN_EQUAL)) {
        value = parse_expression(s->p);
        if (!value)
            return false;
    }
    if (s->star)
        return add_default(s, value);
    if (!value)
        return !s->defaulted;
    s->defaulted = true;
    return add_default(s, value);
}

static bool parse_one(struct params *s)
{
    switch (parser_kind(s->p)) {
    case TOKEN_SLASH:
        return parse_slash(s);
    case TOKEN_STAR:
        return parse_star(s);
    case TOKEN_DOUBLESTAR:
        return parse_double_star(s);
    default:
        return parse_plain_param(s);
    }
}

static bool finish(struct params *s)
{
    struct ast_arguments *result = &s->result->as.arguments;
    if (!s->star)
        return place_plain(s);
    result->kw_defaults = take_defaults(s);
    return parser_take(s->p, s->mark, &result->kwonlyargs);
}

struct ast_node *parse_params(struct parser *p, bool lambda)
{
    struct params s = {.p = p, .lambda = lambda, .mark = parser_mark(p)};
    s.result = parser_node(p, AST_arguments, 0, 0);
    if (!s.result)
        return NULL;
    while (!at_end(&s)) {
        s.last = NULL;
        if (!parse_one(&s))
            return NULL;
        bool comma = parser_accept(p, TOKEN_COMMA);
        if ((s.last && !read_comment(&s, s.last)) || (!comma && !at_end(&s)))
            return NULL;
    }
    if (s.slash && !parser_since(p, 8, "Positional-only parameters are"))
        return NULL;
    return finish(&s) ? s.result : NULL;
}
