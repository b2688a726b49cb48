/*
 * What copy and pickle ask of iterators: __reduce__ and __setstate__.
 */
#ifndef SCRIPTS_TYPES_ITERATOR_STATE_H
#define SCRIPTS_TYPES_ITERATOR_STATE_H

#include "scripts/vm/vm.h"

/* How iterators over a sequence in place are laid out. */
struct place_iterator {
    struct heap_node node;
    object *over; /* NULL at the end */
    ptrdiff_t next;
};

/* (builtins.function, (over,), *at), or without the last when at is NULL;
 * over is stolen, and NULL (pending) passes through. */
object *iterator_reduced_steal(struct vm *vm, const char *function,
                               object *over, const ptrdiff_t *at);
/* An int given as state, brought within low and high. */
bool iterator_state(struct vm *vm, object *state, ptrdiff_t low,
                    ptrdiff_t high, ptrdiff_t *out);

/* Methods of the iterators of list, tuple, str, bytes and bytearray. */
builtin_fn iterator_place_reduce, iterator_place_set_state;

#define ITERATOR_REDUCE(function)                                              \
    {"__reduce__", function, METHOD_NOARGS,                                    \
     "Return state information for pickling."}
#define ITERATOR_SET_STATE(function)                                           \
    {"__setstate__", function, METHOD_ONE,                                     \
     "Set state information for unpickling."}

#endif
