/*
 * Where should reference counts live: in each object's header, or in a table
 * beside the objects?  Builds the same graph both ways and measures the rate
 * of allocation, a full collection, a walk that retains and releases, and how
 * many pages the last two unshare while a forked child (a checkpoint) lives.
 *
 *     counts_placement [OBJECTS]
 *
 * Objects are 48 bytes: header, links, two references, two words.  Both ways
 * run the same code; only the address of the count and of the collector's
 * scratch number differ.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct thing {
    uint32_t refs, word;
    uint32_t next, prev; /* links; prev is scratch in the header's way */
    uint32_t left, right;
    uint64_t more[3];
};

struct world {
    struct thing *things;
    uint32_t *refs, *scratch; /* the table's way */
    uint32_t count, free;
    bool table;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static long faults(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

static void *pages(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        exit(2);
    madvise(p, size, MADV_NOHUGEPAGE);
    return p;
}

static inline uint32_t *refs_of(struct world *w, uint32_t i, bool table)
{
    return table ? &w->refs[i] : &w->things[i].refs;
}

static inline uint32_t *scratch_of(struct world *w, uint32_t i, bool table)
{
    return table ? &w->scratch[i] : &w->things[i].prev;
}

/* Objects refer to one nearby and one anywhere, as a used heap's do. */
static inline void fill(struct world *w, bool table)
{
    uint32_t seed = 1;
    for (uint32_t i = 0; i < w->count; i++) {
        struct thing *t = &w->things[i];
        seed = seed * 1664525u + 1013904223u;
        *t = (struct thing){.word = 1, .next = i + 1, .prev = i};
        *refs_of(w, i, table) = 1;
        t->left = i ? i - 1 : 0;
        t->right = (uint32_t)((uint64_t)seed * (i + 1) >> 32);
        ++*refs_of(w, t->left, table);
        ++*refs_of(w, t->right, table);
    }
}

/* Takes objects off a free list and puts them back: the hot path. */
static inline void churn(struct world *w, uint32_t rounds, bool table)
{
    enum { BATCH = 64 };
    uint32_t batch[BATCH];
    for (uint32_t i = 0; i < w->count; i++)
        w->things[i].next = i + 1;
    w->free = 0;
    for (uint32_t round = 0; round < rounds; round++) {
        for (int i = 0; i < BATCH; i++) {
            struct thing *t = &w->things[batch[i] = w->free];
            w->free = t->next;
            *t = (struct thing){.word = 1};
            *refs_of(w, batch[i], table) = 1;
        }
        for (int i = 0; i < BATCH; i++)
            if (--*refs_of(w, batch[i], table) == 0) {
                w->things[batch[i]].word = 0;
                w->things[batch[i]].next = w->free;
                w->free = batch[i];
            }
    }
}

/* A full collection that finds nothing: copy, subtract, restore. */
static inline void collect(struct world *w, bool table)
{
    for (uint32_t i = 0; i < w->count; i++)
        *scratch_of(w, i, table) = *refs_of(w, i, table);
    for (uint32_t i = 0; i < w->count; i++) {
        --*scratch_of(w, w->things[i].left, table);
        --*scratch_of(w, w->things[i].right, table);
    }
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t *scratch = scratch_of(w, i, table);
        if (*scratch && !table)
            *scratch = i; /* the link back */
    }
}

static inline void walk(struct world *w, bool table)
{
    for (uint32_t i = 0; i < w->count; i++) {
        volatile uint32_t *refs = refs_of(w, w->things[i].left, table);
        ++*refs;
        --*refs;
    }
}

static pid_t checkpoint(void)
{
    pid_t child = fork();
    if (child == 0)
        for (;;)
            pause();
    return child;
}

struct result {
    double alloc, alone, forked, walk_alone, walk_forked;
    long collect_pages, walk_pages;
};

#define MEASURE(out_ms, out_pages, action)                                     \
    do {                                                                       \
        long pages_ = faults();                                                \
        double start_ = now();                                                 \
        action;                                                                \
        out_ms = now() - start_;                                               \
        out_pages = faults() - pages_;                                         \
    } while (0)

static inline struct result measure(struct world *w, bool table)
{
    enum { ROUNDS = 400000 };
    struct result r;
    long ignored;
    pid_t child;
    MEASURE(r.alloc, ignored, churn(w, ROUNDS, table));
    r.alloc = ROUNDS * 64.0 / r.alloc / 1e3;
    fill(w, table);
    collect(w, table);
    MEASURE(r.alone, ignored, collect(w, table));
    MEASURE(r.walk_alone, ignored, walk(w, table));
    child = checkpoint();
    MEASURE(r.forked, r.collect_pages, collect(w, table));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    child = checkpoint();
    MEASURE(r.walk_forked, r.walk_pages, walk(w, table));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    (void)ignored;
    return r;
}

static void show(const char *name, const struct result *r)
{
    printf("%-8s %10.0f %9.0f %9.0f %8.0f MB %9.0f %9.0f %8.0f MB\n", name,
           r->alloc, r->alone, r->forked, (double)r->collect_pages / 256,
           r->walk_alone, r->walk_forked, (double)r->walk_pages / 256);
}

int main(int argc, char **argv)
{
    uint32_t count = argc > 1 ? (uint32_t)atol(argv[1]) : 4000000;
    struct world header = {.count = count}, table = {.count = count};
    struct result r;
    header.things = pages((size_t)(count + 1) * sizeof *header.things);
    printf("%u objects of %zu bytes\n", count, sizeof *header.things);
    printf("%-8s %10s %9s %9s %11s %9s %9s %11s\n", "counts", "M allocs/s",
           "collect", "forked", "unshared", "walk ms", "forked", "unshared");
    r = measure(&header, false);
    show("header", &r);
    munmap(header.things, (size_t)(count + 1) * sizeof *header.things);
    table.things = pages((size_t)(count + 1) * sizeof *table.things);
    table.refs = pages(count * sizeof *table.refs);
    table.scratch = pages(count * sizeof *table.scratch);
    r = measure(&table, true);
    show("table", &r);
    return 0;
}
