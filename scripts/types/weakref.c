/*
 * weakref.ref: weak reference objects.
 *
 * The heap keeps the list of an object's weak references and clears them; a
 * plain reference without callback is shared by all who ask for one.
 * Neighbours: weakproxy.c, modules/weakref.c.
 */
#include "scripts/types/weakref.h"

#include "scripts/types/int.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/weakref_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static struct weakref_object *weakref_of(object *o)
{
    return (struct weakref_object *)o;
}

object *weakref_target_peek(const object *ref)
{
    object *target = ((const struct heap_weak *)(const void *)ref)->target;
    return target && heap_refs(target) ? target : NULL;
}

bool weakref_allowed(const struct type_object *type)
{
    return type->weakly;
}

/* The reference or proxy of exactly this type that all share, borrowed. */
static object *shared(struct vm *vm, object *target,
                      const struct type_object *type)
{
    struct heap_weak *w = heap_weak_first(vm->heap, target);
    for (; w && !w->callback; w = w->next)
        if (vm_type_of(vm, &w->node.base) == type && heap_refs(&w->node.base))
            return &w->node.base;
    return NULL;
}

/* target must stay alive: the caller owns a reference. */
static object *link_new(struct vm *vm, struct type_object *type,
                        object *target, object *callback)
{
    object *o = heap_alloc(vm->heap, &type->layout, 0);
    bool first = type == vm->types[TYPE_WEAKREF] && !callback;
    if (!o)
        return vm_raise_no_memory(vm);
    struct weakref_object *w = weakref_of(o);
    w->hash = -1;
    w->weak.callback = heap_retain_maybe(callback);
    if (!heap_weak_link(vm->heap, &w->weak, target, first)) {
        vm_release(vm, o);
        return vm_raise_no_memory(vm);
    }
    heap_track(vm->heap, o);
    return o;
}

object *weakref_make(struct vm *vm, struct type_object *type, object *target,
                     object *callback, bool share)
{
    if (!weakref_allowed(vm_type_of(vm, target)))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "cannot create weak reference to '%T' object", target);
    if (callback == vm->none)
        callback = NULL;
    share = share && !callback;
    object *old = share ? shared(vm, target, type) : NULL;
    if (old)
        return heap_retain(old);
    heap_retain(target);
    object *o = link_new(vm, type, target, callback);
    vm_release(vm, target);
    return o;
}

object *weakref_new(struct vm *vm, object *target, object *callback)
{
    return weakref_make(vm, vm->types[TYPE_WEAKREF], target, callback, true);
}

/* ---- what scripts call ------------------------------------------------------------ */

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    bool plain = type == vm->types[TYPE_WEAKREF];
    if (plain && !args_no_keywords(vm, "ref", kwnames))
        return NULL;
    if (!args_between(vm, "__new__", nargs, 1, 2))
        return NULL;
    return weakref_make(vm, type, args[0], nargs > 1 ? args[1] : NULL, plain);
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    (void)self, (void)args;
    return args_no_keywords(vm, "ref", kwnames) &&
           args_between(vm, "__init__", nargs, 1, 2);
}

static object *call(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    (void)args;
    if (nargs || (kwnames && tuple_length(kwnames)))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__call__() takes at most 0 arguments (%zu given)",
                        nargs);
    object *target = weakref_target_peek(self);
    return heap_retain(target ? target : vm->none);
}

static bool hash(struct vm *vm, object *self, int64_t *out)
{
    struct weakref_object *w = weakref_of(self);
    object *target = weakref_target_peek(self);
    if (w->hash == -1) {
        if (!target) {
            vm_raise(vm, EXC_TYPE_ERROR, "weak object has gone away");
            return false;
        }
        heap_retain(target);
        bool ok = vm_hash(vm, target, &w->hash);
        vm_release(vm, target);
        if (!ok)
            return false;
    }
    *out = w->hash;
    return true;
}

static object *compare(struct vm *vm, object *a, object *b,
                       enum vm_compare op)
{
    struct type_object *type = vm->types[TYPE_WEAKREF];
    if ((op != COMPARE_EQ && op != COMPARE_NE) ||
        !type_is_subtype(vm_type_of(vm, a), type) ||
        !type_is_subtype(vm_type_of(vm, b), type))
        return heap_retain(vm->not_implemented);
    object *x = weakref_target_peek(a), *y = weakref_target_peek(b);
    if (!x || !y)
        return vm_bool(vm, (a == b) == (op == COMPARE_EQ));
    heap_retain(x);
    heap_retain(y);
    object *r = vm_compare(vm, x, y, op);
    vm_release(vm, x);
    vm_release(vm, y);
    return r;
}

static object *repr(struct vm *vm, object *self)
{
    object *name, *r, *target = weakref_target_peek(self);
    if (!target)
        return str_format(vm, "<weakref at %p; dead>", (void *)self);
    heap_retain(target);
    if (!vm_lookup_attr(vm, target, vm->name[NAME_dunder_name], &name))
        r = NULL;
    else if (name && vm_is(name, TYPE_STR))
        r = str_format(vm, "<weakref at %p; to '%T' at %p (%U)>", (void *)self,
                       target, (void *)target, name);
    else
        r = str_format(vm, "<weakref at %p; to '%T' at %p>", (void *)self,
                       target, (void *)target);
    vm_release_maybe(vm, name);
    vm_release(vm, target);
    return r;
}

static object *get_callback(struct vm *vm, object *self, const void *data)
{
    object *callback = weakref_of(self)->weak.callback;
    (void)data;
    return heap_retain(callback ? callback : vm->none);
}

/* ---- what the heap asks -------------------------------------------------------------- */

void weakref_traverse(object *self, heap_visit_fn *visit, void *arg)
{
    if (weakref_of(self)->weak.callback)
        visit(weakref_of(self)->weak.callback, arg);
}

object *weakref_unlink(heap *h, object *self)
{
    struct heap_weak *w = &weakref_of(self)->weak;
    object *callback = w->callback;
    heap_weak_unlink(h, w);
    w->callback = NULL;
    return callback;
}

void weakref_edges(object *self, heap_edge_fn *emit, void *arg)
{
    struct heap_edge edge = {.kind = HEAP_EDGE_FIELD,
                             .name = "__callback__",
                             .referent = weakref_of(self)->weak.callback};
    if (edge.referent)
        emit(&edge, arg);
}

static const struct getset_def getsets[] = {
    {"__callback__", get_callback, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct method_def methods[] = {
    {"__class_getitem__", sequence_class_getitem, METHOD_ONE | METHOD_CLASS,
     "See PEP 585"},
    {NULL, NULL, 0, NULL},
};

const struct type_spec weakref_spec = {
    .name = "weakref.ReferenceType",
    .flags = TYPE_BASE,
    .layout = WEAKREF_LAYOUT,
    .slots = {.repr = repr,
              .call = call,
              .hash = hash,
              .compare = compare,
              .new_ = make,
              .init = init},
    .methods = methods,
    .getsets = getsets,
};
