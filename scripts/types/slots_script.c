/*
 * The slot functions of classes made by scripts.  Each looks a dunder up on
 * the type, past the instance, and calls it.  Neighbours: slots.c decides
 * which class gets which, slots_wrap.c goes the other way.
 */
#include "scripts/types/slots_script.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/types/descriptor.h"
#include "scripts/types/int.h"
#include "scripts/types/tuple.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* The method (new) or NULL: none, or an error. */
static object *special(struct vm *vm, object *self, enum vm_name name,
                       bool *unbound)
{
    return type_lookup_special(vm, self, vm->name[name], unbound);
}

/* method is stolen. */
static object *call_found(struct vm *vm, object *method, bool unbound,
                          object *self, object *const *args, size_t nargs)
{
    object *all[4] = {self};
    for (size_t i = 0; i < nargs; i++)
        all[i + 1] = args[i];
    object *result =
        vm_call(vm, method, all + !unbound, nargs + unbound, NULL);
    vm_release(vm, method);
    return result;
}

object *slot_method_call(struct vm *vm, object *self, enum vm_name name,
                         object *const *args, size_t nargs)
{
    bool unbound;
    object *method = special(vm, self, name, &unbound);
    if (method)
        return call_found(vm, method, unbound, self, args, nargs);
    if (!vm_pending(vm))
        vm_raise_object(vm, EXC_ATTRIBUTE_ERROR, vm->name[name]);
    return NULL;
}

static object *call_one(struct vm *vm, object *self, enum vm_name name,
                        object *arg)
{
    return slot_method_call(vm, self, name, &arg, 1);
}

/* NotImplemented when there is no such method. */
static object *call_maybe(struct vm *vm, object *self, enum vm_name name,
                          object *arg)
{
    bool unbound;
    object *method = special(vm, self, name, &unbound);
    if (method)
        return call_found(vm, method, unbound, self, &arg, 1);
    return vm_pending(vm) ? NULL : heap_retain(vm->not_implemented);
}

/* Discards the result of a call. */
static bool done(struct vm *vm, object *result)
{
    vm_release_maybe(vm, result);
    return result;
}

/* ---- numbers ------------------------------------------------------------ */

/* Does right's class give the reflected name another meaning? */
static bool overloads(struct vm *vm, object *left, object *right,
                      enum vm_name reflected)
{
    struct type_object *l = vm_type_of(vm, left), *r = vm_type_of(vm, right);
    object *b = type_lookup_peek(vm, r, vm->name[reflected]);
    return b && b != type_lookup_peek(vm, l, vm->name[reflected]);
}

static bool is_not_implemented(struct vm *vm, object *o)
{
    return o == vm->not_implemented;
}

/* CPython's order: the reflected method first when right's class derives
 * from left's and overloads it. */
static object *both_ways(struct vm *vm, object *left, object *right,
                         enum vm_name name, enum vm_name reflected,
                         bool left_has, bool right_has)
{
    struct type_object *l = vm_type_of(vm, left), *r = vm_type_of(vm, right);
    object *result;
    bool other = l != r && right_has;
    if (left_has) {
        if (other && type_is_subtype(r, l) &&
            overloads(vm, left, right, reflected)) {
            result = call_maybe(vm, right, reflected, left);
            if (!result || !is_not_implemented(vm, result))
                return result;
            vm_release(vm, result);
            other = false;
        }
        result = call_maybe(vm, left, name, right);
        if (!result || !is_not_implemented(vm, result) || l == r)
            return result;
        vm_release(vm, result);
    }
    if (other)
        return call_maybe(vm, right, reflected, left);
    return heap_retain(vm->not_implemented);
}

static object *binary(struct vm *vm, object *left, object *right,
                      enum vm_binary op, binary_fn *self, enum vm_name name,
                      enum vm_name reflected)
{
    return both_ways(vm, left, right, name, reflected,
                     vm_type_of(vm, left)->slots.binary[op] == self,
                     vm_type_of(vm, right)->slots.binary[op] == self);
}

