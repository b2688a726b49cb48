/*
 * Explaining errors. A source that the parser refused is read once more by
 * the whole grammar of Python 3.11 as a table, alternatives in CPython's
 * order, since the order decides what the message is. The first reading finds
 * the furthest token looked at; the second also tries the rules whose names
 * start with "invalid_", which recognize common mistakes.
 *
 *   explain_grammar.c   the table
 *   explain_compile.c   table text to a graph
 *   explain_match.c     matching tokens, with memory of what was tried
 *   explain_raise.c     what an alternative says when it matched
 *   explain.c           the two readings, and the general message
 */
#ifndef SYNTAX_EXPLAIN_H
#define SYNTAX_EXPLAIN_H

#include "scripts/syntax/parser.h"

/* What becomes of an alternative that matched. */
enum explain_verb {
    PASS_ON = -1, /* its capture `a`, else its only part, else all parts */
    /* 0 to AST_KIND_COUNT - 1: a node of that kind */
    IN_PAIR = AST_KIND_COUNT, /* `in x` of a comparison */
    DOUBLE_STARRED,           /* `**x` among arguments */
    FIRST_RAISE,
    AT_A = FIRST_RAISE, /* an error at a ... */
    FROM_A_TO_B,        /* ... from a to b ... */
    FROM_A,             /* ... from a to where the tokenizer is ... */
    BEHIND_A,           /* ... at the end of a ... */
    AT_LAST,            /* ... at the last token read */
    INDENT_AT_LAST,     /* the same, an IndentationError about a's line */
    STAR_TARGETS,       /* about what in a cannot be assigned to */
    FOR_TARGETS,
    DEL_TARGETS,
    MISSING_COMMA,      /* from a to b, in brackets only */
    LEGACY_STATEMENT,   /* `print x` from a to b */
    OPEN_GENERATOR,     /* `f(x, y for y in z)` */
    POSITIONAL_FOLLOWS, /* behind the arguments a */
};

struct explain_row {
    const char *rule; /* with a mark, see explain_grammar.c */
    const char *alternatives;
    short verb;
    const char *message; /* %s: what a is called; %d: its line */
};

extern const struct explain_row explain_rows[];

/* --- the graph --- */

enum explain_op {
    OP_TOKEN, /* a kind of token */
    OP_WORD,  /* a name with a certain text */
    OP_RULE,
    OP_GROUP,  /* alternatives */
    OP_OPTION, /* the next of these have one operand */
    OP_MANY,
    OP_SOME,
    OP_LIST, /* operand, separated by second */
    OP_AHEAD,
    OP_NOT_AHEAD,
    OP_FORCED, /* a token that must be there */
    OP_CUT,
};

struct explain_rule;
struct explain_alternative;

struct explain_item {
    enum explain_op op;
    char capture; /* 'a', 'b' or 0 */
    int token;
    const char *word;
    struct explain_rule *rule;
    struct explain_item *operand, *second;
    struct explain_alternative *group;
    struct explain_item *next; /* in the alternative */
};

struct explain_alternative {
    struct explain_item *items;
    short verb;
    const char *message;
    bool invalid; /* is one invalid rule: for the second reading only */
    struct explain_alternative *next;
};

enum explain_memory {
    MEMORY_NONE,
    MEMORY_SHARED,   /* CPython remembers it too */
    MEMORY_LEFT,     /* left recursive */
    MEMORY_SEPARATE, /* remembered for each of the two kinds of reading */
};

struct explain_rule {
    const char *name;
    size_t name_length;
    int number;
    enum explain_memory memory;
    bool without_invalid; /* tries no invalid rule below */
    bool invalid;         /* recognizes a mistake */
    struct explain_alternative *alternatives;
    struct explain_rule *next;
};

/* --- matching --- */

struct part {
    struct match *match;
    struct part *next;
};

/* What was matched: a node with its parts, a token, or a list of nodes. */
struct match {
    short verb;      /* a kind of node, IN_PAIR, DOUBLE_STARRED or PASS_ON */
    int first, last; /* tokens; first > last if it is empty */
    struct part *parts;
};

struct explainer {
    struct parser *p;
    struct arena arena;
    struct explain_rule *rules;
    int rule_count;
    struct memory *memories; /* a hash table of 2^n places */
    size_t memory_count, memory_room;
    struct explain_rule *strings; /* the rule that reads string literals */
    int pos, fill;                /* the next token; how many were looked at */
    bool with_invalid;            /* the second reading */
    bool failed;  /* stop: an error is set, or a limit was reached */
    bool gave_up; /* it was a limit */
    long steps;
    const char *stack; /* where the C stack was at the start */
};

/* Makes the graph. False: memory is short. */
bool explain_compile(struct explainer *x);

struct explain_rule *explain_find(struct explainer *x, const char *name);

/* Forgets what was matched. */
void explain_forget(struct explainer *x);

/*
 * Matches a rule at x->pos and moves on. NULL: it does not match, or
 * x->failed.
 */
struct match *explain_match(struct explainer *x, struct explain_rule *rule);

/* The token at an index; it counts as looked at. */
const struct token *explain_token(struct explainer *x, int index);

/*
 * Does what an alternative that matched says. NULL with x->failed: it has
 * set an error. NULL without: its rule does not match after all.
 */
struct match *explain_raise(struct explainer *x,
                            const struct explain_alternative *alternative,
                            const struct match *a, const struct match *b);

/* Sets an error from one token to another. Returns NULL. */
struct match *explain_error_range(struct explainer *x, int first, int last,
                                  const char *message);

#endif
