/*
 * Which cycles there are: strongly connected components, in one search in
 * depth that keeps its own stacks (D. J. Pearce, "A space-efficient algorithm
 * for finding strongly connected components", 2016).
 *
 * index[n] is 0 before n is met; then the order in which it or something that
 * it leads back to was met; then the name of its component, counted down from
 * the top, so that names are greater than any order still in use.
 */
#include "heap/graph_internal.h"

struct visit {
    uint32_t number, edge, order;
};

struct finder {
    const heap_graph *g;
    uint32_t *index;
    uint32_t next, name;
    struct visit *visits; /* a stack */
    size_t depth, room, steps;
    struct numbers open; /* left, their component not yet whole */
    struct numbers members;
    struct heap_cycles *out;
    size_t cycle_room;
};

static bool enter(struct finder *f, uint32_t number)
{
    if (f->depth == f->room) {
        size_t room = f->room ? f->room * 2 : 1024;
        struct visit *visits = realloc(f->visits, room * sizeof *visits);
        if (!visits)
            return false;
        f->visits = visits;
        f->room = room;
    }
    f->index[number] = f->next;
    f->visits[f->depth++] = (struct visit){number, 0, f->next++};
    return true;
}

static struct heap_cycle *new_cycle(struct finder *f)
{
    struct heap_cycles *out = f->out;
    if (out->count == f->cycle_room) {
        size_t room = f->cycle_room ? f->cycle_room * 2 : 64;
        struct heap_cycle *list = realloc(out->list, room * sizeof *list);
        if (!list)
            return NULL;
        out->list = list;
        f->cycle_room = room;
    }
    out->list[out->count] = (struct heap_cycle){0};
    return &out->list[out->count++];
}

static bool refers_to_itself(const heap_graph *g, uint32_t number)
{
    struct heap_numbers out = heap_graph_out(g, number);
    for (size_t i = 0; i < out.count; i++)
        if (out.at[i] == number)
            return true;
    return false;
}

/* number is where its component was entered: the open ones behind it are the
 * other members. */
static bool close_component(struct finder *f, uint32_t number)
{
    size_t at = f->members.count;
    uint32_t order = f->index[number];
    struct heap_cycle *cycle;
    f->next--;
    while (f->open.count && f->index[f->open.at[f->open.count - 1]] >= order) {
        uint32_t member = f->open.at[--f->open.count];
        f->index[member] = f->name;
        f->next--;
        if (!numbers_push(&f->members, member))
            return false;
    }
    f->index[number] = f->name--;
    if (f->members.count == at && !refers_to_itself(f->g, number))
        return true;
    cycle = new_cycle(f);
    if (!cycle || !numbers_push(&f->members, number))
        return false;
    cycle->at = at;
    cycle->members = (uint32_t)(f->members.count - at);
    return true;
}

static bool leave(struct finder *f)
{
    struct visit done = f->visits[--f->depth];
    uint32_t *index = f->index;
    bool entered_here = index[done.number] == done.order;
    if (entered_here && !close_component(f, done.number))
        return false;
    if (!entered_here && !numbers_push(&f->open, done.number))
        return false;
    if (f->depth) {
        uint32_t above = f->visits[f->depth - 1].number;
        if (index[done.number] < index[above])
            index[above] = index[done.number];
    }
    return true;
}

/* One edge of the innermost visit, or its end. */
static bool advance(struct finder *f)
{
    struct visit *v = &f->visits[f->depth - 1];
    struct heap_numbers out = heap_graph_out(f->g, v->number);
    while (v->edge < out.count) {
        uint32_t to = out.at[v->edge++];
        if (!f->index[to])
            return enter(f, to);
        if (f->index[to] < f->index[v->number])
            f->index[v->number] = f->index[to];
    }
    return leave(f);
}

static bool find(struct finder *f, const struct heap_progress *progress)
{
    for (uint32_t n = 1; n <= f->g->objects; n++) {
        if (!f->index[n] && !enter(f, n))
            return false;
        while (f->depth)
            if (!advance(f) || !goes_on(progress, "cycles", ++f->steps,
                                        2 * (size_t)f->g->objects))
                return false;
    }
    return true;
}

/* ---- what is told of each ---------------------------------------------- */

static size_t from_outside(const struct finder *f, uint32_t number)
{
    struct heap_numbers in = heap_graph_in(f->g, number);
    size_t count = heap_graph_unnamed(f->g, number), i = count > 0;
    for (; i < in.count; i++)
        count +=
            in.at[i] == HEAP_ROOT || f->index[in.at[i]] != f->index[number];
    return count;
}

static void describe(const struct finder *f, const heap_paths *p,
                     struct heap_cycle *cycle)
{
    const uint32_t *members = f->members.at + cycle->at;
    cycle->first = members[0];
    for (uint32_t i = 0; i < cycle->members; i++) {
        const object *o = heap_graph_object(f->g, members[i]);
        cycle->bytes += heap_total_size(f->g->h, o);
        cycle->outside += from_outside(f, members[i]);
        if (members[i] < cycle->first)
            cycle->first = members[i];
    }
    cycle->alive = heap_paths_before(p, cycle->first) != HEAP_NOBODY;
}

static int by_bytes(const void *a, const void *b)
{
    const struct heap_cycle *x = a, *y = b;
    if (x->bytes != y->bytes)
        return x->bytes < y->bytes ? 1 : -1;
    return (x->first > y->first) - (x->first < y->first);
}

bool heap_cycles_find(const heap_graph *g, const heap_paths *p,
                      struct heap_cycles *out,
                      const struct heap_progress *progress)
{
    struct finder f = {.g = g, .next = 1, .name = UINT32_MAX, .out = out};
    bool found;
    *out = (struct heap_cycles){0};
    f.index = calloc((size_t)g->objects + 1, sizeof *f.index);
    found = f.index && find(&f, progress);
    for (size_t i = 0; found && i < out->count; i++)
        describe(&f, p, &out->list[i]);
    if (found && out->count)
        qsort(out->list, out->count, sizeof *out->list, by_bytes);
    out->members = f.members.at;
    free(f.index);
    free(f.visits);
    free(f.open.at);
    if (!found)
        heap_cycles_clear(out);
    return found;
}

void heap_cycles_clear(struct heap_cycles *cycles)
{
    free(cycles->list);
    free(cycles->members);
    *cycles = (struct heap_cycles){0};
}

struct heap_numbers heap_cycle_members(const struct heap_cycles *cycles,
                                       size_t cycle)
{
    const struct heap_cycle *c = &cycles->list[cycle];
    return (struct heap_numbers){cycles->members + c->at, c->members};
}
