/*
 * Text files: reading.  Invariant: what the host gave is in `tail` (bytes of
 * a character or newline that is not complete), then in `text` from `at`,
 * then with the script, each byte in one place.  Neighbour: text_file.c.
 */
#include <errno.h>
#include <string.h>

#include "scripts/types/bytes.h"
#include "scripts/types/codec.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/text_file_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

void text_file_forget(struct vm *vm, struct text_file *file)
{
    heap_store(vm->heap, &file->text, NULL);
    file->at = 0;
    file->tail_length = 0;
    file->iterated = false;
}

static size_t ready(const struct text_file *file)
{
    return file->text ? str_length(file->text) - file->at : 0;
}

int64_t text_file_ahead(struct text_file *file)
{
    int64_t bytes = file->tail_length;
    for (size_t i = 0; i < ready(file); i++) {
        uint32_t c = str_at(file->text, file->at + i);
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    return bytes;
}

/* ---- from bytes to text ---- */

static bool is_utf8(const struct text_file *file)
{
    return str_equal_ascii(file->encoding, "utf-8") ||
           str_equal_ascii(file->encoding, "UTF-8");
}

/* Bytes at the end that begin something whose rest may still come. */
static size_t unfinished(const struct text_file *file,
                         const unsigned char *bytes, size_t size)
{
    bool joins = file->newline != NEWLINE_LF && file->newline != NEWLINE_CR;
    if (size && bytes[size - 1] == '\r' && joins)
        return 1;
    for (size_t n = 1; is_utf8(file) && n <= 3 && n <= size; n++) {
        unsigned char c = bytes[size - n];
        if (c >= 0xc0)
            return n < (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : 2u) ? n : 0;
        if (c < 0x80)
            return 0;
    }
    return 0;
}

/* \r\n and \r become \n; steals text. */
static object *join_newlines(struct vm *vm, object *text)
{
    struct str_builder b;
    size_t length = str_length(text), i = 0;
    while (i < length && str_at(text, i) != '\r')
        i++;
    if (i == length)
        return text;
    str_builder_init(&b, vm);
    for (i = 0; i < length; i++) {
        uint32_t c = str_at(text, i);
        if (c == '\r' && i + 1 < length && str_at(text, i + 1) == '\n')
            i++;
        str_builder_char(&b, c == '\r' ? '\n' : c);
    }
    vm_release(vm, text);
    return str_builder_finish(&b);
}

static object *decode(struct vm *vm, struct text_file *file,
                      const unsigned char *bytes, size_t size)
{
    object *raw = bytes_new(vm, bytes, size);
    if (!raw)
        return NULL;
    object *text = codec_decode(vm, raw, file->encoding, file->errors);
    vm_release(vm, raw);
    if (text && file->newline == NEWLINE_UNIVERSAL)
        text = join_newlines(vm, text);
    return text;
}

/* ---- from the host ---- */

static int64_t read_host(struct vm *vm, struct text_file *file,
                         unsigned char *bytes, size_t size)
{
    for (;;) {
        int64_t n = vm->host->read(vm->host->arg, file->fd, bytes, size);
        if (n >= 0)
            return n;
        if (n == -EINTR && text_file_interrupted(vm))
            continue;
        if (!vm_pending(vm))
            vm_raise_os(vm, n, NULL);
        return -1;
    }
}

/* The next piece of text; empty at the end of the file.  New. */
static object *read_piece(struct vm *vm, struct text_file *file)
{
    unsigned char bytes[TEXT_FILE_CHUNK + TEXT_FILE_TAIL];
    if (!text_file_flush(vm, file))
        return NULL;
    for (;;) {
        size_t size = file->tail_length;
        int64_t n = read_host(vm, file, bytes + size, TEXT_FILE_CHUNK);
        if (n < 0)
            return NULL;
        memcpy(bytes, file->tail, size);
        size += (size_t)n;
        file->tail_length =
            n ? (uint8_t)unfinished(file, bytes, size) : (uint8_t)0;
        size -= file->tail_length;
        memcpy(file->tail, bytes + size, file->tail_length);
        if (size || n == 0)
            return decode(vm, file, bytes, size);
    }
}

/* Appends a piece to what is ready: 1, 0 at the end, -1 on error. */
static int read_more(struct vm *vm, struct text_file *file)
{
    object *piece = read_piece(vm, file);
    if (!piece)
        return -1;
    size_t length = str_length(piece);
    object *joined = piece;
    if (ready(file) && length) {
        object *rest =
            str_slice(vm, file->text, file->at, str_length(file->text));
        joined = rest ? str_concat(vm, rest, piece) : NULL;
        vm_release_maybe(vm, rest);
        vm_release(vm, piece);
    }
    if (!joined)
        return -1;
    if (!length) {
        vm_release(vm, joined);
        return 0;
    }
    file->at = 0;
    heap_store(vm->heap, &file->text, joined);
    return 1;
}

/* Gives out the first `count` characters that are ready. */
static object *take(struct vm *vm, struct text_file *file, size_t count)
{
    if (!count)
        return heap_retain(vm->empty_str);
    object *part = str_slice(vm, file->text, file->at, file->at + count);
    if (!part)
        return NULL;
    file->at += count;
    if (!ready(file)) {
        file->at = 0;
        heap_store(vm->heap, &file->text, NULL);
    }
    return part;
}

/* ---- read ---- */

/* A size argument: absent, None and negative mean all. */
static bool read_size(struct vm *vm, const char *name, object *const *args,
                      size_t nargs, size_t *size)
{
    ptrdiff_t given = -1;
    if (!args_between(vm, name, nargs, 0, 1))
        return false;
    if (nargs && args[0] != vm->none &&
        !vm_index_as_ssize(vm, args[0], &given, true))
        return false;
    *size = given < 0 ? SIZE_MAX : (size_t)given;
    return true;
}

static object *read_all(struct vm *vm, struct text_file *file)
{
    struct str_builder b;
    object *piece = take(vm, file, ready(file));
    size_t length = 1;
    str_builder_init(&b, vm);
    while (piece && length) {
        str_builder_str(&b, piece);
        vm_release(vm, piece);
        piece = read_piece(vm, file);
        length = piece ? str_length(piece) : 0;
    }
    if (!piece) {
        str_builder_done(&b);
        return NULL;
    }
    vm_release(vm, piece);
    return str_builder_finish(&b);
}

object *text_file_m_read(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    struct text_file *file = text_file_of(self);
    size_t size;
    (void)kwnames;
    if (!read_size(vm, "read", args, nargs, &size) ||
        !text_file_check_readable(vm, file))
        return NULL;
    if (size == SIZE_MAX)
        return read_all(vm, file);
    while (ready(file) < size) {
        int more = read_more(vm, file);
        if (more < 0)
            return NULL;
        if (more == 0)
            break;
    }
    return take(vm, file, ready(file) < size ? ready(file) : size);
}

/* ---- lines ---- */

/* Whether a line ends with the character at `i`, and one more to take. */
static bool ends_at(const struct text_file *file, size_t i, size_t *extra)
{
    uint32_t c = str_at(file->text, i);
    bool pair = c == '\r' && i + 1 < str_length(file->text) &&
                str_at(file->text, i + 1) == '\n';
    *extra = 0;
    switch (file->newline) {
    case NEWLINE_CR:
        return c == '\r';
    case NEWLINE_CRLF:
        *extra = pair;
        return pair;
    case NEWLINE_ANY:
        *extra = pair;
        return c == '\n' || c == '\r';
    default:
        return c == '\n';
    }
}

/* Length of the line that is ready, beginning the search at *from; 0 when
 * its end has not come. */
static size_t line_ready(const struct text_file *file, size_t *from)
{
    size_t extra, count = ready(file);
    for (size_t i = *from; i < count; i++)
        if (ends_at(file, file->at + i, &extra))
            return i + 1 + extra;
    *from = count;
    return 0;
}

/* One line of at most `most` characters; empty at the end.  New. */
static object *read_line(struct vm *vm, struct text_file *file, size_t most)
{
    size_t from = 0, length;
    while (!(length = line_ready(file, &from)) && ready(file) < most) {
        int more = read_more(vm, file);
        if (more < 0)
            return NULL;
        if (more == 0)
            break;
    }
    if (!length)
        length = ready(file);
    return take(vm, file, length < most ? length : most);
}

object *text_file_m_readline(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    struct text_file *file = text_file_of(self);
    size_t most;
    (void)kwnames;
    if (!read_size(vm, "readline", args, nargs, &most) ||
        !text_file_check_readable(vm, file))
        return NULL;
    return read_line(vm, file, most);
}

object *text_file_next(struct vm *vm, object *self)
{
    struct text_file *file = text_file_of(self);
    if (!text_file_check_readable(vm, file))
        return NULL;
    object *line = read_line(vm, file, SIZE_MAX);
    file->iterated = line && str_length(line);
    if (line && !str_length(line)) {
        vm_release(vm, line);
        return NULL;
    }
    return line;
}

object *text_file_m_readlines(struct vm *vm, object *self, object *const *args,
                              size_t nargs, object *kwnames)
{
    size_t hint, total = 0;
    object *line;
    (void)kwnames;
    if (!read_size(vm, "readlines", args, nargs, &hint))
        return NULL;
    object *lines = list_new(vm, 0);
    while (lines && (!hint || total < hint) &&
           (line = text_file_next(vm, self))) {
        total += str_length(line);
        bool added = list_append(vm, lines, line);
        vm_release(vm, line);
        if (!added)
            break;
    }
    if (lines && vm_pending(vm)) {
        vm_release(vm, lines);
        return NULL;
    }
    return lines;
}
