/*
 * String literals: prefixes, quotes and escapes; adjacent literals become
 * one. F-strings go on in parse_fstring.c.
 */
#include "scripts/syntax/strings.h"

#include "scripts/syntax/unicode.h"

#include <stdlib.h>
#include <string.h>

/* A decoder's view of a literal's text. */
struct escapes {
    struct strings *strings;
    const char *start, *at, *end;
    const char *bad_escape; /* the first character behind a needless `\` */
};

bool strings_add(struct strings *s, const char *bytes, size_t length)
{
    struct string_buffer *b = &s->pending;
    if (b->room - b->length < length) {
        size_t room = (b->length + length) * 2 + 32;
        char *grown = realloc(b->bytes, room);
        if (!grown)
            return parser_no_memory(s->p), false;
        b->bytes = grown;
        b->room = room;
    }
    if (length)
        memcpy(b->bytes + b->length, bytes, length);
    b->length += length;
    return true;
}

static bool add_char(struct strings *s, uint32_t c)
{
    char bytes[4];
    return strings_add(s, bytes, (size_t)unicode_encode(c, bytes));
}

struct ast_node *strings_node(struct strings *s, enum ast_kind kind, int first,
                              int last)
{
    struct parser *p = s->p;
    struct ast_node *node = parser_node_at(p, kind, first);
    if (node) {
        node->end_line = p->tokens[last].end_line;
        node->end_col = p->tokens[last].end_col;
    }
    return node;
}

/* A Constant of the pending text, which is empty then. */
static struct ast_node *make_constant(struct strings *s,
                                      enum ast_literal_kind kind, int first,
                                      int last)
{
    struct ast_node *node = strings_node(s, AST_Constant, first, last);
    if (!node)
        return NULL;
    struct ast_literal *value = &node->as.constant.value;
    value->kind = kind;
    value->length = s->pending.length;
    value->text = arena_copy(s->p->arena, s->pending.bytes, value->length);
    if (!value->text)
        return parser_no_memory(s->p);
    if (kind == AST_STR && s->p->tokens[s->first].text[0] == 'u')
        node->as.constant.kind = "u";
    s->pending.length = 0;
    return node;
}

bool strings_flush_at(struct strings *s, int first, int last)
{
    if (!s->pending.length)
        return true;
    struct ast_node *node = make_constant(s, AST_STR, first, last);
    return node && parser_push(s->p, node);
}

bool strings_flush(struct strings *s)
{
    return strings_flush_at(s, s->first, s->last);
}

bool strings_warn_escape(struct strings *s, const char *c)
{
    struct parser *p = s->p;
    const struct token *token = &p->tokens[s->token];
    if (s->token < p->warned)
        return true;
    struct place place = {token->line, token->col + 1, token->end_line,
                          token->end_col + 1};
    struct syntax_error kept = p->report->error;
    parser_error_place(
        p, SYNTAX_ERROR, place,
        *c >= '4' && *c <= '7'
            ? report_format(p->arena, "invalid octal escape sequence '\\%.3s'",
                            c)
            : report_format(p->arena, "invalid escape sequence '\\%c'", *c));
    struct syntax_error as_error = p->report->error;
    p->report->error = kept;
    p->error_set = false;
    if (report_warning(p->arena, p->report, SYNTAX_DEPRECATION_WARNING,
                       &as_error, token->line))
        return true;
    parser_no_memory(p);
    return false;
}

/*
 * Where a decoder stands as CPython counts: it first writes each character
 * beyond ASCII as an escape of ten bytes, and a backslash before one as six.
 */
static int escaped_position(const struct escapes *e, const char *at)
{
    int position = 0;
    for (const char *c = e->start; c < at; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte < 0x80)
            position++;
        else if (byte >= 0xc0)
            position += 10;
        if (byte == '\\' && c + 1 < e->end) {
            c++;
            if ((unsigned char)*c & 0x80) {
                position += 5;
                c--;
            } else if (c < at) {
                position++;
            }
        }
    }
    return position;
}

static bool unicode_error(struct escapes *e, const char *escape,
                          const char *reason)
{
    struct parser *p = e->strings->p;
    int start = escaped_position(e, escape);
    int end = start +
              escaped_position(
                  &(struct escapes){.start = escape + 1, .end = e->end}, e->at);
    char *message =
        end == start
            ? report_format(p->arena,
                            "(unicode error) 'unicodeescape' codec can't "
                            "decode byte 0x%02x in position %d: %s",
                            (unsigned char)*escape, start, reason)
            : report_format(p->arena,
                            "(unicode error) 'unicodeescape' codec can't "
                            "decode bytes in position %d-%d: %s",
                            start, end, reason);
    parser_error_last(p, SYNTAX_ERROR, message);
    return false;
}

