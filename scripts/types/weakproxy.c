/*
 * weakref.proxy: objects that do whatever their target does, while it lives.
 */
#include "scripts/types/slots_script.h"
#include "scripts/types/str.h"
#include "scripts/types/weakref_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static bool is_proxy(const object *o)
{
    return vm_is(o, TYPE_WEAKPROXY) || vm_is(o, TYPE_WEAKPROXY_CALLABLE);
}

object *weakref_proxy_new(struct vm *vm, object *target, object *callback)
{
    enum type_id id = vm_callable(vm, target) ? TYPE_WEAKPROXY_CALLABLE
                                              : TYPE_WEAKPROXY;
    return weakref_make(vm, vm->types[id], target, callback, true);
}

/* What a proxy stands for, or o itself; new, NULL: ReferenceError. */
static object *real(struct vm *vm, object *o)
{
    if (!is_proxy(o))
        return heap_retain(o);
    object *target = weakref_target_peek(o);
    if (target)
        return heap_retain(target);
    return vm_raise(vm, EXC_REFERENCE_ERROR,
                    "weakly-referenced object no longer exists");
}

/* The two operands of an operator; false: pending. */
static bool both(struct vm *vm, object **a, object **b)
{
    if (!(*a = real(vm, *a)))
        return false;
    if ((*b = real(vm, *b)))
        return true;
    vm_release(vm, *a);
    return false;
}

typedef object *operate_fn(struct vm *vm, enum vm_binary op, object *a,
                           object *b);

static object *operate(struct vm *vm, object *a, object *b, enum vm_binary op,
                       operate_fn *fn)
{
    if (!both(vm, &a, &b))
        return NULL;
    object *r = fn(vm, op, a, b);
    vm_release(vm, a);
    vm_release(vm, b);
    return r;
}

