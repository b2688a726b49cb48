/*
 * memoryview: a window on the items of bytes, a bytearray and the like, in
 * one dimension.
 *
 * Every access asks the owner anew where its bytes are, and checks the bounds.
 * Neighbour: memoryview_owner.c knows the owners.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/array.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/item_format.h"
#include "scripts/types/list.h"
#include "scripts/types/memoryview_owner.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct view {
    struct heap_node node;
    object *export; /* NULL once released */
    ptrdiff_t start, step; /* in bytes */
    size_t length;         /* in items */
    bool read_only;        /* though the owner is not */
    bool native;           /* the format was written with '@' */
    bool hashed;           /* hash is known */
    char format;
    unsigned char size; /* of an item */
    int64_t hash;
};

static struct view *view_of(object *o)
{
    return (struct view *)o;
}

/* Borrowed; NULL once released. */
static object *owner_of(const struct view *v)
{
    return v->export ? ((struct export *)v->export)->owner : NULL;
}

static bool is_view(const object *o)
{
    return vm_is(o, TYPE_MEMORYVIEW);
}

static bool is_writable(struct vm *vm, object *self)
{
    return !view_of(self)->read_only &&
           export_writable(vm, owner_of(view_of(self)));
}

bool memoryview_bytes(struct vm *vm, object *o, const unsigned char **data,
                      size_t *size)
{
    struct view *v = view_of(o);
    object *owner = owner_of(v);
    if (!owner) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "operation forbidden on released memoryview object");
        return false;
    }
    if (v->step != v->size && v->length > 1) {
        vm_raise(vm, EXC_BUFFER_ERROR,
                 "memoryview: underlying buffer is not C-contiguous");
        return false;
    }
    if (!export_bytes(vm, owner, data, size))
        return false;
    *data += v->start;
    *size = v->length * v->size;
    return true;
}

static object *view_new(struct vm *vm, object *export, ptrdiff_t start,
                        ptrdiff_t step, size_t length, char format)
{
    object *o = type_alloc(vm, vm->types[TYPE_MEMORYVIEW], 0);
    if (!o)
        return NULL;
    *view_of(o) = (struct view){.node = view_of(o)->node,
                                .export = heap_retain(export),
                                .start = start,
                                .step = step,
                                .length = length,
                                .format = format,
                                .size = (unsigned char)item_size(format)};
    if (format == 'w') /* the characters of an array */
        view_of(o)->size = 4;
    return o;
}

/* A view of all of o, which has bytes. */
static object *view_all(struct vm *vm, object *o, ptrdiff_t step,
                        size_t length, char format)
{
    object *export = export_new(vm, o);
    object *view = export ? view_new(vm, export, 0, step, length, format)
                          : NULL;
    vm_release_maybe(vm, export);
    return view;
}

static bool alive(struct vm *vm, object *self)
{
    if (owner_of(view_of(self)))
        return true;
    vm_raise(vm, EXC_VALUE_ERROR,
             "operation forbidden on released memoryview object");
    return false;
}

/* A view of a part of what v shows of the export, with v's rights. */
static object *view_of_export(struct vm *vm, object *export,
                              const struct view *v,
                              const struct slice_range *part)
{
    object *o = view_new(vm, export, v->start + part->start * v->step,
                         v->step * part->step, part->count, v->format);
    if (o) {
        view_of(o)->read_only = v->read_only;
        view_of(o)->native = v->native;
    }
    return o;
}

/* Another view of all that self, which is alive, shows. */
static object *view_again(struct vm *vm, object *self)
{
    struct view *v = view_of(self);
    struct slice_range all = {.step = 1, .count = v->length};
    return view_of_export(vm, v->export, v, &all);
}

/* The item at place i of the view; NULL: pending. */
static unsigned char *place(struct vm *vm, object *self, size_t i)
{
    const unsigned char *data;
    size_t size;
    struct view *v = view_of(self);
    if (!alive(vm, self) || !export_bytes(vm, owner_of(v), &data, &size))
        return NULL;
    size_t at = (size_t)(v->start + v->step * (ptrdiff_t)i);
    if (i < v->length && at < size && size - at >= v->size)
        return (unsigned char *)(uintptr_t)data + at;
    vm_raise(vm, EXC_INDEX_ERROR, "index out of bounds on dimension 1");
    return NULL;
}

static size_t byte_count(object *self)
{
    return view_of(self)->length * view_of(self)->size;
}

/* All bytes, gathered in a malloc'ed buffer; NULL: pending. */
static unsigned char *gather(struct vm *vm, object *self)
{
    size_t n = view_of(self)->length, size = view_of(self)->size;
    unsigned char *all = alive(vm, self) ? malloc(n * size + 1) : NULL;
    if (!all) {
        if (!vm_pending(vm))
            vm_raise_no_memory(vm);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        const unsigned char *from = place(vm, self, i);
        if (!from) {
            free(all);
            return NULL;
        }
        memcpy(all + i * size, from, size);
    }
    return all;
}

