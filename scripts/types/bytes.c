/*
 * bytes: making, slots, iterator.  Methods shared with bytearray are
 * bytes_methods.c's.
 *
 * Invariant: the empty bytes and those of one byte are the vm's shared ones.
 */
#include "scripts/types/bytes.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/modules/array.h"
#include "scripts/modules/buffer.h"
#include "scripts/types/bytes_internal.h"
#include "scripts/types/codec.h"
#include "scripts/types/int.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static struct bytes_object *bytes_of(const object *o)
{
    return (struct bytes_object *)(uintptr_t)o;
}

/* ---- making --------------------------------------------------------------- */

enum {
    APART_LEAST = 2048, /* bytes; shorter ones are copied as fast */
    SHARE_MOST = 2      /* a slice keeps no array of more than twice its size */
};

static struct long_bytes *long_of(const object *o)
{
    return (struct long_bytes *)(uintptr_t)o;
}

/* A long one without an array. */
static object *alloc_long(struct vm *vm)
{
    size_t more = sizeof(struct long_bytes) - sizeof(struct bytes_object);
    object *o = heap_alloc(vm->heap, &vm->types[TYPE_BYTES]->layout, more);
    if (o)
        heap_set_aux(o, BYTES_APART);
    return o;
}

/* One with an array of zeros; NULL: no memory. */
static object *make_long(struct vm *vm, size_t size)
{
    object *o = alloc_long(vm);
    struct bytes_array *a =
        o ? heap_array_new(vm->heap, sizeof *a + size) : NULL;
    if (o && !a)
        heap_store(vm->heap, &o, NULL);
    if (!o)
        return NULL;
    a->owners = 1;
    a->size = size;
    memset(a->data, 0, size);
    long_of(o)->array = a;
    long_of(o)->from = a->data;
    return o;
}

object *bytes_alloc(struct vm *vm, struct type_object *type, size_t size)
{
    if (size > PTRDIFF_MAX / 2)
        return vm_raise_no_memory(vm);
    object *o = type != vm->types[TYPE_BYTES] ? type_alloc(vm, type, size)
                : size < APART_LEAST
                    ? heap_alloc(vm->heap, &type->layout, size)
                    : make_long(vm, size);
    if (!o)
        return vm_pending(vm) ? NULL : vm_raise_no_memory(vm);
    bytes_of(o)->hash = -1;
    bytes_of(o)->length = size;
    return o;
}

/* A slice that owns self's array too; NULL: it is to be a copy. */
static object *share(struct vm *vm, object *self, size_t at, size_t length)
{
    struct long_bytes *s = long_of(self);
    struct heap_event event = {.kind = HEAP_EVENT_SHARE};
    object *o;
    if (heap_aux(self) != BYTES_APART || length < APART_LEAST ||
        s->array->size / SHARE_MOST > length || !heap_sharing(vm->heap) ||
        !(o = alloc_long(vm)))
        return NULL;
    bytes_of(o)->hash = -1;
    bytes_of(o)->length = length;
    s->array->owners++;
    long_of(o)->array = s->array;
    long_of(o)->from = s->from + at;
    event.object = o;
    heap_tell(vm->heap, &event);
    return o;
}

static void destroy(heap *h, object *self)
{
    struct bytes_array *a =
        heap_aux(self) == BYTES_APART ? long_of(self)->array : NULL;
    if (a && --a->owners == 0)
        heap_array_free(h, a, sizeof *a + a->size);
}

/* As if it had the array to itself. */
static size_t extra(const object *self)
{
    return heap_aux(self) == BYTES_APART
               ? sizeof(struct bytes_array) + long_of(self)->array->size
               : 0;
}

object *bytes_new(struct vm *vm, const void *data, size_t size)
{
    if (size == 0 && vm->empty_bytes)
        return heap_retain(vm->empty_bytes);
    if (size == 1) {
        object *one = vm->bytes1[*(const unsigned char *)data];
        if (one)
            return heap_retain(one);
    }
    object *o = bytes_alloc(vm, vm->types[TYPE_BYTES], size);
    if (o && size)
        memcpy(bytes_data(o), data, size);
    return o;
}

bool bytes_check(struct vm *vm, const object *o)
{
    return vm_is(o, TYPE_BYTES) ||
           (vm_type_of(vm, o)->flags & TYPE_BYTES_SUBCLASS);
}

