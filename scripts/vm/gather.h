/*
 * The tuple, and the dict of the keywords, in which CPython gathers the
 * arguments of some calls.  Here they are not made: only the collector's
 * counter shows them, and a collection may come when they would be.
 */
#ifndef SCRIPTS_VM_GATHER_H
#define SCRIPTS_VM_GATHER_H

#include "scripts/vm/call.h"
#include "scripts/vm/function.h"
#include "scripts/vm/vm.h"

static inline void gather_begin(struct vm *vm, size_t positional, size_t named)
{
    if (positional)
        heap_shadow_new(vm->heap, &vm->types[TYPE_TUPLE]->layout, positional);
    if (named)
        heap_shadow_new(vm->heap, &vm->types[TYPE_DICT]->layout, 0);
}

static inline void gather_end(struct vm *vm, size_t positional, size_t named)
{
    if (positional)
        heap_spare_put(vm->heap, &vm->types[TYPE_TUPLE]->layout, positional);
    if (named)
        heap_spare_put(vm->heap, &vm->types[TYPE_DICT]->layout, 0);
}

/*
 * How many of a call's positional arguments CPython gathers, -1: it gathers
 * nothing, keywords neither.  spread: they come in a tuple already, f(*args).
 */
ptrdiff_t gather_size(struct vm *vm, object *callable, size_t positional,
                      size_t named, bool spread);

/* The tuple of names that CPython's parser of these arguments makes when it is
 * used first, and keeps. */
void gather_names(struct vm *vm, const struct arg_spec *spec, size_t names);

#endif
