/*
 * Questions about the object graph at one moment: an index of every edge,
 * and what follows from it.  Included through heap/heap.h.
 *
 * The heap must not change while its index lives; who cannot wait asks in a
 * forked child.  Objects go by numbers: 1..objects in address order, and 0 is
 * the root, which stands for everything outside the heap.  Whatever takes
 * long tells of its progress and may be cancelled; it then returns NULL or
 * false, as it does when memory is short.
 */
#ifndef HEAP_GRAPH_H
#define HEAP_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/object.h"

struct heap;
struct heap_edge;

enum { HEAP_ROOT = 0 };
#define HEAP_NOBODY UINT32_MAX

/* Told now and then how far a phase has come; `go_on` says false to cancel.
 * NULL for who does not care. */
struct heap_progress {
    bool (*go_on)(void *arg, const char *phase, size_t done, size_t of);
    void *arg;
};

/* ---- the index --------------------------------------------------------- */

typedef struct heap_graph heap_graph;

/*
 * Every reference of the heap, both ways: 13 bytes an object and 8 an edge,
 * of which there may be 2^32 at most.  Edges from the root are those that the
 * `roots` hook names, and one to each object that has more references than are
 * accounted for.
 */
heap_graph *heap_graph_new(const struct heap *h,
                           const struct heap_progress *progress);
void heap_graph_free(heap_graph *g);

struct heap_graph_size {
    uint32_t objects;
    size_t edges;   /* named roots included */
    size_t unnamed; /* objects that something unknown refers to */
    size_t bytes;   /* of the index */
};
struct heap_graph_size heap_graph_size(const heap_graph *g);

/* Both ways between object and number; NULL for the root, HEAP_NOBODY for
 * what is no object of the index. */
object *heap_graph_object(const heap_graph *g, uint32_t number);
uint32_t heap_graph_number(const heap_graph *g, const object *o);

/* Numbers, an edge each, borrowed from the index. */
struct heap_numbers {
    const uint32_t *at;
    size_t count;
};
/* What a number refers to. */
struct heap_numbers heap_graph_out(const heap_graph *g, uint32_t number);
/* What refers to it, ascending, so that the root comes first. */
struct heap_numbers heap_graph_in(const heap_graph *g, uint32_t number);
/* How many of its references nothing in the graph accounts for. */
uint32_t heap_graph_unnamed(const heap_graph *g, uint32_t number);

/* ---- referrers --------------------------------------------------------- */

/* `from` is NULL for the root. */
typedef void heap_holder_fn(object *from, const struct heap_edge *edge,
                            void *arg);

/* Calls emit for every edge to the object, by name, roots first.  Those that
 * nothing accounts for are not among them: heap_graph_unnamed. */
void heap_graph_holders(const heap_graph *g, uint32_t number,
                        heap_holder_fn *emit, void *arg);

/* Calls emit for the edges between two; false: there is none with a name. */
bool heap_graph_between(const heap_graph *g, uint32_t from, uint32_t to,
                        heap_holder_fn *emit, void *arg);

/* ---- paths: why is it alive -------------------------------------------- */

typedef struct heap_paths heap_paths;

/* A shortest path from the root to every object, those through roots with a
 * name preferred.  Each later answer takes no more than its own length. */
heap_paths *heap_paths_new(const heap_graph *g,
                           const struct heap_progress *progress);
void heap_paths_free(heap_paths *p);

/* The step before this one; HEAP_ROOT before the first, HEAP_NOBODY for what
 * cannot be reached. */
uint32_t heap_paths_before(const heap_paths *p, uint32_t number);
/* Edges from the root; 0: it cannot be reached. */
uint32_t heap_paths_length(const heap_paths *p, uint32_t number);

/* ---- components: which cycles there are -------------------------------- */

struct heap_cycle {
    uint32_t first;   /* its member with the lowest number */
    uint32_t members; /* objects, each reachable from each */
    uint64_t bytes;   /* of the members */
    size_t outside;   /* references to members from elsewhere */
    bool alive;       /* reachable from the root */
    size_t at;        /* private: where its members are listed */
};

struct heap_cycles {
    struct heap_cycle *list; /* the largest in bytes first */
    size_t count;
    uint32_t *members; /* all of them, cycle after cycle */
};

/* The strongly connected components that are cycles: those of two members or
 * more, and single objects that refer to themselves. */
bool heap_cycles_find(const heap_graph *g, const heap_paths *p,
                      struct heap_cycles *out,
                      const struct heap_progress *progress);
void heap_cycles_clear(struct heap_cycles *cycles);
struct heap_numbers heap_cycle_members(const struct heap_cycles *cycles,
                                       size_t cycle);

/* ---- dominators: what is kept alive by what ---------------------------- */

struct heap_dominators {
    uint32_t *above;    /* immediate dominator; HEAP_NOBODY: unreachable */
    uint64_t *retained; /* bytes freed, were this one let go of */
    uint32_t *held;     /* objects that would be, itself included */
};

bool heap_dominators_find(const heap_graph *g, struct heap_dominators *out,
                          const struct heap_progress *progress);
void heap_dominators_clear(struct heap_dominators *d);

#endif
