/*
 * io.TextIOWrapper: text over a buffered binary stream.
 *
 * `text` is decoded and given out up to `at`; `chunk` are the bytes it came
 * from, `tail` those that still wait for the rest of a character or newline.
 * `out` is encoded and not yet written to the buffer.
 */
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/codecs.h"
#include "scripts/modules/io.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/codec.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct wrapper {
    struct io_stream stream;
    object *buffer, *encoding, *errors, *newline, *decoder, *encoder, *text, *chunk,
        *tail;
    size_t at;
    unsigned char *out; /* heap array of IO_CHUNK, or NULL */
    size_t out_length;
    int order, seen;
    bool universal, translate, write_through, line_buffering, pending,
        detached, iterated, finalizing;
    ptrdiff_t chunk_size; /* how much is read at once */
    bool has_read1;       /* the buffer has that method */
    bool reads, writes; /* what the buffer can do */
    bool replaces; /* another newline is written for "\n" */
    bool plain; /* the encoding leaves ASCII as it is */
    uint8_t pieces; /* written and kept: 0, 1, or 2 for more, which CPython
                       has in a list */
};

static struct wrapper *of(object *o)
{
    return (struct wrapper *)o;
}

static bool ready(struct vm *vm, object *self)
{
    struct wrapper *w = of(self);
    if (!w->buffer)
        vm_raise(vm, EXC_VALUE_ERROR,
                 w->detached ? "underlying buffer has been detached"
                             : "I/O operation on uninitialized object");
    return w->buffer;
}

static bool open_one(struct vm *vm, object *self)
{
    return ready(vm, self) && io_check_open(vm, of(self)->buffer);
}

static object *below(struct vm *vm, object *self, const char *name, object *arg)
{
    if (!ready(vm, self))
        return NULL;
    object *buffer = heap_retain(of(self)->buffer);
    object *r = io_call(vm, buffer, name, arg);
    vm_release(vm, buffer);
    return r;
}

/* ---- writing -------------------------------------------------------------- */

object *io_text_buffer_peek(const struct vm *vm, object *o)
{
    return io_exactly(vm, o, &io_wrapper_spec) ? of(o)->buffer : NULL;
}

/* The buffer when it is one of those here, kept alive; NULL: another. */
static object *own_buffer(struct vm *vm, object *self)
{
    object *buffer = of(self)->buffer;
    return buffer && io_buffered_raw_peek(vm, buffer) &&
                   !io_exactly(vm, buffer, &io_reader_spec)
               ? heap_retain(buffer)
               : NULL;
}

static bool push(struct vm *vm, object *self, const void *data, size_t size)
{
    object *buffer = own_buffer(vm, self);
    if (buffer) {
        bool ok = io_buffered_write(vm, buffer, data, size);
        vm_release(vm, buffer);
        return ok;
    }
    object *bytes = bytes_new(vm, data, size);
    object *r = bytes ? below(vm, self, "write", bytes) : NULL;
    vm_release_maybe(vm, bytes);
    vm_release_maybe(vm, r);
    return r;
}

static bool flush_out(struct vm *vm, object *self)
{
    size_t size = of(self)->out_length;
    of(self)->out_length = 0;
    if (of(self)->pieces == 2)
        heap_spare_put(vm->heap, &vm->types[TYPE_LIST]->layout, 0);
    of(self)->pieces = 0;
    return !size || push(vm, self, of(self)->out, size);
}

static bool keep(struct vm *vm, object *self, const unsigned char *data,
                 size_t size)
{
    struct wrapper *w = of(self);
    if (w->out_length + size > IO_CHUNK && !flush_out(vm, self))
        return false;
    if (!w->out && !(w->out = heap_array_new(vm->heap, IO_CHUNK)))
        return vm_raise_no_memory(vm);
    if (w->out_length + size > IO_CHUNK)
        return push(vm, self, data, size);
    memcpy(w->out + w->out_length, data, size);
    w->out_length += size;
    if (w->pieces == 1)
        heap_shadow_new(vm->heap, &vm->types[TYPE_LIST]->layout, 0);
    w->pieces = w->pieces ? 2 : 1;
    return w->out_length < IO_CHUNK || flush_out(vm, self);
}

/* Flushes the buffer after a line. */
static bool flush_below(struct vm *vm, object *self)
{
    object *buffer = own_buffer(vm, self);
    if (buffer) {
        bool ok = io_buffered_flush(vm, buffer);
        vm_release(vm, buffer);
        return ok;
    }
    object *r = below(vm, self, "flush", NULL);
    vm_release_maybe(vm, r);
    return r;
}

