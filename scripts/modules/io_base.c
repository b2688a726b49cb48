/*
 * The bases of all streams: what _IOBase, _RawIOBase, _BufferedIOBase and
 * _TextIOBase do by calling the methods of a class that derives from them.
 * Whether a plain _IOBase is closed is told by its attribute
 * __IOBase_closed, as scripts may see.
 */
#include <errno.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/io.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/signals.h"

/* ---- helpers of all streams --------------------------------------------- */

object *io_call(struct vm *vm, object *o, const char *name, object *arg)
{
    object *s = str_intern(vm, name);
    object *r = s ? vm_call_method(vm, o, s, &arg, arg != NULL) : NULL;
    vm_release_maybe(vm, s);
    return r;
}

object *io_call_int(struct vm *vm, object *o, const char *name, int64_t n)
{
    object *arg = int_new(vm, n);
    object *r = arg ? io_call(vm, o, name, arg) : NULL;
    vm_release_maybe(vm, arg);
    return r;
}

static const char unsupported_key;

object *io_unsupported_class(struct vm *vm)
{
    object **slot = native_slot(vm, &unsupported_key);
    if (!slot || *slot)
        return slot ? *slot : NULL;
    object *args[3] = {
        str_from(vm, "UnsupportedOperation"),
        tuple_pack(vm, 2, type_as_object(vm->exceptions[EXC_OS_ERROR]),
                   type_as_object(vm->exceptions[EXC_VALUE_ERROR])),
        NULL,
    };
    object *module = str_from(vm, "io"), *made = NULL;
    object *type = type_as_object(vm->types[TYPE_TYPE]);
    args[2] = vm_call0(vm, type_as_object(vm->types[TYPE_DICT]));
    if (args[0] && args[1] && args[2] && module &&
        vm_setitem(vm, args[2], vm->name[NAME_dunder_module], module))
        made = vm_call(vm, type, args, 3, NULL);
    for (int i = 0; i < 3; i++)
        vm_release_maybe(vm, args[i]);
    vm_release_maybe(vm, module);
    slot = made ? native_slot(vm, &unsupported_key) : NULL;
    if (slot)
        *slot = made;
    return made;
}

object *io_unsupported(struct vm *vm, const char *text)
{
    object *cls = io_unsupported_class(vm);
    return cls ? native_raise(vm, cls, "%s", text) : NULL;
}

int io_truth(struct vm *vm, object *o)
{
    int r = o ? vm_truth(vm, o) : -1;
    vm_release_maybe(vm, o);
    return r;
}

int io_is_closed(struct vm *vm, object *o)
{
    for (object *below = o; below; o = below ? below : o) {
        if (io_exactly(vm, o, &io_file_spec))
            return io_file_fd(o) < 0;
        below = io_text_buffer_peek(vm, o);
        if (!below)
            below = io_buffered_raw_peek(vm, o);
    }
    return io_truth(vm, vm_getattr_str(vm, o, "closed"));
}

bool io_check_open(struct vm *vm, object *o)
{
    int closed = io_is_closed(vm, o);
    if (closed > 0)
        vm_raise(vm, EXC_VALUE_ERROR, "I/O operation on closed file.");
    return closed == 0;
}

bool io_size(struct vm *vm, object *const *args, size_t nargs,
             const char *name, ptrdiff_t *out)
{
    *out = -1;
    if (!args_between(vm, name, nargs, 0, 1))
        return false;
    if (!nargs || args[0] == vm->none)
        return true;
    if (!vm_type_of(vm, args[0])->slots.to_index) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "argument should be integer or None, not '%T'", args[0]);
        return false;
    }
    return native_ssize(vm, args[0], out);
}

bool io_interrupted(struct vm *vm)
{
    return signals_poll(vm);
}

ptrdiff_t io_room(struct vm *vm, object *target)
{
    struct buffer b;
    int writable = buffer_writable(vm, target);
    if (writable <= 0) {
        if (!writable)
            vm_raise(vm, EXC_TYPE_ERROR,
                     "readinto() argument must be read-write bytes-like "
                     "object, not %B",
                     target);
        return -1;
    }
    if (!buffer_get(vm, target, false, &b))
        return -1;
    size_t size = b.size;
    buffer_done(vm, &b);
    return (ptrdiff_t)size;
}

