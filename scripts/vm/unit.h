/*
 * Making and releasing numbers of one unit, inline.  The loop is compiled
 * twice: while a debugger is attached each is numbered at its birth, with no
 * more calls than there are otherwise.
 */
#ifndef SCRIPTS_VM_UNIT_H
#define SCRIPTS_VM_UNIT_H

#include "scripts/vm/vm.h"
#ifdef LOOP_ATTACHED
#include "scripts/vm/site.h"
#endif

/* heap_alloc_unit() and heap_release_unit(), for this loop. */
static inline object *vm_unit_new(struct vm *vm, enum type_id type)
{
#ifdef LOOP_ATTACHED
    return heap_alloc_unit_attached(vm->heap, type, site_place_now(vm));
#else
    return heap_alloc_unit(vm->heap, type);
#endif
}

static inline void vm_unit_release(struct vm *vm, object *o)
{
#ifdef LOOP_ATTACHED
    heap_release_unit_attached(vm->heap, o);
#else
    heap_release_unit(vm->heap, o);
#endif
}

#endif
