/*
 * io.StringIO: a text stream in memory.  `data` is a heap array of `room`
 * code points, of which `length` are the stream's.
 */
#include <string.h>

#include "scripts/modules/io.h"
#include "scripts/modules/native.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct string_stream {
    struct io_stream stream;
    object *newline; /* what it writes for "\n", or NULL for "\n" */
    uint32_t *data;
    size_t length, room, at;
    bool closed, universal, translate, pending;
    int seen;
};

static struct string_stream *of(object *o)
{
    return (struct string_stream *)o;
}

static struct string_stream *open_one(struct vm *vm, object *self)
{
    if (!of(self)->closed)
        return of(self);
    vm_raise(vm, EXC_VALUE_ERROR, "I/O operation on closed file");
    return NULL;
}

static void drop(heap *h, struct string_stream *s)
{
    uint32_t *data = s->data;
    s->data = NULL;
    if (data)
        heap_array_free(h, data, s->room * sizeof *data);
    s->length = s->room = s->at = 0;
}

static bool reserve(struct vm *vm, struct string_stream *s, size_t size)
{
    if (size <= s->room)
        return true;
    size_t room = s->room * 2 > size ? s->room * 2 : size < 64 ? 64 : size;
    uint32_t *data = room > SIZE_MAX / 8
                         ? NULL
                         : heap_array_new(vm->heap, room * sizeof *data);
    if (!data)
        return vm_raise_no_memory(vm);
    if (s->length)
        memcpy(data, s->data, s->length * sizeof *data);
    if (s->data)
        heap_array_free(vm->heap, s->data, s->room * sizeof *data);
    s->data = data;
    s->room = room;
    return true;
}

static bool put(struct vm *vm, struct string_stream *s, const object *text)
{
    size_t size = str_length(text);
    if (!size)
        return true;
    if (!reserve(vm, s, s->at + size))
        return false;
    if (s->at > s->length)
        memset(s->data + s->length, 0,
               (s->at - s->length) * sizeof *s->data);
    for (size_t i = 0; i < size; i++)
        s->data[s->at + i] = str_at(text, i);
    s->at += size;
    s->length = s->at > s->length ? s->at : s->length;
    return true;
}

/* text with this stream's newline in place of "\n"; new. */
static object *outward(struct vm *vm, struct string_stream *s, object *text)
{
    struct str_builder b;
    if (!s->newline)
        return heap_retain(text);
    str_builder_init(&b, vm);
    for (size_t i = 0; i < str_length(text); i++) {
        if (str_at(text, i) == '\n')
            str_builder_str(&b, s->newline);
        else
            str_builder_char(&b, str_at(text, i));
    }
    return str_builder_finish(&b);
}

static bool write_text(struct vm *vm, struct string_stream *s, object *text)
{
    object *in = s->universal ? io_translate(vm, text, s->translate, true,
                                             &s->pending, &s->seen)
                              : heap_retain(text);
    object *out = in ? outward(vm, s, in) : NULL;
    bool ok = out && put(vm, s, out);
    vm_release_maybe(vm, in);
    vm_release_maybe(vm, out);
    return ok;
}

static object *take(struct vm *vm, struct string_stream *s, ptrdiff_t n)
{
    size_t left = s->at < s->length ? s->length - s->at : 0;
    size_t size = n < 0 || (size_t)n > left ? left : (size_t)n;
    if (!size)
        return heap_retain(vm->empty_str);
    object *r = str_from_ucs4(vm, s->data + s->at, size);
    if (r)
        s->at += size;
    return r;
}

/* How long the line at the place is. */
static size_t line_size(struct string_stream *s)
{
    uint32_t wanted = s->newline ? str_at(s->newline, 0) : '\n';
    bool two = s->newline && str_length(s->newline) == 2;
    bool any = s->universal && !s->translate;
    for (size_t i = s->at; i < s->length; i++) {
        uint32_t c = s->data[i];
        bool lf = i + 1 < s->length && s->data[i + 1] == '\n';
        if (any && (c == '\n' || c == '\r'))
            return i + 1 + (c == '\r' && lf) - s->at;
        if (!any && c == wanted && (!two || lf))
            return i + 1 + two - s->at;
    }
    return s->at < s->length ? s->length - s->at : 0;
}

