/*
 * type(name, bases, dict): making the classes of scripts.
 *
 * type_layout.c says what instances look like; here are bases, what is special
 * in the dict, and what is called once the class is whole.  A class is a
 * container and dies by the collector as a rule.
 */
#include <string.h>

#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/instance.h"
#include "scripts/types/list.h"
#include "scripts/types/slots.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_plan.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"

static bool is_type(struct vm *vm, const object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS;
}

/* ---- bases ----------------------------------------------------------------------- */

struct type_object *type_metaclass(struct vm *vm, struct type_object *meta,
                                   object *bases)
{
    for (size_t i = 0; i < tuple_length(bases); i++) {
        struct type_object *t = vm_type_of(vm, tuple_items(bases)[i]);
        if (type_is_subtype(meta, t))
            continue;
        if (type_is_subtype(t, meta)) {
            meta = t;
            continue;
        }
        vm_raise(vm, EXC_TYPE_ERROR,
                 "metaclass conflict: the metaclass of a derived class must "
                 "be a (non-strict) subclass of the metaclasses of all its "
                 "bases");
        return NULL;
    }
    return meta;
}

/* Does type's layout add anything to that of its base but dict and weak? */
static bool adds_layout(const struct type_object *type,
                        const struct type_object *base)
{
    if (!(type->layout.flags & HEAP_SCRIPT))
        return type->layout.size != base->layout.size ||
               type->layout.traverse != base->layout.traverse ||
               type->layout.unlink != base->layout.unlink;
    return type->slot_count != 0;
}

/* The nearest ancestor whose layout is its own. */
struct type_object *type_solid_base(struct type_object *type)
{
    while (type->base && !adds_layout(type, type->base))
        type = type->base;
    return type;
}

struct type_object *type_best_base(struct vm *vm, object *bases)
{
    struct type_object *winner = NULL, *best = NULL;
    for (size_t i = 0; i < tuple_length(bases); i++) {
        object *o = tuple_items(bases)[i];
        if (!is_type(vm, o)) {
            vm_raise(vm, EXC_TYPE_ERROR, "bases must be types");
            return NULL;
        }
        struct type_object *base = type_object_of(o);
        if (!(base->flags & TYPE_BASE)) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "type '%s' is not an acceptable base type",
                     type_name(base));
            return NULL;
        }
        struct type_object *solid = type_solid_base(base);
        if (!winner || type_is_subtype(solid, winner)) {
            if (winner != solid || !best) {
                winner = solid;
                best = base;
            }
        } else if (!type_is_subtype(winner, solid)) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "multiple bases have instance lay-out conflict");
            return NULL;
        }
    }
    return best;
}

/* ---- registration -------------------------------------------------------------------- */

static bool register_layout(struct plan *p)
{
    struct type_object *t = p->type;
    type_update_finalizer(p->vm, t);
    return heap_type_add(p->vm->heap, &t->layout) ||
           vm_raise_no_memory(p->vm);
}

static bool publish_members(struct plan *p)
{
    struct vm *vm = p->vm;
    struct type_object *t = p->type;
    object *d;
    bool ok = true;
    for (uint32_t i = 0; ok && i < t->slot_count; i++) {
        object *name = tuple_items(p->slots)[i];
        uint32_t at = t->slot_offset + i * (uint32_t)sizeof(object *);
        d = slot_member_new(vm, t, name, at);
        ok = d && dict_set(vm, t->dict, name, d);
        vm_release_maybe(vm, d);
    }
    const struct getset_def *pairs[] = {
        p->add_dict ? &script_dict_getset : NULL,
        p->add_weak ? &instance_weakref_getset : NULL,
    };
    for (int i = 0; ok && i < 2; i++) {
        if (!pairs[i] || dict_get_c_peek(vm, t->dict, pairs[i]->name))
            continue;
        d = getset_descriptor_new(vm, t, pairs[i]);
        ok = d && dict_set_c(vm, t->dict, pairs[i]->name, d);
        vm_release_maybe(vm, d);
    }
    return ok;
}

