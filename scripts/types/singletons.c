/*
 * None, NotImplemented and Ellipsis: one object each, made by types_begin.
 */
#include "scripts/modules/warnings.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

static object *only(struct vm *vm, struct type_object *type, size_t nargs,
                    object *kwnames, object *it)
{
    if (!nargs && (!kwnames || !tuple_length(kwnames)))
        return heap_retain(it);
    return vm_raise(vm, EXC_TYPE_ERROR, "%s takes no arguments",
                    type_name(type));
}

static object *reduced(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return str_from(vm, self == vm->ellipsis ? "Ellipsis" : "NotImplemented");
}

static const struct method_def methods[] = {
    {"__reduce__", reduced, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

/* ---- None ------------------------------------------------------------------- */

static object *none_repr(struct vm *vm, object *self)
{
    (void)self;
    return str_intern(vm, "None");
}

static int none_truth(struct vm *vm, object *self)
{
    (void)vm, (void)self;
    return 0;
}

static object *none_new(struct vm *vm, struct type_object *type,
                        object *const *args, size_t nargs, object *kwnames)
{
    (void)args;
    return only(vm, type, nargs, kwnames, vm->none);
}

const struct type_spec none_spec = {
    .name = "NoneType",
    .layout = {.size = sizeof(object)},
    .slots = {.repr = none_repr, .truth = none_truth, .new_ = none_new},
};

/* ---- NotImplemented ------------------------------------------------------------ */

static object *not_implemented_repr(struct vm *vm, object *self)
{
    (void)self;
    return str_intern(vm, "NotImplemented");
}

static int not_implemented_truth(struct vm *vm, object *self)
{
    (void)self;
    object *message = str_from(
        vm, "NotImplemented should not be used in a boolean context");
    return warnings_deprecated_steal(vm, message) ? 1 : -1;
}

static object *not_implemented_new(struct vm *vm, struct type_object *type,
                                   object *const *args, size_t nargs,
                                   object *kwnames)
{
    (void)args;
    return only(vm, type, nargs, kwnames, vm->not_implemented);
}

const struct type_spec not_implemented_spec = {
    .name = "NotImplementedType",
    .layout = {.size = sizeof(object)},
    .slots = {.repr = not_implemented_repr,
              .truth = not_implemented_truth,
              .new_ = not_implemented_new},
    .methods = methods,
};

/* ---- Ellipsis -------------------------------------------------------------------- */

static object *ellipsis_repr(struct vm *vm, object *self)
{
    (void)self;
    return str_intern(vm, "Ellipsis");
}

static object *ellipsis_new(struct vm *vm, struct type_object *type,
                            object *const *args, size_t nargs,
                            object *kwnames)
{
    (void)args;
    return only(vm, type, nargs, kwnames, vm->ellipsis);
}

const struct type_spec ellipsis_spec = {
    .name = "ellipsis",
    .layout = {.size = sizeof(object)},
    .slots = {.repr = ellipsis_repr, .new_ = ellipsis_new},
    .methods = methods,
};
