/*
 * object: what every instance has, and object() itself.
 */
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/instance.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/types/slots.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* ---- making ------------------------------------------------------------------- */

static bool has_arguments(struct vm *vm, size_t nargs, object *kwnames)
{
    return nargs || (kwnames && vm_length(vm, kwnames) > 0);
}

static object *raise_abstract(struct vm *vm, struct type_object *type)
{
    object *set = dict_get_str_peek(vm, type->dict,
                                    vm->name[NAME_dunder_abstractmethods]);
    object *names = set ? vm_list_from(vm, set) : NULL;
    if (!names)
        return NULL;
    object *comma = str_from(vm, ", "), *text = NULL;
    if (comma && list_sort(vm, names, NULL, false))
        text = str_join(vm, comma, names);
    if (text)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "Can't instantiate abstract class %s with abstract method%s "
                 "%U",
                 type_name(type), list_length(names) > 1 ? "s" : "", text);
    vm_release_maybe(vm, comma);
    vm_release_maybe(vm, text);
    vm_release(vm, names);
    return NULL;
}

object *object_new(struct vm *vm, struct type_object *type,
                   object *const *args, size_t nargs, object *kwnames)
{
    (void)args;
    if (has_arguments(vm, nargs, kwnames)) {
        if (type->slots.new_ != object_new)
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "object.__new__() takes exactly one argument (the "
                            "type to instantiate)");
        if (type->slots.init == object_init)
            return vm_raise(vm, EXC_TYPE_ERROR, "%s() takes no arguments",
                            type_name(type));
    }
    if (type->flags & TYPE_ABSTRACT)
        return raise_abstract(vm, type);
    return type_alloc(vm, type, 0);
}

bool object_init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    struct type_object *type = vm_type_of(vm, self);
    (void)args;
    if (!has_arguments(vm, nargs, kwnames))
        return true;
    if (type->slots.init != object_init)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "object.__init__() takes exactly one argument (the instance "
                 "to initialize)");
    else if (type->slots.new_ == object_new)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s.__init__() takes exactly one argument (the instance to "
                 "initialize)",
                 type_name(type));
    else
        return true;
    return false;
}

/* ---- text, order, hash ---------------------------------------------------------- */

/* "module." unless it is builtins; new, NULL: error. */
object *type_full_name(struct vm *vm, struct type_object *type)
{
    object *module =
        type->module ? heap_retain(type->module)
                     : heap_retain_maybe(dict_get_str_peek(
                           vm, type->dict, vm->name[NAME_dunder_module]));
    object *r;
    if (module && vm_is(module, TYPE_STR) &&
        !str_equal_ascii(module, "builtins"))
        r = str_format(vm, "%U.%U", module, type->qualname);
    else
        r = heap_retain(type->qualname);
    vm_release_maybe(vm, module);
    return r;
}

static object *object_repr(struct vm *vm, object *self)
{
    object *name = type_full_name(vm, vm_type_of(vm, self));
    object *r = name ? str_format(vm, "<%U object at %p>", name, (void *)self)
                     : NULL;
    vm_release_maybe(vm, name);
    return r;
}

static object *object_str(struct vm *vm, object *self)
{
    return vm_repr(vm, self);
}

static bool object_hash(struct vm *vm, object *self, int64_t *out)
{
    (void)vm;
    *out = (int64_t)((uintptr_t)self >> 4);
    return true;
}

static object *unequal(struct vm *vm, object *self, object *other)
{
    struct type_object *type = vm_type_of(vm, self);
    if (!type->slots.compare)
        return heap_retain(vm->not_implemented);
    object *r = type->slots.compare(vm, self, other, COMPARE_EQ);
    if (!r || r == vm->not_implemented)
        return r;
    int truth = vm_truth(vm, r);
    vm_release(vm, r);
    return truth < 0 ? NULL : vm_bool(vm, !truth);
}

static object *object_compare(struct vm *vm, object *self, object *other,
                              enum vm_compare op)
{
    if (op == COMPARE_NE)
        return unequal(vm, self, other);
    if (op == COMPARE_EQ && self == other)
        return heap_retain(vm->true_);
    return heap_retain(vm->not_implemented);
}

/* ---- __class__, __dict__, __weakref__ --------------------------------------------- */

static object *get_class(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return heap_retain(type_as_object(vm_type_of(vm, self)));
}

/* The shape of the other class with the same names. */
static bool move_shape(struct vm *vm, object *self, struct type_object *type)
{
    return !(type->flags & TYPE_HAS_SHAPE) || !instance_shape(self) ||
           instance_dict_peek(vm, self);
}

