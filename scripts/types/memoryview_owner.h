/*
 * The objects whose bytes memoryviews show, and the one record that all views
 * of an object share.  While it stands the owner keeps its size.
 */
#ifndef SCRIPTS_TYPES_MEMORYVIEW_OWNER_H
#define SCRIPTS_TYPES_MEMORYVIEW_OWNER_H

#include "scripts/vm/vm.h"

/* CPython's managed buffer. */
struct export {
    struct heap_node node;
    object *owner; /* NULL once cleared */
    size_t *count; /* in the owner: how many exports; NULL: it never changes */
};

/* Has o bytes to show? */
bool export_possible(struct vm *vm, object *o);
/* Its export; new. */
object *export_new(struct vm *vm, object *owner);
/* The bytes of an owner; a copy-on-write array may move when written to. */
bool export_bytes(struct vm *vm, object *owner, const unsigned char **data,
                  size_t *size);
bool export_writable(struct vm *vm, object *owner);
/* Before a write in place; false: no memory. */
bool export_own(struct vm *vm, object *owner);

#endif