static object *copy_bytes(struct vm *vm, object *self)
{
    unsigned char *all = gather(vm, self);
    object *r = all ? bytes_new(vm, all, byte_count(self)) : NULL;
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
        return alive(vm, o) ? view_again(vm, o) : NULL;
    if (!export_possible(vm, o))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "memoryview: a bytes-like object is required, not "
                        "'%T'",
                        o);
    if (!export_bytes(vm, o, &data, &size))
        return NULL;
    if (!native_is(vm, o, &array_spec))
        return view_all(vm, o, 1, size, 'B');
    size_t item = array_item_size(o);
    return view_all(vm, o, (ptrdiff_t)item, size / item, array_format(o));
}

/* ---- items --------------------------------------------------------------- */

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

static bool has_items(struct vm *vm, object *self)
{
    if (view_of(self)->format != 'w')
        return true;
    vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
             "memoryview: format w not supported");
    return false;
}

static object *item(struct vm *vm, object *self, ptrdiff_t i)
{
    const unsigned char *from = i < 0 ? NULL : place(vm, self, (size_t)i);
    if (!from && !vm_pending(vm))
        vm_raise(vm, EXC_INDEX_ERROR, "index out of bounds on dimension 1");
    if (!from || !has_items(vm, self))
        return NULL;
    return item_read(vm, view_of(self)->format, from);
}

/* The key's numbers may run a script that releases the view; what it asked
 * for is there all the same. */
static object *slice(struct vm *vm, object *self, object *key)
{
    struct slice_range r;
    struct view *v = view_of(self);
    object *export = heap_retain(v->export), *part = NULL;
    if (sequence_slice(vm, key, v->length, &r))
        part = view_of_export(vm, export, v, &r);
    vm_release(vm, export);
    return part;
}

/* The one index in a tuple, borrowed; NULL: pending. */
static object *only_index(struct vm *vm, object *key, const char *for_slices)
{
    size_t n = tuple_length(key), indices = 0, slices = 0;
    for (size_t i = 0; i < n; i++) {
        object *o = tuple_items(key)[i];
        slices += vm_is(o, TYPE_SLICE);
        indices += vm_type_of(vm, o)->slots.to_index != NULL;
    }
    if (n == 1 && indices)
        return tuple_items(key)[0];
    if (n && slices == n)
        return vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR, "%s", for_slices);
    if (indices < n)
        return vm_raise(vm, EXC_TYPE_ERROR, "memoryview: invalid slice key");
    if (!n)
        return vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                        "sub-views are not implemented");
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "cannot index 1-dimension view with %zu-element tuple", n);
}

static bool is_tuple(struct vm *vm, object *o)
{
    return vm_type_of(vm, o)->flags & TYPE_TUPLE_SUBCLASS;
}

static object *subscript(struct vm *vm, object *self, object *key)
{
    size_t i;
    if (!alive(vm, self))
        return NULL;
    if (vm_is(key, TYPE_SLICE))
        return slice(vm, self, key);
    if (is_tuple(vm, key) &&
        !(key = only_index(vm, key,
                           "multi-dimensional slicing is not implemented")))
        return NULL;
    if (!vm_type_of(vm, key)->slots.to_index)
        return vm_raise(vm, EXC_TYPE_ERROR, "memoryview: invalid slice key");
    return index_of(vm, self, key, &i) ? item(vm, self, (ptrdiff_t)i) : NULL;
}

/* Converting the value may run a script, so the place is looked up last. */
static bool store_item(struct vm *vm, object *self, object *key, object *value)
{
    size_t i;
    unsigned char bytes[8], *to;
    if (!index_of(vm, self, key, &i) || !has_items(vm, self) ||
        !item_write(vm, view_of(self)->format, bytes, value) ||
        !alive(vm, self) || !export_own(vm, owner_of(view_of(self))) ||
        !(to = place(vm, self, i)))
        return false;
    memcpy(to, bytes, view_of(self)->size);
    return true;
}

