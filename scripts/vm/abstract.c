/*
 * Attributes, items, comparison, truth, hash, text of any object.
 */
#include "scripts/vm/abstract.h"

#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/range.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static struct type_slots *slots_of(struct vm *vm, const object *o)
{
    return &vm_type_of(vm, o)->slots;
}

/* ---- attributes ------------------------------------------------------------- */

bool vm_is_attribute_name(struct vm *vm, object *name)
{
    if (vm_type_of(vm, name)->flags & TYPE_STR_SUBCLASS)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "attribute name must be string, not '%T'",
             name);
    return false;
}

void vm_note_attribute_error(struct vm *vm, object *o, object *name)
{
    if (!vm_pending_is(vm, EXC_ATTRIBUTE_ERROR))
        return;
    object *e = vm_pending_take(vm);
    struct attribute_error_object *a = (struct attribute_error_object *)e;
    if (!a->obj && !a->name) {
        a->obj = heap_retain(o);
        a->name = heap_retain(name);
    }
    vm_pending_restore(vm, e);
}

object *vm_getattr(struct vm *vm, object *o, object *name)
{
    if (!vm_is_attribute_name(vm, name))
        return NULL;
    object *result = slots_of(vm, o)->get_attr(vm, o, name);
    if (!result)
        vm_note_attribute_error(vm, o, name);
    return result;
}

bool vm_lookup_attr(struct vm *vm, object *o, object *name, object **found)
{
    binary_fn *get;
    *found = NULL;
    if (!vm_is_attribute_name(vm, name))
        return false;
    get = slots_of(vm, o)->get_attr;
    if (get == vm_generic_getattr) /* CPython raises nothing here */
        *found = vm_generic_find(vm, o, name);
    else if (get == type_get_attr)
        *found = type_find_attr(vm, o, name);
    else
        *found = get(vm, o, name);
    if (*found)
        return true;
    if (!vm_pending_is(vm, EXC_ATTRIBUTE_ERROR))
        return !vm_pending(vm);
    vm_pending_clear(vm);
    return true;
}

bool vm_setattr(struct vm *vm, object *o, object *name, object *value)
{
    if (!vm_is_attribute_name(vm, name))
        return false;
    heap_retain(name);
    bool ok = false;
    if (slots_of(vm, o)->set_attr)
        ok = slots_of(vm, o)->set_attr(vm, o, name, value);
    else
        vm_raise(vm, EXC_TYPE_ERROR,
                 "'%T' object has no attributes (%s .%U)", o,
                 value ? "assign to" : "del", name);
    vm_release(vm, name);
    return ok;
}

bool vm_delattr(struct vm *vm, object *o, object *name)
{
    return vm_setattr(vm, o, name, NULL);
}

object *vm_getattr_str(struct vm *vm, object *o, const char *name)
{
    object *text = str_intern(vm, name);
    object *result = text ? vm_getattr(vm, o, text) : NULL;
    vm_release_maybe(vm, text);
    return result;
}

/* ---- items ------------------------------------------------------------------- */

/* type[key] for a class: __class_getitem__. */
static object *class_item(struct vm *vm, object *type, object *key)
{
    object *method, *result = NULL;
    if (type == (object *)vm->types[TYPE_TYPE])
        return generic_alias_new(vm, type, key);
    if (!vm_lookup_attr(vm, type, vm->name[NAME_dunder_class_getitem],
                        &method))
        return NULL;
    if (!method)
        return vm_raise(vm, EXC_TYPE_ERROR, "type '%s' is not subscriptable",
                        type_name((struct type_object *)type));
    result = vm_call1(vm, method, key);
    vm_release(vm, method);
    return result;
}

