/*
 * array: storage, sequence and comparison.  Items are array_items.c's, methods
 * array_methods.c's.
 *
 * Invariant: capacity items of memory are owned, the first length are in use.
 * Converting a value may run a script, so an index is checked after it.
 */
#include "scripts/modules/array.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/item_format.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static const char typecodes[] = "bBuhHiIlLqQfd";

size_t array_code_size(uint32_t code)
{
    if (code == 0 || code > 127 || !strchr(typecodes, (int)code))
        return 0;
    return code == 'u' ? 4 : item_size((char)code);
}

void array_bytes(const object *o, const unsigned char **data, size_t *size)
{
    const struct array_object *a = array_of(o);
    *data = a->items ? a->items : (const unsigned char *)"";
    *size = a->length * a->size;
}

size_t array_item_size(const object *o)
{
    return array_of(o)->size;
}

char array_format(const object *o)
{
    return array_of(o)->code == 'u' ? 'w' : array_of(o)->code;
}

static bool is_array(struct vm *vm, const object *o)
{
    return native_is(vm, o, &array_spec);
}

/* ---- storage ------------------------------------------------------------- */

object *array_new(struct vm *vm, struct type_object *type, char code,
                  size_t length)
{
    object *o = type_alloc(vm, type, 0);
    if (!o)
        return NULL;
    array_of(o)->code = code;
    array_of(o)->size = (unsigned char)array_code_size((uint32_t)code);
    if (array_resize(vm, o, length)) {
        if (length)
            memset(array_of(o)->items, 0, length * array_of(o)->size);
        return o;
    }
    vm_release(vm, o);
    return NULL;
}

static object *plain_new(struct vm *vm, char code, size_t length)
{
    struct type_object *type = native_type(vm, &array_spec);
    return type ? array_new(vm, type, code, length) : NULL;
}

static bool reserve(struct vm *vm, struct array_object *a, size_t capacity)
{
    unsigned char *items;
    if (capacity > PTRDIFF_MAX / a->size) {
        vm_raise_no_memory(vm);
        return false;
    }
    if (a->items)
        items = heap_array_resize(vm->heap, a->items, a->capacity * a->size,
                                  capacity * a->size);
    else
        items = heap_array_new(vm->heap, capacity * a->size);
    if (!items) {
        vm_raise_no_memory(vm);
        return false;
    }
    a->items = items;
    a->capacity = capacity;
    return true;
}

bool array_may_resize(struct vm *vm, const object *self)
{
    if (array_of(self)->exports)
        vm_raise(vm, EXC_BUFFER_ERROR,
                 "cannot resize an array that is exporting buffers");
    return !array_of(self)->exports;
}

bool array_resize(struct vm *vm, object *self, size_t length)
{
    struct array_object *a = array_of(self);
    if (length != a->length && !array_may_resize(vm, self))
        return false;
    if (length == 0 && a->items) {
        heap_array_free(vm->heap, a->items, a->capacity * a->size);
        a->items = NULL;
        a->capacity = 0;
    } else if (length > a->capacity || length < a->capacity / 2) {
        size_t spare = a->capacity || length < 8 ? (length >> 4) + 4 : 0;
        if (!reserve(vm, a, length + spare))
            return false;
    }
    a->length = length;
    return true;
}

bool array_insert_bytes(struct vm *vm, object *self, size_t at,
                        const void *bytes, size_t count)
{
    struct array_object *a = array_of(self);
    size_t old = a->length;
    if (count == 0)
        return true;
    if (count > PTRDIFF_MAX / 16 || !array_resize(vm, self, old + count))
        return vm_pending(vm) ? false : vm_raise_no_memory(vm) != NULL;
    unsigned char *place = a->items + at * a->size;
    memmove(place + count * a->size, place, (old - at) * a->size);
    memcpy(place, bytes, count * a->size);
    return true;
}

