/*
 * The table of slots and dunders, and who has which: inheritance for built-in
 * types, resolution by mro for classes made by scripts.
 *
 * Slots are copied by offset, never called through a wrong type.  A class's
 * slot is the built-in function itself as long as every dunder that stands
 * for it is that function's wrapper, otherwise the script's dispatcher.
 */
#include "scripts/types/slots.h"

#include <stddef.h>
#include <string.h>

#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/list.h"
#include "scripts/types/slots_script.h"
#include "scripts/types/slots_wrap.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"

typedef void any_fn(void);

#define ROW(id, slot, script, wrap, doc)                                       \
    {NAME_dunder_##id, offsetof(struct type_slots, slot), 0, false,            \
     (any_fn *)script, wrap, doc}
#define COMPARE(id, code, sign)                                                \
    {NAME_dunder_##id, offsetof(struct type_slots, compare), COMPARE_##code,   \
     false, (any_fn *)script_compare, wrap_compare,                            \
     "Return self" sign "value."}
#define OPERATOR(code, id, sign)                                               \
    ROW(id, binary[BINARY_##code], script_##id, wrap_binary_left,              \
        "Return self" sign "value."),                                          \
        ROW(r##id, binary[BINARY_##code], script_##id, wrap_binary_right,      \
            "Return value" sign "self.")
#define INPLACE(code, id, sign)                                                \
    ROW(i##id, inplace[BINARY_##code], script_i##id, wrap_binary_left,         \
        "Return self" sign "value.")
#define UNARY(id, slot, doc) ROW(id, slot, script_##id, wrap_unary, doc)

const struct slot_row slot_rows[] = {
    ROW(getattribute, get_attr, script_get_attr, wrap_get_attr,
        "Return getattr(self, name)."),
    ROW(getattr, get_attr, script_get_attr, NULL, ""),
    ROW(setattr, set_attr, script_set_attr, wrap_set_attr,
        "Implement setattr(self, name, value)."),
    ROW(delattr, set_attr, script_set_attr, wrap_delete_attr,
        "Implement delattr(self, name)."),
    ROW(repr, repr, script_repr, wrap_unary, "Return repr(self)."),
    ROW(hash, hash, script_hash, wrap_hash, "Return hash(self)."),
    {NAME_dunder_call, offsetof(struct type_slots, call), 0, true,
     (any_fn *)script_call, wrap_call, "Call self as a function."},
    UNARY(str, str, "Return str(self)."),
    COMPARE(lt, LT, "<"),
    COMPARE(le, LE, "<="),
    COMPARE(eq, EQ, "=="),
    COMPARE(ne, NE, "!="),
    COMPARE(gt, GT, ">"),
    COMPARE(ge, GE, ">="),
    UNARY(iter, iter, "Implement iter(self)."),
    ROW(next, next, script_next, wrap_next, "Implement next(self)."),
    ROW(get, descr_get, script_descr_get, wrap_get,
        "Return an attribute of instance, which is of type owner."),
    ROW(set, descr_set, script_descr_set, wrap_set,
        "Set an attribute of instance to value."),
    ROW(delete, descr_set, script_descr_set, wrap_delete,
        "Delete an attribute of instance."),
    {NAME_dunder_init, offsetof(struct type_slots, init), 0, true,
     (any_fn *)script_init, wrap_init,
     "Initialize self.  See help(type(self)) for accurate signature."},
    ROW(new, new_, script_new, NULL, ""),
    ROW(del, finalize, script_finalize, wrap_finalize, ""),
    UNARY(await, await, "Return an iterator to be used in await expression."),
    UNARY(aiter, aiter,
          "Return an awaitable, that resolves in asynchronous iterator."),
    UNARY(anext, anext,
          "Return a value or raise StopAsyncIteration."),
    OPERATOR(ADD, add, "+"),
    OPERATOR(SUB, sub, "-"),
    OPERATOR(MUL, mul, "*"),
    OPERATOR(MOD, mod, "%"),
    ROW(divmod, binary[BINARY_DIVMOD], script_divmod, wrap_binary_left,
        "Return divmod(self, value)."),
    ROW(rdivmod, binary[BINARY_DIVMOD], script_divmod, wrap_binary_right,
        "Return divmod(value, self)."),
    ROW(pow, power, script_pow, wrap_power, "Return pow(self, value, mod)."),
    ROW(rpow, power, script_pow, wrap_power_right,
        "Return pow(value, self, mod)."),
    UNARY(neg, negative, "-self"),
    UNARY(pos, positive, "+self"),
    UNARY(abs, absolute, "abs(self)"),
    ROW(bool, truth, script_truth, wrap_truth, "True if self else False"),
    UNARY(invert, invert, "~self"),
    OPERATOR(LSHIFT, lshift, "<<"),
    OPERATOR(RSHIFT, rshift, ">>"),
    OPERATOR(AND, and, "&"),
    OPERATOR(XOR, xor, "^"),
    OPERATOR(OR, or, "|"),
    UNARY(int, to_int, "int(self)"),
    UNARY(float, to_float, "float(self)"),
    INPLACE(ADD, add, "+="),
    INPLACE(SUB, sub, "-="),
    INPLACE(MUL, mul, "*="),
    INPLACE(MOD, mod, "%="),
    ROW(ipow, inplace_power, script_ipow, wrap_power, "Return self**=value."),
    INPLACE(LSHIFT, lshift, "<<="),
    INPLACE(RSHIFT, rshift, ">>="),
    INPLACE(AND, and, "&="),
    INPLACE(XOR, xor, "^="),
    INPLACE(OR, or, "|="),
    OPERATOR(FLOORDIV, floordiv, "//"),
    OPERATOR(TRUEDIV, truediv, "/"),
    INPLACE(FLOORDIV, floordiv, "//="),
    INPLACE(TRUEDIV, truediv, "/="),
    UNARY(index, to_index,
          "Return self converted to an integer, if self is suitable for use "
          "as an index into a list."),
    OPERATOR(MATMUL, matmul, "@"),
    INPLACE(MATMUL, matmul, "@="),
    ROW(len, length, script_length, wrap_length, "Return len(self)."),
    ROW(getitem, subscript, script_subscript, wrap_binary_left,
        "Return self[key]."),
    ROW(setitem, assign_subscript, script_assign_subscript, wrap_set_item,
        "Set self[key] to value."),
    ROW(delitem, assign_subscript, script_assign_subscript, wrap_delete_item,
        "Delete self[key]."),
    ROW(add, concat, NULL, wrap_binary_left, "Return self+value."),
    ROW(mul, repeat, NULL, wrap_repeat, "Return self*value."),
    ROW(rmul, repeat, NULL, wrap_repeat, "Return value*self."),
    ROW(getitem, item, script_item, wrap_item, "Return self[key]."),
    ROW(setitem, assign_item, script_assign_item, wrap_set_index,
        "Set self[key] to value."),
    ROW(delitem, assign_item, script_assign_item, wrap_delete_index,
        "Delete self[key]."),
    ROW(contains, contains, script_contains, wrap_contains,
        "Return bool(key in self)."),
    ROW(iadd, inplace_concat, NULL, wrap_binary_left,
        "Implement self+=value."),
    ROW(imul, inplace_repeat, NULL, wrap_repeat, "Implement self*=value."),
    {.offset = UINT16_MAX},
};

static any_fn *slot_get(const struct type_slots *slots, size_t offset)
{
    any_fn *fn;
    memcpy(&fn, (const char *)slots + offset, sizeof fn);
    return fn;
}

static void slot_put(struct type_slots *slots, size_t offset, any_fn *fn)
{
    memcpy((char *)slots + offset, &fn, sizeof fn);
}

/* ---- built-in types ------------------------------------------------------ */

void slots_inherit(struct type_object *type, const struct type_object *base)
{
    struct type_slots *s = &type->slots;
    const struct type_slots *b = &base->slots;
    bool order = s->compare || s->hash;
    if (!order) {
        s->compare = b->compare;
        s->hash = b->hash;
    }
    for (size_t at = 0; at < sizeof *s; at += sizeof(any_fn *)) {
        if (at == offsetof(struct type_slots, compare) ||
            at == offsetof(struct type_slots, hash))
            continue;
        if (!slot_get(s, at))
            slot_put(s, at, slot_get(b, at));
    }
}

/* A type that compares but does not hash: __hash__ = None. */
static bool publish_unhashable(struct vm *vm, struct type_object *type)
{
    object *name = vm->name[NAME_dunder_hash];
    return dict_get_str_peek(vm, type->dict, name) ||
           dict_set(vm, type->dict, name, vm->none);
}

bool slots_publish(struct vm *vm, struct type_object *type,
                   const struct type_slots *spec)
{
    if (spec->hash == slot_unhashable && !publish_unhashable(vm, type))
        return false;
    for (const struct slot_row *row = slot_rows; row->offset != UINT16_MAX;
         row++) {
        any_fn *fn = slot_get(spec, row->offset);
        if (!fn || !row->wrap ||
            dict_get_str_peek(vm, type->dict, vm->name[row->name]))
            continue;
        object *d = wrapper_descriptor_new(vm, type, row, fn);
        bool ok = d && dict_set(vm, type->dict, vm->name[row->name], d);
        vm_release_maybe(vm, d);
        if (!ok)
            return false;
    }
    return true;
}

/* ---- classes made by scripts -------------------------------------------- */

struct choice { /* what one slot is to be */
    any_fn *specific, *generic;
    bool use_generic;
};

static bool same_row(const struct slot_row *a, const struct slot_row *b)
{
    return a->wrap == b->wrap && a->offset == b->offset;
}

static void weigh_wrapper(struct choice *c, const struct slot_row *row,
                          const struct descriptor *d,
                          const struct type_object *type)
{
    bool own = type_is_subtype(type, d->type);
    bool other_slot = d->slot->offset != row->offset;
    if (own && other_slot && !slot_get(&d->type->slots, row->offset))
        return; /* list's __add__ is its concat, there is no addition */
    if (!own || !same_row(d->slot, row)) {
        c->use_generic = true;
        c->generic = row->script;
        return;
    }
    if (!c->specific || c->specific == d->wrapped)
        c->specific = d->wrapped;
    else
        c->use_generic = true;
    c->generic = row->script;
}

static bool is_builtin_new(object *descr)
{
    return vm_is(descr, TYPE_BUILTIN_FUNCTION) && builtin_of(descr)->self &&
           strcmp(builtin_of(descr)->def->name, "__new__") == 0;
}

static void weigh(struct vm *vm, struct choice *c, const struct slot_row *row,
                  struct type_object *type)
{
    object *descr = type_lookup_peek(vm, type, vm->name[row->name]);
    if (!descr)
        return;
    if (vm_is(descr, TYPE_WRAPPER_DESCRIPTOR)) {
        weigh_wrapper(c, row, descriptor_of(descr), type);
    } else if (row->name == NAME_dunder_new && is_builtin_new(descr)) {
        struct type_object *of = type_object_of(builtin_of(descr)->self);
        if (type->slots.new_)
            of = type;
        else if (type->base && type->base->slots.new_)
            of = type->base;
        c->specific = (any_fn *)of->slots.new_;
    } else if (row->name == NAME_dunder_hash && descr == vm->none) {
        c->specific = (any_fn *)slot_unhashable;
    } else {
        c->use_generic = true;
        c->generic = row->script;
    }
}

static void resolve_slot(struct vm *vm, struct type_object *type,
                         size_t offset)
{
    struct choice c = {0};
    for (const struct slot_row *row = slot_rows; row->offset != UINT16_MAX;
         row++)
        if (row->offset == offset)
            weigh(vm, &c, row, type);
    bool specific = c.specific && !c.use_generic;
    slot_put(&type->slots, offset, specific ? c.specific : c.generic);
    if (offset == offsetof(struct type_slots, finalize))
        type_update_finalizer(vm, type);
}

void slots_resolve(struct vm *vm, struct type_object *type)
{
    bool done[sizeof(struct type_slots) / sizeof(any_fn *)] = {false};
    for (const struct slot_row *row = slot_rows; row->offset != UINT16_MAX;
         row++) {
        size_t i = row->offset / sizeof(any_fn *);
        if (!done[i])
            resolve_slot(vm, type, row->offset);
        done[i] = true;
    }
}

/* Does a subclass see `name` through type, not through its own dict? */
static bool hides(struct vm *vm, struct type_object *type, object *name)
{
    return type->dict && dict_get_str_peek(vm, type->dict, name);
}

/* Subclasses nest as deep as scripts like; this bounds the C stack. */
static void resolve_below(struct vm *vm, struct type_object *type,
                          object *name, size_t offset)
{
    resolve_slot(vm, type, offset);
    object *below = type_subclasses(vm, type);
    if (!below) {
        vm_pending_clear(vm);
        return;
    }
    for (size_t i = 0; i < list_length(below); i++) {
        struct type_object *t = type_object_of(list_items(below)[i]);
        if (!hides(vm, t, name) && vm_enter(vm, "")) {
            resolve_below(vm, t, name, offset);
            vm_leave(vm);
        }
    }
    vm_release(vm, below);
}

void slots_resolve_name(struct vm *vm, struct type_object *type, object *name)
{
    if (str_length(name) < 3 || str_at(name, 0) != '_' ||
        str_at(name, 1) != '_')
        return;
    for (const struct slot_row *row = slot_rows; row->offset != UINT16_MAX;
         row++)
        if (vm->name[row->name] == name)
            resolve_below(vm, type, name, row->offset);
}
