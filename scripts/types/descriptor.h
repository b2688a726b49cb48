/*
 * Descriptors of built-in types: methods, get/set pairs, members, slots.
 */
#ifndef SCRIPTS_TYPES_DESCRIPTOR_H
#define SCRIPTS_TYPES_DESCRIPTOR_H

#include "scripts/vm/vm.h"

struct slot_row; /* slots.h */

struct descriptor {
    struct heap_node node;
    struct type_object *type; /* owned: where it is defined */
    object *name;             /* owned str */
    union {
        const struct method_def *method; /* METHOD_, CLASSMETHOD_DESCRIPTOR */
        const struct getset_def *getset;
        const struct member_def *member;
        const struct slot_row *slot; /* WRAPPER_DESCRIPTOR */
    };
    union { /* what else it owns; not an object */
        struct member_def own_member; /* of __slots__ */
        struct type_slots *unused;
        void (*wrapped)(void); /* WRAPPER_DESCRIPTOR: the slot's function */
    };
};

static inline struct descriptor *descriptor_of(const object *o)
{
    return (struct descriptor *)(uintptr_t)o;
}

object *method_descriptor_new(struct vm *vm, struct type_object *type,
                              const struct method_def *def);
object *getset_descriptor_new(struct vm *vm, struct type_object *type,
                              const struct getset_def *def);
object *member_descriptor_new(struct vm *vm, struct type_object *type,
                              const struct member_def *def);
/* For a name of __slots__: an object field at offset. */
object *slot_member_new(struct vm *vm, struct type_object *type, object *name,
                        uint32_t offset);
object *wrapper_descriptor_new(struct vm *vm, struct type_object *type,
                               const struct slot_row *row,
                               void (*wrapped)(void));

struct property_object {
    struct heap_node node;
    object *get, *set, *delete_, *doc; /* or NULL */
    object *name;                      /* of __set_name__, or NULL */
    bool getter_doc;
};

/* classmethod and staticmethod */
struct method_holder {
    struct heap_node node;
    object *callable; /* NULL before __init__ */
    object *dict;
};
/* Is __isabstractmethod__ true? 1, 0, -1. */
int method_is_abstract(struct vm *vm, object *o);
/* What a static method stands for: borrowed, NULL when uninitialized. */
object *staticmethod_function(object *o);
object *staticmethod_new(struct vm *vm, object *callable);
object *classmethod_new(struct vm *vm, object *callable);

/* A read-only view of a mapping. */
object *mappingproxy_new(struct vm *vm, object *mapping);

#endif