object *io_fill(struct vm *vm, object *target, object *bytes)
{
    const unsigned char *data;
    size_t size;
    ptrdiff_t room = io_room(vm, target);
    if (room < 0 || !bytes_view(vm, bytes, &data, &size))
        return NULL;
    if (size > (size_t)room)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "read() returned too much data: %zu bytes requested, "
                        "%zu returned",
                        (size_t)room, size);
    if (size && !buffer_write(vm, target, 0, data, size))
        return NULL;
    return int_new(vm, (int64_t)size);
}

object *io_close_below(struct vm *vm, object *o, object *pending)
{
    object *kept = heap_retain(o);
    object *r = io_call(vm, kept, "close", NULL);
    vm_release(vm, kept);
    if (!pending)
        return r;
    if (r) {
        vm_release(vm, r);
        vm_pending_restore(vm, pending);
        return NULL;
    }
    object *later = vm_pending_take(vm);
    heap_store(vm->heap, &exception_of(later)->context, pending);
    vm_pending_restore(vm, later);
    return NULL;
}

bool io_set_attributes(struct vm *vm, object *self, object *dict,
                       const char *which)
{
    if (dict == vm->none)
        return true;
    if (!(vm_type_of(vm, dict)->flags & TYPE_DICT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s item of state should be a dict, got a %T", which, dict);
        return false;
    }
    object *own = vm_getattr_str(vm, self, "__dict__");
    object *r = own ? io_call(vm, own, "update", dict) : NULL;
    vm_release_maybe(vm, own);
    vm_release_maybe(vm, r);
    return r;
}

void io_warn_of(struct vm *vm, object *below, object *self)
{
    object *r = io_call(vm, below, "_dealloc_warn", self);
    if (!r)
        vm_pending_clear(vm);
    vm_release_maybe(vm, r);
}

void io_finalize(struct vm *vm, object *self)
{
    object *pending = vm_pending_take(vm);
    int closed = io_is_closed(vm, self);
    if (closed < 0)
        vm_pending_clear(vm);
    if (closed <= 0) {
        object *name = str_intern(vm, "_finalizing");
        if (!name || !vm_setattr(vm, self, name, vm->true_))
            vm_pending_clear(vm);
        vm_release_maybe(vm, name);
        object *r = io_call(vm, self, "close", NULL);
        if (!r)
            vm_pending_clear(vm);
        vm_release_maybe(vm, r);
    }
    if (pending)
        vm_pending_restore(vm, pending);
}

/* ---- _IOBase ------------------------------------------------------------- */

static object *closed_name(struct vm *vm)
{
    return str_intern(vm, "__IOBase_closed");
}

static object *get_closed(struct vm *vm, object *self, const void *data)
{
    object *name = closed_name(vm), *found = NULL;
    (void)data;
    bool ok = name && vm_lookup_attr(vm, self, name, &found);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, found);
    return ok ? vm_bool(vm, found != NULL) : NULL;
}

static object *unsupported(struct vm *vm, const char *text)
{
    return io_unsupported(vm, text);
}

IO_METHOD(b_seek)
{
    IO_UNUSED;
    return unsupported(vm, "seek");
}

IO_METHOD(b_truncate)
{
    IO_UNUSED;
    return unsupported(vm, "truncate");
}

IO_METHOD(b_fileno)
{
    IO_UNUSED;
    return unsupported(vm, "fileno");
}

IO_METHOD(b_tell)
{
    IO_UNUSED;
    object *args2[2] = {int_new(vm, 0), int_new(vm, 1)};
    object *name = str_intern(vm, "seek");
    object *r = name ? vm_call_method(vm, self, name, args2, 2) : NULL;
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, args2[0]);
    vm_release_maybe(vm, args2[1]);
    return r;
}

