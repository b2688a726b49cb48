/*
 * Source files as the session read them: once, so that a file edited while
 * its script runs still shows what runs.
 */
#ifndef DEBUG_SOURCE_H
#define DEBUG_SOURCE_H

#include <stddef.h>

struct source {
    char *path; /* as the script names it */
    char *text; /* NUL-terminated; may hold other NULs */
    size_t length;
    size_t *lines; /* where each line begins; line_count + 1 of them */
    size_t line_count;
    struct source *next;
};

/* Every source read so far; all zero to begin with. */
struct source_cache {
    struct source *first;
};

void source_cache_clear(struct source_cache *cache);

/* Takes text that is in no file ("<string>"); NULL out of memory. */
const struct source *source_add(struct source_cache *cache, const char *path,
                                const char *text, size_t length);

/* The source with that path, read if need be; NULL when it cannot be. */
const struct source *source_get(struct source_cache *cache, const char *path);

/* Line number `line`, from 1, without its end; NULL beyond the last. */
const char *source_line(const struct source *source, long line, size_t *length);

#endif
