/*
 * io.BufferedReader, BufferedWriter, BufferedRandom and BufferedRWPair.
 *
 * `data` holds either what was read ahead, from `at` to `end`, or `dirty`
 * bytes to be written; never both.  raw is NULL before __init__ and when
 * detached.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/io.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/exception.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct buffered {
    struct io_stream stream;
    object *raw;
    unsigned char *data; /* heap array of size */
    size_t size, at, end, dirty;
    bool detached, finalizing;
};

static struct buffered *of(object *o)
{
    return (struct buffered *)o;
}

static void drop(heap *h, struct buffered *b)
{
    unsigned char *data = b->data;
    b->data = NULL;
    if (data)
        heap_array_free(h, data, b->size);
    b->size = b->at = b->end = b->dirty = 0;
}

static bool ready(struct vm *vm, object *self)
{
    struct buffered *b = of(self);
    if (!b->raw)
        vm_raise(vm, EXC_VALUE_ERROR,
                 b->detached ? "raw stream has been detached"
                             : "I/O operation on uninitialized object");
    return b->raw;
}

static bool open_for(struct vm *vm, object *self, const char *what)
{
    int closed = ready(vm, self) ? io_is_closed(vm, of(self)->raw) : -1;
    if (closed > 0)
        vm_raise(vm, EXC_VALUE_ERROR, "%s", what);
    return closed == 0;
}

/* raw.name(arg), with raw kept alive. */
static object *raw_call(struct vm *vm, object *self, const char *name,
                        object *arg)
{
    if (!ready(vm, self))
        return NULL;
    object *raw = heap_retain(of(self)->raw);
    object *r = io_call(vm, raw, name, arg);
    vm_release(vm, raw);
    return r;
}

/* A place that raw told, stolen; NULL: pending. */
static object *valid_place(struct vm *vm, object *place)
{
    int64_t at;
    if (!place)
        return NULL;
    if (vm_is(place, TYPE_INT) && (!int_fits_i64(place, &at) || at >= 0))
        return place;
    if (vm_is(place, TYPE_INT))
        vm_raise(vm, EXC_OS_ERROR, "Raw stream returned invalid position %lld",
                 (long long)at);
    else
        vm_raise(vm, EXC_TYPE_ERROR,
                 "an integer is required (got type %T)", place);
    vm_release(vm, place);
    return NULL;
}

static object *raw_seek(struct vm *vm, object *self, object *at, int whence)
{
    object *args[2] = {at, int_new(vm, whence)};
    object *name = str_intern(vm, "seek");
    object *raw = heap_retain(of(self)->raw);
    object *r = args[1] && name ? vm_call_method(vm, raw, name, args, 2) : NULL;
    vm_release_maybe(vm, args[1]);
    vm_release_maybe(vm, name);
    vm_release(vm, raw);
    return valid_place(vm, r);
}

/* ---- writing out ---------------------------------------------------------- */

/* The number is the system's, 0 when it has not been asked. */
static void blocked(struct vm *vm, object *self, size_t written)
{
    object *raw = of(self)->raw;
    bool asked = raw && io_exactly(vm, raw, &io_file_spec);
    object *args[3] = {int_new(vm, asked ? EAGAIN : 0),
                       str_from(vm, "write could not complete without "
                                    "blocking"),
                       int_new(vm, (int64_t)written)};
    object *cls = type_as_object(vm->exceptions[EXC_BLOCKING_IO_ERROR]);
    object *e = args[0] && args[1] && args[2] ? vm_call(vm, cls, args, 3, NULL)
                                              : NULL;
    for (int i = 0; i < 3; i++)
        vm_release_maybe(vm, args[i]);
    if (e)
        vm_raise_steal(vm, e);
}

static object *write_below(struct vm *vm, object *self, const void *data,
                           size_t size)
{
    object *raw = of(self)->raw;
    if (raw && io_exactly(vm, raw, &io_file_spec)) {
        heap_retain(raw);
        object *r = io_file_write(vm, raw, data, size);
        vm_release(vm, raw);
        return r;
    }
    object *bytes = bytes_new(vm, data, size);
    object *r = bytes ? raw_call(vm, self, "write", bytes) : NULL;
    vm_release_maybe(vm, bytes);
    return r;
}

/* Writes part of data to raw; how much, -1: pending. */
static ptrdiff_t raw_write(struct vm *vm, object *self, const void *data,
                           size_t size)
{
    ptrdiff_t n = -1;
    object *r = write_below(vm, self, data, size);
    if (r == vm->none)
        blocked(vm, self, 0);
    else if (r && native_ssize(vm, r, &n) && (n < 0 || (size_t)n > size)) {
        vm_raise(vm, EXC_OS_ERROR,
                 "raw write() returned invalid length %zd (should have been "
                 "between 0 and %zd)", n, (ptrdiff_t)size);
        n = -1;
    }
    vm_release_maybe(vm, r);
    return vm_pending(vm) ? -1 : n;
}

