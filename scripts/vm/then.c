/*
 * What an instruction does before and after a callee that runs in the loop:
 * a table row a kind.  Counts are those of CPython's C code, which the callee
 * can see: a class call holds each argument once more, in the tuple CPython
 * would have made.
 */
#include "scripts/vm/then.h"

#include <stdlib.h>

#include "scripts/modules/modules.h"
#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/list.h"
#include "scripts/types/slots_script.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/generator.h"

#define FEW_ARGUMENTS 16

/* ---- generators ------------------------------------------------------------ */

struct vm_frame *then_for_iter(struct vm *vm, struct vm_frame *f,
                               const struct instr *i)
{
    object *iterator = f->regs[i->a];
    struct vm_frame *callee =
        generator_push(vm, generator_of(iterator), vm->none);
    if (callee)
        callee->then = THEN_FOR_ITER;
    return callee;
}

static enum then_go after_for_iter(struct vm *vm, struct vm_frame *f,
                                   const struct instr *i, object *result,
                                   bool ended)
{
    if (!result)
        return GO_ERROR; /* the iterator is among the live temporaries */
    if (!ended) {
        f->regs[i->a + 1] = result;
        return GO_NEXT;
    }
    vm_release(vm, result);
    vm_release(vm, f->regs[i->a]);
    return GO_JUMP;
}

struct vm_frame *then_send(struct vm *vm, struct vm_frame *f,
                           const struct instr *i)
{
    object **r = f->regs + i->a;
    struct vm_frame *callee;
    if (!vm_is(r[0], TYPE_GENERATOR) && !vm_is(r[0], TYPE_COROUTINE))
        return NULL;
    callee = generator_push(vm, generator_of(r[0]), r[1]);
    if (callee)
        callee->then = THEN_SEND;
    else if (vm_pending(vm))
        vm_release(vm, r[1]);
    return callee;
}

static enum then_go after_send(struct vm *vm, struct vm_frame *f,
                               const struct instr *i, object *result,
                               bool ended)
{
    object **r = f->regs + i->a;
    vm_release(vm, r[1]);
    if (!result)
        return GO_ERROR;
    if (!ended) {
        r[1] = result;
        return GO_NEXT;
    }
    vm_release(vm, r[0]);
    r[0] = result;
    return GO_JUMP;
}

/* The generator that a call of next() or send() resumes, and with what; NULL:
 * it is another call. */
static struct generator *resumed_by(struct vm *vm, object **r, size_t n,
                                    object **value)
{
    object *self = r[1] ? r[1] : n ? r[2] : NULL;
    *value = vm->none;
    if (!self ||
        !(vm_is(self, TYPE_GENERATOR) || vm_is(self, TYPE_COROUTINE)))
        return NULL;
    if (!r[1] && vm_is(r[0], TYPE_BUILTIN_FUNCTION))
        return builtin_of(r[0])->def->fn == builtins_next && n <= 2 &&
                       vm_is(self, TYPE_GENERATOR)
                   ? generator_of(self)
                   : NULL;
    if (!r[1] || n != 1 || !vm_is(r[0], TYPE_METHOD_DESCRIPTOR) ||
        descriptor_of(r[0])->method->fn != generator_send_method)
        return NULL;
    *value = r[2];
    return generator_of(self);
}

/* Gives back what the call holds: callable first, as the C path does. */
static void end_call(struct vm *vm, object **r, size_t n)
{
    vm_leave(vm);
    vm_release(vm, r[0]);
    vm_release_maybe(vm, r[1]);
    for (size_t k = 0; k < n; k++)
        vm_release(vm, r[2 + k]);
}