#define DEFINE_BINARY(op, id)                                                  \
    object *script_##id(struct vm *vm, object *left, object *right)            \
    {                                                                          \
        return binary(vm, left, right, BINARY_##op, script_##id,               \
                      NAME_dunder_##id, NAME_dunder_r##id);                    \
    }
#define DEFINE_INPLACE(op, id)                                                 \
    object *script_i##id(struct vm *vm, object *left, object *right)           \
    {                                                                          \
        return call_one(vm, left, NAME_dunder_i##id, right);                   \
    }
SLOT_BINARY(DEFINE_BINARY)
DEFINE_BINARY(DIVMOD, divmod)
SLOT_BINARY(DEFINE_INPLACE)

#define DEFINE_UNARY(slot, id)                                                 \
    object *script_##id(struct vm *vm, object *self)                           \
    {                                                                          \
        return slot_method_call(vm, self, NAME_dunder_##id, NULL, 0);          \
    }
SLOT_UNARY(DEFINE_UNARY)

object *script_pow(struct vm *vm, object *a, object *b, object *c)
{
    bool left = vm_type_of(vm, a)->slots.power == script_pow;
    if (c == vm->none)
        return both_ways(vm, a, b, NAME_dunder_pow, NAME_dunder_rpow, left,
                         vm_type_of(vm, b)->slots.power == script_pow);
    if (!left)
        return heap_retain(vm->not_implemented);
    return slot_method_call(vm, a, NAME_dunder_pow, (object *[]){b, c}, 2);
}

object *script_ipow(struct vm *vm, object *a, object *b, object *c)
{
    (void)c;
    return call_one(vm, a, NAME_dunder_ipow, b);
}

static int length_as_truth(struct vm *vm, object *self)
{
    bool unbound;
    object *method = special(vm, self, NAME_dunder_len, &unbound);
    if (!method)
        return vm_pending(vm) ? -1 : 1;
    object *r = call_found(vm, method, unbound, self, NULL, 0);
    int truth = r ? vm_truth(vm, r) : -1;
    vm_release_maybe(vm, r);
    return truth;
}

int script_truth(struct vm *vm, object *self)
{
    bool unbound;
    object *method = special(vm, self, NAME_dunder_bool, &unbound);
    if (!method)
        return vm_pending(vm) ? -1 : length_as_truth(vm, self);
    object *r = call_found(vm, method, unbound, self, NULL, 0);
    if (!r)
        return -1;
    int truth = r == vm->true_ ? 1 : r == vm->false_ ? 0 : -1;
    if (truth < 0)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__bool__ should return bool, returned %T", r);
    vm_release(vm, r);
    return truth;
}

/* ---- containers --------------------------------------------------------- */

ptrdiff_t script_length(struct vm *vm, object *self)
{
    ptrdiff_t length = -1;
    object *r = slot_method_call(vm, self, NAME_dunder_len, NULL, 0);
    object *n = r ? vm_index(vm, r) : NULL;
    vm_release_maybe(vm, r);
    if (!n)
        return -1;
    if (int_sign(n) < 0)
        vm_raise(vm, EXC_VALUE_ERROR, "__len__() should return >= 0");
    else if (!int_fits_ssize(n, &length))
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "cannot fit 'int' into an index-sized integer");
    vm_release(vm, n);
    return length;
}

object *script_subscript(struct vm *vm, object *self, object *key)
{
    return call_one(vm, self, NAME_dunder_getitem, key);
}

bool script_assign_subscript(struct vm *vm, object *self, object *key,
                             object *value)
{
    if (!value)
        return done(vm, call_one(vm, self, NAME_dunder_delitem, key));
    return done(vm, slot_method_call(vm, self, NAME_dunder_setitem,
                                     (object *[]){key, value}, 2));
}

object *script_item(struct vm *vm, object *self, ptrdiff_t index)
{
    object *i = int_new(vm, index);
    object *r = i ? script_subscript(vm, self, i) : NULL;
    vm_release_maybe(vm, i);
    return r;
}

bool script_assign_item(struct vm *vm, object *self, ptrdiff_t index,
                        object *value)
{
    object *i = int_new(vm, index);
    bool ok = i && script_assign_subscript(vm, self, i, value);
    vm_release_maybe(vm, i);
    return ok;
}

static int search(struct vm *vm, object *self, object *item)
{
    int found = 0;
    object *candidate;
    object *it = vm_iter(vm, self);
    if (!it)
        return -1;
    while (found == 0 && (candidate = vm_next(vm, it))) {
        found = vm_equal(vm, candidate, item);
        vm_release(vm, candidate);
    }
    vm_release(vm, it);
    return vm_pending(vm) ? -1 : found;
}

int script_contains(struct vm *vm, object *self, object *item)
{
    bool unbound;
    object *method = special(vm, self, NAME_dunder_contains, &unbound);
    if (!method)
        return vm_pending(vm) ? -1 : search(vm, self, item);
    if (method == vm->none) {
        vm_release(vm, method);
        vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not a container", self);
        return -1;
    }
    object *r = call_found(vm, method, unbound, self, &item, 1);
    int found = r ? vm_truth(vm, r) : -1;
    vm_release_maybe(vm, r);
    return found;
}

object *script_iter(struct vm *vm, object *self)
{
    bool unbound;
    object *method = special(vm, self, NAME_dunder_iter, &unbound);
    if (method && method != vm->none)
        return call_found(vm, method, unbound, self, NULL, 0);
    vm_release_maybe(vm, method);
    vm_pending_clear(vm);
    return vm_raise(vm, EXC_TYPE_ERROR, "'%T' object is not iterable", self);
}

/* ---- text, hash, order -------------------------------------------------- */

object *script_repr(struct vm *vm, object *self)
{
    bool unbound;
    object *method = special(vm, self, NAME_dunder_repr, &unbound);
    if (method)
        return call_found(vm, method, unbound, self, NULL, 0);
    vm_pending_clear(vm);
    return str_format(vm, "<%T object at %p>", self, (void *)self);
}

bool slot_unhashable(struct vm *vm, object *self, int64_t *out)
{
    *out = -1;
    vm_raise(vm, EXC_TYPE_ERROR, "unhashable type: '%T'", self);
    return false;
}

bool script_hash(struct vm *vm, object *self, int64_t *out)
{
    bool unbound, ok = true;
    object *method = special(vm, self, NAME_dunder_hash, &unbound);
    if (!method || method == vm->none) {
        vm_release_maybe(vm, method);
        vm_pending_clear(vm);
        return slot_unhashable(vm, self, out);
    }
    object *r = call_found(vm, method, unbound, self, NULL, 0);
    if (!r)
        return false;
    if (!(vm_type_of(vm, r)->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__hash__ method should return an integer");
        ok = false;
    } else if (!int_fits_i64(r, out)) {
        ok = vm->types[TYPE_INT]->slots.hash(vm, r, out);
    }
    vm_release(vm, r);
    if (*out == -1)
        *out = -2;
    return ok;
}

object *script_compare(struct vm *vm, object *self, object *other,
                       enum vm_compare op)
{
    static const enum vm_name names[] = {NAME_dunder_lt, NAME_dunder_le,
                                         NAME_dunder_eq, NAME_dunder_ne,
                                         NAME_dunder_gt, NAME_dunder_ge};
    bool unbound;
    object *method = special(vm, self, names[op], &unbound);
    if (method)
        return call_found(vm, method, unbound, self, &other, 1);
    vm_pending_clear(vm); /* of a property: as if there were none */
    return heap_retain(vm->not_implemented);
}

/* ---- attributes and descriptors ----------------------------------------- */

static bool is_plain_lookup(struct vm *vm, object *getattribute)
{
    return !getattribute ||
           (vm_is(getattribute, TYPE_WRAPPER_DESCRIPTOR) &&
            descriptor_of(getattribute)->wrapped ==
                (void (*)(void))vm->types[TYPE_OBJECT]->slots.get_attr);
}

/* Calls found, a function of the type, as CPython does: bound first, so that
 * self counts one more while it runs. */
static object *call_bound(struct vm *vm, object *found, object *self,
                          object *name)
{
    struct type_object *t = vm_type_of(vm, found);
    object *bound = heap_retain(found);
    if (t->slots.descr_get) {
        object *type = type_as_object(vm_type_of(vm, self));
        bound = t->slots.descr_get(vm, found, self, type);
        vm_release(vm, found);
    }
    object *r = bound ? vm_call1(vm, bound, name) : NULL;
    vm_release_maybe(vm, bound);
    return r;
}

object *script_get_attr(struct vm *vm, object *self, object *name)
{
    struct type_object *type = vm_type_of(vm, self);
    object *plain =
        type_lookup_peek(vm, type, vm->name[NAME_dunder_getattribute]);
    object *r = is_plain_lookup(vm, plain)
                    ? vm_generic_getattr(vm, self, name)
                    : call_bound(vm, plain, self, name);
    if (r || !vm_pending_is(vm, EXC_ATTRIBUTE_ERROR))
        return r;
    object *hook = type_lookup_peek(vm, type, vm->name[NAME_dunder_getattr]);
    if (!hook)
        return NULL;
    vm_pending_clear(vm);
    return call_bound(vm, hook, self, name);
}

bool script_set_attr(struct vm *vm, object *self, object *name, object *value)
{
    if (!value)
        return done(vm, call_one(vm, self, NAME_dunder_delattr, name));
    return done(vm, slot_method_call(vm, self, NAME_dunder_setattr,
                                     (object *[]){name, value}, 2));
}

object *script_descr_get(struct vm *vm, object *descr, object *instance,
                         object *type)
{
    struct type_object *t = vm_type_of(vm, descr);
    object *get = type_lookup_peek(vm, t, vm->name[NAME_dunder_get]);
    if (!get)
        return heap_retain(descr);
    object *args[] = {descr, instance ? instance : vm->none,
                      type ? type : vm->none};
    heap_retain(get);
    object *r = vm_call(vm, get, args, 3, NULL);
    vm_release(vm, get);
    return r;
}

bool script_descr_set(struct vm *vm, object *descr, object *instance,
                      object *value)
{
    if (!value)
        return done(vm, call_one(vm, descr, NAME_dunder_delete, instance));
    return done(vm, slot_method_call(vm, descr, NAME_dunder_set,
                                     (object *[]){instance, value}, 2));
}

/* ---- calling, making, ending -------------------------------------------- */

/* vm_call with one more argument in front. */
/* vm_call() that holds the arguments once more when there are keywords, as
 * CPython does where it spreads the dict it had made of them. */
static object *call_holding(struct vm *vm, object *callable,
                            object *const *args, size_t nargs,
                            object *kwnames)
{
    size_t held = kwnames && tuple_length(kwnames)
                      ? nargs + tuple_length(kwnames)
                      : 0;
    for (size_t k = 0; k < held; k++)
        heap_retain(args[k]);
    object *result = vm_call(vm, callable, args, nargs, kwnames);
    for (size_t k = 0; k < held; k++)
        vm_release(vm, args[k]);
    return result;
}

static object *call_with_first(struct vm *vm, object *callable, object *first,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    object *few[8], **all = few;
    size_t count = nargs;
    if (kwnames)
        count += tuple_length(kwnames);
    if (count + 1 > sizeof few / sizeof *few)
        all = malloc((count + 1) * sizeof *all);
    if (!all)
        return vm_raise_no_memory(vm);
    all[0] = first;
    if (count)
        memcpy(all + 1, args, count * sizeof *all);
    object *result = call_holding(vm, callable, all, nargs + 1, kwnames);
    if (all != few)
        free(all);
    return result;
}

static object *call_special(struct vm *vm, object *self, enum vm_name name,
                            object *const *args, size_t nargs,
                            object *kwnames)
{
    bool unbound;
    object *method = special(vm, self, name, &unbound);
    if (!method) {
        if (!vm_pending(vm))
            vm_raise_object(vm, EXC_ATTRIBUTE_ERROR, vm->name[name]);
        return NULL;
    }
    object *r = unbound
                    ? call_with_first(vm, method, self, args, nargs, kwnames)
                    : call_holding(vm, method, args, nargs, kwnames);
    vm_release(vm, method);
    return r;
}

object *script_call(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    return call_special(vm, self, NAME_dunder_call, args, nargs, kwnames);
}

bool script_init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    object *r = call_special(vm, self, NAME_dunder_init, args, nargs, kwnames);
    if (!r)
        return false;
    if (r != vm->none)
        vm_raise(vm, EXC_TYPE_ERROR, "__init__() should return None, not '%T'",
                 r);
    bool ok = r == vm->none;
    vm_release(vm, r);
    return ok;
}

object *script_new(struct vm *vm, struct type_object *type,
                   object *const *args, size_t nargs, object *kwnames)
{
    object *self = type_as_object(type);
    object *make = vm_getattr(vm, self, vm->name[NAME_dunder_new]);
    if (!make)
        return NULL;
    object *r = call_with_first(vm, make, self, args, nargs, kwnames);
    vm_release(vm, make);
    return r;
}

void script_finalize(struct vm *vm, object *self)
{
    bool unbound;
    object *pending = vm_pending_take(vm);
    object *method = special(vm, self, NAME_dunder_del, &unbound);
    if (method) {
        heap_retain(method);
        object *r = call_found(vm, method, unbound, self, NULL, 0);
        if (!r)
            vm_unraisable(vm, method);
        vm_release_maybe(vm, r);
        vm_release(vm, method);
    } else if (vm_pending(vm)) {
        vm_pending_clear(vm);
    }
    if (pending)
        vm_pending_restore(vm, pending);
}
