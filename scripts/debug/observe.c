/*
 * Plain conditions tested in place: names, attributes, items, numbers, texts
 * and their comparisons, as far as they can be followed by looking alone.
 * What would run script code, allocate or raise is left to a fork.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/syntax/parse.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"

#include <stdlib.h>
#include <string.h>

enum kind { UNKNOWN, NUMBER, TEXT, OBJECT };

/* What an expression is worth: a number or text of the source itself, or an
 * object, which is borrowed. */
struct worth {
    enum kind kind;
    int64_t number;
    const char *text;
    object *object;
};

struct look {
    struct engine *e;
    object *subject;
    struct vm_frame *frame;
    int depth;
};

enum { DEPTH_MOST = 50, KEYS_MOST = 1000 };

static const struct worth unknown = {UNKNOWN, 0, NULL, NULL};

static struct worth look_at(struct look *look, const struct ast_node *node);

/* ---- plain values ------------------------------------------------------ */

static struct worth number(int64_t n)
{
    return (struct worth){NUMBER, n, NULL, NULL};
}

/* Exact ints and bools count as their number. */
static struct worth of_object(const struct look *look, object *o)
{
    int64_t n;
    const struct vm *vm = look->e->vm;
    if (!o)
        return unknown;
    if (o == vm->true_ || o == vm->false_)
        return number(o == vm->true_);
    if (vm_is(o, TYPE_INT) && int_fits_i64(o, &n))
        return number(n);
    return (struct worth){OBJECT, 0, NULL, o};
}

static struct worth constant(struct look *look, const struct ast_literal *c)
{
    char *end;
    struct worth text = {TEXT, 0, c->text, NULL};
    switch (c->kind) {
    case AST_NONE:
        return of_object(look, look->e->vm->none);
    case AST_TRUE:
    case AST_FALSE:
        return number(c->kind == AST_TRUE);
    case AST_INT:
        if (c->base != 10 || c->length > 18)
            return unknown;
        return number(strtoll(c->text, &end, 10));
    case AST_STR:
        for (size_t i = 0; i < c->length; i++)
            if ((signed char)c->text[i] <= 0)
                return unknown;
        return text;
    default:
        return unknown;
    }
}

static struct worth name(struct look *look, const char *id)
{
    if (look->subject && strcmp(id, "_") == 0)
        return of_object(look, look->subject);
    return of_object(look, bindings_find(look->e, look->frame, id));
}

/* ---- parts ------------------------------------------------------------- */

/* A str key, by looking at each: nothing may be interned here. */
static object *find_key(object *dict, const char *text)
{
    size_t pos = 0;
    object *key, *value;
    if (dict_length(dict) > KEYS_MOST)
        return NULL;
    while (dict_next(dict, &pos, &key, &value))
        if (vm_is(key, TYPE_STR) && str_equal_ascii(key, text))
            return value;
    return NULL;
}

/* What the type has to say about a name: NULL, or the first along its mro. */
static object *class_value(struct vm *vm, object *o, const char *name)
{
    struct type_object *type = vm_type_of(vm, o);
    for (size_t i = 0; type->mro && i < tuple_length(type->mro); i++) {
        object *base = tuple_items(type->mro)[i];
        object *dict = ((struct type_object *)base)->dict;
        if (base == type_as_object(vm->types[TYPE_OBJECT]) || !dict)
            continue;
        object *found = find_key(dict, name);
        if (found)
            return found;
    }
    return NULL;
}

struct sought {
    const char *name;
    object *found;
};

static void find_edge(const struct heap_edge *edge, void *arg)
{
    struct sought *s = arg;
    if (edge->kind == HEAP_EDGE_ATTR && edge->key &&
        vm_is(edge->key, TYPE_STR) && str_equal_ascii(edge->key, s->name))
        s->found = edge->referent;
}

/* An instance's own attribute, when nothing of its class comes before it. */
static struct worth attribute(struct look *look, const struct ast_attribute *a)
{
    struct vm *vm = look->e->vm;
    struct worth of = look_at(look, a->value);
    struct sought s = {a->attr, NULL};
    if (of.kind != OBJECT || class_value(vm, of.object, "__getattribute__"))
        return unknown;
    object *shadow = class_value(vm, of.object, a->attr);
    if (shadow && !vm_is(shadow, TYPE_INT) && !vm_is(shadow, TYPE_STR) &&
        !vm_is(shadow, TYPE_MEMBER))
        return unknown;
    heap_edges(vm->heap, of.object, find_edge, &s);
    return of_object(look, s.found);
}

