/*
 * Exceptions with fields of their own: StopIteration, SystemExit, KeyError,
 * OSError, SyntaxError, ImportError, AttributeError, NameError, Unicode*.
 */
#include "scripts/modules/buffer.h"
#include "scripts/types/bytes.h"
#include "scripts/types/bytes_internal.h"
#include "scripts/types/dict.h"
#include "scripts/types/exception_internal.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define OBJECT_MEMBER(name, type, field)                                       \
    {name, MEMBER_OBJECT, offsetof(type, field), false, NULL}
#define END_MEMBER {NULL, MEMBER_OBJECT, 0, false, NULL}

static void set(struct vm *vm, object **field, object *value)
{
    heap_store(vm->heap, field, heap_retain_maybe(value));
}

/*
 * Keyword arguments among `names` go to fields (NULL-terminated names, a
 * field's address each); TypeError for others.
 */
static bool take_keywords(struct vm *vm, object *self, object *const *values,
                          object *kwnames, const char *const *names,
                          object **const *fields)
{
    size_t given = kwnames ? tuple_length(kwnames) : 0, known = 0;
    while (names[known])
        known++;
    if (given > known) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s() takes at most %zu keyword argument%s (%zu given)",
                 type_name_of(vm, self), known, known == 1 ? "" : "s", given);
        return false;
    }
    for (size_t i = 0; i < given; i++) {
        object *name = tuple_items(kwnames)[i];
        size_t k = 0;
        while (names[k] && !str_equal_ascii(name, names[k]))
            k++;
        if (!names[k]) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "'%U' is an invalid keyword argument for %s()", name,
                     type_name_of(vm, self));
            return false;
        }
        set(vm, fields[k], values[i]);
    }
    return true;
}

/* ---- StopIteration, SystemExit ---------------------------------------------- */

static bool stop_init(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    if (!exception_init(vm, self, args, nargs, kwnames))
        return false;
    set(vm, &((struct value_exception_object *)self)->value,
        nargs ? args[0] : vm->none);
    return true;
}

static bool exit_init(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    if (!exception_init(vm, self, args, nargs, kwnames))
        return false;
    if (nargs)
        set(vm, &((struct value_exception_object *)self)->value,
            nargs == 1 ? args[0] : exception_of(self)->args);
    return true;
}

static const struct member_def stop_members[] = {
    OBJECT_MEMBER("value", struct value_exception_object, value), END_MEMBER};
static const struct member_def exit_members[] = {
    OBJECT_MEMBER("code", struct value_exception_object, value), END_MEMBER};

/* ---- KeyError ------------------------------------------------------------------ */

static object *key_str(struct vm *vm, object *self)
{
    object *args = exception_of(self)->args;
    return tuple_length(args) == 1 ? vm_repr(vm, tuple_items(args)[0])
                                   : exception_str(vm, self);
}

/* ---- OSError --------------------------------------------------------------------- */

static struct type_object *os_type(struct vm *vm, struct type_object *type,
                                   object *const *args, size_t nargs)
{
    int64_t error;
    if (type != vm->exceptions[EXC_OS_ERROR] || nargs < 2 || nargs > 5 ||
        !vm_is(args[0], TYPE_INT) || !int_fits_i64(args[0], &error))
        return type;
    return vm->exceptions[vm_os_error_id((int)error)];
}

/* Is it what a BlockingIOError has for a third argument, bytes written? */
static bool is_count(struct vm *vm, object *self, object *o)
{
    return vm_type_of(vm, self) == vm->exceptions[EXC_BLOCKING_IO_ERROR] &&
           vm_type_of(vm, o)->slots.to_index;
}

static object *get_written(struct vm *vm, object *self, const void *data)
{
    struct os_error_object *e = (struct os_error_object *)self;
    (void)data;
    return e->written == -1
               ? vm_raise(vm, EXC_ATTRIBUTE_ERROR, "characters_written")
               : int_new(vm, e->written);
}

static bool set_written(struct vm *vm, object *self, object *value,
                        const void *data)
{
    struct os_error_object *e = (struct os_error_object *)self;
    ptrdiff_t n = -1;
    (void)data;
    if (!value && e->written == -1) {
        vm_raise(vm, EXC_ATTRIBUTE_ERROR, "characters_written");
        return false;
    }
    if (value && !vm_index_as_ssize(vm, value, &n, false))
        return false;
    e->written = n;
    return true;
}

