/*
 * Constant folding on the tree, where and only where CPython does it, with its
 * limits, so that `is` of constants and the constants of a code object agree.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/compile/unit.h"
#include "scripts/types/bytes.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

#define MAX_INT_BITS 128
#define MAX_COLLECTION 256
#define MAX_STR 4096

struct folded {
    const struct ast_node *node;
    object *value; /* owned; NULL: not constant */
};

/* ---- the memo ------------------------------------------------------------------- */

static struct folded *memo_slot(struct folded *table, size_t room,
                                const struct ast_node *n)
{
    size_t i = ((uintptr_t)n >> 4) * 0x9e3779b97f4a7c15u >> 20 & (room - 1);
    while (table[i].node && table[i].node != n)
        i = (i + 1) & (room - 1);
    return &table[i];
}

static bool memo_grow(struct compiler *c)
{
    size_t room = c->folded_room ? c->folded_room * 2 : 256;
    struct folded *table = calloc(room, sizeof *table);
    if (!table)
        return false;
    for (size_t i = 0; i < c->folded_room; i++)
        if (c->folded[i].node)
            *memo_slot(table, room, c->folded[i].node) = c->folded[i];
    free(c->folded);
    c->folded = table;
    c->folded_room = room;
    return true;
}

/* Steals value. */
static object *remember(struct compiler *c, const struct ast_node *n,
                        object *value)
{
    if (c->folded_count * 2 >= c->folded_room && !memo_grow(c)) {
        vm_release_maybe(c->vm, value);
        out_of_memory(c);
        return NULL;
    }
    *memo_slot(c->folded, c->folded_room, n) = (struct folded){n, value};
    c->folded_count++;
    return value;
}

void fold_done(struct compiler *c)
{
    for (size_t i = 0; i < c->folded_room; i++)
        vm_release_maybe(c->vm, c->folded[i].value);
    free(c->folded);
    c->folded = NULL;
    c->folded_room = c->folded_count = 0;
}

/* ---- literals --------------------------------------------------------------------- */

static bool name_like(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char ch = text[i];
        if (!(ch == '_' || (ch >= '0' && ch <= '9') ||
              ((ch | 32) >= 'a' && (ch | 32) <= 'z')))
            return false;
    }
    return true;
}

/* Strings that could be names are interned in code, not in trees. */
static object *interned(struct vm *vm, const struct ast_literal *l, object *s)
{
    if (s && vm_is(s, TYPE_STR) && name_like(l->text, l->length))
        str_intern_in_place(vm, &s);
    return s;
}

object *compile_literal(struct vm *vm, const struct ast_literal *l)
{
    if (l->object)
        return heap_retain(l->object);
    switch (l->kind) {
    case AST_FALSE:
    case AST_TRUE:
        return vm_bool(vm, l->kind == AST_TRUE);
    case AST_ELLIPSIS:
        return heap_retain(vm->ellipsis);
    case AST_INT:
        return int_parse(vm, l->text, l->length, l->base, vm->none);
    case AST_FLOAT:
        return float_new(vm, l->real);
    case AST_IMAGINARY:
        return complex_new(vm, 0, l->real);
    case AST_STR:
        return str_new(vm, l->text, l->length);
    case AST_BYTES:
        return bytes_new(vm, l->text, l->length);
    default:
        return vm_none(vm);
    }
}

object *literal_value(struct compiler *c, const struct ast_literal *l)
{
    object *value = compile_literal(c->vm, l);
    if (l->kind == AST_STR)
        value = interned(c->vm, l, value);
    if (!value)
        c->failed = true;
    return value;
}

/* ---- operators --------------------------------------------------------------------- */

static bool is_int(struct compiler *c, object *o)
{
    return vm_type_of(c->vm, o)->flags & TYPE_INT_SUBCLASS;
}

