/*
 * _struct: the type Struct, its iterator, the module.
 *
 * The functions of the module keep the formats they have met, at most
 * CACHE_MAX of them.
 */
#include "scripts/modules/struct.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define CACHE_MAX 100

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

static const struct type_spec struct_spec, iterator_spec;

/* ---- Struct -------------------------------------------------------------- */

/* A Struct that was never told its format has none. */
static bool is_ready(struct vm *vm, object *self)
{
    if (struct_of(self)->text)
        return true;
    vm_raise(vm, EXC_RUNTIME_ERROR, "Struct object is not initialized");
    return false;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

/* The format as bytes or ASCII str, new. */
static object *read_format(struct vm *vm, object *o)
{
    if (!(vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS))
        return bytes_check(vm, o)
                   ? heap_retain(o)
                   : vm_raise(vm, EXC_TYPE_ERROR,
                              "Struct() argument 1 must be a str or bytes "
                              "object, not %T",
                              o);
    for (size_t k = 0; k < str_length(o); k++)
        if (str_at(o, k) > 127)
            return vm_raise(vm, EXC_UNICODE_ENCODE_ERROR,
                            "'ascii' codec can't encode the format");
    return heap_retain(o);
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    static const char *const names[] = {"format", NULL};
    static const struct arg_spec spec = {"Struct", names, 0, 1, 1};
    object *in;
    if (!args_bind(vm, &spec, args, nargs, kwnames, &in))
        return false;
    if (struct_of(self)->busy) {
        vm_raise(vm, EXC_RUNTIME_ERROR, "the Struct is being used");
        return false;
    }
    object *text = read_format(vm, in);
    if (!text)
        return false;
    heap_store(vm->heap, &struct_of(self)->text, NULL);
    if (!struct_parse(vm, struct_of(self), text)) {
        vm_release(vm, text);
        return false;
    }
    heap_store(vm->heap, &struct_of(self)->text, text);
    return true;
}

static bool check_count(struct vm *vm, const struct struct_format *f,
                        const char *name, size_t given)
{
    if ((size_t)f->items == given)
        return true;
    native_raise(vm, struct_error(vm),
                 "%s expected %zd items for packing (got %zu)", name, f->items,
                 given);
    return false;
}

/* Bytes being packed in a malloc'ed buffer; NULL: pending. */
static unsigned char *pack(struct vm *vm, object *self, object *const *values)
{
    struct struct_format *f = struct_of(self);
    unsigned char *to = calloc(1, f->size + 1);
    if (!to)
        vm_raise_no_memory(vm);
    else if (struct_pack(vm, f, values, to))
        return to;
    free(to);
    return NULL;
}

METHOD(pack_)
{
    (void)kwnames;
    if (!is_ready(vm, self) ||
        !check_count(vm, struct_of(self), "pack", nargs))
        return NULL;
    heap_retain(self);
    unsigned char *data = pack(vm, self, args);
    object *r = data ? bytes_new(vm, data, struct_of(self)->size) : NULL;
    free(data);
    vm_release(vm, self);
    return r;
}

/* Makes offset count from the start; false: pending. */
static bool place_in(struct vm *vm, const struct struct_format *f,
                     ptrdiff_t *offset, size_t size, const char *name,
                     const char *doing)
{
    ptrdiff_t n = (ptrdiff_t)size, need = (ptrdiff_t)f->size;
    if (*offset < 0 && *offset + need > 0) {
        native_raise(vm, struct_error(vm),
                     strcmp(doing, "packing") == 0
                         ? "no space to pack %zu bytes at offset %zd"
                         : "not enough data to unpack %zu bytes at offset "
                           "%zd",
                     f->size, *offset);
        return false;
    }
    if (*offset < 0 && *offset + n < 0) {
        native_raise(vm, struct_error(vm),
                     "offset %zd out of range for %zu-byte buffer", *offset,
                     size);
        return false;
    }
    *offset += *offset < 0 ? n : 0;
    if (n - *offset >= need)
        return true;
    native_raise(vm, struct_error(vm),
                 "%s requires a buffer of at least %zu bytes for %s %zu bytes "
                 "at offset %zd (actual buffer size is %zu)",
                 name, f->size + (size_t)*offset, doing, f->size, *offset,
                 size);
    return false;
}

/* The size of a buffer that can be written; false: pending. */
static bool writable_size(struct vm *vm, object *o, size_t *size)
{
    struct buffer b;
    int yes = buffer_check(vm, o) ? buffer_writable(vm, o) : 0;
    if (yes <= 0) {
        if (yes == 0)
            vm_raise(vm, EXC_TYPE_ERROR,
                     "argument must be read-write bytes-like object, not %T",
                     o);
        return false;
    }
    if (!buffer_get(vm, o, false, &b))
        return false;
    *size = b.size;
    buffer_done(vm, &b);
    return true;
}

static bool pack_at(struct vm *vm, object *self, object *buffer,
                    ptrdiff_t offset, object *const *values)
{
    size_t size;
    ptrdiff_t at = offset;
    if (!writable_size(vm, buffer, &size) ||
        !place_in(vm, struct_of(self), &at, size, "pack_into", "packing"))
        return false;
    unsigned char *data = pack(vm, self, values);
    /* converting values may have changed the buffer */
    at = offset;
    bool ok = data && writable_size(vm, buffer, &size) &&
              place_in(vm, struct_of(self), &at, size, "pack_into",
                       "packing") &&
              buffer_write(vm, buffer, (size_t)at, data,
                           struct_of(self)->size);
    free(data);
    return ok;
}

METHOD(pack_into)
{
    ptrdiff_t offset;
    (void)kwnames;
    if (!is_ready(vm, self))
        return NULL;
    if (nargs < 2)
        return native_raise(vm, struct_error(vm),
                            "pack_into expected %s argument",
                            nargs ? "offset" : "buffer");
    if (!check_count(vm, struct_of(self), "pack_into", nargs - 2) ||
        !vm_ssize_argument(vm, args[1], &offset))
        return NULL;
    heap_retain(self);
    bool ok = pack_at(vm, self, args[0], offset, args + 2);
    vm_release(vm, self);
    return ok ? vm_none(vm) : NULL;
}

METHOD(unpack)
{
    struct buffer b;
    object *r = NULL;
    (void)kwnames, (void)nargs;
    if (!is_ready(vm, self) || !buffer_get(vm, args[0], false, &b))
        return NULL;
    if (b.size == struct_of(self)->size)
        r = struct_unpack(vm, struct_of(self), b.data);
    else
        native_raise(vm, struct_error(vm),
                     "unpack requires a buffer of %zu bytes",
                     struct_of(self)->size);
    buffer_done(vm, &b);
    return r;
}

METHOD(unpack_from)
{
    static const char *const names[] = {"buffer", "offset", NULL};
    static const struct arg_spec spec = {"unpack_from", names, 0, 2, 1};
    struct buffer b;
    object *in[2], *r = NULL;
    ptrdiff_t offset = 0;
    if (!is_ready(vm, self) ||
        !args_bind(vm, &spec, args, nargs, kwnames, in) ||
        (in[1] && !native_ssize(vm, in[1], &offset)) ||
        !buffer_get(vm, in[0], false, &b))
        return NULL;
    if (place_in(vm, struct_of(self), &offset, b.size, "unpack_from",
                 "unpacking"))
        r = struct_unpack(vm, struct_of(self), b.data + offset);
    buffer_done(vm, &b);
    return r;
}

/* ---- iter_unpack --------------------------------------------------------- */

struct iterator {
    struct heap_node node;
    object *format, *buffer; /* buffer: NULL at the end */
    size_t at;
};

static struct iterator *iterator_of(object *o)
{
    return (struct iterator *)o;
}

METHOD(iter_unpack)
{
    struct buffer b;
    (void)kwnames, (void)nargs;
    if (!is_ready(vm, self))
        return NULL;
    size_t size = struct_of(self)->size;
    if (size == 0)
        return native_raise(vm, struct_error(vm),
                            "cannot iteratively unpack with a struct of "
                            "length 0");
    if (!buffer_get(vm, args[0], false, &b))
        return NULL;
    bool fits = b.size % size == 0;
    buffer_done(vm, &b);
    if (!fits)
        return native_raise(vm, struct_error(vm),
                            "iterative unpacking requires a buffer of a "
                            "multiple of %zu bytes",
                            size);
    struct type_object *type = native_type(vm, &iterator_spec);
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (o) {
        iterator_of(o)->format = heap_retain(self);
        iterator_of(o)->buffer = heap_retain(args[0]);
    }
    return o;
}

static object *next(struct vm *vm, object *self)
{
    struct iterator *it = iterator_of(self);
    struct buffer b;
    object *r = NULL;
    if (!it->buffer || !is_ready(vm, it->format) ||
        !buffer_get(vm, it->buffer, false, &b))
        return NULL;
    size_t size = struct_of(it->format)->size;
    if (it->at <= b.size && b.size - it->at >= size && size) {
        r = struct_unpack(vm, struct_of(it->format), b.data + it->at);
        it->at += size;
    }
    buffer_done(vm, &b);
    if (!r && !vm_pending(vm))
        heap_store(vm->heap, &it->buffer, NULL);
    return r;
}

METHOD(hint)
{
    struct iterator *it = iterator_of(self);
    struct buffer b;
    UNUSED;
    size_t size = struct_of(it->format)->size;
    if (!it->buffer || size == 0)
        return int_new(vm, 0);
    if (!buffer_get(vm, it->buffer, false, &b))
        return NULL;
    size_t left = it->at < b.size ? (b.size - it->at) / size : 0;
    buffer_done(vm, &b);
    return int_new_u64(vm, left);
}

static const struct heap_field iterator_fields[] = {
    {"format", offsetof(struct iterator, format)},
    {"buffer", offsetof(struct iterator, buffer)},
};

static const struct method_def iterator_methods[] = {
    {"__length_hint__", hint, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct type_spec iterator_spec = {
    .name = "_struct.unpack_iterator",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct iterator),
               .flags = HEAP_CONTAINER,
               .fields = iterator_fields,
               .field_count = 2,
               .clear = sequence_no_clear},
    .slots = {.iter = sequence_self, .next = next},
    .methods = iterator_methods,
};

/* ---- the type ------------------------------------------------------------ */

static object *get_format(struct vm *vm, object *self, const void *data)
{
    object *text = struct_of(self)->text;
    const unsigned char *bytes;
    size_t size;
    (void)data;
    if (!is_ready(vm, self))
        return NULL;
    if (!bytes_check(vm, text))
        return heap_retain(text);
    return bytes_view(vm, text, &bytes, &size)
               ? str_new(vm, (const char *)bytes, size)
               : NULL;
}

static object *get_size(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new(vm, struct_of(self)->text ? (int64_t)struct_of(self)->size
                                             : -1);
}

static void destroy(heap *h, object *self)
{
    (void)h;
    free(struct_of(self)->runs);
}

static const struct heap_field fields[] = {
    {"format", offsetof(struct struct_format, text)},
};

static const struct method_def methods[] = {
    {"iter_unpack", iter_unpack, METHOD_ONE,
     "iter_unpack($self, buffer, /)\n--\n\n"},
    {"pack", pack_, METHOD_ARGS,
     "S.pack(v1, v2, ...) -> bytes\n\nThe values as bytes."},
    {"pack_into", pack_into, METHOD_ARGS,
     "S.pack_into(buffer, offset, v1, v2, ...)\n\n"
     "Write the values into a buffer."},
    {"unpack", unpack, METHOD_ONE, "unpack($self, buffer, /)\n--\n\n"},
    {"unpack_from", unpack_from, METHOD_KEYWORDS,
     "unpack_from($self, /, buffer, offset=0)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def getsets[] = {
    {"format", get_format, NULL, "struct format string", NULL},
    {"size", get_size, NULL, "struct size in bytes", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct type_spec struct_spec = {
    .name = "_struct.Struct",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct struct_format),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 1,
               .clear = sequence_no_clear,
               .destroy = destroy},
    .weakly = true,
    .slots = {.new_ = new_, .init = init},
    .methods = methods,
    .getsets = getsets,
    .doc = "Struct(fmt) --> compiled struct object",
};

/* ---- the module ---------------------------------------------------------- */

static const char cache_key;

/* The Struct of a format, new. */
static object *find(struct vm *vm, object *format)
{
    object **slot = native_slot(vm, &cache_key), *found;
    if (slot && !*slot)
        *slot = dict_new(vm);
    if (!slot || !*slot)
        return NULL;
    object *cache = heap_retain(*slot);
    int known = dict_find(vm, cache, format, &found);
    struct type_object *type = native_type(vm, &struct_spec);
    object *r = NULL;
    if (known > 0)
        r = heap_retain(found);
    else if (known == 0 && type)
        r = vm_call1(vm, type_as_object(type), format);
    if (known == 0 && r) {
        if (dict_length(cache) >= CACHE_MAX)
            dict_clear(vm, cache);
        if (!dict_set(vm, cache, format, r))
            heap_store(vm->heap, &r, NULL);
    }
    vm_release(vm, cache);
    return r;
}

/* Calls a method of the Struct of args[0] with the rest. */
static object *with(struct vm *vm, builtin_fn *method, const char *name,
                    object *const *args, size_t nargs, object *kwnames)
{
    if (nargs == 0)
        return vm_raise(vm, EXC_TYPE_ERROR, "missing format argument");
    (void)name;
    object *s = find(vm, args[0]);
    object *r = s ? method(vm, s, args + 1, nargs - 1, kwnames) : NULL;
    vm_release_maybe(vm, s);
    return r;
}

METHOD(module_pack)
{
    (void)self;
    return with(vm, pack_, "pack", args, nargs, kwnames);
}

METHOD(module_pack_into)
{
    (void)self;
    return with(vm, pack_into, "pack_into", args, nargs, kwnames);
}

METHOD(module_unpack)
{
    (void)self;
    if (!args_between(vm, "unpack", nargs, 2, 2))
        return NULL;
    return with(vm, unpack, "unpack", args, nargs, kwnames);
}

METHOD(module_iter_unpack)
{
    (void)self;
    if (!args_between(vm, "iter_unpack", nargs, 2, 2))
        return NULL;
    return with(vm, iter_unpack, "iter_unpack", args, nargs, kwnames);
}

METHOD(module_unpack_from)
{
    static const char *const names[] = {"", "buffer", "offset", NULL};
    static const struct arg_spec spec = {"unpack_from", names, 1, 3, 2};
    object *in[3];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    return with(vm, unpack_from, "unpack_from", in, in[2] ? 3 : 2, NULL);
}

METHOD(calcsize)
{
    UNUSED;
    object *s = find(vm, args[0]);
    object *r = s ? int_new_u64(vm, struct_of(s)->size) : NULL;
    vm_release_maybe(vm, s);
    return r;
}

METHOD(clear_cache)
{
    object **slot = native_slot(vm, &cache_key);
    UNUSED;
    if (slot && *slot)
        dict_clear(vm, *slot);
    return slot ? vm_none(vm) : NULL;
}

static const struct method_def functions[] = {
    {"_clearcache", clear_cache, METHOD_NOARGS,
     "_clearcache($module, /)\n--\n\n"},
    {"calcsize", calcsize, METHOD_ONE, "calcsize($module, format, /)\n--\n\n"},
    {"iter_unpack", module_iter_unpack, METHOD_ARGS,
     "iter_unpack($module, format, buffer, /)\n--\n\n"},
    {"pack", module_pack, METHOD_ARGS,
     "pack(format, v1, v2, ...) -> bytes\n\nThe values as bytes."},
    {"pack_into", module_pack_into, METHOD_ARGS,
     "pack_into(format, buffer, offset, v1, v2, ...)\n\n"
     "Write the values into a buffer."},
    {"unpack", module_unpack, METHOD_ARGS,
     "unpack($module, format, buffer, /)\n--\n\n"},
    {"unpack_from", module_unpack_from, METHOD_KEYWORDS,
     "unpack_from($module, format, /, buffer, offset=0)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

bool struct_fill(struct vm *vm, object *module)
{
    static const struct type_spec *const specs[] = {&struct_spec, NULL};
    object *error = struct_error(vm);
    return error && module_add_functions(vm, module, functions) &&
           native_add_types(vm, module, specs) &&
           module_add_steal(vm, module, "error", heap_retain(error));
}