static object *take_line(struct vm *vm, struct string_stream *s, ptrdiff_t n)
{
    size_t size = line_size(s);
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
    if (line && str_length(line))
        return line;
    vm_release_maybe(vm, line);
    return NULL;
}

IO_METHOD(m_write)
{
    (void)nargs, (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "string argument expected, got '%T'", args[0]);
    if (!open_one(vm, self) || !write_text(vm, of(self), args[0]))
        return NULL;
    return int_new(vm, (int64_t)str_length(args[0]));
}

IO_METHOD(m_getvalue)
{
    IO_UNUSED;
    struct string_stream *s = open_one(vm, self);
    if (!s || !s->length)
        return s ? heap_retain(vm->empty_str) : NULL;
    return str_from_ucs4(vm, s->data, s->length);
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
    struct string_stream *s = of(self);
    if (whence < 0 || whence > 2)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "Invalid whence (%zd, should be 0, 1 or 2)", whence);
    if (!whence && at < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "Negative seek position %zd", at);
    if (whence && at)
        return vm_raise(vm, EXC_OS_ERROR, "Can't do nonzero cur-relative seeks");
    s->at = whence == 0 ? (size_t)at : whence == 1 ? s->at : s->length;
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
    if (!open_one(vm, self) || !io_size(vm, args, nargs, "truncate", &size))
        return NULL;
    struct string_stream *s = of(self);
    if (!nargs || args[0] == vm->none)
        size = (ptrdiff_t)s->at;
    if (size < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "Negative size value %zd", size);
    if ((size_t)size < s->length)
        s->length = (size_t)size;
    return int_new(vm, size);
}

IO_METHOD(m_close)
{
    IO_UNUSED;
    of(self)->closed = true;
    drop(vm->heap, of(self));
    return vm_none(vm);
}

IO_METHOD(m_true)
{
    IO_UNUSED;
    return open_one(vm, self) ? vm_bool(vm, true) : NULL;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

/* Sets the newline mode; false: pending. */
static bool set_newline(struct vm *vm, object *self, object *newline)
{
    static const char *const known[] = {"", "\n", "\r", "\r\n"};
    struct string_stream *s = of(self);
    int which = -1;
    if (newline && newline != vm->none && !str_check(vm, newline)) {
        vm_raise(vm, EXC_TYPE_ERROR, "newline must be str or None, not %T",
                 newline);
        return false;
    }
    if (newline && newline != vm->none) {
        for (int i = 0; i < 4; i++)
            which = str_equal_ascii(newline, known[i]) ? i : which;
        if (which < 0) {
            vm_raise(vm, EXC_VALUE_ERROR, "illegal newline value: %R", newline);
            return false;
        }
    }
    s->universal = newline && which <= 0;
    s->translate = newline == vm->none;
    s->pending = false;
    s->seen = 0;
    heap_store(vm->heap, &s->newline, which > 1 ? heap_retain(newline) : NULL);
    return true;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    static const char *const names[] = {"initial_value", "newline", NULL};
    static const struct arg_spec spec = {"StringIO", names, 0, 2, 0};
    object *out[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !set_newline(vm, self, out[1]))
        return false;
    drop(vm->heap, of(self));
    of(self)->closed = false;
    if (!out[0] || out[0] == vm->none)
        return true;
    if (!str_check(vm, out[0])) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "initial_value must be str or None, not %T", out[0]);
        return false;
    }
    bool ok = write_text(vm, of(self), out[0]);
    of(self)->at = 0;
    return ok;
}

/* ---- the state, for pickle ---- */