static size_t bits_of(struct compiler *c, object *o)
{
    size_t bits = 0;
    int64_t v;
    if (int_fits_i64(o, &v)) {
        uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
        return u ? 64 - (size_t)__builtin_clzll(u) : 0;
    }
    object *text = int_to_str(c->vm, o, 2, false);
    if (text)
        bits = str_length(text) - (int_sign(o) < 0);
    vm_release_maybe(c->vm, text);
    return bits;
}

static ptrdiff_t length_of(struct compiler *c, object *o)
{
    if (vm_is(o, TYPE_STR))
        return (ptrdiff_t)str_length(o);
    if (vm_is(o, TYPE_BYTES))
        return (ptrdiff_t)((struct bytes_object *)o)->length;
    (void)c;
    return -1;
}

/* All that a tuple holds, at most `limit`; -1 when more. */
static ptrdiff_t check_complexity(object *o, ptrdiff_t limit)
{
    if (!vm_is(o, TYPE_TUPLE))
        return limit;
    limit -= (ptrdiff_t)tuple_length(o);
    for (size_t i = 0; limit >= 0 && i < tuple_length(o); i++)
        limit = check_complexity(tuple_items(o)[i], limit);
    return limit;
}

static bool product_small(struct compiler *c, object *a, object *b)
{
    int64_t n;
    if (is_int(c, a) && is_int(c, b))
        return int_sign(a) == 0 || int_sign(b) == 0 ||
               bits_of(c, a) + bits_of(c, b) <= MAX_INT_BITS;
    if (is_int(c, b) && !is_int(c, a)) {
        object *swap = a;
        a = b;
        b = swap;
    }
    if (!is_int(c, a))
        return true;
    if (vm_is(b, TYPE_TUPLE) && tuple_length(b)) {
        if (!int_fits_i64(a, &n) || n < 0 ||
            n > MAX_COLLECTION / (int64_t)tuple_length(b))
            return false;
        return !n || check_complexity(b, MAX_COLLECTION / n) >= 0;
    }
    ptrdiff_t length = length_of(c, b);
    if (length > 0)
        return int_fits_i64(a, &n) && n >= 0 && n <= MAX_STR / length;
    return true;
}

static bool power_small(struct compiler *c, object *a, object *b)
{
    int64_t n;
    if (!is_int(c, a) || !is_int(c, b) || int_sign(b) <= 0)
        return true;
    return int_fits_i64(b, &n) &&
           bits_of(c, a) <= MAX_INT_BITS / (uint64_t)n;
}

static bool shift_small(struct compiler *c, object *a, object *b)
{
    int64_t n;
    if (!is_int(c, a) || !is_int(c, b) || int_sign(a) == 0)
        return true;
    return int_fits_i64(b, &n) && n <= MAX_INT_BITS &&
           (n < 0 || bits_of(c, a) <= (size_t)(MAX_INT_BITS - n));
}

static object *binary_value(struct compiler *c, ast_operator op, object *a,
                            object *b)
{
    static const enum vm_binary ops[] = {
        [AST_Add] = BINARY_ADD,       [AST_Sub] = BINARY_SUB,
        [AST_Mult] = BINARY_MUL,      [AST_Div] = BINARY_TRUEDIV,
        [AST_Mod] = BINARY_MOD,       [AST_Pow] = BINARY_POW,
        [AST_LShift] = BINARY_LSHIFT, [AST_RShift] = BINARY_RSHIFT,
        [AST_BitOr] = BINARY_OR,      [AST_BitXor] = BINARY_XOR,
        [AST_BitAnd] = BINARY_AND,    [AST_FloorDiv] = BINARY_FLOORDIV,
    };
    bool fits = op == AST_Mult     ? product_small(c, a, b)
                : op == AST_Pow    ? power_small(c, a, b)
                : op == AST_LShift ? shift_small(c, a, b)
                : op == AST_Mod    ? !vm_is(a, TYPE_STR) &&
                                      !vm_is(a, TYPE_BYTES)
                                   : op != AST_MatMult;
    object *value = fits ? vm_binary(c->vm, ops[op], a, b) : NULL;
    if (!value && fits)
        vm_pending_clear(c->vm);
    return value;
}

