/*
 * The outside as an engine has it: every call is a message to the session,
 * which does it and answers.  While it waits, the engine goes on answering
 * questions and can be paused.
 */
#include "scripts/debug/engine_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Waits for the answer to the call just sent; the session's other messages
 * are served meanwhile. */
static void await(struct engine *e, struct view_host_answer *answer)
{
    while (!e->host_answered) {
        struct message message = {0};
        if (!channel_wait(&e->channel, &message))
            engine_leave(e);
        engine_serve(e, &message);
        engine_pause_here(e);
    }
    *answer = e->host_answer;
    memset(&e->host_answer, 0, sizeof e->host_answer);
}

static void ask(struct engine *e, const struct view_host_call *call,
                struct view_host_answer *answer)
{
    memset(answer, 0, sizeof *answer);
    e->host_answered = false;
    e->host_id = ++e->last_id;
    if (!channel_send(&e->channel, MESSAGE_HOST_CALL, e->host_id, call))
        engine_leave(e);
    await(e, answer);
    e->host_id = 0;
}

/* A call whose answer is a number. */
static int64_t ask_number(struct engine *e, const struct view_host_call *call)
{
    struct view_host_answer answer;
    ask(e, call, &answer);
    int64_t result = answer.result;
    record_clear(schema_host_answer(), &answer);
    return result;
}

/* A call whose answer is bytes for a buffer; the number comes back. */
static int64_t ask_bytes(struct engine *e, const struct view_host_call *call,
                         void *buffer, size_t size)
{
    struct view_host_answer answer;
    ask(e, call, &answer);
    int64_t result = answer.result;
    if (answer.data.length < size)
        size = answer.data.length;
    if (size)
        memcpy(buffer, answer.data.at, size);
    record_clear(schema_host_answer(), &answer);
    return result;
}

/* ---- the table --------------------------------------------------------- */

static int64_t host_read(void *arg, int fd, void *buffer, size_t size)
{
    struct view_host_call call = {.name = "read", .a = fd, .b = (int64_t)size};
    int64_t n = ask_bytes(arg, &call, buffer, size);
    return n > (int64_t)size ? -EIO : n;
}

static int64_t host_write(void *arg, int fd, const void *buffer, size_t size)
{
    /* A long write goes in pieces, as the caller must expect. */
    size_t piece = size < 65536 ? size : 65536;
    struct view_host_call call = {
        .name = "write", .a = fd, .data = {(char *)buffer, piece}};
    return ask_number(arg, &call);
}

static int64_t host_open(void *arg, const char *path, int flags, unsigned mode)
{
    struct view_host_call call = {
        .name = "open", .path = (char *)path, .a = flags, .b = mode};
    return ask_number(arg, &call);
}

static int64_t host_close(void *arg, int fd)
{
    struct view_host_call call = {.name = "close", .a = fd};
    return ask_number(arg, &call);
}

static int64_t host_seek(void *arg, int fd, int64_t offset, int whence)
{
    struct view_host_call call = {
        .name = "seek", .a = fd, .b = offset, .c = whence};
    return ask_number(arg, &call);
}

static int64_t host_isatty(void *arg, int fd)
{
    struct view_host_call call = {.name = "isatty", .a = fd};
    return ask_number(arg, &call);
}

