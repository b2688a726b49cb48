/*
 * Text to tokens: lines and their indentation, names, strings, operators and
 * brackets. The state always stands between two tokens; once END or ERROR was
 * given out it stays there.
 */
#include "scripts/syntax/tokenizer_internal.h"

#include "scripts/syntax/report.h"
#include "scripts/syntax/unicode.h"

#include <string.h>

enum { TAB_SIZE = 8 };

void tokenizer_init(struct tokenizer *t, struct arena *arena, const char *text,
                    size_t length, struct syntax_report *report)
{
    *t = (struct tokenizer){
        .arena = arena,
        .report = report,
        .text = text,
        .end = text + length,
        .cur = text,
        .buffer = text,
        .line_start = text,
        .line_end = text,
        .at_line_start = true,
    };
}

int tokenizer_next_line(struct tokenizer *t)
{
    if (t->cur == t->end) {
        t->reached_end = true;
        return END_OF_TEXT;
    }
    if (!t->token_start)
        t->buffer = t->cur;
    const char *newline = memchr(t->cur, '\n', (size_t)(t->end - t->cur));
    t->line_start = t->cur;
    t->line_end = newline ? newline + 1 : t->end;
    t->line++;
    return (unsigned char)*t->cur++;
}

/* The line that an error at cur is on, as a report shows it. */
static const char *current_line_text(struct tokenizer *t)
{
    const char *newline =
        memchr(t->line_start, '\n', (size_t)(t->end - t->line_start));
    return arena_copy(t->arena, t->line_start,
                      (size_t)((newline ? newline : t->end) - t->line_start));
}

static bool set_error(struct tokenizer *t, const char *message, int col,
                      int end_col)
{
    const char *text = current_line_text(t);
    if (!message || !text)
        return report_no_memory(t->report), false;
    t->report->error = (struct syntax_error){.message = message,
                                             .line = t->line,
                                             .col = col,
                                             .end_line = t->line,
                                             .end_col = end_col,
                                             .text = text};
    return false;
}

bool tokenizer_error(struct tokenizer *t, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const char *message = report_vformat(t->arena, format, values);
    va_end(values);
    int col =
        report_count_chars(t->line_start, (size_t)(t->cur - t->line_start));
    return set_error(t, message, col, col);
}

bool tokenizer_error_range(struct tokenizer *t, int col, int end_col,
                           const char *message)
{
    return set_error(t, message, col, end_col);
}

bool tokenizer_warn(struct tokenizer *t, const char *format, ...)
{
    if (t->quiet)
        return true;
    va_list values;
    va_start(values, format);
    const char *message = report_vformat(t->arena, format, values);
    va_end(values);
    struct syntax_error kept = t->report->error;
    int col =
        report_count_chars(t->line_start, (size_t)(t->cur - t->line_start));
    set_error(t, message, col, col);
    struct syntax_error as_error = t->report->error;
    t->report->error = kept;
    return report_warning(t->arena, t->report, SYNTAX_SYNTAX_WARNING,
                          &as_error, t->line);
}

/*
 * An error of the reader, not of a token: its line is shown as far as it was
 * read. col is 1-based in bytes from the start of what is shown.
 */
static bool reader_error(struct tokenizer *t, enum syntax_error_kind kind,
                         const char *message, int col, int end_col)
{
    size_t length = (size_t)(t->line_end - t->buffer);
    const char *text = arena_copy(t->arena, t->buffer, length);
    t->reader_failed = true;
    if (!text)
        return report_no_memory(t->report), false;
    size_t bytes = (size_t)col > length ? length : (size_t)col;
    int beyond = (size_t)col > length;
    t->report->error =
        (struct syntax_error){.kind = kind,
                              .message = message,
                              .line = t->line,
                              .col = report_count_chars(text, bytes) + beyond,
                              .end_line = t->line,
                              .end_col = end_col,
                              .text = text};
    return false;
}

