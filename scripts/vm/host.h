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

#include "scripts/vm/host_signal.h"
#include "scripts/vm/host_socket.h"

struct host_stat {
    uint32_t mode;
    uint64_t inode, device, links;
    uint32_t uid, gid;
    int64_t size;
    int64_t atime_ns, mtime_ns, ctime_ns;
    int64_t block_size, blocks;
    uint64_t rdev;
};

/* What is done to a path; `other`, a and b by the operation. */
enum host_path_op {
    HOST_MKDIR,      /* a: mode */
    HOST_RMDIR,
    HOST_UNLINK,
    HOST_RENAME,     /* to other */
    HOST_LINK,       /* other: the new name */
    HOST_SYMLINK,    /* path: the target, other: the new name */
    HOST_CHMOD,      /* a: mode */
    HOST_CHOWN,      /* a: user, b: group */
    HOST_CHDIR,
    HOST_ACCESS,     /* a: R_OK... */
    HOST_TRUNCATE,   /* a: length */
    HOST_UTIME,      /* a, b: access and modification in ns */
    HOST_UTIME_LINK, /* of the link itself */
    HOST_MKFIFO,     /* a: mode */
    HOST_SET_ENV,    /* path: the name, other: the value */
    HOST_UNSET_ENV,
};

/* What is done to a descriptor. */
enum host_fd_op {
    HOST_FSYNC,
    HOST_FTRUNCATE,    /* a: length */
    HOST_DUP,
    HOST_DUP2,         /* a: the number it gets */
    HOST_FCHMOD,       /* a: mode */
    HOST_FCHDIR,
    HOST_FLOCK,        /* a: LOCK_SH... */
    HOST_GET_FLAGS,    /* O_NONBLOCK... */
    HOST_SET_FLAGS,    /* a: flags */
    HOST_GET_FD_FLAGS, /* FD_CLOEXEC */
    HOST_SET_FD_FLAGS, /* a: flags */
};

/* What is asked of the process. */
enum host_process_op {
    HOST_PARENT,
    HOST_UID,
    HOST_EUID,
    HOST_GID,
    HOST_EGID,
    HOST_UMASK,     /* a: the mask */
    HOST_CPU_COUNT,
    HOST_KILL,      /* a: process, b: signal */
    HOST_SESSION,   /* a: process */
    HOST_GROUP,     /* a: process */
    HOST_FORK,      /* 0 in the copy, its id here */
    HOST_WAIT,      /* a: process; how it ended, as waitpid says it */
    HOST_ALARM,     /* a: seconds until SIGALRM */
    HOST_EXIT,      /* a: the status; at once, and does not come back */
};

enum host_clock {
    HOST_CLOCK_REALTIME,
    HOST_CLOCK_MONOTONIC,
    HOST_CLOCK_PROCESS,
    HOST_CLOCK_THREAD,
};

/* A moment as a calendar shows it. */
struct host_calendar {
    int32_t year, month, day; /* months and days from 1 */
    int32_t hour, minute, second;
    int32_t weekday, yearday; /* Monday is 0; from 1 */
    int32_t summer;           /* is it summer time? 1, 0, -1 unknown */
    int32_t offset;           /* seconds east of Greenwich */
    char zone[32];            /* NUL-terminated */
};

enum host_calendar_op {
    HOST_LOCAL_TIME, /* of *seconds */
    HOST_UTC_TIME,
    HOST_MAKE_TIME,  /* *seconds of a local time, its fields in any range */
    HOST_READ_ZONE,  /* of the environment, anew */
};

/* A program to start, as subprocess describes it; -1: no such descriptor.  Of
 * a pipe [0] is what is read, [1] what is written. */
struct host_spawn {
    char *const *paths; /* tried in turn */
    char *const *argv;
    char *const *env;      /* NULL: as it is here */
    const char *directory; /* NULL: this one */
    const int *kept;       /* ascending: stay open */
    size_t kept_count;
    bool close_others, restore_signals, new_session;
    int in[2], out[2], error[2], report[2];
    int group, mask; /* -1: as they are */
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
    int64_t (*calendar)(void *arg, enum host_calendar_op op, int64_t *seconds,
                        struct host_calendar *c);
    /* NAME=value strings, each NUL-terminated; needed size back. */
    int64_t (*environment)(void *arg, char *buffer, size_t size);
    int64_t (*getpid)(void *arg);
    int64_t (*path)(void *arg, enum host_path_op op, const char *path,
                    const char *other, int64_t a, int64_t b);
    int64_t (*descriptor)(void *arg, enum host_fd_op op, int fd, int64_t a);
    int64_t (*process)(void *arg, enum host_process_op op, int64_t a,
                       int64_t b);
    int64_t (*pipe)(void *arg, int fds[2]);
    /* Columns * 65536 + lines. */
    int64_t (*terminal_size)(void *arg, int fd);
    int64_t (*signal)(void *arg, enum host_signal_op op, int64_t a, int64_t b,
                      struct host_signal *s);
    /* From now on *flag becomes 1 when a signal is noted; NULL: no more. */
    void (*signal_flag)(void *arg, volatile int *flag);
    /* NULL, both, where a script can start nothing and not wait. */
    int64_t (*spawn)(void *arg, const struct host_spawn *what);
    /* waitpid: process * 65536 + status. */
    int64_t (*reap)(void *arg, int64_t process, int options);
    /* Sockets and what waits for them; NULL where a script has none. */
    int64_t (*socket)(void *arg, enum host_socket_op op, int fd,
                      struct host_socket *s);
};

int64_t host_spawn(void *arg, const struct host_spawn *what);
int64_t host_reap(void *arg, int64_t process, int options);

/* Plain libc calls. */
extern const struct host host_direct;

#endif
