/*
 * _socket.socket: a descriptor of the host's, -1 when closed.
 *
 * One with a timeout does not block in the host; it waits in ready_wait(), as
 * do all while other threads of the script are alive.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <poll.h>
#include <sys/socket.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/native.h"
#include "scripts/modules/posix.h"
#include "scripts/modules/socket.h"
#include "scripts/modules/warnings.h"
#include "scripts/types/bytes.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/threads.h"

struct socket_object {
    struct heap_node node;
    int fd, family, type, protocol;
    int64_t timeout; /* ns; -1: none, 0: never waits */
};

enum { CHANGED_FLAGS = SOCK_CLOEXEC | SOCK_NONBLOCK };

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

static struct socket_object *of(object *o)
{
    return (struct socket_object *)o;
}

static object *done(struct vm *vm, int64_t n)
{
    return n < 0 ? socket_failed(vm, n) : vm_none(vm);
}

/* ---- calls that may wait ---------------------------------------------------- */

static bool set_blocking(struct vm *vm, struct socket_object *s)
{
    int64_t flags = posix_fd_op(vm, HOST_GET_FLAGS, s->fd, 0);
    int64_t wanted = s->timeout < 0 ? flags & ~(int64_t)O_NONBLOCK
                                    : flags | O_NONBLOCK;
    if (flags >= 0 && wanted != flags)
        flags = posix_fd_op(vm, HOST_SET_FLAGS, s->fd, wanted);
    if (flags < 0)
        vm_raise_os(vm, flags, NULL);
    return flags >= 0;
}

static bool timed_out(struct vm *vm)
{
    vm_raise(vm, EXC_TIMEOUT_ERROR, "timed out");
    return false;
}

/* Until the socket is ready for what is wanted; false: pending. */
static bool wait(struct vm *vm, struct socket_object *s, short wanted,
                 int64_t deadline)
{
    struct host_polled item = {s->fd, (uint32_t)(unsigned short)wanted, 0};
    int64_t n = ready_wait(vm, HOST_POLL, -1, &item, 1, deadline);
    if (n < 0)
        socket_failed(vm, n);
    return n > 0 || (n == 0 && timed_out(vm));
}

static bool waits(struct vm *vm, const struct socket_object *s)
{
    return s->timeout > 0 || (s->timeout < 0 && threads_count(vm));
}

/* The call, when the socket is ready for it; a negated errno, also with an
 * exception pending. */
static int64_t act_until(struct vm *vm, object *self, enum host_socket_op op,
                         struct host_socket *call, short wanted,
                         int64_t deadline)
{
    struct socket_object *s = of(self);
    for (;;) {
        bool waiting = waits(vm, s);
        if (waiting && !wait(vm, s, wanted, deadline))
            return -EINTR;
        if (waiting && op == HOST_SOCKET_SEND)
            call->a |= MSG_DONTWAIT;
        int64_t n = ready_call(vm, op, s->fd, call);
        if (n != -EAGAIN || !waiting)
            return n;
    }
}

static int64_t act(struct vm *vm, object *self, enum host_socket_op op,
                   struct host_socket *call, short wanted)
{
    int64_t limit = of(self)->timeout > 0 ? of(self)->timeout : -1;
    return act_until(vm, self, op, call, wanted, ready_deadline(vm, limit));
}

/* ---- being made --------------------------------------------------------------- */

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *o = type_alloc(vm, type, 0);
    if (o) {
        of(o)->fd = -1;
        of(o)->timeout = -1;
    }
    return o;
}

static bool become(struct vm *vm, object *self, int fd, int family, int type,
                   int protocol)
{
    struct socket_object *s = of(self);
    if (!socket_default_timeout(vm, &s->timeout))
        return false;
    s->fd = fd;
    s->family = family;
    s->type = type & ~CHANGED_FLAGS;
    s->protocol = protocol;
    if (type & SOCK_NONBLOCK)
        s->timeout = 0;
    return s->timeout < 0 || set_blocking(vm, s);
}

object *socket_around(struct vm *vm, int fd, int family, int type,
                      int protocol)
{
    struct type_object *cls = native_type(vm, &socket_spec);
    object *o = cls ? make(vm, cls, NULL, 0, NULL) : NULL;
    if (!o)
        vm->host->close(vm->host->arg, fd);
    if (o && !become(vm, o, fd, family, type, protocol)) {
        vm_release(vm, o);
        return NULL;
    }
    return o;
}

