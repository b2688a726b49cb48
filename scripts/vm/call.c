/*
 * Calls: from C by the type's slot, of script functions by pushing a frame.
 */
#include "scripts/vm/call.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"
#include "scripts/vm/fast_call.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/function.h"
#include "scripts/vm/gather.h"
#include "scripts/vm/loop.h"

#define FEW_ARGUMENTS 16

static void release_array(struct vm *vm, object **items, size_t n)
{
    for (size_t k = 0; k < n; k++)
        vm_release_maybe(vm, items[k]);
}

static void retain_array(object **to, object *const *from, size_t n)
{
    for (size_t k = 0; k < n; k++)
        to[k] = heap_retain(from[k]);
}

/* ---- script functions ------------------------------------------------------ */

/* Room for n references: `few` when they fit there, else malloc'ed. */
static object **argument_buffer(struct vm *vm, object **few, size_t n)
{
    object **buffer = few;
    if (n > FEW_ARGUMENTS && !(buffer = malloc(n * sizeof *buffer)))
        vm_raise_no_memory(vm);
    return buffer;
}

/* Do the arguments fit the parameters one by one, with nothing but defaults
 * missing at the end? */
static bool fits_plainly(const struct function_object *func, size_t n)
{
    const struct code *code = func->code;
    size_t defaults = func->defaults ? tuple_length(func->defaults) : 0;
    return !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS)) &&
           code->kwonly == 0 && n <= code->argcount &&
           n + defaults >= code->argcount;
}

/* args may overlap the start of regs; what is not given is unset. */
static void place_plainly(struct function_object *func, object **args,
                          size_t n, object **regs)
{
    const struct code *code = func->code;
    size_t missing = code->argcount - n;
    if (regs != args && n)
        memmove(regs, args, n * sizeof *regs);
    if (missing) {
        size_t from = tuple_length(func->defaults) - missing;
        retain_array(regs + n, tuple_items(func->defaults) + from, missing);
    }
    for (size_t k = code->argcount; k < code->localsplus_count; k++)
        regs[k] = NULL;
}

static bool place_arguments(struct vm *vm, struct function_object *func,
                            object **args, size_t n, object *kwnames,
                            object **regs)
{
    object *few[FEW_ARGUMENTS], **copy;
    bool ok;
    if (heap_likely(!kwnames && fits_plainly(func, n))) {
        place_plainly(func, args, n, regs);
        return true;
    }
    copy = argument_buffer(vm, few, n);
    if (copy && n) /* there may be no args at all */
        memcpy(copy, args, n * sizeof *copy);
    memset(regs, 0, func->code->localsplus_count * sizeof *regs);
    ok = copy && bind_arguments(vm, func, copy, n, kwnames, regs);
    if (copy != few)
        free(copy);
    return ok;
}

/* A frame that could not be entered goes again. */
static struct vm_frame *abandon(struct vm *vm, struct vm_frame *f)
{
    frame_clear(vm, f);
    vm_frame_pop(vm, f);
    return NULL;
}

struct vm_frame *call_push(struct vm *vm, object *func, object **args,
                           size_t n, object *kwnames, bool in_place)
{
    struct function_object *function = function_of(func);
    struct vm_frame *f = NULL;
    if (heap_unlikely(!function->globals)) /* a finalizer found it again */
        vm_raise(vm, EXC_RUNTIME_ERROR,
                 "the collector has cleared this function");
    else
        f = vm_frame_push(vm, function->code, in_place ? args : NULL);
    if (heap_unlikely(!f)) {
        release_array(vm, args, n);
        vm_release(vm, func);
        return NULL;
    }
    f->func = func;
    f->globals = function->globals;
    f->builtins = function->builtins;
    if (heap_unlikely(
            !place_arguments(vm, function, args, n, kwnames, f->regs)))
        return abandon(vm, f);
    if (heap_unlikely(!vm_enter(vm, "")))
        return abandon(vm, f);
    return f;
}

