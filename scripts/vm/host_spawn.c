/*
 * Starting a program and waiting for its end, as libc does them.
 *
 * Between fork and exec the copy calls nothing that could take a lock.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scripts/vm/host.h"

/* ---- the copy, before it becomes the program ------------------------------ */

static bool inherit(int fd)
{
    int flags = fcntl(fd, F_GETFD);
    return flags >= 0 && fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC) >= 0;
}

/* Makes `from` number `to`; -1: leaves that as it is. */
static bool place(int from, int to)
{
    return from < 0 || (from == to ? inherit(to) : dup2(from, to) >= 0);
}

static void close_end(int fd)
{
    if (fd >= 0)
        close(fd);
}

/* A descriptor that no standard one will be put over. */
static int out_of_the_way(int fd)
{
    while (fd >= 0 && fd <= 2) {
        fd = dup(fd);
        if (fd < 0)
            return -2;
    }
    return fd;
}

static bool place_standard(const struct host_spawn *s)
{
    int out = s->out[1] == 0 ? out_of_the_way(0) : s->out[1];
    int error = s->error[1] == 0 || s->error[1] == 1
                    ? out_of_the_way(s->error[1])
                    : s->error[1];
    close_end(s->in[1]);
    close_end(s->out[0]);
    close_end(s->error[0]);
    close_end(s->report[0]);
    return out != -2 && error != -2 && place(s->in[0], 0) && place(out, 1) &&
           place(error, 2);
}

static void close_others(const struct host_spawn *s)
{
    int from = 3;
    for (size_t i = 0; i < s->kept_count; i++) {
        if (s->kept[i] < from)
            continue;
        if (s->kept[i] > from)
            close_range((unsigned)from, (unsigned)s->kept[i] - 1, 0);
        from = s->kept[i] + 1;
    }
    close_range((unsigned)from, ~0u, 0);
}

static bool prepare(const struct host_spawn *s)
{
    for (size_t i = 0; i < s->kept_count; i++)
        if (s->kept[i] != s->report[1] && !inherit(s->kept[i]))
            return false;
    if (!place_standard(s) || (s->directory && chdir(s->directory) < 0))
        return false;
    if (s->mask >= 0)
        umask((mode_t)s->mask);
    if (s->restore_signals) {
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
    }
    if ((s->new_session && setsid() < 0) ||
        (s->group >= 0 && setpgid(0, s->group) < 0))
        return false;
    if (s->close_others)
        close_others(s);
    return true;
}

/* The error that counts: not that a directory lacks the program. */
static int execute(const struct host_spawn *s)
{
    int error = ENOENT;
    for (char *const *path = s->paths; *path; path++) {
        if (s->env)
            execve(*path, s->argv, s->env);
        else
            execv(*path, s->argv);
        if (errno != ENOENT && errno != ENOTDIR)
            error = errno;
    }
    return error;
}

/* Tells the other side what went wrong, in the words of subprocess. */
static void report(int fd, int error, bool executed)
{
    char text[32] = "OSError:", digits[8];
    size_t n = strlen(text), k = 0;
    for (; error; error >>= 4)
        digits[k++] = "0123456789ABCDEF"[error & 15];
    while (k)
        text[n++] = digits[--k];
    text[n++] = ':';
    if (!executed) {
        memcpy(text + n, "noexec", 6);
        n += 6;
    }
    if (write(fd, text, n) < 0)
        return;
}

int64_t host_spawn(void *arg, const struct host_spawn *s)
{
    (void)arg;
    pid_t id = fork();
    if (id != 0)
        return id < 0 ? -errno : id;
    bool ready = prepare(s);
    report(s->report[1], ready ? execute(s) : errno, ready);
    _exit(255);
}

int64_t host_reap(void *arg, int64_t process, int options)
{
    int status = 0;
    (void)arg;
    pid_t id = waitpid((pid_t)process, &status, options);
    return id < 0 ? -errno : ((int64_t)id << 16) | (status & 0xffff);
}