/* What the system knows of a descriptor that was given. */
static bool ask_option(struct vm *vm, int fd, int option, int *out)
{
    struct host_socket s = {.a = SOL_SOCKET, .b = option, .out = out,
                            .out_size = sizeof *out};
    int64_t n = *out == -1 ? ready_call(vm, HOST_SOCKET_GET, fd, &s) : 0;
    if (n < 0)
        socket_failed(vm, n);
    return n >= 0;
}

static bool take_fd(struct vm *vm, object *o, int numbers[3], int *fd)
{
    struct host_socket s = {0};
    if (vm_is(o, TYPE_FLOAT)) {
        vm_raise(vm, EXC_TYPE_ERROR, "integer argument expected, got float");
        return false;
    }
    if (!posix_int(vm, o, fd))
        return false;
    if (*fd < 0) {
        vm_raise(vm, EXC_VALUE_ERROR, "negative file descriptor");
        return false;
    }
    int64_t n = ready_call(vm, HOST_SOCKET_NAME, *fd, &s);
    if (n == -EBADF || n == -ENOTSOCK || (n < 0 && vm_pending(vm))) {
        socket_failed(vm, n);
        return false;
    }
    return ask_option(vm, *fd, SO_DOMAIN, &numbers[0]) &&
           ask_option(vm, *fd, SO_TYPE, &numbers[1]) &&
           ask_option(vm, *fd, SO_PROTOCOL, &numbers[2]);
}

static bool open_new(struct vm *vm, int numbers[3], int *fd)
{
    numbers[0] = numbers[0] == -1 ? AF_INET : numbers[0];
    numbers[1] = numbers[1] == -1 ? SOCK_STREAM : numbers[1];
    numbers[2] = numbers[2] == -1 ? 0 : numbers[2];
    struct host_socket s = {.a = numbers[0], .b = numbers[1], .c = numbers[2]};
    int64_t n = ready_call(vm, HOST_SOCKET_OPEN, -1, &s);
    if (n < 0)
        socket_failed(vm, n);
    *fd = (int)n;
    return n >= 0;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    static const char *const names[] = {"family", "type", "proto", "fileno",
                                        NULL};
    static const struct arg_spec spec = {"socket", names, 0, 4, 0};
    int numbers[3] = {-1, -1, -1}, fd;
    object *in[4];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return false;
    for (int i = 0; i < 3; i++)
        if (in[i] && !posix_int(vm, in[i], &numbers[i]))
            return false;
    bool given = in[3] && in[3] != vm->none;
    if (given ? !take_fd(vm, in[3], numbers, &fd) : !open_new(vm, numbers, &fd))
        return false;
    return become(vm, self, fd, numbers[0], numbers[1], numbers[2]);
}

/* ---- its end -------------------------------------------------------------------- */

static int64_t close_it(struct vm *vm, object *self)
{
    int fd = of(self)->fd;
    of(self)->fd = -1;
    int64_t n = fd >= 0 ? vm->host->close(vm->host->arg, fd) : 0;
    return n == -ECONNRESET ? 0 : n;
}

/* Warns of one that dies open. */
static void finalize(struct vm *vm, object *self)
{
    if (of(self)->fd < 0)
        return;
    object *pending = vm_pending_take(vm);
    object *text = str_format(vm, "unclosed %R", self);
    object *category = type_as_object(vm->exceptions[EXC_RESOURCE_WARNING]);
    if (!text || !warnings_warn(vm, category, text, 1, self)) {
        if (vm_pending_is(vm, EXC_WARNING))
            vm_unraisable(vm, self);
        vm_pending_clear(vm);
    }
    vm_release_maybe(vm, text);
    close_it(vm, self);
    if (pending)
        vm_pending_restore(vm, pending);
}

METHOD(m_close)
{
    UNUSED;
    return done(vm, close_it(vm, self));
}

METHOD(m_detach)
{
    UNUSED;
    object *fd = int_new(vm, of(self)->fd);
    if (fd)
        of(self)->fd = -1;
    return fd;
}

METHOD(m_fileno)
{
    UNUSED;
    return int_new(vm, of(self)->fd);
}

/* ---- addresses ---------------------------------------------------------------------- */

static object *tell_address(struct vm *vm, object *self,
                            enum host_socket_op op)
{
    struct host_socket s = {0};
    int64_t n = ready_call(vm, op, of(self)->fd, &s);
    return n < 0 ? socket_failed(vm, n)
                 : socket_address_new(vm, s.address, s.address_size);
}

