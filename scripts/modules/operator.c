/*
 * _operator: operators as functions.  itemgetter and its like are
 * operator_getters.c's.
 */
#include <string.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/modules/operator.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

/* ---- one operand, two operands ------------------------------------------- */

#define UNARY(name, function)                                                  \
    FUNCTION(name)                                                             \
    {                                                                          \
        UNUSED;                                                                \
        return function(vm, args[0]);                                          \
    }
UNARY(neg, vm_negative)
UNARY(pos, vm_positive)
UNARY(invert, vm_invert)
UNARY(abs_, vm_absolute)
UNARY(index_, vm_index)

#define BINARY(name, inplace, op)                                              \
    FUNCTION(name)                                                             \
    {                                                                          \
        (void)self, (void)kwnames;                                             \
        return args_between(vm, #name, nargs, 2, 2)                            \
                   ? vm_binary(vm, op, args[0], args[1])                       \
                   : NULL;                                                     \
    }                                                                          \
    FUNCTION(inplace)                                                          \
    {                                                                          \
        (void)self, (void)kwnames;                                             \
        return args_between(vm, #inplace, nargs, 2, 2)                         \
                   ? vm_inplace(vm, op, args[0], args[1])                      \
                   : NULL;                                                     \
    }
BINARY(add, iadd, BINARY_ADD)
BINARY(sub, isub, BINARY_SUB)
BINARY(mul, imul, BINARY_MUL)
BINARY(matmul, imatmul, BINARY_MATMUL)
BINARY(floordiv, ifloordiv, BINARY_FLOORDIV)
BINARY(truediv, itruediv, BINARY_TRUEDIV)
BINARY(mod, imod, BINARY_MOD)
BINARY(lshift, ilshift, BINARY_LSHIFT)
BINARY(rshift, irshift, BINARY_RSHIFT)
BINARY(and_, iand, BINARY_AND)
BINARY(xor, ixor, BINARY_XOR)
BINARY(or_, ior, BINARY_OR)
BINARY(power, ipower, BINARY_POW)

#define COMPARE(name, op)                                                      \
    FUNCTION(name)                                                             \
    {                                                                          \
        (void)self, (void)kwnames;                                             \
        return args_between(vm, #name, nargs, 2, 2)                            \
                   ? vm_compare(vm, args[0], args[1], op)                      \
                   : NULL;                                                     \
    }
COMPARE(eq, COMPARE_EQ)
COMPARE(ne, COMPARE_NE)
COMPARE(lt, COMPARE_LT)
COMPARE(le, COMPARE_LE)
COMPARE(gt, COMPARE_GT)
COMPARE(ge, COMPARE_GE)

FUNCTION(truth)
{
    UNUSED;
    int yes = vm_truth(vm, args[0]);
    return yes < 0 ? NULL : vm_bool(vm, yes);
}

FUNCTION(not_)
{
    UNUSED;
    int yes = vm_truth(vm, args[0]);
    return yes < 0 ? NULL : vm_bool(vm, !yes);
}

FUNCTION(is_)
{
    (void)self, (void)kwnames;
    return args_between(vm, "is_", nargs, 2, 2)
               ? vm_bool(vm, args[0] == args[1])
               : NULL;
}

FUNCTION(is_not)
{
    (void)self, (void)kwnames;
    return args_between(vm, "is_not", nargs, 2, 2)
               ? vm_bool(vm, args[0] != args[1])
               : NULL;
}

/* ---- sequences and mappings ---------------------------------------------- */

static bool can_concat(struct vm *vm, object *o)
{
    const struct type_slots *s = &vm_type_of(vm, o)->slots;
    bool dict = vm_type_of(vm, o)->flags & TYPE_DICT_SUBCLASS;
    bool script = vm_type_of(vm, o)->layout.flags & HEAP_SCRIPT;
    if (s->concat || s->inplace_concat ||
        (!dict && (s->item || (script && s->subscript))))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "'%T' object can't be concatenated", o);
    return false;
}

FUNCTION(concat)
{
    (void)self, (void)kwnames;
    return args_between(vm, "concat", nargs, 2, 2) && can_concat(vm, args[0])
               ? vm_binary(vm, BINARY_ADD, args[0], args[1])
               : NULL;
}

FUNCTION(iconcat)
{
    (void)self, (void)kwnames;
    return args_between(vm, "iconcat", nargs, 2, 2) &&
                   can_concat(vm, args[0])
               ? vm_inplace(vm, BINARY_ADD, args[0], args[1])
               : NULL;
}

FUNCTION(contains)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "contains", nargs, 2, 2))
        return NULL;
    int yes = vm_contains(vm, args[0], args[1]);
    return yes < 0 ? NULL : vm_bool(vm, yes);
}