/* text with the newline that is written; new. */
static object *outward(struct vm *vm, struct wrapper *w, object *text)
{
    struct str_builder b;
    if (!w->replaces)
        return heap_retain(text);
    str_builder_init(&b, vm);
    for (size_t i = 0; i < str_length(text); i++) {
        if (str_at(text, i) == '\n')
            str_builder_str(&b, w->newline);
        else
            str_builder_char(&b, str_at(text, i));
    }
    return str_builder_finish(&b);
}

static bool has_newline(const object *text)
{
    const struct str_object *s = (const struct str_object *)text;
    if (s->width == 1)
        return memchr(s->data, '\n', s->length) ||
               memchr(s->data, '\r', s->length);
    for (size_t i = str_length(text); i > 0; i--)
        if (str_at(text, i - 1) == '\n' || str_at(text, i - 1) == '\r')
            return true;
    return false;
}

static void forget(struct vm *vm, object *self)
{
    struct wrapper *w = of(self);
    w->at = 0;
    w->pending = false;
    heap_store(vm->heap, &w->text, NULL);
    heap_store(vm->heap, &w->chunk, NULL);
    heap_store(vm->heap, &w->tail, NULL);
}

IO_METHOD(m_flush)
{
    IO_UNUSED;
    return open_one(vm, self) && flush_out(vm, self)
               ? below(vm, self, "flush", NULL)
               : NULL;
}

/* Encodes text and keeps it. */
static bool keep_text(struct vm *vm, object *self, object *text)
{
    const unsigned char *data;
    size_t size;
    struct wrapper *w = of(self);
    const struct str_object *s = (const struct str_object *)text;
    if (w->plain && s->ascii)
        return keep(vm, self, s->data, s->length);
    object *bytes = w->encoder ? io_call(vm, w->encoder, "encode", text)
                               : codec_encode(vm, text, w->encoding, w->errors);
    if (bytes && !bytes_check(vm, bytes)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "encoder should return a bytes object, not '%T'", bytes);
        heap_store(vm->heap, &bytes, NULL);
    }
    bool ok = bytes && bytes_view(vm, bytes, &data, &size) &&
              keep(vm, self, data, size);
    vm_release_maybe(vm, bytes);
    return ok;
}

IO_METHOD(m_write)
{
    (void)nargs, (void)kwnames;
    struct wrapper *w = of(self);
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "write() argument must be str, not %T", args[0]);
    if (!open_one(vm, self))
        return NULL;
    if (!w->writes)
        return io_unsupported(vm, "not writable");
    object *text = outward(vm, w, args[0]);
    bool ok = text && keep_text(vm, self, text);
    vm_release_maybe(vm, text);
    bool lines = w->line_buffering && has_newline(args[0]);
    if (ok && (w->write_through || lines))
        ok = flush_out(vm, self);
    if (ok && lines)
        ok = flush_below(vm, self);
    if (ok && w->text)
        forget(vm, self);
    return ok ? int_new(vm, (int64_t)str_length(args[0])) : NULL;
}

/* ---- reading -------------------------------------------------------------- */

/* Decodes chunk by the codec here; the rest becomes the tail.  New. */
static object *decode_here(struct vm *vm, object *self, object *chunk,
                           bool final)
{
    struct wrapper *w = of(self);
    struct bytes_object *b = (struct bytes_object *)chunk;
    const unsigned char *data = bytes_data(chunk);
    size_t used = 0, cut = b->length;
    if (w->universal && !final && cut && data[cut - 1] == '\r')
        cut--;
    object *part = bytes_new(vm, data, cut);
    object *text = part ? codec_decode_part(vm, part, w->encoding, w->errors,
                                            final, &w->order, &used)
                        : NULL;
    vm_release_maybe(vm, part);
    used = used > b->length ? b->length : used;
    object *tail =
        text ? bytes_new(vm, data + used, b->length - used) : NULL;
    if (!tail) {
        vm_release_maybe(vm, text);
        return NULL;
    }
    heap_store(vm->heap, &w->tail, tail);
    return text;
}

