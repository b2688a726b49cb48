/*
 * Drives the heap with operations made of bytes, beside a model of what must
 * come of each, and compares the two after every one.
 *
 *   heap_random SECONDS [SEED]   random bytes for that long (0: a short run)
 *   heap_random - < FILE         the bytes of one run
 *
 * A failure prints the seed or leaves the bytes to the fuzzer.  Built with
 * -DHEAPSTEP_LIBFUZZER it is a target for clang's libFuzzer instead.
 */
#include "tests/fuzz/subjects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ARRAYS = 8, LISTENERS = 4, INPUT_MOST = 4096 };

/* The one run under way. */
static struct run {
    heap *h;
    struct heap_type types[KINDS];
    struct model model;
    object *objects[THINGS_MOST + 1];
    enum kind kinds[THINGS_MOST + 1];
    struct {
        unsigned char *at;
        size_t size;
        unsigned char fill;
    } arrays[ARRAYS];
    heap_listener *listeners[LISTENERS];
    size_t heard;
    const uint8_t *at, *end;
    bool attached;
} run;

#define CHECK(condition) ((condition) ? (void)0 : fail(#condition, __LINE__))

static _Noreturn void fail(const char *condition, int line)
{
    fprintf(stderr, "heap_random: line %d: not so: %s\n", line, condition);
    abort();
}

static void called_back(void *arg, struct heap_weak *w, object *callback)
{
    (void)arg;
    CHECK(!w->target);
    CHECK(heap_refs(callback) > 0);
}

/* ---- operands ---------------------------------------------------------- */

static unsigned byte(void)
{
    return run.at < run.end ? *run.at++ : 0;
}

static uint32_t *slot(void)
{
    return &run.model.slots[byte() % SLOTS];
}

/* The thing in a slot, or NO_THING. */
static uint32_t any(void)
{
    return *slot();
}

static object *object_of(uint32_t id)
{
    return id ? run.objects[id] : NULL;
}

static object *retained(uint32_t id)
{
    return heap_retain_maybe(object_of(id));
}

static void drop(uint32_t id)
{
    if (!id)
        return;
    model_drop(&run.model, id);
    heap_release(run.h, run.objects[id]);
}

/* Puts a new reference in a slot, in place of what was there. */
static void fill_slot(uint32_t id)
{
    uint32_t *place = slot(), old = *place;
    *place = id;
    drop(old);
}

/* ---- objects ----------------------------------------------------------- */

/* Registers what was made with the model; NULL: no memory, nothing made. */
static uint32_t make(enum kind kind, size_t extra)
{
    object *o;
    uint32_t id;
    if (run.model.count == THINGS_MOST)
        return NO_THING;
    o = heap_alloc(run.h, &run.types[kind], extra);
    if (!o)
        return NO_THING;
    id = model_make(&run.model, kind != LEAF);
    run.objects[id] = o;
    run.kinds[id] = kind;
    return id;
}

static void make_leaf(void)
{
    unsigned size = byte();
    uint32_t id = make(LEAF, size < 200 ? size : size * 300);
    if (!id)
        return;
    ((struct leaf *)(void *)run.objects[id])->id = id;
    fill_slot(id);
}

static bool has_annex(enum kind kind)
{
    return kind == ANNEXED || kind == ANNEXED_FINAL;
}

static void make_pair_of(enum kind kind)
{
    size_t extra = has_annex(kind) ? sizeof(struct heap_node) : 0;
    uint32_t left = any(), right = any(), id = make(kind, extra);
    struct pair *p = (struct pair *)(void *)object_of(id);
    uint32_t ends[] = {left, right};
    if (!p)
        return;
    if (has_annex(kind))
        p->node.next = p->node.prev = ANNEXED_MARK;
    p->id = id;
    p->left = retained(left);
    p->right = retained(right);
    heap_track(run.h, &p->node.base);
    for (int i = 0; i < 2; i++) {
        model_add_edge(&run.model, id, ends[i]);
        run.model.things[ends[i]].refs += ends[i] != NO_THING;
    }
    if (kind == FINAL || kind == ANNEXED_FINAL) {
        subject_resurrects[id] = byte() & 1;
        run.model.things[id].finalizes = true;
        run.model.things[id].resurrects = subject_resurrects[id];
    }
    fill_slot(id);
}

