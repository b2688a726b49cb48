/*
 * The types generator, coroutine and async_generator: slots, methods,
 * attributes; awaitables.
 */
#include "scripts/modules/modules.h"
#include "scripts/types/exception.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/async.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/generator_internal.h"
#include "scripts/vm/loop.h"

#define FIELD(name, field) {name, offsetof(struct generator, field)}

/* ---- next, send, throw, close ------------------------------------------------------ */

static object *next_slot(struct vm *vm, object *self)
{
    object *result;
    if (generator_send(vm, generator_of(self), vm->none, &result) !=
        SEND_RETURN)
        return result;
    if (result != vm->none)
        generator_raise_stop(vm, result);
    vm_release(vm, result);
    return NULL;
}

/* What a method gives for an answer: a return becomes StopIteration. */
static object *answer(struct vm *vm, enum send_result sent, object *result)
{
    if (sent != SEND_RETURN)
        return result;
    generator_raise_stop(vm, result);
    vm_release(vm, result);
    return NULL;
}

object *generator_send_method(struct vm *vm, object *self,
                              object *const *args, size_t nargs,
                              object *kwnames)
{
    object *result;
    enum send_result sent =
        generator_send(vm, generator_of(self), args[0], &result);
    (void)nargs, (void)kwnames;
    return answer(vm, sent, result);
}

static object *close_method(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return generator_close(vm, generator_of(self));
}

/* type(value), or what that raised instead, which is then thrown. */
static object *made(struct vm *vm, object *type, object *value)
{
    object *e = !value ? vm_call0(vm, type)
                : vm_type_of(vm, value)->flags & TYPE_TUPLE_SUBCLASS
                    ? vm_call_ex(vm, type, value, NULL)
                    : vm_call1(vm, type, value);
    if (e && !(vm_type_of(vm, e)->flags & TYPE_EXCEPTION_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "calling %R should have returned an instance of "
                 "BaseException, not %R",
                 type, type_as_object(vm_type_of(vm, e)));
        vm_release(vm, e);
        e = NULL;
    }
    return e ? e : vm_pending_take(vm);
}

/* The instance that throw(type, value) stands for; new. */
static object *thrown_instance(struct vm *vm, object *type, object *value)
{
    if (vm_type_of(vm, type)->flags & TYPE_TYPE_SUBCLASS &&
        type_object_of(type)->flags & TYPE_EXCEPTION_SUBCLASS) {
        if (!value || value == vm->none)
            return made(vm, type, NULL);
        if (type_is_subtype(vm_type_of(vm, value), type_object_of(type)))
            return heap_retain(value);
        return made(vm, type, value);
    }
    if (!(vm_type_of(vm, type)->flags & TYPE_EXCEPTION_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "exceptions must be classes or instances deriving "
                        "from BaseException, not %T",
                        type);
    if (value && value != vm->none)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "instance exception may not have a separate value");
    return heap_retain(type);
}

object *generator_thrown(struct vm *vm, const struct thrown *thrown)
{
    object *const *args = thrown->args, *exception;
    size_t nargs = thrown->nargs;
    if (nargs > 2 && args[2] != vm->none && !vm_is(args[2], TYPE_TRACEBACK))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "throw() third argument must be a traceback object");
    exception = thrown_instance(vm, args[0], nargs > 1 ? args[1] : NULL);
    if (exception && nargs > 2 && args[2] != vm->none)
        heap_store(vm->heap, &exception_of(exception)->traceback,
                   heap_retain(args[2]));
    return exception;
}

static object *throw_method(struct vm *vm, object *self, object *const *args,
                            size_t nargs, object *kwnames)
{
    const struct thrown thrown = {args, nargs};
    enum send_result sent;
    object *result;
    (void)kwnames;
    if (!args_between(vm, "throw", nargs, 1, 3))
        return NULL;
    sent = generator_throw(vm, generator_of(self), &thrown, &result);
    return answer(vm, sent, result);
}

/* ---- attributes -------------------------------------------------------------------- */

