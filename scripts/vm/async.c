/*
 * What coroutines and asynchronous generators give to be awaited:
 * coroutine.__await__(), asend(), __anext__(), athrow(), aclose().
 *
 * A value that an asynchronous generator yields comes wrapped in an
 * ASYNC_VALUE, which tells it from what passes through on its way to the
 * event loop.
 */
#include "scripts/types/sequence.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/async.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/generator_internal.h"
#include "scripts/vm/loop.h"

enum awaitable_state { AWAITABLE_INIT, AWAITABLE_ITER, AWAITABLE_CLOSED };

/* Of ASYNC_SEND: value is what to send; of ASYNC_THROW: the arguments, or
 * NULL for aclose(); of COROUTINE_WRAPPER and ASYNC_VALUE: one of the two. */
struct awaitable {
    struct heap_node node;
    object *generator, *value;
    enum awaitable_state state;
};

static struct awaitable *awaitable_of(object *o)
{
    return (struct awaitable *)o;
}

static struct generator *generator_in(object *self)
{
    return generator_of(awaitable_of(self)->generator);
}

static object *awaitable_new(struct vm *vm, enum type_id id, object *generator,
                             object *value)
{
    struct awaitable *a = (struct awaitable *)heap_alloc(
        vm->heap, &vm->types[id]->layout, 0);
    if (!a)
        return vm_raise_no_memory(vm);
    a->generator = heap_retain_maybe(generator);
    a->value = heap_retain_maybe(value);
    heap_track(vm->heap, &a->node.base);
    return &a->node.base;
}

bool op_ASYNC_GEN_WRAP(struct vm *vm, struct vm_frame *f,
                       const struct instr *i)
{
    object *value = f->regs[i->a];
    f->regs[i->a] = awaitable_new(vm, TYPE_ASYNC_VALUE, NULL, value);
    vm_release(vm, value);
    return f->regs[i->a] != NULL;
}

/* An exception class with no argument. */
static object *raise_plain(struct vm *vm, enum exception_id id)
{
    object *made = vm_call0(vm, type_as_object(vm->exceptions[id]));
    if (made)
        vm_raise_steal(vm, made);
    return NULL;
}

/* What comes out of an asynchronous generator, as its awaitable gives it on:
 * a yielded value ends the awaiting. */
static object *unwrap(struct vm *vm, struct generator *g,
                      enum send_result sent, object *result)
{
    if (sent == SEND_RETURN) {
        vm_release(vm, result);
        g->running_async = false;
        return raise_plain(vm, EXC_STOP_ASYNC_ITERATION);
    }
    if (sent == SEND_ERROR) {
        if (vm_pending_is(vm, EXC_STOP_ASYNC_ITERATION) ||
            vm_pending_is(vm, EXC_GENERATOR_EXIT))
            g->closed = true;
        g->running_async = false;
        return NULL;
    }
    if (vm_is(result, TYPE_ASYNC_VALUE)) {
        generator_raise_stop(vm, awaitable_of(result)->value);
        vm_release(vm, result);
        g->running_async = false;
        return NULL;
    }
    return result;
}

static object *closing(object *self, object *result)
{
    if (!result)
        awaitable_of(self)->state = AWAITABLE_CLOSED;
    return result;
}

/* ---- asend ------------------------------------------------------------------------- */

static bool asend_begin(struct vm *vm, object *self, object **value)
{
    struct awaitable *a = awaitable_of(self);
    struct generator *g = generator_in(self);
    if (a->state == AWAITABLE_CLOSED) {
        vm_raise(vm, EXC_RUNTIME_ERROR,
                 "cannot reuse already awaited __anext__()/asend()");
        return false;
    }
    if (a->state == AWAITABLE_INIT) {
        if (g->running_async) {
            vm_raise(vm, EXC_RUNTIME_ERROR,
                     "anext(): asynchronous generator is already running");
            return false;
        }
        if (*value == vm->none && a->value)
            *value = a->value;
        a->state = AWAITABLE_ITER;
    }
    g->running_async = true;
    return true;
}