METHOD(m_getsockname)
{
    UNUSED;
    return tell_address(vm, self, HOST_SOCKET_NAME);
}

METHOD(m_getpeername)
{
    UNUSED;
    return tell_address(vm, self, HOST_SOCKET_PEER);
}

METHOD(m_bind)
{
    struct host_socket s = {0};
    UNUSED;
    return socket_address_read(vm, of(self)->family, args[0], "bind", &s)
               ? done(vm,
                      ready_call(vm, HOST_SOCKET_BIND, of(self)->fd, &s))
               : NULL;
}

/* Waits for a connection that is under way. */
static int64_t connected(struct vm *vm, object *self)
{
    int error = 0;
    int64_t limit = of(self)->timeout;
    struct host_socket s = {.a = SOL_SOCKET, .b = SO_ERROR, .out = &error,
                            .out_size = sizeof error};
    if (!wait(vm, of(self), POLLOUT, ready_deadline(vm, limit)))
        return -EINTR;
    int64_t n = ready_call(vm, HOST_SOCKET_GET, of(self)->fd, &s);
    return n < 0 ? n : -(int64_t)error;
}

static int64_t connect_to(struct vm *vm, object *self, object *address,
                          const char *function)
{
    struct host_socket s = {0};
    if (!socket_address_read(vm, of(self)->family, address, function, &s))
        return -EINTR;
    int64_t n = ready_call(vm, HOST_SOCKET_CONNECT, of(self)->fd, &s);
    return n == -EINPROGRESS && of(self)->timeout > 0 ? connected(vm, self)
                                                      : n;
}

METHOD(m_connect)
{
    UNUSED;
    return done(vm, connect_to(vm, self, args[0], "connect"));
}

METHOD(m_connect_ex)
{
    UNUSED;
    int64_t n = connect_to(vm, self, args[0], "connect_ex");
    if (vm_pending(vm) && vm_pending_is(vm, EXC_TIMEOUT_ERROR)) {
        vm_pending_clear(vm);
        n = -EAGAIN;
    }
    return vm_pending(vm) ? NULL : int_new(vm, -n);
}

METHOD(m_listen)
{
    int backlog = SOMAXCONN < 128 ? SOMAXCONN : 128;
    (void)kwnames;
    if (!args_between(vm, "listen", nargs, 0, 1) ||
        (nargs && !posix_int(vm, args[0], &backlog)))
        return NULL;
    struct host_socket s = {.a = backlog < 0 ? 0 : backlog};
    return done(vm, ready_call(vm, HOST_SOCKET_LISTEN, of(self)->fd, &s));
}

METHOD(m_accept)
{
    struct host_socket s = {0};
    UNUSED;
    int64_t n = act(vm, self, HOST_SOCKET_ACCEPT, &s, POLLIN);
    if (n < 0)
        return socket_failed(vm, n);
    object *fd = int_new(vm, n);
    object *address =
        fd ? socket_address_new(vm, s.address, s.address_size) : NULL;
    object *both = address ? tuple_pack(vm, 2, fd, address) : NULL;
    if (!both)
        vm->host->close(vm->host->arg, (int)n);
    vm_release_maybe(vm, fd);
    vm_release_maybe(vm, address);
    return both;
}

METHOD(m_shutdown)
{
    int how;
    UNUSED;
    if (!posix_int(vm, args[0], &how))
        return NULL;
    struct host_socket s = {.a = how};
    return done(vm, ready_call(vm, HOST_SOCKET_SHUTDOWN, of(self)->fd, &s));
}

/* ---- receiving ------------------------------------------------------------------------ */

static object *with_address(struct vm *vm, object *first_stolen,
                            const struct host_socket *s)
{
    object *address =
        first_stolen ? socket_address_new(vm, s->address, s->address_size)
                     : NULL;
    object *both = address ? tuple_pack(vm, 2, first_stolen, address) : NULL;
    vm_release_maybe(vm, first_stolen);
    vm_release_maybe(vm, address);
    return both;
}

