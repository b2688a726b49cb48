/*
 * Copy-on-write as it is told: which objects share an object's array, and
 * whether copies made from now on may.
 */
#include "scripts/debug/engine_internal.h"

#include <string.h>

enum { OWNERS_MOST = 20 };

struct owners {
    struct engine *e;
    struct text *t;
    size_t count;
};

static void put_owner(object *owner, void *arg)
{
    struct owners *o = arg;
    if (o->count++ < OWNERS_MOST)
        text_addf(o->t, "%s#%lld", o->count == 1 ? "" : ", ",
                  (long long)number_of(o->e, owner));
}

void sharing_put(struct engine *e, struct text *t, const object *o)
{
    struct owners owners = {.e = e, .t = t};
    if (heap_share_owners(e->vm->heap, o) == 1)
        return;
    text_add(t, "\nshares its array, until one of them changes, with ");
    heap_share_each(e->vm->heap, o, put_owner, &owners);
    if (owners.count > OWNERS_MOST)
        text_addf(t, " and %zu more", owners.count - OWNERS_MOST);
}

void ask_sharing(struct engine *e, const struct view_question *q,
                 struct view_answer *answer)
{
    heap_set_sharing(e->vm->heap, strcmp(q->text, "off") != 0);
    answer->ok = true;
}
