/*
 * The module _io: its types, open() and the functions around it.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/io.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/modules/posix.h"
#include "scripts/modules/warnings.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* Each type behind its base. */
static const struct {
    const struct type_spec *spec, *base;
} types[] = {
    {&io_base_spec, NULL},
    {&io_raw_spec, &io_base_spec},
    {&io_buffered_base_spec, &io_base_spec},
    {&io_text_base_spec, &io_base_spec},
    {&io_file_spec, &io_raw_spec},
    {&io_bytes_spec, &io_buffered_base_spec},
    {&io_string_spec, &io_text_base_spec},
    {&io_reader_spec, &io_buffered_base_spec},
    {&io_writer_spec, &io_buffered_base_spec},
    {&io_random_spec, &io_buffered_base_spec},
    {&io_pair_spec, &io_buffered_base_spec},
    {&io_wrapper_spec, &io_text_base_spec},
    {&io_newline_spec, NULL},
};
enum { TYPES = sizeof types / sizeof *types };

struct type_object *io_type(struct vm *vm, const struct type_spec *spec)
{
    for (size_t i = 0; i < TYPES; i++)
        if (types[i].spec == spec && types[i].base)
            return io_type(vm, types[i].base)
                       ? native_type_based(vm, spec, types[i].base)
                       : NULL;
    return native_type(vm, spec);
}

/* ---- open() --------------------------------------------------------------- */

enum { FILE_, MODE, BUFFERING, ENCODING, ERRORS, NEWLINE, CLOSEFD, OPENER };

struct wish {
    char raw[8]; /* the mode of the raw stream */
    bool binary, plus, reads;
};

static bool bad(struct vm *vm, const char *text)
{
    vm_raise(vm, EXC_VALUE_ERROR, "%s", text);
    return false;
}

static bool read_mode(struct vm *vm, const char *mode, struct wish *w)
{
    int kinds = 0;
    size_t n = 0;
    bool text = strchr(mode, 't');
    for (const char *p = mode; *p; p++) {
        if (!strchr("axrwb+t", *p) || strchr(p + 1, *p)) {
            vm_raise(vm, EXC_VALUE_ERROR, "invalid mode: '%s'", mode);
            return false;
        }
        kinds += strchr("axrw", *p) != NULL;
        if (strchr("axrw+", *p))
            w->raw[n++] = *p;
    }
    w->raw[n] = '\0';
    w->binary = strchr(mode, 'b');
    w->plus = strchr(mode, '+');
    w->reads = strchr(mode, 'r');
    if (text && w->binary)
        return bad(vm, "can't have text and binary mode at once");
    if (kinds > 1)
        return bad(vm, "must have exactly one of create/read/write/append "
                       "mode");
    return true;
}

static bool check_binary(struct vm *vm, object *const *out)
{
    static const char *const names[] = {"an encoding", "an errors",
                                        "a newline"};
    for (int i = 0; i < 3; i++)
        if (out[ENCODING + i] && out[ENCODING + i] != vm->none) {
            vm_raise(vm, EXC_VALUE_ERROR,
                     "binary mode doesn't take %s argument", names[i]);
            return false;
        }
    return true;
}

static object *open_raw(struct vm *vm, object *const *out,
                        const struct wish *w)
{
    object *mode = str_from(vm, w->raw);
    object *args[4] = {out[FILE_], mode,
                       out[CLOSEFD] ? out[CLOSEFD] : vm->true_,
                       out[OPENER] ? out[OPENER] : vm->none};
    object *type = type_as_object(io_type(vm, &io_file_spec));
    object *raw = mode ? vm_call(vm, type, args, 4, NULL) : NULL;
    vm_release_maybe(vm, mode);
    return raw;
}

static object *buffer_over(struct vm *vm, object *raw, const struct wish *w,
                           ptrdiff_t size)
{
    const struct type_spec *spec = w->plus    ? &io_random_spec
                                   : w->reads ? &io_reader_spec
                                              : &io_writer_spec;
    object *n = int_new(vm, size);
    object *r = n ? vm_call2(vm, type_as_object(io_type(vm, spec)), raw, n)
                  : NULL;
    vm_release_maybe(vm, n);
    return r;
}

static object *text_over(struct vm *vm, object *buffer, object *const *out,
                         object *mode, bool lines)
{
    object *args[5] = {buffer, vm->none, vm->none, vm->none,
                       lines ? vm->true_ : vm->false_};
    for (int i = 0; i < 3; i++)
        args[1 + i] = out[ENCODING + i] ? out[ENCODING + i] : vm->none;
    object *type = type_as_object(io_type(vm, &io_wrapper_spec));
    object *r = vm_call(vm, type, args, 5, NULL);
    object *name = str_intern(vm, "mode");
    if (r && (!name || !vm_setattr(vm, r, name, mode)))
        heap_store(vm->heap, &r, NULL);
    vm_release_maybe(vm, name);
    return r;
}

/* Is it a terminal?  -1: pending. */
static int terminal(struct vm *vm, object *raw)
{
    object *r = io_call(vm, raw, "isatty", NULL);
    int is = r ? vm_truth(vm, r) : -1;
    vm_release_maybe(vm, r);
    return is;
}

/* The size of buffer that suits the raw stream; 0: pending. */
static ptrdiff_t preferred_size(struct vm *vm, object *raw)
{
    ptrdiff_t size = 0;
    object *n = vm_getattr_str(vm, raw, "_blksize");
    if (n && native_ssize(vm, n, &size) && size <= 0)
        size = IO_CHUNK;
    vm_release_maybe(vm, n);
    return vm_pending(vm) ? 0 : size;
}

