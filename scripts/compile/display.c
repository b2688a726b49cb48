/*
 * Displays of sequences and dicts, and f-strings.
 */
#include <string.h>

#include "scripts/compile/expr.h"
#include "scripts/compile/unit.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

/* ---- displays ----------------------------------------------------------------------------------- */

/* The constant tuple of all items when each is one; new or NULL. */
static object *all_constant(struct compiler *c, struct ast_nodes elts)
{
    for (int i = 0; i < elts.count; i++)
        if (elts.items[i]->kind == AST_Starred || !fold(c, elts.items[i]))
            return NULL;
    object *t = tuple_new(c->vm, (size_t)elts.count);
    if (!t)
        vm_pending_clear(c->vm); /* it is built at run time, if it can be */
    for (int i = 0; t && i < elts.count; i++)
        tuple_items(t)[i] = heap_retain(fold(c, elts.items[i]));
    return t;
}

/* The constant that stands for a display of constants; new or NULL. */
static object *constant_members(struct compiler *c, struct ast_nodes elts,
                                bool set)
{
    object *value = all_constant(c, elts), *items = value;
    if (value && set) {
        value = set_make(c->vm, c->vm->types[TYPE_FROZENSET], items);
        vm_release(c->vm, items);
    }
    if (!value && !c->failed) /* the display itself will fail, if it must */
        vm_pending_clear(c->vm);
    return value;
}

struct operand members(struct compiler *c, const struct ast_node *n)
{
    bool list = n->kind == AST_List, set = n->kind == AST_Set;
    struct ast_nodes elts = list  ? n->as.list.elts
                            : set ? n->as.set.elts
                                  : (struct ast_nodes){NULL, 0};
    object *constant = list || set ? constant_members(c, elts, set) : NULL;
    struct operand result;
    if (!constant && (!list || any_starred(elts)))
        return operand(c, n);
    if (!constant) {
        at_node(c, n);
        sequence(c, elts, true, OP_BUILD_TUPLE);
        return (struct operand){KIND_TEMP, top(c)};
    }
    result = (struct operand){KIND_CONST, const_number(c, constant)};
    vm_release(c->vm, constant);
    return result;
}

/* One item or *items into the list or set at `base`. */
static void add_item(struct compiler *c, int base, const struct ast_node *n,
                     bool set)
{
    bool many = n->kind == AST_Starred;
    struct operand o = operand(c, many ? n->as.starred.value : n);
    consume(c, o);
    emit(c,
         set ? (many ? OP_SET_UPDATE : OP_SET_ADD)
             : (many ? OP_LIST_EXTEND : OP_LIST_APPEND),
         kinds(none_operand, o, none_operand), (unsigned)base, o.n, 0);
}

/* A list, tuple or set display; build says which. */
void sequence(struct compiler *c, struct ast_nodes elts, bool tuple,
              enum vm_opcode build)
{
    bool set = build == OP_BUILD_SET;
    int base = c->unit->depth, i = 0;
    object *constant =
        elts.count > 2 && !tuple ? all_constant(c, elts) : NULL;
    if (!any_starred(elts) && elts.count <= BIG_DISPLAY && !constant) {
        for (; i < elts.count; i++)
            expr(c, elts.items[i]);
        pop(c, elts.count);
        emit(c, build, 0, (unsigned)base, (unsigned)elts.count, 0);
        push(c);
        return;
    }
    int before = 0; /* plain items in front of the first starred one */
    if (!constant && elts.count <= BIG_DISPLAY)
        while (elts.items[before]->kind != AST_Starred)
            before++;
    for (; i < before; i++)
        expr(c, elts.items[i]);
    pop(c, before);
    emit(c, set ? OP_BUILD_SET : OP_BUILD_LIST, 0, (unsigned)base,
         (unsigned)before, 0);
    push(c);
    if (constant) {
        if (set) {
            object *frozen =
                set_make(c->vm, c->vm->types[TYPE_FROZENSET], constant);
            vm_release(c->vm, constant);
            constant = frozen;
            if (!frozen)
                c->failed = true;
        }
        emit(c, set ? OP_SET_UPDATE : OP_LIST_EXTEND,
             KIND_CONST << KIND_B_SHIFT, (unsigned)base,
             constant ? const_number(c, constant) : 0, 0);
        vm_release_maybe(c->vm, constant);
        return;
    }
    for (; i < elts.count; i++)
        add_item(c, base, elts.items[i], set);
    if (tuple)
        emit(c, OP_LIST_TO_TUPLE, 0, (unsigned)base, 0, 0);
}

