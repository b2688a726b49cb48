/*
 * match statements.  The subject and what a pattern captured wait on the
 * stack, in CPython's order, until the whole pattern has matched; a failure
 * jumps to where as many temporaries as there are then get popped.
 */
#include <string.h>

#include "scripts/compile/unit.h"
#include "scripts/types/int.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"

/* One case's pattern under way. */
struct pattern {
    ast_identifier *stores; /* captured, the first lowest on the stack */
    int store_count, store_room;
    int *fail; /* label for popping n temporaries; NO_LABEL: not used */
    int fail_count;
    int on_top; /* temporaries above the captures that must stay */
    int base;   /* depth once the pattern has failed */
    bool may_match_all;
};

static void pattern(struct compiler *c, const struct ast_node *n,
                    struct pattern *p);

/* ---- the stack ----------------------------------------------------------------------- */

static void emit_pop(struct compiler *c)
{
    pop(c, 1);
    emit(c, OP_POP, 0, (unsigned)c->unit->depth, 0, 0);
}

/* A copy of the nth temporary from the top, 1 the top itself. */
static void copy(struct compiler *c, int n)
{
    int from = c->unit->depth - n;
    emit(c, OP_COPY, 0, (unsigned)c->unit->depth, (unsigned)from, 0);
    push(c);
}

static void swap(struct compiler *c, int n)
{
    int depth = c->unit->depth;
    emit(c, OP_SWAP, 0, (unsigned)depth - 1, (unsigned)(depth - n), 0);
}

/* Takes the top under count - 1 others. */
static void rotate(struct compiler *c, int count)
{
    for (; count > 1; count--)
        swap(c, count);
}

static void load_int(struct compiler *c, int n)
{
    object *o = int_new(c->vm, n);
    load_const(c, o);
    vm_release_maybe(c->vm, o);
}

/* The two topmost temporaries become what op makes of them. */
static void operate(struct compiler *c, enum vm_opcode op)
{
    unsigned flags = KIND_TEMP << KIND_B_SHIFT | KIND_TEMP << KIND_C_SHIFT;
    unsigned left = (unsigned)c->unit->depth - 2;
    pop(c, 2);
    emit(c, op, flags, left, left, left + 1);
    push(c);
}

/* ---- failing -------------------------------------------------------------------------- */

static bool fail_room(struct compiler *c, struct pattern *p, int n)
{
    if (n < p->fail_count)
        return true;
    int *fail = arena_alloc(c->arena, (size_t)(n + 1) * sizeof *fail);
    if (!fail) {
        out_of_memory(c);
        return false;
    }
    if (p->fail_count > 0)
        memcpy(fail, p->fail, (size_t)p->fail_count * sizeof *fail);
    while (p->fail_count <= n)
        fail[p->fail_count++] = label_new(c);
    p->fail = fail;
    return true;
}

/* Jumps to failure; a conditional op consumes the top first. */
static void jump_to_fail(struct compiler *c, struct pattern *p,
                         enum vm_opcode op)
{
    int pops = p->on_top + p->store_count;
    unsigned flags = 0;
    if (op != OP_JUMP) {
        pop(c, 1);
        flags = KIND_TEMP << KIND_A_SHIFT;
    }
    if (fail_room(c, p, pops))
        emit_jump(c, op, flags, (unsigned)c->unit->depth, p->fail[pops]);
}

static void emit_failures(struct compiler *c, struct pattern *p)
{
    int n = p->fail_count;
    while (n-- > 1) {
        label_here(c, p->fail[n]);
        c->unit->depth = p->base + n;
        emit_pop(c);
    }
    if (p->fail_count)
        label_here(c, p->fail[0]);
    c->unit->depth = p->base;
    p->fail_count = 0;
}

/* ---- captures -------------------------------------------------------------------------- */

static bool is_captured(const struct pattern *p, ast_identifier name)
{
    for (int i = 0; i < p->store_count; i++)
        if (p->stores[i] == name)
            return true;
    return false;
}

static void remember(struct compiler *c, struct pattern *p,
                     ast_identifier name)
{
    if (is_captured(p, name)) {
        syntax_fail_here(c, "multiple assignments to name '%s' in pattern",
                    name);
        return;
    }
    if (p->store_count == p->store_room) {
        int room = p->store_room ? 2 * p->store_room : 8;
        ast_identifier *stores =
            arena_alloc(c->arena, (size_t)room * sizeof *stores);
        if (!stores) {
            out_of_memory(c);
            return;
        }
        if (p->store_count)
            memcpy(stores, p->stores,
                   (size_t)p->store_count * sizeof *stores);
        p->stores = stores;
        p->store_room = room;
    }
    p->stores[p->store_count++] = name;
}

