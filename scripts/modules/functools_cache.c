/*
 * _functools: the wrapper that lru_cache makes.
 *
 * Results are in a dict by key.  With a bound each is in a link, which both
 * the dict and a ring own; the ring goes from the one used longest ago to the
 * latest.  Links are no containers: the wrapper visits what they hold.
 */
#include <stddef.h>

#include "scripts/modules/functools.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict_table.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

struct link {
    object base;
    struct link *next, *previous; /* borrowed */
    object *key, *result;
    int64_t hash; /* of the key: asked for once a call */
};

struct cache {
    struct heap_node node;
    object *entries, *function, *info_type, *dict; /* dict: or NULL */
    struct link *oldest, *latest; /* NULL: empty */
    ptrdiff_t most; /* -1: no bound */
    int64_t hits, misses;
    bool typed;
};

static struct cache *cache_of(const object *o)
{
    return (struct cache *)(uintptr_t)o;
}

/* ---- the ring ------------------------------------------------------------ */

static const struct heap_field link_fields[] = {
    {"key", offsetof(struct link, key)},
    {"result", offsetof(struct link, result)},
};

static const struct type_spec link_spec = {
    .name = "functools._lru_list_elem",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct link),
               .fields = link_fields,
               .field_count = 2},
};

static void take_out(struct cache *c, struct link *link)
{
    *(link->previous ? &link->previous->next : &c->oldest) = link->next;
    *(link->next ? &link->next->previous : &c->latest) = link->previous;
    link->next = link->previous = NULL;
}

static void make_latest(struct cache *c, struct link *link)
{
    link->previous = c->latest;
    link->next = NULL;
    *(c->latest ? &c->latest->next : &c->oldest) = link;
    c->latest = link;
}

/* Releases all links; their values may run a script. */
static void drop_links(struct vm *vm, struct cache *c)
{
    struct link *link = c->oldest;
    c->oldest = c->latest = NULL;
    while (link) {
        struct link *next = link->next;
        link->next = link->previous = NULL;
        vm_release(vm, &link->base);
        link = next;
    }
}

/* ---- keys ---------------------------------------------------------------- */

/* Stands between positional and keyword arguments. */
static object *mark(struct vm *vm)
{
    static const char key;
    object **slot = native_slot(vm, &key);
    if (slot && !*slot)
        *slot = vm_call0(vm, type_as_object(vm->types[TYPE_OBJECT]));
    return slot ? *slot : NULL;
}

struct key { /* of one call */
    object *key;
    int64_t hash;
};

static object *make_key(struct vm *vm, object *const *args, size_t nargs,
                        object *kwnames, bool typed)
{
    size_t named = kwnames ? tuple_length(kwnames) : 0, n = 0;
    if (!typed && !named) {
        if (nargs == 1 &&
            (vm_is(args[0], TYPE_STR) || vm_is(args[0], TYPE_INT)))
            return heap_retain(args[0]);
        return tuple_from(vm, args, nargs);
    }
    object *between = named ? mark(vm) : NULL;
    if (named && !between)
        return NULL;
    object *key = tuple_new(vm, nargs + (named ? 1 + 2 * named : 0) +
                                    (typed ? nargs + named : 0));
    if (!key)
        return NULL;
    object **items = tuple_items(key);
    for (size_t k = 0; k < nargs; k++)
        items[n++] = heap_retain(args[k]);
    if (named)
        items[n++] = heap_retain(between);
    for (size_t k = 0; k < named; k++) {
        items[n++] = heap_retain(tuple_items(kwnames)[k]);
        items[n++] = heap_retain(args[nargs + k]);
    }
    for (size_t k = 0; typed && k < nargs + named; k++)
        items[n++] = heap_retain(type_as_object(vm_type_of(vm, args[k])));
    return key;
}

/* ---- calls --------------------------------------------------------------- */

static object *call_uncached(struct vm *vm, struct cache *c,
                             object *const *args, size_t nargs,
                             object *kwnames)
{
    c->misses++;
    return vm_call(vm, c->function, args, nargs, kwnames);
}

static object *call_unbounded(struct vm *vm, struct cache *c,
                              struct key *key, object *const *args,
                              size_t nargs, object *kwnames)
{
    object *result;
    int found = dict_find_hashed(vm, c->entries, key->key, key->hash, &result);
    if (found < 0)
        return NULL;
    if (found) {
        c->hits++;
        return heap_retain(result);
    }
    result = call_uncached(vm, c, args, nargs, kwnames);
    if (result &&
        !dict_set_hashed(vm, c->entries, key->key, result, key->hash))
        heap_store(vm->heap, &result, NULL);
    return result;
}

