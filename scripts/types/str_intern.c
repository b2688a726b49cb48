/*
 * Interned strings: a table of borrowed references, one for each text.
 *
 * Invariant: a string is in the table exactly when its `interned` bit is set.
 * The table owns nothing: the string's destroy callback takes it out, so that
 * an interned string lives no longer than those who hold it.  Open addressing
 * with linear probing; removal closes the gap, so there are no tombstones.
 */
#include "scripts/types/str_intern.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/types/str_internal.h"
#include "scripts/vm/error.h"

#define FIRST_CAPACITY 1024

struct intern_table {
    object **slots; /* borrowed; NULL: free */
    size_t count, capacity;
};

bool str_intern_begin(struct vm *vm)
{
    struct intern_table *t = calloc(1, sizeof *t);
    if (!t)
        return false;
    t->slots = calloc(FIRST_CAPACITY, sizeof *t->slots);
    if (!t->slots) {
        free(t);
        return false;
    }
    t->capacity = FIRST_CAPACITY;
    vm->interned = t;
    return true;
}

void str_intern_done(struct vm *vm)
{
    if (!vm->interned)
        return;
    free(vm->interned->slots);
    free(vm->interned);
    vm->interned = NULL;
}

static size_t home(const struct intern_table *t, const object *s)
{
    return (size_t)((const struct str_object *)s)->hash & (t->capacity - 1);
}

static void insert(struct intern_table *t, object *s)
{
    size_t i = home(t, s);
    while (t->slots[i])
        i = (i + 1) & (t->capacity - 1);
    t->slots[i] = s;
}

/* At most two thirds full, so that probing ends. */
static bool make_room(struct intern_table *t)
{
    if (t->count * 3 < t->capacity * 2)
        return true;
    struct intern_table larger = {
        .slots = calloc(t->capacity * 2, sizeof *t->slots),
        .count = t->count,
        .capacity = t->capacity * 2,
    };
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < t->capacity; i++)
        if (t->slots[i])
            insert(&larger, t->slots[i]);
    free(t->slots);
    *t = larger;
    return true;
}

/* The interned string equal to s, borrowed, or NULL. */
static object *find(struct vm *vm, object *s)
{
    struct intern_table *t = vm->interned;
    str_hash(vm, s);
    for (size_t i = home(t, s); t->slots[i]; i = (i + 1) & (t->capacity - 1))
        if (str_of(t->slots[i])->hash == str_of(s)->hash &&
            str_equal(t->slots[i], s))
            return t->slots[i];
    return NULL;
}

void str_intern_in_place(struct vm *vm, object **s)
{
    if (!vm->interned || !vm_is(*s, TYPE_STR) || str_of(*s)->interned)
        return;
    object *known = find(vm, *s);
    if (known) {
        heap_store(vm->heap, s, heap_retain(known));
        return;
    }
    if (!make_room(vm->interned))
        return; /* it stays as it is: interning only saves memory */
    insert(vm->interned, *s);
    vm->interned->count++;
    str_of(*s)->interned = 1;
    heap_set_aux(*s, 1);
}

object *str_intern(struct vm *vm, const char *utf8)
{
    object *s = str_from(vm, utf8);
    if (s)
        str_intern_in_place(vm, &s);
    return s;
}

/* Moves those behind the hole back, as far as their homes allow. */
static void close_gap(struct intern_table *t, size_t hole)
{
    size_t mask = t->capacity - 1;
    for (size_t i = (hole + 1) & mask; t->slots[i]; i = (i + 1) & mask) {
        size_t at = home(t, t->slots[i]);
        if (((i - at) & mask) >= ((i - hole) & mask)) {
            t->slots[hole] = t->slots[i];
            hole = i;
        }
    }
    t->slots[hole] = NULL;
}

void str_forget(heap *h, object *self)
{
    struct str_object *s = str_of(self);
    if (!s->interned)
        return;
    struct vm *vm = type_of_layout(heap_type_of(h, self))->vm;
    struct intern_table *t = vm->interned;
    if (!t)
        return;
    size_t i = home(t, self);
    while (t->slots[i] && t->slots[i] != self)
        i = (i + 1) & (t->capacity - 1);
    if (!t->slots[i])
        return;
    close_gap(t, i);
    t->count--;
}
