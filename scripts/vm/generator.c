/*
 * Generators: frames that wait.  Making, resuming, closing, throwing, their
 * end; the types and methods are generator_type.c's.
 *
 * A generator's registers lie in its own cell.  While it runs, `outer` links
 * it to the generator that runs it and `outer_handled` keeps what its resumer
 * handles, so that sys.exception() walks outwards.
 */
#include "scripts/vm/generator.h"

#include <string.h>

#include "scripts/modules/warnings.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/frame.h"
#include "scripts/vm/function.h"
#include "scripts/vm/generator_internal.h"
#include "scripts/vm/loop.h"

static enum type_id type_for(const struct code *code)
{
    return code->flags & CODE_ASYNC_GENERATOR ? TYPE_ASYNC_GENERATOR
           : code->flags & CODE_COROUTINE     ? TYPE_COROUTINE
                                              : TYPE_GENERATOR;
}

static object *place_of(struct vm *vm, const struct vm_frame *frame)
{
    object *line = int_new(vm, vm_frame_line(frame));
    object *place = line ? tuple_pack(vm, 3, frame->code->filename, line,
                                      frame->code->name)
                         : NULL;
    vm_release_maybe(vm, line);
    return place;
}

/* Where a coroutine is made: (file, line, function), innermost first, at most
 * as many as sys.set_coroutine_origin_tracking_depth asks for; new. */
static object *origin_of(struct vm *vm, const struct vm_frame *frame)
{
    size_t n = 0;
    const struct vm_frame *f;
    for (f = frame; f && n < (size_t)vm->origin_depth; f = f->back)
        n++;
    object *origin = tuple_new(vm, n);
    f = frame;
    for (size_t i = 0; origin && i < n; i++, f = f->back)
        if (!(tuple_items(origin)[i] = place_of(vm, f)))
            heap_store(vm->heap, &origin, NULL);
    return origin;
}

object *generator_new(struct vm *vm, struct vm_frame *frame)
{
    struct code *code = frame->code;
    const struct heap_type *type = &vm->types[type_for(code)]->layout;
    size_t count = code->localsplus_count;
    object *origin = NULL;
    if (vm->origin_depth > 0 && (code->flags & CODE_COROUTINE) &&
        !(origin = origin_of(vm, frame->back)))
        return NULL;
    struct generator *g = (struct generator *)heap_alloc(
        vm->heap, type, code->register_count * sizeof(object *));
    if (!g) {
        vm_release_maybe(vm, origin);
        return vm_raise_no_memory(vm);
    }
    g->origin = origin;
    g->frame = *frame;
    g->frame.regs = g->regs;
    g->frame.generator = g;
    g->frame.back = NULL;
    memcpy(g->regs, frame->regs, count * sizeof *g->regs);
    memset(frame->regs, 0, count * sizeof *frame->regs);
    if (frame->object)
        frame->object->frame = &g->frame;
    frame->object = NULL;
    frame->func = frame->locals = NULL;
    heap_retain(&code->base); /* the frame that goes has one as well */
    g->code = heap_retain(&code->base);
    g->name = heap_retain(function_of(g->frame.func)->name);
    g->qualname = heap_retain(function_of(g->frame.func)->qualname);
    heap_track(vm->heap, &g->node.base);
    return &g->node.base;
}

/* ---- resuming ------------------------------------------------------------------- */

void generator_ended(struct vm *vm, struct generator *g)
{
    generator_leave(vm->thread, g);
    heap_store(vm->heap, &g->handled, NULL);
    g->state = GENERATOR_ENDED;
    frame_clear(vm, &g->frame);
}

/* Too deep: ends as if it had raised. */
static void end_unresumed(struct vm *vm, struct generator *g)
{
    heap_store(vm->heap, &g->handled, NULL);
    g->state = GENERATOR_ENDED;
    frame_clear(vm, &g->frame);
}

/* Makes it the innermost of the thread; false: it has ended instead. */
static bool begin(struct vm *vm, struct generator *g)
{
    if (!vm_enter(vm, "")) {
        end_unresumed(vm, g);
        return false;
    }
    heap_retain(&g->node.base); /* its own frame may drop the last other */
    generator_enter(vm->thread, g);
    return true;
}

