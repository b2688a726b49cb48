/*
 * open(): modes, paths, the arguments and their errors.  Neighbours:
 * text_file.c makes the object; modules/builtins.c lists the function.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/text_file_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* ---- mode ---- */

static bool bad_mode(struct vm *vm, const char *text)
{
    vm_raise(vm, EXC_VALUE_ERROR, "%s", text);
    return false;
}

/* Each letter at most once, and only those that there are. */
static bool known_letters(const char *mode)
{
    for (const char *p = mode; *p; p++)
        if (!strchr("axrwb+tU", *p) || strchr(p + 1, *p))
            return false;
    return true;
}

static bool check_mode(struct vm *vm, const char *mode)
{
    int kinds = !!strchr(mode, 'r') + !!strchr(mode, 'w') +
                !!strchr(mode, 'a') + !!strchr(mode, 'x');
    if (!known_letters(mode) || strchr(mode, 'U')) {
        vm_raise(vm, EXC_VALUE_ERROR, "invalid mode: '%s'", mode);
        return false;
    }
    if (strchr(mode, 't') && strchr(mode, 'b'))
        return bad_mode(vm, "can't have text and binary mode at once");
    if (kinds != 1)
        return bad_mode(vm, "must have exactly one of create/read/write/"
                            "append mode");
    if (strchr(mode, 'b')) {
        vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                 "open() cannot do binary files yet");
        return false;
    }
    return true;
}

static int flags_of(const char *mode)
{
    bool plus = strchr(mode, '+');
    int flags = O_CLOEXEC;
    if (strchr(mode, 'r'))
        return flags | (plus ? O_RDWR : O_RDONLY);
    flags |= O_CREAT | (plus ? O_RDWR : O_WRONLY);
    if (strchr(mode, 'w'))
        return flags | O_TRUNC;
    return flags | (strchr(mode, 'a') ? O_APPEND : O_EXCL);
}

/* ---- path ---- */

/* The path as str, bytes or int; new. */
static object *real_path(struct vm *vm, object *path)
{
    object *method = NULL;
    if (str_check(vm, path) || bytes_check(vm, path) || vm_is(path, TYPE_INT) ||
        vm_is(path, TYPE_BOOL))
        return heap_retain(path);
    if (!vm_lookup_attr(vm, path, vm->name[NAME_dunder_fspath], &method))
        return NULL;
    if (!method)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "expected str, bytes or os.PathLike object, not %T",
                        path);
    object *result = vm_call0(vm, method);
    vm_release(vm, method);
    if (result && !str_check(vm, result) && !bytes_check(vm, result)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "expected %T.__fspath__() to return str or bytes, not %T",
                 path, result);
        vm_release(vm, result);
        return NULL;
    }
    return result;
}

/* A malloc'ed copy for the host; surrogates stand for raw bytes. */
static char *host_path(struct vm *vm, object *path)
{
    char *text = NULL;
    size_t size;
    if (bytes_check(vm, path)) {
        const struct bytes_object *b = (const struct bytes_object *)path;
        size = b->length;
        text = calloc(1, size + 1);
        if (text)
            memcpy(text, b->data, size);
        else
            vm_raise_no_memory(vm);
    } else {
        size = str_to_utf8(path, NULL, 0);
        text = str_dup_utf8(vm, path);
    }
    if (text && strlen(text) != size) {
        vm_raise(vm, EXC_VALUE_ERROR, "embedded null byte");
        free(text);
        return NULL;
    }
    return text;
}

static bool is_directory(struct vm *vm, int fd)
{
    struct host_stat stat;
    return vm->host->fstat(vm->host->arg, fd, &stat) >= 0 && S_ISDIR(stat.mode);
}

/* A descriptor for the path; -1: exception pending. */
static int open_path(struct vm *vm, object *path, const char *mode)
{
    char *text = host_path(vm, path);
    if (!text)
        return -1;
    int64_t fd = vm->host->open(vm->host->arg, text, flags_of(mode), 0666);
    free(text);
    if (fd >= 0 && is_directory(vm, (int)fd)) {
        vm->host->close(vm->host->arg, (int)fd);
        fd = -EISDIR;
    }
    if (fd < 0)
        vm_raise_os(vm, fd, path);
    return fd < 0 ? -1 : (int)fd;
}

static int descriptor_of(struct vm *vm, object *path, const char *mode,
                         bool closefd)
{
    int64_t fd;
    if (!vm_is(path, TYPE_INT) && !vm_is(path, TYPE_BOOL)) {
        if (closefd)
            return open_path(vm, path, mode);
        vm_raise(vm, EXC_VALUE_ERROR,
                 "Cannot use closefd=False with file name");
        return -1;
    }
    if (!int_as_i64(vm, path, &fd))
        return -1;
    if (fd < 0 || fd > INT32_MAX)
        vm_raise(vm, EXC_VALUE_ERROR, "negative file descriptor");
    return vm_pending(vm) ? -1 : (int)fd;
}

/* What open() was asked for. */
struct wishes {
    const char *mode;
    bool line_buffered_always, line_buffered_never;
    object *encoding, *errors, *newline; /* borrowed or NULL */
    bool closefd;
};

/* ---- what a text file is like ---- */

