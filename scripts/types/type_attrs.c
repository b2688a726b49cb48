/*
 * type itself: attributes of classes, calling a class, and what the heap asks
 * about type objects.
 */
#include <stddef.h>
#include <string.h>

#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/instance.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/slots.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/types/type_plan.h"
#include "scripts/types/union.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define GETTER(name)                                                           \
    static object *name(struct vm *vm, object *self, const void *data)
#define SETTER(name)                                                           \
    static bool name(struct vm *vm, object *self, object *value,               \
                     const void *data)

/* ---- lookup ---------------------------------------------------------------------- */

/* The attribute found on the class itself, made ready; new. */
static object *from_class(struct vm *vm, object *self, object *found)
{
    struct type_object *t = vm_type_of(vm, found);
    if (!t->slots.descr_get)
        return heap_retain(found);
    heap_retain(found);
    object *r = t->slots.descr_get(vm, found, NULL, self);
    vm_release(vm, found);
    return r;
}

static object *from_meta(struct vm *vm, object *self, object *found)
{
    struct type_object *t = vm_type_of(vm, found);
    if (!t->slots.descr_get)
        return heap_retain(found);
    heap_retain(found);
    object *r = t->slots.descr_get(vm, found, self,
                                   type_as_object(vm_type_of(vm, self)));
    vm_release(vm, found);
    return r;
}

object *type_find_attr(struct vm *vm, object *self, object *name)
{
    struct type_object *type = type_object_of(self);
    if (!vm_is_attribute_name(vm, name))
        return NULL;
    object *meta = type_lookup_peek(vm, vm_type_of(vm, self), name);
    if (meta && vm_type_of(vm, meta)->slots.descr_set &&
        vm_type_of(vm, meta)->slots.descr_get)
        return from_meta(vm, self, meta);
    object *own = type_lookup_peek(vm, type, name);
    if (own)
        return from_class(vm, self, own);
    return meta ? from_meta(vm, self, meta) : NULL;
}

object *type_get_attr(struct vm *vm, object *self, object *name)
{
    object *found = type_find_attr(vm, self, name);
    if (found || vm_pending(vm))
        return found;
    return vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                    "type object '%s' has no attribute '%U'",
                    type_name(type_object_of(self)), name);
}

bool type_set_attr(struct vm *vm, object *self, object *name, object *value)
{
    struct type_object *type = type_object_of(self);
    if (type->flags & TYPE_IMMUTABLE) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "cannot set %R attribute of immutable type '%s'", name,
                 type_name(type));
        return false;
    }
    object *key = heap_retain(name);
    if (vm_is(key, TYPE_STR))
        str_intern_in_place(vm, &key);
    bool ok = vm_generic_setattr(vm, self, key, value);
    if (ok) {
        type_changed(vm, type);
        slots_resolve_name(vm, type, key);
    }
    vm_release(vm, key);
    return ok;
}

/* ---- attributes -------------------------------------------------------------------- */

/* Refuses a change of a built-in type, or a deletion. */
static bool may_change(struct vm *vm, object *self, object *value,
                       const char *name)
{
    struct type_object *type = type_object_of(self);
    if (type->flags & TYPE_IMMUTABLE)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "cannot set '%s' attribute of immutable type '%s'", name,
                 type_name(type));
    else if (!value)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "cannot delete '%s' attribute of immutable type '%s'", name,
                 type_name(type));
    else
        return true;
    return false;
}

GETTER(get_name)
{
    (void)vm, (void)data;
    return heap_retain(type_object_of(self)->name);
}

SETTER(set_name)
{
    (void)data;
    if (!may_change(vm, self, value, "__name__"))
        return false;
    if (!str_check(vm, value)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "can only assign string to %s.__name__, not '%T'",
                 type_name(type_object_of(self)), value);
        return false;
    }
    return type_rename(vm, type_object_of(self), value);
}

GETTER(get_qualname)
{
    (void)vm, (void)data;
    return heap_retain(type_object_of(self)->qualname);
}

SETTER(set_qualname)
{
    (void)data;
    if (!may_change(vm, self, value, "__qualname__"))
        return false;
    if (!str_check(vm, value)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "can only assign string to %s.__qualname__, not '%T'",
                 type_name(type_object_of(self)), value);
        return false;
    }
    heap_store(vm->heap, &type_object_of(self)->qualname, heap_retain(value));
    return true;
}

