/*
 * The text of an annotation under `from __future__ import annotations`: the
 * expression written anew as CPython writes it, not as the source has it.
 *
 * Neighbours: assign.c and function.c, which keep it as a constant.
 */
#include <math.h>
#include <string.h>

#include "scripts/compile/unit.h"
#include "scripts/types/float.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

/* How tight an operand must bind to need no parentheses. */
enum level {
    LEVEL_TUPLE,
    LEVEL_TEST,
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_COMPARE,
    LEVEL_BIT_OR,
    LEVEL_BIT_XOR,
    LEVEL_BIT_AND,
    LEVEL_SHIFT,
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_FACTOR,
    LEVEL_POWER,
    LEVEL_AWAIT,
    LEVEL_ATOM,
};

static const unsigned char value_levels[AST_VALUE_COUNT] = {
    [AST_And] = LEVEL_AND,        [AST_Or] = LEVEL_OR,
    [AST_Add] = LEVEL_SUM,        [AST_Sub] = LEVEL_SUM,
    [AST_Mult] = LEVEL_PRODUCT,   [AST_MatMult] = LEVEL_PRODUCT,
    [AST_Div] = LEVEL_PRODUCT,    [AST_Mod] = LEVEL_PRODUCT,
    [AST_FloorDiv] = LEVEL_PRODUCT, [AST_Pow] = LEVEL_POWER,
    [AST_LShift] = LEVEL_SHIFT,   [AST_RShift] = LEVEL_SHIFT,
    [AST_BitOr] = LEVEL_BIT_OR,   [AST_BitXor] = LEVEL_BIT_XOR,
    [AST_BitAnd] = LEVEL_BIT_AND, [AST_Invert] = LEVEL_FACTOR,
    [AST_Not] = LEVEL_NOT,        [AST_UAdd] = LEVEL_FACTOR,
    [AST_USub] = LEVEL_FACTOR,
};

struct writer {
    struct compiler *c;
    struct str_builder b;
};

static void write(struct writer *w, const struct ast_node *n, int level);

static void put(struct writer *w, const char *text)
{
    str_builder_utf8(&w->b, text, strlen(text));
}

static void put_if(struct writer *w, bool really, const char *text)
{
    if (really)
        put(w, text);
}

static void separated(struct writer *w, struct ast_nodes nodes,
                      const char *between, int level)
{
    for (int i = 0; i < nodes.count; i++) {
        put_if(w, i > 0, between);
        write(w, nodes.items[i], level);
    }
}

static void prefixed(struct writer *w, const char *prefix,
                     const struct ast_node *n, int level)
{
    put(w, prefix);
    write(w, n, level);
}

/* ---- constants ----------------------------------------------------------- */

/* An infinite float reads as a number too large. */
static void put_number(struct writer *w, const object *repr)
{
    for (size_t i = 0; i < str_length(repr); i++) {
        if (str_at(repr, i) == 'i' && i + 2 < str_length(repr)) {
            put(w, "1e309");
            i += 2;
        } else {
            str_builder_char(&w->b, str_at(repr, i));
        }
    }
}

static void put_object(struct writer *w, object *o)
{
    struct vm *vm = w->c->vm;
    if (vm_is(o, TYPE_TUPLE)) {
        put(w, "(");
        for (size_t i = 0; i < tuple_length(o); i++) {
            put_if(w, i > 0, ", ");
            put_object(w, tuple_items(o)[i]);
        }
        put(w, tuple_length(o) == 1 ? ",)" : ")");
        return;
    }
    object *repr = vm_repr(vm, o);
    bool infinite = vm_is(o, TYPE_FLOAT) &&
                    isinf(((struct float_object *)o)->value);
    if (!repr)
        w->c->failed = true;
    else if (infinite || vm_is(o, TYPE_COMPLEX))
        put_number(w, repr);
    else
        str_builder_str(&w->b, repr);
    vm_release_maybe(vm, repr);
}

static void constant(struct writer *w, const struct ast_constant *k)
{
    if (k->value.kind == AST_ELLIPSIS) {
        put(w, "...");
        return;
    }
    put_if(w, k->kind != NULL, "u");
    object *value = literal_value(w->c, &k->value);
    if (value)
        put_object(w, value);
    vm_release_maybe(w->c->vm, value);
}

/* ---- f-strings ----------------------------------------------------------- */

static void part(struct writer *w, const struct ast_node *n, bool format);

/* What write() makes of a node, in a string of its own; new or NULL. */
static object *apart(struct writer *w, const struct ast_node *n, int level)
{
    struct writer inner = {.c = w->c};
    str_builder_init(&inner.b, w->c->vm);
    write(&inner, n, level);
    object *text = str_builder_finish(&inner.b);
    if (!text)
        w->c->failed = true;
    return text;
}

