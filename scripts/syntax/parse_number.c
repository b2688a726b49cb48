/*
 * Number literals to constants. The tokenizer has checked their form.
 */
#include "scripts/syntax/parser.h"

#include <stdlib.h>
#include <string.h>


/* A copy without underscores, in lower case. */
static char *plain_digits(struct parser *p, const struct token *token)
{
    char *copy = arena_alloc(p->arena, (size_t)token->length + 1);
    if (!copy)
        return parser_no_memory(p);
    char *at = copy;
    for (int i = 0; i < token->length; i++) {
        char c = token->text[i];
        if (c != '_')
            *at++ = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
    }
    return copy;
}

static int literal_base(const char *digits)
{
    if (digits[0] != '0')
        return 10;
    switch (digits[1]) {
    case 'x':
        return 16;
    case 'o':
        return 8;
    case 'b':
        return 2;
    default:
        return 10;
    }
}

static bool read_int(struct parser *p, char *digits, struct ast_literal *value)
{
    value->kind = AST_INT;
    value->base = literal_base(digits);
    if (value->base != 10)
        digits += 2;
    while (digits[0] == '0' && digits[1])
        digits++;
    value->text = digits;
    value->length = strlen(digits);
    if (value->base != 10 || !p->max_digits ||
        value->length <= p->max_digits)
        return true;
    const struct token *token = &p->tokens[p->pos - 1];
    struct place place = {token->line, 0, token->line, 0};
    parser_error_place(
        p, SYNTAX_ERROR, place,
        report_format(p->arena,
                      "Exceeds the limit (%zu digits) for integer string "
                      "conversion: value has %zu digits; use "
                      "sys.set_int_max_str_digits() to increase the limit - "
                      "Consider hexadecimal for huge integer literals to "
                      "avoid decimal conversion limits.",
                      p->max_digits, value->length));
    return false;
}

static bool read_value(struct parser *p, char *digits,
                       struct ast_literal *value)
{
    size_t length = strlen(digits);
    bool radix = literal_base(digits) != 10;
    if (!radix && digits[length - 1] == 'j') {
        value->kind = AST_IMAGINARY;
        digits[length - 1] = '\0';
    } else if (!radix && strpbrk(digits, ".e")) {
        value->kind = AST_FLOAT;
    } else {
        return read_int(p, digits, value);
    }
    value->real = strtod(digits, NULL);
    return true;
}

struct ast_node *parse_number(struct parser *p)
{
    int start = p->pos++;
    const struct token *token = &p->tokens[start];
    if (memchr(token->text, '_', (size_t)token->length) &&
        !parser_since(p, 6, "Underscores in numeric literals are"))
        return NULL;
    char *digits = plain_digits(p, &p->tokens[start]);
    struct ast_node *node =
        digits ? parser_node_at(p, AST_Constant, start) : NULL;
    return node && read_value(p, digits, &node->as.constant.value) ? node
                                                                   : NULL;
}