static object *asend_send(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    struct generator *g = generator_in(self);
    object *value = args[0], *result;
    enum send_result sent;
    (void)nargs, (void)kwnames;
    if (!asend_begin(vm, self, &value))
        return NULL;
    sent = generator_send(vm, g, value, &result);
    return closing(self, unwrap(vm, g, sent, result));
}

static object *asend_next(struct vm *vm, object *self)
{
    return asend_send(vm, self, &vm->none, 1, NULL);
}

static object *asend_throw(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    struct generator *g = generator_in(self);
    const struct thrown thrown = {args, nargs};
    enum send_result sent;
    object *result;
    (void)kwnames;
    if (awaitable_of(self)->state == AWAITABLE_CLOSED)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "cannot reuse already awaited __anext__()/asend()");
    if (!args_between(vm, "throw", nargs, 1, 3))
        return NULL;
    sent = generator_throw(vm, g, &thrown, &result);
    return closing(self, unwrap(vm, g, sent, result));
}

static object *awaitable_close(struct vm *vm, object *self,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    awaitable_of(self)->state = AWAITABLE_CLOSED;
    return vm_none(vm);
}

/* ---- athrow and aclose ------------------------------------------------------------------ */

static const char *athrow_name(object *self)
{
    return awaitable_of(self)->value ? "athrow" : "aclose";
}

/* The end of an awaiting that failed: aclose() succeeds by it. */
static object *athrow_failed(struct vm *vm, object *self)
{
    struct awaitable *a = awaitable_of(self);
    generator_in(self)->running_async = false;
    a->state = AWAITABLE_CLOSED;
    if (!a->value && (vm_pending_is(vm, EXC_STOP_ASYNC_ITERATION) ||
                      vm_pending_is(vm, EXC_GENERATOR_EXIT))) {
        vm_pending_clear(vm);
        raise_plain(vm, EXC_STOP_ITERATION);
    }
    return NULL;
}

static object *athrow_answer(struct vm *vm, object *self,
                             enum send_result sent, object *result)
{
    struct generator *g = generator_in(self);
    if (awaitable_of(self)->value) {
        result = unwrap(vm, g, sent, result);
    } else if (sent == SEND_RETURN) {
        result = unwrap(vm, g, sent, result);
    } else if (result && vm_is(result, TYPE_ASYNC_VALUE)) {
        vm_release(vm, result);
        g->running_async = false;
        awaitable_of(self)->state = AWAITABLE_CLOSED;
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "async generator ignored GeneratorExit");
    }
    return result ? result : athrow_failed(vm, self);
}

/* Throws what athrow() was given, or aclose() stands for. */
static enum send_result athrow_throw_it(struct vm *vm, object *self,
                                        object **result)
{
    object *args = awaitable_of(self)->value;
    object *exit = type_as_object(vm->exceptions[EXC_GENERATOR_EXIT]);
    struct thrown thrown = {&exit, 1};
    if (args)
        thrown = (struct thrown){tuple_items(args), tuple_length(args)};
    return generator_throw(vm, generator_in(self), &thrown, result);
}

static object *athrow_start(struct vm *vm, object *self, object *value)
{
    struct generator *g = generator_in(self);
    enum send_result sent;
    object *result;
    if (g->running_async) {
        awaitable_of(self)->state = AWAITABLE_CLOSED;
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "%s(): asynchronous generator is already running",
                        athrow_name(self));
    }
    if (g->closed) {
        awaitable_of(self)->state = AWAITABLE_CLOSED;
        return raise_plain(vm, EXC_STOP_ASYNC_ITERATION);
    }
    if (value != vm->none)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "can't send non-None value to a just-started "
                        "coroutine");
    awaitable_of(self)->state = AWAITABLE_ITER;
    g->running_async = true;
    if (!awaitable_of(self)->value)
        g->closed = true;
    sent = athrow_throw_it(vm, self, &result);
    return athrow_answer(vm, self, sent, result);
}