bool array_remove(struct vm *vm, object *self, size_t at, size_t count)
{
    struct array_object *a = array_of(self);
    if (count == 0)
        return true;
    if (!array_may_resize(vm, self))
        return false;
    unsigned char *place = a->items + at * a->size;
    memmove(place, place + count * a->size,
            (a->length - at - count) * a->size);
    if (!array_resize(vm, self, a->length - count)) {
        vm_pending_clear(vm); /* it stays large */
        a->length -= count;
    }
    return true;
}

/* ---- making -------------------------------------------------------------- */

static bool extend_from_array(struct vm *vm, object *self, object *from)
{
    struct array_object *a = array_of(self), *b = array_of(from);
    size_t count = b->length, old = a->length;
    if (a->code != b->code) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "can only extend with array of same kind");
        return false;
    }
    if (count == 0)
        return true;
    if (!array_resize(vm, self, old + count))
        return false;
    memcpy(a->items + old * a->size, b->items, count * a->size);
    return true;
}

static bool extend_from_iterable(struct vm *vm, object *self, object *from)
{
    object *it = vm_iter(vm, from), *item;
    bool ok = it;
    while (ok && (item = vm_next(vm, it))) {
        ok = array_append(vm, self, item);
        vm_release(vm, item);
    }
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm);
}

bool array_extend(struct vm *vm, object *self, object *from)
{
    return is_array(vm, from) ? extend_from_array(vm, self, from)
                              : extend_from_iterable(vm, self, from);
}

bool array_append_text(struct vm *vm, object *self, object *text)
{
    struct array_object *a = array_of(self);
    size_t n = str_length(text), old = a->length;
    if (n && !array_resize(vm, self, old + n))
        return false;
    for (size_t k = 0; k < n; k++) {
        uint32_t c = str_at(text, k);
        memcpy(a->items + (old + k) * a->size, &c, sizeof c);
    }
    return true;
}

bool array_append_raw(struct vm *vm, object *self, object *bytes)
{
    struct array_object *a = array_of(self);
    struct buffer b;
    if (!buffer_get(vm, bytes, bytes == self, &b))
        return false;
    bool ok = b.size % a->size == 0;
    if (ok)
        ok = array_insert_bytes(vm, self, a->length, b.data, b.size / a->size);
    else
        vm_raise(vm, EXC_VALUE_ERROR,
                 "bytes length not a multiple of item size");
    buffer_done(vm, &b);
    return ok;
}

/* The initializer of array(code, initial). */
static bool fill(struct vm *vm, object *self, object *from)
{
    const struct array_object *a = array_of(self);
    bool text = vm_type_of(vm, from)->flags & TYPE_STR_SUBCLASS;
    if (text && a->code == 'u')
        return array_append_text(vm, self, from);
    if (text || (is_array(vm, from) && array_of(from)->code == 'u' &&
                 a->code != 'u')) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 text ? "cannot use a str to initialize an array with "
                        "typecode '%c'"
                      : "cannot use a unicode array to initialize an array "
                        "with typecode '%c'",
                 a->code);
        return false;
    }
    if (is_array(vm, from) && array_of(from)->code == a->code)
        return extend_from_array(vm, self, from);
    if (vm_is(from, TYPE_BYTES) || vm_is(from, TYPE_BYTEARRAY))
        return array_append_raw(vm, self, from);
    return extend_from_iterable(vm, self, from);
}

static bool read_code(struct vm *vm, object *o, char *code)
{
    if (!(vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS) ||
        str_length(o) != 1) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "array() argument 1 must be a unicode character, not %B", o);
        return false;
    }
    uint32_t c = str_at(o, 0);
    *code = (char)c;
    if (array_code_size(c))
        return true;
    vm_raise(vm, EXC_VALUE_ERROR,
             "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    return false;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    char code;
    if (!(type->layout.flags & HEAP_SCRIPT) &&
        !args_no_keywords(vm, "array.array", kwnames))
        return NULL;
    if (nargs < 1 || nargs > 2)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "array() takes at %s argument%s (%zu given)",
                        nargs ? "most 2" : "least 1", nargs ? "s" : "", nargs);
    if (!read_code(vm, args[0], &code))
        return NULL;
    object *self = array_new(vm, type, code, 0);
    if (self && nargs == 2 && !fill(vm, self, args[1]))
        heap_store(vm->heap, &self, NULL);
    return self;
}

