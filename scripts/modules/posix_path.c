/*
 * posix: paths as scripts give them, and the errors that name them.
 *
 * On the way to the host a str becomes UTF-8 in which the surrogates
 * U+DC80..U+DCFF stand for raw bytes; names come back the same way.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/posix.h"
#include "scripts/types/bytes.h"
#include "scripts/types/codec.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* ---- text ---- */

static object *escape_handler(struct vm *vm)
{
    return str_intern(vm, "surrogateescape");
}

object *posix_name(struct vm *vm, const char *text, size_t size, bool as_bytes)
{
    object *bytes = bytes_new(vm, text, size);
    if (!bytes || as_bytes)
        return bytes;
    object *handler = escape_handler(vm);
    object *name = handler ? codec_decode(vm, bytes, NULL, handler) : NULL;
    vm_release_maybe(vm, handler);
    vm_release(vm, bytes);
    return name;
}

static object *encode(struct vm *vm, object *text)
{
    object *handler = escape_handler(vm);
    object *bytes = handler ? codec_encode(vm, text, NULL, handler) : NULL;
    vm_release_maybe(vm, handler);
    return bytes;
}

/* A copy of the bytes with a NUL behind them. */
static char *copy_bytes(struct vm *vm, object *bytes, bool *has_nul)
{
    const unsigned char *data;
    size_t size;
    if (!bytes_view(vm, bytes, &data, &size))
        return NULL;
    char *text = malloc(size + 1);
    if (!text) {
        vm_raise_no_memory(vm);
        return NULL;
    }
    memcpy(text, data, size);
    text[size] = 0;
    *has_nul = strlen(text) != size;
    return text;
}

static char *text_of(struct vm *vm, object *path, bool *has_nul)
{
    if (!str_check(vm, path))
        return copy_bytes(vm, path, has_nul);
    object *bytes = encode(vm, path);
    char *text = bytes ? copy_bytes(vm, bytes, has_nul) : NULL;
    vm_release_maybe(vm, bytes);
    return text;
}

char *posix_text(struct vm *vm, object *path)
{
    bool has_nul = false;
    char *text = text_of(vm, path, &has_nul);
    if (text && has_nul) {
        vm_raise(vm, EXC_VALUE_ERROR, "embedded null byte");
        free(text);
        return NULL;
    }
    return text;
}

/* ---- __fspath__ ---- */

static bool is_text(struct vm *vm, object *o)
{
    return str_check(vm, o) || bytes_check(vm, o);
}

/* What __fspath__ gives; NULL with nothing pending when there is none. */
static object *ask_path(struct vm *vm, object *o)
{
    bool unbound;
    object *method =
        type_lookup_special(vm, o, vm->name[NAME_dunder_fspath], &unbound);
    if (!method)
        return NULL;
    object *r = vm_call(vm, method, &o, unbound, NULL);
    vm_release(vm, method);
    if (!r || is_text(vm, r))
        return r;
    vm_raise(vm, EXC_TYPE_ERROR,
             "expected %T.__fspath__() to return str or bytes, not %T", o, r);
    vm_release(vm, r);
    return NULL;
}

object *posix_fspath(struct vm *vm, object *path)
{
    if (is_text(vm, path))
        return heap_retain(path);
    object *r = ask_path(vm, path);
    if (!r && !vm_pending(vm))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "expected str, bytes or os.PathLike object, not %T", path);
    return r;
}

/* ---- arguments ---- */

static bool wrong_kind(struct vm *vm, object *o, const char *function,
                       const char *argument, unsigned allow)
{
    static const char *const kinds[] = {
        "string, bytes or os.PathLike",
        "string, bytes, os.PathLike or integer",
        "string, bytes, os.PathLike or None",
        "string, bytes, os.PathLike, integer or None",
    };
    if (!vm_pending(vm))
        vm_raise(vm, EXC_TYPE_ERROR, "%s: %s should be %s, not %T", function,
                 argument, kinds[allow & 3], o);
    return false;
}

