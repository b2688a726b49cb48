/*
 * Between generator.c and generator_type.c.
 */
#ifndef SCRIPTS_VM_GENERATOR_INTERNAL_H
#define SCRIPTS_VM_GENERATOR_INTERNAL_H

#include "scripts/vm/generator.h"

/* None, or NULL with an exception pending. */
object *generator_close(struct vm *vm, struct generator *g);
/* Raises exception (borrowed) where the generator waits. */
/* NULL for what a throw() was given and refused, with its error pending: that is
 * raised where the last delegate but one waits. */
enum send_result generator_throw(struct vm *vm, struct generator *g,
                                 object *exception, object **result);
/* The instance that throw(type, value, traceback) raises, new. */
object *generator_thrown(struct vm *vm, object *const *args, size_t nargs);

/* The heap's callbacks. */
void generator_finalize(heap *h, object *self);
void generator_traverse(object *self, heap_visit_fn *visit, void *arg);
void generator_edges(object *self, heap_edge_fn *emit, void *arg);
object *generator_unlink(heap *h, object *self);

#endif