static object *get_frame(struct vm *vm, object *self, const void *data)
{
    struct generator *g = generator_of(self);
    (void)data;
    if (g->state == GENERATOR_ENDED)
        return vm_none(vm);
    return frame_object_get(vm, &g->frame);
}

static object *get_running(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return vm_bool(vm, generator_of(self)->state == GENERATOR_RUNNING);
}

static object *get_running_async(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return vm_bool(vm, generator_of(self)->running_async);
}

static object *get_suspended(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return vm_bool(vm, generator_of(self)->state == GENERATOR_SUSPENDED);
}

static object *get_delegate(struct vm *vm, object *self, const void *data)
{
    object *delegate = generator_delegate(generator_of(self));
    (void)data;
    return heap_retain(delegate ? delegate : vm->none);
}

static object *get_name(struct vm *vm, object *self, const void *data)
{
    (void)vm, (void)data;
    return heap_retain(generator_of(self)->name);
}

static object *get_qualname(struct vm *vm, object *self, const void *data)
{
    (void)vm, (void)data;
    return heap_retain(generator_of(self)->qualname);
}

static bool set_text(struct vm *vm, object **field, object *value,
                     const char *name)
{
    if (!value || !(vm_type_of(vm, value)->flags & TYPE_STR_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR, "%s must be set to a string object",
                 name);
        return false;
    }
    heap_store(vm->heap, field, heap_retain(value));
    return true;
}

static bool set_name(struct vm *vm, object *self, object *value,
                     const void *data)
{
    (void)data;
    return set_text(vm, &generator_of(self)->name, value, "__name__");
}

static bool set_qualname(struct vm *vm, object *self, object *value,
                         const void *data)
{
    (void)data;
    return set_text(vm, &generator_of(self)->qualname, value, "__qualname__");
}

static object *repr(struct vm *vm, object *self, const char *kind)
{
    return str_format(vm, "<%s object %U at %p>", kind,
                      generator_of(self)->qualname, (void *)self);
}

static object *generator_repr(struct vm *vm, object *self)
{
    return repr(vm, self, "generator");
}

static object *coroutine_repr(struct vm *vm, object *self)
{
    return repr(vm, self, "coroutine");
}

static object *async_generator_repr(struct vm *vm, object *self)
{
    return repr(vm, self, "async_generator");
}

#define GETSETS(prefix, running, delegate, what, doing)                                 \
    {                                                                          \
        {"__name__", get_name, set_name, "name of the " what, NULL},           \
        {"__qualname__", get_qualname, set_qualname,                           \
         "qualified name of the " what, NULL},                                 \
        {prefix "_frame", get_frame, NULL, NULL, NULL},                        \
        {prefix "_running", running, NULL, NULL, NULL},                    \
        {prefix "_suspended", get_suspended, NULL, NULL, NULL},                \
        {prefix delegate, get_delegate, NULL,                                  \
         "object being " doing ", or None", NULL}, {0},                        \
    }
#define MEMBERS(prefix)                                                        \
    {                                                                          \
        {prefix "_code", MEMBER_OBJECT, offsetof(struct generator, code),      \
         true, NULL},                                                          \
            {0},                                                               \
    }

static const struct getset_def generator_getsets[] =
    GETSETS("gi", get_running, "_yieldfrom", "generator", "iterated by yield from");
static const struct getset_def coroutine_getsets[] =
    GETSETS("cr", get_running, "_await", "coroutine", "awaited on");
static const struct getset_def async_getsets[] =
    GETSETS("ag", get_running_async, "_await", "async generator", "awaited on");
static const struct member_def generator_members[] = MEMBERS("gi");
static const struct member_def coroutine_members[] = {
    {"cr_code", MEMBER_OBJECT, offsetof(struct generator, code), true, NULL},
    {"cr_origin", MEMBER_OBJECT, offsetof(struct generator, origin), true,
     NULL},
    {0},
};
static const struct member_def async_members[] = MEMBERS("ag");

