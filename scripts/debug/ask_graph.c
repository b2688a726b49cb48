/*
 * Questions about the whole object graph: why an object is alive, which
 * cycles there are, what keeps what alive.  Each builds the heap's index in a
 * throw-away fork, answers from it, and lets it die with the fork.
 * Neighbours: heap/graph.h finds the answers, this file puts them in words.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/vm/frame.h"

#include <stdlib.h>
#include <string.h>

enum {
    TEXT_MOST = 60000,
    STEPS_MOST = 30, /* of a path, at each of its ends */
    CYCLES_MOST = 20,
    RING_MOST = 12,
    OUTSIDE_MOST = 5,
};

struct asking {
    struct engine *e;
    struct text t;
    heap_graph *g;
    heap_paths *paths;
    struct heap_progress progress;
};

static bool begin(struct asking *a, struct engine *e, bool paths)
{
    *a = (struct asking){.e = e, .progress = helper_progress(e)};
    text_begin(&a->t, TEXT_MOST);
    a->g = heap_graph_new(e->vm->heap, &a->progress);
    if (a->g && paths)
        a->paths = heap_paths_new(a->g, &a->progress);
    return a->g && (a->paths || !paths);
}

static void finish(struct asking *a, struct view_answer *answer)
{
    answer->text = text_finish(&a->t);
    answer->ok = true;
}

static void no_memory(struct view_answer *answer)
{
    record_text(&answer->text, "not enough memory for an index of the heap");
}

static bool is_own(const struct asking *a, uint32_t number)
{
    const object *o = heap_graph_object(a->g, number);
    return o && number_of(a->e, o) > 0;
}

static void put_object(struct asking *a, uint32_t number)
{
    show_name(a->e, &a->t, heap_graph_object(a->g, number));
}

/* ---- one edge in words ------------------------------------------------- */

struct edge_words {
    struct asking *a;
    const object *target;
    bool said;
};

static void say_edge(object *from, const struct heap_edge *edge, void *arg)
{
    struct edge_words *w = arg;
    if (!w->said)
        holders_put(w->a->e, &w->a->t, from, edge);
    w->said = true;
}

static void say_local(struct vm_frame *frame, int64_t number,
                      const struct heap_edge *edge, void *arg)
{
    struct edge_words *w = arg;
    if (edge->referent != w->target || w->said)
        return;
    holders_put_local(&w->a->t, frame, number, edge);
    w->said = true;
}

/* The first of the edges between two. */
static void put_edge(struct asking *a, uint32_t from, uint32_t to)
{
    struct edge_words w = {.a = a, .target = heap_graph_object(a->g, to)};
    if (from == HEAP_ROOT)
        holders_each_frame(a->e, say_local, &w);
    if (!w.said)
        heap_graph_between(a->g, from, to, say_edge, &w);
    if (w.said)
        return;
    if (from == HEAP_ROOT)
        text_add(&a->t, "the interpreter itself");
    else
        put_object(a, from);
}

/* ---- why --------------------------------------------------------------- */

static void put_step(struct asking *a, uint32_t from, uint32_t to)
{
    text_add(&a->t, "\n");
    put_edge(a, from, to);
    text_add(&a->t, " -> ");
    put_object(a, to);
}

/* Global names are told as names: how their dict is reached, nobody asked. */
static size_t told_steps(const struct asking *a, const uint32_t *steps,
                         size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (heap_graph_object(a->g, steps[i]) == a->e->main_globals)
            return i;
    return count;
}

/* steps[0] is the object itself, the last one the nearest to the root. */
static void put_path(struct asking *a, const uint32_t *steps, size_t count)
{
    size_t whole = count;
    count = told_steps(a, steps, count);
    for (size_t i = count; i-- > 0;) {
        uint32_t from = i + 1 < whole ? steps[i + 1] : HEAP_ROOT;
        if (i < STEPS_MOST || i + STEPS_MOST >= count)
            put_step(a, from, steps[i]);
        else if (i == STEPS_MOST)
            text_addf(&a->t, "\n... %zu more steps ...",
                      count - 2 * STEPS_MOST);
    }
}

