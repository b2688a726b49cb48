/*
 * Bodies of instructions: attributes, items, operators.
 */
#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/instance.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/cache.h"
#include "scripts/vm/loop.h"

/* ---- attributes ---------------------------------------------------------------- */

bool op_LOAD_ATTR(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *o = take(f, i, OPERAND_B, i->b), *name = f->code->names[i->c];
    object *value;
    cache_load(vm, f->code, i, o, name, false);
    value = vm_getattr(vm, o, name);
    vm_release(vm, o);
    return put_result(vm, f, i, value);
}

bool op_LOAD_METHOD(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object **r = f->regs + i->a, *name = f->code->names[i->c];
    object *o = take(f, i, OPERAND_B, i->b);
    object *method = vm_generic_method(vm, o, name);
    if (method) {
        cache_load(vm, f->code, i, o, name, true);
        r[0] = method;
        r[1] = o;
        return true;
    }
    r[0] = vm_pending(vm) ? NULL : vm_getattr(vm, o, name);
    r[1] = NULL;
    vm_release(vm, o);
    return r[0] != NULL;
}

bool op_STORE_ATTR(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *value = take(f, i, OPERAND_A, i->a);
    object *o = take(f, i, OPERAND_B, i->b), *name = f->code->names[i->c];
    bool ok;
    cache_store(vm, f->code, i, o, name);
    ok = vm_setattr(vm, o, name, value);
    vm_release(vm, value);
    vm_release(vm, o);
    return ok;
}

bool op_DELETE_ATTR(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *o = take(f, i, OPERAND_A, i->a);
    bool ok = vm_delattr(vm, o, f->code->names[i->c]);
    vm_release(vm, o);
    return ok;
}

/* ---- items --------------------------------------------------------------------- */

bool op_LOAD_ITEM(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *o = take(f, i, OPERAND_B, i->b);
    object *key = take(f, i, OPERAND_C, i->c);
    object *value = vm_getitem(vm, o, key);
    vm_release(vm, o);
    vm_release(vm, key);
    return put_result(vm, f, i, value);
}

bool op_STORE_ITEM(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *value = take(f, i, OPERAND_A, i->a);
    object *o = take(f, i, OPERAND_B, i->b);
    object *key = take(f, i, OPERAND_C, i->c);
    bool ok = vm_is(o, TYPE_DICT) ? dict_set(vm, o, key, value)
                                  : vm_setitem(vm, o, key, value);
    vm_release(vm, value);
    vm_release(vm, o);
    vm_release(vm, key);
    return ok;
}

bool op_DELETE_ITEM(struct vm *vm, struct vm_frame *f, const struct instr *i)
{
    object *o = take(f, i, OPERAND_B, i->b);
    object *key = take(f, i, OPERAND_C, i->c);
    bool ok = vm_delitem(vm, o, key);
    vm_release(vm, o);
    vm_release(vm, key);
    return ok;
}

/* ---- operators ----------------------------------------------------------------- */

/* What the sources b and c come to by `fn` of x and y. */
#define OPERATOR(name, fn) FUNCTION(bool op_##name, fn)
#define FUNCTION(head, fn)                                                     \
    head(struct vm *vm, struct vm_frame *f, const struct instr *i)             \
    {                                                                          \
        object *x = take(f, i, OPERAND_B, i->b);                               \
        object *y = take(f, i, OPERAND_C, i->c), *result;                      \
        result = fn;                                                           \
        vm_release(vm, x);                                                     \
        vm_release(vm, y);                                                     \
        return put_result(vm, f, i, result);                                   \
    }
#define BINARY(name)                                                           \
    OPERATOR(name, vm_binary(vm, BINARY_##name, x, y))                        \
    OPERATOR(I##name, vm_inplace(vm, BINARY_##name, x, y))
#define COMPARISON(name)                                                       \
    OPERATOR(name, vm_compare(vm, x, y, COMPARE_##name))

FUNCTION(static bool add_any, vm_binary(vm, BINARY_ADD, x, y))
FUNCTION(static bool add_any_in_place, vm_inplace(vm, BINARY_ADD, x, y))

/* a + b of two strings.  A temporary, or a local that the sum replaces, may
 * grow where it is: nobody can tell. */
static bool add_text(struct vm *vm, struct vm_frame *f, const struct instr *i,
                     object *a, object *b)
{
    bool local = kind_of(i, OPERAND_B) == KIND_LOCAL &&
                 i->flags & INTO_LOCAL && i->a == i->b;
    object *sum;
    if (local || kind_of(i, OPERAND_B) == KIND_TEMP)
        sum = str_append(vm, a, b, local);
    else
        sum = str_concat(vm, a, b);
    if (local && sum)
        f->regs[i->a] = sum;
    if (!sum)
        consume(vm, i, OPERAND_B, a);
    consume(vm, i, OPERAND_C, b);
    return sum && (local || put_result(vm, f, i, sum));
}

#define ADDITION(name, otherwise)                                              \
    bool op_##name(struct vm *vm, struct vm_frame *f, const struct instr *i)   \
    {                                                                          \
        object *a = source(f, i, OPERAND_B, i->b);                             \
        object *b = source(f, i, OPERAND_C, i->c);                             \
        return vm_is(a, TYPE_STR) && vm_is(b, TYPE_STR)                        \
                   ? add_text(vm, f, i, a, b)                                  \
                   : otherwise(vm, f, i);                                      \
    }

ADDITION(ADD, add_any)
ADDITION(IADD, add_any_in_place)
BINARY(SUB)
BINARY(MUL)
BINARY(MATMUL)
BINARY(TRUEDIV)
BINARY(FLOORDIV)
BINARY(MOD)
BINARY(POW)
BINARY(LSHIFT)
BINARY(RSHIFT)
BINARY(AND)
BINARY(OR)
BINARY(XOR)
COMPARISON(LT)
COMPARISON(LE)
COMPARISON(EQ)
COMPARISON(NE)
COMPARISON(GT)
COMPARISON(GE)

static object *truth_object(struct vm *vm, int truth, int wanted)
{
    return truth < 0 ? NULL : vm_bool(vm, truth == wanted);
}

/* vm_contains(), in two steps less for the common types. */
static int contains(struct vm *vm, object *container, object *item)
{
    object *value;
    if (vm_is(container, TYPE_DICT))
        return dict_find(vm, container, item, &value);
    if (vm_is(container, TYPE_SET) &&
        (vm_is(item, TYPE_STR) || vm_is(item, TYPE_INT)))
        return set_contains(vm, container, item);
    if (vm_is(container, TYPE_STR) && vm_is(item, TYPE_STR))
        return str_find(container, item, 0, SIZE_MAX) >= 0;
    return vm_contains(vm, container, item);
}

OPERATOR(IN, truth_object(vm, contains(vm, y, x), 1))
OPERATOR(NOT_IN, truth_object(vm, contains(vm, y, x), 0))

#define UNARY(name, call)                                                      \
    bool op_##name(struct vm *vm, struct vm_frame *f, const struct instr *i)   \
    {                                                                          \
        object *x = take(f, i, OPERAND_B, i->b);                               \
        object *result = call;                                                 \
        vm_release(vm, x);                                                     \
        return put_result(vm, f, i, result);                                   \
    }

UNARY(NOT, truth_object(vm, vm_truth(vm, x), 0))
UNARY(NEGATIVE, vm_negative(vm, x))
UNARY(POSITIVE, vm_positive(vm, x))
UNARY(INVERT, vm_invert(vm, x))
