/*
 * io.FileIO: a raw stream over a descriptor of the host.  fd is -1 when
 * closed; it is closed with the stream unless closefd is false.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/io.h"
#include "scripts/modules/native.h"
#include "scripts/modules/posix.h"
#include "scripts/modules/warnings.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct file_stream {
    struct io_stream stream;
    int fd;
    int block_size;
    bool created, readable, writable, appending, closefd, finalizing;
};

static struct file_stream *of(object *o)
{
    return (struct file_stream *)o;
}

static bool check_open(struct vm *vm, object *self)
{
    if (of(self)->fd < 0)
        vm_raise(vm, EXC_VALUE_ERROR, "I/O operation on closed file");
    return of(self)->fd >= 0;
}

static bool check_way(struct vm *vm, object *self, bool able, const char *way)
{
    char text[48];
    if (!check_open(vm, self))
        return false;
    if (!able) {
        snprintf(text, sizeof text, "File not open for %s", way);
        io_unsupported(vm, text);
    }
    return able;
}

/* ---- opening -------------------------------------------------------------- */

static bool bad_mode(struct vm *vm)
{
    vm_raise(vm, EXC_VALUE_ERROR,
             "Must have exactly one of create/read/write/append mode and at "
             "most one plus");
    return false;
}

/* Takes the mode apart; the flags for open(). */
static bool read_mode(struct vm *vm, struct file_stream *f, const char *mode,
                      int *flags)
{
    int kinds = 0, plus = 0;
    *flags = O_CLOEXEC;
    for (const char *p = mode; *p; p++) {
        kinds += strchr("xrwa", *p) != NULL;
        plus += *p == '+';
        f->created |= *p == 'x';
        f->readable |= *p == 'r' || *p == '+';
        f->writable |= strchr("xwa+", *p) != NULL;
        f->appending |= *p == 'a';
        *flags |= *p == 'x'   ? O_EXCL | O_CREAT
                  : *p == 'w' ? O_CREAT | O_TRUNC
                  : *p == 'a' ? O_CREAT | O_APPEND
                              : 0;
        if (!strchr("xrwab+", *p)) {
            vm_raise(vm, EXC_VALUE_ERROR, "invalid mode: %s", mode);
            return false;
        }
    }
    if (kinds != 1 || plus > 1)
        return bad_mode(vm);
    *flags |= f->readable && f->writable ? O_RDWR
              : f->readable              ? O_RDONLY
                                         : O_WRONLY;
    return true;
}

static int64_t by_opener(struct vm *vm, object *file, object *opener, int flags)
{
    object *n = int_new(vm, flags);
    object *r = n ? vm_call2(vm, opener, file, n) : NULL;
    int64_t fd = -1;
    vm_release_maybe(vm, n);
    if (r && !vm_type_of(vm, r)->slots.to_index)
        vm_raise(vm, EXC_TYPE_ERROR, "expected integer from opener");
    else if (r && int_as_i64(vm, r, &fd) && fd < 0)
        vm_raise(vm, EXC_VALUE_ERROR, "opener returned %lld", (long long)fd);
    vm_release_maybe(vm, r);
    return vm_pending(vm) ? -1 : fd;
}

/* A descriptor for a path; -1: pending. */
static int64_t by_path(struct vm *vm, object *file, object *opener, int flags)
{
    struct posix_path path = {0};
    if (opener && opener != vm->none)
        return by_opener(vm, file, opener, flags);
    object *plain = posix_fspath(vm, file);
    if (!plain || !posix_path_read(vm, plain, "open", "path", POSIX_PATH, &path)) {
        vm_release_maybe(vm, plain);
        return -1;
    }
    int64_t fd;
    do
        fd = vm->host->open(vm->host->arg, path.text, flags, 0666);
    while (fd == -EINTR && io_interrupted(vm));
    if (fd < 0 && !vm_pending(vm)) {
        heap_store(vm->heap, &path.given, heap_retain(file));
        posix_error(vm, fd, &path, NULL);
    }
    posix_path_done(vm, &path);
    vm_release(vm, plain);
    return fd < 0 ? -1 : fd;
}

static bool look_at(struct vm *vm, struct file_stream *f, object *file)
{
    struct host_stat stat;
    int64_t n = vm->host->fstat(vm->host->arg, f->fd, &stat);
    if (n >= 0 && S_ISDIR(stat.mode))
        n = -EISDIR;
    if (n == -EBADF || n == -EISDIR) {
        vm_raise_os(vm, n, file);
        return false;
    }
    f->block_size = n >= 0 && stat.block_size > 1 ? (int)stat.block_size
                                                  : IO_CHUNK;
    return true;
}

