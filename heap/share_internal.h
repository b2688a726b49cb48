/*
 * The heap's own side of shared arrays.  Belongs to share.c; share_count.c
 * keeps the index, collect.c asks for the owners' counts.
 */
#ifndef HEAP_SHARE_INTERNAL_H
#define HEAP_SHARE_INTERNAL_H

#include "heap/heap_internal.h"

/* An array with several owners, which form a ring; or a part of one, with one
 * owner.  Free ones and those that the index does not know are linked through
 * next. */
struct share {
    uint32_t first; /* an owner; 0: there is none */
    uint32_t owners;
    uint32_t next, prev;
    uint32_t whole;                /* of a part: the array; or 0 */
    uint32_t parts, part_count;    /* of a whole: the first of its parts */
    uint32_t next_part, prev_part; /* of a part */
    uint32_t records;              /* in the index, if `indexed` */
    uint32_t collecting;           /* owners in the set being collected */
    bool indexed;
};

/* An owner's place in the table. */
struct share_slot {
    uint32_t owner; /* 0: empty */
    uint32_t share;
    uint32_t next, prev; /* in the ring of owners */
};

/* That an array holds an item, and how often. */
struct share_record {
    uint32_t item, share;
    uint32_t times;
    uint32_t next; /* of the same bucket; 0: none */
};

struct share_index {
    uint32_t *buckets;
    struct share_record *records; /* [0] is not used */
    uint32_t bucket_count;        /* a power of two, or 0 */
    uint32_t used, room;
    uint32_t stale; /* records of arrays that are gone */
};

struct sharing {
    struct share *shares; /* [0] is the head of those not indexed */
    uint32_t share_count, share_room;
    uint32_t unused; /* free shares */
    uint32_t live;
    struct share_slot *slots;
    uint32_t slot_room, slot_used;
    struct share_index index;
};

/* References that the owners hold beyond those counted: none of a share that
 * is gone and that the index still names. */
static inline uint32_t share_extra(const struct share *s)
{
    if (!s->first)
        return 0;
    return s->whole ? 1 : s->owners - 1;
}

/* The array's items, through one of its owners. */
void share_items(const heap *h, const struct share *s, heap_visit_fn *visit,
                 void *arg);

/* The number of the array that o, which shares, owns. */
uint32_t share_of(const heap *h, const object *o);

/* Takes a share out of those not indexed, or puts it among them. */
void share_unlink(struct sharing *all, uint32_t number);
void share_link(struct sharing *all, uint32_t number);

/* A share may be used again. */
void share_reuse(struct sharing *all, uint32_t number);

/* The index forgets the array, sooner or later; then it may be used again. */
void share_index_forget(struct sharing *all, uint32_t number);
void share_index_free(struct sharing *all);

/* For the collector, whose set `list` is: calls add for items of the arrays
 * that its objects share, with as many references as make the rest right when
 * each of these objects has subtracted its own: nothing but what owners outside
 * hold. */
void share_each_extra(heap *h, const struct heap_node *list,
                      void (*add)(const heap *h, object *item, uint32_t extra));

void share_free_all(heap *h);

#endif
