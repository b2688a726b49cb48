/*
 * compile, exec, eval, __import__.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/compile/compile.h"
#include "scripts/modules/builtins_internal.h"
#include "scripts/types/bytes.h"
#include "scripts/types/dict.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/import.h"

/* Source of a str or bytes-like object. */
struct source {
    char *owned; /* malloc'ed, or NULL */
    const char *bytes;
    size_t size;
    unsigned flags;
};

static bool source_of(struct vm *vm, object *o, const char *function,
                      const char *what, struct source *s)
{
    const unsigned char *data;
    *s = (struct source){0};
    if (vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS) {
        s->owned = str_dup_utf8(vm, o);
        s->bytes = s->owned;
        s->size = str_to_utf8(o, NULL, 0);
        s->flags = COMPILE_FROM_STR;
    } else if (bytes_view(vm, o, &data, &s->size)) {
        s->bytes = (const char *)data;
    } else {
        vm_pending_clear(vm);
        vm_raise(vm, EXC_TYPE_ERROR, "%s() arg 1 must be a %s object",
                 function, what);
        return false;
    }
    if (!s->bytes)
        return false;
    if (!memchr(s->bytes, 0, s->size))
        return true;
    vm_raise(vm, EXC_VALUE_ERROR, "source code string cannot contain null "
                                  "bytes");
    free(s->owned);
    return false;
}

/* The flags of the code that calls: annotations from __future__. */
static unsigned inherited_flags(struct vm *vm)
{
    const struct vm_frame *frame = vm->thread->frame;
    return frame && (frame->code->flags & CODE_FUTURE_ANNOTATIONS)
               ? COMPILE_FUTURE_ANNOTATIONS
               : 0;
}

/* ---- compile ------------------------------------------------------------------- */

static bool mode_of(struct vm *vm, object *mode, enum syntax_mode *out)
{
    static const char *const names[] = {"exec", "eval", "single"};
    for (int i = 0; i < 3; i++)
        if (str_equal_ascii(mode, names[i])) {
            *out = (enum syntax_mode)i;
            return true;
        }
    vm_raise(vm, EXC_VALUE_ERROR,
             "compile() mode must be 'exec', 'eval' or 'single'");
    return false;
}

static object *compile_(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    static const char *const names[] = {"source",       "filename", "mode",
                                        "flags",        "dont_inherit",
                                        "optimize",     "_feature_version",
                                        NULL};
    static const struct arg_spec spec = {"compile", names, 0, 6, 3};
    object *bound[7];
    enum syntax_mode mode;
    struct source s;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound))
        return NULL;
    if (!(vm_type_of(vm, bound[1])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "expected str, bytes or os.PathLike object, not %T",
                        bound[1]);
    if (!(vm_type_of(vm, bound[2])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "compile() argument 'mode' must be str, not %T",
                        bound[2]);
    if (!mode_of(vm, bound[2], &mode))
        return NULL;
    if (vm_is(bound[0], TYPE_CODE))
        return heap_retain(bound[0]);
    int alone = bound[4] ? vm_truth(vm, bound[4]) : 0;
    if (alone < 0 || !source_of(vm, bound[0], "compile",
                                "string, bytes or AST", &s))
        return NULL;
    unsigned flags = s.flags | (alone ? 0 : inherited_flags(vm));
    object *code = compile_source(vm, s.bytes, s.size, bound[1], mode, flags);
    free(s.owned);
    return code;
}

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
    if (!source_of(vm, source, name, "string, bytes or code", &s))
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
                                        s.flags | inherited_flags(vm))
                       : NULL;
    vm_release_maybe(vm, filename);
    free(s.owned);
    return code;
}

static object *run(struct vm *vm, const char *name, enum syntax_mode mode,
                   object *const *args, object *closure)
{
    object *globals, *locals, *result = NULL, *code = NULL;
    bool ready = namespaces(vm, name, args[1], args[2], &globals, &locals);
    if (ready && add_builtins(vm, globals))
        code = code_for(vm, name, args[0], mode);
    size_t cells =
        closure && vm_is(closure, TYPE_TUPLE) ? tuple_length(closure) : 0;
    if (code && ((struct code *)code)->free_count != cells)
        vm_raise(vm, EXC_TYPE_ERROR,
                 mode == SYNTAX_EVAL
                     ? "code object passed to eval() may not contain free "
                       "variables"
                     : "code object requires a closure of exactly length "
                       "%u",
                 (unsigned)((struct code *)code)->free_count);
    else if (code)
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
        (bound[4] && !vm_index_as_ssize(vm, bound[4], &level, false)))
        return NULL;
    object *globals = bound[1] ? bound[1] : vm->none;
    object *fromlist = bound[3] ? bound[3] : vm->empty_tuple;
    return import_level(vm, bound[0], globals, fromlist, (int)level);
}

const struct method_def builtins_code[] = {
    {"__import__", import_, METHOD_KEYWORDS,
     "__import__(name, globals=None, locals=None, fromlist=(), level=0) -> "
     "module\n\nWhat an import statement calls."},
    {"compile", compile_, METHOD_KEYWORDS,
     "compile($module, /, source, filename, mode, flags=0,\n"
     "        dont_inherit=False, optimize=-1, *, _feature_version=-1)\n--\n\n"
     "A code object of source text."},
    {"eval", eval_, METHOD_ARGS,
     "eval($module, source, globals=None, locals=None, /)\n--\n\n"
     "The value of an expression."},
    {"exec", exec_, METHOD_KEYWORDS,
     "exec($module, source, globals=None, locals=None, /, *, closure=None)\n"
     "--\n\nRun statements."},
    {NULL, NULL, 0, NULL},
};