/* How many items are equal to what; first: the place of the first, -1 none.
 * -2: pending. */
static ptrdiff_t search(struct vm *vm, object *sequence, object *what,
                        bool first)
{
    object *it = vm_iter(vm, sequence), *item;
    ptrdiff_t place = 0, count = 0;
    if (!it) {
        if (vm_pending_is(vm, EXC_TYPE_ERROR)) {
            vm_pending_clear(vm);
            vm_raise(vm, EXC_TYPE_ERROR,
                     "argument of type '%T' is not iterable", sequence);
        }
        return -2;
    }
    for (; (item = vm_next(vm, it)); place++) {
        int same = vm_equal(vm, item, what);
        vm_release(vm, item);
        count += same > 0;
        if (same < 0 || (same && first))
            break;
    }
    vm_release(vm, it);
    if (vm_pending(vm))
        return -2;
    return !first ? count : item ? place : -1;
}

FUNCTION(indexOf)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "indexOf", nargs, 2, 2))
        return NULL;
    ptrdiff_t at = search(vm, args[0], args[1], true);
    if (at == -1)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "sequence.index(x): x not in sequence");
    return at < 0 ? NULL : int_new(vm, at);
}

FUNCTION(countOf)
{
    (void)self, (void)kwnames;
    if (!args_between(vm, "countOf", nargs, 2, 2))
        return NULL;
    ptrdiff_t n = search(vm, args[0], args[1], false);
    return n < 0 ? NULL : int_new(vm, n);
}

FUNCTION(getitem)
{
    (void)self, (void)kwnames;
    return args_between(vm, "getitem", nargs, 2, 2)
               ? vm_getitem(vm, args[0], args[1])
               : NULL;
}

FUNCTION(setitem)
{
    (void)self, (void)kwnames;
    return args_between(vm, "setitem", nargs, 3, 3) &&
                   vm_setitem(vm, args[0], args[1], args[2])
               ? vm_none(vm)
               : NULL;
}

FUNCTION(delitem)
{
    (void)self, (void)kwnames;
    return args_between(vm, "delitem", nargs, 2, 2) &&
                   vm_delitem(vm, args[0], args[1])
               ? vm_none(vm)
               : NULL;
}

FUNCTION(length_hint)
{
    ptrdiff_t fallback = 0;
    (void)self, (void)kwnames;
    if (!args_between(vm, "length_hint", nargs, 1, 2))
        return NULL;
    if (nargs > 1 && !(vm_type_of(vm, args[1])->flags & TYPE_INT_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "'%T' object cannot be interpreted as an integer",
                        args[1]);
    if (nargs > 1 && !native_ssize(vm, args[1], &fallback))
        return NULL;
    ptrdiff_t n = vm_length_hint(vm, args[0], fallback);
    return vm_pending(vm) ? NULL : int_new(vm, n);
}

FUNCTION(call)
{
    (void)self;
    if (nargs < 1)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "call expected at least 1 argument, got 0");
    return vm_call(vm, args[0], args + 1, nargs - 1, kwnames);
}

/* ---- _compare_digest ----------------------------------------------------- */

/* Takes the same time whatever differs. */
static bool same_bytes(const unsigned char *a, size_t n,
                       const unsigned char *b, size_t m)
{
    unsigned char difference = n != m;
    for (size_t k = 0; k < m; k++)
        difference |= b[k] ^ (n == m ? a[k] : b[k]);
    return !difference;
}

static bool is_ascii(struct vm *vm, object *o)
{
    return vm_is(o, TYPE_STR) && ((struct str_object *)o)->ascii && vm;
}

FUNCTION(compare_digest)
{
    const unsigned char *a, *b;
    size_t n, m;
    (void)self, (void)kwnames;
    if (!args_between(vm, "_compare_digest", nargs, 2, 2))
        return NULL;
    if (vm_is(args[0], TYPE_STR) && vm_is(args[1], TYPE_STR)) {
        if (!is_ascii(vm, args[0]) || !is_ascii(vm, args[1]))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "comparing strings with non-ASCII characters is "
                            "not supported");
        const struct str_object *x = (struct str_object *)args[0];
        const struct str_object *y = (struct str_object *)args[1];
        return vm_bool(vm, same_bytes(x->data, x->length, y->data,
                                      y->length));
    }
    if (!bytes_view(vm, args[0], &a, &n) || !bytes_view(vm, args[1], &b, &m))
        return NULL;
    return vm_bool(vm, same_bytes(a, n, b, m));
}

