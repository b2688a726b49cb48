/*
 * memoryview: a window on the bytes of a bytes or bytearray, one dimension of
 * format 'B'.
 *
 * The owner may shrink while it is viewed, so every access checks its bounds
 * anew.
 */
#include <stddef.h>
#include <stdlib.h>

#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct view {
    struct heap_node node;
    object *owner; /* bytes or bytearray; NULL once released */
    ptrdiff_t start, step;
    size_t length;
    bool read_only; /* though the owner is not */
};

static struct view *view_of(object *o)
{
    return (struct view *)o;
}

static bool is_view(const object *o)
{
    return vm_is(o, TYPE_MEMORYVIEW);
}

static bool is_bytearray(struct vm *vm, object *o)
{
    return type_is_subtype(vm_type_of(vm, o), vm->types[TYPE_BYTEARRAY]);
}

static bool is_writable(struct vm *vm, object *self)
{
    return !view_of(self)->read_only && is_bytearray(vm, view_of(self)->owner);
}

static bool has_bytes(struct vm *vm, object *o)
{
    return (vm_type_of(vm, o)->flags & TYPE_BYTES_SUBCLASS) ||
           is_bytearray(vm, o);
}

static object *view_new(struct vm *vm, object *owner, ptrdiff_t start,
                        ptrdiff_t step, size_t length)
{
    object *o = type_alloc(vm, vm->types[TYPE_MEMORYVIEW], 0);
    if (!o)
        return NULL;
    *view_of(o) = (struct view){.node = view_of(o)->node,
                                .owner = heap_retain(owner),
                                .start = start,
                                .step = step,
                                .length = length};
    return o;
}

/* A view of a part of another's bytes, with its rights. */
static object *view_part(struct vm *vm, object *of, ptrdiff_t start,
                         ptrdiff_t step, size_t length)
{
    struct view *v = view_of(of);
    object *o = view_new(vm, v->owner, v->start + start * v->step,
                         v->step * step, length);
    if (o)
        view_of(o)->read_only = v->read_only;
    return o;
}

static bool alive(struct vm *vm, object *self)
{
    if (view_of(self)->owner)
        return true;
    vm_raise(vm, EXC_VALUE_ERROR,
             "operation forbidden on released memoryview object");
    return false;
}

/* The byte at place i of the view; NULL: pending. */
static unsigned char *place(struct vm *vm, object *self, size_t i)
{
    const unsigned char *data;
    size_t size;
    struct view *v = view_of(self);
    if (!alive(vm, self) || !bytes_view(vm, v->owner, &data, &size))
        return NULL;
    size_t at = (size_t)(v->start + v->step * (ptrdiff_t)i);
    if (i < v->length && at < size)
        return (unsigned char *)(uintptr_t)data + at;
    vm_raise(vm, EXC_INDEX_ERROR, "index out of bounds on dimension 1");
    return NULL;
}

/* All bytes, gathered in a malloc'ed buffer; NULL: pending. */
static unsigned char *gather(struct vm *vm, object *self)
{
    size_t n = view_of(self)->length;
    unsigned char *all = malloc(n + 1);
    if (!all) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    if (n == 0 && !alive(vm, self)) {
        free(all);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        const unsigned char *byte = place(vm, self, i);
        if (!byte) {
            free(all);
            return NULL;
        }
        all[i] = *byte;
    }
    return all;
}

static object *copy_bytes(struct vm *vm, object *self)
{
    unsigned char *all = gather(vm, self);
    object *r = all ? bytes_new(vm, all, view_of(self)->length) : NULL;
    free(all);
    return r;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"object", NULL};
    static const struct arg_spec spec = {"memoryview", names, 0, 1, 1};
    object *o;
    size_t size;
    const unsigned char *data;
    (void)type;
    if (!args_bind(vm, &spec, args, nargs, kwnames, &o))
        return NULL;
    if (is_view(o))
        return alive(vm, o) ? view_part(vm, o, 0, 1, view_of(o)->length)
                            : NULL;
    if (!has_bytes(vm, o))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "memoryview: a bytes-like object is required, not "
                        "'%T'",
                        o);
    if (!bytes_view(vm, o, &data, &size))
        return NULL;
    return view_new(vm, o, 0, 1, size);
}

/* ---- items ------------------------------------------------------------------------- */

static ptrdiff_t length(struct vm *vm, object *self)
{
    return alive(vm, self) ? (ptrdiff_t)view_of(self)->length : -1;
}

static bool index_of(struct vm *vm, object *self, object *key, size_t *out)
{
    ptrdiff_t i, n = (ptrdiff_t)view_of(self)->length;
    if (!vm_index_as_ssize(vm, key, &i, false))
        return false;
    i += i < 0 ? n : 0;
    *out = (size_t)i;
    if (i >= 0 && i < n)
        return true;
    vm_raise(vm, EXC_INDEX_ERROR, "index out of bounds on dimension 1");
    return false;
}