static void formatted(struct writer *w, const struct ast_formatted_value *f)
{
    object *text = apart(w, f->value, LEVEL_TEST + 1);
    bool brace = text && str_length(text) && str_at(text, 0) == '{';
    put(w, brace ? "{ " : "{");
    if (text)
        str_builder_str(&w->b, text);
    vm_release_maybe(w->c->vm, text);
    if (f->conversion > 0) {
        put(w, "!");
        str_builder_char(&w->b, (uint32_t)f->conversion);
    }
    if (f->format_spec) {
        put(w, ":");
        part(w, f->format_spec, true);
    }
    put(w, "}");
}

/* Text with its braces doubled. */
static void literal_text(struct writer *w, const struct ast_literal *l)
{
    object *text = literal_value(w->c, l);
    for (size_t i = 0; text && i < str_length(text); i++) {
        uint32_t point = str_at(text, i);
        str_builder_char(&w->b, point);
        if (point == '{' || point == '}')
            str_builder_char(&w->b, point);
    }
    vm_release_maybe(w->c->vm, text);
}

static void joined(struct writer *w, const struct ast_joined_str *j,
                   bool format)
{
    struct writer inner = {.c = w->c};
    struct vm *vm = w->c->vm;
    str_builder_init(&inner.b, vm);
    for (int i = 0; i < j->values.count; i++)
        part(&inner, j->values.items[i], format);
    object *body = str_builder_finish(&inner.b);
    object *text = body && !format ? vm_repr(vm, body)
                                   : heap_retain_maybe(body);
    put_if(w, !format, "f");
    if (text)
        str_builder_str(&w->b, text);
    else
        w->c->failed = true;
    vm_release_maybe(vm, body);
    vm_release_maybe(vm, text);
}

static void part(struct writer *w, const struct ast_node *n, bool format)
{
    if (n->kind == AST_Constant && n->as.constant.value.kind == AST_STR)
        literal_text(w, &n->as.constant.value);
    else if (n->kind == AST_JoinedStr)
        joined(w, &n->as.joined_str, format);
    else
        write(w, n, LEVEL_TEST);
}

/* ---- operators ----------------------------------------------------------- */

static void binary(struct writer *w, const struct ast_bin_op *b, int level)
{
    int own = value_levels[b->op];
    bool right = b->op == AST_Pow;
    put_if(w, level > own, "(");
    write(w, b->left, own + right);
    put(w, " ");
    put(w, ast_values[b->op].symbol);
    put(w, " ");
    write(w, b->right, own + !right);
    put_if(w, level > own, ")");
}

static void boolean(struct writer *w, const struct ast_bool_op *b, int level)
{
    int own = value_levels[b->op];
    put_if(w, level > own, "(");
    separated(w, b->values, b->op == AST_And ? " and " : " or ", own + 1);
    put_if(w, level > own, ")");
}

static void unary(struct writer *w, const struct ast_unary_op *u, int level)
{
    int own = value_levels[u->op];
    put_if(w, level > own, "(");
    put(w, ast_values[u->op].symbol);
    put_if(w, u->op == AST_Not, " ");
    write(w, u->operand, own);
    put_if(w, level > own, ")");
}

static void comparison(struct writer *w, const struct ast_compare *k, int level)
{
    put_if(w, level > LEVEL_COMPARE, "(");
    write(w, k->left, LEVEL_COMPARE + 1);
    for (int i = 0; i < k->ops.count; i++) {
        put(w, " ");
        put(w, ast_values[k->ops.items[i]].symbol);
        prefixed(w, " ", k->comparators.items[i], LEVEL_COMPARE + 1);
    }
    put_if(w, level > LEVEL_COMPARE, ")");
}

static void conditional(struct writer *w, const struct ast_if_exp *k, int level)
{
    put_if(w, level > LEVEL_TEST, "(");
    write(w, k->body, LEVEL_TEST + 1);
    prefixed(w, " if ", k->test, LEVEL_TEST + 1);
    prefixed(w, " else ", k->orelse, LEVEL_TEST);
    put_if(w, level > LEVEL_TEST, ")");
}

/* ---- lambda -------------------------------------------------------------- */

/* One parameter, behind a comma unless it is the first. */
static void parameter(struct writer *w, bool *first, const char *stars,
                      const struct ast_node *arg,
                      const struct ast_node *value)
{
    put_if(w, !*first, ", ");
    *first = false;
    put(w, stars);
    put_if(w, arg != NULL, arg ? arg->as.arg.arg : "");
    if (value)
        prefixed(w, "=", value, LEVEL_TEST);
}