static bool store_slice(struct vm *vm, object *self, object *key,
                        object *value)
{
    object *to = slice(vm, self, key);
    object *from = to ? new_(vm, NULL, &value, 1, NULL) : NULL;
    unsigned char *all = from ? gather(vm, from) : NULL;
    bool ok = all;
    if (ok && (view_of(from)->length != view_of(to)->length ||
               view_of(from)->format != view_of(to)->format)) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "memoryview assignment: lvalue and rvalue have different "
                 "structures");
        ok = false;
    }
    ok = ok && export_own(vm, owner_of(view_of(to)));
    for (size_t i = 0; ok && i < view_of(to)->length; i++) {
        unsigned char *at = place(vm, to, i);
        size_t size = view_of(to)->size;
        if ((ok = at))
            memcpy(at, all + i * size, size);
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
    else if (is_tuple(vm, key))
        return (key = only_index(vm, key,
                                 "memoryview slice assignments are currently "
                                 "restricted to ndim = 1")) &&
               store_item(vm, self, key, value);
    else if (vm_type_of(vm, key)->slots.to_index)
        return store_item(vm, self, key, value);
    else
        vm_raise(vm, EXC_TYPE_ERROR, "memoryview: invalid slice key");
    return false;
}

/* ---- comparing ----------------------------------------------------------- */

/* A view of what compares with views, new; NULL: none or pending. */
static object *comparable(struct vm *vm, object *o)
{
    if (is_view(o))
        return owner_of(view_of(o)) ? heap_retain(o) : NULL;
    return export_possible(vm, o) ? new_(vm, NULL, &o, 1, NULL) : NULL;
}

/* Item by item, for formats that differ; 1, 0, -1 pending. */
static int same_items(struct vm *vm, object *a, object *b)
{
    int same = 1;
    for (size_t i = 0; same > 0 && i < view_of(a)->length; i++) {
        object *x = item(vm, a, (ptrdiff_t)i);
        object *y = x ? item(vm, b, (ptrdiff_t)i) : NULL;
        same = y ? vm_compare_bool(vm, x, y, COMPARE_EQ) : -1;
        vm_release_maybe(vm, x);
        vm_release_maybe(vm, y);
    }
    return same;
}

static int same_bytes(struct vm *vm, object *a, object *b)
{
    unsigned char *x = gather(vm, a), *y = x ? gather(vm, b) : NULL;
    int same = y ? memcmp(x, y, byte_count(a)) == 0 : -1;
    free(x);
    free(y);
    return same;
}

static int same(struct vm *vm, object *a, object *b)
{
    char f = view_of(a)->format;
    if (view_of(a)->length != view_of(b)->length)
        return 0;
    if (f == 'w' || view_of(b)->format == 'w')
        return 0;
    if (f == view_of(b)->format && f != 'f' && f != 'd' && f != '?')
        return same_bytes(vm, a, b);
    return same_items(vm, a, b);
}

static object *compare(struct vm *vm, object *a, object *b,
                       enum vm_compare op)
{
    if (op != COMPARE_EQ && op != COMPARE_NE)
        return heap_retain(vm->not_implemented);
    if (is_view(a) && is_view(b) &&
        (!owner_of(view_of(a)) || !owner_of(view_of(b))))
        return vm_bool(vm, (a == b) == (op == COMPARE_EQ));
    object *x = comparable(vm, a), *y = x ? comparable(vm, b) : NULL;
    object *r = NULL;
    if (x && y) {
        int equal = same(vm, x, y);
        r = equal < 0 ? NULL : vm_bool(vm, equal == (op == COMPARE_EQ));
    } else if (!vm_pending(vm)) {
        r = heap_retain(vm->not_implemented);
    }
    vm_release_maybe(vm, x);
    vm_release_maybe(vm, y);
    return r;
}

static bool hash(struct vm *vm, object *self, int64_t *out)
{
    struct view *v = view_of(self);
    *out = v->hash;
    if (v->hashed) /* be it released since */
        return true;
    if (!alive(vm, self))
        return false;
    if (is_writable(vm, self)) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "cannot hash writable memoryview object");
        return false;
    }
    if (!strchr("Bbc", view_of(self)->format)) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "memoryview: hashing is restricted to formats 'B', 'b' or "
                 "'c'");
        return false;
    }
    object *bytes = copy_bytes(vm, self);
    v->hashed = bytes && vm_hash(vm, bytes, &v->hash);
    vm_release_maybe(vm, bytes);
    *out = v->hash;
    return v->hashed;
}

static object *repr(struct vm *vm, object *self)
{
    return str_format(vm,
                      owner_of(view_of(self)) ? "<memory at %p>"
                                           : "<released memory at %p>",
                      (void *)self);
}

/* ---- methods ------------------------------------------------------------- */

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

METHOD(to_bytes)
{
    static const char *const names[] = {"order", NULL};
    static const struct arg_spec spec = {"tobytes", names, 0, 1, 0};
    object *order;
    if (!args_bind(vm, &spec, args, nargs, kwnames, &order))
        return NULL;
    if (order && order != vm->none && !str_check(vm, order))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "tobytes() argument 'order' must be str or None, "
                        "not %B",
                        order);
    if (order && order != vm->none &&
        (!(str_equal_ascii(order, "C") || str_equal_ascii(order, "F") ||
           str_equal_ascii(order, "A"))))
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "order must be 'C', 'F' or 'A'");
    (void)self;
    return copy_bytes(vm, self);
}

