/*
 * Attributes of instances: by shape, in a dict once asked for, or in a dict
 * field.
 *
 * Invariant of the shaped form: attribute i of the shape is at
 * instance_place(i) and is never NULL; with more attributes than inline
 * places the last place holds an array of rest_bytes().  Values are released
 * only after the instance is whole again, since that may run script code.
 */
#include "scripts/types/instance.h"

#include "scripts/types/dict.h"
#include "scripts/types/instance_internal.h"
#include "scripts/types/str.h"
#include "scripts/vm/error.h"

static struct instance *instance_of(object *o)
{
    return (struct instance *)o;
}

static object *word_dict(uintptr_t word)
{
    return word & INSTANCE_DICT ? (object *)(word - INSTANCE_DICT) : NULL;
}

/* Bytes of the array of `count` attributes with `room` inline places. */
static size_t rest_bytes(uint32_t count, uint32_t room)
{
    if (count <= room)
        return 0;
    return (count - room + 1 + 3) / 4 * 4 * sizeof(object *);
}

static object **dict_field(struct vm *vm, object *o)
{
    size_t offset = vm_type_of(vm, o)->dict_offset;
    if (!offset)
        return NULL;
    if (offset & HEAP_FIELD_FROM_END)
        offset = heap_object_size(vm->heap, o) -
                 (offset & ~HEAP_FIELD_FROM_END);
    return (object **)(void *)((char *)o + offset);
}

static bool is_shaped(struct vm *vm, const object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_HAS_SHAPE;
}

bool instance_has_dict(struct vm *vm, object *o)
{
    return is_shaped(vm, o) || vm_type_of(vm, o)->dict_offset;
}

/* ---- reading ------------------------------------------------------------- */

/* The dict there is already, borrowed, or NULL. */
static object *present_dict(struct vm *vm, object *o)
{
    if (is_shaped(vm, o))
        return word_dict(instance_of(o)->shape);
    object **field = dict_field(vm, o);
    return field ? *field : NULL;
}

object *instance_get_peek(struct vm *vm, object *o, object *name)
{
    if (is_shaped(vm, o)) {
        struct shape *s = instance_shape(o);
        int i = s ? shape_find(s, name) : -1;
        if (s)
            return i < 0 ? NULL : *instance_place(o, s, (uint32_t)i);
    }
    object *dict = present_dict(vm, o);
    return dict ? dict_get_str_peek(vm, dict, name) : NULL;
}

bool instance_get_slowly(struct vm *vm, object *o, object *name, object **own)
{
    object *dict = present_dict(vm, o);
    *own = NULL;
    if (!dict || !dict_has_other_keys(dict))
        return true;
    heap_retain(dict);
    int found = dict_find(vm, dict, name, own);
    *own = found == 1 ? heap_retain(*own) : NULL;
    vm_release(vm, dict);
    return found >= 0;
}

/* ---- to a dict ------------------------------------------------------------ */

static bool copy_to_dict(struct vm *vm, object *o, const struct shape *s,
                         object *dict)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (!dict_set(vm, dict, s->names[i], *instance_place(o, s, i)))
            return false;
    return true;
}

static void drop_values(heap *h, object *o, struct shape *s, uintptr_t word)
{
    object *values[SHAPE_MAX];
    uint32_t count = s->count, room = heap_aux(o);
    for (uint32_t i = 0; i < count; i++)
        values[i] = *instance_place(o, s, s->order[i]);
    if (count > room)
        heap_array_free(h, instance_of(o)->values[room - 1],
                        rest_bytes(count, room));
    for (uint32_t i = 0; i < room; i++)
        instance_of(o)->values[i] = NULL;
    instance_of(o)->shape = word;
    for (uint32_t i = 0; i < count; i++)
        heap_release(h, values[i]);
}

/* The dict may come with a collection that changes o, hence first. */
static object *shape_to_dict(struct vm *vm, object *o)
{
    object *dict = dict_new(vm);
    if (!dict)
        return NULL;
    struct shape *s = instance_shape(o);
    if (!s) {
        vm_release(vm, dict);
        return word_dict(instance_of(o)->shape);
    }
    if (!copy_to_dict(vm, o, s, dict)) {
        vm_release(vm, dict);
        return NULL;
    }
    drop_values(vm->heap, o, s, (uintptr_t)dict | INSTANCE_DICT);
    return dict;
}

object *instance_dict_peek(struct vm *vm, object *o)
{
    object *dict = present_dict(vm, o);
    if (dict)
        return dict;
    if (is_shaped(vm, o))
        return shape_to_dict(vm, o);
    object **field = dict_field(vm, o);
    if (!field || !(dict = dict_new(vm)))
        return NULL;
    if (*field) /* a finalizer was faster */
        vm_release(vm, dict);
    else
        *field = dict;
    return *field;
}