static object *decode_by(struct vm *vm, object *decoder, object *chunk,
                         bool final)
{
    object *args[2] = {chunk, final ? vm->true_ : vm->false_};
    object *name = str_intern(vm, "decode");
    heap_retain(decoder);
    object *r = name ? vm_call_method(vm, decoder, name, args, 2) : NULL;
    vm_release(vm, decoder);
    vm_release_maybe(vm, name);
    if (!r || str_check(vm, r))
        return r;
    vm_raise(vm, EXC_TYPE_ERROR,
             "decoder should return a string result, not '%T'", r);
    vm_release(vm, r);
    return NULL;
}

static object *decode(struct vm *vm, object *self, object *chunk, bool final)
{
    struct wrapper *w = of(self);
    object *text = w->decoder ? decode_by(vm, w->decoder, chunk, final)
                              : decode_here(vm, self, chunk, final);
    object *r = text;
    if (text && w->universal) {
        r = io_translate(vm, text, w->translate, final, &w->pending, &w->seen);
        vm_release(vm, text);
    }
    return r;
}

/* The text that is not given out yet, followed by more; new. */
static object *joined(struct vm *vm, struct wrapper *w, object *more)
{
    if (!w->text || w->at >= str_length(w->text))
        return heap_retain(more);
    object *left = str_slice(vm, w->text, w->at, str_length(w->text));
    object *r = left ? str_concat(vm, left, more) : NULL;
    vm_release_maybe(vm, left);
    return r;
}

/* The bytes of a and b; a may be NULL.  New. */
static object *both(struct vm *vm, object *a, object *b)
{
    return a ? vm_binary(vm, BINARY_ADD, a, b) : heap_retain(b);
}

/* How many bytes of the chunk the first `at` characters took; -1: unknown. */
static int64_t bytes_used(struct wrapper *w)
{
    if (!w->chunk || w->decoder)
        return -1;
    struct bytes_object *b = (struct bytes_object *)w->chunk;
    const unsigned char *data = bytes_data(w->chunk);
    bool wide = str_equal_ascii(w->encoding, "utf-8") ||
                str_equal_ascii(w->encoding, "UTF-8");
    size_t i = 0;
    for (size_t n = 0; n < w->at && i < b->length; n++) {
        bool pair = w->translate && data[i] == '\r' &&
                    i + 1 < b->length && data[i + 1] == '\n';
        i += pair ? 2 : 1;
        while (wide && i < b->length && (data[i] & 0xc0) == 0x80)
            i++;
    }
    return (int64_t)i;
}

/* The bytes behind what was given out, with those just read; NULL: they are
 * not known. */
static object *chunk_left(struct vm *vm, struct wrapper *w, object *data)
{
    if (!w->text || w->at >= str_length(w->text))
        return both(vm, w->tail, data);
    int64_t used = bytes_used(w);
    if (used < 0)
        return NULL;
    struct bytes_object *b = (struct bytes_object *)w->chunk;
    object *left = bytes_new(vm, bytes_data(w->chunk) + used,
                             b->length - (size_t)used);
    object *r = left ? both(vm, left, data) : NULL;
    vm_release_maybe(vm, left);
    return r;
}

/* The bytes of what a read gave, which is stolen; NULL: pending. */
static object *as_bytes(struct vm *vm, object *data, const char *method)
{
    struct buffer b;
    object *r = NULL;
    if (!data || vm_is(data, TYPE_BYTES))
        return data;
    if (!buffer_check(vm, data))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "underlying %s() should have returned a bytes-like object, "
                 "not '%T'",
                 method, data);
    else if (buffer_get(vm, data, true, &b)) {
        r = bytes_new(vm, b.data, b.size);
        buffer_done(vm, &b);
    }
    vm_release(vm, data);
    return r;
}

/* Adds a chunk of the buffer to the text: 1, at the end 0, -1 pending. */
static int read_chunk(struct vm *vm, object *self, bool all)
{
    struct wrapper *w = of(self);
    const char *method = all || !w->has_read1 ? "read" : "read1";
    object *n = all ? NULL : int_new(vm, w->chunk_size);
    object *data = as_bytes(vm, below(vm, self, method, n), method);
    vm_release_maybe(vm, n);
    if (!data)
        return -1;
    bool final = all || !((struct bytes_object *)data)->length;
    object *input = both(vm, w->decoder ? NULL : w->tail, data);
    object *origin = chunk_left(vm, w, data);
    object *more = input && !vm_pending(vm) ? decode(vm, self, input, final)
                                            : NULL;
    object *text = more ? joined(vm, w, more) : NULL;
    vm_release_maybe(vm, data);
    vm_release_maybe(vm, input);
    vm_release_maybe(vm, more);
    if (!text) {
        vm_release_maybe(vm, origin);
        return -1;
    }
    heap_store(vm->heap, &w->chunk, origin);
    w->at = 0;
    heap_store(vm->heap, &w->text, text);
    return !final;
}