static bool open_it(struct vm *vm, object *self, object *const *out,
                    const char *mode)
{
    struct file_stream *f = of(self);
    int flags, number;
    bool own = false;
    if (!read_mode(vm, f, mode, &flags))
        return false;
    if (vm_is(out[0], TYPE_INT) || vm_is(out[0], TYPE_BOOL)) {
        if (!posix_int(vm, out[0], &number))
            return false;
        if (number < 0) {
            vm_raise(vm, EXC_VALUE_ERROR, "negative file descriptor");
            return false;
        }
    } else if (!f->closefd) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "Cannot use closefd=False with file name");
        return false;
    } else {
        number = (int)by_path(vm, out[0], out[3], flags);
        own = true;
        if (number < 0)
            return false;
    }
    f->fd = number;
    object *name = str_intern(vm, "name");
    bool ok = look_at(vm, f, out[0]) && name &&
              vm_setattr(vm, self, name, out[0]);
    vm_release_maybe(vm, name);
    if (ok && f->appending)
        vm->host->seek(vm->host->arg, f->fd, 0, SEEK_END);
    if (!ok && own)
        vm->host->close(vm->host->arg, f->fd);
    f->fd = ok ? number : -1;
    return ok;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    static const char *const names[] = {"file", "mode", "closefd", "opener",
                                        NULL};
    static const struct arg_spec spec = {"FileIO", names, 0, 4, 1};
    object *out[4];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return false;
    if (out[1] && !str_check(vm, out[1])) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "FileIO() argument 'mode' must be str, not %B", out[1]);
        return false;
    }
    int closefd = out[2] ? vm_truth(vm, out[2]) : 1;
    char *mode = out[1] ? str_dup_utf8(vm, out[1]) : NULL;
    if (closefd < 0 || vm_pending(vm)) {
        free(mode);
        return false;
    }
    struct file_stream *f = of(self);
    if (f->fd >= 0 && f->closefd)
        vm->host->close(vm->host->arg, f->fd);
    f->fd = -1;
    f->created = f->readable = f->writable = f->appending = false;
    f->closefd = closefd;
    bool ok = open_it(vm, self, out, mode ? mode : "r");
    free(mode);
    return ok;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *o = type_alloc(vm, type, 0);
    if (o) {
        of(o)->fd = -1;
        of(o)->closefd = true;
    }
    return o;
}

/* ---- reading and writing -------------------------------------------------- */

/* Reads at most size; a negated errno, -EINTR with an exception pending. */
static int64_t read_some(struct vm *vm, int fd, void *to, size_t size)
{
    int64_t n;
    do
        n = vm->host->read(vm->host->arg, fd, to, size);
    while (n == -EINTR && io_interrupted(vm));
    return n;
}

/* None when it would block, else the error. */
static object *failed(struct vm *vm, int64_t error)
{
    if (vm_pending(vm))
        return NULL;
    return error == -EAGAIN ? vm_none(vm) : vm_raise_os(vm, error, NULL);
}

static object *read_bytes(struct vm *vm, object *self, size_t size)
{
    unsigned char *data = malloc(size ? size : 1);
    if (!data)
        return vm_raise_no_memory(vm);
    int64_t n = read_some(vm, of(self)->fd, data, size);
    object *r = n < 0 ? failed(vm, n) : bytes_new(vm, data, (size_t)n);
    free(data);
    return r;
}

object *io_file_read(struct vm *vm, object *self, size_t size)
{
    return check_way(vm, self, of(self)->readable, "reading")
               ? read_bytes(vm, self, size)
               : NULL;
}

/* How much a regular file still has; at least one chunk. */
static size_t expected(struct vm *vm, int fd)
{
    struct host_stat stat;
    int64_t at = vm->host->seek(vm->host->arg, fd, 0, SEEK_CUR);
    if (at < 0 || vm->host->fstat(vm->host->arg, fd, &stat) < 0 ||
        stat.size <= at)
        return IO_CHUNK;
    return (size_t)(stat.size - at) + 1;
}

IO_METHOD(m_readall)
{
    IO_UNUSED;
    if (!check_open(vm, self))
        return NULL;
    size_t room = expected(vm, of(self)->fd), length = 0;
    unsigned char *data = malloc(room);
    int64_t n = 1;
    while (data && n > 0) {
        if (length == room) {
            unsigned char *more = realloc(data, room * 2);
            if (!more)
                break;
            data = more;
            room *= 2;
        }
        n = read_some(vm, of(self)->fd, data + length, room - length);
        length += n > 0 ? (size_t)n : 0;
    }
    object *r;
    if (!data || n > 0)
        r = vm_raise_no_memory(vm);
    else if (n < 0 && (!length || n != -EAGAIN))
        r = failed(vm, n);
    else
        r = bytes_new(vm, data, length);
    free(data);
    return r;
}

