/*
 * What is said when a mistake was recognized: places and messages as CPython
 * gives them.
 */
#include "scripts/syntax/explain.h"

#include <string.h>

#pragma GCC diagnostic ignored "-Wformat-nonliteral"

struct match *explain_error_range(struct explainer *x, int first, int last,
                                  const char *message)
{
    const struct token *from = &x->p->tokens[first];
    const struct token *to = &x->p->tokens[last];
    struct place place = {from->line, from->col + 1, to->end_line,
                          to->end_col + 1};
    x->failed = true;
    return parser_error_place(x->p, SYNTAX_ERROR, place, message);
}

/* An error at the last token that was looked at. */
static struct match *error_at_last(struct explainer *x,
                                   enum syntax_error_kind kind,
                                   const char *message)
{
    int count = x->p->count;
    x->failed = true;
    x->p->count = x->fill;
    parser_error_last(x->p, kind, message);
    x->p->count = count;
    return NULL;
}

static const char *constant_name(const struct explainer *x,
                                 const struct match *match)
{
    switch (x->p->tokens[match->first].kind) {
    case TOKEN_NONE:
        return "None";
    case TOKEN_TRUE:
        return "True";
    case TOKEN_FALSE:
        return "False";
    case TOKEN_ELLIPSIS:
        return "ellipsis";
    default:
        return "literal";
    }
}

/* What CPython calls an expression in its messages. */
static const char *expression_name(const struct explainer *x,
                                   const struct match *match)
{
    static const char *const names[AST_KIND_COUNT] = {
        [AST_Attribute] = "attribute",
        [AST_Subscript] = "subscript",
        [AST_Starred] = "starred",
        [AST_Name] = "name",
        [AST_List] = "list",
        [AST_Tuple] = "tuple",
        [AST_Lambda] = "lambda",
        [AST_Call] = "function call",
        [AST_BoolOp] = "expression",
        [AST_BinOp] = "expression",
        [AST_UnaryOp] = "expression",
        [AST_GeneratorExp] = "generator expression",
        [AST_Yield] = "yield expression",
        [AST_YieldFrom] = "yield expression",
        [AST_Await] = "await expression",
        [AST_ListComp] = "list comprehension",
        [AST_SetComp] = "set comprehension",
        [AST_DictComp] = "dict comprehension",
        [AST_Dict] = "dict literal",
        [AST_Set] = "set display",
        [AST_JoinedStr] = "f-string expression",
        [AST_FormattedValue] = "f-string expression",
        [AST_Compare] = "comparison",
        [AST_IfExp] = "conditional expression",
        [AST_NamedExpr] = "named expression",
    };
    const char *name = match->verb >= 0 && match->verb < AST_KIND_COUNT
                           ? names[match->verb]
                           : NULL;
    return name ? name : constant_name(x, match);
}

static const struct match *invalid_target(const struct match *match,
                                          short verb);

static const struct match *invalid_part(const struct match *match, short verb)
{
    for (const struct part *part = match->parts; part; part = part->next) {
        const struct match *found = invalid_target(part->match, verb);
        if (found)
            return found;
    }
    return NULL;
}

/* The first expression in a target that cannot be one; NULL if none. */
static const struct match *invalid_target(const struct match *match, short verb)
{
    switch (match->verb) {
    case AST_Name:
    case AST_Subscript:
    case AST_Attribute:
        return NULL;
    case AST_List:
    case AST_Tuple:
        return invalid_part(match, verb);
    case AST_Starred:
        return verb == DEL_TARGETS ? match : invalid_part(match, verb);
    case AST_Compare:
        if (verb != FOR_TARGETS)
            return match;
        /* `for a in b` is read as a comparison. */
        return match->parts->next->match->verb == IN_PAIR
                   ? invalid_target(match->parts->match, verb)
                   : NULL;
    default:
        return match;
    }
}

static struct match *raise_about(struct explainer *x, const struct match *a,
                                 const struct match *b, const char *message)
{
    return explain_error_range(
        x, a->first, b->last,
        report_format(x->p->arena, message, expression_name(x, a)));
}

static struct match *raise_target(struct explainer *x, short verb,
                                  const struct match *a, const char *message)
{
    const struct match *bad = invalid_target(a, verb);
    return bad ? raise_about(x, bad, bad, message) : NULL;
}