static bool flush_dirty(struct vm *vm, object *self)
{
    struct buffered *b = of(self);
    while (b->dirty) {
        ptrdiff_t n = raw_write(vm, self, b->data, b->dirty);
        if (n < 0)
            return false;
        if ((size_t)n > b->dirty)
            n = (ptrdiff_t)b->dirty;
        b->dirty -= (size_t)n;
        memmove(b->data, b->data + n, b->dirty);
    }
    return true;
}

/* Forgets what was read ahead and moves raw to where the reader is. */
static bool forget_ahead(struct vm *vm, object *self)
{
    struct buffered *b = of(self);
    int64_t ahead = (int64_t)(b->end - b->at);
    b->at = b->end = 0;
    if (!ahead)
        return true;
    object *n = int_new(vm, -ahead);
    object *r = n ? raw_seek(vm, self, n, SEEK_CUR) : NULL;
    vm_release_maybe(vm, n);
    vm_release_maybe(vm, r);
    return r;
}

/* Keeps what fits of the bytes; how many. */
static size_t keep(struct buffered *b, const unsigned char *bytes, size_t size)
{
    size_t room = b->size - b->dirty;
    size = size < room ? size : room;
    if (size)
        memcpy(b->data + b->dirty, bytes, size);
    b->dirty += size;
    return size;
}

/* After a write below that failed: keeps what fits when it would only have
 * blocked; true when that was all of the size bytes, `done` went before. */
static bool kept_instead(struct vm *vm, object *self,
                         const unsigned char *bytes, size_t size, size_t done)
{
    struct buffered *b = of(self);
    if (!vm_pending_is(vm, EXC_BLOCKING_IO_ERROR))
        return false;
    vm_pending_clear(vm);
    size_t kept = keep(b, bytes, size);
    if (kept < size)
        blocked(vm, self, done + kept);
    return kept == size;
}

bool io_buffered_write(struct vm *vm, object *self, const void *data,
                       size_t size)
{
    struct buffered *b = of(self);
    const unsigned char *bytes = data;
    if (!open_for(vm, self, "write to closed file") || !forget_ahead(vm, self))
        return false;
    if (size > b->size - b->dirty && !flush_dirty(vm, self))
        return kept_instead(vm, self, bytes, size, 0);
    size_t done = 0;
    while (size - done > b->size) {
        ptrdiff_t n = raw_write(vm, self, bytes + done, size - done);
        if (n < 0)
            return kept_instead(vm, self, bytes + done, size - done, done);
        done += (size_t)n;
    }
    if (keep(b, bytes + done, size - done) == size - done)
        return true;
    vm_raise(vm, EXC_RUNTIME_ERROR, "reentrant call inside %R", self);
    return false;
}

IO_METHOD(m_write)
{
    struct buffer given;
    (void)nargs, (void)kwnames;
    if (!ready(vm, self) || !buffer_get(vm, args[0], true, &given))
        return NULL;
    bool ok = io_buffered_write(vm, self, given.data, given.size);
    size_t size = given.size;
    buffer_done(vm, &given);
    return ok ? int_new(vm, (int64_t)size) : NULL;
}

object *io_buffered_raw_peek(const struct vm *vm, object *o)
{
    bool one = io_exactly(vm, o, &io_writer_spec) ||
               io_exactly(vm, o, &io_reader_spec) ||
               io_exactly(vm, o, &io_random_spec);
    return one ? of(o)->raw : NULL;
}

bool io_buffered_flush(struct vm *vm, object *self)
{
    object *raw = of(self)->raw;
    if (raw && io_exactly(vm, raw, &io_file_spec) &&
        of(self)->end == of(self)->at)
        return open_for(vm, self, "flush of closed file") &&
               flush_dirty(vm, self);
    object *r = io_call(vm, self, "flush", NULL);
    vm_release_maybe(vm, r);
    return r;
}

IO_METHOD(m_flush)
{
    IO_UNUSED;
    if (!open_for(vm, self, "flush of closed file") || !flush_dirty(vm, self))
        return NULL;
    bool seekable = of(self)->end > of(self)->at;
    if (seekable && !native_is(vm, self, &io_reader_spec) &&
        !forget_ahead(vm, self))
        return NULL;
    return raw_call(vm, self, "flush", NULL);
}

/* ---- reading -------------------------------------------------------------- */