static bool base_closed(struct vm *vm, object *self, bool *closed)
{
    object *o = get_closed(vm, self, NULL);
    *closed = o == vm->true_;
    vm_release_maybe(vm, o);
    return o != NULL;
}

IO_METHOD(b_flush)
{
    bool closed;
    IO_UNUSED;
    if (!base_closed(vm, self, &closed))
        return NULL;
    return closed ? vm_raise(vm, EXC_VALUE_ERROR,
                             "I/O operation on closed file.")
                  : vm_none(vm);
}

IO_METHOD(b_close)
{
    bool closed;
    IO_UNUSED;
    if (!base_closed(vm, self, &closed))
        return NULL;
    if (closed)
        return vm_none(vm);
    object *r = io_call(vm, self, "flush", NULL);
    object *pending = r ? NULL : vm_pending_take(vm);
    object *name = closed_name(vm);
    bool ok = name && vm_setattr(vm, self, name, vm->true_);
    vm_release_maybe(vm, name);
    if (pending && ok)
        vm_pending_restore(vm, pending);
    else
        vm_release_maybe(vm, pending);
    vm_release_maybe(vm, r);
    return r && ok ? vm_none(vm) : NULL;
}

IO_METHOD(b_false)
{
    IO_UNUSED;
    return vm_bool(vm, false);
}

IO_METHOD(b_isatty)
{
    IO_UNUSED;
    return io_check_open(vm, self) ? vm_bool(vm, false) : NULL;
}

IO_METHOD(b_check_closed)
{
    IO_UNUSED;
    return io_check_open(vm, self) ? vm_none(vm) : NULL;
}

static object *check_able(struct vm *vm, object *self, const char *method,
                          const char *text)
{
    object *r = io_call(vm, self, method, NULL);
    if (r && r != vm->true_) {
        vm_release(vm, r);
        return io_unsupported(vm, text);
    }
    return r;
}

IO_METHOD(b_check_seekable)
{
    IO_UNUSED;
    return check_able(vm, self, "seekable",
                      "File or stream is not seekable.");
}

IO_METHOD(b_check_readable)
{
    IO_UNUSED;
    return check_able(vm, self, "readable",
                      "File or stream is not readable.");
}

IO_METHOD(b_check_writable)
{
    IO_UNUSED;
    return check_able(vm, self, "writable",
                      "File or stream is not writable.");
}

IO_METHOD(b_enter)
{
    IO_UNUSED;
    return io_check_open(vm, self) ? heap_retain(self) : NULL;
}

IO_METHOD(b_exit)
{
    IO_UNUSED;
    return io_call(vm, self, "close", NULL);
}

/* The bytes to read next: what peek() shows up to a newline; -1: pending. */
static ptrdiff_t next_size(struct vm *vm, object *peek,
                           ptrdiff_t limit)
{
    const unsigned char *data;
    size_t size;
    if (!peek)
        return 1;
    object *one = int_new(vm, 1);
    object *seen = one ? vm_call1(vm, peek, one) : NULL;
    vm_release_maybe(vm, one);
    if (!seen)
        return -1;
    if (!bytes_check(vm, seen)) {
        vm_raise(vm, EXC_OS_ERROR,
                 "peek() should have returned a bytes object, not '%T'", seen);
        vm_release(vm, seen);
        return -1;
    }
    ptrdiff_t n = 1;
    if (bytes_view(vm, seen, &data, &size) && size) {
        if (limit >= 0 && size > (size_t)limit)
            size = (size_t)limit;
        const unsigned char *end = memchr(data, '\n', size);
        n = end ? end - data + 1 : (ptrdiff_t)size;
    }
    vm_release(vm, seen);
    return n;
}