static bool is_legacy(const struct explainer *x, const struct match *match)
{
    const struct token *token = &x->p->tokens[match->first];
    return match->verb == AST_Name &&
           ((token->length == 5 && memcmp(token->text, "print", 5) == 0) ||
            (token->length == 4 && memcmp(token->text, "exec", 4) == 0));
}

static struct match *raise_legacy(struct explainer *x, const struct match *a,
                                  const struct match *b, const char *message)
{
    const struct token *token = &x->p->tokens[a->first];
    if (!is_legacy(x, a))
        return NULL;
    const char *name = token->length == 5 ? "print" : "exec";
    return explain_error_range(x, a->first, b->last,
                               report_format(x->p->arena, message, name, name));
}

static struct match *raise_missing_comma(struct explainer *x,
                                         const struct match *a,
                                         const struct match *b,
                                         const char *message)
{
    if (is_legacy(x, a) || !x->p->tokens[x->pos - 1].level)
        return NULL;
    return explain_error_range(x, a->first, b->last, message);
}

static bool is_keyword(const struct match *match)
{
    return match->verb == AST_keyword || match->verb == DOUBLE_STARRED;
}

/* A generator behind other arguments; a alone would be fine. */
static struct match *raise_generator(struct explainer *x, const struct match *a,
                                     const struct match *b, const char *message)
{
    const struct match *last = NULL;
    int count = 0;
    for (const struct part *part = a->parts; part; part = part->next) {
        if (is_keyword(part->match))
            continue;
        last = part->match;
        count++;
    }
    return count > 1 ? explain_error_range(x, last->first, b->last, message)
                     : NULL;
}

static struct match *raise_positional(struct explainer *x,
                                      const struct match *a,
                                      const char *message)
{
    for (const struct part *part = a->parts; part; part = part->next)
        if (part->match->verb == DOUBLE_STARRED)
            message = "positional argument follows keyword argument "
                      "unpacking";
    return error_at_last(x, SYNTAX_ERROR, message);
}

/* From a to where the tokenizer stands. */
static struct match *raise_from(struct explainer *x, const struct match *a,
                                const char *message)
{
    const struct token *from = &x->p->tokens[a->first];
    const struct token *last = &x->p->tokens[x->fill - 1];
    struct place place = {from->line, from->col + 1, last->end_line,
                          last->error_col};
    x->failed = true;
    return parser_error_place(x->p, SYNTAX_ERROR, place, message);
}

static struct match *raise_behind(struct explainer *x, const struct match *a,
                                  const char *message)
{
    const struct token *from = &x->p->tokens[a->first];
    const struct token *to = &x->p->tokens[a->last];
    struct place place = {from->line, to->end_col, to->end_line, 0};
    x->failed = true;
    return parser_error_place(x->p, SYNTAX_ERROR, place, message);
}

static struct match *raise_indent(struct explainer *x, const struct match *a,
                                  const char *message)
{
    int line = a ? x->p->tokens[a->first].line : 0;
    return error_at_last(x, SYNTAX_INDENTATION_ERROR,
                         report_format(x->p->arena, message, line));
}

struct match *explain_raise(struct explainer *x,
                            const struct explain_alternative *alternative,
                            const struct match *a, const struct match *b)
{
    const char *message = alternative->message;
    switch (alternative->verb) {
    case AT_A:
        return raise_about(x, a, a, message);
    case FROM_A_TO_B:
        return raise_about(x, a, b, message);
    case FROM_A:
        return raise_from(x, a, message);
    case BEHIND_A:
        return raise_behind(x, a, message);
    case AT_LAST:
        return error_at_last(x, SYNTAX_ERROR, message);
    case INDENT_AT_LAST:
        return raise_indent(x, a, message);
    case MISSING_COMMA:
        return raise_missing_comma(x, a, b, message);
    case LEGACY_STATEMENT:
        return raise_legacy(x, a, b, message);
    case OPEN_GENERATOR:
        return raise_generator(x, a, b, message);
    case POSITIONAL_FOLLOWS:
        return raise_positional(x, a, message);
    default:
        return raise_target(x, alternative->verb, a, message);
    }
}
