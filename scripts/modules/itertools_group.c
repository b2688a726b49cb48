/*
 * itertools: groupby and tee.
 *
 * The iterators of a tee read from a chain of blocks; a block lives as long
 * as an iterator is in it or before it.
 */
#include <stddef.h>

#include "scripts/modules/itertools.h"
#include "scripts/modules/native.h"
#include "scripts/types/int.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define NEW(name)                                                              \
    static object *name(struct vm *vm, struct type_object *type,               \
                        object *const *args, size_t nargs, object *kwnames)

/* ---- groupby ------------------------------------------------------------- */

struct groupby {
    struct heap_node node;
    object *source, *key, *target, *current_key, *current; /* NULL: none */
    const object *grouper; /* borrowed, only compared: the one that goes on */
};

struct grouper {
    struct heap_node node;
    object *parent, *target;
};

static struct groupby *groupby_of(object *o)
{
    return (struct groupby *)o;
}

static struct grouper *grouper_of(object *o)
{
    return (struct grouper *)o;
}

NEW(groupby_new)
{
    static const char *const names[] = {"iterable", "key", NULL};
    static const struct arg_spec spec = {"groupby", names, 0, 2, 1};
    object *in[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    object *o = type_alloc(vm, type, 0);
    object *source = o ? vm_iter(vm, in[0]) : NULL;
    if (!source) {
        vm_release_maybe(vm, o);
        return NULL;
    }
    groupby_of(o)->source = source;
    groupby_of(o)->key = heap_retain(in[1] ? in[1] : vm->none);
    return o;
}

/* Reads one more item and its key; false: the end, or pending. */
static bool step(struct vm *vm, struct groupby *g)
{
    object *item = vm_next(vm, g->source);
    if (!item)
        return false;
    object *key = g->key == vm->none ? heap_retain(item)
                                     : vm_call1(vm, g->key, item);
    if (!key) {
        vm_release(vm, item);
        return false;
    }
    heap_store(vm->heap, &g->current, item);
    heap_store(vm->heap, &g->current_key, key);
    return true;
}

/* Are two keys of g the same?  Held, since comparing may move g on. */
static int same_key(struct vm *vm, object *a, object *b)
{
    heap_retain(a);
    heap_retain(b);
    int same = vm_equal(vm, a, b);
    vm_release(vm, a);
    vm_release(vm, b);
    return same;
}

static object *grouper_make(struct vm *vm, object *parent, object *target)
{
    struct type_object *type = native_type(vm, &itertools_grouper_spec);
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (!o)
        return NULL;
    grouper_of(o)->parent = heap_retain(parent);
    grouper_of(o)->target = heap_retain(target);
    groupby_of(parent)->grouper = o;
    return o;
}

/* Goes to the first item of the next group. */
static bool next_group(struct vm *vm, struct groupby *g)
{
    for (;;) {
        if (g->current_key && !g->target)
            return true;
        if (g->current_key) {
            int same = same_key(vm, g->target, g->current_key);
            if (same <= 0)
                return same == 0;
        }
        if (!step(vm, g))
            return false;
    }
}

static object *groupby_next(struct vm *vm, object *self)
{
    struct groupby *g = groupby_of(self);
    g->grouper = NULL;
    heap_retain(self);
    object *pair = NULL;
    if (next_group(vm, g)) {
        heap_store(vm->heap, &g->target, heap_retain(g->current_key));
        object *group = grouper_make(vm, self, g->target);
        pair = group ? tuple_pack(vm, 2, g->target, group) : NULL;
        vm_release_maybe(vm, group);
    }
    vm_release(vm, self);
    return pair;
}

ITERTOOLS_METHOD(groupby_reduce)
{
    struct groupby *g = groupby_of(self);
    object *state = NULL;
    (void)args, (void)nargs, (void)kwnames;
    if (g->current && g->target && g->current_key)
        state = tuple_pack(vm, 3, g->current, g->target, g->current_key);
    return itertools_reduced_steal(vm, self,
                                   tuple_pack(vm, 2, g->source, g->key),
                                   state);
}

ITERTOOLS_METHOD(groupby_set_state)
{
    struct groupby *g = groupby_of(self);
    (void)nargs, (void)kwnames;
    if (!itertools_is_state(vm, args[0], 3, 3))
        return NULL;
    object **parts = tuple_items(args[0]);
    heap_store(vm->heap, &g->current, heap_retain(parts[0]));
    heap_store(vm->heap, &g->target, heap_retain(parts[1]));
    heap_store(vm->heap, &g->current_key, heap_retain(parts[2]));
    return vm_none(vm);
}

static const struct method_def groupby_methods[] = {
    ITERTOOLS_REDUCE(groupby_reduce),
    ITERTOOLS_SET_STATE(groupby_set_state),
    {0},
};

static const struct heap_field groupby_fields[] = {
    {"iterator", offsetof(struct groupby, source)},
    {"key", offsetof(struct groupby, key)},
    {"group's key", offsetof(struct groupby, target)},
    {"current key", offsetof(struct groupby, current_key)},
    {"current", offsetof(struct groupby, current)},
};

const struct type_spec itertools_groupby_spec = {
    .name = "itertools.groupby",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct groupby),
               .flags = HEAP_CONTAINER,
               .fields = groupby_fields,
               .field_count = 5,
               .clear = sequence_no_clear},
    .slots = {.iter = sequence_self,
              .next = groupby_next,
              .new_ = groupby_new},
    .methods = groupby_methods,
    .doc = "groupby(iterable, key=None)\n--\n\n"
           "Runs of items with the same key, as pairs of the key and an "
           "iterator.",
};