static void fill_link(struct link *link, const struct key *key,
                      object *result)
{
    link->key = heap_retain(key->key);
    link->hash = key->hash;
    link->result = heap_retain(result);
}

/* Puts a new link in; false: pending. */
static bool add_link(struct vm *vm, struct cache *c, const struct key *key,
                     object *result)
{
    struct type_object *type = native_type(vm, &link_spec);
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (!o)
        return false;
    struct link *link = (struct link *)o;
    fill_link(link, key, result);
    if (!dict_set_hashed(vm, c->entries, key->key, o, key->hash)) {
        vm_release(vm, o);
        return false;
    }
    make_latest(c, link);
    return true;
}

/* Gives the link used longest ago a new key and result; false: pending. */
static bool reuse_link(struct vm *vm, struct cache *c, const struct key *key,
                       object *result)
{
    struct link *link = c->oldest;
    object *held = NULL;
    take_out(c, link);
    int was =
        dict_pop_hashed(vm, c->entries, link->key, link->hash, &held);
    if (was < 0) {
        vm_release(vm, &link->base);
        return false;
    }
    if (was == 0) { /* a script emptied the dict meanwhile */
        vm_release(vm, &link->base);
        return true;
    }
    object *old_key = link->key, *old_result = link->result;
    fill_link(link, key, result);
    bool ok = dict_set_hashed(vm, c->entries, key->key, &link->base,
                              key->hash);
    if (ok)
        make_latest(c, link);
    else
        vm_release(vm, &link->base);
    vm_release(vm, held);
    vm_release(vm, old_key);
    vm_release(vm, old_result);
    return ok;
}

static bool keep(struct vm *vm, struct cache *c, const struct key *key,
                 object *result)
{
    object *found;
    int known =
        dict_find_hashed(vm, c->entries, key->key, key->hash, &found);
    if (known)
        return known > 0; /* the call has put it there itself */
    if ((ptrdiff_t)dict_length(c->entries) < c->most || !c->oldest)
        return add_link(vm, c, key, result);
    return reuse_link(vm, c, key, result);
}

static object *call_bounded(struct vm *vm, struct cache *c, struct key *key,
                            object *const *args, size_t nargs,
                            object *kwnames)
{
    object *found, *result;
    int known =
        dict_find_hashed(vm, c->entries, key->key, key->hash, &found);
    if (known < 0)
        return NULL;
    if (known) {
        struct link *link = (struct link *)found;
        take_out(c, link);
        make_latest(c, link);
        c->hits++;
        return heap_retain(link->result);
    }
    result = call_uncached(vm, c, args, nargs, kwnames);
    if (result && !keep(vm, c, key, result))
        heap_store(vm->heap, &result, NULL);
    return result;
}

static object *call(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    struct cache *c = cache_of(self);
    if (c->most == 0)
        return call_uncached(vm, c, args, nargs, kwnames);
    struct key key = {make_key(vm, args, nargs, kwnames, c->typed), 0};
    object *r = NULL;
    if (!key.key)
        return NULL;
    heap_retain(self);
    if (vm_hash(vm, key.key, &key.hash))
        r = (c->most < 0 ? call_unbounded : call_bounded)(
            vm, c, &key, args, nargs, kwnames);
    vm_release(vm, key.key);
    vm_release(vm, self);
    return r;
}

/* ---- making -------------------------------------------------------------- */

