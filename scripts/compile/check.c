/*
 * Warnings about expressions that can hardly be meant, in CPython's words.
 */
#include "scripts/compile/unit.h"

/* The type that the value of a display or literal is sure to have, or NULL. */
static const char *sure_type(struct compiler *c, const struct ast_node *n)
{
    switch (n->kind) {
    case AST_Constant: {
        object *value = fold(c, n);
        return value ? type_name_of(c->vm, value) : NULL;
    }
    case AST_Tuple:
        return "tuple";
    case AST_List:
    case AST_ListComp:
        return "list";
    case AST_Dict:
    case AST_DictComp:
        return "dict";
    case AST_Set:
    case AST_SetComp:
        return "set";
    case AST_GeneratorExp:
        return "generator";
    case AST_Lambda:
        return "function";
    case AST_JoinedStr:
    case AST_FormattedValue:
        return "str";
    default:
        return NULL;
    }
}

/* A literal that `is` should not be asked about. */
static bool is_literal(struct compiler *c, const struct ast_node *n)
{
    object *value = n->kind == AST_Tuple || n->kind == AST_Constant ||
                            n->kind == AST_BinOp || n->kind == AST_UnaryOp
                        ? fold(c, n)
                        : NULL;
    return value && value != c->vm->none && value != c->vm->true_ &&
           value != c->vm->false_ && value != c->vm->ellipsis;
}

void check_compare(struct compiler *c, const struct ast_node *n)
{
    const struct ast_compare *k = &n->as.compare;
    bool left = is_literal(c, k->left);
    for (int i = 0; i < k->ops.count; i++) {
        ast_cmpop op = k->ops.items[i];
        bool right = is_literal(c, k->comparators.items[i]);
        if ((op == AST_Is || op == AST_IsNot) && (left || right)) {
            syntax_warn(c, n,
                        op == AST_Is
                            ? "\"is\" with a literal. Did you mean \"==\"?"
                            : "\"is not\" with a literal. Did you mean "
                              "\"!=\"?");
            return;
        }
        left = right;
    }
}

void check_caller(struct compiler *c, const struct ast_node *call)
{
    const struct ast_node *func = call->as.call.func;
    const char *type =
        func->kind == AST_Lambda ? NULL : sure_type(c, func);
    if (type)
        syntax_warn(c, call,
                    "'%s' object is not callable; perhaps you missed a "
                    "comma?",
                    type);
}

static bool subscriptable(struct compiler *c, const struct ast_node *n)
{
    object *value;
    switch (n->kind) {
    case AST_Constant:
        value = fold(c, n);
        return value && (vm_is(value, TYPE_STR) || vm_is(value, TYPE_BYTES));
    case AST_Set:
    case AST_SetComp:
    case AST_GeneratorExp:
    case AST_Lambda:
        return false;
    default:
        return true;
    }
}

static void check_index(struct compiler *c, const struct ast_node *n)
{
    const struct ast_node *in = n->as.subscript.value;
    const char *what = sure_type(c, in);
    const char *type = sure_type(c, n->as.subscript.slice);
    bool sequence = in->kind == AST_Tuple || in->kind == AST_List ||
                    in->kind == AST_ListComp || in->kind == AST_JoinedStr ||
                    in->kind == AST_FormattedValue || in->kind == AST_Constant;
    object *value = n->as.subscript.slice->kind == AST_Constant
                        ? fold(c, n->as.subscript.slice)
                        : NULL;
    bool integer = value && (vm_type_of(c->vm, value)->flags &
                             TYPE_INT_SUBCLASS);
    if (!sequence || !type || integer)
        return;
    syntax_warn(c, n,
                "%s indices must be integers or slices, not %s; perhaps you "
                "missed a comma?",
                what, type);
}

void check_subscript(struct compiler *c, const struct ast_node *n)
{
    if (n->as.subscript.ctx != AST_Load)
        return;
    const struct ast_node *in = n->as.subscript.value;
    if (subscriptable(c, in))
        check_index(c, n);
    else
        syntax_warn(c, n,
                    "'%s' object is not subscriptable; perhaps you missed a "
                    "comma?",
                    sure_type(c, in));
}

void check_assert(struct compiler *c, const struct ast_node *n)
{
    const struct ast_node *test = n->as.assert_stmt.test;
    if (test->kind == AST_Tuple && test->as.tuple.elts.count > 0)
        syntax_warn(c, n,
                    "assertion is always true, perhaps remove parentheses?");
}