bool bytes_like(struct vm *vm, const object *o)
{
    return bytes_check(vm, o) || bytearray_check(vm, o);
}

bool bytes_view(struct vm *vm, object *o, const unsigned char **data,
                size_t *size)
{
    if (bytes_check(vm, o)) {
        *data = bytes_data(o);
        *size = bytes_of(o)->length;
        return true;
    }
    if (bytearray_check(vm, o)) {
        struct bytearray_object *b = (struct bytearray_object *)o;
        *data = b->length ? b->data : (const unsigned char *)"";
        *size = b->length;
        return true;
    }
    if (vm_is(o, TYPE_MEMORYVIEW))
        return memoryview_bytes(vm, o, data, size);
    if (buffer_check(vm, o)) {
        array_bytes(o, data, size);
        return true;
    }
    vm_raise(vm, EXC_TYPE_ERROR, "a bytes-like object is required, not '%T'",
             o);
    return false;
}

/* ---- sequence ---------------------------------------------------------------- */

static ptrdiff_t length(struct vm *vm, object *self)
{
    (void)vm;
    return (ptrdiff_t)bytes_of(self)->length;
}

static object *item(struct vm *vm, object *self, ptrdiff_t i)
{
    if (i < 0 || (size_t)i >= bytes_of(self)->length)
        return vm_raise(vm, EXC_INDEX_ERROR, "index out of range");
    return int_new(vm, bytes_data(self)[i]);
}

static object *slice(struct vm *vm, object *self, object *key)
{
    struct slice_range r;
    struct bytes_object *s = bytes_of(self);
    if (!sequence_slice(vm, key, s->length, &r))
        return NULL;
    if (r.step == 1 && r.count == s->length && vm_is(self, TYPE_BYTES))
        return heap_retain(self);
    object *o = r.step == 1 ? share(vm, self, (size_t)r.start, r.count) : NULL;
    if (o)
        return o;
    const unsigned char *data = bytes_data(self);
    if (r.step == 1 || r.count <= 1)
        return bytes_new(vm, r.count ? data + r.start : data, r.count);
    o = bytes_alloc(vm, vm->types[TYPE_BYTES], r.count);
    ptrdiff_t at = r.start;
    for (size_t i = 0; o && i < r.count; i++, at += r.step)
        bytes_data(o)[i] = data[at];
    return o;
}

static object *subscript(struct vm *vm, object *self, object *key)
{
    ptrdiff_t i;
    if (vm_is(key, TYPE_SLICE))
        return slice(vm, self, key);
    if (!vm_type_of(vm, key)->slots.to_index)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "byte indices must be integers or slices, not %T",
                        key);
    if (!vm_index_as_ssize(vm, key, &i, false))
        return NULL;
    return item(vm, self, i < 0 ? i + (ptrdiff_t)bytes_of(self)->length : i);
}

static object *concat(struct vm *vm, object *a, object *b)
{
    const unsigned char *x, *y;
    size_t n, m;
    if (!buffer_check(vm, b))
        return vm_raise(vm, EXC_TYPE_ERROR, "can't concat %T to %T", b, a);
    if (!bytes_view(vm, a, &x, &n) || !bytes_view(vm, b, &y, &m))
        return NULL;
    if (n == 0 && vm_is(b, TYPE_BYTES))
        return heap_retain(b);
    if (m == 0 && vm_is(a, TYPE_BYTES))
        return heap_retain(a);
    if (n + m <= 1)
        return bytes_new(vm, n ? x : y, n + m);
    object *o = bytes_alloc(vm, vm->types[TYPE_BYTES], n + m);
    if (o && n)
        memcpy(bytes_data(o), x, n);
    if (o && m)
        memcpy(bytes_data(o) + n, y, m);
    return o;
}

static object *repeat(struct vm *vm, object *self, ptrdiff_t count)
{
    struct bytes_object *s = bytes_of(self);
    size_t all;
    count = count < 0 ? 0 : count;
    if (__builtin_mul_overflow(s->length, (size_t)count, &all) ||
        all > PTRDIFF_MAX)
        return vm_raise(vm, EXC_OVERFLOW_ERROR, "repeated bytes are too long");
    if (all == s->length && vm_is(self, TYPE_BYTES))
        return heap_retain(self);
    if (all <= 1)
        return bytes_new(vm, bytes_data(self), all);
    object *o = bytes_alloc(vm, vm->types[TYPE_BYTES], all);
    for (size_t i = 0; o && i < (size_t)count; i++)
        memcpy(bytes_data(o) + i * s->length, bytes_data(self), s->length);
    return o;
}