static object *receive(struct vm *vm, object *self, const char *name,
                       object *const *args, size_t nargs, bool addressed)
{
    ptrdiff_t size;
    int flags = 0;
    if (!args_between(vm, name, nargs, 1, 2) ||
        !native_ssize(vm, args[0], &size) ||
        (nargs > 1 && !posix_int(vm, args[1], &flags)))
        return NULL;
    if (size < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "negative buffersize in %s",
                        name);
    char *buffer = malloc(size ? (size_t)size : 1);
    if (!buffer)
        return vm_raise_no_memory(vm);
    struct host_socket s = {.a = flags, .out = buffer,
                            .out_size = (size_t)size};
    int64_t n = size || addressed
                    ? act(vm, self, HOST_SOCKET_RECEIVE, &s, POLLIN)
                    : 0;
    /* more than there is room for, when MSG_TRUNC asks how much came */
    object *data = n < 0 ? socket_failed(vm, n)
                         : bytes_new(vm, buffer,
                                     (size_t)(n < size ? n : size));
    free(buffer);
    return addressed ? with_address(vm, data, &s) : data;
}

METHOD(m_recv)
{
    (void)kwnames;
    return receive(vm, self, "recv", args, nargs, false);
}

METHOD(m_recvfrom)
{
    (void)kwnames;
    return receive(vm, self, "recvfrom", args, nargs, true);
}

/* How much the target takes; -1: pending. */
static ptrdiff_t room_in(struct vm *vm, object *target, const char *name)
{
    struct buffer b;
    int writable = buffer_writable(vm, target);
    if (!writable)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s() argument 1 must be read-write bytes-like object, not "
                 "%T", name, target);
    if (writable <= 0 || !buffer_get(vm, target, false, &b))
        return -1;
    ptrdiff_t size = (ptrdiff_t)b.size;
    buffer_done(vm, &b);
    return size;
}

static object *put(struct vm *vm, object *target, const char *name,
                   const void *from, int64_t n)
{
    ptrdiff_t room = room_in(vm, target, name);
    if (room < 0)
        return NULL;
    n = n < room ? n : room;
    return !n || buffer_write(vm, target, 0, from, (size_t)n) ? int_new(vm, n)
                                                              : NULL;
}

static object *receive_into(struct vm *vm, object *self, const char *name,
                            object *const *args, size_t nargs,
                            object *kwnames, bool addressed)
{
    static const char *const names[] = {"buffer", "nbytes", "flags", NULL};
    struct arg_spec spec = {name, names, 0, 3, 1};
    object *in[3], *r = NULL;
    ptrdiff_t size = 0, room;
    int flags = 0;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[1] && !native_ssize(vm, in[1], &size)) ||
        (in[2] && !posix_int(vm, in[2], &flags)) ||
        (room = room_in(vm, in[0], name)) < 0)
        return NULL;
    if (size < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "negative buffersize in %s",
                        name);
    if (size > room)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        addressed ? "nbytes is greater than the length of the "
                                    "buffer"
                                  : "buffer too small for requested bytes");
    size = size ? size : room;
    char *buffer = malloc(size ? (size_t)size : 1);
    if (!buffer)
        return vm_raise_no_memory(vm);
    struct host_socket s = {.a = flags, .out = buffer,
                            .out_size = (size_t)size};
    int64_t n = size || addressed
                    ? act(vm, self, HOST_SOCKET_RECEIVE, &s, POLLIN)
                    : 0;
    r = n < 0 ? socket_failed(vm, n)
              : put(vm, in[0], name, buffer, n < size ? n : size);
    free(buffer);
    return addressed ? with_address(vm, r, &s) : r;
}

METHOD(m_recv_into)
{
    return receive_into(vm, self, "recv_into", args, nargs, kwnames, false);
}

METHOD(m_recvfrom_into)
{
    return receive_into(vm, self, "recvfrom_into", args, nargs, kwnames, true);
}

/* ---- sending --------------------------------------------------------------------------- */

METHOD(m_send)
{
    struct buffer b;
    int flags = 0;
    (void)kwnames;
    if (!args_between(vm, "send", nargs, 1, 2) ||
        (nargs > 1 && !posix_int(vm, args[1], &flags)) ||
        !buffer_get(vm, args[0], true, &b))
        return NULL;
    struct host_socket s = {.a = flags, .in = b.data, .in_size = b.size};
    int64_t n = act(vm, self, HOST_SOCKET_SEND, &s, POLLOUT);
    buffer_done(vm, &b);
    return n < 0 ? socket_failed(vm, n) : int_new(vm, n);
}

