/*
 * tuple: a short length lives in the header's aux bits.
 */
#ifndef SCRIPTS_TYPES_TUPLE_H
#define SCRIPTS_TYPES_TUPLE_H

#include "scripts/vm/vm.h"

#define TUPLE_LONG 15 /* aux: length is in the first word */

/* CPython keeps dead ones of 1 to TUPLE_SPARES items for reuse, but uses none
 * of the last size. */
enum { TUPLE_SPARES = 20 };

struct tuple_object {
    struct heap_node node;
    object *items[]; /* short: the items; long: length, then the items */
};

struct tuple_iterator {
    struct heap_node node;
    object *tuple; /* NULL at the end */
    size_t next;
};

static inline size_t tuple_length(const object *o)
{
    uint32_t aux = heap_aux(o);
    return aux != TUPLE_LONG
               ? aux
               : (size_t)(uintptr_t)((const struct tuple_object *)o)->items[0];
}

static inline object **tuple_items(object *o)
{
    return ((struct tuple_object *)o)->items + (heap_aux(o) == TUPLE_LONG);
}

/* Items NULL, to be filled before anyone sees it; the empty one is shared. */
object *tuple_new(struct vm *vm, size_t length);
object *tuple_from(struct vm *vm, object *const *items, size_t length);
/* Takes the references of items. */
object *tuple_from_steal(struct vm *vm, object *const *items, size_t length);
object *tuple_pack(struct vm *vm, size_t n, ...);

#endif
