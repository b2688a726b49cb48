/*
 * The front door: bytes to decoded text, text to tree. Decoding knows the
 * byte order mark and the encoding declarations of the first two lines.
 */
#include "scripts/syntax/parse.h"

#include "scripts/syntax/parser.h"
#include "scripts/syntax/source.h"
#include "scripts/syntax/unicode.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char BOM[] = "\xef\xbb\xbf";

/* The end of the line at start. */
static const char *line_end(const char *start, const char *end)
{
    while (start < end && *start != '\n' && *start != '\r')
        start++;
    return start;
}

static bool is_cookie_char(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.';
}

/*
 * The encoding that a comment line declares: `coding`, `:` or `=`, blanks, a
 * name. *blank: the line may stand before a declaration. NULL: none.
 */
static const char *find_cookie(const char *line, const char *end,
                               size_t *length, bool *blank)
{
    const char *at = line;
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\f'))
        at++;
    *blank = at == end || *at == '#';
    if (at == end || *at != '#')
        return NULL;
    for (; end - at > 6; at++) {
        if (memcmp(at, "coding", 6) != 0 || (at[6] != ':' && at[6] != '='))
            continue;
        const char *name = at + 7;
        while (name < end && (*name == ' ' || *name == '\t'))
            name++;
        const char *stop = name;
        while (stop < end && is_cookie_char(*stop))
            stop++;
        if (stop > name) {
            *length = (size_t)(stop - name);
            return name;
        }
    }
    return NULL;
}

/* Room for the longest name that is known, and more: a cut name is none. */
enum { NORMAL_NAME_SIZE = 32 };

/* Lower case, `_` as `-`, cut to its room. */
static void normal_name(const char *name, size_t length,
                        char out[NORMAL_NAME_SIZE])
{
    size_t i;
    for (i = 0; i < NORMAL_NAME_SIZE - 1 && i < length; i++) {
        char c = name[i];
        out[i] = c == '_' ? '-' : (char)tolower((unsigned char)c);
    }
    out[i] = '\0';
}

static bool is_named(const char *name, const char *want)
{
    size_t length = strlen(want);
    return strncmp(name, want, length) == 0 &&
           (name[length] == '\0' || name[length] == '-');
}

/* Behind a byte order mark only this spelling of UTF-8 is taken. */
static bool goes_with_bom(const char *name, size_t length)
{
    char normal[NORMAL_NAME_SIZE];
    normal_name(name, length, normal);
    return is_named(normal, "utf-8");
}

enum syntax_encoding syntax_encoding_named(const char *name, size_t length)
{
    static const struct {
        const char *name;
        enum syntax_encoding encoding;
    } exact[] = {
        {"utf8", SYNTAX_UTF8},        {"u8", SYNTAX_UTF8},
        {"latin1", SYNTAX_LATIN1},    {"l1", SYNTAX_LATIN1},
        {"iso8859-1", SYNTAX_LATIN1}, {"8859", SYNTAX_LATIN1},
        {"cp819", SYNTAX_LATIN1},     {"latin", SYNTAX_LATIN1},
        {"ascii", SYNTAX_ASCII},      {"us-ascii", SYNTAX_ASCII},
        {"646", SYNTAX_ASCII},        {"ansi-x3.4-1968", SYNTAX_ASCII},
    };
    char normal[NORMAL_NAME_SIZE];
    normal_name(name, length, normal);
    if (is_named(normal, "utf-8"))
        return SYNTAX_UTF8;
    if (is_named(normal, "latin-1") || is_named(normal, "iso-8859-1") ||
        is_named(normal, "iso-latin-1"))
        return SYNTAX_LATIN1;
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
        if (strcmp(normal, exact[i].name) == 0)
            return exact[i].encoding;
    return SYNTAX_UNKNOWN;
}

enum syntax_encoding syntax_find_encoding(const char *bytes, size_t length,
                                          const char **name,
                                          size_t *name_length)
{
    const char *at = bytes, *end = bytes + length;
    *name = NULL;
    for (int line = 0; line < 2 && at < end; line++) {
        const char *stop = line_end(at, end);
        bool blank;
        *name = find_cookie(at, stop, name_length, &blank);
        if (*name)
            return syntax_encoding_named(*name, *name_length);
        if (!blank)
            break;
        at = stop < end && *stop == '\r' && stop + 1 < end && stop[1] == '\n'
                 ? stop + 2
                 : stop + 1;
    }
    return SYNTAX_UTF8;
}

static bool plain_error(struct arena *arena, struct syntax_report *report,
                        enum syntax_error_kind kind, const char *message)
{
    report->error = (struct syntax_error){
        .kind = kind, .message = message, .col = -1, .no_position = true};
    if (!message)
        report_no_memory(report);
    (void)arena;
    return false;
}

static bool encoding_error(struct arena *arena, struct syntax_report *report,
                           enum syntax_error_kind kind, const char *message)
{
    plain_error(arena, report, kind, message);
    report->error.no_position = false;
    report->error.at_start = true;
    return false;
}

