/*
 * Descriptors of built-in types: methods, class methods, get/set pairs,
 * members, and wrappers of slots with their bound form.
 *
 * All begin as struct descriptor; which union member is set follows from the
 * type.  Tables outlive the descriptors, except a member of __slots__, which
 * lies in the descriptor itself.  Neighbours: property.c, slots_wrap.c.
 */
#include "scripts/types/descriptor.h"

#include <stddef.h>
#include <string.h>

#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/slots.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"
#include "scripts/vm/gather.h"
#include "scripts/vm/function.h"

struct method_wrapper {
    struct heap_node node;
    object *descriptor, *self;
};

static const struct heap_field descriptor_fields[] = {
    {"type", offsetof(struct descriptor, type)},
    {"name", offsetof(struct descriptor, name)},
};

static const struct heap_field wrapper_fields[] = {
    {"descriptor", offsetof(struct method_wrapper, descriptor)},
    {"self", offsetof(struct method_wrapper, self)},
};

#define DESCRIPTOR_LAYOUT                                                      \
    {.size = sizeof(struct descriptor), .flags = HEAP_CONTAINER,               \
     .fields = descriptor_fields, .field_count = 2}

/* name is stolen. */
static struct descriptor *make(struct vm *vm, enum type_id kind,
                               struct type_object *type, object *name)
{
    struct descriptor *d = NULL;
    if (name)
        d = descriptor_of(heap_alloc(vm->heap, &vm->types[kind]->layout, 0));
    if (!d) {
        if (name)
            vm_raise_no_memory(vm);
        vm_release_maybe(vm, name);
        return NULL;
    }
    d->name = name;
    d->type = type_object_of(heap_retain(type_as_object(type)));
    heap_track(vm->heap, &d->node.base);
    return d;
}

static object *done(struct descriptor *d)
{
    return d ? &d->node.base : NULL;
}

object *method_descriptor_new(struct vm *vm, struct type_object *type,
                              const struct method_def *def)
{
    enum type_id kind = def->kind & METHOD_CLASS ? TYPE_CLASSMETHOD_DESCRIPTOR
                                                 : TYPE_METHOD_DESCRIPTOR;
    struct descriptor *d = make(vm, kind, type, str_intern(vm, def->name));
    if (d)
        d->method = def;
    return done(d);
}

object *getset_descriptor_new(struct vm *vm, struct type_object *type,
                              const struct getset_def *def)
{
    struct descriptor *d =
        make(vm, TYPE_GETSET, type, str_intern(vm, def->name));
    if (d)
        d->getset = def;
    return done(d);
}

object *member_descriptor_new(struct vm *vm, struct type_object *type,
                              const struct member_def *def)
{
    struct descriptor *d =
        make(vm, TYPE_MEMBER, type, str_intern(vm, def->name));
    if (d)
        d->member = def;
    return done(d);
}

object *slot_member_new(struct vm *vm, struct type_object *type, object *name,
                        uint32_t offset)
{
    struct descriptor *d = make(vm, TYPE_MEMBER, type, heap_retain(name));
    if (!d)
        return NULL;
    d->own_member = (struct member_def){.kind = MEMBER_OBJECT_EX,
                                        .offset = offset};
    d->member = &d->own_member;
    return done(d);
}

object *wrapper_descriptor_new(struct vm *vm, struct type_object *type,
                               const struct slot_row *row,
                               void (*wrapped)(void))
{
    struct descriptor *d = make(vm, TYPE_WRAPPER_DESCRIPTOR, type,
                                heap_retain(vm->name[row->name]));
    if (!d)
        return NULL;
    d->slot = row;
    d->wrapped = wrapped;
    return done(d);
}

/* ---- what they have in common ------------------------------------------- */

static bool applies(struct vm *vm, const struct descriptor *d, object *o)
{
    if (type_is_subtype(vm_type_of(vm, o), d->type))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR,
             "descriptor '%U' for '%s' objects doesn't apply to a '%T' object",
             d->name, type_name(d->type), o);
    return false;
}

static object *repr_as(struct vm *vm, object *self, const char *what)
{
    const struct descriptor *d = descriptor_of(self);
    return str_format(vm, "<%s '%U' of '%s' objects>", what, d->name,
                      type_name(d->type));
}

static const char *doc_of(const object *self)
{
    const struct descriptor *d = descriptor_of(self);
    if (vm_is(self, TYPE_MEMBER))
        return d->member->doc;
    if (vm_is(self, TYPE_GETSET))
        return d->getset->doc;
    return vm_is(self, TYPE_WRAPPER_DESCRIPTOR) ? d->slot->doc
                                                : d->method->doc;
}

