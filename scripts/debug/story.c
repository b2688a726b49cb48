/*
 * The story: what the last step did to the heap, in one line of plain words.
 * Found by comparing what was on screen before it with what is there now.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/types/str.h"

#include <stdlib.h>
#include <string.h>

enum { FACTS_MOST = 6, STORY_MOST = 400, PARTS_TOLD = 3 };

struct story {
    struct engine *e;
    struct text text;
    int facts;
    struct view_screen *screen;
};

static bool begin_fact(struct story *s)
{
    if (s->facts >= FACTS_MOST)
        return false;
    if (s->facts++)
        text_add(&s->text, "; ");
    return true;
}

/* ---- remembering ------------------------------------------------------- */

void story_begin(struct engine *e)
{
    record_clear(schema_screen(), &e->before);
    e->before = e->shown;
    memset(&e->shown, 0, sizeof e->shown);
    memory_free(e->memory);
    e->memory = memory_new(e);
    e->step_first = number_next(e);
    for (size_t i = 0; e->memory && i < e->before.bindings_count; i++)
        memory_add(e, e->memory, e->before.bindings[i].ordinal);
    for (size_t i = 0; e->memory && i < e->before.heap.rows_count; i++)
        memory_add(e, e->memory, e->before.heap.rows[i].ordinal);
}

/* ---- facts about names ------------------------------------------------- */

static const struct view_binding *old_binding(const struct engine *e,
                                              const char *name)
{
    for (size_t i = 0; i < e->before.bindings_count; i++) {
        const struct view_binding *b = &e->before.bindings[i];
        if (strcmp(b->name, name) == 0 && strcmp(b->mark, "freed") != 0)
            return b;
    }
    return NULL;
}

static bool is_plain(const struct view_binding *b)
{
    static const char *const types[] = {"int",   "float",    "bool", "str",
                                        "bytes", "NoneType", "type", NULL};
    for (size_t i = 0; types[i]; i++)
        if (strcmp(b->type, types[i]) == 0)
            return true;
    return b->runtime;
}

static void put_object(struct story *s, const struct view_binding *b)
{
    if (is_plain(b))
        text_addf(&s->text, "%s", b->value);
    else
        text_addf(&s->text, "%s #%lld", b->type, (long long)b->ordinal);
}

static void put_refs(struct story *s, const struct view_binding *b)
{
    const struct remembered *old = memory_find(s->e->memory, b->ordinal);
    if (is_plain(b))
        return;
    if (old && old->refs != b->refs)
        text_addf(&s->text, ", references %lld -> %lld", (long long)old->refs,
                  (long long)b->refs);
    else
        text_addf(&s->text, ", references %lld", (long long)b->refs);
}

static void tell_new(struct story *s, const struct view_binding *b)
{
    bool made = b->ordinal >= s->e->step_first;
    if (!begin_fact(s))
        return;
    text_addf(&s->text, "%s now refers to %s", b->name,
              made && !is_plain(b) ? "a new " : "");
    put_object(s, b);
    put_refs(s, b);
}

static void tell_rebound(struct story *s, const struct view_binding *old,
                         const struct view_binding *b)
{
    if (!begin_fact(s))
        return;
    if (is_plain(old) && is_plain(b)) {
        text_addf(&s->text, "%s: %s -> %s", b->name, old->value, b->value);
        return;
    }
    text_addf(&s->text, "%s now refers to ", b->name);
    put_object(s, b);
    put_refs(s, b);
    text_add(&s->text, ", no longer to ");
    put_object(s, old);
}

static void tell_unbound(struct story *s, const struct view_binding *b)
{
    const struct remembered *old = memory_find(s->e->memory, b->ordinal);
    object *o = number_find(s->e, b->ordinal);
    int64_t refs;
    if (!begin_fact(s))
        return;
    text_addf(&s->text, "%s is unbound", b->name);
    if (!o || is_plain(b))
        return;
    runtime_refs(s->e, o, &refs);
    text_addf(&s->text, ": %s #%lld lives on", b->type, (long long)b->ordinal);
    if (old && old->refs != refs)
        text_addf(&s->text, ", references %lld -> %lld", (long long)old->refs,
                  (long long)refs);
}

static void tell_names(struct story *s)
{
    for (size_t i = 0; i < s->screen->bindings_count; i++) {
        const struct view_binding *b = &s->screen->bindings[i];
        const struct view_binding *old = old_binding(s->e, b->name);
        if (strcmp(b->mark, "freed") == 0)
            tell_unbound(s, b);
        else if (!old)
            tell_new(s, b);
        else if (old->ordinal != b->ordinal)
            tell_rebound(s, old, b);
    }
}

/* ---- facts about parts ------------------------------------------------- */

static const struct part *find_part(const struct remembered *r,
                                    const char *label)
{
    for (size_t i = 0; i < r->part_count; i++)
        if (strcmp(r->parts[i].label, label) == 0)
            return &r->parts[i];
    return NULL;
}

/* What changed inside a part is told of the part, when that is remembered. */
static bool changed(const struct memory *m, const struct part *old,
                    const struct part *new)
{
    return old->ordinal != new->ordinal ||
           (strcmp(old->text, new->text) != 0 && !memory_find(m, new->ordinal));
}

/* ", seen through l1 and l2" */
static void put_names(struct story *s, int64_t ordinal)
{
    const char *names[8];
    size_t count = 0;
    for (size_t i = 0; i < s->screen->bindings_count && count < 8; i++) {
        const struct view_binding *b = &s->screen->bindings[i];
        if (b->ordinal == ordinal && strcmp(b->mark, "freed") != 0)
            names[count++] = b->name;
    }
    for (size_t i = 0; i < count; i++)
        text_addf(&s->text, "%s%s",
                  i == 0           ? ", seen through "
                  : i == count - 1 ? " and "
                                   : ", ",
                  names[i]);
}