static size_t ahead(struct wrapper *w)
{
    return w->text && w->at < str_length(w->text) ? str_length(w->text) - w->at
                                                  : 0;
}

static object *take(struct vm *vm, struct wrapper *w, size_t n)
{
    n = n < ahead(w) ? n : ahead(w);
    if (!n)
        return heap_retain(vm->empty_str);
    object *r = str_slice(vm, w->text, w->at, w->at + n);
    if (r)
        w->at += n;
    return r;
}

static bool can_read(struct vm *vm, object *self)
{
    if (!open_one(vm, self))
        return false;
    if (!of(self)->reads)
        io_unsupported(vm, "not readable");
    return of(self)->reads && flush_out(vm, self);
}

IO_METHOD(m_read)
{
    ptrdiff_t n;
    int more = 1;
    (void)kwnames;
    if (!io_size(vm, args, nargs, "read", &n) || !can_read(vm, self))
        return NULL;
    struct wrapper *w = of(self);
    if (n < 0)
        more = read_chunk(vm, self, true);
    else
        while (more > 0 && ahead(w) < (size_t)n)
            more = read_chunk(vm, self, false);
    return more < 0 ? NULL : take(vm, w, n < 0 ? SIZE_MAX : (size_t)n);
}

/* The end of the line ahead; 0: it is not there yet. */
static size_t line_there(struct wrapper *w)
{
    bool any = w->universal && !w->translate;
    object *newline =
        w->newline && str_length(w->newline) ? w->newline : NULL;
    return w->text ? io_line_end(w->text, w->at, any, newline) : 0;
}

static object *read_line(struct vm *vm, object *self, ptrdiff_t limit)
{
    struct wrapper *w = of(self);
    size_t end;
    int more = 1;
    while (!(end = line_there(w)) && more > 0 &&
           (limit < 0 || ahead(w) < (size_t)limit))
        more = read_chunk(vm, self, false);
    if (more < 0)
        return NULL;
    size_t n = end ? end - w->at : ahead(w);
    return take(vm, w, limit >= 0 && (size_t)limit < n ? (size_t)limit : n);
}

IO_METHOD(m_readline)
{
    ptrdiff_t n;
    (void)kwnames;
    return io_size(vm, args, nargs, "readline", &n) && can_read(vm, self)
               ? read_line(vm, self, n)
               : NULL;
}

static object *next(struct vm *vm, object *self)
{
    struct wrapper *w = of(self);
    object *line = ahead(w) || can_read(vm, self) ? read_line(vm, self, -1)
                                                  : NULL;
    w->iterated = true;
    if (line && str_length(line))
        return line;
    w->iterated = false;
    vm_release_maybe(vm, line);
    return NULL;
}

/* ---- places --------------------------------------------------------------- */

IO_METHOD(m_tell)
{
    int64_t at, back = 0;
    IO_UNUSED;
    if (!open_one(vm, self))
        return NULL;
    struct wrapper *w = of(self);
    if (w->iterated)
        return vm_raise(vm, EXC_OS_ERROR,
                        "telling position disabled by next() call");
    object *flushed = io_call(vm, self, "flush", NULL);
    vm_release_maybe(vm, flushed);
    object *r = flushed ? below(vm, self, "tell", NULL) : NULL;
    if (!r || !vm_is(r, TYPE_INT) || !int_as_i64(vm, r, &at))
        return r;
    vm_release(vm, r);
    if (ahead(w)) {
        int64_t used = bytes_used(w);
        if (used < 0)
            return vm_raise(vm, EXC_OS_ERROR,
                            "can't reconstruct logical file position");
        back = (int64_t)((struct bytes_object *)w->chunk)->length - used;
    } else if (w->tail) {
        back = (int64_t)((struct bytes_object *)w->tail)->length;
    }
    return int_new(vm, at - back);
}

static object *seek_end(struct vm *vm, object *self)
{
    object *args[2] = {int_new(vm, 0), int_new(vm, 2)};
    object *name = str_intern(vm, "seek");
    object *r = name ? vm_call_method(vm, of(self)->buffer, name, args, 2)
                     : NULL;
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, args[0]);
    vm_release_maybe(vm, args[1]);
    return r;
}

static bool encode_behind_start(struct vm *vm, struct wrapper *w, int64_t at);

