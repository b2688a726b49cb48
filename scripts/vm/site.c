/*
 * Allocation sites.  A site is a file name and a line; sites are numbered from
 * 1 in the order they are met, found again by a hash table of the code's id
 * and the line.  Nothing here touches counts but the one of each file name.
 */
#include "scripts/vm/site.h"

#include <stdlib.h>

#include "scripts/vm/code.h"
#include "scripts/vm/frame.h"

struct site {
    uint32_t code_id;
    int line;
    object *filename; /* owned */
};

struct site_table {
    struct site *sites; /* site n at n - 1 */
    uint32_t *places;   /* hash table of site numbers, 0 empty */
    uint32_t count, room;
};

static uint32_t hash(uint32_t code_id, int line)
{
    uint64_t x = ((uint64_t)code_id << 32 | (uint32_t)line) *
                 UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(x >> 32);
}

static uint32_t *place_of(const struct site_table *t, uint32_t code_id,
                          int line)
{
    uint32_t mask = 2 * t->room - 1, at = hash(code_id, line) & mask;
    while (t->places[at]) {
        const struct site *s = &t->sites[t->places[at] - 1];
        if (s->code_id == code_id && s->line == line)
            break;
        at = (at + 1) & mask;
    }
    return &t->places[at];
}

static bool grow(struct site_table *t)
{
    uint32_t room = t->room ? 2 * t->room : 256;
    struct site *sites = realloc(t->sites, room * sizeof *sites);
    uint32_t *places;
    if (!sites)
        return false;
    t->sites = sites;
    places = calloc(2 * (size_t)room, sizeof *places);
    if (!places)
        return false;
    free(t->places);
    t->places = places;
    t->room = room;
    for (uint32_t k = 0; k < t->count; k++)
        *place_of(t, sites[k].code_id, sites[k].line) = k + 1;
    return true;
}

uint32_t site_here(void *arg)
{
    struct vm *vm = arg;
    const struct vm_frame *f = vm->thread ? vm->thread->frame : NULL;
    struct site_table *t = vm->sites;
    uint32_t *place;
    int line;
    if (!f || !f->code)
        return 0;
    if (!t && !(t = vm->sites = calloc(1, sizeof *t)))
        return 0;
    if (t->count == t->room && !grow(t))
        return 0;
    line = vm_frame_line(f);
    place = place_of(t, f->code->id, line);
    if (!*place) {
        t->sites[t->count] = (struct site){
            f->code->id, line, heap_retain(f->code->filename)};
        *place = ++t->count;
    }
    return *place;
}

bool vm_site(struct vm *vm, uint32_t site, object **filename, int *line)
{
    const struct site_table *t = vm->sites;
    if (!t || site == 0 || site > t->count)
        return false;
    *filename = t->sites[site - 1].filename;
    *line = t->sites[site - 1].line;
    return true;
}

void site_done(struct vm *vm)
{
    if (!vm->sites)
        return;
    for (uint32_t k = 0; k < vm->sites->count; k++)
        vm_release_maybe(vm, vm->sites->sites[k].filename);
    free(vm->sites->sites);
    free(vm->sites->places);
    free(vm->sites);
    vm->sites = NULL;
}