NEW(grouper_new)
{
    if (!args_no_keywords(vm, "_grouper", kwnames) ||
        !args_between(vm, "_grouper", nargs, 2, 2))
        return NULL;
    (void)type;
    if (!native_is(vm, args[0], &itertools_groupby_spec))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "_grouper() argument 1 must be itertools.groupby, not "
                        "%T",
                        args[0]);
    return grouper_make(vm, args[0], args[1]);
}

static object *grouper_next(struct vm *vm, object *self)
{
    struct groupby *g = groupby_of(grouper_of(self)->parent);
    object *item = NULL;
    if (g->grouper != self || (!g->current && !step(vm, g)))
        return NULL;
    if (same_key(vm, grouper_of(self)->target, g->current_key) > 0) {
        item = g->current;
        g->current = NULL;
        heap_store(vm->heap, &g->current_key, NULL);
    }
    return item;
}

ITERTOOLS_METHOD(grouper_reduce)
{
    struct grouper *g = grouper_of(self);
    (void)args, (void)nargs, (void)kwnames;
    if (groupby_of(g->parent)->grouper != self)
        return iterator_reduced_steal(vm, "iter", heap_retain(vm->empty_tuple),
                                      NULL);
    return itertools_reduced_steal(vm, self,
                                   tuple_pack(vm, 2, g->parent, g->target),
                                   NULL);
}

static const struct method_def grouper_methods[] = {
    ITERTOOLS_REDUCE(grouper_reduce),
    {0},
};

static const struct heap_field grouper_fields[] = {
    {"parent", offsetof(struct grouper, parent)},
    {"key", offsetof(struct grouper, target)},
};

const struct type_spec itertools_grouper_spec = {
    .name = "itertools._grouper",
    .layout = {.size = sizeof(struct grouper),
               .flags = HEAP_CONTAINER,
               .fields = grouper_fields,
               .field_count = 2,
               .clear = sequence_no_clear},
    .slots = {.iter = sequence_self,
              .next = grouper_next,
              .new_ = grouper_new},
    .methods = grouper_methods,
};

/* ---- tee ----------------------------------------------------------------- */

#define BLOCK 57

struct tee_block {
    struct heap_node node;
    object *source;
    object *items[BLOCK];
    object *next;
    unsigned used;
    bool reading;
};

struct tee {
    struct heap_node node;
    object *block;
    unsigned at;
};

static struct tee_block *block_of(object *o)
{
    return (struct tee_block *)o;
}

static struct tee *tee_of(object *o)
{
    return (struct tee *)o;
}

/* A block that begins where the source now is. */
static object *block_new(struct vm *vm, object *source)
{
    struct type_object *type = native_type(vm, &itertools_tee_block_spec);
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (o)
        block_of(o)->source = heap_retain(source);
    return o;
}

/* Item `at` of the block, read now if need be. */
static object *block_item(struct vm *vm, struct tee_block *b, unsigned at)
{
    if (at < b->used)
        return heap_retain(b->items[at]);
    if (b->reading)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "cannot re-enter the tee iterator");
    b->reading = true;
    object *item = vm_next(vm, b->source);
    b->reading = false;
    if (item)
        b->items[b->used++] = heap_retain(item);
    return item;
}