static bool reset_decoder(struct vm *vm, struct wrapper *w)
{
    object *r = w->decoder ? io_call(vm, w->decoder, "reset", NULL)
                           : vm_none(vm);
    vm_release_maybe(vm, r);
    return r;
}

IO_METHOD(m_seek)
{
    int64_t at, whence = 0;
    (void)kwnames;
    if (!args_between(vm, "seek", nargs, 1, 2) || !open_one(vm, self) ||
        !int_as_i64(vm, args[0], &at) ||
        (nargs > 1 && !int_as_i64(vm, args[1], &whence)))
        return NULL;
    if (whence < 0 || whence > 2)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "invalid whence (%lld, should be 0, 1 or 2)",
                        (long long)whence);
    if (whence && at)
        return io_unsupported(vm, whence == 1
                                      ? "can't do nonzero cur-relative seeks"
                                      : "can't do nonzero end-relative seeks");
    if (at < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "negative seek position %lld",
                        (long long)at);
    of(self)->iterated = false;
    object *to = whence == 1 ? io_call(vm, self, "tell", NULL)
                             : heap_retain(args[0]);
    object *flushed = to ? io_call(vm, self, "flush", NULL) : NULL;
    vm_release_maybe(vm, flushed);
    object *r = !flushed    ? NULL
                : whence == 2 ? seek_end(vm, self)
                              : below(vm, self, "seek", to);
    vm_release_maybe(vm, to);
    if (r && (whence || at))
        at = 1;
    if (r && (!encode_behind_start(vm, of(self), at) ||
              !reset_decoder(vm, of(self))))
        heap_store(vm->heap, &r, NULL);
    if (r)
        forget(vm, self);
    return r;
}

IO_METHOD(m_truncate)
{
    (void)kwnames;
    if (!args_between(vm, "truncate", nargs, 0, 1))
        return NULL;
    object *flushed = io_call(vm, self, "flush", NULL);
    vm_release_maybe(vm, flushed);
    return flushed ? below(vm, self, "truncate", nargs ? args[0] : NULL)
                   : NULL;
}

/* ---- the rest ------------------------------------------------------------- */

IO_METHOD(m_close)
{
    IO_UNUSED;
    int closed = ready(vm, self) ? io_is_closed(vm, of(self)->buffer) : -1;
    if (closed)
        return closed > 0 ? vm_none(vm) : NULL;
    if (of(self)->finalizing)
        io_warn_of(vm, of(self)->buffer, self);
    object *flushed = io_call(vm, self, "flush", NULL);
    object *pending = vm_pending_take(vm);
    vm_release_maybe(vm, flushed);
    if (of(self)->buffer)
        return io_close_below(vm, of(self)->buffer, pending);
    vm_pending_restore(vm, pending);
    return pending ? NULL : vm_none(vm);
}

IO_METHOD(m_detach)
{
    IO_UNUSED;
    object *r = ready(vm, self) ? io_call(vm, self, "flush", NULL) : NULL;
    vm_release_maybe(vm, r);
    if (!r)
        return NULL;
    object *buffer = of(self)->buffer;
    of(self)->buffer = NULL;
    of(self)->detached = true;
    return buffer;
}

#define FORWARD(fn, name)                                                      \
    IO_METHOD(fn)                                                              \
    {                                                                          \
        IO_UNUSED;                                                             \
        return below(vm, self, name, NULL);                                    \
    }

FORWARD(m_seekable, "seekable")
FORWARD(m_readable, "readable")
FORWARD(m_writable, "writable")
FORWARD(m_fileno, "fileno")
FORWARD(m_isatty, "isatty")

static bool set_newline(struct vm *vm, struct wrapper *w, object *newline)
{
    static const char *const known[] = {"", "\n", "\r", "\r\n"};
    bool none = !newline || newline == vm->none, found = none;
    if (!none && !str_check(vm, newline)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "TextIOWrapper() argument 'newline' must be str or None, not "
                 "%B",
                 newline);
        return false;
    }
    for (int i = 0; !none && i < 4; i++)
        found |= str_equal_ascii(newline, known[i]);
    if (!found) {
        vm_raise(vm, EXC_VALUE_ERROR, "illegal newline value: %U", newline);
        return false;
    }
    w->universal = none || !str_length(newline);
    w->translate = none;
    w->replaces = !none && str_length(newline) &&
                  !str_equal_ascii(newline, "\n");
    heap_store(vm->heap, &w->newline, none ? NULL : heap_retain(newline));
    return true;
}

