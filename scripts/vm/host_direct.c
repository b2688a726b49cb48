/*
 * The outside by plain libc calls: what `heapstep run` gives a script.  With
 * host_signal.c the one place in scripts/ that makes such calls, beside the
 * session's.
 */
#include "scripts/vm/host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static int64_t result(int64_t returned)
{
    return returned < 0 ? -errno : returned;
}

static int64_t read_fd(void *arg, int fd, void *buffer, size_t size)
{
    (void)arg;
    return result(read(fd, buffer, size));
}

static int64_t write_fd(void *arg, int fd, const void *buffer, size_t size)
{
    (void)arg;
    return result(write(fd, buffer, size));
}

static int64_t open_path(void *arg, const char *path, int flags, unsigned mode)
{
    (void)arg;
    return result(open(path, flags | O_CLOEXEC, mode));
}

static int64_t close_fd(void *arg, int fd)
{
    (void)arg;
    return result(close(fd));
}

static int64_t seek(void *arg, int fd, int64_t offset, int whence)
{
    (void)arg;
    return result(lseek(fd, offset, whence));
}

static int64_t is_a_tty(void *arg, int fd)
{
    (void)arg;
    return isatty(fd);
}

static int64_t nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void copy_stat(const struct stat *from, struct host_stat *out)
{
    *out = (struct host_stat){
        .mode = from->st_mode,
        .inode = from->st_ino,
        .device = from->st_dev,
        .links = from->st_nlink,
        .uid = from->st_uid,
        .gid = from->st_gid,
        .size = from->st_size,
        .atime_ns = nanoseconds(from->st_atim),
        .mtime_ns = nanoseconds(from->st_mtim),
        .ctime_ns = nanoseconds(from->st_ctim),
        .block_size = from->st_blksize,
        .blocks = from->st_blocks,
        .rdev = from->st_rdev,
    };
}

static int64_t stat_path(void *arg, const char *path, bool follow,
                         struct host_stat *out)
{
    struct stat s;
    (void)arg;
    if ((follow ? stat(path, &s) : lstat(path, &s)) < 0)
        return -errno;
    copy_stat(&s, out);
    return 0;
}

static int64_t stat_fd(void *arg, int fd, struct host_stat *out)
{
    struct stat s;
    (void)arg;
    if (fstat(fd, &s) < 0)
        return -errno;
    copy_stat(&s, out);
    return 0;
}

/* Appends text with its NUL where it fits; returns the bytes it needs. */
static size_t append(char *buffer, size_t size, size_t used, const char *text)
{
    size_t n = strlen(text) + 1;
    if (used + n <= size)
        memcpy(buffer + used, text, n);
    return n;
}

static int64_t list_directory(void *arg, const char *path, char *buffer,
                              size_t size)
{
    struct dirent *entry;
    size_t used = 0;
    (void)arg;
    DIR *directory = opendir(path);
    if (!directory)
        return -errno;
    errno = 0;
    while ((entry = readdir(directory))) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            used += append(buffer, size, used, entry->d_name);
    }
    int error = errno;
    closedir(directory);
    return error ? -error : (int64_t)used;
}

static int64_t current_directory(void *arg, char *buffer, size_t size)
{
    (void)arg;
    return getcwd(buffer, size) ? (int64_t)strlen(buffer) : -errno;
}

static int64_t read_link(void *arg, const char *path, char *buffer,
                         size_t size)
{
    (void)arg;
    return result(readlink(path, buffer, size));
}

static int64_t random_bytes(void *arg, void *buffer, size_t size)
{
    (void)arg;
    return result(getrandom(buffer, size, 0));
}

static int64_t clock_now(void *arg, enum host_clock which, int64_t *ns)
{
    static const clockid_t ids[] = {
        [HOST_CLOCK_REALTIME] = CLOCK_REALTIME,
        [HOST_CLOCK_MONOTONIC] = CLOCK_MONOTONIC,
        [HOST_CLOCK_PROCESS] = CLOCK_PROCESS_CPUTIME_ID,
        [HOST_CLOCK_THREAD] = CLOCK_THREAD_CPUTIME_ID,
    };
    struct timespec t;
    (void)arg;
    if (clock_gettime(ids[which], &t) < 0)
        return -errno;
    *ns = nanoseconds(t);
    return 0;
}

