/*
 * What sequences have in common.  See sequence.h.
 */
#include "scripts/types/sequence.h"

#include "scripts/types/list.h"
#include "scripts/types/range.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

bool sequence_slice(struct vm *vm, object *slice, size_t length,
                    struct slice_range *out)
{
    return slice_unpack(vm, slice, &out->start, &out->stop, &out->step) &&
           (slice_adjust(length, out), true);
}

bool sequence_index(struct vm *vm, const char *name, object *key,
                    size_t length, ptrdiff_t *out)
{
    if (!vm_type_of(vm, key)->slots.to_index) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s indices must be integers or slices, not %T", name, key);
        return false;
    }
    if (!vm_index_as_ssize(vm, key, out, false))
        return false;
    if (*out < 0)
        *out += (ptrdiff_t)length;
    return true;
}

bool sequence_bound(struct vm *vm, object *o, ptrdiff_t *out)
{
    if (!vm_type_of(vm, o)->slots.to_index) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "slice indices must be integers or have an __index__ method");
        return false;
    }
    return vm_index_as_ssize(vm, o, out, true);
}

static ptrdiff_t clip(ptrdiff_t i, ptrdiff_t length)
{
    if (i < 0)
        i += length;
    return i < 0 ? 0 : i > length ? length : i;
}

void sequence_clip(size_t length, ptrdiff_t *from, ptrdiff_t *to)
{
    *from = clip(*from, (ptrdiff_t)length);
    *to = clip(*to, (ptrdiff_t)length);
}

bool sequence_order(size_t n, size_t m, enum vm_compare op)
{
    switch (op) {
    case COMPARE_LT:
        return n < m;
    case COMPARE_LE:
        return n <= m;
    case COMPARE_EQ:
        return n == m;
    case COMPARE_NE:
        return n != m;
    case COMPARE_GT:
        return n > m;
    default:
        return n >= m;
    }
}

/* Item i, new; NULL once the sequence has become shorter. */
static object *item_of(object *self, bool tuple, size_t i)
{
    if (i >= (tuple ? tuple_length(self) : list_length(self)))
        return NULL;
    return heap_retain(tuple ? tuple_items(self)[i] : list_items(self)[i]);
}

static bool repr_items(struct vm *vm, object *self, bool tuple,
                       struct str_builder *b)
{
    object *o;
    for (size_t i = 0; (o = item_of(self, tuple, i)); i++) {
        if (i)
            str_builder_ascii(b, ", ");
        object *text = vm_repr(vm, o);
        vm_release(vm, o);
        if (!text)
            return false;
        str_builder_str(b, text);
        vm_release(vm, text);
    }
    return true;
}

object *sequence_repr(struct vm *vm, object *self, char open, char close)
{
    bool tuple = open == '(';
    int inside = repr_enter(vm, self);
    if (inside)
        return inside < 0 ? NULL : str_from(vm, tuple ? "(...)" : "[...]");
    struct str_builder b;
    str_builder_init(&b, vm);
    str_builder_char(&b, (uint32_t)open);
    bool ok = repr_items(vm, self, tuple, &b);
    if (tuple && tuple_length(self) == 1)
        str_builder_char(&b, ',');
    str_builder_char(&b, (uint32_t)close);
    repr_leave(vm, self);
    if (ok)
        return str_builder_finish(&b);
    str_builder_done(&b);
    return NULL;
}

object *sequence_self(struct vm *vm, object *self)
{
    (void)vm;
    return heap_retain(self);
}

object *sequence_class_getitem(struct vm *vm, object *self,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    return generic_alias_new(vm, self, args[0]);
}

void sequence_no_clear(heap *h, object *self)
{
    (void)h;
    (void)self;
}

/* The objects whose repr is under way, innermost last: a list of the vm. */
int repr_enter(struct vm *vm, object *o)
{
    for (struct repr_mark *m = vm->repr_marks; m; m = m->outer)
        if (m->object == o)
            return 1;
    if (!vm_enter(vm, " while getting the repr of an object"))
        return -1;
    struct repr_mark *m = heap_array_new(vm->heap, sizeof *m);
    if (!m) {
        vm_leave(vm);
        vm_raise_no_memory(vm);
        return -1;
    }
    if (!vm->repr_begun) { /* CPython's thread gets its dict, and a list there */
        vm->repr_begun = true;
        heap_shadow_new(vm->heap, &vm->types[TYPE_DICT]->layout, 0);
        heap_shadow_new(vm->heap, &vm->types[TYPE_LIST]->layout, 0);
    }
    *m = (struct repr_mark){.outer = vm->repr_marks, .object = o};
    vm->repr_marks = m;
    return 0;
}

void repr_leave(struct vm *vm, object *o)
{
    struct repr_mark **at = &vm->repr_marks;
    while (*at && (*at)->object != o)
        at = &(*at)->outer;
    struct repr_mark *m = *at;
    if (!m)
        return;
    *at = m->outer;
    heap_array_free(vm->heap, m, sizeof *m);
    vm_leave(vm);
}
