/*
 * Who refers to an object: names of the frames first, then the parts of
 * other objects.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/dict.h"
#include "scripts/types/str.h"

#include <stdlib.h>
#include <string.h>

enum { HOLDERS_MOST = 8, SHORT_MOST = 120, LIST_MOST = 200 };

struct search {
    struct engine *e;
    struct text *out;
    const object *target;
    const char *between;
    int64_t frame; /* its number, while names are looked through */
    size_t found, most;
    bool frames_in_words;
};

static bool begin_holder(struct search *s)
{
    if (s->found++ >= s->most)
        return false;
    if (s->found > 1)
        text_add(s->out, s->between);
    return true;
}

static bool check_binding(const struct binding *b, void *arg)
{
    struct search *s = arg;
    if (b->value != s->target || !begin_holder(s))
        return true;
    char *name = show_str(b->name, 60);
    text_add(s->out, name ? name : "?");
    free(name);
    if (s->frame > 0 && s->frames_in_words)
        text_addf(s->out, " of frame #%lld", (long long)s->frame);
    return true;
}

/* Names: of every frame's locals, then of the script's module. */
static void search_names(struct search *s)
{
    struct vm_frame *frame = engine_frame(s->e, 0);
    for (s->frame = 0; frame && s->frame < 50; frame = frame->back) {
        if (frame->locals != frame->globals)
            bindings_each(s->e, frame, false, check_binding, s);
        s->frame++;
    }
    s->frame = 0;
    bindings_each(s->e, NULL, true, check_binding, s);
}

void holders_put_edge(struct engine *e, struct text *out,
                      const struct heap_edge *edge)
{
    char *name = NULL;
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
        if (edge->key && vm_is(edge->key, TYPE_STR))
            name = show_str(edge->key, 60);
        text_addf(out, ".%s", name ? name : "?");
        break;
    default:
        if (edge->name)
            text_addf(out, ".%s", edge->name);
    }
    free(name);
}

/* Names and registers were told already. */
static bool told(const struct search *s, const object *from)
{
    return from == s->e->main_globals || vm_is(from, TYPE_FRAME);
}

static void check_edge(object *from, const struct heap_edge *edge, void *arg)
{
    struct search *s = arg;
    if (told(s, from) || !begin_holder(s))
        return;
    show_name(s->e, s->out, from);
    holders_put_edge(s->e, s->out, edge);
}

static void search_all(struct search *s, object *o)
{
    search_names(s);
    heap_referrers(s->e->vm->heap, o, check_edge, s);
}

char *holders_short(struct engine *e, object *o)
{
    struct text t;
    text_begin(&t, SHORT_MOST);
    struct search s = {e, &t, o, ", ", 0, 0, HOLDERS_MOST, false};
    search_all(&s, o);
    if (s.found > s.most)
        text_addf(&t, " and %zu more", s.found - s.most);
    return text_finish(&t);
}

void holders_list(struct engine *e, object *o, struct text *out)
{
    struct search s = {e, out, o, "\n", 0, 0, LIST_MOST, true};
    search_all(&s, o);
    if (s.found == 0)
        text_add(out, "nothing that can be seen refers to it");
    if (s.found > s.most)
        text_addf(out, "\nand %zu more", s.found - s.most);
}
