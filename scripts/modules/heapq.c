/*
 * _heapq: priority queues in lists, the smallest first.
 *
 * Comparing may run a script that changes the list: lengths are checked after
 * each comparison, items are held across it.
 */
#include "scripts/modules/modules.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

struct queue {
    struct vm *vm;
    object *list;
    bool largest; /* the largest comes first */
};

static bool is_list(struct vm *vm, object *o)
{
    if (vm_type_of(vm, o)->flags & TYPE_LIST_SUBCLASS)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR,
             "heappush() argument must be list, not %B", o);
    return false;
}

/* Shall the item at a come before the one at b?  -1: pending. */
static int before(struct queue *q, size_t a, size_t b)
{
    size_t length = list_length(q->list);
    object *x = heap_retain(list_items(q->list)[a]);
    object *y = heap_retain(list_items(q->list)[b]);
    int yes = q->largest ? vm_compare_bool(q->vm, y, x, COMPARE_LT)
                         : vm_compare_bool(q->vm, x, y, COMPARE_LT);
    vm_release(q->vm, x);
    vm_release(q->vm, y);
    if (yes < 0 || list_length(q->list) == length)
        return yes;
    vm_raise(q->vm, EXC_RUNTIME_ERROR, "list changed size during iteration");
    return -1;
}

/* Makes the list's array its own, to be written to; false: pending. */
static bool own(struct vm *vm, object *list)
{
    return !heap_is_shared(list) || list_own(vm, list);
}

static bool swap(struct queue *q, size_t a, size_t b)
{
    if (!own(q->vm, q->list))
        return false;
    object **items = list_items(q->list), *spare = items[a];
    items[a] = items[b];
    items[b] = spare;
    return true;
}

/* Puts item (stolen) in the first place; what was there, new, or NULL. */
static object *put_first(struct vm *vm, object *list, object *item)
{
    if (!own(vm, list)) {
        vm_release(vm, item);
        return NULL;
    }
    object *first = list_items(list)[0];
    list_items(list)[0] = item;
    return first;
}

/* Moves the item at `at` towards the front as far as `from`. */
static bool rise(struct queue *q, size_t from, size_t at)
{
    while (at > from) {
        size_t parent = (at - 1) / 2;
        int yes = before(q, at, parent);
        if (yes <= 0)
            return yes == 0;
        if (!swap(q, at, parent))
            return false;
        at = parent;
    }
    return true;
}

/* Moves the item at `at` to the bottom along the smaller children, and up
 * again from there. */
static bool sink(struct queue *q, size_t at)
{
    size_t from = at, end = list_length(q->list), limit = end / 2;
    while (at < limit) {
        size_t child = 2 * at + 1;
        if (child + 1 < end) {
            int yes = before(q, child, child + 1);
            if (yes < 0)
                return false;
            child += !yes;
        }
        if (!swap(q, at, child))
            return false;
        at = child;
    }
    return rise(q, from, at);
}

/* Takes the last item off; NULL: pending. */
static object *take_last(struct queue *q)
{
    size_t n = list_length(q->list);
    if (n == 0)
        return vm_raise(q->vm, EXC_INDEX_ERROR, "index out of range");
    object *last = heap_retain(list_items(q->list)[n - 1]);
    if (list_set_slice(q->vm, q->list, n - 1, n, NULL))
        return last;
    vm_release(q->vm, last);
    return NULL;
}

static object *pop(struct vm *vm, object *list, bool largest)
{
    struct queue q = {vm, list, largest};
    object *last = is_list(vm, list) ? take_last(&q) : NULL;
    if (!last || list_length(list) == 0)
        return last;
    object *first = put_first(vm, list, last);
    if (!first || sink(&q, 0))
        return first;
    vm_release(vm, first);
    return NULL;
}

