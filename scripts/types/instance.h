/*
 * Instances of classes made by scripts, and their attributes.
 *
 * An instance whose class has no fixed fields (TYPE_HAS_SHAPE) keeps its
 * attributes by shape: the shape names them in order, the values lie in the
 * object.  aux is the number of inline places; when the shape has more
 * attributes than that, the last place holds an array with the rest.  Asking
 * for __dict__ turns the whole into a dict.  Other instances (a list's
 * subclass, one with slots, a function) have a dict field at dict_offset.
 */
#ifndef SCRIPTS_TYPES_INSTANCE_H
#define SCRIPTS_TYPES_INSTANCE_H

#include "scripts/vm/vm.h"

/*
 * More attributes than this: a dict.  So it is with an attribute that no
 * instance had yet when a class may see no more: as in CPython, whose shared
 * keys these are, each new instance takes a place away until one is left.
 */
#define SHAPE_MAX 30

struct shape {
    uint32_t id;    /* never reused in a vm: for inline caches */
    uint32_t count; /* attributes */
    object *name;   /* the last attribute's, owned; NULL in the root */
    struct shape *parent, *children, *sibling;
    struct type_object *type;  /* borrowed: whose instances */
    uint32_t known;            /* root: names the class has seen */
    uint32_t left;             /* root: how many more it may see */
    bool in_order;             /* order is 0, 1, 2, ... */
    uint8_t order[SHAPE_MAX];  /* attributes in the order the class met them:
                                  values are visited and released so */
    object *names[];           /* all of them, borrowed from the chain; the
                                  root has what the class has seen */
};

struct instance {
    struct heap_node node;
    uintptr_t shape; /* struct shape *, or a dict (owned) with bit 0 set */
    object *values[];
};

#define INSTANCE_DICT 1

/* NULL when the attributes are in a dict; o's type is TYPE_HAS_SHAPE. */
static inline struct shape *instance_shape(const object *o)
{
    uintptr_t word = ((const struct instance *)o)->shape;
    return word & INSTANCE_DICT ? NULL : (struct shape *)word;
}

/* Where attribute `index` of an instance with this shape is. */
static inline object **instance_place(object *o, const struct shape *shape,
                                      uint32_t index)
{
    struct instance *self = (struct instance *)o;
    uint32_t room = heap_aux(o);
    if (heap_likely(shape->count <= room || index + 1 < room))
        return &self->values[index];
    return (object **)self->values[room - 1] + (index + 1 - room);
}

/* The attribute's place among shape->names, or -1; name is a str. */
int shape_find(const struct shape *shape, const object *name);

/* May name become an attribute of instances with this shape? */
bool shape_admits(const struct shape *shape, const object *name);

/* The shape that adding name leads to, if some instance went there before. */
struct shape *shape_known_step(const struct shape *shape, const object *name);

/* An instance's own attribute (shape or dict), borrowed; NULL when there is
 * none, or (pending) when a dict's lookup failed.  name is a str. */
/* The same, new, where the dict has keys that are no str: their __eq__ runs.
 * False: pending. */
bool instance_get_slowly(struct vm *vm, object *o, object *name, object **own);
object *instance_get_peek(struct vm *vm, object *o, object *name);
/* False with nothing pending: o has no place for attributes. */
bool instance_set(struct vm *vm, object *o, object *name, object *value);
/* 1 deleted, 0 was not there, -1 error. */
int instance_delete(struct vm *vm, object *o, object *name);
/* Can o have attributes of its own? */
bool instance_has_dict(struct vm *vm, object *o);
/* Its __dict__, made when there is none yet; borrowed.  NULL with nothing
 * pending: it has none. */
object *instance_dict_peek(struct vm *vm, object *o);
/* Replaces its __dict__ (a dict, borrowed). */
bool instance_set_dict(struct vm *vm, object *o, object *dict);

/* The layout of TYPE_HAS_SHAPE classes, without name and owner. */
extern const struct heap_type instance_layout;
struct shape *shape_root_new(struct vm *vm, struct type_object *type);
void shape_tree_free(struct heap *h, struct shape *root);

#endif
