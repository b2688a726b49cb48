/*
 * The text of the grammar's table to a graph of rules, alternatives and
 * items. It happens when the first error is to be explained; the table is
 * known to be right, so its own errors are assertions.
 */
#include "scripts/syntax/explain.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

struct reader {
    struct explainer *x;
    const char *at;
    short verb;
    const char *message;
    bool failed; /* memory is short */
};

static void *make(struct reader *r, size_t size)
{
    void *made = arena_alloc(&r->x->arena, size);
    r->failed |= !made;
    return made;
}

static void skip_blanks(struct reader *r)
{
    while (*r->at == ' ')
        r->at++;
}

/* Takes a character if it comes next. */
static bool accept(struct reader *r, char c)
{
    if (*r->at != c)
        return false;
    r->at++;
    skip_blanks(r);
    return true;
}

static struct explain_rule *find(struct explainer *x, const char *name,
                                 size_t length)
{
    for (struct explain_rule *rule = x->rules; rule; rule = rule->next)
        if (rule->name_length == length &&
            memcmp(rule->name, name, length) == 0)
            return rule;
    return NULL;
}

struct explain_rule *explain_find(struct explainer *x, const char *name)
{
    return find(x, name, strlen(name));
}

static int token_named(const char *name, size_t length)
{
    for (int kind = 0; kind < TOKEN_COUNT; kind++) {
        const char *text = token_name((enum token_kind)kind);
        if (strlen(text) == length && memcmp(text, name, length) == 0)
            return kind;
    }
    assert(!"a token of the grammar");
    return TOKEN_ERROR;
}

/* 'x' or "x" */
static void read_quoted(struct reader *r, struct explain_item *item)
{
    char quote = *r->at++;
    const char *end = strchr(r->at, quote);
    size_t length = (size_t)(end - r->at);
    if (quote == '"') {
        item->op = OP_WORD;
        item->word = arena_copy(&r->x->arena, r->at, length);
        r->failed |= !item->word;
    } else {
        item->op = OP_TOKEN;
        item->token = token_named(r->at, length);
    }
    r->at = end + 1;
    skip_blanks(r);
}

static void read_name(struct reader *r, struct explain_item *item)
{
    const char *start = r->at;
    while (isalnum((unsigned char)*r->at) || *r->at == '_')
        r->at++;
    size_t length = (size_t)(r->at - start);
    if (isupper((unsigned char)*start)) {
        item->op = OP_TOKEN;
        item->token = token_named(start, length);
    } else {
        item->op = OP_RULE;
        item->rule = find(r->x, start, length);
        assert(item->rule);
    }
    skip_blanks(r);
}

static struct explain_alternative *
read_alternatives(struct reader *r, short verb, const char *message);

static struct explain_item *read_primary(struct reader *r)
{
    struct explain_item *item = make(r, sizeof *item);
    if (!item)
        return NULL;
    if (accept(r, '(')) {
        item->op = OP_GROUP;
        item->group = read_alternatives(r, PASS_ON, NULL);
        accept(r, ')');
    } else if (*r->at == '\'' || *r->at == '"') {
        read_quoted(r, item);
    } else {
        read_name(r, item);
    }
    return item;
}

static struct explain_item *wrap(struct reader *r, enum explain_op op,
                                 struct explain_item *operand)
{
    struct explain_item *item = make(r, sizeof *item);
    if (item) {
        item->op = op;
        item->operand = operand;
    }
    return item;
}

/* A primary with `?`, `*`, `+` or `% separator` behind it. */
static struct explain_item *read_repeated(struct reader *r)
{
    struct explain_item *item = read_primary(r);
    if (accept(r, '?'))
        return wrap(r, OP_OPTION, item);
    if (accept(r, '*'))
        return wrap(r, OP_MANY, item);
    if (accept(r, '+'))
        return wrap(r, OP_SOME, item);
    if (!accept(r, '%'))
        return item;
    struct explain_item *list = wrap(r, OP_LIST, item);
    if (list)
        list->second = read_primary(r);
    return list;
}

static struct explain_item *read_item(struct reader *r)
{
    char capture = 0;
    if ((*r->at == 'a' || *r->at == 'b') && r->at[1] == '=') {
        capture = *r->at;
        r->at += 2;
    }
    struct explain_item *item;
    if (accept(r, '~'))
        item = wrap(r, OP_CUT, NULL);
    else if (accept(r, '!'))
        item = wrap(r, OP_NOT_AHEAD, read_primary(r));
    else if (!accept(r, '&'))
        item = read_repeated(r);
    else if (accept(r, '&'))
        item = wrap(r, OP_FORCED, read_primary(r));
    else
        item = wrap(r, OP_AHEAD, read_primary(r));
    if (item)
        item->capture = capture;
    return item;
}

static struct explain_alternative *
read_alternative(struct reader *r, short verb, const char *message)
{
    struct explain_alternative *alternative = make(r, sizeof *alternative);
    if (!alternative)
        return NULL;
    alternative->verb = verb;
    alternative->message = message;
    struct explain_item **last = &alternative->items;
    while (!r->failed && *r->at && *r->at != '|' && *r->at != ')') {
        *last = read_item(r);
        if (!*last)
            break;
        last = &(*last)->next;
    }
    const struct explain_item *only = alternative->items;
    alternative->invalid =
        only && !only->next && only->op == OP_RULE && only->rule->invalid;
    return alternative;
}

static struct explain_alternative *
read_alternatives(struct reader *r, short verb, const char *message)
{
    struct explain_alternative *first = NULL, **last = &first;
    do {
        *last = read_alternative(r, verb, message);
        if (!*last)
            break;
        last = &(*last)->next;
    } while (!r->failed && accept(r, '|'));
    return first;
}

static enum explain_memory memory_of(char mark)
{
    switch (mark) {
    case '*':
        return MEMORY_SHARED;
    case '<':
        return MEMORY_LEFT;
    case '+':
        return MEMORY_SEPARATE;
    default:
        return MEMORY_NONE;
    }
}

static const char *plain_name(const char *marked)
{
    return marked + (strchr("*<+-", *marked) != NULL);
}

static bool add_rule(struct explainer *x, const char *marked)
{
    struct explain_rule *rule = arena_alloc(&x->arena, sizeof *rule);
    if (!rule)
        return false;
    rule->name = plain_name(marked);
    rule->name_length = strlen(rule->name);
    rule->number = x->rule_count++;
    rule->memory = memory_of(*marked);
    rule->without_invalid = *marked == '-';
    rule->invalid = strncmp(rule->name, "invalid_", 8) == 0;
    rule->next = x->rules;
    x->rules = rule;
    return true;
}

static bool add_row(struct explainer *x, const struct explain_row *row)
{
    struct explain_rule *rule = explain_find(x, plain_name(row->rule));
    struct reader r = {.x = x, .at = row->alternatives};
    struct explain_alternative **last = &rule->alternatives;
    while (*last)
        last = &(*last)->next;
    *last = read_alternatives(&r, row->verb, row->message);
    assert(r.failed || !*r.at);
    return !r.failed;
}

bool explain_compile(struct explainer *x)
{
    for (const struct explain_row *row = explain_rows; row->rule; row++)
        if (!explain_find(x, plain_name(row->rule)) && !add_rule(x, row->rule))
            return false;
    for (const struct explain_row *row = explain_rows; row->rule; row++)
        if (!add_row(x, row))
            return false;
    x->strings = explain_find(x, "strings");
    return true;
}
