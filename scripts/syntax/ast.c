/*
 * The tables that ast.def expands to: names, sizes and field offsets, for
 * those who walk a tree without knowing its kinds.
 */
#include "scripts/syntax/ast.h"

enum {
#define GROUP(group, placed) PLACED_##group = placed,
#include "scripts/syntax/ast.def"
};

/*
 * A row of fields does not say whose they are, so each kind's list is made
 * in a scope of its own, where `owner` is the struct that holds them.
 */
#define ROW(arity, type, name)                                                 \
    {#name, #type, AST_TYPE_##type, arity,                                                      \
     offsetof(struct ast_node, as) + offsetof(owner, name)},
#define ONE(type, name) ROW(AST_FIELD_ONE, type, name)
#define OPT(type, name) ROW(AST_FIELD_OPT, type, name)
#define SEQ(type, name) ROW(AST_FIELD_SEQ, type, name)

#define NODE(group, name, member, fields)                                      \
    static const struct ast_field_info *fields_of_##name(void)                 \
    {                                                                          \
        typedef struct ast_##member owner;                                     \
        static const struct ast_field_info table[] = {                         \
            fields{NULL, NULL, AST_TYPE_mod, AST_FIELD_ONE, 0}};                             \
        return table;                                                          \
    }
#include "scripts/syntax/ast.def"

static const struct ast_field_info *no_fields(void)
{
    static const struct ast_field_info table[] = {
        {NULL, NULL, AST_TYPE_mod, AST_FIELD_ONE, 0}};
    return table;
}

typedef const struct ast_field_info *fields_function(void);

static fields_function *const field_tables[AST_KIND_COUNT] = {
#define NODE(group, name, member, fields) fields_of_##name,
#define LEAF(group, name) no_fields,
#include "scripts/syntax/ast.def"
};

const struct ast_group_info ast_groups[AST_GROUP_COUNT] = {
#define GROUP(group, placed) {#group, placed},
#include "scripts/syntax/ast.def"
};

const struct ast_kind_info ast_kinds[AST_KIND_COUNT] = {
#define NODE(group, name, member, fields)                                      \
    {#name, #group, AST_TYPE_##group,                                                            \
     offsetof(struct ast_node, as) + sizeof(struct ast_##member),              \
     PLACED_##group},
#define LEAF(group, name)                                                      \
    {#name, #group, AST_TYPE_##group,                                          \
     offsetof(struct ast_node, as), PLACED_##group},
#include "scripts/syntax/ast.def"
};

const struct ast_value_info ast_values[AST_VALUE_COUNT] = {
#define VALUE(group, name, symbol) {#name, #group, AST_TYPE_##group, symbol},
#include "scripts/syntax/ast.def"
};

const struct ast_field_info *ast_fields(enum ast_kind kind)
{
    return field_tables[kind]();
}
