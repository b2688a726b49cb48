/*
 * Which locals are certainly set at the place under way.  A local that any
 * `del` or `except ... as` may unset is never taken for set, so that sets only
 * grow along a path and a loop's back-edge needs no second look.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/compile/unit.h"

static bool make_room(struct compiler *c, struct flow *f, int local)
{
    int words = local / 64 + 1;
    if (words <= f->words)
        return true;
    uint64_t *set = realloc(f->set, (size_t)words * sizeof *set);
    if (!set) {
        out_of_memory(c);
        return false;
    }
    memset(set + f->words, 0, (size_t)(words - f->words) * sizeof *set);
    f->set = set;
    f->words = words;
    return true;
}

bool flow_known(struct compiler *c, int local)
{
    const struct flow *f = &c->unit->flow;
    return local / 64 < f->words && (f->set[local / 64] >> (local % 64) & 1);
}

void flow_set(struct compiler *c, int local, bool set)
{
    struct unit *u = c->unit;
    const struct symbol *s = scope_find(u->scope, u->locals[local]);
    if (set && s && (s->uses & USE_DELETED))
        return;
    if (!make_room(c, &u->flow, local))
        return;
    uint64_t bit = (uint64_t)1 << (local % 64);
    if (set)
        u->flow.set[local / 64] |= bit;
    else
        u->flow.set[local / 64] &= ~bit;
}

struct flow flow_save(struct compiler *c)
{
    struct flow copy = c->unit->flow;
    size_t bytes = (size_t)copy.words * sizeof *copy.set;
    copy.set = bytes ? malloc(bytes) : NULL;
    if (copy.set)
        memcpy(copy.set, c->unit->flow.set, bytes);
    else
        copy.words = 0;
    return copy;
}

void flow_restore(struct compiler *c, struct flow saved)
{
    free(c->unit->flow.set);
    c->unit->flow = saved;
}

void flow_meet(struct compiler *c, struct flow saved)
{
    struct flow *f = &c->unit->flow;
    if (f->all) {
        flow_restore(c, saved);
        return;
    }
    if (!saved.all) {
        int words = f->words < saved.words ? f->words : saved.words;
        for (int i = 0; i < words; i++)
            f->set[i] &= saved.set[i];
        f->words = words;
    }
    free(saved.set);
}

void flow_dead(struct compiler *c)
{
    c->unit->flow.all = true;
}
