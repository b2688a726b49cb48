/*
 * What the parser's own files share. The parser is a plain recursive descent
 * that builds the tree; every function returns NULL (or false) when the
 * source is wrong. Either the report then holds an error already, which
 * `error_set` tells, or explain.c finds out what CPython would say.
 *
 *   parser.c             tokens, nodes, lists, statement blocks
 *   parse_simple.c       statements of one line
 *   parse_compound.c     statements with blocks
 *   parse_params.c       parameters of def and lambda
 *   parse_pattern.c      the patterns of match
 *   parse_expr.c         operators
 *   parse_atom.c         names, literals, displays, calls, subscripts
 *   parse_target.c       what may be assigned to or deleted
 *   parse_string.c       string literals; parse_fstring.c those with an f
 *   parse_number.c       number literals
 */
#ifndef SYNTAX_PARSER_H
#define SYNTAX_PARSER_H

#include "scripts/syntax/report.h"
#include "scripts/syntax/token.h"

struct parser {
    struct arena *arena;
    struct syntax_report *report;
    struct tokenizer tokenizer;
    enum syntax_mode mode;
    unsigned flags;
    size_t max_digits; /* of a decimal integer; 0: any */
    int feature_version;
    struct ast_nodes ignores; /* `# type: ignore` so far */
    int ignore_room;
    /* All tokens read so far, and the next one to be taken. */
    struct token *tokens;
    struct token nothing; /* stands where memory was too short for a token */
    int count, room, pos;
    /* Nodes of the lists being read, the innermost on top. */
    struct ast_node **stack;
    int stack_count, stack_room;
    int statement;  /* the token where the outermost statement began */
    int depth;      /* of recursion, in the units of PARSER_MAX_DEPTH */
    int warned;     /* strings before this token have warned already */
    bool error_set; /* the report holds the error */
    bool end_given; /* at a prompt: the end was once taken for a newline */
    bool embedded;  /* the source is an expression of an f-string */
    int start_line; /* embedded: the line and column of its first line */
    int start_col;
};

/* CPython gives up at this many nested grammar rules. */
enum { PARSER_MAX_DEPTH = 6000 };

/* --- parser.c --- */

/* Tokens up to index pos + ahead are read; the borrowed one there. */
struct token *parser_peek(struct parser *p, int ahead);

static inline int parser_kind(struct parser *p)
{
    return p->pos < p->count ? p->tokens[p->pos].kind : parser_peek(p, 0)->kind;
}

static inline bool parser_at(struct parser *p, enum token_kind kind)
{
    return parser_kind(p) == (int)kind;
}

/* Takes the next token if it is of a kind. */
static inline bool parser_accept(struct parser *p, enum token_kind kind)
{
    if (!parser_at(p, kind))
        return false;
    p->pos++;
    return true;
}

/* Whether the next token is a name with this text (a soft keyword). */
bool parser_at_word(struct parser *p, const char *word);

/*
 * Takes a type comment if there is one: *text is its text, else NULL. False:
 * memory is short.
 */
bool parser_type_comment(struct parser *p, const char **text);

/* Sets the error that syntax of a later Python than the one asked for is used.
 * True: it is not. */
bool parser_since(struct parser *p, int version, const char *what);

/* Takes a name; NULL if there is none. */
ast_identifier parser_name(struct parser *p);

/* The identifier of a token, in its normal form. NULL: an error is set. */
ast_identifier parser_identifier(struct parser *p, const struct token *token);

/*
 * A new node from a start to the last token taken. NULL: memory is short,
 * and the error is set.
 */
struct ast_node *parser_node(struct parser *p, enum ast_kind kind, int line,
                             int col);

/* The same, from the token of an index. */
struct ast_node *parser_node_at(struct parser *p, enum ast_kind kind,
                                int token);

/*
 * Lists are gathered on a stack: remember parser_mark, push, then take off
 * all since the mark. A NULL may be pushed on purpose.
 */
static inline int parser_mark(const struct parser *p)
{
    return p->stack_count;
}
bool parser_push(struct parser *p, struct ast_node *node);
bool parser_take(struct parser *p, int mark, struct ast_nodes *nodes);

