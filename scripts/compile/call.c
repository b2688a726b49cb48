/*
 * Calls: callable, self or NULL, arguments on consecutive temporaries.
 */
#include "scripts/compile/unit.h"
#include "scripts/types/tuple.h"

#define BIG_CALL 30 /* more arguments than this go by tuple and dict */

static bool plain_args(struct ast_nodes args, struct ast_nodes keywords)
{
    for (int i = 0; i < args.count; i++)
        if (args.items[i]->kind == AST_Starred)
            return false;
    for (int i = 0; i < keywords.count; i++)
        if (!keywords.items[i]->as.keyword.arg)
            return false;
    return true;
}

static void check_repeated(struct compiler *c, struct ast_nodes keywords)
{
    for (int i = 0; i < keywords.count; i++)
        for (int k = i + 1; keywords.items[i]->as.keyword.arg &&
                            k < keywords.count;
             k++)
            if (keywords.items[k]->as.keyword.arg ==
                keywords.items[i]->as.keyword.arg)
                syntax_fail(c, keywords.items[k],
                            "keyword argument repeated: %s",
                            keywords.items[k]->as.keyword.arg);
}

/* 1 + the number of the tuple of keyword names, 0 without any. */
static unsigned keyword_names(struct compiler *c, struct ast_nodes keywords)
{
    if (keywords.count == 0)
        return 0;
    object *names = tuple_new(c->vm, (size_t)keywords.count);
    for (int i = 0; names && i < keywords.count; i++) {
        object *name =
            name_object(c, keywords.items[i]->as.keyword.arg);
        if (!name)
            break;
        tuple_items(names)[i] = name;
    }
    unsigned number = !c->failed && names ? const_number(c, names) + 1u : 0;
    if (!names)
        c->failed = true;
    vm_release_maybe(c->vm, names);
    return number;
}

static void plain_call(struct compiler *c, int base, int done,
                       struct ast_nodes args, struct ast_nodes keywords)
{
    for (int i = 0; i < args.count; i++)
        expr(c, args.items[i]);
    for (int i = 0; i < keywords.count; i++)
        expr(c, keywords.items[i]->as.keyword.value);
    unsigned names = keyword_names(c, keywords);
    unsigned n = (unsigned)(done + args.count + keywords.count);
    c->unit->depth = base;
    emit(c, OP_CALL, 0, (unsigned)base, n, names);
    push(c);
}

/* The positional arguments as one tuple on top; `done` are there already. */
static void args_tuple(struct compiler *c, int done, struct ast_nodes args)
{
    int base = c->unit->depth - done;
    if (done == 0 && args.count == 1 &&
        args.items[0]->kind == AST_Starred) {
        expr(c, args.items[0]->as.starred.value);
        return; /* CALL_EX makes it a tuple */
    }
    if (done == 0) {
        sequence(c, args, true, OP_BUILD_TUPLE);
        return;
    }
    pop(c, done);
    emit(c, OP_BUILD_LIST, 0, (unsigned)base, (unsigned)done, 0);
    push(c);
    for (int i = 0; i < args.count; i++) {
        bool many = args.items[i]->kind == AST_Starred;
        struct operand o =
            operand(c, many ? args.items[i]->as.starred.value
                            : args.items[i]);
        consume(c, o);
        emit(c, many ? OP_LIST_EXTEND : OP_LIST_APPEND,
             (unsigned)o.kind << KIND_B_SHIFT, (unsigned)base, o.n, 0);
    }
    emit(c, OP_LIST_TO_TUPLE, 0, (unsigned)base, 0, 0);
}

/* A run of name=value pairs as a dict on top. */
static void keyword_run(struct compiler *c, struct ast_nodes keywords,
                        int from, int to)
{
    int base = c->unit->depth;
    for (int i = from; i < to; i++) {
        object *name =
            name_object(c, keywords.items[i]->as.keyword.arg);
        load_const(c, name);
        vm_release_maybe(c->vm, name);
        expr(c, keywords.items[i]->as.keyword.value);
    }
    pop(c, 2 * (to - from));
    emit(c, OP_BUILD_MAP, 0, (unsigned)base, (unsigned)(to - from), 0);
    push(c);
}

static void merge_keywords(struct compiler *c, bool *have, int callable)
{
    if (*have) {
        uint16_t part = top(c);
        pop(c, 1);
        emit(c, OP_DICT_MERGE, KIND_TEMP << KIND_B_SHIFT,
             (unsigned)c->unit->depth - 1, part, (unsigned)callable);
    }
    *have = true;
}

static void keyword_dict(struct compiler *c, struct ast_nodes keywords,
                         int callable)
{
    bool have = false;
    int from = 0;
    for (int i = 0; i <= keywords.count; i++) {
        bool end = i == keywords.count;
        bool unpack = !end && !keywords.items[i]->as.keyword.arg;
        if (!end && !unpack)
            continue;
        if (from < i) {
            keyword_run(c, keywords, from, i);
            merge_keywords(c, &have, callable);
        }
        from = i + 1;
        if (!unpack)
            continue;
        if (!have) {
            emit(c, OP_BUILD_MAP, 0, (unsigned)c->unit->depth, 0, 0);
            push(c);
            have = true;
        }
        expr(c, keywords.items[i]->as.keyword.value);
        merge_keywords(c, &have, callable);
    }
}

static void ex_call(struct compiler *c, int base, int done,
                    struct ast_nodes args, struct ast_nodes keywords)
{
    args_tuple(c, done, args);
    if (keywords.count)
        keyword_dict(c, keywords, base);
    c->unit->depth = base;
    emit(c, OP_CALL_EX, 0, (unsigned)base, keywords.count > 0, 0);
    push(c);
}

void call_with(struct compiler *c, int base, int done, struct ast_nodes args,
               struct ast_nodes keywords)
{
    check_repeated(c, keywords);
    if (plain_args(args, keywords) &&
        args.count + keywords.count <= BIG_CALL)
        plain_call(c, base, done, args, keywords);
    else
        ex_call(c, base, done, args, keywords);
}

/* obj.name(...) without the bound method in between. */
static bool method_call(struct compiler *c, const struct ast_node *n)
{
    const struct ast_call *k = &n->as.call;
    if (k->func->kind != AST_Attribute || !plain_args(k->args, k->keywords) ||
        k->args.count + k->keywords.count +
                (k->keywords.count > 0) >= BIG_CALL)
        return false;
    const struct ast_attribute *a = &k->func->as.attribute;
    int base = c->unit->depth;
    struct operand o = operand(c, a->value);
    at_attribute(c, k->func, k->func);
    unsigned name = name_number(c, mangle(c, a->attr));
    consume(c, o);
    emit(c, OP_LOAD_METHOD, (unsigned)o.kind << KIND_B_SHIFT, (unsigned)base,
         o.n, name);
    push(c);
    push(c);
    at_attribute(c, n, k->func);
    call_with(c, base, 0, k->args, k->keywords);
    return true;
}

void call_expr(struct compiler *c, const struct ast_node *n)
{
    const struct ast_call *k = &n->as.call;
    int base = c->unit->depth;
    check_caller(c, n);
    if (method_call(c, n))
        return;
    expr(c, k->func);
    emit(c, OP_PUSH_NULL, 0, (unsigned)c->unit->depth, 0, 0);
    push(c);
    at_node(c, n);
    call_with(c, base, 0, k->args, k->keywords);
}