/* The top is captured as name, or dropped. */
static void capture(struct compiler *c, struct pattern *p,
                    ast_identifier name)
{
    if (!name) {
        emit_pop(c);
        return;
    }
    rotate(c, p->on_top + p->store_count + 1);
    remember(c, p, name);
}

/* ---- kinds of patterns ------------------------------------------------------------------- */

static bool is_wildcard(const struct ast_node *n)
{
    return n->kind == AST_MatchAs && !n->as.match_as.name;
}

static void subpattern(struct compiler *c, const struct ast_node *n,
                       struct pattern *p)
{
    bool before = p->may_match_all;
    p->may_match_all = true;
    pattern(c, n, p);
    p->may_match_all = before;
}

static bool is_literal(const struct ast_node *n)
{
    switch (n->kind) {
    case AST_Constant:
        return true;
    case AST_UnaryOp:
        return n->as.unary_op.operand->kind == AST_Constant;
    case AST_BinOp:
        return is_literal(n->as.bin_op.left) && is_literal(n->as.bin_op.right);
    default:
        return false;
    }
}

static void value_pattern(struct compiler *c, const struct ast_node *n,
                          struct pattern *p)
{
    const struct ast_node *value = n->as.match_value.value;
    if (!is_literal(value) && value->kind != AST_Attribute) {
        syntax_fail(c, n,
                    "patterns may only match literals and attribute lookups");
        return;
    }
    expr(c, value);
    at_node(c, n);
    operate(c, OP_EQ);
    jump_to_fail(c, p, OP_JUMP_IF_FALSE);
}

static void singleton_pattern(struct compiler *c, const struct ast_node *n,
                              struct pattern *p)
{
    object *value = literal_value(c, &n->as.match_singleton.value);
    load_const(c, value);
    vm_release_maybe(c->vm, value);
    operate(c, OP_IS);
    jump_to_fail(c, p, OP_JUMP_IF_FALSE);
}

/* Fails unless len(top) op n. */
static void check_length(struct compiler *c, struct pattern *p,
                         enum vm_opcode op, int n)
{
    emit(c, OP_GET_LEN, 0, (unsigned)c->unit->depth, top(c), 0);
    push(c);
    load_int(c, n);
    operate(c, op);
    jump_to_fail(c, p, OP_JUMP_IF_FALSE);
}

/* The item of the sequence on top at place i, counted from the end behind the
 * star. */
static void load_item(struct compiler *c, int i, int star, int size)
{
    copy(c, 1);
    if (i < star) {
        load_int(c, i);
    } else {
        emit(c, OP_GET_LEN, 0, (unsigned)c->unit->depth, top(c), 0);
        push(c);
        load_int(c, size - i);
        operate(c, OP_SUB);
    }
    operate(c, OP_LOAD_ITEM);
}

static void items_by_index(struct compiler *c, struct ast_nodes list, int star,
                           struct pattern *p)
{
    p->on_top++;
    for (int i = 0; i < list.count; i++) {
        if (i == star || is_wildcard(list.items[i]))
            continue;
        load_item(c, i, star, list.count);
        subpattern(c, list.items[i], p);
    }
    p->on_top--;
    emit_pop(c);
}

/* Takes the top apart into n temporaries. */
static void unpack(struct compiler *c, int n)
{
    pop(c, 1);
    emit(c, OP_UNPACK_SEQUENCE, 0, (unsigned)c->unit->depth, (unsigned)n, 0);
    for (int i = 0; i < n; i++)
        push(c);
}

static void items_by_unpacking(struct compiler *c, struct ast_nodes list,
                               int star, struct pattern *p)
{
    if (star < 0) {
        unpack(c, list.count);
    } else {
        pop(c, 1);
        emit(c, OP_UNPACK_EX, 0, (unsigned)c->unit->depth, (unsigned)star,
             (unsigned)(list.count - star - 1));
        for (int i = 0; i < list.count; i++)
            push(c);
    }
    p->on_top += list.count;
    for (int i = 0; i < list.count; i++) {
        p->on_top--;
        subpattern(c, list.items[i], p);
    }
}

