/*
 * array: methods, and the module.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/array.h"
#include "scripts/modules/buffer.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/dict.h"
#include "scripts/types/instance.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

static object *none_if(struct vm *vm, bool ok)
{
    return ok ? vm_none(vm) : NULL;
}

/* ---- adding and removing ------------------------------------------------- */

METHOD(append)
{
    UNUSED;
    return none_if(vm, array_append(vm, self, args[0]));
}

METHOD(extend)
{
    UNUSED;
    return none_if(vm, array_extend(vm, self, args[0]));
}

METHOD(insert)
{
    ptrdiff_t at;
    unsigned char bytes[8];
    (void)kwnames;
    if (!args_between(vm, "insert", nargs, 2, 2) ||
        !vm_ssize_argument(vm, args[0], &at) ||
        !array_convert(vm, array_of(self)->code, args[1], bytes))
        return NULL;
    ptrdiff_t to = at;
    sequence_clip(array_of(self)->length, &at, &to);
    if ((size_t)at > array_of(self)->length)
        at = (ptrdiff_t)array_of(self)->length;
    return none_if(vm, array_insert_bytes(vm, self, (size_t)at, bytes, 1));
}

METHOD(pop)
{
    ptrdiff_t at = -1, n = (ptrdiff_t)array_of(self)->length;
    (void)kwnames;
    if (!args_between(vm, "pop", nargs, 0, 1) ||
        (nargs && !vm_ssize_argument(vm, args[0], &at)))
        return NULL;
    if (n == 0)
        return vm_raise(vm, EXC_INDEX_ERROR, "pop from empty array");
    at += at < 0 ? n : 0;
    if (at < 0 || at >= n)
        return vm_raise(vm, EXC_INDEX_ERROR, "pop index out of range");
    object *item = array_get(vm, self, (size_t)at);
    if (item && !array_remove(vm, self, (size_t)at, 1))
        heap_store(vm->heap, &item, NULL);
    return item;
}

/* The first place of value between two places; -1: none, -2: pending. */
static ptrdiff_t find(struct vm *vm, object *self, object *value, size_t from,
                      size_t to)
{
    for (size_t k = from; k < to && k < array_of(self)->length; k++) {
        object *item = array_get(vm, self, k);
        int same = item ? vm_compare_bool(vm, item, value, COMPARE_EQ) : -1;
        vm_release_maybe(vm, item);
        if (same)
            return same < 0 ? -2 : (ptrdiff_t)k;
    }
    return -1;
}

METHOD(index_)
{
    ptrdiff_t from = 0, to = PTRDIFF_MAX;
    (void)kwnames;
    if (!args_between(vm, "index", nargs, 1, 3) ||
        (nargs > 1 && !sequence_bound(vm, args[1], &from)) ||
        (nargs > 2 && !sequence_bound(vm, args[2], &to)))
        return NULL;
    sequence_clip(array_of(self)->length, &from, &to);
    ptrdiff_t at = find(vm, self, args[0], (size_t)from, (size_t)to);
    if (at == -1)
        vm_raise(vm, EXC_VALUE_ERROR, "array.index(x): x not in array");
    return at < 0 ? NULL : int_new(vm, at);
}

METHOD(remove_)
{
    UNUSED;
    ptrdiff_t at = find(vm, self, args[0], 0, SIZE_MAX);
    if (at == -1)
        vm_raise(vm, EXC_VALUE_ERROR, "array.remove(x): x not in array");
    if (at < 0)
        return NULL;
    if ((size_t)at < array_of(self)->length &&
        !array_remove(vm, self, (size_t)at, 1))
        return NULL;
    return vm_none(vm);
}

METHOD(count)
{
    ptrdiff_t at = -1;
    int64_t n = 0;
    UNUSED;
    while ((at = find(vm, self, args[0], (size_t)(at + 1), SIZE_MAX)) >= 0)
        n++;
    return at == -2 ? NULL : int_new(vm, n);
}

static void swap(unsigned char *a, unsigned char *b, size_t size)
{
    unsigned char spare[8];
    memcpy(spare, a, size);
    memcpy(a, b, size);
    memcpy(b, spare, size);
}

METHOD(reverse)
{
    struct array_object *a = array_of(self);
    UNUSED;
    for (size_t k = 0; k < a->length / 2; k++)
        swap(a->items + k * a->size, a->items + (a->length - 1 - k) * a->size,
             a->size);
    return vm_none(vm);
}

