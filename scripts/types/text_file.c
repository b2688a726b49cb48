/*
 * Text files: the object, writing, closing, its attributes.  Invariant: what
 * was written is either in `out` or with the host, in order; a closed file
 * holds neither.  Neighbours: text_file_read.c, text_file_open.c.
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "scripts/types/bytes.h"
#include "scripts/types/codec.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/text_file_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/signals.h"

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

/* ---- making ---- */

static bool set_names(struct vm *vm, struct text_file *file, object *name,
                      const char *mode)
{
    file->name = heap_retain(name);
    file->mode = str_intern(vm, mode);
    file->encoding = str_intern(vm, "utf-8");
    file->errors = str_intern(vm, "strict");
    return file->mode && file->encoding && file->errors;
}

object *text_file_new(struct vm *vm, int fd, object *name, const char *mode,
                      bool line_buffered, bool closefd)
{
    object *o = type_alloc(vm, vm->types[TYPE_TEXT_FILE], 0);
    if (!o)
        return NULL;
    struct text_file *file = text_file_of(o);
    bool plus = strchr(mode, '+');
    file->fd = fd;
    file->readable = plus || strchr(mode, 'r');
    file->writable = plus || !strchr(mode, 'r');
    file->line_buffered = line_buffered;
    file->closefd = closefd;
    if (set_names(vm, file, name, mode))
        return o;
    file->closed = true;
    vm_release(vm, o);
    return NULL;
}

bool text_file_set_errors(struct vm *vm, object *o, const char *errors)
{
    object *name = str_intern(vm, errors);
    if (!name)
        return false;
    heap_store(vm->heap, &text_file_of(o)->errors, name);
    return true;
}

/* ---- states ---- */

bool text_file_check_open(struct vm *vm, struct text_file *file)
{
    if (!file->closed)
        return true;
    vm_raise(vm, EXC_VALUE_ERROR, "I/O operation on closed file.");
    return false;
}

bool text_file_check_readable(struct vm *vm, struct text_file *file)
{
    if (!text_file_check_open(vm, file))
        return false;
    if (!file->readable)
        vm_raise(vm, EXC_OS_ERROR, "not readable");
    return file->readable;
}

bool text_file_interrupted(struct vm *vm)
{
    return signals_poll(vm);
}

/* ---- writing ---- */

static bool write_bytes(struct vm *vm, struct text_file *file,
                        const unsigned char *bytes, size_t size)
{
    while (size) {
        int64_t n = vm->host->write(vm->host->arg, file->fd, bytes, size);
        if (n == -EINTR && text_file_interrupted(vm))
            continue;
        if (n < 0) {
            if (!vm_pending(vm))
                vm_raise_os(vm, n, NULL);
            return false;
        }
        bytes += n;
        size -= (size_t)n;
    }
    return true;
}

bool text_file_flush(struct vm *vm, struct text_file *file)
{
    size_t size = file->out_length;
    file->out_length = 0;
    if (file->pieces == 2)
        heap_spare_put(vm->heap, &vm->types[TYPE_LIST]->layout, 0);
    file->pieces = 0;
    return write_bytes(vm, file, file->out, size);
}

static bool keep(struct vm *vm, struct text_file *file,
                 const unsigned char *bytes, size_t size)
{
    if (file->out_length + size > TEXT_FILE_CHUNK && !text_file_flush(vm, file))
        return false;
    if (size > TEXT_FILE_CHUNK)
        return write_bytes(vm, file, bytes, size);
    if (!file->out)
        file->out = heap_array_new(vm->heap, TEXT_FILE_CHUNK);
    if (!file->out) {
        vm_raise_no_memory(vm);
        return false;
    }
    memcpy(file->out + file->out_length, bytes, size);
    file->out_length += size;
    if (file->pieces == 1)
        heap_shadow_new(vm->heap, &vm->types[TYPE_LIST]->layout, 0);
    file->pieces = file->pieces ? 2 : 1;
    return file->out_length < TEXT_FILE_CHUNK || text_file_flush(vm, file);
}