/* What readinto() told it has read of size: None is 2, it would block. */
static int count_read(struct vm *vm, object *told, size_t size, size_t *got)
{
    ptrdiff_t n;
    if (told == vm->none)
        return 2;
    if (!native_ssize(vm, told, &n)) {
        object *cause = vm_pending_take(vm);
        vm_raise(vm, EXC_OS_ERROR, "raw readinto() failed");
        object *e = vm_pending_take(vm);
        heap_store(vm->heap, &exception_of(e)->context, heap_retain(cause));
        heap_store(vm->heap, &exception_of(e)->cause, cause);
        exception_of(e)->suppress_context = true;
        vm_pending_restore(vm, e);
        return -1;
    }
    if (n < 0 || (size_t)n > size) {
        vm_raise(vm, EXC_OS_ERROR,
                 "raw readinto() returned invalid length %zd (should have "
                 "been between 0 and %zd)",
                 n, (ptrdiff_t)size);
        return -1;
    }
    *got = (size_t)n;
    return n > 0;
}

/* raw.readinto() of a view on a bytearray; its first *got bytes are read. */
static int read_by_view(struct vm *vm, object *self, size_t size,
                        object **array, size_t *got)
{
    object *zeros = int_new_u64(vm, size), *view = NULL, *told = NULL;
    *array = zeros ? vm_call1(vm, type_as_object(vm->types[TYPE_BYTEARRAY]),
                              zeros)
                   : NULL;
    if (*array)
        view = vm_call1(vm, type_as_object(vm->types[TYPE_MEMORYVIEW]),
                        *array);
    if (view)
        told = raw_call(vm, self, "readinto", view);
    vm_release_maybe(vm, zeros);
    vm_release_maybe(vm, view);
    int how = told ? count_read(vm, told, size, got) : -1;
    vm_release_maybe(vm, told);
    return how;
}

/* One read of raw: 1 something, 0 the end, 2 it would block, -1: pending.
 * The object keeps the bytes at *data; it is new, or NULL. */
static int raw_read(struct vm *vm, object *self, size_t size, object **keeper,
                    const unsigned char **data, size_t *got)
{
    object *raw = of(self)->raw;
    *keeper = NULL;
    *got = 0;
    if (!ready(vm, self))
        return -1;
    if (!io_exactly(vm, raw, &io_file_spec)) {
        int how = read_by_view(vm, self, size, keeper, got);
        size_t whole;
        return how == 1 && !bytes_view(vm, *keeper, data, &whole) ? -1 : how;
    }
    heap_retain(raw);
    *keeper = io_file_read(vm, raw, size);
    vm_release(vm, raw);
    if (!*keeper || *keeper == vm->none)
        return *keeper ? 2 : -1;
    return bytes_view(vm, *keeper, data, got) ? *got > 0 : -1;
}

/* Reads into the empty buffer, with raw_read()'s results. */
static int fill(struct vm *vm, object *self)
{
    struct buffered *b = of(self);
    const unsigned char *data;
    object *keeper;
    size_t size;
    if (!flush_dirty(vm, self))
        return -1;
    b->at = b->end = 0;
    int how = raw_read(vm, self, b->size, &keeper, &data, &size);
    if (how == 1 && size <= b->size) {
        memcpy(b->data, data, size);
        b->end = size;
    }
    vm_release_maybe(vm, keeper);
    return how;
}

/* Appends to out what is ahead, at most n. */
static size_t take(struct vm *vm, object *self, object *out, size_t n)
{
    struct buffered *b = of(self);
    n = n < b->end - b->at ? n : b->end - b->at;
    object *part = n ? bytes_new(vm, b->data + b->at, n) : NULL;
    object *r = part ? io_call(vm, out, "extend", part) : NULL;
    vm_release_maybe(vm, part);
    vm_release_maybe(vm, r);
    if (r)
        b->at += n;
    return r ? n : 0;
}

static object *finish(struct vm *vm, object *out)
{
    struct bytearray_object *a = (struct bytearray_object *)out;
    object *r = vm_pending(vm)
                    ? NULL
                    : bytes_new(vm, a->length ? (const void *)a->data : "",
                                a->length);
    vm_release(vm, out);
    return r;
}

/* raw.readall(), or read() where there is none; may be None. */
static object *raw_all(struct vm *vm, object *self)
{
    object *name = str_intern(vm, "readall"), *method = NULL, *r = NULL;
    if (name && vm_lookup_attr(vm, of(self)->raw, name, &method))
        r = method ? vm_call0(vm, method) : raw_call(vm, self, "read", NULL);
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, method);
    if (!r || r == vm->none || bytes_check(vm, r))
        return r;
    vm_raise(vm, EXC_TYPE_ERROR, "readall() should return bytes");
    vm_release(vm, r);
    return NULL;
}

