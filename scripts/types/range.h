/*
 * slice, range, and generic aliases (list[int]).
 */
#ifndef SCRIPTS_TYPES_RANGE_H
#define SCRIPTS_TYPES_RANGE_H

#include "scripts/types/sequence.h"

struct slice_object {
    struct heap_node node;
    object *start, *stop, *step;
};

struct range_object {
    object base;
    object *start, *stop, *step, *length; /* ints of any size */
};

static inline struct range_object *range_of(object *o)
{
    return (struct range_object *)o;
}

/* Over a range whose numbers fit 64 bits: counts down `left` of `count`. */
struct range_iterator {
    object base;
    int64_t next, by;
    uint64_t left, count;
};

/* range(start, stop, step); steals all three, NULL (pending) among them passes
 * through. */
object *range_from_steal(struct vm *vm, object *start, object *stop,
                         object *step);
unary_fn range_iterate;
builtin_fn range_reversed;

/* None stands for what is NULL. */
object *slice_new(struct vm *vm, object *start, object *stop, object *step);
/* The three numbers, clipped; ValueError for a zero step. */
bool slice_unpack(struct vm *vm, object *slice, ptrdiff_t *start,
                  ptrdiff_t *stop, ptrdiff_t *step);
/* slice.indices(length) for an int of any size: a tuple of three. */
object *slice_indices(struct vm *vm, object *slice, object *length);
/* Fits r->start, stop to a length and counts; no script code. */
void slice_adjust(size_t length, struct slice_range *r);

/* origin[args] */
object *generic_alias_new(struct vm *vm, object *origin, object *args);

#endif
