/*
 * exec, eval, __import__.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/compile/compile.h"
#include "scripts/modules/builtins_internal.h"
#include "scripts/types/dict.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/import.h"

/* ---- exec, eval ------------------------------------------------------------------ */

/* The namespaces to run in; both new. */
static bool namespaces(struct vm *vm, const char *name, object *given_globals,
                       object *given_locals, object **globals,
                       object **locals)
{
    struct vm_frame *frame = vm->thread->frame;
    *globals = *locals = NULL;
    if (given_globals == vm->none)
        given_globals = NULL;
    if (given_locals == vm->none)
        given_locals = NULL;
    if (given_locals &&
        !vm_type_of(vm, given_locals)->slots.subscript) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 strcmp(name, "eval") == 0
                     ? "locals must be a mapping"
                     : "locals must be a mapping or None, not %T",
                 given_locals);
        return false;
    }
    if (given_globals &&
        !(vm_type_of(vm, given_globals)->flags & TYPE_DICT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 strcmp(name, "eval") == 0
                     ? "globals must be a dict"
                     : "exec() globals must be a dict, not %T",
                 given_globals);
        return false;
    }
    *globals = heap_retain(given_globals ? given_globals : frame->globals);
    if (given_locals)
        *locals = heap_retain(given_locals);
    else if (given_globals)
        *locals = heap_retain(given_globals);
    else
        *locals = frame_locals(vm, frame);
    return *locals != NULL;
}

/* New globals see the builtins of the caller. */
static bool add_builtins(struct vm *vm, object *globals)
{
    object *name = vm->name[NAME_dunder_builtins], *known;
    int found = dict_find(vm, globals, name, &known);
    if (found)
        return found > 0;
    return dict_set(vm, globals, name, vm->thread->frame->builtins);
}

static object *code_for(struct vm *vm, const char *name, object *source,
                        enum syntax_mode mode)
{
    struct source s;
    if (vm_is(source, TYPE_CODE))
        return heap_retain(source);
    if (!builtins_source(vm, source, name, "string, bytes or code", &s))
        return NULL;
    const char *bytes = s.bytes;
    size_t size = s.size;
    while (mode == SYNTAX_EVAL && size && (*bytes == ' ' || *bytes == '\t')) {
        bytes++;
        size--;
    }
    object *filename = str_from(vm, "<string>");
    object *code = filename
                       ? compile_source(vm, bytes, size, filename, mode,
                                        s.flags | builtins_inherited(vm))
                       : NULL;
    vm_release_maybe(vm, filename);
    free(s.owned);
    return code;
}

static bool is_tuple_of_cells(object *o, size_t count)
{
    bool good = o && vm_is(o, TYPE_TUPLE) && tuple_length(o) == count;
    for (size_t i = 0; good && i < count; i++)
        good = vm_is(tuple_items(o)[i], TYPE_CELL);
    return good;
}

/* Has the code all its free variables, and no more?  TypeError if not. */
static bool closure_fits(struct vm *vm, enum syntax_mode mode, object *source,
                         object *code, object *closure)
{
    unsigned count = (unsigned)((struct code *)code)->free_count;
    const char *message = NULL;
    if (count && mode == SYNTAX_EVAL)
        message = "code object passed to eval() may not contain free "
                  "variables";
    else if (closure && !vm_is(source, TYPE_CODE))
        message = "closure can only be used when source is a code object";
    else if (closure && !count)
        message = "cannot use a closure with this code object";
    else if (count && !is_tuple_of_cells(closure, count))
        message = "code object requires a closure of exactly length %u";
    if (message)
        vm_raise(vm, EXC_TYPE_ERROR, message, count);
    return !message;
}

static object *run(struct vm *vm, const char *name, enum syntax_mode mode,
                   object *const *args, object *closure)
{
    object *globals, *locals, *result = NULL, *code = NULL;
    bool ready = namespaces(vm, name, args[1], args[2], &globals, &locals);
    if (ready && add_builtins(vm, globals))
        code = code_for(vm, name, args[0], mode);
    if (code && closure_fits(vm, mode, args[0], code, closure))
        result = vm_run_code(vm, code, globals, locals, closure);
    vm_release_maybe(vm, code);
    vm_release_maybe(vm, globals);
    vm_release_maybe(vm, locals);
    return result;
}

static object *exec_(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    static const char *const names[] = {"", "", "", "closure", NULL};
    static const struct arg_spec spec = {"exec", names, 3, 3, 1};
    object *bound[4];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound))
        return NULL;
    if (bound[3] == vm->none)
        bound[3] = NULL;
    object *result = run(vm, "exec", SYNTAX_EXEC, bound, bound[3]);
    if (!result)
        return NULL;
    vm_release(vm, result);
    return vm_none(vm);
}

static object *eval_(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    object *three[3] = {NULL};
    (void)self;
    (void)kwnames;
    if (!args_between(vm, "eval", nargs, 1, 3))
        return NULL;
    for (size_t i = 0; i < nargs; i++)
        three[i] = args[i];
    return run(vm, "eval", SYNTAX_EVAL, three, NULL);
}

static object *import_(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    static const char *const names[] = {"name",     "globals", "locals",
                                        "fromlist", "level",   NULL};
    static const struct arg_spec spec = {"__import__", names, 0, 5, 1};
    object *bound[5];
    ptrdiff_t level = 0;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound) ||
        (bound[4] && !vm_int_argument(vm, bound[4], &level)))
        return NULL;
    object *fromlist = bound[3] ? bound[3] : vm->empty_tuple;
    return import_level(vm, bound[0], bound[1], fromlist, (int)level);
}

const struct method_def builtins_code[] = {
    {"__import__", import_, METHOD_KEYWORDS,
     "__import__(name, globals=None, locals=None, fromlist=(), level=0) -> "
     "module\n\nWhat an import statement calls."},
    {"compile", builtins_compile, METHOD_KEYWORDS,
     "compile($module, /, source, filename, mode, flags=0,\n"
     "        dont_inherit=False, optimize=-1, *, _feature_version=-1)\n--\n\n"
     "A code object or syntax tree of source text, or the code of a tree."},
    {"eval", eval_, METHOD_ARGS,
     "eval($module, source, globals=None, locals=None, /)\n--\n\n"
     "The value of an expression."},
    {"exec", exec_, METHOD_KEYWORDS,
     "exec($module, source, globals=None, locals=None, /, *, closure=None)\n"
     "--\n\nRun statements."},
    {NULL, NULL, 0, NULL},
};