static bool set_class(struct vm *vm, object *self, object *value,
                      const void *data)
{
    struct type_object *old = vm_type_of(vm, self);
    (void)data;
    if (!value || !(vm_type_of(vm, value)->flags & TYPE_TYPE_SUBCLASS)) {
        if (value)
            vm_raise(vm, EXC_TYPE_ERROR,
                     "__class__ must be set to a class, not '%T' object",
                     value);
        else
            vm_raise(vm, EXC_TYPE_ERROR, "can't delete __class__ attribute");
        return false;
    }
    struct type_object *new = type_object_of(value);
    struct type_object *module = vm->types[TYPE_MODULE];
    if (((old->flags | new->flags) & TYPE_IMMUTABLE) &&
        !(type_is_subtype(old, module) && type_is_subtype(new, module))) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__class__ assignment only supported for mutable types or "
                 "ModuleType subclasses");
        return false;
    }
    if (!type_compatible(vm, old, new, "__class__"))
        return false;
    if (!move_shape(vm, self, old))
        return false;
    if (new->layout.flags & HEAP_SCRIPT) /* which its instances hold */
        heap_retain(value);
    heap_set_type(self, &new->layout);
    if (old->layout.flags & HEAP_SCRIPT)
        vm_release(vm, type_as_object(old));
    return true;
}

static object *get_dict(struct vm *vm, object *self, const void *data)
{
    (void)data;
    object *dict = instance_dict_peek(vm, self);
    if (dict)
        return heap_retain(dict);
    if (!vm_pending(vm))
        vm_raise(vm, EXC_ATTRIBUTE_ERROR,
                 "This object has no __dict__");
    return NULL;
}

static bool set_dict(struct vm *vm, object *self, object *value,
                     const void *data)
{
    (void)data;
    if (!value) {
        object *fresh = dict_new(vm);
        bool ok = fresh && instance_set_dict(vm, self, fresh);
        vm_release_maybe(vm, fresh);
        return ok;
    }
    if (vm_type_of(vm, value)->flags & TYPE_DICT_SUBCLASS)
        return instance_set_dict(vm, self, value);
    vm_raise(vm, EXC_TYPE_ERROR,
             "__dict__ must be set to a dictionary, not a '%T'", value);
    return false;
}

const struct getset_def instance_dict_getset = {
    "__dict__", get_dict, set_dict,
    "dictionary for instance variables (if defined)", NULL};

/* The __dict__ descriptor of the C type that self derives from, which knows
 * what self has; borrowed, or NULL: it is an instance like any other. */
static object *base_dict_peek(struct vm *vm, object *self)
{
    object *name = vm->name[NAME_dunder_dict], *found;
    for (struct type_object *t = vm_type_of(vm, self); t; t = t->base)
        if ((t->flags & TYPE_NATIVE) &&
            (found = dict_get_str_peek(vm, t->dict, name)))
            return found;
    return NULL;
}

static object *get_script_dict(struct vm *vm, object *self, const void *data)
{
    object *base = base_dict_peek(vm, self);
    if (!base)
        return get_dict(vm, self, data);
    return vm_type_of(vm, base)->slots.descr_get(
        vm, base, self, type_as_object(vm_type_of(vm, self)));
}

static bool set_script_dict(struct vm *vm, object *self, object *value,
                            const void *data)
{
    object *base = base_dict_peek(vm, self);
    if (!base)
        return set_dict(vm, self, value, data);
    return vm_type_of(vm, base)->slots.descr_set(vm, base, self, value);
}

const struct getset_def script_dict_getset = {
    "__dict__", get_script_dict, set_script_dict,
    "dictionary for instance variables (if defined)", NULL};

static object *get_weakref(struct vm *vm, object *self, const void *data)
{
    (void)data;
    struct heap_weak *w = heap_weak_first(vm->heap, self);
    return heap_retain(w ? &w->node.base : vm->none);
}

const struct getset_def instance_weakref_getset = {
    "__weakref__", get_weakref, NULL,
    "list of weak references to the object (if defined)", NULL};

