/*
 * property, classmethod, staticmethod.
 */
#include <stddef.h>

#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/instance.h"
#include "scripts/types/str.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"

/* ---- property ----------------------------------------------------------------- */

static struct property_object *property_of(object *o)
{
    return (struct property_object *)o;
}

static object *raise_no(struct vm *vm, object *self, object *instance,
                        const char *what)
{
    object *name = property_of(self)->name;
    object *type = vm_type_of(vm, instance)->qualname;
    if (name)
        return vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                        "property %R of %R object has no %s", name, type,
                        what);
    return vm_raise(vm, EXC_ATTRIBUTE_ERROR, "property of %R object has no %s",
                    type, what);
}

static object *property_get(struct vm *vm, object *self, object *instance,
                            object *type)
{
    (void)type;
    if (!instance)
        return heap_retain(self);
    object *get = property_of(self)->get;
    return get ? vm_call1(vm, get, instance)
               : raise_no(vm, self, instance, "getter");
}

static bool property_set(struct vm *vm, object *self, object *instance,
                         object *value)
{
    object *fn =
        value ? property_of(self)->set : property_of(self)->delete_;
    if (!fn) {
        raise_no(vm, self, instance, value ? "setter" : "deleter");
        return false;
    }
    object *r = value ? vm_call2(vm, fn, instance, value)
                      : vm_call1(vm, fn, instance);
    vm_release_maybe(vm, r);
    return r;
}

/* The getter's docstring stands for a missing one. */
static bool take_getter_doc(struct vm *vm, object *self)
{
    struct property_object *p = property_of(self);
    object *doc;
    if (p->doc || !p->get)
        return true;
    if (!vm_lookup_attr(vm, p->get, vm->name[NAME_dunder_doc], &doc))
        return false;
    if (!doc || doc == vm->none) {
        vm_release_maybe(vm, doc);
        return true;
    }
    p->getter_doc = true;
    if (vm_is(self, TYPE_PROPERTY)) {
        heap_store(vm->heap, &p->doc, doc);
        return true;
    }
    bool ok = vm_setattr(vm, self, vm->name[NAME_dunder_doc], doc);
    vm_release(vm, doc);
    return ok;
}

static bool property_init(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    static const char *const names[] = {"fget", "fset", "fdel", "doc", NULL};
    static const struct arg_spec spec = {"property", names, 0, 4, 0};
    struct property_object *p = property_of(self);
    object **fields[] = {&p->get, &p->set, &p->delete_, &p->doc};
    object *out[4];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return false;
    for (int i = 0; i < 4; i++) {
        object *value = out[i] == vm->none ? NULL : out[i];
        heap_store(vm->heap, fields[i], heap_retain_maybe(value));
    }
    heap_store(vm->heap, &p->name, NULL);
    p->getter_doc = false;
    return take_getter_doc(vm, self);
}

static object *property_new(struct vm *vm, struct type_object *type,
                            object *const *args, size_t nargs,
                            object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

/* A copy with one function replaced. */
static object *with(struct vm *vm, object *self, int which, object *fn)
{
    struct property_object *p = property_of(self);
    object *args[4] = {p->get, p->set, p->delete_, p->doc};
    if (fn != vm->none)
        args[which] = fn;
    if (p->getter_doc && args[0])
        args[3] = NULL; /* it comes from the getter once more */
    for (int i = 0; i < 4; i++)
        args[i] = heap_retain(args[i] ? args[i] : vm->none);
    object *r =
        vm_call(vm, type_as_object(vm_type_of(vm, self)), args, 4, NULL);
    for (int i = 0; i < 4; i++)
        vm_release(vm, args[i]);
    if (r && type_is_subtype(vm_type_of(vm, r), vm->types[TYPE_PROPERTY]))
        heap_store(vm->heap, &property_of(r)->name,
                   heap_retain_maybe(property_of(self)->name));
    return r;
}

#define REPLACER(name, which)                                                  \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)                         \
    {                                                                          \
        (void)nargs, (void)kwnames;                                            \
        return with(vm, self, which, args[0]);                                 \
    }
REPLACER(getter, 0)
REPLACER(setter, 1)
REPLACER(deleter, 2)

static object *set_name(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    (void)kwnames;
    if (nargs != 2)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__set_name__() takes 2 positional arguments but %zu "
                        "were given",
                        nargs);
    heap_store(vm->heap, &property_of(self)->name, heap_retain(args[1]));
    return vm_none(vm);
}