/* ---- sequence ------------------------------------------------------------ */

object *array_slice(struct vm *vm, object *self, size_t from, size_t to)
{
    object *part = plain_new(vm, array_of(self)->code, to - from);
    if (part && to > array_of(self)->length) { /* a finalizer cut it */
        vm_raise(vm, EXC_RUNTIME_ERROR, "array changed size during slicing");
        heap_store(vm->heap, &part, NULL);
    }
    if (part && to > from)
        memcpy(array_of(part)->items,
               array_of(self)->items + from * array_of(self)->size,
               (to - from) * array_of(self)->size);
    return part;
}

static ptrdiff_t length(struct vm *vm, object *self)
{
    (void)vm;
    return (ptrdiff_t)array_of(self)->length;
}

static object *item(struct vm *vm, object *self, ptrdiff_t i)
{
    if (i >= 0 && (size_t)i < array_of(self)->length)
        return array_get(vm, self, (size_t)i);
    return vm_raise(vm, EXC_INDEX_ERROR, "array index out of range");
}

/* The places a slice selects; telling them must not have changed the array. */
static bool places_of(struct vm *vm, object *self, object *key,
                   struct slice_range *r)
{
    size_t n = array_of(self)->length;
    if (!sequence_slice(vm, key, n, r))
        return false;
    if (array_of(self)->length == n)
        return true;
    vm_raise(vm, EXC_RUNTIME_ERROR, "array changed size during slicing");
    return false;
}

static object *slice(struct vm *vm, object *self, object *key)
{
    struct array_object *a = array_of(self);
    struct slice_range r;
    if (!places_of(vm, self, key, &r))
        return NULL;
    size_t n = a->length;
    object *part = plain_new(vm, a->code, r.count);
    if (part && a->length != n) { /* a finalizer did that */
        vm_raise(vm, EXC_RUNTIME_ERROR, "array changed size during slicing");
        heap_store(vm->heap, &part, NULL);
    }
    for (size_t k = 0; part && k < r.count; k++)
        memcpy(array_of(part)->items + k * a->size,
               a->items + (size_t)(r.start + r.step * (ptrdiff_t)k) * a->size,
               a->size);
    return part;
}

/* An index made from the end when negative; false: pending. */
static bool read_index(struct vm *vm, object *self, object *key, ptrdiff_t *i)
{
    if (!vm_type_of(vm, key)->slots.to_index) {
        vm_raise(vm, EXC_TYPE_ERROR, "array indices must be integers");
        return false;
    }
    if (!vm_index_as_ssize(vm, key, i, false))
        return false;
    if (*i < 0)
        *i += (ptrdiff_t)array_of(self)->length;
    return true;
}

static object *subscript(struct vm *vm, object *self, object *key)
{
    ptrdiff_t i;
    if (vm_is(key, TYPE_SLICE))
        return slice(vm, self, key);
    return read_index(vm, self, key, &i) ? item(vm, self, i) : NULL;
}

static bool assign_item(struct vm *vm, object *self, ptrdiff_t i,
                        object *value)
{
    struct array_object *a = array_of(self);
    unsigned char bytes[8];
    bool inside = i >= 0 && (size_t)i < a->length;
    if (inside && !value)
        return array_remove(vm, self, (size_t)i, 1);
    if (inside && !array_convert(vm, a->code, value, bytes))
        return false;
    if (inside && (size_t)i < a->length) {
        memcpy(a->items + (size_t)i * a->size, bytes, a->size);
        return true;
    }
    vm_raise(vm, EXC_INDEX_ERROR, "array assignment index out of range");
    return false;
}

