/*
 * The two readings of a source that the parser refused, and what is said when
 * no known mistake is found. An error of the tokenizer further down in the
 * source goes before one of the grammar, as in CPython.
 */
#include "scripts/syntax/explain.h"

#include <string.h>

static bool tokens_failed(const struct parser *p)
{
    return p->count && p->tokens[p->count - 1].kind == TOKEN_ERROR;
}

/*
 * The tokenizer failed behind an error on a line: whether its own error is
 * the one to tell, which is set then.
 */
static bool rest_counts(struct tokenizer *t, int line)
{
    if (!t->hit_end && !t->reader_failed)
        return true;
    if (!t->level || line <= t->brackets[t->level - 1].line)
        return false;
    tokenizer_unclosed(t);
    return true;
}

/*
 * Reads the rest of the tokens: an error of theirs replaces the one that is
 * set; but an open bracket only if it is on an earlier line, and errors about
 * lines never.
 */
static void check_rest(struct parser *p, int line)
{
    struct tokenizer *t = &p->tokenizer;
    struct syntax_error kept = p->report->error;
    struct token token;
    if (kept.kind == SYNTAX_MEMORY_ERROR)
        return;
    t->quiet = true;
    do {
        if (!tokenizer_next(t, &token)) {
            if (!rest_counts(t, line))
                p->report->error = kept;
            return;
        }
    } while (token.kind != TOKEN_END);
    p->report->error = kept;
}

static const char *start_rule(const struct parser *p)
{
    if (p->embedded)
        return "fstring";
    return p->mode == SYNTAX_EVAL        ? "eval"
           : p->mode == SYNTAX_SINGLE    ? "interactive"
           : p->mode == SYNTAX_FUNC_TYPE ? "func_type"
                                         : "file";
}

/* One reading from a token on. True: the source is right after all. */
static bool read_once(struct explainer *x, int start, bool with_invalid)
{
    x->with_invalid = with_invalid;
    x->pos = x->fill = start;
    x->steps = 0;
    explain_forget(x);
    return explain_match(x, explain_find(x, start_rule(x->p))) != NULL;
}

/* No rule knows what is wrong: the token is. */
static void set_general_error(struct explainer *x, int index)
{
    struct parser *p = x->p;
    const struct token *token = &p->tokens[index];
    if (token->kind != TOKEN_INDENT && token->kind != TOKEN_DEDENT) {
        explain_error_range(x, index, index, "invalid syntax");
        check_rest(p, p->tokens[x->fill - 1].line);
        return;
    }
    p->count = x->fill;
    parser_error_last(p, SYNTAX_INDENTATION_ERROR,
                      token->kind == TOKEN_INDENT ? "unexpected indent"
                                                  : "unexpected unindent");
}

static void read_twice(struct explainer *x)
{
    struct parser *p = x->p;
    int start = p->statement, last = p->count - 1;
    read_once(x, start, false);
    if (x->fill > start && !x->gave_up)
        last = x->fill - 1;
    if (!x->failed)
        read_once(x, start, true);
    if (p->error_set) {
        if (!tokens_failed(p) && !p->tokenizer.reached_end)
            check_rest(p, p->tokens[x->fill - 1].line);
        return;
    }
    set_general_error(x, last);
}

static void explain_grammar_error(struct parser *p)
{
    char here;
    struct explainer x = {.p = p, .stack = &here};
    arena_init(&x.arena);
    p->pos = 0;
    if (explain_compile(&x))
        read_twice(&x);
    else
        parser_no_memory(p);
    explain_forget(&x);
    arena_done(&x.arena);
}

void explain_error(struct parser *p)
{
    if ((p->flags & SYNTAX_ALLOW_INCOMPLETE) && p->tokenizer.reached_end) {
        parser_error_last(p, SYNTAX_ERROR, "incomplete input");
        return;
    }
    if (!p->error_set)
        explain_grammar_error(p);
    else if (!tokens_failed(p) && !p->tokenizer.reached_end)
        check_rest(p, p->tokens[p->count - 1].line);
}