/* Appends self.read(n) to line; how much, -1: pending. */
static ptrdiff_t read_more(struct vm *vm, object *self, object *line,
                           ptrdiff_t n, bool *ended)
{
    const unsigned char *data;
    size_t size;
    object *part = io_call_int(vm, self, "read", n);
    if (!part)
        return -1;
    if (!bytes_check(vm, part)) {
        vm_raise(vm, EXC_OS_ERROR,
                 "read() should have returned a bytes object, not '%T'", part);
        vm_release(vm, part);
        return -1;
    }
    object *r = NULL;
    if (bytes_view(vm, part, &data, &size)) {
        *ended = !size || data[size - 1] == '\n';
        r = io_call(vm, line, "extend", part);
    }
    vm_release(vm, part);
    vm_release_maybe(vm, r);
    return r ? (ptrdiff_t)size : -1;
}

static object *bytes_of(struct vm *vm, object *array)
{
    struct bytearray_object *a = (struct bytearray_object *)array;
    return bytes_new(vm, a->length ? (const void *)a->data : "", a->length);
}

IO_METHOD(b_readline)
{
    ptrdiff_t limit;
    object *name = NULL, *peek = NULL, *line = NULL, *r = NULL;
    bool ended = false;
    (void)kwnames;
    if (!io_size(vm, args, nargs, "readline", &limit))
        return NULL;
    name = str_intern(vm, "peek");
    if (!name || !vm_lookup_attr(vm, self, name, &peek) ||
        !(line = bytearray_new(vm, "", 0)))
        goto done;
    while (!ended && limit) {
        ptrdiff_t n = next_size(vm, peek, limit);
        n = n < 0 ? -1 : read_more(vm, self, line, n, &ended);
        if (n < 0)
            goto done;
        limit = limit < 0 ? limit : limit > n ? limit - n : 0;
    }
    r = bytes_of(vm, line);
done:
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, peek);
    vm_release_maybe(vm, line);
    return r;
}

IO_METHOD(b_readlines)
{
    ptrdiff_t hint, total = 0;
    object *line;
    (void)kwnames;
    if (!io_size(vm, args, nargs, "readlines", &hint))
        return NULL;
    object *list = list_new(vm, 0), *it = list ? vm_iter(vm, self) : NULL;
    bool ok = it;
    while (ok && (hint <= 0 || total < hint) && (line = vm_next(vm, it))) {
        ptrdiff_t n = vm_length(vm, line);
        ok = list_append_steal(vm, list, line) && n >= 0;
        total += n;
    }
    vm_release_maybe(vm, it);
    if (ok && !vm_pending(vm))
        return list;
    vm_release_maybe(vm, list);
    return NULL;
}

IO_METHOD(b_writelines)
{
    object *line;
    (void)nargs, (void)kwnames;
    if (!io_check_open(vm, self))
        return NULL;
    object *it = vm_iter(vm, args[0]);
    bool ok = it;
    while (ok && (line = vm_next(vm, it))) {
        object *r = io_call(vm, self, "write", line);
        vm_release(vm, line);
        vm_release_maybe(vm, r);
        ok = r;
    }
    vm_release_maybe(vm, it);
    return ok && !vm_pending(vm) ? vm_none(vm) : NULL;
}

static object *iter(struct vm *vm, object *self)
{
    return io_check_open(vm, self) ? heap_retain(self) : NULL;
}

static object *next(struct vm *vm, object *self)
{
    object *line = io_call(vm, self, "readline", NULL);
    ptrdiff_t n = line ? vm_length(vm, line) : -1;
    if (n > 0)
        return line;
    vm_release_maybe(vm, line);
    return NULL;
}

