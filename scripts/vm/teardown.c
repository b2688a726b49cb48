/*
 * Taking a vm apart when no script code can run any more: everything the
 * interpreter made for itself goes, so that what is left in the heap is a leak
 * and can be counted.
 *
 * Types are the knot: they refer to each other and the heap needs their
 * layouts to free anything. So they are emptied first, serve as bare layouts
 * while the rest goes, and are freed last, `type` after all others.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/native.h"
#include "scripts/types/text.h"
#include "scripts/types/type.h"
#include "scripts/vm/site.h"
#include "scripts/vm/vm_internal.h"

/* All types, each held once more. */
struct shells {
    struct type_object **items;
    size_t count, room;
};

static bool is_type(struct vm *vm, const object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS;
}

static bool add(struct shells *s, object *o)
{
    if (s->count == s->room) {
        size_t room = s->room ? 2 * s->room : 512;
        void *items = realloc(s->items, room * sizeof *s->items);
        if (!items)
            return false;
        s->items = items;
        s->room = room;
    }
    s->items[s->count++] = type_object_of(heap_retain(o));
    return true;
}

static bool gather(struct vm *vm, struct shells *s)
{
    for (object *o = NULL; (o = heap_next(vm->heap, o));)
        if (is_type(vm, o) && !add(s, o))
            return false;
    return true;
}

static void take(struct vm *vm, object **field)
{
    heap_store(vm->heap, field, NULL);
}

/* Takes everything but the layout.  A class that a script made is still there
 * when it is part of a cycle that the collector cannot see, through an
 * instance of what derives from int or str. */
static void empty(struct vm *vm, struct type_object *t)
{
    object *base = t->base ? type_as_object(t->base) : NULL;
    t->base = NULL;
    t->layout.flags &= ~(uint32_t)HEAP_FINALIZES;
    heap_type_changed(vm->heap, &t->layout);
    take(vm, &t->dict);
    take(vm, &t->mro);
    take(vm, &t->bases);
    take(vm, &t->subclasses);
    take(vm, &t->slot_names);
    take(vm, &t->module);
    take(vm, &t->name);
    take(vm, &t->qualname);
    vm_release_maybe(vm, base);
}

static void collect(struct vm *vm)
{
    heap_collect(vm->heap, HEAP_GENERATIONS - 1);
}

/* What the vm holds but its types. */
static void drop_shared(struct vm *vm)
{
    object **const fields[] = {&vm->none, &vm->not_implemented, &vm->ellipsis,
                               &vm->empty_tuple};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        take(vm, fields[i]);
    text_done(vm);
}

static void drop_types(struct vm *vm)
{
    for (size_t i = 0; i < EXC_COUNT; i++)
        take(vm, (object **)(void *)&vm->exceptions[i]);
    for (size_t i = TYPE_COUNT; i-- > 1;)
        if (i != TYPE_TYPE)
            take(vm, (object **)(void *)&vm->types[i]);
}

/* ---- the census -------------------------------------------------------- */

enum { TYPES_MAX = 1 << 20 };

struct tally {
    const char *type;
    size_t count;
};

static int by_count(const void *a, const void *b)
{
    size_t x = ((const struct tally *)a)->count;
    size_t y = ((const struct tally *)b)->count;
    return x < y ? 1 : -(x > y);
}

static bool is_built_in(struct vm *vm, const object *o)
{
    return is_type(vm, o) &&
           !(((const struct type_object *)o)->layout.flags & HEAP_SCRIPT);
}

/* Names on standard error what the heap has left, a line a type; the built-in
 * types are passed over. */
static void report(struct vm *vm)
{
    struct tally *tallies = calloc(TYPES_MAX, sizeof *tallies);
    char line[200];
    if (!tallies)
        return;
    for (object *o = NULL; (o = heap_next(vm->heap, o));) {
        struct tally *t = &tallies[heap_type_index(o)];
        t->type = heap_type_of(vm->heap, o)->name;
        t->count += !is_built_in(vm, o);
    }
    qsort(tallies, TYPES_MAX, sizeof *tallies, by_count);
    for (struct tally *t = tallies; t->count; t++) {
        int n = snprintf(line, sizeof line, "census: %zu of %.100s\n",
                         t->count, t->type ? t->type : "?");
        vm->host->write(vm->host->arg, 2, line, (size_t)n);
    }
    free(tallies);
}

/* ---- all of it --------------------------------------------------------- */

/* Types that someone else still refers to. */
static bool tell_held(struct vm *vm, const struct shells *s)
{
    bool held = false;
    for (size_t i = 0; i < s->count; i++) {
        const struct type_object *t = s->items[i];
        uint32_t ours = t == vm->types[TYPE_TYPE] ? 2 : 1;
        uint32_t refs = heap_refs(type_as_object(t));
        char line[200];
        if (refs == ours)
            continue;
        held = true;
        int n = snprintf(line, sizeof line,
                         "census: type %.100s has %u references too many\n",
                         t->c_name, refs - ours);
        vm->host->write(vm->host->arg, 2, line, (size_t)n);
    }
    return held;
}

/* Lets go of the classes that scripts made; their instances hold them. */
static void release_classes(struct vm *vm, struct shells *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct type_object *t = s->items[i];
        if (t->layout.flags & HEAP_SCRIPT)
            vm_release(vm, type_as_object(t));
        else
            s->items[kept++] = t;
    }
    s->count = kept;
}

/* Frees the bare layouts, `type` last: it is the layout of the others. */
static void free_shells(struct vm *vm, struct shells *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i] != vm->types[TYPE_TYPE])
            vm_release(vm, type_as_object(s->items[i]));
    vm_release(vm, type_as_object(vm->types[TYPE_TYPE]));
    take(vm, (object **)(void *)&vm->types[TYPE_TYPE]);
    free(s->items);
}

void vm_teardown(struct vm *vm, bool tell)
{
    struct shells shells = {NULL, 0, 0};
    struct heap_totals totals;
    collect(vm);
    heap_set_hooks(vm->heap, &(struct heap_hooks){.arg = vm});
    if (!gather(vm, &shells)) {
        free(shells.items);
        return;
    }
    for (size_t i = 0; i < shells.count; i++)
        empty(vm, shells.items[i]);
    native_done(vm);
    site_done(vm);
    collect(vm);
    drop_shared(vm);
    drop_types(vm);
    release_classes(vm, &shells);
    heap_totals(vm->heap, &totals);
    if (tell && (tell_held(vm, &shells) | (totals.objects > shells.count)))
        report(vm);
    free_shells(vm, &shells);
}
