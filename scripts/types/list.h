/*
 * list.
 */
#ifndef SCRIPTS_TYPES_LIST_H
#define SCRIPTS_TYPES_LIST_H

#include "scripts/vm/vm.h"

struct list_object {
    struct heap_node node;
    object **items; /* heap array, or NULL */
    uint32_t length, capacity;
};

/* Of both directions. */
struct list_iterator {
    struct heap_node node;
    object *list; /* NULL at the end */
    ptrdiff_t next;
};

static inline size_t list_length(const object *o)
{
    return ((const struct list_object *)o)->length;
}

static inline object **list_items(object *o)
{
    return ((struct list_object *)o)->items;
}

/*
 * A copy of a long list shares its array, until one of the two is about to
 * change (heap/share.h).  Reading needs no thought; before a write to an item
 * in place, list_own, and only then list_items.  The functions below see to it
 * by themselves.  A subclass never shares.
 */
bool list_make_own(struct vm *vm, object *list);
static inline HEAP_MUST_CHECK bool list_own(struct vm *vm, object *list)
{
    return heap_likely(!heap_is_sharing(list, TYPE_LIST)) ||
           list_make_own(vm, list);
}

struct arg_spec;
object *list_new(struct vm *vm, size_t capacity);
object *list_from_steal(struct vm *vm, object *const *items, size_t length);
builtin_fn list_append_method; /* list.append() */
bool list_append(struct vm *vm, object *list, object *item);
bool list_append_steal(struct vm *vm, object *list, object *item);
bool list_extend(struct vm *vm, object *list, object *iterable);
bool list_insert(struct vm *vm, object *list, size_t index, object *item);
extern const struct arg_spec list_sort_spec; /* list.sort()'s arguments */
bool list_sort(struct vm *vm, object *list, object *key, bool reverse);
object *list_slice(struct vm *vm, object *list, size_t from, size_t to);
object *list_to_tuple(struct vm *vm, object *list);
/* seq[from:to] = iterable or, with NULL, del seq[from:to] */
bool list_set_slice(struct vm *vm, object *list, size_t from, size_t to,
                    object *iterable);

#endif
