/*
 * select.epoll: a descriptor of the system's that watches others; -1 closed.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "scripts/modules/native.h"
#include "scripts/modules/posix.h"
#include "scripts/modules/ready.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct epoll {
    struct heap_node node;
    int fd;
};

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

static struct epoll *of(object *o)
{
    return (struct epoll *)o;
}

static bool check_open(struct vm *vm, object *self)
{
    if (of(self)->fd < 0)
        vm_raise(vm, EXC_VALUE_ERROR, "I/O operation on closed epoll object");
    return of(self)->fd >= 0;
}

static object *around(struct vm *vm, struct type_object *type, int fd)
{
    object *o = type_alloc(vm, type, 0);
    if (o)
        of(o)->fd = fd;
    else
        vm->host->close(vm->host->arg, fd);
    return o;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"sizehint", "flags", NULL};
    static const struct arg_spec spec = {"epoll", names, 0, 2, 0};
    object *in[2];
    int hint = -1, flags = 0;
    struct host_socket s = {0};
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[0] && !posix_int(vm, in[0], &hint)) ||
        (in[1] && !posix_int(vm, in[1], &flags)))
        return NULL;
    if (hint == 0 || hint < -1)
        return vm_raise(vm, EXC_VALUE_ERROR, "negative sizehint");
    if (flags && flags != EPOLL_CLOEXEC)
        return vm_raise(vm, EXC_OS_ERROR, "invalid flags");
    int64_t fd = ready_call(vm, HOST_EPOLL_OPEN, -1, &s);
    if (fd < 0)
        return vm_pending(vm) ? NULL : vm_raise_os(vm, fd, NULL);
    return around(vm, type, (int)fd);
}

static int64_t close_it(struct vm *vm, object *self)
{
    int fd = of(self)->fd;
    of(self)->fd = -1;
    return fd >= 0 ? vm->host->close(vm->host->arg, fd) : 0;
}

static void finalize(struct vm *vm, object *self)
{
    close_it(vm, self);
}

METHOD(m_close)
{
    UNUSED;
    int64_t n = close_it(vm, self);
    return n < 0 ? vm_raise_os(vm, n, NULL) : vm_none(vm);
}

METHOD(m_fileno)
{
    UNUSED;
    return check_open(vm, self) ? int_new(vm, of(self)->fd) : NULL;
}

METHOD(m_fromfd)
{
    int fd;
    UNUSED;
    struct type_object *type = native_type(vm, &select_epoll_spec);
    return type && posix_int(vm, args[0], &fd) ? around(vm, type, fd) : NULL;
}

METHOD(m_enter)
{
    UNUSED;
    return check_open(vm, self) ? heap_retain(self) : NULL;
}

static object *change(struct vm *vm, object *self, int op, object *file,
                      object *events)
{
    int fd;
    int64_t mask = EPOLLIN | EPOLLPRI | EPOLLOUT;
    if (!check_open(vm, self) || !ready_descriptor(vm, file, &fd))
        return NULL;
    object *index = events ? vm_index(vm, events) : NULL;
    if (events && (!index || !int_as_i64(vm, index, &mask))) {
        vm_release_maybe(vm, index);
        return NULL;
    }
    vm_release_maybe(vm, index);
    if (mask < 0 || mask > UINT32_MAX)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        mask < 0 ? "can't convert negative value to unsigned "
                                   "int"
                                 : "Python int too large to convert to C "
                                   "unsigned int");
    struct host_socket s = {.a = op, .b = fd, .c = mask};
    int64_t n = ready_call(vm, HOST_EPOLL_CHANGE, of(self)->fd, &s);
    if (n < 0)
        return vm_pending(vm) ? NULL : vm_raise_os(vm, n, NULL);
    return vm_none(vm);
}

static object *change_by(struct vm *vm, object *self, int op,
                         const struct arg_spec *spec, object *const *args,
                         size_t nargs, object *kwnames)
{
    object *in[2] = {0};
    return args_bind(vm, spec, args, nargs, kwnames, in)
               ? change(vm, self, op, in[0], in[1])
               : NULL;
}

#define CHANGE(name, op, positional, required)                                 \
    METHOD(m_##name)                                                           \
    {                                                                          \
        static const char *const names[] = {                                   \
            "fd", positional > 1 ? "eventmask" : NULL, NULL};                  \
        static const struct arg_spec spec = {#name, names, 0, positional,      \
                                             required};                        \
        return change_by(vm, self, op, &spec, args, nargs, kwnames);           \
    }
CHANGE(register, EPOLL_CTL_ADD, 2, 1)
CHANGE(modify, EPOLL_CTL_MOD, 2, 2)
CHANGE(unregister, EPOLL_CTL_DEL, 1, 1)

static object *found_list(struct vm *vm, const struct host_polled *items,
                          int64_t count)
{
    object *list = list_new(vm, 0);
    for (int64_t i = 0; list && i < count; i++) {
        object *fd = int_new(vm, items[i].fd);
        object *found = int_new(vm, items[i].found);
        object *both = fd && found ? tuple_pack(vm, 2, fd, found) : NULL;
        vm_release_maybe(vm, fd);
        vm_release_maybe(vm, found);
        if (!both || !list_append_steal(vm, list, both)) {
            vm_release(vm, list);
            return NULL;
        }
    }
    return list;
}

static object *wait_for(struct vm *vm, object *self, int64_t ns, int most)
{
    struct host_polled *items = calloc((size_t)most, sizeof *items);
    if (!items)
        return vm_raise_no_memory(vm);
    int64_t n = ready_wait(vm, HOST_EPOLL_WAIT, of(self)->fd, items,
                           (size_t)most, ready_deadline(vm, ns));
    if (n < 0 && !vm_pending(vm))
        vm_raise_os(vm, n, NULL);
    object *list = n < 0 ? NULL : found_list(vm, items, n);
    free(items);
    return list;
}

METHOD(m_poll)
{
    static const char *const names[] = {"timeout", "maxevents", NULL};
    static const struct arg_spec spec = {"poll", names, 0, 2, 0};
    object *in[2];
    int64_t ns;
    int most = -1;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[1] && !posix_int(vm, in[1], &most)) || !check_open(vm, self))
        return NULL;
    if (!ready_timeout(vm, in[0], 1e9, &ns)) {
        if (vm_pending_is(vm, EXC_TYPE_ERROR)) {
            vm_pending_clear(vm);
            vm_raise(vm, EXC_TYPE_ERROR,
                     "timeout must be an integer or None");
        }
        return NULL;
    }
    if (most == -1)
        most = 1023;
    else if (most < 1)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "maxevents must be greater than 0, got %d", most);
    return wait_for(vm, self, ns, most);
}

static object *get_closed(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return vm_bool(vm, of(self)->fd < 0);
}

static const struct method_def methods[] = {
    {"fromfd", m_fromfd, METHOD_ONE | METHOD_CLASS,
     "fromfd($type, fd, /)\n--\n\nAn epoll object around a descriptor."},
    {"close", m_close, METHOD_NOARGS,
     "close($self, /)\n--\n\nCloses its descriptor."},
    {"fileno", m_fileno, METHOD_NOARGS,
     "fileno($self, /)\n--\n\nIts descriptor."},
    {"register", m_register, METHOD_KEYWORDS,
     "register($self, /, fd,\n         eventmask=select.EPOLLIN | "
     "select.EPOLLPRI | select.EPOLLOUT)\n--\n\nWatches a descriptor."},
    {"modify", m_modify, METHOD_KEYWORDS,
     "modify($self, /, fd, eventmask)\n--\n\nChanges what is wanted."},
    {"unregister", m_unregister, METHOD_KEYWORDS,
     "unregister($self, /, fd)\n--\n\nWatches it no longer."},
    {"poll", m_poll, METHOD_KEYWORDS,
     "poll($self, /, timeout=None, maxevents=-1)\n--\n\n"
     "Waits; a list of (fd, events)."},
    {"__enter__", m_enter, METHOD_NOARGS, "__enter__($self, /)\n--\n\n"},
    {"__exit__", m_close, METHOD_ARGS,
     "__exit__($self, exc_type=None, exc_value=None, exc_tb=None, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def getsets[] = {
    {"closed", get_closed, NULL, "True if it is closed", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct type_spec select_epoll_spec = {
    .name = "select.epoll",
    .flags = 0,
    .layout = {.size = sizeof(struct epoll)},
    .slots = {.new_ = make, .finalize = finalize},
    .methods = methods,
    .getsets = getsets,
    .doc = "select.epoll(sizehint=-1, flags=0)\n\n"
           "Watches many descriptors.",
};