static struct worth item(struct look *look, const struct ast_subscript *s)
{
    struct worth of = look_at(look, s->value), at = look_at(look, s->slice);
    if (of.kind != OBJECT)
        return unknown;
    object *o = of.object;
    if (vm_is(o, TYPE_DICT) && at.kind == TEXT)
        return of_object(look, find_key(o, at.text));
    bool list = vm_is(o, TYPE_LIST);
    if ((!list && !vm_is(o, TYPE_TUPLE)) || at.kind != NUMBER)
        return unknown;
    int64_t length = (int64_t)(list ? list_length(o) : tuple_length(o));
    int64_t index = at.number < 0 ? at.number + length : at.number;
    if (index < 0 || index >= length)
        return unknown;
    return of_object(look, (list ? list_items(o) : tuple_items(o))[index]);
}

/* len() of what is exactly a built-in container. */
static struct worth length_of(struct look *look, const struct ast_call *call)
{
    if (call->func->kind != AST_Name || call->args.count != 1 ||
        call->keywords.count != 0 ||
        strcmp(call->func->as.name.id, "len") != 0 ||
        bindings_find(look->e, look->frame, "len"))
        return unknown;
    struct worth of = look_at(look, call->args.items[0]);
    if (of.kind != OBJECT)
        return unknown;
    if (vm_is(of.object, TYPE_LIST))
        return number((int64_t)list_length(of.object));
    if (vm_is(of.object, TYPE_TUPLE))
        return number((int64_t)tuple_length(of.object));
    if (vm_is(of.object, TYPE_DICT))
        return number((int64_t)dict_length(of.object));
    if (vm_is(of.object, TYPE_STR))
        return number((int64_t)str_length(of.object));
    return unknown;
}

/* ---- operators --------------------------------------------------------- */

static struct worth arithmetic(struct look *look, const struct ast_bin_op *b)
{
    struct worth x = look_at(look, b->left), y = look_at(look, b->right);
    int64_t n;
    if (x.kind != NUMBER || y.kind != NUMBER)
        return unknown;
    if (b->op == AST_Add && !__builtin_add_overflow(x.number, y.number, &n))
        return number(n);
    if (b->op == AST_Sub && !__builtin_sub_overflow(x.number, y.number, &n))
        return number(n);
    if (b->op == AST_Mult && !__builtin_mul_overflow(x.number, y.number, &n))
        return number(n);
    if (b->op == AST_Mod && y.number > 0) {
        n = x.number % y.number;
        return number(n < 0 ? n + y.number : n);
    }
    return unknown;
}

/* 1, 0, or -1: by looking alone it cannot be told. */
static int truth(const struct look *look, struct worth w)
{
    object *o = w.object;
    if (w.kind == NUMBER)
        return w.number != 0;
    if (w.kind == TEXT)
        return *w.text != 0;
    if (w.kind == UNKNOWN)
        return -1;
    if (o == look->e->vm->none)
        return 0;
    if (vm_is(o, TYPE_LIST))
        return list_length(o) != 0;
    if (vm_is(o, TYPE_TUPLE))
        return tuple_length(o) != 0;
    if (vm_is(o, TYPE_DICT))
        return dict_length(o) != 0;
    return vm_is(o, TYPE_STR) ? str_length(o) != 0 : -1;
}

static int is_text(struct worth w, struct worth *text)
{
    if (w.kind == OBJECT && vm_is(w.object, TYPE_STR))
        return 1;
    if (w.kind == TEXT)
        *text = w;
    return w.kind == TEXT;
}

/* Equality of what are both texts: 1, 0, -1 unknown. */
static int equal_texts(struct worth x, struct worth y)
{
    struct worth literal = unknown;
    if (!is_text(x, &literal) || !is_text(y, &literal))
        return -1;
    if (x.kind == TEXT && y.kind == TEXT)
        return strcmp(x.text, y.text) == 0;
    if (literal.kind == TEXT)
        return str_equal_ascii(x.kind == OBJECT ? x.object : y.object,
                               literal.text);
    return str_equal(x.object, y.object);
}

static int equal(const struct look *look, struct worth x, struct worth y)
{
    if (x.kind == NUMBER && y.kind == NUMBER)
        return x.number == y.number;
    const object *none = look->e->vm->none;
    bool plain_x = x.kind != OBJECT || x.object == none;
    bool plain_y = y.kind != OBJECT || y.object == none;
    if (plain_x && plain_y && x.kind != UNKNOWN && y.kind != UNKNOWN &&
        (x.kind != y.kind || x.object == none))
        return x.kind == y.kind && x.object == y.object;
    return equal_texts(x, y);
}

/* Identity can be told of objects and of None, not of numbers. */
static int identical(struct worth x, struct worth y)
{
    if (x.kind == OBJECT && y.kind == OBJECT)
        return x.object == y.object;
    return -1;
}

static int order(ast_cmpop op, int64_t x, int64_t y)
{
    switch (op) {
    case AST_Lt:
        return x < y;
    case AST_LtE:
        return x <= y;
    case AST_Gt:
        return x > y;
    default:
        return x >= y;
    }
}

static int negated(int truth)
{
    return truth < 0 ? -1 : !truth;
}

