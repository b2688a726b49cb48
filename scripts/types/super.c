/*
 * super: attributes searched behind a class in the mro of an object.
 */
#include <stddef.h>

#include "scripts/types/str.h"
#include "scripts/types/dict.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"

struct super_object {
    struct heap_node node;
    object *type;     /* behind which to search */
    object *self;     /* or NULL: unbound */
    object *obj_type; /* whose mro, or NULL */
};

static struct super_object *super_of(object *o)
{
    return (struct super_object *)o;
}

static bool is_type(struct vm *vm, const object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS;
}

/* A class whose mro leaves itself out does not derive from itself here. */
static bool derives(struct type_object *type, struct type_object *from)
{
    if (type != from || !type->mro)
        return type_is_subtype(type, from);
    for (size_t i = 0; i < tuple_length(type->mro); i++)
        if (tuple_items(type->mro)[i] == type_as_object(from))
            return true;
    return false;
}

/* The class whose mro counts for obj, new; NULL: pending. */
static object *check(struct vm *vm, object *type, object *obj)
{
    struct type_object *t = type_object_of(type);
    object *class;
    if (is_type(vm, obj) && derives(type_object_of(obj), t))
        return heap_retain(obj);
    if (type_is_subtype(vm_type_of(vm, obj), t))
        return heap_retain(type_as_object(vm_type_of(vm, obj)));
    if (!vm_lookup_attr(vm, obj, vm->name[NAME_dunder_class], &class))
        return NULL;
    if (class && is_type(vm, class) &&
        class != type_as_object(vm_type_of(vm, obj)) &&
        type_is_subtype(type_object_of(class), t))
        return class;
    vm_release_maybe(vm, class);
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "super(type, obj): obj must be an instance or subtype of "
                    "type");
}

/* ---- lookup --------------------------------------------------------------------- */