static bool put_why(struct asking *a, uint32_t number)
{
    size_t count = heap_paths_length(a->paths, number);
    uint32_t *steps = malloc((count + 1) * sizeof *steps);
    uint32_t n = number;
    int64_t refs;
    if (!steps)
        return false;
    for (size_t i = 0; i < count; i++) {
        steps[i] = n;
        n = heap_paths_before(a->paths, n);
    }
    put_object(a, number);
    if (runtime_refs(a->e, heap_graph_object(a->g, number), &refs)) {
        text_add(&a->t, " is the interpreter's own, which keeps it to the end");
    } else if (count) {
        text_add(&a->t, " is alive:");
        put_path(a, steps, count);
    } else {
        text_add(&a->t, " is garbage: only a cycle that nothing leads to "
                        "keeps it, until the collector comes");
    }
    free(steps);
    return true;
}

static void find_why(struct engine *e, const struct view_question *q,
                     struct view_answer *answer)
{
    struct asking a;
    object *o = number_find(e, q->object);
    if (o && begin(&a, e, true) && put_why(&a, heap_graph_number(a.g, o)))
        finish(&a, answer);
    else
        no_memory(answer);
}

/* ---- cycles ------------------------------------------------------------ */

struct ring {
    struct asking *a;
    const struct heap_cycles *cycles;
    uint32_t *cycle_of; /* by number: 1 + its cycle, or 0 */
    uint32_t *before;   /* by number, of the search under way */
    uint32_t *queue;
};

static bool begin_rings(struct ring *r)
{
    size_t count = (size_t)heap_graph_size(r->a->g).objects + 1;
    r->cycle_of = calloc(count, sizeof *r->cycle_of);
    r->before = calloc(count, sizeof *r->before);
    r->queue = calloc(count, sizeof *r->queue);
    if (!r->cycle_of || !r->before || !r->queue)
        return false;
    for (size_t i = 0; i < r->cycles->count; i++) {
        struct heap_numbers members = heap_cycle_members(r->cycles, i);
        for (size_t k = 0; k < members.count; k++)
            r->cycle_of[members.at[k]] = (uint32_t)i + 1;
    }
    return true;
}

/* A shortest way from `first` back to it among the cycle's members: before[]
 * leads backwards from the member that this returns. */
static uint32_t find_ring(struct ring *r, uint32_t first)
{
    size_t head = 0, tail = 0;
    r->queue[tail++] = first;
    while (head < tail) {
        uint32_t n = r->queue[head++];
        struct heap_numbers out = heap_graph_out(r->a->g, n);
        for (size_t i = 0; i < out.count; i++) {
            uint32_t to = out.at[i];
            if (to == first)
                return n;
            if (r->cycle_of[to] != r->cycle_of[first] || r->before[to])
                continue;
            r->before[to] = n;
            r->queue[tail++] = to;
        }
    }
    return first;
}

static void put_ring(struct ring *r, uint32_t first)
{
    uint32_t steps[RING_MOST], count = 0;
    uint32_t last = find_ring(r, first);
    for (uint32_t n = last; n != first && count < RING_MOST; n = r->before[n])
        steps[count++] = n;
    text_add(&r->a->t, "\n  ");
    if (count == RING_MOST) {
        put_object(r->a, first);
        text_add(&r->a->t, " and back after many steps");
        return;
    }
    for (uint32_t n = first; count-- > 0; n = steps[count]) {
        put_edge(r->a, n, steps[count]);
        text_add(&r->a->t, " -> ");
    }
    put_edge(r->a, last, first);
    text_add(&r->a->t, " -> ");
    put_object(r->a, first);
}

static struct picks pick_outside(struct ring *r, size_t cycle)
{
    struct picks outside = {.count = 0};
    struct heap_numbers members = heap_cycle_members(r->cycles, cycle);
    const struct asking *a = r->a;
    for (size_t k = 0; k < members.count; k++) {
        struct heap_numbers in = heap_graph_in(a->g, members.at[k]);
        object *member = heap_graph_object(a->g, members.at[k]);
        for (size_t i = 0; i < in.count; i++) {
            object *from = heap_graph_object(a->g, in.at[i]);
            bool again = i && in.at[i] == in.at[i - 1];
            if (!again && (!from || r->cycle_of[in.at[i]] != cycle + 1))
                picks_offer(&outside, &(struct pick){pick_rank(a->e, from),
                                                     pick_rank(a->e, member),
                                                     .number = in.at[i],
                                                     .to = members.at[k]});
        }
    }
    return outside;
}