bool text_file_newline(struct vm *vm, object *newline, uint8_t *out)
{
    static const struct {
        const char *text;
        enum text_newline newline;
    } known[] = {{"", NEWLINE_ANY},
                 {"\n", NEWLINE_LF},
                 {"\r", NEWLINE_CR},
                 {"\r\n", NEWLINE_CRLF}};
    *out = NEWLINE_UNIVERSAL;
    if (!newline || newline == vm->none)
        return true;
    if (!str_check(vm, newline)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "open() argument 'newline' must be str or None, not %B",
                 newline);
        return false;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_equal_ascii(newline, known[i].text)) {
            *out = (uint8_t)known[i].newline;
            return true;
        }
    vm_raise(vm, EXC_VALUE_ERROR, "illegal newline value: %S", newline);
    return false;
}

/* Encodings that are ASCII for ASCII; the wide ones need more care. */
static bool check_encoding(struct vm *vm, object *encoding)
{
    char *name = str_dup_utf8(vm, encoding);
    if (!name)
        return false;
    bool wide = strstr(name, "16") || strstr(name, "32");
    free(name);
    if (wide)
        vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                 "open() cannot use the encoding %U yet", encoding);
    return !wide;
}

static bool set_up(struct vm *vm, struct text_file *file,
                   const struct wishes *wishes)
{
    object *encoding = wishes->encoding ? heap_retain(wishes->encoding)
                                        : str_intern(vm, "UTF-8");
    if (!encoding)
        return false;
    heap_store(vm->heap, &file->encoding, encoding);
    if (wishes->errors)
        heap_store(vm->heap, &file->errors, heap_retain(wishes->errors));
    return check_encoding(vm, encoding) &&
           text_file_newline(vm, wishes->newline, &file->newline);
}

static object *make(struct vm *vm, object *path, const struct wishes *wishes)
{
    if (!check_mode(vm, wishes->mode))
        return NULL;
    int fd = descriptor_of(vm, path, wishes->mode, wishes->closefd);
    if (fd < 0)
        return NULL;
    bool lines = wishes->line_buffered_always ||
                 (!wishes->line_buffered_never &&
                  vm->host->isatty(vm->host->arg, fd) > 0);
    object *o =
        text_file_new(vm, fd, path, wishes->mode, lines, wishes->closefd);
    if (!o && wishes->closefd)
        vm->host->close(vm->host->arg, fd);
    if (o && !set_up(vm, text_file_of(o), wishes)) {
        vm_release(vm, o);
        return NULL;
    }
    return o;
}

static object *open_real(struct vm *vm, object *path,
                         const struct wishes *wishes)
{
    object *real = real_path(vm, path);
    if (!real)
        return NULL;
    object *file = make(vm, real, wishes);
    vm_release(vm, real);
    return file;
}

/* ---- the arguments ---- */

enum { FILE_, MODE, BUFFERING, ENCODING, ERRORS, NEWLINE, CLOSEFD, OPENER };

/* A str argument, borrowed; NULL when absent, or with TypeError pending. */
static object *text_of(struct vm *vm, object *const *bound, int which,
                       const char *name)
{
    object *o = bound[which];
    bool none = !o || (o == vm->none && which != MODE);
    if (none || str_check(vm, o))
        return none ? NULL : o;
    return vm_raise(vm, EXC_TYPE_ERROR,
                    "open() argument '%s' must be str%s, not %B", name,
                    which == MODE ? "" : " or None", o);
}

static bool read_wishes(struct vm *vm, object *const *bound,
                        struct wishes *wishes)
{
    ptrdiff_t buffering = -1;
    int closefd = 1;
    if (bound[OPENER] && bound[OPENER] != vm->none)
        vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
                 "open() cannot use an opener yet");
    if (!vm_pending(vm))
        wishes->encoding = text_of(vm, bound, ENCODING, "encoding");
    if (!vm_pending(vm))
        wishes->errors = text_of(vm, bound, ERRORS, "errors");
    if (!vm_pending(vm) && bound[BUFFERING])
        vm_index_as_ssize(vm, bound[BUFFERING], &buffering, true);
    if (!vm_pending(vm) && bound[CLOSEFD])
        closefd = vm_truth(vm, bound[CLOSEFD]);
    if (!vm_pending(vm) && buffering == 0)
        vm_raise(vm, EXC_VALUE_ERROR, "can't have unbuffered text I/O");
    wishes->newline = bound[NEWLINE];
    wishes->line_buffered_always = buffering == 1;
    wishes->line_buffered_never = buffering > 1;
    wishes->closefd = closefd > 0;
    return !vm_pending(vm);
}

object *text_file_open(struct vm *vm, object *const bound[8])
{
    struct wishes wishes = {.mode = "r"};
    object *mode = text_of(vm, bound, MODE, "mode");
    char *letters = mode ? str_dup_utf8(vm, mode) : NULL;
    if (vm_pending(vm))
        return NULL;
    if (letters)
        wishes.mode = letters;
    object *file = read_wishes(vm, bound, &wishes)
                       ? open_real(vm, bound[FILE_], &wishes)
                       : NULL;
    free(letters);
    return file;
}

object *text_file_builtin_open(struct vm *vm, object *self, object *const *args,
                               size_t nargs, object *kwnames)
{
    static const char *const names[] = {"file",     "mode",   "buffering",
                                        "encoding", "errors", "newline",
                                        "closefd",  "opener", NULL};
    static const struct arg_spec spec = {"open", names, 0, 8, 1};
    object *bound[8] = {NULL};
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, bound))
        return NULL;
    return text_file_open(vm, bound);
}
