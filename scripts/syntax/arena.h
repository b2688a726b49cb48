/*
 * A bump allocator: many small pieces, one release. A tree and all that
 * hangs from it lives in one arena.
 */
#ifndef SYNTAX_ARENA_H
#define SYNTAX_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks;
    char *next, *end;
    size_t block_size; /* of the newest block that is shared */
    /* The interned names: a table of 2^n places, open addressing. */
    const char **names;
    size_t name_count, name_room;
};

/* Makes an empty arena, which owns nothing yet. Cannot fail. */
void arena_init(struct arena *arena);

/* Frees everything that was allocated in the arena. */
void arena_done(struct arena *arena);

/*
 * Returns size zeroed bytes, aligned for any type, that live as long as the
 * arena; NULL when memory is short.
 */
void *arena_alloc(struct arena *arena, size_t size);

/* Copies length bytes and adds a NUL; NULL when memory is short. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);

/*
 * The arena's one copy of a name of length bytes, NUL-terminated: equal names
 * give equal pointers. NULL when memory is short.
 */
const char *arena_intern(struct arena *arena, const char *name, size_t length);

#endif