static void make_pair(void)
{
    make_pair_of(byte() & 1 ? ANNEXED : PAIR);
}

static void make_final(void)
{
    make_pair_of(byte() & 1 ? ANNEXED_FINAL : FINAL);
}

static void make_row(void)
{
    uint32_t id = make(ROW, 0);
    if (!id)
        return;
    ((struct row *)(void *)run.objects[id])->id = id;
    heap_track(run.h, run.objects[id]);
    fill_slot(id);
}

/* Later weak references to a target go behind the first plain one. */
static void make_weak(void)
{
    uint32_t target = any(), callback = byte() & 1 ? any() : NO_THING, id;
    struct weak *w;
    if (!target || !(id = make(WEAK, 0)))
        return;
    w = (struct weak *)(void *)run.objects[id];
    w->id = id;
    heap_track(run.h, run.objects[id]);
    if (heap_weak_link(run.h, &w->weak, run.objects[target],
                       callback == NO_THING))
        run.model.things[id].target = target;
    else
        callback = NO_THING;
    if (callback) {
        w->weak.callback = retained(callback);
        run.model.things[callback].refs++;
        model_add_edge(&run.model, id, callback);
    }
    fill_slot(id);
}

static void follow_weak(void)
{
    uint32_t id = any(), target;
    struct weak *w = (struct weak *)(void *)object_of(id);
    if (!id || run.kinds[id] != WEAK)
        return;
    target = run.model.things[id].target;
    CHECK(w->weak.target == object_of(target));
    if (!target)
        return;
    heap_retain(w->weak.target);
    run.model.things[target].refs++;
    fill_slot(target);
}

/* An array of its own for a row that shares one. */
static bool own_array(struct row *row)
{
    size_t size = row->room * sizeof(object *);
    uint32_t count = row->count, room = row->room;
    object **from = row->items, **items;
    if (!heap_is_shared(&row->node.base))
        return true;
    items = heap_array_new(run.h, size);
    if (!items)
        return false;
    for (uint32_t i = 0; i < count; i++)
        items[i] = heap_retain(from[i]);
    row_leave_array(run.h, row);
    row->items = items;
    row->count = count;
    row->room = room;
    return true;
}

static bool make_room(struct row *row)
{
    uint32_t room = row->room ? row->room * 2 : 2;
    object **items;
    if (!own_array(row))
        return false;
    if (row->count < row->room)
        return true;
    items = row->items ? heap_array_resize(run.h, row->items,
                                           row->room * sizeof *items,
                                           room * sizeof *items)
                       : heap_array_new(run.h, room * sizeof *items);
    if (!items)
        return false;
    row->items = items;
    row->room = room;
    return true;
}

static void append(void)
{
    uint32_t to = any(), item = any();
    struct row *row = (struct row *)(void *)object_of(to);
    if (!to || !item || run.kinds[to] != ROW || !make_room(row))
        return;
    row->items[row->count++] = retained(item);
    run.model.things[item].refs++;
    model_add_edge(&run.model, to, item);
}

static bool copy_items(const struct row *from, struct row *copy)
{
    if (heap_share(run.h, (object *)(uintptr_t)from, &copy->node.base)) {
        copy->items = from->items;
    } else {
        copy->items = heap_array_new(run.h, from->room * sizeof(object *));
        if (!copy->items)
            return false;
        for (uint32_t i = 0; i < from->count; i++)
            copy->items[i] = heap_retain(from->items[i]);
    }
    copy->count = from->count;
    copy->room = from->room;
    return true;
}

/* The model knows nothing of sharing: its copies have items of their own. */
static void copy_row(void)
{
    uint32_t from = any(), id;
    struct row *row = (struct row *)(void *)object_of(from), *copy;
    if (!from || run.kinds[from] != ROW || !row->items)
        return;
    id = make(ROW, 0);
    if (!id)
        return;
    copy = (struct row *)(void *)run.objects[id];
    copy->id = id;
    heap_track(run.h, run.objects[id]);
    if (copy_items(row, copy))
        for (uint32_t i = 0; i < copy->count; i++) {
            uint32_t item = run.model.things[from].edges[i];
            run.model.things[item].refs++;
            model_add_edge(&run.model, id, item);
        }
    fill_slot(id);
}