GETTER(get_module)
{
    (void)data;
    struct type_object *type = type_object_of(self);
    if (type->module)
        return heap_retain(type->module);
    object *found = dict_get_str_peek(vm, type->dict,
                                      vm->name[NAME_dunder_module]);
    if (found)
        return heap_retain(found);
    return vm_raise_object(vm, EXC_ATTRIBUTE_ERROR,
                           vm->name[NAME_dunder_module]);
}

SETTER(set_module)
{
    (void)data;
    if (!may_change(vm, self, value, "__module__"))
        return false;
    type_changed(vm, type_object_of(self));
    return dict_set(vm, type_object_of(self)->dict,
                    vm->name[NAME_dunder_module], value);
}

GETTER(get_bases)
{
    (void)vm, (void)data;
    return heap_retain(type_object_of(self)->bases);
}

SETTER(set_bases)
{
    (void)data;
    struct type_object *type = type_object_of(self);
    if (!may_change(vm, self, value, "__bases__"))
        return false;
    if (!vm_is(value, TYPE_TUPLE) || !tuple_length(value)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 vm_is(value, TYPE_TUPLE)
                     ? "can only assign non-empty tuple to %s.__bases__, not ()"
                     : "can only assign tuple to %s.__bases__, not %T",
                 type_name(type), value);
        return false;
    }
    return type_rebase(vm, type, value);
}

GETTER(get_base)
{
    (void)data;
    struct type_object *base = type_object_of(self)->base;
    return heap_retain(base ? type_as_object(base) : vm->none);
}

GETTER(get_mro)
{
    (void)data;
    object *mro = type_object_of(self)->mro;
    return heap_retain(mro ? mro : vm->none);
}

GETTER(get_dict)
{
    (void)data;
    return mappingproxy_new(vm, type_object_of(self)->dict);
}

GETTER(get_doc)
{
    (void)data;
    const struct type_object *type = type_object_of(self);
    object *doc = dict_get_str_peek(vm, type->dict, vm->name[NAME_dunder_doc]);
    if (type->flags & TYPE_NATIVE && type->spec->doc &&
        !vm_is(doc, TYPE_STR)) /* that is what its instances have */
        return type_spec_doc(vm, type->spec);
    return doc ? from_class(vm, self, doc) : vm_none(vm);
}

SETTER(set_doc)
{
    (void)data;
    if (!may_change(vm, self, value, "__doc__"))
        return false;
    type_changed(vm, type_object_of(self));
    return dict_set(vm, type_object_of(self)->dict, vm->name[NAME_dunder_doc],
                    value);
}

GETTER(get_signature)
{
    (void)data;
    struct type_object *type = type_object_of(self);
    const char *doc = type->layout.flags & HEAP_SCRIPT || !type->spec
                          ? NULL
                          : type->spec->doc;
    const char *open = doc ? strchr(doc, '(') : NULL;
    const char *end = doc ? strstr(doc, "\n--\n\n") : NULL;
    if (!open || !end || open > end)
        return vm_none(vm);
    return str_new(vm, open, (size_t)(end - open));
}

GETTER(get_annotations)
{
    (void)data;
    struct type_object *type = type_object_of(self);
    object *name = vm->name[NAME_dunder_annotations];
    object *found = dict_get_str_peek(vm, type->dict, name);
    if (type->flags & TYPE_IMMUTABLE)
        return vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                        "type object '%s' has no attribute '__annotations__'",
                        type_name(type));
    if (found)
        return from_class(vm, self, found);
    object *fresh = dict_new(vm);
    if (fresh && !dict_set(vm, type->dict, name, fresh)) {
        vm_release(vm, fresh);
        return NULL;
    }
    return fresh;
}

SETTER(set_annotations)
{
    (void)data;
    struct type_object *type = type_object_of(self);
    object *name = vm->name[NAME_dunder_annotations];
    if (type->flags & TYPE_IMMUTABLE)
        return may_change(vm, self, value, "__annotations__");
    type_changed(vm, type);
    if (value)
        return dict_set(vm, type->dict, name, value);
    int gone = dict_delete(vm, type->dict, name);
    if (gone == 0)
        vm_raise_object(vm, EXC_ATTRIBUTE_ERROR, name);
    return gone > 0;
}

GETTER(get_abstract)
{
    (void)data;
    object *name = vm->name[NAME_dunder_abstractmethods];
    object *found =
        vm_is(self, TYPE_TYPE) && type_object_of(self) == vm->types[TYPE_TYPE]
            ? NULL
            : dict_get_str_peek(vm, type_object_of(self)->dict, name);
    return found ? heap_retain(found)
                 : vm_raise_object(vm, EXC_ATTRIBUTE_ERROR, name);
}

