/*
 * What hot instructions do in place when the operands are of the common exact
 * types.  Inside the loop only.
 */
#ifndef SCRIPTS_VM_FAST_H
#define SCRIPTS_VM_FAST_H

#include "scripts/types/bytes.h"
#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/range.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/loop.h"

/* ---- numbers -------------------------------------------------------------- */

static inline bool both_small(const object *a, const object *b)
{
    return heap_both_formed(a, b, TYPE_INT, INT_SMALL);
}

static inline int64_t small(const object *o)
{
    return ((const struct int_object *)o)->value;
}

static inline double real(const object *o)
{
    return ((const struct float_object *)o)->value;
}

static inline bool both_float(const object *a, const object *b)
{
    return heap_both_typed(a, b, TYPE_FLOAT);
}

/* An exact int that a double holds exactly? */
static inline bool is_exact_real(const object *o)
{
    const int64_t most = (int64_t)1 << 53;
    return int_is_plain(o) && small(o) >= -most && small(o) <= most;
}

/* A float and an int that may be computed with as doubles, either way? */
static inline bool mixed_reals(const object *a, const object *b)
{
    return vm_is(a, TYPE_FLOAT) ? is_exact_real(b)
                                : vm_is(b, TYPE_FLOAT) && is_exact_real(a);
}

/* Of either of those. */
static inline double as_real(const object *o)
{
    return vm_is(o, TYPE_FLOAT) ? real(o) : (double)small(o);
}

/* Is a / b what C's / makes of the two as doubles? */
static inline bool divides_as_reals(const object *a, const object *b)
{
    if (both_float(a, b))
        return real(b) != 0;
    return (mixed_reals(a, b) || (is_exact_real(a) && is_exact_real(b))) &&
           as_real(b) != 0;
}

/* Can a % b and a // b be C's?  Both are then what Python says. */
static inline bool divides_plainly(const object *a, const object *b)
{
    return both_small(a, b) && small(a) >= 0 && small(b) > 0;
}

/* Where in a sequence index n points: length or more, nowhere. */
static inline uint64_t place_of(const object *n, uint64_t length)
{
    int64_t at = small(n);
    return (uint64_t)(at < 0 ? at + (int64_t)length : at);
}

/* The one character there of a str of bytes, borrowed, or NULL. */
static inline object *letter_peek(struct vm *vm, const object *o, uint64_t at)
{
    const struct str_object *s = (const struct str_object *)o;
    return s->width == 1 && at < s->length ? vm->latin1[s->data[at]] : NULL;
}

static inline object *byte_peek(struct vm *vm, const unsigned char *data,
                                uint64_t length, uint64_t at)
{
    return at < length ? vm->small_ints[data[at] - SMALL_INT_MIN] : NULL;
}

/* Item n of an exact sequence or dict, borrowed; NULL: the usual way. */
static inline object *item_peek(struct vm *vm, object *o, object *n)
{
    object **items;
    uint64_t length;
    if (vm_is(o, TYPE_DICT))
        return dict_peek(vm, o, n);
    if (!int_is_plain(n))
        return NULL;
    if (vm_is(o, TYPE_LIST)) {
        items = list_items(o);
        length = list_length(o);
    } else if (vm_is(o, TYPE_TUPLE)) {
        items = tuple_items(o);
        length = tuple_length(o);
    } else if (vm_is(o, TYPE_STR)) {
        return letter_peek(vm, o, place_of(n, str_length(o)));
    } else if (vm_is(o, TYPE_BYTES)) {
        const struct bytes_object *b = (struct bytes_object *)o;
        return byte_peek(vm, bytes_data(o), b->length, place_of(n, b->length));
    } else if (vm_is(o, TYPE_BYTEARRAY)) {
        const struct bytearray_object *b = (struct bytearray_object *)o;
        return byte_peek(vm, b->data, b->length, place_of(n, b->length));
    } else {
        return NULL;
    }
    uint64_t at = place_of(n, length);
    return at < length ? items[at] : NULL;
}

/* Where item n of an exact list is, for a write; NULL: the usual way. */
static inline object **list_place(object *o, const object *n)
{
    uint64_t at;
    if (!vm_is(o, TYPE_LIST) || !int_is_plain(n) ||
        heap_is_sharing(o, TYPE_LIST))
        return NULL;
    at = place_of(n, list_length(o));
    return at < list_length(o) ? &list_items(o)[at] : NULL;
}

