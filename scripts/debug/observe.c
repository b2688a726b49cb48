/*
 * Plain conditions tested in place: names, attributes, items, numbers, texts
 * and their comparisons, as far as they can be followed by looking alone.
 * What would run script code, allocate or raise is left to a fork.
 */
#include "scripts/debug/observe_internal.h"

#include "scripts/syntax/parse.h"
#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MOST = 50, ITEMS_MOST = 1000 };

static const struct worth unknown = {.kind = UNKNOWN};

static struct worth look_at(struct look *look, const struct ast_node *node);

/* ---- plain values ------------------------------------------------------ */

static struct worth number(int64_t n)
{
    return (struct worth){.kind = NUMBER, .number = n};
}

static struct worth real(double x)
{
    return (struct worth){.kind = REAL, .real = x};
}

/* Exact ints, bools and floats count as their number. */
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
    if (vm_is(o, TYPE_FLOAT))
        return real(((const struct float_object *)o)->value);
    return (struct worth){.kind = OBJECT, .object = o};
}

static struct worth constant(struct look *look, const struct ast_literal *c)
{
    char *end;
    struct worth text = {.kind = TEXT, .text = c->text};
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
    case AST_FLOAT:
        return real(c->real);
    case AST_STR:
        for (size_t i = 0; i < c->length; i++)
            if ((signed char)c->text[i] <= 0)
                return unknown;
        return text;
    default:
        return unknown;
    }
}

static struct worth known_constant(struct look *look,
                                   const struct ast_node *node)
{
    struct sight *s = observe_sight(look, node);
    if (!s)
        return constant(look, &node->as.constant.value);
    if (s->kind != SIGHT_CONSTANT) {
        s->kind = SIGHT_CONSTANT;
        s->constant = constant(look, &node->as.constant.value);
    }
    return s->constant;
}

static struct worth name(struct look *look, const struct ast_node *node)
{
    const char *id = node->as.name.id;
    if (look->subject && strcmp(id, "_") == 0)
        return of_object(look, look->subject);
    return of_object(look, observe_name(look, node, id));
}

/* ---- parts ------------------------------------------------------------- */

static struct worth attribute(struct look *look, const struct ast_node *node)
{
    struct worth of = look_at(look, node->as.attribute.value);
    if (of.kind != OBJECT)
        return unknown;
    return of_object(look, observe_attribute(look, node, of.object));
}

static struct worth list_item(struct look *look, object *o, int64_t index)
{
    bool list = vm_is(o, TYPE_LIST);
    const struct list_object *l = (const struct list_object *)o;
    int64_t length = (int64_t)(list ? list_length(o) : tuple_length(o));
    if (list) {
        observe_note(look, &l->items);
        observe_note(look, &l->length);
    }
    index = index < 0 ? index + length : index;
    if (index < 0 || index >= length)
        return unknown;
    object **place = (list ? list_items(o) : tuple_items(o)) + index;
    observe_note(look, place);
    return of_object(look, *place);
}

/* The int or str that a name means, as an object; NULL: it is none. */
static object *plain_key(struct look *look, const struct ast_node *node)
{
    object *o = node->kind == AST_Name
                    ? observe_name(look, node, node->as.name.id)
                    : NULL;
    return o && (vm_is(o, TYPE_INT) || vm_is(o, TYPE_STR)) ? o : NULL;
}

static struct worth dict_item(struct look *look, object *dict,
                              const struct ast_node *node)
{
    object *key = plain_key(look, node);
    struct worth at = key ? unknown : look_at(look, node);
    if (at.kind == TEXT)
        return of_object(look, observe_item(look, dict, at.text));
    observe_note_more(look);
    return key ? of_object(look, dict_peek(look->e->vm, dict, key)) : unknown;
}