bool instance_set_dict(struct vm *vm, object *o, object *dict)
{
    if (is_shaped(vm, o)) {
        if (!instance_dict_peek(vm, o))
            return false;
        object *old = word_dict(instance_of(o)->shape);
        instance_of(o)->shape = (uintptr_t)heap_retain(dict) | INSTANCE_DICT;
        vm_release(vm, old);
        return true;
    }
    object **field = dict_field(vm, o);
    if (field)
        heap_store(vm->heap, field, heap_retain(dict));
    return field;
}

/* ---- changing -------------------------------------------------------------- */

/* Makes the place for attribute `count` of a shape one longer. */
static object **grow(struct vm *vm, object *o, uint32_t count)
{
    uint32_t room = heap_aux(o);
    object **values = instance_of(o)->values;
    if (count < room)
        return &values[count];
    size_t was = rest_bytes(count, room), now = rest_bytes(count + 1, room);
    object **rest = count > room ? (object **)values[room - 1] : NULL;
    if (was != now) {
        object **bigger = rest
                              ? heap_array_resize(vm->heap, rest, was, now)
                              : heap_array_new(vm->heap, now);
        if (!bigger) {
            vm_raise_no_memory(vm);
            return NULL;
        }
        if (!rest)
            bigger[0] = values[room - 1];
        values[room - 1] = (object *)(rest = bigger);
    }
    return &rest[count - room + 1];
}

static bool set_in_dict(struct vm *vm, object *o, object *name, object *value)
{
    object *dict = instance_dict_peek(vm, o);
    return dict && dict_set(vm, dict, name, value);
}

static bool add_attribute(struct vm *vm, object *o, struct shape *s,
                          object *name, object *value)
{
    if (!shape_admits(s, name))
        return set_in_dict(vm, o, name, value);
    struct shape *next = shape_step(vm, s, name);
    object **place = next ? grow(vm, o, s->count) : NULL;
    if (!place)
        return false;
    *place = heap_retain(value);
    instance_of(o)->shape = (uintptr_t)next;
    if (s->type->inline_hint < next->count)
        s->type->inline_hint = next->count;
    return true;
}

static bool set_by_shape(struct vm *vm, object *o, struct shape *s,
                         object *name, object *value)
{
    int i = shape_find(s, name);
    if (i >= 0) {
        heap_store(vm->heap, instance_place(o, s, (uint32_t)i),
                   heap_retain(value));
        return true;
    }
    object *key = heap_retain(name);
    str_intern_in_place(vm, &key);
    bool ok = add_attribute(vm, o, s, key, value);
    vm_release(vm, key);
    return ok;
}

bool instance_set(struct vm *vm, object *o, object *name, object *value)
{
    if (is_shaped(vm, o)) {
        struct shape *s = instance_shape(o);
        bool fits = s && vm_is(name, TYPE_STR) &&
                    (s->count < SHAPE_MAX || shape_find(s, name) >= 0);
        if (fits)
            return set_by_shape(vm, o, s, name, value);
    }
    return set_in_dict(vm, o, name, value);
}

static struct shape *shape_without(struct vm *vm, struct shape *s, int gone)
{
    struct shape *r = s->type->shape;
    for (int i = 0; r && i < (int)s->count; i++)
        if (i != gone)
            r = shape_step(vm, r, s->names[i]);
    return r;
}

/* Moves the attributes behind `gone` one place down and shrinks the array. */
static void close_gap(heap *h, object *o, const struct shape *s, uint32_t gone)
{
    uint32_t room = heap_aux(o);
    object **values = instance_of(o)->values;
    for (uint32_t i = gone; i + 1 < s->count; i++)
        *instance_place(o, s, i) = *instance_place(o, s, i + 1);
    if (s->count <= room) {
        values[s->count - 1] = NULL;
        return;
    }
    object **rest = (object **)values[room - 1];
    size_t was = rest_bytes(s->count, room);
    size_t now = rest_bytes(s->count - 1, room);
    if (now == 0) {
        values[room - 1] = rest[0];
        heap_array_free(h, rest, was);
    } else if (now != was) {
        rest = heap_array_resize(h, rest, was, now);
        values[room - 1] = (object *)rest;
    }
}

/* Of what is not there: in CPython the class takes note of the name, and where
 * it may not, the instance gets its dict. */
