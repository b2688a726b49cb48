/*
 * Bodies of instructions: making functions, iteration, exceptions, with,
 * import.
 */
#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/generator.h"
#include "scripts/vm/import.h"
#include "scripts/vm/loop.h"

/* ---- functions ------------------------------------------------------------------- */

/* The code comes last, what b names before it in the order of its bits. */
bool op_MAKE_FUNCTION(struct vm *vm, struct vm_frame *f,
                      const struct instr *i)
{
    object **r = f->regs + i->a, **from = r;
    object **code = r + __builtin_popcount(i->b & 15);
    object *function = function_new(vm, *code, f->globals, NULL);
    struct function_object *made = (struct function_object *)function;
    if (!function) {
        while (code >= r)
            vm_release(vm, *code--);
        return false;
    }
    vm_release(vm, *code);
    if (i->b & MAKE_DEFAULTS)
        made->defaults = *from++;
    if (i->b & MAKE_KWDEFAULTS)
        made->kwdefaults = *from++;
    if (i->b & MAKE_ANNOTATIONS)
        made->annotations = *from++;
    if (i->b & MAKE_CLOSURE)
        made->closure = *from++;
    r[0] = function;
    return true;
}

bool op_LOAD_BUILD_CLASS(struct vm *vm, struct vm_frame *f,
                         const struct instr *i)
{
    object *name = vm->name[NAME_dunder_build_class], *value = NULL;
    if (vm_is(f->builtins, TYPE_DICT)) {
        if (dict_find(vm, f->builtins, name, &value) > 0) {
            f->regs[i->a] = heap_retain(value);
            return true;
        }
    } else if ((f->regs[i->a] = vm_getitem(vm, f->builtins, name))) {
        return true;
    }
    if (vm_pending_is(vm, EXC_KEY_ERROR))
        vm_pending_clear(vm);
    if (!vm_pending(vm))
        vm_raise(vm, EXC_NAME_ERROR, "__build_class__ not found");
    return false;
}

bool op_LOAD_ASSERTION_ERROR(struct vm *vm, struct vm_frame *f,
                             const struct instr *i)
{
    object *type = type_as_object(vm->exceptions[EXC_ASSERTION_ERROR]);
    f->regs[i->a] = heap_retain(type);
    return true;
}

/* ---- iteration --------------------------------------------------------------------- */

bool op_GET_ITER(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *o = take(f, i, OPERAND_B, i->b);
    object *iterator = vm_iter(vm, o);
    vm_release(vm, o);
    f->regs[i->a] = iterator;
    return iterator != NULL;
}

bool op_GET_YIELD_FROM_ITER(struct vm *vm, struct vm_frame *f,
                            const struct instr *i)
{
    object *o = source(f, i, OPERAND_B, i->b);
    if (vm_is(o, TYPE_COROUTINE)) {
        if (!(f->code->flags & (CODE_COROUTINE | CODE_ITERABLE_COROUTINE))) {
            consume(vm, i, OPERAND_B, o);
            vm_raise(vm, EXC_TYPE_ERROR,
                     "cannot 'yield from' a coroutine object in a "
                     "non-coroutine generator");
            return false;
        }
    } else if (!vm_is(o, TYPE_GENERATOR)) {
        return op_GET_ITER(vm, f, i);
    }
    f->regs[i->a] = take(f, i, OPERAND_B, i->b);
    return true;
}

bool op_GET_LEN(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    ptrdiff_t n = vm_length(vm, f->regs[i->b]);
    if (n < 0)
        return false;
    f->regs[i->a] = int_new(vm, n);
    return f->regs[i->a] != NULL;
}

/* ---- exceptions ---------------------------------------------------------------------- */

bool op_PUSH_EXC_INFO(struct vm *vm, struct vm_frame *f,
                      const struct instr *i)
{
    struct vm_thread *t = vm->thread;
    object **r = f->regs + i->a, *exception = r[0];
    r[0] = t->handled ? t->handled : vm_none(vm);
    r[1] = exception;
    t->handled = heap_retain(exception);
    return true;
}

