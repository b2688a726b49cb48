/*
 * F-strings: literal text, and expressions that a parser of their own reads
 * from the text between the braces, put in parentheses. Their positions in
 * the file follow from the token's.
 */
#include "scripts/syntax/strings.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NESTING = 200 };

/* An f-string's text, or the format inside one, while it is read. */
struct formatted {
    struct strings *strings;
    const char *at, *end;
    int depth; /* 0: the text itself; 1, 2: a format */
};

static bool fail(struct formatted *f, const char *message)
{
    parser_error_last(f->strings->p, SYNTAX_ERROR, message);
    return false;
}

/* What stands between braces, while its end is looked for. */
struct scan {
    char quote;
    bool triple;
    char brackets[MAX_NESTING];
    int depth;
};

/* Inside a string: goes past its end. */
static void scan_string(struct formatted *f, struct scan *scan)
{
    if (*f->at != scan->quote)
        return;
    if (!scan->triple) {
        scan->quote = '\0';
    } else if (f->end - f->at > 2 && f->at[1] == scan->quote &&
               f->at[2] == scan->quote) {
        f->at += 2;
        scan->quote = '\0';
    }
}

static void open_string(struct formatted *f, struct scan *scan)
{
    scan->quote = *f->at;
    scan->triple = f->end - f->at > 2 && f->at[1] == scan->quote &&
                   f->at[2] == scan->quote;
    if (scan->triple)
        f->at += 2;
}

static bool open_bracket(struct formatted *f, struct scan *scan)
{
    if (scan->depth >= MAX_NESTING)
        return fail(f, "f-string: too many nested parenthesis");
    scan->brackets[scan->depth++] = *f->at;
    return true;
}

static bool close_bracket(struct formatted *f, struct scan *scan)
{
    struct arena *arena = f->strings->p->arena;
    char c = *f->at;
    if (!scan->depth)
        return fail(f, report_format(arena, "f-string: unmatched '%c'", c));
    char opening = scan->brackets[--scan->depth];
    if (c == (opening == '(' ? ')' : opening + 2))
        return true;
    return fail(f, report_format(arena,
                                 "f-string: closing parenthesis '%c' does "
                                 "not match opening parenthesis '%c'",
                                 c, opening));
}

/* Whether the expression ends before this character, outside brackets. */
static bool ends_expression(struct formatted *f)
{
    char c = *f->at;
    if (!strchr("!:}=<>", c))
        return false;
    if (f->end - f->at > 1 && f->at[1] == '=' && strchr("!=<>", c)) {
        f->at++;
        return false;
    }
    return c != '<' && c != '>';
}

/* One character of an expression; *done at its end. */
static bool scan_char(struct formatted *f, struct scan *scan, bool *done)
{
    char c = *f->at;
    if (c == '\\')
        return fail(f, "f-string expression part cannot include a backslash");
    if (scan->quote)
        return scan_string(f, scan), true;
    if (c == '\'' || c == '"')
        return open_string(f, scan), true;
    if (c == '[' || c == '{' || c == '(')
        return open_bracket(f, scan);
    if (c == '#')
        return fail(f, "f-string expression part cannot include '#'");
    if (c && !scan->depth && strchr("!:}=<>", c)) {
        *done = ends_expression(f);
        return true;
    }
    return (c != ']' && c != '}' && c != ')') || close_bracket(f, scan);
}

static bool unexpected_end(struct formatted *f)
{
    return fail(f, "f-string: expecting '}'");
}

/* Moves to the end of the expression that starts here. */
static bool find_expression_end(struct formatted *f)
{
    struct scan scan = {.depth = 0};
    bool done = false;
    while (!done && f->at < f->end) {
        if (!scan_char(f, &scan, &done))
            return false;
        f->at += !done;
    }
    if (scan.quote)
        return fail(f, "f-string: unterminated string");
    if (scan.depth)
        return fail(f, report_format(f->strings->p->arena,
                                     "f-string: unmatched '%c'",
                                     scan.brackets[scan.depth - 1]));
    return f->at < f->end || unexpected_end(f);
}

static bool is_blank(const char *start, const char *end)
{
    while (start < end && strchr(" \t\n\f", *start) && *start)
        start++;
    return start == end;
}