static object *athrow_send(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    struct awaitable *a = awaitable_of(self);
    struct generator *g = generator_in(self);
    enum send_result sent;
    object *result;
    (void)nargs, (void)kwnames;
    if (a->state == AWAITABLE_CLOSED)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "cannot reuse already awaited aclose()/athrow()");
    if (g->state == GENERATOR_ENDED) {
        a->state = AWAITABLE_CLOSED;
        return raise_plain(vm, EXC_STOP_ITERATION);
    }
    if (a->state == AWAITABLE_INIT)
        return athrow_start(vm, self, args[0]);
    g->running_async = true;
    sent = generator_send(vm, g, args[0], &result);
    return athrow_answer(vm, self, sent, result);
}

static object *athrow_next(struct vm *vm, object *self)
{
    return athrow_send(vm, self, &vm->none, 1, NULL);
}

static object *athrow_throw(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    const struct thrown thrown = {args, nargs};
    enum send_result sent;
    object *result;
    (void)kwnames;
    if (awaitable_of(self)->state == AWAITABLE_CLOSED)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "cannot reuse already awaited aclose()/athrow()");
    if (!args_between(vm, "throw", nargs, 1, 3))
        return NULL;
    sent = generator_throw(vm, generator_in(self), &thrown, &result);
    return athrow_answer(vm, self, sent, result);
}

/* ---- coroutine.__await__() ---------------------------------------------------------------- */

static object *wrapper_call(struct vm *vm, object *self, enum vm_name name,
                            object *const *args, size_t nargs)
{
    return vm_call_method(vm, awaitable_of(self)->generator, vm->name[name],
                          args, nargs);
}

static object *wrapper_send(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    (void)kwnames;
    return wrapper_call(vm, self, NAME_send, args, nargs);
}

static object *wrapper_throw(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    (void)kwnames;
    return wrapper_call(vm, self, NAME_throw, args, nargs);
}

static object *wrapper_close(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    (void)kwnames;
    return wrapper_call(vm, self, NAME_close, args, nargs);
}

static object *wrapper_next(struct vm *vm, object *self)
{
    return wrapper_call(vm, self, NAME_send, &vm->none, 1);
}

object *coroutine_await(struct vm *vm, object *self)
{
    return awaitable_new(vm, TYPE_COROUTINE_WRAPPER, self, NULL);
}

/* ---- anext(iterator, default) ------------------------------------------------- */

object *anext_with_default(struct vm *vm, object *awaitable, object *value)
{
    return awaitable_new(vm, TYPE_ANEXT_AWAITABLE, awaitable, value);
}

/* The iterator behind the awaitable; new. */
static object *anext_iterator(struct vm *vm, object *self)
{
    object *o = coroutine_awaitable(vm, awaitable_of(self)->generator);
    object *iterator = o;
    if (o && !vm_type_of(vm, o)->slots.next) {
        iterator = coroutine_await(vm, o);
        vm_release(vm, o);
    }
    return iterator;
}

/* The default ends the await where the iterator has ended. */
static object *anext_answer(struct vm *vm, object *self, object *result)
{
    object *type =
        type_as_object(vm->exceptions[EXC_STOP_ASYNC_ITERATION]);
    if (result || !vm->thread->pending ||
        !vm_exception_matches(vm, vm->thread->pending, type))
        return result;
    vm_pending_clear(vm);
    generator_raise_stop(vm, awaitable_of(self)->value);
    return NULL;
}

static object *anext_next(struct vm *vm, object *self)
{
    object *iterator = anext_iterator(vm, self), *result;
    if (!iterator)
        return NULL;
    result = vm_next_raw(vm, iterator);
    vm_release(vm, iterator);
    return anext_answer(vm, self, result);
}

static object *anext_call(struct vm *vm, object *self, enum vm_name name,
                          object *const *args, size_t nargs)
{
    object *iterator = anext_iterator(vm, self), *result;
    if (!iterator)
        return NULL;
    result = vm_call_method(vm, iterator, vm->name[name], args, nargs);
    vm_release(vm, iterator);
    return anext_answer(vm, self, result);
}

static object *anext_send(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)kwnames;
    return anext_call(vm, self, NAME_send, args, nargs);
}

static object *anext_throw(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    (void)kwnames;
    return anext_call(vm, self, NAME_throw, args, nargs);
}

static object *anext_close(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    (void)kwnames;
    return anext_call(vm, self, NAME_close, args, nargs);
}

