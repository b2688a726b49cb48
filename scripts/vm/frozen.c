/*
 * Modules that CPython has frozen and without which nothing can be imported:
 * the library's own machinery.  Here they are compiled from the library's files,
 * under the file names that tracebacks and warnings know them by.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/types/str.h"
#include "scripts/vm/code_store.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

const struct frozen_module frozen_modules[] = {
    {"_frozen_importlib", "importlib._bootstrap"},
    {"_frozen_importlib_external", "importlib._bootstrap_external"},
    {"zipimport", "zipimport"},
    {NULL, NULL},
};

const struct frozen_module *frozen_find(const object *name)
{
    for (const struct frozen_module *m = frozen_modules; m->name; m++)
        if (str_equal_ascii(name, m->name))
            return m;
    return NULL;
}

/* The library's file, new. */
static object *file_of(struct vm *vm, const struct frozen_module *m)
{
    char *tail = strdup(m->origin);
    if (!tail)
        return vm_raise_no_memory(vm);
    for (char *at = tail; (at = strchr(at, '.'));)
        *at = '/';
    object *path = str_format(vm, "%s/%s.py", vm->options.stdlib, tail);
    free(tail);
    return path;
}

object *frozen_code(struct vm *vm, const struct frozen_module *m)
{
    object *path, *title = NULL, *code = NULL;
    if (!vm->options.stdlib)
        return vm_raise(vm, EXC_IMPORT_ERROR,
                        "no Python library to import %s from", m->origin);
    path = file_of(vm, m);
    title = path ? str_format(vm, "<frozen %s>", m->origin) : NULL;
    if (title)
        code = code_of_file(vm, path, title);
    vm_release_maybe(vm, title);
    vm_release_maybe(vm, path);
    return code;
}