/* Counts nesting; false: too deep, and the error is set. */
bool parser_enter(struct parser *p, int cost);
static inline void parser_leave(struct parser *p, int cost)
{
    p->depth -= cost;
}

/* Sets the error "out of memory", unless there is one. Returns NULL. */
void *parser_no_memory(struct parser *p);

/* Sets an error about a node. Returns NULL. */
void *parser_error_node(struct parser *p, const struct ast_node *node,
                        const char *message);

/*
 * Sets an error at a place in bytes from 1, as the rules of explain.c give
 * it. Returns NULL.
 */
void *parser_error_place(struct parser *p, enum syntax_error_kind kind,
                         struct place place, const char *message);

/* The same at the last token that was read. */
void *parser_error_last(struct parser *p, enum syntax_error_kind kind,
                        const char *message);

/* Prepares a parser; parser_done frees what it holds besides the tree. */
void parser_init(struct parser *p, struct arena *arena, const char *text,
                 size_t length, struct syntax_report *report);
void parser_done(struct parser *p);

/* A whole source of the parser's mode. */
struct ast_node *parser_run(struct parser *p);

/* Statements up to the dedent or the end; a simple or an indented block. */
bool parse_statements(struct parser *p, struct ast_nodes *body);
bool parse_block(struct parser *p, struct ast_nodes *body);

/* --- parse_simple.c, parse_compound.c --- */

/* `a; b` with its newline; the statements are pushed. */
bool parse_simple_statements(struct parser *p);

/* Whether a compound statement starts here; then *node is it, or NULL. */
bool parse_compound(struct parser *p, struct ast_node **node);

/* --- parse_params.c, parse_pattern.c --- */

/* The parameters up to `)`, or to `:` for a lambda; neither is taken. */
struct ast_node *parse_params(struct parser *p, bool lambda);

/* What follows `case` up to the guard or the colon. */
struct ast_node *parse_case_pattern(struct parser *p);

/* --- parse_expr.c --- */

struct ast_node *parse_expression(struct parser *p);
struct ast_node *parse_named_expression(struct parser *p);
struct ast_node *parse_disjunction(struct parser *p);
struct ast_node *parse_bitwise_or(struct parser *p);
/* `a, *b`: one expression or a tuple without parentheses. */
struct ast_node *parse_star_expressions(struct parser *p);
/* The same without stars. */
struct ast_node *parse_expressions(struct parser *p);
struct ast_node *parse_yield(struct parser *p);
/* A yield or star expressions. */
struct ast_node *parse_value(struct parser *p);
/* `*a` with a bitwise or behind the star, or a named expression. */
struct ast_node *parse_star_named(struct parser *p);
/* Whether an expression can begin with the next token. */
bool parse_starts_expression(struct parser *p);

/* --- parse_atom.c --- */

/* An atom with its calls, subscripts and attributes. */
struct ast_node *parse_primary(struct parser *p);
/* `for x in y if z ...` to comprehension nodes; at least one. */
bool parse_for_if(struct parser *p, struct ast_nodes *generators);
/* The arguments of a call or a class, without parentheses. */
bool parse_arguments(struct parser *p, struct ast_nodes *args,
                     struct ast_nodes *keywords);
/* None, True, False, `...`. */
struct ast_node *parse_constant(struct parser *p, enum ast_literal_kind kind);

/* --- parse_target.c --- */

/* Makes an expression a target. False: it is none; no error is set. */
bool parse_make_target(struct ast_node *node, ast_expr_context context);
/* The same for what may stand left of `+=` and `:`. */
bool parse_make_single_target(struct ast_node *node);
/* The targets of a for, up to `in`. */
struct ast_node *parse_for_targets(struct parser *p);
/* One target as `with` takes it. */
struct ast_node *parse_star_target(struct parser *p);
/* The targets of del. */
bool parse_del_targets(struct parser *p, struct ast_nodes *targets);

/* --- parse_string.c, parse_number.c --- */

/* One or more string tokens: a Constant or a JoinedStr. */
struct ast_node *parse_strings(struct parser *p);
/* A number token. */
struct ast_node *parse_number(struct parser *p);

/* --- explain.c --- */

/*
 * Finds what is wrong with a source that the parser refused, and sets the
 * error.
 */
void explain_error(struct parser *p);

#endif