/* ---- hash and comparison --------------------------------------------------------- */

static bool hash(struct vm *vm, object *self, int64_t *out)
{
    struct bytes_object *s = bytes_of(self);
    if (s->hash == -1)
        s->hash = hash_bytes(vm, bytes_data(self), s->length);
    *out = s->hash;
    return true;
}

object *bytes_compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    const unsigned char *x, *y;
    size_t n, m;
    bool fits = bytes_check(vm, a) ? bytes_check(vm, b) : buffer_check(vm, b);
    if (!fits)
        return heap_retain(vm->not_implemented);
    if (!bytes_view(vm, a, &x, &n) || !bytes_view(vm, b, &y, &m)) {
        vm_pending_clear(vm);
        return heap_retain(vm->not_implemented);
    }
    int order = memcmp(x, y, n < m ? n : m);
    if (order == 0)
        return vm_bool(vm, sequence_order(n, m, op));
    bool results[] = {order < 0, order < 0, false, true, order > 0, order > 0};
    return vm_bool(vm, results[op]);
}

int bytes_contains(struct vm *vm, object *self, object *item)
{
    const unsigned char *x, *y;
    size_t n, m;
    ptrdiff_t value;
    if (!bytes_view(vm, self, &x, &n))
        return -1;
    if (vm_type_of(vm, item)->slots.to_index) {
        if (!vm_index_as_ssize(vm, item, &value, true))
            return -1;
        if (value >= 0 && value < 256)
            return n && memchr(x, (int)value, n) != NULL;
        vm_raise(vm, EXC_VALUE_ERROR, "byte must be in range(0, 256)");
        return -1;
    }
    if (!bytes_view(vm, item, &y, &m))
        return -1;
    return m == 0 || memmem(x, n, y, m) != NULL;
}

/* ---- text ------------------------------------------------------------------------ */

void bytes_add_repr(struct str_builder *b, const unsigned char *data,
                    size_t n, bool escape_single)
{
    static const char hex[] = "0123456789abcdef";
    bool twice = n && memchr(data, '\'', n) &&
                 !memchr(data, '"', n);
    char quote = twice ? '"' : '\'';
    str_builder_char(b, 'b');
    str_builder_char(b, (unsigned char)quote);
    for (size_t i = 0; i < n && !b->failed; i++) {
        unsigned char c = data[i];
        char text[5] = {'\\', (char)c, 0, 0, 0};
        if (c == '\t' || c == '\n' || c == '\r') {
            text[1] = c == '\t' ? 't' : c == '\n' ? 'n' : 'r';
        } else if (c < ' ' || c >= 127) {
            text[1] = 'x';
            text[2] = hex[c >> 4];
            text[3] = hex[c & 15];
        } else if (c != '\\' && c != (unsigned char)quote &&
                   (c != '\'' || !escape_single)) {
            text[0] = (char)c;
            text[1] = 0;
        }
        str_builder_ascii(b, text);
    }
    str_builder_char(b, (unsigned char)quote);
}

static object *repr(struct vm *vm, object *self)
{
    struct str_builder b;
    str_builder_init(&b, vm);
    bytes_add_repr(&b, bytes_data(self), bytes_of(self)->length, false);
    return str_builder_finish(&b);
}

/* ---- construction ------------------------------------------------------------------ */

static object *of_type(struct vm *vm, struct type_object *type, object *made)
{
    if (!made || type == vm->types[TYPE_BYTES])
        return made;
    struct bytes_object *s = bytes_of(made);
    object *o = bytes_alloc(vm, type, s->length);
    if (o && s->length)
        memcpy(bytes_data(o), bytes_data(made), s->length);
    vm_release(vm, made);
    return o;
}

static object *zeros(struct vm *vm, ptrdiff_t count)
{
    if (count < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "negative count");
    return count == 0 ? bytes_new(vm, "", 0)
                      : bytes_alloc(vm, vm->types[TYPE_BYTES], (size_t)count);
}

