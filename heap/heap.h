/*
 * The object heap: memory, reference counts, the cycle collector, weak
 * references, heap events.  The one public header of heap/; needs libc only.
 *
 * Words: a *new* reference must be released by who gets it, a *borrowed* one
 * must not, a *stolen* one passes to the callee, also when the call fails.
 * Parameters are borrowed and results new unless the comment or the name
 * (..._peek, ..._steal) says otherwise.  There are no globals: everything
 * hangs from a `heap`, and two heaps in one process do not meet.
 */
#ifndef HEAP_HEAP_H
#define HEAP_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/object.h"
#include "heap/quick.h"

typedef struct heap heap;

/* ---- a heap ---------------------------------------------------------- */

struct heap_options {
    size_t limit;  /* bytes of objects and arrays; 0: the whole range */
    bool attached; /* ordinals and sites from the first object on */
};

/* A heap over a fresh address range, or NULL when none can be reserved. */
heap *heap_new(const struct heap_options *options);

/* A limit below what is in use is fine: nothing more is granted then. */
void heap_set_limit(heap *h, size_t bytes);

/* For tests: the nth request for memory from now fails, once; 0: none. */
void heap_fail_after(heap *h, uint64_t requests);
/* The same, but when it comes to it `fails` is asked; one that says no, having
 * called heap_fail_after for the next, lets the request go on.  NULL: all
 * fail, as at the start. */
void heap_fail_if(heap *h, bool (*fails)(void *arg), void *arg);
/* How many requests are left until that one; 0: it came, or none is to fail. */
uint64_t heap_fails_in(const heap *h);

/* Under the address sanitizer: bytes of freed cells kept from being used
 * again; 0 for tests that need an address back at once. */
void heap_set_quarantine(heap *h, size_t bytes);

/* Gives the whole range back.  Objects still alive are not finalized. */
void heap_free(heap *h);

/* ---- types ----------------------------------------------------------- */

typedef void heap_visit_fn(object *referent, void *arg);

/* One edge of the object graph, as told by heap_type.edges. */
struct heap_edge {
    enum heap_edge_kind {
        HEAP_EDGE_FIELD, /* name is a C string: "func", "cell" */
        HEAP_EDGE_ITEM,  /* index */
        HEAP_EDGE_KEY,   /* the key itself; index is its place */
        HEAP_EDGE_VALUE, /* key names it */
        HEAP_EDGE_ATTR,  /* key is the attribute's name object */
        HEAP_EDGE_LOCAL, /* name; a frame's or generator's local */
        HEAP_EDGE_CELL,
        HEAP_EDGE_TYPE, /* an instance's class */
        HEAP_EDGE_ROOT, /* name; from outside the heap */
    } kind;
    const char *name;
    size_t index;
    object *key;      /* borrowed, may be NULL */
    object *referent; /* borrowed */
};
typedef void heap_edge_fn(const struct heap_edge *edge, void *arg);

/* In an offset: counted back from the end of the cell, for what stands behind
 * a part of variable size. */
#define HEAP_FIELD_FROM_END 0x80000000u

/* A field that owns one reference (NULL allowed). */
struct heap_field {
    const char *name;
    uint32_t offset;
};

enum heap_type_flags {
    HEAP_CONTAINER = 1,   /* has collector links; struct heap_node first,
                             without HEAP_ANNEX */
    HEAP_TRASHCAN = 2,    /* CPython nests its release at most 50 deep */
    HEAP_FINALIZES = 4,   /* call finalize() at zero and when in garbage */
    HEAP_SCRIPT = 8,      /* a class made by a script */
    HEAP_WEAKREF = 16,    /* begins with struct heap_weak */
    HEAP_WEAK_FIRST = 32, /* weak references go before the finalizer runs */
    HEAP_SHARES = 64,     /* copies may share its array: heap/share.h */
    HEAP_DESTROY_BY_AUX = 128, /* destroy() matters only where aux is set */
    HEAP_RAW_TAIL = 256,  /* what lies behind the fixed part comes as it is */
    HEAP_HEARD = 1024,    /* in the table alone: someone hears of the deaths */
    HEAP_ANNEX = 512, /* a container whose links are its cell's last 16 bytes,
                         which `extra` counts */
};

/* References in an array, each or NULL.  It may lie over an object's fields. */
struct heap_items {
    object **first; /* or NULL where there are none */
    uint32_t count;
} __attribute__((may_alias));