/* The block behind b, borrowed. */
static object *block_behind(struct vm *vm, struct tee_block *b)
{
    if (!b->next)
        b->next = block_new(vm, b->source);
    return b->next;
}

static object *tee_next(struct vm *vm, object *self)
{
    struct tee *t = tee_of(self);
    if (t->at == BLOCK) {
        object *behind = block_behind(vm, block_of(t->block));
        if (!behind)
            return NULL;
        heap_store(vm->heap, &t->block, heap_retain(behind));
        t->at = 0;
    }
    object *block = heap_retain(t->block);
    object *item = block_item(vm, block_of(block), t->at);
    vm_release(vm, block);
    if (item)
        t->at++;
    return item;
}

static object *tee_make(struct vm *vm, object *stolen_block, unsigned at)
{
    struct type_object *type =
        stolen_block ? native_type(vm, &itertools_tee_spec) : NULL;
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (!o) {
        vm_release_maybe(vm, stolen_block);
        return NULL;
    }
    tee_of(o)->block = stolen_block;
    tee_of(o)->at = at;
    return o;
}

static object *tee_copy(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return tee_make(vm, heap_retain(tee_of(self)->block), tee_of(self)->at);
}

/* The iterator of an iterable that a tee's copies are made of. */
static object *tee_from(struct vm *vm, object *iterable)
{
    object *source = vm_iter(vm, iterable);
    if (!source)
        return NULL;
    object *o = native_is(vm, source, &itertools_tee_spec)
                    ? tee_copy(vm, source, NULL, 0, NULL)
                    : tee_make(vm, block_new(vm, source), 0);
    vm_release(vm, source);
    return o;
}

NEW(tee_new)
{
    (void)type;
    if (!args_no_keywords(vm, "_tee", kwnames) ||
        !args_between(vm, "_tee", nargs, 1, 1))
        return NULL;
    return tee_from(vm, args[0]);
}

ITERTOOLS_METHOD(tee_reduce)
{
    struct tee *t = tee_of(self);
    (void)args, (void)nargs, (void)kwnames;
    object *at = int_new(vm, t->at);
    object *state = at ? tuple_pack(vm, 2, t->block, at) : NULL;
    vm_release_maybe(vm, at);
    return itertools_reduced_steal(
        vm, self, tuple_pack(vm, 1, vm->empty_tuple), state);
}

ITERTOOLS_METHOD(tee_set_state)
{
    struct tee *t = tee_of(self);
    ptrdiff_t at;
    (void)nargs, (void)kwnames;
    if (!itertools_is_state(vm, args[0], 2, 2))
        return NULL;
    object **parts = tuple_items(args[0]);
    if (!native_is(vm, parts[0], &itertools_tee_block_spec))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "argument 1 must be itertools._tee_dataobject, not %T",
                        parts[0]);
    if (!native_ssize(vm, parts[1], &at))
        return NULL;
    if (at < 0 || at > BLOCK)
        return vm_raise(vm, EXC_VALUE_ERROR, "Index out of range");
    heap_store(vm->heap, &t->block, heap_retain(parts[0]));
    t->at = (unsigned)at;
    return vm_none(vm);
}

static const struct heap_field tee_fields[] = {
    {"block", offsetof(struct tee, block)},
};

static const struct method_def tee_methods[] = {
    {"__copy__", tee_copy, METHOD_NOARGS, "Returns an independent iterator."},
    ITERTOOLS_REDUCE(tee_reduce),
    ITERTOOLS_SET_STATE(tee_set_state),
    {NULL, NULL, 0, NULL},
};

const struct type_spec itertools_tee_spec = {
    .name = "itertools._tee",
    .layout = {.size = sizeof(struct tee),
               .flags = HEAP_CONTAINER,
               .fields = tee_fields,
               .field_count = 1,
               .clear = sequence_no_clear},
    .weakly = true,
    .slots = {.iter = sequence_self, .next = tee_next, .new_ = tee_new},
    .methods = tee_methods,
    .doc = "Iterator wrapped to make it copyable.",
};