void call_leave(struct vm *vm, struct vm_frame *frame)
{
    frame_clear(vm, frame);
    vm_leave(vm);
    vm_frame_pop(vm, frame);
}

/* The slot of functions. */
object *function_call(struct vm *vm, object *func, object *const *args,
                      size_t nargs, object *kwnames)
{
    size_t n = nargs + (kwnames ? tuple_length(kwnames) : 0);
    object *few[FEW_ARGUMENTS], **owned;
    struct vm_frame *f = kwnames ? NULL : push_apart(vm, func, args, n);
    if (heap_likely(f != NULL)) { /* it takes over references of its own */
        heap_retain(func);
        retain_array(f->regs, args, n);
        return vm_execute(vm, f, START_HERE);
    }
    owned = argument_buffer(vm, few, n);
    if (!owned)
        return NULL;
    retain_array(owned, args, n);
    f = call_push(vm, heap_retain(func), owned, n, kwnames, false);
    if (owned != few)
        free(owned);
    return f ? vm_execute(vm, f, START_HERE) : NULL;
}

object *vm_run_body(struct vm *vm, object *function, object *locals)
{
    struct vm_frame *f =
        call_push(vm, heap_retain(function), NULL, 0, NULL, false);
    if (!f)
        return NULL;
    f->locals = heap_retain(locals);
    return vm_execute(vm, f, START_HERE);
}

object *vm_run_code(struct vm *vm, object *code, object *globals,
                    object *locals, object *closure)
{
    object *function = function_new(vm, code, globals, NULL), *result;
    if (!function)
        return NULL;
    function_of(function)->closure = heap_retain_maybe(closure);
    result = vm_run_body(vm, function, locals ? locals : globals);
    vm_release(vm, function);
    return result;
}

/* ---- anything --------------------------------------------------------------- */

/* Does CPython gather the arguments of such a call in a tuple?  They then
 * count one more reference each while it lasts. */
static bool gathers_arguments(struct vm *vm, object *callable)
{
    const struct type_object *type = vm_type_of(vm, callable);
    if (type->layout.flags & HEAP_SCRIPT)
        return true;
    return type->flags & TYPE_TYPE_SUBCLASS &&
           type_object_of(callable)->layout.flags & HEAP_SCRIPT;
}

/* The call slot, with every argument held for its duration. */
static object *call_gathered(struct vm *vm, object *callable,
                             object *const *args, size_t nargs,
                             object *kwnames)
{
    size_t n = nargs + (kwnames ? tuple_length(kwnames) : 0);
    object *few[FEW_ARGUMENTS], *result;
    object **held = argument_buffer(vm, few, n);
    if (!held)
        return NULL;
    retain_array(held, args, n);
    result = vm_type_of(vm, callable)
                 ->slots.call(vm, callable, held, nargs, kwnames);
    release_array(vm, held, n);
    if (held != few)
        free(held);
    return result;
}

/* gathered: the arguments lie in a tuple already. */
static object *call_any(struct vm *vm, object *callable, object *const *args,
                        size_t nargs, object *kwnames, bool gathered)
{
    builtin_fn *call;
    ptrdiff_t size;
    size_t named;
    object *result;
    if (vm_is(callable, TYPE_FUNCTION))
        return function_call(vm, callable, args, nargs, kwnames);
    call = vm_type_of(vm, callable)->slots.call;
    if (heap_unlikely(!call))
        return vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not callable",
                        callable);
    if (!vm_enter(vm, " while calling a Python object"))
        return NULL;
    named = kwnames ? tuple_length(kwnames) : 0;
    size = gather_size(vm, callable, nargs, named, gathered);
    if (size >= 0)
        gather_begin(vm, (size_t)size, named);
    result = !gathered && gathers_arguments(vm, callable)
                 ? call_gathered(vm, callable, args, nargs, kwnames)
                 : call(vm, callable, args, nargs, kwnames);
    if (size >= 0)
        gather_end(vm, (size_t)size, named);
    vm_leave(vm);
    return result;
}