static void sharing(void)
{
    heap_set_sharing(run.h, byte() & 3);
}

static void pop(void)
{
    uint32_t from = any();
    struct row *row = (struct row *)(void *)object_of(from);
    struct thing *t = &run.model.things[from];
    if (!from || run.kinds[from] != ROW || !row->count || !own_array(row))
        return;
    uint32_t item = t->edges[--t->edge_count];
    CHECK(row->items[--row->count] == object_of(item));
    drop(item);
}

static void store_in(uint32_t to, uint32_t value, unsigned which)
{
    struct pair *p = (struct pair *)(void *)object_of(to);
    object *stolen = retained(value);
    uint32_t old = run.model.things[to].edges[which];
    run.model.things[value].refs += value != NO_THING;
    run.model.things[to].edges[which] = value;
    if (old)
        model_drop(&run.model, old);
    heap_store(run.h, which ? &p->right : &p->left, stolen);
}

static bool is_pair(uint32_t id)
{
    return id && run.kinds[id] != LEAF && run.kinds[id] != ROW &&
           run.kinds[id] != WEAK;
}

static void store(void)
{
    uint32_t to = any(), value = any();
    unsigned which = byte() & 1;
    if (is_pair(to))
        store_in(to, value, which);
}

/* Makes a cycle of a row and a pair in it. */
static void tie(void)
{
    uint32_t id = any();
    unsigned which = byte() & 1;
    const struct thing *t = &run.model.things[id];
    if (!id || run.kinds[id] != ROW)
        return;
    for (size_t i = 0; i < t->edge_count; i++)
        if (is_pair(t->edges[i])) {
            store_in(t->edges[i], id, which);
            return;
        }
}

static void share(void)
{
    uint32_t id = any();
    if (!id)
        return;
    heap_retain(run.objects[id]);
    run.model.things[id].refs++;
    fill_slot(id);
}

static void let_go(void)
{
    uint32_t *place = slot(), id = *place;
    *place = NO_THING;
    drop(id);
}

static void let_go_of_saved(void)
{
    if (run.model.saved_count)
        drop(run.model.saved[--run.model.saved_count]);
}

/* ---- the rest of the heap ---------------------------------------------- */

static void collect(void)
{
    int generation = (int)(byte() % HEAP_GENERATIONS);
    size_t found = model_collect(&run.model, generation);
    CHECK(heap_collect(run.h, generation) == found);
}

static void freeze(void)
{
    if (byte() & 1) {
        heap_gc_freeze(run.h);
        model_freeze(&run.model);
    } else {
        heap_gc_unfreeze(run.h);
        model_unfreeze(&run.model);
    }
}

static bool is_filled(const unsigned char *at, size_t size, unsigned char with)
{
    for (size_t i = 0; i < size; i++)
        if (at[i] != with)
            return false;
    return true;
}

static size_t size_from_bytes(void)
{
    size_t size = byte();
    return size & 1 ? size * 17 : size * (size_t)byte();
}

static void change_array(void)
{
    unsigned i = byte() % ARRAYS;
    size_t size = size_from_bytes(), old = run.arrays[i].size;
    unsigned char *at = run.arrays[i].at, *new;
    if (at && !size) {
        heap_array_free(run.h, at, old);
        run.arrays[i].at = NULL;
        return;
    }
    new = at ? heap_array_resize(run.h, at, old, size)
             : heap_array_new(run.h, size);
    if (!new)
        return;
    CHECK((uintptr_t) new % 16 == 0);
    if (at)
        CHECK(is_filled(new, old < size ? old : size, run.arrays[i].fill));
    run.arrays[i].at = new;
    run.arrays[i].size = size;
    run.arrays[i].fill = (unsigned char)byte();
    memset(new, run.arrays[i].fill, size);
}

