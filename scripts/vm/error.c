/*
 * Raising, the pending exception, OSError from the host.
 *
 * vm->thread->pending owns the exception under way; its traceback is in the
 * exception itself.
 */
#include "scripts/vm/error.h"

#include <errno.h>
#include <string.h>

#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"

/* ---- pending ------------------------------------------------------------------ */

bool vm_pending(const struct vm *vm)
{
    return vm->thread->pending != NULL;
}

bool vm_pending_is(struct vm *vm, enum exception_id id)
{
    object *exception = vm->thread->pending;
    return exception && type_is_subtype(vm_type_of(vm, exception),
                                        vm->exceptions[id]);
}

/* A tuple of one, which is there, counts as if it were not, or again. */
static void uncount_tuple(struct vm *vm, bool was_spare)
{
    if (was_spare)
        heap_spare_put(vm->heap, &vm->types[TYPE_TUPLE]->layout, 1);
    else
        heap_gc_adjust(vm->heap, -1);
}

static bool take_spare(struct vm *vm)
{
    return heap_spare_take(vm->heap, &vm->types[TYPE_TUPLE]->layout, 1);
}

void vm_pending_count(struct vm *vm)
{
    vm->thread->args_uncounted = false;
    if (!take_spare(vm))
        heap_gc_adjust(vm->heap, 1);
}

static void count_if_not(struct vm *vm)
{
    if (heap_unlikely(vm->thread->args_uncounted))
        vm_pending_count(vm);
}

/* Drops the pending exception for another, or none. */
static void replace(struct vm *vm, object *exception)
{
    bool uncounted = vm->thread->args_uncounted;
    vm->thread->args_uncounted = false;
    heap_store(vm->heap, &vm->thread->pending, exception);
    if (uncounted && !take_spare(vm)) /* the dead tuple's */
        heap_gc_adjust(vm->heap, 1);
}

object *vm_pending_take(struct vm *vm)
{
    count_if_not(vm);
    object *exception = vm->thread->pending;
    vm->thread->pending = NULL;
    return exception;
}

void vm_pending_restore(struct vm *vm, object *exception)
{
    replace(vm, exception);
}

void vm_pending_clear(struct vm *vm)
{
    replace(vm, NULL);
}

/* ---- raising ------------------------------------------------------------------ */

static struct exception_object *context_of(struct exception_object *e)
{
    return (struct exception_object *)e->context;
}

/* Cuts `exception` out of the chain of contexts that begins at handled, so
 * that it can go in front of it. */
static void cut_context(struct vm *vm, struct exception_object *handled,
                        const struct exception_object *exception)
{
    struct exception_object *o = handled, *slow = handled;
    bool step = false;
    while (context_of(o)) {
        if (context_of(o) == exception) {
            heap_store(vm->heap, &o->context, NULL);
            return;
        }
        o = context_of(o);
        if (o == slow)
            return; /* a cycle made by a script */
        if (step)
            slow = context_of(slow);
        step = !step;
    }
}

void vm_raise_steal(struct vm *vm, object *exception)
{
    object *handled = vm_handled_peek(vm);
    if (!exception) {
        vm_raise_no_memory(vm);
        return;
    }
    if (handled && handled != exception) {
        struct exception_object *e = exception_of(exception);
        cut_context(vm, exception_of(handled), e);
        heap_store(vm->heap, &e->context, heap_retain(handled));
    }
    vm_pending_restore(vm, exception);
}

object *vm_raise_no_memory(struct vm *vm)
{
    object *exception = vm->no_memory;
    if (!vm->thread->pending && exception)
        vm_pending_restore(vm, heap_retain(exception));
    return NULL;
}

/* Raises id(*args), args stolen (NULL: another error is pending). */
static object *raise_args(struct vm *vm, enum exception_id id, object *args)
{
    object *exception = args ? exception_new(vm, id, args) : NULL;
    vm_release_maybe(vm, args);
    if (exception)
        vm_raise_steal(vm, exception);
    else if (!vm_pending(vm))
        vm_raise_no_memory(vm);
    return NULL;
}

/* Does CPython make such an exception, or its args, at once? */
static bool is_made_at_once(const struct vm *vm, enum exception_id id)
{
    return id == EXC_KEY_ERROR || id == EXC_ATTRIBUTE_ERROR ||
           vm_handled_peek(vm);
}

static object *raise_value(struct vm *vm, enum exception_id id, object *value)
{
    bool was_spare = take_spare(vm), lazy = !is_made_at_once(vm, id);
    object *args;
    if (was_spare)
        uncount_tuple(vm, true);
    args = tuple_pack(vm, 1, value);
    lazy = lazy && args;
    raise_args(vm, id, args);
    if (lazy && vm->thread->pending != vm->no_memory) {
        uncount_tuple(vm, was_spare);
        vm->thread->args_uncounted = true;
    }
    return NULL;
}

object *vm_raise_object(struct vm *vm, enum exception_id id, object *value)
{
    vm_pending_clear(vm);
    return raise_value(vm, id, value);
}

object *vm_raise_va(struct vm *vm, enum exception_id id, const char *format,
                    va_list args)
{
    object *text;
    vm_pending_clear(vm);
    text = str_format_va(vm, format, args);
    if (!text)
        return NULL;
    raise_value(vm, id, text);
    vm_release(vm, text);
    return NULL;
}

object *vm_raise(struct vm *vm, enum exception_id id, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vm_raise_va(vm, id, format, args);
    va_end(args);
    return NULL;
}

/* ---- OSError ------------------------------------------------------------------ */

enum exception_id vm_os_error_id(int error)
{
    static const struct {
        int error;
        enum exception_id id;
    } rows[] = {
        {EAGAIN, EXC_BLOCKING_IO_ERROR},
        {EALREADY, EXC_BLOCKING_IO_ERROR},
        {EINPROGRESS, EXC_BLOCKING_IO_ERROR},
        {EPIPE, EXC_BROKEN_PIPE_ERROR},
        {ESHUTDOWN, EXC_BROKEN_PIPE_ERROR},
        {ECHILD, EXC_CHILD_PROCESS_ERROR},
        {ECONNABORTED, EXC_CONNECTION_ABORTED_ERROR},
        {ECONNREFUSED, EXC_CONNECTION_REFUSED_ERROR},
        {ECONNRESET, EXC_CONNECTION_RESET_ERROR},
        {EEXIST, EXC_FILE_EXISTS_ERROR},
        {ENOENT, EXC_FILE_NOT_FOUND_ERROR},
        {EISDIR, EXC_IS_A_DIRECTORY_ERROR},
        {ENOTDIR, EXC_NOT_A_DIRECTORY_ERROR},
        {EINTR, EXC_INTERRUPTED_ERROR},
        {EACCES, EXC_PERMISSION_ERROR},
        {EPERM, EXC_PERMISSION_ERROR},
        {ESRCH, EXC_PROCESS_LOOKUP_ERROR},
        {ETIMEDOUT, EXC_TIMEOUT_ERROR},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (rows[k].error == error)
            return rows[k].id;
    return EXC_OS_ERROR;
}

object *vm_raise_os(struct vm *vm, int64_t error, object *path)
{
    int number = (int)-error;
    object *code = int_new(vm, number), *args = NULL;
    object *text = code ? str_from(vm, strerror(number)) : NULL;
    vm_pending_clear(vm);
    if (text)
        args = path ? tuple_pack(vm, 3, code, text, path)
                    : tuple_pack(vm, 2, code, text);
    vm_release_maybe(vm, code);
    vm_release_maybe(vm, text);
    return raise_args(vm, vm_os_error_id(number), args);
}