void tokenizer_unclosed(struct tokenizer *t)
{
    int line = t->brackets[t->level - 1].line;
    int col = t->brackets[t->level - 1].col;
    size_t length = (size_t)(t->line_end - t->buffer);
    const char *start = t->buffer;
    if (t->line > line) {
        start =
            report_find_line(t->text, t->end, line - t->line_shift, &length);
        length -= length && start[length - 1] == '\n';
    }
    const char *text = arena_copy(t->arena, start, length);
    const char *message = report_format(t->arena, "'%c' was never closed",
                                        t->brackets[t->level - 1].opening);
    if (!text || !message)
        return report_no_memory(t->report);
    t->report->error =
        (struct syntax_error){.message = message,
                              .line = line,
                              .col = report_count_chars(text, (size_t)col) + 1,
                              .end_line = line,
                              .end_col = 0,
                              .text = text};
}

static bool end_too_soon(struct tokenizer *t)
{
    t->hit_end = true;
    if (t->level) {
        tokenizer_unclosed(t);
        return false;
    }
    return reader_error(t, SYNTAX_ERROR, "unexpected EOF while parsing",
                        (int)(t->cur - t->line_start), -1);
}

/* Behind a backslash: goes to the next line. */
static bool continue_line(struct tokenizer *t)
{
    int c = take(t);
    if (c != '\n') {
        int col = (int)(t->cur - t->buffer);
        return reader_error(
            t, SYNTAX_ERROR,
            "unexpected character after line continuation character",
            c == END_OF_TEXT ? col + 0 : col, 0);
    }
    c = take(t);
    if (c == END_OF_TEXT) {
        t->cur = t->line_end;
        return end_too_soon(t);
    }
    put_back(t, c);
    return true;
}

static bool tab_error(struct tokenizer *t)
{
    return reader_error(t, SYNTAX_TAB_ERROR,
                        "inconsistent use of tabs and spaces in indentation", 1,
                        0);
}

static bool indent_to(struct tokenizer *t, int column, int alternate)
{
    if (t->indent + 1 >= TOKENIZER_MAX_INDENT)
        return reader_error(t, SYNTAX_INDENTATION_ERROR,
                            "too many levels of indentation", 1, 0);
    if (alternate <= t->alternate[t->indent])
        return tab_error(t);
    t->pending++;
    t->indent++;
    t->columns[t->indent] = column;
    t->alternate[t->indent] = alternate;
    return true;
}

static bool dedent_to(struct tokenizer *t, int column, int alternate)
{
    while (t->indent > 0 && column < t->columns[t->indent]) {
        t->pending--;
        t->indent--;
    }
    if (column != t->columns[t->indent]) {
        return reader_error(
            t, SYNTAX_INDENTATION_ERROR,
            "unindent does not match any outer indentation level",
            (int)(t->line_end - t->line_start), -1);
    }
    return alternate == t->alternate[t->indent] || tab_error(t);
}

/*
 * Measures the blanks a line begins with. Tabs count twice: in steps of eight
 * for the order of lines, as one column in alternate, which must agree.
 */
static bool measure_indent(struct tokenizer *t, int *column, int *alternate)
{
    int continued = 0;
    *column = *alternate = 0;
    for (;;) {
        int c = take(t);
        if (c == ' ') {
            ++*column, ++*alternate;
        } else if (c == '\t') {
            *column = (*column / TAB_SIZE + 1) * TAB_SIZE;
            ++*alternate;
        } else if (c == '\f') {
            *column = *alternate = 0;
        } else if (c == '\\') {
            /* The blanks before the first backslash are what counts. */
            continued = continued ? continued : *column;
            if (!continue_line(t))
                return false;
        } else {
            put_back(t, c);
            break;
        }
    }
    if (continued)
        *column = *alternate = continued;
    return true;
}

/* At the start of a line. *blank: it has no token, so has no indentation. */
static bool start_line(struct tokenizer *t, bool *blank)
{
    int column, alternate;
    t->at_line_start = false;
    if (!measure_indent(t, &column, &alternate))
        return false;
    int c = t->cur < t->end ? *t->cur : END_OF_TEXT;
    *blank = c == '#' || c == '\n';
    if (*blank || t->level > 0)
        return true;
    if (column > t->columns[t->indent])
        return indent_to(t, column, alternate);
    if (column < t->columns[t->indent])
        return dedent_to(t, column, alternate);
    return alternate == t->alternate[t->indent] || tab_error(t);
}

static bool bad_character(struct tokenizer *t, uint32_t c, const char *bytes,
                          int length)
{
    if (unicode_is_printable(c))
        return tokenizer_error(t, "invalid character '%.*s' (U+%04X)", length,
                               bytes, (unsigned)c);
    return tokenizer_error(t, "invalid non-printable character U+%04X",
                           (unsigned)c);
}