static int hex_value(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Takes up to count hexadecimal digits; how many there were. */
static int take_hex(struct escapes *e, int count, uint32_t *value)
{
    int taken = 0;
    *value = 0;
    while (taken < count && e->at < e->end && hex_value(*e->at) >= 0) {
        *value = *value << 4 | (uint32_t)hex_value(*e->at++);
        taken++;
    }
    return taken;
}

/* `\x`, `\u` and `\U`, behind that letter. */
static bool decode_hex(struct escapes *e, const char *escape)
{
    static const struct {
        char letter, digits;
        const char *truncated;
    } table[] = {{'x', 2, "truncated \\xXX escape"},
                 {'u', 4, "truncated \\uXXXX escape"},
                 {'U', 8, "truncated \\UXXXXXXXX escape"}};
    int row = escape[1] == 'x' ? 0 : escape[1] == 'u' ? 1 : 2;
    uint32_t c;
    if (take_hex(e, table[row].digits, &c) < table[row].digits)
        return unicode_error(e, escape, table[row].truncated);
    if (c > 0x10ffff)
        return unicode_error(e, escape, "illegal Unicode character");
    return add_char(e->strings, c);
}

/* `\N{name}`, behind the N. */
static bool decode_named(struct escapes *e, const char *escape)
{
    const char *malformed = "malformed \\N character escape";
    if (e->at == e->end || *e->at != '{')
        return unicode_error(e, escape, malformed);
    const char *name = ++e->at;
    while (e->at < e->end && *e->at != '}')
        e->at++;
    size_t length = (size_t)(e->at - name);
    if (e->at == e->end || !length)
        return unicode_error(e, escape, malformed);
    e->at++;
    uint32_t c;
    if (!unicode_lookup(name, length, &c))
        return unicode_error(e, escape, "unknown Unicode character name");
    return add_char(e->strings, c);
}

/* Up to three octal digits, which are to be no more than 377. */
static uint32_t take_octal(struct escapes *e)
{
    const char *digits = e->at;
    uint32_t value = 0;
    for (int i = 0; i < 3 && e->at < e->end && *e->at >= '0' && *e->at <= '7';
         i++)
        value = value << 3 | (uint32_t)(*e->at++ - '0');
    if (value > 0377 && !e->bad_escape)
        e->bad_escape = digits;
    return value;
}

/* The value of an escape of one letter, or -1. */
static int simple_escape(char c)
{
    static const char from[] = "\\'\"bfnrtva", to[] = "\\'\"\b\f\n\r\t\v\a";
    const char *found = c ? strchr(from, c) : NULL;
    return found ? to[found - from] : -1;
}

/* A backslash that means nothing stays, and is warned about once. */
static bool keep_escape(struct escapes *e, const char *escape)
{
    if (!e->bad_escape)
        e->bad_escape = escape + 1;
    return strings_add(e->strings, escape, (size_t)(e->at - escape));
}

/* At a backslash. */
static bool decode_escape(struct escapes *e)
{
    const char *escape = e->at++;
    if (e->at == e->end) /* before a brace of an f-string */
        return strings_add(e->strings, escape, 1);
    char c = *e->at;
    int simple = simple_escape(c);
    if ((unsigned char)c & 0x80)
        return strings_add(e->strings, escape, 1);
    if (c >= '0' && c <= '7')
        return add_char(e->strings, take_octal(e));
    e->at++;
    if (c == '\n')
        return true;
    if (simple >= 0)
        return add_char(e->strings, (uint32_t)simple);
    if (c == 'x' || c == 'u' || c == 'U')
        return decode_hex(e, escape);
    return c == 'N' ? decode_named(e, escape) : keep_escape(e, escape);
}

/* Appends what stands before the next backslash. */
static bool copy_plain(struct escapes *e)
{
    const char *next = memchr(e->at, '\\', (size_t)(e->end - e->at));
    const char *stop = next ? next : e->end, *start = e->at;
    e->at = stop;
    return strings_add(e->strings, start, (size_t)(stop - start));
}

bool strings_add_decoded(struct strings *s, const char *text, size_t length)
{
    struct escapes e = {
        .strings = s, .start = text, .at = text, .end = text + length};
    while (e.at < e.end) {
        bool ok = *e.at == '\\' ? decode_escape(&e) : copy_plain(&e);
        if (!ok)
            return false;
    }
    return !e.bad_escape || strings_warn_escape(s, e.bad_escape);
}

/* At a backslash of a bytes literal. */
static bool decode_byte_escape(struct escapes *e)
{
    struct parser *p = e->strings->p;
    const char *escape = e->at++;
    char byte, c = *e->at;
    int simple = simple_escape(c);
    uint32_t value;
    if (c >= '0' && c <= '7') {
        byte = (char)take_octal(e);
        return strings_add(e->strings, &byte, 1);
    }
    e->at++;
    if (c == '\n')
        return true;
    if (simple >= 0) {
        byte = (char)simple;
        return strings_add(e->strings, &byte, 1);
    }
    if (c != 'x')
        return keep_escape(e, escape);
    if (take_hex(e, 2, &value) < 2) {
        parser_error_last(
            p, SYNTAX_ERROR,
            report_format(p->arena,
                          "(value error) invalid \\x escape at position %d",
                          (int)(escape - e->start)));
        return false;
    }
    byte = (char)value;
    return strings_add(e->strings, &byte, 1);
}

static bool add_bytes(struct strings *s, const char *text, size_t length)
{
    struct escapes e = {
        .strings = s, .start = text, .at = text, .end = text + length};
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0x80)
            return parser_error_last(s->p, SYNTAX_ERROR,
                                     "bytes can only contain ASCII literal "
                                     "characters"),
                   false;
    if (s->raw)
        return strings_add(s, text, length);
    while (e.at < e.end) {
        bool ok = *e.at == '\\' ? decode_byte_escape(&e) : copy_plain(&e);
        if (!ok)
            return false;
    }
    return !e.bad_escape || strings_warn_escape(s, e.bad_escape);
}

