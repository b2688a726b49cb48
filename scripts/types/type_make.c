/*
 * Making the built-in types from their specs.
 *
 * Two steps, since a type needs strings and dicts, which need types:
 * types_begin gives each fixed type its object and its index in the heap,
 * types_init fills them.  Neighbours: type_new.c makes the classes of scripts.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/slots.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"

#define TYPE(id, spec) extern const struct type_spec spec;
#include "scripts/types/types.def"
#undef TYPE

static const struct type_spec *const specs[TYPE_COUNT] = {
#define TYPE(id, spec) [TYPE_##id] = &spec,
#include "scripts/types/types.def"
#undef TYPE
};

static const unsigned subclass_bits[TYPE_COUNT] = {
    [TYPE_INT] = TYPE_INT_SUBCLASS,
    [TYPE_STR] = TYPE_STR_SUBCLASS,
    [TYPE_BYTES] = TYPE_BYTES_SUBCLASS,
    [TYPE_TUPLE] = TYPE_TUPLE_SUBCLASS,
    [TYPE_LIST] = TYPE_LIST_SUBCLASS,
    [TYPE_DICT] = TYPE_DICT_SUBCLASS,
    [TYPE_TYPE] = TYPE_TYPE_SUBCLASS,
};

#define INHERITED_FLAGS                                                        \
    (TYPE_SEQUENCE | TYPE_MAPPING | TYPE_SELF_MATCH | 0xff0000u)

/* ---- step one ---------------------------------------------------------------- */

void type_finalize_instance(heap *h, object *self)
{
    struct type_object *type = type_of_layout(heap_type_of(h, self));
    if (type->slots.finalize)
        type->slots.finalize(type->vm, self);
}

/* The layout of a type that says `own` over that of its base. */
static void set_layout(struct type_object *type, const struct heap_type *own,
                       const struct type_object *base)
{
    type->layout = own->size || !base ? *own : base->layout;
    type->layout.index = 0;
    type->layout.owner = NULL;
    type->layout.name = type->c_name;
    if (!own->size)
        type->layout.spare_sizes = 0;
    if (type->slots.finalize && !type->layout.finalize) {
        type->layout.finalize = type_finalize_instance;
        type->layout.flags |= HEAP_FINALIZES;
    }
}

struct type_object *type_blank(struct vm *vm, struct type_object *meta)
{
    object *o = heap_alloc(vm->heap, &meta->layout, 0);
    if (!o) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    type_object_of(o)->vm = vm;
    return type_object_of(o);
}

static bool begin_type(struct vm *vm, int id)
{
    struct heap_type layout = type_spec_type.layout;
    layout.index = TYPE_TYPE; /* what it will be registered as */
    object *o = heap_alloc(vm->heap, &layout, 0);
    if (!o)
        return false;
    struct type_object *type = vm->types[id] = type_object_of(o);
    type->vm = vm;
    type->spec = specs[id];
    type->c_name = specs[id]->name;
    type->slots = specs[id]->slots;
    struct type_object *base =
        specs[id]->base ? vm->types[specs[id]->base] : NULL;
    set_layout(type, &specs[id]->layout, base);
    if (heap_type_add(vm->heap, &type->layout) != (uint32_t)id)
        return false;
    heap_type_spares(vm->heap, &type->layout);
    return true;
}

bool types_begin(struct vm *vm)
{
    vm->type_cache = type_cache_new();
    for (int id = 1; id < TYPE_COUNT; id++)
        if (!begin_type(vm, id))
            return false;
    object **singletons[] = {&vm->none, &vm->not_implemented, &vm->ellipsis};
    for (int i = 0; i < 3; i++) {
        *singletons[i] =
            heap_alloc(vm->heap, &vm->types[TYPE_NONE + i]->layout, 0);
        if (!*singletons[i])
            return false;
    }
    vm->empty_tuple = tuple_new(vm, 0);
    if (vm->empty_tuple)
        heap_untrack(vm->heap, vm->empty_tuple);
    return vm->type_cache && vm->empty_tuple;
}

void types_done(struct vm *vm)
{
    free(vm->type_cache);
    vm->type_cache = NULL;
}

