/*
 * Bytes-like objects seen as bytes.
 *
 * A memoryview hands out a copy of what it shows, since it need not be in one
 * piece; writing to one goes through its own assignment.
 */
#include "scripts/modules/buffer.h"

#include <string.h>

#include "scripts/modules/array.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

bool buffer_check(struct vm *vm, object *o)
{
    return bytes_like(vm, o) || vm_is(o, TYPE_MEMORYVIEW) ||
           native_is(vm, o, &array_spec);
}

static bool copy(struct vm *vm, struct buffer *b)
{
    object *bytes = bytes_new(vm, b->data, b->size);
    if (!bytes)
        return false;
    b->owner = bytes;
    return bytes_view(vm, bytes, &b->data, &b->size);
}

static bool is_contiguous(struct vm *vm, object *o)
{
    object *flag = vm_getattr_str(vm, o, "c_contiguous");
    int yes = flag ? vm_truth(vm, flag) : -1;
    vm_release_maybe(vm, flag);
    if (yes == 0)
        vm_raise(vm, EXC_BUFFER_ERROR,
                 "memoryview: underlying buffer is not C-contiguous");
    return yes > 0;
}

static bool get_view(struct vm *vm, object *o, struct buffer *out)
{
    if (!is_contiguous(vm, o))
        return false;
    object *name = str_intern(vm, "tobytes");
    object *bytes = name ? vm_call_method(vm, o, name, NULL, 0) : NULL;
    vm_release_maybe(vm, name);
    if (!bytes)
        return false;
    out->owner = bytes;
    return bytes_view(vm, bytes, &out->data, &out->size);
}

bool buffer_get(struct vm *vm, object *o, bool frozen, struct buffer *out)
{
    *out = (struct buffer){(const unsigned char *)"", 0, NULL};
    if (vm_is(o, TYPE_MEMORYVIEW))
        return get_view(vm, o, out);
    if (native_is(vm, o, &array_spec))
        array_bytes(o, &out->data, &out->size);
    else if (!bytes_view(vm, o, &out->data, &out->size))
        return false;
    if (frozen && !bytes_check(vm, o))
        return copy(vm, out);
    out->owner = heap_retain(o);
    return true;
}

void buffer_done(struct vm *vm, struct buffer *b)
{
    heap_store(vm->heap, &b->owner, NULL);
}

int buffer_writable(struct vm *vm, object *o)
{
    if (bytearray_check(vm, o) || native_is(vm, o, &array_spec))
        return 1;
    if (!vm_is(o, TYPE_MEMORYVIEW))
        return 0;
    object *flag = vm_getattr_str(vm, o, "readonly");
    int truth = flag ? vm_truth(vm, flag) : -1;
    vm_release_maybe(vm, flag);
    return truth < 0 ? -1 : !truth;
}

/* view[offset:offset+size] = data */
static bool write_view(struct vm *vm, object *o, size_t offset,
                       const void *data, size_t size)
{
    object *from = int_new_u64(vm, offset);
    object *to = from ? int_new_u64(vm, offset + size) : NULL;
    object *slice =
        to ? vm_call2(vm, type_as_object(vm->types[TYPE_SLICE]), from, to)
           : NULL;
    object *bytes = slice ? bytes_new(vm, data, size) : NULL;
    bool ok = bytes && vm_setitem(vm, o, slice, bytes);
    vm_release_maybe(vm, from);
    vm_release_maybe(vm, to);
    vm_release_maybe(vm, slice);
    vm_release_maybe(vm, bytes);
    return ok;
}

bool buffer_write(struct vm *vm, object *o, size_t offset, const void *data,
                  size_t size)
{
    const unsigned char *place;
    size_t room;
    if (size == 0)
        return true;
    if (vm_is(o, TYPE_MEMORYVIEW))
        return write_view(vm, o, offset, data, size);
    if (native_is(vm, o, &array_spec))
        array_bytes(o, &place, &room);
    else if (!bytearray_own(vm, o) || !bytes_view(vm, o, &place, &room))
        return false;
    memcpy((unsigned char *)(uintptr_t)place + offset, data, size);
    return true;
}