struct vm_frame *generator_push(struct vm *vm, struct generator *g,
                                object *value)
{
    bool fresh = g->state == GENERATOR_CREATED;
    if (g->state >= GENERATOR_RUNNING || (fresh && value != vm->none))
        return NULL;
    heap_retain(value);
    if (!begin(vm, g)) {
        vm_release(vm, value);
        return NULL;
    }
    if (fresh)
        vm_release(vm, value);
    else
        put(vm, &g->frame, g->frame.pc, value);
    g->frame.entry = false;
    return &g->frame;
}

void generator_pop(struct vm *vm, struct generator *g)
{
    struct vm_thread *t = vm->thread;
    t->frame = g->frame.back;
    g->frame.back = NULL;
    if (g->state != GENERATOR_ENDED) {
        generator_leave(t, g);
        g->state = GENERATOR_SUSPENDED;
    }
    vm_leave(vm);
    vm_release(vm, &g->node.base);
}

/* Runs the frame from where `start` says, with value (stolen, or NULL) as what
 * its yield gives; NULL with an exception pending, or the value it yields or
 * returns (state ENDED). */
static object *resume(struct vm *vm, struct generator *g,
                      enum frame_start start, object *value)
{
    object *result;
    if (!begin(vm, g)) {
        vm_release_maybe(vm, value);
        return NULL;
    }
    if (value)
        put(vm, &g->frame, g->frame.pc, value);
    else if (vm->thread->handled && vm_pending(vm)) /* what it handles */
        vm_raise_steal(vm, vm_pending_take(vm));
    result = vm_execute(vm, &g->frame, start);
    generator_pop(vm, g);
    return result;
}

static const char *kind_name(const struct generator *g)
{
    return vm_is(&g->node.base, TYPE_COROUTINE)         ? "coroutine"
           : vm_is(&g->node.base, TYPE_ASYNC_GENERATOR) ? "async generator"
                                                        : "generator";
}

/* RuntimeError for a StopIteration that leaves a generator. */
static void stop_escapes(struct vm *vm, const char *what,
                         const struct generator *g)
{
    object *stop = vm_pending_take(vm), *made;
    vm_raise(vm, EXC_RUNTIME_ERROR, "%s raised %s", kind_name(g), what);
    made = vm_pending_take(vm);
    heap_store(vm->heap, &exception_of(made)->cause, heap_retain(stop));
    heap_store(vm->heap, &exception_of(made)->context, stop);
    exception_of(made)->suppress_context = true;
    vm_pending_restore(vm, made);
}

void generator_guard(struct vm *vm, const struct generator *g)
{
    if (vm_pending_is(vm, EXC_STOP_ITERATION))
        stop_escapes(vm, "StopIteration", g);
    else if (vm_is(&g->node.base, TYPE_ASYNC_GENERATOR) &&
             vm_pending_is(vm, EXC_STOP_ASYNC_ITERATION))
        stop_escapes(vm, "StopAsyncIteration", g);
}

static enum send_result finish(struct vm *vm, struct generator *g,
                               object *value, object **result)
{
    *result = value;
    if (value)
        return g->state == GENERATOR_ENDED ? SEND_RETURN : SEND_NEXT;
    generator_guard(vm, g);
    return SEND_ERROR;
}

/* A generator that cannot be resumed: what happens instead. */
static enum send_result refuse(struct vm *vm, struct generator *g, bool throws,
                               object **result)
{
    *result = NULL;
    if (g->state == GENERATOR_RUNNING) {
        vm_raise(vm, EXC_VALUE_ERROR, "%s already executing", kind_name(g));
        return SEND_ERROR;
    }
    if (vm_is(&g->node.base, TYPE_COROUTINE)) {
        vm_raise(vm, EXC_RUNTIME_ERROR,
                 "cannot reuse already awaited coroutine");
        return SEND_ERROR;
    }
    if (throws)
        return SEND_ERROR;
    *result = vm_none(vm);
    return SEND_RETURN;
}