static object *read_all(struct vm *vm, object *self)
{
    if (of(self)->at == of(self)->end)
        return flush_dirty(vm, self) ? raw_all(vm, self) : NULL;
    object *out = bytearray_new(vm, "", 0);
    if (!out)
        return NULL;
    take(vm, self, out, SIZE_MAX);
    object *rest = vm_pending(vm) ? NULL : raw_all(vm, self);
    if (rest && rest != vm->none)
        vm_release_maybe(vm, io_call(vm, out, "extend", rest));
    vm_release_maybe(vm, rest);
    return finish(vm, out);
}

/* What is ahead is enough, no stream is asked. */
static object *read_ahead(struct vm *vm, object *self, size_t n)
{
    struct buffered *b = of(self);
    object *r = bytes_new(vm, n ? (const void *)(b->data + b->at) : "", n);
    if (r)
        b->at += n;
    return r;
}

/* Appends whole blocks read past the buffer, which is empty, while at least
 * one is wanted; how raw_read() ended, 1 when it did not. */
static int read_blocks(struct vm *vm, object *self, object *out, size_t *n)
{
    size_t block = of(self)->size;
    int how = flush_dirty(vm, self) ? 1 : -1;
    while (how == 1 && *n >= block) {
        const unsigned char *data;
        object *keeper;
        size_t got;
        how = raw_read(vm, self, *n - *n % block, &keeper, &data, &got);
        object *part = how == 1 ? bytes_new(vm, data, got) : NULL;
        object *r = part ? io_call(vm, out, "extend", part) : NULL;
        *n -= r ? got : 0;
        vm_release_maybe(vm, keeper);
        vm_release_maybe(vm, part);
        vm_release_maybe(vm, r);
        if (vm_pending(vm))
            how = -1;
    }
    return how;
}

static object *read_exactly(struct vm *vm, object *self, size_t n)
{
    if (n <= of(self)->end - of(self)->at)
        return read_ahead(vm, self, n);
    object *out = bytearray_new(vm, "", 0);
    if (!out)
        return NULL;
    n -= take(vm, self, out, n);
    int how = vm_pending(vm) ? -1 : read_blocks(vm, self, out, &n);
    while (how == 1 && n && (how = fill(vm, self)) == 1) {
        n -= take(vm, self, out, n);
        if (vm_pending(vm))
            break;
    }
    if (how == 2 && !((struct bytearray_object *)out)->length) {
        vm_release(vm, out);
        return vm_none(vm);
    }
    return finish(vm, out);
}

IO_METHOD(m_read)
{
    ptrdiff_t n;
    (void)kwnames;
    if (!io_size(vm, args, nargs, "read", &n))
        return NULL;
    if (n < -1)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "read length must be non-negative or -1");
    if (!open_for(vm, self, "read of closed file"))
        return NULL;
    return n < 0 ? read_all(vm, self) : read_exactly(vm, self, (size_t)n);
}

/* One read of the raw stream, of which nothing is kept. */
static object *read_past(struct vm *vm, object *self, size_t n)
{
    const unsigned char *data;
    object *keeper;
    size_t got;
    if (!flush_dirty(vm, self))
        return NULL;
    of(self)->at = of(self)->end = 0;
    int how = raw_read(vm, self, n, &keeper, &data, &got);
    if (how == 1 && vm_is(keeper, TYPE_BYTES))
        return keeper;
    object *r = how < 0 ? NULL : bytes_new(vm, how == 1 ? (const void *)data : "",
                                           how == 1 ? got : 0);
    vm_release_maybe(vm, keeper);
    return r;
}

static object *read_once(struct vm *vm, object *self, ptrdiff_t n)
{
    struct buffered *b = of(self);
    if (n < 0)
        n = (ptrdiff_t)b->size;
    if (n && b->at == b->end)
        return read_past(vm, self, (size_t)n);
    size_t ahead = b->end - b->at;
    return read_ahead(vm, self, (size_t)n < ahead ? (size_t)n : ahead);
}

IO_METHOD(m_read1)
{
    ptrdiff_t n;
    (void)kwnames;
    return io_size(vm, args, nargs, "read1", &n) &&
                   open_for(vm, self, "read of closed file")
               ? read_once(vm, self, n)
               : NULL;
}

/* What is ahead and, where that leaves room for more than the buffer holds,
 * one read behind it. */