static struct worth item(struct look *look, const struct ast_subscript *s)
{
    struct worth of = look_at(look, s->value);
    if (of.kind == OBJECT && vm_is(of.object, TYPE_DICT))
        return dict_item(look, of.object, s->slice);
    struct worth at = look_at(look, s->slice);
    if (of.kind != OBJECT)
        return unknown;
    object *o = of.object;
    if ((!vm_is(o, TYPE_LIST) && !vm_is(o, TYPE_TUPLE)) || at.kind != NUMBER)
        return unknown;
    return list_item(look, o, at.number);
}

/* How many items an exact built-in container has; -1: it is none. */
static int64_t items_in(struct look *look, object *o)
{
    if (vm_is(o, TYPE_LIST)) {
        observe_note(look, &((const struct list_object *)o)->length);
        return (int64_t)list_length(o);
    }
    if (vm_is(o, TYPE_DICT)) {
        observe_note(look, &((const struct dict_object *)o)->used);
        return (int64_t)dict_length(o);
    }
    if (vm_is(o, TYPE_TUPLE))
        return (int64_t)tuple_length(o);
    return vm_is(o, TYPE_STR) ? (int64_t)str_length(o) : -1;
}

static struct worth length_of(struct look *look, struct worth of,
                              object *second)
{
    int64_t n = of.kind == OBJECT ? items_in(look, of.object) : -1;
    (void)second;
    return n < 0 ? unknown : number(n);
}

/* Of a plain class, where o's own says yes or claims to be of no other. */
static struct worth is_instance(struct look *look, struct worth of,
                                object *class)
{
    struct vm *vm = look->e->vm;
    if (of.kind != OBJECT || !class || !vm_is(class, TYPE_TYPE))
        return unknown;
    struct type_object *type = vm_type_of(vm, of.object);
    observe_note(look, of.object); /* its class is in its header */
    if (type_is_subtype(type, type_object_of(class)))
        return number(1);
    return observe_class_hides(vm, of.object, "__class__") ? unknown
                                                           : number(0);
}

/* type(x) */
static struct worth class_of(struct look *look, struct worth of, object *second)
{
    (void)second;
    if (of.kind != OBJECT)
        return unknown;
    observe_note(look, of.object); /* its class is in its header */
    return of_object(look, type_as_object(vm_type_of(look->e->vm, of.object)));
}

static const struct {
    const char *name;
    int args;
    struct worth (*call)(struct look *look, struct worth of, object *second);
} calls[] = {
    {"len", 1, length_of}, {"isinstance", 2, is_instance}, {"type", 1, class_of}};

/* Calls of built-in functions that need only look. */
static struct worth call(struct look *look, const struct ast_call *c)
{
    object *second = NULL;
    const char *id =
        c->keywords.count ? NULL : observe_builtin(look, c->func);
    for (size_t i = 0; id && i < sizeof calls / sizeof *calls; i++) {
        if (strcmp(id, calls[i].name) != 0 || c->args.count != calls[i].args)
            continue;
        if (calls[i].args == 2 && c->args.items[1]->kind == AST_Name)
            second = observe_name(look, c->args.items[1],
                                  c->args.items[1]->as.name.id);
        return calls[i].call(look, look_at(look, c->args.items[0]), second);
    }
    return unknown;
}

/* ---- operators --------------------------------------------------------- */

static bool is_number(struct worth w)
{
    return w.kind == NUMBER || w.kind == REAL;
}

/* Of a number that a double holds exactly; *exact becomes false for others. */
static double as_real(struct worth w, bool *exact)
{
    const int64_t most = (int64_t)1 << 53;
    if (w.kind == REAL)
        return w.real;
    *exact &= w.number >= -most && w.number <= most;
    return (double)w.number;
}

static struct worth real_arithmetic(ast_operator op, struct worth x,
                                    struct worth y)
{
    bool exact = true;
    double a = as_real(x, &exact), b = as_real(y, &exact);
    if (!exact)
        return unknown;
    switch (op) {
    case AST_Add:
        return real(a + b);
    case AST_Sub:
        return real(a - b);
    case AST_Mult:
        return real(a * b);
    case AST_Div:
        return b != 0 ? real(a / b) : unknown;
    default:
        return unknown;
    }
}