/* What the mro of start has behind type, borrowed. */
static object *find(struct vm *vm, struct super_object *s, object *name)
{
    object *mro = type_object_of(s->obj_type)->mro;
    size_t i = 0, n = mro ? tuple_length(mro) : 0;
    while (i < n && tuple_items(mro)[i] != s->type)
        i++;
    while (++i < n) {
        object *dict = type_object_of(tuple_items(mro)[i])->dict;
        object *found = dict ? dict_get_str_peek(vm, dict, name) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

static object *get_attr(struct vm *vm, object *self, object *name)
{
    struct super_object *s = super_of(self);
    bool skip = !s->obj_type ||
                (vm_is(name, TYPE_STR) && str_equal_ascii(name, "__class__"));
    object *found = skip ? NULL : find(vm, s, name);
    if (!found)
        return vm_generic_getattr(vm, self, name);
    heap_retain(found);
    struct type_object *t = vm_type_of(vm, found);
    if (!t->slots.descr_get)
        return found;
    object *instance = s->self == s->obj_type ? NULL : s->self;
    object *r = t->slots.descr_get(vm, found, instance, s->obj_type);
    vm_release(vm, found);
    return r;
}

/* ---- making ----------------------------------------------------------------------- */

/* The first argument of the running method, borrowed; it may be in a cell. */
static object *first_argument(struct vm *vm, const struct vm_frame *frame)
{
    if (frame->code->argcount == 0) {
        vm_raise(vm, EXC_RUNTIME_ERROR, "super(): no arguments");
        return NULL;
    }
    object *o = frame->regs[0];
    if (o && (frame->code->localsplus_kinds[0] & LOCAL_CELL) &&
        vm_is(o, TYPE_CELL))
        o = cell_of(o)->value;
    if (!o)
        vm_raise(vm, EXC_RUNTIME_ERROR, "super(): arg[0] deleted");
    return o;
}

/* The class of the running method from its __class__ cell, borrowed. */
static object *class_cell(struct vm *vm, const struct vm_frame *frame)
{
    const struct code *code = frame->code;
    for (uint32_t i = code->localsplus_count - code->free_count;
         i < code->localsplus_count; i++) {
        if (!str_equal_ascii(code->localsplus_names[i], "__class__"))
            continue;
        object *cell = frame->regs[i];
        object *type =
            cell && vm_is(cell, TYPE_CELL) ? cell_of(cell)->value : NULL;
        if (!type)
            return vm_raise(vm, EXC_RUNTIME_ERROR,
                            "super(): empty __class__ cell");
        if (!is_type(vm, type))
            return vm_raise(vm, EXC_RUNTIME_ERROR,
                            "super(): __class__ is not a type (%T)", type);
        return type;
    }
    return vm_raise(vm, EXC_RUNTIME_ERROR, "super(): __class__ cell not found");
}

static bool from_frame(struct vm *vm, object **type, object **obj)
{
    struct vm_frame *frame = vm->thread->frame;
    if (!frame) {
        vm_raise(vm, EXC_RUNTIME_ERROR, "super(): no current frame");
        return false;
    }
    return (*obj = first_argument(vm, frame)) &&
           (*type = class_cell(vm, frame));
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    struct super_object *s = super_of(self);
    object *type = nargs > 0 ? args[0] : NULL;
    object *obj = nargs > 1 && args[1] != vm->none ? args[1] : NULL;
    object *obj_type = NULL;
    if (!args_no_keywords(vm, "super", kwnames))
        return false;
    if (nargs > 2) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "super() expected at most 2 arguments, got %zu", nargs);
        return false;
    }
    if (!type && !from_frame(vm, &type, &obj))
        return false;
    if (!is_type(vm, type)) {
        vm_raise(vm, EXC_TYPE_ERROR, "super() argument 1 must be a type, not %T",
                 type);
        return false;
    }
    if (obj && !(obj_type = check(vm, type, obj)))
        return false;
    heap_store(vm->heap, &s->type, heap_retain(type));
    heap_store(vm->heap, &s->self, heap_retain_maybe(obj));
    heap_store(vm->heap, &s->obj_type, obj_type);
    return true;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

static object *descr_get(struct vm *vm, object *self, object *instance,
                         object *type)
{
    struct super_object *s = super_of(self);
    (void)type;
    if (!instance || s->self)
        return heap_retain(self);
    return vm_call2(vm, type_as_object(vm_type_of(vm, self)), s->type,
                    instance);
}

static object *repr(struct vm *vm, object *self)
{
    struct super_object *s = super_of(self);
    const char *name = s->type ? type_name(type_object_of(s->type)) : "NULL";
    if (s->obj_type)
        return str_format(vm, "<super: <class '%s'>, <%s object>>", name,
                          type_name(type_object_of(s->obj_type)));
    return str_format(vm, "<super: <class '%s'>, NULL>", name);
}

static const struct heap_field fields[] = {
    {"__self__", offsetof(struct super_object, self)},
    {"__thisclass__", offsetof(struct super_object, type)},
    {"__self_class__", offsetof(struct super_object, obj_type)},
};

static const struct member_def members[] = {
    {"__thisclass__", MEMBER_OBJECT, offsetof(struct super_object, type), true,
     "the class invoking super()"},
    {"__self__", MEMBER_OBJECT, offsetof(struct super_object, self), true,
     "the instance invoking super(); may be None"},
    {"__self_class__", MEMBER_OBJECT, offsetof(struct super_object, obj_type),
     true, "the type of the instance invoking super(); may be None"},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

const struct type_spec super_spec = {
    .name = "super",
    .flags = TYPE_VECTORCALL | TYPE_BASE,
    .layout = {.size = sizeof(struct super_object),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 3},
    .slots = {.repr = repr,
              .get_attr = get_attr,
              .descr_get = descr_get,
              .new_ = new_,
              .init = init},
    .members = members,
    .doc = "super() -> same as super(__class__, <first argument>)\n"
           "super(type) -> unbound super object\n"
           "super(type, obj) -> bound super object; requires "
           "isinstance(obj, type)\n"
           "super(type, type2) -> bound super object; requires "
           "issubclass(type2, type)",
};