/* The same of an exact bytearray that is to take that value. */
static inline unsigned char *byte_place(object *o, const object *n,
                                        const object *value)
{
    struct bytearray_object *b = (struct bytearray_object *)o;
    uint64_t at;
    if (!vm_is(o, TYPE_BYTEARRAY) || !int_is_plain(n) ||
        !int_is_plain(value) || (uint64_t)small(value) > 255 ||
        heap_is_sharing(o, TYPE_BYTEARRAY))
        return NULL;
    at = place_of(n, b->length);
    return at < b->length ? &b->data[at] : NULL;
}

/* Where bound o of a slice falls in `length` items. */
static inline size_t slice_bound(const struct vm *vm, const object *o,
                                 size_t length, size_t none)
{
    int64_t n, end = (int64_t)length;
    if (o == vm->none)
        return none;
    n = small(o) < 0 ? small(o) + end : small(o);
    return (size_t)(n < 0 ? 0 : n > end ? end : n);
}

static inline bool is_slice_bound(const struct vm *vm, const object *o)
{
    return o == vm->none || int_is_plain(o);
}

/* May i, which makes a slice, and the next instruction, which reads it of an
 * exact str, be one?  Nobody would see the slice then. */
static inline bool slices_text(struct vm *vm, const struct vm_frame *f,
                               const struct instr *i)
{
    const struct instr *next = i + 1;
    object *const *part = f->regs + i->a;
    return next->op == OP_LOAD_ITEM && i->b == 2 && next->c == i->a &&
           kind_of(next, OPERAND_C) == KIND_TEMP &&
           vm_is(source(f, next, OPERAND_B, next->b), TYPE_STR) &&
           is_slice_bound(vm, part[0]) && is_slice_bound(vm, part[1]) &&
           heap_spare_idle(vm->heap, &vm->types[TYPE_SLICE]->layout, 0);
}

/* Two exact str, where no limit of recursion has a say? */
static inline bool compares_texts(const struct vm *vm, const object *a,
                                  const object *b)
{
    return heap_both_typed(a, b, TYPE_STR) &&
           vm->thread->depth < vm->recursion_limit;
}

/* 1 or 0 for what a comparison says of two numbers. */
#define ORDER(op, x, y)                                                        \
    ((op) == OP_LT   ? (x) < (y)                                               \
     : (op) == OP_LE ? (x) <= (y)                                              \
     : (op) == OP_EQ ? (x) == (y)                                              \
     : (op) == OP_NE ? (x) != (y)                                              \
     : (op) == OP_GT ? (x) > (y)                                               \
                     : (x) >= (y))

/* Consumes a source that is a number of one unit. */
static inline void consume_number(struct vm *vm, const struct instr *i,
                                  enum operand which, object *o)
{
    if (kind_of(i, which) == KIND_TEMP)
        vm_unit_release(vm, o);
}

static inline bool is_number(const object *o)
{
    return vm_is(o, TYPE_FLOAT) || int_is_plain(o);
}

/* vm_release() of what often is a number. */
static inline void release_number(struct vm *vm, object *o)
{
    if (heap_likely(is_number(o)))
        vm_unit_release(vm, o);
    else
        vm_release(vm, o);
}

/* put() where a number often was. */
static inline void put_number(struct vm *vm, struct vm_frame *f,
                              const struct instr *i, object *value)
{
    object *old = f->regs[i->a];
    f->regs[i->a] = value;
    if (i->flags & INTO_LOCAL && old)
        release_number(vm, old);
}

/* ---- truth ---------------------------------------------------------------- */

/* The truth of what runs no code to tell it: 1 or 0; -1: the usual way. */
static inline int plain_truth(const struct vm *vm, object *o)
{
    if (int_is_plain(o))
        return small(o) != 0;
    if (vm_is(o, TYPE_STR))
        return str_length(o) != 0;
    if (vm_is(o, TYPE_LIST))
        return list_length(o) != 0;
    return o == vm->none ? 0 : -1;
}

/* An object whose equality with others of these is told without code? */
static inline bool is_told(const struct vm *vm, const object *o)
{
    return int_is_plain(o) || vm_is(o, TYPE_STR) || o == vm->none;
}

/* Is item, an exact str or plain int, among these?  -1: the usual way. */
static inline int plain_among(const struct vm *vm, object *const *items,
                              size_t n, const object *item)
{
    bool text = vm_is(item, TYPE_STR);
    if (heap_unlikely(vm->thread->depth >= vm->recursion_limit))
        return -1;
    for (size_t k = 0; k < n; k++) {
        if (items[k] == item)
            return 1;
        if (text && vm_is(items[k], TYPE_STR)) {
            if (str_equal(items[k], item))
                return 1;
        } else if (!text && int_is_plain(items[k])) {
            if (small(items[k]) == small(item))
                return 1;
        } else if (!is_told(vm, items[k])) {
            return -1;
        }
    }
    return 0;
}

