/*
 * posix: the module that os is made of.  The functions are in the files
 * posix_*.c; here is what puts them together, and the constants.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "scripts/modules/posix.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "scripts/modules/modules.h"
#include "scripts/types/list.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"

static const struct {
    const char *name;
    int value;
} constants[] = {
#define C(name) {#name, name}
    C(F_OK), C(R_OK), C(W_OK), C(X_OK),
    C(O_RDONLY), C(O_WRONLY), C(O_RDWR), C(O_ACCMODE), C(O_APPEND), C(O_CREAT),
    C(O_EXCL), C(O_TRUNC), C(O_NONBLOCK), C(O_NDELAY), C(O_SYNC), C(O_DSYNC),
    C(O_RSYNC), C(O_FSYNC), C(O_ASYNC), C(O_NOCTTY), C(O_CLOEXEC),
    C(O_DIRECTORY), C(O_NOFOLLOW), C(O_DIRECT), C(O_LARGEFILE), C(O_NOATIME),
    C(O_PATH), C(O_TMPFILE),
    C(SEEK_DATA), C(SEEK_HOLE),
    C(F_LOCK), C(F_TEST), C(F_TLOCK), C(F_ULOCK),
    C(WNOHANG), C(WUNTRACED), C(WCONTINUED), C(WEXITED), C(WSTOPPED),
    C(WNOWAIT), C(P_ALL), C(P_PID), C(P_PGID),
    C(EX_OK), C(EX_USAGE), C(EX_DATAERR), C(EX_NOINPUT), C(EX_NOUSER),
    C(EX_NOHOST), C(EX_UNAVAILABLE), C(EX_SOFTWARE), C(EX_OSERR), C(EX_OSFILE),
    C(EX_CANTCREAT), C(EX_IOERR), C(EX_TEMPFAIL), C(EX_PROTOCOL), C(EX_NOPERM),
    C(EX_CONFIG),
#undef C
    {"TMP_MAX", 238328},
    {"NGROUPS_MAX", 65536},
};

static bool add_constants(struct vm *vm, object *module)
{
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (!module_add_int(vm, module, constants[i].name,
                            constants[i].value))
            return false;
    return true;
}

/* The names by which os learns what takes descriptors and the like. */
static object *abilities(struct vm *vm)
{
    static const char *const names[] = {"HAVE_FCHDIR", "HAVE_FCHMOD",
                                        "HAVE_FTRUNCATE", "HAVE_LSTAT",
                                        "HAVE_LUTIMES"};
    object *list = list_new(vm, 0);
    for (size_t i = 0; list && i < sizeof names / sizeof *names; i++) {
        object *name = str_from(vm, names[i]);
        if (!name || !list_append_steal(vm, list, name))
            heap_store(vm->heap, &list, NULL);
    }
    return list;
}

bool posix_fill(struct vm *vm, object *module)
{
    object *error = type_as_object(vm->exceptions[EXC_OS_ERROR]);
    return module_add_functions(vm, module, posix_file_functions) &&
           module_add_functions(vm, module, posix_tree_functions) &&
           module_add_functions(vm, module, posix_stat_functions) &&
           module_add_functions(vm, module, posix_process_functions) &&
           module_add_functions(vm, module, posix_dir_functions) &&
           add_constants(vm, module) && posix_stat_fill(vm, module) &&
           posix_dir_fill(vm, module) && posix_process_fill(vm, module) &&
           module_add_steal(vm, module, "error", heap_retain(error)) &&
           module_add_steal(vm, module, "_have_functions", abilities(vm));
}