/* Closes raw after a failure, which stays pending. */
static void give_up(struct vm *vm, object *raw)
{
    object *pending = vm_pending_take(vm);
    object *r = io_call(vm, raw, "close", NULL);
    vm_release_maybe(vm, r);
    vm_pending_clear(vm);
    if (pending)
        vm_pending_restore(vm, pending);
}

static object *build(struct vm *vm, object *raw, object *const *out,
                     object *mode, const struct wish *w, ptrdiff_t size)
{
    int tty = size < 0 ? terminal(vm, raw) : 0;
    if (tty < 0)
        return NULL;
    bool lines = size == 1 || tty;
    if (size < 0 && !(size = preferred_size(vm, raw)))
        return NULL;
    if (size == 0 && w->binary)
        return heap_retain(raw);
    if (size == 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "can't have unbuffered text I/O");
    object *buffer =
        buffer_over(vm, raw, w, size == 1 ? IO_CHUNK : size);
    if (!buffer || w->binary)
        return buffer;
    object *text = text_over(vm, buffer, out, mode, lines);
    if (!text)
        give_up(vm, buffer);
    vm_release(vm, buffer);
    return text;
}

static bool is_number(struct vm *vm, object *o)
{
    const struct type_slots *s = &vm_type_of(vm, o)->slots;
    return s->to_index || s->to_int || s->to_float;
}

/* open() of a name that has been asked for. */
static object *open_named(struct vm *vm, object *const out[8])
{
    struct wish w = {.raw = "r", .reads = true};
    ptrdiff_t size = -1;
    if (out[MODE] && !str_check(vm, out[MODE]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "open() argument 'mode' must be str, not %B",
                        out[MODE]);
    object *mode = out[MODE] ? heap_retain(out[MODE]) : str_from(vm, "r");
    char *letters = mode ? str_dup_utf8(vm, mode) : NULL;
    bool ok = letters && (!out[BUFFERING] ||
                          native_ssize(vm, out[BUFFERING], &size)) &&
              read_mode(vm, letters, &w) &&
              (!w.binary || check_binary(vm, out));
    free(letters);
    object *raw = ok ? open_raw(vm, out, &w) : NULL;
    object *r = raw ? build(vm, raw, out, mode, &w, size) : NULL;
    if (raw && !r)
        give_up(vm, raw);
    vm_release_maybe(vm, raw);
    vm_release_maybe(vm, mode);
    return r;
}

object *io_open(struct vm *vm, object *const given[8])
{
    object *out[8];
    memcpy(out, given, sizeof out);
    out[FILE_] = is_number(vm, given[FILE_]) ? heap_retain(given[FILE_])
                                             : posix_fspath(vm, given[FILE_]);
    object *r = out[FILE_] ? open_named(vm, out) : NULL;
    vm_release_maybe(vm, out[FILE_]);
    return r;
}

IO_METHOD(f_open_code)
{
    static const char *const names[] = {"path", NULL};
    static const struct arg_spec spec = {"open_code", names, 0, 1, 1};
    object *out[8] = {NULL};
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return NULL;
    if (!str_check(vm, out[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "open_code() argument 'path' must be str, not %B",
                        out[0]);
    object *mode = out[MODE] = str_from(vm, "rb");
    object *r = mode ? io_open(vm, out) : NULL;
    vm_release_maybe(vm, mode);
    return r;
}

bool io_warn_encoding(struct vm *vm, ptrdiff_t level)
{
    if (!vm->options.settings.warn_default_encoding)
        return true;
    object *category = type_as_object(vm->exceptions[EXC_ENCODING_WARNING]);
    object *text = str_from(vm, "'encoding' argument not specified");
    bool ok = text && warnings_warn(vm, category, text, level, NULL);
    vm_release_maybe(vm, text);
    return ok;
}

IO_METHOD(f_text_encoding)
{
    ptrdiff_t level = 2;
    (void)self, (void)kwnames;
    if (!args_between(vm, "text_encoding", nargs, 1, 2) ||
        (nargs > 1 && !native_ssize(vm, args[1], &level)))
        return NULL;
    if (args[0] != vm->none)
        return heap_retain(args[0]);
    return io_warn_encoding(vm, level)
               ? str_intern(vm, vm->options.settings.utf8_mode > 0 ? "utf-8"
                                                                   : "locale")
               : NULL;
}

const struct method_def io_functions[] = {
    {"open_code", f_open_code, METHOD_KEYWORDS, NULL},
    {"text_encoding", f_text_encoding, METHOD_ARGS, NULL},
    {NULL, NULL, 0, NULL},
};

/* io.open is builtins.open. */
static bool add_open(struct vm *vm, object *module)
{
    object *open = dict_get_c_peek(vm, vm->builtins, "open");
    return !open || module_add_steal(vm, module, "open", heap_retain(open));
}

bool io_fill_module(struct vm *vm, object *module)
{
    object *blocking = type_as_object(vm->exceptions[EXC_BLOCKING_IO_ERROR]);
    object *unsupported = io_unsupported_class(vm);
    for (size_t i = 0; i < TYPES; i++) {
        struct type_object *t = io_type(vm, types[i].spec);
        if (!t || !module_add_steal(vm, module, strrchr(types[i].spec->name,
                                                        '.') + 1,
                                    heap_retain(type_as_object(t))))
            return false;
    }
    return unsupported && module_add_functions(vm, module, io_functions) &&
           add_open(vm, module) &&
           module_add_steal(vm, module, "UnsupportedOperation",
                            heap_retain(unsupported)) &&
           module_add_steal(vm, module, "BlockingIOError",
                            heap_retain(blocking)) &&
           module_add_steal(vm, module, "DEFAULT_BUFFER_SIZE",
                            int_new(vm, IO_CHUNK));
}