struct vm_frame *then_next(struct vm *vm, struct vm_frame *f,
                           const struct instr *i)
{
    object **r = f->regs + i->a, *value;
    struct generator *g = resumed_by(vm, r, i->b, &value);
    struct vm_frame *callee;
    if (!g)
        return NULL;
    if (!vm_enter(vm, " while calling a Python object")) {
        vm_pending_clear(vm); /* the C path says it */
        return NULL;
    }
    callee = generator_push(vm, g, value);
    if (callee)
        callee->then = THEN_NEXT;
    else if (vm_pending(vm))
        end_call(vm, r, i->b);
    else
        vm_leave(vm);
    return callee;
}

static enum then_go after_next(struct vm *vm, struct vm_frame *f,
                               const struct instr *i, object *result,
                               bool ended)
{
    object **r = f->regs + i->a;
    if (result && ended && !r[1] && i->b == 2) { /* next(g, default) */
        vm_release(vm, result);
        result = heap_retain(r[3]);
    } else if (result && ended) {
        generator_raise_stop(vm, result);
        vm_release(vm, result);
        result = NULL;
    }
    end_call(vm, r, i->b);
    r[0] = result;
    return result ? GO_NEXT : GO_ERROR;
}

/* ---- classes --------------------------------------------------------------- */

/* R[a] the class, R[a + 1] the instance once there is one, the arguments. */
static void end_class_call(struct vm *vm, object **r, size_t n,
                           object *result)
{
    for (size_t k = 0; k < n; k++)
        vm_release(vm, r[2 + k]);
    vm_leave(vm);
    vm_release(vm, r[0]);
    for (size_t k = 0; k < n; k++)
        vm_release(vm, r[2 + k]);
    r[0] = result;
}

/* The frame of __init__ for a fresh instance; NULL: an exception. */
static struct vm_frame *push_init(struct vm *vm, object *init, object *self,
                                  object *const *args, size_t n,
                                  object *names)
{
    object *few[FEW_ARGUMENTS + 1];
    object **owned = n <= FEW_ARGUMENTS ? few : malloc((n + 1) * sizeof *few);
    struct vm_frame *callee;
    if (!owned) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    owned[0] = heap_retain(self);
    for (size_t k = 0; k < n; k++)
        owned[1 + k] = heap_retain(args[k]);
    callee = call_push(vm, heap_retain(init), owned, n + 1, names, false);
    if (owned != few)
        free(owned);
    return callee;
}

/* The script's __init__ of a class with no metaclass of its own, or NULL. */
static object *init_of(struct vm *vm, struct type_object *type)
{
    object *init = type->slots.init == script_init
                       ? type_lookup_peek(vm, type,
                                          vm->name[NAME_dunder_init])
                       : NULL;
    return init && vm_is(init, TYPE_FUNCTION) ? init : NULL;
}

struct vm_frame *then_class(struct vm *vm, struct vm_frame *f,
                            const struct instr *i, object *names)
{
    object **r = f->regs + i->a, *self, *init;
    struct type_object *type = type_object_of(r[0]);
    size_t n = i->b, named = names ? tuple_length(names) : 0;
    struct vm_frame *callee;
    if (r[1] || !init_of(vm, type) || type->slots.new_ == script_new)
        return NULL;
    if (!vm_enter(vm, " while calling a Python object")) {
        for (size_t k = 0; k < n; k++)
            vm_release(vm, r[2 + k]);
        vm_release(vm, r[0]);
        return NULL;
    }
    for (size_t k = 0; k < n; k++)
        heap_retain(r[2 + k]);
    self = type->slots.new_(vm, type, r + 2, n - named, names);
    init = self ? init_of(vm, type) : NULL;
    callee = init ? push_init(vm, init, self, r + 2, n, names) : NULL;
    if (callee) {
        r[1] = self;
        callee->then = THEN_INIT;
        return callee;
    }
    if (self && !init) /* gone while the instance was made */
        vm_raise(vm, EXC_TYPE_ERROR, "%s.__init__ has changed",
                 type_name(type));
    vm_release_maybe(vm, self);
    end_class_call(vm, r, n, NULL);
    return NULL;
}

