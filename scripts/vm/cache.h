/*
 * Inline caches of instructions that look names up.  Inside vm/ only.
 *
 * A cache belongs to one instruction and remembers what a lookup came to for
 * instances of one class with one shape.  The class's version, which any
 * change of the class or its bases takes away, and the shape guard it; no two
 * classes ever share a version.  It owns nothing.  A
 * global is remembered by its place in a dict, guarded by the versions of the
 * keys of globals and builtins.
 */
#ifndef SCRIPTS_VM_CACHE_H
#define SCRIPTS_VM_CACHE_H

#include "scripts/types/dict_table.h"
#include "scripts/types/instance.h"
#include "scripts/vm/loop.h"

enum cache_kind {
    CACHE_NONE,
    CACHE_VALUE,  /* the instance's attribute number `index` */
    CACHE_METHOD, /* `found` on the class, nothing on the instance */
    CACHE_BARE,   /* the same of a class whose instances hold nothing */
    CACHE_CLASS,  /* `shape` is the class, `found` its script's __init__ */
    CACHE_FIELD,  /* a member of __slots__, at word `index` of the instance */
    CACHE_ADD,    /* the attribute comes new: the shape becomes `next` */
    CACHE_GLOBAL, /* the value at place `index` of the globals */
    CACHE_BUILTIN, /* the same of the builtins; not among the globals */
};

struct attr_cache {
    uint32_t version;     /* of the class, the globals' keys; 0: empty */
    uint8_t kind, misses; /* enum cache_kind */
    uint16_t index;
    uintptr_t shape; /* as in struct instance; the builtins' keys' version */
    union {
        object *found;
        struct shape *next;
    };
};

#define CACHE_MISSES_MAX 200 /* then the instruction is left alone */

/* The first cache of the instruction; NULL: no memory. */
static inline struct attr_cache *cache_of(struct code *code,
                                          const struct instr *i)
{
    struct attr_cache *all = code->cache;
    return all ? &all[i - code->instrs] : NULL;
}

/* The one to ask of o: an instruction that looks attributes up has a second
 * cache behind those of all, which remembers the class before the last. */
static inline const struct attr_cache *cache_for(const struct vm *vm,
                                                 struct code *code,
                                                 const struct instr *i,
                                                 const object *o)
{
    const struct attr_cache *c = cache_of(code, i);
    return c && c->version != vm_type_of(vm, o)->version
               ? c + code->instr_count
               : c;
}

/* Does the cache speak for o? */
static inline bool cache_hits(const struct vm *vm, const struct attr_cache *c,
                              const object *o)
{
    return c && c->version == vm_type_of(vm, o)->version && c->version &&
           c->shape == ((const struct instance *)o)->shape;
}

/* Where the cache says that a member of o is; NULL: it says nothing of o. */
static inline object **cached_field(const struct vm *vm,
                                    const struct attr_cache *c, object *o)
{
    return c && c->kind == CACHE_FIELD && c->version &&
                   c->version == vm_type_of(vm, o)->version
               ? (object **)(void *)o + c->index
               : NULL;
}

/* Where it says that an attribute of o is, member or not; NULL: no word. */
static inline object **cached_value(const struct vm *vm,
                                    const struct attr_cache *c, object *o)
{
    if (heap_unlikely(!c || c->version != vm_type_of(vm, o)->version ||
                      !c->version))
        return NULL;
    if (c->kind == CACHE_FIELD)
        return (object **)(void *)o + c->index;
    return c->shape == ((const struct instance *)o)->shape
               ? instance_place(o, (const struct shape *)c->shape, c->index)
               : NULL;
}

/* Does the cache of a method's name speak for o? */
static inline bool cache_has_method(const struct vm *vm,
                                    const struct attr_cache *c,
                                    const object *o)
{
    return c && c->version == vm_type_of(vm, o)->version && c->version &&
           (c->kind == CACHE_BARE ||
            (c->kind == CACHE_METHOD &&
             c->shape == ((const struct instance *)o)->shape));
}

/* The global that the cache remembers, borrowed; NULL: look it up. */
static inline object *cached_global(struct vm_frame *f, const struct instr *i)
{
    const struct attr_cache *c = cache_of(f->code, i);
    const struct dict_object *globals = (struct dict_object *)f->globals;
    if (heap_unlikely(!c || c->version != globals->keys || !c->version))
        return NULL;
    if (c->kind == CACHE_GLOBAL)
        return dict_entry_at(globals->table, c->index)[1];
    globals = (struct dict_object *)f->builtins;
    return vm_is(f->builtins, TYPE_DICT) && globals->keys == c->shape
               ? dict_entry_at(globals->table, c->index)[1]
               : NULL;
}
/* Where the cache remembers a global to be, for a write to what the collector
 * tracks already; NULL: the usual way. */
static inline object **cached_place(struct vm_frame *f, const struct instr *i)
{
    const struct attr_cache *c = cache_of(f->code, i);
    const struct dict_object *globals = (struct dict_object *)f->globals;
    if (heap_unlikely(!c || c->version != globals->keys || !c->version ||
                      c->kind != CACHE_GLOBAL ||
                      heap_is_sharing(f->globals, TYPE_DICT) ||
                      !heap_is_tracked(f->globals)))
        return NULL;
    return &dict_entry_at(globals->table, c->index)[1];
}

/* Fills the instruction's cache for a name of globals or builtins. */
void cache_global(struct vm *vm, struct vm_frame *f, const struct instr *i,
                  object *name);

/* Fills the instruction's cache for o, if its class lends itself. */
void cache_load(struct vm *vm, struct code *code, const struct instr *i,
                object *o, object *name, bool method);
/* The same for calls of a class, whose __init__ is `init`. */
void cache_class(struct vm *vm, struct code *code, const struct instr *i,
                 const struct type_object *type, object *init);
void cache_store(struct vm *vm, struct code *code, const struct instr *i,
                 object *o, object *name);

#endif