bool byte_value(struct vm *vm, object *o, const char *range_words,
                unsigned char *out)
{
    ptrdiff_t value;
    if (!vm_type_of(vm, o)->slots.to_index) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "'%T' object cannot be interpreted as an integer", o);
        return false;
    }
    if (!vm_index_as_ssize(vm, o, &value, true))
        return false;
    if (value < 0 || value > 255) {
        vm_raise(vm, EXC_VALUE_ERROR, "%s", range_words);
        return false;
    }
    *out = (unsigned char)value;
    return true;
}

object *bytes_from_items(struct vm *vm, object *iterable,
                          const char *range_words)
{
    object *iterator = vm_iter(vm, iterable), *o, *result = NULL;
    struct byte_buffer b = {0};
    if (!iterator)
        return NULL;
    bool ok = true;
    while (ok && (o = vm_next(vm, iterator))) {
        unsigned char c;
        ok = byte_value(vm, o, range_words, &c) &&
             byte_buffer_add(vm, &b, &c, 1);
        vm_release(vm, o);
    }
    vm_release(vm, iterator);
    if (ok && !vm_pending(vm))
        result = bytes_new(vm, b.data, b.length);
    byte_buffer_done(&b);
    return result;
}

/* x.__bytes__(), in *out; *out NULL when it has none. */
static bool by_method(struct vm *vm, object *x, object **out)
{
    bool unbound;
    *out = NULL;
    object *method =
        type_lookup_special(vm, x, vm->name[NAME_dunder_bytes], &unbound);
    if (!method)
        return !vm_pending(vm);
    *out = unbound ? vm_call1(vm, method, x) : vm_call0(vm, method);
    vm_release(vm, method);
    if (*out && !bytes_check(vm, *out)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "__bytes__ returned non-bytes (type %T)", *out);
        heap_store(vm->heap, out, NULL);
    }
    return *out != NULL;
}

static object *from_buffer(struct vm *vm, object *x)
{
    struct buffer b;
    object *name = vm_is(x, TYPE_MEMORYVIEW) ? str_intern(vm, "tobytes") : NULL;
    if (name) { /* it need not be in one piece */
        object *all = vm_call_method(vm, x, name, NULL, 0);
        vm_release(vm, name);
        return all;
    }
    if (vm_pending(vm) || !buffer_get(vm, x, false, &b))
        return NULL;
    object *r = bytes_new(vm, b.data, b.size);
    buffer_done(vm, &b);
    return r;
}

object *bytes_from(struct vm *vm, object *x, const char *range_words)
{
    const unsigned char *data;
    size_t n;
    ptrdiff_t count;
    if (vm_is(x, TYPE_BYTES))
        return heap_retain(x);
    if (bytes_like(vm, x))
        return bytes_view(vm, x, &data, &n) ? bytes_new(vm, data, n) : NULL;
    if (buffer_check(vm, x))
        return from_buffer(vm, x);
    if (str_check(vm, x))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "string argument without an encoding");
    if (vm_type_of(vm, x)->slots.to_index) {
        if (vm_repeat_count(vm, x, &count))
            return zeros(vm, count);
        if (!vm_pending_is(vm, EXC_TYPE_ERROR))
            return NULL;
        vm_pending_clear(vm);
    }
    if (vm_type_of(vm, x)->slots.iter || vm_type_of(vm, x)->slots.item)
        return bytes_from_items(vm, x, range_words);
    return vm_raise(vm, EXC_TYPE_ERROR, "cannot convert '%T' object to bytes",
                    x);
}

object *bytes_of_object(struct vm *vm, object *x)
{
    object *made;
    if (vm_is(x, TYPE_BYTES))
        return heap_retain(x);
    if (!by_method(vm, x, &made))
        return NULL;
    if (made)
        return made;
    bool items = !str_check(vm, x) && !vm_type_of(vm, x)->slots.to_index;
    if (items || buffer_check(vm, x))
        return bytes_from(vm, x, "bytes must be in range(0, 256)");
    return vm_raise(vm, EXC_TYPE_ERROR, "cannot convert '%T' object to bytes",
                    x);
}