static const struct getset_def os_getsets[] = {
    {"characters_written", get_written, set_written, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static bool os_fill(struct vm *vm, object *self, object *const *args,
                    size_t nargs)
{
    struct os_error_object *e = (struct os_error_object *)self;
    e->written = -1;
    if (nargs < 2 || nargs > 5)
        return true;
    set(vm, &e->errno_, args[0]);
    set(vm, &e->strerror, args[1]);
    if (nargs > 2 && is_count(vm, self, args[2]))
        return vm_ssize_argument(vm, args[2], &e->written);
    if (nargs > 2 && args[2] != vm->none) {
        set(vm, &e->filename, args[2]);
        if (nargs > 4 && args[4] != vm->none)
            set(vm, &e->filename2, args[4]);
        return exception_set_args(vm, self, args, 2);
    }
    return true;
}

static object *os_new(struct vm *vm, struct type_object *type,
                      object *const *args, size_t nargs, object *kwnames)
{
    if (!args_no_keywords(vm, type_name(type), kwnames))
        return NULL;
    type = os_type(vm, type, args, nargs);
    object *self = exception_type_new(vm, type, args, nargs, NULL);
    if (self && !os_fill(vm, self, args, nargs)) {
        vm_release(vm, self);
        return NULL;
    }
    return self;
}

/* __new__ has done it, unless a derived class has one of its own. */
static bool os_init(struct vm *vm, object *self, object *const *args,
                    size_t nargs, object *kwnames)
{
    (void)args;
    (void)nargs;
    return args_no_keywords(vm, type_name_of(vm, self), kwnames);
}

static object *os_str(struct vm *vm, object *self)
{
    struct os_error_object *e = (struct os_error_object *)self;
    object *number = e->errno_ ? e->errno_ : vm->none;
    object *text = e->strerror ? e->strerror : vm->none;
    if (e->filename && e->filename2)
        return str_format(vm, "[Errno %S] %S: %R -> %R", number, text,
                          e->filename, e->filename2);
    if (e->filename)
        return str_format(vm, "[Errno %S] %S: %R", number, text, e->filename);
    if (e->errno_ && e->strerror)
        return str_format(vm, "[Errno %S] %S", number, text);
    return exception_str(vm, self);
}

/* What the constructor was called with: the args lack the file names. */
static object *os_arguments(struct vm *vm, object *self)
{
    struct os_error_object *e = (struct os_error_object *)self;
    object *args = exception_of(self)->args;
    if (tuple_length(args) != 2 || !e->filename)
        return heap_retain(args);
    object **two = tuple_items(args);
    if (e->filename2)
        return tuple_pack(vm, 5, two[0], two[1], e->filename, vm->none,
                          e->filename2);
    return tuple_pack(vm, 3, two[0], two[1], e->filename);
}

static object *os_reduce(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *type = type_as_object(vm_type_of(vm, self)), *result = NULL;
    object *with = os_arguments(vm, self), *dict = exception_of(self)->dict;
    if (with)
        result = dict ? tuple_pack(vm, 3, type, with, dict)
                      : tuple_pack(vm, 2, type, with);
    vm_release_maybe(vm, with);
    return result;
}

static const struct method_def os_methods[] = {
    {"__reduce__", os_reduce, METHOD_NOARGS, NULL},
    {0},
};

static const struct member_def os_members[] = {
    OBJECT_MEMBER("errno", struct os_error_object, errno_),
    OBJECT_MEMBER("strerror", struct os_error_object, strerror),
    OBJECT_MEMBER("filename", struct os_error_object, filename),
    OBJECT_MEMBER("filename2", struct os_error_object, filename2),
    END_MEMBER};

/* ---- SyntaxError -------------------------------------------------------------------- */

/* (filename, lineno, offset, text[, end_lineno, end_offset]) */
static bool take_details(struct vm *vm, struct syntax_error_object *e,
                         object *details)
{
    object *tuple = vm_tuple_from(vm, details);
    if (!tuple)
        return false;
    size_t n = tuple_length(tuple);
    object **items = tuple_items(tuple);
    bool ok = n == 4 || n == 6;
    if (ok) {
        object **const fields[] = {&e->filename, &e->lineno, &e->offset,
                                   &e->text, &e->end_lineno, &e->end_offset};
        for (size_t i = 0; i < n; i++)
            set(vm, fields[i], items[i]);
    } else {
        vm_raise(vm, EXC_TYPE_ERROR,
                 n < 4 ? "function takes at least 4 arguments (%zu given)"
                 : n == 5 ? "end_offset must be provided when end_lineno is "
                            "provided"
                          : "function takes at most 6 arguments (%zu given)",
                 n);
    }
    vm_release(vm, tuple);
    return ok;
}

static bool syntax_init(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    struct syntax_error_object *e = (struct syntax_error_object *)self;
    if (!exception_init(vm, self, args, nargs, kwnames))
        return false;
    if (nargs)
        set(vm, &e->msg, args[0]);
    return nargs != 2 || take_details(vm, e, args[1]);
}

/* What is behind the last slash of a str. */
static object *base_name(struct vm *vm, object *path)
{
    size_t from = 0;
    for (size_t i = 0; i < str_length(path); i++)
        if (str_at(path, i) == '/')
            from = i + 1;
    return str_slice(vm, path, from, str_length(path));
}

static object *syntax_str(struct vm *vm, object *self)
{
    struct syntax_error_object *e = (struct syntax_error_object *)self;
    object *message = e->msg ? e->msg : vm->none;
    bool named = e->filename &&
                 (vm_type_of(vm, e->filename)->flags & TYPE_STR_SUBCLASS);
    bool placed = e->lineno && vm_is(e->lineno, TYPE_INT);
    if (!named)
        return placed ? str_format(vm, "%S (line %S)", message, e->lineno)
                      : vm_str(vm, message);
    object *name = base_name(vm, e->filename), *text = NULL;
    if (name)
        text = placed ? str_format(vm, "%S (%U, line %S)", message, name,
                                   e->lineno)
                      : str_format(vm, "%S (%U)", message, name);
    vm_release_maybe(vm, name);
    return text;
}

static const struct member_def syntax_members[] = {
    OBJECT_MEMBER("msg", struct syntax_error_object, msg),
    OBJECT_MEMBER("filename", struct syntax_error_object, filename),
    OBJECT_MEMBER("lineno", struct syntax_error_object, lineno),
    OBJECT_MEMBER("offset", struct syntax_error_object, offset),
    OBJECT_MEMBER("text", struct syntax_error_object, text),
    OBJECT_MEMBER("end_lineno", struct syntax_error_object, end_lineno),
    OBJECT_MEMBER("end_offset", struct syntax_error_object, end_offset),
    OBJECT_MEMBER("print_file_and_line", struct syntax_error_object,
                  print_file_and_line),
    END_MEMBER};

/* ---- ImportError, AttributeError, NameError ------------------------------------------ */

static bool import_init(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    static const char *const names[] = {"name", "path", NULL};
    struct import_error_object *e = (struct import_error_object *)self;
    object **const fields[] = {&e->name, &e->path};
    set(vm, &e->name, NULL);
    set(vm, &e->path, NULL);
    if (!exception_set_args(vm, self, args, nargs) ||
        !take_keywords(vm, self, args + nargs, kwnames, names, fields))
        return false;
    set(vm, &e->msg, nargs == 1 ? args[0] : NULL);
    return true;
}

/* What __setstate__ gets: the attributes, with name and path among them. */
static object *import_state(struct vm *vm, struct import_error_object *e)
{
    object *dict = exception_of((object *)e)->dict;
    if (!e->name && !e->path)
        return heap_retain(dict ? dict : vm->none);
    object *state = dict ? dict_copy(vm, dict) : dict_new(vm);
    if (state && ((e->name && !dict_set_c(vm, state, "name", e->name)) ||
                  (e->path && !dict_set_c(vm, state, "path", e->path))))
        heap_store(vm->heap, &state, NULL);
    return state;
}

static object *import_reduce(struct vm *vm, object *self, object *const *args,
                             size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    object *type = type_as_object(vm_type_of(vm, self)), *result = NULL;
    object *state = import_state(vm, (struct import_error_object *)self);
    if (state && state != vm->none)
        result = tuple_pack(vm, 3, type, exception_of(self)->args, state);
    else if (state)
        result = tuple_pack(vm, 2, type, exception_of(self)->args);
    vm_release_maybe(vm, state);
    return result;
}

static const struct method_def import_methods[] = {
    {"__reduce__", import_reduce, METHOD_NOARGS, NULL},
    {0},
};

static object *import_str(struct vm *vm, object *self)
{
    object *msg = ((struct import_error_object *)self)->msg;
    return msg && vm_is(msg, TYPE_STR) ? heap_retain(msg)
                                       : exception_str(vm, self);
}

static const struct member_def import_members[] = {
    OBJECT_MEMBER("msg", struct import_error_object, msg),
    OBJECT_MEMBER("name", struct import_error_object, name),
    OBJECT_MEMBER("path", struct import_error_object, path),
    END_MEMBER};

static bool attribute_init(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    static const char *const names[] = {"name", "obj", NULL};
    struct attribute_error_object *e = (struct attribute_error_object *)self;
    object **const fields[] = {&e->name, &e->obj};
    set(vm, &e->name, NULL);
    set(vm, &e->obj, NULL);
    return exception_set_args(vm, self, args, nargs) &&
           take_keywords(vm, self, args + nargs, kwnames, names, fields);
}

static bool name_init(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    static const char *const names[] = {"name", NULL};
    struct attribute_error_object *e = (struct attribute_error_object *)self;
    object **const fields[] = {&e->name};
    set(vm, &e->name, NULL);
    return exception_set_args(vm, self, args, nargs) &&
           take_keywords(vm, self, args + nargs, kwnames, names, fields);
}

static const struct member_def attribute_members[] = {
    OBJECT_MEMBER("name", struct attribute_error_object, name),
    OBJECT_MEMBER("obj", struct attribute_error_object, obj), END_MEMBER};
static const struct member_def name_members[] = {
    OBJECT_MEMBER("name", struct attribute_error_object, name), END_MEMBER};

/* ---- Unicode errors --------------------------------------------------------------------- */

/* What was decoded is kept as bytes, which nobody changes. */
static bool decode_init(struct vm *vm, struct unicode_error_object *e,
                        object *const *args)
{
    object *bytes = NULL;
    if (bytes_check(vm, args[0]))
        bytes = heap_retain(args[0]);
    else if (buffer_check(vm, args[0]))
        bytes = bytes_from(vm, args[0], "");
    else
        vm_raise(vm, EXC_TYPE_ERROR,
                 "a bytes-like object is required, not '%T'", args[0]);
    if (!bytes)
        return false;
    set(vm, &e->object_, bytes);
    vm_release(vm, bytes);
    set(vm, &e->reason, args[3]);
    return vm_ssize_argument(vm, args[1], &e->start) &&
           vm_ssize_argument(vm, args[2], &e->end);
}

static bool is_text(struct vm *vm, object *const *args, size_t i)
{
    if (vm_type_of(vm, args[i])->flags & TYPE_STR_SUBCLASS)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "argument %zu must be str, not %T", i + 1,
             args[i]);
    return false;
}

static bool unicode_init(struct vm *vm, object *self, object *const *args,
                         size_t nargs, object *kwnames)
{
    struct unicode_error_object *e = (struct unicode_error_object *)self;
    bool coded = !type_is_subtype(vm_type_of(vm, self),
                                  vm->exceptions[EXC_UNICODE_TRANSLATE_ERROR]);
    size_t wanted = 4 + coded;
    if (!exception_init(vm, self, args, nargs, kwnames))
        return false;
    if (nargs != wanted) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "function takes exactly %zu arguments (%zu given)", wanted,
                 nargs);
        return false;
    }
    bool decodes = type_is_subtype(vm_type_of(vm, self),
                                   vm->exceptions[EXC_UNICODE_DECODE_ERROR]);
    if ((coded && !is_text(vm, args, 0)) ||
        (!decodes && !is_text(vm, args, coded)) ||
        !is_text(vm, args, coded + 3))
        return false;
    if (coded)
        set(vm, &e->encoding, args[0]);
    args += coded;
    if (decodes)
        return decode_init(vm, e, args);
    set(vm, &e->object_, args[0]);
    set(vm, &e->reason, args[3]);
    return vm_ssize_argument(vm, args[1], &e->start) &&
           vm_ssize_argument(vm, args[2], &e->end);
}