/* Where the star is, -1 without; *wild: nothing but wildcards. */
static int find_star(struct compiler *c, const struct ast_node *n, bool *wild)
{
    struct ast_nodes list = n->as.match_sequence.patterns;
    int star = -1;
    *wild = true;
    for (int i = 0; i < list.count; i++) {
        const struct ast_node *one = list.items[i];
        if (one->kind != AST_MatchStar) {
            *wild &= is_wildcard(one);
            continue;
        }
        if (star >= 0)
            syntax_fail(c, n,
                        "multiple starred names in sequence pattern");
        *wild &= !one->as.match_star.name;
        star = i;
    }
    return star;
}

static void sequence_pattern(struct compiler *c, const struct ast_node *n,
                             struct pattern *p)
{
    struct ast_nodes list = n->as.match_sequence.patterns;
    bool wild;
    int star = find_star(c, n, &wild);
    p->on_top++;
    emit(c, OP_MATCH_SEQUENCE, 0, (unsigned)c->unit->depth, top(c), 0);
    push(c);
    jump_to_fail(c, p, OP_JUMP_IF_FALSE);
    if (star < 0)
        check_length(c, p, OP_EQ, list.count);
    else if (list.count > 1)
        check_length(c, p, OP_GE, list.count - 1);
    p->on_top--;
    if (wild)
        emit_pop(c);
    else if (star >= 0 && !list.items[star]->as.match_star.name)
        items_by_index(c, list, star, p);
    else
        items_by_unpacking(c, list, star, p);
}

/* ---- mappings ------------------------------------------------------------------------------ */

static void check_keys(struct compiler *c, const struct ast_node *n)
{
    struct ast_nodes keys = n->as.match_mapping.keys;
    for (int i = 0; i < keys.count && !c->failed; i++) {
        object *key = fold(c, keys.items[i]), *other;
        if (!key && keys.items[i]->kind != AST_Attribute)
            syntax_fail(c, n,
                        "mapping pattern keys may only match literals and "
                        "attribute lookups");
        for (int k = 0; key && k < i && !c->failed; k++) {
            other = fold(c, keys.items[k]);
            if (other && vm_equal(c->vm, key, other) > 0)
                syntax_fail(c, n,
                            "mapping pattern checks duplicate key (%R)", key);
        }
    }
}

/* Subject and keys on top become a dict of the subject without the keys. */
static void rest_of_mapping(struct compiler *c, int size)
{
    unsigned at;
    emit(c, OP_BUILD_MAP, 0, (unsigned)c->unit->depth, 0, 0);
    push(c);
    swap(c, 3);
    pop(c, 1);
    at = (unsigned)c->unit->depth;
    emit(c, OP_DICT_UPDATE, KIND_TEMP << KIND_B_SHIFT, at - 2, at, 0);
    unpack(c, size);
    for (; size > 0; size--) {
        copy(c, 1 + size);
        swap(c, 2);
        pop(c, 2);
        at = (unsigned)c->unit->depth;
        emit(c, OP_DELETE_ITEM,
             KIND_TEMP << KIND_B_SHIFT | KIND_TEMP << KIND_C_SHIFT, 0, at,
             at + 1);
    }
}

/* Fails when the values or attributes on top are None. */
static void check_found(struct compiler *c, struct pattern *p)
{
    copy(c, 1);
    load_none(c);
    operate(c, OP_IS_NOT);
    jump_to_fail(c, p, OP_JUMP_IF_FALSE);
}

static void match_values(struct compiler *c, const struct ast_node *n,
                         struct pattern *p)
{
    struct ast_nodes keys = n->as.match_mapping.keys;
    struct ast_nodes values = n->as.match_mapping.patterns;
    int size = keys.count;
    check_keys(c, n);
    for (int i = 0; i < size; i++)
        expr(c, keys.items[i]);
    at_node(c, n);
    pop(c, size);
    emit(c, OP_BUILD_TUPLE, 0, (unsigned)c->unit->depth, (unsigned)size, 0);
    push(c);
    emit(c, OP_MATCH_KEYS, 0, (unsigned)c->unit->depth,
         (unsigned)c->unit->depth - 2, 0);
    push(c);
    p->on_top += 2;
    check_found(c, p);
    unpack(c, size);
    p->on_top += size - 1;
    for (int i = 0; i < size; i++) {
        p->on_top--;
        subpattern(c, values.items[i], p);
    }
    p->on_top -= 2;
}

