/*
 * Shared by list.c, list_methods.c and list_sort.c.
 */
#ifndef SCRIPTS_TYPES_LIST_INTERNAL_H
#define SCRIPTS_TYPES_LIST_INTERNAL_H

#include "scripts/types/list.h"

extern const struct method_def list_methods[];

/* Set by any change of length, for sort to notice. */
#define LIST_RESIZED 1u

bool list_resize(struct vm *vm, object *self, size_t length);
void list_clear(struct vm *vm, object *self);
/* Moves the array out, leaving an empty list. */
void list_detach(object *self, struct list_object *out);
/* 1, 0, -1: is item i equal to value? */
int list_item_equals(struct vm *vm, object *self, size_t i, object *value);
object *list_iterate(struct vm *vm, object *self);

#endif