enum send_result generator_send(struct vm *vm, struct generator *g,
                                object *value, object **result)
{
    bool fresh = g->state == GENERATOR_CREATED;
    *result = NULL;
    if (g->state >= GENERATOR_RUNNING)
        return refuse(vm, g, !value, result);
    if (!value)
        return finish(vm, g, resume(vm, g, START_ERROR, NULL), result);
    if (fresh && value != vm->none) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "can't send non-None value to a just-started %s",
                 kind_name(g));
        return SEND_ERROR;
    }
    value = fresh ? NULL : heap_retain(value);
    return finish(vm, g, resume(vm, g, START_NEXT, value), result);
}

object *generator_delegate(const struct generator *g)
{
    const struct instr *pc = g->frame.pc;
    if (g->state != GENERATOR_SUSPENDED ||
        instr_op(g->frame.code, pc) != OP_YIELD ||
        instr_op(g->frame.code, pc + 1) != OP_RESUME || pc[1].a < 2)
        return NULL;
    return g->regs[pc->b - 1];
}

/* ---- the values of StopIteration -------------------------------------------------- */

void generator_raise_stop(struct vm *vm, object *value)
{
    object *type = type_as_object(vm->exceptions[EXC_STOP_ITERATION]), *stop;
    if (value == vm->none) {
        stop = vm_call0(vm, type);
    } else {
        stop = vm_call1(vm, type, value);
    }
    if (stop)
        vm_raise_steal(vm, stop);
}

bool generator_stop_value(struct vm *vm, object **value)
{
    struct value_exception_object *e;
    *value = NULL;
    if (!vm_pending(vm)) {
        *value = vm_none(vm);
        return true;
    }
    if (!vm_pending_is(vm, EXC_STOP_ITERATION))
        return false;
    e = (struct value_exception_object *)vm->thread->pending;
    *value = heap_retain(e->value ? e->value : vm->none);
    vm_pending_clear(vm);
    return true;
}

enum send_result vm_send(struct vm *vm, object *iterator, object *value,
                         object **result)
{
    if (vm_is(iterator, TYPE_GENERATOR) || vm_is(iterator, TYPE_COROUTINE))
        return generator_send(vm, generator_of(iterator), value, result);
    if (value == vm->none && vm_type_of(vm, iterator)->slots.next)
        *result = vm_type_of(vm, iterator)->slots.next(vm, iterator);
    else
        *result = vm_call_method(vm, iterator, vm->name[NAME_send], &value, 1);
    if (*result)
        return SEND_NEXT;
    return generator_stop_value(vm, result) ? SEND_RETURN : SEND_ERROR;
}

/* ---- throwing and closing ---------------------------------------------------------- */

/* The delegate of a generator has ended: the frame goes on behind its SEND
 * with value (stolen), or raises the pending exception there. */
static enum send_result resume_past_send(struct vm *vm, struct generator *g,
                                         object *value, object **result)
{
    const struct instr *send = g->frame.pc - 1;
    if (!value) { /* unwinding releases the delegate */
        g->frame.pc = send;
        return finish(vm, g, resume(vm, g, START_ERROR, NULL), result);
    }
    g->frame.pc = send + 1 + send->d;
    heap_store(vm->heap, &g->regs[send->a], value);
    return finish(vm, g, resume(vm, g, START_HERE, NULL), result);
}

/* Is it one of a chain, which is walked without calling methods? */
static bool is_link(const object *delegate)
{
    return vm_is(delegate, TYPE_GENERATOR) || vm_is(delegate, TYPE_COROUTINE);
}

/* close() of whatever a generator delegates to. */
static bool close_delegate(struct vm *vm, object *delegate)
{
    object *method, *result;
    if (is_link(delegate)) {
        result = generator_close(vm, generator_of(delegate));
        vm_release_maybe(vm, result);
        return result != NULL;
    }
    if (!vm_lookup_attr(vm, delegate, vm->name[NAME_close], &method)) {
        vm_unraisable(vm, delegate);
        return true;
    }
    if (!method)
        return true;
    result = vm_call0(vm, method);
    vm_release(vm, method);
    vm_release_maybe(vm, result);
    return result != NULL;
}

/* close() of one that nothing else has to be closed for; closed false: that
 * failed, and what is pending is raised in it.  None, or NULL. */
