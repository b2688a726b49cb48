/*
 * Filling the inline caches.  Only classes that look attributes up in the
 * default way, and instances that still have a shape, are remembered.
 */
#include "scripts/vm/cache.h"

#include <stdlib.h>

#include "scripts/types/type.h"
#include "scripts/vm/abstract.h"

/* The cache to fill; NULL: it missed too often, or there is no memory. */
static struct attr_cache *open_cache(struct code *code, const struct instr *i)
{
    struct attr_cache *c;
    if (!code->cache)
        code->cache = calloc(code->instr_count, sizeof *c);
    c = cache_of(code, i);
    if (!c || c->misses == CACHE_MISSES_MAX)
        return NULL;
    c->misses++;
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
        !(c = open_cache(code, i)))
        return;
    c->found = type_lookup_peek(vm, type, name);
    c->kind = CACHE_BARE;
    c->version = c->found ? type->version : 0;
}

void cache_class(struct code *code, const struct instr *i,
                 const struct type_object *type, object *init)
{
    struct attr_cache *c;
    if (i->c || type->slots.new_ != object_new || type->flags & TYPE_ABSTRACT ||
        !(type->flags & TYPE_HAS_SHAPE) || !(c = open_cache(code, i)))
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
    if (!shape || type->slots.get_attr != vm_generic_getattr ||
        !(c = open_cache(code, i)))
        return;
    found = type_lookup_peek(vm, type, name);
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
    if (!shape || type->slots.set_attr != vm_generic_setattr ||
        !(c = open_cache(code, i)))
        return;
    found = type_lookup_peek(vm, type, name);
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
        !(c = open_cache(f->code, i)))
        return;
    if (fill_place(vm, c, f->globals, name, CACHE_GLOBAL)) {
        c->version = dict_keys_version(vm, f->globals);
    } else if (dict_place(vm, f->globals, name) < 0 &&
               fill_place(vm, c, f->builtins, name, CACHE_BUILTIN)) {
        c->shape = dict_keys_version(vm, f->builtins);
        c->version = c->shape ? dict_keys_version(vm, f->globals) : 0;
    }
}