static struct worth arithmetic(struct look *look, const struct ast_bin_op *b)
{
    struct worth x = look_at(look, b->left), y = look_at(look, b->right);
    int64_t n;
    if (!is_number(x) || !is_number(y))
        return unknown;
    if (x.kind == REAL || y.kind == REAL || b->op == AST_Div)
        return real_arithmetic(b->op, x, y);
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
    if (b->op == AST_FloorDiv && y.number > 0 && x.number >= 0)
        return number(x.number / y.number);
    if (b->op == AST_BitAnd)
        return number(x.number & y.number);
    return unknown;
}

/* 1, 0, or -1: by looking alone it cannot be told. */
static int truth(struct look *look, struct worth w)
{
    if (w.kind == NUMBER)
        return w.number != 0;
    if (w.kind == REAL)
        return w.real != 0;
    if (w.kind == TEXT)
        return *w.text != 0;
    if (w.kind == UNKNOWN)
        return -1;
    object *o = w.object;
    if (o == look->e->vm->none)
        return 0;
    int64_t n = items_in(look, o);
    return n < 0 ? -1 : n != 0;
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

#define ORDER(op, x, y)                                                        \
    ((op) == AST_Lt    ? (x) < (y)                                             \
     : (op) == AST_LtE ? (x) <= (y)                                            \
     : (op) == AST_Gt  ? (x) > (y)                                             \
     : (op) == AST_GtE ? (x) >= (y)                                            \
                       : (x) == (y))

/* Of two numbers: 1, 0, -1 unknown. */
static int order(ast_cmpop op, struct worth x, struct worth y)
{
    bool exact = true;
    if (x.kind == NUMBER && y.kind == NUMBER)
        return ORDER(op, x.number, y.number);
    double a = as_real(x, &exact), b = as_real(y, &exact);
    return exact ? ORDER(op, a, b) : -1;
}

static int equal(const struct look *look, struct worth x, struct worth y)
{
    if (is_number(x) && is_number(y))
        return order(AST_Eq, x, y);
    const object *none = look->e->vm->none;
    bool plain_x = x.kind != OBJECT || x.object == none;
    bool plain_y = y.kind != OBJECT || y.object == none;
    if (plain_x && plain_y && x.kind != UNKNOWN && y.kind != UNKNOWN &&
        (x.kind != y.kind || x.object == none))
        return x.kind == y.kind && x.object == y.object;
    return equal_texts(x, y);
}

/* Identity can be told of objects and of None, not of two numbers. */
static int identical(const struct look *look, struct worth x, struct worth y)
{
    const object *none = look->e->vm->none;
    if (x.kind == OBJECT && y.kind == OBJECT)
        return x.object == y.object;
    if ((is_number(x) && y.kind == OBJECT && y.object == none) ||
        (is_number(y) && x.kind == OBJECT && x.object == none))
        return 0;
    return -1;
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
        return identical(look, x, y);
    case AST_IsNot:
        return negated(identical(look, x, y));
    case AST_Lt:
    case AST_LtE:
    case AST_Gt:
    case AST_GtE:
        return is_number(x) && is_number(y) ? order(op, x, y) : -1;
    default:
        return -1;
    }
}

static struct worth of_truth(int truth)
{
    return truth < 0 ? unknown : number(truth);
}

/* x in (a, b, c), of what is written so: 1, 0, -1 unknown. */
static int among_written(struct look *look, struct worth x,
                         const struct ast_nodes *items)
{
    for (int i = 0; i < items->count; i++) {
        int same = equal(look, x, look_at(look, items->items[i]));
        if (same)
            return same;
    }
    return 0;
}

