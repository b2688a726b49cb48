/*
 * type(name, bases, dict): making the classes of scripts.
 *
 * The layout follows from the best base: a plain one gives instances by shape
 * (instance.c), any other gets fields behind its own for __slots__ and
 * __dict__.  A class is a container and dies by the collector as a rule.
 */
#include <string.h>

#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception.h"
#include "scripts/types/instance.h"
#include "scripts/types/list.h"
#include "scripts/types/slots.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"

/* What a class under construction needs to know. */
struct plan {
    struct vm *vm;
    struct type_object *type, *base;
    object *slots; /* tuple of mangled names, sorted; or NULL: no __slots__ */
    bool add_dict, add_weak;
};

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
static struct type_object *solid_base(struct type_object *type)
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
        struct type_object *solid = solid_base(base);
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

/* ---- __slots__ ---------------------------------------------------------------------- */

/* __x in class C becomes _C__x; new. */
static object *mangle(struct vm *vm, object *class_name, object *name)
{
    size_t n = str_length(name), m = str_length(class_name), from = 0;
    bool is_private = n > 2 && str_at(name, 0) == '_' &&
                      str_at(name, 1) == '_' &&
                      !(str_at(name, n - 1) == '_' &&
                        str_at(name, n - 2) == '_');
    while (from < m && str_at(class_name, from) == '_')
        from++;
    if (!is_private || from == m)
        return heap_retain(name);
    object *stem = str_slice(vm, class_name, from, m);
    object *r = stem ? str_format(vm, "_%U%U", stem, name) : NULL;
    vm_release_maybe(vm, stem);
    return r;
}

static bool is_identifier(const object *name)
{
    for (size_t i = 0; i < str_length(name); i++) {
        uint32_t c = str_at(name, i);
        bool letter = (c | 32) - 'a' < 26 || c == '_' || c >= 128;
        if (!letter && (i == 0 || c - '0' >= 10))
            return false;
    }
    return str_length(name);
}

/* False: pending, or *special says that the name is no field. */
static bool check_slot(struct plan *p, object *name, bool *special)
{
    struct vm *vm = p->vm;
    const char *bad = NULL;
    *special = false;
    if (!vm_is(name, TYPE_STR)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__slots__ items must be strings, not '%T'", name);
        return false;
    }
    if (!is_identifier(name)) {
        vm_raise(vm, EXC_TYPE_ERROR, "__slots__ must be identifiers");
        return false;
    }
    if (str_equal_ascii(name, "__dict__")) {
        if (p->add_dict || p->base->dict_offset ||
            (p->base->flags & TYPE_HAS_SHAPE))
            bad = "__dict__ slot disallowed: we already got one";
        p->add_dict = *special = true;
    } else if (str_equal_ascii(name, "__weakref__")) {
        if (p->add_weak || p->base->weakly)
            bad = "__weakref__ slot disallowed: we already got one";
        p->add_weak = *special = true;
    }
    if (bad)
        vm_raise(vm, EXC_TYPE_ERROR, "%s", bad);
    return !bad;
}

static bool slot_clashes(struct plan *p, object *name)
{
    if (!dict_get_str_peek(p->vm, p->type->dict, name) ||
        str_equal_ascii(name, "__qualname__") ||
        str_equal_ascii(name, "__classcell__"))
        return false;
    vm_raise(p->vm, EXC_VALUE_ERROR,
             "%R in __slots__ conflicts with class variable", name);
    return true;
}

static bool add_slot(struct plan *p, object *list, object *name)
{
    bool special;
    if (!check_slot(p, name, &special))
        return false;
    if (special)
        return true;
    object *mangled = mangle(p->vm, p->type->name, name);
    if (mangled)
        str_intern_in_place(p->vm, &mangled);
    bool ok = mangled && !slot_clashes(p, mangled) &&
              list_append(p->vm, list, mangled);
    vm_release_maybe(p->vm, mangled);
    return ok;
}

static object *slot_name_tuple(struct vm *vm, object *slots)
{
    if (vm_is(slots, TYPE_STR))
        return tuple_pack(vm, 1, slots);
    return vm_tuple_from(vm, slots);
}

/* Reads __slots__ into p->slots. */
static bool read_slots(struct plan *p, object *slots)
{
    struct vm *vm = p->vm;
    object *names = slot_name_tuple(vm, slots);
    object *list = names ? list_new(vm, 0) : NULL;
    bool ok = list;
    bool variable = vm_type_of(vm, slots) &&
                    (p->base->flags & (TYPE_INT_SUBCLASS | TYPE_BYTES_SUBCLASS |
                                       TYPE_TUPLE_SUBCLASS));
    if (ok && variable && tuple_length(names)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "nonempty __slots__ not supported for subtype of '%s'",
                 type_name(p->base));
        ok = false;
    }
    for (size_t i = 0; ok && i < tuple_length(names); i++)
        ok = add_slot(p, list, tuple_items(names)[i]);
    ok = ok && list_sort(vm, list, NULL, false) &&
         (p->slots = list_to_tuple(vm, list));
    vm_release_maybe(vm, names);
    vm_release_maybe(vm, list);
    return ok;
}

