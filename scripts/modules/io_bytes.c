/*
 * io.BytesIO: a binary stream in memory.  `data` is a heap array of `room`
 * bytes, of which `length` are the stream's; `at` may lie behind them.  Until
 * it is changed a stream made from bytes has these bytes (`shared`) and no
 * array, and so has one whose value was asked for.
 */
#include <stdio.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/io.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct bytes_stream {
    struct io_stream stream;
    object *shared; /* bytes with the whole contents, or NULL */
    unsigned char *data;
    size_t length, room, at;
    size_t exports; /* views that hold it to its length */
    bool closed;
};

/* What a memoryview of a stream has for its object. */
struct bytes_buffer {
    struct heap_node node;
    object *source;
};

static struct bytes_stream *of(object *o)
{
    return (struct bytes_stream *)o;
}

static struct bytes_stream *open_one(struct vm *vm, object *self)
{
    if (!of(self)->closed)
        return of(self);
    vm_raise(vm, EXC_VALUE_ERROR, "I/O operation on closed file.");
    return NULL;
}

/* An open stream that may take on another size; NULL: pending. */
static struct bytes_stream *free_one(struct vm *vm, object *self)
{
    struct bytes_stream *s = open_one(vm, self);
    if (!s || !s->exports)
        return s;
    vm_raise(vm, EXC_BUFFER_ERROR,
             "Existing exports of data: object cannot be re-sized");
    return NULL;
}

static const unsigned char *contents(const struct bytes_stream *s)
{
    return s->shared   ? bytes_data(s->shared)
           : s->length ? s->data
                       : (const unsigned char *)"";
}

static void free_array(heap *h, struct bytes_stream *s)
{
    unsigned char *data = s->data;
    s->data = NULL;
    if (data)
        heap_array_free(h, data, s->room);
    s->room = 0;
}

static void drop(heap *h, struct bytes_stream *s)
{
    free_array(h, s);
    s->length = s->at = 0;
    heap_store(h, &s->shared, NULL);
}

/* From now on the contents are these bytes, as long as nothing changes. */
static void share(struct vm *vm, struct bytes_stream *s, object *bytes)
{
    free_array(vm->heap, s);
    s->length = ((struct bytes_object *)bytes)->length;
    heap_store(vm->heap, &s->shared, heap_retain(bytes));
}

static bool reserve(struct vm *vm, struct bytes_stream *s, size_t size)
{
    if (size <= s->room)
        return true;
    size_t room = s->room * 2 > size ? s->room * 2 : size < 64 ? 64 : size;
    unsigned char *data = heap_array_new(vm->heap, room);
    if (!data)
        return vm_raise_no_memory(vm);
    if (s->length)
        memcpy(data, s->data, s->length);
    if (s->data)
        heap_array_free(vm->heap, s->data, s->room);
    s->data = data;
    s->room = room;
    return true;
}

/* The contents in an array of the stream's own, to be changed. */
static bool own(struct vm *vm, struct bytes_stream *s)
{
    object *bytes = s->shared;
    if (!bytes)
        return true;
    s->shared = NULL;
    size_t length = s->length;
    s->length = 0;
    bool ok = reserve(vm, s, length);
    if (ok && length)
        memcpy(s->data, bytes_data(bytes), length);
    s->length = ok ? length : 0;
    vm_release(vm, bytes);
    return ok;
}

static bool put(struct vm *vm, struct bytes_stream *s, const void *data,
                size_t size)
{
    if (!size)
        return true;
    if (!own(vm, s) || !reserve(vm, s, s->at + size))
        return false;
    if (s->at > s->length)
        memset(s->data + s->length, 0, s->at - s->length);
    memcpy(s->data + s->at, data, size);
    s->at += size;
    s->length = s->at > s->length ? s->at : s->length;
    return true;
}