bool op_POP_EXCEPT(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *before = f->regs[i->a];
    if (before == vm->none) {
        vm_release(vm, before);
        before = NULL;
    }
    heap_store(vm->heap, &vm->thread->handled, before);
    return true;
}

static bool is_exception_class(struct vm *vm, object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS &&
           type_object_of(o)->flags & TYPE_EXCEPTION_SUBCLASS;
}

bool vm_exception_matches(struct vm *vm, object *exception, object *cls)
{
    if (vm_type_of(vm, cls)->flags & TYPE_TUPLE_SUBCLASS) {
        for (size_t k = 0; k < tuple_length(cls); k++)
            if (vm_exception_matches(vm, exception, tuple_items(cls)[k]))
                return true;
        return false;
    }
    return is_exception_class(vm, cls) &&
           type_is_subtype(vm_type_of(vm, exception), type_object_of(cls));
}

static bool may_catch(struct vm *vm, object *cls)
{
    bool ok = true;
    if (vm_type_of(vm, cls)->flags & TYPE_TUPLE_SUBCLASS)
        for (size_t k = 0; ok && k < tuple_length(cls); k++)
            ok = is_exception_class(vm, tuple_items(cls)[k]);
    else
        ok = is_exception_class(vm, cls);
    if (!ok)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "catching classes that do not inherit from BaseException is "
                 "not allowed");
    return ok;
}

bool op_CHECK_EXC_MATCH(struct vm *vm, struct vm_frame *f,
                        const struct instr *i)
{
    object *cls = take(f, i, OPERAND_C, i->c);
    bool ok = may_catch(vm, cls), yes;
    yes = ok && vm_exception_matches(vm, f->regs[i->b], cls);
    vm_release(vm, cls);
    if (ok)
        put(vm, f, i, vm_bool(vm, yes));
    return ok;
}

/* An exception instance of what a raise statement names (stolen); NULL:
 * something else is pending. */
static object *instantiate(struct vm *vm, object *what, const char *otherwise)
{
    object *made;
    if (!is_exception_class(vm, what)) {
        if (vm_type_of(vm, what)->flags & TYPE_EXCEPTION_SUBCLASS)
            return what;
        vm_release(vm, what);
        return vm_raise(vm, EXC_TYPE_ERROR, "%s", otherwise);
    }
    made = vm_call0(vm, what);
    if (made && !(vm_type_of(vm, made)->flags & TYPE_EXCEPTION_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "calling %R should have returned an instance of "
                 "BaseException, not %R",
                 what, type_as_object(vm_type_of(vm, made)));
        vm_release(vm, made);
        made = NULL;
    }
    vm_release(vm, what);
    return made;
}

static bool raise_again(struct vm *vm)
{
    object *handled = vm_handled_peek(vm);
    if (!handled) {
        vm_raise(vm, EXC_RUNTIME_ERROR, "No active exception to reraise");
        return false;
    }
    vm_pending_restore(vm, heap_retain(handled));
    return true;
}

static bool set_cause(struct vm *vm, object *exception, object *cause)
{
    struct exception_object *e = exception_of(exception);
    if (cause == vm->none) {
        vm_release(vm, cause);
        cause = NULL;
    } else if (!(cause = instantiate(vm, cause,
                                     "exception causes must derive from "
                                     "BaseException"))) {
        return false;
    }
    e->suppress_context = true;
    heap_store(vm->heap, &e->cause, cause);
    return true;
}

/* True: a bare raise, whose traceback is whole. */
bool op_RAISE(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object **r = f->regs + i->a, *exception;
    if (i->b == 0)
        return raise_again(vm);
    exception = instantiate(vm, r[0],
                            "exceptions must derive from BaseException");
    if (!exception) {
        if (i->b == 2)
            vm_release(vm, r[1]);
        return false;
    }
    if (i->b == 2 && !set_cause(vm, exception, r[1]))
        vm_release(vm, exception);
    else
        vm_raise_steal(vm, exception);
    return false;
}

/* ---- with ---------------------------------------------------------------------------- */

