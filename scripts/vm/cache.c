/*
 * Filling the inline caches.  Only classes that look attributes up in the
 * default way, and instances that still have a shape, are remembered.
 */
#include "scripts/vm/cache.h"

#include <stdlib.h>

#include "scripts/types/descriptor.h"
#include "scripts/types/type.h"
#include "scripts/vm/abstract.h"

/* The cache to fill, what it held becomes the second's; NULL: it missed too
 * often, or there is no memory. */
static struct attr_cache *open_cache(const struct vm *vm, struct code *code,
                                     const struct instr *i)
{
    struct attr_cache *c;
    if (!code->cache)
        code->cache = calloc(code->instr_count, 2 * sizeof *c);
    c = cache_of(code, i);
    if (!c || (c->misses == CACHE_MISSES_MAX &&
               vm->specialize != SPECIALIZE_ALWAYS))
        return NULL;
    c->misses += c->misses < CACHE_MISSES_MAX;
    if (c->version)
        c[code->instr_count] = *c;
    c->version = 0;
    return c;
}

/* The shape of o when its class and its attributes may be remembered. */
static struct shape *plain_shape(struct vm *vm, object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_HAS_SHAPE ? instance_shape(o)
                                                     : NULL;
}

static void fill(struct attr_cache *c, const struct type_object *type,
                 object *o, enum cache_kind kind)
{
    c->kind = (uint8_t)kind;
    c->shape = ((const struct instance *)o)->shape;
    c->version = type->version; /* 0 when it cannot be remembered */
}

/* A method of o, whose class gives its instances no attributes. */
static void load_bare(struct vm *vm, struct code *code, const struct instr *i,
                      object *o, object *name)
{
    struct type_object *type = vm_type_of(vm, o);
    struct attr_cache *c;
    if (type->dict_offset || type->flags & TYPE_HAS_SHAPE ||
        type->slots.get_attr != vm_generic_getattr ||
        !(c = open_cache(vm, code, i)))
        return;
    c->found = type_lookup_peek(vm, type, name);
    c->kind = CACHE_BARE;
    c->version = c->found ? type->version : 0;
}

/* Is `found` a member of __slots__ that o has?  If so, remembers where. */
static bool fill_field(struct vm *vm, struct code *code, const struct instr *i,
                       object *o, object *found)
{
    const struct member_def *member;
    struct attr_cache *c;
    if (!found || !vm_is(found, TYPE_MEMBER))
        return false;
    member = descriptor_of(found)->member;
    if (member->kind != MEMBER_OBJECT_EX || member->read_only ||
        member->offset / sizeof(object *) > UINT16_MAX ||
        !type_is_subtype(vm_type_of(vm, o), descriptor_of(found)->type) ||
        !(c = open_cache(vm, code, i)))
        return false;
    c->kind = CACHE_FIELD;
    c->index = (uint16_t)(member->offset / sizeof(object *));
    c->shape = 1; /* no instance's */
    c->version = vm_type_of(vm, o)->version;
    return true;
}

void cache_class(struct vm *vm, struct code *code, const struct instr *i,
                 const struct type_object *type, object *init)
{
    struct attr_cache *c;
    if (i->c || type->slots.new_ != object_new || type->flags & TYPE_ABSTRACT ||
        !(c = open_cache(vm, code, i)))
        return;
    c->found = init;
    c->kind = CACHE_CLASS;
    c->shape = (uintptr_t)type;
    c->version = type->version;
}

void cache_load(struct vm *vm, struct code *code, const struct instr *i,
                object *o, object *name, bool method)
{
    struct type_object *type = vm_type_of(vm, o);
    struct shape *shape = plain_shape(vm, o);
    struct attr_cache *c;
    object *found;
    int index;
    if (!shape && method)
        load_bare(vm, code, i, o, name);
    if (type->slots.get_attr != vm_generic_getattr)
        return;
    found = type_lookup_peek(vm, type, name);
    if (fill_field(vm, code, i, o, found) || !shape ||
        !(c = open_cache(vm, code, i)))
        return;
    index = shape_find(shape, name);
    if (method && found && index < 0 &&
        vm_type_of(vm, found)->flags & TYPE_METHOD_LIKE) {
        c->found = found;
        fill(c, type, o, CACHE_METHOD);
    } else if (index >= 0 &&
               !(found && vm_type_of(vm, found)->slots.descr_set)) {
        c->index = (uint16_t)index;
        fill(c, type, o, CACHE_VALUE);
    }
}

void cache_store(struct vm *vm, struct code *code, const struct instr *i,
                 object *o, object *name)
{
    struct type_object *type = vm_type_of(vm, o);
    struct shape *shape = plain_shape(vm, o);
    struct attr_cache *c;
    object *found;
    int index;
    if (type->slots.set_attr != vm_generic_setattr)
        return;
    found = type_lookup_peek(vm, type, name);
    if (fill_field(vm, code, i, o, found) || !shape ||
        !(c = open_cache(vm, code, i)))
        return;
    if (found && vm_type_of(vm, found)->slots.descr_set)
        return;
    index = shape_find(shape, name);
    if (index >= 0) {
        c->index = (uint16_t)index;
        fill(c, type, o, CACHE_VALUE);
    } else if (shape->count < heap_aux(o) &&
               (c->next = shape_known_step(shape, name))) {
        c->index = (uint16_t)shape->count;
        fill(c, type, o, CACHE_ADD);
    }
}

/* Remembers the name's place in the namespace, if it is there. */
static bool fill_place(struct vm *vm, struct attr_cache *c, object *names,
                       object *name, enum cache_kind kind)
{
    ptrdiff_t place = dict_place(vm, names, name);
    if (place < 0 || place > UINT16_MAX)
        return false;
    c->kind = (uint8_t)kind;
    c->index = (uint16_t)place;
    return true;
}

void cache_global(struct vm *vm, struct vm_frame *f, const struct instr *i,
                  object *name)
{
    struct attr_cache *c;
    if (!vm_is(f->globals, TYPE_DICT) || !vm_is(f->builtins, TYPE_DICT) ||
        !(c = open_cache(vm, f->code, i)))
        return;
    if (fill_place(vm, c, f->globals, name, CACHE_GLOBAL)) {
        c->version = dict_keys_version(vm, f->globals);
    } else if (dict_place(vm, f->globals, name) < 0 &&
               fill_place(vm, c, f->builtins, name, CACHE_BUILTIN)) {
        c->shape = dict_keys_version(vm, f->builtins);
        c->version = c->shape ? dict_keys_version(vm, f->globals) : 0;
    }
}
