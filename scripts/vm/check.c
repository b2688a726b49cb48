/*
 * Leaks in cycles: what only the collector could free, by type and by the
 * line that made it.  Objects that lines of the Python library made do not
 * count, nor those made by no line.  Neighbours: run.c asks, the heap's
 * UNREACHABLE event tells.
 */
#include "scripts/vm/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/types/str.h"
#include "scripts/vm/vm.h"

enum { ROWS_MOST = 20, LINE_MOST = 1000 };

struct leak {
    char *type; /* owned: a class may be garbage itself */
    uint32_t site;
    size_t count;
};

struct check {
    struct vm *vm;
    heap_listener *listener;
    struct leak *leaks;
    size_t leak_count, room, objects;
    bool failed;
};

static struct leak *find_leak(struct check *c, const char *type, uint32_t site)
{
    for (size_t i = 0; i < c->leak_count; i++)
        if (c->leaks[i].site == site && strcmp(c->leaks[i].type, type) == 0)
            return &c->leaks[i];
    return NULL;
}

static struct leak *add_leak(struct check *c, const char *type, uint32_t site)
{
    if (c->leak_count == c->room) {
        size_t room = c->room ? c->room * 2 : 16;
        struct leak *grown = realloc(c->leaks, room * sizeof *grown);
        if (!grown)
            return NULL;
        c->leaks = grown;
        c->room = room;
    }
    char *copy = strdup(type);
    if (!copy)
        return NULL;
    struct leak *leak = &c->leaks[c->leak_count++];
    *leak = (struct leak){copy, site, 0};
    return leak;
}

static char *site_path(struct vm *vm, uint32_t site, int *line)
{
    char path[LINE_MOST];
    object *filename;
    if (!vm_site(vm, site, &filename, line))
        return NULL;
    size_t n = str_to_utf8(filename, path, sizeof path);
    path[n < sizeof path ? n : sizeof path - 1] = 0;
    return strdup(path);
}

/* Whether a line of the program itself made it. */
static bool is_own(struct vm *vm, uint32_t site)
{
    int line;
    char *path = site_path(vm, site, &line);
    const char *library = vm->options.stdlib ? vm->options.stdlib : "";
    size_t n = strlen(library);
    bool own = path && path[0] != '<' &&
               !(n && strncmp(path, library, n) == 0 && path[n] == '/');
    free(path);
    return own;
}

static void note(const struct heap_event *event, void *arg)
{
    struct check *c = arg;
    const char *type = event->type->name;
    struct leak *leak = find_leak(c, type, event->site);
    if (!leak && !is_own(c->vm, event->site))
        return;
    if (!leak)
        leak = add_leak(c, type, event->site);
    if (leak)
        leak->count++;
    else
        c->failed = true;
    c->objects++;
}

struct check *check_begin(struct vm *vm)
{
    struct heap_filter filter = {.kinds = HEAP_EVENT_BIT(UNREACHABLE)};
    struct check *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->vm = vm;
    c->listener = heap_listen(vm->heap, &filter, note, c);
    if (c->listener)
        return c;
    free(c);
    return NULL;
}

/* ---- the report --------------------------------------------------------- */

static void say(struct vm *vm, const char *text)
{
    vm->host->write(vm->host->arg, 2, text, strlen(text));
}

static int by_count(const void *a, const void *b)
{
    const struct leak *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return x->site < y->site ? -1 : x->site > y->site;
}

static void tell_leak(struct vm *vm, const struct leak *leak)
{
    char text[LINE_MOST];
    int line = 0;
    char *path = site_path(vm, leak->site, &line);
    snprintf(text, sizeof text, "  %6zu %s made at %s:%d\n", leak->count,
             leak->type, path ? path : "?", line);
    say(vm, text);
    free(path);
}

static void tell(struct check *c)
{
    char text[LINE_MOST];
    snprintf(text, sizeof text,
             "heapstep: %zu object%s leaked in cycles of references:\n",
             c->objects, c->objects == 1 ? "" : "s");
    say(c->vm, text);
    if (c->leak_count)
        qsort(c->leaks, c->leak_count, sizeof *c->leaks, by_count);
    for (size_t i = 0; i < c->leak_count && i < ROWS_MOST; i++)
        tell_leak(c->vm, &c->leaks[i]);
    if (c->leak_count > ROWS_MOST)
        say(c->vm, "  and more\n");
    if (c->failed)
        say(c->vm, "  and some for which there was no memory\n");
}

bool check_end(struct vm *vm, struct check *c)
{
    if (!c) {
        say(vm, "heapstep: not enough memory to look for leaks\n");
        return false;
    }
    heap_collect(vm->heap, HEAP_GENERATIONS - 1);
    heap_unlisten(vm->heap, c->listener);
    bool clean = c->objects == 0;
    if (!clean)
        tell(c);
    for (size_t i = 0; i < c->leak_count; i++)
        free(c->leaks[i].type);
    free(c->leaks);
    free(c);
    return clean;
}
