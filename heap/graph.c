/*
 * Owns the index of the object graph: which object has which number, and its
 * edges both ways, as two compact arrays each.  One walk over the heap writes
 * down every referent's address; all else is made from those.
 *
 * Nothing of the index stands in the heap's range.
 */
#include "heap/graph_internal.h"

#include "heap/types.h"

#include <stdlib.h>

enum { WORD_BITS = 64 };

/* ---- numbers ----------------------------------------------------------- */

static unsigned bits_in(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (unsigned)(x * 0x0101010101010101u >> 56);
}

static uint32_t number_of_unit(const heap_graph *g, uint32_t unit)
{
    uint32_t at = unit - g->base, word = at / WORD_BITS;
    uint64_t bit = (uint64_t)1 << at % WORD_BITS;
    if (unit < g->base || word >= g->words || !(g->begins[word] & bit))
        return HEAP_NOBODY;
    return g->before[word] + bits_in(g->begins[word] & (bit - 1)) + 1;
}

static void mark_unit(heap_graph *g, uint32_t unit)
{
    uint32_t at = unit - g->base;
    g->begins[at / WORD_BITS] |= (uint64_t)1 << at % WORD_BITS;
}

/* Once every object is marked. */
static void sum_up(heap_graph *g)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < g->words; i++) {
        g->before[i] = sum;
        sum += bits_in(g->begins[i]);
    }
}

uint32_t heap_graph_number(const heap_graph *g, const object *o)
{
    uintptr_t offset = (uintptr_t)o - (uintptr_t)g->h;
    if ((uintptr_t)o < (uintptr_t)g->h || offset >= g->h->range.size)
        return HEAP_NOBODY;
    return number_of_unit(g, ref_of(g->h, o));
}

object *heap_graph_object(const heap_graph *g, uint32_t number)
{
    if (number == HEAP_ROOT || number > g->objects)
        return NULL;
    return at_ref(g->h, g->units[number]);
}

/* ---- the walk ---------------------------------------------------------- */

struct walk {
    heap_graph *g;
    size_t room;
    bool failed;
};

static void note_unit(struct walk *w, uint32_t unit)
{
    heap_graph *g = w->g;
    if (g->edges == w->room) {
        size_t room = w->room ? w->room * 2 : 1024;
        uint32_t *out =
            room > UINT32_MAX ? NULL : realloc(g->out, room * sizeof *out);
        w->failed |= !out;
        if (!out)
            return;
        g->out = out;
        w->room = room;
    }
    g->out[g->edges++] = unit;
}

static void note_referent(object *referent, void *arg)
{
    struct walk *w = arg;
    note_unit(w, ref_of(w->g->h, referent));
}

static void note_root(const struct heap_edge *edge, void *arg)
{
    if (edge->referent)
        note_referent(edge->referent, arg);
}

/* Fills begins, units, out_first, and out with units for now. */
static bool walk_heap(heap_graph *g, const struct heap_progress *progress)
{
    struct walk w = {.g = g};
    uint32_t n = HEAP_ROOT, most = g->objects;
    g->out_first[n++] = 0;
    if (g->h->hooks.roots)
        g->h->hooks.roots(g->h->hooks.arg, note_root, &w);
    for (object *o = heap_next(g->h, NULL); o && n <= most;
         o = heap_next(g->h, o), n++) {
        if (w.failed || !goes_on(progress, "objects", n, most))
            return false;
        g->units[n] = ref_of(g->h, o);
        g->out_first[n] = (uint32_t)g->edges;
        mark_unit(g, g->units[n]);
        type_traverse(g->h, o, note_referent, &w);
    }
    g->objects = n - 1;
    g->out_first[n] = (uint32_t)g->edges;
    return !w.failed;
}

/* ---- edges ------------------------------------------------------------- */

/* Makes numbers of the units in out; what is no object is dropped. */
static bool translate(heap_graph *g, const struct heap_progress *progress)
{
    size_t kept = 0, i = 0;
    for (uint32_t n = HEAP_ROOT; n <= g->objects; n++) {
        size_t end = g->out_first[n + 1];
        g->out_first[n] = (uint32_t)kept;
        for (; i < end; i++) {
            uint32_t to = number_of_unit(g, g->out[i]);
            if (to != HEAP_NOBODY)
                g->out[kept++] = to;
        }
        if (!goes_on(progress, "edges", n, g->objects))
            return false;
    }
    g->out_first[g->objects + 1] = (uint32_t)kept;
    g->edges = kept;
    return true;
}

static uint32_t refs_of(const heap_graph *g, uint32_t number)
{
    return heap_refs_told(g->h, heap_graph_object(g, number));
}

/* in_first[n + 1] is the number of edges to n: what is beyond makes one more,
 * from the root. */
static bool find_unnamed(heap_graph *g)
{
    for (uint32_t n = 1; n <= g->objects; n++)
        g->unnamed_count += refs_of(g, n) > g->in_first[n + 1];
    g->unnamed = malloc((g->unnamed_count + 1) * sizeof *g->unnamed);
    if (!g->unnamed || g->edges + g->unnamed_count > UINT32_MAX)
        return false;
    g->unnamed_count = 0;
    for (uint32_t n = 1; n <= g->objects; n++)
        if (refs_of(g, n) > g->in_first[n + 1]) {
            g->unnamed[g->unnamed_count++] = n;
            g->in_first[n + 1]++;
        }
    return true;
}