static void positional(struct writer *w, const struct ast_arguments *a,
                       bool *first)
{
    int before = a->posonlyargs.count, all = before + a->args.count;
    for (int i = 0; i < all; i++) {
        int k = i - (all - a->defaults.count);
        parameter(w, first, "",
                  i < before ? a->posonlyargs.items[i]
                             : a->args.items[i - before],
                  k >= 0 ? a->defaults.items[k] : NULL);
        put_if(w, i == before - 1, ", /");
    }
}

static void lambda(struct writer *w, const struct ast_lambda *l, int level)
{
    const struct ast_arguments *a = &l->args->as.arguments;
    bool first = true;
    bool any = a->posonlyargs.count || a->args.count || a->vararg ||
               a->kwonlyargs.count || a->kwarg;
    put_if(w, level > LEVEL_TEST, "(");
    put(w, any ? "lambda " : "lambda");
    positional(w, a, &first);
    if (a->vararg || a->kwonlyargs.count)
        parameter(w, &first, "*", a->vararg, NULL);
    for (int i = 0; i < a->kwonlyargs.count; i++)
        parameter(w, &first, "", a->kwonlyargs.items[i],
                  a->kw_defaults.items[i]);
    if (a->kwarg)
        parameter(w, &first, "**", a->kwarg, NULL);
    prefixed(w, ": ", l->body, LEVEL_TEST);
    put_if(w, level > LEVEL_TEST, ")");
}

/* ---- displays ------------------------------------------------------------ */

static void dict(struct writer *w, const struct ast_dict *d)
{
    put(w, "{");
    for (int i = 0; i < d->values.count; i++) {
        put_if(w, i > 0, ", ");
        if (d->keys.items[i])
            write(w, d->keys.items[i], LEVEL_TEST);
        prefixed(w, d->keys.items[i] ? ": " : "**", d->values.items[i],
                 d->keys.items[i] ? LEVEL_TEST : LEVEL_BIT_OR);
    }
    put(w, "}");
}

static void comprehension_of(struct writer *w, const char *brackets,
                             const struct ast_node *element,
                             const struct ast_node *value,
                             struct ast_nodes clauses)
{
    str_builder_char(&w->b, (uint32_t)brackets[0]);
    write(w, element, LEVEL_TEST);
    if (value)
        prefixed(w, ": ", value, LEVEL_TEST);
    for (int i = 0; i < clauses.count; i++) {
        const struct ast_comprehension *k =
            &clauses.items[i]->as.comprehension;
        prefixed(w, k->is_async ? " async for " : " for ", k->target,
                 LEVEL_TUPLE);
        prefixed(w, " in ", k->iter, LEVEL_TEST + 1);
        for (int j = 0; j < k->ifs.count; j++)
            prefixed(w, " if ", k->ifs.items[j], LEVEL_TEST + 1);
    }
    str_builder_char(&w->b, (uint32_t)brackets[1]);
}

static void bracketed(struct writer *w, const char *brackets,
                      struct ast_nodes elts)
{
    str_builder_char(&w->b, (uint32_t)brackets[0]);
    separated(w, elts, ", ", LEVEL_TEST);
    str_builder_char(&w->b, (uint32_t)brackets[1]);
}

static void tuple(struct writer *w, struct ast_nodes elts, int level)
{
    bool enclosed = level > LEVEL_TUPLE || !elts.count;
    put_if(w, enclosed, "(");
    separated(w, elts, ", ", LEVEL_TEST);
    put_if(w, elts.count == 1, ",");
    put_if(w, enclosed, ")");
}

/* ---- primaries ----------------------------------------------------------- */

static void call(struct writer *w, const struct ast_call *k)
{
    write(w, k->func, LEVEL_ATOM);
    if (k->args.count == 1 && !k->keywords.count &&
        k->args.items[0]->kind == AST_GeneratorExp) {
        write(w, k->args.items[0], LEVEL_TEST);
        return;
    }
    put(w, "(");
    separated(w, k->args, ", ", LEVEL_TEST);
    for (int i = 0; i < k->keywords.count; i++) {
        const struct ast_keyword *keyword =
            &k->keywords.items[i]->as.keyword;
        put_if(w, i > 0 || k->args.count, ", ");
        put(w, keyword->arg ? keyword->arg : "**");
        prefixed(w, keyword->arg ? "=" : "", keyword->value, LEVEL_TEST);
    }
    put(w, ")");
}