static int delete_absent(struct vm *vm, object *o, struct shape *s,
                         object *name)
{
    object *key = heap_retain(name);
    bool ok;
    str_intern_in_place(vm, &key);
    ok = shape_admits(s, key) ? shape_step(vm, s->type->shape, key) != NULL
                              : instance_dict_peek(vm, o) != NULL;
    vm_release(vm, key);
    return ok ? 0 : -1;
}

static int delete_by_shape(struct vm *vm, object *o, struct shape *s,
                           object *name)
{
    int i = shape_find(s, name);
    if (i < 0)
        return delete_absent(vm, o, s, name);
    struct shape *next = shape_without(vm, s, i);
    if (!next)
        return -1;
    object *old = *instance_place(o, s, (uint32_t)i);
    close_gap(vm->heap, o, s, (uint32_t)i);
    instance_of(o)->shape = (uintptr_t)next;
    vm_release(vm, old);
    return 1;
}

int instance_delete(struct vm *vm, object *o, object *name)
{
    struct shape *s = is_shaped(vm, o) ? instance_shape(o) : NULL;
    if (s)
        return delete_by_shape(vm, o, s, name);
    object *dict = instance_dict_peek(vm, o); /* CPython makes it, too */
    return dict ? dict_delete(vm, dict, name) : vm_pending(vm) ? -1 : 0;
}

/* ---- what the heap asks ----------------------------------------------------- */

static struct shape *word_shape(object *o)
{
    uintptr_t word = instance_of(o)->shape;
    return word & INSTANCE_DICT ? NULL : (struct shape *)word;
}

static void traverse(object *self, heap_visit_fn *visit, void *arg)
{
    struct shape *s = word_shape(self);
    object *dict = word_dict(instance_of(self)->shape);
    if (dict)
        visit(dict, arg);
    for (uint32_t i = 0; s && i < s->count; i++) {
        object *value = *instance_place(self, s, s->order[i]);
        if (value)
            visit(value, arg);
    }
}

static struct heap_items values(object *self)
{
    struct heap_items items = {0};
    struct shape *s = word_shape(self);
    if (s && s->in_order && s->count <= heap_aux(self)) {
        items.first = instance_of(self)->values;
        items.count = s->count;
    }
    return items;
}

static object *take_value(heap *h, object *self, struct shape *s)
{
    uint32_t room = heap_aux(self);
    for (uint32_t i = 0; i < s->count; i++) {
        object **place = instance_place(self, s, s->order[i]);
        object *value = *place;
        *place = NULL;
        if (value && !heap_drop_shared(value))
            return value;
    }
    if (s->count > room)
        heap_array_free(h, instance_of(self)->values[room - 1],
                        rest_bytes(s->count, room));
    instance_of(self)->shape = 0;
    return NULL;
}

static object *unlink_one(heap *h, object *self)
{
    object *dict = word_dict(instance_of(self)->shape);
    if (dict) {
        instance_of(self)->shape = 0;
        return dict;
    }
    struct shape *s = word_shape(self);
    return s ? take_value(h, self, s) : NULL;
}

static void clear(heap *h, object *self)
{
    object *dict = word_dict(instance_of(self)->shape);
    struct shape *s = word_shape(self);
    struct type_object *type =
        type_of_layout(heap_type_of(h, self));
    if (dict) {
        instance_of(self)->shape = (uintptr_t)type->shape;
        heap_release(h, dict);
    } else if (s) {
        drop_values(h, self, s, (uintptr_t)type->shape);
    }
}

static void edges(object *self, heap_edge_fn *emit, void *arg)
{
    struct shape *s = word_shape(self);
    object *dict = word_dict(instance_of(self)->shape);
    struct heap_edge edge = {.kind = HEAP_EDGE_FIELD,
                             .name = "__dict__",
                             .referent = dict};
    if (dict)
        emit(&edge, arg);
    for (uint32_t i = 0; s && i < s->count; i++) {
        edge = (struct heap_edge){.kind = HEAP_EDGE_ATTR,
                                  .index = i,
                                  .key = s->names[i],
                                  .referent = *instance_place(self, s, i)};
        if (edge.referent)
            emit(&edge, arg);
    }
}

static size_t extra(const object *self)
{
    const struct shape *s = instance_shape(self);
    return s ? rest_bytes(s->count, heap_aux(self)) : 0;
}

const struct heap_type instance_layout = {
    .size = sizeof(struct instance),
    .flags = HEAP_CONTAINER | HEAP_TRASHCAN | HEAP_SCRIPT,
    .traverse = traverse,
    .items = values,
    .unlink = unlink_one,
    .clear = clear,
    .edges = edges,
    .extra = extra,
};
