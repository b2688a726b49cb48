/*
 * The code generator's workshop: one `struct unit` per code object under way,
 * instructions with labels, registers by CPython's stack discipline.
 *
 * Errors stick: after the first, `failed` is set (the exception is pending)
 * and everything else does nothing of consequence; who started checks once.
 * Temporaries are numbered from 0 here; assembling adds the locals before them
 * once their number is known.
 */
#ifndef SCRIPTS_COMPILE_UNIT_H
#define SCRIPTS_COMPILE_UNIT_H

#include "scripts/compile/compile.h"
#include "scripts/compile/scope.h"
#include "scripts/vm/code.h"

#define CELL_BIT 0x8000 /* an `l` operand: number of a cell, not a local */
#define NO_LABEL (-1)
#define NO_HANDLER (-1)

/* A source operand; n is a local, a temporary or a constant. */
struct operand {
    uint8_t kind; /* KIND_LOCAL, KIND_TEMP, KIND_CONST */
    uint16_t n;
};

struct item { /* an instruction under way */
    struct instr instr;
    int label; /* jump target, or NO_LABEL */
    int handler;
    uint16_t depth;
    struct position position;
};

struct guard { /* an exception handler */
    int label, outer;
    uint16_t depth; /* temporaries it keeps */
    bool lasti;
};

/* Which locals are certainly set here; all: the place is not reached. */
struct flow {
    uint64_t *set;
    int words;
    bool all;
};

enum block_kind {
    BLOCK_WHILE,
    BLOCK_FOR,
    BLOCK_TRY_FINALLY,
    BLOCK_FINALLY_END,
    BLOCK_WITH,
    BLOCK_ASYNC_WITH,
    BLOCK_HANDLER_NAME, /* except ... as name: */
    BLOCK_HANDLER,      /* the exception is on the stack */
    BLOCK_VALUE,        /* a value to drop */
};

/* What a break, continue or return has to undo, innermost first. */
struct block {
    enum block_kind kind;
    struct block *outer;
    int leave, again;         /* labels of loops */
    int handler;              /* in force outside of it */
    struct ast_nodes finally; /* BLOCK_TRY_FINALLY */
    ast_identifier name;      /* BLOCK_HANDLER_NAME, or NULL */
    const struct ast_node *node;
};

struct unit {
    struct unit *outer;
    struct scope *scope;
    struct item *items;
    size_t item_count, item_room;
    int *labels; /* instruction each stands for */
    int label_count, label_room;
    struct guard *guards;
    int guard_count, guard_room;
    int handler;
    int depth, deepest;
    struct block *blocks;
    int nested; /* blocks and what CPython counts as such */
    ast_identifier *locals; /* in order of first use */
    int local_count, local_room;
    ast_identifier *cells; /* cells, then free variables; sorted each */
    int cell_count, free_count;
    object *consts, *const_index; /* list; dict key -> number */
    object *names, *name_index;
    object *name, *qualname;
    uint32_t flags, argcount, posonly, kwonly;
    int first_line, last_line;
    struct position at;
    struct item nowhere; /* what is emitted when memory is short */
    struct flow flow;
    bool interactive;
};

struct compiler {
    struct vm *vm;
    struct arena *arena;
    struct unit *unit;
    object *filename;
    object *merged; /* dict: one object for equal constants of a compilation */
    const char *bytes; /* the source, for the text of errors; or NULL */
    size_t size;
    struct folded *folded; /* fold.c's memo */
    size_t folded_count, folded_room;
    struct named *named; /* name_object()'s */
    size_t named_count, named_room;
    unsigned flags;
    int optimize; /* see struct compile_request */
    int last_future; /* the line of the last from __future__ in its place */
    int depth; /* of nested nodes */
    bool failed;
    bool in_scopes; /* errors are of before code is made: see bare_args */
    bool on_disk; /* the source is a file whose lines can be shown */
};

/* In a module that may await? */
static inline bool top_level_await(const struct compiler *c)
{
    return (c->flags & COMPILE_TOP_LEVEL_AWAIT) &&
           c->unit->scope->kind == SCOPE_MODULE;
}

/* May async for and async with stand here? */
static inline bool may_await(const struct compiler *c)
{
    const struct scope *s = c->unit->scope;
    return top_level_await(c) || (s->kind == SCOPE_FUNCTION && s->coroutine);
}