/* The text behind a "name(...)\n--\n\n" signature. */
static object *get_doc(struct vm *vm, object *self, const void *data)
{
    (void)data;
    const char *doc = doc_of(self);
    const char *end = doc ? strstr(doc, "\n--\n\n") : NULL;
    if (!doc || !*doc)
        return vm_none(vm);
    return str_from(vm, end ? end + 5 : doc);
}

static object *get_signature(struct vm *vm, object *self, const void *data)
{
    (void)data;
    const char *doc = doc_of(self);
    const char *end = doc ? strstr(doc, "\n--\n\n") : NULL;
    const char *open = doc ? strchr(doc, '(') : NULL;
    if (!end || !open || open > end)
        return vm_none(vm);
    return str_new(vm, open, (size_t)(end - open));
}

static object *get_name(struct vm *vm, object *self, const void *data)
{
    (void)vm, (void)data;
    return heap_retain(descriptor_of(self)->name);
}

static object *get_qualname(struct vm *vm, object *self, const void *data)
{
    (void)data;
    const struct descriptor *d = descriptor_of(self);
    return str_format(vm, "%U.%U", d->type->qualname, d->name);
}

static object *get_class(struct vm *vm, object *self, const void *data)
{
    (void)vm, (void)data;
    return heap_retain(type_as_object(descriptor_of(self)->type));
}

static const struct getset_def getsets[] = {
    {"__name__", get_name, NULL, NULL, NULL},
    {"__objclass__", get_class, NULL, NULL, NULL},
    {"__qualname__", get_qualname, NULL, NULL, NULL},
    {"__doc__", get_doc, NULL, NULL, NULL},
    {"__text_signature__", get_signature, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

/* ---- methods ------------------------------------------------------------- */

static object *method_get(struct vm *vm, object *self, object *instance,
                          object *type)
{
    (void)type;
    if (!instance)
        return heap_retain(self);
    if (!applies(vm, descriptor_of(self), instance))
        return NULL;
    return builtin_new(vm, descriptor_of(self)->method, instance, NULL);
}

static object *method_call(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    const struct descriptor *d = descriptor_of(self);
    if (nargs == 0)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "unbound method %U.%U() needs an argument",
                        d->type->qualname, d->name);
    if (!applies(vm, d, args[0]))
        return NULL;
    if (builtin_fits(d->method, nargs - 1, kwnames))
        return d->method->fn(vm, args[0], args + 1, nargs - 1, kwnames);
    return builtin_call(vm, d->method, builtin_prefix(d->type), args[0], args + 1,
                        nargs - 1, kwnames);
}

static object *method_repr(struct vm *vm, object *self)
{
    return repr_as(vm, self, "method");
}

const struct type_spec method_descriptor_spec = {
    .name = "method_descriptor",
    .flags = TYPE_METHOD_LIKE | TYPE_DISALLOW_NEW,
    .layout = DESCRIPTOR_LAYOUT,
    .slots = {.repr = method_repr, .call = method_call,
              .descr_get = method_get},
    .getsets = getsets,
};

static object *class_method_get(struct vm *vm, object *self, object *instance,
                                object *type)
{
    const struct descriptor *d = descriptor_of(self);
    if (!type)
        type = type_as_object(vm_type_of(vm, instance));
    if (!(vm_type_of(vm, type)->flags & TYPE_TYPE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "descriptor '%U' for type '%s' needs a type, not a "
                        "'%T' as arg 2",
                        d->name, type_name(d->type), type);
    if (!type_is_subtype(type_object_of(type), d->type))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "descriptor '%U' requires a subtype of '%s' but "
                        "received '%s'",
                        d->name, type_name(d->type),
                        type_name(type_object_of(type)));
    return builtin_new(vm, d->method, type, NULL);
}

static object *class_method_call(struct vm *vm, object *self,
                                 object *const *args, size_t nargs,
                                 object *kwnames)
{
    const struct descriptor *d = descriptor_of(self);
    if (nargs == 0)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "descriptor '%U' of '%s' object needs an argument",
                        d->name, type_name(d->type));
    object *bound = class_method_get(vm, self, NULL, args[0]);
    if (!bound)
        return NULL;
    vm_release(vm, bound);
    return builtin_call(vm, d->method, builtin_prefix(d->type), args[0], args + 1,
                        nargs - 1, kwnames);
}