/* Who holds the cycle from outside: were they to let go, it would be
 * garbage. */
static void put_outside(struct ring *r, size_t cycle)
{
    struct picks outside = pick_outside(r, cycle);
    for (size_t i = 0; i < outside.count && i < OUTSIDE_MOST; i++) {
        text_add(&r->a->t, i ? ", " : "\n  held by ");
        put_edge(r->a, outside.at[i].number, outside.at[i].to);
    }
}

/* Where to begin to tell of it: the script's oldest member. */
static uint32_t first_member(const struct ring *r, size_t cycle)
{
    struct heap_numbers members = heap_cycle_members(r->cycles, cycle);
    uint32_t first = members.at[0];
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < members.count; i++) {
        object *o = heap_graph_object(r->a->g, members.at[i]);
        int64_t rank = pick_rank(r->a->e, o);
        if (rank >= least)
            continue;
        least = rank;
        first = members.at[i];
    }
    return first;
}

static bool has_own(const struct asking *a, struct heap_numbers members)
{
    for (size_t i = 0; i < members.count; i++)
        if (is_own(a, members.at[i]))
            return true;
    return false;
}

static void put_cycle(struct ring *r, size_t i)
{
    const struct heap_cycle *c = &r->cycles->list[i];
    text_addf(&r->a->t, "\n%u object%s, %llu bytes, ", c->members,
              c->members == 1 ? "" : "s", (unsigned long long)c->bytes);
    if (c->alive)
        text_addf(&r->a->t, "garbage if %zu reference%s from outside went",
                  c->outside, c->outside == 1 ? "" : "s");
    else
        text_add(&r->a->t, "garbage");
    put_ring(r, first_member(r, i));
    put_outside(r, i);
}

/* Those of the script that are alive, or that are not; *told counts. */
static void put_some_cycles(struct ring *r, bool alive, size_t *told)
{
    for (size_t i = 0; i < r->cycles->count; i++) {
        if (r->cycles->list[i].alive != alive ||
            !has_own(r->a, heap_cycle_members(r->cycles, i)))
            continue;
        if ((*told)++ < CYCLES_MOST)
            put_cycle(r, i);
    }
}

static void put_cycles(struct ring *r)
{
    size_t own = 0, garbage = 0, told = 0;
    struct asking *a = r->a;
    for (size_t i = 0; i < r->cycles->count; i++) {
        bool is = has_own(a, heap_cycle_members(r->cycles, i));
        own += is;
        garbage += is && !r->cycles->list[i].alive;
    }
    text_addf(&a->t,
              "%zu cycle%s of this script, %zu of them garbage (and %zu of the "
              "interpreter's own)",
              own, own == 1 ? "" : "s", garbage, r->cycles->count - own);
    put_some_cycles(r, false, &told);
    put_some_cycles(r, true, &told);
    if (told > CYCLES_MOST)
        text_addf(&a->t, "\nand %zu more", told - CYCLES_MOST);
}

static void find_cycles(struct engine *e, const struct view_question *q,
                        struct view_answer *answer)
{
    struct asking a;
    struct heap_cycles cycles;
    struct ring ring = {.a = &a, .cycles = &cycles};
    (void)q;
    if (!begin(&a, e, true) ||
        !heap_cycles_find(a.g, a.paths, &cycles, &a.progress) ||
        !begin_rings(&ring)) {
        no_memory(answer);
        return;
    }
    put_cycles(&ring);
    finish(&a, answer);
}

/* ---- dominators -------------------------------------------------------- */

static void put_rows(struct asking *a, const struct heap_dominators *d,
                     const struct picks *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        uint32_t n = rows->at[i].number;
        object *o = heap_graph_object(a->g, n);
        text_addf(&a->t, "\n%10llu bytes in %6u objects  ",
                  (unsigned long long)d->retained[n], d->held[n]);
        put_object(a, n);
        char *value = show_value(a->e, o, 60);
        text_addf(&a->t, "  %s", value ? value : "");
        free(value);
    }
    if (rows->all > rows->count)
        text_addf(&a->t, "\nand %zu more", rows->all - rows->count);
}

/* Of the script's own objects: those below `above`, or (HEAP_ROOT) those that
 * no object of the script keeps alive; `every`: all. */
