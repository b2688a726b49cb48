/*
 * Owns the first-in first-out queue of freed cells, linked through the cells
 * themselves.  Empty in a build without the address sanitizer.
 */
#include "heap/quarantine.h"

#include "heap/alloc.h"

static RAW void link_behind(struct heap_cell *p, struct heap_cell *next)
{
    p->next = next;
}

static RAW struct heap_cell *behind(const struct heap_cell *p)
{
    return p->next;
}

void quarantine_limit(heap *h, size_t bytes)
{
    while (h->quarantine_bytes > bytes) {
        struct heap_cell *p = h->quarantine;
        h->quarantine = behind(p);
        h->quarantine_bytes -= cell_size(h, p);
        cell_put(h, p);
    }
    if (!h->quarantine)
        h->quarantine_end = NULL;
}

void quarantine_put(heap *h, struct heap_cell *p, size_t size)
{
    if (h->quarantine_end)
        link_behind(h->quarantine_end, p);
    else
        h->quarantine = p;
    h->quarantine_end = p;
    h->quarantine_bytes += size;
    quarantine_limit(h, h->quarantine_max);
}

void heap_set_quarantine(heap *h, size_t bytes)
{
    h->quarantine_max = HEAP_POISONS ? bytes : 0;
    quarantine_limit(h, h->quarantine_max);
}
