/*
 * The trees of sources that are right. trees.inc is a table of sources with
 * the trees that `ast` of CPython 3.11 makes of them.
 */
#include "tests/syntax/dump.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const struct {
    const char *source, *expected;
} rows[] = {
#include "tests/syntax/trees.inc"
};

Test(trees, are_those_of_cpython)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena;
        struct ast_node *tree;
        struct syntax_report report;
        arena_init(&arena);
        cr_assert(parse_text(&arena, rows[i].source, &tree, &report), "%s: %s",
                  rows[i].source, report.error.message);
        char *got = NULL;
        size_t size;
        FILE *out = open_memstream(&got, &size);
        dump_module(out, tree);
        fclose(out);
        cr_expect_str_eq(got, rows[i].expected, "%s\n  is: %s\n  not: %s",
                         rows[i].source, got, rows[i].expected);
        free(got);
        arena_done(&arena);
    }
}

Test(trees, equal_names_are_one_pointer)
{
    struct arena arena;
    struct ast_node *tree;
    struct syntax_report report;
    arena_init(&arena);
    cr_assert(parse_text(&arena, "\xef\xac\x81x = fix", &tree, &report));
    struct ast_node *assign = tree->as.module.body.items[0];
    cr_expect_eq(assign->as.assign.targets.items[0]->as.name.id,
                 assign->as.assign.value->as.name.id);
    arena_done(&arena);
}

Test(trees, a_needless_escape_warns_once)
{
    struct arena arena;
    struct ast_node *tree;
    struct syntax_report report;
    arena_init(&arena);
    cr_assert(parse_text(&arena, "with ('\\d\\d'): pass", &tree, &report));
    cr_assert_not_null(report.warnings);
    cr_expect_str_eq(report.warnings->message, "invalid escape sequence '\\d'");
    cr_expect_null(report.warnings->next);
    arena_done(&arena);
}
