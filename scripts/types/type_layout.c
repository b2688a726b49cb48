/*
 * The layout of a class's instances: __slots__, dict, shape.
 *
 * A class with nothing but attributes has instances by shape (instance.c).
 * Any other gets fields behind those of its base: slots in order of their
 * names, then the dict; in a cell of variable size the dict is the last word,
 * but for an annex: every instance of a class can be part of a cycle, also
 * where the base's (an int, say) have no links.
 */
#include <string.h>

#include "scripts/types/codec.h"
#include "scripts/types/dict.h"
#include "scripts/types/instance.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"

#include "scripts/types/tuple.h"
#include "scripts/types/type_plan.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

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

/* False: pending, or *special says that the name is no field. */
static bool check_slot(struct plan *p, object *name, bool *special)
{
    struct vm *vm = p->vm;
    const char *bad = NULL;
    *special = false;
    if (!str_check(vm, name)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__slots__ items must be strings, not '%T'", name);
        return false;
    }
    if (!str_is_identifier(name)) {
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
    object *exact = str_exact(p->vm, name);
    object *mangled = exact ? mangle(p->vm, p->type->name, exact) : NULL;
    vm_release_maybe(p->vm, exact);
    if (mangled)
        str_intern_in_place(p->vm, &mangled);
    bool ok = mangled && !slot_clashes(p, mangled) &&
              list_append(p->vm, list, mangled);
    vm_release_maybe(p->vm, mangled);
    return ok;
}

static object *slot_name_tuple(struct vm *vm, object *slots)
{
    if (str_check(vm, slots))
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
                                       TYPE_TUPLE_SUBCLASS |
                                       TYPE_TYPE_SUBCLASS));
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

/* Do instances end in items?  CPython then has no place for weak references. */
static bool has_items(const struct type_object *type)
{
    return type->flags &
           (TYPE_INT_SUBCLASS | TYPE_BYTES_SUBCLASS | TYPE_TUPLE_SUBCLASS);
}

static bool has_dict(const struct type_object *type)
{
    return type->dict_offset || (type->flags & TYPE_HAS_SHAPE);
}

/* What __slots__ leaves out, the bases behind the first may bring in. */
static void ask_other_bases(struct plan *p)
{
    for (size_t i = 0; i < tuple_length(p->type->bases); i++) {
        struct type_object *other =
            type_object_of(tuple_items(p->type->bases)[i]);
        p->add_dict |= has_dict(other) && !has_dict(p->base);
        p->add_weak |= other->weakly && !p->base->weakly;
    }
}

bool type_plan_members(struct plan *p)
{
    struct vm *vm = p->vm;
    object *slots =
        dict_get_str_peek(vm, p->type->dict, vm->name[NAME_dunder_slots]);
    if (!slots) {
        p->add_dict = !has_dict(p->base);
        p->add_weak = !p->base->weakly && !has_items(p->base);
        return true;
    }
    heap_retain(slots);
    bool ok = read_slots(p, slots);
    vm_release(vm, slots);
    if (ok)
        ask_other_bases(p);
    return ok;
}

/* ---- layout ---------------------------------------------------------------------------- */

static bool varies_in_size(const struct type_object *type)
{
    return type->flags & (TYPE_INT_SUBCLASS | TYPE_STR_SUBCLASS |
                          TYPE_BYTES_SUBCLASS | TYPE_TUPLE_SUBCLASS);
}

/* Of a text of n bytes. */
static size_t c_text_bytes(size_t n)
{
    return (n + 16) / 16 * 16;
}

bool type_text_is_plain(struct vm *vm, object *text, bool nul)
{
    for (size_t i = 0; i < str_length(text); i++) {
        uint32_t c = str_at(text, i);
        if (c >= 0xd800 && c <= 0xdfff) /* the codec says which */
            return codec_encode(vm, text, NULL, NULL) != NULL;
        if (c == 0 && !nul) {
            vm_raise(vm, EXC_VALUE_ERROR,
                     "type name must not contain null characters");
            return false;
        }
    }
    return true;
}

const char *type_c_text(struct type_object *type, object *name)
{
    if (!type_text_is_plain(type->vm, name, false))
        return NULL;
    size_t n = str_to_utf8(name, NULL, 0);
    char *text = heap_array_new(type->vm->heap, c_text_bytes(n));
    if (!text) {
        vm_raise_no_memory(type->vm);
        return NULL;
    }
    str_to_utf8(name, text, n);
    text[n] = '\0';
    return text;
}

void type_c_text_free(heap *h, const char *text)
{
    heap_array_free(h, (void *)(uintptr_t)text, c_text_bytes(strlen(text)));
}

static uint32_t slot_total(const struct plan *p)
{
    return p->slots ? (uint32_t)tuple_length(p->slots) : 0;
}