static struct picks pick_rows(const struct asking *a,
                              const struct heap_dominators *d, uint32_t above,
                              bool every)
{
    struct picks rows = {.count = 0};
    uint32_t objects = heap_graph_size(a->g).objects;
    for (uint32_t n = 1; n <= objects; n++) {
        if (!is_own(a, n) || d->above[n] == HEAP_NOBODY)
            continue;
        if (every || d->above[n] == above ||
            (above == HEAP_ROOT && !is_own(a, d->above[n])))
            picks_offer(&rows, &(struct pick){
                                   -(int64_t)d->retained[n],
                                   pick_rank(a->e, heap_graph_object(a->g, n)),
                                   .number = n});
    }
    return rows;
}

/* The objects of the script that each keep this one alive alone. */
static void put_chain(struct asking *a, const struct heap_dominators *d,
                      uint32_t number)
{
    size_t told = 0;
    put_object(a, number);
    if (d->above[number] == HEAP_NOBODY) {
        text_add(&a->t, " is garbage: nothing keeps it alive");
        return;
    }
    for (uint32_t n = d->above[number]; n != HEAP_ROOT && told < STEPS_MOST;
         n = d->above[n]) {
        text_add(&a->t, told++ ? ", inside " : " lives only inside ");
        put_object(a, n);
    }
    if (!told)
        text_add(&a->t, " is kept alive by no single other object");
    text_addf(&a->t, "\nit keeps alive %llu bytes in %u objects",
              (unsigned long long)d->retained[number], d->held[number]);
}

static void answer_retained(struct engine *e, const struct view_question *q,
                            struct view_answer *answer, bool every)
{
    struct asking a;
    struct heap_dominators d;
    struct picks rows;
    object *o = q->object ? number_find(e, q->object) : NULL;
    uint32_t above = HEAP_ROOT;
    if (!begin(&a, e, false) || !heap_dominators_find(a.g, &d, &a.progress)) {
        no_memory(answer);
        return;
    }
    if (o) {
        above = heap_graph_number(a.g, o);
        put_chain(&a, &d, above);
    } else {
        text_add(&a.t, every ? "what each object of this script keeps alive, "
                               "itself included"
                             : "what nothing else of this script keeps alive");
    }
    rows = pick_rows(&a, &d, above, every);
    put_rows(&a, &d, &rows);
    finish(&a, answer);
}

static void find_dominators(struct engine *e, const struct view_question *q,
                            struct view_answer *answer)
{
    answer_retained(e, q, answer, false);
}

static void find_retained(struct engine *e, const struct view_question *q,
                          struct view_answer *answer)
{
    answer_retained(e, q, answer, true);
}

/* ---- beside the fork --------------------------------------------------- */

/* An index takes what the heap does, dominators once more. */
static void ask_helper(struct engine *e, const struct view_question *q,
                       struct view_answer *answer, ask_fn *work)
{
    struct heap_totals totals;
    heap_totals(e->vm->heap, &totals);
    struct helper helper = {
        .work = work,
        .memory = totals.committed * 4 + (256 << 20),
        .cancelled = "cancelled",
        .died = "the search died; the script itself is untouched",
    };
    helper_ask(e, &helper, q, answer);
}

void ask_why(struct engine *e, const struct view_question *q,
             struct view_answer *answer)
{
    object *o = inquire_object(e, q, &answer->text);
    struct view_question about = *q;
    if (!o)
        return;
    about.object = number_of(e, o);
    ask_helper(e, &about, answer, find_why);
}

void ask_cycles(struct engine *e, const struct view_question *q,
                struct view_answer *answer)
{
    ask_helper(e, q, answer, find_cycles);
}

void ask_dominators(struct engine *e, const struct view_question *q,
                    struct view_answer *answer)
{
    struct view_question about = *q;
    about.object = 0;
    if (*q->text) {
        object *o = inquire_object(e, q, &answer->text);
        if (!o)
            return;
        about.object = number_of(e, o);
    }
    ask_helper(e, &about, answer, find_dominators);
}

void ask_retained(struct engine *e, const struct view_question *q,
                  struct view_answer *answer)
{
    struct view_question about = *q;
    about.object = 0;
    ask_helper(e, &about, answer, find_retained);
}
