/*
 * The parser's ground: reading tokens ahead, making nodes, gathering lists,
 * counting depth; and the outermost rules, files and blocks.
 */
#include "scripts/syntax/parser.h"

#include "scripts/syntax/unicode.h"

#include <stdlib.h>
#include <string.h>

void parser_init(struct parser *p, struct arena *arena, const char *text,
                 size_t length, struct syntax_report *report)
{
    *p = (struct parser){.arena = arena, .report = report};
    tokenizer_init(&p->tokenizer, arena, text, length, report);
}

void parser_done(struct parser *p)
{
    free(p->tokens);
    free(p->stack);
}

/* The token that stands where memory was too short for the next. */
static struct token *no_token(struct parser *p)
{
    p->nothing.kind = TOKEN_ERROR;
    parser_no_memory(p);
    return &p->nothing;
}

static bool grow_tokens(struct parser *p)
{
    int room = p->room ? p->room * 2 : 256;
    struct token *tokens = realloc(p->tokens, (size_t)room * sizeof *p->tokens);
    if (!tokens)
        return false;
    p->tokens = tokens;
    p->room = room;
    return true;
}

/* At a prompt the end of the text first ends the statement. */
static void end_statement(struct parser *p, struct token *token)
{
    struct tokenizer *t = &p->tokenizer;
    if (p->mode != SYNTAX_SINGLE)
        return;
    if (token->kind != TOKEN_END || p->end_given) {
        p->end_given = false;
        return;
    }
    p->end_given = true;
    token->kind = TOKEN_NEWLINE;
    if (t->indent && !(p->flags & SYNTAX_NO_IMPLIED_DEDENT)) {
        t->pending = -t->indent;
        t->indent = 0;
    }
}

static bool grow_ignores(struct parser *p)
{
    int room = p->ignore_room ? p->ignore_room * 2 : 8;
    struct ast_node **items =
        arena_alloc(p->arena, (size_t)room * sizeof(struct ast_node *));
    if (!items)
        return false;
    if (p->ignores.count)
        memcpy(items, p->ignores.items,
               (size_t)p->ignores.count * sizeof(struct ast_node *));
    p->ignores.items = items;
    p->ignore_room = room;
    return true;
}

/* A `# type: ignore` is no part of any statement. */
static bool keep_ignore(struct parser *p, const struct token *token)
{
    const char *end = token->text + token->length;
    if (token->length && end[-1] == '\n')
        end--;
    if (p->ignores.count == p->ignore_room && !grow_ignores(p))
        return false;
    struct ast_node *node =
        arena_alloc(p->arena, ast_kinds[AST_TypeIgnore].size);
    char *tag =
        arena_copy(p->arena, token->text, (size_t)(end - token->text));
    if (!node || !tag)
        return false;
    node->kind = AST_TypeIgnore;
    node->as.type_ignore.lineno = token->line;
    node->as.type_ignore.tag = tag;
    p->ignores.items[p->ignores.count++] = node;
    return true;
}

/* Reads one more token; none after an END or an ERROR. */
static bool read_token(struct parser *p)
{
    if (p->count == p->room && !grow_tokens(p))
        return false;
    struct token *token = &p->tokens[p->count];
    bool ok;
    while ((ok = tokenizer_next(&p->tokenizer, token)) &&
           token->kind == TOKEN_TYPE_IGNORE)
        if (!keep_ignore(p, token))
            return false;
    if (!ok)
        p->error_set = true;
    if (p->count > 0 || token->kind != TOKEN_END)
        end_statement(p, token);
    p->count++;
    return true;
}

struct token *parser_peek(struct parser *p, int ahead)
{
    int index = p->pos + ahead;
    while (p->count <= index) {
        int last = p->count ? p->tokens[p->count - 1].kind : TOKEN_NEWLINE;
        if (last == TOKEN_END || last == TOKEN_ERROR)
            return &p->tokens[p->count - 1];
        if (!read_token(p))
            return no_token(p);
    }
    return &p->tokens[index];
}

bool parser_type_comment(struct parser *p, const char **text)
{
    *text = NULL;
    if (!parser_accept(p, TOKEN_TYPE_COMMENT))
        return true;
    const struct token *token = &p->tokens[p->pos - 1];
    *text = arena_copy(p->arena, token->text, (size_t)token->length);
    return *text || parser_no_memory(p);
}

bool parser_since(struct parser *p, int version, const char *what)
{
    if (!p->feature_version || p->feature_version >= version)
        return true;
    parser_error_last(p, SYNTAX_ERROR,
                      report_format(p->arena,
                                    "%s only supported in Python 3.%d and "
                                    "greater",
                                    what, version));
    return false;
}

bool parser_at_word(struct parser *p, const char *word)
{
    const struct token *token = parser_peek(p, 0);
    return token->kind == TOKEN_NAME && token->length == (int)strlen(word) &&
           memcmp(token->text, word, (size_t)token->length) == 0;
}

