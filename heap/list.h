/*
 * The collector's lists: rings of nodes through heads in struct heap.
 */
#ifndef HEAP_LIST_H
#define HEAP_LIST_H

#include "heap/annex.h"

static inline struct heap_node *node_at(const heap *h, uint32_t ref)
{
    return at_ref(h, ref);
}

static inline void list_init(heap *h, struct heap_node *list)
{
    list->next = list->prev = ref_of(h, list);
}

static inline bool list_empty(const heap *h, const struct heap_node *list)
{
    return list->next == ref_of(h, list);
}

static inline void list_append(heap *h, struct heap_node *list,
                               struct heap_node *n)
{
    uint32_t self = ref_of(h, n);
    n->prev = list->prev;
    n->next = ref_of(h, list);
    node_at(h, list->prev)->next = self;
    list->prev = self;
}

static inline void list_remove(heap *h, struct heap_node *n)
{
    node_at(h, n->prev)->next = n->next;
    node_at(h, n->next)->prev = n->prev;
}

static inline void list_move(heap *h, struct heap_node *list,
                             struct heap_node *n)
{
    list_remove(h, n);
    list_append(h, list, n);
}

/* Appends all of `from`, which is left empty. */
static inline void list_merge(heap *h, struct heap_node *from,
                              struct heap_node *to)
{
    uint32_t last = to->prev;
    if (list_empty(h, from))
        return;
    node_at(h, last)->next = from->next;
    node_at(h, from->next)->prev = last;
    to->prev = from->prev;
    node_at(h, to->prev)->next = ref_of(h, to);
    list_init(h, from);
}

static inline size_t list_size(const heap *h, const struct heap_node *list)
{
    size_t n = 0;
    for (uint32_t i = list->next; i != ref_of(h, list); i = node_at(h, i)->next)
        n++;
    return n;
}

static inline void set_generation(object *o, uint32_t generation)
{
    o->word = (o->word & ~(uint32_t)HEAP_GENERATION) | generation << 1;
}

/* heap_untrack() inline. */
static inline void list_untrack(heap *h, object *o)
{
    if (!(o->word & HEAP_TRACKED))
        return;
    if (heap_unlikely(may_have_annex(o)) && has_annex(h, o)) {
        annex_untrack(h, o);
        return;
    }
    list_remove(h, (struct heap_node *)o);
    o->word &= ~(uint32_t)(HEAP_TRACKED | HEAP_GENERATION | HEAP_COLLECTING);
}

#endif