static bool empty_expression(struct formatted *f)
{
    if (!strchr("!:=", *f->at))
        return fail(f, "f-string: empty expression not allowed");
    return fail(f, report_format(f->strings->p->arena,
                                 "f-string: expression required before '%c'",
                                 *f->at));
}

/* Counts the lines of the present token before a brace, going on from the
 * last one. */
static void count_lines(struct strings *s, const char *brace)
{
    const char *text = s->p->tokens[s->token].text;
    if (!s->counted || s->counted_token != s->token || s->counted > brace) {
        s->counted = s->line_start = text;
        s->counted_token = s->token;
        s->lines = 0;
    }
    for (; s->counted < brace; s->counted++) {
        if (*s->counted == '\n') {
            s->lines++;
            s->line_start = s->counted + 1;
        }
    }
}

/* Tells a parser where in the file its text, an expression, comes from. */
static void place_expression(struct parser *inner, struct strings *s,
                             const char *brace)
{
    const struct token *token = &s->p->tokens[s->token];
    count_lines(s, brace);
    const char *after = brace + 1;
    while (*after == ' ' || *after == '\t' || *after == '\f')
        after++;
    inner->start_line = token->line + s->lines;
    inner->start_col = *after == '\n' ? 0 : (int)(brace - s->line_start);
    if (!s->lines)
        inner->start_col += token->col;
    inner->tokenizer.line = inner->tokenizer.line_shift = inner->start_line - 1;
    inner->tokenizer.shifted_line = inner->start_line;
    inner->tokenizer.col_shift = inner->start_col;
}

/* Reads text, an expression in parentheses, with a parser of its own. */
static struct ast_node *run_embedded(struct strings *s, const char *text,
                                     size_t length, const char *brace)
{
    struct parser inner, *outer = s->p;
    parser_init(&inner, outer->arena, text, length, outer->report);
    inner.mode = SYNTAX_EXEC;
    inner.flags = outer->flags;
    inner.max_digits = outer->max_digits;
    inner.feature_version = outer->feature_version;
    inner.embedded = true;
    inner.depth = outer->depth;
    inner.tokenizer.quiet = outer->tokenizer.quiet;
    if (s->token < outer->warned)
        inner.warned = inner.tokenizer.quiet = INT_MAX;
    place_expression(&inner, s, brace);
    struct ast_node *node = parse_star_expressions(&inner);
    if (!node) {
        explain_error(&inner);
        outer->error_set = true;
    }
    parser_done(&inner);
    return node;
}

/* The expression from start up to here. */
static struct ast_node *parse_embedded(struct formatted *f, const char *start)
{
    struct parser *p = f->strings->p;
    size_t length = (size_t)(f->at - start);
    if (is_blank(start, f->at))
        return empty_expression(f), NULL;
    char *text = arena_alloc(p->arena, length + 4);
    if (!text)
        return parser_no_memory(p);
    text[0] = '(';
    memcpy(text + 1, start, length);
    text[length + 1] = ')';
    text[length + 2] = '\n';
    return run_embedded(f->strings, text, length + 3, start - 1);
}

static bool parse_formatted(struct formatted *f);

/* `:format`, behind the colon. NULL: an error is set. */
static struct ast_node *parse_format(struct formatted *f)
{
    struct strings *s = f->strings;
    struct string_buffer outer_pending = s->pending;
    int mark = parser_mark(s->p);
    struct ast_node *node = NULL;
    s->pending = (struct string_buffer){0};
    f->depth++;
    if (parse_formatted(f) && strings_flush_at(s, s->token, s->token))
        node = strings_node(s, AST_JoinedStr, s->token, s->token);
    if (node && !parser_take(s->p, mark, &node->as.joined_str.values))
        node = NULL;
    f->depth--;
    free(s->pending.bytes);
    s->pending = outer_pending;
    return node;
}

/* `=` behind an expression: its text, with blanks, becomes literal text. */
static bool parse_debug(struct formatted *f, const char *start)
{
    f->at++;
    while (f->at < f->end && *f->at && strchr(" \t\n\r\f\v", *f->at))
        f->at++;
    if (f->at >= f->end)
        return unexpected_end(f);
    return strings_add(f->strings, start, (size_t)(f->at - start));
}

