/*
 * The cache of source files.  Invariant: lines[i] <= length for every i up
 * to line_count.  Neighbours: the session's screen and `list`.
 */
#include "scripts/debug/source.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOURCE_MAX = 64 << 20 };

static void free_source(struct source *source)
{
    free(source->path);
    free(source->text);
    free(source->lines);
    free(source);
}

void source_cache_clear(struct source_cache *cache)
{
    while (cache->first) {
        struct source *source = cache->first;
        cache->first = source->next;
        free_source(source);
    }
}

static size_t count_lines(const char *text, size_t length)
{
    size_t n = length && text[length - 1] != '\n';
    for (size_t i = 0; i < length; i++)
        n += text[i] == '\n';
    return n;
}

static size_t *find_lines(const char *text, size_t length, size_t count)
{
    size_t *lines = malloc((count + 1) * sizeof *lines);
    if (!lines)
        return NULL;
    lines[0] = 0;
    size_t n = 1;
    for (size_t i = 0; i < length && n < count; i++)
        if (text[i] == '\n')
            lines[n++] = i + 1;
    lines[count] = length;
    return lines;
}

/* Steals text. */
static const struct source *add_steal(struct source_cache *cache,
                                      const char *path, char *text,
                                      size_t length)
{
    struct source *source = calloc(1, sizeof *source);
    if (!source) {
        free(text);
        return NULL;
    }
    source->path = strdup(path);
    source->text = text;
    source->length = length;
    source->line_count = count_lines(text, length);
    source->lines = find_lines(text, length, source->line_count);
    if (!source->path || !source->lines) {
        free_source(source);
        return NULL;
    }
    source->next = cache->first;
    cache->first = source;
    return source;
}

const struct source *source_add(struct source_cache *cache, const char *path,
                                const char *text, size_t length)
{
    char *copy = malloc(length + 1);
    if (!copy)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = 0;
    return add_steal(cache, path, copy, length);
}

static char *read_all(FILE *file, size_t *length)
{
    size_t room = 1 << 14, n = 0;
    char *text = malloc(room + 1);
    while (text) {
        n += fread(text + n, 1, room - n, file);
        if (n < room || room >= SOURCE_MAX)
            break;
        room *= 2;
        char *grown = realloc(text, room + 1);
        if (!grown)
            free(text);
        text = grown;
    }
    if (text)
        text[n] = 0;
    *length = n;
    return text;
}

/* A path may come from a script: a pipe or a device would hold us up. */
static FILE *open_regular(const char *path)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
        return fdopen(fd, "r");
    if (fd >= 0)
        close(fd);
    return NULL;
}

static const struct source *load(struct source_cache *cache, const char *path)
{
    size_t length;
    FILE *file = open_regular(path);
    if (!file)
        return NULL;
    char *text = read_all(file, &length);
    fclose(file);
    return text ? add_steal(cache, path, text, length) : NULL;
}

const struct source *source_get(struct source_cache *cache, const char *path)
{
    if (!path)
        return NULL;
    for (struct source *s = cache->first; s; s = s->next)
        if (strcmp(s->path, path) == 0)
            return s;
    return path[0] == '<' ? NULL : load(cache, path);
}

const char *source_line(const struct source *source, long line, size_t *length)
{
    if (line < 1 || (size_t)line > source->line_count)
        return NULL;
    size_t from = source->lines[line - 1], to = source->lines[line];
    while (to > from &&
           (source->text[to - 1] == '\n' || source->text[to - 1] == '\r'))
        to--;
    *length = to - from;
    return source->text + from;
}
