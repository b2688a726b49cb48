/*
 * _codecs: the encodings that are done in C, one pair of functions each.
 */
#include "scripts/modules/buffer.h"
#include "scripts/modules/codecs.h"
#include "scripts/types/bytes.h"
#include "scripts/types/codec.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

static object *encode_by(struct vm *vm, const char *name, const char *encoding,
                         object *const *args, size_t nargs)
{
    object *errors;
    if (!codecs_arguments(vm, name, args, nargs, 2, &errors))
        return NULL;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "%s() argument 1 must be str, not %B", name, args[0]);
    object *which = str_intern(vm, encoding);
    object *bytes =
        which ? codec_encode(vm, args[0], which, errors) : NULL;
    vm_release_maybe(vm, which);
    return codecs_pair_steal(vm, bytes, str_length(args[0]));
}

/* The text of data and the bytes used; new or NULL. */
static object *decode_part(struct vm *vm, object *data, const char *encoding,
                           object *errors, bool final, int *order,
                           size_t *used)
{
    struct buffer b;
    if (!buffer_get(vm, data, true, &b))
        return NULL;
    object *which = str_intern(vm, encoding), *text = NULL;
    object *bytes = bytes_check(vm, b.owner)
                        ? heap_retain(b.owner)
                        : bytes_new(vm, b.data, b.size);
    if (which && bytes)
        text = codec_decode_part(vm, bytes, which, errors, final, order, used);
    vm_release_maybe(vm, which);
    vm_release_maybe(vm, bytes);
    buffer_done(vm, &b);
    return text;
}

static object *decode_by(struct vm *vm, const char *name, const char *encoding,
                         object *const *args, size_t nargs, bool whole)
{
    object *errors;
    size_t used;
    int final = whole, order = 0;
    if (!codecs_arguments(vm, name, args, nargs, whole ? 2 : 3, &errors) ||
        (nargs > 2 && (final = vm_truth(vm, args[2])) < 0))
        return NULL;
    object *text =
        decode_part(vm, args[0], encoding, errors, final, &order, &used);
    return codecs_pair_steal(vm, text, used);
}