SETTER(set_abstract)
{
    (void)data;
    struct type_object *type = type_object_of(self);
    object *name = vm->name[NAME_dunder_abstractmethods];
    int truth = value ? vm_truth(vm, value) : 0;
    if (truth < 0)
        return false;
    type->flags &= ~(unsigned)TYPE_ABSTRACT;
    type->flags |= truth ? TYPE_ABSTRACT : 0;
    type_changed(vm, type);
    if (value)
        return dict_set(vm, type->dict, name, value);
    int gone = dict_delete(vm, type->dict, name);
    if (gone == 0)
        vm_raise_object(vm, EXC_ATTRIBUTE_ERROR, name);
    return gone > 0;
}

enum number { BASIC_SIZE, ITEM_SIZE, FLAGS, DICT_OFFSET, WEAK_OFFSET };

static const enum number basic_size = BASIC_SIZE, item_size = ITEM_SIZE,
                         flags = FLAGS, dict_offset = DICT_OFFSET,
                         weak_offset = WEAK_OFFSET;

/* CPython's flag bits that scripts test: heap type, ready, collected, and
 * those that a flag of ours says. */
static int64_t flag_bits(const struct type_object *t)
{
    static const struct {
        uint32_t ours;
        int bit;
    } table[] = {
        {TYPE_SEQUENCE, 5},         {TYPE_MAPPING, 6},
        {TYPE_IMMUTABLE, 8},        {TYPE_BASE, 10},
        {TYPE_ABSTRACT, 20},        {TYPE_INT_SUBCLASS, 24},
        {TYPE_LIST_SUBCLASS, 25},   {TYPE_TUPLE_SUBCLASS, 26},
        {TYPE_BYTES_SUBCLASS, 27},  {TYPE_STR_SUBCLASS, 28},
        {TYPE_DICT_SUBCLASS, 29},   {TYPE_EXCEPTION_SUBCLASS, 30},
        {TYPE_TYPE_SUBCLASS, 31},
    };
    int64_t bits = 1 << 12 | (t->flags & TYPE_IMMUTABLE ? 0 : 1 << 9) |
                   (t->layout.flags & HEAP_CONTAINER ? 1 << 14 : 0);
    for (size_t k = 0; k < sizeof table / sizeof *table; k++)
        if (t->flags & table[k].ours)
            bits |= (int64_t)1 << table[k].bit;
    return bits;
}

/* What each item adds to an object, where objects end in items. */
static int64_t item_bytes(const struct type_object *t)
{
    if (t->flags & TYPE_INT_SUBCLASS)
        return 4;
    if (t->flags & TYPE_BYTES_SUBCLASS)
        return 1;
    if (t->flags & TYPE_TYPE_SUBCLASS)
        return 40;
    return t->flags & TYPE_TUPLE_SUBCLASS ? sizeof(object *) : 0;
}

GETTER(get_number)
{
    const struct type_object *t = type_object_of(self);
    switch (*(const enum number *)data) {
    case BASIC_SIZE:
        return int_new(vm, t->layout.size);
    case ITEM_SIZE:
        return int_new(vm, item_bytes(t));
    case FLAGS:
        return int_new(vm, flag_bits(t));
    case DICT_OFFSET:
        return int_new(vm, t->flags & TYPE_HAS_SHAPE
                               ? -1
                               : (int32_t)t->dict_offset);
    case WEAK_OFFSET:
        return int_new(vm, t->weakly ? -1 : 0);
    }
    return NULL;
}

/* Of what CPython has as members. */
SETTER(read_only)
{
    (void)self, (void)value, (void)data;
    vm_raise(vm, EXC_ATTRIBUTE_ERROR, "readonly attribute");
    return false;
}