static const struct method_def methods[] = {
    {"send", generator_send_method, METHOD_ONE,
     "send(arg) -> send 'arg' into generator,\nreturn next yielded value or "
     "raise StopIteration."},
    {"throw", throw_method, METHOD_ARGS,
     "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in "
     "generator, return next yielded value or raise\nStopIteration."},
    {"close", close_method, METHOD_NOARGS,
     "close() -> raise GeneratorExit inside generator."},
    {0},
};

static const struct method_def coroutine_methods[] = {
    {"send", generator_send_method, METHOD_ONE,
     "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or "
     "raise StopIteration."},
    {"throw", throw_method, METHOD_ARGS,
     "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in "
     "coroutine, return next iterated value or raise\nStopIteration."},
    {"close", close_method, METHOD_NOARGS,
     "close() -> raise GeneratorExit inside coroutine."},
    {0},
};

static const struct heap_field fields[] = {
    FIELD("handled", handled),   FIELD("code", code),
    FIELD("name", name),         FIELD("qualname", qualname),
    FIELD("finalizer", finalizer), FIELD("origin", origin),
};

/* Released behind the frame, so that locals go first. */
static object *unlink_all(heap *h, object *self)
{
    struct generator *g = generator_of(self);
    object *o = generator_unlink(h, self);
    for (size_t k = 0; !o && k < sizeof fields / sizeof *fields; k++) {
        object **field = (object **)((char *)g + fields[k].offset);
        o = *field;
        *field = NULL;
    }
    return o;
}

static void traverse_all(object *self, heap_visit_fn *visit, void *arg)
{
    generator_traverse(self, visit, arg);
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
        object *o = *(object **)((char *)self + fields[k].offset);
        if (o)
            visit(o, arg);
    }
}

static void edges_all(object *self, heap_edge_fn *emit, void *arg)
{
    generator_edges(self, emit, arg);
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
        struct heap_edge e = {
            .kind = HEAP_EDGE_FIELD,
            .name = fields[k].name,
            .referent = *(object **)((char *)self + fields[k].offset),
        };
        if (e.referent)
            emit(&e, arg);
    }
}

/* The frame cannot lose its registers one by one: CPython has no tp_clear. */
static void clear_nothing(heap *h, object *self)
{
    (void)h, (void)self;
}

#define LAYOUT                                                                 \
    {                                                                          \
        .size = sizeof(struct generator),                                      \
        .flags = HEAP_CONTAINER | HEAP_FINALIZES | HEAP_WEAK_FIRST,            \
        .traverse = traverse_all, .unlink = unlink_all,                        \
        .clear = clear_nothing, .finalize = generator_finalize,                \
        .edges = edges_all,                                                    \
    }

const struct type_spec generator_spec = {
    .name = "generator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = LAYOUT,
    .weakly = true,
    .slots = {.repr = generator_repr,
              .iter = sequence_self,
              .next = next_slot},
    .methods = methods,
    .getsets = generator_getsets,
    .members = generator_members,
};

const struct type_spec coroutine_spec = {
    .name = "coroutine",
    .flags = TYPE_DISALLOW_NEW,
    .layout = LAYOUT,
    .weakly = true,
    .slots = {.repr = coroutine_repr, .await = coroutine_await},
    .methods = coroutine_methods,
    .getsets = coroutine_getsets,
    .members = coroutine_members,
};

const struct type_spec async_generator_spec = {
    .name = "async_generator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = LAYOUT,
    .weakly = true,
    .slots = {.repr = async_generator_repr,
              .aiter = sequence_self,
              .anext = async_generator_next},
    .methods = async_generator_methods,
    .getsets = async_getsets,
    .members = async_members,
};

/* ---- awaitables --------------------------------------------------------------------- */

static bool is_awaitable_coroutine(object *o)
{
    return vm_is(o, TYPE_COROUTINE) ||
           (vm_is(o, TYPE_GENERATOR) &&
            ((struct code *)generator_of(o)->code)->flags &
                CODE_ITERABLE_COROUTINE);
}

