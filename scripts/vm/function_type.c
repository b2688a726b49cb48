/*
 * types.FunctionType(code, globals, ...): a function from its parts.
 */
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"

enum { CODE, GLOBALS, NAME, DEFAULTS, CLOSURE, PARTS };

/* Is the part what it must be, or None (then it is left out)? */
static bool part_is(struct vm *vm, object **part, enum type_id type,
                    const char *what)
{
    if (*part == vm->none)
        *part = NULL;
    if (!*part || vm_type_of(vm, *part) == vm->types[type] ||
        type_is_subtype(vm_type_of(vm, *part), vm->types[type]))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "%s", what);
    return false;
}

static bool must_be(struct vm *vm, object *part, enum type_id type,
                    const char *name)
{
    if (type_is_subtype(vm_type_of(vm, part), vm->types[type]))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR,
             "function() argument '%s' must be %s, not %B", name,
             type_name(vm->types[type]), part);
    return false;
}

static bool closure_fits(struct vm *vm, const struct code *code,
                         object *closure)
{
    size_t n = closure ? tuple_length(closure) : 0;
    if (!closure && code->free_count)
        return vm_raise(vm, EXC_TYPE_ERROR, "arg 5 (closure) must be tuple");
    if (n != code->free_count)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "%U requires closure of length %zd, not %zd",
                        code->name, (ptrdiff_t)code->free_count, (ptrdiff_t)n);
    for (size_t k = 0; k < n; k++)
        if (!vm_is(tuple_items(closure)[k], TYPE_CELL))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "arg 5 (closure) expected cell, found %T",
                            tuple_items(closure)[k]);
    return true;
}

static bool parts_fit(struct vm *vm, object **part)
{
    return must_be(vm, part[CODE], TYPE_CODE, "code") &&
           must_be(vm, part[GLOBALS], TYPE_DICT, "globals") &&
           part_is(vm, &part[NAME], TYPE_STR,
                   "arg 3 (name) must be None or string") &&
           part_is(vm, &part[DEFAULTS], TYPE_TUPLE,
                   "arg 4 (defaults) must be None or tuple") &&
           part_is(vm, &part[CLOSURE], TYPE_TUPLE,
                   "arg 5 (closure) must be None or tuple") &&
           closure_fits(vm, (struct code *)part[CODE], part[CLOSURE]);
}

object *function_type_new(struct vm *vm, struct type_object *type,
                          object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"code",    "globals", "name",
                                        "argdefs", "closure", NULL};
    static const struct arg_spec spec = {"function", names, 0, PARTS, 2};
    object *part[PARTS], *o;
    struct function_object *f;
    (void)type;
    if (!args_bind(vm, &spec, args, nargs, kwnames, part) ||
        !parts_fit(vm, part) ||
        !(o = function_new(vm, part[CODE], part[GLOBALS], NULL)))
        return NULL;
    f = function_of(o);
    if (part[NAME])
        heap_store(vm->heap, &f->name, heap_retain(part[NAME]));
    f->defaults = heap_retain_maybe(part[DEFAULTS]);
    f->closure = heap_retain_maybe(part[CLOSURE]);
    return o;
}
