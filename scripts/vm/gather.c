/*
 * Which calls gather their arguments: those of objects that CPython 3.11 gives
 * no vectorcall, and of C functions of the METH_VARARGS kind.
 */
#include "scripts/vm/gather.h"

#include "scripts/types/descriptor.h"
#include "scripts/types/slots.h"

static bool class_gathers(struct vm *vm, struct type_object *type,
                          size_t positional)
{
    if (type == vm->types[TYPE_TYPE])
        return positional != 1;
    return !(type->flags & TYPE_VECTORCALL);
}

/* An exception keeps the tuple as its args, which is made here as well. */
static bool keeps_tuple(struct vm *vm, object *callable)
{
    return vm_type_of(vm, callable)->flags & TYPE_TYPE_SUBCLASS &&
           type_object_of(callable)->flags & TYPE_EXCEPTION_SUBCLASS;
}

/* Is it a call of one argument less, which is the method's self? */
static bool takes_self(const object *callable)
{
    return vm_is(callable, TYPE_METHOD_DESCRIPTOR);
}

/* A method that takes no keywords says so before. */
static bool method_gathers(const struct method_def *def, size_t named)
{
    return def->kind & METHOD_TUPLE &&
           (!named || (def->kind & (METHOD_CLASS - 1)) == METHOD_KEYWORDS);
}

static bool gathers(struct vm *vm, object *callable, size_t positional,
                    size_t named)
{
    const struct type_object *type = vm_type_of(vm, callable);
    switch (heap_type_index(callable)) {
    case TYPE_BUILTIN_FUNCTION:
        return builtin_of(callable)->def->kind & METHOD_TUPLE;
    case TYPE_METHOD_DESCRIPTOR:
        return positional &&
               method_gathers(descriptor_of(callable)->method, named);
    case TYPE_METHOD_WRAPPER:
    case TYPE_WRAPPER_DESCRIPTOR:
    case TYPE_GENERIC_ALIAS:
    case TYPE_STATICMETHOD:
    case TYPE_WEAKREF:
        return true;
    default:
        return type->flags & TYPE_TYPE_SUBCLASS
                   ? class_gathers(vm, type_object_of(callable), positional)
                   : type->slots.call == script_call;
    }
}

ptrdiff_t gather_size(struct vm *vm, object *callable, size_t positional,
                      size_t named, bool spread)
{
    if (!gathers(vm, callable, positional, named))
        return -1;
    if (takes_self(callable)) /* it gets an array even so */
        return (ptrdiff_t)positional - 1;
    if (spread)
        return -1;
    return keeps_tuple(vm, callable) ? 0 : (ptrdiff_t)positional;
}

void gather_names(struct vm *vm, const struct arg_spec *spec, size_t names)
{
    size_t at = ((uintptr_t)spec >> 4) % VM_PARSERS;
    for (size_t tries = 0; tries < VM_PARSERS; tries++) {
        const void **slot = &vm->parsers[(at + tries) % VM_PARSERS];
        if (*slot == spec)
            return;
        if (*slot)
            continue;
        *slot = spec;
        heap_shadow_new(vm->heap, &vm->types[TYPE_TUPLE]->layout, names);
        return;
    }
}