/* ---- unit.c ---- */
void unit_enter(struct compiler *c, struct scope *scope, const char *name,
                int first_line);
/* The finished code object (new, NULL when anything failed). */
object *unit_leave(struct compiler *c);
int label_new(struct compiler *c);
void label_here(struct compiler *c, int label);
int guard_new(struct compiler *c, int label, bool lasti);
uint16_t push(struct compiler *c);
void pop(struct compiler *c, int n);
static inline uint16_t top(const struct compiler *c)
{
    return (uint16_t)(c->unit->depth - 1);
}
void at_node(struct compiler *c, const struct ast_node *n);
/* The same, but begun at the name behind the dot of the attribute when that
 * stands on a later line. */
void at_attribute(struct compiler *c, const struct ast_node *n,
                  const struct ast_node *attribute);
struct item *emit(struct compiler *c, enum vm_opcode op, unsigned flags,
                  unsigned a, unsigned b, unsigned n);
void emit_jump(struct compiler *c, enum vm_opcode op, unsigned flags,
               unsigned a, int label);
/* Consumes an operand: its temporary is off the stack from here on. */
void consume(struct compiler *c, struct operand o);
unsigned kinds(struct operand a, struct operand b, struct operand c);
/* A constant's number; the object is borrowed. */
uint16_t const_number(struct compiler *c, object *o);
uint16_t name_number(struct compiler *c, ast_identifier name);
void load_const(struct compiler *c, object *o); /* onto the stack */
void load_none(struct compiler *c);
object *name_object(struct compiler *c, ast_identifier name); /* new */
void names_done(struct compiler *c);

/* ---- assemble.c ---- */
object *unit_assemble(struct compiler *c, struct unit *u);

/* ---- flow.c ---- */
bool flow_known(struct compiler *c, int local);
void flow_set(struct compiler *c, int local, bool set);
struct flow flow_save(struct compiler *c);
/* Back to a saved state, which is used up. */
void flow_restore(struct compiler *c, struct flow saved);
/* What both here and the saved state (used up) know. */
void flow_meet(struct compiler *c, struct flow saved);
void flow_dead(struct compiler *c);

/* ---- names.c ---- */
enum place { AT_LOCAL, AT_CELL, AT_CLASS_CELL, AT_GLOBAL, AT_NAME };
enum place place_of(struct compiler *c, ast_identifier name, uint16_t *n);
ast_identifier mangle(struct compiler *c, ast_identifier name);
int local_number(struct compiler *c, ast_identifier mangled);
uint16_t cell_number(struct compiler *c, ast_identifier mangled);
void load_name(struct compiler *c, ast_identifier name);
void store_name(struct compiler *c, ast_identifier name, struct operand value);
void delete_name(struct compiler *c, ast_identifier name);
/* name = None; del name, for the end of except ... as name. */
void forget_name(struct compiler *c, ast_identifier name);