object *coroutine_awaitable(struct vm *vm, object *o)
{
    unary_fn *await = vm_type_of(vm, o)->slots.await;
    object *iterator;
    if (is_awaitable_coroutine(o))
        return heap_retain(o);
    if (!await)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "object %T can't be used in 'await' expression", o);
    iterator = await(vm, o);
    if (!iterator)
        return NULL;
    if (is_awaitable_coroutine(iterator)) {
        vm_release(vm, iterator);
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__await__() returned a coroutine");
    }
    if (!vm_type_of(vm, iterator)->slots.next) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__await__() returned non-iterator of type '%T'", iterator);
        vm_release(vm, iterator);
        return NULL;
    }
    return iterator;
}

bool op_GET_AWAITABLE(struct vm *vm, struct vm_frame *f,
                      const struct instr *i)
{
    object *o = take(f, i, OPERAND_B, i->b);
    object *awaitable = coroutine_awaitable(vm, o);
    if (!awaitable && i->c && !vm_type_of(vm, o)->slots.await &&
        vm_pending_is(vm, EXC_TYPE_ERROR)) {
        vm_pending_clear(vm);
        vm_raise(vm, EXC_TYPE_ERROR,
                 "'async with' received an object from %s that does not "
                 "implement __await__: %T",
                 i->c == 1 ? "__aenter__" : "__aexit__", o);
    }
    vm_release(vm, o);
    if (awaitable && vm_is(awaitable, TYPE_COROUTINE) &&
        generator_delegate(generator_of(awaitable))) {
        vm_release(vm, awaitable);
        awaitable = NULL;
        vm_raise(vm, EXC_RUNTIME_ERROR, "coroutine is being awaited already");
    }
    f->regs[i->a] = awaitable;
    return awaitable != NULL;
}

bool op_GET_AITER(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *o = take(f, i, OPERAND_B, i->b), *iterator = NULL;
    unary_fn *aiter = vm_type_of(vm, o)->slots.aiter;
    if (!aiter)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "'async for' requires an object with __aiter__ method, got "
                 "%T",
                 o);
    else
        iterator = aiter(vm, o);
    vm_release(vm, o);
    if (iterator && !vm_type_of(vm, iterator)->slots.anext) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "'async for' received an object from __aiter__ that does "
                 "not implement __anext__: %T",
                 iterator);
        vm_release(vm, iterator);
        iterator = NULL;
    }
    f->regs[i->a] = iterator;
    return iterator != NULL;
}

/* The TypeError of what __anext__ gave, with the pending one as its cause. */
static void refuse_next(struct vm *vm, object *next)
{
    object *cause = vm_pending_take(vm);
    vm_raise(vm, EXC_TYPE_ERROR,
             "'async for' received an invalid object from __anext__: %T",
             next);
    object *error = vm_pending_take(vm);
    struct exception_object *e = exception_of(error);
    heap_store(vm->heap, &e->context, heap_retain(cause));
    heap_store(vm->heap, &e->cause, cause);
    e->suppress_context = true;
    vm_pending_restore(vm, error);
}

bool op_GET_ANEXT(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *iterator = f->regs[i->b], *next, *awaitable;
    unary_fn *anext = vm_type_of(vm, iterator)->slots.anext;
    if (!anext) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "'async for' requires an iterator with __anext__ method, "
                 "got %T",
                 iterator);
        return false;
    }
    next = anext(vm, iterator);
    if (!next)
        return false;
    awaitable = coroutine_awaitable(vm, next);
    if (!awaitable)
        refuse_next(vm, next);
    vm_release(vm, next);
    f->regs[i->a] = awaitable;
    return awaitable != NULL;
}

/* R[a] the iterator, R[a + 1] the exception. */
bool op_END_ASYNC_FOR(struct vm *vm, struct vm_frame *f,
                      const struct instr *i)
{
    object **r = f->regs + i->a;
    object *stop =
        type_as_object(vm->exceptions[EXC_STOP_ASYNC_ITERATION]);
    if (!vm_exception_matches(vm, r[1], stop)) {
        vm_release(vm, r[0]);
        vm_pending_restore(vm, r[1]);
        return false;
    }
    vm_release(vm, r[1]);
    vm_release(vm, r[0]);
    return true;
}
