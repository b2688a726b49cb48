/*
 * posix: descriptors.  Each function is one call of the host; a call that a
 * signal broke off is made again, as CPython does.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/posix.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/signals.h"

#define FUNCTION POSIX_FUNCTION

/* The descriptor that is the one argument. */
static bool one_fd(struct vm *vm, const char *name, object *const *args,
                   size_t nargs, object *kwnames, int *fd)
{
    static const char *const names[] = {"fd", NULL};
    const struct arg_spec spec = {name, names, 0, 1, 1};
    object *out[1];
    return args_bind(vm, &spec, args, nargs, kwnames, out) &&
           posix_int(vm, out[0], fd);
}

/* A descriptor and a number, both positional. */
static bool fd_and_number(struct vm *vm, const char *name, object *const *args,
                          size_t nargs, int *fd, int64_t *number)
{
    return args_between(vm, name, nargs, 2, 2) &&
           posix_int(vm, args[0], fd) && posix_int64(vm, args[1], number);
}

static object *number(struct vm *vm, int64_t result)
{
    return result < 0 ? posix_error(vm, result, NULL, NULL)
                      : int_new(vm, result);
}

/* ---- open, close ---- */

FUNCTION(open_)
{
    static const char *const names[] = {"path", "flags", "mode", "dir_fd",
                                        NULL};
    static const struct arg_spec spec = {"open", names, 0, 3, 2};
    struct posix_path path;
    object *out[4];
    int flags, mode = 0777;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_no_dir_fd(vm, "open", out[3]) ||
        !posix_path_read(vm, out[0], "open", "path", POSIX_PATH, &path))
        return NULL;
    object *r = NULL;
    if (posix_int(vm, out[1], &flags) &&
        (!out[2] || posix_int(vm, out[2], &mode))) {
        int64_t fd = vm->host->open(vm->host->arg, path.text,
                                    flags | O_CLOEXEC, (unsigned)mode);
        r = fd < 0 ? posix_error(vm, fd, &path, NULL) : int_new(vm, fd);
    }
    posix_path_done(vm, &path);
    return r;
}

FUNCTION(close_)
{
    int fd;
    (void)self;
    return one_fd(vm, "close", args, nargs, kwnames, &fd)
               ? posix_done(vm, vm->host->close(vm->host->arg, fd), NULL)
               : NULL;
}

FUNCTION(closerange)
{
    int64_t high;
    int low;
    (void)self, (void)kwnames;
    if (!fd_and_number(vm, "closerange", args, nargs, &low, &high))
        return NULL;
    for (int fd = low < 0 ? 0 : low; fd < high && fd < 65536; fd++)
        vm->host->close(vm->host->arg, fd);
    return vm_none(vm);
}

/* ---- read, write, seek ---- */

FUNCTION(read_)
{
    int64_t size, n;
    int fd;
    (void)self, (void)kwnames;
    if (!fd_and_number(vm, "read", args, nargs, &fd, &size))
        return NULL;
    if (size < 0)
        return posix_error(vm, -EINVAL, NULL, NULL);
    size = size > INT_MAX ? INT_MAX : size;
    char *bytes = malloc((size_t)size + 1);
    if (!bytes)
        return vm_raise_no_memory(vm);
    do
        n = vm->host->read(vm->host->arg, fd, bytes, (size_t)size);
    while (n == -EINTR && signals_poll(vm));
    object *r = vm_pending(vm) ? NULL
                : n < 0        ? posix_error(vm, n, NULL, NULL)
                               : bytes_new(vm, bytes, (size_t)n);
    free(bytes);
    return r;
}

FUNCTION(write_)
{
    struct buffer data;
    int64_t n;
    int fd;
    (void)self, (void)kwnames;
    if (!args_between(vm, "write", nargs, 2, 2) ||
        !posix_int(vm, args[0], &fd) ||
        !buffer_get(vm, args[1], true, &data))
        return NULL;
    do
        n = vm->host->write(vm->host->arg, fd, data.data, data.size);
    while (n == -EINTR && signals_poll(vm));
    buffer_done(vm, &data);
    return vm_pending(vm) ? NULL : number(vm, n);
}