static void from_c(const struct tm *t, struct host_calendar *c)
{
    *c = (struct host_calendar){.year = t->tm_year + 1900,
                                .month = t->tm_mon + 1,
                                .day = t->tm_mday,
                                .hour = t->tm_hour,
                                .minute = t->tm_min,
                                .second = t->tm_sec,
                                .weekday = (t->tm_wday + 6) % 7,
                                .yearday = t->tm_yday + 1,
                                .summer = t->tm_isdst,
                                .offset = (int32_t)t->tm_gmtoff};
    if (t->tm_zone)
        strncpy(c->zone, t->tm_zone, sizeof c->zone - 1);
}

/* -1 is a moment too: what mktime leaves as it was tells an error. */
static int64_t make_time(const struct host_calendar *c, int64_t *seconds)
{
    struct tm t = {.tm_year = (int)((int64_t)c->year - 1900),
                   .tm_mon = c->month - 1,
                   .tm_mday = c->day,
                   .tm_hour = c->hour,
                   .tm_min = c->minute,
                   .tm_sec = c->second,
                   .tm_wday = -1,
                   .tm_isdst = c->summer};
    *seconds = mktime(&t);
    return *seconds == -1 && t.tm_wday == -1 ? -EOVERFLOW : 0;
}

static int64_t calendar(void *arg, enum host_calendar_op op, int64_t *seconds,
                        struct host_calendar *c)
{
    time_t moment = *seconds;
    struct tm t = {0};
    (void)arg;
    if (op == HOST_MAKE_TIME)
        return make_time(c, seconds);
    if (op == HOST_READ_ZONE) {
        tzset();
        return 0;
    }
    if (!(op == HOST_UTC_TIME ? gmtime_r(&moment, &t)
                              : localtime_r(&moment, &t)))
        return -EOVERFLOW;
    if (t.tm_year > INT32_MAX - 1900)
        return -EOVERFLOW;
    from_c(&t, c);
    return 0;
}

static int64_t sleep_for(void *arg, int64_t ns)
{
    struct timespec t = {ns / 1000000000, ns % 1000000000};
    (void)arg;
    return result(nanosleep(&t, NULL));
}

static int64_t environment(void *arg, char *buffer, size_t size)
{
    size_t used = 0;
    (void)arg;
    for (char **e = environ; e && *e; e++)
        used += append(buffer, size, used, *e);
    return (int64_t)used;
}

static int64_t process_id(void *arg)
{
    (void)arg;
    return getpid();
}

/* ---- operations ---- */

static int set_times(const char *path, int64_t atime, int64_t mtime, int flags)
{
    int64_t second = 1000000000;
    int64_t a = atime / second - (atime % second < 0);
    int64_t m = mtime / second - (mtime % second < 0);
    struct timespec times[] = {{a, atime - a * second},
                               {m, mtime - m * second}};
    return utimensat(AT_FDCWD, path, times, flags);
}

static int64_t names_op(enum host_path_op op, const char *path,
                        const char *other)
{
    switch (op) {
    case HOST_RENAME:
        return rename(path, other);
    case HOST_LINK:
        return link(path, other);
    case HOST_SYMLINK:
        return symlink(path, other);
    case HOST_SET_ENV:
        return setenv(path, other, 1);
    case HOST_UNSET_ENV:
        return unsetenv(path);
    default:
        errno = EINVAL;
        return -1;
    }
}

