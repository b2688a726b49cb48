/*
 * Owns the system calls: reserving, committing and giving back addresses.
 * Reserved pages are inaccessible until committed, so a wild pointer faults
 * and no system policy counts them.
 */
#include "heap/range.h"

#include <stdint.h>
#include <sys/mman.h>

#include "heap/poison.h"

/* Above the shadow of the sanitizers, below where the system puts things. */
#define FIRST_BASE ((uintptr_t)0x200000000000)
#define BASE_STEP ((uintptr_t)64 << 30)
#define BASES 256
#define COMMIT_STEP ((size_t)1 << 20)

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

static char *reserve_at(uintptr_t base, size_t size, int fixed)
{
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | fixed;
    void *p = mmap((void *)base, size, PROT_NONE, flags, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
    if (fixed && (uintptr_t)p != base) { /* a kernel before 4.17 */
        munmap(p, size);
        return NULL;
    }
    return p;
}

bool range_reserve(struct range *r, size_t size)
{
    *r = (struct range){.size = size};
    for (unsigned i = 0; i < BASES && !r->base; i++)
        r->base =
            reserve_at(FIRST_BASE + i * BASE_STEP, size, MAP_FIXED_NOREPLACE);
    return r->base != NULL;
}

bool range_reserve_anywhere(struct range *r, size_t size)
{
    *r = (struct range){.size = size};
    r->base = reserve_at(0, size, 0);
    return r->base != NULL;
}

bool range_commit(struct range *r, size_t upto)
{
    size_t step =
        r->committed / 4 > COMMIT_STEP ? r->committed / 4 : COMMIT_STEP;
    if (upto <= r->committed)
        return true;
    if (upto > r->size)
        return false;
    if (upto < r->committed + step)
        upto = r->committed + step;
    upto = (upto + COMMIT_STEP - 1) & ~(COMMIT_STEP - 1);
    if (upto > r->size)
        upto = r->size;
    if (mprotect(r->base + r->committed, upto - r->committed,
                 PROT_READ | PROT_WRITE) != 0)
        return false;
    r->committed = upto;
    return true;
}

void range_forget(char *start, size_t size)
{
    madvise(start, size, MADV_DONTNEED);
}

#if HEAP_POISONS
/* The sanitizer's pages on it go, rather than being written: zero, they say
 * that nothing is poisoned. */
static void unpoison_all(const struct range *r)
{
    enum { PAGE = 4096 };
    size_t scale, offset, start, size;
    __asan_get_shadow_mapping(&scale, &offset);
    start = ((size_t)r->base >> scale) + offset;
    size = r->committed >> scale;
    if (start % PAGE == 0 && size % PAGE == 0)
        madvise((void *)start, size, MADV_DONTNEED);
    else
        unpoison(r->base, r->committed);
}
#else
static void unpoison_all(const struct range *r)
{
    (void)r;
}
#endif

void range_release(struct range *r)
{
    if (!r->base)
        return;
    unpoison_all(r);
    munmap(r->base, r->size);
    *r = (struct range){0};
}