/* ---- what is special in the dict ---------------------------------------------------------- */

static bool set_module(struct plan *p)
{
    struct vm *vm = p->vm;
    object *name = vm->name[NAME_dunder_module];
    struct vm_frame *frame = vm->thread ? vm->thread->frame : NULL;
    if (!frame || dict_get_str_peek(vm, p->type->dict, name))
        return true;
    object *module = dict_get_str_peek(vm, frame->globals,
                                       vm->name[NAME_dunder_name]);
    return !module || dict_set(vm, p->type->dict, name, module);
}

static bool set_qualname(struct plan *p)
{
    struct vm *vm = p->vm;
    object *value, *name = vm->name[NAME_dunder_qualname];
    int found = dict_pop(vm, p->type->dict, name, &value);
    if (found < 0)
        return false;
    if (!found)
        value = heap_retain(p->type->name);
    p->type->qualname = value;
    if (str_check(vm, value))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "type __qualname__ must be a str, not %T",
             value);
    return false;
}

/* __new__ is a static method, these two are class methods, by nature. */
static bool wrap_function(struct plan *p, enum vm_name name,
                          object *(*wrap)(struct vm *, object *))
{
    struct vm *vm = p->vm;
    object *fn = dict_get_str_peek(vm, p->type->dict, vm->name[name]);
    if (!fn || !vm_is(fn, TYPE_FUNCTION))
        return true;
    object *wrapped = wrap(vm, fn);
    bool ok = wrapped && dict_set(vm, p->type->dict, vm->name[name], wrapped);
    vm_release_maybe(vm, wrapped);
    return ok;
}

static bool set_doc(struct plan *p)
{
    struct vm *vm = p->vm;
    object *name = vm->name[NAME_dunder_doc];
    object *doc = dict_get_str_peek(vm, p->type->dict, name);
    if (!doc)
        return dict_set(vm, p->type->dict, name, vm->none);
    return !str_check(vm, doc) || type_text_is_plain(vm, doc, true);
}

/* The cell through which methods see __class__. */
static bool fill_class_cell(struct plan *p)
{
    struct vm *vm = p->vm;
    object *cell;
    int found =
        dict_pop(vm, p->type->dict, vm->name[NAME_dunder_classcell], &cell);
    if (found <= 0)
        return found == 0;
    bool ok = vm_is(cell, TYPE_CELL);
    if (ok)
        heap_store(vm->heap, &cell_of(cell)->value,
                   heap_retain(type_as_object(p->type)));
    else
        vm_raise(vm, EXC_TYPE_ERROR,
                 "type.__new__() __classcell__ argument must be a nonlocal "
                 "cell, not a '%T'",
                 cell);
    vm_release(vm, cell);
    return ok;
}

static bool forbid_hash(struct plan *p)
{
    struct vm *vm = p->vm;
    object *dict = p->type->dict, *hash = vm->name[NAME_dunder_hash];
    if (!dict_get_str_peek(vm, dict, vm->name[NAME_dunder_eq]) ||
        dict_get_str_peek(vm, dict, hash))
        return true;
    return dict_set(vm, dict, hash, vm->none);
}

/* ---- after the class is whole ---------------------------------------------------------------- */

static bool call_set_name(struct vm *vm, struct type_object *type, object *key,
                          object *value)
{
    bool unbound;
    object *hook = type_lookup_special(
        vm, value, vm->name[NAME_dunder_set_name], &unbound);
    if (!hook)
        return !vm_pending(vm);
    object *args[] = {value, type_as_object(type), key};
    object *r =
        vm_call(vm, hook, unbound ? args : args + 1, 2 + unbound, NULL);
    vm_release(vm, hook);
    vm_release_maybe(vm, r);
    if (r)
        return true;
    object *cause = vm_pending_take(vm);
    vm_raise(vm, EXC_RUNTIME_ERROR,
             "Error calling __set_name__ on '%T' instance %R in '%s'", value,
             key, type_name(type));
    object *error = vm_pending_take(vm);
    struct exception_object *e = exception_of(error);
    heap_store(vm->heap, &e->context, heap_retain(cause));
    heap_store(vm->heap, &e->cause, cause);
    e->suppress_context = true;
    vm_pending_restore(vm, error);
    return false;
}

