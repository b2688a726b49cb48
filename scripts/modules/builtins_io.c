/*
 * print, input, open, breakpoint.
 */
#include <string.h>

#include "scripts/modules/builtins_internal.h"
#include "scripts/modules/io.h"
#include "scripts/modules/modules.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/gather.h"

/* file.write(text) */
static bool write_text(struct vm *vm, object *file, object *text)
{
    object *done =
        vm_call_method(vm, file, vm->name[NAME_write], &text, 1);
    vm_release_maybe(vm, done);
    return done != NULL;
}

static bool write_object(struct vm *vm, object *file, object *o)
{
    object *text = vm_str(vm, o);
    bool ok = text && write_text(vm, file, text);
    vm_release_maybe(vm, text);
    return ok;
}

static bool flush(struct vm *vm, object *file)
{
    object *done = vm_call_method(vm, file, vm->name[NAME_flush], NULL, 0);
    vm_release_maybe(vm, done);
    return done != NULL;
}

/* ---- print ---------------------------------------------------------------------- */

static bool check_text(struct vm *vm, object **o, const char *what)
{
    if (*o == vm->none)
        *o = NULL;
    if (!*o || (vm_type_of(vm, *o)->flags & TYPE_STR_SUBCLASS))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "%s must be None or a string, not %T", what,
             *o);
    return false;
}

static bool print_items(struct vm *vm, object *file, object *const *args,
                        size_t nargs, object *sep, object *end)
{
    object *space = vm->latin1[' '], *newline = vm->latin1['\n'];
    for (size_t i = 0; i < nargs; i++)
        if ((i && !write_text(vm, file, sep ? sep : space)) ||
            !write_object(vm, file, args[i]))
            return false;
    return write_text(vm, file, end ? end : newline);
}

static object *print(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    static const char *const names[] = {"sep", "end", "file", "flush", NULL};
    static const struct arg_spec spec = {"print", names, 0, 0, 0};
    object *bound[4];
    (void)self;
    gather_names(vm, &spec, 4); /* print() parses always */
    if (!args_bind(vm, &spec, args + nargs, 0, kwnames, bound))
        return NULL;
    object *file = bound[2] && bound[2] != vm->none
                       ? bound[2]
                       : sys_get_peek(vm, NAME_stdout);
    if (!file)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "lost sys.stdout");
    if (file == vm->none)
        return vm_none(vm);
    if (!check_text(vm, &bound[0], "sep") || !check_text(vm, &bound[1], "end"))
        return NULL;
    int flushed = bound[3] ? vm_truth(vm, bound[3]) : 0;
    if (flushed < 0)
        return NULL;
    heap_retain(file);
    gather_begin(vm, nargs, 0);
    for (size_t i = 0; i < nargs; i++)
        heap_retain(args[i]);
    bool ok = print_items(vm, file, args, nargs, bound[0], bound[1]) &&
              (!flushed || flush(vm, file));
    for (size_t i = 0; i < nargs; i++)
        vm_release(vm, args[i]);
    gather_end(vm, nargs, 0);
    vm_release(vm, file);
    return ok ? vm_none(vm) : NULL;
}

/* ---- input ------------------------------------------------------------------------- */

/* The line without its newline; steals it; EOFError for an empty one. */
static object *strip_line(struct vm *vm, object *line)
{
    if (!line)
        return NULL;
    if (!(vm_type_of(vm, line)->flags & TYPE_STR_SUBCLASS)) {
        vm_release(vm, line);
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "object.readline() returned non-string");
    }
    size_t n = str_length(line);
    object *text = NULL;
    if (n == 0)
        vm_raise(vm, EXC_EOF_ERROR, "EOF when reading a line");
    else
        text = str_slice(vm, line, 0, n - (str_at(line, n - 1) == '\n'));
    vm_release(vm, line);
    return text;
}

static object *input(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    (void)self;
    (void)kwnames;
    if (!args_between(vm, "input", nargs, 0, 1))
        return NULL;
    object *in = sys_get_peek(vm, NAME_stdin);
    object *out = sys_get_peek(vm, NAME_stdout);
    if (!in || in == vm->none)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "input(): lost sys.stdin");
    if (!out || out == vm->none)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "input(): lost sys.stdout");
    heap_retain(in);
    heap_retain(out);
    bool ok = !nargs || write_object(vm, out, args[0]);
    if (ok && !flush(vm, out)) /* it need not have it */
        vm_pending_clear(vm);
    object *line =
        ok ? vm_call_method(vm, in, vm->name[NAME_readline], NULL, 0) : NULL;
    vm_release(vm, out);
    vm_release(vm, in);
    return strip_line(vm, line);
}

/* ---- open, breakpoint ------------------------------------------------------------------ */

static object *open_(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    static const char *const names[] = {"file",    "mode",    "buffering",
                                        "encoding", "errors", "newline",
                                        "closefd", "opener",  NULL};
    static const struct arg_spec spec = {"open", names, 0, 8, 1};
    object *bound[8];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound))
        return NULL;
    return io_open(vm, bound);
}

static object *breakpoint(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)self;
    object *hook = sys_get_peek(vm, NAME_breakpointhook);
    if (!hook)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "lost sys.breakpointhook");
    heap_retain(hook);
    object *result = vm_call(vm, hook, args, nargs, kwnames);
    vm_release(vm, hook);
    return result;
}

const struct method_def builtins_io[] = {
    {"breakpoint", breakpoint, METHOD_KEYWORDS,
     "breakpoint(*args, **kws)\n\nCalls sys.breakpointhook()."},
    {"input", input, METHOD_ARGS,
     "input($module, prompt='', /)\n--\n\n"
     "A line from standard input, without its newline."},
    {"open", open_, METHOD_KEYWORDS,
     "open($module, /, file, mode='r', buffering=-1, encoding=None,\n"
     "     errors=None, newline=None, closefd=True, opener=None)\n--\n\n"
     "A file, opened."},
    {"print", print, METHOD_KEYWORDS,
     "print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)\n"
     "--\n\nWrites the objects as text."},
    {NULL, NULL, 0, NULL},
};