/* The str arguments: 1 went well, 0 there were none, -1 error. */
int bytes_text_arguments(struct vm *vm, const char *function,
                         object *const in[3], object **out)
{
    *out = NULL;
    if (!in[1] && !in[2])
        return 0;
    for (int i = 1; i < 3; i++)
        if (in[i] && !str_check(vm, in[i])) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "%s() argument '%s' must be str, not %B", function,
                     i == 1 ? "encoding" : "errors", in[i]);
            return -1;
        }
    if (!in[0] || !str_check(vm, in[0])) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 in[1] ? "encoding without a string argument"
                       : "errors without a string argument");
        return -1;
    }
    if (!in[1]) {
        vm_raise(vm, EXC_TYPE_ERROR, "string argument without an encoding");
        return -1;
    }
    *out = codec_encode(vm, in[0], in[1], in[2]);
    return *out ? 1 : -1;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"source", "encoding", "errors", NULL};
    static const struct arg_spec spec = {"bytes", names, 0, 3, 0};
    object *in[3], *made;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    int text = bytes_text_arguments(vm, "bytes", in, &made);
    if (text)
        return text < 0 ? NULL : of_type(vm, type, made);
    if (!in[0])
        return of_type(vm, type, heap_retain(vm->empty_bytes));
    if (!by_method(vm, in[0], &made))
        return NULL;
    if (!made)
        made = bytes_from(vm, in[0], "bytes must be in range(0, 256)");
    return of_type(vm, type, made);
}

static object *modulo(struct vm *vm, object *a, object *b)
{
    if (!bytes_check(vm, a))
        return heap_retain(vm->not_implemented);
    return bytes_percent(vm, a, b);
}

/* ---- iterator ------------------------------------------------------------------------- */

struct bytes_iterator {
    struct heap_node node;
    object *bytes; /* NULL at the end */
    size_t next;
};

object *bytes_iterate(struct vm *vm, object *self)
{
    struct bytes_iterator *it = (struct bytes_iterator *)heap_alloc(
        vm->heap, &vm->types[TYPE_BYTES_ITERATOR]->layout, 0);
    if (!it)
        return vm_raise_no_memory(vm);
    it->bytes = heap_retain(self);
    heap_track(vm->heap, &it->node.base);
    return &it->node.base;
}

static object *next_byte(struct vm *vm, object *self)
{
    struct bytes_iterator *it = (struct bytes_iterator *)self;
    if (!it->bytes)
        return NULL;
    if (it->next < bytes_of(it->bytes)->length)
        return int_new(vm, bytes_data(it->bytes)[it->next++]);
    heap_store(vm->heap, &it->bytes, NULL);
    return NULL;
}

static object *length_hint(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    struct bytes_iterator *it = (struct bytes_iterator *)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    size_t left = it->bytes ? bytes_of(it->bytes)->length - it->next : 0;
    return int_new(vm, (int64_t)left);
}

static const struct method_def iterator_methods[] = {
    {"__length_hint__", length_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    ITERATOR_REDUCE(iterator_place_reduce),
    ITERATOR_SET_STATE(iterator_place_set_state),
    {NULL, NULL, 0, NULL},
};

static const struct heap_field iterator_fields[] = {
    {"bytes", offsetof(struct bytes_iterator, bytes)},
};

const struct type_spec bytes_iterator_spec = {
    .name = "bytes_iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct bytes_iterator),
               .flags = HEAP_CONTAINER,
               .fields = iterator_fields,
               .field_count = 1},
    .slots = {.iter = sequence_self, .next = next_byte},
    .methods = iterator_methods,
};

/* ---- the type ---------------------------------------------------------------------------- */

const struct type_spec bytes_spec = {
    .name = "bytes",
    .flags = TYPE_BASE | TYPE_BYTES_SUBCLASS | TYPE_SELF_MATCH,
    .layout = {.size = sizeof(struct bytes_object),
               .flags = HEAP_DESTROY_BY_AUX, /* aux: its bytes are apart */
               .destroy = destroy,
               .extra = extra},
    .slots = {.binary = {[BINARY_MOD] = modulo},
              .length = length,
              .subscript = subscript,
              .item = item,
              .contains = bytes_contains,
              .concat = concat,
              .repeat = repeat,
              .hash = hash,
              .compare = bytes_compare,
              .repr = repr,
              .str = repr,
              .iter = bytes_iterate,
              .new_ = new_},
    .methods = bytes_methods,
    .doc = "bytes(iterable_of_ints) -> bytes\n"
           "bytes(string, encoding[, errors]) -> bytes\n"
           "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n"
           "bytes(int) -> bytes object of size given by the parameter "
           "initialized with null bytes\n"
           "bytes() -> empty bytes object",
};
