/*
 * The slot functions of classes made by scripts: each calls a dunder.
 */
#ifndef SCRIPTS_TYPES_SLOTS_SCRIPT_H
#define SCRIPTS_TYPES_SLOTS_SCRIPT_H

#include "scripts/types/slots.h"

#define SLOT_BINARY(X)                                                         \
    X(ADD, add)                                                                \
    X(SUB, sub)                                                                \
    X(MUL, mul)                                                                \
    X(MATMUL, matmul)                                                          \
    X(TRUEDIV, truediv)                                                        \
    X(FLOORDIV, floordiv)                                                      \
    X(MOD, mod)                                                                \
    X(LSHIFT, lshift)                                                          \
    X(RSHIFT, rshift)                                                          \
    X(AND, and)                                                                \
    X(OR, or)                                                                  \
    X(XOR, xor)

#define SLOT_UNARY(X)                                                          \
    X(negative, neg)                                                           \
    X(positive, pos)                                                           \
    X(invert, invert)                                                          \
    X(absolute, abs)                                                           \
    X(to_int, int)                                                             \
    X(to_float, float)                                                         \
    X(to_index, index)                                                         \
    X(str, str)                                                                \
    X(next, next)                                                              \
    X(await, await)                                                            \
    X(aiter, aiter)                                                            \
    X(anext, anext)

#define DECLARE_BINARY(op, id) binary_fn script_##id, script_i##id;
SLOT_BINARY(DECLARE_BINARY)
#undef DECLARE_BINARY
#define DECLARE_UNARY(slot, id) unary_fn script_##id;
SLOT_UNARY(DECLARE_UNARY)
#undef DECLARE_UNARY

binary_fn script_divmod, script_subscript;
ternary_fn script_pow, script_ipow;
unary_fn script_repr, script_iter;
int script_truth(struct vm *vm, object *self);
ptrdiff_t script_length(struct vm *vm, object *self);
bool script_assign_subscript(struct vm *vm, object *self, object *key,
                             object *value);
object *script_item(struct vm *vm, object *self, ptrdiff_t index);
bool script_assign_item(struct vm *vm, object *self, ptrdiff_t index,
                        object *value);
int script_contains(struct vm *vm, object *self, object *item);
bool script_hash(struct vm *vm, object *self, int64_t *out);
object *script_compare(struct vm *vm, object *self, object *other,
                       enum vm_compare op);
object *script_get_attr(struct vm *vm, object *self, object *name);
bool script_set_attr(struct vm *vm, object *self, object *name,
                     object *value);
object *script_descr_get(struct vm *vm, object *descr, object *instance,
                         object *type);
bool script_descr_set(struct vm *vm, object *descr, object *instance,
                      object *value);
void script_finalize(struct vm *vm, object *self);

#endif
