/*
 * What is kept alive by what: the dominator tree of the graph seen from the
 * root, and the bytes each object retains.  T. Lengauer and R. E. Tarjan, "A
 * fast algorithm for finding dominators in a flowgraph", 1979, with simple
 * linking: edges * log objects at worst, where methods that are as fast on
 * common graphs (Cooper-Harvey-Kennedy, semi-NCA) are quadratic.
 *
 * Everything goes by order of discovery: the root is 0, and an object's order
 * is greater than that of its dominator.
 */
#include "heap/graph_internal.h"

#include <string.h>

struct tree {
    const heap_graph *g;
    uint32_t count;     /* orders in use, the root's included */
    uint32_t *order;    /* by number; HEAP_NOBODY: not reachable */
    uint32_t *number;   /* by order, as all that follow */
    uint32_t *ancestor; /* the parent, until linked and compressed */
    uint32_t *semi, *label;
    uint32_t *bucket; /* the first order whose semidominator this is, or 0 */
    uint32_t *above;  /* the next in the bucket, then the dominator */
    struct numbers stack;
};

/* ---- search in depth --------------------------------------------------- */

static void discover(struct tree *t, uint32_t number, uint32_t parent)
{
    uint32_t order = t->count++;
    t->order[number] = order;
    t->number[order] = number;
    t->ancestor[order] = parent;
    t->semi[order] = t->label[order] = order;
}

/* The object behind the next edge of `order` that is new, or HEAP_NOBODY;
 * *edge moves past it. */
static uint32_t next_new(const struct tree *t, uint32_t order, uint32_t *edge)
{
    struct heap_numbers out = heap_graph_out(t->g, t->number[order]);
    size_t count = order ? out.count : root_edges(t->g);
    while (*edge < count) {
        uint32_t i = (*edge)++;
        uint32_t to = order ? out.at[i] : root_edge(t->g, i);
        if (t->order[to] == HEAP_NOBODY)
            return to;
    }
    return HEAP_NOBODY;
}

/* The stack holds pairs: an order, the edge it has come to. */
static bool number_all(struct tree *t, const struct heap_progress *progress)
{
    struct numbers *s = &t->stack;
    discover(t, HEAP_ROOT, 0);
    if (!numbers_push(s, 0) || !numbers_push(s, 0))
        return false;
    for (size_t steps = 1; s->count; steps++) {
        uint32_t order = s->at[s->count - 2];
        uint32_t to = next_new(t, order, &s->at[s->count - 1]);
        if (!goes_on(progress, "discovery", steps, 2 * (size_t)t->g->objects))
            return false;
        if (to == HEAP_NOBODY) {
            s->count -= 2;
            continue;
        }
        if (!numbers_push(s, t->count) || !numbers_push(s, 0))
            return false;
        discover(t, to, order);
    }
    return true;
}

/* ---- semidominators ---------------------------------------------------- */

/*
 * The order with the least semidominator on the way from v up to, not
 * including, the root of its linked tree; orders from `linked` on are linked
 * to their parents.  Shortens the way.  HEAP_NOBODY: no memory.
 */
static uint32_t least(struct tree *t, uint32_t v, uint32_t linked)
{
    struct numbers *s = &t->stack;
    uint32_t *ancestor = t->ancestor, *label = t->label, top = v;
    if (v < linked)
        return v;
    s->count = 0;
    for (; ancestor[top] >= linked; top = ancestor[top])
        if (!numbers_push(s, top))
            return HEAP_NOBODY;
    while (s->count) {
        uint32_t x = s->at[--s->count], a = ancestor[x];
        if (t->semi[label[a]] < t->semi[label[x]])
            label[x] = label[a];
        ancestor[x] = ancestor[a];
    }
    return label[v];
}