static object *read_into_once(struct vm *vm, object *self, size_t room)
{
    size_t ahead = of(self)->end - of(self)->at;
    if (!ahead && room > of(self)->size)
        return read_past(vm, self, room);
    if (!ahead && room && fill(vm, self) < 0)
        return NULL;
    if (!ahead)
        ahead = of(self)->end;
    if (room <= ahead || room - ahead <= of(self)->size)
        return read_ahead(vm, self, room < ahead ? room : ahead);
    object *first = read_ahead(vm, self, ahead);
    object *rest = first ? read_past(vm, self, room - ahead) : NULL;
    object *r = rest ? vm_binary(vm, BINARY_ADD, first, rest) : NULL;
    vm_release_maybe(vm, first);
    vm_release_maybe(vm, rest);
    return r;
}

static object *into(struct vm *vm, object *self, object *target, bool once)
{
    ptrdiff_t room = open_for(vm, self, "readinto of closed file")
                         ? io_room(vm, target)
                         : -1;
    if (room < 0)
        return NULL;
    object *data = once ? read_into_once(vm, self, (size_t)room)
                        : read_exactly(vm, self, (size_t)room);
    if (!data || data == vm->none)
        return data;
    object *r = io_fill(vm, target, data);
    vm_release(vm, data);
    return r;
}

IO_METHOD(m_readinto)
{
    (void)nargs, (void)kwnames;
    return into(vm, self, args[0], false);
}

IO_METHOD(m_readinto1)
{
    (void)nargs, (void)kwnames;
    return into(vm, self, args[0], true);
}

IO_METHOD(m_peek)
{
    IO_UNUSED;
    if (!open_for(vm, self, "peek of closed file"))
        return NULL;
    struct buffered *b = of(self);
    if (b->at == b->end && fill(vm, self) < 0)
        return NULL;
    size_t n = b->end - b->at;
    return bytes_new(vm, n ? (const void *)(b->data + b->at) : "", n);
}

/* How long the line is that lies ahead, 0: it does not end there. */
static size_t line_ahead(struct buffered *b)
{
    size_t ahead = b->end - b->at;
    const unsigned char *from = b->data + b->at;
    const unsigned char *end = ahead ? memchr(from, '\n', ahead) : NULL;
    return end ? (size_t)(end - from) + 1 : 0;
}

static object *read_line(struct vm *vm, object *self, ptrdiff_t limit)
{
    struct buffered *b = of(self);
    size_t room = limit < 0 ? SIZE_MAX : (size_t)limit, n = line_ahead(b);
    if (n)
        return read_ahead(vm, self, n < room ? n : room);
    object *out = bytearray_new(vm, "", 0);
    while (out && room) {
        n = line_ahead(b);
        room -= take(vm, self, out, n && n < room ? n : room);
        if (n || !room || vm_pending(vm) || fill(vm, self) != 1)
            break;
    }
    return out ? finish(vm, out) : NULL;
}

IO_METHOD(m_readline)
{
    ptrdiff_t n;
    (void)kwnames;
    return io_size(vm, args, nargs, "readline", &n) &&
                   open_for(vm, self, "readline of closed file")
               ? read_line(vm, self, n)
               : NULL;
}

static object *next(struct vm *vm, object *self)
{
    object *line = open_for(vm, self, "readline of closed file")
                       ? read_line(vm, self, -1)
                       : NULL;
    if (line && ((struct bytes_object *)line)->length)
        return line;
    vm_release_maybe(vm, line);
    return NULL;
}

/* ---- places --------------------------------------------------------------- */

IO_METHOD(m_tell)
{
    int64_t at;
    IO_UNUSED;
    if (!open_for(vm, self, "tell of closed file"))
        return NULL;
    object *r = valid_place(vm, raw_call(vm, self, "tell", NULL));
    if (!r || !int_fits_i64(r, &at))
        return r;
    vm_release(vm, r);
    struct buffered *b = of(self);
    return int_new(vm, at - (int64_t)(b->end - b->at) + (int64_t)b->dirty);
}

IO_METHOD(m_seek)
{
    ptrdiff_t whence = 0;
    (void)kwnames;
    if (!args_between(vm, "seek", nargs, 1, 2) ||
        (nargs > 1 && !native_ssize(vm, args[1], &whence)))
        return NULL;
    if (whence < 0 || whence > 2)
        return vm_raise(vm, EXC_VALUE_ERROR, "whence value %zd unsupported",
                        whence);
    if (!open_for(vm, self, "seek of closed file") || !flush_dirty(vm, self))
        return NULL;
    if (whence == 1 && !forget_ahead(vm, self))
        return NULL;
    object *r = raw_seek(vm, self, args[0], (int)whence);
    if (r)
        of(self)->at = of(self)->end = 0;
    return r;
}

