/*
 * The bump allocator behind arena.h. Blocks form a list, newest first; only
 * the newest has room left, in next..end. Large pieces get a block of their
 * own, behind the newest, so that its room is not lost.
 */
#include "scripts/syntax/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
    struct arena_block *older;
    max_align_t data[];
};

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20, FIRST_NAMES = 64 };

#define ALIGN (_Alignof(max_align_t))

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

void arena_done(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    while (block) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    free(arena->names);
    arena_init(arena);
}

static size_t next_block_size(const struct arena *arena)
{
    size_t size = arena->block_size ? arena->block_size * 2 : FIRST_BLOCK;
    return size > LARGEST_BLOCK ? LARGEST_BLOCK : size;
}

/* A piece that would waste much of a block lives alone. */
static void *alloc_alone(struct arena *arena, size_t size)
{
    struct arena_block *block = calloc(1, sizeof *block + size);
    if (!block)
        return NULL;
    if (arena->blocks) {
        block->older = arena->blocks->older;
        arena->blocks->older = block;
    } else {
        arena->blocks = block;
    }
    return block->data;
}

static bool add_block(struct arena *arena)
{
    size_t size = next_block_size(arena);
    struct arena_block *block = calloc(1, sizeof *block + size);
    if (!block)
        return false;
    block->older = arena->blocks;
    arena->blocks = block;
    arena->block_size = size;
    arena->next = (char *)block->data;
    arena->end = arena->next + size;
    return true;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + ALIGN - 1) & ~(ALIGN - 1);
    if (size > (size_t)(arena->end - arena->next)) {
        if (size > next_block_size(arena) / 4)
            return alloc_alone(arena, size);
        if (!add_block(arena))
            return NULL;
    }
    void *piece = arena->next;
    arena->next += size;
    return piece;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = length < SIZE_MAX ? arena_alloc(arena, length + 1) : NULL;
    if (copy && length)
        memcpy(copy, bytes, length);
    return copy;
}

static size_t hash_name(const char *name, size_t length)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)name[i]) * 1099511628211u;
    return (size_t)(hash ^ (hash >> 32));
}

/* The place of a name in the table, or the free place it would take. */
static const char **find_name(const char **names, size_t room, const char *name,
                              size_t length)
{
    size_t place = hash_name(name, length) & (room - 1);
    while (names[place] && (strncmp(names[place], name, length) != 0 ||
                            names[place][length] != '\0'))
        place = (place + 1) & (room - 1);
    return &names[place];
}

static bool grow_names(struct arena *arena)
{
    size_t room = arena->name_room ? arena->name_room * 2 : FIRST_NAMES;
    const char **names = calloc(room, sizeof *names);
    if (!names)
        return false;
    for (size_t i = 0; i < arena->name_room; i++) {
        const char *name = arena->names[i];
        if (name)
            *find_name(names, room, name, strlen(name)) = name;
    }
    free(arena->names);
    arena->names = names;
    arena->name_room = room;
    return true;
}

const char *arena_intern(struct arena *arena, const char *name, size_t length)
{
    if (arena->name_count * 2 >= arena->name_room && !grow_names(arena))
        return NULL;
    const char **place =
        find_name(arena->names, arena->name_room, name, length);
    if (!*place) {
        *place = arena_copy(arena, name, length);
        arena->name_count += *place != NULL;
    }
    return *place;
}