FUNCTION(lseek_)
{
    int64_t place;
    int fd, whence;
    (void)self, (void)kwnames;
    if (!args_between(vm, "lseek", nargs, 3, 3) ||
        !posix_int(vm, args[0], &fd) || !posix_int64(vm, args[1], &place) ||
        !posix_int(vm, args[2], &whence))
        return NULL;
    return number(vm, vm->host->seek(vm->host->arg, fd, place, whence));
}

/* ---- the descriptor itself ---- */

FUNCTION(isatty_)
{
    int fd;
    (void)self, (void)kwnames;
    if (!args_between(vm, "isatty", nargs, 1, 1) ||
        !posix_int(vm, args[0], &fd))
        return NULL;
    return vm_bool(vm, vm->host->isatty(vm->host->arg, fd) > 0);
}

FUNCTION(dup_)
{
    int fd;
    (void)self, (void)kwnames;
    return args_between(vm, "dup", nargs, 1, 1) && posix_int(vm, args[0], &fd)
               ? number(vm, posix_fd_op(vm, HOST_DUP, fd, 0))
               : NULL;
}

FUNCTION(dup2_)
{
    static const char *const names[] = {"fd", "fd2", "inheritable", NULL};
    static const struct arg_spec spec = {"dup2", names, 0, 3, 2};
    object *out[3];
    int fd, to;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_int(vm, out[0], &fd) || !posix_int(vm, out[1], &to))
        return NULL;
    int inheritable = out[2] ? vm_truth(vm, out[2]) : 1;
    int64_t n = inheritable < 0 ? -1 : posix_fd_op(vm, HOST_DUP2, fd, to);
    if (n >= 0 && !inheritable)
        posix_fd_op(vm, HOST_SET_FD_FLAGS, to, FD_CLOEXEC);
    return inheritable < 0 ? NULL : number(vm, n);
}

FUNCTION(pipe_)
{
    int ends[2];
    POSIX_UNUSED;
    int64_t n = vm->host->pipe(vm->host->arg, ends);
    if (n < 0)
        return posix_error(vm, n, NULL, NULL);
    object *a = int_new(vm, ends[0]), *b = a ? int_new(vm, ends[1]) : NULL;
    object *r = b ? tuple_pack(vm, 2, a, b) : NULL;
    vm_release_maybe(vm, a);
    vm_release_maybe(vm, b);
    return r;
}

FUNCTION(fsync_)
{
    int fd;
    (void)self;
    return one_fd(vm, "fsync", args, nargs, kwnames, &fd)
               ? posix_done(vm, posix_fd_op(vm, HOST_FSYNC, fd, 0), NULL)
               : NULL;
}

FUNCTION(ftruncate_)
{
    int64_t length;
    int fd;
    (void)self, (void)kwnames;
    return fd_and_number(vm, "ftruncate", args, nargs, &fd, &length)
               ? posix_done(vm, posix_fd_op(vm, HOST_FTRUNCATE, fd, length),
                            NULL)
               : NULL;
}

FUNCTION(fchmod_)
{
    static const char *const names[] = {"fd", "mode", NULL};
    static const struct arg_spec spec = {"fchmod", names, 0, 2, 2};
    object *out[2];
    int fd, mode;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !posix_int(vm, out[0], &fd) || !posix_int(vm, out[1], &mode))
        return NULL;
    return posix_done(vm, posix_fd_op(vm, HOST_FCHMOD, fd, mode), NULL);
}

FUNCTION(fchdir_)
{
    int fd;
    (void)self;
    return one_fd(vm, "fchdir", args, nargs, kwnames, &fd)
               ? posix_done(vm, posix_fd_op(vm, HOST_FCHDIR, fd, 0), NULL)
               : NULL;
}

/* ---- flags ---- */

static object *get_flag(struct vm *vm, object *const *args, size_t nargs,
                        const char *name, enum host_fd_op op, int bit)
{
    int fd;
    if (!args_between(vm, name, nargs, 1, 1) || !posix_int(vm, args[0], &fd))
        return NULL;
    int64_t flags = posix_fd_op(vm, op, fd, 0);
    return flags < 0 ? posix_error(vm, flags, NULL, NULL)
                     : vm_bool(vm, !(flags & bit));
}

