/*
 * select: waits for descriptors through the host.
 */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/posix.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/signals.h"

enum { READ, WRITE, URGENT, KINDS };

struct waiting {
    object *given[KINDS]; /* tuples, owned */
    struct host_ready *items;
    size_t count;
};

/* An int, or what fileno() gives. */
static bool descriptor_of(struct vm *vm, object *o, int *fd)
{
    object *number = NULL, *method = NULL;
    if (vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS) {
        number = heap_retain(o);
    } else {
        method = vm_getattr_str(vm, o, "fileno");
        if (!method && !vm_pending_is(vm, EXC_ATTRIBUTE_ERROR))
            return false;
        vm_pending_clear(vm);
        number = method ? vm_call0(vm, method) : NULL;
        vm_release_maybe(vm, method);
        if (method && !number)
            return false;
    }
    if (!number || !(vm_type_of(vm, number)->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 number ? "fileno() returned a non-integer"
                        : "argument must be an int, or have a fileno() "
                          "method.");
        vm_release_maybe(vm, number);
        return false;
    }
    bool ok = posix_int(vm, number, fd);
    vm_release(vm, number);
    if (ok && *fd < 0)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "file descriptor cannot be a negative integer (%d)", *fd);
    return ok && *fd >= 0;
}

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
            struct host_ready *r = &w->items[w->count++];
            *r = (struct host_ready){0, k == READ, k == WRITE, k == URGENT};
            if (!descriptor_of(vm, tuple_items(w->given[k])[i], &r->fd))
                return false;
        }
    return true;
}

/* None: for ever, -1.  Rounded up, as a wait may not end early. */
static bool take_timeout(struct vm *vm, object *o, int64_t *milliseconds)
{
    double seconds;
    *milliseconds = -1;
    if (!o || o == vm->none)
        return true;
    if (!float_as_double(vm, o, &seconds)) {
        if (vm_pending_is(vm, EXC_TYPE_ERROR)) {
            vm_pending_clear(vm);
            vm_raise(vm, EXC_TYPE_ERROR,
                     "timeout must be a float or None");
        }
        return false;
    }
    if (!(seconds >= 0)) {
        vm_raise(vm, EXC_VALUE_ERROR, "timeout must be non-negative");
        return false;
    }
    *milliseconds = seconds > 9e9 ? INT64_C(9000000000000)
                                  : (int64_t)ceil(seconds * 1000);
    return true;
}

static object *ready_lists(struct vm *vm, const struct waiting *w)
{
    object *lists[KINDS] = {0};
    const struct host_ready *r = w->items;
    bool ok = true;
    for (int k = 0; ok && k < KINDS; k++) {
        ok = (lists[k] = list_new(vm, 0));
        for (size_t i = 0; ok && i < tuple_length(w->given[k]); i++, r++)
            if (r->read || r->write || r->urgent)
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
    int64_t n;
    do
        n = vm->host->wait_ready(vm->host->arg, w->items, w->count, limit);
    while (n == -EINTR && signals_poll(vm));
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
    if (!vm->host->wait_ready)
        return vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                        "a script that is debugged cannot wait for several "
                        "files");
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

static const struct method_def functions[] = {
    {"select", select_, METHOD_ARGS,
     "select($module, rlist, wlist, xlist, timeout=None, /)\n--\n\n"
     "Waits until something can be read or written; what."},
    {NULL, NULL, 0, NULL},
};

bool select_fill(struct vm *vm, object *module)
{
    object *error = type_as_object(vm->exceptions[EXC_OS_ERROR]);
    return module_add_functions(vm, module, functions) &&
           module_add_steal(vm, module, "error", heap_retain(error)) &&
           module_add_int(vm, module, "PIPE_BUF", PIPE_BUF);
}