static enum then_go after_init(struct vm *vm, struct vm_frame *f,
                               const struct instr *i, object *result,
                               bool ended)
{
    object **r = f->regs + i->a, *self = r[1];
    bool ok = result && result == vm->none;
    (void)ended;
    if (result && !ok)
        vm_raise(vm, EXC_TYPE_ERROR, "__init__() should return None, not '%T'",
                 result);
    vm_release_maybe(vm, result);
    if (!ok) {
        vm_release(vm, self);
        self = NULL;
    }
    end_class_call(vm, r, i->b, self);
    return ok ? GO_NEXT : GO_ERROR;
}

/* ---- calls with a spread --------------------------------------------------- */

/* Makes a list a tuple; false: it is something else, or no memory is left,
 * which the usual way will find out again. */
static bool is_spread(struct vm *vm, object **args)
{
    object *tuple;
    if (vm_is(*args, TYPE_TUPLE))
        return true;
    if (!vm_is(*args, TYPE_LIST))
        return false;
    if (!(tuple = list_to_tuple(vm, *args))) {
        vm_pending_clear(vm);
        return false;
    }
    heap_store(vm->heap, args, tuple);
    return true;
}

struct vm_frame *then_call_ex(struct vm *vm, struct vm_frame *f,
                              const struct instr *i)
{
    object **r = f->regs + i->a, *func = r[0], *self = NULL;
    object *few[FEW_ARGUMENTS + 1], **owned = few;
    struct vm_frame *callee;
    size_t n, from = 0;
    if (i->b && dict_length(r[3]))
        return NULL;
    if (vm_is(func, TYPE_METHOD)) {
        self = method_of(func)->self;
        func = method_of(func)->func;
        from = 1;
    }
    if (!vm_is(func, TYPE_FUNCTION) || !is_spread(vm, &r[2]))
        return NULL;
    n = tuple_length(r[2]);
    if (n > FEW_ARGUMENTS && !(owned = malloc((n + 1) * sizeof *owned)))
        return NULL;
    if (self)
        owned[0] = heap_retain(self);
    for (size_t k = 0; k < n; k++)
        owned[from + k] = heap_retain(tuple_items(r[2])[k]);
    callee = call_push(vm, heap_retain(func), owned, n + from, NULL, false);
    if (owned != few)
        free(owned);
    if (callee)
        callee->then = THEN_CALL_EX;
    else
        then_go_on(vm, f, i, THEN_CALL_EX, NULL, true);
    return callee;
}

static enum then_go after_call_ex(struct vm *vm, struct vm_frame *f,
                                  const struct instr *i, object *result,
                                  bool ended)
{
    object **r = f->regs + i->a;
    (void)ended;
    vm_release(vm, r[0]);
    vm_release(vm, r[2]);
    if (i->b)
        vm_release_maybe(vm, r[3]);
    r[0] = result;
    return result ? GO_NEXT : GO_ERROR;
}

/* ---- all of them ----------------------------------------------------------- */

typedef enum then_go after_fn(struct vm *vm, struct vm_frame *f,
                              const struct instr *i, object *result,
                              bool ended);

static enum then_go after_call(struct vm *vm, struct vm_frame *f,
                               const struct instr *i, object *result,
                               bool ended)
{
    (void)vm, (void)ended;
    f->regs[i->a] = result;
    return result ? GO_NEXT : GO_ERROR;
}

enum then_go then_go_on(struct vm *vm, struct vm_frame *f,
                        const struct instr *i, enum frame_then then,
                        object *result, bool ended)
{
    static after_fn *const rows[] = {
        [THEN_STORE] = after_call,         [THEN_FOR_ITER] = after_for_iter,
        [THEN_SEND] = after_send,          [THEN_INIT] = after_init,
        [THEN_CALL_EX] = after_call_ex,    [THEN_NEXT] = after_next,
    };
    return rows[then](vm, f, i, result, ended);
}
