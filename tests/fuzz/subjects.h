/*
 * The types of what heap_random makes: each object knows the number it has in
 * the model, and notes its death and its finalizer's wish by that.
 */
#ifndef TESTS_FUZZ_SUBJECTS_H
#define TESTS_FUZZ_SUBJECTS_H

#include "heap/heap.h"
#include "tests/fuzz/model.h"

struct leaf {
    object base;
    uint32_t id;
};

struct pair {
    struct heap_node node;
    object *left, *right;
    uint32_t id;
};

struct row {
    struct heap_node node;
    object **items;
    uint32_t count, room, id;
};

struct weak {
    struct heap_weak weak;
    uint32_t id;
};

/* The last two are pairs with an annex, to whom what follows the header is
 * theirs: it keeps ANNEXED_MARK. */
enum kind { LEAF, PAIR, FINAL, ROW, WEAK, ANNEXED, ANNEXED_FINAL, KINDS };
enum { ANNEXED_MARK = 0x5a5a5a5a };

extern const struct heap_type subject_types[KINDS];

/* By number.  A type's callbacks get no argument of ours, so these belong to
 * the one run under way. */
extern bool subject_dead[THINGS_MOST + 1];
extern bool subject_resurrects[THINGS_MOST + 1];

/* The row shares its array no longer and has none. */
void row_leave_array(heap *h, struct row *row);

#endif