/* The name being read is not UTF-8 at an offset. */
static bool bad_bytes(struct tokenizer *t, size_t offset)
{
    const char *start = t->token_start;
    int col = (int)(start - t->line_start) + 1;
    return reader_error(
        t, SYNTAX_ERROR,
        report_bad_utf8(t->arena, start, (size_t)(t->cur - start), offset), col,
        -1);
}

/* Checks a name that is not ASCII only, character by character. */
static bool check_name(struct tokenizer *t)
{
    const char *at = t->token_start, *end = t->cur;
    while (at < end) {
        uint32_t c;
        int length = unicode_decode(at, (size_t)(end - at), &c);
        if (length <= 0)
            return bad_bytes(t, (size_t)(at - t->token_start));
        bool ok = at == t->token_start ? unicode_is_identifier_start(c)
                                       : unicode_is_identifier_part(c);
        if (!ok) {
            t->cur = at + length;
            return bad_character(t, c, at, length);
        }
        at += length;
    }
    return true;
}

static bool unterminated(struct tokenizer *t, int quotes)
{
    int detected = t->line;
    t->cur = t->token_start + 1;
    t->line_start = t->first_line_start;
    t->line = t->first_line;
    return tokenizer_error(t,
                           "unterminated %sstring literal (detected at line "
                           "%d)",
                           quotes == 3 ? "triple-quoted " : "", detected);
}

/* The opening quote was taken, any prefix before it. */
static bool read_string(struct tokenizer *t, int quote)
{
    int quotes = 1, closing = 0;
    t->first_line = t->line;
    t->first_line_start = t->line_start;
    int c = take(t);
    if (c == quote) {
        c = take(t);
        if (c == quote)
            quotes = 3;
        else
            closing = 1;
    }
    if (c != quote)
        put_back(t, c);
    while (closing != quotes) {
        c = take(t);
        if (c == END_OF_TEXT || (quotes == 1 && c == '\n'))
            return unterminated(t, quotes);
        closing = c == quote ? closing + 1 : 0;
        if (c == '\\')
            take(t);
    }
    return true;
}

/*
 * Whether c, taken at the start of a name, and what follows are the prefix of
 * a string: b, r, u, f, br, rb, fr, rf in any case. *c moves on to the first
 * character that is no prefix.
 */
static bool string_prefix(struct tokenizer *t, int *c)
{
    bool b = false, r = false, u = false, f = false;
    for (;;) {
        int lower = *c | 0x20;
        if (lower == 'b' && !(b || u || f))
            b = true;
        else if (lower == 'u' && !(b || u || r || f))
            u = true;
        else if (lower == 'r' && !(r || u))
            r = true;
        else if (lower == 'f' && !(f || b || u))
            f = true;
        else
            return false;
        *c = take(t);
        if (*c == '"' || *c == '\'')
            return true;
    }
}

struct keyword {
    const char *text;
    int length;
    enum token_kind kind;
};

