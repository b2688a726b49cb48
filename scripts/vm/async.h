/*
 * Awaitables of coroutines and asynchronous generators.
 */
#ifndef SCRIPTS_VM_ASYNC_H
#define SCRIPTS_VM_ASYNC_H

#include "scripts/vm/vm.h"

/* Slots and methods of the types coroutine and async_generator. */
object *coroutine_await(struct vm *vm, object *self);
object *async_generator_next(struct vm *vm, object *self);
/* What anext(iterator, value) gives: the iterator's awaitable, or value at its
 * end. */
object *anext_with_default(struct vm *vm, object *awaitable, object *value);
extern const struct method_def async_generator_methods[];

#endif
