/*
 * gc: the collector's controls, as scripts see them.
 *
 * gc.callbacks and gc.garbage are lists in the dict of the module that
 * sys.modules has; the hooks of the heap find them there.
 */
#include "scripts/modules/gc.h"
#include "scripts/modules/modules.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

/* ---- switches --------------------------------------------------------------------- */

FUNCTION(enable)
{
    UNUSED;
    heap_gc_enable(vm->heap, true);
    return vm_none(vm);
}

FUNCTION(disable)
{
    UNUSED;
    heap_gc_enable(vm->heap, false);
    return vm_none(vm);
}

FUNCTION(is_enabled)
{
    UNUSED;
    return vm_bool(vm, heap_gc_enabled(vm->heap));
}

FUNCTION(collect)
{
    static const char *const names[] = {"generation", NULL};
    static const struct arg_spec spec = {"collect", names, 0, 1, 0};
    object *arg;
    ptrdiff_t generation = HEAP_GENERATIONS - 1;
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, &arg) ||
        (arg && !vm_int_argument(vm, arg, &generation)))
        return NULL;
    if (generation < 0 || generation >= HEAP_GENERATIONS)
        return vm_raise(vm, EXC_VALUE_ERROR, "invalid generation");
    return int_new_u64(vm, heap_collect(vm->heap, (int)generation));
}

static object *three(struct vm *vm, const int n[HEAP_GENERATIONS])
{
    object *items[HEAP_GENERATIONS] = {NULL};
    object *r = NULL;
    bool ok = true;
    for (int i = 0; i < HEAP_GENERATIONS; i++)
        ok &= (items[i] = int_new(vm, n[i])) != NULL;
    if (ok)
        r = tuple_from(vm, items, HEAP_GENERATIONS);
    for (int i = 0; i < HEAP_GENERATIONS; i++)
        vm_release_maybe(vm, items[i]);
    return r;
}

FUNCTION(get_threshold)
{
    int n[HEAP_GENERATIONS];
    UNUSED;
    heap_gc_thresholds(vm->heap, n);
    return three(vm, n);
}

FUNCTION(set_threshold)
{
    int n[HEAP_GENERATIONS];
    (void)self, (void)kwnames;
    if (!args_between(vm, "set_threshold", nargs, 1, HEAP_GENERATIONS))
        return NULL;
    heap_gc_thresholds(vm->heap, n);
    for (size_t i = 0; i < nargs; i++) {
        ptrdiff_t value;
        if (!vm_index_as_ssize(vm, args[i], &value, true))
            return NULL;
        n[i] = (int)value;
    }
    heap_gc_set_thresholds(vm->heap, n);
    return vm_none(vm);
}

FUNCTION(get_count)
{
    int n[HEAP_GENERATIONS];
    UNUSED;
    heap_gc_counts(vm->heap, n);
    return three(vm, n);
}

static bool put(struct vm *vm, object *dict, const char *name, size_t n)
{
    object *value = int_new_u64(vm, n);
    bool ok = value && dict_set_c(vm, dict, name, value);
    vm_release_maybe(vm, value);
    return ok;
}

static object *stats_of(struct vm *vm, int generation)
{
    struct heap_gc_stats s;
    object *dict = dict_new(vm);
    heap_gc_stats(vm->heap, generation, &s);
    if (dict && put(vm, dict, "collections", s.collections) &&
        put(vm, dict, "collected", s.collected) &&
        put(vm, dict, "uncollectable", s.uncollectable))
        return dict;
    vm_release_maybe(vm, dict);
    return NULL;
}

FUNCTION(get_stats)
{
    object *list = list_new(vm, HEAP_GENERATIONS);
    bool ok = list;
    UNUSED;
    for (int i = 0; ok && i < HEAP_GENERATIONS; i++) {
        object *dict = stats_of(vm, i);
        ok = dict && list_append_steal(vm, list, dict);
    }
    if (ok)
        return list;
    vm_release_maybe(vm, list);
    return NULL;
}

/* ---- debugging ---------------------------------------------------------------------- */

static object *module_list(struct vm *vm, const char *name)
{
    object *module = dict_get_c_peek(vm, vm->modules, "gc");
    object *list = module && vm_is(module, TYPE_MODULE)
                       ? dict_get_c_peek(vm, module_dict(module), name)
                       : NULL;
    return list && vm_is(list, TYPE_LIST) ? list : NULL;
}

static void tell(struct vm *vm, object *o, bool collectable)
{
    object *text = str_format(vm, "gc: %s <%T %p>\n",
                              collectable ? "collectable" : "uncollectable", o,
                              (void *)o);
    if (text)
        sys_write_stderr(vm, text);
    else
        vm_pending_clear(vm);
    vm_release_maybe(vm, text);
}

static void keep_garbage(void *arg, object *o, bool collectable)
{
    struct vm *vm = arg;
    unsigned flags = heap_gc_debug(vm->heap);
    object *garbage = module_list(vm, "garbage");
    if (flags & (collectable ? HEAP_GC_COLLECTABLE : HEAP_GC_UNCOLLECTABLE))
        tell(vm, o, collectable);
    if (garbage && (flags & HEAP_GC_SAVEALL) && !list_append(vm, garbage, o))
        vm_pending_clear(vm);
}

