/*
 * select: the module, and select() itself.  Neighbours: ready.c, which waits;
 * select_poll.c, select_epoll.c.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/modules/ready.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

enum { READ, WRITE, URGENT, KINDS };

/* What is asked for, and what of the answer counts. */
static const uint32_t wanted[] = {POLLIN, POLLOUT, POLLPRI};
static const uint32_t counts[] = {POLLIN | POLLHUP | POLLERR,
                                  POLLOUT | POLLERR, POLLPRI};

struct waiting {
    object *given[KINDS]; /* tuples, owned */
    struct host_polled *items;
    size_t count;
};

static bool take(struct vm *vm, struct waiting *w, object *const *args)
{
    size_t most = 0;
    for (int k = 0; k < KINDS; k++) {
        if (!(w->given[k] = vm_tuple_from(vm, args[k])))
            return false;
        most += tuple_length(w->given[k]);
    }
    if (!(w->items = calloc(most + 1, sizeof *w->items))) {
        vm_raise_no_memory(vm);
        return false;
    }
    for (int k = 0; k < KINDS; k++)
        for (size_t i = 0; i < tuple_length(w->given[k]); i++) {
            struct host_polled *r = &w->items[w->count++];
            r->wanted = wanted[k];
            if (!ready_descriptor(vm, tuple_items(w->given[k])[i], &r->fd))
                return false;
        }
    return true;
}

/* None: for ever, -1. */
static bool take_timeout(struct vm *vm, object *o, int64_t *ns)
{
    if (!ready_timeout(vm, o, 1e9, ns)) {
        if (vm_pending_is(vm, EXC_TYPE_ERROR)) {
            vm_pending_clear(vm);
            vm_raise(vm, EXC_TYPE_ERROR,
                     "timeout must be a float or None");
        }
        return false;
    }
    if (*ns < -1)
        vm_raise(vm, EXC_VALUE_ERROR, "timeout must be non-negative");
    return *ns >= -1;
}

static object *ready_lists(struct vm *vm, const struct waiting *w)
{
    object *lists[KINDS] = {0};
    const struct host_polled *r = w->items;
    bool ok = true;
    for (int k = 0; ok && k < KINDS; k++) {
        ok = (lists[k] = list_new(vm, 0));
        for (size_t i = 0; ok && i < tuple_length(w->given[k]); i++, r++)
            if (r->found & counts[k])
                ok = list_append(vm, lists[k], tuple_items(w->given[k])[i]);
    }
    object *result =
        ok ? tuple_pack(vm, 3, lists[READ], lists[WRITE], lists[URGENT])
           : NULL;
    for (int k = 0; k < KINDS; k++)
        vm_release_maybe(vm, lists[k]);
    return result;
}

static object *wait_for(struct vm *vm, struct waiting *w, int64_t limit)
{
    int64_t n = ready_wait(vm, HOST_POLL, -1, w->items, w->count,
                           ready_deadline(vm, limit));
    for (size_t i = 0; i < w->count; i++)
        if (n > 0 && w->items[i].found & POLLNVAL)
            n = -EBADF;
    if (n < 0)
        return vm_pending(vm) ? NULL : vm_raise_os(vm, n, NULL);
    return ready_lists(vm, w);
}

static object *select_(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    struct waiting w = {0};
    object *result = NULL;
    int64_t limit;
    (void)self, (void)kwnames;
    if (!args_between(vm, "select", nargs, 3, 4) ||
        !take_timeout(vm, nargs > 3 ? args[3] : NULL, &limit))
        return NULL;
    if (take(vm, &w, args))
        result = wait_for(vm, &w, limit);
    for (int k = 0; k < KINDS; k++)
        vm_release_maybe(vm, w.given[k]);
    free(w.items);
    return result;
}

static object *make(struct vm *vm, const struct type_spec *spec)
{
    struct type_object *type = native_type(vm, spec);
    return type ? type_alloc(vm, type, 0) : NULL;
}

static object *poll_(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return make(vm, &select_poll_spec);
}

static const struct method_def functions[] = {
    {"poll", poll_, METHOD_NOARGS,
     "poll($module, /)\n--\n\nAn object that waits for descriptors."},
    {"select", select_, METHOD_ARGS,
     "select($module, rlist, wlist, xlist, timeout=None, /)\n--\n\n"
     "Waits until something can be read or written; what."},
    {NULL, NULL, 0, NULL},
};

#define C(name) {#name, name}
static const struct {
    const char *name;
    int64_t value;
} constants[] = {
    C(PIPE_BUF), C(POLLIN), C(POLLPRI), C(POLLOUT), C(POLLERR), C(POLLHUP),
    C(POLLNVAL), C(POLLRDNORM), C(POLLRDBAND), C(POLLWRNORM), C(POLLWRBAND),
    C(POLLMSG), C(POLLRDHUP), {"EPOLLIN", EPOLLIN}, {"EPOLLOUT", EPOLLOUT},
    {"EPOLLPRI", EPOLLPRI}, {"EPOLLERR", EPOLLERR}, {"EPOLLHUP", EPOLLHUP},
    {"EPOLLRDHUP", EPOLLRDHUP}, {"EPOLLET", EPOLLET},
    {"EPOLLONESHOT", EPOLLONESHOT}, {"EPOLLEXCLUSIVE", EPOLLEXCLUSIVE},
    {"EPOLLRDNORM", EPOLLRDNORM}, {"EPOLLRDBAND", EPOLLRDBAND},
    {"EPOLLWRNORM", EPOLLWRNORM}, {"EPOLLWRBAND", EPOLLWRBAND},
    {"EPOLLMSG", EPOLLMSG}, C(EPOLL_CLOEXEC),
};

bool select_fill(struct vm *vm, object *module)
{
    object *error = type_as_object(vm->exceptions[EXC_OS_ERROR]);
    struct type_object *epoll = native_type(vm, &select_epoll_spec);
    bool ok = epoll && module_add_functions(vm, module, functions) &&
              module_add_steal(vm, module, "error", heap_retain(error)) &&
              module_add_steal(vm, module, "epoll",
                               heap_retain(type_as_object(epoll)));
    for (size_t k = 0; ok && k < sizeof constants / sizeof *constants; k++)
        ok = module_add_int(vm, module, constants[k].name, constants[k].value);
    return ok;
}
