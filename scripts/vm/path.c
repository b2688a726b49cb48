/*
 * Paths as sys.path and tracebacks have them. Links are followed through the
 * host, a part of the path at a time; a chain of more than MAX_LINKS links is
 * left where it stands.
 */
#include "scripts/vm/path.h"

#include <stdio.h>
#include <string.h>

#include "scripts/types/str.h"
#include "scripts/vm/host.h"

#define PATH_ROOM 4096
#define MAX_LINKS 40

/* The current folder in front of a relative path; false: does not fit. */
static bool absolute(struct vm *vm, const char *path, char *out)
{
    char folder[PATH_ROOM];
    int n;
    if (path[0] == '/' ||
        vm->host->getcwd(vm->host->arg, folder, sizeof folder) < 0)
        n = snprintf(out, PATH_ROOM, "%s", path);
    else
        n = snprintf(out, PATH_ROOM, "%s%s%s", folder,
                     folder[1] ? "/" : "", path);
    return n >= 0 && n < PATH_ROOM;
}

object *path_absolute(struct vm *vm, const char *path)
{
    char out[PATH_ROOM];
    return str_from(vm, absolute(vm, path, out) ? out : path);
}

/* The path without its last part. */
static void drop_last(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
}

struct walk {
    char done[PATH_ROOM]; /* resolved: "" is the root */
    char rest[PATH_ROOM]; /* still to be walked */
    int links;
};

/* Puts the target of the link at done before the rest. */
static bool follow(struct vm *vm, struct walk *w)
{
    char target[PATH_ROOM], joined[2 * PATH_ROOM];
    int64_t n = vm->host->read_link(vm->host->arg, w->done, target,
                                    sizeof target - 1);
    if (n < 0 || n >= PATH_ROOM - 1 || ++w->links > MAX_LINKS)
        return false;
    target[n] = '\0';
    n = snprintf(joined, sizeof joined, "%s/%s", target, w->rest);
    if (n >= PATH_ROOM)
        return false;
    drop_last(w->done);
    if (target[0] == '/')
        w->done[0] = '\0';
    memcpy(w->rest, joined, (size_t)n + 1);
    return true;
}

/* Takes the next part off the rest; false when there is none. */
static bool next_part(struct walk *w, char *part)
{
    size_t skip = strspn(w->rest, "/"), n = strcspn(w->rest + skip, "/");
    memcpy(part, w->rest + skip, n);
    part[n] = '\0';
    memmove(w->rest, w->rest + skip + n, strlen(w->rest + skip + n) + 1);
    return n > 0;
}

static void resolve(struct vm *vm, struct walk *w)
{
    char part[PATH_ROOM];
    while (next_part(w, part)) {
        size_t at = strlen(w->done);
        if (strcmp(part, ".") == 0)
            continue;
        if (strcmp(part, "..") == 0) {
            drop_last(w->done);
            continue;
        }
        if (at + 1 + strlen(part) >= PATH_ROOM)
            return;
        w->done[at] = '/';
        strcpy(w->done + at + 1, part);
        follow(vm, w);
    }
}

object *path_script_folder(struct vm *vm, const char *path)
{
    struct walk w = {.links = 0};
    if (!absolute(vm, path, w.rest))
        return str_from(vm, "");
    resolve(vm, &w);
    drop_last(w.done);
    return str_from(vm, w.done[0] ? w.done : "/");
}