static object *bound_special(struct vm *vm, object *o, enum vm_name name,
                             const char *also)
{
    bool unbound = false;
    object *method = type_lookup_special(vm, o, vm->name[name], &unbound);
    object *bound;
    if (!method) {
        if (!vm_pending(vm))
            vm_raise(vm, EXC_TYPE_ERROR,
                     "'%T' object does not support the %scontext manager "
                     "protocol%s",
                     o,
                     name == NAME_dunder_aenter || name == NAME_dunder_aexit
                         ? "asynchronous "
                         : "",
                     also);
        return NULL;
    }
    if (!unbound)
        return method;
    bound = method_new(vm, method, o);
    vm_release(vm, method);
    return bound;
}

static bool begin_with(struct vm *vm, struct vm_frame *f,
                       const struct instr *i, enum vm_name enter_name,
                       enum vm_name exit_name)
{
    object **r = f->regs + i->a, *manager = r[0], *entered = NULL;
    object *enter, *leave = NULL;
    enter = bound_special(vm, manager, enter_name, "");
    if (enter)
        leave = bound_special(vm, manager, exit_name,
                              exit_name == NAME_dunder_exit
                                  ? " (missed __exit__ method)"
                                  : " (missed __aexit__ method)");
    vm_release(vm, manager);
    if (leave)
        entered = vm_call0(vm, enter);
    vm_release_maybe(vm, enter);
    if (!entered) {
        vm_release_maybe(vm, leave);
        return false;
    }
    r[0] = leave;
    r[1] = entered;
    return true;
}

bool op_BEFORE_WITH(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    return begin_with(vm, f, i, NAME_dunder_enter, NAME_dunder_exit);
}

bool op_BEFORE_ASYNC_WITH(struct vm *vm, struct vm_frame *f,
                          const struct instr *i)
{
    return begin_with(vm, f, i, NAME_dunder_aenter, NAME_dunder_aexit);
}

/* The exception is the topmost temporary, just below a. */
bool op_WITH_EXCEPT_START(struct vm *vm, struct vm_frame *f,
                          const struct instr *i)
{
    object *exception = f->regs[i->a - 1];
    object *traceback = exception_of(exception)->traceback;
    object *args[3] = {type_as_object(vm_type_of(vm, exception)), exception,
                       traceback ? traceback : vm->none};
    f->regs[i->a] = vm_call(vm, f->regs[i->b], args, 3, NULL);
    return f->regs[i->a] != NULL;
}

/* ---- modules and bodies --------------------------------------------------------------- */

bool op_IMPORT_NAME(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object **r = f->regs + i->a;
    object *level = r[0], *fromlist = r[1];
    object *module =
        import_statement(vm, f, f->code->names[i->b], fromlist, level);
    vm_release(vm, fromlist);
    vm_release(vm, level);
    r[0] = module;
    return module != NULL;
}

bool op_IMPORT_FROM(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    f->regs[i->a] = import_from(vm, f->regs[i->b], f->code->names[i->c]);
    return f->regs[i->a] != NULL;
}

bool op_IMPORT_STAR(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *module = f->regs[i->a];
    bool ok = import_star(vm, module, f->locals ? f->locals : f->globals);
    vm_release(vm, module);
    return ok;
}

bool op_SETUP_ANNOTATIONS(struct vm *vm, struct vm_frame *f,
                          const struct instr *i)
{
    object *name = vm->name[NAME_dunder_annotations], *value, *dict;
    bool ok;
    (void)i;
    value = vm_getitem(vm, f->locals, name);
    if (value) {
        vm_release(vm, value);
        return true;
    }
    if (!vm_pending_is(vm, EXC_KEY_ERROR))
        return false;
    vm_pending_clear(vm);
    dict = dict_new(vm);
    ok = dict && vm_setitem(vm, f->locals, name, dict);
    vm_release_maybe(vm, dict);
    return ok;
}

bool op_PRINT_EXPR(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *value = f->regs[i->a], *result;
    object *hook = sys_get_peek(vm, NAME_displayhook);
    if (!hook) {
        vm_release(vm, value);
        vm_raise(vm, EXC_RUNTIME_ERROR, "lost sys.displayhook");
        return false;
    }
    heap_retain(hook);
    result = vm_call1(vm, hook, value);
    vm_release(vm, hook);
    vm_release(vm, value);
    vm_release_maybe(vm, result);
    return result != NULL;
}