object *vm_call(struct vm *vm, object *callable, object *const *args,
                size_t nargs, object *kwnames)
{
    return call_any(vm, callable, args, nargs, kwnames, false);
}

object *vm_call0(struct vm *vm, object *callable)
{
    return vm_call(vm, callable, NULL, 0, NULL);
}

object *vm_call1(struct vm *vm, object *callable, object *arg)
{
    return vm_call(vm, callable, &arg, 1, NULL);
}

object *vm_call2(struct vm *vm, object *callable, object *a, object *b)
{
    object *args[] = {a, b};
    return vm_call(vm, callable, args, 2, NULL);
}

object *vm_call_method(struct vm *vm, object *o, object *name,
                       object *const *args, size_t nargs)
{
    object *with[8] = {o}, *method, *result;
    if (!name)
        return NULL;
    method = nargs < 8 ? vm_generic_method(vm, o, name) : NULL;
    if (method) {
        if (nargs)
            memcpy(with + 1, args, nargs * sizeof(object *));
        heap_retain(o);
        result = vm_call(vm, method, with, nargs + 1, NULL);
        vm_release(vm, o);
    } else {
        method = vm_pending(vm) ? NULL : vm_getattr(vm, o, name);
        result = method ? vm_call(vm, method, args, nargs, NULL) : NULL;
    }
    vm_release_maybe(vm, method);
    return result;
}

/* Are all keys strings?  If not that is raised. */
static bool names_only(struct vm *vm, object *kwargs)
{
    object *key, *value;
    size_t pos = 0;
    while (dict_next(kwargs, &pos, &key, &value))
        if (!(vm_type_of(vm, key)->flags & TYPE_STR_SUBCLASS)) {
            vm_raise(vm, EXC_TYPE_ERROR, "keywords must be strings");
            return false;
        }
    return true;
}

object *call_spread_keywords(struct vm *vm, object *kwargs, object **values)
{
    object *names, *key, *value;
    size_t pos = 0, k = 0;
    if (!names_only(vm, kwargs) ||
        !(names = tuple_new(vm, dict_length(kwargs))))
        return NULL;
    while (dict_next(kwargs, &pos, &key, &value)) {
        tuple_items(names)[k] = heap_retain(key);
        values[k++] = heap_retain(value);
    }
    return names;
}

/* With every argument held in an array too, as CPython spreads keywords; but
 * not for the classes of scripts, which CPython gives tuple and dict. */
static object *call_spread(struct vm *vm, object *callable, object *args,
                           object *kwargs, object **all)
{
    size_t n = tuple_length(args), named = dict_length(kwargs);
    object *names = call_spread_keywords(vm, kwargs, all + n), *result;
    bool given = gathers_arguments(vm, callable) && heap_refs(kwargs) == 1;
    if (!names)
        return NULL;
    memcpy(all, tuple_items(args), n * sizeof *all);
    if (given) { /* out of every script's sight, it keeps its values */
        heap_untrack(vm->heap, kwargs);
        release_array(vm, all + n, named);
    } else {
        retain_array(all, all, n);
    }
    result = call_any(vm, callable, all, n, names, given);
    if (!given)
        release_array(vm, all, n + named);
    vm_release(vm, names);
    return result;
}

object *vm_call_ex(struct vm *vm, object *callable, object *args,
                   object *kwargs)
{
    size_t n = tuple_length(args);
    size_t named = kwargs ? dict_length(kwargs) : 0;
    object *few[FEW_ARGUMENTS], **all, *result;
    if (named == 0)
        return call_any(vm, callable, tuple_items(args), n, NULL, true);
    all = argument_buffer(vm, few, n + named);
    if (!all)
        return NULL;
    result = call_spread(vm, callable, args, kwargs, all);
    if (all != few)
        free(all);
    return result;
}