IO_METHOD(m_truncate)
{
    (void)kwnames;
    if (!args_between(vm, "truncate", nargs, 0, 1) ||
        !open_for(vm, self, "truncate of closed file"))
        return NULL;
    if (native_is(vm, self, &io_reader_spec))
        return io_unsupported(vm, "truncate");
    if (!flush_dirty(vm, self))
        return NULL;
    object *at = nargs && args[0] != vm->none ? heap_retain(args[0])
                                              : m_tell(vm, self, args, 0, NULL);
    object *r = at ? raw_call(vm, self, "truncate", at) : NULL;
    vm_release_maybe(vm, at);
    return r;
}

/* ---- the rest ------------------------------------------------------------- */

IO_METHOD(m_close)
{
    IO_UNUSED;
    int closed = ready(vm, self) ? io_is_closed(vm, of(self)->raw) : -1;
    if (closed)
        return closed > 0 ? vm_none(vm) : NULL;
    if (of(self)->finalizing)
        io_warn_of(vm, of(self)->raw, self);
    object *flushed = io_call(vm, self, "flush", NULL);
    object *pending = vm_pending_take(vm);
    vm_release_maybe(vm, flushed);
    if (!of(self)->raw) {
        vm_pending_restore(vm, pending);
        return pending ? NULL : vm_none(vm);
    }
    object *r = io_close_below(vm, of(self)->raw, pending);
    drop(vm->heap, of(self));
    return r;
}

IO_METHOD(m_dealloc_warn)
{
    (void)nargs, (void)kwnames;
    if (of(self)->raw)
        io_warn_of(vm, of(self)->raw, args[0]);
    return vm_none(vm);
}

IO_METHOD(m_sizeof)
{
    IO_UNUSED;
    return int_new_u64(vm, vm_type_of(vm, self)->layout.size +
                               of(self)->size);
}

IO_METHOD(m_detach)
{
    IO_UNUSED;
    object *r = ready(vm, self) ? io_call(vm, self, "flush", NULL) : NULL;
    vm_release_maybe(vm, r);
    if (!r)
        return NULL;
    object *raw = of(self)->raw;
    of(self)->raw = NULL;
    of(self)->detached = true;
    return raw;
}

#define FORWARD(fn, name)                                                      \
    IO_METHOD(fn)                                                              \
    {                                                                          \
        IO_UNUSED;                                                             \
        return raw_call(vm, self, name, NULL);                                 \
    }

FORWARD(m_seekable, "seekable")
FORWARD(m_readable, "readable")
FORWARD(m_writable, "writable")
FORWARD(m_fileno, "fileno")
FORWARD(m_isatty, "isatty")

static object *get_of_raw(struct vm *vm, object *self, const void *data)
{
    return ready(vm, self) ? vm_getattr_str(vm, of(self)->raw, data) : NULL;
}

static object *repr(struct vm *vm, object *self)
{
    object *key = str_intern(vm, "name"), *name = NULL, *r = NULL;
    if (key && !vm_lookup_attr(vm, self, key, &name) &&
        vm_pending_is(vm, EXC_VALUE_ERROR))
        vm_pending_clear(vm);
    if (!vm_pending(vm))
        r = name ? str_format(vm, "<%s name=%R>", type_name_of(vm, self), name)
                 : str_format(vm, "<%s>", type_name_of(vm, self));
    vm_release_maybe(vm, key);
    vm_release_maybe(vm, name);
    return r;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

static void destroy(heap *h, object *self)
{
    drop(h, of(self));
}

static bool check_raw(struct vm *vm, object *raw, const char *method)
{
    char text[48];
    object *r = io_call(vm, raw, method, NULL);
    int able = r ? vm_truth(vm, r) : -1;
    vm_release_maybe(vm, r);
    snprintf(text, sizeof text, "File or stream is not %s.", method);
    if (!able)
        io_unsupported(vm, text);
    return able > 0;
}

static bool set_up(struct vm *vm, object *self, object *raw, ptrdiff_t size)
{
    if (size <= 0) {
        vm_raise(vm, EXC_VALUE_ERROR,
                 "buffer size must be strictly positive");
        return false;
    }
    unsigned char *data = heap_array_new(vm->heap, (size_t)size);
    if (!data)
        return vm_raise_no_memory(vm);
    drop(vm->heap, of(self));
    of(self)->data = data;
    of(self)->size = (size_t)size;
    of(self)->detached = false;
    heap_store(vm->heap, &of(self)->raw, heap_retain(raw));
    return true;
}

static bool bind_raw(struct vm *vm, object *self, const char *type,
                     object *const *args, size_t nargs, object *kwnames,
                     const char *const *able)
{
    static const char *const names[] = {"raw", "buffer_size", NULL};
    const struct arg_spec spec = {type, names, 0, 2, 1};
    object *out[2];
    ptrdiff_t size = IO_CHUNK;
    heap_store(vm->heap, &of(self)->raw, NULL);
    of(self)->detached = false;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        (out[1] && !native_ssize(vm, out[1], &size)))
        return false;
    for (; *able; able++)
        if (!check_raw(vm, out[0], *able))
            return false;
    return set_up(vm, self, out[0], size);
}