/* The bytes from the place on, at most n unless it is negative. */
static object *take(struct vm *vm, struct bytes_stream *s, ptrdiff_t n)
{
    size_t left = s->at < s->length ? s->length - s->at : 0;
    size_t size = n < 0 || (size_t)n > left ? left : (size_t)n;
    bool whole = s->shared && size == s->length && size > 1 && !s->exports;
    object *r = whole ? heap_retain(s->shared)
                      : bytes_new(vm, size ? contents(s) + s->at : contents(s),
                                  size);
    if (r)
        s->at += size;
    return r;
}

static object *take_line(struct vm *vm, struct bytes_stream *s, ptrdiff_t n)
{
    size_t left = s->at < s->length ? s->length - s->at : 0;
    const unsigned char *from = left ? contents(s) + s->at : NULL;
    const unsigned char *end = left ? memchr(from, '\n', left) : NULL;
    size_t size = end ? (size_t)(end - from) + 1 : left;
    return take(vm, s, n < 0 || (size_t)n > size ? (ptrdiff_t)size : n);
}

IO_METHOD(m_read)
{
    ptrdiff_t n;
    (void)kwnames;
    return io_size(vm, args, nargs, "read", &n) && open_one(vm, self)
               ? take(vm, of(self), n)
               : NULL;
}

IO_METHOD(m_readline)
{
    ptrdiff_t n;
    (void)kwnames;
    return io_size(vm, args, nargs, "readline", &n) && open_one(vm, self)
               ? take_line(vm, of(self), n)
               : NULL;
}

static object *next(struct vm *vm, object *self)
{
    object *line = open_one(vm, self) ? take_line(vm, of(self), -1) : NULL;
    if (line && ((struct bytes_object *)line)->length)
        return line;
    vm_release_maybe(vm, line);
    return NULL;
}

IO_METHOD(m_readlines)
{
    ptrdiff_t hint, total = 0;
    object *line;
    (void)kwnames;
    if (!io_size(vm, args, nargs, "readlines", &hint) || !open_one(vm, self))
        return NULL;
    object *list = list_new(vm, 0);
    while (list && (hint <= 0 || total < hint) && (line = next(vm, self))) {
        total += (ptrdiff_t)((struct bytes_object *)line)->length;
        if (!list_append_steal(vm, list, line))
            heap_store(vm->heap, &list, NULL);
    }
    if (list && vm_pending(vm))
        heap_store(vm->heap, &list, NULL);
    return list;
}

IO_METHOD(m_readinto)
{
    (void)nargs, (void)kwnames;
    ptrdiff_t room = open_one(vm, self) ? io_room(vm, args[0]) : -1;
    object *data = room < 0 ? NULL : take(vm, of(self), room);
    object *r = data ? io_fill(vm, args[0], data) : NULL;
    vm_release_maybe(vm, data);
    return r;
}

IO_METHOD(m_write)
{
    struct buffer b;
    (void)nargs, (void)kwnames;
    if (!free_one(vm, self) || !buffer_get(vm, args[0], true, &b))
        return NULL;
    bool ok = free_one(vm, self) && put(vm, of(self), b.data, b.size);
    size_t size = b.size;
    buffer_done(vm, &b);
    return ok ? int_new(vm, (int64_t)size) : NULL;
}

IO_METHOD(m_getvalue)
{
    IO_UNUSED;
    struct bytes_stream *s = open_one(vm, self);
    if (!s)
        return NULL;
    if (s->shared)
        return heap_retain(s->shared);
    object *bytes = bytes_new(vm, contents(s), s->length);
    if (bytes && !s->exports && s->length)
        share(vm, s, bytes);
    return bytes;
}

/* (contents, place, a copy of the attributes) */
IO_METHOD(m_getstate)
{
    IO_UNUSED;
    object *bytes = m_getvalue(vm, self, args, 0, NULL), *r = NULL;
    object *at = bytes ? int_new_u64(vm, of(self)->at) : NULL;
    object *dict = of(self)->stream.dict
                       ? io_call(vm, of(self)->stream.dict, "copy", NULL)
                       : vm_none(vm);
    if (at && dict)
        r = tuple_pack(vm, 3, bytes, at, dict);
    vm_release_maybe(vm, bytes);
    vm_release_maybe(vm, at);
    vm_release_maybe(vm, dict);
    return r;
}