const struct type_spec classmethod_descriptor_spec = {
    .name = "classmethod_descriptor",
    .flags = TYPE_DISALLOW_NEW,
    .layout = DESCRIPTOR_LAYOUT,
    .slots = {.repr = method_repr, .call = class_method_call,
              .descr_get = class_method_get},
    .getsets = getsets,
};

/* ---- get/set pairs -------------------------------------------------------- */

static object *pair_get(struct vm *vm, object *self, object *instance,
                        object *type)
{
    const struct descriptor *d = descriptor_of(self);
    (void)type;
    if (!instance)
        return heap_retain(self);
    if (!applies(vm, d, instance))
        return NULL;
    if (d->getset->get)
        return d->getset->get(vm, instance, d->getset->data);
    return vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                    "attribute '%U' of '%s' objects is not readable", d->name,
                    type_name(d->type));
}

static bool pair_set(struct vm *vm, object *self, object *instance,
                     object *value)
{
    const struct descriptor *d = descriptor_of(self);
    if (!applies(vm, d, instance))
        return false;
    if (d->getset->set)
        return d->getset->set(vm, instance, value, d->getset->data);
    vm_raise(vm, EXC_ATTRIBUTE_ERROR,
             "attribute '%U' of '%s' objects is not writable", d->name,
             type_name(d->type));
    return false;
}

static object *pair_repr(struct vm *vm, object *self)
{
    return repr_as(vm, self, "attribute");
}

const struct type_spec getset_descriptor_spec = {
    .name = "getset_descriptor",
    .flags = TYPE_DISALLOW_NEW,
    .layout = DESCRIPTOR_LAYOUT,
    .slots = {.repr = pair_repr, .descr_get = pair_get,
              .descr_set = pair_set},
    .getsets = getsets,
};

/* ---- members --------------------------------------------------------------- */

static object *read_object(struct vm *vm, const struct descriptor *d,
                           object *instance, object *value)
{
    if (value)
        return heap_retain(value);
    if (d->member->kind == MEMBER_OBJECT)
        return vm_none(vm);
    return vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                    "'%T' object has no attribute '%U'", instance, d->name);
}

static object *member_get(struct vm *vm, object *self, object *instance,
                          object *type)
{
    const struct descriptor *d = descriptor_of(self);
    (void)type;
    if (!instance)
        return heap_retain(self);
    if (!applies(vm, d, instance))
        return NULL;
    const char *at = (const char *)instance + d->member->offset;
    switch (d->member->kind) {
    case MEMBER_OBJECT:
    case MEMBER_OBJECT_EX:
        return read_object(vm, d, instance, *(object *const *)at);
    case MEMBER_INT:
        return int_new(vm, *(const int *)at);
    case MEMBER_BOOL:
        return vm_bool(vm, *(const bool *)at);
    case MEMBER_DOUBLE:
        return float_new(vm, *(const double *)(const void *)at);
    }
    return NULL;
}

static bool write_object(struct vm *vm, const struct descriptor *d,
                         object *instance, object *value)
{
    object **field =
        (object **)(void *)((char *)instance + d->member->offset);
    if (!value && !*field && d->member->kind == MEMBER_OBJECT_EX) {
        vm_raise_object(vm, EXC_ATTRIBUTE_ERROR, d->name);
        return false;
    }
    heap_store(vm->heap, field, heap_retain_maybe(value));
    return true;
}

static bool write_bool(struct vm *vm, const struct descriptor *d,
                       object *instance, object *value)
{
    if (value == vm->true_ || value == vm->false_) {
        *((bool *)instance + d->member->offset) = value == vm->true_;
        return true;
    }
    vm_raise(vm, EXC_TYPE_ERROR,
             value ? "attribute value type must be bool"
                   : "can't delete numeric/char attribute");
    return false;
}

static bool member_set(struct vm *vm, object *self, object *instance,
                       object *value)
{
    const struct descriptor *d = descriptor_of(self);
    if (!applies(vm, d, instance))
        return false;
    if (d->member->read_only || d->member->kind == MEMBER_INT ||
        d->member->kind == MEMBER_DOUBLE) {
        vm_raise(vm, EXC_ATTRIBUTE_ERROR, "readonly attribute");
        return false;
    }
    if (d->member->kind == MEMBER_BOOL)
        return write_bool(vm, d, instance, value);
    return write_object(vm, d, instance, value);
}

static object *member_repr(struct vm *vm, object *self)
{
    return repr_as(vm, self, "member");
}

const struct type_spec member_descriptor_spec = {
    .name = "member_descriptor",
    .flags = TYPE_DISALLOW_NEW,
    .layout = DESCRIPTOR_LAYOUT,
    .slots = {.repr = member_repr, .descr_get = member_get,
              .descr_set = member_set},
    .getsets = getsets,
};

