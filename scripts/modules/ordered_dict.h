/*
 * OrderedDict: a dict with an order of its own beside its table.
 *
 * Each entry of the table that belongs to the order has, at the same index, a
 * node that owns the key once more and knows its neighbours.  Places count
 * from 1; 0 is nowhere.
 */
#ifndef SCRIPTS_MODULES_ORDERED_DICT_H
#define SCRIPTS_MODULES_ORDERED_DICT_H

#include "scripts/types/dict_table.h"

struct order_node {
    object *key; /* NULL: no entry of the order is here */
    uint32_t previous, next;
};

struct ordered_dict {
    struct dict_object dict;
    object *attributes;       /* __dict__, or NULL */
    struct order_node *nodes; /* heap array of `room`, or NULL */
    struct dict_table *seen;  /* the table that the nodes lie beside */
    uint32_t room, first, last, linked;
    uint64_t state; /* changes with the order */
};

extern const struct type_spec ordered_dict_spec, ordered_iterator_spec,
    ordered_keys_spec, ordered_values_spec, ordered_items_spec;

static inline struct ordered_dict *ordered_of(object *o)
{
    return (struct ordered_dict *)o;
}

/* 1 found (*place), 0 not there, -1 pending. */
int ordered_find(struct vm *vm, object *self, object *key, uint32_t *place);
/* The first or last place, 0: empty; false: no memory. */
bool ordered_end(struct vm *vm, object *self, bool last, uint32_t *place);
/* Is there still, in the table too, what was linked here? */
bool ordered_is_whole(const struct ordered_dict *d, uint32_t place);
bool ordered_set(struct vm *vm, object *self, object *key, object *value);
/* Takes the value out: 1 (*value new), 0, -1. */
int ordered_take(struct vm *vm, object *self, object *key, object **value);
void ordered_move(struct ordered_dict *d, uint32_t place, bool last);
void ordered_clear(heap *h, object *self);

/* Both borrowed; the place is whole. */
static inline object **ordered_entry(const struct ordered_dict *d,
                                     uint32_t place)
{
    return dict_entry_at(d->dict.table, place - 1);
}

/* The heap's callbacks. */
void ordered_traverse(object *self, heap_visit_fn *visit, void *arg);
object *ordered_unlink(heap *h, object *self);
void ordered_edges(object *self, heap_edge_fn *emit, void *arg);
size_t ordered_extra(const object *self);

/* ordered_update.c: as MutableMapping.update does; false: pending. */
bool ordered_update_from(struct vm *vm, object *self, object *other);
bool ordered_update_all(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames);

/* ordered_views.c */
object *ordered_iterate(struct vm *vm, object *self, int over, bool reversed);
builtin_fn ordered_keys, ordered_values, ordered_items, ordered_reversed;

#endif
