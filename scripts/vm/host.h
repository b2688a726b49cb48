/*
 * The outside is one table: all a script takes from or gives to the world
 * goes through it.  host_direct calls libc; a debug session has its own that
 * asks the session process, which logs the answers.
 *
 * Calls return >= 0, or a negated errno.
 */
#ifndef SCRIPTS_VM_HOST_H
#define SCRIPTS_VM_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct host_stat {
    uint32_t mode;
    uint64_t inode, device, links;
    uint32_t uid, gid;
    int64_t size;
    int64_t atime_ns, mtime_ns, ctime_ns;
};

enum host_clock {
    HOST_CLOCK_REALTIME,
    HOST_CLOCK_MONOTONIC,
    HOST_CLOCK_PROCESS,
    HOST_CLOCK_THREAD,
};

struct host {
    void *arg;
    int64_t (*read)(void *arg, int fd, void *buffer, size_t size);
    int64_t (*write)(void *arg, int fd, const void *buffer, size_t size);
    int64_t (*open)(void *arg, const char *path, int flags, unsigned mode);
    int64_t (*close)(void *arg, int fd);
    int64_t (*seek)(void *arg, int fd, int64_t offset, int whence);
    int64_t (*isatty)(void *arg, int fd);
    int64_t (*stat)(void *arg, const char *path, bool follow,
                    struct host_stat *out);
    int64_t (*fstat)(void *arg, int fd, struct host_stat *out);
    /* Fills buffer with the names, each NUL-terminated; needed size back. */
    int64_t (*list_directory)(void *arg, const char *path, char *buffer,
                              size_t size);
    int64_t (*getcwd)(void *arg, char *buffer, size_t size);
    int64_t (*read_link)(void *arg, const char *path, char *buffer,
                         size_t size);
    int64_t (*random)(void *arg, void *buffer, size_t size);
    int64_t (*clock)(void *arg, enum host_clock which, int64_t *ns);
    int64_t (*sleep)(void *arg, int64_t ns);
    /* NAME=value strings, each NUL-terminated; needed size back. */
    int64_t (*environment)(void *arg, char *buffer, size_t size);
    int64_t (*getpid)(void *arg);
};

/* Plain libc calls. */
extern const struct host host_direct;

#endif