#define INIT(fn, type, ...)                                                    \
    static bool fn(struct vm *vm, object *self, object *const *args,           \
                   size_t nargs, object *kwnames)                              \
    {                                                                          \
        static const char *const able[] = {__VA_ARGS__, NULL};                 \
        return bind_raw(vm, self, type, args, nargs, kwnames, able);           \
    }

INIT(init_reader, "BufferedReader", "readable")
INIT(init_writer, "BufferedWriter", "writable")
INIT(init_random, "BufferedRandom", "seekable", "readable", "writable")

#define COMMON                                                                 \
    {"flush", m_flush, METHOD_NOARGS, NULL},                                   \
        {"close", m_close, METHOD_NOARGS, NULL},                               \
        {"_dealloc_warn", m_dealloc_warn, METHOD_ONE, NULL},                   \
        {"__sizeof__", m_sizeof, METHOD_NOARGS, NULL},                         \
        {"detach", m_detach, METHOD_NOARGS, NULL},                             \
        {"seekable", m_seekable, METHOD_NOARGS, NULL},                         \
        {"fileno", m_fileno, METHOD_NOARGS, NULL},                             \
        {"isatty", m_isatty, METHOD_NOARGS, NULL},                             \
        {"seek", m_seek, METHOD_ARGS, NULL},                                   \
        {"tell", m_tell, METHOD_NOARGS, NULL},                                 \
        {"truncate", m_truncate, METHOD_ARGS, NULL}
#define READS                                                                  \
    {"read", m_read, METHOD_ARGS, NULL}, {"read1", m_read1, METHOD_ARGS, NULL},\
        {"peek", m_peek, METHOD_ARGS, NULL},                                   \
        {"readinto", m_readinto, METHOD_ONE, NULL},                            \
        {"readinto1", m_readinto1, METHOD_ONE, NULL},                          \
        {"readline", m_readline, METHOD_ARGS, NULL},                           \
        {"readable", m_readable, METHOD_NOARGS, NULL}
#define WRITES                                                                 \
    {"write", m_write, METHOD_ONE, NULL},                                      \
        {"writable", m_writable, METHOD_NOARGS, NULL}
#define END {NULL, NULL, 0, NULL}

static const struct method_def reader_methods[] = {COMMON, READS, END};
static const struct method_def writer_methods[] = {COMMON, WRITES, END};
static const struct method_def random_methods[] = {COMMON, READS, WRITES, END};