/* ---- async_generator's methods --------------------------------------------------------------- */

/* Tells the thread's hooks of a generator that is first asked for something:
 * false: pending. */
static bool tell_hooks(struct vm *vm, object *self)
{
    struct generator *g = generator_of(self);
    object *first = vm->thread->asyncgen_firstiter, *r;
    if (g->hooked)
        return true;
    g->hooked = true;
    g->finalizer = heap_retain_maybe(vm->thread->asyncgen_finalizer);
    if (!first)
        return true;
    heap_retain(first);
    r = vm_call1(vm, first, self);
    vm_release(vm, first);
    vm_release_maybe(vm, r);
    return r;
}

static object *asked(struct vm *vm, enum type_id id, object *self,
                     object *value)
{
    return tell_hooks(vm, self) ? awaitable_new(vm, id, self, value) : NULL;
}

object *async_generator_next(struct vm *vm, object *self)
{
    return asked(vm, TYPE_ASYNC_SEND, self, NULL);
}

static object *make_asend(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)nargs, (void)kwnames;
    return asked(vm, TYPE_ASYNC_SEND, self, args[0]);
}

static object *make_athrow(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    object *tuple = tuple_from(vm, args, nargs), *made = NULL;
    (void)kwnames;
    if (tuple && args_between(vm, "athrow", nargs, 1, 3))
        made = asked(vm, TYPE_ASYNC_THROW, self, tuple);
    vm_release_maybe(vm, tuple);
    return made;
}

static object *make_aclose(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return asked(vm, TYPE_ASYNC_THROW, self, NULL);
}

const struct method_def async_generator_methods[] = {
    {"asend", make_asend, METHOD_ONE, "asend(v) -> send 'v' in generator."},
    {"athrow", make_athrow, METHOD_ARGS | METHOD_TUPLE,
     "athrow(typ[,val[,tb]]) -> raise exception in generator."},
    {"aclose", make_aclose, METHOD_NOARGS,
     "aclose() -> raise GeneratorExit inside generator."},
    {0},
};

/* ---- types -------------------------------------------------------------------------------------- */

static const struct heap_field fields[] = {
    {"generator", offsetof(struct awaitable, generator)},
    {"value", offsetof(struct awaitable, value)},
};

#define LAYOUT                                                                 \
    {                                                                          \
        .size = sizeof(struct awaitable), .flags = HEAP_CONTAINER,             \
        .fields = fields, .field_count = sizeof fields / sizeof *fields,       \
    }
#define METHODS(kind, close)                                                   \
    {                                                                          \
        {"send", kind##_send, METHOD_ONE, NULL},                               \
        {"throw", kind##_throw, METHOD_ARGS, NULL},                            \
        {"close", close, METHOD_NOARGS, NULL}, {0},                            \
    }
#define AWAITABLE(spec, text, kind, next_fn, await_fn)                         \
    const struct type_spec spec = {                                            \
        .name = text,                                                          \
        .flags = TYPE_DISALLOW_NEW,                                            \
        .layout = LAYOUT,                                                      \
        .slots = {.iter = sequence_self, .next = next_fn, .await = await_fn},  \
        .methods = kind##_methods,                                             \
    }

static const struct method_def asend_methods[] =
    METHODS(asend, awaitable_close);
static const struct method_def athrow_methods[] =
    METHODS(athrow, awaitable_close);
static const struct method_def anext_methods[] = METHODS(anext, anext_close);
static const struct method_def wrapper_methods[] =
    METHODS(wrapper, wrapper_close);

AWAITABLE(async_send_spec, "async_generator_asend", asend, asend_next,
          sequence_self);
AWAITABLE(async_throw_spec, "async_generator_athrow", athrow, athrow_next,
          sequence_self);
AWAITABLE(anext_awaitable_spec, "anext_awaitable", anext, anext_next,
          sequence_self);
AWAITABLE(coroutine_wrapper_spec, "coroutine_wrapper", wrapper, wrapper_next,
          NULL);

const struct type_spec async_value_spec = {
    .name = "async_generator_wrapped_value",
    .flags = TYPE_DISALLOW_NEW,
    .layout = LAYOUT,
};