static object *unary_value(struct compiler *c, ast_unaryop op, object *o)
{
    struct vm *vm = c->vm;
    object *value = NULL;
    int truth;
    switch (op) {
    case AST_Invert:
        value = vm_invert(vm, o);
        break;
    case AST_UAdd:
        value = vm_positive(vm, o);
        break;
    case AST_USub:
        value = vm_negative(vm, o);
        break;
    default:
        truth = vm_truth(vm, o);
        if (truth >= 0)
            value = vm_bool(vm, !truth);
    }
    if (!value)
        vm_pending_clear(vm);
    return value;
}

static object *tuple_value(struct compiler *c, struct ast_nodes elts)
{
    for (int i = 0; i < elts.count; i++)
        if (elts.items[i]->kind == AST_Starred || !fold(c, elts.items[i]))
            return NULL;
    object *t = tuple_new(c->vm, (size_t)elts.count), *item;
    if (!t)
        vm_pending_clear(c->vm); /* it is built at run time, if it can be */
    for (int i = 0; t && i < elts.count; i++) {
        if (!(item = fold(c, elts.items[i]))) {
            vm_release(c->vm, t);
            return NULL;
        }
        tuple_items(t)[i] = heap_retain(item);
    }
    return t;
}

static object *compute(struct compiler *c, const struct ast_node *n)
{
    object *a, *b, *value;
    switch (n->kind) {
    case AST_Constant:
        return literal_value(c, &n->as.constant.value);
    case AST_Name:
        return strcmp(n->as.name.id, "__debug__") == 0 &&
                       n->as.name.ctx == AST_Load
                   ? vm_bool(c->vm, !c->optimize)
                   : NULL;
    case AST_UnaryOp:
        a = fold(c, n->as.unary_op.operand);
        return a ? unary_value(c, n->as.unary_op.op, a) : NULL;
    case AST_BinOp:
        b = fold(c, n->as.bin_op.right);
        a = b ? fold(c, n->as.bin_op.left) : NULL;
        return a ? binary_value(c, n->as.bin_op.op, a, b) : NULL;
    case AST_Tuple:
        return n->as.tuple.ctx == AST_Load ? tuple_value(c, n->as.tuple.elts)
                                           : NULL;
    case AST_Subscript:
        if (n->as.subscript.ctx != AST_Load)
            return NULL;
        a = fold(c, n->as.subscript.value);
        b = a ? fold(c, n->as.subscript.slice) : NULL;
        value = b ? vm_getitem(c->vm, a, b) : NULL;
        if (b && !value)
            vm_pending_clear(c->vm);
        return value;
    default:
        return NULL;
    }
}

/* Might it be a constant?  Most nodes are none, which their kind says. */
static bool may_fold(const struct ast_node *n)
{
    switch (n->kind) {
    case AST_Constant:
    case AST_UnaryOp:
    case AST_BinOp:
    case AST_Tuple:
    case AST_Subscript:
        return true;
    case AST_Name:
        return n->as.name.id[0] == '_'; /* __debug__ */
    default:
        return false;
    }
}

object *fold(struct compiler *c, const struct ast_node *n)
{
    if (c->failed || !may_fold(n))
        return NULL;
    if (c->folded_room) {
        struct folded *known = memo_slot(c->folded, c->folded_room, n);
        if (known->node)
            return known->value;
    }
    if (++c->depth > 4000 || !vm_has_stack(c->vm)) {
        c->depth--;
        if (vm_pending(c->vm))
            too_deep(c);
        return NULL;
    }
    object *value = compute(c, n);
    c->depth--;
    return c->failed ? NULL : remember(c, n, value);
}