struct part_change {
    const struct part *old, *new;
};

static size_t compare_parts(const struct memory *m,
                            const struct remembered *old,
                            const struct remembered *new,
                            struct part_change *changes, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < new->part_count; i++) {
        const struct part *was = find_part(old, new->parts[i].label);
        if (was && !changed(m, was, &new->parts[i]))
            continue;
        if (count++ < most)
            changes[count - 1] = (struct part_change){was, &new->parts[i]};
    }
    for (size_t i = 0; i < old->part_count; i++)
        if (!find_part(new, old->parts[i].label) && count++ < most)
            changes[count - 1] = (struct part_change){&old->parts[i], NULL};
    return count;
}

static void tell_change(struct story *s, const struct remembered *r,
                        const struct part_change *change)
{
    const struct part *part = change->new ? change->new : change->old;
    if (!begin_fact(s))
        return;
    text_addf(&s->text, "%s%s", r->name, part->label);
    if (change->old && change->new)
        text_addf(&s->text, ": %s -> %s", change->old->text, change->new->text);
    else if (change->new)
        text_addf(&s->text, ": %s added", part->text);
    else
        text_addf(&s->text, ": %s removed", part->text);
    put_names(s, r->ordinal);
}

static void tell_parts_of(struct story *s, const struct remembered *old,
                          const struct remembered *new)
{
    struct part_change changes[PARTS_TOLD];
    if (!old->whole || !new->whole)
        return;
    size_t count = compare_parts(s->e->memory, old, new, changes, PARTS_TOLD);
    if (count <= PARTS_TOLD) {
        for (size_t i = 0; i < count; i++)
            tell_change(s, old, &changes[i]);
    } else if (begin_fact(s)) {
        text_addf(&s->text, "%s changed in %zu places", old->name, count);
        put_names(s, old->ordinal);
    }
}

static void tell_parts(struct story *s)
{
    struct memory *now = memory_new(s->e);
    const struct memory *was = s->e->memory;
    for (size_t i = 0; now && was && i < was->count; i++) {
        if (was->objects[i].part_count == 0 && !was->objects[i].whole)
            continue;
        memory_add(s->e, now, was->objects[i].ordinal);
        const struct remembered *new =
            memory_find(now, was->objects[i].ordinal);
        if (new)
            tell_parts_of(s, &was->objects[i], new);
    }
    memory_free(now);
}

/* ---- facts about lives and frames -------------------------------------- */

static bool is_dull(const char *type)
{
    static const char *const types[] = {
        "int",       "float",
        "str",       "bytes",
        "tuple",     "frame",
        "cell",      "traceback",
        "method",    "slice",
        "code",      "range",
        "generator", "builtin_function_or_method",
        NULL};
    for (size_t i = 0; types[i]; i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    return strstr(type, "iterator") != NULL;
}

static void tell_deaths(struct story *s)
{
    const struct recorder *r = &s->e->recorder;
    size_t told = 0;
    for (size_t i = 0; i < r->death_count && told < 3; i++) {
        const struct death *d = &r->deaths[i];
        /* What the step itself made and dropped is no news. */
        if (is_dull(d->type) || d->ordinal <= 0 ||
            d->ordinal >= s->e->step_first)
            continue;
        if (!begin_fact(s))
            return;
        told++;
        text_addf(&s->text, "%s #%lld freed: %s", d->type,
                  (long long)d->ordinal, d->cause);
    }
}

static void tell_call(struct story *s, struct vm_frame *frame)
{
    char *name = show_str(frame->code->name, 100);
    if (begin_fact(s))
        text_addf(&s->text, "%s called", name ? name : "a function");
    for (size_t i = 0; i < s->screen->bindings_count; i++) {
        const struct view_binding *b = &s->screen->bindings[i];
        text_addf(&s->text, "%s%s = ", i ? ", " : ": ", b->name);
        put_object(s, b);
    }
    free(name);
}

static void tell_return(struct story *s)
{
    const struct engine *e = s->e;
    if (!begin_fact(s))
        return;
    text_addf(&s->text, "%s returned",
              e->memory->function ? e->memory->function : "the function");
    if (e->step.returned)
        text_addf(&s->text, " %s", e->step.returned);
}

static void tell_frames(struct story *s, struct vm_frame *frame)
{
    const struct memory *m = s->e->memory;
    if (!m || !m->frame || !frame)
        return;
    if (engine_depth(s->e) > m->depth)
        tell_call(s, frame);
    else if (engine_depth(s->e) < m->depth)
        tell_return(s);
}

/* Whether names can be compared: the same frame, before and now. */
static bool same_frame(const struct engine *e, const struct vm_frame *frame)
{
    return e->memory && frame && e->memory->frame == frame->id;
}

void story_tell(struct engine *e, const struct view_screen_query *q,
                struct view_screen *screen)
{
    struct story s = {.e = e, .screen = screen};
    struct vm_frame *frame = engine_frame(e, 0);
    text_begin(&s.text, STORY_MOST);
    if (e->memory) {
        if (same_frame(e, frame) && screen->frame == 0)
            marks_bindings(e, screen);
        marks_heap(e, !q->heap.live, &screen->heap);
        tell_frames(&s, frame);
        if (same_frame(e, frame) && screen->frame == 0)
            tell_names(&s);
        tell_parts(&s);
        tell_deaths(&s);
    }
    screen->story = text_finish(&s.text);
}