/* The keys [from, to) as a tuple, new, if all are constants; else NULL. */
static object *constant_keys(struct compiler *c, const struct ast_dict *d,
                             int from, int to)
{
    object *keys, *key;
    for (int i = from; i < to; i++)
        if (!fold(c, d->keys.items[i]))
            return NULL;
    keys = tuple_new(c->vm, (size_t)(to - from));
    if (!keys)
        vm_pending_clear(c->vm); /* they are loaded one by one */
    for (int i = from; keys && i < to; i++) {
        if (!(key = fold(c, d->keys.items[i]))) {
            vm_release(c->vm, keys);
            return NULL;
        }
        tuple_items(keys)[i - from] = heap_retain(key);
    }
    return keys;
}

/* Items [from, to) as one dict on top. */
static void dict_part(struct compiler *c, const struct ast_dict *d, int from,
                      int to)
{
    int base = c->unit->depth, n = to - from;
    object *keys = n > 1 ? constant_keys(c, d, from, to) : NULL;
    for (int i = from; i < to; i++) {
        if (!keys)
            expr(c, d->keys.items[i]);
        expr(c, d->values.items[i]);
    }
    pop(c, keys ? n : 2 * n);
    if (keys)
        emit(c, OP_BUILD_CONST_KEY_MAP, 0, (unsigned)base, (unsigned)n,
             const_number(c, keys));
    else
        emit(c, OP_BUILD_MAP, 0, (unsigned)base, (unsigned)n, 0);
    push(c);
    vm_release_maybe(c->vm, keys);
}

/* Merges the dict on top into the one below it, if there is one. */
static void merge_part(struct compiler *c, bool *have)
{
    if (*have) {
        uint16_t part = top(c);
        pop(c, 1);
        emit(c, OP_DICT_UPDATE, KIND_TEMP << KIND_B_SHIFT,
             (unsigned)c->unit->depth - 1, part, 0);
    }
    *have = true;
}

void dict_expr(struct compiler *c, const struct ast_node *n)
{
    const struct ast_dict *d = &n->as.dict;
    bool have = false;
    int from = 0;
    for (int i = 0; i < d->values.count; i++) {
        bool unpack = !d->keys.items[i];
        if (from < i && (unpack || i - from == 15)) {
            dict_part(c, d, from, i);
            merge_part(c, &have);
            from = i;
        }
        if (!unpack)
            continue;
        if (!have) {
            emit(c, OP_BUILD_MAP, 0, (unsigned)c->unit->depth, 0, 0);
            push(c);
            have = true;
        }
        expr(c, d->values.items[i]);
        merge_part(c, &have);
        from = i + 1;
    }
    at_node(c, n);
    if (from < d->values.count || !have) {
        dict_part(c, d, from, d->values.count);
        merge_part(c, &have);
    }
}

/* ---- f-strings ------------------------------------------------------------------------------------- */

void formatted_expr(struct compiler *c, const struct ast_node *n)
{
    const struct ast_formatted_value *f = &n->as.formatted_value;
    unsigned how = f->conversion == 's'   ? FORMAT_STR
                   : f->conversion == 'r' ? FORMAT_REPR
                   : f->conversion == 'a' ? FORMAT_ASCII
                                          : FORMAT_NONE;
    expr(c, f->value);
    uint16_t value = top(c);
    if (f->format_spec) {
        expr(c, f->format_spec);
        pop(c, 1);
        how |= FORMAT_SPEC;
    }
    at_node(c, n);
    pop(c, 1);
    emit(c, OP_FORMAT_VALUE, KIND_TEMP << KIND_B_SHIFT, value, value, how);
    push(c);
}

void joined_expr(struct compiler *c, const struct ast_node *n)
{
    struct ast_nodes parts = n->as.joined_str.values;
    int base = c->unit->depth;
    if (parts.count == 0) {
        load_const(c, c->vm->empty_str);
        return;
    }
    if (parts.count > BIG_DISPLAY) { /* "".join([...]) */
        load_const(c, c->vm->empty_str);
        uint16_t name =
            name_number(c, arena_intern(c->arena, "join", 4));
        pop(c, 1);
        emit(c, OP_LOAD_METHOD, KIND_TEMP << KIND_B_SHIFT, (unsigned)base,
             (unsigned)base, name);
        push(c);
        push(c);
        emit(c, OP_BUILD_LIST, 0, (unsigned)c->unit->depth, 0, 0);
        push(c);
        for (int i = 0; i < parts.count; i++)
            add_item(c, base + 2, parts.items[i], false);
        pop(c, 3);
        emit(c, OP_CALL, 0, (unsigned)base, 1, 0);
        push(c);
        return;
    }
    for (int i = 0; i < parts.count; i++)
        expr(c, parts.items[i]);
    at_node(c, n);
    if (parts.count == 1 && parts.items[0]->kind == AST_FormattedValue)
        return;
    pop(c, parts.count);
    emit(c, OP_BUILD_STRING, 0, (unsigned)base, (unsigned)parts.count, 0);
    push(c);
}