/* What _codecs knows of the encoding of text; new, NULL: pending. */
static object *codec_info(struct vm *vm, object *encoding)
{
    object *name = str_intern(vm, "_codecs");
    object *import = NULL, *module = NULL, *info = NULL, *text = NULL;
    if (name && (import = vm_getitem(vm, vm->builtins,
                                     vm->name[NAME_dunder_import])))
        module = vm_call1(vm, import, name);
    info = module ? io_call(vm, module, "lookup", encoding) : NULL;
    text = info ? vm_getattr_str(vm, info, "_is_text_encoding") : NULL;
    if (info && !text)
        vm_pending_clear(vm);
    if (text && vm_truth(vm, text) == 0) {
        vm_raise(vm, EXC_LOOKUP_ERROR,
                 "%R is not a text encoding; use codecs.open() to handle "
                 "arbitrary codecs",
                 encoding);
        heap_store(vm->heap, &info, NULL);
    }
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, import);
    vm_release_maybe(vm, module);
    vm_release_maybe(vm, text);
    return info;
}

/* info.name(errors), kept in *field. */
static bool make_coder(struct vm *vm, object *info, const char *name,
                       object *errors, object **field)
{
    object *make = vm_getattr_str(vm, info, name);
    object *made = make ? vm_call1(vm, make, errors) : NULL;
    vm_release_maybe(vm, make);
    heap_store(vm->heap, field, made);
    return made;
}

/* Gets what an encoding needs that has a state or is a script's; `buffer` is
 * asked what it can do.  False: pending. */
static bool set_coders(struct vm *vm, struct wrapper *w, object *buffer)
{
    w->plain = codec_is_plain(w->encoding);
    heap_store(vm->heap, &w->decoder, NULL);
    heap_store(vm->heap, &w->encoder, NULL);
    object *info = w->plain ? vm_none(vm) : codec_info(vm, w->encoding);
    int reads = info ? io_truth(vm, io_call(vm, buffer, "readable", NULL)) : -1;
    int writes =
        reads >= 0 ? io_truth(vm, io_call(vm, buffer, "writable", NULL)) : -1;
    w->reads = reads > 0;
    w->writes = writes > 0;
    if (w->plain) {
        vm_release(vm, info);
        return reads >= 0 && writes >= 0;
    }
    bool ok = reads >= 0 && writes >= 0 &&
              (!reads || make_coder(vm, info, "incrementaldecoder", w->errors,
                                    &w->decoder)) &&
              (!writes || make_coder(vm, info, "incrementalencoder", w->errors,
                                     &w->encoder));
    vm_release_maybe(vm, info);
    return ok;
}

/* Tells the encoder that it does not write at the very start. */
static bool encode_behind_start(struct vm *vm, struct wrapper *w, int64_t at)
{
    if (!w->encoder)
        return true;
    object *r = at ? io_call_int(vm, w->encoder, "setstate", 0)
                   : io_call(vm, w->encoder, "reset", NULL);
    vm_release_maybe(vm, r);
    return r;
}

/* Where a stream that is written to begins: behind what is there. */
static bool find_start(struct vm *vm, struct wrapper *w)
{
    int64_t at = 0;
    if (!w->encoder)
        return true;
    int seeks = io_truth(vm, io_call(vm, w->buffer, "seekable", NULL));
    if (!seeks && codec_is_here(w->encoding)) /* no mark in a pipe */
        return encode_behind_start(vm, w, 1);
    if (seeks <= 0)
        return !seeks;
    object *place = io_call(vm, w->buffer, "tell", NULL);
    bool ok = place && int_as_i64(vm, place, &at);
    vm_release_maybe(vm, place);
    return ok && (!at || encode_behind_start(vm, w, at));
}

static bool set_text(struct vm *vm, object **field, object *given,
                     const char *otherwise, const char *name)
{
    if (given && given != vm->none && !str_check(vm, given)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "TextIOWrapper() argument '%s' must be str or None, not %B",
                 name, given);
        return false;
    }
    bool locale = given && given != vm->none && str_equal_ascii(given, "locale");
    object *o = given && given != vm->none && !locale
                    ? heap_retain(given)
                    : str_intern(vm, otherwise);
    heap_store(vm->heap, field, o);
    return o;
}