/* Text that is copied, byte by byte or recoded, with newlines made '\n'. */
struct text {
    char *bytes;
    size_t length;
};

static size_t put_char(char *out, unsigned char c, bool latin1)
{
    if (c < 0x80 || !latin1) {
        *out = (char)c;
        return 1;
    }
    out[0] = (char)(0xc0 | c >> 6);
    out[1] = (char)(0x80 | (c & 0x3f));
    return 2;
}

static bool copy_text(struct arena *arena, const char *bytes, size_t length,
                      bool latin1, struct text *text)
{
    char *out = arena_alloc(arena, length * (latin1 ? 2 : 1) + 2);
    if (!out)
        return false;
    text->bytes = out;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != '\r') {
            out += put_char(out, (unsigned char)bytes[i], latin1);
            continue;
        }
        *out++ = '\n';
        if (i + 1 < length && bytes[i + 1] == '\n')
            i++;
    }
    text->length = (size_t)(out - text->bytes);
    return true;
}

static bool check_ascii(struct arena *arena, const char *bytes, size_t length,
                        struct syntax_report *report)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] < 0x80)
            continue;
        return plain_error(
            arena, report, SYNTAX_ERROR,
            report_format(arena,
                          "'ascii' codec can't decode byte "
                          "0x%02x in position %zu: ordinal not in range(128)",
                          (unsigned char)bytes[i], i));
    }
    return true;
}

/* Bytes of a file or a bytes object to text. */
static bool decode_bytes(struct arena *arena, const char *bytes, size_t length,
                         struct syntax_report *report, struct text *text)
{
    const char *name;
    size_t name_length;
    bool bom = length >= 3 && memcmp(bytes, BOM, 3) == 0;
    if (bom) {
        bytes += 3;
        length -= 3;
    }
    enum syntax_encoding encoding =
        syntax_find_encoding(bytes, length, &name, &name_length);
    if (bom && name && !goes_with_bom(name, name_length))
        return encoding_error(
            arena, report, SYNTAX_ERROR,
            encoding == SYNTAX_LATIN1
                ? "encoding problem: iso-8859-1 with BOM"
                : report_format(arena, "encoding problem: %.*s with BOM",
                                (int)name_length, name));
    if (encoding == SYNTAX_UNKNOWN)
        return encoding_error(arena, report, SYNTAX_ERROR,
                              report_format(arena, "unknown encoding: %.*s",
                                            (int)name_length, name));
    if (encoding == SYNTAX_ASCII && !check_ascii(arena, bytes, length, report))
        return false;
    return copy_text(arena, bytes, length, encoding == SYNTAX_LATIN1, text) ||
           plain_error(arena, report, SYNTAX_MEMORY_ERROR, NULL);
}

static bool decode(struct arena *arena, const struct syntax_source *source,
                   struct syntax_report *report, struct text *text)
{
    if (memchr(source->bytes, '\0', source->length))
        return plain_error(arena, report, SYNTAX_VALUE_ERROR,
                           "source code string cannot contain null bytes");
    bool ok =
        source->flags & SYNTAX_FROM_STR
            ? copy_text(arena, source->bytes, source->length, false, text) ||
                  plain_error(arena, report, SYNTAX_MEMORY_ERROR, NULL)
            : decode_bytes(arena, source->bytes, source->length, report, text);
    if (!ok)
        return false;
    bool newline = text->length && text->bytes[text->length - 1] == '\n';
    if (source->mode == SYNTAX_EXEC && !newline)
        text->bytes[text->length++] = '\n';
    return true;
}

/* At a prompt nothing but blank lines and comments may follow. */
static bool ends_after_statement(struct parser *p)
{
    const struct tokenizer *t = &p->tokenizer;
    const char *at = t->cur;
    for (;;) {
        while (at < t->end && strchr(" \t\n\f", *at))
            at++;
        if (at == t->end)
            return true;
        if (*at != '#')
            return false;
        at = line_end(at, t->end);
    }
}

static struct ast_node *run(struct parser *p)
{
    struct ast_node *root = parser_run(p);
    if (!root) {
        explain_error(p);
    } else if (p->mode == SYNTAX_SINGLE && !ends_after_statement(p)) {
        parser_error_last(p, SYNTAX_ERROR,
                          "multiple statements found while compiling a "
                          "single statement");
        root = NULL;
    }
    return root;
}

bool syntax_parse(struct arena *arena, const struct syntax_source *source,
                  struct ast_node **tree, struct syntax_report *report)
{
    struct text text;
    struct parser p;
    *report = (struct syntax_report){0};
    *tree = NULL;
    if (source->length > SYNTAX_MAX_LENGTH)
        return report_no_memory(report), false;
    if (!decode(arena, source, report, &text))
        return false;
    parser_init(&p, arena, text.bytes, text.length, report);
    p.mode = source->mode;
    p.flags = source->flags;
    p.max_digits = source->max_digits;
    p.feature_version = source->feature_version;
    p.tokenizer.type_comments = source->flags & SYNTAX_TYPE_COMMENTS;
    *tree = run(&p);
    parser_done(&p);
    return *tree != NULL;
}