/* ---- wrappers of slots ------------------------------------------------------ */

static object *slot_get(struct vm *vm, object *self, object *instance,
                        object *type)
{
    (void)type;
    if (!instance)
        return heap_retain(self);
    if (!applies(vm, descriptor_of(self), instance))
        return NULL;
    object *o =
        heap_alloc(vm->heap, &vm->types[TYPE_METHOD_WRAPPER]->layout, 0);
    if (!o)
        return vm_raise_no_memory(vm);
    struct method_wrapper *w = (struct method_wrapper *)o;
    w->descriptor = heap_retain(self);
    w->self = heap_retain(instance);
    heap_track(vm->heap, o);
    return o;
}

static object *slot_call(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    const struct descriptor *d = descriptor_of(self);
    if (nargs == 0)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "descriptor '%U' of '%s' object needs an argument",
                        d->name, type_name(d->type));
    if (!type_is_subtype(vm_type_of(vm, args[0]), d->type))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "descriptor '%U' requires a '%s' object but received "
                        "a '%T'",
                        d->name, type_name(d->type), args[0]);
    gather_begin(vm, nargs - 1, 0); /* a slice of the arguments' tuple */
    object *result = slot_wrap_call(vm, d->slot, args[0], args + 1, nargs - 1,
                                    kwnames, d->wrapped);
    gather_end(vm, nargs - 1, 0);
    return result;
}

static object *slot_repr(struct vm *vm, object *self)
{
    return repr_as(vm, self, "slot wrapper");
}

const struct type_spec wrapper_descriptor_spec = {
    .name = "wrapper_descriptor",
    .flags = TYPE_METHOD_LIKE | TYPE_DISALLOW_NEW,
    .layout = DESCRIPTOR_LAYOUT,
    .slots = {.repr = slot_repr, .call = slot_call, .descr_get = slot_get},
    .getsets = getsets,
};

static struct method_wrapper *bound(const object *o)
{
    return (struct method_wrapper *)(uintptr_t)o;
}

static object *bound_call(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    const struct descriptor *d = descriptor_of(bound(self)->descriptor);
    return slot_wrap_call(vm, d->slot, bound(self)->self, args, nargs, kwnames,
                          d->wrapped);
}

static object *bound_repr(struct vm *vm, object *self)
{
    const struct descriptor *d = descriptor_of(bound(self)->descriptor);
    return str_format(vm, "<method-wrapper '%U' of %T object at %p>", d->name,
                      bound(self)->self, (void *)bound(self)->self);
}

static object *bound_compare(struct vm *vm, object *a, object *b,
                             enum vm_compare op)
{
    if ((op != COMPARE_EQ && op != COMPARE_NE) ||
        !vm_is(b, TYPE_METHOD_WRAPPER))
        return heap_retain(vm->not_implemented);
    bool same = bound(a)->descriptor == bound(b)->descriptor &&
                bound(a)->self == bound(b)->self;
    return vm_bool(vm, same == (op == COMPARE_EQ));
}

static bool bound_hash(struct vm *vm, object *self, int64_t *out)
{
    (void)vm;
    *out = (int64_t)(((uintptr_t)bound(self)->self >> 4) ^
                     ((uintptr_t)bound(self)->descriptor >> 4));
    return true;
}

static object *bound_self(struct vm *vm, object *self, const void *data)
{
    (void)vm, (void)data;
    return heap_retain(bound(self)->self);
}

/* An attribute of the descriptor behind. */
static object *bound_attr(struct vm *vm, object *self, const void *data)
{
    return vm_getattr_str(vm, bound(self)->descriptor, data);
}

static const struct getset_def bound_getsets[] = {
    {"__self__", bound_self, NULL, NULL, NULL},
    {"__objclass__", bound_attr, NULL, NULL, "__objclass__"},
    {"__name__", bound_attr, NULL, NULL, "__name__"},
    {"__qualname__", bound_attr, NULL, NULL, "__qualname__"},
    {"__doc__", bound_attr, NULL, NULL, "__doc__"},
    {"__text_signature__", bound_attr, NULL, NULL, "__text_signature__"},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct type_spec method_wrapper_spec = {
    .name = "method-wrapper",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct method_wrapper),
               .flags = HEAP_CONTAINER,
               .fields = wrapper_fields,
               .field_count = 2},
    .slots = {.repr = bound_repr, .call = bound_call, .hash = bound_hash,
              .compare = bound_compare},
    .getsets = bound_getsets,
};