/* Whatever it hears of is whole. */
static void hear(const struct heap_event *event, void *arg)
{
    struct heap_totals totals;
    (void)arg;
    run.heard++;
    if (event->object)
        CHECK(heap_type_of(run.h, event->object) != NULL);
    if (run.heard % 16 == 0)
        heap_totals(run.h, &totals);
}

static void listen(void)
{
    unsigned i = byte() % LISTENERS, size = byte();
    struct heap_filter filter = {.kinds = 1u << byte() % HEAP_EVENT_COUNT};
    if (run.listeners[i]) {
        heap_unlisten(run.h, run.listeners[i]);
        run.listeners[i] = NULL;
        return;
    }
    if (size & 1)
        filter.type = &run.types[size % KINDS];
    if (size & 2)
        filter.min_size = size;
    if (size & 4)
        filter.object = object_of(any());
    run.listeners[i] = heap_listen(run.h, &filter, hear, NULL);
}

static void attach(void)
{
    if (run.attached)
        heap_detach(run.h);
    run.attached = !run.attached && heap_attach(run.h, byte() & 1);
}

static void fail_soon(void)
{
    heap_fail_after(run.h, byte() % 8);
}

static void limit(void)
{
    heap_set_limit(run.h, byte() & 1 ? (size_t)byte() << 16 : (size_t)1 << 32);
}

/* ---- questions --------------------------------------------------------- */

static void check_thing(const heap_graph *g, const heap_paths *p, uint32_t id)
{
    uint32_t n = heap_graph_number(g, run.objects[id]);
    struct heap_numbers in = heap_graph_in(g, n);
    uint32_t named = 0;
    for (size_t i = 0; i < in.count; i++)
        named += in.at[i] != HEAP_ROOT;
    CHECK(n != HEAP_NOBODY);
    CHECK(named + heap_graph_unnamed(g, n) == run.model.things[id].refs);
    CHECK((heap_paths_before(p, n) != HEAP_NOBODY) ==
          run.model.things[id].marked);
}

static void check_cycles(const heap_graph *g, const heap_paths *p)
{
    struct heap_cycles cycles;
    CHECK(heap_cycles_find(g, p, &cycles, NULL));
    for (size_t i = 0; i < cycles.count; i++) {
        struct heap_numbers members = heap_cycle_members(&cycles, i);
        for (size_t k = 0; k < members.count; k++)
            CHECK((heap_paths_before(p, members.at[k]) != HEAP_NOBODY) ==
                  cycles.list[i].alive);
    }
    heap_cycles_clear(&cycles);
}

static void check_dominators(const heap_graph *g, const heap_paths *p)
{
    struct heap_dominators d;
    uint32_t alive = 0, objects = heap_graph_size(g).objects;
    CHECK(heap_dominators_find(g, &d, NULL));
    for (uint32_t n = 1; n <= objects; n++) {
        bool reached = heap_paths_before(p, n) != HEAP_NOBODY;
        alive += reached;
        CHECK(reached == (d.above[n] != HEAP_NOBODY));
        CHECK(!reached || d.above[n] == HEAP_ROOT ||
              d.held[d.above[n]] > d.held[n]);
    }
    CHECK(d.held[HEAP_ROOT] == alive);
    heap_dominators_clear(&d);
}

static void ask(void)
{
    heap_graph *g = heap_graph_new(run.h, NULL);
    heap_paths *p;
    CHECK(g);
    p = heap_paths_new(g, NULL);
    CHECK(p);
    model_mark_reachable(&run.model);
    for (uint32_t id = 1; id <= run.model.count; id++)
        if (run.model.things[id].alive)
            check_thing(g, p, id);
    check_cycles(g, p);
    check_dominators(g, p);
    heap_paths_free(p);
    heap_graph_free(g);
}

/* ---- a run ------------------------------------------------------------- */

static void (*const operations[])(void) = {
    make_leaf, make_pair,       make_pair,    make_final, make_row,
    make_row,  make_weak,       make_weak,    append,     append,
    append,    append,          store,        store,      store,
    store,     share,           let_go,       let_go,     let_go,
    pop,       let_go_of_saved, follow_weak,  collect,    collect,
    freeze,    change_array,    change_array, listen,     attach,
    fail_soon, limit,           ask,          copy_row,   copy_row,
    copy_row,  sharing,         tie,          tie,        tie,
    let_go,    let_go,
};

