/*
 * Operators on any two objects: which slot of which operand is asked first.
 */
#include <limits.h>
#include <string.h>

#include "scripts/modules/warnings.h"
#include "scripts/types/int_methods.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"

static const char *const symbols[] = {
    [BINARY_ADD] = "+",       [BINARY_SUB] = "-",
    [BINARY_MUL] = "*",       [BINARY_MATMUL] = "@",
    [BINARY_TRUEDIV] = "/",   [BINARY_FLOORDIV] = "//",
    [BINARY_MOD] = "%",       [BINARY_POW] = "** or pow()",
    [BINARY_LSHIFT] = "<<",   [BINARY_RSHIFT] = ">>",
    [BINARY_AND] = "&",       [BINARY_OR] = "|",
    [BINARY_XOR] = "^",       [BINARY_DIVMOD] = "divmod()",
};

static const char *const inplace_symbols[] = {
    [BINARY_ADD] = "+=",     [BINARY_SUB] = "-=",
    [BINARY_MUL] = "*=",     [BINARY_MATMUL] = "@=",
    [BINARY_TRUEDIV] = "/=", [BINARY_FLOORDIV] = "//=",
    [BINARY_MOD] = "%=",     [BINARY_POW] = "**=",
    [BINARY_LSHIFT] = "<<=", [BINARY_RSHIFT] = ">>=",
    [BINARY_AND] = "&=",     [BINARY_OR] = "|=",
    [BINARY_XOR] = "^=",
};

static struct type_slots *slots_of(struct vm *vm, object *o)
{
    return &vm_type_of(vm, o)->slots;
}

static object *unsupported(struct vm *vm, const char *symbol, object *a,
                           object *b)
{
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "unsupported operand type(s) for %s: '%T' and '%T'",
                    symbol, a, b);
}

/* Is result an answer (or an error)?  NotImplemented is released. */
static bool answers(struct vm *vm, object *result)
{
    if (result != vm->not_implemented)
        return true;
    vm_release(vm, result);
    return false;
}

/* The right operand's slot goes first when its type derives from the left's
 * and has a slot of its own.  Gives NotImplemented (new) when neither does. */
static object *try_binary(struct vm *vm, enum vm_binary op, object *a,
                          object *b)
{
    struct type_object *left = vm_type_of(vm, a), *right = vm_type_of(vm, b);
    binary_fn *f = left->slots.binary[op], *g = NULL;
    if (left != right && right->slots.binary[op] != f)
        g = right->slots.binary[op];
    object *result;
    if (f && g && type_is_subtype(right, left)) {
        if (answers(vm, result = g(vm, a, b)))
            return result;
        g = NULL;
    }
    if (f && answers(vm, result = f(vm, a, b)))
        return result;
    if (g && answers(vm, result = g(vm, a, b)))
        return result;
    return heap_retain(vm->not_implemented);
}

bool vm_repeat_count(struct vm *vm, object *count, ptrdiff_t *n)
{
    object *i = vm_index(vm, count);
    bool fits = i && int_fits_ssize(i, n);
    vm_release_maybe(vm, i);
    if (i && !fits)
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "cannot fit '%T' into an index-sized integer", count);
    return fits;
}

/* sequence * count; count must be an index. */
static object *repeat(struct vm *vm, bool inplace, object *sequence,
                      object *count)
{
    ptrdiff_t n;
    struct type_slots *slots = slots_of(vm, sequence);
    if (!slots_of(vm, count)->to_index)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "can't multiply sequence by non-int of type '%T'",
                        count);
    if (!vm_repeat_count(vm, count, &n))
        return NULL;
    return inplace && slots->inplace_repeat
               ? slots->inplace_repeat(vm, sequence, n)
               : slots->repeat(vm, sequence, n);
}

/* What + and * mean for sequences, once the number slots have passed. */
static object *as_sequences(struct vm *vm, enum vm_binary op, bool inplace,
                            object *a, object *b)
{
    struct type_slots *left = slots_of(vm, a), *right = slots_of(vm, b);
    if (op == BINARY_ADD && inplace && left->inplace_concat)
        return left->inplace_concat(vm, a, b);
    if (op == BINARY_ADD && left->concat)
        return left->concat(vm, a, b);
    if (op == BINARY_MUL && (left->repeat || (inplace && left->inplace_repeat)))
        return repeat(vm, inplace, a, b);
    if (op == BINARY_MUL && right->repeat)
        return repeat(vm, false, b, a);
    return heap_retain(vm->not_implemented);
}

/* print >> file, as in Python 2 */
static bool print_shift(enum vm_binary op, object *a)
{
    return op == BINARY_RSHIFT && vm_is(a, TYPE_BUILTIN_FUNCTION) &&
           strcmp(builtin_of(a)->def->name, "print") == 0;
}

object *vm_binary(struct vm *vm, enum vm_binary op, object *a, object *b)
{
    if (op == BINARY_POW)
        return vm_power(vm, a, b, NULL);
    object *result = try_binary(vm, op, a, b);
    if (answers(vm, result))
        return result;
    result = as_sequences(vm, op, false, a, b);
    if (answers(vm, result))
        return result;
    if (print_shift(op, a))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "unsupported operand type(s) for %s: '%T' and '%T'. "
                        "Did you mean \"print(<message>, "
                        "file=<output_stream>)\"?",
                        symbols[op], a, b);
    return unsupported(vm, symbols[op], a, b);
}

