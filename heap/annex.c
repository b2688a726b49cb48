/*
 * Tracks what has its links in an annex.
 */
#include "heap/annex.h"

#include "heap/list.h"

/* Fields make type_traverse_fast() call type_traverse(), which goes on with
 * the object itself. */
const struct heap_type annex_type = {.name = "annex", .field_count = 1};

void annex_track(heap *h, object *o)
{
    struct heap_node *n = annex_of(h, o);
    n->base.word = HEAP_TRACKED;
    n->base.refs = ref_of(h, n) - ref_of(h, o);
    o->word |= HEAP_TRACKED;
    list_append(h, &h->lists[0], n);
}

void annex_untrack(heap *h, object *o)
{
    list_remove(h, annex_of(h, o));
    o->word &= ~(uint32_t)HEAP_TRACKED;
}