#define BINARY(op, id)                                                         \
    static object *proxy_##id(struct vm *vm, object *a, object *b)             \
    {                                                                          \
        return operate(vm, a, b, BINARY_##op, vm_binary);                      \
    }                                                                          \
    static object *proxy_i##id(struct vm *vm, object *a, object *b)            \
    {                                                                          \
        return operate(vm, a, b, BINARY_##op, vm_inplace);                     \
    }
SLOT_BINARY(BINARY)

static object *proxy_divmod(struct vm *vm, object *a, object *b)
{
    return operate(vm, a, b, BINARY_DIVMOD, vm_binary);
}

static object *unary(struct vm *vm, object *self, unary_fn *fn)
{
    object *target = real(vm, self);
    object *r = target ? fn(vm, target) : NULL;
    vm_release_maybe(vm, target);
    return r;
}

static object *number(struct vm *vm, object *o, enum vm_name name)
{
    return vm_call_method(vm, o, vm->name[name], NULL, 0);
}

static object *absolute_of(struct vm *vm, object *o)
{
    return number(vm, o, NAME_dunder_abs);
}

static object *int_of(struct vm *vm, object *o)
{
    return number(vm, o, NAME_dunder_int);
}

static object *float_of(struct vm *vm, object *o)
{
    return number(vm, o, NAME_dunder_float);
}

#define UNARY(name, fn)                                                        \
    static object *name(struct vm *vm, object *self)                           \
    {                                                                          \
        return unary(vm, self, fn);                                            \
    }
UNARY(negative, vm_negative)
UNARY(positive, vm_positive)
UNARY(invert, vm_invert)
UNARY(absolute, absolute_of)
UNARY(to_int, int_of)
UNARY(to_float, float_of)
UNARY(to_index, vm_index)
UNARY(str, vm_str)
UNARY(iter, vm_iter)

static object *next(struct vm *vm, object *self)
{
    object *target = real(vm, self);
    object *r = NULL;
    if (target && !vm_type_of(vm, target)->slots.next)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "Weakref proxy referenced a non-iterator '%T' object",
                 target);
    else if (target)
        r = vm_next(vm, target);
    vm_release_maybe(vm, target);
    return r;
}

static object *power(struct vm *vm, object *a, object *b, object *modulo)
{
    if (!both(vm, &a, &b))
        return NULL;
    object *r = vm_power(vm, a, b, modulo);
    vm_release(vm, a);
    vm_release(vm, b);
    return r;
}

static object *compare(struct vm *vm, object *a, object *b,
                       enum vm_compare op)
{
    if (!both(vm, &a, &b))
        return NULL;
    object *r = vm_compare(vm, a, b, op);
    vm_release(vm, a);
    vm_release(vm, b);
    return r;
}

static int truth(struct vm *vm, object *self)
{
    object *target = real(vm, self);
    int r = target ? vm_truth(vm, target) : -1;
    vm_release_maybe(vm, target);
    return r;
}

static ptrdiff_t length(struct vm *vm, object *self)
{
    object *target = real(vm, self);
    ptrdiff_t n = target ? vm_length(vm, target) : -1;
    vm_release_maybe(vm, target);
    return n;
}

static object *subscript(struct vm *vm, object *self, object *key)
{
    object *target = real(vm, self);
    object *r = target ? vm_getitem(vm, target, key) : NULL;
    vm_release_maybe(vm, target);
    return r;
}

static bool assign_subscript(struct vm *vm, object *self, object *key,
                             object *value)
{
    object *target = real(vm, self);
    bool ok = target && (value ? vm_setitem(vm, target, key, value)
                               : vm_delitem(vm, target, key));
    vm_release_maybe(vm, target);
    return ok;
}

static int contains(struct vm *vm, object *self, object *item)
{
    object *target = real(vm, self);
    int r = target ? vm_contains(vm, target, item) : -1;
    vm_release_maybe(vm, target);
    return r;
}

static object *get_attr(struct vm *vm, object *self, object *name)
{
    object *target = real(vm, self);
    object *r = target ? vm_getattr(vm, target, name) : NULL;
    vm_release_maybe(vm, target);
    return r;
}

static bool set_attr(struct vm *vm, object *self, object *name, object *value)
{
    object *target = real(vm, self);
    bool ok = target && (value ? vm_setattr(vm, target, name, value)
                               : vm_delattr(vm, target, name));
    vm_release_maybe(vm, target);
    return ok;
}

static object *call(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    object *target = real(vm, self);
    object *r = target ? vm_call(vm, target, args, nargs, kwnames) : NULL;
    vm_release_maybe(vm, target);
    return r;
}

static object *repr(struct vm *vm, object *self)
{
    object *target = weakref_target_peek(self);
    if (!target)
        target = vm->none;
    return str_format(vm, "<weakproxy at %p to %T at %p>", (void *)self,
                      target, (void *)target);
}

/* Methods that are no slots: the target's own. */
static object *forward(struct vm *vm, object *self, object *name)
{
    object *target = real(vm, self);
    object *r = target ? vm_call_method(vm, target, name, NULL, 0) : NULL;
    vm_release_maybe(vm, target);
    return r;
}

static object *proxy_bytes(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return forward(vm, self, vm->name[NAME_dunder_bytes]);
}

static object *proxy_reversed(struct vm *vm, object *self, object *const *args,
                              size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return forward(vm, self, vm->name[NAME_dunder_reversed]);
}

static const struct method_def proxy_methods[] = {
    {"__bytes__", proxy_bytes, METHOD_NOARGS, NULL},
    {"__reversed__", proxy_reversed, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

#define IN_TABLE(op, id) [BINARY_##op] = proxy_##id,
#define IN_PLACE(op, id) [BINARY_##op] = proxy_i##id,
#define PROXY_SLOTS                                                            \
    .binary = {SLOT_BINARY(IN_TABLE)[BINARY_DIVMOD] = proxy_divmod},           \
    .inplace = {SLOT_BINARY(IN_PLACE)}, .power = power,                        \
    .inplace_power = power, .negative = negative, .positive = positive,        \
    .invert = invert, .absolute = absolute, .to_int = to_int,                  \
    .to_float = to_float, .to_index = to_index, .truth = truth,                \
    .length = length, .subscript = subscript,                                  \
    .assign_subscript = assign_subscript, .contains = contains,                \
    .hash = slot_unhashable, .compare = compare, .repr = repr, .str = str,     \
    .get_attr = get_attr, .set_attr = set_attr, .iter = iter, .next = next

const struct type_spec weakproxy_spec = {
    .name = "weakref.ProxyType",
    .flags = TYPE_DISALLOW_NEW,
    .layout = WEAKREF_LAYOUT,
    .methods = proxy_methods,
    .slots = {PROXY_SLOTS},
};

const struct type_spec weakproxy_callable_spec = {
    .name = "weakref.CallableProxyType",
    .flags = TYPE_DISALLOW_NEW,
    .layout = WEAKREF_LAYOUT,
    .methods = proxy_methods,
    .slots = {PROXY_SLOTS, .call = call},
};
