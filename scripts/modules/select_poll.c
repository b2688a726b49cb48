/*
 * select.poll: descriptors and the events wanted of each, kept in a dict.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "scripts/modules/native.h"
#include "scripts/modules/ready.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct poll_object {
    struct heap_node node;
    object *events; /* a dict, made when first needed */
    bool waits;
};

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

static struct poll_object *of(object *o)
{
    return (struct poll_object *)o;
}

static object *events_of(struct vm *vm, object *self)
{
    if (!of(self)->events)
        of(self)->events = dict_new(vm);
    return of(self)->events;
}

static bool event_mask(struct vm *vm, object *o, int64_t *mask)
{
    *mask = POLLIN | POLLPRI | POLLOUT;
    if (!o)
        return true;
    object *index = vm_index(vm, o);
    bool ok = index && int_as_i64(vm, index, mask);
    vm_release_maybe(vm, index);
    if (ok && *mask < 0)
        vm_raise(vm, EXC_VALUE_ERROR, "value must be positive");
    else if (ok && *mask > UINT16_MAX)
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "Python int too large for C unsigned short");
    return ok && *mask >= 0 && *mask <= UINT16_MAX;
}

static object *note(struct vm *vm, object *self, int fd, int64_t mask)
{
    object *key = int_new(vm, fd), *value = int_new(vm, mask);
    object *events = events_of(vm, self);
    bool ok = key && value && events && dict_set(vm, events, key, value);
    vm_release_maybe(vm, key);
    vm_release_maybe(vm, value);
    return ok ? vm_none(vm) : NULL;
}

METHOD(m_register)
{
    int fd;
    int64_t mask;
    (void)kwnames;
    return args_between(vm, "register", nargs, 1, 2) &&
                   ready_descriptor(vm, args[0], &fd) &&
                   event_mask(vm, nargs > 1 ? args[1] : NULL, &mask)
               ? note(vm, self, fd, mask)
               : NULL;
}

/* Is fd registered?  Raises else KeyError or ENOENT. */
static bool known(struct vm *vm, object *self, int fd, bool as_key)
{
    object *key = int_new(vm, fd), *events = events_of(vm, self);
    object *value = key && events ? dict_peek(vm, events, key) : NULL;
    if (!value && !vm_pending(vm) && as_key)
        vm_raise_object(vm, EXC_KEY_ERROR, key);
    else if (!value && !vm_pending(vm))
        vm_raise_os(vm, -ENOENT, NULL);
    vm_release_maybe(vm, key);
    return value;
}

METHOD(m_modify)
{
    int fd;
    int64_t mask;
    (void)kwnames;
    return args_between(vm, "modify", nargs, 2, 2) &&
                   ready_descriptor(vm, args[0], &fd) &&
                   event_mask(vm, args[1], &mask) &&
                   known(vm, self, fd, false)
               ? note(vm, self, fd, mask)
               : NULL;
}

METHOD(m_unregister)
{
    int fd;
    (void)nargs, (void)kwnames;
    if (!ready_descriptor(vm, args[0], &fd) || !known(vm, self, fd, true))
        return NULL;
    object *key = int_new(vm, fd);
    bool ok = key && dict_delete(vm, of(self)->events, key) >= 0;
    vm_release_maybe(vm, key);
    return ok ? vm_none(vm) : NULL;
}

/* What is registered, malloc'ed; NULL: pending. */
static struct host_polled *gather(struct vm *vm, object *self, size_t *count)
{
    object *events = events_of(vm, self), *key, *value;
    size_t place = 0;
    *count = 0;
    struct host_polled *items =
        events ? calloc(dict_length(events) + 1, sizeof *items) : NULL;
    if (!items)
        return vm_pending(vm) ? NULL : (void *)vm_raise_no_memory(vm);
    while (dict_next(events, &place, &key, &value)) {
        int64_t fd, wanted;
        if (int_fits_i64(key, &fd) && int_fits_i64(value, &wanted))
            items[(*count)++] =
                (struct host_polled){(int32_t)fd, (uint32_t)wanted, 0};
    }
    return items;
}

static object *found_list(struct vm *vm, const struct host_polled *items,
                          size_t count)
{
    object *list = list_new(vm, 0);
    for (size_t i = 0; list && i < count; i++) {
        if (!items[i].found)
            continue;
        object *pair[] = {int_new(vm, items[i].fd),
                          int_new(vm, items[i].found)};
        object *both = pair[0] && pair[1] ? tuple_from(vm, pair, 2) : NULL;
        vm_release_maybe(vm, pair[0]);
        vm_release_maybe(vm, pair[1]);
        if (!both || !list_append_steal(vm, list, both)) {
            vm_release(vm, list);
            return NULL;
        }
    }
    return list;
}

METHOD(m_poll)
{
    int64_t ns;
    size_t count;
    (void)kwnames;
    if (!args_between(vm, "poll", nargs, 0, 1))
        return NULL;
    if (!ready_timeout(vm, nargs ? args[0] : NULL, 1e6, &ns)) {
        if (vm_pending_is(vm, EXC_TYPE_ERROR)) {
            vm_pending_clear(vm);
            vm_raise(vm, EXC_TYPE_ERROR,
                     "timeout must be an integer or None");
        }
        return NULL;
    }
    if (of(self)->waits)
        return vm_raise(vm, EXC_RUNTIME_ERROR, "concurrent poll() invocation");
    struct host_polled *items = gather(vm, self, &count);
    if (!items)
        return NULL;
    of(self)->waits = true;
    int64_t n = ready_wait(vm, HOST_POLL, -1, items, count,
                           ready_deadline(vm, ns));
    of(self)->waits = false;
    if (n < 0 && !vm_pending(vm))
        vm_raise_os(vm, n, NULL);
    object *list = n < 0 ? NULL : found_list(vm, items, count);
    free(items);
    return list;
}

static const struct method_def methods[] = {
    {"register", m_register, METHOD_ARGS,
     "register($self, fd,\n         eventmask=select.POLLIN | select.POLLPRI "
     "| select.POLLOUT, /)\n--\n\nWatches a descriptor."},
    {"modify", m_modify, METHOD_ARGS,
     "modify($self, fd, eventmask, /)\n--\n\nChanges what is wanted."},
    {"unregister", m_unregister, METHOD_ONE,
     "unregister($self, fd, /)\n--\n\nWatches it no longer."},
    {"poll", m_poll, METHOD_ARGS,
     "poll($self, timeout=None, /)\n--\n\nWaits; a list of (fd, events)."},
    {NULL, NULL, 0, NULL},
};

static const struct heap_field fields[] = {
    {"events", offsetof(struct poll_object, events)},
};

const struct type_spec select_poll_spec = {
    .name = "select.poll",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct poll_object),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 1},
    .methods = methods,
};
