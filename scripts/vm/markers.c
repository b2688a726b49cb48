/*
 * Where an operator stands in the source of an expression that failed: its
 * text is parsed again, alone, in parentheses or not as CPython does.
 */
#include <string.h>

#include "scripts/syntax/parse.h"
#include "scripts/vm/traceback.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* The operator between two operands of a binary operation: what follows the
 * left one, be it a bracket around that, as CPython 3.11 has it. */
static bool find_operator(const char *text, const struct ast_node *e, int *left,
                          int *right)
{
    const struct ast_node *a = e->as.bin_op.left, *b = e->as.bin_op.right;
    for (int k = a->end_col; k < b->col; k++) {
        if (is_blank(text[k]))
            continue;
        *left = k;
        *right = k + 1;
        if (k + 1 < b->col && !is_blank(text[k + 1]))
            ++*right;
        return true;
    }
    return false;
}

static bool find_subscript(const struct ast_node *e, int *left, int *right)
{
    *left = e->as.subscript.value->end_col;
    *right = e->as.subscript.slice->end_col + 1;
    return true;
}

static bool find(const char *text, int size, int *left, int *right)
{
    struct syntax_source source = {.bytes = text, .length = (size_t)size,
                                   .mode = SYNTAX_EXEC,
                                   .flags = SYNTAX_FROM_STR};
    struct syntax_report report = {0};
    struct arena arena;
    struct ast_node *tree, *e;
    bool found = false;
    arena_init(&arena);
    if (syntax_parse(&arena, &source, &tree, &report) &&
        tree->as.module.body.count == 1 &&
        tree->as.module.body.items[0]->kind == AST_Expr) {
        e = tree->as.module.body.items[0]->as.expr_stmt.value;
        if (e->kind == AST_BinOp)
            found = find_operator(text, e, left, right);
        else if (e->kind == AST_Subscript)
            found = find_subscript(e, left, right);
    }
    arena_done(&arena);
    return found;
}

static int characters(const char *text, int n)
{
    int count = 0;
    for (int k = 0; k < n; k++)
        count += ((unsigned char)text[k] & 0xc0) != 0x80;
    return count;
}

void markers_find_anchors(const char *line, int from, int to,
                          struct markers *m)
{
    int left, right;
    if (from >= to || !find(line + from, to - from, &left, &right))
        return;
    m->left = m->start + characters(line + from, left);
    m->right = m->start + characters(line + from, right);
}
