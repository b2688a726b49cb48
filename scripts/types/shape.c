/*
 * Shapes: which attributes an instance has, in which order.
 *
 * A tree per class, its root without attributes; a step down adds one name.
 * A shape owns its last name and lives as long as its class.  Attributes keep
 * the order in which an instance got them; their values are visited and
 * released in the order in which the class first saw the names.
 */
#include <string.h>

#include "scripts/types/instance.h"
#include "scripts/types/instance_internal.h"
#include "scripts/types/str.h"
#include "scripts/types/type.h"
#include "scripts/vm/error.h"

static size_t shape_bytes(uint32_t count)
{
    return (sizeof(struct shape) + count * sizeof(object *) + 15) / 16 * 16;
}

/* The place of name among those the class has seen. */
static uint32_t rank_of(struct shape *root, object *name)
{
    for (uint32_t i = 0; i < root->known; i++)
        if (root->names[i] == name)
            return i;
    if (root->known < SHAPE_MAX) {
        root->names[root->known++] = name;
        root->left -= root->left > 0;
    }
    return root->known;
}

bool shape_admits(const struct shape *shape, const object *name)
{
    const struct shape *root = shape->type->shape;
    if (root->left)
        return true;
    for (uint32_t i = 0; i < root->known; i++)
        if (root->names[i] == name)
            return true;
    return false;
}

/* Fits the last attribute into the order of those before it. */
static void set_order(struct shape *s)
{
    struct shape *root = s->type->shape;
    uint32_t last = s->count - 1, at = last;
    uint32_t rank = rank_of(root, s->names[last]);
    memcpy(s->order, s->parent->order, last);
    while (at > 0 && rank_of(root, s->names[s->order[at - 1]]) > rank) {
        s->order[at] = s->order[at - 1];
        at--;
    }
    s->order[at] = (uint8_t)last;
    s->in_order = s->parent->in_order && at == last;
}

static struct shape *shape_new(struct vm *vm, struct type_object *type,
                               struct shape *parent, object *name)
{
    uint32_t count = parent ? parent->count + 1 : 0;
    size_t size = shape_bytes(parent ? count : SHAPE_MAX);
    struct shape *s = heap_array_new(vm->heap, size);
    if (!s) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    memset(s, 0, size);
    s->id = ++vm->next_type_version;
    s->count = count;
    s->type = type;
    s->parent = parent;
    if (!parent) {
        s->left = SHAPE_MAX;
        s->in_order = true;
        return s;
    }
    memcpy(s->names, parent->names, parent->count * sizeof *s->names);
    s->name = s->names[count - 1] = heap_retain(name);
    set_order(s);
    s->sibling = parent->children;
    parent->children = s;
    return s;
}

struct shape *shape_root_new(struct vm *vm, struct type_object *type)
{
    return shape_new(vm, type, NULL, NULL);
}

struct shape *shape_step(struct vm *vm, struct shape *shape, object *name)
{
    struct shape **link = &shape->children;
    for (struct shape *s = *link; s; link = &s->sibling, s = s->sibling) {
        if (s->name != name)
            continue;
        *link = s->sibling; /* the latest first */
        s->sibling = shape->children;
        return shape->children = s;
    }
    return shape_new(vm, shape->type, shape, name);
}

struct shape *shape_known_step(const struct shape *shape, const object *name)
{
    struct shape *s = shape->children;
    while (s && s->name != name)
        s = s->sibling;
    return s;
}

int shape_find(const struct shape *shape, const object *name)
{
    for (uint32_t i = 0; i < shape->count; i++)
        if (shape->names[i] == name)
            return (int)i;
    if (((const struct str_object *)name)->interned)
        return -1;
    for (uint32_t i = 0; i < shape->count; i++)
        if (str_equal(shape->names[i], name))
            return (int)i;
    return -1;
}

/* Leaves first, without recursion. */
void shape_tree_free(heap *h, struct shape *root)
{
    struct shape *s = root;
    while (s) {
        if (s->children) {
            struct shape *child = s->children;
            s->children = child->sibling;
            s = child;
            continue;
        }
        struct shape *up = s == root ? NULL : s->parent;
        heap_release_maybe(h, s->name);
        heap_array_free(h, s, shape_bytes(s->parent ? s->count : SHAPE_MAX));
        s = up;
    }
}
