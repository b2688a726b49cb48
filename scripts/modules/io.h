/*
 * What the files of the module _io share.  Every stream begins with struct
 * io_stream, so that a script's class may derive from several of the bases.
 */
#ifndef SCRIPTS_MODULES_IO_H
#define SCRIPTS_MODULES_IO_H

#include <stddef.h>

#include "scripts/types/type.h"
#include "scripts/vm/vm.h"

#define IO_METHOD(name)                                                        \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define IO_UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

/* EncodingWarning about the script's line `level` callers up, if wanted. */
bool io_warn_encoding(struct vm *vm, ptrdiff_t level);

enum { IO_CHUNK = 8192 };

struct io_stream {
    struct heap_node node;
    object *dict;
};

extern const struct type_spec io_base_spec, io_raw_spec, io_buffered_base_spec,
    io_text_base_spec, io_file_spec, io_bytes_spec,
    io_bytes_buffer_spec, io_string_spec,
    io_reader_spec, io_writer_spec, io_random_spec, io_pair_spec,
    io_wrapper_spec, io_newline_spec;

/* One of them with its base; borrowed. */
struct type_object *io_type(struct vm *vm, const struct type_spec *spec);

/* Raises io.UnsupportedOperation; NULL. */
object *io_unsupported(struct vm *vm, const char *text);
object *io_unsupported_class(struct vm *vm); /* borrowed */
/* o.name(args...), and with one argument or none, which may be NULL. */
object *io_call(struct vm *vm, object *o, const char *name, object *arg);
/* o.name(int) */
object *io_call_int(struct vm *vm, object *o, const char *name, int64_t n);
/* Is o true?  Steals it, which may be NULL; -1: pending. */
int io_truth(struct vm *vm, object *o);
/* Is o.closed true?  -1: pending. */
int io_is_closed(struct vm *vm, object *o);
/* "I/O operation on closed file." for a stream that says so. */
bool io_check_open(struct vm *vm, object *o);
/* Is o of that very type, no class of a script's? */
static inline bool io_exactly(const struct vm *vm, const object *o,
                              const struct type_spec *spec)
{
    const struct type_object *type = vm_type_of(vm, o);
    return type->spec == spec && (type->flags & TYPE_NATIVE);
}
/* io_file.c: the descriptor of a FileIO, -1 when closed; write() of bytes,
 * NULL: pending, None when it would block. */
int io_file_fd(object *file);
object *io_file_read(struct vm *vm, object *file, size_t size);
object *io_file_write(struct vm *vm, object *file, const void *data,
                      size_t size);
/* io_buffered.c: the raw stream of a buffered one, borrowed, or NULL; write()
 * and flush() of one whose class is exactly one of those here. */
object *io_buffered_raw_peek(const struct vm *vm, object *buffered);
bool io_buffered_write(struct vm *vm, object *buffered, const void *data,
                       size_t size);
bool io_buffered_flush(struct vm *vm, object *buffered);
/* io_text.c: what an exact TextIOWrapper is over, borrowed, or NULL. */
object *io_text_buffer_peek(const struct vm *vm, object *wrapper);
/* Has the stream below warn of one that dies without having been closed. */
void io_warn_of(struct vm *vm, object *below, object *self);
/* Closes what is below (o.close()) after a flush that failed with `pending`
 * (stolen, or NULL): the later error has the earlier for its context; None,
 * NULL: pending. */
object *io_close_below(struct vm *vm, object *o, object *pending);
/* Adds the attributes of a pickled stream, its `which` item: a dict or None. */
bool io_set_attributes(struct vm *vm, object *self, object *dict,
                       const char *which);
/* A size argument: absent or None is -1. */
bool io_size(struct vm *vm, object *const *args, size_t nargs,
             const char *name, ptrdiff_t *out);
/* What a stream does when it dies: closes itself. */
void io_finalize(struct vm *vm, object *self);
/* After EINTR: false when an exception is pending. */
bool io_interrupted(struct vm *vm);
/* Reads data into a writable buffer; the number of bytes, or NULL. */
object *io_fill(struct vm *vm, object *target, object *bytes);
/* How many bytes a buffer holds; -1: pending. */
ptrdiff_t io_room(struct vm *vm, object *target);
/* io_bytes.c: what BytesIO.getbuffer() shows, and its count of exports. */
void io_bytes_view(object *buffer, const unsigned char **data, size_t *size);
size_t *io_bytes_exports(object *buffer);
/* io_open.c: _io.open() and its like. */
extern const struct method_def io_functions[];
object *io_open(struct vm *vm, object *const bound[8]);

/* io_newline.c: text with "\r\n" and "\r" as "\n"; new.  *pending: a "\r"
 * came last and waits; *seen gathers the kinds, 1 \n, 2 \r, 4 \r\n. */
object *io_translate(struct vm *vm, object *text, bool translate, bool final,
                     bool *pending, int *seen);
object *io_newlines_seen(struct vm *vm, int seen);
/* The end of the line that begins at `from`, behind its newline; 0: none. */
size_t io_line_end(object *text, size_t from, bool universal,
                   object *newline);

#endif