static bool set_names(struct vm *vm, struct type_object *type)
{
    size_t pos = 0;
    object *key, *value;
    object *copy = dict_copy(vm, type->dict);
    bool ok = copy;
    while (ok && dict_next(copy, &pos, &key, &value))
        ok = call_set_name(vm, type, key, value);
    vm_release_maybe(vm, copy);
    return ok;
}

static bool call_init_subclass(struct vm *vm, struct type_object *type,
                               object *const *values, object *kwnames)
{
    object *self = type_as_object(type);
    object *super = vm_call2(vm, type_as_object(vm->types[TYPE_SUPER]), self,
                             self);
    object *hook =
        super ? vm_getattr(vm, super, vm->name[NAME_dunder_init_subclass])
              : NULL;
    vm_release_maybe(vm, super);
    object *r = hook ? vm_call(vm, hook, values, 0, kwnames) : NULL;
    vm_release_maybe(vm, hook);
    vm_release_maybe(vm, r);
    return r;
}

/* ---- putting it together ------------------------------------------------------------------------- */

/* What patterns take its instances for: the first of the mro that is a
 * sequence or a mapping decides. */
static bool match_as_mro(struct type_object *t)
{
    const unsigned both = TYPE_SEQUENCE | TYPE_MAPPING;
    for (size_t i = 1; i < tuple_length(t->mro) && !(t->flags & both); i++)
        t->flags |= type_object_of(tuple_items(t->mro)[i])->flags & both;
    return true;
}

/* A dict of its own; a subclass says by keys() in which order. */
static object *namespace_copy(struct vm *vm, object *dict)
{
    if (vm_is(dict, TYPE_DICT))
        return dict_copy(vm, dict);
    object *copy = dict_new(vm);
    if (copy && !dict_merge(vm, copy, dict, 1))
        heap_store(vm->heap, &copy, NULL);
    return copy;
}

static bool fill(struct plan *p, object *name, object *bases, object *dict)
{
    struct vm *vm = p->vm;
    struct type_object *t = p->type;
    t->flags |= TYPE_BASE | (p->base->flags & (0xff0000u | TYPE_SELF_MATCH));
    t->name = heap_retain(name);
    t->base = type_object_of(heap_retain(type_as_object(p->base)));
    t->bases = heap_retain(bases);
    t->dict = namespace_copy(vm, dict);
    t->c_name = type_c_text(t, name);
    t->spec = p->base->spec;
    return t->dict && t->c_name && type_plan_members(p) && type_plan_layout(p) &&
           set_module(p) && set_qualname(p) &&
           wrap_function(p, NAME_dunder_new, staticmethod_new) &&
           wrap_function(p, NAME_dunder_init_subclass, classmethod_new) &&
           wrap_function(p, NAME_dunder_class_getitem, classmethod_new) &&
           fill_class_cell(p) && type_set_mro(vm, t) != MRO_FAILED &&
           match_as_mro(t) &&
           publish_members(p) &&
           set_doc(p) && forbid_hash(p) && type_link_bases(vm, t);
}

static struct type_object *make(struct vm *vm, struct type_object *meta,
                                object *name, object *bases, object *dict)
{
    struct plan p = {.vm = vm, .base = type_best_base(vm, bases)};
    p.type = p.base ? type_blank(vm, meta) : NULL;
    if (!p.type)
        return NULL;
    heap_track(vm->heap, type_as_object(p.type)); /* its descriptors hold it */
    bool ok = fill(&p, name, bases, dict);
    if (ok) {
        slots_resolve(vm, p.type);
        p.type->slot_names = p.slots;
        p.slots = NULL;
        ok = register_layout(&p);
    }
    vm_release_maybe(vm, p.slots);
    if (!ok) {
        vm_release(vm, type_as_object(p.type));
        return NULL;
    }
    p.type->flags |= TYPE_READY;
    return p.type;
}

