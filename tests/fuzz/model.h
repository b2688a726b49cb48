/*
 * What the heap must be like, kept apart from it: which objects are alive,
 * with what count, referring to what.  It frees and collects by rules of its
 * own and knows nothing of the heap's.
 */
#ifndef TESTS_FUZZ_MODEL_H
#define TESTS_FUZZ_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { THINGS_MOST = 400, SLOTS = 32, FROZEN = 3, NO_THING = 0 };

struct thing {
    bool alive, container, finalizes, resurrects, finalized;
    uint32_t refs;
    int generation;
    uint32_t *edges; /* NO_THING among them: an empty field */
    size_t edge_count, edge_room;
    uint32_t target; /* of a weak reference */
    bool marked;
};

struct model {
    struct thing things[THINGS_MOST + 1]; /* from 1 on */
    uint32_t count;
    uint32_t slots[SLOTS]; /* each holds a reference */
    uint32_t *saved;       /* brought back by finalizers: as many references */
    size_t saved_count, saved_room;
};

void model_done(struct model *m);

/* A thing with one reference, the caller's; NO_THING when there are enough. */
uint32_t model_make(struct model *m, bool container);
void model_add_edge(struct model *m, uint32_t from, uint32_t to);

/* Takes a reference away, with all that follows. */
void model_drop(struct model *m, uint32_t id);

/* A collection; the number of things it found. */
size_t model_collect(struct model *m, int generation);
void model_freeze(struct model *m);
void model_unfreeze(struct model *m);

/* Marks what the slots and the saved ones lead to. */
void model_mark_reachable(struct model *m);

#endif
