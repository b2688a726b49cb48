/*
 * Objects that the interpreter itself shares: None, small ints, one-character
 * strings, built-in types.  Their counts say nothing about a script, so what
 * is shown is the difference from the script's start.
 * Invariant: baselines are sorted by address.
 */
#include "scripts/debug/engine_internal.h"

#include <stdlib.h>

static void note(struct engine *e, const object *o)
{
    if (!o)
        return;
    struct baseline *b =
        record_list_add(&e->baselines, &e->baseline_count, sizeof *b);
    if (!b)
        return;
    b->object = o;
    b->refs = heap_refs_told(e->vm->heap, o);
}

static void note_all(struct engine *e, object *const *objects, size_t count)
{
    for (size_t i = 0; i < count; i++)
        note(e, objects[i]);
}

static int by_address(const void *a, const void *b)
{
    const struct baseline *x = a, *y = b;
    return (x->object > y->object) - (x->object < y->object);
}

void runtime_baseline(struct engine *e)
{
    const struct vm *vm = e->vm;
    object *const singletons[] = {
        vm->none,      vm->true_,           vm->false_,
        vm->ellipsis,  vm->not_implemented, vm->empty_tuple,
        vm->empty_str, vm->empty_bytes,     vm->builtins};
    note_all(e, singletons, sizeof singletons / sizeof *singletons);
    note_all(e, vm->small_ints, sizeof vm->small_ints / sizeof *vm->small_ints);
    note_all(e, vm->latin1, sizeof vm->latin1 / sizeof *vm->latin1);
    note_all(e, vm->letters, VM_LETTERS);
    note_all(e, vm->bytes1, sizeof vm->bytes1 / sizeof *vm->bytes1);
    for (size_t i = 0; i < TYPE_COUNT; i++)
        note(e, (const object *)vm->types[i]);
    for (size_t i = 0; i < EXC_COUNT; i++)
        note(e, (const object *)vm->exceptions[i]);
    qsort(e->baselines, e->baseline_count, sizeof *e->baselines, by_address);
}

bool runtime_refs(const struct engine *e, const object *o, int64_t *refs)
{
    struct baseline key = {o, 0};
    const struct baseline *b =
        bsearch(&key, e->baselines, e->baseline_count, sizeof key, by_address);
    *refs = heap_refs_told(e->vm->heap, o);
    if (!b)
        return false;
    *refs -= b->refs;
    return true;
}
