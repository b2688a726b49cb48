/*
 * _ast: syntax trees as objects, there and back.
 *
 * syntax/ast.def is the one list of classes and fields; nothing here knows a
 * kind of node but the validator.
 */
#ifndef SCRIPTS_MODULES_AST_MODULE_H
#define SCRIPTS_MODULES_AST_MODULE_H

#include "scripts/syntax/arena.h"
#include "scripts/syntax/ast.h"
#include "scripts/vm/vm.h"

/* The flags of compile() that _ast names. */
enum {
    AST_FLAG_ONLY_AST = 0x400,
    AST_FLAG_TYPE_COMMENTS = 0x1000,
    AST_FLAG_TOP_LEVEL_AWAIT = 0x2000,
};

/* Is o an _ast.AST? 1, 0, -1 (pending). */
int ast_is_tree(struct vm *vm, object *o);

/* The objects of a tree; new. */
object *ast_to_object(struct vm *vm, const struct ast_node *tree);

/*
 * The tree of an object, of the kind given (AST_Module ...), valid as the
 * compiler wants it.  It lives in the arena, and what its constants refer to
 * in *kept, a list (new, also on failure; or NULL), which must outlive it.
 */
const struct ast_node *ast_from_object(struct vm *vm, struct arena *arena,
                                       object *o, enum ast_kind kind,
                                       object **kept);

/* ---- shared by the files of _ast ----------------------------------------- */

/* Some of what the module keeps where no script sees it. */
enum ast_part {
    AST_PART_BASE,   /* AST */
    AST_PART_PLACES, /* ("lineno", ...) */
    AST_PART_GROUPS, /* classes, by enum ast_type */
    AST_PART_KINDS = AST_PART_GROUPS + AST_GROUP_COUNT,
    AST_PART_VALUES = AST_PART_KINDS + AST_KIND_COUNT,
    AST_PART_SINGLES = AST_PART_VALUES + AST_VALUE_COUNT,
    AST_PART_FIELDS = AST_PART_SINGLES + AST_VALUE_COUNT, /* names, tuples */
    AST_PART_COUNT = AST_PART_FIELDS + AST_KIND_COUNT,
};

extern const struct type_spec ast_spec;

/* The parts, AST_PART_COUNT of them, made at the first call; borrowed. */
object **ast_parts(struct vm *vm);

/* Is a kind a class of its own, with no group above it? */
static inline bool ast_kind_is_product(enum ast_kind kind)
{
    return kind >= AST_comprehension && kind <= AST_match_case &&
           kind != AST_ExceptHandler;
}

/* May nodes of a group come without end_lineno and end_col_offset? */
static inline bool ast_type_may_lack_end(enum ast_type group)
{
    return group != AST_TYPE_pattern;
}

/* False: ValueError (or its like) in CPython's words. */
bool ast_validate(struct vm *vm, const struct ast_node *tree);

#endif
