/*
 * Who refers to objects: names of the frames first, then the parts of other
 * objects.  One walk of the heap serves all objects asked about.
 * Invariant: targets are sorted by address while the walk lasts.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/dict.h"
#include "scripts/types/str.h"
#include "scripts/vm/frame.h"

#include <stdlib.h>
#include <string.h>

/* In a heap beyond WALK_MOST a page tells of names alone: `refs` asks for
 * everything. */
enum { HOLDERS_MOST = 8, SHORT_MOST = 120, WALK_MOST = 300000 };

struct target {
    const object *object;
    struct text text;
    size_t found, index;
};

struct search {
    struct engine *e;
    struct target *targets;
    size_t count, most;
    const char *between;
    int64_t frame;      /* its number, while names are looked through */
    const object *from; /* whose edges are walked */
};

static int by_address(const void *a, const void *b)
{
    const struct target *x = a, *y = b;
    return (x->object > y->object) - (x->object < y->object);
}

static struct target *find_target(struct search *s, const object *o)
{
    struct target key = {.object = o};
    return bsearch(&key, s->targets, s->count, sizeof key, by_address);
}

static bool begin_holder(struct search *s, struct target *t)
{
    if (t->found++ >= s->most)
        return false;
    if (t->found > 1)
        text_add(&t->text, s->between);
    return true;
}

/* ---- names ------------------------------------------------------------- */

static bool check_binding(const struct binding *b, void *arg)
{
    struct search *s = arg;
    struct target *t = b->value ? find_target(s, b->value) : NULL;
    if (!t || !begin_holder(s, t))
        return true;
    char *name = show_str(b->name, 60);
    text_add(&t->text, name ? name : "?");
    free(name);
    return true;
}

/* Of every frame's locals, then of the script's module. */
static void search_names(struct search *s)
{
    struct vm_frame *frame = engine_frame(s->e, 0);
    for (s->frame = 0; frame && s->frame < 50; frame = frame_caller(frame)) {
        if (frame->locals != frame->globals)
            bindings_each(s->e, frame, false, check_binding, s);
        s->frame++;
    }
    s->frame = 0;
    bindings_each(s->e, NULL, true, check_binding, s);
}

/* ---- parts ------------------------------------------------------------- */

static void put_attribute(struct text *out, const struct heap_edge *edge)
{
    bool named = edge->key && vm_is(edge->key, TYPE_STR);
    char *name = named ? show_str(edge->key, 60) : NULL;
    text_addf(out, ".%s", name ? name : "?");
    free(name);
}

void holders_put_edge(struct engine *e, struct text *out,
                      const struct heap_edge *edge)
{
    switch (edge->kind) {
    case HEAP_EDGE_ITEM:
        text_addf(out, "[%zu]", edge->index);
        break;
    case HEAP_EDGE_KEY:
        text_add(out, " key");
        break;
    case HEAP_EDGE_VALUE:
        text_add(out, "[");
        show_put(e, out, edge->key, 3);
        text_add(out, "]");
        break;
    case HEAP_EDGE_ATTR:
        put_attribute(out, edge);
        break;
    default:
        if (edge->name && *edge->name)
            text_addf(out, ".%s", edge->name);
        else
            text_add(out, " value under way");
    }
}

/* Temporaries have no name, and what is no local keeps the call going. */
void holders_put_local(struct text *out, const struct vm_frame *frame,
                       int64_t number, const struct heap_edge *edge)
{
    bool local = edge->kind == HEAP_EDGE_LOCAL;
    char *function = show_str(frame->code->name, 60);
    if (local && *edge->name)
        text_add(out, edge->name);
    else
        text_addf(out, "%s of %s", local ? "a value under way" : "the call",
                  function ? function : "?");
    if (number > 0)
        text_addf(out, " of frame #%lld", (long long)number);
    free(function);
}

void holders_put(struct engine *e, struct text *out, const object *from,
                 const struct heap_edge *edge)
{
    bool name = from && from == e->main_globals &&
                edge->kind == HEAP_EDGE_VALUE && edge->key &&
                vm_is(edge->key, TYPE_STR);
    if (name) {
        char *global = show_str(edge->key, 60);
        text_add(out, global ? global : "?");
        free(global);
        return;
    }
    if (from) {
        show_name(e, out, from);
        holders_put_edge(e, out, edge);
    } else {
        text_add(out, edge->name && *edge->name ? edge->name
                                                : "the interpreter itself");
    }
}

struct frame_walk {
    struct vm_frame *frame;
    int64_t number;
    frame_edge_fn *fn;
    void *arg;
};

static void pass_frame_edge(const struct heap_edge *edge, void *arg)
{
    const struct frame_walk *w = arg;
    w->fn(w->frame, w->number, edge, w->arg);
}

/* A generator's frame belongs to the generator; frames of the interpreter's
 * own have the number of the frame that they work for. */
void holders_each_frame(const struct engine *e, frame_edge_fn *fn, void *arg)
{
    struct frame_walk w = {.fn = fn, .arg = arg};
    const struct vm_frame *whole = engine_frame(e, 0);
    w.frame = e->vm->thread ? e->vm->thread->frame : NULL;
    for (; w.frame; w.frame = w.frame->back) {
        if (!w.frame->generator)
            frame_edges(w.frame, pass_frame_edge, &w);
        if (w.frame == whole) {
            whole = frame_caller(whole);
            w.number++;
        }
    }
}

static void check_edge(const struct heap_edge *edge, void *arg)
{
    struct search *s = arg;
    struct target *t = edge->referent ? find_target(s, edge->referent) : NULL;
    if (!t || !begin_holder(s, t))
        return;
    show_name(s->e, &t->text, s->from);
    holders_put_edge(s->e, &t->text, edge);
}

/* Names and registers were told already. */
static bool told(const struct search *s, const object *from)
{
    return from == s->e->main_globals || vm_is(from, TYPE_FRAME);
}

static void search_parts(struct search *s)
{
    const heap *h = s->e->vm->heap;
    for (object *o = heap_next(h, NULL); o; o = heap_next(h, o)) {
        if (told(s, o))
            continue;
        s->from = o;
        heap_edges(h, o, check_edge, s);
    }
}

static void search_all(struct search *s)
{
    qsort(s->targets, s->count, sizeof *s->targets, by_address);
    struct heap_totals totals;
    heap_totals(s->e->vm->heap, &totals);
    search_names(s);
    if (totals.objects < WALK_MOST)
        search_parts(s);
}

/* ---- what is asked ----------------------------------------------------- */

void holders_page(struct engine *e, object *const *objects, size_t count,
                  char **texts)
{
    struct search s = {.e = e, .between = ", ", .most = HOLDERS_MOST};
    s.targets = calloc(count ? count : 1, sizeof *s.targets);
    if (!s.targets)
        return;
    for (s.count = 0; s.count < count; s.count++) {
        struct target *t = &s.targets[s.count];
        t->object = objects[s.count];
        t->index = s.count;
        text_begin(&t->text, SHORT_MOST);
    }
    search_all(&s);
    for (size_t i = 0; i < count; i++) {
        struct target *t = &s.targets[i];
        if (t->found > s.most)
            text_addf(&t->text, " and %zu more", t->found - s.most);
        texts[t->index] = text_finish(&t->text);
    }
    free(s.targets);
}

char *holders_short(struct engine *e, object *o)
{
    char *text = NULL;
    holders_page(e, &o, 1, &text);
    return text;
}
