/*
 * What sequences have in common: indices, slices, bounds, repr.
 */
#ifndef SCRIPTS_TYPES_SEQUENCE_H
#define SCRIPTS_TYPES_SEQUENCE_H

#include "scripts/vm/vm.h"

struct slice_range {
    ptrdiff_t start, stop, step;
    size_t count;
};

/* The places a slice object selects of `length` items. */
bool sequence_slice(struct vm *vm, object *slice, size_t length,
                    struct slice_range *out);
/* An index from its object, negative ones from the end, not checked against
 * length; TypeError "NAME indices must be integers or slices, not T". */
bool sequence_index(struct vm *vm, const char *name, object *key,
                    size_t length, ptrdiff_t *out);
/* A start or stop argument, clipped to ptrdiff_t; None is not allowed. */
bool sequence_bound(struct vm *vm, object *o, ptrdiff_t *out);
/* Makes 0 <= *from and *to <= length, negative ones from the end. */
void sequence_clip(size_t length, ptrdiff_t *from, ptrdiff_t *to);
/* n op m */
bool sequence_order(size_t n, size_t m, enum vm_compare op);
/* repr() of a list or tuple: "[...]" for one inside itself. */
object *sequence_repr(struct vm *vm, object *self, char open, char close);
/* iter slot of iterators */
object *sequence_self(struct vm *vm, object *self);
builtin_fn sequence_class_getitem; /* list[int] */

/* For heap_type.clear of a type that CPython's collector cannot clear. */
void sequence_no_clear(heap *h, object *self);

/* Py_ReprEnter: 1 already inside, 0 entered, -1 error. */
int repr_enter(struct vm *vm, object *o);
void repr_leave(struct vm *vm, object *o);

#endif