static bool read_fd(struct vm *vm, object *o, struct posix_path *out)
{
    if (!posix_int(vm, o, &out->fd))
        return false;
    out->given = heap_retain(o);
    return true;
}

static bool read_text(struct vm *vm, object *o, const char *function,
                      const char *argument, struct posix_path *out)
{
    bool has_nul = false;
    out->is_bytes = !str_check(vm, o);
    out->text = text_of(vm, o, &has_nul);
    if (out->text && !has_nul) {
        out->given = heap_retain(o);
        return true;
    }
    if (out->text && out->is_bytes)
        vm_raise(vm, EXC_VALUE_ERROR, "%s: embedded null character in %s",
                 function, argument);
    else if (out->text)
        vm_raise(vm, EXC_VALUE_ERROR, "embedded null byte");
    free(out->text);
    out->text = NULL;
    return false;
}

bool posix_path_read(struct vm *vm, object *o, const char *function,
                     const char *argument, unsigned allow,
                     struct posix_path *out)
{
    *out = (struct posix_path){.fd = -1};
    if ((allow & POSIX_PATH_NONE) && o == vm->none)
        return true;
    if (is_text(vm, o))
        return read_text(vm, o, function, argument, out);
    if ((allow & POSIX_PATH_FD) && vm_type_of(vm, o)->slots.to_index)
        return read_fd(vm, o, out);
    object *path = ask_path(vm, o);
    if (!path)
        return wrong_kind(vm, o, function, argument, allow);
    bool ok = read_text(vm, path, function, argument, out);
    vm_release(vm, path);
    return ok;
}

void posix_path_done(struct vm *vm, struct posix_path *path)
{
    free(path->text);
    path->text = NULL;
    heap_store(vm->heap, &path->given, NULL);
}

bool posix_int64(struct vm *vm, object *o, int64_t *out)
{
    object *index = vm_index(vm, o);
    bool ok = index && int_as_i64(vm, index, out);
    vm_release_maybe(vm, index);
    return ok;
}

bool posix_int(struct vm *vm, object *o, int *out)
{
    int64_t value;
    object *index = vm_index(vm, o);
    if (!index)
        return false;
    bool fits = int_fits_i64(index, &value) && value >= INT_MIN &&
                value <= INT_MAX;
    if (!fits)
        vm_raise(vm, EXC_OVERFLOW_ERROR, "%s",
                 int_sign(index) < 0
                     ? "signed integer is less than minimum"
                     : "signed integer is greater than maximum");
    else
        *out = (int)value;
    vm_release(vm, index);
    return fits;
}

bool posix_no_dir_fd(struct vm *vm, const char *function, object *dir_fd)
{
    if (!dir_fd || dir_fd == vm->none)
        return true;
    vm_raise(vm, EXC_NOT_IMPLEMENTED_ERROR,
             "%s: dir_fd unavailable on this platform", function);
    return false;
}

/* ---- results ---- */

object *posix_error(struct vm *vm, int64_t error, const struct posix_path *a,
                    const struct posix_path *b)
{
    int number = (int)-error;
    object *args[] = {int_new(vm, number), str_from(vm, strerror(number)),
                      heap_retain(a && a->given ? a->given : vm->none),
                      vm_none(vm),
                      b && b->given ? heap_retain(b->given) : NULL};
    object *type = type_as_object(vm->exceptions[EXC_OS_ERROR]);
    size_t count = args[4] ? 5 : a && a->given ? 3 : 2;
    bool ok = args[0] && args[1];
    object *e = ok ? vm_call(vm, type, args, count, NULL) : NULL;
    for (size_t i = 0; i < 5; i++)
        vm_release_maybe(vm, args[i]);
    if (e)
        vm_raise_steal(vm, e);
    return NULL;
}

object *posix_done(struct vm *vm, int64_t result, const struct posix_path *a)
{
    return result < 0 ? posix_error(vm, result, a, NULL) : vm_none(vm);
}