static bool read_most(struct vm *vm, object *o, ptrdiff_t *most)
{
    *most = -1;
    if (o == vm->none)
        return true;
    if (!vm_type_of(vm, o)->slots.to_index) {
        vm_raise(vm, EXC_TYPE_ERROR, "maxsize should be integer or None");
        return false;
    }
    if (!native_ssize(vm, o, most))
        return false;
    *most = *most < 0 ? 0 : *most;
    return true;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"user_function", "maxsize", "typed",
                                        "cache_info_type", NULL};
    static const struct arg_spec spec = {"lru_cache", names, 0, 4, 4};
    object *in[4];
    ptrdiff_t most;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    if (!vm_callable(vm, in[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "the first argument must be callable");
    int typed = read_most(vm, in[1], &most) ? vm_truth(vm, in[2]) : -1;
    object *entries = typed >= 0 ? dict_new(vm) : NULL;
    object *o = entries ? type_alloc(vm, type, 0) : NULL;
    if (!o) {
        vm_release_maybe(vm, entries);
        return NULL;
    }
    struct cache *c = cache_of(o);
    c->entries = entries;
    c->function = heap_retain(in[0]);
    c->info_type = heap_retain(in[3]);
    c->most = most;
    c->typed = typed;
    return o;
}

/* ---- methods ------------------------------------------------------------- */

static object *bind(struct vm *vm, object *self, object *instance,
                    object *type)
{
    (void)type;
    if (!instance || instance == vm->none)
        return heap_retain(self);
    return method_new(vm, self, instance);
}

METHOD(cache_info)
{
    struct cache *c = cache_of(self);
    UNUSED;
    object *numbers[4] = {
        int_new(vm, c->hits),
        int_new(vm, c->misses),
        c->most < 0 ? vm_none(vm) : int_new(vm, c->most),
        int_new_u64(vm, dict_length(c->entries)),
    };
    object *r = NULL;
    if (numbers[0] && numbers[1] && numbers[2] && numbers[3])
        r = vm_call(vm, c->info_type, numbers, 4, NULL);
    for (int k = 0; k < 4; k++)
        vm_release_maybe(vm, numbers[k]);
    return r;
}

METHOD(cache_clear)
{
    struct cache *c = cache_of(self);
    UNUSED;
    c->hits = c->misses = 0;
    struct cache links = {.oldest = c->oldest, .latest = c->latest};
    c->oldest = c->latest = NULL;
    dict_clear(vm, c->entries);
    drop_links(vm, &links);
    return vm_none(vm);
}

METHOD(reduce)
{
    UNUSED;
    return vm_getattr(vm, self, vm->name[NAME_dunder_qualname]);
}

METHOD(itself)
{
    UNUSED;
    return heap_retain(self);
}

static const struct method_def methods[] = {
    {"cache_info", cache_info, METHOD_NOARGS,
     "cache_info($self, /)\n--\n\nReport cache statistics"},
    {"cache_clear", cache_clear, METHOD_NOARGS,
     "cache_clear($self, /)\n--\n\nClear the cache and cache statistics"},
    {"__reduce__", reduce, METHOD_NOARGS, NULL},
    {"__copy__", itself, METHOD_ARGS, NULL},
    {"__deepcopy__", itself, METHOD_ARGS, NULL},
    {NULL, NULL, 0, NULL},
};

/* ---- the heap's callbacks ------------------------------------------------ */

static void traverse(object *self, heap_visit_fn *visit, void *arg)
{
    for (struct link *l = cache_of(self)->oldest; l; l = l->next) {
        visit(l->key, arg);
        visit(l->result, arg);
    }
}

static object *unlink_(heap *h, object *self)
{
    struct link *link = cache_of(self)->oldest;
    (void)h;
    if (!link)
        return NULL;
    take_out(cache_of(self), link);
    return &link->base;
}

static void edges(object *self, heap_edge_fn *emit, void *arg)
{
    size_t index = 0;
    for (struct link *l = cache_of(self)->oldest; l; l = l->next, index++) {
        struct heap_edge key = {.kind = HEAP_EDGE_KEY,
                                .index = index,
                                .key = l->key,
                                .referent = l->key};
        struct heap_edge result = {.kind = HEAP_EDGE_VALUE,
                                   .index = index,
                                   .key = l->key,
                                   .referent = l->result};
        emit(&key, arg);
        emit(&result, arg);
    }
}

static object *get_dict(struct vm *vm, object *self, const void *data)
{
    return instance_dict_getset.get(vm, self, data);
}

static bool set_dict(struct vm *vm, object *self, object *value,
                     const void *data)
{
    if (!value) {
        vm_raise(vm, EXC_TYPE_ERROR, "cannot delete __dict__");
        return false;
    }
    return instance_dict_getset.set(vm, self, value, data);
}

static const struct getset_def getsets[] = {
    {"__dict__", get_dict, set_dict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct heap_field fields[] = {
    {"cache", offsetof(struct cache, entries)},
    {"func", offsetof(struct cache, function)},
    {"cache_info_type", offsetof(struct cache, info_type)},
    {"__dict__", offsetof(struct cache, dict)},
};

const struct type_spec functools_cache_spec = {
    .name = "functools._lru_cache_wrapper",
    .flags = TYPE_BASE | TYPE_METHOD_LIKE,
    .layout = {.size = sizeof(struct cache),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 4,
               .traverse = traverse,
               .unlink = unlink_,
               .edges = edges},
    .dict_offset = offsetof(struct cache, dict),
    .weakly = true,
    .slots = {.new_ = new_, .call = call, .descr_get = bind},
    .methods = methods,
    .getsets = getsets,
    .doc = "Create a cached callable that wraps another function.",
};
