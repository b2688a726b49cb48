/*
 * Inline caches of attribute instructions.  Inside vm/ only.
 *
 * A cache belongs to one instruction and remembers what a lookup came to for
 * instances of one class with one shape.  The class's version, which any
 * change of the class or its bases takes away, and the shape guard it; no two
 * classes ever share a version.  It owns nothing.
 */
#ifndef SCRIPTS_VM_CACHE_H
#define SCRIPTS_VM_CACHE_H

#include "scripts/types/instance.h"
#include "scripts/vm/loop.h"

enum cache_kind {
    CACHE_NONE,
    CACHE_VALUE,  /* the instance's attribute number `index` */
    CACHE_METHOD, /* `found` on the class, nothing on the instance */
    CACHE_ADD,    /* the attribute comes new: the shape becomes `next` */
};

struct attr_cache {
    uint32_t version;     /* of the class; 0: empty */
    uint8_t kind, misses; /* enum cache_kind */
    uint16_t index;
    uintptr_t shape; /* as in struct instance */
    union {
        object *found;
        struct shape *next;
    };
};

#define CACHE_MISSES_MAX 200 /* then the instruction is left alone */

/* The caches of a code object, one an instruction; NULL: no memory. */
static inline struct attr_cache *cache_of(struct code *code,
                                          const struct instr *i)
{
    struct attr_cache *all = code->cache;
    return all ? &all[i - code->instrs] : NULL;
}

/* Does the cache speak for o? */
static inline bool cache_hits(const struct vm *vm, const struct attr_cache *c,
                              const object *o)
{
    return c && c->version == vm_type_of(vm, o)->version && c->version &&
           c->shape == ((const struct instance *)o)->shape;
}

/* Fills the instruction's cache for o, if its class lends itself. */
void cache_load(struct vm *vm, struct code *code, const struct instr *i,
                object *o, object *name, bool method);
void cache_store(struct vm *vm, struct code *code, const struct instr *i,
                 object *o, object *name);

#endif
