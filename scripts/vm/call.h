/*
 * Calling from C.  Arguments are borrowed; the result is new.
 */
#ifndef SCRIPTS_VM_CALL_H
#define SCRIPTS_VM_CALL_H

#include "scripts/vm/vm.h"

/* nargs positional arguments, then a value per name in kwnames. */
object *vm_call(struct vm *vm, object *callable, object *const *args,
                size_t nargs, object *kwnames);
object *vm_call0(struct vm *vm, object *callable);
object *vm_call1(struct vm *vm, object *callable, object *arg);
object *vm_call2(struct vm *vm, object *callable, object *a, object *b);
/* callable(*args, **kwargs); args a tuple, kwargs a dict or NULL. */
object *vm_call_ex(struct vm *vm, object *callable, object *args,
                   object *kwargs);
/* o.name(args...), without a bound method where the arguments are few.  A name
 * of NULL is an exception that is pending. */
object *vm_call_method(struct vm *vm, object *o, object *name,
                       object *const *args, size_t nargs);
/* Runs a code object in the given namespaces (exec, modules, classes). */
object *vm_run_code(struct vm *vm, object *code, object *globals,
                    object *locals, object *closure);

/* Runs a function's code without arguments in a namespace: a class body. */
object *vm_run_body(struct vm *vm, object *function, object *locals);

/* Argument checks with CPython's words; name as in "sorted". */
bool args_none(struct vm *vm, const char *name, size_t nargs, object *kwnames);
/* "NAME expected at least/at most MIN arguments, got N" */
bool args_between(struct vm *vm, const char *name, size_t nargs, size_t min,
                  size_t max);
bool args_no_keywords(struct vm *vm, const char *name, object *kwnames);
/*
 * Binds positional and keyword arguments to `names` (NULL-terminated; the
 * first posonly of them positional only, those behind kwonly keyword only)
 * as CPython's Argument Clinic does, with its error texts.  out[i] is borrowed
 * or NULL when absent; the first `required` must be there.
 */
struct arg_spec {
    const char *function;
    const char *const *names;
    size_t posonly, positional, required;
};
bool args_bind(struct vm *vm, const struct arg_spec *spec, object *const *args,
               size_t nargs, object *kwnames, object **out);
/* The same where CPython has no parser that gather_names() would tell of. */
bool args_bind_bare(struct vm *vm, const struct arg_spec *spec,
                    object *const *args, size_t nargs, object *kwnames,
                    object **out);

#endif