static object *is_abstract(struct vm *vm, object *self, const void *data)
{
    struct property_object *p = property_of(self);
    object *functions[] = {p->get, p->set, p->delete_};
    (void)data;
    for (int i = 0; i < 3; i++) {
        int truth = functions[i] ? method_is_abstract(vm, functions[i]) : 0;
        if (truth)
            return truth < 0 ? NULL : vm_bool(vm, true);
    }
    return vm_bool(vm, false);
}

int method_is_abstract(struct vm *vm, object *o)
{
    object *found;
    if (!vm_lookup_attr(vm, o, vm->name[NAME_dunder_isabstractmethod],
                        &found))
        return -1;
    int truth = found ? vm_truth(vm, found) : 0;
    vm_release_maybe(vm, found);
    return truth;
}

#define FIELD(struct_, field) offsetof(struct struct_, field)

static const struct heap_field property_fields[] = {
    {"fget", FIELD(property_object, get)},
    {"fset", FIELD(property_object, set)},
    {"fdel", FIELD(property_object, delete_)},
    {"__doc__", FIELD(property_object, doc)},
    {"name", FIELD(property_object, name)},
};

static const struct member_def property_members[] = {
    {"fget", MEMBER_OBJECT, FIELD(property_object, get), true, NULL},
    {"fset", MEMBER_OBJECT, FIELD(property_object, set), true, NULL},
    {"fdel", MEMBER_OBJECT, FIELD(property_object, delete_), true, NULL},
    {"__doc__", MEMBER_OBJECT, FIELD(property_object, doc), false, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct method_def property_methods[] = {
    {"getter", getter, METHOD_ONE,
     "Descriptor to obtain a copy of the "
     "property with a different getter."},
    {"setter", setter, METHOD_ONE,
     "Descriptor to obtain a copy of the "
     "property with a different setter."},
    {"deleter", deleter, METHOD_ONE,
     "Descriptor to obtain a copy of the "
     "property with a different deleter."},
    {"__set_name__", set_name, METHOD_ARGS | METHOD_TUPLE,
     "Method to set name of a property."},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def property_getsets[] = {
    {"__isabstractmethod__", is_abstract, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct type_spec property_spec = {
    .name = "property",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct property_object),
               .flags = HEAP_CONTAINER,
               .fields = property_fields,
               .field_count = 5},
    .slots = {.descr_get = property_get,
              .descr_set = property_set,
              .new_ = property_new,
              .init = property_init},
    .methods = property_methods,
    .getsets = property_getsets,
    .members = property_members,
    .doc = "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\n"
           "Property attribute.",
};

/* ---- classmethod and staticmethod ------------------------------------------------ */

static struct method_holder *holder_of(object *o)
{
    return (struct method_holder *)o;
}

/* What functools.wraps copies: from the function to its holder. */
static bool copy_attributes(struct vm *vm, object *self, object *fn)
{
    static const enum vm_name names[] = {
        NAME_dunder_module, NAME_dunder_name, NAME_dunder_qualname,
        NAME_dunder_doc, NAME_dunder_annotations};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        object *value;
        if (!vm_lookup_attr(vm, fn, vm->name[names[i]], &value))
            return false;
        bool ok = !value || instance_set(vm, self, vm->name[names[i]], value);
        vm_release_maybe(vm, value);
        if (!ok)
            return false;
    }
    return true;
}

static bool hold(struct vm *vm, object *self, object *callable)
{
    heap_store(vm->heap, &holder_of(self)->callable, heap_retain(callable));
    return copy_attributes(vm, self, callable);
}

static bool holder_init(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    const char *name = type_name_of(vm, self);
    if (!args_no_keywords(vm, name, kwnames))
        return false;
    return args_between(vm, name, nargs, 1, 1) && hold(vm, self, args[0]);
}

static object *holder_new(struct vm *vm, enum type_id id, object *callable)
{
    object *o = type_alloc(vm, vm->types[id], 0);
    if (o) /* unlike __init__, it copies no attributes */
        holder_of(o)->callable = heap_retain(callable);
    return o;
}

object *staticmethod_function(object *o)
{
    return holder_of(o)->callable;
}

object *staticmethod_new(struct vm *vm, object *callable)
{
    return holder_new(vm, TYPE_STATICMETHOD, callable);
}

object *classmethod_new(struct vm *vm, object *callable)
{
    return holder_new(vm, TYPE_CLASSMETHOD, callable);
}

static object *uninitialized(struct vm *vm, object *self)
{
    return vm_raise(vm, EXC_RUNTIME_ERROR, "uninitialized %T object", self);
}

static object *classmethod_get(struct vm *vm, object *self, object *instance,
                               object *type)
{
    object *callable = holder_of(self)->callable;
    if (!callable)
        return uninitialized(vm, self);
    if (!type)
        type = type_as_object(vm_type_of(vm, instance));
    struct type_object *t = vm_type_of(vm, callable);
    if (t->slots.descr_get && !vm_is(callable, TYPE_FUNCTION))
        return t->slots.descr_get(vm, callable, type, type);
    return method_new(vm, callable, type);
}

static object *staticmethod_get(struct vm *vm, object *self, object *instance,
                                object *type)
{
    object *callable = holder_of(self)->callable;
    (void)instance, (void)type;
    return callable ? heap_retain(callable) : uninitialized(vm, self);
}

static object *staticmethod_call(struct vm *vm, object *self,
                                 object *const *args, size_t nargs,
                                 object *kwnames)
{
    object *callable = holder_of(self)->callable;
    return callable ? vm_call(vm, callable, args, nargs, kwnames)
                    : uninitialized(vm, self);
}

static object *holder_repr(struct vm *vm, object *self)
{
    object *callable = holder_of(self)->callable;
    return callable ? str_format(vm, "<%T(%R)>", self, callable)
                    : str_format(vm, "<%T(<NULL>)>", self);
}

static object *holder_abstract(struct vm *vm, object *self, const void *data)
{
    object *callable = holder_of(self)->callable;
    (void)data;
    int truth = callable ? method_is_abstract(vm, callable) : 0;
    return truth < 0 ? NULL : vm_bool(vm, truth);
}

static object *holder_dict(struct vm *vm, object *self, const void *data)
{
    return instance_dict_getset.get(vm, self, data);
}

static const struct heap_field holder_fields[] = {
    {"callable", FIELD(method_holder, callable)},
    {"__dict__", FIELD(method_holder, dict)},
};

static const struct member_def holder_members[] = {
    {"__func__", MEMBER_OBJECT, FIELD(method_holder, callable), true, NULL},
    {"__wrapped__", MEMBER_OBJECT, FIELD(method_holder, callable), true, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct getset_def holder_getsets[] = {
    {"__isabstractmethod__", holder_abstract, NULL, NULL, NULL},
    {"__dict__", holder_dict, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define HOLDER                                                                 \
    .flags = TYPE_BASE,                                                        \
    .layout = {.size = sizeof(struct method_holder),                           \
               .flags = HEAP_CONTAINER,                                        \
               .fields = holder_fields,                                        \
               .field_count = 2},                                              \
    .dict_offset = FIELD(method_holder, dict), .getsets = holder_getsets,      \
    .members = holder_members

const struct type_spec classmethod_spec = {
    .name = "classmethod",
    HOLDER,
    .slots = {.repr = holder_repr,
              .descr_get = classmethod_get,
              .new_ = property_new,
              .init = holder_init},
    .doc = "classmethod(function) -> method\n\n"
           "Convert a function to be a class method.",
};

const struct type_spec staticmethod_spec = {
    .name = "staticmethod",
    HOLDER,
    .slots = {.repr = holder_repr,
              .call = staticmethod_call,
              .descr_get = staticmethod_get,
              .new_ = property_new,
              .init = holder_init},
    .doc = "staticmethod(function) -> method\n\n"
           "Convert a function to be a static method.",
};
