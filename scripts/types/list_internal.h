/*
 * Shared by the files list*.c.
 */
#ifndef SCRIPTS_TYPES_LIST_INTERNAL_H
#define SCRIPTS_TYPES_LIST_INTERNAL_H

#include "scripts/types/list.h"

extern const struct method_def list_methods[];

/* Set by any change of length, for sort to notice. */
#define LIST_RESIZED 1u

bool list_resize(struct vm *vm, object *self, size_t length);

/* list_share.c.  Gives `copy`, a list without items, all those of `list` at
 * once; false: they are to be copied. */
bool list_share(struct vm *vm, object *list, object *copy, size_t capacity);
/* The same for the items from `at` on. */
bool list_share_part(struct vm *vm, object *list, object *copy, size_t at,
                     size_t length);
/* Before a list that shares dies or is cleared: the array stays the other
 * owners', or is self's alone from now on. */
void list_leave_array(heap *h, object *self);

void list_clear(struct vm *vm, object *self);
/* Moves the array out, leaving an empty list. */
void list_detach(object *self, struct list_object *out);
/* 1, 0, -1: is item i equal to value? */
int list_item_equals(struct vm *vm, object *self, size_t i, object *value);
object *list_iterate(struct vm *vm, object *self);

/* self[key] */
object *list_subscript(struct vm *vm, object *self, object *key);

#endif
