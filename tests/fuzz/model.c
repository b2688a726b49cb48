#include "tests/fuzz/model.h"

#include <stdlib.h>

static void push(uint32_t **list, size_t *count, size_t *room, uint32_t id)
{
    if (*count == *room) {
        *room = *room ? *room * 2 : 16;
        *list = realloc(*list, *room * sizeof **list);
        if (!*list)
            abort();
    }
    (*list)[(*count)++] = id;
}

void model_done(struct model *m)
{
    for (uint32_t id = 1; id <= m->count; id++)
        free(m->things[id].edges);
    free(m->saved);
    *m = (struct model){0};
}

uint32_t model_make(struct model *m, bool container)
{
    if (m->count == THINGS_MOST)
        return NO_THING;
    m->things[++m->count] =
        (struct thing){.alive = true, .container = container, .refs = 1};
    return m->count;
}

void model_add_edge(struct model *m, uint32_t from, uint32_t to)
{
    struct thing *t = &m->things[from];
    push(&t->edges, &t->edge_count, &t->edge_room, to);
}

/* ---- counts ------------------------------------------------------------ */

struct dropping {
    uint32_t *list;
    size_t count, room;
};

static void drop_later(struct dropping *d, uint32_t id)
{
    if (id)
        push(&d->list, &d->count, &d->room, id);
}

static void bring_back(struct model *m, uint32_t id)
{
    m->things[id].refs++;
    push(&m->saved, &m->saved_count, &m->saved_room, id);
}

/* A weak reference to what dies lets go of its callback. */
static void clear_weak(struct model *m, uint32_t target, struct dropping *d)
{
    for (uint32_t id = 1; id <= m->count; id++) {
        struct thing *w = &m->things[id];
        if (w->target != target)
            continue;
        w->target = NO_THING;
        if (w->alive && w->edge_count)
            drop_later(d, w->edges[--w->edge_count]);
    }
}

static void die(struct model *m, uint32_t id, struct dropping *d)
{
    struct thing *t = &m->things[id];
    t->alive = false;
    t->target = NO_THING;
    clear_weak(m, id, d);
    for (size_t i = 0; i < t->edge_count; i++)
        drop_later(d, t->edges[i]);
    t->edge_count = 0;
}

static void drop_all(struct model *m, struct dropping *d)
{
    while (d->count) {
        uint32_t id = d->list[--d->count];
        struct thing *t = &m->things[id];
        if (!t->alive || --t->refs)
            continue;
        if (t->finalizes && !t->finalized) {
            t->finalized = true;
            if (t->resurrects) {
                bring_back(m, id);
                continue;
            }
        }
        die(m, id, d);
    }
    free(d->list);
}

void model_drop(struct model *m, uint32_t id)
{
    struct dropping d = {0};
    drop_later(&d, id);
    drop_all(m, &d);
}

/* ---- collections ------------------------------------------------------- */

static bool looked_at(const struct thing *t, int generation)
{
    return t->alive && t->container && t->generation <= generation;
}

static void mark_from(struct model *m, uint32_t id)
{
    struct dropping todo = {0};
    drop_later(&todo, id);
    while (todo.count) {
        struct thing *t = &m->things[todo.list[--todo.count]];
        if (t->marked)
            continue;
        t->marked = true;
        for (size_t i = 0; i < t->edge_count; i++)
            drop_later(&todo, t->edges[i]);
    }
    free(todo.list);
}

/* The references to a thing from those looked at. */
static uint32_t refs_within(const struct model *m, uint32_t to,
                            const bool *within)
{
    uint32_t refs = 0;
    for (uint32_t id = 1; id <= m->count; id++)
        for (size_t i = 0; within[id] && i < m->things[id].edge_count; i++)
            refs += m->things[id].edges[i] == to;
    return refs;
}

/* Leaves in `within` only what nothing else leads to. */
static void keep_unreachable(struct model *m, bool *within)
{
    uint32_t held[THINGS_MOST], count = 0;
    for (uint32_t id = 1; id <= m->count; id++) {
        m->things[id].marked = !within[id];
        if (within[id] && m->things[id].refs > refs_within(m, id, within))
            held[count++] = id;
    }
    while (count)
        mark_from(m, held[--count]);
    for (uint32_t id = 1; id <= m->count; id++)
        within[id] = within[id] && !m->things[id].marked;
}

static void forget_targets(struct model *m, const bool *garbage, int old)
{
    for (uint32_t id = 1; id <= m->count; id++) {
        struct thing *w = &m->things[id];
        if (!w->target || !w->alive)
            continue;
        if (!garbage[id] && !garbage[w->target])
            continue;
        if (!garbage[id] && w->edge_count)
            w->generation = old;
        w->target = NO_THING;
    }
}

static void finalize(struct model *m, const bool *garbage)
{
    for (uint32_t id = 1; id <= m->count; id++) {
        struct thing *t = &m->things[id];
        if (!garbage[id] || !t->finalizes || t->finalized)
            continue;
        t->finalized = true;
        if (t->resurrects)
            bring_back(m, id);
    }
}

static size_t end_garbage(struct model *m, const bool *garbage)
{
    struct dropping d = {0};
    size_t found = 0;
    for (uint32_t id = 1; id <= m->count; id++) {
        if (!garbage[id])
            continue;
        die(m, id, &d);
        found++;
    }
    drop_all(m, &d);
    return found;
}

size_t model_collect(struct model *m, int generation)
{
    bool garbage[THINGS_MOST + 1] = {false};
    int old = generation < 2 ? generation + 1 : 2;
    for (uint32_t id = 1; id <= m->count; id++)
        garbage[id] = looked_at(&m->things[id], generation);
    for (uint32_t id = 1; id <= m->count; id++)
        if (garbage[id])
            m->things[id].generation = old;
    keep_unreachable(m, garbage);
    forget_targets(m, garbage, old);
    finalize(m, garbage);
    keep_unreachable(m, garbage);
    return end_garbage(m, garbage);
}

void model_freeze(struct model *m)
{
    for (uint32_t id = 1; id <= m->count; id++)
        m->things[id].generation = FROZEN;
}

void model_unfreeze(struct model *m)
{
    for (uint32_t id = 1; id <= m->count; id++)
        if (m->things[id].generation == FROZEN)
            m->things[id].generation = 2;
}

void model_mark_reachable(struct model *m)
{
    for (uint32_t id = 1; id <= m->count; id++)
        m->things[id].marked = false;
    for (size_t i = 0; i < SLOTS; i++)
        mark_from(m, m->slots[i]);
    for (size_t i = 0; i < m->saved_count; i++)
        mark_from(m, m->saved[i]);
}
