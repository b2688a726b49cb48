/*
 * What memoryview knows of the objects it shows: bytes, bytearray, array and
 * what BytesIO.getbuffer() makes.  Each of the three that change counts its
 * exports and refuses another size meanwhile.
 */
#include "scripts/types/memoryview_owner.h"

#include "scripts/modules/array.h"
#include "scripts/modules/io.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/sequence.h"
#include "scripts/vm/error.h"

static bool is_bytearray(struct vm *vm, object *o)
{
    return type_is_subtype(vm_type_of(vm, o), vm->types[TYPE_BYTEARRAY]);
}

/* Where o counts its exports; NULL: it does not. */
static size_t *count_of(struct vm *vm, object *o)
{
    if (is_bytearray(vm, o))
        return &((struct bytearray_object *)o)->exports;
    if (native_is(vm, o, &array_spec))
        return &array_of(o)->exports;
    if (native_is(vm, o, &io_bytes_buffer_spec))
        return io_bytes_exports(o);
    return NULL;
}

bool export_possible(struct vm *vm, object *o)
{
    return (vm_type_of(vm, o)->flags & TYPE_BYTES_SUBCLASS) ||
           count_of(vm, o);
}

bool export_bytes(struct vm *vm, object *owner, const unsigned char **data,
                  size_t *size)
{
    if (native_is(vm, owner, &array_spec))
        array_bytes(owner, data, size);
    else if (native_is(vm, owner, &io_bytes_buffer_spec))
        io_bytes_view(owner, data, size);
    else
        return bytes_view(vm, owner, data, size);
    return true;
}

bool export_writable(struct vm *vm, object *owner)
{
    return count_of(vm, owner);
}

bool export_own(struct vm *vm, object *owner)
{
    return !is_bytearray(vm, owner) || bytearray_own(vm, owner);
}

object *export_new(struct vm *vm, object *owner)
{
    object *o = type_alloc(vm, vm->types[TYPE_MANAGED_BUFFER], 0);
    struct export *e = (struct export *)o;
    if (!o)
        return NULL;
    e->owner = heap_retain(owner);
    e->count = count_of(vm, owner);
    if (e->count)
        ++*e->count;
    return o;
}

static void traverse(object *self, heap_visit_fn *visit, void *arg)
{
    object *owner = ((struct export *)self)->owner;
    if (owner)
        visit(owner, arg);
}

static object *unlink_(heap *h, object *self)
{
    struct export *e = (struct export *)self;
    object *owner = e->owner;
    (void)h;
    if (owner && e->count)
        --*e->count;
    e->owner = NULL;
    e->count = NULL;
    return owner;
}

static void edges(object *self, heap_edge_fn *emit, void *arg)
{
    struct heap_edge edge = {.kind = HEAP_EDGE_FIELD,
                             .name = "obj",
                             .referent = ((struct export *)self)->owner};
    if (edge.referent)
        emit(&edge, arg);
}

const struct type_spec managed_buffer_spec = {
    .name = "managedbuffer",
    .flags = TYPE_DISALLOW_NEW,
    .layout = {.size = sizeof(struct export),
               .flags = HEAP_CONTAINER,
               .traverse = traverse,
               .unlink = unlink_,
               .edges = edges},
};