void array_swap_bytes(object *self)
{
    struct array_object *a = array_of(self);
    for (size_t k = 0; k < a->length; k++)
        for (size_t low = 0; low < a->size / 2u; low++)
            swap(a->items + k * a->size + low,
                 a->items + (k + 1) * a->size - 1 - low, 1);
}

METHOD(byteswap)
{
    UNUSED;
    array_swap_bytes(self);
    return vm_none(vm);
}

/* ---- to and from others -------------------------------------------------- */

METHOD(from_list)
{
    size_t old = array_of(self)->length;
    UNUSED;
    if (!(vm_type_of(vm, args[0])->flags & TYPE_LIST_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR, "arg must be list");
    size_t n = list_length(args[0]);
    for (size_t k = 0; k < n; k++) {
        object *item = heap_retain(list_items(args[0])[k]);
        bool ok = array_append(vm, self, item);
        vm_release(vm, item);
        if (ok && list_length(args[0]) == n)
            continue;
        if (ok)
            vm_raise(vm, EXC_RUNTIME_ERROR,
                     "list changed size during iteration");
        if (array_of(self)->length > old)
            array_remove(vm, self, old, array_of(self)->length - old);
        return NULL;
    }
    return vm_none(vm);
}

METHOD(to_list)
{
    UNUSED;
    return array_list(vm, self);
}

METHOD(from_bytes)
{
    UNUSED;
    return none_if(vm, array_append_raw(vm, self, args[0]));
}

object *array_to_bytes(struct vm *vm, object *self)
{
    const unsigned char *data;
    size_t size;
    array_bytes(self, &data, &size);
    return bytes_new(vm, data, size);
}

METHOD(to_bytes)
{
    UNUSED;
    return array_to_bytes(vm, self);
}

METHOD(from_unicode)
{
    UNUSED;
    if (!(vm_type_of(vm, args[0])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "fromunicode() argument must be str, not %B", args[0]);
    if (array_of(self)->code != 'u')
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "fromunicode() may only be called on unicode type "
                        "arrays");
    return none_if(vm, array_append_text(vm, self, args[0]));
}

METHOD(to_unicode)
{
    UNUSED;
    if (array_of(self)->code != 'u')
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "tounicode() may only be called on unicode type "
                        "arrays");
    return array_text(vm, self);
}

/* o.NAME(argument) */
static object *call_named(struct vm *vm, object *o, const char *name,
                          object *argument)
{
    object *text = str_intern(vm, name);
    object *r = text ? vm_call_method(vm, o, text, &argument, 1) : NULL;
    vm_release_maybe(vm, text);
    return r;
}

METHOD(to_file)
{
    UNUSED;
    object *bytes = array_to_bytes(vm, self);
    object *r = bytes ? call_named(vm, args[0], "write", bytes) : NULL;
    vm_release_maybe(vm, bytes);
    if (!r)
        return NULL;
    vm_release(vm, r);
    return vm_none(vm);
}

METHOD(from_file)
{
    struct array_object *a = array_of(self);
    ptrdiff_t n, wanted;
    (void)kwnames;
    if (!args_between(vm, "fromfile", nargs, 2, 2) ||
        !vm_ssize_argument(vm, args[1], &n))
        return NULL;
    if (n < 0)
        return vm_raise(vm, EXC_VALUE_ERROR, "negative count");
    if (__builtin_mul_overflow(n, (ptrdiff_t)a->size, &wanted))
        return vm_raise_no_memory(vm);
    object *size = int_new(vm, wanted);
    object *bytes = size ? call_named(vm, args[0], "read", size) : NULL;
    vm_release_maybe(vm, size);
    if (!bytes)
        return NULL;
    bool ok = bytes_check(vm, bytes);
    if (!ok)
        vm_raise(vm, EXC_TYPE_ERROR, "read() didn't return bytes");
    ok = ok && array_append_raw(vm, self, bytes);
    if (ok && vm_length(vm, bytes) < wanted) {
        vm_raise(vm, EXC_EOF_ERROR, "read() didn't return enough bytes");
        ok = false;
    }
    vm_release(vm, bytes);
    return none_if(vm, ok);
}