static object *item(struct vm *vm, object *self, ptrdiff_t i)
{
    const unsigned char *byte =
        i < 0 ? NULL : place(vm, self, (size_t)i);
    if (!byte && !vm_pending(vm))
        vm_raise(vm, EXC_INDEX_ERROR, "index out of bounds on dimension 1");
    return byte ? int_new(vm, *byte) : NULL;
}

static object *slice(struct vm *vm, object *self, object *key)
{
    struct slice_range r;
    if (!sequence_slice(vm, key, view_of(self)->length, &r))
        return NULL;
    return view_part(vm, self, r.start, r.step, r.count);
}

static object *subscript(struct vm *vm, object *self, object *key)
{
    size_t i;
    if (!alive(vm, self))
        return NULL;
    if (vm_is(key, TYPE_SLICE))
        return slice(vm, self, key);
    if (!vm_type_of(vm, key)->slots.to_index)
        return vm_raise(vm, EXC_TYPE_ERROR, "memoryview: invalid slice key");
    return index_of(vm, self, key, &i) ? item(vm, self, (ptrdiff_t)i) : NULL;
}

static bool store_byte(struct vm *vm, object *self, object *key, object *value)
{
    size_t i;
    ptrdiff_t n;
    unsigned char *byte;
    if (!index_of(vm, self, key, &i))
        return false;
    if (!vm_type_of(vm, value)->slots.to_index) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "memoryview: invalid type for format 'B'");
        return false;
    }
    if (!vm_index_as_ssize(vm, value, &n, true))
        return false;
    if (n < 0 || n > 255) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "memoryview: invalid value for format 'B'");
        return false;
    }
    if (!(byte = place(vm, self, i)))
        return false;
    *byte = (unsigned char)n;
    return true;
}

static bool store_slice(struct vm *vm, object *self, object *key,
                        object *value)
{
    object *to = slice(vm, self, key);
    object *from = to ? new_(vm, NULL, &value, 1, NULL) : NULL;
    unsigned char *all = from ? gather(vm, from) : NULL;
    bool ok = all;
    if (ok && view_of(from)->length != view_of(to)->length) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "memoryview assignment: lvalue and rvalue have different "
                 "structures");
        ok = false;
    }
    for (size_t i = 0; ok && i < view_of(to)->length; i++) {
        unsigned char *byte = place(vm, to, i);
        if ((ok = byte))
            *byte = all[i];
    }
    free(all);
    vm_release_maybe(vm, to);
    vm_release_maybe(vm, from);
    return ok;
}

static bool assign(struct vm *vm, object *self, object *key, object *value)
{
    if (!alive(vm, self))
        return false;
    if (!is_writable(vm, self))
        vm_raise(vm, EXC_TYPE_ERROR, "cannot modify read-only memory");
    else if (!value)
        vm_raise(vm, EXC_TYPE_ERROR, "cannot delete memory");
    else if (vm_is(key, TYPE_SLICE))
        return store_slice(vm, self, key, value);
    else if (vm_type_of(vm, key)->slots.to_index)
        return store_byte(vm, self, key, value);
    else
        vm_raise(vm, EXC_TYPE_ERROR, "memoryview: invalid slice key");
    return false;
}

/* ---- comparing ------------------------------------------------------------------------ */

/* The bytes of a view or of a bytes-like object, new; NULL: none. */
static object *as_bytes(struct vm *vm, object *o)
{
    const unsigned char *data;
    size_t size;
    if (is_view(o))
        return view_of(o)->owner ? copy_bytes(vm, o) : NULL;
    if (!has_bytes(vm, o) || !bytes_view(vm, o, &data, &size))
        return NULL;
    return bytes_new(vm, data, size);
}

static object *compare(struct vm *vm, object *a, object *b,
                       enum vm_compare op)
{
    if (op != COMPARE_EQ && op != COMPARE_NE)
        return heap_retain(vm->not_implemented);
    if (a == b)
        return vm_bool(vm, op == COMPARE_EQ);
    object *x = as_bytes(vm, a), *y = x ? as_bytes(vm, b) : NULL;
    object *r = NULL;
    if (x && y)
        r = vm_compare(vm, x, y, op);
    else if (!vm_pending(vm))
        r = heap_retain(vm->not_implemented);
    vm_release_maybe(vm, x);
    vm_release_maybe(vm, y);
    return r;
}

static bool hash(struct vm *vm, object *self, int64_t *out)
{
    if (!alive(vm, self))
        return false;
    if (is_writable(vm, self)) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "cannot hash writable memoryview object");
        return false;
    }
    object *bytes = copy_bytes(vm, self);
    bool ok = bytes && vm_hash(vm, bytes, out);
    vm_release_maybe(vm, bytes);
    return ok;
}

static object *repr(struct vm *vm, object *self)
{
    return str_format(vm,
                      view_of(self)->owner ? "<memory at %p>"
                                           : "<released memory at %p>",
                      (void *)self);
}

/* ---- methods ---------------------------------------------------------------------------- */

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

METHOD(to_bytes)
{
    UNUSED;
    return copy_bytes(vm, self);
}