IO_METHOD(m_read)
{
    ptrdiff_t n;
    (void)kwnames;
    if (!io_size(vm, args, nargs, "read", &n) ||
        !check_way(vm, self, of(self)->readable || of(self)->fd < 0,
                   "reading"))
        return NULL;
    return n < 0 ? m_readall(vm, self, args, 0, NULL)
                 : read_bytes(vm, self, (size_t)n);
}

IO_METHOD(m_readinto)
{
    (void)nargs, (void)kwnames;
    if (!check_way(vm, self, of(self)->readable, "reading"))
        return NULL;
    ptrdiff_t room = io_room(vm, args[0]);
    object *data = room < 0 ? NULL : read_bytes(vm, self, (size_t)room);
    if (!data || data == vm->none)
        return data;
    object *r = io_fill(vm, args[0], data);
    vm_release(vm, data);
    return r;
}

int io_file_fd(object *file)
{
    return of(file)->fd;
}

object *io_file_write(struct vm *vm, object *self, const void *data,
                      size_t size)
{
    int64_t n;
    if (!check_way(vm, self, of(self)->writable, "writing"))
        return NULL;
    do
        n = vm->host->write(vm->host->arg, of(self)->fd, data, size);
    while (n == -EINTR && io_interrupted(vm));
    return n < 0 ? failed(vm, n) : int_new(vm, n);
}

IO_METHOD(m_write)
{
    struct buffer b;
    (void)nargs, (void)kwnames;
    if (!check_way(vm, self, of(self)->writable, "writing") ||
        !buffer_get(vm, args[0], true, &b))
        return NULL;
    object *r = io_file_write(vm, self, b.data, b.size);
    buffer_done(vm, &b);
    return r;
}

/* ---- places --------------------------------------------------------------- */

static object *seek_to(struct vm *vm, object *self, int64_t at, int whence)
{
    int64_t n = vm->host->seek(vm->host->arg, of(self)->fd, at, whence);
    return n < 0 ? vm_raise_os(vm, n, NULL) : int_new(vm, n);
}

IO_METHOD(m_seek)
{
    int64_t at;
    int whence = 0;
    (void)kwnames;
    if (!args_between(vm, "seek", nargs, 1, 2) || !check_open(vm, self) ||
        !posix_int64(vm, args[0], &at) ||
        (nargs > 1 && !posix_int(vm, args[1], &whence)))
        return NULL;
    return seek_to(vm, self, at, whence);
}

IO_METHOD(m_tell)
{
    IO_UNUSED;
    return check_open(vm, self) ? seek_to(vm, self, 0, SEEK_CUR) : NULL;
}

IO_METHOD(m_truncate)
{
    (void)kwnames;
    if (!args_between(vm, "truncate", nargs, 0, 1) ||
        !check_way(vm, self, of(self)->writable, "writing"))
        return NULL;
    object *size = nargs && args[0] != vm->none
                       ? heap_retain(args[0])
                       : seek_to(vm, self, 0, SEEK_CUR);
    int64_t n;
    if (size && posix_int64(vm, size, &n)) {
        n = posix_fd_op(vm, HOST_FTRUNCATE, of(self)->fd, n);
        if (n < 0)
            vm_raise_os(vm, n, NULL);
    }
    if (size && vm_pending(vm))
        heap_store(vm->heap, &size, NULL);
    return size;
}

/* ---- the rest ------------------------------------------------------------- */

static int64_t close_fd(struct vm *vm, struct file_stream *f)
{
    int fd = f->fd;
    f->fd = -1;
    return fd >= 0 && f->closefd ? vm->host->close(vm->host->arg, fd) : 0;
}

/* Warns of `source`, which dies without having been closed. */
IO_METHOD(m_dealloc_warn)
{
    (void)nargs, (void)kwnames;
    struct file_stream *f = of(self);
    if (f->fd < 0 || !f->closefd)
        return vm_none(vm);
    object *pending = vm_pending_take(vm);
    object *text = str_format(vm, "unclosed file %R", args[0]);
    object *category = type_as_object(vm->exceptions[EXC_RESOURCE_WARNING]);
    if (!text || !warnings_warn(vm, category, text, 1, args[0])) {
        if (vm_pending_is(vm, EXC_WARNING))
            vm_unraisable(vm, self);
        vm_pending_clear(vm);
    }
    vm_release_maybe(vm, text);
    if (pending)
        vm_pending_restore(vm, pending);
    return vm_none(vm);
}

