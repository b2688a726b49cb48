/*
 * Functions: of scripts and built in, bound methods, cells.
 */
#ifndef SCRIPTS_VM_FUNCTION_H
#define SCRIPTS_VM_FUNCTION_H

#include "scripts/vm/code.h"
#include "scripts/vm/vm.h"

struct function_object {
    struct heap_node node;
    struct code *code;
    object *globals, *builtins; /* dicts */
    object *module;             /* or NULL */
    object *defaults;           /* tuple or NULL */
    object *kwdefaults;         /* dict or NULL */
    object *doc, *dict;         /* dict NULL until asked for */
    object *closure;            /* tuple of cells or NULL */
    object *annotations;        /* dict, or NULL until asked for */
    object *name, *qualname;
};

struct method_object {
    struct heap_node node;
    object *func, *self;
};

struct cell_object {
    struct heap_node node;
    object *value; /* NULL: empty */
};

struct builtin_function {
    struct heap_node node;
    const struct method_def *def; /* static, or owned by whom module says */
    object *self, *module;        /* or NULL */
};

static inline struct function_object *function_of(object *o)
{
    return (struct function_object *)o;
}

static inline struct method_object *method_of(object *o)
{
    return (struct method_object *)o;
}

static inline struct cell_object *cell_of(object *o)
{
    return (struct cell_object *)o;
}

static inline struct builtin_function *builtin_of(object *o)
{
    return (struct builtin_function *)o;
}

/* A function of code in globals; its __builtins__ are looked up there. */
object *function_new(struct vm *vm, object *code, object *globals,
                     object *qualname);
/* types.FunctionType */
object *function_type_new(struct vm *vm, struct type_object *type,
                          object *const *args, size_t nargs, object *kwnames);
object *method_new(struct vm *vm, object *func, object *self);
object *cell_new(struct vm *vm, object *value);
/* What errors call a type's methods by: its name without the module. */
const char *builtin_prefix(const struct type_object *type);
/* self and module may be NULL; they are retained. */
object *builtin_new(struct vm *vm, const struct method_def *def, object *self,
                    object *module);
/* Would builtin_call() find nothing wrong with these arguments?  Then def->fn
 * may be called at once. */
static inline bool builtin_fits(const struct method_def *def, size_t nargs,
                                const object *kwnames)
{
    unsigned kind = def->kind & (METHOD_CLASS - 1);
    return kind == METHOD_KEYWORDS ||
           (!kwnames && (kind == METHOD_ARGS || nargs == (kind == METHOD_ONE)));
}
/*
 * Calls def->fn after checking the arguments as its kind says; the function is
 * called TYPE.NAME in errors when type_name is not NULL.
 */
object *builtin_call(struct vm *vm, const struct method_def *def,
                     const char *type_name, object *self, object *const *args,
                     size_t nargs, object *kwnames);

#endif
