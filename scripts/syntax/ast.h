/*
 * The syntax tree: what the parser builds and the compiler reads. Every node
 * lives in the arena that the parser was given and dies with it; nothing in
 * a tree is freed alone. ast.def lists the kinds and their fields. A node is
 * allocated no larger than its kind needs, so copy one only through its kind.
 */
#ifndef SYNTAX_AST_H
#define SYNTAX_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* AST_Module ... AST_MatchOr */
enum ast_kind {
#define NODE(group, name, member, fields) AST_##name,
#define LEAF(group, name) AST_##name,
#include "scripts/syntax/ast.def"
    AST_KIND_COUNT
};

/*
 * The operators and contexts share one numbering, AST_Load ... AST_NotIn;
 * each of the types below takes only the values of its own group.
 */
enum ast_value {
#define VALUE(group, name, symbol) AST_##name,
#include "scripts/syntax/ast.def"
    AST_VALUE_COUNT
};

/*
 * What a field may hold: AST_TYPE_mod ... AST_TYPE_type_ignore are the groups
 * of nodes and values, the rest are plain.
 */
enum ast_type {
#define GROUP(group, placed) AST_TYPE_##group,
#include "scripts/syntax/ast.def"
    AST_GROUP_COUNT,
    AST_TYPE_identifier = AST_GROUP_COUNT,
    AST_TYPE_string,
    AST_TYPE_int,
    AST_TYPE_constant,
};

typedef enum ast_value ast_operator;     /* AST_Add ... AST_FloorDiv */
typedef enum ast_value ast_unaryop;      /* AST_Invert ... AST_USub */
typedef enum ast_value ast_boolop;       /* AST_And, AST_Or */
typedef enum ast_value ast_cmpop;        /* AST_Eq ... AST_NotIn */
typedef enum ast_value ast_expr_context; /* AST_Load, AST_Store, AST_Del */

/*
 * A name: NUL-terminated UTF-8 in the normal form NFKC, one copy in an
 * arena, so equal names of one tree are equal pointers. Not yet mangled.
 */
typedef const char *ast_identifier;

enum ast_literal_kind {
    AST_NONE,
    AST_FALSE,
    AST_TRUE,
    AST_ELLIPSIS,
    AST_INT,
    AST_FLOAT,
    AST_IMAGINARY,
    AST_STR,
    AST_BYTES,
    AST_OBJECT, /* a tuple, say, in a tree that no source was parsed to */
};

/* The value of a Constant or a MatchSingleton. */
struct ast_literal {
    enum ast_literal_kind kind;
    int base; /* of an int: 2, 8, 10 or 16 */
    /*
     * AST_INT: the digits, lower case, no prefix, underscore or leading zero.
     * AST_STR: the text in UTF-8, lone surrogates encoded like any other
     * code point (WTF-8). AST_BYTES: the bytes. A NUL follows the last byte;
     * there may be others before it.
     */
    const char *text;
    size_t length;
    double real; /* AST_FLOAT; AST_IMAGINARY: the imaginary part */
    /* The interpreter's object, for as long as who made the tree keeps it; of
     * a parsed one NULL. All but AST_STR may then lack the text or number. */
    void *object;
};

struct ast_node;

/* A list of nodes; items is NULL when count is 0. */
struct ast_nodes {
    struct ast_node **items;
    int count;
};

struct ast_names {
    ast_identifier *items;
    int count;
};

struct ast_cmpops {
    ast_cmpop *items;
    int count;
};

/* The C type of each field type that ast.def names, alone and in a list. */
#define AST_ONE_stmt struct ast_node *
#define AST_ONE_expr struct ast_node *
#define AST_ONE_pattern struct ast_node *
#define AST_ONE_arguments struct ast_node *
#define AST_ONE_arg struct ast_node *
#define AST_ONE_identifier ast_identifier
#define AST_ONE_string const char *
#define AST_ONE_int int
#define AST_ONE_constant struct ast_literal
#define AST_ONE_operator ast_operator
#define AST_ONE_unaryop ast_unaryop
#define AST_ONE_boolop ast_boolop
#define AST_ONE_expr_context ast_expr_context
#define AST_SEQ_stmt struct ast_nodes
#define AST_SEQ_expr struct ast_nodes
#define AST_SEQ_pattern struct ast_nodes
#define AST_SEQ_keyword struct ast_nodes
#define AST_SEQ_alias struct ast_nodes
#define AST_SEQ_arg struct ast_nodes
#define AST_SEQ_withitem struct ast_nodes
#define AST_SEQ_match_case struct ast_nodes
#define AST_SEQ_excepthandler struct ast_nodes
#define AST_SEQ_comprehension struct ast_nodes
#define AST_SEQ_type_ignore struct ast_nodes
#define AST_SEQ_identifier struct ast_names
#define AST_SEQ_cmpop struct ast_cmpops

#define ONE(type, name) AST_ONE_##type name;
#define OPT(type, name) AST_ONE_##type name;
#define SEQ(type, name) AST_SEQ_##type name;

/* struct ast_module, struct ast_bin_op, ...: one for each row of ast.def. */
#define NODE(group, name, member, fields)                                      \
    struct ast_##member {                                                      \
        fields                                                                 \
    };
#include "scripts/syntax/ast.def"

#undef ONE
#undef OPT
#undef SEQ

struct ast_node {
    enum ast_kind kind;
    /*
     * Lines count from 1, columns are bytes of UTF-8 from 0, the end is
     * behind the last byte. Kinds that `ast` gives no position (see
     * ast_kind_info.placed) have 0 here.
     */
    int line, col, end_line, end_col;
    union {
#define NODE(group, name, member, fields) struct ast_##member member;
#include "scripts/syntax/ast.def"
    } as;
};

enum ast_arity { AST_FIELD_ONE, AST_FIELD_OPT, AST_FIELD_SEQ };

struct ast_field_info {
    const char *name; /* as in `ast` */
    const char *type; /* "expr", "identifier", "int", ... */
    enum ast_type type_id;
    enum ast_arity arity;
    size_t offset; /* in struct ast_node */
};

struct ast_group_info {
    const char *name; /* "expr" */
    bool placed;      /* `ast` gives its nodes a position */
};

struct ast_kind_info {
    const char *name;  /* "BinOp" */
    const char *group; /* "expr" */
    enum ast_type group_id;
    size_t size;       /* of a node of this kind, in bytes */
    bool placed;       /* `ast` gives it a position */
};

struct ast_value_info {
    const char *name;   /* "Add" */
    const char *group;  /* "operator" */
    enum ast_type group_id;
    const char *symbol; /* "+" */
};

/* What ast.def says, for those who walk trees of any kind. */
extern const struct ast_group_info ast_groups[AST_GROUP_COUNT];
extern const struct ast_kind_info ast_kinds[AST_KIND_COUNT];
extern const struct ast_value_info ast_values[AST_VALUE_COUNT];

/* Whether fields of a type hold nodes, not values or plain things. */
static inline bool ast_is_node_type(enum ast_type type)
{
    return type < AST_GROUP_COUNT &&
           !(type >= AST_TYPE_expr_context && type <= AST_TYPE_cmpop);
}

/* The fields of a kind in the order of `ast`, up to one with no name. */
const struct ast_field_info *ast_fields(enum ast_kind kind);

#endif