/* A sequence without mapping slots, by an index from either end. */
static bool item_index(struct vm *vm, object *o, object *key, ptrdiff_t *i)
{
    if (!slots_of(vm, key)->to_index) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "sequence index must be integer, not '%T'", key);
        return false;
    }
    if (!vm_index_as_ssize(vm, key, i, false))
        return false;
    if (*i < 0 && slots_of(vm, o)->length) {
        ptrdiff_t n = slots_of(vm, o)->length(vm, o);
        if (n < 0)
            return false;
        *i += n;
    }
    return true;
}

object *vm_getitem(struct vm *vm, object *o, object *key)
{
    ptrdiff_t i;
    struct type_slots *slots = slots_of(vm, o);
    if (slots->subscript)
        return slots->subscript(vm, o, key);
    if (slots->item)
        return item_index(vm, o, key, &i) ? slots->item(vm, o, i) : NULL;
    if (vm_type_of(vm, o)->flags & TYPE_TYPE_SUBCLASS)
        return class_item(vm, o, key);
    return vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not subscriptable", o);
}

static bool assign(struct vm *vm, object *o, object *key, object *value,
                   const char *refusal)
{
    ptrdiff_t i;
    struct type_slots *slots = slots_of(vm, o);
    if (slots->assign_subscript)
        return slots->assign_subscript(vm, o, key, value);
    if (slots->assign_item)
        return item_index(vm, o, key, &i) &&
               slots->assign_item(vm, o, i, value);
    vm_raise(vm, EXC_TYPE_ERROR, refusal, o);
    return false;
}

bool vm_setitem(struct vm *vm, object *o, object *key, object *value)
{
    return assign(vm, o, key, value,
                  "'%T' object does not support item assignment");
}

bool vm_delitem(struct vm *vm, object *o, object *key)
{
    struct type_object *type = vm_type_of(vm, o);
    bool by_index = type->layout.flags & HEAP_SCRIPT &&
                    vm_type_of(vm, key)->slots.to_index;
    return assign(vm, o, key, NULL,
                  by_index || type->slots.length || type->slots.subscript
                      ? "'%T' object doesn't support item deletion"
                      : "'%T' object does not support item deletion");
}

/* ---- comparison ---------------------------------------------------------------- */

static const char *const compare_symbols[] = {"<", "<=", "==", "!=", ">", ">="};
static const enum vm_compare swapped[] = {COMPARE_GT, COMPARE_GE, COMPARE_EQ,
                                          COMPARE_NE, COMPARE_LT, COMPARE_LE};

static bool answers(struct vm *vm, object *result)
{
    if (result != vm->not_implemented)
        return true;
    vm_release(vm, result);
    return false;
}

static object *try_compare(struct vm *vm, object *a, object *b,
                           enum vm_compare op)
{
    struct type_object *left = vm_type_of(vm, a), *right = vm_type_of(vm, b);
    bool tried_right = false;
    object *result;
    if (left != right && right->slots.compare &&
        type_is_subtype(right, left)) {
        tried_right = true;
        if (answers(vm, result = right->slots.compare(vm, b, a, swapped[op])))
            return result;
    }
    if (left->slots.compare &&
        answers(vm, result = left->slots.compare(vm, a, b, op)))
        return result;
    if (!tried_right && right->slots.compare &&
        answers(vm, result = right->slots.compare(vm, b, a, swapped[op])))
        return result;
    if (op == COMPARE_EQ || op == COMPARE_NE)
        return vm_bool(vm, (a == b) == (op == COMPARE_EQ));
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "'%s' not supported between instances of '%T' and '%T'",
                    compare_symbols[op], a, b);
}

/* a op b where sign is that of their difference. */
static bool holds(int sign, enum vm_compare op)
{
    return op == COMPARE_EQ   ? sign == 0
           : op == COMPARE_NE ? sign != 0
           : op == COMPARE_LT ? sign < 0
           : op == COMPARE_LE ? sign <= 0
           : op == COMPARE_GT ? sign > 0
                              : sign >= 0;
}

/* The same of two plain ints or two exact strs: 1 or 0; -1: the usual way,
 * which is also what says that the limit of recursion is reached. */