static const struct getset_def getsets[] = {
    {"closed", get_of_raw, NULL, NULL, "closed"},
    {"name", get_of_raw, NULL, NULL, "name"},
    {"mode", get_of_raw, NULL, NULL, "mode"},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct member_def members[] = {
    {"raw", MEMBER_OBJECT, offsetof(struct buffered, raw), true, NULL},
    {"_finalizing", MEMBER_BOOL, offsetof(struct buffered, finalizing), false,
     NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct heap_field fields[] = {
    {"__dict__", offsetof(struct io_stream, dict)},
    {"raw", offsetof(struct buffered, raw)},
};

#define BUFFERED(title, init_fn, next_fn, table)                               \
    {                                                                          \
        .name = title, .flags = TYPE_BASE,                                     \
        .layout = {.size = sizeof(struct buffered),                            \
                   .flags = HEAP_CONTAINER,                                    \
                   .fields = fields,                                           \
                   .field_count = 2,                                           \
                   .destroy = destroy},                                        \
        .dict_offset = offsetof(struct io_stream, dict), .weakly = true,       \
        .slots = {.new_ = make, .init = init_fn, .repr = repr,                 \
                  .finalize = io_finalize, .next = next_fn,                    \
                  .get_attr = vm_generic_getattr,                              \
                  .set_attr = vm_generic_setattr},                             \
        .methods = table, .getsets = getsets, .members = members               \
    }

const struct type_spec io_reader_spec =
    BUFFERED("_io.BufferedReader", init_reader, next, reader_methods);
const struct type_spec io_writer_spec =
    BUFFERED("_io.BufferedWriter", init_writer, NULL, writer_methods);
const struct type_spec io_random_spec =
    BUFFERED("_io.BufferedRandom", init_random, next, random_methods);

/* ---- BufferedRWPair ------------------------------------------------------- */

struct pair {
    struct io_stream stream;
    object *reader, *writer;
};

static struct pair *pair_of(object *o)
{
    return (struct pair *)o;
}

static object *half(struct vm *vm, const struct type_spec *spec, object *raw,
                    object *size)
{
    object *type = type_as_object(io_type(vm, spec));
    return size ? vm_call2(vm, type, raw, size) : vm_call1(vm, type, raw);
}

static bool init_pair(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    if (!args_no_keywords(vm, "BufferedRWPair", kwnames) ||
        !args_between(vm, "BufferedRWPair", nargs, 2, 3) ||
        !check_raw(vm, args[0], "readable") ||
        !check_raw(vm, args[1], "writable"))
        return false;
    object *size = nargs > 2 ? args[2] : NULL;
    object *reader = half(vm, &io_reader_spec, args[0], size);
    object *writer = reader ? half(vm, &io_writer_spec, args[1], size) : NULL;
    if (!writer) {
        vm_release_maybe(vm, reader);
        return false;
    }
    heap_store(vm->heap, &pair_of(self)->reader, reader);
    heap_store(vm->heap, &pair_of(self)->writer, writer);
    return true;
}

static object *pair_call(struct vm *vm, object *o, const char *name,
                         object *const *args, size_t nargs)
{
    if (!o)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "I/O operation on uninitialized object");
    object *s = str_intern(vm, name);
    object *kept = heap_retain(o);
    object *r = s ? vm_call_method(vm, kept, s, args, nargs) : NULL;
    vm_release_maybe(vm, s);
    vm_release(vm, kept);
    return r;
}

#define PAIR(fn, side, name)                                                   \
    IO_METHOD(fn)                                                              \
    {                                                                          \
        (void)kwnames;                                                         \
        return pair_call(vm, pair_of(self)->side, name, args, nargs);          \
    }

PAIR(p_read, reader, "read")
PAIR(p_read1, reader, "read1")
PAIR(p_peek, reader, "peek")
PAIR(p_readinto, reader, "readinto")
PAIR(p_readinto1, reader, "readinto1")
PAIR(p_readable, reader, "readable")
PAIR(p_write, writer, "write")
PAIR(p_flush, writer, "flush")
PAIR(p_writable, writer, "writable")

IO_METHOD(p_close)
{
    IO_UNUSED;
    object *w = pair_call(vm, pair_of(self)->writer, "close", NULL, 0);
    object *pending = vm_pending_take(vm);
    vm_release_maybe(vm, w);
    if (pair_of(self)->reader)
        return io_close_below(vm, pair_of(self)->reader, pending);
    vm_pending_restore(vm, pending);
    return pending ? NULL : vm_none(vm);
}

IO_METHOD(p_isatty)
{
    IO_UNUSED;
    object *r = pair_call(vm, pair_of(self)->writer, "isatty", NULL, 0);
    if (r != vm->false_)
        return r;
    vm_release(vm, r);
    return pair_call(vm, pair_of(self)->reader, "isatty", NULL, 0);
}

static object *pair_closed(struct vm *vm, object *self, const void *data)
{
    (void)data;
    if (!pair_of(self)->writer)
        return vm_raise(vm, EXC_RUNTIME_ERROR,
                        "the BufferedRWPair object is being "
                        "garbage-collected");
    return vm_getattr_str(vm, pair_of(self)->writer, "closed");
}

static const struct method_def pair_methods[] = {
    {"read", p_read, METHOD_ARGS, NULL},
    {"read1", p_read1, METHOD_ARGS, NULL},
    {"peek", p_peek, METHOD_ARGS, NULL},
    {"readinto", p_readinto, METHOD_ONE, NULL},
    {"readinto1", p_readinto1, METHOD_ONE, NULL},
    {"readable", p_readable, METHOD_NOARGS, NULL},
    {"write", p_write, METHOD_ONE, NULL},
    {"flush", p_flush, METHOD_NOARGS, NULL},
    {"writable", p_writable, METHOD_NOARGS, NULL},
    {"close", p_close, METHOD_NOARGS, NULL},
    {"isatty", p_isatty, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def pair_getsets[] = {
    {"closed", pair_closed, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct heap_field pair_fields[] = {
    {"__dict__", offsetof(struct io_stream, dict)},
    {"reader", offsetof(struct pair, reader)},
    {"writer", offsetof(struct pair, writer)},
};

const struct type_spec io_pair_spec = {
    .name = "_io.BufferedRWPair",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct pair),
               .flags = HEAP_CONTAINER,
               .fields = pair_fields,
               .field_count = 3},
    .dict_offset = offsetof(struct io_stream, dict),
    .weakly = true,
    .slots = {.new_ = make,
              .init = init_pair,
              .finalize = io_finalize,
              .get_attr = vm_generic_getattr,
              .set_attr = vm_generic_setattr},
    .methods = pair_methods,
    .getsets = pair_getsets,
};
