/*
 * Weak reference objects and proxies.
 */
#ifndef SCRIPTS_TYPES_WEAKREF_H
#define SCRIPTS_TYPES_WEAKREF_H

#include "scripts/vm/vm.h"

struct weakref_object {
    struct heap_weak weak;
    int64_t hash; /* of the target, once asked; -1 */
};

/* A reference as weakref.ref(target, callback) gives: one without callback
 * is shared.  TypeError when the type does not allow it. */
object *weakref_new(struct vm *vm, object *target, object *callback);
/* The target, borrowed; NULL once it is gone. */
object *weakref_target_peek(const object *ref);
/* weakref.proxy() */
object *weakref_proxy_new(struct vm *vm, object *target, object *callback);
/* The heap's hook: calls w->callback with w. */
void weakref_callback(void *vm, struct heap_weak *w, object *callback);
/* Can instances of the type be referred to? */
bool weakref_allowed(const struct type_object *type);

#endif