/*
 * What the heap must know of a type.  Every callback may be NULL.  The heap
 * sees to `fields` by itself, always before it calls traverse, unlink, clear
 * or edges, which speak of other references only (so a script's subclass of
 * list is list's callbacks and the fields that the class adds).
 */
struct heap_type {
    const char *name;
    uint32_t size;  /* bytes of the fixed part, header included */
    uint32_t flags; /* enum heap_type_flags */
    const struct heap_field *fields;
    uint32_t field_count;

    /* Calls visit for every reference owned, once per reference. */
    void (*traverse)(object *self, heap_visit_fn *visit, void *arg);

    /* Where self has a struct heap_items that is all traverse looks at, from
     * the last item to the first, so that the collector needs no call; 0:
     * nowhere. */
    uint32_t items_at;
    /* The same references from the first to the last, so that it needs one; or
     * first is NULL, and traverse is called. */
    struct heap_items (*items)(object *self);

    /*
     * Takes one owned reference out of self and returns it (now the
     * caller's), in the order in which CPython's dealloc releases them;
     * NULL when none is left, arrays freed by then.  self's count is zero.
     * Runs no script code.
     */
    object *(*unlink)(heap *h, object *self);

    /* Breaks cycles: drops references that may form one, self stays valid.
     * NULL: the collector unlinks one by one and releases each. */
    void (*clear)(heap *h, object *self);

    /* PEP 442 finalizer; self is alive (count >= 1) during the call.  Runs at
     * most once an object. */
    void (*finalize)(heap *h, object *self);

    /* Last words before the cell goes: non-reference resources. No script. */
    void (*destroy)(heap *h, object *self);

    /* Names every edge; must agree with traverse. */
    void (*edges)(object *self, heap_edge_fn *emit, void *arg);

    /* Bytes of arrays self owns; of a shared one as if it were self's alone. */
    size_t (*extra)(const object *self);

    /* May self no longer be in a cycle (CPython's untracking of tuples after
     * any collection, of dicts after a full one)? */
    bool (*untrack)(const heap *h, object *self);
    bool untrack_full; /* asked in full collections only */

    /*
     * Sizes 0..spare_sizes-1 of which CPython keeps up to spare_max dead
     * objects on a free list; 0: none.  spare_size tells the size of one that
     * dies, which is 0 where it is NULL.
     */
    uint16_t spare_sizes, spare_max;
    uint16_t spares; /* its first list, set by heap_type_spares */
    size_t (*spare_size)(const object *self);

    /* Class object that the heap retains for each instance, or NULL.  It is
     * the heap's business: no callback here mentions it. */
    object *owner;
    uint32_t index; /* set by heap_type_add */
};

/*
 * Registers a type and returns its index (1..HEAP_TYPE_MAX), or 0 when the
 * table is full.  type must outlive its instances; type->index is set.
 * Flags, fields and callbacks must be in place; the owner of a HEAP_SCRIPT
 * type may be set later, before the first instance.
 * Indices are given in order, so a caller that registers its fixed types
 * first can compare with constants.
 */
uint32_t heap_type_add(heap *h, struct heap_type *type);

/* Gives a registered type its lists of spare objects: those that CPython
 * keeps when they die, which are no allocation for the collector when used
 * again and no release when put there.  Only the counts are kept. */
void heap_type_spares(heap *h, struct heap_type *type);

/* The heap's table of types, by index; it never moves.  A reader that has many
 * objects to ask for their types keeps it at hand. */
struct heap_type_entry {
    const struct heap_type *type;
    uint32_t flags; /* enum heap_type_flags */
    bool children;  /* has something to unlink */
    uint32_t rites; /* a death is a free of the cell, and no more, where the
                       word has none of these bits */
    uint32_t heard; /* events of which some ask for the type */
};
const struct heap_type_entry *heap_type_table(const heap *h);

/* The flags, the owner, the name of a registered type, or what else listeners
 * may ask of it, have changed. */
void heap_type_changed(heap *h, struct heap_type *type);

/* Gives an index back; no instance may be left. */
void heap_type_remove(heap *h, struct heap_type *type);

/* ---- objects --------------------------------------------------------- */

/*
 * A new object of `type` with count 1, everything past the header zeroed and
 * `extra` bytes behind the fixed part (unless HEAP_RAW_TAIL); NULL out of memory or over the limit.
 * A container may start a collection first, so arbitrary finalizers may run:
 * hold nothing across the call they could invalidate.  A container is born
 * untracked; call heap_track once it can be traversed.
 * The type's owner, if any, is retained.
 */