/* The prefix of a literal. */
struct prefix {
    bool bytes, raw, formatted;
    int length;
};

static struct prefix read_prefix(const struct token *token)
{
    struct prefix prefix = {0};
    for (;; prefix.length++) {
        switch (token->text[prefix.length] | 0x20) {
        case 'b':
            prefix.bytes = true;
            break;
        case 'r':
            prefix.raw = true;
            break;
        case 'f':
            prefix.formatted = true;
            break;
        case 'u':
            break;
        default:
            return prefix;
        }
    }
}

/* Text that came as bytes may not be UTF-8. */
static bool check_utf8(struct strings *s, const char *text, size_t length)
{
    struct parser *p = s->p;
    int bad = unicode_find_invalid(text, length);
    if (bad < 0)
        return true;
    char *message = report_bad_utf8(p->arena, text, length, (size_t)bad);
    parser_error_last(p, SYNTAX_ERROR, message);
    return false;
}

static bool add_literal(struct strings *s, const struct prefix *prefix)
{
    const struct token *token = &s->p->tokens[s->token];
    const char *quote = token->text + prefix->length;
    size_t length = (size_t)(token->length - prefix->length);
    size_t quotes =
        length >= 6 && quote[1] == *quote && quote[2] == *quote ? 3 : 1;
    const char *text = quote + quotes;
    length -= 2 * quotes;
    s->raw = prefix->raw;
    if (prefix->bytes)
        return add_bytes(s, text, length);
    if (!check_utf8(s, text, length))
        return false;
    if (prefix->formatted && !parser_since(s->p, 6, "Format strings are"))
        return false;
    if (prefix->formatted)
        return strings_add_formatted(s, text, length);
    return prefix->raw ? strings_add(s, text, length)
                       : strings_add_decoded(s, text, length);
}

static bool add_all(struct strings *s, bool *bytes)
{
    for (s->token = s->first; s->token <= s->last; s->token++) {
        struct prefix prefix = read_prefix(&s->p->tokens[s->token]);
        if (!add_literal(s, &prefix))
            return false;
        if (s->token > s->first && prefix.bytes != *bytes)
            return parser_error_last(s->p, SYNTAX_ERROR,
                                     "cannot mix bytes and nonbytes literals"),
                   false;
        *bytes = prefix.bytes;
    }
    return true;
}

static struct ast_node *finish(struct strings *s, bool bytes, int mark)
{
    if (!s->formatted)
        return make_constant(s, bytes ? AST_BYTES : AST_STR, s->first, s->last);
    struct ast_node *node = strings_node(s, AST_JoinedStr, s->first, s->last);
    if (!node || !strings_flush(s) ||
        !parser_take(s->p, mark, &node->as.joined_str.values))
        return NULL;
    return node;
}

struct ast_node *parse_strings(struct parser *p)
{
    struct strings s = {.p = p, .first = p->pos};
    int mark = parser_mark(p);
    bool bytes = false;
    while (parser_accept(p, TOKEN_STRING))
        ;
    if (p->error_set)
        return NULL;
    s.last = p->pos - 1;
    struct ast_node *node =
        add_all(&s, &bytes) ? finish(&s, bytes, mark) : NULL;
    if (p->warned < p->pos)
        p->warned = p->pos;
    free(s.pending.bytes);
    return node;
}