static object *close_one(struct vm *vm, struct generator *g, bool closed)
{
    object *value;
    if (closed)
        vm_raise_steal(vm, exception_new(vm, EXC_GENERATOR_EXIT,
                                         vm->empty_tuple));
    g->closed = true;
    if (generator_send(vm, g, NULL, &value) == SEND_NEXT) {
        vm_release(vm, value);
        return vm_raise(vm, EXC_RUNTIME_ERROR, "%s ignored GeneratorExit",
                        kind_name(g));
    }
    if (value) {
        vm_release(vm, value);
        return vm_none(vm);
    }
    if (!vm_pending_is(vm, EXC_STOP_ITERATION) &&
        !vm_pending_is(vm, EXC_GENERATOR_EXIT))
        return NULL;
    vm_pending_clear(vm);
    return vm_none(vm);
}

/* The end of a chain of delegates, which is no generator's turn to wait. */
static object *close_last(struct vm *vm, struct generator *g)
{
    object *delegate = heap_retain_maybe(generator_delegate(g));
    bool closed = true;
    if (g->state == GENERATOR_CREATED) {
        g->state = GENERATOR_ENDED;
        g->closed = true;
        frame_clear(vm, &g->frame);
        return vm_none(vm);
    }
    if (g->state == GENERATOR_ENDED)
        return vm_none(vm);
    if (delegate) {
        g->state = GENERATOR_RUNNING;
        closed = close_delegate(vm, delegate);
        g->state = GENERATOR_SUSPENDED;
        vm_release(vm, delegate);
    }
    return close_one(vm, g, closed);
}

/* The generator that g delegates to; borrowed, NULL when that is none. */
static struct generator *next_in_chain(const struct generator *g)
{
    object *delegate = generator_delegate(g);
    return delegate && is_link(delegate) && generator_of(delegate)->state != GENERATOR_RUNNING
               ? generator_of(delegate)
               : NULL;
}

/* Chains of any length, so there is no recursion: the way in goes by `outer`,
 * which those that wait do not use. */
object *generator_close(struct vm *vm, struct generator *g)
{
    struct generator *last = g, *next;
    object *result;
    while ((next = next_in_chain(last))) {
        heap_retain(&next->node.base);
        last->state = GENERATOR_RUNNING;
        next->outer = last;
        last = next;
    }
    next = last == g ? NULL : last->outer;
    if (last != g)
        last->outer = NULL;
    result = close_last(vm, last);
    while (last != g) {
        struct generator *outer = next;
        next = outer == g ? NULL : outer->outer;
        if (outer != g)
            outer->outer = NULL;
        outer->state = GENERATOR_SUSPENDED;
        vm_release(vm, &last->node.base);
        vm_release_maybe(vm, result);
        result = close_one(vm, outer, result != NULL);
        last = outer;
    }
    return result;
}

/* Throws into a delegate that is a generator: it runs above g's frame. */
static enum send_result throw_above(struct vm *vm, struct generator *g,
                                    object *delegate,
                                    const struct thrown *thrown,
                                    object **result)
{
    struct vm_thread *t = vm->thread;
    enum send_result sent;
    if (!vm_enter(vm, ""))
        return SEND_ERROR;
    g->frame.back = t->frame;
    t->frame = &g->frame;
    sent = generator_throw(vm, generator_of(delegate), thrown, result);
    t->frame = g->frame.back;
    g->frame.back = NULL;
    vm_leave(vm);
    return sent;
}

/* throw() of g's delegate; *handled false: it has none, throw here. */
static enum send_result throw_delegate(struct vm *vm, struct generator *g,
                                       object *delegate,
                                       const struct thrown *thrown,
                                       object **result, bool *handled)
{
    object *method;
    *handled = true;
    *result = NULL;
    if (is_link(delegate))
        return throw_above(vm, g, delegate, thrown, result);
    if (!vm_lookup_attr(vm, delegate, vm->name[NAME_throw], &method))
        return SEND_ERROR;
    if (!method) {
        *handled = false;
        return SEND_ERROR;
    }
    *result = vm_call(vm, method, thrown->args, thrown->nargs, NULL);
    vm_release(vm, method);
    if (*result)
        return SEND_NEXT;
    return generator_stop_value(vm, result) ? SEND_RETURN : SEND_ERROR;
}