/* Starts anew with the bytes given. */
static bool refill(struct vm *vm, object *self, object *given)
{
    struct buffer b;
    of(self)->length = of(self)->at = 0;
    if (!of(self)->closed && !free_one(vm, self))
        return false;
    drop(vm->heap, of(self));
    of(self)->closed = false;
    if (!given || given == vm->none)
        return true;
    if (vm_is(given, TYPE_BYTES) && free_one(vm, self)) {
        share(vm, of(self), given);
        return true;
    }
    if (!buffer_get(vm, given, true, &b))
        return false;
    bool ok = free_one(vm, self) && put(vm, of(self), b.data, b.size);
    of(self)->at = 0;
    buffer_done(vm, &b);
    return ok;
}

IO_METHOD(m_setstate)
{
    ptrdiff_t at;
    (void)nargs, (void)kwnames;
    if (!open_one(vm, self))
        return NULL;
    if (!vm_is(args[0], TYPE_TUPLE) || tuple_length(args[0]) < 3)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%T.__setstate__ argument should be 3-tuple, got %T",
                        self, args[0]);
    object *const *items = tuple_items(args[0]);
    if (!refill(vm, self, items[0]))
        return NULL;
    if (!vm_is(items[1], TYPE_INT))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "second item of state must be an integer, not %T",
                        items[1]);
    if (!native_ssize(vm, items[1], &at))
        return NULL;
    if (at < 0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "position value cannot be negative");
    of(self)->at = (size_t)at;
    return io_set_attributes(vm, self, items[2], "third") ? vm_none(vm)
                                                          : NULL;
}

void io_bytes_view(object *buffer, const unsigned char **data, size_t *size)
{
    struct bytes_stream *s = of(((struct bytes_buffer *)buffer)->source);
    *data = contents(s);
    *size = s->length;
}

size_t *io_bytes_exports(object *buffer)
{
    return &of(((struct bytes_buffer *)buffer)->source)->exports;
}

IO_METHOD(m_getbuffer)
{
    struct type_object *type = native_type(vm, &io_bytes_buffer_spec);
    IO_UNUSED;
    if (!type || !open_one(vm, self) || !own(vm, of(self)))
        return NULL;
    object *o = type_alloc(vm, type, 0);
    if (!o)
        return NULL;
    ((struct bytes_buffer *)o)->source = heap_retain(self);
    object *view = vm_call1(vm, type_as_object(vm->types[TYPE_MEMORYVIEW]), o);
    vm_release(vm, o);
    return view;
}

IO_METHOD(m_seek)
{
    ptrdiff_t at, whence = 0;
    (void)kwnames;
    if (!args_between(vm, "seek", nargs, 1, 2) ||
        !native_ssize(vm, args[0], &at) ||
        (nargs > 1 && !native_ssize(vm, args[1], &whence)) ||
        !open_one(vm, self))
        return NULL;
    struct bytes_stream *s = of(self);
    if (whence < 0 || whence > 2)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "invalid whence (%zd, should be 0, 1 or 2)", whence);
    if (!whence && at < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "negative seek value %zd", at);
    ptrdiff_t base = whence == 0 ? 0
                                 : (ptrdiff_t)(whence == 1 ? s->at : s->length);
    if (__builtin_add_overflow(base, at, &at))
        return vm_raise(vm, EXC_OVERFLOW_ERROR, "new position too large");
    s->at = at < 0 ? 0 : (size_t)at;
    return int_new(vm, (int64_t)s->at);
}

IO_METHOD(m_tell)
{
    IO_UNUSED;
    return open_one(vm, self) ? int_new(vm, (int64_t)of(self)->at) : NULL;
}

IO_METHOD(m_truncate)
{
    ptrdiff_t size;
    (void)kwnames;
    if (!free_one(vm, self) || !io_size(vm, args, nargs, "truncate", &size))
        return NULL;
    struct bytes_stream *s = of(self);
    if (!nargs || args[0] == vm->none)
        size = (ptrdiff_t)s->at;
    if (size < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "negative size value %zd", size);
    if ((size_t)size < s->length) {
        if (!own(vm, s))
            return NULL;
        s->length = (size_t)size;
    }
    return int_new(vm, size);
}