static bool plan_members(struct plan *p)
{
    struct vm *vm = p->vm;
    object *slots =
        dict_get_str_peek(vm, p->type->dict, vm->name[NAME_dunder_slots]);
    bool has_dict =
        p->base->dict_offset || (p->base->flags & TYPE_HAS_SHAPE);
    if (!slots) {
        p->add_dict = !has_dict;
        p->add_weak = !p->base->weakly;
        return true;
    }
    heap_retain(slots);
    bool ok = read_slots(p, slots);
    vm_release(vm, slots);
    return ok;
}

/* ---- layout ---------------------------------------------------------------------------- */

static bool varies_in_size(const struct type_object *type)
{
    return type->flags & (TYPE_INT_SUBCLASS | TYPE_STR_SUBCLASS |
                          TYPE_BYTES_SUBCLASS | TYPE_TUPLE_SUBCLASS);
}

static const char *c_text(struct type_object *type, object *name)
{
    size_t n = str_to_utf8(name, NULL, 0);
    char *text = heap_array_new(type->vm->heap, (n + 16) / 16 * 16);
    if (!text) {
        vm_raise_no_memory(type->vm);
        return NULL;
    }
    str_to_utf8(name, text, n);
    text[n] = '\0';
    return text;
}

/* Field tables are shared with the base until a class adds one. */
static bool add_fields(struct plan *p, uint32_t count, uint32_t dict_at)
{
    struct type_object *t = p->type;
    uint32_t old = p->base->layout.field_count;
    uint32_t slots = p->slots ? (uint32_t)tuple_length(p->slots) : 0;
    if (count == 0)
        return true;
    t->fields_size = ((old + count) * sizeof *t->fields + 15) / 16 * 16;
    t->fields = heap_array_new(p->vm->heap, t->fields_size);
    if (!t->fields)
        return vm_raise_no_memory(p->vm);
    if (old)
        memcpy(t->fields, p->base->layout.fields, old * sizeof *t->fields);
    for (uint32_t i = 0; i < slots; i++) {
        const char *name = c_text(t, tuple_items(p->slots)[i]);
        if (!name)
            return false;
        t->fields[old + i] = (struct heap_field){
            name, t->slot_offset + i * (uint32_t)sizeof(object *)};
        t->layout.field_count = old + i + 1;
    }
    if (dict_at)
        t->fields[old + slots] = (struct heap_field){"__dict__", dict_at};
    t->layout.field_count = old + count;
    t->layout.fields = t->fields;
    return true;
}

static bool is_plain(const struct plan *p)
{
    return p->base == p->vm->types[TYPE_OBJECT] && p->add_dict &&
           (!p->slots || !tuple_length(p->slots));
}

static bool plan_fields(struct plan *p)
{
    struct type_object *t = p->type;
    uint32_t slots = p->slots ? (uint32_t)tuple_length(p->slots) : 0;
    uint32_t dict_at = 0;
    bool grows = slots || p->add_dict;
    if (p->base == p->vm->types[TYPE_OBJECT]) {
        t->layout.size = sizeof(struct heap_node);
        t->layout.flags = HEAP_CONTAINER;
    }
    if (p->base->flags & TYPE_HAS_SHAPE) /* a dict field comes instead */
        slots = 0;
    t->slot_offset = (t->layout.size + 7) / 8 * 8;
    t->slot_count = slots;
    if (grows)
        t->layout.size = t->slot_offset + slots * (uint32_t)sizeof(object *);
    if (p->add_dict && varies_in_size(p->base)) {
        dict_at = HEAP_FIELD_FROM_END | sizeof(object *);
    } else if (p->add_dict) {
        dict_at = t->layout.size;
        t->layout.size += sizeof(object *);
    }
    if (dict_at)
        t->dict_offset = dict_at;
    return add_fields(p, slots + p->add_dict, dict_at);
}

/* A native finalizer that is inherited stays what it is. */
void type_update_finalizer(struct vm *vm, struct type_object *t)
{
    bool native = t->layout.finalize &&
                  t->layout.finalize != type_finalize_instance;
    if (!t->slots.finalize || native)
        return;
    t->layout.finalize = type_finalize_instance;
    t->layout.flags |= HEAP_FINALIZES;
    if (t->layout.index)
        heap_type_changed(vm->heap, &t->layout);
}