static object *newline_given(struct vm *vm, const struct string_stream *s)
{
    if (s->translate)
        return vm_none(vm);
    if (s->universal)
        return heap_retain(vm->empty_str);
    return heap_retain(s->newline ? s->newline : vm->latin1['\n']);
}

/* (text, newline, place, a copy of the attributes) */
IO_METHOD(m_getstate)
{
    IO_UNUSED;
    object *text = m_getvalue(vm, self, args, 0, NULL), *r = NULL;
    if (!text)
        return NULL;
    object *newline = newline_given(vm, of(self));
    object *at = int_new_u64(vm, of(self)->at);
    object *dict = of(self)->stream.dict
                       ? io_call(vm, of(self)->stream.dict, "copy", NULL)
                       : vm_none(vm);
    if (at && dict)
        r = tuple_pack(vm, 4, text, newline, at, dict);
    vm_release(vm, text);
    vm_release(vm, newline);
    vm_release_maybe(vm, at);
    vm_release_maybe(vm, dict);
    return r;
}

/* Takes the text as it is, whatever the newline. */
static bool refill(struct vm *vm, object *self, object *const *items)
{
    if (!init(vm, self, items, 2, NULL))
        return false;
    of(self)->length = of(self)->at = 0;
    return items[0] == vm->none || put(vm, of(self), items[0]);
}

IO_METHOD(m_setstate)
{
    ptrdiff_t at;
    (void)nargs, (void)kwnames;
    if (of(self)->closed)
        return vm_raise(vm, EXC_VALUE_ERROR, "I/O operation on closed file");
    if (!vm_is(args[0], TYPE_TUPLE) || tuple_length(args[0]) < 4)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%T.__setstate__ argument should be 4-tuple, got %T",
                        self, args[0]);
    object *const *items = tuple_items(args[0]);
    if (!refill(vm, self, items))
        return NULL;
    if (!vm_is(items[2], TYPE_INT))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "third item of state must be an integer, got %T",
                        items[2]);
    if (!native_ssize(vm, items[2], &at))
        return NULL;
    if (at < 0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "position value cannot be negative");
    of(self)->at = (size_t)at;
    return io_set_attributes(vm, self, items[3], "fourth") ? vm_none(vm)
                                                           : NULL;
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

static object *get_false(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return open_one(vm, self) ? vm_bool(vm, false) : NULL;
}

static object *get_newlines(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return open_one(vm, self) ? io_newlines_seen(vm, of(self)->seen) : NULL;
}

static void destroy(heap *h, object *self)
{
    drop(h, of(self));
}

static const struct method_def methods[] = {
    {"close", m_close, METHOD_NOARGS, NULL},
    {"getvalue", m_getvalue, METHOD_NOARGS, NULL},
    {"__getstate__", m_getstate, METHOD_NOARGS, NULL},
    {"__setstate__", m_setstate, METHOD_ONE, NULL},
    {"read", m_read, METHOD_ARGS, NULL},
    {"readline", m_readline, METHOD_ARGS, NULL},
    {"tell", m_tell, METHOD_NOARGS, NULL},
    {"truncate", m_truncate, METHOD_ARGS, NULL},
    {"seek", m_seek, METHOD_ARGS, NULL},
    {"write", m_write, METHOD_ONE, NULL},
    {"seekable", m_true, METHOD_NOARGS, NULL},
    {"readable", m_true, METHOD_NOARGS, NULL},
    {"writable", m_true, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def getsets[] = {
    {"closed", get_closed, NULL, NULL, NULL},
    {"newlines", get_newlines, NULL, NULL, NULL},
    {"line_buffering", get_false, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct heap_field fields[] = {
    {"__dict__", offsetof(struct io_stream, dict)},
    {"newline", offsetof(struct string_stream, newline)},
};

const struct type_spec io_string_spec = {
    .name = "_io.StringIO",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct string_stream),
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
    .doc = "Text I/O implementation using an in-memory buffer.",
};