static bool find_semi(struct tree *t, uint32_t w)
{
    struct heap_numbers in = heap_graph_in(t->g, t->number[w]);
    for (size_t i = 0; i < in.count; i++) {
        uint32_t v = t->order[in.at[i]], u;
        if (v == HEAP_NOBODY)
            continue;
        u = least(t, v, w + 1);
        if (u == HEAP_NOBODY)
            return false;
        if (t->semi[u] < t->semi[w])
            t->semi[w] = t->semi[u];
    }
    t->above[w] = t->bucket[t->semi[w]];
    t->bucket[t->semi[w]] = w;
    return true;
}

/* For those whose semidominator is w's parent, now that w is linked. */
static bool empty_bucket(struct tree *t, uint32_t parent, uint32_t w)
{
    uint32_t next;
    for (uint32_t v = t->bucket[parent]; v; v = next) {
        uint32_t u = least(t, v, w);
        if (u == HEAP_NOBODY)
            return false;
        next = t->above[v];
        t->above[v] = t->semi[u] < t->semi[v] ? u : parent;
    }
    t->bucket[parent] = 0;
    return true;
}

static bool dominate(struct tree *t, const struct heap_progress *progress)
{
    for (uint32_t w = t->count - 1; w > 0; w--) {
        uint32_t parent = t->ancestor[w];
        if (!find_semi(t, w) || !empty_bucket(t, parent, w) ||
            !goes_on(progress, "dominators", t->count - w, t->count))
            return false;
    }
    for (uint32_t w = 1; w < t->count; w++)
        if (t->above[w] != t->semi[w])
            t->above[w] = t->above[t->above[w]];
    return true;
}

/* ---- results ----------------------------------------------------------- */

static bool weigh(const struct tree *t, struct heap_dominators *out)
{
    const heap_graph *g = t->g;
    size_t count = (size_t)g->objects + 1;
    out->retained = calloc(count, sizeof *out->retained);
    out->held = calloc(count, sizeof *out->held);
    if (!out->retained || !out->held)
        return false;
    for (uint32_t n = 1; n <= g->objects; n++) {
        out->retained[n] = heap_total_size(g->h, heap_graph_object(g, n));
        out->held[n] = 1;
    }
    for (uint32_t w = t->count - 1; w > 0; w--) {
        uint32_t n = t->number[w], above = t->number[t->above[w]];
        out->retained[above] += out->retained[n];
        out->held[above] += out->held[n];
    }
    return true;
}

/* Turns orders into numbers; the array of orders becomes the answer. */
static void name_dominators(struct tree *t, struct heap_dominators *out)
{
    t->order[HEAP_ROOT] = HEAP_NOBODY;
    for (uint32_t w = 1; w < t->count; w++)
        t->order[t->number[w]] = t->number[t->above[w]];
    out->above = t->order;
    t->order = NULL;
}

static bool reserve(struct tree *t)
{
    size_t count = (size_t)t->g->objects + 1;
    uint32_t **arrays[] = {&t->order, &t->number, &t->ancestor, &t->semi,
                           &t->label, &t->bucket, &t->above};
    bool all = true;
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        *arrays[i] = calloc(count, sizeof **arrays[i]);
        all = all && *arrays[i];
    }
    if (all)
        memset(t->order, 0xff, count * sizeof *t->order);
    return all;
}

static void release(struct tree *t)
{
    free(t->order);
    free(t->number);
    free(t->ancestor);
    free(t->semi);
    free(t->label);
    free(t->bucket);
    free(t->above);
    free(t->stack.at);
}

bool heap_dominators_find(const heap_graph *g, struct heap_dominators *out,
                          const struct heap_progress *progress)
{
    struct tree t = {.g = g};
    bool found;
    *out = (struct heap_dominators){0};
    found = reserve(&t) && number_all(&t, progress) && dominate(&t, progress) &&
            weigh(&t, out);
    if (found)
        name_dominators(&t, out);
    release(&t);
    if (!found)
        heap_dominators_clear(out);
    return found;
}

void heap_dominators_clear(struct heap_dominators *d)
{
    free(d->above);
    free(d->retained);
    free(d->held);
    *d = (struct heap_dominators){0};
}