/* "character '\\xe9'" of a str or "byte 0xe9" of bytes. */
static object *culprit(struct vm *vm, object *text, ptrdiff_t at)
{
    const unsigned char *data;
    size_t size;
    char escaped[16];
    if (vm_type_of(vm, text)->flags & TYPE_STR_SUBCLASS) {
        if (at < 0 || (size_t)at >= str_length(text))
            return NULL;
        uint32_t point = str_at(text, (size_t)at);
        static const char digits[] = "0123456789abcdef";
        int width = point < 0x100 ? 2 : point < 0x10000 ? 4 : 8;
        escaped[0] = '\\';
        escaped[1] = width == 2 ? 'x' : width == 4 ? 'u' : 'U';
        for (int i = 0; i < width; i++)
            escaped[2 + i] = digits[point >> (4 * (width - 1 - i)) & 15];
        escaped[2 + width] = 0;
        return str_format(vm, "character '%s'", escaped);
    }
    if (!bytes_view(vm, text, &data, &size) || at < 0 || (size_t)at >= size) {
        vm_pending_clear(vm);
        return NULL;
    }
    return str_format(vm, data[at] < 16 ? "byte 0x0%x" : "byte 0x%x",
                      data[at]);
}

static object *unicode_str(struct vm *vm, object *self)
{
    struct unicode_error_object *e = (struct unicode_error_object *)self;
    bool decode = type_is_subtype(vm_type_of(vm, self),
                                  vm->exceptions[EXC_UNICODE_DECODE_ERROR]);
    if (!e->object_)
        return heap_retain(vm->empty_str);
    object *what = e->end == e->start + 1 ? culprit(vm, e->object_, e->start)
                                          : NULL;
    if (!what && vm_pending(vm))
        return NULL;
    object *codec =
        e->encoding ? str_format(vm, "'%S' codec can't %s", e->encoding,
                                 decode ? "decode" : "encode")
                    : str_from(vm, "can't translate");
    object *text = NULL;
    if (codec && what)
        text = str_format(vm, "%U %U in position %zd: %S", codec, what,
                          e->start, e->reason);
    else if (codec)
        text = str_format(vm, "%U %s in position %zd-%zd: %S", codec,
                          decode ? "bytes" : "characters", e->start,
                          e->end - 1, e->reason);
    vm_release_maybe(vm, codec);
    vm_release_maybe(vm, what);
    return text;
}