/* ---- errors.c ---- */
/* About the node that is being compiled; about n, with no end. */
void syntax_fail_here(struct compiler *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void syntax_fail_start(struct compiler *c, const struct ast_node *n,
                       const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void syntax_fail(struct compiler *c, const struct ast_node *where,
                 const char *format, ...);

void out_of_memory(struct compiler *c);
/* Replaces any error by a RecursionError about the compilation. */
void too_deep(struct compiler *c);
/* Prints a SyntaxWarning as the default filters do. */
/* Shows the SyntaxWarnings that reading the text came upon. */
void syntax_warn_of_text(struct compiler *c,
                         const struct syntax_report *report);
void syntax_warn(struct compiler *c, const struct ast_node *where,
                 const char *format, ...);

/* ---- fold.c ---- */
/* The value of a node that is constant, borrowed from the memo, or NULL. */
object *fold(struct compiler *c, const struct ast_node *n);
object *literal_value(struct compiler *c, const struct ast_literal *l);
void fold_done(struct compiler *c);

/* ---- expr.c ---- */
#define ON_STACK (-1)
void expr(struct compiler *c, const struct ast_node *n);
/* The value into a local (not a cell) instead of onto the stack. */
void expr_into(struct compiler *c, const struct ast_node *n, int local);
struct operand operand(struct compiler *c, const struct ast_node *n);
/* A source that must not wait is moved onto the stack. */
struct operand settle(struct compiler *c, struct operand o);
bool simple(struct compiler *c, const struct ast_node *n);
void two_operands(struct compiler *c, const struct ast_node *left,
                  const struct ast_node *right, struct operand *a,
                  struct operand *b);
void jump_if(struct compiler *c, const struct ast_node *test, bool when,
             int label);
/* Where CPython says that what follows such a jump is: where the last comparison
 * in it is, or else `otherwise`. */
const struct ast_node *jump_place(const struct ast_node *test,
                                  const struct ast_node *otherwise);
/* The operand of an expression of which nothing but the items matters, behind
 * `in` and `for`: a list is a tuple there, and constant where its items are. */
struct operand members(struct compiler *c, const struct ast_node *n);
void sequence(struct compiler *c, struct ast_nodes elts, bool tuple,
              enum vm_opcode build);
extern const enum vm_opcode binary_ops[], inplace_ops[];

/* ---- check.c ---- */
/* Warnings about what can hardly be meant. */
void check_compare(struct compiler *c, const struct ast_node *n);
void check_caller(struct compiler *c, const struct ast_node *call);
void check_subscript(struct compiler *c, const struct ast_node *n);
void check_assert(struct compiler *c, const struct ast_node *n);

/* ---- call.c ---- */
void call_expr(struct compiler *c, const struct ast_node *n);
/* CALL of a callable and self or NULL at `base`, `done` arguments there. */
void call_with(struct compiler *c, int base, int done, struct ast_nodes args,
               struct ast_nodes keywords);

/* ---- comprehension.c ---- */
void comprehension(struct compiler *c, const struct ast_node *n);

/* ---- function.c ---- */
void function_def(struct compiler *c, const struct ast_node *n);
void class_def(struct compiler *c, const struct ast_node *n);
void lambda_expr(struct compiler *c, const struct ast_node *n);
/* The code on top (owned) with its closure becomes a function. */
void make_function(struct compiler *c, struct scope *scope, object *code,
                   unsigned bits);
void body_statements(struct compiler *c, struct ast_nodes body);
void prologue(struct compiler *c);

/* ---- stmt.c ---- */
void statement(struct compiler *c, const struct ast_node *n);
void statements(struct compiler *c, struct ast_nodes list);
void return_value(struct compiler *c, struct operand value);

/* ---- assign.c ---- */
/* Stores an operand (consumed) into a target. */
void store(struct compiler *c, const struct ast_node *target,
           struct operand value);
void assign_stmt(struct compiler *c, const struct ast_node *n);
void aug_assign_stmt(struct compiler *c, const struct ast_node *n);
void ann_assign_stmt(struct compiler *c, const struct ast_node *n);
void delete_target(struct compiler *c, const struct ast_node *target);
void annotation_value(struct compiler *c, const struct ast_node *n);

/* ---- unparse.c ---- */
/* The text of an annotation, for `from __future__`; new. */
object *annotation_text(struct compiler *c, const struct ast_node *n);

/* ---- control.c ---- */
void if_stmt(struct compiler *c, const struct ast_node *n);
void while_stmt(struct compiler *c, const struct ast_node *n);
void for_stmt(struct compiler *c, const struct ast_node *n);
void async_for_stmt(struct compiler *c, const struct ast_node *n);
void break_stmt(struct compiler *c, const struct ast_node *n);
void continue_stmt(struct compiler *c, const struct ast_node *n);
void return_stmt(struct compiler *c, const struct ast_node *n);
void block_push(struct compiler *c, struct block *b, enum block_kind kind);
void block_pop(struct compiler *c, struct block *b);
/* A statement within the others that CPython counts: 20 are too many. */
void nest(struct compiler *c);
void unnest(struct compiler *c);
/* Awaits what is on top: SEND, YIELD, RESUME, until it has its value. */
void yield_from(struct compiler *c, unsigned resume);
/* An async generator's or loop's awaitable on top is awaited. */
void await_top(struct compiler *c, unsigned where);
void call_exit_with_nones(struct compiler *c, bool async);

/* ---- handlers.c ---- */
void try_stmt(struct compiler *c, const struct ast_node *n);
void try_star_stmt(struct compiler *c, const struct ast_node *n);
void with_stmt(struct compiler *c, const struct ast_node *n, int item,
               bool async);
/* The last resort behind every handler: restore and re-raise. */
void cleanup_here(struct compiler *c, int label, int depth);

/* ---- match.c ---- */
void match_stmt(struct compiler *c, const struct ast_node *n);

#endif