/* Text with the file's newline in place of \n; new. */
static object *with_newlines(struct vm *vm, struct text_file *file,
                             object *text)
{
    struct str_builder b;
    const char *newline = file->newline == NEWLINE_CR ? "\r" : "\r\n";
    if (file->newline != NEWLINE_CR && file->newline != NEWLINE_CRLF)
        return heap_retain(text);
    str_builder_init(&b, vm);
    for (size_t i = 0; i < str_length(text); i++) {
        if (str_at(text, i) == '\n')
            str_builder_ascii(&b, newline);
        else
            str_builder_char(&b, str_at(text, i));
    }
    return str_builder_finish(&b);
}

/* Every encoding a file may have is ASCII for ASCII. */
static bool keep_text(struct vm *vm, struct text_file *file, object *text)
{
    const struct str_object *s = (const struct str_object *)text;
    if (s->ascii)
        return keep(vm, file, s->data, s->length);
    object *bytes = codec_encode(vm, text, file->encoding, file->errors);
    if (!bytes)
        return false;
    const struct bytes_object *b = (const struct bytes_object *)bytes;
    bool ok = keep(vm, file, b->data, b->length);
    vm_release(vm, bytes);
    return ok;
}

static bool ends_line(const object *text)
{
    for (size_t i = str_length(text); i > 0; i--) {
        uint32_t c = str_at(text, i - 1);
        if (c == '\n' || c == '\r')
            return true;
    }
    return false;
}

static bool write_text(struct vm *vm, struct text_file *file, object *text)
{
    object *converted = with_newlines(vm, file, text);
    bool ok = converted && keep_text(vm, file, converted);
    vm_release_maybe(vm, converted);
    if (ok && (file->write_through ||
               (file->line_buffered && ends_line(text))))
        ok = text_file_flush(vm, file);
    return ok;
}

METHOD(m_write)
{
    struct text_file *file = text_file_of(self);
    (void)nargs, (void)kwnames;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "write() argument must be str, not %B", args[0]);
    if (!text_file_check_open(vm, file))
        return NULL;
    if (!file->writable)
        return vm_raise(vm, EXC_OS_ERROR, "not writable");
    if (!write_text(vm, file, args[0]))
        return NULL;
    return int_new(vm, (int64_t)str_length(args[0]));
}

METHOD(m_writelines)
{
    (void)nargs, (void)kwnames;
    if (!text_file_check_open(vm, text_file_of(self)))
        return NULL;
    object *lines = vm_iter(vm, args[0]), *line;
    if (!lines)
        return NULL;
    while ((line = vm_next(vm, lines))) {
        object *written = m_write(vm, self, &line, 1, NULL);
        vm_release(vm, line);
        vm_release_maybe(vm, written);
        if (!written)
            break;
    }
    vm_release(vm, lines);
    return vm_pending(vm) ? NULL : vm_none(vm);
}

METHOD(m_flush)
{
    struct text_file *file = text_file_of(self);
    UNUSED;
    if (!text_file_check_open(vm, file) || !text_file_flush(vm, file))
        return NULL;
    return vm_none(vm);
}

/* ---- closing ---- */

/* Closes the descriptor even when the last of the output cannot be written. */
static bool close_file(struct vm *vm, struct text_file *file)
{
    if (file->closed)
        return true;
    bool flushed = text_file_flush(vm, file);
    file->closed = true;
    text_file_forget(vm, file);
    if (!file->closefd)
        return flushed;
    int64_t n = vm->host->close(vm->host->arg, file->fd);
    if (n < 0 && flushed)
        vm_raise_os(vm, n, NULL);
    return flushed && n >= 0;
}

METHOD(m_close)
{
    UNUSED;
    return close_file(vm, text_file_of(self)) ? vm_none(vm) : NULL;
}

METHOD(m_enter)
{
    UNUSED;
    return text_file_check_open(vm, text_file_of(self)) ? heap_retain(self)
                                                        : NULL;
}

static void finalize(struct vm *vm, object *self)
{
    object *pending = vm_pending_take(vm);
    if (!close_file(vm, text_file_of(self)))
        vm_unraisable(vm, self);
    if (pending)
        vm_pending_restore(vm, pending);
}