static object *replace(struct vm *vm, object *list, object *item, bool largest)
{
    struct queue q = {vm, list, largest};
    if (!is_list(vm, list))
        return NULL;
    if (list_length(list) == 0)
        return vm_raise(vm, EXC_INDEX_ERROR, "index out of range");
    object *first = put_first(vm, list, heap_retain(item));
    if (!first || sink(&q, 0))
        return first;
    vm_release(vm, first);
    return NULL;
}

/* A parent whose children are leaves comes last in each subtree done. */
static object *order(struct vm *vm, object *list, bool largest)
{
    struct queue q = {vm, list, largest};
    if (!is_list(vm, list))
        return NULL;
    for (size_t k = list_length(list) / 2; k-- > 0;)
        if (!sink(&q, k))
            return NULL;
    return vm_none(vm);
}

FUNCTION(heappush)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "heappush", nargs, 2, 2) || !is_list(vm, args[0]) ||
        !list_append(vm, args[0], args[1]))
        return NULL;
    struct queue q = {vm, args[0], false};
    return rise(&q, 0, list_length(args[0]) - 1) ? vm_none(vm) : NULL;
}

FUNCTION(heappop)
{
    UNUSED;
    return pop(vm, args[0], false);
}

FUNCTION(heappop_max)
{
    UNUSED;
    return pop(vm, args[0], true);
}

FUNCTION(heapreplace)
{
    (void)self, (void)kwnames;
    return args_between(vm, "heapreplace", nargs, 2, 2)
               ? replace(vm, args[0], args[1], false)
               : NULL;
}

FUNCTION(heapreplace_max)
{
    (void)self, (void)kwnames;
    return args_between(vm, "_heapreplace_max", nargs, 2, 2)
               ? replace(vm, args[0], args[1], true)
               : NULL;
}

FUNCTION(heappushpop)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "heappushpop", nargs, 2, 2) ||
        !is_list(vm, args[0]))
        return NULL;
    if (list_length(args[0]) == 0)
        return heap_retain(args[1]);
    object *first = heap_retain(list_items(args[0])[0]);
    int less = vm_compare_bool(vm, first, args[1], COMPARE_LT);
    vm_release(vm, first);
    if (less <= 0)
        return less < 0 ? NULL : heap_retain(args[1]);
    return replace(vm, args[0], args[1], false);
}

FUNCTION(heapify)
{
    UNUSED;
    return order(vm, args[0], false);
}

FUNCTION(heapify_max)
{
    UNUSED;
    return order(vm, args[0], true);
}

static const struct method_def functions[] = {
    {"heappush", heappush, METHOD_ARGS,
     "heappush($module, heap, item, /)\n--\n\nAdd an item."},
    {"heappushpop", heappushpop, METHOD_ARGS,
     "heappushpop($module, heap, item, /)\n--\n\n"
     "Add an item, then take the smallest."},
    {"heappop", heappop, METHOD_ONE,
     "heappop($module, heap, /)\n--\n\nTake the smallest item."},
    {"heapreplace", heapreplace, METHOD_ARGS,
     "heapreplace($module, heap, item, /)\n--\n\n"
     "Take the smallest item, then add one."},
    {"heapify", heapify, METHOD_ONE,
     "heapify($module, heap, /)\n--\n\nMake a list a heap, in place."},
    {"_heappop_max", heappop_max, METHOD_ONE,
     "_heappop_max($module, heap, /)\n--\n\nTake the largest item."},
    {"_heapify_max", heapify_max, METHOD_ONE,
     "_heapify_max($module, heap, /)\n--\n\n"
     "Make a list a heap with the largest first."},
    {"_heapreplace_max", heapreplace_max, METHOD_ARGS,
     "_heapreplace_max($module, heap, item, /)\n--\n\n"
     "Take the largest item, then add one."},
    {NULL, NULL, 0, NULL},
};

bool heapq_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions) &&
           module_add_str(vm, module, "__about__",
                          "A heap is a list in which no item is larger than "
                          "those at twice its place.");
}