object *heap_alloc(heap *h, const struct heap_type *type, size_t extra);

/* The same, but no allocation for the collector when there is a spare object
 * of this size. */
object *heap_alloc_spare(heap *h, const struct heap_type *type, size_t extra,
                         size_t size);

/* Takes the spare object of this size that CPython would use; true if there
 * was one.  For one that dies of another size than it was made with. */
bool heap_spare_take(heap *h, const struct heap_type *type, size_t size);
void heap_spare_put(heap *h, const struct heap_type *type, size_t size);

/* Would such an object, freed at once, go unnoticed?  One is spare, no one
 * looks on. */
bool heap_spare_idle(const heap *h, const struct heap_type *type, size_t size);

/* An object that CPython makes here for a while and we do not; its death is
 * heap_spare_put().  A collection may come. */
void heap_shadow_new(heap *h, const struct heap_type *type, size_t size);

/* retain and release are inline in heap/object.h; at zero: */
void heap_destroy(heap *h, object *o);

void heap_track(heap *h, object *o);
void heap_untrack(heap *h, object *o);

/* Gives o another type with the same layout.  The caller moves the reference
 * to the type's owner. */
static inline void heap_set_type(object *o, const struct heap_type *type)
{
    o->word = (o->word & ((1u << HEAP_TYPE_SHIFT) - 1)) |
              type->index << HEAP_TYPE_SHIFT;
}

/* Bytes of o itself, as allocated (cell size), arrays not included. */
size_t heap_object_size(const heap *h, const object *o);

/*
 * May o, which is to have `size` bytes in all, have them where it is?  No when
 * its cell is too small, or when a new object would be heard of.  The bytes it
 * gains are not zeroed.
 */
bool heap_extend(heap *h, object *o, size_t size);

/* ---- arrays ---------------------------------------------------------- */

/* size bytes (16-aligned, not zeroed) in the range; NULL over the limit. */
void *heap_array_new(heap *h, size_t size);
/* Grows or shrinks; the old array stays when NULL comes back. */
void *heap_array_resize(heap *h, void *array, size_t old_size, size_t size);
void heap_array_free(heap *h, void *array, size_t size);

/* ---- weak references -------------------------------------------------- */

/* A weak reference object begins with this; its type is a container. */
struct heap_weak {
    struct heap_node node;
    object *target;   /* borrowed; NULL once cleared */
    object *callback; /* owned, may be NULL */
    struct heap_weak *next, *prev;
};

/* Makes w, whose target is NULL, refer to target.  False: out of memory.
 * CPython's order: a plain reference without callback goes first, then
 * proxies, later ones right behind.  `first` asks for the head. */
bool heap_weak_link(heap *h, struct heap_weak *w, object *target, bool first);
void heap_weak_unlink(heap *h, struct heap_weak *w);
/* The first of target's weak references (borrowed) or NULL. */
struct heap_weak *heap_weak_first(const heap *h, const object *target);
/* Clears all and calls the callbacks, as before a death. */
void heap_weak_clear(heap *h, object *target);

/* ---- what the heap asks of its user ------------------------------------ */

struct heap_hooks {
    void *arg;
    /* Calls w->callback with w.  Errors are the user's to report. */
    void (*weak_callback)(void *arg, struct heap_weak *w, object *callback);
    /* The type of what CPython puts several dead references and their
     * callbacks in, for the young counter; may be NULL. */
    const struct heap_type *weak_gatherer;
    /* Before and after a collection (gc.callbacks). */
    void (*collect_start)(void *arg, int generation);
    void (*collect_stop)(void *arg, int generation, size_t collected,
                         size_t uncollectable);
    /* Names every reference held from outside objects. */
    void (*roots)(void *arg, heap_edge_fn *emit, void *emit_arg);
    /* Where the running script is, told at each allocation while attached: a
     * number that `site`, if there is one, makes a site of; 0: unknown. */
    uint32_t (*place)(void *arg);
    uint32_t (*site)(void *arg, uint32_t place);
    /* True while an exception is pending: no automatic collection then. */
    bool (*busy)(void *arg);
};
void heap_set_hooks(heap *h, const struct heap_hooks *hooks);

#include "heap/collector.h"
#include "heap/events.h"
#include "heap/graph.h"
#include "heap/history.h"
#include "heap/share.h"
#include "heap/walk.h"

#endif