#define CODEC(name, encoding, whole)                                           \
    FUNCTION(name##_encode)                                                    \
    {                                                                          \
        (void)self, (void)kwnames;                                             \
        return encode_by(vm, #name "_encode", encoding, args, nargs);          \
    }                                                                          \
    FUNCTION(name##_decode)                                                    \
    {                                                                          \
        (void)self, (void)kwnames;                                             \
        return decode_by(vm, #name "_decode", encoding, args, nargs, whole);   \
    }
CODEC(utf_8, "utf-8", false)
CODEC(utf_16_le, "utf-16-le", false)
CODEC(utf_16_be, "utf-16-be", false)
CODEC(utf_32_le, "utf-32-le", false)
CODEC(utf_32_be, "utf-32-be", false)
CODEC(latin_1, "latin-1", true)
CODEC(ascii, "ascii", true)

static bool whole_number(struct vm *vm, object *o, int64_t *out)
{
    object *index = vm_index(vm, o);
    bool ok = index && int_as_i64(vm, index, out);
    vm_release_maybe(vm, index);
    return ok;
}

/* NAME(str, errors=None, byteorder=0) */
static object *encode_ordered(struct vm *vm, const char *name, int unit,
                              object *const *args, size_t nargs)
{
    static const char *const encodings[2][3] = {
        {"utf-16-le", "utf-16", "utf-16-be"},
        {"utf-32-le", "utf-32", "utf-32-be"},
    };
    int64_t order = 0;
    if (!args_between(vm, name, nargs, 1, 3) ||
        (nargs > 2 && !whole_number(vm, args[2], &order)))
        return NULL;
    return encode_by(vm, name,
                     encodings[unit == 4][order < 0 ? 0 : order ? 2 : 1], args,
                     nargs > 2 ? 2 : nargs);
}

FUNCTION(utf_16_encode)
{
    (void)self, (void)kwnames;
    return encode_ordered(vm, "utf_16_encode", 2, args, nargs);
}

FUNCTION(utf_32_encode)
{
    (void)self, (void)kwnames;
    return encode_ordered(vm, "utf_32_encode", 4, args, nargs);
}

FUNCTION(utf_16_decode)
{
    (void)self, (void)kwnames;
    return decode_by(vm, "utf_16_decode", "utf-16", args, nargs, false);
}

FUNCTION(utf_32_decode)
{
    (void)self, (void)kwnames;
    return decode_by(vm, "utf_32_decode", "utf-32", args, nargs, false);
}

/* NAME(data, errors=None, byteorder=0, final=False): the order comes too. */
static object *decode_ordered(struct vm *vm, const char *name,
                              const char *encoding, object *const *args,
                              size_t nargs)
{
    object *errors;
    int64_t given = 0;
    size_t used;
    int final = 0;
    if (!codecs_arguments(vm, name, args, nargs, 4, &errors) ||
        (nargs > 2 && !whole_number(vm, args[2], &given)) ||
        (nargs > 3 && (final = vm_truth(vm, args[3])) < 0))
        return NULL;
    int order = given < 0 ? -1 : given > 0;
    object *text =
        decode_part(vm, args[0], encoding, errors, final, &order, &used);
    object *n = text ? int_new_u64(vm, used) : NULL;
    object *which = n ? int_new(vm, order) : NULL;
    object *r = which ? tuple_pack(vm, 3, text, n, which) : NULL;
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, n);
    vm_release_maybe(vm, which);
    return r;
}

FUNCTION(utf_16_ex_decode)
{
    (void)self, (void)kwnames;
    return decode_ordered(vm, "utf_16_ex_decode", "utf-16", args, nargs);
}

FUNCTION(utf_32_ex_decode)
{
    (void)self, (void)kwnames;
    return decode_ordered(vm, "utf_32_ex_decode", "utf-32", args, nargs);
}

FUNCTION(readbuffer_encode)
{
    object *errors;
    struct buffer b;
    (void)self, (void)kwnames;
    if (!codecs_arguments(vm, "readbuffer_encode", args, nargs, 2, &errors))
        return NULL;
    if (str_check(vm, args[0])) {
        object *bytes = codec_encode(vm, args[0], NULL, NULL);
        size_t n = bytes ? ((struct bytes_object *)bytes)->length : 0;
        return codecs_pair_steal(vm, bytes, n);
    }
    if (!buffer_get(vm, args[0], false, &b))
        return NULL;
    size_t n = b.size;
    object *bytes = bytes_new(vm, b.data, n);
    buffer_done(vm, &b);
    return codecs_pair_steal(vm, bytes, n);
}

#define PAIR(name)                                                             \
    {#name "_encode", name##_encode, METHOD_ARGS,                              \
     #name "_encode($module, str, errors=None, /)\n--\n\n"},                   \
    {                                                                          \
        #name "_decode", name##_decode, METHOD_ARGS,                           \
            #name "_decode($module, data, errors=None, final=False, /)\n"      \
                  "--\n\n"                                                     \
    }

const struct method_def codecs_coders[] = {
    PAIR(utf_8),
    PAIR(utf_16),
    PAIR(utf_16_le),
    PAIR(utf_16_be),
    PAIR(utf_32),
    PAIR(utf_32_le),
    PAIR(utf_32_be),
    PAIR(latin_1),
    PAIR(ascii),
    {"utf_16_ex_decode", utf_16_ex_decode, METHOD_ARGS, NULL},
    {"utf_32_ex_decode", utf_32_ex_decode, METHOD_ARGS, NULL},
    {"readbuffer_encode", readbuffer_encode, METHOD_ARGS, NULL},
    {NULL, NULL, 0, NULL},
};
