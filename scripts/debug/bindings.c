/*
 * The names of a frame and what they refer to, in the order in which the
 * script made them.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/dict.h"
#include "scripts/types/str.h"

#include <stdlib.h>
#include <string.h>

enum { VALUE_MOST = 300, SAME_MOST = 20 };

/* ---- walking ----------------------------------------------------------- */

static void take_contents(const struct heap_edge *edge, void *arg)
{
    object **contents = arg;
    if (edge->kind != HEAP_EDGE_TYPE)
        *contents = edge->referent;
}

/* What a cell holds; NULL when empty. */
static object *cell_contents(struct engine *e, object *cell)
{
    object *contents = NULL;
    if (cell && vm_is(cell, TYPE_CELL))
        heap_edges(e->vm->heap, cell, take_contents, &contents);
    return contents;
}

static void each_local(struct engine *e, struct vm_frame *frame, binding_fn *fn,
                       void *arg)
{
    const struct code *code = frame->code;
    for (uint32_t i = 0; i < code->localsplus_count; i++) {
        object *value = frame->regs[i];
        bool cell = code->localsplus_kinds[i] & (LOCAL_CELL | LOCAL_FREE);
        if (cell && value && vm_is(value, TYPE_CELL))
            value = cell_contents(e, value);
        struct binding b = {cell ? "cell" : "local", code->localsplus_names[i],
                            value};
        if (!fn(&b, arg))
            return;
    }
}

static bool is_dunder(const object *name)
{
    size_t n = str_length(name);
    return n > 4 && str_at(name, 0) == '_' && str_at(name, 1) == '_' &&
           str_at(name, n - 1) == '_' && str_at(name, n - 2) == '_';
}

static void each_item(object *dict, const char *scope, binding_fn *fn,
                      void *arg)
{
    size_t pos = 0;
    object *name, *value;
    while (dict_next(dict, &pos, &name, &value)) {
        struct binding b = {scope, name, value};
        if (!vm_is(name, TYPE_STR) || is_dunder(name))
            continue;
        if (!fn(&b, arg))
            return;
    }
}

static bool is_dict(const object *o)
{
    return o && vm_is(o, TYPE_DICT);
}

void bindings_each(struct engine *e, struct vm_frame *frame, bool globals,
                   binding_fn *fn, void *arg)
{
    object *module = frame ? frame->globals : e->main_globals;
    if (!frame || globals || frame->locals == module) {
        if (is_dict(module))
            each_item(module, "global", fn, arg);
        return;
    }
    if (is_dict(frame->locals))
        each_item(frame->locals, "class", fn, arg);
    if (frame->code->localsplus_count)
        each_local(e, frame, fn, arg);
}

/* ---- finding ----------------------------------------------------------- */

struct search {
    const char *name;
    object *found;
    bool seen; /* bound or not: a local hides a global */
};

static bool match(const struct binding *b, void *arg)
{
    struct search *s = arg;
    char *name = show_str(b->name, 200);
    bool same = name && strcmp(name, s->name) == 0;
    free(name);
    if (same) {
        s->found = b->value;
        s->seen = true;
    }
    return !same;
}

object *bindings_find(struct engine *e, struct vm_frame *frame,
                      const char *name)
{
    struct search s = {name, NULL, false};
    bindings_each(e, frame, false, match, &s);
    if (!s.seen)
        bindings_each(e, frame, true, match, &s);
    return s.found;
}

/* ---- rows -------------------------------------------------------------- */

struct filling {
    struct engine *e;
    struct view_screen *screen;
    int64_t room;
};

static bool add_row(const struct binding *b, void *arg)
{
    struct filling *f = arg;
    if (!b->value)
        return true; /* not bound yet */
    if (f->room-- <= 0)
        return false;
    struct view_binding *row = RECORD_ADD(f->screen, bindings);
    if (!row)
        return false;
    char *name = show_str(b->name, 200);
    struct text t;
    text_begin(&t, 200);
    text_add(&t, name ? name : "?");
    free(name);
    row->name = text_finish(&t);
    record_text(&row->scope, b->scope);
    record_text(&row->mark, "");
    record_text(&row->note, "");
    record_text(&row->type, show_type(f->e, b->value));
    row->ordinal = number_of(f->e, b->value);
    row->runtime = runtime_refs(f->e, b->value, &row->refs);
    row->value = show_value(f->e, b->value, VALUE_MOST);
    return true;
}

/* Two names on one object are told of each other. */
static void add_same(struct view_screen *screen)
{
    for (size_t i = 0; i < screen->bindings_count; i++) {
        struct view_binding *row = &screen->bindings[i];
        for (size_t k = 0; k < screen->bindings_count; k++) {
            const struct view_binding *other = &screen->bindings[k];
            if (k != i && row->ordinal && row->ordinal == other->ordinal &&
                row->same_count < SAME_MOST)
                record_texts_add(&row->same, &row->same_count, other->name);
        }
    }
}

void bindings_fill(struct engine *e, struct vm_frame *frame, int64_t count,
                   struct view_screen *screen)
{
    struct filling f = {e, screen, count};
    bindings_each(e, frame, false, add_row, &f);
    add_same(screen);
}
