/*
 * Between weakref.c and weakproxy.c.
 */
#ifndef SCRIPTS_TYPES_WEAKREF_INTERNAL_H
#define SCRIPTS_TYPES_WEAKREF_INTERNAL_H

#include "scripts/types/weakref.h"

/* A weak reference object of that type; `share` an existing plain one. */
object *weakref_make(struct vm *vm, struct type_object *type, object *target,
                     object *callback, bool share);

void weakref_traverse(object *self, heap_visit_fn *visit, void *arg);
object *weakref_unlink(heap *h, object *self);
void weakref_edges(object *self, heap_edge_fn *emit, void *arg);

#define WEAKREF_LAYOUT                                                         \
    {.size = sizeof(struct weakref_object),                                    \
     .flags = HEAP_CONTAINER | HEAP_WEAKREF, .traverse = weakref_traverse,     \
     .unlink = weakref_unlink, .edges = weakref_edges}

#endif