static inline int compare_plain(const struct vm *vm, const object *a,
                                const object *b, enum vm_compare op)
{
    if (vm->thread->depth >= vm->recursion_limit)
        return -1;
    if (int_is_plain(a) && int_is_plain(b)) {
        int64_t m = ((const struct int_object *)a)->value;
        int64_t n = ((const struct int_object *)b)->value;
        return holds((m > n) - (m < n), op);
    }
    if (!vm_is(a, TYPE_STR) || !vm_is(b, TYPE_STR))
        return -1;
    if (op == COMPARE_EQ || op == COMPARE_NE)
        return str_equal(a, b) == (op == COMPARE_EQ);
    return holds(str_order(a, b), op);
}

object *vm_compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    int plain = compare_plain(vm, a, b, op);
    if (plain >= 0)
        return vm_bool(vm, plain);
    if (!vm_enter(vm, " in comparison"))
        return NULL;
    object *result = try_compare(vm, a, b, op);
    vm_leave(vm);
    return result;
}

int vm_compare_bool(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    if (a == b && (op == COMPARE_EQ || op == COMPARE_NE))
        return op == COMPARE_EQ;
    int plain = compare_plain(vm, a, b, op);
    if (plain >= 0)
        return plain;
    object *result = vm_compare(vm, a, b, op);
    if (!result)
        return -1;
    int truth = vm_truth(vm, result);
    vm_release(vm, result);
    return truth;
}

int vm_equal(struct vm *vm, object *a, object *b)
{
    return vm_compare_bool(vm, a, b, COMPARE_EQ);
}

static int search(struct vm *vm, object *iterable, object *item)
{
    object *o, *it = vm_iter(vm, iterable);
    int found = 0;
    if (!it) {
        if (vm_pending_is(vm, EXC_TYPE_ERROR) &&
            !slots_of(vm, iterable)->iter) {
            vm_pending_clear(vm);
            vm_raise(vm, EXC_TYPE_ERROR,
                     "argument of type '%T' is not iterable", iterable);
        }
        return -1;
    }
    while (found == 0 && (o = vm_next(vm, it))) {
        found = vm_equal(vm, o, item);
        vm_release(vm, o);
    }
    vm_release(vm, it);
    return vm_pending(vm) ? -1 : found;
}

int vm_contains(struct vm *vm, object *container, object *item)
{
    struct type_slots *slots = slots_of(vm, container);
    return slots->contains ? slots->contains(vm, container, item)
                           : search(vm, container, item);
}

object *vm_class(struct vm *vm, object *o)
{
    return heap_retain(type_as_object(vm_type_of(vm, o)));
}

/* ---- truth, hash, length ---------------------------------------------------------- */

int vm_truth(struct vm *vm, object *o)
{
    if (o == vm->true_)
        return 1;
    if (o == vm->false_ || o == vm->none)
        return 0;
    struct type_slots *slots = slots_of(vm, o);
    if (slots->truth)
        return slots->truth(vm, o);
    if (!slots->length)
        return 1;
    ptrdiff_t n = slots->length(vm, o);
    return n < 0 ? -1 : n > 0;
}

bool vm_hash(struct vm *vm, object *o, int64_t *out)
{
    if (vm_is(o, TYPE_STR)) {
        *out = str_hash(vm, o);
        return true;
    }
    if (int_is_plain(o)) {
        *out = int_plain_hash(o);
        return true;
    }
    struct type_slots *slots = slots_of(vm, o);
    if (slots->hash)
        return slots->hash(vm, o, out);
    vm_raise(vm, EXC_TYPE_ERROR, "unhashable type: '%T'", o);
    return false;
}

ptrdiff_t vm_length(struct vm *vm, object *o)
{
    struct type_slots *slots = slots_of(vm, o);
    if (slots->length)
        return slots->length(vm, o);
    vm_raise(vm, EXC_TYPE_ERROR, "object of type '%T' has no len()", o);
    return -1;
}