static bool plan_layout(struct plan *p)
{
    struct type_object *t = p->type;
    bool shaped = (p->base->flags & TYPE_HAS_SHAPE) || is_plain(p);
    t->layout = is_plain(p) ? instance_layout : p->base->layout;
    t->dict_offset = p->base->dict_offset;
    t->weakly = p->base->weakly || p->add_weak;
    if (shaped) {
        t->flags |= TYPE_HAS_SHAPE;
        t->inline_hint = p->base->inline_hint;
        if (!(t->shape = shape_root_new(p->vm, t)))
            return false;
    } else if (!plan_fields(p)) {
        return false;
    }
    t->layout.name = t->c_name;
    t->layout.flags |= HEAP_SCRIPT | HEAP_TRASHCAN;
    t->layout.owner = type_as_object(t);
    t->layout.index = 0;
    return true;
}

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
        p->add_dict ? &instance_dict_getset : NULL,
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
    if (vm_is(value, TYPE_STR))
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
    object *name = p->vm->name[NAME_dunder_doc];
    return dict_get_str_peek(p->vm, p->type->dict, name) ||
           dict_set(p->vm, p->type->dict, name, p->vm->none);
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

static bool fill(struct plan *p, object *name, object *bases, object *dict)
{
    struct vm *vm = p->vm;
    struct type_object *t = p->type;
    t->flags |= TYPE_BASE | (p->base->flags & (0xff0000u | TYPE_SEQUENCE |
                                               TYPE_MAPPING |
                                               TYPE_SELF_MATCH));
    t->name = heap_retain(name);
    t->base = type_object_of(heap_retain(type_as_object(p->base)));
    t->bases = heap_retain(bases);
    t->dict = dict_copy(vm, dict);
    t->c_name = c_text(t, name);
    t->spec = p->base->spec;
    return t->dict && t->c_name && plan_members(p) && plan_layout(p) &&
           set_module(p) && set_qualname(p) &&
           wrap_function(p, NAME_dunder_new, staticmethod_new) &&
           wrap_function(p, NAME_dunder_init_subclass, classmethod_new) &&
           wrap_function(p, NAME_dunder_class_getitem, classmethod_new) &&
           publish_members(p) && fill_class_cell(p) && set_doc(p) &&
           forbid_hash(p) &&
           type_set_mro(vm, t) && type_link_bases(vm, t);
}

static struct type_object *make(struct vm *vm, struct type_object *meta,
                                object *name, object *bases, object *dict)
{
    struct plan p = {.vm = vm, .base = type_best_base(vm, bases)};
    p.type = p.base ? type_blank(vm, meta) : NULL;
    if (!p.type)
        return NULL;
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
    heap_track(vm->heap, type_as_object(p.type));
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
                     "type.__new__() argument %d must be %s, not %T", i + 1,
                     what[i], args[i]);
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
    object *bases = bases_or_object(vm, args[1]);
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
    const char *old = type->c_name;
    const char *text = c_text(type, name);
    if (!text)
        return false;
    type->c_name = type->layout.name = text;
    heap_array_free(vm->heap, (void *)(uintptr_t)old,
                    (strlen(old) + 16) / 16 * 16);
    heap_store(vm->heap, &type->name, heap_retain(name));
    return true;
}

static bool may_have_base(struct vm *vm, struct type_object *type,
                          struct type_object *base)
{
    if (type_is_subtype(base, type)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "a __bases__ item causes an inheritance cycle");
        return false;
    }
    if (solid_base(base) == solid_base(type->base) ||
        base->dict_offset == type->base->dict_offset)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR,
             "__bases__ assignment: '%s' object layout differs from '%s'",
             type_name(base), type_name(type->base));
    return false;
}

/* The mros and slots of everything below follow. */
static bool refresh(struct vm *vm, struct type_object *type)
{
    if (!vm_enter(vm, ""))
        return false;
    bool ok = type_set_mro(vm, type);
    object *below = ok ? type_subclasses(vm, type) : NULL;
    if (ok)
        slots_resolve(vm, type);
    for (size_t i = 0; below && ok && i < list_length(below); i++)
        ok = refresh(vm, type_object_of(list_items(below)[i]));
    vm_leave(vm);
    vm_release_maybe(vm, below);
    return ok && below;
}

bool type_rebase(struct vm *vm, struct type_object *type, object *bases)
{
    struct type_object *base = type_best_base(vm, bases);
    if (!base || !may_have_base(vm, type, base))
        return false;
    type_unlink_bases(vm, type);
    object *old = type->bases;
    type->bases = heap_retain(bases);
    bool ok = refresh(vm, type);
    if (!ok) {
        object *error = vm_pending_take(vm);
        object *refused = type->bases;
        type->bases = old;
        old = refused;
        if (!refresh(vm, type))
            vm_pending_clear(vm);
        vm_pending_restore(vm, error);
    } else {
        object *old_base = type_as_object(type->base);
        type->base = type_object_of(heap_retain(type_as_object(base)));
        vm_release(vm, old_base);
    }
    vm_release(vm, old);
    return type_link_bases(vm, type) && ok;
}