static object *power_by(struct vm *vm, object *a, object *b, object *m,
                        const char *symbol)
{
    struct type_object *left = vm_type_of(vm, a), *right = vm_type_of(vm, b);
    ternary_fn *f = left->slots.power, *g = right->slots.power;
    object *result, *z = m ? m : vm->none;
    if (left == right || f == g)
        g = NULL;
    if (f && g && type_is_subtype(right, left)) {
        if (answers(vm, result = g(vm, a, b, z)))
            return result;
        g = NULL;
    }
    if (f && answers(vm, result = f(vm, a, b, z)))
        return result;
    if (g && answers(vm, result = g(vm, a, b, z)))
        return result;
    ternary_fn *h = m ? slots_of(vm, m)->power : NULL;
    if (h && h != f && h != g && answers(vm, result = h(vm, a, b, m)))
        return result;
    if (!m)
        return unsupported(vm, symbol, a, b);
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "unsupported operand type(s) for %s: '%T', '%T', '%T'",
                    symbol, a, b, m);
}

object *vm_power(struct vm *vm, object *a, object *b, object *modulo)
{
    if (modulo == vm->none)
        modulo = NULL;
    return power_by(vm, a, b, modulo,
                    modulo ? "** or pow()" : symbols[BINARY_POW]);
}

object *vm_inplace(struct vm *vm, enum vm_binary op, object *a, object *b)
{
    struct type_slots *left = slots_of(vm, a);
    object *result;
    if (op == BINARY_POW) {
        if (left->inplace_power &&
            answers(vm, result = left->inplace_power(vm, a, b, vm->none)))
            return result;
        return power_by(vm, a, b, NULL, inplace_symbols[op]);
    }
    if (left->inplace[op] && answers(vm, result = left->inplace[op](vm, a, b)))
        return result;
    if (answers(vm, result = try_binary(vm, op, a, b)))
        return result;
    if (answers(vm, result = as_sequences(vm, op, true, a, b)))
        return result;
    return unsupported(vm, inplace_symbols[op], a, b);
}

/* ---- one operand ------------------------------------------------------------ */

static object *unary(struct vm *vm, unary_fn *slot, const char *symbol,
                     object *o)
{
    if (slot)
        return slot(vm, o);
    return vm_raise(vm, EXC_TYPE_ERROR, "bad operand type for %s: '%T'",
                    symbol, o);
}

object *vm_negative(struct vm *vm, object *o)
{
    return unary(vm, slots_of(vm, o)->negative, "unary -", o);
}

object *vm_positive(struct vm *vm, object *o)
{
    return unary(vm, slots_of(vm, o)->positive, "unary +", o);
}

object *vm_invert(struct vm *vm, object *o)
{
    return unary(vm, slots_of(vm, o)->invert, "unary ~", o);
}

object *vm_absolute(struct vm *vm, object *o)
{
    return unary(vm, slots_of(vm, o)->absolute, "abs()", o);
}

/* ---- indices ------------------------------------------------------------------- */

static bool is_int(struct vm *vm, const object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS;
}

object *vm_index(struct vm *vm, object *o)
{
    if (is_int(vm, o))
        return vm_is(o, TYPE_INT) ? heap_retain(o) : int_exact(vm, o);
    if (!slots_of(vm, o)->to_index)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "'%T' object cannot be interpreted as an integer", o);
    object *result = slots_of(vm, o)->to_index(vm, o);
    if (!result || vm_is(result, TYPE_INT))
        return result;
    if (is_int(vm, result)) {
        object *plain = NULL;
        if (warnings_subclass_steal(
                vm,
                str_format(vm, "__index__ returned non-int (type %T)", result),
                "int"))
            plain = int_exact(vm, result);
        vm_release(vm, result);
        return plain;
    }
    vm_raise(vm, EXC_TYPE_ERROR, "__index__ returned non-int (type %T)",
             result);
    vm_release(vm, result);
    return NULL;
}

static bool argument(struct vm *vm, object *o, ptrdiff_t *out,
                     ptrdiff_t most, const char *type)
{
    object *i = vm_index(vm, o);
    if (!i)
        return false;
    bool fits = int_fits_ssize(i, out) && *out <= most && *out >= -most - 1;
    vm_release(vm, i);
    if (!fits)
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "Python int too large to convert to C %s", type);
    return fits;
}

bool vm_ssize_argument(struct vm *vm, object *o, ptrdiff_t *out)
{
    return argument(vm, o, out, PTRDIFF_MAX, "ssize_t");
}

bool vm_int_argument(struct vm *vm, object *o, ptrdiff_t *out)
{
    return argument(vm, o, out, INT_MAX, "int");
}

bool vm_index_as_ssize(struct vm *vm, object *o, ptrdiff_t *out, bool clip)
{
    object *i = vm_index(vm, o);
    if (!i)
        return false;
    bool fits = int_fits_ssize(i, out);
    if (!fits)
        *out = int_sign(i) < 0 ? PTRDIFF_MIN : PTRDIFF_MAX;
    vm_release(vm, i);
    if (fits || clip)
        return true;
    vm_raise(vm, EXC_INDEX_ERROR,
             "cannot fit '%T' into an index-sized integer", o);
    return false;
}