METHOD(to_list)
{
    UNUSED;
    object *list = alive(vm, self) ? list_new(vm, view_of(self)->length) : NULL;
    for (size_t i = 0; list && i < view_of(self)->length; i++) {
        object *o = item(vm, self, (ptrdiff_t)i);
        if (o && list_append_steal(vm, list, o))
            continue;
        vm_release(vm, list);
        return NULL;
    }
    return list;
}

METHOD(hex)
{
    object *bytes = copy_bytes(vm, self);
    object *name = bytes ? str_intern(vm, "hex") : NULL;
    object *r = name ? vm_call_method(vm, bytes, name, args, nargs) : NULL;
    (void)kwnames;
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, bytes);
    return r;
}

METHOD(release)
{
    UNUSED;
    heap_store(vm->heap, &view_of(self)->owner, NULL);
    return vm_none(vm);
}

METHOD(enter)
{
    UNUSED;
    return alive(vm, self) ? heap_retain(self) : NULL;
}

METHOD(to_read_only)
{
    UNUSED;
    object *r = alive(vm, self)
                    ? view_part(vm, self, 0, 1, view_of(self)->length)
                    : NULL;
    if (r)
        view_of(r)->read_only = true;
    return r;
}

static const struct method_def methods[] = {
    {"tobytes", to_bytes, METHOD_KEYWORDS,
     "tobytes($self, /, order='C')\n--\n\n"
     "Return the data in the buffer as a byte string."},
    {"tolist", to_list, METHOD_NOARGS,
     "tolist($self, /)\n--\n\n"
     "Return the data in the buffer as a list of elements."},
    {"hex", hex, METHOD_ARGS,
     "hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\n"
     "Return the data in the buffer as a str of hexadecimal numbers."},
    {"release", release, METHOD_NOARGS,
     "release($self, /)\n--\n\nRelease the underlying buffer."},
    {"toreadonly", to_read_only, METHOD_NOARGS,
     "toreadonly($self, /)\n--\n\nReturn a readonly version of the "
     "memoryview."},
    {"__enter__", enter, METHOD_NOARGS, NULL},
    {"__exit__", release, METHOD_ARGS, NULL},
    {NULL, NULL, 0, NULL},
};

#define GETTER(name)                                                           \
    static object *name(struct vm *vm, object *self, const void *data)

GETTER(get_length)
{
    (void)data;
    return alive(vm, self) ? int_new_u64(vm, view_of(self)->length) : NULL;
}

GETTER(get_read_only)
{
    (void)data;
    if (!alive(vm, self))
        return NULL;
    return vm_bool(vm, !is_writable(vm, self));
}

GETTER(get_owner)
{
    (void)data;
    return alive(vm, self) ? heap_retain(view_of(self)->owner) : NULL;
}

GETTER(get_format)
{
    (void)data;
    return alive(vm, self) ? str_intern(vm, "B") : NULL;
}

GETTER(get_one)
{
    (void)data;
    return alive(vm, self) ? int_new(vm, 1) : NULL;
}

/* A tuple of one number (stolen). */
static object *single(struct vm *vm, object *number)
{
    object *r = number ? tuple_pack(vm, 1, number) : NULL;
    vm_release_maybe(vm, number);
    return r;
}

GETTER(get_shape)
{
    return single(vm, get_length(vm, self, data));
}

GETTER(get_strides)
{
    (void)data;
    return alive(vm, self) ? single(vm, int_new(vm, view_of(self)->step))
                           : NULL;
}

GETTER(get_contiguous)
{
    struct view *v = view_of(self);
    (void)data;
    return alive(vm, self) ? vm_bool(vm, v->step == 1 || v->length <= 1)
                           : NULL;
}

static const struct getset_def getsets[] = {
    {"obj", get_owner, NULL, "The underlying object of the memoryview.", NULL},
    {"nbytes", get_length, NULL, NULL, NULL},
    {"readonly", get_read_only, NULL, NULL, NULL},
    {"itemsize", get_one, NULL, NULL, NULL},
    {"format", get_format, NULL, NULL, NULL},
    {"ndim", get_one, NULL, NULL, NULL},
    {"shape", get_shape, NULL, NULL, NULL},
    {"strides", get_strides, NULL, NULL, NULL},
    {"c_contiguous", get_contiguous, NULL, NULL, NULL},
    {"f_contiguous", get_contiguous, NULL, NULL, NULL},
    {"contiguous", get_contiguous, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct heap_field fields[] = {
    {"obj", offsetof(struct view, owner)},
};

const struct type_spec memoryview_spec = {
    .name = "memoryview",
    .flags = TYPE_SEQUENCE,
    .layout = {.size = sizeof(struct view),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 1},
    .weakly = true,
    .slots = {.repr = repr,
              .hash = hash,
              .compare = compare,
              .length = length,
              .item = item,
              .subscript = subscript,
              .assign_subscript = assign,
              .new_ = new_},
    .methods = methods,
    .getsets = getsets,
    .doc = "memoryview(object)\n--\n\n"
           "Create a new memoryview object which references the given object.",
};