/* ---- __new__ ------------------------------------------------------------------ */

/* object.__new__(list) is not safe: the nearest built-in base must make it. */
static bool new_is_safe(struct vm *vm, struct type_object *type,
                        struct type_object *sub)
{
    struct type_object *built_in = sub;
    while (built_in && built_in->slots.new_ == script_new)
        built_in = built_in->base;
    while (built_in && (built_in->layout.flags & HEAP_SCRIPT))
        built_in = built_in->base;
    if (!built_in || built_in->slots.new_ == type->slots.new_)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "%s.__new__(%s) is not safe, use %s.__new__()",
             type_name(type), type_name(sub), type_name(built_in));
    return false;
}

static object *call_new(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    struct type_object *type = type_object_of(self);
    if (nargs == 0)
        return vm_raise(vm, EXC_TYPE_ERROR, "%s.__new__(): not enough arguments",
                        type_name(type));
    if (!(vm_type_of(vm, args[0])->flags & TYPE_TYPE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s.__new__(X): X is not a type object (%T)",
                        type_name(type), args[0]);
    struct type_object *sub = type_object_of(args[0]);
    if (!type_is_subtype(sub, type))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s.__new__(%s): %s is not a subtype of %s",
                        type_name(type), type_name(sub), type_name(sub),
                        type_name(type));
    if (!new_is_safe(vm, type, sub))
        return NULL;
    return type->slots.new_(vm, sub, args + 1, nargs - 1, kwnames);
}

static const struct method_def new_def = {
    "__new__", call_new, METHOD_KEYWORDS,
    "__new__($type, *args, **kwargs)\n--\n\n"
    "Create and return a new object.  "
    "See help(type) for accurate signature."};

/* ---- step two ------------------------------------------------------------------ */

/* dict[name] = value (stolen), unless the name is there. */
static bool add(struct vm *vm, struct type_object *type, const char *name,
                object *value)
{
    bool ok = value && (dict_get_c_peek(vm, type->dict, name) ||
                        dict_set_c(vm, type->dict, name, value));
    vm_release_maybe(vm, value);
    return ok;
}

static object *method_object(struct vm *vm, struct type_object *type,
                             const struct method_def *def)
{
    if (!(def->kind & METHOD_STATIC))
        return method_descriptor_new(vm, type, def);
    object *fn = builtin_new(vm, def, type_as_object(type), NULL);
    object *holder = fn ? staticmethod_new(vm, fn) : NULL;
    vm_release_maybe(vm, fn);
    return holder;
}

/* A method takes the place of the slot of its name: dict.__contains__. */
static bool replace(struct vm *vm, struct type_object *type, const char *name,
                    object *value)
{
    bool ok = value && dict_set_c(vm, type->dict, name, value);
    vm_release_maybe(vm, value);
    return ok;
}

static bool add_tables(struct vm *vm, struct type_object *type,
                       const struct type_spec *spec)
{
    bool ok = true;
    for (const struct method_def *m = spec->methods; ok && m && m->name; m++)
        ok = replace(vm, type, m->name, method_object(vm, type, m));
    for (const struct member_def *m = spec->members; ok && m && m->name; m++)
        ok = add(vm, type, m->name, member_descriptor_new(vm, type, m));
    for (const struct getset_def *g = spec->getsets; ok && g && g->name; g++)
        ok = add(vm, type, g->name, getset_descriptor_new(vm, type, g));
    return ok;
}

/* The text of a spec's doc behind its signature. */
object *type_spec_doc(struct vm *vm, const struct type_spec *spec)
{
    const char *end = spec->doc ? strstr(spec->doc, "\n--\n\n") : NULL;
    if (!spec->doc)
        return vm_none(vm);
    return str_from(vm, end ? end + 5 : spec->doc);
}

static bool set_names(struct vm *vm, struct type_object *type,
                      const char *full)
{
    const char *dot = strrchr(full, '.');
    type->c_name = type->layout.name = full;
    type->name = str_intern(vm, dot ? dot + 1 : full);
    type->qualname = heap_retain_maybe(type->name);
    object *module = dot ? str_new(vm, full, (size_t)(dot - full))
                         : str_intern(vm, "builtins");
    type->module = module;
    return type->name && module;
}