static void destroy(heap *h, object *self)
{
    struct text_file *file = text_file_of(self);
    if (file->out)
        heap_array_free(h, file->out, TEXT_FILE_CHUNK);
    file->out = NULL;
}

/* ---- places ---- */

METHOD(m_seek)
{
    struct text_file *file = text_file_of(self);
    int64_t offset, whence = 0;
    (void)kwnames;
    if (!args_between(vm, "seek", nargs, 1, 2) ||
        !text_file_check_open(vm, file) || !int_as_i64(vm, args[0], &offset) ||
        (nargs > 1 && !int_as_i64(vm, args[1], &whence)))
        return NULL;
    if (whence && offset)
        return vm_raise(vm, EXC_OS_ERROR, "can't do nonzero %s-relative seeks",
                        whence == 1 ? "cur" : "end");
    if (!text_file_flush(vm, file))
        return NULL;
    if (whence == 1)
        offset = -text_file_ahead(file);
    int64_t at = vm->host->seek(vm->host->arg, file->fd, offset, (int)whence);
    if (at < 0)
        return vm_raise_os(vm, at, NULL);
    text_file_forget(vm, file);
    return int_new(vm, at);
}

METHOD(m_tell)
{
    struct text_file *file = text_file_of(self);
    UNUSED;
    if (!text_file_check_open(vm, file) || !text_file_flush(vm, file))
        return NULL;
    if (file->iterated)
        return vm_raise(vm, EXC_OS_ERROR,
                        "telling position disabled by next() call");
    int64_t at = vm->host->seek(vm->host->arg, file->fd, 0, SEEK_CUR);
    if (at < 0)
        return vm_raise_os(vm, at, NULL);
    return int_new(vm, at - text_file_ahead(file));
}

METHOD(m_seekable)
{
    struct text_file *file = text_file_of(self);
    UNUSED;
    if (!text_file_check_open(vm, file))
        return NULL;
    return vm_bool(vm,
                   vm->host->seek(vm->host->arg, file->fd, 0, SEEK_CUR) >= 0);
}

/* ---- what it is ---- */

METHOD(m_fileno)
{
    UNUSED;
    return text_file_check_open(vm, text_file_of(self))
               ? int_new(vm, text_file_of(self)->fd)
               : NULL;
}

METHOD(m_isatty)
{
    struct text_file *file = text_file_of(self);
    UNUSED;
    if (!text_file_check_open(vm, file))
        return NULL;
    return vm_bool(vm, vm->host->isatty(vm->host->arg, file->fd) > 0);
}

METHOD(m_readable)
{
    UNUSED;
    return text_file_check_open(vm, text_file_of(self))
               ? vm_bool(vm, text_file_of(self)->readable)
               : NULL;
}

METHOD(m_writable)
{
    UNUSED;
    return text_file_check_open(vm, text_file_of(self))
               ? vm_bool(vm, text_file_of(self)->writable)
               : NULL;
}

METHOD(m_reconfigure)
{
    static const char *const names[] = {"encoding",      "errors",
                                        "newline",       "line_buffering",
                                        "write_through", NULL};
    static const struct arg_spec spec = {"reconfigure", names, 0, 0, 0};
    struct text_file *file = text_file_of(self);
    object *given[5] = {NULL};
    if (!args_bind(vm, &spec, args, nargs, kwnames, given) ||
        !text_file_check_open(vm, file) || !text_file_flush(vm, file))
        return NULL;
    if (given[0] && given[0] != vm->none)
        heap_store(vm->heap, &file->encoding, heap_retain(given[0]));
    if (given[1] && given[1] != vm->none)
        heap_store(vm->heap, &file->errors, heap_retain(given[1]));
    if (given[2] && !text_file_newline(vm, given[2], &file->newline))
        return NULL;
    int line = given[3] && given[3] != vm->none ? vm_truth(vm, given[3])
                                                : file->line_buffered;
    int through = given[4] && given[4] != vm->none ? vm_truth(vm, given[4])
                                                   : file->write_through;
    if (line < 0 || through < 0)
        return NULL;
    file->line_buffered = line;
    file->write_through = through;
    return vm_none(vm);
}

