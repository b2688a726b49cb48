/*
 * The outside by plain libc calls: what `heapstep run` gives a script.  The
 * one place in scripts/ that makes such calls, beside the session's.
 */
#include "scripts/vm/host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
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
    .environment = environment,
    .getpid = process_id,
};