static void inherit(struct vm *vm, struct type_object *type,
                    const struct type_spec *spec, struct type_object *base)
{
    slots_inherit(type, base);
    type->flags |= base->flags & INHERITED_FLAGS;
    if (!type->dict_offset)
        type->dict_offset = base->dict_offset;
    type->weakly |= base->weakly;
    if (!spec->slots.new_ && base == vm->types[TYPE_OBJECT]) {
        type->slots.new_ = NULL;
        type->flags |= TYPE_DISALLOW_NEW;
    }
    if (type->flags & TYPE_DISALLOW_NEW)
        type->slots.new_ = NULL;
}

static bool set_lineage(struct vm *vm, struct type_object *type,
                        struct type_object *base)
{
    type->dict = dict_new(vm);
    if (base) {
        type->base = type_object_of(heap_retain(type_as_object(base)));
        type->bases = tuple_pack(vm, 1, type_as_object(base));
    } else {
        type->bases = tuple_new(vm, 0);
    }
    return type->dict && type->bases && type_set_mro(vm, type) != MRO_FAILED &&
           type_link_bases(vm, type);
}

static bool forbid_hash(struct vm *vm, struct type_object *type)
{
    object *name = vm->name[NAME_dunder_hash];
    if (type->slots.hash || dict_get_str_peek(vm, type->dict, name))
        return true;
    type->slots.hash = slot_unhashable;
    return dict_set(vm, type->dict, name, vm->none);
}

bool type_fill(struct vm *vm, struct type_object *type,
               const struct type_spec *spec, struct type_object *base)
{
    type->flags |= spec->flags | TYPE_IMMUTABLE | TYPE_NATIVE;
    type->dict_offset = spec->dict_offset;
    type->weakly = spec->weakly;
    if (!set_names(vm, type, spec->name) || !set_lineage(vm, type, base))
        return false;
    bool ok = !spec->slots.new_ ||
              add(vm, type, "__new__",
                  builtin_new(vm, &new_def, type_as_object(type), NULL));
    ok = ok && slots_publish(vm, type, &spec->slots) &&
         add_tables(vm, type, spec) &&
         add(vm, type, "__doc__", type_spec_doc(vm, spec));
    if (ok && base)
        inherit(vm, type, spec, base);
    type->flags |= TYPE_READY;
    return ok && forbid_hash(vm, type);
}

bool types_init(struct vm *vm)
{
    for (int id = 1; id < TYPE_COUNT; id++) {
        const struct type_spec *spec = specs[id];
        struct type_object *base =
            id == TYPE_OBJECT
                ? NULL
                : vm->types[spec->base ? spec->base : TYPE_OBJECT];
        vm->types[id]->flags = subclass_bits[id];
        if (!type_fill(vm, vm->types[id], spec, base))
            return false;
    }
    /* CPython keeps one slice, which its start has used */
    heap_spare_put(vm->heap, &vm->types[TYPE_SLICE]->layout, 0);
    return exceptions_init(vm);
}

void type_outlives_instances(struct vm *vm, struct type_object *type)
{
    type->layout.owner = type_as_object(type);
    heap_type_changed(vm->heap, &type->layout);
}

struct type_object *type_from_spec(struct vm *vm, const struct type_spec *spec)
{
    struct type_object *type = type_from_spec_base(
        vm, spec, vm->types[spec->base ? spec->base : TYPE_OBJECT]);
    if (type)
        type_outlives_instances(vm, type);
    return type;
}

struct type_object *type_from_spec_base(struct vm *vm,
                                        const struct type_spec *spec,
                                        struct type_object *base)
{
    struct type_object *type = type_blank(vm, vm->types[TYPE_TYPE]);
    if (!type)
        return NULL;
    type->slots = spec->slots;
    type->c_name = spec->name;
    if (!type->slots.finalize)
        type->slots.finalize = base->slots.finalize;
    set_layout(type, &spec->layout, base);
    if (heap_type_add(vm->heap, &type->layout) &&
        type_fill(vm, type, spec, base))
        return type;
    vm_release(vm, type_as_object(type));
    return NULL;
}
