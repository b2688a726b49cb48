/*
 * _bisect: places in sorted sequences.
 */
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

struct search {
    object *list, *item, *key; /* borrowed; key NULL: none */
    ptrdiff_t low, high;
};

static bool read_arguments(struct vm *vm, const char *name,
                           object *const *args, size_t nargs, object *kwnames,
                           struct search *s)
{
    static const char *const names[] = {"a", "x", "lo", "hi", "key", NULL};
    struct arg_spec spec = {name, names, 0, 4, 2};
    object *in[5];
    s->low = 0;
    s->high = -1;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[2] && !native_ssize(vm, in[2], &s->low)) ||
        (in[3] && in[3] != vm->none && !native_ssize(vm, in[3], &s->high)))
        return false;
    s->list = in[0];
    s->item = in[1];
    s->key = in[4] == vm->none ? NULL : in[4];
    if (s->low < 0)
        vm_raise(vm, EXC_VALUE_ERROR, "lo must be non-negative");
    else if (s->high == -1)
        s->high = vm_length(vm, s->list);
    return !vm_pending(vm);
}

/* The item at a place, by its key. */
static object *at(struct vm *vm, const struct search *s, ptrdiff_t place)
{
    const struct type_slots *slots = &vm_type_of(vm, s->list)->slots;
    object *index = slots->item ? NULL : int_new(vm, place);
    object *item = slots->item ? slots->item(vm, s->list, place)
                   : index     ? vm_getitem(vm, s->list, index)
                               : NULL;
    vm_release_maybe(vm, index);
    if (!item || !s->key)
        return item;
    object *key = vm_call1(vm, s->key, item);
    vm_release(vm, item);
    return key;
}

/* The place to insert item at, behind equal ones or before; -1: pending. */
static ptrdiff_t find(struct vm *vm, const struct search *s, object *item,
                      bool right)
{
    ptrdiff_t low = s->low, high = s->high;
    while (low < high) {
        ptrdiff_t middle = (ptrdiff_t)(((size_t)low + (size_t)high) / 2);
        object *there = at(vm, s, middle);
        if (!there)
            return -1;
        int less = right ? vm_compare_bool(vm, item, there, COMPARE_LT)
                         : vm_compare_bool(vm, there, item, COMPARE_LT);
        vm_release(vm, there);
        if (less < 0)
            return -1;
        if (right == !!less)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static object *bisect(struct vm *vm, const char *name, bool right,
                      object *const *args, size_t nargs, object *kwnames)
{
    struct search s;
    if (!read_arguments(vm, name, args, nargs, kwnames, &s))
        return NULL;
    ptrdiff_t place = find(vm, &s, s.item, right);
    return place < 0 ? NULL : int_new(vm, place);
}

/* list.insert(place, item) */
static bool insert(struct vm *vm, object *list, ptrdiff_t place, object *item)
{
    if (vm_is(list, TYPE_LIST))
        return list_insert(vm, list,
                           (size_t)place < list_length(list)
                               ? (size_t)place
                               : list_length(list),
                           item);
    object *index = int_new(vm, place);
    object *method = index ? vm_getattr_str(vm, list, "insert") : NULL;
    object *r = method ? vm_call2(vm, method, index, item) : NULL;
    vm_release_maybe(vm, index);
    vm_release_maybe(vm, method);
    vm_release_maybe(vm, r);
    return r;
}

static object *insort(struct vm *vm, const char *name, bool right,
                      object *const *args, size_t nargs, object *kwnames)
{
    struct search s;
    if (!read_arguments(vm, name, args, nargs, kwnames, &s))
        return NULL;
    object *key = s.key ? vm_call1(vm, s.key, s.item) : heap_retain(s.item);
    ptrdiff_t place = key ? find(vm, &s, key, right) : -1;
    vm_release_maybe(vm, key);
    return place >= 0 && insert(vm, s.list, place, s.item) ? vm_none(vm)
                                                           : NULL;
}

FUNCTION(bisect_right)
{
    (void)self;
    return bisect(vm, "bisect_right", true, args, nargs, kwnames);
}

FUNCTION(bisect_left)
{
    (void)self;
    return bisect(vm, "bisect_left", false, args, nargs, kwnames);
}

FUNCTION(insort_right)
{
    (void)self;
    return insort(vm, "insort_right", true, args, nargs, kwnames);
}

FUNCTION(insort_left)
{
    (void)self;
    return insort(vm, "insort_left", false, args, nargs, kwnames);
}

#define SIGNATURE "($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\n"

static const struct method_def functions[] = {
    {"bisect_right", bisect_right, METHOD_KEYWORDS,
     "bisect_right" SIGNATURE
     "Where to insert x in the sorted a, behind equal items."},
    {"insort_right", insort_right, METHOD_KEYWORDS,
     "insort_right" SIGNATURE "Insert x there."},
    {"bisect_left", bisect_left, METHOD_KEYWORDS,
     "bisect_left" SIGNATURE
     "Where to insert x in the sorted a, before equal items."},
    {"insort_left", insort_left, METHOD_KEYWORDS,
     "insort_left" SIGNATURE "Insert x there."},
    {NULL, NULL, 0, NULL},
};

bool bisect_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions);
}
