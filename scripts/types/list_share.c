/*
 * Lists that share their array, or a part of another's, until one changes.
 * Invariant: capacity is what the list would have by itself; an array shared
 * as a whole has room for it.  Neighbours: heap/share.h, list.c.
 */
#include "scripts/types/list_internal.h"

#include "scripts/vm/error.h"

/* Shorter ones are copied as fast; a part costs its array more thought. */
enum { SHARE_LEAST = 64, SHARE_PART_LEAST = 512 };

static struct list_object *list_of(object *o)
{
    return (struct list_object *)o;
}

/* Moves a list that shares to this array; false: it is NULL. */
static bool move_to(heap *h, object *list, object **items)
{
    struct list_object *l = list_of(list);
    struct heap_event event = {.kind = HEAP_EVENT_UNSHARE, .object = list};
    if (!items)
        return false;
    for (size_t i = 0; i < l->length; i++)
        items[i] = heap_retain(l->items[i]);
    heap_share_leave(h, list);
    l->items = items;
    heap_tell(h, &event);
    return true;
}

static size_t array_bytes(object *list)
{
    return list_of(list)->capacity * sizeof(object *);
}

bool list_make_own(struct vm *vm, object *list)
{
    heap *h = vm->heap;
    object *part;
    while ((part = heap_share_dependent(h, list)))
        if (!move_to(h, part, heap_array_new(h, array_bytes(part))))
            return vm_raise_no_memory(vm);
    if (heap_is_shared(list) &&
        !move_to(h, list, heap_array_new(h, array_bytes(list))))
        return vm_raise_no_memory(vm);
    return true;
}

static bool can_share(object *list, object *copy)
{
    return vm_is(list, TYPE_LIST) && vm_is(copy, TYPE_LIST);
}

static void take(struct vm *vm, object *copy, object **items, size_t length,
                 size_t capacity)
{
    struct list_object *l = list_of(copy);
    struct heap_event event = {.kind = HEAP_EVENT_SHARE, .object = copy};
    l->items = items;
    l->length = (uint32_t)length;
    l->capacity = (uint32_t)capacity;
    heap_tell(vm->heap, &event);
}

bool list_share(struct vm *vm, object *list, object *copy, size_t capacity)
{
    struct list_object *from = list_of(list);
    if (from->length < SHARE_LEAST || capacity > from->capacity ||
        !can_share(list, copy) || !heap_share(vm->heap, list, copy))
        return false;
    take(vm, copy, from->items, from->length, capacity);
    return true;
}

bool list_share_part(struct vm *vm, object *list, object *copy, size_t at,
                     size_t length)
{
    if (length < SHARE_PART_LEAST || !can_share(list, copy) ||
        !heap_share_part(vm->heap, list, copy))
        return false;
    take(vm, copy, list_items(list) + at, length, length);
    return true;
}

void list_leave_array(heap *h, object *self)
{
    struct list_object *l = list_of(self);
    object *part;
    while ((part = heap_share_dependent(h, self)))
        if (!move_to(h, part, heap_share_room(h, array_bytes(part))))
            break; /* no memory at all: the array is never freed */
    if (!heap_is_shared(self))
        return;
    heap_share_leave(h, self);
    l->items = NULL;
    l->length = l->capacity = 0;
}
