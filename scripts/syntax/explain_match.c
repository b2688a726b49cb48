/*
 * Matching the grammar's graph against the tokens, in the order of its
 * alternatives. What a rule gave at a token is remembered where CPython does,
 * since that shows in what is reported, and in a few places more, lest nested
 * brackets take exponential time. Steps and C stack are limited.
 */
#include "scripts/syntax/explain.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_STEPS = 6 * 1000 * 1000, MAX_STACK = 2 * 1000 * 1000 };

struct memory {
    uint64_t key; /* 0: a free place */
    int end;      /* where matching goes on */
    struct match *match;
};

/* An alternative while its items match one by one. */
struct trial {
    struct match *a, *b;
    struct part *parts, **last_part;
    struct match *token; /* the last plain token */
    bool cut;
};

void explain_forget(struct explainer *x)
{
    free(x->memories);
    x->memories = NULL;
    x->memory_count = x->memory_room = 0;
}

static void *give_up(struct explainer *x)
{
    x->failed = x->gave_up = true;
    return NULL;
}

static void *make(struct explainer *x, size_t size)
{
    void *made = arena_alloc(&x->arena, size);
    return made ? made : give_up(x);
}

/* --- memory --- */

static struct memory *find_place(struct memory *table, size_t room,
                                 uint64_t key)
{
    size_t place = (size_t)(key * 0x9e3779b97f4a7c15u >> 20) & (room - 1);
    while (table[place].key && table[place].key != key)
        place = (place + 1) & (room - 1);
    return &table[place];
}

static bool grow_memory(struct explainer *x)
{
    size_t room = x->memory_room ? x->memory_room * 2 : 1024;
    struct memory *table = calloc(room, sizeof *table);
    if (!table)
        return give_up(x), false;
    for (size_t i = 0; i < x->memory_room; i++)
        if (x->memories[i].key)
            *find_place(table, room, x->memories[i].key) = x->memories[i];
    free(x->memories);
    x->memories = table;
    x->memory_room = room;
    return true;
}

static uint64_t memory_key(const struct explainer *x,
                           const struct explain_rule *rule, int pos)
{
    bool apart = rule->memory == MEMORY_SEPARATE && x->with_invalid;
    return (uint64_t)pos << 12 | (uint64_t)rule->number << 2 |
           (uint64_t)apart << 1 | 1;
}

static struct memory *recall(struct explainer *x,
                             const struct explain_rule *rule, int pos)
{
    if (!x->memory_room)
        return NULL;
    struct memory *memory =
        find_place(x->memories, x->memory_room, memory_key(x, rule, pos));
    return memory->key ? memory : NULL;
}

static void remember(struct explainer *x, const struct explain_rule *rule,
                     int pos, struct match *match)
{
    if (x->memory_count * 2 >= x->memory_room && !grow_memory(x))
        return;
    uint64_t key = memory_key(x, rule, pos);
    struct memory *memory = find_place(x->memories, x->memory_room, key);
    x->memory_count += !memory->key;
    *memory = (struct memory){key, x->pos, match};
}

/* --- tokens --- */

const struct token *explain_token(struct explainer *x, int index)
{
    struct parser *p = x->p;
    const struct token *token = parser_peek(p, index - p->pos);
    if (x->fill <= index)
        x->fill = index + 1;
    if (token->kind == TOKEN_ERROR)
        x->failed = true;
    return token;
}

static bool token_fits(struct explainer *x, const struct token *token, int kind)
{
    if (kind == TOKEN_NOTEQUAL && (x->p->flags & SYNTAX_FLUFL))
        kind = TOKEN_LESSGREATER;
    return token->kind == kind;
}

static struct match *match_token(struct explainer *x, int kind)
{
    const struct token *token = explain_token(x, x->pos);
    if (x->failed || !token_fits(x, token, kind))
        return NULL;
    struct match *match = make(x, sizeof *match);
    if (match) {
        match->verb = PASS_ON;
        match->first = match->last = x->pos++;
    }
    return match;
}

static struct match *match_word(struct explainer *x, const char *word)
{
    const struct token *token = explain_token(x, x->pos);
    size_t length = strlen(word);
    if (token->kind != TOKEN_NAME || (size_t)token->length != length ||
        memcmp(token->text, word, length) != 0)
        return NULL;
    return match_token(x, TOKEN_NAME);
}