static void count_in(heap_graph *g)
{
    for (size_t i = 0; i < g->edges; i++)
        g->in_first[g->out[i] + 1]++;
}

/* Moves the counts up, so that in_first[n + 1] is where n's edges begin; they
 * rise to their ends while edges are put in. */
static void place_in(heap_graph *g)
{
    uint32_t sum = 0;
    for (uint32_t n = 0; n <= g->objects; n++) {
        uint32_t count = g->in_first[n + 1];
        g->in_first[n + 1] = sum;
        sum += count;
    }
}

static void put_in(heap_graph *g, uint32_t from, uint32_t to)
{
    g->in[g->in_first[to + 1]++] = from;
}

static bool reverse(heap_graph *g, const struct heap_progress *progress)
{
    count_in(g);
    if (!find_unnamed(g))
        return false;
    g->in = malloc((g->edges + g->unnamed_count + 1) * sizeof *g->in);
    if (!g->in)
        return false;
    place_in(g);
    for (size_t i = 0; i < g->unnamed_count; i++)
        put_in(g, HEAP_ROOT, g->unnamed[i]);
    for (uint32_t n = HEAP_ROOT; n <= g->objects; n++) {
        struct heap_numbers out = heap_graph_out(g, n);
        for (size_t i = 0; i < out.count; i++)
            put_in(g, n, out.at[i]);
        if (!goes_on(progress, "referrers", n, g->objects))
            return false;
    }
    return true;
}

/* ---- the whole --------------------------------------------------------- */

static bool reserve(heap_graph *g)
{
    const heap *h = g->h;
    struct heap_totals totals;
    size_t units = SPAN_SIZE >> UNIT_SHIFT;
    heap_totals(h, &totals);
    if (totals.objects > UINT32_MAX - 2)
        return false;
    g->objects = (uint32_t)totals.objects;
    g->base = h->first_span << (SPAN_SHIFT - UNIT_SHIFT);
    g->words = (h->next_span - h->first_span) * (units / WORD_BITS);
    g->begins = calloc(g->words + 1, sizeof *g->begins);
    g->before = malloc((g->words + 1) * sizeof *g->before);
    g->units = calloc((size_t)g->objects + 1, sizeof *g->units);
    g->out_first = calloc((size_t)g->objects + 2, sizeof *g->out_first);
    g->in_first = calloc((size_t)g->objects + 2, sizeof *g->in_first);
    return g->begins && g->before && g->units && g->out_first && g->in_first;
}

/* Gives back the room that the walk took in advance. */
static void shrink(heap_graph *g)
{
    uint32_t *out = realloc(g->out, (g->edges + 1) * sizeof *out);
    if (out)
        g->out = out;
}

heap_graph *heap_graph_new(const heap *h, const struct heap_progress *progress)
{
    heap_graph *g = calloc(1, sizeof *g);
    if (!g)
        return NULL;
    g->h = h;
    if (reserve(g) && walk_heap(g, progress)) {
        sum_up(g);
        if (translate(g, progress)) {
            shrink(g);
            if (reverse(g, progress))
                return g;
        }
    }
    heap_graph_free(g);
    return NULL;
}

void heap_graph_free(heap_graph *g)
{
    if (!g)
        return;
    free(g->begins);
    free(g->before);
    free(g->units);
    free(g->out_first);
    free(g->in_first);
    free(g->out);
    free(g->in);
    free(g->unnamed);
    free(g);
}

/* ---- what it tells ----------------------------------------------------- */

struct heap_graph_size heap_graph_size(const heap_graph *g)
{
    size_t per_word = sizeof *g->begins + sizeof *g->before;
    size_t per_object =
        sizeof *g->units + sizeof *g->out_first + sizeof *g->in_first;
    return (struct heap_graph_size){
        .objects = g->objects,
        .edges = g->edges,
        .unnamed = g->unnamed_count,
        .bytes = g->words * per_word + g->objects * per_object +
                 g->edges * (sizeof *g->out + sizeof *g->in) +
                 g->unnamed_count * (sizeof *g->unnamed + sizeof *g->in),
    };
}

struct heap_numbers heap_graph_out(const heap_graph *g, uint32_t number)
{
    uint32_t first = g->out_first[number];
    return (struct heap_numbers){g->out + first,
                                 g->out_first[number + 1] - first};
}

struct heap_numbers heap_graph_in(const heap_graph *g, uint32_t number)
{
    uint32_t first = g->in_first[number];
    return (struct heap_numbers){g->in + first,
                                 g->in_first[number + 1] - first};
}

static bool is_unnamed(const heap_graph *g, uint32_t number)
{
    size_t low = 0, high = g->unnamed_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (g->unnamed[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < g->unnamed_count && g->unnamed[low] == number;
}

uint32_t heap_graph_unnamed(const heap_graph *g, uint32_t number)
{
    size_t named;
    if (!is_unnamed(g, number))
        return 0;
    named = heap_graph_in(g, number).count - 1;
    return refs_of(g, number) - (uint32_t)named;
}