/* Takes out the items of an extended slice. */
static void remove_slice(struct vm *vm, object *self,
                         const struct slice_range *r)
{
    size_t step = (size_t)(r->step < 0 ? -r->step : r->step);
    size_t first = (size_t)(r->step < 0
                                ? r->start + r->step * (ptrdiff_t)(r->count - 1)
                                : r->start);
    for (size_t k = r->count; k-- > 0;)
        if (!array_remove(vm, self, first + k * step, 1))
            return;
}

/* The array whose items are to be assigned, new; an array may be itself. */
static object *assignable(struct vm *vm, object *self, object *value)
{
    if (!is_array(vm, value))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "can only assign array (not \"%T\") to array slice",
                        value);
    if (array_of(value)->code != array_of(self)->code)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "bad argument type for built-in operation");
    return value == self ? array_slice(vm, self, 0, array_of(self)->length)
                         : heap_retain(value);
}

static bool store_slice(struct vm *vm, object *self,
                        const struct slice_range *r, object *from)
{
    struct array_object *a = array_of(self), *b = array_of(from);
    if (r->step == 1 && b->length != r->count)
        return array_remove(vm, self, (size_t)r->start, r->count) &&
               array_insert_bytes(vm, self, (size_t)r->start, b->items,
                                  b->length);
    if (b->length != r->count) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "attempt to assign array of size %zu to extended slice of "
                 "size %zu",
                 b->length, r->count);
        return false;
    }
    for (size_t k = 0; k < r->count; k++)
        memcpy(a->items + (size_t)(r->start + r->step * (ptrdiff_t)k) * a->size,
               b->items + k * a->size, a->size);
    return true;
}

static bool assign_slice(struct vm *vm, object *self, object *key,
                         object *value)
{
    struct slice_range r;
    object *from = value ? assignable(vm, self, value) : NULL;
    bool ok = (!value || from) && places_of(vm, self, key, &r);
    if (ok && (!from || array_of(from)->length == 0 ||
               array_of(from)->length != r.count))
        ok = array_may_resize(vm, self);
    if (ok && from)
        ok = store_slice(vm, self, &r, from);
    else if (ok && r.step == 1)
        ok = array_remove(vm, self, (size_t)r.start, r.count);
    else if (ok && r.count)
        remove_slice(vm, self, &r);
    vm_release_maybe(vm, from);
    return ok;
}

static bool assign(struct vm *vm, object *self, object *key, object *value)
{
    ptrdiff_t i;
    if (vm_is(key, TYPE_SLICE))
        return assign_slice(vm, self, key, value);
    return read_index(vm, self, key, &i) && assign_item(vm, self, i, value);
}

static int contains(struct vm *vm, object *self, object *value)
{
    int found = 0;
    for (size_t k = 0; found == 0 && k < array_of(self)->length; k++) {
        object *o = array_get(vm, self, k);
        found = o ? vm_compare_bool(vm, o, value, COMPARE_EQ) : -1;
        vm_release_maybe(vm, o);
    }
    return found;
}

static object *concat(struct vm *vm, object *self, object *other)
{
    if (!is_array(vm, other))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "can only append array (not \"%T\") to array", other);
    if (array_of(self)->code != array_of(other)->code)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "bad argument type for built-in operation");
    object *both = array_slice(vm, self, 0, array_of(self)->length);
    if (both && !extend_from_array(vm, both, other))
        heap_store(vm->heap, &both, NULL);
    return both;
}

static object *inplace_concat(struct vm *vm, object *self, object *other)
{
    if (!is_array(vm, other))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "can only extend array with array (not \"%T\")", other);
    return extend_from_array(vm, self, other) ? heap_retain(self) : NULL;
}