static struct match *match_forced(struct explainer *x, int kind)
{
    const struct token *token = explain_token(x, x->pos);
    if (x->failed || token->kind == kind)
        return match_token(x, kind);
    return explain_error_range(
        x, x->pos, x->pos,
        report_format(x->p->arena, "expected '%s'",
                      token_name((enum token_kind)kind)));
}

/* --- items --- */

static struct match *match_item(struct explainer *x,
                                const struct explain_item *item);

/* Something that matched and took nothing. */
static struct match *nothing(struct explainer *x)
{
    struct match *match = make(x, sizeof *match);
    if (match) {
        match->verb = PASS_ON;
        match->first = x->pos;
        match->last = x->pos - 1;
    }
    return match;
}

static bool is_node(const struct match *match)
{
    return match->verb != PASS_ON;
}

/* Adds a node, or the nodes of a list, to the parts of a list. */
static void add_parts(struct explainer *x, struct match *match,
                      struct part ***last)
{
    struct part only = {match, NULL};
    for (struct part *part = is_node(match) ? &only : match->parts; part;
         part = part->next) {
        struct part *copy = make(x, sizeof *copy);
        if (!copy)
            return;
        copy->match = part->match;
        **last = copy;
        *last = &copy->next;
    }
}

/* Repeats an item; separator may be NULL. */
static struct match *match_repeated(struct explainer *x,
                                    const struct explain_item *item,
                                    const struct explain_item *separator,
                                    bool at_least_one)
{
    struct match *list = nothing(x);
    int before = x->pos;
    if (!list)
        return NULL;
    struct part **last = &list->parts;
    for (int count = 0;; count++) {
        before = x->pos;
        if (separator && count && !match_item(x, separator))
            break;
        struct match *match = match_item(x, item);
        if (!match || x->failed) {
            if (!count && at_least_one)
                return NULL;
            break;
        }
        add_parts(x, match, &last);
        list->last = x->pos - 1;
        if (x->pos == before)
            break;
    }
    x->pos = before;
    return x->failed ? NULL : list;
}

static struct match *look_ahead(struct explainer *x,
                                const struct explain_item *item, bool wanted)
{
    int pos = x->pos;
    struct match *match = match_item(x, item);
    x->pos = pos;
    return !x->failed && (match != NULL) == wanted ? nothing(x) : NULL;
}

static struct match *match_group(struct explainer *x,
                                 struct explain_alternative *group);

static struct match *match_operation(struct explainer *x,
                                     const struct explain_item *item)
{
    switch (item->op) {
    case OP_TOKEN:
        return match_token(x, item->token);
    case OP_WORD:
        return match_word(x, item->word);
    case OP_RULE:
        return explain_match(x, item->rule);
    case OP_GROUP:
        return match_group(x, item->group);
    case OP_OPTION: {
        struct match *match = match_item(x, item->operand);
        return match || x->failed ? match : nothing(x);
    }
    case OP_MANY:
        return match_repeated(x, item->operand, NULL, false);
    case OP_SOME:
        return match_repeated(x, item->operand, NULL, true);
    case OP_LIST:
        return match_repeated(x, item->operand, item->second, true);
    case OP_AHEAD:
        return look_ahead(x, item->operand, true);
    case OP_NOT_AHEAD:
        return look_ahead(x, item->operand, false);
    case OP_FORCED:
        return match_forced(x, item->operand->token);
    case OP_CUT:
        return nothing(x);
    }
    return NULL;
}

/* Matches an item, or stays where it was. */
static struct match *match_item(struct explainer *x,
                                const struct explain_item *item)
{
    int pos = x->pos;
    struct match *match = match_operation(x, item);
    if (!match)
        x->pos = pos;
    return x->failed ? NULL : match;
}

/* --- alternatives --- */

static void note_item(struct explainer *x, struct trial *trial,
                      const struct explain_item *item, struct match *match)
{
    trial->cut |= item->op == OP_CUT;
    if (item->capture == 'a')
        trial->a = match;
    if (item->capture == 'b')
        trial->b = match;
    if (item->op == OP_TOKEN || item->op == OP_WORD)
        trial->token = match;
    else if (item->op != OP_AHEAD && item->op != OP_NOT_AHEAD)
        add_parts(x, match, &trial->last_part);
}

static int last_text_token(struct explainer *x)
{
    int last = x->pos - 1;
    const struct token *tokens = x->p->tokens;
    while (last > 0 && (tokens[last].kind == TOKEN_NEWLINE ||
                        tokens[last].kind == TOKEN_INDENT ||
                        tokens[last].kind == TOKEN_DEDENT ||
                        tokens[last].kind == TOKEN_END))
        last--;
    return last;
}