METHOD(m_sendall)
{
    struct buffer b;
    int flags = 0;
    int64_t n = 0;
    (void)kwnames;
    if (!args_between(vm, "sendall", nargs, 1, 2) ||
        (nargs > 1 && !posix_int(vm, args[1], &flags)) ||
        !buffer_get(vm, args[0], true, &b))
        return NULL;
    int64_t limit = of(self)->timeout > 0 ? of(self)->timeout : -1;
    int64_t deadline = ready_deadline(vm, limit);
    for (size_t at = 0; n >= 0 && at < b.size; at += (size_t)n) {
        struct host_socket s = {.a = flags, .in = b.data + at,
                                .in_size = b.size - at};
        n = act_until(vm, self, HOST_SOCKET_SEND, &s, POLLOUT, deadline);
        if (n < 0)
            break;
    }
    buffer_done(vm, &b);
    return done(vm, n);
}

METHOD(m_sendto)
{
    struct buffer b;
    int flags = 0;
    (void)kwnames;
    if (nargs < 2 || nargs > 3)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "sendto() takes 2 or 3 arguments (%zu given)", nargs);
    if ((nargs > 2 && !posix_int(vm, args[1], &flags)) ||
        !buffer_get(vm, args[0], true, &b))
        return NULL;
    struct host_socket s = {.a = flags, .in = b.data, .in_size = b.size};
    int64_t n = -EINTR;
    if (socket_address_read(vm, of(self)->family, args[nargs - 1], "sendto",
                            &s))
        n = act(vm, self, HOST_SOCKET_SEND, &s, POLLOUT);
    buffer_done(vm, &b);
    return n < 0 ? socket_failed(vm, n) : int_new(vm, n);
}

/* ---- timeouts and options ---------------------------------------------------------------- */

static object *change_timeout(struct vm *vm, object *self, int64_t timeout)
{
    of(self)->timeout = timeout;
    return set_blocking(vm, of(self)) ? vm_none(vm) : NULL;
}

METHOD(m_settimeout)
{
    int64_t timeout;
    UNUSED;
    return socket_timeout(vm, args[0], &timeout)
               ? change_timeout(vm, self, timeout)
               : NULL;
}

METHOD(m_setblocking)
{
    UNUSED;
    int blocking = vm_truth(vm, args[0]);
    return blocking < 0 ? NULL
                        : change_timeout(vm, self, blocking ? -1 : 0);
}

METHOD(m_getblocking)
{
    UNUSED;
    return vm_bool(vm, of(self)->timeout != 0);
}

static object *get_timeout(struct vm *vm, object *self, const void *data)
{
    (void)data;
    int64_t timeout = of(self)->timeout;
    return timeout < 0 ? vm_none(vm) : float_new(vm, (double)timeout / 1e9);
}

METHOD(m_gettimeout)
{
    UNUSED;
    return get_timeout(vm, self, NULL);
}

METHOD(m_getsockopt)
{
    int level, option, size = 0, number = 0;
    unsigned char bytes[1024];
    (void)kwnames;
    if (!args_between(vm, "getsockopt", nargs, 2, 3) ||
        !posix_int(vm, args[0], &level) || !posix_int(vm, args[1], &option) ||
        (nargs > 2 && !posix_int(vm, args[2], &size)))
        return NULL;
    if (size < 0 || size > (int)sizeof bytes)
        return vm_raise(vm, EXC_OS_ERROR, "getsockopt buflen out of range");
    struct host_socket s = {.a = level, .b = option,
                            .out = size ? (void *)bytes : (void *)&number,
                            .out_size = size ? (size_t)size : sizeof number};
    int64_t n = ready_call(vm, HOST_SOCKET_GET, of(self)->fd, &s);
    if (n < 0)
        return socket_failed(vm, n);
    return size ? bytes_new(vm, bytes, (size_t)n) : int_new(vm, number);
}

static object *set_option(struct vm *vm, object *self, int level, int option,
                          const void *value, size_t size)
{
    struct host_socket s = {.a = level, .b = option, .in = value,
                            .in_size = size};
    return done(vm, ready_call(vm, HOST_SOCKET_SET, of(self)->fd, &s));
}