/* The fields of __slots__; on failure nothing is left of them. */
static bool name_slots(struct plan *p, struct heap_field *fields)
{
    struct type_object *t = p->type;
    for (uint32_t i = 0; i < slot_total(p); i++) {
        const char *name = type_c_text(t, tuple_items(p->slots)[i]);
        if (!name) {
            while (i-- > 0)
                type_c_text_free(p->vm->heap, fields[i].name);
            return false;
        }
        fields[i] = (struct heap_field){
            name, t->slot_offset + i * (uint32_t)sizeof(object *)};
    }
    return true;
}

/* Field tables are shared with the base until a class adds one. */
static bool add_fields(struct plan *p, uint32_t count, uint32_t dict_at)
{
    struct type_object *t = p->type;
    uint32_t old = t->layout.field_count, slots = slot_total(p);
    if (count == 0)
        return true;
    size_t size = ((old + count) * sizeof *t->fields + 15) / 16 * 16;
    struct heap_field *fields = heap_array_new(p->vm->heap, size);
    if (!fields)
        return vm_raise_no_memory(p->vm);
    if (old)
        memcpy(fields, t->layout.fields, old * sizeof *fields);
    if (!name_slots(p, fields + old)) {
        heap_array_free(p->vm->heap, fields, size);
        return false;
    }
    if (dict_at)
        fields[old + slots] = (struct heap_field){"__dict__", dict_at};
    t->slot_count = slots;
    t->layout.field_count = old + count;
    t->layout.fields = t->fields = fields;
    t->fields_size = size;
    return true;
}

/* Has the base nothing in its instances but a header? */
static bool is_bare(const struct plan *p)
{
    return type_solid_base(p->base) == p->vm->types[TYPE_OBJECT] &&
           !p->base->dict_offset && !(p->base->flags & TYPE_HAS_SHAPE);
}

/* Instances by shape: nothing but attributes of their own. */
static bool is_shaped(const struct plan *p)
{
    if (slot_total(p))
        return false;
    return (p->base->flags & TYPE_HAS_SHAPE) || (is_bare(p) && p->add_dict);
}

/* Where the dict goes, 0 for none; slots beside a shape take a dict too. */
static uint32_t place_dict(struct plan *p)
{
    struct type_object *t = p->type;
    if (!p->add_dict && !(p->base->flags & TYPE_HAS_SHAPE))
        return 0;
    if (varies_in_size(p->base))
        return HEAP_FIELD_FROM_END |
               (uint32_t)(type_annex_bytes(t) + sizeof(object *));
    uint32_t at = (t->layout.size + 7) / 8 * 8;
    t->layout.size = at + (uint32_t)sizeof(object *);
    return at;
}

static bool plan_fields(struct plan *p)
{
    struct type_object *t = p->type;
    uint32_t slots = slot_total(p);
    bool bare = is_bare(p) || (p->base->flags & TYPE_HAS_SHAPE);
    if (bare)
        t->layout = (struct heap_type){.size = sizeof(struct heap_node),
                                       .flags = HEAP_CONTAINER};
    if (!(t->layout.flags & HEAP_CONTAINER))
        t->layout.flags |= HEAP_CONTAINER | HEAP_ANNEX;
    t->slot_offset = (t->layout.size + 7) / 8 * 8;
    if (slots)
        t->layout.size = t->slot_offset + slots * (uint32_t)sizeof(object *);
    uint32_t dict_at = place_dict(p);
    if (dict_at)
        t->dict_offset = dict_at;
    return add_fields(p, slots + (dict_at != 0), dict_at);
}

static bool plan_shape(struct plan *p)
{
    struct type_object *t = p->type;
    t->layout = instance_layout;
    t->flags |= TYPE_HAS_SHAPE;
    t->inline_hint = p->base->inline_hint;
    t->shape = shape_root_new(p->vm, t);
    return t->shape;
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

bool type_plan_layout(struct plan *p)
{
    struct type_object *t = p->type;
    t->layout = p->base->layout;
    t->layout.index = 0; /* should the rest fail */
    t->dict_offset = p->base->dict_offset;
    t->weakly = p->base->weakly || p->add_weak;
    if (is_shaped(p) ? !plan_shape(p) : !plan_fields(p))
        return false;
    t->layout.name = t->c_name;
    t->layout.flags |= HEAP_SCRIPT | HEAP_TRASHCAN;
    t->layout.flags &= ~(uint32_t)(HEAP_SHARES | HEAP_RAW_TAIL);
    t->layout.spare_sizes = 0;
    t->layout.untrack = NULL; /* CPython lets go of exact tuples and dicts */
    t->layout.untrack_full = false;
    t->layout.owner = type_as_object(t);
    t->layout.index = 0;
    return true;
}