static void compare(void)
{
    size_t alive = 0;
    struct heap_totals totals;
    for (uint32_t id = 1; id <= run.model.count; id++) {
        const struct thing *t = &run.model.things[id];
        CHECK(t->alive == !subject_dead[id]);
        if (!t->alive)
            continue;
        CHECK(heap_refs_told(run.h, run.objects[id]) == t->refs);
        alive++;
    }
    heap_totals(run.h, &totals);
    CHECK(totals.objects == alive);
}

static void begin(const uint8_t *data, size_t size)
{
    struct heap_hooks hooks = {.weak_callback = called_back};
    memset(&run, 0, sizeof run);
    memset(subject_dead, 0, sizeof subject_dead);
    memset(subject_resurrects, 0, sizeof subject_resurrects);
    run.at = data;
    run.end = data + size;
    run.h = heap_new(NULL);
    CHECK(run.h);
    for (int i = 0; i < KINDS; i++) {
        run.types[i] = subject_types[i];
        CHECK(heap_type_add(run.h, &run.types[i]));
    }
    heap_set_hooks(run.h, &hooks);
    heap_gc_enable(run.h, false);
}

/* Lets go of everything: nothing may be left. */
static void end(void)
{
    struct heap_totals totals;
    heap_fail_after(run.h, 0);
    heap_gc_unfreeze(run.h);
    for (int i = 0; i < LISTENERS; i++)
        if (run.listeners[i])
            heap_unlisten(run.h, run.listeners[i]);
    for (int i = 0; i < ARRAYS; i++)
        if (run.arrays[i].at)
            heap_array_free(run.h, run.arrays[i].at, run.arrays[i].size);
    for (int i = 0; i < SLOTS; i++) {
        uint32_t id = run.model.slots[i];
        run.model.slots[i] = NO_THING;
        drop(id);
    }
    for (int again = 0; again < 3; again++) {
        while (run.model.saved_count)
            let_go_of_saved();
        heap_collect(run.h, 2);
        model_unfreeze(&run.model);
        model_collect(&run.model, 2);
    }
    compare();
    heap_totals(run.h, &totals);
    CHECK(totals.objects == 0 && totals.bytes == 0 && totals.arrays == 0);
    heap_free(run.h);
    model_done(&run.model);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    begin(data, size);
    while (run.at < run.end) {
        operations[byte() % (sizeof operations / sizeof *operations)]();
        compare();
    }
    end();
    return 0;
}

#ifndef HEAPSTEP_LIBFUZZER

static uint64_t seed;

static uint8_t next_byte(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint8_t)(seed >> 40);
}

static void one_random(uint64_t from)
{
    static uint8_t bytes[INPUT_MOST];
    seed = from;
    size_t size = 64 + (size_t)next_byte() * 15;
    for (size_t i = 0; i < size; i++)
        bytes[i] = next_byte();
    LLVMFuzzerTestOneInput(bytes, size);
}

static int one_from_input(void)
{
    static uint8_t bytes[INPUT_MOST * 16];
    return LLVMFuzzerTestOneInput(bytes, fread(bytes, 1, sizeof bytes, stdin));
}

int main(int argc, char **argv)
{
    long seconds = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
    uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1, i = 0;
    time_t stop = time(NULL) + seconds;
    if (argc > 1 && strcmp(argv[1], "-") == 0)
        return one_from_input();
    printf("1..1\n# seeds from %llu on\n", (unsigned long long)first);
    fflush(stdout);
    for (; i < 300 || time(NULL) < stop; i++) {
        if (getenv("HEAPSTEP_FUZZ_VERBOSE"))
            fprintf(stderr, "# seed %llu\n", (unsigned long long)(first + i));
        one_random(first + i);
    }
    printf("ok 1 - %llu random runs agree with the model\n",
           (unsigned long long)i);
    return 0;
}

#endif