IO_METHOD(m_close)
{
    IO_UNUSED;
    if (!of(self)->closed && !free_one(vm, self))
        return NULL;
    of(self)->closed = true;
    drop(vm->heap, of(self));
    return vm_none(vm);
}

IO_METHOD(m_true)
{
    IO_UNUSED;
    return open_one(vm, self) ? vm_bool(vm, true) : NULL;
}

IO_METHOD(m_isatty)
{
    IO_UNUSED;
    return open_one(vm, self) ? vm_bool(vm, false) : NULL;
}

IO_METHOD(m_flush)
{
    IO_UNUSED;
    return open_one(vm, self) ? vm_none(vm) : NULL;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    static const char *const names[] = {"initial_bytes", NULL};
    static const struct arg_spec spec = {"BytesIO", names, 0, 1, 0};
    object *given;
    return args_bind(vm, &spec, args, nargs, kwnames, &given) &&
           refill(vm, self, given);
}

static object *iter(struct vm *vm, object *self)
{
    return open_one(vm, self) ? heap_retain(self) : NULL;
}

static object *get_closed(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return vm_bool(vm, of(self)->closed);
}

static void destroy(heap *h, object *self)
{
    free_array(h, of(self));
}

static const struct method_def methods[] = {
    {"readable", m_true, METHOD_NOARGS, NULL},
    {"seekable", m_true, METHOD_NOARGS, NULL},
    {"writable", m_true, METHOD_NOARGS, NULL},
    {"close", m_close, METHOD_NOARGS, NULL},
    {"flush", m_flush, METHOD_NOARGS, NULL},
    {"isatty", m_isatty, METHOD_NOARGS, NULL},
    {"tell", m_tell, METHOD_NOARGS, NULL},
    {"write", m_write, METHOD_ONE, NULL},
    {"read1", m_read, METHOD_ARGS, NULL},
    {"readinto", m_readinto, METHOD_ONE, NULL},
    {"readline", m_readline, METHOD_ARGS, NULL},
    {"readlines", m_readlines, METHOD_ARGS, NULL},
    {"read", m_read, METHOD_ARGS, NULL},
    {"getbuffer", m_getbuffer, METHOD_NOARGS,
     "getbuffer($self, /)\n--\n\n"
     "Get a read-write view over the contents of the BytesIO object."},
    {"getvalue", m_getvalue, METHOD_NOARGS, NULL},
    {"__getstate__", m_getstate, METHOD_NOARGS, NULL},
    {"__setstate__", m_setstate, METHOD_ONE, NULL},
    {"seek", m_seek, METHOD_ARGS, NULL},
    {"truncate", m_truncate, METHOD_ARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def getsets[] = {
    {"closed", get_closed, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct heap_field fields[] = {
    {"__dict__", offsetof(struct io_stream, dict)},
    {"buf", offsetof(struct bytes_stream, shared)},
};

static const struct heap_field buffer_fields[] = {
    {"source", offsetof(struct bytes_buffer, source)},
};

const struct type_spec io_bytes_buffer_spec = {
    .name = "_io._BytesIOBuffer",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct bytes_buffer),
               .flags = HEAP_CONTAINER,
               .fields = buffer_fields,
               .field_count = 1},
};

const struct type_spec io_bytes_spec = {
    .name = "_io.BytesIO",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct bytes_stream),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 2,
               .destroy = destroy},
    .dict_offset = offsetof(struct io_stream, dict),
    .weakly = true,
    .slots = {.new_ = make,
              .init = init,
              .finalize = io_finalize,
              .get_attr = vm_generic_getattr,
              .set_attr = vm_generic_setattr,
              .iter = iter,
              .next = next},
    .methods = methods,
    .getsets = getsets,
    .doc = "Buffered I/O implementation using an in-memory bytes buffer.",
};