static bool find_read1(struct vm *vm, struct wrapper *w, object *buffer)
{
    object *name = str_intern(vm, "read1"), *found = NULL;
    bool ok = name && vm_lookup_attr(vm, buffer, name, &found);
    w->has_read1 = found;
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, found);
    return ok;
}

static int flag(struct vm *vm, object *o, bool otherwise)
{
    return o && o != vm->none ? vm_truth(vm, o) : otherwise;
}

/* Warns of an encoding left open, and looks for the handler of errors while
 * developing, where a script was started so. */
static bool check_words(struct vm *vm, object *encoding, object *errors)
{
    if ((!encoding || encoding == vm->none) && !io_warn_encoding(vm, 1))
        return false;
    if (!vm->options.settings.dev_mode || !errors ||
        !(vm_type_of(vm, errors)->flags & TYPE_STR_SUBCLASS))
        return true;
    object *handler = codecs_handler(vm, errors);
    vm_release_maybe(vm, handler);
    return handler;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    static const char *const names[] = {"buffer",         "encoding",
                                        "errors",         "newline",
                                        "line_buffering", "write_through",
                                        NULL};
    static const struct arg_spec spec = {"TextIOWrapper", names, 0, 6, 1};
    object *out[6];
    struct wrapper *w = of(self);
    heap_store(vm->heap, &w->buffer, NULL);
    w->detached = false;
    w->chunk_size = IO_CHUNK;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) ||
        !find_read1(vm, w, out[0]) || !check_words(vm, out[1], out[2]) ||
        !set_text(vm, &w->encoding, out[1], "UTF-8", "encoding") ||
        !set_text(vm, &w->errors, out[2], "strict", "errors") ||
        !set_newline(vm, w, out[3]) || !set_coders(vm, w, out[0]))
        return false;
    int lines = flag(vm, out[4], false), through = flag(vm, out[5], false);
    if (lines < 0 || through < 0)
        return false;
    w->line_buffering = lines;
    w->write_through = through;
    w->detached = false;
    forget(vm, self);
    heap_store(vm->heap, &w->buffer, heap_retain(out[0]));
    return find_start(vm, w);
}

IO_METHOD(m_reconfigure)
{
    static const char *const names[] = {"encoding",       "errors",
                                        "newline",        "line_buffering",
                                        "write_through",  NULL};
    static const struct arg_spec spec = {"reconfigure", names, 0, 0, 0};
    object *out[5];
    struct wrapper *w = of(self);
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return NULL;
    bool encoding = out[0] && out[0] != vm->none;
    if (w->text && (encoding || out[2]))
        return io_unsupported(vm, "It is not possible to set the encoding or "
                                  "newline of stream after the first read");
    object *flushed = io_call(vm, self, "flush", NULL);
    int lines = flag(vm, out[3], w->line_buffering);
    int through = flag(vm, out[4], w->write_through);
    bool errors = encoding || (out[1] && out[1] != vm->none);
    vm_release_maybe(vm, flushed);
    if (!flushed || lines < 0 || through < 0 ||
        (errors && !set_text(vm, &w->errors, out[1], "strict", "errors")) ||
        (encoding && !set_text(vm, &w->encoding, out[0], "UTF-8",
                               "encoding")) ||
        (out[2] && !set_newline(vm, w, out[2])))
        return NULL;
    w->line_buffering = lines;
    w->write_through = through;
    if (errors && !set_coders(vm, w, w->buffer))
        return NULL;
    return find_start(vm, w) ? vm_none(vm) : NULL;
}

static object *get_below(struct vm *vm, object *self, const void *data)
{
    return ready(vm, self) ? vm_getattr_str(vm, of(self)->buffer, data) : NULL;
}

static object *get_newlines(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return io_newlines_seen(vm, of(self)->seen);
}

static object *get_chunk_size(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return ready(vm, self) ? int_new(vm, of(self)->chunk_size) : NULL;
}

static bool set_chunk_size(struct vm *vm, object *self, object *value,
                           const void *data)
{
    ptrdiff_t n;
    (void)data;
    if (!value) {
        vm_raise(vm, EXC_ATTRIBUTE_ERROR, "cannot delete attribute");
        return false;
    }
    if (!ready(vm, self) || !native_ssize(vm, value, &n))
        return false;
    if (n <= 0) {
        vm_raise(vm, EXC_VALUE_ERROR, "a strictly positive integer is required");
        return false;
    }
    of(self)->chunk_size = n;
    return true;
}