/* The result of an alternative that matched from start on. */
static struct match *conclude(struct explainer *x,
                              const struct explain_alternative *alternative,
                              const struct trial *trial, int start)
{
    if (alternative->verb >= FIRST_RAISE)
        return explain_raise(x, alternative, trial->a, trial->b);
    if (alternative->verb == PASS_ON) {
        if (trial->a)
            return trial->a;
        if (trial->parts && !trial->parts->next)
            return trial->parts->match;
        if (!trial->parts && trial->token && trial->token->first == start &&
            x->pos == start + 1)
            return trial->token;
    }
    struct match *match = make(x, sizeof *match);
    if (match) {
        match->verb = alternative->verb;
        match->first = start;
        match->last = last_text_token(x);
        match->parts = trial->parts;
    }
    return match;
}

/* Tries an alternative; *done: no later one is to be tried. */
static struct match *try_alternative(struct explainer *x,
                                     const struct explain_alternative *which,
                                     bool *done)
{
    struct trial trial = {.cut = false};
    int start = x->pos;
    trial.last_part = &trial.parts;
    for (const struct explain_item *item = which->items; item;
         item = item->next) {
        struct match *match = match_item(x, item);
        if (!match) {
            *done = trial.cut;
            return NULL;
        }
        note_item(x, &trial, item, match);
    }
    *done = true;
    return conclude(x, which, &trial, start);
}

static struct match *match_group(struct explainer *x,
                                 struct explain_alternative *group)
{
    int start = x->pos;
    bool done = false;
    for (; group && !done && !x->failed; group = group->next) {
        if (group->invalid && !x->with_invalid)
            continue;
        struct match *match = try_alternative(x, group, &done);
        if (match && !x->failed)
            return match;
        x->pos = start;
    }
    return NULL;
}

/* --- rules --- */

/* String literals are read as the parser does, whose errors count. */
static struct match *match_strings(struct explainer *x)
{
    struct parser *p = x->p;
    int pos = p->pos, mark = parser_mark(p), first = x->pos;
    if (explain_token(x, x->pos)->kind != TOKEN_STRING)
        return NULL;
    while (explain_token(x, x->pos)->kind == TOKEN_STRING)
        x->pos++;
    if (x->failed)
        return NULL;
    p->pos = first;
    struct ast_node *node = parse_strings(p);
    p->pos = pos;
    p->stack_count = mark;
    struct match *match = make(x, sizeof *match);
    if (!node || !match)
        return x->failed = true, NULL;
    match->verb = (short)node->kind;
    match->first = first;
    match->last = x->pos - 1;
    return match;
}

static struct match *match_body(struct explainer *x, struct explain_rule *rule)
{
    bool with_invalid = x->with_invalid;
    if (rule == x->strings)
        return match_strings(x);
    if (rule->without_invalid)
        x->with_invalid = false;
    struct match *match = match_group(x, rule->alternatives);
    x->with_invalid = with_invalid;
    return match;
}

/* Grows a match of a left recursive rule as long as it gets longer. */
static struct match *match_left(struct explainer *x, struct explain_rule *rule)
{
    int start = x->pos, end = start;
    struct match *best = NULL;
    for (;;) {
        x->pos = end;
        remember(x, rule, start, best);
        x->pos = start;
        struct match *match = match_body(x, rule);
        if (!match || x->pos <= end)
            break;
        best = match;
        end = x->pos;
    }
    x->pos = end;
    return best;
}

static bool within_limits(struct explainer *x)
{
    char here;
    long used = (long)(x->stack - &here);
    return ++x->steps <= MAX_STEPS && used <= MAX_STACK && used >= -MAX_STACK;
}

struct match *explain_match(struct explainer *x, struct explain_rule *rule)
{
    if (x->failed)
        return NULL;
    if (!within_limits(x))
        return give_up(x);
    if (rule->memory == MEMORY_NONE)
        return match_body(x, rule);
    int start = x->pos;
    struct memory *memory = recall(x, rule, start);
    if (memory) {
        x->pos = memory->end;
        return memory->match;
    }
    if (rule->memory == MEMORY_LEFT)
        return match_left(x, rule);
    struct match *match = match_body(x, rule);
    if (!x->failed)
        remember(x, rule, start, match);
    return match;
}