static int compare_one(const struct look *look, ast_cmpop op, struct worth x,
                       struct worth y)
{
    switch (op) {
    case AST_Eq:
        return equal(look, x, y);
    case AST_NotEq:
        return negated(equal(look, x, y));
    case AST_Is:
        return identical(x, y);
    case AST_IsNot:
        return negated(identical(x, y));
    case AST_Lt:
    case AST_LtE:
    case AST_Gt:
    case AST_GtE:
        if (x.kind == NUMBER && y.kind == NUMBER)
            return order(op, x.number, y.number);
        return -1;
    default:
        return -1;
    }
}

static struct worth of_truth(int truth)
{
    return truth < 0 ? unknown : number(truth);
}

static struct worth comparison(struct look *look, const struct ast_compare *c)
{
    struct worth left = look_at(look, c->left);
    for (int i = 0; i < c->ops.count; i++) {
        struct worth right = look_at(look, c->comparators.items[i]);
        int holds = compare_one(look, c->ops.items[i], left, right);
        if (holds != 1)
            return of_truth(holds);
        left = right;
    }
    return number(1);
}

/* The operand that decides, as Python has it. */
static struct worth boolean(struct look *look, const struct ast_bool_op *b)
{
    struct worth w = unknown;
    for (int i = 0; i < b->values.count; i++) {
        w = look_at(look, b->values.items[i]);
        int holds = truth(look, w);
        if (holds < 0)
            return unknown;
        if (holds == (b->op == AST_Or))
            return w;
    }
    return w;
}

static struct worth unary(struct look *look, const struct ast_unary_op *u)
{
    struct worth w = look_at(look, u->operand);
    if (u->op == AST_Not)
        return of_truth(negated(truth(look, w)));
    if (u->op == AST_USub && w.kind == NUMBER && w.number != INT64_MIN)
        return number(-w.number);
    return unknown;
}

static struct worth look_at(struct look *look, const struct ast_node *node)
{
    struct worth w = unknown;
    if (++look->depth > DEPTH_MOST)
        return unknown;
    switch (node->kind) {
    case AST_Constant:
        w = constant(look, &node->as.constant.value);
        break;
    case AST_Name:
        w = name(look, node->as.name.id);
        break;
    case AST_Attribute:
        w = attribute(look, &node->as.attribute);
        break;
    case AST_Subscript:
        w = item(look, &node->as.subscript);
        break;
    case AST_Call:
        w = length_of(look, &node->as.call);
        break;
    case AST_BinOp:
        w = arithmetic(look, &node->as.bin_op);
        break;
    case AST_UnaryOp:
        w = unary(look, &node->as.unary_op);
        break;
    case AST_Compare:
        w = comparison(look, &node->as.compare);
        break;
    case AST_BoolOp:
        w = boolean(look, &node->as.bool_op);
        break;
    default:
        break;
    }
    look->depth--;
    return w;
}

/* ---- parsed once, looked at often --------------------------------------- */

struct observer {
    struct arena arena;
    struct ast_node *tree;
    char *text;
};

struct observer *observer_new(const char *expression)
{
    struct syntax_report report = {0};
    struct observer *o = calloc(1, sizeof *o);
    if (!o)
        return NULL;
    arena_init(&o->arena);
    o->text = strdup(expression);
    struct syntax_source source = {.bytes = o->text,
                                   .length = o->text ? strlen(o->text) : 0,
                                   .mode = SYNTAX_EVAL,
                                   .flags = SYNTAX_FROM_STR};
    if (o->text && syntax_parse(&o->arena, &source, &o->tree, &report))
        return o;
    observer_free(o);
    return NULL;
}

void observer_free(struct observer *o)
{
    if (!o)
        return;
    arena_done(&o->arena);
    free(o->text);
    free(o);
}

struct watched observer_look(struct engine *e, const struct observer *o,
                             struct vm_frame *frame)
{
    struct look look = {e, NULL, frame, 0};
    struct worth w = look_at(&look, o->tree->as.expression.body);
    if (w.kind == NUMBER)
        return (struct watched){WATCHED_NUMBER, w.number, NULL};
    if (w.kind == OBJECT)
        return (struct watched){WATCHED_OBJECT, number_of(e, w.object),
                                w.object};
    return (struct watched){WATCHED_NOTHING, 0, NULL};
}

int observe(struct engine *e, const char *expression, object *subject)
{
    struct arena arena;
    struct ast_node *tree;
    struct syntax_report report = {0};
    struct syntax_source source = {.bytes = expression,
                                   .length = strlen(expression),
                                   .mode = SYNTAX_EVAL,
                                   .flags = SYNTAX_FROM_STR};
    struct look look = {e, subject, engine_frame(e, 0), 0};
    int result = -1;
    if (!look.frame)
        return -1;
    arena_init(&arena);
    if (syntax_parse(&arena, &source, &tree, &report))
        result = truth(&look, look_at(&look, tree->as.expression.body));
    arena_done(&arena);
    return result;
}