METHOD(m_setsockopt)
{
    int level, option, number;
    (void)kwnames;
    if (!args_between(vm, "setsockopt", nargs, 3, 4) ||
        !posix_int(vm, args[0], &level) || !posix_int(vm, args[1], &option))
        return NULL;
    if (nargs == 4)
        return args[2] == vm->none && posix_int(vm, args[3], &number)
                   ? set_option(vm, self, level, option, NULL, (size_t)number)
               : vm_pending(vm) ? NULL
                                : vm_raise(vm, EXC_TYPE_ERROR,
                                           "setsockopt() argument 3 must be "
                                           "None, not %T", args[2]);
    if (vm_type_of(vm, args[2])->flags & TYPE_INT_SUBCLASS)
        return posix_int(vm, args[2], &number)
                   ? set_option(vm, self, level, option, &number,
                                sizeof number)
                   : NULL;
    struct buffer b;
    if (!buffer_get(vm, args[2], true, &b))
        return NULL;
    object *r = set_option(vm, self, level, option, b.data, b.size);
    buffer_done(vm, &b);
    return r;
}

static object *repr(struct vm *vm, object *self)
{
    const struct socket_object *s = of(self);
    return str_format(vm,
                      "<socket object, fd=%d, family=%d, type=%d, proto=%d>",
                      s->fd, s->family, s->type, s->protocol);
}

static const struct method_def methods[] = {
    {"_accept", m_accept, METHOD_NOARGS,
     "_accept() -> (integer, address info)"},
    {"bind", m_bind, METHOD_ONE, "bind(address)"},
    {"close", m_close, METHOD_NOARGS, "close()\n\nCloses the socket."},
    {"connect", m_connect, METHOD_ONE, "connect(address)"},
    {"connect_ex", m_connect_ex, METHOD_ONE, "connect_ex(address) -> errno"},
    {"detach", m_detach, METHOD_NOARGS, "detach()\n\nGives up the descriptor."},
    {"fileno", m_fileno, METHOD_NOARGS, "fileno() -> integer"},
    {"getpeername", m_getpeername, METHOD_NOARGS,
     "getpeername() -> address info"},
    {"getsockname", m_getsockname, METHOD_NOARGS,
     "getsockname() -> address info"},
    {"getsockopt", m_getsockopt, METHOD_ARGS,
     "getsockopt(level, option[, buffersize]) -> value"},
    {"setsockopt", m_setsockopt, METHOD_ARGS,
     "setsockopt(level, option, value: int)"},
    {"listen", m_listen, METHOD_ARGS, "listen([backlog])"},
    {"recv", m_recv, METHOD_ARGS, "recv(buffersize[, flags]) -> data"},
    {"recv_into", m_recv_into, METHOD_KEYWORDS,
     "recv_into(buffer, [nbytes[, flags]]) -> nbytes_read"},
    {"recvfrom", m_recvfrom, METHOD_ARGS,
     "recvfrom(buffersize[, flags]) -> (data, address info)"},
    {"recvfrom_into", m_recvfrom_into, METHOD_KEYWORDS,
     "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)"},
    {"send", m_send, METHOD_ARGS, "send(data[, flags]) -> count"},
    {"sendall", m_sendall, METHOD_ARGS, "sendall(data[, flags])"},
    {"sendto", m_sendto, METHOD_ARGS,
     "sendto(data[, flags], address) -> count"},
    {"setblocking", m_setblocking, METHOD_ONE, "setblocking(flag)"},
    {"getblocking", m_getblocking, METHOD_NOARGS, "getblocking()"},
    {"settimeout", m_settimeout, METHOD_ONE, "settimeout(timeout)"},
    {"gettimeout", m_gettimeout, METHOD_NOARGS, "gettimeout() -> timeout"},
    {"shutdown", m_shutdown, METHOD_ONE, "shutdown(flag)"},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def getsets[] = {
    {"timeout", get_timeout, NULL, "the socket timeout", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct member_def members[] = {
    {"family", MEMBER_INT, offsetof(struct socket_object, family), true,
     "the socket family"},
    {"type", MEMBER_INT, offsetof(struct socket_object, type), true,
     "the socket type"},
    {"proto", MEMBER_INT, offsetof(struct socket_object, protocol), true,
     "the socket protocol"},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

const struct type_spec socket_spec = {
    .name = "_socket.socket",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct socket_object), .flags = HEAP_CONTAINER},
    .slots = {.new_ = make, .init = init, .repr = repr, .finalize = finalize},
    .methods = methods,
    .getsets = getsets,
    .members = members,
    .doc = "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket "
           "object\nsocket(family=-1, type=-1, proto=-1, fileno=None) -> "
           "socket object",
};