/* Makes self n times as long. */
static bool multiply(struct vm *vm, object *self, ptrdiff_t n)
{
    struct array_object *a = array_of(self);
    size_t once = a->length, total;
    if (n < 0)
        n = 0;
    if (__builtin_mul_overflow(once, (size_t)n, &total) ||
        total > PTRDIFF_MAX / a->size) {
        vm_raise_no_memory(vm);
        return false;
    }
    if (!array_resize(vm, self, total))
        return false;
    for (size_t k = once; once && k < total; k += once)
        memcpy(a->items + k * a->size, a->items, once * a->size);
    return true;
}

static object *repeat(struct vm *vm, object *self, ptrdiff_t n)
{
    object *all = array_slice(vm, self, 0, array_of(self)->length);
    if (all && !multiply(vm, all, n))
        heap_store(vm->heap, &all, NULL);
    return all;
}

static object *inplace_repeat(struct vm *vm, object *self, ptrdiff_t n)
{
    return multiply(vm, self, n) ? heap_retain(self) : NULL;
}

static object *compare(struct vm *vm, object *a, object *b,
                       enum vm_compare op)
{
    if (!is_array(vm, a) || !is_array(vm, b))
        return heap_retain(vm->not_implemented);
    size_t n = array_of(a)->length, m = array_of(b)->length;
    if (n != m && (op == COMPARE_EQ || op == COMPARE_NE))
        return vm_bool(vm, op == COMPARE_NE);
    for (size_t k = 0; k < array_of(a)->length && k < array_of(b)->length;
         k++) {
        object *x = array_get(vm, a, k), *y = x ? array_get(vm, b, k) : NULL;
        int equal = y ? vm_compare_bool(vm, x, y, COMPARE_EQ) : -1;
        object *r = NULL;
        if (equal == 0)
            r = op == COMPARE_EQ   ? vm_bool(vm, false)
                : op == COMPARE_NE ? vm_bool(vm, true)
                                   : vm_compare(vm, x, y, op);
        vm_release_maybe(vm, x);
        vm_release_maybe(vm, y);
        if (equal <= 0)
            return r;
    }
    return vm_bool(vm, sequence_order(n, m, op));
}

object *array_text(struct vm *vm, object *self)
{
    struct array_object *a = array_of(self);
    uint32_t *points = malloc(a->length * 4 + 4);
    if (!points)
        return vm_raise_no_memory(vm);
    if (a->length)
        memcpy(points, a->items, a->length * 4);
    object *text = NULL;
    size_t k = 0;
    while (k < a->length && points[k] <= 0x10ffff)
        k++;
    if (k == a->length)
        text = str_from_ucs4(vm, points, a->length);
    else
        vm_raise(vm, EXC_VALUE_ERROR,
                 "character U+%x is not in range [U+0000; U+10ffff]",
                 points[k]);
    free(points);
    return text;
}

object *array_list(struct vm *vm, object *self)
{
    object *list = list_new(vm, array_of(self)->length);
    for (size_t k = 0; list && k < array_of(self)->length; k++) {
        object *o = array_get(vm, self, k);
        if (!o || !list_append_steal(vm, list, o))
            heap_store(vm->heap, &list, NULL);
    }
    return list;
}

static object *repr(struct vm *vm, object *self)
{
    struct type_object *type = vm_type_of(vm, self);
    char code = array_of(self)->code;
    if (array_of(self)->length == 0)
        return str_format(vm, "%U('%c')", type->name, code);
    object *items = code == 'u' ? array_text(vm, self) : array_list(vm, self);
    object *r = items ? str_format(vm, "%U('%c', %R)", type->name, code, items)
                      : NULL;
    vm_release_maybe(vm, items);
    return r;
}

/* ---- the types ----------------------------------------------------------- */

struct array_iterator {
    struct heap_node node;
    object *array; /* NULL at the end */
    size_t next;
};

