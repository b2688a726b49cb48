/*
 * Owns the cache of source texts.  Invariant: answers come in the order of
 * the requests, so the oldest file without one is the one answered.
 * Neighbour: session.c.
 */
#include "tui/sources.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 200 };

const char *sources_find(struct sources *sources, const char *path, bool *ask)
{
    *ask = false;
    for (size_t i = 0; i < sources->count; i++)
        if (strcmp(sources->files[i].path, path) == 0)
            return sources->files[i].text;
    if (sources->count == MOST_FILES)
        return NULL;
    struct sources_file *files =
        realloc(sources->files, (sources->count + 1) * sizeof *sources->files);
    char *copy = strdup(path);
    if (files)
        sources->files = files;
    if (files && copy) {
        files[sources->count++] = (struct sources_file){.path = copy};
        *ask = true;
        return NULL;
    }
    free(copy);
    return NULL;
}

void sources_fill(struct sources *sources, const char *text)
{
    for (size_t i = 0; i < sources->count; i++) {
        struct sources_file *file = &sources->files[i];
        if (file->answered)
            continue;
        file->answered = true;
        file->text = text ? strdup(text) : NULL;
        return;
    }
}

void sources_done(struct sources *sources)
{
    for (size_t i = 0; i < sources->count; i++) {
        free(sources->files[i].path);
        free(sources->files[i].text);
    }
    free(sources->files);
    *sources = (struct sources){0};
}