ITERTOOLS_METHOD(block_reduce)
{
    struct tee_block *b = block_of(self);
    object *items = list_new(vm, b->used);
    bool ok = items != NULL;
    (void)args, (void)nargs, (void)kwnames;
    for (unsigned k = 0; ok && k < b->used; k++)
        ok = list_append(vm, items, b->items[k]);
    object *with = ok ? tuple_pack(vm, 3, b->source, items,
                                   b->next ? b->next : vm->none)
                      : NULL;
    vm_release_maybe(vm, items);
    return itertools_reduced_steal(vm, self, with, NULL);
}

/* Do items and the block behind them make a block? */
static bool may_follow(struct vm *vm, object *items, object *next)
{
    size_t n = list_length(items);
    bool ok = n <= BLOCK &&
              (next == vm->none ||
               (n == BLOCK && native_is(vm, next, &itertools_tee_block_spec)));
    if (!ok)
        vm_raise(vm, EXC_VALUE_ERROR, "Invalid arguments");
    return ok;
}

/* (iterator, items, next block or None) */
NEW(tee_block_new)
{
    (void)type;
    if (!args_no_keywords(vm, "_tee_dataobject", kwnames) ||
        !args_between(vm, "teedataobject", nargs, 3, 3))
        return NULL;
    if (!(vm_type_of(vm, args[1])->flags & TYPE_LIST_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "teedataobject() argument 2 must be list, not %T",
                        args[1]);
    if (!itertools_is_iterator(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not an iterator",
                        args[0]);
    if (!may_follow(vm, args[1], args[2]))
        return NULL;
    object *o = block_new(vm, args[0]);
    if (!o)
        return NULL;
    struct tee_block *b = block_of(o);
    for (; b->used < list_length(args[1]); b->used++)
        b->items[b->used] = heap_retain(list_items(args[1])[b->used]);
    b->next = args[2] == vm->none ? NULL : heap_retain(args[2]);
    return o;
}

static const struct method_def block_methods[] = {
    ITERTOOLS_REDUCE(block_reduce),
    {0},
};

#define ITEM(k)                                                                \
    {                                                                          \
        "item", offsetof(struct tee_block, items) + (k) * sizeof(object *)     \
    }
#define ITEMS(k) ITEM(k), ITEM(k + 1), ITEM(k + 2), ITEM(k + 3)
#define MORE(k) ITEMS(k), ITEMS(k + 4), ITEMS(k + 8)

static const struct heap_field block_fields[] = {
    {"iterator", offsetof(struct tee_block, source)},
    MORE(0), MORE(12), MORE(24), MORE(36), ITEMS(48), ITEMS(52), ITEM(56),
    {"next", offsetof(struct tee_block, next)},
};

const struct type_spec itertools_tee_block_spec = {
    .name = "itertools._tee_dataobject",
    .layout = {.size = sizeof(struct tee_block),
               .flags = HEAP_CONTAINER,
               .fields = block_fields,
               .field_count = BLOCK + 2},
    .slots = {.new_ = tee_block_new},
    .methods = block_methods,
    .doc = "teedataobject(iterable, values, next, /)\n--\n\n"
           "Items that the iterators of a tee share.",
};

/* An iterator that copies itself, new: the argument's or a tee of it. */
static object *copyable(struct vm *vm, object *iterable, object *name)
{
    object *it = vm_iter(vm, iterable), *method = NULL;
    if (!it || !vm_lookup_attr(vm, it, name, &method)) {
        vm_release_maybe(vm, it);
        return NULL;
    }
    if (method) {
        vm_release(vm, method);
        return it;
    }
    object *tee = tee_from(vm, it);
    vm_release(vm, it);
    return tee;
}

object *itertools_tee(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    ptrdiff_t n = 2;
    (void)self, (void)kwnames;
    if (!args_between(vm, "tee", nargs, 1, 2) ||
        (nargs > 1 && !native_ssize(vm, args[1], &n)))
        return NULL;
    if (n < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "n must be >= 0");
    object *name = n ? str_intern(vm, "__copy__") : NULL;
    object *all = n && !name ? NULL : tuple_new(vm, (size_t)n);
    for (size_t k = 0; all && k < (size_t)n; k++) {
        object *it = k ? vm_call_method(vm, tuple_items(all)[0], name, NULL, 0)
                       : copyable(vm, args[0], name);
        tuple_items(all)[k] = it;
        if (!it)
            heap_store(vm->heap, &all, NULL);
    }
    vm_release_maybe(vm, name);
    return all;
}