static bool is_ascii(const char *text, int length)
{
    for (int i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 128)
            return false;
    return true;
}

ast_identifier parser_identifier(struct parser *p, const struct token *token)
{
    ast_identifier name;
    if (is_ascii(token->text, token->length)) {
        name = arena_intern(p->arena, token->text, (size_t)token->length);
    } else {
        size_t length;
        char *normal = unicode_normalize(UNICODE_NFKC, token->text,
                                         (size_t)token->length, &length);
        name = normal ? arena_intern(p->arena, normal, length) : NULL;
        free(normal);
    }
    return name ? name : parser_no_memory(p);
}

ast_identifier parser_name(struct parser *p)
{
    if (!parser_at(p, TOKEN_NAME))
        return NULL;
    return parser_identifier(p, &p->tokens[p->pos++]);
}

/* The last token taken that has text of the program. */
static const struct token *last_taken(const struct parser *p)
{
    const struct token *token = &p->tokens[p->pos - 1];
    while (token > p->tokens &&
           (token->kind == TOKEN_NEWLINE || token->kind == TOKEN_INDENT ||
            token->kind == TOKEN_DEDENT || token->kind == TOKEN_END))
        token--;
    return token;
}

struct ast_node *parser_node(struct parser *p, enum ast_kind kind, int line,
                             int col)
{
    struct ast_node *node = arena_alloc(p->arena, ast_kinds[kind].size);
    if (!node)
        return parser_no_memory(p);
    node->kind = kind;
    if (!ast_kinds[kind].placed)
        return node;
    const struct token *last = last_taken(p);
    node->line = line;
    node->col = col;
    node->end_line = last->end_line;
    node->end_col = last->end_col;
    return node;
}

struct ast_node *parser_node_at(struct parser *p, enum ast_kind kind, int token)
{
    return parser_node(p, kind, p->tokens[token].line, p->tokens[token].col);
}

bool parser_push(struct parser *p, struct ast_node *node)
{
    if (p->stack_count == p->stack_room) {
        int room = p->stack_room ? p->stack_room * 2 : 64;
        struct ast_node **stack =
            realloc(p->stack, (size_t)room * sizeof(struct ast_node *));
        if (!stack)
            return parser_no_memory(p), false;
        p->stack = stack;
        p->stack_room = room;
    }
    p->stack[p->stack_count++] = node;
    return true;
}

bool parser_take(struct parser *p, int mark, struct ast_nodes *nodes)
{
    int count = p->stack_count - mark;
    p->stack_count = mark;
    *nodes = (struct ast_nodes){NULL, count};
    if (!count)
        return true;
    size_t size = (size_t)count * sizeof(struct ast_node *);
    nodes->items = arena_alloc(p->arena, size);
    if (!nodes->items)
        return parser_no_memory(p), false;
    memcpy(nodes->items, p->stack + mark, size);
    return true;
}

bool parser_enter(struct parser *p, int cost)
{
    p->depth += cost;
    if (p->depth <= PARSER_MAX_DEPTH)
        return true;
    parser_no_memory(p);
    return false;
}

void *parser_no_memory(struct parser *p)
{
    if (!p->error_set)
        report_no_memory(p->report);
    p->error_set = true;
    return NULL;
}

/*
 * The text an error shows: all that the tokenizer holds if it has not gone
 * beyond the line, else that line.
 */
static const char *error_text(struct parser *p, int line)
{
    struct tokenizer *t = &p->tokenizer;
    if (t->line <= line && t->line_end > t->buffer)
        return arena_copy(p->arena, t->buffer,
                          (size_t)(t->line_end - t->buffer));
    size_t length;
    const char *start =
        report_find_line(t->text, t->end, line - t->line_shift, &length);
    if (length && start[length - 1] == '\n')
        length--;
    return arena_copy(p->arena, start, length);
}

/* A column in bytes, from 1, to one in characters of the text. */
static int char_column(const struct parser *p, const char *text, int col)
{
    int length = (int)strlen(text);
    if (col <= 0 || p->embedded)
        return col;
    if (col > length)
        return report_count_chars(text, (size_t)length) + 1;
    return report_count_chars(text, (size_t)col);
}

void *parser_error_place(struct parser *p, enum syntax_error_kind kind,
                         struct place place, const char *message)
{
    const char *text = error_text(p, place.line);
    if (p->embedded && message)
        message = report_format(p->arena, "f-string: %s", message);
    if (!text || !message)
        return parser_no_memory(p);
    if (p->embedded) {
        place.col -= p->start_col;
        place.end_col -= p->start_col;
    }
    p->report->error =
        (struct syntax_error){.kind = kind,
                              .message = message,
                              .line = place.line,
                              .col = char_column(p, text, place.col),
                              .end_line = place.end_line,
                              .end_col = char_column(p, text, place.end_col),
                              .text = text};
    p->error_set = true;
    return NULL;
}