/* Is item in container, where no code can run to tell?  -1: the usual way. */
static inline int plain_contains(struct vm *vm, object *container,
                                 object *item)
{
    if (!vm_is(item, TYPE_STR) && !int_is_plain(item))
        return -1;
    if (vm_is(container, TYPE_TUPLE))
        return plain_among(vm, tuple_items(container),
                           tuple_length(container), item);
    if (vm_is(container, TYPE_LIST))
        return plain_among(vm, list_items(container), list_length(container),
                           item);
    if (vm_is(item, TYPE_STR) && vm_is(container, TYPE_STR))
        return str_find(container, item, 0, SIZE_MAX) >= 0;
    return vm_is(container, TYPE_DICT) && dict_peek(vm, container, item) ? 1
                                                                        : -1;
}

/* ---- iteration ------------------------------------------------------------ */

/* The next item of a range, list, tuple or ASCII text; NULL: the usual way. */
static inline object *next_fast(struct vm *vm, object *iterator)
{
    if (vm_is(iterator, TYPE_RANGE_ITERATOR)) {
        struct range_iterator *it = (struct range_iterator *)iterator;
        int64_t value = it->next;
        object *made = it->left ? int_make_quickly(vm, value) : NULL;
        if (heap_unlikely(!made))
            return NULL;
        it->left--;
        it->next = (int64_t)((uint64_t)value + (uint64_t)it->by);
        return made;
    }
    if (vm_is(iterator, TYPE_LIST_ITERATOR)) {
        struct list_iterator *it = (struct list_iterator *)iterator;
        if (heap_unlikely(!it->list ||
                          (size_t)it->next >= list_length(it->list)))
            return NULL;
        return heap_retain(list_items(it->list)[it->next++]);
    }
    if (vm_is(iterator, TYPE_TUPLE_ITERATOR)) {
        struct tuple_iterator *it = (struct tuple_iterator *)iterator;
        if (heap_unlikely(!it->tuple || it->next >= tuple_length(it->tuple)))
            return NULL;
        return heap_retain(tuple_items(it->tuple)[it->next++]);
    }
    if (vm_is(iterator, TYPE_STR_ASCII_ITERATOR)) {
        struct str_iterator *it = (struct str_iterator *)iterator;
        if (heap_unlikely(!it->text || it->next >= str_length(it->text)))
            return NULL;
        return heap_retain(
            vm->latin1[((struct str_object *)it->text)->data[it->next++]]);
    }
    return NULL;
}

/* ---- calls of classes that convert ------------------------------------------ */

/* What T(x) of an exact built-in class comes to, if it is as simple as that. */
static inline unary_fn *conversion(const struct vm *vm, const object *type)
{
    return type == (object *)vm->types[TYPE_STR]   ? vm_str
           : type == (object *)vm->types[TYPE_INT] ? vm_int
           : type == (object *)vm->types[TYPE_TYPE] ? vm_class
                                                    : NULL;
}

/* ---- calls of C functions ------------------------------------------------- */

/* What a plain call of r[0] with n arguments calls, if that is a C function
 * that takes them as they are; NULL: the usual way says. */
static inline const struct method_def *c_function(struct vm *vm, object **r,
                                                  size_t n, object **self)
{
    const struct method_def *def;
    if (r[1]) {
        if (!vm_is(r[0], TYPE_METHOD_DESCRIPTOR) ||
            descriptor_of(r[0])->type != vm_type_of(vm, r[1]))
            return NULL;
        def = descriptor_of(r[0])->method;
        *self = r[1];
    } else {
        if (!vm_is(r[0], TYPE_BUILTIN_FUNCTION))
            return NULL;
        def = builtin_of(r[0])->def;
        *self = builtin_of(r[0])->self;
    }
    return builtin_fits(def, n, NULL) ? def : NULL;
}

/* list.append() of r[2] to r[1] where there is room; false: nothing done. */
static inline bool append_fast(struct vm *vm, object **r)
{
    struct list_object *list = (struct list_object *)r[1];
    if (!list || list->length == list->capacity ||
        heap_is_sharing(r[1], TYPE_LIST) ||
        vm->thread->depth >= vm->recursion_limit)
        return false;
    list->items[list->length++] = r[2];
    vm_release(vm, r[0]);
    vm_release(vm, r[1]);
    r[0] = heap_retain(vm->none);
    return true;
}

#endif
