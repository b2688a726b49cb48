/*
 * Places and sites.  A place is a number for an instruction of a code object,
 * told at each allocation; a site is one for a file and line, which many
 * places share.  Each code object has places of its own, in the order in
 * which the objects are made, and its lines are kept here when it is gone.
 * Sites are numbered from 1 in the order they are asked for, found again by a
 * hash table of the code and the line.  Nothing here touches counts but
 * those of file names.
 */
#include "scripts/vm/site.h"

#include <stdlib.h>

/* Behind the numbers of instructions: those of code without places. */
enum { FIRST_PLACE = 1 << 24 };

/* Where the places of a code object begin. */
struct placed {
    uint32_t first, count;
    bool owns; /* the file name: not the same as the one before it */
    object *filename;
    int *lines;
};

struct site {
    uint32_t placed; /* index of its code */
    int line;
};

struct site_table {
    struct placed *placed;
    uint32_t placed_count, placed_room, next_place;
    struct site *sites; /* site n at n - 1 */
    uint32_t *numbers;  /* hash table of site numbers, 0 empty */
    uint32_t count, room;
};

/* ---- places ---------------------------------------------------------------- */

static struct site_table *table(struct vm *vm)
{
    if (!vm->sites && (vm->sites = calloc(1, sizeof *vm->sites)))
        vm->sites->next_place = FIRST_PLACE;
    return vm->sites;
}

static bool grow_placed(struct site_table *t)
{
    uint32_t room = t->placed_room ? 2 * t->placed_room : 256;
    struct placed *grown = realloc(t->placed, room * sizeof *grown);
    if (!grown)
        return false;
    t->placed = grown;
    t->placed_room = room;
    return true;
}

static int *copy_lines(const struct code *code)
{
    int *lines = calloc(code->instr_count, sizeof *lines);
    for (uint32_t i = 0; lines && i < code->instr_count; i++)
        if (code->positions[i].line > 0)
            lines[i] = code->positions[i].line;
    return lines;
}

void site_place_code(struct vm *vm, struct code *code)
{
    struct site_table *t = table(vm);
    if (!t || (t->placed_count == t->placed_room && !grow_placed(t)) ||
        code->instr_count > UINT32_MAX - t->next_place)
        return;
    int *lines = copy_lines(code);
    if (!lines)
        return;
    const struct placed *before =
        t->placed_count ? &t->placed[t->placed_count - 1] : NULL;
    bool same = before && before->filename == code->filename;
    t->placed[t->placed_count++] = (struct placed){
        .first = t->next_place,
        .count = code->instr_count,
        .owns = !same,
        .filename = same ? code->filename : heap_retain(code->filename),
        .lines = lines,
    };
    code->places = t->next_place;
    t->next_place += code->instr_count;
}

uint32_t site_place(void *arg)
{
    const struct vm *vm = arg;
    const struct vm_frame *f = vm->thread ? vm->thread->frame : NULL;
    return f && f->code ? site_place_now(vm) : 0;
}

/* The code object that a place belongs to: its index, or placed_count. */
static uint32_t find_placed(const struct site_table *t, uint32_t place)
{
    uint32_t low = 0, high = t->placed_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct placed *p = &t->placed[middle];
        if (place < p->first)
            high = middle;
        else if (place - p->first >= p->count)
            low = middle + 1;
        else
            return middle;
    }
    return t->placed_count;
}

/* ---- sites ----------------------------------------------------------------- */

static uint32_t hash(uint32_t placed, int line)
{
    uint64_t x = ((uint64_t)placed << 32 | (uint32_t)line) *
                 UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(x >> 32);
}

static uint32_t *number_of(const struct site_table *t, uint32_t placed,
                           int line)
{
    uint32_t mask = 2 * t->room - 1, at = hash(placed, line) & mask;
    while (t->numbers[at]) {
        const struct site *s = &t->sites[t->numbers[at] - 1];
        if (s->placed == placed && s->line == line)
            break;
        at = (at + 1) & mask;
    }
    return &t->numbers[at];
}

static bool grow(struct site_table *t)
{
    uint32_t room = t->room ? 2 * t->room : 256;
    struct site *sites = realloc(t->sites, room * sizeof *sites);
    uint32_t *numbers;
    if (!sites)
        return false;
    t->sites = sites;
    numbers = calloc(2 * (size_t)room, sizeof *numbers);
    if (!numbers)
        return false;
    free(t->numbers);
    t->numbers = numbers;
    t->room = room;
    for (uint32_t k = 0; k < t->count; k++)
        *number_of(t, sites[k].placed, sites[k].line) = k + 1;
    return true;
}

uint32_t site_of_place(void *arg, uint32_t place)
{
    struct site_table *t = ((struct vm *)arg)->sites;
    if (!t || (t->count == t->room && !grow(t)))
        return 0;
    uint32_t placed = find_placed(t, place), *number;
    if (placed == t->placed_count)
        return 0;
    int line = t->placed[placed].lines[place - t->placed[placed].first];
    number = number_of(t, placed, line);
    if (!*number) {
        t->sites[t->count] = (struct site){placed, line};
        *number = ++t->count;
    }
    return *number;
}

bool vm_site(struct vm *vm, uint32_t site, object **filename, int *line)
{
    const struct site_table *t = vm->sites;
    if (!t || site == 0 || site > t->count)
        return false;
    *filename = t->placed[t->sites[site - 1].placed].filename;
    *line = t->sites[site - 1].line;
    return true;
}

void site_done(struct vm *vm)
{
    struct site_table *t = vm->sites;
    if (!t)
        return;
    vm->sites = NULL;
    for (uint32_t k = 0; k < t->placed_count; k++) {
        if (t->placed[k].owns)
            vm_release(vm, t->placed[k].filename);
        free(t->placed[k].lines);
    }
    free(t->placed);
    free(t->sites);
    free(t->numbers);
    free(t);
}
