/*
 * What is said about sources that are wrong. errors.inc is a table of sources
 * with what CPython 3.11 says: kind, message, line, offset, end line, end
 * offset.
 */
#include "tests/syntax/dump.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *source, *expected;
} rows[] = {
#include "tests/syntax/errors.inc"
};

enum { ROWS = sizeof rows / sizeof *rows };

static void describe(char *out, size_t size, const struct syntax_error *e)
{
    static const char *const kinds[] = {
        [SYNTAX_ERROR] = "SyntaxError",
        [SYNTAX_INDENTATION_ERROR] = "IndentationError",
        [SYNTAX_TAB_ERROR] = "TabError",
        [SYNTAX_VALUE_ERROR] = "ValueError",
        [SYNTAX_MEMORY_ERROR] = "MemoryError",
        [SYNTAX_OVERFLOW_ERROR] = "OverflowError"};
    snprintf(out, size, "%s|%s|%d|%d|%d|%d", kinds[e->kind], e->message,
             e->line, e->col, e->end_line, e->end_col);
}

Test(errors, say_what_cpython_says_at_the_same_place)
{
    char got[1024];
    for (int i = 0; i < ROWS; i++) {
        struct arena arena;
        struct ast_node *tree;
        struct syntax_report report;
        arena_init(&arena);
        if (parse_text(&arena, rows[i].source, &tree, &report))
            strcpy(got, "OK");
        else
            describe(got, sizeof got, &report.error);
        cr_expect_str_eq(got, rows[i].expected, "%s\n  is:     %s\n  not: %s",
                         rows[i].source, got, rows[i].expected);
        arena_done(&arena);
    }
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 8;
}

/* Puts, replaces or removes a few bytes of a text. */
static size_t mutate(char *text, size_t length, unsigned *state)
{
    static const char bytes[] = "()[]{}:;,.=+-*/\\'\"#\n\t fbru01xNé@!";
    for (unsigned n = next_random(state) % 4 + 1; n > 0 && length > 0; n--) {
        size_t at = next_random(state) % length;
        char c = bytes[next_random(state) % (sizeof bytes - 1)];
        if (next_random(state) % 3 == 0)
            memmove(text + at, text + at + 1, --length - at);
        else
            text[at] = c;
    }
    return length;
}

Test(errors, no_mutation_of_a_source_crashes_the_parser)
{
    unsigned state = 311;
    for (int i = 0; i < 8000; i++) {
        const char *source = rows[next_random(&state) % ROWS].source;
        size_t length = strlen(source);
        char *text = malloc(length + 1);
        memcpy(text, source, length);
        length = mutate(text, length, &state);
        struct arena arena;
        struct ast_node *tree;
        struct syntax_report report;
        struct syntax_source in = {.bytes = text,
                                   .length = length,
                                   .mode = (enum syntax_mode)(i % 3)};
        arena_init(&arena);
        if (!syntax_parse(&arena, &in, &tree, &report))
            cr_assert_not_null(report.error.message);
        arena_done(&arena);
        free(text);
    }
}

static enum syntax_error_kind error_of_nesting(const char *part, int count)
{
    size_t length = strlen(part);
    char *text = malloc(length * (size_t)count + 2);
    struct arena arena;
    struct ast_node *tree;
    struct syntax_report report;
    for (int i = 0; i < count; i++)
        memcpy(text + length * (size_t)i, part, length);
    strcpy(text + length * (size_t)count, "1");
    arena_init(&arena);
    cr_expect_not(parse_text(&arena, text, &tree, &report));
    enum syntax_error_kind kind = report.error.kind;
    arena_done(&arena);
    free(text);
    return kind;
}

Test(errors, nesting_beyond_all_bounds_is_a_memory_error)
{
    cr_expect_eq(error_of_nesting("-", 100000), SYNTAX_MEMORY_ERROR);
    cr_expect_eq(error_of_nesting("not ", 100000), SYNTAX_MEMORY_ERROR);
    cr_expect_eq(error_of_nesting("lambda:", 100000), SYNTAX_MEMORY_ERROR);
    cr_expect_eq(error_of_nesting("1 if 1 else ", 100000), SYNTAX_MEMORY_ERROR);
    cr_expect_eq(error_of_nesting("2**", 100000), SYNTAX_MEMORY_ERROR);
    cr_expect_eq(error_of_nesting("(", 100000), SYNTAX_ERROR);
}

static const char *message_of_bytes(struct arena *arena, const char *bytes,
                                    size_t length)
{
    struct ast_node *tree;
    struct syntax_report report;
    struct syntax_source source = {
        .bytes = bytes, .length = length, .mode = SYNTAX_EXEC};
    return syntax_parse(arena, &source, &tree, &report) ? ""
                                                        : report.error.message;
}

Test(errors, bytes_are_decoded_as_they_declare)
{
    struct arena arena;
    arena_init(&arena);
#define MESSAGE(bytes) message_of_bytes(&arena, bytes, sizeof bytes - 1)
    cr_expect_str_eq(MESSAGE("# coding: latin-1\nx = '\xe9'\n"), "");
    cr_expect_str_eq(MESSAGE("\xef\xbb\xbfx = 1\n"), "");
    cr_expect_str_eq(MESSAGE("# coding: foo\n"), "unknown encoding: foo");
    cr_expect_str_eq(MESSAGE("\xef\xbb\xbf# coding: latin-1\n"),
                     "encoding problem: iso-8859-1 with BOM");
    cr_expect_str_eq(MESSAGE("x = '\xff'\n"),
                     "(unicode error) 'utf-8' codec can't decode byte 0xff "
                     "in position 0: invalid start byte");
    cr_expect_str_eq(MESSAGE("x = 1\0"),
                     "source code string cannot contain null bytes");
    arena_done(&arena);
}