static const struct method_def base_methods[] = {
    {"seek", b_seek, METHOD_ARGS, NULL},
    {"tell", b_tell, METHOD_NOARGS, NULL},
    {"truncate", b_truncate, METHOD_ARGS, NULL},
    {"flush", b_flush, METHOD_NOARGS, NULL},
    {"close", b_close, METHOD_NOARGS, NULL},
    {"seekable", b_false, METHOD_NOARGS, NULL},
    {"readable", b_false, METHOD_NOARGS, NULL},
    {"writable", b_false, METHOD_NOARGS, NULL},
    {"_checkClosed", b_check_closed, METHOD_ARGS, NULL},
    {"_checkSeekable", b_check_seekable, METHOD_ARGS, NULL},
    {"_checkReadable", b_check_readable, METHOD_ARGS, NULL},
    {"_checkWritable", b_check_writable, METHOD_ARGS, NULL},
    {"fileno", b_fileno, METHOD_NOARGS, NULL},
    {"isatty", b_isatty, METHOD_NOARGS, NULL},
    {"__enter__", b_enter, METHOD_NOARGS, NULL},
    {"__exit__", b_exit, METHOD_ARGS, NULL},
    {"readline", b_readline, METHOD_ARGS, NULL},
    {"readlines", b_readlines, METHOD_ARGS, NULL},
    {"writelines", b_writelines, METHOD_ONE, NULL},
    {NULL, NULL, 0, NULL},
};

static object *get_dict(struct vm *vm, object *self, const void *data)
{
    struct io_stream *s = (struct io_stream *)self;
    (void)data;
    if (!s->dict)
        s->dict = vm_call0(vm, type_as_object(vm->types[TYPE_DICT]));
    return heap_retain_maybe(s->dict);
}