/* The format that cast() names; '\0': pending. */
static char read_format(struct vm *vm, object *text, bool *native)
{
    if (!(vm_type_of(vm, text)->flags & TYPE_STR_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "cast() argument 'format' must be str, not %B", text);
        return '\0';
    }
    size_t n = str_length(text);
    *native = n == 2 && str_at(text, 0) == '@';
    uint32_t c = n == 1 || *native ? str_at(text, n - 1) : 0;
    if (c > 0 && c < 128 && item_size((char)c))
        return (char)c;
    vm_raise(vm, EXC_VALUE_ERROR,
             "memoryview: destination format must be a native single "
             "character format prefixed with an optional '@'");
    return '\0';
}

/* Can the view's items become such items? */
static bool castable(struct vm *vm, const struct view *v, char format)
{
    if (v->step != v->size && v->length > 1)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "memoryview: casts are restricted to C-contiguous views");
    else if (!strchr("Bbc", v->format) && !strchr("Bbc", format))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "memoryview: cannot cast between two non-byte formats");
    else if (v->length * v->size % item_size(format))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "memoryview: length is not a multiple of itemsize");
    return !vm_pending(vm);
}

METHOD(cast)
{
    static const char *const names[] = {"format", "shape", NULL};
    static const struct arg_spec spec = {"cast", names, 0, 2, 1};
    struct view *v = view_of(self);
    object *in[2];
    bool native = false;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) || !alive(vm, self))
        return NULL;
    char format = read_format(vm, in[0], &native);
    if (!format || !castable(vm, v, format))
        return NULL;
    size_t size = item_size(format);
    if (in[1] && in[1] != vm->none)
        return vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                        "memoryview: cast to a shape is not implemented");
    object *r = view_new(vm, v->export, v->start, (ptrdiff_t)size,
                         v->length * v->size / size, format);
    if (r) {
        view_of(r)->read_only = v->read_only;
        view_of(r)->native = native;
    }
    return r;
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
    heap_store(vm->heap, &view_of(self)->export, NULL);
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
    object *r = alive(vm, self) ? view_again(vm, self) : NULL;
    if (r)
        view_of(r)->read_only = true;
    return r;
}

static const struct method_def methods[] = {
    {"tobytes", to_bytes, METHOD_KEYWORDS,
     "tobytes($self, /, order='C')\n--\n\n"
     "Return the data in the buffer as a byte string."},
    {"cast", cast, METHOD_KEYWORDS,
     "cast($self, /, format, shape=<unrepresentable>)\n--\n\n"
     "A view of the same bytes with another format."},
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
    {"__exit__", release, METHOD_ARGS | METHOD_TUPLE, NULL},
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
    return alive(vm, self) ? heap_retain(owner_of(view_of(self))) : NULL;
}

GETTER(get_format)
{
    const struct view *v = view_of(self);
    (void)data;
    return alive(vm, self)
               ? str_format(vm, v->native ? "@%c" : "%c", v->format)
               : NULL;
}

GETTER(get_item_size)
{
    (void)data;
    return alive(vm, self) ? int_new(vm, view_of(self)->size) : NULL;
}

GETTER(get_byte_count)
{
    (void)data;
    return alive(vm, self) ? int_new_u64(vm, byte_count(self)) : NULL;
}

GETTER(get_one)
{
    (void)data;
    return alive(vm, self) ? int_new(vm, 1) : NULL;
}

GETTER(get_nothing)
{
    (void)data;
    return alive(vm, self) ? heap_retain(vm->empty_tuple) : NULL;
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
    return alive(vm, self) ? vm_bool(vm, v->step == v->size || v->length <= 1)
                           : NULL;
}

static const struct getset_def getsets[] = {
    {"obj", get_owner, NULL, "The underlying object of the memoryview.", NULL},
    {"nbytes", get_byte_count, NULL, NULL, NULL},
    {"readonly", get_read_only, NULL, NULL, NULL},
    {"itemsize", get_item_size, NULL, NULL, NULL},
    {"format", get_format, NULL, NULL, NULL},
    {"ndim", get_one, NULL, NULL, NULL},
    {"shape", get_shape, NULL, NULL, NULL},
    {"strides", get_strides, NULL, NULL, NULL},
    {"suboffsets", get_nothing, NULL, NULL, NULL},
    {"c_contiguous", get_contiguous, NULL, NULL, NULL},
    {"f_contiguous", get_contiguous, NULL, NULL, NULL},
    {"contiguous", get_contiguous, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct heap_field fields[] = {
    {"export", offsetof(struct view, export)},
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