static object *get_number(struct vm *vm, object *self, const void *data)
{
    return int_new(vm, *(ptrdiff_t *)((char *)self + *(const size_t *)data));
}

static bool set_number(struct vm *vm, object *self, object *value,
                       const void *data)
{
    ptrdiff_t *field = (ptrdiff_t *)((char *)self + *(const size_t *)data);
    if (value)
        return vm_ssize_argument(vm, value, field);
    vm_raise(vm, EXC_TYPE_ERROR, "can't delete numeric/char attribute");
    return false;
}

static const size_t start_offset = offsetof(struct unicode_error_object, start);
static const size_t end_offset = offsetof(struct unicode_error_object, end);

static const struct getset_def unicode_getsets[] = {
    {"start", get_number, set_number, "exception start", &start_offset},
    {"end", get_number, set_number, "exception end", &end_offset},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct member_def unicode_members[] = {
    OBJECT_MEMBER("encoding", struct unicode_error_object, encoding),
    OBJECT_MEMBER("object", struct unicode_error_object, object_),
    OBJECT_MEMBER("reason", struct unicode_error_object, reason),
    END_MEMBER};

#define UNICODE_ROW(name)                                                      \
    {.id = name,                                                               \
     .init = unicode_init,                                                     \
     .str = unicode_str,                                                       \
     .getsets = unicode_getsets,                                               \
     .members = unicode_members}

const struct exception_behaviour exception_behaviours[] = {
    {.id = EXC_STOP_ITERATION, .init = stop_init, .members = stop_members},
    {.id = EXC_SYSTEM_EXIT, .init = exit_init, .members = exit_members},
    {.id = EXC_KEY_ERROR, .str = key_str},
    {.id = EXC_OS_ERROR,
     .new_ = os_new,
     .init = os_init,
     .str = os_str,
     .methods = os_methods,
     .members = os_members,
     .getsets = os_getsets},
    {.id = EXC_SYNTAX_ERROR,
     .init = syntax_init,
     .str = syntax_str,
     .members = syntax_members},
    {.id = EXC_IMPORT_ERROR,
     .init = import_init,
     .str = import_str,
     .methods = import_methods,
     .members = import_members},
    {.id = EXC_ATTRIBUTE_ERROR,
     .init = attribute_init,
     .members = attribute_members},
    {.id = EXC_NAME_ERROR, .init = name_init, .members = name_members},
    {.id = EXC_BASE_EXCEPTION_GROUP,
     .new_ = group_type_new,
     .init = group_init,
     .str = group_str,
     .methods = group_methods,
     .members = group_members},
    UNICODE_ROW(EXC_UNICODE_ENCODE_ERROR),
    UNICODE_ROW(EXC_UNICODE_DECODE_ERROR),
    UNICODE_ROW(EXC_UNICODE_TRANSLATE_ERROR),
    {.id = EXC_COUNT},
};