static bool parse_conversion(struct formatted *f, int *conversion)
{
    f->at++;
    if (f->at >= f->end)
        return unexpected_end(f);
    char c = *f->at++;
    *conversion = c;
    if (c != 's' && c != 'r' && c != 'a')
        return fail(f, "f-string: invalid conversion character: expected "
                       "'s', 'r', or 'a'");
    return true;
}

static bool push_formatted_value(struct formatted *f, struct ast_node *value,
                                 int conversion, struct ast_node *format)
{
    struct strings *s = f->strings;
    struct ast_node *node =
        strings_node(s, AST_FormattedValue, s->first, s->last);
    if (!node)
        return false;
    node->as.formatted_value.value = value;
    node->as.formatted_value.conversion = conversion;
    node->as.formatted_value.format_spec = format;
    return strings_flush(s) && parser_push(s->p, node);
}

/* `expression [=] [!c] [:format] }`, behind the opening brace. */
static bool parse_replacement(struct formatted *f)
{
    const char *start = ++f->at;
    struct ast_node *value, *format = NULL;
    int conversion = -1;
    bool debug = false;
    if (f->depth >= 2)
        return fail(f, "f-string: expressions nested too deeply");
    if (!find_expression_end(f) || !(value = parse_embedded(f, start)))
        return false;
    if (*f->at == '=') {
        debug = true;
        if (!parser_since(f->strings->p, 8,
                          "f-string: self documenting expressions are") ||
            !parse_debug(f, start))
            return false;
    }
    if (*f->at == '!' && !parse_conversion(f, &conversion))
        return false;
    if (f->at < f->end && *f->at == ':') {
        f->at++;
        if (f->at >= f->end)
            return unexpected_end(f);
        format = parse_format(f);
        if (!format)
            return false;
    }
    if (f->at >= f->end || *f->at != '}')
        return unexpected_end(f);
    f->at++;
    if (debug && !format && conversion < 0)
        conversion = 'r';
    return push_formatted_value(f, value, conversion, format);
}

/* Behind a backslash of literal text: false if an error is set. */
static bool skip_escape(struct formatted *f)
{
    char c = *f->at++;
    if (c == 'N') {
        if (f->at < f->end && *f->at++ == '{')
            while (f->at < f->end && *f->at++ != '}')
                ;
        return true;
    }
    if (c != '{' && c != '}')
        return true;
    f->at--;
    return c != '{' || strings_warn_escape(f->strings, f->at);
}

/*
 * Goes over literal text up to a single brace or the end. A doubled brace
 * ends it too: *text_end is behind its first, at is behind its second.
 */
static bool find_literal_end(struct formatted *f, const char **text_end)
{
    while (f->at < f->end) {
        char c = *f->at++;
        if (!f->strings->raw && c == '\\' && f->at < f->end) {
            if (!skip_escape(f))
                return false;
            continue;
        }
        if (c != '{' && c != '}')
            continue;
        if (f->depth == 0 && f->at < f->end && *f->at == c) {
            *text_end = f->at++;
            return true;
        }
        if (f->depth == 0 && c == '}')
            return fail(f, "f-string: single '}' is not allowed");
        f->at--;
        break;
    }
    *text_end = f->at;
    return true;
}

static bool parse_literal(struct formatted *f)
{
    const char *start = f->at, *text_end = start;
    if (!find_literal_end(f, &text_end))
        return false;
    size_t length = (size_t)(text_end - start);
    return f->strings->raw ? strings_add(f->strings, start, length)
                           : strings_add_decoded(f->strings, start, length);
}

/* Text and replacements up to the end, or to the `}` behind a format. */
static bool parse_formatted(struct formatted *f)
{
    while (f->at < f->end) {
        char c = *f->at;
        bool doubled = f->depth == 0 && f->end - f->at > 1 && f->at[1] == c;
        bool ok;
        if (c == '}' && f->depth > 0)
            break;
        if (c == '{' && !doubled)
            ok = parse_replacement(f);
        else
            ok = parse_literal(f);
        if (!ok)
            return false;
    }
    if (f->depth > 0 && f->at >= f->end)
        return unexpected_end(f);
    return true;
}

bool strings_add_formatted(struct strings *s, const char *text, size_t length)
{
    struct formatted f = {.strings = s, .at = text, .end = text + length};
    s->formatted = true;
    return parse_formatted(&f);
}