static object *set_flag(struct vm *vm, object *const *args, size_t nargs,
                        const char *name, enum host_fd_op get,
                        enum host_fd_op set, int bit)
{
    int fd;
    if (!args_between(vm, name, nargs, 2, 2) || !posix_int(vm, args[0], &fd))
        return NULL;
    int on = vm_truth(vm, args[1]);
    int64_t flags = posix_fd_op(vm, get, fd, 0);
    if (on < 0)
        return NULL;
    if (flags >= 0)
        flags = posix_fd_op(vm, set, fd, on ? flags & ~bit : flags | bit);
    return posix_done(vm, flags, NULL);
}

FUNCTION(get_blocking)
{
    (void)self, (void)kwnames;
    return get_flag(vm, args, nargs, "get_blocking", HOST_GET_FLAGS,
                    O_NONBLOCK);
}

FUNCTION(set_blocking)
{
    (void)self, (void)kwnames;
    return set_flag(vm, args, nargs, "set_blocking", HOST_GET_FLAGS,
                    HOST_SET_FLAGS, O_NONBLOCK);
}

FUNCTION(get_inheritable)
{
    (void)self, (void)kwnames;
    return get_flag(vm, args, nargs, "get_inheritable", HOST_GET_FD_FLAGS,
                    FD_CLOEXEC);
}

FUNCTION(set_inheritable)
{
    (void)self, (void)kwnames;
    return set_flag(vm, args, nargs, "set_inheritable", HOST_GET_FD_FLAGS,
                    HOST_SET_FD_FLAGS, FD_CLOEXEC);
}

const struct method_def posix_file_functions[] = {
    {"open", open_, METHOD_KEYWORDS,
     "open($module, /, path, flags, mode=511, *, dir_fd=None)\n--\n\n"
     "A descriptor for low-level use."},
    {"close", close_, METHOD_KEYWORDS,
     "close($module, /, fd)\n--\n\nCloses a descriptor."},
    {"closerange", closerange, METHOD_ARGS,
     "closerange($module, fd_low, fd_high, /)\n--\n\n"
     "Closes descriptors in [fd_low, fd_high), without errors."},
    {"read", read_, METHOD_ARGS,
     "read($module, fd, length, /)\n--\n\nBytes from a descriptor."},
    {"write", write_, METHOD_ARGS,
     "write($module, fd, data, /)\n--\n\nBytes to a descriptor."},
    {"lseek", lseek_, METHOD_ARGS,
     "lseek($module, fd, position, how, /)\n--\n\n"
     "Moves the place of a descriptor, and tells it."},
    {"isatty", isatty_, METHOD_ARGS,
     "isatty($module, fd, /)\n--\n\nIs it a terminal?"},
    {"dup", dup_, METHOD_ARGS,
     "dup($module, fd, /)\n--\n\nAnother descriptor of the same file."},
    {"dup2", dup2_, METHOD_KEYWORDS,
     "dup2($module, /, fd, fd2, inheritable=True)\n--\n\n"
     "Makes fd2 a descriptor of the same file."},
    {"pipe", pipe_, METHOD_NOARGS,
     "pipe($module, /)\n--\n\nA pipe: descriptors to read and to write."},
    {"fsync", fsync_, METHOD_KEYWORDS,
     "fsync($module, /, fd)\n--\n\nForces the file to the disk."},
    {"fdatasync", fsync_, METHOD_KEYWORDS,
     "fdatasync($module, /, fd)\n--\n\nForces the file to the disk."},
    {"ftruncate", ftruncate_, METHOD_ARGS,
     "ftruncate($module, fd, length, /)\n--\n\nSets a file's length."},
    {"fchmod", fchmod_, METHOD_KEYWORDS,
     "fchmod($module, /, fd, mode)\n--\n\nSets a file's permissions."},
    {"fchdir", fchdir_, METHOD_KEYWORDS,
     "fchdir($module, /, fd)\n--\n\nGoes to an open directory."},
    {"get_blocking", get_blocking, METHOD_ARGS,
     "get_blocking($module, fd, /)\n--\n\nDo reads wait?"},
    {"set_blocking", set_blocking, METHOD_ARGS,
     "set_blocking($module, fd, blocking, /)\n--\n\nShall reads wait?"},
    {"get_inheritable", get_inheritable, METHOD_ARGS,
     "get_inheritable($module, fd, /)\n--\n\nDo children get it?"},
    {"set_inheritable", set_inheritable, METHOD_ARGS,
     "set_inheritable($module, fd, inheritable, /)\n--\n\n"
     "Shall children get it?"},
    {NULL, NULL, 0, NULL},
};