static int64_t path_op(void *arg, enum host_path_op op, const char *path,
                       const char *other, int64_t a, int64_t b)
{
    (void)arg;
    switch (op) {
    case HOST_MKDIR:
        return result(mkdir(path, (mode_t)a));
    case HOST_RMDIR:
        return result(rmdir(path));
    case HOST_UNLINK:
        return result(unlink(path));
    case HOST_CHMOD:
        return result(chmod(path, (mode_t)a));
    case HOST_CHOWN:
        return result(chown(path, (uid_t)a, (gid_t)b));
    case HOST_CHDIR:
        return result(chdir(path));
    case HOST_ACCESS:
        return result(access(path, (int)a));
    case HOST_TRUNCATE:
        return result(truncate(path, a));
    case HOST_UTIME:
        return result(set_times(path, a, b, 0));
    case HOST_UTIME_LINK:
        return result(set_times(path, a, b, AT_SYMLINK_NOFOLLOW));
    case HOST_MKFIFO:
        return result(mkfifo(path, (mode_t)a));
    default:
        return result(names_op(op, path, other));
    }
}

static int64_t descriptor_op(void *arg, enum host_fd_op op, int fd, int64_t a)
{
    (void)arg;
    switch (op) {
    case HOST_FSYNC:
        return result(fsync(fd));
    case HOST_FTRUNCATE:
        return result(ftruncate(fd, a));
    case HOST_DUP:
        return result(fcntl(fd, F_DUPFD_CLOEXEC, 0));
    case HOST_DUP2:
        return result(dup2(fd, (int)a));
    case HOST_FCHMOD:
        return result(fchmod(fd, (mode_t)a));
    case HOST_FCHDIR:
        return result(fchdir(fd));
    case HOST_FLOCK:
        return result(flock(fd, (int)a));
    case HOST_GET_FLAGS:
        return result(fcntl(fd, F_GETFL));
    case HOST_SET_FLAGS:
        return result(fcntl(fd, F_SETFL, (int)a));
    case HOST_GET_FD_FLAGS:
        return result(fcntl(fd, F_GETFD));
    case HOST_SET_FD_FLAGS:
        return result(fcntl(fd, F_SETFD, (int)a));
    }
    return -EINVAL;
}

static int64_t wait_for(pid_t id)
{
    int status;
    return waitpid(id, &status, 0) < 0 ? -errno : status;
}

static int64_t process_op(void *arg, enum host_process_op op, int64_t a,
                          int64_t b)
{
    (void)arg;
    switch (op) {
    case HOST_PARENT:
        return getppid();
    case HOST_UID:
        return getuid();
    case HOST_EUID:
        return geteuid();
    case HOST_GID:
        return getgid();
    case HOST_EGID:
        return getegid();
    case HOST_UMASK:
        return umask((mode_t)a);
    case HOST_CPU_COUNT:
        return sysconf(_SC_NPROCESSORS_ONLN);
    case HOST_KILL:
        return result(kill((pid_t)a, (int)b));
    case HOST_SESSION:
        return result(getsid((pid_t)a));
    case HOST_GROUP:
        return result(getpgid((pid_t)a));
    case HOST_FORK:
        return result(fork());
    case HOST_WAIT:
        return wait_for((pid_t)a);
    case HOST_ALARM:
        return alarm((unsigned)a);
    case HOST_EXIT:
        _exit((int)a);
    }
    return -EINVAL;
}

static int64_t make_pipe(void *arg, int fds[2])
{
    (void)arg;
    return result(pipe2(fds, O_CLOEXEC));
}

static int64_t terminal_size(void *arg, int fd)
{
    struct winsize size;
    (void)arg;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0)
        return -errno;
    return (int64_t)size.ws_col << 16 | size.ws_row;
}

const struct host host_direct = {
    .read = read_fd,
    .write = write_fd,
    .open = open_path,
    .close = close_fd,
    .seek = seek,
    .isatty = is_a_tty,
    .stat = stat_path,
    .fstat = stat_fd,
    .list_directory = list_directory,
    .getcwd = current_directory,
    .read_link = read_link,
    .random = random_bytes,
    .clock = clock_now,
    .sleep = sleep_for,
    .calendar = calendar,
    .environment = environment,
    .getpid = process_id,
    .path = path_op,
    .descriptor = descriptor_op,
    .process = process_op,
    .pipe = make_pipe,
    .terminal_size = terminal_size,
    .signal = host_signal_do,
    .signal_flag = host_signal_flag,
    .spawn = host_spawn,
    .reap = host_reap,
    .socket = host_socket_do,
};