static bool check_arguments(struct vm *vm, object *const *args, size_t nargs)
{
    static const char *const what[] = {"str", "tuple", "dict"};
    static const unsigned flags[] = {TYPE_STR_SUBCLASS, TYPE_TUPLE_SUBCLASS,
                                     TYPE_DICT_SUBCLASS};
    if (nargs != 3) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "type.__new__() takes exactly 3 arguments (%zu given)",
                 nargs);
        return false;
    }
    for (int i = 0; i < 3; i++)
        if (!(vm_type_of(vm, args[i])->flags & flags[i])) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "type.__new__() argument %d must be %s, not %B", i + 1,
                     what[i], args[i]);
            return false;
        }
    for (size_t k = 0; k < str_length(args[0]); k++)
        if (str_at(args[0], k) == 0) {
            vm_raise(vm, EXC_VALUE_ERROR,
                     "type name must not contain null characters");
            return false;
        }
    return true;
}

/* A NUL would end it early where it is a C string. */
static bool check_name(struct vm *vm, object *name)
{
    for (size_t i = 0; i < str_length(name); i++)
        if (str_at(name, i) == 0) {
            vm_raise(vm, EXC_VALUE_ERROR,
                     "type name must not contain null characters");
            return false;
        }
    return true;
}

/* object is the base of those who name none; new. */
static object *bases_or_object(struct vm *vm, object *bases)
{
    if (tuple_length(bases))
        return heap_retain(bases);
    return tuple_pack(vm, 1, type_as_object(vm->types[TYPE_OBJECT]));
}

static bool check_mro_entries(struct vm *vm, object *bases)
{
    for (size_t i = 0; i < tuple_length(bases); i++) {
        object *found, *base = tuple_items(bases)[i];
        if (is_type(vm, base))
            continue;
        if (!vm_lookup_attr(vm, base, vm->name[NAME_dunder_mro_entries],
                            &found))
            return false;
        vm_release_maybe(vm, found);
        if (!found)
            continue;
        vm_raise(vm, EXC_TYPE_ERROR,
                 "type() doesn't support MRO entry resolution; use "
                 "types.new_class()");
        return false;
    }
    return true;
}

object *type_new(struct vm *vm, struct type_object *meta, object *const *args,
                 size_t nargs, object *kwnames)
{
    if (!check_arguments(vm, args, nargs) || !check_mro_entries(vm, args[1]))
        return NULL;
    struct type_object *winner = type_metaclass(vm, meta, args[1]);
    if (!winner)
        return NULL;
    if (winner != meta && winner->slots.new_ != type_new && winner->slots.new_)
        return winner->slots.new_(vm, winner, args, nargs, kwnames);
    object *bases =
        check_name(vm, args[0]) ? bases_or_object(vm, args[1]) : NULL;
    struct type_object *t =
        bases ? make(vm, winner, args[0], bases, args[2]) : NULL;
    vm_release_maybe(vm, bases);
    if (!t)
        return NULL;
    if (set_names(vm, t) && call_init_subclass(vm, t, args + 3, kwnames))
        return type_as_object(t);
    vm_release(vm, type_as_object(t));
    return NULL;
}

/* ---- changing a class ---------------------------------------------------------------------------- */

bool type_rename(struct vm *vm, struct type_object *type, object *name)
{
    bool own = !(type->flags & TYPE_NATIVE); /* else the text is the spec's */
    const char *old = type->c_name;
    if (!check_name(vm, name))
        return false;
    const char *text = own ? type_c_text(type, name) : old;
    if (!text)
        return false;
    type->c_name = type->layout.name = text;
    if (own)
        heap_array_free(vm->heap, (void *)(uintptr_t)old,
                        (strlen(old) + 16) / 16 * 16);
    heap_store(vm->heap, &type->name, heap_retain(name));
    heap_type_changed(vm->heap, &type->layout);
    return true;
}
