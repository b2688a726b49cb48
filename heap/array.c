/*
 * Arrays that objects own: cells without a header, in the heap's own range.
 * Under the address sanitizer what lies behind the asked size is poisoned.
 */
#include "heap/alloc.h"

#include <stdint.h>
#include <string.h>

#include "heap/span.h"

enum { PAGE_SIZE = 4096 };

static size_t room_for(size_t size)
{
    return (size ? size : 1) + REDZONE;
}

static size_t room_of(const heap *h, const void *array)
{
    return cell_size(h, array);
}

/* What a request of `size` bytes is given. */
static size_t rounded(const heap *h, size_t size)
{
    size = room_for(size);
    if (size <= SMALL_MAX)
        return h->arrays[h->class_of[(size + 15) / 16]].size;
    return (size + PAGE_SIZE - 1) & ~(size_t)(PAGE_SIZE - 1);
}

static void show(const heap *h, void *array, size_t size)
{
    if (HEAP_POISONS) {
        poison(array, room_of(h, array));
        unpoison(array, size);
    }
}

void *heap_array_new(heap *h, size_t size)
{
    struct heap_size_class *c;
    void *array;
    if (heap_likely(!HEAP_POISONS && size <= SMALL_MAX)) {
        c = &h->arrays[h->class_of[(size + 15) / 16]];
        array = c->free;
        if (heap_likely(array != NULL)) {
            c->free = c->free->next;
            c->allocated++;
            h->array_bytes += c->size;
            return array;
        }
    }
    if (size > h->range.size)
        return NULL;
    array = cell_make(h, true, room_for(size));
    if (!array)
        return NULL;
    show(h, array, size);
    h->array_bytes += room_of(h, array);
    return array;
}

void heap_array_free(heap *h, void *array, size_t size)
{
    (void)size;
    if (!array)
        return;
    h->array_bytes -= room_of(h, array);
    cell_free(h, array);
}

/* Lengthens or shortens a run of spans where it stands. */
static bool resize_run(heap *h, void *array, size_t size)
{
    uint32_t span = span_of(h, array);
    struct span *s = &h->spans[span];
    uint32_t run = (uint32_t)((size + SPAN_SIZE - 1) >> SPAN_SHIFT);
    size_t old = (size_t)s->big * PAGE_SIZE;
    if (!s->big || size <= SMALL_MAX)
        return false;
    if (size > old &&
        (size - old > h->limit || h->granted > h->limit - (size - old)))
        return false;
    if (run > s->run && !span_extend(h, span, s->run, run - s->run))
        return false;
    if (run < s->run)
        span_return(h, span + run, s->run - run);
    s->run = run;
    s->big = (uint32_t)(size / PAGE_SIZE);
    h->granted = h->granted - old + size;
    h->array_bytes = h->array_bytes - old + size;
    return true;
}

static void *move(heap *h, void *array, size_t old_size, size_t size)
{
    void *moved = heap_array_new(h, size);
    if (!moved)
        return NULL;
    memcpy(moved, array, old_size < size ? old_size : size);
    heap_array_free(h, array, old_size);
    return moved;
}

void *heap_array_resize(heap *h, void *array, size_t old_size, size_t size)
{
    size_t room;
    if (!array)
        return heap_array_new(h, size);
    if (size > h->range.size)
        return NULL;
    if (heap_unlikely(h->fail_at) && request_fails(h))
        return NULL;
    room = rounded(h, size);
    if (room == room_of(h, array) || resize_run(h, array, room)) {
        show(h, array, size);
        return array;
    }
    return move(h, array, old_size, size);
}
