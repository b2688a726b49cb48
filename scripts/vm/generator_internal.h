/*
 * Between generator.c and generator_type.c.
 */
#ifndef SCRIPTS_VM_GENERATOR_INTERNAL_H
#define SCRIPTS_VM_GENERATOR_INTERNAL_H

#include "scripts/vm/generator.h"

/* None, or NULL with an exception pending. */
object *generator_close(struct vm *vm, struct generator *g);
/* What throw() was called with: one to three arguments, which a delegate gets
 * as they are. */
struct thrown {
    object *const *args;
    size_t nargs;
};
/* Raises that where the generator waits. */
enum send_result generator_throw(struct vm *vm, struct generator *g,
                                 const struct thrown *thrown,
                                 object **result);
/* The instance that throw(type, value, traceback) raises, new. */
object *generator_thrown(struct vm *vm, const struct thrown *thrown);

/* The heap's callbacks. */
void generator_finalize(heap *h, object *self);
void generator_traverse(object *self, heap_visit_fn *visit, void *arg);
void generator_edges(object *self, heap_edge_fn *emit, void *arg);
object *generator_unlink(heap *h, object *self);

#endif