/* The same of a list or tuple that there is. */
static int among_items(struct look *look, struct worth x, object *o)
{
    bool list = vm_is(o, TYPE_LIST);
    size_t n = list ? list_length(o) : tuple_length(o);
    object **items = list ? list_items(o) : tuple_items(o);
    if (n > ITEMS_MOST)
        return -1;
    for (size_t i = 0; i < n; i++) {
        int same = equal(look, x, of_object(look, items[i]));
        if (same)
            return same;
    }
    return 0;
}

static int among_keys(struct look *look, const struct ast_node *node,
                      object *dict)
{
    object *key = plain_key(look, node);
    if (key && dict_peek(look->e->vm, dict, key))
        return 1;
    if (dict_has_other_keys(dict))
        return -1;
    struct worth x = key ? unknown : look_at(look, node);
    return key               ? 0
           : x.kind == TEXT ? observe_has_key(look, dict, x.text)
                            : -1;
}

static int among(struct look *look, const struct ast_node *left,
                 const struct ast_node *node)
{
    struct worth x = look_at(look, left);
    if (node->kind == AST_Tuple)
        return among_written(look, x, &node->as.tuple.elts);
    if (node->kind == AST_List)
        return among_written(look, x, &node->as.list.elts);
    struct worth in = look_at(look, node);
    observe_note_more(look); /* of what is in it */
    if (in.kind != OBJECT)
        return -1;
    if (vm_is(in.object, TYPE_LIST) || vm_is(in.object, TYPE_TUPLE))
        return among_items(look, x, in.object);
    return vm_is(in.object, TYPE_DICT) ? among_keys(look, left, in.object)
                                       : -1;
}

static struct worth comparison(struct look *look, const struct ast_compare *c)
{
    if (c->ops.count == 1 && c->ops.items[0] == AST_In)
        return of_truth(among(look, c->left, c->comparators.items[0]));
    if (c->ops.count == 1 && c->ops.items[0] == AST_NotIn)
        return of_truth(
            negated(among(look, c->left, c->comparators.items[0])));
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
    if (u->op == AST_USub && w.kind == REAL)
        return real(-w.real);
    return unknown;
}

static struct worth look_at(struct look *look, const struct ast_node *node)
{
    struct worth w = unknown;
    if (++look->depth > DEPTH_MOST)
        return unknown;
    switch (node->kind) {
    case AST_Constant:
        w = known_constant(look, node);
        break;
    case AST_Name:
        w = name(look, node);
        break;
    case AST_Attribute:
        w = attribute(look, node);
        break;
    case AST_Subscript:
        w = item(look, &node->as.subscript);
        break;
    case AST_Call:
        w = call(look, &node->as.call);
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
    struct sight sights[SIGHTS_MOST];
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

static struct worth worth_of(struct look *look, struct observer *o)
{
    look->sights = o->sights;
    return look_at(look, o->tree->as.expression.body);
}

struct watched observer_look(struct engine *e, struct observer *o,
                             struct vm_frame *frame, struct vm_watch *reads)
{
    struct look look = {.e = e, .frame = frame, .reads = reads};
    struct worth w = worth_of(&look, o);
    if (w.kind == NUMBER)
        return (struct watched){WATCHED_NUMBER, w.number, NULL};
    if (w.kind == REAL) {
        int64_t bits;
        memcpy(&bits, &w.real, sizeof bits);
        return (struct watched){WATCHED_REAL, bits, NULL};
    }
    if (w.kind == OBJECT)
        return (struct watched){WATCHED_OBJECT, number_of(e, w.object),
                                w.object};
    return (struct watched){WATCHED_NOTHING, 0, NULL};
}

int observer_test(struct engine *e, struct observer *o, object *subject)
{
    struct look look = {
        .e = e, .subject = subject, .frame = engine_frame(e, 0)};
    if (!look.frame)
        return -1;
    struct worth w = worth_of(&look, o);
    return truth(&look, w);
}