METHOD(buffer_info)
{
    UNUSED;
    object *address =
        int_new_u64(vm, (uint64_t)(uintptr_t)array_of(self)->items);
    object *n = address ? int_new_u64(vm, array_of(self)->length) : NULL;
    object *pair = n ? tuple_pack(vm, 2, address, n) : NULL;
    vm_release_maybe(vm, address);
    vm_release_maybe(vm, n);
    return pair;
}

METHOD(copy)
{
    UNUSED;
    return array_slice(vm, self, 0, array_of(self)->length);
}

/* ---- tables -------------------------------------------------------------- */

const struct method_def array_methods[] = {
    {"append", append, METHOD_ONE, "append($self, v, /)\n--\n\n"},
    {"buffer_info", buffer_info, METHOD_NOARGS,
     "buffer_info($self, /)\n--\n\n"},
    {"byteswap", byteswap, METHOD_NOARGS, "byteswap($self, /)\n--\n\n"},
    {"__copy__", copy, METHOD_NOARGS, "__copy__($self, /)\n--\n\n"},
    {"count", count, METHOD_ONE, "count($self, v, /)\n--\n\n"},
    {"__deepcopy__", copy, METHOD_ONE,
     "__deepcopy__($self, unused, /)\n--\n\n"},
    {"extend", extend, METHOD_ONE, "extend($self, bb, /)\n--\n\n"},
    {"fromfile", from_file, METHOD_ARGS, "fromfile($self, f, n, /)\n--\n\n"},
    {"fromlist", from_list, METHOD_ONE, "fromlist($self, list, /)\n--\n\n"},
    {"frombytes", from_bytes, METHOD_ONE,
     "frombytes($self, buffer, /)\n--\n\n"},
    {"fromunicode", from_unicode, METHOD_ONE,
     "fromunicode($self, ustr, /)\n--\n\n"},
    {"index", index_, METHOD_ARGS,
     "index($self, v, start=0, stop=sys.maxsize, /)\n--\n\n"},
    {"insert", insert, METHOD_ARGS, "insert($self, i, v, /)\n--\n\n"},
    {"pop", pop, METHOD_ARGS, "pop($self, i=-1, /)\n--\n\n"},
    {"__reduce_ex__", array_reduce_ex, METHOD_ONE,
     "__reduce_ex__($self, value, /)\n--\n\n"},
    {"remove", remove_, METHOD_ONE, "remove($self, v, /)\n--\n\n"},
    {"reverse", reverse, METHOD_NOARGS, "reverse($self, /)\n--\n\n"},
    {"tofile", to_file, METHOD_ONE, "tofile($self, f, /)\n--\n\n"},
    {"tolist", to_list, METHOD_NOARGS, "tolist($self, /)\n--\n\n"},
    {"tobytes", to_bytes, METHOD_NOARGS, "tobytes($self, /)\n--\n\n"},
    {"tounicode", to_unicode, METHOD_NOARGS, "tounicode($self, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

static const struct method_def functions[] = {
    {"_array_reconstructor", array_reconstruct, METHOD_ARGS,
     "_array_reconstructor($module, arraytype, typecode, mformat_code,\n"
     "                     items, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

/* The type is a MutableSequence to collections.abc, which is imported; where
 * there is no library, nobody can ask. */
static bool register_type(struct vm *vm, struct type_object *type)
{
    object *name = str_intern(vm, "collections.abc");
    object *abc = name ? import_module(vm, name) : NULL;
    object *base = abc ? vm_getattr_str(vm, abc, "MutableSequence") : NULL;
    object *method = base ? vm_getattr_str(vm, base, "register") : NULL;
    object *r = method ? vm_call1(vm, method, type_as_object(type)) : NULL;
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, abc);
    vm_release_maybe(vm, base);
    vm_release_maybe(vm, method);
    vm_release_maybe(vm, r);
    if (name && !abc && vm_pending_is(vm, EXC_MODULE_NOT_FOUND_ERROR)) {
        vm_pending_clear(vm);
        return true;
    }
    return r;
}

bool array_fill(struct vm *vm, object *module)
{
    struct type_object *type = native_type(vm, &array_spec);
    return type && register_type(vm, type) &&
           module_add_functions(vm, module, functions) &&
           module_add_steal(vm, module, "ArrayType",
                            heap_retain(type_as_object(type))) &&
           module_add_steal(vm, module, "array",
                            heap_retain(type_as_object(type))) &&
           module_add_str(vm, module, "typecodes", "bBuhHiIlLqQfd");
}