static void attribute(struct writer *w, const struct ast_attribute *a)
{
    bool number = a->value->kind == AST_Constant &&
                  a->value->as.constant.value.kind == AST_INT;
    write(w, a->value, LEVEL_ATOM);
    put(w, number ? " ." : ".");
    put(w, a->attr);
}

static void slice(struct writer *w, const struct ast_slice *s)
{
    if (s->lower)
        write(w, s->lower, LEVEL_TEST);
    put(w, ":");
    if (s->upper)
        write(w, s->upper, LEVEL_TEST);
    if (s->step)
        prefixed(w, ":", s->step, LEVEL_TEST);
}

static void subscript(struct writer *w, const struct ast_subscript *s)
{
    write(w, s->value, LEVEL_ATOM);
    prefixed(w, "[", s->slice, LEVEL_TUPLE);
    put(w, "]");
}

/* ---- any expression ------------------------------------------------------ */

static void by_kind(struct writer *w, const struct ast_node *n, int level)
{
    switch (n->kind) {
    case AST_BoolOp:
        boolean(w, &n->as.bool_op, level);
        break;
    case AST_BinOp:
        binary(w, &n->as.bin_op, level);
        break;
    case AST_UnaryOp:
        unary(w, &n->as.unary_op, level);
        break;
    case AST_Lambda:
        lambda(w, &n->as.lambda, level);
        break;
    case AST_IfExp:
        conditional(w, &n->as.if_exp, level);
        break;
    case AST_Compare:
        comparison(w, &n->as.compare, level);
        break;
    case AST_Dict:
        dict(w, &n->as.dict);
        break;
    case AST_Set:
        bracketed(w, "{}", n->as.set.elts);
        break;
    case AST_List:
        bracketed(w, "[]", n->as.list.elts);
        break;
    case AST_Tuple:
        tuple(w, n->as.tuple.elts, level);
        break;
    case AST_ListComp:
    case AST_SetComp:
    case AST_GeneratorExp:
        comprehension_of(w,
                         n->kind == AST_ListComp  ? "[]"
                         : n->kind == AST_SetComp ? "{}"
                                                  : "()",
                         n->as.list_comp.elt, NULL,
                         n->as.list_comp.generators);
        break;
    case AST_DictComp:
        comprehension_of(w, "{}", n->as.dict_comp.key, n->as.dict_comp.value,
                         n->as.dict_comp.generators);
        break;
    case AST_Call:
        call(w, &n->as.call);
        break;
    case AST_Constant:
        constant(w, &n->as.constant);
        break;
    case AST_JoinedStr:
        joined(w, &n->as.joined_str, false);
        break;
    case AST_FormattedValue:
        formatted(w, &n->as.formatted_value);
        break;
    case AST_Attribute:
        attribute(w, &n->as.attribute);
        break;
    case AST_Subscript:
        subscript(w, &n->as.subscript);
        break;
    case AST_Starred:
        prefixed(w, "*", n->as.starred.value, LEVEL_BIT_OR);
        break;
    case AST_Slice:
        slice(w, &n->as.slice);
        break;
    case AST_Name:
        put(w, n->as.name.id);
        break;
    case AST_NamedExpr:
        put_if(w, level > LEVEL_TUPLE, "(");
        write(w, n->as.named_expr.target, LEVEL_ATOM);
        prefixed(w, " := ", n->as.named_expr.value, LEVEL_ATOM);
        put_if(w, level > LEVEL_TUPLE, ")");
        break;
    case AST_Await:
        put_if(w, level > LEVEL_AWAIT, "(");
        prefixed(w, "await ", n->as.await.value, LEVEL_ATOM);
        put_if(w, level > LEVEL_AWAIT, ")");
        break;
    case AST_Yield:
    case AST_YieldFrom:
        put(w, n->kind == AST_Yield ? "(yield" : "(yield from");
        if (n->as.yield.value)
            prefixed(w, " ", n->as.yield.value, LEVEL_TEST);
        put(w, ")");
        break;
    default:
        syntax_fail(w->c, n, "unexpected expression in an annotation");
    }
}

static void write(struct writer *w, const struct ast_node *n, int level)
{
    struct compiler *c = w->c;
    if (c->failed)
        return;
    if (++c->depth > 2900 || !vm_has_stack(c->vm)) {
        too_deep(c);
    } else {
        by_kind(w, n, level);
    }
    c->depth--;
}

object *annotation_text(struct compiler *c, const struct ast_node *n)
{
    struct writer w = {.c = c};
    str_builder_init(&w.b, c->vm);
    write(&w, n, LEVEL_TEST);
    object *text = str_builder_finish(&w.b);
    if (!text)
        c->failed = true;
    if (text && c->failed)
        heap_store(c->vm->heap, &text, NULL);
    return text;
}
