/*
 * When the script may run at speed although something is waited for: as long
 * as no word changes that watches, stops at counts and objects under way
 * depend on.  watch_break.c and heap_break.c say which words those are.
 */
#include "scripts/debug/engine_internal.h"

#include "scripts/vm/site.h"

bool sleeping_wanted(const struct engine *e)
{
    return e->watching || e->young_count;
}

/* A script of several threads is looked at before each instruction. */
void sleeping_begin(struct engine *e)
{
    struct vm_watch *w = &e->watch;
    e->sleeping = false;
    if (!sleeping_wanted(e))
        return;
    w->count = 0;
    watch_note(w, &e->vm->thread);
    e->sleeping = !e->vm->threads && heap_break_words(e, w) &&
                  watch_break_words(e, w) && w->count <= VM_WATCH_MOST;
    w->place = site_place(e->vm);
    stepping_arm(e);
}

/* The line of the last instruction that was slept through becomes the one
 * before. */
void sleeping_end(struct engine *e)
{
    object *filename;
    int line;
    if (e->sleeping && vm_site(e->vm, site_of_place(e->vm, e->watch.place),
                               &filename, &line))
        e->watched_line = line;
    e->sleeping = false;
}