IO_METHOD(m_close)
{
    IO_UNUSED;
    if (of(self)->finalizing) {
        object *warned = m_dealloc_warn(vm, self, &self, 1, NULL);
        vm_release_maybe(vm, warned);
    }
    object *flush = io_call(vm, self, "flush", NULL);
    if (!flush && of(self)->fd < 0)
        vm_pending_clear(vm);
    object *pending = vm_pending_take(vm);
    vm_release_maybe(vm, flush);
    int64_t n = close_fd(vm, of(self));
    object *name = str_intern(vm, "__IOBase_closed");
    bool ok = name && vm_setattr(vm, self, name, vm->true_);
    vm_release_maybe(vm, name);
    if (n < 0 && ok)
        vm_raise_os(vm, n, NULL);
    if (pending && !vm_pending(vm))
        vm_pending_restore(vm, pending);
    else
        vm_release_maybe(vm, pending);
    return vm_pending(vm) ? NULL : vm_none(vm);
}

IO_METHOD(m_readable)
{
    IO_UNUSED;
    return check_open(vm, self) ? vm_bool(vm, of(self)->readable) : NULL;
}

IO_METHOD(m_writable)
{
    IO_UNUSED;
    return check_open(vm, self) ? vm_bool(vm, of(self)->writable) : NULL;
}

IO_METHOD(m_seekable)
{
    IO_UNUSED;
    return check_open(vm, self)
               ? vm_bool(vm, vm->host->seek(vm->host->arg, of(self)->fd, 0,
                                            SEEK_CUR) >= 0)
               : NULL;
}

IO_METHOD(m_fileno)
{
    IO_UNUSED;
    return check_open(vm, self) ? int_new(vm, of(self)->fd) : NULL;
}

IO_METHOD(m_isatty)
{
    IO_UNUSED;
    return check_open(vm, self)
               ? vm_bool(vm, vm->host->isatty(vm->host->arg, of(self)->fd) > 0)
               : NULL;
}

static const char *mode_text(const struct file_stream *f)
{
    if (f->created)
        return f->readable ? "xb+" : "xb";
    if (f->appending)
        return f->readable ? "ab+" : "ab";
    return f->readable ? f->writable ? "rb+" : "rb" : "wb";
}

static object *get_mode(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return str_from(vm, mode_text(of(self)));
}

static object *get_closed(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return vm_bool(vm, of(self)->fd < 0);
}

static object *get_closefd(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return vm_bool(vm, of(self)->closefd);
}

static object *repr(struct vm *vm, object *self)
{
    struct file_stream *f = of(self);
    object *key = str_intern(vm, "name"), *name = NULL, *r = NULL;
    const char *closefd = f->closefd ? "True" : "False";
    if (f->fd < 0)
        r = str_from(vm, "<_io.FileIO [closed]>");
    else if (key && vm_lookup_attr(vm, self, key, &name))
        r = name ? str_format(vm, "<_io.FileIO name=%R mode='%s' closefd=%s>",
                              name, mode_text(f), closefd)
                 : str_format(vm, "<_io.FileIO fd=%d mode='%s' closefd=%s>",
                              f->fd, mode_text(f), closefd);
    vm_release_maybe(vm, key);
    vm_release_maybe(vm, name);
    return r;
}

static const struct method_def methods[] = {
    {"read", m_read, METHOD_ARGS, NULL},
    {"readall", m_readall, METHOD_NOARGS, NULL},
    {"readinto", m_readinto, METHOD_ONE, NULL},
    {"write", m_write, METHOD_ONE, NULL},
    {"seek", m_seek, METHOD_ARGS, NULL},
    {"tell", m_tell, METHOD_NOARGS, NULL},
    {"truncate", m_truncate, METHOD_ARGS, NULL},
    {"close", m_close, METHOD_NOARGS, NULL},
    {"_dealloc_warn", m_dealloc_warn, METHOD_ONE, NULL},
    {"seekable", m_seekable, METHOD_NOARGS, NULL},
    {"readable", m_readable, METHOD_NOARGS, NULL},
    {"writable", m_writable, METHOD_NOARGS, NULL},
    {"fileno", m_fileno, METHOD_NOARGS, NULL},
    {"isatty", m_isatty, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def getsets[] = {
    {"closed", get_closed, NULL, "True if the file is closed", NULL},
    {"closefd", get_closefd, NULL, NULL, NULL},
    {"mode", get_mode, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct member_def members[] = {
    {"_blksize", MEMBER_INT, offsetof(struct file_stream, block_size), false,
     NULL},
    {"_finalizing", MEMBER_BOOL, offsetof(struct file_stream, finalizing),
     false, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct heap_field fields[] = {
    {"__dict__", offsetof(struct io_stream, dict)},
};

const struct type_spec io_file_spec = {
    .name = "_io.FileIO",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct file_stream),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 1},
    .dict_offset = offsetof(struct io_stream, dict),
    .weakly = true,
    .slots = {.new_ = make,
              .init = init,
              .repr = repr,
              .finalize = io_finalize,
              .get_attr = vm_generic_getattr,
              .set_attr = vm_generic_setattr},
    .methods = methods,
    .getsets = getsets,
    .members = members,
    .doc = "Open a file.",
};
