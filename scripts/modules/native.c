/*
 * The types of modules written in C, by their specs, and what else modules
 * keep.
 *
 * The table is short and asked when a type is made or an object of it, so it
 * is searched from the front; what was found moves there.
 */
#include "scripts/modules/native.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

struct native_row {
    const void *key; /* a type's spec, or what names a slot */
    object *value;   /* owned */
    struct native_row *next;
};

/* The row of key, first from now on; NULL: there is none. */
static struct native_row *find(struct vm *vm, const void *key)
{
    struct native_row **link = (struct native_row **)&vm->modules_state;
    struct native_row *row = vm->modules_state;
    if (row && row->key == key)
        return row;
    for (; row; link = &row->next, row = row->next) {
        if (row->key != key)
            continue;
        *link = row->next;
        row->next = vm->modules_state;
        vm->modules_state = row;
        return row;
    }
    return NULL;
}

/* value is stolen, also on failure. */
static struct native_row *remember(struct vm *vm, const void *key,
                                   object *value)
{
    struct native_row *row = malloc(sizeof *row);
    if (!row) {
        vm_release_maybe(vm, value);
        vm_raise_no_memory(vm);
        return NULL;
    }
    *row = (struct native_row){key, value, vm->modules_state};
    vm->modules_state = row;
    return row;
}

static struct type_object *make(struct vm *vm, const struct type_spec *spec,
                                struct type_object *base)
{
    struct type_object *type =
        base ? type_from_spec_base(vm, spec, base) : type_from_spec(vm, spec);
    if (!type)
        return NULL;
    type_outlives_instances(vm, type);
    type->spec = spec;
    return remember(vm, spec, type_as_object(type)) ? type : NULL;
}

struct type_object *native_type(struct vm *vm, const struct type_spec *spec)
{
    struct native_row *row = find(vm, spec);
    return row ? type_object_of(row->value) : make(vm, spec, NULL);
}

struct type_object *native_type_based(struct vm *vm,
                                      const struct type_spec *spec,
                                      const struct type_spec *base)
{
    struct native_row *row = find(vm, spec);
    struct type_object *parent = row ? NULL : native_type(vm, base);
    if (row)
        return type_object_of(row->value);
    return parent ? make(vm, spec, parent) : NULL;
}

bool native_is(const struct vm *vm, const object *o,
               const struct type_spec *spec)
{
    return vm_type_of(vm, o)->spec == spec;
}

bool native_add_types(struct vm *vm, object *module,
                      const struct type_spec *const *specs)
{
    for (; *specs; specs++) {
        struct type_object *type = native_type(vm, *specs);
        const char *dot = strrchr((*specs)->name, '.');
        object *o = type ? heap_retain(type_as_object(type)) : NULL;
        if (!module_add_steal(vm, module, dot ? dot + 1 : (*specs)->name, o))
            return false;
    }
    return true;
}

object **native_slot(struct vm *vm, const void *key)
{
    struct native_row *row = find(vm, key);
    row = row ? row : remember(vm, key, NULL);
    return row ? &row->value : NULL;
}

/* type(name, (base,), {"__module__": module}) */
static object *make_exception(struct vm *vm, const char *module,
                              const char *name, enum exception_id base)
{
    object *args[3] = {
        str_from(vm, name),
        tuple_pack(vm, 1, type_as_object(vm->exceptions[base])),
        dict_new(vm),
    };
    object *title = str_from(vm, module), *cls = NULL;
    if (args[0] && args[1] && args[2] && title &&
        dict_set(vm, args[2], vm->name[NAME_dunder_module], title))
        cls = vm_call(vm, type_as_object(vm->types[TYPE_TYPE]), args, 3, NULL);
    for (int k = 0; k < 3; k++)
        vm_release_maybe(vm, args[k]);
    vm_release_maybe(vm, title);
    return cls;
}

object *native_exception(struct vm *vm, const void *key, const char *module,
                         const char *name, enum exception_id base)
{
    object **slot = native_slot(vm, key);
    if (!slot || *slot)
        return slot ? *slot : NULL;
    object *cls = make_exception(vm, module, name, base);
    slot = cls ? native_slot(vm, key) : NULL;
    if (slot)
        *slot = cls;
    return cls;
}

object *native_raise(struct vm *vm, object *cls, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    object *text = str_format_va(vm, format, args);
    va_end(args);
    object *e = text && cls ? vm_call1(vm, cls, text) : NULL;
    vm_release_maybe(vm, text);
    if (e)
        vm_raise_steal(vm, e);
    return NULL;
}

bool native_ssize(struct vm *vm, object *o, ptrdiff_t *out)
{
    object *n = vm_index(vm, o);
    bool ok = n && int_fits_ssize(n, out);
    if (n && !ok)
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "Python int too large to convert to C ssize_t");
    vm_release_maybe(vm, n);
    return ok;
}

void native_done(struct vm *vm)
{
    struct native_row *row;
    while ((row = vm->modules_state)) {
        vm->modules_state = row->next;
        vm_release_maybe(vm, row->value);
        free(row);
    }
}
