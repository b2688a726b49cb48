/*
 * The first few of many, in an order that is the same in every build: by
 * what is asked for, then by the objects' numbers, never by their addresses.
 */
#include "scripts/debug/engine_internal.h"

int64_t pick_rank(const struct engine *e, const object *o)
{
    int64_t number = o ? number_of(e, o) : 0;
    return number >= 0 ? number : INT64_MAX / 2 - number;
}

static bool comes_before(const struct pick *a, const struct pick *b)
{
    return a->first != b->first ? a->first < b->first : a->second < b->second;
}

void picks_offer(struct picks *p, const struct pick *new)
{
    size_t i = p->count;
    p->all++;
    if (i == PICKS_MOST && !comes_before(new, &p->at[i - 1]))
        return;
    i = i < PICKS_MOST ? p->count++ : i - 1;
    for (; i && comes_before(new, &p->at[i - 1]); i--)
        p->at[i] = p->at[i - 1];
    p->at[i] = *new;
}