const struct getset_def type_getsets[] = {
    {"__name__", get_name, set_name, NULL, NULL},
    {"__qualname__", get_qualname, set_qualname, NULL, NULL},
    {"__bases__", get_bases, set_bases, NULL, NULL},
    {"__base__", get_base, read_only, NULL, NULL},
    {"__mro__", get_mro, read_only, NULL, NULL},
    {"__module__", get_module, set_module, NULL, NULL},
    {"__abstractmethods__", get_abstract, set_abstract, NULL, NULL},
    {"__dict__", get_dict, NULL, NULL, NULL},
    {"__doc__", get_doc, set_doc, NULL, NULL},
    {"__text_signature__", get_signature, NULL, NULL, NULL},
    {"__annotations__", get_annotations, set_annotations, NULL, NULL},
    {"__basicsize__", get_number, read_only, NULL, &basic_size},
    {"__itemsize__", get_number, read_only, NULL, &item_size},
    {"__flags__", get_number, read_only, NULL, &flags},
    {"__dictoffset__", get_number, read_only, NULL, &dict_offset},
    {"__weakrefoffset__", get_number, read_only, NULL, &weak_offset},
    {NULL, NULL, NULL, NULL, NULL},
};

/* ---- methods ------------------------------------------------------------------------- */

static object *subclasses(struct vm *vm, object *self, object *const *args,
                          size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_subclasses(vm, type_object_of(self));
}

static object *prepare(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return dict_new(vm);
}

static object *instance_check(struct vm *vm, object *self, object *const *args,
                              size_t nargs, object *kwnames)
{
    (void)nargs, (void)kwnames;
    int r = vm_real_is_instance(vm, args[0], self);
    return r < 0 ? NULL : vm_bool(vm, r);
}

static object *subclass_check(struct vm *vm, object *self, object *const *args,
                              size_t nargs, object *kwnames)
{
    (void)nargs, (void)kwnames;
    int r = vm_real_is_subclass(vm, args[0], self);
    return r < 0 ? NULL : vm_bool(vm, r);
}

static object *dir(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_dir_names(vm, type_object_of(self), NULL);
}

static object *size_of(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return int_new_u64(vm, heap_total_size(vm->heap, self));
}

const struct method_def type_methods[] = {
    {"mro", type_mro_method, METHOD_NOARGS,
     "mro($self, /)\n--\n\nReturn a type's method resolution order."},
    {"__subclasses__", subclasses, METHOD_NOARGS,
     "__subclasses__($self, /)\n--\n\n"
     "Return a list of immediate subclasses."},
    {"__prepare__", prepare, METHOD_KEYWORDS | METHOD_CLASS,
     "__prepare__() -> dict\n"
     "used to create the namespace for the class statement"},
    {"__instancecheck__", instance_check, METHOD_ONE,
     "__instancecheck__($self, instance, /)\n--\n\n"
     "Check if an object is an instance."},
    {"__subclasscheck__", subclass_check, METHOD_ONE,
     "__subclasscheck__($self, subclass, /)\n--\n\n"
     "Check if a class is a subclass."},
    {"__dir__", dir, METHOD_NOARGS,
     "__dir__($self, /)\n--\n\n"
     "Specialized __dir__ implementation for types."},
    {"__sizeof__", size_of, METHOD_NOARGS,
     "__sizeof__($self, /)\n--\n\nReturn memory consumption of the type "
     "object."},
    {NULL, NULL, 0, NULL},
};

/* ---- slots ----------------------------------------------------------------------------- */

static object *repr(struct vm *vm, object *self)
{
    object *name = type_full_name(vm, type_object_of(self));
    object *r = name ? str_format(vm, "<class '%U'>", name) : NULL;
    vm_release_maybe(vm, name);
    return r;
}

/* type(x) */
static object *class_of(struct vm *vm, object *const *args, size_t nargs,
                        object *kwnames)
{
    if (nargs == 1 && (!kwnames || !tuple_length(kwnames)))
        return heap_retain(type_as_object(vm_type_of(vm, args[0])));
    if (nargs != 3)
        vm_raise(vm, EXC_TYPE_ERROR, "type() takes 1 or 3 arguments");
    return NULL;
}

/* Instances of the class come from new_, then init if they are of the class. */
static object *call(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    struct type_object *type = type_object_of(self);
    if (type == vm->types[TYPE_TYPE] && nargs != 3)
        return class_of(vm, args, nargs, kwnames);
    if (!type->slots.new_)
        return vm_raise(vm, EXC_TYPE_ERROR, "cannot create '%s' instances",
                        type_name(type));
    object *o = type->slots.new_(vm, type, args, nargs, kwnames);
    if (!o || !type_is_subtype(vm_type_of(vm, o), type))
        return o;
    struct type_object *made = vm_type_of(vm, o);
    if (made->slots.init && !made->slots.init(vm, o, args, nargs, kwnames)) {
        vm_release(vm, o);
        return NULL;
    }
    return o;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    (void)self, (void)args;
    if (kwnames && tuple_length(kwnames) && nargs == 1)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "type.__init__() takes no keyword arguments");
    else if (nargs != 1 && nargs != 3)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "type.__init__() takes 1 or 3 arguments");
    else
        return true;
    return false;
}