static enum token_kind name_kind(const char *text, int length)
{
    static const struct keyword keywords[] = {
#define KEYWORD(name, text) {text, sizeof text - 1, TOKEN_##name},
#include "scripts/syntax/tokens.def"
    };
    int low = 0, high = sizeof keywords / sizeof *keywords;
    if (length < 2 || length > 8)
        return TOKEN_NAME;
    while (low < high) {
        int middle = (low + high) / 2;
        const struct keyword *k = &keywords[middle];
        int order = memcmp(text, k->text,
                           (size_t)(length < k->length ? length : k->length));
        if (order == 0)
            order = length - k->length;
        if (order == 0)
            return k->kind;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return TOKEN_NAME;
}

static int read_name(struct tokenizer *t, int c)
{
    if (string_prefix(t, &c))
        return read_string(t, c) ? TOKEN_STRING : TOKEN_ERROR;
    bool ascii = true;
    while (c != END_OF_TEXT && is_name_char(c)) {
        ascii &= c < 128;
        c = take(t);
    }
    put_back(t, c);
    if (!ascii)
        return check_name(t) ? TOKEN_NAME : TOKEN_ERROR;
    return name_kind(t->token_start, (int)(t->cur - t->token_start));
}

static bool open_bracket(struct tokenizer *t, int c)
{
    if (t->level >= TOKENIZER_MAX_LEVEL)
        return tokenizer_error(t, "too many nested parentheses");
    t->brackets[t->level].opening = (char)c;
    t->brackets[t->level].line = t->line;
    t->brackets[t->level].col = (int)(t->token_start - t->line_start);
    t->level++;
    return true;
}

static bool close_bracket(struct tokenizer *t, int c)
{
    if (!t->level)
        return tokenizer_error(t, "unmatched '%c'", c);
    t->level--;
    int opening = t->brackets[t->level].opening;
    int line = t->brackets[t->level].line;
    if (c == (opening == '(' ? ')' : opening + 2))
        return true;
    if (line != t->line)
        return tokenizer_error(t,
                               "closing parenthesis '%c' does not match "
                               "opening parenthesis '%c' on line %d",
                               c, opening, line);
    return tokenizer_error(t,
                           "closing parenthesis '%c' does not match opening "
                           "parenthesis '%c'",
                           c, opening);
}

static int operator1(int a)
{
    switch (a) {
#define OP1(name, a)                                                           \
    case a:                                                                    \
        return TOKEN_##name;
#include "scripts/syntax/tokens.def"
    default:
        return TOKEN_UNKNOWN;
    }
}

static int operator2(int a, int b)
{
    switch (a << 8 | b) {
#define OP2(name, a, b)                                                        \
    case a << 8 | b:                                                           \
        return TOKEN_##name;
#include "scripts/syntax/tokens.def"
    default:
        return TOKEN_UNKNOWN;
    }
}

static int operator3(int a, int b, int c)
{
    switch (a << 16 | b << 8 | c) {
#define OP3(name, a, b, c)                                                     \
    case a << 16 | b << 8 | c:                                                 \
        return TOKEN_##name;
#include "scripts/syntax/tokens.def"
    default:
        return TOKEN_UNKNOWN;
    }
}

/* The byte at a distance from cur on this line, or 0. */
static int peek(const struct tokenizer *t, int distance)
{
    return t->line_end - t->cur > distance ? (unsigned char)t->cur[distance]
                                           : 0;
}

/* a was taken; takes as much of what follows as makes an operator. */
static int read_operator(struct tokenizer *t, int a)
{
    int kind = operator3(a, peek(t, 0), peek(t, 1));
    if (kind != TOKEN_UNKNOWN) {
        t->cur += 2;
        return kind;
    }
    kind = operator2(a, peek(t, 0));
    if (kind != TOKEN_UNKNOWN) {
        t->cur++;
        return kind;
    }
    bool ok = true;
    t->reached_end |= t->cur == t->end; /* CPython looks for a second one */
    if (a == '(' || a == '[' || a == '{')
        ok = open_bracket(t, a);
    else if (a == ')' || a == ']' || a == '}')
        ok = close_bracket(t, a);
    else if (a < ' ' || a == 127)
        ok = bad_character(t, (uint32_t)a, "", 0);
    return ok ? operator1(a) : TOKEN_ERROR;
}

static int read_end(struct tokenizer *t)
{
    if (!t->level)
        return TOKEN_END;
    end_too_soon(t);
    return TOKEN_ERROR;
}

/* Reads one token that starts with the character c, just taken. */
static int read_token(struct tokenizer *t, int c)
{
    if (c == END_OF_TEXT)
        return read_end(t);
    if (is_name_start(c))
        return read_name(t, c);
    if (is_digit(c))
        return tokenizer_number(t, c, false) ? TOKEN_NUMBER : TOKEN_ERROR;
    if (c == '.' && is_digit(peek(t, 0)))
        return tokenizer_number(t, take(t), true) ? TOKEN_NUMBER : TOKEN_ERROR;
    if (c == '"' || c == '\'')
        return read_string(t, c) ? TOKEN_STRING : TOKEN_ERROR;
    return read_operator(t, c);
}

static int skip_blanks(struct tokenizer *t)
{
    int c;
    t->token_start = NULL;
    do
        c = take(t);
    while (c == ' ' || c == '\t' || c == '\f');
    t->token_start = c == END_OF_TEXT ? NULL : t->cur - 1;
    return c;
}

/* What follows "# type: " in a comment up to `end`, or NULL; blanks may be
 * more or, but for the word, none. */
static const char *type_text(const char *at, const char *end)
{
    static const char prefix[] = "# type: ";
    const char *next = prefix;
    for (; *next && at < end; next++) {
        if (*next == ' ') {
            while (at < end && (*at == ' ' || *at == '\t'))
                at++;
        } else if (*at++ != *next) {
            return NULL;
        }
    }
    return *next && next[1] ? NULL : at;
}

/* Is a type comment's text `ignore`, perhaps with more behind it? */
static bool is_ignore(const char *text, const char *end)
{
    size_t length = (size_t)(end - text);
    if (length < 6 || memcmp(text, "ignore", 6) != 0)
        return false;
    return length == 6 || !is_name_char((unsigned char)text[6]) ||
           text[6] == '_';
}

/*
 * The rest of a comment, whose # was taken: *c is the character behind it, as
 * if that had been taken instead; or it is a token.
 */
static int read_comment(struct tokenizer *t, bool blank, int *c)
{
    while (*c != END_OF_TEXT && *c != '\n')
        *c = take(t);
    const char *end = t->cur - (*c == '\n');
    const char *text =
        t->type_comments ? type_text(t->token_start, end) : NULL;
    if (!text)
        return TOKEN_UNKNOWN;
    bool ignore = is_ignore(text, end);
    t->token_start = ignore ? text + 6 : text;
    if (ignore && blank)
        t->at_line_start = true;
    else
        put_back(t, *c);
    return ignore ? TOKEN_TYPE_IGNORE : TOKEN_TYPE_COMMENT;
}

/* Finds the next token; token_start is NULL if it has no text. */
static int next_kind(struct tokenizer *t)
{
    bool blank = false;
    for (;;) {
        t->token_start = NULL;
        if (t->at_line_start) {
            blank = false;
            if (!start_line(t, &blank))
                return TOKEN_ERROR;
        }
        if (t->pending) {
            int kind = t->pending < 0 ? TOKEN_DEDENT : TOKEN_INDENT;
            t->pending += t->pending < 0 ? 1 : -1;
            return kind;
        }
        int c = skip_blanks(t);
        if (c == '#') {
            int kind = read_comment(t, blank, &c);
            if (kind != TOKEN_UNKNOWN)
                return kind;
        }
        if (c == '\\') {
            if (!continue_line(t))
                return t->token_start = NULL, TOKEN_ERROR;
        } else if (c != '\n') {
            return read_token(t, c);
        } else {
            t->at_line_start = true;
            if (!blank && !t->level)
                return TOKEN_NEWLINE;
        }
    }
}

static void place_token(struct tokenizer *t, struct token *token)
{
    bool string = token->kind == TOKEN_STRING;
    const char *line_start = string ? t->first_line_start : t->line_start;
    const char *start = t->token_start;
    const char *end = t->cur - (token->kind == TOKEN_NEWLINE);
    token->line = string ? t->first_line : t->line;
    token->end_line = t->line;
    token->error_col = (int)(t->cur - t->line_start);
    token->level = (unsigned char)t->level;
    token->text = start;
    if (!start || start < line_start) {
        token->col = token->end_col = -1;
        return;
    }
    if (token->kind == TOKEN_NEWLINE)
        start = end > start ? start : end;
    token->length = (int)(end - start);
    token->col = (int)(start - line_start);
    token->end_col = (int)(end - t->line_start);
    if (t->line == t->shifted_line) {
        token->col += t->col_shift;
        token->end_col += t->col_shift;
    }
}

bool tokenizer_next(struct tokenizer *t, struct token *token)
{
    *token = (struct token){.kind = (unsigned char)next_kind(t)};
    if (token->kind == TOKEN_END || token->kind == TOKEN_ERROR)
        t->token_start = NULL;
    place_token(t, token);
    return token->kind != TOKEN_ERROR;
}

const char *token_name(enum token_kind kind)
{
    static const char names[TOKEN_COUNT][14] = {
#define PLAIN(name) #name,
#define OP1(name, a) {a, 0},
#define OP2(name, a, b) {a, b, 0},
#define OP3(name, a, b, c) {a, b, c, 0},
#define KEYWORD(name, text) text,
#include "scripts/syntax/tokens.def"
    };
    return names[kind];
}