static object *iter(struct vm *vm, object *self)
{
    struct type_object *type = native_type(vm, &array_iterator_spec);
    object *it = type ? type_alloc(vm, type, 0) : NULL;
    if (it)
        ((struct array_iterator *)it)->array = heap_retain(self);
    return it;
}

static object *next(struct vm *vm, object *self)
{
    struct array_iterator *it = (struct array_iterator *)self;
    if (!it->array)
        return NULL;
    if (it->next < array_of(it->array)->length)
        return array_get(vm, it->array, it->next++);
    heap_store(vm->heap, &it->array, NULL);
    return NULL;
}

static object *iterator_reduce(struct vm *vm, object *self,
                               object *const *args, size_t nargs,
                               object *kwnames)
{
    struct array_iterator *it = (struct array_iterator *)self;
    ptrdiff_t at = (ptrdiff_t)it->next;
    (void)args;
    (void)nargs;
    (void)kwnames;
    if (it->array)
        return iterator_reduced_steal(vm, "iter", heap_retain(it->array), &at);
    return iterator_reduced_steal(vm, "iter", heap_retain(vm->empty_tuple),
                                  NULL);
}

static object *iterator_set_state(struct vm *vm, object *self,
                                  object *const *args, size_t nargs,
                                  object *kwnames)
{
    struct array_iterator *it = (struct array_iterator *)self;
    ptrdiff_t length = it->array ? (ptrdiff_t)array_of(it->array)->length : 0;
    ptrdiff_t at;
    (void)nargs;
    (void)kwnames;
    if (!iterator_state(vm, args[0], 0, length, &at))
        return NULL;
    it->next = (size_t)at;
    return vm_none(vm);
}

static const struct method_def iterator_methods[] = {
    ITERATOR_REDUCE(iterator_reduce),
    ITERATOR_SET_STATE(iterator_set_state),
    {NULL, NULL, 0, NULL},
};

static const struct heap_field iterator_fields[] = {
    {"array", offsetof(struct array_iterator, array)},
};

const struct type_spec array_iterator_spec = {
    .name = "array.arrayiterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct array_iterator),
               .flags = HEAP_CONTAINER,
               .fields = iterator_fields,
               .field_count = 1,
               .clear = sequence_no_clear},
    .slots = {.iter = sequence_self, .next = next},
    .methods = iterator_methods,
};

static void destroy(heap *h, object *self)
{
    struct array_object *a = array_of(self);
    if (a->items)
        heap_array_free(h, a->items, a->capacity * a->size);
}

static size_t extra(const object *self)
{
    return array_of(self)->capacity * array_of(self)->size;
}

static object *get_code(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return str_from_char(vm, (unsigned char)array_of(self)->code);
}

static object *get_size(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new(vm, array_of(self)->size);
}

static const struct getset_def getsets[] = {
    {"typecode", get_code, NULL,
     "the typecode character used to create the array", NULL},
    {"itemsize", get_size, NULL, "the size, in bytes, of one array item",
     NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct type_spec array_spec = {
    .name = "array.array",
    .flags = TYPE_BASE | TYPE_SEQUENCE,
    .layout = {.size = sizeof(struct array_object),
               .flags = HEAP_CONTAINER,
               .destroy = destroy,
               .extra = extra},
    .weakly = true,
    .slots = {.repr = repr,
              .compare = compare,
              .iter = iter,
              .length = length,
              .item = item,
              .assign_item = assign_item,
              .subscript = subscript,
              .assign_subscript = assign,
              .contains = contains,
              .concat = concat,
              .inplace_concat = inplace_concat,
              .repeat = repeat,
              .inplace_repeat = inplace_repeat,
              .new_ = new_},
    .methods = array_methods,
    .getsets = getsets,
    .doc = "array(typecode [, initializer]) -> array\n\n"
           "A sequence of numbers or characters of one kind, kept as the "
           "machine keeps them.",
};
