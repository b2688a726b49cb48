/*
 * set and frozenset: CPython's probing, so that iteration goes in its order.
 */
#ifndef SCRIPTS_TYPES_SET_H
#define SCRIPTS_TYPES_SET_H

#include "scripts/vm/vm.h"

struct set_object {
    struct heap_node node;
    object **table; /* heap array: keys, hashes if `hashed`, finger */
    uint64_t used : 28;
    uint64_t fill : 29;    /* used and deleted places */
    uint64_t log2 : 5;     /* places in the table; table NULL: none */
    uint64_t hashed : 1;   /* some key is neither exact str nor small int */
    uint64_t fingered : 1; /* the table's last word: where pop goes on */
};

struct frozenset_object {
    struct set_object set;
    int64_t hash; /* 0: not computed yet */
};

static inline size_t set_length(const object *o)
{
    return ((const struct set_object *)o)->used;
}

object *set_new(struct vm *vm);
object *frozenset_new(struct vm *vm); /* empty, to be filled at once */
/* A set or frozenset or what derives from them? */
bool set_is_any(struct vm *vm, const object *o);
bool set_add(struct vm *vm, object *set, object *item);
int set_contains(struct vm *vm, object *set, object *item);
int set_discard(struct vm *vm, object *set, object *item); /* 1, 0, -1 */
bool set_update(struct vm *vm, object *set, object *iterable);
void set_clear(struct vm *vm, object *set);
/* Walks in table order from *pos = 0; item borrowed. */
bool set_next(const object *set, size_t *pos, object **item);
/* The same with hashes that are known, so that no __hash__ runs. */
bool set_next_hashed(struct vm *vm, const object *set, size_t *pos,
                     object **item, int64_t *hash);
bool set_add_hashed(struct vm *vm, object *set, object *item, int64_t hash);
int set_contains_hashed(struct vm *vm, object *set, object *item,
                        int64_t hash);
int set_discard_hashed(struct vm *vm, object *set, object *item, int64_t hash);
/* Takes one item out, as set.pop(); NULL when empty (nothing pending). */
object *set_pop(struct vm *vm, object *set);
/* A new set or frozenset (of type) with the items of o or none (NULL). */
object *set_make(struct vm *vm, struct type_object *type, object *o);

/* The heap's callbacks. */
void set_traverse(object *self, heap_visit_fn *visit, void *arg);
object *set_unlink(heap *h, object *self);
void set_break_cycles(heap *h, object *self);
void set_edges(object *self, heap_edge_fn *emit, void *arg);
size_t set_extra(const object *self);

#endif
