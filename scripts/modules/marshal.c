/*
 * marshal: values as bytes in CPython's format, to and from files.
 *
 * Code objects are refused both ways: their instructions are this
 * interpreter's own, and bytes from outside are never run.
 */
#include "scripts/modules/marshal.h"

#include "scripts/modules/buffer.h"
#include "scripts/modules/modules.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

/* An optional version; false: pending. */
static bool version_of(struct vm *vm, object *o, int *out)
{
    ptrdiff_t n = MARSHAL_VERSION;
    if (o && !vm_int_argument(vm, o, &n))
        return false;
    *out = n > MARSHAL_VERSION ? MARSHAL_VERSION : n < 0 ? 0 : (int)n;
    return true;
}

FUNCTION(dumps)
{
    int version;
    (void)self, (void)kwnames;
    if (!args_between(vm, "dumps", nargs, 1, 2) ||
        !version_of(vm, nargs > 1 ? args[1] : NULL, &version))
        return NULL;
    return marshal_write(vm, args[0], version);
}

FUNCTION(loads)
{
    struct buffer b;
    (void)self, (void)nargs, (void)kwnames;
    if (!buffer_get(vm, args[0], true, &b))
        return NULL;
    object *value = marshal_read(vm, b.data, b.size);
    buffer_done(vm, &b);
    return value;
}

FUNCTION(dump)
{
    int version;
    (void)self, (void)kwnames;
    if (!args_between(vm, "dump", nargs, 2, 3) ||
        !version_of(vm, nargs > 2 ? args[2] : NULL, &version))
        return NULL;
    object *bytes = marshal_write(vm, args[0], version);
    object *name = bytes ? str_intern(vm, "write") : NULL;
    object *r = name ? vm_call_method(vm, args[1], name, &bytes, 1) : NULL;
    vm_release_maybe(vm, name);
    vm_release_maybe(vm, bytes);
    return r;
}

FUNCTION(load)
{
    (void)self, (void)nargs, (void)kwnames;
    return marshal_read_file(vm, args[0]);
}

static const struct method_def functions[] = {
    {"dump", dump, METHOD_ARGS,
     "dump($module, value, file, version=version, /)\n--\n\n"
     "Writes a value to a file open for bytes."},
    {"load", load, METHOD_ONE,
     "load($module, file, /)\n--\n\nReads one value from a file."},
    {"dumps", dumps, METHOD_ARGS,
     "dumps($module, value, version=version, /)\n--\n\n"
     "The bytes that dump() would write."},
    {"loads", loads, METHOD_ONE,
     "loads($module, bytes, /)\n--\n\n"
     "The value that bytes begin with."},
    {NULL, NULL, 0, NULL},
};

bool marshal_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions) &&
           module_add_int(vm, module, "version", MARSHAL_VERSION);
}