/* What __length_hint__ said; fallback for NotImplemented; steals it. */
static ptrdiff_t checked_hint(struct vm *vm, object *hint, ptrdiff_t fallback)
{
    ptrdiff_t n;
    if (!hint) {
        if (!vm_pending_is(vm, EXC_TYPE_ERROR))
            return -1;
        vm_pending_clear(vm);
        return fallback;
    }
    if (!answers(vm, hint))
        return fallback;
    bool is_int = vm_type_of(vm, hint)->flags & TYPE_INT_SUBCLASS;
    if (!is_int)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__length_hint__ must be an integer, not %T", hint);
    bool ok = is_int && vm_ssize_argument(vm, hint, &n);
    vm_release(vm, hint);
    if (ok && n < 0)
        vm_raise(vm, EXC_VALUE_ERROR, "__length_hint__() should return >= 0");
    return ok && n >= 0 ? n : -1;
}

ptrdiff_t vm_length_hint(struct vm *vm, object *o, ptrdiff_t fallback)
{
    bool unbound;
    if (slots_of(vm, o)->length) {
        ptrdiff_t n = slots_of(vm, o)->length(vm, o);
        if (n >= 0 || !vm_pending_is(vm, EXC_TYPE_ERROR))
            return n;
        vm_pending_clear(vm);
    }
    object *method = type_lookup_special(
        vm, o, vm->name[NAME_dunder_length_hint], &unbound);
    if (!method)
        return vm_pending(vm) ? -1 : fallback;
    object *hint = unbound ? vm_call1(vm, method, o) : vm_call0(vm, method);
    vm_release(vm, method);
    return checked_hint(vm, hint, fallback);
}

/* ---- text ----------------------------------------------------------------------------- */

/* Steals text; it must be a str. */
static object *checked_text(struct vm *vm, object *text, const char *method)
{
    if (!text || (vm_type_of(vm, text)->flags & TYPE_STR_SUBCLASS))
        return text;
    vm_raise(vm, EXC_TYPE_ERROR, "%s returned non-string (type %T)", method,
             text);
    vm_release(vm, text);
    return NULL;
}

object *vm_repr(struct vm *vm, object *o)
{
    if (!vm_enter(vm, " while getting the repr of an object"))
        return NULL;
    object *text = slots_of(vm, o)->repr(vm, o);
    vm_leave(vm);
    return checked_text(vm, text, "__repr__");
}

object *vm_str(struct vm *vm, object *o)
{
    if (vm_is(o, TYPE_STR))
        return heap_retain(o);
    if (!slots_of(vm, o)->str)
        return vm_repr(vm, o);
    if (!vm_enter(vm, " while getting the str of an object"))
        return NULL;
    object *text = slots_of(vm, o)->str(vm, o);
    vm_leave(vm);
    return checked_text(vm, text, "__str__");
}

object *vm_format(struct vm *vm, object *o, object *spec)
{
    bool unbound;
    object *empty = spec ? spec : vm->empty_str;
    if (str_length(empty) == 0) {
        if (vm_is(o, TYPE_STR))
            return heap_retain(o);
        if (vm_is(o, TYPE_INT))
            return vm_str(vm, o);
    }
    object *method = type_lookup_special(vm, o, vm->name[NAME_dunder_format],
                                         &unbound);
    if (!method)
        return vm_pending(vm)
                   ? NULL
                   : vm_raise(vm, EXC_TYPE_ERROR,
                              "Type %T doesn't define __format__", o);
    object *text = unbound ? vm_call2(vm, method, o, empty)
                           : vm_call1(vm, method, empty);
    vm_release(vm, method);
    if (!text || (vm_type_of(vm, text)->flags & TYPE_STR_SUBCLASS))
        return text;
    vm_raise(vm, EXC_TYPE_ERROR, "__format__ must return a str, not %T", text);
    vm_release(vm, text);
    return NULL;
}