/* ---- what the heap asks ------------------------------------------------------------------ */

/* CPython's order of traversal; as there, the collector does not look into
 * subclasses and slot_names, which form no cycle. */
static void traverse(object *self, heap_visit_fn *visit, void *arg)
{
    struct type_object *t = type_object_of(self);
    object *all[] = {t->dict,
                     t->mro,
                     t->bases,
                     t->base ? type_as_object(t->base) : NULL,
                     t->module,
                     t->name,
                     t->qualname};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i])
            visit(all[i], arg);
}

static object *take(object **field)
{
    object *taken = *field;
    *field = NULL;
    return taken;
}

static object *unlink_one(heap *h, object *self)
{
    struct type_object *t = type_object_of(self);
    (void)h;
    if (t->base) {
        if (t->bases)
            type_unlink_bases(t->vm, t);
        object *base = type_as_object(t->base);
        t->base = NULL;
        return base;
    }
    object **fields[] = {&t->dict, &t->bases,    &t->mro,        &t->subclasses,
                         &t->name, &t->qualname, &t->slot_names, &t->module};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (*fields[i])
            return take(fields[i]);
    return NULL;
}

/* The dict's contents and the mro: every cycle of a class goes through them. */
static void clear(heap *h, object *self)
{
    struct type_object *t = type_object_of(self);
    type_changed(t->vm, t);
    if (t->dict)
        dict_clear(t->vm, t->dict);
    object *module = take(&t->module), *mro = take(&t->mro);
    heap_release_maybe(h, module);
    heap_release_maybe(h, mro);
}

static void free_fields(heap *h, struct type_object *t)
{
    uint32_t own = t->slot_count, last = t->layout.field_count;
    bool dict_behind =
        own && strcmp(t->layout.fields[last - 1].name, "__dict__") == 0;
    uint32_t first = last - own - dict_behind;
    for (uint32_t i = first; own && i < first + own; i++) {
        type_c_text_free(h, t->fields[i].name);
    }
    if (t->fields)
        heap_array_free(h, t->fields, t->fields_size);
}

static void destroy(heap *h, object *self)
{
    struct type_object *t = type_object_of(self);
    if (t->layout.index)
        heap_type_remove(h, &t->layout);
    if (t->shape)
        shape_tree_free(h, t->shape);
    if (t->rows)
        heap_array_free(h, t->rows, t->rows_size);
    if (t->flags & TYPE_NATIVE)
        return;
    free_fields(h, t);
    if (t->c_name)
        type_c_text_free(h, t->c_name);
}

static void emit_field(heap_edge_fn *emit, void *arg, const char *name,
                       object *referent)
{
    struct heap_edge edge = {
        .kind = HEAP_EDGE_FIELD, .name = name, .referent = referent};
    if (referent)
        emit(&edge, arg);
}

static void edges(object *self, heap_edge_fn *emit, void *arg)
{
    struct type_object *t = type_object_of(self);
    emit_field(emit, arg, "__dict__", t->dict);
    emit_field(emit, arg, "__mro__", t->mro);
    emit_field(emit, arg, "__bases__", t->bases);
    emit_field(emit, arg, "__base__", t->base ? type_as_object(t->base) : NULL);
    emit_field(emit, arg, "__module__", t->module);
    emit_field(emit, arg, "__name__", t->name);
    emit_field(emit, arg, "__qualname__", t->qualname);
}

const struct type_spec type_spec_type = {
    .name = "type",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct type_object),
               .flags = HEAP_CONTAINER | HEAP_WEAK_FIRST,
               .traverse = traverse,
               .unlink = unlink_one,
               .clear = clear,
               .destroy = destroy,
               .edges = edges},
    .dict_offset = offsetof(struct type_object, dict),
    .weakly = true,
    .slots = {.repr = repr,
              .call = call,
              .get_attr = type_get_attr,
              .set_attr = type_set_attr,
              .new_ = type_new,
              .init = init,
              .binary = {[BINARY_OR] = union_of_types}},
    .methods = type_methods,
    .getsets = type_getsets,
    .doc = "type(object) -> the object's type\n"
           "type(name, bases, dict, **kwds) -> a new type",
};
