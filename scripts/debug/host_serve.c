/*
 * The outside, done for the script: its files, its standard streams, clocks,
 * sleep.  Invariant: the engine names descriptors by numbers of our own
 * table, so that it reaches nothing that it did not open; no call holds the
 * session up: what must wait is answered later.
 */
#include "scripts/debug/session_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "scripts/vm/host.h"

extern char **environ;

enum { FD_MAX = 256, READ_MAX = 1 << 20, NOT_OPEN = -1, BY_MESSAGES = -2 };

struct host_side {
    int fds[FD_MAX];
    int reading_fd; /* of our table, while d->reading */
    size_t reading_size;
    uint32_t sleeping; /* the call that sleeps; 0: none */
    int64_t wake_ns;
    uint32_t writing; /* the write that waits for the front end */
    int64_t written;
};

static int64_t now_ns(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* ---- standard streams -------------------------------------------------- */

static int open_stream(const char *path, int flags, char **error)
{
    int fd = open(path, flags | O_CLOEXEC | O_NOCTTY, 0666);
    if (fd < 0)
        record_textf(error, "%s cannot be opened: %s", path, strerror(errno));
    return fd;
}

static bool open_streams(struct debug *d, int *fds, char **error)
{
    if (d->tty_path) {
        int fd = open_stream(d->tty_path, O_RDWR | O_NONBLOCK, error);
        fds[0] = fd;
        fds[1] = fd < 0 ? fd : fcntl(fd, F_DUPFD_CLOEXEC, 3);
        fds[2] = fd < 0 ? fd : fcntl(fd, F_DUPFD_CLOEXEC, 3);
    }
    if (d->input_path)
        fds[0] = open_stream(d->input_path, O_RDONLY | O_NONBLOCK, error);
    if (d->output_path)
        fds[1] =
            open_stream(d->output_path, O_WRONLY | O_CREAT | O_TRUNC, error);
    return !*error;
}

bool host_serve_open(struct debug *d, char **error)
{
    d->host = calloc(1, sizeof *d->host);
    if (!d->host) {
        record_text(error, "out of memory");
        return false;
    }
    for (int i = 0; i < FD_MAX; i++)
        d->host->fds[i] = i < 3 ? BY_MESSAGES : NOT_OPEN;
    return open_streams(d, d->host->fds, error);
}

void host_serve_close(struct debug *d)
{
    for (int i = 0; d->host && i < FD_MAX; i++)
        if (d->host->fds[i] >= 0)
            close(d->host->fds[i]);
    free(d->host);
    d->host = NULL;
}

/* ---- answers ----------------------------------------------------------- */

static void answer(struct debug *d, uint32_t id, int64_t result)
{
    struct view_host_answer a = {.result = result};
    session_send(d, MESSAGE_HOST_ANSWER, id, &a);
}

static void answer_bytes(struct debug *d, uint32_t id, int64_t result,
                         const void *bytes, size_t length)
{
    struct view_host_answer a = {.result = result,
                                 .data = {(char *)bytes, length}};
    session_send(d, MESSAGE_HOST_ANSWER, id, &a);
}

static void answer_errno(struct debug *d, uint32_t id, int64_t result)
{
    answer(d, id, result < 0 ? -errno : result);
}

/* ---- reading ----------------------------------------------------------- */

static void tell_input(struct debug *d, bool wanted)
{
    if (d->input_told != wanted)
        d->sink.input(d->sink.arg, d->input_told = wanted);
}

static void finish_read(struct debug *d, int64_t result, const void *bytes)
{
    uint32_t id = d->reading;
    d->reading = 0;
    tell_input(d, false);
    answer_bytes(d, id, result, bytes, result > 0 ? (size_t)result : 0);
}

/* Serves a read of what was typed: a line at a time, as a terminal does. */
static void read_typed(struct debug *d)
{
    struct input_queue *in = &d->input;
    if (in->length == 0 && !in->eof) {
        tell_input(d, true);
        return;
    }
    size_t n =
        in->length < d->host->reading_size ? in->length : d->host->reading_size;
    const char *newline = n ? memchr(in->at, '\n', n) : NULL;
    if (newline)
        n = (size_t)(newline - in->at) + 1;
    finish_read(d, (int64_t)n, in->at);
    if (n == 0) {
        in->eof = false;
        return;
    }
    in->length -= n;
    memmove(in->at, in->at + n, in->length);
}

static void read_file(struct debug *d)
{
    size_t size = d->host->reading_size;
    char *buffer = malloc(size ? size : 1);
    ssize_t n =
        buffer ? read(d->host->fds[d->host->reading_fd], buffer, size) : -1;
    if (n >= 0)
        finish_read(d, n, buffer);
    else if (errno != EAGAIN && errno != EINTR)
        finish_read(d, -errno, NULL);
    free(buffer);
}

static void try_read(struct debug *d)
{
    if (d->host->fds[d->host->reading_fd] == BY_MESSAGES)
        read_typed(d);
    else
        read_file(d);
}

static void serve_read(struct debug *d, uint32_t id,
                       const struct view_host_call *call)
{
    size_t size = call->b < 0 ? 0 : (size_t)call->b;
    d->reading = id;
    d->host->reading_fd = (int)call->a;
    d->host->reading_size = size > READ_MAX ? READ_MAX : size;
    try_read(d);
}

/* ---- writing ----------------------------------------------------------- */

static void write_shown(struct debug *d, uint32_t id,
                        const struct view_host_call *call)
{
    d->sink.output(d->sink.arg, call->a == 2 ? DEBUG_STDERR : DEBUG_STDOUT,
                   call->data.at, call->data.length);
    d->host->written = (int64_t)call->data.length;
    d->host->writing = id;
    host_serve_ready(d);
}

static void serve_write(struct debug *d, uint32_t id,
                        const struct view_host_call *call)
{
    int fd = d->host->fds[call->a];
    if (fd == BY_MESSAGES)
        write_shown(d, id, call);
    else
        answer_errno(d, id, write(fd, call->data.at, call->data.length));
}

/* ---- files ------------------------------------------------------------- */

static int free_place(const struct debug *d)
{
    int place = 3;
    while (place < FD_MAX && d->host->fds[place] != NOT_OPEN)
        place++;
    return place;
}

static void serve_open(struct debug *d, uint32_t id,
                       const struct view_host_call *call)
{
    int place = free_place(d);
    if (place == FD_MAX) {
        answer(d, id, -EMFILE);
        return;
    }
    int fd = open(call->path, (int)call->a | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
                  (mode_t)call->b);
    if (fd >= 0)
        d->host->fds[place] = fd;
    answer_errno(d, id, fd < 0 ? fd : place);
}

static void serve_close(struct debug *d, uint32_t id,
                        const struct view_host_call *call)
{
    int fd = d->host->fds[call->a];
    d->host->fds[call->a] = NOT_OPEN;
    answer_errno(d, id, fd >= 0 ? close(fd) : 0);
}

static void serve_seek(struct debug *d, uint32_t id,
                       const struct view_host_call *call)
{
    int fd = d->host->fds[call->a];
    if (fd == BY_MESSAGES)
        answer(d, id, -ESPIPE);
    else
        answer_errno(d, id, lseek(fd, call->b, (int)call->c));
}

/* What a front end shows is read as it comes, so it counts as a terminal:
 * whole lines are written at once. */
static void serve_isatty(struct debug *d, uint32_t id,
                         const struct view_host_call *call)
{
    int fd = d->host->fds[call->a];
    if (fd == BY_MESSAGES)
        answer(d, id, call->a == 1 || call->a == 2);
    else
        answer(d, id, isatty(fd) == 1);
}

static void answer_stat(struct debug *d, uint32_t id, int result,
                        const struct stat *status)
{
    if (result < 0)
        answer(d, id, -errno);
    else
        answer_bytes(d, id, 0, status, sizeof *status);
}

static void serve_stat(struct debug *d, uint32_t id,
                       const struct view_host_call *call)
{
    struct stat status;
    int n = call->a ? stat(call->path, &status) : lstat(call->path, &status);
    answer_stat(d, id, n, &status);
}

static void serve_fstat(struct debug *d, uint32_t id,
                        const struct view_host_call *call)
{
    struct stat status = {.st_mode = S_IFIFO | 0600};
    int fd = d->host->fds[call->a];
    answer_stat(d, id, fd == BY_MESSAGES ? 0 : fstat(fd, &status), &status);
}

static void put_string(struct wire_out *out, const char *text)
{
    wire_put(out, text, strlen(text) + 1);
}

static void answer_strings(struct debug *d, uint32_t id, struct wire_out *out)
{
    if (out->failed)
        answer(d, id, -ENOMEM);
    else
        answer_bytes(d, id, (int64_t)out->length, out->at, out->length);
    free(out->at);
}

static void serve_list(struct debug *d, uint32_t id,
                       const struct view_host_call *call)
{
    struct wire_out names = {0};
    DIR *folder = opendir(call->path);
    struct dirent *entry;
    if (!folder) {
        answer(d, id, -errno);
        return;
    }
    while ((entry = readdir(folder)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            put_string(&names, entry->d_name);
    closedir(folder);
    answer_strings(d, id, &names);
}

static void serve_getcwd(struct debug *d, uint32_t id,
                         const struct view_host_call *call)
{
    (void)call;
    struct wire_out text = {0};
    char *here = getcwd(NULL, 0);
    if (!here) {
        answer(d, id, -errno);
        return;
    }
    put_string(&text, here);
    free(here);
    answer_strings(d, id, &text);
}

static void serve_read_link(struct debug *d, uint32_t id,
                            const struct view_host_call *call)
{
    char target[4096];
    ssize_t n = readlink(call->path, target, sizeof target);
    if (n < 0)
        answer(d, id, -errno);
    else
        answer_bytes(d, id, n, target, (size_t)n);
}

/* ---- time, chance, surroundings ---------------------------------------- */

static void serve_random(struct debug *d, uint32_t id,
                         const struct view_host_call *call)
{
    size_t size = call->a < 0 ? 0 : (size_t)call->a;
    char *bytes = malloc(size <= READ_MAX ? size + 1 : 1);
    ssize_t n = bytes && size <= READ_MAX ? getrandom(bytes, size, 0) : -1;
    answer_bytes(d, id, n < 0 ? -EIO : n, bytes, n < 0 ? 0 : (size_t)n);
    free(bytes);
}

static void serve_clock(struct debug *d, uint32_t id,
                        const struct view_host_call *call)
{
    static const clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC,
                                       CLOCK_PROCESS_CPUTIME_ID,
                                       CLOCK_THREAD_CPUTIME_ID};
    struct view_host_answer a = {0};
    if (call->a < 0 || call->a > 3)
        a.result = -EINVAL;
    else
        a.a = now_ns(clocks[call->a]);
    session_send(d, MESSAGE_HOST_ANSWER, id, &a);
}

static void serve_calendar(struct debug *d, uint32_t id,
                           const struct view_host_call *call)
{
    struct host_calendar c = {0};
    struct view_host_answer a = {.a = call->b,
                                 .data = {(char *)&c, sizeof c}};
    if (call->data.length == sizeof c)
        memcpy(&c, call->data.at, sizeof c);
    c.zone[sizeof c.zone - 1] = '\0';
    a.result = call->a < HOST_LOCAL_TIME || call->a > HOST_READ_ZONE
                   ? -EINVAL
                   : host_direct.calendar(
                         NULL, (enum host_calendar_op)call->a, &a.a, &c);
    session_send(d, MESSAGE_HOST_ANSWER, id, &a);
}

static void serve_sleep(struct debug *d, uint32_t id,
                        const struct view_host_call *call)
{
    d->host->sleeping = id;
    d->host->wake_ns = now_ns(CLOCK_MONOTONIC) + call->a;
}

/* A setting of the launch for this name, if there is one. */
static const struct view_setting *find_setting(const struct debug *d,
                                               const char *entry)
{
    size_t n = strcspn(entry, "=");
    for (size_t i = 0; i < d->launch.env_count; i++)
        if (strlen(d->launch.env[i].name) == n &&
            strncmp(d->launch.env[i].name, entry, n) == 0)
            return &d->launch.env[i];
    return NULL;
}

static void serve_environment(struct debug *d, uint32_t id,
                              const struct view_host_call *call)
{
    (void)call;
    struct wire_out out = {0};
    for (char **entry = environ; *entry; entry++)
        if (!find_setting(d, *entry))
            put_string(&out, *entry);
    for (size_t i = 0; i < d->launch.env_count; i++) {
        const struct view_setting *set = &d->launch.env[i];
        if (!set->value)
            continue;
        wire_put(&out, set->name, strlen(set->name));
        wire_put(&out, "=", 1);
        put_string(&out, set->value);
    }
    answer_strings(d, id, &out);
}

static void serve_getpid(struct debug *d, uint32_t id,
                         const struct view_host_call *call)
{
    (void)call;
    answer(d, id, d->pid);
}

/* ---- operations -------------------------------------------------------- */

static void serve_path(struct debug *d, uint32_t id,
                       const struct view_host_call *call)
{
    const struct view_bytes *other = &call->data;
    bool whole = other->length && !other->at[other->length - 1];
    bool needs = call->a == HOST_RENAME || call->a == HOST_LINK ||
                 call->a == HOST_SYMLINK || call->a == HOST_SET_ENV;
    if (needs && !whole)
        answer(d, id, -EINVAL);
    else
        answer(d, id,
               host_direct.path(NULL, (enum host_path_op)call->a, call->path,
                                whole ? other->at : NULL, call->b, call->c));
}

/* Makes number `to` of the table, closed first, another name of fd. */
static int64_t duplicate(struct debug *d, int fd, int64_t to)
{
    if (to < 0 || to >= FD_MAX)
        return to < 0 ? -EBADF : -EMFILE;
    int copy = fd == BY_MESSAGES ? fd : fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (copy == -1)
        return -errno;
    if (d->host->fds[to] >= 0)
        close(d->host->fds[to]);
    d->host->fds[to] = copy;
    return to;
}

static int64_t descriptor_op(struct debug *d, const struct view_host_call *call)
{
    int fd = d->host->fds[call->a];
    if (call->b == HOST_DUP)
        return duplicate(d, fd, free_place(d));
    if (call->b == HOST_DUP2)
        return call->a == call->c ? call->c : duplicate(d, fd, call->c);
    if (fd == BY_MESSAGES)
        return call->b == HOST_GET_FLAGS || call->b == HOST_GET_FD_FLAGS
                   ? 0
                   : -EINVAL;
    return host_direct.descriptor(NULL, (enum host_fd_op)call->b, fd, call->c);
}

static void serve_descriptor(struct debug *d, uint32_t id,
                             const struct view_host_call *call)
{
    answer(d, id, descriptor_op(d, call));
}

static void serve_process(struct debug *d, uint32_t id,
                          const struct view_host_call *call)
{
    answer(d, id,
           host_direct.process(NULL, (enum host_process_op)call->a, call->b,
                               call->c));
}

static void serve_pipe(struct debug *d, uint32_t id,
                       const struct view_host_call *call)
{
    int ends[2], from = free_place(d), to = from + 1;
    (void)call;
    while (to < FD_MAX && d->host->fds[to] != NOT_OPEN)
        to++;
    if (to >= FD_MAX) {
        answer(d, id, -EMFILE);
        return;
    }
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) {
        answer(d, id, -errno);
        return;
    }
    d->host->fds[from] = ends[0];
    d->host->fds[to] = ends[1];
    answer(d, id, (int64_t)from << 16 | to);
}

static void serve_terminal_size(struct debug *d, uint32_t id,
                                const struct view_host_call *call)
{
    int fd = d->host->fds[call->a];
    answer(d, id,
           fd == BY_MESSAGES ? -ENOTTY : host_direct.terminal_size(NULL, fd));
}

/* ---- the table --------------------------------------------------------- */

enum wants { WANTS_NOTHING, WANTS_FD, WANTS_PATH };

static const struct service {
    const char *name;
    enum wants wants;
    void (*serve)(struct debug *d, uint32_t id,
                  const struct view_host_call *call);
} services[] = {
    {"read", WANTS_FD, serve_read},
    {"write", WANTS_FD, serve_write},
    {"open", WANTS_PATH, serve_open},
    {"close", WANTS_FD, serve_close},
    {"seek", WANTS_FD, serve_seek},
    {"isatty", WANTS_FD, serve_isatty},
    {"stat", WANTS_PATH, serve_stat},
    {"fstat", WANTS_FD, serve_fstat},
    {"list", WANTS_PATH, serve_list},
    {"getcwd", WANTS_NOTHING, serve_getcwd},
    {"readlink", WANTS_PATH, serve_read_link},
    {"random", WANTS_NOTHING, serve_random},
    {"clock", WANTS_NOTHING, serve_clock},
    {"sleep", WANTS_NOTHING, serve_sleep},
    {"calendar", WANTS_NOTHING, serve_calendar},
    {"environment", WANTS_NOTHING, serve_environment},
    {"getpid", WANTS_NOTHING, serve_getpid},
    {"path", WANTS_PATH, serve_path},
    {"descriptor", WANTS_FD, serve_descriptor},
    {"process", WANTS_NOTHING, serve_process},
    {"pipe", WANTS_NOTHING, serve_pipe},
    {"terminal_size", WANTS_FD, serve_terminal_size},
};

static const struct service *find_service(const char *name)
{
    for (size_t i = 0; name && i < sizeof services / sizeof *services; i++)
        if (strcmp(services[i].name, name) == 0)
            return &services[i];
    return NULL;
}

static bool is_open(const struct debug *d, int64_t fd)
{
    return fd >= 0 && fd < FD_MAX && d->host->fds[fd] != NOT_OPEN;
}

void host_serve_call(struct debug *d, uint32_t id,
                     const struct view_host_call *call)
{
    const struct service *service = find_service(call->name);
    if (!service || !d->host)
        answer(d, id, -ENOSYS);
    else if (service->wants == WANTS_FD && !is_open(d, call->a))
        answer(d, id, -EBADF);
    else if (service->wants == WANTS_PATH && !call->path)
        answer(d, id, -EINVAL);
    else
        service->serve(d, id, call);
}

/* ---- what waits -------------------------------------------------------- */

void host_serve_input(struct debug *d)
{
    if (d->reading && d->host->fds[d->host->reading_fd] == BY_MESSAGES)
        read_typed(d);
}

int host_serve_fd(const struct debug *d)
{
    if (!d->reading || !d->host)
        return -1;
    int fd = d->host->fds[d->host->reading_fd];
    return fd >= 0 ? fd : -1;
}

int host_serve_timeout(const struct debug *d)
{
    if (!d->host || !d->host->sleeping)
        return -1;
    int64_t left = d->host->wake_ns - now_ns(CLOCK_MONOTONIC);
    return left <= 0 ? 0
                     : (int)(left / 1000000 < 1000 ? left / 1000000 + 1 : 1000);
}

static void end_sleep(struct debug *d, bool interrupted)
{
    struct view_host_answer a = {.result = interrupted ? -EINTR : 0,
                                 .interrupted = interrupted};
    uint32_t id = d->host->sleeping;
    d->host->sleeping = 0;
    session_send(d, MESSAGE_HOST_ANSWER, id, &a);
}

void host_serve_ready(struct debug *d)
{
    if (!d->host)
        return;
    if (host_serve_fd(d) >= 0)
        try_read(d);
    if (d->host->sleeping && d->host->wake_ns <= now_ns(CLOCK_MONOTONIC))
        end_sleep(d, false);
    if (d->host->writing && !d->sink.congested(d->sink.arg)) {
        uint32_t id = d->host->writing;
        d->host->writing = 0;
        answer(d, id, d->host->written);
    }
}

void host_serve_interrupt(struct debug *d)
{
    if (d->host && d->host->sleeping)
        end_sleep(d, true);
    if (d->reading)
        finish_read(d, -EINTR, NULL);
}