static void mapping_pattern(struct compiler *c, const struct ast_node *n,
                            struct pattern *p)
{
    int size = n->as.match_mapping.keys.count;
    ast_identifier rest = n->as.match_mapping.rest;
    p->on_top++;
    emit(c, OP_MATCH_MAPPING, 0, (unsigned)c->unit->depth, top(c), 0);
    push(c);
    jump_to_fail(c, p, OP_JUMP_IF_FALSE);
    if (size == 0 && !rest) {
        p->on_top--;
        emit_pop(c);
        return;
    }
    if (size > 0)
        check_length(c, p, OP_GE, size);
    match_values(c, n, p);
    if (rest) {
        rest_of_mapping(c, size);
        capture(c, p, rest);
    } else {
        emit_pop(c);
        emit_pop(c);
    }
}

/* ---- classes -------------------------------------------------------------------------------- */

static object *attribute_names(struct compiler *c, const struct ast_node *n)
{
    struct ast_names names = n->as.match_class.kwd_attrs;
    object *tuple = tuple_new(c->vm, (size_t)names.count);
    for (int i = 0; i < names.count; i++) {
        if (strcmp(names.items[i], "__debug__") == 0)
            syntax_fail(c, n->as.match_class.kwd_patterns.items[i],
                        "cannot assign to __debug__");
        for (int k = 0; k < i; k++)
            if (names.items[k] == names.items[i])
                syntax_fail(c, n->as.match_class.kwd_patterns.items[i],
                            "attribute name repeated in class pattern: %s",
                            names.items[i]);
        object *name = name_object(c, names.items[i]);
        if (tuple)
            tuple_items(tuple)[i] = name ? name : vm_none(c->vm);
        else
            vm_release_maybe(c->vm, name);
    }
    return tuple;
}

static void class_pattern(struct compiler *c, const struct ast_node *n,
                          struct pattern *p)
{
    const struct ast_match_class *m = &n->as.match_class;
    int positional = m->patterns.count;
    int count = positional + m->kwd_patterns.count;
    object *names = attribute_names(c, n);
    expr(c, m->cls);
    at_node(c, n);
    load_const(c, names);
    vm_release_maybe(c->vm, names);
    pop(c, 3);
    emit(c, OP_MATCH_CLASS, 0, (unsigned)c->unit->depth, (unsigned)positional,
         0);
    push(c);
    p->on_top++;
    check_found(c, p);
    unpack(c, count);
    p->on_top += count - 1;
    for (int i = 0; i < count; i++) {
        const struct ast_node *one =
            i < positional ? m->patterns.items[i]
                           : m->kwd_patterns.items[i - positional];
        p->on_top--;
        if (is_wildcard(one))
            emit_pop(c);
        else
            subpattern(c, one, p);
    }
}

/* ---- as and or -------------------------------------------------------------------------------- */

static void as_pattern(struct compiler *c, const struct ast_node *n,
                       struct pattern *p)
{
    const struct ast_match_as *m = &n->as.match_as;
    if (!m->pattern) {
        if (!p->may_match_all && m->name)
            syntax_fail(c, n,
                        "name capture '%s' makes remaining patterns "
                        "unreachable",
                        m->name);
        else if (!p->may_match_all)
            syntax_fail(c, n, "wildcard makes remaining patterns unreachable");
        capture(c, p, m->name);
        return;
    }
    p->on_top++;
    copy(c, 1);
    pattern(c, m->pattern, p);
    p->on_top--;
    capture(c, p, m->name);
}

static int index_of(const struct pattern *p, ast_identifier name)
{
    for (int i = 0; i < p->store_count; i++)
        if (p->stores[i] == name)
            return i;
    return -1;
}

/* Takes the first n of stores (and of the stack) behind the next `to`. */
static void move_captures(struct compiler *c, struct pattern *p, int n, int to)
{
    ast_identifier *s = p->stores;
    for (int k = 0; k < n; k++) {
        ast_identifier first = s[0];
        memmove(s, s + 1, (size_t)to * sizeof *s);
        s[to] = first;
        rotate(c, to + 1);
    }
}

/* Brings the captures of an alternative into the order of the first one's. */
static void reorder(struct compiler *c, struct pattern *p,
                    const struct pattern *first)
{
    bool same = p->store_count == first->store_count;
    for (int k = first->store_count; same && k-- > 0;) {
        int at = index_of(p, first->stores[k]);
        same = at >= 0;
        if (same && at != k)
            move_captures(c, p, at + 1, k);
    }
    if (!same)
        syntax_fail_here(c, "alternative patterns bind different names");
}