static object *repr(struct vm *vm, object *self)
{
    struct text_file *file = text_file_of(self);
    return str_format(vm, "<%s name=%R mode=%R encoding=%R>",
                      type_name_of(vm, self), file->name, file->mode,
                      file->encoding);
}

static object *get_closed(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return vm_bool(vm, text_file_of(self)->closed);
}

static object *get_line_buffering(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return vm_bool(vm, text_file_of(self)->line_buffered);
}

static object *get_write_through(struct vm *vm, object *self,
                                 const void *data)
{
    (void)data;
    return vm_bool(vm, text_file_of(self)->write_through);
}

void text_file_write_through(object *file)
{
    text_file_of(file)->write_through = true;
}

static object *iter(struct vm *vm, object *self)
{
    return text_file_check_open(vm, text_file_of(self)) ? heap_retain(self)
                                                        : NULL;
}

/* ---- the type ---- */

static const struct method_def methods[] = {
    {"write", m_write, METHOD_ONE, "write($self, text, /)\n--\n\n"},
    {"writelines", m_writelines, METHOD_ONE,
     "writelines($self, lines, /)\n--\n\n"},
    {"flush", m_flush, METHOD_NOARGS, "flush($self, /)\n--\n\n"},
    {"read", text_file_m_read, METHOD_ARGS, "read($self, size=-1, /)\n--\n\n"},
    {"readline", text_file_m_readline, METHOD_ARGS,
     "readline($self, size=-1, /)\n--\n\n"},
    {"readlines", text_file_m_readlines, METHOD_ARGS,
     "readlines($self, hint=-1, /)\n--\n\n"},
    {"close", m_close, METHOD_NOARGS, "close($self, /)\n--\n\n"},
    {"seek", m_seek, METHOD_ARGS, "seek($self, cookie, whence=0, /)\n--\n\n"},
    {"tell", m_tell, METHOD_NOARGS, "tell($self, /)\n--\n\n"},
    {"fileno", m_fileno, METHOD_NOARGS, "fileno($self, /)\n--\n\n"},
    {"isatty", m_isatty, METHOD_NOARGS, "isatty($self, /)\n--\n\n"},
    {"readable", m_readable, METHOD_NOARGS, "readable($self, /)\n--\n\n"},
    {"writable", m_writable, METHOD_NOARGS, "writable($self, /)\n--\n\n"},
    {"seekable", m_seekable, METHOD_NOARGS, "seekable($self, /)\n--\n\n"},
    {"reconfigure", m_reconfigure, METHOD_KEYWORDS, NULL},
    {"__enter__", m_enter, METHOD_NOARGS, NULL},
    {"__exit__", m_close, METHOD_ARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def getsets[] = {
    {"closed", get_closed, NULL, NULL, NULL},
    {"line_buffering", get_line_buffering, NULL, NULL, NULL},
    {"write_through", get_write_through, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define FIELD(name) offsetof(struct text_file, name)

static const struct member_def members[] = {
    {"name", MEMBER_OBJECT_EX, FIELD(name), true, NULL},
    {"mode", MEMBER_OBJECT_EX, FIELD(mode), true, NULL},
    {"encoding", MEMBER_OBJECT_EX, FIELD(encoding), true, NULL},
    {"errors", MEMBER_OBJECT_EX, FIELD(errors), true, NULL},
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

static const struct heap_field fields[] = {
    {"name", FIELD(name)},         {"mode", FIELD(mode)},
    {"encoding", FIELD(encoding)}, {"errors", FIELD(errors)},
    {"text", FIELD(text)},
};

const struct type_spec text_file_spec = {
    .name = "_io.TextIOWrapper",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct text_file),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = sizeof fields / sizeof *fields,
               .destroy = destroy},
    .weakly = true,
    .slots = {.repr = repr,
              .iter = iter,
              .next = text_file_next,
              .finalize = finalize},
    .methods = methods,
    .getsets = getsets,
    .members = members,
    .doc = "Character stream over a descriptor.",
};