static const struct getset_def base_getsets[] = {
    {"__dict__", get_dict, NULL, NULL, NULL},
    {"closed", get_closed, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames;
    return true;
}

static const struct heap_field fields[] = {
    {"__dict__", offsetof(struct io_stream, dict)},
};

#define BASE_TYPE(title, tables, ...)                                          \
    {                                                                          \
        .name = title, .flags = TYPE_BASE,                                     \
        .layout = {.size = sizeof(struct io_stream),                           \
                   .flags = HEAP_CONTAINER,                                    \
                   .fields = fields,                                           \
                   .field_count = 1},                                          \
        .dict_offset = offsetof(struct io_stream, dict), .weakly = true,       \
        .slots = {.new_ = make, .init = init, .finalize = io_finalize,         \
                  .get_attr = vm_generic_getattr,                              \
                  .set_attr = vm_generic_setattr, .iter = iter, .next = next}, \
        .methods = tables, __VA_ARGS__                                         \
    }

const struct type_spec io_base_spec =
    BASE_TYPE("_io._IOBase", base_methods, .getsets = base_getsets);

/* ---- _RawIOBase ---------------------------------------------------------- */

static object *raw_read_some(struct vm *vm, object *self, ptrdiff_t n)
{
    object *zero = int_new(vm, n);
    object *type = type_as_object(vm->types[TYPE_BYTEARRAY]);
    object *b = zero ? vm_call1(vm, type, zero) : NULL;
    object *got = b ? io_call(vm, self, "readinto", b) : NULL;
    ptrdiff_t size = 0;
    vm_release_maybe(vm, zero);
    if (got && got != vm->none) {
        if (native_ssize(vm, got, &size) &&
            (size < 0 || (size_t)size > ((struct bytearray_object *)b)->length))
            vm_raise(vm, EXC_VALUE_ERROR, "readinto returned %zd outside "
                     "buffer size %zd", size, n);
        struct bytearray_object *a = (struct bytearray_object *)b;
        vm_release(vm, got);
        got = vm_pending(vm) ? NULL
              : bytes_new(vm, size ? (const void *)a->data : "", (size_t)size);
    }
    vm_release_maybe(vm, b);
    return got;
}

IO_METHOD(raw_read)
{
    ptrdiff_t n;
    (void)kwnames;
    if (!io_size(vm, args, nargs, "read", &n))
        return NULL;
    return n < 0 ? io_call(vm, self, "readall", NULL)
                 : raw_read_some(vm, self, n);
}

IO_METHOD(raw_readall)
{
    object *all = bytearray_new(vm, "", 0), *r = NULL;
    ptrdiff_t n = 1;
    IO_UNUSED;
    while (all && n > 0) {
        object *part = io_call_int(vm, self, "read", IO_CHUNK);
        n = -1;
        if (part == vm->none) {
            bool nothing = !((struct bytearray_object *)all)->length;
            n = 0;
            r = nothing ? heap_retain(part) : NULL;
            vm_release(vm, part);
            break;
        }
        if (part && !bytes_check(vm, part))
            vm_raise(vm, EXC_TYPE_ERROR, "read() should return bytes");
        else if (part && (n = vm_length(vm, part)) > 0) {
            object *x = io_call(vm, all, "extend", part);
            n = x ? n : -1;
            vm_release_maybe(vm, x);
        }
        vm_release_maybe(vm, part);
    }
    if (all && n == 0 && !r)
        r = bytes_of(vm, all);
    vm_release_maybe(vm, all);
    return r;
}

/* A class of one's own gives these. */
IO_METHOD(raw_missing)
{
    IO_UNUSED;
    object *e =
        exception_new(vm, EXC_NOT_IMPLEMENTED_ERROR, vm->empty_tuple);
    if (e)
        vm_raise_steal(vm, e);
    return NULL;
}

static const struct method_def raw_methods[] = {
    {"read", raw_read, METHOD_ARGS, NULL},
    {"readall", raw_readall, METHOD_NOARGS, NULL},
    {"readinto", raw_missing, METHOD_KEYWORDS, NULL},
    {"write", raw_missing, METHOD_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};

const struct type_spec io_raw_spec = BASE_TYPE("_io._RawIOBase", raw_methods);

/* ---- _BufferedIOBase ----------------------------------------------------- */

#define UNSUPPORTED(fn, text)                                                  \
    IO_METHOD(fn)                                                              \
    {                                                                          \
        IO_UNUSED;                                                             \
        return io_unsupported(vm, text);                                       \
    }

UNSUPPORTED(no_read, "read")
UNSUPPORTED(no_read1, "read1")
UNSUPPORTED(no_write, "write")
UNSUPPORTED(no_detach, "detach")
UNSUPPORTED(no_readline, "readline")

static object *readinto_by(struct vm *vm, object *self, const char *method,
                           object *target)
{
    ptrdiff_t room = io_room(vm, target);
    object *data = room < 0 ? NULL : io_call_int(vm, self, method, room);
    if (data && !bytes_check(vm, data)) {
        vm_raise(vm, EXC_TYPE_ERROR, "read() should return bytes");
        vm_release(vm, data);
        return NULL;
    }
    object *r = data ? io_fill(vm, target, data) : NULL;
    vm_release_maybe(vm, data);
    return r;
}

IO_METHOD(bb_readinto)
{
    (void)nargs, (void)kwnames;
    return readinto_by(vm, self, "read", args[0]);
}

IO_METHOD(bb_readinto1)
{
    (void)nargs, (void)kwnames;
    return readinto_by(vm, self, "read1", args[0]);
}

static const struct method_def buffered_methods[] = {
    {"detach", no_detach, METHOD_NOARGS, NULL},
    {"read", no_read, METHOD_ARGS, NULL},
    {"read1", no_read1, METHOD_ARGS, NULL},
    {"write", no_write, METHOD_ARGS, NULL},
    {"readinto", bb_readinto, METHOD_ONE, NULL},
    {"readinto1", bb_readinto1, METHOD_ONE, NULL},
    {NULL, NULL, 0, NULL},
};

const struct type_spec io_buffered_base_spec =
    BASE_TYPE("_io._BufferedIOBase", buffered_methods);

/* ---- _TextIOBase --------------------------------------------------------- */

static object *get_none(struct vm *vm, object *self, const void *data)
{
    (void)self, (void)data;
    return vm_none(vm);
}

static const struct method_def text_methods[] = {
    {"detach", no_detach, METHOD_NOARGS, NULL},
    {"read", no_read, METHOD_ARGS, NULL},
    {"readline", no_readline, METHOD_ARGS, NULL},
    {"write", no_write, METHOD_ARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def text_getsets[] = {
    {"encoding", get_none, NULL, NULL, NULL},
    {"newlines", get_none, NULL, NULL, NULL},
    {"errors", get_none, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct type_spec io_text_base_spec =
    BASE_TYPE("_io._TextIOBase", text_methods, .getsets = text_getsets);