static int64_t in_ns(struct timespec t)
{
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int64_t ask_stat(struct engine *e, const struct view_host_call *call,
                        struct host_stat *out)
{
    struct stat s = {0};
    int64_t result = ask_bytes(e, call, &s, sizeof s);
    *out = (struct host_stat){.mode = s.st_mode,
                              .inode = s.st_ino,
                              .device = s.st_dev,
                              .links = s.st_nlink,
                              .uid = s.st_uid,
                              .gid = s.st_gid,
                              .size = s.st_size,
                              .atime_ns = in_ns(s.st_atim),
                              .mtime_ns = in_ns(s.st_mtim),
                              .ctime_ns = in_ns(s.st_ctim),
                              .block_size = s.st_blksize,
                              .blocks = s.st_blocks,
                              .rdev = s.st_rdev};
    return result;
}

static int64_t host_stat_path(void *arg, const char *path, bool follow,
                              struct host_stat *out)
{
    struct view_host_call call = {
        .name = "stat", .path = (char *)path, .a = follow};
    return ask_stat(arg, &call, out);
}

static int64_t host_fstat(void *arg, int fd, struct host_stat *out)
{
    struct view_host_call call = {.name = "fstat", .a = fd};
    return ask_stat(arg, &call, out);
}

static int64_t host_list(void *arg, const char *path, char *buffer, size_t size)
{
    struct view_host_call call = {.name = "list", .path = (char *)path};
    return ask_bytes(arg, &call, buffer, size);
}

static int64_t host_getcwd(void *arg, char *buffer, size_t size)
{
    struct view_host_call call = {.name = "getcwd"};
    int64_t n = ask_bytes(arg, &call, buffer, size);
    return n > (int64_t)size ? -ERANGE : n;
}

static int64_t host_read_link(void *arg, const char *path, char *buffer,
                              size_t size)
{
    struct view_host_call call = {.name = "readlink", .path = (char *)path};
    int64_t n = ask_bytes(arg, &call, buffer, size);
    return n > (int64_t)size ? (int64_t)size : n;
}

static int64_t host_random(void *arg, void *buffer, size_t size)
{
    struct view_host_call call = {.name = "random", .a = (int64_t)size};
    return ask_bytes(arg, &call, buffer, size);
}

static int64_t host_clock(void *arg, enum host_clock which, int64_t *ns)
{
    struct view_host_call call = {.name = "clock", .a = which};
    struct view_host_answer answer;
    ask(arg, &call, &answer);
    *ns = answer.a;
    return answer.result;
}

static int64_t host_sleep(void *arg, int64_t ns)
{
    struct view_host_call call = {.name = "sleep", .a = ns};
    return ask_number(arg, &call);
}

static int64_t host_calendar(void *arg, enum host_calendar_op op,
                             int64_t *seconds, struct host_calendar *c)
{
    struct view_host_call call = {.name = "calendar",
                                  .a = op,
                                  .b = *seconds,
                                  .data = {(char *)c, sizeof *c}};
    struct view_host_answer answer;
    ask(arg, &call, &answer);
    *seconds = answer.a;
    if (answer.data.length == sizeof *c)
        memcpy(c, answer.data.at, sizeof *c);
    c->zone[sizeof c->zone - 1] = '\0';
    int64_t result = answer.result;
    record_clear(schema_host_answer(), &answer);
    return result;
}

static int64_t host_environment(void *arg, char *buffer, size_t size)
{
    struct view_host_call call = {.name = "environment"};
    return ask_bytes(arg, &call, buffer, size);
}

static int64_t host_getpid(void *arg)
{
    struct view_host_call call = {.name = "getpid"};
    return ask_number(arg, &call);
}

static int64_t host_path(void *arg, enum host_path_op op, const char *path,
                         const char *other, int64_t a, int64_t b)
{
    struct view_host_call call = {
        .name = "path", .path = (char *)path, .a = op, .b = a, .c = b};
    if (other)
        call.data = (struct view_bytes){(char *)other, strlen(other) + 1};
    return ask_number(arg, &call);
}

static int64_t host_descriptor(void *arg, enum host_fd_op op, int fd, int64_t a)
{
    struct view_host_call call = {
        .name = "descriptor", .a = fd, .b = op, .c = a};
    return ask_number(arg, &call);
}

static int64_t host_process(void *arg, enum host_process_op op, int64_t a,
                            int64_t b)
{
    struct view_host_call call = {.name = "process", .a = op, .b = a, .c = b};
    return ask_number(arg, &call);
}

/* The answer holds both ends, each less than 65536. */
static int64_t host_pipe(void *arg, int fds[2])
{
    struct view_host_call call = {.name = "pipe"};
    int64_t n = ask_number(arg, &call);
    if (n < 0)
        return n;
    fds[0] = (int)(n >> 16);
    fds[1] = (int)(n & 0xffff);
    return 0;
}

static int64_t host_terminal_size(void *arg, int fd)
{
    struct view_host_call call = {.name = "terminal_size", .a = fd};
    return ask_number(arg, &call);
}

void host_session_init(struct host *host, struct engine *e)
{
    *host = (struct host){
        .arg = e,
        .read = host_read,
        .write = host_write,
        .open = host_open,
        .close = host_close,
        .seek = host_seek,
        .isatty = host_isatty,
        .stat = host_stat_path,
        .fstat = host_fstat,
        .list_directory = host_list,
        .getcwd = host_getcwd,
        .read_link = host_read_link,
        .random = host_random,
        .clock = host_clock,
        .calendar = host_calendar,
        .sleep = host_sleep,
        .environment = host_environment,
        .getpid = host_getpid,
        .path = host_path,
        .descriptor = host_descriptor,
        .process = host_process,
        .pipe = host_pipe,
        .terminal_size = host_terminal_size,
        .signal = host_session_signal,
        .signal_flag = host_session_signal_flag,
    };
}