static void alternative(struct compiler *c, const struct ast_node *or,
                        int i, const struct pattern *outer,
                        struct pattern *first, int end)
{
    struct ast_nodes list = or->as.match_or.patterns;
    struct pattern p = {.base = c->unit->depth};
    p.may_match_all = i + 1 == list.count && outer->may_match_all;
    at_node(c, list.items[i]);
    copy(c, 1);
    pattern(c, list.items[i], &p);
    if (i == 0)
        *first = p;
    else
        reorder(c, &p, first);
    emit_jump(c, OP_JUMP, 0, 0, end);
    emit_failures(c, &p);
}

static void or_pattern(struct compiler *c, const struct ast_node *n,
                       struct pattern *p)
{
    struct ast_nodes list = n->as.match_or.patterns;
    int end = label_new(c), depth = c->unit->depth, places;
    struct pattern first = {0};
    for (int i = 0; i < list.count; i++)
        alternative(c, n, i, p, &first, end);
    emit_pop(c);
    jump_to_fail(c, p, OP_JUMP);
    label_here(c, end);
    c->unit->depth = depth + first.store_count;
    places = first.store_count + 1 + p->on_top + p->store_count;
    for (int i = 0; i < first.store_count; i++) {
        rotate(c, places);
        remember(c, p, first.stores[i]);
    }
    emit_pop(c);
}

static void pattern(struct compiler *c, const struct ast_node *n,
                    struct pattern *p)
{
    if (c->failed)
        return;
    at_node(c, n);
    switch (n->kind) {
    case AST_MatchValue:
        value_pattern(c, n, p);
        break;
    case AST_MatchSingleton:
        singleton_pattern(c, n, p);
        break;
    case AST_MatchSequence:
        sequence_pattern(c, n, p);
        break;
    case AST_MatchMapping:
        mapping_pattern(c, n, p);
        break;
    case AST_MatchClass:
        class_pattern(c, n, p);
        break;
    case AST_MatchStar:
        capture(c, p, n->as.match_star.name);
        break;
    case AST_MatchAs:
        as_pattern(c, n, p);
        break;
    case AST_MatchOr:
        or_pattern(c, n, p);
        break;
    default:
        break;
    }
}

/* ---- the statement ------------------------------------------------------------------------------ */

static void store_captures(struct compiler *c, const struct pattern *p)
{
    for (int i = 0; i < p->store_count; i++)
        store_name(c, p->stores[i], (struct operand){KIND_TEMP, top(c)});
}

/* One case; last: its pattern consumes the subject itself. */
static void match_case(struct compiler *c, const struct ast_node *n, bool last,
                       bool may_match_all, int end, struct flow *after)
{
    const struct ast_match_case *m = &n->as.match_case;
    struct pattern p = {.may_match_all = m->guard || may_match_all};
    struct flow start = flow_save(c);
    at_node(c, m->pattern);
    if (!last)
        copy(c, 1);
    p.base = c->unit->depth - 1;
    pattern(c, m->pattern, &p);
    store_captures(c, &p);
    if (m->guard && fail_room(c, &p, 0))
        jump_if(c, m->guard, false, p.fail[0]);
    if (!last)
        emit_pop(c);
    statements(c, m->body);
    emit_jump(c, OP_JUMP, 0, 0, end);
    flow_meet(c, *after);
    *after = flow_save(c);
    flow_restore(c, start);
    at_node(c, m->pattern);
    emit_failures(c, &p);
}

void match_stmt(struct compiler *c, const struct ast_node *n)
{
    struct ast_nodes cases = n->as.match_stmt.cases;
    const struct ast_match_case *tail =
        &cases.items[cases.count - 1]->as.match_case;
    bool fallback = is_wildcard(tail->pattern) && cases.count > 1 &&
                    !tail->pattern->as.match_as.pattern;
    int end = label_new(c), count = cases.count - fallback;
    struct flow after = {.all = true};
    expr(c, n->as.match_stmt.subject);
    for (int i = 0; i < count; i++)
        match_case(c, cases.items[i], i + 1 == count, i + 1 == cases.count,
                   end, &after);
    if (fallback) {
        at_node(c, tail->pattern);
        emit(c, OP_NOP, 0, 0, 0, 0);
        if (tail->guard)
            jump_if(c, tail->guard, false, end);
        statements(c, tail->body);
    }
    flow_meet(c, after);
    label_here(c, end);
}
