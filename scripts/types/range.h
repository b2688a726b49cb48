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

/* Counts down `left`; numbers that fit 64 bits are in next and by. */
struct range_iterator {
    object base;
    object *big_next, *big_step, *big_left; /* NULL while they fit */
    int64_t next, by;
    uint64_t left;
};

/* None stands for what is NULL. */
object *slice_new(struct vm *vm, object *start, object *stop, object *step);
/* The three numbers, clipped; ValueError for a zero step. */
bool slice_unpack(struct vm *vm, object *slice, ptrdiff_t *start,
                  ptrdiff_t *stop, ptrdiff_t *step);
/* Fits r->start, stop to a length and counts; no script code. */
void slice_adjust(size_t length, struct slice_range *r);

/* origin[args] */
object *generic_alias_new(struct vm *vm, object *origin, object *args);

#endif