void *parser_error_last(struct parser *p, enum syntax_error_kind kind,
                        const char *message)
{
    const struct token *token = &p->tokens[p->count - 1];
    struct place place = {token->line, token->error_col, token->end_line, -1};
    if (token->col >= 0)
        place.col = token->col + 1;
    if (token->end_col >= 0)
        place.end_col = token->end_col + 1;
    return parser_error_place(p, kind, place, message);
}

void *parser_error_node(struct parser *p, const struct ast_node *node,
                        const char *message)
{
    struct place place = {node->line, node->col + 1, node->end_line,
                          node->end_col + 1};
    return parser_error_place(p, SYNTAX_ERROR, place, message);
}

bool parse_statements(struct parser *p, struct ast_nodes *body)
{
    int mark = parser_mark(p);
    do {
        struct ast_node *node;
        if (!p->tokenizer.indent && !mark)
            p->statement = p->pos;
        bool ok = parse_compound(p, &node) ? node && parser_push(p, node)
                                           : parse_simple_statements(p);
        if (!ok)
            return false;
    } while (!parser_at(p, TOKEN_DEDENT) && !parser_at(p, TOKEN_END));
    return parser_take(p, mark, body);
}

bool parse_block(struct parser *p, struct ast_nodes *body)
{
    if (!parser_accept(p, TOKEN_NEWLINE)) {
        int mark = parser_mark(p);
        return parse_simple_statements(p) && parser_take(p, mark, body);
    }
    return parser_accept(p, TOKEN_INDENT) && parse_statements(p, body) &&
           parser_accept(p, TOKEN_DEDENT);
}

static struct ast_node *run_file(struct parser *p)
{
    struct ast_nodes body = {NULL, 0};
    if (!parser_at(p, TOKEN_END) && !parse_statements(p, &body))
        return NULL;
    if (!parser_accept(p, TOKEN_END))
        return NULL;
    struct ast_node *node = parser_node(p, AST_Module, 0, 0);
    if (node) {
        node->as.module.body = body;
        node->as.module.type_ignores = p->ignores;
    }
    return node;
}

static struct ast_node *run_expression(struct parser *p)
{
    struct ast_node *body = parse_expressions(p);
    while (body && parser_accept(p, TOKEN_NEWLINE))
        ;
    if (!body || !parser_accept(p, TOKEN_END))
        return NULL;
    struct ast_node *node = parser_node(p, AST_Expression, 0, 0);
    if (node)
        node->as.expression.body = body;
    return node;
}

/* `(int, *str) -> bool`; stars may stand before the last two, and are not
 * kept. */
static bool argument_types(struct parser *p)
{
    bool star = false, stars = false, more = !parser_at(p, TOKEN_RPAR);
    while (more && !stars) {
        if (!star && parser_accept(p, TOKEN_STAR))
            star = true;
        else if (parser_accept(p, TOKEN_DOUBLESTAR))
            stars = true;
        else if (star)
            return false;
        struct ast_node *type = parse_expression(p);
        if (!type || !parser_push(p, type))
            return false;
        more = parser_at(p, TOKEN_COMMA);
        if (more && !stars)
            p->pos++;
    }
    return parser_accept(p, TOKEN_RPAR);
}

static struct ast_node *run_function_type(struct parser *p)
{
    int mark = parser_mark(p);
    struct ast_nodes types;
    struct ast_node *returns;
    if (!parser_accept(p, TOKEN_LPAR) || !argument_types(p) ||
        !parser_take(p, mark, &types) || !parser_accept(p, TOKEN_RARROW) ||
        !(returns = parse_expression(p)))
        return NULL;
    while (parser_accept(p, TOKEN_NEWLINE))
        ;
    if (!parser_accept(p, TOKEN_END))
        return NULL;
    struct ast_node *node = parser_node(p, AST_FunctionType, 0, 0);
    if (node) {
        node->as.function_type.argtypes = types;
        node->as.function_type.returns = returns;
    }
    return node;
}

/* One statement line; an empty one is a Pass. */
static bool parse_one_statement(struct parser *p)
{
    struct ast_node *node;
    if (parser_accept(p, TOKEN_NEWLINE)) {
        node = parser_node_at(p, AST_Pass, p->pos - 1);
        return node && parser_push(p, node);
    }
    if (parse_compound(p, &node))
        return node && parser_accept(p, TOKEN_NEWLINE) && parser_push(p, node);
    return parse_simple_statements(p);
}

static struct ast_node *run_single(struct parser *p)
{
    int mark = parser_mark(p);
    if (!parse_one_statement(p))
        return NULL;
    struct ast_node *node = parser_node(p, AST_Interactive, 0, 0);
    if (!node || !parser_take(p, mark, &node->as.interactive.body))
        return NULL;
    return node;
}

struct ast_node *parser_run(struct parser *p)
{
    switch (p->mode) {
    case SYNTAX_EVAL:
        return run_expression(p);
    case SYNTAX_SINGLE:
        return run_single(p);
    case SYNTAX_FUNC_TYPE:
        return run_function_type(p);
    default:
        return run_file(p);
    }
}
