/*
 * What the files of observing share: what an expression is worth, and where
 * its names and attributes were found last.
 */
#ifndef DEBUG_OBSERVE_INTERNAL_H
#define DEBUG_OBSERVE_INTERNAL_H

#include "scripts/debug/engine_internal.h"
#include "scripts/syntax/ast.h"

enum worth_kind { UNKNOWN, NUMBER, REAL, TEXT, OBJECT };

/* What an expression is worth: a number or text of the source itself, or an
 * object, which is borrowed. */
struct worth {
    enum worth_kind kind;
    union {
        int64_t number;
        double real;
        const char *text;
        object *object;
    };
};

/* Where a name or attribute of the expression was found last, and for what
 * that holds. */
struct sight {
    const struct ast_node *node;
    enum sight_kind {
        SIGHT_NONE,
        SIGHT_LOCAL,  /* register `index` of code `of` */
        SIGHT_CELL,   /* the same, what the cell there holds */
        SIGHT_GLOBAL, /* entry `index` of the globals with keys `keys` */
        SIGHT_BUILTIN, /* the same of the builtins, whose keys are `shape`; not
                          among the globals */
        SIGHT_ABSENT,  /* nowhere: neither among those nor a local of `of` */
        SIGHT_CONSTANT,
        SIGHT_VALUE,  /* value `index` of instances with `shape`; of: the
                         class's version */
    } kind;
    uint32_t of, keys, index;
    uintptr_t shape;
    struct worth constant;
};

enum { SIGHTS_MOST = 16 };

struct look {
    struct engine *e;
    object *subject;
    struct vm_frame *frame;
    int depth;
    struct sight *sights; /* SIGHTS_MOST */
    struct vm_watch *reads; /* what is read on the way, or NULL */
};

/* ---- observe_names.c --------------------------------------------------- */

/* The node's; NULL: there are too many. */
struct sight *observe_sight(struct look *look, const struct ast_node *node);

/* The object that the name means in the frame: borrowed, NULL: none. */
object *observe_name(struct look *look, const struct ast_node *node,
                     const char *id);
/* The name of the built-in function that is called; NULL: it is no name of one,
 * or another function has taken it. */
const char *observe_builtin(struct look *look, const struct ast_node *node);
/* An attribute of an instance or, of none, of its class, when that is all that
 * comes of it: borrowed; NULL: none, or it takes more than looking. */
object *observe_attribute(struct look *look, const struct ast_node *node,
                          object *of);
/* Does o's class have a say in what this attribute of o is? */
bool observe_class_hides(struct vm *vm, object *o, const char *name);
/* Of an exact dict; the key is ASCII.  NULL: not there, or too many keys. */
object *observe_item(struct look *look, object *dict, const char *key);

/* The same: 1 it is there, 0 not, -1 that cannot be told. */
int observe_has_key(struct look *look, object *dict, const char *key);

/* Notes 8 bytes that were read: while all of them are as they were, so is the
 * worth. */
void observe_note(struct look *look, const void *at);
/* More was read than can be noted. */
void observe_note_more(struct look *look);

#endif
