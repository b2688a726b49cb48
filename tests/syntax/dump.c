/*
 * A tree as text, by the tables of its kinds alone: Name@line:col-line:col
 * with the fields in parentheses.
 */
#include "tests/syntax/dump.h"

#include <stdlib.h>
#include <string.h>

static void dump_node(FILE *out, const struct ast_node *node);

static void dump_text(FILE *out, const char *text, size_t length)
{
    fputc('"', out);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < ' ' || c > '~' || c == '"' || c == '\\')
            fprintf(out, "\\x%02x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void dump_literal(FILE *out, const struct ast_literal *value)
{
    static const char *const names[] = {
        [AST_NONE] = "None",       [AST_FALSE] = "False",
        [AST_TRUE] = "True",       [AST_ELLIPSIS] = "Ellipsis",
        [AST_INT] = "int:",        [AST_FLOAT] = "float:",
        [AST_IMAGINARY] = "imag:", [AST_STR] = "str",
        [AST_BYTES] = "bytes"};
    fputs(names[value->kind], out);
    if (value->kind == AST_INT)
        fprintf(out, "%llu", strtoull(value->text, NULL, value->base));
    else if (value->kind == AST_FLOAT || value->kind == AST_IMAGINARY)
        fprintf(out, "%a", value->real);
    else if (value->kind == AST_STR || value->kind == AST_BYTES)
        dump_text(out, value->text, value->length);
}

static bool is_value(const char *type)
{
    static const char *const types[] = {"operator", "unaryop", "boolop",
                                        "cmpop", "expr_context"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    return false;
}

static void dump_one(FILE *out, const char *type, const void *at)
{
    if (strcmp(type, "identifier") == 0 || strcmp(type, "string") == 0) {
        const char *text = *(const char *const *)at;
        if (text)
            dump_text(out, text, strlen(text));
        else
            fputs("None", out);
    } else if (strcmp(type, "int") == 0) {
        fprintf(out, "%d", *(const int *)at);
    } else if (strcmp(type, "constant") == 0) {
        dump_literal(out, at);
    } else if (is_value(type)) {
        fputs(ast_values[*(const enum ast_value *)at].name, out);
    } else {
        dump_node(out, *(struct ast_node *const *)at);
    }
}

static void dump_list(FILE *out, const char *type, const void *at)
{
    /* The three kinds of list have the same shape. */
    bool names = strcmp(type, "identifier") == 0;
    bool ops = strcmp(type, "cmpop") == 0;
    int count = names ? ((const struct ast_names *)at)->count
                : ops ? ((const struct ast_cmpops *)at)->count
                      : ((const struct ast_nodes *)at)->count;
    fputc('[', out);
    for (int i = 0; i < count; i++) {
        const void *item =
            names ? (const void *)&((const struct ast_names *)at)->items[i]
            : ops ? (const void *)&((const struct ast_cmpops *)at)->items[i]
                  : (const void *)&((const struct ast_nodes *)at)->items[i];
        fputs(i ? "," : "", out);
        dump_one(out, type, item);
    }
    fputc(']', out);
}

static void dump_node(FILE *out, const struct ast_node *node)
{
    if (!node) {
        fputs("None", out);
        return;
    }
    const struct ast_field_info *field = ast_fields(node->kind);
    fputs(ast_kinds[node->kind].name, out);
    if (ast_kinds[node->kind].placed)
        fprintf(out, "@%d:%d-%d:%d", node->line, node->col, node->end_line,
                node->end_col);
    fputc('(', out);
    for (int i = 0; field[i].name; i++) {
        const void *at = (const char *)node + field[i].offset;
        fputs(i ? "," : "", out);
        if (field[i].arity == AST_FIELD_SEQ)
            dump_list(out, field[i].type, at);
        else
            dump_one(out, field[i].type, at);
    }
    fputc(')', out);
}

void dump_module(FILE *out, const struct ast_node *module)
{
    for (int i = 0; i < module->as.module.body.count; i++) {
        dump_node(out, module->as.module.body.items[i]);
        fputc('\n', out);
    }
}

bool parse_text(struct arena *arena, const char *text, struct ast_node **tree,
                struct syntax_report *report)
{
    struct syntax_source source = {.bytes = text,
                                   .length = strlen(text),
                                   .mode = SYNTAX_EXEC,
                                   .flags = SYNTAX_FROM_STR};
    return syntax_parse(arena, &source, tree, report);
}