/* ---- the module ---------------------------------------------------------- */

#define ONE(title, function, text)                                             \
    {title, function, METHOD_ONE, title "($module, a, /)\n--\n\n" text}
#define TWO(title, function, text)                                             \
    {title, function, METHOD_ARGS, title "($module, a, b, /)\n--\n\n" text}

static const struct method_def functions[] = {
    ONE("truth", truth, "Is a true?"),
    TWO("contains", contains, "Same as b in a (note reversed operands)."),
    TWO("indexOf", indexOf, "Return the first index of b in a."),
    TWO("countOf", countOf, "The number of items in a equal to b."),
    TWO("is_", is_, "Same as a is b."),
    TWO("is_not", is_not, "Same as a is not b."),
    ONE("index", index_, "Same as a.__index__()"),
    TWO("add", add, "Same as a + b."),
    TWO("sub", sub, "Same as a - b."),
    TWO("mul", mul, "Same as a * b."),
    TWO("matmul", matmul, "Same as a @ b."),
    TWO("floordiv", floordiv, "Same as a // b."),
    TWO("truediv", truediv, "Same as a / b."),
    TWO("mod", mod, "Same as a % b."),
    ONE("neg", neg, "Same as -a."),
    ONE("pos", pos, "Same as +a."),
    ONE("abs", abs_, "Same as abs(a)."),
    ONE("inv", invert, "Same as ~a."),
    ONE("invert", invert, "Same as ~a."),
    TWO("lshift", lshift, "Same as a << b."),
    TWO("rshift", rshift, "Same as a >> b."),
    ONE("not_", not_, "Same as not a."),
    TWO("and_", and_, "Same as a & b."),
    TWO("xor", xor, "Same as a ^ b."),
    TWO("or_", or_, "Same as a | b."),
    TWO("iadd", iadd, "Same as a += b."),
    TWO("isub", isub, "Same as a -= b."),
    TWO("imul", imul, "Same as a *= b."),
    TWO("imatmul", imatmul, "Same as a @= b."),
    TWO("ifloordiv", ifloordiv, "Same as a //= b."),
    TWO("itruediv", itruediv, "Same as a /= b."),
    TWO("imod", imod, "Same as a %= b."),
    TWO("ilshift", ilshift, "Same as a <<= b."),
    TWO("irshift", irshift, "Same as a >>= b."),
    TWO("iand", iand, "Same as a &= b."),
    TWO("ixor", ixor, "Same as a ^= b."),
    TWO("ior", ior, "Same as a |= b."),
    TWO("concat", concat, "Same as a + b, for a and b sequences."),
    TWO("iconcat", iconcat, "Same as a += b, for a and b sequences."),
    TWO("getitem", getitem, "Same as a[b]."),
    {"setitem", setitem, METHOD_ARGS,
     "setitem($module, a, b, c, /)\n--\n\nSame as a[b] = c."},
    TWO("delitem", delitem, "Same as del a[b]."),
    TWO("pow", power, "Same as a ** b."),
    TWO("ipow", ipower, "Same as a **= b."),
    TWO("eq", eq, "Same as a == b."),
    TWO("ne", ne, "Same as a != b."),
    TWO("lt", lt, "Same as a < b."),
    TWO("le", le, "Same as a <= b."),
    TWO("gt", gt, "Same as a > b."),
    TWO("ge", ge, "Same as a >= b."),
    TWO("_compare_digest", compare_digest,
        "Are a and b the same?  Takes the same time in any case."),
    {"length_hint", length_hint, METHOD_ARGS,
     "length_hint($module, obj, default=0, /)\n--\n\n"
     "About how many items obj has."},
    {"call", call, METHOD_KEYWORDS,
     "call($module, obj, /, *args, **kwargs)\n--\n\n"
     "Same as obj(*args, **kwargs)."},
    {NULL, NULL, 0, NULL},
};

bool operator_fill(struct vm *vm, object *module)
{
    static const struct type_spec *const specs[] = {
        &operator_attrgetter_spec, &operator_itemgetter_spec,
        &operator_methodcaller_spec, NULL};
    return module_add_functions(vm, module, functions) &&
           native_add_types(vm, module, specs);
}