/* An attribute for the repr: NULL when there is none. */
static object *known(struct vm *vm, object *self, const char *name)
{
    object *key = str_intern(vm, name), *found = NULL;
    if (key && !vm_lookup_attr(vm, self, key, &found) &&
        vm_pending_is(vm, EXC_VALUE_ERROR))
        vm_pending_clear(vm);
    vm_release_maybe(vm, key);
    return found;
}

static object *repr(struct vm *vm, object *self)
{
    struct str_builder b;
    static const char *const names[] = {"name", "mode"};
    if (!of(self)->encoding)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "I/O operation on uninitialized object");
    str_builder_init(&b, vm);
    str_builder_ascii(&b, "<_io.TextIOWrapper");
    for (int i = 0; i < 2; i++) {
        object *o = known(vm, self, names[i]);
        object *s = o ? str_format(vm, " %s=%R", names[i], o) : NULL;
        if (s)
            str_builder_str(&b, s);
        vm_release_maybe(vm, o);
        vm_release_maybe(vm, s);
    }
    object *s = vm_pending(vm) ? NULL : str_format(vm, " encoding=%R>", of(self)->encoding);
    if (s)
        str_builder_str(&b, s);
    vm_release_maybe(vm, s);
    if (s)
        return str_builder_finish(&b);
    str_builder_done(&b);
    return NULL;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

static void destroy(heap *h, object *self)
{
    struct wrapper *w = of(self);
    if (w->out)
        heap_array_free(h, w->out, IO_CHUNK);
    w->out = NULL;
}

static const struct method_def methods[] = {
    {"detach", m_detach, METHOD_NOARGS, NULL},
    {"reconfigure", m_reconfigure, METHOD_KEYWORDS, NULL},
    {"write", m_write, METHOD_ONE, NULL},
    {"read", m_read, METHOD_ARGS, NULL},
    {"readline", m_readline, METHOD_ARGS, NULL},
    {"flush", m_flush, METHOD_NOARGS, NULL},
    {"close", m_close, METHOD_NOARGS, NULL},
    {"fileno", m_fileno, METHOD_NOARGS, NULL},
    {"seekable", m_seekable, METHOD_NOARGS, NULL},
    {"readable", m_readable, METHOD_NOARGS, NULL},
    {"writable", m_writable, METHOD_NOARGS, NULL},
    {"isatty", m_isatty, METHOD_NOARGS, NULL},
    {"seek", m_seek, METHOD_ARGS, NULL},
    {"tell", m_tell, METHOD_NOARGS, NULL},
    {"truncate", m_truncate, METHOD_ARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def getsets[] = {
    {"name", get_below, NULL, NULL, "name"},
    {"closed", get_below, NULL, NULL, "closed"},
    {"newlines", get_newlines, NULL, NULL, NULL},
    {"_CHUNK_SIZE", get_chunk_size, set_chunk_size, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define FIELD(f) offsetof(struct wrapper, f)

static const struct member_def members[] = {
    {"encoding", MEMBER_OBJECT, FIELD(encoding), true, NULL},
    {"errors", MEMBER_OBJECT, FIELD(errors), true, NULL},
    {"buffer", MEMBER_OBJECT, FIELD(buffer), true, NULL},
    {"line_buffering", MEMBER_BOOL, FIELD(line_buffering), true, NULL},
    {"_finalizing", MEMBER_BOOL, FIELD(finalizing), false, NULL},
    {"write_through", MEMBER_BOOL, FIELD(write_through), true, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct heap_field fields[] = {
    {"__dict__", offsetof(struct io_stream, dict)},
    {"buffer", FIELD(buffer)},   {"encoding", FIELD(encoding)},
    {"errors", FIELD(errors)},   {"newline", FIELD(newline)},
    {"decoder", FIELD(decoder)}, {"text", FIELD(text)},
    {"encoder", FIELD(encoder)},
    {"chunk", FIELD(chunk)},     {"tail", FIELD(tail)},
};

const struct type_spec io_wrapper_spec = {
    .name = "_io.TextIOWrapper",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct wrapper),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = sizeof fields / sizeof *fields,
               .destroy = destroy},
    .dict_offset = offsetof(struct io_stream, dict),
    .weakly = true,
    .slots = {.new_ = make,
              .init = init,
              .repr = repr,
              .finalize = io_finalize,
              .next = next,
              .get_attr = vm_generic_getattr,
              .set_attr = vm_generic_setattr},
    .methods = methods,
    .getsets = getsets,
    .members = members,
    .doc = "Character and line based layer over a BufferedIOBase object.",
};