static enum send_result throw_here(struct vm *vm, struct generator *g,
                                   const struct thrown *thrown,
                                   object **result)
{
    object *exception = generator_thrown(vm, thrown);
    *result = NULL;
    if (!exception)
        return SEND_ERROR;
    if (g->state == GENERATOR_CREATED)
        g->frame.pc = g->frame.code->instrs + frame_instr(&g->frame);
    vm_pending_restore(vm, exception);
    return generator_send(vm, g, NULL, result);
}

/* GeneratorExit closes what g waits for, and is then raised in g. */
static enum send_result throw_exit(struct vm *vm, struct generator *g,
                                   object *delegate,
                                   const struct thrown *thrown,
                                   object **result)
{
    bool closed;
    g->state = GENERATOR_RUNNING;
    closed = close_delegate(vm, delegate);
    g->state = GENERATOR_SUSPENDED;
    return closed ? throw_here(vm, g, thrown, result)
                  : generator_send(vm, g, NULL, result);
}

/* Is what throw() got a GeneratorExit, or the class or one derived? */
static bool is_exit(struct vm *vm, object *o)
{
    const struct type_object *type = vm_type_of(vm, o);
    if (type->flags & TYPE_TYPE_SUBCLASS)
        type = type_object_of(o);
    return type_is_subtype(type, vm->exceptions[EXC_GENERATOR_EXIT]);
}

enum send_result generator_throw(struct vm *vm, struct generator *g,
                                 const struct thrown *thrown,
                                 object **result)
{
    object *delegate = heap_retain_maybe(generator_delegate(g));
    enum send_result sent;
    bool handled;
    *result = NULL;
    if (!delegate)
        return throw_here(vm, g, thrown, result);
    if (is_exit(vm, thrown->args[0])) {
        sent = throw_exit(vm, g, delegate, thrown, result);
        vm_release(vm, delegate);
        return sent;
    }
    g->state = GENERATOR_RUNNING;
    sent = throw_delegate(vm, g, delegate, thrown, result, &handled);
    g->state = GENERATOR_SUSPENDED;
    vm_release(vm, delegate);
    if (!handled)
        return throw_here(vm, g, thrown, result);
    if (sent == SEND_NEXT)
        return sent;
    return resume_past_send(vm, g, *result, result);
}

/* ---- the end --------------------------------------------------------------------- */

/* Finalizer: closes a generator that waits inside a try or with. */
void generator_finalize(heap *h, object *self)
{
    struct generator *g = generator_of(self);
    struct vm *vm = g->frame.vm;
    object *pending, *result;
    (void)h;
    if (g->state == GENERATOR_ENDED)
        return;
    pending = vm_pending_take(vm);
    if (vm_is(self, TYPE_ASYNC_GENERATOR) && g->finalizer && !g->closed) {
        result = vm_call1(vm, g->finalizer, self);
    } else if (vm_is(self, TYPE_COROUTINE) &&
               g->state == GENERATOR_CREATED) {
        result = warnings_unawaited(vm, self, g->qualname) ? vm_none(vm) : NULL;
    } else {
        result = generator_close(vm, g);
    }
    if (result)
        vm_release(vm, result);
    else
        vm_unraisable(vm, self);
    vm_pending_restore(vm, pending);
}

void generator_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    struct generator *g = generator_of(self);
    if (g->state != GENERATOR_ENDED)
        frame_visit(&g->frame, visit, arg);
    if (g->outer_handled)
        visit(g->outer_handled, arg);
}

void generator_edges(object *self, heap_edge_fn *emit, void *arg)
{
    struct generator *g = generator_of(self);
    struct heap_edge e = {.kind = HEAP_EDGE_FIELD, .name = "handled outside",
                          .referent = g->outer_handled};
    if (g->state != GENERATOR_ENDED)
        frame_edges(&g->frame, emit, arg);
    if (e.referent)
        emit(&e, arg);
}

object *generator_unlink(heap *h, object *self)
{
    struct generator *g = generator_of(self);
    (void)h;
    if (g->state == GENERATOR_ENDED)
        return NULL;
    return frame_unlink_waiting(&g->frame);
}