FUNCTION(set_debug)
{
    ptrdiff_t flags;
    (void)self, (void)nargs, (void)kwnames;
    if (!vm_int_argument(vm, args[0], &flags))
        return NULL;
    heap_gc_set_debug(vm->heap, (unsigned)flags, keep_garbage, vm);
    return vm_none(vm);
}

FUNCTION(get_debug)
{
    UNUSED;
    return int_new(vm, heap_gc_debug(vm->heap));
}

/* ---- looking at objects ----------------------------------------------------------------- */

struct gathering {
    struct vm *vm;
    object *list;
    bool failed;
};

static bool gather(object *o, void *arg)
{
    struct gathering *g = arg;
    if (o != g->list && !list_append(g->vm, g->list, o))
        g->failed = true;
    return !g->failed;
}

static object *gathered(struct gathering *g)
{
    if (!g->failed)
        return g->list;
    vm_release(g->vm, g->list);
    return NULL;
}

FUNCTION(get_objects)
{
    static const char *const names[] = {"generation", NULL};
    static const struct arg_spec spec = {"get_objects", names, 0, 1, 0};
    object *arg;
    ptrdiff_t generation = 0;
    struct gathering g = {.vm = vm};
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, &arg))
        return NULL;
    bool all = !arg || arg == vm->none;
    if (!all && !vm_type_of(vm, arg)->slots.to_index)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "argument should be integer or None, not '%T'", arg);
    if (!all && !vm_int_argument(vm, arg, &generation))
        return NULL;
    if (generation == -1) {
        generation = 0;
        all = true;
    }
    if (generation < 0 || generation >= HEAP_GENERATIONS)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        generation < 0
                            ? "generation parameter cannot be negative"
                            : "generation parameter must be less than the "
                              "number of available generations (3)");
    if (!(g.list = list_new(vm, 0)))
        return NULL;
    for (int i = 0; i < HEAP_GENERATIONS; i++)
        if (all || i == generation)
            heap_each_tracked(vm->heap, i, gather, &g);
    return gathered(&g);
}

static void gather_referent(object *o, void *arg)
{
    gather(o, arg);
}

FUNCTION(get_referents)
{
    struct gathering g = {.vm = vm, .list = list_new(vm, 0)};
    (void)self, (void)kwnames;
    for (size_t i = 0; g.list && i < nargs; i++)
        if (heap_type_of(vm->heap, args[i])->flags & HEAP_CONTAINER)
            heap_referents(vm->heap, args[i], gather_referent, &g);
    return g.list ? gathered(&g) : NULL;
}

struct search {
    struct gathering g;
    object *const *targets;
    size_t count;
    bool found;
};

static void look(object *referent, void *arg)
{
    struct search *s = arg;
    for (size_t i = 0; i < s->count; i++)
        s->found |= s->targets[i] == referent;
}

static bool check_holder(object *o, void *arg)
{
    struct search *s = arg;
    s->found = false;
    heap_referents(s->g.vm->heap, o, look, s);
    return !s->found || gather(o, &s->g);
}

FUNCTION(get_referrers)
{
    struct search s = {{.vm = vm, .list = list_new(vm, 0)}, args, nargs, false};
    (void)self, (void)kwnames;
    for (int i = 0; s.g.list && i < HEAP_GENERATIONS; i++)
        heap_each_tracked(vm->heap, i, check_holder, &s);
    return s.g.list ? gathered(&s.g) : NULL;
}

FUNCTION(is_tracked)
{
    UNUSED;
    return vm_bool(vm, heap_is_tracked(args[0]));
}

FUNCTION(is_finalized)
{
    UNUSED;
    return vm_bool(vm, args[0]->word & HEAP_FINALIZED);
}

FUNCTION(freeze)
{
    UNUSED;
    heap_gc_freeze(vm->heap);
    return vm_none(vm);
}

FUNCTION(unfreeze)
{
    UNUSED;
    heap_gc_unfreeze(vm->heap);
    return vm_none(vm);
}

FUNCTION(get_freeze_count)
{
    UNUSED;
    return int_new_u64(vm, heap_gc_frozen(vm->heap));
}

/* ---- gc.callbacks --------------------------------------------------------------------------- */

static object *callback_info(struct vm *vm, int generation, size_t collected,
                             size_t uncollectable)
{
    object *dict = dict_new(vm);
    if (dict && put(vm, dict, "generation", (size_t)generation) &&
        put(vm, dict, "collected", collected) &&
        put(vm, dict, "uncollectable", uncollectable))
        return dict;
    vm_release_maybe(vm, dict);
    return NULL;
}

static void invoke(struct vm *vm, object *callbacks, object *phase,
                   object *info)
{
    for (size_t i = 0; i < list_length(callbacks); i++) {
        object *fn = heap_retain(list_items(callbacks)[i]);
        object *r = vm_call2(vm, fn, phase, info);
        if (!r)
            vm_unraisable(vm, fn);
        vm_release_maybe(vm, r);
        vm_release(vm, fn);
    }
}

