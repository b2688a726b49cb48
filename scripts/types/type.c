/*
 * Lookup along the mro with its cache, allocation of instances, names.
 *
 * A type's version is nonzero while the cache may hold what was found through
 * it; a change makes it 0 for the type and all that derive from it.
 * Neighbours: type_make.c, type_new.c (making), type_attrs.c (attributes).
 */
#include "scripts/types/type.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/instance.h"
#include "scripts/types/list.h"
#include "scripts/types/slots.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define CACHE_SIZE 4096

struct type_cache {
    struct cached {
        uint32_t version;
        const object *name; /* interned: lives as long as the vm */
        object *value;      /* borrowed */
    } entries[CACHE_SIZE];
};

struct type_cache *type_cache_new(void)
{
    return calloc(1, sizeof(struct type_cache));
}

static bool in_mro(const struct type_object *a, const struct type_object *b)
{
    object **items = tuple_items(a->mro);
    size_t n = tuple_length(a->mro);
    for (size_t i = 0; i < n; i++)
        if (items[i] == type_as_object(b))
            return true;
    return false;
}

bool type_is_subtype(const struct type_object *a, const struct type_object *b)
{
    if (a == b)
        return true;
    if (a->mro)
        return in_mro(a, b);
    while (a && a != b)
        a = a->base;
    return a || !b->base;
}

bool type_no_keywords(struct vm *vm, struct type_object *type, uint32_t id,
                      object *kwnames)
{
    const struct type_object *builtin = vm->types[id];
    bool own_init = type != builtin && type->slots.init != builtin->slots.init;
    return own_init || args_no_keywords(vm, type_name(builtin), kwnames);
}

static object *find_in_mro(struct vm *vm, struct type_object *type,
                           object *name)
{
    if (!type->mro)
        return NULL;
    object **items = tuple_items(type->mro);
    size_t n = tuple_length(type->mro);
    for (size_t i = 0; i < n; i++) {
        object *dict = type_object_of(items[i])->dict;
        object *value = dict ? dict_get_str_peek(vm, dict, name) : NULL;
        if (value)
            return value;
    }
    return NULL;
}

/* Every base needs a version too, so that its change reaches type. */
static bool assign_version(struct vm *vm, struct type_object *type)
{
    if (type->version)
        return true;
    if (!type->mro || vm->next_type_version == UINT32_MAX)
        return false;
    object **items = tuple_items(type->mro);
    for (size_t i = tuple_length(type->mro); i-- > 0;) {
        struct type_object *t = type_object_of(items[i]);
        if (!t->version)
            t->version = ++vm->next_type_version;
    }
    return true;
}

static bool is_interned(const object *name)
{
    return vm_is(name, TYPE_STR) &&
           ((const struct str_object *)name)->interned;
}

object *type_lookup_peek(struct vm *vm, struct type_object *type,
                         object *name)
{
    if (!is_interned(name) || !vm->type_cache || !assign_version(vm, type))
        return find_in_mro(vm, type, name);
    size_t slot = (type->version ^ ((uintptr_t)name >> 4)) % CACHE_SIZE;
    struct cached *c = &vm->type_cache->entries[slot];
    if (c->version != type->version || c->name != name)
        *c = (struct cached){type->version, name,
                             find_in_mro(vm, type, name)};
    return c->value;
}

/* Zeroes the versions of a type and of everything below, without recursion:
 * `todo` is a list of types. */
static bool invalidate(struct vm *vm, object *todo)
{
    for (size_t i = 0; i < list_length(todo); i++) {
        struct type_object *t = type_object_of(list_items(todo)[i]);
        t->version = 0;
        object *below = t->subclasses ? type_subclasses(vm, t) : NULL;
        bool ok = !t->subclasses || (below && list_extend(vm, todo, below));
        vm_release_maybe(vm, below);
        if (!ok)
            return false;
    }
    return true;
}

void type_changed(struct vm *vm, struct type_object *type)
{
    if (!type->version)
        return;
    type->version = 0;
    if (!type->subclasses)
        return;
    object *todo = type_subclasses(vm, type);
    if (!todo || !invalidate(vm, todo)) {
        vm_pending_clear(vm);
        memset(vm->type_cache, 0, sizeof *vm->type_cache);
    }
    vm_release_maybe(vm, todo);
}

object *type_lookup_special(struct vm *vm, object *self, object *name,
                            bool *unbound)
{
    struct type_object *type = vm_type_of(vm, self);
    object *found = type_lookup_peek(vm, type, name);
    *unbound = false;
    if (!found)
        return NULL;
    heap_retain(found);
    struct type_object *t = vm_type_of(vm, found);
    if (t->flags & TYPE_METHOD_LIKE) {
        *unbound = true;
        return found;
    }
    if (!t->slots.descr_get)
        return found;
    object *got =
        t->slots.descr_get(vm, found, self, type_as_object(type));
    vm_release(vm, found);
    return got;
}

/* ---- instances ----------------------------------------------------------- */

#define INLINE_MIN 2
#define INLINE_MAX 15

static object *alloc_shaped(struct vm *vm, struct type_object *type)
{
    uint32_t room = type->inline_hint;
    room = room < INLINE_MIN ? INLINE_MIN
                             : room > INLINE_MAX ? INLINE_MAX : room;
    room |= 1; /* cells are multiples of 16 bytes, 24 go before */
    object *o =
        heap_alloc(vm->heap, &type->layout, room * sizeof(object *));
    if (!o)
        return vm_raise_no_memory(vm);
    heap_set_aux(o, room);
    ((struct instance *)o)->shape = (uintptr_t)type->shape;
    type->shape->left -= type->shape->left > 1;
    heap_track(vm->heap, o);
    return o;
}

/* Room behind a variable part for the dict and the annex at the cell's end. */
static size_t room_at_end(const struct type_object *type, size_t extra)
{
    if (type->dict_offset & HEAP_FIELD_FROM_END)
        extra = (extra + 7) / 8 * 8 + sizeof(object *);
    return extra + type_annex_bytes(type);
}

object *type_alloc(struct vm *vm, struct type_object *type, size_t extra)
{
    if (type->flags & TYPE_HAS_SHAPE)
        return alloc_shaped(vm, type);
    object *o =
        heap_alloc(vm->heap, &type->layout, room_at_end(type, extra));
    if (!o)
        return vm_raise_no_memory(vm);
    if (type->layout.flags & HEAP_CONTAINER)
        heap_track(vm->heap, o);
    return o;
}

/* ---- names ---------------------------------------------------------------- */

const char *type_name(const struct type_object *type)
{
    return type->c_name ? type->c_name : "?";
}

const char *type_name_of(struct vm *vm, const object *o)
{
    return type_name(vm_type_of(vm, o));
}