static const struct getset_def getsets[] = {
    {"__class__", get_class, set_class, "the object's class", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

/* ---- methods -------------------------------------------------------------------------- */

static object *format(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)nargs, (void)kwnames;
    if (!vm_is(args[0], TYPE_STR) &&
        !(vm_type_of(vm, args[0])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "__format__() argument must be str, not %B", args[0]);
    if (str_length(args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "unsupported format string passed to %T.__format__",
                        self);
    return vm_str(vm, self);
}

static object *size_of(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return int_new_u64(vm, heap_total_size(vm->heap, self));
}

static object *subclass_hook(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return heap_retain(vm->not_implemented);
}

static object *init_subclass(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    (void)self, (void)args, (void)nargs, (void)kwnames;
    return vm_none(vm);
}

/* Puts the names of a class and its bases into a dict, bases first. */
static bool collect_names(struct vm *vm, object *into,
                          struct type_object *type)
{
    for (size_t i = tuple_length(type->mro); i-- > 0;) {
        struct type_object *t = type_object_of(tuple_items(type->mro)[i]);
        if (!dict_merge(vm, into, t->dict, 1))
            return false;
    }
    return true;
}

object *type_dir_names(struct vm *vm, struct type_object *type,
                       object *own_dict)
{
    object *names = own_dict ? dict_copy(vm, own_dict) : dict_new(vm);
    object *list = NULL;
    if (names && collect_names(vm, names, type))
        list = dict_keys_list(vm, names);
    vm_release_maybe(vm, names);
    return list;
}

static object *dir(struct vm *vm, object *self, object *const *args,
                   size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *dict, *class;
    if (!vm_lookup_attr(vm, self, vm->name[NAME_dunder_dict], &dict))
        return NULL;
    bool usable =
        dict && (vm_type_of(vm, dict)->flags & TYPE_DICT_SUBCLASS);
    object *r = NULL;
    if (!vm_lookup_attr(vm, self, vm->name[NAME_dunder_class], &class))
        goto done;
    if (class)
        r = type_dir_names(vm, vm_type_of(vm, self), usable ? dict : NULL);
    else
        r = usable ? dict_keys_list(vm, dict) : list_new(vm, 0);
    vm_release_maybe(vm, class);
done:
    vm_release_maybe(vm, dict);
    return r;
}

/* Pickling and copying are copyreg's, as in CPython. */
static object *reduce_ex(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    (void)nargs, (void)kwnames;
    object *name = str_intern(vm, "__reduce__");
    object *mine = name ? type_lookup_peek(vm, vm_type_of(vm, self), name)
                        : NULL;
    object *plain =
        name ? type_lookup_peek(vm, vm->types[TYPE_OBJECT], name) : NULL;
    object *r = NULL;
    if (mine && mine != plain)
        r = vm_call_method(vm, self, name, NULL, 0);
    else if (name)
        r = object_reduce(vm, self, args[0]);
    vm_release_maybe(vm, name);
    return r;
}

static object *reduce(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *zero = int_new(vm, 0);
    object *r = zero ? object_reduce(vm, self, zero) : NULL;
    vm_release_maybe(vm, zero);
    return r;
}

static const struct method_def methods[] = {
    {"__reduce_ex__", reduce_ex, METHOD_ONE,
     "__reduce_ex__($self, protocol, /)\n--\n\nHelper for pickle."},
    {"__reduce__", reduce, METHOD_NOARGS,
     "__reduce__($self, /)\n--\n\nHelper for pickle."},
    {"__getstate__", object_getstate, METHOD_NOARGS,
     "__getstate__($self, /)\n--\n\nHelper for pickle."},
    {"__subclasshook__", subclass_hook,
     METHOD_ARGS | METHOD_TUPLE | METHOD_CLASS,
     "Abstract classes can override this to customize issubclass().\n"},
    {"__init_subclass__", init_subclass, METHOD_NOARGS | METHOD_CLASS,
     "This method is called when a class is subclassed.\n"},
    {"__format__", format, METHOD_ONE,
     "__format__($self, format_spec, /)\n--\n\nDefault object formatter."},
    {"__sizeof__", size_of, METHOD_NOARGS,
     "__sizeof__($self, /)\n--\n\nSize of object in memory, in bytes."},
    {"__dir__", dir, METHOD_NOARGS,
     "__dir__($self, /)\n--\n\nDefault dir() implementation."},
    {NULL, NULL, 0, NULL},
};

const struct type_spec object_spec = {
    .name = "object",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(object)},
    .slots = {.repr = object_repr,
              .str = object_str,
              .hash = object_hash,
              .compare = object_compare,
              .get_attr = vm_generic_getattr,
              .set_attr = vm_generic_setattr,
              .new_ = object_new,
              .init = object_init},
    .methods = methods,
    .getsets = getsets,
    .doc = "object()\n--\n\n"
           "The base class of the class hierarchy.\n\n"
           "When called, it accepts no arguments and returns a new "
           "featureless\ninstance that has no instance attributes and cannot "
           "be given any.\n",
};