void gc_callbacks(struct vm *vm, const char *phase, int generation,
                  size_t collected, size_t uncollectable)
{
    object *callbacks = vm->modules ? module_list(vm, "callbacks") : NULL;
    if (!callbacks || !list_length(callbacks))
        return;
    object *pending = vm_pending_take(vm);
    object *info = callback_info(vm, generation, collected, uncollectable);
    object *text = info ? str_intern(vm, phase) : NULL;
    heap_retain(callbacks);
    if (text)
        invoke(vm, callbacks, text, info);
    else
        vm_unraisable(vm, NULL);
    vm_release(vm, callbacks);
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, info);
    vm_pending_restore(vm, pending);
}

/* ---- the module ------------------------------------------------------------------------------- */

static const struct method_def functions[] = {
    {"enable", enable, METHOD_NOARGS,
     "enable($module, /)\n--\n\nEnable automatic garbage collection."},
    {"disable", disable, METHOD_NOARGS,
     "disable($module, /)\n--\n\nDisable automatic garbage collection."},
    {"isenabled", is_enabled, METHOD_NOARGS,
     "isenabled($module, /)\n--\n\n"
     "Returns true if automatic garbage collection is enabled."},
    {"set_debug", set_debug, METHOD_ONE,
     "set_debug($module, flags, /)\n--\n\n"
     "Set the garbage collection debugging flags."},
    {"get_debug", get_debug, METHOD_NOARGS,
     "get_debug($module, /)\n--\n\nGet the garbage collection debugging "
     "flags."},
    {"get_count", get_count, METHOD_NOARGS,
     "get_count($module, /)\n--\n\n"
     "Return a three-tuple of the current collection counts."},
    {"set_threshold", set_threshold, METHOD_ARGS | METHOD_TUPLE,
     "set_threshold(threshold0, [threshold1, threshold2]) -> None\n\n"
     "Sets the collection thresholds.  Setting threshold0 to zero disables\n"
     "collection.\n"},
    {"get_threshold", get_threshold, METHOD_NOARGS,
     "get_threshold($module, /)\n--\n\n"
     "Return the current collection thresholds."},
    {"collect", collect, METHOD_KEYWORDS,
     "collect($module, /, generation=2)\n--\n\nRun the garbage collector."},
    {"get_objects", get_objects, METHOD_KEYWORDS,
     "get_objects($module, /, generation=None)\n--\n\n"
     "Return a list of objects tracked by the collector (excluding the list "
     "returned)."},
    {"get_stats", get_stats, METHOD_NOARGS,
     "get_stats($module, /)\n--\n\n"
     "Return a list of dictionaries containing per-generation statistics."},
    {"is_tracked", is_tracked, METHOD_ONE,
     "is_tracked($module, obj, /)\n--\n\n"
     "Returns true if the object is tracked by the garbage collector."},
    {"is_finalized", is_finalized, METHOD_ONE,
     "is_finalized($module, obj, /)\n--\n\n"
     "Returns true if the object has been already finalized by the GC."},
    {"get_referrers", get_referrers, METHOD_ARGS | METHOD_TUPLE,
     "get_referrers(*objs) -> list\n"
     "Return the list of objects that directly refer to any of objs."},
    {"get_referents", get_referents, METHOD_ARGS | METHOD_TUPLE,
     "get_referents(*objs) -> list\n"
     "Return the list of objects that are directly referred to by objs."},
    {"freeze", freeze, METHOD_NOARGS,
     "freeze($module, /)\n--\n\n"
     "Freeze all current tracked objects and ignore them for future "
     "collections."},
    {"unfreeze", unfreeze, METHOD_NOARGS,
     "unfreeze($module, /)\n--\n\n"
     "Unfreeze all objects in the permanent generation."},
    {"get_freeze_count", get_freeze_count, METHOD_NOARGS,
     "get_freeze_count($module, /)\n--\n\n"
     "Return the number of objects in the permanent generation."},
    {NULL, NULL, 0, NULL},
};

bool gc_fill(struct vm *vm, object *module)
{
    static const struct {
        const char *name;
        int value;
    } flags[] = {
        {"DEBUG_STATS", HEAP_GC_STATS},
        {"DEBUG_COLLECTABLE", HEAP_GC_COLLECTABLE},
        {"DEBUG_UNCOLLECTABLE", HEAP_GC_UNCOLLECTABLE},
        {"DEBUG_SAVEALL", HEAP_GC_SAVEALL},
        {"DEBUG_LEAK", HEAP_GC_COLLECTABLE | HEAP_GC_UNCOLLECTABLE |
                           HEAP_GC_SAVEALL},
    };
    bool ok = module_add_steal(vm, module, "garbage", list_new(vm, 0)) &&
              module_add_steal(vm, module, "callbacks", list_new(vm, 0)) &&
              module_add_functions(vm, module, functions);
    for (size_t i = 0; ok && i < sizeof flags / sizeof *flags; i++)
        ok = module_add_int(vm, module, flags[i].name, flags[i].value);
    return ok;
}
